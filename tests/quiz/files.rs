//! Reads the files of the quizzes, with the keys that this project adds. An unknown key is refused here, so that a
//! misspelt one is found; mdbook-quiz would ignore it.

use crate::support::repository;
use serde::Deserialize;
use std::fs;

pub const QUIZZES: [&str; 2] = ["chapter", "beyond"];
pub const LANGUAGES: [&str; 2] = ["en", "fr"];

/// A question, in one language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub id: String,
    #[serde(rename = "type")]
    kind: Kind,
    pub prompt: Prompt,
    answer: Answer,
    /// Why the right answer is right.
    pub context: String,
    /// Wrong answers to a question that has no choices.
    #[serde(default)]
    slips: Vec<String>,
    /// An explanation for each wrong answer.
    pub misconceptions: Vec<String>,
    /// The section of the paper that the question is about, where `context` names none.
    pub topic: Option<String>,
    /// Why the question has no run.
    #[serde(rename = "no-run")]
    pub no_run: Option<String>,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq, Debug)]
enum Kind {
    MultipleChoice,
    ShortAnswer,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Prompt {
    pub prompt: String,
    #[serde(default)]
    distractors: Vec<String>,
    /// Where the right answer stands among the choices.
    pub answer_index: Option<usize>,
    sort_answers: Option<bool>,
    response: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    answer: OneOrMore,
    /// Other ways to write a short answer.
    #[serde(default)]
    alternatives: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

/// What is the same in all languages.
#[derive(PartialEq, Eq, Debug)]
pub struct Shape {
    kind: Kind,
    right: usize,
    wrong: usize,
    answer_index: Option<usize>,
    sort_answers: Option<bool>,
    response: Option<String>,
    has_run: bool,
    topic: Option<String>,
    /// The answers that are whole numbers.
    typed: Vec<String>,
}

impl Question {
    /// The right answers.
    pub fn right(&self) -> Vec<&String> {
        match &self.answer.answer {
            OneOrMore::One(answer) => vec![answer],
            OneOrMore::More(answers) => answers.iter().collect(),
        }
    }

    /// The wrong answers: those that are offered, or those that are likely.
    pub fn wrong(&self) -> &[String] {
        match self.kind {
            Kind::MultipleChoice => &self.prompt.distractors,
            Kind::ShortAnswer => &self.slips,
        }
    }

    /// What is the same in all languages.
    pub fn shape(&self) -> Shape {
        let given = self.right().into_iter().chain(self.wrong()).cloned();
        let typed = given.filter(|text| text.parse::<u64>().is_ok()).collect();
        let is_typed = matches!(self.kind, Kind::ShortAnswer);
        assert!(is_typed || self.slips.is_empty() && self.answer.alternatives.is_empty(), "{}", self.id);
        assert!(!is_typed || self.prompt.distractors.is_empty(), "{}", self.id);
        Shape {
            kind: self.kind,
            right: self.right().len(),
            wrong: self.wrong().len(),
            answer_index: self.prompt.answer_index,
            sort_answers: self.prompt.sort_answers,
            response: self.prompt.response.clone(),
            has_run: self.no_run.is_none(),
            topic: self.topic.clone(),
            typed,
        }
    }
}

/// The questions of a quiz in a language.
pub fn quiz(name: &str, language: &str) -> Vec<Question> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        questions: Vec<Question>,
    }
    let file: File = toml::from_str(&text(name, language)).unwrap_or_else(|error| panic!("{name}.{language}: {error}"));
    file.questions
}

/// The text of a quiz's file.
pub fn text(name: &str, language: &str) -> String {
    let path = repository().join(format!("www/lessons/quiz/{name}.{language}.toml"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
