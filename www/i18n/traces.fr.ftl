# Les mots des traces qu’on lit : par `raftarium check-trace`, et par la page quand elle en ouvre une.

trace-holds = { $events ->
    [one] Un événement
   *[other] { $events } événements
} de { $nodes } : aucun invariant de sûreté n’est violé.
trace-broken = { $path }, ligne { $line } : { $invariant } est violé. { $said }
trace-unclaimed = Après la ligne { $line } de { $path }, plus rien n’est affirmé : un disque a été perdu, ou un nœud a reçu des messages qu’aucun nœud n’a envoyés.
trace-error-field = { $path }, ligne { $line }, champ { $field } : on attendait { $expected }.
trace-error-column = { $path }, ligne { $line }, colonne { $column } : on attendait { $expected }.
trace-error-empty = { $path } ne contient aucun événement.

## Ce qu’on attendait dans une ligne de trace
trace-expected-object = un objet JSON
trace-expected-short-line = une ligne d’au plus 32 Mio
trace-expected-number = un nombre entier
trace-expected-count = un nombre entier inférieur à 2^53
trace-expected-flag = true ou false
trace-expected-kind = la sorte d’un événement, comme « started » ou « message-sent »
trace-expected-word = un des mots que ce champ peut dire
trace-expected-text = une chaîne
trace-expected-node = un nœud, de « n1 » à « n9 »
trace-expected-node-or-null = un nœud, de « n1 » à « n9 », ou null
trace-expected-actor = un nœud ou un client, comme « n1 » ou « c1 »
trace-expected-actor-or-null = un nœud ou un client, comme « n1 » ou « c1 », ou null
trace-expected-nodes = une liste de nœuds
trace-expected-groups = une liste de listes de nœuds
trace-expected-position = un objet avec term et index
trace-expected-entries = une liste d’entrées du journal, un index après l’autre
trace-expected-command = une commande avec op et key, ou null
trace-expected-outcome = un objet avec outcome, ou null
trace-expected-configuration = un objet avec voters, outgoing, learners et target
trace-expected-pairs = une liste d’objets avec key et value
trace-expected-cause = le numéro d’un événement ci-dessus, ou null
trace-expected-causes = une liste de numéros d’événements ci-dessus
trace-expected-next-id = le numéro qui suit celui de l’événement ci-dessus, ou 1 là où un nœud redémarre
trace-expected-one-node = le même nœud que ci-dessus : chacun de plusieurs fichiers est la trace d’un seul nœud
trace-expected-few-events = la fin du fichier : il y a plus d’événements qu’on ne peut en lire à la fois

## Ce qu’on attendait après les lignes précédentes
misfit-a-node = le nom d’un nœud
misfit-started = « started » ou « standing » : on ne sait encore rien de ce nœud
misfit-next-index = { $value }, l’index qui suit la fin du journal du nœud
misfit-held-index = un index que contient le journal du nœud, qui finit à { $value }
misfit-next-applied = { $value }, l’index qui suit le dernier que le nœud a appliqué
misfit-held-command = la commande que le journal du nœud contient à l’index { $value }
misfit-own-term = { $value }, le terme du nœud
misfit-next-term = { $value }, le terme qui suit celui du nœud
misfit-higher-term = un terme supérieur à { $value }, celui du nœud
