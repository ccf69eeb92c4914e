//! A client that speaks in a node's name can have a correct core err, and not panic: whatever it says, the run goes on, and
//! claims nothing.

#![cfg(not(target_arch = "wasm32"))]

use raftarium::script::{Limit, Outcome, Runner, Stop, parse};
use std::fmt::Write;

/// Numbers that look random and are the same each time: a linear congruential generator.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// A script in which a client sends so many messages of its own making amid a load, crashes and snapshots.
fn script(seed: u64, messages: u64) -> String {
    let mut numbers = Numbers(seed);
    let nodes = 1 + 2 * numbers.below(3);
    let settings =
        ["", "config pre-vote on\n", "config check-quorum on\n", "config snapshot-every 5\n", "config reads lease\n"];
    let setting = settings[numbers.below(5) as usize];
    let mut text = format!("nodes {nodes}\nseed {seed}\n{setting}run 400ms\nload every 40ms from c1 c2\nrun 300ms\n");
    for number in 0..messages {
        let (to, from) = (1 + numbers.below(nodes), 1 + numbers.below(9));
        let (term, index, other) = (numbers.below(6), numbers.below(12), numbers.below(12));
        let term = if numbers.below(12) == 0 { (1 << 53) - 1 - term } else { term };
        let client = 3 + number % 7;
        if numbers.below(2) == 0 {
            let body = format!(
                r#"{{"term":{term},"candidateId":"node{from}","lastLogIndex":{index},"lastLogTerm":{}}}"#,
                other.min(term)
            );
            writeln!(text, "http POST /raft/request-vote {body} to n{to} from c{client}").unwrap();
        } else {
            let prev_term = other.min(term);
            let entries: Vec<String> = (0..numbers.below(4))
                .map(|step| {
                    let command = r#"{\"type\":\"SET\",\"key\":\"x\",\"value\":\"f\"}"#;
                    format!(r#"{{"index":{},"term":{term},"command":"{command}"}}"#, index + 1 + step)
                })
                .collect();
            let body = format!(
                r#"{{"term":{term},"leaderId":"node{from}","prevLogIndex":{index},"prevLogTerm":{prev_term},"entries":[{}],"leaderCommit":{other}}}"#,
                entries.join(",")
            );
            writeln!(text, "http POST /raft/append-entries {body} to n{to} from c{client}").unwrap();
        }
        writeln!(text, "run {}ms", 1 + numbers.below(120)).unwrap();
        if numbers.below(6) == 0 {
            writeln!(text, "crash n{to}\nrun 30ms\nrestart n{to}").unwrap();
        }
    }
    text + "run 2s\n"
}

#[test]
fn no_forged_message_has_a_node_panic() {
    let mut forged = 0;
    for seed in 0..150 {
        let text = script(seed, 12);
        let mut runner = Runner::new(parse(&text).unwrap_or_else(|error| panic!("{error:?}\n{text}")), false);
        while runner.advance(Limit::events(4_096)) == Stop::Events {}
        assert_eq!(
            *runner.outcome(),
            Outcome::Passed,
            "nothing is claimed, so nothing ends it: {:?}\n{text}",
            runner.found()
        );
        forged += usize::from(!runner.checks().claimed());
    }
    assert!(100 < forged, "messages reach their nodes in most of these runs: {forged}");
}
