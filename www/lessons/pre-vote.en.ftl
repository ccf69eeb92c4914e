title = Pre-vote, check-quorum
about = One ear deaf: who must ask first, who must give up.
opening = A node that hears no leader raises its term and stands. If it is only **deaf**, its term makes a good leader step down. **Pre-vote** and **check-quorum** prevent it (thesis, §9.6, §6.2). Both are on here.
deaf = n1 leads term 1. Now n5 goes deaf: no message reaches it, but all others still hear it. Its election timer will run out.
lead-question = Does n1 lose its leadership?
lead-lost = yes
lead-kept = no
lead = No. Before it stands, n5 asks whether it could win: **PreVote**. Asking raises no term. The others hear their leader and would not vote for n5, which stays in term 1. By Figure 2, its term 2 would end n1’s lead.
deaf-leader = n5 hears again. Now the **leader** goes deaf: its heartbeats reach all others, but no reply reaches it. c2 sends it a write, x = 2.
end-question = How does this end?
end-on = n1 leads on, and commits nothing
end-gives-up = n1 gives up its leadership
end = n1 gives up. For an election timeout no majority answered it, and it cannot commit anything: that is **check-quorum**. Without it, n1’s heartbeats would have kept all others quiet for ever, and c2 waiting.
next = n1 has fallen silent, so other timers ran out. n5 had the pre-votes of a majority, stood, and leads term 2. n1 had sent it the entry x = 2; as part of n5’s log, it can be committed now.
own = All links are healed, and c2 has its answer. Your turn: make n5 step down, and crash no node.
own-goal = n5 does not lead any more
own-hint = Isolate n5, or cut the links that lead to it, and wait for an election timeout.
closing = **Take away:** pre-vote keeps a node that cannot win from disturbing the others. Check-quorum removes a leader that cannot commit. Each ends what the other leaves. Next: a torn disk.
