//! Compares the speed of a cluster here with raft-rs in a bare loop, in virtual seconds a CPU second, taking turns.
//!
//! Both run five nodes with ten commands a virtual second, and as many messages a virtual second. raft-rs's nodes hand
//! each other their messages in memory, at once; there is no network, no disk, no client and no check. Ours have all of
//! that: it is the run of `raftarium bench`.
//!
//! `cargo run --release --example bare_loop` prints a line for each round, and the median of the ratios. It is an example
//! and no bench because Cargo builds benches without the release profile's `panic = "abort"`, which the program has.

use cpu_time::ProcessTime;
use raft::eraftpb::{Entry, Message};
use raft::storage::MemStorage;
use raft::{Config, RawNode, StateRole};
use raftarium::lab::bench::run_bench;
use std::env;
use std::process::Command;

const ROUNDS: usize = 7;

/// Runs of a round, and virtual seconds of each: as `raftarium bench` has them.
const RUNS: u64 = 60;
const VIRTUAL_S: u64 = 600;

const NODES: u64 = 5;

/// Ticks of raft-rs's nodes in a virtual second: a tick is our heartbeat interval.
const TICKS_A_SECOND: u64 = 20;

/// A command is proposed in every second tick: ten a second.
const TICKS_A_COMMAND: u64 = 2;

struct Server {
    raw: RawNode<MemStorage>,
    applied: u64,
}

impl Server {
    fn new(id: u64) -> Server {
        // Peers learn of a commit by the next heartbeat, as ours do: no message is sent for it alone.
        let config = Config { id, election_tick: 10, heartbeat_tick: 1, skip_bcast_commit: true, ..Config::default() };
        let storage = MemStorage::new_with_conf_state(((1..=NODES).collect::<Vec<u64>>(), vec![]));
        let logger = slog::Logger::root(slog::Discard, slog::o!());
        Server { raw: RawNode::new(&config, storage, &logger).expect("the configuration is valid"), applied: 0 }
    }

    fn apply(&mut self, entries: Vec<Entry>) {
        self.applied += entries.iter().filter(|entry| !entry.data.is_empty()).count() as u64;
    }

    /// Carries out what the node asks for; its writes are durable at once.
    fn carry_out(&mut self, sent: &mut Vec<Message>) {
        while self.raw.has_ready() {
            let mut ready = self.raw.ready();
            sent.extend(ready.take_messages());
            let entries = ready.take_committed_entries();
            self.apply(entries);
            let mut disk = self.raw.raft.raft_log.store.wl();
            disk.append(ready.entries()).expect("the log is appended in order");
            if let Some(hard_state) = ready.hs() {
                disk.set_hardstate(hard_state.clone());
            }
            drop(disk);
            sent.extend(ready.take_persisted_messages());
            let mut light = self.raw.advance(ready);
            if let Some(commit) = light.commit_index() {
                self.raw.raft.raft_log.store.wl().mut_hard_state().set_commit(commit);
            }
            sent.extend(light.take_messages());
            let entries = light.take_committed_entries();
            self.apply(entries);
            self.raw.advance_apply();
            // A log that grows for ever would measure the allocator.
            self.compact();
        }
    }

    fn compact(&mut self) {
        const KEPT: u64 = 1_000;
        let applied = self.raw.raft.raft_log.applied;
        let mut disk = self.raw.raft.raft_log.store.wl();
        if applied.is_multiple_of(KEPT) && KEPT < applied {
            disk.compact(applied - KEPT / 2).expect("what is applied may go");
        }
    }
}

/// raft-rs in a bare loop. Returns the messages that were delivered.
fn run_raft_rs(_: u64) -> u64 {
    let mut servers: Vec<Server> = (1..=NODES).map(Server::new).collect();
    let (mut sent, mut commands, mut messages) = (Vec::new(), 0, 0);
    for tick in 0..VIRTUAL_S * TICKS_A_SECOND {
        for server in &mut servers {
            server.raw.tick();
            if tick % TICKS_A_COMMAND == 0 && server.raw.raft.state == StateRole::Leader {
                server.raw.propose(Vec::new(), b"set a 1".to_vec()).expect("a leader takes a command");
                commands += 1;
            }
            server.carry_out(&mut sent);
        }
        while let Some(message) = sent.pop() {
            messages += 1;
            let server = &mut servers[message.to as usize - 1];
            server.raw.step(message).expect("a message of a peer is taken");
            server.carry_out(&mut sent);
        }
    }
    let applied = servers.iter().map(|server| server.applied).max().unwrap_or_default();
    assert!(commands <= applied + 1, "the leader's commands are committed: {applied} of {commands}");
    messages
}

/// A cluster here. Returns the messages that were delivered.
fn run_ours(seed: u64) -> u64 {
    let run = run_bench(seed, VIRTUAL_S);
    assert_eq!(run.violations, 0);
    run.messages
}

/// Measures one of them in this process, and prints its virtual seconds a CPU second and messages a virtual second.
fn measure(run: fn(u64) -> u64) {
    let begin = ProcessTime::now();
    let messages: u64 = (1..=RUNS).map(run).sum();
    let virtual_s = (RUNS * VIRTUAL_S) as f64;
    println!("{} {}", virtual_s / begin.elapsed().as_secs_f64(), messages as f64 / virtual_s);
}

/// The two figures of [`measure`], from a process of its own: otherwise one would tidy up the memory of the other.
fn measured(name: &str) -> (f64, f64) {
    let program = env::current_exe().expect("the program has a path");
    let output = Command::new(program).arg(name).output().expect("the program runs again");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).expect("the program prints UTF-8");
    let mut figures = printed.split_whitespace().map(|figure| figure.parse::<f64>().expect("a figure is a number"));
    let mut next = || figures.next().expect("there are two figures");
    (next(), next())
}

fn main() {
    match env::args().nth(1).as_deref() {
        Some("ours") => return measure(run_ours),
        Some("raft-rs") => return measure(run_raft_rs),
        Some(_) | None => {}
    }
    let mut ratios = Vec::new();
    for _ in 0..ROUNDS {
        let ((ours, our_messages), (theirs, their_messages)) = (measured("ours"), measured("raft-rs"));
        println!(
            "ours {ours:>7.0} virtual s a CPU s ({our_messages:.0} messages a virtual s), \
             raft-rs {theirs:>7.0} ({their_messages:.0}): {:.2}",
            ours / theirs
        );
        ratios.push(ours / theirs);
    }
    ratios.sort_by(f64::total_cmp);
    println!("median of {ROUNDS} ratios: {:.2}", ratios[ROUNDS / 2]);
}
