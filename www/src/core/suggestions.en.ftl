## What may follow
suggestions =
    .aria-label = What may follow
suggestion-bounds = { $what }, { $least } to { $most }
