//! What clients do in the world.

use super::{DueSlot, HistoryStep, World};
use crate::kv::{Command, Outcome, RequestId};
use crate::raft::NodeId;
use crate::replica::{Answer, ReadMode};
use crate::sim::actor::{Actor, ClientId};
use crate::sim::client::{Ask, Errand, NO_LEADER_PAUSE_US, Operation, Outstanding, Returned, Wait};
use crate::sim::event::{EventId, What};
use crate::sim::network::Content;

/// The keys that a load uses.
const LOAD_KEYS: [&str; 4] = ["a", "b", "c", "d"];

impl World {
    /// Gives a client a request to make. Returns false if its queue is full.
    pub fn ask(&mut self, client: ClientId, command: Command, to: Option<NodeId>) -> bool {
        self.begin_influence();
        let taken = self.clients[client.slot()].ask(Ask { errand: Errand::Command(command), to, stated: true });
        self.begin_request(client, None);
        taken
    }

    /// Starts a client's next request, if none is outstanding.
    pub(super) fn begin_request(&mut self, client: ClientId, cause: Option<EventId>) {
        let operation = self.history.len();
        let Some((id, ask)) = self.clients[client.slot()].take_next() else {
            return;
        };
        let command = match ask.errand {
            Errand::Command(command) => command,
            Errand::Http(_) => return self.begin_call(client, id, ask, cause),
        };
        let begun = self.clients[client.slot()].begin(id, command, (ask.to, ask.stated), self.now, operation);
        let Outstanding { request, stated, to, .. } = begun;
        let (to, stated, id, command) = (*to, *stated, request.id, request.command.clone());
        let what = || What::ClientCalled { request: id, command: command.clone(), to };
        let event = self.record(Some(Actor::Client(client)), cause, what);
        self.history.push_back(Operation {
            client,
            request: id,
            command,
            stated,
            call: self.now,
            call_event: event,
            returned: None,
            failed: None,
            to,
            tries: 0,
            redirects: 0,
        });
        self.footprint.history.push(HistoryStep::Called(operation));
        self.send_request(client, event);
    }

    /// Sends the outstanding request, once more or for the first time, and waits for the answer.
    fn send_request(&mut self, client: ClientId, cause: EventId) {
        let (timeout, retries) = (self.now.after(self.settings.client_timeout_us), self.settings.client_retries);
        let Some(outstanding) = &mut self.clients[client.slot()].outstanding else {
            return;
        };
        outstanding.tries += 1;
        outstanding.waiting = None;
        let (to, request, operation) = (outstanding.to, outstanding.request.clone(), outstanding.operation);
        let (tries, redirects) = (outstanding.tries, outstanding.redirects);
        self.note_operation(operation, |operation| {
            (operation.to, operation.tries, operation.redirects) = (to, tries, redirects);
        });
        if retries {
            self.arm(DueSlot::ClientTimer(client), timeout);
        }
        let sent = self.send(Actor::Client(client), Actor::Node(to), Content::Request(request), cause, None);
        self.waits_since(client, sent);
    }

    fn waits_since(&mut self, client: ClientId, event: EventId) {
        if let Some(outstanding) = &mut self.clients[client.slot()].outstanding {
            outstanding.waits_since = event;
        }
    }

    fn note_operation(&mut self, place: usize, change: impl FnOnce(&mut Operation)) {
        if let Some(operation) = self.history.get_mut(place) {
            change(operation);
        }
    }

    /// A message reaches a client. A client ignores answers that it does not wait for, or no longer waits for.
    pub(super) fn client_receives(&mut self, client: ClientId, from: Actor, content: Content, event: EventId) {
        if let Content::HttpResponse(reply) = content {
            return self.client_gets(client, *reply, event);
        }
        let (Content::Reply { request, answer }, Actor::Node(from)) = (content, from) else {
            return;
        };
        let Some(outstanding) = &self.clients[client.slot()].outstanding else {
            return;
        };
        if outstanding.request.id != request {
            return;
        }
        // An answer to an earlier try that names a leader is older than what the client believes.
        let from_latest_try = outstanding.to == from && outstanding.waiting.is_none();
        let sent_away = match answer {
            Answer::Done(outcome) => return self.client_answered(client, from, outcome, event),
            Answer::NotLeader(Some(leader)) => Ok(leader),
            Answer::NotLeader(None) => Err(Wait::NoLeader),
            Answer::HandingOver(to) => Err(Wait::HandingOver(to)),
            // Its session is none of an idempotency key.
            Answer::Unconfirmed | Answer::KeyTaken => Err(Wait::Unconfirmed),
        };
        if !from_latest_try {
            return;
        }
        if !self.settings.client_retries {
            return self.client_fails(client, from, sent_away.ok(), event);
        }
        match sent_away {
            Ok(leader) => self.client_redirected(client, request, from, leader, event),
            Err(why) => self.client_waits(client, request, from, why, event),
        }
    }

    fn client_answered(&mut self, id: ClientId, from: NodeId, outcome: Outcome, event: EventId) {
        self.disarm(DueSlot::ClientTimer(id));
        let client = &mut self.clients[id.slot()];
        let Some(done) = client.finish(Some(&outcome)) else {
            return;
        };
        // Only a leader takes what goes through the log; a read may be answered by any node.
        if self.settings.reads == ReadMode::Log || !matches!(done.request.command, Command::Get { .. }) {
            client.believed_leader = Some(from);
        }
        let now = self.now;
        let what = || What::ClientAnswered {
            request: done.request.id,
            command: done.request.command,
            outcome: outcome.clone(),
            took_us: now.since(done.call),
            tries: done.tries,
        };
        let event = self.record(Some(Actor::Client(id)), Some(event), what);
        let returned = Returned { at: now, event, outcome };
        self.note_operation(done.operation, |operation| operation.returned = Some(returned));
        self.footprint.history.push(HistoryStep::Returned(done.operation));
        self.begin_request(id, Some(event));
    }

    /// A client that does not ask again is refused. Its next request goes to the leader that it was told of.
    fn client_fails(&mut self, id: ClientId, from: NodeId, leader: Option<NodeId>, event: EventId) {
        self.disarm(DueSlot::ClientTimer(id));
        let client = &mut self.clients[id.slot()];
        client.believed_leader = leader;
        let Some(failed) = client.finish(None) else {
            return;
        };
        let now = self.now;
        self.note_operation(failed.operation, |operation| operation.failed = Some(now));
        let what = || What::ClientFailed { request: failed.request.id, command: failed.request.command, from, leader };
        let event = self.record(Some(Actor::Client(id)), Some(event), what);
        self.begin_request(id, Some(event));
    }

    /// "Not the leader, ask n3".
    fn client_redirected(&mut self, id: ClientId, request: RequestId, from: NodeId, to: NodeId, event: EventId) {
        let client = &mut self.clients[id.slot()];
        client.believed_leader = Some(to);
        let Some(outstanding) = &mut client.outstanding else {
            return;
        };
        outstanding.to = to;
        outstanding.redirects += 1;
        let what = || What::ClientRedirected { request, from, to };
        let event = self.record(Some(Actor::Client(id)), Some(event), what);
        self.send_request(id, event);
    }

    /// "No leader known, try again", or another answer that names no node to ask. Whether a successor will be elected is
    /// not known yet, so the client does not ask that one either.
    fn client_waits(&mut self, id: ClientId, request: RequestId, from: NodeId, why: Wait, event: EventId) {
        let client = &mut self.clients[id.slot()];
        client.believed_leader = None;
        let Some(outstanding) = &mut client.outstanding else {
            return;
        };
        outstanding.waiting = Some(why);
        let event = self.record(Some(Actor::Client(id)), Some(event), || What::ClientWaits { request, from, why });
        self.waits_since(id, event);
        self.arm(DueSlot::ClientTimer(id), self.now.after(NO_LEADER_PAUSE_US));
    }

    /// A client lost patience, or it has waited after an answer that names no node to ask.
    pub(super) fn on_client_timer(&mut self, id: ClientId) {
        if self.client_gives_up(id) {
            return;
        }
        let nodes = self.nodes;
        let client = &mut self.clients[id.slot()];
        let waits = |request: &Outstanding| (request.to, request.waiting.is_some());
        let Some((failed, waited)) = client.outstanding.as_ref().map(waits) else {
            return;
        };
        let to = client.next_on_ring(failed, nodes);
        if !waited {
            client.believed_leader = None;
        }
        let Some(outstanding) = &mut client.outstanding else {
            return;
        };
        outstanding.to = to;
        let (request, cause) = (outstanding.request.id, outstanding.waits_since);
        let what = || match waited {
            true => What::ClientRetried { request, to },
            false => What::ClientTimedOut { request, from: failed, to },
        };
        let event = self.record(Some(Actor::Client(id)), Some(cause), what);
        self.send_request(id, event);
    }

    /// A loaded client's next command is due. One that still waits for its last command skips this one:
    /// a load presses, but does not pile up.
    pub(super) fn on_load_tick(&mut self, id: ClientId) {
        let Some(load) = &mut self.load else { return };
        let next = self.now.after(load.every_us);
        if load.until.is_none_or(|until| next <= until) {
            self.queue.arm(DueSlot::LoadTick(id).slot(), next);
        }
        if self.clients[id.slot()].is_loaded() {
            return;
        }
        let choice = self.chance.load_choice(id, 3 * LOAD_KEYS.len() as u32) as usize;
        let key = LOAD_KEYS[choice % LOAD_KEYS.len()].into();
        load.sent += 1;
        // Two sets for each get; each writes a number of its own, so that no two writes look alike.
        let command = match choice / LOAD_KEYS.len() {
            0 => Command::Get { key },
            _ => Command::Set { key, value: load.sent.to_string().into() },
        };
        let started = load.event;
        self.clients[id.slot()].ask(Ask { errand: Errand::Command(command), to: None, stated: false });
        self.begin_request(id, Some(started));
    }
}
