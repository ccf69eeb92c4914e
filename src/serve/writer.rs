//! The thread that writes to the disk. It takes all writes that wait at once, so that one fsync serves them all: while one is
//! under way, the next batch gathers.

use super::inbox::{Inbox, Input};
use super::journal::Journal;
use super::metrics::Metrics;
use crate::raft::Write;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Instant;

/// Writes that one fsync covers, at most.
const BATCH_MAX: usize = 4096;

/// Starts the thread. It ends when the queue's other end is dropped and all is written, or when the disk fails.
///
/// The queue needs no limit of its own: while too many writes are not durable, the node takes nothing that makes it write
/// (`unsynced.rs`).
///
/// # Errors
/// If the system starts no thread.
pub fn start(journal: Journal, inbox: Inbox, metrics: Arc<Metrics>) -> io::Result<(Sender<Write>, JoinHandle<()>)> {
    let (sender, writes) = channel();
    let run = move || {
        if let Err(error) = write_all(journal, &writes, &inbox, &metrics) {
            inbox.put(Input::DiskFailed(error));
        }
    };
    Ok((sender, thread::Builder::new().name("disk".into()).spawn(run)?))
}

fn write_all(mut journal: Journal, writes: &Receiver<Write>, inbox: &Inbox, metrics: &Metrics) -> io::Result<()> {
    while let Ok(first) = writes.recv() {
        let batch: Vec<Write> = std::iter::once(first).chain(writes.try_iter()).take(BATCH_MAX).collect();
        let begin = Instant::now();
        let durable = journal.store(batch)?;
        metrics.synced(begin.elapsed());
        if let Some((up_to, log_end)) = durable {
            let (hard_state, appended_bytes) = (journal.contents().hard_state, journal.appended_bytes());
            inbox.put(Input::Durable { up_to, log_end, hard_state, appended_bytes });
        }
    }
    Ok(())
}
