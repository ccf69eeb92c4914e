mode-learn = Apprendre
story-card =
    .aria-label = Le récit
card-on = Continuer
card-back = Retour
card-again =
    .aria-label = Recommencer cette étape
    .title = Recommencer cette étape
card-of = { $n } sur { $of }
card-reached = buts : { $n } sur { $of }
card-goals = Buts, par tous les moyens
card-hint = indice
card-do = Le faire
card-as-you-said = ✓ comme prévu
card-right = ✓ voilà ce qui arrive
card-you-said = votre réponse
card-answer-is = Voilà ce qui arrive : { $answer }.
card-ticked = But { $n } sur { $of } atteint : { $goal }.
card-left = **Vous avez quitté le récit ici.** Ce que vous faites maintenant est un univers à vous. Le récit attend là où vous l’avez laissé.
card-return = Revenir au récit
card-begins = …
card-next = Leçon suivante
card-end = Vers les leçons
card-predict-first = Dites d’abord ce que vous attendez.
note-predict-first = Dites d’abord ce que vous attendez : choisissez une réponse.
command-read-on = Continuer le récit
command-read-back = Revenir en arrière dans le récit
command-read-again = Recommencer cette étape du récit
command-answer-next = Réponse suivante
command-answer-last = Réponse précédente
to-lessons = Leçons
home =
    .aria-label = Leçons
home-title = Leçons
home-what = Chacune est un cluster en marche : prévoir, agir, regarder.
home-sum = { $n } sur { $of } faites · encore { $hours ->
    [0] { $minutes } min
   *[other] { $hours } h { $minutes } min
}
home-later = Ils viendront quand on pourra enfreindre les règles de Raft.
home-over = { $group } · { $n } min
home-over-here = { $group } · leçon en cours · { $n } min
home-open = Commencer
home-open-again = Recommencer
home-row-done = faite
home-row-minutes = { $n } minutes
home-kept = Votre progression reste sur cet appareil.
home-export = Exporter
home-import = Importer
    .aria-label = Importer une progression depuis un fichier
home-forget = L’oublier
note-progress-taken = La progression du fichier est importée.
note-progress-wrong = Ce fichier ne contient aucune progression de Raftarium.
note-progress-partly = { $n ->
    [one] La progression du fichier est importée, sauf un élément illisible.
   *[other] La progression du fichier est importée, sauf { $n } éléments illisibles.
}
note-progress-newer = Ce fichier vient d’une version plus récente de Raftarium. Rechargez la page, puis réessayez.
note-progress-long = Ce fichier est plus long que toute progression de Raftarium.
to-quiz = Quiz
card-to-quiz = Retour au quiz
scene-run = Une exécution du quiz
command-lessons = Montrer les leçons
command-mode-learn = Apprendre
invite = Raft est nouveau pour vous ? Commencez ici : une valeur, trois machines
invite-close =
    .aria-label = Pas maintenant
home-you-will = Vos buts
home-asks = { $n ->
    [one] Une prévision
   *[other] { $n } prévisions
}
invite-short = Nouveau ? Commencez ici
story-line =
    .title = Revenir au récit
card-start = Laisser passer le temps
