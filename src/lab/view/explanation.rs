//! Answers to questions about a run.

use super::{Arg, EventView};
use serde::Serialize;
use std::collections::BTreeMap;
#[cfg(target_arch = "wasm32")]
use tsify::Tsify;

/// The answer to a question about the run.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// The question, as it is written: `"entry n3 17"`; of a message, that of its sending.
    pub question: String,
    /// The instant at which it was asked, µs.
    pub asked_us: f64,
    /// The event that was recorded last then.
    pub asked_event: f64,
    /// The question's sentence in the catalogues, with `args`.
    pub asked: String,
    /// What decides, the most telling first: whole sentences, which are said before the answer's.
    pub findings: Vec<Finding>,
    /// The answer's, with `args`.
    pub answer: String,
    /// The arguments of the question's and the answer's.
    pub args: BTreeMap<String, Arg>,
    /// The event that made it so, and its causes back, the latest first.
    pub links: Vec<Link>,
    /// What they go back to: the sentence `root-timer`, `root-act`, `root-start`, `root-far` (it leads too far back),
    /// or `root-none` (nothing happened that made it so).
    pub root: String,
    /// What is missing, where what is asked for is not so.
    pub missing: Vec<Missing>,
}

/// What decides an answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Its sentence in the catalogues: `finding-heard` (a leader that no majority hears), `finding-newer-term` (of which
    /// a leader has not heard), `finding-copies` and `finding-answers` (how many of how many a leader counts),
    /// `finding-stale-read`, `finding-seen-before` (what a stale read did not see), `finding-unordered`.
    pub key: String,
    /// The arguments of its sentence.
    pub args: BTreeMap<String, Arg>,
    /// The event that it speaks of, if there is one to go to.
    pub event: Option<f64>,
}

/// A cause.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct Link {
    /// What happened.
    pub event: EventView,
    /// What else made it: a quorum, a cut.
    pub because: Vec<EventView>,
    /// Causes between this and the one before it that are not shown; arrivals, which only carry them on, not counted.
    pub skipped: f64,
}

/// Something that is missing for a fact to be so.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct Missing {
    /// Its sentence in the catalogues.
    pub key: String,
    /// The arguments of its sentence.
    pub args: BTreeMap<String, Arg>,
    /// What brings it; the lab tried each.
    pub offers: Vec<Offer>,
}

/// A step that is offered because it works.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    /// The step, as a script has it.
    pub statement: String,
    /// Its sentence in the catalogues.
    pub key: String,
    /// The arguments of its sentence.
    pub args: BTreeMap<String, Arg>,
    /// How long it lets pass, ms; nothing if it does something.
    pub passes_ms: Option<f64>,
}
