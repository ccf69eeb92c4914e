//! The types that cross the boundary to the page, and no others.
//!
//! Every one is plain data, made from the world and never read back by it. Names are camelCase on
//! the other side. Times are microseconds of virtual time as JavaScript numbers (exact up to 2^53,
//! which is 285 years); seeds and digests are text. Nodes are `"n1"`…`"n9"`, clients `"c1"`…`"c9"`.
//! Nothing here is a sentence: words for people are made from keys and arguments by the catalogues.

pub use super::numbers::*;
pub use clients::{ClientView, HttpView, NodeLog, QueuedView, RequestView};
pub use completion::{CompletionView, LanguageView, OfferView, WordView};
pub use explanation::{Explanation, Finding, Link, Missing, Offer};
pub use film::{FilmLack, FilmStep, FilmView, LedgerColumn, LedgerRow};
pub use futures::{
    ChancePoint, DecidingView, EntryFateView, FuturesView, LossView, NamedShareView, OpenEntryView, OutageView,
    PresentView, ShareView, TurningView,
};
pub use hunt::{FindView, HuntView, ShortView};
pub use lanes::{LaneCall, LaneOrder, LaneReason, LanesView};
pub use leadership::HeardView;
pub use rules::{PresetView, RuleView, RulebookView};
use serde::Serialize;
use std::collections::BTreeMap;
pub use story::{CaptionView, CardView, GoalView, StoryPlace, StoryView};
pub use trace::TraceErrorView;
#[cfg(target_arch = "wasm32")]
use tsify::Tsify;

mod clients;
mod completion;
mod explanation;
mod film;
mod futures;
mod hunt;
mod lanes;
mod leadership;
mod rules;
mod story;
mod trace;

/// An argument of a sentence: a number (formatted by the language) or text (shown as it is).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(untagged)]
pub enum Arg {
    /// A number.
    Number(f64),
    /// A name or other data, never a sentence.
    Text(String),
}

/// Everything that the page draws between two events, windowed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct ClusterView {
    /// The virtual instant, µs.
    pub now_us: f64,
    /// The seed of the run, decimal text.
    pub seed: String,
    /// World events carried out so far (deliveries, timers, fsyncs).
    pub steps: f64,
    /// A live leader that a majority follows, if there is one.
    pub leader: Option<String>,
    /// The nodes n1…nN, in order.
    pub nodes: Vec<NodeView>,
    /// The clients that have done anything, or are cut from a node, in order; at least c1.
    pub clients: Vec<ClientView>,
    /// One-way cuts `[from, to]`, in order; an end may be a client.
    pub cuts: Vec<[String; 2]>,
    /// The groups of the last `partition`, while its walls stand and nothing else was cut between nodes; else empty.
    pub partition: Vec<Vec<String>>,
    /// The first log index of the window that `NodeView::entries` shows.
    pub log_from: f64,
    /// The highest last index of any log.
    pub log_end: f64,
    /// The key-value state, a row a key in order of keys, at most `SnapshotQuery::kv_rows` rows.
    pub kv: Vec<KvRow>,
    /// Rows of the key-value state that were left out.
    pub kv_more: f64,
    /// What the invariants say.
    pub safety: SafetyView,
    /// Where the script stands.
    pub script: ScriptStatus,
    /// The pace of the `load`, if one is on, µs between two commands of a client.
    pub load_every_us: Option<f64>,
    /// The configuration that is in force.
    pub config: ConfigView,
    /// The flaws that are on, in the core's order.
    pub flaws: Vec<String>,
    /// How many rules they break.
    pub rules_broken: f64,
    /// The configuration as the leader has it, or else the node with the latest log; as [`NodeView::membership`].
    pub membership: String,
}

/// What the page asks a snapshot to hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SnapshotQuery {
    /// The first log index wanted.
    pub log_from: u64,
    /// Columns of the log wanted, at most 200.
    pub log_columns: u32,
    /// Rows of the key-value state wanted, at most 200.
    pub kv_rows: u32,
}

/// The configuration in force, for display.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct ConfigView {
    /// Election timeout, shortest and longest, µs.
    pub election_timeout_us: [f64; 2],
    /// Heartbeat interval, µs.
    pub heartbeat_us: f64,
    /// One-way latency, shortest and longest, µs.
    pub latency_us: [f64; 2],
    /// fsync, shortest and longest, µs.
    pub fsync_us: [f64; 2],
    /// Chance that a message is lost, parts per million.
    pub loss_ppm: f64,
    /// Chance that a message is delivered twice, parts per million.
    pub duplicate_ppm: f64,
    /// `"log"`, `"read-index"`, `"lease"` or `"local"`.
    pub reads: String,
    /// Whether a node asks before it stands.
    pub pre_vote: bool,
    /// Whether a leader without a majority's answers steps down.
    pub check_quorum: bool,
    /// `"joint"` or `"single"`.
    pub membership: String,
    /// Applied entries after which a node compacts its log; none if it does not by itself.
    pub snapshot_every: Option<f64>,
    /// How much a clock may run fast or slow, parts per million.
    pub drift_ppm: f64,
    /// The settings beside its flaws that a preset switches on, as far as they are on: `"replication"`,
    /// `"follower-reads"`, `"client-retries"`.
    pub printed: Vec<String>,
}

/// One node.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct NodeView {
    /// `"n1"`…`"n9"`.
    pub name: String,
    /// `"up"`, `"paused"` or `"down"`.
    pub status: String,
    /// `"follower"`, `"learner"`, `"pre-candidate"`, `"candidate"` or `"leader"`; of a node that is down `"follower"`.
    pub role: String,
    /// Its current term (of a node that is down: what its disk holds, as for the next three).
    pub term: f64,
    /// The candidate that it voted for in this term.
    pub voted_for: Option<String>,
    /// Index and term of the last entry in its log; 0 and 0 when it is empty.
    pub last_index: f64,
    /// The term of that entry.
    pub last_term: f64,
    /// The leader of this term that it knows.
    pub leader: Option<String>,
    /// The election timer: when it was armed and when it fires, µs; none for a leader or a node that is down.
    /// Of a paused node it stands still: `[now - elapsed, now + remaining]`.
    pub election_timer: Option<[f64; 2]>,
    /// When a leader's next heartbeat is due, µs.
    pub heartbeat_due_us: Option<f64>,
    /// A candidate's (and a leader's) granted votes, its own among them once durable; a pre-candidate's promises.
    pub votes: Vec<String>,
    /// A candidate's refused votes.
    pub refusals: Vec<String>,
    /// The configuration that it uses (of a node that is down: the cluster's), as the numbers of the voters, of the old
    /// voters (if it is joint), of the learners, and of the voters that newcomers are caught up for: `"245/123//"`.
    pub membership: String,
    /// Votes, or acknowledgements, of its voters that make a majority.
    pub majority: f64,
    /// Those of the old voters that are needed as well; 0 unless its configuration is joint.
    pub majority_outgoing: f64,
    /// Commit index; 0 when down.
    pub commit_index: f64,
    /// Index of the last applied entry; 0 when down.
    pub last_applied: f64,
    /// What its disk holds durably.
    pub disk: DiskView,
    /// Bytes of a leader's snapshot that it has, while there are more to come.
    pub collected_bytes: f64,
    /// The last index that its log was compacted to, and its term; 0 and 0 when nothing was.
    pub base_index: f64,
    /// The term of that entry.
    pub base_term: f64,
    /// The window of its log, from `ClusterView::log_from` or after what is compacted; shorter when the log ends.
    pub entries: Vec<EntryView>,
    /// What a leader knows of each peer; empty for others.
    pub peers: Vec<PeerView>,
    /// Messages that arrived while it was paused.
    pub inbox: f64,
    /// Whether its disk was ever wiped in this run.
    pub wiped: bool,
    /// How much its clock runs fast (above 0) or slow, parts per million.
    pub clock_ppm: f64,
    /// The successor, while a leader hands leadership over.
    pub transfer_to: Option<String>,
    /// How long a leader's lease still runs by its clock, µs; none if it has none.
    pub lease_us: Option<f64>,
    /// The nodes that answered a leader that is up within the last election timeout; empty for other nodes.
    pub heard: Option<HeardView>,
}

/// A node's disk.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct DiskView {
    /// Durable current term.
    pub term: f64,
    /// Durable vote.
    pub voted_for: Option<String>,
    /// Durable last log index.
    pub last_index: f64,
    /// Entries written and not yet durable.
    pub pending_entries: f64,
    /// Whether a term or a vote is written and not yet durable.
    pub pending_hard_state: bool,
    /// When the fsync under way ends, µs.
    pub fsync_due_us: Option<f64>,
    /// `"well"`, `"full"`, `"fails"` or `"torn"`.
    pub state: String,
    /// The last index that its durable snapshot holds; 0 if there is none.
    pub snapshot_index: f64,
    /// That snapshot's size.
    pub snapshot_bytes: f64,
    /// Whether a snapshot is written and not yet durable.
    pub pending_snapshot: bool,
}

/// One log entry, as a cell.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct EntryView {
    /// Its index.
    pub index: f64,
    /// Its term.
    pub term: f64,
    /// What it holds.
    pub command: CommandView,
    /// Whether this node's commit index covers it.
    pub committed: bool,
    /// Whether it is durable on this node's disk.
    pub durable: bool,
}

/// A command. Keys and values are cut to 64 characters (`cut` says so).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct CommandView {
    /// `"no-op"`, `"set"`, `"get"`, `"delete"`, `"cas"` or `"configuration"`.
    pub op: String,
    /// The key, empty for a no-op; of a configuration, its members.
    pub key: String,
    /// The value that a set writes, or the new one of a cas.
    pub value: Option<String>,
    /// The value that a cas expects.
    pub old: Option<String>,
    /// How many characters the key, the value and the old value have, if one of them is cut; 0 of those that are whole.
    pub cut: Option<[f64; 3]>,
    /// The client that asked, and its request id; none for a no-op.
    pub client: Option<String>,
    /// The request id.
    pub request: Option<f64>,
}

/// What a leader knows of one peer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct PeerView {
    /// The peer.
    pub name: String,
    /// The index of the next entry to send.
    pub next_index: f64,
    /// The highest index known to be durable there.
    pub match_index: f64,
    /// AppendEntries with entries that are not answered yet.
    pub in_flight: f64,
    /// `"probe"`, `"replicate"` or `"snapshot"`.
    pub mode: String,
    /// The snapshot that it is being sent: its last index, how many bytes it has of it, and its size.
    pub sending: Option<[f64; 3]>,
}

/// One key of the state machines.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct KvRow {
    /// The key, cut to 64 characters.
    pub key: String,
    /// Its value on each node, in order, cut to 64 characters; null where it is absent.
    pub values: Vec<Option<String>>,
    /// How many characters the key and then each value have, if one of them is cut; 0 of those that are whole.
    pub cut: Option<Vec<f64>>,
}

/// What the invariants say.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct SafetyView {
    /// The names of the invariants that are checked after every event.
    pub invariants: Vec<String>,
    /// Whether anything is claimed: false after a `wipe`.
    pub claimed: bool,
    /// The nodes since the wipe of which nothing is claimed.
    pub wiped: Vec<String>,
    /// Whether nothing is claimed for the rest of the run.
    pub given_up: bool,
    /// The nodes that were given messages of Raft which no node sent; nothing is claimed since.
    pub forged: Vec<String>,
    /// The names of the invariants of safety that were broken while nothing was claimed.
    pub unclaimed: Vec<String>,
    /// The violations, first to last, at most one an invariant.
    pub violations: Vec<ViolationView>,
    /// Whether the clients' history is linearizable: `"holds"`, `"violated"`, or `"undecided"`. It is no invariant: a
    /// cluster may be set up so that reads are stale.
    pub linearizability: String,
    /// The answers that no order of the calls explains, first to last, at most 20; their `invariant` is
    /// `"linearizability"`.
    pub unordered: Vec<ViolationView>,
    /// How many such answers there are.
    pub unordered_count: f64,
}

/// A broken invariant.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct ViolationView {
    /// Its name.
    pub invariant: String,
    /// When, µs.
    pub at_us: f64,
    /// Arguments for the sentence `violation-NAME`.
    pub args: BTreeMap<String, Arg>,
}

/// Where the script stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct ScriptStatus {
    /// `"running"`: statements are left; `"free"`: all are done and the clock goes on by itself;
    /// `"failed"`: an expectation did not hold or an invariant broke, and the run stands.
    pub state: String,
    /// The line of the statement that is next, or under way, or that failed.
    pub line: Option<f64>,
    /// Its text.
    pub text: Option<String>,
    /// Why it failed: `"expectation"`, `"timeout"` (a `run until`), `"lapse"` (a `run … while`), `"undecided"` (any of
    /// them, of a condition that is too hard to decide), or `"violation"`.
    pub failure: Option<String>,
    /// Where an expectation did not hold, a condition of its kind that does.
    pub found: Option<String>,
}

/// What `advance` or `step` did.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct Advance {
    /// The virtual instant, µs.
    pub now_us: f64,
    /// The event that was recorded last.
    pub event: f64,
    /// How far this universe was ever run, µs.
    pub end_us: f64,
    /// The event that was recorded last then.
    pub end_event: f64,
    /// World events carried out by this call.
    pub steps: f64,
    /// `"reached"` the instant; `"budget"`: the step budget ran out first; `"stopped"`: the run failed and stands;
    /// `"told"`: the reader of a story has to go on first; `"goal"`: a goal was reached at this instant.
    pub stop: String,
    /// Whether anything but the clock changed.
    pub changed: bool,
}

/// Where two universes differ first.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// The first event of this one that the other does not have there; none if there is none as far as both
    /// were run.
    pub here: Option<EventView>,
    /// The event that the other has in its place.
    pub there: Option<EventView>,
    /// Whether all of both was compared; false if they were the same for too long.
    pub complete: bool,
}

/// What happened since the last feed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct Feed {
    /// Events with a sentence, oldest first; at most 200, the least telling are left out first.
    pub events: Vec<EventView>,
    /// Events left out.
    pub dropped: f64,
    /// New marks for the time bar.
    pub marks: Vec<Mark>,
}

/// One event, for narration.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct EventView {
    /// Its number in the run.
    pub id: f64,
    /// When, µs.
    pub at_us: f64,
    /// The node or client it happened at; none for the network and the script.
    pub actor: Option<String>,
    /// Its kind: the sentence is `event-KIND` in the catalogues.
    pub kind: String,
    /// The paper's rule that fired: its name is `rule-RULE` in the catalogues.
    pub rule: Option<String>,
    /// The paper's section, as `"§5.2"`.
    pub section: Option<String>,
    /// The event that caused it.
    pub cause: Option<f64>,
    /// The events of the quorum that made it.
    pub because: Vec<f64>,
    /// How telling it is: 0 routine (a heartbeat arrives), 1 worth a line, 2 a turn of events (an election is
    /// won, a node crashes), 3 alarm (an invariant broke).
    pub weight: f64,
    /// The kind of place that it makes, as [`Landmark::name`](super::Landmark::name) has them: `"message"`, `"election"`,
    /// `"commit"`, `"fault"`; none of most.
    pub landmark: Option<String>,
    /// The message it is about, if any.
    pub message: Option<f64>,
    /// Arguments for the sentence.
    pub args: BTreeMap<String, Arg>,
}

/// A mark on the time bar.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct Mark {
    /// When, µs.
    pub at_us: f64,
    /// `"election"` (one is won), `"commit"`, `"fault"`, `"heal"` (restart, resume, join, heal),
    /// `"violation"` (of an invariant, or an answer that no order of the calls explains).
    pub kind: String,
    /// The event.
    pub event: f64,
    /// The node, if one is concerned.
    pub actor: Option<String>,
}

/// One message in flight, whole.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct MessageView {
    /// Its id, as in `drop m17`.
    pub id: f64,
    /// Its name in a script, such as `"AppendEntries"`.
    pub kind: String,
    /// Sender.
    pub from: String,
    /// Receiver.
    pub to: String,
    /// When it was sent, µs.
    pub sent_us: f64,
    /// When it is due, µs.
    pub due_us: f64,
    /// Whether chance has decided that it will be lost.
    pub doomed: bool,
    /// Its fields in the paper's names and order, for a table; the label is `field-NAME` in the catalogues.
    pub fields: Vec<FieldView>,
    /// The entries that it carries, at most 64.
    pub entries: Vec<EntryView>,
}

/// One field of a message.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct FieldView {
    /// The paper's name in kebab case, such as `prev-log-index`.
    pub name: String,
    /// Its value; a text is cut to 64 characters.
    pub value: Arg,
    /// How many characters it has, if it is cut.
    pub chars: Option<f64>,
}

/// What `act` appended to the script.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct Acted {
    /// The whole script after it: time that passed, then the new statement.
    pub script: String,
    /// Statements of the old script that had not run yet and were cut off.
    pub cut: f64,
    /// Whether it could not apply (a restart of a live node) and did nothing.
    pub idle: bool,
}

/// What is wrong with a script, and where.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct ScriptErrorView {
    /// The line, from 1.
    pub line: f64,
    /// The column, from 1, in characters.
    pub column: f64,
    /// What was expected: the sentence is `expected-KEY` in the catalogues.
    pub expected: String,
    /// What stands there instead, cut to 40 characters; empty at the end of a line.
    pub found: String,
}
