//! A run is a pure function of its script: the same text gives the same run, event by event, however the run is cut
//! into pieces, and with any acts in between.

#![cfg(not(target_arch = "wasm32"))]

mod support;

use raftarium::lab::Lab;
use raftarium::script::{Limit, Runner, Stop, Trace};
use raftarium::sim::Instant;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::fmt::Write;
use support::{compare_golden, digest, read, repository, scenes, scripts_in};

#[test]
fn the_same_script_gives_the_same_run() {
    for script in scripts_in("tests/scripts") {
        assert_eq!(digest(&script.text), digest(&script.text), "{}", script.name());
    }
}

#[test]
fn another_seed_gives_another_run() {
    let run = |seed: u64| digest(&format!("nodes 3\nseed {seed}\nrun until leader\nset x 1\nrun 1s"));
    let mut digests: Vec<String> = (0..100).map(run).collect();
    digests.sort();
    digests.dedup();
    assert_eq!(digests.len(), 100);
}

#[test]
fn comments_and_blank_lines_change_nothing() {
    let bare = "nodes 3\nrun until leader\nset x 1\nrun 1s\n";
    let adorned = "raftarium 1\n\n# A comment.\n  nodes 3 # three\n\nrun until leader\n\tset x 1\nrun 1s";
    assert_eq!(digest(bare), digest(adorned));
}

#[test]
fn a_reseed_changes_what_follows_and_nothing_before() {
    let trace = |last: &str| trace(&format!("nodes 3\nrun until leader\n{last}\nset x 1\nrun 1s\n"));
    let (one, two) = (trace("reseed 1"), trace("reseed 2"));
    let place = one.iter().zip(&two).take_while(|(one, two)| one == two).count();
    assert!(one[place].contains("\"kind\":\"reseeded\""), "{}", one[place]);
    assert_ne!(one.last(), two.last());
    assert_eq!(one, trace("reseed 1"));
}

fn trace(text: &str) -> Vec<String> {
    let mut runner = Runner::new(read(text), true);
    runner.advance(Limit::events(u64::MAX));
    let mut trace = Trace::default();
    runner.world_mut().take_events().iter().map(|event| trace.take(event)).collect()
}

#[test]
fn a_run_in_pieces_is_the_run_in_one_go() {
    for script in scenes().iter().chain(&scripts_in("tests/scripts")) {
        let mut chance = Pcg64Mcg::seed_from_u64(7);
        let whole = digest(&script.text);
        let by_one = digest_in_pieces(&script.text, |_| Limit::events(1));
        let by_time = digest_in_pieces(&script.text, |now| Limit::until(now.after(997), u64::MAX));
        let by_chance = digest_in_pieces(&script.text, |now| {
            Limit::until(now.after(chance.random_range(0..20_000)), chance.random_range(0..20))
        });
        assert_eq!([by_one, by_time, by_chance], [&whole, &whole, &whole].map(String::clone), "{}", script.name());
    }
}

/// The most pieces that a run is cut into; more means that it makes no progress.
const PIECES_MAX: usize = 200_000;

fn digest_in_pieces(text: &str, mut limit: impl FnMut(Instant) -> Limit) -> String {
    let mut runner = Runner::new(read(text), true);
    let mut trace = Trace::default();
    for _ in 0..PIECES_MAX {
        let stop = runner.advance(limit(runner.world().now()));
        for event in runner.world_mut().take_events() {
            trace.take(&event);
        }
        if matches!(stop, Stop::Done | Stop::Failed) {
            return trace.digest().to_string();
        }
    }
    panic!("the run does not end:\n{text}");
}

#[test]
fn a_clone_goes_on_as_the_original() {
    for scene in scenes() {
        let mut runner = Runner::new(read(&scene.text), true);
        runner.advance(Limit::until(Instant(200_000), u64::MAX));
        let mut clone = runner.clone();
        for copy in [&mut runner, &mut clone] {
            copy.advance(Limit::events(u64::MAX));
            copy.run(Limit::until(Instant(5_000_000), u64::MAX));
        }
        assert_eq!(runner.world().steps(), clone.world().steps());
        assert!(runner.world_mut().take_events() == clone.world_mut().take_events(), "{}", scene.name());
    }
}

/// What a person may do on the page, at any instant.
const ACTS: [&str; 32] = [
    "set x 1",
    "set y 2 from c2 to n3",
    "get x from c3",
    "cas x 1 2",
    "delete x",
    "crash n1",
    "restart n1",
    "pause n2",
    "resume n2",
    "isolate n3",
    "heal",
    "partition n1 n2 | n3",
    "cut n1 -> n2",
    "join n1 - n2",
    "timeout n2",
    "drop AppendEntries n1 -> n2",
    "delay any n2 -> n1 30ms",
    "duplicate next 3 any n1 -> n3",
    "config loss 10%",
    "config loss 0%",
    "reseed 99",
    "load every 20ms from c4 for 100ms",
    "cut c1 - n2",
    "cut n1 -> c2",
    "join c1 - n2",
    "crash all",
    "restart all",
    "crash n3 n1",
    "restart n1 n3",
    "config election-timeout 40ms..60ms n2",
    "config loss 50% n1 -> n2",
    "config duplicate 50% c1 - n3",
];

#[test]
fn the_script_of_a_universe_leads_exactly_there() {
    for seed in 0..60 {
        let mut chance = Pcg64Mcg::seed_from_u64(seed);
        let mut lab = Lab::new(&format!("nodes 3\nseed {seed}\nrun until leader # a comment\nrun 40ms\n")).unwrap();
        for _ in 0..chance.random_range(5..30) {
            let now_us = lab.snapshot(query()).now_us as u64;
            match chance.random_range(0..5) {
                0 => drop(lab.step(chance.random_range(0..12))),
                1 => drop(lab.advance(now_us + chance.random_range(0..100_000), chance.random_range(0..40))),
                2 => drop(lab.advance(now_us + chance.random_range(0..100_000), 1_000_000)),
                _ => drop(lab.act(ACTS[chance.random_range(0..ACTS.len())]).unwrap()),
            }
        }
        let original = lab.snapshot(query());
        let mut replayed = replay(&lab.script(), original.now_us, original.steps);
        let again = replayed.snapshot(query());
        assert_eq!(lab.digest().to_string(), digest(&lab.script()));
        assert_eq!((original.now_us, original.steps), (again.now_us, again.steps), "{}", lab.script());
        assert_eq!((&original.nodes, &original.clients, &original.cuts), (&again.nodes, &again.clients, &again.cuts));
        assert_eq!(lab.messages(), replayed.messages(), "{}", lab.script());
        // From there on, both runs are the same.
        assert_eq!(later(&mut lab), later(&mut replayed), "seed {seed}");
    }
}

fn query() -> raftarium::lab::view::SnapshotQuery {
    raftarium::lab::view::SnapshotQuery { log_from: 1, log_columns: 200, kv_rows: 200 }
}

/// A universe at the end of its script, which takes this time and this number of events.
fn replay(script: &str, now_us: f64, steps: f64) -> Lab {
    let mut lab = Lab::new(script).unwrap();
    lab.advance(now_us as u64, steps as u64);
    assert_eq!(lab.snapshot(query()).script.state, "free", "its script is done:\n{script}");
    lab
}

fn later(lab: &mut Lab) -> String {
    lab.advance(60_000_000, 2_000);
    lab.digest().to_string()
}

#[test]
fn the_scenes_have_their_digests() {
    let mut table = String::from("# The digest of each scene's run to the end of its script, on every platform.\n");
    for scene in scenes() {
        writeln!(table, "{} {}", digest(&scene.text), scene.name()).unwrap();
    }
    compare_golden(&repository().join("tests/scripts/digests.txt"), &table).unwrap();
}
