//! What `config` sets, with its defaults.

use super::actor::{ACTORS, Actor};
use crate::raft::{Config, DurationRange, MAX_NODES, NodeId};
use crate::replica::ReadMode;
use serde::{Deserialize, Serialize};

/// The settings of a run. Durations are µs, chances parts per million.
///
/// What is set for one node or one link wins over what is set for all, whichever was said first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// What the nodes are told; [`Settings::raft_of`] is what one of them is.
    pub raft: Config,
    /// Nodes with an election timeout of their own.
    node_election_timeout: [Option<DurationRange>; MAX_NODES],
    /// How long a message takes, one way.
    pub latency: DurationRange,
    /// What is set for single links, by sender and receiver; empty until there is something.
    links: Vec<Link>,
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
    /// Whether a client asks again: after a time-out, after a redirect, after "no leader known". One that does not waits for
    /// its answer for ever, and takes a refusal for it.
    pub client_retries: bool,
    /// How a `get` is answered.
    pub reads: ReadMode,
    /// Applied entries after which a node compacts its log; none if it does not by itself.
    pub snapshot_every: Option<u64>,
    /// Entries that stay in the log behind a snapshot; none if that was not said.
    pub snapshot_keep: Option<u64>,
    /// How much a node's clock may run fast or slow, parts per million.
    pub drift_ppm: u32,
    /// Nodes whose clocks run fast (above 0) or slow by exactly so much, parts per million.
    node_drift_ppm: [Option<i32>; MAX_NODES],
}

/// What is set for one link alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Link {
    latency: Option<DurationRange>,
    loss_ppm: Option<u32>,
    duplicate_ppm: Option<u32>,
}

/// What the network does with the messages of one link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkQuality {
    /// How long a message takes.
    pub latency: DurationRange,
    /// Chance that a message is lost.
    pub loss_ppm: u32,
    /// Chance that a message is delivered twice.
    pub duplicate_ppm: u32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            raft: Config::DEFAULT,
            node_election_timeout: [None; MAX_NODES],
            latency: DurationRange { min_us: 5_000, max_us: 15_000 },
            links: Vec::new(),
            loss_ppm: 0,
            duplicate_ppm: 0,
            fsync: DurationRange::exactly(1_000),
            node_fsync: [None; MAX_NODES],
            client_timeout_us: 500_000,
            client_retries: true,
            reads: ReadMode::ReadIndex,
            snapshot_every: None,
            snapshot_keep: None,
            drift_ppm: 0,
            node_drift_ppm: [None; MAX_NODES],
        }
    }
}

impl Settings {
    /// Whether nothing in them hinders a cluster: default timings on every node, link and disk, no loss, whole clocks,
    /// new leaders that append an entry, and room for as much in flight as usual. A message that comes twice does not
    /// hinder it.
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
        let of_nodes = self.node_election_timeout.iter().flatten().all(|range| *range == usual.raft.election_timeout)
            && self.node_fsync.iter().flatten().all(|range| *range == usual.fsync)
            && self.node_drift_ppm.iter().flatten().all(|ppm| *ppm == 0);
        let of_links = self.links.iter().all(|link| {
            link.latency.is_none_or(|range| range == usual.latency) && link.loss_ppm.is_none_or(|ppm| ppm == 0)
        });
        let whole = self.loss_ppm == 0 && self.drift_ppm == 0 && self.raft.no_op;
        let roomy =
            usual.raft.max_entries <= self.raft.max_entries && usual.raft.max_inflight <= self.raft.max_inflight;
        timings(self) == timings(&usual) && of_nodes && of_links && whole && roomy
    }

    /// Whether requests are answered soon where nothing else hinders the cluster. A client that asks once may have asked a
    /// node that is down, and a leader that backs off by one entry a heartbeat may need an hour for a long log.
    pub fn is_prompt(&self) -> bool {
        self.client_retries && !self.raft.plain_replication
    }

    /// Entries that stay in the log behind a snapshot. If the script does not say how many, it is half of those after
    /// which the next snapshot is taken: a peer that lacks no more than that is sent entries, and the log stays below
    /// one and a half times that length. A snapshot that is only taken on demand leaves none behind.
    pub fn entries_kept(&self) -> u64 {
        self.snapshot_keep.unwrap_or(self.snapshot_every.unwrap_or(0) / 2)
    }

    /// What a node is told.
    pub fn raft_of(&self, node: NodeId) -> Config {
        let election_timeout = self.node_election_timeout[node.slot()].unwrap_or(self.raft.election_timeout);
        Config { election_timeout, ..self.raft }
    }

    /// Gives a node an election timeout of its own.
    pub fn set_node_election_timeout(&mut self, node: NodeId, range: DurationRange) {
        self.node_election_timeout[node.slot()] = Some(range);
    }

    /// How a link treats messages.
    pub fn link(&self, from: Actor, to: Actor) -> LinkQuality {
        let Settings { latency, loss_ppm, duplicate_ppm, .. } = *self;
        match self.links.get(from.slot() * ACTORS + to.slot()) {
            None => LinkQuality { latency, loss_ppm, duplicate_ppm },
            Some(own) => LinkQuality {
                latency: own.latency.unwrap_or(latency),
                loss_ppm: own.loss_ppm.unwrap_or(loss_ppm),
                duplicate_ppm: own.duplicate_ppm.unwrap_or(duplicate_ppm),
            },
        }
    }

    /// Gives a link a latency of its own.
    pub fn set_link_latency(&mut self, from: Actor, to: Actor, range: DurationRange) {
        self.own_link(from, to).latency = Some(range);
    }

    /// Gives a link a chance of its own that a message is lost.
    pub fn set_link_loss(&mut self, from: Actor, to: Actor, ppm: u32) {
        self.own_link(from, to).loss_ppm = Some(ppm);
    }

    /// Gives a link a chance of its own that a message is delivered twice.
    pub fn set_link_duplicate(&mut self, from: Actor, to: Actor, ppm: u32) {
        self.own_link(from, to).duplicate_ppm = Some(ppm);
    }

    fn own_link(&mut self, from: Actor, to: Actor) -> &mut Link {
        self.links.resize(ACTORS * ACTORS, Link::default());
        &mut self.links[from.slot() * ACTORS + to.slot()]
    }

    /// The fsync of a node.
    pub fn fsync_of(&self, node: NodeId) -> DurationRange {
        self.node_fsync[node.slot()].unwrap_or(self.fsync)
    }

    /// Gives a node an fsync of its own.
    pub fn set_node_fsync(&mut self, node: NodeId, range: DurationRange) {
        self.node_fsync[node.slot()] = Some(range);
    }

    /// How much a node's clock runs fast (above 0) or slow, if that is set for it alone, parts per million.
    pub fn node_drift_ppm(&self, node: NodeId) -> Option<i32> {
        self.node_drift_ppm[node.slot()]
    }

    /// Has a node's clock run fast (above 0) or slow by exactly so much, parts per million.
    pub fn set_node_drift(&mut self, node: NodeId, ppm: i32) {
        self.node_drift_ppm[node.slot()] = Some(ppm);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::{ClientId, Link, Setting};

    fn node(number: usize) -> NodeId {
        NodeId::new(number).unwrap()
    }

    fn link() -> Link {
        let client = Actor::Client(ClientId::new(1).unwrap());
        Link { from: client, to: Actor::Node(node(2)), both_ways: false }
    }

    fn with(settings: &[Setting]) -> Settings {
        let mut all = Settings::default();
        settings.iter().for_each(|setting| setting.apply(&mut all));
        all
    }

    #[test]
    fn what_is_set_for_one_wins_over_what_is_set_for_all_in_any_order() {
        let (short, long) = (DurationRange::exactly(1_000), DurationRange::exactly(9_000));
        for (first, then) in [
            (Setting::ElectionTimeout(short, Some(node(2))), Setting::ElectionTimeout(long, None)),
            (Setting::ElectionTimeout(long, None), Setting::ElectionTimeout(short, Some(node(2)))),
        ] {
            let settings = with(&[first, then]);
            assert_eq!(settings.raft_of(node(2)).election_timeout, short);
            assert_eq!(settings.raft_of(node(1)).election_timeout, long);
        }
        for settings in [
            with(&[Setting::Loss(7, Some(link())), Setting::Duplicate(8, Some(link())), Setting::Loss(1, None)]),
            with(&[Setting::Loss(1, None), Setting::Duplicate(8, Some(link())), Setting::Loss(7, Some(link()))]),
        ] {
            let Link { from, to, .. } = link();
            let usual = Settings::default().latency;
            assert_eq!(settings.link(from, to), LinkQuality { latency: usual, loss_ppm: 7, duplicate_ppm: 8 });
            assert_eq!(settings.link(to, from), LinkQuality { latency: usual, loss_ppm: 1, duplicate_ppm: 0 });
        }
    }

    #[test]
    fn one_node_or_link_can_end_the_calm() {
        let slow = DurationRange::exactly(9_000_000);
        for setting in [
            Setting::ElectionTimeout(slow, Some(node(2))),
            Setting::Fsync(slow, Some(node(2))),
            Setting::NodeDrift(-1, node(2)),
            Setting::Latency(slow, Some(link())),
            Setting::Loss(1, Some(link())),
        ] {
            assert!(!with(&[setting]).is_calm(), "{setting:?}");
        }
        let usual = Settings::default();
        let harmless = [
            Setting::ElectionTimeout(usual.raft.election_timeout, Some(node(2))),
            Setting::NodeDrift(0, node(2)),
            Setting::Loss(0, Some(link())),
            Setting::Duplicate(500_000, Some(link())),
            Setting::SnapshotKeep(0),
        ];
        assert!(with(&harmless).is_calm());
    }
}
