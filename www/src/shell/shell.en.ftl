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
safety-unclaimed = no guarantee
safety-stale = { $n ->
    [one] 1 stale answer
   *[other] { $n } stale answers
}
promises-title = What is checked
promises-scope = Guarantees about the log and the elections, checked after every event
promises-reads = { $reads ->
    [local] Whether a read is stale depends on how it is answered: here from a node’s own state, so it may be.
    [lease] Whether a read is stale depends on how it is answered: here under a lease, as reliable as the clocks.
   *[confirmed] Whether a read is stale depends on how it is answered: here once a majority has confirmed it, so it is not.
}
promises-kinds = Guarantees about the log and the elections. { $safety } of safety: nothing bad happens. { $progress } of progress: something good does, in time.
promises-clients = What clients see
promises-linearizable = { $verdict ->
    [violated] { $n ->
        [one] Broken at { $at }, by one answer: { $said }
       *[other] Broken since { $at }, by { $n } answers: { $said }
    }
    [undecided] Undecided, since too many calls were under way at once: { $said }
   *[holds] { $said }
}
promises-forged = None of this is guaranteed since { $nodes } was given a message of Raft that no node sent.
promises-unclaimed = None of this is guaranteed since the wipe of { $nodes }.
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
scene-living-cluster-about = Nodes elect a leader and serve a light load. Disturb them.
scene-first-election = The first election
scene-first-election-about = Everyone starts as a follower; the first node to time out asks for votes.
scene-split-vote = A split vote
scene-split-vote-about = Candidates share the votes and nobody wins; random timers break the tie.
scene-leader-failover = The leader fails
scene-leader-failover-about = The leader crashes, another takes over, and nothing committed is lost.
scene-partition = A partition
scene-partition-about = Only the majority side makes progress; once healed, the minority catches up.
scene-full-restart = Everything restarts
scene-full-restart-about = All nodes crash; their disks hold enough to go on.
scene-figure-7 = Figure 7: six strange logs
scene-figure-7-about = A new leader brings followers with missing and extra entries into line.
scene-figure-8 = Figure 8: old terms
scene-figure-8-about = Why a leader commits only entries of its own term by counting.
scene-stale-read = A stale read
scene-stale-read-about = A deposed leader that answers from its own state returns an old value.
scene-snapshot = A snapshot for a slow follower
scene-snapshot-about = The leader has compacted the entries that a returning node lacks, and sends its snapshot in pieces.
scene-joint-consensus = The cluster changes
scene-joint-consensus-about = A server is added, then old and new voters decide together while the leader itself is removed.
scene-pre-vote = One ear deaf
scene-pre-vote-about = Links cut one way only: pre-vote keeps a deaf node from disturbing, check-quorum ends a deaf leader.
scene-transfer = Leadership is handed over
scene-transfer-about = No timer runs out, and there is hardly a gap; then a successor that cannot be reached.
scene-lease-drift = A lease, and a clock that lies
scene-lease-drift-about = Clocks err by more than the lease allows for, and a read returns an old value.
scene-torn-disk = A torn disk
scene-torn-disk-about = A crash in the middle of a write leaves a part of it; the checksum detects it.

## Tabs
tabs-area =
    .aria-label = Parts
tabs =
    .aria-label = Parts of the page
tab-stage = Stage
tab-logs = Logs
tab-logs-wide = Logs and client
tab-client = Client
tab-rules = Rules
tab-why = Why?
tab-futures = Futures
tab-conditions = Conditions
tab-script = Script
tab-terminal = Terminal

## Alarms and notices
alarms-unfold =
    .aria-label = The whole text
    .title = The whole text
alarm-lanes = Why?
    .aria-label = Why? What cannot be ordered
    .title = Shows the calls that no order explains
alarm-violation = { $invariant } is broken at { $at }: { $said }
alarm-unordered = { $more ->
    [0] Not linearizable at { $at }: { $said }
    [one] Not linearizable at { $at }: { $said } Since then one more answer fits no order.
   *[other] Not linearizable at { $at }: { $said } Since then { $more } more answers fit no order.
}
alarm-failed = { $failure ->
    [lapse] { $found ->
        [none] The run stands: line { $line } no longer holds – { $text }
       *[other] The run stands: line { $line } no longer holds – { $text }. What holds is: { $found }
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
alarm-forged = Nothing is guaranteed since { $nodes } was given a message of Raft that no node sent: even a faultless Raft can then break an invariant.
alarm-unclaimed = { $ends ->
    [never] { $count ->
        [0] Nothing is guaranteed since the wipe of { $nodes }: a server that had forgotten its vote voted again, and that cannot be undone.
       *[other] Nothing is guaranteed since the wipe of { $nodes }. Since then this was broken: { $broken }.
    }
   *[later] { $count ->
        [0] Nothing is guaranteed since the wipe of { $nodes }: even a faultless Raft can then break an invariant, until the node is removed and added again.
       *[other] Nothing is guaranteed since the wipe of { $nodes }. Since then this was broken: { $broken }. Remove the server and add it again: then it is a new one.
    }
}
note-replaced = A new universe.
note-set-up = A new universe: the same script, with another set-up.
note-forked = Another universe begins here; the universe that you left is kept.
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
note-stands = The run stands where its script failed. Act on the stage to begin another universe from here, or change the script.
note-nothing-cut = No link is cut: there is nothing to heal.
note-told = This is a trace: it tells what happened, and nothing in it can be changed.
note-no-lanes = The reason was not found within the limits of the search.
note-missing = { $file } could not be fetched. Perhaps there is no network; please try again.
note-copied = Copied.
note-not-copied = The browser did not allow copying; select the text and copy it by hand.
note-error = { $error }
failure = This universe is lost
failure-about = The core stopped with an error. A fresh universe has taken its place; here are the error and the script that led there.
failure-script =
    .aria-label = The script that led there
failure-go-on = Go on

## Help
help = Legend and keys
help-hands = By hand
help-click = Click a node to crash, pause, wipe or time it out, or to ask it something.
help-cut = Drag across links to cut them.
help-lasso = Drag a closed line around nodes to partition them from the rest.
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
key-node = go to node 1 to 9
key-tab = links, clients, nodes, messages
key-arrows = the next of the same kind
key-enter = what can be done
key-escape = close
legend-leader = Leader
legend-candidate = Candidate, with its votes; the bar is the majority
legend-pre-candidate = Pre-candidate: asks whether it could win
legend-follower = Follower; the arc is its election timer
legend-learner = Learner: gets the log, has no vote
legend-paused = Paused: the process is stopped
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
legend-http = HTTP request, of a client or forwarded; its answer is hollow
legend-disk = A disk holds durable entries, and one that is not durable yet
legend-disk-snapshot = Disk with a snapshot, and the entries after it
legend-disk-full = Disk that is full: its node stops at the next write
legend-disk-fails = A disk that fails: its node stops when a write should become durable
legend-disk-torn = Disk that tears: a crash leaves only a part of the write under way
legend-old-voter = Joint: a voter of the old set
legend-new-voter = Joint: a voter of the new set
legend-outside = Outside the cluster
legend-apart = Link to a node without a vote
legend-compacted = Compacted entries: the snapshot holds their effect
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
legend-log-match = Match index: the leader knows the log to be the same up to here
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
legend-dot-fault = A fault, and its repair
legend-cone = The chosen event; its causes, and its effects
legend-unread = Just now: not read yet
legend-election = an election won
legend-commit = a commit
legend-fault = a fault
legend-heal = a repair
legend-violation = an invariant broken, or a stale answer
command-fresh = Open a fresh cluster of 3
command-scenes = Choose a scene or a fresh cluster
command-share = Share this run
command-palette = Find a command
command-help = Legend and keys
command-large = Large letters for a lecture hall, on or off
command-theme = Next theme: automatic, light, dark
command-language-en = English
command-language-fr = Français
mode-explore = Explore
command-mode-explore = Explore
mode-break = Break it
command-mode-break = Break it
command-futures = Look at possible futures, and bet on one
command-terminal = Open the terminal, in which the chapter’s commands work
command-rules = Show the rules, to break one
rules-broken = { $n ->
    [one] 1 rule broken
   *[other] { $n } rules broken
}
note-no-place = This address leads to no place of the page: { $address }
kbd-shift = Shift
kbd-ctrl = Ctrl
palette-nothing = No command has such a name.
modes =
    .aria-label = Modes
palette =
    .aria-label = Commands
palette-list =
    .aria-label = Commands that match
palette-input =
    .aria-label = Find a command
    .placeholder = find a command
embed-open = Open in Raftarium
    .title = Open this in the whole page, in a tab of its own
