//! The connections between servers. Each server sends over connections that it opened itself, one to each peer, and reads from
//! those that others opened; so no answer is awaited, and many messages are in flight.
//!
//! A connection begins as a request of HTTP, on the port of the clients, and is upgraded (RFC 9110, §7.8). What follows are
//! frames, one way. Where a peer cannot be reached, its messages are dropped, and Raft sends them again.

use super::book::{Addresses, Book, Told};
use super::frame::Frame;
use super::inbox::{Inbox, Input};
use super::metrics::Metrics;
use super::tls::Connector;
use crate::api::{name_of, node_named};
use crate::raft::{MAX_NODES, NodeId};
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::{BodyExt, Empty, Limited};
use hyper::body::Bytes;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use rand::RngExt;
use socket2::SockRef;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};
use tokio_util::either::Either;

/// Frames that wait for a peer, at most. More are dropped.
pub const OUTBOX_MAX: usize = 4096;

/// Bytes that are written at once, about.
const WRITE_BYTES: usize = 256 * 1024;

/// How long opening a connection may take; and how long bytes may stay unacknowledged before the connection is given up.
const SILENCE_MAX: Duration = Duration::from_secs(2);

/// The time between attempts to connect grows from the first to the last.
const BACKOFF: (Duration, Duration) = (Duration::from_millis(20), Duration::from_millis(160));

/// The path of the request.
pub const PATH: &str = "/raft/stream";

const PROTOCOL: &str = "raftarium-2";
const CLUSTER: &str = "raft-cluster";
const FROM: &str = "raft-from";
const TO: &str = "raft-to";

/// The ways to the peers.
pub struct Outboxes {
    to: [Option<Outbox>; MAX_NODES],
    way: Way,
    /// It runs the tasks that hold the connections.
    runtime: Handle,
    metrics: Arc<Metrics>,
}

/// The way to a peer.
struct Outbox {
    frames: Sender<Frame>,
    /// Whether there is a connection.
    is_open: Arc<AtomicBool>,
}

/// What a node needs to connect to its peers.
#[derive(Clone)]
pub struct Way {
    /// The name of the cluster.
    pub cluster: String,
    /// Where the nodes are.
    pub book: Arc<Book>,
    /// For connections by TLS.
    pub tls: Option<Connector>,
}

impl Outboxes {
    /// Connects to each peer, again and again. Must be called in the runtime, whose tasks hold the connections.
    pub fn connect(way: Way, metrics: Arc<Metrics>) -> Outboxes {
        let (to, addresses) = ([const { None }; MAX_NODES], way.book.addresses());
        let mut outboxes = Outboxes { to, way, runtime: Handle::current(), metrics };
        addresses.into_iter().for_each(|(peer, address)| outboxes.connect_to(peer, address));
        outboxes
    }

    /// Connects to a peer. The connection to its former address ends.
    fn connect_to(&mut self, peer: NodeId, address: String) {
        let (sender, frames) = channel(OUTBOX_MAX);
        let is_open = Arc::new(AtomicBool::new(false));
        let hello = Hello { cluster: self.way.cluster.clone(), from: self.way.book.node, to: peer };
        self.runtime.spawn(deliver(hello, address, self.way.clone(), frames, Arc::clone(&is_open)));
        self.to[peer.slot()] = Some(Outbox { frames: sender, is_open });
    }

    /// Some nodes are elsewhere, or new: connects to them, and tells all peers.
    pub fn learn(&mut self, changed: Addresses) {
        for (peer, address) in changed {
            if peer != self.way.book.node {
                tracing::info!(peer = %name_of(peer), %address, "is there from now on");
                self.connect_to(peer, address);
            }
        }
        for peer in self.way.book.addresses().into_keys() {
            self.send(peer, Frame::Addresses(self.way.book.told()));
        }
    }

    /// Whether there is a connection to a peer.
    pub fn reaches(&self, peer: NodeId) -> bool {
        self.to[peer.slot()].as_ref().is_some_and(|outbox| outbox.is_open.load(Ordering::Relaxed))
    }

    /// Sends a frame, or drops it if its queue is full.
    pub fn send(&self, to: NodeId, frame: Frame) {
        let sent = self.to[to.slot()].as_ref().is_some_and(|outbox| outbox.frames.try_send(frame).is_ok());
        if !sent {
            self.metrics.dropped.inc();
        }
    }
}

/// The node that opens a connection, and the node that accepts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hello {
    /// The cluster of both.
    pub cluster: String,
    /// The node that sends.
    pub from: NodeId,
    /// The node that reads.
    pub to: NodeId,
}

impl Hello {
    /// Reads the headers of a request.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn read(headers: &HeaderMap, cluster: &str, node: NodeId) -> Result<Hello, String> {
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let named = |name: &str| node_named(header(name)).ok_or_else(|| format!("{name}: expected a node"));
        let hello = Hello { cluster: header(CLUSTER).to_string(), from: named(FROM)?, to: named(TO)? };
        if header(header::UPGRADE.as_str()) != PROTOCOL {
            Err(format!("upgrade: expected {PROTOCOL}"))
        } else if hello.cluster != cluster {
            Err(format!("this is a node of the cluster {cluster:?}, not of {:?}", hello.cluster))
        } else if hello.to != node || hello.from == node {
            Err(format!("this is {}", name_of(node)))
        } else {
            Ok(hello)
        }
    }

    /// The headers of the answer that upgrades.
    pub fn accepted() -> [(header::HeaderName, &'static str); 2] {
        [(header::CONNECTION, "upgrade"), (header::UPGRADE, PROTOCOL)]
    }
}

/// Sends the frames that come, over one connection after the other.
async fn deliver(hello: Hello, address: String, way: Way, mut frames: Receiver<Frame>, is_open: Arc<AtomicBool>) {
    let (mut pause, mut told) = (BACKOFF.0, String::new());
    while !frames.is_closed() {
        let error = match timeout(SILENCE_MAX, open(&hello, &address, way.tls.as_ref())).await {
            Ok(Ok(stream)) => {
                tracing::info!(peer = %name_of(hello.to), %address, "connected");
                (pause, told) = (BACKOFF.0, String::new());
                is_open.store(true, Ordering::Relaxed);
                let ended = pump(stream, way.book.told(), &mut frames).await;
                is_open.store(false, Ordering::Relaxed);
                ended
            }
            Ok(Err(error)) => error,
            Err(late) => late.into(),
        };
        // Attempts follow one another fast, so the same reason is logged once.
        let error = error.to_string();
        if told != error && !frames.is_closed() {
            tracing::warn!(peer = %name_of(hello.to), %address, %error, "not connected");
            told = error;
        }
        // Frames that waited are old. Those that come before the next attempt are kept: a vote for a node that has just
        // started counts.
        while frames.try_recv().is_ok() {}
        let jitter = rand::rng().random_range(0.5..=1.0);
        sleep(pause.mul_f64(jitter)).await;
        pause = (pause * 2).min(BACKOFF.1);
    }
}

/// Opens a connection.
async fn open(hello: &Hello, address: &str, tls: Option<&Connector>) -> io::Result<TokioIo<Upgraded>> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    #[cfg(target_os = "linux")]
    SockRef::from(&stream).set_tcp_user_timeout(Some(SILENCE_MAX))?;
    let stream = match tls {
        Some(tls) => Either::Right(tls.connect(&name_of(hello.to), stream).await?),
        None => Either::Left(stream),
    };
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
    // The request ends with the same error, but only the error of the connection has the reason that TLS gives.
    let (tell, ended) = oneshot::channel();
    tokio::spawn(async move { drop(tell.send(connection.with_upgrades().await)) });
    let request = Request::get(PATH)
        .header(header::HOST, address)
        .header(header::CONNECTION, "upgrade")
        .header(header::UPGRADE, PROTOCOL)
        .header(CLUSTER, &hello.cluster)
        .header(FROM, name_of(hello.from))
        .header(TO, name_of(hello.to))
        .body(Empty::<Bytes>::new())
        .map_err(io::Error::other)?;
    let response = match sender.send_request(request).await {
        Ok(response) => response,
        Err(error) => return Err(reason(ended.await.ok().and_then(Result::err).unwrap_or(error))),
    };
    if response.status() != StatusCode::SWITCHING_PROTOCOLS {
        let status = response.status();
        let words = Limited::new(response.into_body(), 1024).collect().await.map_err(io::Error::other)?.to_bytes();
        return Err(io::Error::other(format!("{status}: {}", String::from_utf8_lossy(&words))));
    }
    Ok(TokioIo::new(hyper::upgrade::on(response).await.map_err(io::Error::other)?))
}

/// An error with its innermost reason.
fn reason(error: hyper::Error) -> io::Error {
    let mut inner: &dyn std::error::Error = &error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    io::Error::other(format!("{error}: {inner}"))
}

/// Sends frames until the connection ends, all that wait by one write. Returns how it ended.
async fn pump(stream: TokioIo<Upgraded>, told: Told, frames: &mut Receiver<Frame>) -> io::Error {
    let (mut from, mut to) = tokio::io::split(stream);
    let mut bytes = Vec::new();
    if !told.is_empty() {
        append(&Frame::Addresses(told), &mut bytes);
        if let Err(error) = sent(&mut to, &bytes).await {
            return error;
        }
    }
    loop {
        bytes.clear();
        tokio::select! {
            // The other side sends nothing, so a read returns only when the connection ends.
            end = from.read_u8() => return end.err().unwrap_or_else(|| io::ErrorKind::InvalidData.into()),
            frame = frames.recv() => match frame {
                Some(frame) => append(&frame, &mut bytes),
                None => return io::ErrorKind::ConnectionAborted.into(),
            },
        }
        while bytes.len() < WRITE_BYTES {
            let Ok(frame) = frames.try_recv() else { break };
            append(&frame, &mut bytes);
        }
        if let Err(error) = sent(&mut to, &bytes).await {
            return error;
        }
    }
}

/// Writes bytes to the end: TLS may keep the last of them until it is asked for.
async fn sent(to: &mut (impl AsyncWriteExt + Unpin), bytes: &[u8]) -> io::Result<()> {
    to.write_all(bytes).await?;
    to.flush().await
}

fn append(frame: &Frame, bytes: &mut Vec<u8>) {
    if !frame.encode(bytes) {
        tracing::error!("a message is longer than a frame, and is not sent");
    }
}

/// Reads what a peer sends, until its connection ends.
pub async fn read(hello: Hello, upgrade: OnUpgrade, book: Arc<Book>, inbox: Inbox) {
    let peer = name_of(hello.from);
    let Ok(upgraded) = upgrade.await else { return };
    tracing::debug!(%peer, "reads");
    let mut stream = BufReader::with_capacity(WRITE_BYTES, TokioIo::new(upgraded));
    let mut buffer = Vec::new();
    loop {
        let input = match Frame::read(&mut stream, &mut buffer).await {
            Ok(Frame::Raft { number, message }) if (message.from, message.to) == (hello.from, hello.to) => {
                Input::Message(number, message)
            }
            Ok(Frame::Raft { message, .. }) => {
                tracing::warn!(%peer, from = ?message.from, to = ?message.to, "a message in another's name");
                return;
            }
            Ok(Frame::Addresses(told)) => {
                learn(&book, told, &inbox).await;
                continue;
            }
            Ok(Frame::Command(request)) => Input::Forwarded(hello.from, request),
            Ok(Frame::Answer { session, request, answer }) => Input::Answered(hello.from, session, request, answer),
            Err(error) => {
                tracing::debug!(%peer, %error, "reads no more");
                return;
            }
        };
        // An input that finds no room is dropped, like a message that is lost on its way.
        let _ = inbox.offer(input);
    }
}

/// Takes the addresses that a peer was told.
async fn learn(book: &Arc<Book>, told: Told, inbox: &Inbox) {
    let (book, inbox) = (Arc::clone(book), inbox.clone());
    let learned = tokio::task::spawn_blocking(move || match book.learn(&told) {
        Ok(changed) if changed.is_empty() => {}
        Ok(changed) => inbox.put(Input::Addresses(changed)),
        // The next connection tells it again.
        Err(error) => tracing::warn!(%error, "an address was not written down"),
    });
    drop(learned.await);
}
