//! An answer: its status, headers and body.

use super::name_of;
use crate::raft::NodeId;
use serde::{Deserialize, Serialize};

/// The header that names the leader, where the node knows it.
pub const LEADER: &str = "X-Raft-Leader";

/// Every status of this API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It is done, or this is the answer.
    Ok,
    /// `?redirect`: the leader is at `Location`.
    TemporaryRedirect,
    /// The request is not of the form that its path asks for.
    BadRequest,
    /// The path is for those that show a token.
    Unauthorized,
    /// The path is not for everyone.
    Forbidden,
    /// There is no such path, or the key has no value.
    NotFound,
    /// The path has no such method; `Allow` names those that it has.
    MethodNotAllowed,
    /// The value was not the old one of a compare-and-set.
    Conflict,
    /// Body, key or value is above its limit.
    TooLarge,
    /// The idempotency key has named another write before.
    UnprocessableContent,
    /// What the chapter answers to everything that goes wrong.
    InternalServerError,
    /// Nothing was done: no leader is known, or it takes no commands now. To ask again helps.
    ServiceUnavailable,
    /// A majority did not confirm it in time, or the leader that it was forwarded to did not answer. A write may still be
    /// applied.
    GatewayTimeout,
}

impl Status {
    /// Every status.
    pub const ALL: [Status; 13] = [
        Status::Ok,
        Status::TemporaryRedirect,
        Status::BadRequest,
        Status::Unauthorized,
        Status::Forbidden,
        Status::NotFound,
        Status::MethodNotAllowed,
        Status::Conflict,
        Status::TooLarge,
        Status::UnprocessableContent,
        Status::InternalServerError,
        Status::ServiceUnavailable,
        Status::GatewayTimeout,
    ];

    /// Its number.
    pub const fn code(self) -> u16 {
        match self {
            Status::Ok => 200,
            Status::TemporaryRedirect => 307,
            Status::BadRequest => 400,
            Status::Unauthorized => 401,
            Status::Forbidden => 403,
            Status::NotFound => 404,
            Status::MethodNotAllowed => 405,
            Status::Conflict => 409,
            Status::TooLarge => 413,
            Status::UnprocessableContent => 422,
            Status::InternalServerError => 500,
            Status::ServiceUnavailable => 503,
            Status::GatewayTimeout => 504,
        }
    }

    /// Its name in a status line.
    pub const fn reason(self) -> &'static str {
        match self {
            Status::Ok => "OK",
            Status::TemporaryRedirect => "Temporary Redirect",
            Status::BadRequest => "Bad Request",
            Status::Unauthorized => "Unauthorized",
            Status::Forbidden => "Forbidden",
            Status::NotFound => "Not Found",
            Status::MethodNotAllowed => "Method Not Allowed",
            Status::Conflict => "Conflict",
            Status::TooLarge => "Content Too Large",
            Status::UnprocessableContent => "Unprocessable Content",
            Status::InternalServerError => "Internal Server Error",
            Status::ServiceUnavailable => "Service Unavailable",
            Status::GatewayTimeout => "Gateway Timeout",
        }
    }
}

#[derive(Serialize)]
struct Wrong<'a> {
    error: &'a str,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpResponse {
    /// The number of its [`Status`].
    pub status: u16,
    /// Its headers, without the length.
    pub headers: Vec<(String, String)>,
    /// Its body, which is JSON.
    pub body: String,
}

impl HttpResponse {
    /// An answer with a body.
    pub fn json(status: Status, body: &impl Serialize) -> HttpResponse {
        // Texts, numbers and maps with texts for keys have no way to fail.
        let body = serde_json::to_string(body).expect("an answer is JSON");
        let headers = vec![("Content-Type".to_string(), "application/json; charset=utf-8".to_string())];
        HttpResponse { status: status.code(), headers, body }
    }

    /// An answer that says what is wrong.
    pub fn error(status: Status, error: &str) -> HttpResponse {
        HttpResponse::json(status, &Wrong { error })
    }

    /// The same, with a header more.
    #[must_use]
    pub fn with(mut self, name: &str, value: String) -> HttpResponse {
        self.headers.push((name.to_string(), value));
        self
    }

    /// The same, with the leader that the node knows.
    #[must_use]
    pub fn from_node_that_knows(self, leader: Option<NodeId>) -> HttpResponse {
        match leader {
            Some(leader) => self.with(LEADER, name_of(leader)),
            None => self,
        }
    }

    /// What `HEAD` gets of it: all but the body.
    #[must_use]
    pub fn head(&self) -> HttpResponse {
        HttpResponse { body: String::new(), ..self.clone() }
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
        found.map(|(_, value)| &**value)
    }
}
