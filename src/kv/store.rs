//! The state machine: it applies requests in the order that it gets them.

use super::command::{Command, Outcome, Text};
use super::request::Request;
use super::session::{Session, Sessions};
use imbl::OrdMap;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What applying a request gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applied {
    /// It was new, and is done.
    Done(Outcome),
    /// It had been applied before: the same answer again, and nothing done.
    Repeated(Outcome),
    /// The session has gone on since: no client waits for the answer, and nothing is done.
    Outdated,
    /// The idempotency key has named another command before: nothing is done.
    KeyTaken,
}

/// The store. A clone shares its structure with the original.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StateMachine {
    /// Keys and values.
    data: OrdMap<Text, Text>,
    sessions: Sessions,
}

impl StateMachine {
    /// Applies a request. If the session had this request applied before, the store only repeats the answer (§8).
    pub fn apply(&mut self, request: &Request) -> Applied {
        let name = request.name();
        if let Some(session) = self.sessions.get(request.session) {
            if name == session.last {
                return Applied::Repeated(session.outcome.clone());
            }
            if request.session.is_of_key() {
                return Applied::KeyTaken;
            }
            if name < session.last {
                return Applied::Outdated;
            }
        }
        let outcome = self.execute(&request.command);
        self.sessions.put(request.session, Session { last: name, outcome: outcome.clone() });
        Applied::Done(outcome)
    }

    /// Whether a request of this session, or a later one, was applied.
    pub fn has_applied(&self, request: &Request) -> bool {
        let has_applied = |session: &Session| request.session.is_of_key() || request.id <= session.last;
        self.sessions.get(request.session).is_some_and(has_applied)
    }

    /// Applies a request, whether its session has it or not: what a store without sessions does.
    pub fn apply_again(&mut self, request: &Request) -> Outcome {
        self.execute(&request.command)
    }

    /// Forgets what was applied for its clients.
    pub fn forget_sessions(&mut self) {
        self.sessions = Sessions::default();
    }

    fn execute(&mut self, command: &Command) -> Outcome {
        match command {
            Command::Set { key, value } => {
                self.data.insert(key.clone(), value.clone());
                Outcome::Ok
            }
            Command::Get { key } => self.read(key),
            Command::Delete { key } => {
                self.data.remove(key);
                Outcome::Ok
            }
            Command::Cas { key, old, new } if self.get(key) == Some(old) => {
                self.data.insert(key.clone(), new.clone());
                Outcome::Ok
            }
            Command::Cas { .. } => Outcome::Refused,
        }
    }

    /// Its bytes, sessions included: a snapshot without them would have retried commands applied twice.
    pub fn to_bytes(&self) -> Arc<[u8]> {
        // Writing to a growing buffer has no way to fail.
        postcard::to_allocvec(self).expect("a store is encodable").into()
    }

    /// The same bytes, with no more memory than they have: the store is written twice, the first time to count them.
    pub fn to_counted_bytes(&self) -> Arc<[u8]> {
        // Counting, and writing to a buffer of that length, have no way to fail.
        let length = postcard::experimental::serialized_size(self).expect("a store is encodable");
        let mut bytes: Arc<[u8]> = std::iter::repeat_n(0, length).collect();
        let buffer = Arc::get_mut(&mut bytes).expect("nobody else has them yet");
        postcard::to_slice(self, buffer).expect("it was counted");
        bytes
    }

    /// A store from its bytes; `None` if they are not one.
    pub fn from_bytes(bytes: &[u8]) -> Option<StateMachine> {
        postcard::from_bytes(bytes).ok()
    }

    /// What a read of the key gives now.
    pub fn read(&self, key: &Text) -> Outcome {
        self.get(key).map_or(Outcome::Absent, |value| Outcome::Value(value.clone()))
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Text> {
        self.data.get(key)
    }

    /// Keys and values, in order of keys.
    pub fn iter(&self) -> impl Iterator<Item = (&Text, &Text)> {
        self.data.iter()
    }

    /// How many keys have a value.
    pub fn len(&self) -> usize {
        self.data.len()
    }

    /// Whether no key has a value.
    pub fn is_empty(&self) -> bool {
        self.data.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::super::request::SessionId;
    use super::super::samples::{cas, get, request, set};
    use super::*;

    #[test]
    fn the_four_commands_do_what_they_say() {
        let mut store = StateMachine::default();
        let mut id = 0;
        let mut apply = |command| {
            id += 1;
            store.apply(&request(id, command))
        };
        assert_eq!(apply(get("x")), Applied::Done(Outcome::Absent));
        assert_eq!(apply(cas("x", "1", "2")), Applied::Done(Outcome::Refused));
        assert_eq!(apply(set("x", "1")), Applied::Done(Outcome::Ok));
        assert_eq!(apply(cas("x", "1", "2")), Applied::Done(Outcome::Ok));
        assert_eq!(apply(cas("x", "1", "3")), Applied::Done(Outcome::Refused));
        assert_eq!(apply(get("x")), Applied::Done(Outcome::Value("2".into())));
        assert_eq!(apply(Command::Delete { key: "x".into() }), Applied::Done(Outcome::Ok));
        assert_eq!(apply(Command::Delete { key: "x".into() }), Applied::Done(Outcome::Ok));
        assert_eq!(apply(get("x")), Applied::Done(Outcome::Absent));
    }

    /// §8: "if it receives a command whose serial number has already been executed, it responds
    /// immediately without re-executing the request".
    #[test]
    fn a_retried_command_is_applied_once() {
        let mut store = StateMachine::default();
        store.apply(&request(1, set("x", "1")));
        let retried = request(2, cas("x", "1", "2"));
        assert_eq!(store.apply(&retried), Applied::Done(Outcome::Ok));
        assert_eq!(store.apply(&retried), Applied::Repeated(Outcome::Ok), "not refused by its own effect");
        assert_eq!(store.apply(&request(1, set("x", "1"))), Applied::Outdated);
        assert_eq!(store.get("x"), Some(&"2".into()));
    }

    /// An idempotency key stands for one command, also after a snapshot.
    #[test]
    fn a_key_that_named_another_command_does_nothing() {
        let keyed = |command| Request { session: SessionId::of_key("order-7"), ..request(1, command) };
        let mut store = StateMachine::default();
        assert_eq!(store.apply(&keyed(set("x", "1"))), Applied::Done(Outcome::Ok));
        let mut restored = StateMachine::from_bytes(&store.to_bytes()).unwrap();
        for store in [&mut store, &mut restored] {
            assert_eq!(store.apply(&keyed(set("x", "2"))), Applied::KeyTaken);
            assert_eq!(store.apply(&keyed(Command::Delete { key: "x".into() })), Applied::KeyTaken);
            assert_eq!(store.apply(&keyed(set("x", "1"))), Applied::Repeated(Outcome::Ok));
            assert_eq!(store.get("x"), Some(&"1".into()));
        }
    }

    /// §8 and §7: a restored store still knows what was applied for each session.
    #[test]
    fn a_snapshot_holds_values_and_sessions() {
        let mut store = StateMachine::default();
        store.apply(&request(1, set("x", "1")));
        let retried = request(2, cas("x", "1", "2"));
        store.apply(&retried);
        assert_eq!(store.to_counted_bytes(), store.to_bytes());
        let mut restored = StateMachine::from_bytes(&store.to_bytes()).unwrap();
        assert_eq!(restored, store);
        assert_eq!(restored.apply(&retried), Applied::Repeated(Outcome::Ok));
        assert_eq!(StateMachine::from_bytes(&[255, 255, 255, 255]), None);
    }
}
