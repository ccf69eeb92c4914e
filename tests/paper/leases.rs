//! Thesis, §6.4: reads by a lease, and reads that followers answer.

use super::harness::*;
use raftarium::raft::{Body, Config, DurationRange, HardState, LocalTime, LogIndex, ReadAnswer, RequestToken, Term};
use raftarium::raft::{CLOCK_ERROR_MAX_PPM, lease_us};

const LEASED: Config = Config { lease: true, ..CONFIG };

fn answered(effects: &Told) -> Vec<(u64, ReadAnswer)> {
    effects.reads.iter().map(|(RequestToken(request), answer)| (*request, *answer)).collect()
}

fn ready(request: u64, index: u64) -> (u64, ReadAnswer) {
    (request, ReadAnswer::Ready(LogIndex(index)))
}

/// An acknowledgement of what was sent at an instant of the leader's clock.
fn accepted_at(us: u64, match_index: u64) -> Body {
    let Body::AppendEntriesReply { round, answer, .. } = accepted(beat(1), match_index) else { unreachable!() };
    Body::AppendEntriesReply { round, sent_at: LocalTime(us), answer }
}

/// n1 as the leader of term 1 of three; n2 answered what was sent at 10 ms.
fn leader() -> Bench {
    let mut leader = Bench::leading(3, LEASED, 0, &[]);
    leader.now = LocalTime(20_000);
    leader.hears(2, 1, accepted_at(10_000, 1));
    leader
}

/// §6.4.1: "once the leader's heartbeats were acknowledged by a majority of the cluster, the leader would extend its
/// lease to start + election timeout / clock drift bound".
#[test]
fn a_lease_runs_from_the_sending_of_what_a_majority_answered() {
    let mut leader = leader();
    let length = lease_us(LEASED.election_timeout.min_us);
    leader.now = LocalTime(10_000 + length - 1);
    assert_eq!(answered(&leader.reads(1)), [ready(1, 1)]);
    leader.now = LocalTime(10_000 + length);
    assert_eq!(answered(&leader.reads(2)), [], "it is over: a majority has to be asked");
    let mut plain = Bench::leading(3, CONFIG, 0, &[]);
    plain.hears(2, 1, accepted_at(10_000, 1));
    assert_eq!(answered(&plain.reads(1)), [], "and without leases always");
}

/// The worst that clocks within the bound can do: the leader's is slow, the voters' are fast.
#[test]
fn a_lease_is_shorter_than_any_voters_patience() {
    for timeout_us in [1_000, 150_000, 3_600_000_000] {
        let (million, error) = (1_000_000_u128, u128::from(CLOCK_ERROR_MAX_PPM));
        let longest = u128::from(lease_us(timeout_us)) * million / (million - error);
        let shortest = u128::from(timeout_us) * million / (million + error);
        assert!(longest <= shortest, "{longest} {shortest}");
        assert!(timeout_us * 9 / 10 <= lease_us(timeout_us), "and not much shorter");
    }
}

/// As any read without an entry: not before an entry of the leader's own term is committed.
#[test]
fn a_lease_is_no_use_before_an_own_entry_is_committed() {
    let hard_state = HardState { current_term: Term(1), voted_for: None };
    let mut leader = Bench::on_disk(1, 3, LEASED, hard_state, log(&[1]));
    leader.now = LocalTime(200_000);
    leader.win();
    leader.now = LocalTime(220_000);
    leader.hears(2, 2, accepted_at(210_000, 1));
    assert_eq!(answered(&leader.reads(1)), []);
}

/// Thesis, §6.4.1: leases and transfers: the successor does not wait for anybody's patience.
#[test]
fn a_leader_that_told_a_successor_to_stand_has_no_lease_any_more() {
    let mut leader = leader();
    leader.step(raftarium::raft::Input::Transfer { to: n(2), order: RequestToken(1) });
    assert_eq!(answered(&leader.reads(1)), []);
    leader.now = LocalTime(500_000);
    leader.hears(2, 1, accepted_at(490_000, 1));
    leader.beats();
    leader.hears(2, 1, accepted_at(499_000, 1));
    assert_eq!(answered(&leader.reads(2)), [], "not even when it is given up: the word may be on its way");
}

/// A lease rests on voters that do not vote; one that restarted has forgotten which leader it heard, and waits as long.
#[test]
fn who_may_have_promised_a_lease_does_not_vote() {
    let mut follower = Bench::on_disk(1, 3, LEASED, Default::default(), log(&[]));
    follower.hears(2, 1, append(at(0, 0), &[], 0));
    follower.sync();
    let mut restarted = follower.restarted();
    for bench in [&mut follower, &mut restarted] {
        assert!(bench.hears(3, 2, request_vote(at(1, 1))).messages.is_empty());
        bench.times_out();
        assert!(bench.is_follower(), "nor for itself");
        bench.now = LocalTime(LEASED.election_timeout.min_us);
        assert!(granted(&bench.hears(3, 2, request_vote(at(1, 1)))));
    }
}

/// With another election timeout a lease is to be earned anew: voters promised by the old one.
#[test]
fn a_changed_time_out_ends_the_lease() {
    let mut leader = leader();
    let longer = DurationRange { min_us: 1_000_000, max_us: 2_000_000 };
    leader.node.reconfigure(leader.now, Config { election_timeout: longer, ..LEASED });
    assert_eq!(answered(&leader.reads(1)), []);
    leader.hears(2, 1, accepted_at(19_000, 1));
    assert_eq!(answered(&leader.reads(2)), [], "that was sent before");
    leader.now = LocalTime(40_000);
    leader.hears(2, 1, accepted_at(30_000, 1));
    assert_eq!(answered(&leader.reads(3)), [ready(3, 1)]);
}

/// §6.4: "the follower would send the leader a request asking for its current readIndex", and serve the read once it
/// has applied that much.
#[test]
fn a_follower_asks_its_leader() {
    let mut follower = Bench::new(3);
    follower.hears(2, 1, append(at(0, 0), &[1], 0));
    let asked = follower.reads(7);
    assert_eq!(answered(&asked), []);
    assert_eq!(only_message(&asked).body, Body::ReadIndex { request: RequestToken(7) });
    let told = Body::ReadIndexReply { request: RequestToken(7), index: Some(LogIndex(1)) };
    assert_eq!(answered(&follower.hears(2, 1, told)), [ready(7, 1)]);
    let unknown = Body::ReadIndexReply { request: RequestToken(8), index: None };
    assert_eq!(answered(&follower.hears(2, 1, unknown)), [(8, ReadAnswer::Unconfirmed)]);
}

/// §6.4: the leader does for a follower what it does for a client of its own.
#[test]
fn a_leader_confirms_a_followers_read() {
    let mut leader = Bench::leading(3, CONFIG, 0, &[]);
    leader.hears(2, 1, accepted(beat(1), 1));
    let asked = leader.hears(3, 1, Body::ReadIndex { request: RequestToken(7) });
    let round = appends_to(&asked, 2)[0].round;
    let confirmed = leader.hears(2, 1, accepted(round, 1));
    let reply = confirmed.messages.iter().find(|outgoing| outgoing.message.to == n(3)).unwrap();
    assert_eq!(reply.message.body, Body::ReadIndexReply { request: RequestToken(7), index: Some(LogIndex(1)) });
    assert_eq!(reply.message.term, Term(1));
}

/// A server that does not lead in the asker's term cannot tell, and says so.
#[test]
fn who_does_not_lead_cannot_tell() {
    for mut bench in [Bench::new(3), Bench::leading(3, CONFIG, 1, &[])] {
        let effects = bench.hears(3, 1, Body::ReadIndex { request: RequestToken(7) });
        assert_eq!(only_message(&effects).body, Body::ReadIndexReply { request: RequestToken(7), index: None });
    }
}
