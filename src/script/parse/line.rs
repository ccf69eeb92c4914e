//! The words of one line, taken one after the other.
//!
//! All that a statement may hold is read by a method of [`Line`], and each method knows what it takes. Where the line
//! ends and completion asks what may stand there, the method tells it before it fails. So one description of the language
//! serves to read it and to complete it. When a line is only read, the method does not even look up what it takes.

use super::Named;
use super::measures;
use super::values;
use super::words::Keyword;
use crate::api::{BODY_BYTES_MAX, IDEMPOTENCY_KEY_BYTES_MAX};
use crate::kv::{TEXT_BYTES_MAX, Text};
use crate::raft::{DurationRange, NodeId, NodeSet};
use crate::script::error::{Expected, ScriptError};
use crate::script::lexer::Word;
use crate::script::offer::{Number, Offer, Percentage, Span, Vocabulary};
use crate::script::print_word;
use crate::sim::{Actor, ClientId, Link, MessageId};

/// A line, and how far it is read.
pub struct Line<'a> {
    words: &'a [Word],
    place: usize,
    /// Its number, from 1.
    pub number: usize,
    end_column: usize,
    /// The nodes that it names.
    pub named: Vec<Named>,
    /// What may stand where the line ends; empty unless completion asks.
    offers: Option<Vec<Offer>>,
}

/// The longest path of an HTTP request, in bytes: a key of which each byte is percent-encoded fits.
const PATH_BYTES_MAX: usize = 16_384;

/// The longest name of a question, in bytes.
const NAME_BYTES_MAX: usize = 40;

/// Boxed while it goes up: an error is rare, and a small result makes every `?` small.
pub type Result<T> = std::result::Result<T, Box<ScriptError>>;

impl<'a> Line<'a> {
    /// A line to be read.
    pub fn new(words: &'a [Word], number: usize, end_column: usize) -> Line<'a> {
        Line { words, place: 0, number, end_column, named: Vec::new(), offers: None }
    }

    /// The beginning of a line, to be told what may follow it.
    pub fn asking(words: &'a [Word]) -> Line<'a> {
        Line { offers: Some(Vec::new()), ..Line::new(words, 1, 1) }
    }

    /// What may stand where it ends.
    pub fn into_offers(self) -> Vec<Offer> {
        self.offers.unwrap_or_default()
    }

    /// Whether completion asks what may stand where it is.
    fn is_asked(&self) -> bool {
        self.offers.is_some() && self.place == self.words.len()
    }

    /// Tells that something may stand here, if completion asks.
    fn offer(&mut self, offer: Offer) {
        if self.is_asked() {
            self.offers.get_or_insert_default().push(offer);
        }
    }

    /// The next word.
    pub fn peek(&self) -> Option<&'a Word> {
        self.words.get(self.place)
    }

    /// The word after the next.
    pub fn peek_after(&self) -> Option<&'a Word> {
        self.words.get(self.place + 1)
    }

    /// The next word, if it is not quoted: only such can be keywords.
    pub fn peek_keyword(&self) -> Option<&'a str> {
        self.peek().filter(|word| !word.quoted).map(|word| word.text.as_str())
    }

    /// How many words were taken: the place of the next, for [`Line::error_at`].
    pub fn place(&self) -> usize {
        self.place
    }

    /// The words from an earlier place up to here, as they could be written.
    pub fn written(&self, first: usize) -> String {
        let written = |word: &Word| if word.quoted { print_word(&word.text) } else { word.text.clone() };
        self.words[first..self.place].iter().map(written).collect::<Vec<_>>().join(" ")
    }

    /// The error that something else was expected where the next word stands.
    pub fn error(&self, expected: Expected) -> Box<ScriptError> {
        self.error_at(self.place, expected)
    }

    /// The error that something else was expected at an earlier place.
    #[cold]
    #[inline(never)]
    pub fn error_at(&self, place: usize, expected: Expected) -> Box<ScriptError> {
        let (column, found) =
            self.words.get(place).map_or((self.end_column, ""), |word| (word.column, word.text.as_str()));
        Box::new(ScriptError::new(self.number, column, expected, found))
    }

    /// Nothing may be left.
    pub fn end(&self) -> Result<()> {
        if self.peek().is_some() { Err(self.error(Expected::EndOfLine)) } else { Ok(()) }
    }

    /// Goes past the next word if a value was read from it; else tells what would have been taken.
    pub fn take<T>(&mut self, read: impl FnOnce(&str) -> Option<T>, offer: Offer) -> Option<T> {
        let value = self.peek_keyword().and_then(read);
        match value {
            Some(_) => self.place += 1,
            None => self.offer(offer),
        }
        value
    }

    /// Goes past the next word if it is this keyword.
    pub fn take_keyword(&mut self, keyword: Keyword) -> bool {
        let word = keyword.word();
        self.take(|text| (text == word).then_some(()), Offer::Word(Keyword::KIND, word)).is_some()
    }

    /// This keyword and no other.
    pub fn keyword(&mut self, keyword: Keyword, expected: Expected) -> Result<()> {
        if self.take_keyword(keyword) { Ok(()) } else { Err(self.error(expected)) }
    }

    /// One of some words, if the next is one. `may_stand` says which of them are right here; others are taken all the
    /// same, since their reader can say better what is wrong.
    pub fn choose_if<T: Vocabulary>(&mut self, may_stand: impl Fn(T) -> bool) -> Option<T> {
        let value = self.peek_keyword().and_then(T::read);
        if value.is_some() {
            self.place += 1;
        } else if self.is_asked() {
            let right = T::ALL.iter().filter(|one| may_stand(**one)).map(|one| Offer::Word(T::KIND, one.word()));
            self.offers.get_or_insert_default().extend(right);
        }
        value
    }

    /// One of some words.
    pub fn choose<T: Vocabulary>(&mut self, expected: Expected) -> Result<T> {
        self.choose_if(|_| true).ok_or_else(|| self.error(expected))
    }

    /// What may stand here and need not: nothing where the line ends.
    pub fn optional<T>(&mut self, read: impl FnOnce(&mut Line<'a>) -> Result<T>) -> Result<Option<T>> {
        if self.peek().is_some() {
            return read(self).map(Some);
        }
        // It fails where the line ends, but tells before that what it would take.
        Ok(if self.is_asked() { read(self).ok() } else { None })
    }

    /// One more of a list: nothing where the line ends, or where one of some keywords ends the list.
    pub fn one_more<T>(
        &mut self,
        ends: &[Keyword],
        read: impl FnOnce(&mut Line<'a>) -> Result<T>,
    ) -> Result<Option<T>> {
        if self.peek_keyword().is_some_and(|next| ends.iter().any(|end| end.word() == next)) {
            Ok(None)
        } else {
            self.optional(read)
        }
    }

    /// A whole number.
    pub fn number(&mut self, number: &'static Number) -> Result<u64> {
        let read = |text: &str| values::number(text).filter(|value| (number.least..=number.most).contains(value));
        self.take(read, Offer::Number(number)).ok_or_else(|| self.error(number.expected))
    }

    /// A duration, µs.
    pub fn duration(&mut self, span: &'static Span) -> Result<u64> {
        let read = |text: &str| values::duration_us(text).filter(|us| (span.least_us..=span.most_us).contains(us));
        self.take(read, Offer::Duration(span)).ok_or_else(|| self.error(span.expected))
    }

    /// A duration, or a range of them, µs.
    pub fn range(&mut self, span: &'static Span) -> Result<DurationRange> {
        let place = self.place;
        let range = self.take(values::duration_range, Offer::Range(span));
        let range = range.ok_or_else(|| self.error(Expected::Duration))?;
        if range.max_us < range.min_us {
            return Err(self.error_at(place, Expected::Range));
        }
        let fits = span.least_us <= range.min_us && range.max_us <= span.most_us;
        if fits { Ok(range) } else { Err(self.error_at(place, span.expected)) }
    }

    /// A percentage, parts per million.
    pub fn percentage(&mut self, percentage: &'static Percentage) -> Result<i32> {
        let Percentage { least_ppm, most_ppm, expected, .. } = *percentage;
        let read = |text: &str| {
            let may_be_negative = least_ppm < 0;
            values::percentage_ppm(text, may_be_negative).filter(|ppm| (least_ppm..=most_ppm).contains(ppm))
        };
        self.take(read, Offer::Percentage(percentage)).ok_or_else(|| self.error(expected))
    }

    /// A node; whether the cluster has it is looked at when its size is known.
    pub fn node(&mut self) -> Result<NodeId> {
        self.node_or(Expected::Node)
    }

    /// A node, where something else might stand as well.
    pub fn node_or(&mut self, expected: Expected) -> Result<NodeId> {
        self.named_node(Offer::Node(NodeSet::EMPTY), expected)
    }

    /// A node that is not among those that this statement names already.
    pub fn another_node(&mut self, named: NodeSet, expected: Expected) -> Result<NodeId> {
        let place = self.place;
        let node = self.named_node(Offer::Node(named), Expected::Node)?;
        if named.contains(node) { Err(self.error_at(place, expected)) } else { Ok(node) }
    }

    /// A server that is to be added: the cluster need not have it, but has it from here on.
    pub fn new_node(&mut self) -> Result<NodeId> {
        self.named_node(Offer::AddedNode, Expected::AddedNode)
    }

    /// A node, whose name and place are noted, since the size of the cluster may stand below.
    fn named_node(&mut self, offer: Offer, expected: Expected) -> Result<NodeId> {
        let word = self.peek();
        let node = self.take(|text| NodeId::new(values::name("n", text)?), offer);
        let (Some(word), Some(node)) = (word, node) else {
            return Err(self.error(expected));
        };
        let is_added = offer == Offer::AddedNode;
        self.named.push(Named { number: node.number(), line: self.number, column: word.column, is_added });
        Ok(node)
    }

    /// Nodes up to the end of the line, or to a keyword that ends the list; none is named twice.
    pub fn nodes_until(&mut self, named: NodeSet, ends: &[Keyword]) -> Result<NodeSet> {
        let mut nodes = named;
        while let Some(node) = self.one_more(ends, |line| line.another_node(nodes, Expected::OtherMember))? {
            nodes.insert(node);
        }
        Ok(nodes)
    }

    /// A client.
    pub fn client(&mut self) -> Result<ClientId> {
        let read = |text: &str| ClientId::new(values::name("c", text)?);
        self.take(read, Offer::Client).ok_or_else(|| self.error(Expected::Client))
    }

    /// A node or a client; not `other`, the node at the other end.
    pub fn actor(&mut self, other: NodeSet) -> Result<Actor> {
        self.actor_or(other, Expected::Actor)
    }

    /// A node or a client, where something else might stand as well.
    pub fn actor_or(&mut self, other: NodeSet, expected: Expected) -> Result<Actor> {
        match self.peek_keyword() {
            Some(text) if text.starts_with('n') => Ok(Actor::Node(self.another_node(other, Expected::OtherNode)?)),
            Some(text) if text.starts_with('c') => Ok(Actor::Client(self.client()?)),
            Some(_) | None => {
                self.offer(Offer::Node(other));
                self.offer(Offer::Client);
                Err(self.error(expected))
            }
        }
    }

    /// Two nodes, or a client and a node, and which way between them.
    pub fn link(&mut self) -> Result<Link> {
        let from = self.actor(NodeSet::EMPTY)?;
        let one_way = self.take_keyword(Keyword::OneWay);
        if !one_way {
            self.keyword(Keyword::BothWays, Expected::Arrow)?;
        }
        Ok(Link { from, to: self.other_end(from)?, both_ways: !one_way })
    }

    /// The other end of a link.
    pub fn other_end(&mut self, from: Actor) -> Result<Actor> {
        match from {
            Actor::Node(node) => self.actor(NodeSet::EMPTY.with(node)),
            // There is nothing between two clients.
            Actor::Client(_) => Ok(Actor::Node(self.node()?)),
        }
    }

    /// An entry in the log of a node, `n1@7`, if the next word is one.
    pub fn cell(&mut self) -> Option<(NodeId, u64)> {
        let word = self.peek();
        let read = |text: &str| {
            let (node, index) = text.split_once('@')?;
            Some((NodeId::new(values::name("n", node)?)?, values::number(index)?))
        };
        let (word, cell) = (word, self.take(read, Offer::Cell)?);
        let column = word.map_or(self.end_column, |word| word.column);
        self.named.push(Named { number: cell.0.number(), line: self.number, column, is_added: false });
        Some(cell)
    }

    /// The name of a question: it is written without quotes.
    pub fn name(&mut self, offer: Offer) -> Result<String> {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let read = |text: &str| (text.len() <= NAME_BYTES_MAX && text.bytes().all(is_letter)).then(|| text.to_string());
        self.take(read, offer).ok_or_else(|| self.error(Expected::Name))
    }

    /// The key of a caption in a catalogue, `@key`, if the next word is one.
    pub fn caption_key(&mut self) -> Option<String> {
        self.take(|text| values::caption_key(text).map(str::to_string), Offer::Caption)
    }

    /// A JSON string.
    pub fn string(&mut self) -> Result<String> {
        self.offer(Offer::Caption);
        self.string_or(Expected::String)
    }

    /// A JSON string, where something else might stand as well.
    pub fn string_or(&mut self, expected: Expected) -> Result<String> {
        let Some(word) = self.peek().filter(|word| word.quoted) else { return Err(self.error(expected)) };
        if TEXT_BYTES_MAX < word.text.len() {
            return Err(self.error(Expected::ShortText));
        }
        self.place += 1;
        Ok(word.text.clone())
    }

    /// The number of a message, if the next word is one.
    pub fn message(&mut self) -> Option<MessageId> {
        self.take(|text| Some(MessageId(values::name("m", text)? as u64)), Offer::Message)
    }

    /// A key.
    pub fn key(&mut self) -> Result<Text> {
        self.text("x")
    }

    /// A value.
    pub fn value(&mut self) -> Result<Text> {
        self.text("1")
    }

    /// A key or a value, quoted or not; completion shows the example.
    fn text(&mut self, example: &'static str) -> Result<Text> {
        let Some(word) = self.peek().filter(|word| word.quoted || word.text != "|") else {
            self.offer(Offer::Text(example));
            return Err(self.error(Expected::Word));
        };
        if TEXT_BYTES_MAX < word.text.len() {
            return Err(self.error(Expected::ShortText));
        }
        self.place += 1;
        Ok(word.text.as_str().into())
    }

    /// The path of an HTTP request: it begins with `/`. One that holds blanks would be two words of an HTTP line.
    pub fn path(&mut self) -> Result<String> {
        let Some(word) = self.peek() else {
            self.offer(Offer::Text("/kv"));
            return Err(self.error(Expected::Path));
        };
        let is_path = word.text.starts_with('/') && !word.text.contains(|c: char| c.is_whitespace() || c.is_control());
        if !is_path || PATH_BYTES_MAX < word.text.len() {
            return Err(self.error(Expected::Path));
        }
        self.place += 1;
        Ok(word.text.clone())
    }

    /// The body of an HTTP request, if the next word is one: a JSON object as it is, or any text as a JSON string.
    pub fn body(&mut self) -> Result<Option<Vec<u8>>> {
        self.offer(Offer::Text(r#"{"key":"x","value":"1"}"#));
        let Some(word) = self.peek().filter(|word| word.quoted) else { return Ok(None) };
        // One more than the API takes, so that a script can show what happens then.
        if BODY_BYTES_MAX + 1 < word.text.len() {
            return Err(self.error(Expected::ShortBody));
        }
        self.place += 1;
        Ok(Some(word.text.clone().into_bytes()))
    }

    /// The idempotency key of an HTTP request.
    pub fn idempotency_key(&mut self) -> Result<String> {
        let Some(word) = self.peek() else {
            self.offer(Offer::Text("order-7"));
            return Err(self.error(Expected::ShortKey));
        };
        if word.text.is_empty() || IDEMPOTENCY_KEY_BYTES_MAX < word.text.len() {
            return Err(self.error(Expected::ShortKey));
        }
        self.place += 1;
        Ok(word.text.clone())
    }

    /// How long, µs.
    pub fn time(&mut self) -> Result<u64> {
        self.duration(&measures::TIME)
    }
}
