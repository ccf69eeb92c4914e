//! A node grants at most one candidate its vote in a term, over restarts too (§5.2). A vote is given
//! when its reply is sent; a candidate's own when it is durable.

use super::Facts;
use crate::raft::{MAX_NODES, NodeId, Term};
use crate::sim::{Actor, Field, Vote};
use serde::{Deserialize, Serialize};

/// The last vote of each node. Older terms need no memory: a vote in one of them would be sent with a
/// term below one that was sent before, which `monotonic-term` sees.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct VoteOnce {
    last: [Option<(Term, NodeId)>; MAX_NODES],
    /// Of each node, the vote of the highest term that was lost with its disk: it may still be on its way.
    lost: [Option<(Term, NodeId)>; MAX_NODES],
}

impl VoteOnce {
    /// A node's disk was lost, and with it its vote.
    pub fn forget(&mut self, node: NodeId) {
        let lost = self.last[node.slot()].take();
        self.lost[node.slot()] = self.lost[node.slot()].max(lost);
    }

    /// Whether a vote is the second of its term by a node that forgot the first with its disk; or may be, because of
    /// terms before its last vote nothing is known.
    pub fn was_forgotten(&self, vote: Vote) -> bool {
        let lost = self.lost[vote.voter.slot()];
        lost.is_some_and(|(term, candidate)| vote.term <= term && (vote.term, vote.candidate) != (term, candidate))
    }

    /// A vote is given.
    pub fn look(&mut self, vote: Vote) -> Option<Facts> {
        let (last, lost) = (&mut self.last[vote.voter.slot()], self.lost[vote.voter.slot()]);
        let is_other = |(term, candidate): &(Term, NodeId)| *term == vote.term && *candidate != vote.candidate;
        if let Some((term, candidate)) = last.filter(is_other).or(lost.filter(is_other)) {
            return Some(vec![
                ("voter", Field::Who(Some(Actor::Node(vote.voter)))),
                ("term", Field::Number(term.0)),
                ("candidate", Field::Who(Some(Actor::Node(candidate)))),
                ("other", Field::Who(Some(Actor::Node(vote.candidate)))),
            ]);
        }
        *last = Some((vote.term, vote.candidate));
        None
    }
}
