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
landmark-fault = incident
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
            [one] { $faults } incident
           *[other] { $faults } incidents
        }, { $violations ->
            [one] { $violations } violation
           *[other] { $violations } violations
        }
speed-slower = 1/{ $n }
speed-faster = ×{ $n }
speed-full = max
command-play = Lecture ou pause
command-step-back = Un événement en arrière
command-step = Un événement en avant
command-start = Début de l’exécution, quand le temps est arrêté
command-end = Fin de l’exécution, quand le temps est arrêté
command-slower = Plus lent
command-faster = Plus vite
command-next-election = Élection suivante
command-last-election = Élection précédente
command-next-message = Aller au prochain message reçu
command-last-message = Aller au message reçu précédent
command-next-commit = Validation suivante
command-last-commit = Validation précédente
command-next-fault = Incident suivant
command-last-fault = Incident précédent
