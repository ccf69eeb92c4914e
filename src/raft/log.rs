//! The replicated log (§5.3).

use super::types::{LogIndex, LogPosition, Term};
use rpds::VectorSync;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What an entry holds. The protocol never looks into a command: it is the state machine's.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Payload {
    /// The empty entry that a new leader appends (§8).
    NoOp,
    /// A command of the state machine, as bytes.
    Command(Arc<[u8]>),
}

impl Payload {
    /// Whether both hold the same. Entries that were copied from one another share their bytes,
    /// so the common case is one comparison of addresses.
    pub fn same(&self, other: &Payload) -> bool {
        match (self, other) {
            (Payload::NoOp, Payload::NoOp) => true,
            (Payload::Command(a), Payload::Command(b)) => Arc::ptr_eq(a, b) || a == b,
            (Payload::NoOp, Payload::Command(_)) | (Payload::Command(_), Payload::NoOp) => false,
        }
    }
}

/// An entry of the log; its index is its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LogEntry {
    /// The term of the leader that appended it.
    pub term: Term,
    /// What it holds.
    pub payload: Payload,
}

/// A log: entries at the indexes 1 … `last().index`.
///
/// Invariants:
/// - terms never fall from one entry to the next (a leader's term is at least that of all it has);
/// - `last` is the position of the last entry, and the default position when there is none.
///
/// A clone shares its structure with the original, so that keeping one costs next to nothing.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Log {
    entries: VectorSync<LogEntry>,
    last: LogPosition,
}

impl Log {
    /// The position of the last entry; index 0 and term 0 when the log is empty.
    pub fn last(&self) -> LogPosition {
        self.last
    }

    /// The entry at an index, if there is one.
    pub fn get(&self, index: LogIndex) -> Option<&LogEntry> {
        let place = usize::try_from(index.0.checked_sub(1)?).ok()?;
        self.entries.get(place)
    }

    /// The term at an index: 0 at index 0, `None` beyond the end.
    pub fn term_at(&self, index: LogIndex) -> Option<Term> {
        if index == self.last.index {
            return Some(self.last.term);
        }
        if index == LogIndex::ZERO {
            return Some(Term(0));
        }
        self.get(index).map(|entry| entry.term)
    }

    /// Whether this log has an entry at that position (or the position is the one before the first).
    pub fn contains(&self, position: LogPosition) -> bool {
        self.term_at(position.index) == Some(position.term)
    }

    /// Appends an entry and returns its index.
    pub fn push(&mut self, entry: LogEntry) -> LogIndex {
        self.last = LogPosition { term: entry.term, index: self.last.index.next() };
        self.entries.push_back_mut(entry);
        self.last.index
    }

    /// Removes the entry at `from` and all that follow.
    pub fn truncate_from(&mut self, from: LogIndex) {
        assert!(LogIndex::ZERO < from, "index 0 holds no entry that could be removed");
        while from <= self.last.index {
            self.entries.drop_last_mut();
            let index = self.last.index.previous();
            let term = self.entries.last().map_or(Term(0), |entry| entry.term);
            self.last = LogPosition { term, index };
        }
    }

    /// At most `max` entries from `from` on.
    pub fn slice(&self, from: LogIndex, max: usize) -> Vec<LogEntry> {
        assert!(LogIndex::ZERO < from, "entries start at index 1");
        let left = (self.last.index.0 + 1).saturating_sub(from.0) as usize;
        (0..left.min(max)).filter_map(|step| self.get(from.plus(step)).cloned()).collect()
    }

    /// The first index whose term is at least `term`; one past the end when there is none.
    /// Terms never fall along a log, so this is a binary search.
    pub fn first_index_from_term(&self, term: Term) -> LogIndex {
        let (mut low, mut high) = (1, self.last.index.0 + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.term_at(LogIndex(middle)).is_some_and(|at| at < term) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        LogIndex(low)
    }

    /// The last index of an entry of exactly this term, if the log has one.
    pub fn last_index_of_term(&self, term: Term) -> Option<LogIndex> {
        let first = self.first_index_from_term(term);
        let after = term.checked_next().map_or(self.last.index.next(), |next| self.first_index_from_term(next));
        (first < after).then(|| after.previous())
    }

    /// Its entries, first to last.
    pub fn iter(&self) -> impl Iterator<Item = &LogEntry> {
        self.entries.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(terms: &[u64]) -> Log {
        let mut log = Log::default();
        for term in terms {
            log.push(LogEntry { term: Term(*term), payload: Payload::NoOp });
        }
        log
    }

    #[test]
    fn the_place_before_the_first_entry_has_term_0() {
        let log = log(&[]);
        assert_eq!(log.term_at(LogIndex(0)), Some(Term(0)));
        assert_eq!(log.term_at(LogIndex(1)), None);
        assert!(log.contains(LogPosition::default()));
    }

    #[test]
    fn truncation_removes_the_index_and_all_that_follow() {
        let mut log = log(&[1, 1, 2, 3]);
        log.truncate_from(LogIndex(3));
        assert_eq!(log.last(), LogPosition { term: Term(1), index: LogIndex(2) });
        log.truncate_from(LogIndex(9));
        assert_eq!(log.last().index, LogIndex(2));
        log.truncate_from(LogIndex(1));
        assert_eq!(log.last(), LogPosition::default());
    }

    #[test]
    fn terms_are_found_by_their_first_and_last_index() {
        let log = log(&[1, 1, 4, 4, 6]);
        assert_eq!(log.first_index_from_term(Term(4)), LogIndex(3));
        assert_eq!(log.first_index_from_term(Term(5)), LogIndex(5));
        assert_eq!(log.first_index_from_term(Term(7)), LogIndex(6));
        assert_eq!(log.last_index_of_term(Term(4)), Some(LogIndex(4)));
        assert_eq!(log.last_index_of_term(Term(5)), None);
        assert_eq!(log.slice(LogIndex(4), 64).len(), 2);
        assert_eq!(log.slice(LogIndex(6), 64).len(), 0);
        assert_eq!(log.slice(LogIndex(1), 2).len(), 2);
    }
}
