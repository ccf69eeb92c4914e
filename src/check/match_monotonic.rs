//! A match index never falls within one leadership (Figure 2: "increases monotonically").

use super::Facts;
use crate::raft::{LogIndex, MAX_NODES, NodeId, Term};
use crate::sim::{Actor, Field};
use serde::{Deserialize, Serialize};

/// Each leader's match indexes when they were last looked at.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MatchMonotonic {
    last: [Option<(Term, [LogIndex; MAX_NODES])>; MAX_NODES],
}

impl MatchMonotonic {
    /// A node does not lead (any more).
    pub fn no_leader(&mut self, node: NodeId) {
        self.last[node.slot()] = None;
    }

    /// A leader has these match indexes of the members of its configuration. Of who is none, it knows nothing: a
    /// server that is added again starts from nothing.
    pub fn look(
        &mut self,
        leader: NodeId,
        term: Term,
        reached: impl Iterator<Item = (NodeId, LogIndex)>,
    ) -> Option<Facts> {
        let last = &mut self.last[leader.slot()];
        if last.is_none_or(|(led, _)| led != term) {
            *last = Some((term, [LogIndex::ZERO; MAX_NODES]));
        }
        let (_, indexes) = last.as_mut()?;
        let before = std::mem::replace(indexes, [LogIndex::ZERO; MAX_NODES]);
        let mut broken = None;
        for (peer, index) in reached {
            indexes[peer.slot()] = index;
            let before = before[peer.slot()];
            if index < before && broken.is_none() {
                broken = Some(vec![
                    ("leader", Field::Who(Some(Actor::Node(leader)))),
                    ("peer", Field::Who(Some(Actor::Node(peer)))),
                    ("index", Field::Number(index.0)),
                    ("before", Field::Number(before.0)),
                ]);
            }
        }
        broken
    }
}
