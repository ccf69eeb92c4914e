//! Linearizability: whether one order of all calls, each at an instant between its call and its return, explains
//! every answer.
//!
//! - A history is judged key by key, because it is linearizable if it is so for each key (Herlihy and Wing,
//!   "Linearizability", 1990, locality).
//! - A call that returned before another was made comes before it. Event ids order two moments where both have one;
//!   else their times do, and what happened at one instant overlaps, except that calls of one client on one key follow
//!   one another.
//! - A call that never returned may have happened at any time after it was made, or not at all.
//! - Where each value that was read was written once, and no compare-and-set was asked for, `zones` decides in
//!   O(n log n). Elsewhere `search` looks for an order, up to a limit; beyond it the verdict is [`Verdict::Undecided`].
//! - `live` keeps up with a run: it knows at each return whether the history up to there is linearizable.
//! - Where a history has no order, `smallest` finds the smallest part of it that still has none, and `conflict` how far
//!   an order comes and why it comes no further.
//!
//! Nothing here knows of files, and of a run only `live` does.

mod cache;
mod conflict;
mod live;
mod order;
mod problem;
mod search;
mod smallest;
mod zones;

use crate::kv::{Command, Outcome, Text};
use crate::sim::Operation;
pub use conflict::{Blocked, Conflict, Kept, Partial, Why, conflict};
pub use live::{Limits, Live, Standing, Unordered};
use order::KeyHistory;
use problem::Problem;
use search::Found;
pub use smallest::removable;
use std::collections::BTreeMap;

/// Steps of the search that one key may take, unless the caller says otherwise: some seconds.
pub const STEPS_MAX: u64 = 10_000_000;

/// When something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The instant, µs.
    pub at_us: u64,
    /// The event's number, which orders what happened at one instant. Numbers never contradict instants.
    pub event: Option<u64>,
}

/// A client's call, and what it returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The client, by a number of its own.
    pub client: u32,
    /// What was asked.
    pub command: Command,
    /// When it was asked.
    pub called: Moment,
    /// When it returned, not before it was asked, and what; none for what never did.
    pub returned: Option<(Moment, Outcome)>,
}

impl From<&Operation> for Call {
    fn from(operation: &Operation) -> Call {
        Call {
            client: operation.client.number() as u32,
            command: operation.command.clone(),
            called: Moment { at_us: operation.call.0, event: Some(operation.call_event.0) },
            returned: operation.returned.as_ref().map(|returned| {
                (Moment { at_us: returned.at.0, event: Some(returned.event.0) }, returned.outcome.clone())
            }),
        }
    }
}

/// What is found about a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// An order explains all answers.
    Linearizable,
    /// No order does. This is the place in the history of the call whose return made it so: up to just before that
    /// return there was an order.
    NotLinearizable(usize),
    /// The search for the order of this key's calls reached its limit, and no other key is without an order.
    Undecided(Text),
}

/// Judges a history. The search takes at most `steps_max` steps for a key.
pub fn judge(history: &[Call], steps_max: u64) -> Verdict {
    let mut first: Option<(Moment, usize)> = None;
    let mut undecided = None;
    for (key, places) in places_by_key(history) {
        let part = KeyHistory::new(history, &places);
        match is_explained(&Problem::new(&part, order::END), steps_max) {
            Found::Order => {}
            Found::TooMuch => undecided = undecided.or(Some(key)),
            Found::NoOrder { blocked } => {
                let place = first_unexplained(&part, blocked, steps_max);
                let (at, _) =
                    history[place].returned.as_ref().expect("a call without a return has no answer to explain");
                if first.is_none_or(|(first_at, _)| is_before(*at, first_at)) {
                    first = Some((*at, place));
                }
            }
        }
    }
    match (first, undecided) {
        (Some((_, place)), _) => Verdict::NotLinearizable(place),
        (None, Some(key)) => Verdict::Undecided(key.clone()),
        (None, None) => Verdict::Linearizable,
    }
}

fn is_before(a: Moment, b: Moment) -> bool {
    (a.at_us, a.event) < (b.at_us, b.event)
}

fn places_by_key(history: &[Call]) -> BTreeMap<&Text, Vec<usize>> {
    let mut places: BTreeMap<&Text, Vec<usize>> = BTreeMap::new();
    for (place, call) in history.iter().enumerate() {
        places.entry(call.command.key()).or_default().push(place);
    }
    places
}

fn is_explained(problem: &Problem, steps_max: u64) -> Found {
    match zones::is_explained(problem) {
        Some(true) => Found::Order,
        Some(false) => Found::NoOrder { blocked: None },
        None => search::search(problem, steps_max),
    }
}

/// The place of the call whose return no order explains, though one explains all before it. The history is known to
/// have no order; `blocked` is the return that the search did not get beyond.
///
/// A history with an order has one at each of its prefixes, so the return is found by halving. Where the search reaches
/// its limit, the prefix counts as explained: the return that is found then has no order either.
fn first_unexplained(part: &KeyHistory, blocked: Option<u32>, steps_max: u64) -> usize {
    let returns = part.returns();
    let has_no_order = |returns: &[u32], at: usize| {
        matches!(is_explained(&Problem::new(part, returns[at]), steps_max), Found::NoOrder { .. })
    };
    let (mut low, mut high) = (0, returns.len() - 1);
    // The search uses answers that are given later, so it gets no further than the prefixes do.
    if let Some(blocked) = blocked {
        low = returns.partition_point(|rank| *rank < blocked);
        if low < high && has_no_order(&returns, low) {
            high = low;
        }
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if has_no_order(&returns, middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    part.place_of_return(returns[low])
}
