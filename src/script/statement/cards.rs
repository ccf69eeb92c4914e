//! How a reader goes through a story, a card at a time. [`Script::cards`] groups what belongs on one, and
//! [`Script::stands_at`] says where time stands until the reader goes on.

use super::{Script, Step};
use crate::script::story::{Answer, StoryStep};
use std::sync::Arc;

/// What a reader sees at one time, by the places of its statements.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Card {
    /// The answer to an earlier question.
    pub reveal: Option<usize>,
    /// The caption.
    pub say: Option<usize>,
    /// A question.
    pub ask: Option<usize>,
    /// Goals, reached in this order.
    pub goals: Vec<usize>,
}

impl Card {
    /// Where it begins.
    pub fn first(&self) -> usize {
        let goal = self.goals.first().copied();
        self.reveal.or(self.say).or(self.ask).or(goal).unwrap_or_default()
    }
}

impl Script {
    /// What is told at a place.
    pub fn story_step(&self, place: usize) -> Option<&StoryStep> {
        match &self.statements.get(place)?.step {
            Step::Story(step) => Some(step),
            Step::Run(_)
            | Step::RunWhile { .. }
            | Step::RunUntil { .. }
            | Step::StepEvents(_)
            | Step::Do(_)
            | Step::Expect { .. } => None,
        }
    }

    /// The questions that are asked, and their answers.
    pub fn asked(&self) -> Vec<(String, Arc<[Answer]>)> {
        let asked = |place| match self.story_step(place)? {
            StoryStep::Ask { name, answers, .. } => Some((name.clone(), Arc::clone(answers))),
            StoryStep::Say { .. }
            | StoryStep::Show(_)
            | StoryStep::Pace(_)
            | StoryStep::Reveal { .. }
            | StoryStep::Goal { .. } => None,
        };
        (0..self.statements.len()).filter_map(asked).collect()
    }

    /// Whether it has a step of the run, and not of a story alone: what stands before the first may still belong to the set-up.
    pub fn has_step(&self) -> bool {
        (0..self.statements.len()).any(|place| self.story_step(place).is_none())
    }

    /// Whether the script tells anything.
    pub fn is_story(&self) -> bool {
        (0..self.statements.len()).any(|place| self.story_step(place).is_some())
    }

    /// What a story tells, card by card. A caption stands on one card with the question that follows at once, and with
    /// the goals that follow; an answer, with the caption that follows at once.
    pub fn cards(&self) -> Vec<Card> {
        let mut cards: Vec<Card> = Vec::new();
        for place in 0..self.statements.len() {
            let Some(step) = self.story_step(place) else { continue };
            let last = cards.last_mut();
            match step {
                StoryStep::Show(_) | StoryStep::Pace(_) => {}
                StoryStep::Reveal { .. } => cards.push(Card { reveal: Some(place), ..Card::default() }),
                StoryStep::Say { .. } => match last {
                    Some(card) if card.reveal.is_some_and(|reveal| self.follows_at_once(reveal, place)) => {
                        card.say = Some(place);
                    }
                    Some(_) | None => cards.push(Card { say: Some(place), ..Card::default() }),
                },
                StoryStep::Ask { .. } => match last {
                    Some(card) if card.say.is_some_and(|say| !self.stands_at(say)) => card.ask = Some(place),
                    Some(_) | None => cards.push(Card { ask: Some(place), ..Card::default() }),
                },
                StoryStep::Goal { .. } => match last {
                    Some(card) if card.ask.is_none() => card.goals.push(place),
                    Some(_) | None => cards.push(Card { goals: vec![place], ..Card::default() }),
                },
            }
        }
        cards
    }

    /// Whether time stands at a place until the reader goes on. At a goal it does not.
    pub fn stands_at(&self, place: usize) -> bool {
        match self.story_step(place) {
            Some(StoryStep::Ask { .. }) => true,
            Some(StoryStep::Reveal { .. }) => {
                let next = self.next_at_once(place);
                !next.is_some_and(|next| matches!(self.story_step(next), Some(StoryStep::Say { .. })))
            }
            Some(StoryStep::Say { .. }) => {
                let next = self.next_at_once(place);
                let is_question = next.is_some_and(|next| matches!(self.story_step(next), Some(StoryStep::Ask { .. })));
                // An answer that is shown beside the caption leaves no room for another question.
                let is_with_answer = (0..place)
                    .rev()
                    .find(|before| !self.is_aside(*before))
                    .is_some_and(|before| matches!(self.story_step(before), Some(StoryStep::Reveal { .. })));
                !is_question || is_with_answer
            }
            Some(StoryStep::Show(_) | StoryStep::Pace(_) | StoryStep::Goal { .. }) | None => false,
        }
    }

    /// Whether a statement only points at something, or sets the pace.
    fn is_aside(&self, place: usize) -> bool {
        matches!(self.story_step(place), Some(StoryStep::Show(_) | StoryStep::Pace(_)))
    }

    /// What follows a place, but for what only points at something or sets the pace.
    pub fn next_at_once(&self, place: usize) -> Option<usize> {
        (place + 1..self.statements.len()).find(|next| !self.is_aside(*next))
    }

    /// Whether a place follows another, but for what only points at something or sets the pace.
    fn follows_at_once(&self, place: usize, next: usize) -> bool {
        self.next_at_once(place) == Some(next)
    }

    /// Where what a reader does at a place is inserted: before the goal that the reader works at. Nothing, if there is
    /// none. What the reader did before, and is not yet carried out again, does not count.
    pub fn goal_ahead(&self, place: usize) -> Option<usize> {
        let ahead = self.statements.get(place..)?.iter().position(|statement| !statement.by_reader)? + place;
        matches!(self.story_step(ahead), Some(StoryStep::Goal { .. })).then_some(ahead)
    }
}
