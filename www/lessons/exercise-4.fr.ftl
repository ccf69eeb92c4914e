title = Exercice 4 : la persistance
about = Tout s’arrête, tout redémarre : que reste-t-il ?
start = Trois nœuds, dont un leader. **Étape 1 : écrire des données.** Écrivez x = 1 en tant que c1, et attendez que n1 l’ait appliqué aussi.
write-goal = n1 a x = 1
write-hint = Dans le panneau Client, choisissez set, x et 1, puis appuyez sur Envoyer.
stop = Les trois disques ont votre écriture. **Étape 2 : arrêter tous les nœuds.** Tout ce qu’ils avaient en mémoire disparaît alors, et il ne reste que leurs disques.
stop-n1 = n1 est arrêté
stop-n2 = n2 est arrêté
stop-n3 = n3 est arrêté
stop-hint = Cliquez Tout arrêter, au-dessus de l’image, ou arrêtez le nœud.
dark = Chaque disque garde le **terme** du nœud, son **vote** dans ce terme (sinon il pourrait voter deux fois) et son **journal**. L’état, où était x = 1, était en mémoire. Tout va redémarrer, et un leader sera élu.
back-ask = Que vaut x chez n3, quand un leader est élu ?
back-there = 1, puisque c’est au journal
back-absent = encore rien
restart = **Étape 3 : redémarrer tous les nœuds**, et voir l’un d’eux élu.
restart-goal = n3 fonctionne de nouveau
restart-hint = Cliquez Tout redémarrer, au-dessus de l’image.
leader-goal = Un leader est élu
leader-hint = Laissez passer le temps ; si personne ne gagne, redémarrez aussi les autres nœuds.
empty = Le journal est là, mais ce qui en est validé n’était qu’en mémoire (figure 2 : `commitIndex` repart de 0). Nul ne peut encore l’appliquer : le leader doit d’abord valider une entrée de son propre terme.
replayed = L’entrée vide du nouveau leader est sur une majorité : tout ce qui précède est validé avec elle. Chaque nœud a réappliqué son journal depuis le début : x = 1. Un état se reconstruit ; un journal, non.
check = **Étape 4 : vérifier que les données sont récupérées.** Lisez x en tant que c2, auprès du nœud de votre choix.
check-goal = c2 lit 1
check-hint = Dans le panneau Client, choisissez c2, get et x, puis Envoyer.
again = Puis x = 2 a été écrit pendant que n3 était isolé : n1 et n2 l’ont. Tous sont maintenant tombés. Seuls n1 et n3 vont redémarrer ; n2 reste arrêté.
two-ask = Qui sera alors leader ?
two-n1 = n1
two-n3 = n3
two-none = personne : il manque un journal
end = **Résultat attendu, atteint :** toutes les données survivent, car aucun nœud n’annonce un vote ou une entrée avant que son disque l’ait. La suite : les quatre **pièges** du cours.
won = Il manque x = 2 au journal de n3 : il ne peut avoir la voix de n1, mais lui donne la sienne. n1 est leader et lui envoie l’entrée. Deux disques sur trois suffisent pour tout ce qui était confirmé.
