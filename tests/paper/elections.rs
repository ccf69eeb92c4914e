//! §5.2: leader election.

use super::harness::*;
use raftarium::raft::{
    AppendEntries, Body, Config, Durable, DurationRange, Event, Follower, HardState, Input, LocalTime, Log, Node,
    NodeSet, Outgoing, Role, StaleReply, Term, TimerRequest,
};

const DRAWN_ANEW: Option<TimerRequest> = Some(TimerRequest::Arm(CONFIG.election_timeout));

/// §5.2: "When servers start up, they begin as followers", and wait for a leader to speak.
#[test]
fn a_server_starts_as_a_follower_that_waits() {
    let mut effects = Default::default();
    let node = Node::recover(n(1), NodeSet::first(3), CONFIG, Durable::default(), LocalTime(0), &mut effects);
    let effects = Told::from(effects);
    assert_eq!(*node.role(), Role::Follower(Follower::default()));
    assert_eq!(node.current_term(), Term(0));
    assert_eq!((effects.election_timer, effects.heartbeat_timer), (DRAWN_ANEW, None));
    assert!(effects.messages.is_empty());
}

/// §5.2: "To begin an election, a follower increments its current term and transitions to candidate state. It then
/// votes for itself and issues RequestVote RPCs in parallel to each of the other servers" — and a candidate whose
/// time is up does the same again.
#[test]
fn followers_and_candidates_stand_when_their_time_is_up() {
    let mut bench = Bench::with_log(5, 3, &[1, 3]);
    for term in [4, 5, 6] {
        let effects = bench.times_out();
        assert!(bench.is_candidate());
        assert_eq!(bench.term(), term);
        assert_eq!(bench.node.voted_for(), Some(n(1)));
        assert_eq!(effects.election_timer, DRAWN_ANEW);
        let asked: Vec<usize> = effects.messages.iter().map(|outgoing| outgoing.message.to.number()).collect();
        assert_eq!(asked, [2, 3, 4, 5], "each of the others, once");
        for Outgoing { message, .. } in &effects.messages {
            assert_eq!((message.from, message.term), (n(1), Term(term)));
            assert_eq!(message.body, request_vote(at(3, 2)));
        }
        bench.sync();
    }
}

/// A vote is not asked for again within an election: what is lost is made up for by the next one.
#[test]
fn a_vote_is_asked_for_once_in_an_election() {
    let mut candidate = Bench::new(5);
    candidate.times_out();
    let inputs = [Input::HeartbeatTimeout, propose(entry(0))];
    let mut messages = candidate.sync().messages;
    for input in inputs {
        messages.extend(candidate.step(input).messages);
    }
    messages.extend(candidate.hears(2, 1, vote(false)).messages);
    messages.extend(candidate.hears(3, 1, vote(true)).messages);
    assert_eq!(messages, []);
}

/// §5.2: "A candidate wins an election if it receives votes from a majority of the servers in the full cluster":
/// every table of votes for 1, 3 and 5 servers, in which a voter grants, refuses, or is not heard.
#[test]
fn every_table_of_votes_ends_as_a_count_of_it_says() {
    for servers in [1, 3, 5] {
        let peers = servers - 1;
        for table in 0..3_usize.pow(peers as u32) {
            let mut candidate = Bench::new(servers);
            candidate.times_out();
            candidate.sync();
            let mut grants = 1;
            for peer in 0..peers {
                match table / 3_usize.pow(peer as u32) % 3 {
                    0 => {}
                    1 => {
                        candidate.hears(peer + 2, 1, vote(false));
                    }
                    _ => {
                        grants += 1;
                        candidate.hears(peer + 2, 1, vote(true));
                    }
                }
            }
            assert_eq!(candidate.is_leader(), servers < 2 * grants, "{servers} servers, table {table}");
            assert_eq!(candidate.is_candidate(), 2 * grants <= servers, "{servers} servers, table {table}");
            assert_eq!(candidate.term(), 1, "the election is of one round");
            let votes = candidate.node.leading().map(|leader| leader.votes().len());
            assert!(votes.is_none_or(|votes| votes == servers / 2 + 1), "a majority is enough: {votes:?}");
        }
    }
}

/// A majority is more than half, of an even number too: half of the servers elect no leader.
#[test]
fn half_of_an_even_number_of_servers_elects_nobody() {
    for (servers, votes_needed) in [(2, 2), (4, 3), (6, 4), (8, 5)] {
        let mut candidate = Bench::new(servers);
        candidate.times_out();
        candidate.sync();
        for votes in 2..votes_needed {
            candidate.hears(votes, 1, vote(true));
            assert!(candidate.is_candidate(), "{votes} of {servers}");
        }
        candidate.hears(votes_needed, 1, vote(true));
        assert!(candidate.is_leader(), "{votes_needed} of {servers}");
    }
}

/// A vote that the network doubles is still one vote, and a server that is no voter has none.
#[test]
fn a_voter_counts_once_and_a_stranger_never() {
    let mut candidate = Bench::new(5);
    candidate.times_out();
    candidate.sync();
    let counted = candidate.hears(2, 1, vote(true)).events.len();
    assert_eq!(counted, 1);
    for _ in 0..3 {
        assert_eq!(candidate.hears(2, 1, vote(true)).events, [], "it was counted");
    }
    for answer in [vote(true), vote(false)] {
        let effects = candidate.hears(9, 1, answer);
        assert_eq!(effects.events, [Event::ReplyIgnored { from: n(9), why: StaleReply::NotAsking }]);
    }
    assert!(candidate.is_candidate());
}

/// §5.2: a single server is a majority of itself.
#[test]
fn a_single_server_leads_as_soon_as_its_own_vote_is_durable() {
    let mut single = Bench::new(1);
    let effects = single.times_out();
    assert!(single.is_candidate() && effects.messages.is_empty());
    let effects = single.sync();
    assert!(single.is_leader() && effects.messages.is_empty());
}

/// §5.2: "Each server will vote for at most one candidate in a given term, on a first-come-first-served basis."
#[test]
fn a_voter_votes_once_a_term_first_come_first_served() {
    let table = [
        (None, 2, true),
        (None, 3, true),
        (Some(2), 2, true),
        (Some(3), 3, true),
        (Some(2), 3, false),
        (Some(3), 2, false),
    ];
    for (voted_for, candidate, expected) in table {
        let hard_state = HardState { current_term: Term(1), voted_for: voted_for.map(n) };
        let mut voter = Bench::on_disk(1, 3, CONFIG, hard_state, Log::default());
        let effects = voter.hears(candidate, 1, request_vote(at(0, 0)));
        assert_eq!(granted(&effects), expected, "{voted_for:?} was voted for, n{candidate} asks");
        let vote_now = if expected { Some(n(candidate)) } else { voted_for.map(n) };
        assert_eq!(voter.node.voted_for(), vote_now);
        assert_eq!(effects.election_timer.is_some(), expected, "only a vote that is granted resets the timer");
    }
}

/// Candidates and leaders have voted for themselves.
#[test]
fn candidates_and_leaders_refuse_candidates_of_their_own_term() {
    let mut candidate = Bench::new(3);
    candidate.times_out();
    let mut leader = Bench::leading(3, CONFIG, 0, &[]);
    for bench in [&mut candidate, &mut leader] {
        assert!(!granted(&bench.hears(2, 1, request_vote(at(1, 9)))));
        assert_eq!(bench.node.voted_for(), Some(n(1)));
    }
    assert!(candidate.is_candidate() && leader.is_leader());
}

/// The vote of an earlier term binds no server in a later one.
#[test]
fn a_higher_term_brings_a_new_vote() {
    let mut voter = Bench::new(3);
    assert!(granted(&voter.hears(2, 1, request_vote(at(0, 0)))));
    assert!(!granted(&voter.hears(3, 1, request_vote(at(0, 0)))));
    assert!(granted(&voter.hears(3, 2, request_vote(at(0, 0)))));
}

/// §5.2: "If the leader's term (included in its RPC) is at least as large as the candidate's current term, then the
/// candidate recognizes the leader as legitimate and returns to follower state."
#[test]
fn a_candidate_yields_to_a_leader_of_its_own_or_a_higher_term() {
    for leader_term in [1, 2] {
        let mut candidate = Bench::new(3);
        candidate.times_out();
        let effects = candidate.hears(2, leader_term, append(at(0, 0), &[], 0));
        assert!(candidate.is_follower());
        assert_eq!((candidate.term(), candidate.node.leader()), (leader_term, Some(n(2))));
        assert_eq!(effects.election_timer, DRAWN_ANEW);
    }
}

/// §5.2: "If the term in the RPC is smaller than the candidate's current term, then the candidate rejects the RPC and
/// continues in candidate state."
#[test]
fn a_candidate_goes_on_in_spite_of_a_leader_of_a_lower_term() {
    let mut candidate = Bench::with_log(3, 1, &[]);
    candidate.times_out();
    candidate.hears(2, 1, append(at(0, 0), &[], 0));
    assert!(candidate.is_candidate());
    candidate.sync();
    candidate.hears(3, 2, vote(true));
    assert!(candidate.is_leader(), "its election goes on");
}

/// §5.2: votes of an election that is over elect no leader.
#[test]
fn votes_of_an_earlier_election_are_not_counted() {
    let mut candidate = Bench::new(3);
    candidate.times_out();
    candidate.sync();
    candidate.times_out();
    candidate.sync();
    candidate.hears(2, 1, vote(true));
    assert!(candidate.is_candidate());
    candidate.hears(2, 2, vote(true));
    assert!(candidate.is_leader());
}

/// §5.2: "A server remains in follower state as long as it receives valid RPCs from a leader or candidate."
#[test]
fn a_leader_and_a_granted_vote_reset_the_election_timer_and_nothing_else_does() {
    let mut follower = Bench::with_log(3, 2, &[1, 2]);
    assert_eq!(follower.hears(2, 2, append(at(2, 2), &[], 0)).election_timer, DRAWN_ANEW);
    assert_eq!(follower.hears(2, 2, append(at(2, 9), &[], 0)).election_timer, DRAWN_ANEW, "refused, but a leader");
    assert_eq!(follower.hears(3, 2, request_vote(at(2, 2))).election_timer, DRAWN_ANEW);
    assert_eq!(follower.hears(2, 2, request_vote(at(2, 2))).election_timer, None, "refused");
    assert_eq!(follower.hears(2, 7, request_vote(at(1, 1))).election_timer, None, "refused, though of a higher term");
    assert_eq!(follower.hears(2, 8, vote(false)).election_timer, None);
    assert_eq!(follower.sync().election_timer, None);
}

/// A leader has no election timer; when it is deposed it gets one again, or it could never stand again.
#[test]
fn a_deposed_leader_waits_for_its_successor() {
    let mut bench = Bench::new(3);
    assert_eq!(bench.win().election_timer, Some(TimerRequest::Disarm));
    let effects = bench.hears(2, 2, request_vote(at(0, 0)));
    assert_eq!(effects.election_timer, DRAWN_ANEW);
    assert_eq!(effects.heartbeat_timer, Some(TimerRequest::Disarm));
    assert!(bench.beats().messages.is_empty(), "it beats no more");
}

/// §5.2: "Leaders send periodic heartbeats (AppendEntries RPCs that carry no log entries) to all followers."
#[test]
fn a_leader_beats_at_once_and_at_every_interval() {
    let mut leader = Bench::new(5);
    let every_interval = Some(TimerRequest::Arm(DurationRange::exactly(CONFIG.heartbeat_us)));
    let mut effects = leader.win();
    for round in 0..20 {
        assert_eq!(effects.heartbeat_timer, every_interval);
        for peer in 2..=5 {
            let appends: Vec<AppendEntries> = appends_to(&effects, peer);
            assert_eq!(appends.len(), 1, "round {round}: each peer hears once");
            assert_eq!(appends[0].entries.is_empty(), round != 0, "the first brings the entry of the new term");
        }
        effects = leader.beats();
    }
}

/// A leader that has much to send still beats: its followers' timers depend on it.
#[test]
fn a_leader_with_everything_in_flight_still_beats() {
    let config = Config { max_inflight: 1, ..CONFIG };
    let mut leader = Bench::leading(3, config, 0, &[]);
    leader.proposes("x");
    let effects = leader.beats();
    assert_eq!(appends_to(&effects, 2).len(), 1);
    assert_eq!(appends_to(&effects, 3).len(), 1);
}

/// A timer that fires late finds a role that has no use for it.
#[test]
fn a_timer_of_another_role_does_nothing() {
    let mut leader = Bench::leading(3, CONFIG, 0, &[]);
    let before = leader.node.clone();
    assert_eq!(leader.times_out(), Default::default());
    assert_eq!(leader.node, before);
    let mut follower = Bench::new(3);
    let before = follower.node.clone();
    assert_eq!(follower.beats(), Default::default());
    assert_eq!(follower.node, before);
}

/// §5.2: the sender of AppendEntries leads the term. The first of them tells a follower so; if another should come,
/// which cannot be, the follower has nothing to hold against it.
#[test]
fn a_follower_recognises_a_leader_once() {
    let mut follower = Bench::new(3);
    let mut recognised = |from: usize| {
        let effects = follower.hears(from, 1, append(at(0, 0), &[], 0));
        assert_eq!(follower.node.leader(), Some(n(from)));
        effects.events.iter().any(|event| matches!(event, Event::LeaderRecognised { .. }))
    };
    assert!(recognised(2) && !recognised(2) && recognised(3));
}

/// Two leaders of a term cannot be; a leader that is told of one keeps to what it knows.
#[test]
fn a_leader_does_not_follow_a_rival_of_its_own_term() {
    let mut leader = Bench::leading(3, CONFIG, 0, &[]);
    let before = leader.node.clone();
    let effects = leader.hears(2, 1, append(at(0, 0), &[9, 9], 2));
    assert_eq!(leader.node, before);
    assert!(effects.messages.iter().all(|outgoing| !matches!(outgoing.message.body, Body::AppendEntriesReply { .. })));
}
