//! A mirror of a run, made from its trace lines: all that the page sees of a universe, and nothing that changes the
//! run.
//!
//! Lines come in bit by bit, from files or from running nodes, and are brought into one order. The states of the nodes are
//! put together from them (`trace`), and kept every so many events, so that any instant is near one of them. What the lines
//! do not tell is not shown: timers, how long a disk still takes, what clients wait for.

mod faults;
mod silence;
mod stretch;
mod view;

use super::Lab;
use super::fates::Fates;
use super::feed::{Collector, MARKS_MAX, event_view, mark_of, mark_of_violation};
use super::rules::Tally;
use super::sign::{Landmark, row};
use super::view::{Advance, EventView, Explanation, Feed, NodeLog, TraceErrorView};
use super::why::{Past, Source};
use crate::check::Violation;
use crate::check::traced::Traced;
use crate::raft::{NodeId, NodeSet};
use crate::sim::{Actor, Event, EventId, Instant, LineError, LinePlace, What};
use crate::trace::{LineReader, Merge, Misfit, Numbering, Picture};
use faults::Faults;
use silence::Silences;
use std::collections::{BTreeMap, VecDeque};
pub use stretch::TraceStretch;

/// Events that a mirror holds, at most: some hundred megabytes.
pub const EVENTS_MAX: usize = 500_000;

/// Events between two states that are kept, and in one stretch of the diagram.
const SPACING: usize = 2_048;

/// After a jump in time, the feed begins with so many events before the new place.
const TOLD_EVENTS: usize = 1_000;

/// A message on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Flight {
    /// The place of the event of its sending.
    sent: usize,
    /// The place of the event with which it left: of a copy, the doubling.
    left: usize,
    is_copy: bool,
}

/// All that is shown at a place of the trace.
#[derive(Clone, Debug, Default)]
struct State {
    picture: Picture,
    faults: Faults,
    /// The messages on their way whose end is told.
    flights: BTreeMap<u64, Flight>,
}

/// Where one of the sources stands.
#[derive(Debug)]
struct Intake {
    reader: LineReader,
    /// The beginning of a line whose end has not come.
    rest: Vec<u8>,
    /// The lines of the events that wait to be brought into the order.
    ahead: VecDeque<usize>,
    /// The node that it tells of, once it has told anything.
    node: Option<NodeId>,
    /// Whether it has broken off.
    is_silent: bool,
    /// Whether nothing more comes of it, where there are others.
    has_ended: bool,
}

/// What is told of a run, and where one stands in it.
pub struct Mirror {
    intakes: Vec<Intake>,
    merge: Merge,
    numbering: Numbering,
    events: Vec<Event>,
    /// The messages whose end is not told.
    leaving: BTreeMap<u64, Flight>,
    /// The place of the event with which a message ends.
    ends: BTreeMap<u64, usize>,
    traced: Traced,
    /// What was done to network and disks in all that is told.
    faults: Faults,
    silences: Silences,
    /// The nodes since whose wipes or forged messages nothing is claimed, each time they changed, with the event.
    unclaimed: Vec<(EventId, NodeSet)>,
    /// What is broken, each with the event that broke it.
    violations: Vec<(EventId, Violation)>,
    /// The state before every [`SPACING`]th event that was told, from which a seek plays on.
    kept: Vec<State>,
    state: State,
    /// How many events have happened where one stands.
    place: usize,
    now: Instant,
    /// How many events the feed has marked on the time bar.
    marked: usize,
    alarms_told: usize,
    /// Whether more is told as it happens, so that time goes on at the end.
    is_live: bool,
    /// Up to where all is placed, while more is told as it happens: time does not pass beyond.
    settled: Instant,
    collector: Collector,
    fates: Fates,
    tally: Tally,
}

impl Mirror {
    /// A mirror of so many sources: of one, which may tell of a whole run, or of several, each of which tells of one node.
    pub fn of(sources: usize) -> Mirror {
        let intake = || Intake {
            reader: LineReader::new(EVENTS_MAX, 1 < sources),
            rest: Vec::new(),
            ahead: VecDeque::new(),
            node: None,
            is_silent: false,
            has_ended: false,
        };
        Mirror {
            intakes: (0..sources).map(|_| intake()).collect(),
            merge: Merge::of(sources),
            numbering: Numbering::default(),
            events: Vec::new(),
            leaving: BTreeMap::new(),
            ends: BTreeMap::new(),
            traced: Traced::default(),
            faults: Faults::default(),
            silences: Silences::default(),
            unclaimed: Vec::new(),
            violations: Vec::new(),
            kept: Vec::new(),
            state: State::default(),
            place: 0,
            now: Instant(0),
            marked: 0,
            alarms_told: 0,
            is_live: false,
            settled: Instant(0),
            collector: Collector::default(),
            fates: Fates::default(),
            tally: Tally::NONE,
        }
    }

    /// The sources go on to tell what happens: time that has come to their last event waits there for the next.
    pub fn go_live(&mut self) {
        self.is_live = true;
    }

    /// The stream of a running node has broken off. After the last event that it told the node is shown as down, until it
    /// tells more: whatever it is now, it does not answer.
    pub fn break_off(&mut self, source: usize) {
        self.intakes[source].is_silent = true;
    }

    /// A source from which more must come before the order is known.
    pub fn lacks(&self) -> Option<usize> {
        self.merge.lacks()
    }

    /// The next bytes of a source, which need not end with a line.
    ///
    /// # Errors
    /// If a line is no trace line, or cannot follow from those before it; the mirror is of no use then.
    pub fn append(&mut self, source: usize, bytes: &[u8]) -> Result<(), TraceErrorView> {
        let mut bytes = bytes;
        while let Some(end) = bytes.iter().position(|byte| *byte == b'\n') {
            let mut line = std::mem::take(&mut self.intakes[source].rest);
            line.extend_from_slice(&bytes[..end]);
            bytes = &bytes[end + 1..];
            self.read(source, &line, true)?;
        }
        let rest = &mut self.intakes[source].rest;
        rest.extend_from_slice(bytes);
        if crate::sim::LINE_BYTES_MAX < rest.len() {
            let line = std::mem::take(rest);
            self.read(source, &line, true)?;
        }
        self.take_ordered()
    }

    /// Nothing more comes of a source.
    ///
    /// # Errors
    /// Those of [`Mirror::append`].
    pub fn end(&mut self, source: usize) -> Result<(), TraceErrorView> {
        let line = std::mem::take(&mut self.intakes[source].rest);
        self.read(source, &line, false)?;
        self.merge.end(source);
        self.intakes[source].has_ended = 1 < self.intakes.len() && !self.is_live;
        self.take_ordered()
    }

    /// Places all that happened up to an instant of the nodes' clocks, µs since 1970, without waiting for events that
    /// may still come.
    ///
    /// # Errors
    /// Those of [`Mirror::append`].
    pub fn settle(&mut self, epoch_us: u64) -> Result<(), TraceErrorView> {
        while let Some(next) = self.merge.pop_up_to(Instant(epoch_us)) {
            self.take(next)?;
        }
        if !self.events.is_empty() {
            self.settled = Instant(Instant(epoch_us).since(self.numbering.origin()));
        }
        Ok(())
    }

    fn read(&mut self, source: usize, line: &[u8], ends: bool) -> Result<(), TraceErrorView> {
        let intake = &mut self.intakes[source];
        let event = intake.reader.read(line, ends);
        let number = intake.reader.line();
        if let Some(event) = event.map_err(|error| error_of_line(source, number, error))? {
            intake.ahead.push_back(number);
            if let Some(Actor::Node(node)) = event.actor {
                intake.node = Some(node);
            }
            self.merge.push(source, event);
        }
        Ok(())
    }

    fn take_ordered(&mut self) -> Result<(), TraceErrorView> {
        while let Some(next) = self.merge.pop() {
            self.take(next)?;
        }
        Ok(())
    }

    fn take(&mut self, (source, event): (usize, Event)) -> Result<(), TraceErrorView> {
        let line = self.intakes[source].ahead.pop_front().unwrap_or_default();
        let event = self.numbering.take((source, event));
        if self.events.len().is_multiple_of(SPACING) {
            // What is on its way here is known when its end is told.
            let (picture, faults) = (self.traced.picture().clone(), self.faults.clone());
            self.kept.push(State { picture, faults, flights: BTreeMap::new() });
        }
        let life = |node| self.traced.picture().node(node).map(|picture| picture.life);
        // A stream that goes on begins with one of these. Events of before the break may be placed after it.
        let goes_on = matches!(event.what, What::Started { .. } | What::Standing { .. });
        let broke_off = goes_on && std::mem::take(&mut self.intakes[source].is_silent);
        self.silences.take(self.events.len(), &event, broke_off, life);
        self.faults.take(&event);
        let known = self.traced.violations().len();
        self.traced.take(&event).map_err(|misfit| error_of_misfit(source, line, &misfit))?;
        let broken = self.traced.violations()[known..].iter().map(|violation| (event.id, violation.clone()));
        self.violations.extend(broken);
        let unclaimed = self.traced.unclaimed_since();
        if self.unclaimed.last().map_or(NodeSet::EMPTY, |(_, nodes)| *nodes) != unclaimed {
            self.unclaimed.push((event.id, unclaimed));
        }
        self.follow_message(&event);
        self.events.push(event);
        Ok(())
    }

    /// A message whose end is told was on its way at all places since it left.
    fn follow_message(&mut self, event: &Event) {
        let place = self.events.len();
        if let What::MessageSent { message, .. } = &event.what {
            self.leaving.insert(message.0, Flight { sent: place, left: place, is_copy: false });
        } else if let What::MessageDuplicated { message, copy, .. } = &event.what
            && let Some(original) = self.leaving.get(&message.0).copied()
        {
            self.leaving.insert(copy.0, Flight { left: place, is_copy: true, ..original });
        } else if let What::MessageDelivered { message, .. }
        | What::MessageLost { message, .. }
        | What::MessageWaits { message, .. } = &event.what
            && let Some(flight) = self.leaving.remove(&message.0)
        {
            self.ends.insert(message.0, place);
            for kept in &mut self.kept[flight.left / SPACING + 1..] {
                kept.flights.insert(message.0, flight);
            }
            if flight.left < self.place {
                self.state.flights.insert(message.0, flight);
            }
        }
    }

    /// How many events there are.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether nothing was told.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    fn end_now(&self) -> Instant {
        self.events.last().map_or(Instant(0), |event| event.at)
    }

    /// Where one stands, and how far the trace goes.
    pub fn place(&self) -> Advance {
        self.advance_view(0, "reached", false)
    }

    fn advance_view(&self, steps: usize, stop: &str, changed: bool) -> Advance {
        Advance {
            now_us: self.now.0 as f64,
            event: self.place as f64,
            end_us: self.end_now().0 as f64,
            end_event: self.events.len() as f64,
            steps: steps as f64,
            stop: stop.into(),
            changed,
        }
    }

    /// Lets time pass up to an instant, µs, or for so many events. At the end of what is told it stops; what is told as it
    /// happens it does not overtake.
    pub fn advance(&mut self, until_us: u64, events_max: u64) -> Advance {
        let until = Instant(until_us).max(self.now);
        let mut steps = 0;
        while steps < events_max as usize && self.events.get(self.place).is_some_and(|event| event.at <= until) {
            self.live(true);
            steps += 1;
        }
        let is_next_due = self.events.get(self.place).is_some_and(|event| event.at <= until);
        if is_next_due {
            self.now = self.events[self.place - 1].at;
            return self.advance_view(steps, "budget", true);
        }
        if self.is_live {
            self.now = until.min(self.settled.max(self.end_now())).max(self.now);
            return self.advance_view(steps, "reached", 0 < steps);
        }
        self.now = until.min(self.end_now()).max(self.now.min(self.end_now()));
        let stop = if self.place == self.events.len() && self.end_now() <= until { "stopped" } else { "reached" };
        self.advance_view(steps, stop, 0 < steps)
    }

    /// The next event happens.
    fn live(&mut self, is_told: bool) {
        let event = &self.events[self.place];
        // It was taken before, so that it fits.
        let _ = self.state.picture.take(event);
        self.state.faults.take(event);
        fly(&mut self.state.flights, event, self.place, &self.ends);
        self.tally.take(event);
        let event = event.clone();
        self.place += 1;
        if is_told {
            self.fates.take(&event);
            self.collector.take(event, false);
            while let Some((by, violation)) = self.violations.get(self.alarms_told)
                && by.0 <= self.place as u64
            {
                self.collector.take_violation(violation, false);
                self.alarms_told += 1;
            }
        }
    }

    /// Goes to where so many events have happened. The last of them are told.
    fn go(&mut self, place: usize) {
        let place = place.min(self.events.len());
        let near = (place / SPACING).min(self.kept.len().saturating_sub(1));
        let from = near * SPACING;
        if place < self.place || self.place < from {
            self.state = self.kept.get(near).cloned().unwrap_or_default();
            self.place = from;
            self.tally = Tally::NONE;
        }
        self.collector.clear();
        let told_from = place.saturating_sub(TOLD_EVENTS);
        while self.place < place {
            self.live(told_from <= self.place);
        }
        self.fates.clear();
        self.now = self.instant_before(place);
    }

    /// Goes to an instant, µs; not beyond the end of what is told.
    pub fn seek_us(&mut self, us: u64) -> Advance {
        let at = Instant(us).min(self.end_now());
        self.go(self.events.partition_point(|event| event.at <= at));
        self.now = at;
        self.advance_view(0, "reached", true)
    }

    /// Goes to where an event has just happened.
    pub fn seek_event(&mut self, event: u64) -> Advance {
        self.go(event as usize);
        self.advance_view(0, "reached", true)
    }

    /// Goes to the end of what is told.
    pub fn seek_end(&mut self) -> Advance {
        self.go(self.events.len());
        self.advance_view(0, "reached", true)
    }

    /// Goes to the next or to the last landmark of the kind with this name; stays where there is none ahead, and goes to the
    /// start where there is none before.
    pub fn seek_landmark(&mut self, kind: &str, forward: bool) -> Advance {
        let Some(kind) = Landmark::named(kind) else { return self.place() };
        let is_it = |event: &Event| kind.is_at(&event.what);
        if forward {
            let found = self.events[self.place..].iter().position(is_it);
            return match found {
                Some(ahead) => self.seek_event((self.place + ahead + 1) as u64),
                None => self.place(),
            };
        }
        let before = self.place.saturating_sub(1);
        let found = match kind {
            Landmark::Event => Some(before),
            Landmark::Message | Landmark::Election | Landmark::Commit | Landmark::Fault => {
                self.events[..before].iter().rposition(is_it).map(|place| place + 1)
            }
        };
        self.seek_event(found.unwrap_or(0) as u64)
    }

    /// Whether a landmark of a kind lies ahead.
    pub fn has_ahead(&self, kind: &str) -> bool {
        let kind = Landmark::named(kind);
        kind.is_some_and(|kind| self.events[self.place..].iter().any(|event| kind.is_at(&event.what)))
    }

    /// What happened since the last feed. Its marks are of all that was told since then, wherever one stands: if they are
    /// [`MARKS_MAX`] or more, the next feed has others.
    pub fn feed(&mut self) -> Feed {
        let mut marks = Vec::new();
        while let Some(event) = self.events.get(self.marked).filter(|_| marks.len() < MARKS_MAX) {
            marks.extend(mark_of(event));
            let first = self.violations.partition_point(|(by, _)| *by < event.id);
            let broken = self.violations[first..].iter().take_while(|(by, _)| *by == event.id);
            marks.extend(broken.map(|(by, violation)| mark_of_violation(violation, *by)));
            self.marked += 1;
        }
        Feed { marks, ..self.collector.feed() }
    }

    /// What became of the messages that left the flight, as [`Lab::fates`] tells it.
    pub fn fates(&mut self) -> Vec<f64> {
        self.fates.tell()
    }

    /// One event.
    pub fn event(&self, id: u64) -> Option<EventView> {
        self.events.get(id.checked_sub(1)? as usize).map(event_view)
    }

    /// What happened at a node after an event, and is worth a line, as [`Lab::log`] tells it.
    pub fn log(&self, node: &str, after: u64, lines: usize) -> NodeLog {
        let is_told = |event: &&Event| {
            let is_its = matches!(event.actor, Some(Actor::Node(at)) if at.to_string() == node);
            is_its && after < event.id.0 && row(&event.what).0 != super::sign::Weight::Routine
        };
        let mut last: Vec<EventView> =
            self.events[..self.place].iter().rev().filter(is_told).take(lines).map(event_view).collect();
        last.reverse();
        NodeLog { events: last }
    }

    /// How often each rule fired up to here, as [`Lab::firings`] tells it.
    pub fn firings(&mut self) -> Vec<f64> {
        if !self.tally.is_at(self.place as u64) {
            self.tally = Tally::NONE;
            self.events[..self.place].iter().for_each(|event| self.tally.take(event));
        }
        self.tally.numbers()
    }

    /// The past and the future of an event, as [`Lab::cone`] tells it.
    pub fn cone(&self, event: u64) -> Vec<f64> {
        Lab::cone_of_trace(&self.events, event, self.traced.picture().names().len())
    }

    /// Why an event happened: its causes back, as far as the trace tells them. Other questions are answered by the event
    /// that made it so.
    pub fn why(&self, question: &str) -> Option<Explanation> {
        let id = view::event_of_question(self, question)?;
        let event = self.events.get(id.0.checked_sub(1)? as usize)?;
        let (links, root) = Past::of(Source::Trace(&self.events)).chain(Some(id));
        let view = event_view(event);
        let mut args = view.args;
        args.extend(view.actor.map(|actor| ("actor".into(), super::view::Arg::Text(actor))));
        Some(Explanation {
            question: format!("event {}", id.0),
            asked_us: self.now.0 as f64,
            asked_event: self.place as f64,
            asked: "question-event".into(),
            findings: Vec::new(),
            answer: format!("event-{}", view.kind),
            args,
            links,
            root: format!("root-{root}"),
            missing: Vec::new(),
        })
    }
}

/// What an event does to the messages on their way. A message whose end is not told is not shown: where it is, is not known.
fn fly(flights: &mut BTreeMap<u64, Flight>, event: &Event, place: usize, ends: &BTreeMap<u64, usize>) {
    if let What::MessageSent { message, .. } = &event.what
        && ends.contains_key(&message.0)
    {
        flights.insert(message.0, Flight { sent: place, left: place, is_copy: false });
    } else if let What::MessageDuplicated { message, copy, .. } = &event.what
        && let Some(flight) = flights.get(&message.0).copied()
        && ends.contains_key(&copy.0)
    {
        flights.insert(copy.0, Flight { left: place, is_copy: true, ..flight });
    } else if let What::MessageDelivered { message, .. }
    | What::MessageLost { message, .. }
    | What::MessageWaits { message, .. } = &event.what
    {
        flights.remove(&message.0);
    }
}

fn error_of_line(source: usize, line: usize, error: LineError) -> TraceErrorView {
    let (field, column) = match error.place {
        LinePlace::Field(field) => (Some(field), None),
        LinePlace::Column(column) => (None, Some(column as f64)),
    };
    let expected = format!("trace-expected-{}", error.expected.key());
    TraceErrorView { source: source as f64, line: line as f64, field, column, expected, value: None }
}

fn error_of_misfit(source: usize, line: usize, misfit: &Misfit) -> TraceErrorView {
    TraceErrorView {
        source: source as f64,
        line: line as f64,
        field: Some(misfit.field.replace('-', "_")),
        column: None,
        expected: format!("misfit-{}", misfit.expected.key()),
        value: misfit.value.map(|value| value.to_string()),
    }
}

#[cfg(test)]
mod tests;
