## Ce que dit le quiz ; ses questions sont dans lessons/quiz.

quiz-name = Quiz : { $title }
quiz-title-chapter = Le chapitre
quiz-title-beyond = Au-delà du chapitre
quiz-answered = { $n ->
    [one] { $n } réponse sur { $of }
   *[other] { $n } réponses sur { $of }
}
quiz-dots = Questions
quiz-question = Question { $n }
quiz-question-right = Question { $n }, réponse juste
quiz-question-wrong = Question { $n }, réponse fausse
quiz-end = Bilan
quiz-of = Question { $n } sur { $of }
quiz-many = Plusieurs réponses sont justes.
quiz-text = Votre réponse
quiz-check = Vérifier
quiz-next = Suivante
quiz-to-end = Au bilan
quiz-back = Précédente
quiz-again = Répondre de nouveau
quiz-right = Juste
quiz-wrong = Ce n’est pas juste
quiz-is-right = juste
quiz-you-right = votre réponse, juste
quiz-you-wrong = votre réponse, fausse
quiz-answer-is = La bonne réponse : { $answer }
quiz-missing = Ceci est juste aussi, et manque à votre réponse : { $answer }
quiz-slip-mine = Ce que suppose votre réponse
quiz-slip = Ce que suppose « { $said } »
quiz-why = Pourquoi la bonne réponse est juste
quiz-see = Voir l’exécution
quiz-see-slip = Le voir dans l’exécution
quiz-see-of = Voir l’exécution qui le montre : { $said }
quiz-no-run = Aucune exécution d’un cluster ne peut le montrer.
quiz-first = Répondez d’abord. La page dit ensuite pourquoi, et ouvre une exécution qui le montre.
quiz-done = { $right ->
    [one] { $right } juste sur { $of }
   *[other] { $right } justes sur { $of }
}
quiz-open = { $n ->
    [one] Une question attend encore sa réponse.
   *[other] { $n } questions attendent encore leur réponse.
}
quiz-topics = Réponses fausses, par sujet
quiz-topic = { $title } (§{ $n })
quiz-topic-none = Autres questions
quiz-topic-wrong = { $n ->
    [one] { $n } fausse sur { $of }
   *[other] { $n } fausses sur { $of }
}
quiz-perfect = Toutes les réponses sont justes.
quiz-once-more = Encore une fois : seulement les réponses fausses
quiz-all-again = Tout reprendre
quiz-go-open = À la première sans réponse
quiz-some = Seulement les réponses fausses
