//! A counterexample as a schedule: the steps that lead to it, without a clock.
//!
//! A script that is shortened is short to read, and may be long to run: while a second passes, leaders beat, and hundreds of
//! messages come and go that have nothing to do with what breaks. A schedule has only steps: a message is delivered, a timer
//! fires, a request reaches a node, a node crashes or starts again. It is recorded from a run, and steps are taken away until
//! none can be: neither one, nor two or three at once while they are few.
//!
//! The simulator plays the steps as statements of a script. Messages and election timers take an hour there, so that nothing
//! happens by itself, and each step is one statement or a few. So a schedule is a script as well, and all that a run is
//! judged by judges it: snapshots, reads, changes of the configuration, the clients' history.
//!
//! # What counts
//! The depth is the number of steps. What is written is durable in the step that writes it, and an answer reaches its client in
//! the step that sends it: neither is a step. A request counts once, its way to the node is none. Crashes and restarts count one
//! each, and so do orders of an operator. A message that is lost is one that is never delivered, and counts nothing.
//!
//! # Liveness
//! That nothing happens any more cannot be seen without a clock. For `progress` and `stability` the schedule leads to a state;
//! then all that is in flight is delivered, the clock goes on with the usual times, and what is broken is broken in that calm.
//! The depth counts the steps up to there.
//!
//! # What has no schedule
//! Runs that rest on time (leases, clocks, pre-votes), on what a crash takes from a disk before it is durable, or on a client
//! that retries under the same number. Their replay breaks nothing, and there is no schedule then.
//!
//! | file | part |
//! |---|---|
//! | `step.rs` | a step |
//! | `record.rs` | the steps of a run |
//! | `setup.rs`, `play.rs` | plays steps, as a script |
//! | `shorten.rs` | takes steps away |
//! | `exhausted.rs` | asks the exhaustive search for fewer |

mod exhausted;
mod play;
mod record;
mod setup;
mod shorten;
mod step;

pub use play::{Case, Played, play};
pub use record::record;
pub use step::{Numbered, Parcel, Step, StepId};

use super::judge::Broken;
use crate::script::{Script, Statement, Step as Line};
use shorten::{Shortening, depth};

/// A schedule from which no step can be taken away.
#[derive(Clone, Debug)]
pub struct Schedule {
    case: Case,
    steps: Vec<Numbered>,
    broken: Broken,
}

impl Schedule {
    /// The schedule of a script that breaks something. None if it breaks nothing without its clock.
    pub fn of(script: &Script, broken: Broken) -> Option<Schedule> {
        let case = Case { nodes: script.setup.nodes, settings: script.setup.settings.clone(), broken };
        let steps = record(script, broken == Broken::Linearizability);
        Schedule::shortest(case, &steps)
    }

    fn shortest(case: Case, steps: &[Numbered]) -> Option<Schedule> {
        let mut shortening = Shortening::new(case, steps)?;
        shortening.go();
        let Shortening { case, steps, broken, .. } = shortening;
        Some(Schedule { case, steps, broken })
    }

    /// The shorter of this one and of what the exhaustive search finds within a moment, where it reaches.
    pub fn or_exhausted(self) -> Schedule {
        let fewer = exhausted::fewer(&self.case, self.depth());
        let fewer = fewer.and_then(|(case, steps)| Schedule::shortest(case, &steps));
        fewer.filter(|fewer| fewer.depth() < self.depth()).unwrap_or(self)
    }

    /// The invariant that this schedule breaks. The script that it was made from may break another one.
    pub fn broken(&self) -> Broken {
        self.broken
    }

    /// What it is played in.
    pub fn case(&self) -> &Case {
        &self.case
    }

    /// Its steps.
    pub fn steps(&self) -> &[Numbered] {
        &self.steps
    }

    /// How many of them count.
    pub fn depth(&self) -> usize {
        depth(&self.steps)
    }

    /// Its steps, a line each. A message is named by the line in which it was sent, where another of its kind was sent on its
    /// link.
    pub fn lines(&self) -> Vec<String> {
        let deliveries = || self.steps.iter().filter_map(|numbered| numbered.step.delivered());
        let is_one_of_several = |parcel: &Parcel| 1 < deliveries().filter(|other| other.is_alike(parcel)).count();
        let line = |numbered: &Numbered| match numbered.step.delivered().filter(is_one_of_several) {
            Some(parcel) => {
                let sent_in = self.steps.iter().position(|other| other.id == parcel.sent_in);
                format!("{} (sent in {})", numbered.step, sent_in.map_or(0, |place| place + 1))
            }
            None => numbered.step.to_string(),
        };
        self.steps.iter().map(line).collect()
    }

    /// The schedule as a script that breaks the same, with an `expect violated` at its end.
    pub fn script(&self) -> Script {
        let mut script = Script::clone(play(&self.case, &self.steps).runner.script());
        script.statements.push(Statement::new(Line::Expect { condition: self.broken.condition(), negated: false }));
        script
    }
}
