//! Arguments of sentences.

use super::view::Arg;
use crate::raft::NodeId;
use crate::sim::{Instant, World};
use std::collections::BTreeMap;

/// Arguments of a sentence.
pub type Args = BTreeMap<String, Arg>;

/// A number as an argument.
pub fn number(number: u64) -> Arg {
    Arg::Number(number as f64)
}

/// A name as an argument.
pub fn name(name: impl ToString) -> Arg {
    Arg::Text(name.to_string())
}

/// The name of a node as an argument, or `none`.
pub fn maybe(node: Option<NodeId>) -> Arg {
    Arg::Text(node.map_or("none".into(), |node| node.to_string()))
}

/// The time from now on, ms, as an argument; 0 if it is past.
pub fn until_ms(world: &World, at: Instant) -> Arg {
    Arg::Number(at.0.saturating_sub(world.now().0) as f64 / 1_000.0)
}
