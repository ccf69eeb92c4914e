//! `raftarium ctl`: what an operator asks of a running node.

use clap::{Args, Subcommand};
use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use raftarium::api::{LEADER, name_of};
use raftarium::raft::NodeId;
use raftarium::serve::Connector;
use raftarium::serve::book::is_address;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_util::either::Either;

const REFUSED: u8 = 1;
const UNREACHABLE: u8 = 2;

/// How long a node may take to answer. It answers by itself before that.
const PATIENCE: Duration = Duration::from_secs(10);

/// How `raftarium ctl` is called.
#[derive(Args)]
pub struct Options {
    /// The address of a node. Orders are for the leader; another node names it.
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:3001")]
    node: String,
    /// The authority that has signed the certificates of the nodes, in PEM, if they speak TLS. The certificate of the node must be
    /// for the host that --node names.
    #[arg(long, value_name = "FILE", env = "TLS_CA")]
    ca: Option<PathBuf>,
    /// A file with the token of operators; without it, RAFTARIUM_TOKEN may have the token itself.
    #[arg(long, value_name = "FILE", env = "TOKEN_FILE")]
    token_file: Option<PathBuf>,
    #[command(subcommand)]
    asked: Asked,
}

#[derive(Subcommand)]
enum Asked {
    /// How the node stands, as JSON.
    Status,
    /// Make these nodes the voters, with commas between them.
    Members {
        /// The voters.
        #[arg(value_delimiter = ',', value_parser = super::serve::node, required = true)]
        nodes: Vec<NodeId>,
    },
    /// Add a node: it learns the log, and then has a vote.
    Add {
        /// The node.
        #[arg(value_parser = super::serve::node)]
        node: NodeId,
        /// Where it is, if the others were not told at their start: the leader writes it down, and all learn it. It holds from
        /// then on, also after a restart, whatever a node is told at its start.
        #[arg(long, value_name = "HOST:PORT", value_parser = address)]
        address: Option<String>,
    },
    /// Remove a node.
    Remove {
        /// The node.
        #[arg(value_parser = super::serve::node)]
        node: NodeId,
    },
    /// Hand leadership over to a node.
    Transfer {
        /// The node.
        #[arg(value_parser = super::serve::node)]
        to: NodeId,
    },
    /// Have the node take a snapshot now.
    Snapshot,
}

/// The address of a node.
fn address(text: &str) -> Result<String, String> {
    let error = || "expected HOST:PORT, such as node4:3000".to_string();
    is_address(text).then(|| text.to_string()).ok_or_else(error)
}

impl Asked {
    fn request(&self) -> (Method, String) {
        let order = |what: &str| (Method::POST, format!("/ctl/{what}"));
        match self {
            Asked::Status => (Method::GET, "/ctl/status".to_string()),
            Asked::Members { nodes } => {
                let names: Vec<String> = nodes.iter().map(|node| name_of(*node)).collect();
                order(&format!("members/{}", names.join(",")))
            }
            Asked::Add { node, address: None } => order(&format!("add/{}", name_of(*node))),
            Asked::Add { node, address: Some(address) } => order(&format!("add/{}?address={address}", name_of(*node))),
            Asked::Remove { node } => order(&format!("remove/{}", name_of(*node))),
            Asked::Transfer { to } => order(&format!("transfer/{}", name_of(*to))),
            Asked::Snapshot => order("snapshot"),
        }
    }
}

/// Asks, and prints the answer.
pub fn ctl(options: &Options) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let exchange = async { timeout(PATIENCE, exchange(options)).await? };
    match runtime.and_then(|runtime| runtime.block_on(exchange)) {
        Ok((true, body)) => {
            println!("{body}");
            ExitCode::SUCCESS
        }
        Ok((false, body)) => {
            eprintln!("{body}");
            ExitCode::from(REFUSED)
        }
        Err(error) => {
            eprintln!("{}: {error}", options.node);
            ExitCode::from(UNREACHABLE)
        }
    }
}

/// Returns whether it was done, and what the node says.
async fn exchange(options: &Options) -> io::Result<(bool, String)> {
    let token = super::serve::token(options.token_file.as_deref()).map_err(io::Error::other)?;
    let stream = TcpStream::connect(&options.node).await?;
    let stream = match &options.ca {
        Some(ca) => {
            let host = options.node.rsplit_once(':').map_or(&*options.node, |(host, _)| host);
            let connector = Connector::of_client(ca).map_err(io::Error::other)?;
            Either::Right(connector.connect(host.trim_matches(['[', ']']), stream).await?)
        }
        None => Either::Left(stream),
    };
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
    tokio::spawn(connection);
    let (method, path) = options.asked.request();
    let request = Request::builder().method(method).uri(path).header("host", &options.node);
    let request = token.iter().fold(request, |request, token| request.header("authorization", token.header()));
    let request = request.body(Empty::<Bytes>::new()).map_err(io::Error::other)?;
    let response = sender.send_request(request).await.map_err(io::Error::other)?;
    let status = response.status();
    let is_done = status.is_success();
    let leader = response.headers().get(LEADER).and_then(|leader| leader.to_str().ok()).map(str::to_string);
    let body = response.into_body().collect().await.map_err(io::Error::other)?.to_bytes();
    let mut body = String::from_utf8_lossy(&body).into_owned();
    if !is_done {
        body.insert_str(0, &format!("{status}: "));
    }
    if let Some(leader) = leader.filter(|_| !is_done) {
        body.push_str(&format!("\nthe leader is {leader}"));
    }
    Ok((is_done, body))
}
