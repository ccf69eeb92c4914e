//! How a server stands for election (§5.2).

use super::event::{Event, StaleReply};
use super::message::Body;
use super::node::{Effects, Node, Role};
use super::quorum;
use super::storage::HardState;
use super::types::{NodeId, NodeSet};

impl Node {
    /// The election timer fired: stand for election in the next term. A leader has no such timer.
    pub(super) fn on_election_timeout(&mut self, effects: &mut Effects) {
        let again = match self.role {
            Role::Leader(_) => return,
            Role::Candidate { .. } => true,
            Role::Follower { .. } => false,
        };
        // No election lasts as many terms as a number holds; a forged message may name the last.
        let Some(term) = self.current_term().checked_next() else {
            self.arm_election_timer(effects);
            return;
        };
        let last = self.log.last();
        effects.events.push(Event::ElectionStarted { term, last, again });
        self.role = Role::Candidate { granted: NodeSet::EMPTY, refused: NodeSet::EMPTY };
        // The vote for oneself counts when it is durable: see on_persisted.
        self.write_hard_state(HardState { current_term: term, voted_for: Some(self.id) }, effects);
        self.arm_election_timer(effects);
        for peer in self.peers().iter() {
            self.send_after_hard_state(peer, Body::RequestVote { last }, effects);
        }
    }

    /// A reply to RequestVote, of this term.
    pub(super) fn on_vote(&mut self, from: NodeId, granted: bool, effects: &mut Effects) {
        let asking = self.peers().contains(from);
        match &mut self.role {
            Role::Candidate { refused, .. } if asking && !granted => {
                refused.insert(from);
                effects.events.push(Event::VoteDenied { from, refused: *refused });
            }
            Role::Candidate { .. } if asking => self.count_vote(from, effects),
            Role::Candidate { .. } | Role::Follower { .. } | Role::Leader(_) => {
                effects.events.push(Event::ReplyIgnored { from, why: StaleReply::NotAsking });
            }
        }
    }

    /// Counts a vote, once; with a majority of them the candidate leads.
    pub(super) fn count_vote(&mut self, from: NodeId, effects: &mut Effects) {
        let majority = self.majority();
        let Role::Candidate { granted, .. } = &mut self.role else {
            return;
        };
        if granted.contains(from) {
            return;
        }
        granted.insert(from);
        let votes = *granted;
        effects.events.push(Event::VoteCounted { from, granted: votes, majority });
        if quorum::is_majority(votes, self.voters) {
            effects.events.push(Event::ElectionWon { term: self.current_term(), votes });
            self.become_leader(votes, effects);
        }
    }
}
