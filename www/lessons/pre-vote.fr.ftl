title = Pre-vote, check-quorum
about = Sourd d’une oreille : qui demande, qui renonce.
opening = Un nœud qui n’entend pas de leader augmente son terme et se présente. S’il n’est que **sourd**, il écarte un bon leader. Deux ajouts l’empêchent, actifs ici : **pre-vote** et **check-quorum** (thèse, §9.6 et §6.2).
deaf = n1 est leader du terme 1. n5 devient sourd : aucun message ne l’atteint, mais tous l’entendent encore. Son minuteur d’élection va expirer.
lead-question = n1 perd-il sa place de leader ?
lead-lost = oui
lead-kept = non
lead = Non. Avant de se présenter, n5 demande s’il pourrait gagner : **PreVote**, sans changer de terme. Les autres entendent leur leader et refusent ; n5 reste au terme 1. Selon la figure 2, le terme 2 aurait écarté n1.
deaf-leader = n5 entend de nouveau. C’est maintenant le **leader** qui devient sourd : ses battements atteignent tous les autres, mais aucune réponse ne l’atteint. c2 lui envoie une écriture, x = 2.
end-question = Comment cela finit-il ?
end-on = n1 reste leader et ne valide rien
end-gives-up = n1 se retire
end = n1 renonce. Pendant un délai d’élection, aucune majorité ne lui a répondu, et il ne peut rien valider : c’est **check-quorum**. Sans lui, ses battements auraient tenu les autres tranquilles, et c2 attendrait.
next = n1 s’est tu, et d’autres minuteurs ont expiré. n5 avait les pré-votes d’une majorité, s’est présenté et est leader du terme 2. n1 lui avait envoyé x = 2 ; dans le journal de n5, l’entrée peut enfin être validée.
own = Tous les liens sont rétablis, et c2 a sa réponse. À vous : faites renoncer n5 sans arrêter aucun nœud.
own-goal = n5 n’est plus leader
own-hint = Isolez n5, ou coupez les liens qui mènent à lui, et attendez un délai d’élection.
closing = **À retenir :** pre-vote empêche de déranger les autres un nœud qui ne peut pas gagner. Check-quorum écarte un leader qui ne peut rien valider. Chacun achève ce que l’autre laisse. Ensuite : une écriture tronquée.
