//! An entry that was once committed is durable on a majority of the voters' disks.

use super::Facts;
use super::ledger::Ledger;
use crate::raft::{Log, LogIndex, LogPosition, MAX_NODES, Membership, NodeId, NodeSet};
use crate::sim::Field;
use serde::{Deserialize, Serialize};

/// How much of what is committed each disk has.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DurableCommit {
    /// For each node, the highest index up to which its disk has the ledger's entries.
    reached: [LogIndex; MAX_NODES],
    /// The configurations by one of which the last commit was counted: a leader counts by the latest in its log, and
    /// may have appended another one in the same step.
    counted_by: Vec<Membership>,
}

impl DurableCommit {
    /// A disk changed, or the ledger grew.
    pub fn look_at_disk(&mut self, node: NodeId, durable: &Log, ledger: &Ledger) {
        let has = |index: LogIndex| {
            // Of what was committed before anyone looked, nothing is known.
            index <= ledger.before()
                // What a snapshot took the place of is as durable as the snapshot.
                || ledger.get(index).is_some_and(|committed| {
                    index < durable.base().index || durable.contains(LogPosition { term: committed.entry.term, index })
                })
        };
        let reached = &mut self.reached[node.slot()];
        *reached = (*reached).max(ledger.before());
        while LogIndex::ZERO < *reached && !has(*reached) {
            *reached = reached.previous();
        }
        while has(reached.next()) {
            *reached = reached.next();
        }
    }

    /// A leader has committed something.
    pub fn counted_by(&mut self, configurations: &[(LogIndex, Membership)]) {
        self.counted_by.clear();
        self.counted_by.extend(configurations.iter().map(|(_, membership)| *membership));
    }

    /// The voters whose disks are asked, of all configurations by which the last commit may have been counted.
    pub fn voters(&self, first_voters: NodeSet) -> NodeSet {
        let all = self.counted_by.iter().map(Membership::all_voters).reduce(NodeSet::union);
        all.unwrap_or(first_voters)
    }

    /// Whether a majority of the disks has all that is committed; before any leader committed anything, of those that
    /// the cluster was set up with.
    pub fn look(&self, first_voters: NodeSet, committed: LogIndex) -> Option<Facts> {
        let reached = |membership: Membership| membership.reached(|node| self.reached[node.slot()]);
        let counted_by = self.counted_by.iter().copied().map(|one| (reached(one), one)).max_by_key(|both| both.0);
        let (durable, membership) = counted_by.unwrap_or_else(|| {
            let first = Membership::of(first_voters);
            (reached(first), first)
        });
        (durable < committed).then(|| {
            let index = durable.next();
            let voters = membership.all_voters();
            let holders = voters.iter().filter(|node| index <= self.reached[node.slot()]).collect();
            vec![("index", Field::Number(index.0)), ("holders", Field::Nodes(holders))]
        })
    }
}
