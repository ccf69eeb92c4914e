//! The records of a server's disk: each write is one, with its length and a checksum, so that a restart finds where the
//! whole ones end.

use crate::raft::{Durable, Write};
use xxhash_rust::xxh3::xxh3_64;

/// The bytes before a record: its length and its checksum.
const RECORD_HEAD_BYTES: usize = 4 + 8;

/// A write as a record.
pub fn encode(write: &Write) -> Vec<u8> {
    // Writing to a growing buffer has no way to fail.
    let body = postcard::to_allocvec(write).expect("a write is encodable");
    let mut bytes = Vec::with_capacity(RECORD_HEAD_BYTES + body.len());
    bytes.extend_from_slice(&(body.len() as u32).to_le_bytes());
    bytes.extend_from_slice(&xxh3_64(&body).to_le_bytes());
    bytes.extend_from_slice(&body);
    bytes
}

/// The first record of some bytes, and the bytes after it; `None` if it is not whole.
pub fn decode(bytes: &[u8]) -> Option<(Write, &[u8])> {
    let length = u32::from_le_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
    let checksum = u64::from_le_bytes(bytes.get(4..RECORD_HEAD_BYTES)?.try_into().ok()?);
    let body = bytes.get(RECORD_HEAD_BYTES..)?.get(..length)?;
    if xxh3_64(body) != checksum {
        return None;
    }
    let write = postcard::from_bytes(body).ok()?;
    Some((write, &bytes[RECORD_HEAD_BYTES + length..]))
}

/// What a restart found beyond the last write that was known to be durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tail {
    /// Writes that were whole: they are durable now.
    pub kept: usize,
    /// Bytes that were no whole write, and are discarded.
    pub discarded: usize,
}

/// Carries out the whole records of some bytes, up to the first that is not.
pub fn replay(bytes: &[u8], contents: &mut Durable) -> Tail {
    let (mut rest, mut kept) = (bytes, 0);
    while let Some((write, after)) = decode(rest) {
        contents.store(write);
        (rest, kept) = (after, kept + 1);
    }
    Tail { kept, discarded: rest.len() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raft::{LogEntry, LogIndex, LogWrite, Payload, Term, WriteSeq};

    #[test]
    fn a_record_with_a_wrong_byte_is_no_record() {
        let entries = [1, 2, 3].map(|term| LogEntry { term: Term(term), payload: Payload::NoOp }).to_vec();
        let log = Some(LogWrite { from: LogIndex(1), entries });
        let write = Write { seq: WriteSeq(1), hard_state: None, snapshot: None, log };
        let bytes = encode(&write);
        assert_eq!(decode(&bytes), Some((write, &[][..])));
        for place in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[place] ^= 1;
            assert!(decode(&damaged).is_none(), "byte {place}");
        }
    }
}
