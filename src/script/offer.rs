//! What the parser tells of a place: the words, names and values that it would take there.

use super::error::Expected;
use crate::raft::NodeSet;

/// What kind of word it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordKind {
    /// A statement begins with it.
    Statement,
    /// A key of `config`.
    Setting,
    /// A condition begins with it.
    Condition,
    /// It names a part of the page.
    Panel,
    /// It joins the parts of a statement.
    Keyword,
    /// A value of a setting, or of a disk.
    Value,
    /// A role of a node.
    Role,
    /// What became of a request or an order.
    Result,
    /// A kind of message.
    MessageKind,
    /// An invariant.
    Invariant,
    /// A flaw, or a set of them.
    Flaw,
}

impl WordKind {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            WordKind::Statement => "statement",
            WordKind::Setting => "setting",
            WordKind::Condition => "condition",
            WordKind::Panel => "panel",
            WordKind::Keyword => "keyword",
            WordKind::Value => "value",
            WordKind::Role => "role",
            WordKind::Result => "result",
            WordKind::MessageKind => "message-kind",
            WordKind::Invariant => "invariant",
            WordKind::Flaw => "flaw",
        }
    }
}

/// Words of one kind that may stand at a place: one list both reads them and tells them.
pub trait Vocabulary: Copy + 'static {
    /// Their kind.
    const KIND: WordKind;
    /// All of them.
    const ALL: &'static [Self];

    /// How it is written.
    fn word(self) -> &'static str;

    /// The one that is written so.
    fn read(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == text)
    }
}

/// Words that are shown to readers, each in a line of its own.
pub trait Taught: Vocabulary {
    /// A line in which it stands, right in a script of three nodes.
    fn example(self) -> &'static str;
}

/// A whole number that may stand at a place.
#[derive(Debug, PartialEq, Eq)]
pub struct Number {
    /// The least.
    pub least: u64,
    /// The greatest.
    pub most: u64,
    /// The error where another stands.
    pub expected: Expected,
    /// One of them.
    pub example: &'static str,
}

/// A duration, or a range of durations, that may stand at a place.
#[derive(Debug, PartialEq, Eq)]
pub struct Span {
    /// The shortest, µs.
    pub least_us: u64,
    /// The longest, µs.
    pub most_us: u64,
    /// The error where another stands.
    pub expected: Expected,
    /// One of them.
    pub example: &'static str,
}

/// A percentage that may stand at a place.
#[derive(Debug, PartialEq, Eq)]
pub struct Percentage {
    /// The least, parts per million.
    pub least_ppm: i32,
    /// The greatest, parts per million.
    pub most_ppm: i32,
    /// The error where another stands.
    pub expected: Expected,
    /// One of them.
    pub example: &'static str,
}

/// Something that the parser would take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// A word of the language.
    Word(WordKind, &'static str),
    /// A node that exists, but none of these.
    Node(NodeSet),
    /// A node that is added.
    AddedNode,
    /// A client.
    Client,
    /// A message in flight, by its number.
    Message,
    /// A key or a value, with an example.
    Text(&'static str),
    /// A text of a story, as a JSON string.
    Caption,
    /// The name of a new question.
    Name,
    /// The name of a question that is asked above.
    Asked,
    /// An entry in the log of a node.
    Cell,
    /// A fraction of real time.
    Pace,
    /// A number.
    Number(&'static Number),
    /// A duration.
    Duration(&'static Span),
    /// A duration or a range of durations.
    Range(&'static Span),
    /// A percentage.
    Percentage(&'static Percentage),
}
