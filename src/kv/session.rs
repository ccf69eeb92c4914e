//! Sessions: what was applied last for each client, so that a retried request is applied once.

use super::command::Outcome;
use super::request::{RequestId, SessionId};
use imbl::OrdMap;
use serde::de::{SeqAccess, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// The most sessions that a store keeps. One more ends the session whose latest request was applied longest ago. The log
/// alone decides that, so that all nodes end the same sessions at the same entry; a clock would part them.
///
/// A request of a session that has ended is taken for a new one. To be applied twice, it has to be retried after so many
/// other sessions had a request applied.
pub const SESSIONS_MAX: usize = 16_384;

/// The last request of a session, and its answer. A client has one request outstanding, so one answer is all that a retry
/// can ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The request, by [`super::Request::name`].
    pub last: RequestId,
    /// Its answer.
    pub outcome: Outcome,
}

/// The sessions of a store, at most [`SESSIONS_MAX`]. A clone shares its structure with the original.
///
/// Invariant: `by_use` holds each session of `by_id` once, at its place.
#[derive(Clone, Default)]
pub struct Sessions {
    by_id: OrdMap<SessionId, (Place, Session)>,
    by_use: OrdMap<Place, SessionId>,
}

/// Where a session stands among the others: the later its latest request was applied, the higher. Only the order counts:
/// a store that comes out of a snapshot may have other numbers.
type Place = u64;

impl Sessions {
    /// A session, unless it has ended or never began.
    pub fn get(&self, id: SessionId) -> Option<&Session> {
        self.by_id.get(&id).map(|(_, session)| session)
    }

    /// A request of a session was applied: the session begins, or goes on.
    pub fn put(&mut self, id: SessionId, session: Session) {
        let place = self.by_use.get_max().map_or(0, |(last, _)| last + 1);
        match self.by_id.insert(id, (place, session)) {
            Some((former, _)) => {
                self.by_use.remove(&former);
            }
            None if SESSIONS_MAX < self.by_id.len() => self.end_oldest(),
            None => {}
        }
        self.by_use.insert(place, id);
    }

    fn end_oldest(&mut self) {
        if let Some((place, id)) = self.by_use.get_min().copied() {
            self.by_use.remove(&place);
            self.by_id.remove(&id);
        }
    }

    /// All of them, in the order in which their latest requests were applied.
    fn iter(&self) -> impl Iterator<Item = (SessionId, &Session)> {
        self.by_use.values().map(|id| (*id, &self.by_id[id].1))
    }
}

impl PartialEq for Sessions {
    fn eq(&self, other: &Sessions) -> bool {
        self.by_id.len() == other.by_id.len() && self.iter().eq(other.iter())
    }
}

impl Eq for Sessions {}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// The order is that of use, and says what the places say.
impl Serialize for Sessions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut all = serializer.serialize_seq(Some(self.by_id.len()))?;
        for (id, Session { last, outcome }) in self.iter() {
            all.serialize_element(&(id, last, outcome))?;
        }
        all.end()
    }
}

impl<'de> Deserialize<'de> for Sessions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Sessions, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Sessions;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("sessions in the order of their use")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Sessions, A::Error> {
                let mut sessions = Sessions::default();
                while let Some((id, last, outcome)) = all.next_element()? {
                    sessions.put(id, Session { last, outcome });
                }
                Ok(sessions)
            }
        }
        deserializer.deserialize_seq(InOrder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(sessions: &mut Sessions, id: u64, last: u64) {
        sessions.put(SessionId(id), Session { last: RequestId(last), outcome: Outcome::Ok });
    }

    #[test]
    fn the_session_that_was_used_longest_ago_ends() {
        let mut sessions = Sessions::default();
        let limit = SESSIONS_MAX as u64;
        (1..=limit).for_each(|id| used(&mut sessions, id, 1));
        used(&mut sessions, 1, 2);
        assert!(sessions.get(SessionId(2)).is_some(), "a session that goes on ends no other");
        used(&mut sessions, limit + 1, 1);
        assert!(sessions.get(SessionId(2)).is_none());
        assert_eq!(sessions.get(SessionId(1)).map(|session| session.last), Some(RequestId(2)));
        assert_eq!((sessions.by_id.len(), sessions.by_use.len()), (SESSIONS_MAX, SESSIONS_MAX));
    }

    #[test]
    fn the_order_of_use_survives_the_bytes() {
        let mut sessions = Sessions::default();
        for (id, last) in [(3, 1), (1, 1), (2, 1), (3, 2)] {
            used(&mut sessions, id, last);
        }
        let bytes = postcard::to_allocvec(&sessions).unwrap();
        let restored: Sessions = postcard::from_bytes(&bytes).unwrap();
        assert_eq!(restored, sessions);
        assert_eq!(restored.iter().map(|(id, _)| id.0).collect::<Vec<_>>(), [1, 2, 3]);
        used(&mut sessions, 1, 2);
        assert_ne!(restored, sessions);
    }
}
