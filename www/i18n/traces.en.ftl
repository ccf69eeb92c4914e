# The words about traces that are read: by `raftarium check-trace`, and by the page when it opens one.

trace-holds = { $events ->
    [one] One event
   *[other] { $events } events
} of { $nodes }: no invariant of safety is broken.
trace-broken = { $path }, line { $line }: { $invariant } is broken. { $said }
trace-unclaimed = After line { $line } of { $path } nothing is claimed: a disk was lost, or a node was given messages that no node sent.
trace-error-field = { $path }, line { $line }, field { $field }: expected { $expected }.
trace-error-column = { $path }, line { $line }, column { $column }: expected { $expected }.
trace-error-empty = { $path } has no events.

## What was expected in a trace line
trace-expected-object = a JSON object
trace-expected-short-line = a line of at most 32 MiB
trace-expected-number = a whole number
trace-expected-count = a whole number below 2^53
trace-expected-flag = true or false
trace-expected-kind = the kind of an event, such as “started” or “message-sent”
trace-expected-word = one of the words that this field can say
trace-expected-text = a string
trace-expected-node = a node, “n1” to “n9”
trace-expected-node-or-null = a node, “n1” to “n9”, or null
trace-expected-actor = a node or a client, such as “n1” or “c1”
trace-expected-actor-or-null = a node or a client, such as “n1” or “c1”, or null
trace-expected-nodes = a list of nodes
trace-expected-groups = a list of lists of nodes
trace-expected-position = an object with term and index
trace-expected-entries = a list of log entries, one index after the other
trace-expected-command = a command with op and key, or null
trace-expected-outcome = an object with outcome, or null
trace-expected-configuration = an object with voters, outgoing, learners and target
trace-expected-pairs = a list of objects with key and value
trace-expected-cause = the number of an event above, or null
trace-expected-causes = a list of numbers of events above
trace-expected-next-id = the number after that of the event above, or 1 where a node starts again
trace-expected-one-node = the same node as above: each of several files is the trace of one node
trace-expected-few-events = the end of the file: this is more events than can be read at once

## What was expected after the lines above
misfit-a-node = the name of a node
misfit-started = “started” or “standing”: nothing is known of this node yet
misfit-next-index = { $value }, the index after the end of the node’s log
misfit-held-index = an index that the node’s log holds: it ends at { $value }
misfit-next-applied = { $value }, the index after the last that the node applied
misfit-held-command = the command that the node’s log holds at index { $value }
misfit-own-term = { $value }, the term of the node
misfit-next-term = { $value }, the term after that of the node
misfit-higher-term = a term above { $value }, that of the node
