//! What may stand at a place of a script, from the parser's own knowledge: it reads the line up to there, and tells
//! what it would take next. Lines that are wrong elsewhere do no harm.

use super::error::Expected;
use super::lexer::{self, Cursor};
use super::offer::{Number, Offer, Percentage, Span, WordKind};
use super::parse::{BYTE_ORDER_MARK, Parser, SCRIPT_BYTES_MAX, STATEMENTS_MAX, words};
use super::print::{print_duration, print_percentage};
use super::statement::Script;
use crate::raft::{MAX_NODES, NodeId, NodeSet};
use crate::sim::{ClientId, MAX_CLIENTS};

/// What may stand at a place, and what it would replace there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The first byte of the word under the cursor; the place itself if there is none.
    pub from: usize,
    /// The byte after that word.
    pub to: usize,
    /// What may stand there, whatever the word under the cursor is. Nothing where the script must end, in a comment,
    /// and where the line is wrong before that word.
    pub offers: Vec<Offered>,
}

/// Something that may stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// The word to be inserted; of a value, an example of it.
    pub word: String,
    /// What kind of thing it is.
    pub kind: OfferKind,
    /// The key of the sentence that explains it.
    pub key: String,
    /// The least and the greatest, of a number, a duration or a percentage.
    pub bounds: Option<[String; 2]>,
}

/// What kind of thing may stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferKind {
    /// A word of the language.
    Word(WordKind),
    /// A node.
    Node,
    /// A client.
    Client,
    /// Any message in flight; the word is an example, as with all that follow.
    Message,
    /// Any key or value.
    Text,
    /// A text of a story.
    Caption,
    /// The name of a new question.
    Name,
    /// The name of a question that is asked above.
    Question,
    /// An entry in the log of a node.
    Cell,
    /// A fraction of real time.
    Pace,
    /// A whole number.
    Number,
    /// A duration.
    Duration,
    /// A duration, or a range of durations.
    Range,
    /// A percentage.
    Percentage,
}

impl OfferKind {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            OfferKind::Word(kind) => kind.name(),
            OfferKind::Node => "node",
            OfferKind::Client => "client",
            OfferKind::Message => "message",
            OfferKind::Text => "text",
            OfferKind::Caption => "caption",
            OfferKind::Name => "name",
            OfferKind::Question => "question",
            OfferKind::Cell => "cell",
            OfferKind::Pace => "pace",
            OfferKind::Number => "number",
            OfferKind::Duration => "duration",
            OfferKind::Range => "range",
            OfferKind::Percentage => "percentage",
        }
    }

    /// Whether others of its kind may stand in the place of the word, which is an example.
    pub const fn is_example(self) -> bool {
        match self {
            OfferKind::Word(_) | OfferKind::Node | OfferKind::Client | OfferKind::Question => false,
            OfferKind::Message
            | OfferKind::Text
            | OfferKind::Caption
            | OfferKind::Name
            | OfferKind::Cell
            | OfferKind::Pace
            | OfferKind::Number
            | OfferKind::Duration
            | OfferKind::Range
            | OfferKind::Percentage => true,
        }
    }
}

/// What may stand at a place of a script, which is a byte of its text. A place beyond the end is the end, and one within
/// a character is its beginning. Of a text that is too long to be a script nothing is said.
pub fn complete(text: &str, offset: usize) -> Completion {
    let mark = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
    let mut completion = complete_under(Parser::default(), &text[mark..], offset.saturating_sub(mark));
    completion.from += mark;
    completion.to += mark;
    completion
}

/// What may stand at a place of more steps for a script whose set-up is over.
pub fn complete_more(text: &str, offset: usize, before: &Script) -> Completion {
    complete_under(Parser::after(before), text, offset)
}

/// What may stand at a place of a text, by what a parser knows before its first line.
fn complete_under(mut parser: Parser, text: &str, offset: usize) -> Completion {
    let offset = text.floor_char_boundary(offset);
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let end = text[offset..].find('\n').map_or(text.len(), |at| offset + at);
    let line = &text[start..end];
    let is_too_long = SCRIPT_BYTES_MAX < text.len() || STATEMENTS_MAX <= text[..start].lines().count();
    let cursor = lexer::cursor(line, line[..offset - start].chars().count()).filter(|_| !is_too_long);
    let Some(Cursor { before, from, to }) = cursor else {
        return Completion { from: offset, to: offset, offers: Vec::new() };
    };
    parser.skim(&text[..start]);
    let offers = parser.offers_after(&before, &text[end..]);
    let nodes = parser.nodes();
    let byte = |place: usize| start + line.char_indices().nth(place).map_or(line.len(), |(at, _)| at);
    let asked: Vec<&str> = parser.asked().collect();
    let offers = offers.into_iter().flat_map(|offer| offered(offer, nodes, &asked)).collect();
    Completion { from: byte(from), to: byte(to), offers }
}

/// What the parser would take, as words; of nodes, those that exist, and of questions those that are asked above.
fn offered(offer: Offer, nodes: NodeSet, asked: &[&str]) -> Vec<Offered> {
    let one = |kind, word: &str, key: &str, bounds| {
        vec![Offered { word: word.to_string(), kind, key: format!("expected-{key}"), bounds }]
    };
    let named = |kind: OfferKind, expected: Expected, names: &mut dyn Iterator<Item = String>| {
        let key = format!("expected-{}", expected.key());
        names.map(|word| Offered { word, kind, key: key.clone(), bounds: None }).collect()
    };
    let span = |kind, Span { least_us, most_us, expected, example }: &Span| {
        let bounds = [*least_us, *most_us].map(print_duration);
        one(kind, example, expected.key(), Some(bounds))
    };
    match offer {
        Offer::Word(kind, word) => {
            vec![Offered { word: word.into(), kind: OfferKind::Word(kind), key: key(kind, word), bounds: None }]
        }
        Offer::Node(except) => {
            named(OfferKind::Node, Expected::Node, &mut nodes.difference(except).iter().map(|node| node.to_string()))
        }
        Offer::AddedNode => {
            let all = (1..=MAX_NODES).filter_map(NodeId::new);
            named(OfferKind::Node, Expected::AddedNode, &mut all.map(|node| node.to_string()))
        }
        Offer::Client => {
            let all = (1..=MAX_CLIENTS).filter_map(ClientId::new);
            named(OfferKind::Client, Expected::Client, &mut all.map(|client| client.to_string()))
        }
        Offer::Message => one(OfferKind::Message, "m17", "which", None),
        Offer::Text(example) => one(OfferKind::Text, example, "word", None),
        Offer::Caption => one(OfferKind::Caption, "\"…\"", "caption", None),
        Offer::Name => one(OfferKind::Name, "next", "name", None),
        Offer::Asked => named(OfferKind::Question, Expected::Asked, &mut asked.iter().map(|name| (*name).to_string())),
        Offer::Cell => one(OfferKind::Cell, "n1@7", "target", None),
        Offer::Pace => one(OfferKind::Pace, "1/50", "pace", None),
        Offer::Number(Number { least, most, expected, example }) => {
            one(OfferKind::Number, example, expected.key(), Some([least, most].map(u64::to_string)))
        }
        Offer::Duration(duration) => span(OfferKind::Duration, duration),
        Offer::Range(range) => span(OfferKind::Range, range),
        Offer::Percentage(Percentage { least_ppm, most_ppm, expected, example }) => {
            let bounds = [*least_ppm, *most_ppm].map(print_percentage);
            one(OfferKind::Percentage, example, expected.key(), Some(bounds))
        }
    }
}

/// The key of the sentence that explains a word. Invariants have theirs anyway, and signs have names.
fn key(kind: WordKind, word: &str) -> String {
    let name = match word {
        "1" => "version",
        "|" => "wall",
        "=" => "equal",
        ">=" => "at-least",
        "<=" => "at-most",
        "->" => "one-way",
        "-" => "both-ways",
        word => word,
    };
    match kind {
        WordKind::Invariant => format!("invariant-{name}"),
        // One message has them all, because sentences about runs use it as well.
        WordKind::Flaw => "flaw".into(),
        WordKind::Statement
        | WordKind::Setting
        | WordKind::Condition
        | WordKind::Panel
        | WordKind::Keyword
        | WordKind::Value
        | WordKind::Role
        | WordKind::Result
        | WordKind::MessageKind => format!("word-{}-{name}", kind.name()),
    }
}

/// Every word of the language, with its kind and the key of its sentence.
pub fn vocabulary() -> Vec<Offered> {
    let mut all: Vec<Offered> = Vec::new();
    words::for_each(|kind, word| {
        let one = Offered { word: word.into(), kind: OfferKind::Word(kind), key: key(kind, word), bounds: None };
        // A sign may belong to two lists.
        if !all.contains(&one) {
            all.push(one);
        }
    });
    all
}

/// A word that a list for readers shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// The word.
    pub word: &'static str,
    /// What kind of word it is: a statement, a setting or a condition.
    pub kind: WordKind,
    /// A line in which it stands, right in a script of three nodes.
    pub example: &'static str,
}

impl Lesson {
    /// The key of the sentence that explains the word.
    pub fn key(&self) -> String {
        key(self.kind, self.word)
    }
}

/// Every statement, setting and condition of the language, from the tables that read them, in their order.
pub fn lessons() -> Vec<Lesson> {
    let mut all = Vec::new();
    words::for_each_taught(|kind, word, example| all.push(Lesson { word, kind, example }));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::parse;

    /// What is offered at the mark `^`.
    fn offers(marked: &str) -> Vec<Offered> {
        let at = marked.find('^').expect("it has a mark");
        complete(&marked.replace('^', ""), at).offers
    }

    fn words(marked: &str) -> Vec<String> {
        offers(marked).into_iter().map(|offered| offered.word).collect()
    }

    /// The byte range that is replaced at the mark, as text.
    fn replaced(marked: &str) -> String {
        let at = marked.find('^').expect("it has a mark");
        let text = marked.replace('^', "");
        let Completion { from, to, .. } = complete(&text, at);
        text[from..to].to_string()
    }

    #[test]
    fn each_place_has_its_offers() {
        assert_eq!(words("nodes 5\nrun until ^")[..4], ["not", "leader", "role", "term"]);
        assert_eq!(words("run until leader ^"), ["n1", "n2", "n3", "within"]);
        assert_eq!(words("run until leader n1 ^"), ["within"]);
        assert_eq!(words("run ^"), ["until", "1s"]);
        assert_eq!(words("run 1s ^"), ["while"]);
        assert_eq!(words("run 1s while voters n2 ^"), ["=", "n1", "n3"]);
        assert_eq!(words("config drift 1% ^"), ["n1", "n2", "n3"]);
        assert_eq!(words("config snapshot-every ^"), ["off", "100"]);
        assert_eq!(words("cut c1 ^"), ["->", "-"]);
        assert_eq!(words("cut c1 - ^"), ["n1", "n2", "n3"]);
        assert_eq!(words("cut n1 -> ^")[..3], ["n2", "n3", "c1"]);
        assert_eq!(words("partition n1 ^"), ["n2", "n3", "|"]);
        assert_eq!(words("partition n1 | ^"), ["n2", "n3"]);
        assert_eq!(words("crash ^"), ["all", "n1", "n2", "n3"]);
        assert_eq!(words("crash n2 ^"), ["n1", "n3"]);
        assert_eq!(words("set x ^"), ["1"]);
        assert_eq!(words("set x 1 to n2 ^"), ["from"]);
        assert_eq!(words("members n1 ^"), ["n2", "n3", "to"]);
        assert_eq!(words("drop ^")[..3], ["next", "m17", "any"]);
        assert_eq!(words("expect term n1 ^"), ["=", ">=", "<="]);
        assert_eq!(words("heal ^"), [""; 0]);
        assert_eq!(words("set x 1 # ^"), [""; 0]);
        assert_eq!(words("crash nobody ^"), [""; 0], "the line is wrong before");
    }

    #[test]
    fn a_value_is_offered_by_an_example_and_its_bounds() {
        let only = |marked: &str| -> Offered {
            let offers = offers(marked);
            assert_eq!(offers.len(), 1, "{offers:?}");
            offers.into_iter().next().unwrap()
        };
        let bounds = |least: &str, most: &str| Some([least.to_string(), most.to_string()]);
        let nodes = only("nodes ^");
        assert_eq!((nodes.kind, nodes.bounds), (OfferKind::Number, bounds("1", "9")));
        assert_eq!(nodes.key, "expected-node-count");
        assert_eq!(only("config heartbeat ^").bounds, bounds("1ms", "3600s"));
        let latency = only("config latency ^");
        assert_eq!((latency.kind, latency.word.as_str()), (OfferKind::Range, "5ms..15ms"));
        assert_eq!(only("config drift ^").bounds, bounds("-90%", "100%"));
        assert_eq!(only("config loss ^").bounds, bounds("0%", "100%"));
        assert_eq!(only("seed ^").bounds, bounds("0", "18446744073709551615"));
        assert_eq!((only("set ^").kind, only("set ^").bounds), (OfferKind::Text, None));
        assert!(only("set ^").kind.is_example());
    }

    #[test]
    fn the_set_up_is_offered_where_it_may_stand() {
        let has = |marked: &str, word: &str| words(marked).contains(&word.to_string());
        assert!(["raftarium", "nodes", "seed", "config", "run"].iter().all(|word| has("^", word)));
        assert!(!has("nodes 3\n^", "raftarium") && !has("nodes 3\n^", "nodes") && has("nodes 3\n^", "seed"));
        assert!(!has("^\nnodes 3\nseed 1", "nodes") && has("^\nnodes 3\nseed 1", "raftarium"));
        assert!(!has("^\nnodes 3\nseed 1", "seed"));
        assert!(has("n^odes 3", "nodes"), "the line itself is no other");
        assert!(!has("run 1s\n^", "nodes") && !has("run 1s\n^", "seed") && has("run 1s\n^", "config"));
        assert!(has("config ^", "reads") && !has("run 1s\nconfig ^", "reads") && has("run 1s\nconfig ^", "loss"));
        assert!(!has("run until nonsense\n^", "nodes"), "a step that is wrong is a step");
        assert!(has("nonsense\n^", "nodes"));
    }

    #[test]
    fn lines_that_are_wrong_do_no_harm_and_nodes_are_those_that_exist() {
        assert_eq!(words("nodes 2\nnonsense\nset \"a\nadd n4\nadd x\npause ^\nset \"b\njump"), ["n1", "n2", "n4"]);
        assert_eq!(words("config fsync 1ms ^\nnodes 2"), ["n1", "n2"], "its size is said further down");
        assert_eq!(words("nodes 2\npause ^\nadd n4"), ["n1", "n2"], "it is added later");
        assert_eq!(words("nodes 12\npause ^"), ["n1", "n2", "n3"]);
        assert_eq!(words("\r\nnodes 2\r\npause ^\r\n"), ["n1", "n2"]);
    }

    #[test]
    fn the_word_under_the_cursor_is_replaced() {
        assert_eq!(replaced("nodes 3\nrun unt^il leader"), "until");
        assert_eq!(replaced("nodes 3\nset é^é 1"), "éé");
        assert_eq!(replaced("run until ^ leader"), "");
        assert_eq!(replaced("run until ^leader"), "leader");
    }

    #[test]
    fn any_place_is_one() {
        let text = "\u{feff}set é 1";
        assert_eq!(complete(text, 0).from, 3, "the mark at the beginning is no part of the script");
        assert_eq!(complete(text, 8), complete(text, 7), "in the midst of a character");
        assert_eq!(complete(text, usize::MAX), complete(text, text.len()));
        let long = "#".repeat(SCRIPT_BYTES_MAX + 1);
        assert_eq!(complete(&long, 0).offers, []);
        let lines = "\n".repeat(STATEMENTS_MAX);
        assert_eq!((complete(&lines, lines.len()).offers.len(), complete(&lines, 7).offers.is_empty()), (0, false));
    }

    #[test]
    fn more_steps_are_offered_in_the_light_of_the_script_before() {
        let before = parse("nodes 2\nadd n4\n").unwrap();
        let words = |text: &str| -> Vec<String> {
            complete_more(text, text.len(), &before).offers.into_iter().map(|offered| offered.word).collect()
        };
        assert_eq!(words("pause "), ["n1", "n2", "n4"]);
        assert!(!words("").contains(&"nodes".to_string()) && words("").contains(&"pause".to_string()));
        assert!(!words("config ").contains(&"reads".to_string()));
        assert_eq!(words("add n5\npause "), ["n1", "n2", "n4", "n5"]);
    }

    #[test]
    fn every_lesson_has_an_example_that_is_right_and_holds_its_word() {
        let all = lessons();
        for lesson in &all {
            assert_eq!(parse(&format!("{}\n", lesson.example)).err(), None, "{}", lesson.example);
            let mut words = lesson.example.split_whitespace();
            assert!(words.any(|word| word == lesson.word), "{lesson:?}");
            assert!(vocabulary().iter().any(|offered| offered.key == lesson.key()), "{lesson:?}");
            if lesson.kind == WordKind::Condition {
                // It is read as that condition, and is no key or value.
                let before = lesson.example.split_once(&format!(" {}", lesson.word)).unwrap().0;
                let offers = complete(&format!("{before} "), before.len() + 1).offers;
                assert!(offers.iter().any(|offered| offered.key == lesson.key()), "{lesson:?}");
            }
        }
        let count = |kind: WordKind| vocabulary().iter().filter(|one| one.kind == OfferKind::Word(kind)).count();
        for kind in [WordKind::Statement, WordKind::Setting, WordKind::Condition] {
            assert_eq!(all.iter().filter(|lesson| lesson.kind == kind).count(), count(kind), "{kind:?}");
        }
    }

    #[test]
    fn every_word_has_a_key_of_its_own_kind() {
        let all = vocabulary();
        let has = |key: &str| all.iter().any(|offered| offered.key == key);
        for key in ["word-statement-crash", "word-keyword-one-way", "word-keyword-at-least", "invariant-vote-once"] {
            assert!(has(key), "{key}");
        }
        assert!(130 < all.len(), "{}", all.len());
    }
}
