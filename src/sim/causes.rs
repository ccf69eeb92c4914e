//! What follows from what within one step of a node: which decision sent a message, armed a timer, wrote to
//! the disk or had entries applied. What no decision did, the step's input did.

use super::event::EventId;
use crate::raft::{AppendedBy, Event as Decision, RoleName};

/// The events that the effects of a step follow from.
#[derive(Clone, Copy, Debug)]
pub struct Causes {
    /// What the node was given.
    pub input: EventId,
    /// What sends the step's messages.
    pub sends: EventId,
    /// What arms its election timer.
    pub arms: EventId,
    /// What writes to its disk.
    pub writes: EventId,
    /// What has entries applied.
    pub commits: EventId,
    /// The latest decision.
    pub last: EventId,
}

impl Causes {
    /// Those of a step that has decided nothing yet.
    pub const fn of(input: EventId) -> Causes {
        Causes { input, sends: input, arms: input, writes: input, commits: input, last: input }
    }

    /// What a decision of this step follows from.
    pub const fn of_decision(&self, decision: &Decision) -> EventId {
        match decision {
            Decision::ElectionWon { .. }
            | Decision::CommitAdvanced { .. }
            | Decision::CommitHeldBack { .. }
            | Decision::ReadHeldBack { .. }
            | Decision::LogAppended { by: AppendedBy::NoOp, .. } => self.last,
            // The AppendEntries was accepted first.
            Decision::LogTruncated { .. }
            | Decision::LogAppended { by: AppendedBy::Leader(_), .. }
            | Decision::CommitLearned { .. } => self.sends,
            Decision::ReadConfirmed { .. } => self.commits,
            Decision::LogAppended { by: AppendedBy::Command, .. }
            | Decision::TermAdopted { .. }
            | Decision::ElectionStarted { .. }
            | Decision::VoteGranted { .. }
            | Decision::VoteRefused { .. }
            | Decision::VoteCounted { .. }
            | Decision::VoteDenied { .. }
            | Decision::LeaderRecognised { .. }
            | Decision::AppendAccepted { .. }
            | Decision::AppendRefused { .. }
            | Decision::HeartbeatRound { .. }
            | Decision::MatchAdvanced { .. }
            | Decision::BackedOff { .. }
            | Decision::Overtaken { .. }
            | Decision::SentAgain { .. }
            | Decision::ReplyIgnored { .. }
            | Decision::RivalIgnored { .. }
            | Decision::ClientRefused { .. }
            | Decision::ReadStarted { .. } => self.input,
        }
    }

    /// Takes note of a decision that was reported.
    pub const fn note(&mut self, decision: &Decision, id: EventId) {
        self.last = id;
        match decision {
            Decision::ElectionStarted { .. } | Decision::VoteGranted { .. } => {
                (self.sends, self.arms, self.writes) = (id, id, id);
            }
            Decision::TermAdopted { was, .. } => {
                self.writes = id;
                if let RoleName::Leader = was {
                    (self.arms, self.sends) = (id, id);
                }
            }
            Decision::AppendAccepted { .. } | Decision::AppendRefused { .. } => (self.sends, self.arms) = (id, id),
            Decision::LogAppended { by: AppendedBy::Command | AppendedBy::NoOp, .. } => {
                (self.sends, self.writes) = (id, id);
            }
            Decision::LogAppended { by: AppendedBy::Leader(_), .. } | Decision::LogTruncated { .. } => self.writes = id,
            Decision::CommitAdvanced { .. } | Decision::CommitLearned { .. } => self.commits = id,
            Decision::VoteRefused { .. }
            | Decision::ElectionWon { .. }
            | Decision::HeartbeatRound { .. }
            | Decision::MatchAdvanced { .. }
            | Decision::BackedOff { .. }
            | Decision::SentAgain { .. }
            | Decision::ClientRefused { .. }
            | Decision::ReadStarted { .. }
            | Decision::ReadConfirmed { .. } => self.sends = id,
            Decision::VoteCounted { .. }
            | Decision::VoteDenied { .. }
            | Decision::LeaderRecognised { .. }
            | Decision::Overtaken { .. }
            | Decision::CommitHeldBack { .. }
            | Decision::ReplyIgnored { .. }
            | Decision::RivalIgnored { .. }
            | Decision::ReadHeldBack { .. } => {}
        }
    }
}
