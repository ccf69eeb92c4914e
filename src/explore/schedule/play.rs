//! Plays a schedule in the simulation, as the statements of a script.
//!
//! Each step is one statement or a few, and `run 1us` after it, in which disks do what they have to do. A heartbeat timer
//! fires by its own time, while leaders that are not meant are paused. A client's request reaches its node in the step in
//! which it is made, and an answer reaches its client in the step in which it is sent.

use super::setup::{with_clock, without_clock};
use super::step::{Numbered, Parcel, Step, StepId};
use crate::explore::judge::{Broken, broken_in, runner_of};
use crate::kv::Command;
use crate::raft::NodeId;
use crate::script::{Influence, Limit, Nodes, Runner, Script, Step as Line};
use crate::sim::{
    Actor, Answer, ClientId, Content, Envelope, Kind, MessageId, Pattern, Setting, Tampering, Which, World,
};
use std::sync::Arc;

/// Between two heartbeats.
const BEAT_US: u64 = 50_000;

/// What a step takes.
const STEP_US: u64 = 1;

/// After this long in calm, every request is answered, and no term changes.
const CALM_US: u64 = 6_000_000;

/// Events of one statement, at most.
const EVENTS_MAX: u64 = 10_000;

/// The cluster in which a schedule is played, and the invariant that the schedule shall break.
#[derive(Clone, Debug)]
pub struct Case {
    /// How many nodes the cluster begins with.
    pub nodes: usize,
    /// Its settings.
    pub settings: Vec<Setting>,
    /// The invariant that shall break. If it is linearizability, the clients' history is judged as well; if it is about
    /// liveness, the clock goes on after the steps.
    pub broken: Broken,
}

impl Case {
    fn is_linearizable(&self) -> bool {
        self.broken == Broken::Linearizability
    }

    fn is_about_liveness(&self) -> bool {
        matches!(self.broken, Broken::Invariant(invariant) if !invariant.is_of_safety())
    }
}

/// A schedule that was played.
#[derive(Debug)]
pub struct Played {
    /// The steps that could be carried out, up to the one in which something broke. If another message was delivered than
    /// the schedule named, the step names the message that was delivered.
    pub steps: Vec<Numbered>,
    /// What broke.
    pub broken: Option<Broken>,
    /// The run.
    pub runner: Runner,
}

/// Plays steps, up to the first thing that breaks.
pub fn play(case: &Case, steps: &[Numbered]) -> Played {
    let script = Script { setup: without_clock(case.nodes, &case.settings), statements: Vec::new() };
    let mut player = Player {
        runner: runner_of(&Arc::new(script), false),
        is_linearizable: case.is_linearizable(),
        in_flight: Vec::new(),
        known: MessageId(0),
    };
    let (mut played, mut broken) = (Vec::new(), None);
    for (place, Numbered { id, step }) in steps.iter().enumerate() {
        let Some(step) = player.step(step, &steps[place + 1..]) else { continue };
        player.note_sent(*id);
        played.push(Numbered { id: *id, step });
        broken = player.broken();
        if broken.is_some() {
            break;
        }
    }
    if broken.is_none() && case.is_about_liveness() {
        player.calm();
        broken = player.broken();
    }
    Played { steps: played, broken, runner: player.runner }
}

struct Player {
    runner: Runner,
    is_linearizable: bool,
    /// The messages between nodes that are in flight, in the order in which they were sent.
    in_flight: Vec<(Parcel, MessageId)>,
    /// The latest message that was noted.
    known: MessageId,
}

impl Player {
    fn world(&self) -> &World {
        self.runner.world()
    }

    fn broken(&self) -> Option<Broken> {
        broken_in(&self.runner, self.is_linearizable)
    }

    /// Carries out a line of the script; not once something broke.
    fn line(&mut self, line: Line) {
        if self.broken().is_some() {
            return;
        }
        self.runner.append(line);
        self.runner.advance(Limit::events(EVENTS_MAX));
    }

    fn say(&mut self, influence: Influence) {
        self.line(Line::Do(influence));
    }

    /// Carries out a step. Returns the step as it was, or none if it does nothing.
    fn step(&mut self, step: &Step, later: &[Numbered]) -> Option<Step> {
        let is_up = |node: NodeId| self.world().server(node).process.is_some();
        let leads = |node: NodeId| self.leaders().contains(&node);
        let is_possible = match step {
            Step::Deliver(parcel) => is_up(parcel.to),
            Step::Timeout(node) => is_up(*node) && !leads(*node),
            Step::Beat(node) => leads(*node),
            Step::Restart(node) => !is_up(*node) && self.world().nodes().contains(*node),
            Step::Crash(node)
            | Step::Request(_, node)
            | Step::Snapshot(node)
            | Step::Change(_, node)
            | Step::Transfer(_, node) => is_up(*node),
            Step::Wipe(node) | Step::Disk(node, _) => self.world().nodes().contains(*node),
            Step::Configure(_) => true,
        };
        if !is_possible {
            return None;
        }
        let mut as_it_was = step.clone();
        match step {
            Step::Deliver(parcel) => as_it_was = Step::Deliver(self.deliver(*parcel, later)?),
            Step::Request(command, node) => self.request(command, *node)?,
            Step::Beat(node) => self.beat(*node),
            Step::Timeout(node) => self.say(Influence::Timeout(*node)),
            Step::Crash(node) => self.say(Influence::Crash(Nodes::Named(vec![*node]))),
            Step::Restart(node) => self.say(Influence::Restart(Nodes::Named(vec![*node]))),
            Step::Wipe(node) => self.say(Influence::Wipe(*node)),
            Step::Disk(node, state) => self.say(Influence::Disk(*node, *state)),
            Step::Snapshot(node) => self.say(Influence::Snapshot(*node)),
            Step::Change(change, node) => self.say(Influence::Change(*change, Some(*node))),
            Step::Transfer(to, node) => self.say(Influence::Transfer(*to, Some(*node))),
            Step::Configure(setting) => self.say(Influence::configure(*setting)),
        }
        self.line(Line::Run(STEP_US));
        self.deliver_answers();
        Some(as_it_was)
    }

    /// The clock goes on with the usual times, after all that is in flight was delivered: what the cluster does not do then, it
    /// never does.
    fn calm(&mut self) {
        let mut links: Vec<(Actor, Actor)> =
            self.world().network().in_flight().map(|envelope| (envelope.from, envelope.to)).collect();
        links.sort_unstable();
        links.dedup();
        with_clock().for_each(|setting| self.say(Influence::configure(setting)));
        for (from, to) in links {
            self.say(Influence::Tamper(Which::All(Pattern { kind: None, from, to }), Tampering::Deliver));
        }
        self.line(Line::Run(CALM_US));
    }

    fn leaders(&self) -> Vec<NodeId> {
        let leads = |node: &NodeId| {
            self.world().server(*node).process.as_ref().is_some_and(|process| process.node().leading().is_some())
        };
        self.world().nodes().iter().filter(leads).collect()
    }

    /// Delivers a message; another of its kind on its link, if it was not sent: the latest. A copy stays in flight if a later
    /// step delivers it too.
    fn deliver(&mut self, parcel: Parcel, later: &[Numbered]) -> Option<Parcel> {
        let place = self.in_flight.iter().position(|(other, _)| *other == parcel);
        let place = place.or_else(|| self.in_flight.iter().rposition(|(other, _)| other.is_alike(&parcel)))?;
        let (parcel, message) = self.in_flight.remove(place);
        if later.iter().any(|numbered| numbered.step == Step::Deliver(parcel)) {
            let which = self.which(message)?;
            self.say(Influence::Tamper(which, Tampering::Duplicate));
            let copy = self.world().network().in_flight().map(|envelope| envelope.id).max()?;
            self.in_flight.insert(place, (parcel, copy));
            self.known = copy;
        }
        let which = self.which(message)?;
        self.say(Influence::Tamper(which, Tampering::Deliver));
        Some(parcel)
    }

    /// How a script names a message that is in flight.
    fn which(&self, message: MessageId) -> Option<Which> {
        let network = self.world().network();
        let Envelope { from, to, content, .. } = network.in_flight().find(|envelope| envelope.id == message)?;
        let pattern = Pattern { kind: Some(content.kind()), from: *from, to: *to };
        let is_only = network.places_of(pattern).len() == 1;
        Some(if is_only { Which::All(pattern) } else { Which::One(message) })
    }

    /// A client without a pending request sends this command to the node, and the request is delivered. If the node refuses,
    /// the run is set back to before the request, and the result is none.
    fn request(&mut self, command: &Command, node: NodeId) -> Option<()> {
        let client = self.world().clients().iter().find(|client| client.outstanding.is_none())?.id;
        let before = self.runner.clone();
        self.say(Influence::Ask { client, command: command.clone(), to: Some(node) });
        let (known, asks) = (self.known, Actor::Client(client));
        let is_request = |envelope: &&Envelope| envelope.from == asks && known < envelope.id;
        let request = self.world().network().in_flight().find(is_request)?.id;
        let which = self.which(request)?;
        self.say(Influence::Tamper(which, Tampering::Deliver));
        let is_refused = |envelope: &Envelope| {
            let is_answer = known < envelope.id && envelope.to == asks;
            is_answer && !matches!(envelope.content, Content::Reply { answer: Answer::Done(_), .. })
        };
        if self.world().network().in_flight().any(is_refused) {
            self.runner = before;
            return None;
        }
        Some(())
    }

    /// Delivers the answers that clients wait for. One that sends its client elsewhere stays in flight.
    fn deliver_answers(&mut self) {
        while let Some((from, to)) = self.answer().filter(|_| self.broken().is_none()) {
            let pattern = Pattern { kind: Some(Kind::ClientReply), from, to: Actor::Client(to) };
            self.say(Influence::Tamper(Which::All(pattern), Tampering::Deliver));
            self.line(Line::Run(STEP_US));
        }
    }

    fn answer(&self) -> Option<(Actor, ClientId)> {
        self.world().network().in_flight().find_map(|envelope| {
            let (Content::Reply { request, answer: Answer::Done(_) }, Actor::Client(client)) =
                (&envelope.content, envelope.to)
            else {
                return None;
            };
            let outstanding = self.world().clients()[client.slot()].outstanding.as_ref()?;
            (outstanding.request.id == *request).then_some((envelope.from, client))
        })
    }

    fn beat(&mut self, node: NodeId) {
        let others: Vec<NodeId> = self.leaders().into_iter().filter(|other| *other != node).collect();
        others.iter().for_each(|other| self.say(Influence::Pause(*other)));
        self.line(Line::Run(BEAT_US));
        others.iter().for_each(|other| self.say(Influence::Resume(*other)));
    }

    /// Notes the messages that a step sent.
    fn note_sent(&mut self, step: StepId) {
        let known = self.known;
        let mut sent: Vec<(MessageId, Kind, Actor, Actor)> = Vec::new();
        for envelope in self.world().network().in_flight().filter(|envelope| known < envelope.id) {
            sent.push((envelope.id, envelope.content.kind(), envelope.from, envelope.to));
        }
        sent.sort_by_key(|message| message.0);
        for (message, kind, from, to) in sent {
            self.known = message;
            if let (Actor::Node(from), Actor::Node(to)) = (from, to) {
                let parcel = Parcel { sent_in: step, kind, from, to, place: 0 };
                let is_alike = |other: &Parcel| Parcel { place: 0, ..*other } == parcel;
                let place = self.in_flight.iter().filter(|(other, _)| is_alike(other)).count();
                let place = u8::try_from(place).unwrap_or(u8::MAX);
                self.in_flight.push((Parcel { place, ..parcel }, message));
            }
        }
    }
}
