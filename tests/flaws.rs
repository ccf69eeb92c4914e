//! The museum of flaws, and the machine that finds counterexamples.
//!
//! `tests/flaws/NAME.raft` is the shortened script that the search finds with that flaw alone, from seed 0 on.
//! `UPDATE_GOLDEN=1 cargo test --test flaws` writes them anew. A script that begins with a comment is kept: it was written by
//! hand, or the search finds it only with more seeds than a test can spend.

#![cfg(not(target_arch = "wasm32"))]

use raftarium::check::Invariant;
use raftarium::explore::{Coverage, Effort, Shortest, Start, explore, generate};
use raftarium::raft::{Event as Decision, Flaw, Flaws};
use raftarium::script::{Limit, Outcome, Runner, Script, Step, Stop, parse};
use raftarium::sim::{FlawName, Setting, What};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, thread};

/// Random runs of the property below.
const RUNS: u64 = 3_000;

/// The search gives up after so many seeds.
const SEEDS: u64 = 3_000;

/// Events of a golden script, at most.
const EVENTS_MAX: u64 = 100_000;

/// The flaws that break nothing which a checker claims, or in so few runs that no test can wait for one, and why.
const UNSEEN: [(Flaw, &str); 2] = [
    (Flaw::PromisesOutliveRounds, "a late answer has to be in flight, and stability is claimed only where none is"),
    (Flaw::PreVoteRepliesOwnTerm, "a refusal still brings the higher term to the voter, which is heard from then on"),
];

/// The flaws that break something only together with another, and what: the other breaks something by itself, and mostly
/// earlier.
const PAIRS: [(Flaw, Flaw, Invariant); 1] =
    [(Flaw::LeaderAcceptsEntries, Flaw::StaleVotesCounted, Invariant::LeaderAppendOnly)];

fn golden(flaw: Flaw) -> PathBuf {
    PathBuf::from(format!("{}/tests/flaws/{}.raft", env!("CARGO_MANIFEST_DIR"), flaw.name()))
}

/// The flaw that it is tested with, and what the two break; none for most.
fn pair_of(flaw: Flaw) -> Option<(Flaw, Invariant)> {
    PAIRS.iter().find(|pair| pair.0 == flaw).map(|pair| (pair.1, pair.2))
}

fn flaws_of(flaw: Flaw) -> Vec<Flaw> {
    [flaw].into_iter().chain(pair_of(flaw).map(|pair| pair.0)).collect()
}

fn setting(flaw: Flaw) -> Setting {
    Setting::Flaw(FlawName::One(flaw))
}

/// The flaws that a checker sees.
fn seen() -> impl Iterator<Item = Flaw> {
    Flaw::ALL.iter().copied().filter(|flaw| !UNSEEN.iter().any(|unseen| unseen.0 == *flaw))
}

/// What the search finds with a flaw, as a script.
fn found(flaw: Flaw) -> Option<String> {
    let settings = flaws_of(flaw).into_iter().map(setting).collect();
    let start = Start { settings, script: None, wanted: pair_of(flaw).map(|pair| pair.1) };
    let (mut coverage, mut shortest) = (Coverage::default(), Shortest::default());
    for seed in 0..SEEDS {
        if shortest.until() < seed {
            break;
        }
        if let Some(find) = explore(seed, &start, &mut coverage).find
            && let Some(short) = find.shorten(Effort::Some)
        {
            shortest.take(find, short);
            if shortest.is_enough() {
                break;
            }
        }
    }
    shortest.into_best().map(|(_, short)| short.script.to_string())
}

/// Every flaw that a checker can see is found from a seed alone, and shortened to the script in `tests/flaws`: the same on
/// every machine.
#[test]
fn the_search_finds_every_flaw() {
    let flaws: Vec<Flaw> = seen().collect();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(flaw) = flaws.get(next.fetch_add(1, Ordering::Relaxed)) {
            let known = fs::read_to_string(golden(*flaw)).unwrap_or_default();
            if known.starts_with("# ") {
                continue;
            }
            let found = found(*flaw);
            if std::env::var_os("UPDATE_GOLDEN").is_some() {
                match &found {
                    Some(found) => fs::write(golden(*flaw), found).expect("the golden file is written"),
                    None => println!("{} is not found", flaw.name()),
                }
            } else {
                assert_eq!(found.as_deref(), Some(known.as_str()), "{}", flaw.name());
            }
        }
    };
    thread::scope(|scope| {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let working: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        working.into_iter().for_each(|thread| thread.join().unwrap_or_else(|failure| panic::resume_unwind(failure)));
    });
}

fn script_of(flaw: Flaw) -> Script {
    let text = fs::read_to_string(golden(flaw)).unwrap_or_else(|_| panic!("{} has a script", flaw.name()));
    parse(&text).unwrap_or_else(|error| panic!("{}: {error:?}", flaw.name()))
}

/// Runs a script, and counts the reports of broken rules.
fn run(script: Script) -> (Runner, BTreeMap<Flaw, usize>) {
    let mut runner = Runner::new(script, true);
    while runner.world().steps() < EVENTS_MAX && runner.advance(Limit::events(5_000)) == Stop::Events {}
    let mut reports = BTreeMap::new();
    for event in runner.world_mut().take_events() {
        if let What::Decided(Decision::RuleBroken { flaw }) = event.what {
            *reports.entry(flaw).or_default() += 1;
        }
    }
    (runner, reports)
}

/// Each golden script passes: with `expect violated` it asks for what breaks. The flaw's guard was met, and no flaw but
/// those of the script reports anything.
#[test]
fn every_flaw_breaks_what_its_script_says() {
    for flaw in seen() {
        let (runner, reports) = run(script_of(flaw));
        assert_eq!(*runner.outcome(), Outcome::Passed, "{}", flaw.name());
        assert!(reports.contains_key(&flaw), "{}: {reports:?}", flaw.name());
        let set: BTreeSet<Flaw> = flaws_of(flaw).into_iter().collect();
        assert!(reports.keys().all(|reported| set.contains(reported)), "{}: {reports:?}", flaw.name());
    }
}

/// The same scripts without their flaws break nothing: it is the flaw that does.
#[test]
fn without_the_flaw_nothing_breaks() {
    for flaw in seen() {
        let mut script = script_of(flaw);
        script.setup.settings.retain(|setting| !matches!(setting, Setting::Flaw(_)));
        script.statements.retain(|statement| !matches!(statement.step, Step::Expect { .. }));
        let (runner, reports) = run(script);
        assert_eq!(*runner.outcome(), Outcome::Passed, "{}", flaw.name());
        assert!(runner.checks().violations().is_empty() && reports.is_empty(), "{}", flaw.name());
        assert!(runner.checks().linearizability().unordered().is_empty(), "{}", flaw.name());
    }
}

/// A flaw that breaks nothing by itself is still met, and does what it says.
#[test]
fn the_guards_of_unseen_flaws_are_met() {
    for (flaw, why) in UNSEEN {
        let is_met = (0..SEEDS).any(|seed| {
            let mut script = generate(seed).script;
            script.setup.settings.insert(0, setting(flaw));
            run(script).1.contains_key(&flaw)
        });
        assert!(is_met, "{}: {why}", flaw.name());
    }
}

/// The core asserts only what no flaw, and no set of flaws, can break: whatever a checker sees, `step` never panics.
#[test]
fn under_any_set_of_flaws_no_step_panics() {
    for number in 0..RUNS {
        let mut script = generate(number).script;
        // Bits drawn from the number: sets of a few flaws, and sets of half of all.
        let mut bits = number.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(17);
        if number % 3 != 0 {
            bits &= bits.rotate_left(23) & bits.rotate_left(41);
        }
        let all = Flaw::ALL.iter().copied().enumerate();
        let set: Vec<Flaw> = all.filter(|(place, _)| bits >> place & 1 == 1).map(|both| both.1).collect();
        script.setup.settings.extend(set.iter().map(|flaw| setting(*flaw)));
        let go = || {
            let mut runner = Runner::new(script.clone(), false);
            // A violation ends the script, and the world goes on.
            while runner.world().steps() < 20_000 && runner.run(Limit::events(5_000)) == Stop::Events {}
            assert_eq!(runner.world().settings().raft.flaws, Flaws::of(&set));
        };
        let passed = panic::catch_unwind(AssertUnwindSafe(go));
        assert!(passed.is_ok(), "it panics, in\n{script}");
    }
}

/// Nothing in the search chooses by a flaw: its source names no variant, and no script that it draws has a `flaw`.
#[test]
fn the_search_knows_no_flaw() {
    let sources = ["mod", "coverage", "find", "forks", "judge", "search", "shorten"];
    let generators = ["", "/calm", "/chance", "/faults", "/profile", "/scenes"].map(|name| format!("generate{name}"));
    let exhaust = ["mod", "bounds", "moves", "parallel", "retell", "search", "server", "tables", "visited"];
    let exhaust = exhaust.map(|name| format!("exhaust/{name}"));
    let schedule = ["mod", "exhausted", "play", "record", "setup", "shorten", "step"];
    let schedule = schedule.map(|name| format!("schedule/{name}"));
    let names = sources.into_iter().map(str::to_string).chain(generators).chain(exhaust).chain(schedule);
    for name in names {
        let path = format!("{}/src/explore/{name}.rs", env!("CARGO_MANIFEST_DIR"));
        let source = fs::read_to_string(&path).expect("it is a source file");
        assert!(!source.contains("Flaw::"), "{path} names a flaw");
        for flaw in Flaw::ALL {
            assert!(!source.contains(flaw.name()), "{path} names {}", flaw.name());
        }
    }
    for seed in 0..200 {
        let script = generate(seed).script.to_string();
        assert!(!script.lines().any(|line| line.starts_with("flaw") || line.starts_with("mend")), "seed {seed}");
    }
}
