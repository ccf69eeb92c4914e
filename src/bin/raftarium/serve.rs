//! `raftarium serve`.

use super::words::Words;
use clap::Args;
use raftarium::api::{name_of, node_named};
use raftarium::lab::event_view;
use raftarium::raft::{Config, DurationRange, Event, NodeId, NodeSet};
use raftarium::serve::book::{is_address, is_url};
use raftarium::serve::disk::Directory;
use raftarium::serve::{self, Addresses, Failure, Snapshots, TlsFiles, Token};
use raftarium::sim::{self, Actor, EventId, Instant, What};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use tracing_subscriber::EnvFilter;

/// The port of a node that is told of none: the chapter's.
const PORT: u16 = 3000;

/// The settings cannot be used, or the data directory is not this node's.
const REFUSED: u8 = 2;
/// The disk failed, or what it holds is damaged.
const DISK_FAILED: u8 = 3;

/// What `--help` says about addresses and the log.
pub const NOTES: &str = "\
Nodes have the names node1 to node9. A PEER is host:port where the host has the name of a node, as in node2:3000; otherwise
the name stands before it, as in node2=127.0.0.1:3002. Clients and peers use the same port.

The server listens on loopback, unless --listen says otherwise. Without TLS the paths below /raft are for the machine itself and
for the addresses of the peers; with TLS (--tls-cert, --tls-key, --tls-ca) they are for callers with a certificate for the name of
the node in whose name they speak, such as node2, wherever they call from. One certificate serves a node for both: it also has the
names or addresses by which clients call it. The paths below /ctl are for the machine itself, or with a token (--token-file) for
those that show it.

Without TLS a request is refused (403) that calls a node by a name in its header Host which the node does not know, because any web
page may have a name of its own lead to the node, and read what it answers (DNS rebinding). It knows addresses, localhost, its own
name such as node1, the hosts of --peers and --urls, and those of --hosts. /livez and /readyz answer under any name.

RUST_LOG says what is logged, as in RUST_LOG=raftarium=debug.";

/// How `raftarium serve` is called.
#[derive(Args)]
pub struct Options {
    /// The name of this node.
    #[arg(long, value_name = "NODE", env = "NODE_ID", value_parser = node)]
    id: NodeId,
    /// The other nodes, with commas between them.
    #[arg(long, value_name = "PEER", env = "PEER_IDS", value_delimiter = ',', value_parser = peer)]
    peers: Vec<(NodeId, String)>,
    /// URLs by which clients and browsers reach nodes, for nodes whose peers use another address, with commas between them.
    #[arg(long, value_name = "NODE=URL", env = "NODE_URLS", value_delimiter = ',', value_parser = url)]
    urls: Vec<(NodeId, String)>,
    /// Further names by which clients and browsers call nodes, with commas between them.
    #[arg(long, value_name = "NAME", env = "HOSTS", value_delimiter = ',', value_parser = host)]
    hosts: Vec<String>,
    /// The folder of the page; without it, one called dist beside the program or below the current folder.
    #[arg(long, value_name = "FOLDER", env = "PAGE_DIR")]
    page: Option<PathBuf>,
    /// The port; 0 is any that is free.
    #[arg(long, env = "PORT", default_value_t = PORT)]
    port: u16,
    /// The address to listen on.
    #[arg(long, value_name = "ADDRESS", env = "LISTEN", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    listen: IpAddr,
    /// The folder of this node's data; without it, `raftarium-data/NODE` below the current folder.
    #[arg(long, value_name = "FOLDER", env = "DATA_DIR")]
    data: Option<PathBuf>,
    /// The name of the cluster: nodes of different clusters do not listen to each other.
    #[arg(long, env = "CLUSTER", default_value = "raftarium")]
    cluster: String,
    /// The certificate of this node in PEM, for the name of the node and for the names by which clients call it. With it peers and
    /// clients connect by TLS alone.
    #[arg(long, value_name = "FILE", env = "TLS_CERT", requires_all = ["tls_key", "tls_ca"])]
    tls_cert: Option<PathBuf>,
    /// Its private key.
    #[arg(long, value_name = "FILE", env = "TLS_KEY", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// The authority that has signed the certificates of all nodes.
    #[arg(long, value_name = "FILE", env = "TLS_CA", requires = "tls_cert")]
    tls_ca: Option<PathBuf>,
    /// A file with the token that `raftarium ctl` has to show; without it, RAFTARIUM_TOKEN may have the token itself.
    #[arg(long, value_name = "FILE", env = "TOKEN_FILE")]
    token_file: Option<PathBuf>,
    /// The voters that the cluster is set up with, with commas between them; without it, this node and the peers. A node that is
    /// none of them waits to be added.
    #[arg(long, value_name = "NODE", value_delimiter = ',', value_parser = node)]
    voters: Vec<NodeId>,
    /// The shortest election timeout, ms; the longest is twice that.
    #[arg(long, value_name = "MS", default_value_t = 500, value_parser = clap::value_parser!(u64).range(10..=60_000))]
    election_timeout: u64,
    /// The time between heartbeats, ms.
    #[arg(long, value_name = "MS", default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    heartbeat: u64,
    /// Take a snapshot after so many entries, or after 64 MiB of the log.
    #[arg(long, value_name = "ENTRIES", default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(1..))]
    snapshot_every: u64,
    /// Keep so many entries before a snapshot, for peers that are a little late.
    #[arg(long, value_name = "ENTRIES", default_value_t = 5_000)]
    snapshot_keep: u64,
    /// Append all that the node does to this file, as lines of JSON: the trace that `run --trace` writes of a simulated one.
    #[arg(long, value_name = "FILE", env = "TRACE")]
    trace: Option<PathBuf>,
    /// Log lines of JSON.
    #[arg(long)]
    log_json: bool,
    /// End when the standard input ends.
    #[arg(long)]
    attached: bool,
}

/// A node by its name, or by its number alone.
pub fn node(text: &str) -> Result<NodeId, String> {
    let number = || text.parse().ok().and_then(NodeId::new);
    node_named(text).or_else(number).ok_or_else(|| "expected node1 to node9".to_string())
}

/// A peer and its address.
fn peer(text: &str) -> Result<(NodeId, String), String> {
    let (name, address) = text.split_once('=').unwrap_or((text, text));
    match node(name) {
        Ok(node) if is_address(address) => Ok((node, address.to_string())),
        Ok(_) | Err(_) => Err("expected a peer such as node2:3000 or node2=127.0.0.1:3002".to_string()),
    }
}

/// A node and its address for clients.
fn url(text: &str) -> Result<(NodeId, String), String> {
    let parts = text.split_once('=').and_then(|(name, url)| Some((node(name).ok()?, url.trim_end_matches('/'))));
    match parts {
        Some((node, url)) if is_url(url) => Ok((node, url.to_string())),
        Some(_) | None => Err("expected a node and its address, such as node2=http://localhost:3002".to_string()),
    }
}

/// The name of a host.
fn host(text: &str) -> Result<String, String> {
    let is_host = !is_address(text) && is_url(&format!("http://{text}"));
    is_host.then(|| text.to_string()).ok_or_else(|| "expected the name of a host, without a port".to_string())
}

/// Serves until it is told to end.
pub fn serve(options: Options) -> ExitCode {
    log(options.log_json);
    let (settings, path) = match settings(options) {
        Ok(settings) => settings,
        Err(problem) => return refused(&problem),
    };
    let disk = match Directory::open(&path) {
        Ok(disk) => Arc::new(disk),
        Err(problem) => return refused(&problem.to_string()),
    };
    if !settings.listen.ip().is_loopback() {
        tell_beyond_loopback(&settings);
    }
    let scheme = if settings.tls.is_some() { "https" } else { "http" };
    let name = name_of(settings.node);
    match serve::run(settings, disk, |address| println!("{name} {scheme}://{address} {}", path.display())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            tracing::error!("{failure}");
            ExitCode::from(match failure {
                Failure::Disk(_) | Failure::Journal(_) => DISK_FAILED,
                Failure::Identity(_)
                | Failure::Trace(..)
                | Failure::Tls(_)
                | Failure::Listen(..)
                | Failure::System(_) => REFUSED,
            })
        }
    }
}

/// Says what others may ask of a node that listens beyond its machine.
fn tell_beyond_loopback(settings: &serve::Options) {
    let address = settings.listen;
    match &settings.tls {
        Some(_) => {
            tracing::info!(%address, "listens beyond this machine, by TLS: /raft is for nodes that show a certificate")
        }
        None => tracing::warn!(
            %address,
            "listens beyond this machine, without encryption: /raft is refused but for the addresses of the peers"
        ),
    }
    match (&settings.token, &settings.tls) {
        (None, _) => tracing::info!("/ctl is refused but from this machine, because there is no token"),
        (Some(_), None) => {
            tracing::warn!("the token for /ctl is sent without encryption: others on the way can read it")
        }
        (Some(_), Some(_)) => {}
    }
}

/// The variable that may have a token.
pub const TOKEN: &str = "RAFTARIUM_TOKEN";

/// The token of a file, or else of the environment.
///
/// # Errors
/// What is wrong with it, and where it stands.
pub fn token(file: Option<&Path>) -> Result<Option<Token>, String> {
    match (file, std::env::var(TOKEN)) {
        (Some(file), _) => Token::read(file).map(Some).map_err(|error| format!("{}: {error}", file.display())),
        (None, Ok(text)) => Token::new(&text).map(Some).map_err(|error| format!("{TOKEN}: {error}")),
        (None, Err(_)) => Ok(None),
    }
}

fn refused(problem: &str) -> ExitCode {
    tracing::error!("{problem}");
    ExitCode::from(REFUSED)
}

fn log(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if json { lines.json().init() } else { lines.with_ansi(false).init() }
}

thread_local! {
    /// The catalogue, for the one thread that logs decisions.
    static WORDS: Words = Words::new("en");
}

/// The page's sentence of a decision. What happens with every request is not for the log.
fn sentence(node: NodeId, decision: &Event) -> Option<String> {
    const ROUTINE: [&str; 20] = [
        "append-accepted",
        "append-refused",
        "backed-off",
        "client-refused",
        "commit-advanced",
        "commit-held-back",
        "commit-learned",
        "heartbeat-round",
        "lease-held",
        "log-appended",
        "match-advanced",
        "overtaken",
        "read-confirmed",
        "read-forwarded",
        "read-held-back",
        "read-index-learned",
        "read-started",
        "reply-ignored",
        "sent-again",
        "snapshot-collected",
    ];
    if ROUTINE.contains(&decision.name()) {
        return None;
    }
    let what = What::Decided(decision.clone());
    let actor = Some(Actor::Node(node));
    let event = sim::Event { id: EventId(0), at: Instant(0), actor, what, cause: None, because: Vec::new() };
    Some(WORDS.with(|words| words.sentence(&event_view(&event))))
}

/// What the server is told, and the folder of its data.
fn settings(options: Options) -> Result<(serve::Options, PathBuf), String> {
    let node = options.id;
    let mut peers = Addresses::new();
    for (peer, address) in options.peers {
        if peer == node {
            return Err(format!("{} is this node, and no peer", name_of(peer)));
        }
        if peers.insert(peer, address).is_some() {
            return Err(format!("{} is named twice", name_of(peer)));
        }
    }
    if options.election_timeout < 2 * options.heartbeat {
        return Err("the election timeout is at least twice the time between heartbeats".to_string());
    }
    let min_us = options.election_timeout * 1000;
    let voters: NodeSet = match options.voters.is_empty() {
        true => peers.keys().copied().collect::<NodeSet>().with(node),
        false => options.voters.into_iter().collect(),
    };
    // A node that is to be added is told by the log who the others are.
    let first_voters = if voters.contains(node) { voters } else { NodeSet::EMPTY };
    let settings = serve::Options {
        node,
        cluster: options.cluster,
        listen: SocketAddr::new(options.listen, options.port),
        peers,
        tls: match (options.tls_cert, options.tls_key, options.tls_ca) {
            (Some(cert), Some(key), Some(ca)) => Some(TlsFiles { cert, key, ca }),
            (_, _, _) => None,
        },
        token: token(options.token_file.as_deref())?,
        urls: options.urls.into_iter().collect(),
        hosts: options.hosts,
        page: options.page,
        first_voters,
        config: Config {
            election_timeout: DurationRange { min_us, max_us: 2 * min_us },
            heartbeat_us: options.heartbeat * 1000,
            pre_vote: true,
            check_quorum: true,
            ..Config::DEFAULT
        },
        snapshots: Snapshots { every: options.snapshot_every, keep: options.snapshot_keep },
        tell: sentence,
        trace: options.trace,
        is_attached: options.attached,
    };
    let path = options.data.unwrap_or_else(|| PathBuf::from("raftarium-data").join(name_of(node)));
    Ok((settings, path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        options: Options,
    }

    fn told(arguments: &[&str]) -> Result<serve::Options, String> {
        let arguments = ["serve", "--id", "node1"].iter().chain(arguments);
        let cli = Cli::try_parse_from(arguments).map_err(|error| error.to_string())?;
        settings(cli.options).map(|(settings, _)| settings)
    }

    fn nodes(numbers: &[usize]) -> NodeSet {
        numbers.iter().filter_map(|number| NodeId::new(*number)).collect()
    }

    #[test]
    fn peers_are_named_as_in_the_chapter_or_before_their_address() {
        let settings = told(&["--peers", "node2:3000,n3=127.0.0.1:3003"]).unwrap();
        let addresses: Vec<&str> = settings.peers.values().map(String::as_str).collect();
        assert_eq!(addresses, ["node2:3000", "127.0.0.1:3003"]);
        assert_eq!(settings.first_voters, nodes(&[1, 2, 3]));
        assert!(settings.listen.ip().is_loopback());
        for wrong in ["node2", "127.0.0.1:3002", "node12:3000", "node2=:3000", "node1:3000", "node2:1,node2:2"] {
            assert!(told(&["--peers", wrong]).is_err(), "{wrong}");
        }
    }

    #[test]
    fn hosts_are_names_without_ports() {
        assert_eq!(told(&["--hosts", "my-host,a.example.org"]).unwrap().hosts, ["my-host", "a.example.org"]);
        for wrong in ["my-host:3000", "http://my-host", "my host", ""] {
            assert!(told(&["--hosts", wrong]).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_node_that_is_no_voter_waits_to_be_added() {
        let peers = ["--peers", "node2:3000,node3:3000"];
        let with = |voters: &str| told(&[peers[0], peers[1], "--voters", voters]).unwrap().first_voters;
        assert_eq!(with("node1,node2"), nodes(&[1, 2]));
        assert_eq!(with("node2,node3"), NodeSet::EMPTY);
    }

    #[test]
    fn a_decision_is_logged_in_the_words_of_the_page_unless_it_is_routine() {
        use raftarium::raft::{LogIndex, Term};
        let node = NodeId::new(1).unwrap();
        let won = Event::ElectionWon { term: Term(3), votes: nodes(&[1, 2]) };
        assert_eq!(sentence(node, &won).unwrap(), "n1 leads term 3: a majority voted for it (n1, n2).");
        let learned = Event::CommitLearned { index: LogIndex(2), leader: node };
        assert_eq!(sentence(node, &learned), None);
    }
}
