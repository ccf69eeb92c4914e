//! All chance of a run, from one seed.
//!
//! Each concern has a stream of its own (a node's timers, a link's latency, a link's losses, …), so
//! that a line added to a script in one place does not reshuffle what happens everywhere else.

use super::actor::{ACTORS, Actor, ClientId};
use crate::raft::{DurationRange, LogIndex, NodeId};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg32;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

/// Parts in a million.
pub const MILLION: u32 = 1_000_000;

/// The streams of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chance {
    election: Vec<Pcg32>,
    fsync: Vec<Pcg32>,
    load: Vec<Pcg32>,
    tear: Vec<Pcg32>,
    clock: Vec<Pcg32>,
    links: Vec<LinkChance>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct LinkChance {
    latency: Pcg32,
    loss: Pcg32,
    duplicate: Pcg32,
}

impl Chance {
    /// Every stream from its start.
    pub fn new(seed: u64) -> Chance {
        let stream = |concern: u8, which: usize| {
            let mut key = [0; 17];
            key[..8].copy_from_slice(&seed.to_le_bytes());
            key[8] = concern;
            key[9..].copy_from_slice(&(which as u64).to_le_bytes());
            Pcg32::seed_from_u64(xxh3_64(&key))
        };
        let each = |concern: u8| (0..ACTORS).map(|which| stream(concern, which)).collect();
        let link = |which: usize| LinkChance {
            latency: stream(4, which),
            loss: stream(5, which),
            duplicate: stream(6, which),
        };
        Chance {
            election: each(1),
            fsync: each(2),
            load: each(3),
            tear: each(7),
            clock: each(8),
            links: (0..ACTORS * ACTORS).map(link).collect(),
        }
    }

    /// How long a timer of a node runs, µs.
    pub fn timer_us(&mut self, node: NodeId, range: DurationRange) -> u64 {
        draw(&mut self.election[node.slot()], range)
    }

    /// How long a node's fsync takes, µs.
    pub fn fsync_us(&mut self, node: NodeId, range: DurationRange) -> u64 {
        draw(&mut self.fsync[node.slot()], range)
    }

    /// How long a message takes on a link, µs.
    pub fn latency_us(&mut self, from: Actor, to: Actor, range: DurationRange) -> u64 {
        draw(&mut self.link(from, to).latency, range)
    }

    /// Whether a message is lost on a link.
    pub fn is_lost(&mut self, from: Actor, to: Actor, ppm: u32) -> bool {
        ppm != 0 && happens(&mut self.link(from, to).loss, ppm)
    }

    /// Whether a message is delivered twice on a link.
    pub fn is_duplicated(&mut self, from: Actor, to: Actor, ppm: u32) -> bool {
        ppm != 0 && happens(&mut self.link(from, to).duplicate, ppm)
    }

    /// How long the second copy of a message takes, µs. It draws from the link's stream for doubles, so
    /// that a copy does not change what comes after it.
    pub fn copy_latency_us(&mut self, from: Actor, to: Actor, range: DurationRange) -> u64 {
        draw(&mut self.link(from, to).duplicate, range)
    }

    /// How many of the bytes on their way to a node's disk reach it when the node crashes: 0 … `bytes`.
    pub fn bytes_kept(&mut self, node: NodeId, bytes: usize) -> usize {
        self.tear[node.slot()].random_range(0..=bytes as u64) as usize
    }

    /// Which record of a node's disk is damaged: that of the entry at an index from `first` to `last`.
    pub fn damaged_record(&mut self, node: NodeId, first: LogIndex, last: LogIndex) -> LogIndex {
        LogIndex(self.tear[node.slot()].random_range(first.0..=last.0))
    }

    /// How much a node's clock runs fast (above 0) or slow, parts per million, at most `ppm`.
    pub fn clock_error_ppm(&mut self, node: NodeId, ppm: u32) -> i64 {
        let most = i64::from(ppm);
        if most == 0 { 0 } else { self.clock[node.slot()].random_range(-most..=most) }
    }

    /// What a client's load does next: a number below `choices`.
    pub fn load_choice(&mut self, client: ClientId, choices: u32) -> u32 {
        self.load[client.slot()].random_range(0..choices)
    }

    fn link(&mut self, from: Actor, to: Actor) -> &mut LinkChance {
        &mut self.links[from.slot() * ACTORS + to.slot()]
    }
}

fn draw(stream: &mut Pcg32, range: DurationRange) -> u64 {
    let width = range.max_us - range.min_us;
    let step = match u32::try_from(width) {
        Ok(0) => 0,
        // Half the work of a 64-bit draw, which WebAssembly has to put together from pieces.
        Ok(width) => u64::from(stream.random_range(0..=width)),
        Err(_) => stream.random_range(0..=width),
    };
    range.min_us + step
}

fn happens(stream: &mut Pcg32, ppm: u32) -> bool {
    stream.random_range(0..MILLION) < ppm
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(number: usize) -> NodeId {
        NodeId::new(number).unwrap()
    }

    /// These numbers must be the same on every platform and after every upgrade: shared links hold on to them.
    #[test]
    fn the_streams_of_a_seed_never_change() {
        let mut chance = Chance::new(1);
        let range = DurationRange { min_us: 150_000, max_us: 300_000 };
        let drawn: Vec<u64> = (0..4).map(|_| chance.timer_us(node(1), range)).collect();
        let wide = DurationRange { min_us: 0, max_us: 1 << 36 };
        let fsync = chance.fsync_us(node(9), wide);
        assert_eq!((drawn, fsync), (vec![283504, 254618, 207119, 159346], 43907729424));
    }

    /// A stream is drawn from by its own concern only.
    #[test]
    fn one_concern_does_not_disturb_another() {
        let (mut a, mut b) = (Chance::new(7), Chance::new(7));
        let range = DurationRange { min_us: 0, max_us: 1_000_000 };
        for _ in 0..100 {
            a.fsync_us(node(2), range);
            a.latency_us(Actor::Node(node(1)), Actor::Node(node(2)), range);
            a.is_lost(Actor::Node(node(2)), Actor::Node(node(1)), 500_000);
        }
        let (back, forth) = (Actor::Node(node(2)), Actor::Node(node(1)));
        assert_eq!(a.latency_us(back, forth, range), b.latency_us(back, forth, range));
        assert_eq!(a.timer_us(node(2), range), b.timer_us(node(2), range));
    }

    #[test]
    fn draws_cover_their_range_evenly() {
        let mut chance = Chance::new(3);
        let range = DurationRange { min_us: 10, max_us: 19 };
        let mut counts = [0; 10];
        for _ in 0..10_000 {
            counts[chance.fsync_us(node(1), range) as usize - 10] += 1;
        }
        assert!(counts.iter().all(|count| (850..1150).contains(count)), "{counts:?}");
        let lost = (0..10_000).filter(|_| chance.is_lost(Actor::Node(node(1)), Actor::Node(node(2)), 25_000)).count();
        assert!((200..300).contains(&lost), "2.5% of 10,000, not {lost}");
    }
}
