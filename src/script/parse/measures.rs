//! The numbers, durations and percentages of the language, each with its bounds.

use super::values::DURATION_US_MAX;
use crate::raft::MAX_NODES;
use crate::script::error::Expected;
use crate::script::offer::{Number, Percentage, Span};

const MILLISECOND_US: u64 = 1_000;
const HOUR_US: u64 = 3_600_000_000;

/// Steps, messages that one trap waits for, and entries: as many as anybody will count.
const COUNT_MAX: u64 = 1_000_000_000;

const MILLION: i32 = 1_000_000;

/// The size of a cluster.
pub static NODES: Number = Number { least: 1, most: MAX_NODES as u64, expected: Expected::NodeCount, example: "5" };

/// The source of all chance.
pub static SEED: Number = Number { least: 0, most: u64::MAX, expected: Expected::Number, example: "7" };

/// A term, an index, or the terms of a log.
pub static PLAIN: Number = Number { least: 0, most: u64::MAX, expected: Expected::Number, example: "3" };

/// How many events or messages.
pub static COUNT: Number = Number { least: 1, most: COUNT_MAX, expected: Expected::Count, example: "10" };

/// How long a reader takes for a story, in minutes.
pub static MINUTES: Number = Number { least: 1, most: 600, expected: Expected::Minutes, example: "5" };

/// How much a story asks for.
pub static LEVEL: Number = Number { least: 1, most: 9, expected: Expected::Level, example: "1" };

/// How many at most, in one message or in flight.
pub static LIMIT: Number = Number { least: 1, most: 10_000, expected: Expected::Limit, example: "64" };

/// After how many entries.
pub static EVERY: Number = Number { least: 1, most: COUNT_MAX, expected: Expected::CountOff, example: "100" };

/// How many entries stay.
pub static KEEP: Number = Number { least: 0, most: COUNT_MAX, expected: Expected::Keep, example: "50" };

/// A status of HTTP.
pub static STATUS: Number = Number { least: 100, most: 599, expected: Expected::Status, example: "200" };

/// How much time passes.
pub static TIME: Span = Span { least_us: 0, most_us: DURATION_US_MAX, expected: Expected::Duration, example: "1s" };

/// The pace of a load, which would never end at 0.
pub static PACE: Span =
    Span { least_us: 1, most_us: DURATION_US_MAX, expected: Expected::PositiveDuration, example: "100ms" };

/// How long a message, or an fsync, takes.
pub static DELAY: Span =
    Span { least_us: 0, most_us: DURATION_US_MAX, expected: Expected::Duration, example: "5ms..15ms" };

/// The time of a timer.
pub static TIMER: Span =
    Span { least_us: MILLISECOND_US, most_us: HOUR_US, expected: Expected::TimerDuration, example: "50ms" };

/// The range that a timer draws its time from.
pub static TIMER_RANGE: Span =
    Span { least_us: MILLISECOND_US, most_us: HOUR_US, expected: Expected::TimerDuration, example: "150ms..300ms" };

/// A chance, or the most that any clock errs.
pub static SHARE: Percentage =
    Percentage { least_ppm: 0, most_ppm: MILLION, expected: Expected::Percentage, example: "5%" };

/// How much one clock errs. It may run slow by 90 % at most: a clock that is slower nearly stands still.
pub static CLOCK_ERROR: Percentage =
    Percentage { least_ppm: -900_000, most_ppm: MILLION, expected: Expected::ClockError, example: "2%" };
