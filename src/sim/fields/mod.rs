//! The fields of events by name: the one description that trace lines, sentences and the page are made from. The tables
//! of events (`told!`) state which fields there are; what a field of each type says is stated here.

mod heard;
mod json;
mod line;
mod values;

pub use line::{LINE_BYTES_MAX, Line, LineError, LineExpected, LinePlace};

use super::actor::Actor;
use crate::kv::{Command, Outcome, Request, Text};
use crate::raft::{Log, LogEntry, LogIndex, LogPosition, Membership, NodeSet, Payload, Tell};

/// The value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// A number.
    Number(u64),
    /// Yes or no.
    Flag(bool),
    /// One of a few fixed words, which catalogues select by.
    Word(&'static str),
    /// Text that came from outside.
    Text(String),
    /// A node or a client, or nobody.
    Who(Option<Actor>),
    /// Nodes.
    Nodes(NodeSet),
    /// Groups of nodes.
    Groups(Vec<NodeSet>),
    /// A place in a log.
    Position(LogPosition),
    /// A command; none for a no-op.
    Command(Option<Command>),
    /// The outcome of a command; null if the store did not execute it.
    Outcome(Option<Outcome>),
    /// Entries from an index on.
    Entries(LogIndex, Vec<LogEntry>),
    /// A whole log.
    Log(Log),
    /// A configuration.
    Membership(Membership),
    /// Keys with their values.
    Pairs(Vec<(Text, Text)>),
}

/// A field and its name, in kebab case.
pub type Named = (&'static str, Field);

/// What a value says as a field with this name, or as several.
pub fn fields_of(value: &impl Tell<Field>, name: &'static str) -> Vec<Named> {
    let mut fields = Vec::new();
    value.tell(name, &mut fields);
    fields
}

/// The request that an entry holds; none for a no-op or a configuration.
pub fn request_of(payload: &Payload) -> Option<Request> {
    match payload {
        Payload::NoOp | Payload::Configuration(_) => None,
        Payload::Command(bytes) => Request::decode(bytes),
    }
}

/// The name of an outcome.
pub const fn outcome_name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Ok => "ok",
        Outcome::Value(_) => "value",
        Outcome::Absent => "absent",
        Outcome::Refused => "refused",
    }
}
