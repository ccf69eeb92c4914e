## Récit
narration =
    .aria-label = Ce qui s’est passé
narration-empty = Il ne s’est encore rien passé. Appuyez sur Lancer.
narration-waiting = Le temps court, au ralenti. Le premier minuteur qui expire déclenchera quelque chose.
narration-steady = { $n ->
    [one] { $leader } est leader du terme { $term } ; { $n } entrée est validée.
   *[other] { $leader } est leader du terme { $term } ; { $n } entrées sont validées.
}
narration-leaderless = Aucun leader n’est suivi par une majorité.
narration-before = Avant cela
narration-routine = la routine aussi
command-why = Demander pourquoi
narration-open = avant cela ▴
