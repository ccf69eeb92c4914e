//! What a search finds.

use super::judge::Verdict;
use super::shorten::{Effort, Short, shorten};
use crate::check::Invariant;
use crate::script::Script;

/// A script in which something breaks, as it was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Find {
    /// The number that it was drawn from.
    pub number: u64,
    /// The script.
    pub script: Script,
    /// The invariant that was looked for; none for whatever breaks first.
    pub wanted: Option<Invariant>,
    /// Whether its clients' history must be linearizable.
    pub is_linearizable: bool,
    /// What breaks.
    pub verdict: Verdict,
    /// The events of its run, up to there.
    pub events: u64,
}

impl Find {
    /// The script, shortened.
    pub fn shorten(&self, effort: Effort) -> Option<Short> {
        shorten(&self.script, self.wanted, self.is_linearizable, self.events, effort)
    }
}
