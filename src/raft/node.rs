//! One server of the cluster: its state, its one door, and the rules that hold in every role.

use super::changes::ChangeEvent;
use super::effects::{Caused, Effects, Outgoing, ReadAnswer, Reply, TimerRequest, Why};
use super::event::{Event, RoleName, StaleReply};
use super::leader::Leader;
use super::log::{Log, LogEntry, Payload};
use super::membership::{Change, Configurations, Membership};
use super::message::{Body, Message};
use super::snapshots::Collected;
use super::storage::{Durable, HardState, LogWrite, Snapshot, Write};
use super::types::{DurationRange, LocalTime, LogIndex, LogPosition, NodeId, NodeSet, RequestToken, Term, WriteSeq};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a node can be told to do differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Config {
    /// The time without a leader after which a follower becomes a candidate; drawn anew each time.
    pub election_timeout: DurationRange,
    /// The time between a leader's heartbeats, µs.
    pub heartbeat_us: u64,
    /// Entries in one AppendEntries, at most; at least 1.
    pub max_entries: usize,
    /// AppendEntries with entries in flight to one peer, at most; at least 1.
    pub max_inflight: usize,
    /// Whether a new leader appends an empty entry of its term. Without it, reads by ReadIndex wait until
    /// a command of that term is committed.
    pub no_op: bool,
    /// Whether a node asks whether it would be voted for before it stands (thesis, §9.6).
    pub pre_vote: bool,
    /// Whether a leader without a majority's answers steps down, and a server that hears from a leader disregards
    /// candidates (thesis, §6.2; §6).
    pub check_quorum: bool,
    /// Whether a leader answers reads by its lease while that runs. A server that hears from a leader then disregards
    /// candidates, as with `check_quorum`: the lease rests on that.
    pub lease: bool,
    /// Whether the configuration changes by one server at a time, and not by joint consensus (thesis, §4.1).
    pub single_server_changes: bool,
}

impl Config {
    /// For how long a leader goes on without a majority's answers, µs. None if it goes on for ever: then voters that
    /// hear it vote for others all the same. Where they refuse candidates because they hear a leader, a leader that can
    /// commit nothing has to step down, or no other server could ever lead.
    ///
    /// Where voters refuse pre-votes alone, the leader waits twice as long. Only progress rests on that, and a cut that
    /// heals before others have elected a leader then deposes no leader.
    pub const fn quorum_patience_us(&self) -> Option<u64> {
        if self.check_quorum || self.lease {
            Some(self.election_timeout.max_us)
        } else if self.pre_vote {
            Some(self.election_timeout.max_us.saturating_mul(2))
        } else {
            None
        }
    }
}

/// What comes in through the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A message from a peer.
    Message(Message),
    /// The election timer fired.
    ElectionTimeout,
    /// The heartbeat timer fired.
    HeartbeatTimeout,
    /// A client's command, for the log.
    Propose {
        /// The command.
        payload: Payload,
        /// Handed back with the answer.
        request: RequestToken,
    },
    /// A client's read, which takes no entry (ReadIndex, §8).
    Read {
        /// Handed back with the answer.
        request: RequestToken,
    },
    /// The state machine at what is applied: most of the log up to there may go.
    Compact {
        /// The last applied index.
        applied: LogIndex,
        /// The state machine, as bytes.
        data: Arc<[u8]>,
        /// Entries before that which stay in the log, for peers that are a little late.
        keep: u64,
    },
    /// An operator asks for another configuration.
    Change {
        /// The change.
        change: Change,
        /// Handed back with what becomes of it.
        order: RequestToken,
    },
    /// An operator asks for leadership to be handed over.
    Transfer {
        /// The successor.
        to: NodeId,
        /// Handed back with what becomes of it.
        order: RequestToken,
    },
    /// Every write up to this one is durable.
    Persisted {
        /// The last of them.
        up_to: WriteSeq,
        /// Where the durable log ends now.
        log_end: LogPosition,
    },
}

/// A node's role, with what only that role knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// Answers others.
    Follower {
        /// The leader of this term, once it was heard from.
        leader: Option<NodeId>,
        /// Whether it accepted an AppendEntries of that leader.
        accepted: bool,
    },
    /// Asks whether it would be voted for (thesis, §9.6).
    PreCandidate {
        /// When it began to ask, by its own clock. A later pre-vote of the same term is another question: a voter that
        /// promised its vote then may hear a leader by now. (A counter would begin anew after a crash, the clock does
        /// not.)
        asked_at: LocalTime,
        /// The voters that would, itself counted.
        granted: NodeSet,
        /// The voters that would not.
        refused: NodeSet,
    },
    /// Asks for votes.
    Candidate {
        /// The voters that granted their votes; the candidate itself once its own is durable.
        granted: NodeSet,
        /// The voters that refused.
        refused: NodeSet,
    },
    /// Replicates its log.
    Leader(Leader),
}

impl Role {
    pub(super) const FOLLOWER: Role = Role::Follower { leader: None, accepted: false };
}

/// A server of the cluster.
///
/// Invariants:
/// - `current_term` never falls, and `voted_for` changes only from `None` within a term;
/// - `commit_index` never falls and never passes the end of the log;
/// - whatever a message promises is in a write with a number of at most that message's `after`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    pub(super) id: NodeId,
    pub(super) config: Config,
    pub(super) hard_state: HardState,
    pub(super) log: Log,
    pub(super) configurations: Configurations,
    /// Whether it ever had a vote, as far as its log tells.
    pub(super) had_vote: bool,
    /// The latest snapshot. The log's base is its last entry, or an entry before that.
    pub(super) snapshot: Option<Arc<Snapshot>>,
    pub(super) commit_index: LogIndex,
    pub(super) role: Role,
    /// The last write that was asked for.
    pub(super) written: WriteSeq,
    /// The last write that held term and vote.
    pub(super) hard_state_written: WriteSeq,
    /// The highest index of this log that is known to be durable here.
    pub(super) durable_index: LogIndex,
    /// The instant of the step under way, or of the last.
    pub(super) now: LocalTime,
    /// When it last heard from a leader, of this term or an earlier one: a lease of that leader may rest on it. Of a
    /// node that ran before: when it started, because what it heard before that is forgotten.
    pub(super) heard_at: Option<LocalTime>,
    /// A snapshot of which not all pieces are there.
    pub(super) collected: Option<Box<Collected>>,
}

impl Node {
    /// A node as it starts, for the first time or after a crash: a follower that knows what its disk
    /// holds and nothing else. The commit index is learned again, from the snapshot's on.
    ///
    /// `first_voters` are the voters that the cluster was set up with, if it is one of its first servers; empty
    /// for one that was started to be added.
    pub fn recover(
        id: NodeId,
        first_voters: NodeSet,
        config: Config,
        disk: Durable,
        now: LocalTime,
        out: &mut Effects,
    ) -> Node {
        let Durable { hard_state, snapshot, mut log } = disk;
        if let Some(snapshot) = &snapshot {
            // What stayed behind it was for peers that were a little late then.
            log.compact_to(snapshot.last);
        }
        out.election_timer = Some(Caused { why: Why::INPUT, what: TimerRequest::Arm(config.election_timeout) });
        let mut configurations = match &snapshot {
            Some(snapshot) => Configurations::starting_with(snapshot.last.index, snapshot.membership),
            None => Configurations::starting_with(LogIndex::ZERO, Membership::of(first_voters)),
        };
        for (place, entry) in log.iter().enumerate() {
            if let Payload::Configuration(membership) = entry.payload {
                configurations.append(log.first_index().plus(place), membership);
            }
        }
        Node {
            id,
            config,
            hard_state,
            had_vote: first_voters.contains(id) || configurations.ever_voted(id),
            durable_index: log.last().index,
            commit_index: log.base().index,
            log,
            configurations,
            snapshot,
            role: Role::FOLLOWER,
            written: WriteSeq(0),
            hard_state_written: WriteSeq(0),
            now,
            heard_at: (Term(0) < hard_state.current_term).then_some(now),
            collected: None,
        }
    }

    /// The one door, at an instant of this node's clock that is not before the last one. Never fails: what is late,
    /// doubled or stale is an ordinary branch.
    pub fn step(&mut self, now: LocalTime, input: Input, out: &mut Effects) {
        self.now = now;
        match input {
            Input::Message(message) => self.on_message(message, out),
            Input::ElectionTimeout => self.on_election_timeout(out),
            Input::HeartbeatTimeout => self.on_heartbeat_timeout(out),
            Input::Propose { payload, request } => self.on_proposal(payload, request, out),
            Input::Read { request } => self.on_read(request, out),
            Input::Compact { applied, data, keep } => self.on_compaction(applied, data, keep, out),
            Input::Change { change, order } => self.on_change(change, order, out),
            Input::Transfer { to, order } => self.on_transfer(to, order, out),
            Input::Persisted { up_to, log_end } => self.on_persisted(up_to, log_end, out),
        }
    }

    /// Changes what it was told at the start. Timers that are armed keep their time.
    pub fn reconfigure(&mut self, now: LocalTime, config: Config) {
        self.now = now;
        if self.config.election_timeout != config.election_timeout
            && let Role::Leader(leader) = &mut self.role
        {
            // Followers kept what they promised by the old one: a lease by the new one is to be earned anew.
            leader.forget_lease(now);
        }
        self.config = config;
    }

    /// Its name.
    pub fn id(&self) -> NodeId {
        self.id
    }

    /// Its current term.
    pub fn current_term(&self) -> Term {
        self.hard_state.current_term
    }

    /// The candidate that it voted for in this term.
    pub fn voted_for(&self) -> Option<NodeId> {
        self.hard_state.voted_for
    }

    /// Its log.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// The highest index that it knows to be committed.
    pub fn commit_index(&self) -> LogIndex {
        self.commit_index
    }

    /// Its role.
    pub fn role(&self) -> &Role {
        &self.role
    }

    /// The name of its role.
    pub fn role_name(&self) -> RoleName {
        match &self.role {
            Role::Follower { .. } => self.answers_as(),
            Role::PreCandidate { .. } => RoleName::PreCandidate,
            Role::Candidate { .. } => RoleName::Candidate,
            Role::Leader(_) => RoleName::Leader,
        }
    }

    /// Whether it is a follower or a learner while it neither leads nor stands.
    pub fn answers_as(&self) -> RoleName {
        // One that had a vote, and was removed, answers others as before.
        let is_follower = self.had_vote && !self.membership().learners.contains(self.id);
        if is_follower { RoleName::Follower } else { RoleName::Learner }
    }

    /// The configuration that it uses: the latest in its log.
    pub fn membership(&self) -> &Membership {
        self.configurations.latest()
    }

    /// The configurations in its log.
    pub fn configurations(&self) -> &Configurations {
        &self.configurations
    }

    /// Its latest snapshot, if there is one.
    pub fn snapshot(&self) -> Option<&Arc<Snapshot>> {
        self.snapshot.as_ref()
    }

    /// The last index that its latest snapshot holds; 0 without one. Its log begins there, or before it.
    pub fn snapshot_index(&self) -> LogIndex {
        self.snapshot.as_ref().map_or(LogIndex::ZERO, |snapshot| snapshot.last.index)
    }

    /// What it knows as a leader, if it is one.
    pub fn leading(&self) -> Option<&Leader> {
        match &self.role {
            Role::Leader(leader) => Some(leader),
            Role::Follower { .. } | Role::PreCandidate { .. } | Role::Candidate { .. } => None,
        }
    }

    /// The leader of its term, if it knows one; itself if it leads.
    pub fn leader(&self) -> Option<NodeId> {
        match &self.role {
            Role::Follower { leader, .. } => *leader,
            Role::PreCandidate { .. } | Role::Candidate { .. } => None,
            Role::Leader(_) => Some(self.id),
        }
    }

    fn on_message(&mut self, message: Message, out: &mut Effects) {
        let Message { from, term, body, .. } = message;
        if self.current_term() < term && self.disregards(from, &body) {
            let (leader, asks) = (self.leader(), !body.is_reply());
            let event = Event::CandidateDisregarded { candidate: from, candidate_term: term, asks, leader };
            out.decide(Why::INPUT, event);
            return;
        }
        // A pre-vote changes no term. A promise names the term that was asked about, and the voter may be in an older
        // one: a pre-candidate that adopted the promised term could never stand in it.
        let is_question = matches!(body, Body::PreVote { .. } | Body::PreVoteReply { granted: true, .. });
        if self.current_term() < term && !is_question {
            self.adopt_term(term, from, out);
        }
        if term < self.current_term() && body.is_reply() {
            let why = StaleReply::OlderTerm { reply_term: term, term: self.current_term() };
            out.decide(Why::INPUT, Event::ReplyIgnored { from, why });
            return;
        }
        match body {
            Body::RequestVote { last, by_transfer } => self.on_request_vote(from, term, last, by_transfer, out),
            Body::RequestVoteReply { granted } => self.on_vote(from, granted, out),
            Body::AppendEntries(append) => self.on_append_entries(from, term, append, out),
            Body::AppendEntriesReply { round, sent_at, answer } => {
                self.on_append_reply(from, (round, sent_at), answer, out);
            }
            Body::InstallSnapshot(piece) => self.on_install_snapshot(from, term, piece, out),
            Body::InstallSnapshotReply { round, sent_at, answer } => {
                self.on_snapshot_reply(from, (round, sent_at), answer, out);
            }
            Body::PreVote { next_term, asked_at, last } => {
                self.on_pre_vote(from, (next_term, asked_at), last, out);
            }
            Body::PreVoteReply { next_term, asked_at, granted } => {
                self.on_promise(from, (next_term, asked_at), granted, out);
            }
            Body::TimeoutNow => self.on_timeout_now(from, term, out),
            Body::ReadIndex { request } => self.on_read_index(from, term, request, out),
            Body::ReadIndexReply { request, index } => self.on_read_index_reply(from, request, index, out),
        }
    }

    /// §5.1: a server that sees a higher term takes it over and becomes a follower.
    fn adopt_term(&mut self, term: Term, from: NodeId, out: &mut Effects) {
        let was = self.role_name();
        let adopted = out.decide(Why::INPUT, Event::TermAdopted { old_term: self.current_term(), term, from, was });
        self.become_follower(Role::FOLLOWER, adopted, out);
        self.write_hard_state(HardState { current_term: term, voted_for: None }, adopted, out);
    }

    /// Leaves whatever role it has. Only a leader has no election timer, so only then is it armed:
    /// a candidate's keeps running, or refused candidates could keep everyone from standing.
    pub(super) fn become_follower(&mut self, follower: Role, why: Why, out: &mut Effects) {
        if let Role::Leader(leader) = &self.role {
            leader.lose_orders(why, out);
            for request in leader.own_reads() {
                out.reply(why, request, Reply::Read(ReadAnswer::NotLeader(None)));
            }
            out.heartbeat_timer = Some(Caused { why, what: TimerRequest::Disarm });
            self.arm_election_timer(why, out);
        }
        self.role = follower;
    }

    pub(super) fn arm_election_timer(&self, why: Why, out: &mut Effects) {
        out.election_timer = Some(Caused { why, what: TimerRequest::Arm(self.config.election_timeout) });
    }

    fn on_persisted(&mut self, up_to: WriteSeq, log_end: LogPosition, out: &mut Effects) {
        // The disk may still end in a suffix that this log has since replaced. Only an end that is
        // in this log says what of it is durable; the write that replaces the suffix will tell.
        if self.log.contains(log_end) {
            self.durable_index = self.durable_index.max(log_end.index);
        }
        match &self.role {
            Role::Follower { .. } | Role::PreCandidate { .. } => {}
            Role::Candidate { .. } if self.hard_state_written <= up_to => self.count_vote(self.id, out),
            Role::Candidate { .. } => {}
            Role::Leader(_) => self.count_own_disk(out),
        }
    }

    /// Sends a message that must not leave before term and vote are durable (`RequestVote`, and
    /// whatever a leader sends: its entries need not be durable here first).
    pub(super) fn send_after_hard_state(&self, to: NodeId, body: Body, why: Why, out: &mut Effects) {
        self.send(to, body, self.hard_state_written, why, out);
    }

    /// Sends an answer, which must not leave before everything written so far is durable.
    pub(super) fn answer(&self, to: NodeId, body: Body, why: Why, out: &mut Effects) {
        self.send(to, body, self.written, why, out);
    }

    fn send(&self, to: NodeId, body: Body, after: WriteSeq, why: Why, out: &mut Effects) {
        let message = Message { from: self.id, to, term: self.current_term(), body };
        out.messages.push(Caused { why, what: Outgoing { message, after } });
    }

    pub(super) fn write_hard_state(&mut self, hard_state: HardState, why: Why, out: &mut Effects) {
        self.hard_state = hard_state;
        self.write(why, out).hard_state = Some(hard_state);
        self.hard_state_written = self.written;
    }

    /// Appends entries to the log, and to this step's write.
    pub(super) fn append_to_log(&mut self, entries: &[LogEntry], why: Why, out: &mut Effects) {
        let from = self.log.last().index.next();
        for entry in entries {
            let index = self.log.push(entry.clone());
            if let Payload::Configuration(membership) = entry.payload {
                self.configurations.append(index, membership);
                self.configuration_in_force(why, out);
            }
        }
        let change = self.write(why, out).log.get_or_insert_with(|| LogWrite { from, entries: Vec::new() });
        change.entries.extend_from_slice(entries);
    }

    /// Removes the end of the log, and has this step's write remove it.
    pub(super) fn truncate_log(&mut self, from: LogIndex, why: Why, out: &mut Effects) {
        self.log.truncate_from(from);
        self.durable_index = self.durable_index.min(from.previous());
        let write = self.write(why, out);
        assert!(write.log.is_none(), "a step removes entries before it appends any");
        write.log = Some(LogWrite { from, entries: Vec::new() });
        if self.configurations.truncate_from(from) {
            self.configuration_in_force(why, out);
        }
    }

    /// §6: "a server always uses the latest configuration in its log, regardless of whether the entry is committed".
    pub(super) fn configuration_in_force(&mut self, why: Why, out: &mut Effects) {
        let (index, membership) = (self.configurations.latest_index(), *self.membership());
        self.had_vote |= membership.all_voters().contains(self.id);
        let answers_as = self.answers_as();
        out.decide(why, Event::Change(ChangeEvent::InForce { index, membership, answers_as }));
    }

    /// This step's write: all that one step changes becomes durable together.
    pub(super) fn write<'a>(&mut self, why: Why, out: &'a mut Effects) -> &'a mut Write {
        let write = out.write.get_or_insert_with(|| {
            self.written = WriteSeq(self.written.0 + 1);
            Caused { why, what: Write { seq: self.written, hard_state: None, snapshot: None, log: None } }
        });
        write.why = why;
        &mut write.what
    }

    /// Raises the commit index and asks for what it covers to be applied.
    pub(super) fn commit_to(&mut self, index: LogIndex, why: Why, out: &mut Effects) {
        assert!(self.commit_index < index, "the commit index only rises");
        self.commit_index = index;
        out.committed = Some(Caused { why, what: index });
    }
}
