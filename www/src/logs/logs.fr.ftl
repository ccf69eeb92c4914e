## Journaux et état
logs = Journaux
logs-table =
    .aria-label = Les journaux : une ligne par nœud, une colonne par index
logs-scroller =
    .aria-label = Journaux, défilent de côté ; Entrée mène aux entrées, et questionne l’une d’elles
# Of a log that ended before the columns in sight; 0 of one that is empty.
logs-ends = { $index ->
    [0] vide
   *[other] ← finit à { $index }
}
logs-follow = Suivre la fin
logs-empty = Aucun journal n’a encore d’entrée. Le premier leader en écrira une ici.
logs-cell-term = t{ $term }
logs-cell = { $state ->
    [committed] Entrée { $index }, terme { $term } : { $command } { $client } – validée
    [durable] Entrée { $index }, terme { $term } : { $command } { $client } – durable ici, pas validée
   *[volatile] Entrée { $index }, terme { $term } : { $command } { $client } – pas encore durable
}
logs-compacted = instantané jusqu’à { $index }
logs-compacted-short = ≤ { $index }
logs-compacted-title = { $durable ->
    [no] Les entrées jusqu’à { $index }, la dernière du terme { $term }, sont compactées : leur effet est dans un instantané, qui n’est pas encore durable
   *[yes] Les entrées jusqu’à { $index }, la dernière du terme { $term }, sont compactées : leur effet est dans un instantané de { $bytes } octets
}
logs-match = match index { $n }
logs-next = next index { $n }
kv = État clé-valeur
kv-scroller =
    .aria-label = État clé-valeur de chaque nœud
kv-key = clé
kv-hint = Envoyez « set x 1 » ci-dessous.
kv-empty = { $why ->
    [down] Tous les nœuds sont arrêtés, et leur état est perdu avec leur mémoire. Un nœud le reconstruit d’après son journal, une fois redémarré et dès qu’un leader valide.
    [unapplied] Les journaux ont des entrées, mais aucun nœud n’en a encore appliqué : un nœud applique les entrées qu’il sait validées.
    [keyless] Les entrées appliquées n’ont encore changé aucune clé : un leader commence par une entrée vide.
   *[nothing] Aucun nœud n’a encore de clé.
}
kv-more = { $n ->
    [one] et { $n } clé de plus
   *[other] et { $n } clés de plus
}
