//! Going anywhere in a run, and taking another way from there.

use super::feed::event_view;
use super::history::{Extent, Replay};
use super::rules::Tally;
use super::sign::Landmark;
use super::view::{Advance, Difference, EventView};
use super::{BATCH, Lab};
use crate::script::{Limit, Runner, Stop};
use crate::sim::{EventId, Instant};

/// What happened this long before an instant that one goes to is told there, µs; and before an event, so many.
const TOLD_US: u64 = 500_000;
const TOLD_EVENTS: u64 = 1_000;

/// Events that one look at a stretch hands over, at most.
const WINDOW_MAX: usize = 500;

/// Events of two universes that are compared, at most.
const COMPARED_MAX: u64 = 4_000_000;

/// Steps that are carried out in search of a landmark beyond the end of the run, at most.
const SEARCHED_MAX: u64 = 50_000;

impl Lab {
    /// Goes to an instant, µs: all that is due up to it is done. Not beyond the end of what was run.
    pub fn seek_us(&mut self, us: u64) -> Advance {
        let target = Instant(us);
        if self.history.end().now <= target {
            return self.seek_end();
        }
        self.is_told = false;
        if target < self.runner.world().now() || self.worth_restoring(|at| at.now < target) {
            self.restore(self.history.before_instant(target, self.runner.script()));
        }
        self.approach(Limit::until(Instant(us.saturating_sub(TOLD_US)), u64::MAX));
        let advance = self.replay_to(Limit::until(target, u64::MAX));
        self.fates.clear();
        advance
    }

    /// Goes to where an event has just been recorded. Not beyond the end of what was run.
    pub fn seek_event(&mut self, event: u64) -> Advance {
        let target = EventId(event);
        if self.history.end().event < target {
            return self.seek_end();
        }
        let now = self.runner.world().last_event();
        self.is_told = false;
        if target <= now || self.worth_restoring(|at| at.event < target) {
            self.restore(self.history.before_event(target, self.runner.script()));
        }
        self.approach(Limit::recorded(EventId(event.saturating_sub(TOLD_EVENTS)), u64::MAX));
        let advance = self.replay_to(Limit::recorded(target, u64::MAX));
        self.fates.clear();
        advance
    }

    /// Runs to a place of what was run, past all that a story told there.
    fn replay_to(&mut self, limit: Limit) -> Advance {
        let advance = self.run_past(limit);
        self.heard = self.heard.max(self.runner.place());
        advance
    }

    /// Comes near, without noting what happens on the way: it is told to no one.
    fn approach(&mut self, limit: Limit) {
        let is_near = |at: Extent| {
            limit.until.is_some_and(|until| until <= at.now) || limit.recorded.is_some_and(|event| event <= at.event)
        };
        if is_near(Extent::of(&self.runner)) {
            return;
        }
        self.runner.world_mut().set_recording(false);
        self.runner.run(limit);
        self.runner.world_mut().set_recording(true);
    }

    /// Goes to the end of what was run.
    pub fn seek_end(&mut self) -> Advance {
        if let Some(tip) = self.tip.take() {
            // What happened last before it is told there.
            let end = self.history.end().event;
            self.restore(self.history.before_event(end, self.runner.script()));
            self.approach(Limit::recorded(EventId(end.0.saturating_sub(TOLD_EVENTS)), u64::MAX));
            self.run_past(Limit::recorded(end, u64::MAX));
            self.runner = *tip;
            self.tip = None;
            self.heard = self.heard.max(self.runner.place());
            self.is_told = false;
            self.arrive();
        }
        self.fates.clear();
        self.advance_view(0, Stop::Reached, true)
    }

    /// Goes to the next or to the last landmark of the kind with this name; of an unknown one, nowhere.
    pub fn seek_landmark(&mut self, kind: &str, forward: bool) -> Advance {
        match Landmark::named(kind) {
            Some(kind) if forward => self.seek_forward(kind),
            Some(kind) => self.seek_backward(kind),
            None => self.place(),
        }
    }

    /// Goes to the next landmark of a kind; beyond the end of the run it is run on, for a while.
    fn seek_forward(&mut self, kind: Landmark) -> Advance {
        let now = self.runner.world().last_event();
        if kind == Landmark::Event {
            return self.run(Limit::recorded(EventId(now.0 + 1), SEARCHED_MAX));
        }
        let end = self.history.end().event;
        let known = self.history.replay(EventId(now.0 + 1), end, self.runner.script());
        let found = known.filter(|event| now < event.id).find(|event| kind.is_at(&event.what));
        if let Some(event) = found {
            return self.seek_event(event.id.0);
        }
        if now < end {
            self.seek_event(end.0);
        }
        self.search_beyond(kind)
    }

    /// Runs on until a landmark comes, and stands where it was recorded.
    fn search_beyond(&mut self, kind: Landmark) -> Advance {
        let mut left = SEARCHED_MAX;
        loop {
            let from = self.runner.world().last_event();
            let steps = left.min(BATCH);
            let advance = self.run(Limit::events(steps));
            left -= steps;
            let end = self.runner.world().last_event();
            let came = self.history.replay(EventId(from.0 + 1), end, self.runner.script());
            if let Some(event) = came.filter(|event| from < event.id).find(|event| kind.is_at(&event.what)) {
                return self.seek_event(event.id.0);
            }
            if left == 0 || advance.stop != "budget" {
                return advance;
            }
        }
    }

    /// Goes to the last landmark of a kind before this place, which for any event is where the latest was not
    /// yet recorded; to the start, if there is none.
    fn seek_backward(&mut self, kind: Landmark) -> Advance {
        let before = self.event_before();
        let found = match kind {
            Landmark::Event => Some(before),
            Landmark::Message | Landmark::Election | Landmark::Commit | Landmark::Fault => {
                self.history.last_landmark(kind, before, self.runner.script())
            }
        };
        self.seek_event(found.map_or(0, |event| event.0))
    }

    /// The last event that was recorded before the latest step or statement that recorded any.
    fn event_before(&self) -> EventId {
        let now = self.runner.world().last_event();
        // A step that hands over all that waited at a paused node may record any number of them.
        self.event_before_within(now, TOLD_EVENTS).or_else(|| self.event_before_within(now, now.0)).unwrap_or_default()
    }

    fn event_before_within(&self, now: EventId, events: u64) -> Option<EventId> {
        let mut replay = self.history.replay(now, now, self.runner.script());
        let mut before = replay.skip_to(EventId(now.0.saturating_sub(events))).or_else(|| replay.stands_after());
        loop {
            let events = replay.next_move();
            match events.last() {
                Some(last) if last.id < now => before = Some(last.id),
                Some(_) | None => return before.filter(|before| *before < now),
            }
        }
    }

    /// Whether a checkpoint between here and the target saves steps.
    fn worth_restoring(&self, is_before: impl Fn(&Extent) -> bool) -> bool {
        self.history.last_steps(is_before).is_some_and(|steps| self.runner.world().steps() < steps)
    }

    pub(super) fn restore(&mut self, runner: Runner) {
        let left = std::mem::replace(&mut self.runner, runner);
        if Extent::of(&left) == self.history.end() {
            self.tip = Some(Box::new(left));
        }
        self.collector.clear();
        self.violations_told = self.runner.checks().violations().len();
        self.unordered_told = self.runner.checks().linearizability().unordered().len();
        self.collect();
    }

    /// Forgets what lies beyond this place.
    pub(super) fn forget_future(&mut self) {
        self.history.cut(Extent::of(&self.runner), self.tally_here());
        self.tip = None;
        self.heard = self.heard.min(self.runner.place());
        self.is_told = false;
    }

    /// Another universe that has been the same up to here.
    pub fn fork(&self) -> Lab {
        let mut history = self.history.clone();
        history.cut(Extent::of(&self.runner), self.tally_here());
        Lab {
            written: self.written.clone(),
            runner: self.runner.clone(),
            history,
            tip: None,
            collector: Default::default(),
            tally: Tally::NONE,
            fates: Default::default(),
            violations_told: self.violations_told,
            unordered_told: self.unordered_told,
            heard: self.heard,
            is_told: self.is_told,
            left_story: self.left_story,
        }
    }

    /// Whether there is more of this universe than what lies behind: a future that was run, or statements that
    /// are still to come. What follows a goal that the reader works at stays, whatever the reader does.
    pub fn has_future(&self) -> bool {
        let at = Extent::of(&self.runner);
        at != self.history.end() || self.runner.current().is_some() && self.place_at_goal().is_none()
    }

    /// One event, wherever in the run it is.
    pub fn event(&self, id: u64) -> Option<EventView> {
        self.replay(id, id).find(|event| event.id.0 == id).map(|event| event_view(&event))
    }

    /// The events from one to another, oldest first; 500 at most.
    pub fn events(&self, from: u64, to: u64) -> Vec<EventView> {
        let inside = self.replay(from, to).skip_while(|event| event.id.0 < from);
        inside.take(WINDOW_MAX).map(|event| event_view(&event)).collect()
    }

    /// The run again from before one event up to another.
    pub(super) fn replay(&self, from: u64, to: u64) -> Replay {
        self.history.replay(EventId(from), EventId(to), self.runner.script())
    }

    /// Where two universes differ first, as far as both were run.
    pub fn first_difference(&self, other: &Lab) -> Difference {
        let mut here = self.history.replay_from_fork(&other.history, self.runner.script());
        let mut there = other.history.replay_from_fork(&self.history, other.runner.script());
        for _ in 0..COMPARED_MAX {
            match (here.next(), there.next()) {
                (Some(here), Some(there))
                    if here.at == there.at && here.actor == there.actor && here.what == there.what => {}
                // Where one of them ends, nothing is known to differ.
                (None, _) | (_, None) => return Difference { here: None, there: None, complete: true },
                (Some(here), Some(there)) => {
                    return Difference {
                        here: Some(event_view(&here)),
                        there: Some(event_view(&there)),
                        complete: true,
                    };
                }
            }
        }
        Difference { here: None, there: None, complete: false }
    }
}
