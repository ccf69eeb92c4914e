//! What real nodes did satisfies the invariants of safety, as `raftarium check-trace` sees it.

use super::client::request;
use super::nodes::Cluster;
use super::write_some;
use hyper::Method;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// Checks traces. Returns the exit code, and what was said.
fn check(traces: &[PathBuf]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_raftarium"));
    let output = command.arg("check-trace").args(traces).output().expect("it runs");
    (output.status.code(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
}

fn traces(cluster: &Cluster) -> Vec<PathBuf> {
    (0..cluster.size()).map(|node| cluster.trace(node)).collect()
}

/// Checks what all nodes of a cluster did in all their lives.
pub fn assert_safe(cluster: &Cluster) {
    let (code, words) = check(&traces(cluster));
    println!("{words}");
    assert_eq!(code, Some(0), "{words}");
}

/// A client sends a message of Raft in a node's name by HTTP. The trace tells a request of a client, and `check-trace` claims nothing
/// after it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forged_message_is_told_as_what_it_is() {
    let mut cluster = Cluster::start("forged", 1, false).await;
    write_some(&cluster, 1).await;
    let forged = json!({
        "term": 1, "leaderId": "node2", "prevLogIndex": 0, "prevLogTerm": 0, "entries": [], "leaderCommit": 0,
    });
    let path = "/raft/append-entries";
    // What the node says to it, does not matter.
    drop(request(cluster.addresses()[0], Method::POST, path, Some(forged)).await.expect("an answer"));
    cluster.stop(0).await;
    let trace = fs::read_to_string(cluster.trace(0)).expect("a trace");
    assert!(trace.lines().any(|line| line.contains("\"kind\":\"http-called\"") && line.contains(path)));
    assert!(!trace.contains("\"kind\":\"message-delivered\""), "no node sent any");
    let (code, words) = check(&traces(&cluster));
    assert!(code == Some(0) && words.contains("nothing is claimed"), "{code:?} {words}");
}

/// The traces of three real processes hold, and do not once one line says something else.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn traces_of_real_nodes_are_safe_and_a_tampered_one_is_not() {
    let mut cluster = Cluster::start("traced", 3, false).await;
    write_some(&cluster, 60).await;
    cluster.kill(0);
    cluster.stop(1).await;
    cluster.start_all();
    write_some(&cluster, 60).await;
    cluster.kill_all();
    assert_safe(&cluster);

    // A follower that takes another value than its leader sent, in the middle of what it did.
    let is_appended = |line: &&str| line.contains("\"kind\":\"log-appended\"") && line.contains("\"value\":\"v");
    for node in 0..3 {
        let whole = fs::read_to_string(cluster.trace(node)).expect("a trace");
        let Some(line) = whole.lines().filter(is_appended).nth(20) else { continue };
        let mut other: Value = serde_json::from_str(line).expect("JSON");
        other["entries"][0]["command"]["value"] = "forged".into();
        let tampered = cluster.trace(node).with_extension("tampered");
        fs::write(&tampered, whole.replacen(line, &other.to_string(), 1)).expect("a file");
        let mut traces = traces(&cluster);
        traces[node] = tampered;
        let (code, words) = check(&traces);
        assert!(code == Some(1) && words.contains("log-matching"), "{code:?} {words}");
        return;
    }
    panic!("some node appended more than twenty entries");
}
