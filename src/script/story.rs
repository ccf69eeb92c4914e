//! What a script tells: captions, questions, predictions and goals. None of it changes anything of the run.
//!
//! How a reader goes through it, card by card, is told by `statement/cards.rs`.

use super::condition::Condition;
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
pub enum StoryStep {
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
        /// Its name, for [`StoryStep::Reveal`].
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
        action: Option<String>,
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
