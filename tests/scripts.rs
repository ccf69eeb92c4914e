//! Each script of `tests/scripts` opens with its intent, ends as it says, and is told word for word as in
//! the `.out` file beside it, which reads like a lesson. `UPDATE_GOLDEN=1` writes those files anew.

#![cfg(not(target_arch = "wasm32"))]

#[path = "support/lesson.rs"]
mod lesson;
mod support;

use lesson::tell;
use raftarium::script::{Expected, Outcome, parse};
use std::fs;
use std::process::Command;
use support::{ScriptFile, compare_golden, digest, read, repository, scenes, scripts_in};

/// The line that a script has if its run fails in the end.
const FAILS: &str = "# This run fails.";

#[test]
fn every_script_opens_with_its_intent() {
    for script in scripts_in("tests/scripts") {
        let first = script.text.lines().next().unwrap_or_default();
        let sentence = first.strip_prefix("# ").is_some_and(|intent| intent.ends_with('.'));
        assert!(sentence, "{}: {first}", script.name());
    }
}

#[test]
fn every_script_is_told_as_in_its_golden_file() {
    let wrong: Vec<String> =
        scripts_in("tests/scripts").iter().filter_map(|script| tells_golden(script).err()).collect();
    assert!(wrong.is_empty(), "UPDATE_GOLDEN=1 rewrites, then read the difference:\n{}", wrong.join("\n"));
}

fn tells_golden(script: &ScriptFile) -> Result<(), String> {
    let name = script.name();
    let lesson = tell(&script.text);
    let fails = script.text.lines().any(|line| line == FAILS);
    if lesson.failure.is_some() != fails {
        return Err(format!("{name} ended otherwise than it says:\n{}", lesson.text));
    }
    if lesson.digest.to_string() != digest(&script.text) {
        return Err(format!("{name}: running it a statement at a time is another run"));
    }
    compare_golden(&script.path.with_extension("out"), &lesson.text)
}

#[test]
fn every_scene_of_the_page_passes() {
    for scene in scenes() {
        assert_eq!(scene.text.lines().next(), Some("raftarium 1"), "{}", scene.name());
        let lesson = tell(&scene.text);
        assert_eq!(lesson.failure, None, "{}:\n{}", scene.name(), lesson.text);
    }
}

#[test]
fn a_scene_ends_soon_enough_to_be_watched() {
    for scene in scenes() {
        let mut runner = raftarium::script::Runner::new(read(&scene.text), false);
        runner.advance(raftarium::script::Limit::events(u64::MAX));
        assert_eq!(*runner.outcome(), Outcome::Passed);
        let shown_s = runner.world().now().0 / 1_000_000 * 20;
        assert!(shown_s <= 40, "{} takes {shown_s} s at a twentieth of real time", scene.name());
    }
}

#[test]
fn the_command_line_tells_how_a_run_ended() {
    let run = |script: &str, options: &[&str]| {
        let path = repository().join("tests/scripts").join(script);
        let mut command = Command::new(env!("CARGO_BIN_EXE_raftarium"));
        let output = command.arg("run").args(options).arg(path).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let basics = "exercise-1-basics.raft";
    assert_eq!(run(basics, &[]), (Some(0), String::new(), String::new()));
    let (code, _, said) = run("fails-expect.raft", &[]);
    assert_eq!(code, Some(1));
    assert!(said.contains('9') && said.contains("n3"), "it names the line and prints the cluster: {said}");
    assert_eq!(run("fails-run-until.raft", &[]).0, Some(1));
    let (code, _, said) = run("fails-run-while.raft", &[]);
    assert_eq!(code, Some(1));
    assert!(said.contains("Line 9 held for 174.027 ms") && said.contains("What holds is: term n1 = 2"), "{said}");
    let (code, _, said) = run("leases-need-true-clocks.raft", &[]);
    assert_eq!(code, Some(0), "a warning is no failure");
    assert!(said.starts_with("      0.000000 s  Leases are not safe here: n2") && said.lines().count() == 1, "{said}");
    let (code, _, said) = run("fails-safe-after-a-wipe.raft", &[]);
    assert_eq!(code, Some(1));
    let names_it = said.contains("Line 8 does not hold")
        && said.contains("Nothing is guaranteed in this run since the wipe of n1:");
    assert!(names_it, "{said}");
    let (code, _, said) = run("split-brain-after-a-wipe.raft", &[]);
    assert_eq!(code, Some(0), "nobody said that it is safe");
    assert!(
        said.contains("Nothing is guaranteed in this run since the wipe of n1: since then this was broken: "),
        "{said}"
    );
    assert_eq!(run("wipe-remove-add.raft", &[]), (Some(0), String::new(), String::new()), "it is claimed again");
    assert_eq!(run("no-such-script.raft", &[]).0, Some(2));
    assert_eq!(run(basics, &["--max-events", "10"]).0, Some(2), "it does not end within so many");

    let stale = "own-write-unread.raft";
    let (code, told, said) = run(stale, &["--narrate"]);
    assert_eq!(code, Some(0), "stale reads fail no run");
    assert!(said.starts_with("The clients’ history is not linearizable. At 0.337224 s: c1 asked get x and"), "{said}");
    let at = |what: &str| told.lines().position(|line| line.contains(what)).unwrap_or_else(|| panic!("{what}: {told}"));
    assert_eq!(at("no order of the calls") - at("get x finds no such key"), 1, "it is told right after the answer");
    let (_, _, said) = run(stale, &["--lang", "fr"]);
    assert!(said.starts_with("L’historique des clients n’est pas linéarisable. À 0,337224 s\u{202f}: c1"), "{said}");
    let (code, _, said) = run("fails-linearizable.raft", &[]);
    assert!(code == Some(1) && said.contains("c2 asked get x"), "{said}");

    let text = fs::read_to_string(repository().join("tests/scripts").join(basics)).unwrap();
    assert_eq!(run(basics, &["--digest"]).1.trim(), digest(&text));
}

#[test]
fn a_wrong_script_is_refused_with_its_place() {
    let wrong = [
        ("nodes 10", (1, 7), Expected::NodeCount),
        ("nodes 3\nnodes 3", (2, 1), Expected::Once),
        ("seed 1\nseed 2", (2, 1), Expected::Once),
        ("crash n4", (1, 7), Expected::Node),
        ("run 1s\nnodes 5", (2, 1), Expected::SetupFirst),
        ("run 25h", (1, 5), Expected::Duration),
        ("config loss 101%", (1, 13), Expected::Percentage),
        ("config heartbeat 2h", (1, 18), Expected::TimerDuration),
        ("set x", (1, 6), Expected::Word),
        ("set x 1 to n3 n2", (1, 15), Expected::EndOfLine),
        ("get x from c10", (1, 12), Expected::Client),
        ("partition n1 | n1", (1, 16), Expected::NewNode),
        ("cut n1 - n1", (1, 10), Expected::OtherNode),
        ("drop next AppendEntries n1 -> n2", (1, 11), Expected::Count),
        ("expect violated nothing", (1, 17), Expected::Invariant),
        ("raftarium 2", (1, 11), Expected::Version),
        ("http FETCH /kv", (1, 6), Expected::Method),
        ("http GET kv", (1, 10), Expected::Path),
        ("http GET", (1, 9), Expected::Path),
        ("http POST /kv {\"key\": 1", (1, 15), Expected::JsonObject),
        ("http POST /kv {} {}", (1, 18), Expected::HttpPart),
        ("http POST /kv {} key", (1, 21), Expected::ShortKey),
        ("http GET /kv to n4", (1, 17), Expected::Node),
        ("expect reply c1 status 99", (1, 24), Expected::Status),
        ("run 1s # ok\n\n  jump", (3, 3), Expected::Statement),
    ];
    for (text, place, expected) in wrong {
        let error = parse(text).expect_err(text);
        assert_eq!(((error.line, error.column), error.expected), (place, expected), "{text}");
    }
}
