## The page offline
update-load = Update
    .title = A newer Raftarium is ready. It is loaded when you press this; where you are is kept.
note-update = A newer Raftarium is ready. Press Update to load it; until then all stays as it is.
note-update-others = Raftarium is open in another tab. Close it first: both would be of one version.
