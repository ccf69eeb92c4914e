//! A campaign that is split over processes: its lines of JSON, one after the other, are the result.

#![cfg(not(target_arch = "wasm32"))]

use serde_json::Value;
use std::collections::BTreeMap;
use std::process::Command;

/// One thread: with more, what each looks at beyond the first find, and so the counts, are a matter of time.
const EXPLORE: [&str; 8] = ["explore", "--flaw", "any-log-wins", "--seeds", "0..40", "--json", "--jobs", "1"];

/// The lines that a command prints, by the first seed that each is about.
fn lines(mut command: Command) -> BTreeMap<u64, Value> {
    let output = command.output().expect("the command starts");
    let text = String::from_utf8(output.stdout).expect("the output is text");
    let parsed = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("each line is an object"));
    parsed.map(|line| (line["from"].as_u64().expect("a line names its seeds"), line)).collect()
}

/// GNU parallel runs the shares of a range, each in a process of its own, and collects what they print. Each share finds
/// what it finds alone, and one of them finds what the whole range has first.
#[test]
#[ignore = "needs GNU parallel: cargo xtask test --only campaign"]
fn shares_under_gnu_parallel_find_what_one_process_finds() {
    let raftarium = env!("CARGO_BIN_EXE_raftarium");
    let mut parallel = Command::new("parallel");
    parallel.args(["--will-cite", "--jobs", "2", raftarium]).args(EXPLORE);
    parallel.args(["--share", "{}/4", ":::", "0", "1", "2", "3"]);
    let split = lines(parallel);
    let alone = |share: Option<&str>| {
        let mut command = Command::new(raftarium);
        command.args(EXPLORE).args(share.iter().flat_map(|share| ["--share", share]));
        lines(command)
    };
    assert_eq!(split.keys().copied().collect::<Vec<_>>(), [0, 10, 20, 30], "the shares are the whole range");
    for (part, (from, line)) in split.iter().enumerate() {
        assert_eq!(alone(Some(&format!("{part}/4")))[from], *line);
    }
    let found: Vec<u64> = split.values().filter_map(|line| line["seed"].as_u64()).collect();
    let whole = &alone(None)[&0];
    assert!(!found.is_empty() && whole["seed"].as_u64().is_some_and(|seed| found[0] <= seed), "{found:?} {whole}");
}
