//! The nouns of the protocol: servers, terms, places in a log, times.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The most nodes that a cluster may have; names go from `n1` to `n9`.
pub const MAX_NODES: usize = 9;

/// A server of the cluster, `n1` … `n9`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8")]
pub struct NodeId(u8);

impl NodeId {
    /// The node with this number, 1 … [`MAX_NODES`]; `None` outside that range.
    pub const fn new(number: usize) -> Option<NodeId> {
        if 1 <= number && number <= MAX_NODES { Some(NodeId(number as u8)) } else { None }
    }

    /// Its number, from 1.
    pub const fn number(self) -> usize {
        self.0 as usize
    }

    /// Its place in an array of nodes, from 0.
    pub const fn slot(self) -> usize {
        self.0 as usize - 1
    }
}

/// Bytes from outside name a node that no cluster has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSuchNode;

impl fmt::Display for NoSuchNode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected a node from n1 to n{MAX_NODES}")
    }
}

impl std::error::Error for NoSuchNode {}

impl TryFrom<u8> for NodeId {
    type Error = NoSuchNode;

    fn try_from(number: u8) -> Result<NodeId, NoSuchNode> {
        NodeId::new(number.into()).ok_or(NoSuchNode)
    }
}

impl TryFrom<u16> for NodeSet {
    type Error = NoSuchNode;

    fn try_from(bits: u16) -> Result<NodeSet, NoSuchNode> {
        if bits < 1 << MAX_NODES { Ok(NodeSet(bits)) } else { Err(NoSuchNode) }
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "n{}", self.0)
    }
}

impl fmt::Debug for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A set of nodes, in order of their numbers.
#[derive(Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16")]
pub struct NodeSet(u16);

impl NodeSet {
    /// The empty set.
    pub const EMPTY: NodeSet = NodeSet(0);

    /// The nodes n1 … n`count`.
    ///
    /// # Panics
    /// If `count` is above [`MAX_NODES`].
    pub fn first(count: usize) -> NodeSet {
        assert!(count <= MAX_NODES, "a cluster has at most {MAX_NODES} nodes");
        NodeSet((1 << count) - 1)
    }

    /// Adds a node; adding it twice changes nothing.
    pub fn insert(&mut self, node: NodeId) {
        self.0 |= 1 << node.slot();
    }

    /// The same set with a node more.
    pub fn with(mut self, node: NodeId) -> NodeSet {
        self.insert(node);
        self
    }

    /// The same set without a node.
    pub fn without(self, node: NodeId) -> NodeSet {
        NodeSet(self.0 & !(1 << node.slot()))
    }

    /// Whether it has the node.
    pub const fn contains(self, node: NodeId) -> bool {
        self.0 & (1 << node.slot()) != 0
    }

    /// How many nodes it has.
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether it is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The nodes of both.
    pub const fn union(self, other: NodeSet) -> NodeSet {
        NodeSet(self.0 | other.0)
    }

    /// The nodes that both have.
    pub const fn intersection(self, other: NodeSet) -> NodeSet {
        NodeSet(self.0 & other.0)
    }

    /// The nodes that the other does not have.
    pub const fn difference(self, other: NodeSet) -> NodeSet {
        NodeSet(self.0 & !other.0)
    }

    /// Its nodes, lowest number first.
    pub fn iter(self) -> impl Iterator<Item = NodeId> + Clone {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let lowest = NodeId::new(left.trailing_zeros() as usize + 1)?;
            left &= left - 1;
            Some(lowest)
        })
    }
}

impl FromIterator<NodeId> for NodeSet {
    fn from_iter<I: IntoIterator<Item = NodeId>>(nodes: I) -> NodeSet {
        nodes.into_iter().fold(NodeSet::EMPTY, NodeSet::with)
    }
}

impl fmt::Debug for NodeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// A term: Raft's logical clock (§5.1). 0 before the first election.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize)]
pub struct Term(pub u64);

impl Term {
    /// The term after this one; none after the last that a number can hold.
    pub const fn checked_next(self) -> Option<Term> {
        match self.0.checked_add(1) {
            Some(term) => Some(Term(term)),
            None => None,
        }
    }
}

/// A place in a log. The first entry has index 1; 0 is the place before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize)]
pub struct LogIndex(pub u64);

impl LogIndex {
    /// The place before the first entry.
    pub const ZERO: LogIndex = LogIndex(0);

    /// The index after this one.
    pub const fn next(self) -> LogIndex {
        LogIndex(self.0 + 1)
    }

    /// The index before this one.
    ///
    /// # Panics
    /// At index 0, which has none.
    pub const fn previous(self) -> LogIndex {
        assert!(0 < self.0, "no index comes before 0");
        LogIndex(self.0 - 1)
    }

    /// The index `count` places further.
    pub const fn plus(self, count: usize) -> LogIndex {
        LogIndex(self.0 + count as u64)
    }
}

/// Term and index of an entry, in this order: `a >= b` says that a log which ends at `a` is at
/// least as up-to-date as one which ends at `b` (§5.4.1, "later term first, then longer").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize)]
pub struct LogPosition {
    /// The term of the entry.
    pub term: Term,
    /// The index of the entry.
    pub index: LogIndex,
}

/// The number of a write to the disk, counted up within one life of a node. Writes become durable
/// in this order. 0 stands for what the disk held when that life began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize)]
pub struct WriteSeq(pub u64);

/// A leader's round of AppendEntries, counted up within one leadership: the heartbeat that began it,
/// or, between two heartbeats, the read. Every AppendEntries carries the round that it was sent in,
/// and its reply echoes it, so that a leader knows what is answered and *when* that was asked (§8: a
/// read waits for a round begun after it).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize)]
pub struct Round {
    /// Heartbeats so far.
    pub beat: u64,
    /// Reads since the last of them.
    pub read: u64,
}

/// An instant on a node's own clock, µs. Clocks of different nodes cannot be compared: each runs at a speed of
/// its own. It runs on while a process is paused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize)]
pub struct LocalTime(pub u64);

impl LocalTime {
    /// The instant `us` later.
    pub const fn after(self, us: u64) -> LocalTime {
        LocalTime(self.0.saturating_add(us))
    }
}

/// A name that the caller gives to a client's request or to an order, handed back with the answer. No two requests to one node
/// have the same, over its restarts too: an answer from another node may outlive a crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RequestToken(pub u64);

/// A range of durations, both ends included, in microseconds; the world draws from it uniformly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DurationRange {
    /// The shortest, µs.
    pub min_us: u64,
    /// The longest, µs; never below `min_us`.
    pub max_us: u64,
}

impl DurationRange {
    /// The range of one duration, µs.
    pub const fn exactly(us: u64) -> DurationRange {
        DurationRange { min_us: us, max_us: us }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// §5.4.1: the last terms are compared first, then the lengths.
    #[test]
    fn a_later_term_beats_a_longer_log() {
        let at = |term, index| LogPosition { term: Term(term), index: LogIndex(index) };
        assert!(at(3, 1) > at(2, 9));
        assert!(at(2, 4) > at(2, 3));
        assert!(at(2, 3) >= at(2, 3));
    }

    #[test]
    fn a_node_set_keeps_order_and_forgets_doubles() {
        let node = |n| NodeId::new(n).unwrap();
        let set: NodeSet = [node(9), node(2), node(2)].into_iter().collect();
        assert_eq!(set.iter().map(NodeId::number).collect::<Vec<_>>(), [2, 9]);
        assert_eq!(set.len(), 2);
        assert_eq!(NodeSet::first(3).without(node(2)).len(), 2);
        assert_eq!(NodeId::new(0), None);
        assert_eq!(NodeId::new(10), None);
    }

    #[test]
    fn nodes_are_written_by_their_names() {
        let node = NodeId::new(3).unwrap();
        assert_eq!(format!("{node} {node:?} {:?}", NodeSet::first(2)), "n3 n3 {n1, n2}");
    }
}
