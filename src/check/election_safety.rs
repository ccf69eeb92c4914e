//! Election Safety: at most one leader can be elected in a given term (Figure 3, §5.2).

use super::Facts;
use crate::raft::{NodeId, Term};
use crate::sim::{Actor, Field};
use serde::{Deserialize, Serialize};

/// The leader of each term.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ElectionSafety {
    /// In order of terms.
    leaders: Vec<(Term, NodeId)>,
    /// The leader that was looked at last, because it is nearly always the same.
    last: Option<(NodeId, Term)>,
}

impl ElectionSafety {
    /// Whether this leader was not the last one looked at.
    pub fn is_news(&self, leader: NodeId, term: Term) -> bool {
        self.last != Some((leader, term))
    }

    /// The leader of each term that had one, in order of terms.
    pub fn leaders(&self) -> &[(Term, NodeId)] {
        &self.leaders
    }

    /// A node leads a term.
    pub fn look(&mut self, leader: NodeId, term: Term) -> Option<Facts> {
        self.last = Some((leader, term));
        let place = self.leaders.partition_point(|(known, _)| *known < term);
        match self.leaders.get(place).filter(|(known, _)| *known == term).map(|(_, other)| other) {
            None => {
                self.leaders.insert(place, (term, leader));
                None
            }
            Some(other) if *other == leader => None,
            Some(other) => Some(vec![
                ("term", Field::Number(term.0)),
                ("leader", Field::Who(Some(Actor::Node(*other)))),
                ("other", Field::Who(Some(Actor::Node(leader)))),
            ]),
        }
    }
}
