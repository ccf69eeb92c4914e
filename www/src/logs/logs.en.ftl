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
logs-empty = No log has an entry yet. The first leader will write one here.
logs-cell-term = t{ $term }
logs-cell = { $state ->
    [committed] Entry { $index }, term { $term }: { $command } { $client } – committed
    [durable] Entry { $index }, term { $term }: { $command } { $client } – durable here, not committed
   *[volatile] Entry { $index }, term { $term }: { $command } { $client } – not durable yet
}
logs-compacted = snapshot up to { $index }
logs-compacted-short = ≤ { $index }
logs-compacted-title = { $durable ->
    [no] The entries up to { $index }, the last of term { $term }, are compacted: a snapshot that is not durable yet holds their effect
   *[yes] The entries up to { $index }, the last of term { $term }, are compacted: a snapshot of { $bytes } bytes holds their effect
}
logs-match = match index { $n }
logs-next = next index { $n }
kv = Key-value state
kv-scroller =
    .aria-label = Key-value state of each node
kv-key = key
kv-hint = Send “set x 1” below.
kv-empty = { $why ->
    [down] Every node is down, and its state was lost with its memory. A node rebuilds it from its log once it is restarted and a leader commits.
    [unapplied] The logs hold entries, but no node has applied one yet: a node applies the entries that it knows to be committed.
    [keyless] The entries applied so far changed no key: a leader begins with an empty entry.
   *[nothing] No node holds a key yet.
}
kv-more = { $n ->
    [one] and 1 more key
   *[other] and { $n } more keys
}
