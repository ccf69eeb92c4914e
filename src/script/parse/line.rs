//! The words of one line, taken one after the other.

use super::Named;
use super::values;
use crate::kv::{TEXT_BYTES_MAX, Text};
use crate::raft::{DurationRange, MAX_NODES, NodeId};
use crate::script::error::{Expected, ScriptError};
use crate::script::lexer::Word;
use crate::sim::{Actor, ClientId};
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

type Result<T> = std::result::Result<T, ScriptError>;

impl<'a> Line<'a> {
    pub fn new(words: &'a [Word], number: usize, end_column: usize) -> Line<'a> {
        Line { words, place: 0, number, end_column, named: Vec::new() }
    }

    /// The next word.
    pub fn peek(&self) -> Option<&'a Word> {
        self.words.get(self.place)
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

    /// The error that something else was expected where the next word stands.
    pub fn error(&self, expected: Expected) -> ScriptError {
        match self.peek() {
            Some(word) => ScriptError::new(self.number, word.column, expected, &word.text),
            None => ScriptError::new(self.number, self.end_column, expected, ""),
        }
    }

    /// Nothing may be left.
    pub fn end(&self) -> Result<()> {
        if self.peek().is_some() { Err(self.error(Expected::EndOfLine)) } else { Ok(()) }
    }

    /// Takes the next word through `read`, which says what it means.
    pub fn take<T>(&mut self, expected: Expected, read: impl FnOnce(&str) -> Option<T>) -> Result<T> {
        let value = self.peek_keyword().and_then(read).ok_or_else(|| self.error(expected))?;
        self.skip();
        Ok(value)
    }

    /// This word and no other.
    pub fn literal(&mut self, word: &str, expected: Expected) -> Result<()> {
        self.take(expected, |text| (text == word).then_some(()))
    }

    /// A whole number in a range.
    pub fn number_in(&mut self, range: RangeInclusive<u64>, expected: Expected) -> Result<u64> {
        self.take(expected, |text| values::number(text).filter(|number| range.contains(number)))
    }

    /// A node; whether the cluster has it is looked at when its size is known.
    pub fn node(&mut self) -> Result<NodeId> {
        let Some(word) = self.peek() else {
            return Err(self.error(Expected::Node));
        };
        let number = Some(word)
            .filter(|word| !word.quoted)
            .and_then(|word| values::name("n", &word.text))
            .ok_or_else(|| self.error(Expected::Node))?;
        let node = NodeId::new(number).filter(|_| number <= MAX_NODES).ok_or_else(|| self.error(Expected::Node))?;
        self.named.push(Named { number, line: self.number, column: word.column });
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
        self.take(Expected::PositiveDuration, |text| values::duration_us(text).filter(|us| 0 < *us))
    }

    /// A duration, or a range of them, µs.
    pub fn range(&mut self) -> Result<DurationRange> {
        let text = self.peek_keyword().ok_or_else(|| self.error(Expected::Duration))?;
        let range = match text.split_once("..") {
            None => values::duration_us(text).map(DurationRange::exactly),
            Some((min, max)) => values::duration_us(min)
                .zip(values::duration_us(max))
                .map(|(min_us, max_us)| DurationRange { min_us, max_us }),
        };
        let range = range.ok_or_else(|| self.error(Expected::Duration))?;
        if range.max_us < range.min_us {
            return Err(self.error(Expected::Range));
        }
        self.skip();
        Ok(range)
    }
}
