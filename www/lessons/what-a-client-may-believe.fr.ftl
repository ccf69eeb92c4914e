title = Ce qu’un client peut croire
about = Réponses perdues, nouveaux essais, et le silence.
start = n1 est leader. Vous êtes c1, et vous l’ignorez. **Demandez à un suiveur : envoyez une écriture à n2**, et suivez-la. Dans le panneau Client, le menu à côté d’Envoyer dit à quel nœud on demande.
start-goal = Votre écriture est confirmée
start-hint = Dans le panneau Client, choisissez set, x, 1 et → n2, puis Envoyer.
redirect = Un suiveur n’écrit rien de lui-même. Il répond par le nom du leader, et le client s’adresse à celui-ci : il est **redirigé**. Désormais c1 sait qui est leader, jusqu’à ce que ce nœud reste muet (§8).
lost = y valait 1. c2 a demandé à n1 `cas y 1 2` : « si y vaut 1, qu’il vaille 2 ». n1 l’a fait, mais **la réponse s’est perdue**. Après 500 ms, c2 va redemander.
again-ask = Que répondra-t-on alors à c2 ?
again-ok = ok
again-refused = refusé : y ne vaut plus 1
again-nothing = rien du tout
once = **ok.** Tous les essais portent le même numéro. La commande figure deux fois au journal, mais chaque nœud retient le dernier numéro de chaque client et son résultat : il ne fait alors que le redonner (§8).
silent = c3 a demandé à n1 d’écrire z = 1. Quelque 12 ms plus tard, n1 est tombé, et c3 n’atteint personne d’autre. Il n’a pas de réponse. n1 avait-il déjà envoyé l’entrée à un autre nœud ?
done-ask = z vaudra-t-il 1 sous le prochain leader ?
done-yes = oui
done-no = non
no-answer = À quelques millisecondes près, c’était l’inverse. c3 ne peut pas distinguer les deux cas. **Pas de réponse n’est pas un non.** Il peut redemander sans risque, sous le même numéro, autant de fois qu’il faut.
puzzle = c3 a redemandé, et a reçu ok. n1 est revenu, n2 est leader. **Un casse-tête :** c1 veut w = 7, mais son lien avec n2 est coupé, et les deux autres ne font que nommer n2. Obtenez-lui sa réponse.
puzzle-goal = c1 reçoit ok
puzzle-hint = Rétablissez le lien entre c1 et n2, ou faites qu’un nœud que c1 atteint soit leader : n3, ⋯, Faire expirer.
end = Un client peut croire un « ok », mais rien conclure d’un silence. Il peut demander deux fois : Raft exécute **une seule fois** une requête numérotée. La suite : **Sûr et vivant**, ce que Raft promet ou non.
