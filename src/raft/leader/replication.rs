//! How a leader replicates and commits (§5.3, §5.4.2).

use super::{Echo, Leading};
use crate::raft::effects::{Caused, TimerRequest, Why};
use crate::raft::event::{AppendedBy, Event, StaleReply, StepDown, TransferEvent};
use crate::raft::flaw::Flaw;
use crate::raft::log::{LogEntry, Payload};
use crate::raft::message::{AppendAnswer, AppendEntries, Body, Conflict};
use crate::raft::progress::Mode;
use crate::raft::reply::{Proposal, Reply};
use crate::raft::turn::{NextRole, Tenure, not_asking, turn};
use crate::raft::types::{DurationRange, LogIndex, LogPosition, NodeId, NodeSet, RequestToken, Round, Term};
use std::ops::ControlFlow::Continue;

/// What a leader learned from an answer: what later decisions and messages of the same step follow from.
#[derive(Clone, Copy)]
pub(super) struct Learned {
    /// The decision about the answer; the input, if it changed nothing.
    pub by: Why,
    /// The decision to commit that it led to.
    pub committed: Option<Why>,
}

impl Learned {
    /// The answer changed nothing.
    pub const NOTHING: Learned = Learned { by: Why::INPUT, committed: None };
}

/// Entries of the whole suffix that plain replication sends in one message, at most: a bound on what is in flight.
pub const SUFFIX_MAX: usize = 1_000;

impl Leading<'_> {
    /// A majority voted for it (§5.2).
    pub fn begin(&mut self, won: Why) -> Tenure {
        self.out.election_timer = Some(Caused { why: won, what: TimerRequest::Disarm });
        self.arm_heartbeat_timer(won);
        let begun = match (self.core.config().no_op, self.core.is_flawed(Flaw::NoOpMissing)) {
            (true, false) => self.append_own(Payload::NoOp, AppendedBy::NoOp, won),
            (true, true) => self.out.break_rule(Flaw::NoOpMissing, won),
            (false, _) => won,
        };
        self.replicate(true, begun);
        self.go_on_with_changes(won)
    }

    /// Asks for the next heartbeat.
    fn arm_heartbeat_timer(&mut self, why: Why) {
        let heartbeat = DurationRange::exactly(self.core.config().heartbeat_us);
        self.out.heartbeat_timer = Some(Caused { why, what: TimerRequest::Arm(heartbeat) });
    }

    /// §5.2: a leader beats in every idle period; here, in every period.
    pub fn on_heartbeat_timeout(&mut self) -> Tenure {
        if let Some(patience_us) = self.core.config().quorum_patience_us() {
            self.keep_quorum(patience_us)?;
        }
        self.leader.round = Round { beat: self.leader.round.beat + 1, read: 0 };
        self.leader.changes.forget_the_removed(self.core.now());
        let begun = self.out.decide(Why::INPUT, Event::HeartbeatRound { round: self.leader.round });
        self.arm_heartbeat_timer(begun);
        let is_silent = self.core.is_flawed(Flaw::NoHeartbeats);
        if is_silent {
            self.out.break_rule(Flaw::NoHeartbeats, begun);
        }
        self.replicate(!is_silent, begun);
        self.give_up_transfer()
    }

    /// Thesis, §6.2: "a leader steps down if an election timeout elapses without a successful round of heartbeats to
    /// a majority of its cluster". It is looked at with every beat.
    fn keep_quorum(&mut self, patience_us: u64) -> Tenure {
        let (id, now) = (self.core.id(), self.core.now());
        let confirmed_at = |node: NodeId| match node == id {
            true => now,
            false => self.leader.confirmed_at(node),
        };
        if now < self.core.reached(confirmed_at).after(patience_us) {
            return Continue(());
        }
        let config = self.core.config();
        let flaw = match config.check_quorum || config.lease {
            true => Flaw::StickyWithoutQuorumCheck,
            false => Flaw::PreVoteWithoutQuorumCheck,
        };
        if self.core.is_flawed(flaw) {
            self.out.break_rule(flaw, Why::INPUT);
            return Continue(());
        }
        let voters = self.core.membership().all_voters();
        let heard = voters.iter().filter(|node| now < confirmed_at(*node).after(patience_us)).collect();
        self.step_down(StepDown::NoQuorum { heard }, Why::INPUT)
    }

    /// Leadership ends, the term does not.
    pub(super) fn step_down(&mut self, reason: StepDown, why: Why) -> Tenure {
        let stepped_down = self.out.decide(why, Event::SteppedDown { why: reason });
        turn(NextRole::Follower, stepped_down)
    }

    /// §5.3: a client's command is appended, then replicated.
    pub fn on_proposal(&mut self, payload: Payload, request: RequestToken) {
        if let Some(to) = self.leader.transfers_to() {
            // Thesis, §3.10: "The prior leader stops accepting new client requests."
            let blocked = self.out.decide(Why::INPUT, Event::Transfer(TransferEvent::Blocks { to }));
            self.out.reply(blocked, request, Reply::Proposal(Proposal::HandingOver(to)));
            return;
        }
        let appended = self.append_own(payload, AppendedBy::Command, Why::INPUT);
        self.out.reply(appended, request, Reply::Proposal(Proposal::Appended(self.core.log().last())));
        self.replicate(false, appended);
    }

    /// Appends an entry of the present term to its own log. Returns that decision.
    pub(super) fn append_own(&mut self, payload: Payload, by: AppendedBy, why: Why) -> Why {
        let entry = LogEntry { term: self.core.current_term(), payload };
        let first_index = self.core.last_index().next();
        let appended = self.out.decide(why, Event::LogAppended { first_index, entries: vec![entry.clone()], by });
        self.core.append_to_log(&[entry], appended, self.out);
        appended
    }

    /// The servers that get the log from this leader: the members of its configuration, and for a while those that it
    /// removed.
    fn peers(&self) -> NodeSet {
        self.core.membership().members().union(self.leader.changes.removed()).without(self.core.id())
    }

    /// Sends every peer what it may have; with `beat`, something to each of them.
    pub(super) fn replicate(&mut self, beat: bool, why: Why) {
        for peer in self.peers().iter() {
            if !self.send_entries(peer, why) && beat {
                self.send_heartbeat(peer, why);
            }
        }
    }

    /// Sends a peer the entries that it lacks, as far as the limits allow. Returns whether any went.
    pub(super) fn send_entries(&mut self, peer: NodeId, why: Why) -> bool {
        let progress = &self.leader.progress[peer.slot()];
        if progress.mode == Mode::Snapshot || progress.next_index <= self.core.log().base().index {
            // What it needs may be on its way, sent before it was compacted.
            return progress.in_flight.is_empty() && self.send_snapshot(peer, why);
        }
        if self.core.config().plain_replication {
            return self.send_suffix(peer, why);
        }
        let mut sent = false;
        loop {
            let progress = &mut self.leader.progress[peer.slot()];
            let in_flight_max = if progress.mode == Mode::Replicate { self.core.config().max_inflight } else { 1 };
            if self.core.last_index() < progress.next_index || in_flight_max <= progress.in_flight.len() {
                return sent;
            }
            let prev_index = progress.next_index.previous();
            let entries = self.core.log().slice(progress.next_index, self.core.config().max_entries);
            progress.sent(self.leader.round, prev_index.plus(entries.len()));
            self.send_append_entries(peer, prev_index, entries, why);
            sent = true;
        }
    }

    /// Plain replication: "send AppendEntries RPC with log entries starting at nextIndex" (Figure 2), all of them, each
    /// time. Only an answer moves `next_index`. Returns whether there were any.
    fn send_suffix(&mut self, peer: NodeId, why: Why) -> bool {
        let next_index = self.leader.progress[peer.slot()].next_index;
        let entries = self.core.log().slice(next_index, SUFFIX_MAX);
        let has_any = !entries.is_empty();
        if has_any {
            self.send_append_entries(peer, next_index.previous(), entries, why);
        }
        has_any
    }

    /// Sends a peer more, now that it has answered. Under plain replication entries wait for the next heartbeat or the
    /// next command; the pieces of a snapshot do not.
    fn send_more(&mut self, peer: NodeId, why: Why) {
        let is_sent_snapshot = self.leader.progress[peer.slot()].mode == Mode::Snapshot;
        if is_sent_snapshot || !self.core.config().plain_replication {
            self.send_entries(peer, why);
        }
    }

    /// An AppendEntries without entries.
    fn send_heartbeat(&mut self, peer: NodeId, why: Why) {
        // Terms of compacted entries are unknown, except the base's.
        let prev_index = self.leader.progress[peer.slot()].heartbeat_after().max(self.core.log().base().index);
        self.send_append_entries(peer, prev_index, Vec::new(), why);
    }

    /// Sends an AppendEntries with these entries, which follow the one at `prev_index`.
    fn send_append_entries(&mut self, peer: NodeId, prev_index: LogIndex, entries: Vec<LogEntry>, why: Why) {
        let term = self.core.log().term_at(prev_index).unwrap_or_default();
        let append = AppendEntries {
            round: self.leader.round,
            sent_at: self.core.now(),
            prev: LogPosition { term, index: prev_index },
            entries,
            leader_commit: self.core.commit_index(),
        };
        self.core.send_after_hard_state(peer, Body::AppendEntries(append), why, self.out);
    }

    /// A reply to AppendEntries, of this term.
    pub fn on_append_reply(&mut self, from: NodeId, echo: Echo, answer: AppendAnswer) -> Tenure {
        let outlives = self.core.is_flawed(Flaw::RepliesOutliveTerms);
        let is_asked = |index: LogIndex| index <= self.core.last_index() && self.peers().contains(from);
        let is_asking = |index: LogIndex| is_asked(index) && (outlives || echo.0 <= self.leader.round);
        let learned = match answer {
            AppendAnswer::Accepted { match_index } if is_asking(match_index) => self.on_acceptance(from, match_index),
            AppendAnswer::Rejected { prev_index, conflict } if is_asking(prev_index) => {
                self.on_rejection(from, echo.0, prev_index, conflict)
            }
            // The reply's term is ours by now, so a term that it found stale was an earlier one: it answers an
            // earlier leadership, and its round is none of this one's. It must confirm nothing.
            AppendAnswer::Accepted { .. } | AppendAnswer::Rejected { .. } | AppendAnswer::StaleTerm => {
                return not_asking(from, self.out);
            }
        };
        self.after_answer(from, echo, learned)
    }

    /// Whether this leader, in this leadership, asks that node, and began that round.
    pub(super) fn is_asking(&self, from: NodeId, round: Round) -> bool {
        self.peers().contains(from) && round <= self.leader.round
    }

    /// What follows any answer to a round: reads that waited for it are answered, entries are sent, and changes of the
    /// configuration go on.
    pub(super) fn after_answer(&mut self, from: NodeId, echo: Echo, learned: Learned) -> Tenure {
        let sends = self.note_answer(from, echo).unwrap_or(learned.by);
        self.confirm_reads(Why::INPUT);
        self.send_more(from, sends);
        self.go_on_with_transfer(from, learned.by);
        self.go_on_with_changes(learned.committed.unwrap_or(learned.by))
    }

    /// A peer accepted entries up to an index.
    fn on_acceptance(&mut self, from: NodeId, match_index: LogIndex) -> Learned {
        let (match_index, why) = self.acknowledged(from, match_index);
        match self.leader.progress[from.slot()].accepted(match_index, self.leader.round) {
            true => self.advance_match(from, match_index, why),
            false => Learned::NOTHING,
        }
    }

    /// What an acknowledgement up to an index says that the peer has: up to that index, unless a flaw takes it for more,
    /// or has the match index fall.
    fn acknowledged(&mut self, from: NodeId, match_index: LogIndex) -> (LogIndex, Why) {
        let last_index = self.core.last_index();
        if match_index < last_index && self.core.is_flawed(Flaw::MatchIsLast) {
            return (last_index, self.out.break_rule(Flaw::MatchIsLast, Why::INPUT));
        }
        let known = &mut self.leader.progress[from.slot()].match_index;
        if match_index < *known && self.core.is_flawed(Flaw::MatchRegresses) {
            *known = match_index;
            self.out.break_rule(Flaw::MatchRegresses, Why::INPUT);
        }
        (match_index, Why::INPUT)
    }

    /// A peer, or this leader's own disk, has entries durably that it had not before.
    pub(super) fn advance_match(&mut self, peer: NodeId, match_index: LogIndex, why: Why) -> Learned {
        let by = self.out.decide(why, Event::MatchAdvanced { peer, match_index });
        Learned { by, committed: self.advance_commit_index(by) }
    }

    /// A peer that answers a round takes this node for its leader. If it answers that round, and not the entries that
    /// were sent a whole interval before, it did not get them.
    ///
    /// Returns the decision to send entries again, if the leader sends them again.
    fn note_answer(&mut self, from: NodeId, (round, sent_at): Echo) -> Option<Why> {
        let progress = &mut self.leader.progress[from.slot()];
        progress.heard_at = self.core.now();
        progress.answered = progress.answered.max(round);
        progress.confirmed_at = progress.confirmed_at.max(sent_at);
        // A lost piece of a snapshot is sent again by the rule for snapshots, which decides that for itself.
        if !progress.give_up(round) || progress.mode == Mode::Snapshot {
            return None;
        }
        if progress.next_index <= self.core.log().base().index {
            // Only the answers may be lost. It is asked for the base, and sent the snapshot if it has not that.
            progress.probe_from(self.core.log().first_index());
        }
        Some(self.out.decide(Why::INPUT, Event::SentAgain { peer: from, next_index: progress.next_index }))
    }

    /// §5.3: after a refusal, back to where the logs may agree, and try again.
    fn on_rejection(&mut self, peer: NodeId, round: Round, prev_index: LogIndex, conflict: Conflict) -> Learned {
        let progress = &mut self.leader.progress[peer.slot()];
        let lowest = progress.refused(prev_index, round).filter(|_| LogIndex::ZERO < prev_index);
        let Some(lowest) = lowest else {
            self.out.decide(Why::INPUT, Event::ReplyIgnored { from: peer, why: StaleReply::Answered { prev_index } });
            return Learned::NOTHING;
        };
        if self.core.config().plain_replication {
            return self.back_off(peer, prev_index, prev_index.max(lowest));
        }
        if matches!(conflict, Conflict::TooShort { .. }) && progress.waits_for_earlier(prev_index) {
            self.out.decide(Why::INPUT, Event::Overtaken { peer, prev_index });
            return Learned::NOTHING;
        }
        let hinted = match conflict {
            Conflict::TooShort { end } => end,
            // The leader's own last entry of that term is where they may agree; without one, all
            // that the follower has of that term is in conflict.
            Conflict::OtherTerm { term, first_index } => {
                self.core.log().last_index_of_term(term).map_or(first_index, LogIndex::next)
            }
        };
        // At least one step back, so that this ends, and not behind what is known to agree.
        let next_index = hinted.min(prev_index).max(lowest);
        let learned = self.back_off(peer, prev_index, next_index);
        if !self.send_entries(peer, learned.by) {
            self.send_heartbeat(peer, learned.by);
        }
        learned
    }

    /// Looks for agreement from an earlier index on.
    fn back_off(&mut self, peer: NodeId, prev_index: LogIndex, next_index: LogIndex) -> Learned {
        self.leader.progress[peer.slot()].probe_from(next_index);
        let by = self.out.decide(Why::INPUT, Event::BackedOff { peer, prev_index, next_index });
        Learned { by, committed: None }
    }

    /// The leader's own entries count when they are durable, like everyone's.
    pub fn count_own_disk(&mut self) -> Tenure {
        let (id, durable_index) = (self.core.id(), self.core.durable_index());
        let own = &mut self.leader.progress[id.slot()];
        if durable_index <= own.match_index {
            return Continue(());
        }
        own.match_index = durable_index;
        let Learned { by, committed } = self.advance_match(id, durable_index, Why::INPUT);
        self.go_on_with_changes(committed.unwrap_or(by))
    }

    /// §5.3 and §5.4.2: an entry of the current term that a majority stores is committed, and with
    /// it all before it. An older one is not, however many store it (figure 8).
    ///
    /// Returns the decision to commit, if the leader commits.
    fn advance_commit_index(&mut self, why: Why) -> Option<Why> {
        let reached = |node: NodeId| self.leader.progress[node.slot()].match_index;
        let (index, miscount) = self.core.committable(reached);
        if index <= self.core.commit_index() {
            return None;
        }
        let flaw = match self.may_commit(index) {
            Ok(flaw) => flaw.or(miscount),
            Err(entry_term) => {
                let term = self.core.current_term();
                self.out.decide(why, Event::CommitHeldBack { index, entry_term, term });
                return None;
            }
        };
        let by = flaw.map_or(why, |flaw| self.out.break_rule(flaw, why));
        if flaw == Some(Flaw::CommitScanStops) {
            return None;
        }
        let quorum = self.core.counted().all_voters().iter().filter(|node| index <= reached(*node)).collect();
        let committed = self.out.decide(by, Event::CommitAdvanced { index, quorum });
        self.core.commit_to(index, committed, self.out);
        self.release_reads();
        self.confirm_reads(committed);
        Some(committed)
    }

    /// §5.4.2: only an entry of the current term is committed by counting; the error is the term of an older one. If a
    /// flaw decides otherwise, it is named.
    fn may_commit(&self, index: LogIndex) -> Result<Option<Flaw>, Term> {
        let term_at = |index: LogIndex| self.core.log().term_at(index).unwrap_or_default();
        let (entry_term, term) = (term_at(index), self.core.current_term());
        if entry_term != term {
            let commits = self.core.is_flawed(Flaw::CommitOldTerms);
            return if commits { Ok(Some(Flaw::CommitOldTerms)) } else { Err(entry_term) };
        }
        let stops = self.core.is_flawed(Flaw::CommitScanStops) && term_at(self.core.commit_index().next()) != term;
        Ok(stops.then_some(Flaw::CommitScanStops))
    }
}
