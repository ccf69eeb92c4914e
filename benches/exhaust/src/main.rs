//! How fast the exhaustive search is and how much memory its states take, beside stateright on the same machine in the same
//! run: `cargo xtask bench-exhaust`. Each measurement is a process of its own, so that its memory is its own.

mod model;

use cpu_time::ProcessTime;
use raftarium::explore::Start;
use raftarium::explore::exhaust::{Bounds, exhaust};
use std::process::Command;
use std::time::Instant;
use std::{env, fs, thread};

/// What is measured: a name, whether it is our search, depth, elections, writes, and whether names do not matter.
const MEASURED: [(&str, bool, usize, u8, u8, bool); 4] = [
    ("raftarium", true, 14, 2, 1, true),
    ("raftarium, every name", true, 13, 2, 1, false),
    ("raftarium", true, 13, 3, 2, true),
    ("stateright", false, 10, 2, 1, false),
];

fn main() {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    if let Some(place) = env::args().nth(1).and_then(|place| place.parse::<usize>().ok()) {
        return measure(place, threads);
    }
    println!("3 nodes, 1 heartbeat, 1 crash, lost messages; {threads} threads");
    println!(
        "| search | elections, writes | depth | states | moves | s | CPU s | states/s | states/CPU s | bytes/state |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for place in 0..MEASURED.len() {
        let own = env::current_exe().expect("a program knows where it is");
        let done = Command::new(own).arg(place.to_string()).status().expect("the program can be started");
        assert!(done.success(), "the measurement failed");
    }
}

fn measure(place: usize, threads: usize) {
    let (name, is_ours, depth, elections, writes, symmetry) = MEASURED[place];
    let (memory, began, cpu) = (resident_bytes("VmRSS"), Instant::now(), ProcessTime::now());
    let (states, moves) = if is_ours {
        let bounds = Bounds { depth, elections, writes, symmetry, ..Bounds::default() };
        let met = exhaust(&Start::default(), &bounds, threads).expect("the default cluster can be searched");
        assert!(met.found.is_none(), "a correct core breaks nothing");
        (met.states(), met.moves)
    } else {
        let (states, moves) = model::search(depth, elections, writes, threads);
        (states as u64, moves as u64)
    };
    let (s, cpu_s) = (began.elapsed().as_secs_f64(), cpu.elapsed().as_secs_f64());
    let bytes = resident_bytes("VmHWM").saturating_sub(memory) as f64 / states as f64;
    let (rate, cpu_rate) = (states as f64 / s, states as f64 / cpu_s);
    println!(
        "| {name} | {elections}, {writes} | {depth} | {states} | {moves} | {s:.2} | {cpu_s:.2} | {rate:.0} | {cpu_rate:.0} | {bytes:.0} |"
    );
}

/// What the system says of this process: its memory now (`VmRSS`) or at most (`VmHWM`), bytes; 0 where it does not say.
fn resident_bytes(key: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default();
    let kilobytes = line.trim_start_matches(':').trim().split(' ').next().and_then(|number| number.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1_024
}
