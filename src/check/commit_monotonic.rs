//! A commit index never falls while a node is up (Figure 2: "increases monotonically").

use super::Facts;
use crate::raft::{LogIndex, MAX_NODES, NodeId};
use crate::sim::{Actor, Field};
use serde::{Deserialize, Serialize};

/// Each node's commit index when it was last looked at, in this life.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CommitMonotonic {
    last: [LogIndex; MAX_NODES],
}

impl CommitMonotonic {
    /// The commit index that a node was last seen with; 0 if it started since.
    pub fn seen(&self, node: NodeId, started: bool) -> LogIndex {
        if started { LogIndex::ZERO } else { self.last[node.slot()] }
    }

    /// A node has a commit index, or is down.
    pub fn look(&mut self, node: NodeId, commit_index: Option<LogIndex>, started: bool) -> Option<Facts> {
        let before = self.seen(node, started);
        self.last[node.slot()] = commit_index.unwrap_or_default();
        let commit_index = commit_index?;
        (commit_index < before).then(|| {
            vec![
                ("node", Field::Who(Some(Actor::Node(node)))),
                ("index", Field::Number(commit_index.0)),
                ("before", Field::Number(before.0)),
            ]
        })
    }
}
