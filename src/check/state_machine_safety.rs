//! State Machine Safety: if a server has applied a log entry at a given index to its state machine, no
//! other server will ever apply a different log entry for the same index (Figure 3, §5.4.3).
//!
//! A server applies what it takes to be committed, so it is enough that all take the same.

use super::Facts;
use super::ledger::{Committed, Ledger};
use crate::raft::{LogIndex, Node, NodeId};
use crate::sim::{Actor, Field};

/// A node takes its entries from `from` up to its commit index to be committed. What nobody did before
/// goes into the ledger.
pub fn look(ledger: &mut Ledger, node: NodeId, raft: &Node, from: LogIndex) -> Option<Facts> {
    let mut broken = None;
    for index in from.0..=raft.commit_index().0 {
        let index = LogIndex(index);
        let Some(entry) = raft.log().get(index) else {
            continue;
        };
        match ledger.get(index) {
            None => ledger.push(Committed { entry: entry.clone(), in_term: raft.current_term() }),
            Some(known) if known.entry.term == entry.term && known.entry.payload.same(&entry.payload) => {}
            Some(known) => {
                broken.get_or_insert_with(|| {
                    vec![
                        ("node", Field::Who(Some(Actor::Node(node)))),
                        ("index", Field::Number(index.0)),
                        ("entry-term", Field::Number(known.entry.term.0)),
                        ("other-term", Field::Number(entry.term.0)),
                    ]
                });
            }
        }
    }
    broken
}
