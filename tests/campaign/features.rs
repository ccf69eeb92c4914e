//! The features that a campaign met: a feature that no run exercised was not tested.

use raftarium::raft::{Event as Decision, MAX_NODES, SnapshotEvent, StepDown, VoteRefusal};
use raftarium::sim::{Actor, Event, OrderLoss, Settings, Wait, What};
use std::collections::BTreeMap;

/// The features that the runs of each `cargo test` must meet: kinds of events, and features that [`Watch`] derives.
pub const EXPECTED: [&str; 43] = [
    "snapshot-taken",
    "snapshot-sent",
    "snapshot-collected",
    "snapshot-installed",
    "snapshot-not-needed",
    "snapshot-refused",
    "snapshot-of-many-pieces",
    "snapshot-not-overtaken",
    "configuration-in-force",
    "caught-up",
    "change-refused",
    "order-lost: leadership-over",
    "order-lost: replaced",
    "order-lost: turned-elsewhere",
    "order-lost: given-up",
    "order-lost: other-elected",
    "stepped-down: removed",
    "stepped-down: no-quorum, by check-quorum",
    "stepped-down: no-quorum, by lease",
    "stepped-down: no-quorum, by pre-vote",
    "pre-vote-started",
    "pre-vote-granted",
    "pre-vote-refused",
    "candidate-disregarded",
    "vote-refused: leader-alive",
    "election-withheld",
    "transfer-ordered",
    "transfer-waits",
    "transfer-abandoned",
    "transfer-refused",
    "transfer-blocks",
    "read-forwarded",
    "read-index-learned",
    "read-held-back",
    "read-unconfirmed",
    "lease-held",
    "leases-unsafe",
    "stopped",
    "tail-read",
    "write-longer-than-an-election",
    "log-truncated",
    "commit-held-back",
    "overtaken",
];

/// How often each feature was met, by its name.
#[derive(Debug, Default)]
pub struct Met(BTreeMap<&'static str, u64>);

impl Met {
    pub fn count(&self, feature: &str) -> u64 {
        self.0.get(feature).copied().unwrap_or(0)
    }

    pub fn add(&mut self, other: Met) {
        for (feature, count) in other.0 {
            *self.0.entry(feature).or_default() += count;
        }
    }

    fn note(&mut self, feature: &'static str) {
        *self.0.entry(feature).or_default() += 1;
    }
}

/// Looks at the events of one run, in order.
pub struct Watch<'a> {
    met: &'a mut Met,
    /// The feature that a leader without a majority steps down, by the setting that makes it do so.
    patience: &'static str,
    elections: u64,
    /// For each node with unfinished writes, the number of elections that were won before the first of them.
    writing_since: [Option<u64>; MAX_NODES],
    /// For each node, the last index of its latest snapshot.
    snapshots: [u64; MAX_NODES],
}

impl Watch<'_> {
    pub fn of<'a>(settings: &Settings, met: &'a mut Met) -> Watch<'a> {
        let patience = match (settings.raft.check_quorum, settings.raft.lease) {
            (true, _) => "stepped-down: no-quorum, by check-quorum",
            (false, true) => "stepped-down: no-quorum, by lease",
            (false, false) => "stepped-down: no-quorum, by pre-vote",
        };
        Watch { met, patience, elections: 0, writing_since: [None; MAX_NODES], snapshots: [0; MAX_NODES] }
    }

    pub fn look(&mut self, event: &Event) {
        let slot = match event.actor {
            Some(Actor::Node(node)) => Some(node.slot()),
            Some(Actor::Client(_)) | None => None,
        };
        self.met.note(event.what.name());
        if let Some(feature) = self.feature(&event.what, slot) {
            self.met.note(feature);
        }
    }

    /// The feature that an event shows beyond its kind, if it shows one.
    fn feature(&mut self, what: &What, slot: Option<usize>) -> Option<&'static str> {
        if let What::OrderLost { why, .. } = what {
            return Some(match why {
                OrderLoss::LeadershipOver => "order-lost: leadership-over",
                OrderLoss::Replaced => "order-lost: replaced",
                OrderLoss::TurnedElsewhere => "order-lost: turned-elsewhere",
                OrderLoss::GivenUp => "order-lost: given-up",
                OrderLoss::OtherElected => "order-lost: other-elected",
            });
        }
        if let What::ClientWaits { why: Wait::Unconfirmed, .. } = what {
            return Some("read-unconfirmed");
        }
        let slot = slot?;
        if let What::WriteStarted { .. } = what {
            self.writing_since[slot].get_or_insert(self.elections);
        } else if let What::WriteDurable { .. } = what {
            let since = self.writing_since[slot].take()?;
            return (since < self.elections).then_some("write-longer-than-an-election");
        } else if let What::Crashed | What::Stopped { .. } = what {
            self.writing_since[slot] = None;
        } else if let What::Decided(decision) = what {
            return self.decided(decision, slot);
        }
        None
    }

    fn decided(&mut self, decision: &Decision, slot: usize) -> Option<&'static str> {
        if let Decision::ElectionWon { .. } = decision {
            self.elections += 1;
        } else if let Decision::SteppedDown { why } = decision {
            return Some(match why {
                StepDown::NoQuorum { .. } => self.patience,
                StepDown::Removed => "stepped-down: removed",
            });
        } else if let Decision::VoteRefused { refusal: VoteRefusal::LeaderAlive { .. }, .. } = decision {
            return Some("vote-refused: leader-alive");
        } else if let Decision::Snapshot(SnapshotEvent::Taken { last, .. }) = decision {
            self.snapshots[slot] = last.index.0;
        } else if let Decision::Snapshot(SnapshotEvent::Sent { last, offset, .. }) = decision {
            return match (last.index.0 < self.snapshots[slot], *offset) {
                (_, 0) => None,
                (true, _) => Some("snapshot-not-overtaken"),
                (false, _) => Some("snapshot-of-many-pieces"),
            };
        }
        None
    }
}
