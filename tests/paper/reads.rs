//! §8: "Read-only operations can be handled without writing anything into the log", but not by a server that thinks it
//! leads.

use super::harness::*;
use raftarium::raft::PENDING_READS_MAX;
use raftarium::raft::{
    AppendAnswer, Body, Config, Event, LocalTime, LogIndex, NodeId, Payload, ReadAnswer, RequestToken, Round,
    SnapshotAnswer,
};

fn answered(effects: &Told) -> Vec<(u64, ReadAnswer)> {
    effects.reads.iter().map(|(RequestToken(request), answer)| (*request, *answer)).collect()
}

fn ready(request: u64, index: u64) -> (u64, ReadAnswer) {
    (request, ReadAnswer::Ready(LogIndex(index)))
}

fn not_leader(request: u64, leader: Option<NodeId>) -> (u64, ReadAnswer) {
    (request, ReadAnswer::NotLeader(leader))
}

/// n1 as the leader of term 1, whose empty entry is committed.
fn settled_leader(servers: usize) -> Bench {
    let mut leader = Bench::leading(servers, CONFIG, 0, &[]);
    for peer in 2..=servers {
        leader.hears(peer, 1, accepted(beat(1), 1));
    }
    assert_eq!(leader.commit_index(), 1);
    leader
}

/// The round that a read waits for: that of the messages that it sends.
fn round_of(effects: &Told) -> Round {
    appends_to(effects, 2)[0].round
}

/// §8: "Raft handles this by having each leader commit a blank no-op entry into the log at the start of its term."
#[test]
fn a_new_leader_appends_an_empty_entry_of_its_term() {
    let leader = Bench::leading(3, CONFIG, 4, &[1, 4]);
    assert_eq!(leader.terms(), [1, 4, 5]);
    assert_eq!(leader.node.log().get(LogIndex(3)).map(|entry| &entry.payload), Some(&Payload::NoOp));
    let without = Bench::leading(3, Config { no_op: false, ..CONFIG }, 4, &[1, 4]);
    assert_eq!(without.terms(), [1, 4], "unless it is told not to");
}

/// §8: "a leader must check whether it has been deposed before processing a read-only request", "by having the leader
/// exchange heartbeat messages with a majority of the cluster before responding".
#[test]
fn a_read_waits_for_a_majority_to_answer_a_round_begun_after_it() {
    let mut leader = settled_leader(5);
    let asked = leader.reads(7);
    assert_eq!(answered(&asked), []);
    for peer in 2..=5 {
        assert_eq!(appends_to(&asked, peer).len(), 1, "each peer is asked at once");
    }
    assert_eq!(answered(&leader.hears(2, 1, accepted(round_of(&asked), 1))), [], "two of five");
    assert_eq!(answered(&leader.hears(2, 1, accepted(round_of(&asked), 1))), [], "still two");
    assert_eq!(answered(&leader.hears(3, 1, accepted(round_of(&asked), 1))), [ready(7, 1)]);
    assert_eq!(answered(&leader.hears(4, 1, accepted(round_of(&asked), 1))), [], "it is answered once");
}

/// A reply to what was sent before the read came says nothing of the time after: another may lead by then.
#[test]
fn a_reply_from_before_a_read_does_not_confirm_it() {
    let mut leader = settled_leader(3);
    let heartbeat = round_of(&leader.beats());
    let first = round_of(&leader.reads(1));
    let second = round_of(&leader.reads(2));
    assert!(heartbeat < first && first < second);
    assert_eq!(answered(&leader.hears(2, 1, accepted(heartbeat, 1))), []);
    assert_eq!(answered(&leader.hears(2, 1, accepted(first, 1))), [ready(1, 1)]);
    assert_eq!(answered(&leader.hears(3, 1, accepted(first, 1))), []);
    assert_eq!(answered(&leader.hears(3, 1, accepted(second, 1))), [ready(2, 1)]);
}

/// One round may confirm many reads, oldest first.
#[test]
fn a_later_round_confirms_earlier_reads() {
    let mut leader = settled_leader(3);
    for request in [4, 5, 6] {
        leader.reads(request);
    }
    let next = round_of(&leader.beats());
    assert_eq!(answered(&leader.hears(3, 1, accepted(next, 1))), [ready(4, 1), ready(5, 1), ready(6, 1)]);
}

/// What is asked may be lost; the next heartbeat asks again.
#[test]
fn a_read_whose_round_is_lost_is_confirmed_by_the_next_heartbeat() {
    let mut leader = settled_leader(3);
    leader.reads(1);
    let next = round_of(&leader.beats());
    assert_eq!(answered(&leader.hears(2, 1, accepted(next, 1))), [ready(1, 1)]);
}

/// A follower that refuses entries takes the leader for its leader all the same.
#[test]
fn a_refusal_of_entries_confirms_the_leadership() {
    let mut leader = settled_leader(3);
    let asked = round_of(&leader.reads(1));
    assert_eq!(answered(&leader.hears(2, 1, too_short(asked, 1, 1))), [ready(1, 1)]);
}

/// §8: the read must see all that was committed when it came, and need not see more.
#[test]
fn a_read_sees_what_was_committed_when_it_came() {
    let mut leader = settled_leader(3);
    leader.proposes("x");
    leader.sync();
    let asked = leader.reads(1);
    leader.hears(2, 1, accepted(beat(1), 2));
    assert_eq!(leader.commit_index(), 2);
    assert_eq!(answered(&leader.hears(3, 1, accepted(round_of(&asked), 1))), [ready(1, 1)]);
}

/// §8: "a leader must have the latest information on which entries are committed": before an entry of its own term is
/// committed, it has not.
#[test]
fn a_read_waits_for_an_entry_of_the_leaders_own_term() {
    let mut leader = Bench::leading(3, CONFIG, 1, &[1, 1]);
    let held_back = |effects: &Told| effects.events.iter().any(|it| matches!(it, Event::ReadHeldBack { .. }));
    let read = leader.reads(1);
    assert!(held_back(&read));
    let asked = round_of(&read);
    let pending = |leader: &Bench, request| leader.node.leading().unwrap().pending_read(RequestToken(request), None);
    assert_eq!((pending(&leader, 1), pending(&leader, 2)), (Some((asked, true)), None));
    leader.hears(2, 2, accepted(asked, 2));
    let confirmed = leader.hears(3, 2, accepted(asked, 2));
    assert_eq!(answered(&confirmed), [], "all confirm its leadership, but not what is committed");
    let committed = leader.hears(2, 2, accepted(asked, 3));
    assert_eq!(answered(&committed), [ready(1, 3)]);
    let read = leader.reads(2);
    assert!(!held_back(&read));
    let asked = round_of(&read);
    leader.hears(3, 2, Body::ReadIndex { request: RequestToken(3) });
    assert_eq!((pending(&leader, 2), pending(&leader, 3)), (Some((asked, false)), None), "n3's client waits at n3");
}

/// A leader that is deposed can no longer confirm anything, and says so to all clients that wait.
#[test]
fn a_deposed_leader_sends_its_readers_away() {
    let mut leader = settled_leader(3);
    leader.reads(1);
    leader.reads(2);
    let deposed = leader.hears(3, 2, request_vote(at(1, 1)));
    assert_eq!(answered(&deposed), [not_leader(1, None), not_leader(2, None)]);
}

/// A server that does not lead sends readers to the leader that it follows.
#[test]
fn who_knows_no_leader_sends_readers_away() {
    let mut bench = Bench::new(3);
    assert_eq!(answered(&bench.reads(1)), [not_leader(1, None)]);
    bench.hears(2, 1, append(at(0, 0), &[], 0));
    assert_eq!(answered(&bench.reads(2)), [], "a follower asks its leader");
    bench.times_out();
    assert_eq!(answered(&bench.reads(3)), [not_leader(3, None)], "a candidate follows nobody");
}

/// A single server is its own majority: it answers at once, though not before its first entry is committed.
#[test]
fn a_single_server_confirms_itself() {
    let mut single = Bench::leading(1, CONFIG, 0, &[]);
    assert_eq!(answered(&single.reads(1)), [ready(1, 1)]);
    let mut early = Bench::new(1);
    early.win();
    assert_eq!(answered(&early.reads(1)), []);
    assert_eq!(answered(&early.sync()), [ready(1, 1)]);
}

/// Every queue has a limit.
#[test]
fn reads_beyond_the_limit_are_sent_away() {
    let mut leader = settled_leader(3);
    for request in 0..PENDING_READS_MAX as u64 {
        assert_eq!(answered(&leader.reads(request)), []);
    }
    let effects = leader.reads(9999);
    assert_eq!(answered(&effects), [(9999, ReadAnswer::Unconfirmed)]);
    assert!(effects.messages.is_empty());
    let next = round_of(&leader.beats());
    assert_eq!(leader.hears(2, 1, accepted(next, 1)).reads.len(), PENDING_READS_MAX);
}

/// A leader of term 1 sent a heartbeat in its round 99 that stays long on its way. It is deposed, and elected again
/// in term 3; only then does the heartbeat come to n2, which refuses it for its term, in term 3 and naming round
/// 99. That says nothing of the rounds of term 3: n2 may have another leader before it is asked again.
#[test]
fn a_refusal_of_an_earlier_leaderships_message_confirms_no_read() {
    let mut leader = Bench::leading(3, CONFIG, 2, &[1]);
    let mut voter = Bench::on_disk(2, 3, CONFIG, Default::default(), log(&[1]));
    voter.hears(1, 3, append(at(1, 1), &[3], 0));
    for peer in [2, 3] {
        leader.hears(peer, 3, accepted(beat(1), 2));
    }
    let late = voter.hears(1, 1, append_in(beat(99), at(1, 1), &[], 0));
    assert_eq!(answer(&late), AppendAnswer::StaleTerm);

    leader.reads(1);
    assert_eq!(answered(&leader.hears(2, 3, only_message(&late).body.clone())), []);
    let round = round_of(&leader.reads(2));
    let late = Body::InstallSnapshotReply { round, sent_at: LocalTime(0), answer: SnapshotAnswer::StaleTerm };
    assert_eq!(answered(&leader.hears(2, 3, late)), [], "of a snapshot no more than of entries");
}
