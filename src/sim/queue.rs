//! What happens next: a total order of events by (instant, sequence), with no ties.
//!
//! Everything that can be due has a slot, and a slot is armed for one instant or none. Election timers
//! are re-armed at every heartbeat and rarely fire, so moving a slot to a *later* instant leaves its
//! entry where it is; the entry is moved on when it comes up. Where a slot was armed from decides the
//! order, not when its entry was moved, so this is not visible from outside.
//!
//! What is due soon stands in a short sorted list, and only what does not fit there in a heap. A cluster of
//! five has some twenty entries, and a message goes in before the timers, near the list's end: a step or two,
//! where a heap compares its way down and up for each event.

use super::time::Instant;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The place of something that can be due.
pub type Slot = u32;

/// When a slot is due: the instant, and the number of its arming, which breaks ties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Due {
    at: Instant,
    sequence: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
struct SlotState {
    /// When it is due.
    armed: Option<Due>,
    /// Its entry in the heap: at `armed`, or before it.
    queued: Option<Due>,
}

type Entry = (Due, Slot);

/// Entries in the sorted list, at most: one more is cheaper to put into a heap.
const SOON_MAX: usize = 64;

/// The queue.
///
/// Invariants:
/// - an armed slot has exactly one entry that is its `queued`, and that entry is not after its `armed`;
///   other entries of the slot are dead and skipped;
/// - no entry of `later` is before one of `soon`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Queue {
    /// The first entries, the next one last; at most [`SOON_MAX`].
    soon: Vec<Entry>,
    later: BinaryHeap<Reverse<Entry>>,
    slots: Vec<SlotState>,
    sequence: u64,
}

impl Queue {
    /// Makes a slot due at an instant, instead of whenever it was due before.
    pub fn arm(&mut self, slot: Slot, at: Instant) {
        if self.slots.len() <= slot as usize {
            self.slots.resize(slot as usize + 1, SlotState::default());
        }
        self.sequence += 1;
        let due = Due { at, sequence: self.sequence };
        let state = &mut self.slots[slot as usize];
        state.armed = Some(due);
        if state.queued.is_none_or(|queued| due < queued) {
            state.queued = Some(due);
            self.enqueue((due, slot));
        }
    }

    fn enqueue(&mut self, entry: Entry) {
        let follows_soon = self.soon.first().is_none_or(|last| *last < entry);
        if follows_soon && !(self.later.is_empty() && self.soon.len() < SOON_MAX) {
            self.later.push(Reverse(entry));
            return;
        }
        // What is due before it moves on, one by one: there are few, and they are compared anyway.
        let mut place = self.soon.len();
        self.soon.push(entry);
        while 0 < place && self.soon[place - 1] < entry {
            self.soon[place] = self.soon[place - 1];
            place -= 1;
        }
        self.soon[place] = entry;
        if SOON_MAX < self.soon.len() {
            self.later.push(Reverse(self.soon.remove(0)));
        }
    }

    fn next_entry(&mut self) -> Option<Entry> {
        if self.soon.is_empty() {
            // Half of what fits, so that what comes in next fits as well.
            while self.soon.len() < SOON_MAX / 2
                && let Some(Reverse(entry)) = self.later.pop()
            {
                self.soon.push(entry);
            }
            self.soon.reverse();
        }
        self.soon.last().copied()
    }

    /// Makes a slot not due at all.
    pub fn disarm(&mut self, slot: Slot) {
        if let Some(state) = self.slots.get_mut(slot as usize) {
            state.armed = None;
        }
    }

    /// When a slot is due.
    pub fn due(&self, slot: Slot) -> Option<Instant> {
        self.slots.get(slot as usize)?.armed.map(|due| due.at)
    }

    /// When the next slot is due, found by looking at all of them.
    pub fn earliest(&self) -> Option<Instant> {
        self.slots.iter().filter_map(|state| state.armed).min().map(|due| due.at)
    }

    /// When the next slot is due.
    pub fn next_at(&mut self) -> Option<Instant> {
        self.settle().map(|(due, _)| due.at)
    }

    /// Takes out the slot that is due next.
    pub fn pop(&mut self) -> Option<(Instant, Slot)> {
        let (due, slot) = self.settle()?;
        self.soon.pop();
        self.slots[slot as usize] = SlotState::default();
        Some((due.at, slot))
    }

    /// Brings what is really due next to the end of `soon`.
    #[inline(always)]
    fn settle(&mut self) -> Option<Entry> {
        match self.soon.last() {
            // Nearly always: the question when the next event is due has settled it.
            Some(entry) if self.is_due(entry) => Some(*entry),
            Some(_) | None => self.settle_slowly(),
        }
    }

    /// Whether an entry is what its slot was armed for last: each arming has a number of its own.
    #[inline(always)]
    fn is_due(&self, (due, slot): &Entry) -> bool {
        self.slots[*slot as usize].armed.is_some_and(|armed| armed.sequence == due.sequence)
    }

    #[inline(never)]
    fn settle_slowly(&mut self) -> Option<Entry> {
        loop {
            let entry = self.next_entry()?;
            if self.is_due(&entry) {
                return Some(entry);
            }
            self.soon.pop();
            let (due, slot) = entry;
            let state = &mut self.slots[slot as usize];
            if state.queued == Some(due) {
                state.queued = state.armed;
                if let Some(due) = state.armed {
                    self.enqueue((due, slot));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn popped(queue: &mut Queue) -> Vec<(u64, Slot)> {
        std::iter::from_fn(|| queue.pop()).map(|(at, slot)| (at.0, slot)).collect()
    }

    #[test]
    fn the_same_instant_keeps_the_order_of_arming() {
        let mut queue = Queue::default();
        for slot in [3, 1, 2] {
            queue.arm(slot, Instant(5));
        }
        queue.arm(0, Instant(4));
        assert_eq!(popped(&mut queue), [(4, 0), (5, 3), (5, 1), (5, 2)]);
    }

    #[test]
    fn a_slot_is_due_when_it_was_armed_for_last() {
        let mut queue = Queue::default();
        queue.arm(1, Instant(10));
        queue.arm(2, Instant(20));
        queue.arm(1, Instant(20));
        assert_eq!(queue.next_at(), Some(Instant(20)));
        queue.arm(1, Instant(15));
        queue.arm(1, Instant(30));
        queue.arm(1, Instant(25));
        queue.disarm(3);
        assert_eq!(queue.due(1), Some(Instant(25)));
        assert_eq!(popped(&mut queue), [(20, 2), (25, 1)]);
    }

    #[test]
    fn a_disarmed_slot_never_comes_up() {
        let mut queue = Queue::default();
        queue.arm(1, Instant(10));
        queue.disarm(1);
        assert_eq!(queue.due(1), None);
        queue.arm(2, Instant(11));
        queue.arm(1, Instant(12));
        queue.disarm(2);
        assert_eq!(popped(&mut queue), [(12, 1)]);
    }

    /// A slow model: the slots in a list, the least due taken each time.
    fn behaves_as_a_sorted_list(slots: u64, latest: u64) {
        let mut queue = Queue::default();
        let mut model: Vec<Option<(u64, u64)>> = vec![None; slots as usize];
        let mut number: u64 = 12345;
        let mut random = |below: u64| {
            number = number.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (number >> 33) % below
        };
        for sequence in 0..20_000 {
            let slot = random(slots) as usize;
            match random(4) {
                0 | 1 => {
                    let at = random(latest);
                    queue.arm(slot as Slot, Instant(at));
                    model[slot] = Some((at, sequence));
                }
                2 => {
                    queue.disarm(slot as Slot);
                    model[slot] = None;
                }
                _ => {
                    let next =
                        (0..slots as usize).filter(|slot| model[*slot].is_some()).min_by_key(|slot| model[*slot]);
                    let expected = next.map(|slot| (Instant(model[slot].take().unwrap().0), slot as Slot));
                    assert_eq!(queue.pop(), expected);
                }
            }
            assert!(queue.soon.len() <= SOON_MAX);
        }
    }

    #[test]
    fn it_behaves_as_a_sorted_list_would() {
        behaves_as_a_sorted_list(8, 50);
        behaves_as_a_sorted_list(5 * SOON_MAX as u64, 1_000);
    }
}
