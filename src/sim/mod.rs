//! The world: servers with disks, clients, and the network between them, on a virtual clock.
//!
//! [`World::step`] takes the next event out of a queue with a total order and carries it out; that is
//! the only thing that moves the clock. All other methods are outside influences at the present
//! instant. A clone of the world goes on exactly as the original would.
//!
//! | file | what it has |
//! |---|---|
//! | `world.rs` | the world, its step, and what the checkers may look at |
//! | `world/nodes.rs` | running replicas: the world as their host |
//! | `network.rs`, `world/post.rs` | what is in flight; sending, losing and delivering |
//! | `client.rs`, `world/clients.rs` | one client; what clients do in the world |
//! | `http.rs`, `world/http.rs` | clients that speak HTTP, and the nodes that they ask |
//! | `control.rs`, `world/control.rs` | crash, partition, drop, …: what a script means and does |
//! | `orders.rs`, `world/orders.rs` | what becomes of orders |
//! | `disk.rs`, `server.rs` | what survives a crash, and what does not; disks that are full, fail, or tear |
//! | `queue.rs`, `chance.rs`, `time.rs`, `settings.rs` | order, chance, time, configuration |
//! | `leases.rs`, `world/leases.rs` | whether reads by lease are safe as the nodes are set up |
//! | `event.rs` | what happened: a table of events, with their names, fields and rules |
//! | `fields/` | what fields say in traces and sentences |

pub mod actor;
pub mod chance;
pub mod client;

mod control;
pub mod disk;
pub mod event;
pub mod fields;
pub mod http;
mod leases;
pub mod network;
mod orders;
pub mod queue;
pub mod server;
pub mod settings;
pub mod time;
pub mod world;

pub use crate::replica::{Answer, ReadMode};
pub use actor::{ACTORS, Actor, ClientId, MAX_CLIENTS};
pub use client::{Errand, Latest, Operation, Wait};
pub use control::{FlawName, Link, Setting, Which};
pub use disk::{Disk, DiskState};
pub use event::{
    Event, EventId, Loss, NodeState, Order, OrderLoss, Summary, TOLD_BYTES_MAX, TOLD_COMMITTED_MAX, TOLD_KEYS_MAX,
    Travel, What,
};
pub use fields::{Field, LINE_BYTES_MAX, LineError, LineExpected, LinePlace};
pub use http::{NoAnswer, Received};
pub use leases::LeaseRisk;
pub use network::{Content, Envelope, Kind, MessageId, Pattern, Tampering};
pub use orders::{HandOver, OrderState};
pub use server::{Process, Server};
pub use settings::{LinkQuality, Settings};
pub use time::Instant;
pub use world::{Footprint, HistoryStep, Vote, World};
