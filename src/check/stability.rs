//! Stability: with all nodes up and linked, no loss and default timings for 2 s, no term changes from then on, unless
//! leadership is handed over: then the successor leads the next term.
//!
//! From then on, or from when there is a leader: chance may split the votes for longer than that.

use super::Facts;
use crate::raft::{Membership, Term};
use crate::sim::{Actor, Field, HandOver, Instant, World};
use serde::{Deserialize, Serialize};

/// How long all nodes are up and linked until terms no longer change, µs.
const STABILITY_US: u64 = 2_000_000;

/// How long a transfer may take, µs: some ten rounds of messages, and longer than the leader goes on with it.
const HAND_OVER_US: u64 = 1_000_000;

/// The highest term of the members, and since when nothing disturbed it, once it must no longer change; and a transfer
/// that the leader of a stable cluster took.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Stability {
    stable: Option<(Instant, Term)>,
    hand_over: Option<HandOver>,
}

impl Stability {
    /// Looks at a cluster that nothing has disturbed since an instant.
    pub fn look(&mut self, world: &World, membership: &Membership, since: Instant) -> Option<Facts> {
        let up = world.nodes().iter().all(|node| world.server(node).live().is_some());
        // Cuts between a client and a node change no term.
        if !up || world.network().has_cuts_between_nodes() {
            *self = Stability::default();
            return None;
        }
        let term = membership.members().iter().map(|node| world.server(node).current_term()).max()?;
        // A server that is out of the cluster may stand just when no leader is heard.
        let hand_over = if world.nodes() == membership.members() {
            self.look_at_hand_over(world, term)
        } else {
            self.hand_over = None;
            None
        };
        hand_over.or_else(|| self.look_at_term(world, term, since))
    }

    fn look_at_term(&mut self, world: &World, term: Term, since: Instant) -> Option<Facts> {
        // A message that was held up may still bring a term from before.
        if world.now() < since.after(STABILITY_US)
            || (self.stable.is_none() && world.leading().is_none())
            || world.network().in_flight().any(|envelope| envelope.sent_at <= since)
        {
            self.stable = None;
            return None;
        }
        match self.stable.replace((since, term)) {
            Some((stable_since, before)) if stable_since == since && before != term => Some(vec![
                ("term", Field::Number(term.0)),
                ("before", Field::Number(before.0)),
                ("successor", Field::Who(None)),
            ]),
            Some(_) | None => None,
        }
    }

    /// A transfer counts if the leader of a stable cluster took it since the last look. The time that it may take is over
    /// once, and then the successor leads.
    fn look_at_hand_over(&mut self, world: &World, term: Term) -> Option<Facts> {
        let new = self.stable.and_then(|(since, stable)| {
            world.latest_hand_over().filter(|hand_over| since < hand_over.at && hand_over.term == stable)
        });
        // Anything that disturbs the cluster meanwhile, the world forgets it by.
        self.hand_over = self.hand_over.filter(|known| world.latest_hand_over() == Some(*known)).or(new);
        let HandOver { to, term: before, .. } =
            self.hand_over.take_if(|hand_over| hand_over.at.after(HAND_OVER_US) <= world.now())?;
        let is_done = world.leading() == Some(to) && term == Term(before.0 + 1);
        (!is_done).then(|| {
            vec![
                ("term", Field::Number(term.0)),
                ("before", Field::Number(before.0)),
                ("successor", Field::Who(Some(Actor::Node(to)))),
            ]
        })
    }
}
