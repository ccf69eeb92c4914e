//! What names an event, and a message's times: what is kept of both while the run goes on.

use crate::sim::time::Instant;
use serde::{Deserialize, Serialize};

/// The number of an event in the run, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize)]
pub struct EventId(pub u64);

/// When a message left, and when it was due: what leaves the flight earlier was dropped, or delivered by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Travel {
    /// When it was sent.
    pub sent_at: Instant,
    /// When it was due.
    pub due_at: Instant,
}
