//! The numbers of messages: unique in the cluster, over all lives of its nodes.

use crate::raft::NodeId;

/// Bits for the messages of a life, for its lives, and for the node: 53 in all, so that a number of JavaScript holds them.
const COUNTER_BITS: u32 = 37;
const LIFE_BITS: u32 = 12;

/// Counts the messages that a node sends in one life of its process, and numbers them.
pub struct MessageNumbers {
    first: u64,
    count: u64,
}

impl MessageNumbers {
    /// The numbers of a life.
    pub fn of_life(node: NodeId, life: u64) -> MessageNumbers {
        let life = life % (1 << LIFE_BITS);
        let first = (node.number() as u64) << (COUNTER_BITS + LIFE_BITS) | life << COUNTER_BITS;
        MessageNumbers { first, count: 0 }
    }

    /// The next one.
    pub fn next(&mut self) -> u64 {
        self.count = (self.count + 1) % (1 << COUNTER_BITS);
        self.first | self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_nodes_and_no_two_lives_have_the_same_numbers() {
        let first = |node, life| MessageNumbers::of_life(NodeId::new(node).unwrap(), life).next();
        let mut numbers: Vec<u64> = (1..=9).flat_map(|node| (1..=9).map(move |life| first(node, life))).collect();
        assert_eq!(first(2, 3), (2 << 49) + (3 << 37) + 1);
        assert_eq!(first(2, 4096 + 3), first(2, 3), "the number of a life is short");
        assert!(numbers.iter().all(|number| *number < 1 << 53));
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 81);
    }
}
