//! The words of a lesson: both catalogues have the keys that the script asks for, and every text fits where it stands.

use fluent_bundle::FluentResource;
use raftarium::script::{Caption, Script, StoryStep};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const TITLE_CHARACTERS_MAX: usize = 28;
const ABOUT_CHARACTERS_MAX: usize = 60;
const CAPTION_WORDS_MAX: usize = 45;
const QUESTION_WORDS_MAX: usize = 12;
const ANSWER_WORDS_MAX: usize = 8;
const GOAL_WORDS_MAX: usize = 7;

/// The sentence about a lesson in the list of lessons. No script asks for it.
const ABOUT: &str = "about";

/// Where a text stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Use {
    Title,
    About,
    Caption,
    Question,
    Answer,
    Goal,
    Hint,
}

/// Asserts all that is asked of the words of a lesson.
pub fn hold(id: &str, script: &Script) {
    let heading = &script.setup.heading;
    assert!(heading.minutes.is_some() && heading.level.is_some(), "{id} says neither its minutes nor its level");
    let uses = uses(id, script);
    assert_eq!(uses.get("title").map(Vec::as_slice), Some([Use::Title].as_slice()), "{id} begins with title @title");
    for language in ["en", "fr"] {
        let texts = catalogue(id, language);
        let (there, asked): (BTreeSet<_>, BTreeSet<_>) = (texts.keys().collect(), uses.keys().collect());
        assert_eq!(there, asked, "{id}.{language}.ftl: the keys that are there, and that the lesson asks for");
        for (key, uses) in &uses {
            let text = &texts[key];
            let place = format!("{id}.{language}.ftl, {key}, card {}", card_of(script, key));
            uses.iter().for_each(|use_of| fits(&place, text, *use_of));
            is_written_well(&place, text, language);
        }
    }
}

/// The key of every text, and where it stands.
fn uses(id: &str, script: &Script) -> BTreeMap<String, Vec<Use>> {
    let mut uses: BTreeMap<String, Vec<Use>> = BTreeMap::new();
    let mut note = |caption: &Caption, use_of| match caption {
        Caption::Key(key) => uses.entry(key.clone()).or_default().push(use_of),
        Caption::Text(text) | Caption::Both { en: text, .. } => panic!("{id}: “{text}” stands in no catalogue"),
    };
    note(&Caption::Key(ABOUT.into()), Use::About);
    script.setup.heading.title.iter().for_each(|title| note(title, Use::Title));
    for place in 0..script.statements.len() {
        match script.story_step(place) {
            Some(StoryStep::Say { caption, .. }) => note(caption, Use::Caption),
            Some(StoryStep::Ask { question, answers, .. }) => {
                note(question, Use::Question);
                answers.iter().for_each(|answer| note(&answer.caption, Use::Answer));
            }
            Some(StoryStep::Goal { says, hint, text, .. }) => {
                let (Some(says), Some(hint)) = (says, hint) else {
                    panic!("{id}: goal {text} has no words or no hint")
                };
                note(says, Use::Goal);
                note(hint, Use::Hint);
            }
            Some(StoryStep::Show(_) | StoryStep::Pace(_) | StoryStep::Reveal { .. }) | None => {}
        }
    }
    uses
}

/// The number of the card on which a text stands, or `none`.
fn card_of(script: &Script, key: &str) -> String {
    let is_it = |caption: &Caption| matches!(caption, Caption::Key(other) if other == key);
    let has = |place: usize| match script.story_step(place) {
        Some(StoryStep::Say { caption, .. }) => is_it(caption),
        Some(StoryStep::Ask { question, answers, .. }) => {
            is_it(question) || answers.iter().any(|answer| is_it(&answer.caption))
        }
        Some(StoryStep::Goal { says, hint, .. }) => [says, hint].into_iter().flatten().any(is_it),
        Some(StoryStep::Show(_) | StoryStep::Pace(_) | StoryStep::Reveal { .. }) | None => false,
    };
    let place = (0..script.statements.len()).find(|place| has(*place));
    let card = place.and_then(|place| script.cards().iter().rposition(|card| card.first() <= place));
    card.map_or("none".into(), |card| (card + 1).to_string())
}

/// The texts of a catalogue: one line each, or with lines that are indented.
fn catalogue(id: &str, language: &str) -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("www/lessons/{id}.{language}.ftl"));
    let source = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    if let Err((_, errors)) = FluentResource::try_new(source.clone()) {
        panic!("{id}.{language}.ftl: {errors:?}");
    }
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut last = String::new();
    for line in source.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(more) = line.strip_prefix(' ') {
            let text = texts.get_mut(&last).unwrap_or_else(|| panic!("{id}.{language}.ftl begins indented"));
            *text = format!("{text} {}", more.trim());
            continue;
        }
        let (key, text) = line.split_once('=').unwrap_or_else(|| panic!("{id}.{language}.ftl: {line}"));
        last = key.trim().into();
        let before = texts.insert(last.clone(), text.trim().into());
        assert_eq!(before, None, "{id}.{language}.ftl says {last} twice");
    }
    texts
}

fn fits(place: &str, text: &str, use_of: Use) {
    let is_word = |word: &&str| word.chars().any(char::is_alphanumeric);
    let (words, characters) = (text.split_whitespace().filter(is_word).count(), text.chars().count());
    let (is_short, size) = match use_of {
        Use::Title => (characters <= TITLE_CHARACTERS_MAX, characters),
        Use::About => (characters <= ABOUT_CHARACTERS_MAX, characters),
        Use::Caption => (words <= CAPTION_WORDS_MAX, words),
        Use::Question => (words <= QUESTION_WORDS_MAX, words),
        Use::Answer => (words <= ANSWER_WORDS_MAX, words),
        Use::Goal => (words <= GOAL_WORDS_MAX, words),
        Use::Hint => (true, words),
    };
    assert!(0 < characters && is_short, "{place}: {size} are too many for {use_of:?}: {text}");
    let is_sentence = text.ends_with(['.', '?', '!', '…', '»', '”']) || text.ends_with(".**");
    match use_of {
        Use::About | Use::Caption | Use::Question => assert!(is_sentence, "{place}: no whole sentence: {text}"),
        Use::Hint => {
            let is_one = is_sentence && !text.contains(". ");
            assert!(is_one, "{place}: a hint is one sentence: {text}");
        }
        Use::Title | Use::Answer | Use::Goal => {}
    }
}

/// Asserts that the only markup is `**bold**` and `` `code` ``, and that the punctuation is that of the language.
fn is_written_well(place: &str, text: &str, language: &str) {
    assert_eq!(text.matches("**").count() % 2, 0, "{place}: bold does not end: {text}");
    assert_eq!(text.matches('`').count() % 2, 0, "{place}: code does not end: {text}");
    let prose: String = text.split('`').step_by(2).collect();
    assert!(!prose.contains(['\'', '"', '{', '}', '<', '>', '[', ']', '_']), "{place}: a sign that is none: {text}");
    assert!(!prose.replace("**", "").contains('*'), "{place}: a star that is none: {text}");
    if language == "fr" {
        let spaced = |sign| prose.contains(&format!(" {sign}")) || prose.contains(&format!("\u{a0}{sign}"));
        assert!(!['?', '!', ':', ';', '»'].into_iter().any(spaced), "{place}: a space that breaks: {text}");
        assert!(!prose.contains("« "), "{place}: a space that breaks: {text}");
    }
}
