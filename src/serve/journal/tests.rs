use super::*;
use crate::raft::{Compaction, LogEntry, LogIndex, Membership, NodeSet, Payload, Term};
use crate::serve::disk::Append;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// A disk in memory, which is full after a number of bytes.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<BTreeMap<String, Vec<u8>>>>, Option<usize>);

struct MemoryFile(Memory, String);

impl Memory {
    fn of(files: BTreeMap<String, Vec<u8>>) -> Memory {
        Memory(Arc::new(Mutex::new(files)), None)
    }

    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        self.0.lock().unwrap().clone()
    }

    fn open(&self) -> Result<(Journal, u64), JournalError> {
        Journal::open(Arc::new(self.clone()))
    }
}

impl Disk for Memory {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.files().into_keys().collect())
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        self.files().remove(name).ok_or(io::ErrorKind::NotFound.into())
    }

    fn put(&self, name: &str, parts: &[&[u8]]) -> io::Result<()> {
        self.0.lock().unwrap().insert(name.to_string(), parts.concat());
        Ok(())
    }

    fn cut(&self, name: &str, length: u64) -> io::Result<()> {
        self.0.lock().unwrap().get_mut(name).unwrap().truncate(length as usize);
        Ok(())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.0.lock().unwrap().remove(name).map(|_| ()).ok_or(io::ErrorKind::NotFound.into())
    }

    fn append_to(&self, name: &str) -> io::Result<Box<dyn Append>> {
        Ok(Box::new(MemoryFile(self.clone(), name.to_string())))
    }
}

impl Append for MemoryFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut files = self.0.0.lock().unwrap();
        let file = files.get_mut(&self.1).unwrap();
        if self.0.1.is_some_and(|max| max < file.len() + bytes.len()) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        file.extend_from_slice(bytes);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn append(seq: u64, from: u64, terms: &[u64]) -> Write {
    let entry = |term: &u64| LogEntry { term: Term(*term), payload: Payload::Command([7; 40].as_slice().into()) };
    let log = Some(LogWrite { from: LogIndex(from), entries: terms.iter().map(entry).collect() });
    let hard_state = Some(HardState { current_term: Term(seq), voted_for: None });
    Write { seq: WriteSeq(seq), hard_state, snapshot: None, log }
}

fn at(term: u64, index: u64) -> LogPosition {
    LogPosition { term: Term(term), index: LogIndex(index) }
}

fn compact(seq: u64, last: LogPosition, base: LogPosition) -> Write {
    let membership = Membership::of(NodeSet::first(3));
    let snapshot = Arc::new(Snapshot { last, membership, data: [9; 100].as_slice().into() });
    Write { seq: WriteSeq(seq), hard_state: None, snapshot: Some(Compaction { snapshot, base }), log: None }
}

/// Every kind of write, one of them after a conflict.
fn written() -> (Memory, Durable) {
    let memory = Memory::default();
    let (mut journal, torn) = memory.open().unwrap();
    assert_eq!((torn, journal.contents()), (0, &Durable::default()));
    journal.store(vec![append(1, 1, &[1, 1, 1])]).unwrap();
    journal.store(vec![append(2, 3, &[2, 2]), compact(3, at(2, 3), at(1, 2)), append(4, 5, &[4])]).unwrap();
    let durable = journal.store(vec![append(5, 6, &[5]), append(6, 7, &[6])]).unwrap();
    assert_eq!(durable, Some((WriteSeq(6), at(6, 7))));
    let contents = journal.contents().clone();
    (memory, contents)
}

#[test]
fn a_restart_finds_what_was_written() {
    let (memory, contents) = written();
    let (journal, torn) = memory.open().unwrap();
    assert_eq!((torn, journal.contents()), (0, &contents));
    assert_eq!(contents.log.base(), at(1, 2));
    assert_eq!(journal.appended_bytes(), journal.segment_bytes(), "what a restart reads counts");
    let names: Vec<String> = memory.files().into_keys().collect();
    assert_eq!(names, [segment_name(2), snapshot_name(at(2, 3))], "the first segment is of no use any more");
}

/// A crash cuts the segment off at any byte: what was whole is there, and the next start finds no torn tail any more.
#[test]
fn a_torn_tail_is_cut_off() {
    let (memory, contents) = written();
    let name = segment_name(2);
    let whole = memory.files()[&name].clone();
    let opening = HEAD_BYTES + u32::from_le_bytes(whole[..4].try_into().unwrap()) as usize;
    for length in opening..whole.len() {
        let mut files = memory.files();
        files.get_mut(&name).unwrap().truncate(length);
        let torn = Memory::of(files);
        let (journal, cut) = torn.open().unwrap();
        assert_eq!(journal.segment_bytes() + cut, length as u64);
        assert!(journal.contents().log.last() < contents.log.last());
        assert_eq!(torn.open().unwrap().1, 0);
    }
    let mut files = memory.files();
    files.get_mut(&name).unwrap().extend([0; 4096]);
    let (journal, cut) = Memory::of(files).open().unwrap();
    assert_eq!((cut, journal.contents()), (4096, &contents));
}

/// No byte that was durable can change without being noticed, not even in the length of a record.
#[test]
fn damage_is_told_from_a_torn_tail() {
    let (memory, _) = written();
    for (name, bytes) in memory.files() {
        for place in 0..bytes.len() {
            let mut files = memory.files();
            files.get_mut(&name).unwrap()[place] ^= 0x10;
            let found = Memory::of(files).open();
            assert!(matches!(found, Err(JournalError::Damaged { .. })), "byte {place} of {name}");
        }
    }
}

#[test]
fn a_missing_file_is_named() {
    let (memory, _) = written();
    let mut files = memory.files();
    files.remove(&snapshot_name(at(2, 3)));
    assert!(matches!(Memory::of(files).open(), Err(JournalError::Missing(_))));
    let mut files = memory.files();
    files.remove(&segment_name(2));
    assert!(matches!(Memory::of(files).open(), Err(JournalError::Missing(_))));
}

/// A crash between the files of a snapshot: until the new segment is there, the former counts.
#[test]
fn a_snapshot_counts_once_the_segment_names_it() {
    let memory = Memory::default();
    let (mut journal, _) = memory.open().unwrap();
    journal.store(vec![append(1, 1, &[1, 1, 1])]).unwrap();
    let (before, contents) = (memory.files(), journal.contents().clone());
    journal.store(vec![compact(2, at(1, 2), at(1, 2))]).unwrap();
    let after = memory.files();
    let mut only_snapshot = before.clone();
    only_snapshot.insert(snapshot_name(at(1, 2)), after[&snapshot_name(at(1, 2))].clone());
    assert_eq!(Memory::of(only_snapshot.clone()).open().unwrap().0.contents(), &contents);
    let mut all = only_snapshot;
    all.extend(after.clone());
    let memory = Memory::of(all);
    assert_eq!(memory.open().unwrap().0.contents(), journal.contents());
    assert_eq!(memory.files(), after, "what is of no use is removed");
}

#[test]
fn a_full_disk_is_an_error() {
    let memory = Memory(Arc::default(), Some(200));
    let (mut journal, _) = memory.open().unwrap();
    let full = (1..).find_map(|seq| journal.store(vec![append(seq, seq, &[1])]).err()).unwrap();
    assert_eq!(full.kind(), io::ErrorKind::StorageFull);
}

proptest! {
    /// Any bytes of a segment or a snapshot are read, or refused.
    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>, cut: prop::sample::Index, at: prop::sample::Index, new: [u8; 4]) {
        let any = |name: String| Memory::of(BTreeMap::from([(name, bytes.clone())])).open();
        drop((any(segment_name(1)), any(snapshot_name(LogPosition { term: Term(1), index: LogIndex(1) }))));
        // Four bytes of a real file are replaced, perhaps those of a checksum; and the file is cut off.
        let (memory, _) = written();
        for (name, whole) in memory.files() {
            let mut files = memory.files();
            let file = files.get_mut(&name).unwrap();
            let place = at.index(whole.len() - new.len());
            file[place..place + new.len()].copy_from_slice(&new);
            file.truncate(cut.index(whole.len()));
            drop(Memory::of(files).open());
        }
    }
}

/// The parts of a snapshot's file together are the snapshot, encoded. So this version reads the files of former ones,
/// and they read its files.
#[test]
fn the_parts_of_a_snapshot_are_its_encoding() {
    for length in [0, 1, 127, 128, 100_000] {
        let data = vec![7; length].into();
        let snapshot = Snapshot { last: at(3, 9), membership: Membership::of(NodeSet::first(3)), data };
        let mut encoded = Vec::new();
        encode(&snapshot, &mut encoded).unwrap();
        assert!([&before_data(&snapshot).unwrap()[..], &snapshot.data].concat() == encoded);
    }
}

/// Its length has 32 bits on the disk: the writer says so, and nothing is written that would not be read.
#[test]
fn a_record_that_is_too_long_is_an_error() {
    let mut head = [0; HEAD_BYTES];
    assert!(seal(&mut head, u32::MAX as usize, 7).is_ok());
    let error = seal(&mut head, u32::MAX as usize + 1, 7).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
}
