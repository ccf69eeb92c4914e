//! §5.3: what a leader sends, counts and commits.

use super::harness::*;
use raftarium::raft::{Config, LogIndex, Mode, NodeSet, Payload, Proposal};

/// §5.3: "The leader appends the command to its log as a new entry, then issues AppendEntries RPCs in parallel to
/// each of the other servers to replicate the entry", with "the index and term of the entry in its log that
/// immediately precedes the new entries".
#[test]
fn a_leader_replicates_what_it_appends() {
    let mut leader = agreed_leader(3, CONFIG);
    let effects = leader.proposes("x");
    assert_eq!(effects.proposal, Some(Proposal::Appended(at(1, 2))));
    assert_eq!(leader.node.log().last(), at(1, 2));
    for peer in [2, 3] {
        let appends = appends_to(&effects, peer);
        assert_eq!(appends.len(), 1);
        assert_eq!(appends[0].prev, at(1, 1));
        assert_eq!(appends[0].leader_commit, LogIndex(1));
        assert_eq!(appends[0].entries.len(), 1);
        assert_eq!(
            (appends[0].entries[0].term.0, &appends[0].entries[0].payload),
            (1, &Payload::Command((*b"x").into()))
        );
    }
}

/// n1 as the leader of term 1, whose empty entry all have acknowledged.
fn agreed_leader(servers: usize, config: Config) -> Bench {
    let mut leader = Bench::leading(servers, config, 0, &[]);
    for peer in 2..=servers {
        leader.hears(peer, 1, accepted(beat(1), 1));
    }
    leader
}

/// A server that does not lead appends nothing, and names the leader that it follows.
#[test]
fn only_a_leader_takes_commands() {
    let mut bench = Bench::new(3);
    assert_eq!(bench.proposes("x").proposal, Some(Proposal::NotLeader(None)), "a follower of nobody");
    bench.times_out();
    assert_eq!(bench.proposes("x").proposal, Some(Proposal::NotLeader(None)), "a candidate");
    bench.hears(3, 1, append(at(0, 0), &[], 0));
    assert_eq!(bench.proposes("x").proposal, Some(Proposal::NotLeader(Some(n(3)))), "a follower of n3");
    assert_eq!(bench.node.log().last(), at(0, 0));
}

/// §5.3: "A log entry is committed once the leader that created the entry has replicated it on a majority of the
/// servers": every table of acknowledgements, for clusters of every size.
#[test]
fn every_table_of_acknowledgements_commits_as_a_count_of_it_says() {
    for servers in 1..=7 {
        for table in 0..1_usize << (servers - 1) {
            let mut leader = Bench::leading(servers, CONFIG, 0, &[]);
            for peer in 2..=servers {
                if table & 1 << (peer - 2) != 0 {
                    leader.hears(peer, 1, accepted(beat(1), 1));
                }
            }
            let copies = 1 + table.count_ones() as usize;
            let expected = if servers < 2 * copies { 1 } else { 0 };
            assert_eq!(leader.commit_index(), expected, "{copies} of {servers}");
        }
    }
}

/// §5.3: what a majority has is the highest index that more than half have reached, wherever each of them is.
#[test]
fn a_leader_commits_what_a_majority_has_reached() {
    let table: [(&[u64], u64); 8] = [
        (&[0, 0], 0),
        (&[2, 0], 2),
        (&[2, 4], 4),
        (&[0, 0, 0, 5], 0),
        (&[0, 0, 3, 5], 3),
        (&[2, 3, 4, 5], 4),
        (&[1, 1, 5], 1),
        (&[4, 1, 5], 4),
    ];
    for (reached, expected) in table {
        let servers = reached.len() + 1;
        let mut leader = Bench::leading(servers, CONFIG, 0, &[]);
        for _ in 0..4 {
            leader.proposes("x");
        }
        leader.sync();
        for (slot, match_index) in reached.iter().enumerate() {
            leader.hears(slot + 2, 1, accepted(beat(1), *match_index));
        }
        assert_eq!(leader.commit_index(), expected, "{reached:?}");
    }
}

/// §5.3: a commit "also commits all preceding entries in the leader's log, including entries created by previous
/// leaders".
#[test]
fn a_commit_covers_all_that_precedes() {
    for terms in [&[][..], &[2], &[1, 2], &[1, 1, 2, 2]] {
        let mut leader = Bench::leading(3, CONFIG, 2, terms);
        let last = terms.len() as u64 + 1;
        let effects = leader.hears(2, 3, accepted(beat(1), last));
        assert_eq!(effects.committed, Some(LogIndex(last)));
    }
}

/// §5.3: "The leader keeps track of the highest index it knows to be committed, and it includes that index in future
/// AppendEntries RPCs (including heartbeats)": with the next message, and none for it alone.
#[test]
fn followers_learn_of_a_commit_from_the_next_message() {
    let mut leader = Bench::leading(3, CONFIG, 0, &[]);
    let effects = leader.hears(2, 1, accepted(beat(1), 1));
    assert_eq!(effects.committed, Some(LogIndex(1)));
    assert!(effects.messages.is_empty(), "none is sent for it alone");
    assert_eq!(appends_to(&leader.clone().beats(), 2)[0].leader_commit, LogIndex(1));
    assert_eq!(appends_to(&leader.proposes("x"), 2)[0].leader_commit, LogIndex(1));
}

/// Figure 2, Leaders: "for each server, index of highest log entry known to be replicated on server (initialized to
/// 0, increases monotonically)".
#[test]
fn match_index_starts_at_0_and_never_falls() {
    let mut leader = Bench::leading(3, CONFIG, 1, &[1, 1, 1, 1]);
    assert_eq!((leader.match_index(2), leader.progress(2).next_index), (0, LogIndex(5)));
    let replies = [
        (accepted(beat(1), 3), 3),
        (accepted(beat(1), 2), 3),
        (accepted(beat(1), 0), 3),
        (too_short(beat(1), 3, 1), 3),
        (accepted(beat(1), 5), 5),
        (accepted(beat(1), 3), 5),
        (too_short(beat(9), 5, 1), 5),
        (other_term(beat(9), 4, 1, 1), 5),
    ];
    for (reply, expected) in replies {
        leader.hears(2, 2, reply.clone());
        assert_eq!(leader.match_index(2), expected, "{reply:?}");
    }
    assert_eq!(leader.commit_index(), 5, "a commit stands");
    assert_eq!(leader.hears(2, 2, accepted(beat(1), 5)).events, [], "and what is known is no news");
}

/// An acknowledgement commits no more than it says: an empty heartbeat that was accepted says nothing of what
/// follows.
#[test]
fn an_accepted_heartbeat_is_no_acknowledgement_of_entries() {
    let mut leader = agreed_leader(3, CONFIG);
    leader.proposes("x");
    leader.sync();
    let effects = leader.beats();
    let heartbeat = &appends_to(&effects, 2)[0];
    leader.hears(2, 1, accepted(heartbeat.round, heartbeat.prev.index.0));
    assert_eq!((leader.match_index(2), leader.commit_index()), (1, 1));
}

/// `max-entries`: a message carries so many entries, and the rest follow in further ones, without a gap.
#[test]
fn a_message_carries_at_most_max_entries() {
    let config = Config { max_entries: 3, ..CONFIG };
    let mut leader = Bench::leading(2, config, 1, &[1; 10]);
    let mut sent: Vec<u64> = Vec::new();
    // It looks for agreement first: one message until the first answer.
    let mut effects = leader.hears(2, 2, too_short(beat(1), 10, 1));
    for _ in 0..4 {
        let appends = appends_to(&effects, 2);
        assert!(appends.iter().all(|append| append.entries.len() <= 3));
        let starts: Vec<u64> = appends.iter().map(|append| append.prev.index.0).collect();
        let ends = sent_up_to(&effects, 2);
        let mut expected = sent.last().copied().unwrap_or(0);
        for (start, end) in starts.iter().zip(&ends) {
            assert_eq!(*start, expected, "each message starts where the one before it ends");
            expected = *end;
        }
        sent.extend(ends);
        effects = leader.hears(2, 2, accepted(beat(1), sent[0]));
    }
    assert_eq!(sent, [3, 6, 9, 11]);
}

/// `max-inflight`: so many messages with entries are under way to a peer, and an answer makes room for one more.
#[test]
fn so_many_messages_are_in_flight_to_a_peer() {
    let config = Config { max_inflight: 3, ..CONFIG };
    let mut leader = agreed_leader(2, config);
    let sent: Vec<Vec<u64>> = (0..5).map(|_| sent_up_to(&leader.proposes("x"), 2)).collect();
    assert_eq!(sent, [vec![2], vec![3], vec![4], vec![], vec![]]);
    assert_eq!(leader.progress(2).in_flight.len(), 3);
    assert_eq!(sent_up_to(&leader.hears(2, 1, accepted(beat(1), 2)), 2), [6], "what waited goes together");
    assert_eq!(sent_up_to(&leader.hears(2, 1, accepted(beat(1), 4)), 2), [0; 0]);
    assert_eq!(leader.progress(2).in_flight.len(), 1, "an answer covers all before it");
    assert_eq!(sent_up_to(&leader.hears(2, 1, accepted(beat(1), 6)), 2), [0; 0]);
    assert!(leader.progress(2).in_flight.is_empty());
}

/// Each command is sent to each peer once, while nothing is lost.
#[test]
fn nothing_is_sent_twice_while_nothing_is_lost() {
    let mut leader = agreed_leader(3, CONFIG);
    let mut sent = Vec::new();
    for index in 2..50 {
        let mut effects = vec![leader.proposes("x"), leader.sync(), leader.beats()];
        effects.push(leader.hears(2, 1, accepted(leader.progress(2).answered, index)));
        sent.extend(effects.iter().flat_map(|effects| sent_up_to(effects, 2)));
    }
    assert_eq!(sent, (2..50).collect::<Vec<u64>>());
}

/// A new leader does not know where a peer's log agrees: it asks with one message, not with many.
#[test]
fn agreement_is_looked_for_with_one_message() {
    let mut leader = Bench::leading(3, CONFIG, 0, &[]);
    assert_eq!(leader.progress(2).mode, Mode::Probe);
    for _ in 0..3 {
        assert_eq!(sent_up_to(&leader.proposes("x"), 2), [0; 0], "the empty entry is not answered yet");
    }
    let effects = leader.hears(2, 1, accepted(beat(1), 1));
    assert_eq!(leader.progress(2).mode, Mode::Replicate);
    assert_eq!(sent_up_to(&effects, 2), [4], "then what waited goes together");
}

/// A heartbeat starts from what the peer is known to have, so that entries that are still on their way, or lost, do
/// not have it refused.
#[test]
fn a_heartbeat_is_not_refused_because_of_entries_in_flight() {
    let mut leader = agreed_leader(2, CONFIG);
    let mut follower = Bench::on_disk(2, 2, CONFIG, Default::default(), Default::default());
    follower.hears(1, 1, append(at(0, 0), &[1], 0));
    for _ in 0..5 {
        leader.proposes("x");
    }
    for append in appends_to(&leader.beats(), 2) {
        assert_eq!((append.prev, append.entries.len()), (at(1, 1), 0));
        let effects = follower.hears(1, 1, raftarium::raft::Body::AppendEntries(append));
        assert_eq!(answer(&effects), accepted_up_to(1));
    }
}

/// Figure 3, Leader Append-Only: "a leader never overwrites or deletes entries in its log; it only appends new
/// entries".
#[test]
fn a_leader_only_appends() {
    let mut leader = Bench::leading(3, CONFIG, 2, &[1, 2]);
    leader.hears(2, 3, append(at(0, 0), &[9], 0));
    leader.hears(2, 2, append(at(0, 0), &[2, 2], 2));
    leader.hears(3, 3, other_term(beat(1), 2, 9, 1));
    leader.proposes("x");
    assert_eq!(leader.terms(), [1, 2, 3, 3]);
}

/// §5.3 with §5.5: one slow server does not slow down the others.
#[test]
fn a_silent_peer_holds_nobody_up() {
    let mut leader = agreed_leader(3, CONFIG);
    for index in 2..100 {
        leader.proposes("x");
        leader.sync();
        leader.hears(2, 1, accepted(beat(1), index));
        assert_eq!(leader.commit_index(), index);
    }
    assert_eq!(leader.progress(3).in_flight.len(), CONFIG.max_inflight);
}

/// A majority is more than half in a cluster of any size: the commit names the servers that acknowledged.
#[test]
fn a_commit_names_its_majority() {
    let mut leader = Bench::leading(4, CONFIG, 0, &[]);
    leader.hears(3, 1, accepted(beat(1), 1));
    assert_eq!(leader.commit_index(), 0, "half of four");
    let effects = leader.hears(4, 1, accepted(beat(1), 1));
    let quorum: NodeSet = [n(1), n(3), n(4)].into_iter().collect();
    let told = raftarium::raft::Event::CommitAdvanced { index: LogIndex(1), quorum };
    assert!(effects.events.contains(&told), "{:?}", effects.events);
}
