//! Linearizability by its definition: tries all orders of the calls, with and without each call that never returned.

use raftarium::check::linearizability::Call;
use raftarium::kv::{Command, Outcome, Text};
use std::collections::{BTreeMap, BTreeSet};

/// Whether an order explains all answers.
///
/// Where all moments have event numbers, all keys are searched together: that each key can be searched alone is a claim
/// of the checker under test. Elsewhere each key is searched alone: one client's calls on two keys at one instant could
/// order calls of others, and the checker does not look across keys for that.
pub fn is_linearizable(history: &[Call]) -> bool {
    if history.iter().all(|call| call.called.event.is_some()) {
        return explores(history, 0, &BTreeMap::new());
    }
    let keys: BTreeSet<&Text> = history.iter().map(|call| call.command.key()).collect();
    keys.into_iter().all(|key| {
        let calls: Vec<Call> = history.iter().filter(|call| call.command.key() == key).cloned().collect();
        explores(&calls, 0, &BTreeMap::new())
    })
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

/// Applies a call to the store. Returns whether the store gives the call's answer.
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
