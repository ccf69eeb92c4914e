title = Baux et horloges fausses
about = Lire sans message, si l’on peut se fier aux horloges.
opening = ReadIndex coûte un tour de battements par lecture. Un **bail** l’épargne (thèse, §6.4.1) : quand une majorité a répondu à un battement, nul autre leader ne peut être élu d’un moment, et le leader répond seul.
clock = n2 est élu le premier. Il va passer la main à n1. L’horloge de n1 avance à **demi-vitesse** : quand 50 ms passent pour les autres, n1 en compte 25.
held = n1 est leader du terme 2, et x = old est validé. Une majorité vient de répondre à un battement : n1 tient un bail, dont le reste est inscrit près de lui. c1 demande x à n1.
alone-question = n1 interroge-t-il n2 et n3 avant de répondre ?
alone-yes = oui
alone-no = non
alone = Non. c1 a sa réponse après 5 ms. Un nœud qui a entendu un leader ne vote pour aucun autre pendant 150 ms, le plus court délai d’élection ici. Le bail est plus court, pour des horloges qui se trompent de 5 %.
timeout = n1 et le client c1 sont coupés des autres. À l’horloge de n2, plus de 150 ms ont passé sans battement : n2 se présente au terme 3.
runs = n2 est leader du terme 3 et a confirmé à c2 que x = new est écrit. Pour l’horloge lente de n1, une majorité lui a répondu il y a 100 ms à peine. c1 demande x à n1.
told-question = Que répond n1 à c1 ?
told-old = old
told-new = new
told-nothing = rien
told = Le bail de n1 court encore : il répond aussitôt, et raconte le passé. Son horloge se trompe de bien plus de 5 %. Aucun journal n’est faux, rien de validé n’est perdu : seule la lecture est périmée.
over = 100 ms plus tard, le bail de n1 est fini, même à sa propre horloge. n1 est toujours coupé, et toujours leader du terme 2 à ses propres yeux. c1 demande de nouveau.
then-question = Que répond n1 à c1, cette fois ?
then-old = old
then-new = new
then-nothing = rien
then = Sans bail, n1 fait comme avec ReadIndex : il doit d’abord interroger une majorité. Aucun nœud ne répond, il se tait donc.
truth = c1 ne joint que n1, qui ne peut pas dire la vérité. Obtenez à c1 la nouvelle valeur.
truth-goal = c1 lit la valeur new
truth-hint = Rétablissez les liens : c1 trouve alors un leader, ou n1 en entend parler.
closing = **À retenir :** un bail échange des messages contre la confiance dans les horloges. Élections et validations restent sûres (§5.6) ; les lectures sous bail, non. Dans le doute : ReadIndex. Ensuite : instantanés.
