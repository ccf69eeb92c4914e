//! The protocol: Raft as the paper states it (Ongaro and Ousterhout, "In Search of an Understandable
//! Consensus Algorithm", extended version).
//!
//! # Figure 2, and where it stands
//! | the paper | here |
//! |---|---|
//! | State | [`core`]; persistent part [`storage::HardState`] and [`log::Log`]; a leader's part [`leader::Leader`] and [`progress::Progress`] |
//! | RequestVote RPC, receiver | `voter.rs`, `may_grant_vote` |
//! | AppendEntries RPC, receiver | `follower.rs`, `check_consistency` and `accept` |
//! | Rules for Servers: all | `node.rs`, `settle_term`; applying is the server's (`replica`), up to `Effects::committed` |
//! | Followers, candidates | `candidate.rs` |
//! | Leaders | `leader/replication.rs` |
//! | §6, membership | [`membership::Membership`]; `leader/changes.rs`; candidates that are disregarded: `voter.rs`, `disregards` |
//! | §7, snapshots; figure 13 | `core/snapshots.rs`; a peer that is sent one: `leader/snapshots.rs`, [`progress::Sending`] |
//! | §8, clients: no-op, reads | `leader/replication.rs`, `leader/reads.rs`; a read that a follower takes: `node.rs`, `on_read`; sessions are the state machine's (`kv`) |
//!
//! And from the dissertation (Ongaro, "Consensus: Bridging Theory and Practice"), where the paper is silent:
//! | the thesis | here |
//! |---|---|
//! | §3.10, leadership transfer | `leader/transfer.rs`, and at the successor `node.rs`, `on_timeout_now`; what becomes of orders: `leader.rs` |
//! | §4.1, single-server changes, with the correction of 2015 | `leader/changes.rs`, `may_begin_change` |
//! | §6.2, a leader without its majority steps down | `leader/replication.rs`, `keep_quorum` |
//! | §6.4, reads by lease, and by followers | `leader/reads.rs`; `node.rs`, `on_read_index` |
//! | §9.6, pre-vote | `candidate.rs`, `voter.rs` |
//!
//! # The parts
//! [`node::Node`] is what a server is in every role ([`core`]) and its [`role::Role`]. It matches the role, and hands both to
//! the rule. A rule that ends the role returns the turn to another (`turn.rs`) instead of
//! changing the role under its own feet; what follows it in the step is left out. The fields of the core are private to
//! it: a rule cannot change the log and forget the disk.
//!
//! What a node can decide is stated in tables (`event.rs`): each decision with its fields, its name and its rule. How they
//! are read is in `tell.rs`.
//!
//! Files use one another one way: events, messages and answers know no rule, and no rule knows the node. The rules of one role
//! know no other; a voter's hold in every role (`voter.rs`).
//!
//! # One door
//! [`node::Node::step`] takes one input and fills [`effects::Effects`] with what its server has to do, in the order that
//! is written there; each thing names the decision that asks for it. A step never fails, and never reads a clock, draws a
//! number, or does I/O: what looks like time is a timer that it asked for. A decision is a value first
//! (`may_grant_vote`, `check_consistency`, `may_commit`) and an event after that.
//!
//! # Durability
//! A write is numbered; a message names the write that it must not overtake. So nothing is promised
//! that a crash could take back, and what promises nothing of the log does not wait for it: a leader's AppendEntries
//! leave while its own disk is still busy (thesis, 10.2.1), and its own entry counts when it is durable.
//!
//! # Where this differs from the paper, and why
//! - A refusal carries the paper's hint (§5.3, end), and a leader looks its own log up for the hinted
//!   term, which skips a term at a time.
//! - Several AppendEntries may be in flight to one peer. Then replies cannot be paired with calls by
//!   waiting, so each carries what it answers: the matched index, or the refused one, and the round.
//! - Entries are not sent again by a clock, but on evidence: a reply to a heartbeat that began at least
//!   a whole interval after them, while they are still unanswered. This takes round trips to vary by less
//!   than an interval; where they vary more (a slow disk that releases many answers at once), entries are
//!   sent twice, which does no harm (§5.5).
//! - A message that overtook another, and was refused for that, is sent again when the other has arrived.
//! - A heartbeat goes out in every interval, not only in idle ones. To a peer whose match index is known
//!   it starts from there and carries nothing, so that it is never refused because entries come later.
//! - RequestVote is sent once in an election and not retried (§5.5): the next election asks again.
//! - A leader does not answer a rival of its own term: no rule lets one exist.
//! - A server that heard from a leader within the shortest election timeout disregards candidates that are no voters
//!   (§6); where check-quorum or leases are on, it disregards voters too. A restarted server waits as long, because it
//!   has forgotten what it heard.
//! - A lease counts from the sending of what a majority answered, and is shorter than the election timeout by what two
//!   clocks that err by 5 % can make of it. A leader that ever told a successor to stand has no lease.
//! - The chunks of a snapshot are asked for by the follower (`Wants`), so that a lost or doubled one costs a round trip
//!   and nothing else. A peer whose answers were lost is asked for the base first.
//! - A tail of the log stays behind a snapshot (`Input::Compact`), and a leader keeps what follows a snapshot that is on its
//!   way: a peer under a steady load would be sent one snapshot after another otherwise.
//! - New servers join by an entry that names the voters it leads to, so that any later leader goes on with the change.
//!   A removed server is sent the log for one more election timeout, so that it learns that it is out.
//! - A peer that refuses what it once acknowledged has lost its disk. It is sent everything again;
//!   `match_index` stays, as Figure 2 has it, and no safety is claimed from then on.

mod candidate;
mod canonical;
mod config;
mod core;
mod effects;
mod event;
mod flaw;
mod follower;
mod hear;
mod input;
mod leader;
mod log;
mod membership;
mod message;
mod node;
mod progress;
pub mod quorum;
mod reply;
mod role;
mod rule;
mod storage;
mod tell;
mod turn;
mod types;
mod voter;

pub use candidate::{Candidate, PreCandidate, Votes};
pub use canonical::{Canonical, Names};
pub use config::Config;
pub use effects::{Caused, Effects, Outgoing, TimerRequest, Why};
pub use event::{
    AppendRefusal, AppendedBy, ChangeEvent, Event, PreVoteEvent, RoleName, SnapshotEvent, StaleReply, Standing,
    StepDown, TransferEvent, TransferFailure, TransferRefusal, VoteRefusal, Withheld,
};
pub use flaw::{Flaw, Flaws, Preset};
pub use follower::Follower;
pub use hear::{COUNT_END, Fields, Hear, named};
pub use input::Input;
pub use leader::{CLOCK_ERROR_MAX_PPM, Leader, ORDERS_MAX, PENDING_READS_MAX, PIECE_BYTES_MIN, lease_us};
pub use log::{Log, LogEntry, Payload};
pub use membership::{Change, ChangeRefusal, Configurations, Membership};
pub use message::{AppendAnswer, AppendEntries, Body, Conflict, InstallSnapshot, Message, SnapshotAnswer};
pub use node::Node;
pub use progress::{InFlight, Mode, Progress, Sending};
pub use reply::{OrderAnswer, OrderRefusal, Proposal, ReadAnswer, Reply};
pub use role::Role;
pub use rule::Rule;
pub use storage::{Compaction, Durable, HardState, LogWrite, Snapshot, Write};
pub use tell::{IfAny, Tell, Value};
pub(crate) use tell::{kebab, told};
pub use types::{
    DurationRange, LocalTime, LogIndex, LogPosition, MAX_NODES, NodeId, NodeSet, RequestToken, Round, Term, WriteSeq,
};
