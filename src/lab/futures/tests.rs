use super::super::Lab;
use super::super::view::{FUTURE_STRIDE, FuturesView, TurningView};
use super::outcome::Outcome;
use super::present::{Fate, Present, fate};
use super::{Futures, Turning, futures_view};
use crate::raft::{LogIndex, LogPosition, Rule, Term};
use crate::script::serving_leader;

const SECOND_US: u64 = 1_000_000;

/// The leader has just crashed, under a load, and some of its entries are on some nodes only. All election timers run out
/// at about the same time, so votes are split and chance decides.
const STOPPED: &str = "nodes 5\nseed 3\nconfig election-timeout 150ms..160ms\ntimeout n5\nrun until leader n5\nload every 20ms from c2 c3\nrun 500ms\nset x 1\n\
    run 6ms\ncrash n5\nrun 3ms\n";

/// The leader n1 has told n2 alone of an entry, and stops; timers as in [`STOPPED`].
const TOLD_ONE: &str = "nodes 5\nconfig election-timeout 150ms..160ms\ntimeout n1\nrun until leader n1\nrun until agreed\ncut n1 - n3\ncut n1 - n4\n\
    cut n1 - n5\nset x 1 to n1\nrun until last n2 >= 2\nrun 2ms\ncrash n1\n";

fn at_end(script: &str) -> Lab {
    let mut lab = Lab::new(script).unwrap();
    lab.run_script(u64::MAX);
    lab
}

/// The rows of so many futures, by so many workers, one after the other.
fn rows(lab: &Lab, futures: u64, workers: u64) -> Vec<f64> {
    let script = lab.script();
    let share = |worker| Futures::new(&script, worker, workers, SECOND_US).unwrap().go(u64::MAX, futures);
    (0..workers).flat_map(share).collect()
}

fn view(lab: &Lab, futures: u64, workers: u64) -> FuturesView {
    futures_view(&rows(lab, futures, workers), lab.present().entries.len())
}

#[test]
fn three_workers_tell_what_one_tells() {
    let lab = at_end(STOPPED);
    let one = view(&lab, 60, 1);
    assert_eq!(one, view(&lab, 60, 3));
    assert_eq!(one.futures, 60.0);
    assert!(1 < one.leaders.len() && 1 < one.outages.len(), "{one:?}");
    let leading: f64 = one.leaders.iter().map(|leader| leader.share.futures).sum();
    let bars: f64 = one.outages.iter().map(|bar| bar.share.futures).sum();
    assert_eq!((leading, bars + one.no_outage.futures + one.unended.futures), (60.0, 60.0));
}

#[test]
fn a_row_tells_all_of_an_outcome() {
    let lab = at_end(STOPPED);
    let present = Present::new(lab.runner.clone());
    for number in 0..5 {
        let outcome = Outcome::of(&present, number, SECOND_US);
        assert_eq!(Outcome::from_row(&outcome.row()), outcome);
    }
    let all = Outcome { number: 1 << 52, committed: (1 << 48) - 1, fired: (1 << 99) - 1, ..Outcome::default() };
    assert_eq!(Outcome::from_row(&all.row()), all);
}

/// A future that is entered comes to the outcome that was told of it; and so does its script, run from the start.
#[test]
fn a_future_that_is_entered_is_the_one_that_was_told() {
    let mut midway = at_end("nodes 5\nseed 4\nflaw answer-before-commit\nload every 10ms from c1 c2\nrun 20s\n");
    midway.seek_us(1_234_567);
    midway.step(3);
    // What was done after an invariant was broken.
    let mut broken = at_end(include_str!("../../../tests/flaws/minority-commits.raft").split("expect").next().unwrap());
    assert_eq!(broken.runner.checks().violations().len(), 1);
    broken.act("run 100ms\ncrash n1").unwrap();
    broken.run_script(u64::MAX);
    for lab in [at_end(STOPPED), at_end(TOLD_ONE), midway, broken] {
        let entries = lab.present().entries;
        let now_us = lab.place().now_us as u64;
        for row in rows(&lab, 6, 1).chunks_exact(FUTURE_STRIDE) {
            let told = Outcome::from_row(row);
            let mut entered = lab.future(told.number);
            assert!(entered.script().ends_with(&format!("\nreseed {}\n", told.number)), "{}", entered.script());
            assert!(!entered.has_future());
            for _ in 0..2 {
                entered.advance(now_us + SECOND_US, u64::MAX);
                let runner = &entered.runner;
                assert_eq!(serving_leader(runner.world()), told.leader);
                for (bit, entry) in entries.iter().enumerate() {
                    let position = LogPosition { term: Term(entry.term as u64), index: LogIndex(entry.index as u64) };
                    let is = |mask: u64| mask >> bit & 1 == 1;
                    let became = fate(runner, position);
                    assert_eq!((became == Fate::Committed, became == Fate::Lost), (is(told.committed), is(told.lost)));
                }
                assert_eq!(runner.checks().linearizability().unordered().is_empty(), told.broken == 0);
                let since = lab.place().event;
                let fired = entered.firings().chunks_exact(2).map(|rule| since < rule[1]).collect::<Vec<bool>>();
                let told_fired: Vec<bool> = (0..fired.len()).map(|bit| told.fired >> bit & 1 == 1).collect();
                assert_eq!(fired, told_fired, "future {}", told.number);
                // The same from its script alone.
                entered = at_end(&entered.script());
            }
        }
    }
}

#[test]
fn the_present_tells_what_is_open() {
    let present = at_end(TOLD_ONE).present();
    assert_eq!(present.leader, None);
    let [entry] = present.entries.as_slice() else { panic!("{present:?}") };
    assert_eq!((entry.index, entry.term, entry.acknowledged), (2.0, 1.0, false));
    assert_eq!((entry.holders.join(" "), entry.command.key.as_str()), ("n1 n2".into(), "x"));
    let answered = TOLD_ONE.replace("set x 1", "flaw answer-before-commit\nset x 1").replace("run 2ms", "run 20ms");
    assert!(at_end(&answered).present().entries[0].acknowledged);
}

/// Whether the entry survives hangs on whether n2 wins, or has its vote asked for.
#[test]
fn an_entry_that_two_of_five_have_survives_in_some_futures() {
    let is_open = |view: &FuturesView| 20.0 < view.entries[0].committed.futures && 20.0 < view.entries[0].lost.futures;
    let mut views = (1..40).map(|seed| view(&at_end(&format!("seed {seed}\n{TOLD_ONE}")), 100, 2));
    let view = views.find(is_open).expect("in some runs the timers leave it open");
    let [entry] = view.entries.as_slice() else { panic!("{view:?}") };
    assert_eq!(view.losses.futures, entry.lost.futures);
    assert!(!view.deciding.is_empty(), "{view:?}");
    assert_eq!(view.writes_lost.futures, 0.0);
    assert!(view.broken.is_empty() && view.no_outage.futures == 0.0);
    // Told that it is done before it was, the client loses its write in the same futures.
    let told = TOLD_ONE.replace("set x 1", "flaw answer-before-commit\nset x 1").replace("run 2ms", "run 20ms");
    let mut all = (1..40).map(|seed| futures_view(&rows(&at_end(&format!("seed {seed}\n{told}")), 20, 1), 1));
    let view = all.find(|view| 0.0 < view.entries[0].lost.futures).unwrap();
    assert_eq!(view.writes_lost.futures, view.entries[0].lost.futures, "{view:?}");
}

#[test]
fn nothing_is_lost_where_a_leader_leads() {
    let view = self::view(&at_end("nodes 5\nrun until leader\nload every 100ms\nrun 1s\n"), 40, 1);
    assert_eq!((view.no_outage.futures, view.losses.futures, view.leaders.len()), (40.0, 0.0, 1));
    assert_eq!((view.median_us, view.outages.len(), view.deciding.len()), (Some(0.0), 0, 0));
    // Nor is a write whose answer is on its way, or whose entry a client sent twice.
    let mut lab =
        at_end("nodes 5\nrun until leader\nload every 10ms from c1 c2 c3\nconfig client-timeout 20ms\nrun 1s\n");
    for _ in 0..30 {
        lab.step(7);
        assert_eq!(self::view(&lab, 3, 1).losses.futures, 0.0);
    }
}

/// The point of no return of the loss at a place.
fn turning(lab: &Lab, loss: usize) -> TurningView {
    let mut turning = Turning::new(&lab.whole_script(), lab.place().end_event as u64).unwrap();
    while !turning.view().is_read {
        turning.go(1_000, 1);
    }
    turning.ask(loss);
    let mut part = 0.0;
    while !turning.view().is_done {
        turning.go(1, 50);
        assert!(part <= turning.view().part, "it goes on");
        part = turning.view().part;
    }
    turning.view()
}

/// The only copy is behind a wall before any message with it has come: from the wall on, nothing saves it.
#[test]
fn the_only_copy_is_lost_from_the_wall_on() {
    let lab = at_end(
        "nodes 3\ntimeout n1\nrun until leader n1\nrun until agreed\nset x 1 to n1\n\
        run until last n1 >= 2\nisolate n1\nrun 3s\n",
    );
    // The client tries again at n1, so that two entries are lost; the later one was never sent to anyone.
    let view = turning(&lab, 1);
    let loss = &view.losses[1];
    let entry = loss.entry.as_ref().unwrap();
    assert_eq!((entry.index, entry.term, entry.holders.join(" ")), (2.0, 1.0, "n1".into()));
    assert!(view.losses.iter().all(|loss| !loss.entry.as_ref().unwrap().acknowledged), "it is done by another entry");
    let sure = view.sure.as_ref().unwrap();
    assert_eq!(sure.kind, "link-cut");
    for point in &view.points {
        let lost = if point.event < sure.id { 0.0 } else { point.futures };
        assert_eq!(point.lost, lost, "{point:?}");
    }
    assert!(view.points[0].event < sure.id && sure.id < loss.event);
    assert!(view.deciding.is_empty(), "no chance decided");
}

/// Of an entry that two of five have, chance decides, until another wins with the votes of those that do not have it.
#[test]
fn chance_decides_until_another_wins() {
    let lost = (1..40).find_map(|seed| {
        let lab = at_end(&format!("seed {seed}\n{TOLD_ONE}run 2s\n"));
        let mut turning = Turning::new(&lab.whole_script(), lab.place().end_event as u64).unwrap();
        turning.go(u64::MAX, 0);
        turning.view().losses.first().is_some_and(|loss| loss.entry.is_some()).then_some(lab)
    });
    let view = turning(&lost.unwrap(), 0);
    let crashed = view.points.iter().filter(|point| 0.0 < point.lost && point.lost < point.futures).count();
    assert!(3 < crashed, "{:?}", view.points);
    let (sure, last) = (view.sure.unwrap(), view.points.last().unwrap());
    assert!(sure.id <= last.event && last.lost == last.futures);
    assert!(view.points.iter().filter(|point| sure.id <= point.event).all(|point| point.lost == point.futures));
    assert!(!view.deciding.is_empty());
    let names: Vec<&str> = view.deciding.iter().map(|rule| rule.name.as_str()).collect();
    assert!(names.iter().all(|name| Rule::ALL.iter().any(|rule| rule.name() == *name)), "{names:?}");
}

/// A broken invariant can be asked about as well, and the flaw that broke it is what decided.
#[test]
fn a_broken_invariant_has_a_point_of_no_return() {
    let lab = at_end(
        "nodes 3\nseed 5\nflaw any-log-wins\ntimeout n1\nrun until leader n1\nrun until agreed\n\
        cut n1 - n3\ncut n2 - n3\nset x 1 to n1\nrun until reply c1 ok\nheal\nisolate n1\nrun 400ms\ntimeout n3\nrun 500ms\n",
    );
    let view = turning(&lab, 0);
    assert_eq!(view.losses[0].broken.as_deref(), Some("leader-completeness"));
    assert_eq!(view.sure.unwrap().kind, "link-cut", "n1 can no longer keep n3 from winning");
}
