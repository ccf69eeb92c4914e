//! How a leader replicates and commits (§5.3, §5.4.2).

use super::changes::Changes;
use super::event::{AppendedBy, Event, StaleReply, StepDown};
use super::log::{LogEntry, Payload};
use super::message::{AppendAnswer, AppendEntries, Body, Conflict};
use super::node::{Effects, Node, Proposal, Role, TimerRequest};
use super::progress::{Mode, Progress};
use super::reads::PendingRead;
use super::transfer::{Transfer, TransferEvent};
use super::types::{
    DurationRange, LocalTime, LogIndex, LogPosition, MAX_NODES, NodeId, NodeSet, RequestToken, Round, Term,
};
use serde::{Deserialize, Serialize};

/// What a reply echoes: the round of what it answers, and when that was sent, by the leader's clock.
pub(super) type Echo = (Round, LocalTime);

/// What only a leader knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leader {
    /// One for each node, by its slot. The leader's own holds what its own disk has.
    pub(super) progress: Vec<Progress>,
    /// Who voted for it.
    votes: NodeSet,
    /// Since when it leads, by its clock.
    since: LocalTime,
    /// The round of AppendEntries that was begun last.
    pub(super) round: Round,
    /// Reads that are not confirmed yet, oldest first.
    pub(super) reads: Vec<PendingRead>,
    /// Changes of the configuration that wait for their turn, and who is to be told that it is out.
    pub(super) changes: Box<Changes>,
    /// The handing over of leadership, while it is under way.
    pub(super) transfer: Option<Transfer>,
    /// Transfers that wait for it to fail, oldest first: each with its order and the successor.
    pub(super) next_transfers: Vec<(RequestToken, NodeId)>,
    /// Whether a successor was ever told to stand: the word may still be on its way, and who gets it is voted for
    /// at once. So there is no lease any more.
    pub(super) ordered_successor: bool,
    /// What was sent up to this instant earns no lease.
    pub(super) lease_counts_from: LocalTime,
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

    /// Since when it leads, by its clock.
    pub fn since(&self) -> LocalTime {
        self.since
    }

    /// When, by its clock, the latest was sent that a peer answered; a vote counts as an answer to its election.
    pub fn confirmed_at(&self, peer: NodeId) -> LocalTime {
        self.progress[peer.slot()].confirmed_at.max(self.since)
    }

    /// The round that a read waits for, and whether it waits for an entry of this term to be committed as well;
    /// none if it is not waited for.
    pub fn pending_read(&self, request: RequestToken) -> Option<(Round, bool)> {
        let read = self.reads.iter().find(|read| read.asker.is_none() && read.request == request)?;
        Some((read.round, read.index.is_none()))
    }

    /// Whom it hands leadership to, while it does.
    pub fn transfers_to(&self) -> Option<NodeId> {
        self.transfer.map(|transfer| transfer.to)
    }

    /// The reads of its own clients that it has not confirmed.
    pub(super) fn own_reads(&self) -> impl Iterator<Item = RequestToken> {
        self.reads.iter().filter(|read| read.asker.is_none()).map(|read| read.request)
    }

    /// Lets its lease end: nothing that was sent up to this instant counts for it, not even if it is answered later.
    pub(super) fn forget_lease(&mut self, now: LocalTime) {
        self.lease_counts_from = now;
    }
}

impl Node {
    /// A majority voted for this candidate (§5.2).
    pub(super) fn become_leader(&mut self, votes: NodeSet, effects: &mut Effects) {
        let last_index = self.log.last().index;
        let mut leader = Leader {
            progress: vec![Progress::new(last_index); MAX_NODES],
            votes,
            since: self.now,
            round: Round { beat: 1, read: 0 },
            reads: Vec::new(),
            changes: Box::default(),
            transfer: None,
            next_transfers: Vec::new(),
            ordered_successor: false,
            lease_counts_from: LocalTime::default(),
        };
        leader.progress[self.id.slot()].match_index = self.durable_index;
        self.role = Role::Leader(leader);
        effects.election_timer = Some(TimerRequest::Disarm);
        self.arm_heartbeat_timer(effects);
        if self.config.no_op {
            self.append_own(Payload::NoOp, AppendedBy::NoOp, effects);
        }
        self.replicate(true, effects);
        self.go_on_with_changes(effects);
    }

    fn arm_heartbeat_timer(&self, effects: &mut Effects) {
        let heartbeat = DurationRange::exactly(self.config.heartbeat_us);
        effects.heartbeat_timer = Some(TimerRequest::Arm(heartbeat));
    }

    /// §5.2: a leader beats in every idle period; here, in every period.
    pub(super) fn on_heartbeat_timeout(&mut self, effects: &mut Effects) {
        if let Some(patience_us) = self.config.quorum_patience_us()
            && self.lost_its_quorum(patience_us, effects)
        {
            return;
        }
        let now = self.now;
        let Role::Leader(leader) = &mut self.role else {
            return;
        };
        leader.round = Round { beat: leader.round.beat + 1, read: 0 };
        leader.changes.forget_the_removed(now);
        effects.events.push(Event::HeartbeatRound { round: leader.round });
        self.arm_heartbeat_timer(effects);
        self.replicate(true, effects);
        self.give_up_transfer(effects);
    }

    /// Thesis, §6.2: "a leader steps down if an election timeout elapses without a successful round of heartbeats to
    /// a majority of its cluster". It is looked at with every beat. Returns whether it stepped down.
    fn lost_its_quorum(&mut self, patience_us: u64, effects: &mut Effects) -> bool {
        let Role::Leader(leader) = &self.role else { return false };
        let (id, now) = (self.id, self.now);
        let confirmed_at = |node: NodeId| match node == id {
            true => now,
            false => leader.confirmed_at(node),
        };
        if now < self.membership().reached(confirmed_at).after(patience_us) {
            return false;
        }
        let voters = self.membership().all_voters();
        let heard = voters.iter().filter(|node| now < confirmed_at(*node).after(patience_us)).collect();
        self.step_down(StepDown::NoQuorum { heard }, effects);
        true
    }

    /// Leadership ends, the term does not.
    pub(super) fn step_down(&mut self, why: StepDown, effects: &mut Effects) {
        effects.events.push(Event::SteppedDown { why });
        self.become_follower(Role::FOLLOWER, effects);
    }

    /// §5.3: a client's command is appended, then replicated.
    pub(super) fn on_proposal(&mut self, payload: Payload, effects: &mut Effects) {
        let Role::Leader(leader) = &self.role else {
            let leader = self.leader();
            effects.events.push(Event::ClientRefused { leader });
            effects.proposal = Some(Proposal::NotLeader(leader));
            return;
        };
        if let Some(to) = leader.transfers_to() {
            // Thesis, §3.10: "The prior leader stops accepting new client requests."
            effects.events.push(Event::Transfer(TransferEvent::Blocks { to }));
            effects.proposal = Some(Proposal::HandingOver(to));
            return;
        }
        self.append_own(payload, AppendedBy::Command, effects);
        effects.proposal = Some(Proposal::Appended(self.log.last()));
        self.replicate(false, effects);
    }

    pub(super) fn append_own(&mut self, payload: Payload, by: AppendedBy, effects: &mut Effects) {
        let entry = LogEntry { term: self.current_term(), payload };
        let first_index = self.log.last().index.next();
        effects.events.push(Event::LogAppended { first_index, entries: vec![entry.clone()], by });
        self.append_to_log(&[entry], effects);
    }

    /// Who gets the log from this leader: the members of its configuration, and for a while whom it removed.
    fn peers(&self) -> NodeSet {
        let Role::Leader(leader) = &self.role else { return NodeSet::EMPTY };
        self.membership().members().union(leader.changes.removed()).without(self.id)
    }

    /// Sends every peer what it may have; with `beat`, something to each of them.
    pub(super) fn replicate(&mut self, beat: bool, effects: &mut Effects) {
        for peer in self.peers().iter() {
            if !self.send_entries(peer, effects) && beat {
                self.send_heartbeat(peer, effects);
            }
        }
    }

    /// Sends a peer the entries that it lacks, as far as the limits allow. Returns whether any went.
    pub(super) fn send_entries(&mut self, peer: NodeId, effects: &mut Effects) -> bool {
        let Role::Leader(leader) = &self.role else { return false };
        let progress = &leader.progress[peer.slot()];
        if progress.mode == Mode::Snapshot || progress.next_index <= self.log.base().index {
            // What it needs may be on its way, sent before it was compacted.
            return progress.in_flight.is_empty() && self.send_snapshot(peer, effects);
        }
        let mut sent = false;
        loop {
            let Role::Leader(leader) = &mut self.role else {
                return sent;
            };
            let progress = &mut leader.progress[peer.slot()];
            let in_flight_max = if progress.mode == Mode::Replicate { self.config.max_inflight } else { 1 };
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
        // Of what is compacted no term is known any more, but for the base's.
        let prev_index = leader.progress[peer.slot()].heartbeat_after().max(self.log.base().index);
        self.send_append_entries(peer, prev_index, Vec::new(), effects);
    }

    fn send_append_entries(&self, peer: NodeId, prev_index: LogIndex, entries: Vec<LogEntry>, effects: &mut Effects) {
        let Role::Leader(leader) = &self.role else {
            return;
        };
        let term = self.log.term_at(prev_index).unwrap_or_default();
        let append = AppendEntries {
            round: leader.round,
            sent_at: self.now,
            prev: LogPosition { term, index: prev_index },
            entries,
            leader_commit: self.commit_index,
        };
        self.send_after_hard_state(peer, Body::AppendEntries(append), effects);
    }

    /// A reply to AppendEntries, of this term.
    pub(super) fn on_append_reply(&mut self, from: NodeId, echo: Echo, answer: AppendAnswer, effects: &mut Effects) {
        let is_asking = |index: LogIndex| index <= self.log.last().index && self.is_asking(from, echo.0);
        match answer {
            AppendAnswer::Accepted { match_index } if is_asking(match_index) => {
                self.on_acceptance(from, match_index, effects);
            }
            AppendAnswer::Rejected { prev_index, conflict } if is_asking(prev_index) => {
                self.on_rejection(from, echo.0, prev_index, conflict, effects);
            }
            // The reply's term is ours by now, so a term that it found stale was an earlier one: it answers an
            // earlier leadership, and its round is none of this one's. It must confirm nothing.
            AppendAnswer::Accepted { .. } | AppendAnswer::Rejected { .. } | AppendAnswer::StaleTerm => {
                effects.events.push(Event::ReplyIgnored { from, why: StaleReply::NotAsking });
                return;
            }
        }
        self.after_answer(from, echo, effects);
    }

    /// Whether this leader, in this leadership, asks that node, and began that round.
    pub(super) fn is_asking(&self, from: NodeId, round: Round) -> bool {
        let Role::Leader(leader) = &self.role else { return false };
        self.peers().contains(from) && round <= leader.round
    }

    /// What follows any answer to a round: reads that waited for it, what may be sent now, and changes of who
    /// belongs to the cluster.
    pub(super) fn after_answer(&mut self, from: NodeId, echo: Echo, effects: &mut Effects) {
        self.note_answer(from, echo, effects);
        self.confirm_reads(effects);
        self.send_entries(from, effects);
        self.go_on_with_transfer(from, effects);
        self.go_on_with_changes(effects);
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
    fn note_answer(&mut self, from: NodeId, (round, sent_at): Echo, effects: &mut Effects) {
        let Role::Leader(leader) = &mut self.role else { return };
        let progress = &mut leader.progress[from.slot()];
        progress.answered = progress.answered.max(round);
        progress.confirmed_at = progress.confirmed_at.max(sent_at);
        // A piece of a snapshot that is sent again says so itself.
        if progress.give_up(round) && progress.mode != Mode::Snapshot {
            if progress.next_index <= self.log.base().index {
                // Only the answers may be lost. It is asked for the base, and sent the snapshot if it has not that.
                progress.probe_from(self.log.first_index());
            }
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
            self.go_on_with_changes(effects);
        }
    }

    /// §5.3 and §5.4.2: an entry of the current term that a majority stores is committed, and with
    /// it all before it. An older one is not, however many store it (figure 8).
    pub(super) fn advance_commit_index(&mut self, effects: &mut Effects) {
        let Role::Leader(leader) = &self.role else {
            return;
        };
        let reached = |node: NodeId| leader.progress[node.slot()].match_index;
        let index = self.membership().reached(reached);
        if index <= self.commit_index {
            return;
        }
        if let Err(entry_term) = self.may_commit(index) {
            effects.events.push(Event::CommitHeldBack { index, entry_term, term: self.current_term() });
            return;
        }
        let quorum = self.membership().all_voters().iter().filter(|node| index <= reached(*node)).collect();
        effects.events.push(Event::CommitAdvanced { index, quorum });
        self.commit_to(index, effects);
        self.release_reads();
        self.confirm_reads(effects);
    }

    fn may_commit(&self, index: LogIndex) -> Result<(), Term> {
        let entry_term = self.log.term_at(index).unwrap_or_default();
        if entry_term == self.current_term() { Ok(()) } else { Err(entry_term) }
    }

    pub(super) fn has_committed_own_entry(&self) -> bool {
        self.log.term_at(self.commit_index) == Some(self.current_term())
    }
}
