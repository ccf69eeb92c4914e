//! The replicated log (§5.3).

use super::membership::Membership;
use super::types::{LogIndex, LogPosition, Term};
use imbl::Vector;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What an entry holds. The protocol never looks into a command: it is the state machine's.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Payload {
    /// The empty entry that a new leader appends (§8).
    NoOp,
    /// A command of the state machine, as bytes.
    Command(Arc<[u8]>),
    /// A configuration of the cluster (§6).
    Configuration(Membership),
}

impl Payload {
    /// Whether both hold the same. Entries that were copied from one another share their bytes,
    /// so the common case is one comparison of addresses.
    pub fn same(&self, other: &Payload) -> bool {
        match (self, other) {
            (Payload::NoOp, Payload::NoOp) => true,
            (Payload::Command(a), Payload::Command(b)) => Arc::ptr_eq(a, b) || a == b,
            (Payload::Configuration(a), Payload::Configuration(b)) => a == b,
            (Payload::NoOp | Payload::Command(_) | Payload::Configuration(_), _) => false,
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

/// A log: entries at the indexes `base().index + 1` … `last().index`. What came before is in a snapshot (§7).
///
/// Invariants:
/// - terms never fall from one entry to the next (a leader's term is at least that of all it has);
/// - `base` is the position of the last entry that was compacted; the default position when none was;
/// - `last` is the position of the last entry, and `base` when there is none.
///
/// A clone shares its structure with the original, so that keeping one costs next to nothing.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Log {
    entries: Vector<LogEntry>,
    base: LogPosition,
    last: LogPosition,
}
impl Log {
    /// The position of the last entry; index 0 and term 0 when the log is empty and nothing was compacted.
    pub fn last(&self) -> LogPosition {
        self.last
    }

    /// The position of the last entry that was compacted; index 0 and term 0 when none was.
    pub fn base(&self) -> LogPosition {
        self.base
    }

    /// The index of the first entry that it still has, or would have.
    pub fn first_index(&self) -> LogIndex {
        self.base.index.next()
    }

    /// The entry at an index, if there is one.
    pub fn get(&self, index: LogIndex) -> Option<&LogEntry> {
        let place = usize::try_from(index.0.checked_sub(self.base.index.0 + 1)?).ok()?;
        self.entries.get(place)
    }

    /// The term at an index: that of the base at its index, `None` before it and beyond the end.
    pub fn term_at(&self, index: LogIndex) -> Option<Term> {
        if index == self.last.index {
            return Some(self.last.term);
        }
        if index == self.base.index {
            return Some(self.base.term);
        }
        self.get(index).map(|entry| entry.term)
    }

    /// Whether this log has an entry at that position (or it is the position before the first).
    pub fn contains(&self, position: LogPosition) -> bool {
        self.term_at(position.index) == Some(position.term)
    }

    /// Appends an entry and returns its index.
    pub fn push(&mut self, entry: LogEntry) -> LogIndex {
        self.last = LogPosition { term: entry.term, index: self.last.index.next() };
        self.entries.push_back(entry);
        self.last.index
    }

    /// Removes the entry at `from` and all that follow.
    pub fn truncate_from(&mut self, from: LogIndex) {
        assert!(self.base.index < from, "what was compacted is committed, and committed entries stay");
        while from <= self.last.index {
            self.entries.pop_back();
            let index = self.last.index.previous();
            let term = self.entries.last().map_or(self.base.term, |entry| entry.term);
            self.last = LogPosition { term, index };
        }
    }

    /// Lets go of everything up to `base`, which a snapshot holds. If the log has an entry there, what follows it
    /// stays; otherwise nothing does (§7). Does nothing for a base before its own.
    pub fn compact_to(&mut self, base: LogPosition) {
        if base.index <= self.base.index {
            return;
        }
        let kept = if self.contains(base) { self.slice(base.index.next(), usize::MAX) } else { Vec::new() };
        // What follows a compacted prefix is short: compaction goes up to what is applied.
        *self = Log { entries: Vector::default(), base, last: base };
        for entry in kept {
            self.push(entry);
        }
    }

    /// At most `max` entries from `from` on.
    pub fn slice(&self, from: LogIndex, max: usize) -> Vec<LogEntry> {
        assert!(self.base.index < from, "what was compacted cannot be read");
        let left = (self.last.index.0 + 1).saturating_sub(from.0) as usize;
        (0..left.min(max)).filter_map(|step| self.get(from.plus(step)).cloned()).collect()
    }

    /// The first index, after the base, whose term is at least `term`; one past the end when there is none.
    /// Terms never fall along a log, so this is a binary search.
    pub fn first_index_from_term(&self, term: Term) -> LogIndex {
        let (mut low, mut high) = (self.base.index.0 + 1, self.last.index.0 + 1);
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

    /// The last index of an entry of exactly this term, if the log has one; the base's, if that is the last.
    pub fn last_index_of_term(&self, term: Term) -> Option<LogIndex> {
        let first = self.first_index_from_term(term);
        let after = term.checked_next().map_or(self.last.index.next(), |next| self.first_index_from_term(next));
        (first < after || self.base.term == term).then(|| after.previous())
    }

    /// Whether its invariants hold: for a log that comes from bytes which anyone may have written.
    pub fn is_sound(&self) -> bool {
        let count = self.entries.len() as u64;
        let terms = || std::iter::once(self.base.term).chain(self.entries.iter().map(|entry| entry.term));
        let last = self.entries.last().map_or(self.base.term, |entry| entry.term);
        let index = self.base.index.0.checked_add(count);
        index == Some(self.last.index.0) && self.last.term == last && terms().is_sorted()
    }

    /// Its entries, first to last, without what was compacted.
    pub fn iter(&self) -> impl Iterator<Item = &LogEntry> {
        self.entries.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raft::types::NodeSet;

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

    /// Payloads are the same by what they hold, shared or not.
    #[test]
    fn payloads_of_equal_content_are_the_same() {
        let command = |byte: u8| Payload::Command([byte].into());
        let configuration = |voters| Payload::Configuration(Membership::of(NodeSet::first(voters)));
        let all = [Payload::NoOp, command(1), command(2), configuration(1), configuration(2)];
        let again = [Payload::NoOp, command(1), command(2), configuration(1), configuration(2)];
        for (place, one) in all.iter().enumerate() {
            assert!(one.same(one));
            for (other_place, other) in again.iter().enumerate() {
                assert_eq!(one.same(other), place == other_place, "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn a_log_whose_places_do_not_fit_is_not_sound() {
        let sound = log(&[1, 1, 2]);
        assert!(sound.is_sound() && log(&[]).is_sound());
        let mut compacted = sound.clone();
        compacted.compact_to(LogPosition { term: Term(1), index: LogIndex(2) });
        assert!(compacted.is_sound());
        assert!(!log(&[2, 1]).is_sound(), "terms never fall");
        assert!(!Log { last: LogPosition { term: Term(2), index: LogIndex(u64::MAX) }, ..sound.clone() }.is_sound());
        assert!(!Log { last: LogPosition { term: Term(3), index: LogIndex(3) }, ..sound.clone() }.is_sound());
        assert!(!Log { base: LogPosition { term: Term(0), index: LogIndex(u64::MAX) }, ..sound }.is_sound());
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

    /// §7: the snapshot replaces the entries up to its last; those that follow are kept if the log has that one.
    #[test]
    fn compaction_keeps_what_follows_the_base_if_the_log_has_it() {
        let at = |term, index| LogPosition { term: Term(term), index: LogIndex(index) };
        let mut compacted = log(&[1, 1, 2, 3]);
        compacted.compact_to(at(1, 2));
        assert_eq!(compacted.base(), at(1, 2));
        assert_eq!(compacted.last(), at(3, 4));
        assert_eq!(compacted.term_at(LogIndex(1)), None, "what is gone has no term");
        assert_eq!(compacted.term_at(LogIndex(2)), Some(Term(1)));
        assert_eq!(compacted.term_at(LogIndex(3)), Some(Term(2)));
        assert_eq!(compacted.first_index_from_term(Term(1)), LogIndex(3));
        assert_eq!(compacted.last_index_of_term(Term(1)), Some(LogIndex(2)), "its base is of that term");
        assert_eq!(compacted.last_index_of_term(Term(2)), Some(LogIndex(3)));
        assert_eq!(compacted.last_index_of_term(Term(9)), None);
        compacted.truncate_from(LogIndex(3));
        assert_eq!(compacted.last(), at(1, 2));
        assert_eq!(compacted.push(LogEntry { term: Term(4), payload: Payload::NoOp }), LogIndex(3));
        compacted.compact_to(at(1, 1));
        assert_eq!(compacted.base(), at(1, 2), "an older snapshot takes nothing");
        compacted.compact_to(at(5, 3));
        assert_eq!(compacted.last(), at(5, 3), "a log in conflict with the snapshot is discarded");
        compacted.compact_to(at(6, 9));
        assert_eq!((compacted.base(), compacted.last()), (at(6, 9), at(6, 9)));
        assert_eq!(compacted.iter().count(), 0);
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
