//! Steps are offered only if they work: each is tried in a copy of the run, which goes exactly as the run
//! itself would go.

use super::{holds, lacks};
use crate::lab::lack::Lack;
use crate::lab::question::Question;
use crate::lab::remedy::Remedy;
use crate::lab::view::Offer;
use crate::script::{Influence, Limit, Runner, Statement, Step};
use crate::sim::{Instant, What};

/// How long a step may take to show, µs of virtual time.
pub const TRIAL_US: u64 = 3_000_000;

/// The world's steps that all trials of one answer take, at most: some 15 ms in WebAssembly.
const STEPS_MAX: u64 = 20_000;

/// Offers for one thing that is missing, at most.
const OFFERS_MAX: usize = 5;

/// For each thing that is missing, what brings it.
pub fn offers(runner: &Runner, question: Question, missing: &[Lack]) -> Vec<Vec<Offer>> {
    let mut left = STEPS_MAX;
    missing.iter().map(|lack| offers_for(runner, question, lack, &mut left)).collect()
}

fn offers_for(runner: &Runner, question: Question, lack: &Lack, left: &mut u64) -> Vec<Offer> {
    let mut offers = Vec::new();
    for remedy in &lack.remedies {
        let brings = works(runner, remedy.influence(), question, lack, left);
        // If time alone brings it as soon, the cuts are not what stands in its way.
        let mut is_of_use = |us: u64| *remedy != Remedy::Heal || !comes_anyway(runner, question, lack, us, left);
        offers.extend(brings.filter(|us| is_of_use(*us)).map(|us| remedy.offer(us)));
        let enough = if lack.offer_all { OFFERS_MAX } else { 1 };
        if enough <= offers.len() {
            break;
        }
    }
    offers
}

/// Whether time alone brings what is missing within so many µs.
fn comes_anyway(runner: &Runner, question: Question, lack: &Lack, us: u64, left: &mut u64) -> bool {
    works(runner, None, question, lack, left).is_some_and(|alone| alone <= us)
}

/// After how long, µs, what is done (or time alone) brings what is missing, or makes the fact true.
fn works(
    runner: &Runner,
    influence: Option<Influence>,
    question: Question,
    lack: &Lack,
    left: &mut u64,
) -> Option<u64> {
    let mut trial = runner.clone();
    let done = influence.map(|influence| Statement::new(Step::Do(influence)));
    trial.cut_and_append(Vec::new(), done.into_iter().collect());
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
    holds(world, question) || !lacks(world, question).iter().any(|other| other.is(lack))
}

/// When a trial is looked at, µs from its start: often at first.
fn instants() -> impl Iterator<Item = u64> {
    let fine = (0..20).map(|ms| ms * 1_000);
    let coarse = (20..200).step_by(5).map(|ms| ms * 1_000);
    fine.chain(coarse).chain((200_000..=TRIAL_US).step_by(50_000))
}
