//! Random runs: no invariant breaks under any faults, and histories are linearizable where the way of reading promises
//! it. When the faults have ended, all requests are answered and all nodes agree.
//!
//! A run that fails here is a script: shorten it, and put it into `tests/scripts`.

#![cfg(not(target_arch = "wasm32"))]

#[path = "campaign/features.rs"]
mod features;
#[path = "campaign/promises.rs"]
mod promises;

use features::{Met, Watch};
use promises::Promises;
use raftarium::check::linearizability::{Call, STEPS_MAX, Standing, Verdict, judge as judge_history};
use raftarium::explore::{self, Generated, generate};
use raftarium::kv::Command;
use raftarium::script::{Limit, Outcome, Runner, Script, Stop, parse};
use raftarium::sim::{Operation, Setting};
use std::ops::Range;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// Runs of each `cargo test`.
const RUNS: u64 = 20_000;

/// Events per batch: after each batch, the recorded events are looked at.
const BATCH: u64 = 4_096;

/// Events of one run at most; more means that it does not come to rest.
const EVENTS_MAX: u64 = 5_000_000;

/// One run in this many is watched for features, because watching takes longer than running.
const WATCHED: u64 = 5;

/// How often the watched runs of each `cargo test` must meet each feature, at least.
const TIMES_A_FEATURE: u64 = 8;

#[test]
fn random_runs_are_safe_linearizable_and_come_to_rest() {
    let met = campaign(0..RUNS, WATCHED).met;
    for feature in features::EXPECTED {
        let count = met.count(feature);
        assert!(TIMES_A_FEATURE <= count, "{feature} was met {count} times");
    }
}

/// Slow replication and followers that refuse reads break no rule: the same runs stay safe and linearizable with both. They
/// need not come to rest in time.
#[test]
fn plain_replication_and_leaders_that_read_alone_are_safe() {
    for number in 0..500 {
        let Generated { mut script, is_linearizable } = generate(number);
        let own =
            [Setting::PlainReplication(true), Setting::FollowerReads(false), Setting::ClientRetries(number % 2 == 0)];
        script.setup.settings.extend(own);
        let judged = explore::judge(script.clone(), is_linearizable, EVENTS_MAX);
        assert_eq!(judged.verdict, None, "run {number}:\n{script}");
    }
}

/// `RAFTARIUM_CAMPAIGN=100000 cargo test --profile campaign --test campaign -- --ignored --nocapture` runs this many;
/// `RAFTARIUM_CAMPAIGN=500000..600000` runs the scripts of these numbers. The features that were met are printed; only
/// the test above requires a number of them.
#[test]
#[ignore = "as long as one likes"]
fn many_random_runs_are_safe_linearizable_and_come_to_rest() {
    let wanted = std::env::var("RAFTARIUM_CAMPAIGN").unwrap_or_else(|_| "10000".into());
    let number = |digits: &str| digits.parse::<u64>().expect("RAFTARIUM_CAMPAIGN is a number of runs, or FROM..TO");
    let numbers = match wanted.split_once("..") {
        Some((from, to)) => number(from)..number(to),
        None => RUNS..RUNS + number(&wanted),
    };
    campaign(numbers, 15);
}

/// The totals of some runs.
#[derive(Debug, Default)]
struct Tally {
    runs: u64,
    events: u64,
    answers: usize,
    /// Runs that were watched for features, and the features that they met.
    watched: u64,
    met: Met,
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.runs += other.runs;
        self.events += other.events;
        self.answers += other.answers;
        self.watched += other.watched;
        self.met.add(other.met);
    }
}

/// Runs the scripts of these numbers on all cores, and watches one in `watched` for features.
fn campaign(numbers: Range<u64>, watched: u64) -> Tally {
    let next = AtomicU64::new(numbers.start);
    let some = || {
        let mut tally = Tally::default();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if numbers.end <= number {
                return tally;
            }
            // One failure is enough: the other threads stop.
            if let Err(failure) = panic::catch_unwind(AssertUnwindSafe(|| judge(number, watched, &mut tally))) {
                next.store(numbers.end, Ordering::Relaxed);
                panic::resume_unwind(failure);
            }
        }
    };
    let mut all = Tally::default();
    thread::scope(|scope| {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let working: Vec<_> = (0..threads).map(|_| scope.spawn(some)).collect();
        for thread in working {
            all.add(thread.join().unwrap_or_else(|failure| panic::resume_unwind(failure)));
        }
    });
    let Tally { runs, events, answers, watched, met } = &all;
    println!("{runs} runs, {events} events, {answers} answers; features met in {watched} of them:");
    for feature in features::EXPECTED {
        println!("{:>9} {feature}", met.count(feature));
    }
    assert!(0 < *answers, "something happened at all");
    all
}

/// Runs the script of a number, and checks its outcome.
fn judge(number: u64, watched: u64, tally: &mut Tally) {
    let Generated { script, is_linearizable } = generate(number);
    let is_watched = number.is_multiple_of(watched);
    let runner = run(script, is_watched.then_some(&mut tally.met));
    assert_eq!(*runner.outcome(), Outcome::Passed, "run {number}:\n{}", shown(&runner));
    let script = runner.script();
    let membership = runner.world().membership();
    assert!(!membership.is_changing(), "run {number}: a change never ends: {membership:?}\n{script}");
    let history = runner.world().history();
    let verdict = verdict(&runner);
    if is_linearizable {
        assert_eq!(verdict, Verdict::Linearizable, "run {number}: {:?}\n{script}", unordered(&runner, &verdict));
    }
    tally.runs += 1;
    tally.watched += u64::from(is_watched);
    tally.answers += history.iter().filter(|operation| operation.returned.is_some()).count();
    tally.events += runner.world().steps();
}

/// The verdict on a run's history. The check after the run and the check during the run must agree.
fn verdict(runner: &Runner) -> Verdict {
    let history: Vec<Call> = runner.world().history().iter().map(Call::from).collect();
    let verdict = judge_history(&history, STEPS_MAX);
    let live = runner.checks().linearizability();
    let standing = match &verdict {
        Verdict::Linearizable => Standing::Linearizable,
        Verdict::NotLinearizable(_) => Standing::Violated,
        Verdict::Undecided(_) => Standing::Undecided,
    };
    assert_eq!(live.standing(), standing, "{verdict:?}");
    if let Verdict::NotLinearizable(place) = verdict {
        assert_eq!(live.unordered()[0].operation, place);
    }
    verdict
}

/// The operation that no order explains.
fn unordered<'a>(runner: &'a Runner, verdict: &Verdict) -> Option<&'a Operation> {
    match verdict {
        Verdict::NotLinearizable(place) => runner.world().history().get(*place),
        Verdict::Linearizable | Verdict::Undecided(_) => None,
    }
}

/// Runs a script. With `met`, it also notes the features that are met, and checks the promises of pre-votes.
fn run(script: Script, met: Option<&mut Met>) -> Runner {
    let mut runner = Runner::new(script, met.is_some());
    let mut watch = met.map(|met| Watch::of(runner.world().settings(), met));
    let mut promises = Promises::default();
    let mut left = EVENTS_MAX;
    loop {
        let before = runner.world().steps();
        let stop = runner.advance(Limit::events(BATCH.min(left)));
        left -= runner.world().steps() - before;
        if let Some(watch) = &mut watch {
            let events = runner.world_mut().take_events();
            events.iter().for_each(|event| watch.look(event));
            let broken = events.iter().find_map(|event| promises.look(event));
            assert_eq!(broken, None, "a promise is counted that answers no question, in\n{}", runner.script());
            runner.world_mut().reuse_events(events);
        }
        if stop != Stop::Events {
            return runner;
        }
        assert!(0 < left, "it does not come to rest:\n{}", runner.script());
    }
}

/// What failed, and the script up to there.
fn shown(runner: &Runner) -> String {
    let violations = runner.checks().violations();
    let Script { setup, statements } = &**runner.script();
    let so_far = statements.iter().take(runner.place() + 1).cloned().collect();
    let script = Script { setup: setup.clone(), statements: so_far };
    format!("{:?}\n{violations:?}\n{script}", runner.outcome())
}

/// A checker that was never seen to fail is not trusted.
#[test]
fn a_stale_read_is_not_linearizable() {
    let run = |text| run(parse(text).expect("it is a script"), None);
    let runner = run(include_str!("../www/scenes/stale-read.raft"));
    let verdict_of_stale = verdict(&runner);
    let read = unordered(&runner, &verdict_of_stale).expect("it is not linearizable");
    assert_eq!(read.command, Command::Get { key: "x".into() });
    let confirmed = include_str!("scripts/read-index-is-never-stale.raft");
    assert_eq!(verdict(&run(confirmed)), Verdict::Linearizable);
}
