//! `raftarium check-trace`.

use super::words::Words;
use clap::Args;
use raftarium::check::traced::Traced;
use raftarium::lab::violation_view;
use raftarium::sim::Event;
use raftarium::trace::{Fault, FileError, Lines, Merge};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What `--help` says about the files.
pub const FORMAT: &str = "\
FILE: a trace, one JSON object a line, as `raftarium run --trace` and `raftarium serve --trace` write it. Several
files are each the trace of one node, and are read as one: by the nodes' clocks, but each node's events in their
order, and no message before it was sent. A trace may begin amid a node's life, with a line of kind `standing`; a
last line that breaks off was being written, and is left out.
Looked at are: election-safety, leader-append-only, log-matching, leader-completeness, state-machine-safety,
vote-once, monotonic-term, commit-monotonic, match-monotonic, durable-commit. What the lines do not tell is not
claimed: durable-commit needs the trace of each voter. After a disk was wiped, or a node was given a message by
HTTP, nothing is claimed, as of a run.";

const HOLDS: u8 = 0;
const BROKEN: u8 = 1;
const UNREADABLE: u8 = 2;

/// Events that are read, at most: far more than an hour of a cluster under load has.
const EVENTS_MAX: usize = 1_000_000_000;

/// How `raftarium check-trace` is called.
#[derive(Args)]
pub struct Options {
    /// The traces: one of a run, or one of each node; `-` is the standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The language of what is said: en or fr.
    #[arg(long, default_value = "en", value_parser = ["en", "fr"])]
    lang: String,
}

/// Checks the invariants of safety over traces, and prints each that is broken, with the line that broke it first.
pub fn check_trace(options: &Options) -> ExitCode {
    let words = Words::new(&options.lang);
    ExitCode::from(match judge(&options.files, &words) {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("{problem}");
            UNREADABLE
        }
    })
}

/// An open file.
struct Opened<'a> {
    path: &'a Path,
    lines: Lines<Box<dyn BufRead>>,
    /// The lines of the events that were read and not yet looked at.
    ahead: VecDeque<usize>,
}

impl Opened<'_> {
    fn read(&mut self, words: &Words) -> Result<Option<Event>, String> {
        match self.lines.next_event() {
            Ok(next) => Ok(next.map(|(line, event)| {
                self.ahead.push_back(line);
                event
            })),
            Err(FileError { fault: Fault::Unreadable(error), .. }) => Err(words.file_error(self.path, &error)),
            Err(FileError { line, fault: Fault::Line(error) }) => Err(words.trace_error(self.path, line, &error)),
        }
    }
}

fn open<'a>(path: &'a Path, of_one_node: bool, words: &Words) -> Result<Opened<'a>, String> {
    let text: Box<dyn BufRead> = match path == Path::new("-") {
        true => Box::new(BufReader::new(io::stdin())),
        false => Box::new(BufReader::new(File::open(path).map_err(|error| words.file_error(path, &error))?)),
    };
    Ok(Opened { path, lines: Lines::new(text, EVENTS_MAX, of_one_node), ahead: VecDeque::new() })
}

fn judge(paths: &[PathBuf], words: &Words) -> Result<u8, String> {
    let of_one_node = 1 < paths.len();
    let mut files = paths.iter().map(|path| open(path, of_one_node, words)).collect::<Result<Vec<_>, _>>()?;
    let mut merge = Merge::of(files.len());
    let (mut traced, mut events, mut last) = (Traced::default(), 0_usize, None);
    let mut was_claimed = true;
    loop {
        while let Some(place) = merge.lacks() {
            match files[place].read(words)? {
                Some(event) => merge.push(place, event),
                None => merge.end(place),
            }
        }
        let Some((place, event)) = merge.pop() else { break };
        let line = files[place].ahead.pop_front().unwrap_or_default();
        let path = files[place].path;
        let told = traced.violations().len();
        if let Err(misfit) = traced.take(&event) {
            // What is broken explains best why nothing fits any more.
            return match told {
                0 => Err(words.trace_misfit(path, line, &misfit)),
                _ => Ok(BROKEN),
            };
        }
        for violation in &traced.violations()[told..] {
            let view = violation_view(violation, event.id);
            println!("{}", words.trace_broken(path, line, violation.invariant, &view));
        }
        if was_claimed && !traced.unclaimed_since().is_empty() {
            was_claimed = false;
            eprintln!("{}", words.trace_unclaimed(path, line));
        }
        events += 1;
        last = Some(place);
    }
    if last.is_none() {
        return Err(words.trace_empty(files[0].path));
    }
    if !traced.violations().is_empty() {
        return Ok(BROKEN);
    }
    println!("{}", words.trace_holds(events, traced.picture().names()));
    Ok(HOLDS)
}
