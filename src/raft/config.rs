//! The settings of a node: its times, its limits, and the extensions that it follows.

use super::flaw::Flaws;
use super::types::DurationRange;
use serde::{Deserialize, Serialize};

/// The settings of a node. They may change while it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Config {
    /// The time without a leader after which a follower becomes a candidate; drawn anew each time.
    pub election_timeout: DurationRange,
    /// The time between a leader's heartbeats, µs.
    pub heartbeat_us: u64,
    /// Entries in one AppendEntries, at most; at least 1.
    pub max_entries: usize,
    /// AppendEntries with entries in flight to one peer, at most; at least 1.
    pub max_inflight: usize,
    /// Whether it replicates by Figure 2's words alone: each AppendEntries carries all entries from `next_index` on,
    /// whether or not they are on their way, an answer sends nothing, and a refusal moves `next_index` one entry back.
    pub plain_replication: bool,
    /// Whether a follower serves reads, by the read index that it asks its leader for (thesis, §6.4). One that does not
    /// refuses them, and names its leader.
    pub follower_reads: bool,
    /// Whether a new leader appends an empty entry of its term. Without it, reads by ReadIndex wait until
    /// a command of that term is committed.
    pub no_op: bool,
    /// Whether a node asks whether it would be voted for before it stands (thesis, §9.6).
    pub pre_vote: bool,
    /// Whether a leader without a majority's answers steps down, and a server that hears from a leader disregards
    /// candidates (thesis, §6.2; §6).
    pub check_quorum: bool,
    /// Whether a leader answers reads by its lease while that runs. A server that hears from a leader then disregards
    /// candidates, as with `check_quorum`: the lease rests on that.
    pub lease: bool,
    /// Whether the configuration changes by one server at a time, and not by joint consensus (thesis, §4.1).
    pub single_server_changes: bool,
    /// The rules of Raft that it breaks; none, but in the museum.
    pub flaws: Flaws,
}

impl Config {
    /// The defaults of the script language. The election timeout is the paper's example (§5.2: 150 to 300 ms), and
    /// every extension that can be switched is off, except the empty entry of a new leader (§8).
    pub const DEFAULT: Config = Config {
        election_timeout: DurationRange { min_us: 150_000, max_us: 300_000 },
        heartbeat_us: 50_000,
        max_entries: 64,
        max_inflight: 8,
        plain_replication: false,
        follower_reads: true,
        no_op: true,
        pre_vote: false,
        check_quorum: false,
        lease: false,
        single_server_changes: false,
        flaws: Flaws::NONE,
    };

    /// For how long a leader goes on without a majority's answers, µs. None if it goes on for ever: then voters that
    /// hear it vote for others all the same. Where they refuse candidates because they hear a leader, a leader that can
    /// commit nothing has to step down, or no other server could ever lead.
    ///
    /// Where voters refuse pre-votes alone, the leader waits twice as long. Only progress rests on that, and a cut that
    /// heals before others have elected a leader then deposes no leader.
    pub const fn quorum_patience_us(&self) -> Option<u64> {
        if self.check_quorum || self.lease {
            Some(self.election_timeout.max_us)
        } else if self.pre_vote {
            Some(self.election_timeout.max_us.saturating_mul(2))
        } else {
            None
        }
    }
}
