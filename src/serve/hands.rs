//! What the replica asks for, done on a real machine: the other half of `sim/world/nodes.rs`.

use super::frame::Frame;
use super::inbox::Reply;
use super::metrics::Metrics;
use super::peers::Outboxes;
use super::waiting::{To, Waiting};
use crate::api::AwaitedReply;
use crate::kv::{Request, RequestId, SessionId};
use crate::raft::{Event, Message, Node, NodeId, OrderAnswer, RequestToken, TimerRequest, Write, WriteSeq};
use crate::replica::{Answer, AppliedEntry, DiskFailed, Held, Host, Timer};
use rand::RngExt;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

/// The host of the replica.
pub struct Hands {
    /// The way to the disk.
    pub writes: Sender<Write>,
    /// The last write.
    pub written: WriteSeq,
    /// The last durable write.
    pub durable: WriteSeq,
    /// The ways to the peers.
    pub peers: Outboxes,
    /// When the election timer fires.
    pub election_timer: Option<Instant>,
    /// When the heartbeat timer fires.
    pub heartbeat_timer: Option<Instant>,
    /// Who waits for answers.
    pub waiting: Waiting,
    /// Who waits for replies to messages that came over HTTP.
    pub awaited: Vec<(AwaitedReply, Reply<Message>)>,
    /// Who waits to hear of an order.
    pub orders: HashMap<RequestToken, Reply<OrderAnswer>>,
    /// Entries that were applied since the latest snapshot.
    pub applied_since_snapshot: u64,
    /// The counters.
    pub metrics: Arc<Metrics>,
    /// Puts a decision into words, for the log.
    pub tell: fn(NodeId, &Event) -> Option<String>,
    /// This node.
    pub id: NodeId,
}

impl Hands {
    /// The step that took a message from HTTP is over: who will get no reply is told so.
    pub fn look_at_awaited(&mut self, held: &[Held<()>]) {
        self.awaited.retain_mut(|(awaited, _)| awaited.is_to_come(held));
    }

    /// Answers all who wait for a request.
    pub fn answer_all(&mut self, session: SessionId, request: RequestId, answer: &Answer) {
        for (since, to) in self.waiting.take(session, request) {
            match answer {
                Answer::Done(_) => self.metrics.committed(since.elapsed()),
                Answer::NotLeader(_) | Answer::HandingOver(_) | Answer::Unconfirmed => {
                    self.metrics.failed.inc();
                }
            }
            match to {
                // A client may have gone.
                To::Client(reply) => drop(reply.send(Ok(answer.clone()))),
                To::Node(node) => self.peers.send(node, Frame::Answer { session, request, answer: answer.clone() }),
            }
        }
    }
}

impl Host for Hands {
    type Mark = ();

    fn keeps_reports(&self) -> bool {
        false
    }

    fn decided(&mut self, decision: &Event, (): (), _: Vec<()>) {
        if tracing::enabled!(tracing::Level::INFO)
            && let Some(words) = (self.tell)(self.id, decision)
        {
            tracing::info!(target: "raft", "{words}");
        }
        tracing::trace!(target: "raft", ?decision);
    }

    fn write(&mut self, write: Write, (): ()) -> Result<(), DiskFailed> {
        self.written = write.seq;
        self.writes.send(write).map_err(|_| DiskFailed)
    }

    fn is_durable(&self, write: WriteSeq) -> bool {
        write <= self.durable
    }

    fn send(&mut self, message: Message, (): (), _: Option<()>) {
        if let Some(place) = self.awaited.iter_mut().position(|(awaited, _)| awaited.is(&message)) {
            let (_, reply) = self.awaited.swap_remove(place);
            drop(reply.send(message));
            return;
        }
        self.peers.send(message.to, Frame::Raft(message));
    }

    fn set_timer(&mut self, timer: Timer, request: TimerRequest, (): ()) {
        let due = match request {
            TimerRequest::Arm(range) => {
                let us = rand::rng().random_range(range.min_us..=range.max_us);
                Some(Instant::now() + Duration::from_micros(us))
            }
            TimerRequest::Disarm => None,
        };
        match timer {
            Timer::Election => self.election_timer = due,
            Timer::Heartbeat => self.heartbeat_timer = due,
        }
    }

    fn decode(&mut self, command: &Arc<[u8]>) -> Option<Request> {
        Request::decode(command)
    }

    fn applied(&mut self, _: AppliedEntry<'_>, (): ()) {}

    fn caught_up(&mut self, applied_since_snapshot: u64) {
        self.applied_since_snapshot = applied_since_snapshot;
    }

    fn committed(&mut self, _: &Node, (): ()) {}

    fn answer(&mut self, client: SessionId, request: RequestId, answer: Answer, (): ()) {
        self.answer_all(client, request, &answer);
    }

    fn order(&mut self, order: RequestToken, answer: OrderAnswer, (): ()) {
        if let Some(reply) = self.orders.remove(&order) {
            // Who gave the order may have gone.
            let _ = reply.send(answer);
        }
    }
}
