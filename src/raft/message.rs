//! What nodes say to one another: Figure 2's "RequestVote RPC" and "AppendEntries RPC", Figure 13's "InstallSnapshot
//! RPC", and from the thesis TimeoutNow (§3.10), PreVote (§9.6) and the question for a read index (§6.4).
//!
//! A call and its reply are two messages: the network may lose, double or reorder either.

use super::log::LogEntry;
use super::membership::Membership;
use super::types::{LocalTime, LogIndex, LogPosition, NodeId, RequestToken, Round, Term};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A message from one node to another, with the sender's term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The sender.
    pub from: NodeId,
    /// The receiver.
    pub to: NodeId,
    /// The sender's current term when it was made.
    pub term: Term,
    /// What it says.
    pub body: Body,
}

/// What a message says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Body {
    /// A candidate asks for a vote (§5.2).
    RequestVote {
        /// Where the candidate's log ends: lastLogTerm and lastLogIndex.
        last: LogPosition,
        /// Whether the leader itself asked it to stand: then a vote is not refused for that leader's sake.
        by_transfer: bool,
    },
    /// The answer to it.
    RequestVoteReply {
        /// Whether the vote is the candidate's.
        granted: bool,
    },
    /// A leader replicates entries, or beats (§5.3).
    AppendEntries(AppendEntries),
    /// The answer to it.
    AppendEntriesReply {
        /// The round of the AppendEntries that this answers.
        round: Round,
        /// When that was sent, by the leader's clock.
        sent_at: LocalTime,
        /// What became of it.
        answer: AppendAnswer,
    },
    /// A leader sends a piece of its snapshot to a peer that needs what the log no longer has (§7).
    InstallSnapshot(Box<InstallSnapshot>),
    /// The answer to it.
    InstallSnapshotReply {
        /// The round of the InstallSnapshot that this answers.
        round: Round,
        /// When that was sent, by the leader's clock.
        sent_at: LocalTime,
        /// What became of it.
        answer: SnapshotAnswer,
    },
    /// A node asks whether it would be voted for, before it disturbs anyone with a new term (thesis, §9.6).
    PreVote {
        /// The term that it would stand in.
        next_term: Term,
        /// When the node began to ask, by its own clock; echoed by the reply.
        asked_at: LocalTime,
        /// Where its log ends.
        last: LogPosition,
    },
    /// The answer to it.
    PreVoteReply {
        /// The term that was asked about.
        next_term: Term,
        /// When the asker began to ask, by its own clock: it counts no promise that answers an earlier pre-vote.
        asked_at: LocalTime,
        /// Whether the vote would be given.
        granted: bool,
    },
    /// A leader has its successor stand for election at once (thesis, §3.10).
    TimeoutNow,
    /// A follower asks its leader what a read must have applied (thesis, §6.4).
    ReadIndex {
        /// The follower's name for the read.
        request: RequestToken,
    },
    /// The answer to it.
    ReadIndexReply {
        /// The follower's name for the read.
        request: RequestToken,
        /// What must be applied; none if the sender could not tell.
        index: Option<LogIndex>,
    },
}

impl Body {
    /// Whether it answers a question, so that it means nothing once the term of the question is over.
    pub const fn is_reply(&self) -> bool {
        match self {
            Body::RequestVoteReply { .. }
            | Body::AppendEntriesReply { .. }
            | Body::InstallSnapshotReply { .. }
            | Body::ReadIndexReply { .. } => true,
            // A reply to a pre-vote names the term that it speaks of, because its sender may be in an older one.
            Body::PreVoteReply { .. }
            | Body::RequestVote { .. }
            | Body::AppendEntries(_)
            | Body::InstallSnapshot(_)
            | Body::PreVote { .. }
            | Body::TimeoutNow
            | Body::ReadIndex { .. } => false,
        }
    }
}

/// A piece of a leader's snapshot (Figure 13).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstallSnapshot {
    /// The leader's round, echoed by the reply.
    pub round: Round,
    /// When it was sent, by the leader's clock; echoed by the reply.
    pub sent_at: LocalTime,
    /// The last entry that the snapshot holds: lastIncludedIndex and lastIncludedTerm.
    pub last: LogPosition,
    /// The configuration that was the latest there.
    pub membership: Membership,
    /// Where in the snapshot this piece begins, bytes.
    pub offset: usize,
    /// The piece.
    pub data: Arc<[u8]>,
    /// Whether it is the last piece.
    pub done: bool,
}

/// What became of an InstallSnapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SnapshotAnswer {
    /// The pieces up to an offset are there; the next one is wanted.
    Wants {
        /// Of the snapshot that ends here.
        last_index: LogIndex,
        /// The offset of the piece that this answers.
        answers: usize,
        /// From this byte on.
        offset: usize,
    },
    /// The follower has, durably, all that the snapshot holds.
    Installed {
        /// The snapshot's last index.
        match_index: LogIndex,
    },
    /// The sender's term is over: the reply's own term says so.
    StaleTerm,
}

/// What a leader sends; without entries it is a heartbeat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppendEntries {
    /// The leader's round, echoed by the reply.
    pub round: Round,
    /// When it was sent, by the leader's clock; echoed by the reply.
    pub sent_at: LocalTime,
    /// The entry that precedes the new ones: prevLogTerm and prevLogIndex.
    pub prev: LogPosition,
    /// The new entries, at the indexes after `prev`.
    pub entries: Vec<LogEntry>,
    /// The leader's commit index.
    pub leader_commit: LogIndex,
}

/// What became of an AppendEntries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AppendAnswer {
    /// The follower's log has, durably, what the message carried and all before it.
    Accepted {
        /// The last index of which that is known: prevLogIndex and the entries sent.
        match_index: LogIndex,
    },
    /// The follower's log has no entry at `prev`, or one of another term.
    Rejected {
        /// The prevLogIndex that is refused.
        prev_index: LogIndex,
        /// Where the logs may part (§5.3, end).
        conflict: Conflict,
    },
    /// The sender's term is over: the reply's own term says so.
    StaleTerm,
}

/// A follower's hint of where its log and the leader's part (§5.3: "the follower can include the
/// term of the conflicting entry and the first index it stores for that term").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Conflict {
    /// The log ends before prevLogIndex.
    TooShort {
        /// The index after its last entry.
        end: LogIndex,
    },
    /// The entry at prevLogIndex has another term.
    OtherTerm {
        /// That term.
        term: Term,
        /// The first index that the follower stores for it.
        first_index: LogIndex,
    },
}
