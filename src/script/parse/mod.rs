//! Reading a script. The first thing that is wrong is reported with its place, and nothing runs.

mod conditions;
mod config;
mod line;
mod steps;
mod values;

use super::error::{Expected, ScriptError};
use super::lexer;
use super::statement::{Script, Statement};
use crate::raft::{MAX_NODES, NodeId, NodeSet};
use line::{Line, Result};
pub use values::DURATION_US_MAX;

/// The longest script, in bytes.
pub const SCRIPT_BYTES_MAX: usize = 1 << 20;

/// The most lines of a script.
pub const STATEMENTS_MAX: usize = 100_000;

/// The version of the language.
const VERSION: &str = "1";

/// What is known while a script is read.
struct Parser {
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
    let mut parser = Parser {
        script: Script::default(),
        started: false,
        version_given: false,
        nodes_given: false,
        seed_given: false,
        named: Vec::new(),
        added: NodeSet::EMPTY,
    };
    // Some editors begin a file with a mark that nobody sees.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    parser.read(text, 1).map_err(|error| *error)?;
    Ok(parser.script)
}

/// Reads more steps for a script whose set-up is over. Lines are counted from `first_line`.
///
/// # Errors
/// As [`parse`].
pub fn parse_more(text: &str, before: &Script, first_line: usize) -> std::result::Result<Vec<Statement>, ScriptError> {
    let mut parser = Parser {
        script: Script { setup: before.setup.clone(), statements: Vec::new() },
        started: true,
        version_given: true,
        nodes_given: true,
        seed_given: true,
        named: Vec::new(),
        added: before.added(),
    };
    parser.read(text, first_line).map_err(|error| *error)?;
    Ok(parser.script.statements)
}

impl Parser {
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
            let written: String = source.chars().take(length).collect();
            let mut line = Line::new(&words, number, written.trim_end_matches(lexer::is_blank).chars().count() + 1);
            let result = self.read_line(&mut line, written.trim_matches(lexer::is_blank)).and_then(|()| line.end());
            self.named.append(&mut line.named);
            result?;
        }
        Ok(())
    }

    fn read_line(&mut self, line: &mut Line, text: &str) -> Result<()> {
        match line.peek_keyword() {
            Some("raftarium") => self.read_version(line),
            Some("nodes") => {
                self.check_setup(line, self.nodes_given)?;
                line.skip();
                self.script.setup.nodes = line.number_in(1..=MAX_NODES as u64, Expected::NodeCount)? as usize;
                self.nodes_given = true;
                Ok(())
            }
            Some("seed") => {
                self.check_setup(line, self.seed_given)?;
                line.skip();
                self.script.setup.seed = line.number_in(0..=u64::MAX, Expected::Number)?;
                self.seed_given = true;
                Ok(())
            }
            Some("config") if !self.started => {
                line.skip();
                let setting = config::read(line)?;
                self.script.setup.settings.push(setting.setting);
                Ok(())
            }
            _ => {
                let step = steps::read(line)?;
                self.started = true;
                self.script.statements.push(Statement { line: line.number, text: text.to_string(), step });
                Ok(())
            }
        }
    }

    /// `raftarium 1` stands first, or not at all.
    fn read_version(&mut self, line: &mut Line) -> Result<()> {
        let setup = &self.script.setup;
        let first = !self.started && !self.nodes_given && !self.seed_given && setup.settings.is_empty();
        if self.version_given {
            return Err(line.error(Expected::Once));
        }
        if !first {
            return Err(line.error(Expected::VersionFirst));
        }
        line.skip();
        line.literal(VERSION, Expected::Version)?;
        self.version_given = true;
        Ok(())
    }

    fn check_setup(&self, line: &Line, given: bool) -> Result<()> {
        match (self.started, given) {
            (_, true) if !self.started => Err(line.error(Expected::Once)),
            (true, _) => Err(line.error(Expected::SetupFirst)),
            (false, _) => Ok(()),
        }
    }
}

fn too_long(line: usize) -> Box<ScriptError> {
    Box::new(ScriptError::new(line, 1, Expected::ShortScript, ""))
}

#[cfg(test)]
mod tests;
