//! An operator's orders, and what becomes of them.
//!
//! The leader that takes an order knows only the beginning: that it waits, that its first entry stands in the log, that
//! the successor was told to stand. After that any later leader may carry it out, so the end of it is seen from here:
//! in what is committed, and in the next election.

use super::actor::Actor;
use super::event::{EventId, Order, OrderLoss, What};
use super::world::World;
use crate::raft::{Change, Input, LogPosition, Membership, Node, NodeId, NodeSet, OrderAnswer, RequestToken, Term};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Orders that are watched, at most; the end of older ones is not told.
const WATCHED_MAX: usize = 64;

/// What became of an order to change the configuration or to hand leadership over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OrderState {
    /// Nothing yet.
    Pending,
    /// `add`: the server has a vote, by a configuration that is committed. `remove`, `members`: the new configuration
    /// is in force alone, and committed. `transfer`: the successor was elected.
    Done,
    /// No node took it.
    Refused,
    /// It went with the leadership that took it, or was given up.
    Lost,
}

impl OrderState {
    /// Every state.
    pub const ALL: [OrderState; 4] = [OrderState::Pending, OrderState::Done, OrderState::Refused, OrderState::Lost];

    /// Its name in a script.
    pub const fn name(self) -> &'static str {
        match self {
            OrderState::Pending => "pending",
            OrderState::Done => "done",
            OrderState::Refused => "refused",
            OrderState::Lost => "lost",
        }
    }
}

/// How far a pending order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Stage {
    /// It waits in the memory of the leader that took it.
    Waits,
    /// Its first entry stands here.
    Appended(LogPosition),
    /// The successor was told to stand.
    SuccessorTold,
}

/// A pending order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Watched {
    token: RequestToken,
    order: Order,
    /// The node that took it, and its term then.
    taker: NodeId,
    term: Term,
    stage: Stage,
}

/// The orders of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Orders {
    /// Pending ones, oldest first.
    watched: VecDeque<Watched>,
    /// The latest, and what became of it.
    latest: Option<(RequestToken, OrderState)>,
}

impl Orders {
    fn watch(&mut self, watched: Watched) {
        if self.watched.len() == WATCHED_MAX {
            self.watched.pop_front();
        }
        self.watched.push_back(watched);
    }

    fn advance(&mut self, token: RequestToken, stage: Stage) {
        if let Some(watched) = self.watched.iter_mut().find(|watched| watched.token == token) {
            watched.stage = stage;
        }
    }

    /// An order has come to its end. Returns it, if it was watched.
    fn end(&mut self, token: RequestToken, state: OrderState) -> Option<Watched> {
        if let Some((_, latest)) = self.latest.as_mut().filter(|(latest, _)| *latest == token) {
            *latest = state;
        }
        let place = self.watched.iter().position(|watched| watched.token == token)?;
        self.watched.remove(place)
    }
}

/// How an order ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Done,
    Lost(OrderLoss),
}

/// What a commit tells of a change whose first entry stands at `entry`. `None` if it is still under way.
fn outcome(change: Change, entry: LogPosition, node: &Node) -> Option<End> {
    if node.commit_index() < entry.index {
        return None;
    }
    // What is compacted was committed before, and looked at then.
    let stands = node.log().term_at(entry.index).is_none_or(|term| term == entry.term);
    if !stands {
        return Some(End::Lost(OrderLoss::Replaced));
    }
    let (index, membership) = node.configurations().since(node.commit_index())[0];
    if index < entry.index {
        return None;
    }
    match (is_carried_out(change, &membership), membership.is_changing()) {
        (true, _) => Some(End::Done),
        (false, true) => None,
        (false, false) => Some(End::Lost(OrderLoss::TurnedElsewhere)),
    }
}

fn is_carried_out(change: Change, membership: &Membership) -> bool {
    match change {
        Change::Add(node) => membership.voters.contains(node),
        Change::Remove(node) => !membership.is_changing() && !membership.members().contains(node),
        Change::Members(nodes) => !membership.is_changing() && membership.voters == nodes,
    }
}

impl World {
    /// Asks a node for another configuration, the leader if none is named. A server that is to be added and does not
    /// exist yet is started, with an empty disk. Returns whether the order is taken: not without a leader, nor by a
    /// node that does not lead.
    pub fn change(&mut self, change: Change, to: Option<NodeId>) -> bool {
        let taken = self.give_order(Order::Change(change), to, |order| Input::Change { change, order });
        // The servers that it names: a change of no voters leads to exactly those.
        for node in change.target(NodeSet::EMPTY).iter().filter(|_| taken) {
            self.prepare(node);
        }
        taken
    }

    /// Asks a node to hand leadership over, the leader if none is named. Returns whether the order is taken: not
    /// without a leader, nor if the successor leads already or has no vote.
    pub fn transfer(&mut self, to: NodeId, asked: Option<NodeId>) -> bool {
        self.give_order(Order::Transfer(to), asked, |order| Input::Transfer { to, order })
    }

    fn give_order(&mut self, order: Order, to: Option<NodeId>, input: impl FnOnce(RequestToken) -> Input) -> bool {
        self.begin_influence();
        // The event names the order: no other has the same name.
        let token = RequestToken(self.upcoming_event().0);
        self.orders.latest = Some((token, OrderState::Refused));
        let asked = to.or_else(|| self.leading()).filter(|node| self.server(*node).live().is_some());
        let Some(taker) = asked else { return false };
        let event = self.record(Some(Actor::Node(taker)), None, || What::Ordered(order));
        self.orders.latest = Some((token, OrderState::Pending));
        let term = self.server(taker).current_term();
        self.orders.watch(Watched { token, order, taker, term, stage: Stage::Waits });
        self.step_node(taker, input(token), event);
        self.latest_order() != Some(OrderState::Refused)
    }

    fn prepare(&mut self, node: NodeId) {
        if self.nodes.contains(node) {
            return;
        }
        self.nodes.insert(node);
        let event = self.record(Some(Actor::Node(node)), None, || What::Prepared);
        self.start(node, false);
        self.look_at_leases(Some(event));
    }

    /// What became of the latest order; none before any.
    pub fn latest_order(&self) -> Option<OrderState> {
        self.orders.latest.map(|latest| latest.1)
    }

    /// A node says what became of an order.
    pub(super) fn on_order_answer(&mut self, token: RequestToken, answer: OrderAnswer, cause: EventId) {
        match answer {
            OrderAnswer::Taken => {}
            OrderAnswer::Refused(_) => {
                self.orders.end(token, OrderState::Refused);
            }
            OrderAnswer::Appended(entry) => self.orders.advance(token, Stage::Appended(entry)),
            OrderAnswer::SuccessorTold => self.orders.advance(token, Stage::SuccessorTold),
            OrderAnswer::GivenUp => self.lose_order(token, OrderLoss::GivenUp, cause),
            OrderAnswer::Lost => self.lose_order(token, OrderLoss::LeadershipOver, cause),
        }
    }

    /// A node's process is gone, and with it the orders that waited in its memory.
    pub(super) fn lose_orders_of(&mut self, node: NodeId, cause: EventId) {
        let waits = |watched: &&Watched| watched.taker == node && watched.stage == Stage::Waits;
        let lost: Vec<RequestToken> = self.orders.watched.iter().filter(waits).map(|watched| watched.token).collect();
        for token in lost {
            self.lose_order(token, OrderLoss::LeadershipOver, cause);
        }
    }

    /// A node has committed something: an order may be carried out by that, or be replaced by something else.
    #[inline]
    pub(super) fn look_at_orders(&mut self, node: NodeId, cause: EventId) {
        if !self.orders.watched.is_empty() {
            self.look_at_changes(node, cause);
        }
    }

    #[cold]
    #[inline(never)]
    fn look_at_changes(&mut self, node: NodeId, cause: EventId) {
        let Some(process) = &self.servers[node.slot()].process else { return };
        let ended = |watched: &Watched| {
            let (Order::Change(change), Stage::Appended(entry)) = (watched.order, watched.stage) else { return None };
            Some((watched.token, outcome(change, entry, &process.node)?))
        };
        let ended: Vec<(RequestToken, End)> = self.orders.watched.iter().filter_map(ended).collect();
        self.end_orders(ended, cause);
    }

    /// A node has won an election: a transfer of an earlier term is done by that, or lost.
    #[cold]
    #[inline(never)]
    pub(super) fn look_at_transfers(&mut self, elected: NodeId, cause: EventId) {
        let term = self.server(elected).current_term();
        let ended = |watched: &Watched| {
            let (Order::Transfer(to), Stage::SuccessorTold) = (watched.order, watched.stage) else { return None };
            let end = if to == elected { End::Done } else { End::Lost(OrderLoss::OtherElected) };
            (watched.term < term).then_some((watched.token, end))
        };
        let ended: Vec<(RequestToken, End)> = self.orders.watched.iter().filter_map(ended).collect();
        self.end_orders(ended, cause);
    }

    fn end_orders(&mut self, ended: Vec<(RequestToken, End)>, cause: EventId) {
        for (token, end) in ended {
            match end {
                End::Lost(why) => self.lose_order(token, why, cause),
                End::Done => {
                    self.orders.end(token, OrderState::Done);
                }
            }
        }
    }

    fn lose_order(&mut self, token: RequestToken, why: OrderLoss, cause: EventId) {
        if let Some(Watched { order, taker, .. }) = self.orders.end(token, OrderState::Lost) {
            let given = EventId(token.0);
            self.record_because(Some(Actor::Node(taker)), Some(cause), || What::OrderLost { order, why }, Some(given));
        }
    }
}
