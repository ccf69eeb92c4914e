title = Quand c’est acquis
about = Une écriture compte quand la majorité des disques l’a.
slow = c2 a demandé x = 1 : l’entrée 2 du journal de n1. Elle est **durable**, à l’abri d’une panne, une fois sur le disque. Celui de n1 met 120 ms, les autres 1 ms. n1 envoie l’entrée pendant que le sien écrit encore.
disk-ask = c2 aura-t-il « ok » avant la fin du disque de n1 ?
disk-yes = oui
disk-no = non, le disque du leader passe d’abord
majority = n3, n4 et n5 l’ont sur leurs disques et l’ont dit. Trois sur cinq font une majorité : l’entrée est **validée**, et le leader l’applique et répond. Son propre disque compte comme un autre : il n’a pas servi.
crash = Maintenant n1 tombe, avant que son disque ait l’entrée 2. Au redémarrage, son journal finira à l’entrée 1. Or c2 a reçu la confirmation que x = 1 est écrit.
lost-ask = x = 1 est-il perdu ?
lost-yes = oui, le leader l’a perdu
lost-no = non
kept = n2 est leader du terme 2. Il avait l’entrée 2, et l’a envoyée à n1. Il faut une majorité de voix ; or l’un des votants a l’entrée validée, et refuse un candidat sans elle (§5.4.1). **Une entrée validée reste.**
newer = Quel journal est le plus récent ? L’électeur compare d’abord les termes des dernières entrées : le plus élevé l’emporte, si court que soit le journal. À termes égaux seulement, le plus long l’emporte.
two = Puis n2 et n3 ont été coupés des autres, ensemble. L’écriture suivante de c2, x = 2, est l’entrée 4 sur leurs deux disques : **deux sur cinq**. n2 vient de tomber, les liens sont rétablis. c2 n’a rien entendu.
fate-ask = Que devient cette écriture, x = 2 ?
fate-gone = elle est supprimée : deux, ce n’est pas assez
fate-kept = elle est conservée malgré tout
undecided = n3 avait l’entrée et est devenu leader : il l’a répandue. Un autre élu aurait pu la supprimer. Une entrée qui n’est pas validée n’est pas perdue, mais **indécise** : on ne doit donc encore rien dire à c2.
limit = Les cinq fonctionnent de nouveau, et n3 est leader. **À vous : trouvez la limite.** Arrêtez n4 et n5, puis écrivez quelque chose en tant que c1.
limit-n4 = n4 est arrêté
limit-n5 = n5 est arrêté
limit-hint = Cliquez le nœud dans l’image, puis Arrêter.
limit-write = L’écriture de c1 est confirmée quand même
limit-write-hint = Dans le panneau Client, choisissez c1, set, x et 3, puis Envoyer.
third = Trois sur cinq suffisaient. Maintenant n1 est tombé aussi : restent n2 et n3, et n3 se croit toujours leader. c3 lui demande d’écrire y = 9.
third-ask = Qu’entendra c3 dans les 300 ms ?
third-ok = ok
third-none = rien
stands = n3 a ajouté l’écriture et l’a envoyée à n2 : deux disques sur cinq. Il n’a pas le droit de valider, donc il se tait. Une lecture attendrait aussi. **Faites que l’écriture de c3 compte.** Il faut un disque de plus.
back-goal = L’écriture de c3 est confirmée
back-hint = Redémarrez l’un des nœuds arrêtés.
end = Avec 2f + 1 nœuds, f peuvent être arrêtés : il reste une majorité des disques, et **c’est elle qui compte**. La figure 8 ajoute une règle pour les entrées d’anciens termes. La suite : **Ce qu’un client peut croire**.
