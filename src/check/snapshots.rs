//! State Machine Safety, as far as snapshots show it: the same log up to an index gives the same state machine,
//! every server that applied it, and every server that was sent it.

use super::{Facts, state_machine_safety};
use crate::raft::{LogIndex, MAX_NODES, Membership, Node, NodeId};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use xxhash_rust::xxh3::xxh3_64;

/// Snapshots that are remembered, at most: nodes take theirs at about the same time.
const KNOWN_MAX: usize = 64;

type Held = (u64, Membership);

/// The snapshots that were seen.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Snapshots {
    /// The snapshot of each node that was looked at last.
    seen: [LogIndex; MAX_NODES],
    /// What the first snapshot at an index held, its state machine as a hash; oldest first.
    known: VecDeque<(LogIndex, Held)>,
}

impl Snapshots {
    /// A node took a step: perhaps it has another snapshot now.
    #[inline(always)]
    pub fn look(&mut self, node: NodeId, raft: &Node) -> Option<Facts> {
        let index = raft.snapshot_index();
        if self.seen[node.slot()] == index {
            return None;
        }
        self.look_at_snapshot(node, raft, index)
    }

    #[inline(never)]
    fn look_at_snapshot(&mut self, node: NodeId, raft: &Node, index: LogIndex) -> Option<Facts> {
        self.seen[node.slot()] = index;
        let snapshot = raft.snapshot()?;
        let held = (xxh3_64(&snapshot.data), snapshot.membership);
        match self.known.iter().find(|(known, _)| *known == index) {
            Some((_, known)) => (*known != held).then(|| state_machine_safety::other_snapshot(node, index)),
            None => {
                if KNOWN_MAX <= self.known.len() {
                    self.known.pop_front();
                }
                self.known.push_back((index, held));
                None
            }
        }
    }
}
