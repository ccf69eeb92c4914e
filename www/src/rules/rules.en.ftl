rules-title = Figure 2, alive
rules-seen = { $n } of { $of } rules seen · count of firings
rules-whole = No rule is broken
rules-presets = Sets of broken rules
rules-preset-none = Correct Raft
rules-preset-chapter = The chapter as printed
rules-preset-chapter-python = In Python
rules-printed = Also: { $what }
rules-printed-replication = plain replication, one entry back a heartbeat
rules-printed-follower-reads = followers refuse reads
rules-printed-client-retries = clients ask once
rules-here = from the instant shown
rules-wanted = What is to break
rules-wanted-any = Any invariant
rules-exercises = Exercises, beside correct Raft
rules-exercise-1 = Write, then read from every node
rules-exercise-2 = The leader is killed
rules-exercise-3 = Two of five nodes are cut off
rules-exercise-4 = All nodes stop and start again
rules-break = Break this rule
rules-mend = Mend this rule
rules-how = How the rule “{ $rule }” is broken
rules-fired = { $n ->
    [0] { $rule }: has not fired
    [one] { $rule }: fired once. Go there
   *[other] { $rule }: fired { $n } times. Go to the last
}
rules-broke = { $n ->
    [0] { $rule }: is broken, and has decided nothing yet
    [one] { $rule }: decided otherwise than Raft once. Go there
   *[other] { $rule }: decided otherwise than Raft { $n } times. Go to the last
}

## Groups
rules-group-elections = Elections
rules-group-replication = Replication and commit
rules-group-clients = Clients and reads
rules-group-snapshots = Snapshots
rules-group-membership = Membership
rules-group-extensions = Extensions

## How a flaw breaks its rule, in short
rules-how-nothing-durable = forgets term, vote and log at a restart
rules-how-vote-not-durable = grants a vote before it is durable
rules-how-term-before-vote = grants a vote once the term is durable
rules-how-reply-before-durable = acknowledges entries before they are durable
rules-how-stale-votes-counted = counts votes of an earlier term
rules-how-vote-reset-in-term = clears the vote when it hears the leader
rules-how-leader-grants-votes = grants a vote while it leads that term
rules-how-higher-term-keeps-role = takes over a term, but keeps its role
rules-how-candidate-stays = stays a candidate beside the elected leader
rules-how-leader-accepts-entries = takes entries of a second leader
rules-how-longest-log-wins = compares logs by length alone
rules-how-any-log-wins = does not compare the logs
rules-how-majority-of-peers = counts a majority of the others only
rules-how-fixed-timeouts = gives every node the same timeout
rules-how-timer-not-rearmed = has no election timer after it led
rules-how-timer-reset-by-anyone = restarts its timer for refused requests too
rules-how-heartbeats-ignored = does not restart its timer for heartbeats
rules-how-no-heartbeats = is silent when there is nothing to send
rules-how-commit-old-terms = commits entries of older terms by counting
rules-how-commit-scan-stops = stops looking at an entry of an older term
rules-how-commit-past-match = commits up to its own last entry
rules-how-truncate-always = removes what follows, conflict or not
rules-how-no-consistency-check = accepts entries without a check
rules-how-match-is-last = takes any success for the whole log
rules-how-match-regresses = lets a late success lower match_index
rules-how-commit-regresses = lets the commit index fall
rules-how-replies-outlive-terms = counts replies to an earlier leadership
rules-how-minority-commits = commits one acknowledgement early
rules-how-no-op-missing = appends nothing after its election
rules-how-answer-before-commit = answers once the leader has the entry
rules-how-answer-by-index = answers for any entry at that index
rules-how-leader-reads-local = reads from the leader’s state at once
rules-how-follower-reads-local = reads from any node’s own state
rules-how-read-before-own-commit = reads before its first own commit
rules-how-read-confirmed-by-old-beat = accepts a heartbeat sent before the read
rules-how-lease-outlives-clock = leaves no margin for clocks that drift
rules-how-lease-survives-transfer = keeps the lease during a transfer
rules-how-retries-apply-twice = remembers nothing that it applied
rules-how-sessions-not-in-snapshot = leaves sessions out of the snapshot
rules-how-snapshot-keeps-conflict = keeps a conflicting log behind the snapshot
rules-how-snapshot-lowers-term = lowers the term to the snapshot’s
rules-how-append-below-snapshot = appends again what the snapshot holds
rules-how-no-joint-phase = uses the new configuration at once
rules-how-change-before-own-commit = changes members before its first own commit
rules-how-config-at-apply = uses a configuration only once committed
rules-how-learners-counted = counts learners towards majorities
rules-how-removed-disrupts = listens to servers that were removed
rules-how-pre-vote-replies-own-term = answers pre-votes with the voter’s own term
rules-how-pre-vote-without-quorum-check = keeps a leader without a majority by pre-votes
rules-how-transfer-to-the-lagging = hands over to a server that lacks entries
rules-how-truncate-on-corruption = takes damage within the log for a torn end
rules-how-promises-outlive-rounds = counts pre-votes of an earlier round
rules-how-sticky-without-quorum-check = keeps a leader without a majority by loyal voters
rules-how-append-while-transferring = goes on appending configurations

## Where a flaw was seen
rules-source-nothing-durable = seen in the chapter’s code
rules-source-vote-not-durable = seen in TiKV #3572
rules-source-term-before-vote = seen in hashicorp/raft #661
rules-source-reply-before-durable = seen in openraft ee460f37 and etcd #14370
rules-source-stale-votes-counted = seen in the chapter’s code and Xraft #33
rules-source-vote-reset-in-term = seen in willemt/raft bdabd1d
rules-source-leader-grants-votes = seen in DaosRaft #70
rules-source-higher-term-keeps-role = much the same seen in openraft b06cbb37
rules-source-candidate-stays = seen in the chapter’s code
rules-source-leader-accepts-entries = seen in the chapter’s code
rules-source-longest-log-wins = seen in jgroups-raft #251
rules-source-majority-of-peers = seen in the chapter’s code and hashicorp/raft 163a55f
rules-source-fixed-timeouts = measured in the paper, §9.3
rules-source-timer-not-rearmed = seen in the chapter’s code
rules-source-timer-reset-by-anyone = common in student projects
rules-source-heartbeats-ignored = seen in the chapter’s Python
rules-source-no-heartbeats = the chapter’s second pitfall
rules-source-commit-old-terms = seen in LogCabin #44, goraft #27, canonical/raft #220 and PySyncObj #169
rules-source-commit-scan-stops = seen in RaftOS #30
rules-source-commit-past-match = seen in etcd #1203 and cowsql 000eacf2
rules-source-truncate-always = seen in willemt/raft 3fc7f32, RaftOS #26 and CCF #5991
rules-source-match-is-last = seen in the chapter’s Python and adjoint-io/raft #86
rules-source-match-regresses = seen in the chapter’s code, RaftOS #25 and PySyncObj #167
rules-source-commit-regresses = seen in PySyncObj #166
rules-source-replies-outlive-terms = seen in the chapter’s code and openraft cecb5de8
rules-source-minority-commits = seen in openraft #1802
rules-source-no-op-missing = seen in the chapter’s code and Consul #2644
rules-source-answer-before-commit = the chapter’s third pitfall
rules-source-answer-by-index = seen in the chapter’s code
rules-source-leader-reads-local = seen in the chapter’s code, etcd #741 and Consul #54
rules-source-follower-reads-local = the chapter’s first pitfall
rules-source-read-before-own-commit = seen in etcd #12680
rules-source-read-confirmed-by-old-beat = seen in etcd #20418
rules-source-lease-outlives-clock = seen in TiKV #964 and Nebula #2723
rules-source-lease-survives-transfer = seen in openraft #1747
rules-source-retries-apply-twice = seen in the chapter’s code and Nebula #3109
rules-source-sessions-not-in-snapshot = seen in LogCabin 445f383
rules-source-snapshot-keeps-conflict = seen in openraft 674e78aa
rules-source-snapshot-lowers-term = seen in WRaft #118.4
rules-source-append-below-snapshot = seen in WRaft #118.1
rules-source-no-joint-phase = the paper’s §6 and Figure 10
rules-source-change-before-own-commit = an error of the thesis, corrected in 2015
rules-source-config-at-apply = seen in etcd-io/raft #456
rules-source-learners-counted = seen in willemt/raft c4de21e
rules-source-removed-disrupts = seen in LogCabin 4f74c25
rules-source-pre-vote-replies-own-term = seen in etcd d4471b2
rules-source-pre-vote-without-quorum-check = seen in the etcd outage of 2 November 2020
rules-source-transfer-to-the-lagging = seen in openraft #1805
rules-source-truncate-on-corruption = seen in LogCabin and ZooKeeper (FAST 2018)
rules-source-promises-outlive-rounds = seen in RedisLabs/raft #52
rules-source-sticky-without-quorum-check = a configuration that raft-rs refuses
rules-source-append-while-transferring = seen in NuRaft #463

## The search for a counterexample
rules-find = Find a counterexample
rules-stop = Stop
rules-rate = { $n } runs/s
rules-runs = { $n ->
    [one] { $n } run
   *[other] { $n } runs
}
rules-states = { $exact ->
    [yes] { $n } states
   *[no] ≥ { $n } states
}
rules-nothing = { $runs }, { $states }: nothing broken.
rules-shortening = Run { $n } breaks something. Its script is being shortened…
rules-shorter = A shorter script is looked for…
rules-not-shortened = Run { $n } breaks something; its script was not shortened.
rules-search-failed = The search has failed: { $why }
rules-found-figures = { $n ->
    [one] One statement
   *[other] { $n } statements
} left of { $of } · { $s } s · { $runs ->
    [one] one run
   *[other] { $runs } runs
} · found in run { $number }
rules-found-script = The script, shortened until nothing can be taken away
rules-found-close = Back to the search
rules-open = Open
rules-lanes = Show what cannot be ordered
rules-lanes-about = Runs it to its end, and shows the calls of the clients that no order explains
rules-compare = Compare
rules-compare-about = Runs the same script on correct Raft beside it
rules-link = Copy link
rules-another = Find another
rules-found-election-safety = Two leaders in one term
rules-found-leader-append-only = A leader changed its own log
rules-found-log-matching = Two logs agree on an entry and differ before it
rules-found-leader-completeness = A leader lacks a committed entry
rules-found-state-machine-safety = Two nodes applied different entries at one index
rules-found-vote-once = A node voted twice in one term
rules-found-monotonic-term = A node’s term fell
rules-found-commit-monotonic = A commit index fell
rules-found-match-monotonic = A match index fell
rules-found-durable-commit = A committed entry is not on the disks of a majority
rules-found-progress = Requests go unanswered, though nothing is in the way
rules-found-stability = Terms keep changing, though nothing is in the way
rules-found-linearizability = No order of the calls explains an answer
## The film
rules-reel = Step { $n } of { $of } · { $statements ->
    [one] one statement
   *[other] { $statements } statements
}
rules-reel-link = Copy link to the film
rules-reel-script = Script
rules-reel-leave = Leave the film
