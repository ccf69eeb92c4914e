//! What a trace tells, put together again: each node's state after each event, of one run or of several nodes' files.
//!
//! A [`Picture`] is the fold of events to states. It takes no event for granted: one that cannot follow from those
//! before it is a [`Misfit`], because lines are missing or were changed. [`Merge`] brings the events of several nodes
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
