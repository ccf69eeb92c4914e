//! In a browser: the same scripts give the same runs as natively, and the boundary passes the values that it declares.

#![cfg(target_arch = "wasm32")]

use js_sys::{Array, Reflect};
use raftarium::lab::run_to_digest;
use raftarium::lab::view::{FATE_STRIDE, FIRING_STRIDE, MESSAGE_STRIDE};
use raftarium::script::{Runner, parse};
use raftarium::wasm::{Universe, language, rulebook, with_fresh_seed};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// The digests with which native runs are compared too.
const DIGESTS: &str = include_str!("scripts/digests.txt");

const SCENES: [(&str, &str); 15] = [
    ("figure-7", include_str!("../www/scenes/figure-7.raft")),
    ("figure-8", include_str!("../www/scenes/figure-8.raft")),
    ("first-election", include_str!("../www/scenes/first-election.raft")),
    ("full-restart", include_str!("../www/scenes/full-restart.raft")),
    ("joint-consensus", include_str!("../www/scenes/joint-consensus.raft")),
    ("leader-failover", include_str!("../www/scenes/leader-failover.raft")),
    ("lease-drift", include_str!("../www/scenes/lease-drift.raft")),
    ("living-cluster", include_str!("../www/scenes/living-cluster.raft")),
    ("partition", include_str!("../www/scenes/partition.raft")),
    ("pre-vote", include_str!("../www/scenes/pre-vote.raft")),
    ("snapshot", include_str!("../www/scenes/snapshot.raft")),
    ("split-vote", include_str!("../www/scenes/split-vote.raft")),
    ("stale-read", include_str!("../www/scenes/stale-read.raft")),
    ("torn-disk", include_str!("../www/scenes/torn-disk.raft")),
    ("transfer", include_str!("../www/scenes/transfer.raft")),
];

#[wasm_bindgen_test]
fn the_scenes_have_their_native_digests() {
    let lines: Vec<String> = SCENES
        .iter()
        .map(|(name, text)| format!("{} {name}", run_to_digest(Runner::new(parse(text).unwrap(), true))))
        .collect();
    let native: Vec<&str> = DIGESTS.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(lines, native);
}

#[wasm_bindgen_test]
fn a_universe_that_ran_in_pieces_has_the_native_digest() {
    for (name, text) in SCENES {
        let mut universe = Universe::new(text).unwrap();
        // In steps of one frame: a sixtieth of a second at a twentieth of real time, until the script is done.
        let mut now_us = 0.0;
        while word(&at(&snapshot(&universe), "script"), "state") == "running" {
            now_us += 833.0;
            universe.advance(now_us, 1_000).unwrap();
        }
        let lived = universe.digest();
        let native = run_to_digest(Runner::new(parse(&universe.script()).unwrap(), true)).to_string();
        assert_eq!(lived, native, "{name}");
    }
}

#[wasm_bindgen_test]
fn a_wrong_script_throws_its_place() {
    let error = Universe::new("nodes 3\n\nset x").err().expect("a value is missing");
    assert_eq!((number(&error, "line"), number(&error, "column")), (3.0, 6.0));
    assert_eq!((word(&error, "expected"), word(&error, "found")), ("word".into(), String::new()));

    let mut universe = Universe::new("nodes 3").unwrap();
    let before = universe.script();
    let error = universe.act("set x 1\ncrash n4").expect_err("there is no n4");
    assert_eq!((number(&error, "line"), number(&error, "column"), word(&error, "found")), (2.0, 7.0, "n4".into()));
    assert_eq!(universe.script(), before, "nothing was done");
}

#[wasm_bindgen_test]
fn an_act_is_appended_with_the_time_that_passed() {
    let mut universe = Universe::new("nodes 3\nrun 5s\nset never 1").unwrap();
    universe.advance(1_500_000.0, 100_000).unwrap();
    let acted = JsValue::from(universe.act("crash n2").unwrap());
    assert_eq!(word(&acted, "script"), "nodes 3\nrun 1.5s\ncrash n2\n");
    assert_eq!((number(&acted, "cut"), at(&acted, "idle")), (2.0, JsValue::FALSE));
    let acted = JsValue::from(universe.act("crash n2").unwrap());
    assert_eq!(at(&acted, "idle"), JsValue::TRUE, "it is down already");
}

#[wasm_bindgen_test]
fn a_snapshot_is_what_there_is_to_draw() {
    let mut universe = Universe::new("nodes 5\nseed 18446744073709551615\nrun until leader").unwrap();
    let advance = JsValue::from(universe.advance(2_000_000.0, 100_000).unwrap());
    assert_eq!((number(&advance, "nowUs"), word(&advance, "stop")), (2_000_000.0, "reached".into()));
    let view = snapshot(&universe);
    assert_eq!(number(&view, "nowUs"), 2_000_000.0);
    assert_eq!(word(&view, "seed"), "18446744073709551615", "a seed is text: no number of JavaScript holds it");
    assert_eq!(word(&at(&view, "script"), "state"), "free");
    let nodes = Array::from(&at(&view, "nodes"));
    assert_eq!(nodes.length(), 5);
    let leaders = nodes.iter().filter(|node| word(node, "role") == "leader").map(|node| word(&node, "name"));
    assert_eq!(leaders.collect::<Vec<_>>(), [word(&view, "leader")]);
    assert!(nodes.iter().all(|node| number(&node, "term") == number(&nodes.get(0), "term")));
    assert_eq!(at(&view, "loadEveryUs"), JsValue::NULL, "what is missing is null");
}

#[wasm_bindgen_test]
fn a_budget_ends_an_advance() {
    let mut universe = Universe::new("nodes 5\nload every 10ms from c1 c2 c3").unwrap();
    let advance = JsValue::from(universe.advance(60_000_000.0, 100).unwrap());
    assert_eq!((number(&advance, "steps"), word(&advance, "stop")), (100.0, "budget".into()));
    let place = JsValue::from(universe.place().unwrap());
    assert_eq!(number(&place, "nowUs"), number(&advance, "nowUs"), "asking where it stands moves nothing");
}

#[wasm_bindgen_test]
fn one_goes_back_and_takes_another_way() {
    let mut universe = Universe::new("nodes 5\nload every 10ms from c1 c2 c3").unwrap();
    universe.advance(20_000_000.0, 1_000_000).unwrap();
    let end = universe.messages().to_vec();
    let back = JsValue::from(universe.seek_us(7_000_000.0).unwrap());
    assert_eq!((number(&back, "nowUs"), number(&back, "endUs")), (7_000_000.0, 20_000_000.0));
    let before = JsValue::from(universe.seek_landmark("event", false).unwrap());
    assert!(number(&before, "event") < number(&back, "event"));
    assert!(universe.has_future());
    let mut fork = universe.fork();
    fork.act("crash n1").unwrap();
    assert!(!fork.has_future());
    universe.seek_end().unwrap();
    assert_eq!(universe.messages().to_vec(), end);
    let difference = JsValue::from(universe.first_difference(&fork).unwrap());
    assert_eq!(word(&at(&difference, "there"), "kind"), "crashed");
}

#[wasm_bindgen_test]
fn a_failed_run_stands() {
    let mut universe = Universe::new("nodes 3\nexpect leader\nset x 1").unwrap();
    let advance = JsValue::from(universe.advance(1_000_000.0, 1_000).unwrap());
    assert_eq!((number(&advance, "nowUs"), word(&advance, "stop")), (0.0, "stopped".into()));
    let status = at(&snapshot(&universe), "script");
    assert_eq!((word(&status, "state"), word(&status, "failure")), ("failed".into(), "expectation".into()));
    assert_eq!((number(&status, "line"), word(&status, "text")), (2.0, "expect leader".into()));
}

#[wasm_bindgen_test]
fn messages_are_rows_of_numbers_and_each_can_be_asked_for() {
    let mut universe = Universe::new("nodes 3\nconfig latency 50ms\ntimeout n2\nrun 10ms\nset x 1").unwrap();
    universe.advance(10_000.0, 1_000).unwrap();
    let rows = universe.messages().to_vec();
    assert_eq!(rows.len(), 3 * MESSAGE_STRIDE, "two RequestVotes, and a request of c1");
    for row in rows.chunks(MESSAGE_STRIDE) {
        let message = JsValue::from(universe.message(row[0]).unwrap().expect("it is in flight"));
        assert_eq!((number(&message, "sentUs"), number(&message, "dueUs")), (row[4], row[5]));
        assert_eq!(row[5] - row[4], 50_000.0);
        assert_eq!(number(&message, "id"), row[0]);
        let (kind, from) = if row[1] == 10.0 { ("ClientRequest", "c1") } else { ("RequestVote", "n2") };
        assert_eq!((word(&message, "kind"), word(&message, "from")), (kind.into(), from.into()));
    }
    assert!(universe.message(9_999.0).unwrap().is_none());
}

#[wasm_bindgen_test]
fn what_became_of_messages_is_rows_of_numbers_and_a_seek_has_none() {
    let mut universe =
        Universe::new("nodes 3\nconfig latency 50ms\ntimeout n2\nrun 10ms\ndrop RequestVote n2 -> n1").unwrap();
    universe.advance(60_000.0, 1_000).unwrap();
    let rows = universe.fates().to_vec();
    let fates: Vec<[f64; 4]> = rows.chunks(FATE_STRIDE).map(|row| [row[2], row[3], row[6], row[7]]).collect();
    assert_eq!(fates, [[2.0, 1.0, 10_000.0, 6.0], [2.0, 3.0, 51_000.0, 1.0]], "one is dropped, one arrives");
    assert_eq!(universe.fates().length(), 0, "each is told once");
    universe.seek_us(55_000.0).unwrap();
    assert_eq!(universe.fates().length(), 0);
}

#[wasm_bindgen_test]
fn a_doubted_leader_a_queue_and_what_decides_an_answer_are_told() {
    let script = "nodes 3\ntimeout n1\nrun until leader n1\nrun until agreed\nisolate n1\nset x 1\nset y 2\nrun 400ms";
    let mut universe = Universe::new(script).unwrap();
    universe.run_script(10_000).unwrap();
    let view = snapshot(&universe);
    let heard = at(&Array::from(&at(&view, "nodes")).get(0), "heard");
    assert_eq!((number(&heard, "needed"), number(&heard, "of"), at(&heard, "doubted")), (2.0, 3.0, JsValue::TRUE));
    assert_eq!(at(&Array::from(&at(&view, "nodes")).get(1), "heard"), JsValue::NULL);
    let queue = Array::from(&at(&Array::from(&at(&view, "clients")).get(0), "queue"));
    assert_eq!((queue.length(), word(&at(&queue.get(0), "command"), "key")), (1, "y".into()));
    let why = JsValue::from(universe.why("role n1").unwrap().expect("it is a question"));
    assert_eq!(word(&Array::from(&at(&why, "findings")).get(0), "key"), "finding-heard");
}

#[wasm_bindgen_test]
fn the_language_is_listed() {
    let language = JsValue::from(language().unwrap());
    let first = Array::from(&at(&language, "conditions")).get(0);
    assert_eq!((word(&first, "name"), word(&first, "key")), ("leader".into(), "word-condition-leader".into()));
    assert_eq!(word(&first, "example"), "run until leader n1");
}

#[wasm_bindgen_test]
fn a_feed_tells_what_happened_since_the_last() {
    let mut universe = Universe::new("nodes 3").unwrap();
    universe.advance(1_000_000.0, 100_000).unwrap();
    let feed = JsValue::from(universe.feed().unwrap());
    let kinds: Vec<String> = Array::from(&at(&feed, "events")).iter().map(|event| word(&event, "kind")).collect();
    assert!(kinds.iter().any(|kind| kind == "election-won"), "{kinds:?}");
    let marks: Vec<String> = Array::from(&at(&feed, "marks")).iter().map(|mark| word(&mark, "kind")).collect();
    assert!(marks.iter().any(|kind| kind == "election"), "{marks:?}");
    let again = JsValue::from(universe.feed().unwrap());
    assert_eq!(Array::from(&at(&again, "events")).length(), 0, "nothing happened since");
}

#[wasm_bindgen_test]
fn a_script_gets_a_seed_that_no_other_has() {
    let fresh = || with_fresh_seed("nodes 5\nseed 7\n", Some(3)).unwrap();
    let (one, two) = (fresh(), fresh());
    assert!(one.starts_with("nodes 3\nseed "), "{one}");
    assert_ne!(one, two);
}

fn snapshot(universe: &Universe) -> JsValue {
    JsValue::from(universe.snapshot(1.0, 50, 50).unwrap())
}

/// A property; it is there, even if it is null.
fn at(object: &JsValue, name: &str) -> JsValue {
    let value = Reflect::get(object, &name.into()).unwrap();
    assert!(!value.is_undefined(), "{name} is missing");
    value
}

fn number(object: &JsValue, name: &str) -> f64 {
    at(object, name).as_f64().unwrap_or_else(|| panic!("{name} is no number"))
}

fn word(object: &JsValue, name: &str) -> String {
    at(object, name).as_string().unwrap_or_else(|| panic!("{name} is no text"))
}

#[wasm_bindgen_test]
fn firings_have_a_row_for_each_rule_and_each_flaw_of_the_rulebook() {
    let mut universe = Universe::new("raftarium 1\nseed 7\nflaw vote-not-durable\nrun until leader\n").unwrap();
    universe.run_script(10_000).unwrap();
    let book = JsValue::from(rulebook().unwrap());
    let (rules, flaws) = (Array::from(&at(&book, "rules")), Array::from(&at(&book, "flaws")));
    let place = |list: &Array, is_it: &dyn Fn(&JsValue) -> bool| list.iter().position(|one| is_it(&one)).unwrap();
    let firings = universe.firings().to_vec();
    assert_eq!(firings.len(), FIRING_STRIDE * (rules.length() + flaws.length()) as usize);
    let row = |place: usize| (firings[FIRING_STRIDE * place], firings[FIRING_STRIDE * place + 1]);
    let (votes, at_event) = row(place(&rules, &|rule| word(rule, "name") == "one-vote-a-term"));
    assert!(0.0 < votes && 0.0 < at_event, "{votes} {at_event}");
    let flaw = place(&flaws, &|flaw| flaw.as_string().as_deref() == Some("vote-not-durable"));
    assert!(0.0 < row(rules.length() as usize + flaw).0);
    assert_eq!(Array::from(&at(&snapshot(&universe), "flaws")).length(), 1);
}
