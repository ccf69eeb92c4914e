title = A stale read
about = A leader that was replaced tells the past.
opening = A leader holds the newest state. May it answer a read at once, from its own state, without a message? Every node does so here; the course’s code does it on the leader. Follow one read that goes wrong.
start = n1 leads term 1. c2 has written x = old. All five nodes have applied it: whichever node one asks for x, the answer is right.
silence = A partition leaves n1 with n2. n3, n4 and n5 hear no heartbeat any more. n4’s election timer runs out first: n4 stands for election in term 2.
two = n4 leads term 2, and has told c2 that x = new is written. n1 still leads **in its own eyes**: no message told it of term 2. Now c3 sends n1 a **write**, y = 1.
read-before = A read changes nothing, so n1 can answer it alone. Another client, c1, now asks n1 for x.
told-question = What does n1 tell c1?
told-old = old, from its own state
told-new = new, since that is written
told-nothing = nothing: n1 asks a majority first
read = Try it: let c1 read the past.
read-goal = A client reads a replaced value
read-hint = Let c1 send `get x` to n1.
told = The answer is old, although new was acknowledged before the client asked. This is a **stale read**. The logs are all in order; only the answer is wrong. Histories without such answers are called **linearizable**.
write-question = Does c3 get the answer that y is written?
write-ok = yes
write-pending = no
write = No. n1 appends y = 1, and n2 copies it. Two of five are no majority, so the entry is not committed and c3 waits. Writes are safe because a leader never completes one **alone**.
truth = Now let c1 read what is true. Which nodes can tell it?
truth-goal = c1 reads the value new
truth-hint = The side with the majority has it: let c1 send `get x` to n4.
mend = The links will be healed now. At the first message of term 2, n1 will learn that its own term is over.
closing = **Take away:** “I am the leader” is a belief. “Always read from the leader” is therefore not enough: before it answers, the leader must check with a majority that it still leads (§8). Next: reads that cannot lie.
