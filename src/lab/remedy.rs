//! What may bring something that is missing: time, or something that is done. "Why not?" offers what works.

use super::args::{Args, name, number};
use super::view::{Arg, Offer};
use crate::kv::Command;
use crate::raft::{Change, NodeId};
use crate::script::{Influence, Nodes, Step};
use crate::sim::{Actor, ClientId, DiskState, Link, MessageId, Tampering, Which};

/// What may bring something that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Time passes.
    Wait,
    /// All cuts are removed.
    Heal,
    /// A node that is down restarts.
    Restart(NodeId),
    /// A paused node goes on.
    Resume(NodeId),
    /// A disk that is full, or whose fsync fails, does its work again.
    MendDisk(NodeId),
    /// A link is joined.
    Join(Link),
    /// A message arrives now.
    Deliver(MessageId),
    /// A node stands for election.
    Timeout(NodeId),
    /// Leadership is handed over to a node.
    Transfer(NodeId),
    /// A server is added.
    Add(NodeId),
    /// A client asks a node for a write.
    Write(ClientId, NodeId),
}

impl Remedy {
    /// A link is joined.
    pub fn join(from: Actor, to: Actor, both_ways: bool) -> Remedy {
        Remedy::Join(Link { from, to, both_ways })
    }

    /// What is done; nothing, where time passes.
    pub fn influence(&self) -> Option<Influence> {
        Some(match *self {
            Remedy::Wait => return None,
            Remedy::Heal => Influence::Heal,
            Remedy::Restart(node) => Influence::Restart(Nodes::Named(vec![node])),
            Remedy::Resume(node) => Influence::Resume(node),
            Remedy::MendDisk(node) => Influence::Disk(node, DiskState::Well),
            Remedy::Join(link) => Influence::Join(link),
            Remedy::Deliver(message) => Influence::Tamper(Which::One(message), Tampering::Deliver),
            Remedy::Timeout(node) => Influence::Timeout(node),
            Remedy::Transfer(node) => Influence::Transfer(node, None),
            Remedy::Add(node) => Influence::Change(Change::Add(node), None),
            Remedy::Write(client, node) => {
                let command = Command::Set { key: "x".into(), value: "1".into() };
                Influence::Ask { client, command, to: Some(node) }
            }
        })
    }

    /// The offer of it, which shows after so many µs.
    pub fn offer(&self, shows_after_us: u64) -> Offer {
        let ms = shows_after_us.div_ceil(1_000).max(1);
        let influence = self.influence();
        let passes_ms = influence.is_none().then_some(ms as f64);
        let statement = influence.map_or(Step::Run(1_000 * ms), Step::Do).to_string();
        let (key, args): (&str, Vec<(&str, Arg)>) = match *self {
            Remedy::Wait => ("wait", vec![("ms", number(ms))]),
            Remedy::Heal => ("heal", vec![]),
            Remedy::Restart(node) => ("restart", vec![("node", name(node))]),
            Remedy::Resume(node) => ("resume", vec![("node", name(node))]),
            Remedy::MendDisk(node) => ("disk", vec![("node", name(node))]),
            Remedy::Join(Link { from, to, both_ways }) => {
                let ways = if both_ways { "both" } else { "one" };
                ("join", vec![("ways", name(ways)), ("from", name(from)), ("to", name(to))])
            }
            Remedy::Deliver(MessageId(message)) => ("deliver", vec![("message", name(format_args!("m{message}")))]),
            Remedy::Timeout(node) => ("timeout", vec![("node", name(node))]),
            Remedy::Transfer(node) => ("transfer", vec![("node", name(node))]),
            Remedy::Add(node) => ("add", vec![("node", name(node))]),
            Remedy::Write(client, node) => ("write", vec![("client", name(client)), ("node", name(node))]),
        };
        let args: Args = args.into_iter().map(|(name, arg)| (name.to_string(), arg)).collect();
        Offer { statement, key: format!("offer-{key}"), args, passes_ms }
    }
}
