//! How a leader brings a peer up to date that lacks what the log no longer has (§7, Figure 13).

use super::replication::Learned;
use super::{Echo, Leading};
use crate::raft::effects::Why;
use crate::raft::event::{Event, SnapshotEvent};
use crate::raft::message::{Body, InstallSnapshot, SnapshotAnswer};
use crate::raft::progress::Sending;
use crate::raft::turn::{Tenure, not_asking};
use crate::raft::types::{LocalTime, LogIndex, NodeId};
use std::sync::Arc;

/// The pieces that a snapshot is sent in, at most: each takes a round trip.
const PIECES_MAX: usize = 32;

/// The bytes of a small snapshot that one InstallSnapshot carries.
pub const PIECE_BYTES_MIN: usize = 1024;

/// The bytes of a snapshot that one InstallSnapshot carries, at most.
fn piece_bytes(snapshot_bytes: usize) -> usize {
    snapshot_bytes.div_ceil(PIECES_MAX).max(PIECE_BYTES_MIN)
}

/// Entries that a leader keeps for a peer that it brings up to date, at most; one that lacks more is sent a later
/// snapshot.
const HELD_MAX: u64 = 4_096;

impl Leading<'_> {
    /// The log up to this index, `applied` at most, is needed by no peer: a peer needs what follows the snapshot that it
    /// is being sent, and what it was not sent yet. A peer under a steady load would be sent one snapshot after another
    /// otherwise, each too old when it is installed. One that has not answered for an election timeout is not waited for.
    pub fn needed_by_peers(&self, applied: LogIndex) -> LogIndex {
        let patience_us = self.core.config().election_timeout.max_us;
        let answers = |peer: &NodeId| {
            let confirmed_at = self.leader.progress[peer.slot()].confirmed_at;
            LocalTime(0) < confirmed_at && self.core.now() < confirmed_at.after(patience_us)
        };
        let has = |peer: NodeId| {
            let progress = &self.leader.progress[peer.slot()];
            let sending = progress.sending.as_ref().map(|sending| sending.snapshot.last.index);
            sending.unwrap_or(progress.next_index.previous())
        };
        let peers = self.core.membership().members().without(self.core.id());
        let needed = peers.iter().filter(answers).map(has).filter(|index| applied.0 <= index.0 + HELD_MAX).min();
        needed.map_or(applied, |index| index.min(applied))
    }

    /// Sends a peer the next piece of a snapshot, unless one is on its way. Returns whether any went.
    pub(super) fn send_snapshot(&mut self, peer: NodeId, why: Why) -> bool {
        let progress = &mut self.leader.progress[peer.slot()];
        // A transfer that was begun is finished; one of which nothing has arrived begins with the latest snapshot.
        let is_begun = |sending: &Sending| 0 < sending.offset || sending.in_flight.is_some();
        if !progress.sending.as_deref().is_some_and(is_begun) {
            let Some(snapshot) = self.core.snapshot() else { return false };
            progress.send_snapshot(Arc::clone(snapshot));
        }
        let Some(sending) = progress.sending.as_mut().filter(|sending| sending.in_flight.is_none()) else {
            return false;
        };
        sending.in_flight = Some(self.leader.round);
        let (snapshot, offset) = (Arc::clone(&sending.snapshot), sending.offset);
        let bytes = snapshot.data.len();
        let end = bytes.min(offset + piece_bytes(bytes));
        let piece = InstallSnapshot {
            round: self.leader.round,
            sent_at: self.core.now(),
            last: snapshot.last,
            membership: snapshot.membership,
            offset,
            data: snapshot.data[offset..end].into(),
            done: end == bytes,
        };
        let event = SnapshotEvent::Sent { peer, last: snapshot.last, offset, bytes };
        let sent = self.out.decide(why, Event::Snapshot(event));
        self.core.send_after_hard_state(peer, Body::InstallSnapshot(Box::new(piece)), sent, self.out);
        true
    }

    /// A reply to InstallSnapshot, of this term.
    pub fn on_snapshot_reply(&mut self, from: NodeId, echo: Echo, answer: SnapshotAnswer) -> Tenure {
        if !self.is_asking(from, echo.0) || answer == SnapshotAnswer::StaleTerm {
            return not_asking(from, self.out);
        }
        let progress = &mut self.leader.progress[from.slot()];
        let mut learned = Learned::NOTHING;
        match answer {
            SnapshotAnswer::Wants { last_index, answers, offset } if !progress.wanted(last_index, answers, offset) => {
                not_asking(from, self.out)?;
            }
            SnapshotAnswer::Installed { match_index } if match_index <= self.core.last_index() => {
                if progress.installed(match_index, self.leader.round) {
                    learned = self.advance_match(from, match_index, Why::INPUT);
                }
            }
            SnapshotAnswer::Wants { .. } | SnapshotAnswer::Installed { .. } | SnapshotAnswer::StaleTerm => {}
        }
        self.after_answer(from, echo, learned)
    }
}
