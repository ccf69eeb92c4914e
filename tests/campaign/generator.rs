//! Random scripts: whatever can go wrong short of losing a disk goes wrong, then nothing does any more.

use rand::{Rng, RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::fmt::Write;

/// How long a calm cluster may take to answer everything and to agree. Requests may have to be retried
/// one after the other, and a retry waits for half a second.
const CALM: &str = "within 120s";

/// A random script; the same number gives the same script. Every second one uses what goes beyond Figure 2.
pub fn script(number: u64) -> String {
    let chance = Pcg64Mcg::seed_from_u64(number);
    Generator { chance, nodes: 0, added: 0, written: 0, beyond: number % 2 == 1, no_op: true, text: String::new() }
        .script(number)
}

struct Generator {
    chance: Pcg64Mcg,
    nodes: usize,
    /// Servers that were added since, after the others.
    added: usize,
    /// Whether new leaders append an empty entry.
    no_op: bool,
    /// Whether it uses snapshots, changes of the configuration, transfers, pre-votes, leases and bad disks.
    beyond: bool,
    /// Values written so far: each is a number of its own.
    written: u64,
    text: String,
}

impl Generator {
    fn script(mut self, number: u64) -> String {
        self.nodes = self.pick(&[3, 5, 3, 5, 1, 2, 4, 6, 7, 9]);
        self.set_up(number);
        for _ in 0..self.chance.random_range(20..120) {
            let line = match self.chance.random_range(0..100) {
                0..15 if self.beyond => self.operation(),
                0..30 => self.request(),
                30..60 => format!("run {}us", self.chance.random_range(0..400_000) / self.pick(&[1, 1, 20])),
                60..75 => self.node_fault(),
                75..85 => self.cut(),
                85..93 => self.tampering(),
                93..98 => self.setting(),
                _ => self.oddity(),
            };
            self.line(&line);
        }
        self.calm();
        self.text
    }

    fn line(&mut self, line: &str) {
        writeln!(self.text, "{line}").unwrap();
    }

    fn set_up(&mut self, number: u64) {
        let reads = match self.beyond {
            true => self.pick(&["log", "read-index", "lease", "lease"]),
            false => self.pick(&["log", "read-index", "read-index"]),
        };
        let no_op = self.pick(&["on", "on", "off"]);
        self.no_op = no_op == "on";
        let (entries, inflight) = (self.pick(&[1, 2, 3, 64]), self.pick(&[1, 2, 8]));
        let nodes = self.nodes;
        self.line(&format!("raftarium 1\nnodes {nodes}\nseed {number}\nconfig reads {reads}\nconfig no-op {no_op}"));
        self.line(&format!("config max-entries {entries}\nconfig max-inflight {inflight}"));
        if self.beyond {
            // Leases are safe up to a clock error of 5 %.
            let drift = if reads == "lease" { self.pick(&["0%", "1%", "5%"]) } else { self.pick(&["0%", "5%", "30%"]) };
            let on_off = ["on", "off"];
            let (pre_vote, check_quorum) = (self.pick(&on_off), self.pick(&on_off));
            let membership = self.pick(&["joint", "joint", "single"]);
            let every = self.pick(&["off", "1", "4", "10"]);
            self.line(&format!(
                "config drift {drift}\nconfig pre-vote {pre_vote}\nconfig check-quorum {check_quorum}\n\
                 config membership {membership}\nconfig snapshot-every {every}"
            ));
        }
        for _ in 0..self.chance.random_range(0..4) {
            let setting = self.setting();
            self.line(&setting);
        }
        if self.chance.random_bool(0.5) {
            self.line("run 400ms");
        }
    }

    /// All faults end; then the cluster must answer everything, and agree.
    fn calm(&mut self) {
        let calm = "load off\nheal\nconfig loss 0%\nconfig duplicate 0%\nconfig latency 5ms..15ms\nconfig fsync 1ms\n\
                    config heartbeat 50ms\nconfig election-timeout 150ms..300ms\nconfig client-timeout 500ms";
        self.line(calm);
        let nodes = self.nodes + self.added;
        for node in 1..=nodes {
            // The settings of single links and nodes outlast those of all.
            self.line(&format!("disk n{node} well\nresume n{node}\nrestart n{node}\nconfig fsync 1ms n{node}"));
            for other in (1..=nodes).filter(|other| *other != node) {
                self.line(&format!("config latency 5ms..15ms n{node} -> n{other}"));
            }
        }
        if self.chance.random_bool(0.1) {
            self.long_calm();
        }
        // Without a no-op only a write of its own term lets a new leader commit what it found, and read; and what it
        // found may be the configuration that removes it, so that another leader follows.
        let again = if self.beyond && !self.no_op { "run 3s\nset the end from c9\n" } else { "" };
        // Who is behind is brought up to date though nobody writes.
        if self.no_op {
            self.line(&format!("run until agreed {CALM}"));
        }
        self.line(&format!(
            "run 2s\nset the end from c9\n{again}run until idle {CALM}\nset the end\nrun until idle {CALM}\n\
             run until agreed {CALM}\nexpect safe"
        ));
    }

    /// Long enough for progress and stability to be claimed; perhaps with a minority down, or cut off.
    fn long_calm(&mut self) {
        let minority = (self.nodes - 1) / 2;
        match self.chance.random_range(0..3) {
            0 if 0 < minority => (1..=minority).for_each(|node| self.line(&format!("crash n{node}"))),
            1 if 0 < minority => {
                let names: Vec<String> = (1..=self.nodes + self.added).map(|node| format!("n{node}")).collect();
                self.line(&format!("partition {} | {}", names[..minority].join(" "), names[minority..].join(" ")));
            }
            _ => {}
        }
        self.line("load every 200ms from c1 c2\nrun 9s\nload off\nheal");
        (1..=minority).for_each(|node| self.line(&format!("restart n{node}")));
    }

    fn request(&mut self) -> String {
        let key = self.pick(&["a", "b", "c"]);
        self.written += 1;
        let written = self.written;
        let command = match self.chance.random_range(0..10) {
            0..4 => format!("set {key} {written}"),
            4..7 => format!("get {key}"),
            7..8 => format!("delete {key}"),
            // One of the latest values, which the key may well have.
            _ => format!("cas {key} {} {written}", self.chance.random_range(written.saturating_sub(6)..written)),
        };
        // c9 never reads: see `calm`.
        let reads = command.starts_with("get");
        let client = self.chance.random_range(1..=if reads { 8 } else { 9 });
        match self.chance.random_bool(0.3) {
            true => format!("{command} from c{client} to {}", self.node()),
            false => format!("{command} from c{client}"),
        }
    }

    fn node_fault(&mut self) -> String {
        let fault =
            self.pick(&["crash", "crash", "restart", "restart", "restart", "pause", "resume", "resume", "timeout"]);
        format!("{fault} {}", self.node())
    }

    /// What somebody who runs the cluster does, and what its disks do to it.
    fn operation(&mut self) -> String {
        match self.chance.random_range(0..13) {
            0 | 1 => format!("snapshot {}", self.node()),
            2..=6 => self.change(),
            7 | 8 => format!("transfer {}", self.node()),
            9 => self.changes(),
            _ => format!("disk {} {}", self.node(), self.pick(&["torn", "torn", "well", "well", "full", "fails"])),
        }
    }

    fn change(&mut self) -> String {
        match self.chance.random_range(0..5) {
            0 | 1 if self.nodes + self.added < 9 && self.chance.random_bool(0.5) => {
                self.added += 1;
                format!("add n{}", self.nodes + self.added)
            }
            0 | 1 => format!("add {}", self.node()),
            2 | 3 => format!("remove {}", self.node()),
            _ => {
                let mut nodes: Vec<usize> = (1..=self.nodes + self.added).collect();
                nodes.sort_by_key(|_| self.chance.next_u64());
                nodes.truncate(self.chance.random_range(1..=nodes.len()));
                let names: Vec<String> = nodes.iter().map(|node| format!("n{node}")).collect();
                format!("members {}", names.join(" "))
            }
        }
    }

    /// Several changes at one instant, which wait for each other; perhaps all of them for a newcomer that does not come.
    fn changes(&mut self) -> String {
        let mut lines = vec![self.change()];
        if let Some(newcomer) = lines[0].strip_prefix("add ").filter(|_| self.chance.random_bool(0.7)) {
            lines.push(format!("crash {newcomer}"));
        }
        for _ in 0..self.chance.random_range(1..5) {
            lines.push(self.change());
        }
        lines.join("\n")
    }

    fn cut(&mut self) -> String {
        if self.nodes == 1 {
            return "heal".into();
        }
        let (from, to) = self.two_nodes();
        match self.chance.random_range(0..6) {
            0 => format!("isolate {from}"),
            1 => format!("cut {from} -> {to}"),
            2 => format!("cut {from} - {to}"),
            3 => {
                let place = self.chance.random_range(1..self.nodes);
                let mut nodes: Vec<String> = (1..=self.nodes).map(|node| format!("n{node}")).collect();
                nodes.sort_by_key(|_| self.chance.next_u64());
                format!("partition {} | {}", nodes[..place].join(" "), nodes[place..].join(" "))
            }
            _ => "heal".into(),
        }
    }

    fn tampering(&mut self) -> String {
        let kinds = ["AppendEntries", "AppendEntriesReply", "RequestVote", "RequestVoteReply", "any", "any"];
        let beyond = ["InstallSnapshot", "InstallSnapshotReply", "PreVote", "PreVoteReply", "TimeoutNow", "ReadIndex"];
        let kind = if self.beyond && self.chance.random_bool(0.3) { self.pick(&beyond) } else { self.pick(&kinds) };
        let (from, to) = match self.chance.random_range(0..4) {
            _ if self.nodes == 1 => ("c1".into(), "n1".into()),
            0 => (format!("c{}", self.chance.random_range(1..=9)), self.node()),
            1 => (self.node(), format!("c{}", self.chance.random_range(1..=9))),
            _ => self.two_nodes(),
        };
        let kind = if from.starts_with('c') || to.starts_with('c') { "any" } else { kind };
        let next = match self.chance.random_bool(0.5) {
            true => format!("next {} ", self.chance.random_range(1..6)),
            false => String::new(),
        };
        let which = format!("{next}{kind} {from} -> {to}");
        match self.chance.random_range(0..5) {
            0 | 1 => format!("drop {which}"),
            2 => format!("delay {which} {}ms", self.chance.random_range(1..1500)),
            3 => format!("duplicate {which}"),
            _ => format!("deliver {which}"),
        }
    }

    fn setting(&mut self) -> String {
        match self.chance.random_range(0..9) {
            0 => format!("config loss {}%", self.pick(&[0, 0, 2, 10, 30])),
            1 => format!("config duplicate {}%", self.pick(&[0, 5, 30])),
            2 => format!("config latency {}", self.pick(&["5ms..15ms", "0ms..80ms", "1ms", "0ms"])),
            3 => format!("config fsync {}", self.pick(&["1ms", "0ms", "0ms..40ms", "30ms..60ms"])),
            4 => format!("config fsync {} {}", self.pick(&["100ms", "1ms..200ms"]), self.node()),
            5 if 1 < self.nodes => {
                let (from, to) = self.two_nodes();
                format!("config latency {} {from} -> {to}", self.pick(&["40ms..60ms", "0ms..300ms"]))
            }
            6 => format!("config election-timeout {}", self.pick(&["150ms..300ms", "60ms..100ms", "150ms..160ms"])),
            7 => format!("config heartbeat {}", self.pick(&["50ms", "20ms", "140ms"])),
            _ => format!("config client-timeout {}", self.pick(&["500ms", "80ms", "2s"])),
        }
    }

    fn oddity(&mut self) -> String {
        match self.chance.random_range(0..4) {
            0 => format!("reseed {}", self.chance.next_u64()),
            1 => format!("step {}", self.chance.random_range(1..50)),
            2 => "load every 20ms from c1 c5 c8 for 300ms".into(),
            _ => (1..=self.nodes).map(|node| format!("crash n{node}")).collect::<Vec<_>>().join("\n"),
        }
    }

    fn node(&mut self) -> String {
        format!("n{}", self.chance.random_range(1..=self.nodes + self.added))
    }

    fn two_nodes(&mut self) -> (String, String) {
        let nodes = self.nodes + self.added;
        let one = self.chance.random_range(0..nodes);
        let other = (one + self.chance.random_range(1..nodes)) % nodes;
        (format!("n{}", one + 1), format!("n{}", other + 1))
    }

    fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.chance.random_range(0..choices.len())]
    }
}
