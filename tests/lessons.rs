//! The lessons of the page: their texts exist in both languages and fit on a card, a reader who does what is asked for
//! reaches every goal and one who does nothing reaches none, and the run answers each question.

#![cfg(not(target_arch = "wasm32"))]
#![cfg(feature = "cli")]

#[path = "lessons/reader.rs"]
mod reader;
#[path = "lessons/words.rs"]
mod words;

use raftarium::lab::run_to_digest;
use raftarium::script::{Limit, Outcome, Runner, StoryStep, parse};
use reader::{Habit, Reader};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Seeds under which a question may have another answer.
const SEEDS: std::ops::RangeInclusive<u64> = 1..=40;

/// At least one in this many questions has another right answer under another seed.
const QUESTIONS_FOR_ONE_THAT_VARIES: usize = 3;

/// The longest time in which nothing is asked of the reader, in real seconds.
const WAIT_MAX_S: f64 = 12.0;

/// A lesson of the page.
struct Lesson {
    id: String,
    script: String,
}

/// All lessons, in order of their names.
fn lessons() -> Vec<Lesson> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/lessons");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "raft"));
    paths.sort();
    let read = |path: &std::path::PathBuf| Lesson {
        id: path.file_stem().unwrap().to_string_lossy().into_owned(),
        script: fs::read_to_string(path).unwrap(),
    };
    paths.iter().map(read).collect()
}

#[test]
fn every_lesson_stands_in_the_index_once() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/lessons/index.json");
    let index: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let mut listed = Vec::new();
    for group in index.as_array().expect("index.json is a list of groups") {
        for language in ["en", "fr"] {
            let name = group[language].as_str().unwrap_or_default();
            assert!(!name.is_empty(), "a group has no name in {language}: {group}");
        }
        let of_group = group["lessons"].as_array().unwrap_or_else(|| panic!("a group has no list: {group}"));
        let is_later = group["later"].as_bool().unwrap_or_default();
        assert_eq!(of_group.is_empty(), is_later, "only what comes later is empty: {group}");
        listed.extend(of_group.iter().map(|id| id.as_str().expect("a lesson has a name").to_string()));
    }
    let once: BTreeSet<&String> = listed.iter().collect();
    assert_eq!(once.len(), listed.len(), "a lesson stands in the index twice: {listed:?}");
    let lessons = lessons();
    assert_eq!(once, lessons.iter().map(|lesson| &lesson.id).collect(), "in the index, and in the folder");
}

/// The example of the documentation is what an author copies first.
#[test]
fn the_lesson_of_the_documentation_is_read_to_its_end() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/lessons.md");
    let page = fs::read_to_string(path).unwrap();
    let blocks: Vec<&str> = page.split("```raft\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(!blocks.is_empty(), "docs/lessons.md shows no lesson");
    for block in blocks {
        let story = parse(block).unwrap_or_else(|error| panic!("docs/lessons.md: {error:?}"));
        let solved = solve("docs/lessons.md", block, Habit::Prompt);
        assert_eq!(solved.answers.len(), story.asked().len(), "not every question is revealed");
    }
}

#[test]
fn every_lesson_has_all_its_words_in_both_languages() {
    for Lesson { id, script } in lessons() {
        let script = parse(&script).unwrap_or_else(|error| panic!("{id}.raft: {error:?}"));
        words::hold(&id, &script);
    }
}

#[test]
fn a_reader_who_does_what_is_asked_for_reaches_every_goal() {
    for Lesson { id, script } in lessons() {
        let solved = solve(&id, &script, Habit::Prompt);
        let asked = parse(&script).unwrap().asked();
        for (name, answers) in asked {
            let right = solved.answers.get(&name);
            let right = right.unwrap_or_else(|| panic!("{id}: “{name}” is asked and never revealed"));
            assert!(*right < answers.len(), "{id}: “{name}” has no answer {right}");
        }
        let whole = solved.lab.whole_script();
        let mut native = Runner::new(parse(&whole).unwrap(), true);
        native.advance(Limit::events(u64::MAX));
        let outcome = native.outcome().clone();
        assert_eq!(outcome, Outcome::Passed, "{id}: what was solved is no script that runs:\n{whole}");
        let digest = run_to_digest(Runner::new(parse(&whole).unwrap(), true));
        assert_eq!(digest, solved.lab.digest(), "{id}: what was solved runs otherwise:\n{whole}");
    }
}

/// A reader who looks for the button takes ten seconds; meanwhile the run goes on.
#[test]
fn a_reader_who_takes_time_reaches_every_goal_too() {
    for Lesson { id, script } in lessons() {
        solve(&id, &script, Habit::Slow);
    }
}

/// Goals ask for an outcome: another way to it is as right.
#[test]
fn another_way_reaches_the_goals_too() {
    let ways = [
        ("one-value", "crash n2", "crash n1 n2\\nrestart n1"),
        ("one-value", "set x 3", "delete x from c1 to n3"),
        ("electing-a-leader", "timeout n1", "transfer n1"),
        ("electing-a-leader", "restart n2", "restart n1 n4"),
        ("copying-the-log", "isolate n3", "cut n3 -> n1\\ncut n3 -> n2"),
        ("when-it-counts", "restart n4", "restart n1"),
        ("what-a-client-may-believe", "timeout n3", "join c1 - n2"),
        ("what-a-client-may-believe", "timeout n3", "crash n2"),
        ("safe-and-alive", "config loss 0%", "config loss 2%"),
        ("safe-and-alive", "config election-timeout 150ms..300ms", "config election-timeout 400ms..1s"),
        ("exercise-1", "get x from c1 to n1", "get x from c1 to n3"),
        ("exercise-2", "set x 1", "set colour blue from c1 to n3"),
        ("exercise-2", "crash n1", "crash all\\nrestart n2 n3"),
        ("exercise-2", "restart n1", "restart all"),
        (
            "exercise-3",
            "partition n1 n2 | n3 n4 n5",
            "cut n1 - n3\\ncut n1 - n4\\ncut n1 - n5\\ncut n2 - n3\\ncut n2 - n4\\ncut n2 - n5",
        ),
        ("exercise-3", "partition n1 n2 | n3 n4 n5", "isolate n1\\nisolate n2\\njoin n1 - n2"),
        ("exercise-3", "set x 2 from c1 to n4", "set z 5 from c1 to n2"),
        ("exercise-4", "crash n2", "crash all"),
        ("exercise-4", "restart all", "restart n1 n2\\nrun 400ms\\nrestart n3"),
        ("exercise-4", "get x from c2", "get x from c2 to n2"),
        ("pitfall-reads", "get x from c1 to n5", "get x from c2 to n5"),
        ("pitfall-reads", "heal", "join n1 -> n5"),
        ("pitfall-heartbeats", "set x 1", "delete y from c1 to n2"),
        ("pitfall-answer", "heal", "join c3 - n1\\njoin c3 - n2\\njoin c3 - n3\\njoin c3 - n5"),
        ("pitfall-split-brain", "mend fixed-timeouts", "timeout n3"),
        ("pitfall-split-brain", "restart all", "restart n1 n2\\nrun 20ms\\nrestart n3 n4"),
        ("pitfall-split-brain", "heal", "join n1 - n3\\njoin n2 - n3"),
    ];
    for (id, action, other) in ways {
        let lesson = lessons().into_iter().find(|lesson| lesson.id == id).unwrap_or_else(|| panic!("no lesson {id}"));
        let (action, other) = (format!("do \"{action}"), format!("do \"{other}"));
        let line = |line: &str| line.replace(&action, &other) + "\n";
        let changed: String = lesson.script.lines().map(line).collect();
        assert_ne!(changed, lesson.script, "{id} has no action {action}");
        let mut reader = Reader::open(id, &changed, Habit::Slow);
        reader.read().unwrap_or_else(|fault| panic!("with {other}: {fault}"));
    }
}

#[test]
fn a_reader_who_does_nothing_reaches_no_goal() {
    for Lesson { id, script } in lessons() {
        let mut reader = Reader::open(&id, &script, Habit::Prompt);
        let cards = reader.lab.story().unwrap_or_else(|| panic!("{id} tells nothing")).cards;
        let with_goals: Vec<usize> = (0..cards.len()).filter(|card| !cards[*card].goals.is_empty()).collect();
        assert!(!with_goals.is_empty(), "{id} asks its reader to change nothing");
        for card in with_goals {
            reader = Reader::open(&id, &script, Habit::IdleAt(card));
            reader.read().unwrap_or_else(|fault| panic!("{fault}"));
            assert!(reader.was_idle, "{id}: card {} was not come to", card + 1);
        }
    }
}

#[test]
fn no_reader_waits_long_for_what_is_told_next() {
    for Lesson { id, script } in lessons() {
        let solved = solve(&id, &script, Habit::Prompt);
        for (card, real_s) in solved.waits {
            assert!(real_s <= WAIT_MAX_S, "{id}: after card {card} nothing is asked for {real_s:.1} s");
        }
    }
}

#[test]
fn another_run_answers_many_questions_otherwise() {
    let (mut varying, mut all, mut counts) = (0, 0, String::new());
    for Lesson { id, script } in lessons() {
        let mut seen: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        let asked = parse(&script).unwrap().asked();
        for seed in [None].into_iter().chain(SEEDS.map(Some)) {
            let script = seed.map_or_else(|| script.clone(), |seed| with_seed(&script, seed));
            let mut reader = Reader::open(&id, &script, Habit::Hasty);
            // Under another seed a lesson may well fail before its last card: the answers up to there count.
            let _ = reader.read();
            for (name, right) in reader.answers {
                seen.entry(name).or_default().insert(right);
            }
            if asked.iter().all(|(name, _)| seen.get(name).is_some_and(|seen| 1 < seen.len())) {
                break;
            }
        }
        let of_lesson: Vec<&str> =
            seen.iter().filter(|(_, seen)| 1 < seen.len()).map(|(name, _)| name.as_str()).collect();
        counts += &format!("{id}: {} of {} ({})\n", of_lesson.len(), asked.len(), of_lesson.join(", "));
        (varying, all) = (varying + of_lesson.len(), all + asked.len());
    }
    let is_enough = all <= varying * QUESTIONS_FOR_ONE_THAT_VARIES;
    assert!(is_enough, "{varying} of {all} questions have another answer under another seed:\n{counts}");
    println!("{varying} of {all} questions have another answer under another seed:\n{counts}");
}

fn solve(id: &str, script: &str, habit: Habit) -> Reader {
    let mut reader = Reader::open(id, script, habit);
    reader.read().unwrap_or_else(|fault| panic!("{fault}"));
    reader
}

/// The script with another seed.
fn with_seed(script: &str, seed: u64) -> String {
    let is_seed = |line: &&str| line.starts_with("seed ");
    assert!(script.lines().any(|line| is_seed(&line)), "a lesson says its seed");
    let line = |line| if is_seed(&line) { format!("seed {seed}\n") } else { format!("{line}\n") };
    script.lines().map(line).collect()
}

#[test]
fn a_lesson_that_is_wrong_is_found() {
    let wrong = [
        ("is reached by nobody", "goal role n1 down says @x hint @x do \"crash n2\"\n"),
        ("holds when it is given", "goal role n1 follower says @x hint @x\n"),
        ("is no statement here", "crash n1 n2 n3\ngoal leader says @x hint @x do \"crash leader\"\n"),
        ("(answers)", "ask q @q | @a if role n1 follower | @b if term n1 = 0\nsay @s\nreveal q\n"),
        ("(expectation)", "say @s\nexpect leader\n"),
    ];
    for (what, story) in wrong {
        let script = format!("seed 1\npace 1\nsay @first\n{story}say @last\n");
        let fault = Reader::open("wrong", &script, Habit::Prompt).read().expect_err(what);
        assert!(fault.contains(what), "{what}: {fault}");
    }
    let idle = "seed 1\npace 1\nsay @first\ngoal leader says @x hint @x\n";
    let fault = Reader::open("wrong", idle, Habit::IdleAt(0)).read().expect_err("nobody has to act");
    assert!(fault.contains("without the reader"), "{fault}");
    assert!(matches!(parse("say @x\n").unwrap().story_step(0), Some(StoryStep::Say { .. })));
}
