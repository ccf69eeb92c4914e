//! What a leader knows of its leadership.

use serde::Serialize;
#[cfg(target_arch = "wasm32")]
use tsify::Tsify;

/// The nodes that answered a leader within the last election timeout, which is the shortest of its own range, by its own clock.
///
/// A vote counts as an answer that came when the leader was elected. Of a joint configuration, which needs a majority of
/// both sets, the set that lacks more is told.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct HeardView {
    /// The voters, itself counted if it is one, in order.
    pub by: Vec<String>,
    /// How many of them are a majority.
    pub needed: f64,
    /// How many voters there are.
    pub of: f64,
    /// Whether it has led for an election timeout, and no majority answered within the last: another may lead.
    pub doubted: bool,
}
