//! The world: servers with disks, clients, and the network between them, on a virtual clock.
//!
//! [`World::step`] takes the next event out of a queue with a total order and carries it out; that is
//! the only thing that moves the clock. All other methods are outside influences at the present
//! instant. A clone of the world goes on exactly as the original would.
//!
//! | file | what it has |
//! |---|---|
//! | `world.rs` | the world, its step, and what the checkers may look at |
//! | `nodes.rs` | carrying out a node's effects, in the order that `raft::Effects` states |
//! | `network.rs`, `post.rs` | what is in flight; sending, losing and delivering |
//! | `client.rs`, `clients.rs` | one client; what clients do in the world |
//! | `control.rs`, `orders.rs` | crash, partition, drop, …: what a script does; what becomes of orders |
//! | `disk.rs`, `server.rs` | what survives a crash, and what does not; disks that are full, fail, or tear |
//! | `queue.rs`, `chance.rs`, `time.rs`, `settings.rs` | order, chance, time, configuration |
//! | `leases.rs` | whether reads by lease are safe as the nodes are set up |
//! | `event.rs`, `fields/` | what happened, and its names for traces and sentences |

pub mod actor;
pub mod chance;
pub mod client;

mod clients;
mod control;
pub mod disk;
pub mod event;
pub mod fields;
mod leases;
pub mod network;
mod nodes;
mod orders;
mod post;
pub mod queue;
pub mod server;
pub mod settings;
pub mod time;
pub mod world;

pub use actor::{ACTORS, Actor, ClientId, MAX_CLIENTS};
pub use client::{Latest, Operation, Wait};
pub use control::{Link, Setting, Which};
pub use disk::{Disk, DiskState};
pub use event::{Event, EventId, Loss, Order, OrderLoss, Summary, Travel, What};
pub use fields::Field;
pub use leases::LeaseRisk;
pub use network::{Answer, Content, Envelope, Kind, MessageId, Pattern, Tampering};
pub use orders::OrderState;
pub use server::{Process, Server};
pub use settings::{LinkQuality, ReadMode, Settings};
pub use time::Instant;
pub use world::{Footprint, HistoryStep, Vote, World};
