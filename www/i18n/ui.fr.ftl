# Les mots de la page elle-même. Les phrases des événements, des règles et des violations sont dans core.fr.ftl.

## Unités
unit-us = { $n } µs
unit-ms = { $n } ms
unit-s = { $n } s
unit-min = { $n } min
unit-percent = %
unit-ms-name = ms

## En-tête
scenes = Scènes
scenes-menu =
    .aria-label = Scènes et clusters neufs
fresh = Un cluster neuf de
fresh-sizes =
    .aria-label = Nombre de nœuds
nodes-count = { $n ->
    [one] { $n } nœud
   *[other] { $n } nœuds
}
safety-holds = { $n ->
    [one] { $n } invariant tient
   *[other] { $n } invariants tiennent
}
safety-broken = { $n ->
    [one] { $n } invariant rompu
   *[other] { $n } invariants rompus
}
safety-unclaimed = rien n’est garanti
safety-stale = { $n ->
    [one] { $n } réponse périmée
   *[other] { $n } réponses périmées
}
promises-title = Ce qui est vérifié
promises-scope = Des promesses sur le journal et les élections, vérifiées après chaque événement
promises-reads = { $reads ->
    [local] Qu’une lecture soit périmée ou non dépend de la façon d’y répondre : ici d’après l’état du nœud lui-même, elle peut donc l’être.
    [lease] Qu’une lecture soit périmée ou non dépend de la façon d’y répondre : ici tant que court un bail, qui vaut ce que valent les horloges.
   *[confirmed] Qu’une lecture soit périmée ou non dépend de la façon d’y répondre : ici une fois qu’une majorité l’a confirmée, elle ne l’est donc pas.
}
promises-kinds = Des promesses sur le journal et les élections. { $safety } de sûreté : rien de mal n’arrive. { $progress } de progrès : quelque chose de bon arrive, à temps.
promises-clients = Ce que voient les clients
promises-linearizable = { $verdict ->
    [violated] { $n ->
        [one] Rompu à { $at }, par une réponse : { $said }
       *[other] Rompu depuis { $at }, par { $n } réponses : { $said }
    }
    [undecided] Indécis, car trop d’appels étaient en cours à la fois : { $said }
   *[holds] { $said }
}
promises-unclaimed = Plus rien de cela n’est garanti depuis l’effacement de { $nodes }.
promise-broken = Rompu : { $said }
languages =
    .aria-label = Langue
lang-en = EN
    .title = English
lang-fr = FR
    .title = Français
theme-auto = Couleurs : celles du système
theme-light = Couleurs : claires
theme-dark = Couleurs : sombres
help-open =
    .aria-label = Légende et touches
    .title = Légende et touches (?)

## Scènes
scene-living-cluster = Un cluster vivant
scene-living-cluster-about = Des nœuds élisent un leader et servent une charge légère. Malmenez-les.
scene-first-election = La première élection
scene-first-election-about = Tous commencent suiveurs ; le premier minuteur écoulé demande des votes.
scene-split-vote = Un vote partagé
scene-split-vote-about = Les candidats se partagent les voix et personne ne gagne ; le hasard des minuteurs tranche.
scene-leader-failover = Le leader tombe
scene-leader-failover-about = Le leader s’arrête, un autre prend la suite, et rien de validé n’est perdu.
scene-partition = Une partition
scene-partition-about = Seul le côté majoritaire avance ; une fois réparé, l’autre le rattrape.
scene-full-restart = Tout redémarre
scene-full-restart-about = Tous les nœuds s’arrêtent ; ce que gardent leurs disques suffit pour continuer.
scene-figure-7 = Figure 7 : six journaux étranges
scene-figure-7-about = Un nouveau leader aligne des suiveurs à qui il manque des entrées, ou qui en ont trop.
scene-figure-8 = Figure 8 : les vieux termes
scene-figure-8-about = Pourquoi un leader ne valide en comptant que les entrées de son propre terme.
scene-stale-read = Une lecture périmée
scene-stale-read-about = Un leader déchu qui répond d’après son propre état raconte le passé.
scene-snapshot = Un instantané pour qui est loin derrière
scene-snapshot-about = Le leader a compacté ce qui manque à un nœud qui revient, et lui envoie son instantané en morceaux.
scene-joint-consensus = Le cluster change
scene-joint-consensus-about = Un serveur arrive, puis anciens et nouveaux votants décident ensemble tandis que le leader lui-même est retiré.
scene-pre-vote = Sourd d’une oreille
scene-pre-vote-about = Des liens coupés dans un seul sens : pre-vote empêche un nœud sourd de déranger, check-quorum écarte un leader sourd.
scene-transfer = Le leader passe la main
scene-transfer-about = Sans minuteur, presque sans interruption ; et ce qui arrive quand le successeur est injoignable.
scene-lease-drift = Un bail, et une horloge qui ment
scene-lease-drift-about = Les horloges se trompent plus que le bail ne le permet, et une lecture rend le passé.
scene-torn-disk = Un disque qui déchire
scene-torn-disk-about = Un arrêt au milieu d’une écriture en laisse une partie ; la somme de contrôle trouve où s’arrête ce qui est entier.

## Onglets
tabs-area =
    .aria-label = Parties
tabs =
    .aria-label = Parties de la page
tab-stage = Scène
tab-logs = Journaux
tab-logs-wide = Journaux et client
tab-client = Client
tab-why = Pourquoi ?
tab-conditions = Conditions
tab-script = Script

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
stage-hint = Cliquez un nœud. Tracez à travers des liens pour les couper, autour de nœuds pour les séparer.
stage-heal = Rétablir les liens
    .title = Supprimer toutes les coupures (H)
stage-why = { $acting ->
    [none] Pourquoi n’y a-t-il pas de leader ?
   *[other] Pourquoi aucune majorité ne suit-elle { $acting } ?
}
stage-as-table = En tableau
    .title = Montrer les mêmes faits en tableau (T)
stage-words = { $role } · terme { $term }
stage-words-short = { $role } · { $term }
stage-term = terme { $term }
stage-votes = { $votes } voix sur { $majority }
stage-promises = { $votes } promesses sur { $majority }
stage-inbox = { $n } en attente
stage-words-also = { $words } · { $extra }
stage-votes-joint = voix : anciens { $old } sur { $old-needed }, nouveaux { $new } sur { $new-needed }
stage-promises-joint = promesses : anciens { $old } sur { $old-needed }, nouveaux { $new } sur { $new-needed }
agreement = { $stage ->
    [joint] Jointe : toute décision demande une majorité des anciens votants, { $outgoing }, et une des nouveaux, { $voters }.
    [learning] { $count ->
        [0] Votants : { $voters }. Un changement est en cours.
        [one] Votants : { $voters }. { $learners } apprend, et ne vote pas encore.
       *[other] Votants : { $voters }. { $learners } apprennent, et ne votent pas encore.
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
    [torn] disque qui déchire
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
    [asking] { $name }, { $role }, terme { $term }, { $votes } promesses sur { $majority }
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
table-asks = Demande
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
    [torn] déchire, jusqu’à { $durable }
   *[well] { $pending ->
        [0] jusqu’à { $durable }
        [one] jusqu’à { $durable }, { $pending } pas encore durable
       *[other] jusqu’à { $durable }, { $pending } pas encore durables
    }
}
table-message = Message
table-kind = Sorte
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
fact-members = Votants connus
fact-standing = Place
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
    .title = Il s’arrête ; ce qui n’est pas durable est perdu
do-restart = Redémarrer
    .title = Il reprend d’après son disque
do-pause = Mettre en pause
    .title = Le processus ne bouge plus
do-resume = Reprendre
do-timeout = Faire expirer
    .title = Son minuteur d’élection expire maintenant
do-isolate = Isoler
    .title = Couper tous ses liens
do-rejoin = Rétablir ses liens
do-wipe = Effacer
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
disk-torn = qui déchire
disk-well = sain
disk-state =
    .aria-label = Ce que doit être son disque
do-why-role =
    .aria-label = Pourquoi ce rôle ?
    .title = Pourquoi ce rôle ?
do-why-term =
    .aria-label = Pourquoi ce terme ?
    .title = Pourquoi ce terme ?
do-why-leader =
    .aria-label = Pourquoi n’est-il pas leader ?
    .title = Pourquoi n’est-il pas leader ?
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

## Journaux et état
logs = Journaux
logs-table =
    .aria-label = Les journaux : une ligne par nœud, une colonne par index
logs-scroller =
    .aria-label = Journaux, défilent de côté ; Entrée mène aux entrées, et questionne l’une d’elles
# Of a log that ended before the columns in sight; 0 of one that is empty.
logs-ends = { $index ->
    [0] vide
   *[other] ← finit à { $index }
}
logs-follow = Suivre la fin
logs-empty = Rien n’est encore écrit. Le premier leader écrira une entrée ici.
logs-cell-term = t{ $term }
logs-cell = { $state ->
    [committed] Entrée { $index }, terme { $term } : { $command } { $client } – validée
    [durable] Entrée { $index }, terme { $term } : { $command } { $client } – durable ici, pas validée
   *[volatile] Entrée { $index }, terme { $term } : { $command } { $client } – pas encore durable
}
logs-compacted = instantané jusqu’à { $index }
logs-compacted-short = ≤ { $index }
logs-compacted-title = { $durable ->
    [no] Les entrées jusqu’à { $index }, la dernière du terme { $term }, sont compactées : leur effet est dans un instantané, qui n’est pas encore durable
   *[yes] Les entrées jusqu’à { $index }, la dernière du terme { $term }, sont compactées : leur effet est dans un instantané de { $bytes } octets
}
logs-match = match index { $n }
logs-next = next index { $n }
kv = État clé-valeur
kv-scroller =
    .aria-label = État clé-valeur de chaque nœud
kv-key = clé
kv-empty = Aucun nœud n’a encore de clé. Envoyez « set x 1 » ci-dessous.
kv-more = { $n ->
    [one] et { $n } clé de plus
   *[other] et { $n } clés de plus
}

## Client
client = Client
client-who =
    .aria-label = Client
client-op =
    .aria-label = Opération
client-key =
    .aria-label = Clé
    .placeholder = clé
client-old =
    .aria-label = Ancienne valeur attendue
    .placeholder = ancienne
client-value =
    .aria-label = Valeur
    .placeholder = valeur
client-target =
    .aria-label = Nœud à qui demander
client-any = → leader
client-send = Envoyer
client-line =
    .aria-label = Une instruction à exécuter maintenant
    .placeholder = ou tapez : set x 2 from c1 to n3
client-run = Exécuter
client-history =
    .aria-label = Demandes et réponses
client-empty = Pas encore de demande. Envoyez-en une ci-dessus.
client-detail = { $state ->
    [pending] { $tries ->
        [1] demande à { $to }
       *[other] demande à { $to }, essai { $tries }
    }
   *[done] { $redirects ->
        [0] { $tries ->
            [1] { $took } · { $to }
           *[other] { $took } · { $to } · { $tries } essais
        }
       *[other] { $tries ->
            [1] { $took } · { $to } · redirigé
           *[other] { $took } · { $to } · redirigé, { $tries } essais
        }
    }
}
client-detail-unordered = { $op ->
    [get] périmée · { $told }
   *[other] hors de tout ordre · { $told }
}
client-answer-unordered = { $op ->
    [get] { $answer } : périmée
   *[other] { $answer } : hors de tout ordre
}
outcome-pending = attend
outcome-ok = ok
outcome-absent = absente
outcome-refused = refusé

## Conditions
conditions = Conditions
conditions-about = Ce que le cluster subit désormais. Chaque changement devient une ligne du script.
conditions-network = Réseau
conditions-nodes = Nœuds
conditions-clients = Clients
weathers =
    .aria-label = Conditions toutes faites
weather-calm = Calme
    .title = 5–15 ms, rien de perdu
weather-rough = Agité
    .title = 5–120 ms, 15 % perdus, 5 % doublés
weather-far = Lointain
    .title = 60–90 ms, 1 % perdus
weather-slow = Disques lents
    .title = fsync prend 20–60 ms
condition-loss = Messages perdus
condition-loss-input =
    .aria-label = Messages perdus, pour cent
condition-duplicate = Livrés deux fois
condition-duplicate-input =
    .aria-label = Messages livrés deux fois, pour cent
condition-latency = Latence, un sens
condition-latency-low =
    .aria-label = Latence la plus courte, millisecondes
condition-latency-high =
    .aria-label = Latence la plus longue, millisecondes
condition-election-timeout = Délai d’élection
condition-election-timeout-low =
    .aria-label = Délai d’élection le plus court, millisecondes
condition-election-timeout-high =
    .aria-label = Délai d’élection le plus long, millisecondes
condition-heartbeat = Battement toutes les
condition-heartbeat-low =
    .aria-label = Intervalle des battements, millisecondes
condition-heartbeat-high =
    .aria-label = Intervalle des battements, millisecondes
condition-fsync = fsync prend
condition-fsync-low =
    .aria-label = fsync le plus court, millisecondes
condition-fsync-high =
    .aria-label = fsync le plus long, millisecondes
condition-load = Une charge, une commande toutes les
condition-load-input =
    .aria-label = Temps entre deux commandes, millisecondes
conditions-members = Cluster
members =
    .aria-label = Qui doit voter
members-set = En faire les votants
members-add = Ajouter { $name }
conditions-setup = Mise en place
setup-about = Ces réglages précèdent le premier pas : un autre choix commence un nouvel univers avec le même script. Celui que vous quittez est conservé.
setup-pre-vote = Demander avant de se présenter (pre-vote)
setup-check-quorum = Sans majorité, plus de leader (check-quorum)
setup-membership = Changements de membres
setup-membership-joint = consensus joint
setup-membership-single = un serveur à la fois
setup-reads = Lectures
setup-reads-read-index = read index
setup-reads-lease = bail
setup-reads-log = journal
setup-reads-local = locales
setup-snapshot-every = Entrées par instantané (0 : aucun)
setup-drift = Les horloges se trompent jusqu’à
condition-reads = { $reads ->
    [log] Les lectures passent par le journal.
    [read-index] Les lectures sont confirmées par un tour de battements (read index).
    [lease] Les lectures ont leur réponse aussitôt tant que le bail du leader court, et sont confirmées sinon.
   *[local] Un nœud répond aux lectures d’après son propre état, sans rien demander.
}

## Script
script = Script
script-about = Un univers est un script : le même script donne la même suite. Ce que vous faites s’écrit ici ; changez-le et relancez-le.
script-area =
    .aria-label = Le script de cet univers
script-run = Lancer ceci
    .title = Lancer ceci (Ctrl + Entrée)
script-revert = Abandonner la modification
script-again = Relancer
script-copy = Copier
script-back = Retrouver le précédent
script-edited = Modifié ; l’univers continue avec son propre script.
script-free = Toutes les lignes ont été exécutées.
script-running = Ligne { $line } : { $text }
script-failed = La ligne { $line } a échoué : { $text }

## Récit
narration =
    .aria-label = Ce qui s’est passé
narration-empty = Il ne s’est encore rien passé. Lancez le temps.
narration-waiting = Le temps court, au ralenti. Le premier minuteur écoulé commencera quelque chose.
narration-steady = { $n ->
    [one] { $leader } dirige le terme { $term } ; { $n } entrée est validée.
   *[other] { $leader } dirige le terme { $term } ; { $n } entrées sont validées.
}
narration-leaderless = Aucun leader n’est suivi par une majorité.
narration-before = Avant cela
narration-routine = la routine aussi

## Temps
time =
    .aria-label = Temps
time-play = Lancer
time-pause = Pause
time-back =
    .aria-label = Reculer
    .title = Revenir au précédent (, pour un événement)
time-step =
    .aria-label = Avancer
    .title = Aller au suivant (. pour un événement)
time-landmark =
    .aria-label = Où aller
    .title = Où aller
landmark-event = événement
landmark-message = message
landmark-election = élection
landmark-commit = validation
landmark-fault = panne
time-track =
    .aria-label = Position dans l’exécution
time-place = { $now } sur { $end }
time-to-end = À la fin
time-speed =
    .aria-label = Vitesse
    .title = Vitesse ([ et ])
time-speed-name = Vitesse
time-now =
    .aria-label = Temps virtuel
time-behind = en retard
time-marks = Jusqu’ici : { $elections ->
            [one] { $elections } élection gagnée
           *[other] { $elections } élections gagnées
        }, { $commits ->
            [one] { $commits } validation
           *[other] { $commits } validations
        }, { $faults ->
            [one] { $faults } panne
           *[other] { $faults } pannes
        }, { $violations ->
            [one] { $violations } violation
           *[other] { $violations } violations
        }
speed-slower = 1/{ $n }
speed-faster = ×{ $n }
speed-full = max

## Univers
universes =
    .aria-label = Univers
universes-title = Univers
universes-open =
    .title = Univers (U)
universes-of = Univers : { $name }
universes-about = Tout ce que vous faites dans le passé commence un autre univers. Tous sont conservés.
universes-others = { $n ->
    [one] + 1 autre
   *[other] + { $n } autres
}
universe-rename =
    .aria-label = Nom de cet univers
    .title = Renommer
universe-span = { $from } – { $to }
universe-switch = Passer à celui-ci
universe-compare = Comparer
universe-twin = Côte à côte
difference-none = Cet univers et « { $other } » sont identiques, aussi loin que les deux ont été exécutés.
difference-far = Cet univers et « { $other } » sont identiques plus longtemps que ce qui a été comparé.
difference-at = Cet univers et « { $other } » se séparent à { $at }.
difference-here = Ici, à { $at } : { $said }
difference-there = Dans « { $other } », à { $at } : { $said }
difference-go = Y aller
twin =
    .aria-label = Un autre univers, côte à côte
twin-words =
    .aria-label = Ce qui diffère
twin-close = Fermer
twin-node = { $name } : ici { $here } ; là-bas { $there }.
twin-face = { $role }, terme { $term }, dernière entrée { $last }, validé jusqu’à { $commit }

## Alarmes et avis
alarms-unfold =
    .aria-label = Tout ce qui est dit ici
    .title = Tout ce qui est dit ici
alarm-violation = { $invariant } est rompu à { $at } : { $said }
alarm-unordered = { $more ->
    [0] Non linéarisable à { $at } : { $said }
    [one] Non linéarisable à { $at } : { $said } Et une autre réponse depuis.
   *[other] Non linéarisable à { $at } : { $said } Et { $more } autres réponses depuis.
}
alarm-failed = { $failure ->
    [lapse] { $found ->
        [none] L’exécution s’arrête : la ligne { $line } n’est plus vérifiée – { $text }
       *[other] L’exécution s’arrête : la ligne { $line } n’est plus vérifiée – { $text }. Ce qui est vrai : { $found }
    }
    [timeout] { $found ->
        [none] L’exécution s’arrête : la ligne { $line } a attendu en vain – { $text }
       *[other] L’exécution s’arrête : la ligne { $line } a attendu en vain – { $text }. Ce qui est vrai : { $found }
    }
    [undecided] L’exécution s’arrête : la ligne { $line } était trop difficile à trancher – { $text }
   *[other] { $found ->
        [none] L’exécution s’arrête : la ligne { $line } n’est pas vérifiée – { $text }
       *[other] L’exécution s’arrête : la ligne { $line } n’est pas vérifiée – { $text }. Ce qui est vrai : { $found }
    }
}
alarm-unclaimed = { $ends ->
    [never] { $count ->
        [0] Rien n’est plus garanti depuis l’effacement de { $nodes } : un serveur qui avait oublié son vote a voté de nouveau, et cela ne peut être défait.
       *[other] Rien n’est plus garanti depuis l’effacement de { $nodes }. Depuis lors ceci a été rompu : { $broken }.
    }
   *[later] { $count ->
        [0] Rien n’est plus garanti depuis l’effacement de { $nodes } : même un Raft sans faute peut alors rompre une promesse, tant que le nœud n’est pas retiré puis ajouté.
       *[other] Rien n’est plus garanti depuis l’effacement de { $nodes }. Depuis lors ceci a été rompu : { $broken }. Retirez le serveur puis ajoutez-le de nouveau : c’en est alors un nouveau.
    }
}
note-replaced = Un nouvel univers.
note-set-up = Un nouvel univers : le même script, avec une autre mise en place.
note-forked = Un autre univers commence ici ; celui que vous quittez est conservé.
note-idle = Cela ne pouvait pas s’appliquer ici, et n’a rien fait.
note-no-landmark = { $landmark ->
    [election] Aucune élection n’est gagnée dans les { $s } s qui suivent : le temps reste où il était.
    [message] Aucun message n’arrive dans les { $s } s qui suivent : le temps reste où il était.
    [commit] Rien n’est validé dans les { $s } s qui suivent : le temps reste où il était.
   *[fault] Aucune panne ne vient dans les { $s } s qui suivent : le temps reste où il était.
}
note-no-landmark-before = { $landmark ->
    [election] Aucune élection n’a été gagnée avant : voici le début.
    [message] Aucun message n’est arrivé avant : voici le début.
    [commit] Rien n’a été validé avant : voici le début.
   *[fault] Aucune panne n’est survenue avant : voici le début.
}
note-stands = L’exécution s’arrête là où son script a échoué. Agissez sur la scène, et un autre univers continue d’ici ; ou changez le script.
note-nothing-cut = Aucun lien n’est coupé : il n’y a rien à rétablir.
note-missing = { $file } n’a pas pu être chargé. Le réseau manque peut-être ; réessayez.
note-copied = Copié.
note-not-copied = Le navigateur n’a pas permis de copier ; sélectionnez le texte et copiez-le à la main.
note-error = { $error }
failure = Cet univers est perdu
failure-about = Le cœur s’est arrêté sur une erreur. Un univers neuf a pris sa place ; voici ce qui a été dit, et le script qui y a mené.
failure-script =
    .aria-label = Le script qui y a mené
failure-go-on = Continuer

## Partager
share-open = Partager
    .title = Partager cette exécution, ou l’emporter ailleurs (S)
share = Partager cette exécution
share-link = Un lien vers cet instant
share-link-field =
    .aria-label = Lien vers cet instant
share-link-length = { $more ->
    [yes] { $n } caractères : certaines messageries coupent un lien si long, un fichier est plus sûr. Qui l’ouvre voit cet instant et ce panneau.
   *[no] { $n } caractères. Qui l’ouvre voit cet instant et ce panneau.
}
share-link-digest = { $more ->
    [yes] { $n } caractères : certaines messageries coupent un lien si long, un fichier est plus sûr. L’empreinte qui permet de vérifier l’exécution est en cours de calcul.
   *[no] { $n } caractères. L’empreinte qui permet de vérifier l’exécution est en cours de calcul.
}
share-future = avec ce que le script doit encore faire
share-file = Un fichier
share-save = Enregistrer dans un fichier
share-choose = Ouvrir un fichier…
share-drop = Ou déposez un script n’importe où sur la page.
share-exports = Pour d’autres outils : l’exécution jusqu’à cet instant
share-making = { $name } est en préparation…
share-making-at = { $name } est en préparation : l’exécution en est à { $at }.
share-made = { $name } est prêt.
share-made-cut = { $name } est prêt, mais l’exécution est trop longue : une partie a été laissée de côté.
share-give-up = Abandonner
export-trace = Trace
    .title = Chaque événement, une ligne de JSON chacun
export-history = Historique
    .title = Les opérations des clients, une ligne de JSON chacune
export-shiviz = Journal ShiViz
    .title = Chaque événement avec son horloge vectorielle
export-mermaid = Diagramme Mermaid
    .title = Les derniers messages en diagramme de séquence
export-svg = Scène, SVG
export-diagram-svg = Diagramme, SVG
export-diagram-png = Diagramme, PNG
export-png = Scène, PNG
way = L’exécution est en route vers l’endroit où elle a été laissée : { $at }.
way-part = L’exécution est en route vers l’endroit où elle a été laissée : { $at }, { $n } %.
way-leave = Rester ici
scene-shared = Une exécution partagée
scene-own = Votre script
scene-file = D’un fichier
link-damaged = Ce lien est abîmé : il en manque peut-être une partie. Rien n’a changé.
link-version = Ce lien vient d’une autre version de Raftarium, que celle-ci ne sait pas lire. Rien n’a changé.
link-too-long = Ce lien est trop long pour être ouvert. Rien n’a changé.
link-script-too-long = Ce script est trop long : un script peut prendre 1 Mio. Rien n’a changé.
link-no-text = Ce n’est pas du texte, donc pas un script. Rien n’a changé.
link-unreadable = Ce navigateur ne sait pas décompresser le lien. Rien n’a changé.
link-file-unread = Le fichier n’a pas pu être lu. Rien n’a changé.
link-script-wrong = Le script ne peut pas être ouvert, et rien n’a changé. { $error }
note-link-differs = Ce lien a été fait par une autre version de Raftarium : ici, l’exécution diffère.

## Aide
help = Légende et touches
help-hands = À la main
help-click = Cliquez un nœud pour l’arrêter, le mettre en pause, l’effacer, le faire expirer ou lui demander quelque chose.
help-cut = Tracez à travers des liens pour les couper.
help-lasso = Tracez une ligne fermée autour de nœuds pour les séparer du reste.
help-link = Cliquez un lien pour le couper ou le rétablir.
help-message = Cliquez un message : le temps s’arrête, et vous pouvez le lire, le perdre, le retarder, le doubler ou le livrer.
help-client = Cliquez un client pour parler à travers lui.
help-keys = Au clavier
help-letters = Les touches simples sont des raccourcis
help-legend = Ce que vous voyez
help-marks = Sur la barre du temps
kbd-space = Espace
kbd-home = Début
kbd-end = Fin
kbd-enter = Entrée
kbd-escape = Échap
key-play = lancer ou arrêter le temps
key-step = un événement en arrière, un en avant
key-landmarks = élection, message, validation, panne : le suivant ; avec Maj, le précédent
key-ends = début et fin de l’exécution
key-universes = les univers
key-speed = moins vite, plus vite
key-heal = rétablir les liens
key-node = aller au nœud 1 à 9
key-line = taper une commande
key-why = pourquoi ?
key-share = partager cette exécution
key-table = image ou tableau
key-tab = liens, clients, nœuds, messages
key-arrows = le suivant de sa sorte
key-enter = ce qu’on peut faire
key-escape = fermer
key-help = cette page
legend-leader = Leader
legend-candidate = Candidat et ses voix ; la barre est la majorité
legend-pre-candidate = Pré-candidat : il demande s’il pourrait gagner
legend-follower = Suiveur ; l’arc est son minuteur d’élection
legend-learner = Apprenti : il reçoit le journal, et n’a pas de vote
legend-paused = En pause : le processus ne bouge plus
legend-down = Arrêté : il ne reste que le disque
legend-vote = RequestVote
legend-pre-vote = PreVote
legend-timeout-now = TimeoutNow : se présenter aussitôt
legend-append = AppendEntries avec des entrées
legend-heartbeat = AppendEntries sans entrée, un battement
legend-snapshot = InstallSnapshot, un morceau
legend-read = ReadIndex : que faut-il avoir appliqué pour une lecture ?
legend-granted = Réponse : accordé, ou entrées acceptées
legend-refused = Réponse : refusé
legend-client = Demande d’un client ; sa réponse est creuse
legend-disk = Disque : entrées durables, et une qui ne l’est pas encore
legend-disk-snapshot = Disque avec un instantané, et les entrées qui le suivent
legend-disk-full = Disque plein : son nœud s’arrête à la prochaine écriture
legend-disk-fails = Disque en panne : son nœud s’arrête quand une écriture devrait être durable
legend-disk-torn = Disque qui déchire : un arrêt laisse une partie de ce qui s’écrivait
legend-old-voter = Jointe : un votant de l’ancien ensemble
legend-new-voter = Jointe : un votant du nouvel ensemble
legend-outside = Hors du cluster
legend-apart = Lien vers un nœud sans vote
legend-compacted = Entrées compactées : leur effet est dans l’instantané
legend-configuration = Entrée avec une configuration
legend-committed = Entrée validée ; sa couleur est son terme
legend-uncommitted = Entrée qui n’est pas validée
help-diagram = Dans le diagramme espace-temps
legend-lost = Un message se perd ici
legend-copy = Second exemplaire d’un message
legend-cut = Lien coupé ; en tirets, dans un seul sens
legend-wall = Mur d’une partition
legend-client-wire = D’un client au nœud dont il attend la réponse
legend-differs = Diffère de l’univers d’à côté
legend-log-down = Journal d’un nœud arrêté
legend-log-commit = Index de validation : le nœud sait validé ce qui précède
legend-log-match = Match index : le leader sait que tout y est jusque-là
legend-log-next = Next index : le leader envoie à partir d’ici
legend-band-leader = Leader d’un terme
legend-band-candidate = Candidat
legend-band-paused = En pause
legend-band-down = Arrêté
legend-band-cut = Partition, ou liens coupés
legend-band-asking = Un client attend sa réponse
legend-arrow = Message, de son envoi à sa remise
legend-arrow-refused = Remis : un refus, ou il attend
legend-arrow-lost = Message perdu
legend-dot-election = Une élection commence, et est gagnée
legend-dot-entry = Une entrée est validée, ajoutée ou appliquée, et la réponse donnée
legend-dot-fault = Une panne, et ce qui la répare
legend-cone = L’événement choisi ; ce dont il vient, et ce qui en vient
legend-unread = À l’instant : pas encore lu
legend-election = une élection gagnée
legend-commit = une validation
legend-fault = une panne
legend-heal = une réparation
legend-violation = un invariant rompu, ou une réponse périmée

# Pourquoi ?
why-empty = Tout peut être questionné : « pourquoi ? » se trouve près de ce qui est raconté, d’un nœud ou d’un message choisi, d’une entrée de journal, d’une requête. W questionne ce qui est choisi.
why-gone = Cela n’existe pas dans cet univers, ou pas à cet instant.
why-leader = Pourquoi y a-t-il un leader, ou pas ?
why-missing = Ce qui manque
why-causes = Comment on en est arrivé là
why-because = Ce qui y a contribué
why-short = pourquoi ?
why-of = Pourquoi : { $what }
why-go = y aller
why-go-to = Aller à { $time }
why-elsewhere = La question a été posée à { $time }.
why-back = Y revenir
why-here = Reposer la question ici

## Diagramme espace-temps
tab-diagram = Diagramme
spacetime =
    .aria-label = Diagramme espace-temps
spacetime-title = Diagramme espace-temps
spacetime-canvas =
    .aria-label = Diagramme espace-temps : une ligne par nœud, une flèche par message. Le tableau dit la même chose.
spacetime-keys = Les flèches du clavier se déplacent dans le temps, plus et moins changent l’échelle, Début va au commencement, Fin suit le présent. Entrée choisit un événement ; de là, les flèches vont le long de la ligne et d’une ligne à l’autre, Entrée va à cet instant, Échap abandonne le choix.
spacetime-lanes =
    .aria-label = Lignes
spacetime-lane = { $name }, ligne { $place } sur { $n }. Entrée parcourt ses événements ; Alt avec une flèche déplace la ligne.
spacetime-go = Y aller
    .title = Aller à l’instant où cela vient d’arriver
spacetime-let-go = Abandonner
    .title = Ne plus regarder d’événement en particulier (Échap)
spacetime-zoom-out =
    .aria-label = Montrer plus de temps
    .title = Montrer plus de temps (−)
spacetime-zoom-in =
    .aria-label = Montrer moins de temps
    .title = Montrer moins de temps (+)
spacetime-follow = Suivre
    .title = Garder le présent en vue (Fin)
spacetime-as-table = En tableau
spacetime-table =
    .aria-label = Diagramme espace-temps en tableau
spacetime-leader = leader du terme { $term }
spacetime-candidate = candidat, terme { $term }
spacetime-partition = partition
spacetime-cut = liens coupés
spacetime-too-many = Trop de messages pour les dessiner : rapprochez-vous pour les voir.
spacetime-too-fast = Le temps passe trop vite pour voir les messages : ralentissez, ou prenez du recul.
spacetime-reading = Cette partie de l’exécution est rejouée…
spacetime-events = Événements en vue
spacetime-messages = Messages en vue
spacetime-when = Quand
spacetime-lane-name = Où
spacetime-what = Quoi
spacetime-sent = Envoyé à
spacetime-took = Trajet
spacetime-fate = Ce qu’il est devenu
spacetime-refused = remis : un refus
spacetime-span = { $left ->
    [0] De { $from } à { $to }.
    [one] De { $from } à { $to } ; une ligne de plus ne tient pas ici : rapprochez-vous.
   *[other] De { $from } à { $to } ; { $left } lignes de plus ne tiennent pas ici : rapprochez-vous.
}
spacetime-fate-on-its-way = en route
spacetime-fate-delivered = remis
spacetime-fate-waits = attend auprès du nœud en pause
spacetime-fate-cut = perdu : le lien était coupé
spacetime-fate-receiver-down = perdu : le destinataire était arrêté
spacetime-fate-chance = perdu par hasard
spacetime-fate-dropped = supprimé
spacetime-fate-overflow = perdu : trop de messages
spacetime-fate-ends-later = arrive bien plus tard
spacetime-dot-election-started = une élection commence
spacetime-dot-election-won = une élection est gagnée
spacetime-dot-committed = le leader valide
spacetime-dot-applied = une entrée est appliquée
spacetime-dot-answered = le client a sa réponse
spacetime-dot-fault = une panne
spacetime-dot-mend = une panne est réparée
spacetime-dot-violation = un invariant est rompu
spacetime-dot-unordered = la réponse du client n’entre dans aucun ordre, périmée par exemple
spacetime-dot-appended = le leader ajoute une entrée
