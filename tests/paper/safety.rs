//! §5.4: whose log may win an election, and what counting may commit.

use super::harness::*;
use raftarium::raft::{Input, LogIndex};

/// §5.4.1: "If the logs have last entries with different terms, then the log with the later term is more
/// up-to-date. If the logs end with the same term, then whichever log is longer is more up-to-date."
#[test]
fn a_voter_compares_the_last_terms_before_the_lengths() {
    // The voter's log, the candidate's last term and index, and whether the candidate may win.
    let table: [(&[u64], u64, u64, bool); 10] = [
        (&[1], 1, 1, true),
        (&[1], 1, 2, true),
        (&[1, 1], 1, 1, false),
        (&[1], 2, 1, true),
        (&[1], 2, 2, true),
        (&[1, 1], 2, 1, true),
        (&[2], 1, 1, false),
        (&[2], 1, 2, false),
        (&[2, 2], 1, 1, false),
        (&[], 0, 0, true),
    ];
    for (voters_log, last_term, last_index, expected) in table {
        let mut voter = Bench::with_log(2, 3, voters_log);
        let effects = voter.hears(2, 3, request_vote(at(last_term, last_index)));
        assert_eq!(granted(&effects), expected, "{voters_log:?} is asked by {last_term} at {last_index}");
        assert_eq!(voter.node.voted_for(), expected.then_some(n(2)));
    }
}

/// §5.4.1: "the RPC includes information about the candidate's log": where it ends.
#[test]
fn a_request_for_a_vote_carries_the_last_index_and_term() {
    for (terms, last) in [(&[][..], at(0, 0)), (&[1], at(1, 1)), (&[1, 1, 4], at(4, 3))] {
        let mut candidate = Bench::with_log(3, 4, terms);
        for outgoing in candidate.times_out().messages {
            assert_eq!(outgoing.message.body, request_vote(last), "{terms:?}");
        }
    }
}

/// A refused candidate's higher term still counts: the voter may stand in a later one.
#[test]
fn a_voter_refuses_an_old_log_and_takes_its_term_all_the_same() {
    let mut voter = Bench::with_log(3, 2, &[1, 2]);
    assert!(!granted(&voter.hears(2, 9, request_vote(at(1, 7)))));
    assert_eq!((voter.term(), voter.node.voted_for()), (9, None));
    assert!(granted(&voter.hears(3, 9, request_vote(at(2, 2)))), "its vote is still to be had");
}

/// §5.4.2: "Raft never commits log entries from previous terms by counting replicas. Only log entries from the
/// leader's current term are committed by counting replicas."
#[test]
fn counting_commits_entries_of_the_leaders_own_term_only() {
    // A log of terms 1 and 2, and a leader of term 3 without a client: what does an acknowledgement commit?
    for (match_index, no_op, expected) in [(1, false, 0), (2, false, 0), (1, true, 0), (2, true, 0), (3, true, 3)] {
        let config = raftarium::raft::Config { no_op, ..CONFIG };
        let mut leader = Bench::leading(3, config, 2, &[1, 2]);
        assert_eq!(leader.term(), 3);
        leader.hears(2, 3, accepted(beat(1), match_index));
        assert_eq!(leader.match_index(2), match_index);
        assert_eq!(leader.commit_index(), expected, "up to {match_index}, empty entry: {no_op}");
    }
}

/// §5.4.2: "once an entry from the current term has been committed in this way, then all prior entries are committed
/// indirectly because of the Log Matching Property."
#[test]
fn an_entry_of_the_own_term_commits_all_before_it() {
    let config = raftarium::raft::Config { no_op: false, ..CONFIG };
    let mut leader = Bench::leading(5, config, 2, &[1, 1, 2]);
    leader.hears(2, 3, accepted(beat(1), 3));
    leader.hears(3, 3, accepted(beat(1), 3));
    assert_eq!(leader.commit_index(), 0, "on three of five, and older");
    leader.proposes("x");
    leader.sync();
    leader.hears(2, 3, accepted(beat(1), 4));
    assert_eq!(leader.commit_index(), 0);
    let effects = leader.hears(3, 3, accepted(beat(1), 4));
    assert_eq!(effects.committed, Some(LogIndex(4)));
}

/// §5.4.2, figure 8: S1 replicates entry 2 as leader of term 2, loses term 3 to S5, and comes back as leader of
/// term 4. The entry of term 2 is then on a majority and still not committed; S5 could overwrite it (d) until an
/// entry of term 4 is on a majority (e).
#[test]
fn figure_8_commits_the_old_entry_only_along_with_a_new_one() {
    let logs: [&[u64]; 5] = [&[1, 2], &[1, 2], &[1], &[1], &[1, 3]];
    let servers = || {
        let on_disk = |(slot, terms): (usize, &&[u64])| {
            let hard_state = raftarium::raft::HardState { current_term: raftarium::raft::Term(3), voted_for: None };
            let config = raftarium::raft::Config { no_op: false, ..CONFIG };
            Bench::on_disk(slot + 1, 5, config, hard_state, log(terms))
        };
        let mut cluster = Cluster::of(logs.iter().enumerate().map(on_disk).collect());
        cluster.isolated = [n(4), n(5)].into_iter().collect();
        // (c): S1 leads term 4, and brings its log to S2 and S3.
        cluster.step(1, Input::ElectionTimeout);
        cluster.step(1, Input::HeartbeatTimeout);
        assert!(cluster.node(1).is_leader());
        assert_eq!((cluster.node(1).term(), cluster.node(3).terms()), (4, vec![1, 2]));
        assert_eq!(cluster.node(1).commit_index(), 0, "on three of five, and not committed");
        cluster
    };

    let mut d = servers();
    d.isolated = [n(1)].into_iter().collect();
    d.node(5).hears(2, 4, vote(false));
    d.step(5, Input::ElectionTimeout);
    d.step(5, Input::HeartbeatTimeout);
    assert!(d.node(5).is_leader(), "S2, S3 and S4 have no later term in their logs");
    for server in 2..=4 {
        assert_eq!(d.node(server).terms(), [1, 3], "the entry of term 2 is overwritten");
    }

    let mut e = servers();
    e.step(1, propose(entry(4)));
    assert_eq!(e.node(1).commit_index(), 3, "an entry of term 4 is on a majority, and all before it with it");
    e.isolated = [n(1)].into_iter().collect();
    e.node(5).hears(2, 4, vote(false));
    e.step(5, Input::ElectionTimeout);
    assert!(e.node(5).is_candidate(), "S5 cannot win any more");
    for server in 2..=3 {
        assert_eq!(e.node(server).terms(), [1, 2, 4]);
    }
}
