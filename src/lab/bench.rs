//! The benchmark's run, without a clock: the caller measures.

use crate::check::Checks;
use crate::raft::{Body, Message};
use crate::sim::{ClientId, Settings, World};

/// What a run of the benchmark did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BenchRun {
    /// Virtual time, µs.
    pub virtual_us: u64,
    /// Messages delivered from node to node.
    pub messages: u64,
    /// World events carried out.
    pub events: u64,
    /// Violations found.
    pub violations: usize,
}

/// Five nodes with default timings, a client's command every 100 ms, and all invariants on.
pub fn run_bench(seed: u64, virtual_s: u64) -> BenchRun {
    let (mut world, mut checks) = loaded_cluster(seed);
    let end_us = virtual_s * 1_000_000;
    while world.next_at().is_some_and(|at| at.0 <= end_us) {
        world.step();
        checks.look(&world);
    }
    BenchRun {
        virtual_us: end_us,
        messages: world.delivered_between_nodes(),
        events: world.steps(),
        violations: checks.violations().len(),
    }
}

fn loaded_cluster(seed: u64) -> (World, Checks) {
    let mut world = World::new(5, seed, Settings::default(), false);
    let mut checks = Checks::default();
    checks.look(&world);
    let client = ClientId::new(1).expect("there is always a first client");
    world.start_load(100_000, &[client], None);
    (world, checks)
}

/// The same cluster with votes that no node gave: the names of the invariants that were found broken.
pub fn run_self_test() -> Vec<&'static str> {
    let (mut world, mut checks) = loaded_cluster(1);
    while world.now().0 < 1_000_000 {
        world.step();
        checks.look(&world);
    }
    let voters: Vec<_> = world.nodes().iter().collect();
    for candidate in &voters {
        world.time_out(*candidate);
        checks.look(&world);
        let term = world.server(*candidate).current_term();
        for voter in voters.iter().filter(|voter| *voter != candidate) {
            let body = Body::RequestVoteReply { granted: true };
            world.forge(Message { from: *voter, to: *candidate, term, body });
            checks.look(&world);
        }
    }
    checks.violations().iter().map(|violation| violation.invariant.name()).collect()
}
