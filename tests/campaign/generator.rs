//! Random scripts: whatever can go wrong short of losing a disk goes wrong, then nothing does any more.

use super::chance::Chance;
use super::profile::{Family, Profile};
use std::fmt::{Display, Write};

/// A random script, and what is expected of it.
pub struct Script {
    pub text: String,
    /// Whether every client must see one store.
    pub is_linearizable: bool,
}

/// The script of a number; the same number gives the same script.
pub fn script(number: u64) -> Script {
    let mut chance = Chance::of(number);
    let profile = Profile::draw(&mut chance);
    let is_linearizable = profile.is_linearizable();
    let unit_us = profile.unit_us;
    let text = Generator {
        chance,
        profile,
        added: 0,
        written: 0,
        unit_us,
        longest_us: 0,
        down: [false; 9],
        is_cut: false,
        text: String::new(),
    }
    .script(number);
    Script { text, is_linearizable }
}

/// The number of a node, from 1.
pub type Node = usize;

pub struct Generator {
    pub chance: Chance,
    pub profile: Profile,
    /// Servers that were added since, after the others.
    pub added: usize,
    /// Values written so far: each is another.
    written: u64,
    /// The shortest election timeout now, µs.
    pub unit_us: u64,
    /// The longest time that anything was told to take, µs: so long may a timer run, or a message travel, that was
    /// begun before the end.
    pub longest_us: u64,
    /// Which nodes were told to crash, or to pause, and not to go on.
    pub down: [bool; 9],
    /// Whether any link was cut since the last `heal`.
    pub is_cut: bool,
    text: String,
}

impl Generator {
    fn script(mut self, number: u64) -> String {
        self.set_up(number);
        for _ in 0..self.profile.statements {
            let place = self.chance.weighed(&self.profile.weights);
            self.statement(Family::ALL[place]);
        }
        self.calm();
        self.text
    }

    pub fn line(&mut self, line: impl Display) {
        writeln!(self.text, "{line}").expect("a string takes all that is written");
    }

    fn set_up(&mut self, number: u64) {
        let Profile { nodes, set_up, .. } = &self.profile;
        let set_up = format!("raftarium 1\nnodes {nodes}\nseed {number}\n{}", set_up.trim_end());
        self.line(set_up);
        let Profile { election_timeout, latency, fsync, .. } = self.profile;
        let Profile { heartbeat_us, client_timeout_us, loss_percent, duplicate_percent, .. } = self.profile;
        self.set_range("election-timeout", election_timeout, "");
        self.set_range("latency", latency, "");
        self.set_range("fsync", fsync, "");
        self.line(format!("config heartbeat {heartbeat_us}us\nconfig client-timeout {client_timeout_us}us"));
        self.line(format!("config loss {loss_percent}%\nconfig duplicate {duplicate_percent}%"));
        self.longest_us = self.longest_us.max(client_timeout_us);
        for _ in 0..self.chance.pick(&[0, 0, 1, 3]) {
            self.node_timing();
        }
        if self.chance.happens(60) {
            self.line(format!("run {}us", election_timeout.1 + 2 * heartbeat_us));
        }
    }

    /// Sets a range of durations, for all or, by what follows it, for one.
    pub fn set_range(&mut self, key: &str, (least_us, most_us): (u64, u64), of: &str) {
        self.line(format!("config {key} {least_us}us..{most_us}us{of}"));
        self.longest_us = self.longest_us.max(most_us);
    }

    fn statement(&mut self, family: Family) {
        match family {
            Family::Run => self.run(),
            Family::Request => self.request(None),
            Family::Load => self.load(),
            Family::Crash => self.crash(),
            Family::Bounce => self.bounce(),
            Family::Pause => self.pause(),
            Family::Timeout => {
                let node = self.node();
                self.line(format!("timeout n{node}"));
            }
            Family::Rivalry => self.rivalry(),
            Family::Laggard => self.laggard(),
            Family::Cut => self.cut(),
            Family::ClientCut => self.client_cut(),
            Family::LinkQuality => self.link_quality(),
            Family::Timing => self.timing(),
            Family::SlowDisk => self.slow_disk(),
            Family::DiskState => {
                let (node, state) = (self.node(), self.chance.pick(&["torn", "torn", "well", "well", "full", "fails"]));
                self.line(format!("disk n{node} {state}"));
            }
            Family::InFlight => self.in_flight(),
            Family::Trap => self.traps(),
            Family::Change => self.changes(),
            Family::Transfer => self.transfer(),
            Family::Snapshot => {
                let node = self.node();
                self.line(format!("snapshot n{node}"));
            }
            Family::Oddity => self.oddity(),
        }
    }

    fn run(&mut self) {
        let percent = self.chance.pick(&[5, 5, 30, 100, 100, 250]);
        self.run_up_to(percent);
    }

    /// Lets up to so many hundredths of an election timeout pass.
    pub fn run_up_to(&mut self, percent: u64) {
        let us = self.chance.below(self.unit_us * percent / 100 + 1);
        self.line(format!("run {us}us"));
    }

    /// A client asks for something, mostly the leader that it believes in.
    pub fn request(&mut self, to: Option<Node>) {
        let key = self.key();
        let command = match self.chance.below(10) {
            0..4 => format!("set {key} {}", self.value()),
            4..7 => format!("get {key}"),
            7..8 => format!("delete {key}"),
            _ => {
                let old = self.late_value();
                format!("cas {key} {old} {}", self.value())
            }
        };
        self.ask(&command, to);
    }

    pub fn write_to(&mut self, to: Option<Node>) {
        let command = format!("set {} {}", self.key(), self.value());
        self.ask(&command, to);
    }

    pub fn read_from(&mut self, to: Option<Node>) {
        let command = format!("get {}", self.key());
        self.ask(&command, to);
    }

    pub fn set_by(&mut self, client: u64, key: &str, to: Node) {
        let value = self.value();
        self.line(format!("set {key} {value} from c{client} to n{to}"));
    }

    fn ask(&mut self, command: &str, to: Option<Node>) {
        // c9 never reads, see `calm`; and c7 and c8 are kept free for scenes.
        let client = if command.starts_with("get") {
            self.chance.between(1, 6)
        } else {
            self.chance.pick(&[1, 2, 3, 4, 5, 6, 9])
        };
        let to = to.or_else(|| self.chance.happens(30).then(|| self.node()));
        let to = to.map_or(String::new(), |node| format!(" to n{node}"));
        self.line(format!("{command} from c{client}{to}"));
    }

    pub fn key(&mut self) -> &'static str {
        self.chance.pick(&["a", "b", "c", "d", "e", "f"][..self.profile.keys])
    }

    /// A value that was never written before; a load's values are numbers.
    fn value(&mut self) -> String {
        self.written += 1;
        self.value_of(self.written)
    }

    /// One of the latest values, which a key may well have.
    fn late_value(&mut self) -> String {
        let of = self.chance.between(self.written.saturating_sub(6), self.written);
        self.value_of(of)
    }

    fn value_of(&self, number: u64) -> String {
        // One length for all values of a number, so that the same number is the same value.
        let bytes = self.profile.value_bytes * (1 + number as usize % 4) / 4;
        format!("v{number}{}", "-".repeat(bytes))
    }

    pub fn load(&mut self) {
        let every_us = (self.unit_us * self.chance.pick(&[2, 5, 10, 30]) / 100).max(1_000);
        let for_us = self.unit_us * self.chance.pick(&[50, 100, 200, 400]) / 100;
        let mut clients: Vec<u64> = (1..=6).collect();
        self.chance.shuffle(&mut clients);
        clients.truncate(self.chance.pick(&[1, 2, 4]));
        let names = joined(clients.iter().map(|client| format!("c{client}")));
        self.line(format!("load every {every_us}us from {names} for {for_us}us"));
    }

    fn oddity(&mut self) {
        match self.chance.below(3) {
            0 => {
                let seed = self.chance.seed();
                self.line(format!("reseed {seed}"));
            }
            1 => {
                let events = self.chance.between(1, 50);
                self.line(format!("step {events}"));
            }
            _ => {
                self.line("crash all");
                self.run_up_to(100);
                self.line("restart all");
                self.down = [false; 9];
            }
        }
    }

    pub fn nodes(&self) -> usize {
        self.profile.nodes + self.added
    }

    pub fn node(&mut self) -> Node {
        self.chance.between(1, self.nodes() as u64) as Node
    }

    /// All nodes, in an order drawn by chance.
    pub fn shuffled(&mut self) -> Vec<Node> {
        let mut nodes: Vec<Node> = (1..=self.nodes()).collect();
        self.chance.shuffle(&mut nodes);
        nodes
    }

    /// Two nodes, of a cluster of two at least.
    pub fn two_nodes(&mut self) -> (Node, Node) {
        let nodes = self.shuffled();
        (nodes[0], nodes[1])
    }
}

/// `n1 n4`
pub fn names(nodes: &[Node]) -> String {
    joined(nodes.iter().map(|node| format!("n{node}")))
}

fn joined(names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<String>>().join(" ")
}
