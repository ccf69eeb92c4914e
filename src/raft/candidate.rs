//! How a server stands for election (§5.2), and how it first asks whether that is worth while (thesis, §9.6).

use super::effects::{Effects, Why};
use super::event::{Event, StaleReply, Standing, VoteRefusal, Withheld};
use super::message::Body;
use super::node::{Node, Role};
use super::quorum;
use super::storage::HardState;
use super::types::{LocalTime, LogPosition, NodeId, NodeSet, Term};

/// A decision about a pre-vote (thesis, §9.6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PreVoteEvent {
    /// A node asks whether it would win an election in the next term.
    Started {
        /// That term.
        next_term: Term,
        /// Where its log ends.
        last: LogPosition,
        /// Whether it was asking already.
        again: bool,
    },
    /// A vote would be given.
    Granted {
        /// The candidate that asks.
        candidate: NodeId,
        /// In which term.
        next_term: Term,
    },
    /// A vote would not be given.
    Refused {
        /// The candidate that asks.
        candidate: NodeId,
        /// Why.
        refusal: VoteRefusal,
    },
    /// A pre-candidate counts a promise, its own at once.
    Counted {
        /// The voter.
        from: NodeId,
        /// All it has.
        granted: NodeSet,
    },
    /// A pre-candidate hears a refusal.
    Denied {
        /// The voter.
        from: NodeId,
        /// All that refused.
        refused: NodeSet,
    },
}

/// What a pre-vote asks about, echoed by its reply: the term to come, and when the asker began to ask.
type Question = (Term, LocalTime);

impl Node {
    /// The election timer fired. A leader has no such timer.
    pub(super) fn on_election_timeout(&mut self, out: &mut Effects) {
        if let Role::Leader(_) = self.role {
            return;
        }
        if let Err(why) = self.may_stand() {
            let withheld = out.decide(Why::INPUT, Event::ElectionWithheld { why });
            self.arm_election_timer(withheld, out);
        } else if self.config.pre_vote {
            self.ask_for_promises(out);
        } else {
            let again = matches!(self.role, Role::Candidate { .. });
            let by = if again { Standing::Again } else { Standing::Silence };
            self.stand_for_election(by, Why::INPUT, out);
        }
    }

    /// §6: a server without a vote does not stand; but as long as the configuration that took its vote away is not
    /// committed, the cluster may still need it (thesis, §4.2.2).
    fn may_stand(&self) -> Result<(), Withheld> {
        if !self.configurations.may_need(self.id, self.commit_index) {
            return Err(Withheld::NoVoter);
        }
        if self.config.lease && self.hears_a_leader() {
            return Err(Withheld::LeaderAlive);
        }
        Ok(())
    }

    /// Stand for election in the next term.
    pub(super) fn stand_for_election(&mut self, by: Standing, why: Why, out: &mut Effects) {
        // No election lasts as many terms as a number holds; a forged message may name the last.
        let Some(term) = self.current_term().checked_next() else {
            self.arm_election_timer(why, out);
            return;
        };
        let last = self.log.last();
        let started = out.decide(why, Event::ElectionStarted { term, last, by });
        self.role = Role::Candidate { granted: NodeSet::EMPTY, refused: NodeSet::EMPTY };
        // The vote for oneself counts when it is durable: see on_persisted.
        self.write_hard_state(HardState { current_term: term, voted_for: Some(self.id) }, started, out);
        self.arm_election_timer(started, out);
        let by_transfer = by == Standing::Transfer;
        for peer in self.rivals().iter() {
            self.send_after_hard_state(peer, Body::RequestVote { last, by_transfer }, started, out);
        }
    }

    /// The voters that a candidate asks.
    fn rivals(&self) -> NodeSet {
        self.membership().all_voters().without(self.id)
    }

    /// A reply to RequestVote, of this term.
    pub(super) fn on_vote(&mut self, from: NodeId, granted: bool, out: &mut Effects) {
        let asking = self.rivals().contains(from);
        match &mut self.role {
            Role::Candidate { refused, .. } if asking && !granted => {
                refused.insert(from);
                out.decide(Why::INPUT, Event::VoteDenied { from, refused: *refused });
            }
            Role::Candidate { .. } if asking => self.count_vote(from, out),
            Role::Candidate { .. } | Role::Follower { .. } | Role::PreCandidate { .. } | Role::Leader(_) => {
                out.decide(Why::INPUT, Event::ReplyIgnored { from, why: StaleReply::NotAsking });
            }
        }
    }

    /// Counts a vote, once; with a majority of them the candidate leads.
    pub(super) fn count_vote(&mut self, from: NodeId, out: &mut Effects) {
        let membership = *self.membership();
        let Role::Candidate { granted, .. } = &mut self.role else {
            return;
        };
        if granted.contains(from) {
            return;
        }
        granted.insert(from);
        let votes = *granted;
        let (majority, joint) = (quorum::majority(membership.voters.len()), membership.is_joint());
        let counted = out.decide(Why::INPUT, Event::VoteCounted { from, granted: votes, majority, joint });
        if membership.is_quorum(votes) {
            let won = out.decide(counted, Event::ElectionWon { term: self.current_term(), votes });
            self.become_leader(votes, won, out);
        }
    }

    /// Thesis, §9.6: asks whether a majority would vote for it, and changes no term by that.
    fn ask_for_promises(&mut self, out: &mut Effects) {
        let again = matches!(self.role, Role::PreCandidate { .. });
        let Some(next_term) = self.current_term().checked_next() else {
            self.arm_election_timer(Why::INPUT, out);
            return;
        };
        let last = self.log.last();
        let started = out.decide(Why::INPUT, Event::PreVote(PreVoteEvent::Started { next_term, last, again }));
        let asked_at = self.now;
        self.role = Role::PreCandidate { asked_at, granted: NodeSet::EMPTY, refused: NodeSet::EMPTY };
        self.arm_election_timer(started, out);
        for peer in self.rivals().iter() {
            self.send_after_hard_state(peer, Body::PreVote { next_term, asked_at, last }, started, out);
        }
        // Its own promise binds it to nothing, so that nothing has to be durable.
        self.count_promise(self.id, out);
    }

    /// PreVote, receiver.
    pub(super) fn on_pre_vote(
        &mut self,
        from: NodeId,
        (next_term, asked_at): Question,
        last: LogPosition,
        out: &mut Effects,
    ) {
        let decision = self.would_grant_vote(from, next_term, last);
        let event = Event::PreVote(match decision {
            Ok(()) => PreVoteEvent::Granted { candidate: from, next_term },
            Err(refusal) => PreVoteEvent::Refused { candidate: from, refusal },
        });
        let decided = out.decide(Why::INPUT, event);
        let granted = decision.is_ok();
        self.send_after_hard_state(from, Body::PreVoteReply { next_term, asked_at, granted }, decided, out);
    }

    /// Thesis, §9.6: yes, if it would vote for it, and if no leader was heard from for an election timeout.
    fn would_grant_vote(
        &self,
        candidate: NodeId,
        candidate_term: Term,
        candidate_last: LogPosition,
    ) -> Result<(), VoteRefusal> {
        self.may_grant_vote(candidate, candidate_term, candidate_last)?;
        if self.hears_a_leader() {
            return Err(VoteRefusal::LeaderAlive { leader: self.leader() });
        }
        Ok(())
    }

    /// A reply to PreVote. It names the term that it speaks of: its sender may be in an older one.
    pub(super) fn on_promise(&mut self, from: NodeId, answers: Question, granted: bool, out: &mut Effects) {
        let asks = self.rivals().contains(from).then(|| self.current_term().checked_next()).flatten();
        let is_answer = |asked_at: LocalTime| asks.is_some_and(|next_term| (next_term, asked_at) == answers);
        match &mut self.role {
            Role::PreCandidate { asked_at, refused, .. } if is_answer(*asked_at) && !granted => {
                refused.insert(from);
                out.decide(Why::INPUT, Event::PreVote(PreVoteEvent::Denied { from, refused: *refused }));
            }
            Role::PreCandidate { asked_at, .. } if is_answer(*asked_at) => self.count_promise(from, out),
            Role::PreCandidate { .. } | Role::Candidate { .. } | Role::Follower { .. } | Role::Leader(_) => {
                out.decide(Why::INPUT, Event::ReplyIgnored { from, why: StaleReply::NotAsking });
            }
        }
    }

    fn count_promise(&mut self, from: NodeId, out: &mut Effects) {
        let membership = *self.membership();
        let Role::PreCandidate { granted, .. } = &mut self.role else {
            return;
        };
        if granted.contains(from) {
            return;
        }
        granted.insert(from);
        let promises = *granted;
        let counted = out.decide(Why::INPUT, Event::PreVote(PreVoteEvent::Counted { from, granted: promises }));
        if membership.is_quorum(promises) {
            self.stand_for_election(Standing::Promises, counted, out);
        }
    }
}
