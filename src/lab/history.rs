//! What is kept of a run so that any instant of it can be gone back to: its script, checkpoints, and
//! nothing else. Everything between two checkpoints is computed again when someone looks.
//!
//! A checkpoint is a clone of the run. Logs, state machines and the clients' history share their
//! structure, so that a clone costs some tens of kilobytes however long the run is. Checkpoints are
//! spaced by the steps that a replay has to carry out, since those are what it costs; when they outgrow
//! their budget every second one goes, and those to come are twice as far apart.

use super::rules::Tally;
use super::sign::{Landmark, row};
use crate::script::{Limit, Outcome, Runner, Script, Stop};
use crate::sim::{Event, EventId, Instant};
use std::collections::VecDeque;
use std::sync::Arc;

/// The world's steps between two checkpoints of a young run: a replay of so many takes some 3 ms in
/// WebAssembly, a third of what a seek may cost.
const SPACING: u64 = 4096;

/// What all checkpoints of one run may weigh, by [`weight`], in bytes.
const BYTES_MAX: usize = 24 << 20;

/// What one checkpoint holds besides messages: the streams of chance are most of it.
const CHECKPOINT_BYTES: usize = 40_000;

/// What one message on its way, or waiting, holds.
const MESSAGE_BYTES: usize = 400;

/// How far a run was ever taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// The instant.
    pub now: Instant,
    /// The event recorded last.
    pub event: EventId,
    /// The world's steps.
    pub steps: u64,
    /// The place in the script.
    pub place: usize,
}

impl Extent {
    /// Where a run stands.
    pub fn of(runner: &Runner) -> Extent {
        let world = runner.world();
        Extent { now: world.now(), event: world.last_event(), steps: world.steps(), place: runner.place() }
    }

    /// Whether this is not beyond another place of the same run.
    pub fn is_within(&self, end: &Extent) -> bool {
        self.now <= end.now && self.event <= end.event && self.steps <= end.steps && self.place <= end.place
    }
}

/// A place in the run that can be gone on from.
#[derive(Debug)]
struct Checkpoint {
    runner: Runner,
    at: Extent,
    /// The landmarks between the checkpoint before and this one.
    passed: u8,
    /// The rules that fired up to here.
    tally: Tally,
    bytes: usize,
}

/// The checkpoints of a run, and how far it was taken.
#[derive(Clone, Debug)]
pub struct History {
    /// Oldest first; forks share those of their common past.
    checkpoints: Vec<Arc<Checkpoint>>,
    spacing: u64,
    /// The landmarks since the last checkpoint.
    passed: u8,
    /// The rules that fired up to the last event seen.
    tally: Tally,
    end: Extent,
    /// How often the run was cut, and the last event that the latest cut left.
    cuts: (u64, EventId),
}

impl History {
    /// The history of a run that has just begun.
    pub fn new(runner: &Runner) -> History {
        let end = Extent::of(runner);
        let (checkpoints, cuts) = (Vec::new(), (0, EventId(0)));
        History { checkpoints, spacing: SPACING, passed: 0, tally: Tally::NONE, end, cuts }
    }

    /// How far the run was ever taken.
    pub fn end(&self) -> Extent {
        self.end
    }

    /// Takes in an event that was recorded for the first time.
    pub fn see(&mut self, event: &Event) {
        self.passed |= Landmark::Event.bit() | row(&event.what).1.landmark().map_or(0, Landmark::bit);
        self.tally.take(event);
    }

    /// The run has come here, and what it recorded was taken. Returns whether it was never taken so far.
    pub fn reach(&mut self, runner: &Runner) -> bool {
        let at = Extent::of(runner);
        if at == self.end || !self.end.is_within(&at) {
            return false;
        }
        self.end = at;
        let last = self.checkpoints.last().map_or(0, |checkpoint| checkpoint.at.steps);
        if at.steps < last + self.spacing || matches!(runner.outcome(), Outcome::Failed(_)) {
            return true;
        }
        let passed = std::mem::take(&mut self.passed);
        let bytes = weight(runner);
        let (runner, tally) = (runner.clone(), self.tally.clone());
        self.checkpoints.push(Arc::new(Checkpoint { runner, at, passed, tally, bytes }));
        while 1 < self.checkpoints.len() && BYTES_MAX < self.bytes() {
            self.thin_out();
        }
        true
    }

    /// What the checkpoints weigh, in bytes, by estimate.
    fn bytes(&self) -> usize {
        self.checkpoints.iter().map(|checkpoint| checkpoint.bytes).sum()
    }

    fn thin_out(&mut self) {
        let mut passed = 0;
        let mut kept = Vec::with_capacity(self.checkpoints.len() / 2 + 1);
        for (number, checkpoint) in self.checkpoints.drain(..).enumerate() {
            passed |= checkpoint.passed;
            if number % 2 == 1 {
                let Checkpoint { runner, at, tally, bytes, .. } = &*checkpoint;
                let (runner, tally) = (runner.clone(), tally.clone());
                let merged = Checkpoint { runner, at: *at, passed, tally, bytes: *bytes };
                kept.push(Arc::new(merged));
                passed = 0;
            }
        }
        // What the last one that went had passed is before whichever comes next.
        self.passed |= passed;
        self.checkpoints = kept;
        self.spacing *= 2;
    }

    /// Forgets what lies beyond a place, up to which `tally` counts: the script goes another way from there.
    pub fn cut(&mut self, at: Extent, tally: Tally) {
        let kept = self.checkpoints.partition_point(|checkpoint| checkpoint.at.is_within(&at));
        let gone = self.checkpoints.drain(kept..).fold(self.passed, |passed, gone| passed | gone.passed);
        self.passed = gone;
        self.tally = tally;
        self.end = at;
        self.cuts = (self.cuts.0 + 1, at.event);
    }

    /// The rules that fired up to the last event seen.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// The rules that fired up to the last checkpoint that is not beyond an event.
    pub fn tally_before(&self, event: EventId) -> &Tally {
        let before = self.checkpoints.partition_point(|checkpoint| checkpoint.at.event <= event);
        before.checked_sub(1).map_or(&Tally::NONE, |place| &self.checkpoints[place].tally)
    }

    /// The run at the last checkpoint before an instant, under the script as it is now.
    pub fn before_instant(&self, instant: Instant, script: &Arc<Script>) -> Runner {
        self.restored(self.checkpoints.partition_point(|checkpoint| checkpoint.at.now < instant), script)
    }

    /// The run at the last checkpoint before an event was recorded.
    pub fn before_event(&self, event: EventId, script: &Arc<Script>) -> Runner {
        self.restored(self.checkpoints.partition_point(|checkpoint| checkpoint.at.event < event), script)
    }

    /// The run at the last checkpoint before a statement of the script.
    pub fn before_place(&self, place: usize, script: &Arc<Script>) -> Runner {
        self.restored(self.checkpoints.partition_point(|checkpoint| checkpoint.at.place < place), script)
    }

    /// The steps up to the last checkpoint that lies before a place.
    pub fn last_steps(&self, is_before: impl Fn(&Extent) -> bool) -> Option<u64> {
        self.checkpoints.iter().rev().map(|checkpoint| checkpoint.at).find(is_before).map(|at| at.steps)
    }

    /// The run after so many checkpoints: at its start, or at the last of them.
    fn restored(&self, checkpoints: usize, script: &Arc<Script>) -> Runner {
        match checkpoints.checked_sub(1).and_then(|place| self.checkpoints.get(place)) {
            Some(checkpoint) => checkpoint.runner.under(Arc::clone(script)),
            None => Runner::new(Script::clone(script), true).with_reader(),
        }
    }

    /// The run again, from the last checkpoint before an event to the end, or to `until` if that is before.
    pub fn replay(&self, from: EventId, until: EventId, script: &Arc<Script>) -> Replay {
        Replay::new(self.before_event(from, script), until.min(self.end.event))
    }

    /// The run again, from the last checkpoint that another run shares.
    pub fn replay_from_fork(&self, other: &History, script: &Arc<Script>) -> Replay {
        let pairs = self.checkpoints.iter().zip(&other.checkpoints);
        let shared = pairs.take_while(|(one, two)| Arc::ptr_eq(one, two)).count();
        Replay::new(self.restored(shared, script), self.end.event)
    }

    /// The last landmark of a kind among the events up to `event`. Only stretches that have one are run again.
    pub fn last_landmark(&self, kind: Landmark, event: EventId, script: &Arc<Script>) -> Option<EventId> {
        let mut until = event.min(self.end.event);
        let mut place = self.checkpoints.partition_point(|checkpoint| checkpoint.at.event < until);
        loop {
            let passed = self.checkpoints.get(place).map_or(self.passed, |checkpoint| checkpoint.passed);
            if passed & kind.bit() != 0 {
                let replay = Replay::new(self.restored(place, script), until);
                let found = replay.filter(|event| kind.is_at(&event.what)).map(|event| event.id).last();
                if found.is_some() {
                    return found;
                }
            }
            place = place.checked_sub(1)?;
            until = self.checkpoints[place].at.event;
        }
    }

    /// The last stretch of the run, before `at`, at whose end something holds and at whose start it does
    /// not, once more. Between checkpoints nothing is looked at.
    pub fn stretch_before(&self, at: EventId, script: &Arc<Script>, holds: &dyn Fn(&Runner) -> bool) -> Replay {
        let before = self.checkpoints.partition_point(|checkpoint| checkpoint.at.event < at);
        let stands = self.checkpoints[..before].iter().rposition(|checkpoint| !holds(&checkpoint.runner));
        let place = stands.map_or(0, |place| place + 1);
        let until = self.checkpoints[place..before].first().map_or(at, |checkpoint| checkpoint.at.event);
        Replay::new(self.restored(place, script), until)
    }

    /// How often the run was cut, and the last event that the latest cut left.
    pub fn cuts(&self) -> (u64, EventId) {
        self.cuts
    }

    /// The checkpoints: the run at each, and where it stands. They part the run into stretches, one more than
    /// there are checkpoints.
    pub fn checkpoints(&self) -> impl Iterator<Item = (&Runner, Extent)> {
        self.checkpoints.iter().map(|checkpoint| (&checkpoint.runner, checkpoint.at))
    }

    /// Whether a stretch has a landmark of a kind.
    pub fn has_landmark(&self, stretch: usize, kind: Landmark) -> bool {
        let passed = self.checkpoints.get(stretch).map_or(self.passed, |checkpoint| checkpoint.passed);
        passed & kind.bit() != 0
    }
}

/// What a checkpoint weighs, in bytes, by estimate.
fn weight(runner: &Runner) -> usize {
    let world = runner.world();
    let waiting: usize = world
        .nodes()
        .iter()
        .filter_map(|node| world.server(node).process.as_deref())
        .map(|process| process.replica.held().len() + process.pause.as_ref().map_or(0, |pause| pause.inbox.len()))
        .sum();
    CHECKPOINT_BYTES + MESSAGE_BYTES * (world.network().in_flight_count() + waiting)
}

/// Steps between two looks at what a replay recorded.
const BATCH: u64 = 256;

/// A stretch of a run, once more: its events, oldest first.
pub struct Replay {
    runner: Runner,
    until: EventId,
    events: VecDeque<Event>,
}

impl Replay {
    fn new(mut runner: Runner, until: EventId) -> Replay {
        let mut events: VecDeque<Event> = runner.world_mut().take_events().into();
        events.retain(|event| event.id <= until);
        Replay { runner, until, events }
    }

    /// Goes on to an event without hearing the events before it. Returns the last event that was not heard.
    pub fn skip_to(&mut self, event: EventId) -> Option<EventId> {
        if event <= self.runner.world().last_event() {
            return None;
        }
        self.runner.world_mut().set_recording(false);
        self.runner.run(Limit::recorded(event, u64::MAX));
        self.runner.world_mut().set_recording(true);
        self.events.clear();
        Some(self.runner.world().last_event())
    }

    /// The event after which it begins; nothing at the start of the run, or once it has something to hand over.
    pub fn stands_after(&self) -> Option<EventId> {
        self.events.is_empty().then(|| self.runner.world().last_event())
    }

    /// Carries out one step or one statement (or those that record nothing, and then one). Returns what it
    /// recorded; nothing at the end.
    pub fn next_move(&mut self) -> Vec<Event> {
        if self.events.is_empty() && self.runner.world().last_event() < self.until {
            let next = EventId(self.runner.world().last_event().0 + 1);
            self.go(Limit::recorded(next, u64::MAX));
        }
        self.events.drain(..).collect()
    }

    /// Goes further than was said: the run went on meanwhile.
    pub fn extend(&mut self, until: EventId) {
        self.until = self.until.max(until);
    }

    /// The run as it stands after the last move.
    pub fn runner(&self) -> &Runner {
        &self.runner
    }

    fn go(&mut self, limit: Limit) {
        if self.runner.run(limit) == Stop::Failed {
            // It stands, and nothing more will come.
            self.until = self.until.min(self.runner.world().last_event());
        }
        let events = self.runner.world_mut().take_events();
        self.events.extend(events.into_iter().filter(|event| event.id <= self.until));
    }
}

impl Iterator for Replay {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        while self.events.is_empty() && self.runner.world().last_event() < self.until {
            self.go(Limit::recorded(self.until, BATCH));
        }
        self.events.pop_front()
    }
}
