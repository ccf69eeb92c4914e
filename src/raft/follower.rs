//! What a follower takes over from its leader (Figure 2, AppendEntries RPC, receiver; Figure 13).

use super::core::Core;
use super::effects::{Effects, Why};
use super::event::{AppendRefusal, AppendedBy, Event};
use super::message::{AppendAnswer, AppendEntries, Body, Conflict, InstallSnapshot};
use super::types::NodeId;
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
    pub core: &'a mut Core,
    pub follower: Follower,
    pub out: &'a mut Effects,
}

impl Following<'_> {
    /// AppendEntries of the leader of this term. Returns what the follower knows then.
    pub fn on_append_entries(mut self, leader: NodeId, append: AppendEntries) -> Follower {
        let (round, sent_at) = (append.round, append.sent_at);
        let (decided, answer) = match self.check_consistency(&append) {
            Err(refusal) => {
                let conflict = self.conflict(refusal);
                let answer = AppendAnswer::Rejected { prev_index: append.prev.index, conflict };
                (self.out.decide(Why::INPUT, Event::AppendRefused { leader, refusal }), answer)
            }
            Ok(()) => self.accept(leader, append),
        };
        self.core.arm_election_timer(decided, self.out);
        self.core.answer(leader, Body::AppendEntriesReply { round, sent_at, answer }, decided, self.out);
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

    /// §5.3: the entry before the new ones must be in the log, with the same term.
    fn check_consistency(&self, append: &AppendEntries) -> Result<(), AppendRefusal> {
        let prev = append.prev;
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
        // Entries that are there already are left alone: an older message must not undo what a newer
        // one brought. Only a conflict removes anything.
        let first_index = prev.index.next();
        let snapshot_index = self.core.snapshot_index();
        let is_known = |step: &usize| {
            let index = first_index.plus(*step);
            index <= snapshot_index || self.core.log().term_at(index) == Some(entries[*step].term)
        };
        let known = (0..entries.len()).take_while(is_known).count();
        let new_entries = &entries[known..];
        let (first_new, last_index) = (first_index.plus(known), self.core.last_index());
        if !new_entries.is_empty() && first_new <= last_index {
            let removed = last_index.0 + 1 - first_new.0;
            let own_term = self.core.log().term_at(first_new).unwrap_or_default();
            let entry_term = new_entries[0].term;
            let event = Event::LogTruncated { from: first_new, removed, own_term, entry_term };
            let truncated = self.out.decide(decided, event);
            self.core.truncate_log(first_new, truncated, self.out);
        }
        if !new_entries.is_empty() {
            let (entries, by) = (new_entries.to_vec(), AppendedBy::Leader(leader));
            let appended = self.out.decide(decided, Event::LogAppended { first_index: first_new, entries, by });
            self.core.append_to_log(new_entries, appended, self.out);
        }
        // The log beyond the last new entry is unchecked: it may differ from the leader's.
        let index = leader_commit.min(match_index);
        if self.core.commit_index() < index {
            let learned = self.out.decide(decided, Event::CommitLearned { index, leader });
            self.core.commit_to(index, learned, self.out);
        }
        (decided, AppendAnswer::Accepted { match_index })
    }
}
