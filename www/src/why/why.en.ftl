## Why?
why-empty = Ask “why?” of anything: a told event, a node, a message, an entry of a log, a request. W asks about the chosen thing.
why-gone = That is not part of this universe, or not at this instant.
why-leader = Why is there a leader, or none?
why-missing = What is missing
why-causes = How it came to this
why-because = Other causes
why-short = why?
why-of = Why: { $what }
why-go = go there
why-go-to = Go to { $time }
why-elsewhere = This was asked at { $time }.
why-back = Back there
why-here = Ask again here
why-go-there = Go there: { $what }
why-lanes = Show what cannot be ordered

## Lanes
lanes-title = What cannot be ordered
lanes-picture = The calls as lanes, scrollable
lanes-cut = nothing can come next
lanes-go-call = Go to the call of { $what }, { $time }
lanes-go-return = Go to the return of { $what }, { $time }
lanes-told = { $what }, called at { $from }, returned at { $to }
lanes-told-open = { $what }, called at { $from }
