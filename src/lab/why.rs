//! "Why?": the event that made a fact true, and its causes back to a timer, to what a person did, or to the
//! start, condensed for a reader.
//!
//! The event is found by looking at checkpoints, then by one replay of the stretch in which the fact became
//! true. Its causes lie in that stretch or before; each stretch that is needed is run again once.

use super::Lab;
use super::args::Args;
use super::feed::event_view;
use super::findings;
use super::leadership;
use super::question::Question;
use super::view::{Arg, EventView, Explanation, Link};
use super::why_not;
use crate::raft::{ChangeEvent, Event as Decision, LogIndex, NodeId, PreVoteEvent, RoleName, SnapshotEvent, Term};
use crate::script::{Runner, condition};
use crate::sim::{Actor, ClientId, Event, EventId, Kind, Server, Summary, What, World};
use std::collections::BTreeMap;

/// Links that are shown, at most.
const LINKS_MAX: usize = 12;

/// Events that a walk back passes, at most.
const WALK_MAX: usize = 2_000;

/// Stretches that are run again for one answer, at most: each costs what a seek costs.
const STRETCHES_MAX: usize = 6;

/// How often the same kind of event at the same place is shown: beats and acknowledgements repeat themselves.
const REPEATS_MAX: usize = 2;

impl Lab {
    /// Answers a question about the present place of the run: why something is so, or what it still takes.
    /// Nothing if it is no question, or is about what is not there.
    pub fn why(&self, question: &str) -> Option<Explanation> {
        let world = self.runner.world();
        let question = match Question::parse(question, world)? {
            // When the message has arrived, its sending can still be asked about.
            Question::Message(id) => {
                let message = world.network().in_flight().find(|envelope| envelope.id == id)?;
                Question::Event(message.sent_event)
            }
            question @ (Question::Role(_)
            | Question::Term(_)
            | Question::Entry(..)
            | Question::Vote(..)
            | Question::Leader(_)
            | Question::Request(..)
            | Question::Event(_)) => question,
        };
        let event = if let Question::Event(event) = question { Some(event) } else { None };
        let mut past = Past::of(Source::Lab(self));
        let fact = event.or_else(|| fact_event(self, question));
        // A vote of a term that is over at its voter stands in no state, but in the events.
        let is_past_vote =
            matches!(question, Question::Vote(voter, candidate) if votes_no_more(world, voter, candidate));
        let is_granted = is_past_vote && fact.is_some();
        let (links, root) = past.chain(fact);
        let (asked, answer, args) = match event {
            Some(event) => {
                let view = event_view(past.event(event)?);
                let mut args = view.args;
                args.extend(view.actor.map(|actor| ("actor".into(), Arg::Text(actor))));
                ("event", format!("event-{}", view.kind), args)
            }
            None => {
                let (key, mut args) = answer(world, question);
                if is_granted {
                    args.insert("state".into(), Arg::Text("granted".into()));
                }
                (key, format!("answer-{key}"), args)
            }
        };
        let missing = if is_granted { Vec::new() } else { why_not::missing(&self.runner, question) };
        Some(Explanation {
            question: question.to_string(),
            asked_us: world.now().0 as f64,
            asked_event: world.last_event().0 as f64,
            asked: format!("question-{asked}"),
            findings: findings::findings(&self.runner, question),
            answer,
            args,
            links,
            root: format!("root-{root}"),
            missing,
        })
    }
}

/// What is so, as the sentence `answer-KEY`, and its arguments.
fn answer(world: &World, question: Question) -> (&'static str, Args) {
    let mut args = Args::new();
    let mut text = |name: &str, text: String| args.insert(name.into(), Arg::Text(text));
    let key = match question {
        Question::Role(node) | Question::Term(node) => {
            let server = world.server(node);
            text("node", node.to_string());
            text("role", role_of(server).into());
            text("leader", name_or_none(server.process.as_deref().and_then(|process| process.node().leader())));
            args.insert("term".into(), number(server.current_term().0));
            args.extend(leadership::args(world, node).into_iter().flatten());
            if let Question::Role(_) = question { "role" } else { "term" }
        }
        Question::Entry(node, index) => {
            let server = world.server(node);
            text("node", node.to_string());
            let state = match server.log().term_at(index) {
                Some(_) if index <= server.commit_index() => "committed",
                Some(_) => "held",
                None if index <= server.commit_index() => "compacted",
                None => "absent",
            };
            text("state", state.into());
            args.insert("index".into(), number(index.0));
            args.insert("term".into(), number(server.log().term_at(index).unwrap_or_default().0));
            "entry"
        }
        Question::Vote(voter, candidate) => {
            text("node", voter.to_string());
            text("candidate", candidate.to_string());
            text("state", if why_not::holds(world, question) { "granted" } else { "missing" }.into());
            args.insert("term".into(), number(world.server(candidate).current_term().0));
            "vote"
        }
        Question::Leader(wanted) => {
            let leader = condition::leader(world);
            let acting = leader.or_else(|| why_not::acting_leader(world));
            text("node", wanted.or(leader).map_or("none".into(), |node| node.to_string()));
            // A node that leads without followers is asked about as if it were not named: it does lead.
            text("wanted", if wanted.is_some() && wanted != acting { "yes" } else { "no" }.into());
            text("leader", name_or_none(leader));
            text("acting", name_or_none(acting));
            text("state", if why_not::holds(world, question) { "leads" } else { "missing" }.into());
            args.insert("term".into(), number(acting.map_or(0, |node| world.server(node).current_term().0)));
            "leader"
        }
        Question::Request(client, request) => {
            let operation = why_not::operation(world, client, request);
            text("client", client.to_string());
            let answered = operation.is_some_and(|operation| operation.returned.is_some());
            text("state", if answered { "answered" } else { "missing" }.into());
            text("node", name_or_none(operation.map(|operation| operation.to)));
            args.insert("request".into(), number(request.0));
            args.insert("tries".into(), number(operation.map_or(0, |operation| u64::from(operation.tries))));
            "request"
        }
        Question::Message(_) | Question::Event(_) => "event",
    };
    (key, args)
}

fn number(number: u64) -> Arg {
    Arg::Number(number as f64)
}

fn name_or_none(node: Option<NodeId>) -> String {
    node.map_or("none".into(), |node| node.to_string())
}

fn role_of(server: &Server) -> &'static str {
    match &server.process {
        None => "down",
        Some(process) if !process.is_live() => "paused",
        Some(process) => process.node().role_name().name(),
    }
}

/// What a node is, so that a change of it is seen: its lives count.
type RoleState = (Option<EventId>, Option<RoleName>, Term, Option<NodeId>);

fn role_state(server: &Server) -> RoleState {
    let process = server.process.as_deref();
    let leader = process.and_then(|process| process.node().leader());
    (server.crashed, process.map(|process| process.node().role_name()), server.current_term(), leader)
}

/// The event that made true what a question is about, if there is one.
fn fact_event(lab: &Lab, question: Question) -> Option<EventId> {
    let world = lab.runner.world();
    match question {
        Question::Role(node) => role_event(lab, node),
        Question::Leader(wanted) => role_event(lab, wanted.or(condition::leader(world))?),
        Question::Term(node) => {
            let term = world.server(node).current_term();
            // Before it was added there is no such server.
            let is_there = |world: &World| world.nodes().contains(node);
            let holds =
                |runner: &Runner| is_there(runner.world()) && runner.world().server(node).current_term() == term;
            let makes_it = |what: &What| {
                is_set_back(what)
                    || matches!(
                        what,
                        What::Started { .. }
                            | What::Decided(Decision::TermAdopted { .. } | Decision::ElectionStarted { .. })
                    )
            };
            became_true(lab, &holds, &makes_it, Actor::Node(node))
        }
        Question::Entry(node, index) => entry_event(lab, node, index),
        Question::Vote(voter, candidate) => vote_event(lab, voter, candidate),
        Question::Request(client, request) => request_event(lab, client, request.0),
        Question::Message(_) | Question::Event(_) => None,
    }
}

/// Whether a node falls back to the state on its disk.
fn is_set_back(what: &What) -> bool {
    matches!(what, What::Crashed | What::Stopped { .. } | What::Wiped)
}

fn role_event(lab: &Lab, node: NodeId) -> Option<EventId> {
    let server = lab.runner.world().server(node);
    let Some(process) = &server.process else {
        return server.crashed;
    };
    if let Some(pause) = &process.pause {
        return Some(pause.event);
    }
    let state = role_state(server);
    let holds = |runner: &Runner| role_state(runner.world().server(node)) == state;
    let makes_it = |what: &What| {
        matches!(
            what,
            What::Started { .. }
                | What::Decided(
                    Decision::TermAdopted { .. }
                        | Decision::ElectionStarted { .. }
                        | Decision::ElectionWon { .. }
                        | Decision::LeaderRecognised { .. }
                        | Decision::PreVote(PreVoteEvent::Started { .. })
                        | Decision::SteppedDown { .. }
                        | Decision::Change(ChangeEvent::InForce { .. })
                )
        )
    };
    became_true(lab, &holds, &makes_it, Actor::Node(node))
}

fn entry_event(lab: &Lab, node: NodeId, index: LogIndex) -> Option<EventId> {
    let server = lab.runner.world().server(node);
    if index <= server.commit_index() {
        let life = server.crashed;
        let holds = |runner: &Runner| {
            let server = runner.world().server(node);
            server.crashed == life && index <= server.commit_index()
        };
        let makes_it = |what: &What| {
            matches!(what, What::Decided(
                Decision::CommitAdvanced { index: to, .. } | Decision::CommitLearned { index: to, .. }
            ) if index <= *to)
                || matches!(what, What::Decided(Decision::Snapshot(SnapshotEvent::Installed { last, .. }))
                    if index <= last.index)
                // Its snapshot has it.
                || matches!(what, What::Started { log, .. } if index <= log.base().index)
        };
        return became_true(lab, &holds, &makes_it, Actor::Node(node));
    }
    let term = server.log().term_at(index)?;
    let holds = |runner: &Runner| runner.world().server(node).log().term_at(index) == Some(term);
    let makes_it = |what: &What| {
        is_set_back(what) || matches!(what, What::Started { .. } | What::Decided(Decision::LogAppended { .. }))
    };
    became_true(lab, &holds, &makes_it, Actor::Node(node))
}

/// Whether a voter has left the candidate's term behind: its state does not tell its vote of that term.
fn votes_no_more(world: &World, voter: NodeId, candidate: NodeId) -> bool {
    world.server(candidate).current_term() < world.server(voter).current_term()
}

fn vote_event(lab: &Lab, voter: NodeId, candidate: NodeId) -> Option<EventId> {
    let world = lab.runner.world();
    let term = world.server(candidate).current_term();
    if why_not::holds(world, Question::Vote(voter, candidate)) {
        let holds = |runner: &Runner| {
            let server = runner.world().server(voter);
            server.current_term() == term && why_not::voted_for(server) == Some(candidate)
        };
        let makes_it = |what: &What| {
            matches!(what, What::Decided(Decision::VoteGranted { candidate: to, .. }) if *to == candidate)
                || matches!(what, What::Decided(Decision::ElectionStarted { .. }) | What::Started { .. })
                || is_set_back(what)
        };
        return became_true(lab, &holds, &makes_it, Actor::Node(voter));
    }
    if votes_no_more(world, voter, candidate) {
        let holds = |runner: &Runner| {
            let server = runner.world().server(voter);
            let is_its = server.current_term() == term && why_not::voted_for(server) == Some(candidate);
            term < server.current_term() || is_its
        };
        let makes_it = |what: &What| matches!(what, What::Decided(Decision::VoteGranted { candidate: to, .. }) if *to == candidate);
        return became_true(lab, &holds, &makes_it, Actor::Node(voter));
    }
    // A refusal that the candidate heard.
    let refused = |world: &World| {
        let process = world.server(candidate).process.as_deref();
        let role = process.filter(|process| process.node().current_term() == term).map(|process| process.node().role());
        role.and_then(|role| role.votes()).is_some_and(|votes| votes.refused.contains(voter))
    };
    if !refused(world) {
        return None;
    }
    let makes_it = |what: &What| {
        matches!(what, What::Decided(
            Decision::VoteDenied { from, .. } | Decision::PreVote(PreVoteEvent::Denied { from, .. })
        ) if *from == voter)
    };
    became_true(lab, &|runner| refused(runner.world()), &makes_it, Actor::Node(candidate))
}

fn request_event(lab: &Lab, client: ClientId, request: u64) -> Option<EventId> {
    let world = lab.runner.world();
    let asked = why_not::operation(world, client, crate::kv::RequestId(request))?;
    if !asked.is_over() {
        let client = &world.clients()[client.slot()];
        let calling = client.calling.as_ref().map(|calling| calling.waits_since);
        return client.outstanding.as_ref().map(|outstanding| outstanding.waits_since).or(calling);
    }
    let holds = |runner: &Runner| {
        let operation = why_not::operation(runner.world(), client, crate::kv::RequestId(request));
        operation.is_some_and(|operation| operation.is_over())
    };
    let makes_it = |what: &What| {
        matches!(what,
            What::ClientAnswered { request: id, .. } | What::ClientFailed { request: id, .. }
            | What::HttpAnswered { request: id, .. } | What::HttpFailed { request: id, .. } if id.0 == request)
    };
    became_true(lab, &holds, &makes_it, Actor::Client(client))
}

/// The event of the move after which something held that holds now, and did not before.
fn became_true(
    lab: &Lab,
    holds: &dyn Fn(&Runner) -> bool,
    makes_it: &dyn Fn(&What) -> bool,
    actor: Actor,
) -> Option<EventId> {
    let at = lab.runner.world().last_event();
    let mut replay = lab.history.stretch_before(at, lab.runner.script(), holds);
    let (mut held, mut found) = (false, None);
    loop {
        let events = replay.next_move();
        if events.is_empty() {
            return found;
        }
        let now = holds(replay.runner());
        if now && !held {
            let made = events.iter().rfind(|event| event.actor == Some(actor) && makes_it(&event.what));
            found = made.map(|event| event.id).or(found);
        }
        held = now;
    }
}

/// Where events come from.
#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    /// A run, which is carried out again.
    Lab(&'a Lab),
    /// A trace: all events, numbered from 1.
    Trace(&'a [Event]),
}

/// The stretches of the run that were looked at, each as far as it was needed.
pub(super) struct Past<'a> {
    source: Source<'a>,
    stretches: Vec<Vec<Event>>,
}

/// Events of a trace that are looked through for one that came before, at most.
const LOOKED_THROUGH_MAX: u64 = 20_000;

impl<'a> Past<'a> {
    /// The past, of which nothing was looked at.
    pub(super) fn of(source: Source<'a>) -> Past<'a> {
        Past { source, stretches: Vec::new() }
    }

    /// An event; nothing if that takes too many stretches.
    fn event(&mut self, id: EventId) -> Option<&Event> {
        let lab = match self.source {
            Source::Lab(lab) => lab,
            Source::Trace(events) => return events.get(id.0.checked_sub(1)? as usize),
        };
        let known = |stretch: &Vec<Event>| {
            let first = stretch.first()?.id.0;
            stretch.get(id.0.checked_sub(first)? as usize).map(|event| event.id)
        };
        if !self.stretches.iter().any(|stretch| known(stretch).is_some()) {
            if STRETCHES_MAX <= self.stretches.len() {
                return None;
            }
            self.stretches.push(lab.replay(id.0, id.0).collect());
        }
        let stretch = self.stretches.iter().find(|stretch| known(stretch).is_some())?;
        stretch.get((id.0 - stretch[0].id.0) as usize)
    }

    /// The last event before one that is of a kind, in the stretches that were looked at and the one before.
    fn last_before(&mut self, id: EventId, is_it: &dyn Fn(&Event) -> bool) -> Option<EventId> {
        let mut id = id;
        for _ in 0..2 {
            let first = self.first_of_stretch(id)?;
            for back in (first..id.0).rev() {
                let event = self.event(EventId(back))?;
                if is_it(event) {
                    return Some(event.id);
                }
            }
            id = EventId(first.checked_sub(1).filter(|before| 0 < *before)?);
        }
        None
    }

    fn first_of_stretch(&mut self, id: EventId) -> Option<u64> {
        self.event(id)?;
        if let Source::Trace(_) = self.source {
            return Some(id.0.saturating_sub(LOOKED_THROUGH_MAX).max(1));
        }
        let within = |stretch: &&Vec<Event>| stretch[0].id <= id && id <= stretch[stretch.len() - 1].id;
        self.stretches.iter().find(within).map(|stretch| stretch[0].id.0)
    }

    /// The causes of an event, itself first, and what they go back to.
    pub(super) fn chain(&mut self, first: Option<EventId>) -> (Vec<Link>, &'static str) {
        let mut links: Vec<Link> = Vec::new();
        let mut seen: BTreeMap<(&'static str, Option<String>), usize> = BTreeMap::new();
        let mut walk = Walk { next: first, learned: None };
        let (mut skipped, mut root) = (0.0, "none");
        for passed in 0..WALK_MAX {
            let Some(id) = walk.next else { break };
            let Some(event) = self.event(id).cloned() else {
                root = "far";
                break;
            };
            let end = self.walk_on(&mut walk, &event, passed == 0);
            let kind = event.what.name();
            let repeats = seen.entry((kind, event.actor.map(|actor| actor.to_string()))).or_default();
            *repeats += 1;
            let is_shown = passed == 0 || end.is_some() || !is_bridge(&event.what) && *repeats <= REPEATS_MAX;
            // The last place is kept for what it all goes back to.
            if is_shown && (links.len() + 1 < LINKS_MAX || end.is_some()) {
                let because = self.because(&event);
                links.push(Link { event: event_view(&event), because, skipped });
                skipped = 0.0;
            } else if !is_bridge(&event.what) {
                skipped += 1.0;
            }
            if let Some(end) = end {
                return (links, end);
            }
            root = "far";
        }
        (links, root)
    }

    /// Where the walk goes on from an event; what it ends at, if it ends there.
    fn walk_on(&mut self, walk: &mut Walk, event: &Event, is_first: bool) -> Option<&'static str> {
        let is_timer = matches!(event.what, What::ElectionTimerFired { .. } | What::HeartbeatTimerFired);
        walk.next = event.cause;
        if let What::Started { again: false, membership, .. } = event.what {
            // A server that was set up later, to be added, knows of no configuration.
            return Some(if membership.is_unknown() { "act" } else { "start" });
        }
        if event.cause.is_none() {
            // A real node writes no event for what its clients do, and a trace may begin amid a run.
            let is_lost = matches!(self.source, Source::Trace(_)) && has_a_cause(&event.what);
            return Some(if is_lost { "far" } else { "act" });
        }
        if is_timer && !is_first {
            return Some("timer");
        }
        if let What::Decided(Decision::CommitLearned { index, .. }) = event.what {
            // It goes back to the commit, and not to the beat that told of it.
            walk.learned = Some(index);
        } else if let What::MessageSent { summary, .. } = &event.what {
            // What waited for the disk goes back to the decision, and not to the last write beside it.
            walk.next = event.because.first().copied().or(event.cause);
            if let (Some(index), Summary::AppendEntries { .. }) = (walk.learned.take(), summary) {
                walk.next = self.commit_before(event, index).or(walk.next);
            }
        }
        None
    }

    /// The sender's commit of an index that a message tells of.
    fn commit_before(&mut self, sent: &Event, index: LogIndex) -> Option<EventId> {
        self.last_before(sent.id, &|event| {
            event.actor == sent.actor
                && matches!(event.what, What::Decided(
                    Decision::CommitAdvanced { index: to, .. } | Decision::CommitLearned { index: to, .. }
                ) if index <= to)
        })
    }

    /// What else made an event: a quorum, a cut; and of a timer, what armed it and what was the matter with
    /// the leader since.
    fn because(&mut self, event: &Event) -> Vec<EventView> {
        let mut ids = event.because.clone();
        if let What::MessageSent { .. } = event.what {
            ids.clear();
        }
        if let What::ElectionTimerFired { waited_us: Some(_) } = event.what {
            ids.extend(event.cause);
            ids.extend(self.silence(event));
        }
        ids.dedup();
        ids.into_iter().filter_map(|id| self.event(id).map(event_view)).collect()
    }

    /// Why a node heard no more from its leader: the crash, the pause, or the first message that was lost.
    fn silence(&mut self, timer: &Event) -> Option<EventId> {
        let (node, armed) = (timer.actor?, self.event(timer.cause?)?.clone());
        let What::Decided(
            Decision::AppendAccepted { leader, .. }
            | Decision::AppendRefused { leader, .. }
            | Decision::Snapshot(SnapshotEvent::Collected { leader, .. } | SnapshotEvent::NotNeeded { leader, .. }),
        ) = armed.what
        else {
            return None;
        };
        let (leader, delivered) = (Actor::Node(leader), self.event(armed.cause?)?.cause);
        let from = delivered.unwrap_or(armed.id);
        for id in from.0..timer.id.0 {
            // Far apart, they lie in stretches that would all have to be run again.
            let event = self.event(EventId(id))?;
            let stops = event.actor == Some(leader)
                && matches!(event.what, What::Crashed | What::Stopped { .. } | What::Paused);
            let lost = matches!(&event.what, What::MessageLost { kind: Kind::AppendEntries | Kind::InstallSnapshot, from, to, .. }
                if *from == leader && *to == node);
            if stops || lost {
                let cut = event.because.first().copied();
                return Some(cut.filter(|_| lost).unwrap_or(event.id));
            }
        }
        None
    }
}

/// A walk back.
struct Walk {
    next: Option<EventId>,
    /// The index of a commit that was learned, whose making is looked for.
    learned: Option<LogIndex>,
}

/// What only carries a cause on: the reader sees its two ends.
fn is_bridge(what: &What) -> bool {
    matches!(what, What::WriteStarted { .. } | What::MessageDelivered { .. })
}

/// Whether something made it happen, even where a trace does not tell what.
fn has_a_cause(what: &What) -> bool {
    matches!(
        what,
        What::MessageSent { .. }
            | What::MessageDelivered { .. }
            | What::ElectionTimerFired { waited_us: Some(_) }
            | What::HeartbeatTimerFired
            | What::WriteStarted { .. }
            | What::WriteDurable { .. }
            | What::Applied { .. }
            | What::Standing { .. }
            | What::Decided(_)
    )
}
