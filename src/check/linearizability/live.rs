//! Keeping up with a run: at each return, whether the history up to there is linearizable.
//!
//! For each key it holds the states that some order of what has returned leads to: the value, and which of the calls
//! that are still open have happened. A call happens at the latest when it returns (Lowe's just-in-time linearization,
//! 2017): only then are the states looked for in which it has happened, or in which a read has met the value that it
//! returned. If there is none, no order explains that return.
//!
//! What a call that is still open will return is not known, so a state also holds which values each open read has met.

use super::{Call, STEPS_MAX, Verdict, judge};
use crate::kv::{Command, Outcome, Text};
use crate::sim::{EventId, HistoryStep, Instant, World};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How much work a verdict may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// States of a key that are kept, at most; beyond, the key is no longer kept up with.
    pub states: usize,
    /// Steps that a search of the whole history then takes for one key, at most.
    pub steps: u64,
}

impl Default for Limits {
    /// Nine clients with a call each on one key do not come near these states.
    fn default() -> Limits {
        Limits { states: 4_096, steps: STEPS_MAX }
    }
}

/// Calls on one key that are open at a time, at most.
const OPEN_MAX: usize = 16;

/// Returns that no order explains that are kept, at most.
const UNORDERED_MAX: usize = 1_000;

/// A return that no order explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unordered {
    /// The place of its operation in the run's history.
    pub operation: usize,
    /// When it returned.
    pub at: Instant,
    /// The event of the return.
    pub event: EventId,
}

/// What is known of the history so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is linearizable.
    Linearizable,
    /// It is not.
    Violated,
    /// There were too many states to tell.
    Undecided,
}

/// The history of a run so far.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Live {
    /// By key. A clone shares them until they change.
    keys: BTreeMap<Text, Arc<Frontier>>,
    /// Operations of the history whose calls were taken in.
    taken: usize,
    unordered: Vec<Unordered>,
    gave_up: bool,
    limits: Limits,
}

impl Live {
    /// A history that is empty so far.
    pub fn new(limits: Limits) -> Live {
        Live { limits, ..Live::default() }
    }

    /// What is found about the history of this world, which it has kept up with. A history that was not linearizable at
    /// some instant is not later. Where there were too many states to keep up with, the whole history is searched.
    pub fn verdict(&self, world: &World) -> Verdict {
        match (self.unordered.first(), self.gave_up) {
            (Some(first), _) => Verdict::NotLinearizable(first.operation),
            (None, true) => {
                let history: Vec<Call> = world.history().iter().map(Call::from).collect();
                judge(&history, self.limits.steps)
            }
            (None, false) => Verdict::Linearizable,
        }
    }

    /// What is known of the history so far.
    pub fn standing(&self) -> Standing {
        match self.unordered.first() {
            Some(_) => Standing::Violated,
            None if self.gave_up => Standing::Undecided,
            None => Standing::Linearizable,
        }
    }

    /// The returns that no order explains, first to last. The first proves that the history is not linearizable; each
    /// further one has no order among the calls without those before it.
    pub fn unordered(&self) -> &[Unordered] {
        &self.unordered
    }

    /// Takes in what the world's last step or influence added to the history.
    #[inline(always)]
    pub fn look(&mut self, world: &World) {
        if !world.footprint().history.is_empty() {
            self.take(world);
        }
    }

    #[inline(never)]
    fn take(&mut self, world: &World) {
        for step in &world.footprint().history {
            let (HistoryStep::Called(place) | HistoryStep::Returned(place)) = *step;
            let Some(operation) = world.history().get(place) else { continue };
            match (step, &operation.returned) {
                // An influence that does nothing may leave the footprint of the last.
                (HistoryStep::Called(_), _) if place < self.taken => {}
                (HistoryStep::Called(_), _) => {
                    self.called(place, &operation.command);
                    self.taken = place + 1;
                }
                (HistoryStep::Returned(_), None) => {}
                (HistoryStep::Returned(_), Some(returned)) => {
                    let is_explained = self.returned(place, &operation.command, &returned.outcome);
                    if !is_explained && self.unordered.len() < UNORDERED_MAX {
                        self.unordered.push(Unordered { operation: place, at: returned.at, event: returned.event });
                    }
                }
            }
        }
    }

    /// The operation at a place of the history was called.
    pub fn called(&mut self, place: usize, command: &Command) {
        let frontier = self.keys.entry(command.key().clone()).or_default();
        self.gave_up |= !Arc::make_mut(frontier).called(place, command);
    }

    /// An open operation returned. Returns whether an order explains that.
    pub fn returned(&mut self, place: usize, command: &Command, outcome: &Outcome) -> bool {
        let states_max = self.limits.states;
        let frontier = self.keys.get_mut(command.key()).map(Arc::make_mut);
        match frontier.map(|frontier| frontier.returned(place, outcome, states_max)) {
            Some(Step::Unexplained) => false,
            Some(Step::TooMuch) => {
                self.gave_up = true;
                true
            }
            Some(Step::Explained) | None => true,
        }
    }
}

/// What a return came to.
enum Step {
    Explained,
    Unexplained,
    TooMuch,
}

/// What is known of one key.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Frontier {
    /// The calls that are open, each at a slot of its own.
    open: Vec<Option<Open>>,
    /// The states that an order leads to, none of them as good as another; none if there were too many.
    states: Vec<State>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Open {
    place: usize,
    command: Command,
}

/// Where an order leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct State {
    value: Option<Text>,
    /// The slots of open calls that have changed the value, or would have if it had been another.
    happened: u16,
    /// The slots of open compare-and-sets that have not happened and have met another value than their old one, before
    /// the present one.
    met_other: u16,
    /// The values before the present one that open reads have met, by slot.
    met: Vec<(u8, Option<Text>)>,
}

impl Default for Frontier {
    fn default() -> Frontier {
        Frontier { open: Vec::new(), states: vec![State { value: None, happened: 0, met_other: 0, met: Vec::new() }] }
    }
}

impl Frontier {
    /// Returns false if there are too many open calls.
    fn called(&mut self, place: usize, command: &Command) -> bool {
        if self.states.is_empty() {
            return false;
        }
        let slot = self.open.iter().position(Option::is_none).unwrap_or(self.open.len());
        if OPEN_MAX <= slot {
            self.give_up();
            return false;
        }
        if slot == self.open.len() {
            self.open.push(None);
        }
        self.open[slot] = Some(Open { place, command: command.clone() });
        true
    }

    fn give_up(&mut self) {
        self.open.clear();
        self.states.clear();
    }

    fn returned(&mut self, place: usize, outcome: &Outcome, states_max: usize) -> Step {
        if self.states.is_empty() {
            return Step::TooMuch;
        }
        let is_it = |open: &Option<Open>| open.as_ref().is_some_and(|open| open.place == place);
        let Some(slot) = self.open.iter().position(is_it) else {
            return Step::Explained;
        };
        let mut explained = Vec::with_capacity(self.states.len());
        for state in &self.states {
            if !self.explain(state, slot, outcome, &mut explained, states_max) {
                self.give_up();
                return Step::TooMuch;
            }
        }
        let step = if explained.is_empty() { Step::Unexplained } else { Step::Explained };
        if explained.is_empty() {
            // It goes on as if this had not been called.
            for state in &mut self.states {
                state.forget(slot);
                keep_best(&mut explained, state.clone());
            }
        }
        self.states = explained;
        self.open[slot] = None;
        step
    }

    /// Finds the states after a return that a state leads to, by letting other open calls happen before. Returns false
    /// if there are too many.
    fn explain(
        &self,
        from: &State,
        slot: usize,
        outcome: &Outcome,
        explained: &mut Vec<State>,
        states_max: usize,
    ) -> bool {
        let mut reached: Vec<State> = Vec::new();
        self.explain_here(from, slot, outcome, explained, &mut reached);
        let mut explored = 0;
        while let Some(state) = reached.get(explored).cloned() {
            self.explain_here(&state, slot, outcome, explained, &mut reached);
            if states_max < reached.len() {
                return false;
            }
            explored += 1;
        }
        explained.len() <= states_max
    }

    /// Lets a call return in a state, and finds the states that other open calls lead to before it does.
    fn explain_here(
        &self,
        state: &State,
        slot: usize,
        outcome: &Outcome,
        explained: &mut Vec<State>,
        reached: &mut Vec<State>,
    ) {
        let answered = self.answered(state, slot, outcome);
        // Where the call has happened already, the others can wait for their own returns.
        let others_can_wait = answered.is_some() && !self.happens_now(state, slot, outcome);
        if let Some(answered) = answered {
            keep_best(explained, answered);
        }
        for other in (0..self.open.len()).filter(|other| !others_can_wait && *other != slot) {
            if let Some(after) = self.after(state, other)
                && !reached.iter().any(|known| known.is_as_good_as(&after))
            {
                reached.push(after);
            }
        }
    }

    /// Whether a call that returned so has yet to change the value.
    fn happens_now(&self, state: &State, slot: usize, outcome: &Outcome) -> bool {
        let is_read = self.open[slot].as_ref().is_some_and(|open| matches!(open.command, Command::Get { .. }));
        !is_read && *outcome == Outcome::Ok && state.happened >> slot & 1 == 0
    }

    /// A state in which the call at a slot returned so; none if it cannot have.
    fn answered(&self, state: &State, slot: usize, outcome: &Outcome) -> Option<State> {
        let command = &self.open[slot].as_ref()?.command;
        let has_happened = state.happened >> slot & 1 == 1;
        let mut answered = match (command, outcome) {
            (Command::Get { .. }, Outcome::Value(read)) => state.has_met(slot, Some(read)).then(|| state.clone()),
            (Command::Get { .. }, Outcome::Absent) => state.has_met(slot, None).then(|| state.clone()),
            (Command::Set { .. } | Command::Delete { .. } | Command::Cas { .. }, Outcome::Ok) if has_happened => {
                Some(state.clone())
            }
            (Command::Set { .. } | Command::Delete { .. } | Command::Cas { .. }, Outcome::Ok) => {
                self.after(state, slot)
            }
            (Command::Cas { old, .. }, Outcome::Refused) => {
                let met_other = state.met_other >> slot & 1 == 1 || state.value.as_ref() != Some(old);
                (met_other && !has_happened).then(|| state.clone())
            }
            (Command::Get { .. }, Outcome::Ok | Outcome::Refused)
            | (Command::Set { .. } | Command::Delete { .. }, Outcome::Value(_) | Outcome::Absent | Outcome::Refused)
            | (Command::Cas { .. }, Outcome::Value(_) | Outcome::Absent) => None,
        }?;
        answered.forget(slot);
        Some(answered)
    }

    /// The state after the call at a slot changed the value; none if it cannot, or has.
    fn after(&self, state: &State, slot: usize) -> Option<State> {
        let command = &self.open[slot].as_ref()?.command;
        if state.happened >> slot & 1 == 1 {
            return None;
        }
        let value = match command {
            Command::Get { .. } => return None,
            Command::Set { value, .. } => Some(value.clone()),
            Command::Delete { .. } => None,
            Command::Cas { old, .. } if state.value.as_ref() != Some(old) => return None,
            Command::Cas { new, .. } => Some(new.clone()),
        };
        let mut after = State { value, happened: state.happened | 1 << slot, ..state.clone() };
        for (other, open) in self.open.iter().enumerate() {
            match open.as_ref().map(|open| &open.command) {
                Some(Command::Get { .. }) => after.note_met(other as u8, &state.value),
                Some(Command::Cas { old, .. }) if state.value.as_ref() != Some(old) => {
                    after.met_other |= 1 << other & !after.happened;
                }
                Some(Command::Set { .. } | Command::Delete { .. } | Command::Cas { .. }) | None => {}
            }
        }
        Some(after)
    }
}

impl State {
    fn has_met(&self, slot: usize, value: Option<&Text>) -> bool {
        self.value.as_ref() == value
            || self.met.iter().any(|(reader, met)| usize::from(*reader) == slot && met.as_ref() == value)
    }

    fn note_met(&mut self, slot: u8, value: &Option<Text>) {
        if !self.met.iter().any(|(reader, met)| *reader == slot && met == value) {
            self.met.push((slot, value.clone()));
        }
    }

    /// A call is no longer open.
    fn forget(&mut self, slot: usize) {
        self.happened &= !(1 << slot);
        self.met_other &= !(1 << slot);
        self.met.retain(|(reader, _)| usize::from(*reader) != slot);
    }

    /// Whether all that another state can explain later, this one can.
    fn is_as_good_as(&self, other: &State) -> bool {
        self.happened == other.happened
            && self.value == other.value
            && other.met_other & !self.met_other == 0
            && other.met.iter().all(|met| self.met.contains(met))
    }
}

fn keep_best(states: &mut Vec<State>, state: State) {
    if !states.iter().any(|kept| kept.is_as_good_as(&state)) {
        states.retain(|kept| !state.is_as_good_as(kept));
        states.push(state);
    }
}
