//! The glossary of the page: the same terms in both languages, a sentence each, and no word that belongs to two terms.

#![cfg(not(target_arch = "wasm32"))]
#![cfg(feature = "cli")]

use fluent_bundle::{FluentBundle, FluentResource};
use std::collections::{BTreeMap, BTreeSet};

const CATALOGUES: [(&str, &str); 2] =
    [("en", include_str!("../www/i18n/glossary.en.ftl")), ("fr", include_str!("../www/i18n/glossary.fr.ftl"))];

/// The most words of a sentence.
const WORDS_MAX: usize = 30;

/// What the glossary says of one term.
struct Entry {
    sentence: String,
    /// The word as it is shown, then its other forms.
    forms: Vec<String>,
    section: Option<String>,
}

#[test]
fn both_languages_have_the_same_terms_and_sections() {
    let [english, french] =
        CATALOGUES.map(|catalogue| entries(catalogue).into_iter().map(|(key, entry)| (key, entry.section)));
    let english: BTreeMap<_, _> = english.collect();
    assert!(45 <= english.len(), "{} terms", english.len());
    assert_eq!(english, french.collect());
}

#[test]
fn each_term_is_explained_in_one_short_sentence() {
    for catalogue in CATALOGUES {
        for (key, Entry { sentence, .. }) in entries(catalogue) {
            let ends = sentence.matches(". ").count() + sentence.matches(['?', '!']).count();
            assert!(sentence.ends_with('.') && ends == 0, "{key}: {sentence}");
            let is_word = |word: &&str| word.chars().any(char::is_alphanumeric);
            let words = sentence.split_whitespace().filter(is_word).count();
            assert!(words <= WORDS_MAX, "{key} has {words} words: {sentence}");
            assert!(!sentence.contains('\''), "{key}: a curved apostrophe belongs there: {sentence}");
            let loose = [" ;", " :", " »", "« "].iter().find(|sign| sentence.contains(**sign));
            assert_eq!(loose, None, "{key}: a narrow no-break space belongs there: {sentence}");
        }
    }
}

#[test]
fn no_word_belongs_to_two_terms() {
    for catalogue in CATALOGUES {
        let mut seen = BTreeSet::new();
        for (key, Entry { forms, .. }) in entries(catalogue) {
            for form in forms {
                assert!(!form.is_empty() && form == form.trim(), "{key}: {form}");
                assert!(seen.insert(form.to_lowercase()), "{key}: {form} belongs to another term too");
            }
        }
    }
}

#[test]
fn sections_are_sections_of_the_paper() {
    for (key, Entry { section, .. }) in entries(CATALOGUES[0]) {
        let Some(section) = section else { continue };
        let number = section.strip_prefix('§').and_then(|number| number.split('.').next()).map(str::parse::<u32>);
        assert!(matches!(number, Some(Ok(2..=8))), "{key}: {section}");
    }
}

fn entries((language, source): (&str, &str)) -> BTreeMap<String, Entry> {
    let mut bundle = FluentBundle::new(vec![language.parse().expect("a language's name")]);
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(source.to_string()).unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
    bundle.add_resource(resource).unwrap_or_else(|errors| panic!("{errors:?}"));
    let keys = source.lines().filter_map(|line| line.split_once(" = ")).filter(|(key, _)| !key.starts_with([' ', '#']));
    keys.map(|(key, _)| (key.to_string(), entry(&bundle, key))).collect()
}

fn entry(bundle: &FluentBundle<FluentResource>, key: &str) -> Entry {
    assert!(key.starts_with("glossary-"), "{key}");
    let message = bundle.get_message(key).unwrap_or_else(|| panic!("{key} cannot be read"));
    let text = |pattern| bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned();
    let attribute = |name: &str| message.get_attribute(name).map(|attribute| text(attribute.value()));
    let forms = attribute("term").unwrap_or_else(|| panic!("{key} has no term"));
    Entry {
        sentence: text(message.value().unwrap_or_else(|| panic!("{key} has no sentence"))),
        forms: forms.split('|').map(String::from).collect(),
        section: attribute("section"),
    }
}
