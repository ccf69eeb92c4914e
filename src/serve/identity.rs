//! The node that a data directory belongs to, and how often a server started from it.

use super::disk::Disk;
use crate::api::name_of;
use crate::raft::NodeId;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io;

const FILE: &str = "identity";

/// What a data directory says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The name of the cluster.
    pub cluster: String,
    /// The number of the node.
    pub node: usize,
    /// How often a server started from it, this time counted. Numbers that must not repeat over the lives of a server
    /// begin with this one, because a clock may be set back.
    pub lives: u64,
}

/// Why a server may not start from a data directory.
#[derive(Debug)]
pub enum IdentityError {
    /// It is another node's, or another cluster's.
    Foreign(Identity),
    /// What it says of itself cannot be read.
    Unreadable(String),
    /// The system refuses it.
    Io(io::Error),
}

/// Begins another life of a node, durably. Returns its number, from 1.
///
/// # Errors
/// If the directory is another node's or cannot be used.
pub fn begin_life(disk: &dyn Disk, cluster: &str, node: NodeId) -> Result<u64, IdentityError> {
    let mut identity = match disk.read(FILE) {
        Ok(bytes) => {
            serde_json::from_slice(&bytes).map_err(|error| IdentityError::Unreadable(format!("{FILE}: {error}")))?
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Identity { cluster: cluster.to_string(), node: node.number(), lives: 0 }
        }
        Err(error) => return Err(IdentityError::Io(error)),
    };
    if identity.cluster != cluster || identity.node != node.number() {
        return Err(IdentityError::Foreign(identity));
    }
    identity.lives += 1;
    // Texts and numbers have no way to fail.
    let bytes = serde_json::to_vec(&identity).expect("an identity is JSON");
    disk.put(FILE, &[&bytes]).map_err(IdentityError::Io)?;
    Ok(identity.lives)
}

impl fmt::Display for IdentityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IdentityError::Foreign(Identity { cluster, node, .. }) => {
                let name = NodeId::new(*node).map_or_else(|| format!("node{node}"), name_of);
                write!(f, "the data directory is that of {name} of the cluster {cluster:?}")
            }
            IdentityError::Unreadable(error) => write!(f, "the data directory does not say whose it is: {error}"),
            IdentityError::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for IdentityError {}
