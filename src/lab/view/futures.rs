//! What may happen next, over many futures; and when a loss became sure.

use super::{CommandView, EventView};
use serde::Serialize;
#[cfg(target_arch = "wasm32")]
use tsify::Tsify;

/// The present that futures begin at.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct PresentView {
    /// The instant, µs.
    pub now_us: f64,
    /// The event recorded last.
    pub event: f64,
    /// The nodes that exist.
    pub nodes: Vec<String>,
    /// The leader that can commit, if there is one.
    pub leader: Option<String>,
    /// The entries that are not committed, by index and term; 48 at most.
    pub entries: Vec<OpenEntryView>,
    /// How many more there are.
    pub more_entries: f64,
}

/// An entry that is not committed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct OpenEntryView {
    /// Its index.
    pub index: f64,
    /// Its term.
    pub term: f64,
    /// What it holds.
    pub command: CommandView,
    /// The nodes whose logs have it; of a node that is down, the disk.
    pub holders: Vec<String>,
    /// Whether its client was told that it is done.
    pub acknowledged: bool,
}

/// Futures in which something is so.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct ShareView {
    /// How many.
    pub futures: f64,
    /// The lowest number of one; none if there is none.
    pub example: Option<f64>,
}

/// Futures in which a node leads at the end, or none does, or something is broken.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct NamedShareView {
    /// The node, or `none`; or what is broken: an invariant, or `linearizability`.
    pub name: String,
    /// The futures.
    pub share: ShareView,
}

/// Futures whose outage ended and lasted so long.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct OutageView {
    /// At least this, µs.
    pub from_us: f64,
    /// Less than this, µs.
    pub to_us: f64,
    /// The futures.
    pub share: ShareView,
}

/// What becomes of an entry.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct EntryFateView {
    /// It is committed.
    pub committed: ShareView,
    /// It is lost.
    pub lost: ShareView,
}

/// How a rule, or a flaw, goes together with a loss.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct DecidingView {
    /// Its name.
    pub name: String,
    /// Whether it is a flaw, and not a rule.
    pub is_flaw: bool,
    /// Of the futures that lose, the part in which it fired.
    pub fired_where_lost: f64,
    /// Of the others, the part in which it fired.
    pub fired_where_kept: f64,
    /// Of the futures in which it fired, the part that loses.
    pub lost_where_fired: f64,
}

/// Futures of one present.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct FuturesView {
    /// How many.
    pub futures: f64,
    /// Who leads at the end: each node that does in one of them, by number, then `none`.
    pub leaders: Vec<NamedShareView>,
    /// Those in which there was a leader all the time.
    pub no_outage: ShareView,
    /// Those whose outage ended, by its length.
    pub outages: Vec<OutageView>,
    /// Those whose outage had not ended.
    pub unended: ShareView,
    /// The median outage of all, µs; none if more than half have not ended, or there are none.
    pub median_us: Option<f64>,
    /// What became of each entry of the present, in their order.
    pub entries: Vec<EntryFateView>,
    /// What is broken in some.
    pub broken: Vec<NamedShareView>,
    /// Those that lose an acknowledged write.
    pub writes_lost: ShareView,
    /// Those that lose anything: an entry, an acknowledged write, or an invariant.
    pub losses: ShareView,
    /// The rules that go together with a loss, the most telling first.
    pub deciding: Vec<DecidingView>,
}

/// Something that a run lost.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct LossView {
    /// What was broken: an invariant, or `linearizability`; none if an entry was lost.
    pub broken: Option<String>,
    /// The entry that was lost; its holders are those that it ever had.
    pub entry: Option<OpenEntryView>,
    /// When, µs.
    pub at_us: f64,
    /// The event by which it was lost.
    pub event: f64,
}

/// The chance of a loss, at an event.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct ChancePoint {
    /// The instant, µs.
    pub at_us: f64,
    /// The event recorded last.
    pub event: f64,
    /// The futures that lose.
    pub lost: f64,
    /// All futures that were run from here.
    pub futures: f64,
}

/// What is known of the losses of a run, and of the point from which one was sure.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct TurningView {
    /// Whether the run was read to its end.
    pub is_read: bool,
    /// What the run lost, the most telling first; all of it once the run is read.
    pub losses: Vec<LossView>,
    /// The loss that is asked about, by its place; none before one is.
    pub asked: Option<f64>,
    /// How much of the work is done, 0 to 1.
    pub part: f64,
    /// The chance of the loss over time.
    pub points: Vec<ChancePoint>,
    /// The event from which the loss was sure; none before it is found.
    pub sure: Option<EventView>,
    /// The rules that decided where the chance was nearest to a half.
    pub deciding: Vec<DecidingView>,
    /// Futures that were run.
    pub futures: f64,
    /// Whether all is done.
    pub is_done: bool,
}
