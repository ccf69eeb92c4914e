//! §5, figure 2: "Updated on stable storage before responding to RPCs." A message names the write that must be
//! durable before it may leave.

use super::harness::*;
use raftarium::raft::{HardState, Log, LogIndex, Term, TimerRequest};

/// A vote that a crash could take back is no vote: two candidates could have it.
#[test]
fn a_vote_leaves_when_it_is_durable() {
    let mut voter = Bench::new(3);
    let first = voter.hears(2, 1, request_vote(at(0, 0)));
    let write = first.write.as_ref().expect("term and vote are written");
    assert_eq!(write.hard_state, Some(HardState { current_term: Term(1), voted_for: Some(n(2)) }), "in one write");
    assert_eq!(first.messages[0].after, write.seq);
    let again = voter.hears(2, 1, request_vote(at(0, 0)));
    assert!(granted(&again));
    assert_eq!((again.write, again.messages[0].after), (None, write.seq), "asked again before it is durable");
}

/// A refusal tells the voter's term, which a crash could take back too.
#[test]
fn a_refusal_leaves_when_its_term_is_durable() {
    let mut voter = Bench::with_log(3, 1, &[1]);
    let effects = voter.hears(2, 5, request_vote(at(0, 0)));
    assert!(!granted(&effects));
    let write = effects.write.as_ref().expect("the new term is written");
    assert_eq!(
        (write.hard_state.map(|state| state.current_term), effects.messages[0].after),
        (Some(Term(5)), write.seq)
    );
}

/// A candidate's requests tell its term and rest on its own vote.
#[test]
fn a_request_for_votes_leaves_when_term_and_own_vote_are_durable() {
    let mut candidate = Bench::new(3);
    let effects = candidate.times_out();
    let write = effects.write.expect("term and vote are written");
    assert_eq!(write.hard_state, Some(HardState { current_term: Term(1), voted_for: Some(n(1)) }));
    assert!(effects.messages.iter().all(|outgoing| outgoing.after == write.seq));
}

/// A candidate's own vote counts like every other: once it is durable.
#[test]
fn a_candidate_counts_its_own_vote_when_it_is_durable() {
    let mut candidate = Bench::new(3);
    candidate.times_out();
    candidate.hears(2, 1, vote(true));
    assert!(candidate.is_candidate(), "one vote of three");
    candidate.sync();
    assert!(candidate.is_leader());
}

/// The word of an older write says nothing of the vote.
#[test]
fn an_older_write_does_not_make_a_vote_durable() {
    let mut candidate = Bench::new(3);
    candidate.hears(2, 1, append(at(0, 0), &[1], 0));
    candidate.times_out();
    candidate.hears(3, 2, vote(true));
    candidate.sync_writes(1);
    assert!(candidate.is_candidate());
    candidate.sync_writes(1);
    assert!(candidate.is_leader());
}

/// An acknowledgement counts towards a commit: it leaves when the entries are durable, and so does the same
/// acknowledgement when the same entries come again meanwhile.
#[test]
fn an_acknowledgement_leaves_when_the_entries_are_durable() {
    // It has had the term for long: only the entries are new.
    let mut follower = Bench::with_log(3, 1, &[]);
    let first = follower.hears(2, 1, append(at(0, 0), &[1, 1], 0));
    let write = first.write.as_ref().expect("the entries are written");
    let change = write.log.as_ref().expect("to the log");
    assert_eq!((change.from, change.entries.len()), (LogIndex(1), 2));
    assert_eq!(first.messages[0].after, write.seq);
    for again in [append(at(0, 0), &[1, 1], 0), append(at(1, 2), &[], 0)] {
        let effects = follower.hears(2, 1, again);
        assert_eq!(answer(&effects), accepted_up_to(2));
        assert_eq!((effects.write, effects.messages[0].after), (None, write.seq));
    }
}

/// What was durable before costs no write, and its acknowledgement does not wait.
#[test]
fn an_acknowledgement_of_what_is_durable_does_not_wait() {
    let mut follower = Bench::with_log(3, 1, &[1, 1]);
    let effects = follower.hears(2, 1, append(at(1, 1), &[1], 0));
    assert_eq!(effects.write, None);
    assert!(effects.messages[0].after <= follower.synced());
}

/// The thesis, 10.2.1: "the leader can write to its disk in parallel with replicating to the followers".
#[test]
fn a_leaders_entries_do_not_wait_for_its_own_disk() {
    let mut leader = Bench::leading(3, CONFIG, 0, &[]);
    for peer in [2, 3] {
        leader.hears(peer, 1, accepted(beat(1), 1));
    }
    let effects = leader.proposes("x");
    assert_eq!(sent_up_to(&effects, 2), [2]);
    assert!(effects.write.is_some() && leader.has_unwritten());
    assert!(effects.messages.iter().all(|outgoing| outgoing.after <= leader.synced()));
}

/// The same place: "the leader may even commit an entry before it has been written to its own disk, if a majority of
/// followers have written it to their disks", and its own copy counts when it is durable.
#[test]
fn a_leaders_own_copy_counts_when_it_is_durable() {
    let mut leader = Bench::leading(3, CONFIG, 0, &[]);
    leader.proposes("x");
    leader.hears(2, 1, accepted(beat(1), 2));
    assert_eq!((leader.match_index(1), leader.commit_index()), (1, 1), "the entry is on one disk of three");
    let mut without_own = leader.clone();
    without_own.hears(3, 1, accepted(beat(1), 2));
    assert_eq!((without_own.match_index(1), without_own.commit_index()), (1, 2), "on two, without the leader's");
    leader.sync();
    assert_eq!((leader.match_index(1), leader.commit_index()), (2, 2), "on two, with the leader's");
    assert_eq!(leader.sync().events, [], "once");
}

/// A single server commits what its one disk has.
#[test]
fn a_single_server_commits_when_its_own_disk_is_done() {
    let mut single = Bench::leading(1, CONFIG, 0, &[]);
    assert_eq!(single.commit_index(), 1);
    single.proposes("x");
    assert_eq!(single.commit_index(), 1);
    assert_eq!(single.sync().committed, Some(LogIndex(2)));
}

/// A disk may still hold a suffix that the log has replaced: neither its length, nor what was durable of it, says
/// anything of what replaced it.
#[test]
fn a_replaced_suffix_on_disk_counts_for_nothing() {
    for durable_before_it_is_replaced in [false, true] {
        let mut bench = Bench::new(3);
        bench.hears(2, 1, append(at(0, 0), &[1, 1, 1], 0));
        if durable_before_it_is_replaced {
            bench.sync();
        }
        bench.hears(3, 2, append(at(1, 1), &[2, 2, 2], 0));
        if !durable_before_it_is_replaced {
            bench.sync_writes(1);
        }
        bench.times_out();
        for peer in [2, 3] {
            bench.hears(peer, 3, vote(true));
        }
        assert!(bench.is_leader());
        assert!(bench.match_index(1) <= 1, "the disk holds 1 1 1, the log 1 2 2 2");
        bench.sync();
        assert_eq!(bench.match_index(1), 5);
    }
}

/// Figure 2: a restart knows currentTerm, votedFor and log[], and nothing else.
#[test]
fn a_restart_begins_from_the_disk_alone() {
    let mut before = Bench::new(3);
    before.hears(2, 4, append(at(0, 0), &[1, 4], 2));
    before.hears(3, 5, request_vote(at(4, 2)));
    before.sync();
    let mut after = before.restarted();
    assert!(after.is_follower());
    assert_eq!((after.term(), after.node.voted_for(), after.terms()), (5, Some(n(3)), vec![1, 4]));
    assert_eq!((after.commit_index(), after.node.leader()), (0, None), "these are learned again");
    assert!(!granted(&after.hears(2, 5, request_vote(at(4, 9)))), "its vote is still given");
    assert!(granted(&after.hears(3, 5, request_vote(at(4, 2)))), "to n3");
}

/// What was not durable was never said: a restart may forget it.
#[test]
fn a_restart_forgets_what_was_not_durable() {
    let mut before = Bench::with_log(3, 1, &[1]);
    before.hears(2, 1, append(at(1, 1), &[1], 0));
    before.sync();
    before.hears(2, 3, append(at(1, 1), &[3, 3], 0));
    before.hears(3, 4, request_vote(at(3, 3)));
    let mut after = before.restarted();
    assert_eq!((after.term(), after.node.voted_for(), after.terms()), (1, None, vec![1, 1]));
    assert!(granted(&after.hears(2, 4, request_vote(at(3, 3)))));
}

/// A leader that crashed is a follower, and its term has no second leadership.
#[test]
fn a_leader_that_restarts_stands_in_a_later_term() {
    let mut restarted = Bench::leading(3, CONFIG, 0, &[]).restarted();
    assert!(restarted.is_follower());
    let effects = restarted.times_out();
    assert_eq!(restarted.term(), 2);
    assert_eq!(effects.election_timer, Some(TimerRequest::Arm(CONFIG.election_timeout)));
}

/// The write of a conflict removes before it appends, whatever the disk was doing.
#[test]
fn the_disk_follows_the_log_through_conflicts() {
    let mut follower = Bench::on_disk(1, 3, CONFIG, HardState::default(), Log::default());
    follower.hears(2, 1, append(at(0, 0), &[1, 1, 1, 1], 0));
    follower.hears(3, 2, append(at(1, 2), &[2], 0));
    follower.hears(2, 3, append(at(1, 1), &[3, 3], 0));
    for (writes, expected) in [(1, &[1, 1, 1, 1][..]), (2, &[1, 1, 2]), (3, &[1, 3, 3])] {
        let mut at_that_time = follower.clone();
        at_that_time.sync_writes(writes);
        assert_eq!(at_that_time.restarted().terms(), expected, "after {writes} writes");
    }
}
