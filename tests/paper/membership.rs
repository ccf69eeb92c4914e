//! §6: changes of the configuration; thesis, chapter 4.

use super::harness::*;
use raftarium::raft::{
    Body, Change, ChangeEvent, ChangeRefusal, Config, Durable, Event, HardState, Input, LocalTime, Log, LogEntry,
    LogIndex, LogPosition, Membership, NodeSet, OrderAnswer, OrderRefusal, Payload, RequestToken, RoleName, Snapshot,
    Term,
};
use std::sync::Arc;

/// The name of every order.
const ORDER: RequestToken = RequestToken(7);

fn set(numbers: &[usize]) -> NodeSet {
    numbers.iter().map(|number| n(*number)).collect()
}

fn joint(outgoing: &[usize], voters: &[usize]) -> Membership {
    Membership { outgoing: set(outgoing), ..Membership::of(set(voters)) }
}

fn learning(voters: &[usize], target: &[usize]) -> Membership {
    let (voters, target) = (set(voters), set(target));
    Membership { learners: target.difference(voters), target, ..Membership::of(voters) }
}

fn configuration(term: u64, membership: Membership) -> LogEntry {
    LogEntry { term: Term(term), payload: Payload::Configuration(membership) }
}

/// n1 as the leader of term 1 of three, whose empty entry is committed.
fn leader(config: Config) -> Bench {
    let mut leader = Bench::leading(3, config, 0, &[]);
    acknowledge(&mut leader, &[2, 3]);
    assert_eq!(leader.commit_index(), 1);
    leader
}

/// These peers have everything that the leader has, and so has its own disk.
fn acknowledge(leader: &mut Bench, peers: &[usize]) -> Vec<Told> {
    let mut all = vec![leader.sync()];
    let index = leader.node.log().last().index.0;
    all.extend(peers.iter().map(|peer| leader.hears(*peer, leader.term(), accepted(beat(1), index))));
    all
}

fn asks(leader: &mut Bench, change: Change) -> Told {
    leader.step(Input::Change { change, order: ORDER })
}

/// Whether a leader takes a change, or why it does not.
fn answer_to(leader: &mut Bench, change: Change) -> Result<(), ChangeRefusal> {
    let Told { orders, events, .. } = asks(leader, change);
    if orders.contains(&(ORDER, OrderAnswer::Taken)) {
        return Ok(());
    }
    let [Event::Change(ChangeEvent::Refused { why, .. })] = events[..] else { panic!("{events:?}") };
    assert_eq!(orders, [(ORDER, OrderAnswer::Refused(OrderRefusal::Change(why)))]);
    Err(why)
}

fn in_force(bench: &Bench) -> Membership {
    *bench.node.membership()
}

const SINGLE: Config = Config { single_server_changes: true, ..CONFIG };

/// §6: new servers join first "as non-voting members", then "the joint consensus combines both the old and new
/// configurations", and "once joint consensus has been committed, the system then transitions to the new configuration".
#[test]
fn a_change_goes_by_way_of_learners_and_of_both_sets() {
    let mut leader = leader(CONFIG);
    asks(&mut leader, Change::Members(set(&[1, 2, 4])));
    assert_eq!(in_force(&leader), learning(&[1, 2, 3], &[1, 2, 4]), "it is in force as it is appended");
    acknowledge(&mut leader, &[2]);
    assert_eq!(leader.commit_index(), 2, "two of three");
    assert_eq!(in_force(&leader), learning(&[1, 2, 3], &[1, 2, 4]), "n4 has nothing yet");
    leader.hears(4, 1, accepted(beat(1), 2));
    assert_eq!(in_force(&leader), joint(&[1, 2, 3], &[1, 2, 4]), "n4 has caught up");
    leader.sync();
    leader.hears(3, 1, accepted(beat(1), 3));
    assert_eq!(leader.commit_index(), 2, "n1 and n3 are a majority of the old set, and not of the new one");
    leader.hears(4, 1, accepted(beat(1), 3));
    assert_eq!(leader.commit_index(), 3);
    assert_eq!(in_force(&leader), Membership::of(set(&[1, 2, 4])));
    acknowledge(&mut leader, &[4]);
    assert_eq!(leader.commit_index(), 4, "two of the new three");
}

/// §6: "agreement (for elections and entry commitment) requires separate majorities from both".
#[test]
fn a_candidate_needs_the_votes_of_both_sets() {
    let mut log = log(&[1]);
    log.push(configuration(1, joint(&[1, 2, 3], &[1, 4, 5])));
    let hard_state = HardState { current_term: Term(1), voted_for: None };
    let started = |votes: &[usize]| {
        let disk = Durable { hard_state, snapshot: None, log: log.clone() };
        let mut candidate = Bench::started(n(1), NodeSet::first(3), CONFIG, disk, LocalTime(0));
        candidate.times_out();
        candidate.sync();
        for voter in votes {
            candidate.hears(*voter, 2, vote(true));
        }
        candidate.is_leader()
    };
    assert!(!started(&[2, 3]), "all of the old set, itself only of the new one");
    assert!(!started(&[4, 5]), "all of the new set");
    assert!(started(&[2, 4]), "two of three, twice");
}

/// §6: "a server always uses the latest configuration in its log, regardless of whether the entry is committed" — and
/// with the entry goes the configuration.
#[test]
fn a_configuration_comes_and_goes_with_its_entry() {
    let mut follower = Bench::new(3);
    let with = |entry: LogEntry, prev: LogPosition| {
        let Body::AppendEntries(mut append) = append(prev, &[], 0) else { unreachable!() };
        append.entries = vec![entry];
        Body::AppendEntries(append)
    };
    follower.hears(2, 1, with(configuration(1, joint(&[1, 2, 3], &[1, 2])), at(0, 0)));
    assert_eq!(in_force(&follower), joint(&[1, 2, 3], &[1, 2]));
    follower.sync();
    assert_eq!(in_force(&follower.restarted()), joint(&[1, 2, 3], &[1, 2]), "a restart finds it in the log");
    let effects = follower.hears(3, 2, append(at(0, 0), &[2], 0));
    assert_eq!(in_force(&follower), Membership::of(NodeSet::first(3)));
    let told = effects.events.iter().any(|event| matches!(event, Event::Change(_)));
    assert!(told, "{:?}", effects.events);
}

/// §6: "the cluster leader may not be part of the new configuration. In this case, the leader steps down once it has
/// committed the C_new log entry", and "does not count itself in majorities".
#[test]
fn a_leader_that_is_out_leads_until_that_is_committed() {
    let mut leader = leader(CONFIG);
    asks(&mut leader, Change::Remove(n(1)));
    acknowledge(&mut leader, &[2, 3]);
    assert_eq!(in_force(&leader), Membership::of(set(&[2, 3])));
    leader.sync();
    leader.hears(2, 1, accepted(beat(1), 3));
    assert!(leader.is_leader(), "its own disk does not count: one of two");
    let effects = leader.hears(3, 1, accepted(beat(1), 3));
    assert!(leader.is_follower());
    for peer in [2, 3] {
        assert_eq!(appends_to(&effects, peer).last().map(|append| append.leader_commit), Some(LogIndex(3)));
    }
    assert_eq!(leader.node.role_name(), RoleName::Follower);
    leader.times_out();
    assert!(leader.is_follower(), "it knows that it is out, and does not stand");
}

/// Thesis, §4.2.2: as long as the entry that leaves it out is not committed, the cluster may need it still.
#[test]
fn who_is_out_may_stand_until_that_is_committed() {
    let mut log = log(&[1]);
    log.push(configuration(1, Membership::of(set(&[2, 3]))));
    let disk = Durable { hard_state: HardState::default(), snapshot: None, log };
    let mut bench = Bench::started(n(1), NodeSet::first(3), CONFIG, disk, LocalTime(0));
    bench.times_out();
    assert!(bench.is_candidate());
    bench.hears(2, 1, append(at(1, 2), &[], 2));
    bench.times_out();
    assert!(bench.is_follower(), "it is committed");
}

/// §6: a server that was not told of any configuration waits, and a learner does.
#[test]
fn who_has_no_vote_does_not_stand() {
    let mut newcomer = Bench::started(n(4), NodeSet::EMPTY, CONFIG, Durable::default(), LocalTime(0));
    assert_eq!(newcomer.node.role_name(), RoleName::Learner);
    let effects = newcomer.times_out();
    assert!(newcomer.is_follower() && newcomer.term() == 0 && effects.messages.is_empty());
    assert!(effects.election_timer.is_some(), "it waits on");
}

/// §6: a server that was removed is a follower to those that ask it, and no newcomer, after a restart too.
#[test]
fn who_ever_had_a_vote_is_no_newcomer() {
    let mut added_and_removed = log(&[1]);
    added_and_removed.push(configuration(1, Membership::of(set(&[1, 2, 3, 4]))));
    added_and_removed.push(configuration(1, Membership::of(set(&[1, 2, 3]))));
    let (last, data) = (at(1, 9), (*b"s").into());
    let snapshot = Arc::new(Snapshot { last, membership: Membership::of(set(&[1, 2, 3])), data });
    let mut compacted = Log::default();
    compacted.compact_to(last);
    let table = [
        (NodeSet::EMPTY, None, added_and_removed, RoleName::Follower),
        (NodeSet::first(4), Some(snapshot.clone()), compacted.clone(), RoleName::Follower),
        (NodeSet::EMPTY, Some(snapshot), compacted, RoleName::Learner),
    ];
    for (first_voters, snapshot, log, expected) in table {
        let disk = Durable { hard_state: HardState::default(), snapshot, log };
        let bench = Bench::started(n(4), first_voters, CONFIG, disk, LocalTime(0));
        assert_eq!(bench.node.role_name(), expected);
    }
}

/// §6: "servers disregard RequestVote RPCs when they believe a current leader exists": those of strangers.
#[test]
fn a_removed_server_deposes_nobody() {
    let mut follower = Bench::new(3);
    follower.hears(2, 1, append(at(0, 0), &[], 0));
    let effects = follower.hears(4, 9, request_vote(at(8, 9)));
    assert!(effects.messages.is_empty());
    assert_eq!(follower.term(), 1, "it does not even update its term");
    let mut leader = leader(CONFIG);
    for (asks, body) in [(true, request_vote(at(8, 9))), (false, accepted(beat(1), 1))] {
        let told = Event::CandidateDisregarded { candidate: n(4), candidate_term: Term(9), asks, leader: Some(n(1)) };
        assert_eq!(leader.hears(4, 9, body).events, [told]);
    }
    assert!(leader.is_leader());
    follower.now = LocalTime(CONFIG.election_timeout.min_us);
    assert!(granted(&follower.hears(4, 9, request_vote(at(8, 9)))), "without a leader for that long it listens");
    let mut voter = Bench::new(3);
    voter.hears(2, 1, append(at(0, 0), &[], 0));
    assert!(granted(&voter.hears(3, 2, request_vote(at(1, 1)))), "a voter is listened to");
}

/// Thesis, §4.1: one server at a time needs no joint phase, and a change waits for the one before it.
#[test]
fn single_servers_come_and_go_without_a_joint_phase() {
    let mut leader = leader(SINGLE);
    asks(&mut leader, Change::Remove(n(3)));
    assert_eq!(in_force(&leader), Membership::of(set(&[1, 2])));
    assert_eq!(answer_to(&mut leader, Change::Add(n(4))), Ok(()));
    assert_eq!(in_force(&leader), Membership::of(set(&[1, 2])), "the one before it is not committed");
    acknowledge(&mut leader, &[2]);
    assert_eq!(in_force(&leader), learning(&[1, 2], &[1, 2, 4]));
    acknowledge(&mut leader, &[2, 4]);
    assert_eq!(in_force(&leader), Membership::of(set(&[1, 2, 4])));
}

/// Thesis, §4.1: sets that differ by two servers can have disjoint majorities. What was asked when another voter was to
/// come is looked at again when its turn comes.
#[test]
fn what_a_change_was_asked_for_may_be_gone_when_its_turn_comes() {
    let mut leader = leader(SINGLE);
    asks(&mut leader, Change::Add(n(4)));
    let exchange = Change::Members(set(&[1, 2, 4]));
    assert_eq!(answer_to(&mut leader, exchange), Ok(()), "of 1, 2, 3 and 4 one goes");
    asks(&mut leader, Change::Remove(n(4)));
    acknowledge(&mut leader, &[2]);
    assert_eq!(in_force(&leader), Membership::of(NodeSet::first(3)), "4 is taken out first");
    let refused = acknowledge(&mut leader, &[2]);
    let why = ChangeRefusal::MoreThanOne;
    let told = Event::Change(ChangeEvent::Refused { change: exchange, why });
    assert!(refused.iter().any(|effects| effects.events.contains(&told)), "{refused:?}");
    assert_eq!(in_force(&leader), Membership::of(NodeSet::first(3)));
}

/// Thesis, §4.2.1: a newcomer catches up in rounds, each of what the log held when it began; after one that is shorter
/// than an election timeout it is near enough, though under a load something is always committed that it lacks.
#[test]
fn a_newcomer_behind_a_load_that_never_rests_gets_its_vote() {
    let mut leader = leader(CONFIG);
    asks(&mut leader, Change::Add(n(4)));
    acknowledge(&mut leader, &[2]);
    let votes = |leader: &Bench| in_force(leader).all_voters().contains(n(4));
    let limit_us = CONFIG.election_timeout.min_us;
    for round_us in [limit_us + 1, limit_us + 1, limit_us] {
        assert!(!votes(&leader));
        let behind = leader.node.log().last().index.0;
        leader.proposes("x");
        acknowledge(&mut leader, &[2]);
        leader.now = leader.now.after(round_us);
        leader.hears(4, 1, accepted(beat(1), behind));
    }
    assert!(votes(&leader), "{:?}", in_force(&leader));
}

/// The author's correction of 2015: "a leader may not begin a membership change until it has committed an entry of
/// its own term".
#[test]
fn a_single_server_change_waits_for_an_entry_of_the_leaders_own_term() {
    let mut fresh = Bench::leading(3, SINGLE, 0, &[]);
    asks(&mut fresh, Change::Remove(n(3)));
    assert_eq!(in_force(&fresh), Membership::of(NodeSet::first(3)));
    acknowledge(&mut fresh, &[2]);
    assert_eq!(in_force(&fresh), Membership::of(set(&[1, 2])));
}

/// What makes no sense is refused, and said.
#[test]
fn changes_that_cannot_be_are_refused() {
    let mut leader = leader(SINGLE);
    let refused = answer_to;
    assert_eq!(refused(&mut leader, Change::Add(n(2))), Err(ChangeRefusal::NothingToChange));
    assert_eq!(refused(&mut leader, Change::Remove(n(5))), Err(ChangeRefusal::NothingToChange));
    assert_eq!(refused(&mut leader, Change::Members(NodeSet::EMPTY)), Err(ChangeRefusal::Nobody));
    assert_eq!(refused(&mut leader, Change::Members(set(&[1]))), Err(ChangeRefusal::MoreThanOne));
    assert_eq!(refused(&mut Bench::new(3), Change::Add(n(4))), Err(ChangeRefusal::NotLeader));
    asks(&mut leader, Change::Add(n(4)));
    assert_eq!(refused(&mut leader, Change::Add(n(4))), Err(ChangeRefusal::NothingToChange), "it is asked already");
}

/// A newcomer that never catches up blocks no change: the next one may take it out again.
#[test]
fn a_learner_can_be_taken_out_again() {
    let mut leader = leader(CONFIG);
    asks(&mut leader, Change::Add(n(4)));
    acknowledge(&mut leader, &[2]);
    asks(&mut leader, Change::Remove(n(4)));
    assert_eq!(in_force(&leader), Membership::of(NodeSet::first(3)));
}

/// Thesis, §4.1: without a joint phase voters change by one; so a change under way turns back, or is finished first.
#[test]
fn without_a_joint_phase_a_change_under_way_turns_nowhere_but_back() {
    let mut leader = leader(SINGLE);
    asks(&mut leader, Change::Add(n(4)));
    acknowledge(&mut leader, &[2]);
    asks(&mut leader, Change::Remove(n(3)));
    assert_eq!(in_force(&leader), learning(&[1, 2, 3], &[1, 2, 3, 4]), "n4 for n3 would be two at once");
    acknowledge(&mut leader, &[2, 4]);
    assert_eq!(in_force(&leader), Membership::of(set(&[1, 2, 3, 4])));
    acknowledge(&mut leader, &[2, 4]);
    assert_eq!(in_force(&leader), Membership::of(set(&[1, 2, 4])));
    acknowledge(&mut leader, &[2, 4]);
    asks(&mut leader, Change::Add(n(5)));
    acknowledge(&mut leader, &[2, 4]);
    assert_eq!(in_force(&leader), learning(&[1, 2, 4], &[1, 2, 4, 5]));
    asks(&mut leader, Change::Remove(n(5)));
    assert_eq!(in_force(&leader), Membership::of(set(&[1, 2, 4])));
}

/// A new leader goes on with the change that it finds in its log.
#[test]
fn a_new_leader_finishes_the_change_that_it_finds() {
    let mut log = log(&[1]);
    log.push(configuration(1, joint(&[1, 2, 3], &[1, 2])));
    let hard_state = HardState { current_term: Term(1), voted_for: None };
    let disk = Durable { hard_state, snapshot: None, log };
    let mut bench = Bench::started(n(1), NodeSet::first(3), CONFIG, disk, LocalTime(0));
    bench.times_out();
    bench.sync();
    bench.hears(2, 2, vote(true));
    acknowledge(&mut bench, &[2]);
    assert_eq!(in_force(&bench), Membership::of(set(&[1, 2])));
}

/// A removed server is still told, for an election timeout, so that it learns that it is out.
#[test]
fn a_removed_server_is_told_of_it() {
    let mut leader = leader(SINGLE);
    asks(&mut leader, Change::Remove(n(3)));
    leader.hears(3, 1, accepted(beat(1), 2));
    let committed = acknowledge(&mut leader, &[2]);
    let told = committed.iter().flat_map(|effects| appends_to(effects, 3)).next_back();
    assert_eq!(told.map(|append| append.leader_commit), Some(LogIndex(2)));
    leader.now = LocalTime(CONFIG.election_timeout.max_us - 1);
    assert_ne!(appends_to(&leader.beats(), 3), []);
    acknowledge(&mut leader, &[2]);
    leader.now = LocalTime(CONFIG.election_timeout.max_us);
    assert_eq!(appends_to(&leader.beats(), 3), [], "and then no more");
}
