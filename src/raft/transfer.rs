//! How leadership is handed over (thesis, §3.10).

use super::effects::{Effects, Reply, Why};
use super::event::{Event, StaleReply, Standing};
use super::message::Body;
use super::node::{Node, Role};
use super::orders::{ORDERS_MAX, OrderAnswer, OrderRefusal};
use super::types::{LocalTime, NodeId, RequestToken, Term};
use serde::{Deserialize, Serialize};

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

/// Why a transfer of leadership is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferRefusal {
    /// This node does not lead.
    NotLeader,
    /// It leads already.
    LeadsAlready,
    /// The successor has no vote.
    NoVoter,
    /// Leadership is being handed over to it already.
    UnderWay,
    /// Too many transfers wait already.
    TooMany,
}

/// Why a transfer of leadership came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferFailure {
    /// It took longer than an election timeout.
    TookTooLong,
    /// The successor lost its vote meanwhile.
    NoVoter,
}

/// A decision about handing leadership over (thesis, §3.10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransferEvent {
    /// A leader prepares to hand over: it appends nothing until that is done.
    Started {
        /// The successor.
        to: NodeId,
    },
    /// A transfer waits: it begins if the one under way fails.
    Waits {
        /// The successor.
        to: NodeId,
        /// The successor of the one under way.
        behind: NodeId,
    },
    /// A transfer is not taken.
    Refused {
        /// The successor.
        to: NodeId,
        /// Why.
        why: TransferRefusal,
    },
    /// The successor has the whole log: it is told to stand now.
    Ordered {
        /// The successor.
        to: NodeId,
    },
    /// The transfer came to nothing: the leader goes on.
    Abandoned {
        /// The successor that did not come to lead.
        to: NodeId,
        /// Why.
        why: TransferFailure,
    },
    /// A command is not taken, because leadership is being handed over.
    Blocks {
        /// The successor.
        to: NodeId,
    },
}

fn refuse(to: NodeId, order: RequestToken, refusal: TransferRefusal, why: Why, out: &mut Effects) {
    let refused = out.decide(why, Event::Transfer(TransferEvent::Refused { to, why: refusal }));
    out.reply(refused, order, Reply::Order(OrderAnswer::Refused(OrderRefusal::Transfer(refusal))));
}

impl Node {
    /// An operator asks for leadership to be handed over. While a transfer to another server is under way, this one waits
    /// until that has failed.
    pub(super) fn on_transfer(&mut self, to: NodeId, order: RequestToken, out: &mut Effects) {
        if let Err(refusal) = self.may_transfer(to) {
            return refuse(to, order, refusal, Why::INPUT, out);
        }
        let Role::Leader(leader) = &mut self.role else { return };
        out.reply(Why::INPUT, order, Reply::Order(OrderAnswer::Taken));
        match leader.transfer {
            Some(Transfer { to: behind, .. }) => {
                leader.next_transfers.push((order, to));
                out.decide(Why::INPUT, Event::Transfer(TransferEvent::Waits { to, behind }));
            }
            None => self.begin_transfer(to, order, Why::INPUT, out),
        }
    }

    fn may_transfer(&self, to: NodeId) -> Result<(), TransferRefusal> {
        let Role::Leader(leader) = &self.role else { return Err(TransferRefusal::NotLeader) };
        if to == self.id {
            return Err(TransferRefusal::LeadsAlready);
        }
        if !self.membership().all_voters().contains(to) {
            return Err(TransferRefusal::NoVoter);
        }
        if leader.transfers_to() == Some(to) || leader.next_transfers.iter().any(|next| next.1 == to) {
            return Err(TransferRefusal::UnderWay);
        }
        if ORDERS_MAX <= leader.next_transfers.len() {
            return Err(TransferRefusal::TooMany);
        }
        Ok(())
    }

    fn begin_transfer(&mut self, to: NodeId, order: RequestToken, why: Why, out: &mut Effects) {
        let since = self.now;
        let Role::Leader(leader) = &mut self.role else { return };
        leader.transfer = Some(Transfer { order, to, since, told: false });
        let started = out.decide(why, Event::Transfer(TransferEvent::Started { to }));
        self.send_entries(to, started, out);
        self.go_on_with_transfer(to, started, out);
    }

    /// The successor is told to stand once its log is whole: otherwise it could not win.
    pub(super) fn go_on_with_transfer(&mut self, from: NodeId, why: Why, out: &mut Effects) {
        let last_index = self.log.last().index;
        let Role::Leader(leader) = &mut self.role else { return };
        let is_whole = leader.progress[from.slot()].match_index == last_index;
        let Some(transfer) = leader.transfer.as_mut().filter(|transfer| transfer.to == from) else { return };
        if !is_whole || transfer.told {
            return;
        }
        transfer.told = true;
        leader.ordered_successor = true;
        let ordered = out.decide(why, Event::Transfer(TransferEvent::Ordered { to: from }));
        out.reply(ordered, transfer.order, Reply::Order(OrderAnswer::SuccessorTold));
        self.send_after_hard_state(from, Body::TimeoutNow, ordered, out);
    }

    /// "If leadership transfer does not complete after about an election timeout, the prior leader aborts the
    /// transfer and resumes accepting client requests." What waited for that goes on: the next transfer, or changes.
    pub(super) fn give_up_transfer(&mut self, out: &mut Effects) {
        let (now, voters) = (self.now, self.membership().all_voters());
        let timeout_us = self.config.election_timeout.max_us;
        let Role::Leader(leader) = &mut self.role else { return };
        let Some(Transfer { order, to, since, .. }) = leader.transfer else { return };
        let why = match (voters.contains(to), since.after(timeout_us) <= now) {
            (false, _) => TransferFailure::NoVoter,
            (true, true) => TransferFailure::TookTooLong,
            (true, false) => return,
        };
        leader.transfer = None;
        let abandoned = out.decide(Why::INPUT, Event::Transfer(TransferEvent::Abandoned { to, why }));
        out.reply(abandoned, order, Reply::Order(OrderAnswer::GivenUp));
        self.go_on_after_transfer(abandoned, out);
    }

    /// The next transfer that waits and still makes sense; or the changes that waited.
    fn go_on_after_transfer(&mut self, why: Why, out: &mut Effects) {
        while let Role::Leader(leader) = &mut self.role
            && !leader.next_transfers.is_empty()
        {
            let (order, to) = leader.next_transfers.remove(0);
            match self.may_transfer(to) {
                Ok(()) => return self.begin_transfer(to, order, why, out),
                Err(refusal) => refuse(to, order, refusal, why, out),
            }
        }
        self.go_on_with_changes(why, out);
    }

    /// The leader has this node stand for election at once, without asking for promises.
    pub(super) fn on_timeout_now(&mut self, from: NodeId, term: Term, out: &mut Effects) {
        let is_of_leader = term == self.current_term() && self.leader().is_none_or(|leader| leader == from);
        let may = is_of_leader && self.membership().all_voters().contains(self.id);
        if let (Role::Follower { .. } | Role::PreCandidate { .. }, true) = (&self.role, may) {
            self.stand_for_election(Standing::Transfer, Why::INPUT, out);
        } else {
            out.decide(Why::INPUT, Event::ReplyIgnored { from, why: StaleReply::NotAsking });
        }
    }
}
