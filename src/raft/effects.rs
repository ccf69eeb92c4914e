//! What a step asks of the world, and why: each thing that it asks for names the decision that asks for it.

use super::event::{ChangeEvent, Event, TransferEvent, TransferRefusal};
use super::flaw::Flaw;
use super::membership::{Change, ChangeRefusal};
use super::message::Message;
use super::reply::{OrderAnswer, OrderRefusal, Reply};
use super::storage::{Snapshot, Write};
use super::types::{DurationRange, LogIndex, NodeId, RequestToken, WriteSeq};
use std::sync::Arc;

/// What something in a step follows from: the input of the step, or one of its decisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Why(u32);

impl Why {
    /// The input of the step.
    pub const INPUT: Why = Why(0);

    /// The place of the decision in [`Effects::events`]; `None` for the input.
    pub const fn decision(self) -> Option<usize> {
        (self.0 as usize).checked_sub(1)
    }
}

/// Something that a step asks for or reports, with its cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caused<T> {
    /// The cause.
    pub why: Why,
    /// What it is.
    pub what: T,
}

/// A message on its way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// The message.
    pub message: Message,
    /// The message must not leave before this write is durable: it promises what that write holds.
    pub after: WriteSeq,
}

/// What a timer shall do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimerRequest {
    /// Fire once after a time drawn from this range, instead of whenever it would have fired.
    Arm(DurationRange),
    /// Not fire.
    Disarm,
}

/// What a step asks of its server. The server's duties, in this order:
///
/// 1. report `events`;
/// 2. start `write`: from then on it is on its way to the disk, and lost if the node crashes first;
/// 3. send each message, at once if its `after` is durable, otherwise when it is, in order;
/// 4. set the timers;
/// 5. replace the state machine by `install`, then apply the log up to `committed`;
/// 6. pass on `replies`; that to a read only once its index is applied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effects {
    /// Decisions, in order. Each follows from the input or from an earlier one.
    pub events: Vec<Caused<Event>>,
    /// What to write to the disk. Of several decisions that add to it, the last is its cause.
    pub write: Option<Caused<Write>>,
    /// What to send.
    pub messages: Vec<Caused<Outgoing>>,
    /// The election timer, if it changes.
    pub election_timer: Option<Caused<TimerRequest>>,
    /// The heartbeat timer, if it changes.
    pub heartbeat_timer: Option<Caused<TimerRequest>>,
    /// The snapshot that the state machine is now.
    pub install: Option<Caused<Arc<Snapshot>>>,
    /// The new commit index, if it rose.
    pub committed: Option<Caused<LogIndex>>,
    /// Answers, each with the token of its request.
    pub replies: Vec<Caused<(RequestToken, Reply)>>,
}

impl Effects {
    /// Empties it for the next step and keeps its memory.
    #[inline]
    pub fn clear(&mut self) {
        self.events.clear();
        self.write = None;
        self.messages.clear();
        self.election_timer = None;
        self.heartbeat_timer = None;
        self.install = None;
        self.committed = None;
        self.replies.clear();
    }

    /// Reports a decision. What it leads to names the result as its cause.
    pub(super) fn decide(&mut self, why: Why, event: Event) -> Why {
        self.events.push(Caused { why, what: event });
        Why(self.events.len() as u32)
    }

    /// Reports that a flaw decides. What follows from that names the result as its cause.
    #[cold]
    pub(super) fn break_rule(&mut self, flaw: Flaw, why: Why) -> Why {
        self.decide(why, Event::RuleBroken { flaw })
    }

    /// Answers a request of a client, or an order.
    pub(super) fn reply(&mut self, why: Why, request: RequestToken, reply: Reply) {
        self.replies.push(Caused { why, what: (request, reply) });
    }

    /// Refuses an order to change the configuration.
    pub(super) fn refuse_change(&mut self, change: Change, order: RequestToken, refusal: ChangeRefusal, why: Why) {
        let refused = self.decide(why, Event::Change(ChangeEvent::Refused { change, why: refusal }));
        self.reply(refused, order, Reply::Order(OrderAnswer::Refused(OrderRefusal::Change(refusal))));
    }

    /// Refuses an order to hand leadership over.
    pub(super) fn refuse_transfer(&mut self, to: NodeId, order: RequestToken, refusal: TransferRefusal, why: Why) {
        let refused = self.decide(why, Event::Transfer(TransferEvent::Refused { to, why: refusal }));
        self.reply(refused, order, Reply::Order(OrderAnswer::Refused(OrderRefusal::Transfer(refusal))));
    }
}
