//! The smallest part of a history that has no order, and the orders that come as far as they can.

use super::generate::{Shape, history};
use super::{brute_force, jepsen, shown, small};
use raftarium::check::linearizability::{Call, Conflict, STEPS_MAX, Verdict, Why, conflict, judge, removable};
use raftarium::kv::{Command, Outcome};
use raftarium::script::read_history;
use std::collections::BTreeSet;
use std::fs;

/// A history on one key.
fn on_one_key(seed: u64) -> Vec<Call> {
    history(seed, Shape { keys: 1, ..small(seed) })
}

fn without(history: &[Call], place: usize) -> Vec<Call> {
    let mut fewer = history.to_vec();
    fewer.remove(place);
    fewer
}

/// The calls of a part, as they were when the unexplained one returned.
fn part(history: &[Call], found: &Conflict) -> Vec<Call> {
    let call = |kept: &raftarium::check::linearizability::Kept| {
        let call = history[kept.place].clone();
        Call { returned: call.returned.filter(|_| kept.returned.is_some()), ..call }
    };
    found.calls.iter().map(call).collect()
}

fn found(history: &[Call]) -> Option<Conflict> {
    let Verdict::NotLinearizable(place) = judge(history, STEPS_MAX) else { return None };
    Some(conflict(history, place, STEPS_MAX).unwrap_or_else(|| panic!("{place} of\n{}", shown(history))))
}

#[test]
fn a_call_that_may_go_leaves_an_order_where_there_was_one() {
    let (mut removals, mut of_writes) = (0, 0);
    for seed in 0..12_000 {
        let history = on_one_key(seed);
        if !brute_force::is_linearizable(&history) {
            continue;
        }
        for place in removable(&history) {
            let fewer = without(&history, place);
            assert!(brute_force::is_linearizable(&fewer), "seed {seed} without {place}: \n{}", shown(&history));
            removals += 1;
            of_writes += u32::from(matches!(history[place].command, Command::Set { .. } | Command::Delete { .. }));
        }
    }
    assert!(10_000 < removals && 1_000 < of_writes, "{removals} {of_writes}");
}

#[test]
fn a_smallest_part_has_no_order_and_one_without_any_of_its_calls() {
    let (mut parts, mut calls, mut kept) = (0, 0, 0);
    for seed in 0..12_000 {
        let history = on_one_key(seed);
        let Some(mut found) = found(&history) else { continue };
        let unexplained = found.calls[found.unexplained].place;
        // The order of the history tells which of two calls that a client made at one instant was first.
        found.calls.sort_by_key(|kept| kept.place);
        let part = part(&history, &found);
        let is_rest = |place: &usize| found.calls[*place].place != unexplained;
        assert!(!brute_force::is_linearizable(&part), "seed {seed}: \n{}\n{}", shown(&history), shown(&part));
        // Without the answer that no order explains, nothing is said of the rest.
        for place in removable(&part).into_iter().filter(is_rest) {
            assert!(brute_force::is_linearizable(&without(&part, place)), "seed {seed} {place}: \n{}", shown(&part));
        }
        (parts, calls, kept) = (parts + 1, calls + history.len(), kept + part.len());
    }
    assert!(2_000 < parts && kept < calls * 2 / 3, "{parts} parts, {kept} of {calls} calls");
}

/// Follows an order, and gives the value at its end. Panics if an answer is another.
fn follow(part: &[Call], order: &[usize]) -> Option<String> {
    order
        .iter()
        .fold(None, |value, place| step(&part[*place], value).unwrap_or_else(|()| panic!("call {place} does not fit")))
}

fn step(call: &Call, value: Option<String>) -> Result<Option<String>, ()> {
    let outcome = call.returned.as_ref().map(|(_, outcome)| outcome);
    let is = |text: &str| value.as_deref() == Some(text);
    let fits = match (&call.command, outcome) {
        (Command::Get { .. }, Some(Outcome::Value(read))) => is(read),
        (Command::Get { .. }, _) => value.is_none(),
        (Command::Cas { old, .. }, Some(Outcome::Refused)) => !is(old),
        (Command::Cas { old, .. }, _) => is(old),
        (Command::Set { .. } | Command::Delete { .. }, _) => true,
    };
    if !fits {
        return Err(());
    }
    Ok(match &call.command {
        Command::Set { value, .. } => Some(value.to_string()),
        Command::Cas { new, .. } if outcome != Some(&Outcome::Refused) => Some(new.to_string()),
        Command::Delete { .. } => None,
        Command::Get { .. } | Command::Cas { .. } => value,
    })
}

/// Checks that each order explains its answers and obeys the moments, and that nothing can come next.
fn check_orders(part: &[Call], found: &Conflict) {
    assert!((1..=2).contains(&found.orders.len()));
    let comes_first =
        |a: usize, b: usize| found.calls[a].returned.is_some_and(|returned| returned < found.calls[b].called);
    for partial in &found.orders {
        for (at, call) in partial.order.iter().enumerate() {
            assert!(partial.order[at + 1..].iter().all(|later| !comes_first(*later, *call) && later != call));
        }
        let value = follow(part, &partial.order);
        let left: Vec<usize> = (0..part.len()).filter(|call| !partial.order.contains(call)).collect();
        assert!(!partial.blocked.is_empty() && partial.blocked.iter().all(|blocked| left.contains(&blocked.call)));
        for call in &left {
            let can_be_next = left.iter().all(|other| !comes_first(*other, *call));
            assert!(!can_be_next || step(&part[*call], value.clone()).is_err(), "call {call} can come next");
        }
    }
    let longest = &found.orders[0].order;
    assert!(
        found
            .orders
            .iter()
            .skip(1)
            .all(|partial| { partial.order.len() <= longest.len() && partial.order.contains(&found.unexplained) })
    );
}

#[test]
fn the_orders_of_a_part_explain_what_they_hold_and_go_as_far_as_they_can() {
    let mut reasons: BTreeSet<String> = BTreeSet::new();
    let mut seconds = 0;
    for seed in 0..6_000 {
        // Without event numbers, calls of one client at one instant follow one another though their ranks do not say so.
        let history = history(seed, Shape { keys: 1, unnumbered: 0, ..small(seed) });
        let Some(found) = found(&history) else { continue };
        check_orders(&part(&history, &found), &found);
        seconds += found.orders.len() - 1;
        let blocked = found.orders.iter().flat_map(|partial| &partial.blocked);
        reasons.extend(blocked.map(|blocked| format!("{:?}", blocked.why).split('(').next().unwrap_or("").to_string()));
    }
    let all = ["Changes", "Fits", "Later", "NeverWritten", "NothingWritten", "Returned"];
    assert_eq!(reasons, all.map(String::from).into(), "each reason is seen");
    assert!(10 < seconds, "{seconds}");
}

#[test]
fn the_histories_of_etcd_have_small_parts() {
    let mut sizes = Vec::new();
    for (number, history) in jepsen::histories() {
        let Some(found) = found(&history) else { continue };
        let part = part(&history, &found);
        assert!(judge(&part, STEPS_MAX) != Verdict::Linearizable, "{number}");
        for place in removable(&part).into_iter().filter(|place| *place != found.unexplained) {
            assert_eq!(judge(&without(&part, place), STEPS_MAX), Verdict::Linearizable, "{number} without {place}");
        }
        check_orders(&part, &found);
        sizes.push(part.len());
    }
    sizes.sort_unstable();
    assert_eq!(sizes.len(), 79);
    assert!(sizes[sizes.len() / 2] <= 8, "{sizes:?}");
}

fn file(name: &str) -> Vec<Call> {
    let path = format!("{}/tests/histories/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
    read_history(&fs::read_to_string(path).expect(name)).expect(name).calls
}

/// The places of the part of a file's history.
fn places(name: &str) -> Vec<usize> {
    let history = file(name);
    let found = found(&history).expect(name);
    check_orders(&part(&history, &found), &found);
    found.calls.iter().map(|kept| kept.place).collect()
}

#[test]
fn known_histories_have_known_parts() {
    assert_eq!(places("bad-05-stale-read"), [0, 1, 2], "what was read later is not needed");
    assert_eq!(places("bad-06-own-write-unread"), [0, 1]);
    assert_eq!(places("bad-07-two-swaps-of-one-value"), [0, 1, 2], "the other key is not needed");
    assert!(places("bad-02-local-faults").len() <= 5);
    for name in ["ok-04-read-index-faults", "ok-06-lost-replies", "ok-08-lost-set-read-late"] {
        let history = file(name);
        assert!((0..history.len()).all(|place| conflict(&history, place, STEPS_MAX).is_none()), "{name}");
    }
}

#[test]
fn a_stale_read_is_stopped_by_the_write_that_returned_before() {
    let history = file("bad-05-stale-read");
    let found = found(&history).expect("it is stale");
    assert_eq!(found.orders.len(), 1, "the read comes into no order");
    assert_eq!((&found.orders[0].order[..], found.unexplained), (&[0, 1][..], 2));
    let blocked = found.orders[0].blocked[0];
    assert_eq!((blocked.call, blocked.left_by, blocked.why), (2, Some(1), Why::Returned));
}

#[test]
fn of_two_swaps_of_one_value_either_comes_first() {
    let history = file("bad-07-two-swaps-of-one-value");
    let found = found(&history).expect("one is too many");
    let orders: Vec<&[usize]> = found.orders.iter().map(|partial| &partial.order[..]).collect();
    assert_eq!(orders, [&[0, 2][..], &[0, 1][..]]);
    assert!(found.orders.iter().all(|partial| partial.blocked[0].why == Why::Fits));
}
