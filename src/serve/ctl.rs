//! What an operator asks of a node, below `/ctl`: how it stands, other members, another leader, a snapshot.

use super::book::{Book, is_address};
use super::inbox::{Inbox, Input, Order};
use super::metrics::Standing;
use super::waiting::PATIENCE;
use crate::api::{self, HttpResponse, Status, name_of, node_named};
use crate::raft::{Change, NodeId, NodeSet, OrderAnswer, OrderRefusal};
use crate::replica::Replica;
use crate::sim::EventId;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use std::io;
use std::sync::Arc;
use tokio::sync::oneshot;
use tokio::time::timeout;

/// The path of all that is here.
pub const PATH: &str = "/ctl/";

const EXPECTED: &str = "path: expected /ctl/status, or with POST /ctl/snapshot, /ctl/transfer/NODE, /ctl/add/NODE, \
                        /ctl/add/NODE?address=HOST:PORT, \
                        /ctl/remove/NODE or /ctl/members/NODE,NODE,…";

/// What a path below [`PATH`] asks for.
enum Asked {
    Status,
    Snapshot,
    Order(Order),
    /// To add a node that is at this address.
    AddAt(NodeId, String),
}

fn read(method: &str, path: &str) -> Option<Asked> {
    let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
    let (what, of) = path.strip_prefix(PATH)?.split_once('/').unwrap_or((path.strip_prefix(PATH)?, ""));
    if let Some(query) = query {
        let address = percent_decode_str(query.strip_prefix("address=")?).decode_utf8().ok()?;
        let node = node_named(of).filter(|_| (method, what) == ("POST", "add") && is_address(&address))?;
        return Some(Asked::AddAt(node, address.into_owned()));
    }
    let order = |order: fn(NodeId) -> Order| node_named(of).map(|node| Asked::Order(order(node)));
    match (method, what) {
        ("GET", "status") => Some(Asked::Status),
        ("POST", "snapshot") => Some(Asked::Snapshot),
        ("POST", "transfer") => order(Order::Transfer),
        ("POST", "add") => order(|node| Order::Change(Change::Add(node))),
        ("POST", "remove") => order(|node| Order::Change(Change::Remove(node))),
        ("POST", "members") => {
            let nodes: Option<NodeSet> =
                of.split(',').map(node_named).collect::<Option<Vec<_>>>().map(NodeSet::from_iter);
            nodes.map(|nodes| Asked::Order(Order::Change(Change::Members(nodes))))
        }
        (_, _) => None,
    }
}

/// Does what an operator asks for; the answer to an order names the leader that this node knows.
pub async fn carry_out(inbox: &Inbox, book: &Arc<Book>, standing: Standing, method: &str, path: &str) -> HttpResponse {
    match read(method, path) {
        None => HttpResponse::error(Status::NotFound, EXPECTED),
        Some(Asked::Status) => match inbox.look(status).await {
            Ok(status) => HttpResponse::json(Status::Ok, &status),
            Err(_) => api::too_busy(),
        },
        Some(Asked::Snapshot) => match inbox.offer(Input::Compact) {
            Ok(()) => HttpResponse::json(Status::Ok, &json!({ "answer": "taken" })),
            Err(_) => api::too_busy(),
        },
        Some(Asked::Order(order)) => give(inbox, order, standing.leader).await,
        Some(Asked::AddAt(node, address)) => {
            // Another node refuses the order, and so has no use for the address.
            if standing.leads
                && let Err(error) = note(inbox, book, node, address).await
            {
                let error = format!("the address was not written down, and nothing was done: {error}");
                return HttpResponse::error(Status::InternalServerError, &error);
            }
            give(inbox, Order::Change(Change::Add(node)), standing.leader).await
        }
    }
}

/// Gives the node an order.
async fn give(inbox: &Inbox, order: Order, leader: Option<NodeId>) -> HttpResponse {
    let (reply, answer) = oneshot::channel();
    if inbox.offer(Input::Order(order, reply)).is_err() {
        return api::too_busy();
    }
    let response = match timeout(PATIENCE, answer).await {
        Ok(Ok(answer)) => told(answer),
        Ok(Err(_)) | Err(_) => api::no_answer_in_time(None),
    };
    response.from_node_that_knows(leader)
}

/// Notes the address of a node, and has the other nodes told.
async fn note(inbox: &Inbox, book: &Arc<Book>, node: NodeId, address: String) -> io::Result<()> {
    let (inbox, book) = (inbox.clone(), Arc::clone(book));
    let noted = tokio::task::spawn_blocking(move || {
        book.tell(node, &address)?;
        inbox.put(Input::Addresses([(node, address)].into()));
        Ok(())
    });
    noted.await.map_err(io::Error::other)?
}

/// The first answer of a node to an order. The status shows what becomes of the order.
fn told(answer: OrderAnswer) -> HttpResponse {
    let refused = |why: &str| HttpResponse::error(Status::Conflict, &format!("refused: {why}"));
    match answer {
        OrderAnswer::Taken | OrderAnswer::Appended(_) | OrderAnswer::SuccessorTold => {
            HttpResponse::json(Status::Ok, &json!({ "answer": "taken" }))
        }
        OrderAnswer::Refused(OrderRefusal::Change(why)) => refused(why.name()),
        OrderAnswer::Refused(OrderRefusal::Transfer(why)) => refused(why.name()),
        OrderAnswer::GivenUp | OrderAnswer::Lost => refused("the leadership is over"),
    }
}

fn status(replica: &Replica<EventId>, standing: Standing) -> Value {
    let (node, names) = (replica.node(), |nodes: NodeSet| nodes.iter().map(name_of).collect::<Vec<_>>());
    let membership = node.membership();
    let acknowledged = |peer: NodeId| -> (String, Value) {
        let index = node.leading().map(|leading| leading.progress(peer).match_index.0);
        (name_of(peer), index.into())
    };
    let others = membership.members().without(node.id()).iter().map(acknowledged);
    json!({
        "node": name_of(node.id()),
        "role": node.role_name().name(),
        "leader": standing.leader.map(name_of),
        "term": standing.term.0,
        "commitIndex": standing.commit_index,
        "lastApplied": standing.last_applied,
        "firstLogIndex": node.log().first_index().0,
        "lastLogIndex": node.log().last().index.0,
        "snapshotIndex": node.snapshot_index().0,
        "keys": replica.store().len(),
        "voters": names(membership.voters),
        "outgoing": names(membership.outgoing),
        "learners": names(membership.learners),
        "acknowledged": node.leading().map(|_| others.collect::<serde_json::Map<_, _>>()),
    })
}
