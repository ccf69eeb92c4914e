title = Exercice 3 : une partition
about = Deux nœuds sur cinq sont isolés, dont le leader.
start = **Étape 1 : cinq nœuds.** n1 est leader, et x = 1 est écrit. **Ensuite, n1 et n2 seront isolés** des trois autres. Aucun nœud n’est arrêté.
side-ask = Quel côté va continuer à valider ?
side-old = n1 et n2 : ils ont le leader
side-three = n3, n4 et n5
side-none = aucun des deux
isolate = **Étape 2 : isoler n1 et n2, ensemble.** Tracez une ligne fermée autour des deux, pour que n2 entende encore n1. Puis regardez les trois autres anneaux : plus rien de n1 n’y arrive.
isolate-goal = Plus aucune majorité ne suit n1
isolate-hint = Tracez une seule ligne fermée autour de n1 et n2 dans l’image, ou coupez leurs liens avec les trois autres.
elect-goal = Les trois ont leur propre leader
elect-hint = Laissez passer le temps : n3, n4 ou n5 se présente et obtient trois voix.
majority = Trois sur cinq font une majorité : l’un d’eux est leader d’un nouveau terme. n1 n’en a rien entendu. **Étape 3 : la majorité peut-elle encore valider ?** Écrivez en tant que c1, à n4 par exemple.
majority-goal = Une écriture de c1 est confirmée
majority-hint = Dans le panneau Client, choisissez c1, set, x, 2 et → n4, puis Envoyer.
three = Le côté de **trois** continue, peu importe qui était leader. Raft compte les nœuds de tout le cluster, non ceux qu’on atteint. Dans les journaux, les entrées du nouveau terme ne sont que chez n3, n4 et n5.
minority = n1 porte toujours sa couronne : il n’a rien entendu du nouveau terme. S’il répondait à une lecture avec sa seule copie, la valeur pourrait être périmée. c3 ne sait rien de tout cela, et va demander à n1 d’écrire y = 1.
old-ask = Qu’entendra c3 dans les 300 ms ?
old-ok = ok, n1 est bien un leader
old-none = rien
old-no = que n1 n’est pas leader
waits = n1 a ajouté l’entrée, et n2 l’a copiée. Mais deux sur cinq ne font pas de majorité : elle n’est **pas validée**, et aucun client n’apprend rien. Après 500 ms, c3 demande ailleurs, sous le même numéro.
heal = Les liens vont être rétablis. Il y a deux leaders : n1 au terme 1, et un autre à un terme ultérieur. Chacun pourra alors entendre l’autre.
yields-ask = Lequel des deux va céder ?
yields-n1 = n1 : son terme est plus bas
yields-new = l’autre : n1 était leader avant lui
heal-now = **Étape 4 : rétablissez les liens.** **Étape 5 :** vérifiez que n1 et n2 rattrapent leur retard, en suivant leurs lignes dans les journaux.
heal-goal = n1 n’est plus leader
heal-hint = Cliquez Rétablir les liens, au-dessus de l’image.
caught-goal = Tous les nœuds sont de nouveau d’accord
caught-hint = Laissez passer le temps : le leader envoie à n1 et à n2 ce qui leur manque.
yielded = Un message d’un terme ultérieur a fait de n1 un suiveur. Le leader aligne tous les journaux sur le sien : ce que seuls n1 et n2 avaient est supprimé. Rien de confirmé n’est perdu, ni fait deux fois.
end = **Résultat attendu, atteint :** la majorité continue, la minorité ne valide rien, et les nœuds isolés rattrapent leur retard. Mieux vaut ne pas répondre que répondre faux. La suite : **Exercice 4**, où tout s’arrête.
minority-now = **Écrivez y = 1 en tant que c3, à n1.** n2 est du côté de n1, et doit copier l’entrée.
c3-goal = c3 a envoyé sa demande
c3-hint = Dans le panneau Client, choisissez c3, set, y, 1 et → n1, puis Envoyer.
pair-goal = n2 a copié l’entrée de n1
pair-hint = Laissez passer le temps ; si n1 et n2 ne s’entendent plus, rétablissez le lien entre eux.
