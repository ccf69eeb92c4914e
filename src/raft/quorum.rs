//! Majorities: pure functions, right for even sizes too.

use super::types::{MAX_NODES, NodeSet};

/// How many of `voters` make a majority: 1 of 1, 2 of 2, 2 of 3, 3 of 4, 3 of 5.
pub const fn majority(voters: usize) -> usize {
    voters / 2 + 1
}

/// How many of `voters` suffice for a quorum: [`majority`], unless a flaw counts otherwise.
pub type Needed = fn(voters: usize) -> usize;

/// Whether `nodes` hold a quorum of `voters`. Nodes that are no voters do not count.
pub fn is_quorum(nodes: NodeSet, voters: NodeSet, needed: Needed) -> bool {
    needed(voters.len()) <= nodes.intersection(voters).len()
}

/// The highest value that a quorum has reached, of every voter's own.
///
/// # Panics
/// Without any voter, and with more than [`MAX_NODES`].
#[inline]
pub fn quorum_value<T: Ord + Copy + Default>(reached: impl Iterator<Item = T>, needed: Needed) -> T {
    // In descending order: the voters are few, and this is asked at every answer.
    let mut sorted = [T::default(); MAX_NODES];
    let mut voters = 0;
    for value in reached {
        let mut place = voters;
        while 0 < place && sorted[place - 1] < value {
            sorted[place] = sorted[place - 1];
            place -= 1;
        }
        sorted[place] = value;
        voters += 1;
    }
    assert!(0 < voters, "a cluster has at least one voter");
    sorted[needed(voters).max(1) - 1]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raft::types::NodeId;

    #[test]
    fn a_majority_is_more_than_half_for_even_sizes_too() {
        let sizes: Vec<usize> = (1..=9).map(majority).collect();
        assert_eq!(sizes, [1, 2, 2, 3, 3, 4, 4, 5, 5]);
    }

    #[test]
    fn who_is_no_voter_does_not_count() {
        let node = |n| NodeId::new(n).unwrap();
        let voters = NodeSet::first(4);
        assert!(!is_quorum(NodeSet::first(2), voters, majority));
        assert!(!is_quorum(NodeSet::first(2).with(node(9)), voters, majority));
        assert!(is_quorum(NodeSet::first(3), voters, majority));
    }

    /// §5.3: tables of acknowledgements, and what a majority of them has reached.
    #[test]
    fn the_majority_value_is_reached_by_a_majority() {
        let reached = |indexes: &[u64]| quorum_value(indexes.iter().copied(), majority);
        assert_eq!(reached(&[5]), 5);
        assert_eq!(reached(&[5, 3]), 3);
        assert_eq!(reached(&[5, 3, 0]), 3);
        assert_eq!(reached(&[5, 5, 0, 0]), 0);
        assert_eq!(reached(&[5, 5, 4, 0]), 4);
        assert_eq!(reached(&[9, 1, 2, 2, 1]), 2);
    }
}
