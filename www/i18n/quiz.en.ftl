## What the quiz says; its questions are in lessons/quiz.

quiz-name = Quiz: { $title }
quiz-title-chapter = The chapter
quiz-title-beyond = Beyond the chapter
quiz-answered = { $n } of { $of } answered
quiz-dots = Questions
quiz-question = Question { $n }
quiz-question-right = Question { $n }, answered rightly
quiz-question-wrong = Question { $n }, answered wrongly
quiz-end = Summary
quiz-of = Question { $n } of { $of }
quiz-many = Several answers are right.
quiz-text = Your answer
quiz-check = Check
quiz-next = Next
quiz-to-end = To the summary
quiz-back = Back
quiz-again = Answer again
quiz-right = Right
quiz-wrong = Not right
quiz-is-right = right
quiz-you-right = your answer, right
quiz-you-wrong = your answer, wrong
quiz-answer-is = The right answer: { $answer }
quiz-missing = This is right too, and was not chosen: { $answer }
quiz-slip-mine = What your answer assumes
quiz-slip = What “{ $said }” assumes
quiz-why = Why the right answer is right
quiz-see = See the run
quiz-see-slip = See it in the run
quiz-see-of = See the run that shows it: { $said }
quiz-no-run = No run of a cluster can show this.
quiz-first = Answer first. The page then says why, and opens a run that shows it.
quiz-done = { $right } of { $of } right
quiz-open = { $n ->
    [one] One question is not answered yet.
   *[other] { $n } questions are not answered yet.
}
quiz-topics = Wrong answers, by topic
quiz-topic = { $title } (§{ $n })
quiz-topic-none = Other questions
quiz-topic-wrong = { $n } of { $of } wrong
quiz-perfect = All answers are right.
quiz-once-more = Once more: only the wrong answers
quiz-all-again = All once more
quiz-go-open = To the first open question
quiz-some = Only the wrong answers
