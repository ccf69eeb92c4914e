//! A command with its session and number, and its bytes.

use super::command::Command;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// A client's session: requests of one session are applied once, while the store keeps the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SessionId(pub u64);

impl SessionId {
    /// The session of an idempotency key, which has one request. Its highest bit is set: no client has such a number.
    pub fn of_key(key: &str) -> SessionId {
        SessionId(xxh3_64(key.as_bytes()) | SessionId::OF_KEY)
    }

    const OF_KEY: u64 = 1 << 63;

    /// Whether it is that of an idempotency key.
    pub const fn is_of_key(self) -> bool {
        self.0 & SessionId::OF_KEY != 0
    }
}

/// The number of a request in its session, from 1; a retry keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RequestId(pub u64);

/// A command with its session and number: what a log entry holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Request {
    /// The session of the client that asks.
    pub session: SessionId,
    /// Its number in that session.
    pub id: RequestId,
    /// What is asked.
    pub command: Command,
}

impl Request {
    /// The bytes for a log entry.
    pub fn encode(&self) -> Arc<[u8]> {
        // Writing to a growing buffer has no way to fail.
        postcard::to_allocvec(self).expect("a request is encodable").into()
    }

    /// What tells it from the other requests of its session: its number. An idempotency key has one request, and what tells it
    /// from another is what it asks.
    pub fn name(&self) -> RequestId {
        if self.session.is_of_key() {
            // Writing to a growing buffer has no way to fail.
            let command = postcard::to_allocvec(&self.command).expect("a command is encodable");
            return RequestId(xxh3_64(&command));
        }
        self.id
    }

    /// A request from the bytes of a log entry; `None` if they are not one.
    pub fn decode(bytes: &[u8]) -> Option<Request> {
        postcard::from_bytes(bytes).ok()
    }
}

/// The request that was decoded last. All nodes of a cluster apply the same entries, one node soon after the other; where
/// they share the bytes of an entry they share the request as well.
#[derive(Clone, Debug, Default)]
pub struct LastDecoded(Option<(Arc<[u8]>, Request)>);

impl LastDecoded {
    /// A request from the bytes of a log entry; `None` if they are not one.
    pub fn decode(&mut self, bytes: &Arc<[u8]>) -> Option<Request> {
        if let Some((known, request)) = &self.0
            && Arc::ptr_eq(known, bytes)
        {
            // The bytes are held here, so that no others can have come to stand in their place.
            return Some(request.clone());
        }
        let request = Request::decode(bytes)?;
        self.0 = Some((Arc::clone(bytes), request.clone()));
        Some(request)
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{cas, get, request, set};
    use super::*;

    #[test]
    fn a_request_survives_its_bytes() {
        let sent = request(7, cas("clé <b>", "", "\u{202e}\"#|"));
        assert_eq!(Request::decode(&sent.encode()), Some(sent));
        assert_eq!(Request::decode(&[255, 255, 255]), None);
    }

    #[test]
    fn an_idempotency_key_is_a_session_of_its_own() {
        let session = SessionId::of_key("a4f1");
        assert_eq!(session, SessionId::of_key("a4f1"));
        assert_ne!(session, SessionId::of_key("a4f2"));
        assert!(SessionId(1 << 63) <= session);
    }

    #[test]
    fn what_was_decoded_last_is_what_the_bytes_say() {
        let (one, other) = (request(1, set("x", "1")), request(2, get("x")));
        let (bytes, other_bytes) = (one.encode(), other.encode());
        let mut last = LastDecoded::default();
        for (bytes, expected) in [(&bytes, &one), (&bytes, &one), (&other_bytes, &other), (&bytes, &one)] {
            assert_eq!(last.decode(bytes).as_ref(), Some(expected));
        }
        assert_eq!(last.decode(&[255, 255, 255].into()), None);
        assert_eq!(last.decode(&other_bytes), Some(other));
    }
}
