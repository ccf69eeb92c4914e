//! How reads are answered without an entry of their own (§8; thesis, §6.4).

use super::effects::{Effects, ReadAnswer, Reply, Why};
use super::event::Event;
use super::message::Body;
use super::node::{Node, Role};
use super::types::{LocalTime, LogIndex, NodeId, NodeSet, RequestToken, Round, Term};
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

impl Node {
    /// A client's read: a leader finds out what is committed, a follower asks its leader.
    pub(super) fn on_read(&mut self, request: RequestToken, out: &mut Effects) {
        match (&self.role, self.leader()) {
            (Role::Leader(_), _) => self.start_read(request, None, out),
            (_, Some(leader)) => {
                let forwarded = out.decide(Why::INPUT, Event::ReadForwarded { leader });
                self.send_after_hard_state(leader, Body::ReadIndex { request }, forwarded, out);
            }
            (_, None) => {
                let refused = out.decide(Why::INPUT, Event::ClientRefused { leader: None });
                out.reply(refused, request, Reply::Read(ReadAnswer::NotLeader(None)));
            }
        }
    }

    /// A follower asks for a read index, as of `term`. A node that does not lead that term can only say so.
    pub(super) fn on_read_index(&mut self, from: NodeId, term: Term, request: RequestToken, out: &mut Effects) {
        match self.role {
            Role::Leader(_) if term == self.current_term() => self.start_read(request, Some(from), out),
            Role::Leader(_) | Role::Follower { .. } | Role::PreCandidate { .. } | Role::Candidate { .. } => {
                self.answer_read(request, Some(from), None, Why::INPUT, out);
            }
        }
    }

    /// A leader's answer to that. It may come twice, or after the client has gone; then the world finds no pending read.
    pub(super) fn on_read_index_reply(
        &mut self,
        leader: NodeId,
        request: RequestToken,
        index: Option<LogIndex>,
        out: &mut Effects,
    ) {
        let learned = out.decide(Why::INPUT, Event::ReadIndexLearned { leader, index });
        let answer = index.map_or(ReadAnswer::Unconfirmed, ReadAnswer::Ready);
        out.reply(learned, request, Reply::Read(answer));
    }

    /// §8: a read takes no entry, but the leader must know that it still leads, and what is committed.
    fn start_read(&mut self, request: RequestToken, asker: Option<NodeId>, out: &mut Effects) {
        let commit_index = self.commit_index;
        let ready = self.has_committed_own_entry();
        if let Some(left_us) = self.lease_left_at(self.now).filter(|_| ready) {
            let held = out.decide(Why::INPUT, Event::LeaseHeld { index: commit_index, left_us });
            self.answer_read(request, asker, Some(commit_index), held, out);
            return;
        }
        let Role::Leader(leader) = &mut self.role else { return };
        if PENDING_READS_MAX <= leader.reads.len() {
            self.answer_read(request, asker, None, Why::INPUT, out);
            return;
        }
        leader.round.read += 1;
        let round = leader.round;
        leader.reads.push(PendingRead { request, asker, round, index: ready.then_some(commit_index) });
        let started = out.decide(Why::INPUT, Event::ReadStarted { round });
        if !ready {
            let (commit_term, term) = (self.log.term_at(commit_index).unwrap_or_default(), self.current_term());
            out.decide(started, Event::ReadHeldBack { commit_index, commit_term, term });
        }
        self.replicate(true, started, out);
        // A cluster of one is its own majority.
        self.confirm_reads(started, out);
    }

    /// Answers a client of its own, or the follower that asks.
    fn answer_read(
        &self,
        request: RequestToken,
        asker: Option<NodeId>,
        index: Option<LogIndex>,
        why: Why,
        out: &mut Effects,
    ) {
        match asker {
            // It speaks of what is committed: of this disk it promises nothing.
            Some(follower) => {
                self.send_after_hard_state(follower, Body::ReadIndexReply { request, index }, why, out);
            }
            None => {
                let answer = index.map_or(ReadAnswer::Unconfirmed, ReadAnswer::Ready);
                out.reply(why, request, Reply::Read(answer));
            }
        }
    }

    /// Thesis, §6.4.1: how long from an instant of its clock on no other can have been elected, µs: a majority answered
    /// what this leader sent, and promised by that not to vote for an election timeout. None without a lease, or
    /// of a node that does not lead; and none once a successor was told to stand, because that one is voted for at once.
    pub fn lease_left_at(&self, now: LocalTime) -> Option<u64> {
        let Role::Leader(leader) = &self.role else { return None };
        if !self.config.lease || leader.ordered_successor {
            return None;
        }
        let confirmed_at = |node: NodeId| if node == self.id { now } else { leader.progress[node.slot()].confirmed_at };
        let since = self.membership().reached(confirmed_at);
        if since <= leader.lease_counts_from {
            return None;
        }
        let ends_at = since.after(lease_us(self.config.election_timeout.min_us));
        ends_at.0.checked_sub(now.0).filter(|left_us| 0 < *left_us)
    }

    /// Reads that came before an entry of this term was committed get their index now.
    pub(super) fn release_reads(&mut self) {
        let index = self.commit_index;
        let Role::Leader(leader) = &mut self.role else {
            return;
        };
        for read in leader.reads.iter_mut().filter(|read| read.index.is_none()) {
            read.index = Some(index);
        }
    }

    /// Answers the reads whose round a majority has answered, the leader itself counted.
    pub(super) fn confirm_reads(&mut self, why: Why, out: &mut Effects) {
        let (id, membership) = (self.id, *self.membership());
        let Role::Leader(leader) = &mut self.role else {
            return;
        };
        if leader.reads.is_empty() {
            return;
        }
        let progress = &leader.progress;
        let mut confirmed = Vec::new();
        leader.reads.retain(|read| {
            let answered = |node: &NodeId| *node == id || read.round <= progress[node.slot()].answered;
            let quorum: NodeSet = membership.all_voters().iter().filter(answered).collect();
            match read.index {
                Some(index) if membership.is_quorum(quorum) => {
                    let by = out.decide(why, Event::ReadConfirmed { index, quorum });
                    confirmed.push((read.request, read.asker, index, by));
                    false
                }
                Some(_) | None => true,
            }
        });
        for (request, asker, index, by) in confirmed {
            self.answer_read(request, asker, Some(index), by, out);
        }
    }
}
