//! `raftarium check`.

use super::lanes::lanes;
use super::run::read;
use super::words::Words;
use clap::Args;
use raftarium::check::linearizability::{Call, STEPS_MAX, Verdict, conflict, judge};
use raftarium::lab::{lanes_view, unordered_view_of};
use raftarium::script::{HistoryFile, read_history};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

/// What `--help` says about the format.
pub const FORMAT: &str = "\
HISTORY: one JSON object an operation, one a line, as `raftarium run --history` writes them:
  client     a name
  op         set, get, delete or cas
  key
  value      what a set or a cas writes
  old        what a cas expects
  ok         false only for a cas that was refused; true if it is missing
  result     what a get read, null if there was no such key
  call_us    when it was called, a whole number of microseconds
  return_us  when it returned; null if it never did: it may have happened, then or later, or not
  call_id, return_id   numbers of these two moments, which order what happened at one instant; they may be missing
Each key begins without a value. An operation that returned before another was called comes before it. Of two moments
of one instant without a number, a call comes before a return, so that the operations overlap; but operations of one
client on one key follow one another.";

const LINEARIZABLE: u8 = 0;
const NOT_LINEARIZABLE: u8 = 1;
const UNREADABLE: u8 = 2;
const UNDECIDED: u8 = 3;

/// How `raftarium check` is called.
#[derive(Args)]
pub struct Options {
    /// The history; `-` is the standard input.
    file: PathBuf,
    /// Steps that the search may take for one key.
    #[arg(long, value_name = "STEPS", default_value_t = STEPS_MAX)]
    limit: u64,
    /// The language of what is said: en or fr.
    #[arg(long, default_value = "en", value_parser = ["en", "fr"])]
    lang: String,
}

/// Checks a history for linearizability, and prints the verdict; of one that is not linearizable also the smallest part
/// that is not, how far an order of it comes, and why it comes no further.
pub fn check(options: &Options) -> ExitCode {
    let words = Words::new(&options.lang);
    match try_read(options, &words) {
        Ok(file) => ExitCode::from(report(&file, options.limit, &words)),
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(UNREADABLE)
        }
    }
}

fn try_read(options: &Options, words: &Words) -> Result<HistoryFile, String> {
    let text = read(&options.file).map_err(|error| words.file_error(&options.file, &error))?;
    read_history(&text).map_err(|error| words.history_error(&error))
}

fn report(file: &HistoryFile, limit: u64, words: &Words) -> u8 {
    match judge(&file.calls, limit) {
        Verdict::Linearizable => {
            let keys: BTreeSet<_> = file.calls.iter().map(|call| call.command.key()).collect();
            println!("{}", words.checked_linearizable(file.calls.len(), keys.len()));
            LINEARIZABLE
        }
        Verdict::NotLinearizable(place) => {
            let call: &Call = &file.calls[place];
            let answer = unordered_view_of(&file.clients[call.client as usize], call);
            println!("{}", words.checked_not_linearizable(file.lines[place], call.command.key(), &answer));
            if let Some(conflict) = conflict(&file.calls, place, limit) {
                let view = lanes_view(&conflict, &file.calls, |client| file.clients[client as usize].clone());
                let lines: Vec<usize> = conflict.calls.iter().map(|kept| file.lines[kept.place]).collect();
                print!("\n{}", lanes(&view, &lines, words));
            }
            NOT_LINEARIZABLE
        }
        Verdict::Undecided(key) => {
            println!("{}", words.history_undecided(&key));
            UNDECIDED
        }
    }
}
