## Le film d’un contre-exemple
film-card =
    .aria-label = Le film
film-scene = { $what ->
    [none] Film d’un contre-exemple
   *[other] Film : { $what }
}
film-play =
    .aria-label = Jouer le film
    .title = Jouer le film, avec un arrêt à chaque étape
film-pause =
    .aria-label = Mettre le film en pause
    .title = Mettre le film en pause
film-line =
    .title = Retour au film
film-facts =
    .aria-label = Les faits, à cette étape
film-compare = Comparer
    .title = Exécute le même script sur Raft correct, à côté
film-mend = Réparer
    .title = Rétablit les règles et rejoue le même script : plus rien ne casse
film-leave =
    .aria-label = Quitter le film
    .title = Quitter le film
film-watch = Voir le film
note-no-film = Rien n’est violé dans cette exécution : il n’y a pas de film à en tirer.
note-mended = Une fois les règles rétablies, le même script ne casse plus rien.
note-not-mended = Le même script casse aussi quelque chose sur Raft correct.
command-film = Voir le film de ce qui est violé
command-film-on = Étape suivante du film
command-film-back = Étape précédente du film
command-film-leave = Quitter le film
