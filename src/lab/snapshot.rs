//! The world as the page draws it.

use super::blockers::is_barred;
use super::feed::{add_args, clip, unordered_view};
use super::http;
use super::leadership::heard;
use super::standing::{lease_us, membership_text};
use super::view::*;
use crate::check::Invariant;
use crate::check::linearizability::{Standing, Unordered};
use crate::kv::{Command, Outcome, Request};
use crate::raft::{Body, LogEntry, LogIndex, Membership, Mode, NodeId, NodeSet, Payload, Progress, Role, quorum};
use crate::script::Runner;
use crate::script::condition;
use crate::sim::client::{Client, Errand, Outstanding};
use crate::sim::fields::{fields_of, outcome_name, request_of};
use crate::sim::{Actor, ClientId, Content, Envelope, Kind, MessageId, Operation, Process, Server, Settings, World};
use std::collections::{BTreeMap, BTreeSet};

/// Columns of a log and rows of a table, at most.
const WINDOW_MAX: usize = 200;

/// Answered requests that are shown, at most: of one client, and of all together (but a few of each).
const HISTORY_MAX: usize = 20;
const HISTORIES_MAX: usize = 40;
const HISTORY_MIN: usize = 5;

/// Queued requests that are shown, at most, of one client.
const QUEUE_SHOWN_MAX: usize = 20;

/// Answers that no order explains that are listed, at most: the first ones.
const UNORDERED_MAX: usize = 20;

/// Entries of a message that are shown, at most.
const MESSAGE_ENTRIES_MAX: usize = 64;

/// The whole picture.
pub fn cluster(runner: &Runner, query: SnapshotQuery, script: ScriptStatus) -> ClusterView {
    let world = runner.world();
    let voters: Vec<NodeId> = world.nodes().iter().collect();
    let (kv, kv_more) = key_values(world, &voters, (query.kv_rows as usize).min(WINDOW_MAX));
    let log_end = voters.iter().map(|node| world.server(*node).log().last().index.0).max().unwrap_or(0);
    ClusterView {
        now_us: world.now().0 as f64,
        seed: world.seed().to_string(),
        steps: world.steps() as f64,
        leader: condition::leader(world).map(|node| node.to_string()),
        nodes: voters.iter().map(|node| node_view(world, *node, query)).collect(),
        clients: clients(runner),
        cuts: world.network().cuts().map(|(from, to)| [from.to_string(), to.to_string()]).collect(),
        partition: world.partition_groups().iter().map(|group| names(*group)).collect(),
        log_from: query.log_from as f64,
        log_end: log_end as f64,
        kv,
        kv_more: kv_more as f64,
        safety: safety(runner),
        script,
        load_every_us: world.load_every_us().map(|us| us as f64),
        config: config(world),
        flaws: world.settings().raft.flaws.iter().map(|flaw| flaw.name().into()).collect(),
        rules_broken: world.settings().raft.flaws.rules_broken() as f64,
        membership: membership_text(&world.membership()),
    }
}

fn names(nodes: NodeSet) -> Vec<String> {
    nodes.iter().map(|node| node.to_string()).collect()
}

fn config(world: &World) -> ConfigView {
    let settings = world.settings();
    let range = |range: crate::raft::DurationRange| [range.min_us as f64, range.max_us as f64];
    ConfigView {
        election_timeout_us: range(settings.raft.election_timeout),
        heartbeat_us: settings.raft.heartbeat_us as f64,
        latency_us: range(settings.latency),
        fsync_us: range(settings.fsync),
        loss_ppm: f64::from(settings.loss_ppm),
        duplicate_ppm: f64::from(settings.duplicate_ppm),
        reads: settings.reads.name().into(),
        pre_vote: settings.raft.pre_vote,
        check_quorum: settings.raft.check_quorum,
        membership: if settings.raft.single_server_changes { "single" } else { "joint" }.into(),
        snapshot_every: settings.snapshot_every.map(|entries| entries as f64),
        drift_ppm: f64::from(settings.drift_ppm),
        printed: printed(settings),
    }
}

/// What a preset has set beside its flaws.
fn printed(settings: &Settings) -> Vec<String> {
    let raft = &settings.raft;
    let all = [
        ("replication", raft.plain_replication),
        ("follower-reads", !raft.follower_reads),
        ("client-retries", !settings.client_retries),
    ];
    all.iter().filter(|(_, is_on)| *is_on).map(|(name, _)| (*name).into()).collect()
}

fn safety(runner: &Runner) -> SafetyView {
    let violation = |violation: &crate::check::Violation| {
        let mut args = BTreeMap::new();
        for (name, field) in &violation.facts {
            add_args(&mut args, name, field);
        }
        ViolationView { invariant: violation.invariant.name().into(), at_us: violation.at.0 as f64, args }
    };
    let linearizability = runner.checks().linearizability();
    let unordered = |unordered: &Unordered| {
        let operation = runner.world().history().get(unordered.operation)?;
        let args = unordered_view(operation).args;
        Some(ViolationView { invariant: "linearizability".into(), at_us: unordered.at.0 as f64, args })
    };
    SafetyView {
        invariants: Invariant::ALL.iter().map(|invariant| invariant.name().into()).collect(),
        claimed: runner.checks().claimed(),
        wiped: runner.checks().unclaimed_since().iter().map(|node| node.to_string()).collect(),
        given_up: runner.checks().are_given_up(),
        forged: runner.checks().forged_at().iter().map(|node| node.to_string()).collect(),
        unclaimed: runner
            .checks()
            .unclaimed_violations()
            .iter()
            .filter(|violation| violation.invariant.is_of_safety())
            .map(|violation| violation.invariant.name().into())
            .collect(),
        violations: runner.checks().violations().iter().map(violation).collect(),
        linearizability: match linearizability.standing() {
            Standing::Linearizable => "holds",
            Standing::Violated => "violated",
            Standing::Undecided => "undecided",
        }
        .into(),
        unordered: linearizability.unordered().iter().take(UNORDERED_MAX).filter_map(unordered).collect(),
        unordered_count: linearizability.unordered().len() as f64,
    }
}

fn node_view(world: &World, node: NodeId, query: SnapshotQuery) -> NodeView {
    let server = world.server(node);
    let process = server.process.as_deref();
    let hard_state = process.map_or(server.disk.hard_state(), |process| crate::raft::HardState {
        current_term: process.node().current_term(),
        voted_for: process.node().voted_for(),
    });
    let (votes, refusals) = votes(process);
    let (base, last) = (server.log().base(), server.log().last());
    let membership = process.map_or_else(|| world.membership(), |process| *process.node().membership());
    NodeView {
        name: node.to_string(),
        status: match process {
            None => "down",
            Some(process) if !process.is_live() => "paused",
            Some(_) => "up",
        }
        .into(),
        role: process.map_or("follower", |process| process.node().role_name().name()).into(),
        term: hard_state.current_term.0 as f64,
        voted_for: hard_state.voted_for.map(|voted_for| voted_for.to_string()),
        last_index: last.index.0 as f64,
        last_term: last.term.0 as f64,
        leader: process.and_then(|process| process.node().leader()).map(|leader| leader.to_string()),
        election_timer: process.and_then(|process| election_timer(world, process)),
        heartbeat_due_us: process.and_then(|process| process.heartbeat_timer).map(|timer| timer.due_at.0 as f64),
        votes: names(votes),
        refusals: names(refusals),
        membership: membership_text(&membership),
        majority: quorum::majority(membership.voters.len()) as f64,
        majority_outgoing: if membership.is_joint() { quorum::majority(membership.outgoing.len()) as f64 } else { 0.0 },
        commit_index: server.commit_index().0 as f64,
        last_applied: server.last_applied().0 as f64,
        disk: disk_view(server),
        collected_bytes: process.map_or(0.0, |process| process.node().collected_bytes() as f64),
        base_index: base.index.0 as f64,
        base_term: base.term.0 as f64,
        entries: entries(server, query),
        peers: process.map_or(Vec::new(), |process| peers(world, node, process)),
        inbox: process.and_then(|process| process.pause.as_ref()).map_or(0.0, |pause| pause.inbox.len() as f64),
        wiped: server.wiped,
        clock_ppm: world.clock_error_ppm(node) as f64,
        transfer_to: process
            .and_then(|process| process.node().leading()?.transfers_to())
            .map(|successor| successor.to_string()),
        lease_us: process.and_then(|process| lease_us(world, node, process)),
        heard: heard(world, node).map(|heard| heard.view()),
    }
}

fn votes(process: Option<&Process>) -> (NodeSet, NodeSet) {
    match process.map(|process| process.node().role()) {
        Some(Role::Leader(leader)) => (leader.votes(), NodeSet::EMPTY),
        Some(role) => role.votes().map_or((NodeSet::EMPTY, NodeSet::EMPTY), |votes| (votes.granted, votes.refused)),
        None => (NodeSet::EMPTY, NodeSet::EMPTY),
    }
}

fn election_timer(world: &World, process: &Process) -> Option<[f64; 2]> {
    let timer = process.election_timer?;
    let still_us = process.pause.as_ref().map_or(0, |pause| world.now().since(pause.since));
    Some([timer.armed_at.after(still_us).0 as f64, timer.due_at.after(still_us).0 as f64])
}

fn disk_view(server: &Server) -> DiskView {
    let hard_state = server.disk.hard_state();
    let snapshot = server.disk.contents().snapshot.as_ref();
    let pending_entries: usize =
        server.disk.pending().filter_map(|write| write.log.as_ref()).map(|change| change.entries.len()).sum();
    DiskView {
        term: hard_state.current_term.0 as f64,
        voted_for: hard_state.voted_for.map(|voted_for| voted_for.to_string()),
        last_index: server.disk.log().last().index.0 as f64,
        pending_entries: pending_entries as f64,
        pending_hard_state: server.disk.pending().any(|write| write.hard_state.is_some()),
        fsync_due_us: server.fsync.map(|fsync| fsync.due_at.0 as f64),
        state: server.disk.state.name().into(),
        snapshot_index: snapshot.map_or(0.0, |snapshot| snapshot.last.index.0 as f64),
        snapshot_bytes: snapshot.map_or(0.0, |snapshot| snapshot.data.len() as f64),
        pending_snapshot: server.disk.pending().any(|write| write.snapshot.is_some()),
    }
}

fn entries(server: &Server, query: SnapshotQuery) -> Vec<EntryView> {
    let columns = (query.log_columns as usize).min(WINDOW_MAX);
    let first = query.log_from.max(1);
    // What is compacted takes no columns of the window's end.
    let from = first.max(server.log().first_index().0);
    let columns = columns.saturating_sub((from - first) as usize);
    let commit_index = server.commit_index();
    (0..columns)
        .map_while(|step| {
            let index = LogIndex(from).plus(step);
            let entry = server.log().get(index)?;
            let durable = server.disk.log().get(index).is_some_and(|stored| stored.term == entry.term);
            Some(entry_view(index, entry, index <= commit_index, durable))
        })
        .collect()
}

pub(super) fn entry_view(index: LogIndex, entry: &LogEntry, committed: bool, durable: bool) -> EntryView {
    EntryView {
        index: index.0 as f64,
        term: entry.term.0 as f64,
        command: payload_view(&entry.payload),
        committed,
        durable,
    }
}

pub(super) fn payload_view(payload: &Payload) -> CommandView {
    let (op, key) = match payload {
        Payload::Configuration(membership) => ("configuration", configuration_text(membership)),
        Payload::NoOp | Payload::Command(_) => ("no-op", String::new()),
    };
    let other = || CommandView { op: op.into(), key, value: None, old: None, cut: None, client: None, request: None };
    request_of(payload).map_or_else(other, |request| request_view_of(&request))
}

/// Its voters, of both sets if it is joint, and its learners: `n1,n2,n3|n2,n4`, `n1,n2,n3+n4`.
fn configuration_text(membership: &Membership) -> String {
    let list = |nodes: NodeSet| names(nodes).join(",");
    let learners = if membership.learners.is_empty() { "" } else { "+" };
    let joint = if membership.is_joint() { "|" } else { "" };
    let (outgoing, voters) = (list(membership.outgoing), list(membership.voters));
    format!("{outgoing}{joint}{voters}{learners}{}", list(membership.learners))
}

fn request_view_of(request: &Request) -> CommandView {
    let client = ClientId::of(request.session);
    let mut view = command_view(&request.command);
    view.client = client.map(|client| client.to_string());
    view.request = Some(request.id.0 as f64);
    view
}

fn command_view(command: &Command) -> CommandView {
    let (value, old) = match command {
        Command::Set { value, .. } => (Some(value), None),
        Command::Cas { old, new, .. } => (Some(new), Some(old)),
        Command::Get { .. } | Command::Delete { .. } => (None, None),
    };
    let (key, key_chars) = clip(command.key());
    let (value, value_chars) = clip_maybe(value.map(|value| &**value));
    let (old, old_chars) = clip_maybe(old.map(|old| &**old));
    let chars = [key_chars, value_chars, old_chars];
    let cut = chars.iter().any(Option::is_some).then(|| chars.map(|chars| chars.unwrap_or(0) as f64));
    CommandView { op: command.name().into(), key, value, old, cut, client: None, request: None }
}

pub(super) fn clip_maybe(text: Option<&str>) -> (Option<String>, Option<usize>) {
    text.map(clip).map_or((None, None), |(shown, chars)| (Some(shown), chars))
}

fn peers(world: &World, node: NodeId, process: &Process) -> Vec<PeerView> {
    let Some(leader) = process.node().leading() else {
        return Vec::new();
    };
    let peer_view = |peer: NodeId| {
        let progress = leader.progress(peer);
        PeerView {
            name: peer.to_string(),
            next_index: progress.next_index.0 as f64,
            match_index: progress.match_index.0 as f64,
            in_flight: progress.in_flight.len() as f64,
            mode: match progress.mode {
                Mode::Probe => "probe",
                Mode::Replicate => "replicate",
                Mode::Snapshot => "snapshot",
            }
            .into(),
            sending: sending(progress),
        }
    };
    world.nodes().without(node).iter().map(peer_view).collect()
}

fn sending(progress: &Progress) -> Option<[f64; 3]> {
    let sending = progress.sending.as_ref()?;
    Some([sending.snapshot.last.index.0, sending.offset as u64, sending.snapshot.data.len() as u64].map(|n| n as f64))
}

/// The first keys of all state machines together, in order, and how many there are beyond.
fn key_values(world: &World, voters: &[NodeId], rows: usize) -> (Vec<KvRow>, usize) {
    let stores: Vec<_> = voters
        .iter()
        .map(|node| world.server(*node).process.as_deref().map(|process| process.replica.store()))
        .collect();
    let known = stores.iter().flatten();
    let keys: BTreeSet<&str> = known.flat_map(|store| store.iter().take(rows)).map(|(key, _)| &**key).collect();
    let longest = stores.iter().flatten().map(|store| store.len()).max().unwrap_or(0);
    let values = |key: &str| stores.iter().map(|store| Some(&**store.as_ref()?.get(key)?)).collect();
    let shown: Vec<KvRow> = keys.iter().take(rows).map(|key| key_row(key, values(key))).collect();
    let more = longest.max(keys.len()) - shown.len();
    (shown, more)
}

/// A key, and the value that each node has for it.
pub(super) fn key_row(key: &str, values: Vec<Option<&str>>) -> KvRow {
    let (key, key_chars) = clip(key);
    let (values, value_chars): (Vec<Option<String>>, Vec<Option<usize>>) = values.into_iter().map(clip_maybe).unzip();
    let is_cut = key_chars.is_some() || value_chars.iter().any(Option::is_some);
    let chars = [key_chars].into_iter().chain(value_chars);
    let cut = is_cut.then(|| chars.map(|chars| chars.unwrap_or(0) as f64).collect());
    KvRow { key, values, cut }
}

/// Clients that did anything, and c1.
fn clients(runner: &Runner) -> Vec<ClientView> {
    let world = runner.world();
    let is_shown = |client: &&Client| {
        let active = 0 < client.begun() || !client.queue.is_empty();
        let own = Actor::Client(client.id);
        let is_cut = || world.network().cuts().any(|(from, to)| from == own || to == own);
        client.id.number() == 1 || active || world.is_loaded(client.id) || (world.network().has_cuts() && is_cut())
    };
    let shown: Vec<&Client> = world.clients().iter().filter(is_shown).collect();
    let history = (HISTORIES_MAX / shown.len().max(1)).clamp(HISTORY_MIN, HISTORY_MAX);
    let unordered = runner.checks().linearizability().unordered().iter();
    let unordered: BTreeSet<usize> = unordered.map(|unordered| unordered.operation).collect();
    shown.into_iter().map(|client| client_view(world, client, history, &unordered)).collect()
}

fn client_view(world: &World, client: &Client, history: usize, unordered: &BTreeSet<usize>) -> ClientView {
    let answered = (0..client.operations.len())
        .rev()
        .filter_map(|number| {
            let place = *client.operations.get(number)?;
            Some((place, world.history().get(place)?))
        })
        .filter(|(_, operation)| operation.is_over())
        .take(history)
        .map(|(place, operation)| operation_view(operation, unordered.contains(&place)))
        .collect();
    ClientView {
        name: client.id.to_string(),
        believed_leader: client.believed_leader.map(|leader| leader.to_string()),
        outstanding: client
            .outstanding
            .as_ref()
            .map(|outstanding| outstanding_view(world, client.id, outstanding))
            .or_else(|| http::called(world, client).map(|operation| operation_view(operation, false))),
        queued: client.queue.len() as f64,
        queue: queue(client),
        load: world.is_loaded(client.id),
        http: http::view_of(client).map(|view| HttpView { answer: view.answer.map(|answer| clip(&answer).0), ..view }),
        history: answered,
    }
}

/// The requests that wait, under the ids that they will have: a client numbers them in the order in which it asks.
fn queue(client: &Client) -> Vec<QueuedView> {
    let first = client.begun() + 1;
    let queued = (first..).zip(&client.queue).filter_map(|(id, ask)| match &ask.errand {
        Errand::Command(command) => Some((id, ask, command)),
        Errand::Http(_) => None,
    });
    queued
        .take(QUEUE_SHOWN_MAX)
        .map(|(id, ask, command)| QueuedView {
            command: CommandView {
                client: Some(client.id.to_string()),
                request: Some(id as f64),
                ..command_view(command)
            },
            to: ask.to.map(|node| node.to_string()),
            load: !ask.stated,
        })
        .collect()
}

fn outstanding_view(world: &World, client: ClientId, outstanding: &Outstanding) -> RequestView {
    RequestView {
        request: outstanding.request.id.0 as f64,
        command: request_view_of(&outstanding.request),
        to: outstanding.to.to_string(),
        tries: f64::from(outstanding.tries),
        redirects: f64::from(outstanding.redirects),
        call_us: outstanding.call.0 as f64,
        timeout_us: world.client_timer(client).map(|at| at.0 as f64),
        return_us: None,
        outcome: "pending".into(),
        value: None,
        value_chars: None,
        load: !outstanding.stated,
        unordered: false,
    }
}

fn operation_view(operation: &Operation, unordered: bool) -> RequestView {
    let outcome = operation.returned.as_ref().map(|returned| &returned.outcome);
    let (value, value_chars) = match outcome {
        Some(Outcome::Value(value)) => clip_maybe(Some(value)),
        Some(Outcome::Ok | Outcome::Absent | Outcome::Refused) | None => (None, None),
    };
    RequestView {
        request: operation.request.0 as f64,
        command: command_view(&operation.command),
        to: operation.to.to_string(),
        tries: f64::from(operation.tries),
        redirects: f64::from(operation.redirects),
        call_us: operation.call.0 as f64,
        timeout_us: None,
        return_us: operation.returned.as_ref().map(|returned| returned.at).or(operation.failed).map(|at| at.0 as f64),
        outcome: outcome.map_or(if operation.failed.is_some() { "error" } else { "pending" }, outcome_name).into(),
        value,
        value_chars: value_chars.map(|chars| chars as f64),
        load: !operation.stated,
        unordered,
    }
}

/// The messages in flight, [`MESSAGE_STRIDE`] numbers each.
pub fn messages(world: &World) -> Vec<f64> {
    let mut numbers = Vec::with_capacity(world.network().in_flight_count() * MESSAGE_STRIDE);
    for envelope in world.network().in_flight() {
        let mut flags = 0.0;
        if is_refusal(&envelope.content) {
            flags += FLAG_REFUSED;
        }
        if envelope.doomed {
            flags += FLAG_DOOMED;
        }
        if envelope.copy {
            flags += FLAG_COPY;
        }
        if is_barred(world, envelope) {
            flags += FLAG_BARRED;
        }
        numbers.extend([
            envelope.id.0 as f64,
            kind_code(envelope.content.kind()),
            actor_code(envelope.from),
            actor_code(envelope.to),
            envelope.sent_at.0 as f64,
            envelope.due_at.0 as f64,
            flags,
            entries_of(&envelope.content).len() as f64,
        ]);
    }
    numbers
}

pub(super) fn kind_code(kind: Kind) -> f64 {
    f64::from(kind as u8)
}

pub(super) fn actor_code(actor: Actor) -> f64 {
    match actor {
        Actor::Node(node) => node.number() as f64,
        Actor::Client(client) => 10.0 + client.number() as f64,
    }
}

pub(super) fn is_refusal(content: &Content) -> bool {
    use crate::raft::{AppendAnswer, SnapshotAnswer};
    match content {
        Content::Raft(message) => match &message.body {
            Body::RequestVoteReply { granted } => !granted,
            Body::AppendEntriesReply { answer, .. } => !matches!(answer, AppendAnswer::Accepted { .. }),
            Body::InstallSnapshotReply { answer, .. } => matches!(answer, SnapshotAnswer::StaleTerm),
            Body::PreVoteReply { granted, .. } => !granted,
            Body::ReadIndexReply { index, .. } => index.is_none(),
            Body::RequestVote { .. }
            | Body::AppendEntries(_)
            | Body::InstallSnapshot(_)
            | Body::PreVote { .. }
            | Body::TimeoutNow
            | Body::ReadIndex { .. } => false,
        },
        Content::Reply { answer, .. } => !matches!(answer, crate::sim::Answer::Done(_)),
        Content::HttpResponse(reply) => 300 <= reply.response.status,
        Content::Request(_) | Content::HttpRequest(_) => false,
    }
}

pub(super) fn entries_of(content: &Content) -> &[LogEntry] {
    if let Content::Raft(message) = content
        && let Body::AppendEntries(append) = &message.body
    {
        return &append.entries;
    }
    &[]
}

/// One message in flight, whole.
pub fn message(world: &World, id: MessageId) -> Option<MessageView> {
    let envelope = world.network().in_flight().find(|envelope| envelope.id == id)?;
    Some(MessageView {
        id: id.0 as f64,
        kind: envelope.content.kind().name().into(),
        from: envelope.from.to_string(),
        to: envelope.to.to_string(),
        sent_us: envelope.sent_at.0 as f64,
        due_us: envelope.due_at.0 as f64,
        doomed: envelope.doomed,
        fields: fields(envelope),
        entries: message_entries(&envelope.content),
    })
}

fn message_entries(content: &Content) -> Vec<EntryView> {
    let Content::Raft(message) = content else {
        return Vec::new();
    };
    let crate::raft::Body::AppendEntries(append) = &message.body else {
        return Vec::new();
    };
    let first = append.prev.index.next();
    let numbered = append.entries.iter().take(MESSAGE_ENTRIES_MAX).enumerate();
    numbered.map(|(step, entry)| entry_view(first.plus(step), entry, false, false)).collect()
}

/// The fields of a message, by the paper's names.
fn fields(envelope: &Envelope) -> Vec<FieldView> {
    let mut args: Vec<FieldView> = Vec::new();
    let mut add = |name: &str, value: Arg, chars: f64| {
        args.push(FieldView { name: name.into(), value, chars: Some(chars).filter(|chars| 0.0 < *chars) });
    };
    match &envelope.content {
        Content::Raft(message) => add("term", Arg::Number(message.term.0 as f64), 0.0),
        Content::Request(request) => {
            let view = command_view(&request.command);
            let [key_chars, value_chars, old_chars] = view.cut.unwrap_or_default();
            add("op", Arg::Text(view.op), 0.0);
            add("key", Arg::Text(view.key), key_chars);
            for (name, value, chars) in [("old", view.old, old_chars), ("value", view.value, value_chars)] {
                if let Some(value) = value {
                    add(name, Arg::Text(value), chars);
                }
            }
        }
        Content::Reply { answer: crate::sim::Answer::Done(outcome), .. } => {
            add("outcome", Arg::Text(outcome_name(outcome).into()), 0.0);
            if let Outcome::Value(value) = outcome {
                let (value, chars) = clip(value);
                add("value", Arg::Text(value), chars.unwrap_or(0) as f64);
            }
        }
        Content::HttpRequest(sent) => {
            add("method", Arg::Text(sent.http.method.clone()), 0.0);
            let (path, chars) = clip(&sent.http.path);
            add("path", Arg::Text(path), chars.unwrap_or(0) as f64);
        }
        Content::HttpResponse(reply) => {
            let (body, chars) = clip(&reply.response.body);
            add("body", Arg::Text(body), chars.unwrap_or(0) as f64);
        }
        Content::Reply { .. } => {}
    }
    for (name, field) in fields_of(&crate::sim::Summary::of(&envelope.content), "summary") {
        let mut named = BTreeMap::new();
        add_args(&mut named, name, &field);
        for (name, value) in named {
            add(&name, value, 0.0);
        }
    }
    args
}
