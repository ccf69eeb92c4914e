//! A server that runs this crate's core.

use super::core::{Core, Fate, INTERVALS_IN_TIMEOUT, Profile, Role, Sent, Servers, View, decode, encode};
use raftarium::raft::{
    AppendAnswer, Body, Caused, Change, Config, Durable, DurationRange, Effects, Event, Flaws, Input, LocalTime,
    LogEntry, LogIndex, Message, Node, NodeId, NodeSet, Outgoing, Payload, RequestToken, Role as OurRole, Round, Rule,
    Term, WriteSeq,
};
use std::collections::BTreeMap;

/// The token of every order: no test asks for its outcome.
const ORDER: RequestToken = RequestToken(0);

const HEARTBEAT_US: u64 = 50_000;
const TIMEOUT_US: u64 = INTERVALS_IN_TIMEOUT * HEARTBEAT_US;

pub struct Ours {
    node: Node,
    voters: NodeSet,
    config: Config,
    disk: Durable,
    now: LocalTime,
    synced: WriteSeq,
    applied: Vec<u32>,
    applied_index: LogIndex,
    sent: Vec<Sent<Message>>,
    effects: Effects,
    /// How many events followed each rule.
    pub fired: BTreeMap<Rule, u64>,
    /// How often it refused an AppendEntries because it does not have the entry before.
    pub refusals: u64,
}

fn id(server: usize) -> NodeId {
    NodeId::new(server).expect("servers are numbered from 1")
}

fn nodes(servers: Servers) -> NodeSet {
    servers.iter().map(id).collect()
}

fn servers(nodes: NodeSet) -> Servers {
    nodes.iter().map(NodeId::number).collect()
}

/// The election timeout by which a leader judges its peers. With pre-vote alone, raft-rs never steps down without a
/// majority, and ours does after twice this time; so here this time never passes.
fn longest_timeout_us(profile: Profile) -> u64 {
    if profile.pre_vote && !profile.check_quorum { u64::MAX } else { TIMEOUT_US }
}

fn config(profile: Profile) -> Config {
    Config {
        election_timeout: DurationRange { min_us: TIMEOUT_US, max_us: longest_timeout_us(profile) },
        heartbeat_us: HEARTBEAT_US,
        max_entries: if profile.single_entries { 1 } else { usize::MAX },
        // Never reached: the cores may differ in how they refill the window.
        max_inflight: 1 << 10,
        plain_replication: false,
        follower_reads: true,
        no_op: true,
        pre_vote: profile.pre_vote,
        check_quorum: profile.check_quorum,
        lease: false,
        single_server_changes: false,
        flaws: Flaws::NONE,
    }
}

impl Ours {
    /// Gives the node an input. Its writes are durable before anything else happens.
    fn step(&mut self, input: Input) {
        let mut input = Some(input);
        while let Some(next) = input.take() {
            self.effects.clear();
            self.node.step(self.now, next, &mut self.effects);
            for Caused { what: event, .. } in &self.effects.events {
                *self.fired.entry(event.rule()).or_default() += 1;
                let is_refusal = matches!(event, Event::AppendRefused { .. }) && event.rule() == Rule::ConsistencyCheck;
                self.refusals += u64::from(is_refusal);
            }
            if let Some(Caused { what: write, .. }) = self.effects.write.take() {
                self.synced = write.seq;
                self.disk.store(write);
                input = Some(Input::Persisted { up_to: self.synced, log_end: self.disk.log.last() });
            }
            for Caused { what: Outgoing { message, after }, .. } in self.effects.messages.drain(..) {
                assert!(after <= self.synced, "what a message waits for was asked for");
                self.sent.push(Sent { term: message.term.0, to: message.to.number(), message });
            }
            self.apply();
        }
    }

    fn apply(&mut self) {
        if let Some(Caused { what: snapshot, .. }) = self.effects.install.take() {
            self.applied = decode(&snapshot.data);
            self.applied_index = snapshot.last.index;
        }
        let Some(Caused { what: committed, .. }) = self.effects.committed.take() else { return };
        while self.applied_index < committed {
            self.applied_index = self.applied_index.next();
            let entry = self.node.log().get(self.applied_index).expect("what is committed and not applied is there");
            if let LogEntry { payload: Payload::Command(bytes), .. } = entry {
                self.applied.extend(decode(bytes));
            }
        }
    }
}

impl Core for Ours {
    type Message = Message;

    fn start(server: usize, first_voters: Servers, profile: Profile) -> Ours {
        // A server that is added later learns the voters from its log.
        let voters = if first_voters.contains(server) { nodes(first_voters) } else { NodeSet::EMPTY };
        let (config, disk) = (config(profile), Durable::default());
        let now = LocalTime(TIMEOUT_US);
        let node = Node::recover(id(server), voters, config, disk.clone(), now, &mut Effects::default());
        Ours {
            node,
            voters,
            config,
            disk,
            now,
            synced: WriteSeq(0),
            applied: Vec::new(),
            applied_index: LogIndex::ZERO,
            sent: Vec::new(),
            effects: Effects::default(),
            fired: BTreeMap::new(),
            refusals: 0,
        }
    }

    fn view(&self) -> View {
        let membership = self.node.membership();
        let role = match self.node.role() {
            OurRole::Follower(_) | OurRole::PreCandidate(_) => Role::Follower,
            // Too many voters refused for it to win: raft-rs becomes a follower then.
            OurRole::Candidate(candidate)
                if !membership.is_quorum(membership.all_voters().difference(candidate.votes.refused)) =>
            {
                Role::Follower
            }
            OurRole::Candidate(_) => Role::Candidate,
            OurRole::Leader(_) => Role::Leader,
        };
        View {
            term: self.term(),
            role,
            voted_for: self.node.voted_for().map(NodeId::number),
            leader: self.node.leader().map(NodeId::number),
            base_index: self.node.log().base().index.0,
            commit_index: self.commit_index(),
            log_terms: self.node.log().iter().map(|entry| entry.term.0).collect(),
            voters: servers(membership.all_voters()),
        }
    }

    fn is_leader(&self) -> bool {
        self.node.leading().is_some()
    }

    fn term(&self) -> u64 {
        self.node.current_term().0
    }

    fn commit_index(&self) -> u64 {
        self.node.commit_index().0
    }

    fn applied(&self) -> &[u32] {
        &self.applied
    }

    fn hears(&mut self, message: Message) {
        self.step(Input::Message(message));
    }

    fn is_outdated(&mut self, from: usize, term: u64) {
        let (round, sent_at, answer) = (Round::default(), LocalTime(0), AppendAnswer::StaleTerm);
        let body = Body::AppendEntriesReply { round, sent_at, answer };
        self.hears(Message { from: id(from), to: self.node.id(), term: Term(term), body });
    }

    fn learns_fate(&mut self, _: Fate) {}

    fn fate(_: &Sent<Message>, _: bool) -> Option<Fate> {
        None
    }

    fn times_out(&mut self) {
        if !self.is_leader() {
            self.now = self.now.after(TIMEOUT_US);
            self.step(Input::ElectionTimeout);
        }
    }

    fn elapse(&mut self) {
        self.now = self.now.after(HEARTBEAT_US);
    }

    fn beats(&mut self) {
        self.step(Input::HeartbeatTimeout);
    }

    fn is_proposed(&mut self, command: u32) {
        // The answer comes in the same step, and no test asks for it by its token.
        let request = RequestToken(0);
        self.step(Input::Propose { payload: Payload::Command(encode(&[command]).into()), request });
    }

    fn compacts(&mut self, index: u64) {
        let left_out = (index..self.applied_index.0).map(|before| self.node.log().get(LogIndex(before + 1)));
        let commands = left_out.flatten().filter(|entry| matches!(entry.payload, Payload::Command(_))).count();
        let data = encode(&self.applied[..self.applied.len() - commands]);
        self.step(Input::Compact { applied: LogIndex(index), data: data.into(), keep: 0 });
    }

    fn transfers(&mut self, to: usize) {
        self.step(Input::Transfer { to: id(to), order: ORDER });
    }

    fn changes(&mut self, voters: Servers) {
        self.step(Input::Change { change: Change::Members(nodes(voters)), order: ORDER });
    }

    fn restarts(&mut self) {
        let disk = self.disk.clone();
        self.applied = disk.snapshot.as_ref().map(|snapshot| decode(&snapshot.data)).unwrap_or_default();
        self.applied_index = disk.log.base().index;
        self.node = Node::recover(self.node.id(), self.voters, self.config, disk, self.now, &mut Effects::default());
        self.synced = WriteSeq(0);
        self.sent.clear();
        // A lease from before the crash has ended by now, and forbids nothing any more.
        self.now = self.now.after(TIMEOUT_US);
    }

    fn take_sent(&mut self) -> Vec<Sent<Message>> {
        std::mem::take(&mut self.sent)
    }
}
