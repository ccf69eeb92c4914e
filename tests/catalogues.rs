//! The core's sentences: each exists in both languages, names only arguments that the code gives it, and is used.

#![cfg(not(target_arch = "wasm32"))]
#![cfg(feature = "cli")]

#[path = "support/asking.rs"]
mod asking;
#[path = "catalogues/lanes.rs"]
mod lanes;
#[path = "catalogues/samples.rs"]
mod samples;
#[path = "support/speech.rs"]
mod speech;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use lanes::lanes;
use raftarium::check::linearizability::{Call, Moment};
use raftarium::check::{Invariant, Violation};
use raftarium::kv::{Command, Outcome, Text};
use raftarium::lab::view::{Arg, MESSAGE_STRIDE};
use raftarium::lab::{Lab, sentence_args, unordered_view_of, violation_args};
use raftarium::raft::{NodeSet, RoleName, Rule};
use raftarium::script::WordKind;
use raftarium::script::complete::{OfferKind, vocabulary};
use raftarium::script::{Expected, HistoryExpected};
use raftarium::sim::{Actor, ClientId, Event, EventId, Field, FlawName, Instant, Kind, LineExpected, What};
use raftarium::trace::Unfit;
use samples::{node, roles, whats};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// The core's sentences, and those about the words of the script language, which the page does not load at its start.
const CATALOGUES: [(&str, &str); 2] = [
    (
        "en",
        concat!(
            include_str!("../www/i18n/core.en.ftl"),
            include_str!("../www/i18n/words.en.ftl"),
            include_str!("../www/i18n/traces.en.ftl")
        ),
    ),
    (
        "fr",
        concat!(
            include_str!("../www/i18n/core.fr.ftl"),
            include_str!("../www/i18n/words.fr.ftl"),
            include_str!("../www/i18n/traces.fr.ftl")
        ),
    ),
];

/// The sentences of the command line, with the arguments that it gives them.
const COMMAND_LINE: [(&str, &[&str]); 45] = [
    ("explored-runs", &["runs", "events", "states"]),
    ("explored-nothing", &[]),
    ("explored-found", &["broken", "seed", "statements"]),
    ("explored-schedule", &["depth", "broken"]),
    ("exhausted-states", &["states", "steps"]),
    ("exhausted-nothing", &["depth"]),
    ("exhausted-all", &[]),
    ("exhausted-given-up", &["depth"]),
    ("exhausted-found", &["steps", "broken"]),
    ("exhausted-untold", &[]),
    ("exhaust-refuses-setting", &["key"]),
    ("exhaust-refuses-steps", &[]),
    ("script-error", &["line", "column", "expected", "found"]),
    ("script-error-end", &["line", "column", "expected", "found"]),
    ("file-error", &["path", "error"]),
    ("run-too-long", &["events"]),
    ("run-forged", &["nodes"]),
    ("run-unclaimed", &["nodes", "servers", "ends", "broken", "count"]),
    ("section-of-thesis", &["number"]),
    ("failed-expectation", &["line", "text"]),
    ("failed-found", &["found"]),
    ("failed-lapse", &["line", "ms", "text"]),
    ("failed-timeout", &["line", "text"]),
    ("failed-undecided", &["line", "text"]),
    ("failed-violation", &["line", "text"]),
    ("history-not-linearizable", &["at", "said"]),
    ("history-undecided", &["key"]),
    ("checked-linearizable", &["operations", "keys"]),
    ("checked-not-linearizable", &["line", "key", "at", "said"]),
    ("history-error", &["line", "field", "expected"]),
    ("history-error-column", &["line", "column", "expected"]),
    ("trace-holds", &["events", "nodes"]),
    ("trace-broken", &["path", "line", "invariant", "said"]),
    ("trace-unclaimed", &["path", "line"]),
    ("trace-error-empty", &["path", "line"]),
    ("trace-error-field", &["path", "line", "field", "expected"]),
    ("trace-error-column", &["path", "line", "column", "expected"]),
    ("failed-answers", &["line", "text"]),
    ("narrated-say", &["at", "said"]),
    ("narrated-ask", &["at", "said"]),
    ("narrated-answer", &["at", "n", "said"]),
    ("narrated-reveal", &["at", "said"]),
    ("narrated-goal", &["at", "said"]),
    ("narrated-event", &["at", "said"]),
    ("narrated-rule", &["at", "said", "rule", "section"]),
];

/// What is shown instead of the role of a node that has none.
const WITHOUT_ROLE: [&str; 2] = ["paused", "down"];

/// A key and arguments for it.
type Asked = (String, BTreeMap<String, Arg>);

#[test]
fn every_event_has_its_sentence() {
    for what in whats() {
        let (key, args) = asked_of_event(&what);
        for (language, said) in say(&key, &args) {
            assert!(said.ends_with('.'), "{key} ({language}) is no whole sentence: {said}");
            if let Some(Arg::Text(actor)) = args.get("actor") {
                assert!(said.contains(actor), "{key} ({language}) does not name {actor}: {said}");
            }
        }
    }
}

#[test]
fn every_broken_invariant_has_its_sentence() {
    for (key, args) in violations() {
        for (language, said) in say(&key, &args) {
            assert!(said.ends_with('.'), "{key} ({language}) is no whole sentence: {said}");
        }
    }
}

#[test]
fn every_label_is_there_and_stands_alone() {
    for key in labels() {
        say(&key, &BTreeMap::new());
    }
}

/// The page shows the explanations beside a list of words, each as a whole sentence.
#[test]
fn every_word_of_the_language_is_explained_in_a_sentence() {
    for offered in vocabulary().into_iter().filter(|offered| offered.kind != OfferKind::Word(WordKind::Flaw)) {
        for (language, said) in say(&offered.key, &BTreeMap::new()) {
            assert!(said.ends_with('.') && said.len() < 120, "{} ({language}): {said}", offered.key);
        }
    }
}

/// A text of its own for each flaw and each preset, which stands in sentences too.
#[test]
fn every_flaw_is_explained() {
    for name in FlawName::all() {
        for (language, said) in say("flaw", &BTreeMap::from([("flaw".into(), Arg::Text(name.name().into()))])) {
            assert!(said != name.name() && !said.ends_with('.') && said.len() < 160, "{name:?} ({language}): {said}");
        }
    }
}

#[test]
fn the_command_line_has_its_words() {
    for (key, args) in command_line() {
        say(&key, &args);
    }
    let source = include_str!("../src/bin/raftarium/words.rs");
    let is_key = |literal: &&str| literal.contains('-') && literal.chars().all(|c| c == '-' || c.is_ascii_lowercase());
    let asked: BTreeSet<&str> = source.split('"').skip(1).step_by(2).filter(is_key).collect();
    assert_eq!(asked, COMMAND_LINE.iter().map(|(key, _)| *key).collect());
}

/// What was expected of a line after those above it.
fn misfits() -> Vec<Asked> {
    let value = BTreeMap::from([("value".into(), Arg::Text("7".into()))]);
    Unfit::ALL.iter().map(|unfit| (format!("misfit-{}", unfit.key()), value.clone())).collect()
}

#[test]
fn what_does_not_fit_in_a_trace_has_its_words() {
    for (key, args) in misfits() {
        say(&key, &args);
    }
}

#[test]
fn both_languages_have_the_same_keys_and_each_is_asked_for() {
    let mut asked: BTreeSet<String> = whats().iter().map(|what| asked_of_event(what).0).collect();
    asked.extend(violations().into_iter().chain(command_line()).chain(lanes()).chain(misfits()).map(|(key, _)| key));
    asked.extend(labels());
    asked.extend(explained().keys().cloned());
    // Only other sentences use these.
    asked.extend(
        [
            "command",
            "flaw",
            "missing-head",
            "who-votes",
            "the-votes",
            "the-voters",
            "the-need",
            "leader-alive",
            "shown-key",
            "shown-value",
            "shown-old",
            "shown-result",
        ]
        .map(String::from),
    );
    for (language, source) in CATALOGUES {
        assert!(source.contains("{ command }"), "{language}");
        assert_eq!(keys(source), asked, "{language}: in the catalogue, and asked for");
    }
}

/// Each fact of a film has its words, and all words are of a fact. `tests/film.rs` says those that a counterexample of the
/// museum needs, with their arguments.
#[test]
fn the_facts_of_films_have_their_words() {
    let source = include_str!("../src/lab/film/ledger.rs");
    let literals: BTreeSet<&str> = source.split('"').skip(1).step_by(2).collect();
    let catalogues = [include_str!("../www/i18n/ledger.en.ftl"), include_str!("../www/i18n/ledger.fr.ftl")];
    let [en, fr] = catalogues.map(keys);
    assert_eq!(en, fr);
    let unused = |key: &&String| !literals.contains(key.trim_start_matches("ledger-"));
    assert_eq!(en.iter().filter(|key| key.starts_with("ledger-")).find(unused), None);
}

#[test]
fn every_question_answer_and_missing_thing_has_its_sentence() {
    let explained = explained();
    for (key, samples) in &explained {
        for args in samples {
            for (language, said) in say(key, args) {
                let is_whole = said.ends_with(['.', '?']) || key.starts_with("offer-");
                assert!(is_whole, "{key} ({language}) is no whole sentence: {said}");
            }
        }
    }
    // The keys of everything that the code can find missing.
    let sources = ["why_not", "why_not/waiting", "blockers"].map(|file| {
        fs::read_to_string(format!("{}/src/lab/{file}.rs", env!("CARGO_MANIFEST_DIR"))).expect("it is there")
    });
    let source: String = sources.concat().split_whitespace().collect();
    let stated = source.split("Lack::new(\"").skip(1).chain(source.split("=>\"").skip(1));
    let stated: BTreeSet<String> =
        stated.filter_map(|rest| rest.split_once('"')).map(|(key, _)| format!("missing-{key}")).collect();
    let missing = explained.into_keys().filter(|key| key.starts_with("missing-"));
    assert_eq!(missing.collect::<BTreeSet<_>>(), stated);
}

/// The keys and arguments of all explanations, over runs in which everything that can be missing is missing once.
fn explained() -> BTreeMap<String, Vec<BTreeMap<String, Arg>>> {
    let mut explained: BTreeMap<String, Vec<BTreeMap<String, Arg>>> = BTreeMap::new();
    let mut add = |key: &str, args: &BTreeMap<String, Arg>| {
        let samples = explained.entry(key.to_string()).or_default();
        if samples.len() < 100 && !samples.contains(args) {
            samples.push(args.clone());
        }
    };
    asking::for_each_lack(|_, why| {
        add(&why.asked, &why.args);
        add(&why.answer, &why.args);
        add(&why.root, &BTreeMap::new());
        why.findings.iter().for_each(|finding| add(&finding.key, &finding.args));
        for missing in &why.missing {
            add(&missing.key, &missing.args);
            missing.offers.iter().for_each(|offer| add(&offer.key, &offer.args));
        }
    });
    for root in ["timer", "act", "start", "far", "none"] {
        add(&format!("root-{root}"), &BTreeMap::new());
    }
    for count in [1.0, 2.0] {
        add("why-skipped", &BTreeMap::from([("count".to_string(), Arg::Number(count))]));
    }
    add("question-event", &BTreeMap::new());
    explained
}

#[test]
#[should_panic(expected = "event-client-retried")]
fn a_missing_argument_is_seen() {
    say("event-client-retried", &BTreeMap::from([("actor".to_string(), Arg::Text("c1".into()))]));
}

/// A line must not begin with a punctuation mark that belongs to the line before.
#[test]
fn french_signs_keep_to_their_words() {
    let (_, source) = CATALOGUES[1];
    for line in source.lines() {
        let loose = [" ;", " :", " !", " ?", " »", "« "].iter().find(|sign| line.contains(**sign));
        assert_eq!(loose, None, "a narrow no-break space belongs there: {line}");
    }
}

/// An event's key, and the arguments that the page has for it.
fn asked_of_event(what: &What) -> Asked {
    let event =
        Event { id: EventId(1), at: Instant(0), actor: actor(what), what: what.clone(), cause: None, because: vec![] };
    let (kind, mut args) = sentence_args(&event);
    if let Some(actor) = event.actor {
        args.insert("actor".into(), Arg::Text(actor.to_string()));
    }
    (format!("event-{kind}"), args)
}

/// The actor that the event's sentence names: a client, none, or a node.
fn actor(what: &What) -> Option<Actor> {
    match what {
        What::ClientCalled { .. }
        | What::ClientTimedOut { .. }
        | What::ClientRedirected { .. }
        | What::ClientWaits { .. }
        | What::ClientFailed { .. }
        | What::ClientRetried { .. }
        | What::ClientAnswered { .. }
        | What::HttpCalled { .. }
        | What::HttpAnswered { .. }
        | What::HttpFailed { .. } => ClientId::new(1).map(Actor::Client),
        What::MessageLost { .. }
        | What::MessageDelayed { .. }
        | What::MessageDuplicated { .. }
        | What::Partitioned { .. }
        | What::LinkCut { .. }
        | What::LinkJoined { .. }
        | What::Healed
        | What::Configured { .. }
        | What::LeasesUnsafe { .. }
        | What::Reseeded { .. }
        | What::LoadStarted { .. }
        | What::LoadStopped
        | What::NothingToDo { .. } => None,
        What::Started { .. }
        | What::Standing { .. }
        | What::HttpForwarded { .. }
        | What::Ordered { .. }
        | What::OrderLost { .. }
        | What::Prepared
        | What::Stopped { .. }
        | What::DiskChanged { .. }
        | What::RecordDamaged { .. }
        | What::DamageFound { .. }
        | What::TailRead { .. }
        | What::Crashed
        | What::Wiped
        | What::Paused
        | What::Resumed
        | What::Decided(_)
        | What::MessageSent { .. }
        | What::MessageDelivered { .. }
        | What::MessageWaits { .. }
        | What::ElectionTimerFired { .. }
        | What::HeartbeatTimerFired
        | What::WriteStarted { .. }
        | What::WriteDurable { .. }
        | What::Applied { .. } => Some(Actor::Node(node(5))),
    }
}

/// Every invariant's key, with the facts that its checker states. Lists of nodes have no node, then one.
///
/// A correct core breaks none of them, and most checkers can be seen to fail only in their unit tests, so the facts are
/// read from the checkers' sources.
fn violations() -> Vec<Asked> {
    let mut violations = Vec::new();
    for invariant in Invariant::ALL {
        let stated = stated_facts(invariant);
        for nodes in [NodeSet::EMPTY, NodeSet::first(1)] {
            let facts = stated.iter().map(|(name, kind)| (*name, sample_field(kind, nodes))).collect();
            let args = violation_args(&Violation { invariant, at: Instant(0), facts });
            violations.push((format!("violation-{}", invariant.name()), args));
        }
    }
    violations.extend(unordered_answers());
    violations
}

/// Answers of every kind that no order explains. Their key names linearizability, which is not among the invariants.
fn unordered_answers() -> Vec<Asked> {
    let (key, moment): (Text, _) = ("x".into(), Moment { at_us: 5, event: None });
    let read = Command::Get { key: key.clone() };
    let swap = Command::Cas { key, old: "1".into(), new: "2".into() };
    let answers = [
        (read.clone(), Outcome::Value("1".into())),
        (read, Outcome::Absent),
        (swap.clone(), Outcome::Refused),
        (swap, Outcome::Ok),
    ];
    let view = |(command, outcome)| {
        let call = Call { client: 0, command, called: moment, returned: Some((moment, outcome)) };
        let view = unordered_view_of("c1", &call);
        (view.kind, view.args)
    };
    answers.map(view).to_vec()
}

/// The names of a checker's facts, and the kind of each: `("term", Field::Number(…))`.
fn stated_facts(invariant: Invariant) -> Vec<(&'static str, String)> {
    let path = format!("{}/src/check/{}.rs", env!("CARGO_MANIFEST_DIR"), invariant.name().replace('-', "_"));
    let source: String = fs::read_to_string(&path).expect(&path).split_whitespace().collect();
    let facts: Vec<(&str, String)> = source
        .split("(\"")
        .filter_map(|fact| {
            let (name, kind) = fact.split_once("\",Field::")?;
            let name: &'static str = Box::leak(name.to_string().into_boxed_str());
            Some((name, kind.split_once('(')?.0.to_string()))
        })
        .collect();
    assert!(!facts.is_empty(), "{path} states facts");
    facts
}

fn sample_field(kind: &str, nodes: NodeSet) -> Field {
    match kind {
        "Number" => Field::Number(3),
        "Who" => Field::Who(Some(Actor::Node(node(1)))),
        "Nodes" => Field::Nodes(nodes),
        _ => panic!("no checker stated a {kind} before: give a sample of it"),
    }
}

fn command_line() -> Vec<Asked> {
    let asked = |(key, names): (&str, &[&str])| {
        let args = names.iter().map(|name| (name.to_string(), Arg::Text("…".into()))).collect();
        (key.to_string(), args)
    };
    COMMAND_LINE.into_iter().map(asked).collect()
}

/// Lists of nodes that are never empty: some node voted, has the entry, answered, or is named.
const NEVER_EMPTY: [(&str, &str); 17] = [
    ("event-caught-up", "learners"),
    ("event-change-asked", "members"),
    ("event-change-refused", "members"),
    ("event-commit-advanced", "quorum"),
    // A node that knows no configuration has no voters; then the sentence says so, or it has no learners either.
    ("event-configuration-in-force", "voters"),
    ("event-configuration-in-force", "outgoing"),
    ("event-configuration-in-force", "target"),
    ("event-election-won", "votes"),
    ("event-order-lost", "members"),
    ("event-ordered", "members"),
    ("event-partitioned", "groups"),
    ("event-pre-vote-counted", "granted"),
    ("event-pre-vote-denied", "refused"),
    ("event-read-confirmed", "quorum"),
    ("event-restarted", "voters"),
    ("event-vote-counted", "granted"),
    ("event-vote-denied", "refused"),
];

/// Texts that are wrong where a list is empty or has a single node.
const WRONG: [&str; 16] = [
    "  ",
    "()",
    "( ",
    " )",
    " ,",
    " .",
    ",,",
    "n7 vote.",
    "n7 vote,",
    "n7 are ",
    "n7 get ",
    "n7 have ",
    "n7 votent",
    "n7 reçoivent ",
    "n7 ont ",
    "n7 voteront",
];

#[test]
fn a_list_of_nodes_reads_well_with_none_with_one_and_with_more() {
    let mut asked: Vec<Asked> = whats().iter().map(asked_of_event).collect();
    asked.extend(violations());
    let mut tried = BTreeSet::new();
    for (key, args) in &asked {
        let lists = args.keys().filter_map(|name| name.strip_suffix("-count")).filter(|list| args.contains_key(*list));
        for list in lists {
            for (count, names) in [(0.0, ""), (1.0, "n7"), (2.0, "n7, n8")] {
                let is_never = NEVER_EMPTY.contains(&(key.as_str(), list));
                if count == 0.0 && is_never {
                    continue;
                }
                let mut args = args.clone();
                args.insert(list.to_string(), Arg::Text(names.into()));
                args.insert(format!("{list}-count"), Arg::Number(count));
                tried.insert((key.as_str(), list));
                for (language, said) in say(key, &args) {
                    let wrong = WRONG.iter().find(|wrong| said.contains(**wrong));
                    assert_eq!(wrong, None, "{key} ({language}) with {count} {list}: {said}");
                }
            }
        }
    }
    let unknown: Vec<_> = NEVER_EMPTY.iter().filter(|one| !tried.contains(*one)).collect();
    assert!(unknown.is_empty(), "no sentence has these lists: {unknown:?}");
    assert!(tried.contains(&("event-stepped-down", "others")) && tried.len() > NEVER_EMPTY.len());
}

/// The keys that need no arguments.
fn labels() -> BTreeSet<String> {
    let mut labels: BTreeSet<String> = Rule::ALL.iter().map(|rule| format!("rule-{}", rule.name())).collect();
    labels.extend(Rule::ALL.iter().map(|rule| format!("rule-{}-text", rule.name())));
    labels.extend(Invariant::ALL.iter().map(|invariant| format!("invariant-{}", invariant.name())));
    labels.extend(Expected::ALL.iter().map(|expected| format!("expected-{}", expected.key())));
    // The lab puts the leader's name for the word `leader`: the error if no node leads, and the word's explanation.
    labels.extend(["expected-a-leader", "word-keyword-leader"].map(String::from));
    labels.extend(HistoryExpected::ALL.iter().map(|expected| format!("history-expected-{}", expected.key())));
    labels.extend(LineExpected::ALL.iter().map(|expected| format!("trace-expected-{}", expected.key())));
    labels.extend(roles().iter().map(RoleName::name).chain(WITHOUT_ROLE).map(|role| format!("role-{role}")));
    // The text of a flaw names the flaw, and has a test of its own.
    labels.extend(vocabulary().into_iter().map(|word| word.key).filter(|key| key != "flaw"));
    labels.extend(message_fields().iter().map(|name| format!("field-{name}")));
    labels
}

/// The names of all fields that messages have, from runs with messages of every kind and content.
fn message_fields() -> BTreeSet<String> {
    let scripts = [
        "nodes 3\ntimeout n1\nrun until leader n1\ncrash n3\nset x 1\nrun until idle\ncas x 1 2\nget x\n\
         delete y from c2 to n2\nrun until idle\nrestart n3\ntimeout n2\nrun 1s\n",
        "nodes 3\nconfig pre-vote on\nconfig snapshot-every 2\ntimeout n1\nrun until leader n1\ncrash n3\nset x 1\n\
         set y 1\nset z 1\nrun until idle\nrestart n3\nget x from c2 to n2\nrun 300ms\ntransfer n2\n",
        // Replies to clients that are not served.
        include_str!("scripts/client-told-of-a-transfer.raft"),
        include_str!("scripts/http.raft"),
        include_str!("scripts/read-that-nobody-can-confirm.raft"),
    ];
    let (mut names, mut kinds) = (BTreeSet::new(), BTreeSet::new());
    for script in scripts {
        let mut lab = Lab::new(script).expect("the script is right");
        for _ in 0..1_000 {
            lab.step(1);
            for numbers in lab.messages().chunks(MESSAGE_STRIDE) {
                let message = lab.message(numbers[0] as u64).expect("it is in flight");
                names.extend(message.fields.into_iter().map(|field| field.name));
                kinds.insert(message.kind);
            }
        }
    }
    assert_eq!(kinds, Kind::ALL.iter().map(|kind| kind.name().to_string()).collect());
    names
}

/// The keys of a catalogue: what stands before a ` = ` at the beginning of a line.
fn keys(source: &str) -> BTreeSet<String> {
    let starts = source.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
    starts.filter_map(|line| line.split_once(" = ")).map(|(key, _)| key.to_string()).collect()
}

/// A message in every language. Panics if an argument is missing or the text is empty.
fn say(key: &str, args: &BTreeMap<String, Arg>) -> Vec<(&'static str, String)> {
    let mut fluent_args = FluentArgs::new();
    for (name, arg) in args {
        match arg {
            Arg::Number(number) => fluent_args.set(name.as_str(), *number),
            Arg::Text(text) => fluent_args.set(name.as_str(), text.as_str()),
        }
    }
    CATALOGUES.map(|(language, source)| (language, format_in(language, source, key, &fluent_args))).to_vec()
}

fn format_in(language: &str, source: &str, key: &str, args: &FluentArgs) -> String {
    let bundle = bundle(language, source);
    let pattern = bundle.get_message(key).and_then(|message| message.value());
    let pattern = pattern.unwrap_or_else(|| panic!("{key} is in no catalogue ({language})"));
    let mut errors = Vec::new();
    let said = bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
    assert!(errors.is_empty(), "{key} ({language}) with {args:?}: {errors:?}");
    assert_eq!(said.trim(), said, "{key} ({language})");
    assert!(!said.is_empty(), "{key} ({language}) says nothing");
    said
}

/// A catalogue without junk, and with no key twice.
fn bundle(language: &str, source: &str) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new(vec![language.parse().expect("a language's name")]);
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(source.to_string()).unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
    bundle.add_resource(resource).unwrap_or_else(|errors| panic!("{errors:?}"));
    bundle
}
