//! What nodes say to one another (Figure 2, "RequestVote RPC" and "AppendEntries RPC").
//!
//! A call and its reply are two messages: the network may lose, double or reorder either.

use super::log::LogEntry;
use super::types::{LogIndex, LogPosition, NodeId, Round, Term};
use serde::{Deserialize, Serialize};

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
        /// What became of it.
        answer: AppendAnswer,
    },
}

/// What a leader sends; without entries it is a heartbeat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppendEntries {
    /// The leader's round, echoed by the reply.
    pub round: Round,
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
