//! The point of no return: the chance of a loss over the time before it, and the event from which it was sure.
//!
//! The chance at an event is the part of the futures from there that lose. It is looked at where the run stands after
//! some events, evenly spaced; between the last of them at which a future escapes and the next, the event is found by
//! halving. That a loss is sure means that no future of [`FUTURES`] escapes.

use super::super::error_view;
use super::super::feed::event_view;
use super::super::history::History;
use super::super::view::{ChancePoint, DecidingView, ScriptErrorView, TurningView};
use super::chances::deciding;
use super::loss::{Lost, Watch, loss_view};
use super::outcome::{Fired, fired};
use super::present::{Present, quiet};
use crate::script::{Limit, Outcome, Runner, Stop, parse};
use crate::sim::{Event, EventId, Instant};
use crate::sorted;
use std::collections::VecDeque;

/// Futures from one event.
const FUTURES: u64 = 100;

/// Events at which the chance is looked at.
const POINTS: u64 = 24;

/// Of the time before a broken invariant, so much is looked at, µs.
const LOOK_BACK_US: u64 = 10_000_000;

/// How long after the loss a future may still lose, µs; and at least so many election timeouts.
const GRACE_US: u64 = 1_000_000;
const GRACE_TIMEOUTS: u64 = 10;

/// Steps of a future between two looks at what fired.
const BATCH: u64 = 64;

/// A place in the run at which the chance is being looked at.
#[derive(Clone, Debug)]
struct Probe {
    /// The event that was asked for; its step may have recorded more.
    event: EventId,
    present: Present,
    /// Of each future whether it lost, and what fired until that was settled.
    futures: Vec<(bool, Fired)>,
}

/// The search for the point of no return of one loss.
#[derive(Clone, Debug)]
struct Search {
    asked: usize,
    lost: Lost,
    /// The first event that is looked at.
    first: EventId,
    /// Until when a future may lose.
    until: Instant,
    /// Events yet to be looked at.
    coming: VecDeque<EventId>,
    probe: Option<Probe>,
    points: Vec<ChancePoint>,
    /// The futures of the event at which the chance was nearest to a half.
    uncertain: Vec<(bool, Fired)>,
    /// A future escapes after the first; after the second none does.
    between: Option<(EventId, EventId)>,
    sure: Option<Event>,
    futures: u64,
}

/// A run, its losses, and the search for a point of no return.
#[derive(Clone, Debug)]
pub struct Turning {
    history: History,
    runner: Runner,
    end: EventId,
    is_read: bool,
    watch: Watch,
    losses: Vec<Lost>,
    search: Option<Search>,
}

impl Turning {
    /// The run of a script, up to an event.
    ///
    /// # Errors
    /// If the script is wrong.
    pub fn new(script: &str, end: u64) -> Result<Turning, ScriptErrorView> {
        let runner = quiet(Runner::new(parse(script).map_err(error_view)?, true).with_reader());
        let history = History::new(&runner);
        let (end, watch) = (EventId(end), Watch::default());
        Ok(Turning { history, runner, end, is_read: false, watch, losses: Vec::new(), search: None })
    }

    /// Reads so many steps of the run, or runs so many futures of the loss that is asked about; whatever is next.
    pub fn go(&mut self, steps: u64, futures: u64) {
        if !self.is_read {
            self.read(steps);
            return;
        }
        let Some(mut search) = self.search.take() else { return };
        for _ in 0..futures {
            if search.is_done() {
                break;
            }
            search.go(&self.history, &self.runner);
        }
        self.search = Some(search);
    }

    fn read(&mut self, steps: u64) {
        for _ in 0..steps {
            let before = self.runner.world().steps();
            let stop = self.runner.run(Limit { events: 1, ..Limit::recorded(self.end, 1) });
            self.watch.look(&self.runner);
            self.history.reach(&self.runner);
            if stop != Stop::Events || self.runner.world().steps() == before {
                self.is_read = true;
                self.losses = self.watch.losses(&self.runner);
                return;
            }
        }
    }

    /// Asks about a loss, by its place.
    pub fn ask(&mut self, loss: usize) {
        self.search = self.losses.get(loss).map(|lost| Search::new(loss, lost.clone(), &self.history, &self.runner));
    }

    /// What is known.
    pub fn view(&self) -> TurningView {
        let (search, world) = (self.search.as_ref(), self.runner.world());
        let losses = self.losses.iter().map(loss_view).collect();
        let read = world.last_event().0 as f64 / self.end.0.max(1) as f64;
        TurningView {
            is_read: self.is_read,
            losses,
            asked: search.map(|search| search.asked as f64),
            part: search.map_or(read.min(1.0), Search::part),
            points: search.map_or_else(Vec::new, |search| search.points.clone()),
            sure: search.and_then(|search| search.sure.as_ref()).map(event_view),
            deciding: search.map_or_else(Vec::new, Search::deciding),
            futures: search.map_or(0.0, |search| search.futures as f64),
            is_done: self.is_read && search.is_none_or(Search::is_done),
        }
    }
}

/// The run after an event.
fn run_to(event: EventId, history: &History, runner: &Runner) -> Runner {
    let mut there = quiet(history.before_event(event, runner.script()));
    there.run(Limit::recorded(event, u64::MAX));
    there
}

impl Search {
    fn new(asked: usize, lost: Lost, history: &History, runner: &Runner) -> Search {
        let first = lost.since.max(event_at(lost.at.0.saturating_sub(LOOK_BACK_US), history, runner));
        let timeout_us = runner.world().settings().raft.election_timeout.max_us;
        let until = lost.at.after(GRACE_US.max(GRACE_TIMEOUTS * timeout_us));
        let events = lost.event.0 - first.0;
        let mut coming: VecDeque<EventId> =
            (0..=POINTS).map(|point| EventId(first.0 + events * point / POINTS)).collect();
        sorted::sort(coming.make_contiguous());
        let mut last = None;
        coming.retain(|event| last.replace(*event) != Some(*event));
        let (points, uncertain) = (Vec::new(), Vec::new());
        let (probe, between, sure) = (None, None, None);
        Search { asked, lost, first, until, coming, probe, points, uncertain, between, sure, futures: 0 }
    }

    fn is_done(&self) -> bool {
        self.sure.is_some()
    }

    /// Halving takes some as many events as were looked at before.
    fn part(&self) -> f64 {
        if self.is_done() {
            return 1.0;
        }
        let looked = self.points.len() as f64 / (self.points.len() + self.coming.len() + 1) as f64;
        let (all, left) = match (self.between, self.points.as_slice()) {
            (Some((low, high)), [first, .., last]) => ((last.event - first.event).max(2.0), (high.0 - low.0) as f64),
            (_, _) => (2.0, 2.0),
        };
        0.7 * looked + 0.3 * (1.0 - left.max(1.0).log2() / all.log2())
    }

    fn deciding(&self) -> Vec<DecidingView> {
        deciding(&self.uncertain)
    }

    /// Runs one future.
    fn go(&mut self, history: &History, runner: &Runner) {
        if self.probe.is_none() {
            let event = self.coming.pop_front().or_else(|| self.halfway());
            let present = |event| Present::new(run_to(event, history, runner));
            self.probe = event.map(|event| Probe { event, present: present(event), futures: Vec::new() });
        }
        let Some(probe) = &mut self.probe else {
            self.settle(history, runner);
            return;
        };
        let future = of(probe.futures.len() as u64, probe, &self.lost, self.until);
        probe.futures.push(future);
        self.futures += 1;
        // Of an event between two others it is asked only whether a future escapes.
        let is_settled = self.between.is_some() && !future.0;
        if FUTURES <= probe.futures.len() as u64 || is_settled {
            self.take_probe();
        }
    }

    fn take_probe(&mut self) {
        let Some(Probe { event, present, futures }) = self.probe.take() else { return };
        let lost = futures.iter().filter(|(is_lost, _)| *is_lost).count();
        let reached = present.runner().world().last_event();
        if let Some((low, high)) = self.between {
            let is_sure = lost == futures.len();
            self.between = Some(if is_sure { (low, event) } else { (reached.min(EventId(high.0 - 1)), high) });
            return;
        }
        let doubt = |lost: usize, of: usize| lost.min(of - lost);
        let former = self.uncertain.iter().filter(|(is_lost, _)| *is_lost).count();
        // One step may record several of the events.
        while 1 < self.coming.len() && self.coming.front().is_some_and(|next| *next <= reached) {
            self.coming.pop_front();
        }
        let (at_us, event) = (present.now().0 as f64, reached.0 as f64);
        self.points.push(ChancePoint { at_us, event, lost: lost as f64, futures: futures.len() as f64 });
        if self.uncertain.is_empty() || doubt(former, self.uncertain.len()) < doubt(lost, futures.len()) {
            self.uncertain = futures;
        }
    }

    /// The event between the last point at which a future escapes and the next, or what is left of that; none once there
    /// is none between.
    fn halfway(&mut self) -> Option<EventId> {
        if self.between.is_none() {
            let escapes = |point: &ChancePoint| point.lost < point.futures;
            let place = self.points.iter().rposition(escapes);
            let event = |place: usize| self.points.get(place).map(|point| EventId(point.event as u64));
            let high = event(place.map_or(0, |place| place + 1)).unwrap_or(self.lost.event);
            let low = place.and_then(event).unwrap_or(EventId(self.first.0.saturating_sub(1)));
            self.between = Some((low, high));
        }
        let (low, high) = self.between?;
        (low.0 + 1 < high.0).then(|| EventId(low.0 + (high.0 - low.0) / 2))
    }

    /// The event is found: the first of its step.
    fn settle(&mut self, history: &History, runner: &Runner) {
        let Some((_, high)) = self.between else { return };
        self.sure = history.replay(high, high, runner.script()).find(|event| event.id == high);
    }
}

/// Runs the future of a number from an event, until it is settled whether it loses.
fn of(number: u64, probe: &Probe, lost: &Lost, until: Instant) -> (bool, Fired) {
    let mut future = probe.present.future(number);
    let mut bits = 0;
    loop {
        if let Some(is_lost) = lost.loss.is_settled(&future) {
            return (is_lost, bits | fired(&mut future));
        }
        let stop = future.run(Limit::until(until, 1));
        if future.world().steps().is_multiple_of(BATCH) {
            bits |= fired(&mut future);
        }
        if stop != Stop::Events || matches!(future.outcome(), Outcome::Failed(_)) {
            return (lost.loss.is_lost(&future), bits | fired(&mut future));
        }
    }
}

/// The last event that was recorded up to an instant.
fn event_at(us: u64, history: &History, runner: &Runner) -> EventId {
    let mut there = quiet(history.before_instant(Instant(us), runner.script()));
    there.run(Limit::until(Instant(us), u64::MAX));
    there.world().last_event()
}
