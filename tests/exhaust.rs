//! The exhaustive search: it counts what an enumeration counts that is written without any thought of speed, a correct core
//! breaks nothing, flaws are found by their shortest runs, and those do the same in the real simulation.

#![cfg(not(target_arch = "wasm32"))]

#[path = "exhaust/naive.rs"]
mod naive;

use naive::count;
use raftarium::check::Invariant;
use raftarium::explore::Start;
use raftarium::explore::exhaust::{Bounds, Cluster, Exhausted, Refusal, exhaust};
use raftarium::raft::{Config, Flaw};
use raftarium::script::{Limit, Outcome, Runner, Script, parse};
use raftarium::sim::{FlawName, Setting};

/// Nothing of what is counted.
const NOTHING: Bounds = Bounds {
    depth: 14,
    elections: 0,
    writes: 0,
    beats: 0,
    crashes: 0,
    drops: 0,
    duplicates: 0,
    fsyncs: false,
    symmetry: true,
    states: 10_000_000,
};

fn cluster_of(nodes: usize) -> Start {
    let mut script = Script::default();
    script.setup.nodes = nodes;
    Start { settings: Vec::new(), script: Some(script), wanted: None }
}

fn with(flaw: Flaw) -> Start {
    Start { settings: vec![Setting::Flaw(FlawName::One(flaw))], script: None, wanted: None }
}

fn search(start: &Start, bounds: &Bounds) -> Exhausted {
    exhaust(start, bounds, 2).expect("the start can be searched")
}

/// Every state that an enumeration reaches in six steps, which takes no two for one that differ in anything, is counted; and
/// no other. States that differ by names are counted once where they shall be.
#[test]
fn the_counts_are_those_of_a_naive_enumeration() {
    let all = Bounds { depth: 6, elections: 2, writes: 1, beats: 1, crashes: 1, drops: 1, duplicates: 1, ..NOTHING };
    let deeper = Bounds { depth: 8, elections: 2, writes: 1, beats: 1, ..NOTHING };
    let fsyncs = Bounds { depth: 6, elections: 2, writes: 1, crashes: 1, fsyncs: true, ..NOTHING };
    for (nodes, bounds) in [(3, all), (3, deeper), (3, fsyncs), (2, all), (4, Bounds { depth: 5, ..all })] {
        let naive = count(nodes, Config::DEFAULT, bounds);
        let start = cluster_of(nodes);
        let without_symmetry = search(&start, &Bounds { symmetry: false, ..bounds });
        assert_eq!(without_symmetry.levels, naive.essence, "{nodes} nodes, {bounds:?}");
        assert_eq!(search(&start, &bounds).levels, naive.nameless, "{nodes} nodes, {bounds:?}");
        let (whole, essence): (u64, u64) = (naive.whole.iter().sum(), naive.essence.iter().sum());
        assert!(essence <= whole, "what matters is not more than all");
    }
}

/// Three nodes, two elections, a write, a heartbeat, a crash, a lost message: a correct core breaks nothing.
#[test]
fn a_correct_core_breaks_nothing() {
    let bounds = Bounds { depth: 11, elections: 2, writes: 1, beats: 1, crashes: 1, drops: 1, ..NOTHING };
    let with_fsyncs = Bounds { fsyncs: true, depth: 13, beats: 0, drops: 0, ..bounds };
    for (bounds, least) in [(bounds, 200_000), (with_fsyncs, 10_000)] {
        let met = search(&Start::default(), &bounds);
        assert!(met.found.is_none() && !met.is_cut && !met.is_complete, "{met:?}");
        assert!(least < met.states(), "{}", met.states());
    }
}

/// Within narrow bounds there is an end, after which longer runs meet nothing new.
#[test]
fn a_search_comes_to_an_end() {
    let bounds = Bounds { depth: 60, elections: 1, crashes: 1, ..NOTHING };
    let met = search(&Start::default(), &bounds);
    assert!(met.is_complete && met.found.is_none());
    assert_eq!(met.levels.last(), Some(&0));
    let cut = search(&Start::default(), &Bounds { states: 100, ..bounds });
    assert!(cut.is_cut && !cut.is_complete && cut.states() < met.states());
}

/// What is found, and everything that is counted, is the same with one thread and with three.
#[test]
fn the_number_of_threads_changes_nothing() {
    let bounds = Bounds { elections: 2, writes: 1, beats: 1, crashes: 1, ..NOTHING };
    let truncating = with(Flaw::TruncateAlways);
    for (start, bounds) in [(Start::default(), Bounds { depth: 9, ..bounds }), (truncating, bounds)] {
        let alone = exhaust(&start, &bounds, 1).expect("the start can be searched");
        let together = exhaust(&start, &bounds, 3).expect("the start can be searched");
        assert_eq!(Exhausted { bytes: 0, ..together }, Exhausted { bytes: 0, ..alone });
    }
}

/// Flaws, the bounds in which they are sought, what they break, and in how many steps: fewer do not suffice.
fn finds() -> Vec<(Flaw, Bounds, Invariant, usize)> {
    let elections = |elections| Bounds { elections, ..NOTHING };
    let beats = Bounds { beats: 1, ..elections(2) };
    let fsyncs = Bounds { crashes: 1, fsyncs: true, ..elections(2) };
    vec![
        (Flaw::StaleVotesCounted, elections(3), Invariant::ElectionSafety, 7),
        (Flaw::HigherTermKeepsRole, elections(2), Invariant::ElectionSafety, 8),
        (Flaw::NothingDurable, Bounds { crashes: 1, ..elections(1) }, Invariant::MonotonicTerm, 3),
        (Flaw::VoteNotDurable, fsyncs, Invariant::MonotonicTerm, 5),
        (Flaw::TermBeforeVote, fsyncs, Invariant::VoteOnce, 9),
        (Flaw::ReplyBeforeDurable, fsyncs, Invariant::DurableCommit, 8),
        (Flaw::VoteResetInTerm, beats, Invariant::VoteOnce, 7),
        (Flaw::MinorityCommits, elections(1), Invariant::DurableCommit, 3),
        (Flaw::TruncateAlways, Bounds { beats: 1, ..elections(1) }, Invariant::DurableCommit, 7),
        (Flaw::MatchIsLast, beats, Invariant::DurableCommit, 6),
        (Flaw::MatchRegresses, beats, Invariant::MatchMonotonic, 8),
        (Flaw::CommitRegresses, beats, Invariant::CommitMonotonic, 9),
        (Flaw::CommitPastMatch, beats, Invariant::StateMachineSafety, 10),
        (Flaw::NoConsistencyCheck, Bounds { writes: 1, ..beats }, Invariant::LogMatching, 8),
        (Flaw::AnyLogWins, elections(2), Invariant::LeaderCompleteness, 8),
    ]
}

/// The shortest run that breaks something, for flaws of every kind; and the script of each does the same in the real
/// simulation: it passes, with the `expect violated` at its end, and it breaks nothing without the flaw.
#[test]
fn the_shortest_runs_are_found_and_told_as_scripts() {
    for (flaw, bounds, invariant, steps) in finds() {
        let (start, name) = (with(flaw), flaw.name());
        let found = search(&start, &bounds).found.unwrap_or_else(|| panic!("{name} is found"));
        assert_eq!((found.steps.len(), found.broken.iter().next()), (steps, Some(invariant)), "{name}");
        let shorter = search(&start, &Bounds { depth: steps - 1, ..bounds });
        assert!(shorter.found.is_none(), "{name}: no shorter run breaks anything");
        let cluster = Cluster::of(&start).expect("the start can be searched");
        let script =
            found.script(&cluster, &bounds).unwrap_or_else(|| panic!("{name} does the same in the simulation"));
        let printed = script.to_string();
        assert!(printed.contains(&format!("expect violated {}", invariant.name())), "{printed}");
        let read = parse(&printed).unwrap_or_else(|error| panic!("{error:?} in\n{printed}"));
        assert_eq!(run(read.clone()), Outcome::Passed, "{printed}");
        let mut mended = read;
        mended.setup.settings.retain(|setting| !matches!(setting, Setting::Flaw(_)));
        assert!(matches!(run(mended), Outcome::Failed(_)), "without the flaw, nothing of it is broken:\n{printed}");
    }
}

fn run(script: Script) -> Outcome {
    let mut runner = Runner::new(script, false);
    runner.advance(Limit::events(100_000));
    runner.outcome().clone()
}

/// Where losses, copies, crashes and writes are allowed too, the shortest run is still told.
#[test]
fn a_find_within_wide_bounds_is_told() {
    let bounds = Bounds { elections: 3, beats: 2, drops: 1, duplicates: 1, crashes: 1, writes: 1, depth: 8, ..NOTHING };
    let start = with(Flaw::MatchRegresses);
    let found = search(&start, &bounds).found.expect("it is found");
    let cluster = Cluster::of(&start).expect("the start can be searched");
    let script = found.script(&cluster, &bounds).expect("it does the same in the simulation");
    assert_eq!(run(script), Outcome::Passed);
}

/// What rests on clocks, or on steps that a script has taken, is refused.
#[test]
fn what_cannot_be_searched_is_refused() {
    for (setting, key) in [
        (Setting::PreVote(true), "pre-vote"),
        (Setting::CheckQuorum(true), "check-quorum"),
        (Setting::Reads(raftarium::replica::ReadMode::Lease), "reads"),
        (Setting::SnapshotEvery(Some(3)), "snapshot-every"),
    ] {
        let start = Start { settings: vec![setting], script: None, wanted: None };
        assert_eq!(exhaust(&start, &NOTHING, 1).err(), Some(Refusal::Setting(key)));
    }
    let script = parse("nodes 3\nrun 1s\n").expect("it is a script");
    let start = Start { settings: Vec::new(), script: Some(script), wanted: None };
    assert_eq!(exhaust(&start, &NOTHING, 1).err(), Some(Refusal::Steps));
}
