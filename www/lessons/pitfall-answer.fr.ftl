title = Une réponse trop tôt
about = Le client reçoit ok, et son écriture disparaît.
opening = Troisième piège : un leader trop pressé. Dès qu’il a **ajouté** une commande à son propre journal, il répond ok au client, sans attendre les autres. Ici, les cinq nœuds font ainsi.
alone = n1 est leader du terme 1. Une partition vient de le séparer de tous les autres ; seul le client c1 est de son côté. n1 ignore tout de ce mur. c1 lui demande d’écrire x = 1.
told-ask = Qu’entend c1 dans les 60 ms ?
told-ok = ok
told-nothing = rien
told = n1 a dit ok, alors qu’aucun autre nœud n’a l’entrée : elle est dans **un journal sur cinq**. c1 s’en va, content. De l’autre côté du mur, les anneaux se vident. Quels journaux le prochain leader connaîtra-t-il ?
heir = n4 est leader du terme 2, avec une majorité qui n’a jamais vu x = 1. **Montrez le dégât :** faites demander x à n4 par un autre client, c2.
lost-goal = Une écriture confirmée manque à un client
lost-hint = Faites envoyer `get x` par c2 à n4.
lost = c2 apprend que x n’existe pas, après que c1 a reçu ok : aucun ordre de ces appels ne l’explique. Mais n1 a encore l’entrée. Maintenant, les liens vont être rétablis.
fate-ask = Que devient l’entrée x = 1 du journal de n1 ?
fate-gone = elle est supprimée
fate-spread = elle se répand chez les autres
fate = Elle est supprimée, à bon droit : à la place 2, la majorité a validé une autre entrée. **L’écriture confirmée a disparu.** Les journaux n’ont rien fait de mal ; la réponse est venue avant toute garantie.
mended = La règle est rétablie : un leader répond quand l’entrée est **validée** et appliquée. La même scène : n4, le leader, est seul avec le client c3, qui lui demande d’écrire x = 2.
then-ask = Qu’entend c3 dans les 250 ms ?
then-ok = ok
then-nothing = rien
waits = Rien : n4 n’a qu’une copie et se tait. c3 attend, et réessaie après 500 ms sous le même numéro. Attendre n’est pas échouer, et rien n’est encore perdu. Aidez c3 à obtenir son ok.
heal-goal = L’écriture de c3 est confirmée
heal-hint = Cliquez Rétablir les liens, au-dessus de l’image, et laissez passer le temps.
closing = **À retenir :** ok est une promesse, et seule une majorité peut la tenir : tout leader ultérieur a ce qu’elle avait. Un client qui n’entend rien ne sait pas, donc il redemande. La suite : deux leaders.
