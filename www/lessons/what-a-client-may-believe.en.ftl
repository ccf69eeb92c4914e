title = What a client may believe
about = Lost answers, second tries, and why silence is not a no.
start = n1 leads. You are c1, and you do not know that. **Ask a follower: send a write to n2**, and watch where it goes. In the panel Client, the menu beside Send says which node is asked.
start-goal = Your write is acknowledged
start-hint = In the panel Client choose set, x, 1 and → n2, then press Send.
redirect = A follower writes nothing itself. It answers with the leader’s name, and the client asks there: it was **redirected**. From now on c1 remembers who leads, until that node stays silent (§8).
lost = y was 1. c2 asked n1: “if y is 1, make it 2” (`cas y 1 2`). n1 did it, but **the answer was lost**. After 500 ms c2 will ask the very same again.
again-ask = What will c2 be told the second time?
again-ok = ok
again-refused = refused: y is not 1 any more
again-nothing = nothing at all
once = **ok.** All tries carry the same request number. The command stands twice in the log, but each node remembers every client’s last number and its result: the second time it only gives that result again (§8).
silent = c3 asked n1 to set z = 1. Some 12 ms later n1 died, and c3 reaches nobody else. It has no answer. Had n1 already sent the entry to another node?
done-ask = Will z be 1 under the next leader?
done-yes = yes
done-no = no
no-answer = A few milliseconds earlier or later, and it would have been the other way. c3 cannot tell the two apart. **No answer is not a no.** It is safe to ask again under the same number, however often.
puzzle = c3 asked again, and was told ok. n1 is back, and n2 leads. **A puzzle:** c1 wants w = 7, but its link to n2 is cut, and the other two only name n2. Get c1 its answer.
puzzle-goal = c1 is told ok
puzzle-hint = Join the link of c1 and n2, or see to it that a node leads which c1 can reach: press n3, ⋯, Time out.
end = A client may believe an “ok”. It may believe nothing of silence. It may ask twice, since Raft carries out a numbered request **once**. Next: **Safe and alive**, what Raft promises and what it cannot.
