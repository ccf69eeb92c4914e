## Pourquoi ?
why-empty = Demandez « pourquoi ? » à propos de tout : un événement raconté, un nœud, un message, une entrée de journal, une requête. W interroge l’élément choisi.
why-gone = Cela n’existe pas dans cet univers, ou pas à cet instant.
why-leader = Pourquoi y a-t-il un leader, ou aucun ?
why-missing = Ce qui manque
why-causes = Comment on en est arrivé là
why-because = Autres causes
why-short = pourquoi ?
why-of = Pourquoi : { $what }
why-go = y aller
why-go-to = Aller à { $time }
why-elsewhere = La question a été posée à { $time }.
why-back = Y revenir
why-here = Reposer la question ici
why-go-there = Y aller : { $what }
why-lanes = Montrer ce qui n’a pas d’ordre

## Couloirs
lanes-title = Ce qui n’a pas d’ordre
lanes-picture = Les appels en couloirs, à faire défiler
lanes-cut = rien ne peut suivre
lanes-go-call = Aller à l’appel de { $what }, { $time }
lanes-go-return = Aller au retour de { $what }, { $time }
lanes-told = { $what }, lancé à { $from }, revenu à { $to }
lanes-told-open = { $what }, lancé à { $from }
