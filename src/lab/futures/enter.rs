//! The present of a universe, and the universe of a future.

use super::super::Lab;
use super::super::snapshot::payload_view;
use super::super::view::{OpenEntryView, PresentView};
use super::present::{ENTRIES_MAX, is_owed, request_of, undecided};
use crate::raft::{LogEntry, LogPosition, NodeSet};
use crate::script::{Runner, serving_leader};

impl Lab {
    /// What is open where the run stands.
    pub fn present(&self) -> PresentView {
        let (world, found) = (self.runner.world(), undecided(&self.runner));
        let entries = found.iter().take(ENTRIES_MAX).map(|(&(index, term), entry)| {
            let holders = holders(&self.runner, LogPosition { term, index });
            let acknowledged = request_of(entry).is_some_and(|request| is_owed(&self.runner, &request));
            open_entry(LogPosition { term, index }, entry, holders, acknowledged)
        });
        PresentView {
            now_us: world.now().0 as f64,
            event: world.last_event().0 as f64,
            nodes: world.nodes().iter().map(|node| node.to_string()).collect(),
            leader: serving_leader(world).map(|leader| leader.to_string()),
            entries: entries.collect(),
            more_entries: found.len().saturating_sub(ENTRIES_MAX) as f64,
        }
    }

    /// The universe of a future of this instant: the same up to here, and a `reseed` with the number. What of the script
    /// had not run is gone, a story's goal too.
    pub fn future(&self, number: u64) -> Lab {
        let mut lab = self.fork();
        let place = lab.place_at_goal().unwrap_or(lab.runner.place());
        let entered = lab.act_at(place, None, &format!("reseed {number}"));
        debug_assert!(entered.is_ok(), "a reseed may stand anywhere");
        lab
    }
}

/// The servers that have an entry.
pub fn holders(runner: &Runner, position: LogPosition) -> NodeSet {
    let has = |node: &crate::raft::NodeId| runner.world().server(*node).log().contains(position);
    runner.world().nodes().iter().filter(has).collect()
}

/// An entry, for the page.
pub fn open_entry(position: LogPosition, entry: &LogEntry, holders: NodeSet, acknowledged: bool) -> OpenEntryView {
    OpenEntryView {
        index: position.index.0 as f64,
        term: position.term.0 as f64,
        command: payload_view(&entry.payload),
        holders: holders.iter().map(|node| node.to_string()).collect(),
        acknowledged,
    }
}
