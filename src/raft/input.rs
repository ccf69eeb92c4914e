//! What a node is given.

use super::log::Payload;
use super::membership::Change;
use super::message::Message;
use super::types::{LogIndex, LogPosition, NodeId, RequestToken, WriteSeq};
use std::sync::Arc;

/// What comes in through the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A message from a peer.
    Message(Message),
    /// The election timer fired.
    ElectionTimeout,
    /// The heartbeat timer fired.
    HeartbeatTimeout,
    /// A client's command, for the log.
    Propose {
        /// The command.
        payload: Payload,
        /// Handed back with the answer.
        request: RequestToken,
    },
    /// A client's read, which takes no entry (ReadIndex, §8).
    Read {
        /// Handed back with the answer.
        request: RequestToken,
    },
    /// The state machine at what is applied: most of the log up to there may go.
    Compact {
        /// The last applied index.
        applied: LogIndex,
        /// The state machine, as bytes.
        data: Arc<[u8]>,
        /// Entries before that which stay in the log, for peers that are a little late.
        keep: u64,
    },
    /// An operator asks for another configuration.
    Change {
        /// The change.
        change: Change,
        /// Handed back with what becomes of it.
        order: RequestToken,
    },
    /// An operator asks for leadership to be handed over.
    Transfer {
        /// The successor.
        to: NodeId,
        /// Handed back with what becomes of it.
        order: RequestToken,
    },
    /// Every write up to this one is durable.
    Persisted {
        /// The last of them.
        up_to: WriteSeq,
        /// Where the durable log ends now.
        log_end: LogPosition,
    },
}
