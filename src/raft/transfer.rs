//! How leadership is handed over (thesis, §3.10).

use super::event::{Event, StaleReply, Standing};
use super::message::Body;
use super::node::{Effects, Node, Role};
use super::types::{LocalTime, NodeId, Term};
use serde::{Deserialize, Serialize};

/// A transfer under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Transfer {
    /// To whom.
    pub to: NodeId,
    /// Since when, by the leader's clock.
    since: LocalTime,
    /// Whether the successor was told to stand.
    ordered: bool,
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
    /// A leader prepares to hand over: it takes no commands until that is done.
    Started {
        /// To whom.
        to: NodeId,
    },
    /// The successor has the whole log: it is told to stand now.
    Ordered {
        /// Who.
        to: NodeId,
    },
    /// The transfer came to nothing: the leader goes on.
    Abandoned {
        /// To whom it should have been.
        to: NodeId,
        /// Why.
        why: TransferFailure,
    },
    /// A command is not taken, because leadership is being handed over.
    Blocks {
        /// To whom.
        to: NodeId,
    },
}

impl Node {
    /// Somebody asks for leadership to be handed over. Not to itself, nor to who has no vote, nor while it is handed
    /// to another.
    pub(super) fn on_transfer(&mut self, to: NodeId, effects: &mut Effects) {
        let may = to != self.id && self.membership().all_voters().contains(to);
        let now = self.now;
        let begins = match &mut self.role {
            Role::Leader(leader) if may && leader.transfer.is_none() => {
                leader.transfer = Some(Transfer { to, since: now, ordered: false });
                true
            }
            Role::Leader(_) | Role::Follower { .. } | Role::PreCandidate { .. } | Role::Candidate { .. } => false,
        };
        effects.transfer = Some(begins);
        if begins {
            effects.events.push(Event::Transfer(TransferEvent::Started { to }));
            self.send_entries(to, effects);
            self.go_on_with_transfer(to, effects);
        }
    }

    /// The successor is told to stand once its log is whole: otherwise it could not win.
    pub(super) fn go_on_with_transfer(&mut self, from: NodeId, effects: &mut Effects) {
        let last_index = self.log.last().index;
        let Role::Leader(leader) = &mut self.role else { return };
        let is_whole = leader.progress[from.slot()].match_index == last_index;
        let Some(transfer) = leader.transfer.as_mut().filter(|transfer| transfer.to == from) else { return };
        if !is_whole || transfer.ordered {
            return;
        }
        transfer.ordered = true;
        leader.ordered_successor = true;
        effects.events.push(Event::Transfer(TransferEvent::Ordered { to: from }));
        self.send_after_hard_state(from, Body::TimeoutNow, effects);
    }

    /// "If leadership transfer does not complete after about an election timeout, the prior leader aborts the
    /// transfer and resumes accepting client requests."
    pub(super) fn give_up_transfer(&mut self, effects: &mut Effects) {
        let (now, voters) = (self.now, self.membership().all_voters());
        let timeout_us = self.config.election_timeout.max_us;
        let Role::Leader(leader) = &mut self.role else { return };
        let Some(Transfer { to, since, .. }) = leader.transfer else { return };
        let why = match (voters.contains(to), since.after(timeout_us) <= now) {
            (false, _) => TransferFailure::NoVoter,
            (true, true) => TransferFailure::TookTooLong,
            (true, false) => return,
        };
        leader.transfer = None;
        effects.events.push(Event::Transfer(TransferEvent::Abandoned { to, why }));
    }

    /// The leader has this node stand for election at once, without asking for promises.
    pub(super) fn on_timeout_now(&mut self, from: NodeId, term: Term, effects: &mut Effects) {
        let is_of_leader = term == self.current_term() && self.leader().is_none_or(|leader| leader == from);
        let may = is_of_leader && self.membership().all_voters().contains(self.id);
        if let (Role::Follower { .. } | Role::PreCandidate { .. }, true) = (&self.role, may) {
            self.stand_for_election(Standing::Transfer, effects);
        } else {
            effects.events.push(Event::ReplyIgnored { from, why: StaleReply::NotAsking });
        }
    }
}
