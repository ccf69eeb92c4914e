//! Raftarium: a real Raft cluster on a virtual clock.
//!
//! ```text
//! raft  <-  kv  <-  replica  <-  api  <-  sim  <-  trace  <-  check  <-  script  <-  explore  <-  lab  <-  wasm (the page)
//!                                          |                              +-----------------------+----  bin/raftarium (the command line)
//!                                          +----  serve (a real server)  <-  bin/raftarium
//! ```
//! `check`, `script` and `lab` also use `sorted`, which is a sort.
//!
//! Arrows point at the layers that may be used, and only that way; `tests/tidy.rs` keeps them so. What each layer
//! does *not* do says most about it:
//! - `raft` never reads a clock, draws a number, does I/O or makes a sentence;
//! - `kv` never looks at terms, indexes or nodes;
//! - `replica` never knows its host: it has no clock, no disk and no network of its own;
//! - `api` never hands a message on: it says what a request asks and what is answered;
//! - `serve` never decides: the replica does, and `api` says what is answered; it is there natively only;
//! - `sim` never looks at the real time or at a thread; all chance comes from the seed;
//! - `trace` never judges: it puts together again what lines tell, and says where they cannot follow from one another;
//! - `check` never changes what it looks at;
//! - `script` never touches a node but through the world;
//! - `explore` never chooses by a flaw: it draws scripts from numbers, runs them, and shortens those that break something;
//!   or it looks at every run of a small cluster;
//! - `lab` never draws, and no other layer knows the page's types;
//! - `wasm` decides nothing.
//!
//! A run is a pure function of its script: the same text gives the same run, event by event, natively
//! and in WebAssembly.

pub mod api;
pub mod check;
pub mod explore;
pub mod kv;
pub mod lab;
pub mod raft;
pub mod replica;
pub mod script;
#[cfg(feature = "cli")]
pub mod serve;
pub mod sim;
mod sorted;
pub mod trace;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
