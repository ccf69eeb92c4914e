//! What only a leader knows, and the leader at work. Its rules stand in the modules below: replication and commitment
//! (§5.3, §5.4.2), snapshots for peers (§7), reads (§8), changes of the configuration (§6), and the handing over of
//! leadership (thesis, §3.10).
//!
//! An operator's orders, which are changes and transfers, are carried out one after the other, so some have to wait.
//! What waits lives in the leader's memory alone: it is lost with the leadership, and no later leader takes it up. A
//! change of which an entry stands in the log is another matter: any later leader goes on with that. While leadership is
//! handed over a change waits too, because an entry more would only delay the successor; so does another transfer.

mod canonical;
mod changes;
mod reads;
mod replication;
mod snapshots;
mod transfer;

pub use reads::{CLOCK_ERROR_MAX_PPM, PENDING_READS_MAX, lease_us};
pub use snapshots::PIECE_BYTES_MIN;

use super::core::Core;
use super::effects::{Caused, Effects, TimerRequest, Why};
use super::progress::Progress;
use super::reply::{OrderAnswer, ReadAnswer, Reply};
use super::types::{LocalTime, MAX_NODES, NodeId, NodeSet, RequestToken, Round};
use changes::Changes;
use reads::PendingRead;
use serde::{Deserialize, Serialize};
use transfer::Transfer;

/// Changes that wait for their turn, and transfers that do, at most.
pub const ORDERS_MAX: usize = 16;

/// What a reply echoes: the round of what it answers, and when that was sent, by the leader's clock.
pub(super) type Echo = (Round, LocalTime);

/// What only a leader knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leader {
    /// One for each node, by its slot. The leader's own holds what its own disk has.
    progress: Vec<Progress>,
    /// The voters that voted for it.
    votes: NodeSet,
    /// Since when it leads, by its clock.
    since: LocalTime,
    /// The round of AppendEntries that was begun last.
    round: Round,
    /// Reads that are not confirmed yet, oldest first.
    reads: Vec<PendingRead>,
    /// Changes of the configuration that wait for their turn, and the servers that are to learn that they are out.
    changes: Box<Changes>,
    /// The handing over of leadership, while it is under way.
    transfer: Option<Transfer>,
    /// Transfers that wait for it to fail, oldest first: each with its order and the successor.
    next_transfers: Vec<(RequestToken, NodeId)>,
    /// Whether a successor was ever told to stand. That message may still be on its way, and voters vote at once for the
    /// server that gets it, so this leader has no lease from then on.
    ordered_successor: bool,
    /// What was sent up to this instant earns no lease.
    lease_counts_from: LocalTime,
}

impl Leader {
    /// A leader as it begins: it assumes that its peers lack nothing, and knows nothing for certain.
    pub(super) fn new(core: &Core, votes: NodeSet) -> Leader {
        let mut progress = vec![Progress::new(core.last_index()); MAX_NODES];
        progress[core.id().slot()].match_index = core.durable_index();
        Leader {
            progress,
            votes,
            since: core.now(),
            round: Round { beat: 1, read: 0 },
            reads: Vec::new(),
            changes: Box::default(),
            transfer: None,
            next_transfers: Vec::new(),
            ordered_successor: false,
            lease_counts_from: LocalTime::default(),
        }
    }

    /// What it knows of a node (of its own disk, for itself).
    pub fn progress(&self, node: NodeId) -> &Progress {
        &self.progress[node.slot()]
    }

    /// Who voted for it.
    pub fn votes(&self) -> NodeSet {
        self.votes
    }

    /// The round of AppendEntries that was begun last.
    pub fn round(&self) -> Round {
        self.round
    }

    /// Since when it leads, by its clock.
    pub fn since(&self) -> LocalTime {
        self.since
    }

    /// When, by its clock, the latest was sent that a peer answered; a vote counts as an answer to its election.
    pub fn confirmed_at(&self, peer: NodeId) -> LocalTime {
        self.progress[peer.slot()].confirmed_at.max(self.since)
    }

    /// The round that a read waits for, and whether it waits for an entry of this term to be committed as well;
    /// none if it is not waited for. `asker` is the follower that asked, if one did.
    pub fn pending_read(&self, request: RequestToken, asker: Option<NodeId>) -> Option<(Round, bool)> {
        let read = self.reads.iter().find(|read| read.asker == asker && read.request == request)?;
        Some((read.round, read.index.is_none()))
    }

    /// The successor, while leadership is handed over.
    pub fn transfers_to(&self) -> Option<NodeId> {
        self.transfer.map(|transfer| transfer.to)
    }

    /// Lets its lease end: nothing that was sent up to this instant counts for it, not even if it is answered later.
    pub(super) fn forget_lease(&mut self, now: LocalTime) {
        self.lease_counts_from = now;
    }

    /// Its leadership ends. Orders that wait are lost, and its own clients ask elsewhere. Of a successor that was told to
    /// stand, the next election will tell.
    pub(super) fn resign(&self, why: Why, out: &mut Effects) {
        let transfer = self.transfer.filter(|transfer| !transfer.told).map(|transfer| transfer.order);
        let waiting = self.changes.waiting().chain(transfer).chain(self.next_transfers.iter().map(|next| next.0));
        for order in waiting {
            out.reply(why, order, Reply::Order(OrderAnswer::Lost));
        }
        for read in self.reads.iter().filter(|read| read.asker.is_none()) {
            out.reply(why, read.request, Reply::Read(ReadAnswer::NotLeader(None)));
        }
        out.heartbeat_timer = Some(Caused { why, what: TimerRequest::Disarm });
    }
}

/// A leader at work, in one step: what it knows, and what it asks of the world.
pub(super) struct Leading<'a> {
    /// What it is in every role.
    pub core: &'a mut Core,
    /// What it knows as a leader.
    pub leader: &'a mut Leader,
    /// What it asks of the world.
    pub out: &'a mut Effects,
}
