//! One server, whatever hosts it: the node, the state machine, and all that waits, which is messages for the disk, clients
//! for their answers, and reads for what they must see.
//!
//! A replica has no clock, does no I/O and draws no number. It is given inputs, and asks its [`Host`] for what has to be
//! done: write, send, arm a timer, answer. The host of a simulated server is the world on its virtual clock and disks; a
//! real server's has a real disk and real sockets. The bytes of a disk are the records of
//! [`record`]; a virtual disk makes them where a crash cuts a write short.
//!
//! | file | what it has |
//! |---|---|
//! | `host.rs` | what a replica asks of its host |
//! | `pending.rs` | the clients that wait |
//! | `record.rs` | the records of the disk, with their checksums |
//!
//! # Why?
//! Each request to the host names its cause by a mark. The host makes the marks: they are the numbers of events in the
//! world, which answers "why?", and nothing at all, `()`, where nobody asks.

mod host;
mod pending;
pub mod record;

pub use host::{Answer, AppliedEntry, DiskFailed, Host, ReadMode, Timer};
pub use pending::{PENDING_MAX, PendingCommand, PendingCommands, PendingRead, PendingReads};

use crate::kv::{Applied, Command, Outcome, Request, RequestId, SessionId, StateMachine, Text};
use crate::raft::{
    Body, Caused, Config, Durable, Effects, Event, Flaw, Input, LocalTime, LogIndex, LogPosition, MAX_NODES, Message,
    Node, NodeId, NodeSet, Outgoing, Payload, Proposal, ReadAnswer, Reply, RequestToken, Snapshot, Why, WriteSeq,
};
use serde::{Deserialize, Serialize};

/// A message that may not leave yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held<M> {
    /// The message.
    pub message: Message,
    /// The write that must be durable first.
    pub after: WriteSeq,
    /// The decision that sends it.
    pub decided: M,
}

/// What later decisions may rest on, by the node that it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Evidence<M> {
    /// The counting of each vote.
    votes: [M; MAX_NODES],
    /// The latest advance of each match index.
    matches: [M; MAX_NODES],
    /// The latest reply of each peer.
    replies: [M; MAX_NODES],
    /// The latest election that it won.
    won: M,
    /// The latest entry that it applied.
    applied: M,
}

/// The step under way.
#[derive(Debug)]
struct Scratch<M> {
    effects: Effects,
    /// The marks of the step's decisions, in order.
    decided: Vec<M>,
}

impl<M> Default for Scratch<M> {
    fn default() -> Scratch<M> {
        Scratch { effects: Effects::default(), decided: Vec::new() }
    }
}

/// The scratch of the last step, which is empty, for the memory that it has. It is no part of a replica's state: a copy
/// has none, and all are equal.
#[derive(Debug)]
struct Spare<M>(Option<Box<Scratch<M>>>);

impl<M> Default for Spare<M> {
    fn default() -> Spare<M> {
        Spare(None)
    }
}

impl<M> Clone for Spare<M> {
    fn clone(&self) -> Spare<M> {
        Spare(None)
    }
}

impl<M> PartialEq for Spare<M> {
    fn eq(&self, _: &Spare<M>) -> bool {
        true
    }
}

impl<M> Eq for Spare<M> {}

/// A server while it runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replica<M> {
    node: Node,
    store: StateMachine,
    /// The last entry that was applied to the store (Figure 2, lastApplied).
    last_applied: LogIndex,
    /// Messages that wait for the disk, oldest first.
    held: Vec<Held<M>>,
    pending_commands: PendingCommands,
    pending_reads: PendingReads,
    evidence: Evidence<M>,
    #[serde(skip)]
    spare: Spare<M>,
}

impl<M: Copy + Default + PartialEq> Replica<M> {
    /// Starts from what the disk holds: the state machine is the snapshot's, and what follows is learned again. The
    /// effects are what the start asks for; [`Replica::begin`] passes them on.
    ///
    /// `first_voters` are the voters that the cluster was set up with; empty for a server that was started to be added.
    pub fn recover(
        id: NodeId,
        first_voters: NodeSet,
        config: Config,
        disk: Durable,
        now: LocalTime,
    ) -> (Replica<M>, Effects) {
        let snapshot = disk.snapshot.clone();
        let store = snapshot.as_ref().and_then(|snapshot| StateMachine::from_bytes(&snapshot.data));
        let mut effects = Effects::default();
        let replica = Replica {
            node: Node::recover(id, first_voters, config, disk, now, &mut effects),
            store: store.map(|store| restored(store, config)).unwrap_or_default(),
            last_applied: snapshot.map_or(LogIndex::ZERO, |snapshot| snapshot.last.index),
            held: Vec::new(),
            pending_commands: PendingCommands::default(),
            pending_reads: PendingReads::default(),
            evidence: Evidence::default(),
            spare: Spare(None),
        };
        (replica, effects)
    }

    /// The node.
    pub fn node(&self) -> &Node {
        &self.node
    }

    /// The state machine.
    pub fn store(&self) -> &StateMachine {
        &self.store
    }

    /// The last entry that was applied to the state machine.
    pub fn last_applied(&self) -> LogIndex {
        self.last_applied
    }

    /// Entries that were applied since the latest snapshot.
    pub fn applied_since_snapshot(&self) -> u64 {
        self.last_applied.0.saturating_sub(self.node.snapshot_index().0)
    }

    /// Messages that wait for the disk, oldest first.
    pub fn held(&self) -> &[Held<M>] {
        &self.held
    }

    /// Clients that wait for an entry to be applied.
    pub fn pending_commands(&self) -> &PendingCommands {
        &self.pending_commands
    }

    /// Clients that wait for a read to be confirmed.
    pub fn pending_reads(&self) -> &PendingReads {
        &self.pending_reads
    }

    /// The latest election that the node won.
    pub fn won(&self) -> M {
        self.evidence.won
    }

    /// Changes what the node was told at the start.
    pub fn reconfigure(&mut self, now: LocalTime, config: Config) {
        self.node.reconfigure(now, config);
    }

    /// Passes on what the start asks for.
    ///
    /// # Errors
    /// If the disk fails; the replica is of no use any more.
    pub fn begin(&mut self, effects: Effects, cause: M, host: &mut impl Host<Mark = M>) -> Result<(), DiskFailed> {
        if self.node.snapshot().is_some() && self.is_flawed(Flaw::SessionsNotInSnapshot) {
            self.break_rule(Flaw::SessionsNotInSnapshot, cause, host);
        }
        self.carry_out(&mut Scratch { effects, decided: Vec::new() }, cause, host).map(|_| ())
    }

    /// Gives the node an input, and has the host do what that asks for.
    ///
    /// # Errors
    /// If the disk fails; the replica is of no use any more.
    pub fn step(
        &mut self,
        now: LocalTime,
        input: Input,
        cause: M,
        host: &mut impl Host<Mark = M>,
    ) -> Result<(), DiskFailed> {
        if let Input::Message(Message { from, body, .. }) = &input
            && matches!(body, Body::AppendEntriesReply { .. } | Body::InstallSnapshotReply { .. })
        {
            self.evidence.replies[from.slot()] = cause;
        }
        self.advance(now, input, cause, host).map(|_| ())
    }

    /// The disk's word that a write is durable: what waited for it leaves, then the node hears of it.
    ///
    /// # Errors
    /// As [`Replica::step`].
    pub fn durable(
        &mut self,
        now: LocalTime,
        up_to: WriteSeq,
        log_end: LogPosition,
        cause: M,
        host: &mut impl Host<Mark = M>,
    ) -> Result<(), DiskFailed> {
        for Held { message, decided, .. } in self.held.extract_if(.., |held| held.after <= up_to) {
            host.send(message, cause, Some(decided));
        }
        self.step(now, Input::Persisted { up_to, log_end }, cause, host)
    }

    /// The state machine becomes a snapshot, and most of the log up to there is discarded; the last `keep` entries stay.
    /// `cause` is none where no one asked for it.
    ///
    /// # Errors
    /// As [`Replica::step`].
    pub fn compact(
        &mut self,
        now: LocalTime,
        keep: u64,
        cause: Option<M>,
        host: &mut impl Host<Mark = M>,
    ) -> Result<(), DiskFailed> {
        let (applied, data) = (self.last_applied, self.store.to_bytes());
        let cause = cause.unwrap_or(self.evidence.applied);
        self.step(now, Input::Compact { applied, data, keep }, cause, host)
    }

    /// A client's request. `token` names it for the node. Tokens rise from request to request, over all lives of this
    /// server: what is ready for a read is ready for those with lower tokens.
    ///
    /// # Errors
    /// As [`Replica::step`].
    pub fn serve(
        &mut self,
        now: LocalTime,
        request: Request,
        token: RequestToken,
        reads: ReadMode,
        cause: M,
        host: &mut impl Host<Mark = M>,
    ) -> Result<(), DiskFailed> {
        let (client, id) = (request.session, request.id);
        let local_by = self.reads_locally_by().filter(|_| reads != ReadMode::Local);
        match (&request.command, reads) {
            (Command::Get { key }, _) if reads == ReadMode::Local || local_by.is_some() => {
                let cause = local_by.map_or(cause, |flaw| self.break_rule(flaw, cause, host));
                host.answer(client, id, Answer::Done(self.store.read(key)), cause);
                Ok(())
            }
            (Command::Get { key }, ReadMode::ReadIndex | ReadMode::Lease) => {
                self.read(now, [(client, id, key.clone())], token, cause, host)
            }
            (Command::Get { .. }, ReadMode::Log | ReadMode::Local)
            | (Command::Set { .. } | Command::Delete { .. } | Command::Cas { .. }, _) => {
                let payload = Payload::Command(request.encode());
                match self.advance(now, Input::Propose { payload, request: token }, cause, host)? {
                    Some((Proposal::Appended(_), appended)) if self.is_flawed(Flaw::AnswerBeforeCommit) => {
                        self.answer_at_once(&request, appended, host);
                    }
                    Some((Proposal::Appended(entry), _)) => {
                        let reads = matches!(request.command, Command::Get { .. });
                        self.pending_commands.add(PendingCommand { client, request: id, entry, reads });
                    }
                    Some((Proposal::NotLeader(leader), refused)) => {
                        host.answer(client, id, Answer::NotLeader(leader), refused);
                    }
                    Some((Proposal::HandingOver(to), refused)) => {
                        host.answer(client, id, Answer::HandingOver(to), refused);
                    }
                    None => {}
                }
                Ok(())
            }
        }
    }

    /// Reads of clients that take no entry, by the node's settings by ReadIndex or by lease. The node is asked once for all
    /// of them; `token` is as in [`Replica::serve`].
    ///
    /// # Errors
    /// As [`Replica::step`].
    pub fn read(
        &mut self,
        now: LocalTime,
        reads: impl IntoIterator<Item = (SessionId, RequestId, Text)>,
        token: RequestToken,
        cause: M,
        host: &mut impl Host<Mark = M>,
    ) -> Result<(), DiskFailed> {
        for (client, request, key) in reads {
            self.pending_reads.add(PendingRead { token, client, request, key, index: None });
        }
        self.step(now, Input::Read { request: token }, cause, host)
    }

    /// One step of the node. Returns what became of a proposal, and what answers it.
    fn advance(
        &mut self,
        now: LocalTime,
        input: Input,
        cause: M,
        host: &mut impl Host<Mark = M>,
    ) -> Result<Option<(Proposal, M)>, DiskFailed> {
        let mut scratch = self.spare.0.take().unwrap_or_default();
        self.node.step(now, input, &mut scratch.effects);
        let proposal = self.carry_out(&mut scratch, cause, host)?;
        self.spare = Spare(Some(scratch));
        Ok(proposal)
    }

    /// The duties of [`Effects`], in their order. Leaves the effects empty.
    fn carry_out(
        &mut self,
        scratch: &mut Scratch<M>,
        input: M,
        host: &mut impl Host<Mark = M>,
    ) -> Result<Option<(Proposal, M)>, DiskFailed> {
        let Scratch { effects, decided } = scratch;
        for Caused { why, what } in &effects.events {
            let mark = self.report(what, mark_of(*why, input, decided), host);
            decided.push(mark);
        }
        effects.events.clear();
        let mark = |why: Why| mark_of(why, input, decided);
        if let Some(Caused { why, what: write }) = effects.write.take() {
            host.write(write, mark(why))?;
        }
        for Caused { why, what: Outgoing { message, after } } in effects.messages.drain(..) {
            if host.is_durable(after) {
                host.send(message, mark(why), None);
            } else {
                self.held.push(Held { message, after, decided: mark(why) });
            }
        }
        if let Some(Caused { why, what }) = effects.election_timer.take() {
            host.set_timer(Timer::Election, what, mark(why));
        }
        if let Some(Caused { why, what }) = effects.heartbeat_timer.take() {
            host.set_timer(Timer::Heartbeat, what, mark(why));
        }
        if let Some(Caused { why, what: snapshot }) = effects.install.take() {
            self.install(&snapshot, mark(why), host);
        }
        if let Some(Caused { why, what: index }) = effects.committed.take() {
            self.apply_up_to(index, mark(why), host);
            host.committed(&self.node, mark(why));
        }
        let mut proposal = None;
        for Caused { why, what: (token, reply) } in effects.replies.drain(..) {
            match reply {
                Reply::Proposal(answer) => proposal = Some((answer, mark(why))),
                Reply::Read(answer) => self.on_read_answer(token, answer, mark(why), host),
                Reply::Order(answer) => host.order(token, answer, mark(why)),
            }
        }
        decided.clear();
        Ok(proposal)
    }

    /// Reports a decision, with what it rests on.
    fn report(&mut self, decision: &Event, cause: M, host: &mut impl Host<Mark = M>) -> M {
        let because = if host.keeps_reports() { self.rests_on(decision) } else { Vec::new() };
        let Evidence { votes, matches, won, .. } = &mut self.evidence;
        let noted = if let Event::ElectionWon { .. } = decision {
            Some(won)
        } else if let Event::VoteCounted { from, .. } = decision {
            Some(&mut votes[from.slot()])
        } else if let Event::MatchAdvanced { peer, .. } = decision {
            Some(&mut matches[peer.slot()])
        } else {
            None
        };
        let mark = host.decided(decision, cause, because);
        if let Some(noted) = noted {
            *noted = mark;
        }
        mark
    }

    /// What each member of the quorum said by which the node decided.
    fn rests_on(&self, decision: &Event) -> Vec<M> {
        let Evidence { votes, matches, replies, .. } = &self.evidence;
        let (quorum, said) = if let Event::ElectionWon { votes: quorum, .. } = decision {
            (*quorum, votes)
        } else if let Event::CommitAdvanced { quorum, .. } = decision {
            (*quorum, matches)
        } else if let Event::ReadConfirmed { quorum, .. } = decision {
            (quorum.without(self.node.id()), replies)
        } else {
            return Vec::new();
        };
        quorum.iter().map(|peer| said[peer.slot()]).filter(|mark| *mark != M::default()).collect()
    }

    /// The state machine is what a snapshot holds.
    fn install(&mut self, snapshot: &Snapshot, cause: M, host: &mut impl Host<Mark = M>) {
        let store = StateMachine::from_bytes(&snapshot.data).unwrap_or_default();
        self.store = restored(store, *self.node.config());
        if self.is_flawed(Flaw::SessionsNotInSnapshot) {
            self.break_rule(Flaw::SessionsNotInSnapshot, cause, host);
        }
        self.last_applied = snapshot.last.index;
        self.after_applying(cause, host);
    }

    /// The state machine applies what is committed, in order, and clients that wait for exactly that entry are answered.
    fn apply_up_to(&mut self, commit_index: LogIndex, cause: M, host: &mut impl Host<Mark = M>) {
        // A node with a broken rule may take for committed what its log does not hold; a checker's to see.
        while self.last_applied < commit_index && self.apply_next(cause, host) {}
        self.after_applying(cause, host);
    }

    /// Applies the next entry, if the log holds it.
    fn apply_next(&mut self, cause: M, host: &mut impl Host<Mark = M>) -> bool {
        let index = self.last_applied.next();
        let Some(entry) = self.node.log().get(index) else { return false };
        let position = LogPosition { term: entry.term, index };
        let (request, configuration) = match &entry.payload {
            Payload::NoOp => (None, None),
            Payload::Configuration(membership) => (None, Some(*membership)),
            Payload::Command(bytes) => (host.decode(bytes), None),
        };
        self.last_applied = index;
        let is_again = |request: &Request| self.is_flawed(Flaw::RetriesApplyTwice) && self.store.has_applied(request);
        let applied = if request.as_ref().is_some_and(is_again) {
            self.break_rule(Flaw::RetriesApplyTwice, cause, host);
            request.as_ref().map(|request| Applied::Done(self.store.apply_again(request)))
        } else {
            request.as_ref().map(|request| self.store.apply(request))
        };
        let key_is_taken = matches!(applied, Some(Applied::KeyTaken));
        let (outcome, repeated) = match applied {
            Some(Applied::Done(outcome)) => (Some(outcome), false),
            Some(Applied::Repeated(outcome)) => (Some(outcome), true),
            Some(Applied::Outdated | Applied::KeyTaken) => (None, true),
            None => (None, false),
        };
        let by_index = self.is_flawed(Flaw::AnswerByIndex);
        let pending = self.pending_commands.take(position, by_index);
        let mark =
            host.applied(AppliedEntry { index, request, configuration, outcome: outcome.as_ref(), repeated }, cause);
        self.evidence.applied = mark;
        match (pending, outcome) {
            (Some(pending), outcome) if pending.entry != position => {
                let broken = self.break_rule(Flaw::AnswerByIndex, mark, host);
                let outcome = outcome.unwrap_or(Outcome::Ok);
                host.answer(pending.client, pending.request, Answer::Done(taken_for(pending, outcome)), broken);
            }
            (Some(PendingCommand { client, request, .. }), Some(outcome)) => {
                host.answer(client, request, Answer::Done(outcome), mark);
            }
            (Some(PendingCommand { client, request, .. }), None) if key_is_taken => {
                host.answer(client, request, Answer::KeyTaken, mark);
            }
            (None, _) | (_, None) => {}
        }
        true
    }

    /// Whether this server has a flaw.
    fn is_flawed(&self, flaw: Flaw) -> bool {
        self.node.config().flaws.contains(flaw)
    }

    /// Reports that a flaw decides.
    #[cold]
    fn break_rule(&self, flaw: Flaw, cause: M, host: &mut impl Host<Mark = M>) -> M {
        host.decided(&Event::RuleBroken { flaw }, cause, Vec::new())
    }

    /// The flaw by which this server answers reads from its own state.
    fn reads_locally_by(&self) -> Option<Flaw> {
        if self.is_flawed(Flaw::FollowerReadsLocal) {
            return Some(Flaw::FollowerReadsLocal);
        }
        (self.is_flawed(Flaw::LeaderReadsLocal) && self.node.leading().is_some()).then_some(Flaw::LeaderReadsLocal)
    }

    /// By a flaw, answers a client whose command is appended and not committed, by what it would give if it were applied
    /// now.
    fn answer_at_once(&self, request: &Request, appended: M, host: &mut impl Host<Mark = M>) {
        let broken = self.break_rule(Flaw::AnswerBeforeCommit, appended, host);
        if let Applied::Done(outcome) | Applied::Repeated(outcome) = self.store.clone().apply(request) {
            host.answer(request.session, request.id, Answer::Done(outcome), broken);
        }
    }

    /// Reads that waited for what is applied now are answered; and the log may have become long enough to compact.
    fn after_applying(&mut self, cause: M, host: &mut impl Host<Mark = M>) {
        let last_applied = self.last_applied;
        for pending in self.pending_reads.take_applied(last_applied) {
            self.answer_read(pending, ReadAnswer::Ready(last_applied), cause, host);
        }
        host.caught_up(self.applied_since_snapshot());
    }

    /// The node answers a read, and so all reads that were asked before it.
    fn on_read_answer(&mut self, token: RequestToken, answer: ReadAnswer, cause: M, host: &mut impl Host<Mark = M>) {
        // What is ready for a read is ready for those that were asked before it: the answers to them may be lost.
        let next = |reads: &mut PendingReads| match answer {
            ReadAnswer::Ready(_) => reads.take_up_to(token),
            ReadAnswer::NotLeader(_) | ReadAnswer::Unconfirmed => reads.take_named(token),
        };
        while let Some(pending) = next(&mut self.pending_reads) {
            self.answer_read(pending, answer, cause, host);
        }
    }

    /// Answers a read once what it must see is applied. A leader has applied it by then, a follower may have to wait.
    fn answer_read(&mut self, pending: PendingRead, answer: ReadAnswer, cause: M, host: &mut impl Host<Mark = M>) {
        let answer = match answer {
            ReadAnswer::Ready(index) if self.last_applied < index => {
                self.pending_reads.confirmed(pending, index);
                return;
            }
            ReadAnswer::Ready(_) => {
                // The first confirmation answers it, however often it was asked.
                self.pending_reads.forget(pending.client);
                Answer::Done(self.store.read(&pending.key))
            }
            ReadAnswer::NotLeader(leader) => Answer::NotLeader(leader),
            ReadAnswer::Unconfirmed => Answer::Unconfirmed,
        };
        host.answer(pending.client, pending.request, answer, cause);
    }
}

/// A state machine as it comes out of a snapshot.
fn restored(mut store: StateMachine, config: Config) -> StateMachine {
    if config.flaws.contains(Flaw::SessionsNotInSnapshot) {
        store.forget_sessions();
    }
    store
}

/// What a client makes of the outcome of a command that is not its own: a write takes any for its own, a read only a
/// value.
fn taken_for(pending: PendingCommand, outcome: Outcome) -> Outcome {
    match (pending.reads, outcome) {
        (false, _) => Outcome::Ok,
        (true, Outcome::Value(value)) => Outcome::Value(value),
        (true, Outcome::Ok | Outcome::Absent | Outcome::Refused) => Outcome::Absent,
    }
}

/// The mark of what something in a step follows from.
fn mark_of<M: Copy>(why: Why, input: M, decided: &[M]) -> M {
    why.decision().map_or(input, |place| decided[place])
}
