//! A random script: every fault but the loss of a disk may happen, then no fault is left and the cluster comes to rest.
//!
//! | file | part |
//! |---|---|
//! | `chance.rs` | draws |
//! | `profile.rs` | the kind of a run: its set-up, its timings, its families of statements |
//! | `faults.rs` | statements of one family each |
//! | `scenes.rs` | several statements that belong together |
//! | `calm.rs` | the end of the script |

mod calm;
mod chance;
mod faults;
mod profile;
mod scenes;

use crate::kv::{Command, Text};
use crate::raft::{DurationRange, NodeId, NodeSet};
use crate::script::{Influence, Nodes, Script, Setup, Step};
use crate::sim::{Actor, ClientId, Kind, Link, Pattern, Setting, Settings};
use chance::Chance;
use profile::Profile;

/// A random script, and the claim that holds of its run beyond those that the script states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// The script. It ends with a calm cluster that must answer every request, agree, and be safe.
    pub script: Script,
    /// Whether the history of the clients must be linearizable. It need not be where the set-up allows stale reads: local
    /// reads, and reads by lease with clocks or election timeouts outside the bounds of leases.
    pub is_linearizable: bool,
}

/// The script of a number; the same number gives the same script. Every number has one, and is the seed of its run.
pub fn generate(number: u64) -> Generated {
    Generator::of(number).finish()
}

/// A script that begins as another does, and goes on as the number has it.
pub fn generate_after(number: u64, begun: &Script) -> Generated {
    Generator::after(number, begun).finish()
}

/// A script that begins as `begun` does, which is a part of the script of a number, and goes on otherwise: in the same kind
/// of run, by the draws of a branch.
pub fn generate_fork(number: u64, start: Option<&Script>, begun: &Script, branch: u64) -> Generated {
    let generator = start.map_or_else(|| Generator::of(number), |script| Generator::after(number, script));
    generator.fork(begun, branch)
}

/// A percentage point, parts per million.
const PERCENT_PPM: u32 = 10_000;

struct Generator {
    chance: Chance,
    profile: Profile,
    setup: Setup,
    steps: Vec<Step>,
    /// The nodes of the set-up, and the servers that were added since: always n1 … nX.
    nodes: NodeSet,
    /// The nodes that were told to crash, or to pause, and not to go on.
    down: NodeSet,
    /// The nodes with a damaged record.
    decayed: NodeSet,
    /// Whether any link was cut since the last `heal`.
    is_cut: bool,
    /// Whether links have priorities.
    has_priorities: bool,
    /// The shortest election timeout now, µs.
    unit_us: u64,
    /// The longest time that anything was told to take, µs: so long may a timer run, or a message travel, that was begun
    /// before the end.
    longest_us: u64,
    /// Values written so far: each is another.
    written: u64,
}

impl Generator {
    fn of(number: u64) -> Generator {
        let mut chance = Chance::of(number);
        let profile = Profile::draw(&mut chance);
        let setup = Setup { nodes: profile.nodes, seed: number, ..Setup::default() };
        let nodes = NodeSet::first(profile.nodes);
        Generator::new(chance, profile, setup, nodes)
    }

    fn after(number: u64, begun: &Script) -> Generator {
        let mut chance = Chance::of(number);
        let mut profile = Profile::draw(&mut chance);
        let mut settings = Settings::default();
        begun.setup.settings.iter().for_each(|setting| setting.apply(&mut settings));
        profile.keep(&settings);
        let mut generator = Generator::new(chance, profile, begun.setup.clone(), nodes_of(begun));
        generator.steps = steps_of(begun);
        generator.act(Influence::Reseed(number));
        generator
    }

    fn new(chance: Chance, profile: Profile, setup: Setup, nodes: NodeSet) -> Generator {
        Generator {
            setup,
            steps: Vec::new(),
            nodes,
            down: NodeSet::EMPTY,
            decayed: NodeSet::EMPTY,
            is_cut: false,
            has_priorities: false,
            unit_us: profile.unit_us,
            longest_us: profile.client_timeout_us,
            written: 0,
            chance,
            profile,
        }
    }

    fn finish(mut self) -> Generated {
        self.begin();
        self.go_on(self.profile.statements);
        self.end()
    }

    fn fork(mut self, begun: &Script, branch: u64) -> Generated {
        // Drawn once more up to there, for what is down and damaged then.
        self.begin();
        for _ in 0..self.profile.statements {
            if begun.statements.len() <= self.steps.len() {
                break;
            }
            self.go_on(1);
        }
        (self.setup, self.steps, self.nodes) = (begun.setup.clone(), steps_of(begun), nodes_of(begun));
        self.chance = Chance::of(branch);
        self.act(Influence::Reseed(branch));
        let statements = self.chance.between(4, 30);
        self.go_on(statements);
        self.end()
    }

    /// Adds statements of so many families.
    fn go_on(&mut self, families: u64) {
        for _ in 0..families {
            let add = self.profile.family(&mut self.chance);
            add(self);
        }
    }

    fn end(mut self) -> Generated {
        self.calm();
        let is_linearizable = self.profile.is_linearizable();
        Generated { script: Script::new(self.setup, self.steps), is_linearizable }
    }

    /// Writes the settings of the cluster, sometimes those of single nodes, and mostly time enough for a first election.
    fn begin(&mut self) {
        for setting in self.profile.settings() {
            self.configure(setting);
        }
        for _ in 0..self.chance.pick(&[0, 0, 1, 3]) {
            self.node_timing();
        }
        if self.chance.happens(60) {
            self.run(self.profile.election_timeout.max_us + 2 * self.profile.heartbeat_us);
        }
    }

    fn act(&mut self, influence: Influence) {
        self.steps.push(Step::Do(influence));
    }

    /// Changes a setting: in the set-up, as long as there is no step.
    fn configure(&mut self, setting: Setting) {
        if let Setting::ElectionTimeout(range, _) | Setting::Latency(range, _) | Setting::Fsync(range, _) = setting {
            self.longest_us = self.longest_us.max(range.max_us);
        }
        if self.steps.is_empty() {
            self.setup.settings.push(setting);
        } else if setting.is_step() {
            self.act(Influence::configure(setting));
        }
    }

    /// Lets time pass, µs.
    fn run(&mut self, us: u64) {
        self.steps.push(Step::Run(us));
    }

    /// Lets time pass: mostly less than an election timeout.
    fn run_on(&mut self) {
        let percent = self.chance.pick(&[5, 5, 30, 100, 100, 250]);
        self.run_up_to(percent);
    }

    /// Lets up to so many hundredths of an election timeout pass.
    fn run_up_to(&mut self, percent: u64) {
        let us = self.chance.below(self.unit_us * percent / 100 + 1);
        self.run(us);
    }

    /// One of some shares of an election timeout, each in hundredths; the result in µs.
    fn share_us(&mut self, percents: &[u64]) -> u64 {
        self.unit_us * self.chance.pick(percents) / 100
    }

    /// A client's request, mostly to the leader that the client believes in.
    fn any_request(&mut self) {
        self.request(None);
    }

    /// A client's request to a node; mostly to the leader that the client believes in, if no node is named.
    fn request(&mut self, to: Option<NodeId>) {
        let key = self.key();
        let command = match self.chance.below(10) {
            0..4 => Command::Set { key, value: self.value() },
            4..7 => Command::Get { key },
            7 => Command::Delete { key },
            _ => Command::Cas { key, old: self.late_value(), new: self.value() },
        };
        self.ask(command, to);
    }

    /// A command from a client and, unless a node is named, perhaps to a node, both drawn.
    fn ask(&mut self, command: Command, to: Option<NodeId>) {
        // c9 never reads, see `calm`; and c7 and c8 are kept free for scenes.
        let client = match command {
            Command::Get { .. } => self.client(1, 6),
            Command::Set { .. } | Command::Delete { .. } | Command::Cas { .. } => {
                client_id(self.chance.pick(&[1, 2, 3, 4, 5, 6, 9]))
            }
        };
        let to = to.or_else(|| self.chance.happens(30).then(|| self.node()));
        self.act(Influence::Ask { client, command, to });
    }

    fn key(&mut self) -> Text {
        self.chance.pick(&["a", "b", "c", "d", "e", "f"][..self.profile.keys]).into()
    }

    /// A value that was never written before; a load's values are numbers.
    fn value(&mut self) -> Text {
        self.written += 1;
        self.value_of(self.written)
    }

    /// One of the latest values, which a key may well have.
    fn late_value(&mut self) -> Text {
        let of = self.chance.between(self.written.saturating_sub(6), self.written);
        self.value_of(of)
    }

    fn value_of(&self, number: u64) -> Text {
        // One length for all values of a number, so that the same number is the same value.
        let bytes = self.profile.value_bytes * (1 + number as usize % 4) / 4;
        format!("v{number}{}", "-".repeat(bytes)).into()
    }

    fn load(&mut self) {
        let every_us = self.share_us(&[2, 5, 10, 30]).max(1_000);
        let for_us = self.share_us(&[50, 100, 200, 400]);
        let mut clients: Vec<ClientId> = (1..=6).map(client_id).collect();
        self.chance.shuffle(&mut clients);
        clients.truncate(self.chance.pick(&[1, 2, 4]));
        self.act(Influence::Load { every_us, clients, for_us: Some(for_us) });
    }

    fn oddity(&mut self) {
        match self.chance.below(3) {
            0 => {
                let seed = self.chance.seed();
                self.act(Influence::Reseed(seed));
            }
            1 => {
                let events = self.chance.between(1, 50);
                self.steps.push(Step::StepEvents(events));
            }
            _ => {
                self.act(Influence::Crash(Nodes::All));
                self.run_up_to(100);
                self.act(Influence::Restart(Nodes::All));
                self.down = NodeSet::EMPTY;
            }
        }
    }

    /// A client with a number from `first` to `last`, both included.
    fn client(&mut self, first: u64, last: u64) -> ClientId {
        client_id(self.chance.between(first, last))
    }

    fn node(&mut self) -> NodeId {
        node_id(self.chance.between(1, self.nodes.len() as u64) as usize)
    }

    /// All nodes, in an order drawn by chance.
    fn shuffled(&mut self) -> Vec<NodeId> {
        let mut nodes: Vec<NodeId> = self.nodes.iter().collect();
        self.chance.shuffle(&mut nodes);
        nodes
    }

    /// As many nodes as one of the counts says, in an order drawn by chance; all of a smaller cluster.
    fn some_nodes(&mut self, counts: &[usize]) -> Vec<NodeId> {
        let mut nodes = self.shuffled();
        nodes.truncate(self.chance.pick(counts));
        nodes
    }

    /// Two nodes, of a cluster of two at least.
    fn two_nodes(&mut self) -> (NodeId, NodeId) {
        let nodes = self.shuffled();
        (nodes[0], nodes[1])
    }
}

/// The servers of a script.
fn nodes_of(script: &Script) -> NodeSet {
    NodeSet::first(script.setup.nodes).union(script.added())
}

fn steps_of(script: &Script) -> Vec<Step> {
    script.statements.iter().map(|statement| statement.step.clone()).collect()
}

/// The node with a number, 1 … 9.
fn node_id(number: usize) -> NodeId {
    NodeId::new(number).expect("a cluster has 9 nodes at most")
}

/// The client with a number, 1 … 9.
fn client_id(number: u64) -> ClientId {
    ClientId::new(number as usize).expect("a run has 9 clients at most")
}

fn range(min_us: u64, max_us: u64) -> DurationRange {
    DurationRange { min_us, max_us }
}

/// The link between two nodes, one way or both ways.
fn link(from: NodeId, to: NodeId, both_ways: bool) -> Link {
    Link { from: Actor::Node(from), to: Actor::Node(to), both_ways }
}

/// The messages of a kind, or of any, from one node to another.
fn pattern(kind: Option<Kind>, from: NodeId, to: NodeId) -> Pattern {
    Pattern { kind, from: Actor::Node(from), to: Actor::Node(to) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_gives_the_same_script() {
        assert_eq!(generate(5), generate(5));
        assert_ne!(generate(5).script.statements, generate(6).script.statements);
    }
}
