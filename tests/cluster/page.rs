//! A node serves the page, and the nodes' pages may speak to all nodes.

use super::client::exchange;
use super::nodes::{Process, folder};
use super::refusals::serve;
use hyper::Method;
use hyper::body::Bytes;
use hyper::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, LAST_MODIFIED,
};
use hyper::{HeaderMap, Response};
use serde_json::{Value, json};
use std::fs;
use std::net::SocketAddr;

const HTML: &str = "<!doctype html><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; connect-src \
                    'self'; script-src 'self'\"><title>Raftarium</title>";

async fn get(to: SocketAddr, path: &str, headers: &[(&str, &str)]) -> Response<Bytes> {
    exchange(to, Method::GET, path, &[&[("host", "localhost:4001")], headers].concat(), None).await.expect("an answer")
}

fn text(headers: &HeaderMap, name: impl hyper::header::AsHeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[tokio::test]
async fn a_node_serves_the_page_that_may_speak_to_all_nodes() {
    let folder = folder("page");
    let dist = folder.join("dist");
    fs::create_dir_all(dist.join("i18n")).expect("a folder");
    fs::write(dist.join("index.html"), HTML).expect("a file");
    fs::write(dist.join("raftarium.js"), "export {};").expect("a file");
    fs::write(folder.join("secret"), "beside the page").expect("a file");
    let mut command = serve("node1", &folder.join("data"));
    command.args(["--peers", "node2=127.0.0.1:4002,node3=node3:3000", "--urls", "node3=http://localhost:4003"]);
    command.arg("--page").arg(&dist);
    let process = Process::start(command, &folder.join("log")).expect("it starts");
    let to = process.address;

    let page = get(to, "/", &[]).await;
    let policy = "default-src 'none'; connect-src 'self' http://localhost:4001 http://127.0.0.1:4002 \
                  http://localhost:4003; script-src 'self'";
    assert_eq!((page.status().as_u16(), text(page.headers(), CONTENT_TYPE)), (200, "text/html; charset=utf-8"));
    let sent = format!("{policy}; frame-ancestors 'self'");
    assert_eq!(text(page.headers(), CONTENT_SECURITY_POLICY), sent);
    assert!(std::str::from_utf8(page.body()).expect("text").contains(policy), "its own policy names all nodes as well");
    let tag = text(page.headers(), ETAG).to_string();
    let again = get(to, "/index.html", &[("if-none-match", &tag)]).await;
    assert_eq!((again.status().as_u16(), again.body().len()), (304, 0));

    let script = get(to, "/raftarium.js", &[]).await;
    assert_eq!((script.status().as_u16(), &script.body()[..]), (200, &b"export {};"[..]));
    assert_eq!(text(script.headers(), CONTENT_TYPE), "text/javascript");
    assert_eq!(
        (text(script.headers(), CACHE_CONTROL), text(script.headers(), CONTENT_SECURITY_POLICY)),
        ("no-cache", &sent[..])
    );
    let since = text(script.headers(), LAST_MODIFIED).to_string();
    assert_eq!(get(to, "/raftarium.js", &[("if-modified-since", &since)]).await.status(), 304);

    for outside in ["/../secret", "/%2e%2e/secret", "/..%2fsecret", "/none.js", "/i18n", "/i18n/"] {
        let response = get(to, outside, &[]).await;
        let body: Value = serde_json::from_slice(response.body()).unwrap_or_default();
        assert!(
            response.status() == 404 && body["error"].is_string() || response.status() == 307,
            "{outside} {response:?}"
        );
        assert!(!response.body().ends_with(b"the page"), "{outside}");
    }
    let cluster: Value = serde_json::from_slice(get(to, "/cluster.json", &[]).await.body()).expect("JSON");
    let nodes = json!({ "n1": "http://localhost:4001", "n2": "http://127.0.0.1:4002", "n3": "http://localhost:4003" });
    assert_eq!(cluster, json!({ "node": "n1", "nodes": nodes }));
}

/// A page from elsewhere reads nothing, and changes nothing: a browser would send its request without asking.
#[tokio::test]
async fn only_pages_of_the_nodes_may_ask() {
    let folder = folder("origins");
    let mut command = serve("node1", &folder.join("data"));
    command.args(["--peers", "node2=127.0.0.1:4002", "--page", "none"]);
    let process = Process::start(command, &folder.join("log")).expect("it starts");
    let to = process.address;
    let own = format!("http://localhost:{}", to.port());
    let host = format!("127.0.0.1:{}", to.port());
    for (origin, is_known) in
        [("http://127.0.0.1:4002", true), ("http://localhost:4002", true), (&*own, true), ("http://example.org", false)]
    {
        for path in ["/debug", "/kv/x", "/events", "/ctl/status"] {
            let asked = [("host", &*host), ("origin", origin), ("access-control-request-method", "GET")];
            let asked = exchange(to, Method::OPTIONS, path, &asked, None).await.expect("an answer");
            let allowed = text(asked.headers(), ACCESS_CONTROL_ALLOW_ORIGIN);
            assert_eq!(allowed, if is_known { origin } else { "" }, "{path}");
        }
        let headers = [("host", &*host), ("origin", origin)];
        let debug = exchange(to, Method::GET, "/debug", &headers, None).await.expect("an answer");
        assert_eq!(text(debug.headers(), ACCESS_CONTROL_ALLOW_ORIGIN) == origin, is_known, "{origin}");
        let ordered = exchange(to, Method::POST, "/ctl/snapshot", &headers, None).await.expect("an answer");
        assert_eq!(ordered.status(), if is_known { 200 } else { 403 }, "{origin}");
        let body = json!({ "key": "x" });
        let written = exchange(to, Method::POST, "/kv", &headers, Some(body)).await.expect("an answer");
        assert_eq!(written.status(), if is_known { 400 } else { 403 }, "{origin}");
    }
    let metrics = get(to, "/metrics", &[("origin", "http://localhost:4002")]).await;
    assert!(metrics.headers().get(ACCESS_CONTROL_ALLOW_ORIGIN).is_none());
    let page = get(to, "/", &[]).await;
    assert!(page.status() == 404 && String::from_utf8_lossy(page.body()).contains("cargo xtask build"), "{page:?}");
}
