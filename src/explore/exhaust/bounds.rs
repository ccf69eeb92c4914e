//! How far an exhaustive search goes, and what it searches through.

use crate::explore::search::Start;
use crate::raft::Config;
use crate::sim::{Setting, Settings};

/// How far a search goes. What happens to nodes and messages is counted along each run; deliveries and restarts are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Steps of a run, at most.
    pub depth: usize,
    /// Election timers that fire, at most; 15 at most, as with those below.
    pub elections: u8,
    /// Writes of clients, at most; 9 at most, a client each.
    pub writes: u8,
    /// Heartbeat timers that fire, at most.
    pub beats: u8,
    /// Crashes, at most.
    pub crashes: u8,
    /// Messages that are lost, at most. A message that is never delivered is as good as lost.
    pub drops: u8,
    /// Messages that are delivered a second time, at most.
    pub duplicates: u8,
    /// Whether the end of an fsync is a step of its own, so that a crash before it loses what was written. Otherwise what
    /// a step writes is durable with it.
    pub fsyncs: bool,
    /// Whether states that differ by the names of the nodes are one state. Of more than five nodes they are not, all the
    /// same: there are too many names.
    pub symmetry: bool,
    /// States, at most: a search that meets more gives up.
    pub states: u64,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds {
            depth: 14,
            elections: 2,
            writes: 1,
            beats: 1,
            crashes: 1,
            drops: 1,
            duplicates: 0,
            fsyncs: false,
            symmetry: true,
            states: 200_000_000,
        }
    }
}

/// Why there is no exhaustive search of a start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A setting rests on clocks, or on what the search does not do: this is its key.
    Setting(&'static str),
    /// The script has steps. Only its set-up counts.
    Steps,
}

/// The cluster that a search is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// How many nodes it has.
    pub nodes: usize,
    /// What they are told.
    pub config: Config,
    /// The settings that say so.
    pub settings: Vec<Setting>,
}

impl Cluster {
    /// The cluster of a start.
    ///
    /// # Errors
    /// If a setting rests on clocks, or the script has steps.
    pub fn of(start: &Start) -> Result<Cluster, Refusal> {
        let setup = start.script.as_ref().map(|script| script.setup.clone()).unwrap_or_default();
        if start.script.as_ref().is_some_and(|script| !script.statements.is_empty()) {
            return Err(Refusal::Steps);
        }
        let mut all = Settings::default();
        let settings: Vec<Setting> = start.settings.iter().chain(&setup.settings).copied().collect();
        settings.iter().for_each(|setting| setting.apply(&mut all));
        let config = all.raft;
        for (is_on, key) in [
            (config.pre_vote, "pre-vote"),
            (config.check_quorum, "check-quorum"),
            (config.lease, "reads"),
            (all.snapshot_every.is_some(), "snapshot-every"),
        ] {
            if is_on {
                return Err(Refusal::Setting(key));
            }
        }
        Ok(Cluster { nodes: setup.nodes, config, settings })
    }
}
