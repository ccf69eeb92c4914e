title = Reading from followers
about = Any node can answer, and may tell the past.
opening = The first pitfall: to spare the leader, let **any node** answer reads at once, from its own state. Here that rule is broken so, in all five nodes. When does it go wrong?
behind = All five nodes had x = old. Then the link from n1, the leader, to n5 broke. c2 wrote x = new: four nodes of five have it, so c2 was told ok. n5 heard nothing of it. c1 will ask n5 for x.
told-ask = What does n5 tell c1?
told-old = old, from its own state
told-new = new, since that is committed
told-nothing = nothing: it asks the leader first
read = Look at the logs: which entry does n5 lack? Then try it, and let c1 read the past.
read-goal = A client reads a replaced value
read-hint = Let c1 send `get x` to n5.
told = n5 tells c1 old, after new was confirmed: a **stale read**. No log is wrong and n5 did not lie; it is only behind. A follower may always be behind, if only by one message, and cannot know it.
mended = Now the rule holds again: before it answers, a follower asks its leader **how far it must have applied** (ReadIndex). The link is still broken. Another client, c3, reaches only n5 and asks it for x.
then-ask = What does n5 tell c3?
then-old = old
then-new = new
then-nothing = nothing
waits = Nothing: n5 has asked n1, but no answer gets through, so it waits. No answer is better than a wrong one. Help c3 to its answer.
heal-goal = c3 reads the value new
heal-hint = Heal the links: then a node that c3 asks can ask the leader.
leaders = The course’s remedy: **always read from the leader**. Here the leader now answers from its own state. n1 and n2 were parted from the others, which elected a leader and confirmed x = newer. n1 still believes that it leads.
leader-ask = What does n1 tell c4, who asks for x?
leader-newer = newer
leader-new = new
leader-nothing = nothing
closing = It says new: stale again. **Take away:** whoever answers a read, leader or follower, must first make sure with a **majority** that nothing newer was confirmed. More in the lesson **A stale read**. Next: a leader that keeps silent.
