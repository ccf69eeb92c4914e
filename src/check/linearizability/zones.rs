//! The way for keys whose reads each name the one write that they saw: a register with distinct values.
//!
//! A write and its reads are a cluster. In any order the calls of a cluster stand together, so a cluster that has a
//! return before one of its calls claims the time from its first return to its last call (a forward zone); one whose
//! calls all overlap needs one instant between its last call and its first return (a backward zone). There is an order
//! exactly if no two forward zones overlap and no backward zone lies within a forward one (Gibbons and Korach, "Testing
//! Shared Memories", 1997). Lee and Mathur ("Efficient Decrease-and-Conquer Linearizability Monitoring", 2025) show that
//! this takes O(n log n), and more types for which such a way exists.

use super::order::{ABSENT, END, START, Value};
use super::problem::{Effect, Placed, Problem};
use crate::sorted;

/// A write and what read its value.
#[derive(Clone, Copy)]
struct Cluster {
    /// Writes of the value, at most 2: more tell nothing more.
    writes: u8,
    is_read: bool,
    /// The rank at which the write was called.
    write_called: u32,
    first_return: u32,
    last_call: u32,
}

impl Cluster {
    const EMPTY: Cluster = Cluster { writes: 0, is_read: false, write_called: 0, first_return: END, last_call: 0 };

    fn write(&mut self, write: &Placed) {
        self.writes = (self.writes + 1).min(2);
        self.write_called = write.called;
        self.take(write);
    }

    fn take(&mut self, call: &Placed) {
        self.first_return = self.first_return.min(call.returned);
        self.last_call = self.last_call.max(call.called);
    }

    fn is_forward(&self) -> bool {
        self.first_return < self.last_call
    }
}

/// Whether there is an order; none if the reads of a value may have seen one of several writes.
pub fn is_explained(problem: &Problem) -> Option<bool> {
    let clusters = clusters(problem)?;
    let is_possible = |cluster: &&Cluster| 0 < cluster.writes && cluster.write_called < cluster.first_return;
    if !clusters.iter().filter(|cluster| cluster.is_read).all(|cluster| is_possible(&cluster)) {
        return Some(false);
    }
    let mut forward: Vec<(u32, u32)> = clusters
        .iter()
        .filter(|cluster| cluster.is_forward())
        .map(|cluster| (cluster.first_return, cluster.last_call))
        .collect();
    sorted::sort(&mut forward);
    if forward.windows(2).any(|pair| pair[1].0 < pair[0].1) {
        return Some(false);
    }
    let lies_within = |cluster: &Cluster| {
        let before = forward.partition_point(|(from, _)| *from < cluster.last_call);
        before.checked_sub(1).is_some_and(|before| cluster.first_return < forward[before].1)
    };
    Some(!clusters.iter().any(|cluster| !cluster.is_forward() && 0 < cluster.writes && lies_within(cluster)))
}

/// One cluster for each value that is read, and one for each write that nothing read.
fn clusters(problem: &Problem) -> Option<Vec<Cluster>> {
    let mut clusters = vec![Cluster::EMPTY; problem.value_count];
    if problem.required.iter().chain(&problem.optional).any(|call| call.after.is_some()) {
        return None;
    }
    for call in &problem.required {
        match call.effect {
            Effect::Read(value) => {
                clusters[value as usize].is_read = true;
                clusters[value as usize].take(call);
            }
            Effect::Write(_) => {}
            Effect::Swap { .. } | Effect::ReadOther(_) => return None,
        }
    }
    // The key began without a value. Whoever reads that has seen the beginning, unless there is a delete.
    clusters[ABSENT as usize].write(&Placed { effect: Effect::Write(ABSENT), called: 0, returned: START, after: None });
    let is_read = |value: Value, clusters: &[Cluster]| clusters[value as usize].is_read;
    let mut unread = Vec::new();
    for call in problem.required.iter().chain(&problem.optional) {
        match call.effect {
            Effect::Write(value) if is_read(value, &clusters) => clusters[value as usize].write(call),
            // One that did not return and was read by nothing need not have happened.
            Effect::Write(_) if call.returned == END => {}
            Effect::Write(_) => {
                let mut cluster = Cluster::EMPTY;
                cluster.write(call);
                unread.push(cluster);
            }
            Effect::Read(_) => {}
            Effect::Swap { .. } | Effect::ReadOther(_) => return None,
        }
    }
    if clusters.iter().any(|cluster| 1 < cluster.writes) {
        return None;
    }
    clusters.extend(unread);
    Some(clusters)
}
