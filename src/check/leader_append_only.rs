//! Leader Append-Only: a leader never overwrites or deletes entries in its log; it only appends new
//! entries (Figure 3, §5.3).

use super::Facts;
use crate::raft::{LogIndex, MAX_NODES, NodeId, Term};
use crate::sim::{Actor, Field};
use serde::{Deserialize, Serialize};

/// Where each leader's log ended when it was last looked at.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct LeaderAppendOnly {
    seen: [Option<(Term, LogIndex)>; MAX_NODES],
}

impl LeaderAppendOnly {
    /// A node does not lead, or no longer does.
    pub fn no_leader(&mut self, node: NodeId) {
        self.seen[node.slot()] = None;
    }

    /// A leader's log ends here, and was last changed from there on.
    pub fn look(
        &mut self,
        leader: NodeId,
        term: Term,
        last_index: LogIndex,
        changed_from: Option<LogIndex>,
    ) -> Option<Facts> {
        let before = self.seen[leader.slot()].replace((term, last_index));
        let (_, last_before) = before.filter(|(term_before, _)| *term_before == term)?;
        let overwritten = changed_from.is_some_and(|from| from <= last_before);
        (overwritten || last_index < last_before).then(|| {
            vec![
                ("leader", Field::Who(Some(Actor::Node(leader)))),
                ("term", Field::Number(term.0)),
                ("index", Field::Number(changed_from.unwrap_or(last_index.next()).0)),
            ]
        })
    }
}
