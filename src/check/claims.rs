//! What is claimed of a run after a disk was lost.
//!
//! Raft assumes that what a server wrote is there when it comes back. A server that votes again after its disk was
//! wiped can make a correct core err, so nothing is claimed until it was removed from the cluster and added again: it
//! is a new server then. A server that was removed before its disk was lost still has a vote, for servers that have
//! not heard of the removal. If something was broken meanwhile, or it voted twice in a term, nothing more is claimed of
//! this run. Whatever is broken while nothing is claimed is kept apart: a script may ask for it, and no run ends by it.

use crate::raft::{Membership, NodeId, NodeSet};
use serde::{Deserialize, Serialize};

/// Whether anything is claimed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Claims {
    /// Voters whose disk was lost.
    wiped: NodeSet,
    /// Those of them that were removed since, and are not added again.
    removed: NodeSet,
    /// Whether something was broken while nothing was claimed.
    given_up: bool,
    /// The servers whose disks were lost since something was claimed last.
    lost: NodeSet,
    /// The servers that were given messages which no server sent.
    forged: NodeSet,
    /// The latest configuration that was committed; the set-up's before any.
    committed: Option<Membership>,
}

impl Claims {
    /// Whether a broken invariant counts.
    pub fn hold(&self) -> bool {
        self.wiped.is_empty() && self.removed.is_empty() && !self.given_up
    }

    /// The servers since the wipe of which nothing is claimed; none while something is.
    pub fn lost(&self) -> NodeSet {
        self.lost
    }

    /// Whether something was broken meanwhile, so that nothing is claimed for the rest of the run.
    pub fn are_given_up(&self) -> bool {
        self.given_up
    }

    /// A server lost its disk.
    pub fn wiped(&mut self, node: NodeId) {
        let is_out = self.committed.is_some_and(|membership| !membership.members().contains(node));
        if is_out {
            self.removed.insert(node)
        } else {
            self.wiped.insert(node)
        }
        self.lost.insert(node);
    }

    /// Servers were given messages that no server sent. They may have promised what nobody asked, so nothing is claimed for
    /// the rest of the run.
    pub fn forged(&mut self, nodes: NodeSet) {
        self.given_up = true;
        self.forged = self.forged.union(nodes);
    }

    /// The servers that were given messages which no server sent.
    pub fn forged_at(&self) -> NodeSet {
        self.forged
    }

    /// Something is broken that does not count.
    pub fn give_up(&mut self) {
        self.given_up = true;
    }

    /// A configuration was committed.
    pub fn configured(&mut self, membership: Membership) {
        self.committed = Some(membership);
        let out = self.wiped.difference(membership.members());
        self.removed = self.removed.union(out).difference(membership.voters);
        self.wiped = self.wiped.difference(out);
        if self.hold() {
            self.lost = NodeSet::EMPTY;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wiped_voter_counts_again_once_it_was_removed_and_added() {
        let node = |number| NodeId::new(number).unwrap();
        let of = |numbers: &[usize]| Membership::of(numbers.iter().map(|number| node(*number)).collect());
        let mut claims = Claims::default();
        claims.configured(of(&[1, 2, 3]));
        claims.wiped(node(3));
        assert!(!claims.hold());
        claims.configured(of(&[1, 2]));
        assert!(!claims.hold(), "removed, and not added again");
        claims.configured(Membership { learners: of(&[3]).voters, ..of(&[1, 2]) });
        assert!(!claims.hold(), "it has no vote yet");
        claims.configured(of(&[1, 2, 3]));
        assert!(claims.hold());
        claims.configured(of(&[1, 2]));
        claims.wiped(node(3));
        assert!(!claims.hold(), "who has not heard that it is out still counts its vote");
        claims.configured(of(&[1, 2, 3]));
        assert!(claims.hold());
        assert!(claims.lost().is_empty());
        claims.wiped(node(1));
        claims.give_up();
        claims.configured(of(&[2, 3]));
        claims.configured(of(&[1, 2, 3]));
        assert!(!claims.hold() && claims.are_given_up(), "what was broken is broken");
        assert_eq!(claims.lost(), NodeSet::EMPTY.with(node(1)));
    }
}
