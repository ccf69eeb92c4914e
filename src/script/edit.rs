//! The set-up of a script that is there already, with something else in it. All other lines stay as they are written,
//! comments among them.

use super::error::ScriptError;
use super::lexer;
use super::offer::Vocabulary;
use super::parse::words::{SetupWord, StoryWord};
use super::parse::{BYTE_ORDER_MARK, parse};

/// The words of a line; none of a line that cannot be read.
fn words(line: &str) -> Vec<String> {
    lexer::words(line, 1).map_or(Vec::new(), |(words, _)| words.into_iter().map(|word| word.text).collect())
}

/// The lines of a script, without the mark that some editors put before the first.
fn lines(text: &str) -> Vec<&str> {
    text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text).lines().collect()
}

/// How many lines come before the first step.
fn setup_lines(lines: &[&str]) -> usize {
    let is_step = |line: &&str| {
        let words = words(line);
        words.first().is_some_and(|word| SetupWord::read(word).is_none() && StoryWord::read(word).is_none())
    };
    lines.iter().position(is_step).unwrap_or(lines.len())
}

/// Puts a line behind the last set-up line that begins with one of these words; first, if there is none.
fn put_behind<'a>(lines: &mut Vec<&'a str>, before: &[SetupWord], line: &'a str) {
    let begins = |line: &&str| {
        words(line).first().and_then(|word| SetupWord::read(word)).is_some_and(|word| before.contains(&word))
    };
    let place = lines[..setup_lines(lines)].iter().rposition(begins).map_or(0, |place| place + 1);
    lines.insert(place, line);
}

fn joined(lines: &[&str]) -> Result<String, ScriptError> {
    let text = lines.join("\n") + "\n";
    parse(&text)?;
    Ok(text)
}

/// The script with `config KEY VALUE` in its set-up, in place of what the set-up says of that setting for all nodes and
/// links; without a value the default holds. What it says of single nodes and links stays, and so do later steps.
///
/// # Errors
/// If the script, or the setting, is wrong: its first wrong line.
pub fn with_config(text: &str, key: &str, value: Option<&str>) -> Result<String, ScriptError> {
    let mut lines = lines(text);
    let setup = setup_lines(&lines);
    let is_it = |line: &str| matches!(words(line).as_slice(), [config, of, _] if config == SetupWord::Config.word() && of == key);
    let mut place = 0;
    lines.retain(|line| {
        place += 1;
        setup < place || !is_it(line)
    });
    let line = value.map(|value| format!("{} {key} {value}", SetupWord::Config.word()));
    if let Some(line) = &line {
        put_behind(&mut lines, &[SetupWord::Raftarium, SetupWord::Nodes, SetupWord::Seed], line);
    }
    joined(&lines)
}

/// The script with another size of the cluster, if one is given, and another seed.
///
/// # Errors
/// If the script is wrong, or names a node that the cluster has no longer: its first wrong line.
pub fn with_setup(text: &str, nodes: Option<usize>, seed: u64) -> Result<String, ScriptError> {
    let mut lines = lines(text);
    let begins = |line: &&str, word: SetupWord| words(line).first().is_some_and(|first| first == word.word());
    let nodes = nodes.map(|nodes| format!("{} {nodes}", SetupWord::Nodes.word()));
    let seed = format!("{} {seed}", SetupWord::Seed.word());
    let is_replaced = |line: &&str| begins(line, SetupWord::Seed) || nodes.is_some() && begins(line, SetupWord::Nodes);
    lines.retain(|line| !is_replaced(line));
    put_behind(&mut lines, &[SetupWord::Raftarium, SetupWord::Nodes], &seed);
    if let Some(nodes) = &nodes {
        put_behind(&mut lines, &[SetupWord::Raftarium], nodes);
    }
    joined(&lines)
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
    fn a_set_up_has_one_size_and_one_seed() {
        let with = with_setup(SCRIPT, Some(9), u64::MAX).unwrap();
        let expected = SCRIPT.replace("nodes 5 # five\nseed 3", &format!("nodes 9\nseed {}", u64::MAX));
        assert_eq!(with, expected);
        assert_eq!(with_setup(SCRIPT, None, 4).unwrap(), SCRIPT.replace("seed 3", "seed 4"));
        assert_eq!(with_setup("run 1s\n", Some(4), 2).unwrap(), "nodes 4\nseed 2\nrun 1s\n");
        assert!(with_setup("nodes 5\ncrash n5\n", Some(3), 1).is_err(), "n5 is gone");
    }
}
