use super::*;
use crate::raft::NodeId;

const CLUSTER: &str = "raftarium 1\nnodes 5\nseed 7\nload every 100ms from c1 c2\n";

pub fn query() -> SnapshotQuery {
    SnapshotQuery { log_from: 1, log_columns: 20, kv_rows: 20 }
}

/// A universe is its script: replaying the text leads to the same digest and the same picture.
pub fn assert_replays(lab: &Lab) {
    let mut again = Lab::new(&lab.script()).unwrap();
    while again.snapshot(query()).script.state == "running" {
        let now = again.runner.world().now();
        let stop = again.runner.advance(Limit::events(BATCH));
        assert!(matches!(stop, Stop::Done | Stop::Events), "it goes on from {now:?}");
    }
    let picture = |lab: &Lab| ClusterView { script: again_status(lab), ..lab.snapshot(query()) };
    assert_eq!(picture(&again), picture(lab));
    assert_eq!(again.digest(), lab.digest());
}

/// Where the script stands is the one thing that differs between a run and its replay.
fn again_status(_: &Lab) -> ScriptStatus {
    ScriptStatus { state: String::new(), line: None, text: None, failure: None, found: None }
}

#[test]
fn acting_appends_the_time_that_passed_and_the_statement() {
    let mut lab = Lab::new(CLUSTER).unwrap();
    lab.advance(1_234_567, u64::MAX);
    let acted = lab.act("crash n1").unwrap();
    assert_eq!(acted.script, format!("{CLUSTER}run 1.234567s\ncrash n1\n"));
    assert_eq!((acted.cut, acted.idle), (0.0, false));
    lab.advance(1_234_567, u64::MAX);
    lab.act("set \"a b\" 1").unwrap();
    lab.advance(3_000_000, u64::MAX);
    assert_replays(&lab);
}

#[test]
fn between_two_events_of_one_instant_only_a_count_leads_there() {
    let mut lab = Lab::new("config latency 0ms\nconfig fsync 0ms\n").unwrap();
    let mut counted = 0;
    for _ in 0..200 {
        lab.step(1);
        let acted = lab.act("timeout n2\ntimeout n3").unwrap();
        counted += usize::from(acted.script.lines().any(|line| line.starts_with("step ")));
        assert_replays(&lab);
        if 10 < counted {
            return;
        }
    }
    panic!("no act fell between two events of one instant");
}

#[test]
fn acting_in_the_midst_of_a_script_cuts_it_there() {
    let mut lab = Lab::new("nodes 3\nrun until leader   # wait\nset x 1\nrun 5s\nset x 2\n").unwrap();
    lab.advance(1_000_000, u64::MAX);
    let acted = lab.act("isolate n2").unwrap();
    let lines: Vec<&str> = acted.script.lines().collect();
    assert_eq!(lines[..3], ["nodes 3", "run until leader   # wait", "set x 1"]);
    assert!(lines[3].starts_with("run ") && lines[3].ends_with("ms"), "{}", lines[3]);
    assert_eq!((lines[4], acted.cut), ("isolate n2", 2.0));
    lab.advance(2_000_000, u64::MAX);
    assert_replays(&lab);
}

#[test]
fn a_wrong_statement_changes_nothing() {
    let mut lab = Lab::new(CLUSTER).unwrap();
    lab.advance(500_000, u64::MAX);
    let before = (lab.script(), lab.digest());
    let error = lab.act("crash n1\ncrash n6").unwrap_err();
    assert_eq!((error.line, error.column, error.expected.as_str()), (2.0, 7.0, "node"));
    assert_eq!((lab.script(), lab.digest()), before);
    assert!(Lab::new("nodes 12").is_err());
}

#[test]
fn a_statement_without_effect_says_so() {
    let mut lab = Lab::new(CLUSTER).unwrap();
    assert!(lab.act("restart n1").unwrap().idle);
    assert!(lab.act("heal").unwrap().idle);
    assert!(!lab.act("crash n1").unwrap().idle);
}

#[test]
fn a_budget_of_events_is_kept_and_said() {
    let mut lab = Lab::new(CLUSTER).unwrap();
    let advance = lab.advance(3_600_000_000, 5_000);
    assert_eq!((advance.steps, advance.stop.as_str()), (5_000.0, "budget"));
    assert_eq!(lab.step(1).steps, 1.0);
    let mut still = Lab::new("nodes 1\ncrash n1\nstep\nstep 3\n").unwrap();
    let advance = still.advance(10_000_000, 1_000);
    assert_eq!((advance.now_us, advance.stop.as_str()), (10_000_000.0, "reached"), "nothing is due, and time passes");
    assert_eq!(still.step(1).steps, 0.0);
}

#[test]
fn a_failed_expectation_stands_and_can_be_acted_on() {
    let mut lab = Lab::new("run 1s\nexpect not leader\nset x 1\n").unwrap();
    assert_eq!(lab.advance(2_000_000, u64::MAX).stop, "stopped");
    let status = lab.snapshot(query()).script;
    assert_eq!(
        (status.state.as_str(), status.line, status.failure.as_deref()),
        ("failed", Some(2.0), Some("expectation"))
    );
    let acted = lab.act("set y 2").unwrap();
    assert_eq!(acted.script, "run 1s\nset y 2\n");
    assert_eq!(lab.advance(3_000_000, u64::MAX).stop, "reached");
}

#[test]
fn the_feed_keeps_what_tells_most_and_counts_the_rest() {
    let mut lab = Lab::new(CLUSTER).unwrap();
    lab.advance(60_000_000, u64::MAX);
    let feed = lab.feed();
    assert!((100..=200).contains(&feed.events.len()), "{}", feed.events.len());
    assert!(0.0 < feed.dropped);
    assert!(feed.events.iter().any(|event| event.kind == "election-won"), "told, though it is long ago");
    assert!(feed.events.is_sorted_by(|a, b| a.id <= b.id));
    assert!(feed.marks.iter().any(|mark| mark.kind == "election"));
    assert!(lab.feed().events.is_empty(), "nothing happened since");
}

#[test]
fn a_snapshot_shows_a_window_and_clips_long_texts() {
    let mut lab = Lab::new("run until leader\n").unwrap();
    lab.step(10_000);
    lab.act(&format!("set {} {}", "k".repeat(4096), "<b>é".repeat(800))).unwrap();
    let later = lab.runner.world().now().0 + 1_000_000;
    lab.advance(later, u64::MAX);
    let view = lab.snapshot(SnapshotQuery { log_from: 2, log_columns: 5, kv_rows: 1 });
    assert_eq!(view.log_end, 2.0);
    let entry = &view.nodes[0].entries[0];
    assert_eq!((entry.index, entry.committed, entry.durable), (2.0, true, true));
    assert_eq!(entry.command.cut, Some([4096.0, 3200.0, 0.0]));
    assert_eq!(entry.command.key.chars().count(), feed::SHOWN_CHARS_MAX);
    assert_eq!((view.kv.len(), view.kv_more), (1, 0.0));
    let row = &view.kv[0];
    assert_eq!(row.cut.as_deref(), Some([4096.0].iter().chain(&[3200.0; 3]).copied().collect::<Vec<f64>>().as_slice()));
    assert_eq!(row.values[0].as_ref().map(|value| value.chars().count()), Some(feed::SHOWN_CHARS_MAX));
    assert_eq!(view.clients[0].history[0].outcome, "ok");
}

#[test]
fn whatever_is_cut_says_how_long_it_is_and_nothing_else_does() {
    let (long, fits) = ("v".repeat(65), "v".repeat(64));
    for (value, chars) in [(&long, Some(65.0)), (&fits, None)] {
        let mut lab = Lab::new(&format!("nodes 1\nrun until leader\nset x {value}\nrun 1ms\n")).unwrap();
        lab.run_script(1_000);
        let messages = lab.messages();
        let request = messages.chunks(view::MESSAGE_STRIDE).find_map(|one| lab.message(one[0] as u64)).unwrap();
        let of = |name: &str| request.fields.iter().find(|field| field.name == name).unwrap();
        assert_eq!((request.kind.as_str(), of("value").chars, of("key").chars), ("ClientRequest", chars, None));
        lab.act(&format!("run until idle\ncas x {value} 2\ncas x 2 {value}\nrun until idle\nget x from c2")).unwrap();
        let later = lab.runner.world().now().0 + 1_000_000;
        lab.advance(later, u64::MAX);
        let view = lab.snapshot(SnapshotQuery { log_from: 1, log_columns: 9, kv_rows: 1 });
        let cuts: Vec<Option<[f64; 3]>> = view.nodes[0].entries.iter().map(|entry| entry.command.cut).collect();
        let wanted = [None, chars.map(|n| [0.0, n, 0.0]), chars.map(|n| [0.0, 0.0, n]), chars.map(|n| [0.0, n, 0.0])];
        assert_eq!(cuts, wanted);
        assert_eq!(view.kv[0].cut, chars.map(|n| vec![0.0, n]));
        let read = view.clients.iter().find(|client| client.name == "c2").unwrap();
        assert_eq!(read.history[0].value_chars, chars, "{:?}", read.history);
    }
}

#[test]
fn messages_are_numbers_and_can_be_read_whole() {
    let mut lab = Lab::new("nodes 3\nrun until role n1 candidate within 1h\n").unwrap();
    lab.act("timeout n1\nrun 1ms").unwrap();
    lab.advance(1_500, u64::MAX);
    let numbers = lab.messages();
    assert_eq!(numbers.len() % view::MESSAGE_STRIDE, 0);
    assert!(!numbers.is_empty());
    let message = lab.message(numbers[0] as u64).unwrap();
    assert_eq!((message.kind.as_str(), message.from.as_str()), ("RequestVote", "n1"));
    assert!(message.fields.iter().any(|field| field.name == "term" && field.value == view::Arg::Number(1.0)));
    assert_eq!(lab.message(999_999), None);
    let n1 = NodeId::new(1).unwrap();
    assert_eq!(lab.runner.world().server(n1).current_term().0, 1);
}

/// A write, a read elsewhere that does not see it, and one that does.
const STALE: &str = "nodes 3\nconfig reads local\nrun until leader n2\ncut n2 -> n1\nset x 1 to n2\nget x to n1\n\
                     run until idle\nget x to n2\nrun until idle\n";

#[test]
fn a_stale_answer_is_marked_told_and_listed() {
    let mut lab = Lab::new(STALE).unwrap();
    assert_eq!(lab.snapshot(query()).safety.linearizability, "holds");
    lab.run_script(u64::MAX);
    let view = lab.snapshot(query());
    let stale = |history: &[view::RequestView]| history.iter().map(|asked| asked.unordered).collect::<Vec<_>>();
    assert_eq!(stale(&view.clients[0].history), [false, true, false], "newest first");
    assert_eq!(view.clients[0].history[1].outcome, "absent");
    assert_eq!((view.safety.linearizability.as_str(), view.safety.unordered_count), ("violated", 1.0));
    assert!(view.safety.violations.is_empty(), "that is no broken invariant");
    assert_eq!(view.safety.unordered[0].invariant, "linearizability");
    assert_eq!(Some(view.safety.unordered[0].at_us), view.clients[0].history[1].return_us);
    let feed = lab.feed();
    let told: Vec<_> = feed.events.iter().filter(|event| event.kind == "violation-linearizability").collect();
    assert_eq!((told.len(), told[0].weight, told[0].actor.as_deref()), (1, 3.0, Some("c1")));
    let answer = lab.event(told[0].id as u64).unwrap();
    assert_eq!((answer.kind.as_str(), answer.at_us), ("client-answered", told[0].at_us));
    let marks = |feed: &view::Feed| feed.marks.iter().filter(|mark| mark.kind == "violation").count();
    assert_eq!(marks(&feed), 1);
    // A person that goes back and comes again sees it again, and no second mark.
    lab.seek_us(0);
    lab.feed();
    assert_eq!(lab.snapshot(query()).safety.linearizability, "holds");
    lab.advance(lab.history.end().now.0 - 1, u64::MAX);
    let feed = lab.feed();
    assert!(feed.events.iter().any(|event| event.kind == "violation-linearizability"));
    assert_eq!(marks(&feed), 0);
}

#[test]
fn what_becomes_of_an_order_is_a_turn_of_events() {
    // A reader of turns of events alone is told that an order was lost, and that one was refused.
    let ends = [
        ("order-lost", include_str!("../../tests/scripts/order-lost-with-its-leader.raft")),
        ("change-refused", include_str!("../../tests/scripts/order-to-a-node.raft")),
        ("leases-unsafe", include_str!("../../tests/scripts/leases-need-one-timeout.raft")),
    ];
    for (kind, script) in ends {
        let mut lab = Lab::new(script).unwrap();
        lab.run_script(u64::MAX);
        let feed = lab.feed();
        let told: Vec<_> = feed.events.iter().filter(|event| event.kind == kind).map(|event| event.weight).collect();
        assert!(!told.is_empty() && told.iter().all(|weight| *weight == 2.0), "{kind}: {told:?}");
    }
}

#[test]
fn what_waits_in_a_clients_queue_is_told_in_its_order() {
    let mut lab = Lab::new("nodes 3\nset a 1\nget b to n3\ncas c 1 2\n").unwrap();
    lab.advance(10, u64::MAX);
    let client = |lab: &Lab| lab.snapshot(query()).clients.remove(0);
    let (before, own) = (client(&lab), "c1".to_string());
    assert_eq!((before.queued, before.queue.len()), (2.0, 2));
    let commands: Vec<&view::CommandView> = before.queue.iter().map(|queued| &queued.command).collect();
    let told = |command: &view::CommandView| (command.op.clone(), command.key.clone(), command.request);
    assert_eq!(told(commands[0]), ("get".into(), "b".into(), Some(2.0)));
    assert_eq!(told(commands[1]), ("cas".into(), "c".into(), Some(3.0)));
    assert_eq!((commands[1].old.as_deref(), commands[1].value.as_deref()), (Some("1"), Some("2")));
    assert!(commands.iter().all(|command| command.client.as_ref() == Some(&own)));
    let to: Vec<Option<&str>> = before.queue.iter().map(|queued| queued.to.as_deref()).collect();
    assert_eq!((to, before.queue.iter().any(|queued| queued.load)), (vec![Some("n3"), None], false));
    // The first of them is asked under the id that was told.
    while client(&lab).queued == 2.0 {
        lab.step(1);
    }
    let asked = client(&lab).outstanding.unwrap();
    assert_eq!((asked.command, asked.to.as_str()), (before.queue[0].command.clone(), "n3"));
    assert_eq!(client(&lab).queue, before.queue[1..]);
    // A load waits behind what was stated, and a long queue is cut.
    let mut lab = Lab::new(&format!("nodes 3\n{}load every 5ms\n", "set a 1\n".repeat(30))).unwrap();
    lab.advance(20_000, u64::MAX);
    assert_eq!((client(&lab).queued, client(&lab).queue.len()), (30.0, 20));
    assert!(client(&lab).queue.iter().all(|queued| !queued.load));
    let mut lab = Lab::new("nodes 3\nset a 1\nload every 5ms\n").unwrap();
    lab.advance(20_000, u64::MAX);
    assert_eq!(client(&lab).queue.iter().map(|queued| queued.load).collect::<Vec<bool>>(), [true]);
}
