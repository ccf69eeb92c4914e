//! Running a script, a piece at a time: until an instant, or for so many events, whichever comes first.
//! When its statements are done the world goes on by itself.

mod story;

use super::DURATION_US_MAX;
use super::condition::Condition;
use super::found::found;
use super::statement::{Influence, Nodes, Script, Statement, Step};
use super::story::StoryStep;
use crate::check::{Checks, Invariant};
use crate::raft::NodeId;
use crate::sim::{EventId, Instant, Settings, World};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How far to go.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// Not beyond this instant.
    pub until: Option<Instant>,
    /// Not beyond the step, or the statement, that records this event.
    pub recorded: Option<EventId>,
    /// Not more of the world's steps than this.
    pub events: u64,
    /// Not beyond what a story tells from this place of the script on, until the reader goes on; without it, nothing that
    /// is told holds the run up.
    pub heard: Option<usize>,
    /// Not beyond where this statement of the script would begin.
    pub before: Option<usize>,
}

impl Limit {
    /// So many of the world's steps, however far they are.
    pub const fn events(events: u64) -> Limit {
        Limit { until: None, recorded: None, events, heard: None, before: None }
    }

    /// Up to an instant, in at most so many steps.
    pub const fn until(instant: Instant, events: u64) -> Limit {
        Limit { until: Some(instant), recorded: None, events, heard: None, before: None }
    }

    /// Until an event is recorded, in at most so many steps.
    pub const fn recorded(event: EventId, events: u64) -> Limit {
        Limit { until: None, recorded: Some(event), events, heard: None, before: None }
    }
}

/// Why it stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The instant is reached, and all that is due up to it is done; or the event is recorded.
    Reached,
    /// The events are used up.
    Events,
    /// The script is done, and the caller did not ask to go on.
    Done,
    /// The run failed, and stands.
    Failed,
    /// A story tells something, or a goal is reached: the reader goes on.
    Told,
}

/// Why a run failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// An `expect` or a `goal` did not hold.
    Expectation,
    /// Of the answers to a question not exactly one was right.
    Answers,
    /// A `run until` did not come true in time.
    Timeout,
    /// The condition of a `run … while` did not hold.
    Lapse,
    /// The condition of one of these was too hard to decide.
    Undecided,
    /// An invariant was broken that no later `expect violated` asks for.
    Violation(Invariant),
}

/// A failed run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The place of the statement in the script.
    pub statement: usize,
    /// Why.
    pub reason: Reason,
}

/// Where a run stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Statements are left.
    Running,
    /// All expectations held.
    Passed,
    /// One did not.
    Failed(Failure),
}

/// What a run does next.
#[derive(Clone, Copy, Debug)]
enum Next {
    /// It carries out the statement in hand, which takes no time, or whose time is over.
    Statement,
    /// The world's next event, which is due at this instant.
    Event(Instant),
    /// The clock goes on to this instant; nothing is due before it, or at it.
    Clock(Instant),
    /// Nothing: what waits for an event waits for ever, because none is due.
    Nothing,
}

/// The statement under way, if it lets time pass.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Passage {
    /// When it began.
    began: Instant,
    /// Events carried out since.
    events: u64,
}

/// A goal that was reached, or an answer that the run gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passed {
    /// The place of the statement in the script.
    pub place: usize,
    /// When that was.
    pub at: Instant,
    /// Which answer was right; nothing for a goal.
    pub answer: Option<usize>,
}

/// A script being run.
///
/// Its bytes hold all but the script, which the caller brings that goes on from them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Runner {
    #[serde(skip)]
    script: Arc<Script>,
    world: World,
    checks: Checks,
    /// The statement that is next, or under way.
    place: usize,
    passage: Passage,
    outcome: Outcome,
    /// Whether a person reads the story: at a goal time goes on until that is reached, and does not fail.
    has_reader: bool,
    /// The goals and answers that the run has passed, in their order.
    passed: Vec<Passed>,
}

impl Runner {
    /// Creates a run at its start. With `recording`, the world keeps its events until they are taken.
    pub fn new(script: impl Into<Arc<Script>>, recording: bool) -> Runner {
        Runner::checked_by(Checks::default(), script, recording)
    }

    /// The same, with checks that have not looked at anything yet.
    pub fn checked_by(mut checks: Checks, script: impl Into<Arc<Script>>, recording: bool) -> Runner {
        let script = script.into();
        let mut settings = Settings::default();
        for setting in &script.setup.settings {
            setting.apply(&mut settings);
        }
        let world = World::new(script.setup.nodes, script.setup.seed, settings, recording);
        checks.look(&world);
        let passage = Passage { began: world.now(), events: 0 };
        let (outcome, passed) = (Outcome::Running, Vec::new());
        Runner { script, world, checks, place: 0, passage, outcome, has_reader: false, passed }
    }

    /// The same run at the same place, under a script that says the same up to here.
    pub fn under(&self, script: Arc<Script>) -> Runner {
        let mut runner = self.clone();
        runner.script = script;
        if runner.outcome == Outcome::Passed {
            // What was the end of its script need not be the end of this one.
            runner.outcome = Outcome::Running;
        }
        runner
    }

    /// The script.
    pub fn script(&self) -> &Arc<Script> {
        &self.script
    }

    /// The world.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The world, to take its events.
    pub fn world_mut(&mut self) -> &mut World {
        &mut self.world
    }

    /// The invariants.
    pub fn checks(&self) -> &Checks {
        &self.checks
    }

    /// Where the run stands.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// What is so where the statement that failed wanted something else, as a condition that holds.
    pub fn found(&self) -> Option<String> {
        let Outcome::Failed(Failure { statement, reason: Reason::Expectation | Reason::Timeout | Reason::Lapse }) =
            &self.outcome
        else {
            return None;
        };
        match &self.script.statements[*statement].step {
            Step::Expect { condition, .. }
            | Step::RunUntil { condition, .. }
            | Step::RunWhile { condition, .. }
            | Step::Story(StoryStep::Goal { condition, .. }) => found(condition, &self.world, &self.checks),
            Step::Run(_) | Step::StepEvents(_) | Step::Do(_) | Step::Story(_) => None,
        }
    }

    /// The place of the statement that is next, or under way.
    pub fn place(&self) -> usize {
        self.place
    }

    /// The statement that is next, or under way.
    pub fn current(&self) -> Option<&Statement> {
        self.script.statements.get(self.place)
    }

    /// Since when time passes under the present statement (or after the last), and how many events.
    pub fn passage(&self) -> (Instant, u64) {
        (self.passage.began, self.passage.events)
    }

    /// The time that passed under the statement that is under way, or since the last, as statements: none is longer than
    /// the language allows.
    pub fn time_passed(&self) -> Vec<Step> {
        let us = self.world.now().since(self.passage.began);
        let something_due_now = self.world.peek_next_at().is_some_and(|at| at <= self.world.now());
        match (us, self.passage.events) {
            (0, 0) => Vec::new(),
            // Only a number of events leads between two events of one instant.
            (_, events) if something_due_now && 0 < events => vec![Step::StepEvents(events)],
            (us, _) => {
                let (days, rest) = (us / DURATION_US_MAX, us % DURATION_US_MAX);
                let last = (0 < rest || days == 0).then_some(rest);
                (0..days).map(|_| DURATION_US_MAX).chain(last).map(Step::Run).collect()
            }
        }
    }

    /// Whether the event that a limit names is recorded.
    fn has_recorded(&self, limit: Limit) -> bool {
        limit.recorded.is_some_and(|event| event <= self.world.last_event())
    }

    /// Runs the script's statements, and when they are done lets the world go on by itself.
    pub fn run(&mut self, limit: Limit) -> Stop {
        self.drive(limit, true)
    }

    /// Runs the script's statements; not beyond its end.
    pub fn advance(&mut self, limit: Limit) -> Stop {
        self.drive(limit, false)
    }

    /// Does what comes next, until a limit is reached. All limits but [`Limit::heard`] are looked at here.
    fn drive(&mut self, limit: Limit, beyond_script: bool) -> Stop {
        let mut left = limit.events;
        loop {
            if let Outcome::Failed(_) = self.outcome {
                return Stop::Failed;
            }
            if limit.before == Some(self.place) && self.is_at_beginning() {
                return Stop::Reached;
            }
            let next = match self.next() {
                Some(next) => next,
                None if beyond_script => self.next_event(),
                None => {
                    self.outcome = Outcome::Passed;
                    return Stop::Done;
                }
            };
            if self.has_recorded(limit) && !self.is_ended_by_event(next) {
                return Stop::Reached;
            }
            if let (Next::Event(at) | Next::Clock(at), Some(until)) = (next, limit.until)
                && until < at
            {
                self.pass_until(until);
                return Stop::Reached;
            }
            match (next, limit.until) {
                (Next::Statement, _) => {
                    if let Some(stop) = self.carry_out(limit) {
                        return stop;
                    }
                }
                (Next::Event(_), _) if left == 0 => return Stop::Events,
                (Next::Event(_), _) => {
                    left -= 1;
                    self.step();
                }
                (Next::Clock(to), _) => self.pass_until(to),
                (Next::Nothing, Some(until)) => {
                    self.pass_until(until);
                    return Stop::Reached;
                }
                (Next::Nothing, None) => return Stop::Events,
            }
        }
    }

    /// Whether the last event ended the statement in hand: it made a condition true or false, or was the last of `step N`.
    /// The run goes on behind such a statement before it stands, and begins no other.
    fn is_ended_by_event(&self, next: Next) -> bool {
        let Some(statement) = self.current().filter(|_| matches!(next, Next::Statement) && !self.is_at_beginning())
        else {
            return false;
        };
        match &statement.step {
            Step::RunUntil { condition, negated, .. } => condition.holds(*negated, &self.world, &self.checks),
            Step::RunWhile { condition, negated, .. } => !condition.holds(*negated, &self.world, &self.checks),
            Step::StepEvents(_) | Step::Story(_) => true,
            // The clock ends it, or it takes no time.
            Step::Run(_) | Step::Expect { .. } | Step::Do(_) => false,
        }
    }

    /// The world's next event, whatever the script says.
    fn next_event(&mut self) -> Next {
        self.world.next_at().map_or(Next::Nothing, Next::Event)
    }

    /// What comes next, whatever the limits are; none if the script is done.
    #[inline(always)]
    fn next(&mut self) -> Option<Next> {
        let (world, checks) = (&mut self.world, &self.checks);
        let statement = self.script.statements.get(self.place)?;
        let took_us = match &statement.step {
            Step::Run(us) => *us,
            Step::RunWhile { for_us, condition, negated } if condition.holds(*negated, world, checks) => *for_us,
            Step::RunUntil { condition, negated, within_us } if !condition.holds(*negated, world, checks) => *within_us,
            Step::StepEvents(count) if self.passage.events < *count => {
                return Some(world.next_at().map_or(Next::Statement, Next::Event));
            }
            Step::Story(StoryStep::Goal { condition, negated, .. })
                if self.has_reader && !condition.holds(*negated, world, checks) =>
            {
                return Some(self.next_event());
            }
            Step::RunWhile { .. }
            | Step::RunUntil { .. }
            | Step::StepEvents(_)
            | Step::Expect { .. }
            | Step::Do(_)
            | Step::Story(_) => return Some(Next::Statement),
        };
        let end = self.passage.began.after(took_us);
        Some(match world.next_at() {
            Some(at) if at <= end => Next::Event(at),
            Some(_) | None if world.now() < end => Next::Clock(end),
            Some(_) | None => Next::Statement,
        })
    }

    /// Carries out the statement in hand, whose time is over, and goes on to the one after it. Returns why the
    /// run stands before it instead.
    fn carry_out(&mut self, limit: Limit) -> Option<Stop> {
        let script = Arc::clone(&self.script);
        let statement = script.statements.get(self.place)?;
        match &statement.step {
            Step::Run(_) => {}
            Step::RunWhile { condition, negated, .. } => self.require(condition, *negated, Reason::Lapse),
            Step::RunUntil { condition, negated, .. } => self.require(condition, *negated, Reason::Timeout),
            Step::Expect { condition, negated } => self.require(condition, *negated, Reason::Expectation),
            Step::StepEvents(count) if self.passage.events < *count => self.note_nothing_to_do(),
            Step::StepEvents(_) => {}
            Step::Do(influence) => self.influence(influence),
            Step::Story(step) => {
                if let Some(stop) = self.tell(step, limit) {
                    return Some(stop);
                }
            }
        }
        if self.outcome == Outcome::Running {
            self.next_statement();
        }
        None
    }

    /// Cuts the script at the present, in the midst of whatever statement is under way, and appends
    /// statements. What had not run yet is gone.
    pub fn cut_and_append(&mut self, kept: Vec<Statement>, more: Vec<Statement>) {
        self.place = kept.len();
        let mut statements = kept;
        statements.extend(more);
        self.script = Arc::new(Script { setup: self.script.setup.clone(), statements });
        self.outcome = Outcome::Running;
        self.begin_passage();
    }

    /// Adds a step at the end of the script.
    pub fn append(&mut self, step: Step) {
        Arc::make_mut(&mut self.script).statements.push(Statement::new(step));
        if self.outcome == Outcome::Passed {
            self.outcome = Outcome::Running;
        }
    }

    /// Whether no time has passed under the present statement.
    fn is_at_beginning(&self) -> bool {
        self.world.now() == self.passage.began && self.passage.events == 0
    }

    /// Goes on to the next statement.
    fn next_statement(&mut self) {
        self.place += 1;
        self.begin_passage();
    }

    /// From here on time passes under another statement.
    fn begin_passage(&mut self) {
        self.passage = Passage { began: self.world.now(), events: 0 };
    }

    /// The statement in hand failed.
    fn fail(&mut self, reason: Reason) {
        self.outcome = Outcome::Failed(Failure { statement: self.place, reason });
    }

    /// Fails if a condition does not hold: for this reason, or because it is undecided whether it does.
    fn require(&mut self, condition: &Condition, negated: bool, reason: Reason) {
        if !condition.holds(negated, &self.world, &self.checks) {
            let is_undecided = condition.is_undecided(&self.world, &self.checks);
            self.fail(if is_undecided { Reason::Undecided } else { reason });
        }
    }

    /// Sets the clock to an instant up to which nothing is due; not back.
    fn pass_until(&mut self, instant: Instant) {
        if self.world.now() < instant {
            self.world.pass_until(instant);
        }
    }

    /// One event, and a look at the invariants.
    fn step(&mut self) {
        if self.world.step() {
            self.passage.events += 1;
            self.look();
        }
    }

    /// Looks at the invariants.
    fn look(&mut self) {
        let found = self.checks.look(&self.world);
        self.judge(found);
    }

    /// So many violations are new: whether that ends the run.
    fn judge(&mut self, found: usize) {
        if found == 0 || self.outcome != Outcome::Running {
            return;
        }
        let violations = self.checks.violations();
        let unasked = violations[violations.len() - found..].iter().map(|violation| violation.invariant).find(|new| {
            let wanted = Condition::Violated(*new);
            let to_come = &self.script.statements[self.place.min(self.script.statements.len())..];
            !to_come.iter().any(|statement| match &statement.step {
                Step::Expect { condition, negated } | Step::Story(StoryStep::Goal { condition, negated, .. }) => {
                    !negated && *condition == wanted
                }
                Step::Run(_)
                | Step::RunWhile { .. }
                | Step::RunUntil { .. }
                | Step::StepEvents(_)
                | Step::Do(_)
                | Step::Story(_) => false,
            })
        });
        if let Some(invariant) = unasked.filter(|_| self.place < self.script.statements.len()) {
            self.fail(Reason::Violation(invariant));
        }
    }

    /// The statement in hand could not apply.
    fn note_nothing_to_do(&mut self) {
        let text = self.current().map(|statement| statement.text.clone()).unwrap_or_default();
        self.world.note_nothing_to_do(text);
    }

    /// A statement that takes no time.
    fn influence(&mut self, influence: &Influence) {
        let (world, checks, mut found) = (&mut self.world, &mut self.checks, 0);
        if matches!(influence, Influence::Change(..) | Influence::Transfer(..)) {
            world.note_order();
        } else if !matches!(
            influence,
            Influence::Ask { .. } | Influence::Http { .. } | Influence::Load { .. } | Influence::LoadOff
        ) {
            world.note_disturbance();
        }
        let applied = match influence {
            Influence::Ask { client, command, to } => world.ask(*client, command.clone(), *to),
            Influence::Http { client, request, to } => world.ask_http(*client, Arc::clone(request), *to),
            Influence::Load { every_us, clients, for_us } => world.start_load(*every_us, clients, *for_us),
            Influence::LoadOff => world.stop_load(),
            Influence::Crash(nodes) => each(nodes, world, World::crash, |world| found += checks.look(world)),
            Influence::Restart(nodes) => each(nodes, world, World::restart, |world| found += checks.look(world)),
            Influence::Pause(node) => world.pause(*node),
            Influence::Resume(node) => world.resume(*node, |world| found += checks.look(world)),
            Influence::Wipe(node) => world.wipe(*node),
            Influence::Disk(node, state) => world.set_disk(*node, *state),
            Influence::Timeout(node) => world.time_out(*node),
            Influence::Snapshot(node) => world.snapshot(*node),
            Influence::Change(change, to) => world.change(*change, *to),
            Influence::Transfer(successor, to) => world.transfer(*successor, *to),
            Influence::Partition(groups) => world.partition(groups),
            Influence::Isolate(node) => world.isolate(*node),
            Influence::Cut(link) => world.cut(*link),
            Influence::Join(link) => world.join(*link),
            Influence::Heal => world.heal(),
            Influence::Tamper(which, tampering) => world.tamper(*which, *tampering),
            Influence::Configure(setting, value) => world.configure(setting, value.clone()),
            Influence::Reseed(seed) => world.reseed(*seed),
        };
        if !applied {
            self.note_nothing_to_do();
        }
        found += self.checks.look(&self.world);
        self.judge(found);
    }
}

/// Does something to each of some nodes, in turn; between two of them `look` is asked. Returns whether it applied to one.
fn each(nodes: &Nodes, world: &mut World, act: fn(&mut World, NodeId) -> bool, mut look: impl FnMut(&World)) -> bool {
    let mut applied = false;
    for (place, node) in nodes.of(world).into_iter().enumerate() {
        if 0 < place {
            look(world);
        }
        applied |= act(world, node);
    }
    applied
}
