//! Whether reads by lease are safe, as the nodes are set up.
//!
//! A leader counts its lease by its own clock and its own election timeout, and its voters keep their promise by
//! theirs. So all timeouts need the same minimum, and no clock may err by more than
//! [`CLOCK_ERROR_MAX_PPM`](crate::raft::CLOCK_ERROR_MAX_PPM).

use super::event::id::EventId;
use super::fields::{Field, Line, LineError};
use super::time::Instant;
use crate::raft::{Fields, Hear, NodeId, told};
use serde::{Deserialize, Serialize};

told! {
    /// What makes leases unsafe.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub enum LeaseRisk tells Field from Line {
        /// Election timeouts have different minima.
        Timeouts {
            /// A node with the shortest.
            shorter: NodeId,
            /// That minimum, µs.
            shorter_us: u64,
            /// A node with the longest.
            longer: NodeId,
            /// That minimum, µs.
            longer_us: u64,
        } => "timeouts";
        /// A clock errs by too much.
        Clock {
            /// The node with the worst clock.
            node: NodeId,
            /// How much it runs fast (above 0) or slow, parts per million.
            error_ppm: i64,
        } tells {
            "clock": node,
            "way": if *error_ppm < 0 { "slow" } else { "fast" },
            "error-ppm": error_ppm.unsigned_abs(),
        } reads told {
            node: NodeId::hear("clock", told)?,
            error_ppm: clock_error(told)?,
        } => "clock";
    }
}

/// By how much a clock errs, of which a line says the amount and the way.
fn clock_error(told: &Line) -> Result<i64, LineError> {
    let amount = told.count("error-ppm")? as i64;
    match told.word("way")? {
        "slow" => Ok(-amount),
        "fast" => Ok(amount),
        _ => Err(told.no_such_word("way")),
    }
}

/// When leases were first unsafe in a run, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FirstRisk {
    pub event: EventId,
    pub cause: Option<EventId>,
    pub at: Instant,
    pub risk: LeaseRisk,
}

/// Whether leases are unsafe, and were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Leases {
    pub are_unsafe: bool,
    pub first: Option<FirstRisk>,
}
