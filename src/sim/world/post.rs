//! Sending, losing and delivering.

use super::{DueSlot, Vote, World};
use crate::raft::{Body, Input, Message, NodeId};
use crate::sim::actor::Actor;
use crate::sim::event::{EventId, Loss, Summary, What};
use crate::sim::network::{Content, Envelope, MessageId, Tampering};
use crate::sim::server::{Arrival, INBOX_MAX};

impl World {
    /// Puts a message on its way, and returns the event of its sending. `decided` is the decision that it
    /// waited for the disk with.
    pub(super) fn send(
        &mut self,
        from: Actor,
        to: Actor,
        content: Content,
        cause: EventId,
        decided: Option<EventId>,
    ) -> EventId {
        self.note_footprint(&content);
        let id = self.network.next_id();
        let sent_event = self.record_because(Some(from), Some(cause), || sent(id, to, &content), decided);
        let link = self.settings.link(from, to);
        let due_at = self.now.after(self.chance.latency_us(from, to, link.latency));
        let doomed = self.chance.is_lost(from, to, link.loss_ppm);
        let doubled = self.chance.is_duplicated(from, to, link.duplicate_ppm);
        let mut envelope = Envelope {
            id,
            from,
            to,
            sent_at: self.now,
            due_at,
            sent_event,
            doomed,
            copy: false,
            forced: false,
            content,
        };
        if doubled {
            self.launch_copy(&envelope);
        }
        if self.network.has_traps() && self.is_dropped_by_traps(&mut envelope) {
            self.lose(envelope, Loss::Dropped, None);
        } else {
            self.launch(envelope);
        }
        sent_event
    }

    /// What waits for messages happens to this one. Returns whether that drops it. Out of line: most runs lay no trap.
    #[cold]
    fn is_dropped_by_traps(&mut self, envelope: &mut Envelope) -> bool {
        for tampering in self.network.spring_traps(envelope) {
            self.note_disturbance();
            match tampering {
                Tampering::Drop => return true,
                Tampering::Delay(us) => envelope.due_at = envelope.due_at.after(us),
                Tampering::Duplicate => self.launch_copy(envelope),
                Tampering::Deliver => {
                    (envelope.due_at, envelope.doomed, envelope.forced) = (self.now, false, true);
                }
            }
        }
        false
    }

    /// Puts a second copy of a message on its way, with a delay of its own.
    pub(super) fn launch_copy(&mut self, envelope: &Envelope) {
        let id = self.network.next_id();
        let (from, to) = (envelope.from, envelope.to);
        let latency = self.settings.link(from, to).latency;
        let due_at = self.now.after(self.chance.copy_latency_us(from, to, latency));
        let what = || What::MessageDuplicated { message: envelope.id, kind: envelope.content.kind(), copy: id };
        let sent_event = self.record(Some(from), Some(envelope.sent_event), what);
        let content = envelope.content.clone();
        self.launch(Envelope {
            id,
            from,
            to,
            sent_at: self.now,
            due_at,
            sent_event,
            doomed: false,
            copy: true,
            forced: false,
            content,
        });
    }

    fn launch(&mut self, envelope: Envelope) {
        let due_at = envelope.due_at;
        if self.network.is_full() {
            self.lose(envelope, Loss::Overflow, None);
            return;
        }
        let place = self.network.put(envelope);
        self.arm(DueSlot::Message(place), due_at);
    }

    /// A message is lost; `by` is the event that stands in its way.
    pub(super) fn lose(&mut self, envelope: Envelope, why: Loss, by: Option<EventId>) -> EventId {
        let travel = envelope.travel();
        let Envelope { id: message, from, to, sent_event, forced, ref content, .. } = envelope;
        let what = || What::MessageLost { message, kind: content.kind(), from, to, why, forced, travel };
        self.record_because(Some(to), Some(sent_event), what, by)
    }

    pub(super) fn on_message_due(&mut self, place: u32) {
        let Some(envelope) = self.network.take(place) else {
            return;
        };
        self.arrive(envelope);
    }

    /// A message is due: it is lost, or it is delivered.
    pub(super) fn arrive(&mut self, envelope: Envelope) {
        if let Some(by) = self.network.cut_event(envelope.from, envelope.to) {
            self.lose(envelope, Loss::Cut, Some(by));
            return;
        }
        if envelope.doomed {
            self.lose(envelope, Loss::Chance, None);
            return;
        }
        match envelope.to {
            Actor::Client(client) => {
                let event = self.record_delivery(&envelope, None);
                self.client_receives(client, envelope.from, envelope.content, event);
            }
            Actor::Node(node) => match &mut self.servers[node.slot()].process {
                None => {
                    let by = self.servers[node.slot()].crashed;
                    let from = envelope.from;
                    let call = if let Content::HttpRequest(sent) = &envelope.content { Some(sent.call) } else { None };
                    let lost = self.lose(envelope, Loss::ReceiverDown, by);
                    if let Some(call) = call {
                        self.refuse_connection(node, from, call, lost);
                    }
                }
                Some(process) => match &mut process.pause {
                    None => self.hand_over(node, envelope, None),
                    Some(pause) if INBOX_MAX <= pause.inbox.len() => {
                        let by = pause.event;
                        self.lose(envelope, Loss::Overflow, Some(by));
                    }
                    Some(pause) => {
                        let (message, from, sent_event) = (envelope.id, envelope.from, envelope.sent_event);
                        let (kind, paused, travel) = (envelope.content.kind(), pause.event, envelope.travel());
                        pause.inbox.push_back(Arrival::Message(envelope));
                        let what = || What::MessageWaits { message, kind, from, travel };
                        self.record_because(Some(Actor::Node(node)), Some(sent_event), what, [paused]);
                    }
                },
            },
        }
    }

    /// Hands a message to a node that is up and not paused; `resumed` is the end of the pause that it waited
    /// for.
    pub(super) fn hand_over(&mut self, node: NodeId, envelope: Envelope, resumed: Option<EventId>) {
        let event = self.record_delivery(&envelope, resumed);
        match envelope.content {
            Content::Raft(message) => {
                self.delivered_between_nodes += 1;
                self.step_node(node, Input::Message(message), event);
            }
            Content::Request(request) => self.serve(node, request, event),
            Content::Reply { .. } => {}
            Content::HttpRequest(sent) => self.serve_http(node, envelope.from, *sent, event),
            Content::HttpResponse(reply) => self.pass_on(node, envelope.from, *reply, event),
        }
    }

    fn record_delivery(&mut self, envelope: &Envelope, resumed: Option<EventId>) -> EventId {
        let Envelope { id: message, from, to, sent_event, content, .. } = envelope;
        let travel = envelope.travel();
        let what = || What::MessageDelivered { message: *message, kind: content.kind(), from: *from, travel };
        self.record_because(Some(*to), Some(*sent_event), what, resumed)
    }

    /// What a checker wants to know of a message that leaves: its term, and a vote in it.
    fn note_footprint(&mut self, content: &Content) {
        let Content::Raft(Message { from, to, term, body }) = content else {
            return;
        };
        self.footprint.note_sent(*from, *term);
        if let Body::RequestVoteReply { granted: true } = body {
            self.footprint.votes.push(Vote { voter: *from, term: *term, candidate: *to });
        }
    }

    /// Moves a message in flight to another instant.
    pub(super) fn postpone(&mut self, place: u32, us: u64) {
        let Some(envelope) = self.network.at_mut(place) else {
            return;
        };
        envelope.due_at = envelope.due_at.after(us);
        let (message, kind, due_at) = (envelope.id, envelope.content.kind(), envelope.due_at);
        self.arm(DueSlot::Message(place), due_at);
        self.record(None, None, || What::MessageDelayed { message, kind, due_at });
    }

    /// Takes a message out of flight before it is due.
    pub(super) fn intercept(&mut self, place: u32) -> Option<Envelope> {
        self.disarm(DueSlot::Message(place));
        let mut envelope = self.network.take(place)?;
        envelope.doomed = false;
        Some(envelope)
    }
}

fn sent(message: MessageId, to: Actor, content: &Content) -> What {
    let term = match content {
        Content::Raft(message) => Some(message.term),
        Content::Request(_) | Content::Reply { .. } | Content::HttpRequest(_) | Content::HttpResponse(_) => None,
    };
    What::MessageSent { message, kind: content.kind(), to, term, summary: Summary::of(content) }
}
