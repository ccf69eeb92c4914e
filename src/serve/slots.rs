//! Sessions for requests without an idempotency key: each request under way has one for itself.

use crate::kv::{RequestId, SessionId};
use crate::raft::NodeId;
use std::sync::Mutex;

/// Requests of its own clients that a node has under way, at most. More are refused, and to be tried again.
pub const REQUESTS_MAX: usize = 4096;

/// The sessions of one life of a node. The one that was given back last is taken next, so that as few as possible are used:
/// the store keeps a limited number of sessions, and the others are for idempotency keys.
pub struct Slots {
    first: SessionId,
    free: Mutex<Vec<(u64, u64)>>,
}

/// A session for one request. It is given back at the end.
pub struct Slot<'a> {
    slots: &'a Slots,
    place: u64,
    request: u64,
}

impl Slots {
    /// The sessions of a life of a node. No two lives, and no two nodes, have the same; clients of the simulator have
    /// lower numbers, idempotency keys higher ones.
    pub fn of_life(node: NodeId, life: u64) -> Slots {
        let lives = life & ((1 << 40) - 1);
        let first = SessionId(1 << 62 | (node.number() as u64) << 56 | lives << 16);
        Slots { first, free: Mutex::new((0..REQUESTS_MAX as u64).rev().map(|place| (place, 0)).collect()) }
    }

    /// Takes a session; none if as many requests as may be are under way.
    pub fn take(&self) -> Option<Slot<'_>> {
        let (place, request) = self.free.lock().ok()?.pop()?;
        Some(Slot { slots: self, place, request: request + 1 })
    }
}

impl Slot<'_> {
    /// The session and the number of the request.
    pub fn name(&self) -> (SessionId, RequestId) {
        (SessionId(self.slots.first.0 | self.place), RequestId(self.request))
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        if let Ok(mut free) = self.slots.free.lock() {
            free.push((self.place, self.request));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_has_one_request_under_way_and_counts_on() {
        let slots = Slots::of_life(NodeId::new(9).unwrap(), 3);
        let (first, second) = (slots.take().unwrap(), slots.take().unwrap());
        assert_ne!(first.name().0, second.name().0);
        let (session, RequestId(number)) = second.name();
        drop(second);
        assert_eq!(slots.take().unwrap().name(), (session, RequestId(number + 1)));
        assert!(first.name().0 < SessionId::of_key("any"));
    }

    #[test]
    fn there_is_a_limit() {
        let slots = Slots::of_life(NodeId::new(1).unwrap(), 1);
        let taken: Vec<Slot<'_>> = std::iter::from_fn(|| slots.take()).collect();
        assert_eq!(taken.len(), REQUESTS_MAX);
    }
}
