//! What an operator asks, by the command line's `ctl`: members, leadership, snapshots.

use super::client::request;
use super::nodes::{Process, folder, until};
use hyper::Method;
use serde_json::{Value, json};
use std::net::{SocketAddr, TcpListener};
use std::process::Command;

/// Asks a node. Returns the exit code and what was printed.
fn ctl(node: SocketAddr, asked: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_raftarium"));
    let output = command.args(["ctl", "--node", &node.to_string()]).args(asked).output().expect("it runs");
    (output.status.code(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
}

fn status(node: SocketAddr) -> Value {
    let (code, words) = ctl(node, &["status"]);
    assert_eq!(code, Some(0), "{words}");
    serde_json::from_str(&words).expect("JSON")
}

/// A fourth node that the others were not told of at their start: the leader is told where it is, and so are all, and they know
/// it in their next life.
#[tokio::test]
async fn a_node_is_added_by_its_address() {
    let folder = folder("address");
    let ports: Vec<TcpListener> = (0..4).map(|_| TcpListener::bind("127.0.0.1:0").expect("a free port")).collect();
    let addresses: Vec<SocketAddr> = ports.iter().map(|port| port.local_addr().expect("it is bound")).collect();
    drop(ports);
    let start = |node: usize| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_raftarium"));
        let others = (0..3).filter(|other| *other != node);
        let peers: Vec<String> = others.map(|other| format!("node{}={}", other + 1, addresses[other])).collect();
        command.args(["serve", "--id", &format!("node{}", node + 1), "--port", &addresses[node].port().to_string()]);
        command.args(["--peers", &peers.join(","), "--voters", "node1,node2,node3", "--attached"]);
        command.arg("--data").arg(folder.join(node.to_string()));
        Process::start(command, &folder.join(format!("{node}.log"))).expect("it starts")
    };
    let mut nodes = [Some(start(0)), Some(start(1)), Some(start(2)), Some(start(3))];
    let fourth = addresses[3].to_string();
    let voters = async |node: usize| {
        request(addresses[node], Method::GET, "/ctl/status", None).await.map(|(_, s)| s["voters"].clone())
    };
    until("four voters", async || {
        for address in &addresses[..3] {
            ctl(*address, &["add", "node4", "--address", &fourth]);
        }
        let all = json!(["node1", "node2", "node3", "node4"]);
        voters(0).await.is_ok_and(|voters| voters == all) && voters(3).await.is_ok_and(|voters| voters == all)
    })
    .await;
    let (code, words) = ctl(addresses[0], &["add", "node4", "--address", "node4"]);
    assert!(code == Some(2) && words.contains("expected HOST:PORT"), "{code:?} {words}");
    // The first node was told by the leader, or is it. In its next life three of four nodes are up: all of them must reach each other.
    nodes[0] = None;
    nodes[0] = Some(start(0));
    nodes[1] = None;
    let write = async || {
        let body = json!({ "key": "k", "value": "v" });
        request(addresses[0], Method::POST, "/kv", Some(body)).await
    };
    until("a write by three of four", async || matches!(write().await, Ok((200, _)))).await;
    let cluster = request(addresses[0], Method::GET, "/cluster.json", None).await.expect("an answer").1;
    assert_eq!(cluster["nodes"]["n4"], json!(format!("http://{fourth}")));
}

/// A fourth node is added to three and takes the place of the first, by joint consensus; it gets what was compacted as a snapshot.
#[tokio::test]
async fn a_node_takes_the_place_of_another() {
    let folder = folder("members");
    // Peers must know the ports before there are processes. Between this and their start, nobody else takes them.
    let ports: Vec<TcpListener> = (0..4).map(|_| TcpListener::bind("127.0.0.1:0").expect("a free port")).collect();
    let addresses: Vec<SocketAddr> = ports.iter().map(|port| port.local_addr().expect("it is bound")).collect();
    drop(ports);
    let start = |node: usize| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_raftarium"));
        let others = (0..4).filter(|other| *other != node);
        let peers: Vec<String> = others.map(|other| format!("node{}={}", other + 1, addresses[other])).collect();
        command.args(["serve", "--id", &format!("node{}", node + 1), "--port", &addresses[node].port().to_string()]);
        command.args([
            "--peers",
            &peers.join(","),
            "--voters",
            "node1,node2,node3",
            "--attached",
            "--snapshot-keep",
            "0",
        ]);
        command.arg("--data").arg(folder.join(node.to_string()));
        Process::start(command, &folder.join(format!("{node}.log"))).expect("it starts")
    };
    let _first = [start(0), start(1), start(2)];
    // The first node is removed at the end, and hears of no leader then.
    let leader = || {
        let name = status(addresses[1])["leader"].as_str()?.to_string();
        name.strip_prefix("node")?.parse::<usize>().ok().map(|number| addresses[number - 1])
    };
    until("a leader", async || leader().is_some()).await;
    for key in 0..20 {
        let body = json!({ "key": format!("k{key}"), "value": "v" });
        assert_eq!(request(addresses[1], Method::POST, "/kv", Some(body)).await.expect("an answer").0, 200);
    }
    let at = leader().expect("it leads still");
    assert_eq!(ctl(at, &["snapshot"]).0, Some(0));
    until("a snapshot", async || status(at)["snapshotIndex"].as_u64() != Some(0)).await;
    let follower = *addresses[..3].iter().find(|address| **address != at).expect("two of them");
    let (code, words) = ctl(follower, &["add", "node4"]);
    assert!(code == Some(1) && words.contains("the leader is node"), "{code:?} {words}");

    let _fourth = start(3);
    // On a busy machine another node may lead at any time, and an order is lost with the leadership that took it.
    let order = async |asked: &[&str], is_done: &dyn Fn() -> bool| {
        until(asked[0], async || {
            if let Some(at) = leader().filter(|_| !is_done()) {
                ctl(at, asked);
            }
            is_done()
        })
        .await;
    };
    let voters = || leader().map(|at| status(at)["voters"].clone());
    order(&["add", "node4"], &|| voters() == Some(json!(["node1", "node2", "node3", "node4"]))).await;
    assert!(status(addresses[3])["snapshotIndex"].as_u64() != Some(0), "the log begins after it");
    order(&["transfer", "node4"], &|| leader() == Some(addresses[3])).await;
    order(&["members", "node2,node3,node4"], &|| voters() == Some(json!(["node2", "node3", "node4"]))).await;
    assert_eq!(request(addresses[3], Method::GET, "/kv/k19", None).await.expect("an answer").0, 200);
}
