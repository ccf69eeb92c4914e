## Partager
share-open = Partager
    .title = Partager cette exécution, ou l’emporter ailleurs (S)
share = Partager cette exécution
share-link = Un lien vers cet instant
share-link-field =
    .aria-label = Lien vers cet instant
share-link-length = { $more ->
    [yes] { $n } caractères : certaines messageries coupent un lien si long ; un fichier est plus sûr. Le lien s’ouvre à cet instant et sur ce panneau.
   *[no] { $n } caractères. Le lien s’ouvre à cet instant et sur ce panneau.
}
share-link-digest = { $more ->
    [yes] { $n } caractères : certaines messageries coupent un lien si long ; un fichier est plus sûr. L’empreinte qui permet de vérifier l’exécution est en cours de calcul.
   *[no] { $n } caractères. L’empreinte qui permet de vérifier l’exécution est en cours de calcul.
}
share-future = avec la suite du script
share-embed = Dans votre propre page
share-embed-field =
    .aria-label = Une ligne de HTML qui montre ceci dans un cadre
share-embed-title = Raftarium : { $name }
share-embed-run = Raftarium : un cluster Raft qui s’exécute dans la page
share-embed-copy = Copier
    .aria-label = Copier la ligne de HTML
share-whole = depuis le début, avec une adresse courte
share-file = Un fichier
share-save = Enregistrer dans un fichier
share-save-page = Enregistrer comme page
    .title = Un fichier HTML qui s’ouvre depuis un disque, sans serveur ni réseau
share-choose = Ouvrir un fichier…
share-drop = Ou déposez un script ou une trace n’importe où sur la page. Pour plusieurs nœuds, déposez ensemble toutes leurs traces.
trace-many-files = La page lit au plus { $n } traces ensemble, une par nœud.
share-exports = Pour d’autres outils : l’exécution jusqu’à cet instant
share-making = { $name } est en préparation…
share-making-at = { $name } est en préparation : l’exécution en est à { $at }.
share-made = { $name } est prêt.
share-made-cut = { $name } est prêt, mais l’exécution est trop longue : une partie a été laissée de côté.
share-give-up = Abandonner
export-trace = Trace
    .title = Chaque événement, une ligne de JSON par événement
export-history = Historique
    .title = Les opérations des clients, une ligne de JSON par opération
export-shiviz = Journal ShiViz
    .title = Chaque événement avec son horloge vectorielle
export-mermaid = Diagramme Mermaid
    .title = Les derniers messages en diagramme de séquence
export-svg = Scène, SVG
export-diagram-svg = Diagramme, SVG
export-diagram-png = Diagramme, PNG
export-png = Scène, PNG
way = La page exécute le script jusqu’à l’endroit demandé : { $at }.
way-part = La page exécute le script jusqu’à l’endroit demandé : { $at }, { $n } %.
way-leave = Rester ici
scene-shared = Une exécution partagée
scene-own = Votre script
scene-file = Depuis un fichier
scene-trace = Une trace
scene-counterexample = Un contre-exemple
scene-correct = Raft correct
scene-as-printed = Le chapitre tel qu’imprimé
link-damaged = Ce lien est abîmé : il en manque peut-être une partie. Rien n’a changé.
link-version = Cette version de Raftarium ne sait pas lire ce lien : il vient d’une autre version. Rien n’a changé.
link-too-long = Ce lien est trop long pour être ouvert. Rien n’a changé.
link-script-too-long = Ce script est trop long : un script peut prendre 1 Mio. Rien n’a changé.
link-no-text = Ce n’est pas du texte, donc ce n’est pas un script. Rien n’a changé.
link-unreadable = Ce navigateur ne sait pas décompresser le lien. Rien n’a changé.
link-file-unread = Le fichier n’a pas pu être lu. Rien n’a changé.
link-script-wrong = Le script ne peut pas être ouvert, et rien n’a changé. { $error }
note-link-differs = Ce lien a été fait par une autre version de Raftarium : ici, l’exécution diffère.
