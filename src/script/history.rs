//! The clients' history, one JSON line an operation: what linearizability is judged by.

use crate::kv::{Command, Outcome};
use crate::sim::{Operation, World};
use serde_json::json;
use std::fmt::Write;

/// The history of a run, in the order of the calls.
pub fn write_history(world: &World) -> String {
    let mut lines = String::new();
    for operation in world.history() {
        // Writing to a string has no way to fail.
        writeln!(lines, "{}", line(operation)).expect("a string takes what is written to it");
    }
    lines
}

fn line(operation: &Operation) -> serde_json::Value {
    let (value, old) = match &operation.command {
        Command::Set { value, .. } => (Some(value), None),
        Command::Cas { old, new, .. } => (Some(new), Some(old)),
        Command::Get { .. } | Command::Delete { .. } => (None, None),
    };
    let outcome = operation.returned.as_ref().map(|(_, outcome)| outcome);
    let result = match outcome {
        Some(Outcome::Value(read)) => Some(read),
        Some(Outcome::Ok | Outcome::Absent | Outcome::Refused) | None => None,
    };
    json!({
        "client": operation.client.to_string(),
        "op": operation.command.name(),
        "key": operation.command.key(),
        "value": value,
        "old": old,
        "ok": outcome != Some(&Outcome::Refused),
        "result": result,
        "call_us": operation.call.0,
        "return_us": operation.returned.as_ref().map(|(at, _)| at.0),
    })
}
