//! Conditions on the present instant.

use crate::check::linearizability::Verdict;
use crate::check::{Checks, Invariant};
use crate::kv::{Outcome, Text};
use crate::raft::{LogIndex, NodeId, NodeSet, RoleName, Term};
use crate::sim::{Actor, ClientId, Latest, OrderState, Process, World};

/// How a number is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
}

impl Comparison {
    /// Every comparison.
    pub const ALL: [Comparison; 3] = [Comparison::Equal, Comparison::AtLeast, Comparison::AtMost];

    /// Its sign in a script.
    pub const fn name(self) -> &'static str {
        match self {
            Comparison::Equal => "=",
            Comparison::AtLeast => ">=",
            Comparison::AtMost => "<=",
        }
    }

    /// Whether two numbers compare so.
    fn holds(self, left: u64, right: u64) -> bool {
        match self {
            Comparison::Equal => left == right,
            Comparison::AtLeast => right <= left,
            Comparison::AtMost => left <= right,
        }
    }
}

/// A number of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Its current term.
    Term,
    /// Its commit index.
    Commit,
    /// Its last applied index.
    Applied,
    /// Its last log index.
    Last,
}

impl Quantity {
    /// Its name in a script.
    pub const fn name(self) -> &'static str {
        match self {
            Quantity::Term => "term",
            Quantity::Commit => "commit",
            Quantity::Applied => "applied",
            Quantity::Last => "last",
        }
    }
}

/// What a node is, as a condition names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeRole {
    /// A follower.
    Follower,
    /// A candidate.
    Candidate,
    /// A pre-candidate.
    PreCandidate,
    /// A leader.
    Leader,
    /// A learner.
    Learner,
    /// Paused, whatever its role.
    Paused,
    /// Down.
    Down,
}

impl NodeRole {
    /// Every role.
    pub const ALL: [NodeRole; 7] = [
        NodeRole::Follower,
        NodeRole::Learner,
        NodeRole::PreCandidate,
        NodeRole::Candidate,
        NodeRole::Leader,
        NodeRole::Paused,
        NodeRole::Down,
    ];

    /// Its name in a script.
    pub const fn name(self) -> &'static str {
        match self {
            NodeRole::Follower => "follower",
            NodeRole::Candidate => "candidate",
            NodeRole::PreCandidate => "pre-candidate",
            NodeRole::Leader => "leader",
            NodeRole::Learner => "learner",
            NodeRole::Paused => "paused",
            NodeRole::Down => "down",
        }
    }
}

/// What became of a client's latest stated request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// It is not answered.
    Pending,
    /// It was answered so.
    Answered(Outcome),
    /// The node that was asked refused it, and the client asks once (`config client-retries off`).
    Error,
    /// It was answered by HTTP, with this status.
    Status(u16),
}

/// A part of a configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Members {
    /// Everyone with a vote; of a joint configuration, in either set.
    Voters,
    /// All servers that get the log and have no vote.
    Learners,
}

impl Members {
    /// Its name in a script.
    pub const fn name(self) -> &'static str {
        match self {
            Members::Voters => "voters",
            Members::Learners => "learners",
        }
    }
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// There is a leader that a majority follows; perhaps this one.
    Leader(Option<NodeId>),
    /// A node has a role.
    Role(NodeId, NodeRole),
    /// A node's number compares so.
    Number(Quantity, NodeId, Comparison, u64),
    /// The terms of a node's log.
    Log(NodeId, Vec<u64>),
    /// A node's state machine holds a value.
    Value(NodeId, Text, Text),
    /// A node's state machine has no such key.
    Absent(NodeId, Text),
    /// What became of a client's latest stated request.
    Reply(ClientId, Reply),
    /// What became of the latest order.
    Order(OrderState),
    /// These are the voters, or the learners, of the configuration in force at a node, or at the leader.
    Members(Members, Option<NodeId>, NodeSet),
    /// Nothing that was stated is outstanding or queued.
    Idle,
    /// There is a leader, and all live nodes have the same.
    Agreed,
    /// An invariant was broken.
    Violated(Invariant),
    /// No invariant was broken.
    Safe,
    /// The clients' history up to now is linearizable.
    Linearizable,
    /// It was not at some instant.
    ViolatedLinearizability,
}

impl Condition {
    /// Whether the condition holds now; with `negated`, whether it fails now. An undecided condition does neither.
    pub fn holds(&self, negated: bool, world: &World, checks: &Checks) -> bool {
        self.truth(world, checks) == Some(!negated)
    }

    /// Whether the condition is undecided now: it neither holds nor fails.
    pub fn is_undecided(&self, world: &World, checks: &Checks) -> bool {
        self.truth(world, checks).is_none()
    }

    /// Whether the condition is true now; none if it is undecided.
    fn truth(&self, world: &World, checks: &Checks) -> Option<bool> {
        Some(match self {
            Condition::Leader(None) => leader(world).is_some(),
            Condition::Leader(Some(node)) => leader(world) == Some(*node),
            Condition::Role(node, role) => role_of(world, *node) == *role,
            Condition::Number(quantity, node, comparison, number) => {
                comparison.holds(quantity_of(world, *node, *quantity), *number)
            }
            Condition::Log(node, terms) => {
                world.server(*node).log().iter().map(|entry| entry.term.0).eq(terms.iter().copied())
            }
            Condition::Value(node, key, value) => value_of(world, *node, key) == Some(value),
            Condition::Absent(node, key) => value_of(world, *node, key).is_none(),
            Condition::Reply(client, Reply::Status(status)) => status_of(world, *client) == Some(*status),
            Condition::Reply(client, reply) => match (&world.clients()[client.slot()].latest, reply) {
                (Latest::Pending(_), Reply::Pending) => true,
                (Latest::Answered(outcome), Reply::Answered(expected)) => outcome == expected,
                (Latest::Failed, Reply::Error) => true,
                (Latest::None | Latest::Pending(_) | Latest::Answered(_) | Latest::Failed, _) => false,
            },
            Condition::Order(state) => world.latest_order() == Some(*state),
            Condition::Members(members, node, nodes) => members_of(world, *node, *members) == Some(*nodes),
            Condition::Idle => world.clients().iter().all(|client| client.is_idle()),
            Condition::Agreed => agreed(world),
            Condition::Violated(invariant) => checks.is_violated(*invariant),
            Condition::Safe => checks.are_safe(),
            Condition::Linearizable => return is_linearizable(world, checks),
            Condition::ViolatedLinearizability => return is_linearizable(world, checks).map(|is| !is),
        })
    }
}

/// The status of a client's latest stated request, if that was one by HTTP and is answered.
pub(super) fn status_of(world: &World, client: ClientId) -> Option<u16> {
    let received = world.clients()[client.slot()].received.as_ref()?;
    received.result.as_ref().ok().map(|response| response.status)
}

/// Whether the clients' history is linearizable; none if it is undecided.
fn is_linearizable(world: &World, checks: &Checks) -> Option<bool> {
    match checks.linearizability().verdict(world) {
        Verdict::Linearizable => Some(true),
        Verdict::NotLinearizable(_) => Some(false),
        Verdict::Undecided(_) => None,
    }
}

/// A live leader that a majority of the voters follows, itself counted.
pub fn leader(world: &World) -> Option<NodeId> {
    leader_followed(world, |_, _| true)
}

/// A leader that can commit: no cut stands between it and a majority of the voters, itself counted, that follows it.
pub fn serving_leader(world: &World) -> Option<NodeId> {
    let cut = |from: NodeId, to: NodeId| world.network().is_cut(Actor::Node(from), Actor::Node(to));
    leader_followed(world, |leader, follower| !cut(leader, follower) && !cut(follower, leader))
}

/// A live leader with a majority of the voters that follow it and of whom `counts` holds, itself counted.
fn leader_followed(world: &World, counts: impl Fn(NodeId, NodeId) -> bool) -> Option<NodeId> {
    world.nodes().iter().find(|node| {
        let Some(process) = world.server(*node).live() else {
            return false;
        };
        if process.node().leading().is_none() {
            return false;
        }
        let term = process.node().current_term();
        let with_it = |other: &NodeId| {
            let follows = || world.server(*other).live().is_some_and(|other| follows(other, *node, term));
            other == node || follows() && counts(*node, *other)
        };
        let followers: NodeSet = process.node().membership().all_voters().iter().filter(with_it).collect();
        process.node().membership().is_quorum(followers)
    })
}

/// Whether a server follows this leader of this term.
fn follows(process: &Process, leader: NodeId, term: Term) -> bool {
    process.node().current_term() == term && process.node().role().follows(leader)
}

/// The role of a node, or why it has none.
pub(super) fn role_of(world: &World, node: NodeId) -> NodeRole {
    match &world.server(node).process {
        None => NodeRole::Down,
        Some(process) if !process.is_live() => NodeRole::Paused,
        Some(process) => match process.node().role_name() {
            RoleName::Follower => NodeRole::Follower,
            RoleName::Learner => NodeRole::Learner,
            RoleName::PreCandidate => NodeRole::PreCandidate,
            RoleName::Candidate => NodeRole::Candidate,
            RoleName::Leader => NodeRole::Leader,
        },
    }
}

/// A number of a node; of one that is down, what its disk holds, and 0 for what no disk holds.
pub(super) fn quantity_of(world: &World, node: NodeId, quantity: Quantity) -> u64 {
    let server = world.server(node);
    match quantity {
        Quantity::Term => server.current_term().0,
        Quantity::Commit => server.commit_index().0,
        Quantity::Applied => server.last_applied().0,
        Quantity::Last => server.log().last().index.0,
    }
}

/// The value of a key in the store of a node; none if the node is down.
pub(super) fn value_of<'a>(world: &'a World, node: NodeId, key: &str) -> Option<&'a Text> {
    world.server(node).process.as_deref()?.replica.store().get(key)
}

/// The voters, or the learners, of the configuration in force at a node; of one that is down, of what its disk holds.
/// Without a node, at the leader; nothing if there is no leader.
pub(super) fn members_of(world: &World, node: Option<NodeId>, members: Members) -> Option<NodeSet> {
    let membership = world.membership_at(node.or_else(|| leader(world))?);
    Some(match members {
        Members::Voters => membership.all_voters(),
        Members::Learners => membership.learners,
    })
}

/// Whether there is a leader, and all live servers of its configuration have its log, all of it committed and applied,
/// and the same store.
fn agreed(world: &World) -> bool {
    let Some(leader) = leader(world).and_then(|leader| world.server(leader).live()) else {
        return false;
    };
    // A server that was removed from the cluster is not sent what comes after.
    let mut live = leader.node().membership().members().iter().filter_map(|node| world.server(node).live());
    let Some(first) = live.next() else {
        return false;
    };
    let end = first.node().log().last();
    let settled = |process: &Process| -> bool {
        let (last, index): (_, LogIndex) = (process.node().log().last(), end.index);
        last == end && process.node().commit_index() == index && process.replica.last_applied() == index
    };
    settled(first)
        && live.all(|process| settled(process) && process.replica.store().iter().eq(first.replica.store().iter()))
}
