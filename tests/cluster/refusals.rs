//! What a server refuses, in words and with an exit code: the command line's `serve`, with its real disk.

use super::client::{exchange, request};
use super::nodes::{Process, folder, until};
use hyper::Method;
use serde_json::json;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use tokio::task::JoinSet;

const REFUSED: i32 = 2;
const DISK_FAILED: i32 = 3;

/// A cluster of one.
pub fn serve(node: &str, data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_raftarium"));
    command.args(["serve", "--id", node, "--port", "0", "--attached", "--data"]).arg(data);
    command
}

/// Runs a server that must not start. Returns its exit code, and what it said.
pub fn refused(mut command: Command) -> (Option<i32>, String) {
    let output = command.output().expect("it runs");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[tokio::test]
async fn a_data_directory_is_one_nodes_and_one_processes() {
    let folder = folder("refusals");
    let (data, log) = (folder.join("data"), folder.join("log"));
    let running = Process::start(serve("node1", &data), &log).expect("it starts");
    let (code, words) = refused(serve("node1", &data));
    assert!(code == Some(REFUSED) && words.contains("in use by another process"), "{code:?} {words}");
    drop(running);
    let (code, words) = refused(serve("node2", &data));
    assert!(code == Some(REFUSED) && words.contains("that of node1"), "{code:?} {words}");
    let mut other = serve("node1", &data);
    other.args(["--cluster", "other"]);
    let (code, words) = refused(other);
    assert!(code == Some(REFUSED) && words.contains("of the cluster \"raftarium\""), "{code:?} {words}");
}

/// A page whose own name leads to this machine calls the node by that name.
#[tokio::test]
async fn a_name_that_is_not_the_nodes_reads_nothing() {
    let folder = folder("hosts");
    let mut command = serve("node1", &folder.join("data"));
    command.args(["--hosts", "my-host", "--urls", "node1=http://raft.example.org:3001"]);
    let running = Process::start(command, &folder.join("log")).expect("it starts");
    let to = running.address;
    let ask = async |path: &str, host: &str| {
        let headers = [("host", host)];
        let answer =
            exchange(to, Method::GET, path, &headers[..usize::from(host != "none")], None).await.expect("an answer");
        (answer.status().as_u16(), String::from_utf8_lossy(answer.body()).into_owned())
    };
    let own = to.to_string();
    for host in [&own[..], "localhost:3001", "node1:3000", "my-host:3001", "raft.example.org", "none"] {
        assert_eq!(ask("/debug", host).await.0, 200, "{host}");
    }
    for path in ["/debug", "/kv", "/", "/metrics", "/cluster.json", "/ctl/status", "/events", "/raft/append-entries"] {
        let (status, words) = ask(path, "rebound.example.com:3001").await;
        assert!(status == 403 && words.contains("Host"), "{path} {status} {words}");
    }
    assert_eq!(ask("/livez", "rebound.example.com").await.0, 200, "a health check");
}

/// Writes twice at once under one idempotency key. Returns the statuses, 0 where no answer came, and the value that is there then.
async fn write_twice(to: SocketAddr, key: String) -> (u16, u16, String) {
    let write = async |value: &str| {
        let (headers, body) =
            ([("host", "localhost"), ("idempotency-key", &key[..])], json!({ "key": key, "value": value }));
        exchange(to, Method::POST, "/kv", &headers, Some(body)).await.map_or(0, |answer| answer.status().as_u16())
    };
    let (one, other) = tokio::join!(write("1"), write("2"));
    let (_, found) = request(to, Method::GET, &format!("/kv/{key}"), None).await.expect("an answer");
    (one, other, found["value"].as_str().unwrap_or_default().into())
}

/// A key names one write. Another that comes under it at the same time is not done, and never told that it is.
#[tokio::test]
async fn an_idempotency_key_acknowledges_one_write() {
    let folder = folder("one-key");
    let running = Process::start(serve("node1", &folder.join("data")), &folder.join("log")).expect("it starts");
    let to = running.address;
    until("a leader", async || matches!(request(to, Method::GET, "/kv", None).await, Ok((200, _)))).await;
    let mut all: JoinSet<_> = (0..30).map(|round| write_twice(to, format!("key-{round}"))).collect();
    let mut acknowledged = 0;
    while let Some(done) = all.join_next().await {
        let (one, other, value) = done.expect("it ends");
        // On a busy machine an answer may come too late.
        assert!([one, other].iter().all(|status| [0, 200, 422, 504].contains(status)), "{one} {other}");
        assert!(one != 200 || value == "1", "{one} {other} {value}");
        assert!(other != 200 || value == "2", "{one} {other} {value}");
        acknowledged += usize::from(one == 200 || other == 200);
    }
    assert!(0 < acknowledged);
}

/// Writes until a condition holds, and returns how many writes were acknowledged.
async fn write_until(process: &mut Process, mut is_enough: impl AsyncFnMut(&mut Process, usize) -> bool) -> usize {
    let mut acknowledged = 0;
    until("enough writes", async || {
        let body = json!({ "key": format!("k{acknowledged}"), "value": "v".repeat(4000) });
        let written = request(process.address, Method::POST, "/kv", Some(body)).await;
        acknowledged += usize::from(matches!(written, Ok((200, _))));
        is_enough(process, acknowledged).await
    })
    .await;
    acknowledged
}

/// A byte of a durable record is changed: the server stays down and says where. Bytes that are missing at the end are a torn
/// tail: it starts, without them.
#[tokio::test]
async fn damage_keeps_a_server_down_and_a_torn_tail_does_not() {
    let folder = folder("damage");
    let (data, log) = (folder.join("data"), folder.join("log"));
    let mut process = Process::start(serve("node1", &data), &log).expect("it starts");
    write_until(&mut process, async |_, acknowledged| acknowledged == 5).await;
    drop(process);
    let files = fs::read_dir(&data).expect("the folder is there").map(|entry| entry.expect("an entry").path());
    let segment = files.into_iter().find(|path| path.to_string_lossy().contains("log-")).expect("a segment");
    let whole = fs::read(&segment).expect("it can be read");
    let mut damaged = whole.clone();
    damaged[whole.len() / 2] ^= 1;
    fs::write(&segment, damaged).expect("it can be written");
    let (code, words) = refused(serve("node1", &data));
    assert!(code == Some(DISK_FAILED) && words.contains("is damaged at byte"), "{code:?} {words}");
    fs::write(&segment, &whole[..whole.len() - 100]).expect("it can be written");
    let process = Process::start(serve("node1", &data), &log).expect("it starts without the torn tail");
    let read = async |key: &str| request(process.address, Method::GET, &format!("/kv/{key}"), None).await;
    until("a leader", async || matches!(read("k3").await, Ok((200, _)))).await;
    assert!(matches!(read("k4").await, Ok((404, _))), "its record was torn");
    assert!(fs::read_to_string(log).expect("a log").contains("a torn tail of the log was cut off"));
}

/// A disk with room for one megabyte: the system refuses to make the file longer.
#[tokio::test]
async fn a_full_disk_stops_the_server_with_a_reason() {
    let folder = folder("full");
    let (data, log) = (folder.join("data"), folder.join("log"));
    let inner = serve("node1", &data);
    let mut command = Command::new("sh");
    // The limit counts blocks of 512 bytes, and by itself it would kill the process.
    command
        .args(["-c", "trap '' XFSZ; ulimit -f 2048; exec \"$0\" \"$@\""])
        .arg(inner.get_program())
        .args(inner.get_args());
    let mut process = Process::start(command, &log).expect("it starts");
    let acknowledged = write_until(&mut process, async |process, _| {
        request(process.address, Method::GET, "/livez", None).await.is_err()
    })
    .await;
    assert_eq!(process.ended().await, Some(DISK_FAILED));
    assert!(fs::read_to_string(&log).expect("a log").contains("the disk takes no more"));
    // With room again, what was acknowledged is there.
    let process = Process::start(serve("node1", &data), &log).expect("it starts again");
    let last = format!("/kv/k{}", acknowledged - 1);
    until("the last write", async || matches!(request(process.address, Method::GET, &last, None).await, Ok((200, _))))
        .await;
}
