//! Checks the invariants of safety over a trace. There is no world to look at: each event changes the picture of its node, and the
//! checkers look at that.
//!
//! A trace may begin amid a run, and have gaps: what it does not tell, nothing is claimed of. So `durable-commit` waits for
//! the first write of each node, and is silent where a voter has no trace; and `match-monotonic` sees a match index
//! fall when it rises again below where it was.

use super::claims::Claims;
use super::commit_monotonic::CommitMonotonic;
use super::durable_commit::DurableCommit;
use super::election_safety::ElectionSafety;
use super::leader_append_only::LeaderAppendOnly;
use super::ledger::Ledger;
use super::log_matching::LogMatching;
use super::match_monotonic::MatchMonotonic;
use super::monotonic_term::MonotonicTerm;
use super::state_machine_safety::{self, Committing};
use super::vote_once::VoteOnce;
use super::{Facts, Invariant, Violation, leader_completeness};
use crate::raft::{
    Event as Decision, HardState, LogIndex, LogPosition, MAX_NODES, NodeId, NodeSet, Payload, RoleName, SnapshotEvent,
};
use crate::sim::{Actor, Event, Summary, Vote, What};
use crate::trace::{Change, Life, Misfit, NodePicture, Picture, Store};
use std::collections::VecDeque;

/// Snapshots that are remembered, at most: nodes take theirs at about the same time.
const SNAPSHOTS_MAX: usize = 64;

/// What is looked at without a look into the picture again.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    commit_index: LogIndex,
    durable: LogPosition,
}

/// All invariants of safety over the events of a trace.
#[derive(Debug, Default)]
pub struct Traced {
    picture: Picture,
    claims: Claims,
    violations: Vec<Violation>,
    seen: [Seen; MAX_NODES],
    /// The voters that the trace names first.
    first_voters: NodeSet,
    ledger: Ledger,
    elections: ElectionSafety,
    append_only: LeaderAppendOnly,
    matching: LogMatching,
    votes: VoteOnce,
    terms: MonotonicTerm,
    commits: CommitMonotonic,
    matches: MatchMonotonic,
    durable: DurableCommit,
    /// What the first snapshot at a place held, oldest first.
    snapshots: VecDeque<(LogPosition, Store)>,
}

impl Traced {
    /// What the trace shows so far.
    pub fn picture(&self) -> &Picture {
        &self.picture
    }

    /// The first violation of each invariant, first to last, of what was claimed.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// The nodes whose disk was lost, or that were given messages that no node sent: nothing is claimed since.
    pub fn unclaimed_since(&self) -> NodeSet {
        if self.claims.hold() { NodeSet::EMPTY } else { self.claims.lost().union(self.claims.forged_at()) }
    }

    /// Takes an event in, and looks at what it touched. Returns how many violations are new.
    ///
    /// # Errors
    /// If the event cannot follow from those before it.
    pub fn take(&mut self, event: &Event) -> Result<usize, Misfit> {
        let before = self.violations.len();
        let change = self.picture.take(event)?;
        self.look_at_forgery(event);
        let Some(node) = change.node else { return Ok(0) };
        if matches!(event.what, What::Wiped) {
            self.claims.wiped(node);
            self.votes.forget(node);
            self.terms.forget(node);
        }
        self.look_at_votes(event, node);
        // A clone shares everything with the original, and nothing else may look while a checker changes.
        let Some(picture) = self.picture.share(node) else { return Ok(0) };
        if change.is_anew {
            self.on_start(event, &picture);
        }
        self.look_at_term(event, change, &picture);
        self.look_at_log(event, change, &picture);
        self.look_at_leader(event, change, &picture);
        self.look_at_snapshot(event, &picture);
        self.look_at_commit(event, change, &picture);
        if self.seen[node.slot()].durable != picture.durable_log.last() || change.is_anew {
            self.seen[node.slot()].durable = picture.durable_log.last();
            self.look_at_disks(event, NodeSet::EMPTY.with(node));
        }
        Ok(self.violations.len() - before)
    }

    fn note(&mut self, event: &Event, invariant: Invariant, broken: Option<Facts>) {
        let Some(facts) = broken else { return };
        if !self.claims.hold() {
            self.claims.give_up();
        } else if !self.violations.iter().any(|violation| violation.invariant == invariant) {
            self.violations.push(Violation { invariant, at: event.at, facts });
        }
    }

    /// A client that speaks as a node can make a correct cluster err.
    fn look_at_forgery(&mut self, event: &Event) {
        if let Some(node) = event.what.forged_at() {
            self.claims.forged(NodeSet::EMPTY.with(node));
        }
    }

    fn look_at_votes(&mut self, event: &Event, voter: NodeId) {
        if let What::MessageSent { to: Actor::Node(candidate), term: Some(term), summary, .. } = &event.what
            && *summary == (Summary::RequestVoteReply { granted: true })
        {
            self.look_at_vote(event, Vote { voter, term: *term, candidate: *candidate });
        }
        if let What::WriteDurable { hard_state, .. } = &event.what {
            self.look_at_durable_vote(event, voter, *hard_state);
        }
    }

    fn look_at_durable_vote(&mut self, event: &Event, voter: NodeId, hard_state: HardState) {
        self.terms.durable(voter, hard_state.current_term);
        if let Some(candidate) = hard_state.voted_for {
            self.look_at_vote(event, Vote { voter, term: hard_state.current_term, candidate });
        }
    }

    fn look_at_vote(&mut self, event: &Event, vote: Vote) {
        if self.votes.was_forgotten(vote) {
            self.claims.give_up();
        }
        let broken = self.votes.look(vote);
        self.note(event, Invariant::VoteOnce, broken);
    }

    fn on_start(&mut self, event: &Event, picture: &NodePicture) {
        if self.first_voters.is_empty() {
            self.first_voters = picture.membership.voters;
        }
        if matches!(event.what, What::Started { .. }) {
            self.look_at_durable_vote(event, picture.node, picture.durable);
        }
    }

    fn look_at_term(&mut self, event: &Event, change: Change, picture: &NodePicture) {
        let sent = if let What::MessageSent { term, .. } = &event.what { *term } else { None };
        let is_up = picture.life != Life::Down;
        let term = is_up.then_some(picture.hard_state.current_term);
        let broken = self.terms.look(picture.node, term, change.is_anew, sent);
        self.note(event, Invariant::MonotonicTerm, broken);
    }

    fn look_at_log(&mut self, event: &Event, change: Change, picture: &NodePicture) {
        let from = if change.is_anew { Some(LogIndex(1)) } else { change.log_from };
        if let Some(from) = from {
            let broken = self.matching.look(&picture.log, from);
            self.note(event, Invariant::LogMatching, broken);
        }
    }

    fn look_at_leader(&mut self, event: &Event, change: Change, picture: &NodePicture) {
        let (node, term) = (picture.node, picture.hard_state.current_term);
        if picture.role != RoleName::Leader || picture.life == Life::Down {
            self.append_only.no_leader(node);
            self.matches.no_leader(node);
            return;
        }
        let broken = self.append_only.look(node, term, picture.log.last().index, change.log_from);
        self.note(event, Invariant::LeaderAppendOnly, broken);
        if change.is_anew {
            // What it knows of its peers is not told.
            self.matches.no_leader(node);
        } else {
            let members = picture.membership.members();
            let broken = self.matches.look(node, term, members, |peer| picture.match_index[peer.slot()]);
            self.note(event, Invariant::MatchMonotonic, broken);
        }
        if self.elections.is_news(node, term) {
            let broken = self.elections.look(node, term);
            self.note(event, Invariant::ElectionSafety, broken);
            let broken = leader_completeness::look_at_election(&self.ledger, node, term, &picture.log);
            self.note(event, Invariant::LeaderCompleteness, broken);
        }
    }

    /// The first snapshot at a place says what every store holds that has applied as much.
    fn look_at_snapshot(&mut self, event: &Event, picture: &NodePicture) {
        let What::Decided(Decision::Snapshot(SnapshotEvent::Taken { last, .. })) = &event.what else { return };
        if picture.store.is_partial() || picture.applied_index != last.index {
            return;
        }
        if let Some((_, store)) = self.snapshots.iter().find(|(known, _)| known.index == last.index) {
            let is_other = *store != picture.store;
            let broken = is_other.then(|| state_machine_safety::other_snapshot(picture.node, last.index));
            self.note(event, Invariant::StateMachineSafety, broken);
            return;
        }
        if SNAPSHOTS_MAX <= self.snapshots.len() {
            self.snapshots.pop_front();
        }
        self.snapshots.push_back((*last, picture.store.clone()));
    }

    fn look_at_commit(&mut self, event: &Event, change: Change, picture: &NodePicture) {
        let (node, slot) = (picture.node, picture.node.slot());
        if self.seen[slot].commit_index == picture.commit_index && !change.is_anew {
            return;
        }
        self.seen[slot].commit_index = picture.commit_index;
        let is_up = picture.life != Life::Down;
        let seen = self.commits.seen(node, change.is_anew);
        let broken = self.commits.look(node, is_up.then_some(picture.commit_index), change.is_anew);
        self.note(event, Invariant::CommitMonotonic, broken);
        if !is_up || picture.commit_index <= seen {
            return;
        }
        // Where the trace begins amid a run, what was committed before is not told.
        let is_anew = self.ledger.begin_after(picture.log.base().index);
        let known = self.ledger.len();
        let committing = Committing {
            node,
            term: picture.hard_state.current_term,
            log: &picture.log,
            commit_index: picture.commit_index,
        };
        let broken = state_machine_safety::look(&mut self.ledger, committing, seen.next());
        self.note(event, Invariant::StateMachineSafety, broken);
        if known < self.ledger.len() {
            self.durable.counted_by(picture.configurations.since(picture.commit_index));
            self.on_committed(event, known);
        } else if is_anew {
            // Nothing is known of what all disks have up to there.
            self.look_at_disks(event, self.picture.names());
        }
    }

    /// Entries after an index of the ledger are new.
    fn on_committed(&mut self, event: &Event, known: LogIndex) {
        for index in known.0 + 1..=self.ledger.len().0 {
            if let Some(Payload::Configuration(membership)) =
                self.ledger.get(LogIndex(index)).map(|committed| &committed.entry.payload)
            {
                self.claims.configured(*membership);
            }
        }
        for node in self.picture.names().iter() {
            let Some(leader) = self.picture.share(node) else { continue };
            if leader.role == RoleName::Leader && leader.life != Life::Down {
                let term = leader.hard_state.current_term;
                let broken = leader_completeness::look_at_commit(&self.ledger, node, term, &leader.log);
                self.note(event, Invariant::LeaderCompleteness, broken);
            }
        }
        self.look_at_disks(event, self.picture.names());
    }

    fn look_at_disks(&mut self, event: &Event, disks: NodeSet) {
        for node in disks.iter() {
            if let Some(picture) = self.picture.node(node) {
                self.durable.look_at_disk(node, &picture.durable_log, &self.ledger);
            }
        }
        let voters = self.durable.voters(self.first_voters);
        if voters.difference(self.picture.names()).is_empty() {
            let broken = self.durable.look(self.first_voters, self.ledger.len());
            self.note(event, Invariant::DurableCommit, broken);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raft::Log;
    use crate::raft::{Membership, Term};
    use crate::sim::{EventId, Instant};

    fn node(number: usize) -> NodeId {
        NodeId::new(number).unwrap()
    }

    /// What the checkers have seen after events of one node, in this order.
    fn traced(whats: Vec<What>) -> Traced {
        let mut traced = Traced::default();
        for (place, what) in whats.into_iter().enumerate() {
            let id = EventId(place as u64 + 1);
            let event = Event {
                id,
                at: Instant(id.0),
                actor: Some(Actor::Node(node(1))),
                what,
                cause: None,
                because: Vec::new(),
            };
            traced.take(&event).unwrap();
        }
        traced
    }

    fn started() -> What {
        What::Started {
            again: false,
            hard_state: HardState::default(),
            log: Log::default(),
            compacted_to: LogIndex::ZERO,
            membership: Membership::of(NodeSet::first(3)),
            answers_as: RoleName::Follower,
        }
    }

    /// A real node tells that by its own event, as it does not know the client.
    #[test]
    fn nothing_is_claimed_after_a_client_spoke_as_a_node() {
        let unclaimed_after = |path: &str| {
            let (request, method) = (crate::kv::RequestId(1), "POST".to_string());
            let called = What::HttpCalled { request, method, path: path.to_string(), to: node(1) };
            traced(vec![started(), called]).unclaimed_since()
        };
        assert_eq!(unclaimed_after("/raft/append-entries"), NodeSet::EMPTY.with(node(1)));
        assert_eq!(unclaimed_after("/kv"), NodeSet::EMPTY);
    }

    /// Nodes start on logs of which only the end is told. Nothing says that the ends are on a majority.
    #[test]
    fn of_starts_that_tell_the_end_of_their_logs_nothing_is_claimed() {
        let mut traced = Traced::default();
        for number in 1..=3 {
            let base = LogPosition { term: Term(1), index: LogIndex(10 * number as u64) };
            let mut what = started();
            if let What::Started { log, compacted_to, .. } = &mut what {
                (*log, *compacted_to) = (Log::default(), LogIndex(5));
                log.compact_to(base);
            }
            let actor = Some(Actor::Node(node(number)));
            let (id, cause) = (EventId(number as u64), None);
            let event = Event { id, at: Instant(id.0), actor, what, cause, because: Vec::new() };
            assert_eq!(traced.take(&event).unwrap(), 0, "n{number}: {:?}", traced.violations());
        }
    }

    #[test]
    fn a_match_index_that_rises_to_less_than_it_was_has_fallen() {
        let voters = NodeSet::first(3);
        let term = Term(1);
        let stands =
            Decision::ElectionStarted { term, last: LogPosition::default(), by: crate::raft::Standing::Silence };
        let advanced = |index| Decision::MatchAdvanced { peer: node(2), match_index: LogIndex(index) };
        let won = || Decision::ElectionWon { term, votes: voters };
        let led = |indexes: &[u64]| {
            let decided = [stands.clone(), won()].into_iter().chain(indexes.iter().copied().map(advanced));
            let traced = traced([started()].into_iter().chain(decided.map(What::Decided)).collect());
            traced.violations().iter().map(|violation| violation.invariant).collect::<Vec<_>>()
        };
        assert_eq!(led(&[1, 2, 5]), []);
        assert_eq!(led(&[5, 2]), [Invariant::MatchMonotonic]);
    }
}
