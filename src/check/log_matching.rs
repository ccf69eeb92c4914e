//! Log Matching: if two logs contain an entry with the same index and term, then the logs are
//! identical in all entries up through the given index (Figure 3, §5.3).
//!
//! It is enough that an index and a term stand for one payload and one term before it, over all logs
//! and all time: what precedes is then the same by the same argument, one place further back.

use super::Facts;
use crate::raft::{Log, LogEntry, LogIndex, Payload, Term};
use crate::sim::Field;
use imbl::Vector;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Seen {
    entry: LogEntry,
    term_before: Term,
}

/// What was ever seen at each index.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct LogMatching {
    /// The entry that was seen first at each index, from index 1 on.
    first: Vector<Seen>,
    /// The others, of other terms, in order of index and term.
    others: Vec<(LogIndex, Seen)>,
}

impl LogMatching {
    /// A log changed from an index on.
    pub fn look(&mut self, log: &Log, from: LogIndex) -> Option<Facts> {
        let mut broken = None;
        for index in from.max(log.first_index()).0..=log.last().index.0 {
            let index = LogIndex(index);
            let (Some(entry), Some(term_before)) = (log.get(index), log.term_at(index.previous())) else {
                continue;
            };
            if !self.agrees(index, entry, term_before) {
                broken.get_or_insert_with(|| {
                    vec![("index", Field::Number(index.0)), ("term", Field::Number(entry.term.0))]
                });
            }
        }
        broken
    }

    /// What was ever seen, in order of index and term: these two, the term before it, and the payload.
    pub fn entries(&self) -> Vec<(LogIndex, Term, Term, &Payload)> {
        let first = self.first.iter().enumerate().map(|(place, seen)| (LogIndex(place as u64 + 1), seen));
        let others = self.others.iter().map(|(index, seen)| (*index, seen));
        let mut all: Vec<_> = first
            .chain(others)
            .map(|(index, seen)| (index, seen.entry.term, seen.term_before, &seen.entry.payload))
            .collect();
        all.sort_unstable_by_key(|(index, term, ..)| (*index, *term));
        all
    }

    fn agrees(&mut self, index: LogIndex, entry: &LogEntry, term_before: Term) -> bool {
        let seen = || Seen { entry: entry.clone(), term_before };
        let same = |known: &Seen| known.term_before == term_before && known.entry.payload.same(&entry.payload);
        match self.first.get(index.0 as usize - 1) {
            None if index.0 as usize == self.first.len() + 1 => {
                self.first.push_back(seen());
                return true;
            }
            Some(first) if first.entry.term == entry.term => return same(first),
            Some(_) | None => {}
        }
        let key = (index, entry.term);
        let place = self.others.partition_point(|(index, other)| (*index, other.entry.term) < key);
        match self.others.get(place).filter(|(index, other)| (*index, other.entry.term) == key) {
            Some((_, other)) => same(other),
            None => {
                self.others.insert(place, (index, seen()));
                true
            }
        }
    }
}
