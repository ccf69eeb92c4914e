//! Why a client's request is not answered: what became of it on its way, at the node that took it, and on the way back.

use super::{acting_leader, count_lacks, entry_lacks, fresh_command, leader_lacks, node_lack, peers_lacks, voters};
use crate::kv::{RequestId, SessionId};
use crate::lab::args::{maybe, name, number, until_ms};
use crate::lab::blockers::{Subject, fate, is_barred, order_of_arrival};
use crate::lab::feed::add_args;
use crate::lab::lack::Lack;
use crate::lab::remedy::Remedy;
use crate::raft::{Body, LogPosition, NodeId, NodeSet, RequestToken, Round};
use crate::replica::{PendingCommand, PendingRead};
use crate::script::condition;
use crate::sim::client::{Client, Outstanding};
use crate::sim::fields::fields_of;
use crate::sim::http::Call;
use crate::sim::{Actor, ClientId, Content, Envelope, Process, World};

/// Session and number of a request: by these a node knows it, however it came.
type Name = (SessionId, RequestId);

/// What a request lacks to be answered.
pub fn request_lacks(world: &World, client: ClientId, request: RequestId) -> Vec<Lack> {
    let Some(outstanding) = &world.clients()[client.slot()].outstanding else {
        return http_lacks(world, client);
    };
    if outstanding.request.id != request {
        let args = [
            ("client", name(client)),
            ("request", number(request.0)),
            ("outstanding", number(outstanding.request.id.0)),
        ];
        let mut lacks = vec![Lack::new("queued", args).or_try([Remedy::Wait])];
        lacks.extend(request_lacks(world, client, outstanding.request.id));
        return lacks;
    }
    if let Some(why) = outstanding.waiting {
        let due = world.client_timer(client).unwrap_or(world.now());
        let args = [("client", name(client)), ("node", name(outstanding.to)), ("due-ms", until_ms(world, due))];
        let mut lack = Lack::new("client-waits", args).or_try([Remedy::Wait]);
        for (name, field) in fields_of(&why, "why") {
            add_args(&mut lack.args, name, &field);
        }
        let mut lacks = vec![lack];
        if condition::leader(world).is_none() {
            lacks.extend(leader_lacks(world, None));
        }
        return lacks;
    }
    asked_lacks(world, client, outstanding)
}

/// What an HTTP request lacks to be answered: its node or the node that it was forwarded to, a way there and back, and
/// what its command lacks.
fn http_lacks(world: &World, client: ClientId) -> Vec<Lack> {
    let Some(calling) = &world.clients()[client.slot()].calling else { return Vec::new() };
    let call = Call { client, request: calling.request };
    let mut lacks: Vec<Lack> = node_lack(world, calling.to).into_iter().collect();
    lacks.extend(client_cut_lack(world, client, calling.to));
    let is_of = |envelope: &Envelope| match &envelope.content {
        Content::HttpRequest(sent) => sent.call == call,
        Content::HttpResponse(reply) => reply.call == call,
        Content::Raft(_) | Content::Request(_) | Content::Reply { .. } => false,
    };
    if let Some(message) = on_its_way(world, is_of) {
        lacks.push(message);
        return lacks;
    }
    if let Some(taken) = taken_lacks(world, calling.by) {
        lacks.extend(taken);
        return lacks;
    }
    lacks.extend(forwarded_to(world, calling.to, call).and_then(|node| node_lack(world, node)));
    if condition::leader(world).is_none() {
        lacks.extend(leader_lacks(world, None));
    }
    if lacks.is_empty() {
        let due = world.client_timer(client).unwrap_or(world.now());
        let args = [("client", name(client)), ("node", name(calling.to)), ("due-ms", until_ms(world, due))];
        lacks.push(Lack::new("http-unanswered", args));
    }
    lacks
}

/// The node to which another has forwarded a request.
fn forwarded_to(world: &World, node: NodeId, call: Call) -> Option<NodeId> {
    let waiting = &world.server(node).live()?.http;
    waiting.iter().find(|waiting| waiting.sent.call == call)?.forwarded_to
}

/// What a request lacks that was sent and not answered.
fn asked_lacks(world: &World, client: ClientId, outstanding: &Outstanding) -> Vec<Lack> {
    let request = outstanding.request.id;
    let own = Actor::Client(client);
    let is_of = |envelope: &Envelope| match &envelope.content {
        Content::Reply { request: of, .. } => envelope.to == own && *of == request,
        Content::Request(asked) => envelope.from == own && asked.id == request,
        Content::Raft(_) | Content::HttpRequest(_) | Content::HttpResponse(_) => false,
    };
    let mut lacks: Vec<Lack> = node_lack(world, outstanding.to).into_iter().collect();
    lacks.extend(client_cut_lack(world, client, outstanding.to));
    if let Some(message) = on_its_way(world, is_of) {
        lacks.push(message);
        return lacks;
    }
    if let Some(taken) = taken_lacks(world, (client.session(), request)) {
        lacks.extend(taken);
        return lacks;
    }
    // A follower that no longer knows a leader cannot say what its read waits for.
    if lacks.is_empty() {
        let args = [("client", name(client)), ("node", maybe(Some(outstanding.to)))];
        lacks.push(match world.client_timer(client) {
            Some(due) => {
                let due = ("due-ms", until_ms(world, due));
                Lack::new("request-lost", args.into_iter().chain([due])).or_try([Remedy::Wait])
            }
            None => Lack::new("request-given-up", args),
        });
    }
    lacks
}

/// What the entry of a request lacks, or the round of its read. None if no node has taken the request, or if nothing can be
/// said of its read.
fn taken_lacks(world: &World, by: Name) -> Option<Vec<Lack>> {
    if let Some((node, entry)) = pending_entry(world, by) {
        return Some(entry_lacks(world, node, entry.index, Some(entry.term)));
    }
    let (node, process, pending) = pending_read(world, by)?;
    Some(read_lacks(world, node, process, pending)).filter(|lacks| !lacks.is_empty())
}

/// What a client waits for, by the name that nodes give it.
pub fn awaited(client: &Client) -> Option<Name> {
    match (&client.outstanding, &client.calling) {
        (Some(outstanding), _) => Some((client.id.session(), outstanding.request.id)),
        (None, Some(calling)) => Some(calling.by),
        (None, None) => None,
    }
}

/// The entry that answers a request once it is applied, and the node that took it: the leader, if it did.
pub fn pending_entry(world: &World, (session, request): Name) -> Option<(NodeId, LogPosition)> {
    let owing = world.nodes().iter().filter_map(|node| {
        let process = world.server(node).live()?;
        // An entry that gave way to another answers no client.
        let is_there = |entry: LogPosition| {
            entry.index <= process.node().log().base().index || process.node().log().contains(entry)
        };
        let is_it = |pending: &&PendingCommand| pending.request == request && is_there(pending.entry);
        let pending = process.replica.pending_commands().of(session).rfind(is_it)?;
        Some((node, pending.entry))
    });
    let acting = acting_leader(world);
    owing.max_by_key(|(node, _)| acting == Some(*node))
}

/// The read that answers a request once it is confirmed, and the node that was asked.
pub fn pending_read(world: &World, (session, request): Name) -> Option<(NodeId, &Process, &PendingRead)> {
    world.nodes().iter().find_map(|node| {
        let process = world.server(node).live()?;
        let is_it = |pending: &&PendingRead| pending.request == request;
        let pending = process.replica.pending_reads().of(session).find(is_it)?;
        Some((node, process, pending))
    })
}

/// What a client is cut off from the node that it asks by.
fn client_cut_lack(world: &World, client: ClientId, node: NodeId) -> Option<Lack> {
    let (own, other) = (Actor::Client(client), Actor::Node(node));
    let (way, join) = match (world.network().is_cut(own, other), world.network().is_cut(other, own)) {
        (true, true) => ("both", Remedy::join(own, other, true)),
        (true, false) => ("there", Remedy::join(own, other, false)),
        (false, true) => ("back", Remedy::join(other, own, false)),
        (false, false) => return None,
    };
    let args = [("client", name(client)), ("node", name(node)), ("way", name(way))];
    Some(Lack::new("client-cut", args).or_try([join]))
}

/// That a message is still on its way: of several the first that arrives.
fn on_its_way(world: &World, is_of: impl Fn(&Envelope) -> bool) -> Option<Lack> {
    let on_way = world.network().in_flight().filter(|envelope| is_of(envelope));
    let envelope = on_way.min_by_key(|envelope| order_of_arrival(world, envelope))?;
    let args = [
        ("message", name(format!("m{}", envelope.id.0))),
        ("type", name(envelope.content.kind().name())),
        ("from", name(envelope.from)),
        ("to", name(envelope.to)),
        ("due-ms", until_ms(world, envelope.due_at)),
        ("fate", name(fate(world, envelope))),
    ];
    // A lost message is on its way no more, so that a trial would find that its delivery works.
    let deliver = (!is_barred(world, envelope)).then_some(Remedy::Deliver(envelope.id));
    Some(Lack::new("on-its-way", args).or_try(deliver))
}

/// What a read lacks: an entry of the leader's own term, or a round that a majority answers.
fn read_lacks(world: &World, leader: NodeId, process: &Process, pending: &PendingRead) -> Vec<Lack> {
    let token: RequestToken = pending.token;
    match process.node().leading().and_then(|leading| leading.pending_read(token, None)) {
        Some(read) => led_read_lacks(world, leader, process, read),
        None => forwarded_lacks(world, leader, process, pending),
    }
}

/// What a read lacks at the leader: the round that it waits for, and whether it waits for an entry as well.
fn led_read_lacks(world: &World, leader: NodeId, process: &Process, (round, held_back): (Round, bool)) -> Vec<Lack> {
    let Some(leading) = process.node().leading() else { return Vec::new() };
    let mut lacks = Vec::new();
    if held_back {
        let (commit, term) = (process.node().commit_index(), process.node().current_term());
        let args = [("leader", name(leader)), ("commit-index", number(commit.0)), ("term", number(term.0))];
        let has_own = process.node().log().last().term == term;
        let step = if has_own { Some(Remedy::Wait) } else { fresh_command(world, leader) };
        lacks.push(Lack::new("read-own-entry", args).or_try(step));
        if has_own {
            lacks.extend(count_lacks(world, leader, process, process.node().log().last().index));
        }
    }
    let silent = |node: &NodeId| leading.progress(*node).answered < round;
    let peers: Vec<NodeId> = voters(world).without(leader).iter().filter(silent).collect();
    let answered: NodeSet = voters(world).iter().filter(|node| !peers.contains(node)).collect();
    if !world.membership().is_quorum(answered) {
        lacks.extend(peers_lacks(world, leader, &peers, Subject::Read(round)));
    }
    lacks
}

/// What a follower's read lacks: its leader's answer, or what that told it to apply first.
fn forwarded_lacks(world: &World, node: NodeId, process: &Process, pending: &PendingRead) -> Vec<Lack> {
    if let Some(index) = pending.index {
        return entry_lacks(world, node, index, None);
    }
    let Some(leader) = process.node().leader().filter(|leader| *leader != node) else {
        return Vec::new();
    };
    let names_it = |body: &Body| matches!(body, Body::ReadIndex { request } | Body::ReadIndexReply { request, .. } if *request == pending.token);
    // The names of reads are a node's own, and it is one end of the question and of the answer.
    let is_of = |envelope: &Envelope| match &envelope.content {
        Content::Raft(message) => names_it(&message.body) && (message.from == node || message.to == node),
        Content::Request(_) | Content::Reply { .. } | Content::HttpRequest(_) | Content::HttpResponse(_) => false,
    };
    if let Some(message) = on_its_way(world, is_of) {
        return vec![message];
    }
    // The leader has it, and waits for something itself.
    if let Some(process) = world.server(leader).live()
        && let Some(read) = process.node().leading().and_then(|leading| leading.pending_read(pending.token, Some(node)))
    {
        return led_read_lacks(world, leader, process, read);
    }
    let args = [("node", name(node))];
    let mut lacks = vec![Lack::new("read-asked", args).or_try([Remedy::Wait, Remedy::Heal])];
    lacks.extend(node_lack(world, leader));
    lacks
}
