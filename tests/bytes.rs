//! A run that is written to bytes and read back goes on as the same run, event by event.

#![cfg(not(target_arch = "wasm32"))]

mod support;

use raftarium::script::{BytesError, Limit, Runner, from_bytes, to_bytes};
use raftarium::sim::Instant;
use support::{read, scenes, scripts_in};

/// Runs a script, and goes on after its end, for `steps` events at most.
fn run(text: &str, steps: u64) -> Runner {
    let mut runner = Runner::new(read(text), true);
    runner.run(Limit::events(steps));
    runner.world_mut().take_events();
    runner
}

#[test]
fn a_checkpoint_survives_a_round_trip_through_bytes() {
    let mut answers_without_order = 0;
    for script in scenes().iter().chain(&scripts_in("tests/scripts")) {
        for steps in [0, 1, 37, 150, 700, 2_500] {
            let mut original = run(&script.text, steps);
            let bytes = to_bytes(&script.text, &original);
            let (text, mut again) = from_bytes(&bytes).unwrap();
            assert_eq!(text, script.text);
            let same = original.under(original.script().clone());
            assert!(to_bytes(&text, &again) == to_bytes(&text, &same), "{} {steps}", script.name());
            let until = original.world().now().after(3_000_000);
            for copy in [&mut original, &mut again] {
                copy.run(Limit::until(until, 20_000));
            }
            let (events, replayed) = (original.world_mut().take_events(), again.world_mut().take_events());
            assert!(events == replayed, "{} after {steps} steps", script.name());
            assert_eq!(original.outcome(), again.outcome(), "{}", script.name());
            assert_eq!(original.checks().violations(), again.checks().violations());
            let unordered = [&original, &again].map(|run| run.checks().linearizability().unordered());
            assert_eq!(unordered[0], unordered[1]);
            answers_without_order += unordered[0].len();
        }
    }
    assert!(0 < answers_without_order, "some histories are not linearizable");
}

#[test]
fn damaged_bytes_are_refused() {
    let bytes = to_bytes("nodes 3\nrun 1s\n", &run("nodes 3\nrun 1s\n", 200));
    for place in (0..bytes.len()).step_by(97).chain([0, 1, bytes.len() - 1]) {
        let mut damaged = bytes.clone();
        damaged[place] ^= 1;
        assert_eq!(from_bytes(&damaged).err(), Some(BytesError::Damaged), "at {place}");
    }
    for length in [0, 1, 7, 8, 9, bytes.len() / 2, bytes.len() - 1] {
        assert_eq!(from_bytes(&bytes[..length]).err(), Some(BytesError::Damaged), "cut to {length}");
    }
}

#[test]
fn a_long_run_weighs_no_more_than_its_state() {
    let mut runner = Runner::new(read("nodes 5\nload every 100ms\n"), false);
    runner.run(Limit::until(Instant(60_000_000), u64::MAX));
    let bytes = to_bytes("nodes 5\nload every 100ms\n", &runner);
    assert!(bytes.len() < 1_000_000, "{}", bytes.len());
}
