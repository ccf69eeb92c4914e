//! The museum of flaws, and the machine that finds counterexamples.

#![cfg(not(target_arch = "wasm32"))]

use raftarium::explore::generate;
use raftarium::raft::{Flaw, Flaws};
use raftarium::script::{Limit, Runner, Stop};
use raftarium::sim::{FlawName, Setting};
use std::panic::{self, AssertUnwindSafe};

/// Random runs of the property below.
const RUNS: u64 = 3_000;

/// The core asserts only what no flaw, and no set of flaws, can break: whatever a checker sees, `step` never panics.
#[test]
fn under_any_set_of_flaws_no_step_panics() {
    for number in 0..RUNS {
        let mut script = generate(number).script;
        // Bits drawn from the number: sets of a few flaws, and sets of half of all.
        let mut bits = number.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(17);
        if number % 3 != 0 {
            bits &= bits.rotate_left(23) & bits.rotate_left(41);
        }
        let set: Vec<Flaw> = Flaw::ALL
            .iter()
            .copied()
            .enumerate()
            .filter(|(place, _)| bits >> place & 1 == 1)
            .map(|both| both.1)
            .collect();
        script.setup.settings.extend(set.iter().map(|flaw| Setting::Flaw(FlawName::One(*flaw))));
        let run = || {
            let mut runner = Runner::new(script.clone(), false);
            // A violation ends the script, and the world goes on.
            while runner.world().steps() < 20_000 && runner.run(Limit::events(5_000)) == Stop::Events {}
            assert_eq!(runner.world().settings().raft.flaws, Flaws::of(&set));
        };
        let passed = panic::catch_unwind(AssertUnwindSafe(run));
        assert!(passed.is_ok(), "it panics, in\n{script}");
    }
}
