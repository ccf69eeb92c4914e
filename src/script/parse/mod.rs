//! Reading a script. The first thing that is wrong is reported with its place, and nothing runs.

mod check;
mod conditions;
mod config;
mod line;
mod measures;
mod steps;
mod story;
mod values;
pub mod words;

use super::error::{Expected, ScriptError};
use super::lexer::{self, Word};
use super::offer::{Offer, Vocabulary};
use super::statement::{Influence, Script, Setup, Statement, Step};
use super::story::Heading;
use crate::raft::{MAX_NODES, NodeId, NodeSet};
pub use check::check;
use line::{Line, Result};
use measures::{LEVEL, MINUTES, NODES, SEED};
use story::Asked;
pub use values::DURATION_US_MAX;
use words::{Keyword, SetupWord, StepWord, StoryWord};

/// The longest script, in bytes.
pub const SCRIPT_BYTES_MAX: usize = 1 << 20;

/// The most lines of a script.
pub const STATEMENTS_MAX: usize = 100_000;

/// Some editors begin a file with an invisible mark (U+FEFF).
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// What is known while a script is read.
#[derive(Default)]
pub struct Parser {
    script: Script,
    /// The line of each of its statements.
    lines: Vec<usize>,
    /// Whether a step was read: the set-up is over.
    started: bool,
    version_given: bool,
    nodes_given: bool,
    seed_given: bool,
    asked: Asked,
    /// Nodes that were named, and where: `nodes` may come after them.
    named: Vec<Named>,
    /// Nodes that were added before what is read.
    added: NodeSet,
}

/// A node that was named at a place.
#[derive(Clone, Copy)]
struct Named {
    number: usize,
    line: usize,
    column: usize,
    /// Whether this is where it is added.
    is_added: bool,
}

/// Reads a script.
///
/// # Errors
/// The first place that is wrong, with what was expected there.
pub fn parse(text: &str) -> std::result::Result<Script, ScriptError> {
    parse_with_lines(text).map(|(script, _)| script)
}

/// Reads a script, and tells the line of each of its statements, from 1.
///
/// # Errors
/// As [`parse`].
pub fn parse_with_lines(text: &str) -> std::result::Result<(Script, Vec<usize>), ScriptError> {
    let mut parser = Parser::default();
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    parser.read(text).map_err(|error| *error)?;
    Ok((parser.script, parser.lines))
}

/// Reads more steps for a script whose set-up is over, and tells the line of each in this text, from 1.
///
/// # Errors
/// As [`parse`].
pub fn parse_more(text: &str, before: &Script) -> std::result::Result<(Vec<Statement>, Vec<usize>), ScriptError> {
    let mut parser = Parser::after(before);
    parser.read(text).map_err(|error| *error)?;
    Ok((parser.script.statements, parser.lines))
}

impl Parser {
    /// What is known after a script.
    pub fn after(before: &Script) -> Parser {
        Parser {
            script: Script { setup: before.setup.clone(), statements: Vec::new() },
            lines: Vec::new(),
            started: true,
            version_given: true,
            nodes_given: true,
            seed_given: true,
            asked: before.asked(),
            named: Vec::new(),
            added: before.added(),
        }
    }

    /// Takes in what lines say, and passes over those that are wrong.
    pub fn skim(&mut self, text: &str) {
        for source in text.lines() {
            let Ok((words, _)) = lexer::words(source, 1) else { continue };
            let mut line = Line::new(&words, 1, 1);
            let is_wrong = words.is_empty() || self.read_line(&mut line, "").is_err();
            self.started |= is_wrong && is_meant_as_step(&words);
        }
    }

    /// Takes in what the set-up says below a line.
    fn skim_setup(&mut self, text: &str) {
        let says = |line: &&str| {
            let line = line.trim_start_matches(lexer::is_blank);
            line.starts_with(SetupWord::Nodes.word()) || line.starts_with(SetupWord::Seed.word())
        };
        text.lines().filter(says).for_each(|line| self.skim(line));
    }

    /// What may follow the first words of a line, above others.
    pub fn offers_after(&mut self, words: &[Word], below: &str) -> Vec<Offer> {
        let mut line = Line::asking(words);
        // It may be whole, or fail where it ends or before: what may follow is told in the first two cases.
        let _ = self.read_line(&mut line, "");
        self.skim_setup(below);
        let is_given_below = |offer: &Offer| {
            let is_it = |word: &SetupWord| *offer == Offer::Word(SetupWord::KIND, word.word());
            let word = SetupWord::ALL.iter().copied().find(is_it);
            word.is_some_and(|word| self.forbids(word) == Some(Expected::Once))
        };
        let mut offers = line.into_offers();
        offers.retain(|offer| !is_given_below(offer));
        offers
    }

    /// The nodes that exist.
    pub fn nodes(&self) -> NodeSet {
        NodeSet::first(self.script.setup.nodes).union(self.script.added()).union(self.added)
    }

    /// The names of the questions that are asked.
    pub fn asked(&self) -> impl Iterator<Item = &str> {
        self.asked.iter().map(|(name, _)| name.as_str())
    }

    /// Reads a text to its end, or to the first place that is wrong.
    fn read(&mut self, text: &str) -> Result<()> {
        if SCRIPT_BYTES_MAX < text.len() {
            return Err(too_long(1));
        }
        let result = self.read_lines(text);
        // A node that this cluster does not have is an error of its line, which may be an earlier one
        // than the first that cannot be read.
        let unknown = self.unknown_nodes().into_iter().next();
        match (unknown, result) {
            (Some(unknown), Err(error)) if (error.line, error.column) <= (unknown.line, unknown.column) => Err(error),
            (Some(unknown), _) => Err(Box::new(unknown)),
            (None, result) => result,
        }
    }

    /// The places that name a node which neither the set-up nor an earlier line knows.
    fn unknown_nodes(&self) -> Vec<ScriptError> {
        let mut known: Vec<usize> = (1..=self.script.setup.nodes.min(MAX_NODES)).collect();
        known.extend(self.added.iter().map(NodeId::number));
        let is_unknown = |named: &&Named| {
            if named.is_added {
                known.push(named.number);
            }
            !known.contains(&named.number)
        };
        let error =
            |named: &Named| ScriptError::new(named.line, named.column, Expected::Node, &format!("n{}", named.number));
        self.named.iter().filter(is_unknown).map(error).collect()
    }

    /// Reads line after line, up to the first that cannot be read.
    fn read_lines(&mut self, text: &str) -> Result<()> {
        for (number, source) in (1..).zip(text.lines()) {
            if STATEMENTS_MAX < number {
                return Err(too_long(number));
            }
            self.read_source(source, number)?;
        }
        Ok(())
    }

    /// Reads one line, whose statement may be missing.
    fn read_source(&mut self, source: &str, number: usize) -> Result<()> {
        let (words, length) = lexer::words(source, number)?;
        if words.is_empty() {
            return Ok(());
        }
        let written = source.char_indices().nth(length).map_or(source, |(comment, _)| &source[..comment]);
        let mut line = Line::new(&words, number, written.trim_end_matches(lexer::is_blank).chars().count() + 1);
        let result = self.read_line(&mut line, written.trim_matches(lexer::is_blank)).and_then(|()| line.end());
        self.named.append(&mut line.named);
        result
    }

    /// Reads the statement of a line; `text` is the line as it is written.
    fn read_line(&mut self, line: &mut Line, text: &str) -> Result<()> {
        let place = line.place();
        let step = match line.choose_if(|word| self.forbids(word).is_none()) {
            Some(SetupWord::Config) if self.started => {
                let (setting, value) = config::read_step(line, place)?;
                Step::Do(Influence::Configure(setting, value))
            }
            Some(word @ (SetupWord::Flaw | SetupWord::Mend)) if self.started => {
                Step::Do(Influence::configure(config::read_flaw(line, word)?))
            }
            Some(word) => {
                return match self.forbids(word) {
                    Some(expected) => Err(line.error_at(place, expected)),
                    None => self.read_setup(line, word),
                };
            }
            None => match line.choose_if(|_: StoryWord| true) {
                // It may stand amid the set-up: with it and without it, a script means the same run.
                Some(word) => {
                    let step = Step::Story(story::read(line, word, &mut self.asked)?);
                    self.push(line, text, step);
                    return Ok(());
                }
                None => steps::read(line)?,
            },
        };
        self.started = true;
        self.push(line, text, step);
        Ok(())
    }

    /// Adds a step that stands on a line.
    fn push(&mut self, line: &Line, text: &str, step: Step) {
        self.lines.push(line.number);
        self.script.statements.push(Statement { text: text.to_string(), step, by_reader: false });
    }

    /// Reads what follows the first word of a set-up statement.
    fn read_setup(&mut self, line: &mut Line, word: SetupWord) -> Result<()> {
        match word {
            SetupWord::Raftarium => {
                line.keyword(Keyword::Version, Expected::Version)?;
                self.version_given = true;
            }
            SetupWord::Nodes => {
                self.script.setup.nodes = line.number(&NODES)? as usize;
                self.nodes_given = true;
            }
            SetupWord::Seed => {
                self.script.setup.seed = line.number(&SEED)?;
                self.seed_given = true;
            }
            SetupWord::Config => self.script.setup.settings.push(config::read(line)?),
            SetupWord::Flaw | SetupWord::Mend => self.script.setup.settings.push(config::read_flaw(line, word)?),
            SetupWord::Title => self.script.setup.heading.title = Some(story::caption(line)?),
            SetupWord::Minutes => self.script.setup.heading.minutes = Some(line.number(&MINUTES)?),
            SetupWord::Level => self.script.setup.heading.level = Some(line.number(&LEVEL)?),
        }
        Ok(())
    }

    /// What is expected instead where a set-up statement may not stand.
    fn forbids(&self, word: SetupWord) -> Option<Expected> {
        let Setup { settings, heading, .. } = &self.script.setup;
        let is_first = !self.started
            && self.script.statements.is_empty()
            && !self.nodes_given
            && !self.seed_given
            && settings.is_empty()
            && *heading == Heading::default();
        let given = match word {
            SetupWord::Raftarium if self.version_given => return Some(Expected::Once),
            SetupWord::Raftarium => return (!is_first).then_some(Expected::VersionFirst),
            SetupWord::Nodes => self.nodes_given,
            SetupWord::Seed => self.seed_given,
            SetupWord::Title => heading.title.is_some(),
            SetupWord::Minutes => heading.minutes.is_some(),
            SetupWord::Level => heading.level.is_some(),
            SetupWord::Config | SetupWord::Flaw | SetupWord::Mend => return None,
        };
        match (self.started, given) {
            (true, _) => Some(Expected::SetupFirst),
            (false, true) => Some(Expected::Once),
            (false, false) => None,
        }
    }
}

/// Whether a line that cannot be read is meant to be a step: the set-up ends there all the same.
fn is_meant_as_step(words: &[Word]) -> bool {
    words.first().is_some_and(|word| !word.quoted && StepWord::read(&word.text).is_some())
}

/// The error that a script is too long, at the line where it becomes so.
fn too_long(line: usize) -> Box<ScriptError> {
    Box::new(ScriptError::new(line, 1, Expected::ShortScript, ""))
}

#[cfg(test)]
mod tests;
