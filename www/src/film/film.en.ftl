## The film of a counterexample
film-card =
    .aria-label = The film
film-scene = { $what ->
    [none] Film of a counterexample
   *[other] Film: { $what }
}
film-play =
    .aria-label = Play the film
    .title = Play the film, with a stop at each step
film-pause =
    .aria-label = Pause the film
    .title = Pause the film
film-line =
    .title = Back to the film
film-facts =
    .aria-label = The facts, as of this step
film-compare = Compare
    .title = Runs the same script on correct Raft beside it
film-mend = Mend
    .title = Mends the rules, and plays the same script again: nothing breaks
film-leave =
    .aria-label = Leave the film
    .title = Leave the film
film-watch = Watch the film
note-no-film = Nothing is broken in this run, so there is no film of it.
note-mended = With its rules mended, the same script breaks nothing.
note-not-mended = The same script breaks something on correct Raft too.
command-film = Watch the film of what is broken
command-film-on = Next step of the film
command-film-back = Step before in the film
command-film-leave = Leave the film
