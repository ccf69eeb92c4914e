//! Reading a script. The first thing that is wrong is reported with its place, and nothing runs.

mod conditions;
mod config;
mod line;
mod measures;
mod steps;
mod values;
pub mod words;

use super::error::{Expected, ScriptError};
use super::lexer::{self, Word};
use super::offer::{Offer, Vocabulary};
use super::statement::{Influence, Script, Statement, Step};
use crate::raft::{MAX_NODES, NodeId, NodeSet};
use line::{Line, Result};
use measures::{NODES, SEED};
pub use values::DURATION_US_MAX;
use words::{Keyword, SetupWord, StepWord};

/// The longest script, in bytes.
pub const SCRIPT_BYTES_MAX: usize = 1 << 20;

/// The most lines of a script.
pub const STATEMENTS_MAX: usize = 100_000;

/// Some editors begin a file with a mark that nobody sees.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// What is known while a script is read.
#[derive(Default)]
pub struct Parser {
    script: Script,
    /// Whether a step was read: the set-up is over.
    started: bool,
    version_given: bool,
    nodes_given: bool,
    seed_given: bool,
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
    let mut parser = Parser::default();
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    parser.read(text, 1).map_err(|error| *error)?;
    Ok(parser.script)
}

/// Reads more steps for a script whose set-up is over. Lines are counted from `first_line`.
///
/// # Errors
/// As [`parse`].
pub fn parse_more(text: &str, before: &Script, first_line: usize) -> std::result::Result<Vec<Statement>, ScriptError> {
    let mut parser = Parser::after(before);
    parser.read(text, first_line).map_err(|error| *error)?;
    Ok(parser.script.statements)
}

impl Parser {
    /// What is known after a script.
    pub fn after(before: &Script) -> Parser {
        Parser {
            script: Script { setup: before.setup.clone(), statements: Vec::new() },
            started: true,
            version_given: true,
            nodes_given: true,
            seed_given: true,
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
            // A step that is wrong is meant to be a step all the same.
            let is_step = |word: &Word| !word.quoted && StepWord::read(&word.text).is_some();
            self.started |= is_wrong && words.first().is_some_and(is_step);
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

    fn read(&mut self, text: &str, first_line: usize) -> Result<()> {
        if SCRIPT_BYTES_MAX < text.len() {
            return Err(too_long(first_line));
        }
        let result = self.read_lines(text, first_line);
        // A node that this cluster does not have is an error of its line, which may be an earlier one
        // than the first that cannot be read.
        let mut known: Vec<usize> = (1..=self.script.setup.nodes.min(MAX_NODES)).collect();
        known.extend(self.added.iter().map(NodeId::number));
        let unknown = self.named.iter().find(|named| {
            if named.is_added {
                known.push(named.number);
            }
            !known.contains(&named.number)
        });
        match (unknown, result) {
            (Some(named), Err(error)) if (error.line, error.column) <= (named.line, named.column) => Err(error),
            (Some(named), _) => {
                let found = format!("n{}", named.number);
                Err(Box::new(ScriptError::new(named.line, named.column, Expected::Node, &found)))
            }
            (None, result) => result,
        }
    }

    fn read_lines(&mut self, text: &str, first_line: usize) -> Result<()> {
        for (offset, source) in text.lines().enumerate() {
            let number = first_line + offset;
            if STATEMENTS_MAX <= offset {
                return Err(too_long(number));
            }
            let (words, length) = lexer::words(source, number)?;
            if words.is_empty() {
                continue;
            }
            let written = source.char_indices().nth(length).map_or(source, |(comment, _)| &source[..comment]);
            let mut line = Line::new(&words, number, written.trim_end_matches(lexer::is_blank).chars().count() + 1);
            let result = self.read_line(&mut line, written.trim_matches(lexer::is_blank)).and_then(|()| line.end());
            self.named.append(&mut line.named);
            result?;
        }
        Ok(())
    }

    fn read_line(&mut self, line: &mut Line, text: &str) -> Result<()> {
        let place = line.place();
        let step = match line.choose_if(|word| self.forbids(word).is_none()) {
            Some(SetupWord::Config) if self.started => {
                let (setting, value) = config::read_step(line, place)?;
                Step::Do(Influence::Configure(setting, value))
            }
            Some(word) => {
                return match self.forbids(word) {
                    Some(expected) => Err(line.error_at(place, expected)),
                    None => self.read_setup(line, word),
                };
            }
            None => steps::read(line)?,
        };
        self.started = true;
        self.script.statements.push(Statement { line: line.number, text: text.to_string(), step });
        Ok(())
    }

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
        }
        Ok(())
    }

    /// What is expected instead where a set-up statement may not stand.
    fn forbids(&self, word: SetupWord) -> Option<Expected> {
        let is_first = !self.started && !self.nodes_given && !self.seed_given && self.script.setup.settings.is_empty();
        let given = match word {
            SetupWord::Raftarium if self.version_given => return Some(Expected::Once),
            SetupWord::Raftarium => return (!is_first).then_some(Expected::VersionFirst),
            SetupWord::Nodes => self.nodes_given,
            SetupWord::Seed => self.seed_given,
            SetupWord::Config => return None,
        };
        match (self.started, given) {
            (true, _) => Some(Expected::SetupFirst),
            (false, true) => Some(Expected::Once),
            (false, false) => None,
        }
    }
}

fn too_long(line: usize) -> Box<ScriptError> {
    Box::new(ScriptError::new(line, 1, Expected::ShortScript, ""))
}

#[cfg(test)]
mod tests;
