//! An enumeration of all states as one would write it first: whole clusters, cloned for each move, and compared by all that
//! they hold. It shares nothing with the search but the core, the replica and the disk.

use raftarium::explore::exhaust::Bounds;
use raftarium::kv::{Command, Request, RequestId, SessionId};
use raftarium::raft::{
    Body, Config, Event, Input, LocalTime, LogIndex, Message, Node, NodeId, NodeSet, OrderAnswer, Payload,
    RequestToken, Role, Term, TimerRequest, Write, WriteSeq,
};
use raftarium::replica::{Answer, AppliedEntry, DiskFailed, Host, ReadMode, Replica, Timer};
use raftarium::sim::Disk;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const NOW: LocalTime = LocalTime(0);

/// A server, and what it promised: the highest term that it sent or had durable, and its last vote.
#[derive(Clone)]
struct Server {
    id: NodeId,
    replica: Option<Replica<()>>,
    disk: Disk,
    promised: Term,
    vote: Option<(Term, NodeId)>,
}

/// A cluster, what is left of the bounds, and the past that the invariants ask for.
#[derive(Clone)]
struct Cluster {
    servers: Vec<Server>,
    messages: Vec<Message>,
    left: Bounds,
    writes: u8,
    leaders: BTreeMap<Term, NodeId>,
    committed: Vec<(Term, Term, Payload)>,
    entries: BTreeMap<(LogIndex, Term), (Term, Payload)>,
}

#[derive(Default)]
struct Desk {
    writes: Vec<Write>,
    durable: WriteSeq,
    sent: Vec<Message>,
}

impl Host for Desk {
    type Mark = ();
    fn keeps_reports(&self) -> bool {
        false
    }
    fn decided(&mut self, _: &Event, (): (), _: Vec<()>) {}
    fn write(&mut self, write: Write, (): ()) -> Result<(), DiskFailed> {
        self.writes.push(write);
        Ok(())
    }
    fn is_durable(&self, write: WriteSeq) -> bool {
        write <= self.durable
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

impl Cluster {
    fn new(nodes: usize, config: Config, left: Bounds) -> Cluster {
        let voters = NodeSet::first(nodes);
        let server = |id| {
            let (replica, _) = Replica::recover(id, voters, config, Disk::default().contents().clone(), NOW);
            Server { id, replica: Some(replica), disk: Disk::default(), promised: Term(0), vote: None }
        };
        Cluster {
            servers: voters.iter().map(server).collect(),
            messages: Vec::new(),
            left,
            writes: 0,
            leaders: BTreeMap::new(),
            committed: Vec::new(),
            entries: BTreeMap::new(),
        }
    }

    /// Has a replica do something; then its disk works, if fsyncs are no steps.
    fn on(&mut self, slot: usize, act: impl FnOnce(&mut Replica<()>, &mut Desk) -> Result<(), DiskFailed>) {
        self.one(slot, act);
        while !self.left.fsyncs && 0 < self.servers[slot].disk.covered_by_fsync() {
            self.fsync(slot);
        }
    }

    fn one(&mut self, slot: usize, act: impl FnOnce(&mut Replica<()>, &mut Desk) -> Result<(), DiskFailed>) {
        let Server { id, replica, disk, promised, vote } = &mut self.servers[slot];
        let Some(replica) = replica else { return };
        let committed = replica.node().commit_index();
        let mut desk = Desk { durable: disk.durable_write(), ..Desk::default() };
        act(replica, &mut desk).expect("no disk fails");
        for write in desk.writes {
            disk.write(write);
        }
        for message in &desk.sent {
            *promised = message.term.max(*promised);
            if let Body::RequestVoteReply { granted: true } = message.body {
                *vote = Some((message.term, message.to));
            }
        }
        self.messages.extend(desk.sent);
        let node = replica.node();
        if node.leading().is_some() {
            self.leaders.insert(node.current_term(), *id);
        }
        for index in 1..=node.log().last().index.0 {
            let entry = node.log().get(LogIndex(index)).expect("nothing is compacted");
            let before = node.log().term_at(LogIndex(index - 1)).expect("nothing is compacted");
            self.entries.insert((LogIndex(index), entry.term), (before, entry.payload.clone()));
            if committed.0 < index && index <= node.commit_index().0 && self.committed.len() as u64 + 1 == index {
                self.committed.push((entry.term, node.current_term(), entry.payload.clone()));
            }
        }
    }

    fn fsync(&mut self, slot: usize) {
        let Server { id, disk, promised, vote, .. } = &mut self.servers[slot];
        let (up_to, log_end) = disk.synced().expect("an fsync is under way");
        disk.start_fsync();
        let hard_state = disk.hard_state();
        *promised = hard_state.current_term.max(*promised);
        if hard_state.voted_for == Some(*id) {
            *vote = Some((hard_state.current_term, *id));
        }
        self.one(slot, |replica, desk| replica.durable(NOW, up_to, log_end, (), desk));
    }

    fn write(&mut self, slot: usize) {
        self.writes += 1;
        let command = Command::Set { key: "x".into(), value: self.writes.to_string().into() };
        let request = Request { session: SessionId(self.writes.into()), id: RequestId(1), command };
        let token = RequestToken(self.writes.into());
        self.on(slot, |replica, desk| replica.serve(NOW, request, token, ReadMode::Log, (), desk));
    }

    fn restart(&mut self, slot: usize, config: Config) {
        let voters = NodeSet::first(self.servers.len());
        let Server { id, replica, disk, .. } = &mut self.servers[slot];
        let (started, effects) = Replica::recover(*id, voters, config, disk.contents().clone(), NOW);
        *replica = Some(started);
        self.on(slot, |replica, desk| replica.begin(effects, (), desk));
    }

    /// Every cluster that one move leads to.
    fn next(&self, config: Config) -> Vec<Cluster> {
        let mut all = Vec::new();
        let mut add = |change: &dyn Fn(&mut Cluster)| {
            let mut next = self.clone();
            change(&mut next);
            all.push(next);
        };
        for (place, message) in self.messages.iter().enumerate() {
            let slot = message.to.slot();
            let receive = |cluster: &mut Cluster| {
                let input = Input::Message(message.clone());
                cluster.on(slot, |replica, desk| replica.step(NOW, input, (), desk));
            };
            if self.servers[slot].replica.is_some() {
                add(&|cluster| {
                    cluster.messages.remove(place);
                    receive(cluster);
                });
                if 0 < self.left.duplicates {
                    add(&|cluster| {
                        cluster.left.duplicates -= 1;
                        receive(cluster);
                    });
                }
            }
            if 0 < self.left.drops {
                add(&|cluster| {
                    cluster.left.drops -= 1;
                    cluster.messages.remove(place);
                });
            }
        }
        for (slot, server) in self.servers.iter().enumerate() {
            let Some(replica) = &server.replica else {
                add(&|cluster| cluster.restart(slot, config));
                continue;
            };
            let leads = replica.node().leading().is_some();
            if !leads && 0 < self.left.elections {
                add(&|cluster| {
                    cluster.left.elections -= 1;
                    cluster.on(slot, |replica, desk| replica.step(NOW, Input::ElectionTimeout, (), desk));
                });
            }
            if leads && 0 < self.left.beats {
                add(&|cluster| {
                    cluster.left.beats -= 1;
                    cluster.on(slot, |replica, desk| replica.step(NOW, Input::HeartbeatTimeout, (), desk));
                });
            }
            if leads && 0 < self.left.writes {
                add(&|cluster| {
                    cluster.left.writes -= 1;
                    cluster.write(slot);
                });
            }
            if self.left.fsyncs && 0 < server.disk.covered_by_fsync() {
                add(&|cluster| cluster.fsync(slot));
            }
            if 0 < self.left.crashes {
                add(&|cluster| {
                    cluster.left.crashes -= 1;
                    cluster.servers[slot].replica = None;
                    cluster.servers[slot].disk.crash(0);
                });
            }
        }
        all
    }

    /// All that it holds, down to the last counter.
    fn whole(&self) -> Vec<u8> {
        let servers: Vec<_> = self.servers.iter().map(|it| (&it.replica, &it.disk, it.promised, it.vote)).collect();
        let mut messages: Vec<Vec<u8>> =
            self.messages.iter().map(|message| postcard::to_allocvec(message).unwrap()).collect();
        messages.sort();
        let past = (&self.leaders, &self.committed, self.entries.iter().collect::<Vec<_>>());
        let mut bytes = postcard::to_allocvec(&(servers, messages, past)).unwrap();
        bytes.extend(format!("{:?}", self.left).bytes());
        bytes
    }

    /// What matters of it, under other names: told by what anyone can ask of a node.
    fn essence(&self, names: &[usize]) -> String {
        let name = |node: NodeId| names[node.slot()];
        let names_of = |nodes: NodeSet| nodes.iter().map(name).collect::<BTreeSet<usize>>();
        let mut servers: Vec<String> =
            self.servers.iter().map(|server| server_essence(server, &name, &names_of)).collect();
        servers.sort();
        let mut messages: Vec<String> = self.messages.iter().map(|message| message_essence(message, &name)).collect();
        messages.sort();
        let leaders: Vec<(Term, usize)> = self.leaders.iter().map(|(term, node)| (*term, name(*node))).collect();
        format!("{servers:?} {messages:?} {:?} {leaders:?} {:?} {:?}", self.left, self.committed, self.entries)
    }
}

fn server_essence(
    server: &Server,
    name: &dyn Fn(NodeId) -> usize,
    names_of: &dyn Fn(NodeSet) -> BTreeSet<usize>,
) -> String {
    let Server { id, replica, disk, promised, vote } = server;
    let node = replica.as_ref().map(|replica| {
        let node = replica.node();
        let role = match node.role() {
            Role::Follower(follower) => format!("follows {:?}", follower.leader.map(name)),
            Role::Candidate(candidate) => format!("stands {:?}", names_of(candidate.votes.granted)),
            Role::PreCandidate(_) => panic!("there is no pre-vote"),
            Role::Leader(leader) => {
                let progress = node.membership().members().iter().map(|peer| {
                    let known = leader.progress(peer);
                    let at = (known.next_index, known.match_index, known.mode, known.matched_in);
                    (name(peer), format!("{at:?} {:?}", known.in_flight))
                });
                format!("leads {:?} {:?}", leader.round(), progress.collect::<BTreeMap<usize, String>>())
            }
        };
        let held: BTreeSet<String> = replica.held().iter().map(|held| message_essence(&held.message, name)).collect();
        let voted_for = node.voted_for().map(name);
        let log: Vec<_> = node.log().iter().collect();
        format!("{:?} {voted_for:?} {log:?} {:?} {role} {held:?}", node.current_term(), node.commit_index())
    });
    let hard_state = disk.hard_state();
    let durable = (hard_state.current_term, hard_state.voted_for.map(name), disk.log().iter().collect::<Vec<_>>());
    let pending: Vec<_> = disk
        .pending()
        .map(|write| (write.hard_state.map(|it| (it.current_term, it.voted_for.map(name))), &write.log))
        .collect();
    let promises = (promised, vote.map(|(term, candidate)| (term, name(candidate))));
    format!("{} {node:?} {durable:?} {pending:?} {} {promises:?}", name(*id), disk.covered_by_fsync())
}

fn message_essence(Message { from, to, term, body }: &Message, name: &dyn Fn(NodeId) -> usize) -> String {
    // No reading of a clock: the clock stands at 0.
    format!("{} {} {term:?} {body:?}", name(*from), name(*to))
}

/// All permutations of 1 … `count`.
fn permutations(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let longer = |shorter: Vec<usize>| {
        (0..count).map(move |place| {
            let mut names = shorter.clone();
            names.insert(place, count);
            names
        })
    };
    permutations(count - 1).into_iter().flat_map(longer).collect()
}

/// How many states are first reached in so many steps.
#[derive(Debug, PartialEq, Eq, Default)]
pub struct Counts {
    /// States that differ in anything at all.
    pub whole: Vec<u64>,
    /// States that differ in something that matters.
    pub essence: Vec<u64>,
    /// The same, where names do not matter.
    pub nameless: Vec<u64>,
}

/// Counts the states of a cluster, up to a depth. No two states that differ in anything are taken for one on the way.
pub fn count(nodes: usize, config: Config, bounds: Bounds) -> Counts {
    let all_names = permutations(nodes);
    let own: Vec<usize> = (1..=nodes).collect();
    let (mut whole, mut essence, mut nameless) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut counts = Counts::default();
    let mut level = vec![Cluster::new(nodes, config, bounds)];
    for depth in 0..=bounds.depth {
        let before = (whole.len(), essence.len(), nameless.len());
        level.retain(|cluster| whole.insert(cluster.whole()));
        for cluster in &level {
            if essence.insert(cluster.essence(&own)) {
                nameless.insert(all_names.iter().map(|names| cluster.essence(names)).min());
            }
        }
        counts.whole.push((whole.len() - before.0) as u64);
        counts.essence.push((essence.len() - before.1) as u64);
        counts.nameless.push((nameless.len() - before.2) as u64);
        if depth < bounds.depth {
            level = level.iter().flat_map(|cluster| cluster.next(config)).collect();
        }
    }
    counts
}
