//! Progress: 5 s after the last fault, with a majority of the voters live and linked, no loss and default timings,
//! every request is answered: that of a client that is cut from no node. One that is cut from a node may be cut from
//! the leader, or be sent to it again and again, and no node is promised to lead. Nothing is claimed of clients that ask
//! once, nor of plain replication.

use super::Facts;
use crate::raft::{Membership, NodeId, NodeSet};
use crate::sim::{Actor, ClientId, Field, Instant, World};

/// How long after the last fault, or after it was made, every request is answered, µs.
const PROGRESS_US: u64 = 5_000_000;

/// A majority of the voters is live and linked, and the other voters cannot reach it: then every request is answered.
pub fn look(world: &World, membership: &Membership, since: Instant) -> Option<Facts> {
    if world.now() < since.after(PROGRESS_US) || !world.settings().is_prompt() {
        return None;
    }
    let late = world.clients().iter().find_map(|client| {
        let outstanding = client.outstanding.as_ref()?;
        let waits_since = outstanding.call.max(since);
        let is_late = waits_since.after(PROGRESS_US) <= world.now() && reaches_every_node(world, client.id);
        is_late.then_some((client.id, outstanding.request.id, waits_since))
    });
    let (client, request, waits_since) = late?;
    has_whole_majority(world, membership).then(|| {
        vec![
            ("client", Field::Who(Some(Actor::Client(client)))),
            ("request", Field::Number(request.0)),
            ("waits-us", Field::Number(world.now().since(waits_since))),
        ]
    })
}

fn reaches_every_node(world: &World, client: ClientId) -> bool {
    let is_cut = |node: NodeId| {
        let (client, node) = (Actor::Client(client), Actor::Node(node));
        world.network().is_cut(client, node) || world.network().is_cut(node, client)
    };
    !world.nodes().iter().any(is_cut)
}

/// Whether a node may win, and commit, with this group: each counts by the latest configuration in its own log, and the
/// newest of all may not have reached who could make it hold.
fn counts_on(world: &World, node: NodeId, group: NodeSet) -> bool {
    let Some(process) = &world.server(node).process else { return false };
    let known = process.node().membership();
    known.is_unknown() || known.is_quorum(group)
}

fn has_whole_majority(world: &World, membership: &Membership) -> bool {
    let live: NodeSet = world.nodes().iter().filter(|node| world.server(*node).live().is_some()).collect();
    let cut = |from: NodeId, to: NodeId| world.network().is_cut(Actor::Node(from), Actor::Node(to));
    let linked = |one: NodeId, other: NodeId| one == other || (!cut(one, other) && !cut(other, one));
    let parted = |one: NodeId, other: NodeId| cut(one, other) && cut(other, one);
    let raft = &world.settings().raft;
    live.iter().any(|seed| {
        let group: NodeSet = live.iter().filter(|node| linked(seed, *node)).collect();
        let whole = group.iter().all(|one| group.iter().all(|other| linked(one, other)));
        // An outsider that still reaches some of the group can depose its leaders again and again, unless voters that
        // hear a leader refuse candidates; a leader outside that no majority answers steps down then.
        let outside = live.difference(group);
        let undisturbed = raft.quorum_patience_us().is_some()
            || outside.iter().all(|outsider| group.iter().all(|node| parted(outsider, node)));
        whole && undisturbed && membership.is_quorum(group) && group.iter().all(|node| counts_on(world, node, group))
    })
}
