//! The search for a counterexample. Each number stands for a random script; its run and a fork of it are made with all checks.
//!
//! Nothing here depends on how many workers search: what is found is the find of the lowest number, and the shortest of a
//! few finds in the order of their numbers.

use super::coverage::Coverage;
use super::find::Find;
use super::forks::Tree;
use super::generate::{Generated, generate, generate_after};
use super::judge::runner_wanting;
use super::shorten::{Effort, Short};
use crate::check::Invariant;
use crate::script::Script;
use crate::sim::Setting;
use std::sync::Arc;

/// A shortened script of so many statements is short enough; a longer one is compared with those of the next finds.
pub const STATEMENTS_ENOUGH: usize = 15;

/// Finds that are compared, at most.
pub const FINDS_MAX: usize = 10;

/// So many numbers are searched for a shorter script beyond three times the number of the first find.
pub const NUMBERS_MORE: u64 = 3_000;

/// What a number gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// What broke, if anything did.
    pub find: Option<Find>,
    /// How many runs were made: that of its script, and forks of it.
    pub runs: u64,
    /// Their events.
    pub events: u64,
}

/// Where a search starts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// Settings that hold in every run, beside those that are drawn.
    pub settings: Vec<Setting>,
    /// What every run begins with; none for a cluster that is drawn.
    pub script: Option<Script>,
    /// The invariant that is to break; whatever else breaks is set aside. None, for whatever breaks first.
    pub wanted: Option<Invariant>,
}

/// Runs the script of a number, and the forks of that run, up to the first that breaks something.
pub fn explore(number: u64, start: &Start, coverage: &mut Coverage) -> Tried {
    let Generated { mut script, is_linearizable } = match &start.script {
        Some(script) => generate_after(number, script),
        None => generate(number),
    };
    script.setup.settings.splice(0..0, start.settings.iter().copied());
    let mut tree = Tree::of(number, start.script.as_ref(), coverage);
    let mut run = runner_wanting(start.wanted, &Arc::new(script), false);
    loop {
        let find = tree.grow(run, is_linearizable);
        match tree.fork().filter(|_| find.is_none()) {
            Some(fork) => run = fork,
            None => return Tried { find, runs: tree.runs, events: tree.events },
        }
    }
}

/// The shortest of some finds, which come in the order of their numbers. [`Shortest::is_enough`] tells when no more are
/// wanted, and [`Shortest::until`] up to which number.
#[derive(Clone, Debug, Default)]
pub struct Shortest {
    best: Option<(Find, Short)>,
    compared: usize,
    until: Option<u64>,
}

impl Shortest {
    /// Takes the next find, and what it was shortened to with [`Effort::Some`].
    pub fn take(&mut self, find: Find, short: Short) {
        self.compared += 1;
        self.until.get_or_insert(find.number.saturating_mul(3).saturating_add(NUMBERS_MORE));
        if self.best.as_ref().is_none_or(|(_, best)| short.statements() < best.statements()) {
            self.best = Some((find, short));
        }
    }

    /// Whether the shortest is short enough, or enough were compared.
    pub fn is_enough(&self) -> bool {
        let is_short = |(_, short): &(Find, Short)| short.statements() <= STATEMENTS_ENOUGH;
        FINDS_MAX <= self.compared || self.best.as_ref().is_some_and(is_short)
    }

    /// The last number whose find is compared: to look for a shorter script may take twice as long as the first find took,
    /// and a little more.
    pub fn until(&self) -> u64 {
        self.until.unwrap_or(u64::MAX)
    }

    /// The shortest, with all effort.
    pub fn into_best(self) -> Option<(Find, Short)> {
        let (find, short) = self.best?;
        let short = if short.is_final { Some(short) } else { find.shorten(Effort::All) };
        Some((find, short?))
    }
}
