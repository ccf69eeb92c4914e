# The words of the core: events, rules, invariants, and what is wrong with a script. The command line says them too.

## Commands, as a script writes them
command = { $op ->
    [set] set { shown-key } { shown-value }
    [get] get { shown-key }
    [delete] delete { shown-key }
    [cas] cas { shown-key } { shown-old } { shown-value }
   *[no-op] no-op
}

## Keys and values: of a long one the beginning, and its length
shown-key = { $key-chars ->
    [0] { $key }
   *[other] { $key }… ({ $key-chars } characters)
}
shown-value = { $value-chars ->
    [0] { $value }
   *[other] { $value }… ({ $value-chars } characters)
}
shown-old = { $old-chars ->
    [0] { $old }
   *[other] { $old }… ({ $old-chars } characters)
}
shown-result = { $result-chars ->
    [0] { $result }
   *[other] { $result }… ({ $result-chars } characters)
}

## A node's life
event-started = { $last-index ->
    [0] { $voters-count ->
        [0] { $actor } starts in term { $term }, with an empty log, and does not know the cluster yet.
       *[other] { $actor } starts: a follower in term { $term }, with an empty log.
    }
   *[other] { $base-index ->
        [0] { $actor } starts: a follower in term { $term }, with a log up to index { $last-index }.
       *[other] { $actor } starts: a follower in term { $term }, with a snapshot up to index { $base-index } and a log up to index { $last-index }.
    }
}
event-restarted = { $voted-for ->
    [none] { $actor } is back with what its disk kept: term { $term }, no vote, and { $last-index ->
            [0] an empty log
           *[other] { $base-index ->
                [0] the log up to index { $last-index }
               *[other] a snapshot up to index { $base-index } with the log up to index { $last-index }
            }
        }.
   *[other] { $actor } is back with what its disk kept: term { $term }, its vote for { $voted-for }, and { $last-index ->
            [0] an empty log
           *[other] { $base-index ->
                [0] the log up to index { $last-index }
               *[other] a snapshot up to index { $base-index } with the log up to index { $last-index }
            }
        }.
}
event-standing = { $missed ->
    [0] The record of { $actor } begins here
    [one] One event of { $actor } is missing before this
   *[other] { $missed } events of { $actor } are missing before this
}: { $actor } is { $role ->
    [follower] a follower
    [learner] a learner
    [pre-candidate] a pre-candidate
    [candidate] a candidate
   *[leader] the leader
} in term { $term }, { $last-index ->
    [0] with an empty log
   *[other] with a log up to index { $last-index }, committed up to index { $commit-index }
}.
event-prepared = { $actor } is set up with an empty disk, ready to be added: it has no vote, and waits for a message from a leader.
event-ordered = { $order ->
    [snapshot] { $actor } is told to take a snapshot.
    [add] { $actor } is asked to add { $which } to the cluster.
    [remove] { $actor } is asked to remove { $which } from the cluster.
    [members] { $members-count ->
        [one] { $actor } is asked to make { $members } the only voter.
       *[other] { $actor } is asked to make { $members } the only voters.
    }
   *[transfer] { $actor } is asked to hand leadership over to { $which }.
}
event-order-lost = { $order ->
    [add] The order to add { $which }, given to { $actor }, is lost
    [remove] The order to remove { $which }, given to { $actor }, is lost
    [members] { $members-count ->
        [one] The order to make { $members } the only voter, given to { $actor }, is lost
       *[other] The order to make { $members } the voters, given to { $actor }, is lost
    }
   *[transfer] The order to hand leadership to { $which }, given to { $actor }, is lost
}: { $why ->
    [leadership-over] it still waited in { $actor }’s memory when { $actor } ceased to lead. No other leader knows of it.
    [replaced] the entry that { $actor } wrote for it was replaced, and another is committed in its place.
    [turned-elsewhere] a later order has replaced its change.
    [given-up] the successor was not elected in time, so { $actor } stays leader.
   *[other-elected] another node was elected.
}
event-crashed = { $actor } crashes: whatever is not on its disk yet is lost.
event-stopped = { $disk ->
    [well] { $actor } stops: its process was told to end, and whatever is not on its disk yet is lost.
    [full] { $actor } stops: its disk is full, and a node must not answer before its write is durable.
   *[fails] { $actor } stops: its disk could not make a write durable, and the write is lost.
}
event-record-damaged = A record on { $actor }’s disk is damaged: that of entry { $index }. { $actor } does not know, until it starts again and reads it.
event-damage-found = { $actor } finds a damaged record on its disk, that of entry { $index }, and stays down: it cannot know what it promised.
# What each flaw of the museum is: part of a sentence, and a text of its own.
flaw = { $flaw ->
    [nothing-durable] a restart forgets term, vote and log
    [vote-not-durable] the vote is granted before it is durable
    [term-before-vote] term and vote are written separately, and the vote is granted once the term is durable
    [reply-before-durable] entries are acknowledged before they are durable
    [stale-votes-counted] a vote that was granted in an earlier term is counted in this one
    [vote-reset-in-term] hearing from a leader of the same term clears the vote
    [leader-grants-votes] a leader grants a vote in its own term
    [higher-term-keeps-role] a leader or candidate takes over a higher term from a reply and keeps its role
    [candidate-stays] a candidate does not yield to a leader of its own term
    [leader-accepts-entries] a leader takes entries from another leader of its term; there is one only with a flaw that elects two
    [longest-log-wins] logs are compared by length alone
    [any-log-wins] logs are not compared at all
    [majority-of-peers] the majority is counted without oneself: 2 of 4, 1 of 2
    [fixed-timeouts] every node draws the same election timeout
    [timer-not-rearmed] a deposed leader has no election timer
    [timer-reset-by-anyone] refused candidates and stale leaders reset the election timer
    [heartbeats-ignored] heartbeats do not reset the election timer
    [no-heartbeats] an idle leader is silent
    [commit-old-terms] entries of older terms are committed by counting (figure 8)
    [commit-scan-stops] the search for a new commit index stops at an entry of an older term
    [commit-past-match] a follower commits up to its own last entry, and not to the last that was checked
    [truncate-always] entries after an AppendEntries are removed even without a conflict
    [no-consistency-check] the entry before the new ones is not checked
    [match-is-last] an acknowledgement, even of a heartbeat, is taken for that of the whole log
    [match-regresses] a late acknowledgement lowers the match index
    [commit-regresses] the commit index can fall
    [replies-outlive-terms] acknowledgements of an earlier leadership are counted after a re-election
    [minority-commits] an entry is committed one acknowledgement early
    [no-op-missing] a new leader appends nothing
    [answer-before-commit] the client is answered once the leader has appended its command
    [answer-by-index] a command counts as done when any entry is committed at its index
    [leader-reads-local] a leader answers reads from its own state
    [follower-reads-local] any node answers reads from its own state
    [read-before-own-commit] a leader answers reads before an entry of its own term is committed
    [read-confirmed-by-old-beat] the reply to a heartbeat from before the read confirms the read
    [lease-outlives-clock] the lease counts from the reply, with no margin for clocks that drift
    [lease-survives-transfer] the lease goes on while leadership is handed over
    [retries-apply-twice] no session remembers what was applied
    [sessions-not-in-snapshot] a state machine that is restored from a snapshot has forgotten its sessions
    [snapshot-keeps-conflict] a conflicting log stays behind an installed snapshot
    [snapshot-lowers-term] installing a snapshot lowers the current term to the snapshot's
    [append-below-snapshot] entries that the snapshot holds are appended again
    [no-joint-phase] a change uses the new configuration at once
    [change-before-own-commit] a change of one server begins before an entry of the leader's own term is committed
    [config-at-apply] a configuration counts once it is committed, and not once it is appended
    [learners-counted] learners count towards majorities
    [removed-disrupts] removed servers stand for election, and voters listen to them
    [pre-vote-replies-own-term] a reply to a pre-vote carries the term of the voter, so that a voter in an older term is not heard
    [pre-vote-without-quorum-check] with pre-votes, a leader without a majority's answers goes on for ever
    [transfer-to-the-lagging] leadership is handed to a server that lacks entries
    [truncate-on-corruption] a damaged record within the durable log is taken for a torn tail, and all that follows it is removed
    [promises-outlive-rounds] a granted pre-vote counts in a later round of asking
    [sticky-without-quorum-check] voters refuse candidates for their leader's sake, and a leader without a majority's answers goes on for ever
    [append-while-transferring] a leader that hands over goes on appending configurations
    [chapter] the rules that the chapter’s TypeScript breaks, as printed
    [chapter-python] the rules that the chapter’s Python breaks, as printed
   *[other] { $flaw }
}
event-rule-broken = { $actor } breaks a rule of Raft: { flaw }.
event-disk-changed = { $disk ->
    [full] { $actor }’s disk is full: { $actor } will stop at its next write.
    [fails] { $actor }’s disk fails: { $actor } will stop when a write should become durable.
    [torn] { $actor }’s disk can tear writes from now on: a crash may leave only a part of the write under way.
   *[well] { $actor }’s disk works again.
}
event-tail-read = { $discarded ->
    [0] { $kept ->
        [one] { $actor } finds { $kept } write on its disk that was not durable before the crash: it is whole, and is kept.
       *[other] { $actor } finds { $kept } writes on its disk that were not durable before the crash: they are whole, and are kept.
    }
   *[other] { $kept ->
        [0] { $actor } finds a torn write at the end of its disk: its checksum does not match, so { $discarded } bytes are discarded.
        [one] { $actor } keeps { $kept } whole write at the end of its disk. The next is torn: its checksum does not match, so { $discarded } bytes are discarded.
       *[other] { $actor } keeps { $kept } whole writes at the end of its disk. The next is torn: its checksum does not match, so { $discarded } bytes are discarded.
    }
}
event-wiped = { $actor } crashes and loses its disk: term, vote and log are forgotten.
event-paused = { $actor } pauses: its timers stop, and messages wait.
event-resumed = { $actor } resumes, and handles the waiting messages in order.
event-election-timer-fired = { $forced ->
    [yes] { $actor } is made to time out.
   *[no] { $actor }’s election timer runs out, after { $waited-ms } ms.
}
event-heartbeat-timer-fired = { $actor }’s heartbeat timer runs out.
event-write-started = { $snapshot ->
    [yes] { $hard-state ->
        [yes] { $entries ->
            [0] { $actor } writes its term, its vote and a snapshot to disk.
            [one] { $actor } writes its term, its vote, a snapshot and { $entries } entry to disk.
           *[other] { $actor } writes its term, its vote, a snapshot and { $entries } entries to disk.
        }
       *[no] { $entries ->
            [0] { $actor } writes a snapshot to disk.
            [one] { $actor } writes a snapshot and { $entries } entry to disk.
           *[other] { $actor } writes a snapshot and { $entries } entries to disk.
        }
    }
   *[no] { $hard-state ->
        [yes] { $entries ->
            [0] { $actor } writes its term and vote to disk.
            [one] { $actor } writes its term, its vote and { $entries } entry to disk.
           *[other] { $actor } writes its term, its vote and { $entries } entries to disk.
        }
       *[no] { $entries ->
            [0] { $actor } writes its log to disk.
            [one] { $actor } writes { $entries } entry to disk.
           *[other] { $actor } writes { $entries } entries to disk.
        }
    }
}
event-write-durable = { $voted-for ->
    [none] { $actor }’s disk now holds term { $term }, no vote, and { $last-index ->
            [0] an empty log
           *[other] the log up to index { $last-index }
        }.
   *[other] { $actor }’s disk now holds term { $term }, the vote for { $voted-for }, and { $last-index ->
            [0] an empty log
           *[other] the log up to index { $last-index }
        }.
}
event-applied = { $repeated ->
    [yes] { $client ->
        [none] At index { $index }, { $actor } finds { command } again, under the same idempotency key: it has applied it before, and does nothing.
       *[other] At index { $index }, { $actor } finds { $client }’s { command } again: it has applied it before, and does nothing.
    }
   *[no] { $outcome ->
        [none] { $holds ->
            [configuration] { $actor } has nothing to apply at index { $index }: the entry is a configuration, in force since it was appended.
           *[no-op] { $actor } has nothing to apply at index { $index }: the entry is empty.
        }
        [value] { $actor } applies index { $index }: { command } gives { shown-result }.
        [absent] { $actor } applies index { $index }: { command } finds no such key.
        [refused] { $actor } applies index { $index }: { command } changes nothing, since the value is not the one expected.
       *[ok] { $actor } applies index { $index }: { command }.
    }
}

## Elections
event-term-adopted = { $was ->
    [leader] { $actor } steps down: { $from } knows of term { $term }, and { $actor } led term { $old-term }.
    [candidate] { $actor } stops standing for term { $old-term }: { $from } knows of term { $term }.
    [pre-candidate] { $actor } stops asking for pre-votes: { $from } knows of term { $term }, and { $actor } was in term { $old-term }.
   *[follower] { $actor } moves from term { $old-term } to term { $term }: { $from } knows of it.
}
event-election-started = { $by ->
    [again] { $actor } got no majority in time: it stands again, in term { $term }.
    [promises] { $actor } has the pre-votes of a majority: it stands for election in term { $term }, with { $last-index ->
            [0] an empty log
           *[other] a log that ends at term { $last-term }, index { $last-index }
        }.
    [transfer] { $actor } stands for election in term { $term } at once, because its leader told it to; its log { $last-index ->
            [0] is empty
           *[other] ends at term { $last-term }, index { $last-index }
        }.
   *[silence] { $actor } stands for election in term { $term }, with { $last-index ->
            [0] an empty log
           *[other] a log that ends at term { $last-term }, index { $last-index }
        }.
}
event-vote-granted = { $candidate-last-index ->
    [0] { $actor } votes for { $candidate }: it has voted for no other in this term, and both logs are empty.
   *[other] { $actor } votes for { $candidate }: { $candidate }’s log ends at term { $candidate-last-term }, index { $candidate-last-index }, and { $actor }’s own is not ahead, { $own-last-index ->
            [0] since it is empty
           *[other] at term { $own-last-term }, index { $own-last-index }
        }.
}
event-vote-refused = { $why ->
    [stale-term] { $actor } refuses its vote to { $candidate }: term { $candidate-term } is over, it is in term { $term }.
    [already-voted] { $actor } refuses its vote to { $candidate }: its one vote of this term went to { $voted-for }.
    [leader-alive] { $actor } refuses its vote to { $candidate }: { leader-alive }.
   *[log-behind] { $actor } refuses its vote to { $candidate }: its own log ends at term { $own-last-term }, index { $own-last-index }, { $candidate }’s { $candidate-last-index ->
            [0] is empty
           *[other] at term { $candidate-last-term }, index { $candidate-last-index }
        } – the later term is ahead, then the longer log.
}
event-vote-counted = { $joint ->
    [yes] { $actor } counts the vote of { $from }: { $granted-count } so far ({ $granted }). It needs a majority of the old voters and a majority of the new voters.
   *[no] { $actor } counts the vote of { $from }: { $granted-count } of the { $majority } it needs.
}
event-vote-denied = { $refused-count ->
    [one] { $actor } hears { $from } refuse: { $refused-count } refusal so far.
   *[other] { $actor } hears { $from } refuse: { $refused-count } refusals so far.
}
event-election-won = { $votes-count ->
    [one] { $actor } leads term { $term }: it is the only voter, and voted for itself.
   *[other] { $actor } leads term { $term }: a majority voted for it ({ $votes }).
}
event-leader-recognised = { $was ->
    [candidate] { $actor } stops standing: { $leader } was elected in this term.
    [pre-candidate] { $actor } stops asking for pre-votes: { $leader } leads this term.
   *[follower] { $actor } follows { $leader }, the leader of this term.
}
event-rival-ignored = { $actor } ignores { $from }, which acts as a second leader of the same term.
event-pre-vote-started = { $again ->
    [yes] { $actor } got no majority of pre-votes in time: it asks again whether it could win term { $next-term }.
   *[no] Before it stands, { $actor } asks whether it could win term { $next-term }, with { $last-index ->
            [0] an empty log
           *[other] a log that ends at term { $last-term }, index { $last-index }
        }. Asking changes no term.
}
event-pre-vote-granted = { $actor } would vote for { $candidate } in term { $next-term }: it has heard from no leader for an election timeout, and { $candidate }’s log is not behind its own.
event-pre-vote-refused = { $why ->
    [stale-term] { $actor } would not vote for { $candidate }: it asks about term { $candidate-term }, and { $actor } is in term { $term } already.
    [already-voted] { $actor } would not vote for { $candidate }: its one vote of that term went to { $voted-for }.
    [leader-alive] { $actor } would not vote for { $candidate }: { leader-alive }.
   *[log-behind] { $actor } would not vote for { $candidate }: its own log ends at term { $own-last-term }, index { $own-last-index }, { $candidate }’s { $candidate-last-index ->
            [0] is empty
           *[other] at term { $candidate-last-term }, index { $candidate-last-index }
        } – the later term is ahead, then the longer log.
}
event-pre-vote-counted = { $granted-count ->
    [one] { $actor } counts the pre-vote of { $from }: { $granted-count } pre-vote so far.
   *[other] { $actor } counts the pre-vote of { $from }: { $granted-count } pre-votes so far ({ $granted }).
}
event-pre-vote-denied = { $refused-count ->
    [one] { $actor } hears that { $from } would not vote for it: { $refused-count } refusal so far.
   *[other] { $actor } hears that { $from } would not vote for it: { $refused-count } refusals so far ({ $refused }).
}
event-candidate-disregarded = { $asks ->
    [no] { $actor } disregards the reply of { $candidate }, and does not adopt its term { $candidate-term }: { $candidate } is not in { $actor }’s configuration, and { leader-alive }.
   *[yes] { $actor } disregards { $candidate }’s RequestVote, and does not even adopt its term { $candidate-term }: { leader-alive }.
}
leader-alive = { $leader ->
    [none] it heard from a leader, or restarted, less than an election timeout ago
    [itself] it is the leader itself
   *[other] it heard from its leader, { $leader }, less than an election timeout ago
}
event-election-withheld = { $why ->
    [no-voter] { $actor }’s election timer ran out, but it does not stand: it has no vote in its configuration.
   *[leader-alive] { $actor }’s election timer ran out, but it does not stand: by its own clock it heard from a leader, or restarted, less than an election timeout ago, and a leader’s lease may depend on that.
}
event-stepped-down = { $why ->
    [no-quorum] { $others-count ->
        [0] { $actor } steps down: no node answered it for an election timeout, so the others may have elected a new leader.
       *[other] { $actor } steps down: for an election timeout only { $others } answered it, too few for a majority, so the others may have elected a new leader.
    }
   *[removed] { $actor } steps down: the configuration in which it has no vote is committed.
}
event-transfer-started = { $actor } is about to hand leadership over to { $to }: it appends nothing until { $to } is elected, or the transfer times out.
event-transfer-waits = { $actor } will hand leadership over to { $to } only if { $behind }, its present successor, is not elected.
event-transfer-refused = { $actor } will not hand leadership over to { $to }: { $why ->
    [not-leader] it does not lead.
    [leads-already] { $to } leads already.
    [no-voter] { $to } has no vote, so it cannot be elected.
    [under-way] that transfer is under way already.
   *[too-many] too many transfers wait already.
}
event-transfer-ordered = { $actor } sees that { $to } has its whole log, and tells it to stand for election at once: { $to } need not wait for its timer.
event-transfer-abandoned = { $why ->
    [no-voter] { $actor } gives the transfer up: { $to } has no vote any more. { $actor } takes commands again.
   *[took-too-long] { $actor } gives the transfer up: { $to } took longer than an election timeout. { $actor } takes commands again.
}
event-transfer-blocks = { $actor } takes no command now: it is handing leadership over to { $to }, and a new entry would only delay the transfer.

## Membership
event-change-asked = { $change ->
    [add] { $actor } will add { $which } to the voters: { $which } gets the log first, and a vote once it has caught up.
    [remove] { $actor } will remove { $which } from the cluster, once the changes before are done.
   *[members] { $members-count ->
        [one] { $actor } will make { $members } the only voter, once the changes before are done.
       *[other] { $actor } will make { $members } the voters, once the changes before are done.
    }
}
event-change-refused = { $change ->
    [add] { $actor } will not add { $which }
    [remove] { $actor } will not remove { $which }
   *[members] { $members-count ->
        [one] { $actor } will not make { $members } the only voter
       *[other] { $actor } will not make { $members } the voters
    }
}: { $why ->
    [not-leader] only the leader changes the configuration, and it does not lead.
    [nothing-to-change] these are the voters already, or will be after the changes before.
    [nobody] a cluster needs a voter, and none would be left.
    [more-than-one] without joint consensus only one server at a time may be added or removed, so that the majorities before and after share a node.
   *[too-many] too many changes wait already.
}
event-configuration-in-force = { $stage ->
    [joint] { $actor } uses the joint configuration of index { $index } from now on: every decision takes a majority of the old voters ({ $outgoing }) and a majority of the new voters ({ $voters }).
    [learning] { $learners-count ->
        [0] { $actor } uses the configuration of index { $index } from now on: { who-votes }, and { $target-count ->
            [one] { $target } will be the only voter
           *[other] { $target } will vote
        } next.
        [one] { $actor } uses the configuration of index { $index } from now on: { who-votes }, and { $learners } gets the log without a vote until it has caught up.
       *[other] { $actor } uses the configuration of index { $index } from now on: { who-votes }, and { $learners } get the log without a vote until they have caught up.
    }
   *[settled] { $voters-count ->
        [0] { $actor } has no configuration any more.
       *[other] { $index ->
            [0] { $actor } uses the first configuration again: { who-votes }.
           *[other] { $actor } uses the configuration of index { $index } from now on: { who-votes }.
        }
    }
}
who-votes = { $voters-count ->
    [one] { $voters } alone votes
   *[other] { $voters } vote
}
event-caught-up = { $learners-count ->
    [one] { $actor } sees that { $learners } has caught up, at index { $match-index }: it gets a vote now.
   *[other] { $actor } sees that { $learners } have caught up, at index { $match-index }: they get votes now.
}

## Logs
event-append-accepted = { $entries ->
    [0] { $actor } hears from { $leader }: their logs agree up to index { $match-index }.
    [one] { $actor } accepts { $entries } entry of { $leader }: their logs agree up to index { $match-index }.
   *[other] { $actor } accepts { $entries } entries of { $leader }: their logs agree up to index { $match-index }.
}
event-append-refused = { $why ->
    [stale-term] { $actor } refuses { $leader }’s AppendEntries: term { $leader-term } is over, it is in term { $term }.
    [too-short] { $actor } refuses { $leader }’s AppendEntries: it starts after index { $prev-index }, and { $actor }’s log ends at { $last-index }.
   *[other-term] { $actor } refuses { $leader }’s AppendEntries: at index { $prev-index } the leader has an entry of term { $prev-term }, { $actor } one of term { $own-term }.
}
event-log-truncated = { $removed ->
    [one] { $actor } removes its entry at index { $from-index }: it is of term { $own-term }, the leader’s of term { $entry-term }.
   *[other] { $actor } removes { $removed } entries, from index { $from-index } on: the first is of term { $own-term }, the leader’s of term { $entry-term }.
}
event-log-appended = { $by ->
    [command] { $actor } appends { command } to its log, at index { $first-index }.
    [no-op] { $actor } opens its term with an empty entry, at index { $first-index }.
    [change] { $actor } appends a new configuration to its log, at index { $first-index }: it is in force from now on, committed or not.
   *[leader] { $count ->
        [one] { $holds ->
            [configuration] { $actor } appends a configuration from { $leader }, at index { $first-index }: it is in force from now on, committed or not.
           *[command] { $actor } appends { command } from { $leader }, at index { $first-index }.
        }
       *[other] { $actor } appends { $count } entries from { $leader }, from index { $first-index } on.
    }
}
event-heartbeat-round = { $actor } starts a round of heartbeats.
event-match-advanced = { $actor } knows that the disk of { $peer } has the log up to index { $match-index }.
event-backed-off = { $met ->
    [yes] { $actor } will send { $peer } entries from index { $next-index } on: { $peer } refused before it had index { $prev-index }.
   *[no] { $actor } will send { $peer } entries from index { $next-index } on: their logs do not agree at index { $prev-index }.
}
event-overtaken = { $actor } will send { $peer } the entries after index { $prev-index } again: that message may have overtaken an earlier one, not answered yet.
event-sent-again = { $actor } has no answer from { $peer }: it sends again, from index { $next-index } on.
event-commit-advanced = { $quorum-count ->
    [one] { $actor } commits up to index { $index }: it is on the disk of { $quorum }, the only voter.
   *[other] { $actor } commits up to index { $index }: it is on the disks of a majority ({ $quorum }).
}
event-commit-held-back = { $actor } does not commit index { $index } yet, though a majority holds it: the entry is of term { $entry-term }, and counting copies is safe only for entries of { $actor }’s own term, { $term }.
event-commit-learned = { $actor } learns from { $leader } that the log is committed up to index { $index }.
event-reply-ignored = { $why ->
    [older-term] { $actor } ignores a reply of { $from }: it is of term { $reply-term }, and this is term { $term }.
    [not-asking] { $actor } ignores a reply of { $from }: it no longer waits for one.
   *[answered] { $actor } ignores a refusal of { $from } at index { $prev-index }: a later reply has settled it.
}

## Snapshots
event-snapshot-taken = { $compacted ->
    [0] { $actor } takes a snapshot of its state machine up to index { $last-index }, { $bytes } bytes, and keeps its whole log, for peers that are a little late.
    [one] { $actor } takes a snapshot of its state machine up to index { $last-index }, { $bytes } bytes, and discards the first entry of its log.
   *[other] { $actor } takes a snapshot of its state machine up to index { $last-index }, { $bytes } bytes, and discards the first { $compacted } entries of its log.
}
event-snapshot-sent = { $offset ->
    [0] { $actor } sends { $peer } its snapshot up to index { $last-index }, from the first of its { $bytes } bytes: { $peer } needs entries that { $actor }’s log no longer has.
   *[other] { $actor } sends { $peer } its snapshot up to index { $last-index } further, from byte { $offset } of { $bytes } on.
}
event-snapshot-collected = { $received ->
    [0] { $actor } has nothing of { $leader }’s snapshot up to index { $last-index } yet: it asks for the beginning.
   *[other] { $actor } has { $received } bytes of { $leader }’s snapshot up to index { $last-index }.
}
event-snapshot-refused = { $actor } refuses { $leader }’s snapshot: term { $leader-term } is over, it is in term { $term }.
event-snapshot-not-needed = { $actor } does not need { $leader }’s snapshot up to index { $last-index }: it has itself committed up to index { $commit-index }.
event-snapshot-installed = { $kept ->
    [0] { $actor } replaces its state machine and its whole log with { $leader }’s snapshot: everything up to index { $last-index } is committed and applied.
    [one] { $actor } replaces its state machine and its log up to index { $last-index } with { $leader }’s snapshot, and keeps { $kept } entry that follows.
   *[other] { $actor } replaces its state machine and its log up to index { $last-index } with { $leader }’s snapshot, and keeps { $kept } entries that follow.
}

## Reads
event-read-started = { $actor } gets a read, and asks a majority whether it still leads.
event-read-held-back = { $actor } holds a read back: nothing of its own term { $term } is committed yet, so its commit index { $commit-index } may lag behind.
event-read-confirmed = { $quorum-count ->
    [one] { $quorum }, the only voter, confirms that { $actor } still led when the read came: it may answer once index { $index } is applied.
   *[other] A majority ({ $quorum }) confirms that { $actor } still led when the read came: it may answer once index { $index } is applied.
}
event-read-forwarded = { $actor } gets a read, and asks its leader, { $leader }, up to which index it must apply before it answers.
event-read-index-learned = { $success ->
    [yes] { $actor } learns from { $leader } that it may answer the read once it has applied index { $index }.
   *[no] { $actor } hears that { $leader } cannot tell what is committed: it cannot answer the read.
}
event-lease-held = { $actor } may answer the read at once, from index { $index }: its lease runs for another { $left-ms } ms by its own clock, and unless clocks err by more than a lease allows for, no other leader can be elected before it ends.

## Messages
event-message-sent = { $type ->
    [RequestVote] { $actor } asks { $to } for its vote in term { $term }.
    [RequestVoteReply] { $granted ->
        [yes] { $actor } sends { $to } its vote in term { $term }.
       *[no] { $actor } refuses { $to } its vote.
    }
    [AppendEntries] { $entries ->
        [0] { $actor } sends { $to } a heartbeat.
        [one] { $actor } sends { $to } the entry after index { $prev-index }.
       *[other] { $actor } sends { $to } { $entries } entries, after index { $prev-index }.
    }
    [AppendEntriesReply] { $success ->
        [yes] { $actor } tells { $to } that it has the log up to index { $match-index }.
       *[no] { $actor } refuses { $to }’s AppendEntries.
    }
    [InstallSnapshot] { $done ->
        [yes] { $actor } sends { $to } the last piece of its snapshot up to index { $last-index }: { $bytes } bytes, from byte { $offset } on.
       *[no] { $actor } sends { $to } a piece of its snapshot up to index { $last-index }: { $bytes } bytes, from byte { $offset } on.
    }
    [InstallSnapshotReply] { $success ->
        [yes] { $wants ->
            [yes] { $actor } asks { $to } for its snapshot up to index { $last-index }, from byte { $offset } on.
           *[no] { $actor } tells { $to } that it has all up to index { $match-index }.
        }
       *[no] { $actor } refuses { $to }’s snapshot.
    }
    [PreVote] { $actor } asks { $to } whether it would vote for it in term { $next-term }.
    [PreVoteReply] { $granted ->
        [yes] { $actor } tells { $to } that it would vote for it in term { $next-term }.
       *[no] { $actor } tells { $to } that it would not vote for it in term { $next-term }.
    }
    [TimeoutNow] { $actor } tells { $to } to stand for election at once.
    [ReadIndex] { $actor } asks { $to } up to which index it must apply for a read.
    [ReadIndexReply] { $success ->
        [yes] { $actor } tells { $to } that the read may be answered once index { $index } is applied.
       *[no] { $actor } tells { $to } that it cannot tell what is committed.
    }
    [ClientRequest] { $actor } sends its request to { $to }.
    [HttpRequest] { $actor } sends an HTTP request to { $to }.
    [HttpResponse] { $actor } answers { $to } with status { $status }.
   *[ClientReply] { $done ->
        [yes] { $actor } answers { $to }.
       *[no] { $why ->
            [handing-over] { $actor } tells { $to } that leadership is being handed over to { $successor }.
            [unconfirmed] { $actor } tells { $to } that it cannot tell what is committed.
           *[not-leader] { $leader ->
                [none] { $actor } tells { $to } that it knows no leader.
               *[other] { $actor } tells { $to } to ask { $leader }.
            }
        }
    }
}
event-message-delivered = { $type } from { $from } reaches { $actor }.
event-message-waits = { $type } from { $from } waits: { $actor } is paused.
event-message-lost = { $why ->
    [cut] { $type } from { $from } to { $to } { $forced ->
        [yes] cannot be delivered now, and is lost
       *[no] is lost
    }: their link is cut.
    [receiver-down] { $type } from { $from } to { $to } { $forced ->
        [yes] cannot be delivered now, and is lost
       *[no] is lost
    }: { $to } is down.
    [chance] { $type } from { $from } to { $to } is lost, by chance.
    [overflow] { $type } from { $from } to { $to } is lost: too many messages wait.
   *[dropped] { $type } from { $from } to { $to } is dropped.
}
event-message-delayed = { $type } is delayed: it is due in { $later-ms } ms.
event-message-duplicated = { $type } is duplicated: a copy of it is on its way.

## Clients
event-client-called = { $actor } asks { $to }: { command }.
event-client-refused = { $leader ->
    [none] { $actor } turns a client away: it does not lead, and knows no leader.
   *[other] { $actor } redirects a client to { $leader }: it does not lead.
}
event-client-timed-out = { $actor } had no answer from { $from } in time: it asks { $to }, with the same request number.
event-client-redirected = { $actor } is redirected by { $from } to the leader, { $to }.
event-client-waits = { $why ->
    [handing-over] { $from } tells { $actor } that leadership is being handed over to { $successor }: { $actor } waits a little.
    [unconfirmed] { $from } tells { $actor } that it cannot tell what is committed: { $actor } waits a little.
   *[no-leader] { $from } tells { $actor } that it knows no leader: { $actor } waits a little.
}
event-client-failed = { $leader ->
    [none] { $from } refuses { $actor }’s request, { command }, and knows no leader. { $actor } asks once: it is told so, and that is all.
   *[other] { $from } refuses { $actor }’s request, { command }: it is not the leader, and names { $leader }. { $actor } asks once, so it does not ask { $leader }.
}
event-client-retried = { $actor } tries again, at { $to }.
event-client-answered = { $outcome ->
    [value] { $actor } has its answer after { $took-ms } ms: { command } gives { shown-result }.
    [absent] { $actor } has its answer after { $took-ms } ms: { command } finds no such key.
    [refused] { $actor } has its answer after { $took-ms } ms: { command } changed nothing, since the value is not the one expected.
   *[ok] { $actor } has its answer after { $took-ms } ms: { command } is done.
}
event-http-called = { $actor } asks { $to } by HTTP: { $method } { $path }.
event-http-forwarded = { $actor } does not lead: it forwards { $client }’s request to { $to }.
event-http-answered = { $actor } has its answer from { $from } after { $took-ms } ms: status { $status }.
event-http-failed = { $why ->
    [refused] { $to } is down: { $actor }’s connection is refused.
    [reset] { $to } went down while { $actor } waited: there is no answer, and a write may still be applied.
   *[timed-out] { $actor } had no answer from { $to } within { $took-ms } ms and gives up: a write may still be applied.
}

## The network, the settings, the script
event-partitioned = { $groups-count ->
    [one] All nodes are in one group ({ $groups }): no link between them is cut.
   *[other] The network is partitioned: { $groups }.
}
event-link-cut = { $both ->
    [yes] The link between { $from } and { $to } is cut.
   *[no] The link from { $from } to { $to } is cut.
}
event-link-joined = { $both ->
    [yes] The link between { $from } and { $to } works again.
   *[no] The link from { $from } to { $to } works again.
}
event-healed = All links work again.
event-configured = { $key ->
    [flaw] From now on, a rule of Raft is broken (“{ $value }”).
    [mend] From now on, that rule holds again (“{ $value }”).
   *[other] From now on, { $key } is { $value }.
}
event-leases-unsafe = { $why ->
    [clock] Leases are not safe here: { $clock }’s clock runs { $error-percent } % { $way ->
            [fast] fast
           *[slow] slow
        }, and a lease allows for 5 % either way. A leader may answer under its lease while another leads already.
   *[timeouts] Leases are not safe here: { $shorter }’s election timeout begins at { $shorter-ms } ms and { $longer }’s at { $longer-ms } ms. A leader measures its lease by its own timeout, so { $shorter } may vote for another while that lease runs.
}
event-reseeded = All random choices start anew, from seed { $seed }.
event-load-started = A load starts: each of its clients sends a request every { $every-ms } ms.
event-load-stopped = The load stops.
event-nothing-to-do = { $statement-chars ->
    [0] “{ $statement }” cannot apply here, and does nothing.
   *[other] “{ $statement }…” ({ $statement-chars } characters) cannot apply here, and does nothing.
}

## Invariants, and what was seen when one broke
invariant-election-safety = A term has at most one leader.
invariant-leader-append-only = A leader only adds to its own log.
invariant-log-matching = Logs that share an entry’s index and term are the same up to there.
invariant-leader-completeness = What is committed is in the log of every later leader.
invariant-state-machine-safety = No two nodes apply different entries at one index.
invariant-vote-once = A node votes for one candidate at most in a term, even across restarts.
invariant-monotonic-term = A node’s term never falls, not even below a term that it sent before a crash.
invariant-commit-monotonic = A commit index never falls while its node is up.
invariant-match-monotonic = A leader’s match index never falls during its term.
invariant-durable-commit = What is committed is on the disks of a majority.
invariant-progress = 5 s after the last fault, with a majority up and linked, every request is answered.
invariant-stability = Two seconds after all nodes are up and linked, only a transfer changes the term.
invariant-linearizability = The clients see one store: one order of all calls explains every answer.
violation-election-safety = { $leader } and { $other } were both elected in term { $term }: two leaders can commit different entries at one index.
violation-leader-append-only = { $leader } changed its own log from index { $index } on while it led term { $term }: followers may already rely on the old entries.
violation-log-matching = Two logs hold an entry of term { $term } at index { $index }, and differ there or just before: the check of AppendEntries can then no longer be trusted.
violation-leader-completeness = { $leader } leads term { $term } without the committed entry at index { $index }, of term { $entry-term }: it can undo confirmed writes.
violation-state-machine-safety = { $other-term ->
    [0] { $node }’s snapshot up to index { $index } differs from the first one of that index: the node applied something else, and their states drift apart.
   *[other] At index { $index } an entry of term { $entry-term } was committed, and { $node } committed another, of term { $other-term }: their states drift apart.
}
violation-vote-once = { $voter } voted for both { $candidate } and { $other } in term { $term }: one term can then have two majorities.
violation-monotonic-term = { $node } fell from term { $before } to term { $term }: it can vote once more in a term in which it voted.
violation-commit-monotonic = { $node }’s commit index fell from { $before } to { $index }: what is committed must stay so.
violation-match-monotonic = { $leader } held { $peer } to match up to index { $before }, and now only up to { $index }: it may have counted entries that were not there.
violation-durable-commit = { $holders-count ->
    [0] Index { $index } is committed, but on no disk: a crash can lose it.
   *[other] Index { $index } is committed, but not on a majority of the disks, only { $holders }: a crash can lose it.
}
violation-progress = { $client } has waited { $waits-ms } ms for an answer to its request { $request }, though nothing hinders the cluster: a majority is up and linked.
violation-stability = { $successor ->
    [none] The cluster moved from term { $before } to term { $term }, though all nodes have been up and linked for two seconds: there was an election for no reason.
   *[other] The leader of term { $before } was to hand leadership over to { $successor }. A second later { $successor } does not lead the next term, though all nodes are up and linked: the highest term is { $term }.
}
violation-linearizability = { $outcome ->
    [value] { $client } asked { command } and got { $result }: no order of the calls, each at one instant between call and return, explains that.
    [absent] { $client } asked { command } and heard that there is no such key: no order of the calls, each at one instant between call and return, explains that.
    [refused] { $client } asked { command } and heard that the value is not the one expected: no order of the calls, each at one instant between call and return, explains that.
   *[ok] { $client } asked { command } and heard that it is done: no order of the calls, each at one instant between call and return, explains that.
}

## Rules
section-of-thesis = thesis { $number }
rule-adopt-higher-term = A higher term wins
rule-adopt-higher-term-text = A node that learns of a higher term moves to it at once, as a follower.
rule-refuse-stale-term = Old terms are refused
rule-refuse-stale-term-text = A request of an older term is refused, and the reply carries the current term.
rule-apply-committed = Apply what is committed
rule-apply-committed-text = Each node applies committed entries one by one, in the order of the log.
rule-persist-before-answer = Disk before answer
rule-persist-before-answer-text = Term, vote and log must be durable before a node sends a message that depends on them.
rule-recover-from-disk = Restart from disk
rule-recover-from-disk-text = A node restarts with the term, vote and log of its disk, as a follower.
rule-start-election = Silence starts an election
rule-start-election-text = A follower that hears no leader and grants no vote for an election timeout stands for election.
rule-follow-leader = Follow the leader
rule-follow-leader-text = Each AppendEntries of the current leader starts the follower’s election timer anew.
rule-one-vote-a-term = One vote a term
rule-one-vote-a-term-text = A node has one vote in each term, and the first suitable candidate gets it.
rule-up-to-date-log = Only an up-to-date log
rule-up-to-date-log-text = No vote for a candidate whose log is behind: the log with the higher last term is ahead, and if those are equal, the longer log.
rule-majority-elects = A majority elects
rule-majority-elects-text = Two majorities always share a node, so a term cannot elect two leaders.
rule-candidate-yields = A candidate yields
rule-candidate-yields-text = A candidate that hears the elected leader of its term becomes its follower.
rule-retry-election = Try again
rule-retry-election-text = When votes are split and its timer runs out, a candidate starts an election in the next term.
rule-heartbeat = Heartbeats
rule-heartbeat-text = A leader with nothing to send sends heartbeats, so that no follower stands for election.
rule-append-command = Log the command first
rule-append-command-text = A leader writes a client’s command into its log, and answers only once it is applied.
rule-no-op-of-new-leader = An empty entry first
rule-no-op-of-new-leader-text = A new leader starts with an empty entry: once that is committed, so is all before it.
rule-consistency-check = Does the entry before match?
rule-consistency-check-text = New entries are accepted only if the entry before them has the same index and term in both logs.
rule-remove-conflict = Remove conflicts
rule-remove-conflict-text = A follower’s entry that differs in term from the leader’s is removed, with all after it.
rule-append-new-entries = Add what is missing
rule-append-new-entries-text = A follower adds the entries that it lacks, and does not touch those it has.
rule-follower-commit = Commit as the leader does
rule-follower-commit-text = A follower commits as far as the leader did, but never past the last entry known to match.
rule-raise-match = Success moves forward
rule-raise-match-text = A success tells the leader how much of the log a follower has, and what to send next.
rule-back-off = A refusal moves back
rule-back-off-text = Where logs do not agree, the leader looks for an earlier index where they do.
rule-send-again = Keep sending
rule-send-again-text = A request without an answer is sent again, without end; receiving it twice does no harm.
rule-commit-by-majority = A majority commits
rule-commit-by-majority-text = An entry on the disks of a majority can no longer be lost, so the leader commits it.
rule-commit-own-term = Count only its own term
rule-commit-own-term-text = Copies of an older entry prove nothing, even on a majority: it is committed only with an entry of the leader’s own term.
rule-ignore-stale-reply = Late replies mean nothing
rule-ignore-stale-reply-text = A reply of an older term, or to a request already settled, changes nothing.
rule-redirect-client = Ask the leader
rule-redirect-client-text = Only the leader serves clients; the others name it, if they know it.
rule-apply-once = Never apply twice
rule-apply-once-text = A retried command keeps its number, and every node remembers the numbers that it has applied.
rule-read-after-own-commit = A commit before the first read
rule-read-after-own-commit-text = A new leader knows how far the log is committed only once it has committed an entry of its own term.
rule-read-confirmed = Confirm before a read
rule-read-confirmed-text = A leader may have been replaced without knowing: before it answers a read, a majority must confirm it.
rule-follower-read = Followers read too
rule-follower-read-text = A follower asks its leader how far the log is committed, and answers a read once it has applied that much.
rule-lease-read = Read under a lease
rule-lease-read-text = As long as a majority has promised, each by its own clock, to elect no other leader, a leader answers reads without asking. This relies on nearly exact clocks.
rule-compact-log = A snapshot in place of the log
rule-compact-log-text = A snapshot of the applied state replaces the log up to there.
rule-send-snapshot = A snapshot for a slow follower
rule-send-snapshot-text = If the leader has discarded the entries that a follower needs, it sends its snapshot instead.
rule-collect-snapshot = Piece by piece
rule-collect-snapshot-text = A snapshot comes in pieces, and the follower asks for each from where the one before ended.
rule-restore-snapshot = The snapshot replaces the log
rule-restore-snapshot-text = A complete snapshot replaces the state machine and the log; only the entries after the snapshot’s last index stay.
rule-latest-configuration = Use the latest configuration
rule-latest-configuration-text = A node uses the latest configuration in its log as soon as it is there, committed or not.
rule-joint-consensus = Old and new together
rule-joint-consensus-text = During a change, every decision takes a majority of the old voters and a majority of the new voters, so neither can decide alone.
rule-one-change-at-a-time = One change at a time
rule-one-change-at-a-time-text = A change begins only when the one before it is committed. Without joint consensus, it adds or removes a single server.
rule-catch-up = Catch up before voting
rule-catch-up-text = A new server first gets the log as a learner: a vote while it is behind would delay commits.
rule-removed-leader = A removed leader leaves last
rule-removed-leader-text = A leader that is not in the new configuration leads until that is committed, and does not count itself.
rule-disregard-candidates = Do not disturb a leader
rule-disregard-candidates-text = A node that has just heard from a leader ignores candidates, so a removed server cannot depose that leader.
rule-voters-stand = Only voters stand
rule-voters-stand-text = A node without a vote in its configuration does not stand for election.
rule-check-quorum = No majority, no leader
rule-check-quorum-text = A leader without answers from a majority for an election timeout steps down, so that clients ask another node.
rule-pre-vote = Ask before you stand
rule-pre-vote-text = A node that could not win does not stand, so that its return does not raise the term and depose a leader.
rule-transfer-leadership = Hand leadership over
rule-transfer-leadership-text = A leader brings its successor’s log up to date, then tells it to stand at once, before any timer runs out.

## Roles
role-follower = follower
role-learner = learner
role-pre-candidate = pre-candidate
role-candidate = candidate
role-leader = leader
role-paused = paused
role-down = down

## Fields of messages
field-term = Term
field-last-term = Term of last entry
field-last-index = Index of last entry
field-granted = Vote granted
field-prev-term = Term before the entries
field-prev-index = Index before the entries
field-entries = Number of entries
field-leader-commit = Leader’s commit index
field-success = Success
field-match-index = Matches up to
field-request = Request number
field-done = Done
field-leader = Leader
field-successor = Next leader
field-confirmed = Commit index learned
field-offset = First byte of the piece
field-bytes = Bytes in the piece
field-next-term = Term asked about
field-index = Read index
field-op = Operation
field-key = Key
field-old = Expected value
field-value = Value
field-outcome = Outcome
field-method = Method
field-path = Path
field-body = Body
field-status = Status

## Why, and why not
question-role = { $role ->
    [leader] Why does { $node } lead?
    [candidate] Why is { $node } a candidate?
    [pre-candidate] Why does { $node } ask for pre-votes?
    [learner] Why is { $node } a learner?
    [down] Why is { $node } down?
    [paused] Why is { $node } paused?
   *[follower] { $leader ->
        [none] Why is { $node } a follower?
       *[other] Why does { $node } follow { $leader }?
    }
}
answer-role = { $role ->
    [leader] { $known ->
        [alone] { $node } leads term { $term }: it is the only voter.
        [elected] { $node } leads term { $term }: it was elected { $ago-ms } ms ago with { the-votes }, and no majority has answered it since.
        [answered] { $node } leads term { $term }: it was elected with { the-votes }, and a majority ({ $answered }) has answered a message of { $ago-ms } ms ago.
       *[doubtful] { $node } leads term { $term } as far as it knows: it was elected with { the-votes }, but { $silent-count ->
            [one] { $silent } has
           *[other] { $silent } have
        } answered nothing that it sent in the last { $ago-ms } ms. It cannot know whether another leader was elected since.
    }
    [candidate] { $node } stands for election in term { $term }.
    [pre-candidate] { $node } asks in term { $term } whether it could win the next.
    [learner] { $node } is a learner in term { $term }: it gets the log, and has no vote.
    [down] { $node } is down; its disk holds term { $term }.
    [paused] { $node } is paused, in term { $term }.
   *[follower] { $leader ->
        [none] { $node } is a follower in term { $term }, and knows no leader.
       *[other] { $node } follows { $leader } in term { $term }.
    }
}
the-votes = { $votes-count ->
    [one] the vote of { $votes }
   *[other] the votes of { $votes }
}
question-term = Why is { $node } in term { $term }?
answer-term = { $node } is in term { $term }.
question-entry = { $state ->
    [committed] Why is index { $index } committed at { $node }?
    [compacted] Why is index { $index } committed at { $node }?
    [held] Why is index { $index } not committed at { $node }?
   *[absent] Why does { $node } have nothing at index { $index }?
}
answer-entry = { $state ->
    [committed] At { $node }, index { $index }, of term { $term }, is committed.
    [compacted] At { $node }, index { $index } is committed; its effect is in the snapshot that replaced it.
    [held] { $node } holds index { $index }, of term { $term }, and does not know it to be committed.
   *[absent] The log of { $node } has nothing at index { $index }.
}
question-vote = { $state ->
    [granted] Why did { $node } vote for { $candidate } in term { $term }?
   *[missing] Why did { $node } not vote for { $candidate } in term { $term }?
}
answer-vote = { $state ->
    [granted] { $node } voted for { $candidate } in term { $term }.
   *[missing] { $node } did not vote for { $candidate } in term { $term }.
}
question-leader = { $state ->
    [leads] Why does { $node } lead?
   *[missing] { $wanted ->
        [yes] Why does { $node } not lead?
       *[no] { $acting ->
            [none] Why is there no leader?
           *[other] Why does no majority follow { $acting }?
        }
    }
}
answer-leader = { $leader ->
    [none] { $acting ->
        [none] There is no leader.
       *[other] { $acting } leads term { $term }, but no majority follows it.
    }
   *[other] { $leader } leads term { $term }, and a majority follows it.
}
question-request = { $state ->
    [answered] Why was request { $request } of { $client } answered?
   *[missing] Why is request { $request } of { $client } not answered?
}
answer-request = { $state ->
    [answered] { $client } has its answer to request { $request }.
   *[missing] { $node ->
        [none] { $client } has not sent request { $request } yet.
       *[other] { $tries ->
            [one] { $client } has no answer to request { $request }: it asked { $node }.
           *[other] { $client } has no answer to request { $request }: it asked { $tries } times, last { $node }.
        }
    }
}
question-event = Why did this happen?
root-timer = The first cause is a timer.
root-act = The first cause is a line of the script.
root-start = The first cause is the start of the run.
root-far = The first cause is further back than is shown.
root-none = No event caused it.
why-skipped = { $count ->
    [one] { $count } step in between is not shown.
   *[other] { $count } steps in between are not shown.
}

## What decides, before the answer
the-voters = { $half ->
    [old] the { $of } old voters
    [new] the { $of } new voters
   *[only] { $of }
}
the-need = { $half ->
    [old] { $count } of the { $needed } that it needs among the old voters
    [new] { $count } of the { $needed } that it needs among the new voters
   *[only] { $count } of the { $needed } that it needs
}
finding-heard = { $heard-count ->
    [0] { $node } is heard by none of { the-voters }; it needs { $needed }.
   *[other] { $node } is heard by { $heard-count } of { the-voters } ({ $heard }); it needs { $needed }.
}
finding-newer-term = { $leads ->
    [yes] { $way ->
        [cut] A newer leader, { $other }, leads term { $term }, and { $node } has not heard of it: a cut separates them.
        [comes] A newer leader, { $other }, leads term { $term }, and { $node } hears of it in { $due-ms } ms.
        [stranger] A newer leader, { $other }, leads term { $term }, and { $node } does not hear of it: it is not a member of that cluster.
       *[later] A newer leader, { $other }, leads term { $term }, and { $node } has not heard of it yet.
    }
   *[no] { $way ->
        [cut] { $other } is in term { $term } already, and { $node } has not heard of it: a cut separates them.
        [comes] { $other } is in term { $term } already, and { $node } hears of it in { $due-ms } ms.
        [stranger] { $other } is in term { $term } already, and { $node } does not hear of it: it is not a member of that cluster.
       *[later] { $other } is in term { $term } already, and { $node } has not heard of it yet.
    }
}
finding-copies = { $own ->
    [yes] { $others-count ->
        [0] { $leader } counts its own copy of index { $index } alone: { the-need }.
        [one] { $leader } counts its own copy of index { $index } and that of { $others }: { the-need }.
       *[other] { $leader } counts its own copy of index { $index } and those of { $others }: { the-need }.
    }
   *[no] { $others-count ->
        [0] { $leader } counts no copy of index { $index } yet: { the-need }.
        [one] { $leader } counts the copy of index { $index } that { $others } has: { the-need }.
       *[other] { $leader } counts the copies of index { $index } that { $others } have: { the-need }.
    }
}
finding-answers = { $others-count ->
    [0] No other node has confirmed since that { $leader } still leads: { the-need }.
   *[other] { $others } confirmed that { $leader } still leads: with itself, { the-need }.
}
finding-stale-read = { $outcome ->
    [absent] The read was stale: { $client } asked for { shown-key } and was told that there is no such key.
   *[value] The read was stale: { $client } asked for { shown-key } and was told { shown-result }.
}
finding-seen-before = { $wrote ->
    [yes] { $there ->
        [yes] { $client } had set { shown-key } to { shown-result }, and was told that it is done { $ago-ms } ms before { $reader } began to ask.
       *[no] { $client } had deleted { shown-key }, and was told that it is done { $ago-ms } ms before { $reader } began to ask.
    }
   *[no] { $there ->
        [yes] { $client } had asked for { shown-key } too, and was told { shown-result } { $ago-ms } ms before { $reader } began to ask.
       *[no] { $client } had asked for { shown-key } too, and was told that there is no such key { $ago-ms } ms before { $reader } began to ask.
    }
}
finding-unordered = No order of all calls explains what { $client } was told.

## Lanes: calls, how far an order of them comes, and why it comes no further
lanes-answer = { $outcome ->
    [value] → { shown-result }
    [absent] → no value
    [refused] → refused
    [none] → no answer yet
   *[ok] → done
}
lanes-call = { command } { lanes-answer }
lanes-by = { $op ->
    [get] { lanes-call } by { $client }
   *[other] { command } by { $client }
}
shown-is = { $is-chars ->
    [0] { $is }
   *[other] { $is }… ({ $is-chars } characters)
}
shown-was = { $was-chars ->
    [0] { $was }
   *[other] { $was }… ({ $was-chars } characters)
}
lanes-is = { $is-there ->
    [yes] { shown-key } is { shown-is }
   *[no] { shown-key } has no value
}
lanes-was = { $was-there ->
    [yes] { shown-key } was { shown-was }
   *[no] { shown-key } had no value
}
lanes-saw = { $outcome ->
    [value] { $client }’s { command } returned { shown-result }
    [absent] { $client }’s { command } returned no value
    [refused] { $client }’s { command } was refused, so the value was not { shown-old }
    [none] { $client }’s { command } takes effect only on the value { shown-old }
   *[ok] { $client }’s { command } is done, so the value was { shown-old }
}
lanes-sought = { $outcome ->
    [value] { shown-result }
   *[other] { shown-old }
}
lanes-reason = { $why ->
    [never-written] { lanes-saw }, but no other call made before its return writes { lanes-sought }.
    [nothing-written] { lanes-saw }, but { lanes-is }: nothing was written before.
    [returned] { lanes-saw }, but { lanes-is } after { $by }, which returned before the { $op } was called.
    [later] { lanes-saw }, but { lanes-is } after { $by }, and { $later }, which comes later, returned before the { $op } was called.
    [changes] { lanes-saw }, but { lanes-was } when the { $op } was called, and { lanes-is } after { $by }.
   *[fits] { lanes-saw }, but { lanes-is } after { $by }. Earlier it would fit, but then not every call of this order could follow.
}
lanes-smallest = { $n ->
    [one] This call alone has no order:
   *[other] These { $n } calls alone have no order:
}
lanes-order = { $n ->
    [0] No call can be the first of an order:
   *[other] The longest order that explains their answers:
}
lanes-order-with = The longest order with { $by }:
lanes-line = (line { $line })
lanes-stop = After that no call can come next:

## What is missing: the beginning of a sentence, which those of peers take up
missing-head = { $subject ->
    [entry] { $count ->
        [one] No acknowledgement of index { $index } from { $last }
       *[other] No acknowledgement of index { $index } from { $peers } or { $last }
    }
    [vote] { $count ->
        [one] No vote for { $from } from { $last }
       *[other] No vote for { $from } from { $peers } or { $last }
    }
    [follow] { $count ->
        [one] { $from } is not followed by { $last }
       *[other] { $from } is not followed by { $peers } or { $last }
    }
    [read] { $count ->
        [one] No confirmation from { $last } that { $from } still leads
       *[other] No confirmation from { $peers } or { $last } that { $from } still leads
    }
   *[commit] { $last } has not heard that the log is committed up to index { $index }
}
missing-peer-down = { $count ->
    [one] { missing-head }: it is down.
    [2] { missing-head }: both are down.
   *[other] { missing-head }: all of them are down.
}
missing-peer-stopped = { $disk ->
    [full] { $count ->
        [one] { missing-head }: it is down, and its disk is full.
       *[other] { missing-head }: they are down, and their disks are full.
    }
   *[fails] { $count ->
        [one] { missing-head }: it is down, and its disk fails.
       *[other] { missing-head }: they are down, and their disks fail.
    }
}
missing-peer-paused = { $count ->
    [one] { missing-head }: it is paused.
    [2] { missing-head }: both are paused.
   *[other] { missing-head }: all of them are paused.
}
missing-peer-cut = { $count ->
    [one] { missing-head }: it is cut off from { $from }.
    [2] { missing-head }: both are cut off from { $from }.
   *[other] { missing-head }: all of them are cut off from { $from }.
}
missing-peer-cut-there = { $count ->
    [one] { missing-head }: messages from { $from } are lost, since the link is cut that way.
   *[other] { missing-head }: messages from { $from } are lost, since the links are cut that way.
}
missing-peer-cut-back = { $count ->
    [one] { missing-head }: its replies are lost, since the link is cut that way.
   *[other] { missing-head }: their replies are lost, since the links are cut that way.
}
missing-peer-asked = { $fate ->
    [lost] { missing-head }: the request, { $message }, will be lost as things stand.
   *[arrives] { missing-head }: the request, { $message }, arrives in { $due-ms } ms.
}
missing-peer-answering = { $fate ->
    [lost] { missing-head }: the reply, { $message }, will be lost as things stand.
   *[arrives] { missing-head }: the reply, { $message }, arrives in { $due-ms } ms.
}
missing-peer-disk = { $count ->
    [one] { missing-head }: it waits for its disk, for another { $due-ms } ms.
   *[other] { missing-head }: they wait for their disks, for another { $due-ms } ms.
}
missing-peer-behind = { $count ->
    [one] { missing-head }: its log is behind or differs, and has to be repaired first.
   *[other] { missing-head }: their logs are behind or differ, and have to be repaired first.
}
missing-peer-snapshot = { $count ->
    [one] { missing-head }: it lacks entries that { $from } no longer has, and gets a snapshot first.
   *[other] { missing-head }: they lack entries that { $from } no longer has, and get a snapshot first.
}
missing-peer-leader-alive = { $leader ->
    [itself] { missing-head }: it is the leader itself, and ignores candidates.
   *[other] { $count ->
        [one] { missing-head }: it hears the leader { $leader }, and ignores candidates.
       *[other] { missing-head }: they hear the leader { $leader }, and ignore candidates.
    }
}
missing-peer-leader-heard = { $leader ->
    [none] { $count ->
        [one] { missing-head }: it has just heard from a leader, or restarted, and ignores candidates for a while.
       *[other] { missing-head }: they have just heard from a leader, or restarted, and ignore candidates for a while.
    }
   *[other] { $count ->
        [one] { missing-head }: it has just heard from { $leader }, and ignores candidates for a while.
       *[other] { missing-head }: they have just heard from { $leader }, and ignore candidates for a while.
    }
}
missing-peer-refused = { $count ->
    [one] { missing-head }: it refused, and will be asked again when { $from } stands again.
   *[other] { missing-head }: they refused, and will be asked again when { $from } stands again.
}
missing-peer-silent = { $subject ->
    [vote] { $count ->
        [one] { missing-head }: it has not answered, and will be asked again when { $from } stands again.
       *[other] { missing-head }: they have not answered, and will be asked again when { $from } stands again.
    }
   *[entry] { $count ->
        [one] { missing-head }: it has not answered, and will be asked again.
       *[other] { missing-head }: they have not answered, and will be asked again.
    }
}
missing-peer-beat = { $count ->
    [one] { missing-head }: it will learn this with the next heartbeat, in { $due-ms } ms.
   *[other] { missing-head }: they will learn this with the next heartbeat, in { $due-ms } ms.
}
missing-peer-newer-term = { missing-head }: term { $term } is over, { $last } is in term { $newer-term }.
missing-peer-log-ahead = { missing-head }: a log that ends at term { $last-term }, index { $last-index } is ahead of { $from }’s, which { $own-index ->
            [0] is empty
           *[other] ends at term { $own-term }, index { $own-index }
        }.
missing-peer-voted = { $count ->
    [one] { missing-head }: its one vote of term { $term } went to { $voted-for }.
   *[other] { missing-head }: their votes of term { $term } went to { $voted-for }.
}
missing-node-down = { $node } is down.
missing-node-stopped = { $disk ->
    [full] { $node } is down, and its disk is full.
   *[fails] { $node } is down, and its disk fails.
}
missing-learner = { $node } has no vote yet: it is a learner until it has caught up.
missing-stranger = { $node } has no vote: it does not belong to the cluster.
missing-node-paused = { $node } is paused.
missing-no-entry = { $leader }, the leader of term { $term }, has nothing at index { $index }: its log ends at { $last-index }.
missing-other-entry = { $own-term ->
    [0] { $leader }, the leader of term { $leader-term }, has nothing at index { $index }: the entry of term { $term } that { $node } has there will be removed.
   *[other] { $leader }, the leader of term { $leader-term }, has an entry of term { $own-term } at index { $index }: the entry of term { $term } that { $node } has there will be overwritten.
}
missing-older-term = { $own-index ->
    [0] Index { $index } is of term { $entry-term }, and { $leader } counts only entries of its own term { $term }: it has none after it.
   *[other] Index { $index } is of term { $entry-term }, and { $leader } counts only entries of its own term { $term }: it is committed together with index { $own-index }.
}
missing-own-disk = { $what ->
    [vote] { $node }’s vote for itself is not on its disk yet: that takes another { $due-ms } ms.
   *[entry] Index { $index } is not on { $node }’s own disk yet: that takes another { $due-ms } ms.
}
missing-other-leads = { $leader } leads term { $term }: while { $node } hears from it, { $node } does not stand for election.
missing-old-leader = { $node } leads the old term { $own-term }: { $leader } leads term { $term }.
missing-too-few = { $live ->
    [0] No voter is up, and a majority is { $majority }.
    [one] Only { $live } voter is up, and a majority is { $majority }.
   *[other] Only { $live } voters are up, and a majority is { $majority }.
}
missing-not-standing = { $node } does not stand for election before its timer runs out, in { $due-ms } ms.
missing-not-asking = { $node } does not ask for votes in term { $term }.
missing-queued = { $client } sends one request at a time, and request { $outstanding } is not answered yet.
missing-client-waits = { $why ->
    [handing-over] { $node } told { $client } that leadership was being handed over to { $successor }: { $client } asks again in { $due-ms } ms.
    [unconfirmed] { $node } told { $client } that it could not tell what is committed: { $client } asks again in { $due-ms } ms.
   *[no-leader] { $node } told { $client } that it knew no leader: { $client } asks again in { $due-ms } ms.
}
missing-client-cut = { $way ->
    [there] Requests from { $client } to { $node } are lost, since the link is cut that way.
    [back] Replies from { $node } to { $client } are lost, since the link is cut that way.
   *[both] { $client } and { $node } are cut off from each other.
}
missing-on-its-way = { $fate ->
    [lost] { $message } ({ $type }) from { $from } to { $to } will be lost as things stand.
   *[arrives] { $message } ({ $type }) from { $from } to { $to } arrives in { $due-ms } ms.
}
missing-request-lost = Nothing is on its way between { $client } and { $node } any more: { $client } times out in { $due-ms } ms, and asks another node.
missing-request-given-up = Nothing is on its way between { $client } and { $node } any more, and { $client } asks once: it waits for ever.
missing-http-unanswered = Nothing of { $client }’s request is on its way any more, and { $node } has no answer for it: { $client } gives up in { $due-ms } ms.
missing-read-own-entry = Nothing of term { $term } is committed yet: { $leader } cannot know whether its commit index { $commit-index } is the latest.
missing-read-asked = { $node } asked a leader for the read index, and neither the request nor a reply is on its way any more.

## What would bring it
offer-add = Add { $node } to the cluster
offer-disk = Mend { $node }’s disk
offer-transfer = Hand leadership over to { $node }
offer-restart = Restart { $node }
offer-resume = Resume { $node }
offer-join = { $ways ->
    [both] Join { $from } and { $to }
   *[one] Let { $from } reach { $to }
}
offer-heal = Join all links
offer-deliver = Deliver { $message } now
offer-timeout = Let { $node } time out
offer-write = Have { $client } send { $node } a command
offer-wait = Let { $ms } ms pass

## What is wrong with a script
script-error = Line { $line }, column { $column }: expected { $expected }, found “{ $found }”.
script-error-end = Line { $line }, column { $column }: expected { $expected }, but the line ends.
expected-statement = a statement
expected-flaw = the name of a flaw
expected-setup-first = a step (the set-up stands before the first step)
expected-once = a statement that was not given before (this one is given only once)
expected-version = version 1, the only one there is
expected-version-first = a statement other than “raftarium”, which stands first or not at all
expected-end-of-line = the end of the line
expected-number = a whole number of at most 64 bits (18446744073709551615)
expected-count = a whole number from 1 to 1000000000
expected-node-count = a number of nodes, from 1 to 9
expected-a-leader = the name of a node, since none leads now
expected-node = a node of this cluster
expected-client = a client, c1 to c9
expected-actor = a node or a client
expected-other-node = a node other than the one before
expected-new-node = a node that is in no group yet
expected-nodes-or-all = a node of this cluster, or “all”
expected-other-member = a node that is not named on this line yet
expected-added-node = a node to be added, n1 to n9
expected-duration = a duration such as 150ms, at most 24h
expected-timer-duration = a duration from 1ms to 1h
expected-positive-duration = a duration above zero, at most 24h
expected-range = a range whose end is not before its start
expected-percentage = a percentage, from 0% to 100%
expected-clock-error = a percentage, from -90% (slow) to 100% (fast)
expected-keep = a whole number from 0 to 1000000000
expected-config-key = a setting, such as latency
expected-on-off = “on” or “off”
expected-joint-single = “joint” or “single”
expected-replication = “pipelined” or “plain”
expected-count-off = a whole number from 1 to 1000000000, or “off”
expected-disk-state = “full”, “fails”, “torn”, “rots” or “well”
expected-read-mode = “log”, “read-index”, “lease” or “local”
expected-limit = a number from 1 to 10000
expected-arrow = “->” or “-”
expected-one-way-arrow = “->”
expected-word = a word
expected-short-text = a key or value of at most 4 KiB
expected-json-string = a complete JSON string
expected-which = a message (m17), a kind of message, or “next”
expected-json-object = a JSON object that ends on its line, or a JSON string
expected-method = a method of HTTP: GET, POST, DELETE, PUT, PATCH, HEAD or OPTIONS
expected-path = a path that begins with “/” and has no blanks
expected-short-body = a body of at most 64 KiB
expected-short-key = an idempotency key of 1 to 256 bytes
expected-http-part = a JSON body, “key”, “to”, “from”, or the end of the line
expected-status = a status of HTTP, 100 to 599
expected-message-kind = a kind of message, such as RequestVote
expected-every-off = “every” or “off”
expected-condition = a condition, such as leader
expected-role = a role, such as follower
expected-comparison = “=”, “>=” or “<=”
expected-equals = “=”
expected-reply = “ok”, “value”, “absent”, “refused”, “pending”, “error” or “status”
expected-order-state = done, refused, lost or pending
expected-invariant = the name of an invariant, such as election-safety
expected-while = “while” and a condition, or the end of the line
expected-within = “within” and a duration, or the end of the line
expected-short-script = a script of at most 1 MiB and 100000 statements
expected-caption = a caption: @key, a JSON string, or “en” and “fr” with one each
expected-string = a JSON string
expected-other-language = the same caption in the other language: “en” or “fr” and a JSON string
expected-target = a target: a node, a client, a link (n1 - n2), a message (m17), an entry (n1@7) or a panel
expected-target-nothing = a target: a node, a client, a link (n1 - n2), a message (m17), an entry (n1@7), a panel, or “nothing”
expected-pace = a fraction of real time, such as 1/50, of numbers from 1 to 1000
expected-name = a name of at most 40 letters, digits, “-” and “_”
expected-new-name = a name that no question above has
expected-asked = the name of a question that is asked above
expected-answers = “|” and an answer (a question has two to four)
expected-conditions = another answer before this one (“otherwise” needs one with “if”)
expected-if = “if” and a condition, or “otherwise”
expected-minutes = a number of minutes from 1 to 600
expected-level = a level from 1 to 9

## The command line
file-error = { $path }: { $error }
explored-runs = { $runs ->
    [one] One random run
   *[other] { $runs } random runs
}, { $events } events, { $states } different states of a cluster.
explored-nothing = No run broke anything.
explored-found = A run breaks { $broken } (seed { $seed }). Shortened until nothing can be taken away, its script has { $statements } statements:
explored-schedule = Without a clock, a schedule of { $depth ->
    [one] one step
   *[other] { $depth } steps
} breaks { $broken }, and none of them can be taken away:
exhausted-states = { $states } different states of the cluster, { $steps } steps between them.
exhausted-nothing = No run of at most { $depth } steps breaks anything.
exhausted-all = No run within these bounds breaks anything, however long it is: there are no further states.
exhausted-given-up = There are too many states: the search gave up at runs of { $depth } steps, and nothing was broken up to there. Raise --states to go on.
exhausted-found = A run of { $steps } steps breaks { $broken }, and no shorter one breaks anything:
exhausted-untold = A run breaks something in the search and not in the simulation: this is a fault of Raftarium.
exhaust-refuses-setting = `{ $key }` cannot be searched: the search has no clock, and takes no snapshots.
exhaust-refuses-steps = Only the set-up of a script can be searched, and this script has steps.
run-too-long = The run is not over after { $events } events: raise --max-events to let it go on.
run-forged = Nothing is guaranteed in this run since { $nodes } was given a message of Raft that no node sent.
run-unclaimed = Nothing is guaranteed in this run since the wipe of { $nodes }: { $ends ->
    [never] { $count ->
        [0] a server that had forgotten its vote voted again, and that cannot be undone.
       *[other] since then this was broken: { $broken }.
    }
   *[later] { $servers ->
        [one] a server without its vote and log can make even a correct Raft err, until it is removed from the cluster and added again.
       *[other] servers without their votes and logs can make even a correct Raft err, until they are removed from the cluster and added again.
    }
}
failed-expectation = Line { $line } does not hold: { $text }
failed-found = What holds is: { $found }
failed-lapse = { $ms ->
    [0] Line { $line } does not hold at its first instant: { $text }
   *[other] Line { $line } held for { $ms } ms, and then no more: { $text }
}
failed-timeout = Line { $line } waited in vain: { $text }
failed-answers = At line { $line } not exactly one answer is right: { $text }
failed-undecided = Line { $line } was too hard to decide: { $text }
failed-violation = At line { $line } the run broke an invariant: { $text }
history-not-linearizable = The clients’ history is not linearizable. At { $at } s: { $said }
history-undecided = Whether the history is linearizable is undecided: the search reached its limit at the key { $key }.
checked-linearizable = Linearizable: { $operations ->
    [one] 1 operation
   *[other] { $operations } operations
} on { $keys ->
    [one] 1 key
   *[other] { $keys } keys
}.
checked-not-linearizable = Not linearizable: key { $key }, line { $line }. At { $at } s: { $said }
history-error = Line { $line }, field { $field }: expected { $expected }.
history-error-column = Line { $line }, column { $column }: expected { $expected }.
history-expected-object = a JSON object
history-expected-text = a string of at most 4096 bytes
history-expected-op = “set”, “get”, “delete” or “cas”
history-expected-nothing = nothing, or null: this operation has no such field
history-expected-flag = true or false
history-expected-true = true: only a cas that returned is refused
history-expected-read = the value that was read, as a string, or null
history-expected-time = a whole number of microseconds
history-expected-time-or-null = a whole number of microseconds, or null
history-expected-id-or-null = a whole number, or null
history-expected-not-before-call = an instant that is not before call_us
history-expected-after-call = a number above call_id
history-expected-new-id = a number that no other call or return has
history-expected-growing-id = numbers that grow with the instants
history-expected-short-line = a line of at most 128 KiB
history-expected-few-operations = at most 1000000 operations
narrated-event = { $at } s  { $said }
narrated-rule = { $at } s  { $said } [{ $rule }, { $section }]
narrated-say = { $at } s  “{ $said }”
narrated-ask = { $at } s  asked: { $said }
narrated-answer = { $at } s    { $n }. { $said }
narrated-reveal = { $at } s  answered: { $said }
narrated-goal = { $at } s  goal: { $said }
