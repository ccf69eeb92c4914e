//! What a follower takes over from its leader (Figure 2, AppendEntries RPC, receiver; Figure 13).

use super::core::Core;
use super::effects::{Effects, Why};
use super::event::{AppendRefusal, AppendedBy, Event};
use super::flaw::Flaw;
use super::log::LogEntry;
use super::message::{AppendAnswer, AppendEntries, Body, Conflict, InstallSnapshot};
use super::types::{LogIndex, LogPosition, NodeId};
use serde::{Deserialize, Serialize};

/// What a follower knows beside its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Follower {
    /// The leader of this term, once it was heard from.
    pub leader: Option<NodeId>,
    /// Whether it accepted an AppendEntries of that leader.
    pub accepted: bool,
}

/// A follower at work, in one step that its leader's message caused.
pub(super) struct Following<'a> {
    /// What it is in every role.
    pub core: &'a mut Core,
    /// What it knows as a follower.
    pub follower: Follower,
    /// What it asks of the world.
    pub out: &'a mut Effects,
}

impl Following<'_> {
    /// AppendEntries of the leader of this term. Returns what the follower knows then.
    pub fn on_append_entries(mut self, leader: NodeId, append: AppendEntries) -> Follower {
        let (round, sent_at) = (append.round, append.sent_at);
        let ignores_beat = append.entries.is_empty() && self.core.is_flawed(Flaw::HeartbeatsIgnored);
        let (decided, answer) = match self.check_consistency(&append) {
            Err(refusal) => {
                let conflict = self.conflict(refusal);
                let answer = AppendAnswer::Rejected { prev_index: append.prev.index, conflict };
                (self.out.decide(Why::INPUT, Event::AppendRefused { leader, refusal }), answer)
            }
            Ok(by_flaw) => {
                if let Some(flaw) = by_flaw {
                    self.out.break_rule(flaw, Why::INPUT);
                }
                self.accept(leader, append)
            }
        };
        match ignores_beat {
            true => {
                self.out.break_rule(Flaw::HeartbeatsIgnored, decided);
            }
            false => self.core.arm_election_timer(decided, self.out),
        }
        self.core.acknowledge(leader, Body::AppendEntriesReply { round, sent_at, answer }, decided, self.out);
        self.follower
    }

    /// InstallSnapshot of the leader of this term. Returns what the follower knows then.
    pub fn on_install_snapshot(self, leader: NodeId, piece: &InstallSnapshot) -> Follower {
        let (round, sent_at) = (piece.round, piece.sent_at);
        let (decided, answer) = self.core.take_piece(leader, piece, self.out);
        self.core.arm_election_timer(decided, self.out);
        self.core.answer(leader, Body::InstallSnapshotReply { round, sent_at, answer }, decided, self.out);
        self.follower
    }

    /// §5.3: the entry before the new ones must be in the log, with the same term. If a flaw lets it pass, it is named.
    fn check_consistency(&self, append: &AppendEntries) -> Result<Option<Flaw>, AppendRefusal> {
        let checked = self.agrees_at(append.prev);
        match self.core.is_flawed(Flaw::NoConsistencyCheck) {
            true => Ok(checked.err().map(|_| Flaw::NoConsistencyCheck)),
            false => checked.map(|()| None),
        }
    }

    /// Whether the log holds the entry at this position, or a snapshot does.
    fn agrees_at(&self, prev: LogPosition) -> Result<(), AppendRefusal> {
        match self.core.log().term_at(prev.index) {
            // What a snapshot holds is committed: every leader has the same there (§5.4.3).
            _ if prev.index < self.core.snapshot_index() => Ok(()),
            None => Err(AppendRefusal::TooShort { prev, last_index: self.core.last_index() }),
            Some(own_term) if own_term != prev.term => Err(AppendRefusal::OtherTerm { prev, own_term }),
            Some(_) => Ok(()),
        }
    }

    /// The hint that lets a leader skip a whole term at a time (§5.3, end).
    fn conflict(&self, refusal: AppendRefusal) -> Conflict {
        match refusal {
            AppendRefusal::OtherTerm { own_term: term, .. } => {
                Conflict::OtherTerm { term, first_index: self.core.log().first_index_from_term(term) }
            }
            AppendRefusal::TooShort { .. } | AppendRefusal::StaleTerm { .. } => {
                Conflict::TooShort { end: self.core.last_index().next() }
            }
        }
    }

    /// Takes over what agrees with the log. Returns the decision to accept, and the answer.
    fn accept(&mut self, leader: NodeId, append: AppendEntries) -> (Why, AppendAnswer) {
        let AppendEntries { prev, entries, leader_commit, .. } = append;
        let match_index = prev.index.plus(entries.len());
        let event = Event::AppendAccepted { leader, match_index, entries: entries.len() };
        let decided = self.out.decide(Why::INPUT, event);
        self.follower.accepted = true;
        let (first_index, new_entries) = self.new_entries(prev, &entries, decided);
        self.remove_conflict(first_index, new_entries, decided);
        if !new_entries.is_empty() {
            let (entries, by) = (new_entries.to_vec(), AppendedBy::Leader { leader });
            let appended = self.out.decide(decided, Event::LogAppended { first_index, entries, by });
            self.core.append_to_log(new_entries, appended, self.out);
        }
        self.learn_commit_index(leader, leader_commit, match_index, decided);
        (decided, AppendAnswer::Accepted { match_index })
    }

    /// The entries that the log does not have, and the index of the first. Entries that are there already are left alone:
    /// an older message must not undo what a newer one brought.
    fn new_entries<'e>(&mut self, prev: LogPosition, entries: &'e [LogEntry], why: Why) -> (LogIndex, &'e [LogEntry]) {
        let (first_index, end) = (prev.index.next(), self.core.last_index().next());
        let snapshot_index = self.core.snapshot_index();
        let is_below = !entries.is_empty() && first_index <= snapshot_index;
        if is_below && self.core.is_flawed(Flaw::AppendBelowSnapshot) {
            self.out.break_rule(Flaw::AppendBelowSnapshot, why);
            return (end, entries);
        }
        let is_known = |step: &usize| {
            let index = first_index.plus(*step);
            index <= snapshot_index || self.core.log().term_at(index) == Some(entries[*step].term)
        };
        let known = (0..entries.len()).take_while(is_known).count();
        // Only entries that were not checked can begin beyond the end.
        (first_index.plus(known).min(end), &entries[known..])
    }

    /// §5.3: an entry in conflict with a new one is removed, with all that follow. Only a conflict removes anything.
    fn remove_conflict(&mut self, first_index: LogIndex, new_entries: &[LogEntry], why: Why) {
        let (from, last_index) = (first_index.max(self.core.log().first_index()), self.core.last_index());
        if last_index < from {
            return;
        }
        let by = match (new_entries.is_empty(), self.core.is_flawed(Flaw::TruncateAlways)) {
            (false, _) => why,
            (true, true) => self.out.break_rule(Flaw::TruncateAlways, why),
            (true, false) => return,
        };
        let removed = last_index.0 + 1 - from.0;
        let own_term = self.core.log().term_at(from).unwrap_or_default();
        let entry_term = new_entries.first().map_or(own_term, |entry| entry.term);
        let truncated = self.out.decide(by, Event::LogTruncated { from, removed, own_term, entry_term });
        self.core.truncate_log(from, truncated, self.out);
    }

    /// §5.3: the commit index follows the leader's, up to the last new entry. The log beyond that is unchecked: it may
    /// differ from the leader's.
    fn learn_commit_index(&mut self, leader: NodeId, leader_commit: LogIndex, match_index: LogIndex, why: Why) {
        let mut index = leader_commit.min(match_index);
        let mut by = why;
        if self.core.is_flawed(Flaw::CommitPastMatch) {
            let unchecked = leader_commit.min(self.core.last_index());
            if index < unchecked && self.core.commit_index() < unchecked {
                by = self.out.break_rule(Flaw::CommitPastMatch, by);
                index = unchecked;
            }
        }
        if index < self.core.commit_index() && self.core.is_flawed(Flaw::CommitRegresses) {
            by = self.out.break_rule(Flaw::CommitRegresses, by);
        } else if index <= self.core.commit_index() {
            return;
        }
        let learned = self.out.decide(by, Event::CommitLearned { index, leader });
        self.core.commit_to(index, learned, self.out);
    }
}
