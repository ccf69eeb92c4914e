//! The clients' history, one JSON line an operation: what linearizability is judged by.

use crate::kv::{Command, Outcome};
use crate::sim::{Operation, World};
use serde::Serialize;

/// One line, in the order of its fields.
#[derive(Serialize)]
struct Line<'a> {
    client: String,
    op: &'a str,
    key: &'a str,
    value: Option<&'a str>,
    old: Option<&'a str>,
    ok: bool,
    result: Option<&'a str>,
    call_us: u64,
    return_us: Option<u64>,
    call_id: u64,
    return_id: Option<u64>,
}

/// The history of a run, in the order of the calls.
pub fn write_history(world: &World) -> String {
    let mut lines = String::new();
    for operation in world.history() {
        let Ok(line) = serde_json::to_string(&line(operation)) else {
            unreachable!("every key of a line is a string, and a string takes what is written to it");
        };
        lines.push_str(&line);
        lines.push('\n');
    }
    lines
}

/// An operation, as its line has it.
fn line(operation: &Operation) -> Line<'_> {
    let (value, old) = match &operation.command {
        Command::Set { value, .. } => (Some(&**value), None),
        Command::Cas { old, new, .. } => (Some(&**new), Some(&**old)),
        Command::Get { .. } | Command::Delete { .. } => (None, None),
    };
    let outcome = operation.returned.as_ref().map(|returned| &returned.outcome);
    let result = match outcome {
        Some(Outcome::Value(read)) => Some(&**read),
        Some(Outcome::Ok | Outcome::Absent | Outcome::Refused) | None => None,
    };
    Line {
        client: operation.client.to_string(),
        op: operation.command.name(),
        key: operation.command.key(),
        value,
        old,
        ok: outcome != Some(&Outcome::Refused),
        result,
        call_us: operation.call.0,
        return_us: operation.returned.as_ref().map(|returned| returned.at.0),
        call_id: operation.call_event.0,
        return_id: operation.returned.as_ref().map(|returned| returned.event.0),
    }
}
