//! The smallest part of a history that still has no order.
//!
//! Calls of one key are taken away until nothing more can be, such that the part keeps on having no order. That proves
//! something of the whole history only if no removal makes an order impossible. A removal is therefore allowed only where
//! an order of all calls would still be one without the call:
//!
//! - A call that leaves the value as it is (a read, a refused compare-and-set) may always go.
//! - A call that writes may go only if no call that is left can have seen what it wrote. A call can have seen it if its
//!   answer fits the written value: a read that returned it, a compare-and-set that replaced it, or one that was refused
//!   because of it. It cannot if it returned before the write was called, nor if a write that is left, and that
//!   returned, stands between them: called after this write returned, and returned before that call was made.
//!
//! - Of the writes of a value that a remaining call saw, one that was made before that call's return stays, even where it
//!   cannot have been seen: a read would be called stale by itself otherwise, since nobody wrote what it returned.
//!
//! The argument: in an order of all calls, nothing that is left stands between the write and the next one and sees the
//! value, so that the order without the write explains the same answers.
//!
//! Horn and Kroening ("Faster Linearizability Checking via P-Compositionality", 2015) take a history apart by key in the
//! same sense: each part of a linearizable history has an order of its own.

use super::order::{ABSENT, END, KeyHistory};
use super::problem::{Effect, Problem, effect};
use super::search::Found;
use super::{Call, is_explained};
use crate::sorted;
use std::ops::Range;

/// The places of the calls, each of which alone may be taken away: the history without it has an order if the history
/// has one. All calls are on one key.
pub fn removable(history: &[Call]) -> Vec<usize> {
    let places: Vec<usize> = (0..history.len()).collect();
    let part = KeyHistory::new(history, &places);
    let is_removable = |number: &usize| without(&part, *number..*number + 1, usize::MAX).len() < history.len();
    (0..part.calls.len()).filter(is_removable).map(|number| part.calls[number].place).collect()
}

/// The places of a smallest part without an order that holds the call at `last`: these calls have none. A part whose
/// search takes more than `steps_max` steps counts as one with an order.
pub fn smallest(history: &[Call], places: &[usize], last: usize, steps_max: u64) -> Vec<usize> {
    let mut kept = places.to_vec();
    let mut size = kept.len().div_ceil(2);
    loop {
        let before = kept.len();
        let mut from = 0;
        while from < kept.len() {
            let to = (from + size).min(kept.len());
            let part = KeyHistory::new(history, &kept);
            let fewer = without(&part, from..to, last);
            let removed = kept.len() - fewer.len();
            from = to;
            if 0 < removed && has_no_order(history, &fewer, steps_max) {
                kept = fewer;
                from -= removed;
            }
        }
        if size == 1 && kept.len() == before {
            return kept;
        }
        size = size.div_ceil(2);
    }
}

/// Whether the calls at these places have no order, as far as so many steps tell.
pub fn has_no_order(history: &[Call], places: &[usize], steps_max: u64) -> bool {
    let problem = Problem::new(&KeyHistory::new(history, places), END);
    matches!(is_explained(&problem, steps_max), Found::NoOrder { .. })
}

/// The places of the calls without those in a range that may go together, the call at `last` excepted.
fn without(part: &KeyHistory, range: Range<usize>, last: usize) -> Vec<usize> {
    let effects: Vec<Option<Effect>> = part.calls.iter().map(|call| effect(part, call)).collect();
    let leaves = |number: usize| effects[number].and_then(Effect::leaves);
    let is_candidate = |number: usize| range.contains(&number) && part.calls[number].place != last;
    let newest = Newest::new(part, |number| !is_candidate(number) && leaves(number).is_some());
    let mut is_left = vec![true; part.calls.len()];
    for number in range.clone().filter(|number| is_candidate(*number) && leaves(*number).is_none()) {
        is_left[number] = false;
    }
    // The latest first: what may have seen a write was called later, as a rule.
    for number in range.clone().rev().filter(|number| is_candidate(*number)) {
        let Some(value) = leaves(number) else { continue };
        let write = &part.calls[number];
        let needs_it = |reader: usize| {
            let call = &part.calls[reader];
            let sees = effects[reader].is_some_and(|effect| effect.sees(value));
            let may_see = reader != number && is_left[reader] && sees && write.called < call.returned;
            let is_seen = || newest.before(call.called).is_none_or(|called| called <= write.returned);
            let is_only_one = || {
                let writes_it = |other: usize| !is_candidate(other) && other != reader && leaves(other) == Some(value);
                let was_made = |other: &usize| part.calls[*other].called < call.returned;
                let must_be_written = !matches!(effects[reader], Some(Effect::ReadOther(_))) && value != ABSENT;
                must_be_written && !(0..part.calls.len()).filter(was_made).any(writes_it)
            };
            may_see && (is_seen() || is_only_one())
        };
        is_left[number] = (0..part.calls.len()).any(needs_it);
    }
    part.calls.iter().zip(is_left).filter(|(_, is_left)| *is_left).map(|(call, _)| call.place).collect()
}

/// For each moment, the write that was called last among those that had returned by then.
struct Newest {
    /// Ranks of returns, ascending, each with the greatest rank of a call among the writes up to it.
    writes: Vec<(u32, u32)>,
}

impl Newest {
    fn new(part: &KeyHistory, is_counted: impl Fn(usize) -> bool) -> Newest {
        let counted = part.calls.iter().enumerate().filter(|(number, call)| call.returned < END && is_counted(*number));
        let mut writes: Vec<(u32, u32)> = counted.map(|(_, call)| (call.returned, call.called)).collect();
        sorted::sort(&mut writes);
        let mut greatest = 0;
        for (_, called) in &mut writes {
            greatest = greatest.max(*called);
            *called = greatest;
        }
        Newest { writes }
    }

    /// The rank of its call, if a write had returned before a rank.
    fn before(&self, rank: u32) -> Option<u32> {
        let count = self.writes.partition_point(|(returned, _)| *returned < rank);
        Some(self.writes[count.checked_sub(1)?].1)
    }
}
