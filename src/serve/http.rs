//! HTTP. `api` says what a request asks and what is answered; this module carries both.

use super::book::Book;
use super::browsers;
use super::ctl;
use super::door::Caller;
use super::events;
use super::inbox::{Answered, Inbox, Input, NotTaken, Refused};
use super::metrics::{self, Metrics, Standing};
use super::neighbours::Neighbours;
use super::page::Page;
use super::peers::{self, Hello};
use super::places::Places;
use super::scribes::Scribes;
use super::slots::Slots;
use super::token::Token;
use super::waiting::PATIENCE;
use crate::api::{self, Asked, HttpRequest, HttpResponse, Next, Place, Status};
use crate::kv::{Command, Request, RequestId, SessionId, Text};
use crate::raft::{Message, NodeId};
use crate::replica::Answer;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next as Inner, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{oneshot, watch};
use tokio::time::timeout;

/// How long a server that is alive takes to answer, at most.
const LIVE_MAX: Duration = Duration::from_secs(1);

/// What the tasks of all requests share.
pub struct Shared {
    /// The name of the cluster.
    pub cluster: String,
    /// This node, and where all of them are.
    pub book: Arc<Book>,
    /// Where the peers call from.
    pub neighbours: Neighbours,
    /// Who looks on, by address.
    pub watchers: Places,
    /// The page.
    pub page: Page,
    /// Whether callers come by TLS, so that peers show certificates.
    pub has_tls: bool,
    /// The token of operators.
    pub token: Option<Token>,
    /// The way to the replica.
    pub inbox: Inbox,
    /// How the node stands.
    pub standing: watch::Receiver<Standing>,
    /// The counters.
    pub metrics: Arc<Metrics>,
    /// They make long answers.
    pub scribes: Scribes,
    /// The sessions of requests.
    pub slots: Slots,
    /// Whether the server is about to end.
    pub is_ending: AtomicBool,
    /// Whether it takes no more requests, and streams end.
    pub is_over: watch::Receiver<bool>,
}

type Context = State<Arc<Shared>>;

/// All paths.
pub fn routes(shared: Arc<Shared>) -> Router {
    // The page of any node shows them all, and gives each its orders.
    let for_pages = Router::new()
        .route("/kv", any(respond))
        .route("/kv/", any(respond))
        .route("/kv/{*key}", any(respond))
        .route("/debug", any(respond))
        .route("/ctl/{*asked}", any(operate))
        .route("/events", get(stream_of_events))
        .layer(browsers::cors(Arc::clone(&shared.book)));
    Router::new()
        .merge(for_pages)
        .route("/livez", get(live))
        .route("/readyz", get(ready))
        .route("/metrics", get(text_of_metrics))
        .route("/cluster.json", get(cluster))
        .route(peers::PATH, get(stream))
        .fallback(page)
        .layer(from_fn_with_state(Arc::clone(&shared), called_by_name))
        .with_state(shared)
}

/// How long the body of a request may take.
const BODY_MAX: Duration = Duration::from_secs(30);

/// Paths that answer whatever name they are called by: they tell nothing, or ask for what no page can send. Peers may know this
/// node by a name that it does not know.
const FOR_ANY_HOST: [&str; 3] = ["/livez", "/readyz", peers::PATH];

/// Refuses requests under a name that is not this node's. With TLS, the certificate has its names, and a browser asks for them.
async fn called_by_name(State(shared): Context, request: axum::extract::Request, inner: Inner) -> Response {
    let is_checked = !shared.has_tls && !FOR_ANY_HOST.contains(&request.uri().path());
    if is_checked && browsers::is_misdirected(&shared.book, request.headers()) {
        return sent(api::not_by_that_name());
    }
    inner.run(request).await
}

/// Whether the thread of the replica takes its turns.
async fn live(State(shared): Context) -> Response {
    match timeout(LIVE_MAX, shared.inbox.look(|_, _| ())).await {
        Ok(Ok(())) => "ok\n".into_response(),
        Ok(Err(Refused)) | Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the replica does not answer\n").into_response(),
    }
}

/// Whether this node can serve clients.
async fn ready(State(shared): Context) -> Response {
    let standing = *shared.standing.borrow();
    let lack = if shared.is_ending.load(Ordering::Relaxed) {
        "the server is about to end\n"
    } else if standing.leader.is_none() {
        "no leader is known\n"
    } else if standing.last_applied < standing.commit_index {
        "the state machine is behind\n"
    } else {
        return "ok\n".into_response();
    };
    (StatusCode::SERVICE_UNAVAILABLE, lack).into_response()
}

/// Where all nodes are.
async fn cluster(State(shared): Context, headers: HeaderMap) -> Response {
    sent(HttpResponse::json(Status::Ok, &browsers::cluster(&shared.book, &headers)))
}

/// A file of the page; if there is none, the answer of `api`.
async fn page(State(shared): Context, caller: ConnectInfo<Caller>, request: axum::extract::Request) -> Response {
    let headers = request.headers();
    let nodes: Vec<String> = shared.book.all(browsers::host(headers)).into_values().collect();
    let mut asked = axum::http::Request::new(Body::empty());
    (*asked.method_mut(), *asked.uri_mut()) = (request.method().clone(), request.uri().clone());
    *asked.headers_mut() = headers.clone();
    match shared.page.respond(asked, &nodes).await {
        Some(file) => file,
        None => respond(State(shared), caller, request).await,
    }
}

async fn text_of_metrics(State(shared): Context) -> Response {
    ([(header::CONTENT_TYPE, metrics::MEDIA_TYPE)], shared.metrics.text()).into_response()
}

/// Streams what the node does.
async fn stream_of_events(State(shared): Context, ConnectInfo(caller): ConnectInfo<Caller>) -> Response {
    let Some(place) = shared.watchers.take(caller.ip()) else { return sent(api::too_busy()) };
    let stream = events::stream(&shared.inbox, shared.is_over.clone(), place).await;
    stream.unwrap_or_else(|| sent(api::too_busy()))
}

/// A peer opens its connection.
async fn stream(
    State(shared): Context,
    ConnectInfo(caller): ConnectInfo<Caller>,
    mut request: axum::extract::Request,
) -> Response {
    let hello = Hello::read(request.headers(), &shared.cluster, shared.book.node);
    match hello {
        Ok(hello) if !shared.admits(&caller, Some(hello.from)).await => sent(api::not_from_there()),
        Ok(hello) => {
            if let Some(host) = browsers::host(request.headers()) {
                shared.book.learn_name(host);
            }
            let (upgrade, book) = (hyper::upgrade::on(&mut request), Arc::clone(&shared.book));
            tokio::spawn(peers::read(hello, upgrade, book, shared.inbox.clone()));
            (StatusCode::SWITCHING_PROTOCOLS, Hello::accepted()).into_response()
        }
        Err(wrong) => (StatusCode::BAD_REQUEST, wrong).into_response(),
    }
}

/// What operators ask.
async fn operate(
    State(shared): Context,
    ConnectInfo(caller): ConnectInfo<Caller>,
    request: axum::extract::Request,
) -> Response {
    if browsers::is_foreign(&shared.book, request.method(), request.headers()) {
        return sent(api::not_from_there());
    }
    match &shared.token {
        Some(token) if !token.is_in(request.headers()) => return sent(api::no_token()),
        None if !caller.ip().is_loopback() => return sent(api::not_from_there()),
        Some(_) | None => {}
    }
    let standing = *shared.standing.borrow();
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    sent(ctl::carry_out(&shared.inbox, &shared.book, standing, request.method().as_str(), path).await)
}

/// All requests that `api` knows.
async fn respond(
    State(shared): Context,
    ConnectInfo(caller): ConnectInfo<Caller>,
    request: axum::extract::Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_string();
    let is_barred = path.starts_with("/raft/") && !shared.admits(&caller, None).await;
    if is_barred || browsers::is_foreign(&shared.book, &parts.method, &parts.headers) {
        return sent(api::not_from_there());
    }
    let idempotency_key = parts.headers.get(api::IDEMPOTENCY_KEY).map(|key| String::from_utf8(key.as_bytes().into()));
    let Ok(idempotency_key) = idempotency_key.transpose() else { return sent(api::key_is_no_text()) };
    // A body that is too long is not read to its end; `api` refuses it.
    let Ok(body) = timeout(BODY_MAX, to_bytes(body, api::BODY_BYTES_MAX)).await else {
        return (StatusCode::REQUEST_TIMEOUT, "the body did not come in time\n").into_response();
    };
    let body = body.map_or_else(|_| vec![0; api::BODY_BYTES_MAX + 1], Vec::from);
    let request = HttpRequest { method: parts.method.to_string(), path, idempotency_key, body };
    let response = match api::read(&request, shared.book.node) {
        Ok(Asked::Rpc(message)) if !shared.admits(&caller, Some(message.from)).await => api::not_from_there(),
        Ok(asked) => shared.carry_out(asked, &request.path).await,
        Err(refusal) => refusal,
    };
    sent(response)
}

fn sent(response: HttpResponse) -> Response {
    let mut sent = Response::new(Body::from(response.body));
    *sent.status_mut() = StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in &response.headers {
        if let (Ok(name), Ok(value)) = (header::HeaderName::try_from(name), HeaderValue::try_from(value)) {
            sent.headers_mut().insert(name, value);
        }
    }
    sent
}

/// What came of a question to the replica.
enum Heard<T> {
    Answer(T),
    /// It was not asked: nothing was done.
    Refused,
    /// The node that it was to be forwarded to is not connected: nothing was done.
    Unreachable,
    /// No answer came in time, or none will come.
    Late,
}

impl Shared {
    /// Whether this caller may use the paths of the cluster. With TLS, it must have shown that it is the node in whose
    /// name it speaks. Without, it must have the machine's own address, or a peer's.
    async fn admits(&self, caller: &Caller, speaks_for: Option<NodeId>) -> bool {
        if self.has_tls {
            return speaks_for.is_none_or(|node| caller.is(node));
        }
        let from = caller.ip();
        from.is_loopback() || self.neighbours.include(from).await
    }

    async fn carry_out(&self, asked: Asked, path: &str) -> HttpResponse {
        match asked {
            Asked::Debug => self.scribes.write(&self.inbox, api::debug, |state| state.response()).await,
            Asked::Rpc(message) => self.on_rpc(path, message).await,
            Asked::All { .. } => {
                let Some(slot) = self.slots.take() else { return api::too_busy() };
                let (session, id) = slot.name();
                match self.read(session, id, "".into()).await {
                    // What is applied now is at least what was committed when the question came.
                    Heard::Answer(Answer::Done(_)) => {
                        self.scribes.write(&self.inbox, |replica| replica.store().clone(), api::all).await
                    }
                    Heard::Answer(answer) => self.told(&asked, &answer, path),
                    Heard::Refused | Heard::Unreachable => api::too_busy(),
                    Heard::Late => api::no_answer_in_time(None),
                }
            }
            Asked::Command { ref command, ref key, .. } => {
                let Some(slot) = self.slots.take() else { return api::too_busy() };
                let own = slot.name();
                let (session, id) = key.as_ref().map_or(own, |key| (SessionId::of_key(key), RequestId(1)));
                let mut request = Request { session, id, command: command.clone() };
                // Another write under the same key waits for an answer of its own, and must not be given this one's.
                request.id = request.name();
                self.command(&asked, request, path).await
            }
        }
    }

    /// A command, here or at the leader.
    async fn command(&self, asked: &Asked, request: Request, path: &str) -> HttpResponse {
        let heard = match &request.command {
            Command::Get { key } => self.read(request.session, request.id, key.clone()).await,
            Command::Set { .. } | Command::Delete { .. } | Command::Cas { .. } => {
                self.ask(|reply| Input::Command(request.clone(), reply)).await
            }
        };
        let answer = match heard {
            Heard::Answer(answer) => answer,
            Heard::Refused | Heard::Unreachable => return api::too_busy(),
            Heard::Late => return api::no_answer_in_time(None),
        };
        let to = match api::next(asked, &answer, self.place(false, path, &|node| self.book.url(node, None))) {
            Next::Respond(response) => return response,
            Next::Forward(to) => to,
        };
        match self.ask(|reply| Input::Forward(to, request, reply)).await {
            Heard::Answer(answer) => self.told(asked, &answer, path),
            Heard::Refused => api::too_busy(),
            Heard::Unreachable => api::not_reached(to),
            Heard::Late => api::no_answer_in_time(Some(to)),
        }
    }

    /// The answer, when no other node is to be asked.
    fn told(&self, asked: &Asked, answer: &Answer, path: &str) -> HttpResponse {
        match api::next(asked, answer, self.place(true, path, &|node| self.book.url(node, None))) {
            Next::Respond(response) => response,
            Next::Forward(to) => api::not_reached(to),
        }
    }

    async fn read(&self, session: SessionId, id: RequestId, key: Text) -> Heard<Answer> {
        self.ask(|reply| Input::Read(session, id, key, reply)).await
    }

    async fn ask(&self, input: impl FnOnce(oneshot::Sender<Answered>) -> Input) -> Heard<Answer> {
        match self.hear(input).await {
            Heard::Answer(Ok(answer)) => Heard::Answer(answer),
            Heard::Answer(Err(NotTaken::Unreachable)) | Heard::Unreachable => Heard::Unreachable,
            Heard::Answer(Err(NotTaken::Busy)) | Heard::Refused => Heard::Refused,
            Heard::Late => Heard::Late,
        }
    }

    async fn hear<T>(&self, input: impl FnOnce(oneshot::Sender<T>) -> Input) -> Heard<T> {
        let (reply, answer) = oneshot::channel();
        if self.inbox.offer(input(reply)).is_err() {
            return Heard::Refused;
        }
        match timeout(PATIENCE, answer).await {
            Ok(Ok(answer)) => Heard::Answer(answer),
            Ok(Err(_)) | Err(_) => Heard::Late,
        }
    }

    async fn on_rpc(&self, path: &str, message: Message) -> HttpResponse {
        match self.hear(|reply| Input::Rpc(path.to_string(), message, reply)).await {
            Heard::Answer(reply) => api::answer_message(&reply).unwrap_or_else(api::no_answer_to_message),
            Heard::Refused | Heard::Unreachable | Heard::Late => api::no_answer_to_message(),
        }
    }

    fn place<'a>(&self, forwarded: bool, path: &'a str, address_of: &'a dyn Fn(NodeId) -> String) -> Place<'a> {
        Place { dialect: api::Dialect::Raftarium, leader: self.standing.borrow().leader, forwarded, path, address_of }
    }
}
