//! What a search for a counterexample has come to.

use serde::Serialize;
#[cfg(target_arch = "wasm32")]
use tsify::Tsify;

/// The share of one worker so far.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct HuntView {
    /// Scripts that were run.
    pub runs: f64,
    /// The events of their runs.
    pub events: f64,
    /// Different states of a cluster that were met.
    pub states: f64,
    /// The number of the next script.
    pub next: f64,
    /// The script in which something breaks, if one was found.
    pub find: Option<FindView>,
}

/// A script in which something breaks.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct FindView {
    /// The number that it was drawn from.
    pub number: f64,
    /// What breaks: an invariant, or `linearizability`.
    pub broken: String,
    /// Its statements.
    pub statements: f64,
}

/// The same, shortened until nothing can be taken away.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct ShortView {
    /// The script, with an `expect violated` at its end.
    pub script: String,
    /// What breaks: an invariant, or `linearizability`.
    pub broken: String,
    /// The virtual instant at which it breaks, µs.
    pub at_us: f64,
    /// Its settings and its steps.
    pub statements: f64,
    /// The events of its run, up to there.
    pub events: f64,
    /// How many scripts were tried on the way.
    pub tried: f64,
    /// Whether more effort would make it no shorter.
    pub is_final: bool,
}
