//! Snapshots: the state machine in place of the log that made it (§7, Figure 13).

use super::effects::{Caused, Effects, Why};
use super::event::{Event, StaleReply};
use super::leader::{Echo, Learned};
use super::message::{Body, InstallSnapshot, SnapshotAnswer};
use super::node::{Node, Role};
use super::progress::Sending;
use super::rule::Rule;
use super::storage::{Compaction, Snapshot};
use super::types::{LocalTime, LogIndex, LogPosition, NodeId, Term};
use serde::{Deserialize, Serialize};
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

/// A decision about a snapshot (§7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SnapshotEvent {
    /// A node keeps its state machine as a snapshot, and discards the beginning of its log.
    Taken {
        /// The last entry that the snapshot holds.
        last: LogPosition,
        /// How many entries the log lost; of those that the snapshot holds some may stay.
        compacted: u64,
        /// The snapshot's size, bytes.
        bytes: usize,
    },
    /// A leader sends a piece of its snapshot.
    Sent {
        /// The peer.
        peer: NodeId,
        /// The last entry that the snapshot holds.
        last: LogPosition,
        /// Where the piece begins, bytes.
        offset: usize,
        /// The snapshot's size, bytes.
        bytes: usize,
    },
    /// A follower has the next piece of a snapshot, or asks for the one that it lacks.
    Collected {
        /// The sender.
        leader: NodeId,
        /// The last entry that the snapshot holds.
        last: LogPosition,
        /// How much of it is there, bytes.
        received: usize,
    },
    /// A snapshot is refused: the sender's term is over.
    Refused {
        /// The sender.
        leader: NodeId,
        /// The sender's term.
        leader_term: Term,
        /// The receiver's.
        term: Term,
    },
    /// A follower has committed all that a snapshot holds: it needs none of it.
    NotNeeded {
        /// The sender.
        leader: NodeId,
        /// The last entry that the snapshot holds.
        last: LogPosition,
        /// The follower's commit index.
        commit_index: LogIndex,
    },
    /// A snapshot is complete and replaces the state machine: committed and applied is what it holds.
    Installed {
        /// The sender.
        leader: NodeId,
        /// The last entry that it holds; the log's base now.
        last: LogPosition,
        /// How many entries the log keeps, because they follow the snapshot's last; 0 if it was discarded.
        kept: u64,
    },
}

impl SnapshotEvent {
    /// The rule by which this was decided.
    pub const fn rule(&self) -> Rule {
        match self {
            SnapshotEvent::Taken { .. } => Rule::CompactLog,
            SnapshotEvent::Sent { .. } => Rule::SendSnapshot,
            SnapshotEvent::Refused { .. } => Rule::RefuseStaleTerm,
            SnapshotEvent::Collected { .. } | SnapshotEvent::NotNeeded { .. } => Rule::CollectSnapshot,
            SnapshotEvent::Installed { .. } => Rule::RestoreSnapshot,
        }
    }
}

/// The pieces of a snapshot that a follower has, from the first on. A crash loses them; so does another snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Collected {
    last: LogPosition,
    data: Vec<u8>,
}

impl Node {
    /// Bytes of a leader's snapshot that it has, while there are more to come.
    pub fn collected_bytes(&self) -> usize {
        self.collected.as_ref().map_or(0, |collected| collected.data.len())
    }

    /// §7: the state machine at what is applied takes the place of the log up to there. Each server does so by
    /// itself, and without asking anyone: what is applied is committed, so no decision is lost.
    ///
    /// The last `keep` entries stay, and more of them while a peer is being brought up to date with them: otherwise a
    /// peer under a steady load would be sent one snapshot after another, each too old when it is installed.
    pub(super) fn on_compaction(&mut self, applied: LogIndex, data: Arc<[u8]>, keep: u64, out: &mut Effects) {
        if applied <= self.snapshot_index() || self.commit_index < applied {
            return;
        }
        let Some(term) = self.log.term_at(applied) else { return };
        let last = LogPosition { term, index: applied };
        let membership = *self.configurations.at(applied);
        // A newcomer that has not applied the entry that adds it knows no configuration: its snapshot would name no voter.
        if membership.is_unknown() {
            return;
        }
        let kept_from = LogIndex(applied.0.saturating_sub(keep)).min(self.needed_by_peers(applied));
        let base = match self.log.term_at(kept_from) {
            Some(term) => LogPosition { term, index: kept_from },
            // It is gone already.
            None => self.log.base(),
        };
        let compacted = base.index.0 - self.log.base().index.0;
        let event = SnapshotEvent::Taken { last, compacted, bytes: data.len() };
        let taken = out.decide(Why::INPUT, Event::Snapshot(event));
        self.configurations.compact_to(applied, membership);
        self.keep(Snapshot { last, membership, data }, base, taken, out);
    }

    /// The log up to this index, `applied` at most, is needed by no peer of this leader: a peer needs what
    /// follows the snapshot that it is being sent, and what it was not sent yet. One that has not answered for an
    /// election timeout is not waited for.
    fn needed_by_peers(&self, applied: LogIndex) -> LogIndex {
        let Role::Leader(leader) = &self.role else { return applied };
        let patience_us = self.config.election_timeout.max_us;
        let answers = |peer: &NodeId| {
            let confirmed_at = leader.progress[peer.slot()].confirmed_at;
            LocalTime(0) < confirmed_at && self.now < confirmed_at.after(patience_us)
        };
        let has = |peer: NodeId| {
            let progress = &leader.progress[peer.slot()];
            let sending = progress.sending.as_ref().map(|sending| sending.snapshot.last.index);
            sending.unwrap_or(progress.next_index.previous())
        };
        let peers = self.membership().members().without(self.id);
        let needed = peers.iter().filter(answers).map(has).filter(|index| applied.0 <= index.0 + HELD_MAX).min();
        needed.map_or(applied, |index| index.min(applied))
    }

    /// Keeps a snapshot, in memory and on the disk, and the log that follows `base`.
    fn keep(&mut self, snapshot: Snapshot, base: LogPosition, why: Why, out: &mut Effects) -> Arc<Snapshot> {
        let snapshot = Arc::new(snapshot);
        self.log.compact_to(base);
        self.snapshot = Some(Arc::clone(&snapshot));
        self.write(why, out).snapshot = Some(Compaction { snapshot: Arc::clone(&snapshot), base });
        snapshot
    }

    /// Sends a peer the next piece of a snapshot, unless one is on its way. Returns whether any went.
    pub(super) fn send_snapshot(&mut self, peer: NodeId, why: Why, out: &mut Effects) -> bool {
        let Role::Leader(leader) = &mut self.role else { return false };
        let progress = &mut leader.progress[peer.slot()];
        // A transfer that was begun is finished; one of which nothing has arrived begins with the latest snapshot.
        let is_begun = |sending: &Sending| 0 < sending.offset || sending.in_flight.is_some();
        if !progress.sending.as_deref().is_some_and(is_begun) {
            let Some(snapshot) = &self.snapshot else { return false };
            progress.send_snapshot(Arc::clone(snapshot));
        }
        let Some(sending) = progress.sending.as_mut().filter(|sending| sending.in_flight.is_none()) else {
            return false;
        };
        sending.in_flight = Some(leader.round);
        let (snapshot, offset) = (Arc::clone(&sending.snapshot), sending.offset);
        let end = snapshot.data.len().min(offset + piece_bytes(snapshot.data.len()));
        let piece = InstallSnapshot {
            round: leader.round,
            sent_at: self.now,
            last: snapshot.last,
            membership: snapshot.membership,
            offset,
            data: snapshot.data[offset..end].into(),
            done: end == snapshot.data.len(),
        };
        let bytes = snapshot.data.len();
        let event = SnapshotEvent::Sent { peer, last: snapshot.last, offset, bytes };
        let sent = out.decide(why, Event::Snapshot(event));
        self.send_after_hard_state(peer, Body::InstallSnapshot(Box::new(piece)), sent, out);
        true
    }

    /// A reply to InstallSnapshot, of this term.
    pub(super) fn on_snapshot_reply(&mut self, from: NodeId, echo: Echo, answer: SnapshotAnswer, out: &mut Effects) {
        if !self.is_asking(from, echo.0) || answer == SnapshotAnswer::StaleTerm {
            out.decide(Why::INPUT, Event::ReplyIgnored { from, why: StaleReply::NotAsking });
            return;
        }
        let Role::Leader(leader) = &mut self.role else { return };
        let progress = &mut leader.progress[from.slot()];
        let mut learned = Learned::NOTHING;
        match answer {
            SnapshotAnswer::Wants { last_index, answers, offset } if !progress.wanted(last_index, answers, offset) => {
                out.decide(Why::INPUT, Event::ReplyIgnored { from, why: StaleReply::NotAsking });
            }
            SnapshotAnswer::Installed { match_index } if match_index <= self.log.last().index => {
                if progress.installed(match_index, leader.round) {
                    learned = self.advance_match(from, match_index, out);
                }
            }
            SnapshotAnswer::Wants { .. } | SnapshotAnswer::Installed { .. } | SnapshotAnswer::StaleTerm => {}
        }
        self.after_answer(from, echo, learned, out);
    }

    /// InstallSnapshot, receiver (Figure 13).
    pub(super) fn on_install_snapshot(
        &mut self,
        leader: NodeId,
        leader_term: Term,
        piece: Box<InstallSnapshot>,
        out: &mut Effects,
    ) {
        let (round, sent_at) = (piece.round, piece.sent_at);
        let term = self.current_term();
        if leader_term < term {
            let refused = out.decide(Why::INPUT, Event::Snapshot(SnapshotEvent::Refused { leader, leader_term, term }));
            let answer = SnapshotAnswer::StaleTerm;
            self.answer(leader, Body::InstallSnapshotReply { round, sent_at, answer }, refused, out);
            return;
        }
        if !self.recognise_leader(leader, out) {
            return;
        }
        let last = piece.last;
        let (decided, answer) = if last.index <= self.commit_index {
            let commit_index = self.commit_index;
            self.collected = None;
            let event = SnapshotEvent::NotNeeded { leader, last, commit_index };
            let answer = SnapshotAnswer::Installed { match_index: last.index };
            (out.decide(Why::INPUT, Event::Snapshot(event)), answer)
        } else {
            self.collect(leader, &piece, out)
        };
        self.arm_election_timer(decided, out);
        self.answer(leader, Body::InstallSnapshotReply { round, sent_at, answer }, decided, out);
    }

    /// Takes a piece, if it is the next one; with the last, the snapshot is complete. Returns what it decided, and the
    /// answer.
    fn collect(&mut self, leader: NodeId, piece: &InstallSnapshot, out: &mut Effects) -> (Why, SnapshotAnswer) {
        let last = piece.last;
        let mut collected = match self.collected.take() {
            Some(collected) if collected.last == last => collected,
            Some(_) | None => Box::new(Collected { last, data: Vec::new() }),
        };
        let is_next = piece.offset == collected.data.len();
        if is_next {
            collected.data.extend_from_slice(&piece.data);
        }
        let received = collected.data.len();
        let collecting = out.decide(Why::INPUT, Event::Snapshot(SnapshotEvent::Collected { leader, last, received }));
        if is_next && piece.done {
            let snapshot = Snapshot { last, membership: piece.membership, data: collected.data.into() };
            return self.install(leader, snapshot, collecting, out);
        }
        self.collected = Some(collected);
        (collecting, SnapshotAnswer::Wants { last_index: last.index, answers: piece.offset, offset: received })
    }

    /// §7: the snapshot replaces the state machine. Entries that follow it are kept if the log has its last entry;
    /// otherwise the whole log is discarded.
    fn install(&mut self, leader: NodeId, snapshot: Snapshot, why: Why, out: &mut Effects) -> (Why, SnapshotAnswer) {
        let Snapshot { last, membership, .. } = snapshot;
        let is_kept = self.log.contains(last);
        let kept = if is_kept { self.log.last().index.0 - last.index.0 } else { 0 };
        let installed = out.decide(why, Event::Snapshot(SnapshotEvent::Installed { leader, last, kept }));
        let in_force = *self.membership();
        match is_kept {
            true => self.configurations.compact_to(last.index, membership),
            false => self.configurations.reset(last.index, membership),
        }
        let snapshot = self.keep(snapshot, last, installed, out);
        if *self.membership() != in_force {
            self.configuration_in_force(installed, out);
        }
        // A log that begins anew is durable once the snapshot is.
        self.durable_index = if is_kept { self.durable_index } else { LogIndex::ZERO };
        self.commit_index = last.index;
        out.install = Some(Caused { why: installed, what: snapshot });
        (installed, SnapshotAnswer::Installed { match_index: last.index })
    }
}
