//! What a replica asks of its host.

use crate::kv::{Outcome, Request, RequestId, SessionId};
use crate::raft::{
    Event, LogIndex, Membership, Message, Node, NodeId, OrderAnswer, RequestToken, TimerRequest, Write, WriteSeq,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How a `get` is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadMode {
    /// As an entry of the log, like a write.
    Log,
    /// By the leader, once a majority has confirmed that it still leads (§8); by a follower that asked it.
    ReadIndex,
    /// As `ReadIndex`, but at once while the leader's lease runs (thesis, §6.4.1).
    Lease,
    /// By any node, from its own state: it may be stale.
    Local,
}

impl ReadMode {
    /// Every mode.
    pub const ALL: [ReadMode; 4] = [ReadMode::Log, ReadMode::ReadIndex, ReadMode::Lease, ReadMode::Local];

    /// Its name in a script.
    pub const fn name(self) -> &'static str {
        match self {
            ReadMode::Log => "log",
            ReadMode::ReadIndex => "read-index",
            ReadMode::Lease => "lease",
            ReadMode::Local => "local",
        }
    }
}

/// What a server tells a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// The command is applied, or the key is read.
    Done(Outcome),
    /// "Not the leader, ask n3", or "no leader known, try again".
    NotLeader(Option<NodeId>),
    /// "Leadership is being handed over to n3, try again".
    HandingOver(NodeId),
    /// "What is committed cannot be told, try again".
    Unconfirmed,
    /// "The idempotency key has named another command before, nothing was done".
    KeyTaken,
}

/// The timers of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    /// No leader was heard from in time.
    Election,
    /// A leader beats.
    Heartbeat,
}

/// An entry that was applied.
#[derive(Debug)]
pub struct AppliedEntry<'a> {
    /// Its index.
    pub index: LogIndex,
    /// The request that it holds, if it holds one that can be read.
    pub request: Option<Request>,
    /// The configuration that it holds, if it holds one.
    pub configuration: Option<Membership>,
    /// The outcome of the request. None if the entry holds no request, or a request older than the last of its session,
    /// whose outcome is forgotten.
    pub outcome: Option<&'a Outcome>,
    /// Whether it had been applied before, so that nothing was done.
    pub repeated: bool,
}

/// The disk takes no more: the server stops at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiskFailed;

/// What a replica asks of its host. Each call is carried out before the next one; `cause` is what it follows from.
pub trait Host {
    /// Names something that happened, so that what follows can name it as its cause.
    type Mark;

    /// Whether what a decision rests on is wanted: to collect it takes time.
    fn keeps_reports(&self) -> bool;

    /// The node decided something; `because` lists what the members of a quorum said.
    fn decided(&mut self, decision: &Event, cause: Self::Mark, because: Vec<Self::Mark>) -> Self::Mark;

    /// Puts a write on its way to the disk. It is lost if the server stops before it is durable.
    ///
    /// # Errors
    /// If the disk takes no more.
    fn write(&mut self, write: Write, cause: Self::Mark) -> Result<(), DiskFailed>;

    /// Whether a write is durable.
    fn is_durable(&self, write: WriteSeq) -> bool;

    /// Sends a message; `decided` is the decision that it waited for the disk with.
    fn send(&mut self, message: Message, cause: Self::Mark, decided: Option<Self::Mark>);

    /// Sets a timer; the host draws the time from the range.
    fn set_timer(&mut self, timer: Timer, request: TimerRequest, cause: Self::Mark);

    /// Reads the request of an entry; nothing if the bytes hold none. A host of several replicas may remember the last.
    fn decode(&mut self, command: &Arc<[u8]>) -> Option<Request>;

    /// The state machine applied an entry.
    fn applied(&mut self, entry: AppliedEntry<'_>, cause: Self::Mark) -> Self::Mark;

    /// All that the log holds and is committed is applied: so many entries since the latest snapshot.
    fn caught_up(&mut self, applied_since_snapshot: u64);

    /// The commit index rose.
    fn committed(&mut self, node: &Node, cause: Self::Mark);

    /// Answers a client.
    fn answer(&mut self, client: SessionId, request: RequestId, answer: Answer, cause: Self::Mark);

    /// Tells an operator how far an order is.
    fn order(&mut self, order: RequestToken, answer: OrderAnswer, cause: Self::Mark);
}
