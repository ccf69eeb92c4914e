//! A trace file: one line an event, appended by a thread of its own. No promise rests on the file, so nothing waits for
//! it, not even for an fsync. If the file cannot be written any more, the trace ends and the server goes on.

use super::lines::Numbering;
use crate::sim::Event;
use serde::Deserialize;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use tokio::sync::mpsc::Receiver;

/// Bytes of the file that are read at once, from its end, to find its last line.
const CHUNK: u64 = 64 * 1024;

/// The longest line that is looked for, bytes.
const LINE_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// How each line begins.
const LINE_BEGIN: &[u8] = b"{\"id\":";

/// A trace file, opened at its end.
pub struct Trace {
    file: File,
    /// The number of its last line.
    last: u64,
}

impl Trace {
    /// Opens a file, or creates it. If an earlier process did not finish the last line, this removes that line.
    ///
    /// # Errors
    /// If the system refuses it, or the file is not a trace.
    pub fn open(path: &Path) -> io::Result<Trace> {
        let mut file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path)?;
        let whole = end_of_lines(&mut file)?;
        let last = if whole == 0 { 0 } else { last_number(&mut file, whole)? };
        // Nothing is cut off a file that may not be a trace.
        if !begins_as_line(&mut file, whole)? {
            return Err(no_trace());
        }
        file.set_len(whole)?;
        file.seek(SeekFrom::End(0))?;
        Ok(Trace { file, last })
    }

    /// Starts the thread. It ends when the sending end of its queue is dropped.
    ///
    /// # Errors
    /// If the system starts no thread.
    pub fn start(self, events: Receiver<Arc<Event>>) -> io::Result<JoinHandle<()>> {
        let run = move || {
            if let Err(error) = self.write_all(events) {
                tracing::warn!(%error, "the trace ends here: its file takes no more");
            }
        };
        thread::Builder::new().name("trace".into()).spawn(run)
    }

    fn write_all(self, mut events: Receiver<Arc<Event>>) -> io::Result<()> {
        let (mut to, mut numbering) = (BufWriter::new(self.file), Numbering::after(self.last));
        while let Some(event) = events.blocking_recv() {
            let (_, mut line) = numbering.line(event);
            line.push('\n');
            to.write_all(line.as_bytes())?;
            if events.is_empty() {
                to.flush()?;
            }
        }
        to.flush()
    }
}

/// The offset after the last line of a file that has its line end, bytes; 0 if there is none.
fn end_of_lines(file: &mut File) -> io::Result<u64> {
    let length = file.metadata()?.len();
    Ok(last_line_end(file, length)?.map_or(0, |place| place + 1))
}

/// The place of the last line end before a place.
fn last_line_end(file: &mut File, before: u64) -> io::Result<Option<u64>> {
    let mut end = before;
    while 0 < end {
        if LINE_BYTES_MAX < before - end {
            return Err(no_trace());
        }
        let begin = end.saturating_sub(CHUNK);
        let mut chunk = vec![0; (end - begin) as usize];
        file.seek(SeekFrom::Start(begin))?;
        file.read_exact(&mut chunk)?;
        if let Some(place) = chunk.iter().rposition(|byte| *byte == b'\n') {
            return Ok(Some(begin + place as u64));
        }
        end = begin;
    }
    Ok(None)
}

/// The number of the last line, which ends at a place.
fn last_number(file: &mut File, end: u64) -> io::Result<u64> {
    #[derive(Deserialize)]
    struct Line {
        id: u64,
    }
    let begin = last_line_end(file, end - 1)?.map_or(0, |place| place + 1);
    file.seek(SeekFrom::Start(begin))?;
    let mut line = Vec::new();
    file.take(end - begin).read_to_end(&mut line)?;
    serde_json::from_slice::<Line>(&line).map(|line| line.id).map_err(|_| no_trace())
}

/// Whether nothing stands after a place but perhaps the beginning of a line.
fn begins_as_line(file: &mut File, place: u64) -> io::Result<bool> {
    file.seek(SeekFrom::Start(place))?;
    let mut begin = Vec::new();
    file.take(LINE_BEGIN.len() as u64).read_to_end(&mut begin)?;
    Ok(LINE_BEGIN.starts_with(&begin))
}

fn no_trace() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "its last line is no line of a trace; name another file")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::{EventId, Instant, What};
    use std::fs;
    use std::path::PathBuf;
    use tokio::sync::mpsc::channel;

    fn path(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("raftarium-trace-{}-{name}", std::process::id()));
        drop(fs::remove_file(&path));
        path
    }

    /// Writes so many events, and returns the numbers of all lines.
    fn write(path: &Path, count: u64) -> Vec<u64> {
        let (to, events) = channel(100);
        let thread = Trace::open(path).unwrap().start(events).unwrap();
        for id in 1..=count {
            let what = What::HeartbeatTimerFired;
            let event = Event { id: EventId(id), at: Instant(0), actor: None, what, cause: None, because: Vec::new() };
            to.blocking_send(Arc::new(event)).unwrap();
        }
        drop(to);
        thread.join().unwrap();
        let id = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_u64().unwrap();
        fs::read_to_string(path).unwrap().lines().map(id).collect()
    }

    #[test]
    fn a_file_goes_on_where_a_killed_process_left_it() {
        let path = path("goes-on");
        assert_eq!(write(&path, 2), [1, 2]);
        let mut torn = fs::read(&path).unwrap();
        torn.extend_from_slice(b"{\"id\":3,\"at_us\"");
        fs::write(&path, torn).unwrap();
        assert_eq!(write(&path, 3), [1, 2, 3, 4, 5]);
        fs::remove_file(path).unwrap();
    }

    #[test]
    fn a_file_that_is_no_trace_is_left_alone() {
        let path = path("other");
        for text in ["a letter\nto a friend\n", "a letter\nto a friend", "{\"name\":1}", "{\"id\":1}\nto a friend"] {
            fs::write(&path, text).unwrap();
            assert!(Trace::open(&path).err().unwrap().to_string().contains("no line of a trace"), "{text}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        fs::remove_file(path).unwrap();
    }
}
