//! The writes on their way to the disk. While an fsync hangs they stay in memory, and each message or command may add one: beyond
//! a limit the node takes no more of them. Clients are refused, and what peers send is dropped, as a network may; a leader that
//! hears nobody steps down.

use crate::raft::{Payload, Write, WriteSeq};
use crate::sim::EventId;
use std::collections::VecDeque;

/// Writes that are not durable, and messages that wait for them, at most. More than clients can wait for at one time, so that they
/// do not reach it where the disk is as fast as they are.
pub const UNSYNCED_MAX: usize = 32_768;

/// Bytes of commands in these writes, at most, but for the last write.
pub const UNSYNCED_BYTES_MAX: usize = 64 << 20;

/// A write that is not durable.
struct Unsynced {
    write: WriteSeq,
    /// The event of it, if there is one.
    event: EventId,
    bytes: usize,
}

/// The writes that are not durable, oldest first.
#[derive(Default)]
pub struct UnsyncedWrites {
    writes: VecDeque<Unsynced>,
    bytes: usize,
    /// Whether it was told that they are too many.
    is_told: bool,
}

impl UnsyncedWrites {
    /// A write goes to the disk.
    pub fn add(&mut self, write: &Write, event: EventId) {
        let entries = write.log.iter().flat_map(|change| &change.entries);
        let bytes = entries.map(|entry| match &entry.payload {
            Payload::Command(command) => command.len(),
            Payload::NoOp | Payload::Configuration(_) => 0,
        });
        let bytes = bytes.sum();
        self.writes.push_back(Unsynced { write: write.seq, event, bytes });
        self.bytes += bytes;
    }

    /// Writes up to this one are durable. Returns the event of the last of them.
    pub fn durable(&mut self, up_to: WriteSeq) -> EventId {
        let mut last = EventId::default();
        while let Some(Unsynced { event, bytes, .. }) = self.writes.pop_front_if(|unsynced| unsynced.write <= up_to) {
            last = event;
            self.bytes -= bytes;
        }
        last
    }

    /// The event of the latest write.
    pub fn latest(&self) -> EventId {
        self.writes.back().map(|unsynced| unsynced.event).unwrap_or_default()
    }

    /// Whether the node may take what could add to them, while so many messages wait for them.
    pub fn have_room(&mut self, held: usize) -> bool {
        let is_full = UNSYNCED_MAX <= self.writes.len().max(held) || UNSYNCED_BYTES_MAX <= self.bytes;
        if is_full && !self.is_told {
            tracing::warn!(writes = self.writes.len(), "the disk is too slow: messages and commands are not taken");
        }
        self.is_told = is_full;
        !is_full
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raft::{LogEntry, LogIndex, LogWrite, Term};

    fn write(seq: u64, bytes: usize) -> Write {
        let entries = vec![LogEntry { term: Term(1), payload: Payload::Command(vec![0; bytes].into()) }];
        let log = Some(LogWrite { from: LogIndex(seq), entries });
        Write { seq: WriteSeq(seq), hard_state: None, snapshot: None, log }
    }

    #[test]
    fn there_is_a_limit_in_number_and_in_bytes() {
        let mut few = UnsyncedWrites::default();
        few.add(&write(1, UNSYNCED_BYTES_MAX - 1), EventId(7));
        assert!(few.have_room(0) && !few.have_room(UNSYNCED_MAX));
        few.add(&write(2, 1), EventId(8));
        assert!(!few.have_room(0));
        assert_eq!((few.durable(WriteSeq(1)), few.latest()), (EventId(7), EventId(8)));
        assert!(few.have_room(0));
        let mut many = UnsyncedWrites::default();
        (1..=UNSYNCED_MAX as u64).for_each(|seq| many.add(&write(seq, 0), EventId(seq)));
        assert!(!many.have_room(0));
        assert_eq!(many.durable(WriteSeq(u64::MAX)), EventId(UNSYNCED_MAX as u64));
        assert!(many.have_room(0));
    }
}
