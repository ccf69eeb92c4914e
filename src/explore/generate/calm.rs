//! The end of a random script: all faults end, and then the cluster must answer everything, and agree.

use super::{Generator, client_id, link};
use crate::kv::Command;
use crate::raft::{Change, NodeId};
use crate::script::{Condition, Influence, Nodes, Step};
use crate::sim::{Actor, DiskState, Link, Setting, Settings};

const SECOND_US: u64 = 1_000_000;

/// How long a calm cluster may take to answer everything and to agree, µs. Requests may have to be retried one after the
/// other, and a retry waits for half a second.
const CALM_US: u64 = 120 * SECOND_US;

/// All agree before the leader hears so: only then it promotes the newcomer that was the last to catch up, and that entry
/// has to be committed as well. Of two steps, each a round trip of 30 ms at most, twice what is needed and more; µs.
const CHANGE_ENDS_US: u64 = SECOND_US / 2;

/// Ways to cut a node off from another: it sends in vain, or hears nothing.
const MUTE: u64 = 0;
const DEAF: u64 = 1;

impl Generator {
    /// Adds the end.
    pub(super) fn calm(&mut self) {
        self.end_faults();
        if self.profile.is_claimed {
            self.long_calm();
        }
        // Where leaders append an empty entry, those who are behind are brought up to date though nobody writes.
        if self.profile.no_op {
            self.run_until(Condition::Agreed);
            self.set("the", "end", 9);
        } else {
            // Without it only a write of its own term lets a new leader commit the entries that it found, and read; and
            // among these may be the configuration that removes it, so that another leader follows.
            for _ in 0..3 {
                self.set("the", "end", 9);
                self.run(3 * SECOND_US);
            }
        }
        self.run_until(Condition::Idle);
        self.set("the", "end", 1);
        self.run_until(Condition::Idle);
        self.run_until(Condition::Agreed);
        self.run(CHANGE_ENDS_US);
        self.run_until(Condition::Agreed);
        self.steps.push(Step::Expect { condition: Condition::Safe, negated: false });
    }

    fn run_until(&mut self, condition: Condition) {
        self.steps.push(Step::RunUntil { condition, negated: false, within_us: CALM_US });
    }

    /// A write of a client.
    fn set(&mut self, key: &str, value: &str, client: u64) {
        let command = Command::Set { key: key.into(), value: value.into() };
        self.act(Influence::Ask { client: client_id(client), command, to: None });
    }

    /// Everything as it is by default, of single nodes and links too: these outlast the settings for all.
    fn end_faults(&mut self) {
        // The defaults are none of the times that messages and timers may still take.
        let longest_us = self.longest_us;
        let usual = Settings::default();
        let election_timeout = usual.raft.election_timeout;
        self.act(Influence::LoadOff);
        self.heal();
        self.configure(Setting::Loss(usual.loss_ppm, None));
        self.configure(Setting::Duplicate(usual.duplicate_ppm, None));
        self.configure(Setting::Latency(usual.latency, None));
        self.configure(Setting::Fsync(usual.fsync, None));
        self.configure(Setting::Heartbeat(usual.raft.heartbeat_us));
        self.configure(Setting::ElectionTimeout(election_timeout, None));
        for node in self.nodes.iter() {
            self.act(Influence::Disk(node, DiskState::Well));
            self.configure(Setting::Fsync(usual.fsync, Some(node)));
            self.configure(Setting::ElectionTimeout(election_timeout, Some(node)));
            for other in self.nodes.without(node).iter() {
                let link = Some(link(node, other, false));
                self.configure(Setting::Latency(usual.latency, link));
                self.configure(Setting::Loss(usual.loss_ppm, link));
                self.configure(Setting::Duplicate(usual.duplicate_ppm, link));
            }
        }
        // As long as this is no usual setting, nothing is claimed: armed timers keep the time that they were armed
        // with, and messages travel on.
        self.configure(Setting::ClientTimeout(usual.client_timeout_us + 1_000));
        if self.chance.happens(20) {
            self.act(Influence::Crash(Nodes::All));
        }
        for node in self.nodes.iter() {
            self.act(Influence::Resume(node));
        }
        self.act(Influence::Restart(Nodes::All));
        // A message may be held up by a trap after it took its time.
        self.run(longest_us * if self.profile.is_claimed { 2 } else { 1 });
        if self.profile.is_claimed {
            self.configure(Setting::ClientTimeout(usual.client_timeout_us));
        }
        self.run(SECOND_US);
    }

    /// Long enough for progress and stability to be claimed; perhaps with a minority down, paused or cut off.
    fn long_calm(&mut self) {
        if self.profile.changes_members && self.chance.happens(25) {
            self.leave_few();
        }
        let nodes = self.shuffled();
        let minority = (nodes.len() - 1) / 2;
        let (few, many) = nodes.split_at(minority);
        let (mut kind, orders) = (self.chance.below(8), self.chance.happens(30));
        if few.is_empty() || orders {
            kind = 0;
        }
        match kind {
            0 | 1 => {}
            2 => self.act(Influence::Crash(Nodes::Named(few.to_vec()))),
            3 => few.iter().for_each(|node| self.act(Influence::Pause(*node))),
            4..7 if self.profile.is_sticky() => self.cut_around(few, many),
            _ => self.partition_into([few, many]),
        }
        if self.chance.happens(20) {
            let (from, to) = (Actor::Client(client_id(1)), Actor::Node(self.node()));
            self.act(Influence::Cut(Link { from, to, both_ways: true }));
        }
        let seconds = self.chance.pick(&[6, 6, 9]);
        self.load_in_calm(SECOND_US / 5);
        self.set("calm", "down", 3);
        if orders {
            let tenths = self.chance.between(25, 35);
            self.run(tenths * SECOND_US / 10);
            self.orders_in_calm();
        }
        self.run(seconds * SECOND_US);
        self.act(Influence::LoadOff);
        self.heal();
        few.iter().for_each(|node| self.act(Influence::Resume(*node)));
        self.act(Influence::Restart(Nodes::All));
    }

    /// Most servers are removed, do not hear of it, and start again beside those that stay.
    fn leave_few(&mut self) {
        let mut nodes = self.shuffled();
        nodes.truncate(self.chance.between(1, 2) as usize);
        self.act(Influence::Change(Change::Members(nodes.into_iter().collect()), None));
        self.run(SECOND_US / 10);
        self.act(Influence::Crash(Nodes::All));
        self.act(Influence::Restart(Nodes::All));
        self.run(SECOND_US);
    }

    /// An operator has leadership handed over, though nothing is wrong, and perhaps asks for more at once; mostly while entries
    /// are on their way.
    fn orders_in_calm(&mut self) {
        if self.chance.happens(70) {
            self.load_in_calm(SECOND_US / 200);
            self.run(SECOND_US / 10);
        }
        let successor = self.node();
        self.act(Influence::Transfer(successor, None));
        if self.profile.changes_members && self.chance.happens(70) {
            self.change(None);
        }
        self.load_in_calm(SECOND_US / 5);
    }

    fn load_in_calm(&mut self, every_us: u64) {
        let clients = vec![client_id(1), client_id(2)];
        self.act(Influence::Load { every_us, clients, for_us: None });
    }

    /// A majority that is whole, and around it any cuts at all, one way too; often the others are deaf, or mute.
    fn cut_around(&mut self, few: &[NodeId], many: &[NodeId]) {
        let same = self.chance.pick(&[Some(MUTE), Some(DEAF), Some(DEAF), None, None]);
        for one in few {
            for other in few.iter().chain(many).filter(|other| *other != one) {
                let cut = match same.unwrap_or_else(|| self.chance.below(5)) {
                    MUTE => link(*one, *other, false),
                    DEAF => link(*other, *one, false),
                    2 => link(*one, *other, true),
                    _ => continue,
                };
                self.act(Influence::Cut(cut));
            }
        }
    }
}
