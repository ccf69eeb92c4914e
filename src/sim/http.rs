//! HTTP in the world: what a client that speaks it waits for, and what waits at a node.
//!
//! A client that speaks HTTP asks one node once, as `curl` does. It has no session of its own with the cluster beyond its
//! client's, follows no redirect and does not retry. A node that is not the leader forwards a write to the leader, as a message
//! between the two nodes that cuts, losses and delays hold for, and passes the answer on. What a request means and by which
//! status it is answered stands in [`crate::api`].
//!
//! A connection that is refused or reset is told at once: no message carries it, since the machines are up and it is a process
//! that is down. Behind a cut link there is silence.

use super::actor::{Actor, ClientId};
use super::event::id::EventId;
use super::fields::{Field, Line};
use super::time::Instant;
use crate::api::{AwaitedReply, HttpRequest, HttpResponse};
use crate::kv::{Outcome, RequestId, SessionId};
use crate::raft::{NodeId, told};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How long a node waits before it answers that it has no answer, µs.
pub const NODE_PATIENCE_US: u64 = 5_000_000;

/// How long a client waits before it gives up, µs.
pub const CLIENT_PATIENCE_US: u64 = 10_000_000;

/// Requests that wait at a node, at most: those above are refused.
pub const PENDING_MAX: usize = 64;

/// A request, by the client that made it and its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// The client.
    pub client: ClientId,
    /// The number.
    pub request: RequestId,
}

/// A request on its way to a node: from a client, or forwarded by another node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpSent {
    /// Which one.
    pub call: Call,
    /// What it says.
    pub http: Arc<HttpRequest>,
    /// Session and number of its command: those of the client, or of its idempotency key.
    pub by: (SessionId, RequestId),
    /// Whether a node forwards it.
    pub forwarded: bool,
}

/// An answer on its way back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpReply {
    /// To which request.
    pub call: Call,
    /// What it says.
    pub response: Arc<HttpResponse>,
    /// What the command gave, if it was carried out: what the history of the client is told.
    pub outcome: Option<Outcome>,
}

told! {
    /// Why a client has no answer.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub enum NoAnswer tells Field from Line {
        /// The node is down: the connection is refused.
        Refused => "refused";
        /// The node went down while the client waited.
        Reset => "reset";
        /// Nothing came in time.
        TimedOut => "timed-out";
    }
}

/// The request that a client waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calling {
    /// Its number.
    pub request: RequestId,
    /// What it says.
    pub http: Arc<HttpRequest>,
    /// The node that is asked.
    pub to: NodeId,
    /// When it was sent.
    pub call: Instant,
    /// Session and number of its command.
    pub by: (SessionId, RequestId),
    /// Its place in the history, if it is a command; and whether its answer is that operation's.
    pub operation: Option<(usize, bool)>,
    /// The event of its sending.
    pub waits_since: EventId,
}

/// What a client got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// The number of the request.
    pub request: RequestId,
    /// What it said.
    pub http: Arc<HttpRequest>,
    /// The node that was asked.
    pub to: NodeId,
    /// When it was sent.
    pub call: Instant,
    /// When that was known.
    pub at: Instant,
    /// The answer, or why there is none.
    pub result: Result<Arc<HttpResponse>, NoAnswer>,
}

/// A request that waits at a node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The request.
    pub sent: HttpSent,
    /// Who is answered.
    pub from: Actor,
    /// When it came.
    pub since: Instant,
    /// The event of that.
    pub event: EventId,
    /// The node that it was forwarded to.
    pub forwarded_to: Option<NodeId>,
    /// The reply that it waits for, if it is a message of Raft.
    pub reply: Option<AwaitedReply>,
    /// Whether it was answered that there is no answer in time. The replica may answer it still, and nobody hears that.
    pub is_over: bool,
}

impl Waiting {
    /// Whether the replica's answer to this request is the answer to it.
    pub fn awaits(&self, by: (SessionId, RequestId)) -> bool {
        self.sent.by == by && self.reply.is_none() && self.forwarded_to.is_none()
    }

    /// When the node answers it at the latest.
    pub fn due(&self) -> Instant {
        self.since.after(NODE_PATIENCE_US)
    }
}
