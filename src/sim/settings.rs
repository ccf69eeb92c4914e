//! What `config` sets, with its defaults.

use super::actor::{ACTORS, Actor};
use crate::raft::{Config, DurationRange, MAX_NODES, NodeId};
use serde::{Deserialize, Serialize};

/// How a `get` is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadMode {
    /// As an entry of the log, like a write.
    Log,
    /// By the leader, once a majority has confirmed that it still leads (§8); by a follower that asked it.
    ReadIndex,
    /// As `ReadIndex`, but at once while the leader's lease runs (thesis, §6.4.1).
    Lease,
    /// By any node, from its own state: it may be stale.
    Local,
}

impl ReadMode {
    /// Every mode.
    pub const ALL: [ReadMode; 4] = [ReadMode::Log, ReadMode::ReadIndex, ReadMode::Lease, ReadMode::Local];

    /// Its name in a script.
    pub const fn name(self) -> &'static str {
        match self {
            ReadMode::Log => "log",
            ReadMode::ReadIndex => "read-index",
            ReadMode::Lease => "lease",
            ReadMode::Local => "local",
        }
    }
}

/// The settings of a run. Durations are µs, chances parts per million.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// What the nodes are told.
    pub raft: Config,
    /// How long a message takes, one way.
    pub latency: DurationRange,
    /// Links with a latency of their own, by sender and receiver; empty until there is one.
    link_latency: Vec<Option<DurationRange>>,
    /// Chance that a message is lost.
    pub loss_ppm: u32,
    /// Chance that a message is delivered twice.
    pub duplicate_ppm: u32,
    /// How long an fsync takes.
    pub fsync: DurationRange,
    /// Nodes with an fsync of their own.
    node_fsync: [Option<DurationRange>; MAX_NODES],
    /// How long a client waits for an answer.
    pub client_timeout_us: u64,
    /// How a `get` is answered.
    pub reads: ReadMode,
    /// Applied entries after which a node compacts its log; none if it does not by itself.
    pub snapshot_every: Option<u64>,
    /// How much a node's clock may run fast or slow, parts per million.
    pub drift_ppm: u32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            raft: Config {
                election_timeout: DurationRange { min_us: 150_000, max_us: 300_000 },
                heartbeat_us: 50_000,
                max_entries: 64,
                max_inflight: 8,
                no_op: true,
                pre_vote: false,
                check_quorum: false,
                lease: false,
                single_server_changes: false,
            },
            latency: DurationRange { min_us: 5_000, max_us: 15_000 },
            link_latency: Vec::new(),
            loss_ppm: 0,
            duplicate_ppm: 0,
            fsync: DurationRange::exactly(1_000),
            node_fsync: [None; MAX_NODES],
            client_timeout_us: 500_000,
            reads: ReadMode::ReadIndex,
            snapshot_every: None,
            drift_ppm: 0,
        }
    }
}

impl Settings {
    /// Whether nothing in them hinders a cluster: default timings on every link and disk, no loss, whole clocks, new
    /// leaders that append an entry, and room for as much in flight as usual.
    pub fn is_calm(&self) -> bool {
        let usual = Settings::default();
        let timings = |settings: &Settings| {
            (
                settings.raft.election_timeout,
                settings.raft.heartbeat_us,
                settings.latency,
                settings.fsync,
                settings.client_timeout_us,
            )
        };
        let of_links = self.link_latency.iter().flatten().all(|range| *range == usual.latency);
        let of_disks = self.node_fsync.iter().flatten().all(|range| *range == usual.fsync);
        let whole = self.loss_ppm == 0 && self.drift_ppm == 0 && self.raft.no_op;
        let roomy =
            usual.raft.max_entries <= self.raft.max_entries && usual.raft.max_inflight <= self.raft.max_inflight;
        timings(self) == timings(&usual) && of_links && of_disks && whole && roomy
    }

    /// The latency of a link.
    pub fn latency_of(&self, from: Actor, to: Actor) -> DurationRange {
        self.link_latency.get(from.slot() * ACTORS + to.slot()).copied().flatten().unwrap_or(self.latency)
    }

    /// Gives a link a latency of its own.
    pub fn set_link_latency(&mut self, from: Actor, to: Actor, range: DurationRange) {
        self.link_latency.resize(ACTORS * ACTORS, None);
        self.link_latency[from.slot() * ACTORS + to.slot()] = Some(range);
    }

    /// The fsync of a node.
    pub fn fsync_of(&self, node: NodeId) -> DurationRange {
        self.node_fsync[node.slot()].unwrap_or(self.fsync)
    }

    /// Gives a node an fsync of its own.
    pub fn set_node_fsync(&mut self, node: NodeId, range: DurationRange) {
        self.node_fsync[node.slot()] = Some(range);
    }
}
