//! One node, as its events tell it.

use super::expected::{Misfit, Unfit};
use super::store::Store;
use crate::kv::Command;
use crate::raft::{
    ChangeEvent, Configurations, Event as Decision, Flaw, HardState, Log, LogEntry, LogIndex, LogPosition, MAX_NODES,
    Membership, NodeId, NodeSet, Payload, PreVoteEvent, RoleName, SnapshotEvent, Term, Votes,
};
use crate::sim::fields::request_of;
use crate::sim::{EventId, NodeState};
use std::collections::VecDeque;

/// Writes on their way to a disk for which the log is remembered, at most.
const PENDING_MAX: usize = 1_024;

/// How a node lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// It takes part.
    Up,
    /// It stands still.
    Paused,
    /// It does not run: what it shows is what its disk holds.
    Down,
}

/// A write on its way to the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pending {
    event: EventId,
    log: Log,
}

/// One node after an event. A clone shares logs and store with the original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodePicture {
    /// Which node it is.
    pub node: NodeId,
    /// How it lives.
    pub life: Life,
    /// Its term and vote; of a node that is down, what its disk holds.
    pub hard_state: HardState,
    /// Its role.
    pub role: RoleName,
    /// What its role is while it neither leads nor stands: follower or learner.
    pub answers_as: RoleName,
    /// The leader of its term that it knows; itself if it leads.
    pub leader: Option<NodeId>,
    /// The answers of the voters, while it asks for votes or for promises of them; the votes that elected it, while it leads.
    pub votes: Votes,
    /// Its log; of a node that is down, what its disk holds. Where the trace begins amid the node's life, this may be the end
    /// of it alone.
    pub log: Log,
    /// Where the node's own log begins: after this index, which is at most the base of `log`. None where no line tells it.
    compacted_to: Option<LogIndex>,
    /// The configuration in force.
    pub membership: Membership,
    /// The configurations in its log. It begins with the one in force at the node's start, where an earlier one is not
    /// told.
    pub configurations: Configurations,
    /// The highest index that it knows to be committed; 0 when it is down.
    pub commit_index: LogIndex,
    /// The highest index that it has applied; 0 when it is down.
    pub applied_index: LogIndex,
    /// Its keys and values; empty when it is down.
    pub store: Store,
    /// The last entry that its latest snapshot holds, if it has one.
    pub snapshot: LogPosition,
    /// Durable term and vote.
    pub durable: HardState,
    /// The durable log.
    pub durable_log: Log,
    /// What is durable at each node, by its slot, as far as it knows while it leads.
    pub match_index: [LogIndex; MAX_NODES],
    pending: VecDeque<Pending>,
    /// The node's role before the last change. Some flaws make a node keep that role.
    role_before: RoleName,
}

impl NodePicture {
    /// A node that starts from what its disk holds.
    pub(super) fn started(
        node: NodeId,
        hard_state: HardState,
        (log, compacted_to): (Log, LogIndex),
        membership: Membership,
        answers_as: RoleName,
        store: Store,
    ) -> NodePicture {
        NodePicture {
            node,
            life: Life::Up,
            hard_state,
            role: answers_as,
            answers_as,
            leader: None,
            votes: Votes::default(),
            membership,
            configurations: configurations_of(&log, membership),
            commit_index: compacted_to,
            applied_index: compacted_to,
            compacted_to: Some(compacted_to),
            store,
            snapshot: log.base(),
            durable: hard_state,
            durable_log: log.clone(),
            log,
            match_index: [LogIndex::ZERO; MAX_NODES],
            pending: VecDeque::new(),
            role_before: answers_as,
        }
    }

    /// A node amid its life. Its next write tells how much of its log is durable; until then all of it counts as
    /// durable.
    pub(super) fn standing(node: NodeId, state: &NodeState) -> NodePicture {
        let answers_as = if state.role == RoleName::Learner { RoleName::Learner } else { RoleName::Follower };
        let store = Store::of_first(&state.keys, state.keys_count);
        let log = (state.log.clone(), state.log.base().index);
        let started = NodePicture::started(node, state.hard_state, log, state.membership, answers_as, store);
        NodePicture {
            role: state.role,
            leader: state.leader,
            compacted_to: state.compacted_to,
            snapshot: state.snapshot.unwrap_or(state.log.base()),
            commit_index: state.commit_index,
            applied_index: state.applied_index,
            ..started
        }
    }

    /// It stops, and loses all that is not durable.
    pub(super) fn stop(&mut self) {
        self.life = Life::Down;
        self.hard_state = self.durable;
        self.log = self.durable_log.clone();
        self.snapshot = LogPosition::default();
        self.role = self.answers_as;
        self.leader = None;
        self.votes = Votes::default();
        self.commit_index = LogIndex::ZERO;
        self.applied_index = LogIndex::ZERO;
        self.store = Store::default();
        self.pending.clear();
    }

    /// Its disk is lost.
    pub(super) fn wipe(&mut self) {
        self.durable = HardState::default();
        self.durable_log = Log::default();
        self.stop();
    }

    /// It writes what it holds now.
    pub(super) fn write(&mut self, event: EventId) {
        if PENDING_MAX <= self.pending.len() {
            self.pending.pop_front();
        }
        self.pending.push_back(Pending { event, log: self.log.clone() });
    }

    /// What it wrote is durable, up to the write of this event, if that is known.
    pub(super) fn written(&mut self, hard_state: HardState, last: LogPosition, write: Option<EventId>) {
        self.durable = hard_state;
        let is_it = |pending: &Pending| write == Some(pending.event) && pending.log.last() == last;
        let place = self.pending.iter().position(is_it);
        let place = place.or_else(|| self.pending.iter().rposition(|pending| pending.log.last() == last));
        if let Some(place) = place {
            self.durable_log = self.pending[place].log.clone();
            self.pending.drain(..=place);
        } else if self.log.contains(last) {
            self.durable_log = self.log.clone();
            if last.index < self.log.last().index {
                self.durable_log.truncate_from(last.index.next());
            }
        }
    }

    /// It applies an entry.
    pub(super) fn apply(&mut self, index: LogIndex, command: Option<&Command>, act: impl FnOnce(&mut Store)) -> Fits {
        self.expect("index", Unfit::NextApplied, self.applied_index.next(), index)?;
        let held = self.log.get(index).map(|entry| request_of(&entry.payload).map(|request| request.command));
        if held.is_some_and(|held| held.as_ref() != command) {
            return self.unfit("command", Unfit::HeldCommand, Some(index.0));
        }
        self.applied_index = index;
        act(&mut self.store);
        Ok(())
    }

    /// Whether a decision changes the log where no line told it, so that the picture cannot follow: the term of the entry
    /// before the change is not known.
    pub(super) fn loses_sight_by(&self, decision: &Decision) -> bool {
        let untold = self.compacted_to.unwrap_or_default().next()..=self.log.base().index;
        matches!(decision, Decision::LogTruncated { from, .. } if untold.contains(from))
    }

    /// It decides something. Returns where its log changed first, if it changed.
    pub(super) fn decide(&mut self, decision: &Decision) -> Result<Option<LogIndex>, Misfit> {
        match decision {
            Decision::TermAdopted { old_term, term, .. } => {
                self.expect_term("old-term", Unfit::OwnTerm, self.hard_state.current_term, *old_term)?;
                if *term <= *old_term {
                    return self.unfit("term", Unfit::HigherTerm, Some(old_term.0));
                }
                self.hard_state = HardState { current_term: *term, voted_for: None };
                self.follow(None);
            }
            Decision::ElectionStarted { term, .. } => {
                let next = Term(self.hard_state.current_term.0.saturating_add(1));
                self.expect_term("term", Unfit::NextTerm, next, *term)?;
                self.hard_state = HardState { current_term: *term, voted_for: Some(self.node) };
                self.turn(RoleName::Candidate, None);
            }
            Decision::VoteGranted { candidate, .. } => self.hard_state.voted_for = Some(*candidate),
            Decision::VoteCounted { granted, .. } => self.votes.granted = *granted,
            Decision::VoteDenied { refused, .. } => self.votes.refused = *refused,
            Decision::ElectionWon { term, votes } => {
                self.expect_term("term", Unfit::OwnTerm, self.hard_state.current_term, *term)?;
                self.lead(*votes);
            }
            Decision::LeaderRecognised { leader, .. } => self.follow(Some(*leader)),
            Decision::SteppedDown { .. } => self.follow(None),
            Decision::LogTruncated { from, .. } => return self.truncate(*from).map(Some),
            Decision::LogAppended { first_index, entries, .. } => return self.append(*first_index, entries).map(Some),
            Decision::MatchAdvanced { peer, match_index } => self.match_index[peer.slot()] = *match_index,
            Decision::CommitAdvanced { index, .. } | Decision::CommitLearned { index, .. } => {
                self.commit_index = *index;
            }
            Decision::RuleBroken { flaw } => self.break_rule(*flaw),
            Decision::PreVote(decision) => self.pre_vote(decision),
            Decision::Change(ChangeEvent::InForce { membership, answers_as, .. }) => {
                if self.log.base().index == self.configurations.latest_index() {
                    self.configurations.reset(self.log.base().index, *membership);
                }
                self.membership = *membership;
                self.answers_as = *answers_as;
                if matches!(self.role, RoleName::Follower | RoleName::Learner) {
                    self.role = *answers_as;
                }
            }
            Decision::Snapshot(decision) => return self.snapshot(decision),
            Decision::VoteRefused { .. }
            | Decision::AppendAccepted { .. }
            | Decision::AppendRefused { .. }
            | Decision::HeartbeatRound { .. }
            | Decision::BackedOff { .. }
            | Decision::Overtaken { .. }
            | Decision::SentAgain { .. }
            | Decision::CommitHeldBack { .. }
            | Decision::ReplyIgnored { .. }
            | Decision::RivalIgnored { .. }
            | Decision::ClientRefused { .. }
            | Decision::ReadStarted { .. }
            | Decision::ReadHeldBack { .. }
            | Decision::ReadConfirmed { .. }
            | Decision::ReadForwarded { .. }
            | Decision::ReadIndexLearned { .. }
            | Decision::LeaseHeld { .. }
            | Decision::CandidateDisregarded { .. }
            | Decision::ElectionWithheld { .. }
            | Decision::Change(
                ChangeEvent::Asked { .. } | ChangeEvent::Refused { .. } | ChangeEvent::CaughtUp { .. },
            )
            | Decision::Transfer(_) => {}
        }
        Ok(None)
    }

    fn turn(&mut self, role: RoleName, leader: Option<NodeId>) {
        self.role_before = std::mem::replace(&mut self.role, role);
        self.leader = leader;
        self.votes = Votes::default();
    }

    fn follow(&mut self, leader: Option<NodeId>) {
        self.turn(self.answers_as, leader);
    }

    fn lead(&mut self, votes: NodeSet) {
        self.turn(RoleName::Leader, Some(self.node));
        self.votes.granted = votes;
        self.match_index = [LogIndex::ZERO; MAX_NODES];
        let durable = self.durable_log.last();
        if self.log.contains(durable) {
            self.match_index[self.node.slot()] = durable.index;
        }
    }

    fn pre_vote(&mut self, decision: &PreVoteEvent) {
        match decision {
            PreVoteEvent::Started { .. } => self.turn(RoleName::PreCandidate, None),
            PreVoteEvent::Counted { granted, .. } => self.votes.granted = *granted,
            PreVoteEvent::Denied { refused, .. } => self.votes.refused = *refused,
            PreVoteEvent::Granted { .. } | PreVoteEvent::Refused { .. } => {}
        }
    }

    fn truncate(&mut self, from: LogIndex) -> Result<LogIndex, Misfit> {
        if from <= self.log.base().index || self.log.last().index < from {
            return self.unfit("from-index", Unfit::HeldIndex, Some(self.log.last().index.0));
        }
        self.log.truncate_from(from);
        self.configurations.truncate_from(from);
        Ok(from)
    }

    fn append(&mut self, first_index: LogIndex, entries: &[LogEntry]) -> Result<LogIndex, Misfit> {
        self.expect("first-index", Unfit::NextIndex, self.log.last().index.next(), first_index)?;
        for entry in entries {
            let index = self.log.push(entry.clone());
            if let Payload::Configuration(membership) = entry.payload {
                self.configurations.append(index, membership);
            }
        }
        Ok(first_index)
    }

    fn snapshot(&mut self, decision: &SnapshotEvent) -> Result<Option<LogIndex>, Misfit> {
        match decision {
            SnapshotEvent::Taken { last, compacted, .. } => {
                self.snapshot = *last;
                let Some(before) = self.compacted_to else { return Ok(None) };
                let base = LogIndex(before.0.saturating_add(*compacted));
                self.compacted_to = Some(base);
                if self.log.base().index < base {
                    let Some(term) = self.log.term_at(base) else {
                        return self.unfit("compacted", Unfit::HeldIndex, Some(self.log.last().index.0));
                    };
                    self.log.compact_to(LogPosition { term, index: base });
                }
                Ok(None)
            }
            SnapshotEvent::Installed { last, kept, .. } => {
                let end = self.log.last().index;
                let is_old = last.index <= self.compacted_to.unwrap_or_default();
                if is_old || 0 < *kept && last.index.0.saturating_add(*kept) != end.0 {
                    return self.unfit("kept", Unfit::HeldIndex, Some(end.0));
                }
                // Where only entries after the snapshot's last were told, these are what is kept.
                let mut log = self.log.clone();
                if *kept == 0 || self.log.base().index <= last.index {
                    let kept = if 0 < *kept { self.log.slice(last.index.next(), usize::MAX) } else { Vec::new() };
                    log = Log::default();
                    log.compact_to(*last);
                    for entry in kept {
                        log.push(entry);
                    }
                }
                self.compacted_to = Some(last.index);
                // Which configuration the snapshot holds, the next event tells if it is another than the one in force.
                self.configurations = configurations_of(&log, self.membership);
                self.log = log;
                self.snapshot = *last;
                self.commit_index = last.index;
                self.applied_index = last.index;
                Ok(Some(last.index.next()))
            }
            SnapshotEvent::Sent { .. }
            | SnapshotEvent::Collected { .. }
            | SnapshotEvent::Refused { .. }
            | SnapshotEvent::NotNeeded { .. } => Ok(None),
        }
    }

    /// A flaw decides. Other events tell what most flaws change.
    fn break_rule(&mut self, flaw: Flaw) {
        if flaw == Flaw::HigherTermKeepsRole {
            self.role = self.role_before;
            self.leader = (self.role == RoleName::Leader).then_some(self.node);
        } else if flaw == Flaw::VoteResetInTerm {
            self.hard_state.voted_for = None;
        } else if flaw == Flaw::SnapshotLowersTerm {
            self.hard_state = HardState { current_term: self.log.base().term, voted_for: None };
        }
    }

    fn expect(&self, field: &'static str, unfit: Unfit, expected: LogIndex, found: LogIndex) -> Fits {
        if expected == found { Ok(()) } else { self.unfit(field, unfit, Some(expected.0)) }
    }

    fn expect_term(&self, field: &'static str, unfit: Unfit, expected: Term, found: Term) -> Fits {
        if expected == found { Ok(()) } else { self.unfit(field, unfit, Some(expected.0)) }
    }

    #[cold]
    fn unfit<T>(&self, field: &'static str, expected: Unfit, value: Option<u64>) -> Result<T, Misfit> {
        Err(Misfit { node: Some(self.node), field, expected, value })
    }
}

/// The configurations in a log, and one to begin with.
fn configurations_of(log: &Log, first: Membership) -> Configurations {
    let mut configurations = Configurations::starting_with(log.base().index, first);
    for (place, entry) in log.iter().enumerate() {
        if let Payload::Configuration(membership) = entry.payload {
            configurations.append(log.first_index().plus(place), membership);
        }
    }
    configurations
}

/// Whether an event fits the events before it.
pub(super) type Fits = Result<(), Misfit>;
