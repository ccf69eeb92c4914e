//! The museum of flaws: each breaks one rule in one way, as real implementations did.
//!
//! A rule asks for a flaw at its guard, and nowhere else: with no flaw set, the core is plain Raft. Where a flaw makes a
//! guard decide otherwise than Raft would, the guard reports [`super::Event::RuleBroken`]. The core asserts only what no
//! flaw, and no set of flaws, can break; everything else is a checker's to see.

use super::rule::Rule;
use serde::{Deserialize, Serialize};

macro_rules! flaws {
    ($($(#[$doc:meta])* $flaw:ident, $name:literal, $rule:ident;)*) => {
        /// A way to break a rule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Flaw { $($(#[$doc])* $flaw,)* }

        impl Flaw {
            /// Every flaw: elections, replication, clients, snapshots and extensions.
            pub const ALL: &'static [Flaw] = &[$(Flaw::$flaw,)*];

            /// Its name in a script.
            pub const fn name(self) -> &'static str {
                match self { $(Flaw::$flaw => $name,)* }
            }

            /// The rule that it breaks.
            pub const fn rule(self) -> Rule {
                match self { $(Flaw::$flaw => Rule::$rule,)* }
            }
        }
    };
}

flaws! {
    /// A restart forgets term, vote and log.
    NothingDurable, "nothing-durable", RecoverFromDisk;
    /// The vote is granted before it is durable.
    VoteNotDurable, "vote-not-durable", PersistBeforeAnswer;
    /// Term and vote are written separately, and the vote is granted once the term is durable.
    TermBeforeVote, "term-before-vote", PersistBeforeAnswer;
    /// Entries are acknowledged before they are durable.
    ReplyBeforeDurable, "reply-before-durable", PersistBeforeAnswer;
    /// A vote that was granted in an earlier term is counted in this one.
    StaleVotesCounted, "stale-votes-counted", IgnoreStaleReply;
    /// Hearing from a leader of the same term clears the vote.
    VoteResetInTerm, "vote-reset-in-term", OneVoteATerm;
    /// A leader grants a vote in its own term.
    LeaderGrantsVotes, "leader-grants-votes", OneVoteATerm;
    /// A leader or candidate takes over a higher term from a reply and keeps its role.
    HigherTermKeepsRole, "higher-term-keeps-role", AdoptHigherTerm;
    /// A candidate does not yield to a leader of its own term.
    CandidateStays, "candidate-stays", CandidateYields;
    /// A leader takes entries from another leader of its term; there is one only with a flaw that elects two.
    LeaderAcceptsEntries, "leader-accepts-entries", FollowLeader;
    /// Logs are compared by length alone.
    LongestLogWins, "longest-log-wins", UpToDateLog;
    /// Logs are not compared at all.
    AnyLogWins, "any-log-wins", UpToDateLog;
    /// The majority is counted without oneself: 2 of 4, 1 of 2.
    MajorityOfPeers, "majority-of-peers", MajorityElects;
    /// Every node draws the same election timeout.
    FixedTimeouts, "fixed-timeouts", StartElection;
    /// A deposed leader has no election timer.
    TimerNotRearmed, "timer-not-rearmed", StartElection;
    /// Refused candidates and stale leaders reset the election timer.
    TimerResetByAnyone, "timer-reset-by-anyone", StartElection;
    /// Heartbeats do not reset the election timer.
    HeartbeatsIgnored, "heartbeats-ignored", FollowLeader;
    /// An idle leader is silent.
    NoHeartbeats, "no-heartbeats", Heartbeat;

    /// Entries of older terms are committed by counting (figure 8).
    CommitOldTerms, "commit-old-terms", CommitOwnTerm;
    /// The search for a new commit index stops at an entry of an older term.
    CommitScanStops, "commit-scan-stops", CommitOwnTerm;
    /// A follower commits up to its own last entry, and not to the last that was checked.
    CommitPastMatch, "commit-past-match", FollowerCommit;
    /// Entries after an AppendEntries are removed even without a conflict.
    TruncateAlways, "truncate-always", RemoveConflict;
    /// The entry before the new ones is not checked.
    NoConsistencyCheck, "no-consistency-check", ConsistencyCheck;
    /// An acknowledgement, even of a heartbeat, is taken for that of the whole log.
    MatchIsLast, "match-is-last", RaiseMatch;
    /// A late acknowledgement lowers the match index.
    MatchRegresses, "match-regresses", RaiseMatch;
    /// The commit index can fall.
    CommitRegresses, "commit-regresses", FollowerCommit;
    /// Acknowledgements of an earlier leadership are counted after a re-election.
    RepliesOutliveTerms, "replies-outlive-terms", IgnoreStaleReply;
    /// An entry is committed one acknowledgement early.
    MinorityCommits, "minority-commits", CommitByMajority;
    /// A new leader appends nothing.
    NoOpMissing, "no-op-missing", NoOpOfNewLeader;

    /// The client is answered once the leader has appended its command.
    AnswerBeforeCommit, "answer-before-commit", ApplyCommitted;
    /// A command counts as done when any entry is committed at its index.
    AnswerByIndex, "answer-by-index", ApplyCommitted;
    /// A leader answers reads from its own state.
    LeaderReadsLocal, "leader-reads-local", ReadConfirmed;
    /// Any node answers reads from its own state.
    FollowerReadsLocal, "follower-reads-local", FollowerRead;
    /// A leader answers reads before an entry of its own term is committed.
    ReadBeforeOwnCommit, "read-before-own-commit", ReadAfterOwnCommit;
    /// The reply to a heartbeat from before the read confirms the read.
    ReadConfirmedByOldBeat, "read-confirmed-by-old-beat", ReadConfirmed;
    /// The lease counts from the reply, with no margin for clocks that drift.
    LeaseOutlivesClock, "lease-outlives-clock", LeaseRead;
    /// The lease goes on while leadership is handed over.
    LeaseSurvivesTransfer, "lease-survives-transfer", LeaseRead;
    /// No session remembers what was applied.
    RetriesApplyTwice, "retries-apply-twice", ApplyOnce;
    /// A state machine that is restored from a snapshot has forgotten its sessions.
    SessionsNotInSnapshot, "sessions-not-in-snapshot", RestoreSnapshot;

    /// A conflicting log stays behind an installed snapshot.
    SnapshotKeepsConflict, "snapshot-keeps-conflict", RestoreSnapshot;
    /// Installing a snapshot lowers the current term to the snapshot's.
    SnapshotLowersTerm, "snapshot-lowers-term", RestoreSnapshot;
    /// Entries that the snapshot holds are appended again.
    AppendBelowSnapshot, "append-below-snapshot", AppendNewEntries;
    /// A change uses the new configuration at once.
    NoJointPhase, "no-joint-phase", JointConsensus;
    /// A change of one server begins before an entry of the leader's own term is committed.
    ChangeBeforeOwnCommit, "change-before-own-commit", OneChangeAtATime;
    /// A configuration counts once it is committed, and not once it is appended.
    ConfigAtApply, "config-at-apply", LatestConfiguration;
    /// Learners count towards majorities.
    LearnersCounted, "learners-counted", CatchUp;
    /// Removed servers stand for election, and voters listen to them.
    RemovedDisrupts, "removed-disrupts", DisregardCandidates;
    /// A reply to a pre-vote carries the term of the voter, so that a voter in an older term is not heard.
    PreVoteRepliesOwnTerm, "pre-vote-replies-own-term", PreVote;
    /// With pre-votes, a leader without a majority's answers goes on for ever.
    PreVoteWithoutQuorumCheck, "pre-vote-without-quorum-check", CheckQuorum;
    /// Leadership is handed to a server that lacks entries.
    TransferToTheLagging, "transfer-to-the-lagging", TransferLeadership;
    /// A damaged record within the durable log is taken for a torn tail, and all that follows it is removed.
    TruncateOnCorruption, "truncate-on-corruption", RecoverFromDisk;
    /// A granted pre-vote counts in a later round of asking.
    PromisesOutliveRounds, "promises-outlive-rounds", PreVote;
    /// Voters refuse candidates for their leader's sake, and a leader without a majority's answers goes on for ever.
    StickyWithoutQuorumCheck, "sticky-without-quorum-check", CheckQuorum;
    /// A leader that hands over goes on appending configurations.
    AppendWhileTransferring, "append-while-transferring", TransferLeadership;
}

/// A set of flaws.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Flaws(u64);

impl Flaws {
    /// No flaw: plain Raft.
    pub const NONE: Flaws = Flaws(0);

    /// These flaws.
    pub const fn of(flaws: &[Flaw]) -> Flaws {
        let (mut bits, mut place) = (0, 0);
        while place < flaws.len() {
            bits |= 1 << flaws[place] as u64;
            place += 1;
        }
        Flaws(bits)
    }

    /// Whether a flaw is among them.
    #[inline(always)]
    pub const fn contains(self, flaw: Flaw) -> bool {
        self.0 & (1 << flaw as u64) != 0
    }

    /// Whether there is none.
    #[inline(always)]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// These, and those of another set.
    pub const fn union(self, other: Flaws) -> Flaws {
        Flaws(self.0 | other.0)
    }

    /// These, without those of another set.
    pub const fn difference(self, other: Flaws) -> Flaws {
        Flaws(self.0 & !other.0)
    }

    /// How many rules they break: two flaws may break one rule.
    pub fn rules_broken(self) -> usize {
        Rule::ALL.iter().filter(|rule| self.iter().any(|flaw| flaw.rule() == **rule)).count()
    }

    /// In the order of [`Flaw::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Flaw> {
        Flaw::ALL.iter().copied().filter(move |flaw| self.contains(*flaw))
    }
}

/// A set of flaws with a name: one implementation, as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Preset {
    /// The chapter's TypeScript, as printed.
    Chapter,
    /// The chapter's Python, as printed but for the errors that keep it from starting.
    ChapterPython,
}

impl Preset {
    /// Every preset.
    pub const ALL: [Preset; 2] = [Preset::Chapter, Preset::ChapterPython];

    /// Its name in a script.
    pub const fn name(self) -> &'static str {
        match self {
            Preset::Chapter => "chapter",
            Preset::ChapterPython => "chapter-python",
        }
    }

    /// Its flaws.
    pub const fn flaws(self) -> Flaws {
        const CHAPTER: Flaws = Flaws::of(&[
            Flaw::NothingDurable,
            Flaw::StaleVotesCounted,
            Flaw::MajorityOfPeers,
            Flaw::CandidateStays,
            Flaw::LeaderAcceptsEntries,
            Flaw::TimerNotRearmed,
            Flaw::RepliesOutliveTerms,
            Flaw::MatchRegresses,
            Flaw::NoOpMissing,
            Flaw::LeaderReadsLocal,
            Flaw::AnswerByIndex,
            Flaw::RetriesApplyTwice,
        ]);
        match self {
            Preset::Chapter => CHAPTER,
            Preset::ChapterPython => CHAPTER.union(Flaws::of(&[Flaw::MatchIsLast, Flaw::HeartbeatsIgnored])),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_flaw_has_a_name_and_a_bit_of_its_own() {
        assert!(Flaw::ALL.len() <= u64::BITS as usize);
        for flaw in Flaw::ALL.iter().copied() {
            assert_eq!(Flaw::ALL.iter().filter(|other| other.name() == flaw.name()).count(), 1);
            assert_eq!(Flaws::of(&[flaw]).iter().collect::<Vec<_>>(), [flaw]);
        }
        let all = Flaw::ALL.iter().fold(Flaws::NONE, |all, flaw| all.union(Flaws::of(&[*flaw])));
        assert_eq!(all.iter().count(), Flaw::ALL.len());
        assert!(all.difference(all).is_empty());
    }
}
