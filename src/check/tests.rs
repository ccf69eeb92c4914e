//! A checker that was never seen to fail is not trusted: each is shown a world in which its property
//! is broken, by plain facts where no message can bring a correct core there.

use super::*;
use crate::raft::{
    AppendAnswer, AppendEntries, Body, DurationRange, LocalTime, Log, LogEntry, LogPosition, Message, Payload, Round,
    Term,
};
use crate::sim::{Settings, Vote};

fn node(number: usize) -> NodeId {
    NodeId::new(number).unwrap()
}

fn entry(term: u64, word: &str) -> LogEntry {
    LogEntry { term: Term(term), payload: Payload::Command(word.as_bytes().into()) }
}

/// Three nodes that do nothing by themselves, and checks that heed no wipe.
fn still_world() -> (World, Checks) {
    let mut settings = Settings::default();
    settings.raft.election_timeout = DurationRange::exactly(3_600_000_000);
    settings.raft.heartbeat_us = 3_600_000_000;
    let world = World::new(3, 1, settings, false);
    let mut checks = Checks::blind_to_wipes();
    checks.look(&world);
    (world, checks)
}

fn run(world: &mut World, checks: &mut Checks, steps: usize) {
    for _ in 0..steps {
        world.step();
        checks.look(world);
    }
}

fn names(checks: &Checks) -> Vec<&'static str> {
    checks.violations().iter().map(|violation| violation.invariant.name()).collect()
}

/// A message that no node sent.
fn forge(world: &mut World, checks: &mut Checks, from: usize, to: usize, term: u64, body: Body) {
    world.forge(Message { from: node(from), to: node(to), term: Term(term), body });
    checks.look(world);
}

fn forged_entries(entries: Vec<LogEntry>, leader_commit: u64) -> Body {
    Body::AppendEntries(AppendEntries {
        sent_at: LocalTime(0),
        round: Round::default(),
        prev: LogPosition::default(),
        entries,
        leader_commit: LogIndex(leader_commit),
    })
}

/// A leader that comes and goes while a node is handed what waited behind its pause does not escape.
#[test]
fn what_waited_behind_a_pause_is_looked_at_one_by_one() {
    let mut world = World::new(3, 1, Settings::default(), true);
    let mut checks = Checks::default();
    world.time_out(node(1));
    world.pause(node(2));
    while world.now().0 < 500_000 {
        world.step();
        checks.look(&world);
    }
    world.take_events();
    let mut touched = Vec::new();
    assert!(world.resume(node(2), |world| touched.push(world.footprint().nodes)));
    let delivered = world.take_events().iter().filter(|event| event.what.name() == "message-delivered").count();
    assert!(10 < delivered, "{delivered}");
    assert_eq!(touched.len(), delivered, "asked before each, and by the caller after the last");
    assert!(touched.iter().all(|nodes| *nodes == NodeSet::EMPTY.with(node(2))));
}

#[test]
fn forged_votes_break_election_safety() {
    let (mut world, mut checks) = still_world();
    world.time_out(node(1));
    world.time_out(node(2));
    for candidate in [1, 2] {
        for voter in [2, 3, 1] {
            forge(&mut world, &mut checks, voter, candidate, 1, Body::RequestVoteReply { granted: true });
        }
    }
    assert!(names(&checks).contains(&"election-safety"), "{:?}", names(&checks));
}

#[test]
fn forged_entries_break_log_matching_and_state_machine_safety() {
    let (mut world, mut checks) = still_world();
    forge(&mut world, &mut checks, 3, 1, 1, forged_entries(vec![entry(1, "a")], 1));
    assert_eq!(names(&checks), ["durable-commit"], "committed, and on no disk yet");
    forge(&mut world, &mut checks, 3, 2, 1, forged_entries(vec![entry(1, "b")], 1));
    assert_eq!(names(&checks), ["durable-commit", "log-matching", "state-machine-safety"]);
}

#[test]
fn a_leader_without_a_committed_entry_breaks_leader_completeness() {
    let (mut world, mut checks) = still_world();
    forge(&mut world, &mut checks, 3, 1, 1, forged_entries(vec![entry(1, "a")], 1));
    world.time_out(node(2));
    checks.look(&world);
    run(&mut world, &mut checks, 3);
    for term in [1, 2] {
        forge(&mut world, &mut checks, 3, 2, term, Body::RequestVoteReply { granted: true });
    }
    // Node 2 stood in term 1, in which the entry is said to be committed: only a later term is bound.
    assert!(!checks.is_violated(Invariant::LeaderCompleteness));
    world.crash(node(2));
    world.restart(node(2));
    world.time_out(node(2));
    checks.look(&world);
    for voter in [3, 1] {
        forge(&mut world, &mut checks, voter, 2, 2, Body::RequestVoteReply { granted: true });
    }
    assert!(checks.is_violated(Invariant::LeaderCompleteness), "{:?}", names(&checks));
}

#[test]
fn a_forged_acknowledgement_breaks_durable_commit() {
    let (mut world, mut checks) = still_world();
    world.time_out(node(1));
    world.isolate(node(1));
    run(&mut world, &mut checks, 1);
    forge(&mut world, &mut checks, 2, 1, 1, Body::RequestVoteReply { granted: true });
    run(&mut world, &mut checks, 2);
    assert_eq!(names(&checks), [""; 0]);
    let answer = AppendAnswer::Accepted { match_index: LogIndex(1) };
    forge(
        &mut world,
        &mut checks,
        2,
        1,
        1,
        Body::AppendEntriesReply { round: Round::default(), sent_at: LocalTime(0), answer },
    );
    run(&mut world, &mut checks, 4);
    assert!(checks.is_violated(Invariant::DurableCommit), "{:?}", names(&checks));
}

/// What a `wipe` does to a correct core, and why nothing is claimed after one.
#[test]
fn a_lost_disk_breaks_vote_once_and_monotonic_term() {
    let (mut world, mut checks) = still_world();
    world.isolate(node(2));
    world.time_out(node(1));
    checks.look(&world);
    run(&mut world, &mut checks, 10);
    world.wipe(node(3));
    checks.look(&world);
    world.restart(node(3));
    checks.look(&world);
    assert_eq!(names(&checks), ["durable-commit", "monotonic-term"]);
    world.crash(node(1));
    world.heal();
    world.time_out(node(2));
    checks.look(&world);
    run(&mut world, &mut checks, 10);
    assert!(checks.is_violated(Invariant::VoteOnce), "{:?}", names(&checks));
}

#[test]
fn a_wipe_ends_all_claims() {
    let (mut world, _) = still_world();
    let mut checks = Checks::default();
    world.wipe(node(3));
    checks.look(&world);
    assert!(!checks.claimed() && !checks.are_safe());
    assert_eq!(checks.unclaimed_since(), NodeSet::EMPTY.with(node(3)));
    world.restart(node(3));
    assert_eq!(checks.look(&world), 0);
}

/// What is broken after a wipe is noted, and ends no run; from then on nothing is claimed.
#[test]
fn what_is_broken_after_a_wipe_is_noted_and_counts_for_nothing() {
    let (mut world, _) = still_world();
    let mut checks = Checks::default();
    world.time_out(node(1));
    checks.look(&world);
    run(&mut world, &mut checks, 200);
    assert!(checks.are_safe() && !checks.are_given_up());
    for lost in [2, 3] {
        world.wipe(node(lost));
        assert_eq!(checks.look(&world), 0);
    }
    assert!(checks.is_violated(Invariant::DurableCommit) && checks.violations().is_empty());
    let noted: Vec<Invariant> = checks.unclaimed_violations().iter().map(|violation| violation.invariant).collect();
    assert_eq!(noted, [Invariant::DurableCommit]);
    assert!(checks.are_given_up());
}

/// A server that lost its disk may vote a second time in its term: for the same candidate that is the same vote.
#[test]
fn a_vote_that_was_lost_with_its_disk_is_remembered() {
    let mut checker = VoteOnce::default();
    let vote = |term, candidate| Vote { voter: node(3), term: Term(term), candidate: node(candidate) };
    assert_eq!(checker.look(vote(4, 1)), None);
    checker.forget(node(3));
    assert!(
        !checker.was_forgotten(vote(4, 1)) && checker.was_forgotten(vote(4, 2)) && checker.was_forgotten(vote(3, 1))
    );
    assert!(!checker.was_forgotten(vote(5, 2)));
    assert_eq!(checker.look(vote(3, 1)), None, "of older terms nothing is known");
    assert!(checker.look(vote(4, 2)).is_some());
}

#[test]
fn a_leader_that_overwrites_breaks_leader_append_only() {
    let mut checker = LeaderAppendOnly::default();
    let at = |index| LogIndex(index);
    assert_eq!(checker.look(node(1), Term(2), at(3), None), None);
    assert_eq!(checker.look(node(1), Term(2), at(4), Some(at(4))), None);
    assert!(checker.look(node(1), Term(2), at(4), Some(at(4))).is_some(), "an entry is replaced");
    assert!(checker.look(node(1), Term(2), at(2), None).is_some(), "the log is shorter");
    checker.no_leader(node(1));
    assert_eq!(checker.look(node(1), Term(2), at(1), Some(at(1))), None, "a follower may");
    assert_eq!(checker.look(node(1), Term(3), at(1), Some(at(1))), None, "and in another term");
}

#[test]
fn a_falling_commit_index_breaks_commit_monotonic() {
    let mut checker = CommitMonotonic::default();
    let at = |index| Some(LogIndex(index));
    assert_eq!(checker.look(node(1), at(4), false), None);
    assert_eq!(checker.look(node(2), at(3), false), None);
    assert!(checker.look(node(1), at(3), false).is_some());
    assert_eq!(checker.look(node(1), None, false), None, "down");
    assert_eq!(checker.look(node(1), at(0), true), None, "a restart learns it again");
}

#[test]
fn a_falling_match_index_breaks_match_monotonic() {
    let mut checker = MatchMonotonic::default();
    let mut look = |term, index| checker.look(node(1), Term(term), NodeSet::EMPTY.with(node(2)), |_| LogIndex(index));
    assert_eq!(look(1, 4), None);
    assert!(look(1, 3).is_some());
    assert_eq!(look(2, 0), None, "another leadership begins from 0");
}

#[test]
fn a_second_vote_and_a_falling_term_are_seen_by_plain_facts_too() {
    let mut votes = VoteOnce::default();
    let vote = |term, candidate| Vote { voter: node(3), term: Term(term), candidate: node(candidate) };
    assert_eq!(votes.look(vote(1, 1)), None);
    assert_eq!(votes.look(vote(1, 1)), None, "the same answer again is no second vote");
    assert!(votes.look(vote(1, 2)).is_some());
    assert_eq!(votes.look(vote(2, 2)), None);

    let mut terms = MonotonicTerm::default();
    assert_eq!(terms.look(node(1), Some(Term(4)), false, Some(Term(5))), None);
    assert!(terms.look(node(1), Some(Term(3)), false, None).is_some());
    assert_eq!(terms.look(node(1), None, false, None), None);
    assert!(terms.look(node(1), Some(Term(4)), true, None).is_some(), "below what it sent");
    terms.durable(node(2), Term(7));
    assert!(terms.look(node(2), Some(Term(6)), true, None).is_some(), "below what was durable");
    assert_eq!(terms.look(node(2), Some(Term(7)), true, None), None);
}

#[test]
fn logs_that_differ_before_an_equal_entry_do_not_match() {
    let mut checker = LogMatching::default();
    let log = |entries: &[LogEntry]| {
        let mut log = Log::default();
        for entry in entries {
            log.push(entry.clone());
        }
        log
    };
    assert_eq!(checker.look(&log(&[entry(1, "a"), entry(3, "c")]), LogIndex(1)), None);
    assert_eq!(checker.look(&log(&[entry(2, "b")]), LogIndex(1)), None);
    assert!(checker.look(&log(&[entry(2, "b"), entry(3, "c")]), LogIndex(2)).is_some());
}

/// A cluster that is up and linked keeps its term; a candidate that nobody needs is what stability is about.
#[test]
fn a_leader_deposed_for_no_reason_breaks_stability() {
    let (mut world, mut checks) = (World::new(3, 1, Settings::default(), false), Checks::default());
    let pass = |world: &mut World, checks: &mut Checks, us: u64| {
        let end = world.now().after(us);
        while world.next_at().is_some_and(|at| at <= end) {
            world.step();
            checks.look(world);
        }
    };
    pass(&mut world, &mut checks, 4_000_000);
    assert_eq!(names(&checks), Vec::<&str>::new());
    // What a script does is a disturbance, and nothing is claimed right after it.
    world.note_disturbance();
    world.time_out(node(2));
    pass(&mut world, &mut checks, 4_000_000);
    assert_eq!(names(&checks), Vec::<&str>::new());
    // The same without anybody's doing.
    world.time_out(node(1));
    world.time_out(node(3));
    pass(&mut world, &mut checks, 1_000_000);
    assert_eq!(names(&checks), ["stability"]);
    assert!(checks.are_safe(), "that is no matter of safety");
}

/// A request that nobody answers breaks progress, if a majority could: here the network loses everything, and the
/// checker is asked as if that were calm.
#[test]
fn a_request_without_an_answer_breaks_progress() {
    let mut settings = Settings::default();
    settings.loss_ppm = 1_000_000;
    let mut world = World::new(3, 1, settings, false);
    let client = crate::sim::ClientId::new(1).unwrap();
    world.ask(client, crate::kv::Command::Get { key: "x".into() }, None);
    let ask = |world: &World| progress::look(world, &world.membership(), crate::sim::Instant(0));
    while world.now().0 < 4_900_000 {
        world.step();
        assert_eq!(ask(&world), None);
    }
    while world.now().0 < 5_000_000 {
        world.step();
    }
    assert!(ask(&world).is_some());
    world.partition(&[NodeSet::first(1)]);
    assert_eq!(ask(&world), None, "no majority is linked");
    let mut checks = Checks::default();
    checks.look(&world);
    assert!(!checks.is_violated(Invariant::Progress), "and of a network that loses messages nothing is claimed");
}
