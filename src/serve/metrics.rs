//! What a server counts, for Prometheus. A name is etcd's where it means the same, so that dashboards fit.

use crate::raft::{NodeId, Term};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;
use std::time::Duration;

/// The media type of [`Metrics::text`].
pub const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Durations from 0.1 ms to 3.3 s, each bound twice the one before.
fn durations() -> Histogram {
    Histogram::new(exponential_buckets(0.000_1, 2.0, 16))
}

/// The counters of a server.
pub struct Metrics {
    registry: Registry,
    has_leader: Gauge,
    is_leader: Gauge,
    leader_changes: Counter,
    term: Gauge,
    commit_index: Gauge,
    applied_index: Gauge,
    /// Requests that wait for their answer.
    pub pending: Gauge,
    /// Requests that were refused or had no answer in time.
    pub failed: Counter,
    /// Messages that were dropped, because the queue to their peer was full. Raft sends them again.
    pub dropped: Counter,
    fsync: Histogram,
    commit: Histogram,
    snapshot: Histogram,
}

/// How a node stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The leader of its term, if it knows one.
    pub leader: Option<NodeId>,
    /// Whether it leads.
    pub leads: bool,
    /// Its current term.
    pub term: Term,
    /// Its commit index.
    pub commit_index: u64,
    /// The last index that it has applied.
    pub last_applied: u64,
}

impl Default for Metrics {
    fn default() -> Metrics {
        let mut registry = Registry::default();
        let mut gauge = |name, help| {
            let gauge = Gauge::default();
            registry.register(name, help, gauge.clone());
            gauge
        };
        let has_leader = gauge("etcd_server_has_leader", "Whether a leader is known: 1, or 0");
        let is_leader = gauge("etcd_server_is_leader", "Whether this node leads: 1, or 0");
        let commit_index = gauge("etcd_server_proposals_committed_total", "The commit index");
        let applied_index = gauge("etcd_server_proposals_applied_total", "The last applied index");
        let pending = gauge("etcd_server_proposals_pending", "Requests that wait for their answer");
        let term = gauge("raftarium_term", "The current term");
        let mut counter = |name, help| {
            let counter = Counter::default();
            registry.register(name, help, counter.clone());
            counter
        };
        let leader_changes = counter("etcd_server_leader_changes_seen", "Changes of the leader that this node saw");
        let failed = counter("etcd_server_proposals_failed", "Requests that were refused or had no answer in time");
        let dropped =
            counter("raftarium_messages_dropped", "Messages to peers that were dropped: their queue was full");
        let mut histogram = |name, help| {
            let histogram = durations();
            registry.register(name, help, histogram.clone());
            histogram
        };
        let fsync = histogram("etcd_disk_wal_fsync_duration_seconds", "Writing and syncing what waited, by one fsync");
        let commit = histogram("raftarium_commit_duration_seconds", "From taking a write to its answer");
        let snapshot = histogram("raftarium_snapshot_duration_seconds", "Making a snapshot and putting it on the disk");
        Metrics {
            registry,
            has_leader,
            is_leader,
            leader_changes,
            term,
            commit_index,
            applied_index,
            pending,
            failed,
            dropped,
            fsync,
            commit,
            snapshot,
        }
    }
}

impl Metrics {
    /// How the node stands now, and stood before.
    pub fn stands(&self, before: Standing, now: Standing) {
        let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        self.has_leader.set(now.leader.is_some().into());
        self.is_leader.set(now.leads.into());
        self.term.set(number(now.term.0));
        self.commit_index.set(number(now.commit_index));
        self.applied_index.set(number(now.last_applied));
        if now.leader.is_some() && (now.leader, now.term) != (before.leader, before.term) {
            self.leader_changes.inc();
        }
    }

    /// An fsync is done.
    pub fn synced(&self, after: Duration) {
        self.fsync.observe(after.as_secs_f64());
    }

    /// A write is answered.
    pub fn committed(&self, after: Duration) {
        self.commit.observe(after.as_secs_f64());
    }

    /// A snapshot is on the disk.
    pub fn snapshot_taken(&self, after: Duration) {
        self.snapshot.observe(after.as_secs_f64());
    }

    /// All of it, as text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a growing text has no way to fail.
        encode(&mut text, &self.registry).expect("counters are text");
        text
    }
}
