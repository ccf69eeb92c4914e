//! What a script says, once it is read.

mod cards;

pub use cards::Card;

use super::condition::Condition;
use super::story::{Heading, StoryStep};
use crate::api::HttpRequest;
use crate::kv::Command;
use crate::raft::{Change, NodeId, NodeSet};
use crate::sim::{ClientId, DiskState, Link, Setting, Tampering, Which, World};
use std::sync::Arc;

/// A script: a set-up and steps.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Script {
    /// What holds before the first step.
    pub setup: Setup,
    /// The steps, in order.
    pub statements: Vec<Statement>,
}

impl Script {
    /// A script with these steps: the one that is read when this one is printed. The first step is no
    /// [`Influence::Configure`], which would be read as a part of the set-up.
    pub fn new(setup: Setup, steps: impl IntoIterator<Item = Step>) -> Script {
        Script { setup, statements: steps.into_iter().map(Statement::new).collect() }
    }

    /// The servers that its steps add.
    pub fn added(&self) -> NodeSet {
        let added = |statement: &Statement| match statement.step {
            Step::Do(Influence::Change(Change::Add(node), _)) => Some(node),
            Step::Run(_)
            | Step::RunWhile { .. }
            | Step::RunUntil { .. }
            | Step::StepEvents(_)
            | Step::Do(_)
            | Step::Story(_)
            | Step::Expect { .. } => None,
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
    /// What the script says of itself.
    pub heading: Heading,
}

impl Default for Setup {
    fn default() -> Setup {
        Setup { nodes: 3, seed: 1, settings: Vec::new(), heading: Heading::default() }
    }
}

/// A step, and how it is written. Its line is known beside the script: see [`super::parse_with_lines`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The line as it was written, without indentation and comment.
    pub text: String,
    /// What it does.
    pub step: Step,
    /// Whether the reader of a story added it, on the way to a goal.
    pub by_reader: bool,
}

impl Statement {
    /// A step whose text is the shortest full form.
    pub fn new(step: Step) -> Statement {
        Statement { text: step.to_string(), step, by_reader: false }
    }
}

/// What a statement does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Let time pass, µs.
    Run(u64),
    /// Let time pass while a condition holds: at the beginning, and after each event.
    RunWhile {
        /// For how long, µs.
        for_us: u64,
        /// The condition.
        condition: Condition,
        /// Whether it shall not hold.
        negated: bool,
    },
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
    /// Something is told, which changes nothing of the run.
    Story(StoryStep),
}

/// The nodes that a statement means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nodes {
    /// These, in the order in which they are written.
    Named(Vec<NodeId>),
    /// All that exist when it is carried out, by number.
    All,
}

impl Nodes {
    /// Who that is now.
    pub fn of(&self, world: &World) -> Vec<NodeId> {
        match self {
            Nodes::Named(nodes) => nodes.clone(),
            Nodes::All => world.nodes().iter().collect(),
        }
    }
}

/// What a statement does to the world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Influence {
    /// A client's request.
    Ask {
        /// The client.
        client: ClientId,
        /// The command.
        command: Command,
        /// Where it starts, if that is said.
        to: Option<NodeId>,
    },
    /// A client makes an HTTP request of a node, once.
    Http {
        /// The client.
        client: ClientId,
        /// What it says.
        request: Arc<HttpRequest>,
        /// The node.
        to: NodeId,
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
    /// Nodes crash.
    Crash(Nodes),
    /// Nodes restart.
    Restart(Nodes),
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
    /// A link is cut.
    Cut(Link),
    /// A link is joined.
    Join(Link),
    /// All cuts are removed.
    Heal,
    /// Something is done to messages.
    Tamper(Which, Tampering),
    /// A setting changes.
    Configure(Setting, String),
    /// All chance starts anew.
    Reseed(u64),
}

impl Influence {
    /// A setting changes to a value that is written in the shortest form.
    pub fn configure(setting: Setting) -> Influence {
        let written = setting.to_string();
        let value = written.split_once(' ').map_or("", |(_, value)| value);
        Influence::Configure(setting, value.to_string())
    }
}
