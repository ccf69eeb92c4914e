//! What clients that speak HTTP, and the nodes that they ask, do in the world.

use super::{DueSlot, HistoryStep, World};
use crate::api::{self, Asked, AwaitedReply, Dialect, HttpRequest, HttpResponse, Next, Place};
use crate::kv::{Command, Outcome, Request, RequestId, SessionId};
use crate::raft::{Input, Message, NodeId};
use crate::replica::Answer;
use crate::sim::actor::{Actor, ClientId};
use crate::sim::client::{Ask, Errand, Operation, Returned};
use crate::sim::event::{EventId, What};
use crate::sim::http::{
    CLIENT_PATIENCE_US, Call, Calling, HttpReply, HttpSent, NoAnswer, PENDING_MAX, Received, Waiting,
};
use crate::sim::network::Content;
use std::sync::Arc;

/// What a replica has for a request that waits.
pub(super) enum Ready {
    /// It answers a command, or a read.
    Answered(Waiting, Answer, EventId),
    /// It replies to a message of Raft.
    Replied(Waiting, Message, EventId),
}

/// The address of a node for clients: the chapter's ports.
fn address_of(node: NodeId) -> String {
    format!("http://localhost:{}", 3_000 + node.number())
}

impl World {
    /// Gives a client an HTTP request to make of a node. Returns false if its queue is full.
    pub fn ask_http(&mut self, client: ClientId, http: Arc<HttpRequest>, to: NodeId) -> bool {
        self.begin_influence();
        let taken = self.clients[client.slot()].ask(Ask { errand: Errand::Http(http), to: Some(to), stated: true });
        self.begin_request(client, None);
        taken
    }

    /// Sends an HTTP request.
    pub(super) fn begin_call(&mut self, client: ClientId, id: RequestId, ask: Ask, cause: Option<EventId>) {
        let (Errand::Http(http), Some(to)) = (ask.errand, ask.to) else { return };
        let (command, key) = match api::read(&http, to) {
            Ok(Asked::Command { command, key, .. }) => (Some(command), key),
            Ok(Asked::All { .. } | Asked::Debug | Asked::Rpc(_)) | Err(_) => (None, None),
        };
        let keyed = key.zip(command.clone()).map(|(key, command)| {
            let request = Request { session: SessionId::of_key(&key), id: RequestId(1), command };
            (request.session, request.name())
        });
        let what = || What::HttpCalled { request: id, method: http.method.clone(), path: http.path.clone(), to };
        let event = self.record(Some(Actor::Client(client)), cause, what);
        let operation = command.and_then(|command| self.begin_operation((client, id), command, to, keyed, event));
        let by = keyed.unwrap_or((client.session(), id));
        let sent = HttpSent { call: Call { client, request: id }, http: Arc::clone(&http), by, forwarded: false };
        self.arm(DueSlot::ClientTimer(client), self.now.after(CLIENT_PATIENCE_US));
        let content = Content::HttpRequest(Box::new(sent));
        let waits_since = self.send(Actor::Client(client), Actor::Node(to), content, event, None);
        let calling = Calling { request: id, http, to, call: self.now, by, operation, waits_since };
        self.clients[client.slot()].calling = Some(calling);
    }

    /// Adds a command to the history, unless it repeats one under the same idempotency key: then it goes on with that, which
    /// is applied once. One that says something else under a known key is refused, or applied where the first one never was; to the
    /// history it never returns, which allows for both.
    fn begin_operation(
        &mut self,
        (client, request): (ClientId, RequestId),
        command: Command,
        to: NodeId,
        keyed: Option<(SessionId, RequestId)>,
        event: EventId,
    ) -> Option<(usize, bool)> {
        let found = keyed.map(|(session, _)| (session, self.keyed.binary_search_by_key(&session, |(key, _)| *key)));
        let known = found.and_then(|(_, found)| found.ok()).map(|at| self.keyed[at].1);
        let same = known.and_then(|place| self.history.get(place)).map(|operation| operation.command == command);
        if let (Some(place), Some(true)) = (known, same) {
            return Some((place, true));
        }
        let place = self.history.len();
        if let Some((session, Err(at))) = found {
            self.keyed.insert(at, (session, place));
        }
        self.clients[client.slot()].operations.push_back(place);
        self.history.push_back(Operation {
            client,
            request,
            command,
            stated: true,
            call: self.now,
            call_event: event,
            returned: None,
            failed: None,
            to,
            tries: 1,
            redirects: 0,
        });
        self.footprint.history.push(HistoryStep::Called(place));
        Some((place, known.is_none()))
    }

    /// A client has an answer, or will have none.
    fn end_call(
        &mut self,
        call: Call,
        result: Result<Arc<HttpResponse>, NoAnswer>,
        outcome: Option<Outcome>,
        cause: EventId,
    ) {
        let client = &mut self.clients[call.client.slot()];
        let Some(Calling { request, http, to, call: began, operation, .. }) =
            client.calling.take_if(|calling| calling.request == call.request)
        else {
            return;
        };
        let result = result.map(|response| if http.method == "HEAD" { Arc::new(response.head()) } else { response });
        let is_done = result.as_ref().is_ok_and(|response| response.status < 300 || response.status == 409);
        let said = outcome.clone().or(Some(Outcome::Ok)).filter(|_| is_done || outcome.is_some());
        client.settle(said.as_ref());
        let now = self.now;
        client.received = Some(Arc::new(Received { request, http, to, call: began, at: now, result: result.clone() }));
        self.disarm(DueSlot::ClientTimer(call.client));
        let took_us = now.since(began);
        let what = || match result {
            Ok(response) => {
                let (status, body) = (u32::from(response.status), response.body.clone());
                What::HttpAnswered { request, from: to, status, body, took_us }
            }
            Err(why) => What::HttpFailed { request, to, why, took_us },
        };
        let event = self.record(Some(Actor::Client(call.client)), Some(cause), what);
        if let Some((place, is_its)) = operation {
            self.end_operation(call, place, outcome.filter(|_| is_its), event);
        }
        self.begin_request(call.client, Some(event));
    }

    fn end_operation(&mut self, call: Call, place: usize, outcome: Option<Outcome>, event: EventId) {
        let now = self.now;
        let Some(operation) = self.history.get_mut(place).filter(|operation| operation.returned.is_none()) else {
            return;
        };
        match outcome {
            Some(outcome) => {
                operation.returned = Some(Returned { at: now, event, outcome });
                self.footprint.history.push(HistoryStep::Returned(place));
            }
            None if (operation.client, operation.request) == (call.client, call.request) => {
                operation.failed = Some(now)
            }
            None => {}
        }
    }

    /// An answer reaches a client.
    pub(super) fn client_gets(&mut self, client: ClientId, reply: HttpReply, event: EventId) {
        if reply.call.client == client {
            self.end_call(reply.call, Ok(reply.response), reply.outcome, event);
        }
    }

    /// A client has waited long enough. Returns false if it waits for no HTTP request.
    pub(super) fn client_gives_up(&mut self, client: ClientId) -> bool {
        let Some(calling) = &self.clients[client.slot()].calling else { return false };
        let (request, cause) = (calling.request, calling.waits_since);
        self.end_call(Call { client, request }, Err(NoAnswer::TimedOut), None, cause);
        true
    }

    /// A request reaches a node that is up.
    pub(super) fn serve_http(&mut self, node: NodeId, from: Actor, sent: HttpSent, event: EventId) {
        let asked = api::read(&sent.http, node);
        let now = self.now;
        let Some(process) = &mut self.servers[node.slot()].process else { return };
        let at_once = match &asked {
            Err(response) => Some(response.clone()),
            Ok(Asked::Debug) => Some(api::debug(&process.replica).response()),
            Ok(Asked::Command { .. } | Asked::All { .. } | Asked::Rpc(_)) => {
                if PENDING_MAX <= process.http.len()
                    && let Some(place) = process.http.iter().position(|waiting| waiting.is_over)
                {
                    process.http.remove(place);
                }
                (PENDING_MAX <= process.http.len()).then(api::too_busy)
            }
        };
        if let Some(response) = at_once {
            return self.respond(node, from, sent.call, response, None, event);
        }
        let reply = match &asked {
            Ok(Asked::Rpc(message)) => Some(AwaitedReply::to(message, process.replica.held())),
            Ok(_) | Err(_) => None,
        };
        let (by, call) = (sent.by, sent.call);
        process.http.push(Waiting { sent, from, since: now, event, forwarded_to: None, reply, is_over: false });
        self.arm_patience(node);
        match asked {
            Ok(Asked::Command { command, .. }) => {
                self.serve(node, Request { session: by.0, id: by.1, command }, event);
            }
            // A read of one key is confirmed as a read of all is; the store answers it, not that key.
            Ok(Asked::All { .. }) => {
                let command = Command::Get { key: "".into() };
                self.serve(node, Request { session: by.0, id: by.1, command }, event);
            }
            Ok(Asked::Rpc(message)) => {
                self.footprint.forged.insert(node);
                self.step_node(node, Input::Message(message), event);
                self.settle_forged(node, call, event);
            }
            Ok(Asked::Debug) | Err(_) => {}
        }
    }

    /// The step that took a forged message is over: its reply is to come, or there is none.
    fn settle_forged(&mut self, node: NodeId, call: Call, event: EventId) {
        let Some(process) = &mut self.servers[node.slot()].process else { return };
        let (http, held) = (&mut process.http, process.replica.held());
        let is_it = |waiting: &Waiting| waiting.sent.call == call && waiting.reply.is_some();
        let Some(place) = http.iter().position(is_it) else { return };
        if !http[place].reply.as_mut().is_some_and(|reply| reply.is_to_come(held)) {
            let waiting = http.remove(place);
            self.respond(node, waiting.from, call, api::no_answer_to_message(), None, event);
        }
    }

    /// A replica has answered requests in the step that is over.
    pub(super) fn on_ready(&mut self, node: NodeId, ready: Vec<Ready>) {
        for ready in ready {
            match ready {
                Ready::Answered(waiting, answer, cause) => self.on_answered(node, waiting, answer, cause),
                Ready::Replied(waiting, message, cause) => {
                    if let Some(response) = api::answer_message(&message) {
                        self.respond(node, waiting.from, waiting.sent.call, response, None, cause);
                    }
                }
            }
        }
    }

    fn on_answered(&mut self, node: NodeId, mut waiting: Waiting, answer: Answer, cause: EventId) {
        let (Ok(asked), Some(process)) =
            (api::read(&waiting.sent.http, node), self.servers[node.slot()].process.as_deref_mut())
        else {
            return;
        };
        let leader = process.node().leader();
        let place = Place {
            dialect: Dialect::of(process.node().config()),
            leader,
            forwarded: waiting.sent.forwarded,
            path: &waiting.sent.http.path,
            address_of: &address_of,
        };
        let next = match (&asked, &answer) {
            (Asked::All { .. }, Answer::Done(_)) => {
                Next::Respond(api::all(process.replica.store().clone()).from_node_that_knows(leader))
            }
            _ => api::next(&asked, &answer, place),
        };
        match next {
            Next::Respond(response) => {
                let is_command = matches!(asked, Asked::Command { .. });
                let outcome = if let Answer::Done(outcome) = answer { Some(outcome) } else { None };
                let (from, call) = (waiting.from, waiting.sent.call);
                self.respond(node, from, call, response, outcome.filter(|_| is_command), cause);
            }
            Next::Forward(to) => {
                waiting.forwarded_to = Some(to);
                let sent = HttpSent { forwarded: true, ..waiting.sent.clone() };
                process.http.push(waiting);
                let (client, request) = (sent.call.client, sent.call.request);
                let what = || What::HttpForwarded { client: Some(client), request, to };
                let event = self.record(Some(Actor::Node(node)), Some(cause), what);
                self.send(Actor::Node(node), Actor::Node(to), Content::HttpRequest(Box::new(sent)), event, None);
            }
        }
    }

    /// A node answers.
    fn respond(
        &mut self,
        node: NodeId,
        to: Actor,
        call: Call,
        response: HttpResponse,
        outcome: Option<Outcome>,
        cause: EventId,
    ) {
        let reply = HttpReply { call, response: Arc::new(response), outcome };
        self.send(Actor::Node(node), to, Content::HttpResponse(Box::new(reply)), cause, None);
    }

    /// The answer to a request that a node forwarded comes back to it.
    pub(super) fn pass_on(&mut self, node: NodeId, from: Actor, reply: HttpReply, event: EventId) {
        if let Actor::Node(from) = from
            && let Some(waiting) = self.take_forwarded(node, reply.call, from)
        {
            let content = Content::HttpResponse(Box::new(reply));
            self.send(Actor::Node(node), waiting.from, content, event, None);
        }
    }

    fn take_forwarded(&mut self, node: NodeId, call: Call, to: NodeId) -> Option<Waiting> {
        let http = &mut self.servers[node.slot()].process.as_mut()?.http;
        let is_it = |waiting: &Waiting| waiting.sent.call == call && waiting.forwarded_to == Some(to);
        let place = http.iter().position(is_it)?;
        Some(http.remove(place))
    }

    /// A request comes to a node that is down: whoever asked is told at once.
    pub(super) fn refuse_connection(&mut self, node: NodeId, from: Actor, call: Call, event: EventId) {
        match from {
            Actor::Client(_) => self.end_call(call, Err(NoAnswer::Refused), None, event),
            Actor::Node(forwarder) => {
                if let Some(waiting) = self.take_forwarded(forwarder, call, node) {
                    self.respond(forwarder, waiting.from, call, api::not_reached(node), None, event);
                }
            }
        }
    }

    /// A node went down: those who wait for it are told at once, if no cut stands between.
    pub(super) fn reset_connections(&mut self, node: NodeId, waiting: Vec<(Actor, Call)>, event: EventId) {
        for (from, call) in waiting {
            if self.network.is_cut(Actor::Node(node), from) {
                continue;
            }
            match from {
                Actor::Client(_) => self.end_call(call, Err(NoAnswer::Reset), None, event),
                Actor::Node(forwarder) => {
                    if let Some(waiting) = self.take_forwarded(forwarder, call, node) {
                        let response = api::no_answer_in_time(Some(node));
                        self.respond(forwarder, waiting.from, call, response, None, event);
                    }
                }
            }
        }
    }

    /// Has a node look at what waits when the first of it has waited long enough.
    pub(super) fn arm_patience(&mut self, node: NodeId) {
        let Some(process) = &self.servers[node.slot()].process else { return };
        if let Some(due) = process.http.iter().filter(|waiting| !waiting.is_over).map(Waiting::due).min() {
            self.arm(DueSlot::Patience(node), due.max(self.now));
        }
    }

    /// What has waited long enough is answered that there is no answer.
    pub(super) fn on_patience(&mut self, node: NodeId) {
        let now = self.now;
        // A paused node looks when it goes on.
        let process = self.servers[node.slot()].process.as_deref_mut();
        let Some(process) = process.filter(|process| process.pause.is_none()) else { return };
        let mut late = Vec::new();
        process.http.retain_mut(|waiting| {
            if waiting.is_over || now < waiting.due() {
                return true;
            }
            late.push((waiting.from, waiting.sent.call, waiting.forwarded_to, waiting.event));
            waiting.is_over = true;
            waiting.forwarded_to.is_none()
        });
        for (from, call, forwarded_to, event) in late {
            self.respond(node, from, call, api::no_answer_in_time(forwarded_to), None, event);
        }
        self.arm_patience(node);
    }
}

/// The requests that wait at a node and that an answer of its replica is for: an answer about an entry is for all that carry
/// the same command; a refusal is for the one that came last, and says nothing of those whose entry is in the log.
pub(super) fn take_answered(http: &mut Vec<Waiting>, by: (SessionId, RequestId), answer: &Answer) -> Vec<Waiting> {
    match answer {
        Answer::Done(_) | Answer::KeyTaken => http.extract_if(.., |waiting| waiting.awaits(by)).collect(),
        Answer::NotLeader(_) | Answer::HandingOver(_) | Answer::Unconfirmed => {
            let awaiting = http.iter().enumerate().filter(|(_, waiting)| waiting.awaits(by));
            let newest = awaiting.max_by_key(|(place, waiting)| (!waiting.is_over, *place)).map(|(place, _)| place);
            newest.map(|place| http.remove(place)).into_iter().collect()
        }
    }
}

/// The request that a message which leaves is the reply to.
pub(super) fn take_replied(http: &mut Vec<Waiting>, message: &Message) -> Option<Waiting> {
    // Each is shown every message that leaves.
    let mut found = None;
    for (place, waiting) in http.iter_mut().enumerate() {
        if waiting.reply.as_mut().is_some_and(|reply| reply.is(message)) {
            found.get_or_insert(place);
        }
    }
    found.map(|place| http.remove(place))
}
