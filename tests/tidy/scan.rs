//! Reads Rust and JavaScript just well enough for the rules: separates comments and literals from code, cuts code into
//! tokens, and finds functions by their braces.

use std::collections::BTreeMap;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language {
    Rust,
    JavaScript,
}

/// What a character of a source belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Code,
    /// The inside of a string, a character, a template or a regular expression.
    Literal,
    Comment,
}

/// One file, in the views that the rules need.
pub struct Source {
    /// From the repository's root, with slashes.
    pub path: String,
    /// Code and literals; comments are blank.
    pub text: String,
    /// Comments alone.
    pub comments: String,
    pub tokens: Vec<Token>,
    /// Lines, without those of `#[cfg(test)]` items.
    pub line_count: usize,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// From 1.
    pub line: usize,
    pub word: String,
}

/// A function and its length in lines, without the functions inside it.
#[derive(PartialEq, Eq, Debug)]
pub struct Function {
    pub line: usize,
    pub name: String,
    pub length: usize,
}

impl Source {
    pub fn new(path: &str, content: &str, language: Language) -> Source {
        let characters: Vec<char> = content.chars().collect();
        let kinds = match language {
            Language::Rust => Classifier::new(&characters).rust(),
            Language::JavaScript => Classifier::new(&characters).javascript(),
        };
        let view = |keep: &[Kind]| -> String {
            let kept = |(c, kind): (&char, &Kind)| {
                if *c == '\n' || keep.contains(kind) { *c } else { ' ' }
            };
            characters.iter().zip(&kinds).map(kept).collect()
        };
        let mut tokens = tokenize(&view(&[Kind::Code]));
        let mut line_count = content.lines().count();
        if language == Language::Rust {
            line_count -= remove_test_items(&mut tokens);
        }
        Source {
            path: path.to_string(),
            text: view(&[Kind::Code, Kind::Literal]),
            comments: view(&[Kind::Comment]),
            tokens,
            line_count,
        }
    }

    /// The line of this byte of a view; a view has the same lines as the file.
    pub fn line_of(view: &str, byte: usize) -> usize {
        1 + view[..byte].matches('\n').count()
    }

    pub fn words(&self) -> Vec<&str> {
        self.tokens.iter().map(|token| token.word.as_str()).collect()
    }

    pub fn functions(&self, language: Language) -> Vec<Function> {
        let words = self.words();
        let spans: Vec<(usize, usize, usize)> = match language {
            Language::Rust => rust_functions(&words),
            Language::JavaScript => javascript_functions(&words),
        };
        let lines = |start: usize, end: usize| self.tokens[end].line - self.tokens[start].line;
        spans
            .iter()
            .map(|&(name, start, end)| {
                let inside = |&&(_, s, e): &&(usize, usize, usize)| start < s && e < end;
                let nested: Vec<_> = spans.iter().filter(inside).copied().collect();
                // Only the outermost nested functions are subtracted: each includes those nested in it.
                let outermost = |&&(_, s, e): &&(usize, usize, usize)| {
                    !nested.iter().any(|&(_, outer_s, outer_e)| outer_s < s && e < outer_e)
                };
                let taken_off: usize = nested.iter().filter(outermost).map(|&(_, s, e)| lines(s, e)).sum();
                Function {
                    line: self.tokens[start].line,
                    name: self.tokens[name].word.clone(),
                    length: (1 + lines(start, end)).saturating_sub(taken_off),
                }
            })
            .collect()
    }
}

struct Classifier<'a> {
    characters: &'a [char],
    kinds: Vec<Kind>,
    at: usize,
}

impl<'a> Classifier<'a> {
    fn new(characters: &'a [char]) -> Self {
        Self { characters, kinds: vec![Kind::Code; characters.len()], at: 0 }
    }

    fn sees(&self, ahead: &str) -> bool {
        ahead.chars().enumerate().all(|(i, c)| self.characters.get(self.at + i) == Some(&c))
    }

    fn mark(&mut self, count: usize, kind: Kind) {
        let end = (self.at + count).min(self.characters.len());
        self.kinds[self.at..end].fill(kind);
        self.at = end;
    }

    /// Marks up to and including a closing text, or to the end.
    fn mark_through(&mut self, closing: &str, kind: Kind) {
        while self.at < self.characters.len() && !self.sees(closing) {
            self.mark(1, kind);
        }
        self.mark(closing.chars().count(), kind);
    }

    /// Marks the text between two quotes. The quotes stay code, so that an empty string is still a token.
    fn mark_quoted(&mut self, quote: char) {
        self.at += 1;
        while self.at < self.characters.len() && self.characters[self.at] != quote {
            let escape = self.characters[self.at] == '\\';
            self.mark(1 + usize::from(escape), Kind::Literal);
        }
        self.at += 1;
    }

    fn comment(&mut self, nests: bool) -> bool {
        if self.sees("//") {
            while self.at < self.characters.len() && self.characters[self.at] != '\n' {
                self.mark(1, Kind::Comment);
            }
            return true;
        }
        if !self.sees("/*") {
            return false;
        }
        let mut depth = 0;
        while self.at < self.characters.len() {
            if self.sees("/*") && (nests || depth == 0) {
                depth += 1;
                self.mark(2, Kind::Comment);
            } else if self.sees("*/") {
                depth -= 1;
                self.mark(2, Kind::Comment);
            } else {
                self.mark(1, Kind::Comment);
            }
            if depth == 0 {
                break;
            }
        }
        true
    }

    fn rust(mut self) -> Vec<Kind> {
        while self.at < self.characters.len() {
            if self.comment(true) || self.rust_raw_string() {
                continue;
            }
            match self.characters[self.at] {
                '"' => self.mark_quoted('"'),
                // 'x' and '\n' are characters, 'x without a second quote is a lifetime.
                '\'' if self.characters.get(self.at + 1) == Some(&'\\') => self.mark_quoted('\''),
                '\'' if self.characters.get(self.at + 2) == Some(&'\'') => self.mark_quoted('\''),
                _ => self.at += 1,
            }
        }
        self.kinds
    }

    fn rust_raw_string(&mut self) -> bool {
        let before = self.at.checked_sub(1).map_or(' ', |before| self.characters[before]);
        let is_start = self.characters[self.at] == 'r' && (before == 'b' || !is_word(before));
        let hashes = self.characters[self.at..].iter().skip(1).take_while(|c| **c == '#').count();
        if !is_start || self.characters.get(self.at + 1 + hashes) != Some(&'"') {
            return false;
        }
        self.at += hashes + 2;
        self.mark_through(&format!("\"{}", "#".repeat(hashes)), Kind::Literal);
        true
    }

    fn javascript(mut self) -> Vec<Kind> {
        // For each enclosing template, the number of braces open in its `${…}`.
        let mut templates: Vec<usize> = Vec::new();
        // The character before a slash decides whether the slash divides or opens a regular expression.
        let mut before = '(';
        while self.at < self.characters.len() {
            if self.comment(false) {
                continue;
            }
            let c = self.characters[self.at];
            match c {
                '"' | '\'' => self.mark_quoted(c),
                '`' => self.template(&mut templates),
                '/' if "(,=:[!&|?{};+-*%<>~^".contains(before) => self.regular_expression(),
                '{' if !templates.is_empty() => {
                    *templates.last_mut().expect("a template is open") += 1;
                    self.at += 1;
                }
                '}' if templates.last() == Some(&0) => {
                    templates.pop();
                    self.kinds[self.at] = Kind::Literal;
                    self.template(&mut templates);
                }
                '}' if !templates.is_empty() => {
                    *templates.last_mut().expect("a template is open") -= 1;
                    self.at += 1;
                }
                _ => self.at += 1,
            }
            if !c.is_whitespace() {
                before = c;
            }
        }
        self.kinds
    }

    /// Marks a template from its quote, or from the brace that ends a `${…}`, to its end or to the next `${`.
    fn template(&mut self, templates: &mut Vec<usize>) {
        self.at += 1;
        while self.at < self.characters.len() && self.characters[self.at] != '`' {
            if self.sees("${") {
                self.mark(2, Kind::Literal);
                templates.push(0);
                return;
            }
            let escape = self.characters[self.at] == '\\';
            self.mark(1 + usize::from(escape), Kind::Literal);
        }
        self.at += 1;
    }

    fn regular_expression(&mut self) {
        self.at += 1;
        let mut in_class = false;
        while self.at < self.characters.len() && self.characters[self.at] != '\n' {
            match self.characters[self.at] {
                '/' if !in_class => break,
                '[' => in_class = true,
                ']' => in_class = false,
                _ => {}
            }
            let escape = self.characters[self.at] == '\\';
            self.mark(1 + usize::from(escape), Kind::Literal);
        }
        self.at += 1;
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// Words, numbers, `::` and `=>` are tokens; so is each other sign by itself.
fn tokenize(code: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let after_dot = tokens.last().is_some_and(|token: &Token| token.word == ".");
            let length = if rest.starts_with("::") || rest.starts_with("=>") {
                2
            } else if first.is_ascii_digit() {
                number_length(rest, after_dot)
            } else if is_word(first) {
                rest.find(|c| !is_word(c)).unwrap_or(rest.len())
            } else {
                first.len_utf8()
            };
            tokens.push(Token { line: number + 1, word: rest[..length].to_string() });
            rest = rest[length..].trim_start();
        }
    }
    tokens
}

/// `1.5` is one token, `1..5` and the `0.1` of `pair.0.1` are several.
fn number_length(rest: &str, after_dot: bool) -> usize {
    let whole = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
    let mut tail = rest[whole..].chars();
    let has_fraction = tail.next() == Some('.') && tail.next().is_some_and(|c| c.is_ascii_digit());
    if after_dot || !has_fraction {
        return whole;
    }
    let fraction = &rest[whole + 1..];
    whole + 1 + fraction.find(|c| !is_word(c)).unwrap_or(fraction.len())
}

/// Removes the items under `#[cfg(test)]`, which are exempt from the rules, and returns how many lines they had.
fn remove_test_items(tokens: &mut Vec<Token>) -> usize {
    let mut lines = 0;
    let mut from = 0;
    while let Some((start, end)) = next_test_item(tokens, from) {
        lines += 1 + tokens[end].line - tokens[start].line;
        tokens.drain(start..=end);
        from = start;
    }
    lines
}

fn next_test_item(tokens: &[Token], from: usize) -> Option<(usize, usize)> {
    let words: Vec<&str> = tokens.iter().map(|token| token.word.as_str()).collect();
    let start = (from..words.len()).find(|&i| {
        let Some(attribute) = words[i..].strip_prefix(&["#", "[", "cfg", "("]) else {
            return false;
        };
        let condition: Vec<_> = attribute.iter().take_while(|word| **word != "]").collect();
        condition.contains(&&"test") && !condition.contains(&&"not")
    })?;
    // The item ends with its block, or with a semicolon before any block; further attributes come in between.
    let mut depth = 0usize;
    for (i, word) in words.iter().enumerate().skip(start) {
        match *word {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            ";" if depth == 0 => return Some((start, i)),
            "{" if depth == 0 => return Some((start, closing(&words, i)?)),
            _ => {}
        }
    }
    None
}

/// The place of the bracket that closes the one at `open`.
pub fn closing(words: &[&str], open: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (i, word) in words.iter().enumerate().skip(open) {
        match *word {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => {
                depth -= 1;
                if depth == 0 {
                    return Some(i);
                }
            }
            _ => {}
        }
    }
    None
}

/// Each function's name, first token and last.
fn rust_functions(words: &[&str]) -> Vec<(usize, usize, usize)> {
    let is_name = |word: &str| word.chars().next().is_some_and(is_word);
    let starts = (0..words.len().saturating_sub(1)).filter(|&i| words[i] == "fn" && is_name(words[i + 1]));
    starts
        .filter_map(|start| {
            let mut depth = 0usize;
            for (i, word) in words.iter().enumerate().skip(start) {
                match *word {
                    "(" | "[" => depth += 1,
                    ")" | "]" => depth = depth.saturating_sub(1),
                    ";" if depth == 0 => return None,
                    "{" if depth == 0 => return Some((start + 1, start, closing(words, i)?)),
                    _ => {}
                }
            }
            None
        })
        .collect()
}

/// Each function's name, first token and last: declarations, methods, and arrows with a block.
fn javascript_functions(words: &[&str]) -> Vec<(usize, usize, usize)> {
    let controls = ["if", "for", "while", "switch", "catch", "with", "await"];
    let mut opened_by: BTreeMap<usize, usize> = BTreeMap::new();
    let mut open: Vec<usize> = Vec::new();
    for (i, word) in words.iter().enumerate() {
        match *word {
            "(" => open.push(i),
            ")" => {
                if let Some(start) = open.pop() {
                    opened_by.insert(i, start);
                }
            }
            _ => {}
        }
    }
    let mut functions = Vec::new();
    for brace in (1..words.len()).filter(|&i| words[i] == "{") {
        let start = match words[brace - 1] {
            "=>" if words[brace - 2] == ")" => opened_by.get(&(brace - 2)).copied(),
            "=>" => Some(brace - 2),
            ")" => {
                let name = opened_by.get(&(brace - 1)).and_then(|open| open.checked_sub(1));
                name.filter(|&name| words[name].chars().all(is_word) && !controls.contains(&words[name]))
            }
            _ => None,
        };
        if let (Some(start), Some(end)) = (start, closing(words, brace)) {
            // An arrow has the name of the constant that it is assigned to: `const name = (…) => {`.
            let given = start >= 2 && words[start - 1] == "=";
            functions.push((if given { start - 2 } else { start }, start, end));
        }
    }
    functions
}
