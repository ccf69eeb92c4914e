//! Steps are offered only if they work: each is tried in a copy of the run, which goes exactly as the run
//! itself would go.

use super::question::Question;
use super::why_not::{self, Lack};
use crate::script::{Limit, Runner, parse_more};
use crate::sim::{Instant, What};

/// How long a step may take to show, µs of virtual time.
pub const TRIAL_US: u64 = 3_000_000;

/// The world's steps that all trials of one answer take, at most: some 15 ms in WebAssembly.
const STEPS_MAX: u64 = 20_000;

/// Offers for one thing that is missing, at most.
const OFFERS_MAX: usize = 5;

/// For each thing that is missing, the statements that bring it.
pub fn offers(runner: &Runner, question: Question, lacks: &[Lack]) -> Vec<Vec<String>> {
    let mut left = STEPS_MAX;
    lacks.iter().map(|lack| offers_for(runner, question, lack, &mut left)).collect()
}

fn offers_for(runner: &Runner, question: Question, lack: &Lack, left: &mut u64) -> Vec<String> {
    let mut offers = Vec::new();
    for candidate in &lack.candidates {
        let offer = if candidate == "run" {
            works(runner, None, question, lack, left).map(|us| format!("run {}ms", us.div_ceil(1_000).max(1)))
        } else {
            works(runner, Some(candidate), question, lack, left).map(|_| candidate.clone())
        };
        offers.extend(offer);
        let enough = if lack.offer_all { OFFERS_MAX } else { 1 };
        if enough <= offers.len() {
            break;
        }
    }
    offers
}

/// After how long, µs, a statement (or nothing but time) brings what is missing, or makes the fact true.
fn works(runner: &Runner, statement: Option<&str>, question: Question, lack: &Lack, left: &mut u64) -> Option<u64> {
    let mut trial = runner.clone();
    let statements = match statement {
        Some(statement) => parse_more(statement, runner.script(), 1).ok()?,
        None => Vec::new(),
    };
    trial.cut_and_append(Vec::new(), statements);
    trial.world_mut().take_events();
    let start = trial.world().now();
    for us in instants() {
        let before = trial.world().steps();
        trial.run(Limit::until(Instant(start.0 + us), *left));
        *left -= trial.world().steps() - before;
        let idle = trial.world_mut().take_events().iter().any(|event| matches!(event.what, What::NothingToDo { .. }));
        if idle || *left == 0 {
            return None;
        }
        if is_brought(&trial, question, lack) {
            return Some(us);
        }
    }
    None
}

/// Whether the fact is true now, or that thing is missing no more.
fn is_brought(runner: &Runner, question: Question, lack: &Lack) -> bool {
    let world = runner.world();
    why_not::holds(world, question) || !why_not::lacks(world, question).iter().any(|other| other.is(lack))
}

/// When a trial is looked at, µs from its start: often at first.
fn instants() -> impl Iterator<Item = u64> {
    let fine = (0..20).map(|ms| ms * 1_000);
    let coarse = (20..200).step_by(5).map(|ms| ms * 1_000);
    fine.chain(coarse).chain((200_000..=TRIAL_US).step_by(50_000))
}
