//! How a server ends its role: a handler of the role returns the turn to another, and `node.rs` takes it.

use super::effects::{Effects, Why};
use super::event::{Event, StaleReply, Standing};
use super::types::{NodeId, NodeSet};
use std::ops::ControlFlow;

/// The turn to another role, which is the end of the present one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turn {
    /// The role to take.
    pub to: NextRole,
    /// The decision that leads to it.
    pub why: Why,
}

/// A role to take.
#[derive(Clone, Copy, Debug)]
pub(super) enum NextRole {
    /// A follower that knows no leader.
    Follower,
    /// A pre-candidate, which asks for promises in the present term.
    PreCandidate,
    /// A candidate in the next term.
    Candidate(Standing),
    /// The leader of the present term.
    Leader {
        /// The voters that voted for it.
        votes: NodeSet,
    },
}

/// Whether a server goes on in its role, or turns to another. A turn ends the step of the role: `?` leaves the rest out.
pub(super) type Tenure = ControlFlow<Turn>;

/// The turn to another role.
pub(super) fn turn(to: NextRole, why: Why) -> Tenure {
    ControlFlow::Break(Turn { to, why })
}

/// A message answers no question that this server asks: it is ignored, and the server goes on in its role.
pub(super) fn not_asking(from: NodeId, out: &mut Effects) -> Tenure {
    out.decide(Why::INPUT, Event::ReplyIgnored { from, why: StaleReply::NotAsking });
    ControlFlow::Continue(())
}
