use super::export::{Export, MERMAID_LINES_MAX, SHIVIZ_HEAD, SHIVIZ_LINES_MAX};
use super::{Lab, run_to_digest};
use crate::script::{Limit, Runner, parse};
use std::collections::BTreeMap;

/// Elections, a crash, a partition, a doubled and a dropped message, and texts that other formats have signs for.
const SCRIPT: &str = r##"nodes 5
seed 7
run until leader
set "a;b#1" "<b>{x}\n%%"
duplicate next 1 ClientRequest c1 -> n3
run 300ms
crash n2
partition n1 | n3 n4 n5
set "end" "\u2028: x" from c2
drop next 1 ClientRequest c2 -> n1
run 1s
heal
restart n2
pause n3
run 200ms
resume n3
run 500ms
"##;

fn exported(script: &str, format: &str, steps: u64) -> (String, bool) {
    let mut export = Export::new(script, format).unwrap().unwrap();
    let mut text = String::new();
    while !export.is_done() {
        text.push_str(&export.go(steps));
    }
    (text, export.is_cut())
}

#[test]
fn pieces_make_the_same_text_as_the_whole() {
    for format in Export::FORMATS {
        let (whole, cut) = exported(SCRIPT, format, u64::MAX);
        assert!(!whole.is_empty() && !cut, "{format}");
        assert!(exported(SCRIPT, format, 7).0 == whole, "{format}");
    }
    assert!(Export::new(SCRIPT, "doom").unwrap().is_none());
    assert_eq!(Export::new("nodes 99", "trace").err().map(|error| error.line), Some(1.0));
}

#[test]
fn the_digest_is_that_of_the_run_and_of_the_exported_trace() {
    let digest = run_to_digest(Runner::new(parse(SCRIPT).unwrap(), true)).to_string();
    assert_eq!(exported(SCRIPT, "digest", 100).0, digest);
    let (trace, _) = exported(SCRIPT, "trace", 100);
    assert_eq!(format!("{:016x}", xxhash_rust::xxh64::xxh64(trace.as_bytes(), 0)), digest);
}

#[test]
fn a_trace_read_again_is_the_run() {
    let (trace, _) = exported(SCRIPT, "trace", 100);
    let mut runner = Runner::new(parse(SCRIPT).unwrap(), true);
    runner.advance(Limit::events(u64::MAX));
    let events = runner.world_mut().take_events();
    assert_eq!(trace.lines().count(), events.len());
    for (line, event) in trace.lines().zip(&events) {
        let read: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(read, serde_json::to_value(event).unwrap());
        assert_eq!((read["id"].as_u64(), read["at_us"].as_u64()), (Some(event.id.0), Some(event.at.0)));
    }
}

#[test]
fn the_script_of_the_present_leads_to_the_same_digest() {
    let mut lab = Lab::new(SCRIPT).unwrap();
    lab.advance(1_234_567, u64::MAX);
    lab.act("crash n4").unwrap();
    lab.step(3);
    let here = lab.script();
    let mut opened = Lab::new(&here).unwrap();
    while opened.run_script(10).stop == "budget" {}
    assert_eq!(opened.script(), here);
    assert!(!opened.has_future());
    let (end, there) = (lab.advance(0, 0), opened.advance(0, 0));
    assert_eq!((end.now_us, end.event), (there.now_us, there.event));
    assert_eq!(exported(&here, "digest", 50).0, lab.digest().to_string());
    // What follows is the same as well.
    lab.step(100);
    opened.step(100);
    assert_eq!(lab.digest(), opened.digest());
}

/// A run ends at a broken invariant that no statement asks for. What is done after it leads on, in its script as well.
#[test]
fn what_is_done_after_a_broken_invariant_is_replayed() {
    let broken = include_str!("../../tests/flaws/minority-commits.raft").split("expect").next().unwrap();
    let mut lab = Lab::new(broken).unwrap();
    assert_eq!(lab.run_script(u64::MAX).stop, "stopped");
    lab.act("run 50ms\ncrash n1").unwrap();
    lab.run_script(u64::MAX);
    lab.act("restart n1").unwrap();
    let script = lab.script();
    assert_eq!(script.matches("expect violated durable-commit").count(), 1, "{script}");
    let mut again = Lab::new(&script).unwrap();
    again.run_script(u64::MAX);
    assert_eq!((again.script(), again.digest()), (script, lab.digest()));
}

/// A line of a log, as its own first line reads it.
fn shiviz_lines(text: &str) -> Vec<(String, BTreeMap<String, u64>, String)> {
    let body = text.strip_prefix(SHIVIZ_HEAD).expect("the parser's expression, and an empty line");
    let read = |line: &str| {
        let [host, clock, _, event] = line.splitn(4, ' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        (host.to_string(), serde_json::from_str(clock).expect("a clock is JSON"), event.to_string())
    };
    body.lines().map(read).collect()
}

/// The number of the message that an event names.
fn message_of(event: &str) -> Option<&str> {
    let (_, rest) = event.split_once(" message ")?;
    rest.split(' ').next()
}

#[test]
fn the_clocks_of_a_shiviz_log_are_consistent() {
    let (text, _) = exported(SCRIPT, "shiviz", 100);
    let mut last: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    let mut sent: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    let mut arrivals = 0;
    for (host, clock, event) in shiviz_lines(&text) {
        let before = last.entry(host.clone()).or_default();
        assert_eq!(clock[&host], before.get(&host).unwrap_or(&0) + 1, "{host} counts its own: {event}");
        assert!(before.iter().all(|(other, seen)| seen <= &clock[other]), "nothing is forgotten: {event}");
        if let Some(message) = message_of(&event).map(str::to_string) {
            if event.starts_with("message-sent ") {
                sent.insert(message, clock.clone());
            } else if event.starts_with("message-delivered ") {
                // A copy came from where its original did; its own sending has no line.
                if let Some(sent) = sent.get(&message) {
                    arrivals += 1;
                    assert!(sent.iter().all(|(other, seen)| seen <= &clock[other]), "sent before it arrived: {event}");
                }
            }
        }
        for (other, seen) in &clock {
            let own = if *other == host { clock[&host] } else { last.get(other).map_or(0, |clock| clock[other]) };
            assert!(*seen <= own, "{host} has seen no more of {other} than there was: {event}");
        }
        last.insert(host, clock);
    }
    assert!(50 < arrivals);
    assert!(last.contains_key("c2") && last.len() == 7, "{:?}", last.keys());
}

#[test]
fn a_diagram_is_well_formed() {
    let (text, _) = exported(SCRIPT, "mermaid", 100);
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("sequenceDiagram"));
    let mut names = Vec::new();
    let (mut lost, mut notes, mut replies) = (0, 0, 0);
    for line in lines {
        let line = line.trim_start();
        if line.starts_with("%% ") {
            continue;
        }
        if let Some(name) = line.strip_prefix("participant ") {
            names.push(name.to_string());
            continue;
        }
        let (head, said) = line.split_once(": ").expect(line);
        assert!(!said.is_empty() && !said.contains(['<', '>', '"', '{', '}', '\n', ':']), "{line}");
        assert!(
            said.split('#')
                .skip(1)
                .all(|code| code.split_once(';').is_some_and(|(code, _)| code.parse::<u32>().is_ok()))
        );
        assert!(said.matches(';').count() == said.matches('#').count(), "{line}");
        let ends: Vec<&str> = match head.strip_prefix("Note over ") {
            Some(over) => {
                notes += 1;
                over.split(',').collect()
            }
            None => {
                let arrow = ["-->>", "->>", "--x", "-x"].into_iter().find(|arrow| head.contains(arrow)).expect(line);
                lost += usize::from(arrow.ends_with('x'));
                replies += usize::from(arrow.starts_with("--"));
                head.split(arrow).collect()
            }
        };
        assert!(ends.iter().all(|end| names.iter().any(|name| name == end)), "{line}");
    }
    assert!(!text.contains("entries 0") && text.contains("AppendEntriesReply accepted"));
    assert_eq!(names, ["c1", "c2", "n1", "n2", "n3", "n4", "n5"]);
    assert!(0 < lost && 5 < notes && 10 < replies, "{lost} {notes} {replies}");
    assert!(text.contains("set \"a#59;b#35;1\"") || text.contains("#34;a#59;b#35;1#34;"), "{text}");
}

#[test]
fn a_long_text_in_a_diagram_is_cut_with_its_length_and_in_a_log_it_is_whole() {
    let value = "v".repeat(300);
    let script = format!("nodes 1\nrun until leader\nset x {value}\nrun 100ms\n");
    let (diagram, _) = exported(&script, "mermaid", 100);
    let note = diagram.lines().find(|line| line.contains("client-called")).unwrap();
    assert!(note.ends_with(&format!("set x {}… (300 characters) to n1", "v".repeat(24))), "{note}");
    let (log, _) = exported(&script, "shiviz", 100);
    assert!(log.lines().any(|line| line.contains(&format!("set x {value}"))), "{log}");
}

#[test]
fn a_diagram_has_no_answer_without_its_question() {
    let (text, _) = exported("nodes 3\nseed 3\nrun until leader\nset x 1\nrun 2s\n", "mermaid", 100);
    let arrows = |kind: &str| text.lines().filter(|line| line.contains(kind)).count();
    let (asked, answered) = (arrows(": AppendEntries after"), arrows(": AppendEntriesReply"));
    assert!(0 < answered && answered <= asked, "{answered} answers to {asked}:\n{text}");
}

#[test]
fn exports_are_bounded_and_say_so() {
    let long = "nodes 5\nseed 7\nload every 20ms\nrun 60s\n";
    let (text, cut) = exported(long, "mermaid", 5_000);
    assert!(cut && text.lines().count() <= MERMAID_LINES_MAX + 16);
    let (text, cut) = exported(long, "shiviz", 5_000);
    assert!(cut && text.lines().count() as u64 == SHIVIZ_LINES_MAX + 2);
}

#[test]
fn a_run_that_never_ends_is_given_up_when_one_likes() {
    let mut export = Export::new("nodes 3\nseed 1\nrun 24h\n", "trace").unwrap().unwrap();
    for _ in 0..5 {
        export.go(500);
    }
    assert!(!export.is_done() && export.now_us() < 3_600_000_000);
}

#[test]
fn a_diagram_notes_what_goes_beyond_the_papers_figure_2() {
    let script = "nodes 3\nseed 3\nconfig pre-vote on\nconfig snapshot-every 3\ntimeout n1\nrun until leader n1\nset x 1\n\
                  set x 2\nrun 100ms\nadd n4\nrun 300ms\nmembers n1 n4\nrun 300ms\ntransfer n4\nrun 300ms\ndisk n1 full\n";
    let (diagram, cut) = exported(script, "mermaid", 100);
    assert!(!cut);
    for note in [
        "Note over n1: pre-vote-started next-term 1 last 0@0 again no",
        "Note over n1: snapshot-taken last 3@1 compacted 2 bytes 9",
        "n1->>n4: InstallSnapshot up to 3@1 bytes 0+9",
        "Note over n4: snapshot-installed leader n1 last 3@1 kept 0",
        "Note over n1: change-asked change members members n1,n4",
        "Note over n1: configuration-in-force index 7 stage joint voters n1,n4 outgoing n1,n2,n3,n4 answers-as follower",
        "n1->>n4: TimeoutNow",
        "Note over n1: disk-changed disk full",
    ] {
        assert!(diagram.contains(&format!("    {note}\n")), "{note} in\n{diagram}");
    }
}
