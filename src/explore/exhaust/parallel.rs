//! Work that several threads share. The results come in the order of the work, whichever thread did it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::{panic, thread};

/// The results of some pieces of work, in order.
pub fn in_parallel<T: Send>(jobs: usize, pieces: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let jobs = jobs.min(pieces);
    if jobs <= 1 {
        return (0..pieces).map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let share = || {
        let mut done = Vec::new();
        loop {
            let piece = next.fetch_add(1, Ordering::Relaxed);
            if pieces <= piece {
                return done;
            }
            done.push((piece, work(piece)));
        }
    };
    let mut all: Vec<(usize, T)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(share)).collect();
        let join = |worker: thread::ScopedJoinHandle<'_, Vec<(usize, T)>>| {
            worker.join().unwrap_or_else(|failure| panic::resume_unwind(failure))
        };
        workers.into_iter().flat_map(join).collect()
    });
    all.sort_unstable_by_key(|(piece, _)| *piece);
    all.into_iter().map(|(_, result)| result).collect()
}
