## The page offline
update-load = Update
    .title = A newer Raftarium is ready. Press to load it; you will come back to this place.
note-update = A newer Raftarium is ready. Press Update to load it; until then nothing changes.
note-update-others = Raftarium is open in another tab. Close it first: both tabs must have the same version.
