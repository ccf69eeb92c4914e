//! What a script says, once it is read.

use super::condition::Condition;
use crate::kv::Command;
use crate::raft::{Change, NodeId, NodeSet};
use crate::sim::{ClientId, DiskState, Setting, Tampering, Which};

/// A script: a set-up and steps.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Script {
    /// What holds before the first step.
    pub setup: Setup,
    /// The steps, in order.
    pub statements: Vec<Statement>,
}

impl Script {
    /// The servers that its steps add.
    pub fn added(&self) -> NodeSet {
        let added = |statement: &Statement| match statement.step {
            Step::Do(Influence::Change(Change::Add(node), _)) => Some(node),
            Step::Run(_) | Step::RunUntil { .. } | Step::StepEvents(_) | Step::Do(_) | Step::Expect { .. } => None,
        };
        self.statements.iter().filter_map(added).collect()
    }
}

/// What holds before the first step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// The size of the cluster, 1 … 9.
    pub nodes: usize,
    /// The source of all chance.
    pub seed: u64,
    /// Settings, in order.
    pub settings: Vec<Setting>,
}

impl Default for Setup {
    fn default() -> Setup {
        Setup { nodes: 3, seed: 1, settings: Vec::new() }
    }
}

/// A step, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its line in the script, from 1.
    pub line: usize,
    /// The line as it was written, without indentation and comment.
    pub text: String,
    /// What it does.
    pub step: Step,
}

/// What a statement does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Let time pass, µs.
    Run(u64),
    /// Let time pass until a condition holds.
    RunUntil {
        /// The condition.
        condition: Condition,
        /// Whether it shall not hold.
        negated: bool,
        /// At most so long, µs.
        within_us: u64,
    },
    /// Carry out the next events.
    StepEvents(u64),
    /// Something is done to the world, which takes no time.
    Do(Influence),
    /// A condition must hold now.
    Expect {
        /// The condition.
        condition: Condition,
        /// Whether it must not hold.
        negated: bool,
    },
}

/// What a statement does to the world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Influence {
    /// A client's request.
    Ask {
        /// Whose.
        client: ClientId,
        /// What.
        command: Command,
        /// Where it starts, if that is said.
        to: Option<NodeId>,
    },
    /// Clients send commands at a pace.
    Load {
        /// Between two commands of a client, µs.
        every_us: u64,
        /// Which clients.
        clients: Vec<ClientId>,
        /// For how long, µs; for ever if that is not said.
        for_us: Option<u64>,
    },
    /// The load stops.
    LoadOff,
    /// A node crashes.
    Crash(NodeId),
    /// A node restarts.
    Restart(NodeId),
    /// A node stands still.
    Pause(NodeId),
    /// A node goes on.
    Resume(NodeId),
    /// A node crashes and loses its disk.
    Wipe(NodeId),
    /// A node's disk gets better or worse.
    Disk(NodeId, DiskState),
    /// A node's election timer fires.
    Timeout(NodeId),
    /// A node takes a snapshot.
    Snapshot(NodeId),
    /// A node is asked for another configuration; the leader, if none is named.
    Change(Change, Option<NodeId>),
    /// A node is asked to hand leadership to another; the leader, if none is named.
    Transfer(NodeId, Option<NodeId>),
    /// The network is cut into groups.
    Partition(Vec<NodeSet>),
    /// A node is cut off.
    Isolate(NodeId),
    /// A link is cut, both ways if so said.
    Cut(NodeId, NodeId, bool),
    /// A link is joined, both ways if so said.
    Join(NodeId, NodeId, bool),
    /// All cuts are removed.
    Heal,
    /// Something is done to messages.
    Tamper(Which, Tampering),
    /// A setting changes.
    Configure(Setting, String),
    /// All chance starts anew.
    Reseed(u64),
}
