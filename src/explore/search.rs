//! The search for a counterexample: random scripts, one a number, each run with all checks.
//!
//! Nothing here depends on how many workers search: what is found is the find of the lowest number, and the shortest of a
//! few finds in the order of their numbers.

use super::coverage::Coverage;
use super::generate::{Generated, generate, generate_after};
use super::judge::{Judged, Verdict, judge_and_look};
use super::shorten::{Short, shorten};
use crate::script::Script;
use crate::sim::Setting;

/// Events of one run, at most.
const EVENTS_MAX: u64 = 100_000;

/// A shortened script of so many statements is short enough; a longer one is compared with those of the next finds.
pub const STATEMENTS_ENOUGH: usize = 15;

/// Finds that are compared, at most.
pub const FINDS_MAX: usize = 6;

/// A script in which something breaks, as it was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Find {
    /// The number that it was drawn from.
    pub number: u64,
    /// The script.
    pub script: Script,
    /// Whether its clients' history must be linearizable.
    pub is_linearizable: bool,
    /// What breaks.
    pub verdict: Verdict,
    /// The events of its run, up to there.
    pub events: u64,
}

impl Find {
    /// The script, shortened until nothing can be taken away.
    pub fn shorten(&self) -> Option<Short> {
        shorten(&self.script, self.is_linearizable, self.events)
    }
}

/// What a number gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// What broke, if anything did.
    pub find: Option<Find>,
    /// The events of its run.
    pub events: u64,
}

/// Where a search starts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// Settings that hold in every run, beside those that are drawn.
    pub settings: Vec<Setting>,
    /// What every run begins with; none for a cluster that is drawn.
    pub script: Option<Script>,
}

/// Runs the script of a number.
pub fn explore(number: u64, start: &Start, coverage: &mut Coverage) -> Tried {
    let Generated { mut script, is_linearizable } = match &start.script {
        Some(script) => generate_after(number, script),
        None => generate(number),
    };
    script.setup.settings.splice(0..0, start.settings.iter().copied());
    let Judged { verdict, events } =
        judge_and_look(script.clone(), is_linearizable, EVENTS_MAX, |world| coverage.look(world));
    let find = verdict.map(|verdict| Find { number, script, is_linearizable, verdict, events });
    Tried { find, events }
}

/// The shortest of some finds, which come in the order of their numbers. [`Shortest::is_enough`] tells when no more are
/// wanted.
#[derive(Clone, Debug, Default)]
pub struct Shortest {
    best: Option<(Find, Short)>,
    compared: usize,
}

impl Shortest {
    /// Takes the next find, and what it was shortened to.
    pub fn take(&mut self, find: Find, short: Short) {
        self.compared += 1;
        if self.best.as_ref().is_none_or(|(_, best)| short.statements() < best.statements()) {
            self.best = Some((find, short));
        }
    }

    /// Whether the shortest is short enough, or enough were compared.
    pub fn is_enough(&self) -> bool {
        let is_short = |(_, short): &(Find, Short)| short.statements() <= STATEMENTS_ENOUGH;
        FINDS_MAX <= self.compared || self.best.as_ref().is_some_and(is_short)
    }

    /// The shortest.
    pub fn into_best(self) -> Option<(Find, Short)> {
        self.best
    }
}
