title = Sûr et vivant
about = Ce que Raft promet toujours, et ce qu’il ne peut pas.
deaf = x = 1 est sur les cinq nœuds. À partir de maintenant, **tous les messages se perdent** en route. c2 vient de demander x = 2 : sa requête n’arrivera pas non plus.
deaf-ask = Après une seconde, qu’est-ce qui a échoué ?
deaf-two = un terme a eu deux leaders
deaf-state = des nœuds ont appliqué des commandes différentes
deaf-still = rien, mais c2 n’a pas de réponse
safety = Rien de mal n’est arrivé. C’est la **sûreté** : certaines choses n’arrivent jamais, quoi que fasse le réseau. La page vérifie dix invariants après chaque événement. La sûreté ne dépend pas du temps (§5.6).
hear = Mais rien de bon non plus. Le **progrès** (la vivacité) : quelque chose de bon finit par arriver, si les messages arrivent. **Dans l’onglet Conditions, rendez son réseau au cluster** : c2 aura sa réponse.
hear-goal = c2 a sa réponse
hear-hint = Dans l’onglet Conditions, choisissez Calme, ou mettez Messages perdus à 0.
short = Tous les messages arrivent, tous les nœuds fonctionnent. Mais un délai d’élection vaut maintenant **de 10 à 20 ms**, et un message met de 5 à 15 ms. c2 vient de demander x = 3.
short-ask = c2 aura-t-il sa réponse dans les 400 ms ?
short-yes = oui
short-no = non
timing = Les minuteurs expirent avant qu’un battement arrive : nul leader ne reste. Un message et sa réponse doivent durer bien moins qu’un délai d’élection, et lui bien moins que le temps entre deux pannes (§5.6).
long = Là encore, rien de mal n’est arrivé : de mauvais délais coûtent du progrès, pas de la sûreté. **Dans l’onglet Conditions**, choisissez des délais d’élection avec lesquels un leader peut **rester**.
long-goal = c2 a sa réponse
long-hint = Dans l’onglet Conditions, mettez le délai d’élection à 150 et 300 ms.
two = n1 et n2 sont séparés de n3, n4 et n5. n1 se croit encore leader ; n3 est leader d’un terme ultérieur. c2 a demandé x = 10 à n1, c3 a demandé x = 20 à n3.
two-ask = Qui reçoit ok dans les 150 ms ?
two-n1 = c2, de n1
two-n3 = c3, de n3
two-none = ni l’un ni l’autre
brain = Deux leaders à la fois, sans split brain : leurs **termes diffèrent**, et seul n3 a une majorité pour valider. n1 peut accepter des demandes, mais n’en confirme aucune. Un terme n’a jamais deux leaders.
mend = Que va faire n1 de x = 10 ? **Remettez les cinq d’accord**, et regardez son journal.
mend-goal = Tous les nœuds sont d’accord
mend-hint = Cliquez Rétablir les liens, au-dessus de l’image.
end = **Toujours sûr, vivant quand c’est possible** : nul algorithme ne promet les deux si les messages tardent sans limite (Fischer, Lynch et Paterson, 1985). La suite : **Exercice 1**, le premier des quatre du cours.
