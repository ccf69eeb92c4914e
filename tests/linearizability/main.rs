//! Compares the linearizability checker with the definition itself, on small histories; with the crate `porcupine-rs`,
//! on random ones and on the 102 of etcd that it ships; and its check of a whole history with its check during a run.

#![cfg(not(target_arch = "wasm32"))]

mod brute_force;
mod generate;
mod jepsen;
mod parts;
mod porcupine;

use generate::{Shape, history};
use raftarium::check::Checks;
use raftarium::check::linearizability::{Call, Limits, Live, Moment, STEPS_MAX, Standing, Verdict, judge};
use raftarium::script::{Failure, Limit, Outcome, Reason, Runner, parse};

const SMALL: Shape = Shape {
    calls: 6,
    clients: 3,
    keys: 1,
    values: Some(3),
    cas: 4,
    deletes: 1,
    lost: 150,
    lies: 1,
    ties: 1,
    unnumbered: 0,
};

/// One line per call.
fn shown(history: &[Call]) -> String {
    let moment = |at: &Moment| format!("{}{}", at.at_us, at.event.map_or(String::new(), |event| format!("#{event}")));
    let line = |call: &Call| {
        let returned = call.returned.as_ref().map(|(at, outcome)| format!("{} {outcome:?}", moment(at)));
        format!("c{} {} {:?} {}\n", call.client, moment(&call.called), call.command, returned.unwrap_or("-".into()))
    };
    history.iter().map(line).collect()
}

/// Small shapes of every kind.
fn small(seed: u64) -> Shape {
    let digit = |place: u32, of: u64| seed / 7u64.pow(place) % of;
    Shape {
        calls: 3 + digit(0, 5) as usize,
        clients: 2 + digit(1, 3) as u32,
        keys: 1 + (digit(2, 4) == 0) as usize,
        values: [None, Some(2), Some(3), Some(4)][digit(3, 4) as usize],
        cas: [0, 4, 8][digit(4, 3) as usize],
        deletes: [0, 0, 1, 3][digit(5, 4) as usize],
        lies: digit(0, 3) as usize,
        ties: [1, 2, 4, 8][digit(1, 4) as usize],
        unnumbered: [0, 10, 5][digit(2, 3) as usize],
        ..SMALL
    }
}

#[test]
fn the_verdict_is_that_of_the_definition() {
    let mut linearizable = 0;
    let cases = 40_000;
    for seed in 0..cases {
        let history = history(seed, small(seed));
        let is_linearizable = brute_force::is_linearizable(&history);
        linearizable += u64::from(is_linearizable);
        match judge(&history, STEPS_MAX) {
            Verdict::Linearizable => assert!(is_linearizable, "seed {seed}: \n{}", shown(&history)),
            Verdict::NotLinearizable(_) => assert!(!is_linearizable, "seed {seed}: \n{}", shown(&history)),
            Verdict::Undecided(key) => panic!("seed {seed}: {key} is too much"),
        }
    }
    assert!(cases / 4 < linearizable && linearizable < cases / 4 * 3, "{linearizable} of {cases}");
}

/// The history as it was just after the return of this event number or, without it, just before.
fn prefix(history: &[Call], event: u64, with_it: bool) -> Vec<Call> {
    let is_inside = |at: u64| at < event || with_it && at == event;
    let calls = history.iter().filter(|call| is_inside(call.called.event.expect("all have numbers")));
    let as_it_was = |call: &Call| {
        let mut call = call.clone();
        call.returned = call.returned.filter(|(at, _)| is_inside(at.event.expect("all have numbers")));
        call
    };
    calls.map(as_it_was).collect()
}

#[test]
fn the_call_that_is_named_is_the_first_whose_return_has_no_order() {
    let mut named = 0;
    for seed in 0..6_000 {
        let history = history(seed, Shape { unnumbered: 0, ..small(seed) });
        let Verdict::NotLinearizable(place) = judge(&history, STEPS_MAX) else { continue };
        let (at, _) = history[place].returned.as_ref().expect("it returned");
        let event = at.event.expect("all have numbers");
        assert!(!brute_force::is_linearizable(&prefix(&history, event, true)), "seed {seed}: \n{}", shown(&history));
        assert!(brute_force::is_linearizable(&prefix(&history, event, false)), "seed {seed}: \n{}", shown(&history));
        named += 1;
    }
    assert!(1_000 < named, "{named}");
}

/// Gives a history to the live checker, moment by moment. Returns the place of the first call whose return no order
/// explains.
fn live(history: &[Call], at_each_return: impl FnMut(u64, bool)) -> Option<usize> {
    live_into(&mut Live::default(), history, at_each_return)
}

fn live_into(live: &mut Live, history: &[Call], mut at_each_return: impl FnMut(u64, bool)) -> Option<usize> {
    let mut moments: Vec<(u64, usize, bool)> = Vec::new();
    for (place, call) in history.iter().enumerate() {
        moments.push((call.called.event.expect("all have numbers"), place, false));
        moments.extend(call.returned.as_ref().map(|(at, _)| (at.event.expect("all have numbers"), place, true)));
    }
    moments.sort_unstable();
    let mut first = None;
    for (event, place, is_return) in moments {
        let Call { command, returned, .. } = &history[place];
        match returned {
            Some((_, outcome)) if is_return => {
                let is_explained = live.returned(place, command, outcome);
                first = first.or(Some(place).filter(|_| !is_explained));
                at_each_return(event, first.is_none());
            }
            Some(_) | None => live.called(place, command),
        }
    }
    first
}

#[test]
fn keeping_up_gives_the_verdict_of_every_prefix() {
    for seed in 0..6_000 {
        let history = history(seed, Shape { unnumbered: 0, ..small(seed) });
        live(&history, |event, is_linearizable| {
            let prefix = prefix(&history, event, true);
            assert_eq!(
                judge(&prefix, STEPS_MAX) == Verdict::Linearizable,
                is_linearizable,
                "seed {seed}: \n{}",
                shown(&prefix)
            );
        });
    }
}

#[test]
fn keeping_up_and_judging_afterwards_name_the_same_call() {
    let mut named = 0;
    for seed in 0..400 {
        let shape = Shape { calls: 120, clients: 5, keys: 2, lost: 20, lies: (seed % 3) as usize, ..small(seed) };
        let shape = Shape { unnumbered: 0, ..shape };
        let history = history(seed, shape);
        let verdict = live(&history, |_, _| {}).map_or(Verdict::Linearizable, Verdict::NotLinearizable);
        assert_eq!(judge(&history, STEPS_MAX), verdict, "seed {seed} {shape:?}");
        named += u32::from(verdict != Verdict::Linearizable);
    }
    assert!(50 < named && named < 350, "{named}");
}

/// The numbers of the histories of etcd that are linearizable, according to porcupine's own tests.
const LINEARIZABLE: [u32; 23] =
    [2, 5, 7, 18, 25, 31, 38, 45, 48, 49, 51, 53, 56, 67, 75, 76, 80, 87, 92, 98, 100, 101, 102];

#[test]
fn the_histories_of_etcd_are_judged_as_porcupine_judges_them() {
    let histories = jepsen::histories();
    assert_eq!(histories.len(), 102);
    for (number, history) in histories {
        assert!(60 < history.len(), "{number} has {} calls", history.len());
        let verdict = judge(&history, STEPS_MAX);
        let theirs = porcupine::Histories::new(&history).are_linearizable();
        assert_eq!(verdict == Verdict::Linearizable, theirs, "{number}: {verdict:?}");
        assert!(!matches!(verdict, Verdict::Undecided(_)), "{number}");
        assert_eq!(theirs, LINEARIZABLE.contains(&number), "{number}");
    }
}

#[test]
fn random_histories_are_judged_as_porcupine_judges_them() {
    let mut linearizable = 0;
    for seed in 0..300 {
        let shape = Shape { calls: 100, clients: 5, keys: 2, lost: 15, lies: (seed % 2) as usize, ..small(seed / 2) };
        let history = history(seed, Shape { unnumbered: 0, ..shape });
        let verdict = judge(&history, STEPS_MAX);
        let theirs = porcupine::Histories::new(&history).are_linearizable();
        assert_eq!(verdict == Verdict::Linearizable, theirs, "seed {seed} {shape:?}: {verdict:?}");
        linearizable += u32::from(theirs);
    }
    assert!(100 < linearizable && linearizable < 250, "{linearizable}");
}

/// Eight clients use one key at once: five write it, two read it, and one compares and sets it.
const CROWD: &str = "nodes 3\nconfig latency 5ms..15ms\nrun until leader\nset x 1 from c1\nset x 2 from c2\nset x 3 from c3\n\
                     set x 4 from c4\nset x 5 from c5\nget x from c6\nget x from c7\ncas x 1 9 from c8\nrun until idle\n";

fn run(limits: Limits, more: &str) -> Runner {
    let script = parse(&format!("{CROWD}{more}\n")).expect("it is a script");
    let mut runner = Runner::checked_by(Checks::with_limits(limits), script, false);
    runner.advance(Limit::events(u64::MAX));
    runner
}

#[test]
fn what_is_undecided_is_neither_so_nor_not_so() {
    let (enough, no_states) = (Limits::default(), Limits { states: 0, ..Limits::default() });
    let nothing = Limits { states: 0, steps: 0 };
    let conditions = ["linearizable", "not linearizable", "violated linearizability", "not violated linearizability"];
    for (condition, holds) in conditions.into_iter().zip([true, false, false, true]) {
        let expect = format!("expect {condition}");
        let statement = CROWD.lines().count() - 2;
        let failed = |reason| Outcome::Failed(Failure { statement, reason });
        for limits in [enough, no_states] {
            let outcome = if holds { Outcome::Passed } else { failed(Reason::Expectation) };
            assert_eq!(
                *run(limits, &expect).outcome(),
                outcome,
                "{condition}: the whole history is searched if need be"
            );
        }
        assert_eq!(*run(nothing, &expect).outcome(), failed(Reason::Undecided), "{condition}");
        let until = run(nothing, &format!("run until {condition} within 1s"));
        assert_eq!(*until.outcome(), failed(Reason::Undecided), "{condition}");
    }
    assert_eq!(run(enough, "").checks().linearizability().standing(), Standing::Linearizable);
    assert_eq!(run(no_states, "").checks().linearizability().standing(), Standing::Undecided);
}

/// Nine clients that use one key at once, and whose calls all return.
#[test]
fn nine_clients_are_kept_up_with_on_one_key() {
    for seed in 0..300 {
        let shape = Shape { calls: 60, clients: 9, keys: 1, lost: 0, lies: (seed % 2) as usize, ..small(seed) };
        let history = history(seed, Shape { unnumbered: 0, ..shape });
        let mut kept_up = Live::default();
        let verdict = live_into(&mut kept_up, &history, |_, _| {});
        let standing = if verdict.is_some() { Standing::Violated } else { Standing::Linearizable };
        assert_eq!(judge(&history, STEPS_MAX), verdict.map_or(Verdict::Linearizable, Verdict::NotLinearizable));
        assert!(kept_up.standing() == standing || verdict.is_some(), "seed {seed}: {:?}", kept_up.standing());
    }
}
