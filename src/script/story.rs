//! What a script tells: captions, questions, predictions and goals. None of it changes anything of the run.
//!
//! A reader takes a story a card at a time. [`Script::cards`] groups what belongs on one, and [`Script::stands_at`] says
//! where time stands until the reader goes on.

use super::condition::Condition;
use super::statement::{Script, Step};
use crate::check::Checks;
use crate::raft::{LogIndex, NodeId};
use crate::sim::{ClientId, Link, MessageId, World};
use std::fmt;
use std::sync::Arc;

/// A text of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caption {
    /// It stands under this key in the story's own catalogue, in the reader's language.
    Key(String),
    /// It stands in the script, in whatever language.
    Text(String),
    /// It stands in the script in both languages.
    Both {
        /// In English.
        en: String,
        /// In French.
        fr: String,
    },
}

/// What a story points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A node.
    Node(NodeId),
    /// A client.
    Client(ClientId),
    /// What lies between two nodes, or a client and a node.
    Link(Link),
    /// A message.
    Message(MessageId),
    /// An entry in the log of a node.
    Cell(NodeId, LogIndex),
    /// A part of the page.
    Panel(Panel),
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Node(node) => write!(f, "{node}"),
            Target::Client(client) => write!(f, "{client}"),
            Target::Link(link) => write!(f, "{link}"),
            Target::Message(message) => write!(f, "m{}", message.0),
            Target::Cell(node, index) => write!(f, "{node}@{}", index.0),
            Target::Panel(panel) => f.write_str(panel.name()),
        }
    }
}

/// A part of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// The logs of all nodes.
    Logs,
    /// The panel of the clients.
    Client,
    /// The space-time diagram.
    Diagram,
    /// The paper's rules.
    Rules,
    /// The script.
    Script,
}

impl Panel {
    /// Every panel.
    pub const ALL: [Panel; 5] = [Panel::Logs, Panel::Client, Panel::Diagram, Panel::Rules, Panel::Script];

    /// Its name in a script.
    pub const fn name(self) -> &'static str {
        match self {
            Panel::Logs => "logs",
            Panel::Client => "client",
            Panel::Diagram => "diagram",
            Panel::Rules => "rules",
            Panel::Script => "script",
        }
    }
}

/// How fast the page plays: so many virtual seconds in so many real ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Virtual seconds.
    pub virtual_s: u64,
    /// Real seconds.
    pub real_s: u64,
}

/// An answer to a question about the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What it says.
    pub caption: Caption,
    /// When it is right: if the condition holds, or, negated, if it does not. Without one, when no other answer is.
    pub condition: Option<(Condition, bool)>,
}

/// Something that a story tells or asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Telling {
    /// A caption is shown.
    Say {
        /// The caption.
        caption: Caption,
        /// What it points at.
        at: Option<Target>,
    },
    /// These are pointed at from now on.
    Show(Vec<Target>),
    /// So fast goes the page from now on.
    Pace(Pace),
    /// The reader predicts.
    Ask {
        /// Its name, for [`Telling::Reveal`].
        name: String,
        /// The question.
        question: Caption,
        /// Two to four.
        answers: Arc<[Answer]>,
    },
    /// The run says which answer is right.
    Reveal {
        /// Of which question.
        name: String,
        /// Its answers.
        answers: Arc<[Answer]>,
    },
    /// The reader makes a condition true.
    Goal {
        /// The condition.
        condition: Condition,
        /// Whether it must not hold.
        negated: bool,
        /// Both, as they are written.
        text: String,
        /// The goal in words.
        says: Option<Caption>,
        /// How it is reached, in words.
        hint: Option<Caption>,
        /// Statements that reach it, one a line.
        deed: Option<String>,
    },
}

/// What a script says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Heading {
    /// What it is called.
    pub title: Option<Caption>,
    /// How long a reader takes, in minutes.
    pub minutes: Option<u64>,
    /// How much it asks for, 1 … 9.
    pub level: Option<u64>,
}

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
    pub fn telling(&self, place: usize) -> Option<&Telling> {
        match &self.statements.get(place)?.step {
            Step::Tell(telling) => Some(telling),
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
        let asked = |place| match self.telling(place)? {
            Telling::Ask { name, answers, .. } => Some((name.clone(), Arc::clone(answers))),
            Telling::Say { .. }
            | Telling::Show(_)
            | Telling::Pace(_)
            | Telling::Reveal { .. }
            | Telling::Goal { .. } => None,
        };
        (0..self.statements.len()).filter_map(asked).collect()
    }

    /// Whether it has a step that is no telling: what stands before the first may still belong to the set-up.
    pub fn has_step(&self) -> bool {
        (0..self.statements.len()).any(|place| self.telling(place).is_none())
    }

    /// Whether the script tells anything.
    pub fn is_story(&self) -> bool {
        (0..self.statements.len()).any(|place| self.telling(place).is_some())
    }

    /// What a story tells, card by card. A caption stands on one card with the question that follows at once, and with
    /// the goals that follow; an answer, with the caption that follows at once.
    pub fn cards(&self) -> Vec<Card> {
        let mut cards: Vec<Card> = Vec::new();
        for place in 0..self.statements.len() {
            let Some(telling) = self.telling(place) else { continue };
            let last = cards.last_mut();
            match telling {
                Telling::Show(_) | Telling::Pace(_) => {}
                Telling::Reveal { .. } => cards.push(Card { reveal: Some(place), ..Card::default() }),
                Telling::Say { .. } => match last {
                    Some(card) if card.reveal.is_some_and(|reveal| self.follows_at_once(reveal, place)) => {
                        card.say = Some(place);
                    }
                    Some(_) | None => cards.push(Card { say: Some(place), ..Card::default() }),
                },
                Telling::Ask { .. } => match last {
                    Some(card) if card.say.is_some_and(|say| !self.stands_at(say)) => card.ask = Some(place),
                    Some(_) | None => cards.push(Card { ask: Some(place), ..Card::default() }),
                },
                Telling::Goal { .. } => match last {
                    Some(card) if card.ask.is_none() => card.goals.push(place),
                    Some(_) | None => cards.push(Card { goals: vec![place], ..Card::default() }),
                },
            }
        }
        cards
    }

    /// Whether time stands at a place until the reader goes on. At a goal it does not.
    pub fn stands_at(&self, place: usize) -> bool {
        match self.telling(place) {
            Some(Telling::Ask { .. }) => true,
            Some(Telling::Reveal { .. }) => {
                let next = self.next_at_once(place);
                !next.is_some_and(|next| matches!(self.telling(next), Some(Telling::Say { .. })))
            }
            Some(Telling::Say { .. }) => {
                let next = self.next_at_once(place);
                let is_question = next.is_some_and(|next| matches!(self.telling(next), Some(Telling::Ask { .. })));
                // An answer that is shown beside the caption leaves no room for another question.
                let is_with_answer = (0..place)
                    .rev()
                    .find(|before| !self.is_aside(*before))
                    .is_some_and(|before| matches!(self.telling(before), Some(Telling::Reveal { .. })));
                !is_question || is_with_answer
            }
            Some(Telling::Show(_) | Telling::Pace(_) | Telling::Goal { .. }) | None => false,
        }
    }

    /// Whether a statement only points at something, or sets the pace.
    fn is_aside(&self, place: usize) -> bool {
        matches!(self.telling(place), Some(Telling::Show(_) | Telling::Pace(_)))
    }

    /// What follows a place, but for what only points at something or sets the pace.
    pub fn next_at_once(&self, place: usize) -> Option<usize> {
        (place + 1..self.statements.len()).find(|next| !self.is_aside(*next))
    }

    fn follows_at_once(&self, place: usize, next: usize) -> bool {
        self.next_at_once(place) == Some(next)
    }

    /// Where what a reader does at a place is inserted: before the goal that the reader works at. Nothing, if there is
    /// none. What the reader did before, and is not yet carried out again, does not count.
    pub fn goal_ahead(&self, place: usize) -> Option<usize> {
        let ahead = self.statements.get(place..)?.iter().position(|statement| !statement.by_reader)? + place;
        matches!(self.telling(ahead), Some(Telling::Goal { .. })).then_some(ahead)
    }
}

/// The place of the one right answer. `None` if no answer or several are right, or if it is undecided.
pub fn right_answer(answers: &[Answer], world: &World, checks: &Checks) -> Option<usize> {
    let mut right = None;
    for (place, answer) in answers.iter().enumerate() {
        let Some((condition, negated)) = &answer.condition else { continue };
        if condition.is_undecided(world, checks) {
            return None;
        }
        if condition.holds(*negated, world, checks) && right.replace(place).is_some() {
            return None;
        }
    }
    right.or_else(|| answers.iter().position(|answer| answer.condition.is_none()))
}
