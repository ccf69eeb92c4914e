//! An operator's orders, and what becomes of them.
//!
//! The leader that takes an order knows only the beginning: that it waits, that its first entry stands in the log, that
//! the successor was told to stand. After that any later leader may carry it out, so the end of it is seen from here:
//! in what is committed, and in the next election.

use super::event::{Order, OrderLoss};
use super::time::Instant;
use crate::raft::{Change, LogPosition, Membership, Node, NodeId, RequestToken, Term};
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
pub(super) enum Stage {
    /// It waits in the memory of the leader that took it.
    Waits,
    /// Its first entry stands here.
    Appended(LogPosition),
    /// The successor was told to stand.
    SuccessorTold,
}

/// A pending order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Watched {
    pub token: RequestToken,
    pub order: Order,
    /// The node that took it, and its term then.
    pub taker: NodeId,
    pub term: Term,
    pub stage: Stage,
}

/// A transfer that a leader took while no other order was pending, and since which nothing disturbed the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    /// The successor.
    pub to: NodeId,
    /// The leader's term when it took the order.
    pub term: Term,
    /// When it took the order.
    pub at: Instant,
}

/// The orders of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Orders {
    /// Pending ones, oldest first.
    pub watched: VecDeque<Watched>,
    /// The latest, and what became of it.
    pub latest: Option<(RequestToken, OrderState)>,
    /// The latest transfer that nothing hindered so far.
    pub hand_over: Option<HandOver>,
}

impl Orders {
    pub fn watch(&mut self, watched: Watched) {
        if self.watched.len() == WATCHED_MAX {
            self.watched.pop_front();
        }
        self.watched.push_back(watched);
    }

    pub fn advance(&mut self, token: RequestToken, stage: Stage) {
        if let Some(watched) = self.watched.iter_mut().find(|watched| watched.token == token) {
            watched.stage = stage;
        }
    }

    /// An order has come to its end. Returns it, if it was watched.
    pub fn end(&mut self, token: RequestToken, state: OrderState) -> Option<Watched> {
        if let Some((_, latest)) = self.latest.as_mut().filter(|(latest, _)| *latest == token) {
            *latest = state;
        }
        let place = self.watched.iter().position(|watched| watched.token == token)?;
        self.watched.remove(place)
    }
}

/// How an order ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Done,
    Lost(OrderLoss),
}

/// What a commit tells of a change whose first entry stands at `entry`. `None` if it is still under way.
pub(super) fn outcome(change: Change, entry: LogPosition, node: &Node) -> Option<End> {
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
