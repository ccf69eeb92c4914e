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

/// All committed entries, from index 1 on.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Ledger {
    entries: Vector<Committed>,
}

impl Ledger {
    /// The highest committed index.
    pub fn len(&self) -> LogIndex {
        LogIndex(self.entries.len() as u64)
    }

    /// The committed entry at an index.
    pub fn get(&self, index: LogIndex) -> Option<&Committed> {
        self.entries.get(index.0.checked_sub(1)? as usize)
    }

    /// Adds the entry after the last.
    pub fn push(&mut self, committed: Committed) {
        self.entries.push_back(committed);
    }
}
