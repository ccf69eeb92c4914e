//! The set-up of a script that is there already, with something else in it. All other lines stay as they are written,
//! comments among them.

use super::error::ScriptError;
use super::lexer::{self, Word};
use super::offer::Vocabulary;
use super::parse::words::{SetupWord, StoryWord};
use super::parse::{BYTE_ORDER_MARK, parse};
use std::iter::repeat_n;

/// A script as it is written: a mark that some editors put before the first line, and the lines.
struct Text<'a> {
    mark: &'a str,
    /// The lines that are kept, with their ends, each with its number in the script, from 1.
    lines: Vec<(usize, &'a str)>,
    /// The number of the first line that is taken out.
    gap: Option<usize>,
}

impl<'a> Text<'a> {
    /// The whole script.
    fn of(text: &'a str) -> Text<'a> {
        let (mark, text) = text.split_at(text.len() - text.trim_start_matches(BYTE_ORDER_MARK).len());
        Text { mark, lines: (1..).zip(text.split_inclusive('\n')).collect(), gap: None }
    }

    /// Takes out lines, which are chosen by number and text.
    fn take_out(&mut self, is_out: impl Fn(usize, &str) -> bool) {
        self.gap = self.lines.iter().find(|(number, line)| is_out(*number, line)).map(|(number, _)| *number);
        self.lines.retain(|(number, line)| !is_out(*number, line));
    }

    /// How many lines come before the first step.
    fn setup_lines(&self) -> usize {
        let is_step = |(_, line): &(usize, &str)| {
            let words = words(line);
            words.first().is_some_and(|word| SetupWord::read(word).is_none() && StoryWord::read(word).is_none())
        };
        self.lines.iter().position(is_step).unwrap_or(self.lines.len())
    }

    /// Where a line goes: behind the last set-up line that begins with one of these words; first, if there is none.
    fn place_behind(&self, before: &[SetupWord]) -> usize {
        let begins = |(_, line): &(usize, &str)| {
            words(line).first().and_then(|word| SetupWord::read(word)).is_some_and(|word| before.contains(&word))
        };
        self.lines[..self.setup_lines()].iter().rposition(begins).map_or(0, |place| place + 1)
    }

    /// The end of a line, as this script has it.
    fn line_end(&self) -> &'static str {
        if self.lines.first().is_some_and(|(_, line)| line.ends_with("\r\n")) { "\r\n" } else { "\n" }
    }

    /// The script with more lines, if it is right. An error names the line of the script as it was: for one in the new
    /// lines, that is the line whose place they take, or else the line that they would stand above.
    fn with(self, before: &[SetupWord], new: &[String]) -> Result<String, ScriptError> {
        let (place, end) = (self.place_behind(before), self.line_end());
        let (head, tail) = self.lines.split_at(place);
        let mut text = self.mark.to_string();
        text.extend(head.iter().map(|(_, line)| *line));
        if !new.is_empty() && head.last().is_some_and(|(_, last)| !last.ends_with('\n')) {
            text += end;
        }
        text.extend(new.iter().flat_map(|line| [line, end]));
        text.extend(tail.iter().map(|(_, line)| *line));
        let Err(error) = parse(&text) else { return Ok(text) };
        let gap = self.gap.unwrap_or(head.last().map_or(1, |(last, _)| last + 1));
        let below = tail.iter().map(|(number, _)| *number);
        let mut numbers = head.iter().map(|(number, _)| *number).chain(repeat_n(gap, new.len())).chain(below);
        Err(ScriptError { line: numbers.nth(error.line - 1).unwrap_or(error.line), ..error })
    }
}

/// The words of a line, a quoted one as an empty word, because it is no keyword; none of a line that cannot be read.
fn words(line: &str) -> Vec<String> {
    let text = |word: Word| if word.quoted { String::new() } else { word.text };
    let line = line.trim_end_matches(['\r', '\n']);
    lexer::words(line, 1).map_or(Vec::new(), |(words, _)| words.into_iter().map(text).collect())
}

/// The script with `config KEY VALUE` in its set-up, in place of what the set-up says of that setting for all nodes and
/// links; without a value the default holds. What it says of single nodes and links stays, and so do later steps.
///
/// # Errors
/// If the script, or the setting, is wrong: its first wrong line.
pub fn with_config(text: &str, key: &str, value: Option<&str>) -> Result<String, ScriptError> {
    let mut text = Text::of(text);
    let setup = text.setup_lines();
    let is_it = |line: &str| matches!(words(line).as_slice(), [config, of, _] if config == SetupWord::Config.word() && of == key);
    text.take_out(|number, line| number <= setup && is_it(line));
    let new: Vec<String> =
        value.map(|value| format!("{} {key} {value}", SetupWord::Config.word())).into_iter().collect();
    text.with(&[SetupWord::Raftarium, SetupWord::Nodes, SetupWord::Seed], &new)
}

/// The script with another size of the cluster, if one is given, and another seed.
///
/// # Errors
/// If the script is wrong, or names a node that the cluster has no longer: its first wrong line.
pub fn with_setup(text: &str, nodes: Option<usize>, seed: u64) -> Result<String, ScriptError> {
    let mut text = Text::of(text);
    let begins = |line: &str, word: SetupWord| words(line).first().is_some_and(|first| first == word.word());
    text.take_out(|_, line| begins(line, SetupWord::Seed) || nodes.is_some() && begins(line, SetupWord::Nodes));
    let mut new: Vec<String> = nodes.map(|nodes| format!("{} {nodes}", SetupWord::Nodes.word())).into_iter().collect();
    new.push(format!("{} {seed}", SetupWord::Seed.word()));
    text.with(&[SetupWord::Raftarium, SetupWord::Nodes], &new)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "# A cluster.\nraftarium 1\nnodes 5 # five\nseed 3\nconfig loss 1%\nconfig loss 2% n1 -> n2\n\
                          run 1s\nconfig loss 0%\n";

    #[test]
    fn a_setting_takes_the_place_of_the_one_in_the_set_up() {
        let with = with_config(SCRIPT, "loss", Some("7%")).unwrap();
        let expected = "# A cluster.\nraftarium 1\nnodes 5 # five\nseed 3\nconfig loss 7%\nconfig loss 2% n1 -> n2\n\
                        run 1s\nconfig loss 0%\n";
        assert_eq!(with, expected, "neither a single link's nor a later step's");
        let without = with_config(SCRIPT, "loss", None).unwrap();
        assert_eq!(without, SCRIPT.replace("config loss 1%\n", ""));
        assert_eq!(with_config("run 1s\n", "pre-vote", Some("on")).unwrap(), "config pre-vote on\nrun 1s\n");
    }

    #[test]
    fn a_wrong_setting_is_refused_with_its_place() {
        let error = with_config(SCRIPT, "loss", Some("many")).unwrap_err();
        assert_eq!((error.line, error.column), (5, 13));
        assert!(with_config(SCRIPT, "los", Some("1%")).is_err());
        assert!(with_config("crush n1\n", "loss", None).is_err());
    }

    #[test]
    fn an_error_names_the_line_as_it_was() {
        let place = |edited: Result<String, ScriptError>| edited.map_err(|error| (error.line, error.column));
        assert_eq!(
            place(with_config("nodes 2\nconfig loss 1%\nconfig loss 2%\ncrash n3\n", "loss", None)),
            Err((4, 7))
        );
        assert_eq!(place(with_config("nodes 2\nconfig loss 1%\ncrash n3\n", "fsync", Some("1ms"))), Err((3, 7)));
        assert_eq!(place(with_config("nodes 2\n\nconfig loss 1%\n", "loss", Some("many"))), Err((3, 13)));
        assert_eq!(place(with_config("# a\nnodes 2\nrun 1s\n", "loss", Some("many"))), Err((3, 13)));
        assert_eq!(place(with_setup("\u{feff}# a\nseed 3\r\ncrash n3\n", Some(2), 1)), Err((3, 7)));
        assert_eq!(place(with_setup("crash n3", Some(2), 1)), Err((1, 7)));
        assert_eq!(place(with_setup("# a\nseed 3\n", Some(0), 1)), Err((2, 7)));
    }

    #[test]
    fn a_set_up_has_one_size_and_one_seed() {
        let with = with_setup(SCRIPT, Some(9), u64::MAX).unwrap();
        let expected = SCRIPT.replace("nodes 5 # five\nseed 3", &format!("nodes 9\nseed {}", u64::MAX));
        assert_eq!(with, expected);
        assert_eq!(with_setup(SCRIPT, None, 4).unwrap(), SCRIPT.replace("seed 3", "seed 4"));
        assert_eq!(with_setup("run 1s\n", Some(4), 2).unwrap(), "nodes 4\nseed 2\nrun 1s\n");
        assert!(with_setup("nodes 5\ncrash n5\n", Some(3), 1).is_err(), "n5 is gone");
    }

    #[test]
    fn all_other_lines_stay_as_they_are_written() {
        let script = "\u{feff}nodes 3\r\n# why\r\nconfig loss 1%\r\nrun 1s";
        let expected = "\u{feff}nodes 3\r\nconfig loss 2%\r\n# why\r\nrun 1s";
        assert_eq!(with_config(script, "loss", Some("2%")).unwrap(), expected);
        assert_eq!(with_config("nodes 3", "loss", Some("2%")).unwrap(), "nodes 3\nconfig loss 2%\n");
        assert!(with_config("config \"loss\" 1%\n", "loss", None).is_err(), "a quoted word is no setting");
    }
}
