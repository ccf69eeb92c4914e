//! A real server: the replica of the simulator, unchanged, on a real disk, real timers and real sockets.
//!
//! ```text
//!  clients ── http ──┐                ┌── writer ── journal ── disk
//!                    ├─ inbox ─ server (the replica, hands) ── recorder ── trace, events
//!  peers ─── peers ──┘                └── peers
//! ```
//! One thread owns the replica (`server.rs`), another the disk (`writer.rs`); connections are tasks of a runtime. They share
//! nothing but queues, and each queue has a limit: the inbox ([`INBOX_MAX`]), the way to a peer ([`OUTBOX_MAX`]), the requests
//! of clients ([`REQUESTS_MAX`]), those that wait for an answer ([`WAITING_MAX`]), the long answers that are made at one time
//! ([`SCRIBES_MAX`]), the writes that are not durable ([`UNSYNCED_MAX`], [`UNSYNCED_BYTES_MAX`]), and the way to each that looks
//! on ([`QUEUE_MAX`], [`TRACE_QUEUE_MAX`]).
//!
//! | file | what it has |
//! |---|---|
//! | `disk.rs` | a folder of files, and the trait that the fault test replaces |
//! | `journal.rs` | what stands in the files: segments of records, snapshots, torn tails and damage |
//! | `writer.rs` | the thread of the disk: one fsync for all that waits |
//! | `unsynced.rs` | the writes on their way there, and how many there may be |
//! | `identity.rs` | whose data directory it is |
//! | `inbox.rs` | all that can happen to the replica |
//! | `server.rs` | the thread of the replica |
//! | `hands.rs` | what the replica asks for |
//! | `waiting.rs`, `slots.rs` | who waits for an answer, and the sessions of requests without a key |
//! | `scribes.rs` | the texts of long answers, which are made beside the thread of the replica |
//! | `frame.rs`, `numbers.rs`, `peers.rs` | what servers send each other, and how |
//! | `recorder.rs`, `standing.rs` | what the replica does, as events of the simulator's table, and how it stands |
//! | `lines.rs`, `trace.rs`, `events.rs` | these as trace lines, in a file and as a stream |
//! | `door.rs`, `places.rs`, `tls.rs`, `token.rs` | how callers come in, how many of them, and how they show what they may |
//! | `neighbours.rs` | where the peers call from |
//! | `http.rs`, `ctl.rs`, `metrics.rs` | what clients and operators see |
//! | `book.rs`, `browsers.rs`, `page.rs` | where the nodes are, which pages may speak to this one, and the page that it serves |
//!
//! Raft rests on two promises of the host that no test of the core can see. A message leaves only after the write that
//! it promises is durable: `hands.rs` compares the write of each message with the last durable one. And all that was
//! durable is there after a restart, or the server does not start (`journal.rs`).

pub mod book;
mod browsers;
mod ctl;
pub mod disk;
mod door;
mod events;
mod frame;
mod hands;
mod http;
mod identity;
mod inbox;
mod journal;
mod lines;
mod metrics;
mod neighbours;
mod numbers;
mod page;
mod peers;
mod places;
mod recorder;
mod scribes;
mod server;
mod slots;
mod standing;
mod tls;
mod token;
mod trace;
mod unsynced;
mod waiting;
mod writer;

pub use book::Addresses;
pub use frame::{FRAME_BYTES_MAX, Frame};
pub use identity::IdentityError;
pub use inbox::INBOX_MAX;
pub use journal::{Journal, JournalError};
pub use peers::OUTBOX_MAX;
pub use recorder::{QUEUE_MAX, TRACE_QUEUE_MAX, WATCHERS_MAX, WATCHERS_OF_ADDRESS_MAX};
pub use scribes::SCRIBES_MAX;
pub use server::{End, Snapshots};
pub use slots::REQUESTS_MAX;
pub use tls::{Connector, TlsError, TlsFiles};
pub use token::Token;
pub use unsynced::{UNSYNCED_BYTES_MAX, UNSYNCED_MAX};
pub use waiting::{PATIENCE, WAITING_MAX};

use crate::api::name_of;
use crate::raft::{Config, Event, LogIndex, NodeId, NodeSet, RequestToken, WriteSeq};
use crate::replica::Replica;
use book::Book;
use disk::Disk;
use door::Door;
use hands::Hands;
use http::Shared;
use inbox::{Inbox, Input};
use metrics::{Metrics, Standing};
use neighbours::Neighbours;
use page::Page;
use peers::{Outboxes, Way};
use places::Places;
use recorder::ToWatcher;
use scribes::Scribes;
use server::{Clock, Server};
use slots::Slots;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use tls::Tls;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::timeout;
use trace::Trace;

/// How long a server that is told to end waits for another leader.
const HAND_OVER_MAX: Duration = Duration::from_secs(2);

/// How long it waits for requests that are under way.
const DRAIN_MAX: Duration = Duration::from_secs(5);

/// What a server is told at the start.
pub struct Options {
    /// Which node it is.
    pub node: NodeId,
    /// The name of its cluster.
    pub cluster: String,
    /// Where it listens. Port 0 is any that is free.
    pub listen: SocketAddr,
    /// The addresses of the other nodes.
    pub peers: Addresses,
    /// The URLs by which clients and browsers reach nodes, such as `http://localhost:3001`, for nodes whose peers use another
    /// address.
    pub urls: BTreeMap<NodeId, String>,
    /// Further names by which clients and browsers call nodes, without a port.
    pub hosts: Vec<String>,
    /// The folder of the page, if it is not one of those where it is looked for.
    pub page: Option<PathBuf>,
    /// The files for TLS, which is for peers and clients alike; none for plain connections.
    pub tls: Option<TlsFiles>,
    /// What operators show.
    pub token: Option<Token>,
    /// The voters that the cluster is set up with; empty for a server that is to be added to one.
    pub first_voters: NodeSet,
    /// The settings of the node.
    pub config: Config,
    /// When snapshots are taken.
    pub snapshots: Snapshots,
    /// Puts a decision of the node into words, for the log.
    pub tell: fn(NodeId, &Event) -> Option<String>,
    /// The file to which its trace is appended, if it keeps one.
    pub trace: Option<PathBuf>,
    /// Whether it ends when its standard input does, so that it does not outlive the process that started it.
    pub is_attached: bool,
}

/// Why a server did not start, or ended.
#[derive(Debug)]
pub enum Failure {
    /// The data directory is not its own.
    Identity(IdentityError),
    /// What its disk holds cannot be used.
    Journal(JournalError),
    /// Its trace cannot be appended to this file.
    Trace(PathBuf, io::Error),
    /// A file for TLS cannot be used.
    Tls(TlsError),
    /// It cannot listen there.
    Listen(SocketAddr, io::Error),
    /// The system refuses a thread, or the like.
    System(io::Error),
    /// The disk took no more.
    Disk(io::Error),
}

/// Runs a server until it is told to end, by SIGTERM or SIGINT: then it hands leadership over, answers what is under way, and
/// returns. `listening` is called with the address once requests are taken.
///
/// # Errors
/// If it cannot start, or its disk fails.
pub fn run(options: Options, disk: Arc<dyn Disk>, listening: impl FnOnce(SocketAddr)) -> Result<(), Failure> {
    let life = identity::begin_life(&*disk, &options.cluster, options.node).map_err(Failure::Identity)?;
    let (journal, torn) = Journal::open(Arc::clone(&disk)).map_err(Failure::Journal)?;
    if 0 < torn {
        tracing::warn!(bytes = torn, "a torn tail of the log was cut off: it was not durable");
    }
    let runtime = tokio::runtime::Runtime::new().map_err(Failure::System)?;
    runtime.block_on(async {
        let listener = TcpListener::bind(options.listen).await;
        let listener = listener.map_err(|error| Failure::Listen(options.listen, error))?;
        let address = listener.local_addr().map_err(Failure::System)?;
        let tls = options.tls.as_ref().map(|files| Tls::read(options.node, files)).transpose().map_err(Failure::Tls)?;
        let door = Door::new(listener, tls.as_ref().map(|tls| tls.acceptor.clone()));
        let detached = options.is_attached.then(end_of_input).transpose().map_err(Failure::System)?;
        let running = Running::start(options, address, tls.map(|tls| tls.connector), life, (journal, disk))?;
        listening(address);
        running.serve(door, detached).await
    })
}

/// The threads of a server, and the ways to reach them.
struct Running {
    shared: Arc<Shared>,
    inbox: Inbox,
    ended: oneshot::Receiver<End>,
    threads: Vec<JoinHandle<()>>,
    /// Says that streams end.
    over: watch::Sender<bool>,
}

impl Running {
    fn start(
        mut options: Options,
        address: SocketAddr,
        tls: Option<Connector>,
        life: u64,
        (journal, disk): (Journal, Arc<dyn Disk>),
    ) -> Result<Running, Failure> {
        let book = Arc::new(open_book(&mut options, address, Arc::clone(&disk))?);
        let Options { node, cluster, page, token, first_voters, config, snapshots, tell, trace, .. } = options;
        let (trace, tracing) = trace.map(start_trace).transpose()?.unzip();
        let (metrics, clock) = (Arc::new(Metrics::default()), Clock::of_life(life));
        let (replica, effects) = Replica::recover(node, first_voters, config, journal.contents().clone(), clock.now());
        let log = replica.node().log();
        tracing::info!(
            node = %name_of(node), %address, life, term = replica.node().current_term().0,
            first_index = log.first_index().0, last_index = log.last().index.0, "started"
        );
        let (inbox, inputs) = Inbox::new();
        let (writes, writer) = writer::start(journal, inbox.clone(), Arc::clone(&metrics)).map_err(Failure::System)?;
        let (standing, stands) = watch::channel(Standing::default());
        let has_tls = tls.is_some();
        let way = Way { cluster: cluster.clone(), book: Arc::clone(&book), tls };
        let outboxes = Outboxes::connect(way, Arc::clone(&metrics));
        let applied_since_snapshot = replica.applied_since_snapshot();
        let hands =
            Hands { applied_since_snapshot, ..Hands::new((node, life), writes, outboxes, Arc::clone(&metrics), tell) };
        let server = Server {
            replica,
            hands,
            clock,
            inbox: inputs,
            way_in: inbox.clone(),
            disk,
            snapshots,
            standing,
            last_token: RequestToken(life << 40),
            appended_bytes: 0,
            counts_from: WriteSeq(0),
            begun_at: LogIndex::ZERO,
            reads: Vec::new(),
            snapshot_since: None,
            next_sweep: Instant::now(),
        };
        let run = move || server.run(effects, trace, 1 < life);
        let (thread, ended) = start_thread(run).map_err(Failure::System)?;
        let (over, is_over) = watch::channel(false);
        let shared = Arc::new(Shared {
            cluster,
            neighbours: Neighbours::of(Arc::clone(&book)),
            watchers: Places::new(WATCHERS_OF_ADDRESS_MAX),
            book,
            page: Page::find(page),
            has_tls,
            token,
            inbox: inbox.clone(),
            standing: stands,
            metrics,
            scribes: Scribes::default(),
            slots: Slots::of_life(node, life),
            is_ending: AtomicBool::new(false),
            is_over,
        });
        let threads = [thread, writer].into_iter().chain(tracing).collect();
        Ok(Running { shared, inbox, ended, threads, over })
    }

    /// Serves requests until the end.
    async fn serve(self, door: Door, detached: Option<oneshot::Receiver<()>>) -> Result<(), Failure> {
        let Running { shared, inbox, mut ended, threads, over } = self;
        let mut terminate = signal(SignalKind::terminate()).map_err(Failure::System)?;
        let mut interrupt = signal(SignalKind::interrupt()).map_err(Failure::System)?;
        let mut serving = tokio::spawn(door.serve(http::routes(Arc::clone(&shared)), over.subscribe()));
        tokio::select! {
            end = &mut ended => {
                // The threads still write: the trace gets the reason.
                drop(tokio::task::spawn_blocking(move || join(threads)).await);
                return result(end);
            }
            _ = terminate.recv() => tracing::info!("SIGTERM: ends"),
            _ = interrupt.recv() => tracing::info!("SIGINT: ends"),
            () = ending(detached) => tracing::info!("the standard input has ended: ends"),
        }
        shared.is_ending.store(true, Ordering::Relaxed);
        if inbox.offer(Input::HandOver).is_ok() {
            let mut standing = shared.standing.clone();
            // If no other node can lead, clients find that out by themselves.
            drop(timeout(HAND_OVER_MAX, standing.wait_for(|standing| !standing.leads)).await);
        }
        over.send_replace(true);
        if timeout(DRAIN_MAX, &mut serving).await.is_err() {
            tracing::warn!("requests under way were given up");
            serving.abort();
        }
        drop(shared);
        let stopped = tokio::task::spawn_blocking(move || {
            inbox.put(Input::Stop);
            drop(inbox);
            join(threads);
        });
        drop(stopped.await);
        result(ended.await)
    }
}

/// The addresses that a node is told at its start, and those that it was told before.
fn open_book(options: &mut Options, listens: SocketAddr, disk: Arc<dyn Disk>) -> Result<Book, Failure> {
    let told = Book::read(&*disk).map_err(|error| Failure::Journal(JournalError::Io(error)))?;
    Ok(Book {
        node: options.node,
        listens,
        peers: std::mem::take(&mut options.peers),
        told: RwLock::new(told),
        writing: Mutex::default(),
        called: RwLock::default(),
        disk,
        urls: std::mem::take(&mut options.urls),
        hosts: std::mem::take(&mut options.hosts),
        scheme: if options.tls.is_some() { "https" } else { "http" },
    })
}

/// Waits for threads to end.
fn join(threads: Vec<JoinHandle<()>>) {
    // One that panicked has said so.
    threads.into_iter().for_each(|thread| drop(thread.join()));
}

fn result(end: Result<End, oneshot::error::RecvError>) -> Result<(), Failure> {
    match end {
        Ok(End::Stopped) => Ok(()),
        Ok(End::Disk(error)) => Err(Failure::Disk(error)),
        Err(panicked) => Err(Failure::System(io::Error::other(panicked))),
    }
}

/// Tells when the standard input ends. A thread reads it. Nothing can wake that thread, so it ends with the process.
fn end_of_input() -> io::Result<oneshot::Receiver<()>> {
    let (tell, ended) = oneshot::channel();
    let read = move || {
        // An error of the input counts as its end.
        drop(io::copy(&mut io::stdin().lock(), &mut io::sink()));
        drop(tell);
    };
    thread::Builder::new().name("input".into()).spawn(read)?;
    Ok(ended)
}

async fn ending(detached: Option<oneshot::Receiver<()>>) {
    match detached {
        Some(ended) => drop(ended.await),
        None => std::future::pending().await,
    }
}

/// Starts the thread of the replica.
fn start_thread(run: impl FnOnce() -> End + Send + 'static) -> io::Result<(JoinHandle<()>, oneshot::Receiver<End>)> {
    let (tell, ended) = oneshot::channel();
    let run = move || drop(tell.send(run()));
    Ok((thread::Builder::new().name("replica".into()).spawn(run)?, ended))
}

/// Starts the thread that writes a trace.
fn start_trace(path: PathBuf) -> Result<(ToWatcher, JoinHandle<()>), Failure> {
    let (to, events) = mpsc::channel(TRACE_QUEUE_MAX);
    let thread = Trace::open(&path).and_then(|trace| trace.start(events));
    thread.map(|thread| (to, thread)).map_err(|error| Failure::Trace(path, error))
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Identity(error) => error.fmt(f),
            Failure::Journal(error) => error.fmt(f),
            Failure::Tls(error) => error.fmt(f),
            Failure::Trace(path, error) => write!(f, "{} takes no trace: {error}", path.display()),
            Failure::Listen(address, error) => write!(f, "{address} cannot be listened on: {error}"),
            Failure::System(error) => error.fmt(f),
            Failure::Disk(error) => write!(f, "the disk takes no more, so this node stops: {error}"),
        }
    }
}

impl std::error::Error for Failure {}
