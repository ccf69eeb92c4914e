//! Fields as JSON.

use super::super::actor::ClientId;
use super::{Field, outcome_name, request_of};
use crate::kv::{Command, Outcome};
use crate::raft::{LogEntry, LogIndex, Membership, NodeSet, Payload};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Field::Number(number) => serializer.serialize_u64(*number),
            Field::Flag(flag) => serializer.serialize_bool(*flag),
            Field::Word(word) => serializer.serialize_str(word),
            Field::Text(text) => serializer.serialize_str(text),
            Field::Who(who) => who.map(|who| who.to_string()).serialize(serializer),
            Field::Nodes(nodes) => names(*nodes).serialize(serializer),
            Field::Groups(groups) => groups.iter().map(|group| names(*group)).collect::<Vec<_>>().serialize(serializer),
            Field::Position(position) => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("term", &position.term.0)?;
                map.serialize_entry("index", &position.index.0)?;
                map.end()
            }
            Field::Command(command) => command.as_ref().map(CommandLine).serialize(serializer),
            Field::Outcome(outcome) => outcome.as_ref().map(OutcomeLine).serialize(serializer),
            Field::Entries(first, entries) => serialize_entries(*first, entries.iter(), serializer),
            Field::Log(log) => serialize_entries(log.first_index(), log.iter(), serializer),
            Field::Membership(membership) => MembershipLine(*membership).serialize(serializer),
            Field::Pairs(pairs) => serializer.collect_seq(pairs.iter().map(|(key, value)| PairLine { key, value })),
        }
    }
}

fn names(nodes: NodeSet) -> Vec<String> {
    nodes.iter().map(|node| node.to_string()).collect()
}

fn serialize_entries<'a, S: Serializer>(
    first: LogIndex,
    entries: impl Iterator<Item = &'a LogEntry>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut seq = serializer.serialize_seq(None)?;
    for (step, entry) in entries.enumerate() {
        seq.serialize_element(&EntryLine { index: first.plus(step), entry })?;
    }
    seq.end()
}

struct EntryLine<'a> {
    index: LogIndex,
    entry: &'a LogEntry,
}

impl Serialize for EntryLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let request = request_of(&self.entry.payload);
        let client = request.as_ref().and_then(|request| ClientId::of(request.session));
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("index", &self.index.0)?;
        map.serialize_entry("term", &self.entry.term.0)?;
        map.serialize_entry("command", &request.as_ref().map(|request| CommandLine(&request.command)))?;
        map.serialize_entry("client", &client.map(|client| client.to_string()))?;
        map.serialize_entry("request", &request.as_ref().map(|request| request.id.0))?;
        if let Payload::Configuration(membership) = self.entry.payload {
            map.serialize_entry("configuration", &MembershipLine(membership))?;
        }
        map.end()
    }
}

struct MembershipLine(Membership);

impl Serialize for MembershipLine {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Membership { voters, outgoing, learners, target } = self.0;
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("voters", &names(voters))?;
        map.serialize_entry("outgoing", &names(outgoing))?;
        map.serialize_entry("learners", &names(learners))?;
        map.serialize_entry("target", &names(target))?;
        map.end()
    }
}

#[derive(serde::Serialize)]
struct PairLine<'a> {
    key: &'a str,
    value: &'a str,
}

struct CommandLine<'a>(&'a Command);

impl Serialize for CommandLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("op", self.0.name())?;
        map.serialize_entry("key", &**self.0.key())?;
        match self.0 {
            Command::Set { value, .. } => map.serialize_entry("value", &**value)?,
            Command::Cas { old, new, .. } => {
                map.serialize_entry("old", &**old)?;
                map.serialize_entry("value", &**new)?;
            }
            Command::Get { .. } | Command::Delete { .. } => {}
        }
        map.end()
    }
}

struct OutcomeLine<'a>(&'a Outcome);

impl Serialize for OutcomeLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("outcome", outcome_name(self.0))?;
        if let Outcome::Value(value) = self.0 {
            map.serialize_entry("value", &**value)?;
        }
        map.end()
    }
}
