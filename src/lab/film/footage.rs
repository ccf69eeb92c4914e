//! The run that a film is made of: its events, up to the one at which something breaks.

use crate::check::{Invariant, Violation};
use crate::lab::error_view;
use crate::lab::view::ScriptErrorView;
use crate::raft::Event as Decision;
use crate::script::{Condition, Limit, Runner, Script, Step, Stop, parse};
use crate::sim::{Event, EventId, What, World};
use std::sync::Arc;

/// Events of a run, at most.
const EVENTS_MAX: u64 = 200_000;

/// Places around an event at which the decisions of the same step stand.
const STEP_REACH: usize = 12;

/// What breaks.
pub enum Broken {
    /// An invariant.
    Invariant(Violation),
    /// The clients' history; this operation has an answer that no order explains.
    History(usize),
}

/// The events of a run.
pub struct Footage {
    /// In their order, up to the event that breaks something.
    pub events: Vec<Event>,
    /// What it breaks, if anything.
    pub broken: Option<Broken>,
    /// The settings and the steps of the script.
    pub statements: usize,
    runner: Runner,
}

impl Footage {
    /// Runs a script until it breaks the invariant that it expects to be broken, or without one any; or else takes the first answer that no order explains.
    pub fn of(script: &str) -> Result<Footage, ScriptErrorView> {
        let script = parse(script).map_err(error_view)?;
        let statements = script.setup.settings.len() + script.statements.len();
        let wanted = expected(&script);
        let mut runner = Runner::new(script, true);
        let mut events: Vec<Event> = Vec::new();
        let mut ends: Vec<EventId> = Vec::new();
        loop {
            let stop = runner.advance(Limit::events(1));
            events.append(&mut runner.world_mut().take_events());
            ends.resize(runner.checks().violations().len(), runner.world().last_event());
            let is_there = wanted.map_or(!ends.is_empty(), |wanted| runner.checks().is_violated(wanted));
            if is_there || stop != Stop::Events || EVENTS_MAX <= runner.world().steps() {
                break;
            }
        }
        let violations = runner.checks().violations();
        let place = violations.iter().position(|violation| Some(violation.invariant) == wanted).unwrap_or(0);
        let broken = if let Some(violation) = violations.get(place) {
            events.truncate(events.partition_point(|event| event.id <= ends[place]));
            Some(Broken::Invariant(violation.clone()))
        } else if let Some(unordered) = runner.checks().linearizability().unordered().first() {
            events.truncate(events.partition_point(|event| event.id <= unordered.event));
            Some(Broken::History(unordered.operation))
        } else {
            None
        };
        Ok(Footage { events, broken, statements, runner })
    }

    /// The world as the run left it.
    pub fn world(&self) -> &World {
        self.runner.world()
    }

    /// Its script.
    pub fn script(&self) -> Arc<Script> {
        Arc::clone(self.runner.script())
    }

    /// The place of an event.
    pub fn place(&self, id: EventId) -> Option<usize> {
        self.events.binary_search_by_key(&id, |event| event.id).ok()
    }

    /// An event.
    pub fn event(&self, id: EventId) -> Option<&Event> {
        self.place(id).map(|place| &self.events[place])
    }

    /// The events of a decision that a rule was broken in the same step of the same node as this event.
    pub fn broken_with(&self, place: usize) -> impl Iterator<Item = usize> + '_ {
        let event = &self.events[place];
        let around = place.saturating_sub(STEP_REACH)..self.events.len().min(place + STEP_REACH);
        around.filter(move |other| {
            let other = &self.events[*other];
            is_rule_broken(other) && other.actor == event.actor && other.at == event.at && {
                other.id == event.id
                    || other.cause == event.cause
                    || event.cause == Some(other.id)
                    || other.cause == Some(event.id)
            }
        })
    }

    /// The last event of what is done with an event in one go: at its instant, and at its node. What the run breaks
    /// comes with the last event alone.
    pub fn done_with(&self, event: &Event, is_end: bool) -> EventId {
        let end = self.events.len() - usize::from(!is_end);
        let after = self.events[..end].iter().skip_while(|other| other.id < event.id);
        let same = after.take_while(|other| other.at == event.at && other.actor == event.actor);
        same.last().map_or(event.id, |last| last.id)
    }

    /// The event that a message left with, if this is its arrival.
    pub fn sending(&self, arrival: &Event) -> Option<&Event> {
        matches!(arrival.what, What::MessageDelivered { .. }).then_some(())?;
        let sent = self.event(arrival.cause?)?;
        // What a copy says was said when the first was sent.
        if matches!(sent.what, What::MessageDuplicated { .. }) { self.event(sent.cause?) } else { Some(sent) }
    }

    /// The delivery of the message that the node was handling when it made this event, if it was handling one.
    pub fn arrival(&self, event: &Event) -> Option<&Event> {
        let mut cause = self.event(event.cause?)?;
        while !matches!(cause.what, What::MessageDelivered { .. }) {
            if cause.at != event.at || cause.actor != event.actor {
                return None;
            }
            cause = self.event(cause.cause?)?;
        }
        (cause.at == event.at && cause.actor == event.actor).then_some(cause)
    }
}

/// The invariant that the last statement expects to be broken: another may be broken on the way.
fn expected(script: &Script) -> Option<Invariant> {
    let Step::Expect { condition: Condition::Violated(invariant), negated: false } = &script.statements.last()?.step
    else {
        return None;
    };
    Some(*invariant)
}

/// Whether an event says that a rule was broken.
pub fn is_rule_broken(event: &Event) -> bool {
    matches!(event.what, What::Decided(Decision::RuleBroken { .. }))
}
