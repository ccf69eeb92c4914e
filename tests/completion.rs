//! Completion offers at a place of a script what the parser accepts there. This is checked with known scripts, word by
//! word.

#![cfg(not(target_arch = "wasm32"))]

mod support;

use raftarium::script::{Completion, OfferKind, Offered, complete, parse};
use std::collections::BTreeSet;
use support::{scenes, scripts_in};

/// The scripts of `tests/scripts`, the scenes, and a script with every form of the language.
fn texts() -> Vec<String> {
    let all = scripts_in("tests/scripts").into_iter().chain(scenes());
    all.map(|script| script.text).chain([EVERY_FORM.to_string()]).collect()
}

/// A script with every form of the language.
const EVERY_FORM: &str = include_str!("support/every-form.raft");

/// The words of a script, each with the byte at which it begins.
fn words_of(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let mut at = 0;
        while let Some(c) = line[at..].chars().next() {
            match c {
                '#' => break,
                ' ' | '\n' => at += 1,
                _ => {
                    let end = word_end(line, at);
                    words.push((line_start + at, &line[at..at + end]));
                    at += end;
                }
            }
        }
        line_start += line.len();
    }
    words
}

fn word_end(line: &str, at: usize) -> usize {
    let rest = &line[at..];
    // In an HTTP request, a JSON object is one word.
    if line.starts_with("http ") && rest.starts_with('{') {
        return rest.find("} ").expect("an object ends") + 1;
    }
    match rest.strip_prefix('"') {
        Some(inner) => {
            let is_end = |(at, _): &(usize, &str)| !inner[..*at].ends_with('\\');
            2 + inner.match_indices('"').find(is_end).expect("a string ends").0
        }
        None if rest.starts_with('|') => 1,
        None => rest.find([' ', '\n', '#', '|', '"']).unwrap_or(rest.len()),
    }
}

/// Whether a word is the offered one, or is of the kind that the offer gives an example of. This is no second parser:
/// it tells kinds of words apart by their form.
fn is_offered(offered: &Offered, word: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let decimal = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    let duration =
        |text: &str| ["us", "ms", "min", "h", "s"].iter().any(|unit| text.strip_suffix(unit).is_some_and(decimal));
    match offered.kind {
        OfferKind::Word(_) | OfferKind::Node | OfferKind::Client => offered.word == word,
        OfferKind::Message => word.strip_prefix('m').is_some_and(number),
        OfferKind::Text => true,
        OfferKind::Caption => word.starts_with('"') || word.starts_with('@'),
        OfferKind::Name => true,
        OfferKind::Question => offered.word == word,
        OfferKind::Cell => word.contains('@'),
        OfferKind::Pace => word.split('/').all(number),
        OfferKind::Number => number(word) && within(word, offered),
        OfferKind::Duration => duration(word),
        OfferKind::Range => word.split("..").all(duration),
        OfferKind::Percentage => {
            word.strip_suffix('%').is_some_and(|number| decimal(number.strip_prefix('-').unwrap_or(number)))
        }
    }
}

fn within(word: &str, offered: &Offered) -> bool {
    let number = |text: &str| text.parse::<u64>().expect("bounds are numbers");
    let [least, most] = offered.bounds.as_ref().expect("numbers have bounds");
    (number(least)..=number(most)).contains(&number(word))
}

#[test]
fn every_form_is_right() {
    assert_eq!(parse(EVERY_FORM).err(), None);
}

#[test]
fn what_stands_at_a_place_is_among_what_is_offered_there() {
    let mut places = 0;
    for text in texts() {
        for (start, word) in words_of(&text) {
            let Completion { from, to, offers } = complete(&text, start);
            let there = &text[from..to];
            assert!(there == word || word == "|" && there.is_empty(), "{word} is under the cursor, not {there}");
            assert!(offers.iter().any(|one| is_offered(one, word)), "{word} at {start} of\n{text}\n{offers:?}");
            // Within the word, and at its end, the offers are the same.
            let places_within = (start..=start + word.len()).filter(|at| text.is_char_boundary(*at) && word != "|");
            for at in places_within {
                let within = complete(&text, at);
                assert_eq!((within.from, within.to), (start, start + word.len()), "{word} at {at} of\n{text}");
                assert_eq!(within.offers, offers, "{word} at {at} of\n{text}");
            }
            places += 1;
        }
    }
    assert!(5_000 < places, "only {places}");
}

#[test]
fn what_is_offered_at_a_place_is_taken_there() {
    let mut seen = BTreeSet::new();
    let mut tried = 0;
    for text in texts() {
        for (start, _) in words_of(&text) {
            let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
            let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
            let number = text[..start].lines().count() + usize::from(start == line_start);
            let column = text[line_start..start].chars().count() + 1;
            for offered in complete(&text, start).offers {
                // The same word after the same beginning of a line was tried before.
                if !seen.insert((text[line_start..start].to_string(), offered.word.clone())) {
                    continue;
                }
                let tried_text = format!("{}{}{}", &text[..start], offered.word, &text[line_end..]);
                let error = parse(&tried_text).err();
                let is_refused = error.as_ref().is_some_and(|error| (error.line, error.column) == (number, column));
                assert!(!is_refused, "{error:?}\n{tried_text}");
                tried += 1;
            }
        }
    }
    assert!(2_000 < tried, "only {tried}");
}

#[test]
fn at_the_end_of_a_line_what_may_follow_is_taken() {
    let mut tried = BTreeSet::new();
    for text in texts() {
        let mut before = String::new();
        for line in text.lines().filter(|line| !line.contains('#')) {
            let with_blank = format!("{before}{line} ");
            for offered in complete(&with_blank, with_blank.len()).offers {
                if tried.insert(format!("{line} {}", offered.word)) {
                    let longer = format!("{with_blank}{}", offered.word);
                    let column = line.chars().count() + 2;
                    let error =
                        parse(&longer).err().filter(|error| error.column <= column && error.found == offered.word);
                    assert_eq!(error, None, "{longer}");
                }
            }
            before += line;
            before.push('\n');
        }
    }
    assert!(500 < tried.len(), "only {}", tried.len());
}
