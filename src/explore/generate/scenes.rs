//! Scenes: several statements that make something likely which statements drawn one by one seldom make. Any part of a
//! scene may fail, or be left out.

use super::{Generator, client_id, link, pattern, range};
use crate::kv::Command;
use crate::raft::{Change, NodeId};
use crate::script::{Influence, Nodes};
use crate::sim::{ClientId, Kind, Setting, Tampering, Which};

impl Generator {
    /// Two nodes that may lead at one time: one is made leader and then kept from hearing of another, which is made
    /// leader after it; meanwhile clients ask both, and perhaps the first leads again.
    pub(super) fn rivalry(&mut self) {
        if self.nodes.len() == 1 {
            return;
        }
        let nodes = self.shuffled();
        let (old, new, others) = (nodes[0], nodes[1], &nodes[2..]);
        match self.chance.below(10) {
            0..3 => {}
            3..6 => self.gather(),
            _ => self.quiet(),
        }
        let held_up = if self.profile.is_claimed { None } else { self.hold_up(new) };
        self.lead(old);
        self.run_up_to(150);
        self.requests(3, old);
        self.part(old, new, others);
        match self.chance.below(6) {
            0 => self.bounce_nodes(others),
            1 => self.slow_disk(),
            2 | 3 if self.profile.changes_members => {
                self.change(Some(old));
            }
            _ => {}
        }
        if let Some(kind) = held_up {
            for node in self.nodes.without(new).iter() {
                self.act(Influence::Tamper(Which::All(pattern(Some(kind), node, new)), Tampering::Deliver));
            }
        }
        self.lead_after(new, old);
        if self.chance.happens(50) {
            self.act(Influence::Resume(old));
            self.heal();
            self.return_of(old);
        }
    }

    /// All nodes are up, and hear each other.
    fn gather(&mut self) {
        self.heal();
        for node in self.down.iter() {
            self.revive(node);
        }
        self.act(Influence::Restart(Nodes::All));
    }

    /// Holds up messages to a node that are sent before another leads, to be delivered when that one is cut off. Returns
    /// their kind.
    fn hold_up(&mut self, to: NodeId) -> Option<Kind> {
        if !self.chance.happens(20) {
            return None;
        }
        let kind = self.chance.pick(&[
            Kind::TimeoutNow,
            Kind::TimeoutNow,
            Kind::RequestVoteReply,
            Kind::PreVoteReply,
            Kind::AppendEntries,
        ]);
        let delay = self.delay(5 * self.unit_us);
        for node in self.nodes.without(to).iter() {
            self.act(Influence::Tamper(Which::Next(1, pattern(Some(kind), node, to)), delay));
        }
        let is_handed_over = kind == Kind::TimeoutNow;
        self.act(if is_handed_over { Influence::Transfer(to, None) } else { Influence::Timeout(to) });
        self.run_up_to(150);
        Some(kind)
    }

    /// The old leader and the new one lose sight of each other, and the old one of some others.
    fn part(&mut self, old: NodeId, new: NodeId, others: &[NodeId]) {
        match self.chance.below(10) {
            // It does not know yet that the one to which it handed over is elected.
            0 | 1 => {
                self.act(Influence::Transfer(new, Some(old)));
                let percent = self.chance.pick(&[3, 3, 10]);
                self.run_up_to(percent);
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
    fn lose_support(&mut self, old: NodeId, new: NodeId, others: &[NodeId]) {
        let needed = self.nodes.len() / 2;
        let mut supporters = others.to_vec();
        supporters.truncate(needed);
        let new_supports = supporters.len() < needed || self.chance.happens(40);
        if new_supports {
            supporters.truncate(needed - 1);
            supporters.push(new);
        }
        self.is_cut = true;
        for node in self.nodes.without(old).iter().filter(|node| !supporters.contains(node)) {
            self.act(Influence::Cut(link(old, node, true)));
        }
        if self.chance.happens(40) {
            self.answer_slowly(old, &supporters);
        }
        self.run(self.unit_us * 105 / 100);
        self.run_up_to(50);
        self.requests(2, old);
        if !new_supports && self.chance.happens(50) {
            return self.bounce_nodes(&supporters);
        }
        let both_ways = self.chance.pick(&[true, false]);
        for node in supporters {
            self.act(Influence::Cut(link(old, node, both_ways)));
        }
        self.wait();
    }

    /// Perhaps as long as others remember a leader that they hear no more.
    fn wait(&mut self) {
        match self.chance.below(4) {
            0 => {}
            1 => self.run_up_to(150),
            _ => {
                let percent = self.chance.between(85, 110);
                self.run(self.unit_us * percent / 100);
            }
        }
    }

    /// Makes a node the leader, if it can be done. A node that hears a leader may refuse to follow its own timer.
    fn lead(&mut self, node: NodeId) {
        let is_asked_for = self.profile.is_sticky() && self.chance.happens(70);
        self.act(if is_asked_for { Influence::Transfer(node, None) } else { Influence::Timeout(node) });
    }

    /// Makes a node the leader of those that hear no other; they may have to wait until they forget the former one.
    fn take_over(&mut self, node: NodeId) {
        if self.profile.is_sticky() {
            self.run(self.unit_us * 105 / 100);
        } else {
            self.run_up_to(30);
        }
        self.act(Influence::Timeout(node));
    }

    /// A second leader after the first; clients ask both, and both may be asked to change the cluster.
    fn lead_after(&mut self, new: NodeId, old: NodeId) {
        let step_percent = self.chance.pick(&[3, 10, 20]);
        for _ in 0..self.chance.between(1, 6) {
            self.act(Influence::Timeout(new));
            self.run_up_to(step_percent);
        }
        if self.profile.changes_members && self.chance.happens(25) {
            self.change(Some(new));
        }
        let (key, client) = (self.key(), self.client(1, 5));
        let command = Command::Set { key: key.clone(), value: self.value() };
        self.act(Influence::Ask { client, command, to: Some(new) });
        for _ in 0..self.chance.between(1, 4) {
            self.run_up_to(step_percent);
            let key = if self.chance.happens(80) { key.clone() } else { self.key() };
            // They ask nothing else, so they wait for no other answer.
            let client = self.client(7, 8);
            self.act(Influence::Ask { client, command: Command::Get { key }, to: Some(old) });
        }
        self.run_up_to(20);
    }

    /// Answers of others reach a node late.
    fn answer_slowly(&mut self, node: NodeId, others: &[NodeId]) {
        let us = self.share_us(&[20, 50, 90]);
        for other in others {
            self.configure(Setting::Latency(range(us, us), Some(link(*other, node, false))));
        }
    }

    fn requests(&mut self, most: u64, to: NodeId) {
        for _ in 0..self.chance.between(0, most) {
            self.request(Some(to));
        }
    }

    /// Up to so many writes, each of a client of its own, for a node to append.
    fn writes(&mut self, most: u64, to: NodeId) {
        let first = self.chance.between(1, 6);
        for place in 0..self.chance.between(0, most) {
            let command = Command::Set { key: self.key(), value: self.value() };
            self.ask_from(client_id(1 + (first + place) % 6), command, to);
        }
    }

    /// The entries that a former leader had to give up may be followed by others of its own.
    fn return_of(&mut self, old: NodeId) {
        if self.chance.happens(40) {
            self.run_up_to(100);
            self.lead(old);
            self.run_up_to(40);
            self.requests(3, old);
        }
    }

    /// Answers to a leader arrive when it leads again: meanwhile another has led, and replaced what they acknowledge.
    pub(super) fn echo(&mut self) {
        let nodes = self.shuffled();
        let few = nodes.len().saturating_sub(1) / 2;
        if few < 2 {
            return;
        }
        let (few, many) = nodes.split_at(few);
        let (old, new) = (few[0], many[0]);
        self.quiet();
        self.lead(old);
        self.settle();
        let kind = self.chance.pick(&[Kind::AppendEntriesReply, Kind::AppendEntriesReply, Kind::InstallSnapshotReply]);
        let (count, delay) = (self.chance.pick(&[1, 3, 9]), Tampering::Delay(20 * self.unit_us));
        for mate in &few[1..] {
            self.act(Influence::Tamper(Which::Next(count, pattern(Some(kind), *mate, old)), delay));
        }
        self.partition_into([few, many]);
        self.writes(6, old);
        self.settle();
        self.take_over(new);
        self.settle();
        self.writes(1, new);
        self.settle();
        self.heal();
        self.run(self.profile.heartbeat_us);
        self.settle();
        self.lead(old);
        self.settle();
        // What it sends is lost to some, and what was sent to it arrives.
        self.is_cut = true;
        for other in &nodes[1..] {
            if few.contains(other) || self.chance.happens(60) {
                self.act(Influence::Cut(link(old, *other, false)));
            }
        }
        self.writes(4, old);
        self.settle();
        for mate in &few[1..] {
            self.act(Influence::Tamper(Which::All(pattern(Some(kind), *mate, old)), Tampering::Deliver));
        }
        self.settle();
    }

    /// Answers to a leader are held up, and arrive when another leads that it does not hear of; meanwhile clients read at
    /// both.
    pub(super) fn late_answers(&mut self) {
        let nodes = self.shuffled();
        let [old, new, mates @ ..] = &nodes[..] else { return };
        let (old, new) = (*old, *new);
        if mates.is_empty() {
            return;
        }
        self.quiet();
        self.lead(old);
        self.settle();
        self.requests(2, old);
        self.settle();
        // It beats, and the answers to that are late.
        let kind = self.chance.pick(&[Kind::AppendEntriesReply, Kind::AppendEntriesReply, Kind::RequestVoteReply]);
        let delay = self.delay(20 * self.unit_us);
        for mate in mates {
            self.act(Influence::Tamper(Which::Next(1, pattern(Some(kind), *mate, old)), delay));
        }
        self.run(self.profile.heartbeat_us);
        self.run_up_to(20);
        self.is_cut = true;
        self.act(Influence::Cut(link(old, new, true)));
        for mate in mates {
            self.act(Influence::Cut(link(old, *mate, false)));
        }
        self.take_over(new);
        self.settle();
        let (key, value) = (self.key(), self.value());
        let client = self.client(1, 5);
        self.ask_from(client, Command::Set { key: key.clone(), value }, new);
        self.settle();
        let client = self.client(7, 8);
        self.ask_from(client, Command::Get { key }, old);
        self.run_up_to(5);
        for mate in mates {
            self.act(Influence::Tamper(Which::All(pattern(Some(kind), *mate, old)), Tampering::Deliver));
        }
        self.settle();
    }

    /// Two nodes lead in turn; each is heard by few once it is elected, and the other not at all (figure 8).
    pub(super) fn turns(&mut self) {
        let nodes = self.shuffled();
        let [one, other, rest @ ..] = &nodes[..] else { return };
        if rest.is_empty() {
            return;
        }
        self.quiet();
        for turn in 0..self.chance.between(3, 5) {
            let (leader, former) = if turn % 2 == 0 { (*one, *other) } else { (*other, *one) };
            let mut hearers = rest.to_vec();
            self.partition_into([&[&[leader], rest].concat(), &[former]]);
            self.take_over(leader);
            self.run_up_to(8);
            self.chance.shuffle(&mut hearers);
            let count = self.chance.below(1 + rest.len() as u64) as usize;
            let (few, many) = hearers.split_at(count);
            self.partition_into([&[&[leader], few].concat(), &[&[former], many].concat()]);
            self.writes(2, leader);
            self.settle();
        }
        self.heal();
    }

    /// Two leaders each change the cluster, and then the nodes are parted otherwise: each side counts by another
    /// configuration.
    pub(super) fn rival_changes(&mut self) {
        let nodes = self.shuffled();
        let [old, new, others @ ..] = &nodes[..] else { return };
        if others.is_empty() || !self.profile.changes_members {
            return;
        }
        let (old, new) = (*old, *new);
        self.quiet();
        self.lead(old);
        self.settle();
        self.partition_into([&[old], &nodes[1..]]);
        self.change_one(old, &nodes);
        self.take_over(new);
        self.run_up_to(8);
        // Half of the others hear of the new change, the rest of the old one.
        let (mates, rest) = others.split_at(others.len() / 2);
        self.is_cut = true;
        rest.iter().for_each(|node| self.act(Influence::Cut(link(new, *node, true))));
        self.change_one(new, &nodes);
        self.settle();
        let side = |leader: NodeId, mates: &[NodeId]| [&[leader], mates].concat();
        self.partition_into([&side(old, rest), &side(new, mates)]);
        self.requests(2, new);
        // It hears of the new term first, and stands then.
        self.run(self.profile.heartbeat_us);
        self.settle();
        self.take_over(old);
        self.settle();
        self.requests(2, old);
        self.settle();
    }

    /// Asks a leader to take out one of some nodes, or to add one.
    fn change_one(&mut self, leader: NodeId, nodes: &[NodeId]) {
        if self.chance.happens(10) {
            self.change(Some(leader));
            return;
        }
        let others: Vec<NodeId> = nodes.iter().copied().filter(|node| *node != leader).collect();
        let out = self.chance.pick(&others);
        self.act(Influence::Change(Change::Remove(out), Some(leader)));
    }

    /// All nodes are up and hear each other; messages and disks are mostly quick, so that what follows is done in time.
    fn quiet(&mut self) {
        self.gather();
        if self.chance.happens(80) {
            let us = self.chance.pick(&[0, self.unit_us / 100, self.unit_us / 30]);
            self.configure(Setting::Latency(range(0, us), None));
            self.configure(Setting::Fsync(range(0, us / 2), None));
        }
    }

    /// Time for an election, or for a request: some rounds of quick messages.
    fn settle(&mut self) {
        self.run(self.unit_us / 10);
        self.run_up_to(20);
    }

    fn ask_from(&mut self, client: ClientId, command: Command, to: NodeId) {
        self.act(Influence::Ask { client, command, to: Some(to) });
    }

    /// A node that misses so much that it is sent a snapshot; perhaps its pieces are tampered with, or another node
    /// leads meanwhile.
    pub(super) fn laggard(&mut self) {
        if self.nodes.len() == 1 {
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
        let named = Nodes::Named(vec![late]);
        self.act(if is_crashed { Influence::Crash(named.clone()) } else { Influence::Isolate(late) });
        self.is_cut |= !is_crashed;
        // The cut-off leader will have to give up the entries that it appends now.
        self.requests(if leads_first { 8 } else { 0 }, late);
        for _ in 0..self.chance.between(1, 3) {
            self.load();
            self.run_up_to(200);
        }
        if self.chance.happens(60) {
            others.iter().for_each(|node| self.act(Influence::Snapshot(*node)));
        }
        if is_crashed {
            self.act(Influence::Restart(named));
        } else {
            others.iter().for_each(|node| self.act(Influence::Join(link(*node, late, true))));
        }
        self.disturb(late, others);
        if leads_first {
            self.return_of(late);
        }
    }

    /// Elections, snapshots, writes and tampering while a node is perhaps sent a snapshot.
    fn disturb(&mut self, late: NodeId, others: &[NodeId]) {
        for _ in 0..self.chance.between(0, 4) {
            self.run_up_to(30);
            let other = self.chance.pick(others);
            match self.chance.below(6) {
                0 => self.act(Influence::Timeout(other)),
                1 => self.act(Influence::Snapshot(other)),
                2 => {
                    let (key, value) = (self.key(), self.value());
                    self.ask(Command::Set { key, value }, None);
                }
                _ => self.tamper_with_pieces(late, others),
            }
        }
    }

    fn tamper_with_pieces(&mut self, late: NodeId, others: &[NodeId]) {
        let tampering = self.tampering();
        for other in others {
            let pieces = pattern(Some(Kind::InstallSnapshot), *other, late);
            self.act(Influence::Tamper(Which::All(pieces), tampering));
        }
    }

    /// Keeps one node from hearing of another.
    fn cut_off(&mut self, old: NodeId, new: NodeId) {
        self.is_cut = true;
        match self.chance.below(8) {
            0 | 1 => self.act(Influence::Isolate(old)),
            2 | 3 => self.act(Influence::Cut(link(old, new, true))),
            4 => self.act(Influence::Cut(link(old, new, false))),
            5 => self.act(Influence::Cut(link(new, old, false))),
            6 => self.partition(),
            _ => self.pause_node(old),
        }
    }
}
