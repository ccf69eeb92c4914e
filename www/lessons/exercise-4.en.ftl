title = Exercise 4: persistence
about = All nodes stop, all start again: what is left?
start = Three nodes, and one of them leads. **Step 1: write data.** Write x = 1 as c1, and wait until n1 has applied it as well.
write-goal = n1 has x = 1
write-hint = In the panel Client choose set, x and 1, and press Send.
stop = All three disks hold your write. **Step 2: stop all nodes.** Whatever they had in memory is gone then, and only their disks are left.
stop-n1 = n1 is down
stop-n2 = n2 is down
stop-n3 = n3 is down
stop-hint = Press Stop all above the picture, or crash the node.
dark = Each disk still has the node’s **term**, its **vote** in that term (else it could vote twice) and its **log**. The state, where x = 1 stood, was in memory. Next, all will restart and elect a leader.
back-ask = x in n3’s state, when a leader is elected?
back-there = 1, it is in the log
back-absent = none yet
restart = **Step 3: restart all nodes**, and see one of them elected.
restart-goal = n3 runs again
restart-hint = Press Restart all above the picture.
leader-goal = A leader is elected
leader-hint = Let time run; if nobody wins, restart the other nodes as well.
empty = The log is there, but how much of it is committed was in memory only (figure 2: `commitIndex` restarts at 0). No node may apply it yet: first the leader must commit an entry of its own term.
replayed = The new leader’s empty entry is on a majority now. With it everything before is committed as well, and each node has applied its log again from the start: x = 1. A state can be rebuilt; a log cannot.
check = **Step 4: check that the data is back.** Read x as c2, from whichever node you like.
check-goal = c2 reads 1
check-hint = In the panel Client choose c2, get and x, and press Send.
again = Then x = 2 was written while n3 was cut off: n1 and n2 have it. Now all have crashed. Next, only n1 and n3 will restart; n2 stays down.
two-ask = Who will lead then?
two-n1 = n1
two-n3 = n3
two-none = nobody: one log is missing
end = **Expected result, reached:** all data survives the restart, since no node speaks of a vote or an entry before its disk has it. Next: the course’s four **pitfalls**.
won = n3’s log lacks x = 2: n1 would never vote for n3, but n3 votes for n1. So n1 leads, and n3 gets the entry. Two disks of three are enough for all that was acknowledged.
