use super::*;
use crate::lab::view::{
    BAND_STRIDE, ClusterView, MESSAGE_STRIDE, NodeView, SENT_STRIDE, STRETCH_HEAD, SafetyView, SnapshotQuery,
};
use crate::raft::{HardState, Log, LogIndex, Membership, RoleName};
use crate::script::{Limit, Runner, Trace, parse};
use crate::sim::NodeState;

/// A load, a crash, a cut and a snapshot, with messages that are lost and doubled.
const SCRIPT: &str = "nodes 5\nseed 4\nconfig loss 3%\nconfig duplicate 3%\nconfig snapshot-every 20\n\
    load every 30ms from c1 c2\nrun until leader\nrun 2s\ncrash n1\nrun 2s\nrestart n1\ncut n2 - n3\nrun 1s\n\
    pause n4\nrun 300ms\nresume n4\nrun 1s\n";

const QUERY: SnapshotQuery = SnapshotQuery { log_from: 1, log_columns: 200, kv_rows: 50 };

fn text_of(script: &str) -> String {
    let mut runner = Runner::new(parse(script).unwrap(), true);
    runner.advance(Limit::events(1_000_000));
    let mut trace = Trace::default();
    runner.world_mut().take_events().iter().map(|event| trace.take(event) + "\n").collect()
}

fn mirror_of(text: &str) -> Mirror {
    let mut mirror = Mirror::of(1);
    // Lines come in pieces.
    for bytes in text.as_bytes().chunks(1_009) {
        mirror.append(0, bytes).unwrap();
    }
    mirror.end(0).unwrap();
    mirror
}

fn both() -> (Lab, Mirror) {
    let mut lab = Lab::new(SCRIPT).unwrap();
    lab.run_script(1_000_000);
    (lab, mirror_of(&text_of(SCRIPT)))
}

/// What both know of a node. Only the world knows which configuration a node that is down uses.
fn known(view: &ClusterView) -> Vec<NodeView> {
    let known = |node: &NodeView| {
        let is_down = node.status == "down";
        let disk = crate::lab::view::DiskView {
            pending_entries: 0.0,
            pending_hard_state: false,
            fsync_due_us: None,
            snapshot_index: 0.0,
            snapshot_bytes: 0.0,
            pending_snapshot: false,
            ..node.disk.clone()
        };
        NodeView {
            election_timer: None,
            heartbeat_due_us: None,
            peers: Vec::new(),
            inbox: 0.0,
            collected_bytes: 0.0,
            lease_us: None,
            heard: None,
            clock_ppm: 0.0,
            disk,
            membership: if is_down { String::new() } else { node.membership.clone() },
            ..node.clone()
        }
    };
    view.nodes.iter().map(known).collect()
}

#[test]
fn it_shows_what_the_universe_shows_at_every_instant() {
    let (mut lab, mut mirror) = both();
    let end = mirror.place().end_us as u64;
    assert_eq!(mirror.place().end_event, lab.place().end_event);
    for us in (0..end).step_by(61_000).chain((0..end).rev().step_by(703_000)) {
        let (one, other) = (lab.seek_us(us), mirror.seek_us(us));
        assert_eq!((one.event, us as f64), (other.event, other.now_us), "at {us}");
        let (one, other) = (lab.snapshot(QUERY), mirror.snapshot(QUERY));
        assert_eq!(known(&one), known(&other), "at {us}");
        assert_eq!((&one.kv, one.kv_more, one.log_end), (&other.kv, other.kv_more, other.log_end), "at {us}");
        assert_eq!(one.leader, other.leader, "at {us}");
    }
}

/// Rows by their messages. Only the world knows the flags of what may become of a message.
fn rows(numbers: &[f64]) -> BTreeMap<u64, Vec<f64>> {
    let row = |row: &[f64]| (row[0] as u64, row[1..6].to_vec());
    numbers.chunks(MESSAGE_STRIDE).map(row).collect()
}

#[test]
fn messages_fly_as_in_the_universe() {
    let (mut lab, mut mirror) = both();
    let mut flown = 0;
    for us in (1_000_000..6_000_000).step_by(17_003) {
        lab.seek_us(us);
        mirror.seek_us(us);
        let (one, other) = (rows(&lab.messages()), rows(&mirror.messages()));
        assert!(!one.is_empty() || other.is_empty());
        for (id, row) in &other {
            assert_eq!(one.get(id), Some(row), "message {id} at {us}");
            assert!(mirror.message(*id).is_some_and(|message| message.kind == lab.message(*id).unwrap().kind));
        }
        assert_eq!(one.len(), other.len(), "at {us}");
        flown += other.len();
    }
    assert!(100 < flown, "{flown}");
}

#[test]
fn time_passes_event_by_event_and_is_told_once() {
    let (_, mut mirror) = both();
    let (mut told, mut stop) = (BTreeMap::new(), String::new());
    for ms in 0..20_000 {
        let advance = mirror.advance(ms * 1_000, 100_000);
        for event in mirror.feed().events {
            assert!(told.insert(event.id as u64, event).is_none(), "told once");
        }
        stop = advance.stop;
        if stop == "stopped" {
            break;
        }
    }
    assert_eq!(stop, "stopped", "at the end of what is told it stops");
    assert!(told.values().any(|event| event.kind == "election-won"));
    assert_eq!(mirror.advance(u64::MAX, 10).stop, "stopped");
    mirror.seek_us(0);
    assert_eq!(mirror.advance(u64::MAX, 10).stop, "budget");
}

#[test]
fn landmarks_causes_and_cones_are_those_of_the_universe() {
    let (mut lab, mut mirror) = both();
    lab.seek_us(0);
    mirror.seek_us(0);
    for kind in ["election", "commit", "fault", "message"] {
        // A universe would be run on in search of more.
        for _ in 0..3 {
            if !mirror.has_ahead(kind) {
                break;
            }
            let (one, other) = (lab.seek_landmark(kind, true), mirror.seek_landmark(kind, true));
            // A universe stands where the whole step is done, the trace where the event has just happened.
            assert_eq!((one.now_us, other.event <= one.event), (other.now_us, true), "{kind}");
            lab.seek_event(other.event as u64);
            let question = format!("event {}", other.event);
            let (one, other) = (lab.why(&question).unwrap(), mirror.why(&question).unwrap());
            assert_eq!((one.answer, one.links, one.root), (other.answer, other.links, other.root), "{question}");
            let event = mirror.place().event as u64;
            assert_eq!(lab.event(event), mirror.event(event));
        }
        let (one, other) = (lab.seek_landmark(kind, false), mirror.seek_landmark(kind, false));
        assert_eq!(one.now_us, other.now_us, "back to {kind}");
    }
    lab.seek_us(5_000_000);
    mirror.seek_us(5_000_000);
    assert_eq!(lab.firings(), mirror.firings());
    assert_eq!(mirror.why("role n2").unwrap().asked, "question-event");
    assert!(mirror.why("entry n2 3").is_some() && mirror.why("leader").is_some());
    assert_eq!(mirror.why("who is it?"), None);
}

#[test]
fn stretches_tile_the_trace() {
    let (_, mirror) = both();
    let count = mirror.stretches()[5..].len() / 3;
    assert!(2 < count, "{count}");
    let (mut sent, mut until) = (0, 0.0);
    for place in 0..count {
        let stretch = mirror.stretch(place);
        let numbers = stretch.numbers();
        assert_eq!(numbers[0], until, "each begins where the one before ends");
        until = numbers[1];
        sent += numbers[4] as usize;
        assert_eq!(stretch.is_last(), place + 1 == count);
    }
    let ended = mirror.events.iter().filter(|event| {
        let (What::MessageSent { message, .. } | What::MessageDuplicated { copy: message, .. }) = &event.what else {
            return false;
        };
        mirror.ends.contains_key(&message.0)
    });
    assert_eq!((sent, until), (ended.count(), mirror.len() as f64));
}

/// The outline is that of the universe, before anything is played; and what one skips leaves its marks.
#[test]
fn all_of_it_is_seen_at_once() {
    let (_, mut mirror) = both();
    let outline = mirror.outline();
    let [messages, bands, dots] = [4, 5, 6].map(|place| outline[place] as usize);
    assert_eq!(messages, 0);
    // Of each stretch but the first, the lanes that end as they began.
    assert!(10 < bands && 2 <= dots, "{bands} {dots}");
    let expected: Vec<u64> =
        mirror.events.iter().filter(|event| row(&event.what).1.mark().is_some()).map(|event| event.id.0).collect();
    mirror.seek_end();
    let mut marked = Vec::new();
    loop {
        let marks = mirror.feed().marks;
        marked.extend(marks.iter().map(|mark| mark.event as u64));
        if marks.len() < MARKS_MAX {
            break;
        }
    }
    assert_eq!(marked, expected);
    assert!(100 < marked.len());
    mirror.seek_us(0);
    mirror.seek_end();
    assert!(mirror.feed().marks.is_empty(), "marked once");
}

#[test]
fn a_wrong_line_is_named() {
    let text = text_of("nodes 1\nrun 1s\n");
    let mut mirror = Mirror::of(1);
    let wrong = text.replacen("\"kind\":\"write-started\"", "\"kind\":\"what\"", 1);
    let error = mirror.append(0, wrong.as_bytes()).unwrap_err();
    assert_eq!((error.field.as_deref(), error.expected.as_str()), (Some("kind"), "trace-expected-kind"));
    assert_eq!(error.line as usize, wrong.lines().position(|line| line.contains("\"what\"")).unwrap() + 1);
    let mut mirror = Mirror::of(1);
    let unfit = text.replacen("\"kind\":\"election-won\",", "\"kind\":\"election-won\",\"term\":7,", 1);
    let unfit = unfit.replacen("\"term\":1,\"votes\"", "\"votes\"", 1);
    let error = mirror.append(0, unfit.as_bytes()).unwrap_err();
    assert_eq!((error.expected.as_str(), error.value.as_deref()), ("misfit-own-term", Some("1")));
}

/// The streams of running nodes: they begin amid their lives, one is silent, and time goes on at the end.
#[test]
fn a_running_cluster_is_followed() {
    let text = text_of("nodes 3\ntimeout n1\nrun until leader n1\nset x 1\nrun until agreed\nrun 1s\n");
    let mut mirror = Mirror::of(3);
    mirror.go_live();
    for (source, name) in ["n1", "n2"].into_iter().enumerate() {
        let (mut lines, mut id) = (String::new(), 0);
        for line in text.lines().filter(|line| line.contains(&format!("\"node\":\"{name}\""))) {
            let mut event: serde_json::Value = serde_json::from_str(line).unwrap();
            id += 1;
            event["id"] = id.into();
            event["cause"] = serde_json::Value::Null;
            event["because"] = Vec::<u64>::new().into();
            lines += &format!("{event}\n");
        }
        mirror.append(source, lines.as_bytes()).unwrap();
    }
    assert_eq!(mirror.len(), 0, "the third may have been first");
    mirror.settle(10_000_000).unwrap();
    mirror.seek_end();
    let view = mirror.snapshot(QUERY);
    assert_eq!(view.leader.as_deref(), Some("n1"));
    assert_eq!(view.nodes.len(), 2);
    mirror.break_off(0);
    let view = mirror.snapshot(QUERY);
    assert_eq!((view.leader, view.nodes[0].status.as_str(), view.nodes[1].status.as_str()), (None, "down", "up"));
    mirror.seek_us(100_000);
    assert_eq!(mirror.snapshot(QUERY).nodes[0].status, "up", "then it was");
    mirror.seek_end();
    let end = mirror.place().end_us;
    let advance = mirror.advance(end as u64 + 5_000_000, 100);
    assert_eq!((advance.stop.as_str(), advance.now_us), ("reached", end + 5_000_000.0));
    let advance = mirror.advance(60_000_000, 100);
    assert_eq!((advance.stop.as_str(), advance.now_us), ("reached", 10_000_000.0), "no further than what is placed");
}

/// Cuts, walls, disks, and of what nothing is claimed: as in the universe, and since when it happened.
#[test]
fn faults_and_claims_are_those_of_the_universe() {
    let script = "nodes 5\nseed 3\nrun until leader\npartition n1 n2 | n3 n4 n5\nrun 500ms\njoin n1 - n3\nrun 100ms\n\
        heal\ncut n1 -> n2\ndisk n4 torn\nrun 300ms\ndisk n4 well\nwipe n5\nrun 500ms\nrestart n5\nrun 300ms\n\
        http POST /raft/request-vote {\"term\":9,\"candidateId\":\"n1\",\"lastLogIndex\":9,\"lastLogTerm\":9} to n3 from c2\nrun 500ms\n";
    let mut lab = Lab::new(script).unwrap();
    lab.run_script(1_000_000);
    let mut mirror = mirror_of(&text_of(script));
    let mut claims = Vec::new();
    for us in (0..mirror.place().end_us as u64).step_by(23_000) {
        lab.seek_us(us);
        mirror.seek_us(us);
        let (one, other) = (lab.snapshot(QUERY), mirror.snapshot(QUERY));
        assert_eq!((&one.cuts, &one.partition), (&other.cuts, &other.partition), "at {us}");
        assert_eq!(known(&one), known(&other), "at {us}");
        let of = |view: &ClusterView| {
            let SafetyView { claimed, wiped, forged, .. } = &view.safety;
            (*claimed, wiped.clone(), forged.clone())
        };
        // A trace counts a forged message from when it was sent.
        assert!(of(&one).0 == of(&other).0 || of(&one).0 && !of(&other).2.is_empty(), "at {us}");
        assert!(of(&one).2.is_empty() || of(&one).2 == of(&other).2, "at {us}");
        if claims.last() != Some(&of(&other)) {
            claims.push(of(&other));
        }
    }
    let n5 = || vec!["n5".to_string()];
    let expected = [(true, vec![], vec![]), (false, n5(), vec![]), (false, n5(), vec!["n3".to_string()])];
    assert_eq!(claims, expected);
    // The lane of the network: the partition, what is left of it as cuts, and a cut after the heal.
    let network: Vec<f64> =
        bands(&mirror.stretch(0).numbers()).into_iter().filter(|band| band[0] == 0.0).map(|band| band[1]).collect();
    assert_eq!(network, [5.0, 6.0, 6.0]);
}

/// The bands of a stretch.
fn bands(numbers: &[f64]) -> Vec<Vec<f64>> {
    let [messages, bands] = [4, 5].map(|place| numbers[place] as usize);
    let from = STRETCH_HEAD + messages * SENT_STRIDE;
    numbers[from..from + bands * BAND_STRIDE].chunks(BAND_STRIDE).map(<[f64]>::to_vec).collect()
}

/// A process that is killed tells nothing of it: its lane shows it as down until it starts again, and for good where its file ends.
#[test]
fn a_node_that_falls_silent_is_down_in_its_lane() {
    let text = text_of("nodes 3\ntimeout n1\nrun until leader n1\nrun 500ms\ncrash n1\nrun 2s\nrestart n1\nrun 1s\n");
    // The process itself tells neither that it was killed nor what is lost on the way to it. Numbers have no gap.
    let mut ids = BTreeMap::new();
    let mut killed = String::new();
    for line in text.lines() {
        let mut event: serde_json::Value = serde_json::from_str(line).unwrap();
        if event["node"] == "n1" && (event["kind"] == "crashed" || event["kind"] == "message-lost") {
            continue;
        }
        ids.insert(event["id"].as_u64().unwrap(), ids.len() + 1);
        event["id"] = ids.len().into();
        event["cause"] = event["cause"].as_u64().and_then(|cause| ids.get(&cause).copied()).into();
        event["because"] = Vec::<u64>::new().into();
        killed += &format!("{event}\n");
    }
    let statuses = |mirror: &Mirror| -> Vec<f64> {
        let all = (0..mirror.stretches()[5..].len() / 3).flat_map(|place| bands(&mirror.stretch(place).numbers()));
        let mut statuses: Vec<f64> = all.filter(|band| band[0] == 1.0).map(|band| band[1]).collect();
        statuses.dedup();
        statuses
    };
    let (whole, mut mirror) = (mirror_of(&text), mirror_of(&killed));
    assert_eq!(statuses(&mirror), statuses(&whole));
    assert!(statuses(&mirror).windows(2).any(|two| two == [2.0, 4.0]), "it led, and then was down");
    mirror.seek_us(mirror.place().end_us as u64 - 1_500_000);
    let view = mirror.snapshot(QUERY);
    assert_eq!(view.nodes[0].status, "down");
    assert_ne!(view.leader.as_deref(), Some("n1"));
}

/// A real node tells its start and at once how it stands: it is up all the while. After its stream had broken off it was down
/// until it says how it stands.
#[test]
fn a_node_that_says_how_it_stands_is_up() {
    let node = NodeId::new(1).unwrap();
    let state = NodeState {
        hard_state: HardState::default(),
        role: RoleName::Follower,
        leader: None,
        log: Log::default(),
        compacted_to: None,
        snapshot: None,
        membership: Membership::of(NodeSet::first(3)),
        commit_index: LogIndex::ZERO,
        applied_index: LogIndex::ZERO,
        keys: Vec::new(),
        keys_count: 0,
        missed: 0,
    };
    let started = What::Started {
        again: false,
        hard_state: state.hard_state,
        log: state.log.clone(),
        compacted_to: LogIndex::ZERO,
        membership: state.membership,
        answers_as: RoleName::Follower,
    };
    let line = |id: u64, what| {
        let (at, actor) = (Instant(id * 1_000), Some(Actor::Node(node)));
        let event = Event { id: EventId(id), at, actor, what, cause: None, because: Vec::new() };
        format!("{}\n", serde_json::to_string(&event).unwrap())
    };
    let standing = || What::Standing { state: Box::new(state.clone()) };
    let mut mirror = Mirror::of(1);
    mirror.append(0, (line(1, started) + &line(2, standing())).as_bytes()).unwrap();
    let silent =
        |mirror: &Mirror| (0..=mirror.events.len()).map(|place| mirror.silent_at(place).len()).collect::<Vec<_>>();
    assert_eq!(silent(&mirror), [0, 0, 0]);
    mirror.break_off(0);
    assert_eq!(silent(&mirror), [0, 0, 1]);
    mirror.append(0, line(1, standing()).as_bytes()).unwrap();
    assert_eq!(silent(&mirror), [0, 0, 1, 0]);
}

/// Nobody leads: what ended the last leadership says why, and before any, that a candidate stood, or that nodes started.
#[test]
fn why_there_is_no_leader_is_answered() {
    let mut mirror = mirror_of(&text_of("nodes 3\nrun until leader\ncrash all\nrun 20ms\n"));
    let answer = |mirror: &Mirror| mirror.why("leader").unwrap().answer;
    mirror.seek_end();
    assert_eq!((mirror.snapshot(QUERY).leader, answer(&mirror)), (None, "event-crashed".into()));
    mirror.seek_us(1_000);
    assert_eq!(answer(&mirror), "event-started");
    let stood = mirror.events.iter().position(|event| event_view(event).kind == "election-started");
    mirror.seek_event(stood.unwrap() as u64 + 1);
    assert_eq!(answer(&mirror), "event-election-started");
}

/// A real node that is told to end says so: it is down from then on, until it starts again.
#[test]
fn a_node_that_was_told_to_end_is_down() {
    let text = text_of("nodes 1\nrun 1s\ncrash n1\nrun 1s\nrestart n1\nrun 1s\n");
    let crashed = text.lines().find(|line| line.contains("\"crashed\"")).unwrap();
    let mut stopped: serde_json::Value = serde_json::from_str(crashed).unwrap();
    (stopped["kind"], stopped["disk"]) = ("stopped".into(), "well".into());
    let at_us = stopped["at_us"].as_u64().unwrap();
    let mut mirror = mirror_of(&text.replace(crashed, &stopped.to_string()));
    let mut status_at = |us| {
        mirror.seek_us(us);
        mirror.snapshot(QUERY).nodes[0].status.clone()
    };
    assert_eq!([at_us - 1, at_us, at_us + 1_500_000].map(&mut status_at), ["up", "down", "up"]);
}
