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
stage-promises = { $votes } of { $majority } pre-votes
stage-inbox = { $n } waiting
stage-words-also = { $words } · { $extra }
stage-votes-joint = votes: old { $old } of { $old-needed }, new { $new } of { $new-needed }
stage-promises-joint = pre-votes: old { $old } of { $old-needed }, new { $new } of { $new-needed }
agreement = { $stage ->
    [joint] Joint: every decision takes a majority of the old voters, { $outgoing }, and a majority of the new voters, { $voters }.
    [learning] { $count ->
        [0] Voters: { $voters }. A change is under way.
        [one] Voters: { $voters }. { $learners } is a learner, and has no vote yet.
       *[other] Voters: { $voters }. { $learners } are learners, and have no votes yet.
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
    [asking] { $name }, { $role }, term { $term }, { $votes } of { $majority } pre-votes
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
fact-leader = Known leader
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
fact-members = Its voters
fact-standing = In the cluster
fact-snapshot = Snapshot
fact-snapshot-value = up to { $index }, { $bytes } B
fact-receiving = Snapshot received
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
    .title = The process stops, and keeps its memory
do-resume = Resume
do-timeout = Time out
    .title = Its election timer runs out now
do-isolate = Cut off
    .title = Cut all its links
do-rejoin = Join its links
do-wipe = Wipe disk
    .title = Crash it and lose its disk
do-snapshot = Snapshot
    .title = It keeps its state, and compacts its log
do-transfer = Make it leader
    .title = The leader hands leadership over to it
do-remove = Remove
    .title = The leader removes it from the cluster
do-add = Add
    .title = The leader adds it to the cluster
disk-full = full
disk-fails = fails
disk-torn = torn
disk-well = well
disk-state =
    .aria-label = State of its disk
do-why-role = Why this role?
do-why-term = Why this term?
do-why-leader = Why does it not lead?
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
stage-stop-all = Stop all
stage-restart-all = Restart all
command-heal = Heal all links
command-stop-all = Stop all nodes
command-restart-all = Restart all nodes that are down
command-table = Picture or table
do-facts = Facts
bar-more =
    .aria-label = More for this node
    .title = More
bar-menu =
    .aria-label = What else can be done to this node
node-facts =
    .aria-label = Facts about a node
bar-close =
    .aria-label = Close
client-load-group = load
client-queue = { $more ->
    [0] then { $command }
   *[other] then { $command }, and { $more } more
}
also-heard = heard by { $count } of { $of }
also-no-majority = no majority
stage-more =
    .aria-label = More for the whole cluster
    .title = More for the whole cluster
wall-ask = The clients are
wall-side = with { $nodes }
wall-both = on both sides
wall-group =
    .aria-label = Side of the clients
stage-fresh = New cluster of 3
    .title = Begin a fresh cluster of three nodes; this one is kept among the universes
