//! Events as JSON: the lines of a trace.

use super::Event;
use crate::raft::Rule;
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
