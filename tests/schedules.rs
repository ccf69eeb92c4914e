//! Schedules: what a run does without its clock is the same, and no step of a shortened schedule can be taken away.
//!
//! `tests/schedules/NAME.raft` is the schedule of a flaw that SandTable looked for, as a script, made of the script that the
//! search finds. `UPDATE_GOLDEN=1 cargo test --test schedules` writes them anew.

#![cfg(not(target_arch = "wasm32"))]

use raftarium::explore::schedule::{Case, Schedule, play, record};
use raftarium::explore::{Broken, Generated, generate};
use raftarium::kv::Command;
use raftarium::raft::DurationRange;
use raftarium::script::{Condition, Influence, Limit, Outcome, Runner, Script, Statement, Step, Stop, parse};
use raftarium::sim::{FlawName, Setting, World};
use std::fs;
use std::path::PathBuf;

/// Random runs of the property below.
const RUNS: u64 = 100;

/// Writes of each: each try of one takes a client, and there are nine.
const WRITES_MAX: usize = 3;

/// The flaws that SandTable looked for, how deep its counterexample is (EuroSys 2024, table 2), and how deep ours is.
const ROWS: [(&str, usize, usize); 10] = [
    ("stale-votes-counted", 8, 7),
    ("leader-grants-votes", 8, 5),
    ("truncate-always", 9, 7),
    ("match-regresses", 10, 8),
    ("commit-regresses", 13, 9),
    ("follower-reads-local", 10, 9),
    ("commit-old-terms", 14, 19),
    ("commit-scan-stops", 14, 8),
    ("append-below-snapshot", 22, 19),
    ("snapshot-lowers-term", 23, 14),
];

fn file(path: &str) -> PathBuf {
    PathBuf::from(format!("{}/tests/{path}.raft", env!("CARGO_MANIFEST_DIR")))
}

/// What the search finds; of one flaw in more seeds than `tests/flaws.rs` looks at.
fn found(name: &str) -> Script {
    let late = file(&format!("schedules/found/{name}"));
    let path = if late.exists() { late } else { file(&format!("flaws/{name}")) };
    let text = fs::read_to_string(path).unwrap_or_else(|_| panic!("{name} has a script"));
    parse(&text).unwrap_or_else(|error| panic!("{name}: {error:?}"))
}

fn broken_in(script: &Script) -> Broken {
    let last = script.statements.last().map(|statement| &statement.step);
    match last {
        Some(Step::Expect { condition: Condition::Violated(invariant), .. }) => Broken::Invariant(*invariant),
        Some(Step::Expect { condition: Condition::ViolatedLinearizability, .. }) => Broken::Linearizability,
        other => panic!("it says at its end what it breaks, and not {other:?}"),
    }
}

fn schedule(name: &str) -> Schedule {
    let script = found(name);
    Schedule::of(&script, broken_in(&script)).unwrap_or_else(|| panic!("{name} has a schedule")).or_exhausted()
}

fn run(script: Script) -> Runner {
    let mut runner = Runner::new(script, false);
    while runner.advance(Limit::events(10_000)) == Stop::Events {}
    runner
}

/// Each schedule is the script in `tests/schedules`, which breaks what it says with its flaw, and nothing without. It is not
/// deeper than the table says.
#[test]
fn schedules_are_scripts_that_break_the_same() {
    for (name, _, depth) in ROWS {
        let schedule = schedule(name);
        let (printed, golden) = (schedule.script().to_string(), file(&format!("schedules/{name}")));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&golden, &printed).expect("the golden file is written");
        }
        assert_eq!(fs::read_to_string(golden).unwrap_or_default(), printed, "{name}");
        assert_eq!((schedule.depth(), schedule.lines().len()), (depth, schedule.steps().len()), "{name}");
        let read = parse(&printed).unwrap_or_else(|error| panic!("{error:?} in\n{printed}"));
        assert_eq!(*run(read.clone()).outcome(), Outcome::Passed, "{printed}");
        let mut mended = read;
        let flaws = |setting: &Setting| matches!(setting, Setting::Flaw(FlawName::One(flaw)) if flaw.name() == name);
        mended.setup.settings.retain(|setting| !flaws(setting));
        mended.statements.retain(|statement| !matches!(statement.step, Step::Expect { .. }));
        let mended = run(mended);
        assert!(mended.checks().violations().is_empty(), "without the flaw, nothing is broken:\n{printed}");
        assert!(mended.checks().linearizability().unordered().is_empty(), "{printed}");
    }
}

/// Every schedule but one is no deeper than what SandTable found for the same kind of flaw.
#[test]
fn schedules_are_no_deeper_than_those_of_sandtable() {
    let deeper: Vec<&str> = ROWS.into_iter().filter(|(_, theirs, ours)| theirs < ours).map(|row| row.0).collect();
    assert_eq!(deeper, ["commit-old-terms"]);
}

/// Without any one of its steps, nothing breaks.
#[test]
fn no_step_of_a_schedule_can_be_taken_away() {
    for (name, _, _) in ROWS {
        let schedule = schedule(name);
        let case = Case { broken: schedule.broken(), ..schedule.case().clone() };
        assert_eq!(play(&case, schedule.steps()).broken, Some(schedule.broken()), "{name}");
        for place in 0..schedule.steps().len() {
            let mut steps = schedule.steps().to_vec();
            steps.remove(place);
            assert_eq!(play(&case, &steps).broken, None, "{name} without step {}", place + 1);
        }
    }
}

/// What is left of a random script whose run its steps determine: its faults and requests, without what rests on time.
fn timeless(number: u64) -> Script {
    let Generated { mut script, .. } = generate(number);
    let is_timeless = |setting: &Setting| {
        let rests_on_time = matches!(
            setting,
            Setting::Fsync(..)
                | Setting::PreVote(_)
                | Setting::CheckQuorum(_)
                | Setting::Reads(_)
                | Setting::Drift(_)
                | Setting::NodeDrift(..)
                | Setting::ClientTimeout(_)
        );
        !rests_on_time
    };
    script.setup.settings.retain(is_timeless);
    script.setup.settings.push(Setting::Fsync(DurationRange::exactly(0), None));
    script.setup.settings.push(Setting::ClientTimeout(3_600_000_000));
    let mut writes = 0;
    script.statements.retain(|statement| {
        let Step::Do(influence) = &statement.step else { return true };
        match influence {
            Influence::Ask { command: Command::Get { .. }, .. } => false,
            Influence::Ask { .. } => {
                writes += 1;
                writes <= WRITES_MAX
            }
            Influence::Configure(setting, _) => is_timeless(setting),
            // A leader gives a transfer up, and says that a newcomer has caught up, by an election timeout.
            Influence::Transfer(..) | Influence::Change(..) => false,
            Influence::Http { .. }
            | Influence::Load { .. }
            | Influence::LoadOff
            | Influence::Disk(..)
            | Influence::Wipe(_) => false,
            Influence::Pause(_) | Influence::Resume(_) => false,
            Influence::Crash(_)
            | Influence::Restart(_)
            | Influence::Timeout(_)
            | Influence::Snapshot(_)
            | Influence::Partition(_)
            | Influence::Isolate(_)
            | Influence::Cut(_)
            | Influence::Join(_)
            | Influence::Heal
            | Influence::Tamper(..)
            | Influence::Reseed(_) => true,
        }
    });
    // What is written is durable before anything else is done.
    let moment = |statement| [Statement::new(Step::Run(1)), statement];
    script.statements = script.statements.into_iter().flat_map(moment).collect();
    script
}

/// Of each node its term, its commit index, and the terms of its log.
fn state(world: &World) -> String {
    let of = |node| {
        let server = world.server(node);
        let (log, commit) = (server.log(), server.process.as_ref().map(|process| process.node().commit_index()));
        let terms: Vec<u64> = log.iter().map(|entry| entry.term.0).collect();
        format!("{node}: term {} commit {commit:?} base {:?} log {terms:?}\n", server.current_term().0, log.base())
    };
    world.nodes().iter().map(of).collect()
}

/// The steps of a random run, played without its clock, lead to the same terms, logs and commit indices.
#[test]
fn a_run_without_its_clock_ends_in_the_same_state() {
    let mut different = Vec::new();
    for number in 0..RUNS {
        let script = timeless(number);
        let steps = record(&script, false);
        let case = Case {
            nodes: script.setup.nodes,
            settings: script.setup.settings.clone(),
            broken: Broken::Linearizability,
        };
        let (timed, untimed) = (run(script), play(&case, &steps).runner);
        if state(timed.world()) != state(untimed.world()) {
            different.push(number);
        }
    }
    assert!(different.is_empty(), "{} of {RUNS}: {different:?}", different.len());
}
