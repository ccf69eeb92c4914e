//! The film of a counterexample: the few events at which it pauses, and the facts of what breaks, side by side.
//!
//! A script that was found breaks something at its end. The film stops where a rule is broken, at the facts that the
//! broken invariant compares, and where something is done to the cluster; three to nine steps, the last of which is the
//! end. What each step says is made by the page, from its events and its rule.
//!
//! | file | part |
//! |---|---|
//! | `facts.rs` | the facts of a violation, by name |
//! | `footage.rs` | the run, up to what it breaks |
//! | `mail.rs` | the message that a step is about |
//! | `stuck.rs` | what a request lacked that is not answered |
//! | `ledger.rs` | the facts that the broken invariant compares |
//! | `rows.rs` | the rows of these |
//! | `steps.rs` | the events at which the film pauses |

mod facts;
mod footage;
mod ledger;
mod mail;
mod rows;
mod steps;
mod stuck;

use super::feed::{event_view, unordered_view, violation_view};
use super::view::{Arg, EventView, FilmLack, FilmStep, FilmView, LedgerColumn, LedgerRow, ScriptErrorView};
use crate::raft::{Event as Decision, Flaw};
use crate::sim::{Actor, Event, Field, What};
use footage::{Broken, Footage};
use ledger::Column;
use steps::{Pause, STEPS_MAX, TOLD_MAX};
use stuck::Stuck;

/// The film of a script; it has no steps if nothing happens in the run.
///
/// # Errors
/// If the script is wrong.
pub fn film(script: &str) -> Result<FilmView, ScriptErrorView> {
    let footage = Footage::of(script)?;
    let columns = ledger::columns(&footage);
    let stuck = stuck::stuck(&footage);
    let pauses = steps::pauses(&footage, &columns, STEPS_MAX - stuck.len());
    let last = pauses.len().saturating_sub(1);
    let mut steps: Vec<FilmStep> =
        pauses.iter().enumerate().map(|(place, pause)| step(&footage, pause, place == last)).collect();
    stuck.into_iter().for_each(|stuck| insert(stuck, &mut steps));
    Ok(FilmView {
        broken: footage.broken.as_ref().map(|broken| broken_name(broken).into()),
        flaws: guilty(&footage, &steps),
        statements: footage.statements as f64,
        steps,
        ledger: columns.into_iter().map(column_view).collect(),
    })
}

fn broken_name(broken: &Broken) -> &'static str {
    match broken {
        Broken::Invariant(violation) => violation.invariant.name(),
        Broken::History(_) => "linearizability",
    }
}

/// The flaws that decide in the steps of the film; where none does, those that are on.
fn guilty(footage: &Footage, steps: &[FilmStep]) -> Vec<String> {
    let mut shown: Vec<String> = Vec::new();
    for flaw in steps.iter().filter_map(|step| step.flaw.clone()) {
        if !shown.contains(&flaw) {
            shown.push(flaw);
        }
    }
    if shown.is_empty() {
        let flaws = footage.world().settings().raft.flaws;
        shown.extend(Flaw::ALL.iter().filter(|flaw| flaws.contains(**flaw)).map(|flaw| flaw.name().into()));
    }
    shown
}

fn step(footage: &Footage, pause: &Pause, is_end: bool) -> FilmStep {
    let told: Vec<&Event> = pause.told.iter().map(|place| &footage.events[*place]).collect();
    let flaw = told.iter().find_map(|event| flaw_of(event));
    let rule = told.iter().find(|event| flaw_of(event).is_some()).or(told.last()).and_then(|event| event.rule());
    let end = if is_end { footage.events.last() } else { told.iter().max_by_key(|event| event.id).copied() };
    let mut views: Vec<EventView> = told.iter().map(|event| event_view(event)).collect();
    join_directions(&mut views);
    if is_end {
        views.extend(broken_view(footage));
    }
    let mut actors: Vec<String> = Vec::new();
    for who in told.iter().flat_map(|event| actors_of(event)).map(|who| who.to_string()) {
        if !actors.contains(&who) {
            actors.push(who);
        }
    }
    FilmStep {
        event: end.map_or(0.0, |event| event.id.0 as f64),
        upto: end.map_or(0.0, |event| footage.done_with(event, is_end).0 as f64),
        at_us: end.map_or(0.0, |event| event.at.0 as f64),
        told: views,
        rule: rule.map(|rule| rule.name().into()),
        section: rule.map(|rule| rule.section().into()),
        flaw: flaw.map(|flaw| flaw.name().into()),
        actors,
        message: mail::row(footage, &told),
        lacks: Vec::new(),
    }
}

/// Adds what a request lacked to the step at which that began, or as a step of its own; not to the end, which tells what
/// came of it.
fn insert(stuck: Stuck, steps: &mut Vec<FilmStep>) {
    let since = stuck.since.0 as f64;
    let names =
        stuck.lack.args.values().filter_map(|arg| if let Arg::Text(text) = arg { Some(text.as_str()) } else { None });
    let names = names
        .flat_map(|text| text.split([' ', ',']))
        .filter(|word| Actor::all().any(|actor| actor.to_string() == *word));
    let actors: Vec<String> = names.map(String::from).collect();
    let lack = FilmLack { key: stuck.lack.key.into(), args: stuck.lack.args };
    let end = steps.len().saturating_sub(1);
    let place = steps[..end].partition_point(|step| step.upto < since);
    if let Some(step) = steps[..end].get_mut(place).filter(|step| step.event <= since) {
        step.lacks.push(lack);
        return;
    }
    let (rule, section, flaw) = (None, None, None);
    let (at_us, message) = (stuck.at.0 as f64, Vec::new());
    let lacks = vec![lack];
    steps.insert(
        place,
        FilmStep { event: since, upto: since, at_us, told: Vec::new(), rule, section, flaw, actors, message, lacks },
    );
}

/// A link that is cut, or works again, in both directions is told once.
fn join_directions(views: &mut Vec<EventView>) {
    let mut place = 0;
    while place < views.len() {
        let one = views[place].clone();
        let is_reverse = |other: &EventView| {
            one.args.contains_key("both")
                && other.kind == one.kind
                && (other.args.get("from"), other.args.get("to")) == (one.args.get("to"), one.args.get("from"))
        };
        if let Some(reverse) = views.iter().position(is_reverse) {
            views[place].args.insert("both".into(), Arg::Text("yes".into()));
            views.remove(reverse.max(place + 1));
        }
        place += 1;
    }
    views.truncate(TOLD_MAX);
}

fn flaw_of(event: &Event) -> Option<Flaw> {
    if let What::Decided(Decision::RuleBroken { flaw }) = event.what { Some(flaw) } else { None }
}

/// What is broken, as the sentence of the last step.
fn broken_view(footage: &Footage) -> Option<EventView> {
    let by = footage.events.last()?.id;
    match footage.broken.as_ref()? {
        Broken::Invariant(violation) => Some(violation_view(violation, by)),
        Broken::History(place) => footage.world().history().get(*place).map(unordered_view),
    }
}

/// The nodes and clients that an event names.
fn actors_of(event: &Event) -> Vec<Actor> {
    let (_, fields) = event.describe();
    let named = fields.into_iter().filter_map(|(_, field)| if let Field::Who(who) = field { who } else { None });
    event.actor.into_iter().chain(named).collect()
}

fn column_view(column: Column) -> LedgerColumn {
    LedgerColumn {
        key: column.key.into(),
        args: column.args,
        event: column.event.map(|event| event.0 as f64),
        rows: column
            .rows
            .into_iter()
            .map(|row| LedgerRow {
                key: row.key.into(),
                args: row.args,
                sent: row.sent.map(|sent| sent.0 as f64),
                event: row.event.0 as f64,
                wrong: row.wrong,
                counts: row.counts,
            })
            .collect(),
        needed: column.needed.map(|needed| needed as f64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A vote of an earlier term arrives late and is counted.
    const LATE_VOTE: &str = "raftarium 1\n\
                       nodes 5\n\
                       seed 21\n\
                       flaw stale-votes-counted\n\
                       delay next 1 RequestVoteReply n2 -> n3 2s\n\
                       timeout n3\n\
                       run 300ms\n\
                       timeout n1\n\
                       cut n1 - n3\n\
                       cut n1 - n5\n\
                       run 1s\n\
                       deliver RequestVoteReply n2 -> n3\n\
                       expect violated leader-completeness\n";

    /// The film of a late vote that is counted: the vote is given first and counted last, and the ledger says so.
    #[test]
    fn a_film_shows_the_guilty_vote_from_its_giving_to_its_counting() {
        let film = film(LATE_VOTE).unwrap();
        assert_eq!(film.broken.as_deref(), Some("leader-completeness"));
        assert_eq!(film.flaws, ["stale-votes-counted"]);
        assert_eq!(film.steps[0].told[0].kind, "vote-granted");
        let late: Vec<&LedgerRow> = film.ledger[1].rows.iter().filter(|row| row.wrong && row.counts).collect();
        assert_eq!(late.len(), 1);
        assert_eq!(late[0].args["term"], Arg::Number(1.0));
        let shown = film.steps.iter().find(|step| step.flaw.is_some()).unwrap();
        assert!(late[0].sent.unwrap() < film.steps[1].event && shown.event < late[0].event, "{late:?}");
    }

    /// A run that breaks nothing has steps, and no facts; one in which nothing happens, or a wrong script, has no film.
    #[test]
    fn a_run_that_breaks_nothing_has_no_facts() {
        let whole = film("nodes 3\nrun until leader\nset x 1\nrun until idle\n").unwrap();
        assert!(whole.broken.is_none() && whole.ledger.is_empty() && whole.flaws.is_empty());
        assert!(film("").unwrap().steps.len() <= 1);
        assert!(film("flaw no-such").is_err());
    }

    /// Another invariant may break on the way to the one that the script expects to be broken.
    #[test]
    fn a_film_ends_with_what_its_script_expects_to_be_broken() {
        let film = film(include_str!("../../tests/flaws/leader-accepts-entries.raft")).unwrap();
        assert_eq!(film.broken.as_deref(), Some("leader-append-only"));
    }
}
