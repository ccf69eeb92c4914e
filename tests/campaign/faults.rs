//! What goes wrong: nodes, disks, links, messages, and what somebody who runs the cluster does meanwhile.

use super::generator::{Generator, Node, names};
use super::profile;

/// Messages between nodes. Those that are seldom sent are named as often as the others.
const KINDS: [&str; 12] = [
    "AppendEntries",
    "AppendEntriesReply",
    "RequestVote",
    "RequestVoteReply",
    "InstallSnapshot",
    "InstallSnapshotReply",
    "PreVote",
    "PreVoteReply",
    "TimeoutNow",
    "ReadIndex",
    "ReadIndexReply",
    "any",
];

impl Generator {
    /// Crashes some nodes, or lets some start again: the more are down, the sooner.
    pub fn crash(&mut self) {
        let nodes = self.nodes();
        let down: Vec<Node> = (1..=nodes).filter(|node| self.down[node - 1]).collect();
        if self.chance.below(nodes as u64) < 2 * down.len() as u64 {
            for node in down {
                if self.chance.happens(70) {
                    self.revive(node);
                }
            }
            return;
        }
        let mut victims = self.shuffled();
        victims.truncate(self.chance.pick(&[1, 1, 1, 2, 3]));
        victims.iter().for_each(|node| self.down[node - 1] = true);
        self.line(format!("crash {}", names(&victims)));
    }

    /// A node that crashed or was paused goes on.
    pub fn revive(&mut self, node: Node) {
        self.down[node - 1] = false;
        self.line(format!("resume n{node}\nrestart n{node}"));
    }

    /// Nodes that crash and are back before an election timeout is over: what they had promised, they may forget.
    pub fn bounce(&mut self) {
        let mut victims = self.shuffled();
        victims.truncate(self.chance.pick(&[1, 1, 2, 3]));
        self.bounce_nodes(&victims);
    }

    pub fn bounce_nodes(&mut self, victims: &[Node]) {
        if victims.is_empty() {
            return;
        }
        let victims = names(victims);
        self.line(format!("crash {victims}"));
        if self.chance.happens(50) {
            self.run_up_to(40);
        }
        self.line(format!("restart {victims}"));
    }

    pub fn pause(&mut self) {
        let node = self.node();
        if self.down[node - 1] {
            return self.revive(node);
        }
        self.down[node - 1] = true;
        self.line(format!("pause n{node}"));
    }

    /// Cuts links between nodes, or heals them: the latter more often where some are cut.
    pub fn cut(&mut self) {
        if self.nodes() == 1 {
            return;
        }
        if self.is_cut && self.chance.happens(45) {
            self.is_cut = false;
            return self.line("heal");
        }
        self.is_cut = true;
        let (from, to) = self.two_nodes();
        match self.chance.below(7) {
            0 => self.line(format!("isolate n{from}")),
            1 | 2 => self.line(format!("cut n{from} -> n{to}")),
            3 => self.line(format!("cut n{from} - n{to}")),
            4 => self.line(format!("join n{from} - n{to}")),
            _ => self.partition(),
        }
    }

    pub fn partition(&mut self) {
        let nodes = self.shuffled();
        let place = self.chance.between(1, nodes.len() as u64 - 1) as usize;
        let (one, other) = nodes.split_at(place);
        self.line(format!("partition {} | {}", names(one), names(other)));
    }

    pub fn client_cut(&mut self) {
        let (client, node) = (self.chance.between(1, 9), self.node());
        let arrow = self.chance.pick(&["-", "->"]);
        let ends = match self.chance.happens(50) {
            true => format!("c{client} {arrow} n{node}"),
            false => format!("n{node} {arrow} c{client}"),
        };
        let verb = self.chance.pick(&["cut", "cut", "join"]);
        self.is_cut = true;
        self.line(format!("{verb} {ends}"));
    }

    /// A link with a quality of its own.
    pub fn link_quality(&mut self) {
        if self.nodes() == 1 {
            return;
        }
        let (from, to) = self.two_nodes();
        let of = format!(" n{from} -> n{to}");
        match self.chance.below(4) {
            0 => {
                let percent = self.chance.pick(&[0, 10, 40, 90]);
                self.line(format!("config loss {percent}%{of}"));
            }
            1 => {
                let percent = self.chance.pick(&[0, 10, 60]);
                self.line(format!("config duplicate {percent}%{of}"));
            }
            _ => {
                let latency = profile::latency(&mut self.chance, self.unit_us);
                self.set_range("latency", latency, &of);
            }
        }
    }

    /// Times change for all.
    pub fn timing(&mut self) {
        let unit_us = self.unit_us;
        match self.chance.below(7) {
            0 => {
                let latency = profile::latency(&mut self.chance, unit_us);
                self.set_range("latency", latency, "");
            }
            1 => {
                let fsync = profile::fsync(&mut self.chance, unit_us);
                self.set_range("fsync", fsync, "");
            }
            2 => {
                let percent = self.chance.pick(&[0, 0, 2, 10, 30]);
                self.line(format!("config loss {percent}%"));
            }
            3 => {
                let percent = self.chance.pick(&[0, 10, 40]);
                self.line(format!("config duplicate {percent}%"));
            }
            4 => {
                let percent = self.chance.pick(&[10, 30, 70]);
                self.line(format!("config heartbeat {}us", (unit_us * percent / 100).max(1_000)));
            }
            5 => {
                let percent = self.chance.pick(&[30, 150, 500]);
                self.line(format!("config client-timeout {}us", (unit_us * percent / 100).max(1_000)));
            }
            _ => self.change_election_timeout(),
        }
    }

    fn change_election_timeout(&mut self) {
        let percent = self.chance.pick(&[40, 80, 150, 300]);
        let measure_us = self.profile.unit_us;
        self.unit_us = (measure_us * percent / 100).max(10_000);
        let most_us = self.unit_us * self.chance.pick(&[100, 130, 200, 400]) / 100;
        self.set_range("election-timeout", (self.unit_us, most_us), "");
        // Leases need one minimum for all, so single nodes follow.
        if !self.profile.minds_no_lease() {
            for node in 1..=self.nodes() {
                self.set_range("election-timeout", (self.unit_us, most_us), &format!(" n{node}"));
            }
        }
    }

    /// Times of one node: its disk's, or its election timeout's.
    pub fn node_timing(&mut self) {
        let node = self.node();
        if self.chance.happens(60) {
            let fsync = profile::fsync(&mut self.chance, self.unit_us);
            return self.set_range("fsync", fsync, &format!(" n{node}"));
        }
        let least_us = match self.profile.minds_no_lease() {
            true => self.unit_us * self.chance.pick(&[50, 100, 150, 300]) / 100,
            false => self.unit_us,
        };
        let most_us = least_us * self.chance.pick(&[100, 120, 200, 400]) / 100;
        self.set_range("election-timeout", (least_us.max(1_000), most_us.max(1_000)), &format!(" n{node}"));
    }

    /// A disk that takes longer than an election, for a while; or one that is fast again.
    pub fn slow_disk(&mut self) {
        let (node, unit_us) = (self.node(), self.unit_us);
        let percent = self.chance.pick(&[0, 2, 40, 100, 200, 300, 500]);
        let most_us = unit_us * percent / 100;
        let least_us = if self.chance.happens(50) { most_us } else { most_us / 4 };
        self.set_range("fsync", (least_us, most_us), &format!(" n{node}"));
        if self.chance.happens(30) {
            self.request(None);
        }
    }

    /// Something happens to messages that are on their way.
    pub fn in_flight(&mut self) {
        let (from, to) = self.ends();
        let kind = if self.chance.happens(40) { "any" } else { self.chance.pick(&KINDS) };
        let kind = if from.starts_with('c') || to.starts_with('c') { "any" } else { kind };
        let tampering = self.tampering(&format!("{kind} {from} -> {to}"));
        self.line(tampering);
    }

    /// Something will happen to the next messages of a kind; perhaps to all that one node gets, or sends.
    pub fn traps(&mut self) {
        let count = self.chance.pick(&[1, 1, 2, 5]);
        let (from, to) = self.ends();
        if from.starts_with('c') || to.starts_with('c') {
            let tampering = self.tampering(&format!("next {count} any {from} -> {to}"));
            return self.line(tampering);
        }
        let kind = self.chance.pick(&KINDS);
        let others: Vec<String> = (1..=self.nodes()).map(|node| format!("n{node}")).collect();
        let tampering = self.tampering("WHICH");
        let lay = |from: &str, to: &str| tampering.replace("WHICH", &format!("next {count} {kind} {from} -> {to}"));
        let lines: Vec<String> = match self.chance.below(3) {
            0 => vec![lay(&from, &to)],
            1 => others.iter().filter(|other| **other != to).map(|other| lay(other, &to)).collect(),
            _ => others.iter().filter(|other| **other != from).map(|other| lay(&from, other)).collect(),
        };
        self.line(lines.join("\n"));
        // What makes such messages.
        match kind {
            "TimeoutNow" => self.line(format!("transfer {to}")),
            "PreVote" | "PreVoteReply" | "RequestVote" | "RequestVoteReply" => self.line(format!("timeout {from}")),
            "ReadIndex" | "ReadIndexReply" => self.read_from(None),
            _ => {}
        }
    }

    pub fn tampering(&mut self, which: &str) -> String {
        match self.chance.below(6) {
            0 | 1 => format!("drop {which}"),
            2 | 3 => {
                let us = self.unit_us * self.chance.pick(&[10, 50, 100, 150, 300]) / 100;
                self.longest_us = self.longest_us.max(us);
                format!("delay {which} {us}us")
            }
            4 => format!("duplicate {which}"),
            _ => format!("deliver {which}"),
        }
    }

    /// The two ends of a message: mostly nodes.
    fn ends(&mut self) -> (String, String) {
        let (node, client) = (format!("n{}", self.node()), format!("c{}", self.chance.between(1, 9)));
        match self.chance.below(6) {
            0 => (client, node),
            1 => (node, client),
            _ if self.nodes() == 1 => (node, client),
            _ => {
                let (from, to) = self.two_nodes();
                (format!("n{from}"), format!("n{to}"))
            }
        }
    }

    /// What somebody who runs the cluster asks for; perhaps several things at one instant, which wait for each other,
    /// and perhaps all of them for a newcomer that does not come.
    pub fn changes(&mut self) {
        let first = self.change();
        self.line(&first);
        let newcomer = first.strip_prefix("add ").and_then(|rest| rest.split(' ').next());
        if let Some(newcomer) = newcomer.filter(|_| self.chance.happens(25)) {
            self.line(format!("crash {newcomer}"));
        }
        if self.chance.happens(20) {
            for _ in 0..self.chance.between(1, 4) {
                let next = if self.chance.happens(80) { self.change() } else { self.transfer_line() };
                self.line(next);
            }
        }
    }

    fn change(&mut self) -> String {
        let asked = self.asked();
        self.change_asked_of(&asked)
    }

    /// A change, with what names the node that is asked.
    pub fn change_asked_of(&mut self, asked: &str) -> String {
        let change = match self.chance.below(5) {
            0 | 1 if self.nodes() < 9 && self.chance.happens(50) => {
                self.added += 1;
                format!("add n{}", self.nodes())
            }
            0 | 1 => format!("add n{}", self.node()),
            2 | 3 => format!("remove n{}", self.node()),
            _ => {
                let mut nodes = self.shuffled();
                nodes.truncate(self.chance.between(1, nodes.len() as u64) as usize);
                format!("members {}", names(&nodes))
            }
        };
        change + asked
    }

    /// Who is asked: mostly the leader.
    fn asked(&mut self) -> String {
        if self.chance.happens(20) { format!(" to n{}", self.node()) } else { String::new() }
    }

    fn transfer_line(&mut self) -> String {
        format!("transfer n{}{}", self.node(), self.asked())
    }

    pub fn transfer(&mut self) {
        for _ in 0..self.chance.pick(&[1, 1, 1, 2]) {
            let line = self.transfer_line();
            self.line(line);
        }
    }
}
