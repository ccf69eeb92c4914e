//! TLS between the nodes and for clients, and the token of operators, with the command line's `serve` and `ctl`.

use super::nodes::{Process, folder, until};
use super::refusals::{refused, serve};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use raftarium::serve::Connector;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use serde_json::{Value, json};
use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use tokio::net::TcpStream;

/// An authority with the certificates that it signs, as files of a folder.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    folder: PathBuf,
}

impl Authority {
    fn new(folder: PathBuf) -> Authority {
        fs::create_dir_all(&folder).expect("a folder");
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        fs::write(folder.join("ca.pem"), params.self_signed(&key).expect("a certificate").pem()).expect("a file");
        Authority { issuer: Issuer::new(params, key), folder }
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    /// Signs a certificate for a node, which clients call by its address.
    fn sign(&self, node: &str) {
        let key = KeyPair::generate().expect("a key");
        let names = [node, "localhost", "127.0.0.1"].map(str::to_string);
        let params = CertificateParams::new(names).expect("names");
        let certificate = params.signed_by(&key, &self.issuer).expect("a certificate");
        fs::write(self.path(&format!("{node}.pem")), certificate.pem()).expect("a file");
        fs::write(self.path(&format!("{node}.key")), key.serialize_pem()).expect("a file");
    }

    /// Has a server use the certificate of a node.
    fn arm(&self, command: &mut Command, node: &str) {
        command.arg("--tls-cert").arg(self.path(&format!("{node}.pem")));
        command.arg("--tls-key").arg(self.path(&format!("{node}.key")));
        command.arg("--tls-ca").arg(self.path("ca.pem"));
    }
}

/// One request by TLS. Returns status and JSON.
async fn ask(
    ca: &Path,
    to: SocketAddr,
    method: Method,
    path: &str,
    body: Option<Value>,
) -> std::io::Result<(u16, Value)> {
    let connector = Connector::of_client(ca).expect("an authority");
    let stream = connector.connect("localhost", TcpStream::connect(to).await?).await?;
    let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = handshake.map_err(std::io::Error::other)?;
    tokio::spawn(connection);
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    let request =
        Request::builder().method(method).uri(path).header("host", "localhost").body(Full::<Bytes>::from(body));
    let response = sender.send_request(request.expect("a request")).await.map_err(std::io::Error::other)?;
    let status = response.status().as_u16();
    let body: Bytes = response.into_body().collect().await.map_err(std::io::Error::other)?.to_bytes();
    Ok((status, serde_json::from_slice(&body).unwrap_or_default()))
}

fn ctl(node: SocketAddr, options: &[(&str, &Path)]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_raftarium"));
    command.args(["ctl", "--node", &node.to_string()]);
    for (option, value) in options {
        command.arg(option).arg(value);
    }
    let output = command.arg("status").output().expect("it runs");
    (output.status.code(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
}

/// Three nodes elect a leader and serve clients that show no certificate. `/raft` is for the nodes, `/ctl` for those that know
/// the token.
#[tokio::test]
async fn a_cluster_speaks_tls() {
    let folder = folder("tls");
    let authority = Authority::new(folder.join("authority"));
    let (token, other_token) = (folder.join("token"), folder.join("other-token"));
    fs::write(&token, "0123456789abcdef0123\n").expect("a file");
    fs::write(&other_token, "0123456789abcdef0124\n").expect("a file");
    let ports: Vec<TcpListener> = (0..3).map(|_| TcpListener::bind("127.0.0.1:0").expect("a free port")).collect();
    let addresses: Vec<SocketAddr> = ports.iter().map(|port| port.local_addr().expect("it is bound")).collect();
    drop(ports);
    let start = |node: usize| {
        let name = format!("node{}", node + 1);
        authority.sign(&name);
        let others = (0..3).filter(|other| *other != node);
        let peers: Vec<String> = others.map(|other| format!("node{}={}", other + 1, addresses[other])).collect();
        let mut command = Command::new(env!("CARGO_BIN_EXE_raftarium"));
        command.args(["serve", "--id", &name, "--port", &addresses[node].port().to_string(), "--attached"]);
        command.args(["--peers", &peers.join(",")]).arg("--token-file").arg(&token);
        command.arg("--data").arg(folder.join(&name));
        authority.arm(&mut command, &name);
        Process::start(command, &folder.join(format!("{name}.log"))).expect("it starts")
    };
    let _nodes = [start(0), start(1), start(2)];
    let ca = authority.path("ca.pem");
    until("a write", async || {
        let body = json!({ "key": "k", "value": "secret" });
        matches!(ask(&ca, addresses[0], Method::POST, "/kv", Some(body)).await, Ok((200, _)))
    })
    .await;
    for address in &addresses {
        let read = ask(&ca, *address, Method::GET, "/kv/k", None).await.expect("an answer");
        assert_eq!((read.0, &read.1["value"]), (200, &json!("secret")));
    }
    let vote = json!({ "term": 99, "candidateId": "node2", "lastLogIndex": 9, "lastLogTerm": 9 });
    let forged = ask(&ca, addresses[0], Method::POST, "/raft/request-vote", Some(vote)).await.expect("an answer");
    assert_eq!(forged.0, 403, "its sender shows no certificate: {}", forged.1);
    let plain = super::client::request(addresses[0], Method::GET, "/kv/k", None).await;
    assert!(plain.is_err(), "{plain:?}");

    let (code, words) = ctl(addresses[0], &[("--ca", &ca), ("--token-file", &token)]);
    assert!(code == Some(0) && words.contains("commitIndex"), "{code:?} {words}");
    for shown in [&[("--ca", &*ca), ("--token-file", &*other_token)][..], &[("--ca", &*ca)]] {
        let (code, words) = ctl(addresses[0], shown);
        assert!(code == Some(1) && words.contains("401") && words.contains("token"), "{code:?} {words}");
    }
    let (code, words) = ctl(addresses[0], &[("--token-file", &token)]);
    assert_eq!(code, Some(2), "it speaks no TLS: {words}");
}

/// A node that another authority has signed is told why it is refused, and so are those that it refuses.
#[tokio::test]
async fn a_peer_of_another_authority_is_refused_in_words() {
    let folder = folder("authorities");
    let (ours, theirs) = (Authority::new(folder.join("ours")), Authority::new(folder.join("theirs")));
    let ports: Vec<TcpListener> = (0..2).map(|_| TcpListener::bind("127.0.0.1:0").expect("a free port")).collect();
    let addresses: Vec<SocketAddr> = ports.iter().map(|port| port.local_addr().expect("it is bound")).collect();
    drop(ports);
    let start = |node: usize, authority: &Authority| {
        let name = format!("node{}", node + 1);
        authority.sign(&name);
        let mut command = Command::new(env!("CARGO_BIN_EXE_raftarium"));
        command.args(["serve", "--id", &name, "--port", &addresses[node].port().to_string(), "--attached"]);
        command.args(["--peers", &format!("node{}={}", 2 - node, addresses[1 - node])]);
        command.arg("--data").arg(folder.join(&name));
        authority.arm(&mut command, &name);
        Process::start(command, &folder.join(format!("{name}.log"))).expect("it starts")
    };
    let _nodes = [start(0, &ours), start(1, &theirs)];
    for name in ["node1", "node2"] {
        let log = folder.join(format!("{name}.log"));
        until("a reason", async || {
            let words = fs::read_to_string(&log).expect("a log");
            let is_told = |what: &str| words.lines().any(|line| line.contains(what) && line.contains("ertificate"));
            is_told("not connected") || is_told("a connection was refused")
        })
        .await;
    }
    let (_, standing) = ask(&ours.path("ca.pem"), addresses[0], Method::GET, "/debug", None).await.expect("an answer");
    assert_eq!(standing["leaderId"], Value::Null, "neither has the other's vote: {standing}");
}

#[test]
fn a_server_without_its_own_certificate_does_not_start() {
    let folder = folder("names");
    let authority = Authority::new(folder.join("authority"));
    authority.sign("node2");
    let with = |change: &dyn Fn(&mut Command)| {
        let mut command = serve("node1", &folder.join("data"));
        change(&mut command);
        refused(command)
    };
    let (code, words) = with(&|command| authority.arm(command, "node2"));
    assert!(code == Some(2) && words.contains("is not for the name node1"), "{code:?} {words}");
    let (code, words) = with(&|command| authority.arm(command, "node3"));
    assert!(code == Some(2) && words.contains("node3.pem cannot be used"), "{code:?} {words}");
    fs::write(authority.path("node3.pem"), "no certificate").expect("a file");
    let (code, words) = with(&|command| authority.arm(command, "node3"));
    assert!(code == Some(2) && words.contains("found none"), "{code:?} {words}");
    let (code, words) = with(&|command| {
        command.arg("--tls-cert").arg(authority.path("node2.pem"));
    });
    assert!(code == Some(2) && words.contains("--tls-key"), "{code:?} {words}");
    let (code, words) = with(&|command| {
        command.env("RAFTARIUM_TOKEN", "short");
    });
    assert!(code == Some(2) && words.contains("RAFTARIUM_TOKEN: expected a token"), "{code:?} {words}");
}
