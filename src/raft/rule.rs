//! The paper's rules by name.
//!
//! One for each line of Figure 2 that a node decides by, and for what §6, §7 and §8 add, and from the dissertation
//! ("thesis"), where the paper is silent. An event names the
//! rule that fired, and the page glows it.

macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident, $name:literal, $section:literal;)*) => {
        /// A rule of the paper.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $($(#[$doc])* $rule,)* }

        impl Rule {
            /// Every rule, in the paper's order.
            pub const ALL: &'static [Rule] = &[$(Rule::$rule,)*];

            /// Its stable name, in kebab case.
            pub const fn name(self) -> &'static str {
                match self { $(Rule::$rule => $name,)* }
            }

            /// The section of the paper that states it.
            pub const fn section(self) -> &'static str {
                match self { $(Rule::$rule => $section,)* }
            }
        }
    };
}

rules! {
    /// All servers: a higher term in any message is taken over, and makes a follower.
    AdoptHigherTerm, "adopt-higher-term", "§5.1";
    /// All servers: a request of an older term is refused.
    RefuseStaleTerm, "refuse-stale-term", "§5.1";
    /// All servers: what is committed is applied, in order.
    ApplyCommitted, "apply-committed", "§5.3";
    /// All servers: term, vote and log are on stable storage before an answer rests on them.
    PersistBeforeAnswer, "persist-before-answer", "§5";
    /// All servers: a restart begins as a follower, with what the disk holds.
    RecoverFromDisk, "recover-from-disk", "§5";
    /// Followers: no leader heard from, no vote given: become a candidate.
    StartElection, "start-election", "§5.2";
    /// Followers: hearing from the current leader keeps them followers.
    FollowLeader, "follow-leader", "§5.2";
    /// RequestVote: one vote a term, first come first served.
    OneVoteATerm, "one-vote-a-term", "§5.2";
    /// RequestVote: the candidate's log is at least as up-to-date.
    UpToDateLog, "up-to-date-log", "§5.4.1";
    /// Candidates: votes of a majority make a leader.
    MajorityElects, "majority-elects", "§5.2";
    /// Candidates: a leader of the same term makes a follower of them.
    CandidateYields, "candidate-yields", "§5.2";
    /// Candidates: no majority in time: another election, in the next term.
    RetryElection, "retry-election", "§5.2";
    /// Leaders: heartbeats, in every idle period.
    Heartbeat, "heartbeat", "§5.2";
    /// Leaders: a client's command is appended to the log.
    AppendCommand, "append-command", "§5.3";
    /// Leaders: a new leader appends an empty entry of its term.
    NoOpOfNewLeader, "no-op-of-new-leader", "§8";
    /// AppendEntries: the entry before the new ones must agree in index and term.
    ConsistencyCheck, "consistency-check", "§5.3";
    /// AppendEntries: an entry in conflict is removed, with all that follow it.
    RemoveConflict, "remove-conflict", "§5.3";
    /// AppendEntries: entries that are not in the log yet are appended.
    AppendNewEntries, "append-new-entries", "§5.3";
    /// AppendEntries: the commit index follows the leader's, up to the last new entry.
    FollowerCommit, "follower-commit", "§5.3";
    /// Leaders: a success raises next_index and match_index.
    RaiseMatch, "raise-match", "§5.3";
    /// Leaders: a refusal lowers next_index, and they try again.
    BackOff, "back-off", "§5.3";
    /// Leaders: what gets no answer is sent again, for as long as it takes.
    SendAgain, "send-again", "§5.3";
    /// Leaders: what a majority stores is committed.
    CommitByMajority, "commit-by-majority", "§5.3";
    /// Leaders: only an entry of the own term is committed by counting.
    CommitOwnTerm, "commit-own-term", "§5.4.2";
    /// Everyone: a reply that answers an older term or question is ignored.
    IgnoreStaleReply, "ignore-stale-reply", "§5.1";
    /// Clients: a server that does not lead names the leader.
    RedirectClient, "redirect-client", "§8";
    /// Clients: a command that was applied is not applied again when it is retried.
    ApplyOnce, "apply-once", "§8";
    /// Reads: not before an entry of the leader's own term is committed.
    ReadAfterOwnCommit, "read-after-own-commit", "§8";
    /// Reads: a round of heartbeats shows that the leader is still the leader.
    ReadConfirmed, "read-confirmed", "§8";
    /// Reads: a follower asks its leader what it must have applied.
    FollowerRead, "follower-read", "thesis §6.4";
    /// Reads: while a majority can have no other leader, by its clocks, the leader answers at once.
    LeaseRead, "lease-read", "thesis §6.4.1";
    /// Snapshots: what is applied is kept as a snapshot, and the log up to there is discarded.
    CompactLog, "compact-log", "§7";
    /// Snapshots: a leader sends its snapshot to a follower that needs what the log no longer has.
    SendSnapshot, "send-snapshot", "§7";
    /// InstallSnapshot: the pieces are put together in order.
    CollectSnapshot, "collect-snapshot", "§7";
    /// InstallSnapshot: the snapshot replaces the state machine and the log, but for entries that follow it.
    RestoreSnapshot, "restore-snapshot", "§7";
    /// Membership: a server uses the latest configuration in its log, committed or not.
    LatestConfiguration, "latest-configuration", "§6";
    /// Membership: from one set of voters to another by way of both.
    JointConsensus, "joint-consensus", "§6";
    /// Membership: a change begins once the one before it is committed, and (for single servers) once an entry
    /// of the leader's own term is.
    OneChangeAtATime, "one-change-at-a-time", "thesis §4.1";
    /// Membership: new servers catch up before they have a vote.
    CatchUp, "catch-up", "§6";
    /// Membership: a leader that is not in the new configuration steps down when that is committed.
    RemovedLeader, "removed-leader", "§6";
    /// Membership: a server that heard from a leader just now does not listen to candidates.
    DisregardCandidates, "disregard-candidates", "§6";
    /// Membership: a server without a vote does not stand for election.
    VotersStand, "voters-stand", "§6";
    /// Leaders: without a majority's answers for an election timeout, they step down.
    CheckQuorum, "check-quorum", "thesis §6.2";
    /// Candidates: before an election, they ask whether they could win it.
    PreVote, "pre-vote", "thesis §9.6";
    /// Leaders: they hand leadership to one that has their whole log.
    TransferLeadership, "transfer-leadership", "thesis §3.10";
}
