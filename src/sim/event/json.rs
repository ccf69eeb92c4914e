//! Events as JSON: the lines of a trace, written and read.

use super::id::EventId;
use super::{Event, What};
use crate::raft::{Fields, Hear, Rule};
use crate::sim::fields::{Line, LineError, LineExpected};
use crate::sim::time::Instant;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// A trace line: the event's own fields first, then those of its kind.
impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (kind, fields) = self.describe();
        let rule = self.rule();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.id.0)?;
        map.serialize_entry("at_us", &self.at.0)?;
        map.serialize_entry("node", &self.actor.map(|actor| actor.to_string()))?;
        map.serialize_entry("kind", kind)?;
        map.serialize_entry("rule", &rule.map(Rule::name))?;
        map.serialize_entry("section", &rule.map(Rule::section))?;
        map.serialize_entry("cause", &self.cause.map(|cause| cause.0))?;
        map.serialize_entry("because", &self.because.iter().map(|event| event.0).collect::<Vec<_>>())?;
        for (name, field) in &fields {
            map.serialize_entry(&name.replace('-', "_"), field)?;
        }
        map.end()
    }
}

impl Event {
    /// Reads a trace line. Fields that no kind has say nothing, and neither do rule and section: the kind says them.
    ///
    /// What a line does not tell is not known afterwards: the times of a message's travel, a leader's round, the session of
    /// a command that came by HTTP, and the configuration that is applied, which stands in the log.
    ///
    /// # Errors
    /// If the text is no trace line: the error names the field, or the column, and what was expected there.
    pub fn read(text: &str) -> Result<Event, LineError> {
        let line = Line::parse(text)?;
        let id = line.count("id")?;
        let above = |causes: &Option<u64>| causes.is_none_or(|cause| 0 < cause && cause < id);
        let cause = line.count_or_null("cause", LineExpected::Cause)?;
        if !above(&cause) {
            return Err(line.wrong("cause", LineExpected::Cause));
        }
        let because = line.counts("because", LineExpected::Causes)?;
        if !because.iter().all(|cause| above(&Some(*cause))) {
            return Err(line.wrong("because", LineExpected::Causes));
        }
        let what = What::hear_kind(line.word("kind")?, &line)?;
        Ok(Event {
            id: EventId(id),
            at: Instant::hear("at-us", &line)?,
            actor: line.who("node")?,
            what: what.ok_or_else(|| line.wrong("kind", LineExpected::Kind))?,
            cause: cause.map(EventId),
            because: because.into_iter().map(EventId).collect(),
        })
    }
}
