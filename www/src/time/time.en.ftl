## Time
time =
    .aria-label = Time
time-play = Play
time-pause = Pause
time-back =
    .aria-label = Back
    .title = Back to the one before (, for an event)
time-step =
    .aria-label = Forward
    .title = On to the next (. for an event)
time-landmark =
    .aria-label = What to go to
    .title = What to go to
landmark-event = event
landmark-message = message
landmark-election = election
landmark-commit = commit
landmark-fault = fault
time-track =
    .aria-label = Place in the run
time-place = { $now } of { $end }
time-to-end = To the end
time-speed =
    .aria-label = Speed
    .title = Speed ([ and ])
time-speed-name = Speed
time-now =
    .aria-label = Virtual time
time-behind = falling behind
time-marks = The run so far: { $elections ->
            [one] 1 election won
           *[other] { $elections } elections won
        }, { $commits ->
            [one] 1 commit
           *[other] { $commits } commits
        }, { $faults ->
            [one] 1 fault
           *[other] { $faults } faults
        }, { $violations ->
            [one] 1 violation
           *[other] { $violations } violations
        }
speed-slower = 1/{ $n }
speed-faster = ×{ $n }
speed-full = max
command-play = Play or pause
command-step-back = One event back
command-step = One event on
command-start = Start of the run, while time stands
command-end = End of the run, while time stands
command-slower = Slower
command-faster = Faster
command-next-election = Next election
command-last-election = The election before
command-next-message = Next message that arrives
command-last-message = The message before
command-next-commit = Next commit
command-last-commit = The commit before
command-next-fault = Next fault
command-last-fault = The fault before
