//! A run as a text for other tools: its trace, its clients' history, a log for ShiViz, a sequence diagram for
//! Mermaid; and its digest, which is made of the same trace lines.
//!
//! An export runs a script once more, in pieces, so that whoever asks for it can do other things in between, and a run
//! that is too long can be given up. What it writes has a limit, and it says when it was cut there.
//! Its words are those of the trace and no sentences: the text is data.

use super::view::ScriptErrorView;
use super::{BATCH, error_view};
use crate::kv::{Command, Outcome};
use crate::raft::{Event as Decision, NodeSet};
use crate::script::{Limit, Runner, Stop, Trace, parse, print_word, write_history};
use crate::sim::fields::{outcome_name, request_of};
use crate::sim::{Actor, Event, Field, MessageId, Summary, What};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write;

/// What an export writes, at most, in bytes: more than a browser would like to hand over.
pub const BYTES_MAX: usize = 64 << 20;

/// Lines of a ShiViz log, at most: it draws each, and a longer one would bring it to its knees.
pub const SHIVIZ_LINES_MAX: u64 = 20_000;

/// Lines of a sequence diagram, at most: the last before the end.
pub const MERMAID_LINES_MAX: usize = 400;

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
    Shiviz(Shiviz),
    Mermaid(Mermaid),
}

impl Writer {
    fn named(format: &str) -> Option<Writer> {
        match format {
            "digest" => Some(Writer::Digest(Trace::default())),
            "trace" => Some(Writer::Trace),
            "history" => Some(Writer::History),
            "shiviz" => Some(Writer::Shiviz(Shiviz::default())),
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
            Writer::Mermaid(mermaid) => self.is_cut |= !mermaid.take(event, self.runner.world().voters()),
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
            Writer::Mermaid(mermaid) => mermaid.write(self.runner.world().voters(), text),
            Writer::Trace | Writer::Shiviz(_) => {}
        }
    }
}

/// How many events each host has seen of each, by name.
type Clock = BTreeMap<Actor, u64>;

/// A log with vector clocks: what a host does is its next event, and what arrives brings along what its sender had
/// seen when it sent it.
#[derive(Default)]
struct Shiviz {
    clocks: BTreeMap<Actor, Clock>,
    /// The sender's clock of each message on its way.
    sent: BTreeMap<MessageId, Clock>,
    lines: u64,
}

impl Shiviz {
    /// Takes an event in. Returns whether there was room for it.
    fn take(&mut self, event: &Event, text: &mut String) -> bool {
        self.follow_message(&event.what);
        let Some(host) = event.actor.filter(|_| is_drawn(&event.what)) else {
            return true;
        };
        if self.lines == SHIVIZ_LINES_MAX {
            return false;
        }
        if self.lines == 0 {
            text.push_str(SHIVIZ_HEAD);
        }
        self.lines += 1;
        let clock = self.clocks.entry(host).or_default();
        if let What::MessageDelivered { message, .. } = &event.what {
            for (other, seen) in self.sent.remove(message).unwrap_or_default() {
                let known = clock.entry(other).or_default();
                *known = seen.max(*known);
            }
        }
        *clock.entry(host).or_default() += 1;
        if let What::MessageSent { message, .. } = &event.what {
            self.sent.insert(*message, clock.clone());
        }
        let entries: Vec<String> = clock.iter().map(|(host, count)| format!("\"{host}\":{count}")).collect();
        put(text, format_args!("{host} {{{}}} {}us {}\n", entries.join(","), event.at.0, described(event)));
        true
    }

    /// A copy knows what its original knows; what is lost is not waited for.
    fn follow_message(&mut self, what: &What) {
        if let What::MessageDuplicated { message, copy, .. } = what {
            let known = self.sent.get(message).cloned();
            self.sent.extend(known.map(|known| (*copy, known)));
        } else if let What::MessageLost { message, .. } = what {
            self.sent.remove(message);
        }
    }
}

/// Whether an event is a point of its own on its host's line.
fn is_drawn(what: &What) -> bool {
    !matches!(
        what,
        What::WriteStarted { .. }
            | What::MessageWaits { .. }
            | What::Decided(Decision::HeartbeatRound { .. } | Decision::MatchAdvanced { .. })
    )
}

/// A sequence diagram of the last messages and of what turned events.
#[derive(Default)]
struct Mermaid {
    clients: BTreeSet<Actor>,
    /// What each message on its way says.
    sent: BTreeMap<MessageId, String>,
    lines: VecDeque<String>,
}

impl Mermaid {
    /// Takes an event in. Returns whether all lines had room so far.
    #[expect(clippy::wildcard_enum_match_arm, reason = "what is noted is chosen by name")]
    fn take(&mut self, event: &Event, nodes: NodeSet) -> bool {
        if let Some(client @ Actor::Client(_)) = event.actor {
            self.clients.insert(client);
        }
        let line = match &event.what {
            What::MessageSent { message, kind, summary, .. } => {
                self.sent.insert(*message, escaped(&format!("{}{}", kind.name(), said(summary))));
                return true;
            }
            What::MessageDuplicated { message, copy, .. } => {
                let said = self.sent.get(message).cloned().unwrap_or_default();
                self.sent.insert(*copy, said);
                return true;
            }
            What::MessageDelivered { message, from, .. } => {
                let said = self.sent.remove(message).unwrap_or_default();
                event.actor.map(|to| arrow(*from, ">>", to, &said))
            }
            What::MessageLost { message, from, to, why, .. } => {
                let said = self.sent.remove(message).unwrap_or_default();
                Some(arrow(*from, "x", *to, &format!("{said} ({})", why.name())))
            }
            _ if NOTED.contains(&event.describe().0) => {
                let over = event.actor.map_or_else(|| across(nodes), |actor| actor.to_string());
                Some(format!("Note over {over}: {}", escaped(&described(event))))
            }
            _ => None,
        };
        self.lines.extend(line);
        if self.lines.len() <= MERMAID_LINES_MAX {
            return true;
        }
        self.lines.pop_front();
        false
    }

    fn write(&self, nodes: NodeSet, text: &mut String) {
        text.push_str("sequenceDiagram\n");
        let names = self.clients.iter().copied().chain(nodes.iter().map(Actor::Node));
        for name in names {
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
fn arrow(from: Actor, head: &str, to: Actor, said: &str) -> String {
    let is_reply = said.starts_with("RequestVoteReply")
        || said.starts_with("AppendEntriesReply")
        || said.starts_with("ClientReply");
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
        Summary::Request { request } => format!(" {}", request.0),
        Summary::Done { request } => format!(" {} done", request.0),
        Summary::NotLeader { request, .. } => format!(" {} not-leader", request.0),
    }
}

/// The kinds of events that are noted between the messages.
const NOTED: [&str; 13] = [
    "restarted",
    "crashed",
    "wiped",
    "paused",
    "resumed",
    "election-started",
    "election-won",
    "commit-advanced",
    "client-called",
    "partitioned",
    "link-cut",
    "link-joined",
    "healed",
];

/// Its kind, and its fields as `name value`.
fn described(event: &Event) -> String {
    let (kind, fields) = event.describe();
    let mut text = kind.to_string();
    for (name, field) in &fields {
        let value = match field {
            Field::Number(number) => number.to_string(),
            Field::Flag(flag) => if *flag { "yes" } else { "no" }.into(),
            Field::Word(word) => (*word).into(),
            Field::Text(text) => print_word(text),
            Field::Who(who) => who.map_or("none".into(), |who| who.to_string()),
            Field::Nodes(nodes) => names(*nodes),
            Field::Groups(groups) => groups.iter().map(|group| names(*group)).collect::<Vec<_>>().join("|"),
            Field::Position(position) => format!("{}@{}", position.index.0, position.term.0),
            Field::Command(command) => command.as_ref().map_or("no-op".into(), command_text),
            Field::Outcome(outcome) => outcome_text(outcome.as_ref()),
            Field::Entries(first, entries) => {
                let first_command = entries.first().and_then(|entry| request_of(&entry.payload));
                let command =
                    first_command.map_or(String::new(), |request| format!(" {}", command_text(&request.command)));
                format!("{} from {}{command}", entries.len(), first.0)
            }
            Field::Log(log) => format!("up to {}", log.last().index.0),
        };
        put(&mut text, format_args!(" {name} {value}"));
    }
    // A line of a log ends at these too, for whoever reads it with a regular expression.
    text.replace(['\u{85}', '\u{2028}', '\u{2029}'], " ")
}

fn names(nodes: NodeSet) -> String {
    nodes.iter().map(|node| node.to_string()).collect::<Vec<_>>().join(",")
}

/// As a script writes it; what has line ends is quoted.
fn command_text(command: &Command) -> String {
    let key = print_word(command.key());
    match command {
        Command::Set { value, .. } => format!("set {key} {}", print_word(value)),
        Command::Cas { old, new, .. } => format!("cas {key} {} {}", print_word(old), print_word(new)),
        Command::Get { .. } | Command::Delete { .. } => format!("{} {key}", command.name()),
    }
}

fn outcome_text(outcome: Option<&Outcome>) -> String {
    match outcome {
        Some(Outcome::Value(value)) => format!("value {}", print_word(value)),
        Some(outcome) => outcome_name(outcome).into(),
        None => "none".into(),
    }
}

/// Mermaid ends a statement at a semicolon, takes `#` for the start of a code, and `<` for that of markup.
fn escaped(text: &str) -> String {
    let (shown, is_clipped) = super::feed::clip(text);
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
