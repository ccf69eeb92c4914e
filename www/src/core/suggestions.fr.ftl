## What may follow
suggestions =
    .aria-label = Ce qui peut suivre
suggestion-bounds = { $what }, de { $least } à { $most }
