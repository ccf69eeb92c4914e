//! `raftarium bench`: virtual time, messages and events for each second of CPU time.

use clap::Args;
use raftarium::lab::bench::{BenchRun, run_bench, run_self_test};
use std::process::ExitCode;

/// The least CPU time that one measurement takes, s.
const CPU_S_MIN: f64 = 5.0;

/// How often the measurement is made; the median is reported.
const ROUNDS: usize = 5;

/// Virtual time that one seed runs, s.
const SEED_VIRTUAL_S: u64 = 600;

/// How `raftarium bench` is called.
#[derive(Args)]
pub struct Options {
    /// Print one line of JSON.
    #[arg(long)]
    json: bool,
    /// Break an invariant on purpose, and fail unless it is reported.
    #[arg(long)]
    self_test: bool,
}

/// Measures, and prints the median of five rounds.
pub fn bench(options: &Options) -> ExitCode {
    if options.self_test {
        return self_test();
    }
    let mut rounds: Vec<[f64; 3]> = (0..ROUNDS).map(round).collect();
    let median = |figure: usize, rounds: &mut Vec<[f64; 3]>| {
        rounds.sort_by(|a, b| a[figure].total_cmp(&b[figure]));
        rounds[ROUNDS / 2][figure]
    };
    let figures = [0, 1, 2].map(|figure| median(figure, &mut rounds));
    let [virtual_s, messages, events] = figures.map(f64::round);
    if options.json {
        println!(
            "{{\"virtual_s_per_cpu_s\":{virtual_s},\"messages_per_cpu_s\":{messages},\"events_per_cpu_s\":{events}}}"
        );
    } else {
        println!("virtual seconds a CPU second:    {virtual_s:>12}");
        println!("messages delivered a CPU second: {messages:>12}");
        println!("events a CPU second:             {events:>12}");
    }
    ExitCode::SUCCESS
}

/// One measurement: seeds, one after the other, until enough CPU time is used.
fn round(round: usize) -> [f64; 3] {
    let begin = cpu_s();
    let mut sum = BenchRun::default();
    let mut seed = 1000 * round as u64;
    loop {
        seed += 1;
        let run = run_bench(seed, SEED_VIRTUAL_S);
        assert_eq!(run.violations, 0, "no invariant breaks under seed {seed}");
        sum.virtual_us += run.virtual_us;
        sum.messages += run.messages;
        sum.events += run.events;
        let used = cpu_s() - begin;
        if CPU_S_MIN <= used {
            let virtual_s = sum.virtual_us as f64 / 1e6;
            return [virtual_s / used, sum.messages as f64 / used, sum.events as f64 / used];
        }
    }
}

fn self_test() -> ExitCode {
    let found = run_self_test();
    println!("an injected violation was {}", if found.is_empty() { "missed" } else { "reported:" });
    for name in &found {
        println!("  {name}");
    }
    if found.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// CPU time of this process so far, s.
fn cpu_s() -> f64 {
    cpu_time::ProcessTime::now().as_duration().as_secs_f64()
}
