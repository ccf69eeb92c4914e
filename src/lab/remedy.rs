//! What may bring something that is missing: time, or something that is done. "Why not?" offers it if it works.

use crate::raft::NodeId;
use crate::script::{Influence, Nodes};
use crate::sim::{Actor, DiskState, Link, MessageId, Tampering, Which};

/// What may bring something that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Time passes.
    Wait,
    /// Something is done.
    Do(Influence),
}

impl Remedy {
    /// All cuts are removed.
    pub const HEAL: Remedy = Remedy::Do(Influence::Heal);
}

impl From<Influence> for Remedy {
    fn from(influence: Influence) -> Remedy {
        Remedy::Do(influence)
    }
}

/// A node that is down restarts.
pub fn restart(node: NodeId) -> Remedy {
    Influence::Restart(Nodes::Named(vec![node])).into()
}

/// A disk that is full, or whose fsync fails, does its work again.
pub fn mend_disk(node: NodeId) -> Remedy {
    Influence::Disk(node, DiskState::Well).into()
}

/// A link is joined.
pub fn join(from: Actor, to: Actor, both_ways: bool) -> Remedy {
    Influence::Join(Link { from, to, both_ways }).into()
}

/// A message arrives now.
pub fn deliver(message: MessageId) -> Remedy {
    Influence::Tamper(Which::One(message), Tampering::Deliver).into()
}
