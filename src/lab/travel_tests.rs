use super::history::Extent;
use super::view::{ClusterView, SnapshotQuery};
use super::*;
use crate::sim::EventId;

const CLUSTER: &str = "raftarium 1\nnodes 5\nseed 7\nload every 20ms from c1 c2\n";
const FAULTS: &str = "raftarium 1\nnodes 3\nseed 3\nrun until leader\nset x 1\nrun 1s\ncrash n1\nrun 2s\nrestart n1\n\
    partition n1 n2 | n3\nrun 2s\nheal\nset x 2\nrun until agreed\n";

/// The cluster as it is drawn, without what depends on how one came there.
fn picture(lab: &Lab) -> (Extent, ClusterView, Vec<f64>) {
    let view = lab.snapshot(SnapshotQuery { log_from: 1, log_columns: 50, kv_rows: 50 });
    (Extent::of(&lab.runner), view, lab.messages())
}

fn run_to(script: &str, us: u64) -> Lab {
    let mut lab = Lab::new(script).unwrap();
    lab.advance(us, u64::MAX);
    lab
}

#[test]
fn any_instant_is_as_it_was_when_it_was_run_to() {
    for script in [CLUSTER, FAULTS] {
        let mut lab = run_to(script, 60_000_000);
        // Forth and back, near and far.
        for us in [59_999_999, 1, 30_000_000, 150_000, 30_000_001, 0, 47_123_456, 2_345_678, 60_000_000, 5_000_000] {
            lab.seek_us(us);
            assert_eq!(picture(&lab), picture(&run_to(script, us)), "{us} of {script}");
        }
        lab.seek_end();
        assert_eq!(picture(&lab), picture(&run_to(script, 60_000_000)));
    }
}

#[test]
fn any_event_is_gone_to_where_it_has_just_been_recorded() {
    let mut lab = run_to(FAULTS, 10_000_000);
    let end = lab.history.end().event.0;
    for event in [end, 1, end / 2, end / 2 - 1, end / 2 + 1, 17, end - 1, 3] {
        let stands = lab.seek_event(event);
        assert!(event as f64 <= stands.event, "{event}");
        let straight = {
            let mut lab = Lab::new(FAULTS).unwrap();
            lab.run(Limit::recorded(EventId(event), u64::MAX));
            picture(&lab)
        };
        assert_eq!(picture(&lab), straight, "{event}");
    }
}

/// A statement that an event ends is over when the run stands at that event: nothing of it is still to come.
#[test]
fn where_an_event_ends_a_statement_the_run_stands_behind_it() {
    let at_its_end = |script: &str| {
        let mut straight = Runner::new(parse("nodes 3\nrun until leader\n").unwrap(), false);
        straight.advance(Limit::events(u64::MAX));
        let end = straight.world().last_event();
        let mut lab = Lab::new(script).unwrap();
        lab.go_on();
        let mut stop = String::new();
        while lab.runner.world().last_event() < end {
            stop = lab.seek_landmark("event", true).stop;
        }
        assert_eq!(lab.runner.world().last_event(), end);
        (stop, picture(&lab).1.script.state, lab)
    };
    let (stop, state, lab) = at_its_end("nodes 3\nrun until leader\n");
    assert_eq!((stop.as_str(), state.as_str(), lab.has_future()), ("reached", "free", false));
    assert!(lab.script().contains("run until leader"), "{}", lab.script());
    let (stop, state, _) = at_its_end("nodes 3\nrun 5s while not leader\n");
    assert_eq!((stop.as_str(), state.as_str()), ("stopped", "failed"));
    let (stop, ..) = at_its_end("nodes 3\nsay \"Wait.\"\ngoal leader\nrun 1s\n");
    assert_eq!(stop, "goal");
}

#[test]
fn step_by_step_back_is_the_way_there_in_reverse() {
    let mut lab = Lab::new(FAULTS).unwrap();
    let mut way = vec![picture(&lab)];
    while way.len() < 300 {
        let advance = lab.seek_landmark("event", true);
        assert!(advance.changed);
        way.push(picture(&lab));
    }
    while let Some(there) = way.pop() {
        assert_eq!(picture(&lab).0, there.0);
        assert_eq!(picture(&lab), there);
        lab.seek_landmark("event", false);
    }
    assert_eq!(lab.runner.world().now().0, 0, "before the first event there is nothing");
}

#[test]
fn landmarks_are_found_both_ways_and_beyond_the_end() {
    for kind in ["message", "election", "commit", "fault"] {
        let mut lab = run_to(FAULTS, 10_000_000);
        let kind_of = Landmark::named(kind).unwrap();
        let all: Vec<EventId> =
            lab.replay(1, u64::MAX).filter(|event| kind_of.is_at(&event.what)).map(|event| event.id).collect();
        assert!(3 <= all.len() || kind == "election" && !all.is_empty(), "{kind}: {}", all.len());
        // Several may be recorded by one step; one stands after that step, and passes them at once.
        let mut found = Vec::new();
        loop {
            let before = lab.runner.world().last_event();
            let advance = lab.seek_landmark(kind, false);
            if advance.event as u64 <= 3 || before.0 == advance.event as u64 {
                break;
            }
            found.push(EventId(advance.event as u64));
        }
        found.reverse();
        // One stood on those of the very last step.
        let last = *found.last().unwrap();
        let on_the_way = all.iter().filter(|event| **event <= last);
        assert!(on_the_way.clone().count() + 5 >= all.len(), "{kind}");
        for event in on_the_way {
            let stands = found.iter().find(|stands| event <= *stands).unwrap();
            assert!(stands.0 < event.0 + 20, "{kind} {event:?} is passed by");
        }
        lab.seek_us(0);
        for expected in &found {
            assert_eq!(lab.seek_landmark(kind, true).event, expected.0 as f64, "{kind}");
        }
    }
    let mut lab = run_to(CLUSTER, 1_000_000);
    lab.seek_end();
    let end = lab.history.end().event;
    let advance = lab.seek_landmark("commit", true);
    assert!(end.0 < advance.event as u64, "the run was run on until something was committed");
    assert!(lab.replay(advance.event as u64, u64::MAX).any(|event| Landmark::Commit.is_at(&event.what)));
    assert!(!lab.seek_landmark("nothing", true).changed);
}

#[test]
fn a_fork_goes_its_own_way_and_leaves_its_origin_alone() {
    let mut lab = run_to(CLUSTER, 40_000_000);
    let (script, digest, end) = (lab.script(), lab.digest(), lab.history.end());
    lab.seek_us(20_000_000);
    assert!(lab.has_future());
    let mut fork = lab.fork();
    assert!(!fork.has_future());
    let acted = fork.act("crash n1\ncrash n2").unwrap();
    assert_eq!(acted.script, format!("{CLUSTER}run 20s\ncrash n1\ncrash n2\n"));
    fork.advance(40_000_000, u64::MAX);
    assert_eq!(picture(&fork).0, Extent::of(&run_to(&acted.script, 40_000_000).runner));
    // The fork's own past is the common one.
    for us in [10_000_000, 19_999_999, 20_000_001, 39_000_000] {
        fork.seek_us(us);
        assert_eq!(picture(&fork).2, picture(&run_to(&acted.script, us)).2, "{us}");
    }
    lab.seek_end();
    assert_eq!((lab.script(), lab.digest(), lab.history.end()), (script, digest, end));
    let difference = lab.first_difference(&fork);
    assert_eq!(difference.there.unwrap().kind, "crashed");
    assert!(20_000_000.0 <= difference.here.unwrap().at_us);
}

#[test]
fn universes_that_do_not_share_their_past_are_compared_too() {
    let one = run_to("nodes 3\nseed 1\nrun until leader\nset x 1\nrun 1s\n", 3_000_000);
    let two = run_to("nodes 3\nseed 1\nrun until leader\nset x 2\nrun 1s\n", 3_000_000);
    let difference = one.first_difference(&two);
    assert_eq!(difference.here.unwrap().kind, "client-called");
    let same = one.first_difference(&run_to("seed 1\nrun until leader\nset x 1\nrun 200ms\n", 1_000_000));
    assert_eq!((same.here, same.there, same.complete), (None, None, true));
}

#[test]
fn acting_at_the_end_goes_on_in_the_same_universe() {
    let mut lab = run_to(CLUSTER, 30_000_000);
    assert!(!lab.has_future());
    lab.act("crash n1").unwrap();
    lab.advance(60_000_000, u64::MAX);
    let script = lab.script();
    for us in [29_999_999, 30_000_000, 45_000_000] {
        lab.seek_us(us);
        assert_eq!(picture(&lab).2, picture(&run_to(&script, us)).2, "{us}");
    }
}

#[test]
fn what_is_lived_through_again_leaves_no_second_mark_and_is_told_again() {
    let mut lab = run_to(FAULTS, 10_000_000);
    assert!(!lab.feed().marks.is_empty());
    lab.seek_us(0);
    lab.advance(5_000_000, u64::MAX);
    let feed = lab.feed();
    assert!(feed.marks.is_empty());
    assert!(feed.events.iter().any(|event| event.kind == "election-won"));
}

#[test]
fn a_window_of_events_can_be_read_wherever_it_is() {
    let lab = run_to(FAULTS, 10_000_000);
    let end = lab.history.end().event.0;
    let events = lab.events(end / 2, end / 2 + 20);
    let ids: Vec<u64> = events.iter().map(|event| event.id as u64).collect();
    assert_eq!(ids, (end / 2..=end / 2 + 20).collect::<Vec<_>>());
    assert_eq!(lab.event(end / 2).as_ref(), events.first());
    assert_eq!(lab.event(1).unwrap().kind, "started");
    assert_eq!(lab.event(end + 1), None);
}

#[test]
fn checkpoints_that_outgrow_their_budget_thin_out_and_lose_no_landmark() {
    let mut lab = Lab::new("nodes 1\nload every 1ms\nrun 1s\ncrash n1\nrun 1s\nrestart n1\n").unwrap();
    let mut most = 0;
    for second in 1..4_000 {
        lab.advance(second * 1_000_000, u64::MAX);
        most = most.max(lab.history.checkpoints().count());
    }
    let kept = lab.history.checkpoints().count();
    assert!(kept < most && most <= 1_000, "{kept} of {most}");
    lab.seek_landmark("fault", false);
    assert_eq!(lab.runner.world().now().0, 2_000_000);
    lab.seek_us(1_234_567_890);
    assert_eq!(lab.runner.world().now().0, 1_234_567_890);
}

#[test]
fn the_step_back_over_a_resume_is_one_step() {
    let mut lab = run_to("nodes 3\nrun until leader\npause n3\nrun 1h\nresume n3\n", 3_601_000_000);
    lab.seek_landmark("fault", false);
    let resumed = lab.runner.world().last_event();
    let at = lab.runner.world().now();
    assert!(lab.snapshot(SnapshotQuery { log_from: 1, log_columns: 1, kv_rows: 1 }).nodes[2].status == "up");
    let back = lab.seek_landmark("event", false);
    assert!(back.event as u64 + 10_000 < resumed.0, "all that waited was handed over in one step");
    assert!(at.0 < back.now_us as u64 + 100_000);
    assert_eq!(lab.snapshot(SnapshotQuery { log_from: 1, log_columns: 1, kv_rows: 1 }).nodes[2].status, "paused");
}
