//! One server without a clock: its replica, its disk, and what it promised. An act makes another server of it.

use crate::check::untimed::{Invariants, Promises, Sighting, look_at_node};
use crate::kv::{Command, Request, RequestId, SessionId};
use crate::raft::{
    Body, Canonical, Config, Event, Input, LocalTime, LogIndex, Message, Names, Node, NodeId, NodeSet, OrderAnswer,
    RequestToken, TimerRequest, Write, WriteSeq,
};
use crate::replica::{Answer, AppliedEntry, DiskFailed, Host, ReadMode, Replica, Timer};
use crate::sim::{Disk, Vote};
use std::sync::Arc;

/// The one instant of a search without a clock.
const NOW: LocalTime = LocalTime(0);

/// What all servers of a search have in common.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// The voters.
    pub voters: NodeSet,
    /// What they are told.
    pub config: Config,
    /// Whether an fsync is an act of its own. Otherwise a write is durable with the act that makes it.
    pub fsyncs: bool,
}

/// Something that happens to a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// A message reaches it.
    Receive(Message),
    /// Its election timer fires.
    Timeout,
    /// Its heartbeat timer fires.
    Beat,
    /// A client has it write; this is the number of the write in the run, from 1.
    Write(u8),
    /// Its fsync is done.
    Fsync,
    /// It crashes.
    Crash,
    /// It starts again.
    Restart,
}

/// The request of a write: the first client writes 1, the second 2.
pub fn request(write: u8) -> Request {
    let command = Command::Set { key: "x".into(), value: write.to_string().into() };
    Request { session: SessionId(write.into()), id: RequestId(1), command }
}

/// A server. It is down if it has no replica.
#[derive(Clone, Debug)]
pub struct Server {
    id: NodeId,
    replica: Option<Replica<()>>,
    disk: Disk,
    promises: Promises,
}

/// What became of an act.
#[derive(Clone, Debug)]
pub struct Acted {
    /// The server after it.
    pub server: Server,
    /// What it sent.
    pub sent: Vec<Message>,
    /// What it broke, as far as the server alone tells.
    pub broken: Invariants,
    /// What others may be concerned with, in order.
    pub sightings: Vec<Sighting>,
}

impl Server {
    /// A server that starts for the first time.
    pub fn first(id: NodeId, rules: &Rules) -> Server {
        let disk = Disk::default();
        let (replica, _) = Replica::recover(id, rules.voters, rules.config, disk.contents().clone(), NOW);
        Server { id, replica: Some(replica), disk, promises: Promises::default() }
    }

    /// Its node, if it is up.
    pub fn node(&self) -> Option<&Node> {
        self.replica.as_ref().map(Replica::node)
    }

    /// Its name.
    pub fn id(&self) -> NodeId {
        self.id
    }

    /// Its disk.
    pub fn disk(&self) -> &Disk {
        &self.disk
    }

    /// Whether it leads.
    pub fn leads(&self) -> bool {
        self.node().is_some_and(|node| node.leading().is_some())
    }

    /// The bytes of what matters of it, under other names.
    pub fn canonical(&self, names: &Names) -> Vec<u8> {
        let mut into = Canonical::new(names, self.disk.durable_write());
        into.flag(self.replica.is_some());
        into.node(Some(self.id));
        if let Some(replica) = &self.replica {
            replica.node().write_canonical(&mut into);
            into.number(replica.held().len() as u64);
            // What leaves together has no order.
            let mut held: Vec<Vec<u8>> = replica
                .held()
                .iter()
                .map(|held| {
                    let mut into = Canonical::new(names, self.disk.durable_write());
                    into.write_seq(held.after);
                    into.message(&held.message);
                    into.into_bytes()
                })
                .collect();
            held.sort();
            held.iter().for_each(|held| into.bytes(held));
        }
        into.durable(self.disk.contents());
        into.number(self.disk.covered_by_fsync() as u64);
        into.number(self.disk.pending().count() as u64);
        self.disk.pending().for_each(|write| into.write(write));
        self.promises.write_canonical(&mut into);
        into.into_bytes()
    }

    /// Lets something happen to it. None if that cannot happen, or does nothing by the rules of the search: a leader has
    /// no election timer, only a leader takes a write.
    pub fn act(&self, act: Act, rules: &Rules) -> Option<Acted> {
        let possible = match (&act, &self.replica) {
            (Act::Restart, replica) => replica.is_none(),
            (_, None) => false,
            (Act::Timeout, Some(_)) => !self.leads(),
            (Act::Beat | Act::Write(_), Some(_)) => self.leads(),
            (Act::Fsync, Some(_)) => 0 < self.disk.covered_by_fsync(),
            (Act::Receive(_) | Act::Crash, Some(_)) => true,
        };
        possible.then(|| {
            let mut stage =
                Stage { server: self.clone(), sent: Vec::new(), broken: Invariants::NONE, sightings: Vec::new() };
            stage.play(act, rules);
            let Stage { server, sent, broken, sightings } = stage;
            Acted { server, sent, broken, sightings }
        })
    }
}

/// A server while something happens to it.
struct Stage {
    server: Server,
    sent: Vec<Message>,
    broken: Invariants,
    sightings: Vec<Sighting>,
}

impl Stage {
    fn play(&mut self, act: Act, rules: &Rules) {
        match act {
            Act::Receive(message) => self.step(Input::Message(message)),
            Act::Timeout => self.step(Input::ElectionTimeout),
            Act::Beat => self.step(Input::HeartbeatTimeout),
            Act::Write(write) => self.with_replica(|replica, desk| {
                replica.serve(NOW, request(write), RequestToken(u64::from(write)), ReadMode::Log, (), desk)
            }),
            Act::Fsync => self.fsync(),
            Act::Crash => {
                self.server.replica = None;
                self.server.disk.crash(0);
            }
            Act::Restart => self.restart(rules),
        }
        while !rules.fsyncs && 0 < self.server.disk.covered_by_fsync() && self.server.replica.is_some() {
            self.fsync();
        }
    }

    fn step(&mut self, input: Input) {
        self.with_replica(|replica, desk| replica.step(NOW, input, (), desk));
    }

    fn restart(&mut self, rules: &Rules) {
        let disk = self.server.disk.contents().clone();
        let (replica, effects) = Replica::recover(self.server.id, rules.voters, rules.config, disk, NOW);
        self.note(self.server.promises.restart(self.server.id, replica.node().current_term()));
        self.server.replica = Some(replica);
        self.with_replica(|replica, desk| replica.begin(effects, (), desk));
    }

    /// The fsync under way is done, and the next begins if there is something to write.
    fn fsync(&mut self) {
        let Server { id, disk, .. } = &mut self.server;
        let (before, id) = (disk.log().clone(), *id);
        let Some((up_to, log_end)) = disk.synced() else { return };
        disk.start_fsync();
        let hard_state = disk.hard_state();
        let removes = (1..=before.last().index.0).any(|index| {
            let index = LogIndex(index);
            before.term_at(index) != self.server.disk.log().term_at(index)
        });
        self.server.promises.note_term(hard_state.current_term);
        if hard_state.voted_for == Some(id) {
            let vote = Vote { voter: id, term: hard_state.current_term, candidate: id };
            let broken = self.server.promises.give(vote);
            self.note(broken);
        }
        self.act_on_replica(removes, |replica, desk| replica.durable(NOW, up_to, log_end, (), desk));
    }

    fn note(&mut self, broken: Invariants) {
        self.broken = self.broken.union(broken);
    }

    fn with_replica(&mut self, act: impl FnOnce(&mut Replica<()>, &mut Desk<'_>) -> Result<(), DiskFailed>) {
        self.act_on_replica(false, act);
    }

    /// Has the replica do something, and looks at what became of it; `removes` says whether its disk just lost entries.
    fn act_on_replica(
        &mut self,
        removes: bool,
        act: impl FnOnce(&mut Replica<()>, &mut Desk<'_>) -> Result<(), DiskFailed>,
    ) {
        let Stage { server: Server { id, replica, disk, promises }, sent, .. } = self;
        let Some(replica) = replica else { return };
        let (before, first_sent) = (replica.node().clone(), sent.len());
        let mut desk = Desk { disk, sent, changed_from: None };
        if act(replica, &mut desk).is_err() {
            // A disk that is well takes every write.
            return;
        }
        let changed_from = desk.changed_from;
        let mut broken = Invariants::NONE;
        for message in &sent[first_sent..] {
            promises.note_term(message.term);
            if let Body::RequestVoteReply { granted: true } = message.body {
                broken = broken.union(promises.give(Vote { voter: *id, term: message.term, candidate: message.to }));
            }
        }
        let raft = replica.node();
        broken = broken.union(look_at_node(&before, raft, changed_from));
        let led = before.leading().map(|_| before.current_term());
        let elected = raft.leading().is_some() && led != Some(raft.current_term());
        if changed_from.is_some() || elected || before.commit_index() < raft.commit_index() || removes {
            self.sightings.push(Sighting {
                raft: raft.clone(),
                changed_from,
                elected,
                commit_before: before.commit_index(),
                durable: disk.log().clone(),
                removed: removes,
            });
        }
        self.note(broken);
    }
}

/// The host of a replica: it has a disk, and collects what is sent.
struct Desk<'a> {
    disk: &'a mut Disk,
    sent: &'a mut Vec<Message>,
    changed_from: Option<LogIndex>,
}

impl Host for Desk<'_> {
    type Mark = ();

    fn keeps_reports(&self) -> bool {
        false
    }

    fn decided(&mut self, _: &Event, (): (), _: Vec<()>) {}

    fn write(&mut self, write: Write, (): ()) -> Result<(), DiskFailed> {
        if let Some(change) = &write.log {
            self.changed_from = Some(self.changed_from.map_or(change.from, |from| from.min(change.from)));
        }
        self.disk.write(write);
        Ok(())
    }

    fn is_durable(&self, write: WriteSeq) -> bool {
        self.disk.is_durable(write)
    }

    fn send(&mut self, message: Message, (): (), _: Option<()>) {
        self.sent.push(message);
    }

    fn set_timer(&mut self, _: Timer, _: TimerRequest, (): ()) {}

    fn decode(&mut self, command: &Arc<[u8]>) -> Option<Request> {
        Request::decode(command)
    }

    fn applied(&mut self, _: AppliedEntry<'_>, (): ()) {}

    fn caught_up(&mut self, _: u64) {}

    fn committed(&mut self, _: &Node, (): ()) {}

    fn answer(&mut self, _: SessionId, _: RequestId, _: Answer, (): ()) {}

    fn order(&mut self, _: RequestToken, _: OrderAnswer, (): ()) {}
}
