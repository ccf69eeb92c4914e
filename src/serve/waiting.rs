//! The callers that wait for the answer to a request.

use super::inbox::{Answered, Reply};
use crate::kv::{RequestId, SessionId};
use crate::raft::NodeId;
use crate::replica::Answer;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::time::{Duration, Instant};

/// Requests that wait for an answer, at most: those of the node's own clients and those that others forwarded to it.
pub const WAITING_MAX: usize = 16_384;

/// How long a request may wait for its answer. After that the caller has given up.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// Where an answer goes.
pub enum To {
    /// To a client of this node.
    Client(Reply<Answered>),
    /// To the node that forwarded the request.
    Node(NodeId),
}

/// A caller that waits.
pub struct Caller {
    /// Since when.
    pub since: Instant,
    /// Where its answer goes.
    pub to: To,
    /// The node that its request was forwarded to.
    pub forwarded_to: Option<NodeId>,
}

/// The requests that wait, by session and number. One that was sent twice waits twice.
#[derive(Default)]
pub struct Waiting {
    requests: HashMap<(SessionId, RequestId), Vec<Caller>>,
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
    pub fn add(&mut self, session: SessionId, request: RequestId, caller: Caller) -> Result<(), To> {
        if WAITING_MAX <= self.count {
            return Err(caller.to);
        }
        self.requests.entry((session, request)).or_default().push(caller);
        self.count += 1;
        Ok(())
    }

    /// Takes the callers that an answer is for, which this node gives, or the one that the request was forwarded to. An answer
    /// about an entry is for all that wait for the request. A refusal is for the one that came last to the node that
    /// refuses: it says nothing of those whose entry is in the log.
    pub fn take(
        &mut self,
        session: SessionId,
        request: RequestId,
        answer: &Answer,
        forwarded_to: Option<NodeId>,
    ) -> Vec<Caller> {
        let Entry::Occupied(mut entry) = self.requests.entry((session, request)) else { return Vec::new() };
        let callers = entry.get_mut();
        let taken = match answer {
            Answer::Done(_) | Answer::KeyTaken => std::mem::take(callers),
            Answer::NotLeader(_) | Answer::HandingOver(_) | Answer::Unconfirmed => {
                let newest = callers.iter().rposition(|caller| caller.forwarded_to == forwarded_to);
                newest.map(|place| callers.remove(place)).into_iter().collect()
            }
        };
        if callers.is_empty() {
            entry.remove();
        }
        self.count -= taken.len();
        taken
    }

    /// Forgets the callers that have waited for too long. Returns how many.
    pub fn forget_late(&mut self, now: Instant) -> usize {
        let before = self.count;
        self.requests.retain(|_, waiting| {
            waiting.retain(|caller| now < caller.since + PATIENCE);
            !waiting.is_empty()
        });
        self.count = self.requests.values().map(Vec::len).sum();
        before - self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kv::Outcome;

    fn node(number: usize) -> NodeId {
        NodeId::new(number).unwrap()
    }

    /// Another node waits, whose request is here or was forwarded.
    fn caller(number: usize, forwarded_to: Option<usize>, since: Instant) -> Caller {
        Caller { since, to: To::Node(node(number)), forwarded_to: forwarded_to.map(node) }
    }

    fn numbers(taken: Vec<Caller>) -> Vec<usize> {
        let number = |caller: Caller| if let To::Node(node) = caller.to { node.number() } else { 0 };
        taken.into_iter().map(number).collect()
    }

    #[test]
    fn a_request_is_answered_to_all_that_wait_for_it() {
        let (mut waiting, now, done) = (Waiting::default(), Instant::now(), Answer::Done(Outcome::Ok));
        for (number, forwarded_to) in [(1, None), (2, Some(3))] {
            assert!(waiting.add(SessionId(1), RequestId(1), caller(number, forwarded_to, now)).is_ok());
        }
        assert!(waiting.add(SessionId(1), RequestId(2), caller(1, None, now + PATIENCE)).is_ok());
        assert_eq!(numbers(waiting.take(SessionId(1), RequestId(1), &done, None)), [1, 2]);
        assert!(waiting.take(SessionId(1), RequestId(1), &done, None).is_empty());
        assert!(waiting.add(SessionId(2), RequestId(1), caller(1, None, now)).is_ok());
        assert_eq!((waiting.forget_late(now + PATIENCE), waiting.len()), (1, 1));
    }

    /// A client sends a write again while the first one is under way. The refusal of the second says nothing of the first.
    #[test]
    fn a_refusal_is_for_the_caller_that_came_last_to_the_node_that_refuses() {
        let (mut waiting, now) = (Waiting::default(), Instant::now());
        for (number, forwarded_to) in [(1, None), (2, Some(3)), (4, None), (5, Some(6))] {
            assert!(waiting.add(SessionId(1), RequestId(1), caller(number, forwarded_to, now)).is_ok());
        }
        let mut refused = |by: Option<usize>| {
            numbers(waiting.take(SessionId(1), RequestId(1), &Answer::NotLeader(None), by.map(node)))
        };
        assert_eq!(
            [refused(None), refused(Some(3)), refused(Some(3)), refused(None)],
            [vec![4], vec![2], vec![], vec![1]]
        );
        assert_eq!(waiting.len(), 1);
    }

    #[test]
    fn there_is_a_limit() {
        let (mut waiting, now) = (Waiting::default(), Instant::now());
        let mut add = |id| waiting.add(SessionId(id), RequestId(1), caller(1, None, now)).is_ok();
        assert_eq!((0..).take_while(|id| add(*id)).count(), WAITING_MAX);
    }
}
