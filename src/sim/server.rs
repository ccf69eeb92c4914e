//! A server: its process, which runs a replica, and its disk, which outlives the process.

use super::actor::Actor;
use super::disk::Disk;
use super::event::id::EventId;
use super::http::{Call, Waiting};
use super::network::{Content, Envelope};
use super::time::Instant;
use crate::raft::{LogIndex, LogPosition, Node, Term, WriteSeq};
use crate::replica::Replica;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// What waits at a paused node, at most; what arrives beyond that is lost.
pub const INBOX_MAX: usize = 10_000;

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

/// A running process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Process {
    /// What it runs.
    pub replica: Replica<EventId>,
    /// Its election timer.
    pub election_timer: Option<Timer>,
    /// Its heartbeat timer.
    pub heartbeat_timer: Option<Timer>,
    /// Whether, and how, it stands still.
    pub pause: Option<Pause>,
    /// HTTP requests that wait for it, oldest first.
    pub http: Vec<Waiting>,
}

impl Process {
    /// Its node.
    pub fn node(&self) -> &Node {
        self.replica.node()
    }

    /// Who waits for an answer by HTTP: of what was served, and of what came during a pause.
    pub fn connections(&self) -> Vec<(Actor, Call)> {
        let served = self.http.iter().filter(|waiting| !waiting.is_over);
        let arrived = self.pause.iter().flat_map(|pause| &pause.inbox).filter_map(|arrival| match arrival {
            Arrival::Message(Envelope { from, content: Content::HttpRequest(sent), .. }) => Some((*from, sent.call)),
            Arrival::Message(_) | Arrival::Durable { .. } => None,
        });
        served.map(|waiting| (waiting.from, waiting.sent.call)).chain(arrived).collect()
    }

    /// Whether it takes part: paused nodes do not.
    pub fn is_live(&self) -> bool {
        self.pause.is_none()
    }
}

/// A server of the cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    /// Its process, unless it is down; away while it takes a step.
    pub process: Option<Box<Process>>,
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
        self.process.as_deref().filter(|process| process.is_live())
    }

    /// Its current term; of a server that is down, what its disk holds.
    pub fn current_term(&self) -> Term {
        self.process.as_deref().map_or(self.disk.hard_state().current_term, |process| process.node().current_term())
    }

    /// Its log; of a server that is down, what its disk holds.
    pub fn log(&self) -> &crate::raft::Log {
        self.process.as_deref().map_or(self.disk.log(), |process| process.node().log())
    }

    /// Its commit index; 0 when it is down.
    pub fn commit_index(&self) -> LogIndex {
        self.process.as_deref().map_or(LogIndex::ZERO, |process| process.node().commit_index())
    }

    /// Its last applied index; 0 when it is down.
    pub fn last_applied(&self) -> LogIndex {
        self.process.as_deref().map_or(LogIndex::ZERO, |process| process.replica.last_applied())
    }
}
