//! What was done to the network and to the disks, as far as the events tell it.

use crate::raft::{MAX_NODES, NodeId, NodeSet};
use crate::sim::{Actor, DiskState, Event, What};
use std::collections::BTreeSet;

/// Cuts, walls, and disks after an event.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// The links that are cut, one way each.
    pub cuts: BTreeSet<(Actor, Actor)>,
    /// The groups of the last partition, while no other link between nodes was cut or joined.
    pub groups: Vec<NodeSet>,
    /// The state of each disk, by its node's slot.
    pub disks: [DiskState; MAX_NODES],
    /// The nodes whose disks were ever wiped.
    pub wiped: NodeSet,
    /// The nodes that were given messages of Raft which no node sent.
    pub forged: NodeSet,
}

impl Faults {
    /// Takes an event in.
    pub fn take(&mut self, event: &Event) {
        let node = if let Some(Actor::Node(node)) = event.actor { Some(node) } else { None };
        if let What::Partitioned { groups } = &event.what {
            self.part(groups);
        } else if let What::LinkCut { from, to } = event.what {
            self.cuts.insert((from, to));
            self.forget_groups(from, to);
        } else if let What::LinkJoined { from, to } = event.what {
            self.cuts.remove(&(from, to));
            self.forget_groups(from, to);
        } else if let What::Healed = event.what {
            self.cuts.clear();
            self.groups.clear();
        } else if let (What::DiskChanged { disk }, Some(node)) = (&event.what, node) {
            self.disks[node.slot()] = *disk;
        } else if let (What::Wiped, Some(node)) = (&event.what, node) {
            self.wiped.insert(node);
        } else if let Some(node) = event.what.forged_at() {
            self.forged.insert(node);
        }
    }

    /// Whether any link between nodes is cut.
    pub fn has_cuts_between_nodes(&self) -> bool {
        self.cuts.iter().any(|link| are_nodes(*link))
    }

    /// A partition replaces all cuts between nodes.
    fn part(&mut self, groups: &[NodeSet]) {
        self.cuts.retain(|link| !are_nodes(*link));
        for group in groups {
            let others = groups.iter().filter(|other| *other != group).flat_map(|other| other.iter());
            let others: Vec<NodeId> = others.collect();
            let links = |from| others.iter().map(move |to| (Actor::Node(from), Actor::Node(*to)));
            self.cuts.extend(group.iter().flat_map(links));
        }
        self.groups = groups.to_vec();
    }

    fn forget_groups(&mut self, from: Actor, to: Actor) {
        if are_nodes((from, to)) {
            self.groups.clear();
        }
    }
}

const fn are_nodes(link: (Actor, Actor)) -> bool {
    matches!(link, (Actor::Node(_), Actor::Node(_)))
}
