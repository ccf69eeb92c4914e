//! What must survive a crash (Figure 2, "Persistent state on all servers"), and a snapshot on its way there.

use super::log::{Log, LogEntry, Payload};
use super::membership::Membership;
use super::types::{LogIndex, LogPosition, NodeId, NodeSet, Term, WriteSeq};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The part of the persistent state that is not the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub struct HardState {
    /// The latest term the server has seen.
    pub current_term: Term,
    /// The candidate that got its vote in that term.
    pub voted_for: Option<NodeId>,
}

/// The state machine at an index, in place of the log up to there (§7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The last entry that it holds: lastIncludedIndex and lastIncludedTerm.
    pub last: LogPosition,
    /// The configuration that was the latest there.
    pub membership: Membership,
    /// The state machine, sessions included. The protocol does not look into it.
    pub data: Arc<[u8]>,
}

/// What a disk holds when a node starts: all that it knows.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Durable {
    /// Term and vote.
    pub hard_state: HardState,
    /// The latest snapshot, if there is one.
    pub snapshot: Option<Arc<Snapshot>>,
    /// The log. Its base is not after the snapshot's last entry: some entries that the snapshot holds may stay.
    pub log: Log,
}

impl Durable {
    /// The configuration that a server starts with: the latest in its log, else that of its snapshot, else the one that
    /// it is set up with.
    pub fn membership(&self, first_voters: NodeSet) -> Membership {
        let of_entry = |entry: &LogEntry| match entry.payload {
            Payload::Configuration(membership) => Some(membership),
            Payload::NoOp | Payload::Command(_) => None,
        };
        let of_snapshot = || self.snapshot.as_ref().map(|snapshot| snapshot.membership);
        self.log.iter().filter_map(of_entry).last().or_else(of_snapshot).unwrap_or(Membership::of(first_voters))
    }

    /// Carries out a write.
    pub fn store(&mut self, write: Write) {
        if let Some(hard_state) = write.hard_state {
            self.hard_state = hard_state;
        }
        if let Some(Compaction { snapshot, base }) = write.snapshot {
            self.log.compact_to(base);
            self.snapshot = Some(snapshot);
        }
        if let Some(change) = write.log {
            if change.from <= self.log.base().index {
                // The server has forgotten all that its disk holds, and begins anew.
                (self.log, self.snapshot) = (Log::default(), None);
            } else if change.from <= self.log.last().index {
                self.log.truncate_from(change.from);
            }
            for entry in change.entries {
                self.log.push(entry);
            }
        }
    }
}

/// A write to the disk, at most one a step. It is durable as a whole, or not at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Write {
    /// Its number: writes become durable in this order.
    pub seq: WriteSeq,
    /// The new term and vote, if they changed.
    pub hard_state: Option<HardState>,
    /// A snapshot, if one was taken or installed, and what of the log goes for it.
    pub snapshot: Option<Compaction>,
    /// The new end of the log, if it changed; after the snapshot.
    pub log: Option<LogWrite>,
}

/// A snapshot takes the place of the beginning of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compaction {
    /// The snapshot.
    pub snapshot: Arc<Snapshot>,
    /// The last entry that the log lets go of; not after the snapshot's last. A log without this entry is discarded.
    pub base: LogPosition,
}

/// The log from one index on is replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogWrite {
    /// The first index that changes; what the disk has from there on is removed first.
    pub from: LogIndex,
    /// The entries from there to the end of the log.
    pub entries: Vec<LogEntry>,
}

/// The pieces of a snapshot that a follower has, from the first on. A crash loses them; so does another snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Collected {
    /// The last entry in the snapshot.
    pub last: LogPosition,
    /// The pieces, one after the other.
    pub data: Vec<u8>,
}
