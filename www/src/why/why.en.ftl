## Why?
why-empty = Ask “why?” of anything: beside a line that is told, in what is said of a node or a message, on an entry of a log, on a request. W asks about what is chosen.
why-gone = That is not part of this universe, or not at this instant.
why-leader = Why does a node lead, or none?
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
why-go-there = Go there: { $what }
