//! How a leader changes the configuration of the cluster (§6; thesis, chapter 4).
//!
//! A change goes through up to three entries. Servers that are new join as learners, under a configuration that
//! names the voters it leads to; when they have caught up, the joint configuration follows, in which both sets of
//! voters must agree; when that is committed, the new one. Each entry waits until the one before it is committed, and
//! any later leader goes on from what its log says. With `single_server_changes` there is no joint phase: then sets
//! that differ by one server cannot have disjoint majorities.

use super::{Leading, ORDERS_MAX};
use crate::raft::effects::Why;
use crate::raft::event::{AppendedBy, ChangeEvent, Event, StepDown};
use crate::raft::flaw::Flaw;
use crate::raft::log::Payload;
use crate::raft::membership::{Change, ChangeRefusal, Membership};
use crate::raft::progress::Progress;
use crate::raft::reply::{OrderAnswer, Reply};
use crate::raft::turn::Tenure;
use crate::raft::types::{LocalTime, LogIndex, LogPosition, NodeId, NodeSet, RequestToken};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::ops::ControlFlow::Continue;

/// What a leader knows of changes, beyond what its log says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Changes {
    /// Changes that were taken and have not begun, oldest first, each with its order.
    waiting: VecDeque<(RequestToken, Change)>,
    /// Servers that the latest configuration left out. They get the log for a little longer, so that they learn that
    /// they are out: a server that does not know it stands for election for ever.
    removed: NodeSet,
    /// When that ends, by the leader's clock; none while the configuration is not committed.
    removed_until: Option<LocalTime>,
    /// The round in which newcomers catch up: where the log ended when it began, and when that was.
    round: Option<(LogIndex, LocalTime)>,
}

impl Changes {
    /// Newcomers catch up in rounds; they have everything up to `match_index`. A round brings them the entries that the
    /// log held when the round began. Returns whether a round ended that took `limit_us` at most: the entries that are
    /// still missing then take no longer, and under a steady load newcomers come no closer (thesis, §4.2.1).
    fn ends_short_round(&mut self, match_index: LogIndex, last_index: LogIndex, now: LocalTime, limit_us: u64) -> bool {
        let (goal, began) = *self.round.get_or_insert((last_index, now));
        if match_index < goal {
            return false;
        }
        self.round = Some((last_index, now));
        now <= began.after(limit_us)
    }

    /// The orders that wait for their turn.
    pub fn waiting(&self) -> impl Iterator<Item = RequestToken> {
        self.waiting.iter().map(|waiting| waiting.0)
    }

    /// Servers that are out and still get the log.
    pub fn removed(&self) -> NodeSet {
        self.removed
    }

    /// Stops sending to them when their time is over.
    pub fn forget_the_removed(&mut self, now: LocalTime) {
        if self.removed_until.is_some_and(|until| until <= now) {
            self.removed = NodeSet::EMPTY;
            self.removed_until = None;
        }
    }
}

impl Leading<'_> {
    /// An operator asks for a change. The leader takes it, and begins when its turn comes.
    pub fn on_change(&mut self, change: Change, order: RequestToken) -> Tenure {
        if let Err(refusal) = self.may_change(change) {
            self.out.refuse_change(change, order, refusal, Why::INPUT);
            return Continue(());
        }
        let asked = self.out.decide(Why::INPUT, Event::Change(ChangeEvent::Asked { change }));
        self.out.reply(asked, order, Reply::Order(OrderAnswer::Taken));
        self.leader.changes.waiting.push_back((order, change));
        self.go_on_with_changes(asked)
    }

    /// Whether a change may be asked for now, behind those that wait.
    fn may_change(&self, change: Change) -> Result<(), ChangeRefusal> {
        let waiting = &self.leader.changes.waiting;
        if ORDERS_MAX <= waiting.len() {
            return Err(ChangeRefusal::TooMany);
        }
        // The voters when all changes that were asked for before are done.
        let under_way = self.core.membership();
        let begun = if under_way.target.is_empty() { under_way.voters } else { under_way.target };
        let voters = waiting.iter().fold(begun, |voters, (_, waiting)| waiting.target(voters));
        change.check(voters, self.core.config().single_server_changes)
    }

    /// The next entry of a change, if its turn has come. Called after whatever may bring that about.
    pub(super) fn go_on_with_changes(&mut self, why: Why) -> Tenure {
        let membership = *self.core.membership();
        let Changes { waiting, removed, .. } = &*self.leader.changes;
        // A leader that was voted out by its own entry has to notice.
        let is_settled = !membership.is_changing() && membership.all_voters().contains(self.core.id());
        // The usual case, and this is asked after every answer.
        if is_settled && waiting.is_empty() && removed.is_empty() {
            return Continue(());
        }
        if self.core.commit_index() < self.core.configurations().latest_index() {
            return Continue(());
        }
        if !membership.is_changing() {
            self.finish_change(membership, why)?;
        }
        // Thesis, §3.10: the successor needs the whole log before it can win, so nothing is added to it now.
        let mut why = why;
        if self.leader.transfer.is_some() {
            let may_append = self.core.is_flawed(Flaw::AppendWhileTransferring);
            if !may_append || (!membership.is_changing() && self.leader.changes.waiting.is_empty()) {
                return Continue(());
            }
            why = self.out.break_rule(Flaw::AppendWhileTransferring, why);
        }
        if membership.is_joint() {
            self.append_configuration(Membership::of(membership.voters), why);
        } else if !membership.target.is_empty() {
            self.promote(membership, why);
        } else {
            self.begin_change(membership, why);
        }
        Continue(())
    }

    /// The learners have a vote once they have what is committed, or are as near to it as they can come (§6: new
    /// servers join "as non-voting members" until they "have caught up with the rest of the cluster").
    fn promote(&mut self, membership: Membership, why: Why) {
        if self.turn_elsewhere(membership, why) {
            return;
        }
        let (last_index, now) = (self.core.last_index(), self.core.now());
        let limit_us = self.core.config().election_timeout.min_us;
        let learners = membership.learners;
        let has = |node: NodeId| self.leader.progress[node.slot()].match_index;
        let Some(match_index) = learners.iter().map(has).min() else { return };
        let is_near = self.leader.changes.ends_short_round(match_index, last_index, now, limit_us);
        if (is_near || self.core.commit_index() <= match_index) && self.may_begin_change(why) {
            let caught_up = self.out.decide(why, Event::Change(ChangeEvent::CaughtUp { learners, match_index }));
            let next = membership.with_new_voters(self.core.config().single_server_changes);
            self.append_configuration(next, caught_up);
        }
    }

    /// As long as only learners were taken in, the next change can still alter where this one leads to; without a
    /// joint phase, only back to the voters. A newcomer that never catches up can be taken out so. Returns whether it
    /// did.
    fn turn_elsewhere(&mut self, membership: Membership, why: Why) -> bool {
        let (voters, single) = (membership.voters, self.core.config().single_server_changes);
        let waiting = &mut self.leader.changes.waiting;
        let leads_to = |change: &Change| change.target(membership.target);
        let place = if single { waiting.iter().position(|(_, change)| leads_to(change) == voters) } else { Some(0) };
        let Some((order, change)) = place.and_then(|place| waiting.remove(place)) else { return false };
        self.take_first_step(order, Membership::first_step(voters, leads_to(&change), single), why);
        true
    }

    /// A configuration that is no step to another is committed. A leader that is not in it steps down.
    fn finish_change(&mut self, membership: Membership, why: Why) -> Tenure {
        let is_out = !membership.voters.contains(self.core.id());
        let changes = &mut self.leader.changes;
        let tells_the_removed = !changes.removed.is_empty() && changes.removed_until.is_none();
        if tells_the_removed {
            changes.removed_until = Some(self.core.now().after(self.core.config().election_timeout.max_us));
        }
        if tells_the_removed || is_out {
            self.replicate(true, why);
        }
        if is_out {
            self.step_down(StepDown::Removed, why)?;
        }
        Continue(())
    }

    /// The next change that waits.
    fn begin_change(&mut self, membership: Membership, why: Why) {
        if self.leader.changes.waiting.is_empty() || !self.may_begin_change(why) {
            return;
        }
        let (voters, single) = (membership.voters, self.core.config().single_server_changes);
        while let Some((order, change)) = self.leader.changes.waiting.pop_front() {
            // It was taken when other voters were to come: what was to bring them may have been turned back since.
            match change.check(voters, single) {
                Ok(()) => {
                    let (next, why) = self.first_step(voters, change.target(voters), why);
                    return self.take_first_step(order, next, why);
                }
                Err(refusal) => self.out.refuse_change(change, order, refusal, why),
            }
        }
    }

    /// Appends the first entry of a change: from now on the log tells of it.
    fn take_first_step(&mut self, order: RequestToken, next: Membership, why: Why) {
        let entry = LogPosition { term: self.core.current_term(), index: self.core.last_index().next() };
        self.out.reply(why, order, Reply::Order(OrderAnswer::Appended(entry)));
        self.append_configuration(next, why);
    }

    /// Without a joint phase, a leader first commits an entry of its own term: otherwise two leaders in a row
    /// could each make a change that the other does not know of (the author's correction of 2015).
    fn may_begin_change(&mut self, why: Why) -> bool {
        if !self.core.config().single_server_changes || self.core.has_committed_own_entry() {
            return true;
        }
        let begins = self.core.is_flawed(Flaw::ChangeBeforeOwnCommit);
        if begins {
            self.out.break_rule(Flaw::ChangeBeforeOwnCommit, why);
        }
        begins
    }

    /// The first configuration of a change, and what that follows from.
    fn first_step(&mut self, voters: NodeSet, target: NodeSet, why: Why) -> (Membership, Why) {
        let next = Membership::first_step(voters, target, self.core.config().single_server_changes);
        let at_once = Membership::of(target);
        if next != at_once && self.core.is_flawed(Flaw::NoJointPhase) {
            return (at_once, self.out.break_rule(Flaw::NoJointPhase, why));
        }
        (next, why)
    }

    /// Appends a configuration, which is in force at once, and sends it.
    fn append_configuration(&mut self, next: Membership, why: Why) {
        let before = self.core.membership().members();
        for newcomer in next.members().difference(before).iter() {
            self.leader.progress[newcomer.slot()] = Progress::new(self.core.last_index());
        }
        let changes = &mut self.leader.changes;
        changes.removed = changes.removed.union(before).difference(next.members()).without(self.core.id());
        changes.removed_until = None;
        changes.round = None;
        let by = AppendedBy::Change { single: self.core.config().single_server_changes };
        let appended = self.append_own(Payload::Configuration(next), by, why);
        self.replicate(false, appended);
    }
}
