## Univers
universes =
    .aria-label = Univers
universes-title = Univers
universes-open =
    .title = Univers (U)
universes-of = Univers : { $name }
universes-about = Une action dans le passé commence un autre univers. Tous sont conservés.
universes-others = { $n ->
    [one] + 1 autre
   *[other] + { $n } autres
}
universe-rename =
    .aria-label = Nom de cet univers
    .title = Renommer
universe-span = { $from } – { $to }
universe-switch = Passer à celui-ci
universe-compare = Comparer
universe-twin = Côte à côte
difference-none = Cet univers et « { $other } » sont identiques, aussi loin que les deux ont été exécutés.
difference-far = Cet univers et « { $other } » sont identiques, aussi loin qu’ils ont été comparés.
difference-at = Cet univers et « { $other } » se séparent à { $at }.
difference-here = Ici, à { $at } : { $said }
difference-there = Dans « { $other } », à { $at } : { $said }
difference-go = Y aller
twin =
    .aria-label = Un autre univers, côte à côte
twin-words =
    .aria-label = Ce qui diffère
twin-close = Fermer
twin-node = { $name } : ici { $here } ; là-bas { $there }.
twin-face = { $role }, terme { $term }, dernière entrée { $last }, validé jusqu’à { $commit }
command-universes = Univers
