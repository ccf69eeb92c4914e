//! How a node stands at one instant: what a stream of events says of it where it begins amid the node's life, or after a
//! gap.

use crate::kv::Text;
use crate::raft::{Fields, HardState, Hear, Log, LogIndex, Membership, NodeId, RoleName};
use crate::sim::fields::{Line, LineError};

/// The most entries of its log that a node tells at once: the last ones.
pub const TOLD_ENTRIES_MAX: usize = 1_000;

/// The most keys of its store that a node tells at once: the first ones in order.
pub const TOLD_KEYS_MAX: usize = 1_000;

/// How a node stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeState {
    /// Its term and vote.
    pub hard_state: HardState,
    /// Its role.
    pub role: RoleName,
    /// The leader of its term, if the node knows which one leads.
    pub leader: Option<NodeId>,
    /// The end of its log, at most [`TOLD_ENTRIES_MAX`] entries. The base is the place before the first of them.
    pub log: Log,
    /// The configuration in force.
    pub membership: Membership,
    /// The highest index that it knows to be committed.
    pub commit_index: LogIndex,
    /// The highest index that it has applied.
    pub applied_index: LogIndex,
    /// The first keys of its store in order, at most [`TOLD_KEYS_MAX`], each with its value.
    pub keys: Vec<(Text, Text)>,
    /// How many keys the store has.
    pub keys_count: u64,
    /// How many events of the node are missing before this one; 0 at the beginning of a stream.
    pub missed: u64,
}

impl Hear<Line> for NodeState {
    fn hear(_: &'static str, line: &Line) -> Result<NodeState, LineError> {
        Ok(NodeState {
            hard_state: HardState::hear("state", line)?,
            role: RoleName::hear("role", line)?,
            leader: line.node("leader")?,
            log: Log::hear("log", line)?,
            membership: line.membership("configuration")?,
            commit_index: LogIndex::hear("commit-index", line)?,
            applied_index: LogIndex::hear("applied-index", line)?,
            keys: line.pairs("keys")?,
            keys_count: line.count("keys-count")?,
            missed: line.count("missed")?,
        })
    }
}
