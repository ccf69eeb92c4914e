//! What kind of run a random run is: each has its own timings, its own set-up, and its own kinds of faults.
//!
//! Faults are drawn as a swarm (Groce et al., "Swarm Testing", ISSTA 2012): a run that does a little of everything
//! seldom does enough of one thing, so each run leaves whole kinds out and does others often.

use super::chance::Chance;
use std::fmt::Write;

/// A family of statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    Run,
    Request,
    Load,
    Crash,
    Bounce,
    Pause,
    Timeout,
    Rivalry,
    Laggard,
    Cut,
    ClientCut,
    LinkQuality,
    Timing,
    SlowDisk,
    DiskState,
    InFlight,
    Trap,
    Change,
    Transfer,
    Snapshot,
    Oddity,
}

impl Family {
    pub const ALL: [Family; 21] = [
        Family::Run,
        Family::Request,
        Family::Load,
        Family::Crash,
        Family::Bounce,
        Family::Pause,
        Family::Timeout,
        Family::Rivalry,
        Family::Laggard,
        Family::Cut,
        Family::ClientCut,
        Family::LinkQuality,
        Family::Timing,
        Family::SlowDisk,
        Family::DiskState,
        Family::InFlight,
        Family::Trap,
        Family::Change,
        Family::Transfer,
        Family::Snapshot,
        Family::Oddity,
    ];
}

/// A range of durations, µs.
pub type Range = (u64, u64);

/// How `get` is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    Log,
    ReadIndex,
    /// Within the bounds in which leases are safe.
    Lease,
    /// Outside of them: reads may be stale.
    RiskyLease,
    /// From any node's own state: reads may be stale.
    Local,
}

/// What a run is like.
pub struct Profile {
    pub nodes: usize,
    /// The shortest election timeout, which is the measure of all other times in the run, µs.
    pub unit_us: u64,
    pub election_timeout: Range,
    pub heartbeat_us: u64,
    pub latency: Range,
    pub fsync: Range,
    pub client_timeout_us: u64,
    pub loss_percent: u64,
    pub duplicate_percent: u64,
    pub reads: Reads,
    pub no_op: bool,
    pub pre_vote: bool,
    pub check_quorum: bool,
    pub single_server_changes: bool,
    /// Whether the end is long and calm enough for progress and stability to be claimed. What would hinder that, and
    /// cannot be undone during the run, is left out then.
    pub is_claimed: bool,
    /// How often each family of statements comes, by its place in [`Family::ALL`].
    pub weights: [u64; Family::ALL.len()],
    pub statements: u64,
    pub keys: usize,
    /// Bytes of a written value, about.
    pub value_bytes: usize,
    /// Lines of the set-up that no later line undoes.
    pub set_up: String,
}

impl Profile {
    pub fn draw(chance: &mut Chance) -> Profile {
        let nodes = chance.pick(&[3, 3, 3, 3, 3, 3, 5, 5, 5, 5, 4, 4, 2, 1, 6, 7, 8, 9]);
        let is_claimed = chance.happens(20);
        // Half of the runs have the timings of the defaults' order, the others go far to both sides.
        let unit_us = match chance.below(2) {
            0 => chance.scale(60_000, 400_000),
            _ if is_claimed => chance.scale(20_000, 1_000_000),
            _ => chance.scale(20_000, 4_000_000),
        };
        let election_timeout = (unit_us, unit_us + unit_us * chance.pick(&[0, 5, 20, 50, 100, 100, 200, 300]) / 100);
        let heartbeat_us = (unit_us * chance.pick(&[10, 20, 33, 33, 50, 80]) / 100).max(1_000);
        let client_timeout_us = (unit_us * chance.pick(&[30, 100, 200, 300, 600]) / 100).max(10_000);
        let reads = match chance.below(100) {
            0..20 => Reads::Log,
            20..58 => Reads::ReadIndex,
            58..94 => Reads::Lease,
            94..97 => Reads::RiskyLease,
            _ => Reads::Local,
        };
        let mut profile = Profile {
            nodes,
            unit_us,
            election_timeout,
            heartbeat_us,
            latency: latency(chance, unit_us),
            fsync: fsync(chance, unit_us),
            client_timeout_us,
            loss_percent: chance.pick(&[0, 0, 0, 0, 1, 5, 20]),
            duplicate_percent: chance.pick(&[0, 0, 0, 2, 10, 40]),
            reads,
            no_op: is_claimed || chance.happens(70),
            pre_vote: chance.happens(40),
            check_quorum: chance.happens(40),
            single_server_changes: chance.happens(35),
            is_claimed,
            weights: weights(chance, is_claimed),
            statements: chance.between(8, 65),
            keys: chance.pick(&[1, 2, 3, 3, 6]),
            value_bytes: if chance.happens(20) { chance.pick(&[300, 300, 1_000, 2_000, 4_000]) } else { 0 },
            set_up: String::new(),
        };
        let is_sharp = reads == Reads::Lease && !is_claimed && chance.happens(30);
        if is_sharp {
            profile.sharpen(chance);
        }
        profile.set_up(chance);
        if is_sharp {
            profile.set_clocks_to_their_bounds(chance);
        }
        profile
    }

    /// Whether every client sees one store.
    pub fn is_linearizable(&self) -> bool {
        match self.reads {
            Reads::Log | Reads::ReadIndex | Reads::Lease => true,
            Reads::RiskyLease | Reads::Local => false,
        }
    }

    /// Whether voters refuse candidates while they hear a leader.
    pub fn is_sticky(&self) -> bool {
        self.pre_vote || self.check_quorum || matches!(self.reads, Reads::Lease | Reads::RiskyLease)
    }

    /// Whether single nodes may have election timeouts with minima of their own, and clocks that err by more than 5 %.
    pub fn minds_no_lease(&self) -> bool {
        self.reads != Reads::Lease
    }

    fn set_up(&mut self, chance: &mut Chance) {
        let reads = match self.reads {
            Reads::Log => "log",
            Reads::ReadIndex => "read-index",
            Reads::Lease | Reads::RiskyLease => "lease",
            Reads::Local => "local",
        };
        let on_off = |is_on: bool| if is_on { "on" } else { "off" };
        let (no_op, pre_vote, check_quorum) = (on_off(self.no_op), on_off(self.pre_vote), on_off(self.check_quorum));
        let membership = if self.single_server_changes { "single" } else { "joint" };
        let entries = if self.is_claimed { 64 } else { chance.pick(&[1, 2, 3, 8, 64]) };
        let inflight = if self.is_claimed { 8 } else { chance.pick(&[1, 2, 8, 30]) };
        self.say(&format!(
            "config reads {reads}\nconfig no-op {no_op}\nconfig pre-vote {pre_vote}\n\
             config check-quorum {check_quorum}\nconfig membership {membership}\n\
             config max-entries {entries}\nconfig max-inflight {inflight}"
        ));
        if chance.happens(60) {
            self.say(&format!("config snapshot-every {}", chance.pick(&[1, 1, 2, 3, 5, 8, 15, 30])));
        }
        if chance.happens(60) {
            self.say(&format!("config snapshot-keep {}", chance.pick(&[0, 0, 1, 2, 5, 20])));
        }
        if !self.is_claimed {
            self.draw_clocks(chance);
        }
    }

    /// Messages and disks that take next to no time: where a promise and a lease that rests on it end, little decides.
    fn sharpen(&mut self, chance: &mut Chance) {
        self.latency = (0, self.unit_us / 200);
        self.fsync = (0, self.unit_us / 200);
        self.election_timeout = (self.unit_us, self.unit_us + self.unit_us * chance.pick(&[0, 2, 10]) / 100);
        (self.loss_percent, self.duplicate_percent) = (0, 0);
    }

    /// Each clock runs as fast, or as slow, as leases allow.
    fn set_clocks_to_their_bounds(&mut self, chance: &mut Chance) {
        for node in 1..=self.nodes {
            self.say(&format!("config drift {}5% n{node}", chance.pick(&["", "-"])));
        }
    }

    /// Clocks that err cannot be mended during a run.
    fn draw_clocks(&mut self, chance: &mut Chance) {
        let (most, exact) =
            if self.minds_no_lease() { (40, [-40, -20, -5, 5, 20, 40]) } else { (5, [-5, -5, -2, 2, 5, 5]) };
        match chance.below(3) {
            0 => {}
            1 => self.say(&format!("config drift {}%", chance.between(1, most))),
            _ => {
                for node in 1..=self.nodes {
                    if chance.happens(70) {
                        self.say(&format!("config drift {}% n{node}", chance.pick(&exact)));
                    }
                }
            }
        }
    }

    fn say(&mut self, lines: &str) {
        writeln!(self.set_up, "{lines}").expect("a string takes all that is written");
    }
}

/// How long a message takes: mostly a small part of an election timeout, in some runs longer than one.
pub fn latency(chance: &mut Chance, unit_us: u64) -> Range {
    let percent = |part: u64| unit_us * part / 100;
    match chance.below(20) {
        0..2 => (0, 0),
        2..6 => (percent(1), percent(3)),
        6..10 => (percent(2), percent(10)),
        10..15 => (0, percent(30)),
        15..17 => (percent(20), percent(40)),
        17..19 => (0, percent(100)),
        _ => (percent(10), percent(200)),
    }
}

/// How long a disk takes: from nothing to several election timeouts.
pub fn fsync(chance: &mut Chance, unit_us: u64) -> Range {
    let percent = |part: u64| unit_us * part / 100;
    match chance.below(20) {
        0..3 => (0, 0),
        3..8 => (percent(1), percent(1)),
        8..13 => (percent(1), percent(20)),
        13..16 => (0, percent(60)),
        16..18 => (percent(50), percent(150)),
        _ => (percent(10), percent(400)),
    }
}

fn weights(chance: &mut Chance, is_claimed: bool) -> [u64; Family::ALL.len()] {
    Family::ALL.map(|family| {
        // Time passes and clients ask in every run.
        let (off_percent, usual) = match family {
            Family::Run => (0, 30),
            Family::Request => (0, 16),
            Family::Load => (50, 2),
            Family::Crash => (40, 6),
            Family::Bounce => (50, 5),
            Family::Pause => (55, 4),
            Family::Timeout => (30, 5),
            Family::Rivalry => (25, 6),
            Family::Laggard => (60, 2),
            Family::Cut => (30, 7),
            Family::ClientCut => (75, 2),
            Family::LinkQuality => (60, 3),
            Family::Timing => (60, 2),
            Family::SlowDisk => (45, 4),
            Family::DiskState => (60, 4),
            Family::InFlight => (45, 5),
            // A trap that is never sprung would end all claims.
            Family::Trap if is_claimed => (100, 0),
            Family::Trap => (45, 5),
            Family::Change => (50, 5),
            Family::Transfer => (55, 3),
            Family::Snapshot => (60, 2),
            Family::Oddity => (70, 1),
        };
        if chance.happens(off_percent) { 0 } else { usual * chance.pick(&[1, 2, 2, 6]) }
    })
}
