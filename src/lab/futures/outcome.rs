//! What one future comes to.

use super::super::numbers::FUTURE_STRIDE;
use super::super::rules::slot;
use super::present::{Fate, Present, fate};
use crate::check::Invariant;
use crate::explore::Broken;
use crate::raft::NodeId;
use crate::script::{Limit, Runner, Stop, serving_leader};

/// Rules that fired, and flaws that broke one: a bit each, in the order of the rulebook.
pub type Fired = u128;

/// Bits of [`Fired`] in one number of a row.
const FIRED_BITS: u32 = 48;

/// What one future came to within its horizon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Its number, which is its seed.
    pub number: u64,
    /// The leader at the end: one that a majority of the voters follows, with no cut between them.
    pub leader: Option<NodeId>,
    /// Since when it is that, or there is none, µs after the present.
    pub since_us: u64,
    /// How long there was no such leader, µs: all gaps together.
    pub outage_us: u64,
    /// The entries of the present that are committed, a bit each.
    pub committed: u64,
    /// Those that are lost.
    pub lost: u64,
    /// What was broken for the first time, a bit each: the invariants in their order, then linearizability.
    pub broken: u64,
    /// Acknowledged writes that are lost.
    pub writes_lost: u64,
    /// The rules that fired.
    pub fired: Fired,
}

/// Everything that a future may break, in the order of its bits.
pub fn breakable() -> impl Iterator<Item = Broken> {
    Invariant::ALL.iter().copied().map(Broken::Invariant).chain([Broken::Linearizability])
}

impl Outcome {
    /// Runs the future of a number.
    pub fn of(present: &Present, number: u64, horizon_us: u64) -> Outcome {
        let (began, until) = (present.now(), present.now().after(horizon_us));
        let mut runner = present.future(number);
        let mut outcome = Outcome { number, leader: serving_leader(runner.world()), ..Outcome::default() };
        let mut last = began;
        loop {
            let stop = runner.run(Limit::until(until, 1));
            outcome.fired |= fired(&mut runner);
            let now = runner.world().now();
            if outcome.leader.is_none() {
                outcome.outage_us += now.since(last);
            }
            last = now;
            let leader = serving_leader(runner.world());
            if leader != outcome.leader {
                (outcome.leader, outcome.since_us) = (leader, now.since(began));
            }
            if stop != Stop::Events {
                break;
            }
        }
        outcome.judge(present, &runner);
        outcome
    }

    /// What became of the entries of the present, and what is broken.
    fn judge(&mut self, present: &Present, runner: &Runner) {
        for (place, position) in present.entries().iter().enumerate() {
            match fate(runner, *position) {
                Fate::Open => {}
                Fate::Committed => self.committed |= 1 << place,
                Fate::Lost => self.lost |= 1 << place,
            }
        }
        let before = present.runner().checks();
        let (known, checks) = (before.violations().len(), runner.checks());
        for violation in &checks.violations()[known..] {
            self.broken |= 1 << violation.invariant as usize;
        }
        if before.linearizability().unordered().len() < checks.linearizability().unordered().len() {
            self.broken |= 1 << Invariant::ALL.len();
        }
        self.writes_lost = present.writes_lost(runner) as u64;
    }

    /// Whether it lost anything: an entry, an acknowledged write, or an invariant.
    pub fn is_loss(&self) -> bool {
        self.lost != 0 || self.broken != 0 || self.writes_lost != 0
    }

    /// As [`FUTURE_STRIDE`] says.
    pub fn row(&self) -> [f64; FUTURE_STRIDE] {
        let leader = self.leader.map_or(0, |leader| leader.slot() as u64 + 1);
        let part = |place: u32| (self.fired >> (place * FIRED_BITS)) as u64 & ((1 << FIRED_BITS) - 1);
        let numbers = [self.number, leader, self.since_us, self.outage_us, self.committed, self.lost, self.broken];
        let [number, leader, since, outage, committed, lost, broken] = numbers.map(|number| number as f64);
        let [low, middle, high] = [0, 1, 2].map(|place| part(place) as f64);
        [number, leader, since, outage, committed, lost, broken, self.writes_lost as f64, low, middle, high]
    }

    /// The outcome that a row tells.
    pub fn from_row(row: &[f64]) -> Outcome {
        let at = |place: usize| row.get(place).map_or(0, |number| *number as u64);
        let part = |place: usize| Fired::from(at(8 + place)) << (place as u32 * FIRED_BITS);
        Outcome {
            number: at(0),
            leader: NodeId::new(at(1) as usize),
            since_us: at(2),
            outage_us: at(3),
            committed: at(4),
            lost: at(5),
            broken: at(6),
            writes_lost: at(7),
            fired: part(0) | part(1) | part(2),
        }
    }
}

/// The rules that fired since the events of a run were taken last.
pub fn fired(runner: &mut Runner) -> Fired {
    let events = runner.world_mut().take_events();
    let bits = events.iter().filter_map(slot).fold(0, |bits, slot| bits | 1 << slot);
    runner.world_mut().reuse_events(events);
    bits
}
