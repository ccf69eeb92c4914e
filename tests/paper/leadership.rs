//! Thesis, §3.10 (handing leadership over), §6.2 (a leader without its majority), §9.6 (asking before standing).

use super::harness::*;
use raftarium::raft::{
    Body, Change, Config, Event, Input, LocalTime, OrderAnswer, OrderRefusal, Outgoing, PreVoteEvent, Proposal,
    RequestToken, Role, StaleReply, StepDown, Term, TimerRequest, TransferEvent, TransferRefusal, VoteRefusal,
};

const CHECKED: Config = Config { check_quorum: true, ..CONFIG };
const ASKING: Config = Config { pre_vote: true, ..CONFIG };

/// n1 as the leader of term 1, whose empty entry all have acknowledged.
fn leader(servers: usize, config: Config) -> Bench {
    let mut leader = Bench::leading(servers, config, 0, &[]);
    for peer in 2..=servers {
        leader.hears(peer, 1, accepted(beat(1), 1));
    }
    leader
}

fn is_told_to_stand(effects: &Told, to: usize) -> bool {
    effects.messages.iter().any(|outgoing| outgoing.message.to == n(to) && outgoing.message.body == Body::TimeoutNow)
}

/// The name of the order to hand leadership to a node.
fn order(to: usize) -> RequestToken {
    RequestToken(to as u64)
}

fn transfers(leader: &mut Bench, to: usize) -> Told {
    leader.step(Input::Transfer { to: n(to), order: order(to) })
}

/// An acknowledgement of what was sent at an instant of the leader's clock.
fn accepted_at(us: u64, match_index: u64) -> Body {
    let Body::AppendEntriesReply { round, answer, .. } = accepted(beat(1), match_index) else { unreachable!() };
    Body::AppendEntriesReply { round, sent_at: LocalTime(us), answer }
}

/// §3.10: "The prior leader fully updates the target server's log to match its own log", and then "sends a TimeoutNow
/// request to the target server".
#[test]
fn the_successor_is_told_to_stand_once_its_log_is_whole() {
    let mut whole = leader(3, CONFIG);
    assert!(is_told_to_stand(&transfers(&mut whole, 2), 2), "it is whole already");
    let mut behind = leader(3, CONFIG);
    behind.proposes("x");
    let effects = transfers(&mut behind, 2);
    assert_eq!(effects.orders, [(order(2), OrderAnswer::Taken)]);
    assert!(!is_told_to_stand(&effects, 2));
    assert!(is_told_to_stand(&behind.hears(2, 1, accepted(beat(1), 2)), 2));
    assert!(!is_told_to_stand(&behind.hears(2, 1, accepted(beat(1), 2)), 2), "once");
}

/// §3.10: "The prior leader stops accepting new client requests", and "resumes" if it "does not complete after about
/// an election timeout".
#[test]
fn no_command_is_taken_while_leadership_is_handed_over() {
    let mut leader = leader(3, CONFIG);
    transfers(&mut leader, 2);
    assert_eq!(leader.proposes("x").proposal, Some(Proposal::HandingOver(n(2))));
    leader.now = LocalTime(CONFIG.election_timeout.max_us - 1);
    leader.beats();
    assert_eq!(leader.proposes("x").proposal, Some(Proposal::HandingOver(n(2))));
    leader.now = LocalTime(CONFIG.election_timeout.max_us);
    leader.beats();
    assert_eq!(leader.proposes("x").proposal, Some(Proposal::Appended(at(1, 2))));
}

/// Not to itself, not to a server without a vote, not twice to the same, and not by a node that does not lead.
#[test]
fn transfers_that_cannot_be_are_refused() {
    let refusal = |leader: &mut Bench, to: usize| {
        let effects = transfers(leader, to);
        let [Event::Transfer(TransferEvent::Refused { why, .. })] = effects.events[..] else { panic!("{effects:?}") };
        assert_eq!(effects.orders, [(order(to), OrderAnswer::Refused(OrderRefusal::Transfer(why)))]);
        why
    };
    let mut leader = leader(3, CONFIG);
    assert_eq!(refusal(&mut leader, 1), TransferRefusal::LeadsAlready);
    assert_eq!(refusal(&mut leader, 4), TransferRefusal::NoVoter);
    transfers(&mut leader, 2);
    assert_eq!(refusal(&mut leader, 2), TransferRefusal::UnderWay);
    transfers(&mut leader, 3);
    assert_eq!(refusal(&mut leader, 3), TransferRefusal::UnderWay);
    assert_eq!(refusal(&mut Bench::new(3), 2), TransferRefusal::NotLeader);
}

/// §3.10: the successor needs the whole log, so nothing is appended while leadership is handed over: a change waits,
/// and so does another transfer. What waits goes on if the transfer fails.
#[test]
fn orders_wait_while_leadership_is_handed_over() {
    let mut leader = leader(3, CONFIG);
    assert_eq!(transfers(&mut leader, 2).orders[1], (order(2), OrderAnswer::SuccessorTold));
    let change = Input::Change { change: Change::Remove(n(3)), order: order(9) };
    let asked = leader.step(change);
    assert_eq!((asked.orders, asked.write), (vec![(order(9), OrderAnswer::Taken)], None));
    let waits = TransferEvent::Waits { to: n(3), behind: n(2) };
    assert_eq!(transfers(&mut leader, 3).events, [Event::Transfer(waits)]);
    assert_eq!(leader.hears(3, 1, accepted(beat(1), 1)).write, None);
    assert_eq!(leader.node.log().last().index.0, 1, "the log is what it was");

    leader.now = LocalTime(CONFIG.election_timeout.max_us);
    let given_up = leader.beats();
    assert!(is_told_to_stand(&given_up, 3));
    let answers = [(order(2), OrderAnswer::GivenUp), (order(3), OrderAnswer::SuccessorTold)];
    assert_eq!(given_up.orders, answers, "n3 has its turn");
    leader.now = LocalTime(2 * CONFIG.election_timeout.max_us);
    let given_up = leader.beats();
    let answers = [(order(3), OrderAnswer::GivenUp), (order(9), OrderAnswer::Appended(at(1, 2)))];
    assert_eq!(given_up.orders, answers, "now the change has");
}

/// §3.10, §6: what waits lives in the leader's memory alone. It is lost with the leadership, and that is said; what
/// became of a successor that was told to stand, the next election tells.
#[test]
fn orders_that_wait_are_lost_with_the_leadership() {
    let mut leader = leader(3, CONFIG);
    transfers(&mut leader, 2);
    transfers(&mut leader, 3);
    leader.step(Input::Change { change: Change::Remove(n(3)), order: order(9) });
    let deposed = leader.hears(2, 2, request_vote(at(1, 1)));
    assert_eq!(deposed.orders, [(order(9), OrderAnswer::Lost), (order(3), OrderAnswer::Lost)]);

    let mut behind = self::leader(3, CONFIG);
    behind.proposes("x");
    transfers(&mut behind, 2);
    let deposed = behind.hears(3, 2, request_vote(at(1, 9)));
    assert_eq!(deposed.orders, [(order(2), OrderAnswer::Lost)], "its successor was not told yet");
}

/// §3.10: the target "starts a new election immediately", as if its timer had fired; and whom its vote was asked of
/// knows that the leader wanted it.
#[test]
fn whoever_is_told_stands_at_once() {
    let mut follower =
        Bench::on_disk(1, 3, Config { pre_vote: true, check_quorum: true, ..CONFIG }, Default::default(), log(&[]));
    follower.hears(2, 1, append(at(0, 0), &[], 0));
    let effects = follower.hears(2, 1, Body::TimeoutNow);
    assert!(follower.is_candidate() && follower.term() == 2);
    assert_eq!(effects.messages[0].message.body, Body::RequestVote { last: at(0, 0), by_transfer: true });
    let mut late = Bench::new(3);
    late.hears(3, 2, append(at(0, 0), &[], 0));
    for term in [1, 2] {
        late.hears(2, term, Body::TimeoutNow);
        assert!(late.is_follower(), "who leads no more has no say, nor who never did");
    }
}

/// §6.2: "a leader steps down if an election timeout elapses without a successful round of heartbeats to a majority".
#[test]
fn a_leader_without_answers_steps_down() {
    let mut leader = leader(5, CHECKED);
    leader.hears(2, 1, accepted_at(100_000, 1));
    leader.now = LocalTime(299_999);
    leader.beats();
    assert!(leader.is_leader(), "its time is not over");
    leader.hears(3, 1, accepted_at(200_000, 1));
    leader.now = LocalTime(399_999);
    leader.beats();
    assert!(leader.is_leader(), "n2 answered what was sent at 100 ms, n3 at 200: with itself three of five");
    leader.now = LocalTime(400_000);
    let effects = leader.beats();
    assert!(leader.is_follower() && leader.term() == 1);
    let why = StepDown::NoQuorum { heard: [n(1), n(3)].into_iter().collect() };
    assert!(effects.events.contains(&Event::SteppedDown { why }), "n2's answer is too old: {:?}", effects.events);
    assert_eq!(effects.heartbeat_timer, Some(TimerRequest::Disarm));
    assert_eq!(effects.election_timer, Some(TimerRequest::Arm(CONFIG.election_timeout)));
}

/// §6.2, and whatever else keeps voters from others while they hear a leader: leases, and pre-votes, where the leader
/// waits twice as long. Where nothing does, it stays.
#[test]
fn a_leader_steps_down_wherever_voters_refuse_others_for_its_sake() {
    let timeout_us = CONFIG.election_timeout.max_us;
    let leases = Config { lease: true, ..CONFIG };
    let all = Config { lease: true, pre_vote: true, check_quorum: true, ..CONFIG };
    for (config, patience_us) in
        [(CHECKED, timeout_us), (leases, timeout_us), (ASKING, 2 * timeout_us), (all, timeout_us)]
    {
        let mut leader = Bench::leading(5, Config { pre_vote: false, ..config }, 0, &[]);
        leader.node.reconfigure(leader.now, config);
        leader.now = LocalTime(patience_us - 1);
        leader.beats();
        assert!(leader.is_leader(), "{config:?}");
        leader.now = LocalTime(patience_us);
        leader.beats();
        assert!(leader.is_follower(), "{config:?}");
    }
    let mut plain = Bench::leading(5, CONFIG, 0, &[]);
    plain.now = LocalTime(9_000_000);
    plain.beats();
    assert!(plain.is_leader(), "unless it checks, it stays");
}

/// §6, §6.2: a server that hears from a leader disregards candidates, unless that leader asked for the election.
#[test]
fn with_check_quorum_nobody_votes_while_a_leader_speaks() {
    let mut follower = Bench::on_disk(1, 3, CHECKED, Default::default(), log(&[]));
    follower.hears(2, 1, append(at(0, 0), &[], 0));
    assert!(follower.hears(3, 2, request_vote(at(1, 1))).messages.is_empty());
    assert_eq!(follower.term(), 1);
    assert!(granted(&follower.clone().hears(3, 1, request_vote(at(1, 1)))), "in this very term it deposes nobody");
    let wanted = Body::RequestVote { last: at(1, 1), by_transfer: true };
    assert!(granted(&follower.clone().hears(3, 2, wanted)));
    follower.now = LocalTime(CONFIG.election_timeout.min_us);
    assert!(granted(&follower.hears(3, 2, request_vote(at(1, 1)))));
}

/// §6: nor does a server that another message brought to the candidate's term give its vote: that would break a lease.
#[test]
fn who_hears_a_leader_of_an_earlier_term_does_not_vote() {
    let mut follower = Bench::on_disk(1, 3, CHECKED, Default::default(), log(&[]));
    follower.hears(2, 1, append(at(0, 0), &[], 0));
    follower.hears(3, 2, Body::RequestVoteReply { granted: false });
    assert_eq!(follower.term(), 2, "a late refusal of its own old RequestVote");
    let effects = follower.clone().hears(3, 2, request_vote(at(1, 1)));
    assert!(!granted(&effects));
    let refusal = VoteRefusal::LeaderAlive { leader: None };
    assert!(effects.events.contains(&Event::VoteRefused { candidate: n(3), refusal }));
    let wanted = Body::RequestVote { last: at(1, 1), by_transfer: true };
    assert!(granted(&follower.clone().hears(3, 2, wanted)), "unless the leader asked for it");
    follower.now = LocalTime(CONFIG.election_timeout.min_us);
    assert!(granted(&follower.hears(3, 2, request_vote(at(1, 1)))));
    assert!(granted(&follower.hears(3, 2, request_vote(at(1, 1)))), "and its vote is given again to who has it");
}

fn promised(effects: &Told) -> bool {
    let Body::PreVoteReply { granted, .. } = only_message(effects).body else {
        panic!("a pre-vote is answered: {effects:?}");
    };
    granted
}

fn pre_vote(next_term: u64) -> Body {
    Body::PreVote { next_term: Term(next_term), asked_at: LocalTime(0), last: at(1, 1) }
}

/// The answer to a pre-vote that was begun at the start.
fn promise(next_term: u64, granted: bool) -> Body {
    promise_at(0, next_term, granted)
}

/// The answer to a pre-vote that was begun at an instant of the asker's clock, µs.
fn promise_at(us: u64, next_term: u64, granted: bool) -> Body {
    Body::PreVoteReply { next_term: Term(next_term), asked_at: LocalTime(us), granted }
}

/// §9.6: "a candidate would only increment its term if it first learned from a majority of the cluster that they would
/// be willing to grant the candidate their votes".
#[test]
fn a_node_asks_before_it_stands() {
    let mut bench = Bench::on_disk(1, 3, ASKING, Default::default(), log(&[]));
    let effects = bench.times_out();
    assert!(matches!(bench.node.role(), Role::PreCandidate(_)));
    assert_eq!((bench.term(), effects.write.is_none()), (0, true), "no term, no vote, nothing on the disk");
    assert_eq!(effects.messages.len(), 2);
    bench.hears(2, 0, promise(7, true));
    bench.hears(3, 0, promise(1, false));
    assert_eq!(bench.term(), 0, "one answers another question, one refuses");
    bench.hears(2, 0, promise(1, true));
    assert!(bench.is_candidate() && bench.term() == 1);
    let mut alone = Bench::on_disk(1, 1, ASKING, Default::default(), log(&[]));
    alone.times_out();
    alone.sync();
    assert!(alone.is_leader(), "a majority of one promises at once");
}

/// §9.6: a voter would if the log is up-to-date and no leader was heard from for an election timeout; and it changes
/// nothing of its own.
#[test]
fn a_promise_needs_an_up_to_date_log_and_no_leader() {
    let mut voter = Bench::with_log(3, 1, &[1]);
    voter.now = LocalTime(CONFIG.election_timeout.min_us);
    assert!(promised(&voter.hears(2, 1, pre_vote(2))));
    assert!(promised(&voter.hears(3, 1, pre_vote(2))), "a promise binds to nothing");
    assert!(promised(&voter.hears(3, 8, pre_vote(9))), "even to a later term");
    assert_eq!((voter.term(), voter.node.voted_for()), (1, None));
    assert!(promised(&voter.hears(2, 0, pre_vote(1))), "its own vote in this term is free");
    assert!(!promised(&voter.hears(2, 0, pre_vote(0))), "that term is over");
    let mut ahead = Bench::with_log(3, 1, &[1, 1]);
    ahead.now = voter.now;
    assert!(!promised(&ahead.hears(2, 1, pre_vote(2))));
    voter.hears(2, 1, append(at(1, 1), &[], 0));
    let refused = voter.hears(3, 1, pre_vote(2));
    let why = VoteRefusal::LeaderAlive { leader: Some(n(2)) };
    assert_eq!(refused.events, [Event::PreVote(PreVoteEvent::Refused { candidate: n(3), refusal: why })]);
}

/// §9.6: a promise says that the voter hears no leader *now*. One that answers an earlier pre-vote of the same term may
/// come when the voter has heard a leader since: it counts no more, over a crash of the asker neither.
#[test]
fn an_old_promise_does_not_count_in_a_later_pre_vote() {
    let mut bench = Bench::on_disk(1, 3, ASKING, Default::default(), log(&[]));
    bench.times_out();
    bench.now = LocalTime(300_000);
    let mut crashed = bench.restarted();
    for asking in [&mut bench, &mut crashed] {
        let effects = asking.times_out();
        let asked = |outgoing: &Outgoing| matches!(outgoing.message.body, Body::PreVote { asked_at, .. } if asked_at == LocalTime(300_000));
        assert!(effects.messages.iter().all(asked), "{effects:?}");
        for granted in [true, false] {
            let ignored = asking.hears(2, 0, promise(1, granted));
            let why = StaleReply::NotAsking;
            assert_eq!(ignored.events, [Event::ReplyIgnored { from: n(2), why }]);
        }
        asking.hears(3, 0, promise_at(300_000, 1, true));
        assert!(asking.is_candidate() && asking.term() == 1, "one of this pre-vote does");
    }
}

/// A voter's reply names the pre-vote that it answers.
#[test]
fn a_promise_names_its_pre_vote() {
    let mut voter = Bench::new(3);
    let asked = Body::PreVote { next_term: Term(1), asked_at: LocalTime(77), last: at(0, 0) };
    assert_eq!(only_message(&voter.hears(2, 0, asked)).body, promise_at(77, 1, true));
}

/// A promise from a voter in the very term that is asked about is no later term: a pre-candidate that adopted it would
/// never stand.
#[test]
fn a_promise_of_a_voter_in_that_term_counts() {
    let mut bench = Bench::on_disk(1, 3, ASKING, Default::default(), log(&[]));
    bench.times_out();
    bench.hears(2, 1, promise(1, true));
    assert!(bench.is_candidate() && bench.term() == 1);
}

/// A refusal may tell of a later term: then it is taken over, or the node would ask in vain for ever.
#[test]
fn a_refusal_of_a_later_term_is_heeded() {
    let mut bench = Bench::on_disk(1, 3, ASKING, Default::default(), log(&[]));
    bench.times_out();
    bench.hears(2, 5, promise(1, false));
    assert_eq!(bench.term(), 5);
    assert!(bench.is_follower());
}

/// A pre-candidate yields to a leader of its term, and to a candidate that it gives its vote to.
#[test]
fn a_pre_candidate_yields() {
    let mut bench = Bench::on_disk(1, 3, ASKING, Default::default(), log(&[]));
    bench.times_out();
    bench.hears(2, 0, append(at(0, 0), &[], 0));
    assert!(bench.is_follower());
    let mut other = Bench::on_disk(1, 3, ASKING, Default::default(), log(&[]));
    other.hears(2, 1, append(at(0, 0), &[], 0));
    other.times_out();
    assert!(granted(&other.hears(3, 1, request_vote(at(0, 0)))));
    assert!(other.is_follower());
    other.hears(2, 1, promise(2, true));
    assert_eq!(other.term(), 1, "late promises elect nobody");
}
