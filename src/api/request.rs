//! What a request asks for.

use super::body::{parsed, quoted, too_large, value_text, wrong};
use super::response::{HttpResponse, Status};
use super::rpc;
use crate::kv::{Command, TEXT_BYTES_MAX};
use crate::raft::{Message, NodeId};
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Deserializer, Serialize};

/// The longest body, in bytes.
pub const BODY_BYTES_MAX: usize = 64 * 1024;

/// The header with the idempotency key of a write.
pub const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// The longest idempotency key, in bytes.
pub const IDEMPOTENCY_KEY_BYTES_MAX: usize = 256;

/// A request: what of it matters here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct HttpRequest {
    /// The method, in capitals.
    pub method: String,
    /// The path, with the query, percent-encoded.
    pub path: String,
    /// The header [`IDEMPOTENCY_KEY`].
    pub idempotency_key: Option<String>,
    /// The body. A host that reads it from a socket may stop after [`BODY_BYTES_MAX`] bytes and one.
    pub body: Vec<u8>,
}

/// What a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A command.
    Command {
        /// Which.
        command: Command,
        /// The idempotency key of a write, which is a session of its own.
        key: Option<String>,
        /// Whether the client wants to be sent to the leader, and not to be forwarded.
        redirect: bool,
    },
    /// All keys and values, read as one key is.
    All {
        /// As in [`Asked::Command`].
        redirect: bool,
    },
    /// The node's own state.
    Debug,
    /// A message of Raft, as if the node sent it that the request names.
    Rpc(Message),
}

/// Where a request may go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Route<'a> {
    Store,
    Key(&'a str),
    Debug,
    RequestVote,
    AppendEntries,
}

const ROUTES: &str = "/kv, /kv/KEY, /debug, /raft/request-vote or /raft/append-entries";

impl<'a> Route<'a> {
    fn of(path: &'a str) -> Option<Route<'a>> {
        // A slash at the end changes nothing, as in the chapter's server.
        let path = path.strip_suffix('/').unwrap_or(path);
        match path {
            "/kv" => Some(Route::Store),
            "/debug" => Some(Route::Debug),
            "/raft/request-vote" => Some(Route::RequestVote),
            "/raft/append-entries" => Some(Route::AppendEntries),
            _ => path.strip_prefix("/kv/").filter(|key| !key.contains('/')).map(Route::Key),
        }
    }

    /// The methods that it knows.
    const fn methods(self) -> &'static [&'static str] {
        match self {
            Route::Store => &["GET", "HEAD", "POST"],
            Route::Key(_) => &["GET", "HEAD", "DELETE"],
            Route::Debug => &["GET", "HEAD"],
            Route::RequestVote | Route::AppendEntries => &["POST"],
        }
    }
}

/// What a request asks of a node.
///
/// # Errors
/// The answer to a request that asks for nothing: 400, 404, 405 or 413, with the place of the fault and what was expected
/// there.
pub fn read(request: &HttpRequest, node: NodeId) -> Result<Asked, HttpResponse> {
    let (path, query) =
        request.path.split_once('?').map_or((&*request.path, None), |(path, query)| (path, Some(query)));
    let route = Route::of(path).ok_or_else(|| {
        HttpResponse::error(Status::NotFound, &format!("path: expected {ROUTES}, found {}", quoted(path)))
    })?;
    let methods = route.methods();
    if !methods.contains(&&*request.method) {
        let expected = methods.join(" or ");
        let error = format!("method of {path}: expected {expected}, found {}", quoted(&request.method));
        return Err(HttpResponse::error(Status::MethodNotAllowed, &error).with("Allow", methods.join(", ")));
    }
    if BODY_BYTES_MAX < request.body.len() {
        return Err(too_large("body", BODY_BYTES_MAX));
    }
    let redirect = wants_redirect(query)?;
    match (route, &*request.method) {
        (Route::Store, "POST") => {
            Ok(Asked::Command { command: write(&request.body)?, key: idempotency_key(request)?, redirect })
        }
        (Route::Store, _) => Ok(Asked::All { redirect }),
        (Route::Key(key), "DELETE") => {
            let command = Command::Delete { key: decoded(key)?.into() };
            Ok(Asked::Command { command, key: idempotency_key(request)?, redirect })
        }
        (Route::Key(key), _) => {
            Ok(Asked::Command { command: Command::Get { key: decoded(key)?.into() }, key: None, redirect })
        }
        (Route::Debug, _) => Ok(Asked::Debug),
        (Route::RequestVote, _) => rpc::request_vote(&request.body, node).map(Asked::Rpc),
        (Route::AppendEntries, _) => rpc::append_entries(&request.body, node).map(Asked::Rpc),
    }
}

/// `?redirect`, alone or with a value, and nothing else.
fn wants_redirect(query: Option<&str>) -> Result<bool, HttpResponse> {
    let mut redirect = false;
    for part in query.unwrap_or_default().split('&').filter(|part| !part.is_empty()) {
        redirect = match part {
            "redirect" | "redirect=1" | "redirect=true" => true,
            "redirect=0" | "redirect=false" => false,
            _ => return Err(wrong(&format!("query: expected redirect, found {}", quoted(part)))),
        };
    }
    Ok(redirect)
}

/// The body of `POST /kv`.
#[derive(Deserialize)]
struct Write {
    key: String,
    value: String,
    #[serde(default, deserialize_with = "some_text")]
    old: Option<String>,
}

/// A text that is there: `null` would be read as if the field were missing, and the write would not compare.
fn some_text<'a, D: Deserializer<'a>>(text: D) -> Result<Option<String>, D::Error> {
    String::deserialize(text).map(Some)
}

fn write(body: &[u8]) -> Result<Command, HttpResponse> {
    let Write { key, value, old } = parsed(body, r#"{"key": "…", "value": "…"}"#)?;
    let (key, value) = (text("key", &key)?.into(), value_text("value", &value)?.into());
    Ok(match old {
        Some(old) => Command::Cas { key, old: value_text("old", &old)?.into(), new: value },
        None => Command::Set { key, value },
    })
}

/// The key of a path.
fn decoded(key: &str) -> Result<String, HttpResponse> {
    let key = percent_decode_str(key).decode_utf8();
    let key = key.map_err(|_| wrong("path: expected a key in UTF-8, found other bytes"))?;
    text("key", &key).map(String::from)
}

/// A key: a path cannot name an empty one.
fn text<'a>(what: &str, text: &'a str) -> Result<&'a str, HttpResponse> {
    if text.is_empty() {
        return Err(wrong(&format!("{what}: expected 1 to {TEXT_BYTES_MAX} bytes, found none")));
    }
    value_text(what, text)
}

/// The answer to an idempotency key that is no text: made into one, two keys could become the same.
pub fn key_is_no_text() -> HttpResponse {
    wrong("Idempotency-Key: expected UTF-8, found other bytes")
}

fn idempotency_key(request: &HttpRequest) -> Result<Option<String>, HttpResponse> {
    let Some(key) = &request.idempotency_key else { return Ok(None) };
    if key.is_empty() || IDEMPOTENCY_KEY_BYTES_MAX < key.len() {
        let (found, max) = (key.len(), IDEMPOTENCY_KEY_BYTES_MAX);
        return Err(wrong(&format!("Idempotency-Key: expected 1 to {max} bytes, found {found}")));
    }
    Ok(Some(key.clone()))
}
