//! Where a story holds a run up, and how a goal is waited for.

use super::{Limit, Outcome, Passed, Reason, Runner, Stop};
use crate::script::statement::Script;
use crate::script::story::{StoryStep, right_answer};
use std::sync::Arc;

impl Runner {
    /// The same run before a person's eyes: at a goal time goes on until that is reached.
    pub fn with_reader(self) -> Runner {
        Runner { has_reader: true, ..self }
    }

    /// The goals and answers that the run has passed, in their order.
    pub fn passed(&self) -> &[Passed] {
        &self.passed
    }

    /// What a story tells; of a goal that a reader works at, that it is reached. Returns why the run stands here.
    pub(super) fn tell(&mut self, step: &StoryStep, limit: Limit) -> Option<Stop> {
        let is_new = limit.heard.is_some_and(|heard| heard <= self.place);
        if is_new && self.script.stands_at(self.place) {
            return Some(Stop::Told);
        }
        match step {
            StoryStep::Say { .. } | StoryStep::Show(_) | StoryStep::Pace(_) | StoryStep::Ask { .. } => {}
            StoryStep::Reveal { answers, .. } => match right_answer(answers, &self.world, &self.checks) {
                Some(answer) => self.note_passed(Some(answer)),
                None => self.fail(Reason::Answers),
            },
            // Of a goal that took time the script does not tell yet how much, so it is still the next statement: see
            // [`Runner::reach_goal`].
            StoryStep::Goal { .. } if self.has_reader && (is_new || !self.is_at_beginning()) => {
                return Some(Stop::Told);
            }
            StoryStep::Goal { condition, negated, .. } => {
                self.require(condition, *negated, Reason::Expectation);
                if self.outcome == Outcome::Running {
                    self.note_passed(None);
                }
            }
        }
        None
    }

    /// Whether the goal that is next is reached.
    pub fn is_at_reached_goal(&self) -> bool {
        match self.script.story_step(self.place) {
            Some(StoryStep::Goal { condition, negated, .. }) => condition.holds(*negated, &self.world, &self.checks),
            Some(_) | None => false,
        }
    }

    /// Records that the run has passed the present goal, or has given the answer to the present question.
    fn note_passed(&mut self, answer: Option<usize>) {
        self.passed.push(Passed { place: self.place, at: self.world.now(), answer });
    }

    /// The goal that is next is reached, and the run goes on behind it: under a script that says the time which passed
    /// there before the goal, by so many statements.
    pub fn reach_goal(&mut self, script: Arc<Script>, added: usize) {
        self.script = script;
        self.place += added;
        self.note_passed(None);
        self.next_statement();
    }
}
