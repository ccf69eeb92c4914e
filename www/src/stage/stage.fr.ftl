## Scène
stage =
    .aria-label = Scène
stage-picture =
    .aria-label = Le cluster. Tab va des liens aux clients, aux nœuds et aux messages ; les flèches vont de l’un au suivant ; Entrée ouvre ce qu’on peut faire.
stage-group-links =
    .aria-label = Liens
stage-group-clients =
    .aria-label = Clients
stage-group-nodes =
    .aria-label = Nœuds
stage-group-messages =
    .aria-label = Messages en route
stage-heal = Rétablir les liens
    .title = Supprimer toutes les coupures (H)
stage-why = { $acting ->
    [none] Pourquoi aucun leader ?
   *[other] Pourquoi aucune majorité ne suit-elle { $acting } ?
}
stage-as-table = En tableau
    .title = Montrer les mêmes faits en tableau (T)
stage-words = { $role } · terme { $term }
stage-words-short = { $role } · { $term }
stage-term = terme { $term }
stage-votes = { $votes } voix sur { $majority }
stage-promises = { $votes } pré-votes sur { $majority }
stage-inbox = { $n } en attente
stage-words-also = { $words } · { $extra }
stage-votes-joint = voix : anciens { $old } sur { $old-needed }, nouveaux { $new } sur { $new-needed }
stage-promises-joint = pré-votes : anciens { $old } sur { $old-needed }, nouveaux { $new } sur { $new-needed }
agreement = { $stage ->
    [joint] Jointe : toute décision demande une majorité des anciens votants, { $outgoing }, et une majorité des nouveaux, { $voters }.
    [learning] { $count ->
        [0] Votants : { $voters }. Un changement est en cours.
        [one] Votants : { $voters }. { $learners } est apprenti, et ne vote pas encore.
       *[other] Votants : { $voters }. { $learners } sont apprentis, et ne votent pas encore.
    }
   *[settled] Votants : { $voters }.
}
standing = { $standing ->
    [voter] votant
    [both] ancien et nouveau votant
    [old] ancien votant seulement
    [new] nouveau votant seulement
    [learner] apprenti
   *[outside] hors du cluster
}
also-transfer = passe la main à { $to }
also-receiving = instantané : { $n } %
also-disk = { $state ->
    [full] disque plein
    [fails] disque en panne
    [torn] disque qui tronque
   *[well] disque sain
}
also-lease = bail { $left }
also-no-lease = pas de bail
also-clock = { $way ->
    [fast] horloge +{ $n } %
   *[slow] horloge −{ $n } %
}
letter-follower = S
letter-learner = A
letter-pre-candidate = P
letter-candidate = C
node-label = { $candidate ->
    [yes] { $name }, { $role }, terme { $term }, { $votes } voix sur { $majority }
    [asking] { $name }, { $role }, terme { $term }, { $votes } pré-votes sur { $majority }
   *[no] { $name }, { $role }, terme { $term }, dernière entrée { $last }, validé jusqu’à { $commit }
}
link-label = { $state ->
    [both] Lien { $a } – { $b }, coupé
    [there] Lien { $a } – { $b }, coupé de { $a } vers { $b }
    [back] Lien { $a } – { $b }, coupé de { $b } vers { $a }
   *[open] Lien { $a } – { $b }, ouvert
}
message-label = { $state ->
    [refused] { $kind } de { $from } à { $to }, refusé
    [granted] { $kind } de { $from } à { $to }, accordé
    [heartbeat] { $kind } de { $from } à { $to }, battement
    [entries] { $entries ->
        [one] { $kind } de { $from } à { $to }, { $entries } entrée
       *[other] { $kind } de { $from } à { $to }, { $entries } entrées
    }
   *[plain] { $kind } de { $from } à { $to }
}
client-label = Client { $name } { $command } { $state }
client-asks = demande à { $to }
client-try = essai { $n }
client-load = en charge
gesture-cut = { $n ->
    [one] couper { $n } lien
   *[other] couper { $n } liens
}
gesture-part = séparer { $nodes } du reste

## La scène en tableau
table-nodes = Nœuds
table-clients = Clients
table-client = Client
table-asks = Requête
table-answer = Réponse
table-client-cuts = Coupé
table-messages = Messages en route
table-node = Nœud
table-state = État
table-term = Terme
table-vote = Vote pour
table-timer = Minuteur
table-last = Dernière entrée
table-commit = Validé
table-applied = Appliqué
table-disk = Disque
table-snapshot = Instantané
table-snapshot-cell = jusqu’à { $index }
table-standing = Dans le cluster
table-also = En outre
table-disk-cell = { $state ->
    [full] plein, jusqu’à { $durable }
    [fails] en panne, jusqu’à { $durable }
    [torn] tronque, jusqu’à { $durable }
   *[well] { $pending ->
        [0] jusqu’à { $durable }
        [one] jusqu’à { $durable }, { $pending } pas encore durable
       *[other] jusqu’à { $durable }, { $pending } pas encore durables
    }
}
table-message = Message
table-kind = Type
table-from = De
table-to = À
table-due = Arrive dans

## Ce qui est choisi
inspector-close = Fermer
inspect-node = Nœud { $name }
inspect-link = Lien { $a } – { $b }
inspect-message = { $kind }, { $from } → { $to }
fact-role = Rôle
fact-term = Terme
fact-voted-for = Vote pour
fact-leader = Leader connu
fact-last = Dernière entrée
fact-last-value = { $index } (t{ $term })
fact-commit = Index validé
fact-applied = Dernier appliqué
fact-durable = Durable jusqu’à
fact-durable-value = { $pending ->
    [0] { $index }
   *[other] { $index } (+{ $pending })
}
fact-hard-state = Terme et vote
fact-hard-state-pending = pas encore durables
fact-inbox = Messages en attente
fact-members = Ses votants
fact-standing = Dans le cluster
fact-snapshot = Instantané
fact-snapshot-value = jusqu’à { $index }, { $bytes } o
fact-receiving = Instantané reçu
fact-receiving-value = { $bytes } sur { $all } o
fact-disk = Disque
fact-transfer = Passe la main à
fact-lease = Reste du bail
fact-clock = Horloge
link-way = { $a } → { $b }
link-open = ouvert
link-cut = coupé
message-yes = oui
message-no = non
message-entries = Entrées
message-name = Dans un script
message-sent = Envoyé
message-due = Arrive
message-fate = Sort
message-doomed = sera perdu
message-barred = sera perdu en l’état
do-crash = Arrêter
    .title = Il tombe en panne ; ce qui n’est pas durable est perdu
do-restart = Redémarrer
    .title = Il reprend d’après son disque
do-pause = Mettre en pause
    .title = Le processus s’interrompt, et garde sa mémoire
do-resume = Reprendre
do-timeout = Faire expirer
    .title = Son minuteur d’élection expire maintenant
do-isolate = Isoler
    .title = Couper tous ses liens
do-rejoin = Rétablir ses liens
do-wipe = Effacer le disque
    .title = L’arrêter et perdre son disque
do-snapshot = Instantané
    .title = Il garde son état, et compacte son journal
do-transfer = En faire le leader
    .title = Le leader lui passe la main
do-remove = Retirer
    .title = Le leader le retire du cluster
do-add = Ajouter
    .title = Le leader l’ajoute au cluster
disk-full = plein
disk-fails = en panne
disk-torn = qui tronque
disk-well = sain
disk-state =
    .aria-label = État de son disque
do-why-role = Pourquoi ce rôle ?
do-why-term = Pourquoi ce terme ?
do-why-leader = Pourquoi n’est-il pas leader ?
do-cut = Couper les deux sens
do-join = Rétablir
do-cut-way = Couper { $a } → { $b }
do-deliver = Livrer maintenant
do-drop = Perdre
do-duplicate = Doubler
do-why-sent = Pourquoi est-il parti ?
do-delay = Retarder
delay-by =
    .aria-label = Retarder de
ask-node =
    .aria-label = Commande pour ce nœud
    .placeholder = set x 1
ask-node-send = Lui demander
stage-stop-all = Tout arrêter
stage-restart-all = Tout redémarrer
command-heal = Rétablir tous les liens
command-stop-all = Arrêter tous les nœuds
command-restart-all = Redémarrer tous les nœuds arrêtés
command-table = Image ou tableau
do-facts = Faits
bar-more =
    .aria-label = Autres actions pour ce nœud
    .title = Autres actions
bar-menu =
    .aria-label = Ce qu’on peut encore faire à ce nœud
node-facts =
    .aria-label = Faits sur un nœud
bar-close =
    .aria-label = Fermer
client-load-group = charge
client-queue = { $more ->
    [0] puis { $command }
   *[other] puis { $command }, et { $more } de plus
}
also-heard = entendu par { $count } sur { $of }
also-no-majority = pas de majorité
stage-more =
    .aria-label = Autres actions pour tout le cluster
    .title = Autres actions pour tout le cluster
wall-ask = Les clients sont
wall-side = avec { $nodes }
wall-both = des deux côtés
wall-group =
    .aria-label = Côté des clients
stage-fresh = Nouveau cluster de 3
    .title = Commencer un cluster neuf de trois nœuds ; celui-ci reste parmi les univers
