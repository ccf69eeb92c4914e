//! A run told as a lesson: each statement, and below it one line for each event that followed.
//!
//! Routine is left out: messages that leave and arrive as they should, disk writes, heartbeats. Lost messages are told,
//! except AppendEntries and their replies that no statement dropped.

use raftarium::kv::{Command, Outcome as Answer};
use raftarium::raft::{
    Event as Decision, LogEntry, LogIndex, LogPosition, Membership, NodeSet, Payload, PreVoteEvent, SnapshotEvent,
    Withheld,
};
use raftarium::script::{
    Digest, Failure, Limit, Outcome, Reason, Runner, Statement, Step, Trace, parse_with_lines, print_word,
};
use raftarium::sim::fields::request_of;
use raftarium::sim::{Event, Field, Kind, Loss, What};
use std::fmt::Write;

/// A run, told.
pub struct Lesson {
    /// The lines.
    pub text: String,
    /// Why it failed, if it did.
    pub failure: Option<Failure>,
    /// The digest of the run.
    pub digest: Digest,
}

/// Runs a correct script a statement at a time, and tells what happens.
///
/// # Panics
/// If the script is wrong.
pub fn tell(script: &str) -> Lesson {
    let (mut bare, lines) = parse_with_lines(script).unwrap_or_else(|error| panic!("{error:?} in\n{script}"));
    let statements = std::mem::take(&mut bare.statements);
    let mut runner = Runner::new(bare, true);
    let (mut text, mut trace) = (String::new(), Trace::default());
    tell_events(&mut runner, &mut trace, &mut text);
    for place in 0..statements.len() {
        tell_statement(&mut text, &runner, &statements[place]);
        runner.cut_and_append(statements[..place].to_vec(), vec![statements[place].clone()]);
        runner.advance(Limit::events(u64::MAX));
        tell_events(&mut runner, &mut trace, &mut text);
        if let Outcome::Failed(_) = runner.outcome() {
            break;
        }
    }
    let failure = match runner.outcome() {
        Outcome::Failed(failure) => Some(failure.clone()),
        Outcome::Running | Outcome::Passed => None,
    };
    tell_end(&mut text, &runner, failure.as_ref().map(|failure| (lines[failure.statement], &failure.reason)));
    Lesson { text, failure, digest: trace.digest() }
}

/// Expectations need no line: the script has them.
fn tell_statement(text: &mut String, runner: &Runner, statement: &Statement) {
    if !matches!(statement.step, Step::Expect { .. }) {
        line(text, runner.world().now().0, &format!("> {}", statement.text));
    }
}

fn tell_events(runner: &mut Runner, trace: &mut Trace, text: &mut String) {
    for event in runner.world_mut().take_events() {
        trace.take(&event);
        if is_telling(&event) {
            let (kind, fields) = event.describe();
            let actor = event.actor.map_or("-".to_string(), |actor| actor.to_string());
            let mut told = format!("    {actor:<3} {kind:<18}");
            for (name, field) in fields {
                tell_field(&mut told, name, &field);
            }
            line(text, event.at.0, told.trim_end());
        }
    }
}

fn line(text: &mut String, at_us: u64, what: &str) {
    writeln!(text, "{:>6}.{:03} {what}", at_us / 1000, at_us % 1000).unwrap();
}

fn is_telling(event: &Event) -> bool {
    let is_pulse = |kind: &Kind| matches!(kind, Kind::AppendEntries | Kind::AppendEntriesReply);
    let is_routine = matches!(
        event.what,
        What::Started { again: false, .. }
            | What::MessageSent { .. }
            | What::MessageDelivered { .. }
            | What::WriteStarted { .. }
            | What::WriteDurable { .. }
            | What::ElectionTimerFired { .. }
            | What::HeartbeatTimerFired
            | What::Decided(
                Decision::HeartbeatRound { .. }
                    | Decision::AppendAccepted { .. }
                    | Decision::MatchAdvanced { .. }
                    | Decision::ReplyIgnored { .. }
                    | Decision::LeaderRecognised { .. }
                    | Decision::VoteCounted { .. }
                    | Decision::VoteDenied { .. }
                    | Decision::CommitLearned { .. }
                    | Decision::ReadStarted { .. }
                    | Decision::ReadIndexLearned { .. }
                    // The election timer of a removed server fires again and again.
                    | Decision::ElectionWithheld { why: Withheld::NoVoter }
                    | Decision::Snapshot(SnapshotEvent::Collected { .. })
                    | Decision::PreVote(PreVoteEvent::Counted { .. } | PreVoteEvent::Denied { .. })
            )
    );
    let is_pulse_lost = matches!(
        &event.what,
        What::MessageLost { kind, why: Loss::Cut | Loss::ReceiverDown | Loss::Chance, .. } | What::MessageWaits { kind, .. }
            if is_pulse(kind)
    );
    !is_routine && !is_pulse_lost
}

fn tell_field(told: &mut String, name: &str, field: &Field) {
    let shown = match field {
        Field::Number(number) => number.to_string(),
        Field::Flag(true) => return write!(told, " {name}").unwrap(),
        Field::Flag(false) | Field::Command(None) | Field::Outcome(None) | Field::Who(None) => return,
        // Fields that are empty, or are told by the next field.
        Field::Word("command") if name == "holds" => return,
        Field::Position(position) if name == "base" && *position == LogPosition::default() => return,
        Field::Nodes(NodeSet::EMPTY) => return,
        Field::Word(word) => (*word).to_string(),
        Field::Text(text) => return write!(told, " {text}").unwrap(),
        Field::Who(Some(who)) => who.to_string(),
        Field::Nodes(nodes) => names(*nodes),
        Field::Groups(groups) => groups.iter().map(|group| names(*group)).collect::<Vec<_>>().join(" | "),
        Field::Position(position) => format!("{}@{}", position.index.0, position.term.0),
        Field::Command(Some(command)) => return write!(told, " {}", command_text(command)).unwrap(),
        Field::Outcome(Some(outcome)) => return write!(told, " -> {}", answer_text(outcome)).unwrap(),
        Field::Entries(first, entries) => return tell_entries(told, *first, entries),
        Field::Membership(membership) => membership_text(membership),
        Field::Log(log) => log.iter().map(|entry| entry.term.0.to_string()).collect::<Vec<_>>().join(" "),
        Field::Pairs(pairs) => pairs.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(" "),
    };
    // Numbers of messages mean nothing to a reader.
    if name != "message" && name != "copy" {
        write!(told, " {name} {shown}").unwrap();
    }
}

/// `3@1 set x 5`: the entry with index 3, of term 1.
fn tell_entries(told: &mut String, first: LogIndex, entries: &[LogEntry]) {
    for (step, entry) in entries.iter().enumerate() {
        let command = match (&entry.payload, request_of(&entry.payload)) {
            (Payload::Configuration(membership), _) => membership_text(membership),
            (_, Some(request)) => command_text(&request.command),
            (_, None) => "no-op".to_string(),
        };
        let comma = if step == 0 { ":" } else { "," };
        write!(told, "{comma} {}@{} {command}", first.plus(step).0, entry.term.0).unwrap();
    }
}

/// `voters n1 n2 n3 learners n4 target n1 n2 n3 n4`.
fn membership_text(membership: &Membership) -> String {
    let Membership { voters, outgoing, learners, target } = *membership;
    let mut text = String::new();
    for (name, nodes) in [("outgoing", outgoing), ("voters", voters), ("learners", learners), ("target", target)] {
        if !nodes.is_empty() {
            write!(text, " {name} {}", names(nodes)).unwrap();
        }
    }
    text.trim_start().to_string()
}

fn names(nodes: NodeSet) -> String {
    nodes.iter().map(|node| node.to_string()).collect::<Vec<_>>().join(" ")
}

fn command_text(command: &Command) -> String {
    let key = print_word(command.key());
    match command {
        Command::Set { value, .. } => format!("set {key} {}", print_word(value)),
        Command::Get { .. } => format!("get {key}"),
        Command::Delete { .. } => format!("delete {key}"),
        Command::Cas { old, new, .. } => format!("cas {key} {} {}", print_word(old), print_word(new)),
    }
}

fn answer_text(answer: &Answer) -> String {
    match answer {
        Answer::Ok => "ok".into(),
        Answer::Value(value) => format!("value {}", print_word(value)),
        Answer::Absent => "absent".into(),
        Answer::Refused => "refused".into(),
    }
}

/// The first answer that no order of the calls explains.
fn unordered_text(runner: &Runner) -> String {
    let first = runner.checks().linearizability().unordered().first();
    let Some((first, operation)) = first.and_then(|it| Some((it, runner.world().history().get(it.operation)?))) else {
        return String::new();
    };
    format!(
        "; not linearizable since {} asked {} and was answered at {}",
        operation.client,
        command_text(&operation.command),
        first.at.0
    )
}

/// How the run ended, and the state of the cluster then.
fn tell_end(text: &mut String, runner: &Runner, failed: Option<(usize, &Reason)>) {
    let world = runner.world();
    let verdict = match failed {
        None => "passed".to_string(),
        Some((at, Reason::Expectation)) => format!("failed: line {at} does not hold"),
        Some((at, Reason::Answers)) => format!("failed: not exactly one answer is right at line {at}"),
        Some((at, Reason::Lapse)) => format!("failed: line {at} holds no more"),
        Some((at, Reason::Timeout)) => format!("failed: line {at} did not come true in time"),
        Some((at, Reason::Undecided)) => format!("failed: line {at} is undecided"),
        Some((at, Reason::Violation(invariant))) => format!("failed: {} is violated at line {at}", invariant.name()),
    };
    let broken = runner.checks().violations().len();
    line(text, world.now().0, &format!("{verdict}; {broken} invariants broken{}", unordered_text(runner)));
    for node in world.nodes().iter() {
        let server = world.server(node);
        let role = match &server.process {
            None => "down",
            Some(process) if !process.is_live() => "paused",
            Some(process) => process.node().role_name().name(),
        };
        let terms: Vec<String> = server.log().iter().map(|entry| entry.term.0.to_string()).collect();
        let store: Vec<String> = server
            .process
            .iter()
            .flat_map(|process| process.replica.store().iter())
            .map(|(key, value)| format!("{}={}", print_word(key), print_word(value)))
            .collect();
        let (term, commit) = (server.current_term().0, server.commit_index().0);
        let row = format!("{node} {role:<9} term {term} commit {commit} log {} | {}", terms.join(" "), store.join(" "));
        writeln!(text, "           {}", row.trim_end_matches([' ', '|'])).unwrap();
    }
}
