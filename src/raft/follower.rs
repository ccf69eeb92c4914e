//! What a server answers to candidates and to leaders (Figure 2, the receivers' side of both RPCs).

use super::effects::{Effects, Why};
use super::event::{AppendRefusal, AppendedBy, Event, VoteRefusal};
use super::message::{AppendAnswer, AppendEntries, Body, Conflict};
use super::node::{Node, Role};
use super::storage::HardState;
use super::types::{LocalTime, LogPosition, NodeId, Term};

impl Node {
    /// Whether it leads, or heard from a leader less than the shortest election timeout ago: another one is not
    /// needed, and by this node's clock none can have been elected with its vote.
    pub(super) fn hears_a_leader(&self) -> bool {
        self.hears_a_leader_at(self.now)
    }

    /// The same at another instant of its clock, for observers.
    pub fn hears_a_leader_at(&self, now: LocalTime) -> bool {
        match self.role {
            Role::Leader(_) => true,
            Role::Follower { .. } | Role::PreCandidate { .. } | Role::Candidate { .. } => {
                self.heard_at.is_some_and(|at| now < at.after(self.config.election_timeout.min_us))
            }
        }
    }

    /// Whether a candidate gets no vote for a leader's sake: leases or check-quorum rest on it, and the leader did not
    /// ask for the election itself.
    fn is_sticky(&self, by_transfer: bool) -> bool {
        (self.config.check_quorum || self.config.lease) && !by_transfer
    }

    /// §6: "if a server receives a RequestVote RPC within the minimum election timeout of hearing from a current
    /// leader, it does not update its term or grant its vote". Of strangers to the configuration always: a removed
    /// server, which hears no heartbeats, must not depose leaders, not by what it answers either. Of voters where
    /// leases or check-quorum rest on it; not where a leader asked for the election itself.
    pub(super) fn disregards(&self, from: NodeId, body: &Body) -> bool {
        let is_disregarded = if let Body::RequestVote { by_transfer, .. } = *body {
            self.is_sticky(by_transfer) || !self.membership().all_voters().contains(from)
        } else {
            let is_answer = body.is_reply() || matches!(body, Body::PreVoteReply { .. });
            is_answer && !self.membership().members().contains(from)
        };
        is_disregarded && self.hears_a_leader()
    }

    /// RequestVote, receiver. A server in any role answers: candidates and leaders have voted for
    /// themselves, so the same rule refuses for them.
    pub(super) fn on_request_vote(
        &mut self,
        candidate: NodeId,
        candidate_term: Term,
        candidate_last: LogPosition,
        by_transfer: bool,
        out: &mut Effects,
    ) {
        let own_last = self.log.last();
        let decision = self
            .may_grant_vote(candidate, candidate_term, candidate_last)
            .and_then(|()| self.may_desert_leader(by_transfer));
        let decided = match decision {
            Ok(()) => {
                let granted = out.decide(Why::INPUT, Event::VoteGranted { candidate, candidate_last, own_last });
                if self.voted_for().is_none() {
                    let current_term = self.current_term();
                    self.write_hard_state(HardState { current_term, voted_for: Some(candidate) }, granted, out);
                }
                // A pre-candidate that gives its vote away no longer asks for promises of its own.
                if let Role::PreCandidate { .. } = self.role {
                    self.role = Role::FOLLOWER;
                }
                // §5.2: granting a vote is the one thing besides the leader that resets the timer.
                self.arm_election_timer(granted, out);
                granted
            }
            Err(refusal) => out.decide(Why::INPUT, Event::VoteRefused { candidate, refusal }),
        };
        self.answer(candidate, Body::RequestVoteReply { granted: decision.is_ok() }, decided, out);
    }

    /// §5.2 and §5.4.1: one vote a term, first come first served, and only for a log at least as
    /// up-to-date as one's own. In a term to come every vote is free.
    pub(super) fn may_grant_vote(
        &self,
        candidate: NodeId,
        candidate_term: Term,
        candidate_last: LogPosition,
    ) -> Result<(), VoteRefusal> {
        if candidate_term < self.current_term() {
            return Err(VoteRefusal::StaleTerm { candidate_term, term: self.current_term() });
        }
        let is_given = candidate_term == self.current_term();
        if let Some(voted_for) = self.voted_for().filter(|voted_for| is_given && *voted_for != candidate) {
            return Err(VoteRefusal::AlreadyVoted { voted_for });
        }
        let own_last = self.log.last();
        if candidate_last < own_last {
            return Err(VoteRefusal::LogBehind { candidate_last, own_last });
        }
        Ok(())
    }

    /// §6, where another message has brought this node to the candidate's term already. It no longer knows which leader
    /// it heard in an earlier term, but its vote would break the promise to that leader all the same. Once it knows a
    /// leader of the present term, a vote deposes no leader.
    fn may_desert_leader(&self, by_transfer: bool) -> Result<(), VoteRefusal> {
        let is_free = self.voted_for().is_none() && self.leader().is_none();
        if self.is_sticky(by_transfer) && is_free && self.hears_a_leader() {
            return Err(VoteRefusal::LeaderAlive { leader: None });
        }
        Ok(())
    }

    /// AppendEntries, receiver.
    pub(super) fn on_append_entries(
        &mut self,
        leader: NodeId,
        leader_term: Term,
        append: AppendEntries,
        out: &mut Effects,
    ) {
        let (round, sent_at) = (append.round, append.sent_at);
        if leader_term < self.current_term() {
            let refusal = AppendRefusal::StaleTerm { leader_term, term: self.current_term() };
            let refused = out.decide(Why::INPUT, Event::AppendRefused { leader, refusal });
            let answer = AppendAnswer::StaleTerm;
            self.answer(leader, Body::AppendEntriesReply { round, sent_at, answer }, refused, out);
            return;
        }
        if !self.recognise_leader(leader, out) {
            return;
        }
        let (decided, answer) = match self.check_consistency(append.prev) {
            Err(refusal) => {
                let conflict = self.conflict(refusal);
                let answer = AppendAnswer::Rejected { prev_index: append.prev.index, conflict };
                (out.decide(Why::INPUT, Event::AppendRefused { leader, refusal }), answer)
            }
            Ok(()) => self.accept(leader, append, out),
        };
        self.arm_election_timer(decided, out);
        self.answer(leader, Body::AppendEntriesReply { round, sent_at, answer }, decided, out);
    }

    /// §5.2: the sender of an AppendEntries of this term leads it. Returns false in a leader, which has no rival unless a
    /// rule is broken; it ignores the message. Otherwise the caller arms the election timer, and names its decision about
    /// the message as the cause.
    pub(super) fn recognise_leader(&mut self, leader: NodeId, out: &mut Effects) -> bool {
        match &self.role {
            Role::Leader(_) => {
                out.decide(Why::INPUT, Event::RivalIgnored { from: leader });
                return false;
            }
            Role::Follower { leader: Some(known), .. } if *known == leader => {}
            Role::Follower { .. } | Role::PreCandidate { .. } | Role::Candidate { .. } => {
                let recognised = out.decide(Why::INPUT, Event::LeaderRecognised { leader, was: self.role_name() });
                self.become_follower(Role::Follower { leader: Some(leader), accepted: false }, recognised, out);
            }
        }
        self.heard_at = Some(self.now);
        true
    }

    /// §5.3: the entry before the new ones must be in the log, with the same term.
    fn check_consistency(&self, prev: LogPosition) -> Result<(), AppendRefusal> {
        match self.log.term_at(prev.index) {
            // What a snapshot holds is committed: every leader has the same there (§5.4.3).
            _ if prev.index < self.snapshot_index() => Ok(()),
            None => Err(AppendRefusal::TooShort { prev, last_index: self.log.last().index }),
            Some(own_term) if own_term != prev.term => Err(AppendRefusal::OtherTerm { prev, own_term }),
            Some(_) => Ok(()),
        }
    }

    /// The hint that lets a leader skip a whole term at a time (§5.3, end).
    fn conflict(&self, refusal: AppendRefusal) -> Conflict {
        match refusal {
            AppendRefusal::OtherTerm { own_term: term, .. } => {
                Conflict::OtherTerm { term, first_index: self.log.first_index_from_term(term) }
            }
            AppendRefusal::TooShort { .. } | AppendRefusal::StaleTerm { .. } => {
                Conflict::TooShort { end: self.log.last().index.next() }
            }
        }
    }

    /// Takes over what agrees with the log. Returns the decision to accept, and the answer.
    fn accept(&mut self, leader: NodeId, append: AppendEntries, out: &mut Effects) -> (Why, AppendAnswer) {
        let AppendEntries { prev, entries, leader_commit, .. } = append;
        let match_index = prev.index.plus(entries.len());
        let decided = out.decide(Why::INPUT, Event::AppendAccepted { leader, match_index, entries: entries.len() });
        if let Role::Follower { accepted, .. } = &mut self.role {
            *accepted = true;
        }
        // Entries that are there already are left alone: an older message must not undo what a newer
        // one brought. Only a conflict removes anything.
        let first_index = prev.index.next();
        let snapshot_index = self.snapshot_index();
        let is_known = |step: &usize| {
            let index = first_index.plus(*step);
            index <= snapshot_index || self.log.term_at(index) == Some(entries[*step].term)
        };
        let known = (0..entries.len()).take_while(is_known).count();
        let new_entries = &entries[known..];
        let first_new = first_index.plus(known);
        if !new_entries.is_empty() && first_new <= self.log.last().index {
            let removed = self.log.last().index.0 + 1 - first_new.0;
            let own_term = self.log.term_at(first_new).unwrap_or_default();
            let entry_term = new_entries[0].term;
            let truncated = out.decide(decided, Event::LogTruncated { from: first_new, removed, own_term, entry_term });
            self.truncate_log(first_new, truncated, out);
        }
        if !new_entries.is_empty() {
            let (entries, by) = (new_entries.to_vec(), AppendedBy::Leader(leader));
            let appended = out.decide(decided, Event::LogAppended { first_index: first_new, entries, by });
            self.append_to_log(new_entries, appended, out);
        }
        // The log beyond the last new entry is unchecked: it may differ from the leader's.
        let index = leader_commit.min(match_index);
        if self.commit_index < index {
            let learned = out.decide(decided, Event::CommitLearned { index, leader });
            self.commit_to(index, learned, out);
        }
        (decided, AppendAnswer::Accepted { match_index })
    }
}
