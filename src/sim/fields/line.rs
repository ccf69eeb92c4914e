//! A trace line, read: its fields by name. It is the way back from `json.rs`, and says what is wrong with what field.

use crate::kv::{Command, Outcome, Request, RequestId, SessionId, Text};
use crate::raft::{COUNT_END, Fields, LogEntry, LogIndex, LogPosition, Membership, NodeId, NodeSet, Payload, Term};
use crate::sim::actor::{Actor, ClientId};
use serde_json::{Map, Value};

/// The most bytes that a line may have. A line that tells a node's state has half as many at most: its entries and its keys take up
/// to [`crate::sim::TOLD_BYTES_MAX`] each.
pub const LINE_BYTES_MAX: usize = 32 << 20;

/// The longest name of a field, in bytes.
const NAME_BYTES_MAX: usize = 32;

/// What is wrong with a trace line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineError {
    /// Where in the line.
    pub place: LinePlace,
    /// What should stand there.
    pub expected: LineExpected,
}

/// A place in a trace line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinePlace {
    /// The value of a field.
    Field(String),
    /// A column, from 1, in bytes.
    Column(usize),
}

macro_rules! expected {
    ($($(#[$doc:meta])* $variant:ident, $key:literal;)*) => {
        /// What should have stood at a place of a trace. Its sentence is `trace-expected-KEY`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum LineExpected { $($(#[$doc])* $variant,)* }

        impl LineExpected {
            /// Everything that can be expected.
            pub const ALL: &'static [LineExpected] = &[$(LineExpected::$variant,)*];

            /// The key of its sentence, in kebab case.
            pub const fn key(self) -> &'static str {
                match self { $(LineExpected::$variant => $key,)* }
            }
        }
    };
}

expected! {
    /// A JSON object.
    Object, "object";
    /// A line of at most 32 MiB.
    ShortLine, "short-line";
    /// A whole number.
    Number, "number";
    /// A whole number below 2^53.
    Count, "count";
    /// `true` or `false`.
    Flag, "flag";
    /// The name of a kind of event.
    Kind, "kind";
    /// One of the words that this field can say.
    Word, "word";
    /// A string.
    Text, "text";
    /// A node, n1 to n9.
    Node, "node";
    /// A node, or null.
    NodeOrNull, "node-or-null";
    /// A node or a client.
    Actor, "actor";
    /// A node or a client, or null.
    ActorOrNull, "actor-or-null";
    /// Nodes.
    Nodes, "nodes";
    /// Groups of nodes.
    Groups, "groups";
    /// A term and an index.
    Position, "position";
    /// Entries of a log.
    Entries, "entries";
    /// A command, or null.
    Command, "command";
    /// What a command gave, or null.
    Outcome, "outcome";
    /// A configuration.
    Configuration, "configuration";
    /// Keys with values.
    Pairs, "pairs";
    /// The number of an event above, or null.
    Cause, "cause";
    /// Numbers of events above.
    Causes, "causes";
    /// The number after that of the line above, or 1 where a node starts again.
    NextId, "next-id";
    /// The same node as on the lines above.
    OneNode, "one-node";
    /// No more events than may be read.
    FewEvents, "few-events";
}

/// What a reader gets, or what is wrong.
pub type Read<T> = Result<T, LineError>;

/// The fields of a trace line.
#[derive(Debug)]
pub struct Line {
    fields: Map<String, Value>,
}

impl Line {
    /// Reads a line.
    ///
    /// # Errors
    /// If it is no JSON object, or too long.
    pub fn parse(text: &str) -> Read<Line> {
        let wrong = |column, expected| LineError { place: LinePlace::Column(column), expected };
        if LINE_BYTES_MAX < text.len() {
            return Err(wrong(LINE_BYTES_MAX + 1, LineExpected::ShortLine));
        }
        match serde_json::from_str(text) {
            Ok(Value::Object(fields)) => Ok(Line { fields }),
            Ok(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
                Err(wrong(1, LineExpected::Object))
            }
            Err(error) => Err(wrong(error.column().max(1), LineExpected::Object)),
        }
    }

    /// The error that a field is not as expected.
    #[cold]
    pub fn wrong(&self, name: &str, expected: LineExpected) -> LineError {
        LineError { place: LinePlace::Field(name.replace('-', "_")), expected }
    }

    /// The value of a field; the line has it with `_` for `-`.
    fn value(&self, name: &str) -> Option<&Value> {
        let mut snake = [0; NAME_BYTES_MAX];
        let snake = snake.get_mut(..name.len())?;
        for (to, from) in snake.iter_mut().zip(name.bytes()) {
            *to = if from == b'-' { b'_' } else { from };
        }
        self.fields.get(str::from_utf8(snake).ok()?)
    }

    /// A field, made something of; `None` if it is missing, or nothing can be made of it.
    fn make<'a, T>(&'a self, name: &str, expected: LineExpected, make: impl FnOnce(&'a Value) -> Option<T>) -> Read<T> {
        self.value(name).and_then(make).ok_or_else(|| self.wrong(name, expected))
    }

    /// A number below [`COUNT_END`], or null.
    pub fn count_or_null(&self, name: &str, expected: LineExpected) -> Read<Option<u64>> {
        self.make(name, expected, |value| if value.is_null() { Some(None) } else { count(value).map(Some) })
    }

    /// Numbers below [`COUNT_END`].
    pub fn counts(&self, name: &str, expected: LineExpected) -> Read<Vec<u64>> {
        self.make(name, expected, |value| value.as_array()?.iter().map(count).collect())
    }

    /// A number below [`COUNT_END`].
    pub fn count(&self, name: &str) -> Read<u64> {
        self.make(name, LineExpected::Count, count)
    }

    /// A node or a client, or nobody.
    pub fn who(&self, name: &str) -> Read<Option<Actor>> {
        self.make(
            name,
            LineExpected::ActorOrNull,
            |value| if value.is_null() { Some(None) } else { actor(value).map(Some) },
        )
    }

    /// A text.
    pub fn text(&self, name: &str) -> Read<&str> {
        self.make(name, LineExpected::Text, Value::as_str)
    }

    /// Groups of nodes.
    pub fn groups(&self, name: &str) -> Read<Vec<NodeSet>> {
        self.make(name, LineExpected::Groups, |value| value.as_array()?.iter().map(nodes).collect())
    }

    /// A command, or none.
    pub fn command(&self, name: &str) -> Read<Option<Command>> {
        self.make(
            name,
            LineExpected::Command,
            |value| if value.is_null() { Some(None) } else { command(value).map(Some) },
        )
    }

    /// The outcome of a command; null if the store did not execute it.
    pub fn outcome(&self, name: &str) -> Read<Option<Outcome>> {
        self.make(
            name,
            LineExpected::Outcome,
            |value| if value.is_null() { Some(None) } else { outcome(value).map(Some) },
        )
    }

    /// A configuration.
    pub fn membership(&self, name: &str) -> Read<Membership> {
        self.make(name, LineExpected::Configuration, membership)
    }

    /// Keys with values.
    pub fn pairs(&self, name: &str) -> Read<Vec<(Text, Text)>> {
        let pair = |pair: &Value| Some((text_in(pair, "key")?, text_in(pair, "value")?));
        self.make(name, LineExpected::Pairs, |value| value.as_array()?.iter().map(pair).collect())
    }
}

impl Fields for Line {
    type Wrong = LineError;

    fn number(&self, name: &'static str) -> Read<u64> {
        self.make(name, LineExpected::Number, Value::as_u64)
    }

    fn flag(&self, name: &'static str) -> Read<bool> {
        self.make(name, LineExpected::Flag, Value::as_bool)
    }

    fn word(&self, name: &'static str) -> Read<&str> {
        self.make(name, LineExpected::Word, Value::as_str)
    }

    fn node(&self, name: &'static str) -> Read<Option<NodeId>> {
        self.make(
            name,
            LineExpected::NodeOrNull,
            |value| if value.is_null() { Some(None) } else { node(value).map(Some) },
        )
    }

    fn nodes(&self, name: &'static str) -> Read<NodeSet> {
        self.make(name, LineExpected::Nodes, nodes)
    }

    fn position(&self, name: &'static str) -> Read<LogPosition> {
        let position = |value: &Value| {
            Some(LogPosition { term: Term(value.get("term")?.as_u64()?), index: LogIndex(count(value.get("index")?)?) })
        };
        self.make(name, LineExpected::Position, position)
    }

    fn entries(&self, name: &'static str, first: LogIndex) -> Read<Vec<LogEntry>> {
        let one = |(step, value): (usize, &Value)| entry(value, first.plus(step));
        self.make(name, LineExpected::Entries, |value| value.as_array()?.iter().enumerate().map(one).collect())
    }

    fn has(&self, name: &'static str) -> bool {
        self.value(name).is_some()
    }

    fn no_such_number(&self, name: &'static str) -> LineError {
        self.wrong(name, LineExpected::Count)
    }

    fn no_such_word(&self, name: &'static str) -> LineError {
        self.wrong(name, LineExpected::Word)
    }

    fn nobody(&self, name: &'static str) -> LineError {
        self.wrong(name, LineExpected::Node)
    }
}

fn count(value: &Value) -> Option<u64> {
    value.as_u64().filter(|number| *number < COUNT_END)
}

fn node(value: &Value) -> Option<NodeId> {
    match actor(value)? {
        Actor::Node(node) => Some(node),
        Actor::Client(_) => None,
    }
}

fn actor(value: &Value) -> Option<Actor> {
    let name = value.as_str()?;
    let (kind, digits) = name.split_at_checked(1)?;
    let number = digits.parse().ok().filter(|_| digits.len() == 1)?;
    match kind {
        "n" => NodeId::new(number).map(Actor::Node),
        "c" => ClientId::new(number).map(Actor::Client),
        _ => None,
    }
}

fn nodes(value: &Value) -> Option<NodeSet> {
    value.as_array()?.iter().map(node).collect::<Option<NodeSet>>()
}

fn membership(value: &Value) -> Option<Membership> {
    Some(Membership {
        voters: nodes(value.get("voters")?)?,
        outgoing: nodes(value.get("outgoing")?)?,
        learners: nodes(value.get("learners")?)?,
        target: nodes(value.get("target")?)?,
    })
}

fn text_in(value: &Value, name: &str) -> Option<Text> {
    value.get(name)?.as_str().map(Text::from)
}

fn command(value: &Value) -> Option<Command> {
    let key = text_in(value, "key")?;
    match value.get("op")?.as_str()? {
        "set" => Some(Command::Set { key, value: text_in(value, "value")? }),
        "get" => Some(Command::Get { key }),
        "delete" => Some(Command::Delete { key }),
        "cas" => Some(Command::Cas { key, old: text_in(value, "old")?, new: text_in(value, "value")? }),
        _ => None,
    }
}

fn outcome(value: &Value) -> Option<Outcome> {
    match value.get("outcome")?.as_str()? {
        "ok" => Some(Outcome::Ok),
        "value" => text_in(value, "value").map(Outcome::Value),
        "absent" => Some(Outcome::Absent),
        "refused" => Some(Outcome::Refused),
        _ => None,
    }
}

/// An entry that must have this index. The session of an entry is told only if it is a client's: others have number 0.
fn entry(value: &Value, index: LogIndex) -> Option<LogEntry> {
    if count(value.get("index")?)? != index.0 {
        return None;
    }
    let payload = match (value.get("configuration"), value.get("command")?) {
        (Some(configuration), _) => Payload::Configuration(membership(configuration)?),
        (None, Value::Null) => Payload::NoOp,
        (None, told) => {
            let client = value.get("client")?;
            let session = match client.is_null() {
                true => SessionId(0),
                false => match actor(client)? {
                    Actor::Client(client) => client.session(),
                    Actor::Node(_) => return None,
                },
            };
            let id = RequestId(value.get("request")?.as_u64()?);
            Payload::Command(Request { session, id, command: command(told)? }.encode())
        }
    };
    Some(LogEntry { term: Term(value.get("term")?.as_u64()?), payload })
}
