title = An answer too early
about = The client is told ok, and its write is gone.
opening = The third pitfall: a leader that wants to be quick. Once it has **appended** a command to its own log, it tells the client ok, and does not wait for the others. Here all five nodes do so.
alone = n1 leads term 1. Just now a partition has parted it from all others; only the client c1 is on its side. n1 knows nothing of the wall. c1 asks it to write x = 1.
told-ask = What does c1 hear in the next 60 ms?
told-ok = ok
told-nothing = nothing
told = n1 said ok, although no other node has the entry: it stands in **one log of five**. c1 goes away, content. Beyond the wall, the rings of the others run out. Which logs will their next leader know?
heir = n4 leads term 2, with a majority that never saw x = 1. **Show the damage:** let another client, c2, ask n4 for x.
lost-goal = A client misses a confirmed write
lost-hint = Let c2 send `get x` to n4.
lost = c2 hears that there is no x, after c1 was told that it is written: no order of these calls explains that. But n1 still has the entry. Now the links will be healed.
fate-ask = What becomes of the entry x = 1 in n1’s log?
fate-gone = it is removed
fate-spread = it spreads to the others
fate = It is removed, and rightly so: in place 2 the majority has committed another entry. **The write that was confirmed is gone.** The logs did nothing wrong; the answer came before anything was promised.
mended = Now the rule holds again: a leader answers once the entry is **committed** and applied. The same scene: n4, the leader, is alone with the client c3, which asks it to write x = 2.
then-ask = What does c3 hear in the next 250 ms?
then-ok = ok
then-nothing = nothing
waits = Nothing: n4 has one copy and may not speak. c3 waits, and tries again under the same number after 500 ms. Waiting is no failure, and is not yet a loss. Help c3 to its ok.
heal-goal = c3’s write is acknowledged
heal-hint = Press Heal all links above the picture, and let time run.
closing = **Take away:** ok is a promise, and only a majority can keep it: every later leader has what a majority had. A client that hears nothing does not know, so it asks again. Next: two leaders.
