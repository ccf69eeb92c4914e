//! §5.3: what a follower checks, removes, appends and commits.

use super::harness::*;
use raftarium::raft::{AppendAnswer, Body, Conflict, Event, LogIndex, Round, Term};

/// §5.3: "If the follower does not find an entry in its log with the same index and term, then it refuses the new
/// entries."
#[test]
fn a_follower_checks_index_and_term_of_what_precedes() {
    let rejected = |prev_index, conflict| AppendAnswer::Rejected { prev_index: LogIndex(prev_index), conflict };
    let too_short = |end| Conflict::TooShort { end: LogIndex(end) };
    let other_term = |term, first| Conflict::OtherTerm { term: Term(term), first_index: LogIndex(first) };
    let table = [
        (at(0, 0), accepted_up_to(0)),
        (at(1, 1), accepted_up_to(1)),
        (at(2, 2), accepted_up_to(2)),
        (at(1, 2), rejected(2, other_term(2, 2))),
        (at(2, 1), rejected(1, other_term(1, 1))),
        (at(2, 3), rejected(3, too_short(3))),
        (at(3, 3), rejected(3, too_short(3))),
        (at(3, 90), rejected(90, too_short(3))),
    ];
    for (prev, expected) in table {
        let mut follower = Bench::with_log(3, 2, &[1, 2]);
        let effects = follower.hears(2, 3, append(prev, &[], 2));
        assert_eq!(answer(&effects), expected, "{prev:?}");
        assert_eq!(follower.terms(), [1, 2], "nothing is removed for a refusal's sake");
        if matches!(expected, AppendAnswer::Rejected { .. }) {
            assert_eq!(follower.commit_index(), 0, "a refused message commits nothing");
        }
    }
}

/// §5.3: "the follower can include the term of the conflicting entry and the first index it stores for that term."
#[test]
fn a_refusal_names_the_conflicting_term_and_where_it_begins() {
    let log = [1, 1, 4, 4, 4, 6];
    for (prev_index, term, first_index) in [(1, 1, 1), (2, 1, 1), (3, 4, 3), (4, 4, 3), (5, 4, 3), (6, 6, 6)] {
        let mut follower = Bench::with_log(3, 6, &log);
        let effects = follower.hears(2, 7, append(at(5, prev_index), &[], 0));
        let conflict = Conflict::OtherTerm { term: Term(term), first_index: LogIndex(first_index) };
        assert_eq!(answer(&effects), AppendAnswer::Rejected { prev_index: LogIndex(prev_index), conflict });
    }
}

/// How many entries a follower removes.
fn removed(event: &Event) -> Option<u64> {
    if let Event::LogTruncated { removed, .. } = event { Some(*removed) } else { None }
}

/// Figure 2, AppendEntries 3 and 4: "If an existing entry conflicts with a new one […], delete the existing entry and
/// all that follow it", and "Append any new entries not already in the log."
#[test]
fn a_follower_removes_what_conflicts_and_appends_what_is_new() {
    type Row = (u64, u64, &'static [u64], &'static [u64]);
    // On a log of terms 1, 2: what precedes, the entries, and the log after them.
    let table: [Row; 5] = [
        (2, 2, &[3], &[1, 2, 3]),
        (1, 1, &[3, 4], &[1, 3, 4]),
        (0, 0, &[1], &[1, 2]),
        (0, 0, &[3], &[3]),
        (1, 1, &[2, 2], &[1, 2, 2]),
    ];
    for (prev_term, prev_index, new, expected) in table {
        let mut follower = Bench::with_log(3, 2, &[1, 2]);
        let effects = follower.hears(2, 4, append(at(prev_term, prev_index), new, 0));
        assert_eq!(follower.terms(), expected, "{new:?} after {prev_index}");
        let removed: Vec<u64> = effects.events.iter().filter_map(removed).collect();
        let unchanged = expected.iter().zip([1, 2]).take_while(|(now, before)| *now == before).count() as u64;
        assert_eq!(removed.iter().sum::<u64>(), 2 - unchanged, "and what goes is told");
        follower.sync();
        assert_eq!(follower.restarted().terms(), expected, "the disk has the same");
    }
}

/// A message that comes late must not undo what a newer one brought: only a conflict removes anything.
#[test]
fn an_older_message_removes_nothing() {
    let mut follower = Bench::with_log(3, 1, &[]);
    follower.hears(2, 1, append(at(0, 0), &[1, 1, 1, 1], 0));
    for older in [append(at(0, 0), &[1, 1], 0), append(at(1, 1), &[], 0), append(at(1, 2), &[1], 0)] {
        let effects = follower.hears(2, 1, older);
        assert_eq!(follower.terms(), [1, 1, 1, 1]);
        assert_eq!(effects.write, None, "what is there already is not written again");
    }
}

/// What a follower acknowledges is what it checked, not all that it has: the rest may be in conflict.
#[test]
fn an_acknowledgement_covers_the_message_and_not_the_rest_of_the_log() {
    let mut follower = Bench::with_log(3, 2, &[1, 1, 2, 2]);
    assert_eq!(answer(&follower.hears(2, 3, append(at(1, 1), &[], 0))), accepted_up_to(1), "an empty one");
    assert_eq!(answer(&follower.hears(2, 3, append(at(0, 0), &[1, 1], 0))), accepted_up_to(2));
    assert_eq!(answer(&follower.hears(2, 3, append(at(1, 2), &[3], 0))), accepted_up_to(3));
    assert_eq!(follower.terms(), [1, 1, 3]);
}

/// The reply echoes what it answers, for a leader that has several calls under way.
#[test]
fn a_reply_names_the_round_that_it_answers() {
    let round = Round { beat: 7, read: 3 };
    let mut follower = Bench::with_log(3, 2, &[1]);
    for prev in [at(1, 1), at(2, 2)] {
        let effects = follower.hears(2, 2, append_in(round, prev, &[], 0));
        assert!(matches!(only_message(&effects).body, Body::AppendEntriesReply { round: echo, .. } if echo == round));
    }
}

/// §5.3: "Once a follower learns that a log entry is committed, it applies the entry to its local state machine (in
/// log order)": the commit index rises, and never falls.
#[test]
fn a_follower_commits_in_order_and_never_back() {
    let mut follower = Bench::with_log(3, 1, &[]);
    let told = [(&[1, 1, 1][..], 0, 1, Some(1)), (&[], 3, 3, Some(3)), (&[], 3, 1, None), (&[1], 3, 4, Some(4))];
    for (new, prev_index, leader_commit, expected) in told {
        let prev = if prev_index == 0 { at(0, 0) } else { at(1, prev_index) };
        let effects = follower.hears(2, 1, append(prev, new, leader_commit));
        assert_eq!(effects.committed, expected.map(LogIndex), "told {leader_commit}");
    }
    assert_eq!(follower.commit_index(), 4);
}

/// Figure 2, AppendEntries 5: "set commitIndex = min(leaderCommit, index of last new entry)". What lies beyond was
/// not checked, and may be removed yet.
#[test]
fn a_follower_commits_no_further_than_the_last_new_entry() {
    let table: [(u64, u64, &[u64], u64, u64); 6] = [
        (1, 1, &[], 3, 1),
        (1, 1, &[1], 3, 2),
        (1, 1, &[1, 1], 2, 2),
        (1, 3, &[], 9, 3),
        (0, 0, &[], 3, 0),
        (0, 0, &[1, 1], 9, 2),
    ];
    for (prev_term, prev_index, new, leader_commit, expected) in table {
        let mut follower = Bench::with_log(3, 2, &[1, 1, 1, 2]);
        follower.hears(2, 3, append(at(prev_term, prev_index), new, leader_commit));
        assert_eq!(follower.commit_index(), expected, "{new:?} after {prev_index}, committed: {leader_commit}");
        assert_eq!(follower.terms(), [1, 1, 1, 2]);
    }
}

/// A follower names a leader to a client only if it heard from that leader itself.
#[test]
fn a_follower_knows_its_leader_from_append_entries() {
    let mut follower = Bench::new(3);
    follower.hears(2, 1, request_vote(at(0, 0)));
    assert_eq!(follower.node.leader(), None, "a vote is no leadership");
    follower.hears(2, 1, append(at(5, 5), &[], 0));
    assert_eq!(follower.node.leader(), Some(n(2)), "a refused message is a leader's all the same");
    follower.hears(3, 2, request_vote(at(0, 0)));
    assert_eq!(follower.node.leader(), None, "a new term has no leader yet");
}
