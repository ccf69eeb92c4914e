//! What the page can do with a universe: run it, act in it, look at it. Native and testable; the
//! boundary adds nothing.
//!
//! A universe is a script. What a person does is appended to it, with the time that passed before, so
//! that the text always leads to exactly where the universe stands.

mod args;
pub mod bench;
mod blockers;
mod checking;
mod completion;
mod cone;
pub mod export;
mod fates;
mod feed;
pub mod film;
mod findings;
pub mod futures;
mod history;
mod http;
pub mod hunt;
mod lack;
mod lanes;
mod leadership;
mod log;
pub mod mirror;
mod naming;
mod numbers;
mod question;
mod remedy;
mod rules;
mod sign;
mod snapshot;
pub mod spacetime;
mod standing;
mod story;
mod travel;
pub mod view;
mod why;
mod why_not;
mod written;

use crate::check::Violation;
use crate::script::{
    Condition, Digest, Failure, Influence, Limit, Outcome, Reason, Runner, Script, ScriptError, Statement, Step, Stop,
    Trace, parse, parse_more, parse_with_lines,
};
use crate::sim::{Instant, MessageId, What};
pub use checking::{CheckView, check_script, keywords, with_config, with_setup};
pub use completion::{completion, language};
use fates::Fates;
use feed::Collector;
pub use feed::{event_view, sentence_args, unordered_view, unordered_view_of, violation_args, violation_view};
use history::{Extent, History};
pub use lanes::lanes_view;
use naming::name_leader;
use rules::Tally;
pub use rules::rulebook;
pub use sign::Landmark;
use std::sync::Arc;
use view::{Acted, Advance, ClusterView, Feed, MessageView, ScriptErrorView, ScriptStatus, SnapshotQuery};
use written::Written;

/// World events between two looks at what was recorded.
const BATCH: u64 = 1024;

/// A universe, and the text that leads to it.
pub struct Lab {
    /// The text of the script of `runner`.
    written: Written,
    /// Where one stands: at the end of what was run, or anywhere before it.
    runner: Runner,
    history: History,
    /// The end of what was run, while one stands elsewhere: the way back there needs no replay.
    tip: Option<Box<Runner>>,
    collector: Collector,
    /// The rules that fired up to where one stood when somebody asked last, and what was lived through again since.
    tally: Tally,
    fates: Fates,
    violations_told: usize,
    unordered_told: usize,
    /// The place in the script up to which the reader of a story went on.
    heard: usize,
    /// Whether time stands at something that the story tells.
    is_told: bool,
    /// Whether the person did something else than the story asks for, and so the rest of it is gone.
    left_story: bool,
}

impl Lab {
    /// A universe at its start.
    ///
    /// # Errors
    /// If the script is wrong.
    pub fn new(script: &str) -> Result<Lab, ScriptErrorView> {
        let (parsed, lines) = parse_with_lines(script).map_err(error_view)?;
        story::check_actions(&parsed, &lines)?;
        let is_story = parsed.is_story();
        let runner = Runner::new(parsed, true).with_reader();
        let written = Written::new(script, lines);
        let history = History::new(&runner);
        let mut lab = Lab {
            written,
            runner,
            history,
            tip: None,
            collector: Collector::default(),
            tally: Tally::NONE,
            fates: Fates::default(),
            violations_told: 0,
            unordered_told: 0,
            heard: 0,
            is_told: false,
            left_story: false,
        };
        lab.collect();
        if is_story {
            lab.arrive();
        }
        Ok(lab)
    }

    /// Runs the script, and after its end the world by itself, up to an instant, µs, or for so many events.
    pub fn advance(&mut self, until_us: u64, events_max: u64) -> Advance {
        self.go(Some(Instant(until_us).max(self.runner.world().now())), events_max)
    }

    /// Carries out the next events, however far they are.
    pub fn step(&mut self, events: u64) -> Advance {
        self.go(None, events)
    }

    fn go(&mut self, until: Option<Instant>, events_max: u64) -> Advance {
        self.run(Limit { until, ..Limit::events(events_max) })
    }

    /// As [`Lab::advance`], past what a story tells on the way: to a place where its reader has been.
    pub fn pass(&mut self, until_us: u64, events_max: u64) -> Advance {
        let until = Some(Instant(until_us).max(self.runner.world().now()));
        let advance = self.run_past(Limit { until, ..Limit::events(events_max) });
        self.heard = self.heard.max(self.runner.place());
        advance
    }

    /// Runs on, and stands where a story tells what the reader has not heard yet.
    fn run(&mut self, limit: Limit) -> Advance {
        self.run_past(Limit { heard: Some(self.heard), ..limit })
    }

    /// Runs on in batches, and takes what is recorded after each. A story holds it up only where the limit says so.
    fn run_past(&mut self, limit: Limit) -> Advance {
        let (steps, place) = (self.runner.world().steps(), self.runner.place());
        let mut left = limit.events;
        let stop = loop {
            let before = self.runner.world().steps();
            let stop = self.runner.run(Limit { events: left.min(BATCH), ..limit });
            left -= self.runner.world().steps() - before;
            self.collect();
            // A batch is done, and neither the events nor the world are used up.
            let goes_on = stop == Stop::Events && 0 < left && before < self.runner.world().steps();
            if !goes_on {
                break stop;
            }
        };
        let steps = self.runner.world().steps() - steps;
        let was_told = self.is_told;
        let is_goal = stop == Stop::Told && self.runner.is_at_reached_goal();
        if is_goal {
            self.pass_goal();
        }
        self.is_told = stop == Stop::Told && !is_goal;
        let changed = 0 < steps || place != self.runner.place() || was_told != self.is_told;
        let advance = self.advance_view(steps, stop, changed);
        if is_goal { Advance { stop: "goal".into(), ..advance } } else { advance }
    }

    /// Where one stands, and how far the universe was run.
    pub fn place(&self) -> Advance {
        self.advance_view(0, Stop::Reached, false)
    }

    fn advance_view(&self, steps: u64, stop: Stop, changed: bool) -> Advance {
        let (at, end) = (Extent::of(&self.runner), self.history.end());
        Advance {
            now_us: at.now.0 as f64,
            event: at.event.0 as f64,
            end_us: end.now.0 as f64,
            end_event: end.event.0 as f64,
            steps: steps as f64,
            stop: match stop {
                Stop::Reached | Stop::Done => "reached",
                Stop::Events => "budget",
                Stop::Failed => "stopped",
                Stop::Told => "told",
            }
            .into(),
            changed,
        }
    }

    /// Takes what the world recorded since the last look.
    fn collect(&mut self) {
        let mut events = self.runner.world_mut().take_events();
        let known = self.history.end().event;
        for event in events.drain(..) {
            let is_new = known < event.id;
            if is_new {
                self.history.see(&event);
            } else {
                self.tally.take(&event);
            }
            self.fates.take(&event);
            self.collector.take(event, is_new);
        }
        self.runner.world_mut().reuse_events(events);
        if self.history.reach(&self.runner) {
            self.tip = None;
        }
        let violations: &[Violation] = self.runner.checks().violations();
        for violation in &violations[self.violations_told..] {
            self.collector.take_violation(violation, true);
        }
        self.violations_told = violations.len();
        let unordered = self.runner.checks().linearizability().unordered();
        for unordered in unordered.iter().skip(self.unordered_told) {
            if let Some(operation) = self.runner.world().history().get(unordered.operation) {
                self.collector.take_unordered(operation, known < unordered.event);
            }
        }
        self.unordered_told = unordered.len();
    }

    /// Does something at the present instant: statements of the script language, which are appended to
    /// the script, after the time that passed. What of the script had not run yet is cut off. Where a node may stand,
    /// `leader` names the one that leads now, in all of them.
    ///
    /// # Errors
    /// If a statement is wrong; the universe is as it was. Lines are counted from the statements' first.
    pub fn act(&mut self, statements: &str) -> Result<Acted, ScriptErrorView> {
        let place = self.place_at_goal().unwrap_or(self.runner.place());
        // At a goal of a story the rest of it stays.
        let goal = self.runner.script().goal_ahead(place);
        self.act_at(place, goal, statements)
    }

    /// Does something at the present instant, from a place of the script on; the script stays from `goal` on.
    fn act_at(&mut self, place: usize, goal: Option<usize>, statements: &str) -> Result<Acted, ScriptErrorView> {
        let script = Arc::clone(self.runner.script());
        let end_of_cut = goal.unwrap_or(script.statements.len());
        let leaves_story =
            goal.is_none() && (place..script.statements.len()).any(|place| script.story_step(place).is_some());
        // What a statement may name was there before it: what is cut off adds no server.
        let mut before = Script { setup: script.setup.clone(), statements: script.statements[..place].to_vec() };
        let named = name_leader(statements, &before, self.runner.world().leading(), None)?;
        let wrong = |error: ScriptError| named.error(error_view(error));
        let (mut more, lines) = parse_more(&named.text, &before).map_err(wrong)?;
        // Nothing is wrong with it: from here on it is done.
        self.take_up_goal();
        let mut written = self.written.above(place);
        let mut time = self.runner.time_passed();
        // A `config` before any step would be read as a part of the set-up, which timers that are armed already obey.
        let is_setting = |first: &Statement| matches!(first.step, Step::Do(Influence::Configure(..)));
        if !before.has_step() && time.is_empty() && more.first().is_some_and(is_setting) {
            time.push(Step::Run(0));
        }
        let by_reader = goal.is_some();
        let broken = unasked(&self.runner, &[&before.statements, &script.statements[end_of_cut..]]);
        for step in time.into_iter().chain(broken) {
            let statement = Statement { by_reader, ..Statement::new(step) };
            written.push(statement.text.clone());
            before.statements.push(statement);
        }
        for statement in &mut more {
            statement.by_reader = by_reader;
        }
        written.append(Written::new(&named.text, lines));
        let (rest_written, rest) = self.without_reader(end_of_cut);
        written.append(rest_written);
        more.extend(rest);
        self.written = written;
        self.forget_future();
        self.left_story |= leaves_story;
        self.runner.cut_and_append(before.statements, more);
        let now = self.runner.world().now();
        // Time stops at the goal, so that the reader is told that it is reached.
        self.runner.advance(Limit { heard: Some(self.runner.place()), ..Limit::until(now, BATCH) });
        let idle = self.runner.world().events().iter().any(|event| matches!(event.what, What::NothingToDo { .. }));
        self.collect();
        let script = if goal.is_some() { self.whole_script() } else { self.script() };
        Ok(Acted { script, cut: (end_of_cut - place) as f64, idle })
    }

    /// The script that leads exactly here.
    pub fn script(&self) -> String {
        self.script_to(&self.runner)
    }

    /// The script that leads to the end of what was run, with all statements that are still to come.
    pub fn whole_script(&self) -> String {
        let end = match &self.tip {
            Some(tip) if Extent::of(&self.runner) != self.history.end() => tip,
            Some(_) | None => &self.runner,
        };
        if end.current().is_some() && !waits(end) {
            return self.written.to_string();
        }
        // The time that passed at a goal stands before it.
        self.script_to(end) + &self.written.below(end.place(), |_| true).to_string()
    }

    fn script_to(&self, runner: &Runner) -> String {
        let mut written = self.written.above(runner.place());
        runner.time_passed().iter().for_each(|step| written.push(step.to_string()));
        written.to_string()
    }

    /// The digest of the run so far, by running its script once more.
    pub fn digest(&self) -> Digest {
        let Ok(script) = parse(&self.script()) else {
            unreachable!("the script of a universe is right");
        };
        run_to_digest(Runner::new(script, true))
    }

    /// Runs the script's statements, for at most so many events and not beyond its end: to where it leads.
    pub fn run_script(&mut self, events_max: u64) -> Advance {
        let (before, place) = (self.runner.world().steps(), self.runner.place());
        self.is_told = false;
        let mut stop = Stop::Events;
        let mut left = events_max;
        while stop == Stop::Events && 0 < left {
            let steps = self.runner.world().steps();
            // Not past a goal that does not hold where the script comes to it: the reader works at it.
            let script = self.runner.script();
            let from = self.runner.place() + usize::from(self.runner.is_at_reached_goal());
            let before = (from..script.statements.len()).find(|place| script.goal_ahead(*place) == Some(*place));
            stop = self.runner.advance(Limit { before, ..Limit::events(left.min(BATCH)) });
            if stop == Stop::Reached && self.runner.is_at_reached_goal() {
                stop = Stop::Events;
            }
            left -= self.runner.world().steps() - steps;
            self.collect();
        }
        self.heard = self.heard.max(self.runner.place());
        let steps = self.runner.world().steps() - before;
        self.advance_view(steps, stop, 0 < steps || place != self.runner.place())
    }

    /// What happened since the last feed.
    pub fn feed(&mut self) -> Feed {
        self.collector.feed()
    }

    /// What there is to draw.
    pub fn snapshot(&self, query: SnapshotQuery) -> ClusterView {
        snapshot::cluster(&self.runner, query, self.status())
    }

    /// The messages in flight, as numbers: see [`view::MESSAGE_STRIDE`].
    pub fn messages(&self) -> Vec<f64> {
        snapshot::messages(self.runner.world())
    }

    /// What became of the messages that left the flight since this was last asked, as numbers: see
    /// [`view::FATE_STRIDE`]. Only what time brought on its way forward: after a seek there is nothing.
    pub fn fates(&mut self) -> Vec<f64> {
        self.fates.tell()
    }

    /// One message in flight.
    pub fn message(&self, id: u64) -> Option<MessageView> {
        snapshot::message(self.runner.world(), MessageId(id))
    }

    fn status(&self) -> ScriptStatus {
        let statement = self.runner.current();
        let (state, failure) = match self.runner.outcome() {
            Outcome::Failed(Failure { reason, .. }) => {
                let failure = match reason {
                    Reason::Expectation => "expectation",
                    Reason::Answers => "answers",
                    Reason::Timeout => "timeout",
                    Reason::Lapse => "lapse",
                    Reason::Undecided => "undecided",
                    Reason::Violation(_) => "violation",
                };
                ("failed", Some(failure.to_string()))
            }
            Outcome::Running if statement.is_some() => ("running", None),
            Outcome::Running | Outcome::Passed => ("free", None),
        };
        ScriptStatus {
            state: state.into(),
            line: self.written.line(self.runner.place()).map(|line| line as f64),
            text: statement.map(|statement| statement.text.clone()),
            failure,
            found: self.runner.found(),
        }
    }
}

/// Whether a run stands at a goal.
fn waits(runner: &Runner) -> bool {
    runner.script().goal_ahead(runner.place()) == Some(runner.place())
}

/// What was broken so far, and no statement that stays asks for, as statements that do. Without them the script would not
/// lead here: a run ends at what nothing asks for, and acting has taken it further.
fn unasked(runner: &Runner, stays: &[&[Statement]]) -> Vec<Step> {
    let expected = runner
        .checks()
        .violations()
        .iter()
        .map(|violation| Step::Expect { condition: Condition::Violated(violation.invariant), negated: false });
    let is_asked_for = |step: &Step| stays.iter().copied().flatten().any(|statement| statement.step == *step);
    expected.filter(|step| !is_asked_for(step)).collect()
}

fn error_view(error: ScriptError) -> ScriptErrorView {
    ScriptErrorView {
        line: error.line as f64,
        column: error.column as f64,
        expected: error.expected.key().into(),
        found: error.found,
    }
}

/// Runs a script to its end, and returns the digest of its trace.
pub fn run_to_digest(mut runner: Runner) -> Digest {
    let mut trace = Trace::default();
    loop {
        let stop = runner.advance(Limit::events(BATCH));
        let events = runner.world_mut().take_events();
        for event in &events {
            trace.take(event);
        }
        runner.world_mut().reuse_events(events);
        match stop {
            Stop::Done | Stop::Failed => return trace.digest(),
            Stop::Reached | Stop::Events | Stop::Told => {}
        }
    }
}

#[cfg(test)]
mod export_tests;
#[cfg(test)]
mod story_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod travel_tests;
