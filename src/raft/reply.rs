//! Answers to what clients and operators ask of a node.

use super::event::TransferRefusal;
use super::membership::ChangeRefusal;
use super::types::{LogIndex, LogPosition, NodeId};

/// What became of a client's command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proposal {
    /// It stands in the leader's log at this position; it is done when *that* entry is applied.
    Appended(LogPosition),
    /// This node does not lead; perhaps it knows the leader.
    NotLeader(Option<NodeId>),
    /// This node leads, and takes no commands, because it hands leadership over to that node.
    HandingOver(NodeId),
}

/// What became of a read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadAnswer {
    /// It may be answered from a state machine that has applied this index.
    Ready(LogIndex),
    /// This node does not lead, or no longer does; perhaps it knows the leader.
    NotLeader(Option<NodeId>),
    /// This node's leader, or the node itself as a leader, could not tell what is committed.
    Unconfirmed,
}

/// An answer to a request that came in this step or an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// To [`super::Input::Propose`], in the same step.
    Proposal(Proposal),
    /// To [`super::Input::Read`].
    Read(ReadAnswer),
    /// To [`super::Input::Change`] and [`super::Input::Transfer`]; several answers tell how far the order is.
    Order(OrderAnswer),
}

/// Why an order is not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderRefusal {
    /// An order to change the configuration.
    Change(ChangeRefusal),
    /// An order to hand leadership over.
    Transfer(TransferRefusal),
}

/// What a leader says of an order, in this step or a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderAnswer {
    /// It is taken, and begins when its turn comes.
    Taken,
    /// It is not taken, or no longer makes sense when its turn comes.
    Refused(OrderRefusal),
    /// The first entry of the change stands here: any later leader goes on from it.
    Appended(LogPosition),
    /// The successor is told to stand.
    SuccessorTold,
    /// The transfer came to nothing, and the leader goes on.
    GivenUp,
    /// The leadership is over, and with it all that waited.
    Lost,
}
