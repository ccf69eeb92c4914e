//! The calls on one key, and the order of their moments.

use super::{Call, Moment};
use crate::kv::{Command, Outcome};
use crate::sorted;
use std::collections::{BTreeMap, BTreeSet};

/// A value of the key, by number.
pub type Value = u32;

/// The value of a key that is not there: every key begins so.
pub const ABSENT: Value = 0;

/// A place before the first moment: the key begins there without a value.
pub const START: u32 = 1;

/// A place behind the last moment: the return of what never returned.
pub const END: u32 = u32::MAX;

/// What was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// To read the value.
    Read,
    /// The call writes this value; a delete writes [`ABSENT`].
    Write(Value),
    /// To write a value if another is there.
    Cas {
        /// The value that must be there.
        old: Value,
        /// What is written then.
        new: Value,
    },
}

/// What was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is done.
    Done,
    /// This was read.
    Read(Value),
    /// The old value of a compare-and-set was not there.
    Refused,
}

/// A call with the ranks of its moments among all moments of the key.
#[derive(Clone, Copy, Debug)]
pub struct Ranked {
    /// Its place in the whole history.
    pub place: usize,
    /// What was asked.
    pub action: Action,
    /// What was answered; none if it never returned.
    pub answer: Option<Answer>,
    /// The rank of its call.
    pub called: u32,
    /// The rank of its return, above that of its call; [`END`] if it never returned.
    pub returned: u32,
    /// The rank of a call of the same client that comes before it, though the ranks do not say so.
    pub after: Option<u32>,
}

/// The calls on one key, in the order in which they were made.
#[derive(Debug)]
pub struct KeyHistory {
    /// The calls.
    pub calls: Vec<Ranked>,
    /// Values are numbered below this.
    pub value_count: u32,
}

/// One end of a call, in the order of this type: what happened at one instant without a number of its own overlaps, so
/// that calls come first there and returns last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct End {
    at_us: u64,
    class: Class,
    number: u64,
    call: usize,
    is_return: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Call,
    Numbered,
    Return,
}

impl KeyHistory {
    /// The calls at these places of a history, all on one key.
    pub fn new(history: &[Call], places: &[usize]) -> KeyHistory {
        let mut places = places.to_vec();
        sorted::sort_by_key(&mut places, |place| (history[*place].called.at_us, *place));
        let mut values = Values::default();
        let mut calls = Vec::with_capacity(places.len());
        for place in &places {
            let call = &history[*place];
            calls.push(Ranked {
                place: *place,
                action: values.action(&call.command),
                answer: call.returned.as_ref().map(|(_, outcome)| values.answer(outcome)),
                called: 0,
                returned: END,
                after: None,
            });
        }
        let moments: Vec<&Call> = places.iter().map(|place| &history[*place]).collect();
        let ties = Ties::of(&moments);
        rank(&moments, &ties, &mut calls);
        for (before, after) in ties.pairs {
            if calls[after].called < calls[before].returned {
                calls[after].after = Some(calls[before].called);
            }
        }
        sorted::sort_by_key(&mut calls, |call| call.called);
        KeyHistory { calls, value_count: values.numbers.len() as u32 + 1 }
    }

    /// The ranks of all returns, ascending.
    pub fn returns(&self) -> Vec<u32> {
        let mut returns: Vec<u32> = self.calls.iter().map(|call| call.returned).filter(|rank| *rank < END).collect();
        sorted::sort(&mut returns);
        returns
    }

    /// The place in the whole history of the call that returned at a rank.
    pub fn place_of_return(&self, rank: u32) -> usize {
        let call = self.calls.iter().find(|call| call.returned == rank);
        call.expect("the rank is that of a return").place
    }
}

/// The values of one key, numbered as they come.
#[derive(Default)]
struct Values<'a> {
    numbers: BTreeMap<&'a str, Value>,
}

impl<'a> Values<'a> {
    fn number(&mut self, value: &'a str) -> Value {
        let next = self.numbers.len() as Value + 1;
        *self.numbers.entry(value).or_insert(next)
    }

    fn action(&mut self, command: &'a Command) -> Action {
        match command {
            Command::Get { .. } => Action::Read,
            Command::Set { value, .. } => Action::Write(self.number(value)),
            Command::Delete { .. } => Action::Write(ABSENT),
            Command::Cas { old, new, .. } => Action::Cas { old: self.number(old), new: self.number(new) },
        }
    }

    fn answer(&mut self, outcome: &'a Outcome) -> Answer {
        match outcome {
            Outcome::Ok => Answer::Done,
            Outcome::Value(value) => Answer::Read(self.number(value)),
            Outcome::Absent => Answer::Read(ABSENT),
            Outcome::Refused => Answer::Refused,
        }
    }
}

/// Calls that a client made at the very instant at which its call before returned, where no event numbers tell which
/// was first. A client waits for its answer before it calls again, so they follow one another.
struct Ties {
    /// The call that returned, and the one that was made.
    pairs: Vec<(usize, usize)>,
    /// The one client that has such calls at an instant without event numbers: its moments can stand in their order,
    /// between the others' calls and the others' returns. With two such clients, no one order of moments says that the
    /// calls of each follow one another and overlap with all of the other.
    client_at: BTreeMap<u64, u32>,
}

impl Ties {
    fn of(calls: &[&Call]) -> Ties {
        let mut latest: BTreeMap<u32, (usize, Moment)> = BTreeMap::new();
        let mut pairs = Vec::new();
        let mut clients_at: BTreeMap<u64, BTreeSet<u32>> = BTreeMap::new();
        for (number, call) in calls.iter().enumerate() {
            if let Some((before, returned)) = latest.get(&call.client)
                && returned.at_us == call.called.at_us
                && (returned.event.is_none() || call.called.event.is_none())
            {
                pairs.push((*before, number));
                clients_at.entry(call.called.at_us).or_default().insert(call.client);
            }
            if let Some((returned, _)) = &call.returned {
                latest.insert(call.client, (number, *returned));
            }
        }
        let numbered: BTreeSet<u64> = calls.iter().flat_map(|call| numbered_instants(call)).collect();
        let alone = clients_at.into_iter().filter(|(at, clients)| clients.len() == 1 && !numbered.contains(at));
        let client_at = alone.filter_map(|(at, clients)| Some((at, clients.into_iter().next()?))).collect();
        Ties { pairs, client_at }
    }
}

fn numbered_instants(call: &Call) -> impl Iterator<Item = u64> {
    let ends = [Some(call.called), call.returned.as_ref().map(|(at, _)| *at)];
    ends.into_iter().flatten().filter(|moment| moment.event.is_some()).map(|moment| moment.at_us)
}

/// Ranks all moments.
fn rank(moments: &[&Call], ties: &Ties, calls: &mut [Ranked]) {
    let end = |call: usize, moment: Moment, is_return: bool| {
        let is_alone = ties.client_at.get(&moment.at_us) == Some(&moments[call].client);
        let (class, number) = match moment.event {
            Some(event) => (Class::Numbered, event),
            None if is_alone => (Class::Numbered, call as u64),
            None if is_return => (Class::Return, 0),
            None => (Class::Call, 0),
        };
        End { at_us: moment.at_us, class, number, call, is_return }
    };
    let mut ends = Vec::with_capacity(2 * moments.len());
    for (number, call) in moments.iter().enumerate() {
        ends.push(end(number, call.called, false));
        ends.extend(call.returned.as_ref().map(|(at, _)| end(number, *at, true)));
    }
    sorted::sort(&mut ends);
    for (rank, end) in ends.iter().enumerate() {
        let call = &mut calls[end.call];
        *(if end.is_return { &mut call.returned } else { &mut call.called }) = START + 1 + rank as u32;
    }
}
