//! What is offered at a place of a script is what the parser takes there: every script of the repository is held
//! against it, word by word.

#![cfg(not(target_arch = "wasm32"))]

mod support;

use raftarium::script::{Completion, OfferKind, Offered, complete, parse};
use std::collections::BTreeSet;
use support::{scenes, scripts_in};

/// The scripts of the repository, and one that has every form of the language.
fn texts() -> Vec<String> {
    let all = scripts_in("tests/scripts").into_iter().chain(scenes());
    all.map(|script| script.text).chain([EVERY_FORM.to_string()]).collect()
}

const EVERY_FORM: &str = r#"raftarium 1
nodes 5
seed 18446744073709551615
config election-timeout 150ms..300ms
config election-timeout 300ms..600ms n2
config heartbeat 50ms
config latency 40ms..60ms n1 -> n3
config latency 40ms c1 - n3
config loss 2.5% n1 -> n2
config duplicate 0% n2 - c4
config fsync 0.5ms..2ms n2
config drift 1%
config drift -2% n3
config reads local
config membership single
config pre-vote on
config check-quorum off
config snapshot-every off
config snapshot-every 12
config snapshot-keep 0
config max-entries 64
config max-inflight 8
config client-timeout 500ms
config no-op off
run 1s while not leader n2
run until leader n3 within 5s
run until not idle within 0s
run until log n1 = 1 1 2 within 1min
step
step 12
set "a b" "" from c2 to n3
get x to n1 from c9
delete x
cas x 1 2 from c3
load every 100ms from c1 c2 c3 for 10s
load off
crash n3 n1 n2
crash all
restart n2
pause n1
resume n1
wipe n1
disk n2 torn
timeout n1
snapshot n2
partition n1 n2 | n3 | n4 n5
isolate n1
cut n1 -> n2
cut c1 - n2
join n2 - c1
heal
drop m17
delay AppendEntries n1 -> n3 20ms
duplicate next 3 RequestVoteReply n1 -> n3
deliver any c1 -> n3
add n6 to n1
remove n2
members n1 n3 n6 to n4
transfer n3 to n1
config loss 0.01% n6 - n2
reseed 7
expect role n1 pre-candidate
expect term n1 = 3
expect commit n1 >= 4
expect last n6 <= 7
expect log n1 =
expect value n1 x 5
expect absent n1 x
expect reply c1 value "a b"
expect reply c1 pending
expect order done
expect voters n3 n1 n2
expect voters n4 = n1 n2
expect not learners
expect learners n1 = n4 n5
expect violated durable-commit
expect safe
"#;

/// The places where words of a script begin, and those words: as bytes, and what the text says.
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
                    let end = word_end(&line[at..]);
                    words.push((line_start + at, &line[at..at + end]));
                    at += end;
                }
            }
        }
        line_start += line.len();
    }
    words
}

fn word_end(rest: &str) -> usize {
    match rest.strip_prefix('"') {
        Some(inner) => {
            let is_end = |(at, _): &(usize, &str)| !inner[..*at].ends_with('\\');
            2 + inner.match_indices('"').find(is_end).expect("a string ends").0
        }
        None if rest.starts_with('|') => 1,
        None => rest.find([' ', '\n', '#', '|', '"']).unwrap_or(rest.len()),
    }
}

/// Whether a word is what is offered, or may stand in the place of an example. This is no other parser: it tells
/// kinds of words apart by their form.
fn is_offered(offered: &Offered, word: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let decimal = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    let duration =
        |text: &str| ["us", "ms", "min", "h", "s"].iter().any(|unit| text.strip_suffix(unit).is_some_and(decimal));
    match offered.kind {
        OfferKind::Word(_) | OfferKind::Node | OfferKind::Client => offered.word == word,
        OfferKind::Message => word.strip_prefix('m').is_some_and(number),
        OfferKind::Text => true,
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
            // In the midst of the word, and behind it, the same may stand there.
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
                // What was tried after the same words, where the same is offered, was tried.
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
