//! The film of a counterexample: the few events at which it pauses.
//!
//! A script that was found breaks something at its end. The film stops where a rule is broken, where a node stands or leads,
//! and where something is committed or done to the cluster, as far as the end follows from it; three to nine steps, the
//! last of which is the end. What each step says is made by the page, from the event and its rule.

use super::error_view;
use super::sign::{Sign, row};
use super::view::{FilmStep, FilmView, ScriptErrorView};
use crate::raft::Event as Decision;
use crate::script::{Limit, Runner, Stop, parse};
use crate::sim::{Event, EventId, What};
use std::collections::BTreeSet;

/// Steps of a film, at most; and the events of its run.
const STEPS_MAX: usize = 9;
const EVENTS_MAX: u64 = 200_000;

/// The steps of a script's film, first to last; none for a run in which nothing happens.
///
/// # Errors
/// If the script is wrong.
pub fn film(script: &str) -> Result<FilmView, ScriptErrorView> {
    let mut runner = Runner::new(parse(script).map_err(error_view)?, true);
    let mut events: Vec<Event> = Vec::new();
    while runner.advance(Limit::events(4_096)) == Stop::Events && runner.world().steps() < EVENTS_MAX {
        events.append(&mut runner.world_mut().take_events());
    }
    events.append(&mut runner.world_mut().take_events());
    let Some(end) = events.iter().rposition(|event| event.actor.is_some()) else {
        return Ok(FilmView { steps: Vec::new() });
    };
    events.truncate(end + 1);
    Ok(FilmView { steps: steps(&events).into_iter().map(|place| step(&events[place])).collect() })
}

/// The places of the steps among the events.
fn steps(events: &[Event]) -> Vec<usize> {
    let end = events.len() - 1;
    let causes = causes_of(events, end);
    let mut places: Vec<(u8, usize)> = events[..end]
        .iter()
        .enumerate()
        .filter_map(|(place, event)| Some((weight(event, causes.contains(&event.id))?, place)))
        .collect();
    // The weightiest, and of those of one weight the latest: they are nearest to the end.
    places.sort_by_key(|(weight, place)| (*weight, std::cmp::Reverse(*place)));
    let mut chosen: Vec<usize> = places.into_iter().take(STEPS_MAX - 1).map(|both| both.1).collect();
    chosen.push(end);
    chosen.sort_unstable();
    chosen
}

/// The events that one follows from, by all that each of them names.
fn causes_of(events: &[Event], place: usize) -> BTreeSet<EventId> {
    let mut causes = BTreeSet::new();
    let mut open = vec![events[place].id];
    while let Some(id) = open.pop() {
        if causes.insert(id)
            && let Ok(place) = events.binary_search_by_key(&id, |event| event.id)
        {
            open.extend(events[place].cause);
            open.extend(&events[place].because);
        }
    }
    causes
}

/// How much an event matters for the film, 0 most; none if it has no place in it.
fn weight(event: &Event, is_cause: bool) -> Option<u8> {
    if matches!(event.what, What::Decided(Decision::RuleBroken { .. })) {
        return Some(if is_cause { 0 } else { 2 });
    }
    match (row(&event.what).1, is_cause) {
        (Sign::ElectionWon, _) => Some(1),
        (Sign::Fault | Sign::Mend, _) => Some(3),
        (Sign::ElectionStarted | Sign::Committed | Sign::Answered, true) => Some(4),
        (Sign::Arrival | Sign::Follows | Sign::Appended | Sign::Applied, true) => Some(5),
        _ => None,
    }
}

fn step(event: &Event) -> FilmStep {
    let flaw = if let What::Decided(Decision::RuleBroken { flaw }) = event.what { Some(flaw) } else { None };
    FilmStep {
        event: event.id.0 as f64,
        at_us: event.at.0 as f64,
        rule: event.what.rule().map(|rule| rule.name().into()),
        flaw: flaw.map(|flaw| flaw.name().into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The film of a late vote that is counted: it shows the vote, and ends with what breaks.
    #[test]
    fn a_film_shows_where_the_rule_is_broken() {
        let steps = film(include_str!("../../tests/flaws/stale-votes-counted.raft")).unwrap().steps;
        assert!((3..=STEPS_MAX).contains(&steps.len()), "{steps:?}");
        assert!(steps.iter().any(|step| step.flaw.as_deref() == Some("stale-votes-counted")), "{steps:?}");
        assert!(steps.is_sorted_by(|one, next| one.event < next.event), "{steps:?}");
        assert!(film("flaw no-such").is_err());
        assert!(film("").unwrap().steps.len() <= 1);
    }
}
