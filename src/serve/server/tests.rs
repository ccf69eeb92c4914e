//! A server whose disk hangs in an fsync.

use super::super::disk::{Append, Directory, Disk, OpenError};
use super::super::inbox::{Inbox, Input};
use super::super::journal::Journal;
use super::super::{Options, Running};
use super::*;
use crate::kv::Command;
use crate::raft::{AppendEntries, Body, Config, DurationRange, LogEntry, NodeId, NodeSet, Payload, Round, Term};
use crate::serve::{Addresses, UNSYNCED_BYTES_MAX};
use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex};
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;
use tokio::time::{sleep, timeout};

/// Entries of a message, and the bytes of each.
const ENTRIES: usize = 64;
const ENTRY_BYTES: usize = 8192;

/// More messages than the limit of the writes has room for.
const MESSAGES: usize = UNSYNCED_BYTES_MAX / (ENTRIES * ENTRY_BYTES) * 5 / 4;

/// Whether an fsync may end.
type Gate = Arc<(Mutex<bool>, Condvar)>;

struct HangingDisk {
    folder: Directory,
    gate: Gate,
}

struct HangingFile {
    file: Box<dyn Append>,
    gate: Gate,
}

impl Disk for HangingDisk {
    fn names(&self) -> io::Result<Vec<String>> {
        self.folder.names()
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        self.folder.read(name)
    }

    fn put(&self, name: &str, parts: &[&[u8]]) -> io::Result<()> {
        self.folder.put(name, parts)
    }

    fn cut(&self, name: &str, length: u64) -> io::Result<()> {
        self.folder.cut(name, length)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.folder.remove(name)
    }

    fn append_to(&self, name: &str) -> io::Result<Box<dyn Append>> {
        Ok(Box::new(HangingFile { file: self.folder.append_to(name)?, gate: Arc::clone(&self.gate) }))
    }
}

impl Append for HangingFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.append(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        let (may, changed) = &*self.gate;
        drop(changed.wait_while(may.lock().unwrap(), |may| !*may).unwrap());
        self.file.sync()
    }
}

fn folder() -> Result<Directory, OpenError> {
    let path = std::env::temp_dir().join(format!("raftarium-hangs-{}", std::process::id()));
    drop(std::fs::remove_dir_all(&path));
    Directory::open(&path)
}

/// A follower that does not stand for an election.
fn options() -> Options {
    let quiet = DurationRange { min_us: 3_600_000_000, max_us: 7_200_000_000 };
    Options {
        node: NodeId::new(1).unwrap(),
        cluster: "test".to_string(),
        listen: "127.0.0.1:0".parse().unwrap(),
        peers: Addresses::from([(leader(), "127.0.0.1:1".to_string())]),
        urls: BTreeMap::new(),
        hosts: Vec::new(),
        page: None,
        tls: None,
        token: None,
        first_voters: NodeSet::first(2),
        config: Config { election_timeout: quiet, ..Config::DEFAULT },
        snapshots: Snapshots { every: u64::MAX, keep: 0 },
        tell: |_, _| None,
        trace: None,
        is_attached: false,
    }
}

fn leader() -> NodeId {
    NodeId::new(2).unwrap()
}

/// What the leader sends after so many entries.
fn message(after: usize) -> Input {
    let term = |index: usize| if index == 0 { Term(0) } else { Term(1) };
    let payload = Payload::Command(vec![7; ENTRY_BYTES].into());
    let append = AppendEntries {
        round: Round::default(),
        sent_at: LocalTime(0),
        prev: LogPosition { term: term(after), index: LogIndex(after as u64) },
        entries: vec![LogEntry { term: Term(1), payload }; ENTRIES],
        leader_commit: LogIndex::ZERO,
    };
    let message =
        Message { from: leader(), to: NodeId::new(1).unwrap(), term: Term(1), body: Body::AppendEntries(append) };
    Input::Message(1, message)
}

/// How many entries its log has.
async fn length(inbox: &Inbox) -> usize {
    timeout(Duration::from_secs(60), async {
        loop {
            if let Ok(last) = inbox.look(|replica, _| replica.node().log().last().index.0).await {
                return last as usize;
            }
            sleep(Duration::from_millis(5)).await;
        }
    })
    .await
    .expect("the replica answers")
}

/// While the disk hangs, messages and commands take memory up to a limit only; when the disk goes on, so does the node.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_hangs_bounds_what_is_taken() {
    let gate = Gate::default();
    let disk: Arc<dyn Disk> = Arc::new(HangingDisk { folder: folder().unwrap(), gate: Arc::clone(&gate) });
    let (journal, _) = Journal::open(Arc::clone(&disk)).unwrap();
    let address = "127.0.0.1:1".parse().unwrap();
    let Running { inbox, threads, ended, shared, .. } =
        Running::start(options(), address, None, 1, (journal, disk)).unwrap();
    let (sender, last) = (inbox.clone(), MESSAGES * ENTRIES);
    spawn_blocking(move || (0..MESSAGES).for_each(|place| sender.put(message(place * ENTRIES)))).await.unwrap();
    let taken = length(&inbox).await;
    let limit = UNSYNCED_BYTES_MAX / ENTRY_BYTES;
    assert!((limit..limit + ENTRIES).contains(&taken), "{taken} entries, and the limit has {limit}");
    let command = Command::Delete { key: "x".into() };
    let (reply, answer) = oneshot::channel();
    inbox.put(Input::Command(Request { session: SessionId(1), id: RequestId(1), command }, reply));
    assert_eq!(answer.await.unwrap(), Err(NotTaken::Busy));

    *gate.0.lock().unwrap() = true;
    gate.1.notify_all();
    let all = async {
        loop {
            let taken = length(&inbox).await;
            if taken == last {
                break;
            }
            let _ = inbox.offer(message(taken));
            sleep(Duration::from_millis(1)).await;
        }
    };
    timeout(Duration::from_secs(60), all).await.expect("the node goes on");
    inbox.put(Input::Stop);
    drop((inbox, shared));
    assert!(matches!(ended.await, Ok(End::Stopped)));
    spawn_blocking(move || threads.into_iter().for_each(|thread| thread.join().unwrap())).await.unwrap();
}
