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
use raftarium::sim::Event;
use std::collections::BTreeMap;
use std::ops::Range;

/// Runs of each `cargo test`.
const RUNS: u64 = 20_000;

/// Events between two looks at what was recorded.
const BATCH: u64 = 4_096;

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

/// What a campaign must have met often, by the kind of the event: a feature that nothing exercised was not tested.
const FEATURES: [&str; 22] = [
    "snapshot-taken",
    "snapshot-sent",
    "snapshot-collected",
    "snapshot-installed",
    "snapshot-not-needed",
    "configuration-in-force",
    "caught-up",
    "change-refused",
    "stepped-down",
    "pre-vote-started",
    "pre-vote-granted",
    "pre-vote-refused",
    "candidate-disregarded",
    "election-withheld",
    "transfer-ordered",
    "transfer-abandoned",
    "transfer-blocks",
    "read-forwarded",
    "read-index-learned",
    "lease-held",
    "stopped",
    "tail-read",
];

/// Each of them at least once in so many runs.
const RUNS_A_FEATURE: u64 = 200;

fn campaign(numbers: Range<u64>) {
    let mut answered = 0;
    let mut met: BTreeMap<&str, u64> = BTreeMap::new();
    let mut events = 0;
    let runs = numbers.end - numbers.start;
    for number in numbers {
        let text = generator::script(number);
        let runner = run(&text, &mut |event| {
            *met.entry(event.describe().0).or_default() += 1;
        });
        assert_eq!(*runner.outcome(), Outcome::Passed, "run {number}:\n{}", shown(&runner, &text));
        let history = runner.world().history();
        let unexplained = unexplained_keys(history);
        assert!(unexplained.is_empty(), "run {number}: keys {unexplained:?} are not linearizable:\n{text}");
        answered += history.iter().filter(|operation| operation.returned.is_some()).count();
        events += runner.world().steps();
    }
    println!("{runs} runs, {events} events, {answered} answers; features met:");
    for feature in FEATURES {
        let count = met.get(feature).copied().unwrap_or(0);
        println!("{count:>9} {feature}");
        assert!(runs / RUNS_A_FEATURE <= count, "{feature} happened {count} times in {runs} runs");
    }
    assert!(0 < answered, "something happened at all");
}

/// Runs a script, and tells what happens in it.
fn run(text: &str, tell: &mut dyn FnMut(&Event)) -> Runner {
    let script = parse(text).unwrap_or_else(|error| panic!("{error:?} in\n{text}"));
    let mut runner = Runner::new(script, true);
    let mut left = EVENTS_MAX;
    loop {
        let before = runner.world().steps();
        let stop = runner.advance(Limit::events(BATCH.min(left)));
        left -= runner.world().steps() - before;
        let events = runner.world_mut().take_events();
        events.iter().for_each(&mut *tell);
        runner.world_mut().reuse_events(events);
        if stop != Stop::Events {
            return runner;
        }
        assert!(0 < left, "it does not come to rest:\n{text}");
    }
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
    assert_eq!(unexplained_keys(run(stale, &mut |_| {}).world().history()), ["x".into()]);
    let confirmed = include_str!("scripts/read-index-is-never-stale.raft");
    assert!(unexplained_keys(run(confirmed, &mut |_| {}).world().history()).is_empty());
}
