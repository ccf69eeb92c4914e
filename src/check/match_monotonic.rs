//! A match index never falls within one leadership (Figure 2: "increases monotonically").

use super::Facts;
use crate::raft::{LogIndex, MAX_NODES, NodeId, NodeSet, Term};
use crate::sim::{Actor, Field};
use serde::{Deserialize, Serialize};

/// What a leader knew.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Led {
    term: Term,
    members: NodeSet,
    indexes: [LogIndex; MAX_NODES],
}

/// Each leader's match indexes when they were last looked at.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MatchMonotonic {
    last: [Option<Led>; MAX_NODES],
}

impl MatchMonotonic {
    /// A node does not lead, or no longer does.
    pub fn no_leader(&mut self, node: NodeId) {
        self.last[node.slot()] = None;
    }

    /// A leader has these match indexes of the members of its configuration. What it knew of servers that left it is
    /// forgotten: a server that is added again starts from nothing.
    pub fn look(
        &mut self,
        leader: NodeId,
        term: Term,
        members: NodeSet,
        match_index: impl Fn(NodeId) -> LogIndex,
    ) -> Option<Facts> {
        let last = &mut self.last[leader.slot()];
        if last.is_none_or(|led| led.term != term) {
            *last = Some(Led { term, members, indexes: [LogIndex::ZERO; MAX_NODES] });
        }
        let led = last.as_mut()?;
        if led.members != members {
            for left in led.members.difference(members).iter() {
                led.indexes[left.slot()] = LogIndex::ZERO;
            }
            led.members = members;
        }
        let mut broken = None;
        for peer in members.iter() {
            let index = match_index(peer);
            let before = std::mem::replace(&mut led.indexes[peer.slot()], index);
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
