//! A node's disk: what was written is durable an fsync later, and lost if the node crashes before.

use crate::raft::{HardState, Log, LogPosition, Write, WriteSeq};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// A disk.
///
/// Writes become durable in order. One fsync covers all that was written before it started; what is
/// written meanwhile waits for the next.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Disk {
    hard_state: HardState,
    log: Log,
    /// Written and not durable, oldest first.
    pending: VecDeque<Write>,
    /// The last write that the fsync under way covers.
    syncing: Option<WriteSeq>,
    /// The last durable write of the node's present life.
    durable: WriteSeq,
}

impl Disk {
    /// Durable term and vote.
    pub fn hard_state(&self) -> HardState {
        self.hard_state
    }

    /// The durable log.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// Writes that are not durable yet, oldest first.
    pub fn pending(&self) -> impl Iterator<Item = &Write> {
        self.pending.iter()
    }

    /// Whether a write is durable.
    pub fn is_durable(&self, write: WriteSeq) -> bool {
        write <= self.durable
    }

    /// Takes a write on its way. Returns whether an fsync has to start for it.
    pub fn write(&mut self, write: Write) -> bool {
        self.pending.push_back(write);
        self.start_fsync()
    }

    /// The fsync under way is done: what it covers is durable. Returns the last write of it and where
    /// the durable log ends. Whether another fsync has to start, [`Disk::start_fsync`] says.
    pub fn synced(&mut self) -> Option<(WriteSeq, LogPosition)> {
        let up_to = self.syncing.take()?;
        while self.pending.front().is_some_and(|write| write.seq <= up_to) {
            if let Some(write) = self.pending.pop_front() {
                self.store(write);
            }
        }
        self.durable = up_to;
        Some((up_to, self.log.last()))
    }

    /// Starts an fsync for what is pending, unless one is under way. Returns whether it did.
    pub fn start_fsync(&mut self) -> bool {
        if self.syncing.is_some() {
            return false;
        }
        self.syncing = self.pending.back().map(|write| write.seq);
        self.syncing.is_some()
    }

    /// The node crashed: what is not durable is lost, and the next life counts its writes from 0.
    pub fn crash(&mut self) {
        self.pending.clear();
        self.syncing = None;
        self.durable = WriteSeq(0);
    }

    /// Everything is lost.
    pub fn wipe(&mut self) {
        *self = Disk::default();
    }

    fn store(&mut self, write: Write) {
        if let Some(hard_state) = write.hard_state {
            self.hard_state = hard_state;
        }
        if let Some(change) = write.log {
            if change.from <= self.log.last().index {
                self.log.truncate_from(change.from);
            }
            for entry in change.entries {
                self.log.push(entry);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raft::{LogEntry, LogIndex, LogWrite, Payload, Term};

    fn append(seq: u64, from: u64, terms: &[u64]) -> Write {
        let entries = terms.iter().map(|term| LogEntry { term: Term(*term), payload: Payload::NoOp }).collect();
        Write { seq: WriteSeq(seq), hard_state: None, log: Some(LogWrite { from: LogIndex(from), entries }) }
    }

    #[test]
    fn one_fsync_covers_what_was_written_before_it_started() {
        let mut disk = Disk::default();
        assert!(disk.write(append(1, 1, &[1])));
        assert!(!disk.write(append(2, 2, &[1])), "it waits for the next fsync");
        assert_eq!(disk.synced().map(|(up_to, _)| up_to), Some(WriteSeq(1)));
        assert!(!disk.is_durable(WriteSeq(2)));
        assert!(disk.start_fsync());
        disk.write(append(3, 2, &[2, 2]));
        disk.synced();
        assert_eq!(disk.log().last().index, LogIndex(2));
        assert!(disk.start_fsync());
        assert_eq!(disk.synced(), Some((WriteSeq(3), LogPosition { term: Term(2), index: LogIndex(3) })));
        assert!(!disk.start_fsync(), "nothing is left to do");
    }

    #[test]
    fn a_crash_loses_what_is_not_durable_and_a_wipe_the_rest() {
        let mut disk = Disk::default();
        disk.write(append(1, 1, &[1, 1]));
        disk.synced();
        disk.start_fsync();
        disk.write(append(2, 3, &[1]));
        disk.crash();
        assert_eq!(disk.synced(), None);
        assert_eq!(disk.log().last().index, LogIndex(2));
        disk.wipe();
        assert_eq!(disk.log().last().index, LogIndex(0));
    }
}
