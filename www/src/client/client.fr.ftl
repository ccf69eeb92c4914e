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
    .aria-label = Requêtes et réponses
client-empty = Pas encore de requête. Envoyez-en une ci-dessus.
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
outcome-refused = refusée
outcome-error = pas servi
client-http-failed = { $why ->
    [refused] connexion refusée
    [reset] connexion rompue
   *[timed-out] pas de réponse à temps
}
command-line = Saisir une instruction
client-lane-own = vous
client-lane-load = charge
client-load-name = Charge
client-dismiss-answered = Vider
    .title = Retirer les requêtes qui ont leur réponse
client-load-words = { $answered ->
    [0] { $clients } : pas encore de réponse
    [one] { $waits ->
        [0] { $clients } : 1 réponse, médiane { $median }
        [one] { $clients } : 1 réponse, médiane { $median } ; 1 attend
       *[other] { $clients } : 1 réponse, médiane { $median } ; { $waits } attendent
    }
   *[other] { $waits ->
        [0] { $clients } : { $answered } réponses, médiane { $median }
        [one] { $clients } : { $answered } réponses, médiane { $median } ; 1 attend
       *[other] { $clients } : { $answered } réponses, médiane { $median } ; { $waits } attendent
    }
}
client-load-stale = { $words } ; { $stale ->
    [one] 1 ne suit aucun ordre
   *[other] { $stale } ne suivent aucun ordre
}
outcome-queued = en file
client-detail-queued = après { $command }
client-dismiss = Retirer { $what }
