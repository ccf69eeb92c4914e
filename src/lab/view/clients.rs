//! Clients and their requests, as the page draws them.

use super::{CommandView, EventView};
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
    /// The HTTP request that it waits for, or the latest one that is over, if nothing was asked of it by a statement since.
    /// The answer is cut to 64 characters.
    pub http: Option<HttpView>,
    /// Its answered requests, newest first: 20 at most, fewer when there are many clients.
    pub history: Vec<RequestView>,
}

/// What happened at a node, as its process would have written it to its log.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
pub struct NodeLog {
    /// Oldest first.
    pub events: Vec<EventView>,
}

/// An HTTP request of a client, under way or over.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct HttpView {
    /// Its number.
    pub request: f64,
    /// The method.
    pub method: String,
    /// The path, with the query.
    pub path: String,
    /// The body that was sent.
    pub body: String,
    /// The node that is asked.
    pub to: String,
    /// When it was sent, µs.
    pub call_us: f64,
    /// When it was over, µs.
    pub return_us: Option<f64>,
    /// The status of the answer.
    pub status: Option<f64>,
    /// The name of that status.
    pub reason: Option<String>,
    /// The headers of the answer, each a name and a value.
    pub headers: Vec<[String; 2]>,
    /// The body of the answer.
    pub answer: Option<String>,
    /// Why there is no answer: `"refused"`, `"reset"` or `"timed-out"`.
    pub failed: Option<String>,
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
