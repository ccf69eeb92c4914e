//! The text of a script, cut at its statements. It can be cut, appended to and put together without a second look at
//! what it says, since the parser told on which lines the statements stand.

use std::fmt::{self, Display, Formatter};

/// The lines of a script, and where its statements stand in it. The other lines are set-up, comments, or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    lines: Vec<String>,
    /// The line of each statement, from 1.
    statements: Vec<usize>,
}

impl Written {
    /// A text with its statements on these lines, counted from 1.
    pub fn new(text: &str, statements: Vec<usize>) -> Written {
        Written { lines: text.lines().map(str::to_string).collect(), statements }
    }

    /// The line of the statement at a place, from 1.
    pub fn line(&self, place: usize) -> Option<usize> {
        self.statements.get(place).copied()
    }

    /// The lines above the statement at a place; all of them, if none is there. The set-up belongs to them, wherever it
    /// stands: a story may begin amid it.
    pub fn above(&self, place: usize) -> Written {
        let Some(first) = self.line(place) else { return self.clone() };
        let (lines, rest) = self.lines.split_at(first - 1);
        let mut above = Written { lines: lines.to_vec(), statements: self.statements[..place].to_vec() };
        let below = &self.statements[place..];
        let is_setup = |(line, text): &(usize, &String)| is_said(text) && below.binary_search(line).is_err();
        above.lines.extend((first..).zip(rest).filter(is_setup).map(|(_, text)| text.clone()));
        above
    }

    /// The lines from the statement at a place on, without the set-up and the statements that are not kept; none, if none
    /// is there.
    pub fn below(&self, place: usize, is_kept: impl Fn(usize) -> bool) -> Written {
        let mut below = Written::default();
        let Some(first) = self.line(place) else { return below };
        let mut rest = (place..self.statements.len()).peekable();
        for (line, text) in (1..).zip(&self.lines).skip(first - 1) {
            match rest.next_if(|place| self.statements[*place] == line) {
                Some(place) if is_kept(place) => below.push(text.clone()),
                None if !is_said(text) => below.lines.push(text.clone()),
                Some(_) | None => {}
            }
        }
        below
    }

    /// Adds a statement on a line of its own.
    pub fn push(&mut self, statement: String) {
        self.lines.push(statement);
        self.statements.push(self.lines.len());
    }

    /// Adds another text below.
    pub fn append(&mut self, more: Written) {
        let above = self.lines.len();
        self.statements.extend(more.statements.iter().map(|line| above + line));
        self.lines.extend(more.lines);
    }
}

/// Whether a line says something, and is no comment.
fn is_said(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '\t', '\r']);
    !line.is_empty() && !line.starts_with('#')
}

impl Display for Written {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

#[cfg(test)]
mod tests {
    use super::Written;
    use crate::script::parse_with_lines;

    const TEXT: &str = "nodes 3\nsay @a\n\n# why\nseed 2\nrun 1s # so long\nset x 1\n# the end\n";

    fn written() -> Written {
        Written::new(TEXT, parse_with_lines(TEXT).unwrap().1)
    }

    #[test]
    fn a_text_is_cut_at_its_statements() {
        let written = written();
        assert_eq!([0, 1, 2, 3].map(|place| written.line(place)), [Some(2), Some(6), Some(7), None]);
        for place in 1..=3 {
            let (mut above, below) = (written.above(place), written.below(place, |_| true));
            assert_eq!(above.to_string() + &below.to_string(), TEXT);
            above.append(below);
            assert_eq!(above, written);
        }
        assert_eq!(written.below(1, |place| place != 2).to_string(), "run 1s # so long\n# the end\n");
        assert_eq!(written.below(3, |_| true), Written::default());
    }

    #[test]
    fn the_set_up_stays_above_every_cut() {
        let written = written();
        assert_eq!(written.above(0).to_string(), "nodes 3\nseed 2\n");
        assert_eq!(written.below(0, |_| true).to_string(), "say @a\n\n# why\nrun 1s # so long\nset x 1\n# the end\n");
    }

    #[test]
    fn what_is_put_together_knows_its_lines_as_the_parser_does() {
        let mut text = written().above(2);
        text.push("run 2s".into());
        text.append(Written::new("# twice\ncrash n1\n", vec![2]));
        text.append(written().below(2, |_| true));
        assert_eq!(text, Written::new(&text.to_string(), parse_with_lines(&text.to_string()).unwrap().1));
    }
}
