//! Decisions about what §6, §7 and the dissertation add to the basic protocol.

use super::reasons::{RoleName, TransferFailure, TransferRefusal, VoteRefusal};
use crate::raft::membership::{Change, ChangeRefusal, Membership};
use crate::raft::rule::Rule;
use crate::raft::tell::{Value, told};
use crate::raft::types::{LogIndex, LogPosition, NodeId, NodeSet, Term};

told! {
    /// A decision about a snapshot (§7).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum SnapshotEvent tells Value by Rule {
        /// A node keeps its state machine as a snapshot, and discards the beginning of its log.
        Taken {
            /// The last entry in the snapshot.
            last: LogPosition,
            /// How many entries the log lost; of those that the snapshot holds some may stay.
            compacted: u64,
            /// The snapshot's size, bytes.
            bytes: usize,
        } => "snapshot-taken", Rule::CompactLog;
        /// A leader sends a piece of its snapshot.
        Sent {
            /// The peer.
            peer: NodeId,
            /// The last entry in the snapshot.
            last: LogPosition,
            /// Where the piece begins, bytes.
            offset: usize,
            /// The snapshot's size, bytes.
            bytes: usize,
        } => "snapshot-sent", Rule::SendSnapshot;
        /// A follower has the next piece of a snapshot, or asks for the one that it lacks.
        Collected {
            /// The sender.
            leader: NodeId,
            /// The last entry in the snapshot.
            last: LogPosition,
            /// How much of it is there, bytes.
            received: usize,
        } => "snapshot-collected", Rule::CollectSnapshot;
        /// A snapshot is refused: the sender's term is over.
        Refused {
            /// The sender.
            leader: NodeId,
            /// The sender's term.
            leader_term: Term,
            /// The receiver's.
            term: Term,
        } => "snapshot-refused", Rule::RefuseStaleTerm;
        /// A follower has committed all that a snapshot holds: it needs none of it.
        NotNeeded {
            /// The sender.
            leader: NodeId,
            /// The last entry in the snapshot.
            last: LogPosition,
            /// The follower's commit index.
            commit_index: LogIndex,
        } => "snapshot-not-needed", Rule::CollectSnapshot;
        /// A snapshot is complete and replaces the state machine: committed and applied is what it holds.
        Installed {
            /// The sender.
            leader: NodeId,
            /// The last entry that it holds; the log's base now.
            last: LogPosition,
            /// How many entries the log keeps, because they follow the snapshot's last; 0 if it was discarded.
            kept: u64,
        } => "snapshot-installed", Rule::RestoreSnapshot;
    }
}

told! {
    /// A decision about the configuration of the cluster (§6).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum ChangeEvent tells Value by Rule {
        /// Another configuration is in force: the latest in the log.
        InForce {
            /// Where it stands; 0 for the set-up's.
            index: LogIndex,
            /// The configuration.
            membership: Membership,
            /// Whether the node is a follower or a learner in it, while it neither leads nor stands.
            answers_as: RoleName,
        } => "configuration-in-force", Rule::LatestConfiguration;
        /// A leader takes a change of the configuration: it begins when it can.
        Asked {
            /// The change.
            change: Change,
        } => "change-asked", Rule::OneChangeAtATime;
        /// A change is not taken.
        Refused {
            /// The change.
            change: Change,
            /// Why.
            why: ChangeRefusal,
        } => "change-refused", Rule::OneChangeAtATime;
        /// Newcomers have caught up: they get their votes now.
        CaughtUp {
            /// The newcomers.
            learners: NodeSet,
            /// What they have, all of them.
            match_index: LogIndex,
        } => "caught-up", Rule::CatchUp;
    }
}

told! {
    /// A decision about a pre-vote (thesis, §9.6).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum PreVoteEvent tells Value by Rule {
        /// A node asks whether it would win an election in the next term.
        Started {
            /// That term.
            next_term: Term,
            /// Where its log ends.
            last: LogPosition,
            /// Whether it was asking already.
            again: bool,
        } => "pre-vote-started", Rule::PreVote;
        /// A vote would be given.
        Granted {
            /// The candidate that asks.
            candidate: NodeId,
            /// In which term.
            next_term: Term,
        } => "pre-vote-granted", Rule::PreVote;
        /// A vote would not be given.
        Refused {
            /// The candidate that asks.
            candidate: NodeId,
            /// Why.
            refusal: VoteRefusal as "why",
        } => "pre-vote-refused", Rule::PreVote;
        /// A pre-candidate counts a promise, its own at once.
        Counted {
            /// The voter.
            from: NodeId,
            /// All it has.
            granted: NodeSet,
        } => "pre-vote-counted", Rule::PreVote;
        /// A pre-candidate hears a refusal.
        Denied {
            /// The voter.
            from: NodeId,
            /// All that refused.
            refused: NodeSet,
        } => "pre-vote-denied", Rule::PreVote;
    }
}

told! {
    /// A decision about handing leadership over (thesis, §3.10).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum TransferEvent tells Value by Rule {
        /// A leader prepares to hand over: it appends nothing until that is done.
        Started {
            /// The successor.
            to: NodeId,
        } => "transfer-started", Rule::TransferLeadership;
        /// A transfer waits: it begins if the one under way fails.
        Waits {
            /// The successor.
            to: NodeId,
            /// The successor of the one under way.
            behind: NodeId,
        } => "transfer-waits", Rule::TransferLeadership;
        /// A transfer is not taken.
        Refused {
            /// The successor.
            to: NodeId,
            /// Why.
            why: TransferRefusal,
        } => "transfer-refused", Rule::TransferLeadership;
        /// The successor has the whole log: it is told to stand now.
        Ordered {
            /// The successor.
            to: NodeId,
        } => "transfer-ordered", Rule::TransferLeadership;
        /// The transfer came to nothing: the leader goes on.
        Abandoned {
            /// The successor that did not come to lead.
            to: NodeId,
            /// Why.
            why: TransferFailure,
        } => "transfer-abandoned", Rule::TransferLeadership;
        /// A command is not taken, because leadership is being handed over.
        Blocks {
            /// The successor.
            to: NodeId,
        } => "transfer-blocks", Rule::TransferLeadership;
    }
}
