title = Un disque perdu
about = Un serveur revient sans rien, sous son ancien nom.
opening = Jusqu’ici, un nœud qui revenait savait ce qu’il avait promis : c’était sur son **disque**. Et si le disque lui-même est perdu ? n3 tombe en panne, puis c2 écrit x = 1. Observez quels disques l’ont.
written = x = 1 est validé : n1 et n2 l’ont, deux sur trois. c2 a reçu **ok**. Puis la machine de n2 meurt. Une neuve prend son nom et son adresse, avec un **disque vide**. Pendant ce temps, n1 perd le courant.
wiped = n2 a oublié son terme, son vote et x = 1, et ne le sait pas. n3 n’a jamais eu x = 1. Tous deux redémarrent, et c3 lit x.
read-ask = Que va entendre c3 ?
read-one = x vaut 1
read-absent = x n’existe pas
read-nothing = aucune réponse : aucun leader n’est élu
gone = **x n’existe pas.** n2 et n3 sont une majorité, leurs journaux étaient aussi courts l’un que l’autre : l’un d’eux a été élu à bon droit. Chacun a suivi chaque règle. Seul n1 a encore x = 1 : redémarrez-le.
back-goal = n1 suit le nouveau leader
back-hint = Appuyez sur n1, puis sur Redémarrer.
nowhere = L’entrée de n1 contredisait le journal de son leader : n1 l’a retirée. x = 1 n’est plus nulle part. Aucune règle ne pouvait le voir venir : Raft **suppose** qu’un serveur retrouve son disque. Plus rien n’est donc garanti.
again = Comment donc remplacer un disque perdu ? c2 a écrit x = 2, tous l’ont, et voici que n3 perd son disque. Il est arrêté. Avant qu’il ne revienne, **ôtez-lui sa voix** : retirez n3 de la configuration.
remove-goal = Les votants sont n1 et n2
remove-hint = Appuyez sur n3, sur les trois points, puis sur Retirer.
vote-ask = n3 redémarre, disque vide. Aura-t-il une voix dans 300 ms ?
vote-yes = oui
vote-no = non
new = Non. n1 et n2 décident seuls, et tous deux ont x = 2. n3 est un **nouveau serveur**, qui porte par hasard un ancien nom. Ajoutez-le.
add-goal = Les votants sont n1, n2 et n3
add-hint = Appuyez sur n3, sur les trois points, puis sur Ajouter.
closing = n3 a d’abord rattrapé les autres sans voix ; il en a reçu une quand il avait tout. **À retenir :** ne démarrez jamais un votant sur un disque vide. Retirez-le, puis ajoutez-le comme nouveau serveur.
