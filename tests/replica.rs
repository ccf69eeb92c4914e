//! A server without the world: what a host has to do for a replica, and that nothing of it needs a virtual clock. The host
//! here keeps the disk as bytes, as a real one does, and nobody asks it why.

#![cfg(not(target_arch = "wasm32"))]

use raftarium::kv::{Command, Outcome, Request, RequestId, SessionId};
use raftarium::raft::{
    Config, Durable, Event, Input, LocalTime, Message, Node, NodeId, NodeSet, OrderAnswer, RequestToken, TimerRequest,
    Write, WriteSeq,
};
use raftarium::replica::{Answer, AppliedEntry, DiskFailed, Host, ReadMode, Replica, Timer, record};
use std::sync::Arc;

const CLIENT: SessionId = SessionId(1);

/// A host with a disk of bytes.
#[derive(Default)]
struct Machine {
    disk: Vec<u8>,
    is_full: bool,
    written: WriteSeq,
    durable: WriteSeq,
    sent: Vec<Message>,
    answers: Vec<(RequestId, Answer)>,
    has_election_timer: bool,
}

impl Host for Machine {
    type Mark = ();

    fn keeps_reports(&self) -> bool {
        false
    }

    fn decided(&mut self, _: &Event, (): (), because: Vec<()>) {
        assert!(because.is_empty(), "nobody asked what it rests on");
    }

    fn write(&mut self, write: Write, (): ()) -> Result<(), DiskFailed> {
        if self.is_full {
            return Err(DiskFailed);
        }
        self.written = write.seq;
        self.disk.extend(record::encode(&write));
        Ok(())
    }

    fn is_durable(&self, write: WriteSeq) -> bool {
        write <= self.durable
    }

    fn send(&mut self, message: Message, (): (), _: Option<()>) {
        self.sent.push(message);
    }

    fn set_timer(&mut self, timer: Timer, request: TimerRequest, (): ()) {
        if timer == Timer::Election {
            self.has_election_timer = matches!(request, TimerRequest::Arm(_));
        }
    }

    fn decode(&mut self, command: &Arc<[u8]>) -> Option<Request> {
        Request::decode(command)
    }

    fn applied(&mut self, _: AppliedEntry<'_>, (): ()) {}

    fn caught_up(&mut self, _: u64) {}

    fn committed(&mut self, _: &Node, (): ()) {}

    fn answer(&mut self, client: SessionId, request: RequestId, answer: Answer, (): ()) {
        assert_eq!(client, CLIENT);
        self.answers.push((request, answer));
    }

    fn order(&mut self, _: RequestToken, _: OrderAnswer, (): ()) {}
}

/// A server and its machine.
struct Server {
    replica: Replica<()>,
    machine: Machine,
    now: LocalTime,
    requests: u64,
}

impl Server {
    /// A server of a cluster of so many, that starts from the bytes of a disk.
    fn started(nodes: usize, disk: Vec<u8>) -> Server {
        let mut contents = Durable::default();
        let tail = record::replay(&disk, &mut contents);
        let kept = disk.len() - tail.discarded;
        let id = NodeId::new(1).unwrap();
        let (replica, effects) = Replica::recover(id, NodeSet::first(nodes), Config::DEFAULT, contents, LocalTime(0));
        let machine = Machine { disk: disk[..kept].to_vec(), ..Machine::default() };
        let mut server = Server { replica, machine, now: LocalTime(0), requests: 0 };
        server.replica.begin(effects, (), &mut server.machine).unwrap();
        assert!(server.machine.has_election_timer);
        server
    }

    fn times_out(&mut self) -> Result<(), DiskFailed> {
        self.now = self.now.after(300_000);
        self.replica.step(self.now, Input::ElectionTimeout, (), &mut self.machine)
    }

    /// The disk has done all that it was asked to.
    fn sync(&mut self) {
        while self.machine.durable < self.machine.written {
            self.machine.durable = self.machine.written;
            let log_end = self.replica.node().log().last();
            let (now, up_to) = (self.now, self.machine.durable);
            self.replica.durable(now, up_to, log_end, (), &mut self.machine).unwrap();
        }
    }

    fn ask(&mut self, command: Command) {
        self.requests += 1;
        let request = Request { session: CLIENT, id: RequestId(self.requests), command };
        let token = RequestToken(self.requests);
        self.replica.serve(self.now, request, token, ReadMode::ReadIndex, (), &mut self.machine).unwrap();
    }

    fn last_answer(&self) -> Option<&(RequestId, Answer)> {
        self.machine.answers.last()
    }
}

fn set(value: &str) -> Command {
    Command::Set { key: "x".into(), value: value.into() }
}

fn get() -> Command {
    Command::Get { key: "x".into() }
}

/// §5.3: a command is answered once its entry is committed, and it counts on this disk only when it is durable.
#[test]
fn a_server_alone_answers_when_its_disk_has_the_command() {
    let mut server = Server::started(1, Vec::new());
    server.times_out().unwrap();
    assert!(server.replica.node().leading().is_none(), "its vote for itself is not durable");
    server.sync();
    assert!(server.replica.node().leading().is_some());
    server.ask(set("1"));
    assert_eq!(server.last_answer(), None, "the entry is not durable");
    server.sync();
    assert_eq!(server.last_answer(), Some(&(RequestId(1), Answer::Done(Outcome::Ok))));
    server.ask(get());
    assert_eq!(server.last_answer(), Some(&(RequestId(2), Answer::Done(Outcome::Value("1".into())))));
}

/// §5: term, vote and log survive a crash, and a record that was cut short does not count.
#[test]
fn a_restart_reads_the_whole_records_of_the_disk() {
    let mut server = Server::started(1, Vec::new());
    server.times_out().unwrap();
    server.sync();
    server.ask(set("1"));
    server.sync();
    let mut disk = server.machine.disk.clone();
    let whole = disk.len();
    server.ask(set("2"));
    disk.extend_from_slice(&server.machine.disk[whole..server.machine.disk.len() - 1]);

    let mut restarted = Server::started(1, disk);
    assert_eq!(restarted.machine.disk.len(), whole, "the torn record is discarded");
    assert_eq!(restarted.replica.node().current_term(), server.replica.node().current_term());
    restarted.times_out().unwrap();
    restarted.sync();
    restarted.ask(get());
    assert_eq!(restarted.last_answer(), Some(&(RequestId(1), Answer::Done(Outcome::Value("1".into())))));
}

/// §5.2: a vote is asked for once the candidate's own term and vote are durable; what waits leaves with the disk's word.
#[test]
fn a_message_waits_for_the_write_that_it_rests_on() {
    let mut server = Server::started(3, Vec::new());
    server.times_out().unwrap();
    assert!(server.machine.sent.is_empty());
    assert_eq!(server.replica.held().len(), 2);
    server.sync();
    assert_eq!(server.machine.sent.len(), 2);
    assert!(server.replica.held().is_empty());
    server.ask(set("1"));
    assert_eq!(server.last_answer(), Some(&(RequestId(1), Answer::NotLeader(None))));
}

#[test]
fn a_disk_that_takes_no_more_stops_the_server_before_it_sends() {
    let mut server = Server::started(3, Vec::new());
    server.machine.is_full = true;
    assert_eq!(server.times_out(), Err(DiskFailed));
    assert!(server.machine.sent.is_empty() && server.replica.held().is_empty());
}
