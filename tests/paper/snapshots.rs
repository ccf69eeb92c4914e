//! §7 and figure 13: snapshots, and the peers that are sent one.

use super::harness::*;
use raftarium::raft::PIECE_BYTES_MIN;
use raftarium::raft::{
    Body, Durable, Event, Input, InstallSnapshot, LocalTime, LogIndex, LogPosition, Membership, Mode, NodeSet,
    SnapshotAnswer, SnapshotEvent, StaleReply,
};
use std::sync::Arc;

fn compact(bench: &mut Bench, applied: u64, data: &[u8]) -> Told {
    compact_but(bench, 0, applied, data)
}

/// The same, and so many entries stay.
fn compact_but(bench: &mut Bench, keep: u64, applied: u64, data: &[u8]) -> Told {
    bench.step(Input::Compact { applied: LogIndex(applied), data: data.into(), keep })
}

/// A newcomer that knows no member of the cluster yet keeps no snapshot: the snapshot would name no voter.
#[test]
fn a_newcomer_keeps_no_snapshot_before_it_knows_of_its_cluster() {
    let start = |voters| Bench::started(n(4), voters, CONFIG, Durable::default(), LocalTime(0));
    for (voters, is_kept) in [(NodeSet::EMPTY, false), (NodeSet::first(3), true)] {
        let mut bench = start(voters);
        bench.hears(1, 1, append(at(0, 0), &[1, 1], 2));
        compact(&mut bench, 2, b"state");
        assert_eq!(bench.node.snapshot().is_some(), is_kept, "{voters:?}");
    }
}

/// n1 as the leader of term 1 with four committed entries; of its peers n2 has all of them, n3 nothing.
fn leader_with_log() -> Bench {
    let mut leader = Bench::leading(3, CONFIG, 0, &[]);
    for word in ["a", "b", "c"] {
        leader.proposes(word);
    }
    leader.sync();
    leader.hears(2, 1, accepted(beat(1), 4));
    assert_eq!(leader.commit_index(), 4);
    leader
}

fn piece(last: LogPosition, offset: usize, data: &[u8], done: bool) -> Body {
    Body::InstallSnapshot(Box::new(InstallSnapshot {
        round: beat(1),
        sent_at: LocalTime(0),
        last,
        membership: Membership::of(NodeSet::first(3)),
        offset,
        data: data.into(),
        done,
    }))
}

fn answer_to_piece(effects: &Told) -> SnapshotAnswer {
    let Body::InstallSnapshotReply { answer, .. } = only_message(effects).body else {
        panic!("an InstallSnapshot is answered: {effects:?}");
    };
    answer
}

/// The answer to the piece at `answers` from a peer that wants the one at `offset`.
fn wants(last_index: u64, answers: usize, offset: usize) -> SnapshotAnswer {
    SnapshotAnswer::Wants { last_index: LogIndex(last_index), answers, offset }
}

fn installed(match_index: u64) -> SnapshotAnswer {
    SnapshotAnswer::Installed { match_index: LogIndex(match_index) }
}

fn reply(answer: SnapshotAnswer) -> Body {
    Body::InstallSnapshotReply { round: beat(1), sent_at: LocalTime(0), answer }
}

/// The pieces that a step sends to a node.
fn pieces_to(effects: &Told, to: usize) -> Vec<InstallSnapshot> {
    let mut pieces = Vec::new();
    for outgoing in effects.messages.iter().filter(|outgoing| outgoing.message.to == n(to)) {
        if let Body::InstallSnapshot(piece) = &outgoing.message.body {
            pieces.push((**piece).clone());
        }
    }
    pieces
}

/// n3 answers heartbeats again, and not what was sent to it before: what it needs by then is compacted.
fn comes_back(leader: &mut Bench) -> Told {
    let mut asked = appends_to(&leader.beats(), 3);
    for _ in 0..4 {
        let last = asked.last().expect("it is asked something");
        let effects = leader.hears(3, leader.term(), too_short(last.round, last.prev.index.0, 1));
        if !pieces_to(&effects, 3).is_empty() {
            return effects;
        }
        asked = appends_to(&effects, 3);
        if asked.is_empty() {
            asked = appends_to(&leader.beats(), 3);
        }
    }
    panic!("who answers is sent what it needs");
}

/// §7: "the entire current application state is written to a snapshot on stable storage, then the entire log up to
/// that point is discarded".
#[test]
fn a_snapshot_takes_the_place_of_the_log_up_to_what_is_applied() {
    let mut leader = leader_with_log();
    leader.proposes("d");
    let effects = compact(&mut leader, 4, b"state");
    assert_eq!(leader.node.log().base(), at(1, 4));
    assert_eq!(leader.terms(), [1], "what follows stays");
    let written = effects.write.and_then(|write| write.snapshot).expect("it is written");
    assert_eq!((written.snapshot.last, &*written.snapshot.data), (at(1, 4), &b"state"[..]));
    assert_eq!(written.base, at(1, 4));
    leader.sync();
    let restarted = leader.restarted();
    assert_eq!(restarted.node.snapshot().map(|snapshot| &*snapshot.data), Some(&b"state"[..]));
    assert_eq!((restarted.node.log().base(), restarted.commit_index()), (at(1, 4), 4), "and read again");
    assert_eq!(restarted.terms(), [1]);
}

/// §7: "each server takes snapshots independently, covering just the committed entries in its log".
#[test]
fn what_is_not_committed_is_not_compacted() {
    let mut leader = leader_with_log();
    leader.proposes("d");
    for (applied, why) in [(5, "it is not committed"), (0, "there is nothing"), (9, "it is not there")] {
        let effects = compact(&mut leader, applied, b"state");
        assert!(effects.write.is_none() && effects.events.is_empty(), "{applied}: {why}");
    }
    compact(&mut leader, 4, b"state");
    assert!(compact(&mut leader, 4, b"again").write.is_none(), "once is enough");
}

/// §7: "the leader must occasionally send snapshots to followers that lag behind. This happens when the leader has
/// already discarded the next log entry that it needs to send."
#[test]
fn who_needs_what_is_discarded_is_sent_the_snapshot_and_then_the_log() {
    let mut leader = leader_with_log();
    compact(&mut leader, 4, b"state");
    assert_eq!(pieces_to(&leader.proposes("d"), 3), [], "the entries may be on their way");
    let sent = comes_back(&mut leader);
    let pieces = pieces_to(&sent, 3);
    assert_eq!((pieces.len(), appends_to(&sent, 3)), (1, vec![]), "and nothing else");
    assert_eq!((pieces[0].last, pieces[0].offset, pieces[0].done), (at(1, 4), 0, true));
    assert_eq!(leader.progress(3).mode, Mode::Snapshot);
    let after = leader.hears(3, 1, reply(installed(4)));
    assert_eq!(leader.match_index(3), 4);
    assert_eq!(sent_up_to(&after, 3), [5]);
    leader.hears(3, 1, accepted(beat(1), 5));
    assert_eq!(leader.progress(3).mode, Mode::Replicate);
}

/// Figure 13, 2 to 4: "Create new snapshot file if first chunk", "Write data into snapshot file at given offset",
/// "Reply and wait for more data chunks if done is false".
#[test]
fn pieces_are_put_together_in_order() {
    let mut follower = Bench::new(3);
    let first = follower.hears(2, 1, piece(at(1, 4), 0, b"ab", false));
    assert_eq!(answer_to_piece(&first), wants(4, 0, 2));
    let doubled = follower.hears(2, 1, piece(at(1, 4), 0, b"ab", false));
    assert_eq!(answer_to_piece(&doubled), wants(4, 0, 2), "it has that");
    let too_far = follower.hears(2, 1, piece(at(1, 4), 9, b"xy", true));
    assert_eq!(answer_to_piece(&too_far), wants(4, 9, 2), "it lacks what comes before");
    let last = follower.hears(2, 1, piece(at(1, 4), 2, b"c", true));
    assert_eq!(answer_to_piece(&last), installed(4));
    assert_eq!(last.install.as_ref().map(|snapshot| &*snapshot.data), Some(&b"abc"[..]));
    assert_eq!(last.messages[0].after, last.write.as_ref().unwrap().seq, "it is durable before it is acknowledged");
    assert_eq!((follower.commit_index(), follower.node.log().last()), (4, at(1, 4)));
}

/// A newer snapshot takes the place of one of which not all pieces came; a crash loses the pieces.
#[test]
fn another_snapshot_begins_anew() {
    let mut follower = Bench::new(3);
    follower.hears(2, 1, piece(at(1, 4), 0, b"ab", false));
    let other = follower.hears(2, 1, piece(at(1, 6), 0, b"x", false));
    assert_eq!(answer_to_piece(&other), wants(6, 0, 1));
    let mut restarted = follower.restarted();
    let late = restarted.hears(2, 1, piece(at(1, 6), 1, b"y", true));
    assert_eq!(answer_to_piece(&late), wants(6, 1, 0));
}

/// Figure 13, 6: "If existing log entry has same index and term as snapshot's last included entry, retain log
/// entries following it and reply".
#[test]
fn entries_that_follow_the_snapshot_are_kept() {
    let mut follower = Bench::with_log(3, 2, &[1, 1, 2, 2, 2]);
    let effects = follower.hears(2, 2, piece(at(1, 2), 0, b"s", true));
    assert_eq!(answer_to_piece(&effects), installed(2));
    assert_eq!((follower.node.log().base(), follower.terms()), (at(1, 2), vec![2, 2, 2]));
    let told = SnapshotEvent::Installed { leader: n(2), last: at(1, 2), kept: 3 };
    assert!(effects.events.contains(&Event::Snapshot(told)), "{:?}", effects.events);
}

/// Figure 13, 7: "Discard the entire log".
#[test]
fn a_log_in_conflict_with_the_snapshot_is_discarded() {
    for (terms, why) in [(&[1, 1, 1, 1][..], "another term"), (&[1][..], "too short")] {
        let mut follower = Bench::with_log(3, 2, terms);
        follower.hears(2, 3, piece(at(2, 3), 0, b"s", true));
        assert_eq!((follower.node.log().base(), follower.terms()), (at(2, 3), vec![]), "{why}");
        follower.sync();
        let restarted = follower.restarted();
        assert_eq!((restarted.node.log().last(), restarted.commit_index()), (at(2, 3), 3));
    }
}

/// §7: the snapshot "includes the latest configuration in the log as of last included index", which is in force then.
#[test]
fn a_snapshot_brings_its_configuration() {
    for (servers, is_news) in [(3, false), (4, true)] {
        let mut follower = Bench::new(servers);
        let effects = follower.hears(2, 1, piece(at(1, 4), 0, b"s", true));
        assert_eq!(*follower.node.membership(), Membership::of(NodeSet::first(3)));
        let is_told = effects.events.iter().any(|event| matches!(event, Event::Change(_)));
        assert_eq!(is_told, is_news, "{:?}", effects.events);
    }
}

/// A snapshot of what is committed here anyway would only throw away what came since.
#[test]
fn an_old_snapshot_changes_nothing() {
    let mut follower = Bench::with_log(3, 1, &[1, 1, 1]);
    follower.hears(2, 1, append(at(1, 3), &[], 3));
    let effects = follower.hears(2, 1, piece(at(1, 2), 0, b"s", true));
    assert_eq!(answer_to_piece(&effects), installed(2), "it has what that holds");
    assert!(effects.install.is_none() && effects.write.is_none());
    assert_eq!(follower.terms(), [1, 1, 1]);
}

/// Figure 13, 1: "Reply immediately if term < currentTerm".
#[test]
fn a_stale_leaders_snapshot_is_refused() {
    let mut follower = Bench::with_log(3, 5, &[]);
    let effects = follower.hears(2, 4, piece(at(4, 9), 0, b"s", true));
    assert_eq!(answer_to_piece(&effects), SnapshotAnswer::StaleTerm);
    assert_eq!((follower.commit_index(), follower.node.leader()), (0, None));
}

/// §5.4.3: what a follower compacted is committed, so a leader's log has the same there. An AppendEntries that begins
/// before it is accepted, and only what is new is taken from it.
#[test]
fn entries_below_the_snapshot_are_not_appended_again() {
    let mut follower = Bench::new(3);
    follower.hears(2, 1, piece(at(1, 4), 0, b"s", true));
    let effects = follower.hears(2, 1, append(at(1, 2), &[1, 1, 1], 5));
    assert_eq!(answer(&effects), accepted_up_to(5));
    assert_eq!((follower.node.log().base(), follower.terms(), follower.commit_index()), (at(1, 4), vec![1], 5));
    let effects = follower.hears(2, 1, append(at(0, 0), &[1], 5));
    assert_eq!(answer(&effects), accepted_up_to(1));
    assert_eq!(follower.terms(), [1]);
}

/// §7: a snapshot may be long; it is sent a piece at a time, and a piece that gets no answer again.
#[test]
fn a_long_snapshot_is_sent_piece_by_piece() {
    let data = vec![7; 2 * PIECE_BYTES_MIN + 1];
    let mut leader = Bench::leading(3, CONFIG, 0, &[]);
    leader.hears(2, 1, accepted(beat(1), 1));
    compact(&mut leader, 1, &data);
    let first = pieces_to(&comes_back(&mut leader), 3);
    assert_eq!((first.len(), first[0].offset, first[0].data.len(), first[0].done), (1, 0, PIECE_BYTES_MIN, false));
    let second = pieces_to(&leader.hears(3, 1, reply(wants(1, 0, PIECE_BYTES_MIN))), 3);
    assert_eq!((second[0].offset, second[0].done), (PIECE_BYTES_MIN, false));
    let old = leader.hears(3, 1, reply(wants(1, 0, PIECE_BYTES_MIN)));
    let ignored = Event::ReplyIgnored { from: n(3), why: StaleReply::NotAsking };
    assert_eq!((old.events, old.messages), (vec![ignored], vec![]), "an old answer, or a doubled one");
    let mut again = Vec::new();
    for _ in 0..3 {
        let beat = appends_to(&leader.beats(), 3)[0].round;
        again.extend(pieces_to(&leader.hears(3, 1, too_short(beat, 1, 1)), 3));
    }
    assert_eq!(again.len(), 1, "it answers beats, and not this");
    assert_eq!(again[0].offset, PIECE_BYTES_MIN);
    let third = pieces_to(&leader.hears(3, 1, reply(wants(1, PIECE_BYTES_MIN, 2 * PIECE_BYTES_MIN))), 3);
    assert_eq!((third[0].data.len(), third[0].done), (1, true));
    leader.hears(3, 1, reply(installed(1)));
    assert_eq!((leader.match_index(3), leader.progress(3).sending.is_none()), (1, true));
}

/// Figure 13: a crash loses the pieces; a restarted peer says that it wants the first again, and is believed if it
/// answers the latest.
#[test]
fn who_lost_the_pieces_is_sent_them_again() {
    let mut leader = Bench::leading(3, CONFIG, 0, &[]);
    leader.hears(2, 1, accepted(beat(1), 1));
    compact(&mut leader, 1, &vec![7; 2 * PIECE_BYTES_MIN]);
    let first = pieces_to(&comes_back(&mut leader), 3);
    let second = pieces_to(&leader.hears(3, 1, reply(wants(1, 0, PIECE_BYTES_MIN))), 3);
    assert_eq!(second[0].offset, PIECE_BYTES_MIN);
    assert_eq!(pieces_to(&leader.hears(3, 1, reply(wants(1, 0, 0))), 3), [], "what was asked before says nothing");
    assert_eq!(pieces_to(&leader.hears(3, 1, reply(wants(1, PIECE_BYTES_MIN, 0))), 3), first);
}

/// The entries that were on their way may arrive after all: as far as they go, the snapshot is not needed.
#[test]
fn entries_that_arrive_after_all_take_the_place_of_the_snapshot() {
    let mut leader = leader_with_log();
    compact(&mut leader, 3, b"state");
    comes_back(&mut leader);
    let early = leader.hears(3, 1, accepted(beat(1), 2));
    assert_eq!((leader.match_index(3), leader.progress(3).mode), (2, Mode::Snapshot), "it lacks the third");
    assert_eq!(early.messages, [], "which is on its way with the snapshot");
    let effects = leader.hears(3, 1, accepted(beat(1), 3));
    assert_eq!((sent_up_to(&effects, 3), leader.progress(3).mode), (vec![4], Mode::Replicate));
}

/// A server that lost its disk acknowledged more than the snapshot holds, and is sent the log after it all the same.
#[test]
fn who_lost_its_disk_is_sent_the_snapshot_and_then_the_log() {
    let mut leader = leader_with_log();
    compact(&mut leader, 2, b"state");
    leader.beats();
    assert_eq!(pieces_to(&leader.hears(2, 1, too_short(beat(2), 4, 1)), 2).len(), 1);
    assert_eq!(sent_up_to(&leader.hears(2, 1, reply(installed(2))), 2), [4]);
}

/// While a snapshot is on its way the follower still hears that its leader lives.
#[test]
fn heartbeats_go_on_while_a_snapshot_is_sent() {
    let mut leader = Bench::leading(3, CONFIG, 0, &[]);
    leader.hears(2, 1, accepted(beat(1), 1));
    compact(&mut leader, 1, b"s");
    comes_back(&mut leader);
    let appends = appends_to(&leader.beats(), 3);
    assert_eq!((appends.len(), appends[0].prev), (1, at(1, 1)), "from the base: perhaps it has that");
}

/// The leader may take a newer snapshot meanwhile: the one that was begun is finished.
#[test]
fn a_snapshot_that_was_begun_is_finished() {
    let mut leader = leader_with_log();
    compact(&mut leader, 2, b"first");
    comes_back(&mut leader);
    let old: Arc<_> = leader.progress(3).sending.as_ref().expect("it is sent").snapshot.clone();
    let taken = compact(&mut leader, 4, b"second");
    let told = SnapshotEvent::Taken { last: at(1, 4), compacted: 2, bytes: 6 };
    assert_eq!(taken.events, [Event::Snapshot(told)], "what the first left of the log");
    let sent = leader.hears(3, 1, reply(installed(2)));
    assert_eq!(old.last, at(1, 2));
    assert_eq!(leader.match_index(3), 2);
    assert_eq!(pieces_to(&sent, 3)[0].last, at(1, 4), "and as the log begins later now, the next follows");
}

/// §7: a tail of the log may stay behind a snapshot, for peers that are a little late: they are sent entries. On the
/// disk it stays too; a restart begins with the snapshot.
#[test]
fn entries_behind_a_snapshot_stay_for_peers_that_are_a_little_late() {
    let mut leader = leader_with_log();
    let taken = compact_but(&mut leader, 2, 4, b"state");
    let told = SnapshotEvent::Taken { last: at(1, 4), compacted: 2, bytes: 5 };
    assert_eq!(taken.events, [Event::Snapshot(told)]);
    assert_eq!(taken.write.and_then(|write| write.snapshot).map(|written| written.base), Some(at(1, 2)));
    assert_eq!((leader.node.log().base(), leader.node.snapshot_index().0), (at(1, 2), 4));
    let late = leader.hears(3, 1, accepted(beat(1), 2));
    assert_eq!((pieces_to(&late, 3).len(), sent_up_to(&late, 3)), (0, vec![4]), "n3 has two entries, and gets two");
    leader.sync();
    let restarted = leader.restarted();
    assert_eq!((restarted.node.log().base(), restarted.commit_index()), (at(1, 4), 4));

    assert_eq!(compact_but(&mut leader, 9, 4, b"state").write, None, "that snapshot is taken");
    leader.proposes("e");
    leader.sync();
    leader.hears(2, 1, accepted(beat(2), 5));
    compact_but(&mut leader, 9, 5, b"later");
    assert_eq!(leader.node.log().base(), at(1, 2), "what is gone does not come back");
}

/// The log is not compacted past a snapshot that is on its way: when it is installed the follower goes on from the log,
/// and is not sent the next snapshot instead. A follower that has not answered for an election timeout holds up nothing.
#[test]
fn a_snapshot_under_way_is_not_overtaken_by_the_next() {
    let answered = || {
        let mut leader = leader_with_log();
        compact(&mut leader, 2, b"first");
        comes_back(&mut leader);
        leader.now = LocalTime(100_000);
        // It refused what was sent at 90 ms.
        let Body::AppendEntriesReply { round, answer, .. } = too_short(beat(1), 4, 1) else { unreachable!() };
        leader.hears(3, 1, Body::AppendEntriesReply { round, sent_at: LocalTime(90_000), answer });
        leader
    };
    let patience_us = CONFIG.election_timeout.max_us;
    for (now, base) in [(90_000 + patience_us - 1, at(1, 2)), (90_000 + patience_us, at(1, 4))] {
        let mut leader = answered();
        leader.now = LocalTime(now);
        compact(&mut leader, 4, b"second");
        assert_eq!((leader.node.log().base(), leader.node.snapshot_index().0), (base, 4), "at {now} us");
    }
    let mut leader = answered();
    compact(&mut leader, 4, b"second");
    let sent = leader.hears(3, 1, reply(installed(2)));
    assert_eq!((pieces_to(&sent, 3).len(), sent_up_to(&sent, 3)), (0, vec![4]));
    leader.proposes("e");
    leader.sync();
    leader.hears(2, 1, accepted(beat(1), 5));
    leader.hears(3, 1, accepted(beat(1), 4));
    compact(&mut leader, 5, b"third");
    assert_eq!(leader.node.log().base(), at(1, 5), "it has the log up to there, or it is on its way");
}

/// The entries that are kept for a peer have a limit: one that lacks more is sent a later snapshot.
#[test]
fn a_log_does_not_grow_without_end_for_a_slow_peer() {
    let mut leader = leader_with_log();
    compact(&mut leader, 2, b"first");
    comes_back(&mut leader);
    leader.now = LocalTime(1_000);
    let Body::AppendEntriesReply { round, answer, .. } = too_short(beat(1), 4, 1) else { unreachable!() };
    leader.hears(3, 1, Body::AppendEntriesReply { round, sent_at: LocalTime(900), answer });
    for (last, base) in [(2 + 4_096, 2), (2 + 4_097, 2 + 4_097)] {
        while leader.node.log().last().index.0 < last {
            leader.proposes("x");
        }
        leader.sync();
        leader.hears(2, 1, accepted(beat(1), last));
        compact(&mut leader, last, b"later");
        assert_eq!(leader.node.log().base(), at(1, base));
    }
}

/// One of which nothing has arrived is given up for a newer one.
#[test]
fn a_snapshot_that_was_lost_is_not_sent_again_when_there_is_a_newer() {
    let mut leader = leader_with_log();
    compact(&mut leader, 2, b"first");
    comes_back(&mut leader);
    compact(&mut leader, 4, b"second");
    let mut again = Vec::new();
    for _ in 0..2 {
        let beat = appends_to(&leader.beats(), 3)[0].round;
        again.extend(pieces_to(&leader.hears(3, 1, too_short(beat, 4, 1)), 3));
    }
    assert_eq!(again.iter().map(|piece| piece.last).collect::<Vec<_>>(), [at(1, 4)]);
}
