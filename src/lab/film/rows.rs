//! The rows of a column, and many as few.

use crate::lab::args::Args;
use crate::lab::view::Arg;
use crate::raft::NodeSet;
use crate::sim::EventId;

/// Disks with a row of their own, at most; more are joined to a row of those that have an entry and one of those that have not.
const DISKS_MAX: usize = 5;

/// A fact.
pub struct Row {
    /// The key of its message.
    pub key: &'static str,
    /// The arguments of its message.
    pub args: Args,
    /// The event from which on it is under way.
    pub sent: Option<EventId>,
    /// The event from which on it holds.
    pub event: EventId,
    /// Whether it holds only because a rule was broken, or is what must not be.
    pub wrong: bool,
    /// Whether it is one of those that must be as many as the column needs.
    pub counts: bool,
}

/// The arguments of a message.
pub fn args(list: impl IntoIterator<Item = (&'static str, Arg)>) -> Args {
    list.into_iter().map(|(name, arg)| (name.to_string(), arg)).collect()
}

/// Rows of nodes, one each in the order of the nodes. Where they are too many, those that say the same become one, which holds
/// once the last of them does.
pub fn joined_if_many(rows: Vec<Row>, nodes: NodeSet) -> Vec<Row> {
    if rows.len() <= DISKS_MAX {
        return rows;
    }
    let mut groups: Vec<(Row, Vec<String>)> = Vec::new();
    for (row, node) in rows.into_iter().zip(nodes.iter()) {
        match groups.iter_mut().find(|(group, _)| group.key == row.key) {
            Some((group, names)) => {
                names.push(node.to_string());
                if group.event < row.event {
                    (group.event, group.sent) = (row.event, row.sent);
                }
                group.wrong |= row.wrong;
            }
            None => groups.push((row, vec![node.to_string()])),
        }
    }
    let named = |(row, names): (Row, Vec<String>)| Row { args: args([("node", Arg::Text(names.join(", ")))]), ..row };
    groups.into_iter().map(named).collect()
}
