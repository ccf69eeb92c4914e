//! What a server answers to candidates (Figure 2, RequestVote RPC, receiver; §6; thesis, §9.6). A server in any role
//! answers: candidates and leaders have voted for themselves, so the same rule refuses for them.

use super::core::Core;
use super::effects::{Effects, Why};
use super::event::{Event, PreVoteEvent, VoteRefusal};
use super::flaw::Flaw;
use super::message::Body;
use super::role::Role;
use super::turn::{NextRole, Tenure, turn};
use super::types::{LocalTime, LogPosition, NodeId, Term};
use std::ops::ControlFlow::Continue;

/// What a candidate says of itself.
#[derive(Clone, Copy)]
pub(super) struct Candidacy {
    /// Its name.
    pub candidate: NodeId,
    /// The term that it stands in, or would stand in.
    pub term: Term,
    /// Where its log ends.
    pub last: LogPosition,
}

/// A server as a voter: its state, and what its role tells of a leader.
pub(super) struct Voter<'a> {
    /// What it is in every role.
    pub core: &'a Core,
    /// Its role.
    pub role: &'a Role,
}

impl Voter<'_> {
    /// The leader of its term, if it knows one.
    fn leader(&self) -> Option<NodeId> {
        self.role.leader(self.core.id())
    }

    /// Whether it leads, or heard from a leader less than the shortest election timeout before an instant of its clock:
    /// another one is not needed, and by that clock none can have been elected with its vote.
    pub fn hears_a_leader_at(&self, now: LocalTime) -> bool {
        self.role.leading().is_some() || self.core.heard_a_leader_before(now)
    }

    /// The same at the instant of the step under way.
    fn hears_a_leader(&self) -> bool {
        self.hears_a_leader_at(self.core.now())
    }

    /// Whether a candidate gets no vote for a leader's sake: leases or check-quorum rest on it, and the leader did not
    /// ask for the election itself.
    fn is_sticky(&self, by_transfer: bool) -> bool {
        let config = self.core.config();
        (config.check_quorum || config.lease) && !by_transfer
    }

    /// §6: "if a server receives a RequestVote RPC within the minimum election timeout of hearing from a current
    /// leader, it does not update its term or grant its vote". Of strangers to the configuration always: a removed
    /// server, which hears no heartbeats, must not depose leaders, not by what it answers either. Of voters where
    /// leases or check-quorum rest on it; not where a leader asked for the election itself.
    pub fn disregards(&self, from: NodeId, body: &Body) -> bool {
        self.would_disregard(from, body, self.core.is_flawed(Flaw::RemovedDisrupts))
    }

    /// Whether a flaw makes it listen to a stranger.
    pub fn listens_by_flaw(&self, from: NodeId, body: &Body) -> bool {
        self.core.is_flawed(Flaw::RemovedDisrupts)
            && self.would_disregard(from, body, false)
            && !self.would_disregard(from, body, true)
    }

    fn would_disregard(&self, from: NodeId, body: &Body, listens_to_strangers: bool) -> bool {
        let membership = self.core.membership();
        let is_disregarded = if let Body::RequestVote { by_transfer, .. } = *body {
            self.is_sticky(by_transfer) || (!listens_to_strangers && !membership.all_voters().contains(from))
        } else {
            let is_answer = body.is_reply() || matches!(body, Body::PreVoteReply { .. });
            is_answer && !listens_to_strangers && !membership.members().contains(from)
        };
        is_disregarded && self.hears_a_leader()
    }

    /// §5.2 and §5.4.1: one vote a term, first come first served, and only for a log at least as
    /// up-to-date as one's own. In a term to come every vote is free. If a flaw lets it pass, it is named.
    fn may_grant_vote(&self, candidacy: Candidacy) -> Result<Option<Flaw>, VoteRefusal> {
        let Candidacy { candidate, term: candidate_term, last: candidate_last } = candidacy;
        let term = self.core.current_term();
        if candidate_term < term {
            return Err(VoteRefusal::StaleTerm { candidate_term, term });
        }
        let is_given = candidate_term == term;
        let mut by_flaw = None;
        if let Some(voted_for) = self.core.voted_for().filter(|voted_for| is_given && *voted_for != candidate) {
            if self.role.leading().is_none() || !self.core.is_flawed(Flaw::LeaderGrantsVotes) {
                return Err(VoteRefusal::AlreadyVoted { voted_for });
            }
            by_flaw = Some(Flaw::LeaderGrantsVotes);
        }
        let own_last = self.core.log().last();
        let is_behind = candidate_last < own_last;
        let (any_wins, longest_wins) =
            (self.core.is_flawed(Flaw::AnyLogWins), self.core.is_flawed(Flaw::LongestLogWins));
        let counts_as_behind = match (any_wins, longest_wins) {
            (true, _) => false,
            (false, true) => candidate_last.index < own_last.index,
            (false, false) => is_behind,
        };
        if counts_as_behind {
            return Err(VoteRefusal::LogBehind { candidate_last, own_last });
        }
        if is_behind {
            by_flaw = Some(if any_wins { Flaw::AnyLogWins } else { Flaw::LongestLogWins });
        }
        Ok(by_flaw)
    }

    /// §6, where another message has brought this node to the candidate's term already. It no longer knows which leader
    /// it heard in an earlier term, but its vote would break the promise to that leader all the same. Once it knows a
    /// leader of the present term, a vote deposes no leader.
    fn may_desert_leader(&self, by_transfer: bool) -> Result<(), VoteRefusal> {
        let is_free = self.core.voted_for().is_none() && self.leader().is_none();
        if self.is_sticky(by_transfer) && is_free && self.hears_a_leader() {
            return Err(VoteRefusal::LeaderAlive { leader: None });
        }
        Ok(())
    }

    /// Thesis, §9.6: yes, if it would vote for it, and if no leader was heard from for an election timeout.
    fn would_grant_vote(&self, candidacy: Candidacy) -> Result<Option<Flaw>, VoteRefusal> {
        let by_flaw = self.may_grant_vote(candidacy)?;
        if self.hears_a_leader() {
            return Err(VoteRefusal::LeaderAlive { leader: self.leader() });
        }
        Ok(by_flaw)
    }
}

/// RequestVote, receiver.
pub(super) fn on_request_vote(
    core: &mut Core,
    role: &Role,
    candidacy: Candidacy,
    by_transfer: bool,
    out: &mut Effects,
) -> Tenure {
    let voter = Voter { core, role };
    let decision = voter.may_grant_vote(candidacy).and_then(|by| voter.may_desert_leader(by_transfer).map(|()| by));
    let Candidacy { candidate, last: candidate_last, .. } = candidacy;
    let by_flaw = match decision {
        Ok(by_flaw) => by_flaw,
        Err(refusal) => {
            let refused = out.decide(Why::INPUT, Event::VoteRefused { candidate, refusal });
            core.reset_timer_for_anyone(role, refused, out);
            core.answer(candidate, Body::RequestVoteReply { granted: false }, refused, out);
            return Continue(());
        }
    };
    let why = by_flaw.map_or(Why::INPUT, |flaw| out.break_rule(flaw, Why::INPUT));
    let own_last = core.log().last();
    let granted = out.decide(why, Event::VoteGranted { candidate, candidate_last, own_last });
    let after = core.give_vote(candidate, granted, out);
    // §5.2: granting a vote is the one thing besides the leader that resets the timer.
    core.arm_election_timer(granted, out);
    core.send(candidate, Body::RequestVoteReply { granted: true }, after, granted, out);
    match role {
        // It no longer asks for promises of its own.
        Role::PreCandidate(_) => turn(NextRole::Follower, granted),
        Role::Follower(_) | Role::Candidate(_) | Role::Leader(_) => Continue(()),
    }
}

/// PreVote, receiver. It changes nothing.
pub(super) fn on_pre_vote(core: &Core, role: &Role, candidacy: Candidacy, asked_at: LocalTime, out: &mut Effects) {
    let Candidacy { candidate, term: next_term, .. } = candidacy;
    let decision = Voter { core, role }.would_grant_vote(candidacy);
    let event = Event::PreVote(match decision {
        Ok(_) => PreVoteEvent::Granted { candidate, next_term },
        Err(refusal) => PreVoteEvent::Refused { candidate, refusal },
    });
    let decided = out.decide(Why::INPUT, event);
    let granted = decision.is_ok();
    core.send_after_hard_state(candidate, Body::PreVoteReply { next_term, asked_at, granted }, decided, out);
}
