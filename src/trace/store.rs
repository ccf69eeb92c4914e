//! The keys and values of a node, as far as its trace tells them.

use crate::kv::{Command, Outcome, Text};
use imbl::OrdMap;

/// Keys and values. A clone shares its structure with the original.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Store {
    data: OrdMap<Text, Text>,
    /// How many keys there are that the trace does not tell, besides those in `data`.
    untold: u64,
    /// Whether nothing is known: the node installed a snapshot, and the trace does not tell what that holds.
    unknown: bool,
}

impl Store {
    /// A store of which nothing is known.
    pub fn unknown() -> Store {
        Store { unknown: true, ..Store::default() }
    }

    /// The first of so many keys.
    pub fn of_first(keys: &[(Text, Text)], count: u64) -> Store {
        let data: OrdMap<Text, Text> = keys.iter().cloned().collect();
        let untold = count.saturating_sub(data.len() as u64);
        Store { data, untold, unknown: false }
    }

    /// Applies a command, which had this outcome.
    pub fn apply(&mut self, command: &Command, outcome: Option<&Outcome>) {
        match command {
            Command::Set { key, value } => {
                self.data.insert(key.clone(), value.clone());
            }
            Command::Delete { key } => {
                self.data.remove(key);
            }
            Command::Cas { key, new, .. } if outcome == Some(&Outcome::Ok) => {
                self.data.insert(key.clone(), new.clone());
            }
            Command::Cas { .. } | Command::Get { .. } => {}
        }
    }

    /// The keys that are known, in order, with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&Text, &Text)> {
        self.data.iter()
    }

    /// The value of a key, if it is known.
    pub fn get(&self, key: &str) -> Option<&Text> {
        self.data.get(key)
    }

    /// How many keys are known.
    pub fn len(&self) -> usize {
        self.data.len()
    }

    /// Whether no key is known.
    pub fn is_empty(&self) -> bool {
        self.data.is_empty()
    }

    /// Whether there may be keys that the trace does not tell.
    pub fn is_partial(&self) -> bool {
        self.unknown || 0 < self.untold
    }
}
