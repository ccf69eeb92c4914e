//! A server's role, with what only that role knows.

use super::candidate::{Candidate, PreCandidate, Votes};
use super::canonical::Canonical;
use super::follower::Follower;
use super::leader::Leader;
use super::types::NodeId;
use serde::{Deserialize, Serialize};

/// A server's role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// Answers others.
    Follower(Follower),
    /// Asks whether it would be voted for (thesis, §9.6).
    PreCandidate(PreCandidate),
    /// Asks for votes.
    Candidate(Candidate),
    /// Replicates its log.
    Leader(Leader),
}

impl Role {
    /// What it knows as a leader, if it is one.
    pub fn leading(&self) -> Option<&Leader> {
        match self {
            Role::Leader(leader) => Some(leader),
            Role::Follower(_) | Role::PreCandidate(_) | Role::Candidate(_) => None,
        }
    }

    /// What voters answered it, if it asks for votes, or for promises of them.
    pub fn votes(&self) -> Option<Votes> {
        match self {
            Role::PreCandidate(asking) => Some(asking.votes),
            Role::Candidate(candidate) => Some(candidate.votes),
            Role::Follower(_) | Role::Leader(_) => None,
        }
    }

    /// Whether it follows this leader, and has found the logs to agree.
    pub fn follows(&self, leader: NodeId) -> bool {
        matches!(self, Role::Follower(Follower { leader: Some(known), accepted: true }) if *known == leader)
    }

    /// Writes what matters of it where there is no clock.
    pub(super) fn write_canonical(&self, into: &mut Canonical<'_>) {
        match self {
            Role::Follower(Follower { leader, accepted: _ }) => {
                into.number(0);
                into.node(*leader);
            }
            // Refusals are counted for those who look on.
            Role::PreCandidate(PreCandidate { asked_at: _, votes: Votes { granted, refused: _ } }) => {
                into.number(1);
                into.nodes(*granted);
            }
            Role::Candidate(Candidate { votes: Votes { granted, refused: _ } }) => {
                into.number(2);
                into.nodes(*granted);
            }
            Role::Leader(leader) => {
                into.number(3);
                leader.write_canonical(into);
            }
        }
    }

    /// The leader of the term that the server `own` knows, if it knows one; itself if it leads.
    pub(super) fn leader(&self, own: NodeId) -> Option<NodeId> {
        match self {
            Role::Follower(follower) => follower.leader,
            Role::PreCandidate(_) | Role::Candidate(_) => None,
            Role::Leader(_) => Some(own),
        }
    }
}
