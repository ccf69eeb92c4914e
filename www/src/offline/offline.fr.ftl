## La page hors ligne
update-load = Mettre à jour
    .title = Un Raftarium plus récent est prêt. Il se charge quand vous appuyez ici ; vous reviendrez où vous étiez.
note-update = Un Raftarium plus récent est prêt. Appuyez sur Mettre à jour pour le charger ; d’ici là, rien ne change.
note-update-others = Raftarium est ouvert dans un autre onglet. Fermez-le d’abord : tous deux doivent être de la même version.
