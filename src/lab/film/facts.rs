//! The facts of a violation.

use crate::check::Violation;
use crate::raft::{LogIndex, NodeId, Term};
use crate::sim::{Actor, Field};

/// What a violation compared, by name.
pub struct Facts<'a>(pub &'a Violation);

impl Facts<'_> {
    pub fn number(&self, wanted: &str) -> u64 {
        let found = self.0.facts.iter().find(|(name, _)| *name == wanted);
        if let Some((_, Field::Number(number))) = found { *number } else { 0 }
    }

    pub fn actor(&self, wanted: &str) -> Option<Actor> {
        let found = self.0.facts.iter().find(|(name, _)| *name == wanted);
        if let Some((_, Field::Who(who))) = found { *who } else { None }
    }

    pub fn node(&self, wanted: &str) -> Option<NodeId> {
        if let Some(Actor::Node(node)) = self.actor(wanted) { Some(node) } else { None }
    }

    pub fn term(&self, wanted: &str) -> Term {
        Term(self.number(wanted))
    }

    pub fn index(&self, wanted: &str) -> LogIndex {
        LogIndex(self.number(wanted))
    }
}
