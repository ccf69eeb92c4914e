//! The names of an event and of its fields: the one description that trace lines, sentences and the
//! page are made from.

use super::actor::{Actor, ClientId};
use super::event::{Event, Summary, What};
use crate::kv::{Command, Outcome, Request};
use crate::raft::{
    self, AppendRefusal, AppendedBy, Log, LogEntry, LogIndex, LogPosition, NodeId, NodeSet, Payload, RoleName,
    StaleReply, VoteRefusal,
};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

/// The value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// A number.
    Number(u64),
    /// Yes or no.
    Flag(bool),
    /// One of a few fixed words, which catalogues select by.
    Word(&'static str),
    /// Text that came from outside.
    Text(String),
    /// A node or a client, or nobody.
    Who(Option<Actor>),
    /// Nodes.
    Nodes(NodeSet),
    /// Groups of nodes.
    Groups(Vec<NodeSet>),
    /// A place in a log.
    Position(LogPosition),
    /// A command; none for a no-op.
    Command(Option<Command>),
    /// What a command gave, if it gave anything.
    Outcome(Option<Outcome>),
    /// Entries from an index on.
    Entries(LogIndex, Vec<LogEntry>),
    /// A whole log.
    Log(Log),
}

/// A field and its name, in kebab case.
pub type Named = (&'static str, Field);

fn node(node: NodeId) -> Field {
    Field::Who(Some(Actor::Node(node)))
}

fn maybe(node: Option<NodeId>) -> Field {
    Field::Who(node.map(Actor::Node))
}

fn index(index: LogIndex) -> Field {
    Field::Number(index.0)
}

fn count(count: usize) -> Field {
    Field::Number(count as u64)
}

/// The name of a role.
pub const fn role_name(role: RoleName) -> &'static str {
    match role {
        RoleName::Follower => "follower",
        RoleName::Candidate => "candidate",
        RoleName::Leader => "leader",
    }
}

impl Event {
    /// Its kind, in kebab case, and its fields in order.
    pub fn describe(&self) -> (&'static str, Vec<Named>) {
        match &self.what {
            What::Decided(decision) => describe_decision(decision),
            What::Started { .. } | What::Crashed | What::Wiped | What::Paused | What::Resumed => describe_life(&self.what),
            What::ElectionTimerFired => ("election-timer-fired", vec![]),
            What::HeartbeatTimerFired => ("heartbeat-timer-fired", vec![]),
            What::WriteStarted { hard_state, entries } => {
                ("write-started", vec![("hard-state", Field::Flag(*hard_state)), ("entries", count(*entries))])
            }
            What::WriteDurable { hard_state, last } => (
                "write-durable",
                vec![
                    ("term", Field::Number(hard_state.current_term.0)),
                    ("voted-for", maybe(hard_state.voted_for)),
                    ("last", Field::Position(*last)),
                ],
            ),
            What::Applied { index: at, command, client, outcome, repeated } => (
                "applied",
                vec![
                    ("index", index(*at)),
                    ("command", Field::Command(command.clone())),
                    ("client", Field::Who(client.map(Actor::Client))),
                    ("outcome", Field::Outcome(outcome.clone())),
                    ("repeated", Field::Flag(*repeated)),
                ],
            ),
            What::MessageSent { .. }
            | What::MessageDelivered { .. }
            | What::MessageWaits { .. }
            | What::MessageLost { .. }
            | What::MessageDelayed { .. }
            | What::MessageDuplicated { .. } => describe_message(&self.what),
            What::ClientCalled { .. }
            | What::ClientTimedOut { .. }
            | What::ClientRedirected { .. }
            | What::ClientWaits { .. }
            | What::ClientRetried { .. }
            | What::ClientAnswered { .. } => describe_client(&self.what),
            What::Partitioned { .. }
            | What::LinkCut { .. }
            | What::LinkJoined { .. }
            | What::Healed
            | What::Configured { .. }
            | What::Reseeded { .. }
            | What::LoadStarted { .. }
            | What::LoadStopped
            | What::NothingToDo { .. } => describe_influence(&self.what),
        }
    }

    /// The number of the message that it is about, if it is about one.
    pub const fn message(&self) -> Option<u64> {
        match &self.what {
            What::MessageSent { message, .. }
            | What::MessageDelivered { message, .. }
            | What::MessageWaits { message, .. }
            | What::MessageLost { message, .. }
            | What::MessageDelayed { message, .. }
            | What::MessageDuplicated { message, .. } => Some(message.0),
            _ => None,
        }
    }
}

fn describe_life(what: &What) -> (&'static str, Vec<Named>) {
    match what {
        What::Started { again, hard_state, log } => (
            if *again { "restarted" } else { "started" },
            vec![
                ("term", Field::Number(hard_state.current_term.0)),
                ("voted-for", maybe(hard_state.voted_for)),
                ("log", Field::Log(log.clone())),
            ],
        ),
        What::Crashed => ("crashed", vec![]),
        What::Wiped => ("wiped", vec![]),
        What::Paused => ("paused", vec![]),
        _ => ("resumed", vec![]),
    }
}

fn describe_message(what: &What) -> (&'static str, Vec<Named>) {
    let head = |message: &super::MessageId, kind: &super::Kind| {
        vec![("message", Field::Number(message.0)), ("type", Field::Word(kind.name()))]
    };
    match what {
        What::MessageSent { message, kind, to, term, summary } => {
            let mut fields = head(message, kind);
            fields.push(("to", Field::Who(Some(*to))));
            fields.extend(term.map(|term| ("term", Field::Number(term.0))));
            fields.extend(describe_summary(summary));
            ("message-sent", fields)
        }
        What::MessageDelivered { message, kind, from } | What::MessageWaits { message, kind, from } => {
            let mut fields = head(message, kind);
            fields.push(("from", Field::Who(Some(*from))));
            let waits = matches!(what, What::MessageWaits { .. });
            (if waits { "message-waits" } else { "message-delivered" }, fields)
        }
        What::MessageLost { message, kind, from, to, why } => {
            let mut fields = head(message, kind);
            fields.push(("from", Field::Who(Some(*from))));
            fields.push(("to", Field::Who(Some(*to))));
            fields.push(("why", Field::Word(why.name())));
            ("message-lost", fields)
        }
        What::MessageDelayed { message, kind, due_at } => {
            let mut fields = head(message, kind);
            fields.push(("due-us", Field::Number(due_at.0)));
            ("message-delayed", fields)
        }
        What::MessageDuplicated { message, kind, copy } => {
            let mut fields = head(message, kind);
            fields.push(("copy", Field::Number(copy.0)));
            ("message-duplicated", fields)
        }
        _ => unreachable!("only messages come here"),
    }
}

/// What a message says, by name.
pub fn describe_summary(summary: &Summary) -> Vec<Named> {
    match summary {
        Summary::RequestVote { last } => vec![("last", Field::Position(*last))],
        Summary::RequestVoteReply { granted } => vec![("granted", Field::Flag(*granted))],
        Summary::AppendEntries { prev, entries, leader_commit } => vec![
            ("prev", Field::Position(*prev)),
            ("entries", count(*entries)),
            ("leader-commit", index(*leader_commit)),
        ],
        Summary::Accepted { match_index } => {
            vec![("success", Field::Flag(true)), ("match-index", index(*match_index))]
        }
        Summary::Rejected { prev_index } => {
            let mut fields = vec![("success", Field::Flag(false))];
            fields.extend(prev_index.map(|prev_index| ("prev-index", index(prev_index))));
            fields
        }
        Summary::Request { request } => vec![("request", Field::Number(request.0))],
        Summary::Done { request } => vec![("request", Field::Number(request.0)), ("done", Field::Flag(true))],
        Summary::NotLeader { request, leader } => vec![
            ("request", Field::Number(request.0)),
            ("done", Field::Flag(false)),
            ("leader", maybe(*leader)),
        ],
    }
}

fn describe_client(what: &What) -> (&'static str, Vec<Named>) {
    match what {
        What::ClientCalled { request, command, to } => (
            "client-called",
            vec![
                ("request", Field::Number(request.0)),
                ("command", Field::Command(Some(command.clone()))),
                ("to", node(*to)),
            ],
        ),
        What::ClientTimedOut { request, from, to } => (
            "client-timed-out",
            vec![("request", Field::Number(request.0)), ("from", node(*from)), ("to", node(*to))],
        ),
        What::ClientRedirected { request, from, to } => (
            "client-redirected",
            vec![("request", Field::Number(request.0)), ("from", node(*from)), ("to", node(*to))],
        ),
        What::ClientWaits { request, from } => {
            ("client-waits", vec![("request", Field::Number(request.0)), ("from", node(*from))])
        }
        What::ClientRetried { request, to } => {
            ("client-retried", vec![("request", Field::Number(request.0)), ("to", node(*to))])
        }
        What::ClientAnswered { request, command, outcome, took_us, tries } => (
            "client-answered",
            vec![
                ("request", Field::Number(request.0)),
                ("command", Field::Command(Some(command.clone()))),
                ("outcome", Field::Outcome(Some(outcome.clone()))),
                ("took-us", Field::Number(*took_us)),
                ("tries", Field::Number(u64::from(*tries))),
            ],
        ),
        _ => unreachable!("only clients come here"),
    }
}

fn describe_influence(what: &What) -> (&'static str, Vec<Named>) {
    match what {
        What::Partitioned { groups } => ("partitioned", vec![("groups", Field::Groups(groups.clone()))]),
        What::LinkCut { from, to } => ("link-cut", vec![("from", node(*from)), ("to", node(*to))]),
        What::LinkJoined { from, to } => ("link-joined", vec![("from", node(*from)), ("to", node(*to))]),
        What::Healed => ("healed", vec![]),
        What::Configured { key, value } => {
            ("configured", vec![("key", Field::Word(key)), ("value", Field::Text(value.clone()))])
        }
        What::Reseeded { seed } => ("reseeded", vec![("seed", Field::Text(seed.to_string()))]),
        What::LoadStarted { every_us } => ("load-started", vec![("every-us", Field::Number(*every_us))]),
        What::LoadStopped => ("load-stopped", vec![]),
        What::NothingToDo { statement } => ("nothing-to-do", vec![("statement", Field::Text(statement.clone()))]),
        _ => unreachable!("only influences come here"),
    }
}

fn describe_decision(decision: &raft::Event) -> (&'static str, Vec<Named>) {
    use raft::Event as E;
    match decision {
        E::TermAdopted { old_term, term, from, was } => (
            "term-adopted",
            vec![
                ("old-term", Field::Number(old_term.0)),
                ("term", Field::Number(term.0)),
                ("from", node(*from)),
                ("was", Field::Word(role_name(*was))),
            ],
        ),
        E::LeaderRecognised { leader, was } => {
            ("leader-recognised", vec![("leader", node(*leader)), ("was", Field::Word(role_name(*was)))])
        }
        E::ReplyIgnored { from, why } => ("reply-ignored", describe_stale(*from, why)),
        E::RivalIgnored { from } => ("rival-ignored", vec![("from", node(*from))]),
        E::ClientRefused { leader } => ("client-refused", vec![("leader", maybe(*leader))]),
        E::ReadStarted { .. } => ("read-started", vec![]),
        E::ReadHeldBack { commit_index } => ("read-held-back", vec![("commit-index", index(*commit_index))]),
        E::ReadConfirmed { index: at, quorum } => {
            ("read-confirmed", vec![("index", index(*at)), ("quorum", Field::Nodes(*quorum))])
        }
        E::ElectionStarted { .. }
        | E::VoteGranted { .. }
        | E::VoteRefused { .. }
        | E::VoteCounted { .. }
        | E::VoteDenied { .. }
        | E::ElectionWon { .. } => describe_election(decision),
        E::AppendAccepted { .. } | E::AppendRefused { .. } | E::LogTruncated { .. } | E::LogAppended { .. } => {
            describe_log(decision)
        }
        E::HeartbeatRound { .. }
        | E::MatchAdvanced { .. }
        | E::BackedOff { .. }
        | E::SentAgain { .. }
        | E::CommitAdvanced { .. }
        | E::CommitHeldBack { .. }
        | E::CommitLearned { .. } => describe_replication(decision),
    }
}

fn describe_stale(from: NodeId, why: &StaleReply) -> Vec<Named> {
    let mut fields = vec![("from", node(from))];
    match why {
        StaleReply::OlderTerm { term } => {
            fields.extend([("why", Field::Word("older-term")), ("reply-term", Field::Number(term.0))]);
        }
        StaleReply::NotAsking => fields.push(("why", Field::Word("not-asking"))),
        StaleReply::Answered { prev_index } => {
            fields.extend([("why", Field::Word("answered")), ("prev-index", index(*prev_index))]);
        }
    }
    fields
}

fn describe_election(decision: &raft::Event) -> (&'static str, Vec<Named>) {
    use raft::Event as E;
    match decision {
        E::ElectionStarted { term, last, again } => (
            "election-started",
            vec![("term", Field::Number(term.0)), ("last", Field::Position(*last)), ("again", Field::Flag(*again))],
        ),
        E::VoteGranted { candidate, candidate_last, own_last } => (
            "vote-granted",
            vec![
                ("candidate", node(*candidate)),
                ("candidate-last", Field::Position(*candidate_last)),
                ("own-last", Field::Position(*own_last)),
            ],
        ),
        E::VoteRefused { candidate, refusal } => {
            let mut fields = vec![("candidate", node(*candidate))];
            match refusal {
                VoteRefusal::StaleTerm { candidate_term } => fields
                    .extend([("why", Field::Word("stale-term")), ("candidate-term", Field::Number(candidate_term.0))]),
                VoteRefusal::AlreadyVoted { voted_for } => {
                    fields.extend([("why", Field::Word("already-voted")), ("voted-for", node(*voted_for))]);
                }
                VoteRefusal::LogBehind { candidate_last, own_last } => fields.extend([
                    ("why", Field::Word("log-behind")),
                    ("candidate-last", Field::Position(*candidate_last)),
                    ("own-last", Field::Position(*own_last)),
                ]),
            }
            ("vote-refused", fields)
        }
        E::VoteCounted { from, granted, majority } => (
            "vote-counted",
            vec![("from", node(*from)), ("granted", Field::Nodes(*granted)), ("majority", count(*majority))],
        ),
        E::VoteDenied { from, refused } => {
            ("vote-denied", vec![("from", node(*from)), ("refused", Field::Nodes(*refused))])
        }
        E::ElectionWon { term, votes } => {
            ("election-won", vec![("term", Field::Number(term.0)), ("votes", Field::Nodes(*votes))])
        }
        _ => unreachable!("only elections come here"),
    }
}

fn describe_log(decision: &raft::Event) -> (&'static str, Vec<Named>) {
    use raft::Event as E;
    match decision {
        E::AppendAccepted { leader, match_index, entries } => (
            "append-accepted",
            vec![("leader", node(*leader)), ("match-index", index(*match_index)), ("entries", count(*entries))],
        ),
        E::AppendRefused { leader, refusal } => {
            let mut fields = vec![("leader", node(*leader))];
            match refusal {
                AppendRefusal::StaleTerm { leader_term } => {
                    fields.extend([("why", Field::Word("stale-term")), ("leader-term", Field::Number(leader_term.0))]);
                }
                AppendRefusal::TooShort { prev, last_index } => fields.extend([
                    ("why", Field::Word("too-short")),
                    ("prev", Field::Position(*prev)),
                    ("last-index", index(*last_index)),
                ]),
                AppendRefusal::OtherTerm { prev, own_term } => fields.extend([
                    ("why", Field::Word("other-term")),
                    ("prev", Field::Position(*prev)),
                    ("own-term", Field::Number(own_term.0)),
                ]),
            }
            ("append-refused", fields)
        }
        E::LogTruncated { from, removed } => {
            ("log-truncated", vec![("from-index", index(*from)), ("removed", Field::Number(*removed))])
        }
        E::LogAppended { first_index, entries, by } => {
            let (by, leader) = match by {
                AppendedBy::Command => ("command", None),
                AppendedBy::NoOp => ("no-op", None),
                AppendedBy::Leader(leader) => ("leader", Some(*leader)),
            };
            let mut fields = vec![("by", Field::Word(by)), ("first-index", index(*first_index))];
            fields.extend(leader.map(|leader| ("leader", node(leader))));
            fields.push(("entries", Field::Entries(*first_index, entries.clone())));
            ("log-appended", fields)
        }
        _ => unreachable!("only logs come here"),
    }
}

fn describe_replication(decision: &raft::Event) -> (&'static str, Vec<Named>) {
    use raft::Event as E;
    match decision {
        E::HeartbeatRound { .. } => ("heartbeat-round", vec![]),
        E::MatchAdvanced { peer, match_index } => {
            ("match-advanced", vec![("peer", node(*peer)), ("match-index", index(*match_index))])
        }
        E::BackedOff { peer, prev_index, next_index } => (
            "backed-off",
            vec![("peer", node(*peer)), ("prev-index", index(*prev_index)), ("next-index", index(*next_index))],
        ),
        E::SentAgain { peer, next_index } => {
            ("sent-again", vec![("peer", node(*peer)), ("next-index", index(*next_index))])
        }
        E::CommitAdvanced { index: at, quorum } => {
            ("commit-advanced", vec![("index", index(*at)), ("quorum", Field::Nodes(*quorum))])
        }
        E::CommitHeldBack { index: at, entry_term } => {
            ("commit-held-back", vec![("index", index(*at)), ("entry-term", Field::Number(entry_term.0))])
        }
        E::CommitLearned { index: at, leader } => {
            ("commit-learned", vec![("index", index(*at)), ("leader", node(*leader))])
        }
        _ => unreachable!("only replication comes here"),
    }
}

/// A trace line: the event's own fields first, then those of its kind.
impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (kind, fields) = self.describe();
        let rule = self.rule();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.id.0)?;
        map.serialize_entry("at_us", &self.at.0)?;
        map.serialize_entry("node", &self.actor.map(|actor| actor.to_string()))?;
        map.serialize_entry("kind", kind)?;
        map.serialize_entry("rule", &rule.map(raft::Rule::name))?;
        map.serialize_entry("section", &rule.map(raft::Rule::section))?;
        map.serialize_entry("cause", &self.cause.map(|cause| cause.0))?;
        map.serialize_entry("because", &self.because.iter().map(|event| event.0).collect::<Vec<_>>())?;
        for (name, field) in &fields {
            map.serialize_entry(&name.replace('-', "_"), field)?;
        }
        map.end()
    }
}

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
            Field::Log(log) => serialize_entries(LogIndex(1), log.iter(), serializer),
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
        let client = request.as_ref().and_then(|request| ClientId::new(usize::from(request.session.0)));
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("index", &self.index.0)?;
        map.serialize_entry("term", &self.entry.term.0)?;
        map.serialize_entry("command", &request.as_ref().map(|request| CommandLine(&request.command)))?;
        map.serialize_entry("client", &client.map(|client| client.to_string()))?;
        map.serialize_entry("request", &request.as_ref().map(|request| request.id.0))?;
        map.end()
    }
}

/// The request that an entry holds; none for a no-op.
pub fn request_of(payload: &Payload) -> Option<Request> {
    match payload {
        Payload::NoOp => None,
        Payload::Command(bytes) => Request::decode(bytes),
    }
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

/// The name of an outcome.
pub const fn outcome_name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Ok => "ok",
        Outcome::Value(_) => "value",
        Outcome::Absent => "absent",
        Outcome::Refused => "refused",
    }
}
