//! Clients: actors with a session and one request outstanding, which follow redirects, lose patience,
//! and retry elsewhere under the same request id (§8).

use super::actor::ClientId;
use super::event::id::EventId;
use super::http::{Calling, Received};
use super::time::Instant;
use crate::api::HttpRequest;
use crate::kv::{Command, Outcome, Request, RequestId};
use crate::raft::{NodeId, NodeSet};
use imbl::Vector;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::sync::Arc;

/// Requests that wait in one client's queue, at most; further ones are refused.
pub const QUEUE_MAX: usize = 10_000;

/// How long a client waits after "no leader known", and after other answers that name no node to ask, µs.
pub const NO_LEADER_PAUSE_US: u64 = 50_000;

/// Why a client waits before it asks the next node: what it was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wait {
    /// The node knows no leader.
    NoLeader,
    /// The node hands leadership over to that one, and takes no commands.
    HandingOver(NodeId),
    /// The node cannot tell what is committed.
    Unconfirmed,
}

/// What a client has been asked to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Errand {
    /// Have a command carried out, at whichever node.
    Command(Command),
    /// Make an HTTP request of one node, once.
    Http(Arc<HttpRequest>),
}

/// A request that a client has been asked to make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// What.
    pub errand: Errand,
    /// Where it starts, if that was said.
    pub to: Option<NodeId>,
    /// Whether a statement asked for it, and not a `load`.
    pub stated: bool,
}

/// The request that a client waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outstanding {
    /// The request, as it is sent each time.
    pub request: Request,
    /// Whether a statement asked for it.
    pub stated: bool,
    /// The node that it was last sent to.
    pub to: NodeId,
    /// How often it was sent.
    pub tries: u32,
    /// How many redirects it followed.
    pub redirects: u32,
    /// When it was first sent.
    pub call: Instant,
    /// Why it waits before it asks the next node; none while it waits for an answer.
    pub waiting: Option<Wait>,
    /// The event that it waits since: the latest sending, or that pause.
    pub waits_since: EventId,
    /// Its place in the history.
    pub operation: usize,
}

/// One call, and what it returned: what linearizability is judged by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// The client.
    pub client: ClientId,
    /// The request's number.
    pub request: RequestId,
    /// What was asked.
    pub command: Command,
    /// Whether a statement asked for it.
    pub stated: bool,
    /// When it was called.
    pub call: Instant,
    /// The event of the call.
    pub call_event: EventId,
    /// Its return; none for what never returned.
    pub returned: Option<Returned>,
    /// When it failed, for the client. It may have been carried out all the same, so to the history it never returned.
    pub failed: Option<Instant>,
    /// The node that it was last sent to.
    pub to: NodeId,
    /// How often it was sent.
    pub tries: u32,
    /// How many redirects it followed.
    pub redirects: u32,
}

impl Operation {
    /// Whether the client no longer waits for it.
    pub fn is_over(&self) -> bool {
        self.returned.is_some() || self.failed.is_some()
    }
}

/// The return of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// When.
    pub at: Instant,
    /// Its event, which also orders it among what happened at that instant.
    pub event: EventId,
    /// What was returned.
    pub outcome: Outcome,
}

/// What became of the latest request that a statement asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Latest {
    /// No statement asked for any.
    None,
    /// It is not answered; this many stated requests are to be answered until it is.
    Pending(usize),
    /// It was answered.
    Answered(Outcome),
    /// The node that was asked refused it, and the client does not ask again.
    Failed,
}

/// A client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// Its name.
    pub id: ClientId,
    /// The leader that it believes in.
    pub believed_leader: Option<NodeId>,
    /// What it waits for.
    pub outstanding: Option<Outstanding>,
    /// The HTTP request that it waits for; then it waits for nothing else.
    pub calling: Option<Calling>,
    /// What its latest request got, if a statement asked for it and it was an HTTP request.
    pub received: Option<Arc<Received>>,
    /// What it will ask after that, oldest first.
    pub queue: VecDeque<Ask>,
    /// What became of the latest stated request.
    pub latest: Latest,
    /// Its place on the ring n1 … nN, from 0.
    ring: usize,
    next_request: u64,
    /// The places of its operations in the history, oldest first.
    pub operations: Vector<usize>,
}

impl Client {
    /// A client that has not asked anything.
    pub fn new(id: ClientId) -> Client {
        Client {
            id,
            believed_leader: None,
            outstanding: None,
            calling: None,
            received: None,
            queue: VecDeque::new(),
            latest: Latest::None,
            ring: 0,
            next_request: 1,
            operations: Vector::default(),
        }
    }

    /// Takes a request into the queue. Returns false if that is full.
    pub fn ask(&mut self, ask: Ask) -> bool {
        if QUEUE_MAX <= self.queue.len() {
            return false;
        }
        if ask.stated {
            let waiting = match self.latest {
                Latest::Pending(waiting) => waiting,
                Latest::None | Latest::Answered(_) | Latest::Failed => 0,
            };
            self.latest = Latest::Pending(waiting + 1);
            self.received = None;
        }
        self.queue.push_back(ask);
        true
    }

    /// Takes the next request from the queue, with its number, unless one is outstanding.
    pub fn take_next(&mut self) -> Option<(RequestId, Ask)> {
        if self.outstanding.is_some() || self.calling.is_some() {
            return None;
        }
        let ask = self.queue.pop_front()?;
        let id = RequestId(self.next_request);
        self.next_request += 1;
        Some((id, ask))
    }

    /// How many requests it has begun; they are numbered from 1.
    pub fn begun(&self) -> u64 {
        self.next_request - 1
    }

    /// Makes a command the outstanding request.
    pub fn begin(
        &mut self,
        id: RequestId,
        command: Command,
        (to, stated): (Option<NodeId>, bool),
        now: Instant,
        operation: usize,
    ) -> &Outstanding {
        let n1 = NodeId::new(1).expect("every cluster has n1");
        let to = to.or(self.believed_leader).unwrap_or(n1);
        let request = Request { session: self.id.session(), id, command };
        self.operations.push_back(operation);
        self.outstanding.insert(Outstanding {
            request,
            stated,
            to,
            tries: 0,
            redirects: 0,
            call: now,
            waiting: None,
            waits_since: EventId::default(),
            operation,
        })
    }

    /// Ends the outstanding request with its answer; without one, it failed.
    pub fn finish(&mut self, outcome: Option<&Outcome>) -> Option<Outstanding> {
        let done = self.outstanding.take()?;
        if done.stated {
            self.settle(outcome);
        }
        Some(done)
    }

    /// A request that a statement asked for is over.
    pub fn settle(&mut self, outcome: Option<&Outcome>) {
        self.latest = match (&self.latest, outcome) {
            (Latest::Pending(waiting), _) if 1 < *waiting => Latest::Pending(waiting - 1),
            (_, Some(outcome)) => Latest::Answered(outcome.clone()),
            (_, None) => Latest::Failed,
        };
    }

    /// The next node of the ring, never the one that just failed unless it is the only one.
    pub fn next_on_ring(&mut self, failed: NodeId, nodes: NodeSet) -> NodeId {
        let ring: Vec<NodeId> = nodes.iter().collect();
        let advance = |place: usize| (place + 1) % ring.len();
        self.ring = advance(self.ring);
        if ring[self.ring] == failed {
            self.ring = advance(self.ring);
        }
        ring[self.ring]
    }

    /// Whether nothing that a statement asked for is outstanding or queued.
    pub fn is_idle(&self) -> bool {
        !matches!(self.latest, Latest::Pending(_))
    }

    /// Whether a `load` already has a request here.
    pub fn is_loaded(&self) -> bool {
        let outstanding = self.outstanding.as_ref().is_some_and(|request| !request.stated);
        outstanding || self.queue.iter().any(|ask| !ask.stated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(number: usize) -> NodeId {
        NodeId::new(number).unwrap()
    }

    #[test]
    fn the_ring_never_returns_to_the_node_that_just_failed() {
        let mut client = Client::new(ClientId::new(1).unwrap());
        let nodes = NodeSet::first(3);
        let tried: Vec<NodeId> = [1, 2, 1, 2, 3].into_iter().map(|n| client.next_on_ring(node(n), nodes)).collect();
        assert_eq!(tried, [node(2), node(3), node(2), node(3), node(1)]);
        assert_eq!(client.next_on_ring(node(1), NodeSet::first(1)), node(1), "there is no other");
    }
}
