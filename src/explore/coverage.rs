//! What a search has seen: a map of abstract states of the cluster.
//!
//! An abstract state leaves out what has no end, which is times, indexes and terms, and keeps how they compare: the role of
//! each node, the order of their terms, how their logs relate, whether they voted, what is committed, and whether the
//! configuration is changing. Nodes have no names in it. How many runs were made says little about a search; how many
//! such states it has met says more.

use crate::raft::{LogPosition, Node, NodeId, Role};
use crate::sim::World;
use std::collections::HashSet;
use xxhash_rust::xxh3::xxh3_64;

/// The abstract states that were met.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    states: HashSet<u64>,
}

impl Coverage {
    /// Takes in an abstract state. Returns whether it is new.
    pub fn add_state(&mut self, state: AbstractState) -> bool {
        self.states.insert(state.0)
    }

    /// Takes in what another search has met.
    pub fn add(&mut self, other: Coverage) {
        self.states.extend(other.states);
    }

    /// How many were met.
    pub fn len(&self) -> usize {
        self.states.len()
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.states.is_empty()
    }
}

/// A node in an abstract state, a byte each: up or down, its role, the rank of its term, its vote, the rank of its last
/// entry, the length of its log and its commit index, compared with those of the others, and its configuration.
type Face = [u8; 8];

/// An abstract state, as a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AbstractState(u64);

impl AbstractState {
    /// That of a world.
    pub fn of(world: &World) -> AbstractState {
        AbstractState(abstract_state(world))
    }
}

fn abstract_state(world: &World) -> u64 {
    let nodes: Vec<Option<&Node>> =
        world.nodes().iter().map(|node| world.server(node).process.as_deref().map(|process| process.node())).collect();
    let live: Vec<&Node> = nodes.iter().flatten().copied().collect();
    let terms = ranks(live.iter().map(|node| node.current_term()).collect());
    let lasts = ranks(live.iter().map(|node| node.log().last()).collect());
    let lengths = ranks(live.iter().map(|node| node.log().last().index).collect());
    let commits = ranks(live.iter().map(|node| node.commit_index()).collect());
    let mut faces: Vec<Face> = nodes
        .iter()
        .zip(world.nodes().iter())
        .map(|(node, id)| match node {
            None => [0; 8],
            Some(node) => [
                1 + u8::from(world.server(id).live().is_none()),
                role(node.role()),
                rank(&terms, node.current_term()),
                vote(node, id),
                rank(&lasts, node.log().last()),
                rank(&lengths, node.log().last().index),
                rank(&commits, node.commit_index()),
                u8::from(node.membership().is_changing()) + 2 * u8::from(prefix_of_all(node.log().last(), &live)),
            ],
        })
        .collect();
    faces.sort_unstable();
    xxh3_64(faces.as_flattened())
}

fn ranks<T: Ord>(mut values: Vec<T>) -> Vec<T> {
    values.sort_unstable();
    values.dedup();
    values
}

fn rank<T: Ord>(ranks: &[T], value: T) -> u8 {
    ranks.binary_search(&value).unwrap_or_default() as u8
}

fn role(role: &Role) -> u8 {
    match role {
        Role::Follower(follower) => u8::from(follower.leader.is_some()),
        Role::PreCandidate(asking) => 2 + asking.votes.granted.len().min(4) as u8,
        Role::Candidate(candidate) => 7 + candidate.votes.granted.len().min(4) as u8,
        Role::Leader(_) => 12,
    }
}

/// Whether it voted, and whether for itself.
fn vote(node: &Node, id: NodeId) -> u8 {
    node.voted_for().map_or(0, |candidate| if candidate == id { 1 } else { 2 })
}

/// Whether all logs that reach a position agree with it there.
fn prefix_of_all(last: LogPosition, live: &[&Node]) -> bool {
    live.iter().all(|node| node.log().last().index < last.index || node.log().contains(last))
}
