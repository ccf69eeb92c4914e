//! The chapter's two RPCs: their fields as messages of Raft, and replies as the chapter answers them.
//!
//! A message that comes this way is taken for the word of the node that it names. A client can so make a correct core err:
//! the real server takes such messages from peers only, and after one the checkers of the simulation claim nothing.

use super::body::{parsed, quoted, value_text, wrong};
use super::response::{HttpResponse, Status};
use super::{name_of, node_named};
use crate::kv::{Command, Request, RequestId, SessionId, Text};
use crate::raft::{
    AppendAnswer, AppendEntries, Body, LocalTime, LogEntry, LogIndex, LogPosition, Message, NodeId, Payload, Round,
    Term,
};
use crate::replica::Held;
use serde::{Deserialize, Serialize};

/// The highest term and index that are taken: JSON numbers are exact everywhere up to it. Numbers near the end of what a
/// machine counts to would have the node count beyond it.
const NUMBER_MAX: u64 = (1 << 53) - 1;

/// The session of entries that come this way: the chapter's have none.
const SESSION: SessionId = SessionId(0);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RequestVote {
    term: u64,
    candidate_id: String,
    last_log_index: u64,
    last_log_term: u64,
}

pub(super) fn request_vote(body: &[u8], node: NodeId) -> Result<Message, HttpResponse> {
    let form = r#"{"term": 1, "candidateId": "node2", "lastLogIndex": 0, "lastLogTerm": 0}"#;
    let RequestVote { term, candidate_id, last_log_index, last_log_term } = parsed(body, form)?;
    let last = LogPosition {
        term: Term(number("lastLogTerm", last_log_term)?),
        index: LogIndex(number("lastLogIndex", last_log_index)?),
    };
    let body = Body::RequestVote { last, by_transfer: false };
    Ok(Message { from: peer("candidateId", &candidate_id, node)?, to: node, term: Term(number("term", term)?), body })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AppendEntriesRequest {
    term: u64,
    leader_id: String,
    prev_log_index: u64,
    prev_log_term: u64,
    entries: Vec<Entry>,
    leader_commit: u64,
}

/// An entry of the chapter's log. Its command is JSON in a string.
#[derive(Deserialize)]
struct Entry {
    index: u64,
    term: u64,
    command: String,
}

/// A command of the chapter, as it stands in its log.
#[derive(Deserialize)]
struct Logged {
    #[serde(rename = "type")]
    kind: String,
    key: String,
    value: Option<String>,
}

pub(super) fn append_entries(body: &[u8], node: NodeId) -> Result<Message, HttpResponse> {
    let form =
        r#"{"term": 1, "leaderId": "node1", "prevLogIndex": 0, "prevLogTerm": 0, "entries": [], "leaderCommit": 0}"#;
    let request: AppendEntriesRequest = parsed(body, form)?;
    let prev = LogPosition {
        term: Term(number("prevLogTerm", request.prev_log_term)?),
        index: LogIndex(number("prevLogIndex", request.prev_log_index)?),
    };
    let term = Term(number("term", request.term)?);
    let (mut entries, mut last) = (Vec::with_capacity(request.entries.len()), prev);
    for (place, entry) in request.entries.iter().enumerate() {
        let position = LogPosition { term: Term(entry.term), index: last.index.next() };
        if entry.index != position.index.0 {
            let (expected, found) = (position.index.0, entry.index);
            return Err(wrong(&format!("entries[{place}].index: expected {expected}, found {found}")));
        }
        if position.term < last.term || term < position.term {
            let (from, to, found) = (last.term.0, term.0, entry.term);
            return Err(wrong(&format!("entries[{place}].term: expected {from} to {to}, found {found}")));
        }
        entries.push(LogEntry { term: position.term, payload: payload(&entry.command, position, place)? });
        last = position;
    }
    let leader_commit = LogIndex(number("leaderCommit", request.leader_commit)?);
    let body = AppendEntries { round: Round::default(), sent_at: LocalTime(0), prev, entries, leader_commit };
    let from = peer("leaderId", &request.leader_id, node)?;
    Ok(Message { from, to: node, term, body: Body::AppendEntries(body) })
}

/// A command of the chapter's log as an entry of ours. The position numbers the request: positions rise along a log, so each
/// entry is applied once.
fn payload(command: &str, position: LogPosition, place: usize) -> Result<Payload, HttpResponse> {
    let what = format!("entries[{place}].command");
    let form = r#"{"type":"SET","key":"…","value":"…"}, DELETE or GET"#;
    let unexpected = || format!("{what}: expected {form} in a string, found {}", quoted(command));
    let logged: Logged =
        serde_json::from_slice(command.as_bytes()).map_err(|error| wrong(&format!("{}: {error}", unexpected())))?;
    let text = |text: &str| value_text(&what, text).map(Text::from);
    let key = text(&logged.key)?;
    let command = match (&*logged.kind, logged.value) {
        ("SET", Some(value)) => Command::Set { key, value: text(&value)? },
        ("GET", _) => Command::Get { key },
        ("DELETE", _) => Command::Delete { key },
        _ => return Err(wrong(&unexpected())),
    };
    let id = RequestId((position.term.0 << 32).saturating_add(position.index.0));
    Ok(Payload::Command(Request { session: SESSION, id, command }.encode()))
}

fn number(field: &str, found: u64) -> Result<u64, HttpResponse> {
    if NUMBER_MAX < found {
        return Err(wrong(&format!("{field}: expected 0 to {NUMBER_MAX}, found {found}")));
    }
    Ok(found)
}

/// The node that a message says that it is from.
fn peer(field: &str, name: &str, node: NodeId) -> Result<NodeId, HttpResponse> {
    node_named(name).filter(|from| *from != node).ok_or_else(|| {
        let error = format!("{field}: expected a node other than {}, found {}", name_of(node), quoted(name));
        wrong(&error)
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Vote {
    term: u64,
    vote_granted: bool,
}

#[derive(Serialize)]
struct Success {
    term: u64,
    success: bool,
}

/// A reply of the node, as the chapter answers it; none if it replies to neither RPC.
pub fn answer_message(reply: &Message) -> Option<HttpResponse> {
    let term = reply.term.0;
    if let Body::RequestVoteReply { granted } = reply.body {
        return Some(HttpResponse::json(Status::Ok, &Vote { term, vote_granted: granted }));
    }
    if let Body::AppendEntriesReply { answer, .. } = &reply.body {
        let success = matches!(answer, AppendAnswer::Accepted { .. });
        return Some(HttpResponse::json(Status::Ok, &Success { term, success }));
    }
    None
}

/// The reply that a request waits for. A replica sends replies to the node that a message names as its sender, and perhaps
/// only when something is durable. The host shows each message that leaves to the requests that wait, and sends it to whoever
/// asked, and not to that node, if it is the reply to one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AwaitedReply {
    to: NodeId,
    to_vote: bool,
    /// Whether the step that takes the message is under way: what is sent in it is its reply.
    in_step: bool,
    /// Replies to messages that this node itself sent, which wait for the disk and leave before.
    before: usize,
}

impl AwaitedReply {
    /// The reply to a message that the replica is about to be given; `held` is what it holds back until then.
    pub fn to<M>(message: &Message, held: &[Held<M>]) -> AwaitedReply {
        let to_vote = matches!(message.body, Body::RequestVote { .. });
        let mut awaited = AwaitedReply { to: message.from, to_vote, in_step: true, before: 0 };
        awaited.before = awaited.count(held);
        awaited
    }

    /// Whether a message that leaves is the reply. Each that leaves is shown once, in order.
    pub fn is(&mut self, message: &Message) -> bool {
        let is_like_it = self.is_like(message);
        if is_like_it && !self.in_step && 0 < self.before {
            self.before -= 1;
            return false;
        }
        is_like_it
    }

    /// The step is over, and the reply has not left. Returns whether it will.
    pub fn is_to_come<M>(&mut self, held: &[Held<M>]) -> bool {
        self.in_step = false;
        self.before < self.count(held)
    }

    fn is_like(&self, message: &Message) -> bool {
        let is_kind = match message.body {
            Body::RequestVoteReply { .. } => self.to_vote,
            Body::AppendEntriesReply { .. } => !self.to_vote,
            Body::RequestVote { .. }
            | Body::AppendEntries(_)
            | Body::InstallSnapshot(_)
            | Body::InstallSnapshotReply { .. }
            | Body::PreVote { .. }
            | Body::PreVoteReply { .. }
            | Body::TimeoutNow
            | Body::ReadIndex { .. }
            | Body::ReadIndexReply { .. } => false,
        };
        is_kind && message.to == self.to
    }

    fn count<M>(&self, held: &[Held<M>]) -> usize {
        held.iter().filter(|held| self.is_like(&held.message)).count()
    }
}
