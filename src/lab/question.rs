//! What can be asked about a run: a fact, in a small text form.
//!
//! ```text
//! role n3        why is n3 what it is, and why does it follow that node?
//! term n3        why is it in this term?
//! entry n3 17    why is this entry committed there, or why is it not?
//! vote n3 n1     why does n1 have n3's vote in its term, or why not?
//! leader         why is there this leader, or none?
//! leader n3      why does n3 lead, or why not?
//! request c1 12  why was this request answered, or why not? Without a number: the client's latest.
//! message 17     why was this message sent, which is in flight?
//! event 1234     why did this happen?
//! ```

use crate::kv::RequestId;
use crate::raft::{LogIndex, NodeId};
use crate::sim::{ClientId, EventId, MessageId, World};
use std::fmt;

/// The longest question, in bytes: what is longer is none.
const QUESTION_MAX: usize = 64;

/// A question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Of a node's role.
    Role(NodeId),
    /// Of a node's term.
    Term(NodeId),
    /// Of an entry of a node's log.
    Entry(NodeId, LogIndex),
    /// Of a voter's vote for a candidate.
    Vote(NodeId, NodeId),
    /// Of a leader, or of this one.
    Leader(Option<NodeId>),
    /// Of a client's request.
    Request(ClientId, RequestId),
    /// Of a message in flight.
    Message(MessageId),
    /// Of an event.
    Event(EventId),
}

impl Question {
    /// Reads a question about a world; nothing if it is none, or is about what is not there.
    pub fn parse(text: &str, world: &World) -> Option<Question> {
        if QUESTION_MAX < text.len() {
            return None;
        }
        let words: Vec<&str> = text.split_ascii_whitespace().collect();
        let node = |word: &str| {
            let node = NodeId::new(word.strip_prefix('n')?.parse().ok()?)?;
            (world.nodes().contains(node) && node.to_string() == word).then_some(node)
        };
        let question = match words[..] {
            ["role", name] => Question::Role(node(name)?),
            ["term", name] => Question::Term(node(name)?),
            ["entry", name, index] => Question::Entry(node(name)?, LogIndex(number(index)?)),
            ["vote", voter, candidate] => Question::Vote(node(voter)?, node(candidate)?),
            ["leader"] => Question::Leader(None),
            ["leader", name] => Question::Leader(Some(node(name)?)),
            ["request", client] => {
                let client = parse_client(client)?;
                Question::Request(client, latest(world, client)?)
            }
            ["request", client, request] => {
                let (client, request) = (parse_client(client)?, RequestId(number(request)?));
                (request <= latest(world, client)?).then_some(Question::Request(client, request))?
            }
            ["message", message] => Question::Message(MessageId(number(message)?)),
            ["event", event] => {
                let event = EventId(number(event)?);
                (event <= world.last_event()).then_some(Question::Event(event))?
            }
            _ => return None,
        };
        Some(question)
    }
}

/// A number from 1 that no reckoning overflows.
fn number(word: &str) -> Option<u64> {
    let is_plain = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|number| is_plain && 0 < *number && *number < 1 << 53)
}

fn parse_client(word: &str) -> Option<ClientId> {
    let client = ClientId::new(word.strip_prefix('c')?.parse().ok()?)?;
    (client.to_string() == word).then_some(client)
}

/// The last request that a client made or has still to make.
fn latest(world: &World, client: ClientId) -> Option<RequestId> {
    let client = &world.clients()[client.slot()];
    let asked = client.begun() + client.queue.len() as u64;
    (0 < asked).then_some(RequestId(asked))
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Question::Role(node) => write!(f, "role {node}"),
            Question::Term(node) => write!(f, "term {node}"),
            Question::Entry(node, index) => write!(f, "entry {node} {}", index.0),
            Question::Vote(voter, candidate) => write!(f, "vote {voter} {candidate}"),
            Question::Leader(None) => write!(f, "leader"),
            Question::Leader(Some(node)) => write!(f, "leader {node}"),
            Question::Request(client, request) => write!(f, "request {client} {}", request.0),
            Question::Message(message) => write!(f, "message {}", message.0),
            Question::Event(event) => write!(f, "event {}", event.0),
        }
    }
}
