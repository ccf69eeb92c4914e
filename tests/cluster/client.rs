//! Clients, and the history of what they asked and heard.

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use raftarium::check::linearizability::{Call, Moment};
use raftarium::kv::{Command, Outcome};
use serde_json::{Value, json};
use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long a client waits for an answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// One request to one node, over a connection of its own. Returns status and JSON.
pub async fn request(to: SocketAddr, method: Method, path: &str, body: Option<Value>) -> io::Result<(u16, Value)> {
    let response = exchange(to, method, path, &[("host", "localhost")], body).await?;
    Ok((response.status().as_u16(), serde_json::from_slice(response.body()).unwrap_or(Value::Null)))
}

/// The same with these headers. Returns all of the answer.
pub async fn exchange(
    to: SocketAddr,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<Value>,
) -> io::Result<Response<Bytes>> {
    let exchange = async {
        let stream = TcpStream::connect(to).await?;
        stream.set_nodelay(true)?;
        let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
        let (mut sender, connection) = handshake.map_err(io::Error::other)?;
        let driving = tokio::spawn(connection);
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let request = Request::builder().method(method).uri(path);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let request = request.body(Full::new(Bytes::from(body))).map_err(io::Error::other)?;
        let (parts, body) = sender.send_request(request).await.map_err(io::Error::other)?.into_parts();
        let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
        driving.abort();
        Ok(Response::from_parts(parts, body))
    };
    timeout(PATIENCE, exchange).await?
}

/// The events of a node from now on.
pub struct Events {
    body: Incoming,
    text: String,
}

impl Events {
    /// Opens the stream.
    pub async fn of(node: SocketAddr) -> io::Result<Events> {
        let stream = TcpStream::connect(node).await?;
        let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
        let (mut sender, connection) = handshake.map_err(io::Error::other)?;
        tokio::spawn(connection);
        let request = Request::get("/events").header("host", "localhost").body(Full::<Bytes>::default());
        let response = sender.send_request(request.map_err(io::Error::other)?).await.map_err(io::Error::other)?;
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Ok(Events { body: response.into_body(), text: String::new() })
    }

    /// The line of the next event; none once the stream has ended.
    pub async fn next(&mut self) -> Option<Value> {
        loop {
            while let Some((event, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name));
                let line = field("data: ").map(|data| serde_json::from_str::<Value>(data).expect("a line is JSON"));
                assert!(line.iter().all(|line| field("id: ") == Some(&line["id"].to_string())), "{event}");
                self.text = rest.to_string();
                if line.is_some() {
                    return line;
                }
            }
            let frame = timeout(PATIENCE, self.body.frame()).await.expect("a sign of life in time")?.ok()?;
            let bytes = frame.into_data().unwrap_or_default();
            self.text.push_str(std::str::from_utf8(&bytes).expect("lines are escaped, and pieces whole events"));
        }
    }
}

/// What a command came to, as far as its client knows.
enum Came {
    /// It is done.
    To(Outcome),
    /// Nothing was done.
    ToNothing,
    /// It may be done, or be done later, or not at all.
    Unknown,
}

async fn ask(to: SocketAddr, command: &Command) -> Came {
    let path = format!("/kv/{}", command.key());
    let heard = match command {
        Command::Get { .. } => request(to, Method::GET, &path, None).await,
        Command::Delete { .. } => request(to, Method::DELETE, &path, None).await,
        Command::Set { key, value } => {
            request(to, Method::POST, "/kv", Some(json!({ "key": **key, "value": **value }))).await
        }
        Command::Cas { key, old, new } => {
            let body = json!({ "key": **key, "old": **old, "value": **new });
            request(to, Method::POST, "/kv", Some(body)).await
        }
    };
    let is_read = matches!(command, Command::Get { .. });
    match heard {
        Ok((200, body)) if is_read => Came::To(Outcome::Value(body["value"].as_str().expect("a value").into())),
        Ok((200, _)) => Came::To(Outcome::Ok),
        Ok((404, _)) if is_read => Came::To(Outcome::Absent),
        Ok((409, _)) => Came::To(Outcome::Refused),
        Ok((503, _)) => Came::ToNothing,
        Ok((504, _)) | Err(_) if is_read => Came::ToNothing,
        Ok((504, _)) | Err(_) => Came::Unknown,
        Ok((status, body)) => panic!("{status} {body} is no answer to {command:?}"),
    }
}

/// Asks, and returns the call for the history; none if nothing was done.
pub async fn call(client: u32, to: SocketAddr, command: Command, began: Instant) -> Option<Call> {
    let now = || Moment { at_us: began.elapsed().as_micros() as u64, event: None };
    let called = now();
    let returned = match ask(to, &command).await {
        Came::To(outcome) => Some((now(), outcome)),
        Came::ToNothing => return None,
        Came::Unknown => None,
    };
    Some(Call { client, command, called, returned })
}
