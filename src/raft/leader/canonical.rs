//! What of a leader's knowledge matters, where there is no clock.

use super::Leader;
use crate::raft::canonical::Canonical;
use crate::raft::progress::{InFlight, Mode, Progress};

impl Leader {
    /// Writes what matters of it.
    pub(in crate::raft) fn write_canonical(&self, into: &mut Canonical<'_>) {
        let Leader {
            progress,
            votes: _,
            since: _,
            round,
            // What is asked of a leader by reads and orders.
            reads: _,
            changes: _,
            transfer: _,
            next_transfers: _,
            ordered_successor: _,
            lease_counts_from: _,
        } = self;
        into.round(*round);
        for node in into.in_order() {
            progress[node.slot()].write_canonical(into);
        }
    }
}

impl Progress {
    fn write_canonical(&self, into: &mut Canonical<'_>) {
        let Progress {
            next_index,
            match_index,
            mode,
            in_flight,
            sending,
            // Only reads and changes of the configuration ask for it.
            answered: _,
            confirmed_at: _,
            heard_at: _,
            matched_in,
        } = self;
        into.index(*next_index);
        into.index(*match_index);
        into.number(match mode {
            Mode::Probe => 0,
            Mode::Replicate => 1,
            Mode::Snapshot => 2,
        });
        into.number(in_flight.len() as u64);
        for InFlight { round, prev_index, last_index, overtook } in in_flight {
            into.round(*round);
            into.index(*prev_index);
            into.index(*last_index);
            into.flag(*overtook);
        }
        into.flag(sending.is_some());
        into.round(*matched_in);
    }
}
