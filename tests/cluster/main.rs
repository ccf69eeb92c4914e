//! Real processes on this machine: killed, stopped, cut off from each other, and started again. What their clients heard must be
//! linearizable, and nothing that was acknowledged may be lost.
//!
//! A node is this test binary itself, which runs `raftarium::serve` with the disk of `lazy.rs`: what is not synced is lost with
//! the process. That the test sees a lost write, a cluster shows whose nodes skip their fsyncs.

#![cfg(not(target_arch = "wasm32"))]

mod client;
mod command;
mod events;
mod faults;
mod lazy;
mod members;
mod nodes;
mod page;
#[path = "../linearizability/porcupine.rs"]
mod porcupine;
mod proxy;
mod refusals;
mod restart;
mod tls;
mod traced;

use hyper::Method;
use nodes::{Cluster, be_a_node_if_told, until};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Not a test: the processes of the others begin here.
#[test]
fn a_process_of_the_cluster() {
    be_a_node_if_told();
}

/// Writes keys that are written once, until so many are acknowledged. Returns those.
async fn write_some(cluster: &Cluster, count: usize) -> BTreeMap<String, String> {
    let mut acknowledged = BTreeMap::new();
    let mut place = 0;
    until("acknowledged writes", async || {
        for address in cluster.addresses() {
            let (key, value) = (format!("k{place}"), format!("v{place}"));
            place += 1;
            let body = json!({ "key": key, "value": value });
            if let Ok((200, _)) = client::request(address, Method::POST, "/kv", Some(body)).await {
                acknowledged.insert(key, value);
            }
        }
        count <= acknowledged.len()
    })
    .await;
    acknowledged
}

/// All keys and values, by a read that a majority has confirmed.
async fn read_all(cluster: &Cluster) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    until("a read of all", async || match client::request(cluster.addresses()[0], Method::GET, "/kv", None).await {
        Ok((200, Value::Object(pairs))) => {
            let text = |value: Value| value.as_str().expect("a text").to_string();
            all = pairs.into_iter().map(|(key, value)| (key, text(value))).collect();
            true
        }
        _ => false,
    })
    .await;
    all
}

/// Figure 2: what is acknowledged is durable on a majority. All processes are killed at once, so that nothing else remembers it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_outlives_all_processes() {
    let mut cluster = Cluster::start("outlives", 3, false).await;
    let acknowledged = write_some(&cluster, 300).await;
    cluster.kill_all();
    cluster.start_all();
    let left = read_all(&cluster).await;
    let lost: Vec<_> = acknowledged.iter().filter(|(key, value)| left.get(*key) != Some(value)).collect();
    assert!(lost.is_empty(), "lost: {lost:?}");
}

/// The same without fsync: the writes are gone, and the test above would tell.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_skipped_fsync_is_seen() {
    let mut cluster = Cluster::start("skipped", 3, true).await;
    let acknowledged = write_some(&cluster, 30).await;
    cluster.kill_all();
    cluster.start_all();
    let left = read_all(&cluster).await;
    assert!(
        acknowledged.keys().any(|key| !left.contains_key(key)),
        "nothing was lost: a sync is not what makes it durable"
    );
}

/// The place of the leader, as the first node knows it.
async fn leader(cluster: &Cluster) -> usize {
    cluster.ready().await;
    let (_, status) =
        client::request(cluster.addresses()[0], Method::GET, "/ctl/status", None).await.expect("an answer");
    let number = status["leader"].as_str().and_then(|name| name.strip_prefix("node")?.parse::<usize>().ok());
    number.expect("a leader") - 1
}

/// A follower whose leader has gone does not keep a write until the client gives up: it says that nothing was done.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_for_a_leader_that_has_gone_is_refused_at_once() {
    let mut cluster = Cluster::start("gone", 3, false).await;
    let leader = leader(&cluster).await;
    let follower = (leader + 1) % 3;
    let address = cluster.nodes[follower].as_ref().expect("it runs").address;
    cluster.kill(leader);
    let lost = format!("not connected peer=node{}", leader + 1);
    until("the end of the connection", async || cluster.log(follower).contains(&lost)).await;
    until("another leader", async || {
        let body = json!({ "key": "x", "value": "1" });
        let (status, said) = client::request(address, Method::POST, "/kv", Some(body)).await.expect("an answer");
        assert!([200, 503].contains(&status), "{status} {said}");
        status == 200
    })
    .await;
}

/// SIGTERM: the leader tells a successor to stand, so that the others need no election timeout, and ends with 0.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_leader_that_is_told_to_end_hands_over() {
    let mut cluster = Cluster::start("term", 3, false).await;
    let leader = leader(&cluster).await;
    let mut process = cluster.nodes[leader].take().expect("it runs");
    process.signal("TERM");
    assert_eq!(process.ended().await, Some(0));
    let log = cluster.log(leader);
    assert!(log.contains("transfer-ordered"), "it left the others to their timeouts: {log}");
    until("another leader", async || {
        let after = client::request(cluster.addresses()[0], Method::GET, "/ctl/status", None).await;
        after.is_ok_and(|(_, after)| after["leader"].is_string() && after["leader"] != format!("node{}", leader + 1))
    })
    .await;
}
