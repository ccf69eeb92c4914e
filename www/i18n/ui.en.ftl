# The words of the page itself. Sentences of events, rules and violations stand in core.en.ftl.

## Units
unit-us = { $n } µs
unit-ms = { $n } ms
unit-s = { $n } s
unit-min = { $n } min
unit-percent = %
unit-ms-name = ms

## Head
scenes = Scenes
scenes-menu =
    .aria-label = Scenes and fresh clusters
fresh = A fresh cluster of
fresh-sizes =
    .aria-label = Number of nodes
nodes-count = { $n ->
    [one] 1 node
   *[other] { $n } nodes
}
safety-holds = { $n ->
    [one] 1 invariant holds
   *[other] { $n } invariants hold
}
safety-broken = { $n ->
    [one] 1 invariant broken
   *[other] { $n } invariants broken
}
safety-unclaimed = nothing is claimed
safety-stale = { $n ->
    [one] 1 stale answer
   *[other] { $n } stale answers
}
promises-title = What is checked
promises-scope = Promises about the log and the elections, checked after every event
promises-reads = { $reads ->
    [local] Whether a read is stale depends on how it is answered: here from a node’s own state, so that it may be.
    [lease] Whether a read is stale depends on how it is answered: here while a lease runs, which is as good as the clocks are.
   *[confirmed] Whether a read is stale depends on how it is answered: here once a majority has confirmed it, so that it is not.
}
promises-kinds = Promises about the log and the elections. { $safety } of safety: nothing bad happens. { $progress } of progress: something good does, in time.
promises-clients = What clients see
promises-linearizable = { $verdict ->
    [violated] { $n ->
        [one] Broken at { $at }, by one answer: { $said }
       *[other] Broken since { $at }, by { $n } answers: { $said }
    }
    [undecided] Undecided, since too many calls were under way at once: { $said }
   *[holds] { $said }
}
promises-unclaimed = None of this is claimed since the wipe of { $nodes }.
promise-broken = Broken: { $said }
languages =
    .aria-label = Language
lang-en = EN
    .title = English
lang-fr = FR
    .title = Français
theme-auto = Colours: as your system
theme-light = Colours: light
theme-dark = Colours: dark
help-open =
    .aria-label = Legend and keys
    .title = Legend and keys (?)

## Scenes
scene-living-cluster = A living cluster
scene-living-cluster-about = Nodes elect a leader and serve a gentle load. Hurt them.
scene-first-election = The first election
scene-first-election-about = Everyone starts as a follower; the first timer to run out asks for votes.
scene-split-vote = A split vote
scene-split-vote-about = Candidates share the votes and nobody wins; random timers break the tie.
scene-leader-failover = The leader fails
scene-leader-failover-about = The leader crashes, another takes over, and nothing committed is lost.
scene-partition = A partition
scene-partition-about = Only the majority side makes progress; healed, the minority catches up.
scene-full-restart = Everything restarts
scene-full-restart-about = All nodes crash; what their disks hold is enough to go on.
scene-figure-7 = Figure 7: six strange logs
scene-figure-7-about = A new leader brings followers with missing and extra entries into line.
scene-figure-8 = Figure 8: old terms
scene-figure-8-about = Why a leader commits only entries of its own term by counting.
scene-stale-read = A stale read
scene-stale-read-about = A deposed leader that answers from its own state tells the past.
scene-snapshot = A snapshot for one far behind
scene-snapshot-about = The leader has compacted what a returning node lacks, and sends its snapshot in pieces.
scene-joint-consensus = The cluster changes
scene-joint-consensus-about = A server joins, and then old and new voters decide together while the leader itself is removed.
scene-pre-vote = One ear deaf
scene-pre-vote-about = Links cut one way only: pre-vote keeps a deaf node from disturbing, check-quorum ends a deaf leader.
scene-transfer = Leadership is handed over
scene-transfer-about = No timer, no gap to speak of; and what happens when the successor cannot be reached.
scene-lease-drift = A lease, and a clock that lies
scene-lease-drift-about = Clocks err by more than the lease allows for, and a read returns the past.
scene-torn-disk = A torn disk
scene-torn-disk-about = A crash in the midst of a write leaves a part of it; the checksum finds where the whole ends.

## Tabs
tabs-area =
    .aria-label = Parts
tabs =
    .aria-label = Parts of the page
tab-stage = Stage
tab-logs = Logs
tab-logs-wide = Logs and client
tab-client = Client
tab-why = Why?
tab-conditions = Conditions
tab-script = Script

## Stage
stage =
    .aria-label = Stage
stage-picture =
    .aria-label = The cluster. Tab goes from links to clients, nodes and messages; arrow keys go from one to the next; Enter opens what can be done.
stage-group-links =
    .aria-label = Links
stage-group-clients =
    .aria-label = Clients
stage-group-nodes =
    .aria-label = Nodes
stage-group-messages =
    .aria-label = Messages on their way
stage-hint = Click a node. Drag across links to cut them, or around nodes to part them.
stage-heal = Heal all links
    .title = Remove every cut (H)
stage-why = { $acting ->
    [none] Why is there no leader?
   *[other] Why does no majority follow { $acting }?
}
stage-as-table = As a table
    .title = Show the same facts as a table (T)
stage-words = { $role } · term { $term }
stage-words-short = { $role } · { $term }
stage-term = term { $term }
stage-votes = { $votes } of { $majority } votes
stage-promises = { $votes } of { $majority } promises
stage-inbox = { $n } waiting
stage-words-also = { $words } · { $extra }
stage-votes-joint = votes: old { $old } of { $old-needed }, new { $new } of { $new-needed }
stage-promises-joint = promises: old { $old } of { $old-needed }, new { $new } of { $new-needed }
agreement = { $stage ->
    [joint] Joint: every decision takes a majority of the old voters, { $outgoing }, and one of the new, { $voters }.
    [learning] { $count ->
        [0] Voters: { $voters }. A change is under way.
        [one] Voters: { $voters }. { $learners } learns, and has no vote yet.
       *[other] Voters: { $voters }. { $learners } learn, and have no votes yet.
    }
   *[settled] Voters: { $voters }.
}
standing = { $standing ->
    [voter] voter
    [both] old and new voter
    [old] old voter only
    [new] new voter only
    [learner] learner
   *[outside] outside the cluster
}
also-transfer = hands over to { $to }
also-receiving = snapshot: { $n } %
also-disk = { $state ->
    [full] disk full
    [fails] disk fails
    [torn] disk tears
   *[well] disk well
}
also-lease = lease { $left }
also-no-lease = no lease
also-clock = { $way ->
    [fast] clock +{ $n } %
   *[slow] clock −{ $n } %
}
letter-follower = F
letter-learner = L
letter-pre-candidate = P
letter-candidate = C
node-label = { $candidate ->
    [yes] { $name }, { $role }, term { $term }, { $votes } of { $majority } votes
    [asking] { $name }, { $role }, term { $term }, { $votes } of { $majority } promises
   *[no] { $name }, { $role }, term { $term }, last entry { $last }, committed up to { $commit }
}
link-label = { $state ->
    [both] Link { $a } – { $b }, cut
    [there] Link { $a } – { $b }, cut from { $a } to { $b }
    [back] Link { $a } – { $b }, cut from { $b } to { $a }
   *[open] Link { $a } – { $b }, open
}
message-label = { $state ->
    [refused] { $kind } from { $from } to { $to }, refused
    [granted] { $kind } from { $from } to { $to }, granted
    [heartbeat] { $kind } from { $from } to { $to }, heartbeat
    [entries] { $entries ->
        [one] { $kind } from { $from } to { $to }, 1 entry
       *[other] { $kind } from { $from } to { $to }, { $entries } entries
    }
   *[plain] { $kind } from { $from } to { $to }
}
client-label = Client { $name } { $command } { $state }
client-asks = asks { $to }
client-try = try { $n }
client-load = on load
gesture-cut = { $n ->
    [one] cut 1 link
   *[other] cut { $n } links
}
gesture-part = part { $nodes } from the rest

## The stage as a table
table-nodes = Nodes
table-clients = Clients
table-client = Client
table-asks = Asks
table-answer = Answer
table-client-cuts = Cut
table-messages = Messages on their way
table-node = Node
table-state = State
table-term = Term
table-vote = Voted for
table-timer = Timer
table-last = Last entry
table-commit = Committed
table-applied = Applied
table-disk = Disk
table-disk-cell = { $state ->
    [full] full, up to { $durable }
    [fails] fails, up to { $durable }
    [torn] tears, up to { $durable }
   *[well] { $pending ->
        [0] up to { $durable }
       *[other] up to { $durable }, { $pending } not yet durable
    }
}
table-snapshot = Snapshot
table-snapshot-cell = up to { $index }
table-standing = In the cluster
table-also = Besides
table-message = Message
table-kind = Kind
table-from = From
table-to = To
table-due = Due in

## What is chosen
inspector-close = Close
inspect-node = Node { $name }
inspect-link = Link { $a } – { $b }
inspect-message = { $kind }, { $from } → { $to }
fact-role = Role
fact-term = Term
fact-voted-for = Voted for
fact-leader = Knows as leader
fact-last = Last entry
fact-last-value = { $index } (t{ $term })
fact-commit = Commit index
fact-applied = Last applied
fact-durable = Durable up to
fact-durable-value = { $pending ->
    [0] { $index }
   *[other] { $index } (+{ $pending })
}
fact-hard-state = Term and vote
fact-hard-state-pending = not yet durable
fact-inbox = Waiting messages
fact-members = Voters it knows
fact-standing = Stands
fact-snapshot = Snapshot
fact-snapshot-value = up to { $index }, { $bytes } B
fact-receiving = Gets a snapshot
fact-receiving-value = { $bytes } of { $all } B
fact-disk = Disk
fact-transfer = Hands over to
fact-lease = Lease left
fact-clock = Clock
link-way = { $a } → { $b }
link-open = open
link-cut = cut
message-yes = yes
message-no = no
message-entries = Entries
message-name = In a script
message-sent = Sent
message-due = Due
message-fate = Fate
message-doomed = will be lost
message-barred = will be lost as things stand
do-crash = Crash
    .title = It stops; what is not durable is lost
do-restart = Restart
    .title = It recovers from its disk
do-pause = Pause
    .title = The process stands still
do-resume = Resume
do-timeout = Time out
    .title = Its election timer fires now
do-isolate = Cut off
    .title = Cut all its links
do-rejoin = Join its links
do-wipe = Wipe
    .title = Crash it and lose its disk
do-snapshot = Snapshot
    .title = It keeps its state, and compacts its log
do-transfer = Make it leader
    .title = The leader hands leadership over to it
do-remove = Remove
    .title = The leader takes it out of the cluster
do-add = Add
    .title = The leader adds it to the cluster
disk-full = full
disk-fails = fails
disk-torn = torn
disk-well = well
disk-state =
    .aria-label = How its disk shall be
do-why-role =
    .aria-label = Why this role?
    .title = Why this role?
do-why-term =
    .aria-label = Why this term?
    .title = Why this term?
do-why-leader =
    .aria-label = Why does it not lead?
    .title = Why does it not lead?
do-cut = Cut both ways
do-join = Join
do-cut-way = Cut { $a } → { $b }
do-deliver = Deliver now
do-drop = Drop
do-duplicate = Duplicate
do-why-sent = Why was it sent?
do-delay = Delay
delay-by =
    .aria-label = Delay by
ask-node =
    .aria-label = Command for this node
    .placeholder = set x 1
ask-node-send = Ask it

## Logs and state
logs = Logs
logs-table =
    .aria-label = The logs, a row a node, a column an index
logs-scroller =
    .aria-label = Logs, scrolls sideways; Enter goes into the entries, and asks about one
# Of a log that ended before the columns in sight; 0 of one that is empty.
logs-ends = { $index ->
    [0] empty
   *[other] ← ends at { $index }
}
logs-follow = Follow the end
logs-empty = Nothing was logged yet. The first leader will write an entry here.
logs-cell-term = t{ $term }
logs-cell = { $state ->
    [committed] Entry { $index }, term { $term }: { $command } { $client } – committed
    [durable] Entry { $index }, term { $term }: { $command } { $client } – durable here, not committed
   *[volatile] Entry { $index }, term { $term }: { $command } { $client } – not yet durable
}
logs-compacted = snapshot up to { $index }
logs-compacted-short = ≤ { $index }
logs-compacted-title = { $durable ->
    [no] Entries up to { $index }, the last of term { $term }, are compacted: what they did is in a snapshot, which is not durable yet
   *[yes] Entries up to { $index }, the last of term { $term }, are compacted: what they did is in a snapshot of { $bytes } bytes
}
logs-match = match index { $n }
logs-next = next index { $n }
kv = Key-value state
kv-scroller =
    .aria-label = Key-value state of each node
kv-key = key
kv-empty = No node holds a key yet. Send “set x 1” below.
kv-more = { $n ->
    [one] and 1 more key
   *[other] and { $n } more keys
}

## Client
client = Client
client-who =
    .aria-label = Client
client-op =
    .aria-label = Operation
client-key =
    .aria-label = Key
    .placeholder = key
client-old =
    .aria-label = Expected old value
    .placeholder = old
client-value =
    .aria-label = Value
    .placeholder = value
client-target =
    .aria-label = Node to ask
client-any = → leader
client-send = Send
client-line =
    .aria-label = A statement to run now
    .placeholder = or type: set x 2 from c1 to n3
client-run = Run
client-history =
    .aria-label = Requests and answers
client-empty = No requests yet. Send one above.
client-detail = { $state ->
    [pending] { $tries ->
        [1] asks { $to }
       *[other] asks { $to }, try { $tries }
    }
   *[done] { $redirects ->
        [0] { $tries ->
            [1] { $took } · { $to }
           *[other] { $took } · { $to } · { $tries } tries
        }
       *[other] { $tries ->
            [1] { $took } · { $to } · redirected
           *[other] { $took } · { $to } · redirected, { $tries } tries
        }
    }
}
client-detail-unordered = { $op ->
    [get] stale · { $told }
   *[other] fits no order · { $told }
}
client-answer-unordered = { $op ->
    [get] { $answer }: stale
   *[other] { $answer }: fits no order
}
outcome-pending = waiting
outcome-ok = ok
outcome-absent = absent
outcome-refused = refused

## Conditions
conditions = Conditions
conditions-about = What the cluster lives under from now on. Each change becomes a line of the script.
conditions-network = Network
conditions-nodes = Nodes
conditions-clients = Clients
weathers =
    .aria-label = Ready-made conditions
weather-calm = Calm
    .title = 5–15 ms, nothing lost
weather-rough = Rough
    .title = 5–120 ms, 15% lost, 5% doubled
weather-far = Far apart
    .title = 60–90 ms, 1% lost
weather-slow = Slow disks
    .title = fsync takes 20–60 ms
condition-loss = Messages lost
condition-loss-input =
    .aria-label = Messages lost, percent
condition-duplicate = Delivered twice
condition-duplicate-input =
    .aria-label = Messages delivered twice, percent
condition-latency = Latency, one way
condition-latency-low =
    .aria-label = Shortest latency, milliseconds
condition-latency-high =
    .aria-label = Longest latency, milliseconds
condition-election-timeout = Election time-out
condition-election-timeout-low =
    .aria-label = Shortest election time-out, milliseconds
condition-election-timeout-high =
    .aria-label = Longest election time-out, milliseconds
condition-heartbeat = Heartbeat every
condition-heartbeat-low =
    .aria-label = Heartbeat interval, milliseconds
condition-heartbeat-high =
    .aria-label = Heartbeat interval, milliseconds
condition-fsync = fsync takes
condition-fsync-low =
    .aria-label = Shortest fsync, milliseconds
condition-fsync-high =
    .aria-label = Longest fsync, milliseconds
condition-load = A load, one command every
condition-load-input =
    .aria-label = Time between two commands, milliseconds
conditions-members = Cluster
members =
    .aria-label = Who shall vote
members-set = Make these the voters
members-add = Add { $name }
conditions-setup = Set-up
setup-about = These stand before the first step: another choice begins a new universe with the same script. The one that you leave is kept.
setup-pre-vote = Ask before standing (pre-vote)
setup-check-quorum = No majority, no leader (check-quorum)
setup-membership = Membership changes
setup-membership-joint = joint consensus
setup-membership-single = one server at a time
setup-reads = Reads
setup-reads-read-index = read index
setup-reads-lease = lease
setup-reads-log = log
setup-reads-local = local
setup-snapshot-every = Entries to a snapshot (0: none)
setup-drift = Clocks err by up to
condition-reads = { $reads ->
    [log] Reads go through the log.
    [read-index] Reads are confirmed by a round of heartbeats (read index).
    [lease] Reads are answered at once while the leader’s lease runs, and confirmed otherwise.
   *[local] Reads are answered from a node’s own state, without asking anyone.
}

## Script
script = Script
script-about = A universe is a script: the same script gives the same run. What you do appears here; change it and run it again.
script-area =
    .aria-label = The script of this universe
script-run = Run this
    .title = Run this (Ctrl + Enter)
script-revert = Discard the edit
script-again = Run again
script-copy = Copy
script-back = Bring the former one back
script-edited = Edited; the universe goes on with its own script.
script-free = All lines have run.
script-running = Line { $line }: { $text }
script-failed = Line { $line } failed: { $text }

## Narration
narration =
    .aria-label = What happened
narration-empty = Nothing has happened yet. Press play.
narration-waiting = Time runs, slowed down. The first timer to run out starts something.
narration-steady = { $n ->
    [one] { $leader } leads term { $term }; 1 entry is committed.
   *[other] { $leader } leads term { $term }; { $n } entries are committed.
}
narration-leaderless = There is no leader that a majority follows.
narration-before = Before that
narration-routine = routine too

## Time
time =
    .aria-label = Time
time-play = Play
time-pause = Pause
time-back =
    .aria-label = Back
    .title = Back to the one before (, for an event)
time-step =
    .aria-label = Forward
    .title = On to the next (. for an event)
time-landmark =
    .aria-label = What to go to
    .title = What to go to
landmark-event = event
landmark-message = message
landmark-election = election
landmark-commit = commit
landmark-fault = fault
time-track =
    .aria-label = Place in the run
time-place = { $now } of { $end }
time-to-end = To the end
time-speed =
    .aria-label = Speed
    .title = Speed ([ and ])
time-speed-name = Speed
time-now =
    .aria-label = Virtual time
time-behind = falling behind
time-marks = The run so far: { $elections ->
            [one] 1 election won
           *[other] { $elections } elections won
        }, { $commits ->
            [one] 1 commit
           *[other] { $commits } commits
        }, { $faults ->
            [one] 1 fault
           *[other] { $faults } faults
        }, { $violations ->
            [one] 1 violation
           *[other] { $violations } violations
        }
speed-slower = 1/{ $n }
speed-faster = ×{ $n }
speed-full = max

## Universes
universes =
    .aria-label = Universes
universes-title = Universes
universes-open =
    .title = Universes (U)
universes-of = Universes: { $name }
universes-about = Whatever you do in the past begins another universe. All are kept.
universes-others = { $n ->
    [one] + 1 other
   *[other] + { $n } others
}
universe-rename =
    .aria-label = Name of this universe
    .title = Rename
universe-span = { $from } – { $to }
universe-switch = Switch
universe-compare = Compare
universe-twin = Side by side
difference-none = This universe and “{ $other }” are the same as far as both were run.
difference-far = This universe and “{ $other }” are the same for longer than was compared.
difference-at = This universe and “{ $other }” part at { $at }.
difference-here = Here, at { $at }: { $said }
difference-there = In “{ $other }”, at { $at }: { $said }
difference-go = Go there
twin =
    .aria-label = Another universe, side by side
twin-words =
    .aria-label = What differs
twin-close = Close
twin-node = { $name }: here { $here }; there { $there }.
twin-face = { $role }, term { $term }, last entry { $last }, committed { $commit }

## Alarms and notices
alarms-unfold =
    .aria-label = All that is said here
    .title = All that is said here
alarm-violation = { $invariant } is broken at { $at }: { $said }
alarm-unordered = { $more ->
    [0] Not linearizable at { $at }: { $said }
    [one] Not linearizable at { $at }: { $said } And one more answer since.
   *[other] Not linearizable at { $at }: { $said } And { $more } more answers since.
}
alarm-failed = { $failure ->
    [lapse] { $found ->
        [none] The run stands: line { $line } holds no more – { $text }
       *[other] The run stands: line { $line } holds no more – { $text }. What holds is: { $found }
    }
    [timeout] { $found ->
        [none] The run stands: line { $line } waited in vain – { $text }
       *[other] The run stands: line { $line } waited in vain – { $text }. What holds is: { $found }
    }
    [undecided] The run stands: line { $line } was too hard to decide – { $text }
   *[other] { $found ->
        [none] The run stands: line { $line } does not hold – { $text }
       *[other] The run stands: line { $line } does not hold – { $text }. What holds is: { $found }
    }
}
alarm-unclaimed = { $ends ->
    [never] { $count ->
        [0] Nothing is claimed since the wipe of { $nodes }: a server voted again that had forgotten its vote, and that cannot be undone.
       *[other] Nothing is claimed since the wipe of { $nodes }. Since then this was broken: { $broken }.
    }
   *[later] { $count ->
        [0] Nothing is claimed since the wipe of { $nodes }: even a faultless Raft can then break a promise, until the node is removed and added again.
       *[other] Nothing is claimed since the wipe of { $nodes }. Since then this was broken: { $broken }. Remove the server and add it again: then it is a new one.
    }
}
note-replaced = A new universe.
note-set-up = A new universe: the same script, with another set-up.
note-forked = Another universe begins here; the one that you left is kept.
note-idle = That could not apply here, and did nothing.
note-no-landmark = { $landmark ->
    [election] No election is won within the next { $s } s: time stays where it was.
    [message] No message arrives within the next { $s } s: time stays where it was.
    [commit] Nothing is committed within the next { $s } s: time stays where it was.
   *[fault] No fault comes within the next { $s } s: time stays where it was.
}
note-no-landmark-before = { $landmark ->
    [election] No election was won before: this is the beginning.
    [message] No message arrived before: this is the beginning.
    [commit] Nothing was committed before: this is the beginning.
   *[fault] No fault came before: this is the beginning.
}
note-stands = The run stands where its script failed. Act on the stage, and another universe goes on from here; or change the script.
note-nothing-cut = No link is cut: there is nothing to heal.
note-missing = { $file } could not be fetched. Perhaps there is no network; please try again.
note-copied = Copied.
note-not-copied = The browser did not allow copying; select the text and copy it by hand.
note-error = { $error }
failure = This universe is lost
failure-about = The core stopped with an error. A fresh universe has taken its place; this is what was said, and the script that led there.
failure-script =
    .aria-label = The script that led there
failure-go-on = Go on

## Sharing
share-open = Share
    .title = Share this run, or take it elsewhere (S)
share = Share this run
share-link = A link to this instant
share-link-field =
    .aria-label = Link to this instant
share-link-length = { $more ->
    [yes] { $n } characters: some chat programs cut such a long link, so a file is safer. Whoever opens it sees this instant and this panel.
   *[no] { $n } characters. Whoever opens it sees this instant and this panel.
}
share-link-digest = { $more ->
    [yes] { $n } characters: some chat programs cut such a long link, so a file is safer. The digest by which the run can be checked is still being computed.
   *[no] { $n } characters. The digest by which the run can be checked is still being computed.
}
share-future = with what the script still has to come
share-file = A file
share-save = Save as a file
share-choose = Open a file…
share-drop = Or drop a script anywhere on the page.
share-exports = For other tools: the run up to this instant
share-making = { $name } is being made…
share-making-at = { $name } is being made: the run has come to { $at }.
share-made = { $name } is done.
share-made-cut = { $name } is done, but the run is too long for it: a part was left out.
share-give-up = Give up
export-trace = Trace
    .title = Every event, a line of JSON each
export-history = History
    .title = The clients’ operations, a line of JSON each
export-shiviz = ShiViz log
    .title = Every event with its vector clock
export-mermaid = Mermaid diagram
    .title = The last messages as a sequence diagram
export-svg = Stage, SVG
export-diagram-svg = Diagram, SVG
export-diagram-png = Diagram, PNG
export-png = Stage, PNG
way = The run is on its way to where it was left: { $at }.
way-part = The run is on its way to where it was left: { $at }, { $n } %.
way-leave = Stay here
scene-shared = A shared run
scene-own = Your script
scene-file = From a file
link-damaged = This link is damaged: perhaps a part of it is missing. Nothing was changed.
link-version = This link is from another version of Raftarium, which this one cannot read. Nothing was changed.
link-too-long = This link is too long to be opened. Nothing was changed.
link-script-too-long = This script is too long: a script may take 1 MiB. Nothing was changed.
link-no-text = That is no text, and so no script. Nothing was changed.
link-unreadable = This browser cannot unpack the link. Nothing was changed.
link-file-unread = The file could not be read. Nothing was changed.
link-script-wrong = The script cannot be opened, and nothing was changed. { $error }
note-link-differs = This link was made by another version of Raftarium: here, the run differs.

## Help
help = Legend and keys
help-hands = By hand
help-click = Click a node to crash, pause, wipe or time it out, or to ask it something.
help-cut = Drag across links to cut them.
help-lasso = Drag a closed line around nodes to part them from the rest.
help-link = Click a link to cut or join it.
help-message = Click a message: time pauses, and you can read, drop, delay, double or deliver it.
help-client = Click a client to speak through it.
help-keys = By keyboard
help-letters = Single keys are shortcuts
help-legend = What you see
help-marks = On the time bar
kbd-space = Space
kbd-home = Home
kbd-end = End
kbd-enter = Enter
kbd-escape = Esc
key-play = play or pause
key-step = one event back, one on
key-landmarks = next election, message, commit, fault; with Shift the one before
key-ends = start and end of the run
key-universes = universes
key-speed = slower, faster
key-heal = heal all links
key-node = go to node 1 to 9
key-line = type a command
key-why = why?
key-share = share this run
key-table = picture or table
key-tab = links, clients, nodes, messages
key-arrows = the next one of its kind
key-enter = what can be done
key-escape = close
key-help = this page
legend-leader = Leader
legend-candidate = Candidate, with its votes; the bar is the majority
legend-pre-candidate = Pre-candidate: asks whether it could win
legend-follower = Follower; the arc is its election timer
legend-learner = Learner: gets the log, has no vote
legend-paused = Paused: the process stands still
legend-down = Down: only the disk is left
legend-vote = RequestVote
legend-pre-vote = PreVote
legend-timeout-now = TimeoutNow: stand for election at once
legend-append = AppendEntries with entries
legend-heartbeat = AppendEntries without entries, a heartbeat
legend-snapshot = InstallSnapshot, a piece of it
legend-read = ReadIndex: what must be applied for a read?
legend-granted = Reply: granted, or entries accepted
legend-refused = Reply: refused
legend-client = Client’s request; its answer is hollow
legend-disk = Disk: durable entries, and one not yet durable
legend-disk-snapshot = Disk with a snapshot, and the entries after it
legend-disk-full = Disk that is full: its node stops at the next write
legend-disk-fails = Disk that fails: its node stops when a write should be durable
legend-disk-torn = Disk that tears: a crash leaves a part of what was being written
legend-old-voter = Joint: a voter of the old set
legend-new-voter = Joint: a voter of the new set
legend-outside = Outside the cluster
legend-apart = Link to a node without a vote
legend-compacted = Compacted entries: the snapshot holds what they did
legend-configuration = Entry with a configuration
legend-committed = Committed entry; its colour is its term
legend-uncommitted = Entry that is not committed
help-diagram = In the space-time diagram
legend-lost = A message is lost here
legend-copy = A message’s second copy
legend-cut = Link that is cut; dashed, if one way only
legend-wall = Wall of a partition
legend-client-wire = From a client to the node that it waits for
legend-differs = Differs from the universe beside it
legend-log-down = Log of a node that is down
legend-log-commit = Commit index: up to here the node knows entries to be committed
legend-log-match = Match index: the leader knows this much to be there
legend-log-next = Next index: the leader sends from here
legend-band-leader = Leader of a term
legend-band-candidate = Candidate
legend-band-paused = Paused
legend-band-down = Down
legend-band-cut = Partition, or cut links
legend-band-asking = A client waits for its answer
legend-arrow = Message, from its sending to its delivery
legend-arrow-refused = Delivered: a refusal, or it waits
legend-arrow-lost = Message that is lost
legend-dot-election = An election starts, and is won
legend-dot-entry = An entry is committed, appended or applied, and answered
legend-dot-fault = A fault, and what mends it
legend-cone = The chosen event; what it comes from, and what comes of it
legend-unread = Just now: not read yet
legend-election = an election won
legend-commit = a commit
legend-fault = a fault
legend-heal = something mended
legend-violation = an invariant broken, or a stale answer

# Why?
why-empty = Ask “why?” of anything: beside a line that is told, in what is said of a node or a message, on an entry of a log, on a request. W asks about what is chosen.
why-gone = That is not part of this universe, or not at this instant.
why-leader = Why is there a leader, or none?
why-missing = What is missing
why-causes = How it came to this
why-because = What else made it
why-short = why?
why-of = Why: { $what }
why-go = go there
why-go-to = Go to { $time }
why-elsewhere = This was asked at { $time }.
why-back = Back there
why-here = Ask again here

## Space-time diagram
tab-diagram = Diagram
spacetime =
    .aria-label = Space-time diagram
spacetime-title = Space-time diagram
spacetime-canvas =
    .aria-label = Space-time diagram: a lane a node, an arrow a message. The table tells the same.
spacetime-keys = Arrow keys move in time, plus and minus zoom, Home goes to the start, End follows the present. Enter chooses an event; from there the arrow keys walk along the lane and from lane to lane, Enter goes to that instant, Escape lets go.
spacetime-lanes =
    .aria-label = Lanes
spacetime-lane = { $name }, lane { $place } of { $n }. Enter walks along its events; Alt with an arrow key moves the lane.
spacetime-go = Go there
    .title = Go to the instant at which this has just happened
spacetime-let-go = Let go
    .title = Look at no event in particular (Esc)
spacetime-zoom-out =
    .aria-label = Show more time
    .title = Show more time (−)
spacetime-zoom-in =
    .aria-label = Show less time
    .title = Show less time (+)
spacetime-follow = Follow
    .title = Keep the present in sight (End)
spacetime-as-table = As a table
spacetime-table =
    .aria-label = Space-time diagram as a table
spacetime-leader = leader of term { $term }
spacetime-candidate = candidate, term { $term }
spacetime-partition = partition
spacetime-cut = links are cut
spacetime-too-many = Too many messages to draw: zoom in to see them.
spacetime-too-fast = Time goes by too fast to see messages: slow down, or zoom out.
spacetime-reading = This part of the run is being run again…
spacetime-events = Events in sight
spacetime-messages = Messages in sight
spacetime-when = When
spacetime-lane-name = Where
spacetime-what = What
spacetime-sent = Sent at
spacetime-took = Transit
spacetime-fate = What became of it
spacetime-refused = delivered: a refusal
spacetime-span = { $left ->
    [0] From { $from } to { $to }.
    [one] From { $from } to { $to }; one more row would not fit: zoom in.
   *[other] From { $from } to { $to }; { $left } more rows would not fit: zoom in.
}
spacetime-fate-on-its-way = on its way
spacetime-fate-delivered = delivered
spacetime-fate-waits = waits at the paused node
spacetime-fate-cut = lost: the link was cut
spacetime-fate-receiver-down = lost: the receiver was down
spacetime-fate-chance = lost by chance
spacetime-fate-dropped = dropped
spacetime-fate-overflow = lost: too many messages
spacetime-fate-ends-later = arrives much later
spacetime-dot-election-started = an election starts
spacetime-dot-election-won = an election is won
spacetime-dot-committed = the leader commits
spacetime-dot-applied = an entry is applied
spacetime-dot-answered = the client has its answer
spacetime-dot-fault = a fault
spacetime-dot-mend = a fault is mended
spacetime-dot-violation = an invariant breaks
spacetime-dot-unordered = the client’s answer fits no order: a stale one, for instance
spacetime-dot-appended = the leader appends an entry
