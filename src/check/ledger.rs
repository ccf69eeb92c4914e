//! What was ever committed, as the first node that knew it had it.

use crate::raft::{LogEntry, LogIndex, Term};
use imbl::Vector;
use serde::{Deserialize, Serialize};

/// A committed entry.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Committed {
    /// The entry.
    pub entry: LogEntry,
    /// The term of the node that committed it, at that time.
    pub in_term: Term,
}

/// All committed entries, from index 1 on, or from where the observer began to look.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Ledger {
    /// The index before the first entry.
    before: LogIndex,
    entries: Vector<Committed>,
}

impl Ledger {
    /// The highest committed index.
    pub fn len(&self) -> LogIndex {
        self.before.plus(self.entries.len())
    }

    /// The index after which it begins; 0 where everything was seen.
    pub fn before(&self) -> LogIndex {
        self.before
    }

    /// What follows an index is to be known, even where entries up to there are not: then it forgets those before. Returns
    /// whether it did.
    pub fn begin_after(&mut self, index: LogIndex) -> bool {
        let is_anew = self.len() < index;
        if is_anew {
            *self = Ledger { before: index, entries: Vector::default() };
        }
        is_anew
    }

    /// The committed entry at an index.
    pub fn get(&self, index: LogIndex) -> Option<&Committed> {
        self.entries.get(index.0.checked_sub(self.before.0 + 1)? as usize)
    }

    /// Adds the entry after the last.
    pub fn push(&mut self, committed: Committed) {
        self.entries.push_back(committed);
    }
}
