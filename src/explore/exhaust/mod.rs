//! The exhaustive search: every order of deliveries, losses, timeouts, writes, crashes and restarts of a small cluster,
//! up to a number of steps.
//!
//! It drives the same core, replica and disks as the world does, without a world: there is no clock and no chance. Timers
//! may fire whenever they are armed, messages in flight are a bag, and each may arrive next. A step is one of these: a
//! message is delivered, or lost; an election or heartbeat timer fires; a client has a leader write; a server crashes, or
//! starts again; and, if the bounds say so, an fsync is done.
//!
//! # States
//! A state is what matters for all that can come: the servers with their disks ([`crate::raft::Canonical`] says what of
//! them), the messages in flight, what the invariants remember of the past ([`crate::check::untimed`]), and what is left
//! of the bounds. Two states that become equal when nodes are renamed count as one state, because no rule of Raft depends on
//! a node's name.
//!
//! A state is known by 64 bits: of each part a hash (XXH3) of its bytes, the parts' hashes added up under each permutation
//! of the names, and of these sums the lowest. Two states out of s have the same hash with a chance of s²/2^65: 1 in 41,000
//! for 30 million states. What is said of a search without a find holds but for that chance.
//!
//! # Speed
//! Servers, messages and memories are kept once each and known by numbers, and each step of a server is carried out once
//! (`tables.rs`): so a state is a short row of numbers, and a move is a look into a table, an addition and a subtraction.
//!
//! | file | part |
//! |---|---|
//! | `bounds.rs` | how far a search goes, and of which cluster it is |
//! | `server.rs` | one server without a clock |
//! | `tables.rs` | the parts of states, and what becomes of them |
//! | `moves.rs` | states as rows of numbers, and the moves between them |
//! | `visited.rs` | the states that were met |
//! | `search.rs`, `parallel.rs` | level by level, by several threads |
//! | `retell.rs` | a run of the search as a script |

mod bounds;
mod moves;
mod parallel;
mod retell;
mod search;
mod server;
mod tables;
mod visited;

pub use bounds::{Bounds, Cluster, Refusal};
pub use search::{Counterexample, Exhausted, Step};
pub use server::Act;

use super::search::Start;
use crate::raft::Names;

/// Searches through every run of a cluster within some bounds, with so many threads; their number changes nothing of what
/// is found.
///
/// # Errors
/// If the cluster is one that the search cannot take.
pub fn exhaust(start: &Start, bounds: &Bounds, jobs: usize) -> Result<Exhausted, Refusal> {
    let cluster = Cluster::of(start)?;
    let with = |count: usize| Names::permutations(count);
    Ok(match if bounds.symmetry { cluster.nodes } else { 1 } {
        2 => search::search::<2>(&cluster, bounds, with(2), jobs),
        3 => search::search::<6>(&cluster, bounds, with(3), jobs),
        4 => search::search::<24>(&cluster, bounds, with(4), jobs),
        5 => search::search::<120>(&cluster, bounds, with(5), jobs),
        _ => search::search::<1>(&cluster, bounds, with(1), jobs),
    })
}
