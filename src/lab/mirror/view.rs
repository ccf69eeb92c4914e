//! What there is to draw of a trace, in the types of a universe.

use super::faults::Faults;
use super::{Mirror, State};
use crate::check::Invariant;
use crate::lab::feed::violation_args;
use crate::lab::sign::row;
use crate::lab::snapshot::{actor_code, entry_view, key_row, kind_code};
use crate::lab::spacetime::flags_of;
use crate::lab::standing::membership_text;
use crate::lab::view::*;
use crate::raft::{Event as Decision, LogIndex, NodeId, NodeSet, RoleName, quorum};
use crate::sim::{Actor, ClientId, Event, EventId, What};
use crate::trace::{Life, NodePicture, Picture, Store};
use std::collections::BTreeSet;

/// Columns of a log and rows of a table, at most.
const WINDOW_MAX: usize = 200;

impl Mirror {
    /// What there is to draw. What no line tells is empty: settings, timers, how long a disk takes.
    pub fn snapshot(&self, query: SnapshotQuery) -> ClusterView {
        let picture = &self.state.picture;
        let (silent, faults) = (self.silent_at(self.place), &self.state.faults);
        let nodes: Vec<&NodePicture> = picture.nodes().collect();
        let (kv, kv_more) = key_values(&nodes, (query.kv_rows as usize).min(WINDOW_MAX));
        let latest = nodes.iter().max_by_key(|node| (node.role == RoleName::Leader, node.hard_state.current_term));
        ClusterView {
            now_us: self.now.0 as f64,
            seed: String::new(),
            steps: self.place as f64,
            leader: leader(picture).filter(|node| !silent.contains(*node)).map(|node| node.to_string()),
            nodes: nodes.iter().map(|node| node_view(node, silent.contains(node.node), faults, query)).collect(),
            clients: self.clients().into_iter().map(client_view).collect(),
            cuts: faults.cuts.iter().map(|(from, to)| [from.to_string(), to.to_string()]).collect(),
            partition: faults.groups.iter().map(|group| names(*group)).collect(),
            log_from: query.log_from as f64,
            log_end: nodes.iter().map(|node| node.log.last().index.0).max().unwrap_or(0) as f64,
            kv,
            kv_more: kv_more as f64,
            safety: self.safety(),
            script: ScriptStatus { state: "free".into(), line: None, text: None, failure: None, found: None },
            load_every_us: None,
            config: nothing_known(),
            flaws: Vec::new(),
            rules_broken: 0.0,
            membership: latest.map_or_else(String::new, |node| membership_text(&node.membership)),
        }
    }

    /// The clients that send or get messages in the trace.
    fn clients(&self) -> BTreeSet<ClientId> {
        let of = |event: &Event| match event.actor {
            Some(Actor::Client(client)) => Some(client),
            Some(Actor::Node(_)) | None => None,
        };
        self.events.iter().filter_map(of).collect()
    }

    fn safety(&self) -> SafetyView {
        let is_past = |by: EventId| by.0 <= self.place as u64;
        let broken = self.violations.iter().filter(|(by, _)| is_past(*by));
        let unclaimed = self.unclaimed.iter().rfind(|(by, _)| is_past(*by)).map_or(NodeSet::EMPTY, |(_, nodes)| *nodes);
        let forged = unclaimed.intersection(self.state.faults.forged);
        let safety = Invariant::ALL.iter().filter(|invariant| invariant.is_of_safety());
        SafetyView {
            invariants: safety.map(|invariant| invariant.name().into()).collect(),
            claimed: unclaimed.is_empty(),
            wiped: names(unclaimed.intersection(self.state.faults.wiped)),
            // After a forged message nothing is claimed for the rest of the run.
            given_up: !forged.is_empty(),
            forged: names(forged),
            unclaimed: Vec::new(),
            violations: broken
                .map(|(_, violation)| ViolationView {
                    invariant: violation.invariant.name().into(),
                    at_us: violation.at.0 as f64,
                    args: violation_args(violation),
                })
                .collect(),
            linearizability: "undecided".into(),
            unordered: Vec::new(),
            unordered_count: 0.0,
        }
    }

    /// The messages on their way whose end is told, as numbers: see [`MESSAGE_STRIDE`].
    pub fn messages(&self) -> Vec<f64> {
        let State { flights, .. } = &self.state;
        let mut numbers = Vec::with_capacity(flights.len() * MESSAGE_STRIDE);
        for (message, flight) in flights {
            let (sent, end) = (&self.events[flight.sent], self.ends.get(message).map(|end| &self.events[*end]));
            let (What::MessageSent { kind, to, summary, .. }, Some(from), Some(end)) = (&sent.what, sent.actor, end)
            else {
                continue;
            };
            let refused = if flags_of(summary) == FLAG_REFUSED { FLAG_REFUSED } else { 0.0 };
            let copied = if flight.is_copy { FLAG_COPY } else { 0.0 };
            let entries = if let crate::sim::Summary::AppendEntries { entries, .. } = summary { *entries } else { 0 };
            numbers.extend([
                *message as f64,
                kind_code(*kind),
                actor_code(from),
                actor_code(*to),
                self.events[flight.left].at.0 as f64,
                end.at.0 as f64,
                refused + copied,
                entries as f64,
            ]);
        }
        numbers
    }

    /// One message on its way: what its line tells.
    pub fn message(&self, id: u64) -> Option<MessageView> {
        let flight = self.state.flights.get(&id)?;
        let (sent, end) = (&self.events[flight.sent], &self.events[*self.ends.get(&id)?]);
        let What::MessageSent { kind, to, term, summary, .. } = &sent.what else { return None };
        let mut fields = Vec::new();
        let mut add = |name: String, value: Arg| fields.push(FieldView { name, value, chars: None });
        if let Some(term) = term {
            add("term".into(), Arg::Number(term.0 as f64));
        }
        for (name, field) in crate::sim::fields::fields_of(summary, "summary") {
            let mut named = std::collections::BTreeMap::new();
            crate::lab::feed::add_args(&mut named, name, &field);
            named.into_iter().for_each(|(name, value)| add(name, value));
        }
        Some(MessageView {
            id: id as f64,
            kind: kind.name().into(),
            from: sent.actor.map(|actor| actor.to_string())?,
            to: to.to_string(),
            sent_us: self.events[flight.left].at.0 as f64,
            due_us: end.at.0 as f64,
            doomed: false,
            fields,
            entries: Vec::new(),
        })
    }
}

/// The event that a question is about, or the event that brought about what it asks for; none if it is no question.
pub(super) fn event_of_question(mirror: &Mirror, question: &str) -> Option<EventId> {
    let words: Vec<&str> = question.split_ascii_whitespace().collect();
    let node = |name: &str| mirror.state.picture.nodes().map(|node| node.node).find(|node| node.to_string() == name);
    let last = |node: NodeId, is_it: &dyn Fn(&What) -> bool| {
        let past = &mirror.events[..mirror.place];
        past.iter().rfind(|event| event.actor == Some(Actor::Node(node)) && is_it(&event.what)).map(|event| event.id)
    };
    let silent = mirror.silent_at(mirror.place);
    let brings_role = |what: &What| row(what).1.brings_state() || matches!(what, What::Standing { .. });
    match words[..] {
        ["event", id] => Some(EventId(id.parse().ok()?)),
        ["message", id] => {
            let flight = mirror.state.flights.get(&id.parse().ok()?)?;
            Some(mirror.events[flight.sent].id)
        }
        ["role" | "term" | "leader", name] => last(node(name)?, &brings_role),
        ["leader"] => match leader(&mirror.state.picture).filter(|node| !silent.contains(*node)) {
            Some(node) => last(node, &brings_role),
            None => end_of_leadership(mirror),
        },
        ["entry", name, index] => {
            let (node, index) = (node(name)?, LogIndex(index.parse().ok()?));
            let picture = mirror.state.picture.node(node)?;
            let is_committed = index <= picture.commit_index;
            let past = &mirror.events[..mirror.place];
            let makes_it = |what: &What| {
                if let What::Decided(
                    Decision::CommitAdvanced { index: to, .. } | Decision::CommitLearned { index: to, .. },
                ) = what
                {
                    is_committed && index <= *to
                } else if let What::Decided(Decision::LogAppended { first_index, entries, .. }) = what {
                    !is_committed && *first_index <= index && index.0 < first_index.0 + entries.len() as u64
                } else {
                    false
                }
            };
            let mut its = past.iter().filter(|event| event.actor == Some(Actor::Node(node)) && makes_it(&event.what));
            // The first commit that covers it made it so; an entry that is not committed may have been replaced.
            if is_committed { its.next() } else { its.next_back() }.map(|event| event.id)
        }
        ["vote", voter, candidate] => {
            let (voter, candidate) = (node(voter)?, node(candidate)?);
            last(voter, &|what| {
                let is_granted =
                    matches!(what, What::Decided(Decision::VoteGranted { candidate: to, .. }) if *to == candidate);
                is_granted || voter == candidate && matches!(what, What::Decided(Decision::ElectionStarted { .. }))
            })
        }
        _ => None,
    }
}

/// What ended the last leadership, or parted it from its majority: the first event at that leader that brings another state, or
/// the last cut. Where none was won, the last that a candidate stood, or that a node started.
fn end_of_leadership(mirror: &Mirror) -> Option<EventId> {
    let past = &mirror.events[..mirror.place];
    let is_won = |event: &Event| matches!(event.what, What::Decided(Decision::ElectionWon { .. }));
    let stands = |event: &&Event| matches!(event.what, What::Decided(Decision::ElectionStarted { .. }));
    let Some(won) = past.iter().rposition(is_won) else {
        let starts = |event: &&Event| matches!(event.what, What::Started { .. } | What::Standing { .. });
        return past.iter().rfind(stands).or(past.iter().rfind(starts)).map(|event| event.id);
    };
    let ends = |event: &&Event| event.actor == past[won].actor && row(&event.what).1.brings_state();
    let parts = |event: &&Event| matches!(event.what, What::Partitioned { .. } | What::LinkCut { .. });
    let after = &past[won + 1..];
    after.iter().find(ends).or(after.iter().rfind(parts)).or(past.get(won)).map(|event| event.id)
}

fn names(nodes: NodeSet) -> Vec<String> {
    nodes.iter().map(|node| node.to_string()).collect()
}

/// A leader that a majority follows, as far as is told.
fn leader(picture: &Picture) -> Option<NodeId> {
    let leads = |node: &&NodePicture| node.role == RoleName::Leader && node.life == Life::Up;
    let leader = picture.nodes().filter(leads).max_by_key(|node| node.hard_state.current_term)?;
    let term = leader.hard_state.current_term;
    let follows = |node: &&NodePicture| {
        node.life == Life::Up && node.leader == Some(leader.node) && node.hard_state.current_term == term
    };
    let followers: NodeSet = picture.nodes().filter(follows).map(|node| node.node).collect();
    leader.membership.is_quorum(followers).then_some(leader.node)
}

/// Settings without values: a trace does not tell them.
fn nothing_known() -> ConfigView {
    ConfigView {
        election_timeout_us: [0.0; 2],
        heartbeat_us: 0.0,
        latency_us: [0.0; 2],
        fsync_us: [0.0; 2],
        loss_ppm: 0.0,
        duplicate_ppm: 0.0,
        reads: String::new(),
        pre_vote: false,
        check_quorum: false,
        membership: String::new(),
        snapshot_every: None,
        drift_ppm: 0.0,
        printed: Vec::new(),
    }
}

fn client_view(client: ClientId) -> ClientView {
    ClientView {
        name: client.to_string(),
        believed_leader: None,
        outstanding: None,
        queued: 0.0,
        queue: Vec::new(),
        load: false,
        http: None,
        history: Vec::new(),
    }
}

fn node_view(node: &NodePicture, is_silent: bool, faults: &Faults, query: SnapshotQuery) -> NodeView {
    let (base, last) = (node.log.base(), node.log.last());
    let membership = &node.membership;
    let is_down = is_silent || node.life == Life::Down;
    NodeView {
        name: node.node.to_string(),
        status: match node.life {
            _ if is_silent => "down",
            Life::Up => "up",
            Life::Paused => "paused",
            Life::Down => "down",
        }
        .into(),
        role: if is_down { "follower" } else { node.role.name() }.into(),
        term: node.hard_state.current_term.0 as f64,
        voted_for: node.hard_state.voted_for.map(|voted_for| voted_for.to_string()),
        last_index: last.index.0 as f64,
        last_term: last.term.0 as f64,
        leader: node.leader.map(|leader| leader.to_string()),
        election_timer: None,
        heartbeat_due_us: None,
        votes: names(node.votes.granted),
        refusals: names(node.votes.refused),
        membership: membership_text(membership),
        majority: quorum::majority(membership.voters.len()) as f64,
        majority_outgoing: if membership.is_joint() { quorum::majority(membership.outgoing.len()) as f64 } else { 0.0 },
        commit_index: node.commit_index.0 as f64,
        last_applied: node.applied_index.0 as f64,
        disk: DiskView {
            term: node.durable.current_term.0 as f64,
            voted_for: node.durable.voted_for.map(|voted_for| voted_for.to_string()),
            last_index: node.durable_log.last().index.0 as f64,
            pending_entries: 0.0,
            pending_hard_state: node.durable != node.hard_state,
            fsync_due_us: None,
            state: faults.disks[node.node.slot()].name().into(),
            snapshot_index: node.snapshot.index.0 as f64,
            snapshot_bytes: 0.0,
            pending_snapshot: false,
        },
        collected_bytes: 0.0,
        base_index: base.index.0 as f64,
        base_term: base.term.0 as f64,
        entries: entries(node, query),
        peers: Vec::new(),
        inbox: 0.0,
        wiped: faults.wiped.contains(node.node),
        clock_ppm: 0.0,
        transfer_to: None,
        lease_us: None,
        heard: None,
    }
}

fn entries(node: &NodePicture, query: SnapshotQuery) -> Vec<EntryView> {
    let columns = (query.log_columns as usize).min(WINDOW_MAX);
    let first = query.log_from.max(1);
    let from = first.max(node.log.first_index().0);
    let columns = columns.saturating_sub((from - first) as usize);
    let view = |step: usize| {
        let index = LogIndex(from).plus(step);
        let entry = node.log.get(index)?;
        let is_durable = node.durable_log.get(index).is_some_and(|stored| stored.term == entry.term);
        Some(entry_view(index, entry, index <= node.commit_index, is_durable))
    };
    (0..columns).map_while(view).collect()
}

/// The first keys of all stores together, in order, and how many there are beyond.
fn key_values(nodes: &[&NodePicture], rows: usize) -> (Vec<KvRow>, usize) {
    let stores: Vec<Option<&Store>> =
        nodes.iter().map(|node| (node.life != Life::Down).then_some(&node.store)).collect();
    let known = stores.iter().flatten();
    let keys: BTreeSet<&str> = known.flat_map(|store| store.iter().take(rows)).map(|(key, _)| &**key).collect();
    let longest = stores.iter().flatten().map(|store| store.len()).max().unwrap_or(0);
    let values = |key: &str| stores.iter().map(|store| Some(&**store.as_ref()?.get(key)?)).collect();
    let shown: Vec<KvRow> = keys.iter().take(rows).map(|key| key_row(key, values(key))).collect();
    let more = longest.max(keys.len()) - shown.len();
    (shown, more)
}
