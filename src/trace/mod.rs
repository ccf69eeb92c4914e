//! Rebuilds each node's state after each event, from the trace of a run or from the traces of several nodes.
//!
//! A [`Picture`] folds events into states. It trusts no event: one that cannot follow from the events before it is a
//! [`Misfit`], because lines are missing or were changed. [`Merge`] brings the events of several nodes
//! into one order, and [`Lines`] reads them from text.
//!
//! Nothing here judges whether a state is right: `check` does, and `lab` draws it.

mod expected;
mod lines;
mod merge;
mod node;
mod picture;
mod store;

pub use expected::{Misfit, Unfit};
pub use lines::{Fault, FileError, LineReader, Lines};
pub use merge::{Merge, Numbering, Streamed};
pub use node::{Life, NodePicture};
pub use picture::{Change, Picture};
pub use store::Store;

#[cfg(test)]
mod tests;
