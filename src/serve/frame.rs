//! What two servers send each other over their connection: frames, each with its length before it.

use super::book::Told;
use crate::kv::{Request, RequestId, SessionId};
use crate::raft::Message;
use crate::replica::Answer;
use serde::{Deserialize, Serialize};
use std::io;
use tokio::io::{AsyncRead, AsyncReadExt};

/// The longest frame, bytes. The longest message is a piece of a snapshot: a 32nd of it. So the longest snapshot has
/// 512 MiB.
pub const FRAME_BYTES_MAX: usize = 16 * 1024 * 1024;

/// What one server tells another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Frame {
    /// A message of Raft.
    Raft {
        /// Its number, by which the streams of events of both nodes name it.
        number: u64,
        /// The message.
        message: Message,
    },
    /// A client's command: the sender does not lead, and forwards the command to the leader.
    Command(Request),
    /// The answer to it.
    Answer {
        /// The session of the command.
        session: SessionId,
        /// Its number.
        request: RequestId,
        /// What became of it.
        answer: Answer,
    },
    /// The addresses of nodes that the sender was told.
    Addresses(Told),
}

impl Frame {
    /// Appends its bytes, its length first. Returns false, and appends nothing, if it is too long.
    pub fn encode(&self, into: &mut Vec<u8>) -> bool {
        let begin = into.len();
        into.extend_from_slice(&[0; 4]);
        // Writing to a growing buffer has no way to fail.
        *into = postcard::to_extend(self, std::mem::take(into)).expect("a frame is encodable");
        let length = into.len() - begin - 4;
        if FRAME_BYTES_MAX < length {
            into.truncate(begin);
            return false;
        }
        into[begin..begin + 4].copy_from_slice(&(length as u32).to_le_bytes());
        true
    }

    /// A frame from its bytes, without the length; none if they are no frame.
    pub fn decode(bytes: &[u8]) -> Option<Frame> {
        postcard::from_bytes(bytes).ok()
    }

    /// Reads a frame. `buffer` is for its bytes, and keeps its memory.
    ///
    /// # Errors
    /// If the connection ends, or the bytes are no frame.
    pub async fn read(from: &mut (impl AsyncRead + Unpin), buffer: &mut Vec<u8>) -> io::Result<Frame> {
        let length = from.read_u32_le().await? as usize;
        if FRAME_BYTES_MAX < length {
            return Err(io::Error::new(io::ErrorKind::InvalidData, format!("a frame of {length} bytes is too long")));
        }
        // Memory is taken as the bytes come, not in advance for the length that the other side announces.
        buffer.clear();
        if from.take(length as u64).read_to_end(buffer).await? < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Frame::decode(buffer).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "these bytes are no frame"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kv::Command;
    use crate::raft::{NodeId, NodeSet};
    use proptest::prelude::*;

    fn frames() -> Vec<Frame> {
        let command = Command::Set { key: "x".into(), value: "1".into() };
        let (session, request) = (SessionId(u64::MAX), RequestId(2));
        vec![
            Frame::Command(Request { session, id: request, command }),
            Frame::Answer { session, request, answer: Answer::Unconfirmed },
        ]
    }

    /// A frame must not name a node that no cluster has: such a node would have no place in any table.
    #[test]
    fn nodes_that_no_cluster_has_are_not_read() {
        let node = |number: u8| postcard::from_bytes::<NodeId>(&[number]).is_ok();
        assert!(node(1) && node(9) && !node(0) && !node(10) && !node(200));
        let nodes = |bits: u16| {
            let bytes = postcard::to_allocvec(&bits).unwrap();
            postcard::from_bytes::<NodeSet>(&bytes).is_ok()
        };
        assert!(nodes(0) && nodes(511) && !nodes(512) && !nodes(u16::MAX));
    }

    #[tokio::test]
    async fn frames_follow_one_another() {
        let mut bytes = Vec::new();
        assert!(frames().iter().all(|frame| frame.encode(&mut bytes)));
        let (mut rest, mut buffer) = (&bytes[..], Vec::new());
        for frame in frames() {
            assert_eq!(Frame::read(&mut rest, &mut buffer).await.unwrap(), frame);
        }
        let end = Frame::read(&mut rest, &mut buffer).await.unwrap_err();
        assert_eq!(end.kind(), io::ErrorKind::UnexpectedEof);
    }

    /// A wrong length costs no memory, and wrong bytes no more than the connection.
    #[tokio::test]
    async fn what_is_no_frame_is_an_error() {
        let mut buffer = Vec::new();
        let long = (FRAME_BYTES_MAX as u32 + 1).to_le_bytes();
        assert_eq!(Frame::read(&mut &long[..], &mut buffer).await.unwrap_err().kind(), io::ErrorKind::InvalidData);
        let short = (FRAME_BYTES_MAX as u32).to_le_bytes();
        assert_eq!(Frame::read(&mut &short[..], &mut buffer).await.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        assert!(buffer.capacity() < 4096);
        assert_eq!(
            Frame::read(&mut &[1, 0, 0, 0, 9][..], &mut buffer).await.unwrap_err().kind(),
            io::ErrorKind::InvalidData
        );
    }

    proptest! {
        /// Any bytes are no frame, or one that is read again from its own bytes.
        #[test]
        fn any_bytes_are_a_frame_or_none(bytes: Vec<u8>) {
            if let Some(frame) = Frame::decode(&bytes) {
                let mut again = Vec::new();
                prop_assert!(frame.encode(&mut again));
                prop_assert_eq!(Frame::decode(&again[4..]), Some(frame));
            }
        }
    }

    #[test]
    fn a_frame_that_is_too_long_is_not_sent() {
        let command = Command::Set { key: "x".into(), value: "v".repeat(FRAME_BYTES_MAX).into() };
        let mut bytes = vec![7];
        assert!(!Frame::Command(Request { session: SessionId(1), id: RequestId(1), command }).encode(&mut bytes));
        assert_eq!(bytes, [7]);
    }
}
