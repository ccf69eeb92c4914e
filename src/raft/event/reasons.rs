//! Why something was decided, with what was compared.

use crate::raft::types::{LogIndex, LogPosition, NodeId, NodeSet, Term};

/// The name of a role, without what the role knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleName {
    /// Answers others; the role that every node starts in.
    Follower,
    /// Answers others, and has no vote (yet).
    Learner,
    /// Asks whether it would be voted for.
    PreCandidate,
    /// Asks for votes.
    Candidate,
    /// Replicates its log.
    Leader,
}

/// Why a vote is refused, with what was compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoteRefusal {
    /// The candidate's term is over.
    StaleTerm {
        /// The candidate's term.
        candidate_term: Term,
        /// The voter's.
        term: Term,
    },
    /// The vote of this term is another's.
    AlreadyVoted {
        /// The candidate that has it.
        voted_for: NodeId,
    },
    /// The candidate's log is less up-to-date than the voter's.
    LogBehind {
        /// Where the candidate's log ends.
        candidate_last: LogPosition,
        /// Where the voter's log ends.
        own_last: LogPosition,
    },
    /// The voter has a leader: it leads itself, or heard from one less than the shortest election timeout ago.
    LeaderAlive {
        /// The leader, if it knows which.
        leader: Option<NodeId>,
    },
}

/// Why an AppendEntries is refused, with what was compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppendRefusal {
    /// The sender's term is over.
    StaleTerm {
        /// The sender's term.
        leader_term: Term,
        /// The receiver's.
        term: Term,
    },
    /// The log ends before the entry that should precede.
    TooShort {
        /// What the message starts after.
        prev: LogPosition,
        /// Where the log ends.
        last_index: LogIndex,
    },
    /// The entry that should precede has another term.
    OtherTerm {
        /// What the message starts after.
        prev: LogPosition,
        /// The term of the entry that stands there.
        own_term: Term,
    },
}

/// Why a reply is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaleReply {
    /// It answers a question of an older term.
    OlderTerm {
        /// That term.
        reply_term: Term,
        /// The receiver's.
        term: Term,
    },
    /// The receiver does not ask that, or no longer does: its candidacy or leadership is over, or the reply answers an
    /// earlier one, or the sender is none of its peers.
    NotAsking,
    /// What it refuses was accepted since, or is not what is being asked.
    Answered {
        /// The prevLogIndex that it refuses.
        prev_index: LogIndex,
    },
}

/// Why entries were appended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppendedBy {
    /// A leader took a client's command.
    Command,
    /// A new leader marks its term.
    NoOp,
    /// A leader changes the configuration.
    Change {
        /// Whether by single servers, and not by joint consensus.
        single: bool,
    },
    /// A follower took over what its leader sent.
    Leader(NodeId),
}

/// What makes a node stand for election.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its election timer fired: no leader was heard from.
    Silence,
    /// Its election timer fired while it was a candidate: no majority came in time.
    Again,
    /// A majority promised its votes (thesis, §9.6).
    Promises,
    /// Its leader told it to (thesis, §3.10).
    Transfer,
}

/// Why a node that could stand for election does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withheld {
    /// It has no vote in the configuration that it knows.
    NoVoter,
    /// It heard from a leader just now, and the lease of that leader may rest on it. Only a clock that errs, or a
    /// `timeout` of a script, fires its timer so early.
    LeaderAlive,
}

/// Why a leader steps down within its term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepDown {
    /// No majority answered it for an election timeout.
    NoQuorum {
        /// The voters that did answer, the leader itself counted.
        heard: NodeSet,
    },
    /// It is not in the new configuration.
    Removed,
}

/// Why a transfer of leadership is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferRefusal {
    /// This node does not lead.
    NotLeader,
    /// It leads already.
    LeadsAlready,
    /// The successor has no vote.
    NoVoter,
    /// Leadership is being handed over to it already.
    UnderWay,
    /// Too many transfers wait already.
    TooMany,
}

/// Why a transfer of leadership came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferFailure {
    /// It took longer than an election timeout.
    TookTooLong,
    /// The successor lost its vote meanwhile.
    NoVoter,
}
