//! "Why not?": everything that can be missing is named at some instant of some run, and every kind of step that
//! is offered is played in a fork, and works.

#![cfg(not(target_arch = "wasm32"))]
#![cfg(feature = "cli")]

#[path = "support/asking.rs"]
mod asking;
#[path = "support/speech.rs"]
mod speech;

use asking::{for_each_lack, picture};
use raftarium::lab::Lab;
use raftarium::lab::view::{Arg, Explanation, Missing, Offer};
use speech::Speech;
use std::collections::{BTreeMap, BTreeSet};

/// How often each kind of offer for each kind of missing thing is played, at most.
const PLAYED_MAX: usize = 4;

/// How long an offer may take to work, ms.
const PATIENCE_MS: u64 = 3_000;

#[test]
fn every_kind_of_offer_is_played_in_a_fork_and_works() {
    let mut played: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut missing_keys = BTreeSet::new();
    let speech = Speech::new("en");
    for_each_lack(|lab, why| {
        for missing in &why.missing {
            missing_keys.insert(missing.key.clone());
            for offer in &missing.offers {
                let count = played.entry((missing.key.clone(), offer.key.clone())).or_default();
                if *count < PLAYED_MAX {
                    *count += 1;
                    assert!(
                        works(lab, why, missing, offer),
                        "{offer:?} in\n{}{}",
                        lab.script(),
                        speech.explanation(why)
                    );
                }
            }
        }
    });
    assert_eq!(missing_keys, keys("missing-", &["missing-head"]), "each of the catalogue's was missing once");
    let offers: BTreeSet<String> = played.keys().map(|(_, offer)| offer.clone()).collect();
    assert_eq!(offers, keys("offer-", &[]), "each of the catalogue's was played");
    // Only three have no offers of their own: what comes with other reasons, and an answer that no step brings back.
    let offered: BTreeSet<String> = played.into_keys().map(|(key, _)| key).collect();
    let never: Vec<&String> = missing_keys.difference(&offered).collect();
    assert_eq!(never, ["missing-http-unanswered", "missing-request-given-up", "missing-too-few"]);
}

#[test]
fn what_is_offered_can_be_done_at_that_instant() {
    let mut seen = BTreeSet::new();
    for_each_lack(|lab, why| {
        let view = picture(lab);
        for offer in why.missing.iter().flat_map(|missing| &missing.offers) {
            let words: Vec<&str> = offer.statement.split(' ').collect();
            let node = |name: &str| view.nodes.iter().find(|node| node.name == name);
            let is_cut = |from: &str, to: &str| view.cuts.iter().any(|[a, b]| a == from && b == to);
            let can = match words[..] {
                ["restart", name] => node(name).is_some_and(|node| node.status == "down"),
                ["resume", name] => node(name).is_some_and(|node| node.status == "paused"),
                ["timeout", name] => node(name).is_some_and(|node| node.status == "up" && node.role != "leader"),
                ["disk", name, "well"] => node(name).is_some_and(|node| node.disk.state != "well"),
                ["transfer", name] => node(name).is_some_and(|node| node.status == "up" && node.role != "leader"),
                ["add", name] => node(name).is_some(),
                ["join", from, "->", to] => is_cut(from, to),
                ["join", one, "-", two] => is_cut(one, two) && is_cut(two, one),
                ["heal"] => !view.cuts.is_empty(),
                ["deliver", message] => {
                    let id: u64 = message.trim_start_matches('m').parse().unwrap();
                    lab.message(id).is_some()
                }
                ["set", ..] | ["run", _] => true,
                _ => false,
            };
            assert!(can, "{offer:?} in\n{}", lab.script());
            seen.insert(words[0].to_string());
        }
    });
    assert_eq!(seen.len(), 11, "{seen:?}");
}

#[test]
fn to_join_all_links_is_not_offered_where_time_alone_does_it() {
    // The cut link has nothing to do with the promise that n3 lacks: a node that hears a leader promises no vote.
    let script = "nodes 4\nconfig pre-vote on\ntimeout n1\nrun until leader n1\nrun until agreed\ncut n2 - n4\n\
                  timeout n3\nrun 2ms\n";
    let why = at_the_end_of(script).why("vote n2 n3").unwrap();
    assert_eq!(why.missing[0].key, "missing-peer-leader-alive");
    let offers: Vec<&Offer> = why.missing.iter().flat_map(|missing| &missing.offers).collect();
    assert!(!offers.iter().any(|offer| offer.key == "offer-heal"), "{offers:?}");
}

/// The catalogue's keys with a prefix, except some.
fn keys(prefix: &str, but: &[&str]) -> BTreeSet<String> {
    let lines = include_str!("../www/i18n/core.en.ftl").lines();
    let keys = lines.filter_map(|line| line.split_once(" = ")).map(|(key, _)| key);
    keys.filter(|key| key.starts_with(prefix) && !but.contains(key)).map(str::to_string).collect()
}

/// Plays an offer in a fork. Returns whether the missing thing is no longer missing within the time allowed.
fn works(lab: &Lab, why: &Explanation, missing: &Missing, offer: &Offer) -> bool {
    let origin = (lab.script(), picture(lab));
    let mut fork = lab.fork();
    assert!(!fork.act(&offer.statement).unwrap().idle, "{offer:?} does something");
    let now_us = picture(&fork).now_us as u64;
    let mut instants = vec![0, 1, 2, 3, 5, 8, 12, 20, 35, 50, 80, 120, 200, 300, 450, 700, 1_000, 2_000, PATIENCE_MS];
    if let Some(ms) = offer.passes_ms {
        instants = vec![ms as u64];
    }
    let works = instants.into_iter().any(|ms| {
        fork.advance(now_us + 1_000 * ms, u64::MAX);
        !fork.why(&why.question).unwrap().missing.iter().any(|other| is_same(other, missing))
    });
    assert!((lab.script(), picture(lab)) == origin, "the origin is as it was");
    works
}

fn is_same(one: &Missing, other: &Missing) -> bool {
    let lasting = |missing: &Missing| -> Vec<(String, Arg)> {
        let args = missing.args.iter().filter(|(name, _)| !name.ends_with("-ms"));
        args.map(|(name, arg)| (name.clone(), arg.clone())).collect()
    };
    one.key == other.key && lasting(one) == lasting(other)
}

#[test]
fn what_is_so_lacks_nothing() {
    let mut lab = Lab::new("nodes 3\nseed 1\nrun until leader\nset x 1\nrun until agreed\n").unwrap();
    lab.advance(3_000_000, u64::MAX);
    for question in ["leader", "role n1", "term n2", "entry n1 1", "entry n3 2", "request c1", "request c1 1"] {
        let why = lab.why(question).unwrap();
        assert_eq!(why.missing, [], "{question}");
        assert!(!why.links.is_empty(), "{question}");
    }
}

/// A universe at the end of its script.
fn at_the_end_of(script: &str) -> Lab {
    let mut lab = Lab::new(script).unwrap();
    while picture(&lab).script.state == "running" {
        lab.step(1);
    }
    assert_eq!(picture(&lab).script.state, "free", "{script}");
    lab
}

#[test]
fn of_a_message_over_a_cut_it_is_told_that_it_will_be_lost_and_its_delivery_is_not_offered() {
    let read = "nodes 3\ntimeout n1\nrun until leader n1\nrun until agreed\ndelay next 1 ReadIndex n2 -> n1 1s\n\
                get x from c2 to n2\nrun 20ms\n";
    for (then, fate) in [("", "arrives"), ("cut n2 -> n1\n", "lost"), ("crash n1\n", "lost")] {
        let why = at_the_end_of(&format!("{read}{then}")).why("request c2").unwrap();
        let message = why.missing.iter().find(|missing| missing.key == "missing-on-its-way").unwrap();
        assert_eq!(message.args["fate"], Arg::Text(fate.into()), "{then}");
        let is_offered = message.offers.iter().any(|offer| offer.key == "offer-deliver");
        assert_eq!(is_offered, fate == "arrives", "{then}{:?}", message.offers);
    }
}

#[test]
fn of_a_lost_message_and_its_copy_that_arrives_the_copy_is_told() {
    let script = "nodes 3\nconfig latency 10ms\ntimeout n1\nrun until leader n1\nrun until agreed\nconfig loss 100%\nset x 1\n\
                  config loss 0%\nconfig latency 30ms\nduplicate ClientRequest c1 -> n1\nrun 1ms\n";
    let why = at_the_end_of(script).why("request c1").unwrap();
    let fates: Vec<&Arg> = why.missing.iter().filter_map(|missing| missing.args.get("fate")).collect();
    assert_eq!(fates, [&Arg::Text("arrives".into())], "{why:?}");
}

/// What is missing of the request of c1 after a script, by key.
fn missing_of_c1(script: &str) -> Vec<String> {
    let why = at_the_end_of(script).why("request c1").unwrap();
    why.missing.into_iter().map(|missing| missing.key).collect()
}

#[test]
fn an_http_request_lacks_what_the_same_command_lacks_without_http() {
    let begin = "nodes 3\ntimeout n1\nrun until leader n1\nset x 1 from c2\nrun until idle\n";
    let without_majority = "cut n1 - n2\ncut n1 - n3\n";
    for (name, command, http) in [
        ("a write", "set x 2 from c1 to n1", r#"http POST /kv {"key":"x","value":"2"} to n1 from c1"#),
        ("a read", "get x from c1 to n1", "http GET /kv/x to n1 from c1"),
    ] {
        let script = |command: &str| format!("{begin}{without_majority}{command}\nrun 50ms\n");
        let missing = missing_of_c1(&script(command));
        assert!(missing.iter().any(|key| key.starts_with("missing-peer-cut")), "{name}: {missing:?}");
        assert_eq!(missing_of_c1(&script(http)), missing, "{name}");
    }
}

#[test]
fn of_an_http_request_its_way_is_told_and_the_node_that_it_was_forwarded_to() {
    let begin = "nodes 3\ntimeout n1\nrun until leader n1\nset x 1 from c2\nrun until idle\nconfig latency 5ms\n";
    let write = "http POST /kv {\"key\":\"x\",\"value\":\"2\"} to n2 from c1\n";
    let missing = |then: &str| missing_of_c1(&format!("{begin}{write}{then}"));
    assert_eq!(missing("run 2ms\n"), ["missing-on-its-way"]);
    assert_eq!(missing("run 6ms\npause n1\nrun 20ms\n"), ["missing-node-paused", "missing-not-standing"]);
    // The answer of n1 is lost on the way to n2, which goes on waiting for it.
    assert_eq!(missing("run 12ms\ncut n1 -> n2\nrun 40ms\n"), ["missing-http-unanswered"]);
}

#[test]
fn hostile_questions_are_none() {
    let mut lab = Lab::new("nodes 3\nseed 1\nrun until leader\n").unwrap();
    lab.advance(1_000_000, u64::MAX);
    let huge = "9".repeat(40);
    let long = format!("role n1{}", " ".repeat(200));
    for question in [
        "",
        " ",
        "role",
        "role n0",
        "role n4",
        "role n01",
        "role n1 n2",
        "role c1",
        "role \u{e9}",
        "term n10",
        "entry n1",
        "entry n1 0",
        "entry n1 -1",
        "entry n1 +1",
        "entry n1 1.5",
        &format!("entry n1 {huge}"),
        "entry n1 9007199254740993",
        "request c1",
        "request c0",
        "request c1 1",
        "request c9 18446744073709551615",
        "event 0",
        "event 99999999",
        "message 1",
        "message m1",
        "vote n1",
        "vote n1 n9",
        "leader n4",
        "<script>",
        "role\0n1",
        &long,
    ] {
        assert_eq!(lab.why(question), None, "{question:?}");
    }
    assert!(lab.why("entry n1 9007199254740990").is_some());
}

#[test]
fn a_question_can_be_asked_anywhere_in_a_long_run_and_costs_a_few_stretches() {
    let mut lab = Lab::new(
        "nodes 5\nseed 7\nload every 50ms from c1 c2\nrun until leader\nrun 5s\npartition n1 n2 | n3 n4 n5\nrun 600s\n",
    )
    .unwrap();
    lab.advance(900_000_000, u64::MAX);
    for us in [900_000_000, 300_000_000, 2_000_000, 610_000_000] {
        lab.seek_us(us);
        let before = (lab.script(), picture(&lab));
        for question in ["leader", "role n3", "role n1", "entry n3 5", "entry n1 5", "request c1", "leader n2"] {
            let why = lab.why(question).unwrap();
            assert!(why.links.len() <= 13, "{question}: {}", why.links.len());
            let now = picture(&lab).now_us;
            assert!(why.links.iter().all(|link| link.event.at_us <= now), "{question}");
        }
        assert!((lab.script(), picture(&lab)) == before, "asking changes nothing");
    }
}
