## La carte d’un film
film-raft = Raft ({ $section }) : { $text }
film-stuck = À partir d’ici, la requête attend ceci, la plupart du temps : { $what }
film-holds = acquis :
film-wrong = faux :
film-under-way = en route :
film-to-come = pas encore :
film-tally = { $n } sur les { $needed } qu’il faut

## Les faits d’un film, côte à côte : les têtes de colonnes, puis les lignes. De courts textes sans point
ledger-leads = { $node } est leader du terme { $term }
ledger-commits = { $node } valide l’index { $index }
ledger-disks = Disques qui ont l’index { $index }
ledger-votes-for = { $node } vote pour { $candidate } au terme { $term }
ledger-term-before = { $node } est au terme { $term }
ledger-term-after = Plus tard, { $node } est au terme { $term }
ledger-commit-index = L’index de validation de { $node }
ledger-match-index = Ce que { $node } attribue à { $peer }
ledger-log = Le journal de { $node }
ledger-entry = Index { $index }, terme { $term } : { $op ->
    [no-op] vide
   *[other] { command }
}
ledger-request = La requête de { $client }
ledger-last-election = La dernière élection
ledger-disturbed = L’élection de trop
ledger-calls = Réponses d’avant, sur { shown-key }
ledger-answer = La réponse
ledger-own-vote = { $node } : son propre vote
ledger-vote = { $node } : a voté au terme { $term }
ledger-own-copy = { $node } : son propre journal
ledger-copy = { $node } : a acquitté jusqu’à { $index }
ledger-on-disk = { $node } : sur son disque
ledger-not-on-disk = { $node } : pas sur son disque
ledger-vote-given = accordé
ledger-vote-durable = sur son disque
ledger-vote-lost = pas sur son disque
ledger-vote-counted = compté par { $node }
ledger-term-reached = atteint
ledger-term-said = annoncé aux autres
ledger-term-durable = sur son disque
ledger-term-not-durable = pas sur son disque
ledger-term-now = terme { $term } : il a reculé
ledger-index-before = jusqu’à l’index { $index }
ledger-index-after = jusqu’à l’index { $index } seulement : il a reculé
ledger-entry-appended = index { $index } ajouté
ledger-entry-changed = index { $index } remplacé ou supprimé
ledger-entry-before = juste avant, index { $index } : terme { $term }
ledger-committed-by = validée par { $node }
ledger-asked = { command }
ledger-not-answered = aucune réponse depuis { $waits-ms } ms
ledger-was-elected = { $node } est leader du terme { $term }
ledger-stood = { $node } se présente au terme { $term }
ledger-call = { $client } : { command } → { $outcome ->
    [value] { shown-result }
    [absent] pas de telle clé
    [refused] une autre valeur
   *[ok] fait
}
ledger-log-lacks = son journal n’a pas l’index { $index }
ledger-no-votes = aucun vote pour lui au terme { $term }
ledger-log-now = Le journal de { $node } à présent
ledger-snapshot = L’instantané de { $node } jusqu’à l’index { $index }
ledger-snapshot-differs = diffère du premier
