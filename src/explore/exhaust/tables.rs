//! The parts of states, each kept once and known by a number, and what becomes of a part: tables that grow as the search
//! goes on.
//!
//! A cluster has far fewer different servers and messages than states, which are mixtures of them. So each step of a
//! server is carried out once, and looked up ever after: most of the search moves numbers.

use super::server::{Act, Acted, Rules, Server};
use crate::check::untimed::{Invariants, Memory, Sighting};
use crate::raft::{Canonical, Message, Names, NodeId, WriteSeq};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use xxhash_rust::xxh3::xxh3_64;

/// The number of a part, in the order in which parts of its kind were met.
pub type Part = u32;

/// Hashes keys that are numbers, or hashes already.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mixer(u64);

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        self.0 ^= xxh3_64(bytes);
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = mix(number);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Spreads a number over all bits (the finalizer of SplitMix64).
pub fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

type Map<K, V> = HashMap<K, V, BuildHasherDefault<Mixer>>;

/// The parts of one kind. `N` is the number of names that nodes may have: each part has a hash under each of them.
#[derive(Debug)]
struct Parts<T, const N: usize> {
    by_bytes: Map<Box<[u8]>, Part>,
    all: Vec<T>,
    hashes: Vec<[u64; N]>,
}

impl<T, const N: usize> Default for Parts<T, N> {
    fn default() -> Parts<T, N> {
        Parts { by_bytes: Map::default(), all: Vec::new(), hashes: Vec::new() }
    }
}

impl<T, const N: usize> Parts<T, N> {
    /// The number of a part, which is kept if it is new. `bytes` are its own under each of the names; `salt` keeps parts of
    /// different kinds apart.
    fn number(&mut self, part: T, salt: u64, bytes: impl Fn(&T, usize) -> Vec<u8>) -> Part {
        let own = bytes(&part, 0).into_boxed_slice();
        if let Some(known) = self.by_bytes.get(&own) {
            return *known;
        }
        let number = Part::try_from(self.all.len()).expect("a search has less than four thousand million parts");
        self.hashes.push(std::array::from_fn(|names| mix(xxh3_64(&bytes(&part, names)) ^ salt)));
        self.by_bytes.insert(own, number);
        self.all.push(part);
        number
    }
}

/// What a server can do next, but for messages.
#[derive(Clone, Copy, Debug, Default)]
pub struct Can {
    /// Whether it is up.
    pub is_up: bool,
    /// Whether it leads.
    pub leads: bool,
    /// Whether an fsync is under way.
    pub fsyncs: bool,
}

/// What became of a server by an act, in numbers.
#[derive(Debug)]
pub struct Outcome {
    /// The server after it.
    pub server: Part,
    /// What it sent.
    pub sent: Box<[Part]>,
    /// What it broke, as far as the server alone tells.
    pub broken: Invariants,
    /// What others may be concerned with, in order.
    pub sightings: Box<[Sighting]>,
}

/// What became of the memory of the invariants by an outcome.
#[derive(Debug)]
pub struct Look {
    /// The memory after it.
    pub memory: Part,
    /// What is broken.
    pub broken: Invariants,
    /// The sightings after which the whole cluster is to be looked at, by their places, with the memory then.
    pub of_cluster: Box<[(usize, Memory)]>,
}

/// What has to be known before a state can be left, and is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Missing {
    /// What becomes of a server by an act.
    Step(Part, Code),
    /// What becomes of a memory by an outcome.
    Look(Part, u32),
}

/// An act as a number: below [`Code::OTHERS`] the message that is received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Code(pub u32);

impl Code {
    const OTHERS: u32 = u32::MAX - 0xff;
    /// [`Act::Timeout`].
    pub const TIMEOUT: Code = Code(Self::OTHERS);
    /// [`Act::Beat`].
    pub const BEAT: Code = Code(Self::OTHERS + 1);
    /// [`Act::Fsync`].
    pub const FSYNC: Code = Code(Self::OTHERS + 2);
    /// [`Act::Crash`].
    pub const CRASH: Code = Code(Self::OTHERS + 3);
    /// [`Act::Restart`].
    pub const RESTART: Code = Code(Self::OTHERS + 4);

    /// [`Act::Write`].
    pub const fn write(number: u8) -> Code {
        Code(Self::OTHERS + 16 + number as u32)
    }
}

/// A step that was carried out, or a look, before it has a number.
pub enum Worked {
    /// A step.
    Step(Part, Code, Option<Box<Acted>>),
    /// A look.
    Look(Part, u32, Box<Memory>, Invariants, Vec<(usize, Memory)>),
}

/// All parts, and what becomes of them.
#[derive(Debug)]
pub struct Tables<const N: usize> {
    rules: Rules,
    names: Vec<Names>,
    servers: Parts<Server, N>,
    can: Vec<Can>,
    messages: Parts<Message, N>,
    receivers: Vec<u8>,
    memories: Parts<Memory, N>,
    steps: Map<u64, u32>,
    outcomes: Vec<Outcome>,
    looks: Map<u64, Look>,
}

fn key(high: u32, low: u32) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

impl<const N: usize> Tables<N> {
    /// Empty tables, for nodes that may have these names.
    pub fn new(rules: Rules, names: Vec<Names>) -> Tables<N> {
        assert!(names.len() == N, "there is a hash for each of the names");
        Tables {
            rules,
            names,
            servers: Parts::default(),
            can: Vec::new(),
            messages: Parts::default(),
            receivers: Vec::new(),
            memories: Parts::default(),
            steps: Map::default(),
            outcomes: Vec::new(),
            looks: Map::default(),
        }
    }

    /// The number of a server.
    pub fn number_server(&mut self, server: Server) -> Part {
        let leads = server.leads();
        let can = Can { is_up: server.node().is_some(), leads, fsyncs: 0 < server.disk().covered_by_fsync() };
        let number = self.servers.number(server, 1, |server, names| server.canonical(&self.names[names]));
        if number as usize == self.can.len() {
            self.can.push(can);
        }
        number
    }

    /// The number of a memory.
    pub fn number_memory(&mut self, memory: Memory) -> Part {
        self.memories.number(memory, 2, |memory, names| {
            let mut into = Canonical::new(&self.names[names], WriteSeq(0));
            memory.write_canonical(&mut into);
            into.into_bytes()
        })
    }

    fn number_message(&mut self, message: Message) -> Part {
        let receiver = message.to.slot() as u8;
        let number = self.messages.number(message, 3, |message, names| {
            let mut into = Canonical::new(&self.names[names], WriteSeq(0));
            into.message(message);
            into.into_bytes()
        });
        assert!(number < Code::OTHERS, "the last numbers stand for other acts");
        if number as usize == self.receivers.len() {
            self.receivers.push(receiver);
        }
        number
    }

    /// A server's hashes.
    pub fn server_hashes(&self, server: Part) -> &[u64; N] {
        &self.servers.hashes[server as usize]
    }

    /// A message's hashes.
    pub fn message_hashes(&self, message: Part) -> &[u64; N] {
        &self.messages.hashes[message as usize]
    }

    /// A memory's hashes.
    pub fn memory_hashes(&self, memory: Part) -> &[u64; N] {
        &self.memories.hashes[memory as usize]
    }

    /// What a server can do.
    pub fn can(&self, server: Part) -> Can {
        self.can[server as usize]
    }

    /// The place of the node that a message is for, from 0.
    pub fn receiver(&self, message: Part) -> usize {
        usize::from(self.receivers[message as usize])
    }

    /// A message.
    pub fn message(&self, message: Part) -> &Message {
        &self.messages.all[message as usize]
    }

    /// A server.
    pub fn server(&self, server: Part) -> &Server {
        &self.servers.all[server as usize]
    }

    /// How many servers, messages, memories and steps are known.
    pub fn sizes(&self) -> [usize; 4] {
        [self.servers.all.len(), self.messages.all.len(), self.memories.all.len(), self.steps.len()]
    }

    /// What becomes of a server by an act: the number of the outcome, and the outcome. None if it is not known yet.
    pub fn step(&self, server: Part, code: Code) -> Option<(u32, &Outcome)> {
        let outcome = *self.steps.get(&key(server, code.0))?;
        Some((outcome, &self.outcomes[outcome as usize]))
    }

    /// What becomes of a memory by an outcome; none if it is not known yet.
    pub fn look(&self, memory: Part, outcome: u32) -> Option<&Look> {
        self.looks.get(&key(memory, outcome))
    }

    /// The act that a number stands for.
    pub fn act(&self, code: Code) -> Act {
        match code {
            Code::TIMEOUT => Act::Timeout,
            Code::BEAT => Act::Beat,
            Code::FSYNC => Act::Fsync,
            Code::CRASH => Act::Crash,
            Code::RESTART => Act::Restart,
            Code(message) if message < Code::OTHERS => Act::Receive(self.message(message).clone()),
            Code(write) => Act::Write((write - Code::write(0).0) as u8),
        }
    }

    /// Works out what is missing; the tables stay as they are, so that several threads can do that.
    pub fn work(&self, missing: Missing) -> Worked {
        match missing {
            Missing::Step(server, code) => {
                let acted = self.server(server).act(self.act(code), &self.rules);
                Worked::Step(server, code, acted.map(Box::new))
            }
            Missing::Look(memory, outcome) => {
                let mut new = self.memories.all[memory as usize].clone();
                let (mut broken, mut of_cluster) = (Invariants::NONE, Vec::new());
                for (place, sighting) in self.outcomes[outcome as usize].sightings.iter().enumerate() {
                    let (seen, concerns_all) = new.look(sighting);
                    broken = broken.union(seen);
                    if concerns_all {
                        of_cluster.push((place, new.clone()));
                    }
                }
                Worked::Look(memory, outcome, Box::new(new), broken, of_cluster)
            }
        }
    }

    /// Enters what was worked out. What cannot happen to a server leaves it as it is.
    pub fn enter(&mut self, worked: Worked) {
        match worked {
            Worked::Step(server, code, acted) => {
                let outcome = match acted {
                    Some(acted) => {
                        let Acted { server, sent, broken, sightings } = *acted;
                        let sent: Box<[Part]> = sent.into_iter().map(|sent| self.number_message(sent)).collect();
                        Outcome { server: self.number_server(server), sent, broken, sightings: sightings.into() }
                    }
                    None => Outcome { server, sent: [].into(), broken: Invariants::NONE, sightings: [].into() },
                };
                self.steps.insert(key(server, code.0), self.outcomes.len() as u32);
                self.outcomes.push(outcome);
            }
            Worked::Look(memory, outcome, new, broken, of_cluster) => {
                let look = Look { memory: self.number_memory(*new), broken, of_cluster: of_cluster.into() };
                self.looks.insert(key(memory, outcome), look);
            }
        }
    }

    /// Looks at the whole cluster of these servers, one of which is `changed` by an outcome.
    pub fn look_at_cluster(&self, servers: &[Part], changed: NodeId, outcome: &Outcome, look: &Look) -> Invariants {
        let mut broken = Invariants::NONE;
        for (place, memory) in &look.of_cluster {
            let sighting = &outcome.sightings[*place];
            let others = || servers.iter().map(|other| self.server(*other)).filter(|other| other.id() != changed);
            let nodes = others().filter_map(Server::node).chain([&sighting.raft]);
            let disks = others().map(|other| (other.id(), other.disk().log())).chain([(changed, &sighting.durable)]);
            let leaders = nodes.filter(|node| node.leading().is_some());
            broken = broken.union(memory.look_at_cluster(self.rules.voters, leaders, disks));
        }
        broken
    }
}
