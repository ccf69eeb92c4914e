//! Clients and their requests, as the page draws them.

use super::CommandView;
use serde::Serialize;
#[cfg(target_arch = "wasm32")]
use tsify::Tsify;

/// One client.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct ClientView {
    /// `"c1"`…`"c9"`.
    pub name: String,
    /// The leader it believes in.
    pub believed_leader: Option<String>,
    /// The request it waits for.
    pub outstanding: Option<RequestView>,
    /// Requests that wait for that one, of statements and of a `load`.
    pub queued: f64,
    /// The first of them, oldest first; 20 at most.
    pub queue: Vec<QueuedView>,
    /// Whether a `load` runs on it.
    pub load: bool,
    /// Its answered requests, newest first: 20 at most, fewer when there are many clients.
    pub history: Vec<RequestView>,
}

/// A client's request that was not sent yet.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct QueuedView {
    /// What it will ask, with the id that it will have.
    pub command: CommandView,
    /// The node that it will be sent to first, if a statement names one; else the leader that the client believes in
    /// by then.
    pub to: Option<String>,
    /// Whether a `load` made it.
    pub load: bool,
}

/// A client's request, under way or answered.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct RequestView {
    /// Its id in the client's session; a retry keeps it.
    pub request: f64,
    /// What it asks.
    pub command: CommandView,
    /// The node that it was last sent to.
    pub to: String,
    /// How often it was sent.
    pub tries: f64,
    /// Redirects followed.
    pub redirects: f64,
    /// When it was called, µs.
    pub call_us: f64,
    /// When the client gives up waiting for this try, µs; none once answered.
    pub timeout_us: Option<f64>,
    /// When it was answered, µs.
    pub return_us: Option<f64>,
    /// `"pending"`, `"ok"`, `"value"`, `"absent"` or `"refused"`.
    pub outcome: String,
    /// The value read, cut to 64 characters.
    pub value: Option<String>,
    /// How many characters it has, if it is cut.
    pub value_chars: Option<f64>,
    /// Whether a `load` made it.
    pub load: bool,
    /// Whether no order of the calls explains its answer: a stale read, for one.
    pub unordered: bool,
}
