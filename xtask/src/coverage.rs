//! `cargo xtask coverage`: measures how many lines of the core its own tests run.

use crate::process::Runner;
use crate::setup::{Need, Setup};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The share of the core's lines that must be covered, per cent.
const LINES_COVERED_MIN: f64 = 95.0;

/// The folder whose coverage is measured.
const CORE: &str = "src/raft";

/// The path of the report, which lists every executable line and how often it was run.
const REPORT: &str = "target/coverage.lcov";

/// The tests whose subject is the core. The others run it too, but look at something else.
const TESTS: [&str; 5] = ["--lib", "--test", "paper", "--test", "differential"];

/// A file's executable lines, without its unit tests.
#[derive(Debug, PartialEq, Eq)]
struct File {
    path: String,
    lines: usize,
    /// Lines that no test ran.
    missed: BTreeSet<usize>,
}

/// Runs the core's tests, prints the lines that none of them ran, and fails if there are too many.
pub fn coverage(runner: &Runner) -> Result<(), String> {
    Setup::new(runner).ensure_all(&[Need::LlvmTools, Need::LlvmCov])?;
    // A failing test does not matter here: `cargo xtask test` reports it.
    let mut arguments = vec!["llvm-cov", "--ignore-run-fail", "--lcov", "--output-path", REPORT];
    arguments.extend(TESTS);
    runner.run("cargo", &arguments)?;
    let read = |path: &Path| fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()));
    let report = read(&runner.root().join(REPORT))?;
    let files = files(&report, &format!("{}/", runner.root().join(CORE).display()), |path| {
        read(Path::new(path)).map(|source| unit_tests_from(&source))
    })?;
    for File { path, lines, missed } in &files {
        let name = Path::new(path).file_name().unwrap_or_default().display();
        let missed = missed.iter().map(usize::to_string).collect::<Vec<_>>().join(" ");
        println!("{:16} {lines:5} lines; never run: {missed}", name.to_string());
    }
    let lines: usize = files.iter().map(|file| file.lines).sum();
    let missed: usize = files.iter().map(|file| file.missed.len()).sum();
    if lines == 0 {
        return Err(format!("the report says nothing about {CORE}"));
    }
    let covered = 100.0 * (lines - missed) as f64 / lines as f64;
    println!("{CORE}: {covered:.1} % of {lines} lines");
    if covered < LINES_COVERED_MIN {
        return Err(format!("at least {LINES_COVERED_MIN} % must be covered"));
    }
    Ok(())
}

/// The files of an lcov report that lie below a directory. `end` gives the line where a file's unit tests begin.
fn files(report: &str, below: &str, end: impl Fn(&str) -> Result<usize, String>) -> Result<Vec<File>, String> {
    let mut files = Vec::new();
    for record in report.split("end_of_record") {
        let Some(path) = record.lines().find_map(|line| line.strip_prefix("SF:")) else { continue };
        if !path.starts_with(below) {
            continue;
        }
        let end = end(path)?;
        let (mut run, mut missed) = (BTreeSet::new(), BTreeSet::new());
        for (line, times) in record.lines().filter_map(line_count).filter(|(line, _)| *line < end) {
            if times == 0 {
                missed.insert(line)
            } else {
                run.insert(line)
            };
        }
        // A generic function is reported once per instantiation: a line is covered if any instantiation ran it.
        missed.retain(|line| !run.contains(line));
        files.push(File { path: path.to_string(), lines: run.len() + missed.len(), missed });
    }
    Ok(files)
}

/// `DA:LINE,TIMES`.
fn line_count(line: &str) -> Option<(usize, u64)> {
    let (line, times) = line.strip_prefix("DA:")?.split_once(',')?;
    Some((line.parse().ok()?, times.parse().ok()?))
}

/// The line on which a file's unit tests begin; past its end if there are none.
fn unit_tests_from(source: &str) -> usize {
    let before = source.lines().take_while(|line| line.trim() != "#[cfg(test)]").count();
    before + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unit_tests_do_not_count() {
        assert_eq!(unit_tests_from("fn a() {}\n\n#[cfg(test)]\nmod tests {}\n"), 3);
        assert_eq!(unit_tests_from("fn a() {}\n"), 2);
    }

    #[test]
    fn a_line_is_missed_if_nothing_ran_it() {
        let report = "SF:/r/src/raft/log.rs\nDA:1,4\nDA:2,0\nDA:3,0\nDA:3,1\nDA:9,0\nLF:4\nend_of_record\n\
                      SF:/r/src/kv/store.rs\nDA:1,0\nend_of_record\n";
        let files = files(report, "/r/src/raft/", |_| Ok(9)).unwrap();
        let log = File { path: "/r/src/raft/log.rs".to_string(), lines: 3, missed: BTreeSet::from([2]) };
        assert_eq!(files, [log]);
    }
}
