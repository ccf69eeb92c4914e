//! The world: its state, its step, and what observers may look at.

mod clients;
mod control;
mod http;
mod leases;
mod nodes;
mod orders;
mod post;

use super::actor::{Actor, ClientId, MAX_CLIENTS};
use super::chance::Chance;
use super::client::{Client, Operation};
use super::event::{Event, EventId, What};
use super::leases::Leases;
use super::network::Network;
use super::orders::Orders;
use super::queue::{Queue, Slot};
use super::server::Server;
use super::settings::Settings;
use super::time::Instant;
use crate::kv::{LastDecoded, SessionId};
use crate::raft::{LocalTime, LogIndex, MAX_NODES, Membership, NodeId, NodeSet, Term};
use imbl::Vector;
use serde::{Deserialize, Serialize};

/// A vote that is given: it left the voter, or, for its own, is durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vote {
    /// The voter.
    pub voter: NodeId,
    /// In which term.
    pub term: Term,
    /// The candidate that gets it.
    pub candidate: NodeId,
}

/// Something that was added to the clients' history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryStep {
    /// The operation at this place was called.
    Called(usize),
    /// The operation at this place returned.
    Returned(usize),
}

/// What the last step or influence touched, so that a checker looks at nothing else.
#[derive(Clone, Debug, Default)]
pub struct Footprint {
    /// Nodes that took a step, served a client, started or crashed.
    pub nodes: NodeSet,
    /// Nodes whose durable state changed.
    pub disks: NodeSet,
    /// Nodes that started anew.
    pub started: NodeSet,
    /// Nodes whose disk was lost.
    pub wiped: NodeSet,
    /// Nodes that were given a message of Raft that no node sent.
    pub forged: NodeSet,
    /// Nodes that sent something.
    senders: NodeSet,
    log_from: [Option<LogIndex>; MAX_NODES],
    sent_term: [Option<Term>; MAX_NODES],
    /// Votes that were given.
    pub votes: Vec<Vote>,
    /// What was added to the clients' history, in order.
    pub history: Vec<HistoryStep>,
}

impl Footprint {
    /// The first log index of a node that changed, if one did.
    pub fn log_from(&self, node: NodeId) -> Option<LogIndex> {
        self.log_from[node.slot()]
    }

    /// The highest term that a node sent, if it sent anything.
    pub fn sent_term(&self, node: NodeId) -> Option<Term> {
        self.sent_term[node.slot()]
    }

    pub(super) fn note_log_change(&mut self, node: NodeId, from: LogIndex) {
        self.nodes.insert(node);
        let lowest = &mut self.log_from[node.slot()];
        *lowest = Some(lowest.map_or(from, |lowest| lowest.min(from)));
    }

    pub(super) fn note_sent(&mut self, node: NodeId, term: Term) {
        self.senders.insert(node);
        let highest = &mut self.sent_term[node.slot()];
        *highest = (*highest).max(Some(term));
    }

    /// This runs before every event, so it touches only what the last one touched.
    fn clear(&mut self) {
        for node in self.nodes.iter() {
            self.log_from[node.slot()] = None;
        }
        for node in self.senders.iter() {
            self.sent_term[node.slot()] = None;
        }
        self.nodes = NodeSet::EMPTY;
        self.disks = NodeSet::EMPTY;
        self.started = NodeSet::EMPTY;
        self.wiped = NodeSet::EMPTY;
        self.forged = NodeSet::EMPTY;
        self.senders = NodeSet::EMPTY;
        self.votes.clear();
        self.history.clear();
    }
}

/// A running load: some clients send commands at a pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Load {
    pub every_us: u64,
    pub until: Option<Instant>,
    /// Commands sent so far; each written value is a number of its own.
    pub sent: u64,
    /// The event of its start.
    pub event: EventId,
}

/// What can be due, by its slot in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DueSlot {
    ElectionTimer(NodeId),
    HeartbeatTimer(NodeId),
    Fsync(NodeId),
    ClientTimer(ClientId),
    LoadTick(ClientId),
    Compaction(NodeId),
    Patience(NodeId),
    Message(u32),
}

impl DueSlot {
    /// Slots come in blocks of this many, one block a kind; messages have all that follow.
    const BLOCK: u32 = 9;

    pub(super) const fn slot(self) -> Slot {
        match self {
            DueSlot::ElectionTimer(node) => node.slot() as u32,
            DueSlot::HeartbeatTimer(node) => Self::BLOCK + node.slot() as u32,
            DueSlot::Fsync(node) => 2 * Self::BLOCK + node.slot() as u32,
            DueSlot::ClientTimer(client) => 3 * Self::BLOCK + client.slot() as u32,
            DueSlot::LoadTick(client) => 4 * Self::BLOCK + client.slot() as u32,
            DueSlot::Compaction(node) => 5 * Self::BLOCK + node.slot() as u32,
            DueSlot::Patience(node) => 6 * Self::BLOCK + node.slot() as u32,
            DueSlot::Message(place) => 7 * Self::BLOCK + place,
        }
    }

    fn from_slot(slot: Slot) -> DueSlot {
        let number = (slot % Self::BLOCK) as usize + 1;
        let node = || NodeId::new(number).expect("a block has a slot for each node");
        let client = || ClientId::new(number).expect("a block has a slot for each client");
        match slot / Self::BLOCK {
            0 => DueSlot::ElectionTimer(node()),
            1 => DueSlot::HeartbeatTimer(node()),
            2 => DueSlot::Fsync(node()),
            3 => DueSlot::ClientTimer(client()),
            4 => DueSlot::LoadTick(client()),
            5 => DueSlot::Compaction(node()),
            6 => DueSlot::Patience(node()),
            _ => DueSlot::Message(slot - 7 * Self::BLOCK),
        }
    }
}

/// The world.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct World {
    now: Instant,
    seed: u64,
    steps: u64,
    settings: Settings,
    queue: Queue,
    chance: Chance,
    network: Network,
    /// One for each that there may be, whether it exists or not.
    servers: Vec<Server>,
    /// The servers that exist.
    nodes: NodeSet,
    /// Those that the cluster was set up with.
    first_voters: NodeSet,
    /// Whether reads by lease are unsafe, and since when.
    leases: Leases,
    /// How much each node's clock runs fast (above 0) or slow, parts per million.
    clock_errors_ppm: [i64; MAX_NODES],
    clients: Vec<Client>,
    load: Option<Load>,
    orders: Orders,
    history: Vector<Operation>,
    /// The operation of each idempotency key, in order of its session.
    keyed: Vec<(SessionId, usize)>,
    /// The groups of the last `partition`, until another cut or join changes them.
    partition: Vec<NodeSet>,
    /// Read only right after the step.
    #[serde(skip)]
    footprint: Footprint,
    /// The request that was applied last; kept for the next node, which applies the same.
    #[serde(skip)]
    last_decoded: LastDecoded,
    delivered_between_nodes: u64,
    /// When something was last done to it, other than by its clients.
    disturbed_at: Instant,
    next_event: EventId,
    recording: bool,
    #[serde(skip)]
    events: Vec<Event>,
}

impl World {
    /// A cluster of `nodes` servers with empty disks, at instant 0. They are up, and their election
    /// timers are armed.
    ///
    /// # Panics
    /// If `nodes` is 0 or above [`MAX_NODES`].
    pub fn new(nodes: usize, seed: u64, settings: Settings, recording: bool) -> World {
        assert!(0 < nodes && nodes <= MAX_NODES, "a cluster has 1 to {MAX_NODES} nodes");
        let mut world = World {
            now: Instant(0),
            seed,
            steps: 0,
            settings,
            queue: Queue::default(),
            chance: Chance::new(seed),
            network: Network::default(),
            servers: vec![Server::default(); MAX_NODES],
            nodes: NodeSet::first(nodes),
            first_voters: NodeSet::first(nodes),
            leases: Leases::default(),
            clock_errors_ppm: [0; MAX_NODES],
            clients: (1..=MAX_CLIENTS).filter_map(ClientId::new).map(Client::new).collect(),
            load: None,
            orders: Orders::default(),
            history: Vector::default(),
            keyed: Vec::new(),
            partition: Vec::new(),
            footprint: Footprint::default(),
            last_decoded: LastDecoded::default(),
            delivered_between_nodes: 0,
            disturbed_at: Instant(0),
            next_event: EventId(1),
            recording,
            events: Vec::new(),
        };
        for node in (1..=MAX_NODES).filter_map(NodeId::new) {
            // It is drawn for every node, so that a clock that is set leaves the others as they are.
            let drawn = world.chance.clock_error_ppm(node, world.settings.drift_ppm);
            world.clock_errors_ppm[node.slot()] = world.settings.node_drift_ppm(node).map_or(drawn, i64::from);
        }
        for node in world.nodes.iter() {
            world.start(node, false);
        }
        world.look_at_leases(None);
        world
    }

    /// Carries out the next event. Returns false, and does nothing, if there is none.
    pub fn step(&mut self) -> bool {
        let Some((at, slot)) = self.queue.pop() else {
            return false;
        };
        assert!(self.now <= at, "the clock only goes forward");
        self.footprint.clear();
        self.now = at;
        self.steps += 1;
        match DueSlot::from_slot(slot) {
            DueSlot::ElectionTimer(node) => self.on_election_timer(node),
            DueSlot::HeartbeatTimer(node) => self.on_heartbeat_timer(node),
            DueSlot::Fsync(node) => self.on_fsync(node),
            DueSlot::ClientTimer(client) => self.on_client_timer(client),
            DueSlot::LoadTick(client) => self.on_load_tick(client),
            DueSlot::Compaction(node) => self.compact(node, None),
            DueSlot::Patience(node) => self.on_patience(node),
            DueSlot::Message(place) => self.on_message_due(place),
        }
        true
    }

    /// When the next event is due.
    pub fn next_at(&mut self) -> Option<Instant> {
        self.queue.next_at()
    }

    /// When the next event is due, without tidying the queue: the same answer, found more slowly.
    pub fn peek_next_at(&self) -> Option<Instant> {
        self.queue.earliest()
    }

    /// When a client loses patience, or its pause is over.
    pub fn client_timer(&self, client: ClientId) -> Option<Instant> {
        self.queue.due(DueSlot::ClientTimer(client).slot())
    }

    /// Lets time pass until an instant before which, and at which, nothing more is due.
    ///
    /// # Panics
    /// If an event would be skipped, or time would run backwards.
    pub fn pass_until(&mut self, instant: Instant) {
        assert!(self.now <= instant, "the clock only goes forward");
        assert!(self.next_at().is_none_or(|at| instant < at), "no event is skipped");
        self.now = instant;
    }

    /// Forgets what the last step touched; every outside influence begins with it.
    pub(super) fn begin_influence(&mut self) {
        self.footprint.clear();
    }

    pub(super) fn arm(&mut self, due: DueSlot, at: Instant) {
        self.queue.arm(due.slot(), at);
    }

    pub(super) fn disarm(&mut self, due: DueSlot) {
        self.queue.disarm(due.slot());
    }

    /// Numbers an event; makes and keeps it only while the world records.
    #[inline(always)]
    pub(super) fn record(
        &mut self,
        actor: Option<Actor>,
        cause: Option<EventId>,
        what: impl FnOnce() -> What,
    ) -> EventId {
        self.record_because(actor, cause, what, [])
    }

    #[inline(always)]
    pub(super) fn record_because(
        &mut self,
        actor: Option<Actor>,
        cause: Option<EventId>,
        what: impl FnOnce() -> What,
        because: impl IntoIterator<Item = EventId>,
    ) -> EventId {
        let id = self.next_event_id();
        if self.recording {
            let because = because.into_iter().collect();
            self.keep(Event { id, at: self.now, actor, what: what(), cause, because });
        }
        id
    }

    /// The event that was recorded last; 0 before the first.
    pub fn last_event(&self) -> EventId {
        EventId(self.next_event.0 - 1)
    }

    /// The event that will be recorded next.
    pub(super) fn upcoming_event(&self) -> EventId {
        self.next_event
    }

    fn next_event_id(&mut self) -> EventId {
        let id = self.next_event;
        self.next_event = EventId(id.0 + 1);
        id
    }

    #[inline(never)]
    fn keep(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Reports a statement that could not apply, and did nothing.
    pub fn note_nothing_to_do(&mut self, statement: String) {
        self.record(None, None, || What::NothingToDo { statement });
    }

    /// The events since they were last taken, oldest first; none unless the world records.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// The events since they were last taken, where they are.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    pub(super) fn is_recording(&self) -> bool {
        self.recording
    }

    /// Keeps events from now on, or no more. They are numbered all the same.
    pub fn set_recording(&mut self, recording: bool) {
        self.recording = recording;
    }

    /// Gives back the memory of taken events, for the next ones.
    pub fn reuse_events(&mut self, mut events: Vec<Event>) {
        if self.events.is_empty() {
            events.clear();
            self.events = events;
        }
    }

    /// The present instant.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The seed of all chance.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Events carried out so far.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Messages delivered from node to node so far.
    pub fn delivered_between_nodes(&self) -> u64 {
        self.delivered_between_nodes
    }

    /// The settings in force.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The servers that exist: those of the set-up, and those that were added since. One that was removed from the
    /// cluster still exists.
    pub fn nodes(&self) -> NodeSet {
        self.nodes
    }

    /// When something was last done to it, other than by its clients: a fault, or the end of one.
    pub fn disturbed_at(&self) -> Instant {
        self.disturbed_at
    }

    /// Something is done to it, or one of its disks failed it.
    pub fn note_disturbance(&mut self) {
        self.disturbed_at = self.now;
        self.orders.hand_over = None;
    }

    /// An operator gives an order: that disturbs a cluster, and no transfer that is under way, since a leader that hands over
    /// carries out no other order.
    pub fn note_order(&mut self) {
        self.disturbed_at = self.now;
    }

    /// The voters that the cluster was set up with.
    pub fn first_voters(&self) -> NodeSet {
        self.first_voters
    }

    /// The leader that is up and not paused, of the highest term if there are several.
    pub fn leading(&self) -> Option<NodeId> {
        let leads = |node: &NodeId| self.server(*node).live().is_some_and(|process| process.node().leading().is_some());
        self.nodes.iter().filter(leads).max_by_key(|node| self.server(*node).current_term())
    }

    /// The configuration of the cluster as its leader has it; without a leader, as the process with the latest log has
    /// it, or as it was set up if all are down.
    pub fn membership(&self) -> Membership {
        self.membership_under(self.leading())
    }

    /// The same, for a caller that has found the leader already.
    pub fn membership_under(&self, leader: Option<NodeId>) -> Membership {
        let processes = || self.nodes.iter().filter_map(|node| self.server(node).process.as_deref());
        let knows = |process: &&super::server::Process| !process.node().membership().is_unknown();
        let latest = || processes().filter(knows).max_by_key(|process| process.node().log().last());
        let process = leader.and_then(|node| self.server(node).process.as_deref()).or_else(latest);
        process.map_or(Membership::of(self.first_voters), |process| *process.node().membership())
    }

    /// The configuration in force at a node: the latest in its log, committed or not (§6). Of one that is down, what it
    /// would start with.
    pub fn membership_at(&self, node: NodeId) -> Membership {
        let server = self.server(node);
        match &server.process {
            Some(process) => *process.node().membership(),
            None => server.disk.contents().membership(self.first_voters_known_to(node)),
        }
    }

    /// The voters that a server is set up with: one that is added later does not know the cluster yet.
    pub(super) fn first_voters_known_to(&self, node: NodeId) -> NodeSet {
        if self.first_voters.contains(node) { self.first_voters } else { NodeSet::EMPTY }
    }

    /// How much a node's clock runs fast (above 0) or slow, parts per million.
    pub fn clock_error_ppm(&self, node: NodeId) -> i64 {
        self.clock_errors_ppm[node.slot()]
    }

    /// What a node's clock shows. It starts with the run, and runs at a speed of its own.
    pub fn local_time(&self, node: NodeId) -> LocalTime {
        if self.clock_errors_ppm[node.slot()] == 0 {
            return LocalTime(self.now.0);
        }
        let (fast, slow) = self.clock_rate(node);
        LocalTime((u128::from(self.now.0) * fast / slow) as u64)
    }

    /// How long a time by a node's clock is, µs.
    pub fn true_us(&self, node: NodeId, local_us: u64) -> u64 {
        if self.clock_errors_ppm[node.slot()] == 0 {
            return local_us;
        }
        let (fast, slow) = self.clock_rate(node);
        u64::try_from((u128::from(local_us) * slow).div_ceil(fast)).unwrap_or(u64::MAX)
    }

    /// A clock that runs fast by x gains x in a unit of time. One that was drawn slow by x loses what a fast one gains,
    /// so that both are drawn alike; one that is set slow by x loses x, exactly.
    fn clock_rate(&self, node: NodeId) -> (u128, u128) {
        let million = u128::from(super::chance::MILLION);
        match self.clock_errors_ppm[node.slot()] {
            error @ 0.. => (million + u128::from(error.unsigned_abs()), million),
            error if self.settings.node_drift_ppm(node).is_some() => {
                (million - u128::from(error.unsigned_abs()), million)
            }
            error => (million, million + u128::from(error.unsigned_abs())),
        }
    }

    /// A server; one that does not exist is down, and its disk is empty.
    pub fn server(&self, node: NodeId) -> &Server {
        &self.servers[node.slot()]
    }

    /// The clients c1 … c9, in order.
    pub fn clients(&self) -> &[Client] {
        &self.clients
    }

    /// All calls of the clients, oldest first.
    pub fn history(&self) -> &Vector<Operation> {
        &self.history
    }

    /// The network.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The groups of the last `partition`, while nothing else was cut or joined since.
    pub fn partition_groups(&self) -> &[NodeSet] {
        &self.partition
    }

    /// What the last step or influence touched.
    pub fn footprint(&self) -> &Footprint {
        &self.footprint
    }

    /// The pace of the load that runs, µs between two commands of a client.
    pub fn load_every_us(&self) -> Option<u64> {
        let runs = self.clients.iter().any(|client| self.is_loaded(client.id));
        self.load.filter(|_| runs).map(|load| load.every_us)
    }

    /// Whether the load runs on a client.
    pub fn is_loaded(&self, client: ClientId) -> bool {
        self.queue.due(DueSlot::LoadTick(client).slot()).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slot_finds_back_to_what_it_stands_for() {
        let node = NodeId::new(9).unwrap();
        let client = ClientId::new(9).unwrap();
        let all = [
            DueSlot::ElectionTimer(node),
            DueSlot::HeartbeatTimer(node),
            DueSlot::Fsync(node),
            DueSlot::ClientTimer(client),
            DueSlot::LoadTick(client),
            DueSlot::Compaction(node),
            DueSlot::Patience(node),
            DueSlot::Message(0),
            DueSlot::Message(70_000),
        ];
        for due in all {
            assert_eq!(DueSlot::from_slot(due.slot()), due);
        }
    }
}
