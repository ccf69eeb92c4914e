//! The steps of a schedule.

use crate::kv::Command;
use crate::raft::{Change, NodeId, NodeSet};
use crate::script::{Influence, Nodes, Step as Line};
use crate::sim::{ClientId, DiskState, Kind, Setting};
use std::fmt;

/// The number of a step, by which later steps name it. It stays when other steps are taken away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepId(pub u32);

/// A message, named by the step in which it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// The step in which it was sent; 0 for what was sent at the start.
    pub sent_in: StepId,
    /// Its kind.
    pub kind: Kind,
    /// The sender.
    pub from: NodeId,
    /// The receiver.
    pub to: NodeId,
    /// How many messages of this kind that step had sent on this link before this one.
    pub place: u8,
}

impl Parcel {
    /// Whether it is of the same kind on the same link.
    pub fn is_alike(&self, other: &Parcel) -> bool {
        (self.kind, self.from, self.to) == (other.kind, other.from, other.to)
    }
}

/// Something that happens in a cluster whose clock stands still.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A message between nodes is delivered.
    Deliver(Parcel),
    /// A node's election timer fires.
    Timeout(NodeId),
    /// A leader's heartbeat timer fires.
    Beat(NodeId),
    /// A client's request reaches a node.
    Request(Command, NodeId),
    /// A node crashes.
    Crash(NodeId),
    /// A node starts again.
    Restart(NodeId),
    /// A node crashes and loses its disk.
    Wipe(NodeId),
    /// A node's disk gets better or worse.
    Disk(NodeId, DiskState),
    /// A node takes a snapshot because it is told to.
    Snapshot(NodeId),
    /// A node is asked for another configuration.
    Change(Change, NodeId),
    /// A node is asked to hand leadership to another.
    Transfer(NodeId, NodeId),
    /// A setting changes.
    Configure(Setting),
}

impl Step {
    /// Whether this step counts for the depth of a schedule. All do but a change of a setting, which happens to no node.
    pub const fn counts(&self) -> bool {
        !matches!(self, Step::Configure(_))
    }

    /// The message that it delivers, if it delivers one.
    pub const fn delivered(&self) -> Option<Parcel> {
        if let Step::Deliver(parcel) = self { Some(*parcel) } else { None }
    }

    /// The same step where nodes have other names; none if it names a node that is not there.
    pub fn renamed(&self, name: &impl Fn(NodeId) -> Option<NodeId>) -> Option<Step> {
        Some(match self {
            Step::Deliver(parcel) => {
                Step::Deliver(Parcel { from: name(parcel.from)?, to: name(parcel.to)?, ..*parcel })
            }
            Step::Timeout(node) => Step::Timeout(name(*node)?),
            Step::Beat(node) => Step::Beat(name(*node)?),
            Step::Request(command, node) => Step::Request(command.clone(), name(*node)?),
            Step::Crash(node) => Step::Crash(name(*node)?),
            Step::Restart(node) => Step::Restart(name(*node)?),
            Step::Wipe(node) => Step::Wipe(name(*node)?),
            Step::Disk(node, state) => Step::Disk(name(*node)?, *state),
            Step::Snapshot(node) => Step::Snapshot(name(*node)?),
            Step::Change(change, node) => {
                let change = match change {
                    Change::Add(added) => Change::Add(name(*added)?),
                    Change::Remove(removed) => Change::Remove(name(*removed)?),
                    Change::Members(members) => Change::Members(members.iter().map(name).collect::<Option<NodeSet>>()?),
                };
                Step::Change(change, name(*node)?)
            }
            Step::Transfer(to, node) => Step::Transfer(name(*to)?, name(*node)?),
            Step::Configure(setting) => Step::Configure(*setting),
        })
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let influence = match self {
            Step::Deliver(Parcel { kind, from, to, .. }) => {
                return write!(f, "deliver {} {from} -> {to}", kind.name());
            }
            Step::Beat(node) => return write!(f, "heartbeat {node}"),
            Step::Request(command, node) => {
                let client = ClientId::new(1).expect("there is a first client");
                let ask = Influence::Ask { client, command: command.clone(), to: Some(*node) };
                let asked = Line::Do(ask).to_string();
                return write!(f, "{}", asked.replace(" from c1 to ", " to "));
            }
            Step::Timeout(node) => Influence::Timeout(*node),
            Step::Crash(node) => Influence::Crash(Nodes::Named(vec![*node])),
            Step::Restart(node) => Influence::Restart(Nodes::Named(vec![*node])),
            Step::Wipe(node) => Influence::Wipe(*node),
            Step::Disk(node, state) => Influence::Disk(*node, *state),
            Step::Snapshot(node) => Influence::Snapshot(*node),
            Step::Change(change, node) => Influence::Change(*change, Some(*node)),
            Step::Transfer(to, node) => Influence::Transfer(*to, Some(*node)),
            Step::Configure(setting) => Influence::configure(*setting),
        };
        write!(f, "{}", Line::Do(influence))
    }
}

/// A step, and its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// Its number.
    pub id: StepId,
    /// The step.
    pub step: Step,
}
