## Script
script = Script
script-area =
    .aria-label = The script of this universe
script-changed = edited
script-run = Run this
script-revert = Discard
    .aria-label = Discard the edit
script-again = Run again
script-copy = Copy
script-back = Restore the previous one
script-edited = Edited; the universe goes on with its own script.
script-free = All lines have run.
script-running = Line { $line }: { $text }
script-failed = Line { $line } failed: { $text }
script-about = A universe is a script: the same script gives the same run. Your actions appear in it; change it and run it again.
script-list = Statements
script-statements = Statements
script-settings = Settings
script-conditions = Conditions
script-insert = Insert this line
script-faults = { $count ->
    [one] 1 error: line { $line }
   *[other] { $count } errors: line { $line } first
}
script-wrong = column { $column }: expected { $expected }, found “{ $found }”
script-wrong-end = column { $column }: expected { $expected }, but the line ends
editor-find = Find
editor-replace = Replace with
editor-next = Next
editor-previous = Previous
editor-all = All
editor-case = match case
editor-regexp = regular expression
editor-word = whole words
editor-replace-one = Replace
editor-replace-all = Replace all
editor-close = Close
editor-line = Go to line
editor-go = Go
editor-current = current match
editor-on-line = on line
editor-replaced = replaced the match on line { $n }
editor-replaced-all = replaced { $n } matches
editor-completions = What may follow
editor-control = Control character
editor-deleted = Selection deleted
script-run-key = Ctrl Enter
