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
    [one] { $n } invariant respecté
   *[other] { $n } invariants respectés
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
promises-scope = Des garanties sur le journal et les élections, vérifiées après chaque événement
promises-reads = { $reads ->
    [local] Qu’une lecture soit périmée ou non dépend de la façon d’y répondre : ici d’après l’état du nœud lui-même, elle peut donc l’être.
    [lease] Qu’une lecture soit périmée ou non dépend de la façon d’y répondre : ici sous un bail, aussi fiable que les horloges.
   *[confirmed] Qu’une lecture soit périmée ou non dépend de la façon d’y répondre : ici une fois qu’une majorité l’a confirmée, elle ne l’est donc pas.
}
promises-kinds = Des garanties sur le journal et les élections. { $safety } de sûreté : rien de mal n’arrive. { $progress } de progrès : quelque chose de bon arrive, à temps.
promises-clients = Ce que voient les clients
promises-linearizable = { $verdict ->
    [violated] { $n ->
        [one] Rompu à { $at }, par une réponse : { $said }
       *[other] Rompu depuis { $at }, par { $n } réponses : { $said }
    }
    [undecided] Indécis, car trop d’appels étaient en cours à la fois : { $said }
   *[holds] { $said }
}
promises-forged = Plus rien de cela n’est garanti depuis que { $nodes } a reçu un message de Raft qu’aucun nœud n’a envoyé.
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
scene-first-election-about = Tous commencent suiveurs ; le premier dont le minuteur expire demande des votes.
scene-split-vote = Un vote partagé
scene-split-vote-about = Les candidats se partagent les voix et personne ne gagne ; le hasard des minuteurs tranche.
scene-leader-failover = La panne du leader
scene-leader-failover-about = Le leader tombe en panne, un autre prend la suite, et rien de validé n’est perdu.
scene-partition = Une partition
scene-partition-about = Seul le côté majoritaire avance ; les liens rétablis, la minorité rattrape son retard.
scene-full-restart = Tout redémarre
scene-full-restart-about = Tous les nœuds tombent en panne ; leurs disques gardent de quoi continuer.
scene-figure-7 = Figure 7 : six journaux étranges
scene-figure-7-about = Un nouveau leader aligne des suiveurs à qui il manque des entrées, ou qui en ont trop.
scene-figure-8 = Figure 8 : les vieux termes
scene-figure-8-about = Pourquoi un leader ne valide en comptant que les entrées de son propre terme.
scene-stale-read = Une lecture périmée
scene-stale-read-about = Un leader déchu qui répond d’après son propre état rend une ancienne valeur.
scene-snapshot = Un instantané pour un suiveur en retard
scene-snapshot-about = Le leader a compacté les entrées qui manquent à un nœud de retour, et lui envoie son instantané en morceaux.
scene-joint-consensus = Le cluster change
scene-joint-consensus-about = Un serveur est ajouté, puis anciens et nouveaux votants décident ensemble tandis que le leader lui-même est retiré.
scene-pre-vote = Sourd d’une oreille
scene-pre-vote-about = Des liens coupés dans un seul sens : le pré-vote empêche un nœud sourd de déranger, check-quorum écarte un leader sourd.
scene-transfer = Le leader passe la main
scene-transfer-about = Aucun minuteur n’expire, presque sans interruption ; puis le cas d’un successeur injoignable.
scene-lease-drift = Un bail, et une horloge qui ment
scene-lease-drift-about = Les horloges se trompent plus que le bail ne le permet, et une lecture rend une ancienne valeur.
scene-torn-disk = Une écriture tronquée
scene-torn-disk-about = Une panne au milieu d’une écriture en laisse une partie ; la somme de contrôle la détecte.

## Onglets
tabs-area =
    .aria-label = Parties
tabs =
    .aria-label = Parties de la page
tab-stage = Scène
tab-logs = Journaux
tab-logs-wide = Journaux et client
tab-client = Client
tab-rules = Règles
tab-why = Pourquoi ?
tab-futures = Avenirs
tab-conditions = Conditions
tab-script = Script
tab-terminal = Terminal

## Alarmes et avis
alarms-unfold =
    .aria-label = Tout le texte
    .title = Tout le texte
alarm-lanes = Pourquoi ?
    .aria-label = Pourquoi ? Ce qui n’a pas d’ordre
    .title = Montre les appels qu’aucun ordre n’explique
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
alarm-forged = Rien n’est plus garanti depuis que { $nodes } a reçu un message de Raft qu’aucun nœud n’a envoyé : même un Raft correct peut alors rompre un invariant.
alarm-unclaimed = { $ends ->
    [never] { $count ->
        [0] Rien n’est plus garanti depuis l’effacement de { $nodes } : un serveur qui avait oublié son vote a voté de nouveau, et cela ne peut être défait.
       *[other] Rien n’est plus garanti depuis l’effacement de { $nodes }. Depuis, ceci a été rompu : { $broken }.
    }
   *[later] { $count ->
        [0] Rien n’est plus garanti depuis l’effacement de { $nodes } : même un Raft correct peut alors rompre un invariant, tant que le nœud n’est pas retiré puis ajouté.
       *[other] Rien n’est plus garanti depuis l’effacement de { $nodes }. Depuis, ceci a été rompu : { $broken }. Retirez le serveur puis ajoutez-le de nouveau : c’en est alors un nouveau.
    }
}
note-replaced = Un nouvel univers.
note-set-up = Un nouvel univers : le même script, avec une autre mise en place.
note-forked = Un autre univers commence ici ; l’univers que vous quittez est conservé.
note-idle = Cela ne pouvait pas s’appliquer ici, et n’a rien fait.
note-no-landmark = { $landmark ->
    [election] Aucune élection n’est gagnée dans les { $s } s qui suivent : le temps reste où il était.
    [message] Aucun message n’arrive dans les { $s } s qui suivent : le temps reste où il était.
    [commit] Rien n’est validé dans les { $s } s qui suivent : le temps reste où il était.
   *[fault] Aucun incident ne survient dans les { $s } s qui suivent : le temps reste où il était.
}
note-no-landmark-before = { $landmark ->
    [election] Aucune élection n’a été gagnée avant : voici le début.
    [message] Aucun message n’est arrivé avant : voici le début.
    [commit] Rien n’a été validé avant : voici le début.
   *[fault] Aucun incident n’est survenu avant : voici le début.
}
note-stands = L’exécution s’arrête là où son script a échoué. Agissez sur la scène pour commencer un autre univers d’ici, ou changez le script.
note-nothing-cut = Aucun lien n’est coupé : il n’y a rien à rétablir.
note-told = Ceci est une trace : elle raconte ce qui s’est passé, et rien ne peut y être changé.
note-no-lanes = La raison n’a pas été trouvée dans les limites de la recherche.
note-missing = { $file } n’a pas pu être chargé. Le réseau manque peut-être ; réessayez.
note-copied = Copié.
note-not-copied = Le navigateur n’a pas permis de copier ; sélectionnez le texte et copiez-le à la main.
note-error = { $error }
failure = Cet univers est perdu
failure-about = Le cœur s’est arrêté sur une erreur. Un univers neuf a pris sa place ; voici l’erreur, et le script qui y a mené.
failure-script =
    .aria-label = Le script qui y a mené
failure-go-on = Continuer

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
key-node = aller au nœud 1 à 9
key-tab = liens, clients, nœuds, messages
key-arrows = le suivant du même type
key-enter = ce qu’on peut faire
key-escape = fermer
legend-leader = Leader
legend-candidate = Candidat et ses voix ; la barre est la majorité
legend-pre-candidate = Pré-candidat : il demande s’il pourrait gagner
legend-follower = Suiveur ; l’arc est son minuteur d’élection
legend-learner = Apprenti : il reçoit le journal, sans droit de vote
legend-paused = En pause : le processus est interrompu
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
legend-client = Requête d’un client ; sa réponse est creuse
legend-http = Requête HTTP, d’un client ou transmise ; sa réponse est creuse
legend-disk = Disque : entrées durables, et une qui ne l’est pas encore
legend-disk-snapshot = Disque avec un instantané, et les entrées qui le suivent
legend-disk-full = Disque plein : son nœud s’arrête à la prochaine écriture
legend-disk-fails = Disque en panne : son nœud s’arrête quand une écriture devrait être durable
legend-disk-torn = Disque qui tronque : une panne ne laisse qu’une partie de l’écriture en cours
legend-old-voter = Jointe : un votant de l’ancien ensemble
legend-new-voter = Jointe : un votant du nouvel ensemble
legend-outside = Hors du cluster
legend-apart = Lien vers un nœud sans droit de vote
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
legend-log-commit = Index de validation : le nœud sait les entrées validées jusqu’ici
legend-log-match = Match index : le leader sait le journal identique jusqu’ici
legend-log-next = Next index : le leader envoie à partir d’ici
legend-band-leader = Leader d’un terme
legend-band-candidate = Candidat
legend-band-paused = En pause
legend-band-down = Arrêté
legend-band-cut = Partition, ou liens coupés
legend-band-asking = Un client attend sa réponse
legend-arrow = Message, de son envoi à sa livraison
legend-arrow-refused = Livré : un refus, ou il attend
legend-arrow-lost = Message perdu
legend-dot-election = Une élection commence, et est gagnée
legend-dot-entry = Une entrée est validée, ajoutée ou appliquée, et la réponse donnée
legend-dot-fault = Un incident, et sa réparation
legend-cone = L’événement choisi ; ses causes, et ses effets
legend-unread = À l’instant : pas encore lu
legend-election = une élection gagnée
legend-commit = une validation
legend-fault = un incident
legend-heal = une réparation
legend-violation = un invariant rompu, ou une réponse périmée
command-fresh = Ouvrir un cluster neuf de 3
command-scenes = Choisir une scène ou un cluster neuf
command-share = Partager cette exécution
command-palette = Trouver une commande
command-help = Légende et touches
command-large = Grands caractères pour un amphithéâtre, avec ou sans
command-theme = Thème suivant : automatique, clair, sombre
command-language-en = English
command-language-fr = Français
mode-explore = Explorer
command-mode-explore = Explorer
mode-break = Casser
command-mode-break = Casser
command-futures = Voir les avenirs possibles, et parier sur l’un d’eux
command-terminal = Ouvrir le terminal, où marchent les commandes du chapitre
command-rules = Montrer les règles, pour en violer une
rules-broken = { $n ->
    [one] 1 règle violée
   *[other] { $n } règles violées
}
note-no-place = Cette adresse ne mène à aucun endroit de la page : { $address }
kbd-shift = Maj
kbd-ctrl = Ctrl
palette-nothing = Aucune commande ne porte ce nom.
modes =
    .aria-label = Modes
palette =
    .aria-label = Commandes
palette-list =
    .aria-label = Commandes qui correspondent
palette-input =
    .aria-label = Trouver une commande
    .placeholder = trouver une commande
embed-open = Ouvrir dans Raftarium
    .title = Ouvrir ceci dans la page entière, dans un nouvel onglet
