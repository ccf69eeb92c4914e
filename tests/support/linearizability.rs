//! A small judge of histories: whether one order of all operations explains what each client saw.
//!
//! Keys are independent, so each is judged alone (Herlihy and Wing, "Linearizability", locality). An
//! operation may be next if none that is still to come returned before it was called (Wing and Gong); what
//! was tried once from the same place and value is not tried again (Lowe). An operation that never returned
//! may have happened, at any time after its call, or not.

use raftarium::kv::{Command, Outcome, Text};
use raftarium::sim::{Instant, Operation};
use std::collections::{BTreeMap, HashSet};

/// The keys whose history no order explains.
pub fn unexplained_keys<'a>(history: impl IntoIterator<Item = &'a Operation>) -> Vec<Text> {
    let mut by_key: BTreeMap<Text, Vec<&Operation>> = BTreeMap::new();
    for operation in history {
        // A read that never returned says nothing, and changes nothing.
        if operation.returned.is_some() || !matches!(operation.command, Command::Get { .. }) {
            by_key.entry(operation.command.key().clone()).or_default().push(operation);
        }
    }
    by_key.into_iter().filter(|(_, operations)| !is_explained(operations)).map(|(key, _)| key).collect()
}

/// A place in the search: which operations have happened, and the value they left.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Place {
    happened: Vec<u64>,
    value: Option<Text>,
}

impl Place {
    fn has(&self, operation: usize) -> bool {
        self.happened[operation / 64] >> (operation % 64) & 1 == 1
    }

    fn after(&self, operation: usize, value: Option<Text>) -> Place {
        let mut happened = self.happened.clone();
        happened[operation / 64] |= 1 << (operation % 64);
        Place { happened, value }
    }
}

fn is_explained(operations: &[&Operation]) -> bool {
    let start = Place { happened: vec![0; operations.len().div_ceil(64)], value: None };
    let mut tried = HashSet::from([start.clone()]);
    let mut open = vec![start];
    while let Some(place) = open.pop() {
        let to_come = || (0..operations.len()).filter(|operation| !place.has(*operation));
        let Some(first_return) = to_come().filter_map(|operation| returned_at(operations[operation])).min() else {
            return true;
        };
        for operation in to_come().filter(|operation| operations[*operation].call <= first_return) {
            if let Some(value) = outcomes(operations[operation], &place.value) {
                let next = place.after(operation, value);
                if tried.insert(next.clone()) {
                    open.push(next);
                }
            }
        }
    }
    false
}

fn returned_at(operation: &Operation) -> Option<Instant> {
    operation.returned.as_ref().map(|returned| returned.at)
}

/// The values that an operation can leave behind; none if it cannot have been answered so.
fn outcomes(operation: &Operation, value: &Option<Text>) -> Option<Option<Text>> {
    let answer = operation.returned.as_ref().map(|returned| &returned.outcome);
    match (&operation.command, answer) {
        (Command::Set { value: new, .. }, Some(Outcome::Ok) | None) => Some(Some(new.clone())),
        (Command::Delete { .. }, Some(Outcome::Ok) | None) => Some(None),
        (Command::Get { .. }, Some(Outcome::Value(read))) => (value.as_ref() == Some(read)).then(|| value.clone()),
        (Command::Get { .. }, Some(Outcome::Absent)) => value.is_none().then_some(None),
        (Command::Cas { old, new, .. }, Some(Outcome::Ok)) => (value.as_ref() == Some(old)).then(|| Some(new.clone())),
        (Command::Cas { old, .. }, Some(Outcome::Refused)) => (value.as_ref() != Some(old)).then(|| value.clone()),
        // It wrote, or was refused, or did not happen: only the first makes a difference.
        (Command::Cas { old, new, .. }, None) => (value.as_ref() == Some(old)).then(|| Some(new.clone())),
        _ => None,
    }
}
