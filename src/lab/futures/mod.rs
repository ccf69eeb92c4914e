//! What may happen next: the run from one instant on, many times, each with other chance; and when a loss became sure.
//!
//! A future is the script that leads to the present, and a `reseed` with the future's number. So anyone can enter it: it
//! is a universe like others. What a future tells depends on its number alone, and distributions on the set of futures,
//! so that one worker or many tell the same.

mod chances;
mod enter;
mod loss;
mod outcome;
mod present;
mod share;
mod turning;

pub use chances::futures_view;
pub use share::Futures;
pub use turning::Turning;

#[cfg(test)]
mod tests;
