//! What a node decided, as plain data: a table with one row for each decision. Sentences are made elsewhere.

mod extensions;
mod reasons;

pub use extensions::{ChangeEvent, PreVoteEvent, SnapshotEvent, TransferEvent};
pub use reasons::{
    AppendRefusal, AppendedBy, RoleName, StaleReply, Standing, StepDown, TransferFailure, TransferRefusal, VoteRefusal,
    Withheld,
};

use super::flaw::Flaw;
use super::hear::{Fields, Hear};
use super::log::LogEntry;
use super::rule::Rule;
use super::tell::{IfAny, Value, told};
use super::types::{LogIndex, LogPosition, NodeId, NodeSet, Round, Term};

told! {
    /// A decision of a node.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum Event tells Value by Rule {
        /// A higher term was taken over: follower now, with no vote given.
        TermAdopted {
            /// The term before.
            old_term: Term,
            /// The term now.
            term: Term,
            /// The sender of the message that had it.
            from: NodeId,
            /// The role before.
            was: RoleName,
        } => "term-adopted", Rule::AdoptHigherTerm;
        /// A candidate asks for votes: its term is one higher and its own vote is its own.
        ElectionStarted {
            /// The new term.
            term: Term,
            /// Where its log ends.
            last: LogPosition,
            /// What makes it stand.
            by: Standing,
        } => "election-started", by.rule();
        /// A vote was given.
        VoteGranted {
            /// The candidate.
            candidate: NodeId,
            /// Where the candidate's log ends.
            candidate_last: LogPosition,
            /// Where the voter's log ends.
            own_last: LogPosition,
        } => "vote-granted", Rule::OneVoteATerm;
        /// A vote was refused.
        VoteRefused {
            /// The candidate.
            candidate: NodeId,
            /// Why.
            refusal: VoteRefusal as "why",
        } => "vote-refused", refusal.rule();
        /// A candidate counts a vote, its own once that is durable.
        VoteCounted {
            /// The sender.
            from: NodeId,
            /// All it has.
            granted: NodeSet,
            /// How many make a majority of the voters; of the new ones, in a joint configuration.
            majority: usize,
            /// Whether the configuration is joint, and a majority of the old voters is needed as well.
            joint: bool,
        } => "vote-counted", Rule::MajorityElects;
        /// A candidate hears a refusal.
        VoteDenied {
            /// The sender.
            from: NodeId,
            /// All that refused.
            refused: NodeSet,
        } => "vote-denied", Rule::MajorityElects;
        /// A majority voted for it: leader now.
        ElectionWon {
            /// The term that it leads.
            term: Term,
            /// The voters that voted for it.
            votes: NodeSet,
        } => "election-won", Rule::MajorityElects;
        /// The first AppendEntries of this term's leader: the node follows it from now on.
        LeaderRecognised {
            /// The leader.
            leader: NodeId,
            /// The role before.
            was: RoleName,
        } => "leader-recognised", match was {
            RoleName::Candidate => Rule::CandidateYields,
            RoleName::Follower | RoleName::Learner | RoleName::PreCandidate | RoleName::Leader => Rule::FollowLeader,
        };
        /// An AppendEntries agreed with the log.
        AppendAccepted {
            /// The sender.
            leader: NodeId,
            /// The last index that the log now shares with the leader's for certain.
            match_index: LogIndex,
            /// How many entries it carried.
            entries: usize,
        } => "append-accepted", Rule::ConsistencyCheck;
        /// An AppendEntries was refused.
        AppendRefused {
            /// The sender.
            leader: NodeId,
            /// Why.
            refusal: AppendRefusal as "why",
        } => "append-refused", refusal.rule();
        /// Entries in conflict with the leader's were removed.
        LogTruncated {
            /// The first that was removed; all after it are gone too.
            from: LogIndex as "from-index",
            /// How many.
            removed: u64,
            /// The term of the first that was removed.
            own_term: Term,
            /// The term of the leader's entry there.
            entry_term: Term,
        } => "log-truncated", Rule::RemoveConflict;
        /// Entries were appended at the end of the log.
        LogAppended {
            /// The index of the first.
            first_index: LogIndex,
            /// The entries.
            entries: Vec<LogEntry>,
            /// Why.
            by: AppendedBy,
        } tells {
            // Entries have to say where they begin.
            "by": by.name(),
            "first-index": first_index,
            "leader": IfAny(by.leader()),
            "entries": (*first_index, entries),
        } reads told {
            first_index: LogIndex::hear("first-index", told)?,
            entries: told.entries("entries", LogIndex::hear("first-index", told)?)?,
            by: appended_by(told)?,
        } => "log-appended", by.rule();
        /// A leader starts a round of AppendEntries because its heartbeat timer fired.
        HeartbeatRound {
            /// The round.
            round: Round,
        } => "heartbeat-round", Rule::Heartbeat;
        /// A leader learned that a peer (or its own disk) has entries durably.
        MatchAdvanced {
            /// The peer, or the leader itself.
            peer: NodeId,
            /// Up to where.
            match_index: LogIndex,
        } => "match-advanced", Rule::RaiseMatch;
        /// A leader goes back to where the logs may agree.
        BackedOff {
            /// The peer.
            peer: NodeId,
            /// Where it was refused.
            prev_index: LogIndex,
            /// From where it sends now.
            next_index: LogIndex,
        } => "backed-off", Rule::BackOff;
        /// A message was refused because it overtook others; it waits until they have arrived.
        Overtaken {
            /// The peer that refused it.
            peer: NodeId,
            /// Where it begins.
            prev_index: LogIndex,
        } => "overtaken", Rule::SendAgain;
        /// A leader gives up on unanswered entries and sends them again.
        SentAgain {
            /// The peer.
            peer: NodeId,
            /// From where.
            next_index: LogIndex,
        } => "sent-again", Rule::SendAgain;
        /// A leader commits: a majority has the entry and those before it.
        CommitAdvanced {
            /// The new commit index.
            index: LogIndex,
            /// The voters that have it durably.
            quorum: NodeSet,
        } => "commit-advanced", Rule::CommitByMajority;
        /// A majority has the entry, but it is of an older term: it is not committed by counting.
        CommitHeldBack {
            /// The index that a majority has.
            index: LogIndex,
            /// The term of the entry there.
            entry_term: Term,
            /// The leader's term.
            term: Term,
        } => "commit-held-back", Rule::CommitOwnTerm;
        /// A follower learns what is committed.
        CommitLearned {
            /// Its new commit index.
            index: LogIndex,
            /// The leader that told it.
            leader: NodeId,
        } => "commit-learned", Rule::FollowerCommit;
        /// A reply came too late to mean anything.
        ReplyIgnored {
            /// The sender.
            from: NodeId,
            /// Why.
            why: StaleReply,
        } => "reply-ignored", Rule::IgnoreStaleReply;
        /// A message that only a second leader of the same term could send: it is ignored.
        RivalIgnored {
            /// The sender.
            from: NodeId,
        } => "rival-ignored", Rule::MajorityElects;
        /// A client's request came to a node that does not lead.
        ClientRefused {
            /// The leader that it knows.
            leader: Option<NodeId>,
        } => "client-refused", Rule::RedirectClient;
        /// A leader took a read and asks a majority whether it still leads.
        ReadStarted {
            /// The round that must be answered.
            round: Round,
        } => "read-started", Rule::ReadConfirmed;
        /// A read has to wait: no entry of the leader's own term is committed yet.
        ReadHeldBack {
            /// The leader's commit index.
            commit_index: LogIndex,
            /// The term of the entry there; 0 if there is none.
            commit_term: Term,
            /// The leader's term.
            term: Term,
        } => "read-held-back", Rule::ReadAfterOwnCommit;
        /// A majority answered a round begun after the read came: it may be answered from `index` on.
        ReadConfirmed {
            /// The read index.
            index: LogIndex,
            /// The voters that answered.
            quorum: NodeSet,
        } => "read-confirmed", Rule::ReadConfirmed;
        /// A follower took a read and asks its leader what must be applied first.
        ReadForwarded {
            /// The leader.
            leader: NodeId,
        } => "read-forwarded", Rule::FollowerRead;
        /// A follower's read may be answered once it has applied `index`; none if its leader could not tell.
        ReadIndexLearned {
            /// Its leader.
            leader: NodeId,
            /// The read index.
            index: Option<LogIndex>,
        } => "read-index-learned", Rule::FollowerRead;
        /// A leader answers a read at once, because its lease still runs.
        LeaseHeld {
            /// The read index.
            index: LogIndex,
            /// How long it still runs, µs by the leader's clock.
            left_us: u64,
        } => "lease-held", Rule::LeaseRead;
        /// What comes in a higher term is disregarded, term and all: a leader is there.
        CandidateDisregarded {
            /// The server that stands, or stood, in that term.
            candidate: NodeId,
            /// The term.
            candidate_term: Term,
            /// Whether it asks for a vote; otherwise it answers, and does not belong to the cluster.
            asks: bool,
            /// The leader, if it is known which.
            leader: Option<NodeId>,
        } => "candidate-disregarded", Rule::DisregardCandidates;
        /// A node's election timer fired, and it does not stand.
        ElectionWithheld {
            /// Why.
            why: Withheld,
        } => "election-withheld", why.rule();
        /// A flaw made a guard decide otherwise than Raft would.
        RuleBroken {
            /// The flaw.
            flaw: Flaw,
        } => "rule-broken", flaw.rule();
        /// A leader steps down within its term.
        SteppedDown {
            /// Why.
            why: StepDown,
        } => "stepped-down", why.rule();
    } and {
        /// About a snapshot.
        Snapshot(SnapshotEvent),
        /// About the configuration.
        Change(ChangeEvent),
        /// About a pre-vote.
        PreVote(PreVoteEvent),
        /// About a transfer of leadership.
        Transfer(TransferEvent),
    }
}

/// Why entries were appended. How a configuration is changed, only the rule tells.
fn appended_by<F: Fields>(told: &F) -> Result<AppendedBy, F::Wrong> {
    if told.word("by")? == "change" {
        return Ok(AppendedBy::Change { single: told.word("rule")? == Rule::OneChangeAtATime.name() });
    }
    AppendedBy::hear("by", told)
}
