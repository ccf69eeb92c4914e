//! Faults of nodes, disks, links and messages, and the orders that an operator gives meanwhile.

use super::{Generator, PERCENT_PPM, link, node_id, pattern, profile, range};
use crate::kv::Command;
use crate::raft::{Change, MAX_NODES, NodeId, NodeSet};
use crate::script::{Influence, Nodes};
use crate::sim::{Actor, DiskState, Kind, Link, Pattern, Setting, Tampering, Which};

/// Kinds of messages between nodes, and any kind. Those that are seldom sent are named as often as the others.
const KINDS: [Option<Kind>; 12] = [
    Some(Kind::AppendEntries),
    Some(Kind::AppendEntriesReply),
    Some(Kind::RequestVote),
    Some(Kind::RequestVoteReply),
    Some(Kind::InstallSnapshot),
    Some(Kind::InstallSnapshotReply),
    Some(Kind::PreVote),
    Some(Kind::PreVoteReply),
    Some(Kind::TimeoutNow),
    Some(Kind::ReadIndex),
    Some(Kind::ReadIndexReply),
    None,
];

/// How long a message takes on a link of each priority, the highest first, in hundredths of an election timeout: each some
/// times as long as the one before, so that several of a higher link come between two of a lower.
const PRIORITIES: [u64; 6] = [0, 2, 8, 25, 70, 150];

impl Generator {
    /// Crashes some nodes, or lets some start again: the more are down, the sooner.
    pub(super) fn crash(&mut self) {
        let down = self.down;
        if self.chance.below(self.nodes.len() as u64) < 2 * down.len() as u64 {
            for node in down.iter() {
                if self.chance.happens(70) {
                    self.revive(node);
                }
            }
            return;
        }
        let victims = self.some_nodes(&[1, 1, 1, 2, 3]);
        victims.iter().for_each(|node| self.down.insert(*node));
        self.act(Influence::Crash(Nodes::Named(victims)));
    }

    /// A node that crashed or was paused goes on.
    pub(super) fn revive(&mut self, node: NodeId) {
        self.down = self.down.without(node);
        self.act(Influence::Resume(node));
        self.act(Influence::Restart(Nodes::Named(vec![node])));
    }

    /// Nodes that crash and are back before an election timeout is over: their promises may be forgotten.
    pub(super) fn bounce(&mut self) {
        let victims = self.some_nodes(&[1, 1, 2, 3]);
        self.bounce_nodes(&victims);
    }

    pub(super) fn bounce_nodes(&mut self, victims: &[NodeId]) {
        if victims.is_empty() {
            return;
        }
        let victims = Nodes::Named(victims.to_vec());
        self.act(Influence::Crash(victims.clone()));
        if self.chance.happens(50) {
            self.run_up_to(40);
        }
        self.act(Influence::Restart(victims));
    }

    pub(super) fn pause(&mut self) {
        let node = self.node();
        if self.down.contains(node) {
            return self.revive(node);
        }
        self.pause_node(node);
    }

    pub(super) fn pause_node(&mut self, node: NodeId) {
        self.down.insert(node);
        self.act(Influence::Pause(node));
    }

    pub(super) fn timeout(&mut self) {
        let node = self.node();
        self.act(Influence::Timeout(node));
    }

    pub(super) fn snapshot(&mut self) {
        let node = self.node();
        self.act(Influence::Snapshot(node));
    }

    pub(super) fn disk_state(&mut self) {
        let (torn, well) = (DiskState::Torn, DiskState::Well);
        let (node, states) = (self.node(), [torn, torn, well, well, DiskState::Full, DiskState::Failing]);
        let state = self.chance.pick(&states);
        self.act(Influence::Disk(node, state));
    }

    /// A record that was durable is damaged, mostly before its node starts again. The node stays down then; so it befalls a
    /// minority, of a cluster that stays as it is.
    pub(super) fn decay(&mut self) {
        if self.profile.changes_members {
            return;
        }
        let node = self.node();
        if (self.nodes.len() - 1) / 2 < self.decayed.with(node).len() {
            return;
        }
        self.decayed.insert(node);
        self.act(Influence::Disk(node, DiskState::Rotten));
        if self.chance.happens(70) {
            self.bounce_nodes(&[node]);
        }
    }

    /// Cuts links between nodes, or heals them: the latter more often where some are cut.
    pub(super) fn cut(&mut self) {
        if self.nodes.len() == 1 {
            return;
        }
        if self.is_cut && self.chance.happens(45) {
            return self.heal();
        }
        self.is_cut = true;
        let (from, to) = self.two_nodes();
        match self.chance.below(7) {
            0 => self.act(Influence::Isolate(from)),
            1 | 2 => self.act(Influence::Cut(link(from, to, false))),
            3 => self.act(Influence::Cut(link(from, to, true))),
            4 => self.act(Influence::Join(link(from, to, true))),
            _ => self.partition(),
        }
    }

    pub(super) fn heal(&mut self) {
        self.is_cut = false;
        self.act(Influence::Heal);
    }

    /// Cuts a cluster of two nodes at least into two groups.
    pub(super) fn partition(&mut self) {
        let nodes = self.shuffled();
        let place = self.chance.between(1, nodes.len() as u64 - 1) as usize;
        let (one, other) = nodes.split_at(place);
        self.partition_into([one, other]);
    }

    pub(super) fn partition_into(&mut self, groups: [&[NodeId]; 2]) {
        let groups = groups.map(|group| group.iter().copied().collect::<NodeSet>());
        self.act(Influence::Partition(groups.to_vec()));
    }

    pub(super) fn client_cut(&mut self) {
        let (client, node) = (Actor::Client(self.client(1, 9)), Actor::Node(self.node()));
        let both_ways = self.chance.pick(&[true, false]);
        let (from, to) = if self.chance.happens(50) { (client, node) } else { (node, client) };
        let link = Link { from, to, both_ways };
        let is_cut = self.chance.pick(&[true, true, false]);
        self.is_cut = true;
        self.act(if is_cut { Influence::Cut(link) } else { Influence::Join(link) });
    }

    /// A link with a quality of its own.
    pub(super) fn link_quality(&mut self) {
        if self.nodes.len() == 1 {
            return;
        }
        let (from, to) = self.two_nodes();
        let link = Some(link(from, to, false));
        let setting = match self.chance.below(4) {
            0 => Setting::Loss(self.chance.pick(&[0, 10, 40, 90]) * PERCENT_PPM, link),
            1 => Setting::Duplicate(self.chance.pick(&[0, 10, 60]) * PERCENT_PPM, link),
            _ => Setting::Latency(profile::latency(&mut self.chance, self.unit_us), link),
        };
        self.configure(setting);
    }

    /// Gives each link a priority drawn by chance: a message on a link of higher priority overtakes messages on lower links.
    /// Each later call makes one link the lowest. A fault needs its messages in some order; how likely a run has that order
    /// depends on how often priorities must change for it, and hardly on the length of the run. PCT is the model
    /// (Burckhardt et al., "A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs", ASPLOS 2010).
    pub(super) fn priorities(&mut self) {
        let mut links: Vec<(NodeId, NodeId)> =
            self.nodes.iter().flat_map(|from| self.nodes.without(from).iter().map(move |to| (from, to))).collect();
        self.chance.shuffle(&mut links);
        if self.has_priorities {
            links.truncate(1);
            links.iter().for_each(|lowest| self.delay_link(*lowest, PRIORITIES[PRIORITIES.len() - 1]));
            return;
        }
        self.has_priorities = true;
        let count = links.len();
        for (rank, of_rank) in links.into_iter().enumerate() {
            self.delay_link(of_rank, PRIORITIES[rank * PRIORITIES.len() / count]);
        }
    }

    /// Messages on a link take so many hundredths of an election timeout.
    fn delay_link(&mut self, (from, to): (NodeId, NodeId), percent: u64) {
        let us = self.unit_us * percent / 100;
        self.configure(Setting::Latency(range(us, us), Some(link(from, to, false))));
    }

    /// Times and chances change for all.
    pub(super) fn timing(&mut self) {
        let setting = match self.chance.below(7) {
            0 => Setting::Latency(profile::latency(&mut self.chance, self.unit_us), None),
            1 => Setting::Fsync(profile::fsync(&mut self.chance, self.unit_us), None),
            2 => Setting::Loss(self.chance.pick(&[0, 0, 2, 10, 30]) * PERCENT_PPM, None),
            3 => Setting::Duplicate(self.chance.pick(&[0, 10, 40]) * PERCENT_PPM, None),
            4 => Setting::Heartbeat(self.share_us(&[10, 30, 70]).max(1_000)),
            5 => Setting::ClientTimeout(self.share_us(&[30, 150, 500]).max(1_000)),
            _ => return self.change_election_timeout(),
        };
        self.configure(setting);
    }

    fn change_election_timeout(&mut self) {
        let percent = self.chance.pick(&[40, 80, 150, 300]);
        self.unit_us = (self.profile.unit_us * percent / 100).max(10_000);
        let most_us = self.share_us(&[100, 130, 200, 400]);
        let timeout = range(self.unit_us, most_us);
        self.configure(Setting::ElectionTimeout(timeout, None));
        // Leases need one minimum for all, so single nodes follow.
        if self.profile.keeps_lease_bounds {
            for node in self.nodes.iter() {
                self.configure(Setting::ElectionTimeout(timeout, Some(node)));
            }
        }
    }

    /// Times of one node: its disk's, or its election timeout's.
    pub(super) fn node_timing(&mut self) {
        let node = self.node();
        if self.chance.happens(60) {
            let fsync = profile::fsync(&mut self.chance, self.unit_us);
            return self.configure(Setting::Fsync(fsync, Some(node)));
        }
        let least_us = if self.profile.keeps_lease_bounds { self.unit_us } else { self.share_us(&[50, 100, 150, 300]) };
        let most_us = least_us * self.chance.pick(&[100, 120, 200, 400]) / 100;
        let timeout = range(least_us.max(1_000), most_us.max(1_000));
        self.configure(Setting::ElectionTimeout(timeout, Some(node)));
    }

    /// A disk that takes longer than an election, for a while; or one that is fast again.
    pub(super) fn slow_disk(&mut self) {
        let node = self.node();
        let most_us = self.share_us(&[0, 2, 40, 100, 200, 300, 500]);
        let least_us = if self.chance.happens(50) { most_us } else { most_us / 4 };
        self.configure(Setting::Fsync(range(least_us, most_us), Some(node)));
        if self.chance.happens(30) {
            self.request(None);
        }
    }

    /// Tampers with messages that are on their way.
    pub(super) fn in_flight(&mut self) {
        let (from, to) = self.ends();
        let kind = if self.chance.happens(40) { None } else { self.chance.pick(&KINDS) };
        let are_nodes = matches!((from, to), (Actor::Node(_), Actor::Node(_)));
        let tampering = self.tampering();
        self.act(Influence::Tamper(Which::All(Pattern { kind: kind.filter(|_| are_nodes), from, to }), tampering));
    }

    /// Tampers with the next messages of a kind; perhaps with all that one node gets, or sends.
    pub(super) fn traps(&mut self) {
        let count = self.chance.pick(&[1, 1, 2, 5]);
        let ends = self.ends();
        let (Actor::Node(from), Actor::Node(to)) = ends else {
            let which = Which::Next(count, Pattern { kind: None, from: ends.0, to: ends.1 });
            let tampering = self.tampering();
            return self.act(Influence::Tamper(which, tampering));
        };
        let kind = self.chance.pick(&KINDS);
        let tampering = self.tampering();
        let patterns: Vec<Pattern> = match self.chance.below(3) {
            0 => vec![pattern(kind, from, to)],
            1 => self.nodes.without(to).iter().map(|other| pattern(kind, other, to)).collect(),
            _ => self.nodes.without(from).iter().map(|other| pattern(kind, from, other)).collect(),
        };
        for pattern in patterns {
            self.act(Influence::Tamper(Which::Next(count, pattern), tampering));
        }
        self.cause(kind, from, to);
    }

    /// Adds a statement that may make a node send messages of a kind.
    fn cause(&mut self, kind: Option<Kind>, from: NodeId, to: NodeId) {
        match kind {
            Some(Kind::TimeoutNow) => self.act(Influence::Transfer(to, None)),
            Some(Kind::PreVote | Kind::PreVoteReply | Kind::RequestVote | Kind::RequestVoteReply) => {
                self.act(Influence::Timeout(from));
            }
            Some(Kind::ReadIndex | Kind::ReadIndexReply) => {
                let key = self.key();
                self.ask(Command::Get { key }, None);
            }
            // These are sent anyway.
            Some(
                Kind::AppendEntries
                | Kind::AppendEntriesReply
                | Kind::InstallSnapshot
                | Kind::InstallSnapshotReply
                | Kind::ClientRequest
                | Kind::ClientReply
                | Kind::HttpRequest
                | Kind::HttpResponse,
            )
            | None => {}
        }
    }

    pub(super) fn tampering(&mut self) -> Tampering {
        match self.chance.below(6) {
            0 | 1 => Tampering::Drop,
            2 | 3 => {
                let us = self.share_us(&[10, 50, 100, 150, 300]);
                self.delay(us)
            }
            4 => Tampering::Duplicate,
            _ => Tampering::Deliver,
        }
    }

    pub(super) fn delay(&mut self, us: u64) -> Tampering {
        self.longest_us = self.longest_us.max(us);
        Tampering::Delay(us)
    }

    /// The two ends of a message: mostly nodes.
    fn ends(&mut self) -> (Actor, Actor) {
        let (node, client) = (Actor::Node(self.node()), Actor::Client(self.client(1, 9)));
        match self.chance.below(6) {
            0 => (client, node),
            1 => (node, client),
            _ if self.nodes.len() == 1 => (node, client),
            _ => {
                let (from, to) = self.two_nodes();
                (Actor::Node(from), Actor::Node(to))
            }
        }
    }

    /// Orders of an operator; perhaps several at one instant, which wait for each other, and perhaps all of them for a
    /// newcomer that does not come.
    pub(super) fn changes(&mut self) {
        if !self.profile.changes_members {
            return self.run_on();
        }
        if let Change::Add(newcomer) = self.any_change()
            && self.chance.happens(25)
        {
            self.act(Influence::Crash(Nodes::Named(vec![newcomer])));
        }
        if self.chance.happens(20) {
            for _ in 0..self.chance.between(1, 4) {
                if self.chance.happens(80) {
                    self.any_change();
                } else {
                    self.transfer();
                }
            }
        }
    }

    fn any_change(&mut self) -> Change {
        let asked = self.asked();
        self.change(asked)
    }

    /// A change of the configuration, asked of a node; of the leader, if none is named. Returns the change.
    pub(super) fn change(&mut self, asked: Option<NodeId>) -> Change {
        let change = match self.chance.below(5) {
            0 | 1 if self.nodes.len() < MAX_NODES && self.chance.happens(50) => {
                let newcomer = node_id(self.nodes.len() + 1);
                self.nodes.insert(newcomer);
                Change::Add(newcomer)
            }
            0 | 1 => Change::Add(self.node()),
            2 | 3 => Change::Remove(self.node()),
            _ => {
                let mut nodes = self.shuffled();
                nodes.truncate(self.chance.between(1, nodes.len() as u64) as usize);
                Change::Members(nodes.into_iter().collect())
            }
        };
        self.act(Influence::Change(change, asked));
        change
    }

    /// The node that is given an order: mostly none, which means the leader.
    fn asked(&mut self) -> Option<NodeId> {
        self.chance.happens(20).then(|| self.node())
    }

    fn transfer(&mut self) {
        let (successor, asked) = (self.node(), self.asked());
        self.act(Influence::Transfer(successor, asked));
    }

    pub(super) fn transfers(&mut self) {
        for _ in 0..self.chance.pick(&[1, 1, 1, 2]) {
            self.transfer();
        }
    }
}
