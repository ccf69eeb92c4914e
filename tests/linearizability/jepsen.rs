//! The histories of etcd that Jepsen recorded, as the crate `porcupine-rs` ships them: one register, one event a line.

use raftarium::check::linearizability::{Call, Moment};
use raftarium::kv::{Command, Outcome, Text};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process;

/// The histories, by number.
pub fn histories() -> Vec<(u32, Vec<Call>)> {
    let directory = directory();
    // Number 95 is empty: etcd did not start.
    let numbers = (0..=102).filter(|number| *number != 95);
    numbers.map(|number| (number, read(&directory.join(format!("etcd_{number:03}.log"))))).collect()
}

/// The output of Cargo with these arguments.
fn cargo(arguments: &[&str]) -> String {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| env!("CARGO").into());
    let asked = process::Command::new(cargo).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output();
    let asked = asked.expect("cargo runs");
    assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
    String::from_utf8(asked.stdout).expect("cargo writes UTF-8")
}

/// The directory of the histories in the crate's sources, which Cargo knows. A build for this platform has fetched only
/// this platform's crates, and without `--filter-platform` Cargo needs those of all platforms.
fn directory() -> PathBuf {
    let version = cargo(&["-vV"]);
    let platform = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("cargo names its platform");
    let asked = ["metadata", "--format-version=1", "--offline", "--locked", "--filter-platform", platform];
    let metadata: serde_json::Value = serde_json::from_str(&cargo(&asked)).expect("cargo writes JSON");
    let packages = metadata["packages"].as_array().expect("there are packages");
    let package = packages.iter().find(|package| package["name"] == "porcupine-rs").expect("it is a dependency");
    let manifest = package["manifest_path"].as_str().expect("a package has a manifest");
    Path::new(manifest).parent().expect("a manifest stands in a directory").join("test_data/jepsen")
}

/// `INFO jepsen.util - 3 :invoke :cas [0 3]`: the process, the kind of event, the function, and its argument.
fn read(path: &Path) -> Vec<Call> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut calls: Vec<Call> = Vec::new();
    let mut open: BTreeMap<u32, usize> = BTreeMap::new();
    for (number, line) in text.lines().enumerate() {
        let moment = Moment { at_us: 0, event: Some(number as u64) };
        let words: Vec<&str> = line.split_whitespace().collect();
        let ["INFO", "jepsen.util", "-", process, what, function, argument @ ..] = &words[..] else { continue };
        let Ok(client) = process.parse() else { continue };
        let (what, function, argument) = (*what, *function, argument.join(" "));
        let argument = &argument[..];
        if what == ":invoke" {
            open.insert(client, calls.len());
            calls.push(Call { client, command: command(function, argument), called: moment, returned: None });
            continue;
        }
        let outcome = match (what, function, argument) {
            (":ok", ":read", "nil") => Outcome::Absent,
            (":ok", ":read", value) => Outcome::Value(value.into()),
            (":ok", ":write" | ":cas", _) => Outcome::Ok,
            (":fail", ":cas", _) if argument.starts_with('[') => Outcome::Refused,
            // A call that timed out may have happened.
            (":fail" | ":info", _, _) => {
                open.remove(&client);
                continue;
            }
            _ => panic!("{}: {line}", path.display()),
        };
        let call = open.remove(&client).expect("what returns was called");
        calls[call].returned = Some((moment, outcome));
    }
    calls
}

fn command(function: &str, argument: &str) -> Command {
    let key: Text = "register".into();
    let pair = || argument.trim_matches(['[', ']']).split_once(' ').expect("a compare-and-set has two values");
    match function {
        ":read" => Command::Get { key },
        ":write" => Command::Set { key, value: argument.into() },
        ":cas" => Command::Cas { key, old: pair().0.into(), new: pair().1.into() },
        _ => panic!("{function} is no function of a register"),
    }
}
