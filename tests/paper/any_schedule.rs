//! Any schedule of an honest cluster: messages in any order, lost or doubled, disks that lag, crashes, snapshots. What must
//! hold of each leader's view of each peer holds at every step, and when all is well again everyone agrees.

use super::harness::*;
use proptest::collection::vec;
use proptest::prelude::*;
use raftarium::raft::{
    Config, HardState, Input, Log, LogEntry, LogIndex, Message, Mode, Outgoing, Payload, ReadAnswer, RequestToken, Term,
};
use std::collections::BTreeMap;

const SERVERS: usize = 3;
/// Messages under way at once; the oldest are lost beyond that.
const WIRE_MAX: usize = 60;

#[derive(Clone, Debug)]
enum Act {
    /// Messages and servers are named by numbers, taken modulo how many there are.
    Deliver(usize),
    Duplicate(usize),
    Lose(usize),
    TimeOut(usize),
    Beat(usize),
    Propose(usize),
    Read(usize),
    Sync(usize),
    Crash(usize),
    Compact(usize),
}

fn acts() -> impl Strategy<Value = Act> {
    let which = 0..WIRE_MAX;
    // Mostly the oldest messages and the first server, so that something comes of what was begun.
    let server = || prop_oneof![3 => Just(0_usize), 2 => 0..SERVERS];
    prop_oneof![
        30 => (0..4_usize).prop_map(Act::Deliver),
        10 => which.clone().prop_map(Act::Deliver),
        3 => which.clone().prop_map(Act::Duplicate),
        3 => which.prop_map(Act::Lose),
        2 => server().prop_map(Act::TimeOut),
        6 => server().prop_map(Act::Beat),
        6 => server().prop_map(Act::Propose),
        4 => server().prop_map(Act::Read),
        16 => (0..SERVERS).prop_map(Act::Sync),
        1 => (0..SERVERS).prop_map(Act::Crash),
        2 => server().prop_map(Act::Compact),
    ]
}

/// The cluster, and what was ever true of it.
struct Schedule {
    /// Whether each leader's view of its peers is looked at.
    looks_at_progress: bool,
    servers: Vec<Bench>,
    config: Config,
    held: Vec<Vec<Outgoing>>,
    wire: Vec<Message>,
    leaders: BTreeMap<Term, usize>,
    committed: Vec<LogEntry>,
    /// Where each server's commit index stood.
    commit_seen: Vec<u64>,
    /// How much was committed when a read was asked.
    reads: BTreeMap<RequestToken, usize>,
    names: u64,
}

impl Schedule {
    fn of(config: Config, looks_at_progress: bool) -> Schedule {
        let server = |id| Bench::on_disk(id, SERVERS, config, HardState::default(), Log::default());
        Schedule {
            looks_at_progress,
            servers: (1..=SERVERS).map(server).collect(),
            config,
            held: vec![Vec::new(); SERVERS],
            wire: Vec::new(),
            leaders: BTreeMap::new(),
            committed: Vec::new(),
            commit_seen: vec![0; SERVERS],
            reads: BTreeMap::new(),
            names: 0,
        }
    }

    fn act(&mut self, act: Act) {
        let message = |which: usize, wire: &[Message]| (!wire.is_empty()).then(|| which % wire.len());
        match act {
            Act::Deliver(which) => {
                let Some(place) = message(which, &self.wire) else { return };
                let message = self.wire.remove(place);
                self.step(message.to.slot(), Input::Message(message));
            }
            Act::Duplicate(which) => {
                let Some(place) = message(which, &self.wire) else { return };
                let copy = self.wire[place].clone();
                self.wire.push(copy);
            }
            Act::Lose(which) => {
                let Some(place) = message(which, &self.wire) else { return };
                self.wire.remove(place);
            }
            Act::TimeOut(server) => self.step(server, Input::ElectionTimeout),
            Act::Beat(server) => self.step(server, Input::HeartbeatTimeout),
            Act::Propose(server) => {
                let payload = Payload::Command(self.name().to_le_bytes().into());
                self.step(server, Input::Propose { payload, request: PROPOSED });
            }
            Act::Read(server) => {
                let request = RequestToken(self.name());
                self.reads.insert(request, self.committed.len());
                self.step(server, Input::Read { request });
            }
            Act::Sync(server) => {
                let effects = self.servers[server].sync();
                self.carry_out(server, effects);
            }
            Act::Crash(server) => {
                self.servers[server] = self.servers[server].restarted();
                self.held[server].clear();
                self.commit_seen[server] = 0;
            }
            Act::Compact(server) => {
                let applied = LogIndex(self.servers[server].commit_index());
                // As a state machine: the same for all servers that applied the same.
                let data = applied.0.to_le_bytes().into();
                self.step(server, Input::Compact { applied, data, keep: applied.0 % 3 });
            }
        }
    }

    fn name(&mut self) -> u64 {
        self.names += 1;
        self.names
    }

    fn step(&mut self, server: usize, input: Input) {
        let effects = self.servers[server].step(input);
        self.carry_out(server, effects);
    }

    fn carry_out(&mut self, server: usize, effects: Told) {
        self.held[server].extend(effects.messages);
        let synced = self.servers[server].synced();
        let (ready, waiting): (Vec<Outgoing>, Vec<Outgoing>) =
            self.held[server].drain(..).partition(|outgoing| outgoing.after <= synced);
        self.held[server] = waiting;
        self.wire.extend(ready.into_iter().map(|outgoing| outgoing.message));
        let excess = self.wire.len().saturating_sub(WIRE_MAX);
        self.wire.drain(..excess);
        for (request, answer) in effects.reads {
            if let ReadAnswer::Ready(index) = answer {
                assert!(self.reads[&request] as u64 <= index.0, "a read sees all that was committed when it came");
            }
        }
        self.look_at_commits(server);
        self.look_at_leader(server);
    }

    fn look_at_commits(&mut self, server: usize) {
        let log = self.servers[server].node.log();
        let commit_index = self.servers[server].commit_index();
        assert!(self.commit_seen[server] <= commit_index, "a commit index never falls");
        let base = log.base();
        let is_known = |known: &LogEntry| known.term == base.term;
        assert!(base.index.0 == 0 || self.committed.get(base.index.0 as usize - 1).is_some_and(is_known), "{base:?}");
        for index in self.commit_seen[server].max(base.index.0) + 1..=commit_index {
            let entry = log.get(LogIndex(index)).expect("what is committed is there");
            match self.committed.get(index as usize - 1) {
                Some(known) => assert_eq!(known, entry, "state machine safety"),
                None => self.committed.push(entry.clone()),
            }
        }
        self.commit_seen[server] = commit_index;
    }

    fn look_at_leader(&mut self, server: usize) {
        let bench = &self.servers[server];
        let Some(leader) = bench.node.leading() else { return };
        let known = *self.leaders.entry(bench.node.current_term()).or_insert(server);
        assert_eq!(known, server, "election safety");
        if !self.looks_at_progress {
            return;
        }
        let last_index = bench.node.log().last().index;
        for peer in (1..=SERVERS).filter(|peer| peer - 1 != server) {
            let progress = leader.progress(n(peer));
            assert!(progress.match_index <= last_index, "{progress:?}");
            assert!(progress.next_index <= last_index.next(), "{progress:?}");
            assert!(progress.in_flight.len() <= self.config.max_inflight);
            let ends: Vec<LogIndex> = progress.in_flight.iter().map(|sent| sent.last_index).collect();
            assert!(ends.is_sorted(), "{progress:?}");
            assert!(ends.iter().all(|end| progress.match_index < *end), "{progress:?}");
            match progress.mode {
                Mode::Probe => {
                    assert!(ends.len() <= 1, "{progress:?}");
                    let waits = !ends.is_empty() || last_index < progress.next_index;
                    assert!(waits, "what can be sent is sent: {progress:?}");
                }
                Mode::Replicate => {
                    let sent_up_to = ends.last().copied().unwrap_or(progress.match_index);
                    assert_eq!(progress.next_index, sent_up_to.next(), "no gap is left: {progress:?}");
                }
                Mode::Snapshot => assert!(progress.sending.is_some() && ends.is_empty(), "{progress:?}"),
            }
        }
    }

    /// From now on every message arrives, in order, and every disk is done at once.
    fn come_to_rest(&mut self) {
        for _ in 0..100 * WIRE_MAX {
            for server in 0..SERVERS {
                let effects = self.servers[server].sync();
                self.carry_out(server, effects);
            }
            if self.wire.is_empty() {
                return;
            }
            self.act(Act::Deliver(0));
        }
        panic!("the cluster never comes to rest");
    }

    /// With no further fault, elections and heartbeats bring everyone together.
    fn agrees_in_the_end(&mut self) {
        self.come_to_rest();
        for server in (0..SERVERS).cycle().take(3 * SERVERS) {
            self.step(server, Input::ElectionTimeout);
            self.come_to_rest();
            for _ in 0..4 {
                for server in 0..SERVERS {
                    self.step(server, Input::HeartbeatTimeout);
                }
                self.come_to_rest();
            }
            // What is committed was compared entry by entry, whether it is compacted here or not.
            let last = self.servers[0].node.log().last();
            let same = |other: &Bench| other.node.log().last() == last && other.commit_index() == last.index.0;
            if self.servers.iter().all(same) && 0 < last.index.0 {
                return;
            }
        }
        panic!("{:?}", self.servers.iter().map(|bench| (bench.terms(), bench.commit_index())).collect::<Vec<_>>());
    }
}

fn run(max_entries: usize, max_inflight: usize, schedule: Vec<Act>, looks_at_progress: bool) {
    let mut cluster = Schedule::of(Config { max_entries, max_inflight, ..CONFIG }, looks_at_progress);
    for act in schedule {
        cluster.act(act);
    }
    cluster.agrees_in_the_end();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_schedule_is_safe_and_ends_in_agreement(
        max_entries in 1..4_usize, max_inflight in 1..4_usize, schedule in vec(acts(), 0..400),
    ) {
        run(max_entries, max_inflight, schedule, false);
    }

    #[test]
    fn a_leaders_view_of_its_peers_is_whole_in_any_schedule(
        max_entries in 1..4_usize, max_inflight in 1..4_usize, schedule in vec(acts(), 0..400),
    ) {
        run(max_entries, max_inflight, schedule, true);
    }
}
