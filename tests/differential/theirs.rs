//! A server that runs raft-rs, the core of TiKV, with an adapter that holds it to the paper where it deviates.

use super::core::{Core, Fate, INTERVALS_IN_TIMEOUT, Profile, Role, Sent, Servers, View, decode, encode};
use raft::eraftpb::{
    ConfChangeSingle, ConfChangeTransition, ConfChangeType, ConfChangeV2, ConfState, Entry, EntryType, HardState,
    Message, MessageType, Snapshot,
};
use raft::{Config, GetEntriesContext, RaftState, RawNode, SnapshotStatus, StateRole, Storage, StorageError};

/// No server, and no index, as raft-rs writes them.
const NONE: u64 = 0;

/// A disk. The log's base is the snapshot's last entry.
#[derive(Clone, Default)]
struct Disk {
    hard_state: HardState,
    conf_state: ConfState,
    /// The index of the last entry that `conf_state` includes.
    conf_index: u64,
    snapshot: Snapshot,
    entries: Vec<Entry>,
}

impl Disk {
    fn base_index(&self) -> u64 {
        self.snapshot.get_metadata().index
    }

    fn append(&mut self, entries: &[Entry]) {
        let Some(first) = entries.first() else { return };
        self.entries.truncate((first.index - self.base_index() - 1) as usize);
        self.entries.extend_from_slice(entries);
    }

    fn install(&mut self, snapshot: Snapshot) {
        let index = snapshot.get_metadata().index;
        self.entries.clear();
        self.hard_state.commit = self.hard_state.commit.max(index);
        self.conf_state = snapshot.get_metadata().get_conf_state().clone();
        self.snapshot = snapshot;
    }

    fn compact(&mut self, index: u64, data: Vec<u8>) {
        let term = self.term(index).expect("what is compacted is there");
        self.entries.drain(..(index - self.base_index()) as usize);
        self.snapshot.data = data.into();
        let metadata = self.snapshot.mut_metadata();
        metadata.index = index;
        metadata.term = term;
        metadata.set_conf_state(self.conf_state.clone());
    }
}

impl Storage for Disk {
    fn initial_state(&self) -> raft::Result<RaftState> {
        Ok(RaftState::new(self.hard_state.clone(), self.conf_state.clone()))
    }

    fn entries(
        &self,
        low: u64,
        high: u64,
        max_size: impl Into<Option<u64>>,
        _: GetEntriesContext,
    ) -> raft::Result<Vec<Entry>> {
        if low <= self.base_index() {
            return Err(StorageError::Compacted.into());
        }
        let place = |index: u64| (index - self.base_index() - 1) as usize;
        let high = if max_size.into() == Some(0) { high.min(low + 1) } else { high };
        Ok(self.entries[place(low)..place(high)].to_vec())
    }

    fn term(&self, index: u64) -> raft::Result<u64> {
        let metadata = self.snapshot.get_metadata();
        if index == metadata.index {
            return Ok(metadata.term);
        }
        let Some(place) = index.checked_sub(metadata.index + 1) else { return Err(StorageError::Compacted.into()) };
        self.entries.get(place as usize).map(|entry| entry.term).ok_or(StorageError::Unavailable.into())
    }

    fn first_index(&self) -> raft::Result<u64> {
        Ok(self.base_index() + 1)
    }

    fn last_index(&self) -> raft::Result<u64> {
        Ok(self.base_index() + self.entries.len() as u64)
    }

    fn snapshot(&self, _: u64, _: u64) -> raft::Result<Snapshot> {
        Ok(self.snapshot.clone())
    }
}

pub struct Theirs {
    raw: RawNode<Disk>,
    config: Config,
    applied: Vec<u32>,
    sent: Vec<Sent<Message>>,
    /// A change that was begun, and waits for the new server to catch up.
    wanted: Option<Step>,
}

/// A step of a change of the voters, as an entry holds it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Step {
    /// The voters before the step.
    before: Servers,
    /// The voters after the step; the same set as before for the step out of the joint configuration.
    after: Servers,
    /// Whether the new servers only become learners.
    learns: bool,
}

impl Step {
    fn encode(self) -> Vec<u8> {
        encode(&[self.before.0.into(), self.after.0.into(), self.learns.into()])
    }

    fn decode(bytes: &[u8]) -> Step {
        let [before, after, learns] = decode(bytes)[..] else { panic!("a step is three numbers") };
        Step { before: Servers(before as u16), after: Servers(after as u16), learns: learns != 0 }
    }

    fn change(self) -> ConfChangeV2 {
        let single = |change_type: ConfChangeType, server: usize| {
            let mut single = ConfChangeSingle::default();
            single.set_change_type(change_type);
            single.node_id = server as u64;
            single
        };
        let newcomers = self.after.without(self.before);
        let mut change = ConfChangeV2::default();
        if self.learns {
            let learn = |server| single(ConfChangeType::AddLearnerNode, server);
            change.set_changes(newcomers.iter().map(learn).collect());
        } else if self.before != self.after {
            change.set_transition(ConfChangeTransition::Explicit);
            let add = newcomers.iter().map(|server| single(ConfChangeType::AddNode, server));
            let remove = self.before.without(self.after);
            let remove = remove.iter().map(|server| single(ConfChangeType::RemoveNode, server));
            change.set_changes(add.chain(remove).collect());
        }
        change
    }
}

fn some(number: u64) -> Option<usize> {
    (number != NONE).then_some(number as usize)
}

fn config(server: usize, profile: Profile) -> Config {
    let election_tick = INTERVALS_IN_TIMEOUT as usize;
    Config {
        id: server as u64,
        election_tick,
        heartbeat_tick: 1,
        // One value: timeouts are not drawn.
        min_election_tick: election_tick,
        max_election_tick: election_tick + 1,
        // With a limit of 0 bytes, a message carries one entry.
        max_size_per_msg: if profile.single_entries { 0 } else { u64::MAX },
        max_inflight_msgs: 1 << 10,
        pre_vote: profile.pre_vote,
        check_quorum: profile.check_quorum,
        ..Config::default()
    }
}

fn node(config: &Config, disk: Disk) -> RawNode<Disk> {
    let logger = slog::Logger::root(slog::Discard, slog::o!());
    RawNode::new(config, disk, &logger).expect("the configuration is valid")
}

impl Theirs {
    /// Carries out what the node asks for, until it asks for nothing more. Its writes are durable at once.
    fn carry_out(&mut self) {
        while self.raw.has_ready() {
            let mut ready = self.raw.ready();
            self.send(ready.take_messages());
            let snapshot = ready.snapshot().clone();
            if snapshot.get_metadata().index != NONE {
                self.applied = decode(&snapshot.data);
                self.raw.mut_store().install(snapshot);
            }
            let disk = self.raw.mut_store();
            disk.append(ready.entries());
            if let Some(hard_state) = ready.hs() {
                disk.hard_state = hard_state.clone();
            }
            self.apply(ready.take_committed_entries());
            self.send(ready.take_persisted_messages());
            let mut light = self.raw.advance(ready);
            self.send(light.take_messages());
            self.apply(light.take_committed_entries());
            self.raw.advance_apply();
        }
    }

    fn send(&mut self, messages: Vec<Message>) {
        for mut message in messages {
            if is_about_votes(message.get_msg_type()) {
                // raft-rs adds these, so that commit indexes spread by elections too.
                message.commit = 0;
                message.commit_term = 0;
            }
            let to = message.to as usize;
            self.sent.push(Sent { term: self.raw.raft.term, to, message });
        }
    }

    fn apply(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            if entry.get_entry_type() == EntryType::EntryNormal {
                self.applied.extend(decode(&entry.data));
            } else if self.raw.store().conf_index < entry.index {
                let change = Step::decode(&entry.context).change();
                let conf_state = self.raw.apply_conf_change(&change).expect("each step can follow the one before");
                let disk = self.raw.mut_store();
                (disk.conf_state, disk.conf_index) = (conf_state, entry.index);
            }
        }
    }

    /// Proposes the next step of a change, if its turn has come. Our core does this by itself.
    fn go_on_with_change(&mut self) {
        let raft = &self.raw.raft;
        if raft.state != StateRole::Leader || raft.has_pending_conf() {
            return;
        }
        let step = match self.wanted {
            Some(step) => {
                let has = |server: usize| raft.prs().get(server as u64).map_or(0, |progress| progress.matched);
                let caught_up = |server| raft.raft_log.committed <= has(server);
                if !step.after.without(step.before).iter().all(caught_up) {
                    return;
                }
                self.wanted = None;
                step
            }
            None if raft.prs().conf().to_conf_state().voters_outgoing.is_empty() => return,
            None => Step { before: Servers::default(), after: Servers::default(), learns: false },
        };
        self.propose_step(step);
    }

    fn propose_step(&mut self, step: Step) {
        self.raw.propose_conf_change(step.encode(), step.change()).expect("a leader takes a change");
        self.carry_out();
    }

    /// Refuses with this server's own term, so that a sender in an older term learns of it.
    fn refuses(&mut self, to: u64, msg_type: MessageType) {
        let raft = &self.raw.raft;
        let answer = refusal(msg_type, raft.id, to, raft.term);
        self.sent.push(Sent { term: answer.term, to: to as usize, message: answer });
    }

    fn hears_a_leader(&self) -> bool {
        let raft = &self.raw.raft;
        raft.leader_id != NONE && raft.election_elapsed < raft.election_timeout()
    }

    /// Whether a candidate of a higher term is disregarded, where raft-rs would heed it: one from outside the
    /// configuration, without check-quorum.
    fn disregards(&self, request_vote: &Message) -> bool {
        let raft = &self.raw.raft;
        let is_stranger = !raft.prs().conf().voters().contains(request_vote.from);
        self.hears_a_leader() && is_stranger && raft.term < request_vote.term
    }

    /// Treats a message by the paper where raft-rs deviates. Returns whether nothing is left to do.
    fn hears_by_the_paper(&mut self, message: &Message) -> bool {
        let (msg_type, term) = (message.get_msg_type(), self.raw.raft.term);
        let is_stale = message.term < term;
        if msg_type == MessageType::MsgRequestVote && self.disregards(message) {
            return true;
        }
        // "Reply false if term < currentTerm", with the current term: raft-rs does not reply.
        let answers = self.raw.raft.check_quorum || self.raw.raft.pre_vote;
        let is_append = matches!(msg_type, MessageType::MsgAppend | MessageType::MsgHeartbeat);
        let is_other = matches!(msg_type, MessageType::MsgRequestVote | MessageType::MsgSnapshot);
        let is_left_unanswered = is_other || (is_append && !answers);
        if is_stale && is_left_unanswered {
            self.refuses(message.from, MessageType::MsgAppendResponse);
            return true;
        }
        // Only a server that hears no leader promises a vote; raft-rs checks that with check-quorum only.
        let may_promise = term <= message.term && !self.hears_a_leader();
        if msg_type == MessageType::MsgRequestPreVote && !may_promise {
            self.refuses(message.from, MessageType::MsgRequestPreVoteResponse);
            return true;
        }
        false
    }

    fn step(&mut self, message: Message) {
        let raft = &mut self.raw.raft;
        let leader_id = raft.leader_id;
        // A server that has not voted may vote, though the term has a leader: raft-rs would refuse.
        let asks = matches!(message.get_msg_type(), MessageType::MsgRequestVote | MessageType::MsgRequestPreVote);
        let may_vote = asks && (message.term, raft.vote) == (raft.term, NONE) && leader_id != NONE;
        if may_vote {
            raft.leader_id = NONE;
        }
        // A message that raft-rs does not take (a reply from a server that is not a peer) has no effect.
        let _ = self.raw.step(message);
        if may_vote {
            self.raw.raft.leader_id = leader_id;
        }
        self.carry_out();
        self.go_on_with_change();
    }
}

fn refusal(msg_type: MessageType, from: u64, to: u64, term: u64) -> Message {
    let mut message = Message::default();
    message.set_msg_type(msg_type);
    (message.from, message.to, message.term, message.reject) = (from, to, term, true);
    message
}

fn is_about_votes(msg_type: MessageType) -> bool {
    matches!(
        msg_type,
        MessageType::MsgRequestVote
            | MessageType::MsgRequestVoteResponse
            | MessageType::MsgRequestPreVote
            | MessageType::MsgRequestPreVoteResponse
    )
}

impl Core for Theirs {
    type Message = Message;

    fn start(server: usize, first_voters: Servers, profile: Profile) -> Theirs {
        let mut disk = Disk::default();
        // A server that is added later applies all changes since.
        disk.conf_state.voters = first_voters.iter().map(|voter| voter as u64).collect();
        let config = config(server, profile);
        Theirs { raw: node(&config, disk), config, applied: Vec::new(), sent: Vec::new(), wanted: None }
    }

    fn view(&self) -> View {
        let raft = &self.raw.raft;
        let role = match raft.state {
            StateRole::Follower | StateRole::PreCandidate => Role::Follower,
            StateRole::Candidate => Role::Candidate,
            StateRole::Leader => Role::Leader,
        };
        let voters = raft.prs().conf().to_conf_state();
        let all_voters = voters.voters.iter().chain(&voters.voters_outgoing);
        View {
            term: raft.term,
            role,
            voted_for: some(raft.vote),
            leader: some(raft.leader_id),
            base_index: self.raw.store().base_index(),
            commit_index: self.commit_index(),
            log_terms: self.raw.store().entries.iter().map(|entry| entry.term).collect(),
            voters: all_voters.map(|voter| *voter as usize).collect(),
        }
    }

    fn is_leader(&self) -> bool {
        self.raw.raft.state == StateRole::Leader
    }

    fn term(&self) -> u64 {
        self.raw.raft.term
    }

    fn commit_index(&self) -> u64 {
        self.raw.raft.raft_log.committed
    }

    fn applied(&self) -> &[u32] {
        &self.applied
    }

    fn hears(&mut self, message: Message) {
        if !self.hears_by_the_paper(&message) {
            self.step(message);
        }
    }

    fn is_outdated(&mut self, from: usize, term: u64) {
        self.hears(refusal(MessageType::MsgAppendResponse, from as u64, self.raw.raft.id, term));
    }

    fn learns_fate(&mut self, Fate { to, arrived }: Fate) {
        let status = if arrived { SnapshotStatus::Finish } else { SnapshotStatus::Failure };
        self.raw.report_snapshot(to as u64, status);
        self.carry_out();
    }

    fn fate(sent: &Sent<Message>, arrived: bool) -> Option<Fate> {
        let is_snapshot = sent.message.get_msg_type() == MessageType::MsgSnapshot;
        is_snapshot.then_some(Fate { to: sent.to, arrived })
    }

    fn times_out(&mut self) {
        if !self.is_leader() {
            let timeout = self.config.election_tick;
            self.raw.raft.set_randomized_election_timeout(timeout);
            self.raw.raft.election_elapsed = timeout - 1;
            self.raw.tick();
            self.carry_out();
        }
    }

    fn elapse(&mut self) {
        // A leader ticks in `beats`. A tick of another server might start an election.
        if !self.is_leader() {
            self.raw.raft.election_elapsed += 1;
        }
    }

    fn beats(&mut self) {
        self.raw.tick();
        self.carry_out();
    }

    fn is_proposed(&mut self, command: u32) {
        // Refused during a transfer of leadership, as in ours.
        let _ = self.raw.propose(Vec::new(), encode(&[command]));
        self.carry_out();
    }

    fn compacts(&mut self, index: u64) {
        let disk = self.raw.mut_store();
        if index <= disk.base_index() {
            return;
        }
        let after = index - disk.base_index();
        let applied = self.raw.raft.raft_log.applied - index;
        let disk = self.raw.mut_store();
        let left_out = disk.entries.iter().skip(after as usize).take(applied as usize);
        let commands: usize = left_out.map(|entry| entry.data.len() / 4).sum();
        let data = encode(&self.applied[..self.applied.len() - commands]);
        disk.compact(index, data);
    }

    fn transfers(&mut self, to: usize) {
        self.raw.transfer_leader(to as u64);
        self.carry_out();
    }

    fn changes(&mut self, voters: Servers) {
        let step = Step { before: self.view().voters, after: voters, learns: false };
        let newcomers = step.after.without(step.before);
        if newcomers == Servers::default() {
            self.propose_step(step);
        } else {
            self.wanted = Some(step);
            self.propose_step(Step { learns: true, ..step });
        }
    }

    fn restarts(&mut self) {
        let mut disk = self.raw.store().clone();
        // raft-rs stores the commit index as well; in the paper a server learns it again.
        disk.hard_state.commit = disk.base_index();
        self.config.applied = disk.base_index();
        self.applied = decode(&disk.snapshot.data);
        self.sent.clear();
        self.wanted = None;
        self.raw = node(&self.config, disk);
    }

    fn take_sent(&mut self) -> Vec<Sent<Message>> {
        std::mem::take(&mut self.sent)
    }
}
