//! What of a server matters in every role, where there is no clock.

use super::Core;
use crate::raft::canonical::Canonical;
use crate::raft::types::LogIndex;

impl Core {
    /// Writes what matters of it.
    pub fn write_canonical(&self, into: &mut Canonical<'_>) {
        let Core {
            id,
            // All servers have the same.
            config: _,
            hard_state,
            log,
            configurations,
            had_vote,
            snapshot,
            commit_index,
            written,
            hard_state_written,
            durable_index,
            now: _,
            heard_at: _,
            collected: _,
            owes_vote,
        } = self;
        into.node(Some(*id));
        into.hard_state(*hard_state);
        into.log(log);
        for (index, membership) in configurations.since(LogIndex::ZERO) {
            into.index(*index);
            into.membership(membership);
        }
        into.flag(*had_vote);
        into.index(snapshot.as_ref().map_or(LogIndex::ZERO, |snapshot| snapshot.last.index));
        into.index(*commit_index);
        into.write_seq(*written);
        into.write_seq(*hard_state_written);
        into.index(*durable_index);
        into.flag(*owes_vote);
    }
}
