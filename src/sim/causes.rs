//! What follows from what within one step of a node: which decision sent a message, armed a timer, wrote to
//! the disk or had entries applied. What no decision did, the step's input did.

use super::event::EventId;
use crate::raft::{
    AppendedBy, ChangeEvent, Event as Decision, PreVoteEvent, RoleName, SnapshotEvent, Standing, StepDown,
    TransferEvent,
};

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
            | Decision::ElectionStarted { by: Standing::Promises, .. }
            | Decision::Change(ChangeEvent::InForce { .. })
            | Decision::LogAppended { by: AppendedBy::NoOp | AppendedBy::Change { .. }, .. } => self.last,
            // The AppendEntries was accepted first.
            Decision::LogTruncated { .. }
            | Decision::LogAppended { by: AppendedBy::Leader(_), .. }
            | Decision::CommitLearned { .. } => self.sends,
            // A leader that was voted out steps down because that is committed.
            Decision::ReadConfirmed { .. } | Decision::SteppedDown { why: StepDown::Removed } => self.commits,
            // Its pieces are complete.
            Decision::Snapshot(SnapshotEvent::Installed { .. }) => self.last,
            Decision::LogAppended { by: AppendedBy::Command, .. }
            | Decision::TermAdopted { .. }
            | Decision::ElectionStarted { by: Standing::Silence | Standing::Again | Standing::Transfer, .. }
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
            | Decision::ReadStarted { .. }
            | Decision::ReadForwarded { .. }
            | Decision::ReadIndexLearned { .. }
            | Decision::LeaseHeld { .. }
            | Decision::CandidateDisregarded { .. }
            | Decision::ElectionWithheld { .. }
            | Decision::SteppedDown { why: StepDown::NoQuorum { .. } }
            | Decision::Snapshot(
                SnapshotEvent::Taken { .. }
                | SnapshotEvent::Sent { .. }
                | SnapshotEvent::Collected { .. }
                | SnapshotEvent::Refused { .. }
                | SnapshotEvent::NotNeeded { .. },
            )
            | Decision::Change(
                ChangeEvent::Asked { .. } | ChangeEvent::Refused { .. } | ChangeEvent::CaughtUp { .. },
            )
            | Decision::PreVote(_)
            | Decision::Transfer(_) => self.input,
        }
    }

    /// Takes note of a decision that was reported.
    pub const fn note(&mut self, decision: &Decision, id: EventId) {
        self.last = id;
        match decision {
            Decision::ElectionStarted { .. } | Decision::VoteGranted { .. } => {
                (self.sends, self.arms, self.writes) = (id, id, id);
            }
            Decision::PreVote(PreVoteEvent::Started { .. }) | Decision::SteppedDown { .. } => {
                (self.sends, self.arms) = (id, id);
            }
            Decision::ElectionWithheld { .. } => self.arms = id,
            Decision::Snapshot(SnapshotEvent::Taken { .. }) => self.writes = id,
            Decision::Snapshot(SnapshotEvent::Installed { .. }) => (self.writes, self.commits) = (id, id),
            Decision::Snapshot(
                SnapshotEvent::Collected { .. } | SnapshotEvent::Refused { .. } | SnapshotEvent::NotNeeded { .. },
            ) => (self.sends, self.arms) = (id, id),
            Decision::TermAdopted { was, .. } => {
                self.writes = id;
                if let RoleName::Leader = was {
                    (self.arms, self.sends) = (id, id);
                }
            }
            Decision::AppendAccepted { .. } | Decision::AppendRefused { .. } => (self.sends, self.arms) = (id, id),
            Decision::LogAppended {
                by: AppendedBy::Command | AppendedBy::NoOp | AppendedBy::Change { .. }, ..
            } => {
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
            | Decision::ReadForwarded { .. }
            | Decision::ReadIndexLearned { .. }
            | Decision::LeaseHeld { .. }
            | Decision::Snapshot(SnapshotEvent::Sent { .. })
            | Decision::PreVote(PreVoteEvent::Granted { .. } | PreVoteEvent::Refused { .. })
            | Decision::Transfer(TransferEvent::Ordered { .. } | TransferEvent::Blocks { .. })
            | Decision::ReadConfirmed { .. } => self.sends = id,
            Decision::VoteCounted { .. }
            | Decision::VoteDenied { .. }
            | Decision::LeaderRecognised { .. }
            | Decision::Overtaken { .. }
            | Decision::CommitHeldBack { .. }
            | Decision::ReplyIgnored { .. }
            | Decision::RivalIgnored { .. }
            | Decision::CandidateDisregarded { .. }
            | Decision::Change(_)
            | Decision::PreVote(PreVoteEvent::Counted { .. } | PreVoteEvent::Denied { .. })
            | Decision::Transfer(
                TransferEvent::Started { .. }
                | TransferEvent::Waits { .. }
                | TransferEvent::Refused { .. }
                | TransferEvent::Abandoned { .. },
            )
            | Decision::ReadHeldBack { .. } => {}
        }
    }
}
