//! What must survive a crash (Figure 2, "Persistent state on all servers").

use super::log::LogEntry;
use super::types::{LogIndex, NodeId, Term, WriteSeq};
use serde::{Deserialize, Serialize};

/// The part of the persistent state that is not the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub struct HardState {
    /// The latest term the server has seen.
    pub current_term: Term,
    /// The candidate that got its vote in that term.
    pub voted_for: Option<NodeId>,
}

/// A write to the disk, at most one a step. It is durable as a whole, or not at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Write {
    /// Its number: writes become durable in this order.
    pub seq: WriteSeq,
    /// The new term and vote, if they changed.
    pub hard_state: Option<HardState>,
    /// The new end of the log, if it changed.
    pub log: Option<LogWrite>,
}

/// The log from one index on is replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogWrite {
    /// The first index that changes; what the disk has from there on is removed first.
    pub from: LogIndex,
    /// The entries from there to the end of the log.
    pub entries: Vec<LogEntry>,
}
