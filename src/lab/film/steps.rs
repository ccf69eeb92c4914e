//! Where a film pauses: at the events that the facts of the ledger rest on, at the broken rules behind them, and at what
//! was done to the cluster. Nothing here chooses by the name of a flaw.

use super::footage::{Footage, is_rule_broken};
use super::ledger::Column;
use crate::lab::sign::{Sign, Weight, row};
use crate::raft::Event as Decision;
use crate::sim::{Actor, Event, EventId, Instant, What};
use crate::sorted;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Steps of a film.
pub const STEPS_MAX: usize = 9;
const STEPS_MIN: usize = 3;

/// The rank of a broken rule on which nothing shows that the end rests.
const ASIDE: u8 = 3;
/// Steps at which a rule is broken, at most: the same rule may be broken with every message.
const BROKEN_MAX: usize = 3;
/// The same where nothing shows on which of them the end rests.
const ASIDE_MAX: usize = 1;

/// Sentences of a step, at most.
pub const TOLD_MAX: usize = 3;

/// Events of one instant at one node, or done by the script: they are one step.
#[derive(Debug)]
pub struct Pause {
    at: Instant,
    actor: Option<Actor>,
    /// The places of the events to tell, in their order.
    pub told: Vec<usize>,
}

impl Pause {
    fn takes(&self, at: Instant, actor: Option<Actor>) -> bool {
        (self.at, self.actor) == (at, actor)
    }
}

/// The steps of a film, in order, `steps_max` at most. The last step is the end of the run.
pub fn pauses(footage: &Footage, columns: &[Column], steps_max: usize) -> Vec<Pause> {
    let events = &footage.events;
    let Some(end) = events.len().checked_sub(1) else { return Vec::new() };
    let reasons = Reasons::of(footage, columns, end);
    let mut candidates: Vec<(u8, Reverse<usize>)> =
        (0..=end).filter_map(|place| Some((reasons.weight(footage, place)?, Reverse(place)))).collect();
    sorted::sort(&mut candidates);
    let mut pauses = vec![Pause { at: events[end].at, actor: key_of(&events[end]), told: Vec::new() }];
    for (weight, Reverse(place)) in candidates {
        let event = &events[place];
        let (at, actor) = (event.at, key_of(event));
        // A broken rule has a step of its own, even at the end; what it decided is told with the end.
        let is_end = pauses[0].takes(at, actor) && !is_rule_broken(event);
        let known = pauses.iter_mut().skip(1).find(|pause| pause.takes(at, actor) && !is_end);
        if is_end {
            if weight < FILLING && pauses[0].told.is_empty() {
                pauses[0].told.push(place);
            }
        } else if let Some(known) = known {
            if weight <= SCRIPTED {
                known.told.push(place);
            }
        } else if pauses.len() < steps_max && (weight < FILLING || pauses.len() < STEPS_MIN) {
            pauses.push(Pause { at, actor, told: vec![place] });
        }
    }
    let mut last = pauses.remove(0);
    if last.told.is_empty() {
        last.told.extend(telling(footage, end));
    }
    let mut pauses = in_order(pauses);
    pauses.push(last);
    let mut known: Vec<usize> = Vec::new();
    for pause in &mut pauses {
        tell(footage, pause);
        // What two steps at one instant share is told once.
        pause.told.retain(|place| !known.contains(place));
        known.extend(&pause.told);
    }
    pauses
}

/// The pauses by the last event that each tells. There are few, and a sort of its own is much code for the page.
fn in_order(mut pauses: Vec<Pause>) -> Vec<Pause> {
    let mut ordered = Vec::new();
    let last = |pause: &Pause| pause.told.iter().max().copied();
    while let Some(first) = (0..pauses.len()).min_by_key(|place| last(&pauses[*place])) {
        ordered.push(pauses.remove(first));
    }
    ordered
}

/// Statements at one instant are one step, whichever node they are about.
fn key_of(event: &Event) -> Option<Actor> {
    if is_scripted(event) { None } else { event.actor }
}

fn is_scripted(event: &Event) -> bool {
    event.cause.is_none() && !matches!(event.what, What::Started { again: false, .. })
}

/// The event of the last step that is worth a sentence.
fn telling(footage: &Footage, end: usize) -> Option<usize> {
    let last = &footage.events[end];
    let mut same = (0..=end).rev().take_while(|place| footage.events[*place].at == last.at);
    same.find(|place| {
        let event = &footage.events[*place];
        let (weight, sign) = row(&event.what);
        // That a node follows somebody may be what it just failed to do.
        event.actor == last.actor && Weight::Turn <= weight && sign != Sign::Follows && !is_rule_broken(event)
    })
}

/// Puts what is told in order; before a broken rule stands what came.
fn tell(footage: &Footage, pause: &mut Pause) {
    sorted::sort(&mut pause.told);
    let broken = pause.told.iter().copied().find(|place| is_rule_broken(&footage.events[*place]));
    if let Some(broken) = broken {
        let event = &footage.events[broken];
        let came = footage.arrival(event).or_else(|| event.cause.and_then(|cause| footage.event(cause)));
        let came = came.filter(|came| came.at == event.at).and_then(|came| footage.place(came.id));
        let effects = pause.told.iter().copied().filter(|place| !is_rule_broken(&footage.events[*place]));
        let effects: Vec<usize> = effects.filter(|place| Some(*place) != came).take(1).collect();
        pause.told = came.into_iter().chain([broken]).chain(effects).collect();
    }
    pause.told.dedup();
}

/// A rule is broken, and the end follows from it.
const BROKEN: u8 = 0;
/// A fact of the ledger.
const FACT: u8 = 1;
/// What the message said that was taken against a rule.
const ORIGIN: u8 = 2;
/// What the script did.
const SCRIPTED: u8 = 3;
/// A turn of the run on the way to the end.
const TURN: u8 = 4;
/// Only where there is little else.
const FILLING: u8 = 5;

/// What the end of a film rests on.
struct Reasons {
    facts: BTreeSet<EventId>,
    causes: BTreeSet<EventId>,
    broken: Vec<usize>,
    origins: BTreeSet<EventId>,
    /// The last candidacies: one that is tried again and again is told once.
    stood: BTreeSet<EventId>,
}

impl Reasons {
    fn of(footage: &Footage, columns: &[Column], end: usize) -> Reasons {
        let rows = || columns.iter().flat_map(|column| &column.rows);
        let heads = columns.iter().filter_map(|column| column.event);
        let wrong = rows().filter(|row| row.wrong).map(|row| row.event);
        let facts: BTreeSet<EventId> = heads.chain(wrong).collect();
        let roots = facts.iter().copied().chain(rows().map(|row| row.event)).chain([footage.events[end].id]);
        let causes = causes_of(footage, roots.collect());
        let broken = broken_rules(footage, &facts, &causes);
        let origins = broken.iter().filter_map(|place| origin(footage, *place)).collect();
        let (mut stood, mut actors) = (BTreeSet::new(), Vec::new());
        for event in footage.events.iter().rev().filter(|event| row(&event.what).1 == Sign::ElectionStarted) {
            if !actors.contains(&event.actor) {
                actors.push(event.actor);
                stood.insert(event.id);
            }
        }
        Reasons { facts, causes, broken, origins, stood }
    }

    /// How much an event matters for the film, 0 most; none if it has no place in it.
    fn weight(&self, footage: &Footage, place: usize) -> Option<u8> {
        let event = &footage.events[place];
        if is_rule_broken(event) {
            return self.broken.contains(&place).then_some(BROKEN);
        }
        let (weight, sign) = row(&event.what);
        let is_worth_a_line = Weight::WorthALine <= weight;
        if self.facts.contains(&event.id) && is_worth_a_line {
            return Some(FACT);
        }
        if self.origins.contains(&event.id) {
            return Some(ORIGIN);
        }
        if is_scripted(event) && is_worth_a_line && !matches!(event.what, What::Configured { .. }) {
            return Some(SCRIPTED);
        }
        let is_cause = self.causes.contains(&event.id);
        let turns = match sign {
            Sign::ElectionWon | Sign::Fault | Sign::Mend => true,
            Sign::ElectionStarted => is_cause && self.stood.contains(&event.id),
            Sign::Committed | Sign::Answered => is_cause,
            Sign::Plain
            | Sign::Step
            | Sign::Detail
            | Sign::Arrival
            | Sign::Follows
            | Sign::Appended
            | Sign::Applied => false,
        };
        let fills = is_cause && matches!(sign, Sign::Arrival | Sign::Follows | Sign::Appended | Sign::Applied);
        if turns { Some(TURN) } else { fills.then_some(FILLING) }
    }
}

/// The places at which a rule is broken, of those that matter: first those at a node that a fact is about, since what a
/// node forgets or skips is no cause of what it does later; then those from which the end follows. A node that breaks a
/// rule in the same way again and again is shown once, or where a fact comes of it.
fn broken_rules(footage: &Footage, facts: &BTreeSet<EventId>, causes: &BTreeSet<EventId>) -> Vec<usize> {
    let at_facts: Vec<Option<Actor>> =
        facts.iter().filter_map(|id| footage.event(*id)).map(|event| event.actor).collect();
    let makes_fact: Vec<usize> =
        facts.iter().filter_map(|id| footage.place(*id)).flat_map(|fact| footage.broken_with(fact)).collect();
    let all = (0..footage.events.len()).filter(|place| is_rule_broken(&footage.events[*place]));
    let mut ranked: Vec<(u8, Reverse<usize>)> = all
        .map(|place| {
            let event = &footage.events[place];
            let is_cause = causes.contains(&event.id) || event.cause.is_some_and(|cause| causes.contains(&cause));
            let rank = u8::from(!at_facts.contains(&event.actor)) * 2 + u8::from(!is_cause);
            (rank, Reverse(place))
        })
        .collect();
    sorted::sort(&mut ranked);
    let is_aside = ranked.first().is_none_or(|(rank, _)| *rank == ASIDE);
    let most = if is_aside { ASIDE_MAX } else { BROKEN_MAX };
    let (mut told, mut seen) = (Vec::new(), Vec::new());
    for (rank, Reverse(place)) in ranked {
        let key = key_of_broken(&footage.events[place]);
        let is_new = !seen.contains(&key) || makes_fact.contains(&place);
        if told.len() < most && is_new && (is_aside || rank < ASIDE) {
            seen.push(key);
            told.push(place);
        }
    }
    told
}

/// Who breaks a rule, and how.
fn key_of_broken(event: &Event) -> (Option<Actor>, Option<&'static str>) {
    let flaw = if let What::Decided(Decision::RuleBroken { flaw }) = &event.what { Some(flaw.name()) } else { None };
    (event.actor, flaw)
}

/// The decision that a message left with, which was taken against a rule.
fn origin(footage: &Footage, place: usize) -> Option<EventId> {
    let sent = footage.sending(footage.arrival(&footage.events[place])?)?;
    let decisions = sent.because.iter().chain(&sent.cause).filter_map(|id| footage.event(*id));
    let told = decisions.filter(|event| matches!(&event.what, What::Decided(decision) if is_answer(decision)));
    told.map(|event| event.id).next()
}

/// Whether a reply says it.
fn is_answer(decision: &Decision) -> bool {
    matches!(decision, Decision::VoteGranted { .. } | Decision::AppendAccepted { .. } | Decision::LogAppended { .. })
}

/// The events that some follow from, by all that each of them names.
fn causes_of(footage: &Footage, mut open: Vec<EventId>) -> BTreeSet<EventId> {
    let mut causes = BTreeSet::new();
    while let Some(id) = open.pop() {
        if causes.insert(id)
            && let Some(event) = footage.event(id)
        {
            open.extend(event.cause);
            open.extend(&event.because);
        }
    }
    causes
}
