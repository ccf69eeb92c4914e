//! The clients, and what they measure.

use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use std::fmt;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

const CLIENTS: usize = 64;
/// Keys that the clients use in turn.
const KEYS: usize = 10_000;
const VALUE_BYTES: usize = 256;

/// Who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Raftarium,
    Etcd,
}

/// What is asked: a write, or a read that is linearizable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Put,
    Get,
}

/// What was measured.
pub struct Figures {
    pub per_second: usize,
    p50: Duration,
    p99: Duration,
    max: Duration,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Figures { per_second, p50, p99, max } = self;
        write!(f, "{per_second:>6} a second, p50 {p50:.1?}, p99 {p99:.1?}, max {max:.1?}")
    }
}

/// A connection of one client.
pub enum Connection {
    Ours(http1::SendRequest<Full<Bytes>>),
    Theirs(http2::SendRequest<Full<Bytes>>),
}

impl Connection {
    pub async fn open(target: Target, to: SocketAddr) -> Option<Connection> {
        let stream = TcpStream::connect(to).await.ok()?;
        stream.set_nodelay(true).ok()?;
        let stream = TokioIo::new(stream);
        match target {
            Target::Raftarium => {
                let (sender, connection) = http1::handshake(stream).await.ok()?;
                tokio::spawn(connection);
                Some(Connection::Ours(sender))
            }
            Target::Etcd => {
                let (sender, connection) = http2::handshake(TokioExecutor::new(), stream).await.ok()?;
                tokio::spawn(connection);
                Some(Connection::Theirs(sender))
            }
        }
    }

    /// Asks, and waits for the answer. Returns whether it was done.
    pub async fn ask(&mut self, kind: Kind, key: &str, value: &str) -> bool {
        match self {
            Connection::Ours(sender) => {
                let request = match kind {
                    Kind::Put => Request::post("/kv").body(format!(r#"{{"key":"{key}","value":"{value}"}}"#).into()),
                    Kind::Get => Request::get(format!("/kv/{key}")).body(Full::default()),
                };
                let mut request = request.expect("a request");
                request.headers_mut().insert("host", "bench".parse().expect("a header"));
                if sender.ready().await.is_err() {
                    return false;
                }
                let Ok(response) = sender.send_request(request).await else { return false };
                let is_done = response.status() == 200;
                response.into_body().collect().await.is_ok() && is_done
            }
            Connection::Theirs(sender) => {
                let (path, message) = match kind {
                    Kind::Put => ("/etcdserverpb.KV/Put", [field(1, key), field(2, value)].concat()),
                    Kind::Get => ("/etcdserverpb.KV/Range", field(1, key)),
                };
                let mut body = vec![0];
                body.extend((message.len() as u32).to_be_bytes());
                body.extend(message);
                let request = Request::post(format!("http://bench{path}"))
                    .header("content-type", "application/grpc")
                    .header("te", "trailers")
                    .body(Full::from(body))
                    .expect("a request");
                match sender.send_request(request).await {
                    Ok(response) => is_ok(response.into_body()).await,
                    Err(_) => false,
                }
            }
        }
    }
}

/// Encodes a field of bytes as Protocol Buffers do.
fn field(number: u8, text: &str) -> Vec<u8> {
    let mut bytes = vec![number << 3 | 2];
    let mut length = text.len();
    while 128 <= length {
        bytes.push(length as u8 | 128);
        length >>= 7;
    }
    bytes.push(length as u8);
    bytes.extend(text.as_bytes());
    bytes
}

/// Whether gRPC says that it went well, which it does after the body.
async fn is_ok(body: Incoming) -> bool {
    let Ok(collected) = body.collect().await else { return false };
    let status = collected.trailers().and_then(|trailers| trailers.get("grpc-status"));
    status.is_some_and(|status| status == "0")
}

/// Has all clients ask for a while.
pub async fn measure(target: Target, kind: Kind, members: &[SocketAddr], lasts: Duration) -> Figures {
    let begin = Instant::now();
    let tasks: Vec<_> = (0..CLIENTS)
        .map(|client| tokio::spawn(ask_for_a_while(target, kind, members[client % members.len()], client, lasts)))
        .collect();
    let mut took = Vec::new();
    for task in tasks {
        took.extend(task.await.expect("no client fails"));
    }
    let seconds = begin.elapsed().as_secs_f64();
    took.sort();
    let at = |part: f64| took[((took.len() - 1) as f64 * part) as usize];
    Figures { per_second: (took.len() as f64 / seconds) as usize, p50: at(0.5), p99: at(0.99), max: at(1.0) }
}

async fn ask_for_a_while(target: Target, kind: Kind, to: SocketAddr, client: usize, lasts: Duration) -> Vec<Duration> {
    let mut connection = Connection::open(target, to).await.expect("the member listens");
    let (begin, value, mut took) = (Instant::now(), "v".repeat(VALUE_BYTES), Vec::new());
    while begin.elapsed() < lasts {
        // A write that has been asked for by the reads: each client goes through the keys from its own place.
        let key = format!("key{:05}", (client * KEYS / CLIENTS + took.len()) % KEYS);
        let asked = Instant::now();
        assert!(connection.ask(kind, &key, &value).await, "{target:?} {kind:?} {key} was not done");
        took.push(asked.elapsed());
    }
    took
}
