//! Guards of the core that a flaw opens, where more than one rule asks for them.

use super::Core;
use crate::raft::config::Config;
use crate::raft::effects::{Effects, Why};
use crate::raft::flaw::{Flaw, Flaws};
use crate::raft::membership::Membership;
use crate::raft::quorum::{self, Needed};
use crate::raft::role::Role;
use crate::raft::storage::{HardState, LogWrite};
use crate::raft::types::{DurationRange, LogIndex, NodeId, NodeSet, WriteSeq};

/// A majority of the others, taken for one of all: 1 of 2, 2 of 3, 2 of 4, 3 of 5.
fn of_peers(voters: usize) -> usize {
    quorum::majority(voters.saturating_sub(1))
}

/// One acknowledgement fewer than a majority.
fn one_less(voters: usize) -> usize {
    quorum::majority(voters) - 1
}

impl Core {
    /// Whether a flaw is to break its rule here.
    #[inline(always)]
    pub fn is_flawed(&self, flaw: Flaw) -> bool {
        self.config.flaws.contains(flaw)
    }

    /// This server without a flaw: what it would decide.
    pub fn without(&self, flaw: Flaw) -> Core {
        let flaws = self.config.flaws.difference(Flaws::of(&[flaw]));
        Core { config: Config { flaws, ..self.config }, ..self.clone() }
    }

    /// The range that an election timeout is drawn from.
    pub fn election_timeout(&self) -> DurationRange {
        let range = self.config.election_timeout;
        if self.is_flawed(Flaw::FixedTimeouts) { DurationRange::exactly(range.min_us) } else { range }
    }

    /// The configuration by which this server counts: the one in force, unless learners are taken for voters.
    pub fn counted(&self) -> Membership {
        let membership = *self.membership();
        match self.is_flawed(Flaw::LearnersCounted) {
            true => Membership { voters: membership.voters.union(membership.learners), ..membership },
            false => membership,
        }
    }

    /// How many of some voters are a quorum, as this server counts.
    fn needed(&self) -> Needed {
        if self.is_flawed(Flaw::MajorityOfPeers) { of_peers } else { quorum::majority }
    }

    /// Whether these nodes are a quorum, as this server counts.
    pub fn is_quorum(&self, nodes: NodeSet) -> bool {
        self.counted().is_quorum_of(nodes, self.needed())
    }

    /// Whether these nodes are a quorum, as this server counts. If a flaw decides that, the flaw is reported, and the report
    /// is the returned cause; otherwise `why` is.
    pub fn judge_quorum(&self, nodes: NodeSet, why: Why, out: &mut Effects) -> (bool, Why) {
        let is_quorum = self.is_quorum(nodes);
        let by = match self.config.flaws.is_empty() || is_quorum == self.membership().is_quorum(nodes) {
            true => why,
            false => self.miscount().map_or(why, |flaw| out.break_rule(flaw, why)),
        };
        (is_quorum, by)
    }

    /// The highest value that a quorum has reached, as this server counts.
    #[inline]
    pub fn reached<T: Ord + Copy + Default>(&self, of: impl Fn(NodeId) -> T) -> T {
        match self.config.flaws.is_empty() {
            true => self.membership().reached(of),
            false => self.counted().reached_by(of, self.needed()),
        }
    }

    /// The index that enough voters have for an entry to be committed, and the flaw that says so if it is not what a
    /// majority has.
    pub fn committable(&self, of: impl Fn(NodeId) -> LogIndex) -> (LogIndex, Option<Flaw>) {
        let by_majority = self.membership().reached(&of);
        if self.config.flaws.is_empty() {
            return (by_majority, None);
        }
        let (index, flaw) = match self.is_flawed(Flaw::MinorityCommits) {
            true => (self.counted().reached_by(&of, one_less), Some(Flaw::MinorityCommits)),
            false => (self.reached(&of), self.miscount()),
        };
        (index, flaw.filter(|_| index != by_majority))
    }

    /// The flaw by which quorums are counted otherwise.
    fn miscount(&self) -> Option<Flaw> {
        [Flaw::MajorityOfPeers, Flaw::LearnersCounted].into_iter().find(|flaw| self.is_flawed(*flaw))
    }

    /// Gives a candidate its vote. Returns the write that must be durable before the answer leaves.
    pub fn give_vote(&mut self, candidate: NodeId, why: Why, out: &mut Effects) -> WriteSeq {
        if self.voted_for() == Some(candidate) {
            return self.written;
        }
        let vote = HardState { current_term: self.current_term(), voted_for: Some(candidate) };
        if self.is_flawed(Flaw::TermBeforeVote) {
            let (broken, term_written) = (out.break_rule(Flaw::TermBeforeVote, why), self.hard_state_written);
            let writes_term_now = out.write.as_ref().is_some_and(|write| write.what.hard_state.is_some());
            if writes_term_now {
                (self.hard_state, self.owes_vote) = (vote, true);
            } else {
                self.write_hard_state(vote, broken, out);
            }
            return term_written;
        }
        self.write_hard_state(vote, why, out);
        if self.is_flawed(Flaw::VoteNotDurable) {
            out.break_rule(Flaw::VoteNotDurable, why);
            return WriteSeq(0);
        }
        self.written
    }

    /// The flaw `vote-reset-in-term`: a message of the present term's leader clears the vote.
    pub fn clear_vote_for_leader(&mut self, out: &mut Effects) {
        if self.is_flawed(Flaw::VoteResetInTerm) && self.voted_for().is_some() {
            let broken = out.break_rule(Flaw::VoteResetInTerm, Why::INPUT);
            self.write_hard_state(HardState { voted_for: None, ..self.hard_state }, broken, out);
        }
    }

    /// The flaw `timer-reset-by-anyone`: a refused candidate or stale leader resets the election timer.
    pub fn reset_timer_for_anyone(&self, role: &Role, refused: Why, out: &mut Effects) {
        if self.is_flawed(Flaw::TimerResetByAnyone) && role.leading().is_none() {
            let broken = out.break_rule(Flaw::TimerResetByAnyone, refused);
            self.arm_election_timer(broken, out);
        }
    }

    /// A server that forgot what its disk holds begins the disk anew.
    pub fn erase_disk(&mut self, why: Why, out: &mut Effects) {
        self.write_hard_state(HardState::default(), why, out);
        self.write(why, out).log = Some(LogWrite { from: LogIndex::ZERO.next(), entries: Vec::new() });
    }
}
