//! What a node answers, and by which status, once its replica has.

use super::name_of;
use super::request::Asked;
use super::response::{HttpResponse, Status};
use crate::kv::{Command, Outcome};
use crate::raft::{Config, Flaw, NodeId};
use crate::replica::Answer;
use serde::Serialize;

/// The header by which a node marks a request that it forwards.
pub const FORWARDED: &str = "X-Raft-Forwarded";

/// When to ask again, seconds: an election takes less.
const RETRY_AFTER_S: u32 = 1;

/// Whose answers a node gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Ours.
    Raftarium,
    /// Those of the chapter's TypeScript, as printed.
    Chapter,
    /// Those of the chapter's Python, as printed.
    ChapterPython,
}

impl Dialect {
    /// The dialect of a node with these settings. The chapter's followers do not help clients, which is a setting; what
    /// tells its Python from its TypeScript is a flaw that only the former has.
    pub const fn of(config: &Config) -> Dialect {
        match (config.follower_reads, config.flaws.contains(Flaw::HeartbeatsIgnored)) {
            (true, _) => Dialect::Raftarium,
            (false, false) => Dialect::Chapter,
            (false, true) => Dialect::ChapterPython,
        }
    }
}

/// Where a request is answered.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// Whose answers the node gives.
    pub dialect: Dialect,
    /// The leader that it knows.
    pub leader: Option<NodeId>,
    /// Whether another node has forwarded the request to it.
    pub forwarded: bool,
    /// The path of the request, with the query, for `Location`.
    pub path: &'a str,
    /// The address of a node for clients, such as `http://localhost:3001`.
    pub address_of: &'a dyn Fn(NodeId) -> String,
}

/// What a node does with a request that its replica has answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// It answers.
    Respond(HttpResponse),
    /// It sends the request to this node, marked with [`FORWARDED`], and passes the answer on.
    Forward(NodeId),
}

/// What a node does once its replica has answered a command, or the read of [`Asked::All`].
///
/// # Panics
/// If the replica was not asked, or has done a read of all: the caller answers these from the node's state.
pub fn next(asked: &Asked, answer: &Answer, place: Place<'_>) -> Next {
    let (command, redirect) = match asked {
        Asked::Command { command, redirect, .. } => (Some(command), *redirect),
        Asked::All { redirect } => (None, *redirect),
        Asked::Debug | Asked::Rpc(_) => panic!("a replica is asked for commands and reads"),
    };
    let response = match answer {
        Answer::Done(outcome) => {
            let command = command.expect("a read of all is answered from the store");
            done(command, outcome, place.dialect)
        }
        Answer::NotLeader(leader) if place.dialect != Dialect::Raftarium => as_printed(*leader),
        Answer::HandingOver(_) | Answer::Unconfirmed if place.dialect != Dialect::Raftarium => as_printed(None),
        Answer::NotLeader(Some(leader)) if redirect => redirected(*leader, place),
        Answer::NotLeader(Some(leader)) if !place.forwarded => return Next::Forward(*leader),
        Answer::NotLeader(Some(leader)) => {
            return Next::Respond(unavailable("this node does not lead").from_node_that_knows(Some(*leader)));
        }
        Answer::NotLeader(None) => return Next::Respond(unavailable("no leader is known")),
        Answer::HandingOver(to) => {
            unavailable(&format!("leadership is being handed over to {}, nothing was done", name_of(*to)))
        }
        Answer::KeyTaken => {
            let error =
                "the idempotency key has named another write before, nothing was done; a new write needs a new key";
            HttpResponse::error(Status::UnprocessableContent, error)
        }
        Answer::Unconfirmed => unavailable("no majority has confirmed what is committed"),
    };
    Next::Respond(response.from_node_that_knows(place.leader))
}

/// The answer to a command that is done.
fn done(command: &Command, outcome: &Outcome, dialect: Dialect) -> HttpResponse {
    let key = &**command.key();
    let found = |value: &str| HttpResponse::json(Status::Ok, &Found { key, value: Some(value) });
    match (command, outcome) {
        (_, Outcome::Value(value)) => found(value),
        (_, Outcome::Absent) => absent(key, dialect),
        (_, Outcome::Refused) => {
            let error = "the value is not the old one, nothing was done";
            HttpResponse::json(Status::Conflict, &Wrong { error: error.to_string(), key })
        }
        (Command::Delete { .. }, Outcome::Ok) => HttpResponse::json(Status::Ok, &Deleted { key, deleted: true }),
        (Command::Set { value, .. } | Command::Cas { new: value, .. }, Outcome::Ok) => found(value),
        // An idempotency key that named a write before names it still; so a read gets `ok` by no other way.
        (Command::Get { .. }, Outcome::Ok) => HttpResponse::json(Status::Ok, &Found { key, value: None }),
    }
}

#[derive(Serialize)]
struct Found<'a> {
    key: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
}

#[derive(Serialize)]
struct Null<'a> {
    key: &'a str,
    value: (),
}

#[derive(Serialize)]
struct Deleted<'a> {
    key: &'a str,
    deleted: bool,
}

#[derive(Serialize)]
struct Wrong<'a> {
    error: String,
    key: &'a str,
}

fn absent(key: &str, dialect: Dialect) -> HttpResponse {
    match dialect {
        Dialect::Raftarium => {
            HttpResponse::json(Status::NotFound, &Wrong { error: format!("the key {key:?} has no value"), key })
        }
        // JavaScript leaves a field out that is undefined.
        Dialect::Chapter => HttpResponse::json(Status::Ok, &Found { key, value: None }),
        Dialect::ChapterPython => HttpResponse::json(Status::Ok, &Null { key, value: () }),
    }
}

/// The chapter's refusals, in its words.
fn as_printed(leader: Option<NodeId>) -> HttpResponse {
    let error = match leader {
        Some(leader) => format!("Pas un leader. Veuillez rediriger vers {}", name_of(leader)),
        None => "Aucun leader connu. Veuillez réessayer.".to_string(),
    };
    HttpResponse::error(Status::InternalServerError, &error)
}

fn redirected(leader: NodeId, place: Place<'_>) -> HttpResponse {
    let error = format!("{} leads, ask it", name_of(leader));
    let location = format!("{}{}", (place.address_of)(leader), place.path);
    HttpResponse::error(Status::TemporaryRedirect, &error).with("Location", location)
}

fn unavailable(error: &str) -> HttpResponse {
    let error = format!("{error}, try again");
    HttpResponse::error(Status::ServiceUnavailable, &error).with("Retry-After", RETRY_AFTER_S.to_string())
}

/// The answer of a node that forwarded a request to a node which it did not reach: nothing was done.
pub fn not_reached(leader: NodeId) -> HttpResponse {
    unavailable(&format!("{} leads and cannot be reached", name_of(leader)))
}

/// The answer where none came in time: from the leader that a request was forwarded to, or else from a majority.
pub fn no_answer_in_time(forwarded_to: Option<NodeId>) -> HttpResponse {
    let what = match forwarded_to {
        Some(leader) => format!("{} leads and did not answer in time", name_of(leader)),
        None => "no majority has confirmed it in time".to_string(),
    };
    HttpResponse::error(Status::GatewayTimeout, &format!("{what}; a write may still be applied"))
}

/// The answer to a request without the token that it needs.
pub fn no_token() -> HttpResponse {
    let error = "this path is for those that know the token: Authorization: Bearer TOKEN";
    HttpResponse::error(Status::Unauthorized, error).with("WWW-Authenticate", "Bearer".to_string())
}

/// The answer of a node that has too much to do: nothing was done.
pub fn too_busy() -> HttpResponse {
    unavailable("too many requests wait here")
}

/// The answer to a request from where it may not come from.
pub fn not_from_there() -> HttpResponse {
    HttpResponse::error(Status::Forbidden, "this path is for the nodes of the cluster")
}

/// The answer to a request that calls a node by a name which is not its own.
pub fn not_by_that_name() -> HttpResponse {
    let words = "this node does not go by the name in the header Host: call it by an address or localhost, or start it with \
                 --hosts or --urls that say the name";
    HttpResponse::error(Status::Forbidden, words)
}

/// The answer where a node says nothing to a message of Raft: one that hears a leader disregards candidates.
pub fn no_answer_to_message() -> HttpResponse {
    HttpResponse::error(Status::ServiceUnavailable, "the node disregards this message")
}
