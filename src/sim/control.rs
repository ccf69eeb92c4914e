//! What a statement of a script names: messages, links, settings.

use super::actor::Actor;
use super::network::{MessageId, Pattern};
use super::settings::Settings;
use crate::raft::{DurationRange, Flaw, Flaws, NodeId, Preset};
use crate::replica::ReadMode;

/// Which messages a statement means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// One in flight, by its number.
    One(MessageId),
    /// All in flight that a pattern means.
    All(Pattern),
    /// The next so many that are sent from now on.
    Next(u64, Pattern),
}

/// A link that a statement means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// One end; the sender, if it is meant one way.
    pub from: Actor,
    /// The other end.
    pub to: Actor,
    /// Whether it is meant both ways.
    pub both_ways: bool,
}

impl Link {
    /// The ways that are meant, as sender and receiver.
    pub fn ways(self) -> impl Iterator<Item = (Actor, Actor)> {
        let back = self.both_ways.then_some((self.to, self.from));
        std::iter::once((self.from, self.to)).chain(back)
    }
}

/// A setting and its new value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// `election-timeout`, µs, of all nodes or of one.
    ElectionTimeout(DurationRange, Option<NodeId>),
    /// `heartbeat`, µs.
    Heartbeat(u64),
    /// `latency`, µs, of all links or of one.
    Latency(DurationRange, Option<Link>),
    /// `loss`, parts per million, of all links or of one.
    Loss(u32, Option<Link>),
    /// `duplicate`, parts per million, of all links or of one.
    Duplicate(u32, Option<Link>),
    /// `fsync`, µs, of all nodes or of one.
    Fsync(DurationRange, Option<NodeId>),
    /// `reads`.
    Reads(ReadMode),
    /// `max-entries`.
    MaxEntries(usize),
    /// `max-inflight`.
    MaxInflight(usize),
    /// `replication`: whether by Figure 2's words alone, `plain`, and not `pipelined`.
    PlainReplication(bool),
    /// `follower-reads`.
    FollowerReads(bool),
    /// `client-timeout`, µs.
    ClientTimeout(u64),
    /// `client-retries`.
    ClientRetries(bool),
    /// `no-op`.
    NoOp(bool),
    /// `drift`, parts per million, at most, of every node.
    Drift(u32),
    /// `drift` of one node, parts per million, exactly: fast above 0, slow below.
    NodeDrift(i32, NodeId),
    /// `pre-vote`.
    PreVote(bool),
    /// `check-quorum`.
    CheckQuorum(bool),
    /// `membership`: whether it changes by one server at a time, and not by joint consensus.
    SingleServerChanges(bool),
    /// `snapshot-every`, applied entries; none for `off`.
    SnapshotEvery(Option<u64>),
    /// `snapshot-keep`, entries.
    SnapshotKeep(u64),
    /// `flaw`: these rules are broken.
    Flaw(FlawName),
    /// `mend`: these rules hold again.
    Mend(FlawName),
}

/// The name of a flaw, or of a set of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlawName {
    /// One flaw.
    One(Flaw),
    /// A preset.
    Preset(Preset),
}

impl FlawName {
    /// Every name: the flaws, then the presets.
    pub fn all() -> impl Iterator<Item = FlawName> {
        let flaws = Flaw::ALL.iter().copied().map(FlawName::One);
        flaws.chain(Preset::ALL.into_iter().map(FlawName::Preset))
    }

    /// The word in a script.
    pub const fn name(self) -> &'static str {
        match self {
            FlawName::One(flaw) => flaw.name(),
            FlawName::Preset(preset) => preset.name(),
        }
    }

    /// The flaws that it names.
    pub const fn flaws(self) -> Flaws {
        match self {
            FlawName::One(flaw) => Flaws::of(&[flaw]),
            FlawName::Preset(preset) => preset.flaws(),
        }
    }
}

impl Setting {
    /// Every key.
    pub const KEYS: [&str; 22] = [
        "election-timeout",
        "heartbeat",
        "latency",
        "loss",
        "duplicate",
        "fsync",
        "reads",
        "max-entries",
        "max-inflight",
        "replication",
        "follower-reads",
        "client-timeout",
        "client-retries",
        "no-op",
        "drift",
        "pre-vote",
        "check-quorum",
        "membership",
        "snapshot-every",
        "snapshot-keep",
        "flaw",
        "mend",
    ];

    /// Its key in a script, one of [`Setting::KEYS`].
    pub const fn key(&self) -> &'static str {
        match self {
            Setting::ElectionTimeout(..) => "election-timeout",
            Setting::Heartbeat(_) => "heartbeat",
            Setting::Latency(..) => "latency",
            Setting::Loss(..) => "loss",
            Setting::Duplicate(..) => "duplicate",
            Setting::Fsync(..) => "fsync",
            Setting::Reads(_) => "reads",
            Setting::MaxEntries(_) => "max-entries",
            Setting::MaxInflight(_) => "max-inflight",
            Setting::PlainReplication(_) => "replication",
            Setting::FollowerReads(_) => "follower-reads",
            Setting::ClientTimeout(_) => "client-timeout",
            Setting::ClientRetries(_) => "client-retries",
            Setting::NoOp(_) => "no-op",
            Setting::Drift(_) | Setting::NodeDrift(..) => "drift",
            Setting::PreVote(_) => "pre-vote",
            Setting::CheckQuorum(_) => "check-quorum",
            Setting::SingleServerChanges(_) => "membership",
            Setting::SnapshotEvery(_) => "snapshot-every",
            Setting::SnapshotKeep(_) => "snapshot-keep",
            Setting::Flaw(_) => "flaw",
            Setting::Mend(_) => "mend",
        }
    }

    /// Whether it may change during a run.
    pub const fn is_step(&self) -> bool {
        match self {
            Setting::ElectionTimeout(..)
            | Setting::Heartbeat(_)
            | Setting::Latency(..)
            | Setting::Loss(..)
            | Setting::Duplicate(..)
            | Setting::Fsync(..)
            | Setting::PlainReplication(_)
            | Setting::FollowerReads(_)
            | Setting::ClientTimeout(_)
            | Setting::ClientRetries(_)
            | Setting::Flaw(_)
            | Setting::Mend(_) => true,
            Setting::Reads(_)
            | Setting::MaxEntries(_)
            | Setting::MaxInflight(_)
            | Setting::NoOp(_)
            | Setting::Drift(_)
            | Setting::NodeDrift(..)
            | Setting::PreVote(_)
            | Setting::CheckQuorum(_)
            | Setting::SingleServerChanges(_)
            | Setting::SnapshotEvery(_)
            | Setting::SnapshotKeep(_) => false,
        }
    }

    /// Whether it says what nodes and clients do; the others say how long something takes, and what chance does.
    pub const fn is_about_rules(&self) -> bool {
        match self {
            Setting::MaxEntries(_)
            | Setting::MaxInflight(_)
            | Setting::PlainReplication(_)
            | Setting::FollowerReads(_)
            | Setting::ClientRetries(_)
            | Setting::NoOp(_)
            | Setting::SingleServerChanges(_)
            | Setting::Reads(_)
            | Setting::PreVote(_)
            | Setting::CheckQuorum(_)
            | Setting::SnapshotEvery(_)
            | Setting::SnapshotKeep(_)
            | Setting::Flaw(_)
            | Setting::Mend(_) => true,
            Setting::ElectionTimeout(..)
            | Setting::Heartbeat(_)
            | Setting::Latency(..)
            | Setting::Loss(..)
            | Setting::Duplicate(..)
            | Setting::Fsync(..)
            | Setting::ClientTimeout(_)
            | Setting::Drift(_)
            | Setting::NodeDrift(..) => false,
        }
    }

    /// Changes the settings.
    pub fn apply(&self, settings: &mut Settings) {
        match *self {
            Setting::ElectionTimeout(range, None) => settings.raft.election_timeout = range,
            Setting::ElectionTimeout(range, Some(node)) => settings.set_node_election_timeout(node, range),
            Setting::Heartbeat(us) => settings.raft.heartbeat_us = us,
            Setting::Latency(range, None) => settings.latency = range,
            Setting::Latency(range, Some(link)) => {
                link.ways().for_each(|(from, to)| settings.set_link_latency(from, to, range));
            }
            Setting::Loss(ppm, None) => settings.loss_ppm = ppm,
            Setting::Loss(ppm, Some(link)) => {
                link.ways().for_each(|(from, to)| settings.set_link_loss(from, to, ppm));
            }
            Setting::Duplicate(ppm, None) => settings.duplicate_ppm = ppm,
            Setting::Duplicate(ppm, Some(link)) => {
                link.ways().for_each(|(from, to)| settings.set_link_duplicate(from, to, ppm));
            }
            Setting::Fsync(range, None) => settings.fsync = range,
            Setting::Fsync(range, Some(node)) => settings.set_node_fsync(node, range),
            Setting::Reads(mode) => {
                settings.reads = mode;
                settings.raft.lease = mode == ReadMode::Lease;
            }
            Setting::MaxEntries(count) => settings.raft.max_entries = count,
            Setting::MaxInflight(count) => settings.raft.max_inflight = count,
            Setting::PlainReplication(on) => settings.raft.plain_replication = on,
            Setting::FollowerReads(on) => settings.raft.follower_reads = on,
            Setting::ClientTimeout(us) => settings.client_timeout_us = us,
            Setting::ClientRetries(on) => settings.client_retries = on,
            Setting::NoOp(on) => settings.raft.no_op = on,
            Setting::Drift(ppm) => settings.drift_ppm = ppm,
            Setting::NodeDrift(ppm, node) => settings.set_node_drift(node, ppm),
            Setting::PreVote(on) => settings.raft.pre_vote = on,
            Setting::CheckQuorum(on) => settings.raft.check_quorum = on,
            Setting::SingleServerChanges(on) => settings.raft.single_server_changes = on,
            Setting::SnapshotEvery(entries) => settings.snapshot_every = entries,
            Setting::SnapshotKeep(entries) => settings.snapshot_keep = Some(entries),
            Setting::Flaw(FlawName::Preset(_)) | Setting::Mend(FlawName::Preset(_)) => {
                self.apart().iter().for_each(|setting| setting.apply(settings));
            }
            Setting::Flaw(FlawName::One(flaw)) => {
                settings.raft.flaws = settings.raft.flaws.union(Flaws::of(&[flaw]));
            }
            Setting::Mend(FlawName::One(flaw)) => {
                settings.raft.flaws = settings.raft.flaws.difference(Flaws::of(&[flaw]));
            }
        }
    }

    /// The settings that this one is a set of; itself, if it is none. A preset breaks rules, and beside that it replicates
    /// plainly, its followers refuse reads, and its clients ask once: these are slow or unhelpful and break no rule, so they
    /// are settings of their own. Mending the preset sets them back to their defaults.
    pub fn apart(&self) -> Vec<Setting> {
        let (preset, is_mended) = if let Setting::Flaw(FlawName::Preset(preset)) = *self {
            (preset, false)
        } else if let Setting::Mend(FlawName::Preset(preset)) = *self {
            (preset, true)
        } else {
            return vec![*self];
        };
        let one = if is_mended { Setting::Mend } else { Setting::Flaw };
        let flaws = preset.flaws();
        let flaws = flaws.iter().map(|flaw| one(FlawName::One(flaw)));
        let plain = Setting::PlainReplication(!is_mended);
        flaws.chain([plain, Setting::FollowerReads(is_mended), Setting::ClientRetries(is_mended)]).collect()
    }
}
