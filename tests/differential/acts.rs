//! Schedules: lists of acts on a cluster, drawn from a seed, and shortened when they fail.

use super::core::{Profile, Servers};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::fmt;

/// The most servers of a schedule.
pub const SERVERS_MAX: usize = 5;
/// The most acts of a schedule.
const ACTS_MAX: usize = 48;

/// The most waves of messages that are kept by an act that loses all later ones.
const WAVES_KEPT_MAX: usize = 9;

/// A set of links, each from one server to another.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Links(u32);

impl Links {
    pub const NONE: Links = Links(0);

    fn bit(from: usize, to: usize) -> u32 {
        1 << ((from - 1) * SERVERS_MAX + to - 1)
    }

    pub fn contains(self, from: usize, to: usize) -> bool {
        self.0 & Links::bit(from, to) != 0
    }

    pub fn insert(&mut self, from: usize, to: usize) {
        self.0 |= Links::bit(from, to);
    }

    pub fn remove(&mut self, from: usize, to: usize) {
        self.0 &= !Links::bit(from, to);
    }

    fn without(mut self, from: usize, to: usize) -> Links {
        self.remove(from, to);
        self
    }

    fn iter(self) -> impl Iterator<Item = (usize, usize)> {
        let pairs = (1..=SERVERS_MAX).flat_map(|from| (1..=SERVERS_MAX).map(move |to| (from, to)));
        pairs.filter(move |(from, to)| self.contains(*from, *to))
    }
}

impl fmt::Debug for Links {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let links: Vec<String> = self.iter().map(|(from, to)| format!("{from}>{to}")).collect();
        write!(f, "[{}]", links.join(" "))
    }
}

/// Which of the messages that follow from an act are lost.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Lost {
    /// Messages over these links are lost.
    pub links: Links,
    /// Messages that are sent after this many waves are lost; with `None`, none are.
    pub after: Option<usize>,
}

impl fmt::Debug for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.links)?;
        self.after.map_or(Ok(()), |waves| write!(f, " and all after wave {waves}"))
    }
}

/// A step of a schedule. After each act every message is delivered or lost, until none is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// A server's election timer fires.
    TimeOut { server: usize, lost: Lost },
    /// After a settlement, the leader that this number chooses gets a client's command.
    Propose { leader: usize, lost: Lost },
    /// Nothing arrives between two servers any more.
    Cut { one: usize, other: usize },
    /// Messages arrive between two servers again.
    Heal { one: usize, other: usize },
    /// Nothing arrives between these servers and the rest any more.
    Split { part: Servers },
    /// Every link works again.
    HealAll,
    /// A server crashes, and is off.
    Crash { server: usize },
    /// A server that is off starts from its disk.
    Restart { server: usize },
    /// Time passes, and leaders send heartbeats.
    Settle,
    /// After a settlement, a server compacts its log, but keeps this many of the committed entries.
    Compact { server: usize, keeps: u64 },
    /// After a settlement, the leader that this number chooses transfers leadership.
    Transfer { leader: usize, to: usize, lost: Lost },
    /// After a settlement, the leader that this number chooses changes the voters; it stays one of them.
    Change { leader: usize, voters: Servers },
}

impl Act {
    /// Whether all messages are lost from some wave on.
    pub fn is_cut_short(mut self) -> bool {
        self.lost_mut().is_some_and(|lost| lost.after.is_some())
    }

    fn lost_mut(&mut self) -> Option<&mut Lost> {
        match self {
            Act::TimeOut { lost, .. } | Act::Propose { lost, .. } | Act::Transfer { lost, .. } => Some(lost),
            Act::Cut { .. }
            | Act::Heal { .. }
            | Act::Split { .. }
            | Act::HealAll
            | Act::Crash { .. }
            | Act::Restart { .. }
            | Act::Settle
            | Act::Compact { .. }
            | Act::Change { .. } => None,
        }
    }
}

/// The size of a cluster, and the acts on it.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// The number of the first voters: server 1 and the following.
    pub voters: usize,
    pub acts: Vec<Act>,
}

impl Schedule {
    pub fn of(seed: u64, profile: Profile) -> Schedule {
        let mut draw = Draw { rng: Pcg64Mcg::seed_from_u64(seed), profile, servers: SERVERS_MAX };
        let voters = if draw.below(2) == 0 { 3 } else { SERVERS_MAX };
        if !profile.membership {
            draw.servers = voters;
        }
        let count = 4 + draw.below(ACTS_MAX - 3);
        let acts = (0..count).map(|_| draw.act()).collect();
        Schedule { voters, acts }
    }

    /// Shortens a failing schedule: leaves out acts, then losses, as long as it still fails.
    pub fn shortened(mut self, fails: impl Fn(&Schedule) -> bool) -> Schedule {
        let mut size = self.acts.len().div_ceil(2);
        while 0 < size {
            let mut from = 0;
            while from < self.acts.len() {
                let mut shorter = self.clone();
                shorter.acts.drain(from..(from + size).min(self.acts.len()));
                if fails(&shorter) { self = shorter } else { from += size }
            }
            size /= 2;
        }
        for place in 0..self.acts.len() {
            let Some(lost) = self.acts[place].lost_mut().map(|lost| *lost) else { continue };
            let whole = Lost { after: None, ..lost };
            let without = |lost: Lost, (from, to)| Lost { links: lost.links.without(from, to), ..lost };
            let mut least = lost;
            for smaller in std::iter::once(None).chain(lost.links.iter().map(Some)) {
                let candidate = smaller.map_or(whole, |link| without(least, link));
                let mut shorter = self.clone();
                shorter.acts[place].lost_mut().into_iter().for_each(|lost| *lost = candidate);
                if fails(&shorter) {
                    (self, least) = (shorter, candidate);
                }
            }
        }
        self
    }
}

struct Draw {
    rng: Pcg64Mcg,
    profile: Profile,
    servers: usize,
}

impl Draw {
    fn below(&mut self, end: usize) -> usize {
        self.rng.random_range(0..end)
    }

    fn server(&mut self) -> usize {
        1 + self.below(self.servers)
    }

    /// Two different servers.
    fn pair(&mut self) -> (usize, usize) {
        let one = self.server();
        let other = 1 + (one + self.below(self.servers - 1)) % self.servers;
        (one, other)
    }

    /// Draws what an act loses: nothing where the voters change.
    fn lost(&mut self) -> Lost {
        if self.profile.membership {
            return Lost::default();
        }
        let one_in = [0, 0, 0, 4, 2][self.below(5)];
        let mut links = Links::NONE;
        for from in (1..=self.servers).filter(|_| 0 < one_in) {
            for to in (1..=self.servers).filter(|to| *to != from) {
                if self.below(one_in) == 0 {
                    links.insert(from, to);
                }
            }
        }
        let after = (self.below(4) == 0).then(|| 1 + self.below(WAVES_KEPT_MAX));
        Lost { links, after }
    }

    fn servers(&mut self) -> Servers {
        Servers((self.below(1 << self.servers) << 1) as u16)
    }

    fn act(&mut self) -> Act {
        let Profile { compaction, transfer, membership, .. } = self.profile;
        let [for_compaction, for_transfer, for_membership] =
            [compaction, transfer, membership].map(|wanted| if wanted { 10 } else { 0 });
        let mut place = self.below(96 + for_compaction + for_transfer + for_membership);
        let mut is = |weight: usize| {
            let chosen = place < weight;
            place = place.wrapping_sub(weight);
            chosen
        };
        if is(26) {
            return Act::TimeOut { server: self.server(), lost: self.lost() };
        }
        if is(26) {
            return Act::Propose { leader: self.server(), lost: self.lost() };
        }
        if is(8) {
            let (one, other) = self.pair();
            return Act::Cut { one, other };
        }
        if is(8) {
            let (one, other) = self.pair();
            return Act::Heal { one, other };
        }
        if is(5) {
            return Act::Split { part: self.servers() };
        }
        if is(5) {
            return Act::HealAll;
        }
        if is(6) {
            return Act::Crash { server: self.server() };
        }
        if is(6) {
            return Act::Restart { server: self.server() };
        }
        if is(6) {
            return Act::Settle;
        }
        if is(for_compaction) {
            return Act::Compact { server: self.server(), keeps: self.below(3) as u64 };
        }
        if is(for_transfer) {
            return Act::Transfer { leader: self.server(), to: self.server(), lost: self.lost() };
        }
        Act::Change { leader: self.server(), voters: self.servers() }
    }
}
