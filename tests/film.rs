//! The films of the museum's counterexamples, told as the page tells them, word for word as in `tests/film`.
//! `UPDATE_GOLDEN=1` writes those files anew.

#![cfg(not(target_arch = "wasm32"))]
#![cfg(feature = "cli")]

#[path = "support/speech.rs"]
mod speech;
mod support;

use raftarium::lab::film::film;
use raftarium::lab::view::{Arg, FilmStep, FilmView, LedgerColumn};
use speech::Speech;
use std::fs;
use support::{compare_golden, repository};

/// Scripts whose films are kept: together they break every kind of invariant, and need every kind of fact.
const TOLD: [&str; 12] = [
    "stale-votes-counted",
    "higher-term-keeps-role",
    "leader-grants-votes",
    "vote-not-durable",
    "minority-commits",
    "no-consistency-check",
    "append-below-snapshot",
    "follower-reads-local",
    "match-regresses",
    "commit-regresses",
    "no-op-missing",
    "heartbeats-ignored",
];

fn film_of(name: &str) -> FilmView {
    let path = repository().join("tests/flaws").join(format!("{name}.raft"));
    film(&fs::read_to_string(path).unwrap()).unwrap()
}

fn names() -> Vec<String> {
    let entries = fs::read_dir(repository().join("tests/flaws")).unwrap();
    let name = |path: std::path::PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
    let mut names: Vec<String> = entries.map(|entry| name(entry.unwrap().path())).collect();
    names.sort_unstable();
    names
}

/// A film as text: its steps, and its ledger as of the end.
fn text_of(film: &FilmView, speech: &Speech) -> String {
    let mut text = String::new();
    for (place, step) in film.steps.iter().enumerate() {
        text.push_str(&format!("{}. {:.6} s [{}]\n", place + 1, step.at_us / 1e6, step.actors.join(" ")));
        text.push_str(&said(step, speech));
        for lack in &step.lacks {
            let what = speech.say(&format!("missing-{}", lack.key), &lack.args);
            let args = [("what".to_string(), Arg::Text(what))].into_iter().collect();
            text.push_str(&format!("   {}\n", speech.say("film-stuck", &args)));
        }
    }
    for column in &film.ledger {
        text.push_str(&column_text(column, film, speech));
    }
    text
}

fn said(step: &FilmStep, speech: &Speech) -> String {
    let mut text = String::new();
    for event in &step.told {
        if event.kind == "rule-broken" {
            text.push_str(&rule_text(step, speech));
        }
        text.push_str(&format!("   {}\n", speech.event(event)));
    }
    text
}

fn rule_text(step: &FilmStep, speech: &Speech) -> String {
    let (Some(rule), Some(section)) = (&step.rule, &step.section) else { return String::new() };
    format!("   Raft: {} ({section})\n", speech.say(&format!("rule-{rule}-text"), &Default::default()))
}

fn column_text(column: &LedgerColumn, film: &FilmView, speech: &Speech) -> String {
    let step_of = |event: f64| film.steps.iter().position(|step| event <= step.upto).map_or(0, |place| place + 1);
    let since = column.event.map_or(String::new(), |event| format!(" (step {})", step_of(event)));
    let mut text = format!("= {}{since}\n", speech.say(&format!("ledger-{}", column.key), &column.args));
    for row in &column.rows {
        let mark = if row.wrong { 'x' } else { '+' };
        let words = speech.say(&format!("ledger-{}", row.key), &row.args);
        let sent = row.sent.map_or(String::new(), |sent| format!("{} to ", step_of(sent)));
        text.push_str(&format!("  {mark} {words} ({sent}step {})\n", step_of(row.event)));
    }
    if let Some(needed) = column.needed {
        text.push_str(&format!("  {} of {needed}\n", column.rows.iter().filter(|row| row.counts).count()));
    }
    text
}

#[test]
fn films_are_told_as_in_their_golden_files() {
    let mut wrong = Vec::new();
    for name in TOLD {
        let film = film_of(name);
        for lang in ["en", "fr"] {
            let path = repository().join("tests/film").join(format!("{name}.{lang}.txt"));
            wrong.extend(compare_golden(&path, &text_of(&film, &Speech::new(lang))).err());
        }
    }
    assert!(wrong.is_empty(), "UPDATE_GOLDEN=1 rewrites, then read the difference:\n{}", wrong.join("\n"));
}

/// Every counterexample of the museum has a film of three to nine steps that shows the broken rule and ends with what
/// breaks; every fact and sentence has its words in both languages.
#[test]
fn every_counterexample_has_its_film() {
    let languages = ["en", "fr"].map(Speech::new);
    for name in names() {
        let film = film_of(&name);
        if std::env::var_os("SHOW_FILMS").is_some() {
            println!("== {name}: {:?}\n{}", film.broken, text_of(&film, &languages[0]));
        }
        assert!((3..=9).contains(&film.steps.len()), "{name}: {} steps", film.steps.len());
        assert!(film.steps.is_sorted_by(|one, next| one.event <= next.event), "{name}");
        assert!(film.flaws.contains(&name), "{name} is to blame, not {:?}", film.flaws);
        assert!(film.steps.iter().any(|step| step.flaw.is_some()), "{name}: no step shows a broken rule");
        let broken = film.broken.as_deref().unwrap_or_else(|| panic!("{name} breaks nothing"));
        let last = film.steps.last().and_then(|step| step.told.last()).unwrap();
        assert_eq!(last.kind, format!("violation-{broken}"), "{name}");
        assert!(!film.ledger.is_empty(), "{name} has no facts");
        // Two leaders may each have a majority that is right by its own configuration; then the pair is what is wrong.
        let counted = |column: &LedgerColumn| column.rows.iter().filter(|row| row.counts).count() as f64;
        let has_enough = |column: &LedgerColumn| column.needed.is_some_and(|needed| needed <= counted(column));
        let is_a_pair = film.ledger.len() == 2 && film.ledger.iter().all(has_enough);
        let has_wrong_row = film.ledger.iter().any(|column| column.rows.iter().any(|row| row.wrong));
        assert!(has_wrong_row || is_a_pair, "{name}: nothing is wrong");
        assert!(film.ledger.len() <= 2 && film.ledger.iter().all(|column| column.rows.len() <= 5), "{name}");
        for speech in &languages {
            text_of(&film, speech);
        }
    }
}
