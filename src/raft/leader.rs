//! How a leader replicates, commits and answers reads (§5.3, §5.4.2, §8).

use super::event::{AppendedBy, Event, StaleReply};
use super::log::{LogEntry, Payload};
use super::message::{AppendAnswer, AppendEntries, Body, Conflict};
use super::node::{Effects, Node, Proposal, ReadAnswer, Role, TimerRequest};
use super::progress::{Mode, Progress};
use super::quorum;
use super::types::{DurationRange, LogIndex, LogPosition, NodeId, NodeSet, RequestToken, Round, Term};
use serde::{Deserialize, Serialize};

/// Reads that wait for their confirmation, at most. A leader that has so many of them is cut off from
/// its majority; further ones are told that no leader is known, which is as much as it knows.
pub const PENDING_READS_MAX: usize = 1024;

/// What only a leader knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leader {
    /// One for each node, by its slot. The leader's own holds what its own disk has.
    progress: Vec<Progress>,
    /// Who voted for it.
    votes: NodeSet,
    /// The round of AppendEntries that was begun last.
    round: Round,
    /// Reads that are not confirmed yet, oldest first.
    reads: Vec<PendingRead>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct PendingRead {
    request: RequestToken,
    /// The first round that was begun after it came.
    round: Round,
    /// The commit index that it must see; none until an entry of this term is committed.
    index: Option<LogIndex>,
}

impl Leader {
    /// What it knows of a node (of its own disk, for itself).
    pub fn progress(&self, node: NodeId) -> &Progress {
        &self.progress[node.slot()]
    }

    /// Who voted for it.
    pub fn votes(&self) -> NodeSet {
        self.votes
    }

    /// The round that a read waits for, and whether it waits for an entry of this term to be committed as well;
    /// none if it is not waited for.
    pub fn pending_read(&self, request: RequestToken) -> Option<(Round, bool)> {
        let read = self.reads.iter().find(|read| read.request == request)?;
        Some((read.round, read.index.is_none()))
    }

    /// The reads that it has not confirmed.
    pub(super) fn reads(&self) -> impl Iterator<Item = RequestToken> {
        self.reads.iter().map(|read| read.request)
    }
}

impl Node {
    /// A majority voted for this candidate (§5.2).
    pub(super) fn become_leader(&mut self, votes: NodeSet, effects: &mut Effects) {
        let last_index = self.log.last().index;
        let slots = self.voters.iter().map(NodeId::slot).max().map_or(0, |slot| slot + 1);
        let mut leader = Leader {
            progress: vec![Progress::new(last_index); slots],
            votes,
            round: Round { beat: 1, read: 0 },
            reads: Vec::new(),
        };
        leader.progress[self.id.slot()].match_index = self.durable_index;
        self.role = Role::Leader(leader);
        effects.election_timer = Some(TimerRequest::Disarm);
        self.arm_heartbeat_timer(effects);
        if self.config.no_op {
            self.append_own(Payload::NoOp, AppendedBy::NoOp, effects);
        }
        self.replicate(true, effects);
    }

    fn arm_heartbeat_timer(&self, effects: &mut Effects) {
        let heartbeat = DurationRange::exactly(self.config.heartbeat_us);
        effects.heartbeat_timer = Some(TimerRequest::Arm(heartbeat));
    }

    /// §5.2: a leader beats in every idle period; here, in every period.
    pub(super) fn on_heartbeat_timeout(&mut self, effects: &mut Effects) {
        let Role::Leader(leader) = &mut self.role else {
            return;
        };
        leader.round = Round { beat: leader.round.beat + 1, read: 0 };
        effects.events.push(Event::HeartbeatRound { round: leader.round });
        self.arm_heartbeat_timer(effects);
        self.replicate(true, effects);
    }

    /// §5.3: a client's command is appended, then replicated.
    pub(super) fn on_proposal(&mut self, payload: Payload, effects: &mut Effects) {
        let Role::Leader(_) = self.role else {
            let leader = self.leader();
            effects.events.push(Event::ClientRefused { leader });
            effects.proposal = Some(Proposal::NotLeader(leader));
            return;
        };
        self.append_own(payload, AppendedBy::Command, effects);
        effects.proposal = Some(Proposal::Appended(self.log.last()));
        self.replicate(false, effects);
    }

    fn append_own(&mut self, payload: Payload, by: AppendedBy, effects: &mut Effects) {
        let entry = LogEntry { term: self.current_term(), payload };
        let first_index = self.log.last().index.next();
        effects.events.push(Event::LogAppended { first_index, entries: vec![entry.clone()], by });
        self.append_to_log(&[entry], effects);
    }

    /// Sends every peer what it may have; with `beat`, something to each of them.
    fn replicate(&mut self, beat: bool, effects: &mut Effects) {
        for peer in self.peers().iter() {
            if !self.send_entries(peer, effects) && beat {
                self.send_heartbeat(peer, effects);
            }
        }
    }

    /// Sends a peer the entries that it lacks, as far as the limits allow. Returns whether any went.
    fn send_entries(&mut self, peer: NodeId, effects: &mut Effects) -> bool {
        let mut sent = false;
        loop {
            let Role::Leader(leader) = &mut self.role else {
                return sent;
            };
            let progress = &mut leader.progress[peer.slot()];
            let in_flight_max = match progress.mode {
                Mode::Probe => 1,
                Mode::Replicate => self.config.max_inflight,
            };
            if self.log.last().index < progress.next_index || in_flight_max <= progress.in_flight.len() {
                return sent;
            }
            let prev_index = progress.next_index.previous();
            let entries = self.log.slice(progress.next_index, self.config.max_entries);
            progress.sent(leader.round, prev_index.plus(entries.len()));
            self.send_append_entries(peer, prev_index, entries, effects);
            sent = true;
        }
    }

    /// An AppendEntries without entries.
    fn send_heartbeat(&mut self, peer: NodeId, effects: &mut Effects) {
        let Role::Leader(leader) = &self.role else { return };
        let prev_index = leader.progress[peer.slot()].heartbeat_after();
        self.send_append_entries(peer, prev_index, Vec::new(), effects);
    }

    fn send_append_entries(&self, peer: NodeId, prev_index: LogIndex, entries: Vec<LogEntry>, effects: &mut Effects) {
        let Role::Leader(leader) = &self.role else {
            return;
        };
        let term = self.log.term_at(prev_index).unwrap_or_default();
        let append = AppendEntries {
            round: leader.round,
            prev: LogPosition { term, index: prev_index },
            entries,
            leader_commit: self.commit_index,
        };
        self.send_after_hard_state(peer, Body::AppendEntries(append), effects);
    }

    /// A reply to AppendEntries, of this term.
    pub(super) fn on_append_reply(&mut self, from: NodeId, round: Round, answer: AppendAnswer, effects: &mut Effects) {
        if !self.is_asking(from, round, answer) {
            effects.events.push(Event::ReplyIgnored { from, why: StaleReply::NotAsking });
            return;
        }
        match answer {
            AppendAnswer::Accepted { match_index } => self.on_acceptance(from, match_index, effects),
            AppendAnswer::Rejected { prev_index, conflict } => {
                self.on_rejection(from, round, prev_index, conflict, effects);
            }
            AppendAnswer::StaleTerm => {}
        }
        self.note_answer(from, round, effects);
        self.confirm_reads(effects);
        self.send_entries(from, effects);
    }

    /// Whether this leader, in this leadership, asked what is answered.
    fn is_asking(&self, from: NodeId, round: Round, answer: AppendAnswer) -> bool {
        let Role::Leader(leader) = &self.role else { return false };
        let last_index = self.log.last().index;
        let of_this_leadership = match answer {
            AppendAnswer::Accepted { match_index } => match_index <= last_index,
            AppendAnswer::Rejected { prev_index, .. } => prev_index <= last_index,
            // The reply's term is ours by now, so the term that it found stale was an earlier one: it
            // answers an earlier leadership, and its round is none of this one's. It must confirm nothing.
            AppendAnswer::StaleTerm => false,
        };
        of_this_leadership && self.peers().contains(from) && round <= leader.round
    }

    fn on_acceptance(&mut self, from: NodeId, match_index: LogIndex, effects: &mut Effects) {
        let Role::Leader(leader) = &mut self.role else { return };
        if leader.progress[from.slot()].accepted(match_index, leader.round) {
            effects.events.push(Event::MatchAdvanced { peer: from, match_index });
            self.advance_commit_index(effects);
        }
    }

    /// Whoever answers a round takes us for its leader; and if it answers that round, and not the
    /// entries sent a whole interval before, it did not get them.
    fn note_answer(&mut self, from: NodeId, round: Round, effects: &mut Effects) {
        let Role::Leader(leader) = &mut self.role else { return };
        let progress = &mut leader.progress[from.slot()];
        progress.answered = progress.answered.max(round);
        if progress.give_up(round) {
            effects.events.push(Event::SentAgain { peer: from, next_index: progress.next_index });
        }
    }

    /// §5.3: after a refusal, back to where the logs may agree, and try again.
    fn on_rejection(
        &mut self,
        peer: NodeId,
        round: Round,
        prev_index: LogIndex,
        conflict: Conflict,
        effects: &mut Effects,
    ) {
        let Role::Leader(leader) = &mut self.role else { return };
        let progress = &mut leader.progress[peer.slot()];
        let lowest = progress.refused(prev_index, round).filter(|_| LogIndex::ZERO < prev_index);
        let Some(lowest) = lowest else {
            effects.events.push(Event::ReplyIgnored { from: peer, why: StaleReply::Answered { prev_index } });
            return;
        };
        if matches!(conflict, Conflict::TooShort { .. }) && progress.waits_for_earlier(prev_index) {
            effects.events.push(Event::Overtaken { peer, prev_index });
            return;
        }
        let hinted = match conflict {
            Conflict::TooShort { end } => end,
            // The leader's own last entry of that term is where they may agree; without one, all
            // that the follower has of that term is in conflict.
            Conflict::OtherTerm { term, first_index } => {
                self.log.last_index_of_term(term).map_or(first_index, LogIndex::next)
            }
        };
        // At least one step back, so that this ends, and not behind what is known to agree.
        let next_index = hinted.min(prev_index).max(lowest);
        progress.probe_from(next_index);
        effects.events.push(Event::BackedOff { peer, prev_index, next_index });
        if !self.send_entries(peer, effects) {
            self.send_heartbeat(peer, effects);
        }
    }

    /// The leader's own entries count when they are durable, like everyone's.
    pub(super) fn count_own_disk(&mut self, effects: &mut Effects) {
        let (id, durable_index) = (self.id, self.durable_index);
        let Role::Leader(leader) = &mut self.role else {
            return;
        };
        let own = &mut leader.progress[id.slot()];
        if own.match_index < durable_index {
            own.match_index = durable_index;
            effects.events.push(Event::MatchAdvanced { peer: id, match_index: durable_index });
            self.advance_commit_index(effects);
        }
    }

    /// §5.3 and §5.4.2: an entry of the current term that a majority stores is committed, and with
    /// it all before it. An older one is not, however many store it (figure 8).
    fn advance_commit_index(&mut self, effects: &mut Effects) {
        let Role::Leader(leader) = &self.role else {
            return;
        };
        let reached = |node: NodeId| leader.progress[node.slot()].match_index;
        let index = quorum::majority_index(self.voters.iter().map(reached));
        if index <= self.commit_index {
            return;
        }
        if let Err(entry_term) = self.may_commit(index) {
            effects.events.push(Event::CommitHeldBack { index, entry_term, term: self.current_term() });
            return;
        }
        let quorum = self.voters.iter().filter(|node| index <= reached(*node)).collect();
        effects.events.push(Event::CommitAdvanced { index, quorum });
        self.commit_to(index, effects);
        self.release_reads();
        self.confirm_reads(effects);
    }

    fn may_commit(&self, index: LogIndex) -> Result<(), Term> {
        let entry_term = self.log.term_at(index).unwrap_or_default();
        if entry_term == self.current_term() { Ok(()) } else { Err(entry_term) }
    }

    /// §8: a read takes no entry, but the leader must know that it still leads, and what is
    /// committed.
    pub(super) fn on_read(&mut self, request: RequestToken, effects: &mut Effects) {
        let known_leader = self.leader();
        let commit_index = self.commit_index;
        let (commit_term, term) = (self.log.term_at(commit_index).unwrap_or_default(), self.current_term());
        let ready = self.has_committed_own_entry();
        let Role::Leader(leader) = &mut self.role else {
            effects.events.push(Event::ClientRefused { leader: known_leader });
            effects.reads.push((request, ReadAnswer::NotLeader(known_leader)));
            return;
        };
        if PENDING_READS_MAX <= leader.reads.len() {
            effects.reads.push((request, ReadAnswer::NotLeader(None)));
            return;
        }
        leader.round.read += 1;
        let round = leader.round;
        leader.reads.push(PendingRead { request, round, index: ready.then_some(commit_index) });
        effects.events.push(Event::ReadStarted { round });
        if !ready {
            effects.events.push(Event::ReadHeldBack { commit_index, commit_term, term });
        }
        self.replicate(true, effects);
        // A cluster of one is its own majority.
        self.confirm_reads(effects);
    }

    fn has_committed_own_entry(&self) -> bool {
        self.log.term_at(self.commit_index) == Some(self.current_term())
    }

    /// Reads that came before an entry of this term was committed get their index now.
    fn release_reads(&mut self) {
        let index = self.commit_index;
        let Role::Leader(leader) = &mut self.role else {
            return;
        };
        for read in leader.reads.iter_mut().filter(|read| read.index.is_none()) {
            read.index = Some(index);
        }
    }

    /// Answers the reads whose round a majority has answered, the leader itself counted.
    fn confirm_reads(&mut self, effects: &mut Effects) {
        let (id, voters) = (self.id, self.voters);
        let Role::Leader(leader) = &mut self.role else {
            return;
        };
        if leader.reads.is_empty() {
            return;
        }
        let progress = &leader.progress;
        leader.reads.retain(|read| {
            let answered = |node: &NodeId| *node == id || read.round <= progress[node.slot()].answered;
            let quorum: NodeSet = voters.iter().filter(answered).collect();
            match read.index {
                Some(index) if quorum::is_majority(quorum, voters) => {
                    effects.events.push(Event::ReadConfirmed { index, quorum });
                    effects.reads.push((read.request, ReadAnswer::Ready(index)));
                    false
                }
                Some(_) | None => true,
            }
        });
    }
}
