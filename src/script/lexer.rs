//! A line of a script, as words.

use super::error::{Expected, ScriptError};

/// A word of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// What it says; of a JSON string, what that stands for.
    pub text: String,
    /// Its column, from 1, in characters.
    pub column: usize,
    /// Whether it was written as a JSON string: it is data then, and no keyword.
    pub quoted: bool,
}

/// Splits a line into words; a comment is left out. Also returns how many characters of the line are
/// not comment.
pub fn words(line: &str, number: usize) -> Result<(Vec<Word>, usize), ScriptError> {
    let chars: Vec<char> = line.chars().collect();
    let mut words = Vec::new();
    let mut place = 0;
    while place < chars.len() {
        match chars[place] {
            '#' => return Ok((words, place)),
            c if is_blank(c) => place += 1,
            '|' => {
                words.push(Word { text: "|".into(), column: place + 1, quoted: false });
                place += 1;
            }
            '"' => {
                let end = end_of_string(&chars, place);
                let text = unquote(&chars[place..end]).ok_or_else(|| {
                    let json: String = chars[place..end].iter().collect();
                    ScriptError::new(number, place + 1, Expected::JsonString, &json)
                })?;
                words.push(Word { text, column: place + 1, quoted: true });
                place = end;
            }
            _ => {
                let end = (place..chars.len()).find(|at| ends_word(chars[*at])).unwrap_or(chars.len());
                words.push(Word { text: chars[place..end].iter().collect(), column: place + 1, quoted: false });
                place = end;
            }
        }
    }
    Ok((words, chars.len()))
}

/// What separates words; other blanks of Unicode are part of a word, because keys and values may have them.
pub const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r')
}

const fn ends_word(c: char) -> bool {
    is_blank(c) || matches!(c, '#' | '|' | '"')
}

/// The place after a JSON string that starts at `start`; the end of the line if it does not end.
fn end_of_string(chars: &[char], start: usize) -> usize {
    let mut place = start + 1;
    while place < chars.len() {
        match chars[place] {
            '\\' => place += 2,
            '"' => return place + 1,
            _ => place += 1,
        }
    }
    chars.len()
}

/// What a JSON string stands for, its quotes included; `None` if it is not one. Written here because a
/// whole JSON reader would be a tenth of the page's WebAssembly; a test holds it against one.
fn unquote(json: &[char]) -> Option<String> {
    let inner = json.strip_prefix(&['"'])?.strip_suffix(&['"'])?;
    let mut rest = inner.iter().copied();
    let mut text = String::new();
    while let Some(c) = rest.next() {
        match c {
            '\\' => text.push(unescape(&mut rest)?),
            '"' | '\0'..='\u{1f}' => return None,
            c => text.push(c),
        }
    }
    Some(text)
}

/// What follows a backslash.
fn unescape(rest: &mut impl Iterator<Item = char>) -> Option<char> {
    match rest.next()? {
        c @ ('"' | '\\' | '/') => Some(c),
        'b' => Some('\u{8}'),
        'f' => Some('\u{c}'),
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        'u' => match hex(rest)? {
            // A character beyond the first 65,536 is a pair of surrogates.
            high @ 0xd800..0xdc00 => {
                let low = if rest.next()? == '\\' && rest.next()? == 'u' { hex(rest)? } else { return None };
                let low = low.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
                char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + low)
            }
            code => char::from_u32(code),
        },
        _ => None,
    }
}

fn hex(rest: &mut impl Iterator<Item = char>) -> Option<u32> {
    (0..4).try_fold(0, |code, _| Some(code << 4 | rest.next()?.to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: &str) -> Vec<String> {
        words(line, 1).unwrap().0.into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn words_are_separated_by_spaces_and_comments_left_out() {
        assert_eq!(texts("  set x 1 # not this"), ["set", "x", "1"]);
        assert_eq!(texts("partition n1 n2|n3"), ["partition", "n1", "n2", "|", "n3"]);
        assert_eq!(texts("   # nothing"), [""; 0]);
        assert_eq!(texts("set\ta\u{a0}b 1\r"), ["set", "a\u{a0}b", "1"]);
    }

    #[test]
    fn a_json_string_is_one_word() {
        assert_eq!(texts(r##"set "a b" "#|\"\u00e9\n""##), ["set", "a b", "#|\"é\n"]);
        assert_eq!(texts(r#"set "" x"#), ["set", "", "x"]);
    }

    #[test]
    fn a_string_that_does_not_end_is_an_error_at_its_start() {
        for line in [r#"set é "abc"#, r#"set é "abc\"#, r#"set é "abc\q""#] {
            let error = words(line, 7).unwrap_err();
            assert_eq!((error.line, error.column, error.expected), (7, 7, Expected::JsonString));
        }
    }

    /// The library that the page has no room for is the judge.
    #[test]
    fn strings_are_read_as_a_json_reader_reads_them() {
        let pieces = [
            "a",
            "é",
            "\u{1f600}",
            "\\n",
            "\\u0041",
            "\\ud83d\\ude00",
            "\\ud83d",
            "\\ude00",
            "\\u00",
            "\\x",
            "\\/",
            "\\\"",
            "\\\\",
            "\t",
            "\\b\\f\\r\\t",
            "\u{7f}",
            "\\uD83D\\n",
            "\\u+041",
        ];
        let mut right = 0;
        for first in pieces {
            for second in pieces {
                let json = format!("\"{first}{second}\"");
                let chars: Vec<char> = json.chars().collect();
                let expected: Option<String> = serde_json::from_str(&json).ok();
                right += usize::from(expected.is_some());
                assert_eq!(unquote(&chars), expected, "{json}");
            }
        }
        assert!(100 < right, "only {right} were right");
        for wrong in ["", "\"", "a", "\"a", "a\""] {
            assert_eq!(unquote(&wrong.chars().collect::<Vec<_>>()), None, "{wrong}");
        }
    }
}
