//! The set-up of a cluster whose clock stands still.
//!
//! Messages and election timers take an hour, so that each message is delivered, and each timer fires, by a statement. What
//! is written is durable at once.

use crate::raft::DurationRange;
use crate::script::Setup;
use crate::sim::{Setting, Settings};

/// As good as for ever.
pub const HOUR_US: u64 = 3_600_000_000;

/// The set-up of a cluster with the rules among these settings, in which nothing happens by itself for an hour.
pub fn without_clock(nodes: usize, settings: &[Setting]) -> Setup {
    let hour = DurationRange::exactly(HOUR_US);
    let timings = [
        Setting::ElectionTimeout(hour, None),
        Setting::Latency(hour, None),
        Setting::Fsync(DurationRange::exactly(0), None),
    ];
    let settings = settings.iter().filter(|setting| setting.is_about_rules()).copied().chain(timings).collect();
    Setup { nodes, settings, ..Setup::default() }
}

/// The usual times, with which the clock goes on.
pub fn with_clock() -> impl Iterator<Item = Setting> {
    let usual = Settings::default();
    [
        Setting::ElectionTimeout(usual.raft.election_timeout, None),
        Setting::Latency(usual.latency, None),
        Setting::Fsync(usual.fsync, None),
    ]
    .into_iter()
}
