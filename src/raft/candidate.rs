//! How a server stands for election (§5.2), and how it first asks whether that is worth while (thesis, §9.6).

use super::core::Core;
use super::effects::{Effects, Why};
use super::event::{Event, PreVoteEvent, RoleName, Standing, Withheld};
use super::flaw::Flaw;
use super::message::Body;
use super::quorum;
use super::storage::HardState;
use super::turn::{NextRole, Tenure, not_asking, turn};
use super::types::{LocalTime, NodeId, NodeSet, Term};
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow::Continue;

/// What a pre-vote asks about, echoed by its reply: the term to come, and when the asker began to ask.
pub(super) type Question = (Term, LocalTime);

/// What voters answered to one that asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Votes {
    /// The voters that granted it. Its own promise counts at once, its own vote once that is durable.
    pub granted: NodeSet,
    /// The voters that refused.
    pub refused: NodeSet,
}

/// What a pre-candidate knows beside its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreCandidate {
    /// When it began to ask, by its own clock. A later pre-vote of the same term is another question: a voter that
    /// promised its vote then may hear a leader by now. (A counter would begin anew after a crash, the clock does
    /// not.)
    pub asked_at: LocalTime,
    /// The voters that would vote for it, and those that would not.
    pub votes: Votes,
}

/// What a candidate knows beside its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The voters that voted for it, and those that refused.
    pub votes: Votes,
}

/// The election timer of a server that does not lead fired; `by` is what makes it stand.
pub(super) fn on_election_timeout(core: &Core, by: Standing, out: &mut Effects) -> Tenure {
    let by_flaw = match may_stand(core) {
        Ok(by_flaw) => by_flaw,
        Err(why) => {
            let withheld = out.decide(Why::INPUT, Event::ElectionWithheld { why });
            core.arm_election_timer(withheld, out);
            return Continue(());
        }
    };
    let why = by_flaw.map_or(Why::INPUT, |flaw| out.break_rule(flaw, Why::INPUT));
    let next = if core.config().pre_vote { NextRole::PreCandidate } else { NextRole::Candidate(by) };
    turn(next, why)
}

/// §6: a server without a vote does not stand; but as long as the configuration that took its vote away is not
/// committed, the cluster may still need it (thesis, §4.2.2). If a flaw decides when it stands, or that it does, the flaw
/// is named.
fn may_stand(core: &Core) -> Result<Option<Flaw>, Withheld> {
    let mut by_flaw = core.is_flawed(Flaw::FixedTimeouts).then_some(Flaw::FixedTimeouts);
    if !core.configurations().may_need(core.id(), core.commit_index()) {
        if core.answers_as() != RoleName::Follower || !core.is_flawed(Flaw::RemovedDisrupts) {
            return Err(Withheld::NoVoter);
        }
        by_flaw = Some(Flaw::RemovedDisrupts);
    }
    if core.config().lease && core.heard_a_leader_before(core.now()) {
        return Err(Withheld::LeaderAlive);
    }
    Ok(by_flaw)
}

impl PreCandidate {
    /// Thesis, §9.6: asks whether a majority would vote for it, and changes no term by that. None if there is no term to
    /// stand in; `again` if it was asking already.
    pub(super) fn ask(core: &Core, again: bool, why: Why, out: &mut Effects) -> Option<PreCandidate> {
        let next_term = core.current_term().checked_next();
        let Some(next_term) = next_term else {
            core.arm_election_timer(why, out);
            return None;
        };
        let (last, asked_at) = (core.log().last(), core.now());
        let started = out.decide(why, Event::PreVote(PreVoteEvent::Started { next_term, last, again }));
        core.arm_election_timer(started, out);
        for peer in core.rivals().iter() {
            core.send_after_hard_state(peer, Body::PreVote { next_term, asked_at, last }, started, out);
        }
        Some(PreCandidate { asked_at, votes: Votes::default() })
    }

    /// A reply to PreVote. It names the term that it speaks of: its sender may be in an older one.
    pub(super) fn on_promise(
        &mut self,
        core: &Core,
        from: NodeId,
        answers: Question,
        granted: bool,
        out: &mut Effects,
    ) -> Tenure {
        let (next_term, asked_at) = answers;
        let is_of_next_term = core.current_term().checked_next() == Some(next_term);
        let is_of_this_round = asked_at == self.asked_at;
        let counts_late = !is_of_this_round && core.is_flawed(Flaw::PromisesOutliveRounds);
        if !is_of_next_term || !(is_of_this_round || counts_late) || !core.rivals().contains(from) {
            return not_asking(from, out);
        }
        if counts_late {
            out.break_rule(Flaw::PromisesOutliveRounds, Why::INPUT);
        }
        if granted {
            return self.count_promise(core, from, out);
        }
        self.votes.refused.insert(from);
        out.decide(Why::INPUT, Event::PreVote(PreVoteEvent::Denied { from, refused: self.votes.refused }));
        Continue(())
    }

    /// Counts a promise, once; with a majority of them it stands. Its own promise binds it to nothing, so that nothing
    /// has to be durable.
    pub(super) fn count_promise(&mut self, core: &Core, from: NodeId, out: &mut Effects) -> Tenure {
        if self.votes.granted.contains(from) {
            return Continue(());
        }
        self.votes.granted.insert(from);
        let counted =
            out.decide(Why::INPUT, Event::PreVote(PreVoteEvent::Counted { from, granted: self.votes.granted }));
        match core.judge_quorum(self.votes.granted, counted, out) {
            (true, why) => turn(NextRole::Candidate(Standing::Promises), why),
            (false, _) => Continue(()),
        }
    }
}

impl Candidate {
    /// Stands for election in the next term. None if there is no such term: no election lasts as many terms as a number
    /// holds, but a forged message may name the last.
    pub(super) fn stand(core: &mut Core, by: Standing, why: Why, out: &mut Effects) -> Option<Candidate> {
        let Some(term) = core.current_term().checked_next() else {
            core.arm_election_timer(why, out);
            return None;
        };
        let last = core.log().last();
        let started = out.decide(why, Event::ElectionStarted { term, last, by });
        // The vote for oneself counts when it is durable.
        core.write_hard_state(HardState { current_term: term, voted_for: Some(core.id()) }, started, out);
        core.arm_election_timer(started, out);
        let by_transfer = by == Standing::Transfer;
        for peer in core.rivals().iter() {
            core.send_after_hard_state(peer, Body::RequestVote { last, by_transfer }, started, out);
        }
        Some(Candidate { votes: Votes::default() })
    }

    /// A reply to RequestVote, of this term.
    pub(super) fn on_vote(&mut self, core: &Core, from: NodeId, granted: bool, out: &mut Effects) -> Tenure {
        if !core.rivals().contains(from) {
            return not_asking(from, out);
        }
        if granted {
            return self.count_vote(core, from, out);
        }
        self.votes.refused.insert(from);
        out.decide(Why::INPUT, Event::VoteDenied { from, refused: self.votes.refused });
        Continue(())
    }

    /// Counts a vote, once; with a majority of them the candidate leads.
    pub(super) fn count_vote(&mut self, core: &Core, from: NodeId, out: &mut Effects) -> Tenure {
        if self.votes.granted.contains(from) {
            return Continue(());
        }
        self.votes.granted.insert(from);
        let (votes, membership) = (self.votes.granted, core.membership());
        let (majority, joint) = (quorum::majority(membership.voters.len()), membership.is_joint());
        let counted = out.decide(Why::INPUT, Event::VoteCounted { from, granted: votes, majority, joint });
        let (is_quorum, by) = core.judge_quorum(votes, counted, out);
        if !is_quorum {
            return Continue(());
        }
        let won = out.decide(by, Event::ElectionWon { term: core.current_term(), votes });
        turn(NextRole::Leader { votes }, won)
    }
}
