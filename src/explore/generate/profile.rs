//! The kind of a random run: each run has its own timings, its own set-up, and its own kinds of faults.
//!
//! Faults are drawn as a swarm (Groce et al., "Swarm Testing", ISSTA 2012): a run that does a little of everything
//! seldom does enough of one thing, so each run leaves whole kinds out and does others often.

use super::chance::Chance;
use super::{Generator, PERCENT_PPM, range};
use crate::raft::{DurationRange, NodeSet};
use crate::sim::{ReadMode, Setting, Settings};

/// A family of statements: the method that adds some.
pub type Family = fn(&mut Generator);

/// Each family, in how many of a hundred runs it is left out, and its usual weight in the others.
fn families(is_claimed: bool) -> [(Family, u64, u64); 27] {
    [
        // Time passes and clients ask in every run.
        (Generator::run_on, 0, 30),
        (Generator::any_request, 0, 16),
        (Generator::load, 50, 2),
        (Generator::crash, 40, 6),
        (Generator::bounce, 50, 5),
        (Generator::pause, 55, 4),
        (Generator::timeout, 30, 5),
        (Generator::rivalry, 25, 6),
        (Generator::laggard, 60, 2),
        // What it holds up would end all claims.
        (Generator::echo, if is_claimed { 100 } else { 65 }, 4),
        (Generator::late_answers, if is_claimed { 100 } else { 75 }, 3),
        (Generator::rival_changes, if is_claimed { 100 } else { 60 }, 6),
        (Generator::turns, 70, 3),
        (Generator::cut, 30, 7),
        (Generator::client_cut, 75, 2),
        (Generator::link_quality, 60, 3),
        (Generator::timing, 60, 2),
        (Generator::slow_disk, 45, 4),
        (Generator::disk_state, 60, 4),
        (Generator::in_flight, 45, 5),
        // A trap that is never sprung would end all claims.
        (Generator::traps, if is_claimed { 100 } else { 45 }, 5),
        (Generator::changes, 0, 5),
        (Generator::decay, 70, 2),
        (Generator::transfers, 55, 3),
        (Generator::snapshot, 60, 2),
        (Generator::oddity, 70, 1),
        (Generator::priorities, 70, 3),
    ]
}

/// The properties of a run. Durations are µs, chances parts per million.
pub struct Profile {
    /// The size of the cluster at the beginning, 1 … 9.
    pub nodes: usize,
    /// The shortest election timeout, which is the measure of all other times in the run.
    pub unit_us: u64,
    pub election_timeout: DurationRange,
    pub heartbeat_us: u64,
    latency: DurationRange,
    fsync: DurationRange,
    pub client_timeout_us: u64,
    loss_ppm: u32,
    duplicate_ppm: u32,
    reads: ReadMode,
    /// Whether reads go by lease, and all clocks and election timeouts stay within the bounds in which leases are safe:
    /// clocks err by 5 % at most, and no node has a minimum of its own.
    pub keeps_lease_bounds: bool,
    pub no_op: bool,
    pre_vote: bool,
    check_quorum: bool,
    single_server_changes: bool,
    /// Whether the end is long and calm enough for progress and stability to be claimed. A hindrance to that which cannot
    /// be undone during the run is left out then.
    pub is_claimed: bool,
    /// Whether the configuration is changed in this run.
    pub changes_members: bool,
    /// How often each family of statements comes, in the order of [`families`].
    weights: Vec<u64>,
    /// How many times a family is drawn.
    pub statements: u64,
    /// How many keys there are, 1 … 6.
    pub keys: usize,
    /// Bytes of a written value, about.
    pub value_bytes: usize,
    /// Settings that no later statement undoes.
    fixed: Vec<Setting>,
}

impl Profile {
    /// Draws a profile.
    pub fn draw(chance: &mut Chance) -> Profile {
        let nodes = chance.pick(&[3, 3, 3, 3, 3, 3, 5, 5, 5, 5, 4, 4, 2, 1, 6, 7, 8, 9]);
        let is_claimed = chance.happens(20);
        // Half of the runs have the timings of the defaults' order, the others go far to both sides.
        let unit_us = match chance.below(2) {
            0 => chance.scale(60_000, 400_000),
            _ if is_claimed => chance.scale(20_000, 1_000_000),
            _ => chance.scale(20_000, 4_000_000),
        };
        let percent = |part: u64| unit_us * part / 100;
        let election_timeout = range(unit_us, unit_us + percent(chance.pick(&[0, 5, 20, 50, 100, 100, 200, 300])));
        let heartbeat_us = percent(chance.pick(&[10, 20, 33, 33, 50, 80])).max(1_000);
        let client_timeout_us = percent(chance.pick(&[30, 100, 200, 300, 600])).max(10_000);
        let (reads, keeps_lease_bounds) = match chance.below(100) {
            0..20 => (ReadMode::Log, false),
            20..58 => (ReadMode::ReadIndex, false),
            58..94 => (ReadMode::Lease, true),
            94..97 => (ReadMode::Lease, false),
            _ => (ReadMode::Local, false),
        };
        let mut profile = Profile {
            nodes,
            unit_us,
            election_timeout,
            heartbeat_us,
            latency: latency(chance, unit_us),
            fsync: fsync(chance, unit_us),
            client_timeout_us,
            loss_ppm: chance.pick(&[0, 0, 0, 0, 1, 5, 20]) * PERCENT_PPM,
            duplicate_ppm: chance.pick(&[0, 0, 0, 2, 10, 40]) * PERCENT_PPM,
            reads,
            keeps_lease_bounds,
            no_op: is_claimed || chance.happens(70),
            pre_vote: chance.happens(40),
            check_quorum: chance.happens(40),
            single_server_changes: chance.happens(45),
            is_claimed,
            changes_members: chance.happens(50),
            weights: weights(chance, is_claimed),
            statements: chance.between(8, 65),
            keys: chance.pick(&[1, 2, 3, 3, 6]),
            value_bytes: if chance.happens(20) { chance.pick(&[300, 300, 1_000, 2_000, 4_000]) } else { 0 },
            fixed: Vec::new(),
        };
        let is_sharp = keeps_lease_bounds && !is_claimed && chance.happens(30);
        if is_sharp {
            profile.sharpen(chance);
        }
        profile.draw_fixed(chance);
        if is_sharp {
            profile.set_clocks_to_their_bounds(chance);
        }
        profile
    }

    /// Keeps what is set up already, and cannot change during a run.
    pub fn keep(&mut self, settings: &Settings) {
        let raft = &settings.raft;
        (self.reads, self.keeps_lease_bounds) = (settings.reads, false);
        (self.no_op, self.pre_vote, self.check_quorum) = (raft.no_op, raft.pre_vote, raft.check_quorum);
        self.single_server_changes = raft.single_server_changes;
    }

    /// The settings of the set-up, in order.
    pub fn settings(&self) -> Vec<Setting> {
        let timings = [
            Setting::ElectionTimeout(self.election_timeout, None),
            Setting::Latency(self.latency, None),
            Setting::Fsync(self.fsync, None),
            Setting::Heartbeat(self.heartbeat_us),
            Setting::ClientTimeout(self.client_timeout_us),
            Setting::Loss(self.loss_ppm, None),
            Setting::Duplicate(self.duplicate_ppm, None),
        ];
        self.fixed.iter().copied().chain(timings).collect()
    }

    /// The family of the next statements.
    pub fn family(&self, chance: &mut Chance) -> Family {
        families(self.is_claimed)[chance.weighed(&self.weights)].0
    }

    /// Whether the history of the clients must be linearizable.
    pub fn is_linearizable(&self) -> bool {
        match self.reads {
            ReadMode::Log | ReadMode::ReadIndex => true,
            ReadMode::Lease => self.keeps_lease_bounds,
            ReadMode::Local => false,
        }
    }

    /// Whether voters refuse candidates while they hear a leader.
    pub fn is_sticky(&self) -> bool {
        self.pre_vote || self.check_quorum || self.reads == ReadMode::Lease
    }

    fn draw_fixed(&mut self, chance: &mut Chance) {
        self.fixed.extend([
            Setting::Reads(self.reads),
            Setting::NoOp(self.no_op),
            Setting::PreVote(self.pre_vote),
            Setting::CheckQuorum(self.check_quorum),
            Setting::SingleServerChanges(self.single_server_changes),
            Setting::MaxEntries(if self.is_claimed { 64 } else { chance.pick(&[1, 2, 3, 8, 64]) }),
            Setting::MaxInflight(if self.is_claimed { 8 } else { chance.pick(&[1, 2, 8, 30]) }),
        ]);
        if chance.happens(60) {
            self.fixed.push(Setting::SnapshotEvery(Some(chance.pick(&[1, 1, 2, 3, 5, 8, 15, 30]))));
        }
        if chance.happens(60) {
            self.fixed.push(Setting::SnapshotKeep(chance.pick(&[0, 0, 1, 2, 5, 20])));
        }
        if !self.is_claimed {
            self.draw_clocks(chance);
        }
    }

    /// Messages and disks that take next to no time: where a promise and a lease that rests on it end, little decides.
    fn sharpen(&mut self, chance: &mut Chance) {
        self.latency = range(0, self.unit_us / 200);
        self.fsync = range(0, self.unit_us / 200);
        self.election_timeout.max_us = self.unit_us + self.unit_us * chance.pick(&[0, 2, 10]) / 100;
        (self.loss_ppm, self.duplicate_ppm) = (0, 0);
    }

    /// Each clock runs as fast, or as slow, as leases allow.
    fn set_clocks_to_their_bounds(&mut self, chance: &mut Chance) {
        for node in NodeSet::first(self.nodes).iter() {
            self.fixed.push(Setting::NodeDrift(chance.pick(&[5, -5]) * PERCENT_PPM as i32, node));
        }
    }

    /// Clocks that err cannot be mended during a run.
    fn draw_clocks(&mut self, chance: &mut Chance) {
        let (most, exact) =
            if self.keeps_lease_bounds { (5, [-5, -5, -2, 2, 5, 5]) } else { (40, [-40, -20, -5, 5, 20, 40]) };
        match chance.below(3) {
            0 => {}
            1 => self.fixed.push(Setting::Drift(chance.between(1, most) as u32 * PERCENT_PPM)),
            _ => {
                for node in NodeSet::first(self.nodes).iter() {
                    if chance.happens(70) {
                        self.fixed.push(Setting::NodeDrift(chance.pick(&exact) * PERCENT_PPM as i32, node));
                    }
                }
            }
        }
    }
}

/// How long a message takes: mostly a small part of an election timeout, in some runs longer than one.
pub fn latency(chance: &mut Chance, unit_us: u64) -> DurationRange {
    let percent = |least: u64, most: u64| range(unit_us * least / 100, unit_us * most / 100);
    match chance.below(20) {
        0..2 => percent(0, 0),
        2..6 => percent(1, 3),
        6..10 => percent(2, 10),
        10..15 => percent(0, 30),
        15..17 => percent(20, 40),
        17..19 => percent(0, 100),
        _ => percent(10, 200),
    }
}

/// How long a disk takes: from nothing to several election timeouts.
pub fn fsync(chance: &mut Chance, unit_us: u64) -> DurationRange {
    let percent = |least: u64, most: u64| range(unit_us * least / 100, unit_us * most / 100);
    match chance.below(20) {
        0..3 => percent(0, 0),
        3..8 => percent(1, 1),
        8..13 => percent(1, 20),
        13..16 => percent(0, 60),
        16..18 => percent(50, 150),
        _ => percent(10, 400),
    }
}

fn weights(chance: &mut Chance, is_claimed: bool) -> Vec<u64> {
    let weight = |(_, off_percent, usual): (Family, u64, u64)| {
        if chance.happens(off_percent) { 0 } else { usual * chance.pick(&[1, 2, 2, 6]) }
    };
    families(is_claimed).into_iter().map(weight).collect()
}
