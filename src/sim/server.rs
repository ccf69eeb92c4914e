//! A server: its process, which runs a node and a state machine and holds pending requests, and its disk, which outlives
//! the process.

use super::actor::ClientId;
use super::disk::Disk;
use super::event::EventId;
use super::network::Envelope;
use super::time::Instant;
use crate::kv::{RequestId, StateMachine, Text};
use crate::raft::{
    Config, Effects, LocalTime, LogIndex, LogPosition, MAX_NODES, Node, NodeId, NodeSet, RequestToken, Term, WriteSeq,
};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// What waits at a paused node, at most; what arrives beyond that is lost.
pub const INBOX_MAX: usize = 10_000;

/// Pending entries, and reads, of one client's request, at most: a cut-off leader may be asked again and again.
pub const PENDING_MAX: usize = 16;

/// A client that waits for an entry to be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingCommand {
    /// The client that waits.
    pub client: ClientId,
    /// For which request.
    pub request: RequestId,
    /// The entry: only if it is this one that is applied is the client answered.
    pub entry: LogPosition,
}

/// A client that waits for a read to be confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingRead {
    /// What the node calls it.
    pub token: RequestToken,
    /// The client that waits.
    pub client: ClientId,
    /// For which request.
    pub request: RequestId,
    /// The key.
    pub key: Text,
    /// What must be applied first, once that is known.
    pub index: Option<LogIndex>,
}

/// A message that may not leave yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The message.
    pub message: crate::raft::Message,
    /// The write that must be durable first.
    pub after: WriteSeq,
    /// The event that sends it.
    pub decided: EventId,
}

/// What reached a paused node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Arrival {
    /// A message.
    Message(Envelope),
    /// The disk's word that a write is durable.
    Durable {
        /// Up to which write.
        up_to: WriteSeq,
        /// Where the durable log ends.
        log_end: LogPosition,
        /// The event of it.
        event: EventId,
    },
}

/// A timer: when it was armed and when it fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timer {
    /// When it was armed.
    pub armed_at: Instant,
    /// When it fires.
    pub due_at: Instant,
    /// The event that armed it.
    pub armed_by: EventId,
}

/// How a paused node stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// When it was paused.
    pub since: Instant,
    /// The event of it.
    pub event: EventId,
    /// What arrived meanwhile, oldest first.
    pub inbox: VecDeque<Arrival>,
}

/// The events that a later one may rest on, by the node that they are about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The counting of each vote.
    pub votes: [EventId; MAX_NODES],
    /// The latest advance of each match index.
    pub matches: [EventId; MAX_NODES],
    /// The latest reply of each peer.
    pub replies: [EventId; MAX_NODES],
    /// The latest election that it won.
    pub won: EventId,
    /// The latest entry that it applied.
    pub applied: EventId,
}

/// A running process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Process {
    /// The node.
    pub node: Node,
    /// Its state machine.
    pub store: StateMachine,
    /// The last entry that was applied to it (Figure 2, lastApplied).
    pub last_applied: LogIndex,
    /// Messages that wait for the disk, oldest first.
    pub held: Vec<Held>,
    /// Commands that wait for their entry to be applied: of each client one, once for each time it was taken.
    pub pending_commands: Vec<PendingCommand>,
    /// Reads that are not answered: of each client one, once for each time it was asked.
    pub pending_reads: Vec<PendingRead>,
    /// Its election timer.
    pub election_timer: Option<Timer>,
    /// Its heartbeat timer.
    pub heartbeat_timer: Option<Timer>,
    /// Whether, and how, it stands still.
    pub pause: Option<Pause>,
    /// What later events may rest on.
    pub evidence: Evidence,
}

impl Process {
    /// Starts from what the disk holds: the state machine is the snapshot's, and what follows is learned again.
    pub fn start(
        id: NodeId,
        first_voters: NodeSet,
        config: Config,
        disk: &Disk,
        now: LocalTime,
        effects: &mut Effects,
    ) -> Process {
        let contents = disk.contents().clone();
        let snapshot = contents.snapshot.clone();
        let store = snapshot.as_ref().and_then(|snapshot| StateMachine::from_bytes(&snapshot.data));
        Process {
            node: Node::recover(id, first_voters, config, contents, now, effects),
            store: store.unwrap_or_default(),
            last_applied: snapshot.map_or(LogIndex::ZERO, |snapshot| snapshot.last.index),
            held: Vec::new(),
            pending_commands: Vec::new(),
            pending_reads: Vec::new(),
            election_timer: None,
            heartbeat_timer: None,
            pause: None,
            evidence: Evidence::default(),
        }
    }

    /// Remembers the client to answer when an entry is applied. A retry appends another entry, and the first that is
    /// applied is answered.
    pub fn add_pending_command(&mut self, pending: PendingCommand) {
        add_pending(&mut self.pending_commands, pending, |pending| (pending.client, pending.request));
    }

    /// Takes the command that waits for exactly this entry, and forgets those that wait for others up to here: an entry
    /// of another term has taken their place, or a snapshot held them.
    pub fn take_pending_command(&mut self, applied: LogPosition) -> Option<PendingCommand> {
        let pending = self.pending_commands.iter().find(|pending| pending.entry == applied).copied();
        self.pending_commands.retain(|pending| applied.index < pending.entry.index);
        pending
    }

    /// Remembers the client to answer when a read is confirmed. The first confirmation answers it, however often it was
    /// asked: a client that is less patient than the network would never get its answer otherwise.
    pub fn add_pending_read(&mut self, token: RequestToken, client: ClientId, request: RequestId, key: Text) {
        let pending = PendingRead { token, client, request, key, index: None };
        add_pending(&mut self.pending_reads, pending, |pending| (pending.client, pending.request));
    }

    /// Takes a pending read.
    pub fn take_pending_read(&mut self, which: impl Fn(&PendingRead) -> bool) -> Option<PendingRead> {
        let place = self.pending_reads.iter().position(which)?;
        Some(self.pending_reads.remove(place))
    }

    /// Whether it takes part: paused nodes do not.
    pub fn is_live(&self) -> bool {
        self.pause.is_none()
    }
}

/// Adds a pending request of a client. A client has one request outstanding: pending copies of an older request are
/// forgotten, and a new one that is older itself is a late copy. Of too many retries the first are kept, which are
/// answered first, and the last, which alone is known to have reached the present leader.
fn add_pending<T>(all: &mut Vec<T>, new: T, whose: impl Fn(&T) -> (ClientId, RequestId)) {
    let (client, request) = whose(&new);
    let is_its = |pending: &T| whose(pending).0 == client;
    if all.iter().any(|pending| is_its(pending) && request < whose(pending).1) {
        return;
    }
    all.retain(|pending| !is_its(pending) || whose(pending).1 == request);
    if PENDING_MAX <= all.iter().filter(|pending| is_its(pending)).count()
        && let Some(last) = all.iter().rposition(is_its)
    {
        all.remove(last);
    }
    all.push(new);
}

/// A server of the cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    /// Its process, unless it is down.
    pub process: Option<Process>,
    /// Its disk.
    pub disk: Disk,
    /// Whether its disk was ever wiped.
    pub wiped: bool,
    /// Its fsync under way.
    pub fsync: Option<Fsync>,
    /// The event of the last write that was started.
    pub last_write: Option<EventId>,
    /// The event of the last crash, or of the wipe that it was part of.
    pub crashed: Option<EventId>,
}

/// An fsync under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fsync {
    /// When it ends.
    pub due_at: Instant,
    /// The event of the last write that it covers.
    pub write: Option<EventId>,
}

impl Server {
    /// Its process, if it is neither down nor paused.
    pub fn live(&self) -> Option<&Process> {
        self.process.as_ref().filter(|process| process.is_live())
    }

    /// Its current term; of a server that is down, what its disk holds.
    pub fn current_term(&self) -> Term {
        self.process.as_ref().map_or(self.disk.hard_state().current_term, |process| process.node.current_term())
    }

    /// Its log; of a server that is down, what its disk holds.
    pub fn log(&self) -> &crate::raft::Log {
        self.process.as_ref().map_or(self.disk.log(), |process| process.node.log())
    }

    /// Its commit index; 0 when it is down.
    pub fn commit_index(&self) -> LogIndex {
        self.process.as_ref().map_or(LogIndex::ZERO, |process| process.node.commit_index())
    }

    /// Its last applied index; 0 when it is down.
    pub fn last_applied(&self) -> LogIndex {
        self.process.as_ref().map_or(LogIndex::ZERO, |process| process.last_applied)
    }
}
