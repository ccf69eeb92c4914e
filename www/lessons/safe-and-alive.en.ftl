title = Safe and alive
about = What Raft promises always, and what only at good times.
deaf = x = 1 is on all five nodes. From now on, **every message is lost** on its way. c2 has just asked for x = 2, and its request will not arrive either.
deaf-ask = What will have gone wrong a second from now?
deaf-two = one term with two leaders
deaf-state = nodes that applied different commands
deaf-still = nothing, but c2 has no answer
safety = Nothing wrong was done. That is **safety**: certain things never happen, whatever the network does. The page checks ten such invariants after every event. Safety does not depend on time (§5.6).
hear = But nothing was done at all. **Liveness**, that something good happens in the end, needs messages that arrive. **In the tab Conditions, give the cluster its network back**, and c2 will be answered.
hear-goal = c2 is answered
hear-hint = In the tab Conditions choose Calm, or set Messages lost to 0.
short = All messages arrive, and all nodes are up. But an election timeout is now **10 to 20 ms**, and a message takes 5 to 15 ms. c2 has just asked for x = 3.
short-ask = Will c2 be answered in the next 400 ms?
short-yes = yes
short-no = no
timing = The timers run out before a heartbeat arrives: the others overthrow every leader. A message and its answer must take far less than an election timeout, and that far less than the time between crashes (§5.6).
long = Again nothing wrong has happened: bad timing costs progress, not safety. **Mend it in the tab Conditions**: choose election timeouts with which a leader can stay.
long-goal = c2 is answered
long-hint = In the tab Conditions set the election timeout to 150 and 300 ms.
two = n1 and n2 are parted from n3, n4, n5. n1 still believes that it leads; n3 leads a later term. c2 has asked n1 for x = 10, c3 has asked n3 for x = 20.
two-ask = Who is told ok in the next 150 ms?
two-n1 = c2, by n1
two-n3 = c3, by n3
two-none = neither
brain = Two leaders at once, and no split brain: they lead **different terms**, and only n3 has a majority that can commit. n1 may take requests, but acknowledges none. In one term there is never a second leader.
mend = What will n1 do with x = 10? **Make all five agree again**, and look at its log.
mend-goal = All nodes agree
mend-hint = Press Heal all links above the picture.
end = **Safe always, alive when it can be**: no algorithm can promise both if messages may be late without limit (Fischer, Lynch, Paterson 1985). Next: **Exercise 1**, the first of the four of the course.
