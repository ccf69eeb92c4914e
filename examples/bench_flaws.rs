//! How long the search takes to find each flaw of the museum, from seed 0 on and with one thread, and how short the
//! counterexample is: `cargo xtask bench-flaws`.
//!
//! Beside it, where there is one, the figure of SandTable (EuroSys 2024, table 2, on 20 hyperthreads): the time, and the
//! depth of its shortest counterexample. The depth of ours is that of the schedule, which counts the same events:
//! deliveries, timeouts, requests, crashes and restarts. For these flaws the exhaustive search is run as well, with one thread: of three nodes, whose leaders begin
//! with an empty entry or not, whichever breaks sooner.

use raftarium::check::Invariant;
use raftarium::explore::exhaust::{Bounds, exhaust};
use raftarium::explore::schedule::Schedule;
use raftarium::explore::{Broken, Coverage, Effort, Short, Shortest, Start, explore};
use raftarium::raft::Flaw;
use raftarium::script::parse;
use raftarium::sim::{FlawName, Setting};
use std::time::Instant;

/// The search gives up after so many seeds.
const SEEDS: u64 = 20_000;

/// How far the exhaustive search goes.
const BOUNDS: Bounds = Bounds {
    depth: 14,
    elections: 3,
    writes: 1,
    beats: 2,
    crashes: 1,
    drops: 1,
    duplicates: 0,
    fsyncs: false,
    symmetry: true,
    states: 10_000_000,
};

/// What SandTable reports of the same kind of flaw.
const SANDTABLE: [(Flaw, &str); 10] = [
    (Flaw::StaleVotesCounted, "3 s, 8"),
    (Flaw::LeaderGrantsVotes, "5 s, 8"),
    (Flaw::TruncateAlways, "4 s, 9"),
    (Flaw::MatchRegresses, "5 s, 10"),
    (Flaw::CommitRegresses, "6 s, 13"),
    (Flaw::FollowerReadsLocal, "15 s, 10"),
    (Flaw::CommitOldTerms, "2 min, 14"),
    (Flaw::CommitScanStops, "4 min, 14"),
    (Flaw::AppendBelowSnapshot, "9 min, 22"),
    (Flaw::SnapshotLowersTerm, "39 min, 23"),
];

/// A flaw that breaks something only together with another, which breaks something by itself; and what the two break.
const PAIR: (Flaw, Flaw, Invariant) =
    (Flaw::LeaderAcceptsEntries, Flaw::StaleVotesCounted, Invariant::LeaderAppendOnly);

fn main() {
    println!(
        "| flaw | found, s | shortened, s | breaks | statements | schedule: s, depth, breaks | exhaustive: s, steps | SandTable: time, depth |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let named: Vec<String> = std::env::args().skip(1).collect();
    let is_wanted = |flaw: &&Flaw| named.is_empty() || named.iter().any(|name| name == flaw.name());
    for flaw in Flaw::ALL.iter().filter(is_wanted) {
        println!("{}", row(*flaw));
    }
}

fn row(flaw: Flaw) -> String {
    let theirs = SANDTABLE.iter().find(|(theirs, _)| *theirs == flaw).map_or("", |row| row.1);
    let shortest_of_all = if theirs.is_empty() { String::new() } else { exhaustive(flaw) };
    let (one, other, broken) = PAIR;
    let other = Some(other).filter(|_| flaw == one);
    let settings = [flaw].into_iter().chain(other).map(|flaw| Setting::Flaw(FlawName::One(flaw))).collect();
    let start = Start { settings, script: None, wanted: other.map(|_| broken) };
    let (began, mut found_s) = (Instant::now(), None);
    let (mut coverage, mut shortest) = (Coverage::default(), Shortest::default());
    for seed in 0..SEEDS {
        if shortest.until() < seed {
            break;
        }
        if let Some(find) = explore(seed, &start, &mut coverage).find {
            found_s.get_or_insert_with(|| began.elapsed().as_secs_f64());
            if let Some(short) = find.shorten(Effort::Some) {
                shortest.take(find, short);
            }
            if shortest.is_enough() {
                break;
            }
        }
    }
    let in_all_s = began.elapsed().as_secs_f64();
    match (found_s, shortest.into_best()) {
        (Some(found_s), Some((_, short))) => format!(
            "| {} | {found_s:.3} | {:.2} | {} | {} | {} | {shortest_of_all} | {theirs} |",
            flaw.name(),
            in_all_s - found_s,
            short.verdict.broken.name(),
            short.statements(),
            schedule(&short),
        ),
        _ => format!(
            "| {} | not in {SEEDS} seeds ({in_all_s:.0} s) | | | | | {shortest_of_all} | {theirs} |",
            flaw.name()
        ),
    }
}

/// How long it takes to make the schedule of a script, how deep it is, and what it breaks if that is something else.
fn schedule(short: &Short) -> String {
    let began = Instant::now();
    let schedule = Schedule::of(&short.script, short.verdict.broken).map(Schedule::or_exhausted);
    let took_s = began.elapsed().as_secs_f64();
    let Some(schedule) = schedule else { return "–".into() };
    let other = match schedule.broken() {
        broken if broken != short.verdict.broken => format!(", {}", broken.name()),
        Broken::Invariant(invariant) if !invariant.is_of_safety() => " and calm".into(),
        Broken::Invariant(_) | Broken::Linearizability => String::new(),
    };
    format!("{took_s:.2}, {}{other}", schedule.depth())
}

/// How long the exhaustive search takes, and the steps of the shortest run that breaks something.
fn exhaustive(flaw: Flaw) -> String {
    let found = ["on", "off"].into_iter().filter_map(|no_op| {
        let script = parse(&format!("nodes 3\nflaw {}\nconfig no-op {no_op}\n", flaw.name())).expect("a script");
        let began = Instant::now();
        let met = exhaust(&Start { settings: Vec::new(), script: Some(script), wanted: None }, &BOUNDS, 1).ok()?;
        Some((met.found?.steps.len(), began.elapsed().as_secs_f64()))
    });
    let best = found.min_by_key(|(steps, _)| *steps);
    best.map_or("–".into(), |(steps, seconds)| format!("{seconds:.2}, {steps}"))
}
