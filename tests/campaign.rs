//! Random runs: whatever happens, no invariant breaks, and clients see one store; and once nothing more
//! happens, everything is answered and all nodes agree.
//!
//! A run that fails here is a script: shorten it, and put it into `tests/scripts`.

#![cfg(not(target_arch = "wasm32"))]

#[path = "campaign/generator.rs"]
mod generator;
#[path = "support/linearizability.rs"]
mod linearizability;

use linearizability::unexplained_keys;
use raftarium::script::{Limit, Outcome, Runner, Stop, parse};
use std::ops::Range;

/// Runs of each `cargo test`.
const RUNS: u64 = 20_000;

/// Events of one run at most; more means that it does not come to rest.
const EVENTS_MAX: u64 = 5_000_000;

#[test]
fn random_runs_are_safe_linearizable_and_come_to_rest() {
    campaign(0..RUNS);
}

/// `RAFTARIUM_CAMPAIGN=100000 cargo test --release --test campaign -- --ignored` runs so many.
#[test]
#[ignore = "as long as one likes"]
fn many_random_runs_are_safe_linearizable_and_come_to_rest() {
    let runs = std::env::var("RAFTARIUM_CAMPAIGN").map_or(10_000, |runs| runs.parse().expect("a number of runs"));
    campaign(RUNS..RUNS + runs);
}

fn campaign(numbers: Range<u64>) {
    let mut answered = 0;
    let mut commits = 0;
    for number in numbers {
        let text = generator::script(number);
        let runner = run(&text);
        assert_eq!(*runner.outcome(), Outcome::Passed, "run {number}:\n{}", shown(&runner, &text));
        let history = runner.world().history();
        let unexplained = unexplained_keys(history);
        assert!(unexplained.is_empty(), "run {number}: keys {unexplained:?} are not linearizable:\n{text}");
        answered += history.iter().filter(|operation| operation.returned.is_some()).count();
        commits +=
            runner.world().nodes().iter().map(|node| runner.world().server(node).commit_index().0).max().unwrap();
    }
    assert!(0 < answered && 0 < commits, "something happened at all");
}

fn run(text: &str) -> Runner {
    let script = parse(text).unwrap_or_else(|error| panic!("{error:?} in\n{text}"));
    let mut runner = Runner::new(script, false);
    let stop = runner.advance(Limit::events(EVENTS_MAX));
    assert_ne!(stop, Stop::Events, "it does not come to rest:\n{text}");
    runner
}

/// What failed, and the script up to there.
fn shown(runner: &Runner, text: &str) -> String {
    let violations = runner.checks().violations();
    let line = runner.current().map_or(usize::MAX, |statement| statement.line);
    let lines: Vec<&str> = text.lines().take(line).collect();
    format!("{:?}\n{violations:?}\n{}", runner.outcome(), lines.join("\n"))
}

#[test]
fn the_same_number_gives_the_same_script() {
    assert_eq!(generator::script(5), generator::script(5));
    assert_ne!(generator::script(5), generator::script(6));
}

/// A judge that was never seen to condemn is not trusted.
#[test]
fn a_stale_read_is_not_linearizable() {
    let stale = include_str!("../www/scenes/stale-read.raft");
    assert_eq!(unexplained_keys(run(stale).world().history()), ["x".into()]);
    let confirmed = include_str!("scripts/read-index-is-never-stale.raft");
    assert!(unexplained_keys(run(confirmed).world().history()).is_empty());
}
