//! What a run breaks.

use crate::check::linearizability::{Limits, Unordered};
use crate::check::{Checks, Invariant};
use crate::script::{Condition, Limit, Runner, Script, Stop};
use crate::sim::Instant;
use std::sync::Arc;

/// Events between two looks at the clients' history. A broken invariant ends the run by itself.
const BATCH: u64 = 64;

/// States of one key that a history may have, at most; with more, it is not judged.
const STATES_MAX: usize = 64;

/// Something that a run broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Broken {
    /// An invariant, while it was claimed.
    Invariant(Invariant),
    /// The clients' history: no order explains it.
    Linearizability,
}

impl Broken {
    /// Its name in a script: `expect violated NAME`.
    pub const fn name(self) -> &'static str {
        match self {
            Broken::Invariant(invariant) => invariant.name(),
            Broken::Linearizability => "linearizability",
        }
    }

    /// The condition that it was broken.
    pub const fn condition(self) -> Condition {
        match self {
            Broken::Invariant(invariant) => Condition::Violated(invariant),
            Broken::Linearizability => Condition::ViolatedLinearizability,
        }
    }
}

/// The first thing that a run broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What.
    pub broken: Broken,
    /// When.
    pub at: Instant,
    /// The place of the statement that was under way.
    pub place: usize,
    /// When that statement began.
    pub began: Instant,
}

/// A run, and the first thing that it broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// What broke; none if nothing did, within the limit.
    pub verdict: Option<Verdict>,
    /// The events of the run, up to there.
    pub events: u64,
}

/// Runs a script, until something breaks, or for so many events at most. Whether the clients' history counts, the caller
/// says: a script may allow stale reads.
pub fn judge(script: Script, is_linearizable: bool, events_max: u64) -> Judged {
    judge_wanted(script, None, is_linearizable, events_max)
}

/// The same, looking for one invariant: none, for whatever breaks first.
pub fn judge_wanted(script: Script, wanted: Option<Invariant>, is_linearizable: bool, events_max: u64) -> Judged {
    judge_from(runner_wanting(wanted, &Arc::new(script), false), is_linearizable, events_max, |_| ())
}

/// The same, of a run that may have begun already; `look` sees it now and then.
pub fn judge_from(mut runner: Runner, is_linearizable: bool, events_max: u64, mut look: impl FnMut(&Runner)) -> Judged {
    let script = Arc::clone(runner.script());
    loop {
        let stop = runner.advance(Limit::events(BATCH));
        let events = runner.world().steps();
        look(&runner);
        let broken = match runner.checks().violations().first() {
            Some(violation) => Some((Broken::Invariant(violation.invariant), violation.at)),
            None if is_linearizable && runner.checks().wanted().is_none() => return_without_order(&mut runner, &script),
            None => None,
        };
        let verdict = broken.map(|(broken, at)| {
            let (place, began) = (runner.place(), runner.passage().0);
            Verdict { broken, at, place, began }
        });
        if verdict.is_some() || stop != Stop::Events || events_max <= events {
            return Judged { verdict, events: runner.world().steps() };
        }
    }
}

/// The first thing that a run broke.
pub fn broken_in(runner: &Runner, is_linearizable: bool) -> Option<Broken> {
    let first = runner.checks().violations().first().map(|violation| Broken::Invariant(violation.invariant));
    let has_no_order = is_linearizable && !runner.checks().linearizability().unordered().is_empty();
    first.or(has_no_order.then_some(Broken::Linearizability))
}

/// The return that no order explains, which stops no run: the run is repeated, up to there.
fn return_without_order(runner: &mut Runner, script: &Arc<Script>) -> Option<(Broken, Instant)> {
    let Unordered { at, event, .. } = *runner.checks().linearizability().unordered().first()?;
    let events = runner.world().steps();
    *runner = runner_of(script, false);
    runner.advance(Limit::recorded(event, events));
    Some((Broken::Linearizability, at))
}

/// A run at its start whose history is kept up with as long as that is cheap: a search meets many histories, and needs none of them.
pub fn runner_of(script: &Arc<Script>, recording: bool) -> Runner {
    runner_wanting(None, script, recording)
}

/// The same, with checks that look for one invariant.
pub fn runner_wanting(wanted: Option<Invariant>, script: &Arc<Script>, recording: bool) -> Runner {
    let limits = Limits { states: STATES_MAX, ..Limits::default() };
    Runner::checked_by(Checks::with_limits(limits).wanting(wanted), Arc::clone(script), recording)
}
