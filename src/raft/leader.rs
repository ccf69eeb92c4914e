//! How a leader replicates and commits (§5.3, §5.4.2).

use super::changes::Changes;
use super::effects::{Caused, Effects, Proposal, Reply, TimerRequest, Why};
use super::event::{AppendedBy, Event, StaleReply, StepDown};
use super::log::{LogEntry, Payload};
use super::message::{AppendAnswer, AppendEntries, Body, Conflict};
use super::node::{Node, Role};
use super::progress::{Mode, Progress};
use super::reads::PendingRead;
use super::transfer::{Transfer, TransferEvent};
use super::types::{
    DurationRange, LocalTime, LogIndex, LogPosition, MAX_NODES, NodeId, NodeSet, RequestToken, Round, Term,
};
use serde::{Deserialize, Serialize};

/// What a reply echoes: the round of what it answers, and when that was sent, by the leader's clock.
pub(super) type Echo = (Round, LocalTime);

/// What a leader learned from an answer: what later decisions and messages of the same step follow from.
#[derive(Clone, Copy)]
pub(super) struct Learned {
    /// The decision about the answer; the input, if it changed nothing.
    pub by: Why,
    /// The decision to commit that it led to.
    pub committed: Option<Why>,
}

impl Learned {
    pub const NOTHING: Learned = Learned { by: Why::INPUT, committed: None };
}

/// What only a leader knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leader {
    /// One for each node, by its slot. The leader's own holds what its own disk has.
    pub(super) progress: Vec<Progress>,
    /// The voters that voted for it.
    votes: NodeSet,
    /// Since when it leads, by its clock.
    since: LocalTime,
    /// The round of AppendEntries that was begun last.
    pub(super) round: Round,
    /// Reads that are not confirmed yet, oldest first.
    pub(super) reads: Vec<PendingRead>,
    /// Changes of the configuration that wait for their turn, and the servers that are to learn that they are out.
    pub(super) changes: Box<Changes>,
    /// The handing over of leadership, while it is under way.
    pub(super) transfer: Option<Transfer>,
    /// Transfers that wait for it to fail, oldest first: each with its order and the successor.
    pub(super) next_transfers: Vec<(RequestToken, NodeId)>,
    /// Whether a successor was ever told to stand. That message may still be on its way, and voters vote at once for the
    /// server that gets it, so this leader has no lease from then on.
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

    /// The successor, while leadership is handed over.
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
    pub(super) fn become_leader(&mut self, votes: NodeSet, won: Why, out: &mut Effects) {
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
        out.election_timer = Some(Caused { why: won, what: TimerRequest::Disarm });
        self.arm_heartbeat_timer(won, out);
        let begun = match self.config.no_op {
            true => self.append_own(Payload::NoOp, AppendedBy::NoOp, won, out),
            false => won,
        };
        self.replicate(true, begun, out);
        self.go_on_with_changes(won, out);
    }

    fn arm_heartbeat_timer(&self, why: Why, out: &mut Effects) {
        let heartbeat = DurationRange::exactly(self.config.heartbeat_us);
        out.heartbeat_timer = Some(Caused { why, what: TimerRequest::Arm(heartbeat) });
    }

    /// §5.2: a leader beats in every idle period; here, in every period.
    pub(super) fn on_heartbeat_timeout(&mut self, out: &mut Effects) {
        if let Some(patience_us) = self.config.quorum_patience_us()
            && self.lost_its_quorum(patience_us, out)
        {
            return;
        }
        let now = self.now;
        let Role::Leader(leader) = &mut self.role else {
            return;
        };
        leader.round = Round { beat: leader.round.beat + 1, read: 0 };
        leader.changes.forget_the_removed(now);
        let begun = out.decide(Why::INPUT, Event::HeartbeatRound { round: leader.round });
        self.arm_heartbeat_timer(begun, out);
        self.replicate(true, begun, out);
        self.give_up_transfer(out);
    }

    /// Thesis, §6.2: "a leader steps down if an election timeout elapses without a successful round of heartbeats to
    /// a majority of its cluster". It is looked at with every beat. Returns whether it stepped down.
    fn lost_its_quorum(&mut self, patience_us: u64, out: &mut Effects) -> bool {
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
        self.step_down(StepDown::NoQuorum { heard }, Why::INPUT, out);
        true
    }

    /// Leadership ends, the term does not.
    pub(super) fn step_down(&mut self, reason: StepDown, why: Why, out: &mut Effects) {
        let stepped_down = out.decide(why, Event::SteppedDown { why: reason });
        self.become_follower(Role::FOLLOWER, stepped_down, out);
    }

    /// §5.3: a client's command is appended, then replicated.
    pub(super) fn on_proposal(&mut self, payload: Payload, request: RequestToken, out: &mut Effects) {
        let Role::Leader(leader) = &self.role else {
            let leader = self.leader();
            let refused = out.decide(Why::INPUT, Event::ClientRefused { leader });
            out.reply(refused, request, Reply::Proposal(Proposal::NotLeader(leader)));
            return;
        };
        if let Some(to) = leader.transfers_to() {
            // Thesis, §3.10: "The prior leader stops accepting new client requests."
            let blocked = out.decide(Why::INPUT, Event::Transfer(TransferEvent::Blocks { to }));
            out.reply(blocked, request, Reply::Proposal(Proposal::HandingOver(to)));
            return;
        }
        let appended = self.append_own(payload, AppendedBy::Command, Why::INPUT, out);
        out.reply(appended, request, Reply::Proposal(Proposal::Appended(self.log.last())));
        self.replicate(false, appended, out);
    }

    pub(super) fn append_own(&mut self, payload: Payload, by: AppendedBy, why: Why, out: &mut Effects) -> Why {
        let entry = LogEntry { term: self.current_term(), payload };
        let first_index = self.log.last().index.next();
        let appended = out.decide(why, Event::LogAppended { first_index, entries: vec![entry.clone()], by });
        self.append_to_log(&[entry], appended, out);
        appended
    }

    /// The servers that get the log from this leader: the members of its configuration, and for a while those that it
    /// removed.
    fn peers(&self) -> NodeSet {
        let Role::Leader(leader) = &self.role else { return NodeSet::EMPTY };
        self.membership().members().union(leader.changes.removed()).without(self.id)
    }

    /// Sends every peer what it may have; with `beat`, something to each of them.
    pub(super) fn replicate(&mut self, beat: bool, why: Why, out: &mut Effects) {
        for peer in self.peers().iter() {
            if !self.send_entries(peer, why, out) && beat {
                self.send_heartbeat(peer, why, out);
            }
        }
    }

    /// Sends a peer the entries that it lacks, as far as the limits allow. Returns whether any went.
    pub(super) fn send_entries(&mut self, peer: NodeId, why: Why, out: &mut Effects) -> bool {
        let Role::Leader(leader) = &self.role else { return false };
        let progress = &leader.progress[peer.slot()];
        if progress.mode == Mode::Snapshot || progress.next_index <= self.log.base().index {
            // What it needs may be on its way, sent before it was compacted.
            return progress.in_flight.is_empty() && self.send_snapshot(peer, why, out);
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
            self.send_append_entries(peer, prev_index, entries, why, out);
            sent = true;
        }
    }

    /// An AppendEntries without entries.
    fn send_heartbeat(&mut self, peer: NodeId, why: Why, out: &mut Effects) {
        let Role::Leader(leader) = &self.role else { return };
        // Terms of compacted entries are unknown, except the base's.
        let prev_index = leader.progress[peer.slot()].heartbeat_after().max(self.log.base().index);
        self.send_append_entries(peer, prev_index, Vec::new(), why, out);
    }

    fn send_append_entries(
        &self,
        peer: NodeId,
        prev_index: LogIndex,
        entries: Vec<LogEntry>,
        why: Why,
        out: &mut Effects,
    ) {
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
        self.send_after_hard_state(peer, Body::AppendEntries(append), why, out);
    }

    /// A reply to AppendEntries, of this term.
    pub(super) fn on_append_reply(&mut self, from: NodeId, echo: Echo, answer: AppendAnswer, out: &mut Effects) {
        let is_asking = |index: LogIndex| index <= self.log.last().index && self.is_asking(from, echo.0);
        let learned = match answer {
            AppendAnswer::Accepted { match_index } if is_asking(match_index) => {
                self.on_acceptance(from, match_index, out)
            }
            AppendAnswer::Rejected { prev_index, conflict } if is_asking(prev_index) => {
                self.on_rejection(from, echo.0, prev_index, conflict, out)
            }
            // The reply's term is ours by now, so a term that it found stale was an earlier one: it answers an
            // earlier leadership, and its round is none of this one's. It must confirm nothing.
            AppendAnswer::Accepted { .. } | AppendAnswer::Rejected { .. } | AppendAnswer::StaleTerm => {
                out.decide(Why::INPUT, Event::ReplyIgnored { from, why: StaleReply::NotAsking });
                return;
            }
        };
        self.after_answer(from, echo, learned, out);
    }

    /// Whether this leader, in this leadership, asks that node, and began that round.
    pub(super) fn is_asking(&self, from: NodeId, round: Round) -> bool {
        let Role::Leader(leader) = &self.role else { return false };
        self.peers().contains(from) && round <= leader.round
    }

    /// What follows any answer to a round: reads that waited for it are answered, entries are sent, and changes of the
    /// configuration go on.
    pub(super) fn after_answer(&mut self, from: NodeId, echo: Echo, learned: Learned, out: &mut Effects) {
        let sends = self.note_answer(from, echo, out).unwrap_or(learned.by);
        self.confirm_reads(Why::INPUT, out);
        self.send_entries(from, sends, out);
        self.go_on_with_transfer(from, learned.by, out);
        self.go_on_with_changes(learned.committed.unwrap_or(learned.by), out);
    }

    fn on_acceptance(&mut self, from: NodeId, match_index: LogIndex, out: &mut Effects) -> Learned {
        let Role::Leader(leader) = &mut self.role else { return Learned::NOTHING };
        match leader.progress[from.slot()].accepted(match_index, leader.round) {
            true => self.advance_match(from, match_index, out),
            false => Learned::NOTHING,
        }
    }

    /// A peer, or this leader's own disk, has entries durably that it had not before.
    pub(super) fn advance_match(&mut self, peer: NodeId, match_index: LogIndex, out: &mut Effects) -> Learned {
        let by = out.decide(Why::INPUT, Event::MatchAdvanced { peer, match_index });
        Learned { by, committed: self.advance_commit_index(by, out) }
    }

    /// A peer that answers a round takes this node for its leader. If it answers that round, and not the entries that
    /// were sent a whole interval before, it did not get them.
    ///
    /// Returns the decision to send entries again, if the leader sends them again.
    fn note_answer(&mut self, from: NodeId, (round, sent_at): Echo, out: &mut Effects) -> Option<Why> {
        let now = self.now;
        let Role::Leader(leader) = &mut self.role else { return None };
        let progress = &mut leader.progress[from.slot()];
        progress.heard_at = now;
        progress.answered = progress.answered.max(round);
        progress.confirmed_at = progress.confirmed_at.max(sent_at);
        // A piece of a snapshot that is sent again says so itself.
        if !progress.give_up(round) || progress.mode == Mode::Snapshot {
            return None;
        }
        if progress.next_index <= self.log.base().index {
            // Only the answers may be lost. It is asked for the base, and sent the snapshot if it has not that.
            progress.probe_from(self.log.first_index());
        }
        Some(out.decide(Why::INPUT, Event::SentAgain { peer: from, next_index: progress.next_index }))
    }

    /// §5.3: after a refusal, back to where the logs may agree, and try again.
    fn on_rejection(
        &mut self,
        peer: NodeId,
        round: Round,
        prev_index: LogIndex,
        conflict: Conflict,
        out: &mut Effects,
    ) -> Learned {
        let Role::Leader(leader) = &mut self.role else { return Learned::NOTHING };
        let progress = &mut leader.progress[peer.slot()];
        let lowest = progress.refused(prev_index, round).filter(|_| LogIndex::ZERO < prev_index);
        let Some(lowest) = lowest else {
            out.decide(Why::INPUT, Event::ReplyIgnored { from: peer, why: StaleReply::Answered { prev_index } });
            return Learned::NOTHING;
        };
        if matches!(conflict, Conflict::TooShort { .. }) && progress.waits_for_earlier(prev_index) {
            out.decide(Why::INPUT, Event::Overtaken { peer, prev_index });
            return Learned::NOTHING;
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
        let by = out.decide(Why::INPUT, Event::BackedOff { peer, prev_index, next_index });
        if !self.send_entries(peer, by, out) {
            self.send_heartbeat(peer, by, out);
        }
        Learned { by, committed: None }
    }

    /// The leader's own entries count when they are durable, like everyone's.
    pub(super) fn count_own_disk(&mut self, out: &mut Effects) {
        let (id, durable_index) = (self.id, self.durable_index);
        let Role::Leader(leader) = &mut self.role else {
            return;
        };
        let own = &mut leader.progress[id.slot()];
        if own.match_index < durable_index {
            own.match_index = durable_index;
            let Learned { by, committed } = self.advance_match(id, durable_index, out);
            self.go_on_with_changes(committed.unwrap_or(by), out);
        }
    }

    /// §5.3 and §5.4.2: an entry of the current term that a majority stores is committed, and with
    /// it all before it. An older one is not, however many store it (figure 8).
    ///
    /// Returns the decision to commit, if the leader commits.
    fn advance_commit_index(&mut self, why: Why, out: &mut Effects) -> Option<Why> {
        let Role::Leader(leader) = &self.role else { return None };
        let reached = |node: NodeId| leader.progress[node.slot()].match_index;
        let index = self.membership().reached(reached);
        if index <= self.commit_index {
            return None;
        }
        if let Err(entry_term) = self.may_commit(index) {
            out.decide(why, Event::CommitHeldBack { index, entry_term, term: self.current_term() });
            return None;
        }
        let quorum = self.membership().all_voters().iter().filter(|node| index <= reached(*node)).collect();
        let committed = out.decide(why, Event::CommitAdvanced { index, quorum });
        self.commit_to(index, committed, out);
        self.release_reads();
        self.confirm_reads(committed, out);
        Some(committed)
    }

    fn may_commit(&self, index: LogIndex) -> Result<(), Term> {
        let entry_term = self.log.term_at(index).unwrap_or_default();
        if entry_term == self.current_term() { Ok(()) } else { Err(entry_term) }
    }

    pub(super) fn has_committed_own_entry(&self) -> bool {
        self.log.term_at(self.commit_index) == Some(self.current_term())
    }
}
