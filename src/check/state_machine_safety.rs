//! State Machine Safety: if a server has applied a log entry at a given index to its state machine, no
//! other server will ever apply a different log entry for the same index (Figure 3, §5.4.3).
//!
//! A server applies what it takes to be committed, so it is enough that all take the same.

use super::Facts;
use super::ledger::{Committed, Ledger};
use crate::raft::{Log, LogIndex, Node, NodeId, Term};
use crate::sim::{Actor, Field};

/// A node that takes entries to be committed.
#[derive(Clone, Copy, Debug)]
pub struct Committing<'a> {
    /// Which.
    pub node: NodeId,
    /// Its term.
    pub term: Term,
    /// Its log.
    pub log: &'a Log,
    /// The highest index that it takes to be committed.
    pub commit_index: LogIndex,
}

impl<'a> Committing<'a> {
    /// What a node has.
    pub fn of(raft: &'a Node) -> Committing<'a> {
        Committing { node: raft.id(), term: raft.current_term(), log: raft.log(), commit_index: raft.commit_index() }
    }
}

/// A node takes its entries from `from` up to its commit index to be committed. What nobody did before
/// goes into the ledger.
pub fn look(ledger: &mut Ledger, committing: Committing<'_>, from: LogIndex) -> Option<Facts> {
    let Committing { node, term, log, commit_index } = committing;
    let base = log.base();
    let mut broken = None;
    let mut note = |index: LogIndex, known: Term, other: Term| {
        broken.get_or_insert_with(|| {
            vec![
                ("node", Field::Who(Some(Actor::Node(node)))),
                ("index", Field::Number(index.0)),
                ("entry-term", Field::Number(known.0)),
                ("other-term", Field::Number(other.0)),
            ]
        });
    };
    // What a snapshot holds was committed by the server that made it; its last entry must be the one that all know.
    if let Some(known) = ledger.get(base.index).filter(|known| known.entry.term != base.term) {
        note(base.index, known.entry.term, base.term);
    }
    for index in from.0.max(base.index.0 + 1)..=commit_index.0.min(log.last().index.0) {
        let index = LogIndex(index);
        let Some(entry) = log.get(index) else {
            continue;
        };
        match ledger.get(index) {
            // A commit index that passes what this log holds leaves a gap.
            None if ledger.len().next() != index => {}
            None => ledger.push(Committed { entry: entry.clone(), in_term: term }),
            Some(known) if known.entry.term == entry.term && known.entry.payload.same(&entry.payload) => {}
            Some(known) => note(index, known.entry.term, entry.term),
        }
    }
    broken
}

/// A node's snapshot at an index is another than the first that was seen there: it applied something else. Of which
/// term, a snapshot does not tell.
pub fn other_snapshot(node: NodeId, index: LogIndex) -> Facts {
    vec![
        ("node", Field::Who(Some(Actor::Node(node)))),
        ("index", Field::Number(index.0)),
        ("entry-term", Field::Number(0)),
        ("other-term", Field::Number(0)),
    ]
}
