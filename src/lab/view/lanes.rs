//! Why a history of clients has no order, to be drawn as lanes.

use super::Arg;
use serde::Serialize;
use std::collections::BTreeMap;
#[cfg(target_arch = "wasm32")]
use tsify::Tsify;

/// The smallest part of a history that has no order, and how far an order of it comes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct LanesView {
    /// The question that asks why the unexplained call was answered so; empty for the history of a file.
    pub question: String,
    /// The calls, in the order in which they were made.
    pub calls: Vec<LaneCall>,
    /// The moments of calls and returns are numbered below this, in their order.
    pub moments: f64,
    /// The place in `calls` of the call whose answer no order explains. Its return is the last moment.
    pub unexplained: f64,
    /// The longest order that works, and perhaps the longest with the unexplained call.
    pub orders: Vec<LaneOrder>,
}

/// A call of the part.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct LaneCall {
    /// The client.
    pub client: String,
    /// The arguments of its words (`command`, `lanes-answer`, `lanes-by`): what was asked, and what was answered.
    pub args: BTreeMap<String, Arg>,
    /// The number of the moment of the call.
    pub called: f64,
    /// The same of the return; none if it had not returned when the unexplained call did.
    pub returned: Option<f64>,
    /// When it was called, µs.
    pub call_us: f64,
    /// When it returned, µs.
    pub return_us: Option<f64>,
    /// The event of the call, if it has one.
    pub call_event: Option<f64>,
    /// The event of the return, if it has one.
    pub return_event: Option<f64>,
}

/// An order of some calls that explains their answers, and where it ends.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct LaneOrder {
    /// Places in `calls`.
    pub order: Vec<f64>,
    /// For each of them the number of the latest call's moment up to it: it can have happened right after that.
    pub after: Vec<f64>,
    /// The number of the moment after which nothing can come next: the first at which all of the order has happened and a
    /// call that would be next was made.
    pub cut: f64,
    /// Why each call that would be next cannot be.
    pub reasons: Vec<LaneReason>,
}

/// Why a call cannot come next.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct LaneReason {
    /// Its place in `calls`.
    pub call: f64,
    /// The arguments of the sentence `lanes-reason`, but for `by` and `later`.
    pub args: BTreeMap<String, Arg>,
    /// The place in `calls` of the call that left the value there: its words, `lanes-by`, are the argument `by`.
    pub by: Option<f64>,
    /// The same of a call that comes later in the order, and returned before this one was made: the argument `later`.
    pub later: Option<f64>,
}
