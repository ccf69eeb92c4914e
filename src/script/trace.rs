//! Trace lines, and the digest of a run.

use crate::sim::Event;
use std::fmt;
use xxhash_rust::xxh64::Xxh64;

/// One trace line, without its end.
pub fn line(event: &Event) -> String {
    let Ok(line) = serde_json::to_string(event) else {
        unreachable!("every key of an event is a string, and a string takes what is written to it");
    };
    line
}

/// The digest of a run: XXH64 over every trace line, in order, each with its line end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest(u64);

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// A run's trace lines as they come, and their digest so far.
pub struct Trace {
    hasher: Xxh64,
}

impl Default for Trace {
    fn default() -> Trace {
        Trace { hasher: Xxh64::new(0) }
    }
}

impl Trace {
    /// Takes an event in, and returns its line.
    pub fn take(&mut self, event: &Event) -> String {
        let line = line(event);
        self.hasher.update(line.as_bytes());
        self.hasher.update(b"\n");
        line
    }

    /// The digest of what was taken in.
    pub fn digest(&self) -> Digest {
        Digest(self.hasher.digest())
    }
}
