//! `raftarium check-trace`, as a person calls it: exit codes, and what it says in both languages.

#![cfg(not(target_arch = "wasm32"))]
#![cfg(feature = "cli")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use support::repository;

/// Makes an empty folder for one test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn raftarium(args: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_raftarium")).args(args).current_dir(folder).output().unwrap()
}

/// The trace of a script, in a file of the folder.
fn trace(script: &Path, folder: &Path) -> String {
    let output = raftarium(&["run", script.to_str().unwrap(), "--trace", "run.jsonl"], folder);
    assert_ne!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read_to_string(folder.join("run.jsonl")).unwrap()
}

/// The exit code, and what is said on either stream.
fn checked(args: &[&str], folder: &Path) -> (Option<i32>, String) {
    let output = raftarium(&[&["check-trace"], args].concat(), folder);
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

#[test]
fn the_trace_of_a_correct_run_holds() {
    let folder = folder("correct");
    let text = trace(&repository().join("tests/scripts/exercise-2-failover.raft"), &folder);
    let (code, said) = checked(&["run.jsonl"], &folder);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("no invariant of safety is broken"), "{said}");
    let (code, said) = checked(&["run.jsonl", "--lang", "fr"], &folder);
    assert!(code == Some(0) && said.contains("aucun invariant de sûreté n’est violé"), "{said}");
    fs::write(folder.join("torn.jsonl"), &text[..text.len() - 20]).unwrap();
    assert_eq!(checked(&["torn.jsonl"], &folder).0, Some(0), "its last line was being written");
}

#[test]
fn a_broken_invariant_is_named_with_its_line() {
    let folder = folder("broken");
    let text = trace(&repository().join("tests/flaws/stale-votes-counted.raft"), &folder);
    let (code, said) = checked(&["run.jsonl"], &folder);
    assert_eq!(code, Some(1), "{said}");
    let number = said.split("line ").nth(1).and_then(|rest| rest.split(':').next()).unwrap();
    let line: usize = number.replace(',', "").parse().unwrap();
    assert!(0 < line && line <= text.lines().count(), "{said}");
    assert!(said.contains("run.jsonl") && said.contains("is broken"), "{said}");
}

#[test]
fn a_line_that_cannot_be_read_is_named() {
    let folder = folder("unreadable");
    let text = trace(&repository().join("tests/scripts/single-node.raft"), &folder);
    let write = |text: String| fs::write(folder.join("bad.jsonl"), text).unwrap();
    write(text.replacen("\"kind\":\"started\"", "\"kind\":\"startled\"", 1));
    let (code, said) = checked(&["bad.jsonl"], &folder);
    assert_eq!(code, Some(2));
    assert!(said.starts_with("bad.jsonl, line 1, field kind: expected the kind of an event"), "{said}");
    write(text.lines().skip(1).map(|line| format!("{line}\n")).collect());
    let (code, said) = checked(&["bad.jsonl", "--lang", "fr"], &folder);
    assert!(code == Some(2) && said.contains("ligne 1, champ id"), "{said}");
    write(text.replacen("\"term\":1", "\"term\":3", 1));
    assert_eq!(checked(&["bad.jsonl"], &folder).0, Some(2));
    write(String::new());
    assert_eq!(checked(&["bad.jsonl"], &folder), (Some(2), "bad.jsonl has no events.\n".into()));
    assert_eq!(checked(&["missing.jsonl"], &folder).0, Some(2));
}

#[test]
fn several_files_are_the_traces_of_one_node_each() {
    let folder = folder("several");
    let text = trace(&repository().join("tests/scripts/exercise-2-failover.raft"), &folder);
    let nodes = ["n1", "n2", "n3"];
    for node in nodes {
        let (mut lines, mut ids) = (String::new(), Vec::new());
        for line in text.lines() {
            let mut event: serde_json::Value = serde_json::from_str(line).unwrap();
            if event["node"] != node || event["kind"] == "message-lost" {
                continue;
            }
            ids.push(event["id"].clone());
            let new = |old: &serde_json::Value| ids.iter().position(|id| id == old).map(|place| place as u64 + 1);
            let delivered = event["kind"] == "message-delivered";
            event["cause"] = new(&event["cause"]).filter(|_| !delivered).into();
            let because: Vec<u64> = event["because"].as_array().unwrap().iter().filter_map(new).collect();
            event["because"] = because.into();
            event["id"] = ids.len().into();
            lines += &format!("{event}\n");
        }
        fs::write(folder.join(format!("{node}.jsonl")), lines).unwrap();
    }
    let files = nodes.map(|node| format!("{node}.jsonl"));
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let (code, said) = checked(&files, &folder);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = checked(&["n1.jsonl", "run.jsonl"], &folder);
    assert!(code == Some(2) && said.contains("run.jsonl, line 2, field node"), "{said}");
    // A vote that two candidates of one term have.
    let changed = fs::read_to_string(folder.join("n3.jsonl")).unwrap();
    let vote = "\"granted\":true";
    let line = changed.lines().position(|line| line.contains(vote)).expect("n3 votes");
    let told = changed.lines().nth(line).unwrap();
    let to = if told.contains("\"to\":\"n1\"") {
        ("\"to\":\"n1\"", "\"to\":\"n2\"")
    } else {
        ("\"to\":\"n2\"", "\"to\":\"n1\"")
    };
    fs::write(folder.join("n3.jsonl"), changed.replacen(told, &told.replace(to.0, to.1), 1)).unwrap();
    let (code, said) = checked(&files, &folder);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains(&format!("n3.jsonl, line {}: vote-once is broken", line + 1)), "{said}");
}
