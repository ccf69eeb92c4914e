//! How a node stands at one instant: what a stream of events says of it where it begins amid the node's life, or after a
//! gap.

use crate::kv::Text;
use crate::raft::{Fields, HardState, Hear, Log, LogIndex, LogPosition, Membership, NodeId, RoleName};
use crate::sim::fields::{Line, LineError};

/// Entries of its log that a node tells at once where it knows them to be committed: the last ones, at most. It tells all that
/// follow its commit index, because any of these may go again.
pub const TOLD_COMMITTED_MAX: u64 = 1_000;

/// The most keys of its store that a node tells at once: the first ones in order.
pub const TOLD_KEYS_MAX: usize = 1_000;

/// Bytes that the entries take in the line that tells them, at most; and the keys with their values as well.
pub const TOLD_BYTES_MAX: usize = 8 << 20;

/// How a node stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeState {
    /// Its term and vote.
    pub hard_state: HardState,
    /// Its role.
    pub role: RoleName,
    /// The leader of its term, if the node knows which one leads.
    pub leader: Option<NodeId>,
    /// The end of its log: see [`TOLD_COMMITTED_MAX`] and [`TOLD_BYTES_MAX`]. The base is the place before the first entry
    /// that is told.
    pub log: Log,
    /// Where the node's own log begins: after this index. None in a trace of before it was told.
    pub compacted_to: Option<LogIndex>,
    /// The last entry in its latest snapshot; the default where it has none. None in a trace of before it was told.
    pub snapshot: Option<LogPosition>,
    /// The configuration in force.
    pub membership: Membership,
    /// The highest index that it knows to be committed.
    pub commit_index: LogIndex,
    /// The highest index that it has applied.
    pub applied_index: LogIndex,
    /// The first keys of its store in order, each with its value: at most [`TOLD_KEYS_MAX`], and [`TOLD_BYTES_MAX`].
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
            compacted_to: if_told("compacted-to", line, |name| LogIndex::hear(name, line))?,
            snapshot: if_told("snapshot", line, |name| line.position(name))?,
            membership: line.membership("configuration")?,
            commit_index: LogIndex::hear("commit-index", line)?,
            applied_index: LogIndex::hear("applied-index", line)?,
            keys: line.pairs("keys")?,
            keys_count: line.count("keys-count")?,
            missed: line.count("missed")?,
        })
    }
}

fn if_told<T>(
    name: &'static str,
    line: &Line,
    hear: impl FnOnce(&'static str) -> Result<T, LineError>,
) -> Result<Option<T>, LineError> {
    if line.has(name) { hear(name).map(Some) } else { Ok(None) }
}
