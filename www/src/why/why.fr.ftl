## Pourquoi ?
why-empty = Tout peut être questionné : « pourquoi ? » se trouve près de ce qui est raconté, d’un nœud ou d’un message choisi, d’une entrée de journal, d’une requête. W questionne ce qui est choisi.
why-gone = Cela n’existe pas dans cet univers, ou pas à cet instant.
why-leader = Pourquoi y a-t-il un leader, ou pas ?
why-missing = Ce qui manque
why-causes = Comment on en est arrivé là
why-because = Ce qui y a contribué
why-short = pourquoi ?
why-of = Pourquoi : { $what }
why-go = y aller
why-go-to = Aller à { $time }
why-elsewhere = La question a été posée à { $time }.
why-back = Y revenir
why-here = Reposer la question ici
why-go-there = Y aller : { $what }
