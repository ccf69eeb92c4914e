//! When a node tells nothing though the others go on: its process was killed, or its file or its stream broke off. It is shown
//! as down then: whatever it is, nothing shows that it runs.

use super::Mirror;
use crate::raft::{MAX_NODES, NodeId, NodeSet};
use crate::sim::{Actor, Event, Instant, What};
use crate::trace::Life;

/// How much longer the others tell than a node whose file has ended, for it to count as silent, µs: a node that runs tells of
/// heartbeats far more often.
const ENDED_US: u64 = 1_000_000;

/// A silence of a node.
#[derive(Clone, Copy, Debug)]
pub struct Silence {
    /// The node.
    pub node: NodeId,
    /// The place of the last event before it.
    pub last: usize,
    /// The place of the event with which the node tells again; beyond the end, if it does not.
    pub until: usize,
}

/// The silences that are over, and what is needed to know of the others.
#[derive(Debug, Default)]
pub struct Silences {
    over: Vec<Silence>,
    /// The place of the last event of each node, by its slot.
    last: [Option<usize>; MAX_NODES],
}

impl Silences {
    /// Takes the event at a place. `broke_off` says whether the node's stream had broken off before, and `life` how the node lived
    /// until then. If a node starts and its last life has not ended, the node was killed. If it tells its state, it has run all
    /// the while, unless its stream had broken off.
    pub fn take(&mut self, place: usize, event: &Event, broke_off: bool, life: impl FnOnce(NodeId) -> Option<Life>) {
        let Some(Actor::Node(node)) = event.actor else { return };
        let last = self.last[node.slot()].replace(place);
        if let Some(last) = last.filter(|_| broke_off || matches!(event.what, What::Started { .. }))
            && life(node).is_some_and(|life| life != Life::Down)
        {
            self.over.push(Silence { node, last, until: place });
        }
    }
}

impl Mirror {
    /// The nodes that are silent where so many events have happened.
    pub(super) fn silent_at(&self, place: usize) -> NodeSet {
        let is_there = |silence: &Silence| silence.last < place && place <= silence.until;
        self.silences().filter(is_there).map(|silence| silence.node).collect()
    }

    pub(super) fn silences(&self) -> impl Iterator<Item = Silence> {
        let going_on = self.intakes.iter().filter_map(|intake| {
            let node = intake.node.filter(|_| intake.is_silent || intake.has_ended)?;
            let last = self.silences.last[node.slot()]?;
            let is_late = intake.is_silent || ENDED_US < self.end_now().since(self.events[last].at);
            is_late.then_some(Silence { node, last, until: usize::MAX })
        });
        self.silences.over.iter().copied().chain(going_on)
    }

    /// The instant of the last event before a place.
    pub(super) fn instant_before(&self, place: usize) -> Instant {
        place.checked_sub(1).map_or(Instant(0), |last| self.events[last].at)
    }
}
