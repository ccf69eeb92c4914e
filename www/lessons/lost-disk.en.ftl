title = A lost disk
about = A server comes back with nothing, under its old name.
opening = So far a node that came back knew what it had promised: it was on its **disk**. What if the disk itself is lost? n3 crashes, and c2 writes x = 1. Watch which disks hold it.
written = x = 1 is committed: n1 and n2 have it, two of three. c2 was told **ok**. Now the machine of n2 breaks. A new one takes its name and its address, with an **empty disk**. Meanwhile n1 loses its power.
wiped = n2 has forgotten its term, its vote and x = 1, and does not know it. n3 never had x = 1. The two restart, and c3 reads x.
read-ask = What will c3 hear?
read-one = x is 1
read-absent = there is no x
read-nothing = no answer: no leader is elected
gone = **There is no x.** n2 and n3 are a majority, their logs were equally short, so one of them was rightly elected. Every server kept every rule. n1 is the only one left with x = 1: restart it.
back-goal = n1 follows the new leader
back-hint = Press n1, then Restart.
nowhere = n1’s entry was in conflict with its leader’s log, so n1 removed it. x = 1 is nowhere. No rule of Raft could see this coming: Raft **assumes** that a server finds its disk again. So above, nothing is guaranteed any more.
again = How is a lost disk replaced, then? c2 has written x = 2, all three have it, and now n3 loses its disk. It is down. Before it comes back, **take its vote away**: remove n3 from the configuration.
remove-goal = The voters are n1 and n2
remove-hint = Press n3, then the three dots, then Remove.
vote-ask = n3 restarts, its disk empty. In 300 ms, will it vote?
vote-yes = yes
vote-no = no
new = No. n1 and n2 decide alone, and both have x = 2. n3 is a **new server**, which happens to have an old name. Add it.
add-goal = The voters are n1, n2 and n3
add-hint = Press n3, then the three dots, then Add.
closing = n3 first caught up without a vote, and got one when it had what the others have. **Take away:** never start a voter on an empty disk. Remove it, then add it as a new server.
