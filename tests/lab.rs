//! Universes: a step is one step, any act in a universe leaves a script that can be run, and answers are about the
//! right nodes and clients.

#![cfg(not(target_arch = "wasm32"))]

use raftarium::lab::Lab;
use raftarium::lab::spacetime::Reading;
use raftarium::lab::view::{Arg, Explanation, SnapshotQuery};

fn why(script: &str, question: &str) -> Explanation {
    let mut lab = Lab::new(script).unwrap();
    lab.run_script(1_000_000);
    lab.why(question).unwrap()
}

fn keys(why: &Explanation) -> Vec<&str> {
    why.missing.iter().map(|missing| missing.key.as_str()).collect()
}

#[test]
fn a_step_back_from_just_behind_a_checkpoint_is_one_step() {
    let mut lab = Lab::new("nodes 5\nload every 20ms from c1 c2\n").unwrap();
    // A checkpoint is made where this ends.
    lab.advance(u64::MAX >> 20, 4_096);
    let there = lab.place();
    let next = lab.seek_landmark("event", true);
    assert!(there.event < next.event);
    assert_eq!(lab.seek_landmark("event", false).event, there.event);
}

#[test]
fn what_is_cut_off_adds_no_server() {
    let mut lab = Lab::new("nodes 1\nrun 1s\nadd n2\nrun 1s\n").unwrap();
    lab.advance(500_000, u64::MAX);
    assert!(lab.act("crash n2").is_err());
    lab.act("crash n1").unwrap();
    lab.digest();
}

#[test]
fn more_than_a_day_passes() {
    let mut lab = Lab::new("nodes 1\ncrash n1\n").unwrap();
    lab.advance(25 * 3_600_000_000, u64::MAX);
    let script = lab.act("restart n1").unwrap().script;
    assert!(Lab::new(&script).is_ok(), "{script}");
    lab.digest();
}

#[test]
fn a_vote_that_nobody_asked_for_yet_waits_for_the_candidates_disk() {
    assert_eq!(keys(&why("config fsync 50ms\ntimeout n1\nrun 10ms\n", "vote n2 n1")), ["missing-own-disk"]);
}

#[test]
fn a_forwarded_read_whose_follower_knows_no_leader_lacks_something() {
    let script = "timeout n1\nrun until leader n1\nrun until agreed\ncrash n1\nget x from c2 to n2\nrun 50ms\n\
                  timeout n2\nrun 10ms\n";
    assert_eq!(keys(&why(script, "request c2")), ["missing-request-lost"]);
}

#[test]
fn a_follower_that_is_cut_off_waits_for_its_timer() {
    let script = "timeout n1\nrun until leader n1\nrun until agreed\nisolate n3\nrun 100ms\n";
    assert_eq!(keys(&why(script, "leader n3")), ["missing-not-standing"]);
}

#[test]
fn logs_that_end_elsewhere_are_ahead_each_by_itself() {
    let script = "nodes 5\ntimeout n1\nrun until leader n1\nrun until agreed\nisolate n5\nset a 1\nrun until idle\n\
                  isolate n4\nisolate n5\nset a 2\nrun until idle\ncrash n1\nheal\ntimeout n5\nrun 25ms\n";
    let why = why(script, "leader n5");
    assert_eq!(keys(&why), ["missing-peer-down", "missing-peer-log-ahead", "missing-peer-log-ahead"]);
}

#[test]
fn the_half_of_a_joint_configuration_that_is_too_few_is_told() {
    let script = "nodes 5\ntimeout n1\nrun until leader n1\nrun until agreed\ncrash n3\ncrash n4\ncrash n5\n\
                  members n1\nrun 30ms\ncrash n1\nrestart n1\n";
    let why = why(script, "leader");
    assert_eq!(why.missing[0].key, "missing-too-few");
    assert_eq!(format!("{:?}", why.missing[0].args["majority"]), "Number(3.0)");
}

#[test]
fn a_term_has_an_event() {
    let added = why("timeout n1\nrun until leader n1\nadd n4\n", "term n4");
    assert_eq!(added.links[0].event.kind, "started");
    let down = why("config fsync 100ms\ntimeout n1\nrun 20ms\ncrash n1\n", "term n1");
    assert_eq!(down.links[0].event.kind, "crashed", "it was in term 1, and what its disk holds is term 0");
}

#[test]
fn stretches_without_events_tile_the_run_too() {
    let mut lab = Lab::new(
        "nodes 1\nconfig client-timeout 1h\ncrash n1\nload every 1ms from c1\nrun 60s\nload off\n\
                            restart n1\nrun 1s\n",
    )
    .unwrap();
    lab.run_script(1_000_000);
    let count = (lab.stretches().len() - 5) / 3;
    let mut until = 0.0;
    let mut sent = std::collections::BTreeSet::new();
    for place in 0..count {
        let mut stretch = lab.stretch(place);
        while stretch.read(&lab, 1_000) == Reading::More {}
        let numbers = stretch.numbers();
        assert_eq!(numbers[2], until, "stretch {place}");
        until = numbers[3];
        for row in numbers[7..].chunks(10).take(numbers[4] as usize) {
            assert!(sent.insert(row[0] as u64), "m{} in two stretches", row[0]);
        }
    }
}

#[test]
fn a_copy_knows_what_its_original_did() {
    let script = "nodes 2\nconfig latency 100ms\nconfig fsync 20ms\ntimeout n1\nrun 40ms\ntimeout n1\n\
                  duplicate RequestVote n1 -> n2\nrun 150ms\n";
    let mut lab = Lab::new(script).unwrap();
    lab.run_script(1_000_000);
    let events = lab.events(1, 100);
    let second = events.iter().filter(|event| event.kind == "election-started").nth(1).unwrap().id;
    let copy = events.iter().filter(|event| event.kind == "message-delivered" && event.actor.as_deref() == Some("n2"));
    let copy =
        copy.filter(|event| event.cause.is_some_and(|cause| events[cause as usize - 1].kind == "message-duplicated"));
    let copy = copy.map(|event| event.id).next().unwrap();
    let cone = lab.cone(copy as u64);
    let row = cone[5..].chunks(5).find(|row| row[0] == 1.0).unwrap();
    assert!(row[1] < second, "n1's second candidacy {second} is no part of the past of {copy}: {row:?}");
}

#[test]
fn what_will_be_lost_does_not_arrive() {
    let fate = |why: &Explanation| format!("{:?}", why.missing.last().unwrap().args["fate"]);
    let chance = why("config loss 100%\ntimeout n1\nrun 2ms\n", "vote n2 n1");
    assert_eq!((keys(&chance), fate(&chance)), (vec!["missing-peer-asked"], "Text(\"lost\")".into()));
    let down = why("crash n1\nset x 1\n", "request c1");
    assert_eq!((keys(&down).pop(), fate(&down)), (Some("missing-on-its-way"), "Text(\"lost\")".into()));
    let arrives = why("timeout n1\nrun 2ms\n", "vote n2 n1");
    assert_eq!(fate(&arrives), "Text(\"arrives\")");
}

#[test]
fn a_leader_that_is_down_is_not_at_work() {
    let script =
        "config pre-vote on\ntimeout n1\nrun until leader n1\nrun until agreed\ncrash n1\ntimeout n3\nrun 2ms\n";
    let why = why(script, "vote n2 n3");
    assert_eq!(keys(&why), ["missing-peer-leader-heard"]);
}

#[test]
fn a_setting_that_is_changed_before_any_step_is_no_part_of_the_set_up() {
    let mut lab = Lab::new("nodes 3\nseed 1\n").unwrap();
    let acted = lab.act("config election-timeout 10ms n2").unwrap();
    assert_eq!(acted.script, "nodes 3\nseed 1\nrun 0us\nconfig election-timeout 10ms n2\n");
    lab.advance(100_000, 10_000);
    let query = SnapshotQuery { log_from: 1, log_columns: 1, kv_rows: 1 };
    assert!(lab.snapshot(query).nodes.iter().all(|node| node.term == 0.0), "armed timers keep their time");
    let mut again = Lab::new(&acted.script).unwrap();
    again.advance(100_000, 10_000);
    assert_eq!(lab.snapshot(query), again.snapshot(query));
    let mut other = Lab::new("nodes 3\n").unwrap();
    assert_eq!(other.act("crash all").unwrap().script, "nodes 3\ncrash all\n", "nothing else needs a step before it");
}

#[test]
fn a_stale_answer_names_what_it_did_not_see_and_where_that_was_answered() {
    let script = "nodes 3\nconfig reads local\ntimeout n1\nrun until leader n1\nrun until agreed\nset x 1\nrun until idle\n\
                  run until agreed\nisolate n3\nset x 2 from c2\nrun until idle\nget x from c3 to n3\nrun until idle\n";
    let mut lab = Lab::new(script).unwrap();
    lab.run_script(1_000_000);
    let why = lab.why("request c3").unwrap();
    let keys: Vec<&str> = why.findings.iter().map(|finding| finding.key.as_str()).collect();
    assert_eq!(keys, ["finding-stale-read", "finding-seen-before"]);
    let text = |text: &str| Arg::Text(text.into());
    assert_eq!((&why.findings[0].args["client"], &why.findings[0].args["result"]), (&text("c3"), &text("1")));
    assert_eq!((&why.findings[1].args["client"], &why.findings[1].args["result"]), (&text("c2"), &text("2")));
    for (finding, actor) in why.findings.iter().zip(["c3", "c2"]) {
        let event = lab.event(finding.event.unwrap() as u64).unwrap();
        assert_eq!((event.kind.as_str(), event.actor.as_deref()), ("client-answered", Some(actor)));
    }
    assert_eq!(lab.why("request c2").unwrap().findings, [], "that answer is explained");
}

#[test]
fn the_count_is_of_the_half_that_lacks_more_and_only_where_a_count_decides() {
    let script = "nodes 5\ntimeout n1\nrun until leader n1\nrun until agreed\npartition n1 n2 | n3 n4 n5\nmembers n1 n2\n\
                  set x 1\nrun 100ms\n";
    let finding = &why(script, "request c1").findings[0];
    assert_eq!(finding.key, "finding-copies");
    let args = ["half", "count", "needed", "of", "others"].map(|name| finding.args[name].clone());
    let number = Arg::Number;
    let text = |text: &str| Arg::Text(text.into());
    assert_eq!(args, [text("old"), number(2.0), number(3.0), number(5.0), text("n2")]);
    // An entry that will give way to another is not counted any more.
    let deposed = "nodes 3\ntimeout n1\nrun until leader n1\nrun until agreed\nisolate n1\nset x 1 from c1 to n1\nrun 50ms\n\
                   timeout n2\nrun until leader n2\nrun 100ms\n";
    assert_eq!(why(deposed, "entry n1 2").findings, []);
}

/// What the page's terminal reads: an answer with all its headers, and the state of a node without a statement.
#[test]
fn an_answer_by_http_is_read_whole_and_a_node_tells_its_state() {
    let long = "v".repeat(300);
    let script = format!(
        "timeout n1\nrun until leader n1\nhttp POST /kv {{\"key\":\"x\",\"value\":\"{long}\"}} to n2\nrun until idle\n"
    );
    let mut lab = Lab::new(&script).unwrap();
    lab.run_script(1_000_000);
    let answer = lab.http("c1").unwrap();
    assert_eq!((answer.status, answer.reason.as_deref(), answer.to.as_str()), (Some(200.0), Some("OK"), "n2"));
    assert!(answer.answer.unwrap().contains(&long), "it is not cut");
    assert!(answer.headers.iter().any(|[name, value]| name == "X-Raft-Leader" && value == "node1"));
    let shown = &lab.snapshot(SnapshotQuery { log_from: 1, log_columns: 10, kv_rows: 10 }).clients[0];
    assert!(shown.http.as_ref().unwrap().answer.as_ref().unwrap().chars().count() <= 65, "the picture has less");
    assert_eq!(lab.http("c2"), None);

    let before = lab.place().event;
    let state: serde_json::Value = serde_json::from_str(&lab.debug("n1").unwrap().answer.unwrap()).unwrap();
    assert_eq!((state["state"].as_str(), state["leaderId"].as_str()), (Some("leader"), Some("node1")));
    assert_eq!(state["raft"]["peers"]["node2"]["matchIndex"], state["commitIndex"]);
    assert_eq!(lab.place().event, before, "to read takes no event");
    lab.act("crash n2\npause n3").unwrap();
    assert_eq!(lab.debug("n2").unwrap().failed.as_deref(), Some("refused"));
    assert_eq!((lab.debug("n3"), lab.debug("n9")), (None, None));
}

/// A client's requests are numbered whether they are commands or not, and "why?" finds each.
#[test]
fn why_finds_a_request_behind_one_by_http() {
    let script = "timeout n1\nrun until leader n1\nhttp GET /debug to n1\nrun until idle\nset x 1\nrun until idle\n\
                  http GET /kv/x to n2\nrun until idle\n";
    let answers = why(script, "request c1 3");
    assert!(answers.missing.is_empty() && !answers.links.is_empty(), "{answers:?}");
    assert!(!why(script, "request c1 2").links.is_empty());
}

/// What `docker logs` prints: what happened at a node and is worth a line, up to now and no further.
#[test]
fn a_node_s_log_is_what_happened_at_it() {
    let mut lab = Lab::new("timeout n1\nrun until leader n1\nset x 1\nrun until idle\n").unwrap();
    lab.run_script(1_000_000);
    let kinds = |lab: &Lab, node: &str, after: u64, lines: usize| {
        lab.log(node, after, lines).events.into_iter().map(|event| (event.actor, event.kind)).collect::<Vec<_>>()
    };
    let all = kinds(&lab, "n1", 0, 100);
    assert!(all.iter().all(|(actor, _)| actor.as_deref() == Some("n1")), "{all:?}");
    assert!(
        all.iter().any(|(_, kind)| kind == "election-won") && all.iter().any(|(_, kind)| kind == "commit-advanced")
    );
    assert_eq!(kinds(&lab, "n1", 0, 2), all[all.len() - 2..], "of many the last");
    let last = lab.log("n1", 0, 1).events[0].id as u64;
    assert!(kinds(&lab, "n1", last, 100).is_empty());
    lab.seek_us(0);
    assert!(!kinds(&lab, "n1", 0, 100).iter().any(|(_, kind)| kind == "commit-advanced"), "that is the future");
}
