//! Carrying out a node's effects, in the order that `raft::Effects` states.

use super::actor::{Actor, ClientId};
use super::disk::DiskState;
use super::event::{EventId, Travel, What};
use super::network::{Answer, Content};
use super::server::{Arrival, Fsync, Held, PendingCommand, PendingRead, Process, Timer};
use super::settings::ReadMode;
use super::world::{DueSlot, Vote, World};
use crate::kv::{Applied, Command, Request, RequestId, StateMachine};
use crate::raft::{
    self, Caused, Effects, Input, LogIndex, LogPosition, NodeId, Outgoing, Payload, Proposal, ReadAnswer, Reply,
    RequestToken, Snapshot, TimerRequest, Why, Write, WriteSeq,
};

impl World {
    /// Starts a node's process from what its disk holds.
    pub(super) fn start(&mut self, node: NodeId, again: bool) {
        let mut effects = Box::<Effects>::default();
        let now = self.local_time(node);
        let first_voters = self.first_voters_known_to(node);
        let server = &mut self.servers[node.slot()];
        let tail = server.disk.read_tail();
        let config = self.settings.raft_of(node);
        let process = Process::start(node, first_voters, config, &server.disk, now, &mut effects);
        let (hard_state, log, crashed) = (server.disk.hard_state(), process.node.log().clone(), server.crashed);
        let (membership, answers_as) = (*process.node.membership(), process.node.answers_as());
        server.process = Some(process);
        self.footprint.started.insert(node);
        let what = || What::Started { again, hard_state, log, membership, answers_as };
        let event = self.record_because(Some(Actor::Node(node)), None, what, crashed);
        if let Some(tail) = tail {
            self.footprint.disks.insert(node);
            self.note_own_vote(node);
            let what = || What::TailRead { kept: tail.kept, discarded: tail.discarded };
            self.record(Some(Actor::Node(node)), Some(event), what);
        }
        self.carry_out(node, &mut effects, event);
    }

    /// Gives a node one input, and does what it asks. Returns what became of a proposal, and the event that
    /// answers it.
    pub(super) fn step_node(&mut self, node: NodeId, input: Input, cause: EventId) -> Option<(Proposal, EventId)> {
        let now = self.local_time(node);
        let process = self.servers[node.slot()].process.as_mut()?;
        let mut effects = self.scratch.take().unwrap_or_default();
        process.node.step(now, input, &mut effects);
        let proposal = self.carry_out(node, &mut effects, cause);
        effects.clear();
        self.scratch = Some(effects);
        proposal
    }

    fn carry_out(&mut self, node: NodeId, effects: &mut Effects, input: EventId) -> Option<(Proposal, EventId)> {
        self.footprint.nodes.insert(node);
        self.decided.clear();
        for event in effects.events.drain(..) {
            let cause = self.event_of(event.why, input);
            let id = self.report(node, event.what, cause);
            self.decided.push(id);
        }
        if let Some(Caused { why, what: write }) = effects.write.take()
            && !self.start_write(node, write, self.event_of(why, input))
        {
            // The process is gone, and with it all that it meant to do.
            return None;
        }
        for Caused { why, what: Outgoing { message, after } } in effects.messages.drain(..) {
            let decided = self.event_of(why, input);
            let server = &mut self.servers[node.slot()];
            if server.disk.is_durable(after) {
                self.send(Actor::Node(node), Actor::Node(message.to), Content::Raft(message), decided, None);
            } else if let Some(process) = &mut server.process {
                process.held.push(Held { message, after, decided });
            }
        }
        if let Some(Caused { why, what: request }) = effects.election_timer {
            let timer = self.set_timer(node, DueSlot::ElectionTimer(node), request, self.event_of(why, input));
            self.with_process(node, |process| process.election_timer = timer);
        }
        if let Some(Caused { why, what: request }) = effects.heartbeat_timer {
            let timer = self.set_timer(node, DueSlot::HeartbeatTimer(node), request, self.event_of(why, input));
            self.with_process(node, |process| process.heartbeat_timer = timer);
        }
        if let Some(Caused { why, what: snapshot }) = effects.install.take() {
            self.install(node, &snapshot, self.event_of(why, input));
        }
        if let Some(Caused { why, what: index }) = effects.committed {
            let cause = self.event_of(why, input);
            self.apply_up_to(node, index, cause);
            self.look_at_orders(node, cause);
        }
        let mut proposal = None;
        for Caused { why, what: (token, reply) } in effects.replies.drain(..) {
            let cause = self.event_of(why, input);
            match reply {
                Reply::Proposal(answer) => proposal = Some((answer, cause)),
                Reply::Read(answer) => self.on_read_answer(node, token, answer, cause),
                Reply::Order(answer) => self.on_order_answer(token, answer, cause),
            }
        }
        proposal
    }

    /// The event that something in the step under way follows from.
    fn event_of(&self, why: Why, input: EventId) -> EventId {
        why.decision().map_or(input, |place| self.decided[place])
    }

    fn on_read_answer(&mut self, node: NodeId, token: RequestToken, answer: ReadAnswer, cause: EventId) {
        // What is ready for a read is ready for those that were asked before it: words of them may be lost.
        let is_answered = |pending: &PendingRead| match answer {
            ReadAnswer::Ready(_) => pending.index.is_none() && pending.token <= token,
            ReadAnswer::NotLeader(_) | ReadAnswer::Unconfirmed => pending.token == token,
        };
        while let Some(pending) =
            self.servers[node.slot()].process.as_mut().and_then(|process| process.take_pending_read(is_answered))
        {
            self.answer_read(node, pending, answer, cause);
        }
    }

    fn with_process(&mut self, node: NodeId, change: impl FnOnce(&mut Process)) {
        if let Some(process) = &mut self.servers[node.slot()].process {
            change(process);
        }
    }

    /// Duty 1: a decision becomes an event, with what it rests on.
    fn report(&mut self, node: NodeId, event: raft::Event, cause: EventId) -> EventId {
        let id = self.upcoming_event();
        let because = if self.is_recording() { self.evidence(node, &event) } else { Vec::new() };
        if let raft::Event::ElectionWon { .. } = &event {
            self.with_process(node, |process| process.evidence.won = id);
        } else if let raft::Event::VoteCounted { from, .. } = &event {
            self.with_process(node, |process| process.evidence.votes[from.slot()] = id);
        } else if let raft::Event::MatchAdvanced { peer, .. } = &event {
            self.with_process(node, |process| process.evidence.matches[peer.slot()] = id);
        }
        let won = matches!(event, raft::Event::ElectionWon { .. });
        self.record_because(Some(Actor::Node(node)), Some(cause), || What::Decided(event), because);
        if won {
            self.look_at_transfers(node, id);
        }
        id
    }

    /// What each member of the quorum said by which a node decided.
    fn evidence(&self, node: NodeId, decision: &raft::Event) -> Vec<EventId> {
        let Some(Process { evidence, .. }) = &self.servers[node.slot()].process else {
            return Vec::new();
        };
        let (quorum, said) = if let raft::Event::ElectionWon { votes, .. } = decision {
            (*votes, &evidence.votes)
        } else if let raft::Event::CommitAdvanced { quorum, .. } = decision {
            (*quorum, &evidence.matches)
        } else if let raft::Event::ReadConfirmed { quorum, .. } = decision {
            (quorum.without(node), &evidence.replies)
        } else {
            return Vec::new();
        };
        quorum.iter().map(|peer| said[peer.slot()]).filter(|event| EventId(0) < *event).collect()
    }

    /// Duty 2: a write is on its way to the disk. Returns false if the disk took it no more, and the node stopped.
    fn start_write(&mut self, node: NodeId, write: Write, cause: EventId) -> bool {
        if self.servers[node.slot()].disk.state == DiskState::Full {
            self.stop(node, cause);
            return false;
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
        true
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

    /// The disk's word that a write is durable: what waited for it leaves, then the node hears of it.
    pub(super) fn on_durable(&mut self, node: NodeId, up_to: WriteSeq, log_end: LogPosition, event: EventId) {
        let Some(process) = &mut self.servers[node.slot()].process else {
            return;
        };
        let mut held = std::mem::take(&mut process.held);
        for Held { message, decided, .. } in held.extract_if(.., |held| held.after <= up_to) {
            let to = Actor::Node(message.to);
            self.send(Actor::Node(node), to, Content::Raft(message), event, Some(decided));
        }
        // What waits on, and the memory of what does not.
        self.with_process(node, |process| process.held = held);
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
        let won = process.evidence.won;
        let event = self.record(Some(Actor::Node(node)), Some(won), || What::HeartbeatTimerFired);
        self.step_node(node, Input::HeartbeatTimeout, event);
    }

    /// Duty 5, first half: the state machine is what a snapshot holds.
    fn install(&mut self, node: NodeId, snapshot: &Snapshot, cause: EventId) {
        self.with_process(node, |process| {
            process.store = StateMachine::from_bytes(&snapshot.data).unwrap_or_default();
            process.last_applied = snapshot.last.index;
        });
        self.after_applying(node, cause);
    }

    /// Duty 5: the state machine applies what is committed, in order, and clients that wait for
    /// exactly that entry are answered.
    fn apply_up_to(&mut self, node: NodeId, commit_index: LogIndex, cause: EventId) {
        while self.apply_next(node, commit_index, cause) {}
        self.after_applying(node, cause);
    }

    /// Reads that waited for what is applied now are answered; and the log may have become long enough to compact.
    fn after_applying(&mut self, node: NodeId, cause: EventId) {
        let Some(process) = &mut self.servers[node.slot()].process else { return };
        let last_applied = process.last_applied;
        let may_answer = |pending: &PendingRead| pending.index.is_some_and(|index| index <= last_applied);
        let mut ready = Vec::new();
        while let Some(pending) = process.take_pending_read(may_answer) {
            ready.push(pending);
        }
        for pending in ready {
            self.answer_read(node, pending, ReadAnswer::Ready(last_applied), cause);
        }
        self.arm_compaction(node);
    }

    /// Has a node compact its log, if that has become long enough.
    pub(super) fn arm_compaction(&mut self, node: NodeId) {
        let Some(process) = &self.servers[node.slot()].process else { return };
        let applied_since = process.last_applied.0.saturating_sub(process.node.snapshot_index().0);
        if self.settings.snapshot_every.is_some_and(|every| every <= applied_since) {
            // An event of its own: observers, which look after each event, see what was applied before it is gone.
            self.arm(DueSlot::Compaction(node), self.now);
        }
    }

    /// Has a node keep its state machine as a snapshot, and discard most of the log up to there. `cause` is none where no
    /// statement asked for it.
    pub(super) fn compact(&mut self, node: NodeId, cause: Option<EventId>) {
        let Some(process) = self.servers[node.slot()].live() else { return };
        let applied = process.last_applied;
        let data = process.store.to_bytes();
        let cause = cause.unwrap_or(process.evidence.applied);
        let keep = self.settings.entries_kept();
        self.step_node(node, Input::Compact { applied, data, keep }, cause);
    }

    /// Applies the next entry, if it is committed.
    fn apply_next(&mut self, node: NodeId, commit_index: LogIndex, cause: EventId) -> bool {
        let Some(process) = &mut self.servers[node.slot()].process else {
            return false;
        };
        if commit_index <= process.last_applied {
            return false;
        }
        let index = process.last_applied.next();
        // A core with a broken rule may take for committed what its log does not hold; a checker's to see.
        let Some(entry) = process.node.log().get(index) else { return false };
        let term = entry.term;
        let (request, configuration) = match &entry.payload {
            Payload::NoOp => (None, None),
            Payload::Configuration(membership) => (None, Some(*membership)),
            Payload::Command(bytes) => (self.last_decoded.decode(bytes), None),
        };
        process.last_applied = index;
        let applied = request.as_ref().map(|request| process.store.apply(request));
        let pending = process.take_pending_command(LogPosition { term, index });
        let (outcome, repeated) = match applied {
            Some(Applied::Done(outcome)) => (Some(outcome), false),
            Some(Applied::Repeated(outcome)) => (Some(outcome), true),
            Some(Applied::Outdated) => (None, true),
            None => (None, false),
        };
        let client = request.as_ref().and_then(|request| ClientId::new(usize::from(request.session.0)));
        let command = request.map(|request| request.command);
        let what = || What::Applied { index, command, configuration, client, outcome: outcome.clone(), repeated };
        let event = self.record(Some(Actor::Node(node)), Some(cause), what);
        self.with_process(node, |process| process.evidence.applied = event);
        if let (Some(pending), Some(outcome)) = (pending, outcome) {
            self.reply(node, pending.client, pending.request, Answer::Done(outcome), event);
        }
        true
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
            (Command::Get { key }, ReadMode::ReadIndex | ReadMode::Lease) => {
                let Some(process) = &mut self.servers[node.slot()].process else {
                    return;
                };
                // The event names the read: no other has the same name, over all lives of the node.
                let token = RequestToken(cause.0);
                process.add_pending_read(token, client, request.id, key.clone());
                self.step_node(node, Input::Read { request: token }, cause);
            }
            (Command::Get { .. }, ReadMode::Log)
            | (Command::Set { .. } | Command::Delete { .. } | Command::Cas { .. }, _) => {
                let payload = Payload::Command(request.encode());
                // The event names the command, as it names a read.
                let proposal = Input::Propose { payload, request: RequestToken(cause.0) };
                match self.step_node(node, proposal, cause) {
                    Some((Proposal::Appended(entry), _)) => {
                        let pending = PendingCommand { client, request: request.id, entry };
                        self.with_process(node, |process| process.add_pending_command(pending));
                    }
                    Some((Proposal::NotLeader(leader), refusal)) => {
                        self.reply(node, client, request.id, Answer::NotLeader(leader), refusal);
                    }
                    Some((Proposal::HandingOver(to), refusal)) => {
                        self.reply(node, client, request.id, Answer::HandingOver(to), refusal);
                    }
                    None => {}
                }
            }
        }
    }

    /// Duty 6, for reads: once what they must see is applied. A leader has applied it by then, a follower may have
    /// to wait.
    fn answer_read(&mut self, node: NodeId, pending: PendingRead, answer: ReadAnswer, cause: EventId) {
        let Some(process) = &mut self.servers[node.slot()].process else {
            return;
        };
        let answer = match answer {
            ReadAnswer::Ready(index) if process.last_applied < index => {
                process.pending_reads.push(PendingRead { index: Some(index), ..pending });
                return;
            }
            ReadAnswer::Ready(_) => {
                // The first confirmation answers it, however often it was asked.
                process.pending_reads.retain(|other| other.client != pending.client);
                Answer::Done(process.store.read(&pending.key))
            }
            ReadAnswer::NotLeader(leader) => Answer::NotLeader(leader),
            ReadAnswer::Unconfirmed => Answer::Unconfirmed,
        };
        self.reply(node, pending.client, pending.request, answer, cause);
    }

    fn reply(&mut self, node: NodeId, client: ClientId, request: RequestId, answer: Answer, cause: EventId) {
        self.send(Actor::Node(node), Actor::Client(client), Content::Reply { request, answer }, cause, None);
    }
}

impl World {
    /// Hands a node a message that no node sent: how checkers are seen to fail.
    pub fn forge(&mut self, message: crate::raft::Message) {
        self.begin_influence();
        let (node, kind) = (message.to, Content::Raft(message.clone()).kind());
        let (from, travel) = (Actor::Node(message.from), Travel { sent_at: self.now, due_at: self.now });
        let what = || What::MessageDelivered { message: super::MessageId(0), kind, from, travel };
        let event = self.record(Some(Actor::Node(node)), None, what);
        self.step_node(node, Input::Message(message), event);
    }
}
