//! The film of a counterexample.

use super::{Arg, EventView};
use serde::Serialize;
use std::collections::BTreeMap;
#[cfg(target_arch = "wasm32")]
use tsify::Tsify;

/// The film of a counterexample.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct FilmView {
    /// What breaks at its end: an invariant, or `linearizability`; none if nothing does.
    pub broken: Option<String>,
    /// The flaws that what breaks follows from; where none decided, those that are on.
    pub flaws: Vec<String>,
    /// The settings and the steps of the script.
    pub statements: f64,
    /// Where the film pauses, first to last.
    pub steps: Vec<FilmStep>,
    /// What the broken invariant compares, side by side.
    pub ledger: Vec<LedgerColumn>,
}

/// An event at which the film of a counterexample pauses.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct FilmStep {
    /// The event.
    pub event: f64,
    /// The last event of what is done with it in one go: the facts are shown as of this.
    pub upto: f64,
    /// Its instant, µs.
    pub at_us: f64,
    /// The events to tell, in their order; the last step also tells what is broken.
    pub told: Vec<EventView>,
    /// The rule by which it came about.
    pub rule: Option<String>,
    /// The section of that rule.
    pub section: Option<String>,
    /// The flaw that decided, if one did.
    pub flaw: Option<String>,
    /// The nodes and clients that it is about.
    pub actors: Vec<String>,
    /// The message that it is about, the one that arrived or was sent or lost, as a row of
    /// [`crate::lab::view::MESSAGE_STRIDE`]; empty if there is none. What it says of the due time of a message that is
    /// on its way then is not known here: such a message has its own row among those in flight.
    pub message: Vec<f64>,
    /// What a request lacks from this step on, for most of the time, so that it is never answered.
    pub lacks: Vec<FilmLack>,
}

/// Something that a request lacks.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct FilmLack {
    /// Its sentence, `missing-KEY`.
    pub key: String,
    /// The arguments of its sentence.
    pub args: BTreeMap<String, Arg>,
}

/// Facts that belong together: the votes of one leader, the answers before another, the disks with an entry.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct LedgerColumn {
    /// The message `ledger-KEY`, with its arguments.
    pub key: String,
    /// Its arguments.
    pub args: BTreeMap<String, Arg>,
    /// The event from which on it is so, if it is one.
    pub event: Option<f64>,
    /// Its facts.
    pub rows: Vec<LedgerRow>,
    /// How many of the facts that count must hold, if they are counted.
    pub needed: Option<f64>,
}

/// A fact, with the events from which on it is under way and holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct LedgerRow {
    /// The message `ledger-KEY`, with its arguments.
    pub key: String,
    /// Its arguments.
    pub args: BTreeMap<String, Arg>,
    /// The event from which on it is under way: a message left, or a client asked.
    pub sent: Option<f64>,
    /// The event from which on it holds.
    pub event: f64,
    /// Whether it holds only because a rule was broken, or is what must not be.
    pub wrong: bool,
    /// Whether it is one of those that must be as many as the column needs.
    pub counts: bool,
}
