## Le panneau des avenirs
futures-title = Ce qui peut arriver
futures-about = À partir de cet instant, l’exécution repart des centaines de fois, chaque fois avec un autre hasard. Les minuteurs en marche et les messages en route restent tels quels ; tout ce qui est tiré ensuite l’est à nouveau.
futures-question = Qui sera leader dans { $time } ?
futures-nobody = aucun nœud
futures-horizon = Horizon
futures-ask = Voir { $n } avenirs
futures-ask-here = Voir { $n } avenirs à partir d’ici
futures-more = { $n } de plus
futures-stop = Arrêter
futures-running = { $n } sur { $of }
futures-measured = { $n } avenirs de { $time }, calculés en { $ms } ms. Chaque barre mène dans l’un de ses avenirs.
futures-failed = Les avenirs n’ont pas pu être calculés : { $why }
futures-elsewhere = Ces avenirs partent de { $time }, et non de l’instant où se trouve l’exécution.
futures-percent = { $n } %
futures-bar = { $label } : { $percent }, { $n } avenirs sur { $of }.
futures-enter = Entrer dans l’un d’eux.
futures-enter-number = Entrer dans l’avenir { $number }

## Leader et interruption
futures-leads = Leader au bout de { $time }
futures-bet = { $node ->
    [none] Vous avez parié qu’il n’y aurait pas de leader : c’est le cas dans { $percent } des avenirs.
   *[other] Vous avez parié sur { $name } : il est leader dans { $percent } des avenirs.
}
futures-outage = Durée sans leader capable de valider
futures-no-outage = aucune
futures-range = { $from } à { $to } ms
futures-unended = plus de { $time }
futures-median = Dans la moitié des avenirs, l’interruption dure { $time } au plus.
futures-median-none = Dans la moitié des avenirs au moins, il n’y a aucune interruption.
futures-no-median = Dans la plupart des avenirs, il n’y a toujours pas de leader à la fin.

## Entrées, et ce qui est violé
futures-entries = Entrées non validées qui survivent
futures-entries-none = Aucune entrée n’attend d’être validée.
futures-entries-more = { $n ->
    [one] Une autre entrée n’est pas validée.
   *[other] { $n } autres entrées ne sont pas validées.
}
futures-entry = entrée { $index } du terme { $term }, { $command }
futures-acknowledged = son client a reçu la réponse « fait »
futures-holders = { $n ->
    [one] sur { $nodes } seul
   *[other] sur { $nodes }
}
futures-fate = validée { $committed }, perdue { $lost }
futures-enter-kept = Entrer où elle est gardée
futures-enter-lost = Entrer où elle est perdue
futures-broken = Ce qui est violé
futures-writes-lost = Une écriture confirmée est perdue.

## La règle qui décide
futures-which-rule = De quoi dépend la perte
futures-decided = Ce qui a décidé :
futures-rule-lost = la règle « { $rule } » s’applique dans { $lost } des avenirs qui perdent et dans { $kept } des autres. Là où elle s’applique, { $then } perdent.
futures-rule-kept = la règle « { $rule } » s’applique dans { $kept } des avenirs sans perte et dans { $lost } des autres. Là où elle s’applique, { $then } perdent.
futures-flaw-lost = une règle violée ({ $rule }) a décidé dans { $lost } des avenirs qui perdent et dans { $kept } des autres. Là où elle a décidé, { $then } perdent.
futures-flaw-kept = une règle violée ({ $rule }) a décidé dans { $kept } des avenirs sans perte et dans { $lost } des autres. Là où elle a décidé, { $then } perdent.

## Le point de non-retour
turning-title = Point de non-retour
turning-about = Ce que cette exécution a perdu. Choisissez une perte : des avenirs partant d’instants antérieurs disent combien elle était probable, et quand elle est devenue certaine.
turning-reading = Recherche des pertes de cette exécution : { $percent }
turning-none = Cette exécution n’a rien perdu jusqu’ici.
turning-again = Relire l’exécution
turning-lost = { $acknowledged ->
    [yes] Perdue à { $time }, alors que son client a reçu la réponse « fait » : { $entry }
   *[no] Perdue à { $time } : { $entry }
}
turning-broken = Violé à { $time } : { $what }
turning-sure = Certain à partir de { $time } :
turning-go = Aller à cet événement
turning-no-chance = Le hasard n’y est pour rien : avant cet événement, aucun avenir ne la perd ; après, tous la perdent.
turning-measured = { $n } avenirs ont été calculés. « Certain » veut dire qu’aucun sur 100 n’y échappe.
turning-table = La courbe en tableau
turning-at = Instant
turning-chance = Probabilité de la perte
