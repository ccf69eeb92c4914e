//! What is read from a node's state alone.

use super::name_of;
use super::response::{HttpResponse, Status};
use crate::kv::StateMachine;
use crate::raft::{NodeId, NodeSet, RoleName};
use crate::replica::Replica;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// All keys and values of a store, in order of keys.
pub fn all(store: StateMachine) -> HttpResponse {
    HttpResponse::json(Status::Ok, &Pairs(store))
}

struct Pairs(StateMachine);

impl Serialize for Pairs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in self.0.iter() {
            map.serialize_entry(&**key, &**value)?;
        }
        map.end()
    }
}

/// The seven fields of the chapter's `getState`, and ours.
#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Debug {
    node_id: String,
    /// One of the chapter's three words. The chapter has no learners and no pre-votes: this API calls a learner a follower, and a
    /// pre-candidate a candidate.
    state: &'static str,
    term: u64,
    leader_id: Option<String>,
    /// The index of the last entry, which is what the chapter's length is; it compacts nothing.
    log_length: u64,
    commit_index: u64,
    state_machine: Pairs,
    raft: Ours,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct Ours {
    role: &'static str,
    voted_for: Option<String>,
    last_log_index: u64,
    last_log_term: u64,
    last_applied: u64,
    snapshot_index: u64,
    voters: Vec<String>,
    /// The old set of voters, while the configuration is joint.
    outgoing: Vec<String>,
    learners: Vec<String>,
    /// What a leader knows of the others.
    #[serde(skip_serializing_if = "Peers::is_empty")]
    peers: Peers,
}

/// Peers by their names, in order.
struct Peers(Vec<(String, Peer)>);

impl Peers {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Peers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, peer)| (name, peer)))
    }
}

#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct Peer {
    next_index: u64,
    match_index: u64,
}

/// A node's state. It is what this node knows now, confirmed by nobody. The store is a clone, which shares its structure: the text
/// of it, which may be long, can be made elsewhere.
pub fn debug<M: Copy + Default + PartialEq>(replica: &Replica<M>) -> Debug {
    let node = replica.node();
    let (last, membership) = (node.log().last(), node.membership());
    let peer = |peer: NodeId| {
        let progress = node.leading()?.progress(peer);
        let known = Peer { next_index: progress.next_index.0, match_index: progress.match_index.0 };
        Some((name_of(peer), known))
    };
    let ours = Ours {
        role: node.role_name().name(),
        voted_for: node.voted_for().map(name_of),
        last_log_index: last.index.0,
        last_log_term: last.term.0,
        last_applied: replica.last_applied().0,
        snapshot_index: node.snapshot_index().0,
        voters: names(membership.voters),
        outgoing: names(membership.outgoing),
        learners: names(membership.learners),
        peers: Peers(membership.members().without(node.id()).iter().filter_map(peer).collect()),
    };
    Debug {
        node_id: name_of(node.id()),
        state: match node.role_name() {
            RoleName::Follower | RoleName::Learner => "follower",
            RoleName::PreCandidate | RoleName::Candidate => "candidate",
            RoleName::Leader => "leader",
        },
        term: node.current_term().0,
        leader_id: node.leader().map(name_of),
        log_length: last.index.0,
        commit_index: node.commit_index().0,
        state_machine: Pairs(replica.store().clone()),
        raft: ours,
    }
}

impl Debug {
    /// The answer that tells it.
    pub fn response(&self) -> HttpResponse {
        HttpResponse::json(Status::Ok, self)
    }
}

fn names(nodes: NodeSet) -> Vec<String> {
    nodes.iter().map(name_of).collect()
}
