//! What a script does to the world, at the present instant. Each method returns whether it applied:
//! a statement that cannot (a restart of a live node) does nothing.

use super::{DueSlot, Load, World};
use crate::raft::{Input, NodeId, NodeSet};
use crate::sim::MAX_CLIENTS;
use crate::sim::actor::{Actor, ClientId};
use crate::sim::chance::Chance;
use crate::sim::control::{Link, Setting, Which};
use crate::sim::disk::DiskState;
use crate::sim::event::{EventId, Loss, Order, What};
use crate::sim::network::Tampering;
use crate::sim::server::{Arrival, Pause, Timer};

impl World {
    /// Stops a node: all that is not durable is lost. Not if it is down.
    pub fn crash(&mut self, node: NodeId) -> bool {
        self.begin_influence();
        if self.servers[node.slot()].process.is_none() {
            return false;
        }
        self.go_down(node, None, What::Crashed);
        true
    }

    /// A node's disk failed it, in the midst of an event: it stops, as if it crashed.
    pub(super) fn stop(&mut self, node: NodeId, cause: EventId) {
        let disk = self.servers[node.slot()].disk.state;
        self.go_down(node, Some(cause), What::Stopped { disk });
    }

    fn go_down(&mut self, node: NodeId, cause: Option<EventId>, what: What) {
        self.note_disturbance();
        let server = &mut self.servers[node.slot()];
        let waiting = server.process.take().map_or(Vec::new(), |process| process.connections());
        let kept = match server.disk.state {
            DiskState::Torn => self.chance.bytes_kept(node, server.disk.pending_bytes()),
            DiskState::Well | DiskState::Full | DiskState::Failing | DiskState::Rotten => 0,
        };
        server.disk.crash(kept);
        server.fsync = None;
        self.footprint.nodes.insert(node);
        for due in [
            DueSlot::ElectionTimer(node),
            DueSlot::HeartbeatTimer(node),
            DueSlot::Fsync(node),
            DueSlot::Compaction(node),
            DueSlot::Patience(node),
        ] {
            self.disarm(due);
        }
        let event = self.record(Some(Actor::Node(node)), cause, || what);
        self.servers[node.slot()].crashed = Some(event);
        self.lose_orders_of(node, event);
        self.reset_connections(node, waiting, event);
    }

    /// Makes a disk better or worse. Not if it is that already.
    pub fn set_disk(&mut self, node: NodeId, disk: DiskState) -> bool {
        self.begin_influence();
        if disk == DiskState::Rotten {
            return self.damage_record(node);
        }
        if self.servers[node.slot()].disk.state == disk || !self.nodes.contains(node) {
            return false;
        }
        self.servers[node.slot()].disk.state = disk;
        self.record(Some(Actor::Node(node)), None, || What::DiskChanged { disk });
        true
    }

    /// Damages a record, drawn by chance, that is durable. Not if nothing is.
    fn damage_record(&mut self, node: NodeId) -> bool {
        let Some((first, last)) = self.servers[node.slot()].disk.records() else { return false };
        let index = self.chance.damaged_record(node, first, last);
        self.servers[node.slot()].disk.damage(index);
        self.record(Some(Actor::Node(node)), None, || What::RecordDamaged { index });
        true
    }

    /// Has a node take a snapshot. Not if it is down or paused, or has applied nothing since the last.
    pub fn snapshot(&mut self, node: NodeId) -> bool {
        self.begin_influence();
        let can = self.servers[node.slot()].live().is_some_and(|process| {
            0 < process.replica.applied_since_snapshot() && !process.node().membership().is_unknown()
        });
        if can {
            let event = self.record(Some(Actor::Node(node)), None, || What::Ordered { order: Order::Snapshot });
            self.compact(node, Some(event));
        }
        can
    }

    /// Starts a node again, from its disk alone. Not if it is up.
    pub fn restart(&mut self, node: NodeId) -> bool {
        self.begin_influence();
        if self.servers[node.slot()].process.is_some() || !self.nodes.contains(node) {
            return false;
        }
        self.start(node, true);
        true
    }

    /// Crashes a node and loses its disk. Not if there is no such node.
    pub fn wipe(&mut self, node: NodeId) -> bool {
        self.crash(node);
        if !self.nodes.contains(node) {
            return false;
        }
        let server = &mut self.servers[node.slot()];
        server.disk.wipe();
        server.wiped = true;
        self.footprint.wiped.insert(node);
        self.footprint.disks.insert(node);
        let event = self.record(Some(Actor::Node(node)), None, || What::Wiped);
        self.servers[node.slot()].crashed = Some(event);
        true
    }

    /// Makes a node's process stand still, timers included. Not if it is down or paused.
    pub fn pause(&mut self, node: NodeId) -> bool {
        self.begin_influence();
        let (now, event) = (self.now, self.upcoming_event());
        let Some(process) = &mut self.servers[node.slot()].process else {
            return false;
        };
        if process.pause.is_some() {
            return false;
        }
        process.pause = Some(Pause { since: now, event, inbox: Default::default() });
        self.footprint.nodes.insert(node);
        self.disarm(DueSlot::ElectionTimer(node));
        self.disarm(DueSlot::HeartbeatTimer(node));
        self.record(Some(Actor::Node(node)), None, || What::Paused);
        true
    }

    /// Lets a paused node go on: its timers with the time that they had left, then what arrived
    /// meanwhile, in order. Each arrival is a step of its own, after which `look` is asked.
    pub fn resume(&mut self, node: NodeId, mut look: impl FnMut(&World)) -> bool {
        self.begin_influence();
        let now = self.now;
        let Some(process) = &mut self.servers[node.slot()].process else {
            return false;
        };
        let Some(pause) = process.pause.take() else {
            return false;
        };
        let stood_still_us = now.since(pause.since);
        let later = |timer: Timer| Timer {
            armed_at: timer.armed_at.after(stood_still_us),
            due_at: timer.due_at.after(stood_still_us),
            armed_by: timer.armed_by,
        };
        process.election_timer = process.election_timer.map(later);
        process.heartbeat_timer = process.heartbeat_timer.map(later);
        let (election, heartbeat) = (process.election_timer, process.heartbeat_timer);
        if let Some(timer) = election {
            self.arm(DueSlot::ElectionTimer(node), timer.due_at);
        }
        if let Some(timer) = heartbeat {
            self.arm(DueSlot::HeartbeatTimer(node), timer.due_at);
        }
        self.footprint.nodes.insert(node);
        let resumed = self.record(Some(Actor::Node(node)), None, || What::Resumed);
        for arrival in pause.inbox {
            look(self);
            self.begin_influence();
            let server = &self.servers[node.slot()];
            match arrival {
                // Its disk failed it at one of the earlier ones.
                Arrival::Message(envelope) if server.process.is_none() => {
                    self.lose(envelope, Loss::ReceiverDown, server.crashed);
                }
                Arrival::Message(envelope) => self.hand_over(node, envelope, Some(resumed)),
                Arrival::Durable { up_to, log_end, event } => self.on_durable(node, up_to, log_end, event),
            }
        }
        if let Some(process) = &self.servers[node.slot()].process {
            self.arm_compaction(node, process.replica.applied_since_snapshot());
        }
        self.arm_patience(node);
        true
    }

    /// Fires a node's election timer now. Not of a leader, nor of a node that is down or paused.
    pub fn time_out(&mut self, node: NodeId) -> bool {
        self.begin_influence();
        let Some(process) = self.servers[node.slot()].live() else {
            return false;
        };
        if process.node().leading().is_some() {
            return false;
        }
        let event = self.record(Some(Actor::Node(node)), None, || What::ElectionTimerFired { waited_us: None });
        self.step_node(node, Input::ElectionTimeout, event);
        true
    }

    /// Cuts the network into groups; a node in none is a group of its own. Replaces all cuts between nodes.
    pub fn partition(&mut self, groups: &[NodeSet]) -> bool {
        self.begin_influence();
        let mut groups = groups.to_vec();
        let named: NodeSet = groups.iter().flat_map(|group| group.iter()).collect();
        groups.extend(self.nodes.iter().filter(|node| !named.contains(*node)).map(|node| NodeSet::EMPTY.with(node)));
        self.network.heal_between_nodes();
        self.partition = groups.clone();
        let event = self.record(None, None, || What::Partitioned { groups: groups.clone() });
        for group in &groups {
            for node in group.iter() {
                for other in self.nodes.iter().filter(|other| !group.contains(*other)) {
                    self.network.cut(Actor::Node(node), Actor::Node(other), event);
                }
            }
        }
        true
    }

    /// Cuts all links of a node with other nodes, both ways.
    pub fn isolate(&mut self, node: NodeId) -> bool {
        self.begin_influence();
        let others: Vec<NodeId> = self.nodes.without(node).iter().collect();
        let mut changed = false;
        for other in others {
            let (node, other) = (Actor::Node(node), Actor::Node(other));
            changed |= self.cut_one_way(node, other);
            changed |= self.cut_one_way(other, node);
        }
        changed
    }

    /// Cuts a link. Not if it is cut.
    pub fn cut(&mut self, link: Link) -> bool {
        self.begin_influence();
        link.ways().fold(false, |changed, (from, to)| self.cut_one_way(from, to) || changed)
    }

    fn cut_one_way(&mut self, from: Actor, to: Actor) -> bool {
        if from == to || self.network.is_cut(from, to) {
            return false;
        }
        self.forget_partition(from, to);
        let event = self.record(None, None, || What::LinkCut { from, to });
        self.network.cut(from, to, event);
        true
    }

    /// Joins a link. Not if it is not cut.
    pub fn join(&mut self, link: Link) -> bool {
        self.begin_influence();
        link.ways().fold(false, |changed, (from, to)| self.join_one_way(from, to) || changed)
    }

    fn join_one_way(&mut self, from: Actor, to: Actor) -> bool {
        if !self.network.is_cut(from, to) {
            return false;
        }
        self.network.join(from, to);
        self.forget_partition(from, to);
        self.record(None, None, || What::LinkJoined { from, to });
        true
    }

    /// The walls between groups are no more as they were built once a link between nodes was cut or joined. A client's
    /// link does not go through them.
    fn forget_partition(&mut self, from: Actor, to: Actor) {
        if let (Actor::Node(_), Actor::Node(_)) = (from, to) {
            self.partition.clear();
        }
    }

    /// Removes all cuts. Not if there are none.
    pub fn heal(&mut self) -> bool {
        self.begin_influence();
        self.partition.clear();
        if !self.network.has_cuts() {
            return false;
        }
        self.network.heal();
        self.record(None, None, || What::Healed);
        true
    }

    /// Does something to messages. Not if none is meant.
    pub fn tamper(&mut self, which: Which, tampering: Tampering) -> bool {
        self.begin_influence();
        let places = match which {
            Which::Next(count, pattern) => {
                self.network.lay_trap(count, pattern, tampering);
                return true;
            }
            Which::One(id) => self.network.place_of(id).into_iter().collect(),
            Which::All(pattern) => self.network.places_of(pattern),
        };
        for place in &places {
            self.tamper_at(*place, tampering);
        }
        !places.is_empty()
    }

    fn tamper_at(&mut self, place: u32, tampering: Tampering) {
        match tampering {
            Tampering::Delay(us) => self.postpone(place, us),
            Tampering::Duplicate => {
                if let Some(envelope) = self.network.at_mut(place).cloned() {
                    self.launch_copy(&envelope);
                }
            }
            Tampering::Drop => {
                if let Some(envelope) = self.intercept(place) {
                    self.lose(envelope, Loss::Dropped, None);
                }
            }
            Tampering::Deliver => {
                if let Some(mut envelope) = self.intercept(place) {
                    envelope.forced = true;
                    self.arrive(envelope);
                }
            }
        }
    }

    /// Changes a setting from now on. Armed timers keep the time they were armed with. `value` is the
    /// new value as a script writes it.
    pub fn configure(&mut self, setting: &Setting, value: String) -> bool {
        self.begin_influence();
        setting.apply(&mut self.settings);
        for node in self.nodes.iter() {
            let (now, config) = (self.local_time(node), self.settings.raft_of(node));
            if let Some(process) = &mut self.servers[node.slot()].process {
                process.replica.reconfigure(now, config);
            }
        }
        let event = self.record(None, None, || What::Configured { key: setting.key(), value });
        self.look_at_leases(Some(event));
        true
    }

    /// Starts all chance anew.
    pub fn reseed(&mut self, seed: u64) -> bool {
        self.begin_influence();
        self.seed = seed;
        self.chance = Chance::new(seed);
        self.record(None, None, || What::Reseeded { seed });
        true
    }

    /// Has clients send sets and gets at a pace, the first one pace from now; replaces a load that runs.
    pub fn start_load(&mut self, every_us: u64, clients: &[ClientId], for_us: Option<u64>) -> bool {
        self.begin_influence();
        self.disarm_load();
        let until = for_us.map(|us| self.now.after(us));
        let sent = self.load.map_or(0, |load| load.sent);
        let first = self.now.after(every_us);
        if until.is_none_or(|until| first <= until) {
            for client in clients {
                self.arm(DueSlot::LoadTick(*client), first);
            }
        }
        let event = self.record(None, None, || What::LoadStarted { every_us });
        self.load = Some(Load { every_us, until, sent, event });
        true
    }

    /// Stops the load. Not if none runs.
    pub fn stop_load(&mut self) -> bool {
        self.begin_influence();
        let runs = self.load_every_us().is_some();
        self.disarm_load();
        if runs {
            self.record(None, None, || What::LoadStopped);
        }
        runs
    }

    fn disarm_load(&mut self) {
        for number in 1..=MAX_CLIENTS {
            if let Some(client) = ClientId::new(number) {
                self.disarm(DueSlot::LoadTick(client));
            }
        }
    }
}
