//! Giving orders, and seeing their end.

use super::World;
use crate::raft::{Change, Input, Node, NodeId, NodeSet, OrderAnswer, RequestToken, Term};
use crate::sim::actor::Actor;
use crate::sim::event::{EventId, Order, OrderLoss, What};
use crate::sim::orders::{End, HandOver, OrderState, Stage, Watched, outcome};

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
        let event = self.record(Some(Actor::Node(taker)), None, || What::Ordered { order });
        self.orders.latest = Some((token, OrderState::Pending));
        let term = self.server(taker).current_term();
        if let Order::Transfer(to) = order
            && self.orders.watched.is_empty()
        {
            self.orders.hand_over = Some(HandOver { to, term, at: self.now });
        }
        self.orders.watch(Watched { token, order, taker, term, stage: Stage::Waits });
        self.step_node(taker, input(token), event);
        let is_taken = self.latest_order() != Some(OrderState::Refused);
        if !is_taken {
            self.orders.hand_over.take_if(|hand_over| hand_over.at == self.now);
        }
        is_taken
    }

    /// The latest transfer that a leader took while no other order was pending; none if anything but a later order has
    /// disturbed the cluster since.
    pub fn latest_hand_over(&self) -> Option<HandOver> {
        self.orders.hand_over
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
    pub(super) fn look_at_orders(&mut self, node: &Node, cause: EventId) {
        if !self.orders.watched.is_empty() {
            self.look_at_changes(node, cause);
        }
    }

    #[cold]
    #[inline(never)]
    fn look_at_changes(&mut self, node: &Node, cause: EventId) {
        let ended = |watched: &Watched| {
            let (Order::Change(change), Stage::Appended(entry)) = (watched.order, watched.stage) else { return None };
            Some((watched.token, outcome(change, entry, node)?))
        };
        let ended: Vec<(RequestToken, End)> = self.orders.watched.iter().filter_map(ended).collect();
        self.end_orders(ended, cause);
    }

    /// A node has won the election of a term: a transfer of an earlier term is done by that, or lost.
    #[cold]
    #[inline(never)]
    pub(super) fn look_at_transfers(&mut self, elected: NodeId, term: Term, cause: EventId) {
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
