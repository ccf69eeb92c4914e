title = Lire à partir des suiveurs
about = Tout nœud peut répondre, et peut raconter le passé.
opening = Premier piège : pour soulager le leader, **chaque nœud** répond aux lectures aussitôt, d’après son propre état. La règle est violée ainsi dans les cinq nœuds. Quand cela tourne-t-il mal ?
behind = Les cinq nœuds avaient x = old. Puis le lien de n1, le leader, vers n5 a cédé. c2 a écrit x = new : quatre nœuds sur cinq l’ont, et c2 a reçu ok. n5 n’en sait rien. c1 va demander x à n5.
told-ask = Que répond n5 à c1 ?
told-old = old, d’après son propre état
told-new = new, puisque c’est validé
told-nothing = rien : il demande d’abord au leader
read = Regardez les journaux : quelle entrée manque à n5 ? Puis essayez : faites lire le passé à c1.
read-goal = Un client lit une valeur remplacée
read-hint = Faites envoyer `get x` par c1 à n5.
told = n5 répond old à c1, alors que new était confirmé : une **lecture périmée**. Aucun journal n’est faux, et n5 ne ment pas ; il est en retard. Un suiveur peut toujours l’être, ne fût-ce que d’un message, sans le savoir.
mended = La règle est rétablie : avant de répondre, un suiveur demande à son leader **jusqu’où il doit avoir appliqué** (ReadIndex). Le lien est toujours coupé. Un autre client, c3, ne joint que n5 et lui demande x.
then-ask = Que répond n5 à c3 ?
then-old = old
then-new = new
then-nothing = rien
waits = Rien : n5 a interrogé n1, mais aucune réponse ne lui parvient, donc il attend. Mieux vaut pas de réponse qu’une fausse. Aidez c3 à obtenir la sienne.
heal-goal = c3 lit la valeur new
heal-hint = Rétablissez les liens : un nœud que c3 interroge pourra alors interroger le leader.
leaders = Le remède du cours : **toujours lire à partir du leader**. Ici, le leader répond désormais d’après son état. n1 et n2 sont séparés des autres, qui ont élu un leader et confirmé x = newer. n1 se croit encore leader.
leader-ask = Que répond n1 à c4, qui demande x ?
leader-newer = newer
leader-new = new
leader-nothing = rien
closing = Il répond new : c’est encore périmé. **À retenir :** qui répond à une lecture, leader ou suiveur, doit d’abord s’assurer auprès d’une **majorité** que rien de plus récent n’est confirmé. Voir la leçon **Une lecture périmée**. La suite : un leader qui se tait.
