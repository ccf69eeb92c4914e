//! §5.3: "The leader handles inconsistencies by forcing the followers' logs to duplicate its own."

use super::harness::*;
use raftarium::raft::{Body, Config, Event, HardState, Input, LogIndex, Mode, Term};

/// Figure 7's leader for term 8, and the six logs that its followers may have.
const FIGURE_7_LEADER: &[u64] = &[1, 1, 1, 4, 4, 5, 5, 6, 6, 6];
/// The log, and how often it refuses before its place of agreement is found.
const FIGURE_7: [(&str, &[u64], usize); 6] = [
    ("a", &[1, 1, 1, 4, 4, 5, 5, 6, 6], 1),
    ("b", &[1, 1, 1, 4], 1),
    ("c", &[1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6], 0),
    ("d", &[1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7], 0),
    ("e", &[1, 1, 1, 4, 4, 4, 4], 2),
    ("f", &[1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3], 2),
];

fn server(id: usize, config: Config, current_term: u64, terms: &[u64]) -> Bench {
    let hard_state = HardState { current_term: Term(current_term), voted_for: None };
    Bench::on_disk(id, 3, config, hard_state, log(terms))
}

/// n1 is elected in term 8 by n3, whose log is empty, and brings n2 in line. Returns the refusals that it heard
/// from n2.
fn bring_in_line(config: Config, leaders: &[u64], followers: &[u64]) -> (Cluster, usize) {
    let servers = vec![server(1, config, 7, leaders), server(2, config, 7, followers), server(3, config, 7, &[])];
    let mut cluster = Cluster::of(servers);
    cluster.isolated = [n(2)].into_iter().collect();
    cluster.step(1, Input::ElectionTimeout);
    assert!(cluster.node(1).is_leader());
    cluster.isolated = Default::default();
    let refusals_before = cluster.refusals_by[1];
    // What was sent while n2 was away is lost, and missed after two beats.
    for _ in 0..2 {
        cluster.step(1, Input::HeartbeatTimeout);
    }
    let refusals = cluster.refusals_by[1] - refusals_before;
    (cluster, refusals)
}

/// §5.3, figure 7: each of the six logs is brought in line with the leader's, by "one AppendEntries RPC […] for
/// each term with conflicting entries, rather than one RPC per entry".
#[test]
fn each_log_of_figure_7_is_brought_in_line() {
    for max_entries in [64, 1] {
        for (name, followers_log, refusals_expected) in FIGURE_7 {
            let config = Config { max_entries, ..CONFIG };
            let (mut cluster, refusals) = bring_in_line(config, FIGURE_7_LEADER, followers_log);
            assert_eq!(refusals, refusals_expected, "({name})");
            let leaders = [FIGURE_7_LEADER, &[8]].concat();
            for number in [2, 3] {
                assert_eq!(cluster.node(number).terms(), leaders, "({name}) n{number}");
            }
            cluster.step(1, Input::HeartbeatTimeout);
            for number in 1..=3 {
                assert_eq!(cluster.node(number).commit_index(), 11, "({name}) n{number}");
            }
        }
    }
}

/// Figure 2 alone, as `config replication plain` has it: a refusal moves `next_index` one entry back, and what follows goes
/// with the next heartbeat, as a whole; so each log of figure 7 costs as many heartbeats as it has entries to go back.
#[test]
fn plain_replication_goes_back_one_entry_a_heartbeat() {
    let config = Config { plain_replication: true, ..CONFIG };
    for (name, followers_log, _) in FIGURE_7 {
        let (mut cluster, _) = bring_in_line(config, FIGURE_7_LEADER, followers_log);
        let leaders = [FIGURE_7_LEADER, &[8]].concat();
        let agreed = followers_log.iter().zip(&leaders).take_while(|(one, other)| one == other).count();
        let mut beats = 2;
        while cluster.node(2).terms() != leaders {
            cluster.step(1, Input::HeartbeatTimeout);
            beats += 1;
        }
        // The first message follows the leader's tenth entry, and each after it one entry less.
        assert_eq!(beats, (10 - agreed.min(10) + 1).max(2), "({name})");
    }
}

/// The whole suffix goes with each message until it is acknowledged, and an answer sends nothing.
#[test]
fn plain_replication_sends_the_whole_suffix_each_time() {
    let config = Config { plain_replication: true, max_entries: 1, max_inflight: 1, ..CONFIG };
    let mut leader = Bench::leading(3, config, 7, FIGURE_7_LEADER);
    leader.hears(2, 8, accepted(beat(1), 11));
    for sent in 1..=3 {
        let effects = leader.proposes("x");
        let appends = appends_to(&effects, 2);
        assert_eq!((appends.len(), appends[0].prev.index, appends[0].entries.len()), (1, LogIndex(11), sent));
    }
    assert!(leader.hears(2, 8, accepted(beat(1), 12)).messages.is_empty(), "an answer sends nothing");
    let effects = leader.beats();
    assert_eq!(appends_to(&effects, 2)[0].entries.len(), 2, "what is not acknowledged goes again");
}

/// A hundred entries of one term on either side are one step, not a hundred.
#[test]
fn a_leader_backs_off_a_whole_term_at_a_time() {
    let follower = [&[1, 1][..], &[2; 100]].concat();
    let leader = [&[1, 1][..], &[3; 100]].concat();
    let (mut cluster, refusals) = bring_in_line(CONFIG, &leader, &follower);
    assert_eq!(cluster.node(2).terms(), [&leader[..], &[8]].concat());
    assert_eq!(refusals, 1);
    let (mut cluster, refusals) = bring_in_line(CONFIG, &[1; 100], &[]);
    assert_eq!((cluster.node(2).terms().len(), refusals), (101, 1), "a log that is too short is one step too");
}

/// §5.3, end: where a leader goes on after a hint, with a log of terms 1 1 1 4 4 5 5 6 6 6.
#[test]
fn a_leader_looks_its_own_log_up_for_the_hint() {
    let table = [
        (too_short(beat(1), 10, 5), 5, "after the follower's last entry"),
        (too_short(beat(1), 10, 1), 1, "from the start"),
        (other_term(beat(1), 10, 4, 3), 6, "after its own last entry of that term"),
        (other_term(beat(1), 10, 5, 9), 8, "after its own last entry of that term"),
        (other_term(beat(1), 10, 2, 4), 4, "it has none: all the follower has of that term goes"),
        (other_term(beat(1), 10, 7, 10), 10, "it has none"),
        (too_short(beat(1), 10, 40), 10, "a step back at least, whatever the hint says"),
        (other_term(beat(1), 10, 6, 2), 10, "a step back at least"),
    ];
    for (refusal, next_index, why) in table {
        let mut leader = Bench::leading(3, CONFIG, 7, FIGURE_7_LEADER);
        let effects = leader.hears(2, 8, refusal.clone());
        let appends = appends_to(&effects, 2);
        assert_eq!(appends.len(), 1, "it tries again at once, and once");
        assert_eq!(appends[0].prev.index.next(), LogIndex(next_index), "{refusal:?}: {why}");
        assert_eq!(leader.progress(2).mode, Mode::Probe);
    }
}

/// §5.3: "After a rejection, the leader decrements nextIndex and retries": until it agrees, one question at a time,
/// and a doubled refusal is one refusal.
#[test]
fn a_doubled_refusal_is_one_refusal() {
    let mut leader = Bench::leading(3, CONFIG, 7, FIGURE_7_LEADER);
    leader.hears(2, 8, too_short(beat(1), 10, 5));
    let before = leader.node.clone();
    for refusal in [too_short(beat(1), 10, 5), too_short(beat(1), 10, 2), other_term(beat(1), 9, 1, 1)] {
        assert!(leader.hears(2, 8, refusal).messages.is_empty());
        assert_eq!(leader.node, before);
    }
}

/// A refusal that comes after the acceptance of what it refuses is old: the peer has it by now.
#[test]
fn a_refusal_of_what_was_since_accepted_is_ignored() {
    let mut leader = Bench::leading(3, CONFIG, 7, FIGURE_7_LEADER);
    leader.hears(2, 8, accepted(beat(1), 11));
    let is_ignored = |leader: &mut Bench, refusal: Body| {
        let before = leader.node.clone();
        let effects = leader.hears(2, 8, refusal);
        assert!(effects.messages.is_empty());
        assert!(matches!(effects.events[..], [Event::ReplyIgnored { .. }]));
        assert_eq!(leader.node, before);
    };
    for refusal in [too_short(beat(1), 10, 2), too_short(beat(1), 11, 2), other_term(beat(1), 9, 5, 1)] {
        is_ignored(&mut leader, refusal);
    }
    let mut probing = Bench::leading(3, CONFIG, 7, FIGURE_7_LEADER);
    probing.hears(2, 8, accepted(beat(1), 3));
    assert_eq!(appends_to(&probing.hears(2, 8, too_short(beat(1), 10, 4)), 2)[0].prev, at(1, 3));
    is_ignored(&mut probing, too_short(beat(1), 3, 1));
}

/// n1 as the leader of term 8 with the log of figure 7, four entries a message, that heard n2 refuse index 10, sent
/// 5 to 8, and heard them accepted: 9 to 11 are on their way.
fn leader_past_a_refusal() -> Bench {
    let mut leader = Bench::leading(3, Config { max_entries: 4, ..CONFIG }, 7, FIGURE_7_LEADER);
    assert_eq!(sent_up_to(&leader.hears(2, 8, too_short(beat(1), 10, 5)), 2), [8]);
    assert_eq!(sent_up_to(&leader.hears(2, 8, accepted(beat(1), 8)), 2), [11]);
    leader
}

/// The network may double a refusal, and deliver the second copy when agreement was found long ago. No message on
/// its way begins where it refuses, so it says nothing.
#[test]
fn a_late_copy_of_a_refusal_is_ignored() {
    let mut leader = leader_past_a_refusal();
    let before = leader.node.clone();
    let effects = leader.hears(2, 8, too_short(beat(1), 10, 5));
    assert!(effects.messages.is_empty(), "{:?}", effects.messages);
    assert_eq!(leader.node, before);
}

/// Whatever is refused, a leader does not go back behind what the peer has acknowledged in this term, unless the
/// peer has lost it.
#[test]
fn a_leader_never_goes_back_behind_match_index() {
    let mut leader = leader_past_a_refusal();
    for refusal in [too_short(beat(1), 10, 5), too_short(beat(1), 8, 5), other_term(beat(1), 9, 1, 1)] {
        leader.hears(2, 8, refusal.clone());
        assert!(leader.match_index(2) < leader.progress(2).next_index.0, "{refusal:?}: {:?}", leader.progress(2));
    }
}

/// Messages may overtake one another: a message of a later round comes first and is refused, the one before it
/// comes and is accepted, and the refusal is heard last. The peer has lost nothing: only what was refused is sent
/// again.
#[test]
fn a_refusal_of_what_overtook_is_no_lost_disk() {
    let mut leader = Bench::leading(2, CONFIG, 0, &[]);
    leader.hears(2, 1, accepted(beat(1), 1));
    assert_eq!(sent_up_to(&leader.proposes("x"), 2), [2]);
    leader.beats();
    assert_eq!(sent_up_to(&leader.proposes("y"), 2), [3]);
    leader.hears(2, 1, accepted(beat(1), 2));
    let effects = leader.hears(2, 1, too_short(beat(2), 2, 2));
    let prevs: Vec<u64> = appends_to(&effects, 2).iter().map(|append| append.prev.index.0).collect();
    assert_eq!(prevs, [2]);
}

/// What was refused because it overtook another waits for that one, and is sent again, with what came after it, when
/// that has arrived.
#[test]
fn what_overtook_is_sent_again_after_what_it_overtook() {
    let mut leader = Bench::leading(2, CONFIG, 0, &[]);
    leader.hears(2, 1, accepted(beat(1), 1));
    let sent: Vec<Vec<u64>> = ["x", "y", "z"].map(|word| sent_up_to(&leader.proposes(word), 2)).into();
    assert_eq!(sent, [[2], [3], [4]]);
    let refused = leader.hears(2, 1, too_short(beat(1), 2, 2));
    assert_eq!(refused.events, [Event::Overtaken { peer: n(2), prev_index: LogIndex(2) }]);
    assert_eq!(refused.messages, []);
    assert_eq!(sent_up_to(&leader.hears(2, 1, accepted(beat(1), 2)), 2), [4]);
}

/// Acknowledgements in any order, doubled or not, say the same in the end.
#[test]
fn reordered_and_doubled_acknowledgements_say_the_same() {
    let orders = [[2, 3, 4, 5], [5, 4, 3, 2], [3, 2, 5, 4], [2, 2, 5, 2]];
    for order in orders {
        let mut leader = Bench::leading(2, CONFIG, 0, &[]);
        leader.hears(2, 1, accepted(beat(1), 1));
        for _ in 0..4 {
            leader.proposes("x");
        }
        leader.sync();
        for match_index in order {
            assert_eq!(sent_up_to(&leader.hears(2, 1, accepted(beat(1), match_index)), 2), [0; 0], "{order:?}");
        }
        let progress = leader.progress(2);
        assert_eq!((progress.match_index, progress.next_index), (LogIndex(5), LogIndex(6)), "{order:?}");
        assert!(progress.in_flight.is_empty(), "{order:?}");
        assert_eq!(leader.commit_index(), 5, "{order:?}");
    }
}

/// §5.3: "the leader retries AppendEntries RPCs indefinitely […] until all followers eventually store all log
/// entries": when a heartbeat that began a whole interval later is answered and they are not.
#[test]
fn lost_entries_are_sent_again_on_evidence() {
    let mut leader = Bench::leading(2, CONFIG, 0, &[]);
    leader.hears(2, 1, accepted(beat(1), 1));
    assert_eq!(sent_up_to(&leader.proposes("x"), 2), [2]);
    assert_eq!(sent_up_to(&leader.proposes("y"), 2), [3]);
    let next = appends_to(&leader.beats(), 2)[0].round;
    assert_eq!(sent_up_to(&leader.hears(2, 1, accepted(next, 1)), 2), [0; 0], "they may still be on their way");
    let second = appends_to(&leader.beats(), 2)[0].round;
    let effects = leader.hears(2, 1, accepted(second, 1));
    assert_eq!(sent_up_to(&effects, 2), [3], "both, in one message");
    assert_eq!(appends_to(&effects, 2)[0].prev, at(1, 1));
    assert!(effects.events.contains(&Event::SentAgain { peer: n(2), next_index: LogIndex(2) }));
}

/// The same, as often as it takes, and while the place of agreement is still looked for.
#[test]
fn a_lost_question_is_asked_again_for_as_long_as_it_takes() {
    let mut leader = Bench::leading(2, CONFIG, 1, &[1]);
    assert_eq!(leader.progress(2).mode, Mode::Probe);
    for _ in 0..5 {
        leader.beats();
        let second = appends_to(&leader.beats(), 2)[0].clone();
        let refused = leader.hears(2, 2, too_short(second.round, 1, 1));
        assert!(sent_up_to(&refused, 2).len() <= 1);
        leader.beats();
        let heard = appends_to(&leader.beats(), 2)[0].clone();
        assert_eq!(heard.prev, at(0, 0));
        let again = leader.hears(2, 2, accepted(heard.round, 0));
        assert_eq!(sent_up_to(&again, 2), [2], "what was sent in that round is lost");
    }
}

/// Entries without an answer are not sent again and again: a server that is down costs a heartbeat an interval.
#[test]
fn a_silent_peer_gets_no_entries_twice() {
    let mut leader = Bench::leading(3, CONFIG, 0, &[]);
    leader.proposes("x");
    for _ in 0..100 {
        let effects = leader.beats();
        assert_eq!(sent_up_to(&effects, 2), [0; 0]);
        assert_eq!(appends_to(&effects, 2).len(), 1);
    }
}

/// A server that was away gets what it missed within two heartbeats of its return.
#[test]
fn a_server_that_was_away_catches_up() {
    let benches = (1..=3).map(|id| server(id, Config { max_entries: 5, max_inflight: 2, ..CONFIG }, 0, &[])).collect();
    let mut cluster = Cluster::of(benches);
    cluster.step(1, Input::ElectionTimeout);
    cluster.isolated = [n(3)].into_iter().collect();
    for _ in 0..50 {
        cluster.step(1, propose(entry(1)));
        cluster.step(1, Input::HeartbeatTimeout);
    }
    assert_eq!(cluster.node(1).commit_index(), 51, "with n2 alone");
    cluster.isolated = Default::default();
    for _ in 0..2 {
        cluster.step(1, Input::HeartbeatTimeout);
    }
    assert_eq!(cluster.node(3).terms(), vec![1; 51]);
    cluster.step(1, Input::HeartbeatTimeout);
    assert_eq!(cluster.node(3).commit_index(), 51);
}

/// A server that restarts may have lost what was in flight to it, but nothing that it acknowledged.
#[test]
fn a_server_that_restarts_gets_what_it_lost() {
    let mut leader = Bench::leading(2, CONFIG, 0, &[]);
    let mut follower = server(2, CONFIG, 0, &[]);
    follower.hears(1, 1, append(at(0, 0), &[1], 0));
    follower.sync();
    leader.hears(2, 1, accepted(beat(1), 1));
    for append in appends_to(&leader.proposes("x"), 2) {
        follower.hears(1, 1, Body::AppendEntries(append));
    }
    let mut follower = follower.restarted();
    assert_eq!(follower.terms(), [1], "the crash came before the fsync");
    for _ in 0..2 {
        for append in appends_to(&leader.beats(), 2) {
            for reply in follower.hears(1, 1, Body::AppendEntries(append)).messages {
                let effects = leader.hears(2, 1, reply.message.body);
                for append in appends_to(&effects, 2) {
                    follower.hears(1, 1, Body::AppendEntries(append));
                }
            }
        }
    }
    assert_eq!(follower.terms(), [1, 1]);
}

/// §5.3: a peer that refuses, in a later round, what it acknowledged has lost its disk. The leader goes back as far as it
/// takes, a step for each refusal, and then forward a message at a time.
#[test]
fn who_lost_its_disk_is_led_back_to_where_it_was() {
    let mut leader = Bench::leading(2, Config { max_entries: 4, ..CONFIG }, 7, FIGURE_7_LEADER);
    leader.hears(2, 8, accepted(beat(1), 11));
    leader.beats();
    let mut sent_up_to = |reply: Body| sent_up_to(&leader.hears(2, 8, reply), 2);
    assert_eq!(sent_up_to(too_short(beat(2), 11, 7)), [10]);
    assert_eq!(sent_up_to(too_short(beat(2), 11, 7)), [0; 0], "a copy of that says nothing");
    assert_eq!(sent_up_to(too_short(beat(2), 6, 1)), [4], "it lost more than it thought");
    assert_eq!(sent_up_to(accepted(beat(2), 4)), [8]);
    assert_eq!(sent_up_to(accepted(beat(2), 4)), [0; 0], "a copy of that says nothing");
    assert_eq!(sent_up_to(accepted(beat(2), 8)), [11]);
    assert_eq!(sent_up_to(accepted(beat(2), 11)), [0; 0]);
    assert_eq!((leader.match_index(2), leader.progress(2).mode), (11, Mode::Replicate));
}

/// No safety is claimed once a disk is lost, but its server is served: it is sent everything again, and
/// `match_index` stays.
#[test]
fn a_server_that_lost_its_disk_is_sent_everything_again() {
    for max_entries in [64, 4] {
        let config = Config { max_entries, ..CONFIG };
        let benches = (1..=3).map(|id| server(id, config, 0, &[])).collect();
        let mut cluster = Cluster::of(benches);
        cluster.step(1, Input::ElectionTimeout);
        for _ in 0..20 {
            cluster.step(1, propose(entry(1)));
        }
        *cluster.node(3) = server(3, config, 0, &[]);
        let mut beats = 0;
        while cluster.node(3).terms().len() < 21 {
            cluster.step(1, Input::HeartbeatTimeout);
            assert_eq!(cluster.node(1).match_index(3), 21);
            beats += 1;
            assert!(beats < 10, "{max_entries} at a time: {:?}", cluster.node(3).terms());
        }
    }
}
