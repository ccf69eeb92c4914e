//! Scripts: the one form that everything takes.
//!
//! A run is a pure function of its script. `parse/` reads one and says where it is wrong, `complete.rs` says what may
//! stand at a place of one, `display.rs` writes one, with the values of `print.rs`, `edit.rs` puts another set-up
//! into one that is written, `runner.rs` runs one a piece at a time, `trace.rs` makes the lines that the digest of a run is
//! made of, and `bytes.rs` takes a run elsewhere.

mod bytes;
pub mod complete;
pub mod condition;
mod display;
pub mod edit;
mod error;
mod found;
mod history;
mod history_file;
mod lexer;
mod offer;
mod parse;
mod print;
mod runner;
mod statement;
mod story;
pub mod trace;

#[cfg(test)]
mod story_tests;

pub use bytes::{BytesError, from_bytes, to_bytes};
pub use complete::{Completion, Lesson, OfferKind, Offered, complete, complete_more, lessons};
pub use condition::{Condition, serving_leader};
pub use error::{Expected, ScriptError};
pub use history::write_history;
pub use history_file::{
    HistoryError, HistoryExpected, HistoryFile, LINE_BYTES_MAX, OPERATIONS_MAX, Place, read_history,
};
pub use offer::WordKind;
pub use parse::{DURATION_US_MAX, SCRIPT_BYTES_MAX, STATEMENTS_MAX, check, parse, parse_more, parse_with_lines};
pub use print::{print_duration, print_word};
pub use runner::{Failure, Limit, Outcome, Reason, Runner, Stop};
pub use statement::{Card, Influence, Nodes, Script, Setup, Statement, Step};
pub use story::{Answer, Caption, Heading, Pace, Panel, StoryStep, Target, right_answer};
pub use trace::{Digest, Trace};
