//! Traces, read back: each line says what its event was, the picture of the nodes that is put together from them is the
//! world's, and the invariants hold over the traces of correct runs and are seen broken in others.

#![cfg(not(target_arch = "wasm32"))]

mod support;

use raftarium::check::Invariant;
use raftarium::check::traced::Traced;
use raftarium::explore::generate;
use raftarium::kv::{Request, SessionId};
use raftarium::raft::{Event as Decision, LogEntry, LogPosition, Node, NodeId, NodeSet, Payload, Round};
use raftarium::script::{Limit, Runner, Script, Stop};
use raftarium::sim::{Actor, ClientId, Event, EventId, Instant, LineExpected, LinePlace, Travel, What, World};
use raftarium::trace::{Fault, FileError, Life, Lines, Merge, Misfit, NodePicture, Numbering, Picture};
use std::collections::BTreeMap;
use support::{read, scripts_in};

/// Random runs, and the most steps of each.
const RUNS: u64 = 60;
const STEPS_MAX: u64 = 20_000;

/// The scripts whose runs are looked at: the golden ones, and random ones.
fn all_scripts() -> Vec<(String, Script)> {
    let golden = scripts_in("tests/scripts").into_iter().map(|script| (script.name(), read(&script.text)));
    golden.chain((0..RUNS).map(|seed| (format!("seed {seed}"), generate(seed).script))).collect()
}

/// A run, and what each step recorded.
fn run(script: Script, mut look: impl FnMut(&Runner, &[Event])) {
    let mut runner = Runner::new(script, true);
    for _ in 0..STEPS_MAX {
        let stop = runner.advance(Limit::events(1));
        let events = runner.world_mut().take_events();
        look(&runner, &events);
        if stop != Stop::Events {
            break;
        }
    }
}

/// A trace line.
fn line(event: &Event) -> String {
    serde_json::to_string(event).unwrap()
}

fn trace_of(script: Script) -> Vec<Event> {
    let mut all = Vec::new();
    run(script, |_, events| all.extend_from_slice(events));
    all
}

/// The trace of a script, as text.
fn text_of(script: &str) -> String {
    trace_of(read(script)).iter().map(|event| line(event) + "\n").collect()
}

/// An event without what its line does not tell.
fn as_told(event: &Event) -> Event {
    let mut event = event.clone();
    let nowhen = Travel { sent_at: Instant(0), due_at: Instant(0) };
    if let What::MessageDelivered { travel, .. }
    | What::MessageWaits { travel, .. }
    | What::MessageLost { travel, .. } = &mut event.what
    {
        *travel = nowhen;
    } else if let What::Applied { configuration: Some(configuration), .. } = &mut event.what {
        *configuration = Default::default();
    } else if let What::Decided(Decision::HeartbeatRound { round } | Decision::ReadStarted { round }) = &mut event.what
    {
        *round = Round::default();
    } else if let What::Decided(Decision::LogAppended { entries, .. }) = &mut event.what {
        entries.iter_mut().for_each(forget_session);
    } else if let What::Started { log, .. } = &mut event.what {
        let (first, mut entries) = (log.first_index(), log.slice(log.first_index(), usize::MAX));
        if !entries.is_empty() {
            log.truncate_from(first);
        }
        for entry in &mut entries {
            forget_session(entry);
            log.push(entry.clone());
        }
    }
    event
}

/// Of a command that came by HTTP, the session is not told.
fn forget_session(entry: &mut LogEntry) {
    if let Payload::Command(bytes) = &entry.payload
        && let Some(request) = Request::decode(bytes)
        && ClientId::of(request.session).is_none()
    {
        entry.payload = Payload::Command(Request { session: SessionId(0), ..request }.encode());
    }
}

#[test]
fn every_event_that_is_written_is_read_back() {
    let mut kinds = std::collections::BTreeSet::new();
    for (name, script) in all_scripts() {
        for event in trace_of(script) {
            let text = line(&event);
            let back = Event::read(&text).unwrap_or_else(|error| panic!("{name}: {error:?} in {text}"));
            assert_eq!(back, as_told(&event), "{name}");
            assert_eq!(line(&back), text, "{name}");
            kinds.insert(event.what.name());
        }
    }
    assert!(90 < kinds.len(), "{} kinds: {kinds:?}", kinds.len());
}

#[test]
fn a_line_that_is_none_is_named_by_field_or_column() {
    let started = text_of("nodes 1\nrun 1us\n").lines().next().unwrap().to_string();
    let wrong = |from: &str, to: &str| {
        assert!(started.contains(from), "{from} in {started}");
        let error = Event::read(&started.replacen(from, to, 1)).expect_err(to);
        (error.place, error.expected)
    };
    let field = |name: &str| LinePlace::Field(name.into());
    assert!(Event::read(&started).is_ok());
    assert_eq!(wrong("{\"id\"", "{\"id\":,\"i\""), (LinePlace::Column(7), LineExpected::Object));
    assert_eq!(wrong("\"id\":1,", "\"id\":-1,"), (field("id"), LineExpected::Count));
    assert_eq!(wrong("\"at_us\":0", "\"at_us\":9007199254740992"), (field("at_us"), LineExpected::Count));
    assert_eq!(wrong("\"n1\"", "\"n10\""), (field("node"), LineExpected::ActorOrNull));
    assert_eq!(wrong("\"started\"", "\"startled\""), (field("kind"), LineExpected::Kind));
    assert_eq!(wrong("\"cause\":null", "\"cause\":1"), (field("cause"), LineExpected::Cause));
    assert_eq!(wrong("\"because\":[]", "\"because\":[0]"), (field("because"), LineExpected::Causes));
    assert_eq!(wrong("\"term\":0", "\"term\":0.5"), (field("term"), LineExpected::Number));
    assert_eq!(wrong("\"log\":[]", "\"log\":[{}]"), (field("log"), LineExpected::Entries));
    assert_eq!(wrong("\"follower\"", "\"king\""), (field("answers_as"), LineExpected::Word));
    assert_eq!(Event::read("[1]").unwrap_err().expected, LineExpected::Object);
}

#[test]
fn a_file_is_read_line_by_line_and_its_numbers_rise() {
    let text = text_of("nodes 1\nrun 1s\n");
    let count = |text: &str| {
        let mut lines = Lines::new(text.as_bytes(), 1_000, false);
        let mut count = 0;
        while let Some((line, event)) = lines.next_event()? {
            assert_eq!(line as u64, event.id.0);
            count += 1;
        }
        Ok::<usize, FileError>(count)
    };
    let events = text.lines().count();
    assert_eq!(count(&text).unwrap(), events);
    assert_eq!(count(&text[..text.len() - 9]).unwrap(), events - 1, "the last line was being written");
    let error_of = |text: &str| match count(text).unwrap_err() {
        FileError { line, fault: Fault::Line(error) } => (line, error.expected),
        FileError { fault: Fault::Unreadable(error), .. } => panic!("{error}"),
    };
    let without_third: String =
        text.lines().enumerate().filter(|(n, _)| *n != 2).map(|(_, l)| format!("{l}\n")).collect();
    assert_eq!(error_of(&without_third), (3, LineExpected::NextId));
    assert_eq!(error_of("{\"id\":1}\n"), (1, LineExpected::Cause));
    let long = text.clone() + &format!("{{\"id\":\"{}\"}}\n", "x".repeat(40 << 20));
    assert_eq!(error_of(&long).1, LineExpected::ShortLine);
    let mut few = Lines::new(text.as_bytes(), 2, false);
    assert!(few.next_event().is_ok() && few.next_event().is_ok() && few.next_event().is_err());
}

/// What a node shows in the world. What a disk holds of the log before `base`, where its snapshot ends, no line tells once
/// the node has started again.
fn shown_by_world(world: &World, node: NodeId, base: LogPosition) -> String {
    let server = world.server(node);
    let life = match &server.process {
        None => Life::Down,
        Some(process) if process.is_live() => Life::Up,
        Some(_) => Life::Paused,
    };
    let process = server.process.as_deref();
    let raft = process.map(|process| process.node());
    let store: Vec<String> = process.map_or(Vec::new(), |process| {
        process.replica.store().iter().map(|(key, value)| format!("{key}={value}")).collect()
    });
    let mut log = server.log().clone();
    if life == Life::Down {
        log.compact_to(base);
    }
    let entries: Vec<u64> = log.iter().map(|entry| entry.term.0).collect();
    format!(
        "{life:?} term {:?} vote {:?} role {:?} leader {:?} votes {:?} base {:?} log {entries:?} commit {:?} applied {:?} {:?} \
         durable {:?} {:?} members {:?}",
        server.current_term(),
        raft.map_or(server.disk.hard_state().voted_for, |raft| raft.voted_for()),
        raft.map(|raft| raft.role_name()),
        raft.and_then(|raft| raft.leader()),
        raft.map(votes_of),
        log.base(),
        server.commit_index(),
        server.last_applied(),
        store,
        server.disk.hard_state(),
        server.disk.log().last(),
        raft.map(|raft| *raft.membership()),
    )
}

fn shown_by_picture(picture: &NodePicture) -> String {
    let is_up = picture.life != Life::Down;
    let store: Vec<String> = picture.store.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let entries: Vec<u64> = picture.log.iter().map(|entry| entry.term.0).collect();
    format!(
        "{:?} term {:?} vote {:?} role {:?} leader {:?} votes {:?} base {:?} log {entries:?} commit {:?} applied {:?} {:?} \
         durable {:?} {:?} members {:?}",
        picture.life,
        picture.hard_state.current_term,
        picture.hard_state.voted_for,
        is_up.then_some(picture.role),
        picture.leader,
        is_up.then_some((picture.votes.granted, picture.votes.refused)),
        picture.log.base(),
        picture.commit_index,
        picture.applied_index,
        store,
        picture.durable,
        picture.durable_log.last(),
        is_up.then_some(picture.membership),
    )
}

fn votes_of(raft: &Node) -> (NodeSet, NodeSet) {
    let votes = raft.role().votes().unwrap_or_default();
    raft.leading().map_or((votes.granted, votes.refused), |leader| (leader.votes(), NodeSet::EMPTY))
}

#[test]
fn the_picture_is_the_world() {
    let mut looks = 0;
    for (name, script) in all_scripts() {
        let mut picture = Picture::default();
        let flawed = script.setup.settings.iter().any(|setting| setting.key() == "flaw");
        run(script, |runner, events| {
            for event in events {
                picture.take(event).unwrap_or_else(|misfit| panic!("{name}: {misfit:?} at {event:?}"));
            }
            for node in runner.world().nodes().iter().filter(|_| !events.is_empty() && !flawed) {
                let pictured = picture.node(node).expect("every node has started");
                let shown = shown_by_picture(pictured);
                let last = events.last();
                assert_eq!(
                    shown,
                    shown_by_world(runner.world(), node, pictured.log.base()),
                    "{name}: {node} after {last:?}"
                );
                looks += 1;
            }
        });
    }
    assert!(100_000 < looks, "{looks}");
}

/// A script whose snapshots differ in their sessions alone, of which no line tells.
const UNTOLD: &str = "sessions-not-in-snapshot";

/// What the invariants say over events.
fn judged(events: &[Event]) -> Result<Vec<Invariant>, (usize, Misfit)> {
    let mut traced = Traced::default();
    for (place, event) in events.iter().enumerate() {
        traced.take(event).map_err(|misfit| (place, misfit))?;
    }
    Ok(traced.violations().iter().map(|violation| violation.invariant).collect())
}

#[test]
fn the_invariants_hold_over_correct_runs_and_only_there() {
    let (mut held, mut broken) = (0, 0);
    let folders = ["tests/flaws", "tests/schedules", "tests/schedules/found"];
    let museum = folders.iter().flat_map(|folder| scripts_in(folder));
    let museum = museum.map(|script| (script.name(), read(&script.text)));
    for (name, script) in all_scripts().into_iter().chain(museum).filter(|(name, _)| name != UNTOLD) {
        let (mut events, mut expected) = (Vec::new(), Vec::new());
        run(script, |runner, recorded| {
            events.extend_from_slice(recorded);
            expected = runner.checks().violations().iter().map(|violation| violation.invariant).collect();
        });
        // The match index that falls is told only if it rises again, to less than it was: a test of `traced.rs` has that.
        expected.retain(|invariant: &Invariant| invariant.is_of_safety() && *invariant != Invariant::MatchMonotonic);
        let found = judged(&events).unwrap_or_else(|misfit| panic!("{name}: {misfit:?}"));
        assert_eq!(found.is_empty(), expected.is_empty(), "{name}: {found:?} for {expected:?}");
        if expected.is_empty() {
            held += 1
        } else {
            broken += 1
        }
        let is_missed = |invariant: &&Invariant| !found.contains(invariant);
        let missed: Vec<_> = expected.iter().filter(is_missed).collect();
        assert!(missed.is_empty(), "{name}: {found:?} without {missed:?}");
    }
    assert!(100 < held && 20 < broken, "{held} {broken}");
}

/// The trace of each node by itself, as real nodes write it: with numbers of its own, by a clock that is wrong, and with
/// nothing of the clients and the network.
fn traces_of_nodes(events: &[Event], skew_us: u64) -> Vec<Vec<Event>> {
    let mut traces: BTreeMap<NodeId, (Vec<Event>, BTreeMap<EventId, EventId>)> = BTreeMap::new();
    for event in events {
        let Some(Actor::Node(node)) = event.actor else { continue };
        if matches!(event.what, What::MessageLost { .. } | What::MessageDuplicated { .. }) {
            continue;
        }
        let (trace, ids) = traces.entry(node).or_default();
        let id = EventId(trace.len() as u64 + 1);
        ids.insert(event.id, id);
        let is_delivery = matches!(event.what, What::MessageDelivered { .. });
        let known = |old: &EventId| ids.get(old).copied();
        trace.push(Event {
            id,
            at: event.at.after(skew_us * node.number() as u64),
            cause: event.cause.as_ref().filter(|_| !is_delivery).and_then(known),
            because: event.because.iter().filter_map(known).collect(),
            ..event.clone()
        });
    }
    traces.into_values().map(|(trace, _)| trace).collect()
}

fn merged(traces: &[Vec<Event>]) -> Vec<Event> {
    let (mut merge, mut numbering, mut all) = (Merge::of(traces.len()), Numbering::default(), Vec::new());
    for (place, trace) in traces.iter().enumerate() {
        trace.iter().for_each(|event| merge.push(place, event.clone()));
        merge.end(place);
    }
    while let Some(next) = merge.pop() {
        all.push(numbering.take(next));
    }
    all
}

#[test]
fn the_traces_of_several_nodes_are_one_run() {
    for (name, skew_us) in [("exercise-2-failover", 0), ("exercise-3-partition", 30_000), ("joint-consensus", 2_000)] {
        let script = scripts_in("tests/scripts").into_iter().find(|script| script.name() == name).unwrap();
        let traces = traces_of_nodes(&trace_of(read(&script.text)), skew_us);
        let all = merged(&traces);
        assert_eq!(all.len(), traces.iter().map(Vec::len).sum::<usize>());
        let mut sent = BTreeMap::new();
        for (place, event) in all.iter().enumerate() {
            assert_eq!(event.id.0, place as u64 + 1);
            assert!(event.cause.is_none_or(|cause| cause < event.id));
            assert!(place == 0 || all[place - 1].at <= event.at);
            if let What::MessageSent { message, .. } = event.what {
                sent.insert(message, event.id);
            } else if let What::MessageDelivered { message, from: Actor::Node(_), .. } = event.what
                && sent.contains_key(&message)
            {
                assert_eq!(event.cause, sent.get(&message).copied(), "{name}");
            }
        }
        let arrivals = all.iter().filter(|event| {
            matches!(event.what, What::MessageDelivered { from: Actor::Node(_), .. }) && event.cause.is_none()
        });
        // The copy of a message that the network doubled was sent by nobody.
        assert_eq!(arrivals.count(), 0, "{name}");
        for (node, trace) in traces.iter().enumerate() {
            let kinds = |events: &[Event]| -> Vec<&str> {
                let of_node = |event: &&Event| event.actor == trace[0].actor;
                events.iter().filter(of_node).map(|event| event.what.name()).collect()
            };
            assert_eq!(kinds(&all), kinds(trace), "{name}: node {node} keeps its order");
        }
        assert_eq!(judged(&all), Ok(Vec::new()), "{name}");
    }
}

/// A trace in which one line was changed breaks an invariant, or does not fit.
#[test]
fn a_tampered_trace_is_caught() {
    let text = text_of(
        "nodes 3\ntimeout n1\nrun until leader n1\nset x 1\nset y 2\nrun until agreed\ncrash n1\nrun until leader\nset x 3\nrun 1s\n",
    );
    let judge = |text: &str| -> Result<Vec<Invariant>, String> {
        let mut lines = Lines::new(text.as_bytes(), 1_000_000, false);
        let mut events = Vec::new();
        while let Some((_, event)) = lines.next_event().map_err(|error| format!("{error:?}"))? {
            events.push(event);
        }
        judged(&events).map_err(|misfit| format!("{misfit:?}"))
    };
    assert_eq!(judge(&text), Ok(Vec::new()));
    let tampered = |is_it: &dyn Fn(&str) -> bool, from: &str, to: &str| {
        let place = text.lines().position(|line| is_it(line) && line.contains(from)).expect(from);
        let lines = text.lines().enumerate();
        let lines = lines.map(|(n, line)| if n == place { line.replacen(from, to, 1) } else { line.to_string() });
        judge(&lines.map(|line| line + "\n").collect::<String>())
    };
    let of_kind = |kind: &'static str| move |line: &str| line.contains(&format!("\"kind\":\"{kind}\""));
    let is_caught = |judged: Result<Vec<Invariant>, String>| judged.map_or(true, |broken| !broken.is_empty());
    let entry = |line: &str| of_kind("log-appended")(line) && line.contains("\"n3\"");
    assert!(is_caught(tampered(&entry, "\"value\":\"1\"", "\"value\":\"7\"")));
    assert!(is_caught(tampered(&entry, "\"term\":1", "\"term\":2")));
    assert!(is_caught(tampered(&of_kind("election-won"), "\"term\":1", "\"term\":2")));
    assert!(is_caught(tampered(&of_kind("write-durable"), "\"voted_for\":\"n1\"", "\"voted_for\":\"n2\"")));
    assert!(is_caught(tampered(&of_kind("commit-learned"), "\"index\":1", "\"index\":3")));
    assert!(is_caught(tampered(&of_kind("applied"), "\"index\":2", "\"index\":3")));
    assert!(is_caught(tampered(&of_kind("term-adopted"), "\"old_term\":0", "\"old_term\":1")));
}
