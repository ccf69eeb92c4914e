//! What an order of one key's calls has to explain, in terms of values alone.

use super::order::{ABSENT, Action, Answer, END, KeyHistory, Ranked, Value};
use crate::sorted;

/// What a call did to the value, or found there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The value was this.
    Read(Value),
    /// The value was another than this: a compare-and-set was refused.
    ReadOther(Value),
    /// The value became this.
    Write(Value),
    /// The value was `old`, and became `new`, which is another.
    Swap {
        /// The value before.
        old: Value,
        /// The value after.
        new: Value,
    },
}

impl Effect {
    /// The value that it leaves, if it writes one.
    pub fn leaves(self) -> Option<Value> {
        match self {
            Effect::Write(value) | Effect::Swap { new: value, .. } => Some(value),
            Effect::Read(_) | Effect::ReadOther(_) => None,
        }
    }

    /// Whether its answer depends on the value, and is explained by this one.
    pub fn sees(self, value: Value) -> bool {
        match self {
            Effect::Read(seen) | Effect::Swap { old: seen, .. } => seen == value,
            Effect::ReadOther(other) => other != value,
            Effect::Write(_) => false,
        }
    }

    /// Whether it can happen where the value is this.
    pub fn fits(self, value: Value) -> bool {
        matches!(self, Effect::Write(_)) || self.sees(value)
    }
}

/// A call that is to be placed.
#[derive(Clone, Copy, Debug)]
pub struct Placed {
    /// What it did.
    pub effect: Effect,
    /// The rank of its call.
    pub called: u32,
    /// The rank of its return; [`END`] if there is none.
    pub returned: u32,
    /// The required call that comes before it, though their ranks do not say so.
    pub after: Option<usize>,
}

/// The calls of one key up to some return.
#[derive(Debug)]
pub struct Problem {
    /// Calls that returned, in the order in which they were made. An order has all of them.
    pub required: Vec<Placed>,
    /// Calls that did not return and may have changed the value, by effect and then in the order in which they were
    /// made. An order has some of them.
    pub optional: Vec<Placed>,
    /// Values are numbered below this.
    pub value_count: usize,
}

impl Problem {
    /// The calls that were made up to a rank; what returned later had not returned yet.
    pub fn new(part: &KeyHistory, up_to: u32) -> Problem {
        let calls = || part.calls.iter().filter(|call| call.called <= up_to);
        let has_returned = |call: &&Ranked| call.returned <= up_to && call.answer.is_some();
        let required_at: Vec<u32> = calls().filter(has_returned).map(|call| call.called).collect();
        let placed = |call: &Ranked, returned, effect| {
            let after = call.after.and_then(|rank| required_at.binary_search(&rank).ok());
            Placed { effect, called: call.called, returned, after }
        };
        let (mut required, mut optional) = (Vec::with_capacity(required_at.len()), Vec::new());
        for call in calls() {
            match call.answer.filter(|_| call.returned <= up_to) {
                Some(answer) => required.push(placed(call, call.returned, effect_of(call, answer, part.value_count))),
                None => optional.extend(effect_without_return(call.action).map(|effect| placed(call, END, effect))),
            }
        }
        sorted::sort_by_key(&mut optional, |call| (effect_key(call.effect), call.called));
        Problem { required, optional, value_count: part.value_count as usize + 1 }
    }
}

/// The effect of a call, with its answer if it returned; none if it has no effect without an answer.
pub fn effect(part: &KeyHistory, call: &Ranked) -> Option<Effect> {
    match call.answer {
        Some(answer) => Some(effect_of(call, answer, part.value_count)),
        None => effect_without_return(call.action),
    }
}

/// An answer that cannot be is explained by `nothing`, a value that no call writes.
fn effect_of(call: &Ranked, answer: Answer, nothing: Value) -> Effect {
    match (call.action, answer) {
        (Action::Read, Answer::Read(value)) => Effect::Read(value),
        (Action::Write(value), Answer::Done) => Effect::Write(value),
        (Action::Cas { old, new }, Answer::Done) if old == new => Effect::Read(old),
        (Action::Cas { old, new }, Answer::Done) => Effect::Swap { old, new },
        (Action::Cas { old, .. }, Answer::Refused) => Effect::ReadOther(old),
        (Action::Read, Answer::Done | Answer::Refused)
        | (Action::Write(_), Answer::Read(_) | Answer::Refused)
        | (Action::Cas { .. }, Answer::Read(_)) => Effect::Read(nothing),
    }
}

fn effect_without_return(action: Action) -> Option<Effect> {
    match action {
        Action::Read => None,
        Action::Cas { old, new } if old == new => None,
        Action::Cas { old, new } => Some(Effect::Swap { old, new }),
        Action::Write(value) => Some(Effect::Write(value)),
    }
}

/// Equal effects have equal keys.
fn effect_key(effect: Effect) -> (u8, Value, Value) {
    match effect {
        Effect::Read(value) => (0, value, ABSENT),
        Effect::ReadOther(value) => (1, value, ABSENT),
        Effect::Write(value) => (2, value, ABSENT),
        Effect::Swap { old, new } => (3, old, new),
    }
}
