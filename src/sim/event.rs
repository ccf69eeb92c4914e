//! What happened in a run, as plain data: the world's events, with the nodes' decisions among them.

pub mod id;

pub use id::{EventId, Travel};

use super::actor::{Actor, ClientId};
use super::client::Wait;
use super::disk::DiskState;
use super::leases::LeaseRisk;
use super::network::{Content, Kind, MessageId};
use super::time::Instant;
use crate::kv::{Command, Outcome, RequestId};
use crate::raft::{
    self, AppendAnswer, Body, Change, HardState, Log, LogIndex, LogPosition, Membership, NodeId, NodeSet, RoleName,
    Rule, SnapshotAnswer, Term,
};
use crate::replica::Answer;
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

/// What a message says, in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Summary {
    /// Where the candidate's log ends.
    RequestVote {
        /// That place.
        last: LogPosition,
    },
    /// The answer.
    RequestVoteReply {
        /// Whether the vote is given.
        granted: bool,
    },
    /// What is replicated.
    AppendEntries {
        /// What it follows.
        prev: LogPosition,
        /// How many entries it carries.
        entries: usize,
        /// The leader's commit index.
        leader_commit: LogIndex,
    },
    /// It was accepted up to here.
    Accepted {
        /// The matched index.
        match_index: LogIndex,
    },
    /// It was rejected.
    Rejected {
        /// The refused prevLogIndex; none if the term was over.
        prev_index: Option<LogIndex>,
    },
    /// A piece of a snapshot.
    InstallSnapshot {
        /// The last entry that the snapshot holds.
        last: LogPosition,
        /// Where the piece begins, bytes.
        offset: usize,
        /// How long it is, bytes.
        bytes: usize,
        /// Whether it is the last piece.
        done: bool,
    },
    /// The next piece is wanted.
    SnapshotWanted {
        /// Of the snapshot that ends here.
        last_index: LogIndex,
        /// From this byte on.
        offset: usize,
    },
    /// Would it be voted for?
    PreVote {
        /// In this term.
        next_term: Term,
        /// Where its log ends.
        last: LogPosition,
    },
    /// The answer.
    PreVoteReply {
        /// The term that was asked about.
        next_term: Term,
        /// Whether the vote would be given.
        granted: bool,
    },
    /// Stand for election now.
    TimeoutNow,
    /// What must be applied for a read?
    ReadIndex,
    /// The answer.
    ReadIndexReply {
        /// What must be; none if the sender cannot tell.
        index: Option<LogIndex>,
    },
    /// A client asks.
    Request {
        /// The request's number.
        request: RequestId,
    },
    /// A client is answered.
    Done {
        /// The request's number.
        request: RequestId,
    },
    /// A client is sent elsewhere.
    NotLeader {
        /// The request's number.
        request: RequestId,
        /// The leader to ask.
        leader: Option<NodeId>,
    },
    /// A client is not served, because leadership is being handed over.
    HandingOver {
        /// The request's number.
        request: RequestId,
        /// The successor.
        successor: NodeId,
    },
    /// A client's read is not answered, because it could not be told what is committed.
    Unconfirmed {
        /// The request's number.
        request: RequestId,
    },
}

impl Summary {
    /// What a message says.
    pub fn of(content: &Content) -> Summary {
        match content {
            Content::Raft(message) => match &message.body {
                Body::RequestVote { last, .. } => Summary::RequestVote { last: *last },
                Body::RequestVoteReply { granted } => Summary::RequestVoteReply { granted: *granted },
                Body::AppendEntries(append) => Summary::AppendEntries {
                    prev: append.prev,
                    entries: append.entries.len(),
                    leader_commit: append.leader_commit,
                },
                Body::AppendEntriesReply { answer, .. } => match answer {
                    AppendAnswer::Accepted { match_index } => Summary::Accepted { match_index: *match_index },
                    AppendAnswer::Rejected { prev_index, .. } => Summary::Rejected { prev_index: Some(*prev_index) },
                    AppendAnswer::StaleTerm => Summary::Rejected { prev_index: None },
                },
                Body::InstallSnapshot(piece) => Summary::InstallSnapshot {
                    last: piece.last,
                    offset: piece.offset,
                    bytes: piece.data.len(),
                    done: piece.done,
                },
                Body::InstallSnapshotReply { answer, .. } => match *answer {
                    SnapshotAnswer::Wants { last_index, offset, .. } => Summary::SnapshotWanted { last_index, offset },
                    SnapshotAnswer::Installed { match_index } => Summary::Accepted { match_index },
                    SnapshotAnswer::StaleTerm => Summary::Rejected { prev_index: None },
                },
                Body::PreVote { next_term, last, .. } => Summary::PreVote { next_term: *next_term, last: *last },
                Body::PreVoteReply { next_term, granted, .. } => {
                    Summary::PreVoteReply { next_term: *next_term, granted: *granted }
                }
                Body::TimeoutNow => Summary::TimeoutNow,
                Body::ReadIndex { .. } => Summary::ReadIndex,
                Body::ReadIndexReply { index, .. } => Summary::ReadIndexReply { index: *index },
            },
            Content::Request(request) => Summary::Request { request: request.id },
            Content::Reply { request, answer: Answer::Done(_) } => Summary::Done { request: *request },
            Content::Reply { request, answer: Answer::NotLeader(leader) } => {
                Summary::NotLeader { request: *request, leader: *leader }
            }
            Content::Reply { request, answer: Answer::HandingOver(successor) } => {
                Summary::HandingOver { request: *request, successor: *successor }
            }
            Content::Reply { request, answer: Answer::Unconfirmed } => Summary::Unconfirmed { request: *request },
        }
    }
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

/// Why an order is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderLoss {
    /// It waited in the memory of a leader whose leadership is over.
    LeadershipOver,
    /// Another entry was committed in the place of its first one.
    Replaced,
    /// A later order has turned the change elsewhere.
    TurnedElsewhere,
    /// The successor took too long, or lost its vote: the leader goes on.
    GivenUp,
    /// Another node was elected.
    OtherElected,
}

impl OrderLoss {
    /// Its name in traces and catalogues.
    pub const fn name(self) -> &'static str {
        match self {
            OrderLoss::LeadershipOver => "leadership-over",
            OrderLoss::Replaced => "replaced",
            OrderLoss::TurnedElsewhere => "turned-elsewhere",
            OrderLoss::GivenUp => "given-up",
            OrderLoss::OtherElected => "other-elected",
        }
    }
}

/// Why a message was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// Its link was cut when it was due.
    Cut,
    /// Its receiver was down when it was due.
    ReceiverDown,
    /// Chance (`config loss`).
    Chance,
    /// A `drop`.
    Dropped,
    /// There were too many messages in flight, or at a paused receiver.
    Overflow,
}

impl Loss {
    /// Its name in traces and catalogues.
    pub const fn name(self) -> &'static str {
        match self {
            Loss::Cut => "cut",
            Loss::ReceiverDown => "receiver-down",
            Loss::Chance => "chance",
            Loss::Dropped => "dropped",
            Loss::Overflow => "overflow",
        }
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A node starts for the first time, or again after a crash, from what its disk holds.
    Started {
        /// Whether it ran before.
        again: bool,
        /// Its term and vote.
        hard_state: HardState,
        /// Its log. What its base covers is in its snapshot: that much is committed and applied from the start.
        log: Log,
        /// The configuration that it knows.
        membership: Membership,
        /// Whether it is a follower or a learner.
        answers_as: RoleName,
    },
    /// An operator gives a node an order.
    Ordered(Order),
    /// An order goes with the leadership that took it, or is given up.
    OrderLost {
        /// Which.
        order: Order,
        /// Why.
        why: OrderLoss,
    },
    /// A node is started to be added to the cluster.
    Prepared,
    /// A node stops because its disk fails it, and loses all that is not durable.
    Stopped {
        /// What is wrong with the disk.
        disk: DiskState,
    },
    /// A disk gets better or worse.
    DiskChanged {
        /// What it is now.
        disk: DiskState,
    },
    /// A record that was durable is damaged. Its node does not know.
    RecordDamaged {
        /// The index of its entry; the log's base, if it holds none.
        index: LogIndex,
    },
    /// A restart finds a damaged record. The node cannot know what it promised, and stays down.
    DamageFound {
        /// The index of its entry; the log's base, if it holds none.
        index: LogIndex,
    },
    /// A restart found writes at the end of the disk that a crash had cut short.
    TailRead {
        /// How many were whole, and count as durable.
        kept: usize,
        /// How many bytes were discarded, because their checksum does not match.
        discarded: usize,
    },
    /// A node stops, and loses all that is not durable.
    Crashed,
    /// A node's disk is lost.
    Wiped,
    /// A node stands still.
    Paused,
    /// It goes on.
    Resumed,
    /// A node decided something.
    Decided(raft::Event),
    /// A message leaves.
    MessageSent {
        /// Which.
        message: MessageId,
        /// Its kind.
        kind: Kind,
        /// The receiver.
        to: Actor,
        /// The sender's term, between nodes.
        term: Option<Term>,
        /// What it says.
        summary: Summary,
    },
    /// A message arrives.
    MessageDelivered {
        /// Which.
        message: MessageId,
        /// Its kind.
        kind: Kind,
        /// The sender.
        from: Actor,
        /// When it was sent, and when it was due.
        travel: Travel,
    },
    /// A message arrives at a paused node, and waits there.
    MessageWaits {
        /// Which.
        message: MessageId,
        /// Its kind.
        kind: Kind,
        /// The sender.
        from: Actor,
        /// When it was sent, and when it was due.
        travel: Travel,
    },
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
    },
    /// A message will come later.
    MessageDelayed {
        /// Which.
        message: MessageId,
        /// Its kind.
        kind: Kind,
        /// When it is due now.
        due_at: Instant,
    },
    /// A message will come twice.
    MessageDuplicated {
        /// Which.
        message: MessageId,
        /// Its kind.
        kind: Kind,
        /// The copy.
        copy: MessageId,
    },
    /// A node's election timer fires.
    ElectionTimerFired {
        /// How long it was armed for, µs; none if a `timeout` had it fire.
        waited_us: Option<u64>,
    },
    /// A leader's heartbeat timer fires.
    HeartbeatTimerFired,
    /// A node writes to its disk.
    WriteStarted {
        /// Whether term or vote are in it.
        hard_state: bool,
        /// Whether a snapshot is in it.
        snapshot: bool,
        /// The entries in it.
        entries: usize,
    },
    /// What a node wrote is durable.
    WriteDurable {
        /// Durable term and vote.
        hard_state: HardState,
        /// Where the durable log ends.
        last: LogPosition,
    },
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
    },
    /// A client starts a request.
    ClientCalled {
        /// Its number.
        request: RequestId,
        /// What it asks.
        command: Command,
        /// The node that is asked.
        to: NodeId,
    },
    /// A client had no answer in time, and tries elsewhere.
    ClientTimedOut {
        /// The request.
        request: RequestId,
        /// The node that did not answer.
        from: NodeId,
        /// The node that is asked next.
        to: NodeId,
    },
    /// A client is sent to the leader.
    ClientRedirected {
        /// The request.
        request: RequestId,
        /// The node that named it.
        from: NodeId,
        /// The leader.
        to: NodeId,
    },
    /// A client was told that it is not served, and no node to ask instead: it waits, then asks the next node.
    ClientWaits {
        /// The request.
        request: RequestId,
        /// The node that said so.
        from: NodeId,
        /// Why it is not served.
        why: Wait,
    },
    /// A client tries again.
    ClientRetried {
        /// The request.
        request: RequestId,
        /// The node that is asked.
        to: NodeId,
    },
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
    },
    /// The network is cut into groups.
    Partitioned {
        /// The groups.
        groups: Vec<NodeSet>,
    },
    /// A link is cut, one way.
    LinkCut {
        /// The sender.
        from: Actor,
        /// The receiver.
        to: Actor,
    },
    /// A link is joined, one way.
    LinkJoined {
        /// The sender.
        from: Actor,
        /// The receiver.
        to: Actor,
    },
    /// All cuts are gone.
    Healed,
    /// A setting changed.
    Configured {
        /// Which.
        key: &'static str,
        /// The new value, as a script writes it.
        value: String,
    },
    /// The settings of the nodes make reads by lease unsafe from now on.
    LeasesUnsafe {
        /// What they cannot do with.
        risk: LeaseRisk,
    },
    /// All chance starts anew.
    Reseeded {
        /// From this seed.
        seed: u64,
    },
    /// A load starts.
    LoadStarted {
        /// Between two commands of a client, µs.
        every_us: u64,
    },
    /// The load stops.
    LoadStopped,
    /// A statement could not apply, and did nothing.
    NothingToDo {
        /// The statement.
        statement: String,
    },
}

impl Event {
    /// The rule of the paper by which it happened, if by one.
    pub fn rule(&self) -> Option<Rule> {
        match &self.what {
            What::Decided(decision) => Some(decision.rule()),
            What::Started { .. } | What::TailRead { .. } | What::DamageFound { .. } => Some(Rule::RecoverFromDisk),
            What::Prepared => Some(Rule::CatchUp),
            What::Stopped { .. } => Some(Rule::PersistBeforeAnswer),
            What::Applied { repeated: true, .. } => Some(Rule::ApplyOnce),
            What::Applied { .. } => Some(Rule::ApplyCommitted),
            What::WriteStarted { .. } | What::WriteDurable { .. } => Some(Rule::PersistBeforeAnswer),
            What::ClientRedirected { .. } | What::ClientWaits { .. } => Some(Rule::RedirectClient),
            What::Crashed
            | What::Ordered(_)
            | What::OrderLost { .. }
            | What::DiskChanged { .. }
            | What::RecordDamaged { .. }
            | What::Wiped
            | What::Paused
            | What::Resumed
            | What::MessageSent { .. }
            | What::MessageDelivered { .. }
            | What::MessageWaits { .. }
            | What::MessageLost { .. }
            | What::MessageDelayed { .. }
            | What::MessageDuplicated { .. }
            | What::ElectionTimerFired { .. }
            | What::HeartbeatTimerFired
            | What::ClientCalled { .. }
            | What::ClientTimedOut { .. }
            | What::ClientRetried { .. }
            | What::ClientAnswered { .. }
            | What::Partitioned { .. }
            | What::LinkCut { .. }
            | What::LinkJoined { .. }
            | What::Healed
            | What::Configured { .. }
            | What::LeasesUnsafe { .. }
            | What::Reseeded { .. }
            | What::LoadStarted { .. }
            | What::LoadStopped
            | What::NothingToDo { .. } => None,
        }
    }
}
