//! `raftarium exhaust`.

use super::explore::{flaw_named, read_script};
use super::words::Words;
use clap::Args;
use raftarium::explore::Start;
use raftarium::explore::exhaust::{Bounds, Cluster, Exhausted, Refusal, exhaust as exhaust_all};
use raftarium::sim::{FlawName, Setting};
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

const NOTHING_FOUND: u8 = 0;
const FOUND: u8 = 1;
const UNREADABLE: u8 = 2;
const GIVEN_UP: u8 = 3;

/// What `--help` says about the search and its output.
pub const FORMAT: &str = "\
A step is one of these: a message is delivered, or lost; an election or heartbeat timer fires; a client has a leader write;
a server crashes, or starts again; and with --fsync, a disk has done what it was told. Without --fsync, what a step writes is
durable with it. There is no clock, so timers fire whenever they may; settings that rest on clocks (pre-vote, check-quorum,
leases) are refused. All invariants of safety are looked at after every step. The shortest run that breaks one is
printed as a script, which does the same in the real simulation. The number of jobs changes nothing of that.
With --json, one object a line:
  depth, states, moves  how deep the search went, how many different states it met, how many steps it looked at
  levels        of the states, how many need so many steps, from 0 on
  bytes         what the states took in memory, at most
  complete      whether there are no more states within the bounds, however long the run
  given_up      whether there were more than --states
  broken, steps, script   of the find: what it breaks, in how many steps, and its script; null if nothing was found";

/// How `raftarium exhaust` is called.
#[derive(Args)]
pub struct Options {
    /// A script whose set-up says what the cluster is; `-` is the standard input. Without it, three nodes.
    file: Option<PathBuf>,
    /// Break a rule in every run: the name of a flaw, or `chapter` or `chapter-python`. May be given several times.
    #[arg(long, value_name = "NAME", value_parser = flaw_named)]
    flaw: Vec<FlawName>,
    /// Steps of a run, at most.
    #[arg(long, default_value_t = Bounds::default().depth)]
    depth: usize,
    /// Election timers that fire in a run, at most.
    #[arg(long, default_value_t = Bounds::default().elections, value_parser = clap::value_parser!(u8).range(..=15))]
    elections: u8,
    /// Writes in a run, at most.
    #[arg(long, default_value_t = Bounds::default().writes, value_parser = clap::value_parser!(u8).range(..=9))]
    writes: u8,
    /// Heartbeat timers that fire in a run, at most.
    #[arg(long, default_value_t = Bounds::default().beats, value_parser = clap::value_parser!(u8).range(..=15))]
    heartbeats: u8,
    /// Crashes in a run, at most.
    #[arg(long, default_value_t = Bounds::default().crashes, value_parser = clap::value_parser!(u8).range(..=15))]
    crashes: u8,
    /// Messages that are lost in a run, at most. A message that is never delivered is as good as lost.
    #[arg(long, default_value_t = Bounds::default().drops, value_parser = clap::value_parser!(u8).range(..=15))]
    drops: u8,
    /// Messages that are delivered twice in a run, at most.
    #[arg(long, default_value_t = Bounds::default().duplicates, value_parser = clap::value_parser!(u8).range(..=15))]
    duplicates: u8,
    /// Have the end of an fsync be a step of its own, so that a crash before it loses what was written.
    #[arg(long)]
    fsync: bool,
    /// Count states that differ by the names of the nodes as different ones.
    #[arg(long)]
    no_symmetry: bool,
    /// States, at most.
    #[arg(long, default_value_t = Bounds::default().states)]
    states: u64,
    /// Threads; as many as there are processors, if it is not said.
    #[arg(long)]
    jobs: Option<usize>,
    /// Print one line of JSON.
    #[arg(long)]
    json: bool,
    /// The language of what is said: en or fr.
    #[arg(long, default_value = "en", value_parser = ["en", "fr"])]
    lang: String,
}

impl Options {
    fn bounds(&self) -> Bounds {
        Bounds {
            depth: self.depth,
            elections: self.elections,
            writes: self.writes,
            beats: self.heartbeats,
            crashes: self.crashes,
            drops: self.drops,
            duplicates: self.duplicates,
            fsyncs: self.fsync,
            symmetry: !self.no_symmetry,
            states: self.states,
        }
    }
}

/// Searches, and prints what was found.
pub fn exhaust(options: &Options) -> ExitCode {
    let words = Words::new(&options.lang);
    match search(options, &words) {
        Ok(code) => ExitCode::from(code),
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(UNREADABLE)
        }
    }
}

fn search(options: &Options, words: &Words) -> Result<u8, String> {
    let script = options.file.as_ref().map(|file| read_script(file, words)).transpose()?;
    let start =
        Start { settings: options.flaw.iter().map(|name| Setting::Flaw(*name)).collect(), script, wanted: None };
    let jobs = options.jobs.or_else(|| thread::available_parallelism().ok().map(usize::from)).unwrap_or(1).max(1);
    let bounds = options.bounds();
    let refused = |refusal: Refusal| match refusal {
        Refusal::Setting(key) => words.exhaust_refuses_setting(key),
        Refusal::Steps => words.exhaust_refuses_steps(),
    };
    let cluster = Cluster::of(&start).map_err(refused)?;
    let met = exhaust_all(&start, &bounds, jobs).map_err(refused)?;
    let script = met.found.as_ref().map(|found| found.script(&cluster, &bounds));
    let script = script.map(|script| script.ok_or_else(|| words.exhausted_untold())).transpose()?;
    let script = script.map(|script| script.to_string());
    if options.json {
        println!("{}", line(&met, script.as_deref()));
    } else {
        tell(words, &met, script.as_deref());
    }
    Ok(match (&met.found, met.is_cut) {
        (Some(_), _) => FOUND,
        (None, true) => GIVEN_UP,
        (None, false) => NOTHING_FOUND,
    })
}

fn broken(met: &Exhausted) -> Vec<&'static str> {
    let invariants = met.found.iter().flat_map(|found| found.broken.iter());
    invariants.map(|invariant| invariant.name()).collect()
}

fn line(met: &Exhausted, script: Option<&str>) -> serde_json::Value {
    json!({
        "depth": met.depth(),
        "states": met.states(),
        "moves": met.moves,
        "levels": met.levels,
        "bytes": met.bytes,
        "complete": met.is_complete,
        "given_up": met.is_cut,
        "broken": met.found.as_ref().map(|_| broken(met)),
        "steps": met.found.as_ref().map(|found| found.steps.len()),
        "script": script,
    })
}

fn tell(words: &Words, met: &Exhausted, script: Option<&str>) {
    eprintln!("{}", words.exhausted(met.states(), met.moves));
    match (&met.found, script) {
        (Some(found), Some(script)) => {
            eprintln!("{}", words.exhausted_found(&broken(met).join(", "), found.steps.len()));
            print!("{script}");
        }
        _ if met.is_cut => eprintln!("{}", words.exhausted_given_up(met.depth())),
        _ if met.is_complete => eprintln!("{}", words.exhausted_all()),
        _ => eprintln!("{}", words.exhausted_nothing(met.depth())),
    }
}
