//! The definition, word for word: all orders of all calls are tried, and all choices of those that never returned.

use raftarium::check::linearizability::Call;
use raftarium::kv::{Command, Outcome, Text};
use std::collections::BTreeMap;

/// Whether an order explains all answers. It takes all keys together.
pub fn is_linearizable(history: &[Call]) -> bool {
    explores(history, 0, &BTreeMap::new())
}

fn explores(history: &[Call], happened: u64, store: &BTreeMap<Text, Text>) -> bool {
    let has_happened = |call: usize| happened >> call & 1 == 1;
    if (0..history.len()).all(|call| has_happened(call) || history[call].returned.is_none()) {
        return true;
    }
    (0..history.len()).filter(|call| !has_happened(*call)).any(|call| {
        let is_next = (0..history.len()).all(|other| has_happened(other) || !precedes(history, other, call));
        let mut after = store.clone();
        is_next && explains(&history[call], &mut after) && explores(history, happened | 1 << call, &after)
    })
}

/// Whether one call returned before another was made.
fn precedes(history: &[Call], a: usize, b: usize) -> bool {
    let Some((returned, _)) = &history[a].returned else {
        return false;
    };
    let called = history[b].called;
    match (returned.event, called.event) {
        (Some(returned), Some(called)) => returned < called,
        (Some(_) | None, _) => {
            let is_tie = returned.at_us == called.at_us && history[a].client == history[b].client && a < b;
            returned.at_us < called.at_us || is_tie
        }
    }
}

/// Whether a call can have been answered so, by a store that it changes.
fn explains(call: &Call, store: &mut BTreeMap<Text, Text>) -> bool {
    let value = store.get(call.command.key()).cloned();
    let outcome = call.returned.as_ref().map(|(_, outcome)| outcome);
    let real = match &call.command {
        Command::Get { .. } => value.map_or(Outcome::Absent, Outcome::Value),
        Command::Set { key, value } => {
            store.insert(key.clone(), value.clone());
            Outcome::Ok
        }
        Command::Delete { key } => {
            store.remove(key);
            Outcome::Ok
        }
        Command::Cas { key, old, new } if value.as_ref() == Some(old) => {
            store.insert(key.clone(), new.clone());
            Outcome::Ok
        }
        Command::Cas { .. } => Outcome::Refused,
    };
    outcome.is_none_or(|outcome| *outcome == real)
}
