//! Senders and receivers: nodes and clients.

use crate::kv::SessionId;
use crate::raft::{MAX_NODES, NodeId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The most clients that a run may have; names go from `c1` to `c9`.
pub const MAX_CLIENTS: usize = 9;

/// Nodes and clients together, for arrays.
pub const ACTORS: usize = MAX_NODES + MAX_CLIENTS;

/// A client, `c1` … `c9`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClientId(u8);

impl ClientId {
    /// The client with this number, 1 … [`MAX_CLIENTS`]; `None` outside that range.
    pub const fn new(number: usize) -> Option<ClientId> {
        if 1 <= number && number <= MAX_CLIENTS { Some(ClientId(number as u8)) } else { None }
    }

    /// The client whose session it is, if it is one's.
    pub fn of(session: SessionId) -> Option<ClientId> {
        usize::try_from(session.0).ok().and_then(ClientId::new)
    }

    /// Its session with the servers.
    pub const fn session(self) -> SessionId {
        SessionId(self.0 as u64)
    }

    /// Its number, from 1.
    pub const fn number(self) -> usize {
        self.0 as usize
    }

    /// Its place in an array of clients, from 0.
    pub const fn slot(self) -> usize {
        self.0 as usize - 1
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "c{}", self.0)
    }
}

impl fmt::Debug for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A node or a client.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Actor {
    /// A server of the cluster.
    Node(NodeId),
    /// A client of it.
    Client(ClientId),
}

impl Actor {
    /// Everyone that there can be, by place.
    pub fn all() -> impl Iterator<Item = Actor> {
        let nodes = (1..=MAX_NODES).filter_map(NodeId::new).map(Actor::Node);
        nodes.chain((1..=MAX_CLIENTS).filter_map(ClientId::new).map(Actor::Client))
    }

    /// Its place in an array of all actors, from 0.
    pub const fn slot(self) -> usize {
        match self {
            Actor::Node(node) => node.slot(),
            Actor::Client(client) => MAX_NODES + client.slot(),
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Actor::Node(node) => node.fmt(f),
            Actor::Client(client) => client.fmt(f),
        }
    }
}

impl fmt::Debug for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
