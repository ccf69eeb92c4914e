//! A term never falls while a node is up, and after a restart is not below any term that the node sent
//! or had durable (§5.1, and Figure 2's persistent state).

use super::Facts;
use crate::raft::{MAX_NODES, NodeId, Term};
use crate::sim::{Actor, Field};
use serde::{Deserialize, Serialize};

/// What each node's term may not fall below.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MonotonicTerm {
    /// Its term when it was last looked at, in this life.
    last: [Option<Term>; MAX_NODES],
    /// The highest term that it ever sent or had durable.
    promised: [Term; MAX_NODES],
}

impl MonotonicTerm {
    /// A node has a term (or is down), and sent messages of at most another one.
    pub fn look(&mut self, node: NodeId, term: Option<Term>, started: bool, sent: Option<Term>) -> Option<Facts> {
        let slot = node.slot();
        let before = if started { Some(self.promised[slot]) } else { self.last[slot] };
        if let Some(sent) = sent {
            self.promised[slot] = self.promised[slot].max(sent);
        }
        self.last[slot] = term;
        let (before, term) = (before?, term?);
        (term < before).then(|| {
            vec![
                ("node", Field::Who(Some(Actor::Node(node)))),
                ("term", Field::Number(term.0)),
                ("before", Field::Number(before.0)),
            ]
        })
    }

    /// A node's disk was lost, and with it what it promised.
    pub fn forget(&mut self, node: NodeId) {
        self.promised[node.slot()] = Term(0);
    }

    /// A term is durable on a node's disk.
    pub fn durable(&mut self, node: NodeId, term: Term) {
        let promised = &mut self.promised[node.slot()];
        *promised = (*promised).max(term);
    }
}
