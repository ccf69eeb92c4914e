//! A line of a script, as words.

use super::error::{Expected, ScriptError};

/// The statement in which a JSON object may stand without quotes.
const HTTP: &str = "http";

/// A word of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// What it says; of a JSON string, what that stands for.
    pub text: String,
    /// Its column, from 1, in characters.
    pub column: usize,
    /// The column after it.
    pub end: usize,
    /// Whether it was written as a JSON string: it is data then, and no keyword.
    pub quoted: bool,
}

/// Splits a line into words; a comment is left out. Also returns how many characters of the line are
/// not comment.
pub fn words(line: &str, number: usize) -> Result<(Vec<Word>, usize), ScriptError> {
    let chars: Vec<char> = line.chars().collect();
    let mut words: Vec<Word> = Vec::new();
    let mut place = 0;
    while place < chars.len() {
        match chars[place] {
            '#' => return Ok((words, place)),
            c if is_blank(c) => place += 1,
            _ => {
                let word = word_at(&chars, place, number, takes_json(&words))?;
                place = word.end - 1;
                words.push(word);
            }
        }
    }
    Ok((words, chars.len()))
}

/// Whether a JSON object may stand as it is behind these words: that of an HTTP request.
fn takes_json(before: &[Word]) -> bool {
    before.first().is_some_and(|first| !first.quoted && first.text == HTTP)
}

/// The word that starts at a place, where no blank and no comment does.
fn word_at(chars: &[char], place: usize, number: usize, takes_json: bool) -> Result<Word, ScriptError> {
    if takes_json && chars[place] == '{' {
        let end = end_of_object(chars, place).ok_or_else(|| {
            let json: String = chars[place..].iter().collect();
            ScriptError::new(number, place + 1, Expected::JsonObject, &json)
        })?;
        let text = chars[place..end].iter().collect();
        return Ok(Word { text, column: place + 1, end: end + 1, quoted: true });
    }
    let (end, quoted) = match chars[place] {
        '|' => (place + 1, false),
        '"' => (end_of_string(chars, place), true),
        _ => ((place..chars.len()).find(|at| ends_word(chars[*at])).unwrap_or(chars.len()), false),
    };
    let written = &chars[place..end];
    let text = if quoted { unquote(written) } else { Some(written.iter().collect()) };
    let text = text.ok_or_else(|| {
        let json: String = written.iter().collect();
        ScriptError::new(number, place + 1, Expected::JsonString, &json)
    })?;
    Ok(Word { text, column: place + 1, end: end + 1, quoted })
}

/// A place on a line: what stands before the cursor, and the word under it.
#[derive(Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The words before that one.
    pub before: Vec<Word>,
    /// Where the word under the cursor starts, in characters; the cursor's place if there is none.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
}

/// What stands around a place of a line, in characters: a word that the place is in, or touches, is the one under the
/// cursor. `None` if something before it cannot be read, or if it is in a comment.
pub fn cursor(line: &str, place: usize) -> Option<Cursor> {
    let chars: Vec<char> = line.chars().collect();
    let place = place.min(chars.len());
    let mut before: Vec<Word> = Vec::new();
    let mut at = 0;
    // A string that has no end yet is being written, up to the cursor.
    let end = |word: &Result<Word, ScriptError>, at: usize| match word {
        Ok(word) => word.end - 1,
        Err(error) if error.expected == Expected::JsonObject => place,
        Err(_) => end_of_string(&chars, at).min(place),
    };
    while at < place {
        match chars[at] {
            '#' => return None,
            c if is_blank(c) => at += 1,
            _ => {
                let word = word_at(&chars, at, 1, takes_json(&before));
                let stops = chars[at] == '|' || end(&word, at) < place;
                if !stops {
                    return Some(Cursor { before, from: at, to: end(&word, at) });
                }
                at = end(&word, at);
                before.push(word.ok()?);
            }
        }
    }
    // Before a sign that parts groups there is room for one more.
    let starts_here = chars.get(place).is_some_and(|c| !is_blank(*c) && !matches!(c, '#' | '|'));
    let to = if starts_here { end(&word_at(&chars, place, 1, takes_json(&before)), place) } else { place };
    Some(Cursor { before, from: place, to })
}

/// What separates words; other blanks of Unicode are part of a word, because keys and values may have them.
pub const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r')
}

/// Whether an unquoted word ends before this character.
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

/// The place after a JSON object that starts at `start`, by its braces; none if it does not end.
fn end_of_object(chars: &[char], start: usize) -> Option<usize> {
    let (mut place, mut depth) = (start, 0);
    while place < chars.len() {
        match chars[place] {
            '"' => {
                place = end_of_string(chars, place);
                continue;
            }
            '{' => depth += 1,
            '}' if depth == 1 => return Some(place + 1),
            '}' => depth -= 1,
            _ => {}
        }
        place += 1;
    }
    None
}

/// Whether a text can stand as it is where a JSON object may.
pub fn is_object(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let is_line = !chars.iter().any(|c| matches!(c, '\n' | '\r'));
    is_line && chars.first() == Some(&'{') && end_of_object(&chars, 0) == Some(chars.len())
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

/// The number that the next four hexadecimal digits stand for.
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

    /// The words before the cursor, `^`, and the one under it.
    fn under(marked: &str) -> Option<(Vec<String>, String)> {
        let place = marked.chars().position(|c| c == '^').unwrap();
        let line = marked.replace('^', "");
        let Cursor { before, from, to } = cursor(&line, place)?;
        assert!(from <= place && place <= to && to <= line.chars().count(), "{marked}");
        let word = line.chars().skip(from).take(to - from).collect();
        Some((before.into_iter().map(|word| word.text).collect(), word))
    }

    #[test]
    fn the_word_under_the_cursor_is_the_one_that_it_touches() {
        let is = |marked: &str, before: &[&str], word: &str| {
            let expected = Some((before.iter().map(|word| (*word).to_string()).collect(), word.to_string()));
            assert_eq!(under(marked), expected, "{marked}");
        };
        is("^", &[], "");
        is("  ^", &[], "");
        is("^set x 1", &[], "set");
        is("s^et x 1", &[], "set");
        is("set^ x 1", &[], "set");
        is("set ^x 1", &["set"], "x");
        is("set  ^ x 1", &["set"], "");
        is("set x 1 ^", &["set", "x", "1"], "");
        is("set x ^# a comment", &["set", "x"], "");
        is("set é\u{1f600} 1^", &["set", "é\u{1f600}"], "1");
        is("partition n1^|n2", &["partition"], "n1");
        is("partition n1 ^| n2", &["partition", "n1"], "");
        is("partition n1 |^n2", &["partition", "n1", "|"], "n2");
        is("partition n1 |^", &["partition", "n1", "|"], "");
        is("set \"a ^b\" 1", &["set"], "\"a b\"");
        is("set \"a b\"^ 1", &["set"], "\"a b\"");
        is("set \"a ^b 1", &["set"], "\"a ");
        is("set ^\"a b 1", &["set"], "");
        is("set \"a\" \"b^", &["set", "a"], "\"b");
        is("set x^ \"a b", &["set"], "x");
        assert_eq!(under("set x # a ^comment"), None);
        assert_eq!(under("set \"\\q\" ^x"), None, "what is before it cannot be read");
    }

    #[test]
    fn a_json_string_is_one_word() {
        assert_eq!(texts(r##"set "a b" "#|\"\u00e9\n""##), ["set", "a b", "#|\"é\n"]);
        assert_eq!(texts(r#"set "" x"#), ["set", "", "x"]);
    }

    #[test]
    fn in_an_http_request_a_json_object_is_one_word() {
        let line = r##"http POST /kv {"key": "a } \" b", "value": {"#": "|"}} to n1 # a comment"##;
        assert_eq!(texts(line), ["http", "POST", "/kv", r##"{"key": "a } \" b", "value": {"#": "|"}}"##, "to", "n1"]);
        assert_eq!(texts(r#"set {a }"#), ["set", "{a", "}"], "elsewhere a brace is a letter");
        let error = words(r#"http POST /kv {"key": "}""#, 7).unwrap_err();
        assert_eq!((error.line, error.column, error.expected), (7, 15, Expected::JsonObject));
        assert!(is_object("{}") && is_object(r#"{"a":"}"}"#));
        assert!(!is_object("{} {}") && !is_object("{") && !is_object("[]") && !is_object("{\n}"));
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
