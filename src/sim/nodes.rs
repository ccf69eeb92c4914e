//! Carrying out a node's effects, in the order that `raft::Effects` states.

use super::actor::{Actor, ClientId};
use super::causes::Causes;
use super::event::{EventId, What};
use super::network::{Answer, Content};
use super::server::{Arrival, Fsync, Held, OwedCommand, OwedRead, Process, Timer};
use super::settings::ReadMode;
use super::world::{DueSlot, Vote, World};
use crate::kv::{Applied, Command, Request, RequestId};
use crate::raft::{
    self, Effects, Input, LogIndex, LogPosition, MAX_NODES, NodeId, NodeSet, Outgoing, Payload, Proposal, ReadAnswer,
    TimerRequest, Write, WriteSeq,
};

impl World {
    /// Starts a node's process from what its disk holds.
    pub(super) fn start(&mut self, node: NodeId, again: bool) {
        let mut effects = Box::<Effects>::default();
        let server = &mut self.servers[node.slot()];
        let process = Process::start(node, self.voters, self.settings.raft, &server.disk, &mut effects);
        server.process = Some(process);
        let what = What::Started { again, hard_state: server.disk.hard_state(), log: server.disk.log().clone() };
        self.footprint.started.insert(node);
        let because: Vec<EventId> = server.crashed.into_iter().collect();
        let event = self.record_because(Some(Actor::Node(node)), None, what, because);
        self.carry_out(node, &mut effects, event);
    }

    /// Gives a node one input, and does what it asks. Returns what became of a proposal, and the event that
    /// answers it.
    pub(super) fn step_node(&mut self, node: NodeId, input: Input, cause: EventId) -> Option<(Proposal, EventId)> {
        let process = self.servers[node.slot()].process.as_mut()?;
        let mut effects = self.scratch.take().unwrap_or_default();
        process.node.step(input, &mut effects);
        let causes = self.carry_out(node, &mut effects, cause);
        let proposal = effects.proposal.map(|proposal| (proposal, causes.sends));
        effects.clear();
        self.scratch = Some(effects);
        proposal
    }

    fn carry_out(&mut self, node: NodeId, effects: &mut Effects, input: EventId) -> Causes {
        self.footprint.nodes.insert(node);
        let mut causes = Causes::of(input);
        for event in effects.events.drain(..) {
            self.report(node, event, &mut causes);
        }
        if let Some(write) = effects.write.take() {
            self.start_write(node, write, causes.writes);
        }
        for outgoing in effects.messages.drain(..) {
            let server = &mut self.servers[node.slot()];
            if server.disk.is_durable(outgoing.after) {
                let to = Actor::Node(outgoing.message.to);
                self.send(Actor::Node(node), to, Content::Raft(outgoing.message), causes.sends, None);
            } else if let Some(process) = &mut server.process {
                let Outgoing { message, after } = outgoing;
                process.held.push(Held { message, after, decided: causes.sends });
            }
        }
        if let Some(request) = effects.election_timer {
            let timer = self.set_timer(node, DueSlot::ElectionTimer(node), request, causes.arms);
            self.with_process(node, |process| process.election_timer = timer);
        }
        if let Some(request) = effects.heartbeat_timer {
            let timer = self.set_timer(node, DueSlot::HeartbeatTimer(node), request, causes.sends);
            self.with_process(node, |process| process.heartbeat_timer = timer);
        }
        if let Some(index) = effects.committed {
            self.apply_up_to(node, index, causes.commits);
        }
        for (token, answer) in effects.reads.drain(..) {
            let owed = self.servers[node.slot()].process.as_mut().and_then(|process| {
                let place = process.owed_reads.iter().position(|owed| owed.token == token)?;
                Some(process.owed_reads.remove(place))
            });
            if let Some(owed) = owed {
                self.answer_read(node, owed, answer, causes.sends);
            }
        }
        causes
    }

    fn with_process(&mut self, node: NodeId, change: impl FnOnce(&mut Process)) {
        if let Some(process) = &mut self.servers[node.slot()].process {
            change(process);
        }
    }

    /// Duty 1: a decision becomes an event, with what it rests on.
    fn report(&mut self, node: NodeId, event: raft::Event, causes: &mut Causes) {
        let mut because = Vec::new();
        let id = self.upcoming_event();
        if let raft::Event::ElectionWon { votes, .. } = &event {
            because = self.evidence(node, *votes, |evidence| &evidence.votes);
            self.with_process(node, |process| process.evidence.won = id);
        } else if let raft::Event::CommitAdvanced { quorum, .. } = &event {
            because = self.evidence(node, *quorum, |evidence| &evidence.matches);
        } else if let raft::Event::ReadConfirmed { quorum, .. } = &event {
            because = self.evidence(node, quorum.without(node), |evidence| &evidence.replies);
        } else if let raft::Event::VoteCounted { from, .. } = &event {
            self.with_process(node, |process| process.evidence.votes[from.slot()] = id);
        } else if let raft::Event::MatchAdvanced { peer, .. } = &event {
            self.with_process(node, |process| process.evidence.matches[peer.slot()] = id);
        }
        let cause = causes.of_decision(&event);
        causes.note(&event, id);
        self.record_because(Some(Actor::Node(node)), Some(cause), What::Decided(event), because);
    }

    fn evidence(
        &self,
        node: NodeId,
        quorum: NodeSet,
        of: impl Fn(&super::server::Evidence) -> &[EventId; MAX_NODES],
    ) -> Vec<EventId> {
        let Some(process) = &self.servers[node.slot()].process else {
            return Vec::new();
        };
        let mut events: Vec<EventId> = quorum.iter().map(|peer| of(&process.evidence)[peer.slot()]).collect();
        events.retain(|event| EventId(0) < *event);
        events
    }

    /// Duty 2: a write is on its way to the disk.
    fn start_write(&mut self, node: NodeId, write: Write, cause: EventId) {
        let entries = write.log.as_ref().map_or(0, |change| change.entries.len());
        let hard_state = write.hard_state.is_some();
        if let Some(change) = &write.log {
            self.footprint.note_log_change(node, change.from);
        }
        let event = self.record(Some(Actor::Node(node)), Some(cause), What::WriteStarted { hard_state, entries });
        self.servers[node.slot()].last_write = Some(event);
        if self.servers[node.slot()].disk.write(write) {
            self.arm_fsync(node);
        }
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
        let Some((up_to, log_end)) = server.disk.synced() else {
            return;
        };
        let hard_state = server.disk.hard_state();
        if server.disk.start_fsync() {
            self.arm_fsync(node);
        }
        self.footprint.disks.insert(node);
        if let Some(candidate) = hard_state.voted_for.filter(|candidate| *candidate == node) {
            self.footprint.votes.push(Vote { voter: node, term: hard_state.current_term, candidate });
        }
        let what = What::WriteDurable { hard_state, last: log_end };
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

    /// The disk's word that a write is durable: what waited for it leaves, then the node hears of it.
    pub(super) fn on_durable(&mut self, node: NodeId, up_to: WriteSeq, log_end: LogPosition, event: EventId) {
        let Some(process) = &mut self.servers[node.slot()].process else {
            return;
        };
        let held = std::mem::take(&mut process.held);
        let (ready, waiting): (Vec<Held>, Vec<Held>) = held.into_iter().partition(|held| held.after <= up_to);
        process.held = waiting;
        for held in ready {
            let to = Actor::Node(held.message.to);
            self.send(Actor::Node(node), to, Content::Raft(held.message), event, Some(held.decided));
        }
        self.step_node(node, Input::Persisted { up_to, log_end }, event);
    }

    /// Duty 4: a timer. The node says the range, the world draws.
    fn set_timer(&mut self, node: NodeId, due: DueSlot, request: TimerRequest, armed_by: EventId) -> Option<Timer> {
        match request {
            TimerRequest::Disarm => {
                self.disarm(due);
                None
            }
            TimerRequest::Arm(range) => {
                let due_at = self.now.after(self.chance.election_timeout_us(node, range));
                let timer = Timer { armed_at: self.now, due_at, armed_by };
                self.arm(due, timer.due_at);
                Some(timer)
            }
        }
    }

    pub(super) fn on_election_timer(&mut self, node: NodeId) {
        let process = self.servers[node.slot()].process.as_mut();
        let timer = process.and_then(|process| process.election_timer.take());
        let what = What::ElectionTimerFired { waited_us: timer.map(|timer| self.now.since(timer.armed_at)) };
        let event = self.record(Some(Actor::Node(node)), timer.map(|timer| timer.armed_by), what);
        self.step_node(node, Input::ElectionTimeout, event);
    }

    pub(super) fn on_heartbeat_timer(&mut self, node: NodeId) {
        let Some(process) = &mut self.servers[node.slot()].process else {
            return;
        };
        process.heartbeat_timer = None;
        // Not the beat before, which that won election made as well: a chain of beats explains nothing.
        let won = process.evidence.won;
        let event = self.record(Some(Actor::Node(node)), Some(won), What::HeartbeatTimerFired);
        self.step_node(node, Input::HeartbeatTimeout, event);
    }

    /// Duty 5: the state machine applies what is committed, in order, and clients who wait for
    /// exactly that entry are answered.
    fn apply_up_to(&mut self, node: NodeId, commit_index: LogIndex, cause: EventId) {
        loop {
            let Some(process) = &mut self.servers[node.slot()].process else {
                return;
            };
            if commit_index <= process.last_applied {
                return;
            }
            let index = process.last_applied.next();
            // A core with a broken rule may take for committed what its log does not hold; a checker's to see.
            let Some(entry) = process.node.log().get(index) else { return };
            let term = entry.term;
            let request = match &entry.payload {
                Payload::NoOp => None,
                Payload::Command(bytes) => Request::decode(bytes),
            };
            process.last_applied = index;
            let applied = request.as_ref().map(|request| process.store.apply(request));
            let owed = process.take_owed(LogPosition { term, index });
            let (outcome, repeated) = match applied {
                Some(Applied::Done(outcome)) => (Some(outcome), false),
                Some(Applied::Repeated(outcome)) => (Some(outcome), true),
                Some(Applied::Outdated) => (None, true),
                None => (None, false),
            };
            let client = request.as_ref().and_then(|request| ClientId::new(usize::from(request.session.0)));
            let command = request.map(|request| request.command);
            let what = What::Applied { index, command, client, outcome: outcome.clone(), repeated };
            let event = self.record(Some(Actor::Node(node)), Some(cause), what);
            if let (Some(owed), Some(outcome)) = (owed, outcome) {
                self.reply(node, owed.client, owed.request, Answer::Done(outcome), event);
            }
        }
    }

    /// A client's request reaches a node that is up.
    pub(super) fn serve(&mut self, node: NodeId, request: Request, cause: EventId) {
        let Some(client) = ClientId::new(usize::from(request.session.0)) else {
            return;
        };
        match (&request.command, self.settings.reads) {
            (Command::Get { key }, ReadMode::Local) => {
                let Some(process) = &self.servers[node.slot()].process else {
                    return;
                };
                let outcome = process.store.read(key);
                self.reply(node, client, request.id, Answer::Done(outcome), cause);
            }
            (Command::Get { key }, ReadMode::ReadIndex) => {
                let Some(process) = &mut self.servers[node.slot()].process else {
                    return;
                };
                let token = process.owe_read(client, request.id, key.clone());
                self.step_node(node, Input::Read { request: token }, cause);
            }
            (Command::Get { .. }, ReadMode::Log)
            | (Command::Set { .. } | Command::Delete { .. } | Command::Cas { .. }, _) => {
                let payload = Payload::Command(request.encode());
                match self.step_node(node, Input::Propose { payload }, cause) {
                    Some((Proposal::Appended(entry), _)) => {
                        let owed = OwedCommand { client, request: request.id, entry };
                        self.with_process(node, |process| process.owe_command(owed));
                    }
                    Some((Proposal::NotLeader(leader), refusal)) => {
                        self.reply(node, client, request.id, Answer::NotLeader(leader), refusal);
                    }
                    None => {}
                }
            }
        }
    }

    /// Duty 6, for reads. What is committed is applied at once, so the read index is applied by now,
    /// unless a rule is broken: then nobody is answered.
    fn answer_read(&mut self, node: NodeId, owed: OwedRead, answer: ReadAnswer, cause: EventId) {
        let Some(process) = &self.servers[node.slot()].process else {
            return;
        };
        let answer = match answer {
            ReadAnswer::Ready(index) if process.last_applied < index => return,
            ReadAnswer::Ready(_) => Answer::Done(process.store.read(&owed.key)),
            ReadAnswer::NotLeader(leader) => Answer::NotLeader(leader),
        };
        self.reply(node, owed.client, owed.request, answer, cause);
    }

    fn reply(&mut self, node: NodeId, client: ClientId, request: RequestId, answer: Answer, cause: EventId) {
        self.send(Actor::Node(node), Actor::Client(client), Content::Reply { request, answer }, cause, None);
    }
}

impl World {
    /// Hands a node a message that nobody sent: how checkers are seen to fail.
    pub fn forge(&mut self, message: crate::raft::Message) {
        self.begin_influence();
        let (node, kind) = (message.to, Content::Raft(message.clone()).kind());
        let what = What::MessageDelivered { message: super::MessageId(0), kind, from: Actor::Node(message.from) };
        let event = self.record(Some(Actor::Node(node)), None, what);
        self.step_node(node, Input::Message(message), event);
    }
}
