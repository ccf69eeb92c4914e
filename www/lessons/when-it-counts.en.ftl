title = When it counts
about = A write counts once a majority of the disks has it.
slow = c2 has asked for x = 1: entry 2 in n1’s log. It is **durable**, safe from a crash, once the disk has it. n1’s disk takes 120 ms today, the others 1 ms. n1 sends the entry while its own disk is still writing.
disk-ask = Does c2 hear “ok” before n1’s disk is done?
disk-yes = yes
disk-no = no, the leader’s disk comes first
majority = n3, n4 and n5 have it on their disks, and said so. Three of five are a majority: the entry is **committed**, and the leader applies it and answers. Its own disk counts like any other: here it was not needed.
crash = Now n1 crashes, before its disk has entry 2. After the restart, n1’s own log will end at entry 1. And c2 was told that x = 1 is written.
lost-ask = Is x = 1 lost?
lost-yes = yes, the leader has lost it
lost-no = no
kept = n2 leads term 2. It had entry 2, and sent it to n1. A leader needs a majority of votes; one of those voters has the committed entry, and refuses a candidate without it (§5.4.1). **So committed entries stay.**
newer = Which log is newer? A voter compares the terms of the last entries first: the higher one wins, however short that log is. Only between equal terms does the longer log win.
two = Then n2 was cut off together with n3. c2’s next write, x = 2, is entry 4 on the disks of n2 and n3: **two of five**. Now n2 has crashed, and all links are whole. c2 has heard nothing.
fate-ask = What becomes of x = 2?
fate-gone = it is removed: two are no majority
fate-kept = it is kept after all
undecided = n3 had the entry and became the leader, so it spread it. Had another been elected, it might have been removed. An entry that is not committed is not lost but **undecided**: so c2 may not be told anything yet.
limit = All five are up again, and n3 leads. **Your turn: find the limit.** Crash n4 and n5, and write something as c1.
limit-n4 = n4 is down
limit-n5 = n5 is down
limit-hint = Press the node in the picture, then Crash.
limit-write = c1’s write is acknowledged all the same
limit-write-hint = In the panel Client choose c1, set, x and 3, and press Send.
third = Three of five were enough. Now n1 has crashed too: n2 and n3 are left, and n3 still believes that it leads. c3 asks it to write y = 9.
third-ask = What will c3 hear in the next 300 ms?
third-ok = ok
third-none = nothing
stands = n3 appended the write and sent it to n2: two disks of five. It may not commit, so it stays silent. A read would wait as well. **Make c3’s write count.** It needs one more disk.
back-goal = c3’s write is acknowledged
back-hint = Restart any one of the nodes that are down.
end = With 2f + 1 nodes, f may be down: a majority of the disks is left, and **that is what counts**. Figure 8 of the paper adds a rule for entries of older terms. Next: **What a client may believe**.
