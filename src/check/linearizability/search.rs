//! The search for an order of one key's calls: that of Wing and Gong ("Testing and Verifying Concurrent Objects", 1993),
//! with the states that Lowe remembers, over a list of moments from which a call is taken out and put back, as
//! Porcupine has it.
//!
//! Three things are done without a choice, because an order that does otherwise can be changed into one that does so:
//! - a call that leaves the value as it is happens as soon as it can;
//! - where no refused compare-and-set is left, writes of values that nobody left will see happen together, as soon as
//!   any of them does or another write does (one right after the other hides them all);
//! - of calls that do the same and can happen now, the one that returned first happens, and one that never returned
//!   happens only if its value is seen right after it.
//!
//! A state is given up at once if a remaining read must see a value that no remaining write writes.

use super::cache::Cache;
use super::order::{ABSENT, Value};
use super::problem::{Effect, Placed, Problem};
use crate::sorted;

/// What the search came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// There is an order.
    Order,
    /// There is none.
    NoOrder {
        /// The rank of the return that no order came beyond, if it was looked for.
        blocked: Option<u32>,
    },
    /// The limit was reached.
    TooMuch,
}

/// Looks at a call or at a known state that take as long as a step of the search, about.
const LOOKS_A_STEP: u64 = 16;

/// Looks for an order, in at most so many steps.
pub fn search(problem: &Problem, steps_max: u64) -> Found {
    let mut search = Search::new(problem);
    if !search.all_can_be_seen() {
        return Found::NoOrder { blocked: None };
    }
    let mut steps = 0;
    let mut enters = true;
    loop {
        if enters {
            if steps_max <= search.steps(steps) {
                return Found::TooMuch;
            }
            steps += 1;
            search.let_see();
            let Some(blocked) = search.blocker() else {
                return Found::Order;
            };
            search.furthest = search.furthest.max(problem.required[blocked].returned);
            if search.is_worth_exploring(blocked) {
                search.open_frame(blocked);
            } else if search.frames.is_empty() {
                return Found::NoOrder { blocked: Some(search.furthest) };
            }
        }
        let Some(frame) = search.frames.last() else {
            return Found::NoOrder { blocked: Some(search.furthest) };
        };
        search.undo_to(frame.trail, frame.value);
        match search.next_choice() {
            Some(choice) => enters = search.choose(choice),
            None => {
                search.close_frame();
                enters = false;
            }
        }
    }
}

/// A way to go on.
#[derive(Clone, Copy)]
enum Choice {
    /// This required call happens.
    Required(u32),
    /// This optional call happens.
    Optional(u32),
    /// All writes that can happen now and that no read will see.
    Unseen,
}

/// A state whose ways to go on are tried.
#[derive(Clone, Copy)]
struct Frame {
    /// What was done before it.
    trail: usize,
    value: Value,
    /// Its choices that are left are those from `next` on, up to those of the next frame.
    choices: usize,
    next: usize,
}

/// Something that was done, to be undone.
#[derive(Clone, Copy)]
enum Done {
    Required(u32),
    Optional(u32),
}

struct Search<'a> {
    required: &'a [Placed],
    optional: Vec<Placed>,
    /// The moments of required calls that have not happened yet, as a list in the order of ranks; the last is no moment.
    next: Vec<u32>,
    previous: Vec<u32>,
    /// The call at each moment, and whether the moment is its return.
    moments: Vec<(u32, bool)>,
    call_moment: Vec<u32>,
    return_moment: Vec<u32>,
    /// How many calls stand before each moment.
    called_before: Vec<u32>,
    /// Which calls have happened, 64 to a word.
    happened: Vec<u64>,
    used: Vec<u64>,
    /// Whether a call has another that comes after it though their ranks do not say so.
    has_successor: Vec<bool>,
    value: Value,
    /// For each value: required calls left that see it; those of them that replace it; these with the optional calls
    /// that replace it; and all calls left that write it.
    must_see: Vec<u32>,
    must_replace: Vec<u32>,
    may_see: Vec<u32>,
    writers: Vec<u32>,
    /// Refused compare-and-sets left.
    refusals: usize,
    trail: Vec<Done>,
    frames: Vec<Frame>,
    choices: Vec<Choice>,
    /// Whether the latest choice was an optional call, whose value must be seen at once.
    must_be_seen: bool,
    seen: bool,
    cache: Cache,
    base: Vec<u64>,
    furthest: u32,
}

fn bit(number: u32) -> (usize, u64) {
    (number as usize / 64, 1 << (number % 64))
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem) -> Search<'a> {
        let required = &problem.required[..];
        let refusals = required.iter().filter(|call| matches!(call.effect, Effect::ReadOther(_))).count();
        let optional = useful(problem, 0 < refusals);
        let mut ends: Vec<(u32, u32, bool)> = Vec::with_capacity(2 * required.len());
        for (number, call) in required.iter().enumerate() {
            ends.push((call.called, number as u32, false));
            ends.push((call.returned, number as u32, true));
        }
        sorted::sort(&mut ends);
        let count = ends.len() as u32;
        let (mut call_moment, mut return_moment) = (vec![0; required.len()], vec![0; required.len()]);
        for (moment, (_, call, is_return)) in ends.iter().enumerate() {
            let moments = if *is_return { &mut return_moment } else { &mut call_moment };
            moments[*call as usize] = moment as u32;
        }
        let mut called = 0;
        let called_before = ends.iter().map(|(_, _, is_return)| {
            called += u32::from(!is_return);
            called
        });
        let called_before = called_before.collect();
        let mut has_successor = vec![false; required.len()];
        for before in required.iter().filter_map(|call| call.after) {
            has_successor[before] = true;
        }
        let values = problem.value_count + 1;
        let mut search = Search {
            required,
            // The list is a ring: its end leads to its beginning.
            next: (1..=count).chain([0]).collect(),
            previous: [count].into_iter().chain(0..count).collect(),
            moments: ends.into_iter().map(|(_, call, is_return)| (call, is_return)).collect(),
            call_moment,
            return_moment,
            called_before,
            happened: vec![0; required.len().div_ceil(64)],
            used: vec![0; optional.len().div_ceil(64)],
            optional,
            has_successor,
            value: ABSENT,
            must_see: vec![0; values],
            must_replace: vec![0; values],
            may_see: vec![0; values],
            writers: vec![0; values],
            refusals: 0,
            trail: Vec::new(),
            frames: Vec::new(),
            choices: Vec::new(),
            must_be_seen: false,
            seen: false,
            cache: Cache::default(),
            base: Vec::new(),
            furthest: 0,
        };
        for call in required {
            search.count(call.effect, true);
        }
        for number in 0..search.optional.len() {
            search.count_optional(number, true);
        }
        search
    }

    /// Where many calls never returned, states are told apart by looking at each of these, and by many comparisons: the
    /// more of that there is, the fewer states the limit allows.
    fn steps(&self, states: u64) -> u64 {
        states + (self.cache.compared + states * self.optional.len() as u64) / LOOKS_A_STEP
    }

    /// The number of a value that stands for all values that no read will see.
    fn unseen_value(&self) -> Value {
        self.writers.len() as Value - 1
    }

    fn end(&self) -> u32 {
        self.moments.len() as u32
    }

    fn first(&self) -> u32 {
        self.next[self.moments.len()]
    }

    /// The call left that returned first.
    fn blocker(&self) -> Option<usize> {
        let mut moment = self.first();
        while moment != self.end() {
            let (call, is_return) = self.moments[moment as usize];
            if is_return {
                return Some(call as usize);
            }
            moment = self.next[moment as usize];
        }
        None
    }

    fn has_happened(&self, call: usize) -> bool {
        let (word, bit) = bit(call as u32);
        self.happened[word] & bit != 0
    }

    fn is_free(&self, call: &Placed) -> bool {
        call.after.is_none_or(|before| self.has_happened(before))
    }

    /// Calls that leave the value as it is happen as soon as they can.
    fn let_see(&mut self) {
        let mut moment = self.first();
        while moment != self.end() {
            let (number, is_return) = self.moments[moment as usize];
            if is_return {
                break;
            }
            let call = &self.required[number as usize];
            let sees = match call.effect {
                Effect::Read(value) => value == self.value,
                Effect::ReadOther(value) => value != self.value,
                Effect::Write(_) | Effect::Swap { .. } => false,
            };
            if !sees || !self.is_free(call) {
                moment = self.next[moment as usize];
                continue;
            }
            self.take(number);
            self.seen = true;
            // What waited for this call may stand before it. Else the list goes on where it was left, but for the
            // call's own return.
            let is_waited_for = self.has_successor[number as usize];
            let (following, own_return) = (self.next[moment as usize], self.return_moment[number as usize]);
            let goes_on = if following == own_return { self.next[own_return as usize] } else { following };
            moment = if is_waited_for { self.first() } else { goes_on };
        }
        if self.nobody_will_see(self.value) {
            self.value = self.unseen_value();
        }
    }

    fn nobody_will_see(&self, value: Value) -> bool {
        self.refusals == 0 && self.may_see[value as usize] == 0
    }

    /// A required call happens: its moments leave the list.
    fn take(&mut self, number: u32) {
        for moment in [self.call_moment[number as usize], self.return_moment[number as usize]] {
            let (before, after) = (self.previous[moment as usize], self.next[moment as usize]);
            self.next[before as usize] = after;
            self.previous[after as usize] = before;
        }
        let (word, bit) = bit(number);
        self.happened[word] |= bit;
        self.count(self.required[number as usize].effect, false);
        self.trail.push(Done::Required(number));
    }

    fn use_optional(&mut self, number: u32) {
        let (word, bit) = bit(number);
        self.used[word] |= bit;
        self.count_optional(number as usize, false);
        self.trail.push(Done::Optional(number));
    }

    /// Undoes what was done since the trail had this length, the latest first: a moment goes back to where it was
    /// between its neighbours of that time.
    fn undo_to(&mut self, trail: usize, value: Value) {
        while trail < self.trail.len() {
            match self.trail.pop() {
                Some(Done::Required(number)) => {
                    for moment in [self.return_moment[number as usize], self.call_moment[number as usize]] {
                        let (before, after) = (self.previous[moment as usize], self.next[moment as usize]);
                        self.next[before as usize] = moment;
                        self.previous[after as usize] = moment;
                    }
                    let (word, bit) = bit(number);
                    self.happened[word] &= !bit;
                    self.count(self.required[number as usize].effect, true);
                }
                Some(Done::Optional(number)) => {
                    let (word, bit) = bit(number);
                    self.used[word] &= !bit;
                    self.count_optional(number as usize, true);
                }
                None => {}
            }
        }
        self.value = value;
    }

    /// Counts a required call among those that are left, or no more.
    fn count(&mut self, effect: Effect, is_left: bool) {
        let add = |count: &mut u32| if is_left { *count += 1 } else { *count -= 1 };
        match effect {
            Effect::Read(value) => {
                add(&mut self.must_see[value as usize]);
                add(&mut self.may_see[value as usize]);
            }
            Effect::ReadOther(_) if is_left => self.refusals += 1,
            Effect::ReadOther(_) => self.refusals -= 1,
            Effect::Write(value) => add(&mut self.writers[value as usize]),
            Effect::Swap { old, new } => {
                add(&mut self.must_see[old as usize]);
                add(&mut self.must_replace[old as usize]);
                add(&mut self.may_see[old as usize]);
                add(&mut self.writers[new as usize]);
            }
        }
    }

    fn count_optional(&mut self, number: usize, is_left: bool) {
        let add = |count: &mut u32| if is_left { *count += 1 } else { *count -= 1 };
        match self.optional[number].effect {
            Effect::Write(value) => add(&mut self.writers[value as usize]),
            Effect::Swap { old, new } => {
                add(&mut self.may_see[old as usize]);
                add(&mut self.writers[new as usize]);
            }
            Effect::Read(_) | Effect::ReadOther(_) => {}
        }
    }

    /// Whether all that must see a value still can: it is there, or there are writers left, one for each call that
    /// replaces it.
    fn can_be_seen(&self, value: Value) -> bool {
        let place = value as usize;
        let times = self.writers[place] + u32::from(self.value == value);
        (self.must_see[place] == 0 || 0 < times) && self.must_replace[place] <= times
    }

    /// Whether every value can be seen that must be.
    fn all_can_be_seen(&self) -> bool {
        (0..self.writers.len() as Value).all(|value| self.can_be_seen(value))
    }

    /// Required calls left that were made before the first return left.
    fn waiting(&self) -> impl Iterator<Item = u32> {
        let mut moment = self.first();
        std::iter::from_fn(move || {
            let (number, is_return) = *self.moments.get(moment as usize)?;
            moment = self.next[moment as usize];
            (!is_return).then_some(number)
        })
    }

    /// Those of them that can happen now.
    fn candidates(&self) -> impl Iterator<Item = u32> {
        self.waiting().filter(|number| self.is_free(&self.required[*number as usize]))
    }

    /// Optional calls left that were made before a rank.
    fn optional_waiting(&self, before: u32) -> impl Iterator<Item = u32> {
        (0..self.optional.len() as u32).filter(move |number| {
            let (word, bit) = bit(*number);
            self.used[word] & bit == 0 && self.optional[*number as usize].called < before
        })
    }

    /// Those of them that can happen now, the first of each effect.
    fn optional_candidates(&self, before: u32) -> impl Iterator<Item = u32> {
        let mut latest = None;
        self.optional_waiting(before).filter(move |number| {
            let call = &self.optional[*number as usize];
            self.is_free(call) && latest.replace(call.effect) != Some(call.effect)
        })
    }

    /// Whether an order may lead on from here, by what the calls left must see and by where the search was before.
    fn is_worth_exploring(&mut self, blocked: usize) -> bool {
        let before = self.required[blocked].returned;
        let needed = match self.required[blocked].effect {
            Effect::Read(value) | Effect::Swap { old: value, .. } => Some(value).filter(|value| *value != self.value),
            Effect::ReadOther(_) | Effect::Write(_) => None,
        };
        let writes = |call: &Placed, value| match call.effect {
            Effect::Write(new) | Effect::Swap { new, .. } => new == value,
            Effect::Read(_) | Effect::ReadOther(_) => false,
        };
        if let Some(value) = needed {
            // A call that waits for this one can still happen before the return.
            let is_written = self.waiting().any(|number| writes(&self.required[number as usize], value))
                || self.optional_waiting(before).any(|number| writes(&self.optional[number as usize], value));
            if !is_written {
                return false;
            }
        }
        let replaces = |call: &Placed| matches!(call.effect, Effect::Swap { old, .. } if old == self.value);
        if self.must_be_seen && !self.seen {
            let is_seen_next = self.candidates().any(|number| replaces(&self.required[number as usize]))
                || self.optional_candidates(before).any(|number| replaces(&self.optional[number as usize]));
            if !is_seen_next {
                return false;
            }
        }
        self.is_new(blocked)
    }

    /// Whether the search was in no state yet that is as good as this one. What has happened is all that was called
    /// before the first call left, and some of what was called before the first return left.
    fn is_new(&mut self, blocked: usize) -> bool {
        let (first, _) = self.moments[self.first() as usize];
        let from = bit(first).0;
        let to = bit(self.called_before[self.return_moment[blocked] as usize] - 1).0;
        self.base.clear();
        self.base.push((from as u64) << 32 | u64::from(self.value));
        self.base.extend_from_slice(&self.happened[from..=to]);
        self.cache.insert(&self.base, &self.used)
    }

    /// Finds the ways to go on, and makes this the state whose ways are tried.
    fn open_frame(&mut self, blocked: usize) {
        let start = self.choices.len();
        let before = self.required[blocked].returned;
        let mut choices = std::mem::take(&mut self.choices);
        let mut writes_unseen = false;
        for number in self.candidates() {
            match self.required[number as usize].effect {
                Effect::Write(value) if self.nobody_will_see(value) => writes_unseen = true,
                Effect::Swap { old, .. } if old != self.value => {}
                Effect::Write(_) | Effect::Swap { .. } => choices.push(Choice::Required(number)),
                Effect::Read(_) | Effect::ReadOther(_) => {}
            }
        }
        self.keep_first_of_each_effect(&mut choices, start);
        for number in self.optional_candidates(before) {
            let can = match self.optional[number as usize].effect {
                Effect::Write(new) => new != self.value && !self.nobody_will_see(new),
                Effect::Swap { old, new } => old == self.value && !self.nobody_will_see(new),
                Effect::Read(_) | Effect::ReadOther(_) => false,
            };
            if can {
                choices.push(Choice::Optional(number));
            }
        }
        if writes_unseen {
            self.keep_swaps(&mut choices, start);
            choices.push(Choice::Unseen);
        }
        self.choices = choices;
        self.frames.push(Frame { trail: self.trail.len(), value: self.value, choices: start, next: start });
    }

    /// Of required calls with the same effect, the one that returned first; and these in the order of their returns.
    fn keep_first_of_each_effect(&self, choices: &mut Vec<Choice>, start: usize) {
        let call = |choice: &Choice| match choice {
            Choice::Required(number) => Some((*number, &self.required[*number as usize])),
            Choice::Optional(_) | Choice::Unseen => None,
        };
        choices[start..].sort_by_key(|choice| call(choice).map(|(_, call)| call.returned));
        let mut kept = start;
        for place in start..choices.len() {
            let is_first = call(&choices[place]).is_some_and(|(number, later)| {
                // What waits for this one can tell it from the others.
                self.has_successor[number as usize]
                    || !choices[start..kept].iter().filter_map(call).any(|(_, kept)| kept.effect == later.effect)
            });
            if is_first {
                choices.swap(kept, place);
                kept += 1;
            }
        }
        choices.truncate(kept);
    }

    /// Before any write, the unseen ones happen: what is left to choose are calls that replace the value as it is.
    fn keep_swaps(&self, choices: &mut Vec<Choice>, start: usize) {
        let mut kept = start;
        for place in start..choices.len() {
            let effect = match choices[place] {
                Choice::Required(number) => Some(self.required[number as usize].effect),
                Choice::Optional(number) => Some(self.optional[number as usize].effect),
                Choice::Unseen => None,
            };
            if matches!(effect, Some(Effect::Swap { .. })) {
                choices.swap(kept, place);
                kept += 1;
            }
        }
        choices.truncate(kept);
    }

    fn next_choice(&mut self) -> Option<Choice> {
        let frame = self.frames.last_mut()?;
        let choice = self.choices.get(frame.next).copied()?;
        frame.next += 1;
        Some(choice)
    }

    fn close_frame(&mut self) {
        if let Some(frame) = self.frames.pop() {
            self.choices.truncate(frame.choices);
        }
    }

    /// Goes on in one way. Returns whether the state that it leads to is worth a look.
    fn choose(&mut self, choice: Choice) -> bool {
        let left = self.value;
        (self.must_be_seen, self.seen) = (false, false);
        let after = |effect: Effect, value| match effect {
            Effect::Write(new) | Effect::Swap { new, .. } => new,
            Effect::Read(_) | Effect::ReadOther(_) => value,
        };
        match choice {
            Choice::Required(number) => {
                self.take(number);
                self.value = after(self.required[number as usize].effect, left);
            }
            Choice::Optional(number) => {
                self.use_optional(number);
                self.value = after(self.optional[number as usize].effect, left);
                self.must_be_seen = true;
            }
            Choice::Unseen => {
                let is_unseen = |number: &u32| match self.required[*number as usize].effect {
                    Effect::Write(value) => self.nobody_will_see(value),
                    Effect::Read(_) | Effect::ReadOther(_) | Effect::Swap { .. } => false,
                };
                let unseen: Vec<u32> = self.candidates().filter(is_unseen).collect();
                unseen.into_iter().for_each(|number| self.take(number));
                self.value = self.unseen_value();
            }
        }
        self.can_be_seen(left)
    }
}

/// Optional calls whose value somebody may see, through other optional calls too. After a refusal another value is seen,
/// whichever.
fn useful(problem: &Problem, are_all: bool) -> Vec<Placed> {
    let mut is_seen = vec![are_all; problem.value_count];
    for call in &problem.required {
        match call.effect {
            Effect::Read(value) | Effect::Swap { old: value, .. } => is_seen[value as usize] = true,
            Effect::ReadOther(_) | Effect::Write(_) => {}
        }
    }
    loop {
        let before = is_seen.iter().filter(|seen| **seen).count();
        for call in &problem.optional {
            if let Effect::Swap { old, new } = call.effect
                && is_seen[new as usize]
            {
                is_seen[old as usize] = true;
            }
        }
        if is_seen.iter().filter(|seen| **seen).count() == before {
            break;
        }
    }
    let is_useful = |call: &&Placed| match call.effect {
        Effect::Write(value) | Effect::Swap { new: value, .. } => is_seen[value as usize],
        Effect::Read(_) | Effect::ReadOther(_) => false,
    };
    problem.optional.iter().filter(is_useful).copied().collect()
}
