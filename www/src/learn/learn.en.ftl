mode-learn = Learn
story-card =
    .aria-label = The story
card-on = Continue
card-back = Back
card-again =
    .aria-label = Start this step again
    .title = Start this step again
card-of = { $n } of { $of }
card-reached = { $n } of { $of } goals
card-goals = Make these true, in any way
card-hint = hint
card-do = Do it
card-as-you-said = ✓ as you said
card-right = ✓ so it went
card-you-said = you said
card-answer-is = The run answers: { $answer }.
card-ticked = Goal { $n } of { $of } is reached: { $goal }.
card-left = **You have left the story here.** What you do now is a universe of your own. The story waits where you left it.
card-return = Back to the story
card-begins = …
card-next = Next lesson
card-end = To the lessons
card-predict-first = Say first what you expect.
note-predict-first = Say first what you expect: choose an answer.
command-read-on = Continue the story
command-read-back = Back in the story
command-read-again = Start this step of the story again
command-answer-next = The next answer
command-answer-last = The answer before
to-lessons = Lessons
home =
    .aria-label = Lessons
home-title = Lessons
home-what = Each is a running cluster: predict, act, and look.
home-sum = { $n } of { $of } done · { $hours ->
    [0] { $minutes } min left
   *[other] { $hours } h { $minutes } min left
}
home-later = These come when the rules of Raft can be broken.
home-over = { $group } · { $n } min
home-over-here = { $group } · where you were · { $n } min
home-open = Start
home-open-again = Start over
home-row-done = done
home-row-minutes = { $n } minutes
home-kept = Your progress stays on this device.
home-export = Export
home-import = Import
    .aria-label = Import progress from a file
home-forget = Forget it
note-progress-taken = The progress of the file is imported.
note-progress-wrong = This file holds no progress of Raftarium.
note-progress-partly = { $n ->
    [one] The progress of the file is imported, except one entry that cannot be read.
   *[other] The progress of the file is imported, except { $n } entries that cannot be read.
}
note-progress-newer = This file was written by a newer Raftarium. Reload the page and try again.
note-progress-long = This file is longer than any progress of Raftarium.
to-quiz = Quiz
card-to-quiz = Back to the quiz
scene-run = A run of the quiz
command-lessons = Show the lessons
command-mode-learn = Learn
invite = New to Raft? Start here: one value, three machines
invite-close =
    .aria-label = Not now
home-you-will = Your goals
home-asks = { $n ->
    [one] One prediction
   *[other] { $n } predictions
}
invite-short = New? Start here
story-line =
    .title = Back to the story
card-start = Let time run
