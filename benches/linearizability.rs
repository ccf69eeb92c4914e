//! Compares the speed of our linearizability checker with the crate `porcupine-rs`, in CPU seconds, taking turns.
//!
//! `cargo bench --profile campaign --bench linearizability` prints, for each kind of history, the medians of the
//! rounds.

#[path = "../tests/linearizability/generate.rs"]
mod generate;
#[path = "../tests/linearizability/jepsen.rs"]
mod jepsen;
#[path = "../tests/linearizability/porcupine.rs"]
mod porcupine;

use cpu_time::ProcessTime;
use generate::{Shape, history};
use raftarium::check::linearizability::{Call, STEPS_MAX, Verdict, judge};

/// Measurements of each kind; the medians are printed.
const ROUNDS: usize = 5;

/// 10,000 operations of 9 clients over 10 keys, 5 % of them without a return.
const LARGE: Shape = Shape {
    calls: 10_000,
    clients: 9,
    keys: 10,
    values: None,
    cas: 0,
    deletes: 0,
    lost: 50,
    lies: 0,
    ties: 1,
    unnumbered: 0,
};

fn main() {
    let etcd: Vec<Vec<Call>> = jepsen::histories().into_iter().map(|(_, history)| history).collect();
    compare("102 histories of etcd", &etcd, true);
    let general = Shape { values: Some(5), cas: 3, deletes: 1, ..LARGE };
    let swaps = Shape { cas: 6, ..LARGE };
    let unnumbered = Shape { unnumbered: 10, ties: 4, ..LARGE };
    for (name, shape, with_theirs) in [
        ("distinct values", LARGE, true),
        ("compare-and-sets of distinct values", swaps, true),
        ("all operations, few values", general, false),
        ("all operations, few values, one key, all return", Shape { keys: 1, lost: 0, ..general }, false),
        ("all operations, few values, one key", Shape { keys: 1, ..general }, false),
        ("distinct values, without event numbers", unnumbered, false),
    ] {
        let of = |lies| [history(7, Shape { lies, ..shape })];
        compare(&format!("10,000 operations, {name}"), &of(0), with_theirs);
        // Porcupine takes minutes to refute these.
        compare(&format!("10,000 operations, {name}, not linearizable"), &of(20), false);
    }
}

/// Prints our median, theirs, and what was measured.
fn compare(name: &str, histories: &[Vec<Call>], with_theirs: bool) {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let (mut linearizable, mut undecided) = (0, 0);
    for _ in 0..ROUNDS {
        let begin = ProcessTime::now();
        let verdicts: Vec<Verdict> = histories.iter().map(|history| judge(history, STEPS_MAX)).collect();
        ours.push(begin.elapsed().as_secs_f64());
        undecided = verdicts.iter().filter(|verdict| matches!(verdict, Verdict::Undecided(_))).count();
        assert!(undecided == 0 || !with_theirs, "{name}");
        linearizable = verdicts.iter().filter(|verdict| **verdict == Verdict::Linearizable).count();
        if with_theirs {
            let begin = ProcessTime::now();
            let agreeing = histories.iter().filter(|calls| porcupine::Histories::new(calls).are_linearizable()).count();
            theirs.push(begin.elapsed().as_secs_f64());
            assert_eq!(linearizable, agreeing, "{name}");
        }
    }
    let theirs = if with_theirs { format!("{:>9.4} s", median(theirs)) } else { format!("{:>11}", "-") };
    let note = if undecided == 0 { "" } else { ", undecided" };
    println!(
        "{:>9.4} s {theirs}  {linearizable:>3} of {:>3} linearizable  {name}{note}",
        median(ours),
        histories.len()
    );
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
