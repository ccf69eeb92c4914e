//! What becomes of an operator's orders: changes of the configuration (§6) and leadership transfers (thesis, §3.10).
//!
//! A leader carries them out one after the other, so some have to wait. What waits lives in the leader's memory alone:
//! it is lost with the leadership, and no later leader takes it up. A change of which an entry stands in the log is
//! another matter: any later leader goes on with that. While leadership is handed over a change waits too, because an
//! entry more would only delay the successor; so does another transfer.

use super::effects::{Effects, Reply, Why};
use super::leader::Leader;
use super::membership::ChangeRefusal;
use super::transfer::TransferRefusal;
use super::types::LogPosition;

/// Changes that wait for their turn, and transfers that do, at most.
pub const ORDERS_MAX: usize = 16;

/// Why an order is not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderRefusal {
    /// An order to change the configuration.
    Change(ChangeRefusal),
    /// An order to hand leadership over.
    Transfer(TransferRefusal),
}

/// What a leader says of an order, in this step or a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderAnswer {
    /// It is taken, and begins when its turn comes.
    Taken,
    /// It is not taken, or no longer makes sense when its turn comes.
    Refused(OrderRefusal),
    /// The first entry of the change stands here: any later leader goes on from it.
    Appended(LogPosition),
    /// The successor is told to stand.
    SuccessorTold,
    /// The transfer came to nothing, and the leader goes on.
    GivenUp,
    /// The leadership is over, and with it all that waited.
    Lost,
}

impl Leader {
    /// The leadership ends: what waits is lost. Of a successor that was told to stand, the next election will tell.
    pub(super) fn lose_orders(&self, why: Why, out: &mut Effects) {
        let transfer = self.transfer.filter(|transfer| !transfer.told).map(|transfer| transfer.order);
        let waiting = self.changes.waiting().chain(transfer).chain(self.next_transfers.iter().map(|next| next.0));
        for order in waiting {
            out.reply(why, order, Reply::Order(OrderAnswer::Lost));
        }
    }
}
