//! Why something was decided, with what was compared: a table for each kind of reason. A reason that decides by which rule
//! it was names that rule.

use crate::raft::rule::Rule;
use crate::raft::tell::{Value, told};
use crate::raft::types::{LogIndex, LogPosition, NodeId, NodeSet, Term};

told! {
    /// The name of a role, without what the role knows.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum RoleName tells Value {
        /// Answers others; the role that every node starts in.
        Follower => "follower";
        /// Answers others, and has no vote (yet).
        Learner => "learner";
        /// Asks whether it would be voted for.
        PreCandidate => "pre-candidate";
        /// Asks for votes.
        Candidate => "candidate";
        /// Replicates its log.
        Leader => "leader";
    }
}

told! {
    /// Why a vote is refused, with what was compared.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum VoteRefusal tells Value by Rule {
        /// The candidate's term is over.
        StaleTerm {
            /// The candidate's term.
            candidate_term: Term,
            /// The voter's.
            term: Term,
        } => "stale-term", Rule::RefuseStaleTerm;
        /// The vote of this term is another's.
        AlreadyVoted {
            /// The candidate that has it.
            voted_for: NodeId,
        } => "already-voted", Rule::OneVoteATerm;
        /// The candidate's log is less up-to-date than the voter's.
        LogBehind {
            /// Where the candidate's log ends.
            candidate_last: LogPosition,
            /// Where the voter's log ends.
            own_last: LogPosition,
        } => "log-behind", Rule::UpToDateLog;
        /// The voter has a leader: it leads itself, or heard from one less than the shortest election timeout ago.
        LeaderAlive {
            /// The leader, if it knows which.
            leader: Option<NodeId>,
        } => "leader-alive", Rule::DisregardCandidates;
    }
}

told! {
    /// Why an AppendEntries is refused, with what was compared.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum AppendRefusal tells Value by Rule {
        /// The sender's term is over.
        StaleTerm {
            /// The sender's term.
            leader_term: Term,
            /// The receiver's.
            term: Term,
        } => "stale-term", Rule::RefuseStaleTerm;
        /// The log ends before the entry that should precede.
        TooShort {
            /// What the message starts after.
            prev: LogPosition,
            /// Where the log ends.
            last_index: LogIndex,
        } => "too-short", Rule::ConsistencyCheck;
        /// The entry that should precede has another term.
        OtherTerm {
            /// What the message starts after.
            prev: LogPosition,
            /// The term of the entry that stands there.
            own_term: Term,
        } => "other-term", Rule::ConsistencyCheck;
    }
}

told! {
    /// Why a reply is ignored.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum StaleReply tells Value {
        /// It answers a question of an older term.
        OlderTerm {
            /// That term.
            reply_term: Term,
            /// The receiver's.
            term: Term,
        } => "older-term";
        /// The receiver does not ask that, or no longer does: its candidacy or leadership is over, or the reply answers
        /// an earlier one, or the sender is none of its peers.
        NotAsking => "not-asking";
        /// What it refuses was accepted since, or is not what is being asked.
        Answered {
            /// The prevLogIndex that it refuses.
            prev_index: LogIndex,
        } => "answered";
    }
}

told! {
    /// Why entries were appended.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum AppendedBy tells Value by Rule {
        /// A leader took a client's command.
        Command => "command", Rule::AppendCommand;
        /// A new leader marks its term.
        NoOp => "no-op", Rule::NoOpOfNewLeader;
        /// A leader changes the configuration.
        Change {
            /// Whether by single servers, and not by joint consensus.
            single: bool,
        } => "change", if *single { Rule::OneChangeAtATime } else { Rule::JointConsensus };
        /// A follower took over what its leader sent.
        Leader {
            /// That leader.
            leader: NodeId,
        } => "leader", Rule::AppendNewEntries;
    }
}

impl AppendedBy {
    /// The leader that sent them, to a follower.
    pub const fn leader(self) -> Option<NodeId> {
        if let AppendedBy::Leader { leader } = self { Some(leader) } else { None }
    }
}

told! {
    /// What makes a node stand for election.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Standing tells Value by Rule {
        /// Its election timer fired: no leader was heard from.
        Silence => "silence", Rule::StartElection;
        /// Its election timer fired while it was a candidate: no majority came in time.
        Again => "again", Rule::RetryElection;
        /// A majority promised its votes (thesis, §9.6).
        Promises => "promises", Rule::PreVote;
        /// Its leader told it to (thesis, §3.10).
        Transfer => "transfer", Rule::TransferLeadership;
    }
}

told! {
    /// Why a node that could stand for election does not.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Withheld tells Value by Rule {
        /// It has no vote in the configuration that it knows.
        NoVoter => "no-voter", Rule::VotersStand;
        /// It heard from a leader just now, and the lease of that leader may rest on it. Only a clock that errs, or a
        /// `timeout` of a script, fires its timer so early.
        LeaderAlive => "leader-alive", Rule::LeaseRead;
    }
}

told! {
    /// Why a leader steps down within its term.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum StepDown tells Value by Rule {
        /// No majority answered it for an election timeout.
        NoQuorum {
            /// The voters that did answer, the leader itself counted.
            heard: NodeSet,
        } => "no-quorum", Rule::CheckQuorum;
        /// It is not in the new configuration.
        Removed => "removed", Rule::RemovedLeader;
    }
}

told! {
    /// Why a transfer of leadership is not taken.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum TransferRefusal tells Value {
        /// This node does not lead.
        NotLeader => "not-leader";
        /// It leads already.
        LeadsAlready => "leads-already";
        /// The successor has no vote.
        NoVoter => "no-voter";
        /// Leadership is being handed over to it already.
        UnderWay => "under-way";
        /// Too many transfers wait already.
        TooMany => "too-many";
    }
}

told! {
    /// Why a transfer of leadership came to nothing.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum TransferFailure tells Value {
        /// It took longer than an election timeout.
        TookTooLong => "took-too-long";
        /// The successor lost its vote meanwhile.
        NoVoter => "no-voter";
    }
}
