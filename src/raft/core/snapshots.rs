//! The state machine in place of the log that made it (§7): taken by a server itself, or installed from its leader.

use super::Core;
use crate::raft::effects::{Caused, Effects, Why};
use crate::raft::event::{Event, SnapshotEvent};
use crate::raft::flaw::Flaw;
use crate::raft::message::{InstallSnapshot, SnapshotAnswer};
use crate::raft::storage::{Collected, Compaction, HardState, LogWrite, Snapshot};
use crate::raft::types::{LogIndex, LogPosition, NodeId};
use std::sync::Arc;

impl Core {
    /// Bytes of a leader's snapshot that it has, while there are more to come.
    pub fn collected_bytes(&self) -> usize {
        self.collected.as_ref().map_or(0, |collected| collected.data.len())
    }

    /// §7: the state machine at what is applied takes the place of the log up to there. Each server does so by
    /// itself, and without asking anyone: what is applied is committed, so no decision is lost.
    ///
    /// The last `keep` entries stay, and more of them if peers need what follows `needed`.
    pub fn compact(&mut self, applied: LogIndex, data: Arc<[u8]>, keep: u64, needed: LogIndex, out: &mut Effects) {
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
        let kept_from = LogIndex(applied.0.saturating_sub(keep)).min(needed);
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

    /// Keeps a snapshot, in memory and on the disk, and the log that follows `base`.
    fn keep(&mut self, snapshot: Snapshot, base: LogPosition, why: Why, out: &mut Effects) -> Arc<Snapshot> {
        let snapshot = Arc::new(snapshot);
        self.log.compact_to(base);
        self.snapshot = Some(Arc::clone(&snapshot));
        self.write(why, out).snapshot = Some(Compaction { snapshot: Arc::clone(&snapshot), base });
        snapshot
    }

    /// A piece of a leader's snapshot arrived (Figure 13). Returns the decision about it, and the answer.
    pub fn take_piece(&mut self, leader: NodeId, piece: &InstallSnapshot, out: &mut Effects) -> (Why, SnapshotAnswer) {
        let last = piece.last;
        if self.commit_index < last.index {
            return self.collect(leader, piece, out);
        }
        self.collected = None;
        let event = SnapshotEvent::NotNeeded { leader, last, commit_index: self.commit_index };
        (out.decide(Why::INPUT, Event::Snapshot(event)), SnapshotAnswer::Installed { match_index: last.index })
    }

    /// Takes a piece, if it is the next one; with the last, the snapshot is complete.
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
        let agrees = self.log.contains(last);
        let keeps_conflict = !agrees && last.index < self.last_index() && self.is_flawed(Flaw::SnapshotKeepsConflict);
        let is_kept = agrees || keeps_conflict;
        let kept = if is_kept { self.last_index().0 - last.index.0 } else { 0 };
        let why = if keeps_conflict { out.break_rule(Flaw::SnapshotKeepsConflict, why) } else { why };
        let installed = out.decide(why, Event::Snapshot(SnapshotEvent::Installed { leader, last, kept }));
        let in_force = *self.membership();
        match is_kept {
            true => self.configurations.compact_to(last.index, membership),
            false => self.configurations.reset(last.index, membership),
        }
        let conflict = if keeps_conflict { self.log.slice(last.index.next(), usize::MAX) } else { Vec::new() };
        let snapshot = self.keep(snapshot, last, installed, out);
        if keeps_conflict {
            for entry in &conflict {
                self.log.push(entry.clone());
            }
            self.write(installed, out).log = Some(LogWrite { from: last.index.next(), entries: conflict });
        }
        if last.term < self.current_term() && self.is_flawed(Flaw::SnapshotLowersTerm) {
            let broken = out.break_rule(Flaw::SnapshotLowersTerm, installed);
            self.write_hard_state(HardState { current_term: last.term, voted_for: None }, broken, out);
        }
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
