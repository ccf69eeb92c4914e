//! A node's disk: what was written is durable an fsync later, and lost if the node crashes before.
//!
//! A torn disk is one on which a crash cuts a write short: part of what was on its way is there afterwards.

use crate::raft::{Durable, HardState, Log, LogIndex, LogPosition, Write, WriteSeq};
use crate::replica::record::{self, Tail};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// How a disk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum DiskState {
    /// It does what it is told.
    #[default]
    Well,
    /// It takes no further write: the node stops at the first.
    Full,
    /// Its fsync fails: what is durable is unknown, and the node stops.
    Failing,
    /// A crash leaves part of what was on its way.
    Torn,
    /// A record that was durable is damaged. That lasts, so that no disk is in this state: it befalls one.
    Rotten,
}

impl DiskState {
    /// Every state.
    pub const ALL: [DiskState; 5] =
        [DiskState::Well, DiskState::Full, DiskState::Failing, DiskState::Torn, DiskState::Rotten];

    /// Its name in a script.
    pub const fn name(self) -> &'static str {
        match self {
            DiskState::Well => "well",
            DiskState::Full => "full",
            DiskState::Failing => "fails",
            DiskState::Torn => "torn",
            DiskState::Rotten => "rots",
        }
    }
}

/// A disk.
///
/// Writes become durable in order. One fsync covers all that was written before it started; what is
/// written meanwhile waits for the next.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Disk {
    /// How it is.
    pub state: DiskState,
    contents: Durable,
    /// The first record that is damaged: that of the entry at this index; at the log's base, that of what is no entry.
    damaged: Option<LogIndex>,
    /// What a crash left of the writes that were on their way, until the next start reads it.
    tail: Vec<u8>,
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
        self.contents.hard_state
    }

    /// The durable log.
    pub fn log(&self) -> &Log {
        &self.contents.log
    }

    /// All that is durable.
    pub fn contents(&self) -> &Durable {
        &self.contents
    }

    /// Writes that are not durable yet, oldest first.
    pub fn pending(&self) -> impl Iterator<Item = &Write> {
        self.pending.iter()
    }

    /// The last durable write of the node's present life.
    pub fn durable_write(&self) -> WriteSeq {
        self.durable
    }

    /// How many of the writes that are not durable yet the fsync under way covers, from the oldest on.
    pub fn covered_by_fsync(&self) -> usize {
        self.pending.iter().filter(|write| Some(write.seq) <= self.syncing).count()
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
                self.damaged.take_if(|index| replaces(&write, *index));
                self.contents.store(write);
            }
        }
        self.durable = up_to;
        Some((up_to, self.contents.log.last()))
    }

    /// Starts an fsync for what is pending, unless one is under way. Returns whether it did.
    pub fn start_fsync(&mut self) -> bool {
        if self.syncing.is_some() {
            return false;
        }
        self.syncing = self.pending.back().map(|write| write.seq);
        self.syncing.is_some()
    }

    /// How many bytes are on their way.
    pub fn pending_bytes(&self) -> usize {
        self.pending.iter().map(|write| record::encode(write).len()).sum()
    }

    /// The node crashed: what is not durable is lost, but for the first `bytes_kept` bytes of it, and the next life
    /// counts its writes from 0.
    pub fn crash(&mut self, bytes_kept: usize) {
        if 0 < bytes_kept {
            self.tail = self.pending.iter().flat_map(record::encode).take(bytes_kept).collect();
        }
        self.pending.clear();
        self.syncing = None;
        self.durable = WriteSeq(0);
    }

    /// A node starts: the whole writes of a torn tail count, the rest is discarded. `None` if there was no tail.
    pub fn read_tail(&mut self) -> Option<Tail> {
        let tail = std::mem::take(&mut self.tail);
        if tail.is_empty() {
            return None;
        }
        Some(record::replay(&tail, &mut self.contents))
    }

    /// The records that damage may befall, by the index of their entries; what is no entry stands at the log's base, and is
    /// taken if there are no entries. `None` if nothing is durable.
    pub fn records(&self) -> Option<(LogIndex, LogIndex)> {
        let (base, last) = (self.log().base().index, self.log().last().index);
        let is_empty = self.contents == Durable::default();
        (!is_empty).then_some((base.next().min(last), last))
    }

    /// A record is damaged. The checksum tells when it is read, which a restart does.
    pub fn damage(&mut self, index: LogIndex) {
        self.damaged = Some(self.damaged.map_or(index, |damaged| damaged.min(index)));
    }

    /// The first record that is damaged.
    pub fn damaged(&self) -> Option<LogIndex> {
        self.damaged
    }

    /// The damage is taken for a torn tail: the record is removed, and all that follow it.
    pub fn truncate_at_damage(&mut self) {
        match self.damaged.take() {
            Some(index) if self.log().base().index < index => self.contents.log.truncate_from(index),
            Some(_) => self.contents = Durable::default(),
            None => {}
        }
    }

    /// Everything is lost.
    pub fn wipe(&mut self) {
        *self = Disk { state: self.state, ..Disk::default() };
    }
}

/// Whether a write takes the place of the record of an entry.
fn replaces(write: &Write, index: LogIndex) -> bool {
    let is_compacted = write.snapshot.as_ref().is_some_and(|compaction| index <= compaction.base.index);
    is_compacted || write.log.as_ref().is_some_and(|change| change.from <= index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raft::{LogEntry, LogWrite, Payload, Term};

    fn append(seq: u64, from: u64, terms: &[u64]) -> Write {
        let entries = terms.iter().map(|term| LogEntry { term: Term(*term), payload: Payload::NoOp }).collect();
        Write {
            seq: WriteSeq(seq),
            hard_state: None,
            snapshot: None,
            log: Some(LogWrite { from: LogIndex(from), entries }),
        }
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
        disk.crash(0);
        assert_eq!(disk.synced(), None);
        assert_eq!(disk.log().last().index, LogIndex(2));
        disk.wipe();
        assert_eq!(disk.log().last().index, LogIndex(0));
    }

    #[test]
    fn a_torn_tail_counts_up_to_its_last_whole_write() {
        let mut written = Disk::default();
        written.write(append(1, 1, &[1]));
        written.write(append(2, 2, &[1, 1]));
        let (first, all) = (record::encode(&append(1, 1, &[1])).len(), written.pending_bytes());
        for bytes_kept in 0..=all {
            let mut disk = written.clone();
            disk.crash(bytes_kept);
            let kept = usize::from(first <= bytes_kept) + usize::from(bytes_kept == all);
            let discarded = bytes_kept - [0, first, all][kept];
            let expected = (0 < bytes_kept).then_some(Tail { kept, discarded });
            assert_eq!(disk.read_tail(), expected, "{bytes_kept} bytes of {all}");
            assert_eq!(disk.log().last().index, LogIndex([0, 1, 3][kept]));
            assert_eq!(disk.read_tail(), None, "it is read once");
        }
    }
}
