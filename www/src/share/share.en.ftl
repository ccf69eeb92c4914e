## Sharing
share-open = Share
    .title = Share this run, or take it elsewhere (S)
share = Share this run
share-link = A link to this instant
share-link-field =
    .aria-label = Link to this instant
share-link-length = { $more ->
    [yes] { $n } characters: some chat programs cut such a long link, so a file is safer. The link opens at this instant and this panel.
   *[no] { $n } characters. The link opens at this instant and this panel.
}
share-link-digest = { $more ->
    [yes] { $n } characters: some chat programs cut such a long link, so a file is safer. The digest by which the run can be checked is still being computed.
   *[no] { $n } characters. The digest by which the run can be checked is still being computed.
}
share-future = with the rest of the script
share-embed = In a page of your own
share-embed-field =
    .aria-label = A line of HTML that shows this in a frame
share-embed-title = Raftarium: { $name }
share-embed-run = Raftarium: a Raft cluster that runs in the page
share-embed-copy = Copy
    .aria-label = Copy the line of HTML
share-whole = from its beginning, with a short address
share-file = A file
share-save = Save as a file
share-save-page = Save as a page
    .title = One HTML file that opens from a disk, without a server and without a network
share-choose = Open a file…
share-drop = Or drop a script or a trace anywhere on the page. For several nodes, drop all their traces together.
trace-many-files = At most { $n } traces can be read together, one for each node.
share-exports = For other tools: the run up to this instant
share-making = { $name } is being made…
share-making-at = { $name } is being made: the run has come to { $at }.
share-made = { $name } is done.
share-made-cut = { $name } is done, but the run is too long for it: a part was left out.
share-give-up = Give up
export-trace = Trace
    .title = Every event, a line of JSON each
export-history = History
    .title = The clients’ operations, a line of JSON each
export-shiviz = ShiViz log
    .title = Every event with its vector clock
export-mermaid = Mermaid diagram
    .title = The last messages as a sequence diagram
export-svg = Stage, SVG
export-diagram-svg = Diagram, SVG
export-diagram-png = Diagram, PNG
export-png = Stage, PNG
way = The page runs the script up to the requested place: { $at }.
way-part = The page runs the script up to the requested place: { $at }, { $n } %.
way-leave = Stay here
scene-shared = A shared run
scene-own = Your script
scene-file = From a file
scene-trace = A trace
scene-counterexample = A counterexample
scene-correct = Correct Raft
scene-as-printed = The chapter as printed
link-damaged = This link is damaged: perhaps a part of it is missing. Nothing was changed.
link-version = This version of Raftarium cannot read this link: it is from another version. Nothing was changed.
link-too-long = This link is too long to be opened. Nothing was changed.
link-script-too-long = This script is too long: a script may take 1 MiB. Nothing was changed.
link-no-text = That is not text, so it is not a script. Nothing was changed.
link-unreadable = This browser cannot unpack the link. Nothing was changed.
link-file-unread = The file could not be read. Nothing was changed.
link-script-wrong = The script cannot be opened, and nothing was changed. { $error }
note-link-differs = This link was made by another version of Raftarium: here, the run differs.
