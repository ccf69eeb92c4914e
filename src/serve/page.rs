//! The page, as `cargo xtask build` makes it: a folder of files, which a node serves beside its API.
//!
//! The page as built has a policy (CSP) that lets it speak only to the host that it comes from. The other nodes are
//! other hosts, so a node serves the page with a policy that names all nodes. By it the page also knows that a node
//! serves it.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use std::path::{Path, PathBuf};
use tower_http::services::ServeDir;
use xxhash_rust::xxh3::xxh3_128;

/// The file that a browser is given for `/`.
const INDEX: &str = "index.html";

/// What stands before the policy in the page.
const POLICY: &str = "http-equiv=\"Content-Security-Policy\" content=\"";

/// The part of it that is extended.
const CONNECT: &str = "connect-src 'self'";

/// A browser asks for a file again each time, and is sent it again only if it has changed.
const REVALIDATED: HeaderValue = HeaderValue::from_static("no-cache");

/// The page's folder, if there is one.
#[derive(Clone, Debug)]
pub struct Page(pub Option<PathBuf>);

impl Page {
    /// The folder that is named, or one called `dist` beside the program or below the current folder.
    pub fn find(named: Option<PathBuf>) -> Page {
        let beside = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join("dist")));
        let found = [beside, Some(PathBuf::from("dist"))].into_iter().flatten();
        Page(named.or_else(|| found.into_iter().find(|folder| folder.join(INDEX).is_file())))
    }

    /// The answer to a request for a file; none if there is no such file. `nodes` are the addresses that the page may
    /// speak to.
    pub async fn respond(&self, request: Request<Body>, nodes: &[String]) -> Option<Response> {
        if ![Method::GET, Method::HEAD].contains(request.method()) {
            return None;
        }
        let is_index = ["/", "/index.html"].contains(&request.uri().path());
        let index = match &self.0 {
            Some(folder) => index(folder, nodes).await.ok(),
            None => None,
        };
        if is_index {
            let with = |(html, policy): (String, String)| with_policy(tagged(html, request.headers()), &policy);
            return Some(index.map_or_else(no_page, with));
        }
        let folder = self.0.as_ref()?;
        // A folder has no list of its files.
        let mut files = ServeDir::new(folder).append_index_html_on_directories(false);
        let response = files.try_call(request).await.ok()?;
        if response.status() == StatusCode::NOT_FOUND {
            return None;
        }
        let response = response.map(Body::new);
        // A worker has the policy of its own answer.
        Some(with_policy(response, &index.map(|(_, policy)| policy).unwrap_or_default()))
    }
}

/// The page and its policy, which lets it speak to the nodes.
async fn index(folder: &Path, nodes: &[String]) -> std::io::Result<(String, String)> {
    let html = tokio::fs::read_to_string(folder.join(INDEX)).await?;
    let html = html.replacen(CONNECT, &[CONNECT, &nodes.join(" ")].join(" "), 1);
    let policy =
        html.split_once(POLICY).and_then(|(_, rest)| rest.split_once('"')).map(|(policy, _)| policy.to_string());
    Ok((html, policy.unwrap_or_default()))
}

/// The page, unless the browser has it.
fn tagged(html: String, asked: &HeaderMap) -> Response {
    let tag = format!("\"{:032x}\"", xxh3_128(html.as_bytes()));
    let has_it = asked.get_all(IF_NONE_MATCH).iter().filter_map(|tags| tags.to_str().ok());
    let has_it = has_it.flat_map(|tags| tags.split(',')).any(|known| known.trim() == tag || known.trim() == "*");
    let body = if has_it { Body::empty() } else { Body::from(html) };
    let status = if has_it { StatusCode::NOT_MODIFIED } else { StatusCode::OK };
    (status, [(ETAG, tag), (CONTENT_TYPE, "text/html; charset=utf-8".to_string())], body).into_response()
}

fn with_policy(mut response: Response, policy: &str) -> Response {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, REVALIDATED);
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    // A page from elsewhere could show this one in a frame, and have a click give an operator's order. The policy in
    // the file cannot forbid that; a header can.
    if !policy.is_empty()
        && let Ok(policy) = HeaderValue::from_str(&format!("{policy}; frame-ancestors 'self'"))
    {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// The text for a node without a page.
fn no_page() -> Response {
    let words = "This is a node of a Raftarium cluster. Its API is below /kv and /debug.\n\
                 It also serves the page that shows what the cluster does, once that is built: run `cargo xtask build` in the\n\
                 sources, which makes a folder called dist, and start the node where that folder is, or with --page FOLDER.\n";
    (StatusCode::NOT_FOUND, words).into_response()
}
