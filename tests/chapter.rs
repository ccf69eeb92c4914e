//! The chapter's four exercises, on the chapter's code as printed and on correct Raft: the pairs that the page shows side
//! by side. `www/chapter` has the exercises, and what each preset breaks in them.

use raftarium::check::linearizability::Standing;
use raftarium::kv::Outcome as Answer;
use raftarium::raft::{NodeId, Preset};
use raftarium::script::{Limit, Outcome, Runner, Stop, parse};
use raftarium::sim::{ClientId, Latest};
use serde_json::Value;

const EXERCISES: [(&str, &str); 4] = [
    ("1", include_str!("../www/chapter/exercise-1.raft")),
    ("2", include_str!("../www/chapter/exercise-2.raft")),
    ("3", include_str!("../www/chapter/exercise-3.raft")),
    ("4", include_str!("../www/chapter/exercise-4.raft")),
];

/// A script that was run to its end.
fn run(script: &str) -> Runner {
    let script = parse(script).unwrap_or_else(|error| panic!("{error:?}\n{script}"));
    let mut runner = Runner::new(script, false);
    while runner.advance(Limit::events(4_096)) == Stop::Events {}
    runner
}

/// An exercise under a preset, as the page puts it together.
fn as_printed(preset: Preset, number: &str, exercise: &str) -> String {
    let broken: Value = serde_json::from_str(include_str!("../www/chapter/broken.json")).unwrap();
    let broken = broken[preset.name()][number].as_array().expect("each preset has a list for each exercise");
    let expected = broken.iter().map(|name| format!("expect violated {}\n", name.as_str().unwrap()));
    format!("flaw {}\n{exercise}{}", preset.name(), expected.collect::<String>())
}

fn is_linearizable(runner: &Runner) -> bool {
    runner.checks().linearizability().standing() == Standing::Linearizable
}

/// The value of a key in each node's state machine.
fn values(runner: &Runner, key: &str) -> Vec<Option<String>> {
    let value = |node: NodeId| {
        let process = runner.world().server(node).process.as_deref()?;
        process.replica.store().get(key).map(|value| value.to_string())
    };
    runner.world().nodes().iter().map(value).collect()
}

#[test]
fn on_correct_raft_every_exercise_ends_as_the_chapter_expects() {
    for (number, exercise) in EXERCISES {
        let runner = run(&format!("{exercise}run until agreed\nexpect safe\nexpect linearizable\n"));
        assert_eq!(*runner.outcome(), Outcome::Passed, "exercise {number}");
    }
}

/// What is listed is broken, and nothing else: a run ends at what no `expect violated` asks for.
#[test]
fn the_chapter_s_code_breaks_what_is_listed() {
    for preset in Preset::ALL {
        for (number, exercise) in EXERCISES {
            let runner = run(&as_printed(preset, number, exercise));
            assert_eq!(*runner.outcome(), Outcome::Passed, "{} {number}: {:?}", preset.name(), runner.found());
        }
    }
}

fn latest(runner: &Runner, client: usize) -> &Latest {
    &runner.world().clients()[ClientId::new(client).unwrap().slot()].latest
}

/// The chapter expects each node to return the value. A follower of its code names the leader, and its client does not go
/// there; on correct Raft the leader confirms what the follower may answer.
#[test]
fn exercise_1_cannot_read_from_followers() {
    let raft = Latest::Answered(Answer::Value("raft".into()));
    let correct = run(EXERCISES[0].1);
    assert!((2..=4).all(|client| *latest(&correct, client) == raft));
    for preset in Preset::ALL {
        let printed = run(&as_printed(preset, "1", EXERCISES[0].1));
        // In Python, another node may have been elected meanwhile: its followers ignore heartbeats.
        let got: Vec<&Latest> = (2..=4).map(|client| latest(&printed, client)).collect();
        let served = got.iter().filter(|latest| ***latest == raft).count();
        let failed = got.iter().filter(|latest| ***latest == Latest::Failed).count();
        assert_eq!((served, failed), (1, 2), "{}: {got:?}", preset.name());
        assert!(values(&printed, "name").iter().all(|value| value.as_deref() == Some("raft")), "each node has it");
    }
}

/// A client of the chapter's waits for ever for the leader that was killed; another asks the new leader.
#[test]
fn exercise_2_leaves_the_client_of_the_dead_leader_waiting() {
    let correct = run(EXERCISES[1].1);
    assert_eq!(*latest(&correct, 1), Latest::Answered(Answer::Value("raft".into())));
    for preset in Preset::ALL {
        let printed = run(&as_printed(preset, "2", EXERCISES[1].1));
        assert_eq!((latest(&printed, 1), latest(&printed, 2)), (&Latest::Pending(1), &Latest::Answered(Answer::Ok)));
    }
}

#[test]
fn exercise_3_reads_what_is_old_and_loses_a_write_that_was_acknowledged() {
    let runner = run(&as_printed(Preset::Chapter, "3", EXERCISES[2].1));
    assert!(!is_linearizable(&runner), "n1 leads a minority, and answers from its own state");
    let acknowledged = runner.world().history().iter().filter(|call| call.returned.is_some()).count();
    assert_eq!(acknowledged, runner.world().history().len(), "each client has an answer");
    assert!(values(&runner, "name").iter().all(|value| value.as_deref() == Some("zab")), "vsr is nowhere");
}

/// What a preset switches on beside its flaws, mending it switches off; a run that mends it at once is plain Raft.
#[test]
fn mending_a_preset_leaves_plain_raft() {
    for preset in Preset::ALL {
        let mended = run(&format!("flaw {0}\nmend {0}\n{1}", preset.name(), EXERCISES[1].1));
        let plain = run(EXERCISES[1].1);
        assert_eq!(mended.world().settings(), plain.world().settings());
        assert_eq!(mended.world().history(), plain.world().history());
    }
    let half = run(&format!("flaw chapter\nconfig follower-reads on\nconfig client-retries on\n{}", EXERCISES[0].1));
    assert!((2..=4).all(|client| matches!(latest(&half, client), Latest::Answered(_))), "what is said last counts");
}

#[test]
fn exercise_4_loses_all_data() {
    for preset in Preset::ALL {
        let runner = run(&as_printed(preset, "4", EXERCISES[3].1));
        assert!(["name", "pages"].iter().all(|key| values(&runner, key).iter().all(Option::is_none)));
        assert!(!is_linearizable(&runner), "what was acknowledged reads as absent");
    }
}
