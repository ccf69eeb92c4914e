//! An entry that was once committed is durable on a majority of the voters' disks.

use super::Facts;
use super::ledger::Ledger;
use crate::raft::{Log, LogIndex, LogPosition, MAX_NODES, NodeId, NodeSet, quorum};
use crate::sim::Field;
use serde::{Deserialize, Serialize};

/// How much of what is committed each disk has.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DurableCommit {
    /// For each node, the highest index up to which its disk has the ledger's entries.
    reached: [LogIndex; MAX_NODES],
}

impl DurableCommit {
    /// A disk changed, or the ledger grew.
    pub fn look_at_disk(&mut self, node: NodeId, durable: &Log, ledger: &Ledger) {
        let has = |index: LogIndex| {
            ledger
                .get(index)
                .is_some_and(|committed| durable.contains(LogPosition { term: committed.entry.term, index }))
        };
        let reached = &mut self.reached[node.slot()];
        while LogIndex::ZERO < *reached && !has(*reached) {
            *reached = reached.previous();
        }
        while has(reached.next()) {
            *reached = reached.next();
        }
    }

    /// Whether a majority of the disks has all that is committed.
    pub fn look(&self, voters: NodeSet, committed: LogIndex) -> Option<Facts> {
        let durable = quorum::majority_index(voters.iter().map(|node| self.reached[node.slot()]));
        (durable < committed).then(|| {
            let index = durable.next();
            let holders = voters.iter().filter(|node| index <= self.reached[node.slot()]).collect();
            vec![("index", Field::Number(index.0)), ("holders", Field::Nodes(holders))]
        })
    }
}
