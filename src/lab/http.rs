//! HTTP requests of clients, and what a node says of itself.

use super::Lab;
use super::view::HttpView;
use crate::api::{self, HttpRequest, HttpResponse, Status};
use crate::kv::RequestId;
use crate::raft::NodeId;
use crate::sim::client::Client;
use crate::sim::{Instant, NoAnswer, Operation, World};

impl Lab {
    /// The HTTP request that a client waits for, or the latest one that is over, with its whole answer.
    pub fn http(&self, client: &str) -> Option<HttpView> {
        let clients = self.runner.world().clients().iter();
        clients.filter(|of| of.id.to_string() == client).find_map(view_of)
    }

    /// What `GET /debug` gives at a node now. It only reads, so it takes no statement and no time. None if there is no such
    /// node, or if it is paused and says nothing.
    pub fn debug(&self, node: &str) -> Option<HttpView> {
        let world = self.runner.world();
        let node = world.nodes().iter().find(|of| of.to_string() == node)?;
        let http = HttpRequest { method: "GET".into(), path: "/debug".into(), ..HttpRequest::default() };
        let now = world.now();
        let view = HttpView { return_us: Some(now.0 as f64), ..asked(RequestId(0), &http, node, now) };
        let Some(process) = world.server(node).process.as_deref() else {
            return Some(HttpView { failed: Some(NoAnswer::Refused.name().into()), ..view });
        };
        process.is_live().then(|| answered(view, &api::debug(&process.replica).response()))
    }
}

/// The command that a client waits for by HTTP.
pub fn called<'a>(world: &'a World, client: &Client) -> Option<&'a Operation> {
    let (place, _) = client.calling.as_ref()?.operation?;
    world.history().get(place).filter(|operation| !operation.is_over())
}

fn asked(request: RequestId, http: &HttpRequest, to: NodeId, call: Instant) -> HttpView {
    HttpView {
        request: request.0 as f64,
        method: http.method.clone(),
        path: http.path.clone(),
        body: String::from_utf8_lossy(&http.body).into_owned(),
        to: to.to_string(),
        call_us: call.0 as f64,
        return_us: None,
        status: None,
        reason: None,
        headers: Vec::new(),
        answer: None,
        failed: None,
    }
}

/// The HTTP request that a client waits for; else the latest one that is over, with its answer.
pub fn view_of(client: &Client) -> Option<HttpView> {
    if let Some(calling) = &client.calling {
        return Some(asked(calling.request, &calling.http, calling.to, calling.call));
    }
    let received = client.received.as_deref()?;
    let view = HttpView {
        return_us: Some(received.at.0 as f64),
        ..asked(received.request, &received.http, received.to, received.call)
    };
    Some(match &received.result {
        Ok(response) => answered(view, response),
        Err(why) => HttpView { failed: Some(why.name().into()), ..view },
    })
}

/// A request with its answer.
fn answered(view: HttpView, response: &HttpResponse) -> HttpView {
    let status = Status::ALL.iter().find(|status| status.code() == response.status);
    HttpView {
        status: Some(f64::from(response.status)),
        reason: status.map(|status| status.reason().into()),
        headers: response.headers.iter().map(|(name, value)| [name.clone(), value.clone()]).collect(),
        answer: Some(response.body.clone()),
        ..view
    }
}
