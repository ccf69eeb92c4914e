//! Scripts, written as their text has them: what [`super::parse()`] reads.
//!
//! Every word comes from the tables of `parse/words.rs`, which also read and complete the language. A line is written in
//! its shortest full form: what a script may leave out (the client of a request, how long `run until` waits) is said. The
//! mark that the reader of a story added a statement, [`Statement::by_reader`], has no form in a text; neither has a script
//! whose first step is `config`, which would be read as part of the set-up.

use super::condition::{Condition, Members, Quantity, Reply};
use super::lexer::is_object;
use super::offer::Vocabulary;
use super::parse::words::{
    BrokenWord, ChangeMode, ConditionWord, Keyword, KindWord, ReplicationMode, ReplyWord, SettingWord, SetupWord,
    StepWord, StoryWord, Switch,
};
use super::print::{print_duration, print_percentage, print_range, print_word};
use super::statement::{Influence, Nodes, Script, Setup, Statement, Step};
use super::story::{Answer, Caption, StoryStep};
use crate::api::HttpRequest;
use crate::kv::{Command, Outcome};
use crate::raft::{Change, NodeSet};
use crate::sim::{Link, Pattern, Setting, Tampering, Which};
use std::fmt::{self, Display, Formatter, Write};

/// A line as it grows: words with a blank between two.
struct Line(String);

impl Line {
    /// A line that begins with this word.
    fn of(word: impl Vocabulary) -> Line {
        Line(word.word().to_string())
    }

    /// One more item, behind a blank.
    fn put(mut self, item: impl Display) -> Line {
        if !self.0.is_empty() {
            self.0.push(' ');
        }
        // Writing to a growing text has no way to fail.
        write!(self.0, "{item}").expect("a text takes what is written");
        self
    }

    /// One more word of the language.
    fn word(self, word: impl Vocabulary) -> Line {
        self.put(word.word())
    }

    /// A key, a value, or other text that came from outside.
    fn text(self, text: &str) -> Line {
        self.put(print_word(text))
    }

    /// All items, one after the other.
    fn all(self, items: impl IntoIterator<Item = impl Display>) -> Line {
        items.into_iter().fold(self, Line::put)
    }

    /// A keyword and what follows it, if there is something.
    fn maybe(self, keyword: Keyword, item: Option<impl Display>) -> Line {
        match item {
            Some(item) => self.word(keyword).put(item),
            None => self,
        }
    }

    /// A condition, with `not` before it if it is negated.
    fn condition(self, condition: &Condition, negated: bool) -> Line {
        let line = if negated { self.word(Keyword::Not) } else { self };
        line.put(condition)
    }
}

impl Display for Line {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Display for Script {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.setup)?;
        self.statements.iter().try_for_each(|statement| writeln!(f, "{statement}"))
    }
}

impl Display for Setup {
    /// A statement a line, each line with its end.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", Line::of(SetupWord::Raftarium).word(Keyword::Version))?;
        writeln!(f, "{}", Line::of(SetupWord::Nodes).put(self.nodes))?;
        writeln!(f, "{}", Line::of(SetupWord::Seed).put(self.seed))?;
        if let Some(title) = &self.heading.title {
            writeln!(f, "{}", Line::of(SetupWord::Title).put(title))?;
        }
        if let Some(minutes) = self.heading.minutes {
            writeln!(f, "{}", Line::of(SetupWord::Minutes).put(minutes))?;
        }
        if let Some(level) = self.heading.level {
            writeln!(f, "{}", Line::of(SetupWord::Level).put(level))?;
        }
        self.settings.iter().try_for_each(|setting| writeln!(f, "{}", configured(setting)))
    }
}

impl Display for Statement {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.step)
    }
}

impl Display for Step {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let line = match self {
            Step::Run(us) => Line::of(StepWord::Run).put(print_duration(*us)),
            Step::RunWhile { for_us, condition, negated } => {
                Line::of(StepWord::Run).put(print_duration(*for_us)).word(Keyword::While).condition(condition, *negated)
            }
            Step::RunUntil { condition, negated, within_us } => Line::of(StepWord::Run)
                .word(Keyword::Until)
                .condition(condition, *negated)
                .maybe(Keyword::Within, Some(print_duration(*within_us))),
            Step::StepEvents(count) => Line::of(StepWord::Step).put(count),
            Step::Do(influence) => return write!(f, "{influence}"),
            Step::Expect { condition, negated } => Line::of(StepWord::Expect).condition(condition, *negated),
            Step::Story(step) => return write!(f, "{step}"),
        };
        write!(f, "{line}")
    }
}

impl Display for Nodes {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Nodes::All => f.write_str(Keyword::All.word()),
            Nodes::Named(nodes) => write!(f, "{}", Line(String::new()).all(nodes)),
        }
    }
}

impl Display for Influence {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let line = match self {
            Influence::Ask { client, command, to } => {
                let line = match command {
                    Command::Set { key, value } => Line::of(StepWord::Set).text(key).text(value),
                    Command::Get { key } => Line::of(StepWord::Get).text(key),
                    Command::Delete { key } => Line::of(StepWord::Delete).text(key),
                    Command::Cas { key, old, new } => Line::of(StepWord::Cas).text(key).text(old).text(new),
                };
                line.word(Keyword::From).put(client).maybe(Keyword::To, *to)
            }
            Influence::Http { client, request, to } => {
                http(request).word(Keyword::To).put(to).word(Keyword::From).put(client)
            }
            Influence::Load { every_us, clients, for_us } => Line::of(StepWord::Load)
                .word(Keyword::Every)
                .put(print_duration(*every_us))
                .word(Keyword::From)
                .all(clients)
                .maybe(Keyword::For, for_us.map(print_duration)),
            Influence::LoadOff => Line::of(StepWord::Load).word(Keyword::Off),
            Influence::Crash(nodes) => Line::of(StepWord::Crash).put(nodes),
            Influence::Restart(nodes) => Line::of(StepWord::Restart).put(nodes),
            Influence::Pause(node) => Line::of(StepWord::Pause).put(node),
            Influence::Resume(node) => Line::of(StepWord::Resume).put(node),
            Influence::Wipe(node) => Line::of(StepWord::Wipe).put(node),
            Influence::Disk(node, state) => Line::of(StepWord::Disk).put(node).word(*state),
            Influence::Timeout(node) => Line::of(StepWord::Timeout).put(node),
            Influence::Snapshot(node) => Line::of(StepWord::Snapshot).put(node),
            Influence::Change(change, to) => match change {
                Change::Add(node) => Line::of(StepWord::Add).put(node),
                Change::Remove(node) => Line::of(StepWord::Remove).put(node),
                Change::Members(nodes) => Line::of(StepWord::Members).all(nodes.iter()),
            }
            .maybe(Keyword::To, *to),
            Influence::Transfer(node, to) => Line::of(StepWord::Transfer).put(node).maybe(Keyword::To, *to),
            Influence::Partition(groups) => partition(groups),
            Influence::Isolate(node) => Line::of(StepWord::Isolate).put(node),
            Influence::Cut(link) => Line::of(StepWord::Cut).put(link),
            Influence::Join(link) => Line::of(StepWord::Join).put(link),
            Influence::Heal => Line::of(StepWord::Heal),
            Influence::Tamper(which, tampering) => tamper(which, *tampering),
            Influence::Configure(setting, _) => configured(setting),
            Influence::Reseed(seed) => Line::of(StepWord::Reseed).put(seed),
        };
        write!(f, "{line}")
    }
}

/// An HTTP request as a statement, without who makes it of whom.
fn http(request: &HttpRequest) -> Line {
    let line = Line::of(StepWord::Http).put(&request.method).text(&request.path);
    // A body that is no UTF-8 cannot be written, and no script holds one.
    let line = match &*String::from_utf8_lossy(&request.body) {
        "" => line,
        body if is_object(body) => line.put(body),
        body => line.put(quoted(body)),
    };
    match &request.idempotency_key {
        Some(key) => line.word(Keyword::Key).text(key),
        None => line,
    }
}

/// A setting as a statement: `config` and the setting, but a flaw stands for itself.
fn configured(setting: &Setting) -> Line {
    let stands_alone = matches!(setting, Setting::Flaw(_) | Setting::Mend(_));
    if stands_alone { Line(setting.to_string()) } else { Line::of(SetupWord::Config).put(setting) }
}

/// A partition as a statement: a wall stands between two groups.
fn partition(groups: &[NodeSet]) -> Line {
    groups.iter().enumerate().fold(Line::of(StepWord::Partition), |line, (place, group)| {
        let line = if place == 0 { line } else { line.word(Keyword::Wall) };
        line.all(group.iter())
    })
}

/// What is done to messages, as a statement.
fn tamper(which: &Which, tampering: Tampering) -> Line {
    let word = match tampering {
        Tampering::Drop => StepWord::Drop,
        Tampering::Delay(_) => StepWord::Delay,
        Tampering::Duplicate => StepWord::Duplicate,
        Tampering::Deliver => StepWord::Deliver,
    };
    let line = match which {
        Which::One(message) => Line::of(word).put(format_args!("m{}", message.0)),
        Which::All(pattern) => Line::of(word).put(pattern),
        Which::Next(count, pattern) => Line::of(word).word(Keyword::Next).put(count).put(pattern),
    };
    match tampering {
        Tampering::Delay(us) => line.put(print_duration(us)),
        Tampering::Drop | Tampering::Duplicate | Tampering::Deliver => line,
    }
}

impl Display for Pattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let kind = self.kind.map_or(KindWord::Any, KindWord::This);
        write!(f, "{}", Line::of(kind).put(self.from).word(Keyword::OneWay).put(self.to))
    }
}

impl Display for Link {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let arrow = if self.both_ways { Keyword::BothWays } else { Keyword::OneWay };
        write!(f, "{} {} {}", self.from, arrow.word(), self.to)
    }
}

impl Display for Setting {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let switch = |on: bool| if on { Switch::On } else { Switch::Off };
        let share = |ppm: u32| print_percentage(i32::try_from(ppm).unwrap_or(i32::MAX));
        let line = match self {
            Setting::ElectionTimeout(range, node) => {
                Line::of(SettingWord::ElectionTimeout).put(print_range(*range)).all(node)
            }
            Setting::Heartbeat(us) => Line::of(SettingWord::Heartbeat).put(print_duration(*us)),
            Setting::ClientTimeout(us) => Line::of(SettingWord::ClientTimeout).put(print_duration(*us)),
            Setting::Latency(range, link) => Line::of(SettingWord::Latency).put(print_range(*range)).all(link),
            Setting::Fsync(range, node) => Line::of(SettingWord::Fsync).put(print_range(*range)).all(node),
            Setting::Loss(ppm, link) => Line::of(SettingWord::Loss).put(share(*ppm)).all(link),
            Setting::Duplicate(ppm, link) => Line::of(SettingWord::Duplicate).put(share(*ppm)).all(link),
            Setting::Drift(ppm) => Line::of(SettingWord::Drift).put(share(*ppm)),
            Setting::NodeDrift(ppm, node) => Line::of(SettingWord::Drift).put(print_percentage(*ppm)).put(node),
            Setting::Reads(mode) => Line::of(SettingWord::Reads).word(*mode),
            Setting::MaxEntries(count) => Line::of(SettingWord::MaxEntries).put(count),
            Setting::MaxInflight(count) => Line::of(SettingWord::MaxInflight).put(count),
            Setting::PlainReplication(plain) => {
                let mode = if *plain { ReplicationMode::Plain } else { ReplicationMode::Pipelined };
                Line::of(SettingWord::Replication).word(mode)
            }
            Setting::FollowerReads(on) => Line::of(SettingWord::FollowerReads).word(switch(*on)),
            Setting::ClientRetries(on) => Line::of(SettingWord::ClientRetries).word(switch(*on)),
            Setting::NoOp(on) => Line::of(SettingWord::NoOp).word(switch(*on)),
            Setting::PreVote(on) => Line::of(SettingWord::PreVote).word(switch(*on)),
            Setting::CheckQuorum(on) => Line::of(SettingWord::CheckQuorum).word(switch(*on)),
            Setting::SingleServerChanges(single) => {
                let mode = if *single { ChangeMode::Single } else { ChangeMode::Joint };
                Line::of(SettingWord::Membership).word(mode)
            }
            Setting::SnapshotEvery(Some(entries)) => Line::of(SettingWord::SnapshotEvery).put(entries),
            Setting::SnapshotEvery(None) => Line::of(SettingWord::SnapshotEvery).word(Keyword::Off),
            Setting::SnapshotKeep(entries) => Line::of(SettingWord::SnapshotKeep).put(entries),
            Setting::Flaw(name) => Line::of(SetupWord::Flaw).word(*name),
            Setting::Mend(name) => Line::of(SetupWord::Mend).word(*name),
        };
        write!(f, "{line}")
    }
}

impl Display for Condition {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let line = match self {
            Condition::Leader(node) => Line::of(ConditionWord::Leader).all(node),
            Condition::Role(node, role) => Line::of(ConditionWord::Role).put(node).word(*role),
            Condition::Number(quantity, node, comparison, number) => {
                Line::of(quantity_word(*quantity)).put(node).word(*comparison).put(number)
            }
            Condition::Log(node, terms) => Line::of(ConditionWord::Log).put(node).word(Keyword::Equal).all(terms),
            Condition::Value(node, key, value) => Line::of(ConditionWord::Value).put(node).text(key).text(value),
            Condition::Absent(node, key) => Line::of(ConditionWord::Absent).put(node).text(key),
            Condition::Reply(client, reply) => reply_to(Line::of(ConditionWord::Reply).put(client), reply),
            Condition::Order(state) => Line::of(ConditionWord::Order).word(*state),
            Condition::Members(members, node, set) => {
                let line = Line::of(match members {
                    Members::Voters => ConditionWord::Voters,
                    Members::Learners => ConditionWord::Learners,
                });
                let line = match node {
                    Some(node) => line.put(node).word(Keyword::Equal),
                    None => line,
                };
                line.all(set.iter())
            }
            Condition::Idle => Line::of(ConditionWord::Idle),
            Condition::Agreed => Line::of(ConditionWord::Agreed),
            Condition::Violated(invariant) => Line::of(ConditionWord::Violated).word(BrokenWord::Invariant(*invariant)),
            Condition::ViolatedLinearizability => Line::of(ConditionWord::Violated).word(BrokenWord::Linearizability),
            Condition::Safe => Line::of(ConditionWord::Safe),
            Condition::Linearizable => Line::of(ConditionWord::Linearizable),
        };
        write!(f, "{line}")
    }
}

/// The word that begins a condition about this number.
const fn quantity_word(quantity: Quantity) -> ConditionWord {
    match quantity {
        Quantity::Term => ConditionWord::Term,
        Quantity::Commit => ConditionWord::Commit,
        Quantity::Applied => ConditionWord::Applied,
        Quantity::Last => ConditionWord::Last,
    }
}

/// A line with what a client was answered.
fn reply_to(line: Line, reply: &Reply) -> Line {
    match reply {
        Reply::Pending => line.word(ReplyWord::Pending),
        Reply::Error => line.word(ReplyWord::Error),
        Reply::Status(status) => line.word(ReplyWord::Status).put(status),
        Reply::Answered(Outcome::Ok) => line.word(ReplyWord::Ok),
        Reply::Answered(Outcome::Value(value)) => line.word(ReplyWord::Value).text(value),
        Reply::Answered(Outcome::Absent) => line.word(ReplyWord::Absent),
        Reply::Answered(Outcome::Refused) => line.word(ReplyWord::Refused),
    }
}

impl Display for Caption {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Caption::Key(key) => write!(f, "@{key}"),
            Caption::Text(text) => f.write_str(&quoted(text)),
            Caption::Both { en, fr } => {
                write!(f, "{} {} {} {}", Keyword::English.word(), quoted(en), Keyword::French.word(), quoted(fr))
            }
        }
    }
}

/// A JSON string.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text is a JSON string")
}

impl Display for StoryStep {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let line = match self {
            StoryStep::Say { caption, at } => Line::of(StoryWord::Say).put(caption).maybe(Keyword::At, *at),
            StoryStep::Show(targets) if targets.is_empty() => Line::of(StoryWord::Show).word(Keyword::Nothing),
            StoryStep::Show(targets) => Line::of(StoryWord::Show).all(targets),
            StoryStep::Pace(pace) => Line::of(StoryWord::Pace).put(format_args!("{}/{}", pace.virtual_s, pace.real_s)),
            StoryStep::Ask { name, question, answers } => {
                let line = Line::of(StoryWord::Ask).put(name).put(question);
                answers.iter().fold(line, |line, answer| line.word(Keyword::Wall).put(answer))
            }
            StoryStep::Reveal { name, .. } => Line::of(StoryWord::Reveal).put(name),
            StoryStep::Goal { condition, negated, says, hint, action, .. } => Line::of(StoryWord::Goal)
                .condition(condition, *negated)
                .maybe(Keyword::Says, says.as_ref())
                .maybe(Keyword::Hint, hint.as_ref())
                .maybe(Keyword::Do, action.as_deref().map(quoted)),
        };
        write!(f, "{line}")
    }
}

impl Display for Answer {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let line = Line(String::new()).put(&self.caption);
        write!(
            f,
            "{}",
            match &self.condition {
                Some((condition, negated)) => line.word(Keyword::If).condition(condition, *negated),
                None => line.word(Keyword::Otherwise),
            }
        )
    }
}
