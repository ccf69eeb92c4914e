//! A simulated reader of a lesson: it goes on at each card, and does what a goal's hint offers to do.

use raftarium::lab::Lab;
use raftarium::lab::view::{Advance, ClusterView, SnapshotQuery, StoryPlace};
use raftarium::script::{StoryStep, parse};
use std::collections::BTreeMap;

/// The longest time that a goal may take once its action is done, and a story from one card to the next, µs.
const PATIENCE_US: u64 = 60_000_000;

/// The same for a hasty reader, which gives up earlier, µs.
const HASTY_PATIENCE_US: u64 = 5_000_000;

/// How long a slow reader looks at a goal, in real seconds.
const LOOK_S: f64 = 10.0;

/// How long an idle reader does nothing, µs.
const IDLE_US: u64 = 10_000_000;

/// The longest step of time, µs: with all nodes down, no event would end a step.
const STEP_US: u64 = 20_000;

/// The longest step where the waiting is counted, µs: the pace may change between steps.
const COUNTED_STEP_US: u64 = 1_000;

/// The most steps of the lab that a lesson may take.
const STEPS_MAX: usize = 2_000_000;

/// How somebody reads.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    /// Does at once what is asked for.
    Prompt,
    /// Like `Prompt`, in a run that the lesson was not made for: gives up early, and its waiting is not counted.
    Hasty,
    /// Looks at each goal for a while first.
    Slow,
    /// Does nothing at the first goal of this card, and leaves then.
    IdleAt(usize),
}

/// A reader, and the results of its reading.
pub struct Reader {
    id: String,
    habit: Habit,
    /// The lesson, as far as it was read.
    pub lab: Lab,
    /// The right answers, by the names of their questions.
    pub answers: BTreeMap<String, usize>,
    /// How long the page played without an action of the reader, in real seconds, with the number of the card before.
    pub waits: Vec<(usize, f64)>,
    /// Whether an idle reader came to the card at which it does nothing.
    pub was_idle: bool,
    /// Real seconds since the reader last did something.
    waited_s: f64,
    steps: usize,
}

type Result<T> = std::result::Result<T, String>;

impl Reader {
    /// Opens a lesson.
    pub fn open(id: &str, script: &str, habit: Habit) -> Reader {
        let lab = Lab::new(script).unwrap_or_else(|error| panic!("{id}.raft: {error:?}"));
        let (answers, waits) = (BTreeMap::new(), Vec::new());
        Reader { id: id.into(), habit, lab, answers, waits, was_idle: false, waited_s: 0.0, steps: 0 }
    }

    /// Reads the lesson to its end.
    pub fn read(&mut self) -> Result<()> {
        loop {
            self.take_answer()?;
            self.lab.go_on();
            if !self.play_to_what_comes_next()? {
                return self.take_end();
            }
            while self.place().waits {
                self.reach_goal()?;
                if self.was_idle {
                    return Ok(());
                }
            }
        }
    }

    /// Plays until time stands or a goal waits. Returns false at the end of the script.
    fn play_to_what_comes_next(&mut self) -> Result<bool> {
        let from = self.lab.place().now_us as u64;
        // A goal may wait already: the one after a goal that was just reached.
        while !self.place().waits {
            let advance = self.step(from + self.patience_us());
            match advance.stop.as_str() {
                "told" => {
                    self.note_wait();
                    return Ok(true);
                }
                // A slow or a hasty reader may find the next goal reached.
                "goal" if self.is_lenient() => {}
                "goal" => return Err(self.fault("a goal holds when it is given")),
                "stopped" => return Err(self.failure()),
                _ => {}
            }
            if self.snapshot().script.state == "free" {
                return Ok(false);
            }
            if from + self.patience_us() <= advance.now_us as u64 {
                return Err(self.fault("the next card does not come"));
            }
        }
        Ok(true)
    }

    /// At a goal that waits: looks whether it holds already, does its action, and lets time go on.
    fn reach_goal(&mut self) -> Result<()> {
        let StoryPlace { card, goals, .. } = self.place();
        let card = card.unwrap_or_default() as usize;
        let goal = goals.iter().position(Option::is_none).unwrap_or_default();
        let given = self.lab.place().now_us as u64;
        if self.lab.advance(given, 0).stop == "goal" {
            // A reader that was slow at the goal before, or is in another run, may find this one reached.
            if self.is_lenient() {
                return Ok(());
            }
            return Err(self.fault(&format!("goal {} holds when it is given", goal + 1)));
        }
        let view = self.lab.story().and_then(|story| story.cards.get(card)?.goals.get(goal).cloned());
        let Some(view) = view else { return Err(self.fault("a goal that waits stands on no card")) };
        let condition = view.condition;
        if self.habit == Habit::IdleAt(card) {
            self.was_idle = true;
            let reached = self.lab.advance(given + IDLE_US, u64::MAX).stop == "goal";
            return if reached { Err(self.fault("its first goal is reached without the reader")) } else { Ok(()) };
        }
        let Some(action) = view.action else { return self.wait_for_goal(&condition) };
        if self.habit == Habit::Slow && self.lab.advance(given + self.look_us(), u64::MAX).stop == "goal" {
            return Ok(());
        }
        self.note_wait();
        if let Err(error) = self.lab.act(&action) {
            return Err(self.fault(&format!("what reaches `{condition}` is no statement here: {error:?}")));
        }
        self.wait_for_goal(&condition)
    }

    fn wait_for_goal(&mut self, condition: &str) -> Result<()> {
        let from = self.lab.place().now_us as u64;
        loop {
            let advance = self.step(from + self.patience_us());
            match advance.stop.as_str() {
                "goal" => return Ok(()),
                "stopped" => return Err(self.failure()),
                _ if from + self.patience_us() <= advance.now_us as u64 => {
                    return Err(self.fault(&format!("`{condition}` is reached by nobody who does its action")));
                }
                _ => {}
            }
        }
    }

    /// Lets the page play a little, and counts how long that takes.
    fn step(&mut self, until_us: u64) -> Advance {
        self.steps += 1;
        assert!(self.steps < STEPS_MAX, "{}: the lesson does not end", self.id);
        let before = self.lab.place().now_us;
        if self.habit != Habit::Prompt {
            return self.lab.advance(until_us.min(before as u64 + STEP_US), 1);
        }
        let until_us = until_us.min(before as u64 + COUNTED_STEP_US);
        let pace = self.place().pace;
        let advance = self.lab.advance(until_us, 1);
        let passed_s = (advance.now_us - before) / 1e6;
        if 0.0 < passed_s {
            let [virtual_s, real_s] = pace.unwrap_or_else(|| panic!("{}: time goes on before a pace is set", self.id));
            self.waited_s += passed_s * real_s / virtual_s;
        }
        advance
    }

    /// Whether a goal may hold when it is given.
    fn is_lenient(&self) -> bool {
        matches!(self.habit, Habit::Slow | Habit::Hasty)
    }

    fn patience_us(&self) -> u64 {
        if self.habit == Habit::Hasty { HASTY_PATIENCE_US } else { PATIENCE_US }
    }

    fn look_us(&self) -> u64 {
        let [virtual_s, real_s] = self.place().pace.unwrap_or([1.0, 1.0]);
        (LOOK_S * 1e6 * virtual_s / real_s) as u64
    }

    fn note_wait(&mut self) {
        let card = self.place().card.map_or(0, |card| card as usize + 1);
        self.waits.push((card, std::mem::take(&mut self.waited_s)));
    }

    /// Notes the answer that the card reveals, if it reveals one.
    fn take_answer(&mut self) -> Result<()> {
        let Some(card) = self.place().card.filter(|_| self.place().stands) else { return Ok(()) };
        let script = parse(&self.lab.whole_script()).map_err(|error| self.fault(&format!("{error:?}")))?;
        let reveal = script.cards().get(card as usize).and_then(|card| card.reveal);
        let Some(StoryStep::Reveal { name, .. }) = reveal.and_then(|reveal| script.story_step(reveal)) else {
            return Ok(());
        };
        let Some(answer) = self.place().answer else {
            return Err(self.fault(&format!("not exactly one answer to “{name}” is right")));
        };
        self.answers.insert(name.clone(), answer as usize);
        Ok(())
    }

    /// At the end of the script: no invariant is broken, except those that the script expects to be.
    fn take_end(&mut self) -> Result<()> {
        let safety = self.snapshot().safety;
        let broken: Vec<String> = safety.violations.iter().map(|violation| violation.invariant.clone()).collect();
        let script = self.lab.whole_script();
        let unexpected = broken.iter().find(|name| !script.contains(&format!("expect violated {name}")));
        unexpected.map_or(Ok(()), |name| Err(self.fault(&format!("{name} is broken"))))
    }

    fn place(&self) -> StoryPlace {
        self.lab.story_place()
    }

    fn snapshot(&self) -> ClusterView {
        self.lab.snapshot(SnapshotQuery { log_from: 0, log_columns: 0, kv_rows: 0 })
    }

    fn failure(&self) -> String {
        let status = self.snapshot().script;
        let (why, text) = (status.failure.unwrap_or_default(), status.text.unwrap_or_default());
        self.fault(&format!("the story ends in failure ({why}) at: {text}"))
    }

    fn fault(&self, what: &str) -> String {
        let card = self.place().card.map_or("before the first card".to_string(), |card| format!("card {}", card + 1.0));
        format!("{}, {card}, at {} µs: {what}", self.id, self.lab.place().now_us)
    }
}
