//! What a server's disk holds, as files.
//!
//! | file | what it holds |
//! |---|---|
//! | `log-N` | one segment: all that was durable when it began, but for the snapshot; then each write since, in order |
//! | `snapshot-I-T` | the snapshot that ends with the entry at index I, of term T |
//!
//! Term, vote and entries stand in one record for each write, so that a write is durable as a whole and one fsync covers it.
//! A file of its own for term and vote would need a second fsync.
//!
//! A snapshot begins the next segment: first the snapshot is put, then the segment that names it; each is there as a whole
//! or not at all. From then on the former segment and snapshot are of no use, and are removed. So one segment counts, the
//! one with the highest number, and whatever else a crash leaves is removed at the next start.
//!
//! # What a restart may find
//! A crash leaves at the end of the segment what was written and not synced: the beginning of a record, or zeros alone, where
//! a file system made the file longer before it wrote. That is a torn tail. It was acknowledged to nobody, and is cut off. Any other
//! record that does not match its checksum was damaged after it was durable. What it held may have been promised to others:
//! the server must not start. The length of a record has a checksum of its own, because a damaged length would look like a
//! torn tail.

use super::disk::Disk;
use crate::raft::{Durable, HardState, Log, LogPosition, LogWrite, Membership, Snapshot, Write, WriteSeq};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io;
use std::sync::Arc;

/// The bytes before a record: its length, the checksum of these four bytes, and the checksum of the record.
const HEAD_BYTES: usize = 12;

const SEGMENT: &str = "log-";
const SNAPSHOT: &str = "snapshot-";

/// What a segment begins with.
#[derive(Serialize, Deserialize)]
struct Opening {
    hard_state: HardState,
    snapshot: Option<LogPosition>,
    log: Log,
}

/// A write, without its number and its snapshot: a snapshot begins another segment.
#[derive(Serialize, Deserialize)]
struct Record {
    hard_state: Option<HardState>,
    log: Option<LogWrite>,
}

/// The files of a server's disk.
pub struct Journal {
    disk: Arc<dyn Disk>,
    /// All that is durable, but for the writes under way. Entries share their bytes with the node's log.
    contents: Durable,
    segment: Segment,
}

struct Segment {
    number: u64,
    file: Box<dyn super::disk::Append>,
    bytes: u64,
    /// The bytes that it began with.
    opening: u64,
}

/// Why a server cannot start from its disk.
#[derive(Debug)]
pub enum JournalError {
    /// The system refuses to read or write.
    Io(io::Error),
    /// What was durable is damaged.
    Damaged {
        /// The file.
        file: String,
        /// The place of the record, in bytes.
        at: u64,
    },
    /// A file is missing that another one names.
    Missing(String),
}

impl Journal {
    /// Reads a disk. Returns its files, and how many bytes of a torn tail were cut off.
    ///
    /// # Errors
    /// If the disk cannot be read, or is damaged.
    pub fn open(disk: Arc<dyn Disk>) -> Result<(Journal, u64), JournalError> {
        let names = disk.names().map_err(JournalError::Io)?;
        let segments = names.iter().filter_map(|name| name.strip_prefix(SEGMENT)?.parse::<u64>().ok());
        let Some(number) = segments.max() else {
            if let Some(snapshot) = names.iter().find(|name| name.starts_with(SNAPSHOT)) {
                return Err(JournalError::Missing(format!("the {SEGMENT} file of {snapshot}")));
            }
            let contents = Durable::default();
            let segment = begin(&*disk, 1, &contents).map_err(JournalError::Io)?;
            return Ok((Journal { disk, contents, segment }, 0));
        };
        let (contents, length, torn) = read_segment(&*disk, number)?;
        let name = segment_name(number);
        if 0 < torn {
            disk.cut(&name, length).map_err(JournalError::Io)?;
        }
        let file = disk.append_to(&name).map_err(JournalError::Io)?;
        let journal = Journal { disk, contents, segment: Segment { number, file, bytes: length, opening: 0 } };
        journal.remove_old().map_err(JournalError::Io)?;
        Ok((journal, torn))
    }

    /// All that is durable.
    pub fn contents(&self) -> &Durable {
        &self.contents
    }

    /// The length of the segment, bytes.
    pub fn segment_bytes(&self) -> u64 {
        self.segment.bytes
    }

    /// How much was written since the segment began, bytes; after a restart, all of it counts.
    pub fn appended_bytes(&self) -> u64 {
        self.segment.bytes - self.segment.opening
    }

    /// Makes writes durable, all by one fsync. Returns the last of them, and where the durable log ends.
    ///
    /// # Errors
    /// If the disk does not take them. It is unknown then which of them are durable, and the server must stop.
    pub fn store(&mut self, writes: Vec<Write>) -> io::Result<Option<(WriteSeq, LogPosition)>> {
        let mut bytes = Vec::new();
        let mut last = None;
        for write in writes {
            last = Some(write.seq);
            if write.snapshot.is_some() {
                self.contents.store(write);
                // The next segment begins with all of them.
                bytes.clear();
                self.begin_segment()?;
            } else {
                let Write { hard_state, log, .. } = write;
                let record = Record { hard_state, log };
                encode(&record, &mut bytes)?;
                let Record { hard_state, log } = record;
                self.contents.store(Write { seq: write.seq, hard_state, snapshot: None, log });
            }
        }
        if !bytes.is_empty() {
            self.segment.file.append(&bytes)?;
            self.segment.file.sync()?;
            self.segment.bytes += bytes.len() as u64;
        }
        Ok(last.map(|seq| (seq, self.contents.log.last())))
    }

    /// A snapshot takes the place of what came before.
    fn begin_segment(&mut self) -> io::Result<()> {
        if let Some(snapshot) = &self.contents.snapshot
            && !self.disk.names()?.contains(&snapshot_name(snapshot.last))
        {
            put_snapshot(&*self.disk, snapshot)?;
        }
        self.segment = begin(&*self.disk, self.segment.number + 1, &self.contents)?;
        self.remove_old()
    }

    /// Removes the segments and snapshots that do not count. A snapshot after the latest stays: the node may take it
    /// next.
    fn remove_old(&self) -> io::Result<()> {
        let (segment, latest) = (segment_name(self.segment.number), self.contents.snapshot.as_ref());
        let latest = latest.map(|snapshot| snapshot_name(snapshot.last)).unwrap_or_default();
        for name in self.disk.names()? {
            let is_old_segment = name.starts_with(SEGMENT) && name < segment;
            if is_old_segment || name.starts_with(SNAPSHOT) && name < latest {
                self.disk.remove(&name)?;
            }
        }
        Ok(())
    }
}

/// Puts a snapshot on a disk. The thread that makes a snapshot calls this before the node takes it, so that no write
/// has to wait for it later.
///
/// # Errors
/// If the disk does not take it.
pub fn put_snapshot(disk: &dyn Disk, snapshot: &Snapshot) -> io::Result<()> {
    disk.put(&snapshot_name(snapshot.last), &[&before_data(snapshot)?, &snapshot.data])
}

/// The part of a snapshot's record before the bytes of the state machine. Those are not copied, so that memory has them
/// once. Both parts together are the snapshot, encoded.
fn before_data(snapshot: &Snapshot) -> io::Result<Vec<u8>> {
    let Snapshot { last, membership, data } = snapshot;
    // Writing to a growing buffer has no way to fail.
    let mut bytes = postcard::to_extend(&(last, membership, data.len()), vec![0; HEAD_BYTES]).expect("it is encodable");
    let mut checksum = crc32fast::Hasher::new();
    checksum.update(&bytes[HEAD_BYTES..]);
    checksum.update(data);
    let length = bytes.len() - HEAD_BYTES + data.len();
    seal(&mut bytes[..HEAD_BYTES], length, checksum.finalize())?;
    Ok(bytes)
}

/// Fills the bytes before a record, whose length has 32 bits.
fn seal(head: &mut [u8], length: usize, checksum: u32) -> io::Result<()> {
    let too_long =
        |_| io::Error::new(io::ErrorKind::FileTooLarge, "a record has more than 4 GiB, and cannot be written");
    let length = u32::try_from(length).map_err(too_long)?.to_le_bytes();
    head[..4].copy_from_slice(&length);
    head[4..8].copy_from_slice(&crc32fast::hash(&length).to_le_bytes());
    head[8..].copy_from_slice(&checksum.to_le_bytes());
    Ok(())
}

/// The name of a segment. It pads the number with zeros, so that the alphabet puts the names in the order of the numbers.
fn segment_name(number: u64) -> String {
    format!("{SEGMENT}{number:020}")
}

fn snapshot_name(last: LogPosition) -> String {
    format!("{SNAPSHOT}{:020}-{:020}", last.index.0, last.term.0)
}

/// Begins a segment.
fn begin(disk: &dyn Disk, number: u64, contents: &Durable) -> io::Result<Segment> {
    let snapshot = contents.snapshot.as_ref().map(|snapshot| snapshot.last);
    let opening = Opening { hard_state: contents.hard_state, snapshot, log: contents.log.clone() };
    let (name, mut bytes) = (segment_name(number), Vec::new());
    encode(&opening, &mut bytes)?;
    disk.put(&name, &[&bytes])?;
    let length = bytes.len() as u64;
    Ok(Segment { number, file: disk.append_to(&name)?, bytes: length, opening: length })
}

/// What a segment gives, the length of its whole records, and the bytes of the torn tail after them.
fn read_segment(disk: &dyn Disk, number: u64) -> Result<(Durable, u64, u64), JournalError> {
    let name = segment_name(number);
    let bytes = disk.read(&name).map_err(JournalError::Io)?;
    let damaged_at = |rest: &[u8]| JournalError::Damaged { file: name.clone(), at: (bytes.len() - rest.len()) as u64 };
    let Found::Whole(Opening { hard_state, snapshot, log }, mut rest) = decode(&bytes) else {
        // A segment is put as a whole, opening included.
        return Err(damaged_at(&bytes));
    };
    let snapshot_ends = snapshot.map(|last| last.index).unwrap_or_default();
    if !log.is_sound() || snapshot_ends < log.base().index {
        return Err(damaged_at(&bytes));
    }
    let snapshot = snapshot.map(|last| read_snapshot(disk, last)).transpose()?;
    let mut contents = Durable { hard_state, snapshot: snapshot.map(Arc::new), log };
    loop {
        match decode(rest) {
            Found::Whole(Record { hard_state, log }, after) => {
                if log.as_ref().is_some_and(|change| contents.log.last().index.next() < change.from) {
                    return Err(damaged_at(rest));
                }
                contents.store(Write { seq: WriteSeq(0), hard_state, snapshot: None, log });
                rest = after;
            }
            Found::Torn => return Ok((contents, (bytes.len() - rest.len()) as u64, rest.len() as u64)),
            Found::Damaged => return Err(damaged_at(rest)),
        }
    }
}

fn read_snapshot(disk: &dyn Disk, last: LogPosition) -> Result<Snapshot, JournalError> {
    let name = snapshot_name(last);
    let failed = |error: io::Error| match error.kind() == io::ErrorKind::NotFound {
        true => JournalError::Missing(name.clone()),
        false => JournalError::Io(error),
    };
    let bytes = disk.read(&name).map_err(failed)?;
    let damaged = || JournalError::Damaged { file: name.clone(), at: 0 };
    let Found::Whole(body, []) = whole(&bytes) else { return Err(damaged()) };
    // The bytes of the state machine are copied as a whole: they may be many.
    match postcard::take_from_bytes::<(LogPosition, Membership, usize)>(body) {
        Ok(((last, membership, length), data)) if length == data.len() => {
            Ok(Snapshot { last, membership, data: data.into() })
        }
        Ok(_) | Err(_) => Err(damaged()),
    }
}

fn encode(record: &impl Serialize, into: &mut Vec<u8>) -> io::Result<()> {
    let head = into.len();
    into.extend_from_slice(&[0; HEAD_BYTES]);
    // Writing to a growing buffer has no way to fail.
    *into = postcard::to_extend(record, std::mem::take(into)).expect("a record is encodable");
    let (head, body) = into[head..].split_at_mut(HEAD_BYTES);
    seal(head, body.len(), crc32fast::hash(body))
}

/// What bytes begin with.
enum Found<'a, T> {
    /// A record, and the bytes after it.
    Whole(T, &'a [u8]),
    /// What a crash leaves at the end of a file, or the end.
    Torn,
    /// A record that is not what was written.
    Damaged,
}

fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Found<'_, T> {
    match whole(bytes) {
        Found::Whole(body, rest) => {
            postcard::from_bytes(body).map_or(Found::Damaged, |record| Found::Whole(record, rest))
        }
        Found::Torn => Found::Torn,
        Found::Damaged => Found::Damaged,
    }
}

/// The bytes of a record, if they match their checksum.
fn whole(bytes: &[u8]) -> Found<'_, &[u8]> {
    let Some((head, rest)) = bytes.split_first_chunk::<HEAD_BYTES>() else { return Found::Torn };
    let number = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    if crc32fast::hash(&head[..4]) != number(4) {
        return if bytes.iter().all(|byte| *byte == 0) { Found::Torn } else { Found::Damaged };
    }
    let Some((body, rest)) = rest.split_at_checked(number(0) as usize) else { return Found::Torn };
    if crc32fast::hash(body) == number(8) { Found::Whole(body, rest) } else { Found::Damaged }
}

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JournalError::Io(error) => error.fmt(f),
            JournalError::Damaged { file, at } => write!(
                f,
                "{file} is damaged at byte {at}: what this node has promised may be lost, so it stays down; remove it from the \
                 cluster and add it again with an empty directory"
            ),
            JournalError::Missing(file) => write!(f, "{file} is missing"),
        }
    }
}

impl std::error::Error for JournalError {}

#[cfg(test)]
mod tests;
