## Script
script = Script
script-area =
    .aria-label = Le script de cet univers
script-changed = modifié
script-run = Lancer ceci
script-revert = Abandonner
    .aria-label = Abandonner la modification
script-again = Relancer
script-copy = Copier
script-back = Rétablir le précédent
script-edited = Modifié ; l’univers continue avec son propre script.
script-free = Toutes les lignes ont été exécutées.
script-running = Ligne { $line } : { $text }
script-failed = La ligne { $line } a échoué : { $text }
script-about = Un univers est un script : le même script donne la même exécution. Vos actions s’y écrivent ; changez-le et relancez-le.
script-list = Instructions
script-statements = Instructions
script-settings = Réglages
script-conditions = Conditions
script-insert = Insérer cette ligne
script-faults = { $count ->
    [one] 1 erreur : ligne { $line }
   *[other] { $count } erreurs : d’abord la ligne { $line }
}
script-wrong = colonne { $column } : il fallait { $expected }, et voici « { $found } »
script-wrong-end = colonne { $column } : il fallait { $expected }, mais la ligne s’arrête
editor-find = Chercher
editor-replace = Remplacer par
editor-next = Suivant
editor-previous = Précédent
editor-all = Tous
editor-case = respecter la casse
editor-regexp = expression régulière
editor-word = mots entiers
editor-replace-one = Remplacer
editor-replace-all = Tout remplacer
editor-close = Fermer
editor-line = Aller à la ligne
editor-go = Aller
editor-current = occurrence choisie
editor-on-line = à la ligne
editor-replaced = occurrence remplacée à la ligne { $n }
editor-replaced-all = { $n } occurrences remplacées
editor-completions = Ce qui peut suivre
editor-control = Caractère de commande
editor-deleted = Sélection supprimée
script-run-key = Ctrl Entrée
