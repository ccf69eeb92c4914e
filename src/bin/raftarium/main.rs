//! The command line: runs scripts, checks histories, searches for counterexamples, and measures.

mod bench;
mod check;
mod check_trace;
mod cluster;
mod ctl;
mod exhaust;
mod explore;
mod lanes;
mod run;
mod serve;
mod story;
mod words;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// A real Raft cluster on a virtual clock.
#[derive(Parser)]
#[command(name = "raftarium", version, about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run a script. Exit code: 0 all expectations held, 1 one did not, 2 the script is wrong or does not end.
    #[command(after_long_help = run::FORMATS)]
    Run(run::Options),
    /// Judge a history of clients' operations. Exit code: 0 linearizable, 1 not, 2 unreadable, 3 undecided within its
    /// limit.
    #[command(after_long_help = check::FORMAT)]
    Check(check::Options),
    /// Check the invariants of safety over traces of a run, or of real nodes. Exit code: 0 they hold, 1 one is broken, 2 a
    /// trace is unreadable.
    #[command(after_long_help = check_trace::FORMAT)]
    CheckTrace(check_trace::Options),
    /// Search for a run that breaks something, and print its shortened script. Exit code: 0 nothing found, 1 found, 2 the
    /// script is wrong.
    #[command(after_long_help = explore::FORMAT)]
    Explore(explore::Options),
    /// Look at every run of a small cluster, up to a number of steps, and print the shortest that breaks something. Exit code:
    /// 0 nothing found, 1 found, 2 the script is wrong or of a kind that cannot be searched, 3 there are too many states.
    #[command(after_long_help = exhaust::FORMAT)]
    Exhaust(exhaust::Options),
    /// Run one node of a real cluster. Exit code: 0 it was told to end, 2 it could not start, 3 its disk failed or is damaged.
    #[command(after_long_help = serve::NOTES)]
    Serve(Box<serve::Options>),
    /// Run a real cluster on this machine, a process a node, until Ctrl C.
    Cluster(cluster::Options),
    /// Ask a running node of this machine. Exit code: 0 done, 1 refused, 2 not reached.
    Ctl(ctl::Options),
    /// Measure how fast a cluster runs, all invariants on: 5 nodes, default timings, a command every 100 ms.
    Bench(bench::Options),
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Run(options) => run::run(&options),
        Command::Check(options) => check::check(&options),
        Command::CheckTrace(options) => check_trace::check_trace(&options),
        Command::Explore(options) => explore::explore(&options),
        Command::Exhaust(options) => exhaust::exhaust(&options),
        Command::Serve(options) => serve::serve(*options),
        Command::Cluster(options) => cluster::cluster(&options),
        Command::Ctl(options) => ctl::ctl(&options),
        Command::Bench(options) => bench::bench(&options),
    }
}
