title = Reads that cannot lie
about = ReadIndex: ask a majority before you answer.
opening = A leader that was replaced may not know it, so it must ask before it answers. **ReadIndex** is the cheap way to ask (§8, and §6.4 of Ongaro’s thesis). First the cluster elects a leader.
quiet = n1 leads, and c2 has written x = old: two entries are committed. No link is cut. c1 now asks n1 for x.
entry-question = Does this read add an entry to the log?
entry-yes = yes, so that all nodes agree
entry-no = no
round = No entry, and nothing on disk. n1 notes its commit index, 2: the **read index**. It sends a round of heartbeats, and a majority answers: n1 still led when the read came. It answers from its state at index 2.
silence = A partition leaves n1, n2 and the client c1 on one side. On the other, n3’s election timer runs out first: it stands for election in term 2.
cut = n3 leads term 2, and has told c2 that x = new is written. n1 does not know of that. c1, which can reach only n1 and n2, asks n1 for x again.
told-question = What does n1 tell c1?
told-old = old
told-new = new
told-nothing = nothing
told = Nothing: besides itself, only n2 answers its heartbeats, and two of five are no majority. n1 cannot know whether it still leads, so it keeps silent. A **late** answer is better than a wrong one.
answer = No node on this side can ever answer c1: neither has a majority. Get c1 its answer.
answer-goal = c1 reads the value new
answer-hint = c1 needs a leader that reaches a majority: heal the links, and c1 will soon ask again.
answered = c1 has its answer, and it is the new value: this time a majority confirmed the leader. No read of this run is stale: its history is **linearizable**.
follower = Followers can help with reads too. A follower asks the leader for the read index, waits until it has applied that, and answers itself. Let c3 read x from a follower.
follower-goal = c3 reads the value new
follower-hint = Let c3 send `get x` to n4.
closing = **Take away:** a read costs a round of heartbeats, no entry, no disk. A new leader first commits an entry of its own term; until then it does not know what is committed. Next: leases, which save the heartbeats.
