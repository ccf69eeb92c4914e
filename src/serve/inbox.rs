//! What reaches the thread that owns the replica, through one bounded queue.

use super::book::Addresses;
use super::metrics::Standing;
use super::recorder::ToWatcher;
use crate::kv::{Request, RequestId, SessionId, Text};
use crate::raft::{Change, HardState, LogPosition, Message, NodeId, OrderAnswer, Snapshot, WriteSeq};
use crate::replica::{Answer, Replica};
use crate::sim::EventId;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use tokio::sync::oneshot;

/// Inputs that wait, at most. Messages beyond that are dropped, and Raft sends them again; clients are refused.
pub const INBOX_MAX: usize = 8192;

/// An order of an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Another configuration.
    Change(Change),
    /// Another leader.
    Transfer(NodeId),
}

/// Where an answer goes. It is dropped where there will be none.
pub type Reply<T> = oneshot::Sender<T>;

/// The answer to a client's request, unless it was not taken: then nothing was done.
pub type Answered = Result<Answer, NotTaken>;

/// Why a client's request was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// Too many wait.
    Busy,
    /// There is no connection to the node that it was to be forwarded to.
    Unreachable,
}

/// What a look at the replica does.
pub type Look = Box<dyn FnOnce(&Replica<EventId>, Standing) + Send>;

/// An input.
pub enum Input {
    /// A message from a peer, with the number that the peer gave it.
    Message(u64, Message),
    /// A message that came over HTTP, by this path: its reply goes back there.
    Rpc(String, Message, Reply<Message>),
    /// A client's command.
    Command(Request, Reply<Answered>),
    /// A client's read.
    Read(SessionId, RequestId, Text, Reply<Answered>),
    /// A client's command that goes to this node.
    Forward(NodeId, Request, Reply<Answered>),
    /// A command that this node forwarded.
    Forwarded(NodeId, Request),
    /// The answer of a peer to a command that was forwarded to it.
    Answered(NodeId, SessionId, RequestId, Answer),
    /// Addresses of nodes that were just learned.
    Addresses(Addresses),
    /// A look at the replica.
    Look(Look),
    /// A reader of events. The answer says whether there was room.
    Watch(ToWatcher, Reply<bool>),
    /// An order, and the first thing that is said of it.
    Order(Order, Reply<OrderAnswer>),
    /// The state machine is to become a snapshot.
    Compact,
    /// A snapshot is on the disk, or could not be put there.
    Snapshot(io::Result<Arc<Snapshot>>),
    /// Writes are durable.
    Durable {
        /// All up to this one.
        up_to: WriteSeq,
        /// Where the durable log ends.
        log_end: LogPosition,
        /// Durable term and vote.
        hard_state: HardState,
        /// What was written since the latest snapshot, bytes.
        appended_bytes: u64,
    },
    /// The disk takes no more.
    DiskFailed(io::Error),
    /// The process is about to end: leadership goes to another node.
    HandOver,
    /// The process ends.
    Stop,
}

/// The sending end of the queue. A copy leads to the same queue.
#[derive(Clone)]
pub struct Inbox(SyncSender<Input>);

/// The queue is full, or the server has stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

impl Inbox {
    /// A queue, with its end.
    pub fn new() -> (Inbox, Receiver<Input>) {
        let (sender, receiver) = sync_channel(INBOX_MAX);
        (Inbox(sender), receiver)
    }

    /// Puts an input into the queue, if there is room.
    ///
    /// # Errors
    /// If there is none.
    pub fn offer(&self, input: Input) -> Result<(), Refused> {
        self.0.try_send(input).map_err(|_| Refused)
    }

    /// Puts an input into the queue, and waits for room. A task must not wait; a thread of its own may.
    pub fn put(&self, input: Input) {
        // If the inbox is read no more, the server has stopped.
        drop(self.0.send(input));
    }

    /// Asks the replica something.
    ///
    /// # Errors
    /// If there is no room, or the server stops before it answers.
    pub async fn look<T: Send + 'static>(
        &self,
        at: impl FnOnce(&Replica<EventId>, Standing) -> T + Send + 'static,
    ) -> Result<T, Refused> {
        let (reply, answer) = oneshot::channel();
        self.offer(Input::Look(Box::new(move |replica, standing| drop(reply.send(at(replica, standing))))))?;
        answer.await.map_err(|_| Refused)
    }
}
