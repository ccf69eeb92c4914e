//! The state machine: a key-value store with sessions, so that a retried command is applied once.
//!
//! It knows nothing of terms, indexes or nodes: it applies requests in the order that it gets them,
//! and the same requests in the same order give the same state.

mod command;
mod request;
#[cfg(test)]
mod samples;
mod session;
mod store;

pub use command::{Command, Outcome, TEXT_BYTES_MAX, Text};
pub use request::{LastDecoded, Request, RequestId, SessionId};
pub use session::SESSIONS_MAX;
pub use store::{Applied, StateMachine};
