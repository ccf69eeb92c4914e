//! A run as a text for other tools: its trace, its clients' history, a log for ShiViz, a sequence diagram for
//! Mermaid; and its digest, which is made of the same trace lines.
//!
//! An export runs a script once more, in pieces, so that the caller can do other things in between, and a run
//! that is too long can be given up. What it writes has a limit, and it says when it was cut there.
//! Its words are those of the trace and no sentences: the text is data.

use super::sign::{Sign, row};
use super::view::ScriptErrorView;
use super::{BATCH, error_view};
use crate::kv::{Command, Outcome, Request};
use crate::raft::{Event as Decision, NodeSet, Payload};
use crate::script::{Limit, Runner, Stop, Trace, parse, print_word, write_history};
use crate::sim::fields::{outcome_name, request_of};
use crate::sim::{ACTORS, Actor, Event, EventId, Field, Kind, MessageId, Summary, What};
use std::collections::VecDeque;
use std::fmt::Write;

/// What an export writes, at most, in bytes: more than a browser would like to hand over.
pub const BYTES_MAX: usize = 64 << 20;

/// Lines of a ShiViz log, at most: it draws each, and a longer one would bring it to its knees.
pub const SHIVIZ_LINES_MAX: u64 = 20_000;

/// Lines of a sequence diagram, at most: the last before the end.
pub const MERMAID_LINES_MAX: usize = 400;

/// The longest text of an arrow or a note, in characters: a joint configuration of nine has its place, and a `cas` of
/// three long texts.
const SAID_CHARS_MAX: usize = 240;

/// The longest key or value in a sequence diagram, in characters; of a longer one the length is said.
const DIAGRAM_TEXT_CHARS_MAX: usize = 24;

/// How a line of a ShiViz log is read: the named groups that it asks for, and the rest as further fields.
/// Its second line, which would part several runs from each other, is empty.
pub const SHIVIZ_HEAD: &str = "(?<host>\\S+) (?<clock>\\{\\S*\\}) (?<time>\\S+) (?<event>.*)\n\n";

/// A text that is being made of a run.
pub struct Export {
    runner: Runner,
    writer: Writer,
    /// What was handed over, in bytes.
    written: usize,
    is_done: bool,
    is_cut: bool,
}

/// What is made, and what is kept for it while the run goes on.
enum Writer {
    Digest(Trace),
    Trace,
    History,
    Shiviz(Box<Shiviz>),
    Mermaid(Mermaid),
}

impl Writer {
    fn named(format: &str) -> Option<Writer> {
        match format {
            "digest" => Some(Writer::Digest(Trace::default())),
            "trace" => Some(Writer::Trace),
            "history" => Some(Writer::History),
            "shiviz" => Some(Writer::Shiviz(Box::default())),
            "mermaid" => Some(Writer::Mermaid(Mermaid::default())),
            _ => None,
        }
    }
}

impl Export {
    /// Every format.
    pub const FORMATS: [&str; 5] = ["digest", "trace", "history", "shiviz", "mermaid"];

    /// An export of the run that a script leads to; nothing for an unknown format.
    ///
    /// # Errors
    /// If the script is wrong.
    pub fn new(script: &str, format: &str) -> Result<Option<Export>, ScriptErrorView> {
        let runner = Runner::new(parse(script).map_err(error_view)?, true);
        Ok(Writer::named(format).map(|writer| Export { runner, writer, written: 0, is_done: false, is_cut: false }))
    }

    /// Goes on for so many of the world's steps, and returns what there is to write.
    pub fn go(&mut self, steps: u64) -> String {
        let mut text = String::new();
        let mut left = steps;
        while 0 < left && !self.is_done {
            let before = self.runner.world().steps();
            let stop = self.runner.advance(Limit::events(left.min(BATCH)));
            left -= self.runner.world().steps() - before;
            let events = self.runner.world_mut().take_events();
            for event in events {
                self.take(&event, &mut text);
            }
            if matches!(stop, Stop::Done | Stop::Failed) {
                self.is_done = true;
            }
        }
        if self.is_done {
            self.finish(&mut text);
        }
        self.written += text.len();
        text
    }

    /// Whether nothing more will come.
    pub fn is_done(&self) -> bool {
        self.is_done
    }

    /// Whether something was left out, for there was too much.
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// The virtual instant that it has come to, µs.
    pub fn now_us(&self) -> u64 {
        self.runner.world().now().0
    }

    fn take(&mut self, event: &Event, text: &mut String) {
        if self.is_cut && !matches!(self.writer, Writer::Mermaid(_)) {
            return;
        }
        match &mut self.writer {
            Writer::Digest(trace) => {
                trace.take(event);
            }
            Writer::Trace => {
                text.push_str(&crate::script::trace::line(event));
                text.push('\n');
            }
            Writer::History => {}
            Writer::Shiviz(shiviz) => self.is_cut = !shiviz.take(event, text),
            Writer::Mermaid(mermaid) => self.is_cut |= !mermaid.take(event, self.runner.world().nodes()),
        }
        if BYTES_MAX <= self.written + text.len() {
            self.is_cut = true;
        }
        // What would be left out need not be run.
        self.is_done |= self.is_cut && !matches!(self.writer, Writer::Mermaid(_));
    }

    fn finish(&mut self, text: &mut String) {
        match &self.writer {
            Writer::Digest(trace) => text.push_str(&trace.digest().to_string()),
            Writer::History => text.push_str(&write_history(self.runner.world())),
            Writer::Mermaid(mermaid) => mermaid.write(self.runner.world().nodes(), text),
            Writer::Trace | Writer::Shiviz(_) => {}
        }
    }
}

/// How many events a host has seen of each, by place.
type Clock = [u32; ACTORS];

/// A message on its way.
struct Sent {
    message: MessageId,
    /// The sender's clock.
    clock: Clock,
    /// What it says.
    said: String,
}

/// The messages on their way, in order of their numbers.
#[derive(Default)]
struct OnTheWay(Vec<Sent>);

impl OnTheWay {
    /// A message leaves. Numbers grow.
    fn put(&mut self, message: MessageId, clock: Clock, said: String) {
        self.0.push(Sent { message, clock, said });
    }

    /// A copy says and knows what its original does.
    fn copy(&mut self, message: MessageId, copy: MessageId) {
        if let Some(place) = self.place(message) {
            let Sent { clock, said, .. } = &self.0[place];
            let (clock, said) = (*clock, said.clone());
            self.put(copy, clock, said);
        }
    }

    /// A message is there, or lost.
    fn take(&mut self, message: MessageId) -> Option<Sent> {
        self.place(message).map(|place| self.0.remove(place))
    }

    fn place(&self, message: MessageId) -> Option<usize> {
        self.0.binary_search_by_key(&message, |sent| sent.message).ok()
    }
}

/// A log with vector clocks: what a host does is its next event, and what arrives brings along what its sender had
/// seen when it sent it.
#[derive(Default)]
struct Shiviz {
    clocks: [Clock; ACTORS],
    sent: OnTheWay,
    lines: u64,
}

impl Shiviz {
    /// Takes an event in. Returns whether there was room for it.
    #[inline(never)]
    fn take(&mut self, event: &Event, text: &mut String) -> bool {
        if let What::MessageDuplicated { message, copy, .. } = &event.what {
            self.sent.copy(*message, *copy);
        } else if let What::MessageLost { message, .. } = &event.what {
            self.sent.take(*message);
        }
        let Some(host) = event.actor.filter(|_| row(&event.what).1 != Sign::Detail) else {
            return true;
        };
        if self.lines == SHIVIZ_LINES_MAX {
            return false;
        }
        if self.lines == 0 {
            text.push_str(SHIVIZ_HEAD);
        }
        self.lines += 1;
        let clock = &mut self.clocks[host.slot()];
        if let What::MessageDelivered { message, .. } = &event.what
            && let Some(sent) = self.sent.take(*message)
        {
            for (known, seen) in clock.iter_mut().zip(sent.clock) {
                *known = seen.max(*known);
            }
        }
        clock[host.slot()] += 1;
        if let What::MessageSent { message, .. } = &event.what {
            self.sent.put(*message, *clock, String::new());
        }
        put(text, format_args!("{host} {{"));
        let mut comma = "";
        for actor in Actor::all() {
            let seen = clock[actor.slot()];
            if 0 < seen {
                put(text, format_args!("{comma}\"{actor}\":{seen}"));
                comma = ",";
            }
        }
        put(text, format_args!("}} {}us {}\n", event.at.0, described(event, usize::MAX)));
        true
    }
}

/// A sequence diagram of the last messages and of what turned events. Heartbeats and the answers to them are left out,
/// unless they are refused: they would fill it, and say nothing.
#[derive(Default)]
struct Mermaid {
    /// The last heartbeat that arrived.
    heartbeat: Option<EventId>,
    /// Whether a client has done anything, by place.
    clients: [bool; ACTORS],
    sent: OnTheWay,
    lines: VecDeque<String>,
}

impl Mermaid {
    /// Takes an event in. Returns whether all lines had room so far.
    #[inline(never)]
    fn take(&mut self, event: &Event, nodes: NodeSet) -> bool {
        if let Some(actor) = event.actor {
            self.clients[actor.slot()] = true;
        }
        let line = self.line(event, nodes);
        self.lines.extend(line);
        if self.lines.len() <= MERMAID_LINES_MAX {
            return true;
        }
        self.lines.pop_front();
        false
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "what is noted is chosen by name")]
    fn line(&mut self, event: &Event, nodes: NodeSet) -> Option<String> {
        match &event.what {
            What::MessageSent { summary: Summary::AppendEntries { entries: 0, .. }, message, .. } => {
                self.sent.put(*message, [0; ACTORS], String::new());
                None
            }
            What::MessageSent { summary: Summary::Accepted { .. }, .. }
                if event.cause.is_some() && event.cause == self.heartbeat =>
            {
                None
            }
            What::MessageSent { message, kind, summary, .. } => {
                let said = escaped(&format!("{}{}", kind.name(), said(summary)));
                self.sent.put(*message, [0; ACTORS], said);
                None
            }
            // The answer follows from what the follower decided, which follows from the heartbeat.
            What::Decided(Decision::AppendAccepted { .. })
                if event.cause.is_some() && event.cause == self.heartbeat =>
            {
                self.heartbeat = Some(event.id);
                None
            }
            What::MessageDuplicated { message, copy, .. } => {
                self.sent.copy(*message, *copy);
                None
            }
            What::MessageDelivered { message, kind, from, .. } => {
                let sent = self.sent.take(*message)?;
                if sent.said.is_empty() {
                    self.heartbeat = Some(event.id);
                    return None;
                }
                Some(arrow(*kind, *from, ">>", event.actor?, &sent.said))
            }
            What::MessageLost { message, kind, from, to, why, .. } => {
                let sent = self.sent.take(*message).filter(|sent| !sent.said.is_empty())?;
                Some(arrow(*kind, *from, "x", *to, &format!("{} ({})", sent.said, why.name())))
            }
            what if row(what).1.is_noted() => {
                let over = event.actor.map_or_else(|| across(nodes), |actor| actor.to_string());
                Some(format!("Note over {over}: {}", escaped(&described(event, DIAGRAM_TEXT_CHARS_MAX))))
            }
            _ => None,
        }
    }

    fn write(&self, nodes: NodeSet, text: &mut String) {
        text.push_str("sequenceDiagram\n    %% heartbeats and the answers to them are left out\n");
        let clients = Actor::all().filter(|actor| matches!(actor, Actor::Client(_)) && self.clients[actor.slot()]);
        for name in clients.chain(nodes.iter().map(Actor::Node)) {
            put(text, format_args!("    participant {name}\n"));
        }
        for line in &self.lines {
            put(text, format_args!("    {line}\n"));
        }
    }
}

/// All nodes, for what concerns them together.
fn across(nodes: NodeSet) -> String {
    match (nodes.iter().next(), nodes.iter().last()) {
        (Some(first), Some(last)) if first != last => format!("{first},{last}"),
        (first, _) => first.map(|first| first.to_string()).unwrap_or_default(),
    }
}

/// Replies are dashed.
fn arrow(kind: Kind, from: Actor, head: &str, to: Actor, said: &str) -> String {
    let is_reply = kind.answers().is_some();
    format!("{from}{}{head}{to}: {said}", if is_reply { "--" } else { "-" })
}

/// What a message says, behind its kind.
fn said(summary: &Summary) -> String {
    match summary {
        Summary::RequestVote { last } => format!(" last {}@{}", last.index.0, last.term.0),
        Summary::RequestVoteReply { granted } => if *granted { " granted" } else { " refused" }.into(),
        Summary::AppendEntries { prev, entries, .. } => format!(" after {} entries {entries}", prev.index.0),
        Summary::Accepted { match_index } => format!(" accepted {}", match_index.0),
        Summary::Rejected { .. } => " refused".into(),
        Summary::InstallSnapshot { last, offset, bytes, .. } => {
            format!(" up to {}@{} bytes {offset}+{bytes}", last.index.0, last.term.0)
        }
        Summary::SnapshotWanted { offset, .. } => format!(" wants {offset}"),
        Summary::PreVote { next_term, last } => format!(" term {} last {}@{}", next_term.0, last.index.0, last.term.0),
        Summary::PreVoteReply { granted, .. } => if *granted { " granted" } else { " refused" }.into(),
        Summary::TimeoutNow | Summary::ReadIndex => String::new(),
        Summary::ReadIndexReply { index } => index.map_or(" refused".into(), |index| format!(" {}", index.0)),
        Summary::Request { request } => format!(" {}", request.0),
        Summary::HttpResponse { request, status } => format!(" {} {status}", request.0),
        Summary::Done { request } => format!(" {} done", request.0),
        Summary::NotLeader { request, .. } => format!(" {} not-leader", request.0),
        Summary::HandingOver { request, .. } => format!(" {} handing-over", request.0),
        Summary::Unconfirmed { request } => format!(" {} unconfirmed", request.0),
    }
}

/// Its kind, and its fields as `name value`; keys and values that have more than so many characters are cut.
fn described(event: &Event, chars_max: usize) -> String {
    let (kind, fields) = event.describe();
    let mut text = kind.to_string();
    for (name, field) in &fields {
        let value = match field {
            // As of a configuration that has no learners.
            Field::Nodes(NodeSet::EMPTY) => continue,
            Field::Number(number) => number.to_string(),
            Field::Flag(flag) => if *flag { "yes" } else { "no" }.into(),
            Field::Word(word) => (*word).into(),
            Field::Text(text) => word(text, chars_max),
            Field::Who(who) => who.map_or("none".into(), |who| who.to_string()),
            Field::Nodes(nodes) => names(*nodes),
            Field::Groups(groups) => groups.iter().map(|group| names(*group)).collect::<Vec<_>>().join("|"),
            Field::Position(position) => format!("{}@{}", position.index.0, position.term.0),
            Field::Command(command) => {
                command.as_ref().map_or("no-op".into(), |command| command_text(command, chars_max))
            }
            Field::Outcome(outcome) => outcome_text(outcome.as_ref(), chars_max),
            Field::Entries(first, entries) => {
                let held = entries.first().map_or(String::new(), |entry| held_text(&entry.payload, chars_max));
                format!("{} from {}{held}", entries.len(), first.0)
            }
            Field::Membership(membership) => names(membership.members()),
            Field::Log(log) => format!("up to {}", log.last().index.0),
            Field::Pairs(pairs) => pairs.len().to_string(),
        };
        put(&mut text, format_args!(" {name} {value}"));
    }
    // A line of a log ends at these too, for a reader with a regular expression.
    text.replace(['\u{85}', '\u{2028}', '\u{2029}'], " ")
}

fn names(nodes: NodeSet) -> String {
    nodes.iter().map(|node| node.to_string()).collect::<Vec<_>>().join(",")
}

/// What an entry holds, behind a space; nothing of a no-op.
fn held_text(payload: &Payload, chars_max: usize) -> String {
    match payload {
        Payload::NoOp => String::new(),
        Payload::Configuration(membership) => format!(" voters {}", names(membership.voters)),
        Payload::Command(_) => {
            let said = |request: Request| format!(" {}", command_text(&request.command, chars_max));
            request_of(payload).map_or(String::new(), said)
        }
    }
}

/// A key or a value as a script writes it; of a long one the beginning, and its length.
fn word(text: &str, chars_max: usize) -> String {
    match text.char_indices().nth(chars_max) {
        Some((end, _)) => format!("{}… ({} characters)", print_word(&text[..end]), text.chars().count()),
        None => print_word(text),
    }
}

/// As a script writes it; what has line ends is quoted.
fn command_text(command: &Command, chars_max: usize) -> String {
    let word = |text: &str| word(text, chars_max);
    let key = word(command.key());
    match command {
        Command::Set { value, .. } => format!("set {key} {}", word(value)),
        Command::Cas { old, new, .. } => format!("cas {key} {} {}", word(old), word(new)),
        Command::Get { .. } | Command::Delete { .. } => format!("{} {key}", command.name()),
    }
}

fn outcome_text(outcome: Option<&Outcome>, chars_max: usize) -> String {
    match outcome {
        Some(Outcome::Value(value)) => format!("value {}", word(value, chars_max)),
        Some(outcome) => outcome_name(outcome).into(),
        None => "none".into(),
    }
}

/// Mermaid ends a statement at a semicolon, takes `#` for the start of a code, and `<` for that of markup.
fn escaped(text: &str) -> String {
    let shown: String = text.chars().take(SAID_CHARS_MAX).collect();
    let is_clipped = shown.len() < text.len();
    let mut escaped = String::new();
    for c in shown.chars() {
        match c {
            '#' | ';' | '<' | '>' | '&' | '"' | ':' | '\\' | '%' | '{' | '}' => {
                put(&mut escaped, format_args!("#{};", u32::from(c)));
            }
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    if is_clipped {
        escaped.push('…');
    }
    escaped
}

fn put(text: &mut String, what: std::fmt::Arguments) {
    // Writing to a string has no way to fail.
    let _ = text.write_fmt(what);
}
