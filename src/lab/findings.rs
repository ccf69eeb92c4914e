//! What decides an answer: how far a count has come, which nodes are not heard, what a stale read did not see. Each finding is a
//! sentence of its own; the answer and what is missing, peer by peer, stand beside it.

use super::args::{Args, name, number, until_ms};
use super::feed::{add_args, list, unordered_view};
use super::leadership::{self, Heard};
use super::question::Question;
use super::view::Finding;
use super::why_not::{self, acting_leader, waiting};
use crate::kv::{Command, Outcome, RequestId, Text};
use crate::raft::{Membership, NodeId, NodeSet, Term, quorum};
use crate::script::Runner;
use crate::sim::client::Returned;
use crate::sim::{Actor, ClientId, Content, Envelope, Field, Operation, World};

/// Calls that are looked through for what a read should have seen, at most, from the read back.
const CALLS_MAX: usize = 20_000;

/// What decides the answer to a question, the most telling first.
pub fn findings(runner: &Runner, question: Question) -> Vec<Finding> {
    let world = runner.world();
    match question {
        Question::Role(node) | Question::Term(node) | Question::Leader(Some(node)) => leadership_findings(world, node),
        Question::Leader(None) => acting_leader(world).map_or(Vec::new(), |leader| leadership_findings(world, leader)),
        Question::Entry(node, index) if !why_not::holds(world, question) => {
            let term = world.server(node).log().term_at(index);
            let counting = why_not::counting(world, node, index, term);
            counting.and_then(|(leader, index)| count_of_copies(world, leader, index)).into_iter().collect()
        }
        Question::Request(client, request) if why_not::holds(world, question) => {
            unordered_findings(runner, client, request)
        }
        Question::Request(client, _) => waiting_request(world, client).into_iter().collect(),
        Question::Entry(..) | Question::Vote(..) | Question::Message(_) | Question::Event(_) => Vec::new(),
    }
}

fn finding(key: &'static str, args: impl IntoIterator<Item = (&'static str, super::view::Arg)>) -> Finding {
    let args = args.into_iter().map(|(name, arg)| (name.to_string(), arg)).collect();
    Finding { key: format!("finding-{key}"), args, event: None }
}

/// Of a node that leads, as far as it knows: that no majority hears it, and that another leads.
fn leadership_findings(world: &World, node: NodeId) -> Vec<Finding> {
    let Some(heard) = leadership::heard(world, node) else {
        return Vec::new();
    };
    let doubt = heard.doubted.then(|| doubt(world, node, &heard));
    doubt.into_iter().chain(newer_term(world, node)).collect()
}

fn doubt(world: &World, node: NodeId, heard: &Heard) -> Finding {
    let membership = world.membership_at(node);
    finding(
        "heard",
        [
            ("node", name(node)),
            ("heard", name(list(heard.by, ", "))),
            ("heard-count", number(heard.by.len() as u64)),
            ("needed", number(quorum::majority(heard.of.len()) as u64)),
            ("of", number(heard.of.len() as u64)),
            ("half", name(half(&membership, heard.of))),
        ],
    )
}

/// Which set of voters is counted: `only`, or of a joint configuration `new` or `old`.
fn half(membership: &Membership, set: NodeSet) -> &'static str {
    if !membership.is_joint() {
        "only"
    } else if set == membership.voters {
        "new"
    } else {
        "old"
    }
}

/// A later term that a leader has not heard of, and what keeps it from hearing of it.
fn newer_term(world: &World, node: NodeId) -> Option<Finding> {
    let own_term = world.server(node).current_term();
    let is_later = |other: &NodeId| own_term < world.server(*other).current_term();
    let leader = acting_leader(world).filter(is_later);
    let latest = |other: &NodeId| (world.server(*other).current_term(), std::cmp::Reverse(*other));
    let live = |other: &NodeId| world.server(*other).live().is_some();
    let other = leader.or_else(|| world.nodes().iter().filter(live).filter(is_later).max_by_key(latest))?;
    let (way, due_ms) = way_of_the_news(world, node, other, own_term);
    let args = [
        ("node", name(node)),
        ("own-term", number(own_term.0)),
        ("other", name(other)),
        ("term", number(world.server(other).current_term().0)),
        ("leads", name(if leader.is_some() { "yes" } else { "no" })),
        ("way", name(way)),
        ("due-ms", due_ms),
    ];
    Some(finding("newer-term", args))
}

/// How a node will hear of a later term: `comes` with a message that is on its way, and will arrive as things stand;
/// not, because of a `cut`, or since the other does not take it for a member (`stranger`); or `later`.
fn way_of_the_news(world: &World, node: NodeId, other: NodeId, own: Term) -> (&'static str, super::view::Arg) {
    let brings_it = |envelope: &&Envelope| {
        let is_later = matches!(&envelope.content, Content::Raft(message) if own < message.term);
        is_later && envelope.to == Actor::Node(node) && super::blockers::fate(world, envelope) == "arrives"
    };
    if let Some(message) = world.network().in_flight().filter(brings_it).min_by_key(|message| message.due_at) {
        return ("comes", until_ms(world, message.due_at));
    }
    let (from, to) = (Actor::Node(other), Actor::Node(node));
    let way = if world.network().is_cut(from, to) {
        "cut"
    } else if !world.membership_at(other).members().contains(node) {
        "stranger"
    } else {
        "later"
    };
    (way, number(0))
}

/// How many of a majority a leader counts for an index of its own term.
fn count_of_copies(world: &World, leader: NodeId, index: crate::raft::LogIndex) -> Option<Finding> {
    let process = world.server(leader).live()?;
    let leading = process.node().leading()?;
    let has_it = |node: &NodeId| index <= leading.progress(*node).match_index;
    let mut finding = count(process.node().membership(), leader, "copies", has_it);
    finding.args.insert("index".into(), number(index.0));
    Some(finding)
}

/// The voters that do their part, of the set of voters that lacks more.
fn count(membership: &Membership, leader: NodeId, key: &'static str, does: impl Fn(&NodeId) -> bool) -> Finding {
    let done: NodeSet = membership.all_voters().iter().filter(does).collect();
    let lacks = |set: &NodeSet| quorum::majority(set.len()).saturating_sub(done.intersection(*set).len());
    let sets = [membership.outgoing, membership.voters].into_iter().filter(|set| !set.is_empty());
    let of = sets.max_by_key(lacks).unwrap_or_default();
    let counted = done.intersection(of);
    let others = counted.without(leader);
    finding(
        key,
        [
            ("leader", name(leader)),
            ("own", name(if counted.contains(leader) { "yes" } else { "no" })),
            ("others", name(list(others, ", "))),
            ("others-count", number(others.len() as u64)),
            ("count", number(counted.len() as u64)),
            ("needed", number(quorum::majority(of.len()) as u64)),
            ("of", number(of.len() as u64)),
            ("half", name(half(membership, of))),
        ],
    )
}

/// What the outstanding request of a client waits for, if that is a count: of copies of its entry, or of answers to the
/// round that its read waits for.
fn waiting_request(world: &World, client: ClientId) -> Option<Finding> {
    let by = waiting::awaited(&world.clients()[client.slot()])?;
    if let Some((node, entry)) = waiting::pending_entry(world, by) {
        let (leader, index) = why_not::counting(world, node, entry.index, Some(entry.term))?;
        return count_of_copies(world, leader, index);
    }
    let (leader, process, pending) = waiting::pending_read(world, by)?;
    let leading = process.node().leading()?;
    let (round, _) = leading.pending_read(pending.token, None)?;
    let has_answered = |node: &NodeId| *node == leader || round <= leading.progress(*node).answered;
    Some(count(process.node().membership(), leader, "answers", has_answered))
}

/// Of an answer that no order of the calls explains: that it was stale, and what had been acknowledged before.
fn unordered_findings(runner: &Runner, client: ClientId, request: RequestId) -> Vec<Finding> {
    let world = runner.world();
    let unordered = runner.checks().linearizability().unordered();
    let is_its = |operation: &Operation| operation.client == client && operation.request == request;
    let found = unordered.iter().find_map(|unordered| {
        let operation = world.history().get(unordered.operation)?;
        is_its(operation).then_some((unordered.operation, operation))
    });
    let Some((place, operation)) = found else {
        return Vec::new();
    };
    match newest_before(world, place, operation) {
        Some(newest) if newest.is_stale => {
            vec![answer_finding("stale-read", operation), seen_before(operation, &newest)]
        }
        Some(_) | None => vec![answer_finding("unordered", operation)],
    }
}

/// The arguments of an answer: `client`, `op`, `key`, `outcome`, `result` and so on.
fn answer_finding(key: &'static str, operation: &Operation) -> Finding {
    let mut finding = finding(key, []);
    finding.args = unordered_view(operation).args;
    finding.event = operation.returned.as_ref().map(|returned| returned.event.0 as f64);
    finding
}

/// The last call on a key that was answered before a read began, and that left or saw another value than the read got.
struct Newest<'a> {
    call: &'a Operation,
    returned: &'a Returned,
    /// What the key then had; none if it was not there.
    value: Option<Text>,
    /// Whether what the read got was there before that, so that the read is late: it did not come back since, and is
    /// nothing that never was.
    is_stale: bool,
}

fn newest_before<'a>(world: &'a World, place: usize, read: &Operation) -> Option<Newest<'a>> {
    let got = match (&read.command, &read.returned.as_ref()?.outcome) {
        (Command::Get { .. }, Outcome::Value(value)) => Some(value.clone()),
        (Command::Get { .. }, Outcome::Absent) => None,
        (Command::Get { .. } | Command::Set { .. } | Command::Delete { .. } | Command::Cas { .. }, _) => return None,
    };
    let history = world.history();
    let calls = || {
        let before = (0..history.len().min(place)).rev().take(CALLS_MAX).filter_map(|at| history.get(at));
        before.filter(|call| call.command.key() == read.command.key())
    };
    let answered = calls().filter_map(|call| {
        let returned = call.returned.as_ref().filter(|returned| returned.event < read.call_event)?;
        Some((call, returned, left_by(&call.command, &returned.outcome)?))
    });
    let others = answered.filter(|(_, _, value)| *value != got);
    let (call, returned, value) = others.max_by_key(|(_, returned, _)| returned.event)?;
    // Nothing was there at first.
    let was_there = got.is_none() || calls().any(|call| may_leave(&call.command).is_some_and(|new| new == got));
    let came_back =
        calls().any(|call| returned.event < call.call_event && may_leave(&call.command).is_some_and(|new| new == got));
    Some(Newest { call, returned, value, is_stale: was_there && !came_back })
}

/// What a key has after a call with this answer; nothing if that does not tell.
fn left_by(command: &Command, outcome: &Outcome) -> Option<Option<Text>> {
    match (command, outcome) {
        (Command::Set { value, .. }, Outcome::Ok) | (Command::Cas { new: value, .. }, Outcome::Ok) => {
            Some(Some(value.clone()))
        }
        (Command::Delete { .. }, Outcome::Ok) | (Command::Get { .. }, Outcome::Absent) => Some(None),
        (Command::Get { .. }, Outcome::Value(value)) => Some(Some(value.clone())),
        (Command::Set { .. } | Command::Delete { .. } | Command::Get { .. } | Command::Cas { .. }, _) => None,
    }
}

/// What a key may have after a call that writes.
fn may_leave(command: &Command) -> Option<Option<Text>> {
    match command {
        Command::Set { value, .. } | Command::Cas { new: value, .. } => Some(Some(value.clone())),
        Command::Delete { .. } => Some(None),
        Command::Get { .. } => None,
    }
}

fn seen_before(read: &Operation, newest: &Newest) -> Finding {
    let wrote = !matches!(newest.call.command, Command::Get { .. });
    let ago_us = read.call.since(newest.returned.at);
    let mut args = Args::new();
    add_args(&mut args, "command", &Field::Command(Some(newest.call.command.clone())));
    add_args(&mut args, "result", &Field::Text(newest.value.as_deref().unwrap_or_default().to_string()));
    let mut finding = finding(
        "seen-before",
        [
            ("client", name(newest.call.client)),
            ("reader", name(read.client)),
            ("wrote", name(if wrote { "yes" } else { "no" })),
            ("there", name(if newest.value.is_some() { "yes" } else { "no" })),
            ("ago-ms", super::view::Arg::Number(ago_us as f64 / 1_000.0)),
        ],
    );
    finding.args.extend(args);
    finding.event = Some(newest.returned.event.0 as f64);
    finding
}
