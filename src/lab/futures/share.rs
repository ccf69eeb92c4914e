//! The share of one worker in the futures of a present.

use super::super::error_view;
use super::super::view::ScriptErrorView;
use super::outcome::Outcome;
use super::present::{Present, quiet};
use crate::script::{Limit, Runner, parse};

/// Every so many futures of a present, from a first number on.
#[derive(Clone, Debug)]
pub struct Futures {
    present: Present,
    horizon_us: u64,
    next: u64,
    stride: u64,
}

impl Futures {
    /// The futures `first`, `first + stride`, and so on, of the instant that a script leads to; each as far as the
    /// horizon, µs after it. The worker runs the script to its end, so the page needs no code that reads a run
    /// from bytes.
    ///
    /// # Errors
    /// If the script is wrong.
    pub fn new(script: &str, first: u64, stride: u64, horizon_us: u64) -> Result<Futures, ScriptErrorView> {
        let mut runner = quiet(Runner::new(parse(script).map_err(error_view)?, true).with_reader());
        runner.advance(Limit::events(u64::MAX));
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
