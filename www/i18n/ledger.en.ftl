## The card of a film
film-raft = Raft ({ $section }): { $text }
film-stuck = From here on the request waits, most of the time, for this: { $what }
film-holds = holds:
film-wrong = wrong:
film-under-way = under way:
film-to-come = not yet:
film-tally = { $n } of { $needed } needed

## Facts of a film, side by side: heads of columns, then rows. Short texts without an end
ledger-leads = { $node } leads term { $term }
ledger-commits = { $node } commits index { $index }
ledger-disks = Disks with index { $index }
ledger-votes-for = { $node } votes for { $candidate } in term { $term }
ledger-term-before = { $node } is in term { $term }
ledger-term-after = { $node } is in term { $term } later
ledger-commit-index = The commit index of { $node }
ledger-match-index = What { $node } believes { $peer } has
ledger-log = The log of { $node }
ledger-entry = Index { $index }, term { $term }: { $op ->
    [no-op] empty
   *[other] { command }
}
ledger-request = The request of { $client }
ledger-last-election = The last election
ledger-disturbed = The election that should not be
ledger-calls = Answered before, about { shown-key }
ledger-answer = The answer
ledger-own-vote = { $node }: its own vote
ledger-vote = { $node }: voted in term { $term }
ledger-own-copy = { $node }: its own log
ledger-copy = { $node }: acknowledged up to { $index }
ledger-on-disk = { $node }: on disk
ledger-not-on-disk = { $node }: not on disk
ledger-vote-given = given
ledger-vote-durable = on its disk
ledger-vote-lost = not on its disk
ledger-vote-counted = counted by { $node }
ledger-term-reached = reached
ledger-term-said = told to others
ledger-term-durable = on its disk
ledger-term-not-durable = not on its disk
ledger-term-now = term { $term }: it fell
ledger-index-before = up to index { $index }
ledger-index-after = only up to index { $index }: it fell
ledger-entry-appended = index { $index } appended
ledger-entry-changed = index { $index } overwritten or removed
ledger-entry-before = before it, index { $index }: term { $term }
ledger-committed-by = committed by { $node }
ledger-asked = { command }
ledger-not-answered = no answer for { $waits-ms } ms
ledger-was-elected = { $node } leads term { $term }
ledger-stood = { $node } stands in term { $term }
ledger-call = { $client }: { command } → { $outcome ->
    [value] { shown-result }
    [absent] no such key
    [refused] another value
   *[ok] done
}
ledger-log-lacks = its log lacks index { $index }
ledger-no-votes = no vote for it in term { $term }
ledger-log-now = The log of { $node } now
ledger-snapshot = { $node }’s snapshot up to index { $index }
ledger-snapshot-differs = differs from the first one
