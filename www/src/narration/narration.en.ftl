## Narration
narration =
    .aria-label = What happened
narration-empty = Nothing has happened yet. Press play.
narration-waiting = Time runs, slowed down. The first timer to run out starts something.
narration-steady = { $n ->
    [one] { $leader } leads term { $term }; 1 entry is committed.
   *[other] { $leader } leads term { $term }; { $n } entries are committed.
}
narration-leaderless = No leader is followed by a majority.
narration-before = Before that
narration-routine = routine too
command-why = Ask why
narration-open = before that ▴
