//! The crate `porcupine-rs`: another checker, for histories of one key.

use porcupine_rs::{Model, Operation, check_operations};
use raftarium::check::linearizability::{Call, Moment};
use raftarium::kv::{Command, Outcome, Text};
use std::collections::BTreeMap;

/// A store of one key.
#[derive(Clone, Debug)]
struct Key;

impl Model for Key {
    type State = Option<Text>;
    /// A command, and its answer if it returned.
    type Op = (Command, Option<Outcome>);
    type Metadata = ();

    fn init() -> Option<Text> {
        None
    }

    fn step(value: &Option<Text>, (command, outcome): &(Command, Option<Outcome>)) -> (bool, Option<Text>) {
        let (real, after) = match command {
            Command::Get { .. } => (value.clone().map_or(Outcome::Absent, Outcome::Value), value.clone()),
            Command::Set { value, .. } => (Outcome::Ok, Some(value.clone())),
            Command::Delete { .. } => (Outcome::Ok, None),
            Command::Cas { old, new, .. } if value.as_ref() == Some(old) => (Outcome::Ok, Some(new.clone())),
            Command::Cas { .. } => (Outcome::Refused, value.clone()),
        };
        (outcome.as_ref().is_none_or(|outcome| *outcome == real), after)
    }
}

/// One history per key, in Porcupine's form: a call that never returned returns at the end. Event numbers order the moments of
/// a history that has them, else times do.
pub struct Histories(Vec<Vec<Operation<Key>>>);

impl Histories {
    pub fn new(history: &[Call]) -> Histories {
        let number = |moment: &Moment| moment.event.unwrap_or(moment.at_us) as i64;
        let mut by_key: BTreeMap<&Text, Vec<Operation<Key>>> = BTreeMap::new();
        for call in history {
            let outcome = call.returned.as_ref().map(|(_, outcome)| outcome.clone());
            by_key.entry(call.command.key()).or_default().push(Operation {
                client_id: Some(call.client),
                call_time: number(&call.called),
                return_time: call.returned.as_ref().map_or(i64::MAX, |(at, _)| number(at)),
                op: (call.command.clone(), outcome),
                metadata: None,
            });
        }
        Histories(by_key.into_values().collect())
    }

    pub fn are_linearizable(&self) -> bool {
        self.0.iter().all(|history| check_operations(history))
    }
}
