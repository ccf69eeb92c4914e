//! The quizzes of `www/lessons/quiz` can be read by mdbook-quiz, say the same in both languages, explain every choice,
//! and are right: the run of each question passes on the core. `README.md` in that folder describes the files.

#![cfg(not(target_arch = "wasm32"))]

#[path = "quiz/files.rs"]
mod files;
mod support;

use files::{LANGUAGES, QUIZZES, Question, quiz, text};
use mdbook_quiz_schema::Quiz;
use raftarium::script::{Limit, Outcome, Runner};
use std::collections::{BTreeMap, BTreeSet};
use support::{ScriptFile, read, scripts_in};

/// Events of one run at most.
const EVENTS_MAX: u64 = 1_000_000;

/// The least share of the questions with a run, and of the wrong answers that a run shows to be wrong.
const RUNS_PERCENT_MIN: usize = 90;
const SHOWN_PERCENT_MIN: usize = 90;

/// The largest share of the multiple-choice questions whose right answer is at one place, or the longest, or the
/// shortest.
const GIVEN_AWAY_PERCENT_MAX: usize = 40;

/// The most characters of a question, of a choice, and of an explanation.
const PROMPT_MAX: usize = 420;
const CHOICE_MAX: usize = 90;
const SAID_MAX: usize = 340;

#[test]
fn mdbook_quiz_can_read_every_file() {
    for (name, language) in files() {
        let quiz: Quiz =
            toml::from_str(&text(name, language)).unwrap_or_else(|error| panic!("{name}.{language}: {error}"));
        assert!(20 <= quiz.questions.len(), "{name}.{language} has {} questions", quiz.questions.len());
    }
}

#[test]
fn every_question_has_a_name_of_its_own() {
    let ids: Vec<String> = QUIZZES.iter().flat_map(|name| quiz(name, "en")).map(|question| question.id).collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{ids:?}");
    let is_plain = |id: &String| id.chars().all(|c| c == '-' || c.is_ascii_lowercase() || c.is_ascii_digit());
    assert!(ids.iter().all(is_plain), "{ids:?}");
}

#[test]
fn both_languages_ask_the_same() {
    for name in QUIZZES {
        let [english, french] = LANGUAGES.map(|language| quiz(name, language));
        let ids = |quiz: &[Question]| quiz.iter().map(|question| question.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&english), ids(&french));
        for (one, other) in english.iter().zip(&french) {
            assert_eq!(one.shape(), other.shape(), "{name}: {}", one.id);
        }
    }
}

#[test]
fn every_question_is_explained_and_every_wrong_answer_too() {
    for (name, language) in files() {
        for question in quiz(name, language) {
            let id = format!("{name}.{language}: {}", question.id);
            assert_eq!(question.wrong().len(), question.misconceptions.len(), "{id}: one for each wrong answer");
            assert!((2..=3).contains(&question.wrong().len()), "{id}");
            let said = question.misconceptions.iter().chain([&question.context]).chain(&question.no_run);
            for said in said {
                assert!(said.ends_with(['.', ')']) && said.chars().count() <= SAID_MAX, "{id}: {said}");
            }
            let choices: Vec<&String> = question.right().into_iter().chain(question.wrong()).collect();
            assert!(choices.iter().all(|choice| choice.chars().count() <= CHOICE_MAX), "{id}: {choices:?}");
            assert_eq!(choices.iter().collect::<BTreeSet<_>>().len(), choices.len(), "{id}: {choices:?}");
            assert!(question.prompt.prompt.chars().count() <= PROMPT_MAX, "{id}");
        }
    }
}

#[test]
fn every_question_is_about_a_section_of_the_paper() {
    for (name, language) in files() {
        for question in quiz(name, language) {
            let id = format!("{name}.{language}: {}", question.id);
            let named = question.context.match_indices('§').any(|(at, _)| {
                let before = &question.context[..at];
                !before.ends_with("thesis, ") && !before.ends_with("thèse, ")
            });
            assert_ne!(question.topic.is_some(), named, "{id}: `topic` says it where `context` names none");
            let Some(topic) = question.topic else { continue };
            let parts: Vec<Result<u32, _>> = topic.split('.').map(str::parse).collect();
            assert!(matches!(parts[..], [Ok(2..=8), ..]) && parts.iter().all(Result::is_ok), "{id}: {topic}");
        }
    }
}

#[test]
fn signs_keep_to_their_words() {
    for (name, language) in files() {
        let text = text(name, language);
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            assert!(!line.contains('\''), "{name}.{language}: a curved apostrophe belongs there: {line}");
            let loose = [" ;", " :", " !", " ?", " »", "« "].iter().find(|sign| line.contains(**sign));
            assert_eq!(loose, None, "{name}.{language}: a narrow no-break space belongs there: {line}");
        }
    }
}

#[test]
fn the_right_answer_is_not_given_away_by_its_place_or_length() {
    for language in LANGUAGES {
        let asked: Vec<Question> = QUIZZES.iter().flat_map(|name| quiz(name, language)).collect();
        let placed: Vec<&Question> = asked.iter().filter(|question| question.prompt.answer_index.is_some()).collect();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for question in &placed {
            *places.entry(format!("at {}", question.prompt.answer_index.unwrap())).or_default() += 1;
            let length = |choice: &str| choice.chars().count();
            let right = length(question.right()[0]);
            let wrong: Vec<usize> = question.wrong().iter().map(|choice| length(choice)).collect();
            *places.entry("longest".into()).or_default() += usize::from(wrong.iter().all(|wrong| *wrong < right));
            *places.entry("shortest".into()).or_default() += usize::from(wrong.iter().all(|wrong| right < *wrong));
        }
        for (what, count) in places {
            let percent = 100 * count / placed.len();
            assert!(percent <= GIVEN_AWAY_PERCENT_MAX, "{language}: {what} {count} times of {}", placed.len());
        }
    }
}

/// The runs, each with its question.
fn runs() -> Vec<(ScriptFile, Question)> {
    let mut questions: BTreeMap<String, Question> =
        QUIZZES.iter().flat_map(|name| quiz(name, "en")).map(|question| (question.id.clone(), question)).collect();
    let asked = questions.len();
    let take = |script: ScriptFile| {
        let question = questions.remove(&script.name());
        let question = question.unwrap_or_else(|| panic!("no question is called {}", script.name()));
        (script, question)
    };
    let runs: Vec<(ScriptFile, Question)> = scripts_in("www/lessons/quiz/runs").into_iter().map(take).collect();
    for (id, question) in &questions {
        assert!(question.no_run.is_some(), "{id} has no run, and does not say why");
    }
    for (_, question) in &runs {
        assert_eq!(question.no_run, None, "{} has a run", question.id);
    }
    assert!(RUNS_PERCENT_MIN * asked <= 100 * runs.len(), "{} of {asked} have runs", runs.len());
    runs
}

#[test]
fn every_run_shows_that_the_right_answer_is_right() {
    for (script, question) in runs() {
        assert_eq!(script.text.lines().next(), Some("raftarium 1"), "{}", question.id);
        let mut runner = Runner::new(read(&script.text), false);
        runner.advance(Limit::events(EVENTS_MAX));
        assert_eq!(*runner.outcome(), Outcome::Passed, "{}", question.id);
    }
}

/// The answer that a comment is about, if it is about one: 0 for the right answer, or the number of a wrong one.
fn shown(line: &str) -> Option<usize> {
    if line.starts_with("# Right: ") {
        return Some(0);
    }
    line.strip_prefix("# Wrong ")?.split_once(": ")?.0.parse().ok()
}

#[test]
fn every_run_names_the_places_where_answers_are_seen() {
    let (mut wrong, mut found) = (0, 0);
    for (script, question) in runs() {
        let mut seen = BTreeSet::new();
        let mut open: Vec<usize> = Vec::new();
        for line in script.text.lines() {
            match shown(line) {
                Some(answer) => open.push(answer),
                None if line.starts_with("expect") || line.starts_with("run until") => seen.extend(open.drain(..)),
                None => {
                    assert!(!line.starts_with("# Wrong") && !line.starts_with("# Right"), "{}: {line}", question.id)
                }
            }
        }
        assert!(open.is_empty(), "{}: nothing is looked at after the last comment", question.id);
        assert!(seen.remove(&0), "{} does not say where the right answer is seen", question.id);
        assert!(seen.iter().all(|answer| *answer <= question.wrong().len()), "{}: {seen:?}", question.id);
        wrong += question.wrong().len();
        found += seen.len();
    }
    assert!(SHOWN_PERCENT_MIN * wrong <= 100 * found, "{found} of {wrong} wrong answers are shown to be wrong");
}

/// All files of questions: quiz and language.
fn files() -> impl Iterator<Item = (&'static str, &'static str)> {
    QUIZZES.into_iter().flat_map(|name| LANGUAGES.map(|language| (name, language)))
}
