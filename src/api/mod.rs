//! The HTTP API of one node, as values: what a request asks for, and what the answer is. It does no I/O and has no clock,
//! so the simulated server and the real one mean the same by it; neither decides a status by itself.
//!
//! | request | asks for | answer |
//! |---|---|---|
//! | `POST /kv` with `{"key","value"}` | a set; with `"old"` too, a compare-and-set | 200 `{"key","value"}`; 409 |
//! | `GET /kv/KEY` | a read | 200 `{"key","value"}`; 404 |
//! | `DELETE /kv/KEY` | a deletion | 200 `{"key","deleted":true}` |
//! | `GET /kv` | all keys and values | 200, an object |
//! | `GET /debug` | the node's own state | 200, the chapter's seven fields and ours under `raft` |
//! | `POST /raft/request-vote`, `/raft/append-entries` | a message of Raft | 200 `{"term","voteGranted"}`, `{"term","success"}` |
//!
//! # Who answers
//! Any node does. A follower confirms reads with its leader, as the replica has it. A write that the replica refuses because
//! another node leads is forwarded there once ([`Next::Forward`]); a request with `?redirect` is answered with 307 instead.
//! One request is one try: a node that has forwarded a request passes the answer on and asks nobody else.
//!
//! An idempotency key makes a write that is sent again apply once. The answer to it is that of the first time. Under a key that has
//! named another write nothing is done, and the answer is 422, as the draft of the header has it
//! (draft-ietf-httpapi-idempotency-key-header). A read ignores the key.
//!
//! # Where we differ from the chapter
//! - A missing key is 404. The chapter answers 200 with `{"key":"foo"}` (its Python: `"value":null`), and a client that looks
//!   at the status alone takes that for a value.
//! - A refusal is 503 with `Retry-After`, not 500: to ask again helps.
//! - Key and value are strings. The chapter takes any JSON, and a missing field for `undefined`.
//! - The `Content-Type` is not looked at: `curl -d` sends another one, with which the chapter reads an empty body.
//!
//! Where followers do not help clients (`config follower-reads off`, which the presets switch on), the node answers as the
//! chapter prints it ([`Dialect`]): refusals are 500 with its words, a missing key is 200, and nothing is forwarded.

mod answer;
mod body;
mod debug;
mod request;
mod response;
mod rpc;

pub use answer::{
    Dialect, FORWARDED, Next, Place, next, no_answer_in_time, no_answer_to_message, no_token, not_by_that_name,
    not_from_there, not_reached, too_busy,
};
pub use debug::{Debug, all, debug};
pub use request::{
    Asked, BODY_BYTES_MAX, HttpRequest, IDEMPOTENCY_KEY, IDEMPOTENCY_KEY_BYTES_MAX, key_is_no_text, read,
};
pub use response::{HttpResponse, LEADER, Status};
pub use rpc::{AwaitedReply, answer_message};

use crate::raft::NodeId;

/// The name of a node in this API: `node1`, as the chapter's Compose file has it.
pub fn name_of(node: NodeId) -> String {
    format!("node{}", node.number())
}

/// The node with a name: `node2`, or `n2` as everywhere else here; a port may follow, as in the chapter's `PEER_IDS`.
pub fn node_named(name: &str) -> Option<NodeId> {
    let name = name.split_once(':').map_or(name, |(name, _)| name);
    let number = name.strip_prefix("node").or_else(|| name.strip_prefix('n'))?;
    // `+2` and `02` are numbers for Rust, and no names here.
    number.parse().ok().and_then(NodeId::new).filter(|node| node.number().to_string() == number)
}

#[cfg(test)]
mod tests;
