//! Why something is as it is: causes lead back to a statement or to the start, and explanations of known
//! scripts read as they should, in both languages.

#![cfg(not(target_arch = "wasm32"))]
#![cfg(feature = "cli")]

#[path = "why/causes.rs"]
mod causes;
#[path = "support/speech.rs"]
mod speech;
mod support;

use raftarium::lab::Lab;
use speech::Speech;
use support::{compare_golden, repository};

/// A script, and the questions that are asked at its end.
struct Case {
    name: &'static str,
    script: &'static str,
    questions: &'static [&'static str],
}

const CASES: [Case; 22] = [
    Case {
        name: "leader",
        script: "nodes 3\nseed 7\nrun until leader\nrun 100ms\n",
        questions: &["leader", "role n1", "role n2", "role n3", "term n2", "leader n2", "vote n2 n1", "vote n1 n3"],
    },
    Case {
        name: "failover",
        script: "nodes 3\nseed 3\nrun until leader\nrun 300ms\ncrash n1\ncrash n2\nrestart n2\nrun 1s\n",
        questions: &["leader", "role n1", "role n2", "role n3"],
    },
    Case {
        name: "committed",
        script: "nodes 3\nseed 7\nrun until leader n1 within 5s\nset x 1\nrun until idle\nrun until agreed\n",
        questions: &["entry n1 2", "entry n2 2", "request c1", "entry n2 9"],
    },
    Case {
        name: "two-cut-off",
        script: "nodes 5\nseed 1\ntimeout n1\nrun until leader n1\nset x 1\nrun until idle\nrun until agreed\n\
                 cut n1 - n2\ncut n1 - n5\nset x 2\nset y 3\ndrop next 9 any n4 -> n1\nrun 100ms\n",
        questions: &["entry n1 3", "entry n2 3", "request c1"],
    },
    Case {
        name: "minority",
        script: "nodes 5\nseed 2\ntimeout n1\nrun until leader n1\npartition n1 n2 | n3 n4 n5\nset x 2 from c1 to n1\n\
                 run 200ms\n",
        questions: &["request c1", "entry n1 2", "leader", "leader n1", "leader n4"],
    },
    Case {
        name: "log-behind",
        script: "nodes 3\nseed 1\ntimeout n1\nrun until leader n1\nisolate n3\nset x 1\nrun until idle\ncrash n1\nheal\n\
                 timeout n3\nrun 30ms\n",
        questions: &["vote n2 n3", "leader n3", "leader"],
    },
    Case {
        name: "already-voted",
        script: "nodes 3\nseed 1\nconfig latency 5ms\ncut n3 - n1\ntimeout n1\nrun 5ms\ntimeout n3\nrun 12ms\n",
        questions: &["vote n2 n3", "vote n2 n1", "leader n3"],
    },
    Case {
        name: "crashed-majority",
        script: "nodes 3\nseed 1\nrun until leader\ncrash n1\ncrash n2\npause n3\nrun 20ms\n",
        questions: &["leader", "role n3", "entry n3 1"],
    },
    Case {
        name: "conflict",
        script: "nodes 3\nseed 4\ntimeout n1\nrun until leader n1\nisolate n1\nset x 1 from c1 to n1\nrun 50ms\n\
                 timeout n2\nrun until leader n2\nrun 100ms\n",
        questions: &["entry n1 2", "request c1", "role n1", "leader n1"],
    },
    Case {
        name: "read",
        script: "nodes 3\nseed 4\nconfig reads read-index\nconfig no-op off\ntimeout n1\nrun until leader n1\nset x 1\n\
                 run until idle\ncrash n1\ntimeout n2\nrun until leader n2 within 5s\nget x from c2 to n2\nrun 30ms\n",
        questions: &["request c2", "message 1", "event 1"],
    },
    Case {
        name: "pre-vote",
        script: "nodes 3\nseed 1\nconfig pre-vote on\nconfig check-quorum on\ntimeout n1\nrun until leader n1\n\
                 run until agreed\ncut n1 - n3\nrun 250ms\n",
        questions: &["role n3", "leader n3", "vote n2 n3"],
    },
    Case {
        name: "snapshot",
        script: "nodes 3\nseed 2\nconfig snapshot-every 3\ntimeout n1\nrun until leader n1\ncrash n3\nset a 1\nset b 2\n\
                 set c 3\nset d 4\nset e 5\nrun until idle\nrestart n3\nrun 60ms\n",
        questions: &["entry n1 1", "entry n2 2", "entry n3 3", "entry n3 6", "role n3"],
    },
    Case {
        name: "members",
        script: "nodes 4\nseed 2\ntimeout n1\nrun until leader n1\nremove n2\nrun 300ms\nadd n5\ncut n1 - n5\nset x 1\n\
                 run 300ms\n",
        questions: &["role n5", "leader n5", "leader n2", "vote n2 n1", "entry n5 4"],
    },
    Case {
        name: "just-elected",
        script: "nodes 3\nseed 5\nconfig latency 4ms\ntimeout n2\nrun until role n2 leader\nrun 1ms\n",
        questions: &["role n2"],
    },
    Case {
        name: "cut-off-leader",
        script: include_str!("scripts/leader-that-is-cut-off.raft"),
        questions: &["role n1", "leader n1", "vote n1 n2", "vote n2 n1", "vote n3 n1", "vote n2 n3", "entry n2 2"],
    },
    Case {
        name: "leader-that-hears-nobody",
        script: "nodes 3\ntimeout n1\nrun until leader n1\nrun until agreed\nisolate n1\nrun 500ms\n",
        questions: &["role n1", "leader n1", "vote n2 n1"],
    },
    Case {
        name: "restarted-voter",
        script: "nodes 3\nconfig check-quorum on\ntimeout n1\nrun until leader n1\nrun until agreed\ncrash n1\ncrash n2\n\
                 restart n2\ntimeout n3\nrun 30ms\n",
        questions: &["vote n2 n3", "leader"],
    },
    Case {
        name: "leader-of-an-earlier-term",
        script: "nodes 3\ntimeout n1\nrun until leader n1\nrun until agreed\nisolate n1\ntimeout n2\nrun until leader n2\n\
                 set x 1 from c1 to n2\nrun until last n3 = 3\ncrash n2\nset y 1 from c2 to n1\nrun 20ms\n",
        questions: &["role n1", "entry n3 3", "request c2", "vote n3 n1"],
    },
    Case {
        name: "deposed",
        script: "nodes 5\nseed 2\ntimeout n1\nrun until leader n1\nrun until agreed\npartition n1 n2 | n3 n4 n5\n\
                 set x 1 from c1 to n1\nrun until leader n3\nset y 1 from c2 to n3\nrun 200ms\n",
        questions: &["role n1", "term n1", "leader n1", "leader", "entry n1 2", "request c1", "request c2"],
    },
    Case {
        name: "counted",
        script: "nodes 5\nseed 2\ntimeout n4\nrun until leader n4\nrun until agreed\npartition n4 n5 | n1 n2 n3\n\
                 set x 1 from c1 to n4\nget x from c2 to n4\nrun 60ms\n",
        questions: &["request c1", "request c2", "entry n4 2", "entry n5 2", "role n4"],
    },
    Case {
        name: "stale",
        script: "nodes 3\nconfig reads local\ntimeout n1\nrun until leader n1\nrun until agreed\nset x 1\n\
                 run until idle\nrun until agreed\nisolate n3\nset x 2\nrun until idle\nrun 30ms\n\
                 get x from c2 to n3\nrun until idle\nget x from c3 to n1\nrun until idle\n",
        questions: &["request c1 2", "request c2", "request c3"],
    },
    Case {
        name: "disks",
        script: "nodes 5\nseed 2\ntimeout n1\nrun until leader n1\nrun until agreed\ndisk n2 full\ndisk n3 fails\n\
                 disk n4 fails\nset x 1\nrun 80ms\n",
        questions: &["role n3", "leader n2", "request c1"],
    },
];

#[test]
fn known_scripts_are_explained_in_both_languages() {
    let mut wrong = Vec::new();
    for language in ["en", "fr"] {
        let speech = Speech::new(language);
        for case in &CASES {
            let lab = run(case.script);
            let mut text = String::new();
            for question in case.questions {
                text.push_str(&format!("? {question}\n"));
                match lab.why(question) {
                    Some(why) => text.push_str(&speech.explanation(&why)),
                    None => text.push_str("-\n"),
                }
                text.push('\n');
            }
            let path = repository().join(format!("tests/why/{}.{language}.txt", case.name));
            wrong.extend(compare_golden(&path, &text).err());
        }
        let lab = figure_8();
        let text = speech.explanation(&lab.why("entry n1 2").unwrap());
        wrong.extend(compare_golden(&repository().join(format!("tests/why/figure-8.{language}.txt")), &text).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A universe at the end of its script.
fn run(script: &str) -> Lab {
    let mut lab = Lab::new(script).unwrap();
    let query = raftarium::lab::view::SnapshotQuery { log_from: 1, log_columns: 1, kv_rows: 1 };
    while lab.snapshot(query).script.state == "running" {
        lab.step(1);
    }
    assert_eq!(lab.snapshot(query).script.state, "free", "{script}");
    lab
}

/// Figure 8 (c): an entry of an older term is on a majority, and not committed.
fn figure_8() -> Lab {
    let script = std::fs::read_to_string(repository().join("tests/scripts/figure-8-e.raft")).unwrap();
    let (until, _) = script.split_once("expect not commit n1 >= 2").unwrap();
    run(until)
}
