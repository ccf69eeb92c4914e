title = Leases, and clocks that lie
about = Reads without a message, if clocks can be trusted.
opening = ReadIndex costs a round of heartbeats for each read. A **lease** saves it (thesis, §6.4.1): once a majority has answered a heartbeat, no other leader can be elected for a while, and the leader answers alone.
clock = n2 is elected first. It will hand leadership to n1. n1’s clock runs at **half speed**: when 50 ms pass for the others, n1 counts 25 ms.
held = n1 leads term 2, and x = old is committed. A majority has just answered a heartbeat, so n1 holds a lease: what is left of it stands beside n1. c1 asks n1 for x.
alone-question = Does n1 ask n2 and n3 before it answers?
alone-yes = yes
alone-no = no
alone = No. c1 has its answer after 5 ms. A node that heard a leader votes for no other for 150 ms, the shortest election timeout here. The lease is shorter than that, to allow for clocks that err by 5 %.
timeout = n1 and the client c1 are cut off. By the clock of n2 more than 150 ms have passed without a heartbeat: n2 stands for election in term 3.
runs = n2 leads term 3, and has told c2 that x = new is written. By n1’s slow clock, hardly 100 ms have passed since a majority answered it. Now c1 asks n1 for x.
told-question = What does n1 tell c1?
told-old = old
told-new = new
told-nothing = nothing
told = n1’s lease still runs, so it answers at once, and tells the past. Its clock errs by far more than 5 %. No log is wrong, and nothing that was committed is lost: only the read is stale.
over = 100 ms later n1’s lease has run out, even by its own clock. n1 is still cut off, and still the leader of term 2 in its own eyes. c1 asks again.
then-question = What does n1 tell c1 now?
then-old = old
then-new = new
then-nothing = nothing
then = Without a lease, n1 does as with ReadIndex: it must ask a majority first. No node answers, so it keeps silent.
truth = c1 reaches only n1, which cannot tell the truth. Get c1 the new value.
truth-goal = c1 reads the value new
truth-hint = Heal the links: c1 then finds a leader, or n1 hears of it.
closing = **Take away:** a lease trades messages for trust in clocks. Elections and commits never depend on timing for their safety (§5.6); reads under a lease do. If clocks may err more, use ReadIndex. Next: snapshots.
