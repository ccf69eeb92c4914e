//! Why a history has no order, to be shown: the smallest part of it that still has none, the longest order of that part,
//! and why no call can come next there.
//!
//! Such an order is Porcupine's partial linearization (Athalye, "Porcupine", 2017, its `visualization.go`): it explains
//! the answers of its calls, and each call that returned before one of them was made is in it. Porcupine shows the longest
//! one for each call. Two are enough for a smallest part: the longest of all, and the longest that the unexplained call is
//! in, if it can be in any.

use super::Call;
use super::order::{ABSENT, END, KeyHistory, Ranked, START, Value};
use super::problem::{Effect, effect};
use super::smallest::{has_no_order, smallest};
use crate::kv::{Command, Outcome, Text};
use crate::sorted;
use std::collections::BTreeSet;

/// Steps of the search that one removal may take: a removal that takes more is not made.
const STEPS_A_REMOVAL: u64 = 100_000;

/// Pairs of calls that the search for the longest order compares, about: each of its states compares all with all.
const WORK_MAX: usize = 2_000_000;

/// Why a history has no order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The calls of a smallest part without an order that holds the unexplained call, in the order in which they were made.
    /// All are on one key.
    pub calls: Vec<Kept>,
    /// The place in `calls` of the call whose answer no order explains. Its return is the part's last moment.
    pub unexplained: usize,
    /// The longest order; then the longest one with the unexplained call, if the first is without it and there is one.
    pub orders: Vec<Partial>,
}

/// A call of the part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its place in the whole history.
    pub place: usize,
    /// The number of the moment of its call among all moments of the part, from 0.
    pub called: usize,
    /// The same of its return; none if it had not returned when the unexplained call did.
    pub returned: Option<usize>,
}

/// An order of some of the calls that explains their answers, and after which no call can come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partial {
    /// Places in `calls`.
    pub order: Vec<usize>,
    /// The calls that could come next by their times: the order already has every call that returned before they were
    /// called. No answer of theirs fits the value.
    pub blocked: Vec<Blocked>,
}

/// A call that cannot come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blocked {
    /// Its place in `calls`.
    pub call: usize,
    /// The call of the order that left the value, as it is at the order's end; none if nothing wrote before.
    pub left_by: Option<usize>,
    /// Why it cannot come earlier either.
    pub why: Why,
}

/// Why a call that cannot come next cannot come earlier in the order either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// No call of the history that was made before its return writes the value that it saw.
    NeverWritten,
    /// Nothing was written before.
    NothingWritten,
    /// The call that left the value had returned before it was called.
    Returned,
    /// This call comes after the one that left the value, and had returned before it was called.
    Later(usize),
    /// The value was left while it was open; when it was called, the value was one that this call had left (none: nothing
    /// had), and that is not what it saw either. Nor is any in between.
    Changes(Option<usize>),
    /// The value was left while it was open, and it can come before that: but then others cannot follow, which the other
    /// order shows.
    Fits,
}

/// Why a history has no order: `place` is that of the call whose return no order explains, though one explains all before
/// it. None if the history has an order up to that return, or if that is not known after `steps_max` steps.
pub fn conflict(history: &[Call], place: usize, steps_max: u64) -> Option<Conflict> {
    let (before, places) = until(history, place)?;
    let last = places.iter().position(|origin| *origin == place)?;
    let all: Vec<usize> = (0..before.len()).collect();
    if !has_no_order(&before, &all, steps_max) {
        return None;
    }
    let part = KeyHistory::new(&before, &smallest(&before, &all, last, steps_max.min(STEPS_A_REMOVAL)));
    let unexplained = part.calls.iter().position(|call| call.place == last)?;
    let orders = Orders::new(&part).longest(unexplained).map(|order| partial(&before, &part, order)).collect();
    let number = |rank: u32| (rank - START - 1) as usize;
    let kept = |call: &Ranked| Kept {
        place: places[call.place],
        called: number(call.called),
        returned: (call.returned < END).then(|| number(call.returned)),
    };
    Some(Conflict { calls: part.calls.iter().map(kept).collect(), unexplained, orders })
}

/// The calls on one key as they were when one of them returned, with their places in the whole history.
fn until(history: &[Call], place: usize) -> Option<(Vec<Call>, Vec<usize>)> {
    let key = history.get(place)?.command.key();
    let places: Vec<usize> = (0..history.len()).filter(|place| history[*place].command.key() == key).collect();
    let part = KeyHistory::new(history, &places);
    let end = part.calls.iter().find(|call| call.place == place)?.returned;
    let mut made: Vec<&Ranked> = part.calls.iter().filter(|call| end < END && call.called < end).collect();
    // The order of the history tells which of two calls that a client made at one instant was first.
    sorted::sort_by_key(&mut made, |call| call.place);
    let as_it_was = |call: &&Ranked| {
        let Call { client, command, called, returned } = history[call.place].clone();
        Call { client, command, called, returned: returned.filter(|_| call.returned <= end) }
    };
    Some((made.iter().map(as_it_was).collect(), made.iter().map(|call| call.place).collect()))
}

/// The orders of some calls that explain their answers.
struct Orders<'a> {
    part: &'a KeyHistory,
    effects: Vec<Option<Effect>>,
}

/// An order, and the value at its end.
type State = (Vec<usize>, Value);

impl Orders<'_> {
    fn new(part: &KeyHistory) -> Orders<'_> {
        Orders { part, effects: part.calls.iter().map(|call| effect(part, call)).collect() }
    }

    /// The longest order, if possible without a call; and then the longest with it, if there is one.
    fn longest(&self, with: usize) -> impl Iterator<Item = Vec<usize>> {
        let (mut longest, mut longest_with): (Option<Vec<usize>>, Option<Vec<usize>>) = (None, None);
        let count = self.part.calls.len();
        let states_max = (WORK_MAX / (count * count)).max(2 * count);
        let mut seen = BTreeSet::new();
        let mut states: Vec<State> = vec![(Vec::new(), ABSENT)];
        while let Some((order, value)) = states.pop() {
            let is_longer = |than: &Option<Vec<usize>>| than.as_ref().is_none_or(|than| than.len() < order.len());
            let has_it = order.contains(&with);
            let is_telling = is_longer(&longest) || has_it && is_longer(&longest_with);
            // An order that was lengthened is lengthened to its end.
            if states_max <= seen.len() && !is_telling {
                break;
            }
            let happened: Vec<bool> = (0..count).map(|call| order.contains(&call)).collect();
            if !seen.insert((happened.clone(), value)) {
                continue;
            }
            let next = self.next(&happened).filter(|call| self.fits(*call, value));
            let mut next: Vec<usize> = next.collect();
            sorted::sort_by_key(&mut next, |call| std::cmp::Reverse(self.part.calls[*call].returned));
            states.extend(next.into_iter().map(|call| (extended(&order, call), self.value_after(call, value))));
            if has_it && is_longer(&longest_with) {
                longest_with = Some(order.clone());
            }
            let is_without =
                !has_it && longest.as_ref().is_some_and(|than| than.contains(&with) && than.len() == order.len());
            if is_longer(&longest) || is_without {
                longest = Some(order);
            }
        }
        let is_another = longest != longest_with;
        longest.into_iter().chain(longest_with.filter(|_| is_another))
    }

    /// The calls left that may be next, if their effects fit: what returned before one of them was made has happened.
    fn next<'b>(&'b self, happened: &'b [bool]) -> impl Iterator<Item = usize> + 'b {
        let is_left = |call: &usize| !happened[*call] && self.effects[*call].is_some();
        let count = self.part.calls.len();
        (0..count)
            .filter(is_left)
            .filter(move |call| (0..count).all(|other| happened[other] || !self.precedes(other, *call)))
    }

    fn precedes(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.part.calls[a], &self.part.calls[b]);
        a.returned < b.called || b.after == Some(a.called)
    }

    fn fits(&self, call: usize, value: Value) -> bool {
        self.effects[call].is_some_and(|effect| effect.fits(value))
    }

    fn value_after(&self, call: usize, value: Value) -> Value {
        self.effects[call].and_then(Effect::leaves).unwrap_or(value)
    }

    /// Why a call cannot come next after an order.
    fn why(&self, order: &[usize], call: usize, is_never_written: bool) -> Blocked {
        let is_write = |call: &&usize| self.effects[**call].and_then(Effect::leaves).is_some();
        let left_by = order.iter().rev().find(is_write).copied();
        // The call may come at each place behind those that returned before it was made.
        let bound = order.iter().rposition(|other| self.precedes(*other, call)).map_or(0, |place| place + 1);
        let first_left_by = order[..bound].iter().rev().find(is_write).copied();
        let mut value = first_left_by.map_or(ABSENT, |write| self.value_after(write, ABSENT));
        let mut fits = self.fits(call, value);
        for other in &order[bound..] {
            value = self.value_after(*other, value);
            fits |= self.fits(call, value);
        }
        let why = match (left_by, order[..bound].last()) {
            _ if is_never_written => Why::NeverWritten,
            _ if fits => Why::Fits,
            (None, _) => Why::NothingWritten,
            (Some(write), Some(latest)) if first_left_by == left_by => {
                if self.precedes(write, call) {
                    Why::Returned
                } else {
                    Why::Later(*latest)
                }
            }
            (Some(_), _) => Why::Changes(first_left_by),
        };
        Blocked { call, left_by, why }
    }
}

fn extended(order: &[usize], call: usize) -> Vec<usize> {
    order.iter().copied().chain([call]).collect()
}

/// An order, with the calls that cannot come next.
fn partial(history: &[Call], part: &KeyHistory, order: Vec<usize>) -> Partial {
    let orders = Orders::new(part);
    let happened: Vec<bool> = (0..part.calls.len()).map(|call| order.contains(&call)).collect();
    let is_never_written = |call: usize| {
        let call = part.calls[call].place;
        let others = (0..history.len()).filter(|other| *other != call);
        value_seen(&history[call])
            .is_some_and(|seen| others.clone().all(|other| value_left(&history[other].command) != Some(seen)))
    };
    let blocked = orders.next(&happened).map(|call| orders.why(&order, call, is_never_written(call))).collect();
    Partial { order, blocked }
}

/// The value that must be there for a call to return what it returned, if only one may be.
fn value_seen(call: &Call) -> Option<&Text> {
    match (&call.command, call.returned.as_ref().map(|(_, outcome)| outcome)) {
        (Command::Get { .. }, Some(Outcome::Value(value))) => Some(value),
        (Command::Cas { old, .. }, Some(Outcome::Ok)) => Some(old),
        (Command::Get { .. } | Command::Set { .. } | Command::Delete { .. } | Command::Cas { .. }, _) => None,
    }
}

fn value_left(command: &Command) -> Option<&Text> {
    match command {
        Command::Set { value, .. } | Command::Cas { new: value, .. } => Some(value),
        Command::Get { .. } | Command::Delete { .. } => None,
    }
}
