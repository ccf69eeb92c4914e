//! What a cluster must get done when nothing hinders it: `progress` and `stability`. No algorithm can promise either
//! in every network; so they are claimed of calm ones alone, and it is said here what calm means.

use super::stability::Stability;
use super::{Facts, progress};
use crate::raft::{Membership, NodeId};
use crate::sim::{DiskState, Instant, Settings, World};
use serde::{Deserialize, Serialize};

/// How often it is looked, µs of virtual time.
const PACE_US: u64 = 50_000;

/// Since when a run is calm, and what it has come to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Liveness {
    next_look: Instant,
    /// The configuration that was seen last, and since when it is settled: no step leads on from it, and its leader
    /// is in it.
    membership: Membership,
    settled_since: Instant,
    stability: Stability,
}

/// What was found broken.
#[derive(Debug, Default)]
pub struct Found {
    /// A request that waits for too long.
    pub progress: Option<Facts>,
    /// A term that changed for no reason, or a transfer that failed for none.
    pub stability: Option<Facts>,
}

impl Liveness {
    /// Looks, if it is time to.
    #[inline(always)]
    pub fn look(&mut self, world: &World) -> Option<Found> {
        (self.next_look <= world.now()).then(|| self.look_now(world))
    }

    #[inline(never)]
    fn look_now(&mut self, world: &World) -> Found {
        self.next_look = world.now().after(PACE_US);
        let leader = world.leading();
        let membership = world.membership_under(leader);
        // A leader that is out steps down once that is committed, however long that takes.
        let is_led_from_outside = leader.is_some_and(|leader| !membership.voters.contains(leader));
        if membership != self.membership
            || membership.is_changing()
            || is_led_from_outside
            || waits_unusually_long(world)
        {
            self.membership = membership;
            self.settled_since = world.now();
        }
        if !is_calm(world) {
            self.stability = Stability::default();
            return Found::default();
        }
        let since = world.disturbed_at().max(self.settled_since);
        let progress = progress::look(world, &membership, since);
        Found { progress, stability: self.stability.look(world, &membership, since) }
    }
}

/// Whether anything still waits that was begun before timings were usual: armed timers keep the time that they were
/// armed with, and so does an fsync. Until then a cluster may have no leader, though nothing else hinders it.
fn waits_unusually_long(world: &World) -> bool {
    let usual = Settings::default();
    let latest = |usual_us: u64| world.now().after(usual_us);
    let (latest_election, latest_fsync) = (latest(usual.raft.election_timeout.max_us), latest(usual.fsync.max_us));
    let node_waits = |node: NodeId| {
        let server = world.server(node);
        let timer = server.live().and_then(|process| process.election_timer.as_ref());
        timer.is_some_and(|timer| latest_election < timer.due_at)
            || server.fsync.as_ref().is_some_and(|fsync| latest_fsync < fsync.due_at)
    };
    let latest_client = latest(usual.client_timeout_us);
    let mut clients_due = world.clients().iter().filter_map(|client| world.client_timer(client.id));
    world.nodes().iter().any(node_waits) || clients_due.any(|due| latest_client < due)
}

/// Default timings, whole clocks and disks, and no loss.
fn is_calm(world: &World) -> bool {
    let well = |node: NodeId| world.server(node).disk.state == DiskState::Well;
    world.settings().is_calm() && !world.network().has_traps() && world.nodes().iter().all(well)
}
