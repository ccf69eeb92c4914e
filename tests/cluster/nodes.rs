//! The processes of a cluster, and the links between them.

use super::client::request;
use super::lazy::LazyDisk;
use super::proxy::{Link, State};
use hyper::Method;
use raftarium::raft::{Config, DurationRange, NodeId, NodeSet};
use raftarium::serve::disk::Directory;
use raftarium::serve::{self, Snapshots};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// What tells the test binary that it is a node: its number, its peers, its folder, whether it skips its fsyncs, and
/// its trace.
const NODE: &str = "RAFTARIUM_TEST_NODE";
const PEERS: &str = "RAFTARIUM_TEST_PEERS";
const DATA: &str = "RAFTARIUM_TEST_DATA";
const SKIPS_SYNC: &str = "RAFTARIUM_TEST_SKIPS_SYNC";
const TRACE: &str = "RAFTARIUM_TEST_TRACE";

/// How long a condition may take, on a machine that has much else to do.
const CONDITION_MAX: Duration = Duration::from_secs(40);

/// Waits until a condition holds.
pub async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let begin = Instant::now();
    while !holds().await {
        assert!(begin.elapsed() < CONDITION_MAX, "{what} did not come to be");
        sleep(Duration::from_millis(10)).await;
    }
}

/// A folder for one test, empty.
pub fn folder(test: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cluster").join(test);
    drop(fs::remove_dir_all(&path));
    fs::create_dir_all(&path).expect("a folder for the test");
    path
}

/// Runs a node if this process is to be one. It prints its address, and ends with this process's parent.
pub fn be_a_node_if_told() {
    let Ok(number) = std::env::var(NODE) else { return };
    let text = |name| std::env::var(name).expect("the test says it");
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(false).init();
    let node = number.parse().ok().and_then(NodeId::new).expect("a node");
    let (peers, data) = (text(PEERS), text(DATA));
    let peers: BTreeMap<NodeId, String> = serde_json::from_str(&peers).expect("numbers and addresses");
    let options = serve::Options {
        node,
        cluster: "test".to_string(),
        listen: "127.0.0.1:0".parse().expect("an address"),
        first_voters: peers.keys().copied().collect::<NodeSet>().with(node),
        peers,
        urls: BTreeMap::new(),
        hosts: Vec::new(),
        page: None,
        tls: None,
        token: None,
        config: Config {
            election_timeout: DurationRange { min_us: 300_000, max_us: 600_000 },
            pre_vote: true,
            check_quorum: true,
            ..Config::DEFAULT
        },
        snapshots: Snapshots { every: 200, keep: 50 },
        tell: |node, decision| Some(format!("{node} {}", decision.name())).filter(|words| words.contains("transfer")),
        trace: std::env::var_os(TRACE).map(PathBuf::from),
        is_attached: true,
    };
    let folder = Directory::open(Path::new(&data)).expect("the folder is free");
    let disk = LazyDisk { folder, skips_sync: std::env::var(SKIPS_SYNC).is_ok() };
    let ended = serve::run(options, Arc::new(disk), |address| println!("\nlistens {address}"));
    if let Err(failure) = ended {
        tracing::error!("{failure}");
        std::process::exit(3);
    }
    std::process::exit(0);
}

/// A running process. It is killed when this is dropped.
pub struct Process {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Process {
    /// Starts a process, and waits until it says where it listens. None if it ends before that.
    pub fn start(mut command: Command, log: &Path) -> Option<Process> {
        let log = File::options().create(true).append(true).open(log).expect("a log");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log).spawn().expect("a process");
        let output = BufReader::new(child.stdout.take().expect("it is piped"));
        let addresses = output
            .lines()
            .map_while(Result::ok)
            .find_map(|line| line.split([' ', '/']).find_map(|word| word.parse::<SocketAddr>().ok()));
        match addresses {
            Some(address) => Some(Process { child, address }),
            None => {
                drop(child.wait());
                None
            }
        }
    }

    /// Its number for the system.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal.
    pub fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([format!("-{signal}"), self.id().to_string()]).status();
        assert!(sent.expect("kill is there").success(), "a process of ours can be signalled");
    }

    /// Waits until it has ended. Returns its exit code, if it was not killed.
    pub async fn ended(&mut self) -> Option<i32> {
        let mut status = None;
        until("the end of a process", async || {
            status = self.child.try_wait().expect("a child of ours");
            status.is_some()
        })
        .await;
        status.and_then(|status| status.code())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A cluster of processes.
pub struct Cluster {
    folder: PathBuf,
    skips_sync: bool,
    /// The processes; none of a node that is down.
    pub nodes: Vec<Option<Process>>,
    links: BTreeMap<(usize, usize), Link>,
}

impl Cluster {
    /// Starts a cluster of so many nodes.
    pub async fn start(test: &str, size: usize, skips_sync: bool) -> Cluster {
        let mut links = BTreeMap::new();
        for (from, to) in (0..size).flat_map(|from| (0..size).map(move |to| (from, to))).filter(|(a, b)| a != b) {
            links.insert((from, to), Link::new().await);
        }
        let nodes = (0..size).map(|_| None).collect();
        let mut cluster = Cluster { folder: folder(test), skips_sync, nodes, links };
        cluster.start_all();
        cluster
    }

    /// What a node has logged, in all its lives.
    pub fn log(&self, node: usize) -> String {
        fs::read_to_string(self.folder.join(format!("node{}.log", node + 1))).expect("a log")
    }

    /// The trace of a node, of all its lives.
    pub fn trace(&self, node: usize) -> PathBuf {
        self.folder.join(format!("node{}.jsonl", node + 1))
    }

    /// How many nodes it has.
    pub fn size(&self) -> usize {
        self.nodes.len()
    }

    /// Starts a node that is down.
    pub fn start_node(&mut self, node: usize) {
        let others = self.links.iter().filter(|((from, _), _)| *from == node);
        let peers: BTreeMap<usize, String> =
            others.map(|((_, to), link)| (*to + 1, link.address.to_string())).collect();
        let mut command = Command::new(std::env::current_exe().expect("this test"));
        command.args(["--exact", "a_process_of_the_cluster", "--nocapture"]);
        command.env(NODE, (node + 1).to_string());
        command.env(PEERS, serde_json::to_string(&peers).expect("numbers and addresses"));
        command.env(DATA, self.folder.join(format!("node{}", node + 1)));
        command.env(TRACE, self.trace(node));
        if self.skips_sync {
            command.env(SKIPS_SYNC, "");
        }
        let log = self.folder.join(format!("node{}.log", node + 1));
        let process = Process::start(command, &log).unwrap_or_else(|| panic!("node{} starts: {log:?}", node + 1));
        for (_, link) in self.links.iter().filter(|((_, to), _)| *to == node) {
            link.lead_to(process.address);
        }
        self.nodes[node] = Some(process);
    }

    /// Starts all that are down.
    pub fn start_all(&mut self) {
        for node in 0..self.size() {
            if self.nodes[node].is_none() {
                self.start_node(node);
            }
        }
    }

    /// Tells a node to end, and waits until it has.
    pub async fn stop(&mut self, node: usize) {
        let mut process = self.nodes[node].take().expect("it runs");
        process.signal("TERM");
        assert_eq!(process.ended().await, Some(0));
    }

    /// Kills a node: what it did not sync is lost.
    pub fn kill(&mut self, node: usize) {
        self.nodes[node] = None;
    }

    /// Kills all nodes at once.
    pub fn kill_all(&mut self) {
        for process in self.nodes.iter().flatten() {
            process.signal("KILL");
        }
        self.nodes.iter_mut().for_each(|process| *process = None);
    }

    /// Changes the links that a choice names.
    pub fn set_links(&self, state: State, of: impl Fn(usize, usize) -> bool) {
        for (_, link) in self.links.iter().filter(|((from, to), _)| of(*from, *to)) {
            link.set(state);
        }
    }

    /// Addresses of the nodes that are up.
    pub fn addresses(&self) -> Vec<SocketAddr> {
        self.nodes.iter().flatten().map(|process| process.address).collect()
    }

    /// Waits until every node is ready.
    pub async fn ready(&self) {
        for address in self.addresses() {
            until("readiness", async || {
                let ready = request(address, Method::GET, "/readyz", None).await;
                matches!(ready, Ok((200, _)))
            })
            .await;
        }
    }
}
