# Les mots du cœur : événements, règles, invariants, et ce qui ne va pas dans un script. La ligne de commande les dit aussi.

## Les commandes, comme un script les écrit
command = { $op ->
    [set] set { shown-key } { shown-value }
    [get] get { shown-key }
    [delete] delete { shown-key }
    [cas] cas { shown-key } { shown-old } { shown-value }
   *[no-op] no-op
}

## Clés et valeurs : d’une longue, le début et la longueur
shown-key = { $key-chars ->
    [0] { $key }
   *[other] { $key }… ({ $key-chars } caractères)
}
shown-value = { $value-chars ->
    [0] { $value }
   *[other] { $value }… ({ $value-chars } caractères)
}
shown-old = { $old-chars ->
    [0] { $old }
   *[other] { $old }… ({ $old-chars } caractères)
}
shown-result = { $result-chars ->
    [0] { $result }
   *[other] { $result }… ({ $result-chars } caractères)
}

## La vie d’un nœud
event-started = { $last-index ->
    [0] { $voters-count ->
        [0] { $actor } démarre au terme { $term }, avec un journal vide, et ne connaît pas encore le cluster.
       *[other] { $actor } démarre : suiveur au terme { $term }, avec un journal vide.
    }
   *[other] { $base-index ->
        [0] { $actor } démarre : suiveur au terme { $term }, avec un journal jusqu’à l’index { $last-index }.
       *[other] { $actor } démarre : suiveur au terme { $term }, avec un instantané jusqu’à l’index { $base-index } et un journal jusqu’à l’index { $last-index }.
    }
}
event-restarted = { $voted-for ->
    [none] { $actor } revient avec ce que son disque a gardé : terme { $term }, aucun vote, et { $last-index ->
            [0] un journal vide
           *[other] { $base-index ->
                [0] le journal jusqu’à l’index { $last-index }
               *[other] un instantané jusqu’à l’index { $base-index } avec le journal jusqu’à l’index { $last-index }
            }
        }.
   *[other] { $actor } revient avec ce que son disque a gardé : terme { $term }, son vote pour { $voted-for }, et { $last-index ->
            [0] un journal vide
           *[other] { $base-index ->
                [0] le journal jusqu’à l’index { $last-index }
               *[other] un instantané jusqu’à l’index { $base-index } avec le journal jusqu’à l’index { $last-index }
            }
        }.
}
event-standing = { $missed ->
    [0] L’enregistrement de { $actor } commence ici
    [one] Il manque auparavant un événement de { $actor }
   *[other] Il manque avant ceci { $missed } événements de { $actor }
} : il est { $role ->
    [follower] suiveur
    [learner] apprenti
    [pre-candidate] pré-candidat
    [candidate] candidat
   *[leader] leader
} au terme { $term }, { $last-index ->
    [0] avec un journal vide
   *[other] avec un journal jusqu’à l’index { $last-index }, validé jusqu’à l’index { $commit-index }
}.
event-prepared = { $actor } est installé avec un disque vide, prêt à être ajouté : il n’a pas le droit de vote, et attend un message d’un leader.
event-ordered = { $order ->
    [snapshot] { $actor } reçoit l’ordre de prendre un instantané.
    [add] On demande à { $actor } d’ajouter { $which } au cluster.
    [remove] On demande à { $actor } de retirer { $which } du cluster.
    [members] { $members-count ->
        [one] On demande à { $actor } de faire de { $members } le seul votant.
       *[other] On demande à { $actor } de faire de { $members } les seuls votants.
    }
   *[transfer] On demande à { $actor } de passer la main à { $which }.
}
event-order-lost = { $order ->
    [add] L’ordre d’ajouter { $which }, donné à { $actor }, est perdu
    [remove] L’ordre de retirer { $which }, donné à { $actor }, est perdu
    [members] { $members-count ->
        [one] L’ordre de faire de { $members } le seul votant, donné à { $actor }, est perdu
       *[other] L’ordre de faire de { $members } les votants, donné à { $actor }, est perdu
    }
   *[transfer] L’ordre de passer la main à { $which }, donné à { $actor }, est perdu
} : { $why ->
    [leadership-over] il attendait encore dans la mémoire de { $actor } quand { $actor } a cessé d’être leader. Aucun autre leader ne le connaît.
    [replaced] l’entrée que { $actor } avait écrite pour lui a été remplacée, et une autre est validée à sa place.
    [turned-elsewhere] un ordre plus récent a remplacé son changement.
    [given-up] le successeur n’a pas été élu à temps, et { $actor } reste leader.
   *[other-elected] un autre nœud a été élu.
}
event-crashed = { $actor } tombe en panne : tout ce qui n’est pas encore sur son disque est perdu.
event-stopped = { $disk ->
    [well] { $actor } s’arrête : on a demandé à son processus de se terminer, et tout ce qui n’est pas encore sur son disque est perdu.
    [full] { $actor } s’arrête : son disque est plein, et un nœud ne doit pas répondre avant que son écriture soit durable.
   *[fails] { $actor } s’arrête : son disque n’a pas pu rendre une écriture durable, et elle est perdue.
}
event-record-damaged = Un enregistrement du disque de { $actor } est endommagé : celui de l’entrée { $index }. { $actor } l’ignore, jusqu’à ce qu’il le relise en redémarrant.
event-damage-found = { $actor } trouve un enregistrement endommagé sur son disque, celui de l’entrée { $index }, et reste arrêté : il ne peut pas savoir ce qu’il a promis.
# Ce qu’est chaque défaut du musée, une partie de phrase, et un texte à part.
flaw = { $flaw ->
    [nothing-durable] un redémarrage oublie le terme, le vote et le journal
    [vote-not-durable] le vote est accordé avant d’être durable
    [term-before-vote] le terme et le vote sont écrits séparément, et le vote est accordé dès que le terme est durable
    [reply-before-durable] des entrées sont acquittées avant d’être durables
    [stale-votes-counted] un vote accordé dans un terme antérieur compte dans celui-ci
    [vote-reset-in-term] un message du leader du même terme efface le vote
    [leader-grants-votes] un leader accorde un vote dans son propre terme
    [higher-term-keeps-role] un leader ou un candidat adopte le terme supérieur d’une réponse, mais garde son rôle
    [candidate-stays] un candidat ne cède pas au leader de son propre terme
    [leader-accepts-entries] un leader accepte les entrées d’un autre leader de son terme
    [longest-log-wins] les journaux sont comparés par leur seule longueur
    [any-log-wins] les journaux ne sont pas comparés
    [majority-of-peers] la majorité est comptée sans soi : 2 sur 4, 1 sur 2
    [fixed-timeouts] tous les nœuds tirent le même délai d’élection
    [timer-not-rearmed] un leader déchu n’a plus de minuteur d’élection
    [timer-reset-by-anyone] les candidats refusés et les anciens leaders réarment le minuteur d’élection
    [heartbeats-ignored] les battements de cœur ne réarment pas le minuteur d’élection
    [no-heartbeats] un leader inactif reste silencieux
    [commit-old-terms] des entrées de termes antérieurs sont validées par comptage (figure 8)
    [commit-scan-stops] la recherche d’un nouvel indice de validation s’arrête à une entrée d’un terme antérieur
    [commit-past-match] un suiveur valide jusqu’à sa dernière entrée, et non jusqu’à la dernière vérifiée
    [truncate-always] les entrées qui suivent un AppendEntries sont supprimées même sans conflit
    [no-consistency-check] l’entrée qui précède les nouvelles n’est pas vérifiée
    [match-is-last] un acquittement, même d’un battement de cœur, vaut pour tout le journal
    [match-regresses] un acquittement tardif abaisse match_index
    [commit-regresses] l’indice de validation peut reculer
    [replies-outlive-terms] des acquittements d’un mandat antérieur comptent après une réélection
    [minority-commits] une entrée est validée un acquittement trop tôt
    [no-op-missing] un nouveau leader n’ajoute rien à son journal
    [answer-before-commit] le client reçoit sa réponse dès que le leader a ajouté la commande à son journal
    [answer-by-index] une commande passe pour faite dès qu’une entrée quelconque est validée à son indice
    [leader-reads-local] un leader répond aux lectures d’après son propre état
    [follower-reads-local] n’importe quel nœud répond aux lectures d’après son propre état
    [read-before-own-commit] un leader répond aux lectures avant qu’une entrée de son terme soit validée
    [read-confirmed-by-old-beat] la réponse à un battement de cœur antérieur à la lecture confirme celle-ci
    [lease-outlives-clock] le bail court à partir de la réponse, sans marge pour des horloges qui dérivent
    [lease-survives-transfer] le bail continue pendant le transfert du leadership
    [retries-apply-twice] aucune session ne retient ce qui a été appliqué
    [sessions-not-in-snapshot] une machine à états restaurée d’un instantané a oublié ses sessions
    [snapshot-keeps-conflict] un journal en conflit reste derrière l’instantané installé
    [snapshot-lowers-term] installer un instantané abaisse le terme courant à celui de l’instantané
    [append-below-snapshot] des entrées que l’instantané contient sont ajoutées une seconde fois
    [no-joint-phase] un changement emploie aussitôt la nouvelle configuration
    [change-before-own-commit] l’ajout ou le retrait d’un serveur commence avant qu’une entrée du terme du leader soit validée
    [config-at-apply] une configuration compte une fois validée, et non dès son ajout au journal
    [learners-counted] les apprenants comptent dans les majorités
    [removed-disrupts] les serveurs retirés se présentent aux élections, et les votants les écoutent
    [pre-vote-replies-own-term] la réponse à un pré-vote porte le terme du votant : un votant en retard de terme n’est pas entendu
    [pre-vote-without-quorum-check] avec les pré-votes, un leader sans réponse d’une majorité continue indéfiniment
    [transfer-to-the-lagging] le leadership passe à un serveur auquel il manque des entrées
    [truncate-on-corruption] un enregistrement endommagé au milieu du journal durable passe pour une fin déchirée : il est supprimé avec tout ce qui suit
    [promises-outlive-rounds] un pré-vote accordé compte pour une demande ultérieure
    [sticky-without-quorum-check] les votants refusent les candidats tant qu’ils entendent leur leader, et un leader sans réponse d’une majorité continue indéfiniment
    [append-while-transferring] un leader en plein transfert continue d’ajouter des configurations
    [chapter] les règles que viole le TypeScript du chapitre, tel qu’imprimé
    [chapter-python] les règles que viole le Python du chapitre, tel qu’imprimé
   *[other] { $flaw }
}
event-rule-broken = { $actor } viole une règle de Raft : { flaw }.
event-disk-changed = { $disk ->
    [full] Le disque de { $actor } est plein : { $actor } s’arrêtera à sa prochaine écriture.
    [fails] Le disque de { $actor } est en panne : { $actor } s’arrêtera quand une écriture devra être durable.
    [torn] Le disque de { $actor } peut désormais tronquer une écriture : une panne peut ne laisser qu’une partie de l’écriture en cours.
   *[well] Le disque de { $actor } fonctionne de nouveau.
}
event-tail-read = { $discarded ->
    [0] { $kept ->
        [one] { $actor } trouve sur son disque { $kept } écriture qui n’était pas durable avant la panne : elle est entière, et conservée.
       *[other] { $actor } trouve sur son disque { $kept } écritures qui n’étaient pas durables avant la panne : elles sont entières, et conservées.
    }
   *[other] { $kept ->
        [0] { $actor } trouve une écriture tronquée à la fin de son disque : sa somme de contrôle est fausse, { $discarded } octets sont donc jetés.
        [one] { $actor } conserve { $kept } écriture entière à la fin de son disque. La suivante est tronquée : sa somme de contrôle est fausse, { $discarded } octets sont donc jetés.
       *[other] { $actor } conserve { $kept } écritures entières à la fin de son disque. La suivante est tronquée : sa somme de contrôle est fausse, { $discarded } octets sont donc jetés.
    }
}
event-wiped = { $actor } tombe en panne et perd son disque : terme, vote et journal sont oubliés.
event-paused = { $actor } est mis en pause : ses minuteurs s’arrêtent, et les messages attendent.
event-resumed = { $actor } reprend, et traite dans l’ordre les messages en attente.
event-election-timer-fired = { $forced ->
    [yes] On fait expirer le minuteur d’élection de { $actor }.
   *[no] Le minuteur d’élection de { $actor } expire, après { $waited-ms } ms.
}
event-heartbeat-timer-fired = Le minuteur de battement de { $actor } expire.
event-write-started = { $snapshot ->
    [yes] { $hard-state ->
        [yes] { $entries ->
            [0] { $actor } écrit son terme, son vote et un instantané sur disque.
            [one] { $actor } écrit son terme, son vote, un instantané et { $entries } entrée sur disque.
           *[other] { $actor } écrit son terme, son vote, un instantané et { $entries } entrées sur disque.
        }
       *[no] { $entries ->
            [0] { $actor } écrit un instantané sur disque.
            [one] { $actor } écrit un instantané et { $entries } entrée sur disque.
           *[other] { $actor } écrit un instantané et { $entries } entrées sur disque.
        }
    }
   *[no] { $hard-state ->
        [yes] { $entries ->
            [0] { $actor } écrit son terme et son vote sur disque.
            [one] { $actor } écrit son terme, son vote et { $entries } entrée sur disque.
           *[other] { $actor } écrit son terme, son vote et { $entries } entrées sur disque.
        }
       *[no] { $entries ->
            [0] { $actor } écrit son journal sur disque.
            [one] { $actor } écrit { $entries } entrée sur disque.
           *[other] { $actor } écrit { $entries } entrées sur disque.
        }
    }
}
event-write-durable = { $voted-for ->
    [none] Le disque de { $actor } contient désormais le terme { $term }, aucun vote, et { $last-index ->
            [0] un journal vide
           *[other] le journal jusqu’à l’index { $last-index }
        }.
   *[other] Le disque de { $actor } contient désormais le terme { $term }, le vote pour { $voted-for }, et { $last-index ->
            [0] un journal vide
           *[other] le journal jusqu’à l’index { $last-index }
        }.
}
event-applied = { $repeated ->
    [yes] { $client ->
        [none] À l’index { $index }, { $actor } retrouve { command } sous la même clé d’idempotence : il l’a déjà appliqué, et ne fait rien.
       *[other] À l’index { $index }, { $actor } retrouve { command } de { $client } : il l’a déjà appliqué, et ne fait rien.
    }
   *[no] { $outcome ->
        [none] { $holds ->
            [configuration] { $actor } n’a rien à appliquer à l’index { $index } : c’est une configuration, en vigueur depuis son ajout au journal.
           *[no-op] { $actor } n’a rien à appliquer à l’index { $index } : l’entrée est vide.
        }
        [value] { $actor } applique l’index { $index } : { command } donne { shown-result }.
        [absent] { $actor } applique l’index { $index } : { command } ne trouve pas cette clé.
        [refused] { $actor } applique l’index { $index } : { command } ne change rien, car la valeur n’est pas celle attendue.
       *[ok] { $actor } applique l’index { $index } : { command }.
    }
}

## Élections
event-term-adopted = { $was ->
    [leader] { $actor } se retire : { $from } connaît le terme { $term }, et { $actor } était leader du terme { $old-term }.
    [candidate] { $actor } n’est plus candidat au terme { $old-term } : { $from } connaît le terme { $term }.
    [pre-candidate] { $actor } cesse de demander des pré-votes : { $from } connaît le terme { $term }, et { $actor } était au terme { $old-term }.
   *[follower] { $actor } passe du terme { $old-term } au terme { $term }, appris de { $from }.
}
event-election-started = { $by ->
    [again] { $actor } n’a pas eu de majorité à temps : il se représente, au terme { $term }.
    [promises] { $actor } a les pré-votes d’une majorité : il est candidat au terme { $term }, avec un journal { $last-index ->
            [0] vide
           *[other] qui finit au terme { $last-term }, index { $last-index }
        }.
    [transfer] { $actor } est aussitôt candidat au terme { $term }, parce que son leader le lui demande ; son journal { $last-index ->
            [0] est vide
           *[other] finit au terme { $last-term }, index { $last-index }
        }.
   *[silence] { $actor } est candidat au terme { $term }, avec un journal { $last-index ->
            [0] vide
           *[other] qui finit au terme { $last-term }, index { $last-index }
        }.
}
event-vote-granted = { $candidate-last-index ->
    [0] { $actor } vote pour { $candidate } : il n’a voté pour aucun autre dans ce terme, et les deux journaux sont vides.
   *[other] { $actor } vote pour { $candidate } : le journal de { $candidate } finit au terme { $candidate-last-term }, index { $candidate-last-index }, et celui de { $actor } n’est pas en avance, { $own-last-index ->
            [0] puisqu’il est vide
           *[other] au terme { $own-last-term }, index { $own-last-index }
        }.
}
event-vote-refused = { $why ->
    [stale-term] { $actor } refuse son vote à { $candidate } : le terme { $candidate-term } est passé, il est au terme { $term }.
    [already-voted] { $actor } refuse son vote à { $candidate } : son unique vote de ce terme est allé à { $voted-for }.
    [leader-alive] { $actor } refuse son vote à { $candidate } : { leader-alive }.
   *[log-behind] { $actor } refuse son vote à { $candidate } : son propre journal finit au terme { $own-last-term }, index { $own-last-index }, celui de { $candidate } { $candidate-last-index ->
            [0] est vide
           *[other] au terme { $candidate-last-term }, index { $candidate-last-index }
        } – le terme le plus récent l’emporte, puis le journal le plus long.
}
event-vote-counted = { $joint ->
    [yes] { $actor } compte le vote de { $from } : { $granted-count } jusqu’ici ({ $granted }). Il lui faut une majorité des anciens votants et une majorité des nouveaux.
   *[no] { $actor } compte le vote de { $from } : { $granted-count } sur les { $majority } qu’il lui faut.
}
event-vote-denied = { $refused-count ->
    [one] { $actor } apprend le refus de { $from } : { $refused-count } refus jusqu’ici.
   *[other] { $actor } apprend le refus de { $from } : { $refused-count } refus jusqu’ici.
}
event-election-won = { $votes-count ->
    [one] { $actor } est leader du terme { $term } : il est le seul votant, et a voté pour lui-même.
   *[other] { $actor } est leader du terme { $term } : une majorité a voté pour lui ({ $votes }).
}
event-leader-recognised = { $was ->
    [candidate] { $actor } n’est plus candidat : { $leader } a été élu dans ce terme.
    [pre-candidate] { $actor } cesse de demander des pré-votes : { $leader } est le leader de ce terme.
   *[follower] { $actor } suit { $leader }, le leader de ce terme.
}
event-rival-ignored = { $actor } ignore { $from }, qui se conduit en second leader du même terme.
event-pre-vote-started = { $again ->
    [yes] { $actor } n’a pas eu à temps les pré-votes d’une majorité : il demande de nouveau s’il pourrait gagner le terme { $next-term }.
   *[no] Avant de se présenter, { $actor } demande s’il pourrait gagner le terme { $next-term }, avec un journal { $last-index ->
            [0] vide
           *[other] qui finit au terme { $last-term }, index { $last-index }
        }. Demander ne change aucun terme.
}
event-pre-vote-granted = { $actor } voterait pour { $candidate } au terme { $next-term } : il n’a entendu aucun leader depuis un délai d’élection, et le journal de { $candidate } n’est pas en retard sur le sien.
event-pre-vote-refused = { $why ->
    [already-voted] { $actor } ne voterait pas pour { $candidate } : son unique vote de ce terme est allé à { $voted-for }.
    [stale-term] { $actor } ne voterait pas pour { $candidate } : la question porte sur le terme { $candidate-term }, et { $actor } est déjà au terme { $term }.
    [leader-alive] { $actor } ne voterait pas pour { $candidate } : { leader-alive }.
   *[log-behind] { $actor } ne voterait pas pour { $candidate } : son propre journal finit au terme { $own-last-term }, index { $own-last-index }, celui de { $candidate } { $candidate-last-index ->
            [0] est vide
           *[other] au terme { $candidate-last-term }, index { $candidate-last-index }
        } – le terme le plus récent l’emporte, puis le journal le plus long.
}
event-pre-vote-counted = { $granted-count ->
    [one] { $actor } compte le pré-vote de { $from } : { $granted-count } pré-vote jusqu’ici.
   *[other] { $actor } compte le pré-vote de { $from } : { $granted-count } pré-votes jusqu’ici ({ $granted }).
}
event-pre-vote-denied = { $refused-count ->
    [one] { $actor } apprend que { $from } ne voterait pas pour lui : { $refused-count } refus jusqu’ici.
   *[other] { $actor } apprend que { $from } ne voterait pas pour lui : { $refused-count } refus jusqu’ici ({ $refused }).
}
event-candidate-disregarded = { $asks ->
    [no] { $actor } ne tient aucun compte de la réponse de { $candidate }, ni de son terme { $candidate-term } : { $candidate } n’est pas dans la configuration de { $actor }, et { leader-alive }.
   *[yes] { $actor } ne tient aucun compte du RequestVote de { $candidate }, pas même de son terme { $candidate-term } : { leader-alive }.
}
leader-alive = { $leader ->
    [none] il a entendu un leader, ou redémarré, il y a moins d’un délai d’élection
    [itself] il est lui-même leader
   *[other] il a entendu son leader, { $leader }, il y a moins d’un délai d’élection
}
event-election-withheld = { $why ->
    [no-voter] Le minuteur d’élection de { $actor } a expiré, mais il ne se présente pas : il n’a pas le droit de vote dans sa configuration.
   *[leader-alive] Le minuteur d’élection de { $actor } a expiré, mais il ne se présente pas : selon sa propre horloge, il a entendu un leader, ou redémarré, il y a moins d’un délai d’élection, et le bail d’un leader peut en dépendre.
}
event-stepped-down = { $why ->
    [no-quorum] { $others-count ->
        [0] { $actor } se retire : aucun nœud ne lui a répondu pendant un délai d’élection, les autres ont donc pu élire un nouveau leader.
        [one] { $actor } se retire : pendant un délai d’élection, seul { $others } lui a répondu, trop peu pour une majorité ; les autres ont donc pu élire un nouveau leader.
       *[other] { $actor } se retire : pendant un délai d’élection, seuls { $others } lui ont répondu, trop peu pour une majorité ; les autres ont donc pu élire un nouveau leader.
    }
   *[removed] { $actor } se retire : la configuration où il n’a pas le droit de vote est validée.
}
event-transfer-started = { $actor } va passer la main à { $to } : il n’ajoute plus rien à son journal jusqu’à ce que { $to } soit élu, ou que le délai du transfert expire.
event-transfer-waits = { $actor } ne passera la main à { $to } que si { $behind }, son successeur actuel, n’est pas élu.
event-transfer-refused = { $actor } ne passera pas la main à { $to } : { $why ->
    [not-leader] il n’est pas leader.
    [leads-already] { $to } est déjà leader.
    [no-voter] { $to } n’a pas le droit de vote, donc il ne peut pas être élu.
    [under-way] ce transfert est déjà en cours.
   *[too-many] trop de transferts attendent déjà.
}
event-transfer-ordered = { $actor } voit que { $to } a tout son journal, et lui dit de se présenter aussitôt : { $to } n’a pas à attendre son minuteur.
event-transfer-abandoned = { $why ->
    [no-voter] { $actor } abandonne le transfert : { $to } n’a plus le droit de vote. { $actor } accepte de nouveau des commandes.
   *[took-too-long] { $actor } abandonne le transfert : { $to } a mis plus d’un délai d’élection. { $actor } accepte de nouveau des commandes.
}
event-transfer-blocks = { $actor } n’accepte pas de commande pour l’instant : il passe la main à { $to }, et une nouvelle entrée ne ferait que retarder le transfert.

## Composition du cluster
event-change-asked = { $change ->
    [add] { $actor } va ajouter { $which } aux votants : { $which } reçoit d’abord le journal, puis le droit de vote une fois son retard rattrapé.
    [remove] { $actor } va retirer { $which } du cluster, une fois faits les changements précédents.
   *[members] { $members-count ->
        [one] { $actor } va faire de { $members } le seul votant, une fois faits les changements précédents.
       *[other] { $actor } va faire de { $members } les seuls votants, une fois faits les changements précédents.
    }
}
event-change-refused = { $change ->
    [add] { $actor } n’ajoutera pas { $which }
    [remove] { $actor } ne retirera pas { $which }
   *[members] { $members-count ->
        [one] { $actor } ne fera pas de { $members } le seul votant
       *[other] { $actor } ne fera pas de { $members } les seuls votants
    }
} : { $why ->
    [not-leader] seul le leader change la configuration, et il ne l’est pas.
    [nothing-to-change] ce sont déjà les votants, ou ils le seront après les changements précédents.
    [nobody] un cluster a besoin d’un votant, et il n’en resterait aucun.
    [more-than-one] sans consensus joint, un seul serveur à la fois peut être ajouté ou retiré, pour que les majorités d’avant et d’après aient un nœud en commun.
   *[too-many] trop de changements attendent déjà.
}
event-configuration-in-force = { $stage ->
    [joint] { $actor } utilise désormais la configuration jointe de l’index { $index } : toute décision demande une majorité des anciens votants ({ $outgoing }) et une majorité des nouveaux ({ $voters }).
    [learning] { $learners-count ->
        [0] { $actor } utilise désormais la configuration de l’index { $index } : { who-votes }, et { $target-count ->
            [one] { $target } votera seul
           *[other] { $target } voteront
        } ensuite.
        [one] { $actor } utilise désormais la configuration de l’index { $index } : { who-votes }, et { $learners } reçoit le journal sans droit de vote, tant que son retard n’est pas rattrapé.
       *[other] { $actor } utilise désormais la configuration de l’index { $index } : { who-votes }, et { $learners } reçoivent le journal sans droit de vote, tant que leur retard n’est pas rattrapé.
    }
   *[settled] { $voters-count ->
        [0] { $actor } n’a plus aucune configuration.
       *[other] { $index ->
            [0] { $actor } utilise de nouveau la première configuration : { who-votes }.
           *[other] { $actor } utilise désormais la configuration de l’index { $index } : { who-votes }.
        }
    }
}
who-votes = { $voters-count ->
    [one] { $voters } vote seul
   *[other] { $voters } votent
}
event-caught-up = { $learners-count ->
    [one] { $actor } voit que { $learners } a rattrapé son retard, à l’index { $match-index } : il reçoit maintenant le droit de vote.
   *[other] { $actor } voit que { $learners } ont rattrapé leur retard, à l’index { $match-index } : ils reçoivent maintenant le droit de vote.
}

## Journaux
event-append-accepted = { $entries ->
    [0] { $actor } entend { $leader } : leurs journaux concordent jusqu’à l’index { $match-index }.
    [one] { $actor } accepte { $entries } entrée de { $leader } : leurs journaux concordent jusqu’à l’index { $match-index }.
   *[other] { $actor } accepte { $entries } entrées de { $leader } : leurs journaux concordent jusqu’à l’index { $match-index }.
}
event-append-refused = { $why ->
    [stale-term] { $actor } refuse l’AppendEntries de { $leader } : le terme { $leader-term } est passé, il est au terme { $term }.
    [too-short] { $actor } refuse l’AppendEntries de { $leader } : les entrées commencent après l’index { $prev-index }, et le journal de { $actor } finit à { $last-index }.
   *[other-term] { $actor } refuse l’AppendEntries de { $leader } : à l’index { $prev-index }, le leader a une entrée du terme { $prev-term }, { $actor } une du terme { $own-term }.
}
event-log-truncated = { $removed ->
    [one] { $actor } supprime son entrée à l’index { $from-index } : elle est du terme { $own-term }, celle du leader du terme { $entry-term }.
   *[other] { $actor } supprime { $removed } entrées, à partir de l’index { $from-index } : la première est du terme { $own-term }, celle du leader du terme { $entry-term }.
}
event-log-appended = { $by ->
    [command] { $actor } ajoute { command } à son journal, à l’index { $first-index }.
    [no-op] { $actor } ouvre son terme par une entrée vide, à l’index { $first-index }.
    [change] { $actor } ajoute une nouvelle configuration à son journal, à l’index { $first-index } : elle est en vigueur dès maintenant, validée ou non.
   *[leader] { $count ->
        [one] { $holds ->
            [configuration] { $actor } ajoute une configuration venue de { $leader }, à l’index { $first-index } : elle est en vigueur dès maintenant, validée ou non.
           *[command] { $actor } ajoute { command } venu de { $leader }, à l’index { $first-index }.
        }
       *[other] { $actor } ajoute { $count } entrées de { $leader }, à partir de l’index { $first-index }.
    }
}
event-heartbeat-round = { $actor } commence une série de battements de cœur.
event-match-advanced = { $actor } sait que le disque de { $peer } a le journal jusqu’à l’index { $match-index }.
event-backed-off = { $met ->
    [yes] { $actor } enverra à { $peer } les entrées à partir de l’index { $next-index } : { $peer } a refusé avant d’avoir l’index { $prev-index }.
   *[no] { $actor } enverra à { $peer } les entrées à partir de l’index { $next-index } : leurs journaux ne concordent pas à l’index { $prev-index }.
}
event-overtaken = { $actor } renverra à { $peer } les entrées qui suivent l’index { $prev-index } : ce message en a peut-être dépassé un autre, encore sans réponse.
event-sent-again = { $actor } n’a pas de réponse de { $peer } : il renvoie à partir de l’index { $next-index }.
event-commit-advanced = { $quorum-count ->
    [one] { $actor } valide jusqu’à l’index { $index }, présent sur le disque de { $quorum }, le seul votant.
   *[other] { $actor } valide jusqu’à l’index { $index }, présent sur les disques d’une majorité ({ $quorum }).
}
event-commit-held-back = { $actor } ne valide pas encore l’index { $index }, qu’une majorité possède pourtant : l’entrée est du terme { $entry-term }, et compter les copies n’est sûr que pour les entrées du terme de { $actor }, { $term }.
event-commit-learned = { $actor } apprend de { $leader } que le journal est validé jusqu’à l’index { $index }.
event-reply-ignored = { $why ->
    [older-term] { $actor } ignore une réponse de { $from } : elle est du terme { $reply-term }, et il est au terme { $term }.
    [not-asking] { $actor } ignore une réponse de { $from } : il n’en attend plus.
   *[answered] { $actor } ignore un refus de { $from } à l’index { $prev-index } : une réponse plus récente a tranché.
}

## Instantanés
event-snapshot-taken = { $compacted ->
    [0] { $actor } prend un instantané de sa machine à états jusqu’à l’index { $last-index }, { $bytes } octets, et garde tout son journal, pour les pairs un peu en retard.
    [one] { $actor } prend un instantané de sa machine à états jusqu’à l’index { $last-index }, { $bytes } octets, et supprime la première entrée de son journal.
   *[other] { $actor } prend un instantané de sa machine à états jusqu’à l’index { $last-index }, { $bytes } octets, et supprime les { $compacted } premières entrées de son journal.
}
event-snapshot-sent = { $offset ->
    [0] { $actor } envoie à { $peer } son instantané jusqu’à l’index { $last-index }, à partir du premier de ses { $bytes } octets : il manque à { $peer } des entrées que le journal de { $actor } n’a plus.
   *[other] { $actor } continue d’envoyer à { $peer } son instantané jusqu’à l’index { $last-index }, à partir de l’octet { $offset } sur { $bytes }.
}
event-snapshot-collected = { $received ->
    [0] { $actor } n’a encore rien de l’instantané de { $leader } jusqu’à l’index { $last-index } : il en demande le début.
   *[other] { $actor } a { $received } octets de l’instantané de { $leader } jusqu’à l’index { $last-index }.
}
event-snapshot-refused = { $actor } refuse l’instantané de { $leader } : le terme { $leader-term } est passé, il est au terme { $term }.
event-snapshot-not-needed = { $actor } n’a pas besoin de l’instantané de { $leader } jusqu’à l’index { $last-index } : il a lui-même validé jusqu’à l’index { $commit-index }.
event-snapshot-installed = { $kept ->
    [0] { $actor } remplace sa machine à états et tout son journal par l’instantané de { $leader } : tout, jusqu’à l’index { $last-index }, est validé et appliqué.
    [one] { $actor } remplace sa machine à états et son journal jusqu’à l’index { $last-index } par l’instantané de { $leader }, et garde { $kept } entrée qui suit.
   *[other] { $actor } remplace sa machine à états et son journal jusqu’à l’index { $last-index } par l’instantané de { $leader }, et garde { $kept } entrées qui suivent.
}

## Lectures
event-read-started = { $actor } reçoit une lecture, et demande à une majorité s’il est toujours leader.
event-read-held-back = { $actor } retient une lecture : rien de son propre terme { $term } n’est encore validé, et son index de validation { $commit-index } est peut-être en retard.
event-read-confirmed = { $quorum-count ->
    [one] { $quorum }, le seul votant, confirme que { $actor } était encore leader à l’arrivée de la lecture : il peut répondre dès que l’index { $index } est appliqué.
   *[other] Une majorité ({ $quorum }) confirme que { $actor } était encore leader à l’arrivée de la lecture : il peut répondre dès que l’index { $index } est appliqué.
}
event-read-forwarded = { $actor } reçoit une lecture, et demande à son leader, { $leader }, jusqu’à quel index il doit appliquer avant de répondre.
event-read-index-learned = { $success ->
    [yes] { $actor } apprend de { $leader } qu’il peut répondre à la lecture une fois l’index { $index } appliqué.
   *[no] { $actor } apprend que { $leader } ne peut pas dire ce qui est validé : il ne peut pas répondre à la lecture.
}
event-lease-held = { $actor } peut répondre aussitôt à la lecture, à partir de l’index { $index } : son bail court encore { $left-ms } ms à sa propre horloge et, tant que les horloges restent dans la marge d’un bail, aucun autre leader ne peut être élu avant sa fin.

## Messages
event-message-sent = { $type ->
    [RequestVote] { $actor } demande à { $to } son vote au terme { $term }.
    [RequestVoteReply] { $granted ->
        [yes] { $actor } envoie à { $to } son vote au terme { $term }.
       *[no] { $actor } refuse son vote à { $to }.
    }
    [AppendEntries] { $entries ->
        [0] { $actor } envoie à { $to } un battement de cœur.
        [one] { $actor } envoie à { $to } l’entrée qui suit l’index { $prev-index }.
       *[other] { $actor } envoie à { $to } { $entries } entrées, après l’index { $prev-index }.
    }
    [AppendEntriesReply] { $success ->
        [yes] { $actor } dit à { $to } qu’il a le journal jusqu’à l’index { $match-index }.
       *[no] { $actor } refuse l’AppendEntries de { $to }.
    }
    [InstallSnapshot] { $done ->
        [yes] { $actor } envoie à { $to } le dernier morceau de son instantané jusqu’à l’index { $last-index } : { $bytes } octets, à partir de l’octet { $offset }.
       *[no] { $actor } envoie à { $to } un morceau de son instantané jusqu’à l’index { $last-index } : { $bytes } octets, à partir de l’octet { $offset }.
    }
    [InstallSnapshotReply] { $success ->
        [yes] { $wants ->
            [yes] { $actor } demande à { $to } son instantané jusqu’à l’index { $last-index }, à partir de l’octet { $offset }.
           *[no] { $actor } dit à { $to } qu’il a tout jusqu’à l’index { $match-index }.
        }
       *[no] { $actor } refuse l’instantané de { $to }.
    }
    [PreVote] { $actor } demande à { $to } s’il voterait pour lui au terme { $next-term }.
    [PreVoteReply] { $granted ->
        [yes] { $actor } dit à { $to } qu’il voterait pour lui au terme { $next-term }.
       *[no] { $actor } dit à { $to } qu’il ne voterait pas pour lui au terme { $next-term }.
    }
    [TimeoutNow] { $actor } dit à { $to } de se présenter aussitôt.
    [ReadIndex] { $actor } demande à { $to } jusqu’à quel index il doit appliquer pour une lecture.
    [ReadIndexReply] { $success ->
        [yes] { $actor } dit à { $to } qu’il peut répondre à la lecture une fois l’index { $index } appliqué.
       *[no] { $actor } dit à { $to } qu’il ne peut pas dire ce qui est validé.
    }
    [ClientRequest] { $actor } envoie sa requête à { $to }.
    [HttpRequest] { $actor } envoie une requête HTTP à { $to }.
    [HttpResponse] { $actor } répond à { $to } par le statut { $status }.
   *[ClientReply] { $done ->
        [yes] { $actor } répond à { $to }.
       *[no] { $why ->
            [handing-over] { $actor } dit à { $to } qu’il passe la main à { $successor }.
            [unconfirmed] { $actor } dit à { $to } qu’il ne peut pas savoir ce qui est validé.
           *[not-leader] { $leader ->
                [none] { $actor } dit à { $to } qu’il ne connaît aucun leader.
               *[other] { $actor } dit à { $to } de s’adresser à { $leader }.
            }
        }
    }
}
event-message-delivered = { $type } de { $from } arrive à { $actor }.
event-message-waits = { $type } de { $from } attend : { $actor } est en pause.
event-message-lost = { $why ->
    [cut] { $type } de { $from } à { $to } { $forced ->
        [yes] ne peut être livré maintenant, et est perdu
       *[no] est perdu
    } : leur lien est coupé.
    [receiver-down] { $type } de { $from } à { $to } { $forced ->
        [yes] ne peut être livré maintenant, et est perdu
       *[no] est perdu
    } : { $to } est arrêté.
    [chance] { $type } de { $from } à { $to } est perdu, par hasard.
    [overflow] { $type } de { $from } à { $to } est perdu : trop de messages attendent.
   *[dropped] { $type } de { $from } à { $to } est supprimé.
}
event-message-delayed = { $type } est retardé : il est attendu dans { $later-ms } ms.
event-message-duplicated = { $type } est dupliqué : une copie est en route.

## Clients
event-client-called = { $actor } demande à { $to } : { command }.
event-client-refused = { $leader ->
    [none] { $actor } refuse un client : il n’est pas leader, et n’en connaît pas.
   *[other] { $actor } redirige un client vers { $leader } : il n’est pas leader.
}
event-client-timed-out = { $actor } n’a pas eu de réponse de { $from } à temps : il demande à { $to }, avec le même numéro de requête.
event-client-redirected = { $actor } est redirigé par { $from } vers le leader, { $to }.
event-client-waits = { $why ->
    [handing-over] { $from } dit à { $actor } qu’il passe la main à { $successor } : { $actor } attend un peu.
    [unconfirmed] { $from } dit à { $actor } qu’il ne peut pas savoir ce qui est validé : { $actor } attend un peu.
   *[no-leader] { $from } dit à { $actor } qu’il ne connaît aucun leader : { $actor } attend un peu.
}
event-client-failed = { $leader ->
    [none] { $from } refuse la requête de { $actor }, { command }, et ne connaît pas de leader. { $actor } ne demande qu’une fois : il l’apprend, et c’est tout.
   *[other] { $from } refuse la requête de { $actor }, { command } : il n’est pas le leader, et nomme { $leader }. { $actor } ne demande qu’une fois, donc pas à { $leader }.
}
event-client-retried = { $actor } essaie encore, auprès de { $to }.
event-client-answered = { $outcome ->
    [value] { $actor } a sa réponse après { $took-ms } ms : { command } donne { shown-result }.
    [absent] { $actor } a sa réponse après { $took-ms } ms : { command } ne trouve pas cette clé.
    [refused] { $actor } a sa réponse après { $took-ms } ms : { command } n’a rien changé, car la valeur n’est pas celle attendue.
   *[ok] { $actor } a sa réponse après { $took-ms } ms : { command } est fait.
}
event-http-called = { $actor } demande à { $to } par HTTP : { $method } { $path }.
event-http-forwarded = { $actor } n’est pas le leader : il transmet la requête de { $client } à { $to }.
event-http-answered = { $actor } a la réponse de { $from } après { $took-ms } ms : statut { $status }.
event-http-failed = { $why ->
    [refused] { $to } est arrêté : la connexion de { $actor } est refusée.
    [reset] { $to } s’est arrêté pendant que { $actor } attendait : il n’y a pas de réponse, et une écriture peut encore être appliquée.
   *[timed-out] { $actor } n’a pas eu de réponse de { $to } en { $took-ms } ms et renonce : une écriture peut encore être appliquée.
}

## Le réseau, les réglages, le script
event-partitioned = { $groups-count ->
    [one] Tous les nœuds sont dans un seul groupe ({ $groups }) : aucun lien entre eux n’est coupé.
   *[other] Le réseau est partitionné : { $groups }.
}
event-link-cut = { $both ->
    [yes] Le lien entre { $from } et { $to } est coupé.
   *[no] Le lien de { $from } à { $to } est coupé.
}
event-link-joined = { $both ->
    [yes] Le lien entre { $from } et { $to } fonctionne de nouveau.
   *[no] Le lien de { $from } à { $to } fonctionne de nouveau.
}
event-healed = Tous les liens fonctionnent de nouveau.
event-configured = { $key ->
    [flaw] Désormais, une règle de Raft est violée (« { $value } »).
    [mend] Désormais, cette règle est de nouveau respectée (« { $value } »).
   *[other] Désormais, { $key } vaut { $value }.
}
event-leases-unsafe = { $why ->
    [clock] Les baux ne sont pas sûrs ici : l’horloge de { $clock } { $way ->
            [fast] avance
           *[slow] retarde
        } de { $error-percent } %, et un bail tolère 5 % dans un sens ou dans l’autre. Un leader peut répondre sur la foi de son bail alors qu’un autre est déjà leader.
   *[timeouts] Les baux ne sont pas sûrs ici : le délai d’élection commence à { $shorter-ms } ms chez { $shorter } et à { $longer-ms } ms chez { $longer }. Un leader mesure son bail à son propre délai : { $shorter } peut donc voter pour un autre pendant que ce bail court.
}
event-reseeded = Tous les tirages repartent de la graine { $seed }.
event-load-started = Une charge commence : chacun de ses clients envoie une requête toutes les { $every-ms } ms.
event-load-stopped = La charge s’arrête.
event-nothing-to-do = { $statement-chars ->
    [0] « { $statement } » ne s’applique pas ici, et ne fait rien.
   *[other] « { $statement }… » ({ $statement-chars } caractères) ne s’applique pas ici, et ne fait rien.
}

## Les invariants, et ce qu’on a vu quand l’un fut rompu
invariant-election-safety = Un terme a au plus un leader.
invariant-leader-append-only = Un leader ne fait qu’ajouter à son journal.
invariant-log-matching = Les journaux qui partagent l’index et le terme d’une entrée sont identiques jusque-là.
invariant-leader-completeness = Ce qui est validé est dans le journal de tout leader ultérieur.
invariant-state-machine-safety = Jamais deux nœuds n’appliquent des entrées différentes au même index.
invariant-vote-once = Un nœud vote pour un seul candidat par terme, même d’un redémarrage à l’autre.
invariant-monotonic-term = Le terme d’un nœud ne baisse jamais, pas même sous un terme envoyé avant une panne.
invariant-commit-monotonic = L’index de validation ne baisse jamais tant que son nœud est en marche.
invariant-match-monotonic = Le match index d’un leader ne baisse jamais pendant son terme.
invariant-durable-commit = Ce qui est validé est sur les disques d’une majorité.
invariant-progress = 5 s après le dernier incident, avec une majorité en marche et reliée, toute requête a sa réponse.
invariant-stability = Deux secondes après que tous les nœuds sont en marche et reliés, seul un transfert change encore le terme.
invariant-linearizability = Les clients voient une seule base clé-valeur : un même ordre de tous les appels explique chaque réponse.
violation-election-safety = { $leader } et { $other } ont été élus tous deux au terme { $term } : deux leaders peuvent valider des entrées différentes au même index.
violation-leader-append-only = { $leader } a changé son propre journal à partir de l’index { $index } alors qu’il était leader du terme { $term } : des suiveurs comptent peut-être déjà sur les anciennes entrées.
violation-log-matching = Deux journaux ont une entrée du terme { $term } à l’index { $index }, et diffèrent là ou juste avant : on ne peut plus se fier au contrôle d’AppendEntries.
violation-leader-completeness = { $leader } est leader du terme { $term } sans l’entrée validée à l’index { $index }, du terme { $entry-term } : il peut défaire des écritures confirmées.
violation-state-machine-safety = { $other-term ->
    [0] L’instantané de { $node } jusqu’à l’index { $index } diffère du premier pris à cet index : le nœud a appliqué autre chose, et leurs états vont diverger.
   *[other] À l’index { $index }, une entrée du terme { $entry-term } était validée, et { $node } en a validé une autre, du terme { $other-term } : leurs états vont diverger.
}
violation-vote-once = { $voter } a voté pour { $candidate } et pour { $other } au terme { $term } : un terme peut alors avoir deux majorités.
violation-monotonic-term = { $node } est retombé du terme { $before } au terme { $term } : il peut voter une seconde fois dans un terme.
violation-commit-monotonic = L’index de validation de { $node } est retombé de { $before } à { $index } : ce qui est validé doit le rester.
violation-match-monotonic = { $leader } tenait { $peer } pour concordant jusqu’à l’index { $before }, et désormais jusqu’à { $index } seulement : il a pu compter des entrées qui n’y étaient pas.
violation-durable-commit = { $holders-count ->
    [0] L’index { $index } est validé, mais sur aucun disque : une panne peut le perdre.
   *[other] L’index { $index } est validé, mais pas sur une majorité des disques, seulement { $holders } : une panne peut le perdre.
}
violation-progress = { $client } attend depuis { $waits-ms } ms la réponse à sa requête { $request }, alors que rien n’entrave le cluster : une majorité est en marche et reliée.
violation-stability = { $successor ->
    [none] Le cluster est passé du terme { $before } au terme { $term }, alors que tous les nœuds sont en marche et reliés depuis deux secondes : il y a eu une élection sans raison.
   *[other] Le leader du terme { $before } devait passer la main à { $successor }. Une seconde plus tard, { $successor } n’est pas leader du terme suivant, alors que tous les nœuds sont en marche et reliés : le terme le plus haut est { $term }.
}
violation-linearizability = { $outcome ->
    [value] { $client } a demandé { command } et reçu { $result } : aucun ordre des appels, chacun à un instant entre appel et retour, ne l’explique.
    [absent] { $client } a demandé { command } et appris que cette clé n’existe pas : aucun ordre des appels, chacun à un instant entre appel et retour, ne l’explique.
    [refused] { $client } a demandé { command } et appris que la valeur n’est pas celle attendue : aucun ordre des appels, chacun à un instant entre appel et retour, ne l’explique.
   *[ok] { $client } a demandé { command } et appris que c’est fait : aucun ordre des appels, chacun à un instant entre appel et retour, ne l’explique.
}

## Règles
section-of-thesis = thèse, { $number }
rule-adopt-higher-term = Le terme supérieur l’emporte
rule-adopt-higher-term-text = Un nœud qui apprend un terme plus élevé y passe aussitôt, et devient suiveur.
rule-refuse-stale-term = Les vieux termes sont refusés
rule-refuse-stale-term-text = Une requête d’un terme passé est refusée, et la réponse donne le terme actuel.
rule-apply-committed = Appliquer ce qui est validé
rule-apply-committed-text = Chaque nœud applique les entrées validées une à une, dans l’ordre du journal.
rule-persist-before-answer = Le disque avant la réponse
rule-persist-before-answer-text = Terme, vote et journal doivent être durables avant que le nœud envoie un message qui en dépend.
rule-recover-from-disk = Repartir du disque
rule-recover-from-disk-text = Un nœud redémarre avec le terme, le vote et le journal de son disque, en suiveur.
rule-start-election = Le silence déclenche une élection
rule-start-election-text = Un suiveur se présente s’il n’entend aucun leader et n’accorde aucun vote pendant un délai d’élection.
rule-follow-leader = Suivre le leader
rule-follow-leader-text = Chaque AppendEntries du leader actuel relance le minuteur d’élection du suiveur.
rule-one-vote-a-term = Un vote par terme
rule-one-vote-a-term-text = Un nœud a un vote par terme, et le premier candidat qui convient le reçoit.
rule-up-to-date-log = Seulement un journal à jour
rule-up-to-date-log-text = Pas de vote pour un journal en retard : on compare le terme de la dernière entrée puis, à terme égal, la longueur.
rule-majority-elects = Une majorité élit
rule-majority-elects-text = Deux majorités ont toujours un nœud en commun, un terme ne peut donc élire deux leaders.
rule-candidate-yields = Un candidat s’efface
rule-candidate-yields-text = Un candidat qui entend le leader élu de son terme devient son suiveur.
rule-retry-election = Recommencer
rule-retry-election-text = Quand les votes se partagent et que son minuteur expire, un candidat recommence au terme suivant.
rule-heartbeat = Battements de cœur
rule-heartbeat-text = Un leader qui n’a rien à envoyer envoie des battements, pour qu’aucun suiveur ne se présente.
rule-append-command = D’abord le journal
rule-append-command-text = Un leader écrit la commande d’un client dans son journal, et ne répond qu’une fois la commande appliquée.
rule-no-op-of-new-leader = D’abord une entrée vide
rule-no-op-of-new-leader-text = Un nouveau leader commence par une entrée vide : une fois validée, tout ce qui précède l’est aussi.
rule-consistency-check = L’entrée d’avant concorde-t-elle ?
rule-consistency-check-text = De nouvelles entrées ne sont acceptées que si celle d’avant a le même index et le même terme dans les deux journaux.
rule-remove-conflict = Supprimer les conflits
rule-remove-conflict-text = Une entrée d’un suiveur qui n’a pas le terme de celle du leader est supprimée, avec toutes les suivantes.
rule-append-new-entries = Ajouter ce qui manque
rule-append-new-entries-text = Un suiveur ajoute les entrées qui lui manquent, et ne touche pas à celles qu’il a.
rule-follower-commit = Valider comme le leader
rule-follower-commit-text = Un suiveur valide aussi loin que le leader, jamais au-delà de la dernière entrée qu’il sait identique.
rule-raise-match = Un succès fait avancer
rule-raise-match-text = Un succès dit au leader jusqu’où un suiveur a le journal, et quoi envoyer ensuite.
rule-back-off = Un refus fait reculer
rule-back-off-text = Là où les journaux ne concordent pas, le leader cherche un index antérieur où ils concordent.
rule-send-again = Envoyer encore
rule-send-again-text = Une requête sans réponse est renvoyée, sans fin ; la recevoir deux fois ne nuit pas.
rule-commit-by-majority = Une majorité valide
rule-commit-by-majority-text = Une entrée sur les disques d’une majorité ne peut plus se perdre, le leader la valide donc.
rule-commit-own-term = Ne compter que son terme
rule-commit-own-term-text = Les copies d’une entrée plus ancienne ne prouvent rien, même en majorité : elle n’est validée qu’avec une entrée du terme du leader.
rule-ignore-stale-reply = Trop tard, sans effet
rule-ignore-stale-reply-text = Une réponse d’un terme passé, ou à une requête déjà réglée, ne change rien.
rule-redirect-client = S’adresser au leader
rule-redirect-client-text = Seul le leader sert les clients ; les autres le nomment, s’ils le connaissent.
rule-apply-once = Ne jamais appliquer deux fois
rule-apply-once-text = Une commande répétée garde son numéro, et chaque nœud retient les numéros qu’il a appliqués.
rule-read-after-own-commit = Une validation avant la première lecture
rule-read-after-own-commit-text = Un nouveau leader ne sait jusqu’où le journal est validé qu’après avoir validé une entrée de son terme.
rule-read-confirmed = Confirmer avant de lire
rule-read-confirmed-text = Un leader a pu être remplacé sans le savoir : avant de répondre à une lecture, il le fait confirmer par une majorité.
rule-follower-read = Les suiveurs lisent aussi
rule-follower-read-text = Un suiveur demande à son leader jusqu’où le journal est validé, et répond à la lecture une fois cela appliqué.
rule-lease-read = Lire sous bail
rule-lease-read-text = Tant qu’une majorité a promis, chacun selon son horloge, de n’élire aucun autre leader, un leader répond aux lectures sans demander. Cela demande des horloges presque exactes.
rule-compact-log = Un instantané à la place du journal
rule-compact-log-text = Un instantané de l’état appliqué remplace le journal jusque-là.
rule-send-snapshot = Un instantané pour un suiveur en retard
rule-send-snapshot-text = Si le leader a supprimé les entrées qui manquent à un suiveur, il envoie son instantané.
rule-collect-snapshot = Morceau par morceau
rule-collect-snapshot-text = Un instantané arrive en morceaux, et le suiveur demande chacun là où le précédent s’arrêtait.
rule-restore-snapshot = L’instantané remplace le journal
rule-restore-snapshot-text = Un instantané complet remplace la machine à états et le journal ; seules restent les entrées qui le suivent.
rule-latest-configuration = Utiliser la dernière configuration
rule-latest-configuration-text = Un nœud se sert de la dernière configuration de son journal dès qu’elle y est, validée ou non.
rule-joint-consensus = L’ancienne et la nouvelle ensemble
rule-joint-consensus-text = Pendant un changement, toute décision demande une majorité des anciens votants et une majorité des nouveaux : aucun ensemble ne décide seul.
rule-one-change-at-a-time = Un changement à la fois
rule-one-change-at-a-time-text = Un changement ne commence qu’une fois le précédent validé. Sans consensus joint, il n’ajoute ou ne retire qu’un serveur.
rule-catch-up = Rattraper avant de voter
rule-catch-up-text = Un nouveau serveur reçoit d’abord le journal en apprenti : avec le droit de vote mais en retard, il retarderait des validations.
rule-removed-leader = Un leader retiré part en dernier
rule-removed-leader-text = Un leader absent de la nouvelle configuration reste leader jusqu’à ce qu’elle soit validée, et ne se compte pas lui-même.
rule-disregard-candidates = Ne pas déranger un leader
rule-disregard-candidates-text = Un nœud qui vient d’entendre un leader ignore les candidats : un serveur retiré ne peut pas déposer ce leader.
rule-voters-stand = Seuls les votants se présentent
rule-voters-stand-text = Un nœud sans droit de vote dans sa configuration ne se présente pas.
rule-check-quorum = Sans majorité, plus de leader
rule-check-quorum-text = Un leader auquel aucune majorité ne répond pendant un délai d’élection se retire, pour que les clients s’adressent à un autre nœud.
rule-pre-vote = Demander avant de se présenter
rule-pre-vote-text = Un nœud qui ne pourrait pas gagner ne se présente pas : son retour ne fait monter aucun terme, et ne dépose aucun leader.
rule-transfer-leadership = Passer la main
rule-transfer-leadership-text = Un leader met à jour le journal de son successeur, puis lui dit de se présenter aussitôt, avant qu’un minuteur expire.

## Rôles
role-follower = suiveur
role-learner = apprenti
role-pre-candidate = pré-candidat
role-candidate = candidat
role-leader = leader
role-paused = en pause
role-down = arrêté

## Champs des messages
field-term = Terme
field-last-term = Terme de la dernière entrée
field-last-index = Index de la dernière entrée
field-granted = Vote accordé
field-prev-term = Terme avant les entrées
field-prev-index = Index avant les entrées
field-entries = Nombre d’entrées
field-leader-commit = Index de validation du leader
field-success = Succès
field-match-index = Concorde jusqu’à
field-request = Numéro de requête
field-done = Fait
field-leader = Leader
field-successor = Prochain leader
field-confirmed = Index de validation connu
field-offset = Premier octet du morceau
field-bytes = Octets du morceau
field-next-term = Terme en question
field-index = Index de lecture
field-op = Opération
field-key = Clé
field-old = Valeur attendue
field-value = Valeur
field-outcome = Résultat
field-method = Méthode
field-path = Chemin
field-body = Corps
field-status = Statut

## Pourquoi, et pourquoi pas
question-role = { $role ->
    [leader] Pourquoi { $node } est-il leader ?
    [candidate] Pourquoi { $node } est-il candidat ?
    [pre-candidate] Pourquoi { $node } demande-t-il des pré-votes ?
    [learner] Pourquoi { $node } est-il apprenti ?
    [down] Pourquoi { $node } est-il arrêté ?
    [paused] Pourquoi { $node } est-il en pause ?
   *[follower] { $leader ->
        [none] Pourquoi { $node } est-il suiveur ?
       *[other] Pourquoi { $node } suit-il { $leader } ?
    }
}
answer-role = { $role ->
    [leader] { $known ->
        [alone] { $node } est leader du terme { $term } : il est le seul votant.
        [elected] { $node } est leader du terme { $term } : il a été élu il y a { $ago-ms } ms avec { the-votes }, et aucune majorité ne lui a répondu depuis.
        [answered] { $node } est leader du terme { $term } : il a été élu avec { the-votes }, et une majorité ({ $answered }) a répondu à un message d’il y a { $ago-ms } ms.
       *[doubtful] { $node } se sait élu leader du terme { $term }, avec { the-votes }, mais { $silent-count ->
            [one] { $silent } n’a
           *[other] { $silent } n’ont
        } répondu à rien de ce qu’il a envoyé dans les dernières { $ago-ms } ms. Il ne peut pas savoir si un autre leader a été élu entre-temps.
    }
    [candidate] { $node } est candidat au terme { $term }.
    [pre-candidate] { $node } demande, au terme { $term }, s’il pourrait gagner le suivant.
    [learner] { $node } est apprenti au terme { $term } : il reçoit le journal, sans droit de vote.
    [down] { $node } est arrêté ; son disque contient le terme { $term }.
    [paused] { $node } est en pause, au terme { $term }.
   *[follower] { $leader ->
        [none] { $node } est suiveur au terme { $term }, et ne connaît pas de leader.
       *[other] { $node } suit { $leader } au terme { $term }.
    }
}
the-votes = { $votes-count ->
    [one] le vote de { $votes }
   *[other] les votes de { $votes }
}
question-term = Pourquoi { $node } est-il au terme { $term } ?
answer-term = { $node } est au terme { $term }.
question-entry = { $state ->
    [committed] Pourquoi l’index { $index } est-il validé chez { $node } ?
    [compacted] Pourquoi l’index { $index } est-il validé chez { $node } ?
    [held] Pourquoi l’index { $index } n’est-il pas validé chez { $node } ?
   *[absent] Pourquoi { $node } n’a-t-il rien à l’index { $index } ?
}
answer-entry = { $state ->
    [committed] Chez { $node }, l’index { $index }, du terme { $term }, est validé.
    [compacted] Chez { $node }, l’index { $index } est validé ; son effet est dans l’instantané qui l’a remplacé.
    [held] { $node } possède l’index { $index }, du terme { $term }, et ne le sait pas validé.
   *[absent] Le journal de { $node } n’a rien à l’index { $index }.
}
question-vote = { $state ->
    [granted] Pourquoi { $node } a-t-il voté pour { $candidate } au terme { $term } ?
   *[missing] Pourquoi { $node } n’a-t-il pas voté pour { $candidate } au terme { $term } ?
}
answer-vote = { $state ->
    [granted] { $node } a voté pour { $candidate } au terme { $term }.
   *[missing] { $node } n’a pas voté pour { $candidate } au terme { $term }.
}
question-leader = { $state ->
    [leads] Pourquoi { $node } est-il leader ?
   *[missing] { $wanted ->
        [yes] Pourquoi { $node } n’est-il pas leader ?
       *[no] { $acting ->
            [none] Pourquoi n’y a-t-il pas de leader ?
           *[other] Pourquoi aucune majorité ne suit-elle { $acting } ?
        }
    }
}
answer-leader = { $leader ->
    [none] { $acting ->
        [none] Il n’y a pas de leader.
       *[other] { $acting } est leader du terme { $term }, mais aucune majorité ne le suit.
    }
   *[other] { $leader } est leader du terme { $term }, et une majorité le suit.
}
question-request = { $state ->
    [answered] Pourquoi la requête { $request } de { $client } a-t-elle reçu sa réponse ?
   *[missing] Pourquoi la requête { $request } de { $client } reste-t-elle sans réponse ?
}
answer-request = { $state ->
    [answered] { $client } a la réponse à sa requête { $request }.
   *[missing] { $node ->
        [none] { $client } n’a pas encore envoyé sa requête { $request }.
       *[other] { $tries ->
            [one] { $client } n’a pas de réponse à sa requête { $request } : il l’a envoyée à { $node }.
           *[other] { $client } n’a pas de réponse à sa requête { $request } : il l’a envoyée { $tries } fois, en dernier à { $node }.
        }
    }
}
question-event = Pourquoi est-ce arrivé ?
root-timer = La première cause est un minuteur.
root-act = La première cause est une ligne du script.
root-start = La première cause est le début de l’exécution.
root-far = La première cause est plus ancienne que ce qui est montré.
root-none = Aucun événement n’en est la cause.
why-skipped = { $count ->
    [one] { $count } étape intermédiaire n’est pas montrée.
   *[other] { $count } étapes intermédiaires ne sont pas montrées.
}

## Ce qui décide, avant la réponse
the-voters = { $half ->
    [old] des { $of } anciens votants
    [new] des { $of } nouveaux votants
   *[only] des { $of } votants
}
the-need = { $half ->
    [old] { $count } sur les { $needed } qu’il lui faut parmi les anciens votants
    [new] { $count } sur les { $needed } qu’il lui faut parmi les nouveaux votants
   *[only] { $count } sur les { $needed } qu’il lui faut
}
finding-heard = { $heard-count ->
    [0] { $node } n’est entendu par aucun { the-voters } ; il lui en faut { $needed }.
   *[other] { $node } est entendu par { $heard-count } { the-voters } ({ $heard }) ; il lui en faut { $needed }.
}
finding-newer-term = { $leads ->
    [yes] { $way ->
        [cut] { $other } est leader d’un terme plus récent, { $term }, et { $node } n’en sait rien : une coupure les sépare.
        [comes] { $other } est leader d’un terme plus récent, { $term }, et { $node } l’apprendra dans { $due-ms } ms.
        [stranger] { $other } est leader d’un terme plus récent, { $term }, et { $node } n’en sait rien : il n’est pas membre de ce cluster.
       *[later] { $other } est leader d’un terme plus récent, { $term }, et { $node } n’en sait encore rien.
    }
   *[no] { $way ->
        [cut] { $other } est déjà au terme { $term }, et { $node } n’en sait rien : une coupure les sépare.
        [comes] { $other } est déjà au terme { $term }, et { $node } l’apprendra dans { $due-ms } ms.
        [stranger] { $other } est déjà au terme { $term }, et { $node } n’en sait rien : il n’est pas membre de ce cluster.
       *[later] { $other } est déjà au terme { $term }, et { $node } n’en sait encore rien.
    }
}
finding-copies = { $own ->
    [yes] { $others-count ->
        [0] { $leader } ne compte que sa propre copie de l’index { $index } : { the-need }.
        [one] { $leader } compte sa propre copie de l’index { $index } et celle de { $others } : { the-need }.
       *[other] { $leader } compte sa propre copie de l’index { $index } et celles de { $others } : { the-need }.
    }
   *[no] { $others-count ->
        [0] { $leader } ne compte encore aucune copie de l’index { $index } : { the-need }.
        [one] { $leader } compte la copie de l’index { $index } que possède { $others } : { the-need }.
       *[other] { $leader } compte les copies de l’index { $index } que possèdent { $others } : { the-need }.
    }
}
finding-answers = { $others-count ->
    [0] Aucun autre nœud n’a confirmé depuis que { $leader } est encore leader : { the-need }.
    [one] { $others } a confirmé que { $leader } est encore leader : avec lui-même, { the-need }.
   *[other] { $others } ont confirmé que { $leader } est encore leader : avec lui-même, { the-need }.
}
finding-stale-read = { $outcome ->
    [absent] La lecture était périmée : { $client } a demandé { shown-key } et appris que cette clé n’existe pas.
   *[value] La lecture était périmée : { $client } a demandé { shown-key } et reçu { shown-result }.
}
finding-seen-before = { $wrote ->
    [yes] { $there ->
        [yes] { $client } avait donné la valeur { shown-result } à { shown-key }, et appris que c’était fait { $ago-ms } ms avant que { $reader } ne demande.
       *[no] { $client } avait supprimé { shown-key }, et appris que c’était fait { $ago-ms } ms avant que { $reader } ne demande.
    }
   *[no] { $there ->
        [yes] { $client } avait demandé { shown-key } aussi, et reçu { shown-result } { $ago-ms } ms avant que { $reader } ne demande.
       *[no] { $client } avait demandé { shown-key } aussi, et appris que cette clé n’existe pas { $ago-ms } ms avant que { $reader } ne demande.
    }
}
finding-unordered = Aucun ordre de tous les appels n’explique ce que { $client } a appris.

## Couloirs : des appels, jusqu’où va un ordre, et pourquoi il ne va pas plus loin
lanes-answer = { $outcome ->
    [value] → { shown-result }
    [absent] → aucune valeur
    [refused] → refusé
    [none] → pas encore de réponse
   *[ok] → fait
}
lanes-call = { command } { lanes-answer }
lanes-by = { $op ->
    [get] { lanes-call } de { $client }
   *[other] { command } de { $client }
}
shown-is = { $is-chars ->
    [0] { $is }
   *[other] { $is }… ({ $is-chars } caractères)
}
shown-was = { $was-chars ->
    [0] { $was }
   *[other] { $was }… ({ $was-chars } caractères)
}
lanes-is = { $is-there ->
    [yes] { shown-key } vaut { shown-is }
   *[no] { shown-key } n’a pas de valeur
}
lanes-was = { $was-there ->
    [yes] { shown-key } valait { shown-was }
   *[no] { shown-key } n’avait pas de valeur
}
lanes-saw = { $outcome ->
    [value] Le { command } de { $client } a rendu { shown-result }
    [absent] Le { command } de { $client } n’a rendu aucune valeur
    [refused] Le { command } de { $client } a été refusé, donc la valeur n’était pas { shown-old }
    [none] Le { command } de { $client } n’agit que sur la valeur { shown-old }
   *[ok] Le { command } de { $client } est fait, donc la valeur était { shown-old }
}
lanes-sought = { $outcome ->
    [value] { shown-result }
   *[other] { shown-old }
}
lanes-reason = { $why ->
    [never-written] { lanes-saw }, mais aucun autre appel lancé avant son retour n’écrit { lanes-sought }.
    [nothing-written] { lanes-saw }, mais { lanes-is } : rien n’a été écrit avant.
    [returned] { lanes-saw }, mais { lanes-is } après { $by }, qui était revenu avant l’appel de ce { $op }.
    [later] { lanes-saw }, mais { lanes-is } après { $by }, et { $later }, qui vient plus tard, était revenu avant l’appel de ce { $op }.
    [changes] { lanes-saw }, mais { lanes-was } à l’appel de ce { $op }, et { lanes-is } après { $by }.
   *[fits] { lanes-saw }, mais { lanes-is } après { $by }. Plus tôt il irait, mais alors les appels de cet ordre ne pourraient pas tous suivre.
}
lanes-smallest = { $n ->
    [one] À lui seul, cet appel n’a pas d’ordre :
   *[other] À eux seuls, ces { $n } appels n’ont pas d’ordre :
}
lanes-order = { $n ->
    [0] Aucun appel ne peut ouvrir un ordre :
   *[other] Le plus long ordre qui explique leurs réponses :
}
lanes-order-with = Le plus long ordre avec { $by } :
lanes-line = (ligne { $line })
lanes-stop = Après cela aucun appel ne peut suivre :

## Ce qui manque : le début d’une phrase, que reprennent celles des pairs
missing-head = { $subject ->
    [entry] { $count ->
        [one] { $last } n’a pas accusé réception de l’index { $index }
       *[other] { $peers } et { $last } n’ont pas accusé réception de l’index { $index }
    }
    [vote] { $count ->
        [one] { $last } n’a pas voté pour { $from }
       *[other] { $peers } et { $last } n’ont pas voté pour { $from }
    }
    [follow] { $count ->
        [one] { $last } ne suit pas { $from }
       *[other] { $peers } et { $last } ne suivent pas { $from }
    }
    [read] { $count ->
        [one] { $last } n’a pas confirmé que { $from } est encore leader
       *[other] { $peers } et { $last } n’ont pas confirmé que { $from } est encore leader
    }
   *[commit] { $last } n’a pas appris que le journal est validé jusqu’à l’index { $index }
}
missing-peer-down = { $count ->
    [one] { missing-head } : il est arrêté.
    [2] { missing-head } : les deux sont arrêtés.
   *[other] { missing-head } : tous sont arrêtés.
}
missing-peer-stopped = { $disk ->
    [full] { $count ->
        [one] { missing-head } : il est arrêté, et son disque est plein.
       *[other] { missing-head } : ils sont arrêtés, et leurs disques sont pleins.
    }
   *[fails] { $count ->
        [one] { missing-head } : il est arrêté, et son disque est en panne.
       *[other] { missing-head } : ils sont arrêtés, et leurs disques sont en panne.
    }
}
missing-peer-paused = { $count ->
    [one] { missing-head } : il est en pause.
    [2] { missing-head } : les deux sont en pause.
   *[other] { missing-head } : tous sont en pause.
}
missing-peer-cut = { $count ->
    [one] { missing-head } : il est coupé de { $from }.
    [2] { missing-head } : les deux sont coupés de { $from }.
   *[other] { missing-head } : tous sont coupés de { $from }.
}
missing-peer-cut-there = { $count ->
    [one] { missing-head } : les messages de { $from } sont perdus, car le lien est coupé dans ce sens.
   *[other] { missing-head } : les messages de { $from } sont perdus, car les liens sont coupés dans ce sens.
}
missing-peer-cut-back = { $count ->
    [one] { missing-head } : ses réponses sont perdues, car le lien est coupé dans ce sens.
   *[other] { missing-head } : leurs réponses sont perdues, car les liens sont coupés dans ce sens.
}
missing-peer-asked = { $fate ->
    [lost] { missing-head } : la requête, { $message }, se perdra en l’état.
   *[arrives] { missing-head } : la requête, { $message }, arrive dans { $due-ms } ms.
}
missing-peer-answering = { $fate ->
    [lost] { missing-head } : la réponse, { $message }, se perdra en l’état.
   *[arrives] { missing-head } : la réponse, { $message }, arrive dans { $due-ms } ms.
}
missing-peer-disk = { $count ->
    [one] { missing-head } : il attend son disque, encore { $due-ms } ms.
   *[other] { missing-head } : ils attendent leurs disques, encore { $due-ms } ms.
}
missing-peer-behind = { $count ->
    [one] { missing-head } : son journal est en retard ou diffère, et doit d’abord être réparé.
   *[other] { missing-head } : leurs journaux sont en retard ou diffèrent, et doivent d’abord être réparés.
}
missing-peer-snapshot = { $count ->
    [one] { missing-head } : il lui manque des entrées que { $from } n’a plus, et il reçoit d’abord un instantané.
   *[other] { missing-head } : il leur manque des entrées que { $from } n’a plus, et ils reçoivent d’abord un instantané.
}
missing-peer-leader-alive = { $leader ->
    [itself] { missing-head } : il est lui-même leader, et ignore les candidats.
   *[other] { $count ->
        [one] { missing-head } : il entend le leader { $leader }, et ignore les candidats.
       *[other] { missing-head } : ils entendent le leader { $leader }, et ignorent les candidats.
    }
}
missing-peer-leader-heard = { $leader ->
    [none] { $count ->
        [one] { missing-head } : il vient d’entendre un leader, ou de redémarrer, et ignore les candidats pour le moment.
       *[other] { missing-head } : ils viennent d’entendre un leader, ou de redémarrer, et ignorent les candidats pour le moment.
    }
   *[other] { $count ->
        [one] { missing-head } : il vient d’entendre { $leader }, et ignore les candidats pour le moment.
       *[other] { missing-head } : ils viennent d’entendre { $leader }, et ignorent les candidats pour le moment.
    }
}
missing-peer-refused = { $count ->
    [one] { missing-head } : il a refusé, et recevra une nouvelle requête quand { $from } se représentera.
   *[other] { missing-head } : ils ont refusé, et recevront une nouvelle requête quand { $from } se représentera.
}
missing-peer-silent = { $subject ->
    [vote] { $count ->
        [one] { missing-head } : il n’a pas répondu, et recevra une nouvelle requête quand { $from } se représentera.
       *[other] { missing-head } : ils n’ont pas répondu, et recevront une nouvelle requête quand { $from } se représentera.
    }
   *[entry] { $count ->
        [one] { missing-head } : il n’a pas répondu, et la requête sera renvoyée.
       *[other] { missing-head } : ils n’ont pas répondu, et les requêtes seront renvoyées.
    }
}
missing-peer-beat = { $count ->
    [one] { missing-head } : il l’apprendra au prochain battement, dans { $due-ms } ms.
   *[other] { missing-head } : ils l’apprendront au prochain battement, dans { $due-ms } ms.
}
missing-peer-newer-term = { missing-head } : le terme { $term } est passé, { $last } est au terme { $newer-term }.
missing-peer-log-ahead = { missing-head } : un journal qui finit au terme { $last-term }, index { $last-index } est en avance sur celui de { $from }, qui { $own-index ->
            [0] est vide
           *[other] finit au terme { $own-term }, index { $own-index }
        }.
missing-peer-voted = { $count ->
    [one] { missing-head } : son unique vote du terme { $term } est allé à { $voted-for }.
   *[other] { missing-head } : leurs votes du terme { $term } sont allés à { $voted-for }.
}
missing-node-down = { $node } est arrêté.
missing-node-stopped = { $disk ->
    [full] { $node } est arrêté, et son disque est plein.
   *[fails] { $node } est arrêté, et son disque est en panne.
}
missing-learner = { $node } n’a pas encore le droit de vote : il est apprenti tant que son retard n’est pas rattrapé.
missing-stranger = { $node } n’a pas le droit de vote : il n’appartient pas au cluster.
missing-node-paused = { $node } est en pause.
missing-no-entry = { $leader }, leader du terme { $term }, n’a rien à l’index { $index } : son journal finit à { $last-index }.
missing-other-entry = { $own-term ->
    [0] { $leader }, leader du terme { $leader-term }, n’a rien à l’index { $index } : l’entrée du terme { $term } que { $node } y possède sera supprimée.
   *[other] { $leader }, leader du terme { $leader-term }, a une entrée du terme { $own-term } à l’index { $index } : celle du terme { $term } que { $node } y possède sera remplacée.
}
missing-older-term = { $own-index ->
    [0] L’index { $index } est du terme { $entry-term }, et { $leader } ne compte que les entrées de son propre terme { $term } : il n’en a aucune après.
   *[other] L’index { $index } est du terme { $entry-term }, et { $leader } ne compte que les entrées de son propre terme { $term } : il sera validé avec l’index { $own-index }.
}
missing-own-disk = { $what ->
    [vote] Le vote de { $node } pour lui-même n’est pas encore sur son disque : il y faut { $due-ms } ms.
   *[entry] L’index { $index } n’est pas encore sur le disque de { $node } lui-même : il y faut { $due-ms } ms.
}
missing-other-leads = { $leader } est leader du terme { $term } : tant que { $node } l’entend, { $node } ne se présente pas.
missing-old-leader = { $node } est leader de l’ancien terme { $own-term } : { $leader } est leader du terme { $term }.
missing-too-few = { $live ->
    [0] Aucun votant n’est en marche, et une majorité est de { $majority }.
    [one] Seul { $live } votant est en marche, et une majorité est de { $majority }.
   *[other] Seuls { $live } votants sont en marche, et une majorité est de { $majority }.
}
missing-not-standing = { $node } ne se présente pas avant que son minuteur expire, dans { $due-ms } ms.
missing-not-asking = { $node } ne demande pas de votes au terme { $term }.
missing-queued = { $client } n’envoie qu’une requête à la fois, et sa requête { $outstanding } n’a pas encore de réponse.
missing-client-waits = { $why ->
    [handing-over] { $node } a dit à { $client } qu’il passait la main à { $successor } : { $client } redemandera dans { $due-ms } ms.
    [unconfirmed] { $node } a dit à { $client } qu’il ne pouvait pas savoir ce qui est validé : { $client } redemandera dans { $due-ms } ms.
   *[no-leader] { $node } a dit à { $client } qu’il ne connaissait aucun leader : { $client } redemandera dans { $due-ms } ms.
}
missing-client-cut = { $way ->
    [there] Les requêtes de { $client } à { $node } se perdent, car le lien est coupé dans ce sens.
    [back] Les réponses de { $node } à { $client } se perdent, car le lien est coupé dans ce sens.
   *[both] { $client } et { $node } sont coupés l’un de l’autre.
}
missing-on-its-way = { $fate ->
    [lost] { $message } ({ $type }) de { $from } à { $to } se perdra en l’état.
   *[arrives] { $message } ({ $type }) de { $from } à { $to } arrive dans { $due-ms } ms.
}
missing-request-lost = Plus rien n’est en route entre { $client } et { $node } : le délai de { $client } expire dans { $due-ms } ms, et il demandera à un autre nœud.
missing-request-given-up = Plus rien n’est en route entre { $client } et { $node }, et { $client } ne demande qu’une fois : il attend sans fin.
missing-http-unanswered = Plus rien de la requête de { $client } n’est en route, et { $node } n’a pas de réponse : { $client } renonce dans { $due-ms } ms.
missing-read-own-entry = Rien du terme { $term } n’est encore validé : { $leader } ne peut pas savoir si son index de validation { $commit-index } est le dernier.
missing-read-asked = { $node } a demandé le read index à un leader, et ni la requête ni une réponse ne sont plus en route.

## Ce qui y mènerait
offer-add = Ajouter { $node } au cluster
offer-disk = Réparer le disque de { $node }
offer-transfer = Passer la main à { $node }
offer-restart = Redémarrer { $node }
offer-resume = Faire reprendre { $node }
offer-join = { $ways ->
    [both] Relier { $from } et { $to }
   *[one] Laisser { $from } joindre { $to }
}
offer-heal = Rétablir tous les liens
offer-deliver = Livrer { $message } tout de suite
offer-timeout = Faire expirer le minuteur de { $node }
offer-write = Faire envoyer une commande par { $client } à { $node }
offer-wait = Laisser passer { $ms } ms

## Ce qui ne va pas dans un script
script-error = Ligne { $line }, colonne { $column } : il fallait { $expected }, et voici « { $found } ».
script-error-end = Ligne { $line }, colonne { $column } : il fallait { $expected }, mais la ligne s’arrête.
expected-statement = une instruction
expected-flaw = le nom d’un défaut
expected-setup-first = une étape (la mise en place vient avant la première étape)
expected-once = une instruction qui n’a pas encore été donnée (celle-ci ne se donne qu’une fois)
expected-version = la version 1, la seule qui existe
expected-version-first = une instruction autre que « raftarium », qui vient en premier ou pas du tout
expected-end-of-line = la fin de la ligne
expected-number = un nombre entier d’au plus 64 bits (18446744073709551615)
expected-count = un nombre entier de 1 à 1000000000
expected-node-count = un nombre de nœuds, de 1 à 9
expected-a-leader = le nom d’un nœud, car aucun n’est leader en ce moment
expected-node = un nœud de ce cluster
expected-client = un client, c1 à c9
expected-actor = un nœud ou un client
expected-other-node = un autre nœud que le précédent
expected-new-node = un nœud qui n’est encore dans aucun groupe
expected-nodes-or-all = un nœud de ce cluster, ou « all »
expected-other-member = un nœud que cette ligne ne nomme pas encore
expected-added-node = un nœud à ajouter, n1 à n9
expected-duration = une durée comme 150ms, d’au plus 24h
expected-timer-duration = une durée de 1ms à 1h
expected-positive-duration = une durée supérieure à zéro, d’au plus 24h
expected-range = un intervalle dont la fin n’est pas avant le début
expected-percentage = un pourcentage, de 0% à 100%
expected-clock-error = un pourcentage, de -90% (en retard) à 100% (en avance)
expected-keep = un nombre entier de 0 à 1000000000
expected-config-key = un réglage, comme latency
expected-on-off = « on » ou « off »
expected-joint-single = « joint » ou « single »
expected-replication = « pipelined » ou « plain »
expected-count-off = un nombre entier de 1 à 1000000000, ou « off »
expected-disk-state = « full », « fails », « torn », « rots » ou « well »
expected-read-mode = « log », « read-index », « lease » ou « local »
expected-limit = un nombre de 1 à 10000
expected-arrow = « -> » ou « - »
expected-one-way-arrow = « -> »
expected-word = un mot
expected-short-text = une clé ou une valeur d’au plus 4 Kio
expected-json-string = une chaîne JSON complète
expected-which = un message (m17), un type de message, ou « next »
expected-json-object = un objet JSON qui finit sur sa ligne, ou une chaîne JSON
expected-method = une méthode de HTTP : GET, POST, DELETE, PUT, PATCH, HEAD ou OPTIONS
expected-path = un chemin qui commence par « / » et n’a pas d’espace
expected-short-body = un corps d’au plus 64 Kio
expected-short-key = une clé d’idempotence de 1 à 256 octets
expected-http-part = un corps en JSON, « key », « to », « from », ou la fin de la ligne
expected-status = un statut de HTTP, de 100 à 599
expected-message-kind = un type de message, comme RequestVote
expected-every-off = « every » ou « off »
expected-condition = une condition, comme leader
expected-role = un rôle, comme follower
expected-comparison = « = », « >= » ou « <= »
expected-equals = « = »
expected-reply = « ok », « value », « absent », « refused », « pending », « error » ou « status »
expected-order-state = done, refused, lost ou pending
expected-invariant = le nom d’un invariant, comme election-safety
expected-while = « while » et une condition, ou la fin de la ligne
expected-within = « within » et une durée, ou la fin de la ligne
expected-short-script = un script d’au plus 1 Mio et 100000 instructions
expected-caption = une légende : @clé, une chaîne JSON, ou « en » et « fr » avec une chaîne chacun
expected-string = une chaîne JSON
expected-other-language = la même légende dans l’autre langue : « en » ou « fr » et une chaîne JSON
expected-target = une cible : un nœud, un client, un lien (n1 - n2), un message (m17), une entrée (n1@7) ou un panneau
expected-target-nothing = une cible : un nœud, un client, un lien (n1 - n2), un message (m17), une entrée (n1@7), un panneau, ou « nothing »
expected-pace = une fraction du temps réel, comme 1/50, de nombres de 1 à 1000
expected-name = un nom d’au plus 40 lettres, chiffres, « - » et « _ »
expected-new-name = un nom qu’aucune question plus haut ne porte
expected-asked = le nom d’une question posée plus haut
expected-answers = « | » et une réponse (une question en a deux à quatre)
expected-conditions = une autre réponse avant celle-ci (« otherwise » en suppose une avec « if »)
expected-if = « if » et une condition, ou « otherwise »
expected-minutes = un nombre de minutes de 1 à 600
expected-level = un niveau de 1 à 9

## La ligne de commande
file-error = { $path } : { $error }
explored-runs = { $runs ->
    [one] Une exécution aléatoire
   *[other] { $runs } exécutions aléatoires
}, { $events } événements, { $states } états différents d’un cluster.
explored-nothing = Aucune exécution n’a rien violé.
explored-found = Une exécution viole { $broken } (graine { $seed }). Raccourci jusqu’à ce qu’on ne puisse plus rien en retirer, son script compte { $statements } instructions :
explored-schedule = Sans horloge, un ordonnancement { $depth ->
    [one] d’un seul pas
   *[other] de { $depth } pas
} viole { $broken }, et aucun de ces pas ne peut être retiré :
exhausted-states = { $states } états différents du cluster, { $steps } pas entre eux.
exhausted-nothing = Aucune exécution d’au plus { $depth } pas ne viole quoi que ce soit.
exhausted-all = Dans ces bornes, aucune exécution ne viole quoi que ce soit, si longue soit-elle : il n’y a pas d’autre état.
exhausted-given-up = Il y a trop d’états : la recherche s’est arrêtée aux exécutions de { $depth } pas, sans rien trouver jusque-là. Augmentez --states pour continuer.
exhausted-found = Une exécution de { $steps } pas viole { $broken }, et aucune plus courte ne viole quoi que ce soit :
exhausted-untold = Une exécution viole quelque chose dans la recherche et non dans la simulation : c’est un défaut de Raftarium.
exhaust-refuses-setting = `{ $key }` ne peut pas être exploré : la recherche n’a pas d’horloge et ne prend pas d’instantané.
exhaust-refuses-steps = On ne peut explorer que la configuration initiale d’un script, et celui-ci a des instructions.
run-too-long = L’exécution n’est pas finie après { $events } événements : augmentez --max-events pour la laisser continuer.
run-forged = Rien n’est plus garanti dans cette exécution depuis que { $nodes } a reçu un message de Raft qu’aucun nœud n’a envoyé.
run-unclaimed = Rien n’est plus garanti dans cette exécution depuis l’effacement de { $nodes } : { $ends ->
    [never] { $count ->
        [0] un serveur qui avait oublié son vote a voté de nouveau, et cela ne peut être défait.
       *[other] depuis, ceci a été rompu : { $broken }.
    }
   *[later] { $servers ->
        [one] un serveur sans son vote ni son journal peut mettre en défaut même un Raft correct, tant qu’il n’a pas été retiré du cluster puis ajouté de nouveau.
       *[other] des serveurs sans leur vote ni leur journal peuvent mettre en défaut même un Raft correct, tant qu’ils n’ont pas été retirés du cluster puis ajoutés de nouveau.
    }
}
failed-expectation = La ligne { $line } n’est pas vérifiée : { $text }
failed-found = Ce qui est vrai : { $found }
failed-lapse = { $ms ->
    [0] La ligne { $line } n’est pas vérifiée dès son premier instant : { $text }
   *[other] La ligne { $line } a été vérifiée pendant { $ms } ms, puis elle ne l’est plus : { $text }
}
failed-timeout = La ligne { $line } a attendu en vain : { $text }
failed-answers = À la ligne { $line }, une réponse et une seule devrait être juste : { $text }
failed-undecided = La ligne { $line } était trop difficile à trancher : { $text }
failed-violation = À la ligne { $line }, un invariant a été rompu : { $text }
history-not-linearizable = L’historique des clients n’est pas linéarisable. À { $at } s : { $said }
history-undecided = On ne sait pas si l’historique est linéarisable : pour la clé { $key }, la recherche a atteint sa limite.
checked-linearizable = Linéarisable : { $operations ->
    [one] { $operations } opération
   *[other] { $operations } opérations
} sur { $keys ->
    [one] { $keys } clé
   *[other] { $keys } clés
}.
checked-not-linearizable = Non linéarisable : clé { $key }, ligne { $line }. À { $at } s : { $said }
history-error = Ligne { $line }, champ { $field } : on attendait { $expected }.
history-error-column = Ligne { $line }, colonne { $column } : on attendait { $expected }.
history-expected-object = un objet JSON
history-expected-text = une chaîne d’au plus 4096 octets
history-expected-op = « set », « get », « delete » ou « cas »
history-expected-nothing = rien, ou null : cette opération n’a pas ce champ
history-expected-flag = true ou false
history-expected-true = true : seul un « cas » terminé peut être refusé
history-expected-read = la valeur lue, en chaîne, ou null
history-expected-time = un nombre entier de microsecondes
history-expected-time-or-null = un nombre entier de microsecondes, ou null
history-expected-id-or-null = un nombre entier, ou null
history-expected-not-before-call = un instant qui ne précède pas call_us
history-expected-after-call = un nombre supérieur à call_id
history-expected-new-id = un nombre qu’aucun autre appel ou retour ne porte
history-expected-growing-id = des nombres qui croissent avec les instants
history-expected-short-line = une ligne d’au plus 128 Kio
history-expected-few-operations = au plus 1000000 opérations
narrated-event = { $at } s  { $said }
narrated-rule = { $at } s  { $said } [{ $rule }, { $section }]
narrated-say = { $at } s  « { $said } »
narrated-ask = { $at } s  question : { $said }
narrated-answer = { $at } s    { $n }. { $said }
narrated-reveal = { $at } s  réponse : { $said }
narrated-goal = { $at } s  but : { $said }
