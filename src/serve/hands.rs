//! What the replica asks for, done on a real machine: the other half of `sim/world/nodes.rs`.

use super::frame::Frame;
use super::inbox::Reply;
use super::metrics::Metrics;
use super::numbers::MessageNumbers;
use super::peers::Outboxes;
use super::recorder::Recorder;
use super::unsynced::UnsyncedWrites;
use super::waiting::{Caller, To, Waiting};
use crate::api::AwaitedReply;
use crate::kv::{Request, RequestId, SessionId};
use crate::raft::{Event, Message, Node, NodeId, OrderAnswer, RequestToken, TimerRequest, Write, WriteSeq};
use crate::replica::{Answer, AppliedEntry, DiskFailed, Held, Host, Timer};
use crate::sim::network::Content;
use crate::sim::{Actor, ClientId, EventId, MessageId, Order, OrderLoss, Summary, What};
use rand::RngExt;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

/// Orders whose loss an event tells, at most; the loss of older ones is not told.
const ORDERS_MAX: usize = 64;

/// A timer that runs.
pub struct Armed {
    /// When it fires.
    pub due: Instant,
    /// When it was armed.
    pub since: Instant,
    /// The event that armed it.
    pub by: EventId,
}

/// The host of the replica.
pub struct Hands {
    /// The way to the disk.
    pub writes: Sender<Write>,
    /// The last write.
    pub written: WriteSeq,
    /// The last durable write.
    pub durable: WriteSeq,
    /// The writes on their way to the disk.
    pub unsynced: UnsyncedWrites,
    /// The ways to the peers.
    pub peers: Outboxes,
    /// The numbers of the messages that it sends.
    pub numbers: MessageNumbers,
    /// The election timer.
    pub election_timer: Option<Armed>,
    /// The heartbeat timer.
    pub heartbeat_timer: Option<Armed>,
    /// The callers that wait for answers.
    pub waiting: Waiting,
    /// The callers that wait for replies to messages that came over HTTP.
    pub awaited: Vec<(AwaitedReply, Reply<Message>)>,
    /// The operators that wait to hear of an order.
    pub orders: HashMap<RequestToken, Reply<OrderAnswer>>,
    /// Orders whose loss is to be told, oldest first, each with the event of it.
    pub ordered: VecDeque<(RequestToken, Order, EventId)>,
    /// The event of the latest entry that was applied.
    pub last_applied: EventId,
    /// Tells readers what it does.
    pub recorder: Recorder,
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
    /// The hands of a life of a node, before the replica asks for anything.
    pub fn new(
        (node, life): (NodeId, u64),
        writes: Sender<Write>,
        peers: Outboxes,
        metrics: Arc<Metrics>,
        tell: fn(NodeId, &Event) -> Option<String>,
    ) -> Hands {
        Hands {
            writes,
            written: WriteSeq(0),
            durable: WriteSeq(0),
            unsynced: UnsyncedWrites::default(),
            peers,
            numbers: MessageNumbers::of_life(node, life),
            election_timer: None,
            heartbeat_timer: None,
            waiting: Waiting::default(),
            awaited: Vec::new(),
            orders: HashMap::new(),
            ordered: VecDeque::new(),
            last_applied: EventId::default(),
            recorder: Recorder::of(node),
            applied_since_snapshot: 0,
            metrics,
            tell,
            id: node,
        }
    }

    /// The step that took a message from HTTP is over: a caller that gets no reply is told so.
    pub fn look_at_awaited(&mut self, held: &[Held<EventId>]) {
        self.awaited.retain_mut(|(awaited, _)| awaited.is_to_come(held));
    }

    /// Answers the callers that an answer is for. It comes from this node, or from the one that the request was forwarded to.
    pub fn answer_callers(
        &mut self,
        session: SessionId,
        request: RequestId,
        answer: &Answer,
        forwarded_to: Option<NodeId>,
    ) {
        for Caller { since, to, .. } in self.waiting.take(session, request, answer, forwarded_to) {
            match answer {
                Answer::Done(_) => self.metrics.committed(since.elapsed()),
                Answer::NotLeader(_) | Answer::HandingOver(_) | Answer::Unconfirmed | Answer::KeyTaken => {
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

impl Hands {
    /// An order is given. Returns the event of it.
    pub fn note_order(&mut self, token: RequestToken, order: Order) -> EventId {
        let event = self.recorder.record(EventId::default(), || What::Ordered { order });
        if self.recorder.is_watched() {
            if self.ordered.len() == ORDERS_MAX {
                self.ordered.pop_front();
            }
            self.ordered.push_back((token, order, event));
        }
        event
    }

    /// The node answers an order. If that ends the order, its loss is told, unless the node refused it.
    fn tell_loss(&mut self, token: RequestToken, answer: OrderAnswer, cause: EventId) {
        let why = match answer {
            OrderAnswer::Taken | OrderAnswer::Appended(_) | OrderAnswer::SuccessorTold => return,
            OrderAnswer::Refused(_) => None,
            OrderAnswer::GivenUp => Some(OrderLoss::GivenUp),
            OrderAnswer::Lost => Some(OrderLoss::LeadershipOver),
        };
        let place = self.ordered.iter().position(|(other, _, _)| *other == token);
        if let Some((_, order, given)) = place.and_then(|place| self.ordered.remove(place))
            && let Some(why) = why
        {
            self.recorder.record_because(cause, vec![given], || What::OrderLost { order, why });
        }
    }
}

impl Host for Hands {
    type Mark = EventId;

    fn keeps_reports(&self) -> bool {
        self.recorder.is_watched()
    }

    fn decided(&mut self, decision: &Event, cause: EventId, because: Vec<EventId>) -> EventId {
        if tracing::enabled!(tracing::Level::INFO)
            && let Some(words) = (self.tell)(self.id, decision)
        {
            tracing::info!(target: "raft", "{words}");
        }
        tracing::trace!(target: "raft", ?decision);
        self.recorder.record_because(cause, because, || What::Decided(decision.clone()))
    }

    fn write(&mut self, write: Write, cause: EventId) -> Result<(), DiskFailed> {
        self.written = write.seq;
        let entries = write.log.as_ref().map_or(0, |change| change.entries.len());
        let (hard_state, snapshot) = (write.hard_state.is_some(), write.snapshot.is_some());
        let event = self.recorder.record(cause, || What::WriteStarted { hard_state, snapshot, entries });
        self.unsynced.add(&write, event);
        self.writes.send(write).map_err(|_| DiskFailed)
    }

    fn is_durable(&self, write: WriteSeq) -> bool {
        write <= self.durable
    }

    fn send(&mut self, message: Message, cause: EventId, decided: Option<EventId>) {
        if let Some(place) = self.awaited.iter_mut().position(|(awaited, _)| awaited.is(&message)) {
            let (_, reply) = self.awaited.swap_remove(place);
            drop(reply.send(message));
            return;
        }
        let (number, to) = (self.numbers.next(), message.to);
        let message = if self.recorder.is_watched() {
            let (term, content) = (Some(message.term), Content::Raft(message));
            let what = || {
                let (message, kind, summary) = (MessageId(number), content.kind(), Summary::of(&content));
                What::MessageSent { message, kind, to: Actor::Node(to), term, summary }
            };
            self.recorder.record_because(cause, decided.into_iter().collect(), what);
            let Content::Raft(message) = content else { return };
            message
        } else {
            message
        };
        self.peers.send(to, Frame::Raft { number, message });
    }

    fn set_timer(&mut self, timer: Timer, request: TimerRequest, by: EventId) {
        let armed = match request {
            TimerRequest::Arm(range) => {
                let us = rand::rng().random_range(range.min_us..=range.max_us);
                let since = Instant::now();
                Some(Armed { due: since + Duration::from_micros(us), since, by })
            }
            TimerRequest::Disarm => None,
        };
        match timer {
            Timer::Election => self.election_timer = armed,
            Timer::Heartbeat => self.heartbeat_timer = armed,
        }
    }

    fn decode(&mut self, command: &Arc<[u8]>) -> Option<Request> {
        Request::decode(command)
    }

    fn applied(&mut self, entry: AppliedEntry<'_>, cause: EventId) -> EventId {
        let AppliedEntry { index, request, configuration, outcome, repeated } = entry;
        let what = || {
            let client = request.as_ref().and_then(|request| ClientId::of(request.session));
            let (command, outcome) = (request.map(|request| request.command), outcome.cloned());
            What::Applied { index, command, configuration, client, outcome, repeated }
        };
        self.last_applied = self.recorder.record(cause, what);
        self.last_applied
    }

    fn caught_up(&mut self, applied_since_snapshot: u64) {
        self.applied_since_snapshot = applied_since_snapshot;
    }

    fn committed(&mut self, _: &Node, _: EventId) {}

    fn answer(&mut self, client: SessionId, request: RequestId, answer: Answer, _: EventId) {
        self.answer_callers(client, request, &answer, None);
    }

    fn order(&mut self, order: RequestToken, answer: OrderAnswer, cause: EventId) {
        self.tell_loss(order, answer, cause);
        if let Some(reply) = self.orders.remove(&order) {
            // The operator may have gone.
            let _ = reply.send(answer);
        }
    }
}
