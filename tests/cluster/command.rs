//! `raftarium cluster`: a whole cluster by one command, whose processes do not outlive it.

use super::client::request;
use super::nodes::{folder, until};
use hyper::Method;
use serde_json::json;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};

const NODES: u16 = 3;

/// The first of ports that follow one another, and are free a moment ago.
fn free_ports() -> u16 {
    let are_free = |first: u16| (0..NODES).all(|offset| TcpListener::bind(("127.0.0.1", first + offset)).is_ok());
    (4750..4797).step_by(NODES.into()).find(|first| are_free(*first)).expect("free ports")
}

/// A command that runs, and the addresses of its nodes. It is killed when this is dropped.
struct Running(Child, Vec<SocketAddr>);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

impl Running {
    /// Starts a cluster, and reads a line for each node.
    fn start(folder: &Path) -> Running {
        // Whatever started the tests may have ignored the signal, as `nohup` does.
        let mut command = Command::new("env");
        command.args(["--default-signal=HUP", env!("CARGO_BIN_EXE_raftarium")]);
        command.args(["cluster", "--nodes", &NODES.to_string(), "--port", &free_ports().to_string()]);
        command.arg("--data").arg(folder.join("data")).arg("--trace").arg(folder.join("traces"));
        let log = fs::File::create(folder.join("log")).expect("a log");
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().expect("a process");
        let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines().map_while(Result::ok);
        let first = lines.next().expect("where the data is");
        assert!(first.contains("data and logs: /"), "{first}");
        let of_node = |(line, number): (String, u16)| {
            let address = line.strip_prefix(&format!("node{number} http://")).and_then(|rest| rest.split(' ').next());
            address.and_then(|address| address.parse().ok()).unwrap_or_else(|| panic!("{line}"))
        };
        let addresses: Vec<SocketAddr> = lines.take(NODES.into()).zip(1..).map(of_node).collect();
        assert_eq!(addresses.len(), usize::from(NODES), "a line a node");
        Running(child, addresses)
    }

    fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([format!("-{signal}"), self.0.id().to_string()]).status();
        assert!(sent.expect("kill is there").success());
    }

    /// Waits until no node listens any more, and none uses its folder. Returns the exit code of the command, if it was not
    /// killed.
    async fn ended(&mut self, folder: &Path) -> Option<i32> {
        until("the end of all nodes", async || self.1.iter().all(|address| TcpStream::connect(address).is_err())).await;
        let is_free = |node: u16| {
            let lock = fs::File::open(folder.join(format!("data/node{node}/lock"))).expect("a node has made it");
            lock.try_lock().is_ok()
        };
        until("the end of their processes", async || (1..=NODES).all(is_free)).await;
        let mut status = None;
        until("the end of the command", async || {
            status = self.0.try_wait().expect("it is our child");
            status.is_some()
        })
        .await;
        status.and_then(|status| status.code())
    }
}

#[tokio::test]
async fn a_cluster_serves_and_its_processes_end_with_it() {
    let folder = folder("command");
    // Told to end; its terminal is gone; killed, so that it can tell nobody.
    for (life, (signal, code)) in [("TERM", Some(0)), ("HUP", None), ("KILL", None)].into_iter().enumerate() {
        let mut running = Running::start(&folder);
        for (node, address) in running.1.clone().into_iter().enumerate() {
            let key = format!("{signal}-{node}");
            until("a write", async || {
                let body = json!({ "key": key, "value": "v" });
                matches!(request(address, Method::POST, "/kv", Some(body)).await, Ok((200, _)))
            })
            .await;
        }
        let all = request(running.1[0], Method::GET, "/kv", None).await.expect("an answer").1;
        assert_eq!(all.as_object().map(|all| all.len()), Some((life + 1) * usize::from(NODES)), "of all lives: {all}");
        running.signal(signal);
        assert_eq!(running.ended(&folder).await, code, "{signal}");
    }
    for node in 1..=NODES {
        let trace = fs::read_to_string(folder.join(format!("traces/node{node}.jsonl"))).expect("a trace");
        assert_eq!(trace.matches("\"kind\":\"restarted\"").count(), 2, "node{node}");
    }
}
