//! The search for a counterexample, in pieces that a worker of the page carries out.
//!
//! Several workers share a search: each takes every so many numbers, and the find of the lowest number counts, so that
//! one worker or many find the same.

use super::error_view;
use super::view::{FindView, HuntView, ScriptErrorView, ShortView};
use crate::check::Invariant;
use crate::explore::{Coverage, Effort, Find, Short, Start, Tried, explore};
use crate::script::{Condition, Script, Step, parse};
use crate::sim::Setting;

/// The share of one worker in a search.
#[derive(Debug)]
pub struct Hunt {
    start: Start,
    next: u64,
    stride: u64,
    coverage: Coverage,
    runs: u64,
    events: u64,
}

impl Hunt {
    /// A search that starts from a script: from its broken rules alone, if it has nothing else; otherwise each run begins
    /// as the script does. It looks for the invariant that the script expects to be violated at its end, and sets aside what
    /// breaks others; without that, for whatever breaks first. It takes the numbers `first`, `first + stride`, and so on.
    ///
    /// # Errors
    /// If the script is wrong.
    pub fn new(script: &str, first: u64, stride: u64) -> Result<Hunt, ScriptErrorView> {
        let mut script = parse(script).map_err(error_view)?;
        let wanted = wanted_by(&script);
        if wanted.is_some() {
            script.statements.pop();
        }
        let breaks_rules = |setting: &Setting| matches!(setting, Setting::Flaw(_) | Setting::Mend(_));
        let is_bare = script.statements.is_empty() && script.setup.settings.iter().all(breaks_rules);
        let start = match is_bare {
            true => Start { settings: script.setup.settings, script: None, wanted },
            false => Start { settings: Vec::new(), script: Some(script), wanted },
        };
        Ok(Hunt { start, next: first, stride: stride.max(1), coverage: Coverage::default(), runs: 0, events: 0 })
    }

    /// Tries so many numbers, up to the first in whose runs something breaks.
    pub fn go(&mut self, numbers: u64) -> HuntView {
        let mut find = None;
        for _ in 0..numbers {
            let Tried { find: found, runs, events } = explore(self.next, &self.start, &mut self.coverage);
            self.next += self.stride;
            (self.runs, self.events) = (self.runs + runs, self.events + events);
            if found.is_some() {
                find = found;
                break;
            }
        }
        HuntView {
            runs: self.runs as f64,
            events: self.events as f64,
            states: self.coverage.len() as f64,
            next: self.next as f64,
            find: find.map(|find| find_view(&find)),
        }
    }

    /// Shortens the script of a number, with all effort or with some. Nothing if nothing breaks in it.
    pub fn shorten(&self, number: u64, all: bool) -> Option<ShortView> {
        let effort = if all { Effort::All } else { Effort::Some };
        let find = explore(number, &self.start, &mut Coverage::default()).find?;
        find.shorten(effort).map(|short| short_view(&short))
    }
}

/// The invariant that a script expects to be violated at its end.
fn wanted_by(script: &Script) -> Option<Invariant> {
    if let Step::Expect { condition: Condition::Violated(invariant), negated: false } = script.statements.last()?.step {
        Some(invariant)
    } else {
        None
    }
}

fn find_view(find: &Find) -> FindView {
    FindView {
        number: find.number as f64,
        broken: find.verdict.broken.name().into(),
        statements: find.script.statements.len() as f64,
    }
}

fn short_view(short: &Short) -> ShortView {
    ShortView {
        script: short.script.to_string(),
        broken: short.verdict.broken.name().into(),
        at_us: short.verdict.at.0 as f64,
        statements: short.statements() as f64,
        events: short.events as f64,
        tried: short.tried as f64,
        is_final: short.is_final,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One worker or several find the same, and the shortened script breaks what it says.
    #[test]
    fn many_workers_find_what_one_finds() {
        let lowest = |workers: u64| {
            let finds = (0..workers).filter_map(|worker| {
                let mut hunt = Hunt::new("flaw any-log-wins", worker, workers).unwrap();
                hunt.go(60).find
            });
            finds.min_by(|a, b| a.number.total_cmp(&b.number)).unwrap()
        };
        assert_eq!(lowest(1), lowest(3));
        let hunt = Hunt::new("flaw any-log-wins", 0, 1).unwrap();
        let short = hunt.shorten(lowest(1).number as u64, true).unwrap();
        assert!(
            short.script.contains("flaw any-log-wins")
                && short.script.ends_with("expect violated leader-completeness\n")
        );
    }

    /// What breaks something earlier does not hide what is looked for.
    #[test]
    fn a_search_looks_for_one_invariant() {
        let found = |wanted: &str| {
            let mut hunt = Hunt::new(&format!("flaw stale-votes-counted\n{wanted}"), 0, 1).unwrap();
            hunt.go(2_000).find.unwrap()
        };
        let first = found("");
        for wanted in ["election-safety", "leader-completeness"] {
            let find = found(&format!("expect violated {wanted}\n"));
            assert_eq!(find.broken, wanted);
            assert!(first.number <= find.number);
        }
    }

    /// A search may start from where one looks: each run begins as the script does.
    #[test]
    fn a_search_goes_on_from_a_script() {
        let script = "nodes 5\nflaw minority-commits\ntimeout n1\nrun until leader n1\n";
        let mut hunt = Hunt::new(script, 0, 1).unwrap();
        let find = hunt.go(100).find.unwrap();
        let short = hunt.shorten(find.number as u64, true).unwrap();
        assert_eq!(short.broken, "durable-commit");
        assert!(Hunt::new("flaw no-such", 0, 1).is_err());
    }
}
