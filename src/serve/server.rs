//! The thread that owns the replica. Nothing else touches it: what happens comes through the inbox, or is a timer's.
//!
//! One turn takes the inputs that wait, then asks the node once for all reads among them, fires the timers that are due, and
//! publishes how the node stands. Inputs come before timers, so that a node that was stopped for a while hears its leader
//! before it loses patience.

use super::disk::Disk;
use super::frame::Frame;
use super::hands::Hands;
use super::inbox::{Answered, Inbox, Input, NotTaken, Order, Reply};
use super::journal::put_snapshot;
use super::metrics::{Metrics, Standing};
use super::recorder::ToWatcher;
use super::waiting::{Caller, To};
use crate::api::AwaitedReply;
use crate::kv::{Request, RequestId, SessionId, Text};
use crate::raft::{
    self, LocalTime, LogIndex, LogPosition, Message, NodeId, OrderAnswer, RequestToken, Snapshot, WriteSeq,
};
use crate::replica::{DiskFailed, ReadMode, Replica};
use crate::sim::network::Content;
use crate::sim::{self, Actor, DiskState, EventId, MessageId, Travel, What};
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// Inputs of one turn, at most, so that timers fire however much comes.
const TURN_MAX: usize = 1024;

/// How often late requests are forgotten, and reads are asked again because their message may be lost.
const SWEEP_EVERY: Duration = Duration::from_millis(500);

/// Bytes of the log on the disk after which a snapshot is taken, however few entries they are.
const LOG_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// When snapshots are taken.
#[derive(Clone, Copy, Debug)]
pub struct Snapshots {
    /// After so many entries.
    pub every: u64,
    /// Entries before it that stay in the log, for peers that are a little late.
    pub keep: u64,
}

/// The node's own clock, in microseconds. In each life of the process it starts above all times of the lives before, so
/// that a promise to an earlier life does not count for this one.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// What it showed at the start.
    begin: LocalTime,
    started: Instant,
}

impl Clock {
    /// The clock of the life with this number. A life has nine years.
    pub fn of_life(life: u64) -> Clock {
        Clock { begin: LocalTime(life << 48), started: Instant::now() }
    }

    /// What it shows.
    pub fn now(&self) -> LocalTime {
        self.begin.after(u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX))
    }
}

/// Why a server ended.
#[derive(Debug)]
pub enum End {
    /// It was told to.
    Stopped,
    /// Its disk takes no more.
    Disk(io::Error),
}

/// A server at work.
pub struct Server {
    pub(super) replica: Replica<EventId>,
    pub(super) hands: Hands,
    pub(super) clock: Clock,
    pub(super) inbox: Receiver<Input>,
    /// The sending end of the inbox: the threads that make snapshots put them there.
    pub(super) way_in: Inbox,
    pub(super) disk: Arc<dyn Disk>,
    pub(super) snapshots: Snapshots,
    pub(super) standing: watch::Sender<Standing>,
    /// Rises from request to request, over all lives.
    pub(super) last_token: RequestToken,
    /// What was written to the disk since the latest snapshot, bytes.
    pub(super) appended_bytes: u64,
    /// The write with the latest snapshot: what was written before it no longer counts.
    pub(super) counts_from: WriteSeq,
    /// The index of the latest snapshot that was begun. A snapshot that the node did not take is not made again.
    pub(super) begun_at: LogIndex,
    /// Reads of this turn.
    pub(super) reads: Vec<(SessionId, RequestId, Text)>,
    pub(super) snapshot_since: Option<Instant>,
    pub(super) next_sweep: Instant,
}

impl Server {
    /// Carries out the start's effects, and then turn after turn until the end. `trace` gets the events from the start;
    /// `again` says whether the node ran before.
    pub fn run(mut self, effects: raft::Effects, trace: Option<ToWatcher>, again: bool) -> End {
        let started = self.hands.recorder.start(trace, &self.replica, again);
        let begun = self.replica.begin(effects, started, &mut self.hands).map_err(|failed| self.failed(failed));
        let mut end = begun.err();
        let end = loop {
            match end.take() {
                Some(end) => break end,
                None => end = self.turn().err(),
            }
        };
        let (disk, cause) = match &end {
            End::Stopped => (DiskState::Well, EventId::default()),
            End::Disk(error) => (disk_state(error), self.hands.unsynced.latest()),
        };
        self.hands.recorder.record(cause, || What::Stopped { disk });
        end
    }

    fn turn(&mut self) -> Result<(), End> {
        match self.inbox.recv_timeout(self.next_due().saturating_duration_since(Instant::now())) {
            Ok(first) => self.take(first)?,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(End::Stopped),
        }
        for _ in 1..TURN_MAX {
            let Ok(next) = self.inbox.try_recv() else { break };
            self.take(next)?;
        }
        self.ask_reads().map_err(|failed| self.failed(failed))?;
        self.fire_timers().map_err(|failed| self.failed(failed))?;
        let is_long = LOG_BYTES_MAX <= self.appended_bytes;
        self.start_snapshot(if is_long { 1 } else { self.snapshots.every });
        self.sweep().map_err(|failed| self.failed(failed))?;
        self.publish();
        self.hands.recorder.end_turn(&self.replica);
        Ok(())
    }

    fn next_due(&self) -> Instant {
        let timers = [&self.hands.election_timer, &self.hands.heartbeat_timer];
        timers.into_iter().flatten().map(|armed| armed.due).fold(self.next_sweep, Instant::min)
    }

    fn take(&mut self, input: Input) -> Result<(), End> {
        let now = self.clock.now();
        let done = match input {
            Input::Message(..) | Input::Rpc(..) | Input::Forwarded(..) if !self.may_write() => Ok(()),
            Input::Command(_, reply) if !self.may_write() => {
                self.hands.metrics.failed.inc();
                // The client may have gone.
                let _ = reply.send(Err(NotTaken::Busy));
                Ok(())
            }
            Input::Message(number, message) => {
                let (message, delivered) = self.delivered(number, message);
                self.step(raft::Input::Message(message), delivered)
            }
            Input::Rpc(path, message, reply) => self.on_rpc(path, message, reply),
            Input::Command(request, reply) => self.on_command(request, To::Client(reply)),
            Input::Forwarded(from, request) => self.on_command(request, To::Node(from)),
            Input::Forward(to, request, reply) => {
                self.forward(to, request, reply);
                Ok(())
            }
            Input::Answered(from, session, request, answer) => {
                self.hands.answer_callers(session, request, &answer, Some(from));
                Ok(())
            }
            Input::Read(session, request, key, reply) => {
                if self.wait(session, request, To::Client(reply), None) {
                    self.reads.push((session, request, key));
                }
                Ok(())
            }
            Input::Look(look) => {
                look(&self.replica, self.stands());
                Ok(())
            }
            Input::Order(order, reply) => self.on_order(order, Some(reply)),
            Input::Compact => {
                let ordered = || What::Ordered { order: sim::Order::Snapshot };
                self.hands.recorder.record(EventId::default(), ordered);
                self.start_snapshot(1);
                Ok(())
            }
            Input::Addresses(changed) => {
                self.hands.peers.learn(changed);
                Ok(())
            }
            Input::Watch(to, reply) => {
                // A reader may have gone.
                let _ = reply.send(self.hands.recorder.watch(to, &self.replica));
                Ok(())
            }
            Input::Snapshot(Ok(snapshot)) => self.on_snapshot(&snapshot),
            Input::Snapshot(Err(error)) | Input::DiskFailed(error) => return Err(End::Disk(error)),
            Input::Durable { up_to, log_end, hard_state, appended_bytes } => {
                if self.counts_from <= up_to {
                    self.appended_bytes = appended_bytes;
                }
                let written = self.hands.unsynced.durable(up_to);
                let durable = || What::WriteDurable { hard_state, last: log_end };
                let event = self.hands.recorder.record(written, durable);
                self.on_durable(now, up_to, log_end, event)
            }
            Input::HandOver => self.hand_over(),
            Input::Stop => return Err(End::Stopped),
        };
        done.map_err(|failed| self.failed(failed))
    }

    /// Whether the disk takes what comes fast enough that more may come.
    fn may_write(&mut self) -> bool {
        self.hands.unsynced.have_room(self.replica.held().len())
    }

    fn step(&mut self, input: raft::Input, cause: EventId) -> Result<(), DiskFailed> {
        self.replica.step(self.clock.now(), input, cause, &mut self.hands)
    }

    /// A message has come. Returns it, and the event of it.
    fn delivered(&mut self, number: u64, message: Message) -> (Message, EventId) {
        if !self.hands.recorder.is_watched() {
            return (message, EventId::default());
        }
        let (from, content) = (Actor::Node(message.from), Content::Raft(message));
        // The sender's stream says when it was sent.
        let travel = Travel { sent_at: sim::Instant::default(), due_at: sim::Instant::default() };
        let what = || What::MessageDelivered { message: MessageId(number), kind: content.kind(), from, travel };
        let event = self.hands.recorder.record(EventId::default(), what);
        let Content::Raft(message) = content else { unreachable!("it was put there above") };
        (message, event)
    }

    fn on_durable(
        &mut self,
        now: LocalTime,
        up_to: WriteSeq,
        log_end: LogPosition,
        event: EventId,
    ) -> Result<(), DiskFailed> {
        self.hands.durable = up_to;
        self.replica.durable(now, up_to, log_end, event, &mut self.hands)
    }

    /// A message that no node sent is told as the request that it is: whoever made it may have said anything in a node's name.
    fn on_rpc(&mut self, path: String, message: Message, reply: Reply<Message>) -> Result<(), DiskFailed> {
        self.hands.awaited.push((AwaitedReply::to(&message, self.replica.held()), reply));
        let (request, to) = (RequestId(self.hands.numbers.next()), self.hands.id);
        let called = || What::HttpCalled { request, method: "POST".to_string(), path, to };
        let called = self.hands.recorder.record(EventId::default(), called);
        self.step(raft::Input::Message(message), called)?;
        self.hands.look_at_awaited(self.replica.held());
        Ok(())
    }

    /// Notes a caller that waits for a request. Returns false if there is no room. A client is told so; a node that
    /// forwarded the request waits in vain.
    fn wait(&mut self, session: SessionId, request: RequestId, to: To, forwarded_to: Option<NodeId>) -> bool {
        let caller = Caller { since: Instant::now(), to, forwarded_to };
        let refused = self.hands.waiting.add(session, request, caller).err();
        let is_taken = refused.is_none();
        if !is_taken {
            self.hands.metrics.failed.inc();
        }
        if let Some(To::Client(reply)) = refused {
            drop(reply.send(Err(NotTaken::Busy)));
        }
        is_taken
    }

    fn on_command(&mut self, request: Request, to: To) -> Result<(), DiskFailed> {
        if !self.wait(request.session, request.id, to, None) {
            return Ok(());
        }
        let token = self.next_token();
        let cause = EventId::default();
        self.replica.serve(self.clock.now(), request, token, ReadMode::ReadIndex, cause, &mut self.hands)
    }

    fn forward(&mut self, to: NodeId, request: Request, reply: Reply<Answered>) {
        // A leader that has just gone is known as the leader for a while.
        if !self.hands.peers.reaches(to) {
            self.hands.metrics.failed.inc();
            drop(reply.send(Err(NotTaken::Unreachable)));
        } else if self.wait(request.session, request.id, To::Client(reply), Some(to)) {
            self.hands.peers.send(to, Frame::Command(request));
        }
    }

    /// Asks the node once for the reads of this turn.
    fn ask_reads(&mut self) -> Result<(), DiskFailed> {
        if self.reads.is_empty() {
            return Ok(());
        }
        let token = self.next_token();
        let reads = std::mem::take(&mut self.reads);
        self.replica.read(self.clock.now(), reads, token, EventId::default(), &mut self.hands)
    }

    fn fire_timers(&mut self) -> Result<(), DiskFailed> {
        let now = Instant::now();
        if let Some(timer) = self.hands.election_timer.take_if(|timer| timer.due <= now) {
            let waited_us = u64::try_from(timer.since.elapsed().as_micros()).ok();
            let fired = self.hands.recorder.record(timer.by, || What::ElectionTimerFired { waited_us });
            self.step(raft::Input::ElectionTimeout, fired)?;
        }
        if self.hands.heartbeat_timer.take_if(|timer| timer.due <= now).is_some() {
            // The cause is not the beat before: a chain of beats explains nothing.
            let fired = self.hands.recorder.record(self.replica.won(), || What::HeartbeatTimerFired);
            self.step(raft::Input::HeartbeatTimeout, fired)?;
        }
        Ok(())
    }

    fn on_order(&mut self, order: Order, reply: Option<Reply<OrderAnswer>>) -> Result<(), DiskFailed> {
        let token = self.next_token();
        self.hands.orders.extend(reply.map(|reply| (token, reply)));
        let (input, order) = match order {
            Order::Change(change) => (raft::Input::Change { change, order: token }, sim::Order::Change(change)),
            Order::Transfer(to) => (raft::Input::Transfer { to, order: token }, sim::Order::Transfer(to)),
        };
        let ordered = self.hands.note_order(token, order);
        self.step(input, ordered)
    }

    /// Leadership goes to the voter that has most of the log.
    fn hand_over(&mut self) -> Result<(), DiskFailed> {
        let node = self.replica.node();
        let Some(leading) = node.leading() else { return Ok(()) };
        let others = node.membership().voters.without(node.id());
        let Some(to) = others.iter().max_by_key(|peer| leading.progress(*peer).match_index) else { return Ok(()) };
        self.on_order(Order::Transfer(to), None)
    }

    /// Begins a snapshot once so many entries were applied since the last. It is made and put on the disk by a thread of its
    /// own, from a clone of the state machine, which costs nothing; the node hears of it when it is there.
    fn start_snapshot(&mut self, every: u64) {
        if self.snapshot_since.is_some() || self.hands.applied_since_snapshot < every {
            return;
        }
        let (node, index) = (self.replica.node(), self.replica.last_applied());
        if index <= self.begun_at {
            return;
        }
        let Some(term) = node.log().term_at(index) else { return };
        let (last, membership) = (LogPosition { term, index }, *node.configurations().at(index));
        let (store, disk, way_in) = (self.replica.store().clone(), Arc::clone(&self.disk), self.way_in.clone());
        let make = move || {
            let snapshot = Snapshot { last, membership, data: store.to_counted_bytes() };
            drop(store);
            let put = put_snapshot(&*disk, &snapshot);
            way_in.put(Input::Snapshot(put.map(|()| Arc::new(snapshot))));
        };
        match thread::Builder::new().name("snapshot".into()).spawn(make) {
            Ok(_) => (self.snapshot_since, self.begun_at) = (Some(Instant::now()), index),
            Err(error) => tracing::warn!(%error, "no thread for a snapshot"),
        }
    }

    fn on_snapshot(&mut self, snapshot: &Snapshot) -> Result<(), DiskFailed> {
        if let Some(since) = self.snapshot_since.take() {
            self.hands.metrics.snapshot_taken(since.elapsed());
        }
        let (applied, data) = (snapshot.last.index, Arc::clone(&snapshot.data));
        let cause = self.hands.last_applied;
        self.step(raft::Input::Compact { applied, data, keep: self.snapshots.keep }, cause)?;
        self.hands.applied_since_snapshot = self.replica.applied_since_snapshot();
        (self.appended_bytes, self.counts_from) = (0, self.hands.written);
        Ok(())
    }

    /// Forgets late requests, and asks the node once more for the reads that wait: the question to the leader, or its
    /// answer, may be lost. One question serves all, because a state that is ready for a read is ready for the reads
    /// before it.
    fn sweep(&mut self) -> Result<(), DiskFailed> {
        let now = Instant::now();
        if now < self.next_sweep {
            return Ok(());
        }
        self.next_sweep = now + SWEEP_EVERY;
        let late = self.hands.waiting.forget_late(now);
        self.hands.metrics.failed.inc_by(late as u64);
        self.hands.orders.retain(|_, reply| !reply.is_closed());
        self.hands.awaited.retain(|(_, reply)| !reply.is_closed());
        if !self.replica.pending_reads().is_empty() {
            let token = self.next_token();
            self.replica.read(self.clock.now(), [], token, EventId::default(), &mut self.hands)?;
        }
        Ok(())
    }

    fn publish(&mut self) {
        let now = self.stands();
        self.hands.metrics.pending.set(self.hands.waiting.len() as i64);
        let metrics: &Metrics = &self.hands.metrics;
        self.standing.send_if_modified(|standing| {
            let is_new = *standing != now;
            if is_new {
                metrics.stands(*standing, now);
                *standing = now;
            }
            is_new
        });
    }

    fn stands(&self) -> Standing {
        let node = self.replica.node();
        Standing {
            leader: node.leader(),
            leads: node.leading().is_some(),
            term: node.current_term(),
            commit_index: node.commit_index().0,
            last_applied: self.replica.last_applied().0,
        }
    }

    fn next_token(&mut self) -> RequestToken {
        self.last_token = RequestToken(self.last_token.0 + 1);
        self.last_token
    }

    /// The disk takes no more: its thread has said why before it ended.
    fn failed(&self, DiskFailed: DiskFailed) -> End {
        let said = |input| if let Input::DiskFailed(error) = input { Some(error) } else { None };
        let why = self.inbox.try_iter().find_map(said);
        End::Disk(why.unwrap_or_else(|| io::Error::other("the disk takes no more")))
    }
}

/// Whether an error means that the disk is full, or failing.
fn disk_state(error: &io::Error) -> DiskState {
    let full = [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded, io::ErrorKind::FileTooLarge];
    if full.contains(&error.kind()) { DiskState::Full } else { DiskState::Failing }
}

#[cfg(test)]
mod tests;
