//! The names of an event and of its fields: the one description that trace lines, sentences and the
//! page are made from.

mod decisions;
mod extensions;
mod json;

use super::actor::Actor;
use super::client::Wait;
use super::event::{Event, Summary, What};
use super::network::{Kind, MessageId};
use crate::kv::{Command, Outcome, Request};
use crate::raft::{Log, LogEntry, LogIndex, LogPosition, Membership, NodeId, NodeSet, Payload, RoleName, VoteRefusal};

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
    /// A configuration.
    Membership(Membership),
}

/// A field and its name, in kebab case.
pub type Named = (&'static str, Field);

fn node(node: NodeId) -> Field {
    Field::Who(Some(Actor::Node(node)))
}

const fn who(who: Actor) -> Field {
    Field::Who(Some(who))
}

fn maybe(node: Option<NodeId>) -> Field {
    Field::Who(node.map(Actor::Node))
}

fn index(index: LogIndex) -> Field {
    Field::Number(index.0)
}

fn head(message: MessageId, kind: Kind) -> Vec<Named> {
    vec![("message", Field::Number(message.0)), ("type", Field::Word(kind.name()))]
}

fn count(count: usize) -> Field {
    Field::Number(count as u64)
}

/// The name of a role.
pub const fn role_name(role: RoleName) -> &'static str {
    match role {
        RoleName::Follower => "follower",
        RoleName::Learner => "learner",
        RoleName::PreCandidate => "pre-candidate",
        RoleName::Candidate => "candidate",
        RoleName::Leader => "leader",
    }
}

impl Event {
    /// Its kind, in kebab case, and its fields in order.
    pub fn describe(&self) -> (&'static str, Vec<Named>) {
        match &self.what {
            What::Decided(decision) => decisions::describe(decision),
            What::Started { again, hard_state, log, membership, answers_as } => (
                if *again { "restarted" } else { "started" },
                vec![
                    ("term", Field::Number(hard_state.current_term.0)),
                    ("voted-for", maybe(hard_state.voted_for)),
                    ("base", Field::Position(log.base())),
                    ("log", Field::Log(log.clone())),
                    ("configuration", Field::Membership(*membership)),
                    ("answers-as", Field::Word(role_name(*answers_as))),
                ],
            ),
            What::Ordered(order) => ("ordered", extensions::describe_order(*order)),
            What::OrderLost { order, why } => {
                let mut fields = extensions::describe_order(*order);
                fields.push(("why", Field::Word(why.name())));
                ("order-lost", fields)
            }
            What::Prepared => ("prepared", vec![]),
            What::Stopped { disk } => ("stopped", vec![("disk", Field::Word(disk.name()))]),
            What::DiskChanged { disk } => ("disk-changed", vec![("disk", Field::Word(disk.name()))]),
            What::RecordDamaged { index: at } => ("record-damaged", vec![("index", index(*at))]),
            What::DamageFound { index: at } => ("damage-found", vec![("index", index(*at))]),
            What::TailRead { kept, discarded } => {
                ("tail-read", vec![("kept", count(*kept)), ("discarded", count(*discarded))])
            }
            What::Crashed => ("crashed", vec![]),
            What::Wiped => ("wiped", vec![]),
            What::Paused => ("paused", vec![]),
            What::Resumed => ("resumed", vec![]),
            What::ElectionTimerFired { waited_us } => {
                let mut fields = vec![("forced", Field::Flag(waited_us.is_none()))];
                fields.extend(waited_us.map(|us| ("waited-us", Field::Number(us))));
                ("election-timer-fired", fields)
            }
            What::HeartbeatTimerFired => ("heartbeat-timer-fired", vec![]),
            What::WriteStarted { hard_state, snapshot, entries } => (
                "write-started",
                vec![
                    ("hard-state", Field::Flag(*hard_state)),
                    ("snapshot", Field::Flag(*snapshot)),
                    ("entries", count(*entries)),
                ],
            ),
            What::WriteDurable { hard_state, last } => (
                "write-durable",
                vec![
                    ("term", Field::Number(hard_state.current_term.0)),
                    ("voted-for", maybe(hard_state.voted_for)),
                    ("last", Field::Position(*last)),
                ],
            ),
            What::Applied { index: at, command, configuration, client, outcome, repeated } => (
                "applied",
                vec![
                    ("index", index(*at)),
                    ("holds", Field::Word(holds(command.is_some(), configuration.is_some()))),
                    ("command", Field::Command(command.clone())),
                    ("client", Field::Who(client.map(Actor::Client))),
                    ("outcome", Field::Outcome(outcome.clone())),
                    ("repeated", Field::Flag(*repeated)),
                ],
            ),
            What::MessageSent { message, kind, to, term, summary } => {
                let mut fields = head(*message, *kind);
                fields.push(("to", Field::Who(Some(*to))));
                fields.extend(term.map(|term| ("term", Field::Number(term.0))));
                fields.extend(describe_summary(summary));
                ("message-sent", fields)
            }
            What::MessageDelivered { message, kind, from, .. } => {
                let mut fields = head(*message, *kind);
                fields.push(("from", Field::Who(Some(*from))));
                ("message-delivered", fields)
            }
            What::MessageWaits { message, kind, from, .. } => {
                let mut fields = head(*message, *kind);
                fields.push(("from", Field::Who(Some(*from))));
                ("message-waits", fields)
            }
            What::MessageLost { message, kind, from, to, why, forced, .. } => {
                let mut fields = head(*message, *kind);
                fields.push(("from", Field::Who(Some(*from))));
                fields.push(("to", Field::Who(Some(*to))));
                fields.push(("why", Field::Word(why.name())));
                if *forced {
                    fields.push(("forced", Field::Flag(true)));
                }
                ("message-lost", fields)
            }
            What::MessageDelayed { message, kind, due_at } => {
                let mut fields = head(*message, *kind);
                fields.push(("due-us", Field::Number(due_at.0)));
                ("message-delayed", fields)
            }
            What::MessageDuplicated { message, kind, copy } => {
                let mut fields = head(*message, *kind);
                fields.push(("copy", Field::Number(copy.0)));
                ("message-duplicated", fields)
            }
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
            What::ClientWaits { request, from, why } => {
                let mut fields = vec![("request", Field::Number(request.0)), ("from", node(*from))];
                fields.extend(describe_wait(*why));
                ("client-waits", fields)
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
            What::Partitioned { groups } => ("partitioned", vec![("groups", Field::Groups(groups.clone()))]),
            What::LinkCut { from, to } => ("link-cut", vec![("from", who(*from)), ("to", who(*to))]),
            What::LinkJoined { from, to } => ("link-joined", vec![("from", who(*from)), ("to", who(*to))]),
            What::Healed => ("healed", vec![]),
            What::Configured { key, value } => {
                ("configured", vec![("key", Field::Word(key)), ("value", Field::Text(value.clone()))])
            }
            What::LeasesUnsafe { risk } => ("leases-unsafe", extensions::describe_lease_risk(*risk)),
            What::Reseeded { seed } => ("reseeded", vec![("seed", Field::Text(seed.to_string()))]),
            What::LoadStarted { every_us } => ("load-started", vec![("every-us", Field::Number(*every_us))]),
            What::LoadStopped => ("load-stopped", vec![]),
            What::NothingToDo { statement } => ("nothing-to-do", vec![("statement", Field::Text(statement.clone()))]),
        }
    }

    /// The number of the message that it is about, if it is about one.
    pub fn message(&self) -> Option<u64> {
        if let What::MessageSent { message, .. }
        | What::MessageDelivered { message, .. }
        | What::MessageWaits { message, .. }
        | What::MessageLost { message, .. }
        | What::MessageDelayed { message, .. }
        | What::MessageDuplicated { message, .. } = &self.what
        {
            return Some(message.0);
        }
        None
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
        Summary::InstallSnapshot { last, offset, bytes, done } => vec![
            ("last", Field::Position(*last)),
            ("offset", count(*offset)),
            ("bytes", count(*bytes)),
            ("done", Field::Flag(*done)),
        ],
        Summary::SnapshotWanted { last_index, offset } => {
            vec![("success", Field::Flag(true)), ("last-index", index(*last_index)), ("offset", count(*offset))]
        }
        Summary::PreVote { next_term, last } => {
            vec![("next-term", Field::Number(next_term.0)), ("last", Field::Position(*last))]
        }
        Summary::PreVoteReply { next_term, granted } => {
            vec![("next-term", Field::Number(next_term.0)), ("granted", Field::Flag(*granted))]
        }
        Summary::TimeoutNow | Summary::ReadIndex => vec![],
        Summary::ReadIndexReply { index: at } => {
            let mut fields = vec![("success", Field::Flag(at.is_some()))];
            fields.extend(at.map(|at| ("index", index(at))));
            fields
        }
        Summary::Request { request } => vec![("request", Field::Number(request.0))],
        Summary::Done { request } => vec![("request", Field::Number(request.0)), ("done", Field::Flag(true))],
        Summary::NotLeader { request, leader } => {
            vec![("request", Field::Number(request.0)), ("done", Field::Flag(false)), ("leader", maybe(*leader))]
        }
        Summary::HandingOver { request, successor } => {
            vec![("request", Field::Number(request.0)), ("done", Field::Flag(false)), ("successor", node(*successor))]
        }
        Summary::Unconfirmed { request } => {
            vec![("request", Field::Number(request.0)), ("done", Field::Flag(false)), ("confirmed", Field::Flag(false))]
        }
    }
}

/// Why a client waits before it asks again.
pub fn describe_wait(why: Wait) -> Vec<Named> {
    match why {
        Wait::NoLeader => vec![("why", Field::Word("no-leader"))],
        Wait::HandingOver(to) => vec![("why", Field::Word("handing-over")), ("successor", node(to))],
        Wait::Unconfirmed => vec![("why", Field::Word("unconfirmed"))],
    }
}

/// Why a vote, or a pre-vote, is refused.
fn describe_refusal(candidate: NodeId, refusal: &VoteRefusal) -> Vec<Named> {
    let mut fields = vec![("candidate", node(candidate))];
    match refusal {
        VoteRefusal::StaleTerm { candidate_term, term } => fields.extend([
            ("why", Field::Word("stale-term")),
            ("candidate-term", Field::Number(candidate_term.0)),
            ("term", Field::Number(term.0)),
        ]),
        VoteRefusal::AlreadyVoted { voted_for } => {
            fields.extend([("why", Field::Word("already-voted")), ("voted-for", node(*voted_for))]);
        }
        VoteRefusal::LogBehind { candidate_last, own_last } => fields.extend([
            ("why", Field::Word("log-behind")),
            ("candidate-last", Field::Position(*candidate_last)),
            ("own-last", Field::Position(*own_last)),
        ]),
        VoteRefusal::LeaderAlive { leader } => {
            fields.extend([("why", Field::Word("leader-alive")), ("leader", maybe(*leader))]);
        }
    }
    fields
}

/// What kind of entry it is.
const fn holds(command: bool, configuration: bool) -> &'static str {
    match (command, configuration) {
        (true, _) => "command",
        (false, true) => "configuration",
        (false, false) => "no-op",
    }
}

/// The request that an entry holds; none for a no-op or a configuration.
pub fn request_of(payload: &Payload) -> Option<Request> {
    match payload {
        Payload::NoOp | Payload::Configuration(_) => None,
        Payload::Command(bytes) => Request::decode(bytes),
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
