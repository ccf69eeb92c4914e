## The panel of futures
futures-title = What may happen next
futures-about = From this instant on, the run begins hundreds of times, each time with different random numbers. Running timers and messages on their way stay as they are; everything drawn later is drawn anew.
futures-question = Who will lead in { $time }?
futures-nobody = no node
futures-horizon = Look ahead
futures-ask = Show { $n } futures
futures-ask-here = Show { $n } futures from here
futures-more = { $n } more
futures-stop = Stop
futures-running = { $n } of { $of }
futures-measured = { $n } futures of { $time }, run in { $ms } ms. Each bar leads into one of its futures.
futures-failed = The futures could not be run: { $why }
futures-elsewhere = These futures begin at { $time }, not where the run stands now.
futures-percent = { $n } %
futures-bar = { $label }: { $percent }, { $n } of { $of } futures.
futures-enter = Enter one.
futures-enter-number = Enter future { $number }

## Who leads, outages
futures-leads = Who leads after { $time }
futures-bet = { $node ->
    [none] You bet on no node: no one leads in { $percent } of the futures.
   *[other] You bet on { $name }: it leads in { $percent } of the futures.
}
futures-outage = How long no leader can commit
futures-no-outage = not at all
futures-range = { $from }–{ $to } ms
futures-unended = beyond { $time }
futures-median = In half of the futures the outage lasts { $time } or less.
futures-median-none = In at least half of the futures there is no outage.
futures-no-median = In most futures there is still no leader at the end.

## Entries, and what breaks
futures-entries = Which uncommitted entries survive
futures-entries-none = No entry waits to be committed.
futures-entries-more = { $n ->
    [one] One more entry is not committed.
   *[other] { $n } more entries are not committed.
}
futures-entry = entry { $index } of term { $term }, { $command }
futures-acknowledged = its client was told “done”
futures-holders = { $n ->
    [one] on { $nodes } alone
   *[other] on { $nodes }
}
futures-fate = committed { $committed }, lost { $lost }
futures-enter-kept = Enter one that keeps it
futures-enter-lost = Enter one that loses it
futures-broken = What breaks
futures-writes-lost = An acknowledged write is lost.

## Which rule decides
futures-which-rule = What the losses hang on
futures-decided = What decided:
futures-rule-lost = the rule “{ $rule }” fired in { $lost } of the futures with the loss and in { $kept } of those without. Where it fired, { $then } lose.
futures-rule-kept = the rule “{ $rule }” fired in { $kept } of the futures without the loss and in { $lost } of those with it. Where it fired, { $then } lose.
futures-flaw-lost = a broken rule ({ $rule }) decided in { $lost } of the futures with the loss and in { $kept } of those without. Where it did, { $then } lose.
futures-flaw-kept = a broken rule ({ $rule }) decided in { $kept } of the futures without the loss and in { $lost } of those with it. Where it did, { $then } lose.

## The point of no return
turning-title = Point of no return
turning-about = What this run lost. Choose one, and futures from many earlier instants tell how likely it was, and when it became sure.
turning-reading = Looking for losses in this run: { $percent }
turning-none = This run has lost nothing so far.
turning-again = Look at the run again
turning-lost = { $acknowledged ->
    [yes] Lost at { $time }, though its client was told “done”: { $entry }
   *[no] Lost at { $time }: { $entry }
}
turning-broken = Broken at { $time }: { $what }
turning-sure = Sure from { $time } on:
turning-go = Go to this event
turning-no-chance = Chance had no part in it: before this event no future loses it, after it every one does.
turning-measured = { $n } futures were run. “Sure” means that none of 100 escaped.
turning-table = The curve as a table
turning-at = Instant
turning-chance = Chance of the loss
