//! The sentences of the command line, from the page's catalogues.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use raftarium::check::{Checks, Invariant};
use raftarium::lab::view::{Arg, EventView};
use raftarium::raft::NodeSet;
use raftarium::script::{HistoryError, Place, ScriptError, print_word};
use raftarium::sim::{LineError, LinePlace};
use raftarium::trace::Misfit;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use unic_langid::LanguageIdentifier;

const EN: &str = include_str!("../../../www/i18n/core.en.ftl");
const FR: &str = include_str!("../../../www/i18n/core.fr.ftl");
const TRACES_EN: &str = include_str!("../../../www/i18n/traces.en.ftl");
const TRACES_FR: &str = include_str!("../../../www/i18n/traces.fr.ftl");

/// Columns that an instant takes in a narration: enough for a day, in microseconds.
const CLOCK_COLUMNS: usize = 14;

/// Arguments that hold clients' keys and values. They are printed as in a script, which shows where they begin and end.
const WORDS_OF_CLIENTS: [&str; 6] = ["key", "value", "old", "result", "is", "was"];

/// The kind of a line that a story tells.
#[derive(Clone, Copy)]
pub enum Told {
    /// A caption.
    Say,
    /// A question.
    Ask,
    /// An answer to a question, with its number from 1.
    Answer(usize),
    /// The right answer.
    Reveal,
    /// A goal, which the reader makes true.
    Goal,
}

/// The words of one language.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
    signs: Signs,
}

/// How a language writes numbers.
#[derive(Clone, Copy)]
struct Signs {
    group: char,
    decimal: char,
}

const EN_SIGNS: Signs = Signs { group: ',', decimal: '.' };
const FR_SIGNS: Signs = Signs { group: '\u{202f}', decimal: ',' };

impl Signs {
    /// Formats a number that is not negative, with all its digits, as the page's browser does.
    fn write(self, number: &str) -> String {
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let mut written = String::new();
        for (place, digit) in whole.chars().enumerate() {
            if 0 < place && (whole.len() - place).is_multiple_of(3) {
                written.push(self.group);
            }
            written.push(digit);
        }
        if !fraction.is_empty() {
            written.push(self.decimal);
            written.push_str(fraction);
        }
        written
    }
}

/// A number of a sentence, formatted with the signs of a language.
fn written(value: &FluentValue, signs: Signs) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(signs.write(&number.as_string())),
        FluentValue::String(_) | FluentValue::Custom(_) | FluentValue::None | FluentValue::Error => None,
    }
}

impl Words {
    /// English, unless the language is `fr`.
    pub fn new(lang: &str) -> Words {
        let is_french = lang == "fr";
        let (name, signs) = if is_french { ("fr", FR_SIGNS) } else { ("en", EN_SIGNS) };
        let sources = if is_french { [FR, TRACES_FR] } else { [EN, TRACES_EN] };
        let language: LanguageIdentifier = name.parse().expect("both names are well-formed");
        let mut bundle = FluentBundle::new(vec![language]);
        // A terminal shows isolating marks as noise.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match name {
            "fr" => |value, _| written(value, FR_SIGNS),
            _ => |value, _| written(value, EN_SIGNS),
        }));
        for source in sources {
            let resource = FluentResource::try_new(source.to_string()).expect("the catalogues are tested");
            bundle.add_resource(resource).expect("the catalogues are tested");
        }
        Words { bundle, signs }
    }

    /// An event as the page tells it: its instant, its sentence, and the rule of the paper that it follows.
    pub fn narrated(&self, event: &EventView) -> String {
        let none = FluentArgs::new();
        let clock = self.clock(event.at_us);
        let mut args = FluentArgs::new();
        args.set("at", format!("{clock:>CLOCK_COLUMNS$}"));
        args.set("said", self.sentence(event));
        let (Some(rule), Some(section)) = (&event.rule, &event.section) else {
            return self.say("narrated-event", &args);
        };
        args.set("rule", self.say(&format!("rule-{rule}"), &none));
        args.set("section", self.section(section));
        self.say("narrated-rule", &args)
    }

    /// A line that a story tells.
    pub fn told(&self, what: Told, at_us: u64, said: &str) -> String {
        let mut args = FluentArgs::new();
        args.set("at", format!("{:>CLOCK_COLUMNS$}", self.clock(at_us as f64)));
        args.set("said", printable(said));
        let key = match what {
            Told::Say => "narrated-say",
            Told::Ask => "narrated-ask",
            Told::Answer(number) => {
                args.set("n", number);
                "narrated-answer"
            }
            Told::Reveal => "narrated-reveal",
            Told::Goal => "narrated-goal",
        };
        self.say(key, &args)
    }

    /// The name of a section in the language. The paper's sections are numbers, and need no translation.
    fn section(&self, name: &str) -> String {
        let Some(number) = name.strip_prefix("thesis ") else { return name.to_owned() };
        let mut args = FluentArgs::new();
        args.set("number", number);
        self.say("section-of-thesis", &args)
    }

    /// The sentence of an event, or of a broken invariant.
    pub fn sentence(&self, event: &EventView) -> String {
        let mut args = fluent_args(&event.args);
        args.set("actor", event.actor.as_deref().unwrap_or_default());
        // A broken invariant's kind is its key.
        let key =
            if event.kind.starts_with("violation") { event.kind.clone() } else { format!("event-{}", event.kind) };
        self.say(&key, &args)
    }

    /// A sentence of the core, by its key and arguments.
    pub fn said(&self, key: &str, args: &BTreeMap<String, Arg>) -> String {
        self.say(key, &fluent_args(args))
    }

    fn say(&self, key: &str, args: &FluentArgs) -> String {
        let pattern = self.bundle.get_message(key).and_then(|message| message.value());
        // A test checks that no key is missing; only an untested build can come here.
        let Some(pattern) = pattern else {
            return key.to_string();
        };
        self.bundle.format_pattern(pattern, Some(args), &mut Vec::new()).into_owned()
    }

    /// A script that is wrong.
    pub fn script_error(&self, error: &ScriptError) -> String {
        let none = FluentArgs::new();
        let mut args = FluentArgs::new();
        args.set("line", error.line);
        args.set("column", error.column);
        args.set("expected", self.say(&format!("expected-{}", error.expected.key()), &none));
        args.set("found", printable(&error.found));
        self.say(if error.found.is_empty() { "script-error-end" } else { "script-error" }, &args)
    }

    /// A file that cannot be read or written.
    pub fn file_error(&self, path: &Path, error: &io::Error) -> String {
        let mut args = FluentArgs::new();
        args.set("path", path.display().to_string());
        args.set("error", error.to_string());
        self.say("file-error", &args)
    }

    /// A run that went on for too many events.
    pub fn too_long(&self, events: u64) -> String {
        let mut args = FluentArgs::new();
        args.set("events", events);
        self.say("run-too-long", &args)
    }

    /// What a search has looked at.
    pub fn explored(&self, runs: u64, events: u64, states: usize) -> String {
        let mut args = FluentArgs::new();
        args.set("runs", runs);
        args.set("events", events);
        args.set("states", states);
        self.say("explored-runs", &args)
    }

    /// A search without a find.
    pub fn nothing_found(&self) -> String {
        self.say("explored-nothing", &FluentArgs::new())
    }

    /// What a search found.
    pub fn found(&self, broken: &str, seed: u64, statements: usize) -> String {
        let mut args = FluentArgs::new();
        args.set("broken", broken);
        args.set("seed", seed);
        args.set("statements", statements);
        self.say("explored-found", &args)
    }

    /// The sentence about a schedule: the invariant that it breaks, and its depth.
    pub fn schedule(&self, broken: &str, depth: usize) -> String {
        let mut args = FluentArgs::new();
        args.set("broken", broken);
        args.set("depth", depth);
        self.say("explored-schedule", &args)
    }

    /// What an exhaustive search has looked at.
    pub fn exhausted(&self, states: u64, steps: u64) -> String {
        let mut args = FluentArgs::new();
        args.set("states", states);
        args.set("steps", steps);
        self.say("exhausted-states", &args)
    }

    /// An exhaustive search without a find, up to a number of steps.
    pub fn exhausted_nothing(&self, depth: usize) -> String {
        self.with_number("exhausted-nothing", "depth", depth)
    }

    /// An exhaustive search without a find, and without a state that is left.
    pub fn exhausted_all(&self) -> String {
        self.say("exhausted-all", &FluentArgs::new())
    }

    /// An exhaustive search that met too many states.
    pub fn exhausted_given_up(&self, depth: usize) -> String {
        self.with_number("exhausted-given-up", "depth", depth)
    }

    /// What an exhaustive search found.
    pub fn exhausted_found(&self, broken: &str, steps: usize) -> String {
        let mut args = FluentArgs::new();
        args.set("broken", broken);
        args.set("steps", steps);
        self.say("exhausted-found", &args)
    }

    /// A find that does otherwise in the simulation.
    pub fn exhausted_untold(&self) -> String {
        self.say("exhausted-untold", &FluentArgs::new())
    }

    /// A setting that an exhaustive search cannot have.
    pub fn exhaust_refuses_setting(&self, key: &str) -> String {
        let mut args = FluentArgs::new();
        args.set("key", key);
        self.say("exhaust-refuses-setting", &args)
    }

    /// A script with steps, which an exhaustive search cannot take.
    pub fn exhaust_refuses_steps(&self) -> String {
        self.say("exhaust-refuses-steps", &FluentArgs::new())
    }

    fn with_number(&self, key: &str, name: &'static str, number: usize) -> String {
        let mut args = FluentArgs::new();
        args.set(name, number);
        self.say(key, &args)
    }

    /// An `expect` that did not hold.
    pub fn failed_expectation(&self, line: usize, text: &str) -> String {
        self.failed("failed-expectation", line, text)
    }

    /// A `reveal` for which not exactly one answer is right.
    pub fn failed_answers(&self, line: usize, text: &str) -> String {
        self.failed("failed-answers", line, text)
    }

    /// A `run until` whose condition did not come true in time.
    pub fn failed_timeout(&self, line: usize, text: &str) -> String {
        self.failed("failed-timeout", line, text)
    }

    /// A `run … while` whose condition held for `held_us`, and then no more.
    pub fn failed_lapse(&self, line: usize, held_us: u64, text: &str) -> String {
        let mut args = FluentArgs::new();
        args.set("line", line);
        args.set("ms", held_us as f64 / 1_000.0);
        args.set("text", printable(text));
        self.say("failed-lapse", &args)
    }

    /// A condition that is undecided.
    pub fn failed_undecided(&self, line: usize, text: &str) -> String {
        self.failed("failed-undecided", line, text)
    }

    /// A history that is not linearizable, with the answer that no order explains.
    pub fn history_not_linearizable(&self, answer: &EventView) -> String {
        let mut args = FluentArgs::new();
        args.set("at", self.clock(answer.at_us));
        args.set("said", self.sentence(answer));
        self.say("history-not-linearizable", &args)
    }

    /// A history that was too hard to check, with the key whose check was given up.
    pub fn history_undecided(&self, key: &str) -> String {
        let mut args = FluentArgs::new();
        args.set("key", print_word(key));
        self.say("history-undecided", &args)
    }

    /// A file's history that is linearizable.
    pub fn checked_linearizable(&self, operations: usize, keys: usize) -> String {
        let mut args = FluentArgs::new();
        args.set("operations", operations);
        args.set("keys", keys);
        self.say("checked-linearizable", &args)
    }

    /// A file's history that is not linearizable, with the answer that no order explains.
    pub fn checked_not_linearizable(&self, line: usize, key: &str, answer: &EventView) -> String {
        let mut args = FluentArgs::new();
        args.set("line", line);
        args.set("key", print_word(key));
        args.set("at", self.clock(answer.at_us));
        args.set("said", self.sentence(answer));
        self.say("checked-not-linearizable", &args)
    }

    /// A history that cannot be read.
    pub fn history_error(&self, error: &HistoryError) -> String {
        let none = FluentArgs::new();
        let mut args = FluentArgs::new();
        args.set("line", error.line);
        args.set("expected", self.say(&format!("history-expected-{}", error.expected.key()), &none));
        match error.place {
            Place::Field(field) => {
                args.set("field", field);
                self.say("history-error", &args)
            }
            Place::Column(column) => {
                args.set("column", column);
                self.say("history-error-column", &args)
            }
        }
    }

    /// A trace whose invariants hold.
    pub fn trace_holds(&self, events: usize, nodes: NodeSet) -> String {
        let names: Vec<String> = nodes.iter().map(|node| node.to_string()).collect();
        let mut args = FluentArgs::new();
        args.set("events", events);
        args.set("nodes", names.join(", "));
        self.say("trace-holds", &args)
    }

    /// A line of a trace that breaks an invariant.
    pub fn trace_broken(&self, path: &Path, line: usize, invariant: Invariant, broken: &EventView) -> String {
        let mut args = line_args(path, line);
        args.set("invariant", invariant.name());
        args.set("said", self.sentence(broken));
        self.say("trace-broken", &args)
    }

    /// The line of a trace since which nothing is claimed.
    pub fn trace_unclaimed(&self, path: &Path, line: usize) -> String {
        self.say("trace-unclaimed", &line_args(path, line))
    }

    /// A trace without events.
    pub fn trace_empty(&self, path: &Path) -> String {
        self.say("trace-error-empty", &line_args(path, 0))
    }

    /// A line that is no trace line.
    pub fn trace_error(&self, path: &Path, line: usize, error: &LineError) -> String {
        let mut args = line_args(path, line);
        args.set("expected", self.say(&format!("trace-expected-{}", error.expected.key()), &FluentArgs::new()));
        match &error.place {
            LinePlace::Field(field) => {
                args.set("field", printable(field));
                self.say("trace-error-field", &args)
            }
            LinePlace::Column(column) => {
                args.set("column", *column);
                self.say("trace-error-column", &args)
            }
        }
    }

    /// A line that cannot follow from those before it.
    pub fn trace_misfit(&self, path: &Path, line: usize, misfit: &Misfit) -> String {
        let mut values = FluentArgs::new();
        if let Some(value) = misfit.value {
            values.set("value", value.to_string());
        }
        let mut args = line_args(path, line);
        args.set("expected", self.say(&format!("misfit-{}", misfit.expected.key()), &values));
        args.set("field", misfit.field.replace('-', "_"));
        self.say("trace-error-field", &args)
    }

    /// An instant, s.
    fn clock(&self, at_us: f64) -> String {
        self.signs.write(&format!("{:.6}", at_us / 1e6))
    }

    /// An invariant that broke.
    pub fn failed_violation(&self, line: usize, invariant: &str) -> String {
        self.failed("failed-violation", line, invariant)
    }

    /// What holds instead of a condition that failed.
    pub fn failed_found(&self, found: &str) -> String {
        let mut args = FluentArgs::new();
        args.set("found", printable(found));
        self.say("failed-found", &args)
    }

    /// A sentence about what is no longer claimed of a run since disks were lost; none while everything is claimed.
    pub fn unclaimed(&self, checks: &Checks) -> Option<String> {
        let forged: Vec<String> = checks.forged_at().iter().map(|node| node.to_string()).collect();
        if !forged.is_empty() {
            let mut args = FluentArgs::new();
            args.set("nodes", forged.join(", "));
            return Some(self.say("run-forged", &args));
        }
        let nodes = checks.unclaimed_since();
        if nodes.is_empty() {
            return None;
        }
        let names: Vec<String> = nodes.iter().map(|node| node.to_string()).collect();
        let broken = checks.unclaimed_violations().iter().map(|violation| violation.invariant);
        let broken: Vec<&str> = broken.filter(|broken| broken.is_of_safety()).map(Invariant::name).collect();
        let mut args = FluentArgs::new();
        args.set("nodes", names.join(", "));
        args.set("servers", nodes.len());
        args.set("ends", if checks.are_given_up() { "never" } else { "later" });
        args.set("broken", broken.join(", "));
        args.set("count", broken.len());
        Some(self.say("run-unclaimed", &args))
    }

    fn failed(&self, key: &str, line: usize, text: &str) -> String {
        let mut args = FluentArgs::new();
        args.set("line", line);
        args.set("text", printable(text));
        self.say(key, &args)
    }
}

/// A line of a file.
fn line_args(path: &Path, line: usize) -> FluentArgs<'static> {
    let mut args = FluentArgs::new();
    args.set("path", path.display().to_string());
    args.set("line", line);
    args
}

/// The arguments of a sentence of the core.
fn fluent_args(found: &BTreeMap<String, Arg>) -> FluentArgs<'_> {
    let mut args = FluentArgs::new();
    for (name, arg) in found {
        match arg {
            // One decimal is enough for a reader.
            Arg::Number(number) => args.set(name.as_str(), (number * 10.0).round() / 10.0),
            Arg::Text(text) if WORDS_OF_CLIENTS.contains(&name.as_str()) => args.set(name.as_str(), print_word(text)),
            Arg::Text(text) => args.set(name.as_str(), printable(text)),
        }
    }
    args
}

/// Escapes control characters, which a terminal takes for commands.
fn printable(text: &str) -> String {
    text.chars().flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use raftarium::lab::event_view;
    use raftarium::script::{Limit, Runner, parse};

    #[test]
    fn what_clients_write_is_told_as_a_script_has_it() {
        let script = parse("nodes 1\nset \"a b\" \"\\u001b[31m\\n\"").expect("it is a script");
        let mut runner = Runner::new(script, true);
        runner.advance(Limit::events(1));
        let events = runner.world_mut().take_events();
        let words = Words::new("en");
        let told: String = events.iter().map(|event| words.narrated(&event_view(event)) + "\n").collect();
        assert!(told.contains(r#"set "a b" "\u001b[31m\n""#), "{told}");
        assert_eq!(printable("a\tb\u{9b}é"), r"a\tb\u{9b}é");
    }

    /// A test of the page compares the same table with `Intl` (www/tests/numbers.test.mjs).
    #[test]
    fn numbers_are_written_as_the_page_writes_them() {
        let table = include_str!("../../../tests/narration/numbers.tsv");
        let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split('\t').collect()).collect();
        assert!(5 < rows.len());
        for row in rows {
            let [number, en, fr] = row[..] else { panic!("three columns: {row:?}") };
            assert_eq!((EN_SIGNS.write(number).as_str(), FR_SIGNS.write(number).as_str()), (en, fr));
        }
    }
}
