title = Une lecture périmée
about = Un leader déjà remplacé raconte le passé.
opening = Un leader a l’état le plus récent. Peut-il répondre à une lecture aussitôt, d’après son état, sans message ? Chaque nœud le fait ici, et le leader dans le code du cours. Suivez une lecture qui tourne mal.
start = n1 est leader du terme 1. c2 a écrit x = old. Les cinq nœuds l’ont appliqué : quel que soit le nœud à qui l’on demande x, la réponse est juste.
silence = Une partition laisse n1 avec n2. n3, n4 et n5 n’entendent plus de battement. Le minuteur d’élection de n4 expire le premier : n4 se présente au terme 2.
two = n4 est leader du terme 2 et a confirmé à c2 que x = new est écrit. n1 reste leader **à ses propres yeux** : aucun message ne lui a appris le terme 2. c3 envoie maintenant à n1 une **écriture**, y = 1.
read-before = Une lecture ne change rien : n1 peut y répondre seul. Un autre client, c1, va demander x à n1.
told-question = Que répond n1 à c1 ?
told-old = old, d’après son propre état
told-new = new, puisque c’est écrit
told-nothing = rien : n1 demande d’abord à une majorité
read = Essayez : faites lire le passé à c1.
read-goal = Un client lit une valeur remplacée
read-hint = Faites envoyer `get x` par c1 à n1.
told = La réponse est old, alors que new était confirmé avant la demande. C’est une **lecture périmée**. Les journaux sont en ordre ; seule la réponse est fausse. Un historique sans cela est dit **linéarisable**.
write-question = c3 reçoit-il la réponse que y est écrit ?
write-ok = oui
write-pending = non
write = Non. n1 ajoute y = 1, et n2 le copie. Deux nœuds sur cinq ne font pas une majorité : l’entrée n’est pas validée, et c3 attend. Les écritures sont sûres parce qu’un leader n’en achève aucune **seul**.
truth = Faites maintenant lire à c1 ce qui est vrai. Quels nœuds peuvent le lui dire ?
truth-goal = c1 lit la valeur new
truth-hint = Le côté de la majorité la connaît : faites envoyer `get x` par c1 à n4.
mend = Les liens vont être rétablis. Au premier message du terme 2, n1 apprendra que son terme est passé.
closing = **À retenir :** « je suis le leader » est une croyance. « Toujours lire à partir du leader » ne suffit pas : il doit d’abord vérifier, auprès d’une majorité, qu’il est encore leader (§8). Ensuite : lectures justes.
