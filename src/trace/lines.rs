//! Events from text: one trace line after another, each after those above it.

use crate::sim::{Actor, Event, LINE_BYTES_MAX, LineError, LineExpected, LinePlace, What};
use std::io::{self, BufRead, Read};

/// What is wrong with a file, and in which line, from 1.
#[derive(Debug)]
pub struct FileError {
    /// The line.
    pub line: usize,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a file.
#[derive(Debug)]
pub enum Fault {
    /// It cannot be read.
    Unreadable(io::Error),
    /// The line is no trace line, or cannot stand here.
    Line(LineError),
}

/// Reads lines in their order: each event must be able to follow those above it.
#[derive(Debug)]
pub struct LineReader {
    line: usize,
    /// The number of the event above; 0 before any.
    last_id: u64,
    /// The node that all events must be of, once it is known; none where they may be of several.
    only: Option<Option<Actor>>,
    /// How many events may still come.
    left: usize,
}

impl LineReader {
    /// Reads at most `events_max` events; with `of_one_node`, all of them must be of one node.
    pub fn new(events_max: usize, of_one_node: bool) -> LineReader {
        LineReader { line: 0, last_id: 0, only: of_one_node.then_some(None), left: events_max }
    }

    /// The line that was read last, from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// Reads the next line. Empty lines say nothing. A last line that breaks off is left out: it was being
    /// written.
    ///
    /// # Errors
    /// If the line is no trace line, or cannot follow the lines above.
    pub fn read(&mut self, line: &[u8], ends: bool) -> Result<Option<Event>, LineError> {
        self.line += 1;
        let text = line.trim_ascii();
        if text.is_empty() {
            return Ok(None);
        }
        if LINE_BYTES_MAX < text.len() {
            return Err(column(LINE_BYTES_MAX + 1, LineExpected::ShortLine));
        }
        let event = str::from_utf8(text).map_err(|error| column(error.valid_up_to() + 1, LineExpected::Object));
        match event.and_then(Event::read).and_then(|event| self.follow(event)) {
            Ok(event) => Ok(Some(event)),
            Err(LineError { place: LinePlace::Column(_), expected: LineExpected::Object }) if !ends => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether an event can follow the events above: its number is the next, or the first of a node that starts again.
    fn follow(&mut self, event: Event) -> Result<Event, LineError> {
        let wrong = |field: &str, expected| LineError { place: LinePlace::Field(field.into()), expected };
        let begins = matches!(event.what, What::Started { .. } | What::Standing { .. });
        if event.id.0 != self.last_id + 1 && !(begins && event.id.0 == 1) {
            return Err(wrong("id", LineExpected::NextId));
        }
        if let Some(only) = &mut self.only {
            let is_node = matches!(event.actor, Some(Actor::Node(_)));
            if !is_node || only.is_some_and(|only| event.actor != Some(only)) {
                return Err(wrong("node", LineExpected::OneNode));
            }
            *only = event.actor;
        }
        self.left = self.left.checked_sub(1).ok_or_else(|| column(1, LineExpected::FewEvents))?;
        self.last_id = event.id.0;
        Ok(event)
    }
}

/// The events of a text, as they are read.
#[derive(Debug)]
pub struct Lines<R> {
    text: R,
    buffer: Vec<u8>,
    reader: LineReader,
}

impl<R: BufRead> Lines<R> {
    /// The events of a text, at most `events_max`; with `of_one_node`, all of them must be of one node.
    pub fn new(text: R, events_max: usize, of_one_node: bool) -> Lines<R> {
        Lines { text, buffer: Vec::new(), reader: LineReader::new(events_max, of_one_node) }
    }

    /// The next event, with its line; none at the end: see [`LineReader::read`].
    ///
    /// # Errors
    /// If the text cannot be read, or the line is no trace line, or cannot follow the lines above.
    pub fn next_event(&mut self) -> Result<Option<(usize, Event)>, FileError> {
        loop {
            self.buffer.clear();
            let mut limited = self.text.by_ref().take(LINE_BYTES_MAX as u64 + 2);
            let at_end = |fault| FileError { line: self.reader.line() + 1, fault };
            let length =
                limited.read_until(b'\n', &mut self.buffer).map_err(|error| at_end(Fault::Unreadable(error)))?;
            let ends = self.buffer.last() == Some(&b'\n');
            let event = self.reader.read(&self.buffer, ends || LINE_BYTES_MAX < length);
            match event.map_err(|error| FileError { line: self.reader.line(), fault: Fault::Line(error) })? {
                Some(event) => return Ok(Some((self.reader.line(), event))),
                None if !ends => return Ok(None),
                None => {}
            }
        }
    }
}

fn column(column: usize, expected: LineExpected) -> LineError {
    LineError { place: LinePlace::Column(column), expected }
}
