//! `raftarium run --narrate`: a run told in sentences, in both languages, word for word as in the files of
//! `tests/narration`. `UPDATE_GOLDEN=1` writes those files anew.

#![cfg(not(target_arch = "wasm32"))]
#![cfg(feature = "cli")]

mod support;

use raftarium::lab::Lab;
use std::process::{Command, Output};
use support::{compare_golden, digest, repository};

/// Runs that between them have elections, refusals, a crash, entries that are held back, clients, and what goes beyond
/// the paper’s Figure 2.
const TOLD: [&str; 3] =
    ["www/scenes/split-vote.raft", "tests/scripts/figure-8-e.raft", "tests/narration/beyond-figure-2.raft"];

fn run(script: &str, options: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_raftarium"));
    command.arg("run").args(options).arg(repository().join(script)).output().unwrap()
}

fn said(script: &str, options: &[&str]) -> String {
    let output = run(script, options);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn known_scripts_are_told_as_in_their_golden_files() {
    let mut wrong = Vec::new();
    for script in TOLD {
        for lang in ["en", "fr"] {
            let name = script.rsplit('/').next().unwrap().replace(".raft", &format!(".{lang}.txt"));
            let path = repository().join("tests/narration").join(name);
            wrong.extend(compare_golden(&path, &said(script, &["--narrate", "--lang", lang])).err());
        }
    }
    assert!(wrong.is_empty(), "UPDATE_GOLDEN=1 rewrites, then read the difference:\n{}", wrong.join("\n"));
}

#[test]
fn all_tells_a_line_for_every_event_and_without_it_routine_is_left_out() {
    let script = TOLD[0];
    let text = std::fs::read_to_string(repository().join(script)).unwrap();
    let mut lab = Lab::new(&text).unwrap();
    while lab.has_future() {
        lab.step(1);
    }
    // The last step went beyond the end of the script: the command line's run ended before it.
    let all = said(script, &["--narrate=all"]);
    let events = lab.events(1, 500);
    let mut told = 0;
    for (line, event) in all.lines().zip(&events) {
        let at = format!("{:.6} s  ", event.at_us / 1e6);
        assert!(line.trim_start().starts_with(&at), "{line} is event {} at {at}", event.id);
        told += usize::from(1.0 <= event.weight);
    }
    assert_eq!(said(script, &["--narrate"]).lines().count(), told);
    assert!(told < all.lines().count());
}

#[test]
fn the_digest_comes_after_the_narration_and_is_the_same() {
    let script = TOLD[1];
    let text = std::fs::read_to_string(repository().join(script)).unwrap();
    let told = said(script, &["--narrate", "--digest"]);
    assert_eq!(told.lines().last(), Some(digest(&text).as_str()));
    assert_eq!(told.lines().count(), said(script, &["--narrate"]).lines().count() + 1);
}

/// What must be told of a script in each language, and what must not.
struct StoryStep {
    script: &'static str,
    told: [&'static str; 2],
    never: [&'static str; 2],
}

const TELLINGS: [StoryStep; 7] = [
    StoryStep {
        script: "tests/scripts/removed-leader-hears-nobody.raft",
        told: [
            "n1 steps down: no node answered it for an election timeout, so the others may have elected",
            "n1 se retire : aucun nœud ne lui a répondu pendant un délai d’élection, les autres ont donc pu élire",
        ],
        never: ["n2 vote.", "n2 votent."],
    },
    StoryStep {
        script: "tests/scripts/long-texts-are-cut.raft",
        told: [
            "get x gives 0123456789012345678901234567890123456789012345678901234567890123… (70 characters).",
            "get x donne 0123456789012345678901234567890123456789012345678901234567890123… (70 caractères).",
        ],
        never: ["4567890123.", "4567890123."],
    },
    StoryStep {
        script: "tests/scripts/delivered-over-a-cut.raft",
        told: [
            "TimeoutNow from n1 to n2 cannot be delivered now, and is lost: their link is cut.",
            "TimeoutNow de n1 à n2 ne peut être livré maintenant, et est perdu : leur lien est coupé.",
        ],
        never: ["will arrive", "arrivera"],
    },
    StoryStep {
        script: "tests/scripts/delivered-over-a-cut.raft",
        told: [
            "AppendEntries from n1 to n3 cannot be delivered now, and is lost: n3 is down.",
            "AppendEntries de n1 à n3 ne peut être livré maintenant, et est perdu : n3 est arrêté.",
        ],
        never: ["n2 stands", "n2 est candidat"],
    },
    StoryStep {
        script: "tests/scripts/leader-that-is-cut-off.raft",
        told: [
            "n1 disregards n2’s RequestVote, and does not even adopt its term 2: it is the leader itself.",
            "n1 ne tient aucun compte du RequestVote de n2, pas même de son terme 2 : il est lui-même leader.",
        ],
        never: ["a majority hears it", "une majorité l’entend"],
    },
    StoryStep {
        script: "tests/scripts/client-told-of-a-transfer.raft",
        told: [
            "n1 tells c1 that leadership is being handed over to n3: c1 waits a little.",
            "n1 dit à c1 qu’il passe la main à n3 : c1 attend un peu.",
        ],
        never: ["n1 tells c1 that it knows no leader", "n1 dit à c1 qu’il ne connaît aucun leader"],
    },
    StoryStep {
        script: "tests/scripts/read-that-nobody-can-confirm.raft",
        told: [
            "n2 tells c2 that it cannot tell what is committed: c2 waits a little.",
            "n2 dit à c2 qu’il ne peut pas savoir ce qui est validé : c2 attend un peu.",
        ],
        never: ["knows no leader", "ne connaît aucun leader"],
    },
];

#[test]
fn what_is_told_is_so() {
    for StoryStep { script, told, never } in &TELLINGS {
        for (language, (told, never)) in ["en", "fr"].into_iter().zip(told.iter().zip(never)) {
            let narration = said(script, &["--narrate", "--lang", language]).replace(['\u{202f}', '\u{a0}'], " ");
            assert!(narration.contains(told), "{script} ({language}) does not tell “{told}”:\n{narration}");
            assert!(!narration.contains(never), "{script} ({language}) tells “{never}”:\n{narration}");
        }
    }
}

#[test]
fn a_run_that_fails_is_told_up_to_there() {
    let output = run("tests/scripts/fails-expect.raft", &["--narrate", "--lang", "fr"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stdout).unwrap().contains("leader du terme"));
}
