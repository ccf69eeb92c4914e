//! What a leader can know of its leadership: who elected it, and who has answered it since, and how long ago.

use super::why::Args;
use super::why_not::{name, number};
use crate::raft::{LocalTime, NodeId, NodeSet};
use crate::sim::World;

/// The arguments of the sentence about a leader: nothing of it is what others believe, but what reached it.
///
/// `known` is `alone` (it is the only voter), `elected` (a majority has answered nothing yet but for its votes),
/// `answered` (a majority answered what it sent less than the shortest election timeout ago) or `doubtful`.
pub fn args(world: &World, node: NodeId) -> Option<Args> {
    let process = world.server(node).live()?;
    let (leader, now) = (process.node.leading()?, world.local_time(node));
    let (membership, timeout_us) = (process.node.membership(), world.settings().raft.election_timeout.min_us);
    let confirmed_at = |peer: NodeId| if peer == node { now } else { leader.confirmed_at(peer) };
    let (reached_at, voters) = (membership.reached(confirmed_at), membership.all_voters());
    let has_answered = |peer: &NodeId| *peer == node || leader.progress(*peer).confirmed_at != LocalTime::default();
    let is_silent = |peer: &NodeId| confirmed_at(*peer).after(timeout_us) <= now;
    let (silent, known): (NodeSet, &str) = if voters == NodeSet::EMPTY.with(node) {
        (NodeSet::EMPTY, "alone")
    } else if reached_at.after(timeout_us) <= now {
        (voters.iter().filter(is_silent).collect(), "doubtful")
    } else if !membership.is_quorum(voters.iter().filter(has_answered).collect()) {
        (NodeSet::EMPTY, "elected")
    } else {
        (NodeSet::EMPTY, "answered")
    };
    let answered = voters.iter().filter(|peer| has_answered(peer) && reached_at <= confirmed_at(*peer)).collect();
    // Of those that are silent, the one that answered last: for so long all of them have been.
    let last_word_at = if known == "doubtful" { silent.iter().map(confirmed_at).max() } else { Some(reached_at) };
    let ago_us = |at: LocalTime| world.true_us(node, now.0.saturating_sub(at.0));
    let mut args = Args::new();
    let mut add = |key: &str, arg| args.insert(key.into(), arg);
    add("known", name(known));
    add("ago-ms", super::view::Arg::Number(ago_us(last_word_at.unwrap_or(now)) as f64 / 1_000.0));
    for (key, nodes) in [("votes", leader.votes()), ("answered", answered), ("silent", silent)] {
        add(&format!("{key}-count"), number(nodes.len() as u64));
        add(key, name(super::feed::list(nodes, ", ")));
    }
    Some(args)
}
