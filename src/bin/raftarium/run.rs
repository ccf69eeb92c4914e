//! `raftarium run`.

use super::story::Story;
use super::words::Words;
use clap::Args;
use raftarium::check::linearizability::Verdict;
use raftarium::lab::view::EventView;
use raftarium::lab::{event_view, unordered_view, violation_view};
use raftarium::script::{Failure, Limit, Outcome, Reason, Runner, Stop, Trace, parse_with_lines, write_history};
use raftarium::sim::Event;
use std::fs::{self, File};
use std::io::{self, BufWriter, Stdout, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Events per batch: after each batch, the recorded events are written out.
const BATCH: u64 = 4096;

/// What `--help` says about the formats.
pub const FORMATS: &str = "\
TRACE: one JSON object a line, in the order of the events:
  id, at_us, node (or client; null for the network and the script), kind, rule, section, cause (an id; null
  for what a statement did, and for the start), because (ids: the acknowledgements of a quorum; the cut, crash
  or pause in a message's way; the decision that a message waited for the disk with), then the fields of the
  kind.
To rebuild a node after each event, these are enough:
  started, restarted   term, voted_for, log (all entries, after those that a snapshot holds), base (the last that the
                       snapshot holds: commit and applied index begin there), answers_as; role follower
  crashed, stopped     down; wiped: its disk is empty as well
  paused, resumed      stands still, goes on
  term-adopted         term; no vote; role follower
  election-started     term; its vote is its own; role candidate
  vote-granted         voted_for is candidate
  pre-vote-started     role pre-candidate
  leader-recognised, stepped-down   role follower
  election-won         role leader
  log-truncated        from_index: this entry and all after it are gone
  log-appended         first_index, entries (index, term, command or null, client, request, configuration if it is one)
  snapshot-taken       last: the snapshot holds what is applied up to there; compacted: so many entries at the beginning
                       of the log are gone (a restart discards those up to last)
  snapshot-installed   last: commit and applied index, and all up to there is gone; kept: how many entries after it stay
  configuration-in-force   voters, outgoing (the old voters, of a joint one), learners, target: what the node uses now
                       answers_as: what its role is from now on while it neither leads nor stands, follower or
                       learner; wherever this list says follower, it is that
  commit-advanced, commit-learned   index: the commit index
  applied              index: the applied index; command, outcome, repeated
HISTORY: one JSON object a client operation, in the order of the calls:
  client, op (set, get, delete, cas), key, value, old, ok (false only for a refused cas), result (the value
  read, null if absent), call_us, return_us (null for what never returned), call_id, return_id (of the events of
  call and return: they order what happened at one instant; null for what never returned).";

/// How `raftarium run` is called.
#[derive(Args)]
pub struct Options {
    /// The script; `-` is the standard input.
    file: PathBuf,
    /// Write every event, one JSON object a line.
    #[arg(long, value_name = "OUT.jsonl")]
    trace: Option<PathBuf>,
    /// Write the clients' operations, one JSON object a line.
    #[arg(long, value_name = "OUT.jsonl")]
    history: Option<PathBuf>,
    /// Print the digest of the run.
    #[arg(long)]
    digest: bool,
    /// Tell what happens, as the page does: a line an event, with its instant and the rule of the paper that fired; and
    /// what the script itself says, in the words of its catalogue beside it (`NAME.en.ftl` beside `NAME.raft`).
    /// Routine is left out, unless it is `--narrate=all`.
    #[arg(
        long,
        value_name = "WHICH",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "telling",
        value_parser = ["telling", "all"]
    )]
    narrate: Option<String>,
    /// Stop after so many events, with exit code 2.
    #[arg(long, value_name = "N", default_value_t = 100_000_000)]
    max_events: u64,
    /// The language of what is said: en or fr.
    #[arg(long, default_value = "en", value_parser = ["en", "fr"])]
    lang: String,
}

const HELD: u8 = 0;
const FAILED: u8 = 1;
const WRONG: u8 = 2;

/// Runs a script, and says how it ended.
pub fn run(options: &Options) -> ExitCode {
    let words = Words::new(&options.lang);
    match try_run(options, &words) {
        Ok(code) => ExitCode::from(code),
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(WRONG)
        }
    }
}

fn try_run(options: &Options, words: &Words) -> Result<u8, String> {
    let text = read(&options.file).map_err(|error| words.file_error(&options.file, &error))?;
    let (script, lines) = parse_with_lines(&text).map_err(|error| words.script_error(&error))?;
    let mut sink = Sink::open(options, words).map_err(|(path, error)| words.file_error(path, &error))?;
    let mut runner = Runner::new(script, sink.wants_events());
    sink.begin(&runner).map_err(on_standard_output).map_err(|(path, error)| words.file_error(&path, &error))?;
    let mut left = options.max_events;
    let ended = loop {
        let batch = left.min(sink.batch());
        let steps = runner.world().steps();
        let stop = runner.advance(Limit { before: sink.story_ahead(&runner), ..Limit::events(batch) });
        left -= runner.world().steps() - steps;
        sink.take(&mut runner).map_err(|(path, error)| words.file_error(&path, &error))?;
        match stop {
            Stop::Done | Stop::Failed => break true,
            Stop::Events if left == 0 => break false,
            Stop::Events | Stop::Reached | Stop::Told => {}
        }
    };
    sink.finish(&runner).map_err(|(path, error)| words.file_error(&path, &error))?;
    if !ended {
        return Err(words.too_long(options.max_events));
    }
    if let Some(event) = runner.world().first_lease_risk() {
        eprintln!("{}", words.narrated(&event_view(&event)));
    }
    let code = match runner.outcome() {
        Outcome::Running | Outcome::Passed => HELD,
        Outcome::Failed(failure) => {
            eprintln!("{}", describe(&runner, failure, lines[failure.statement], words));
            FAILED
        }
    };
    let said = [words.unclaimed(runner.checks()), about_history(&runner, words)];
    said.iter().flatten().for_each(|said| eprintln!("{said}"));
    Ok(code)
}

/// A sentence about the clients' history, unless it is linearizable. Such a history alone does not fail a run.
fn about_history(runner: &Runner, words: &Words) -> Option<String> {
    match runner.checks().linearizability().verdict(runner.world()) {
        Verdict::Linearizable => None,
        Verdict::Undecided(key) => Some(words.history_undecided(&key)),
        Verdict::NotLinearizable(place) => {
            let operation = runner.world().history().get(place)?;
            Some(words.history_not_linearizable(&unordered_view(operation)))
        }
    }
}

/// The text of a file, or of the standard input.
pub fn read(path: &Path) -> io::Result<String> {
    if path == Path::new("-") { io::read_to_string(io::stdin()) } else { fs::read_to_string(path) }
}

/// Why a run failed at a statement on a line, and the state of the cluster then.
fn describe(runner: &Runner, failure: &Failure, line: usize, words: &Words) -> String {
    let text = &runner.script().statements[failure.statement].text;
    let mut said = match &failure.reason {
        Reason::Expectation => words.failed_expectation(line, text),
        Reason::Lapse => {
            let held_us = runner.world().now().since(runner.passage().0);
            words.failed_lapse(line, held_us, text)
        }
        Reason::Answers => words.failed_answers(line, text),
        Reason::Timeout => words.failed_timeout(line, text),
        Reason::Undecided => words.failed_undecided(line, text),
        Reason::Violation(invariant) => words.failed_violation(line, invariant.name()),
    };
    said.push('\n');
    if let Some(found) = runner.found() {
        said.push_str(&words.failed_found(&found));
        said.push('\n');
    }
    said.push_str(&cluster(runner));
    said
}

/// The most entries of a log that a row shows. It shows the last ones.
const TERMS_SHOWN: usize = 20;

/// A table with one row per node, in the script language's own names. `[INDEX]` is the last entry of the snapshot.
fn cluster(runner: &Runner) -> String {
    let world = runner.world();
    let mut table = format!("{:>12} us\n", world.now().0);
    table.push_str("node  role       term  vote  commit  applied  log (terms)\n");
    for node in world.nodes().iter() {
        let server = world.server(node);
        let role = match &server.process {
            None => "down",
            Some(process) if !process.is_live() => "paused",
            Some(process) => process.node().role_name().name(),
        };
        let vote = match &server.process {
            None => server.disk.hard_state().voted_for,
            Some(process) => process.node().voted_for(),
        };
        let vote = vote.map_or("-".to_string(), |vote| vote.to_string());
        let log = server.log();
        let held = (log.last().index.0 - log.base().index.0) as usize;
        let skipped = held.saturating_sub(TERMS_SHOWN);
        let terms: Vec<String> = log.iter().skip(skipped).map(|entry| entry.term.0.to_string()).collect();
        let compacted = if log.base().index.0 == 0 { String::new() } else { format!("[{}] ", log.base().index.0) };
        let dots = if skipped == 0 { "" } else { "… " };
        table.push_str(&format!(
            "{:<5} {:<10} {:>4}  {:<4}  {:>6}  {:>7}  {compacted}{dots}{}\n",
            node.to_string(),
            role,
            server.current_term().0,
            vote,
            server.commit_index().0,
            server.last_applied().0,
            terms.join(" "),
        ));
    }
    table
}

/// The least weight of an event that is told, as on the page. Lighter events are routine, told by `--narrate=all` only.
const TELLING: f64 = 1.0;

/// Prints the narration on the standard output.
struct Narrator<'a> {
    words: &'a Words,
    weight_min: f64,
    out: BufWriter<Stdout>,
    violations_told: usize,
    unordered_told: usize,
    story: Story,
}

impl Narrator<'_> {
    fn take(&mut self, events: &[Event], runner: &Runner) -> io::Result<()> {
        for event in events {
            self.tell(&event_view(event))?;
        }
        let violations = runner.checks().violations();
        for violation in &violations[self.violations_told..] {
            self.tell(&violation_view(violation, runner.world().last_event()))?;
        }
        self.violations_told = violations.len();
        let unordered = runner.checks().linearizability().unordered();
        for unordered in &unordered[self.unordered_told..] {
            if let Some(operation) = runner.world().history().get(unordered.operation) {
                self.tell(&unordered_view(operation))?;
            }
        }
        self.unordered_told = unordered.len();
        for line in self.story.tell(runner, self.words) {
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }

    fn tell(&mut self, event: &EventView) -> io::Result<()> {
        if self.weight_min <= event.weight { writeln!(self.out, "{}", self.words.narrated(event)) } else { Ok(()) }
    }
}

/// Writes what a run records: trace, narration, history and digest.
struct Sink<'a> {
    options: &'a Options,
    trace: Trace,
    out: Option<BufWriter<File>>,
    narrator: Option<Narrator<'a>>,
}

impl<'a> Sink<'a> {
    fn open(options: &'a Options, words: &'a Words) -> Result<Sink<'a>, (&'a Path, io::Error)> {
        let create = |path: &'a PathBuf| File::create(path).map_err(|error| (path.as_path(), error));
        let out = options.trace.as_ref().map(create).transpose()?.map(BufWriter::new);
        let narrator = options.narrate.as_ref().map(|which| Narrator {
            words,
            weight_min: if which == "all" { 0.0 } else { TELLING },
            out: BufWriter::new(io::stdout()),
            violations_told: 0,
            unordered_told: 0,
            story: Story::new(&options.file, &options.lang),
        });
        Ok(Sink { options, trace: Trace::default(), out, narrator })
    }

    /// Prints the title of a story that is narrated.
    fn begin(&mut self, runner: &Runner) -> io::Result<()> {
        let Some(narrator) = &mut self.narrator else { return Ok(()) };
        let Some(title) = narrator.story.title(runner) else { return Ok(()) };
        writeln!(narrator.out, "{title}")
    }

    fn wants_events(&self) -> bool {
        self.options.digest || self.out.is_some() || self.narrator.is_some()
    }

    /// The next statement that tells something. The run stops before it, so that its text appears in its place among
    /// the events.
    fn story_ahead(&self, runner: &Runner) -> Option<usize> {
        self.narrator.as_ref().and_then(|narrator| narrator.story.ahead(runner))
    }

    /// Events per batch; one with a narration, so that a broken invariant is told right after the event that broke it.
    fn batch(&self) -> u64 {
        if self.narrator.is_some() { 1 } else { BATCH }
    }

    fn take(&mut self, runner: &mut Runner) -> Result<(), (PathBuf, io::Error)> {
        let events = runner.world_mut().take_events();
        for event in &events {
            let line = self.trace.take(event);
            if let Some(out) = &mut self.out {
                writeln!(out, "{line}").map_err(|error| (self.options.trace.clone().unwrap_or_default(), error))?;
            }
        }
        if let Some(narrator) = &mut self.narrator {
            narrator.take(&events, runner).map_err(on_standard_output)?;
        }
        runner.world_mut().reuse_events(events);
        Ok(())
    }

    fn finish(mut self, runner: &Runner) -> Result<(), (PathBuf, io::Error)> {
        if let Some(out) = &mut self.out {
            out.flush().map_err(|error| (self.options.trace.clone().unwrap_or_default(), error))?;
        }
        if let Some(path) = &self.options.history {
            fs::write(path, write_history(runner.world())).map_err(|error| (path.clone(), error))?;
        }
        if let Some(narrator) = &mut self.narrator {
            narrator.out.flush().map_err(on_standard_output)?;
        }
        if self.options.digest {
            writeln!(io::stdout(), "{}", self.trace.digest()).map_err(on_standard_output)?;
        }
        Ok(())
    }
}

fn on_standard_output(error: io::Error) -> (PathBuf, io::Error) {
    ("-".into(), error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use raftarium::script::parse;

    /// The row of a cluster of one node after `before` commands, a snapshot, and `after` more commands.
    fn row(before: usize, after: usize) -> String {
        let sets = |count: usize| "set x 1\n".repeat(count);
        let (first, then) = (sets(before), sets(after));
        let text = format!("nodes 1\nrun until leader\n{first}run until idle\nsnapshot n1\n{then}run until idle");
        let mut runner = Runner::new(parse(&text).expect("it is a script"), false);
        assert_eq!(runner.advance(Limit::events(u64::MAX)), Stop::Done);
        cluster(&runner).lines().last().unwrap_or_default().to_owned()
    }

    #[test]
    fn a_log_is_shown_from_its_snapshot_on_or_its_last_entries() {
        assert!(row(22, 3).ends_with("      26       26  [23] 1 1 1"), "{}", row(22, 3));
        let many = format!("[3] … {}", vec!["1"; TERMS_SHOWN].join(" "));
        assert!(row(2, 30).ends_with(&many), "{}", row(2, 30));
    }
}
