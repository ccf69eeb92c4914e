//! Histories with known verdicts (`tests/histories/index.jsonl`), and what `raftarium check` says of these and others.

#![cfg(not(target_arch = "wasm32"))]
#![cfg(feature = "cli")]

use raftarium::check::linearizability::{STEPS_MAX, Verdict, judge};
use raftarium::script::read_history;
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

fn directory() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/histories")
}

fn read(name: &str) -> String {
    fs::read_to_string(directory().join(name)).expect(name)
}

/// The files of the index, and whether each is linearizable.
fn index() -> Vec<(String, bool)> {
    let entry = |line: &str| {
        let entry: Value = serde_json::from_str(line).expect("the index is JSON");
        let text = |field: &str| entry[field].as_str().expect("it is text").to_string();
        (text("file"), text("verdict") == "linearizable")
    };
    read("index.jsonl").lines().map(entry).collect()
}

/// Runs `raftarium check` on a text from the standard input: its exit code, its standard output and its standard error.
fn check(text: &str, options: &[&str]) -> (Option<i32>, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_raftarium"))
        .args(["check", "-"])
        .args(options)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    child.stdin.take().expect("it reads").write_all(text.as_bytes()).expect("it reads on");
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it says text");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn each_history_is_judged_as_the_index_says() {
    let index = index();
    let files = fs::read_dir(directory()).expect("it is there").count();
    assert_eq!(index.len() + 1, files, "each file is in the index");
    for (name, is_linearizable) in index {
        let file = read_history(&read(&name)).expect(&name);
        assert_eq!(judge(&file.calls, STEPS_MAX) == Verdict::Linearizable, is_linearizable, "{name}");
        let code = check(&read(&name), &[]).0;
        assert_eq!(code, Some(if is_linearizable { 0 } else { 1 }), "{name}");
    }
}

#[test]
fn the_answer_that_has_no_order_is_named() {
    let (_, said, _) = check(&read("bad-05-stale-read.jsonl"), &[]);
    assert!(said.starts_with("Not linearizable: key x, line 3. At 0.498895 s: c2 asked get x and got old"), "{said}");
    let (_, said, _) = check(&read("bad-05-stale-read.jsonl"), &["--lang", "fr"]);
    assert!(said.starts_with("Non linéarisable\u{202f}: clé x, ligne 3."), "{said}");
    let (_, said, _) = check(&read("bad-07-two-swaps-of-one-value.jsonl"), &[]);
    assert!(said.contains("line 2") && said.contains("c2 asked cas x 1 2"), "the other swap returned before: {said}");
    let (_, said, _) = check(&read("ok-08-lost-set-read-late.jsonl"), &[]);
    assert_eq!(said, "Linearizable: 8 operations on 1 key.\n");
}

#[test]
fn what_cannot_be_read_is_complained_about() {
    let (code, said, complaint) = check("\n{\"client\":\"c1\",\"op\":\"put\",\"key\":\"x\"}\n", &[]);
    assert_eq!((code, said.as_str()), (Some(2), ""));
    assert_eq!(complaint, "Line 2, field op: expected “set”, “get”, “delete” or “cas”.\n");
    let (code, _, complaint) = check("{\"client\"}", &[]);
    assert_eq!((code, complaint.as_str()), (Some(2), "Line 1, column 10: expected a JSON object.\n"));
    let (code, _, complaint) = check("", &["--lang", "fr"]);
    assert_eq!((code, complaint.as_str()), (Some(0), ""), "nothing was asked, so nothing is unexplained");
}

/// Eight sets and eight swaps of four values, all of which overlap: only a search can decide.
fn hard() -> String {
    let mut lines = String::new();
    let mut line = |client: usize, op: &str, value: &str, old: &str, result: &str| {
        lines.push_str(&format!(
            "{{\"client\":\"c{client}\",\"op\":\"{op}\",\"key\":\"x\",\"value\":{value},\"old\":{old},\"result\":{result},\
             \"call_us\":1,\"return_us\":9}}\n"
        ));
    };
    for client in 0..8 {
        line(client, "set", &format!("\"{}\"", client % 4), "null", "null");
        line(10 + client, "cas", &format!("\"{}\"", (client + 1) % 4), &format!("\"{}\"", client % 4), "null");
    }
    lines
}

#[test]
fn beyond_its_limit_nothing_is_claimed() {
    assert_eq!(check(&hard(), &[]).0, Some(0));
    let (code, said, _) = check(&hard(), &["--limit", "3"]);
    assert_eq!(code, Some(3));
    assert!(said.contains("undecided") && said.contains("key x"), "{said}");
}

#[test]
fn what_cannot_be_ordered_is_drawn_with_the_reason() {
    let (_, said, _) = check(&read("bad-05-stale-read.jsonl"), &[]);
    let drawn = "
These 3 calls alone have no order:

c1  [ set x old → done ][ set x new → done ] ¦
     1                   2                   ¦
c2                                          [¦get x → old ]
                                             ¦

The longest order that explains their answers:
  1. c1 set x old → done  (line 1)
  2. c1 set x new → done  (line 2)
After that no call can come next:
  - c2’s get x returned old, but x is new after set x new by c1, which returned before the get was called.
";
    assert!(said.contains(drawn), "{said}");
    let (_, said, _) = check(&read("bad-07-two-swaps-of-one-value.jsonl"), &["--lang", "fr"]);
    assert!(said.contains("Le plus long ordre avec cas x 1 2 de c2\u{202f}:"), "either swap can come first: {said}");
    let (_, said, _) = check(&read("ok-08-lost-set-read-late.jsonl"), &[]);
    assert_eq!(said.lines().count(), 1);
}

#[test]
fn lanes_that_are_too_wide_are_told_as_lists_alone() {
    let long = "v".repeat(90);
    let (_, said, _) = check(&read("bad-05-stale-read.jsonl").replace("old\"", &format!("{long}\"")), &[]);
    assert!(said.contains("1. c1 set x vvv") && !said.contains('¦'), "{said}");
}
