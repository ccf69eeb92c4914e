//! What a server knows and does in every role: its persistent state, its configuration, its writes and its messages.
//!
//! Nothing outside this module changes these fields. Rules ask for a change by a method that keeps the state in memory
//! and the write to the disk together, and that names the decision behind the change.

mod canonical;
mod flaws;
mod snapshots;

use super::config::Config;
use super::effects::{Caused, Effects, Outgoing, TimerRequest, Why};
use super::event::{ChangeEvent, Event, RoleName};
use super::flaw::Flaw;
use super::log::{Log, LogEntry, Payload};
use super::membership::{Configurations, Membership};
use super::message::{Body, Message};
use super::storage::{Collected, Durable, HardState, LogWrite, Snapshot, Write};
use super::types::{LocalTime, LogIndex, LogPosition, NodeId, NodeSet, Term, WriteSeq};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A server, without its role.
///
/// Invariants:
/// - `current_term` never falls, and `voted_for` changes only from `None` within a term;
/// - `commit_index` never falls and never passes the end of the log;
/// - whatever a message promises is in a write with a number of at most that message's `after`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Core {
    id: NodeId,
    config: Config,
    hard_state: HardState,
    log: Log,
    configurations: Configurations,
    /// Whether it ever had a vote, as far as its log tells.
    had_vote: bool,
    /// The latest snapshot. The log's base is its last entry, or an entry before that.
    snapshot: Option<Arc<Snapshot>>,
    commit_index: LogIndex,
    /// The last write that was asked for.
    written: WriteSeq,
    /// The last write that held term and vote.
    hard_state_written: WriteSeq,
    /// The highest index of this log that is known to be durable here.
    durable_index: LogIndex,
    /// The instant of the step under way, or of the last.
    now: LocalTime,
    /// When it last heard from a leader, of this term or an earlier one: a lease of that leader may rest on it. Of a
    /// node that ran before: when it started, because what it heard before that is forgotten.
    heard_at: Option<LocalTime>,
    /// A snapshot of which not all pieces are there.
    collected: Option<Box<Collected>>,
    /// Whether the vote still has to be written; only where a flaw writes the term before it.
    owes_vote: bool,
}

impl Core {
    /// What the disk holds, and nothing else. The commit index is learned again, from the snapshot's on.
    pub fn recover(
        id: NodeId,
        first_voters: NodeSet,
        config: Config,
        disk: Durable,
        now: LocalTime,
        out: &mut Effects,
    ) -> Core {
        let forgets = config.flaws.contains(Flaw::NothingDurable) && disk != Durable::default();
        let disk = if forgets { Durable::default() } else { disk };
        let Durable { hard_state, snapshot, mut log } = disk;
        if let Some(snapshot) = &snapshot {
            // What stayed behind it was for peers that were a little late then.
            log.compact_to(snapshot.last);
        }
        let mut configurations = match &snapshot {
            Some(snapshot) => Configurations::starting_with(snapshot.last.index, snapshot.membership),
            None => Configurations::starting_with(LogIndex::ZERO, Membership::of(first_voters)),
        };
        for (place, entry) in log.iter().enumerate() {
            if let Payload::Configuration(membership) = entry.payload {
                configurations.append(log.first_index().plus(place), membership);
            }
        }
        let mut core = Core {
            id,
            config,
            hard_state,
            had_vote: first_voters.contains(id) || configurations.ever_voted(id),
            durable_index: log.last().index,
            commit_index: log.base().index,
            log,
            configurations,
            snapshot,
            written: WriteSeq(0),
            hard_state_written: WriteSeq(0),
            now,
            heard_at: (Term(0) < hard_state.current_term).then_some(now),
            collected: None,
            owes_vote: false,
        };
        if forgets {
            let broken = out.break_rule(Flaw::NothingDurable, Why::INPUT);
            core.erase_disk(broken, out);
        }
        core
    }

    /// A step begins, at an instant of this server's clock.
    pub fn begin_step(&mut self, now: LocalTime) {
        self.now = now;
    }

    /// Follows another configuration of its behaviour from now on.
    pub fn reconfigure(&mut self, now: LocalTime, config: Config) {
        self.now = now;
        self.config = config;
    }

    /// Its name.
    pub fn id(&self) -> NodeId {
        self.id
    }

    /// Its settings.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The instant of the step under way.
    pub fn now(&self) -> LocalTime {
        self.now
    }

    /// The current term. It may not be durable yet.
    pub fn current_term(&self) -> Term {
        self.hard_state.current_term
    }

    /// The candidate that it voted for in this term; the vote need not be durable yet.
    pub fn voted_for(&self) -> Option<NodeId> {
        self.hard_state.voted_for
    }

    /// Its log, the entries that are not durable yet included.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// The index of the last entry of its log.
    pub fn last_index(&self) -> LogIndex {
        self.log.last().index
    }

    /// The highest index that it knows to be committed.
    pub fn commit_index(&self) -> LogIndex {
        self.commit_index
    }

    /// The highest index at which this log is known to be durable, with all entries before it.
    pub fn durable_index(&self) -> LogIndex {
        self.durable_index
    }

    /// The configuration that it uses: the latest in its log.
    #[inline]
    pub fn membership(&self) -> &Membership {
        match self.is_flawed(Flaw::ConfigAtApply) {
            true => self.configurations.at(self.commit_index),
            false => self.configurations.latest(),
        }
    }

    /// The configurations in its log.
    pub fn configurations(&self) -> &Configurations {
        &self.configurations
    }

    /// The voters that a candidate asks.
    pub fn rivals(&self) -> NodeSet {
        self.membership().all_voters().without(self.id)
    }

    /// Its latest snapshot, if there is one.
    pub fn snapshot(&self) -> Option<&Arc<Snapshot>> {
        self.snapshot.as_ref()
    }

    /// The last index that its latest snapshot holds; 0 without one. Its log begins there, or before it.
    pub fn snapshot_index(&self) -> LogIndex {
        self.snapshot.as_ref().map_or(LogIndex::ZERO, |snapshot| snapshot.last.index)
    }

    /// Whether it is a follower or a learner while it neither leads nor stands.
    pub fn answers_as(&self) -> RoleName {
        // One that had a vote, and was removed, answers others as before.
        let is_follower = self.had_vote && !self.membership().learners.contains(self.id);
        if is_follower { RoleName::Follower } else { RoleName::Learner }
    }

    /// Whether an entry of its term is committed, as far as it knows.
    pub fn has_committed_own_entry(&self) -> bool {
        self.log.term_at(self.commit_index) == Some(self.current_term())
    }

    /// It hears from a leader in this step.
    pub fn note_leader_heard(&mut self) {
        self.heard_at = Some(self.now);
    }

    /// Whether it heard from a leader less than the shortest election timeout before an instant of its clock.
    pub fn heard_a_leader_before(&self, now: LocalTime) -> bool {
        self.heard_at.is_some_and(|at| now < at.after(self.config.election_timeout.min_us))
    }

    /// The disk holds every write up to this one, and its log ends there. Returns whether term and vote are durable.
    pub fn note_durable(&mut self, up_to: WriteSeq, log_end: LogPosition, out: &mut Effects) -> bool {
        // The disk may still end in a suffix that this log has since replaced. Only an end that is
        // in this log says what of it is durable; the write that replaces the suffix will tell.
        if self.log.contains(log_end) {
            self.durable_index = self.durable_index.max(log_end.index);
        }
        let has_hard_state = self.hard_state_written <= up_to;
        if self.owes_vote && has_hard_state {
            self.write_hard_state(self.hard_state, Why::INPUT, out);
        }
        has_hard_state
    }

    /// Asks for the election timer to run anew.
    pub fn arm_election_timer(&self, why: Why, out: &mut Effects) {
        let range = self.election_timeout();
        out.election_timer = Some(Caused { why, what: TimerRequest::Arm(range) });
    }

    /// Sends a message that must not leave before term and vote are durable (`RequestVote`, and
    /// whatever a leader sends: its entries need not be durable here first).
    pub fn send_after_hard_state(&self, to: NodeId, body: Body, why: Why, out: &mut Effects) {
        self.send(to, body, self.hard_state_written, why, out);
    }

    /// Sends an answer, which must not leave before everything written so far is durable.
    pub fn answer(&self, to: NodeId, body: Body, why: Why, out: &mut Effects) {
        self.send(to, body, self.written, why, out);
    }

    /// Answers a leader's entries, once they are durable.
    pub fn acknowledge(&self, to: NodeId, body: Body, why: Why, out: &mut Effects) {
        if !self.is_flawed(Flaw::ReplyBeforeDurable) {
            return self.answer(to, body, why, out);
        }
        let is_early = out.write.as_ref().is_some_and(|write| write.what.log.is_some());
        let by = if is_early { out.break_rule(Flaw::ReplyBeforeDurable, why) } else { why };
        self.send(to, body, self.hard_state_written, by, out);
    }

    /// Sends a message that must not leave before a write is durable.
    pub fn send(&self, to: NodeId, body: Body, after: WriteSeq, why: Why, out: &mut Effects) {
        let message = Message { from: self.id, to, term: self.current_term(), body };
        out.messages.push(Caused { why, what: Outgoing { message, after } });
    }

    /// Takes over a term and a vote, and adds them to this step's write.
    pub fn write_hard_state(&mut self, hard_state: HardState, why: Why, out: &mut Effects) {
        self.hard_state = hard_state;
        self.owes_vote = false;
        self.write(why, out).hard_state = Some(hard_state);
        self.hard_state_written = self.written;
    }

    /// Appends entries to the log, and to this step's write.
    pub fn append_to_log(&mut self, entries: &[LogEntry], why: Why, out: &mut Effects) {
        let from = self.last_index().next();
        for entry in entries {
            let index = self.log.push(entry.clone());
            if let Payload::Configuration(membership) = entry.payload {
                self.configurations.append(index, membership);
                self.configuration_in_log(why, out);
            }
        }
        let change = self.write(why, out).log.get_or_insert_with(|| LogWrite { from, entries: Vec::new() });
        change.entries.extend_from_slice(entries);
    }

    /// Removes the entries from `from` on, and adds their removal to this step's write. `from` must be after the log's base.
    pub fn truncate_log(&mut self, from: LogIndex, why: Why, out: &mut Effects) {
        self.log.truncate_from(from);
        self.durable_index = self.durable_index.min(from.previous());
        let write = self.write(why, out);
        assert!(write.log.is_none(), "a step removes entries before it appends any");
        write.log = Some(LogWrite { from, entries: Vec::new() });
        if self.configurations.truncate_from(from) {
            self.configuration_in_log(why, out);
        }
    }

    /// The latest configuration in the log is another one now.
    fn configuration_in_log(&mut self, why: Why, out: &mut Effects) {
        match self.is_flawed(Flaw::ConfigAtApply) {
            true => {
                out.break_rule(Flaw::ConfigAtApply, why);
            }
            false => self.configuration_in_force(why, out),
        }
    }

    /// §6: "a server always uses the latest configuration in its log, regardless of whether the entry is committed".
    fn configuration_in_force(&mut self, why: Why, out: &mut Effects) {
        let (index, membership) = (self.configurations.latest_index(), *self.membership());
        self.had_vote |= membership.all_voters().contains(self.id);
        let answers_as = self.answers_as();
        out.decide(why, Event::Change(ChangeEvent::InForce { index, membership, answers_as }));
    }

    /// This step's write: all that one step changes becomes durable together.
    fn write<'a>(&mut self, why: Why, out: &'a mut Effects) -> &'a mut Write {
        let write = out.write.get_or_insert_with(|| {
            self.written = WriteSeq(self.written.0 + 1);
            Caused { why, what: Write { seq: self.written, hard_state: None, snapshot: None, log: None } }
        });
        write.why = why;
        &mut write.what
    }

    /// Raises the commit index and asks for what it covers to be applied.
    pub fn commit_to(&mut self, index: LogIndex, why: Why, out: &mut Effects) {
        let applies = self.is_flawed(Flaw::ConfigAtApply).then(|| *self.membership());
        self.commit_index = index;
        out.committed = Some(Caused { why, what: index });
        if applies.is_some_and(|in_force| in_force != *self.membership()) {
            self.configuration_in_force(why, out);
        }
    }
}
