//! The processes of both clusters.

use super::load::{Connection, Kind, Target};
use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tokio::time::sleep;

const MEMBERS: usize = 3;
const READY_MAX: Duration = Duration::from_secs(30);

/// A cluster. It is killed when this is dropped.
pub struct Members {
    processes: Vec<Child>,
    /// Where the members listen to clients.
    pub addresses: Vec<SocketAddr>,
}

impl Drop for Members {
    fn drop(&mut self) {
        for process in &mut self.processes {
            // One that has ended needs no end.
            drop(process.kill());
            drop(process.wait());
        }
    }
}

impl Members {
    /// Waits until each member does a write, and writes every key.
    pub async fn ready(&self, target: Target) {
        for address in &self.addresses {
            let begin = Instant::now();
            loop {
                if let Some(mut connection) = Connection::open(target, *address).await
                    && connection.ask(Kind::Put, "key00000", "v").await
                {
                    break;
                }
                assert!(begin.elapsed() < READY_MAX, "{address} is not ready");
                sleep(Duration::from_millis(50)).await;
            }
        }
        let mut connection = Connection::open(target, self.addresses[0]).await.expect("it listens");
        for key in (0..10_000).step_by(100) {
            assert!(connection.ask(Kind::Put, &format!("key{key:05}"), "v").await);
        }
    }
}

/// Ports that are free now.
fn free_ports(count: usize) -> Vec<u16> {
    let listeners: Vec<TcpListener> =
        (0..count).map(|_| TcpListener::bind("127.0.0.1:0").expect("a free port")).collect();
    listeners.iter().map(|listener| listener.local_addr().expect("it is bound").port()).collect()
}

/// A folder on the disk that builds are on: a temporary folder may be in memory, where an fsync costs nothing.
fn folder(name: &str, round: usize) -> PathBuf {
    let path = std::env::current_exe().expect("this program").with_file_name(format!("bench-cluster-{name}-{round}"));
    drop(fs::remove_dir_all(&path));
    fs::create_dir_all(&path).expect("a folder");
    path
}

fn start(mut command: Command, log: PathBuf) -> Child {
    let log = File::create(log).expect("a log");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().expect("a process")
}

/// Our server.
pub fn raftarium(program: &str, round: usize) -> Members {
    let (ports, folder) = (free_ports(MEMBERS), folder("raftarium", round));
    let member = |at: usize| {
        let others = (0..MEMBERS).filter(|other| *other != at);
        let peers: Vec<String> = others.map(|other| format!("node{}=127.0.0.1:{}", other + 1, ports[other])).collect();
        let mut command = Command::new(program);
        command.args(["serve", "--id", &format!("node{}", at + 1), "--port", &ports[at].to_string()]);
        command.args(["--peers", &peers.join(",")]).arg("--data").arg(folder.join(at.to_string()));
        start(command, folder.join(format!("{at}.log")))
    };
    Members { processes: (0..MEMBERS).map(member).collect(), addresses: ports.iter().map(address).collect() }
}

/// Debian's etcd, with its defaults.
pub fn etcd(program: &str, round: usize) -> Members {
    let (ports, peer_ports, folder) = (free_ports(MEMBERS), free_ports(MEMBERS), folder("etcd", round));
    let cluster: Vec<String> = (0..MEMBERS).map(|at| format!("m{at}=http://127.0.0.1:{}", peer_ports[at])).collect();
    let member = |at: usize| {
        let (client, peer) =
            (format!("http://127.0.0.1:{}", ports[at]), format!("http://127.0.0.1:{}", peer_ports[at]));
        let mut command = Command::new(program);
        command.args(["--name", &format!("m{at}"), "--initial-cluster", &cluster.join(",")]);
        command.args(["--listen-client-urls", &client, "--advertise-client-urls", &client]);
        command.args(["--listen-peer-urls", &peer, "--initial-advertise-peer-urls", &peer]);
        command.arg("--data-dir").arg(folder.join(at.to_string()));
        start(command, folder.join(format!("{at}.log")))
    };
    Members { processes: (0..MEMBERS).map(member).collect(), addresses: ports.iter().map(address).collect() }
}

fn address(port: &u16) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], *port))
}
