rules-title = Figure 2 en action
rules-seen = { $n ->
    [one] { $n } règle vue
   *[other] { $n } règles vues
} sur { $of } · applications
rules-whole = Aucune règle violée
rules-presets = Ensembles de règles violées
rules-preset-none = Raft correct
rules-preset-chapter = Le chapitre tel qu’imprimé
rules-preset-chapter-python = En Python
rules-printed = De plus : { $what }
rules-printed-replication = réplication simple, une entrée en arrière par battement
rules-printed-follower-reads = les suiveurs refusent les lectures
rules-printed-client-retries = les clients ne demandent qu’une fois
rules-here = à partir de l’instant affiché
rules-wanted = Ce qui doit être violé
rules-wanted-any = Tout invariant
rules-exercises = Exercices, à côté de Raft correct
rules-exercise-1 = Écrire, puis lire sur chaque nœud
rules-exercise-2 = Le leader est tué
rules-exercise-3 = Deux nœuds sur cinq sont isolés
rules-exercise-4 = Tous les nœuds s’arrêtent et redémarrent
rules-break = Violer cette règle
rules-mend = Rétablir cette règle
rules-how = Manière de violer la règle « { $rule } »
rules-fired = { $n ->
    [0] { $rule } : pas encore appliquée
    [one] { $rule } : appliquée une fois. Y aller
   *[other] { $rule } : appliquée { $n } fois. Aller à la dernière
}
rules-broke = { $n ->
    [0] { $rule } : violée, sans effet pour l’instant
    [one] { $rule } : une décision contraire à Raft. Y aller
   *[other] { $rule } : { $n } décisions contraires à Raft. Aller à la dernière
}

## Groups
rules-group-elections = Élections
rules-group-replication = Réplication et validation
rules-group-clients = Clients et lectures
rules-group-snapshots = Instantanés
rules-group-membership = Composition du cluster
rules-group-extensions = Extensions

## How a flaw breaks its rule, in short
rules-how-nothing-durable = oublie terme, vote et journal au redémarrage
rules-how-vote-not-durable = accorde un vote avant qu’il soit durable
rules-how-term-before-vote = accorde un vote dès que le terme est durable
rules-how-reply-before-durable = acquitte des entrées pas encore durables
rules-how-stale-votes-counted = compte les votes d’un terme antérieur
rules-how-vote-reset-in-term = efface le vote quand le leader se manifeste
rules-how-leader-grants-votes = accorde un vote dans le terme qu’il dirige
rules-how-higher-term-keeps-role = adopte le terme, mais garde son rôle
rules-how-candidate-stays = reste candidat à côté du leader élu
rules-how-leader-accepts-entries = accepte les entrées d’un second leader
rules-how-longest-log-wins = ne compare que la longueur des journaux
rules-how-any-log-wins = ne compare pas les journaux
rules-how-majority-of-peers = compte une majorité des autres seulement
rules-how-fixed-timeouts = donne le même délai à tous les nœuds
rules-how-timer-not-rearmed = n’a plus de minuteur après son mandat
rules-how-timer-reset-by-anyone = réarme son minuteur même pour un refus
rules-how-heartbeats-ignored = ne réarme pas son minuteur aux battements
rules-how-no-heartbeats = se tait quand il n’a rien à envoyer
rules-how-commit-old-terms = valide d’anciennes entrées par comptage
rules-how-commit-scan-stops = s’arrête à une entrée d’un terme antérieur
rules-how-commit-past-match = valide jusqu’à sa propre dernière entrée
rules-how-truncate-always = supprime la suite, même sans conflit
rules-how-no-consistency-check = accepte des entrées sans vérifier
rules-how-match-is-last = croit tout le journal acquitté
rules-how-match-regresses = laisse un acquittement tardif abaisser match_index
rules-how-commit-regresses = laisse reculer l’indice de validation
rules-how-replies-outlive-terms = compte les réponses à un mandat antérieur
rules-how-minority-commits = valide un acquittement trop tôt
rules-how-no-op-missing = n’ajoute rien après son élection
rules-how-answer-before-commit = répond dès que le leader a l’entrée
rules-how-answer-by-index = répond pour toute entrée à cet indice
rules-how-leader-reads-local = lit aussitôt l’état du leader
rules-how-follower-reads-local = lit l’état de n’importe quel nœud
rules-how-read-before-own-commit = lit avant sa première validation
rules-how-read-confirmed-by-old-beat = admet un battement antérieur à la lecture
rules-how-lease-outlives-clock = ne prévoit pas la dérive des horloges
rules-how-lease-survives-transfer = garde le bail pendant un transfert
rules-how-retries-apply-twice = ne retient rien de ce qu’il a appliqué
rules-how-sessions-not-in-snapshot = omet les sessions dans l’instantané
rules-how-snapshot-keeps-conflict = garde un journal en conflit avec l’instantané
rules-how-snapshot-lowers-term = abaisse le terme à celui de l’instantané
rules-how-append-below-snapshot = rajoute ce que l’instantané contient déjà
rules-how-no-joint-phase = emploie aussitôt la nouvelle configuration
rules-how-change-before-own-commit = change avant sa première validation
rules-how-config-at-apply = n’emploie une configuration qu’une fois validée
rules-how-learners-counted = compte les apprenants dans les majorités
rules-how-removed-disrupts = écoute les serveurs retirés
rules-how-pre-vote-replies-own-term = répond au pré-vote avec le terme du votant
rules-how-pre-vote-without-quorum-check = garde un leader sans majorité, à cause des pré-votes
rules-how-transfer-to-the-lagging = cède la place à un serveur en retard
rules-how-truncate-on-corruption = prend un dégât du journal pour une fin déchirée
rules-how-promises-outlive-rounds = compte les pré-votes d’une demande antérieure
rules-how-sticky-without-quorum-check = garde un leader sans majorité, par fidélité
rules-how-append-while-transferring = continue d’ajouter des configurations

## Where a flaw was seen
rules-source-nothing-durable = vu dans le code du chapitre
rules-source-vote-not-durable = vu dans TiKV #3572
rules-source-term-before-vote = vu dans hashicorp/raft #661
rules-source-reply-before-durable = vu dans openraft ee460f37 et etcd #14370
rules-source-stale-votes-counted = vu dans le code du chapitre et Xraft #33
rules-source-vote-reset-in-term = vu dans willemt/raft bdabd1d
rules-source-leader-grants-votes = vu dans DaosRaft #70
rules-source-higher-term-keeps-role = un cas voisin dans openraft b06cbb37
rules-source-candidate-stays = vu dans le code du chapitre
rules-source-leader-accepts-entries = vu dans le code du chapitre
rules-source-longest-log-wins = vu dans jgroups-raft #251
rules-source-majority-of-peers = vu dans le code du chapitre et hashicorp/raft 163a55f
rules-source-fixed-timeouts = mesuré dans l’article, §9.3
rules-source-timer-not-rearmed = vu dans le code du chapitre
rules-source-timer-reset-by-anyone = courant dans les travaux d’étudiants
rules-source-heartbeats-ignored = vu dans le Python du chapitre
rules-source-no-heartbeats = le deuxième piège du chapitre
rules-source-commit-old-terms = vu dans LogCabin #44, goraft #27, canonical/raft #220 et PySyncObj #169
rules-source-commit-scan-stops = vu dans RaftOS #30
rules-source-commit-past-match = vu dans etcd #1203 et cowsql 000eacf2
rules-source-truncate-always = vu dans willemt/raft 3fc7f32, RaftOS #26 et CCF #5991
rules-source-match-is-last = vu dans le Python du chapitre et adjoint-io/raft #86
rules-source-match-regresses = vu dans le code du chapitre, RaftOS #25 et PySyncObj #167
rules-source-commit-regresses = vu dans PySyncObj #166
rules-source-replies-outlive-terms = vu dans le code du chapitre et openraft cecb5de8
rules-source-minority-commits = vu dans openraft #1802
rules-source-no-op-missing = vu dans le code du chapitre et Consul #2644
rules-source-answer-before-commit = le troisième piège du chapitre
rules-source-answer-by-index = vu dans le code du chapitre
rules-source-leader-reads-local = vu dans le code du chapitre, etcd #741 et Consul #54
rules-source-follower-reads-local = le premier piège du chapitre
rules-source-read-before-own-commit = vu dans etcd #12680
rules-source-read-confirmed-by-old-beat = vu dans etcd #20418
rules-source-lease-outlives-clock = vu dans TiKV #964 et Nebula #2723
rules-source-lease-survives-transfer = vu dans openraft #1747
rules-source-retries-apply-twice = vu dans le code du chapitre et Nebula #3109
rules-source-sessions-not-in-snapshot = vu dans LogCabin 445f383
rules-source-snapshot-keeps-conflict = vu dans openraft 674e78aa
rules-source-snapshot-lowers-term = vu dans WRaft #118.4
rules-source-append-below-snapshot = vu dans WRaft #118.1
rules-source-no-joint-phase = l’article, §6 et figure 10
rules-source-change-before-own-commit = une erreur de la thèse, corrigée en 2015
rules-source-config-at-apply = vu dans etcd-io/raft #456
rules-source-learners-counted = vu dans willemt/raft c4de21e
rules-source-removed-disrupts = vu dans LogCabin 4f74c25
rules-source-pre-vote-replies-own-term = vu dans etcd d4471b2
rules-source-pre-vote-without-quorum-check = vu lors de la panne d’etcd du 2 novembre 2020
rules-source-transfer-to-the-lagging = vu dans openraft #1805
rules-source-truncate-on-corruption = vu dans LogCabin et ZooKeeper (FAST 2018)
rules-source-promises-outlive-rounds = vu dans RedisLabs/raft #52
rules-source-sticky-without-quorum-check = une configuration que raft-rs refuse
rules-source-append-while-transferring = vu dans NuRaft #463

## The search for a counterexample
rules-find = Chercher un contre-exemple
rules-stop = Arrêter
rules-rate = { $n } exéc./s
rules-runs = { $n ->
    [one] { $n } exécution
   *[other] { $n } exécutions
}
rules-states = { $exact ->
    [yes] { $n } états
   *[no] ≥ { $n } états
}
rules-nothing = { $runs }, { $states } : rien n’a été violé.
rules-shortening = L’exécution { $n } viole quelque chose. Son script est en train d’être raccourci…
rules-shorter = Un script plus court est recherché…
rules-not-shortened = L’exécution { $n } viole quelque chose ; son script n’a pas été raccourci.
rules-search-failed = La recherche a échoué : { $why }
rules-found-figures = { $n ->
    [one] Une instruction sur { $of }
   *[other] { $n } instructions sur { $of }
} · { $s } s · { $runs ->
    [one] une exécution
   *[other] { $runs } exécutions
} · trouvé à la nº { $number }
rules-found-script = Le script, raccourci jusqu’à ce qu’on ne puisse plus rien en retirer
rules-found-close = Revenir à la recherche
rules-open = Ouvrir
rules-lanes = Montrer ce qui n’a pas d’ordre
rules-lanes-about = L’exécute jusqu’au bout et montre les appels des clients qu’aucun ordre n’explique
rules-compare = Comparer
rules-compare-about = Déroule le même script sur un Raft correct, à côté
rules-link = Copier le lien
rules-another = Un autre
rules-found-election-safety = Deux leaders dans un même terme
rules-found-leader-append-only = Un leader a modifié son propre journal
rules-found-log-matching = Deux journaux s’accordent sur une entrée et diffèrent avant elle
rules-found-leader-completeness = Il manque à un leader une entrée validée
rules-found-state-machine-safety = Deux nœuds ont appliqué des entrées différentes au même index
rules-found-vote-once = Un nœud a voté deux fois dans un même terme
rules-found-monotonic-term = Le terme d’un nœud a baissé
rules-found-commit-monotonic = Un index de validation a baissé
rules-found-match-monotonic = Un match index a baissé
rules-found-durable-commit = Une entrée validée n’est pas sur les disques d’une majorité
rules-found-progress = Des requêtes restent sans réponse, alors que rien ne s’y oppose
rules-found-stability = Les termes ne cessent de changer, alors que rien ne s’y oppose
rules-found-linearizability = Aucun ordre des appels n’explique une réponse
## Le film
rules-reel = Étape { $n } sur { $of } · { $statements ->
    [one] une instruction
   *[other] { $statements } instructions
}
rules-reel-link = Copier le lien du film
rules-reel-script = Script
rules-reel-leave = Quitter le film
