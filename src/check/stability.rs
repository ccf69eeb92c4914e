//! Stability: with all nodes up and linked, no loss and default timings for 2 s, no term changes from then on.
//!
//! From then on, or from when there is a leader: chance may split the votes for longer than that.

use super::Facts;
use crate::raft::{Membership, Term};
use crate::sim::{Field, Instant, World};
use serde::{Deserialize, Serialize};

/// How long all nodes are up and linked until terms no longer change, µs.
const STABILITY_US: u64 = 2_000_000;

/// The highest term of the members, and since when nothing disturbed it, once it must no longer change.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Stability {
    stable: Option<(Instant, Term)>,
}

impl Stability {
    /// Looks at a cluster that nothing has disturbed since an instant.
    pub fn look(&mut self, world: &World, membership: &Membership, since: Instant) -> Option<Facts> {
        let up = world.nodes().iter().all(|node| world.server(node).live().is_some());
        // Cuts between a client and a node change no term.
        let calm = up && !world.network().has_cuts_between_nodes() && since.after(STABILITY_US) <= world.now();
        // A message that was held up may still bring a term from before.
        if !calm
            || (self.stable.is_none() && world.leading().is_none())
            || world.network().in_flight().any(|envelope| envelope.sent_at <= since)
        {
            self.stable = None;
            return None;
        }
        let term = membership.members().iter().map(|node| world.server(node).current_term()).max()?;
        match self.stable.replace((since, term)) {
            Some((stable_since, before)) if stable_since == since && before != term => {
                Some(vec![("term", Field::Number(term.0)), ("before", Field::Number(before.0))])
            }
            Some(_) | None => None,
        }
    }
}
