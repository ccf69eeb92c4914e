//! Histories as text, read: what `history.rs` writes, or another program.

use crate::check::linearizability::{Call, Moment};
use crate::kv::{Command, Outcome, TEXT_BYTES_MAX, Text};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Operations in one history, at most.
pub const OPERATIONS_MAX: usize = 1_000_000;

/// Bytes in one line, at most: a key and two values of escaped characters, and room to spare.
pub const LINE_BYTES_MAX: usize = 128 * 1024;

/// A history that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryFile {
    /// The calls, in the order of their lines.
    pub calls: Vec<Call>,
    /// The line of each call, from 1.
    pub lines: Vec<usize>,
    /// The names of the clients, by number.
    pub clients: Vec<String>,
}

/// What is wrong with a history, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryError {
    /// The line, from 1.
    pub line: usize,
    /// Where in the line.
    pub place: Place,
    /// What should stand there.
    pub expected: HistoryExpected,
}

/// A place in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The value of a field.
    Field(&'static str),
    /// A column, from 1, in bytes.
    Column(usize),
}

macro_rules! expected {
    ($($(#[$doc:meta])* $variant:ident, $key:literal;)*) => {
        /// What should have stood at a place of a history. Its sentence is `history-expected-KEY`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum HistoryExpected { $($(#[$doc])* $variant,)* }

        impl HistoryExpected {
            /// Everything that can be expected.
            pub const ALL: &'static [HistoryExpected] = &[$(HistoryExpected::$variant,)*];

            /// The key of its sentence, in kebab case.
            pub const fn key(self) -> &'static str {
                match self { $(HistoryExpected::$variant => $key,)* }
            }
        }
    };
}

expected! {
    /// A JSON object.
    Object, "object";
    /// A string of at most 4 KiB.
    Text, "text";
    /// `set`, `get`, `delete` or `cas`.
    Op, "op";
    /// Nothing, since this operation has no such field.
    Nothing, "nothing";
    /// `true` or `false`.
    Flag, "flag";
    /// `true`: only a compare-and-set that returned is refused.
    True, "true";
    /// The value that was read, or null.
    Read, "read";
    /// A whole number of microseconds.
    Time, "time";
    /// A whole number of microseconds, or null.
    TimeOrNull, "time-or-null";
    /// A whole number, or null.
    IdOrNull, "id-or-null";
    /// An instant not before that of the call.
    NotBeforeCall, "not-before-call";
    /// An id above that of the call.
    AfterCall, "after-call";
    /// An id that no other moment has.
    NewId, "new-id";
    /// Ids that grow with the instants.
    GrowingId, "growing-id";
    /// A line of at most 128 KiB.
    ShortLine, "short-line";
    /// At most a million operations.
    FewOperations, "few-operations";
}

type Result<T> = std::result::Result<T, HistoryError>;

/// Reads a history: one JSON object a line. Empty lines say nothing, and fields of other names neither.
///
/// Calls of one client may overlap, as after one that never returned; the judge then takes them for concurrent.
///
/// # Errors
/// If a line is no operation, or its moments cannot be: an id that two of them have, a return before its call, or ids
/// that contradict the instants.
pub fn read_history(text: &str) -> Result<HistoryFile> {
    let mut file = HistoryFile { calls: Vec::new(), lines: Vec::new(), clients: Vec::new() };
    let mut clients: BTreeMap<Text, u32> = BTreeMap::new();
    for (number, content) in text.lines().enumerate() {
        let line = number + 1;
        if content.trim().is_empty() {
            continue;
        }
        let wrong = |column, expected| HistoryError { line, place: Place::Column(column), expected };
        if LINE_BYTES_MAX < content.len() {
            return Err(wrong(LINE_BYTES_MAX + 1, HistoryExpected::ShortLine));
        }
        if file.calls.len() == OPERATIONS_MAX {
            return Err(wrong(1, HistoryExpected::FewOperations));
        }
        let fields = match serde_json::from_str(content) {
            Ok(Value::Object(fields)) => fields,
            Ok(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
                return Err(wrong(1, HistoryExpected::Object));
            }
            Err(error) => return Err(wrong(error.column().max(1), HistoryExpected::Object)),
        };
        let line = Line { line, fields };
        let name = line.text("client")?;
        let next = clients.len() as u32;
        let client = *clients.entry(name.clone()).or_insert(next);
        if client == next {
            file.clients.push(name.to_string());
        }
        file.calls.push(line.call(client)?);
        file.lines.push(line.line);
    }
    look_at_ids(&file)?;
    Ok(file)
}

/// A line of the file, counted from 1, and the fields of its object.
struct Line {
    line: usize,
    fields: Map<String, Value>,
}

impl Line {
    /// The error that a field is not as expected.
    fn wrong<T>(&self, field: &'static str, expected: HistoryExpected) -> Result<T> {
        Err(HistoryError { line: self.line, place: Place::Field(field), expected })
    }

    /// A field, if it is there and not null.
    fn get(&self, field: &str) -> Option<&Value> {
        self.fields.get(field).filter(|value| !value.is_null())
    }

    /// A field that must be a text of at most 4 KiB.
    fn text(&self, field: &'static str) -> Result<Text> {
        match self.get(field).and_then(Value::as_str) {
            Some(text) if text.len() <= TEXT_BYTES_MAX => Ok(text.into()),
            Some(_) | None => self.wrong(field, HistoryExpected::Text),
        }
    }

    /// A field that must not be there.
    fn nothing(&self, field: &'static str) -> Result<()> {
        if self.get(field).is_some() { self.wrong(field, HistoryExpected::Nothing) } else { Ok(()) }
    }

    /// A field that is a whole number, or not there.
    fn number(&self, field: &'static str, expected: HistoryExpected) -> Result<Option<u64>> {
        match self.get(field) {
            None => Ok(None),
            Some(value) => value.as_u64().map_or_else(|| self.wrong(field, expected), |number| Ok(Some(number))),
        }
    }

    /// The operation that the line tells.
    fn call(&self, client: u32) -> Result<Call> {
        let command = self.command()?;
        let Some(call_us) = self.number("call_us", HistoryExpected::Time)? else {
            return self.wrong("call_us", HistoryExpected::Time);
        };
        let return_us = self.number("return_us", HistoryExpected::TimeOrNull)?;
        if !self.fields.contains_key("return_us") {
            return self.wrong("return_us", HistoryExpected::TimeOrNull);
        }
        let call_id = self.number("call_id", HistoryExpected::IdOrNull)?;
        let return_id = self.number("return_id", HistoryExpected::IdOrNull)?;
        let outcome = self.outcome(&command, return_us.is_some())?;
        if return_us.is_none() && return_id.is_some() {
            return self.wrong("return_id", HistoryExpected::Nothing);
        }
        if return_us.is_some_and(|return_us| return_us < call_us) {
            return self.wrong("return_us", HistoryExpected::NotBeforeCall);
        }
        if call_id.zip(return_id).is_some_and(|(call_id, return_id)| return_id <= call_id) {
            return self.wrong("return_id", HistoryExpected::AfterCall);
        }
        let returned = return_us.map(|at_us| (Moment { at_us, event: return_id }, outcome));
        Ok(Call { client, command, called: Moment { at_us: call_us, event: call_id }, returned })
    }

    /// The command of that operation, whose fields depend on its name.
    fn command(&self) -> Result<Command> {
        let key = self.text("key")?;
        match self.get("op").and_then(Value::as_str) {
            Some("set") => {
                self.nothing("old")?;
                Ok(Command::Set { key, value: self.text("value")? })
            }
            Some("get") => {
                self.nothing("value").and_then(|()| self.nothing("old"))?;
                Ok(Command::Get { key })
            }
            Some("delete") => {
                self.nothing("value").and_then(|()| self.nothing("old"))?;
                Ok(Command::Delete { key })
            }
            Some("cas") => Ok(Command::Cas { key, old: self.text("old")?, new: self.text("value")? }),
            Some(_) | None => self.wrong("op", HistoryExpected::Op),
        }
    }

    /// The answer; of a call that never returned, a value that is never read.
    fn outcome(&self, command: &Command, has_returned: bool) -> Result<Outcome> {
        let ok = match self.get("ok") {
            None => true,
            Some(value) => value.as_bool().map_or_else(|| self.wrong("ok", HistoryExpected::Flag), Ok)?,
        };
        let can_be_refused = has_returned && matches!(command, Command::Cas { .. });
        if !ok && !can_be_refused {
            return self.wrong("ok", HistoryExpected::True);
        }
        if has_returned && matches!(command, Command::Get { .. }) {
            return match self.fields.get("result") {
                Some(Value::Null) => Ok(Outcome::Absent),
                Some(Value::String(_)) => Ok(Outcome::Value(self.text("result")?)),
                Some(Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) | None => {
                    self.wrong("result", HistoryExpected::Read)
                }
            };
        }
        self.nothing("result")?;
        Ok(if ok { Outcome::Ok } else { Outcome::Refused })
    }
}

/// No two moments have the same id, and ids grow with the instants.
fn look_at_ids(file: &HistoryFile) -> Result<()> {
    let mut moments: Vec<(u64, u64, usize, &'static str)> = Vec::new();
    for (call, line) in file.calls.iter().zip(&file.lines) {
        let returned = call.returned.as_ref().map(|(at, _)| (at.event, at.at_us, "return_id"));
        for (event, at_us, field) in
            [Some((call.called.event, call.called.at_us, "call_id")), returned].into_iter().flatten()
        {
            moments.extend(event.map(|event| (event, at_us, *line, field)));
        }
    }
    moments.sort_unstable();
    for pair in moments.windows(2) {
        let ((event, at_us, ..), (next, next_at_us, line, field)) = (pair[0], pair[1]);
        let wrong = |expected| Err(HistoryError { line, place: Place::Field(field), expected });
        if event == next {
            return wrong(HistoryExpected::NewId);
        }
        if next_at_us < at_us {
            return wrong(HistoryExpected::GrowingId);
        }
    }
    Ok(())
}

// The library that damages lines at random is not there for WebAssembly.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
