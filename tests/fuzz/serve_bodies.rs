//! What the fuzz targets of the real server do with the bytes that they are given: frames of peers, HTTP requests, and the
//! files of a disk. Bytes that are wrong are refused; nothing panics, and memory grows with the bytes that came.

use raftarium::api::{self, HttpRequest};
use raftarium::kv::StateMachine;
use raftarium::raft::{
    Compaction, HardState, LogEntry, LogIndex, LogPosition, LogWrite, Membership, NodeId, NodeSet, Payload, Snapshot,
    Term, Write, WriteSeq,
};
use raftarium::serve::disk::{Append, Disk};
use raftarium::serve::{Frame, Journal, JournalError};
use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex};

/// Reads bytes as a frame. One that is read has the same bytes again.
pub fn frame(data: &[u8]) {
    let Some(frame) = Frame::decode(data) else { return };
    let mut bytes = Vec::new();
    assert!(frame.encode(&mut bytes), "it was short enough to come");
    assert_eq!(Frame::decode(&bytes[4..]), Some(frame));
}

/// Reads a line for method, path and idempotency key, and the rest as the body, as an HTTP request. A refusal names its
/// reason in JSON.
pub fn http(data: &[u8]) {
    let split = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let (line, body) = data.split_at(split);
    let line = String::from_utf8_lossy(line);
    let mut words = line.splitn(3, ' ').map(str::to_string);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let body = body.get(1..).unwrap_or_default().to_vec();
    let request = HttpRequest { method, path, idempotency_key: words.next(), body };
    let node = NodeId::new(1).expect("a node");
    if let Err(refusal) = api::read(&request, node) {
        assert!((400..500).contains(&refusal.status), "{refusal:?}");
        let body: serde_json::Value = serde_json::from_str(&refusal.body).expect("JSON");
        assert!(body["error"].as_str().is_some_and(|words| !words.is_empty()), "{body}");
        assert!(refusal.body.len() < 16 * 1024, "an answer does not grow with the request");
    }
}

/// A disk in memory.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<BTreeMap<String, Vec<u8>>>>);

impl Memory {
    fn with<T>(&self, name: &str, act: impl FnOnce(&mut Vec<u8>) -> T) -> io::Result<T> {
        let mut files = self.0.lock().expect("nothing panics");
        files.get_mut(name).map(act).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Disk for Memory {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.0.lock().expect("nothing panics").keys().cloned().collect())
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        self.with(name, |bytes| bytes.clone())
    }

    fn put(&self, name: &str, parts: &[&[u8]]) -> io::Result<()> {
        self.0.lock().expect("nothing panics").insert(name.to_string(), parts.concat());
        Ok(())
    }

    fn cut(&self, name: &str, length: u64) -> io::Result<()> {
        self.with(name, |bytes| bytes.truncate(length as usize))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let removed = self.0.lock().expect("nothing panics").remove(name);
        removed.map(drop).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn append_to(&self, name: &str) -> io::Result<Box<dyn Append>> {
        Ok(Box::new(MemoryFile { disk: self.clone(), name: name.to_string() }))
    }
}

struct MemoryFile {
    disk: Memory,
    name: String,
}

impl Append for MemoryFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.disk.with(&self.name, |file| file.extend_from_slice(bytes))
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The files of a disk: a segment, and a snapshot for one that names it.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Reads files as a server's disk. What is read is the same when it is read again: a torn tail is gone by then. Damage is
/// named with its file and place.
pub fn journal(files: Files) {
    let lengths: BTreeMap<String, u64> = files.iter().map(|(name, bytes)| (name.clone(), bytes.len() as u64)).collect();
    let disk = Memory(Arc::new(Mutex::new(files)));
    match Journal::open(Arc::new(disk.clone())) {
        Ok((journal, _)) => {
            let contents = journal.contents().clone();
            drop(journal);
            let (again, torn) = Journal::open(Arc::new(disk)).expect("it could be read a moment ago");
            assert_eq!((again.contents(), torn), (&contents, 0));
        }
        Err(JournalError::Damaged { file, at }) => assert!(at <= lengths[&file], "{file} {at}"),
        Err(JournalError::Missing(_)) => {}
        Err(JournalError::Io(error)) => panic!("{error}"),
    }
}

/// The files that a server leaves: a snapshot, and a segment with writes after it.
#[allow(dead_code, reason = "the fuzzer makes its own")]
pub fn written() -> Files {
    let disk = Memory::default();
    let (mut journal, _) = Journal::open(Arc::new(disk.clone())).expect("an empty disk");
    let entries = |terms: &[u64]| -> Vec<LogEntry> {
        terms.iter().map(|term| LogEntry { term: Term(*term), payload: Payload::Command([7; 40].into()) }).collect()
    };
    let write = |seq, from, terms: &[u64], snapshot| Write {
        seq: WriteSeq(seq),
        hard_state: Some(HardState { current_term: Term(seq), voted_for: NodeId::new(1) }),
        snapshot,
        log: Some(LogWrite { from: LogIndex(from), entries: entries(terms) }),
    };
    let last = LogPosition { term: Term(1), index: LogIndex(2) };
    let membership = Membership::of(NodeSet::first(3));
    let snapshot = Arc::new(Snapshot { last, membership, data: StateMachine::default().to_bytes() });
    let writes = [
        write(1, 1, &[1, 1, 1], None),
        write(2, 4, &[2], Some(Compaction { snapshot, base: LogPosition { term: Term(1), index: LogIndex(1) } })),
        write(3, 4, &[3, 3], None),
    ];
    for write in writes {
        journal.store(vec![write]).expect("there is room");
    }
    drop(journal);
    disk.0.lock().expect("nothing panics").clone()
}

/// Reads bytes as a disk with one segment.
pub fn segment(data: &[u8]) {
    journal([("log-00000000000000000001".to_string(), data.to_vec())].into());
}

/// Reads bytes as a segment whose records have right checksums, whatever they hold: each takes as many of the bytes as the
/// one before them says.
pub fn records(mut data: &[u8]) {
    let mut bytes = Vec::new();
    while let Some((length, rest)) = data.split_first() {
        let (record, rest) = rest.split_at(usize::from(*length).min(rest.len()));
        let length = (record.len() as u32).to_le_bytes();
        bytes.extend(length);
        bytes.extend(crc32fast::hash(&length).to_le_bytes());
        bytes.extend(crc32fast::hash(record).to_le_bytes());
        bytes.extend_from_slice(record);
        data = rest;
    }
    segment(&bytes);
}
