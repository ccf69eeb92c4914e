//! The words of one line, taken one after the other.

use super::Named;
use super::values;
use crate::kv::{TEXT_BYTES_MAX, Text};
use crate::raft::{DurationRange, NodeId, NodeSet};
use crate::script::error::{Expected, ScriptError};
use crate::script::lexer::Word;
use crate::sim::{Actor, ClientId, Link};
use std::ops::RangeInclusive;

/// A line, and how far it is read.
pub struct Line<'a> {
    words: &'a [Word],
    place: usize,
    /// Its number, from 1.
    pub number: usize,
    end_column: usize,
    /// The nodes that it names.
    pub named: Vec<Named>,
}

/// Boxed while it goes up: an error is rare, and a small result makes every `?` small.
pub type Result<T> = std::result::Result<T, Box<ScriptError>>;

impl<'a> Line<'a> {
    pub fn new(words: &'a [Word], number: usize, end_column: usize) -> Line<'a> {
        Line { words, place: 0, number, end_column, named: Vec::new() }
    }

    /// The next word.
    pub fn peek(&self) -> Option<&'a Word> {
        self.words.get(self.place)
    }

    /// The word after the next.
    pub fn peek_after(&self) -> Option<&'a Word> {
        self.words.get(self.place + 1)
    }

    /// The next word, if it is not quoted: only such can be keywords.
    pub fn peek_keyword(&self) -> Option<&'a str> {
        self.peek().filter(|word| !word.quoted).map(|word| word.text.as_str())
    }

    /// Goes past the next word.
    pub fn skip(&mut self) {
        self.place += 1;
    }

    /// Goes past the next word if it is this keyword.
    pub fn take_keyword(&mut self, keyword: &str) -> bool {
        let taken = self.peek_keyword() == Some(keyword);
        if taken {
            self.skip();
        }
        taken
    }

    /// How many words were taken: the place of the next, for [`Line::error_at`].
    pub fn place(&self) -> usize {
        self.place
    }

    /// The error that something else was expected where the next word stands.
    pub fn error(&self, expected: Expected) -> Box<ScriptError> {
        self.error_at(self.place, expected)
    }

    /// The error that something else was expected at an earlier place.
    #[cold]
    #[inline(never)]
    pub fn error_at(&self, place: usize, expected: Expected) -> Box<ScriptError> {
        let (column, found) =
            self.words.get(place).map_or((self.end_column, ""), |word| (word.column, word.text.as_str()));
        Box::new(ScriptError::new(self.number, column, expected, found))
    }

    /// Nothing may be left.
    pub fn end(&self) -> Result<()> {
        if self.peek().is_some() { Err(self.error(Expected::EndOfLine)) } else { Ok(()) }
    }

    /// Takes the next word through `read`, which says what it means.
    pub fn take<T>(&mut self, expected: Expected, read: fn(&str) -> Option<T>) -> Result<T> {
        let value = self.peek_keyword().and_then(read);
        self.taken(value, expected)
    }

    /// Goes past the next word if a value was read from it.
    fn taken<T>(&mut self, value: Option<T>, expected: Expected) -> Result<T> {
        let value = value.ok_or_else(|| self.error(expected))?;
        self.skip();
        Ok(value)
    }

    /// This word and no other.
    pub fn literal(&mut self, word: &str, expected: Expected) -> Result<()> {
        if self.take_keyword(word) { Ok(()) } else { Err(self.error(expected)) }
    }

    /// A whole number in a range.
    pub fn number_in(&mut self, range: RangeInclusive<u64>, expected: Expected) -> Result<u64> {
        let number = self.peek_keyword().and_then(values::number).filter(|number| range.contains(number));
        self.taken(number, expected)
    }

    /// A duration in a range, µs.
    pub fn duration_in(&mut self, range: RangeInclusive<u64>, expected: Expected) -> Result<u64> {
        let us = self.peek_keyword().and_then(values::duration_us).filter(|us| range.contains(us));
        self.taken(us, expected)
    }

    /// A node; whether the cluster has it is looked at when its size is known.
    pub fn node(&mut self) -> Result<NodeId> {
        self.node_or(Expected::Node)
    }

    /// A node, where something else might stand as well.
    pub fn node_or(&mut self, expected: Expected) -> Result<NodeId> {
        let number = self.peek_keyword().and_then(|text| values::name("n", text)).unwrap_or(0);
        let (Some(word), Some(node)) = (self.peek(), NodeId::new(number)) else {
            return Err(self.error(expected));
        };
        self.named.push(Named { number, line: self.number, column: word.column, is_added: false });
        self.skip();
        Ok(node)
    }

    /// A node that is not among those that this statement names already.
    pub fn another_node(&mut self, named: NodeSet, expected: Expected) -> Result<NodeId> {
        let place = self.place;
        let node = self.node()?;
        if named.contains(node) { Err(self.error_at(place, expected)) } else { Ok(node) }
    }

    /// Nodes up to the end of the line, or to a keyword that ends the list; none is named twice.
    pub fn nodes_until(&mut self, named: NodeSet, keyword: &str) -> Result<NodeSet> {
        let mut nodes = named;
        while self.peek().is_some() && self.peek_keyword() != Some(keyword) {
            nodes.insert(self.another_node(nodes, Expected::OtherMember)?);
        }
        Ok(nodes)
    }

    /// A server that is to be added: the cluster need not have it, but has it from here on.
    pub fn new_node(&mut self) -> Result<NodeId> {
        let number = self.peek_keyword().and_then(|text| values::name("n", text)).unwrap_or(0);
        let (Some(word), Some(node)) = (self.peek(), NodeId::new(number)) else {
            return Err(self.error(Expected::AddedNode));
        };
        self.named.push(Named { number, line: self.number, column: word.column, is_added: true });
        self.skip();
        Ok(node)
    }

    /// A client.
    pub fn client(&mut self) -> Result<ClientId> {
        self.take(Expected::Client, |text| ClientId::new(values::name("c", text)?))
    }

    /// A node or a client.
    pub fn actor(&mut self) -> Result<Actor> {
        match self.peek_keyword() {
            Some(text) if text.starts_with('n') => Ok(Actor::Node(self.node()?)),
            Some(text) if text.starts_with('c') => Ok(Actor::Client(self.client()?)),
            Some(_) | None => Err(self.error(Expected::Actor)),
        }
    }

    /// Two nodes, or a client and a node, and which way between them.
    pub fn link(&mut self) -> Result<Link> {
        let from = self.actor()?;
        let both_ways = self.take(Expected::Arrow, |text| match text {
            "->" => Some(false),
            "-" => Some(true),
            _ => None,
        })?;
        let place = self.place;
        let to = match from {
            Actor::Node(_) => self.actor()?,
            // There is nothing between two clients.
            Actor::Client(_) => Actor::Node(self.node()?),
        };
        if from == to {
            return Err(self.error_at(place, Expected::OtherNode));
        }
        Ok(Link { from, to, both_ways })
    }

    /// A key or a value.
    pub fn text(&mut self) -> Result<Text> {
        let word = self.peek().filter(|word| word.quoted || word.text != "|");
        let word = word.ok_or_else(|| self.error(Expected::Word))?;
        if TEXT_BYTES_MAX < word.text.len() {
            return Err(self.error(Expected::ShortText));
        }
        self.skip();
        Ok(word.text.as_str().into())
    }

    /// A duration, µs.
    pub fn duration(&mut self) -> Result<u64> {
        self.take(Expected::Duration, values::duration_us)
    }

    /// A duration above zero, µs.
    pub fn positive_duration(&mut self) -> Result<u64> {
        self.duration_in(1..=values::DURATION_US_MAX, Expected::PositiveDuration)
    }

    /// A duration, or a range of them, µs.
    pub fn range(&mut self) -> Result<DurationRange> {
        let range = self.peek_keyword().and_then(values::duration_range);
        let range = range.ok_or_else(|| self.error(Expected::Duration))?;
        if range.max_us < range.min_us {
            return Err(self.error(Expected::Range));
        }
        self.skip();
        Ok(range)
    }
}
