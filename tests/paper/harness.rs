//! A bench for one node, and an instant network for several.

use raftarium::raft::{
    AppendAnswer, AppendEntries, Body, Caused, Config, Durable, Effects, Event, HardState, Input, LocalTime, Log,
    LogEntry, LogIndex, LogPosition, Message, Node, NodeId, NodeSet, OrderAnswer, Outgoing, Payload, Progress,
    Proposal, ReadAnswer, Reply, RequestToken, Role, Round, Snapshot, Term, TimerRequest, Write, WriteSeq,
};
use std::collections::VecDeque;
use std::sync::Arc;

/// The configuration of every bench that does not say otherwise.
pub const CONFIG: Config = Config::DEFAULT;

pub fn n(number: usize) -> NodeId {
    NodeId::new(number).expect("tests name nodes n1 to n9")
}

pub fn at(term: u64, index: u64) -> LogPosition {
    LogPosition { term: Term(term), index: LogIndex(index) }
}

/// An entry; what it holds follows from its term, so that equal positions hold equal entries.
pub fn entry(term: u64) -> LogEntry {
    LogEntry { term: Term(term), payload: Payload::Command(term.to_string().as_bytes().into()) }
}

pub fn entries(terms: &[u64]) -> Vec<LogEntry> {
    terms.iter().map(|term| entry(*term)).collect()
}

pub fn log(terms: &[u64]) -> Log {
    let mut log = Log::default();
    for term in terms {
        log.push(entry(*term));
    }
    log
}

pub fn terms(log: &Log) -> Vec<u64> {
    log.iter().map(|entry| entry.term.0).collect()
}

/// Figure 2, RequestVote.
pub fn request_vote(last: LogPosition) -> Body {
    Body::RequestVote { last, by_transfer: false }
}

pub fn vote(granted: bool) -> Body {
    Body::RequestVoteReply { granted }
}

/// Figure 2, AppendEntries, in a leader's first round.
pub fn append(prev: LogPosition, terms: &[u64], leader_commit: u64) -> Body {
    append_in(Round { beat: 1, read: 0 }, prev, terms, leader_commit)
}

pub fn append_in(round: Round, prev: LogPosition, terms: &[u64], leader_commit: u64) -> Body {
    let entries = entries(terms);
    Body::AppendEntries(AppendEntries {
        round,
        sent_at: LocalTime(0),
        prev,
        entries,
        leader_commit: LogIndex(leader_commit),
    })
}

pub fn beat(beat: u64) -> Round {
    Round { beat, read: 0 }
}

/// "I have everything up to this index", in answer to a round.
pub fn accepted(round: Round, match_index: u64) -> Body {
    let answer = AppendAnswer::Accepted { match_index: LogIndex(match_index) };
    Body::AppendEntriesReply { round, sent_at: LocalTime(0), answer }
}

/// "I have nothing at this prevLogIndex: my log ends before `end`", in answer to a round.
pub fn too_short(round: Round, prev_index: u64, end: u64) -> Body {
    let conflict = raftarium::raft::Conflict::TooShort { end: LogIndex(end) };
    let answer = AppendAnswer::Rejected { prev_index: LogIndex(prev_index), conflict };
    Body::AppendEntriesReply { round, sent_at: LocalTime(0), answer }
}

/// "At this prevLogIndex I have an entry of this term, which begins there", in answer to a round.
pub fn other_term(round: Round, prev_index: u64, term: u64, first_index: u64) -> Body {
    let conflict = raftarium::raft::Conflict::OtherTerm { term: Term(term), first_index: LogIndex(first_index) };
    let answer = AppendAnswer::Rejected { prev_index: LogIndex(prev_index), conflict };
    Body::AppendEntriesReply { round, sent_at: LocalTime(0), answer }
}

/// The name of every proposal: its answer comes in the same step.
pub const PROPOSED: RequestToken = RequestToken(0);

pub fn propose(entry: LogEntry) -> Input {
    Input::Propose { payload: entry.payload, request: PROPOSED }
}

/// What a step asks for, without the causes (`causes.rs` is about those), and its replies sorted by what they answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    pub events: Vec<Event>,
    pub write: Option<Write>,
    pub messages: Vec<Outgoing>,
    pub election_timer: Option<TimerRequest>,
    pub heartbeat_timer: Option<TimerRequest>,
    pub install: Option<Arc<Snapshot>>,
    pub committed: Option<LogIndex>,
    pub proposal: Option<Proposal>,
    pub orders: Vec<(RequestToken, OrderAnswer)>,
    pub reads: Vec<(RequestToken, ReadAnswer)>,
}

impl From<Effects> for Told {
    fn from(effects: Effects) -> Told {
        fn what<T>(caused: Caused<T>) -> T {
            caused.what
        }
        let mut told = Told {
            events: effects.events.into_iter().map(what).collect(),
            write: effects.write.map(what),
            messages: effects.messages.into_iter().map(what).collect(),
            election_timer: effects.election_timer.map(what),
            heartbeat_timer: effects.heartbeat_timer.map(what),
            install: effects.install.map(what),
            committed: effects.committed.map(what),
            ..Told::default()
        };
        for (request, reply) in effects.replies.into_iter().map(what) {
            match reply {
                Reply::Proposal(answer) => assert_eq!(told.proposal.replace(answer), None, "one proposal a step"),
                Reply::Read(answer) => told.reads.push((request, answer)),
                Reply::Order(answer) => told.orders.push((request, answer)),
            }
        }
        told
    }
}

/// One node on a bench: a test says what goes in, and looks at what comes out. Its disk does what it is told, and
/// when; nothing is durable before [`Bench::sync`].
#[derive(Clone, Debug)]
pub struct Bench {
    pub node: Node,
    voters: NodeSet,
    config: Config,
    disk: Durable,
    /// What its clock shows; it stands still unless a test moves it.
    pub now: LocalTime,
    pending: VecDeque<Write>,
    synced: WriteSeq,
}

impl Bench {
    /// n1 of a cluster of this many, on an empty disk.
    pub fn new(nodes: usize) -> Bench {
        Bench::on_disk(1, nodes, CONFIG, HardState::default(), Log::default())
    }

    /// n1 of a cluster of this many, in a term without a vote, with entries of these terms.
    pub fn with_log(nodes: usize, current_term: u64, terms: &[u64]) -> Bench {
        let hard_state = HardState { current_term: Term(current_term), voted_for: None };
        Bench::on_disk(1, nodes, CONFIG, hard_state, log(terms))
    }

    pub fn on_disk(id: usize, nodes: usize, config: Config, hard_state: HardState, log: Log) -> Bench {
        let disk = Durable { hard_state, snapshot: None, log };
        Bench::started(n(id), NodeSet::first(nodes), config, disk, LocalTime(0))
    }

    /// A server with this disk, among these first voters.
    pub fn started(id: NodeId, voters: NodeSet, config: Config, disk: Durable, now: LocalTime) -> Bench {
        let node = Node::recover(id, voters, config, disk.clone(), now, &mut Effects::default());
        Bench { node, voters, config, disk, now, pending: VecDeque::new(), synced: WriteSeq(0) }
    }

    /// n1 as the leader of `current_term + 1`, all its writes durable; no peer has answered it yet.
    pub fn leading(nodes: usize, config: Config, current_term: u64, terms: &[u64]) -> Bench {
        let hard_state = HardState { current_term: Term(current_term), voted_for: None };
        let mut bench = Bench::on_disk(1, nodes, config, hard_state, log(terms));
        bench.win();
        bench.sync();
        bench
    }

    pub fn step(&mut self, input: Input) -> Told {
        let effects = self.effects_of(input);
        let mut emptied = effects.clone();
        emptied.clear();
        assert_eq!(emptied, Effects::default(), "what one step asks for is not asked for again by the next");
        Told::from(effects)
    }

    /// The same, with the causes.
    pub fn effects_of(&mut self, input: Input) -> Effects {
        let mut effects = Effects::default();
        self.node.step(self.now, input, &mut effects);
        self.pending.extend(effects.write.iter().map(|write| write.what.clone()));
        effects
    }

    /// Everything written so far becomes durable, and the node is told.
    pub fn sync(&mut self) -> Told {
        self.sync_writes(usize::MAX)
    }

    /// The oldest writes become durable, at most so many, and the node is told.
    pub fn sync_writes(&mut self, count: usize) -> Told {
        for _ in 0..count {
            let Some(write) = self.pending.pop_front() else { break };
            self.store(write);
        }
        self.step(Input::Persisted { up_to: self.synced, log_end: self.disk.log.last() })
    }

    fn store(&mut self, write: Write) {
        assert!(self.synced < write.seq, "writes are numbered upwards");
        self.synced = write.seq;
        if let Some(change) = &write.log {
            let base = write.snapshot.as_ref().map_or(LogIndex(0), |written| written.snapshot.last.index);
            let end = self.disk.log.last().index.max(base);
            assert!(change.from <= end.next(), "a write leaves no hole in the log");
        }
        self.disk.store(write);
    }

    pub fn synced(&self) -> WriteSeq {
        self.synced
    }

    pub fn has_unwritten(&self) -> bool {
        !self.pending.is_empty()
    }

    /// The same server after a crash: from its disk alone.
    pub fn restarted(&self) -> Bench {
        Bench::started(self.node.id(), self.voters, self.config, self.disk.clone(), self.now)
    }

    pub fn hears(&mut self, from: usize, term: u64, body: Body) -> Told {
        self.step(Input::Message(Message { from: n(from), to: self.node.id(), term: Term(term), body }))
    }

    pub fn times_out(&mut self) -> Told {
        self.step(Input::ElectionTimeout)
    }

    pub fn beats(&mut self) -> Told {
        self.step(Input::HeartbeatTimeout)
    }

    pub fn proposes(&mut self, word: &str) -> Told {
        let payload = Payload::Command(word.as_bytes().into());
        self.step(Input::Propose { payload, request: PROPOSED })
    }

    pub fn reads(&mut self, request: u64) -> Told {
        self.step(Input::Read { request: RequestToken(request) })
    }

    /// Stands, and wins by the votes of its lowest peers. The writes of its leadership are not durable yet.
    pub fn win(&mut self) -> Told {
        self.times_out();
        let mut effects = self.sync();
        for peer in 2..=self.voters.len() {
            if self.is_leader() {
                break;
            }
            effects = self.hears(peer, self.term(), vote(true));
        }
        assert!(self.is_leader(), "the votes of all peers make a leader");
        effects
    }

    pub fn term(&self) -> u64 {
        self.node.current_term().0
    }

    pub fn terms(&self) -> Vec<u64> {
        terms(self.node.log())
    }

    pub fn commit_index(&self) -> u64 {
        self.node.commit_index().0
    }

    pub fn is_leader(&self) -> bool {
        matches!(self.node.role(), Role::Leader(_))
    }

    pub fn is_candidate(&self) -> bool {
        matches!(self.node.role(), Role::Candidate(_))
    }

    pub fn is_follower(&self) -> bool {
        matches!(self.node.role(), Role::Follower(_))
    }

    /// What this leader knows of a node.
    pub fn progress(&self, node: usize) -> &Progress {
        self.node.leading().expect("a leader").progress(n(node))
    }

    pub fn match_index(&self, node: usize) -> u64 {
        self.progress(node).match_index.0
    }
}

/// All AppendEntries to a node.
pub fn appends_to(effects: &Told, to: usize) -> Vec<AppendEntries> {
    let mut appends = Vec::new();
    for Outgoing { message, .. } in &effects.messages {
        if let Body::AppendEntries(append) = &message.body
            && message.to == n(to)
        {
            appends.push(append.clone());
        }
    }
    appends
}

/// The last index that each AppendEntries with entries to a node carries.
pub fn sent_up_to(effects: &Told, to: usize) -> Vec<u64> {
    let appends = appends_to(effects, to);
    let with_entries = appends.iter().filter(|append| !append.entries.is_empty());
    with_entries.map(|append| append.prev.index.0 + append.entries.len() as u64).collect()
}

/// The one message that a step sends.
pub fn only_message(effects: &Told) -> &Message {
    assert_eq!(effects.messages.len(), 1, "{:?}", effects.messages);
    &effects.messages[0].message
}

/// What a voter answered.
pub fn granted(effects: &Told) -> bool {
    let Body::RequestVoteReply { granted } = only_message(effects).body else {
        panic!("a vote is answered: {effects:?}");
    };
    granted
}

/// What a follower answered to AppendEntries.
pub fn answer(effects: &Told) -> AppendAnswer {
    let Body::AppendEntriesReply { answer, .. } = only_message(effects).body else {
        panic!("an AppendEntries is answered: {effects:?}");
    };
    answer
}

pub fn accepted_up_to(index: u64) -> AppendAnswer {
    AppendAnswer::Accepted { match_index: LogIndex(index) }
}

/// Messages that a cluster may exchange before it is at rest: beyond that, two nodes talk past each other.
const MESSAGES_MAX: usize = 10_000;

/// Several nodes with disks that are done at once, and a network that delivers in order, at once.
#[derive(Debug)]
pub struct Cluster {
    benches: Vec<Bench>,
    wire: VecDeque<Message>,
    /// Nodes that are cut off in both directions.
    pub isolated: NodeSet,
    /// Refused AppendEntries so far, by the slot of the node that refused.
    pub refusals_by: Vec<usize>,
    delivered: usize,
}

impl Cluster {
    pub fn of(benches: Vec<Bench>) -> Cluster {
        let refusals_by = vec![0; benches.len()];
        Cluster { benches, wire: VecDeque::new(), isolated: NodeSet::EMPTY, refusals_by, delivered: 0 }
    }

    pub fn node(&mut self, number: usize) -> &mut Bench {
        &mut self.benches[number - 1]
    }

    /// Gives a node an input, and lets the cluster come to rest.
    pub fn step(&mut self, number: usize, input: Input) -> Told {
        let effects = self.put_in(number, input);
        while let Some(message) = self.wire.pop_front() {
            if !self.isolated.contains(message.from) && !self.isolated.contains(message.to) {
                self.delivered += 1;
                assert!(self.delivered < MESSAGES_MAX, "the cluster comes to rest");
                if let Body::AppendEntriesReply { answer: AppendAnswer::Rejected { .. }, .. } = message.body {
                    self.refusals_by[message.from.slot()] += 1;
                }
                self.put_in(message.to.number(), Input::Message(message));
            }
        }
        effects
    }

    fn put_in(&mut self, number: usize, input: Input) -> Told {
        let bench = &mut self.benches[number - 1];
        let first = bench.step(input);
        self.wire.extend(first.messages.iter().map(|outgoing| outgoing.message.clone()));
        while bench.has_unwritten() {
            let effects = bench.sync();
            self.wire.extend(effects.messages.into_iter().map(|outgoing| outgoing.message));
        }
        first
    }
}
