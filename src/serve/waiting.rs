//! The callers that wait for the answer to a request.

use super::inbox::{Answered, Reply};
use crate::kv::{RequestId, SessionId};
use crate::raft::NodeId;
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// Requests that wait for an answer, at most: those of the node's own clients and those that others forwarded to it.
pub const WAITING_MAX: usize = 16_384;

/// How long a request may wait for its answer. After that nobody asks for it any more.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// Where an answer goes.
pub enum To {
    /// To a client of this node.
    Client(Reply<Answered>),
    /// To the node that forwarded the request.
    Node(NodeId),
}

/// The requests that wait, by session and number. One that was sent twice waits twice.
#[derive(Default)]
pub struct Waiting {
    requests: HashMap<(SessionId, RequestId), Vec<(Instant, To)>>,
    count: usize,
}

impl Waiting {
    /// How many wait.
    pub fn len(&self) -> usize {
        self.count
    }

    /// One more request waits.
    ///
    /// # Errors
    /// If there are too many.
    pub fn add(&mut self, session: SessionId, request: RequestId, to: To, now: Instant) -> Result<(), To> {
        if WAITING_MAX <= self.count {
            return Err(to);
        }
        self.requests.entry((session, request)).or_default().push((now, to));
        self.count += 1;
        Ok(())
    }

    /// Takes all callers that wait for a request, and since when.
    pub fn take(&mut self, session: SessionId, request: RequestId) -> Vec<(Instant, To)> {
        let taken = self.requests.remove(&(session, request)).unwrap_or_default();
        self.count -= taken.len();
        taken
    }

    /// Forgets the callers that have waited for too long. Returns how many.
    pub fn forget_late(&mut self, now: Instant) -> usize {
        let before = self.count;
        self.requests.retain(|_, waiting| {
            waiting.retain(|(since, _)| now < *since + PATIENCE);
            !waiting.is_empty()
        });
        self.count = self.requests.values().map(Vec::len).sum();
        before - self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_answered_to_all_who_wait_for_it() {
        let (mut waiting, now) = (Waiting::default(), Instant::now());
        let node = |number| To::Node(NodeId::new(number).unwrap());
        for number in [1, 2] {
            assert!(waiting.add(SessionId(1), RequestId(1), node(number), now).is_ok());
        }
        assert!(waiting.add(SessionId(1), RequestId(2), node(1), now + PATIENCE).is_ok());
        assert_eq!(waiting.take(SessionId(1), RequestId(1)).len(), 2);
        assert_eq!(waiting.take(SessionId(1), RequestId(1)).len(), 0);
        assert!(waiting.add(SessionId(2), RequestId(1), node(1), now).is_ok());
        assert_eq!((waiting.forget_late(now + PATIENCE), waiting.len()), (1, 1));
    }

    #[test]
    fn there_is_a_limit() {
        let (mut waiting, now) = (Waiting::default(), Instant::now());
        let mut add = |id| waiting.add(SessionId(id), RequestId(1), To::Node(NodeId::new(1).unwrap()), now).is_ok();
        assert_eq!((0..).take_while(|id| add(*id)).count(), WAITING_MAX);
    }
}
