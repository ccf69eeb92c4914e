//! Scenes: several statements that make something likely which statements drawn one by one seldom make. Any part of a
//! scene may fail, or be left out.

use super::generator::{Generator, Node};

impl Generator {
    /// Two nodes that may lead at one time: one is made leader and then kept from hearing of another, which is made
    /// leader after it; meanwhile clients ask both, and perhaps the first leads again.
    pub fn rivalry(&mut self) {
        if self.nodes() == 1 {
            return;
        }
        let nodes = self.shuffled();
        let (old, new, others) = (nodes[0], nodes[1], &nodes[2..]);
        if self.chance.happens(70) {
            self.gather();
        }
        let held_up = if self.profile.is_claimed { None } else { self.hold_up(new) };
        self.lead(old);
        self.run_up_to(150);
        self.requests(3, old);
        self.part(old, new, others);
        match self.chance.below(6) {
            0 => self.bounce_nodes(others),
            1 => self.slow_disk(),
            2 => {
                let change = self.change_asked_of(&format!(" to n{old}"));
                self.line(change);
            }
            _ => {}
        }
        if let Some(kind) = held_up {
            (1..=self.nodes()).filter(|node| *node != new).for_each(|node| {
                self.line(format!("deliver {kind} n{node} -> n{new}"));
            });
        }
        self.lead_after(new, old);
        if self.chance.happens(50) {
            self.is_cut = false;
            self.line(format!("resume n{old}\nheal"));
            self.return_of(old);
        }
    }

    /// All nodes are up, and hear each other.
    fn gather(&mut self) {
        self.is_cut = false;
        self.line("heal");
        for node in 1..=self.nodes() {
            if self.down[node - 1] {
                self.revive(node);
            }
        }
        self.line("restart all");
    }

    /// Holds up messages to a node that are sent before another leads, to be delivered when that one is cut off.
    fn hold_up(&mut self, to: Node) -> Option<&'static str> {
        if !self.chance.happens(20) {
            return None;
        }
        let kind = self.chance.pick(&["TimeoutNow", "TimeoutNow", "RequestVoteReply", "PreVoteReply", "AppendEntries"]);
        let us = 5 * self.unit_us;
        self.longest_us = self.longest_us.max(us);
        for node in (1..=self.nodes()).filter(|node| *node != to) {
            self.line(format!("delay next 1 {kind} n{node} -> n{to} {us}us"));
        }
        self.line(if kind == "TimeoutNow" { format!("transfer n{to}") } else { format!("timeout n{to}") });
        self.run_up_to(150);
        Some(kind)
    }

    /// The old leader and the new one lose sight of each other, and the old one of some others.
    fn part(&mut self, old: Node, new: Node, others: &[Node]) {
        match self.chance.below(10) {
            // It does not know yet that the one to which it handed over is elected.
            0 | 1 => {
                self.line(format!("transfer n{new} to n{old}"));
                self.run_up_to(10);
                self.cut_off(old, new);
                self.requests(3, old);
            }
            2..7 => self.lose_support(old, new, others),
            _ => {
                self.cut_off(old, new);
                self.requests(5, old);
                self.wait();
            }
        }
    }

    /// Just so many still support the old leader as it needs; then they turn away as well, perhaps because a crash has
    /// them forget it, or while their answers are still on their way.
    fn lose_support(&mut self, old: Node, new: Node, others: &[Node]) {
        let needed = self.nodes() / 2;
        let mut supporters = others.to_vec();
        supporters.truncate(needed);
        let new_supports = supporters.len() < needed || self.chance.happens(40);
        if new_supports {
            supporters.truncate(needed - 1);
            supporters.push(new);
        }
        self.is_cut = true;
        for node in (1..=self.nodes()).filter(|node| *node != old && !supporters.contains(node)) {
            self.line(format!("cut n{old} - n{node}"));
        }
        if self.chance.happens(40) {
            self.answer_slowly(old, &supporters);
        }
        self.line(format!("run {}us", self.unit_us * 105 / 100));
        self.run_up_to(50);
        self.requests(2, old);
        if !new_supports && self.chance.happens(50) {
            return self.bounce_nodes(&supporters);
        }
        let arrow = self.chance.pick(&["-", "->"]);
        supporters.iter().for_each(|node| self.line(format!("cut n{old} {arrow} n{node}")));
        self.wait();
    }

    /// Perhaps as long as others remember a leader that they hear no more.
    fn wait(&mut self) {
        match self.chance.below(4) {
            0 => {}
            1 => self.run_up_to(150),
            _ => {
                let percent = self.chance.between(85, 110);
                self.line(format!("run {}us", self.unit_us * percent / 100));
            }
        }
    }

    /// Makes a node the leader, if it can be done. Whoever hears a leader may refuse to follow its own timer.
    fn lead(&mut self, node: Node) {
        if self.profile.is_sticky() && self.chance.happens(70) {
            self.line(format!("transfer n{node}"));
        } else {
            self.line(format!("timeout n{node}"));
        }
    }

    /// A second leader after the first; clients ask both, and both may be asked to change the cluster.
    fn lead_after(&mut self, new: Node, old: Node) {
        let step_percent = self.chance.pick(&[3, 10, 20]);
        for _ in 0..self.chance.between(1, 6) {
            self.line(format!("timeout n{new}"));
            self.run_up_to(step_percent);
        }
        if self.chance.happens(15) {
            let change = self.change_asked_of(&format!(" to n{new}"));
            self.line(change);
        }
        let (key, client) = (self.key(), self.chance.between(1, 5));
        self.set_by(client, key, new);
        for _ in 0..self.chance.between(1, 4) {
            self.run_up_to(step_percent);
            let key = if self.chance.happens(80) { key } else { self.key() };
            // They ask nothing else, so they wait for nobody.
            let client = self.chance.between(7, 8);
            self.line(format!("get {key} from c{client} to n{old}"));
        }
        self.run_up_to(20);
    }

    /// What others say reaches a node late.
    fn answer_slowly(&mut self, node: Node, others: &[Node]) {
        let us = self.unit_us * self.chance.pick(&[20, 50, 90]) / 100;
        for other in others {
            self.set_range("latency", (us, us), &format!(" n{other} -> n{node}"));
        }
    }

    fn requests(&mut self, most: u64, to: Node) {
        for _ in 0..self.chance.between(0, most) {
            self.request(Some(to));
        }
    }

    /// What a former leader had to unlearn, it may lead with next.
    fn return_of(&mut self, old: Node) {
        if self.chance.happens(40) {
            self.run_up_to(100);
            self.lead(old);
            self.run_up_to(40);
            self.requests(3, old);
        }
    }

    /// A node that misses so much that it is sent a snapshot; perhaps things happen to the pieces, or another node
    /// leads meanwhile.
    pub fn laggard(&mut self) {
        if self.nodes() == 1 {
            return;
        }
        let nodes = self.shuffled();
        let (late, others) = (nodes[0], &nodes[1..]);
        let leads_first = self.chance.happens(40);
        if leads_first {
            self.lead(late);
            self.run_up_to(100);
        }
        let is_crashed = !leads_first && self.chance.happens(50);
        self.line(if is_crashed { format!("crash n{late}") } else { format!("isolate n{late}") });
        self.is_cut |= !is_crashed;
        // The cut-off leader will have to give up the entries that it appends now.
        self.requests(if leads_first { 8 } else { 0 }, late);
        for _ in 0..self.chance.between(1, 3) {
            self.load();
            self.run_up_to(200);
        }
        if self.chance.happens(60) {
            others.iter().for_each(|node| self.line(format!("snapshot n{node}")));
        }
        match is_crashed {
            true => self.line(format!("restart n{late}")),
            false => others.iter().for_each(|node| self.line(format!("join n{node} - n{late}"))),
        }
        for _ in 0..self.chance.between(0, 4) {
            self.run_up_to(30);
            let other = self.chance.pick(others);
            match self.chance.below(6) {
                0 => self.line(format!("timeout n{other}")),
                1 => self.line(format!("snapshot n{other}")),
                2 => self.write_to(None),
                _ => self.tamper_with_pieces(late, others),
            }
        }
        if leads_first {
            self.return_of(late);
        }
    }

    fn tamper_with_pieces(&mut self, late: Node, others: &[Node]) {
        let tampering = self.tampering("WHICH");
        for other in others {
            let which = format!("InstallSnapshot n{other} -> n{late}");
            self.line(tampering.replace("WHICH", &which));
        }
    }

    /// Keeps one node from hearing of another.
    fn cut_off(&mut self, old: Node, new: Node) {
        self.is_cut = true;
        match self.chance.below(8) {
            0 | 1 => self.line(format!("isolate n{old}")),
            2 | 3 => self.line(format!("cut n{old} - n{new}")),
            4 => self.line(format!("cut n{old} -> n{new}")),
            5 => self.line(format!("cut n{new} -> n{old}")),
            6 => self.partition(),
            _ => {
                self.down[old - 1] = true;
                self.line(format!("pause n{old}"));
            }
        }
    }
}
