title = Des lectures qui disent vrai
about = ReadIndex : demander à une majorité avant de répondre.
opening = Un leader déjà remplacé ne le sait peut-être pas : il doit demander avant de répondre. **ReadIndex** est la façon économique de le faire (§8, et §6.4 de la thèse sur Raft). D’abord, le cluster élit un leader.
quiet = n1 est leader, et c2 a écrit x = old : deux entrées sont validées. Aucun lien n’est coupé. c1 demande maintenant x à n1.
entry-question = Cette lecture ajoute-t-elle une entrée au journal ?
entry-yes = oui, pour que tous s’accordent
entry-no = non
round = Ni entrée ni écriture sur disque. n1 note son index de validation, 2 : le **read index**. Il envoie des battements, et une majorité répond : il était donc leader à l’arrivée de la lecture. Il répond selon l’index 2.
silence = Une partition laisse n1, n2 et le client c1 d’un côté. De l’autre, le minuteur d’élection de n3 expire le premier : il se présente au terme 2.
cut = n3 est leader du terme 2 et a confirmé à c2 que x = new est écrit. n1 n’en sait rien. c1, qui ne joint que n1 et n2, demande de nouveau x à n1.
told-question = Que répond n1 à c1 ?
told-old = old
told-new = new
told-nothing = rien
told = Rien : à part lui-même, seul n2 répond à ses battements, et deux sur cinq ne font pas une majorité. n1 ne peut pas savoir s’il est encore leader : il se tait. Une réponse **tardive** vaut mieux qu’une fausse.
answer = Aucun nœud de ce côté ne pourra jamais répondre à c1 : il n’y a pas de majorité. Obtenez sa réponse à c1.
answer-goal = c1 lit la valeur new
answer-hint = Il faut à c1 un leader qui joint une majorité : rétablissez les liens, et c1 demandera bientôt de nouveau.
answered = c1 a sa réponse, et c’est la nouvelle valeur : cette fois, une majorité a confirmé le leader. Aucune lecture ici n’est périmée : l’historique est **linéarisable**.
follower = Les suiveurs aussi peuvent servir les lectures. Un suiveur demande le read index au leader, attend de l’avoir appliqué, et répond lui-même. Faites lire x par c3 à un suiveur.
follower-goal = c3 lit la valeur new
follower-hint = Faites envoyer `get x` par c3 à n4.
closing = **À retenir :** une lecture coûte un tour de battements, sans entrée ni disque. Un nouveau leader valide d’abord une entrée de son terme : sinon, il ignore ce qui est validé. Ensuite : les baux, sans battements.
