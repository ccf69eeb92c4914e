//! What happened in a run, as plain data: a table of the world's events, with the nodes' decisions among them.

pub mod id;
mod json;
mod node_state;
mod summary;

pub use id::{EventId, Travel};
pub use node_state::{NodeState, TOLD_BYTES_MAX, TOLD_COMMITTED_MAX, TOLD_KEYS_MAX};
pub use summary::Summary;

use super::actor::{Actor, ClientId};
use super::client::Wait;
use super::control::Setting;
use super::disk::DiskState;
use super::fields::{Field, Line, LineError, Named};
use super::http::NoAnswer;
use super::leases::LeaseRisk;
use super::network::{Kind, MessageId};
use super::time::Instant;
use crate::kv::{Command, Outcome, RequestId};
use crate::raft::{
    self, Change, Fields, HardState, Hear, IfAny, Log, LogIndex, LogPosition, Membership, NodeId, NodeSet, RoleName,
    Rule, Tell, Term, named, told,
};
use serde::{Deserialize, Serialize};

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its number.
    pub id: EventId,
    /// When.
    pub at: Instant,
    /// At which node or client, if at one.
    pub actor: Option<Actor>,
    /// What.
    pub what: What,
    /// The event that caused it; none for what the script did, which is where every walk back ends: at a
    /// statement, or at the start.
    pub cause: Option<EventId>,
    /// What else made it: the acknowledgements, where a quorum decided; the cut, the crash or the pause that
    /// stood in a message's way; the decision that a message waited for the disk with.
    pub because: Vec<EventId>,
}

/// An operator's order to a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    /// Take a snapshot.
    Snapshot,
    /// Change the configuration.
    Change(Change),
    /// Hand leadership to a node.
    Transfer(NodeId),
}

impl Hear<Line> for Order {
    fn hear(name: &'static str, line: &Line) -> Result<Order, LineError> {
        match line.word(name)? {
            "snapshot" => Ok(Order::Snapshot),
            "transfer" => NodeId::hear("which", line).map(Order::Transfer),
            _ => Change::hear(name, line).map(Order::Change),
        }
    }
}

impl Tell<Field> for Order {
    fn tell(&self, name: &'static str, fields: &mut Vec<Named>) {
        match self {
            Order::Snapshot => "snapshot".tell(name, fields),
            Order::Change(change) => change.tell(name, fields),
            Order::Transfer(to) => {
                "transfer".tell(name, fields);
                to.tell("which", fields);
            }
        }
    }
}

told! {
    /// Why an order is lost.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum OrderLoss tells Field from Line {
        /// It waited in the memory of a leader whose leadership is over.
        LeadershipOver => "leadership-over";
        /// Another entry was committed in the place of its first one.
        Replaced => "replaced";
        /// A later order has turned the change elsewhere.
        TurnedElsewhere => "turned-elsewhere";
        /// The successor took too long, or lost its vote: the leader goes on.
        GivenUp => "given-up";
        /// Another node was elected.
        OtherElected => "other-elected";
    }
}

told! {
    /// Why a message was lost.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Loss tells Field from Line {
        /// Its link was cut when it was due.
        Cut => "cut";
        /// Its receiver was down when it was due.
        ReceiverDown => "receiver-down";
        /// Chance (`config loss`).
        Chance => "chance";
        /// A `drop`.
        Dropped => "dropped";
        /// There were too many messages in flight, or at a paused receiver.
        Overflow => "overflow";
    }
}

told! {
    /// What happened.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum What tells Field from Line by Option<Rule> {
        /// A node starts for the first time, or again after a crash, from what its disk holds.
        Started {
            /// Whether it ran before.
            again: bool,
            /// Its term and vote.
            hard_state: HardState,
            /// Its log, or the end of it.
            log: Log,
            /// Where its log begins on its disk: after this index. What comes before is in its snapshot: that much is
            /// committed and applied from the start.
            compacted_to: LogIndex,
            /// The configuration that it knows.
            membership: Membership,
            /// Whether it is a follower or a learner.
            answers_as: RoleName,
        } tells {
            "state": hard_state,
            "base": log.base(),
            "log": log,
            "compacted-to": IfAny((*compacted_to != log.base().index).then_some(*compacted_to)),
            "configuration": Field::Membership(*membership),
            "answers-as": answers_as,
        } reads told of "started" | "restarted" {
            again: told.word("kind")? == "restarted",
            hard_state: HardState::hear("state", told)?,
            log: Log::hear("log", told)?,
            compacted_to: if told.has("compacted-to") {
                LogIndex::hear("compacted-to", told)?
            } else {
                told.position("base")?.index
            },
            membership: told.membership("configuration")?,
            answers_as: RoleName::hear("answers-as", told)?,
        } => if *again { "restarted" } else { "started" }, Some(Rule::RecoverFromDisk);
        /// How a node stands: where its stream of events begins amid its life, and after a gap.
        Standing {
            /// That state; it is large and rare.
            state: Box<NodeState>,
        } tells {
            "state": state.hard_state,
            "role": state.role,
            "leader": state.leader,
            "base": state.log.base(),
            "log": state.log,
            "compacted-to": IfAny(state.compacted_to),
            "snapshot": IfAny(state.snapshot),
            "configuration": Field::Membership(state.membership),
            "commit-index": state.commit_index,
            "applied-index": state.applied_index,
            "keys": Field::Pairs(state.keys.clone()),
            "keys-count": state.keys_count,
            "missed": state.missed,
        } reads told {
            state: Box::new(NodeState::hear("state", told)?),
        } => "standing", None;
        /// An operator gives a node an order.
        Ordered {
            /// The order.
            order: Order,
        } => "ordered", None;
        /// An order goes with the leadership that took it, or is given up.
        OrderLost {
            /// Which.
            order: Order,
            /// Why.
            why: OrderLoss,
        } => "order-lost", None;
        /// A node is started to be added to the cluster.
        Prepared => "prepared", Some(Rule::CatchUp);
        /// A node stops because its disk fails it, or a real one because its process is told to end. It loses all that is not
        /// durable.
        Stopped {
            /// What is wrong with the disk; a disk that is well is not the reason.
            disk: DiskState,
        } => "stopped", (*disk != DiskState::Well).then_some(Rule::PersistBeforeAnswer);
        /// A disk gets better or worse.
        DiskChanged {
            /// What it is now.
            disk: DiskState,
        } => "disk-changed", None;
        /// A record that was durable is damaged. Its node does not know.
        RecordDamaged {
            /// The index of its entry; the log's base, if it holds none.
            index: LogIndex,
        } => "record-damaged", None;
        /// A restart finds a damaged record. The node cannot know what it promised, and stays down.
        DamageFound {
            /// The index of its entry; the log's base, if it holds none.
            index: LogIndex,
        } => "damage-found", Some(Rule::RecoverFromDisk);
        /// A restart found writes at the end of the disk that a crash had cut short.
        TailRead {
            /// How many were whole, and count as durable.
            kept: usize,
            /// How many bytes were discarded, because their checksum does not match.
            discarded: usize,
        } => "tail-read", Some(Rule::RecoverFromDisk);
        /// A node stops, and loses all that is not durable.
        Crashed => "crashed", None;
        /// A node's disk is lost.
        Wiped => "wiped", None;
        /// A node stands still.
        Paused => "paused", None;
        /// It goes on.
        Resumed => "resumed", None;
        /// A message leaves.
        MessageSent {
            /// Which.
            message: MessageId,
            /// Its kind.
            kind: Kind as "type",
            /// The receiver.
            to: Actor,
            /// The sender's term, between nodes.
            term: Option<Term>,
            /// What it says.
            summary: Summary,
        } => "message-sent", None;
        /// A message arrives.
        MessageDelivered {
            /// Which.
            message: MessageId,
            /// Its kind.
            kind: Kind as "type",
            /// The sender.
            from: Actor,
            /// When it was sent, and when it was due.
            travel: Travel,
        } => "message-delivered", None;
        /// A message arrives at a paused node, and waits there.
        MessageWaits {
            /// Which.
            message: MessageId,
            /// Its kind.
            kind: Kind as "type",
            /// The sender.
            from: Actor,
            /// When it was sent, and when it was due.
            travel: Travel,
        } => "message-waits", None;
        /// A message is lost.
        MessageLost {
            /// Which.
            message: MessageId,
            /// Its kind.
            kind: Kind,
            /// The sender.
            from: Actor,
            /// The receiver.
            to: Actor,
            /// Why.
            why: Loss,
            /// Whether a `deliver` had it arrive, where it could not.
            forced: bool,
            /// When it was sent, and when it was due.
            travel: Travel,
        } tells {
            "message": message,
            "type": kind,
            "from": from,
            "to": to,
            "why": why,
            "forced": IfAny(forced.then_some(true)),
        } reads told {
            message: MessageId::hear("message", told)?,
            kind: Kind::hear("type", told)?,
            from: Actor::hear("from", told)?,
            to: Actor::hear("to", told)?,
            why: Loss::hear("why", told)?,
            forced: told.has("forced"),
            travel: Travel::hear("travel", told)?,
        } => "message-lost", None;
        /// A message will come later.
        MessageDelayed {
            /// Which.
            message: MessageId,
            /// Its kind.
            kind: Kind as "type",
            /// When it is due now.
            due_at: Instant as "due-us",
        } => "message-delayed", None;
        /// A message will come twice.
        MessageDuplicated {
            /// Which.
            message: MessageId,
            /// Its kind.
            kind: Kind as "type",
            /// The copy.
            copy: MessageId,
        } => "message-duplicated", None;
        /// A node's election timer fires.
        ElectionTimerFired {
            /// How long it was armed for, µs; none if a `timeout` had it fire.
            waited_us: Option<u64>,
        } tells {
            "forced": waited_us.is_none(),
            "waited-us": IfAny(*waited_us),
        } reads told {
            waited_us: if told.flag("forced")? { None } else { Some(told.number("waited-us")?) },
        } => "election-timer-fired", None;
        /// A leader's heartbeat timer fires.
        HeartbeatTimerFired => "heartbeat-timer-fired", None;
        /// A node writes to its disk.
        WriteStarted {
            /// Whether term or vote are in it.
            hard_state: bool,
            /// Whether a snapshot is in it.
            snapshot: bool,
            /// The entries in it.
            entries: usize,
        } => "write-started", Some(Rule::PersistBeforeAnswer);
        /// What a node wrote is durable.
        WriteDurable {
            /// Durable term and vote.
            hard_state: HardState,
            /// Where the durable log ends.
            last: LogPosition,
        } => "write-durable", Some(Rule::PersistBeforeAnswer);
        /// A node's state machine applies an entry.
        Applied {
            /// Its index.
            index: LogIndex,
            /// The command that it holds, if it holds one.
            command: Option<Command>,
            /// The configuration that it holds, if it holds one; a no-op holds neither.
            configuration: Option<Membership>,
            /// The client that sent it.
            client: Option<ClientId>,
            /// What it gave.
            outcome: Option<Outcome>,
            /// Whether it had been applied before, so that nothing was done.
            repeated: bool,
        } tells {
            "index": index,
            "holds": holds(command.is_some(), configuration.is_some()),
            "command": command,
            "client": client,
            "outcome": outcome,
            "repeated": repeated,
        } reads told {
            index: LogIndex::hear("index", told)?,
            command: told.command("command")?,
            // Which one it is, stands in the log.
            configuration: (told.word("holds")? == "configuration").then(Membership::default),
            client: Option::<ClientId>::hear("client", told)?,
            outcome: told.outcome("outcome")?,
            repeated: told.flag("repeated")?,
        } => "applied", Some(if *repeated { Rule::ApplyOnce } else { Rule::ApplyCommitted });
        /// A client starts a request.
        ClientCalled {
            /// Its number.
            request: RequestId,
            /// What it asks.
            command: Command,
            /// The node that is asked.
            to: NodeId,
        } => "client-called", None;
        /// A client had no answer in time, and tries elsewhere.
        ClientTimedOut {
            /// The request.
            request: RequestId,
            /// The node that did not answer.
            from: NodeId,
            /// The node that is asked next.
            to: NodeId,
        } => "client-timed-out", None;
        /// A client is sent to the leader.
        ClientRedirected {
            /// The request.
            request: RequestId,
            /// The node that named it.
            from: NodeId,
            /// The leader.
            to: NodeId,
        } => "client-redirected", Some(Rule::RedirectClient);
        /// A client was told that it is not served, and no node to ask instead: it waits, then asks the next node.
        ClientWaits {
            /// The request.
            request: RequestId,
            /// The node that said so.
            from: NodeId,
            /// Why it is not served.
            why: Wait,
        } => "client-waits", Some(Rule::RedirectClient);
        /// A client tries again.
        ClientRetried {
            /// The request.
            request: RequestId,
            /// The node that is asked.
            to: NodeId,
        } => "client-retried", None;
        /// A client has its answer.
        ClientAnswered {
            /// The request.
            request: RequestId,
            /// What it asked.
            command: Command,
            /// The answer.
            outcome: Outcome,
            /// Since the call, µs.
            took_us: u64,
            /// How often it was sent.
            tries: u32,
        } => "client-answered", None;
        /// A client is refused, and does not ask again.
        ClientFailed {
            /// The request.
            request: RequestId,
            /// What it asked.
            command: Command,
            /// The node that refused it.
            from: NodeId,
            /// The leader that this node named.
            leader: Option<NodeId>,
        } => "client-failed", Some(Rule::RedirectClient);
        /// A client makes an HTTP request. A real node, which does not know the client, tells it as its own event.
        HttpCalled {
            /// Its number.
            request: RequestId,
            /// The method.
            method: String,
            /// The path, with the query.
            path: String,
            /// The node that is asked.
            to: NodeId,
        } => "http-called", None;
        /// A node forwards one to the leader.
        HttpForwarded {
            /// The client that made it.
            client: Option<ClientId>,
            /// Its number there.
            request: RequestId,
            /// The leader.
            to: NodeId,
        } => "http-forwarded", Some(Rule::RedirectClient);
        /// A client has the answer.
        HttpAnswered {
            /// The request.
            request: RequestId,
            /// The node that answered.
            from: NodeId,
            /// The status.
            status: u32,
            /// The body.
            body: String,
            /// Since the request, µs.
            took_us: u64,
        } => "http-answered", None;
        /// A client has no answer, and does not ask again.
        HttpFailed {
            /// The request.
            request: RequestId,
            /// The node that was asked.
            to: NodeId,
            /// Why.
            why: NoAnswer,
            /// Since the request, µs.
            took_us: u64,
        } => "http-failed", None;
        /// The network is cut into groups.
        Partitioned {
            /// The groups.
            groups: Vec<NodeSet>,
        } => "partitioned", None;
        /// A link is cut, one way.
        LinkCut {
            /// The sender.
            from: Actor,
            /// The receiver.
            to: Actor,
        } => "link-cut", None;
        /// A link is joined, one way.
        LinkJoined {
            /// The sender.
            from: Actor,
            /// The receiver.
            to: Actor,
        } => "link-joined", None;
        /// All cuts are gone.
        Healed => "healed", None;
        /// A setting changed.
        Configured {
            /// Which.
            key: &'static str,
            /// The new value, as a script writes it.
            value: String,
        } tells {
            "key": key,
            "value": value,
        } reads told {
            key: named(&Setting::KEYS, |key| key, told.word("key")?).ok_or_else(|| told.no_such_word("key"))?,
            value: String::hear("value", told)?,
        } => "configured", None;
        /// The settings of the nodes make reads by lease unsafe from now on.
        LeasesUnsafe {
            /// What they cannot do with.
            risk: LeaseRisk as "why",
        } => "leases-unsafe", None;
        /// All chance starts anew.
        Reseeded {
            /// From this seed.
            seed: u64,
        } tells {
            "seed": seed.to_string(),
        } reads told {
            seed: told.text("seed")?.parse().map_err(|_| told.no_such_number("seed"))?,
        } => "reseeded", None;
        /// A load starts.
        LoadStarted {
            /// Between two commands of a client, µs.
            every_us: u64,
        } => "load-started", None;
        /// The load stops.
        LoadStopped => "load-stopped", None;
        /// A statement could not apply, and did nothing.
        NothingToDo {
            /// The statement.
            statement: String,
        } => "nothing-to-do", None;
    } and {
        /// A node decided something.
        Decided(raft::Event),
    }
}

/// What kind of entry it is.
const fn holds(command: bool, configuration: bool) -> &'static str {
    match (command, configuration) {
        (true, _) => "command",
        (false, true) => "configuration",
        (false, false) => "no-op",
    }
}

impl Event {
    /// The rule of the paper by which it happened, if by one.
    pub fn rule(&self) -> Option<Rule> {
        self.what.rule()
    }

    /// Its kind, in kebab case, and its fields in order.
    pub fn describe(&self) -> (&'static str, Vec<Named>) {
        (self.what.name(), self.what.fields())
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

impl What {
    /// The node to which a client speaks by HTTP as if it were another node.
    pub fn forged_at(&self) -> Option<NodeId> {
        if let What::HttpCalled { path, to, .. } = self { path.starts_with("/raft/").then_some(*to) } else { None }
    }
}
