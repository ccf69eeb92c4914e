title = Exercise 3: a partition
about = Two of five nodes are cut off, the leader among them.
start = **Step 1: five nodes.** n1 leads, and x = 1 is written. **Next, n1 and n2 will be cut off** from the other three. No node is down.
side-ask = Which side will go on committing?
side-old = n1 and n2: they have the leader
side-three = n3, n4 and n5
side-none = neither
isolate = **Step 2: isolate n1 and n2, together:** draw a closed line around both, so that n2 still hears n1. Then watch the other three rings: nothing of n1 arrives there any more.
isolate-goal = No majority follows n1 any more
isolate-hint = Draw one closed line around n1 and n2 in the picture, or cut the links of both to the other three.
elect-goal = The three have their own leader
elect-hint = Let time run: one of n3, n4 and n5 stands for election and gets three votes.
majority = Three of five are a majority, so one of them leads a new term. n1 has heard nothing of it. **Step 3: can the majority still commit?** Write as c1, to n4 for example.
majority-goal = A write of c1 is acknowledged
majority-hint = In the panel Client choose c1, set, x, 2 and → n4, and press Send.
three = The side with **three** goes on, whoever led before. Raft counts nodes of the whole cluster, not those that happen to be reachable. In the logs, the entries of the new term are on n3, n4 and n5 only.
minority = n1 still wears a crown: it has heard nothing of the new term. If it answered a read from its own copy, the value could be stale. c3 knows nothing of all that, and will ask n1 to write y = 1.
old-ask = What will c3 hear within 300 ms?
old-ok = ok, n1 is a leader after all
old-none = nothing
old-no = that n1 does not lead
waits = n1 appended the entry, and n2 copied it. But two of five are no majority: it is **not committed**, and no client is told anything. After 500 ms c3 asks another node, under the same request number.
heal = The links will be healed. There are two leaders: n1 in term 1, and another one in a later term. Then each can hear the other.
yields-ask = Which of the two will give way?
yields-n1 = n1: its term is lower
yields-new = the other one: n1 led first
heal-now = **Step 4: heal the links.** **Step 5:** check that n1 and n2 catch up. Watch their rows in the logs.
heal-goal = n1 leads no more
heal-hint = Press Heal all links above the picture.
caught-goal = All nodes agree again
caught-hint = Let time run: the leader sends n1 and n2 what they lack.
yielded = A message of a later term made n1 a follower. A leader makes all logs like its own: what only n1 and n2 had was removed, and they got the rest. No acknowledged write was lost, and none was made twice.
end = **Expected result, reached:** the majority goes on, the minority cannot commit, and the isolated nodes catch up. Raft would rather not answer than answer wrong. Next: **Exercise 4**, where all nodes stop.
minority-now = **Write y = 1 as c3, to n1.** n2 is on n1’s side, and shall copy the entry.
c3-goal = c3 has sent its request
c3-hint = In the panel Client choose c3, set, y, 1 and → n1, and press Send.
pair-goal = n2 has copied n1’s new entry
pair-hint = Let time run; if n1 and n2 cannot hear each other, join the link between them.
