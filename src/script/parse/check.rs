//! What is wrong with a script that is being written: every line that cannot be read, and not the first alone.

use super::{BYTE_ORDER_MARK, Parser, SCRIPT_BYTES_MAX, STATEMENTS_MAX, is_meant_as_step, lexer, too_long};
use crate::script::error::ScriptError;
use crate::sorted;

/// Errors that are told, at most: a person mends no more at once.
pub const ERRORS_MAX: usize = 100;

/// The errors of a script in the order of their places, one a line and [`ERRORS_MAX`] at most. A script without any is
/// one that [`super::parse`] reads.
pub fn check(text: &str) -> Vec<ScriptError> {
    if SCRIPT_BYTES_MAX < text.len() {
        return vec![*too_long(1)];
    }
    let mut parser = Parser::default();
    let mut errors = parser.read_all(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text));
    errors.extend(parser.unknown_nodes());
    // The sort is stable, and a place that cannot be read comes before a node that is unknown, as in `parse`.
    sorted::sort_by_key(&mut errors, |error| (error.line, error.column));
    errors.dedup_by_key(|error| error.line);
    errors.truncate(ERRORS_MAX);
    errors
}

impl Parser {
    /// Reads each line, and goes on after one that is wrong.
    fn read_all(&mut self, text: &str) -> Vec<ScriptError> {
        let mut errors = Vec::new();
        for (offset, source) in text.lines().enumerate() {
            if STATEMENTS_MAX <= offset {
                errors.push(*too_long(offset + 1));
                break;
            }
            let Err(error) = self.read_source(source, offset + 1) else { continue };
            let words = lexer::words(source, offset + 1).map_or_else(|_| Vec::new(), |(words, _)| words);
            self.started |= is_meant_as_step(&words);
            // Later lines still say which nodes there are; their errors would be cut off.
            if errors.len() < ERRORS_MAX {
                errors.push(*error);
            }
        }
        errors
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::parse;

    fn places(text: &str) -> Vec<(usize, usize, &'static str)> {
        check(text).iter().map(|error| (error.line, error.column, error.expected.key())).collect()
    }

    #[test]
    fn every_wrong_line_is_told() {
        let text = "raftarium 1\nnodes 3\ncrush n1\nset x 1\npause n7\nset y 1 to n6 n2\nexpect safe\nrun 5 parsecs\n";
        let found = [(3, 1, "statement"), (5, 7, "node"), (6, 12, "node"), (8, 5, "duration")];
        assert_eq!(places(text), found, "of two errors in a line the first is told");
    }

    #[test]
    fn a_script_without_errors_is_one_that_can_be_read() {
        for text in
            ["", "\u{feff}nodes 2\nadd n4\npause n4\n", "config fsync 1ms n5\nnodes 5\n", "# nothing\n\r\nrun 1s\r\n"]
        {
            assert!(parse(text).is_ok() && check(text).is_empty(), "{text:?}");
        }
    }

    #[test]
    fn the_first_error_is_the_one_that_a_run_would_tell() {
        for text in [
            "nodes 0",
            "nodes 3\nnodes 4",
            "run 1s\nseed 4",
            "set \"a",
            "pause n4\nset \"a",
            "pause n4 n5",
            "add n4\npause n4\npause n5",
            "run until nonsense\nnodes 5\npause n5",
        ] {
            assert_eq!(Some(parse(text).unwrap_err()), check(text).into_iter().next(), "{text:?}");
        }
    }

    #[test]
    fn a_script_that_is_too_long_is_one_error_and_many_errors_are_cut_off() {
        assert_eq!(places(&"#".repeat(SCRIPT_BYTES_MAX + 1)), [(1, 1, "short-script")]);
        assert_eq!(places(&"\n".repeat(STATEMENTS_MAX + 1)), [(STATEMENTS_MAX + 1, 1, "short-script")]);
        assert_eq!(check(&"nonsense\n".repeat(2 * ERRORS_MAX)).len(), ERRORS_MAX);
    }
}
