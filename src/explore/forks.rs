//! The runs of one number: that of its script, and a fork of it.
//!
//! Luck alone saturates: most of what a random run meets was met by others. So a run that comes to an abstract state for
//! the first time is kept there, and later goes on from there in another way. What is new is known of the runs of the number
//! alone: a map that all numbers shared would make the finds depend on their order, and with it on the number of workers.
//!
//! With one fork a number, half of all runs are forks, so that what is found by the draw of a cluster alone takes twice as
//! long at most. With three, such flaws took up to four times as long, and the others gained little more.

use super::coverage::{AbstractState, Coverage};
use super::find::Find;
use super::generate::{Generated, generate_fork};
use super::judge::{Judged, judge_from};
use crate::script::{Runner, Script, Statement};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::sync::Arc;

/// Events of one run, at most.
const EVENTS_MAX: u64 = 100_000;

/// Forks of one number, at most; each goes on from the run before it.
const FORKS_MAX: u64 = 1;

/// The runs of a number.
pub struct Tree<'a> {
    number: u64,
    /// What every run begins with, if it is said.
    start: Option<&'a Script>,
    /// All that the search has met.
    coverage: &'a mut Coverage,
    /// What the runs of this number have met.
    met: Coverage,
    /// The last run, where it met something new.
    kept: Option<Runner>,
    chance: Pcg64Mcg,
    /// Its runs so far.
    pub runs: u64,
    /// Their events.
    pub events: u64,
}

impl<'a> Tree<'a> {
    /// A tree without a run.
    pub fn of(number: u64, start: Option<&'a Script>, coverage: &'a mut Coverage) -> Tree<'a> {
        let chance = Pcg64Mcg::seed_from_u64(!number);
        Tree { number, start, coverage, met: Coverage::default(), kept: None, chance, runs: 0, events: 0 }
    }

    /// Takes a run to its end. Returns what it breaks, if it breaks anything. One of the places where it met something new
    /// is kept, each as likely as the next.
    pub fn grow(&mut self, run: Runner, is_linearizable: bool) -> Option<Find> {
        let (script, wanted, begun) = (Arc::clone(run.script()), run.checks().wanted(), run.world().steps());
        // All runs begin as the start does: they part after it.
        let first = self.start.map_or(0, |start| start.statements.len());
        let may_fork = |run: &Runner| first <= run.place();
        let is_last = FORKS_MAX <= self.runs;
        let mut places = 0_u64;
        let Judged { verdict, events } = judge_from(run, is_linearizable, EVENTS_MAX, |run| {
            let state = AbstractState::of(run.world());
            self.coverage.add_state(state);
            if !is_last && may_fork(run) && self.met.add_state(state) {
                places += 1;
                if self.chance.random_range(0..places) == 0 {
                    self.kept = Some(run.clone());
                }
            }
        });
        (self.runs, self.events) = (self.runs + 1, self.events + events - begun);
        let script = || Script::clone(&script);
        verdict.map(|verdict| Find { number: self.number, script: script(), wanted, is_linearizable, verdict, events })
    }

    /// A run that goes on from where the last one met something new; none if there are forks enough, or it met nothing new.
    pub fn fork(&mut self) -> Option<Runner> {
        let mut run = self.kept.take()?;
        let script = run.script();
        let kept = script.statements[..run.place()].iter().cloned();
        let kept: Vec<Statement> = kept.chain(run.time_passed().into_iter().map(Statement::new)).collect();
        let begun = Script { setup: script.setup.clone(), statements: kept.clone() };
        let Generated { script: whole, .. } = generate_fork(self.number, self.start, &begun, self.chance.random());
        let more = whole.statements[kept.len()..].to_vec();
        run.cut_and_append(kept, more);
        Some(run)
    }
}

#[cfg(test)]
mod tests {
    use super::super::generate::{generate, generate_after};
    use super::super::judge::runner_of;
    use super::*;
    use crate::script::{Limit, Stop, parse};

    fn finished(mut run: Runner) -> Runner {
        while run.advance(Limit::events(1_000)) == Stop::Events {}
        run
    }

    /// A fork's script leads, from the start, to where the fork came by its checkpoint; and the correct core breaks nothing.
    #[test]
    fn a_fork_is_what_its_script_says() {
        let mut coverage = Coverage::default();
        let mut forks = 0;
        for number in 0..30 {
            let Generated { script, is_linearizable } = generate(number);
            let mut tree = Tree::of(number, None, &mut coverage);
            assert_eq!(tree.grow(runner_of(&Arc::new(script), false), is_linearizable), None);
            while let Some(fork) = tree.fork() {
                let (whole, went_on) = (finished(runner_of(fork.script(), false)), finished(fork.clone()));
                assert_eq!(whole.world().now(), went_on.world().now(), "{number}");
                assert_eq!(whole.world().steps(), went_on.world().steps(), "{number}");
                assert_eq!(whole.outcome(), went_on.outcome(), "{number}");
                assert_eq!(tree.grow(fork, is_linearizable), None);
                forks += 1;
            }
        }
        assert!(20 < forks, "{forks} forks");
    }

    /// Where all runs begin with a script, forks begin with all of it too.
    #[test]
    fn a_fork_parts_after_the_start() {
        let start = parse("nodes 3\ntimeout n1\nrun 2s\ncrash n2\nrun 1s\n").unwrap();
        let (mut coverage, mut forks) = (Coverage::default(), 0);
        for number in 0..20 {
            let Generated { script, is_linearizable } = generate_after(number, &start);
            let mut tree = Tree::of(number, Some(&start), &mut coverage);
            assert_eq!(tree.grow(runner_of(&Arc::new(script), false), is_linearizable), None);
            if let Some(fork) = tree.fork() {
                let whole = fork.script();
                assert_eq!(whole.statements[..start.statements.len()], start.statements[..], "{number}");
                forks += 1;
            }
        }
        assert!(10 < forks, "{forks} forks");
    }
}
