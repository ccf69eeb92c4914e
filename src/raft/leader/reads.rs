//! How a leader answers reads without an entry of their own (§8; thesis, §6.4).

use super::{Leader, Leading};
use crate::raft::core::Core;
use crate::raft::effects::Why;
use crate::raft::event::Event;
use crate::raft::flaw::Flaw;
use crate::raft::message::Body;
use crate::raft::reply::{ReadAnswer, Reply};
use crate::raft::types::{LocalTime, LogIndex, NodeId, NodeSet, RequestToken, Round};
use serde::{Deserialize, Serialize};

/// Reads that wait for their confirmation, at most. A leader that has so many of them is cut off from
/// its majority; further ones are told that it cannot tell what is committed.
pub const PENDING_READS_MAX: usize = 1024;

/// How far any clock may be from the true time, parts per million: 5 %. A lease is safe while no node's clock runs
/// faster or slower than that.
pub const CLOCK_ERROR_MAX_PPM: u64 = 50_000;

/// How long a lease runs from the sending of what a majority answered, µs by the leader's clock, if no voter that
/// answered votes for another within `election_timeout_us` of its own clock. The leader's clock may be slow, the
/// others' fast, each by [`CLOCK_ERROR_MAX_PPM`].
pub const fn lease_us(election_timeout_us: u64) -> u64 {
    let million = 1_000_000;
    let us =
        election_timeout_us as u128 * (million - CLOCK_ERROR_MAX_PPM) as u128 / (million + CLOCK_ERROR_MAX_PPM) as u128;
    us as u64
}

/// A read that a leader has not confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PendingRead {
    /// The asker's name for it.
    pub request: RequestToken,
    /// The follower that asks; none for a client of the leader's own.
    pub asker: Option<NodeId>,
    /// The first round that was begun after it came.
    pub round: Round,
    /// The commit index that it must see; none until an entry of this term is committed.
    pub index: Option<LogIndex>,
}

impl Leader {
    /// Thesis, §6.4.1: how long from an instant of its clock on no other can have been elected, µs: a majority answered
    /// what this leader sent, and promised by that not to vote for an election timeout. None without a lease; and none
    /// once a successor was told to stand, because that one is voted for at once.
    pub(in crate::raft) fn lease_left_at(&self, core: &Core, now: LocalTime) -> Option<u64> {
        if !core.config().lease || (self.ordered_successor && !core.is_flawed(Flaw::LeaseSurvivesTransfer)) {
            return None;
        }
        let outlives_clock = core.is_flawed(Flaw::LeaseOutlivesClock);
        let confirmed_at = |node: NodeId| match (node == core.id(), outlives_clock) {
            (true, _) => now,
            (false, false) => self.progress[node.slot()].confirmed_at,
            (false, true) => self.progress[node.slot()].heard_at,
        };
        let since = core.reached(confirmed_at);
        if since <= self.lease_counts_from {
            return None;
        }
        let promised_us = core.config().election_timeout.min_us;
        let ends_at = since.after(if outlives_clock { promised_us } else { lease_us(promised_us) });
        ends_at.0.checked_sub(now.0).filter(|left_us| 0 < *left_us)
    }
}

impl Leading<'_> {
    /// §8: a read takes no entry, but the leader must know that it still leads, and what is committed.
    pub fn start_read(&mut self, request: RequestToken, asker: Option<NodeId>) {
        let commit_index = self.core.commit_index();
        let ready = self.core.has_committed_own_entry();
        let flaw = Some(Flaw::ReadBeforeOwnCommit).filter(|flaw| !ready && self.core.is_flawed(*flaw));
        if let Some(flaw) = flaw {
            self.out.break_rule(flaw, Why::INPUT);
        }
        let ready = ready || flaw.is_some();
        if let Some(left_us) = self.leader.lease_left_at(self.core, self.core.now()).filter(|_| ready) {
            let why = self.blame_lease(Why::INPUT);
            let held = self.out.decide(why, Event::LeaseHeld { index: commit_index, left_us });
            self.answer_read(request, asker, Some(commit_index), held);
            return;
        }
        if PENDING_READS_MAX <= self.leader.reads.len() {
            self.answer_read(request, asker, None, Why::INPUT);
            return;
        }
        let mut round = self.leader.round;
        self.leader.round.read += 1;
        match self.core.is_flawed(Flaw::ReadConfirmedByOldBeat) {
            true => {
                self.out.break_rule(Flaw::ReadConfirmedByOldBeat, Why::INPUT);
            }
            false => round = self.leader.round,
        }
        self.leader.reads.push(PendingRead { request, asker, round, index: ready.then_some(commit_index) });
        let started = self.out.decide(Why::INPUT, Event::ReadStarted { round });
        if !ready {
            let commit_term = self.core.log().term_at(commit_index).unwrap_or_default();
            let term = self.core.current_term();
            self.out.decide(started, Event::ReadHeldBack { commit_index, commit_term, term });
        }
        self.replicate(true, started);
        // A cluster of one is its own majority.
        self.confirm_reads(started);
    }

    /// Reports the flaw without which there would be no lease now.
    fn blame_lease(&mut self, why: Why) -> Why {
        let flaw = [Flaw::LeaseSurvivesTransfer, Flaw::LeaseOutlivesClock].into_iter().find(|flaw| {
            self.core.is_flawed(*flaw) && {
                let sound = self.core.without(*flaw);
                self.leader.lease_left_at(&sound, sound.now()).is_none()
            }
        });
        flaw.map_or(why, |flaw| self.out.break_rule(flaw, why))
    }

    /// Answers a client of its own, or the follower that asks.
    fn answer_read(&mut self, request: RequestToken, asker: Option<NodeId>, index: Option<LogIndex>, why: Why) {
        match asker {
            // It speaks of what is committed: of this disk it promises nothing.
            Some(follower) => {
                self.core.send_after_hard_state(follower, Body::ReadIndexReply { request, index }, why, self.out);
            }
            None => {
                let answer = index.map_or(ReadAnswer::Unconfirmed, ReadAnswer::Ready);
                self.out.reply(why, request, Reply::Read(answer));
            }
        }
    }

    /// Reads that came before an entry of this term was committed get their index now.
    pub(super) fn release_reads(&mut self) {
        let index = self.core.commit_index();
        for read in self.leader.reads.iter_mut().filter(|read| read.index.is_none()) {
            read.index = Some(index);
        }
    }

    /// Answers the reads whose round a majority has answered, the leader itself counted.
    pub(super) fn confirm_reads(&mut self, why: Why) {
        if self.leader.reads.is_empty() {
            return;
        }
        let (core, id, voters) = (&*self.core, self.core.id(), self.core.counted().all_voters());
        let Leader { progress, reads, .. } = &mut *self.leader;
        let mut confirmed = Vec::new();
        reads.retain(|read| {
            let answered = |node: &NodeId| *node == id || read.round <= progress[node.slot()].answered;
            let quorum: NodeSet = voters.iter().filter(answered).collect();
            match read.index {
                Some(index) if core.is_quorum(quorum) => {
                    let by = self.out.decide(why, Event::ReadConfirmed { index, quorum });
                    confirmed.push((read.request, read.asker, index, by));
                    false
                }
                Some(_) | None => true,
            }
        });
        for (request, asker, index, by) in confirmed {
            self.answer_read(request, asker, Some(index), by);
        }
    }
}
