//! The share of one worker in the futures of a present.

use super::outcome::Outcome;
use super::present::Present;
use crate::script::{BytesError, from_bytes};

/// Every so many futures of a present, from a first number on.
#[derive(Clone, Debug)]
pub struct Futures {
    present: Present,
    horizon_us: u64,
    next: u64,
    stride: u64,
}

impl Futures {
    /// The futures `first`, `first + stride`, and so on, of a checkpoint; each as far as the horizon, µs after it.
    ///
    /// # Errors
    /// If the bytes are not a checkpoint.
    pub fn new(bytes: &[u8], first: u64, stride: u64, horizon_us: u64) -> Result<Futures, BytesError> {
        let (_, runner) = from_bytes(bytes)?;
        Ok(Futures { present: Present::new(runner), horizon_us, next: first, stride: stride.max(1) })
    }

    /// Runs the next of them whose numbers are below `end`, so many at most. Returns a row of numbers for each: see
    /// [`super::super::view::FUTURE_STRIDE`].
    pub fn go(&mut self, futures: u64, end: u64) -> Vec<f64> {
        let mut rows = Vec::new();
        for _ in 0..futures {
            if end <= self.next {
                break;
            }
            rows.extend(Outcome::of(&self.present, self.next, self.horizon_us).row());
            self.next += self.stride;
        }
        rows
    }
}
