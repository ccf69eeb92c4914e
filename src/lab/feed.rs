//! Events on their way to the page: how telling each is, and the arguments of its sentence.

use super::sign::{Weight, row};
use super::view::{Arg, EventView, Feed, Mark};
use crate::check::Violation;
use crate::check::linearizability::Call;
use crate::kv::{Command, Outcome};
use crate::raft::{Event as Decision, NodeSet, Payload, Rule, StepDown};
use crate::sim::fields::{outcome_name, request_of};
use crate::sim::{Actor, Event, EventId, Field, LeaseRisk, Operation, Summary, What};
use std::collections::{BTreeMap, VecDeque};

/// Events that one feed hands over, at most.
const FED_MAX: usize = 200;

/// Events that wait for the page, at most: routine ones, those worth a line, turns.
const WAITING_MAX: [usize; 3] = [50, FED_MAX, FED_MAX];

/// Alarms that wait for the page before no further answer is taken in that no order explains.
const ALARMS_MAX: usize = 50;

/// Marks that wait for the page, at most.
pub const MARKS_MAX: usize = 2_000;

/// The longest key or value in a sentence or a cell, in characters.
pub const SHOWN_CHARS_MAX: usize = 64;

/// What happened and was not fed yet. Most of it never will be, so it waits as it is: views are made of
/// what is handed over.
#[derive(Default)]
pub struct Collector {
    /// By weight, below alarms; the oldest go first when there are too many.
    waiting: [VecDeque<Event>; 3],
    /// At most one for each invariant, and some answers that no order explains.
    alarms: Vec<EventView>,
    dropped: u64,
    marks: Vec<Mark>,
    last_event: EventId,
}

impl Collector {
    /// Takes an event. One that is lived through again leaves no second mark.
    pub fn take(&mut self, event: Event, is_new: bool) {
        self.last_event = event.id;
        let weight = row(&event.what).0 as usize;
        self.marks.extend(mark_of(&event).filter(|_| is_new && self.marks.len() < MARKS_MAX));
        let waiting = &mut self.waiting[weight];
        if WAITING_MAX[weight] <= waiting.len() {
            waiting.pop_front();
            self.dropped += 1;
        }
        waiting.push_back(event);
    }

    /// Takes a broken invariant, as an event of its own beside the one that broke it.
    pub fn take_violation(&mut self, violation: &Violation, is_new: bool) {
        self.alarms.push(violation_view(violation, self.last_event));
        self.marks.extend(is_new.then(|| mark_of_violation(violation, self.last_event)));
    }

    /// Takes an answer that no order explains, as an event of its own beside the answer.
    pub fn take_unordered(&mut self, operation: &Operation, is_new: bool) {
        let view = unordered_view(operation);
        if is_new && self.marks.len() < MARKS_MAX {
            self.marks.push(Mark {
                at_us: view.at_us,
                kind: "violation".into(),
                event: view.id,
                actor: view.actor.clone(),
            });
        }
        if self.alarms.len() < ALARMS_MAX { self.alarms.push(view) } else { self.dropped += 1 }
    }

    /// Forgets what waits: one stands elsewhere in the run now.
    pub fn clear(&mut self) {
        self.waiting.iter_mut().for_each(VecDeque::clear);
        self.alarms.clear();
        self.dropped = 0;
    }

    /// Hands over what waits: the most telling first when there is too much, in order of time.
    pub fn feed(&mut self) -> Feed {
        let mut room = FED_MAX - self.alarms.len();
        let mut dropped = std::mem::take(&mut self.dropped);
        for waiting in self.waiting.iter_mut().rev() {
            let skipped = waiting.len().saturating_sub(room);
            dropped += skipped as u64;
            waiting.drain(..skipped);
            room -= waiting.len();
        }
        // Each queue is in order; the next event is the first of one of them.
        let mut events: Vec<EventView> = Vec::with_capacity(FED_MAX - room);
        while let Some(next) =
            self.waiting.iter_mut().filter(|waiting| !waiting.is_empty()).min_by_key(|waiting| waiting[0].id)
        {
            events.extend(next.pop_front().map(|event| event_view(&event)));
        }
        for alarm in self.alarms.drain(..) {
            let place = events.partition_point(|event| event.id <= alarm.id);
            events.insert(place, alarm);
        }
        Feed { events, dropped: dropped as f64, marks: std::mem::take(&mut self.marks) }
    }
}

/// The mark of an event on the time bar, if it has one.
pub fn mark_of(event: &Event) -> Option<Mark> {
    let kind = row(&event.what).1.mark()?;
    let actor = event.actor.map(|actor| actor.to_string());
    Some(Mark { at_us: event.at.0 as f64, kind: kind.into(), event: event.id.0 as f64, actor })
}

/// The mark of a broken invariant.
pub fn mark_of_violation(violation: &Violation, by: EventId) -> Mark {
    Mark { at_us: violation.at.0 as f64, kind: "violation".into(), event: by.0 as f64, actor: None }
}

/// The kind of an event and the arguments of its sentence, without the node or client that it happened at.
pub fn sentence_args(event: &Event) -> (&'static str, BTreeMap<String, Arg>) {
    let (kind, fields) = event.describe();
    let mut args = BTreeMap::new();
    for (name, field) in &fields {
        add_args(&mut args, name, field);
    }
    if let What::MessageSent { summary, .. } = &event.what {
        // Answers of one kind have different fields; sentences cannot ask which fields there are.
        let wants = if let Summary::SnapshotWanted { .. } = summary { "yes" } else { "no" };
        args.insert("wants".into(), Arg::Text(wants.into()));
        args.insert("why".into(), Arg::Text(why_unserved(summary).into()));
    }
    if let What::MessageLost { forced, .. } = &event.what {
        args.insert("forced".into(), Arg::Text(if *forced { "yes" } else { "no" }.into()));
    }
    if let What::LinkCut { .. } | What::LinkJoined { .. } = &event.what {
        // A film tells both directions at once.
        args.insert("both".into(), Arg::Text("no".into()));
    }
    // Nor can they take a node off a list: the nodes that answered a leader are told without the leader itself.
    if let (Some(Actor::Node(leader)), What::Decided(Decision::SteppedDown { why: StepDown::NoQuorum { heard } })) =
        (event.actor, &event.what)
    {
        add_args(&mut args, "others", &Field::Nodes(heard.without(leader)));
    }
    // Nor compare.
    if let What::Decided(Decision::BackedOff { prev_index, next_index, .. }) = &event.what {
        let met = if prev_index < next_index { "yes" } else { "no" };
        args.insert("met".into(), Arg::Text(met.into()));
    }
    if let What::LeasesUnsafe { risk: LeaseRisk::Clock { error_ppm, .. } } = &event.what {
        args.insert("error-percent".into(), Arg::Number(error_ppm.unsigned_abs() as f64 / 10_000.0));
    }
    if let What::MessageDelayed { due_at, .. } = &event.what {
        args.insert("later-ms".into(), Arg::Number(due_at.since(event.at) as f64 / 1_000.0));
    }
    let actor = event.actor.map(|actor| Arg::Text(actor.to_string()));
    if matches!(kind, "vote-refused" | "pre-vote-refused" | "candidate-disregarded")
        && args.get("leader") == actor.as_ref()
    {
        args.insert("leader".into(), Arg::Text("itself".into()));
    }
    (kind, args)
}

/// Why an answer to a client serves it not, if it does not.
fn why_unserved(summary: &Summary) -> &'static str {
    if let Summary::HandingOver { .. } = summary {
        "handing-over"
    } else if let Summary::Unconfirmed { .. } = summary {
        "unconfirmed"
    } else {
        "not-leader"
    }
}

/// The arguments of the sentence of a broken invariant.
pub fn violation_args(violation: &Violation) -> BTreeMap<String, Arg> {
    let mut args = BTreeMap::new();
    for (name, field) in &violation.facts {
        add_args(&mut args, name, field);
    }
    args
}

/// An event, as the page reads it.
pub fn event_view(event: &Event) -> EventView {
    let (kind, args) = sentence_args(event);
    let rule = event.rule();
    let (weight, sign) = row(&event.what);
    EventView {
        id: event.id.0 as f64,
        at_us: event.at.0 as f64,
        actor: event.actor.map(|actor| actor.to_string()),
        kind: kind.into(),
        rule: rule.map(|rule| rule.name().into()),
        section: rule.map(|rule: Rule| rule.section().into()),
        cause: event.cause.map(|cause| cause.0 as f64),
        because: event.because.iter().map(|because| because.0 as f64).collect(),
        weight: f64::from(weight as u8),
        landmark: sign.landmark().map(|landmark| landmark.name().into()),
        message: event.message().map(|message| message as f64),
        args,
    }
}

/// A broken invariant, as an event beside the one that broke it.
pub fn violation_view(violation: &Violation, by: EventId) -> EventView {
    EventView {
        id: by.0 as f64,
        at_us: violation.at.0 as f64,
        actor: None,
        kind: format!("violation-{}", violation.invariant.name()),
        rule: None,
        section: None,
        cause: Some(by.0 as f64),
        because: Vec::new(),
        weight: f64::from(Weight::Alarm as u8),
        landmark: None,
        message: None,
        args: violation_args(violation),
    }
}

/// An answer that no order explains, as an event beside the answer.
pub fn unordered_view(operation: &Operation) -> EventView {
    unordered_view_of(&operation.client.to_string(), &Call::from(operation))
}

/// The same of any call, by a client of this name.
pub fn unordered_view_of(client: &str, call: &Call) -> EventView {
    let at = call.returned.as_ref().map_or(call.called, |(at, _)| *at);
    let mut args = BTreeMap::from([("client".into(), Arg::Text(clip(client).0))]);
    add_command(&mut args, Some(&call.command));
    add_outcome(&mut args, call.returned.as_ref().map(|(_, outcome)| outcome));
    EventView {
        id: at.event.unwrap_or(0) as f64,
        at_us: at.at_us as f64,
        actor: Some(client.into()),
        kind: "violation-linearizability".into(),
        rule: None,
        section: None,
        cause: at.event.map(|event| event as f64),
        because: Vec::new(),
        weight: f64::from(Weight::Alarm as u8),
        landmark: None,
        message: None,
        args,
    }
}

/// A field as arguments of a sentence: most become one, of their own name; commands, outcomes and
/// places become several. Sentences cannot divide: times become milliseconds, and their names say so.
pub fn add_args(args: &mut BTreeMap<String, Arg>, name: &str, field: &Field) {
    let mut number = |name: String, number: u64| args.insert(name, Arg::Number(number as f64));
    match field {
        Field::Number(value) => match name.strip_suffix("-us") {
            Some(time) => {
                args.insert(format!("{time}-ms"), Arg::Number(*value as f64 / 1_000.0));
            }
            None => {
                number(name.into(), *value);
            }
        },
        Field::Position(position) => {
            number(format!("{name}-term"), position.term.0);
            number(format!("{name}-index"), position.index.0);
        }
        Field::Nodes(nodes) => {
            number(format!("{name}-count"), nodes.len() as u64);
            args.insert(name.into(), Arg::Text(list(*nodes, ", ")));
        }
        Field::Log(log) => {
            number("last-index".into(), log.last().index.0);
        }
        Field::Entries(_, entries) => {
            number("count".into(), entries.len() as u64);
            let holds = match entries.first().map(|entry| &entry.payload) {
                Some(Payload::Command(_)) => "command",
                Some(Payload::Configuration(_)) => "configuration",
                Some(Payload::NoOp) | None => "no-op",
            };
            args.insert("holds".into(), Arg::Text(holds.into()));
            let command = entries.first().and_then(|entry| request_of(&entry.payload)).map(|request| request.command);
            add_command(args, command.as_ref());
        }
        Field::Membership(membership) => {
            number("voters-count".into(), membership.voters.len() as u64);
            args.insert("voters".into(), Arg::Text(list(membership.voters, ", ")));
        }
        // Their number is a field of its own.
        Field::Pairs(_) => {}
        Field::Command(command) => add_command(args, command.as_ref()),
        Field::Outcome(outcome) => add_outcome(args, outcome.as_ref()),
        Field::Flag(flag) => {
            args.insert(name.into(), Arg::Text(if *flag { "yes" } else { "no" }.into()));
        }
        Field::Word(word) => {
            args.insert(name.into(), Arg::Text((*word).into()));
        }
        Field::Text(text) => {
            add_text(args, name, text);
        }
        Field::Who(who) => {
            args.insert(name.into(), Arg::Text(who.map_or("none".into(), |who| who.to_string())));
        }
        Field::Groups(groups) => {
            number(format!("{name}-count"), groups.len() as u64);
            let groups: Vec<String> = groups.iter().map(|group| list(*group, " ")).collect();
            args.insert(name.into(), Arg::Text(groups.join(" | ")));
        }
    }
}

/// The names of nodes.
pub fn list(nodes: NodeSet, separator: &str) -> String {
    let names: Vec<String> = nodes.iter().map(|node| node.to_string()).collect();
    names.join(separator)
}

fn add_command(args: &mut BTreeMap<String, Arg>, command: Option<&Command>) {
    args.insert("op".into(), Arg::Text(command.map_or("no-op", Command::name).into()));
    let Some(command) = command else { return };
    add_text(args, "key", command.key());
    match command {
        Command::Set { value, .. } => add_text(args, "value", value),
        Command::Cas { old, new, .. } => {
            add_text(args, "old", old);
            add_text(args, "value", new);
        }
        Command::Get { .. } | Command::Delete { .. } => {}
    }
}

/// A text that came from outside, cut if it is long; and as `NAME-chars` how long it is then, otherwise 0.
fn add_text(args: &mut BTreeMap<String, Arg>, name: &str, text: &str) {
    let (shown, chars) = clip(text);
    args.insert(format!("{name}-chars"), Arg::Number(chars.unwrap_or(0) as f64));
    args.insert(name.into(), Arg::Text(shown));
}

fn add_outcome(args: &mut BTreeMap<String, Arg>, outcome: Option<&Outcome>) {
    let name = outcome.map_or("none", outcome_name);
    args.insert("outcome".into(), Arg::Text(name.into()));
    if let Some(Outcome::Value(value)) = outcome {
        add_text(args, "result", value);
    }
}

/// A text cut to what is shown, and how many characters it has if it was cut: whoever shows it has to say so, or a
/// wrong value would be stated.
pub fn clip(text: &str) -> (String, Option<usize>) {
    let shown: String = text.chars().take(SHOWN_CHARS_MAX).collect();
    let is_cut = shown.len() < text.len();
    (shown, is_cut.then(|| text.chars().count()))
}
