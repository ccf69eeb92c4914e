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
    /// The line is no trace line, or none that can stand here.
    Line(LineError),
}

/// The events of a text, as they are read.
#[derive(Debug)]
pub struct Lines<R> {
    text: R,
    line: usize,
    buffer: Vec<u8>,
    /// The number of the event above; 0 before any.
    last_id: u64,
    /// The node that all events must be of, once it is known; none where they may be of several.
    only: Option<Option<Actor>>,
    /// How many events may still come.
    left: usize,
}

impl<R: BufRead> Lines<R> {
    /// The events of a text, at most `events_max`; with `of_one_node`, of one and the same.
    pub fn new(text: R, events_max: usize, of_one_node: bool) -> Lines<R> {
        let only = of_one_node.then_some(None);
        Lines { text, line: 0, buffer: Vec::new(), last_id: 0, only, left: events_max }
    }

    /// The next event, with its line; none at the end. Empty lines say nothing. A last line that breaks off before its end
    /// was being written, and is left out.
    ///
    /// # Errors
    /// If the line is no trace line, or none that can follow the lines above.
    pub fn next_event(&mut self) -> Result<Option<(usize, Event)>, FileError> {
        loop {
            self.line += 1;
            let ends = self.read_line().map_err(|fault| FileError { line: self.line, fault })?;
            let text = self.buffer.trim_ascii();
            if text.is_empty() && ends {
                continue;
            }
            if text.is_empty() {
                return Ok(None);
            }
            let event = str::from_utf8(text).map_err(|error| column(error.valid_up_to() + 1, LineExpected::Object));
            return match event.and_then(Event::read).and_then(|event| self.follow(event)) {
                Ok(event) => Ok(Some((self.line, event))),
                Err(LineError { place: LinePlace::Column(_), expected: LineExpected::Object }) if !ends => Ok(None),
                Err(error) => Err(FileError { line: self.line, fault: Fault::Line(error) }),
            };
        }
    }

    /// Reads a line into the buffer. Returns whether it has an end.
    fn read_line(&mut self) -> Result<bool, Fault> {
        self.buffer.clear();
        let mut limited = self.text.by_ref().take(LINE_BYTES_MAX as u64 + 1);
        limited.read_until(b'\n', &mut self.buffer).map_err(Fault::Unreadable)?;
        let ends = self.buffer.last() == Some(&b'\n');
        if !ends && LINE_BYTES_MAX < self.buffer.len() {
            return Err(Fault::Line(column(LINE_BYTES_MAX + 1, LineExpected::ShortLine)));
        }
        Ok(ends)
    }

    /// Whether an event can stand below those above: its number is the next, or the first of a node that starts again.
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

fn column(column: usize, expected: LineExpected) -> LineError {
    LineError { place: LinePlace::Column(column), expected }
}
