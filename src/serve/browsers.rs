//! Browsers: what a page may ask a node, by where the page comes from. A page of this cluster, which one of the nodes serves, may
//! speak to all of them; a page from elsewhere may read nothing and change nothing, even one whose own name leads to the node.

use super::book::Book;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderName, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method};
use serde_json::{Value, json};
use std::sync::Arc;
use tower_http::cors::{AllowOrigin, CorsLayer};

/// The name by which a client has called this node.
pub fn host(headers: &HeaderMap) -> Option<&str> {
    headers.get(HOST).and_then(|host| host.to_str().ok())
}

/// Whether a request calls this node by a name that is not its own. A browser says by which name it came, so that a request
/// without a host comes from no page.
pub fn is_misdirected(book: &Book, headers: &HeaderMap) -> bool {
    let is_other = |host: &HeaderValue| !host.is_empty() && !host.to_str().is_ok_and(|host| book.goes_by(host));
    headers.get_all(HOST).iter().any(is_other)
}

fn knows(book: &Book, origin: &HeaderValue, headers: &HeaderMap) -> bool {
    origin.to_str().is_ok_and(|origin| book.knows(origin, host(headers)))
}

/// Lets the pages of the nodes read the answers, and no other page.
pub fn cors(book: Arc<Book>) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(move |origin: &HeaderValue, parts: &Parts| {
            knows(&book, origin, &parts.headers)
        }))
        .allow_methods([Method::GET, Method::POST, Method::DELETE])
        .allow_headers([AUTHORIZATION, CONTENT_TYPE, HeaderName::from_static(IDEMPOTENCY_KEY_NAME)])
        .expose_headers([HeaderName::from_static(LEADER_NAME)])
        .vary([ORIGIN])
}

/// Names of headers in lower case, as HTTP compares them.
const IDEMPOTENCY_KEY_NAME: &str = "idempotency-key";
const LEADER_NAME: &str = "x-raft-leader";

/// Whether a page from elsewhere would change something by this request. A browser sends such a request without asking
/// first, and only hides the answer.
pub fn is_foreign(book: &Book, method: &Method, headers: &HeaderMap) -> bool {
    let foreign = |origin| !knows(book, origin, headers);
    ![Method::GET, Method::HEAD, Method::OPTIONS].contains(method) && headers.get(ORIGIN).is_some_and(foreign)
}

/// `GET /cluster.json`: which node this is, and the addresses of all for clients.
pub fn cluster(book: &Book, headers: &HeaderMap) -> Value {
    let nodes = book.all(host(headers)).into_iter().map(|(node, url)| (node.to_string(), Value::from(url)));
    json!({ "node": book.node.to_string(), "nodes": nodes.collect::<serde_json::Map<_, _>>() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{IDEMPOTENCY_KEY, LEADER};

    #[test]
    fn header_names_are_those_of_the_api() {
        assert!(IDEMPOTENCY_KEY.eq_ignore_ascii_case(IDEMPOTENCY_KEY_NAME));
        assert!(LEADER.eq_ignore_ascii_case(LEADER_NAME));
    }
}
