//! Running replicas: the world is their host, with virtual disks and timers.

use super::http::{Ready, take_answered, take_replied};
use super::{DueSlot, Vote, World};
use crate::kv::{Request, RequestId, SessionId};
use crate::raft::{
    self, Flaw, HardState, Input, LogPosition, Message, Node, NodeId, OrderAnswer, RequestToken, TimerRequest, Write,
    WriteSeq,
};
use crate::replica::{self, Answer, AppliedEntry, DiskFailed, Host, Replica};
use crate::sim::actor::{Actor, ClientId};
use crate::sim::disk::DiskState;
use crate::sim::event::{EventId, Travel, What};
use crate::sim::http::Waiting;
use crate::sim::network::{Content, MessageId};
use crate::sim::server::{Arrival, Fsync, Process, Timer};
use std::sync::Arc;

/// The world, as the host of one replica while that takes a step.
pub(super) struct Seat<'a> {
    world: &'a mut World,
    node: NodeId,
    election_timer: &'a mut Option<Timer>,
    heartbeat_timer: &'a mut Option<Timer>,
    http: &'a mut Vec<Waiting>,
    /// What it has for HTTP requests, answered when the step is over.
    ready: Vec<Ready>,
}

impl Host for Seat<'_> {
    type Mark = EventId;

    fn keeps_reports(&self) -> bool {
        self.world.is_recording()
    }

    fn decided(&mut self, decision: &raft::Event, cause: EventId, because: Vec<EventId>) -> EventId {
        let won = if let raft::Event::ElectionWon { term, .. } = decision { Some(*term) } else { None };
        let actor = Some(Actor::Node(self.node));
        let id = self.world.record_because(actor, Some(cause), || What::Decided(decision.clone()), because);
        if let Some(term) = won {
            self.world.look_at_transfers(self.node, term, id);
        }
        id
    }

    fn write(&mut self, write: Write, cause: EventId) -> Result<(), DiskFailed> {
        self.world.start_write(self.node, write, cause)
    }

    fn is_durable(&self, write: WriteSeq) -> bool {
        self.world.servers[self.node.slot()].disk.is_durable(write)
    }

    fn send(&mut self, message: Message, cause: EventId, decided: Option<EventId>) {
        if !self.http.is_empty()
            && let Some(waiting) = take_replied(self.http, &message)
        {
            self.ready.push(Ready::Replied(waiting, message, cause));
            return;
        }
        let (from, to) = (Actor::Node(self.node), Actor::Node(message.to));
        self.world.send(from, to, Content::Raft(message), cause, decided);
    }

    fn set_timer(&mut self, timer: replica::Timer, request: TimerRequest, cause: EventId) {
        let (due, timer) = match timer {
            replica::Timer::Election => (DueSlot::ElectionTimer(self.node), &mut *self.election_timer),
            replica::Timer::Heartbeat => (DueSlot::HeartbeatTimer(self.node), &mut *self.heartbeat_timer),
        };
        *timer = self.world.set_timer(self.node, due, request, cause);
    }

    fn decode(&mut self, command: &Arc<[u8]>) -> Option<Request> {
        self.world.last_decoded.decode(command)
    }

    fn applied(&mut self, entry: AppliedEntry<'_>, cause: EventId) -> EventId {
        let AppliedEntry { index, request, configuration, outcome, repeated } = entry;
        let client = request.as_ref().and_then(|request| ClientId::of(request.session));
        let what = || {
            let (command, outcome) = (request.map(|request| request.command), outcome.cloned());
            What::Applied { index, command, configuration, client, outcome, repeated }
        };
        self.world.record(Some(Actor::Node(self.node)), Some(cause), what)
    }

    fn caught_up(&mut self, applied_since_snapshot: u64) {
        self.world.arm_compaction(self.node, applied_since_snapshot);
    }

    fn committed(&mut self, node: &Node, cause: EventId) {
        self.world.look_at_orders(node, cause);
    }

    fn answer(&mut self, client: SessionId, request: RequestId, answer: Answer, cause: EventId) {
        let taken = take_answered(self.http, (client, request), &answer);
        if let (true, Some(client)) = (taken.is_empty(), ClientId::of(client)) {
            let (from, to) = (Actor::Node(self.node), Actor::Client(client));
            self.world.send(from, to, Content::Reply { request, answer }, cause, None);
            return;
        }
        let heard = taken.into_iter().filter(|waiting| !waiting.is_over);
        self.ready.extend(heard.map(|waiting| Ready::Answered(waiting, answer.clone(), cause)));
    }

    fn order(&mut self, order: RequestToken, answer: OrderAnswer, cause: EventId) {
        self.world.on_order_answer(order, answer, cause);
    }
}

impl World {
    /// Starts a node's process from what its disk holds.
    pub(super) fn start(&mut self, node: NodeId, again: bool) {
        let now = self.local_time(node);
        let first_voters = self.first_voters_known_to(node);
        let config = self.settings.raft_of(node);
        let damaged = self.servers[node.slot()].disk.damaged();
        if let Some(index) = damaged.filter(|_| !config.flaws.contains(Flaw::TruncateOnCorruption)) {
            let crashed = self.servers[node.slot()].crashed;
            let found = self.record(Some(Actor::Node(node)), crashed, || What::DamageFound { index });
            self.servers[node.slot()].crashed = Some(found);
            return;
        }
        self.servers[node.slot()].disk.truncate_at_damage();
        let server = &mut self.servers[node.slot()];
        let tail = server.disk.read_tail();
        let (replica, effects) = Replica::recover(node, first_voters, config, server.disk.contents().clone(), now);
        let (current_term, voted_for) = (replica.node().current_term(), replica.node().voted_for());
        let (hard_state, log, crashed) =
            (HardState { current_term, voted_for }, replica.node().log().clone(), server.crashed);
        let (membership, answers_as) = (*replica.node().membership(), replica.node().answers_as());
        server.process = Some(Box::new(Process {
            replica,
            election_timer: None,
            heartbeat_timer: None,
            pause: None,
            http: Vec::new(),
        }));
        self.footprint.started.insert(node);
        let what = || What::Started { again, hard_state, compacted_to: log.base().index, log, membership, answers_as };
        let event = self.record_because(Some(Actor::Node(node)), None, what, crashed);
        if let Some(tail) = tail {
            self.footprint.disks.insert(node);
            self.note_own_vote(node);
            let what = || What::TailRead { kept: tail.kept, discarded: tail.discarded };
            self.record(Some(Actor::Node(node)), Some(event), what);
        }
        if damaged.is_some() {
            self.footprint.disks.insert(node);
            let flaw = Flaw::TruncateOnCorruption;
            let what = || What::Decided(raft::Event::RuleBroken { flaw });
            self.record(Some(Actor::Node(node)), Some(event), what);
        }
        self.with_replica(node, |replica, host| replica.begin(effects, event, host));
    }

    /// Has a node's replica do something, with the world as its host; nothing if the node is down. The process is away
    /// meanwhile, so that both can be changed; if its disk fails it does not come back.
    fn with_replica(
        &mut self,
        node: NodeId,
        act: impl FnOnce(&mut Replica<EventId>, &mut Seat<'_>) -> Result<(), DiskFailed>,
    ) {
        let Some(mut process) = self.servers[node.slot()].process.take() else { return };
        self.footprint.nodes.insert(node);
        let Process { replica, election_timer, heartbeat_timer, http, .. } = &mut *process;
        let mut seat = Seat { world: self, node, election_timer, heartbeat_timer, http, ready: Vec::new() };
        let (result, ready) = (act(replica, &mut seat), seat.ready);
        if result.is_ok() {
            self.servers[node.slot()].process = Some(process);
            if !ready.is_empty() {
                self.on_ready(node, ready);
            }
        } else {
            let stopped = self.servers[node.slot()].crashed.unwrap_or_default();
            self.reset_connections(node, process.connections(), stopped);
        }
    }

    /// Gives a node one input.
    pub(super) fn step_node(&mut self, node: NodeId, input: Input, cause: EventId) {
        let now = self.local_time(node);
        self.with_replica(node, |replica, host| replica.step(now, input, cause, host));
    }

    /// A write is on its way to the disk. If the disk takes it no more, the node stops.
    fn start_write(&mut self, node: NodeId, write: Write, cause: EventId) -> Result<(), DiskFailed> {
        if self.servers[node.slot()].disk.state == DiskState::Full {
            self.stop(node, cause);
            return Err(DiskFailed);
        }
        let entries = write.log.as_ref().map_or(0, |change| change.entries.len());
        let (hard_state, snapshot) = (write.hard_state.is_some(), write.snapshot.is_some());
        if let Some(change) = &write.log {
            self.footprint.note_log_change(node, change.from);
        }
        let what = || What::WriteStarted { hard_state, snapshot, entries };
        let event = self.record(Some(Actor::Node(node)), Some(cause), what);
        self.servers[node.slot()].last_write = Some(event);
        if self.servers[node.slot()].disk.write(write) {
            self.arm_fsync(node);
        }
        Ok(())
    }

    fn arm_fsync(&mut self, node: NodeId) {
        let range = self.settings.fsync_of(node);
        let due = self.now.after(self.chance.fsync_us(node, range));
        let server = &mut self.servers[node.slot()];
        server.fsync = Some(Fsync { due_at: due, write: server.last_write });
        self.arm(DueSlot::Fsync(node), due);
    }

    pub(super) fn on_fsync(&mut self, node: NodeId) {
        let server = &mut self.servers[node.slot()];
        let write = server.fsync.take().and_then(|fsync| fsync.write);
        if server.disk.state == DiskState::Failing {
            // What of it is durable is unknown; here none of it is, the worst case.
            self.stop(node, write.unwrap_or_default());
            return;
        }
        let Some((up_to, log_end)) = server.disk.synced() else {
            return;
        };
        let hard_state = server.disk.hard_state();
        if server.disk.start_fsync() {
            self.arm_fsync(node);
        }
        self.footprint.disks.insert(node);
        self.note_own_vote(node);
        let what = || What::WriteDurable { hard_state, last: log_end };
        let event = self.record(Some(Actor::Node(node)), write, what);
        let Some(process) = &mut self.servers[node.slot()].process else {
            return;
        };
        match &mut process.pause {
            // At most two: one fsync was under way, and one more waits for it.
            Some(pause) => pause.inbox.push_back(Arrival::Durable { up_to, log_end, event }),
            None => self.on_durable(node, up_to, log_end, event),
        }
    }

    /// A candidate's own vote is given when it is durable.
    fn note_own_vote(&mut self, node: NodeId) {
        let hard_state = self.servers[node.slot()].disk.hard_state();
        if let Some(candidate) = hard_state.voted_for.filter(|candidate| *candidate == node) {
            self.footprint.votes.push(Vote { voter: node, term: hard_state.current_term, candidate });
        }
    }

    /// The disk's word that a write is durable.
    pub(super) fn on_durable(&mut self, node: NodeId, up_to: WriteSeq, log_end: LogPosition, event: EventId) {
        let now = self.local_time(node);
        self.with_replica(node, |replica, host| replica.durable(now, up_to, log_end, event, host));
    }

    /// The replica says the range of a timer, the world draws.
    fn set_timer(&mut self, node: NodeId, due: DueSlot, request: TimerRequest, armed_by: EventId) -> Option<Timer> {
        match request {
            TimerRequest::Disarm => {
                self.disarm(due);
                None
            }
            TimerRequest::Arm(range) => {
                let local_us = self.chance.timer_us(node, range);
                let due_at = self.now.after(self.true_us(node, local_us));
                let timer = Timer { armed_at: self.now, due_at, armed_by };
                self.arm(due, timer.due_at);
                Some(timer)
            }
        }
    }

    pub(super) fn on_election_timer(&mut self, node: NodeId) {
        let process = self.servers[node.slot()].process.as_mut();
        let timer = process.and_then(|process| process.election_timer.take());
        let waited_us = timer.map(|timer| self.now.since(timer.armed_at));
        let armed_by = timer.map(|timer| timer.armed_by);
        let event = self.record(Some(Actor::Node(node)), armed_by, || What::ElectionTimerFired { waited_us });
        self.step_node(node, Input::ElectionTimeout, event);
    }

    pub(super) fn on_heartbeat_timer(&mut self, node: NodeId) {
        let Some(process) = &mut self.servers[node.slot()].process else {
            return;
        };
        process.heartbeat_timer = None;
        // Not the beat before, which that won election made as well: a chain of beats explains nothing.
        let won = process.replica.won();
        let event = self.record(Some(Actor::Node(node)), Some(won), || What::HeartbeatTimerFired);
        self.step_node(node, Input::HeartbeatTimeout, event);
    }

    /// Has a node compact its log, if so many entries have been applied that it is long enough.
    pub(super) fn arm_compaction(&mut self, node: NodeId, applied_since_snapshot: u64) {
        if self.settings.snapshot_every.is_some_and(|every| every <= applied_since_snapshot) {
            // An event of its own: observers, which look after each event, see what was applied before it is gone.
            self.arm(DueSlot::Compaction(node), self.now);
        }
    }

    /// Has a node keep its state machine as a snapshot, and discard most of the log up to there. `cause` is none where no
    /// statement asked for it.
    pub(super) fn compact(&mut self, node: NodeId, cause: Option<EventId>) {
        if self.servers[node.slot()].live().is_some() {
            let (now, keep) = (self.local_time(node), self.settings.entries_kept());
            self.with_replica(node, |replica, host| replica.compact(now, keep, cause, host));
        }
    }

    /// A client's request reaches a node that is up.
    pub(super) fn serve(&mut self, node: NodeId, request: Request, cause: EventId) {
        let (now, reads) = (self.local_time(node), self.settings.reads);
        // The event names the request: no other has the same name, over all lives of the node.
        let token = RequestToken(cause.0);
        self.with_replica(node, |replica, host| replica.serve(now, request, token, reads, cause, host));
    }
}

impl World {
    /// Hands a node a message that no node sent: how checkers are seen to fail.
    pub fn forge(&mut self, message: crate::raft::Message) {
        self.begin_influence();
        let (node, kind) = (message.to, Content::Raft(message.clone()).kind());
        let (from, travel) = (Actor::Node(message.from), Travel { sent_at: self.now, due_at: self.now });
        let what = || What::MessageDelivered { message: MessageId(0), kind, from, travel };
        let event = self.record(Some(Actor::Node(node)), None, what);
        self.step_node(node, Input::Message(message), event);
    }
}
