//! How leadership is handed over (thesis, §3.10).

use super::{Leading, ORDERS_MAX};
use crate::raft::effects::Why;
use crate::raft::event::{Event, TransferEvent, TransferFailure, TransferRefusal};
use crate::raft::flaw::Flaw;
use crate::raft::message::Body;
use crate::raft::reply::{OrderAnswer, Reply};
use crate::raft::turn::Tenure;
use crate::raft::types::{LocalTime, NodeId, RequestToken};
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow::Continue;

/// A transfer under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Transfer {
    /// The order to do it.
    pub order: RequestToken,
    /// The successor.
    pub to: NodeId,
    /// Since when, by the leader's clock.
    since: LocalTime,
    /// Whether the successor was told to stand.
    pub told: bool,
}

impl Leading<'_> {
    /// An operator asks for leadership to be handed over. While a transfer to another server is under way, this one waits
    /// until that has failed.
    pub fn on_transfer(&mut self, to: NodeId, order: RequestToken) {
        if let Err(refusal) = self.may_transfer(to) {
            return self.out.refuse_transfer(to, order, refusal, Why::INPUT);
        }
        self.out.reply(Why::INPUT, order, Reply::Order(OrderAnswer::Taken));
        match self.leader.transfer {
            Some(Transfer { to: behind, .. }) => {
                self.leader.next_transfers.push((order, to));
                self.out.decide(Why::INPUT, Event::Transfer(TransferEvent::Waits { to, behind }));
            }
            None => self.begin_transfer(to, order, Why::INPUT),
        }
    }

    /// Whether leadership may be handed to a node, or the order may wait for its turn.
    fn may_transfer(&self, to: NodeId) -> Result<(), TransferRefusal> {
        if to == self.core.id() {
            return Err(TransferRefusal::LeadsAlready);
        }
        if !self.core.membership().all_voters().contains(to) {
            return Err(TransferRefusal::NoVoter);
        }
        if self.leader.transfers_to() == Some(to) || self.leader.next_transfers.iter().any(|next| next.1 == to) {
            return Err(TransferRefusal::UnderWay);
        }
        if ORDERS_MAX <= self.leader.next_transfers.len() {
            return Err(TransferRefusal::TooMany);
        }
        Ok(())
    }

    /// Begins to hand leadership to a node: it is sent what its log lacks.
    fn begin_transfer(&mut self, to: NodeId, order: RequestToken, why: Why) {
        self.leader.transfer = Some(Transfer { order, to, since: self.core.now(), told: false });
        let started = self.out.decide(why, Event::Transfer(TransferEvent::Started { to }));
        self.send_entries(to, started);
        self.go_on_with_transfer(to, started);
    }

    /// The successor is told to stand once its log is whole: otherwise it could not win.
    pub(super) fn go_on_with_transfer(&mut self, from: NodeId, why: Why) {
        let is_whole = self.leader.progress[from.slot()].match_index == self.core.last_index();
        let Some(transfer) = self.leader.transfer.as_mut().filter(|transfer| transfer.to == from) else { return };
        let lags = !is_whole && self.core.is_flawed(Flaw::TransferToTheLagging);
        if !(is_whole || lags) || transfer.told {
            return;
        }
        transfer.told = true;
        let order = transfer.order;
        let by = if lags { self.out.break_rule(Flaw::TransferToTheLagging, why) } else { why };
        self.leader.ordered_successor = true;
        let ordered = self.out.decide(by, Event::Transfer(TransferEvent::Ordered { to: from }));
        self.out.reply(ordered, order, Reply::Order(OrderAnswer::SuccessorTold));
        self.core.send_after_hard_state(from, Body::TimeoutNow, ordered, self.out);
    }

    /// "If leadership transfer does not complete after about an election timeout, the prior leader aborts the
    /// transfer and resumes accepting client requests." What waited for that goes on: the next transfer, or changes.
    pub(super) fn give_up_transfer(&mut self) -> Tenure {
        let Some(Transfer { order, to, since, .. }) = self.leader.transfer else { return Continue(()) };
        let has_vote = self.core.membership().all_voters().contains(to);
        let took_too_long = since.after(self.core.config().election_timeout.max_us) <= self.core.now();
        let why = match (has_vote, took_too_long) {
            (false, _) => TransferFailure::NoVoter,
            (true, true) => TransferFailure::TookTooLong,
            (true, false) => return Continue(()),
        };
        self.leader.transfer = None;
        let abandoned = self.out.decide(Why::INPUT, Event::Transfer(TransferEvent::Abandoned { to, why }));
        self.out.reply(abandoned, order, Reply::Order(OrderAnswer::GivenUp));
        self.go_on_after_transfer(abandoned)
    }

    /// The next transfer that waits and still makes sense; or the changes that waited.
    fn go_on_after_transfer(&mut self, why: Why) -> Tenure {
        while !self.leader.next_transfers.is_empty() {
            let (order, to) = self.leader.next_transfers.remove(0);
            match self.may_transfer(to) {
                Ok(()) => {
                    self.begin_transfer(to, order, why);
                    return Continue(());
                }
                Err(refusal) => self.out.refuse_transfer(to, order, refusal, why),
            }
        }
        self.go_on_with_changes(why)
    }
}
