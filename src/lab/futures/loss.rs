//! What a run lost: entries that were in a log, and invariants.

use super::super::view::LossView;
use super::enter::{holders, open_entry};
use super::outcome::breakable;
use super::present::{Fate, fate, is_owed, request_of, undecided};
use crate::explore::Broken;
use crate::raft::{LogEntry, LogIndex, LogPosition, MAX_NODES, NodeId, NodeSet, Term};
use crate::script::Runner;
use crate::sim::{EventId, Instant};
use crate::sorted;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Losses of one run that can be asked about, at most: of more, the most telling.
const LOSSES_MAX: usize = 12;

/// Something that can be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// An entry.
    Entry(LogPosition),
    /// An invariant, or linearizability.
    Broken(Broken),
}

impl Loss {
    /// Whether it is lost for good where a run stands; none while that can still turn.
    pub fn is_settled(self, runner: &Runner) -> Option<bool> {
        match self {
            Loss::Entry(position) if runner.checks().committed() < position.index => None,
            Loss::Entry(position) => Some(fate(runner, position) == Fate::Lost),
            Loss::Broken(broken) => is_broken(runner, broken).then_some(true),
        }
    }

    /// Whether it is lost as things stand.
    pub fn is_lost(self, runner: &Runner) -> bool {
        match self {
            Loss::Entry(position) => fate(runner, position) == Fate::Lost,
            Loss::Broken(broken) => is_broken(runner, broken),
        }
    }
}

fn is_broken(runner: &Runner, broken: Broken) -> bool {
    match broken {
        Broken::Invariant(wanted) => runner.checks().violations().iter().any(|found| found.invariant == wanted),
        Broken::Linearizability => !runner.checks().linearizability().unordered().is_empty(),
    }
}

/// A loss of a run.
#[derive(Clone, Debug)]
pub struct Lost {
    /// What was lost.
    pub loss: Loss,
    /// The event after which it could be asked whether it would be lost: for an entry, when a log had it first.
    pub since: EventId,
    /// The last event of the step by which it was lost.
    pub event: EventId,
    /// When that was.
    pub at: Instant,
    /// The entry, the nodes that ever had it, and whether its client was told that it is done.
    entry: Option<(LogEntry, NodeSet, bool)>,
}

/// An entry that is not committed.
#[derive(Clone, Debug)]
struct Seen {
    entry: LogEntry,
    since: EventId,
    /// The nodes whose logs ever had it.
    holders: NodeSet,
    /// When the last log that had it let go of it.
    gone: Option<(EventId, Instant)>,
}

/// Looks at a run after each of its steps.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    seen: BTreeMap<(LogIndex, Term), Seen>,
    lost: Vec<Lost>,
    committed: LogIndex,
    /// Where each log ended.
    ends: [LogPosition; MAX_NODES],
    /// The event recorded last at the last look.
    event: EventId,
}

impl Watch {
    /// The run has taken a step.
    pub fn look(&mut self, runner: &Runner) {
        let (event, at) = (runner.world().last_event(), runner.world().now());
        for broken in breakable().filter(|broken| is_broken(runner, *broken)) {
            let loss = Loss::Broken(broken);
            if !self.lost.iter().any(|lost| lost.loss == loss) {
                self.lost.push(Lost { loss, since: EventId(0), event, at, entry: None });
            }
        }
        let end = |node: NodeId| runner.world().server(node).log().last();
        let changed = runner.world().nodes().iter().filter(|node| end(*node) != self.ends[node.slot()]).count();
        let since = EventId(self.event.0 + 1).min(event);
        self.event = event;
        if 0 < changed || self.committed < runner.checks().committed() {
            self.note_entries(runner, since, event, at);
            self.committed = runner.checks().committed();
            runner.world().nodes().iter().for_each(|node| self.ends[node.slot()] = end(node));
        }
    }

    fn note_entries(&mut self, runner: &Runner, since: EventId, event: EventId, at: Instant) {
        for (&(index, term), entry) in &undecided(runner) {
            let new = || Seen { entry: entry.clone(), since, holders: NodeSet::EMPTY, gone: None };
            let seen = self.seen.entry((index, term)).or_insert_with(new);
            seen.holders = seen.holders.union(holders(runner, LogPosition { term, index }));
            seen.gone = None;
        }
        let lost = &mut self.lost;
        self.seen.retain(|&(index, term), seen| {
            let position = LogPosition { term, index };
            match (fate(runner, position), index <= runner.checks().committed()) {
                (Fate::Lost, true) => {
                    let (event, at) = seen.gone.unwrap_or((event, at));
                    lost.push(seen.lost(runner, position, event, at));
                    false
                }
                (Fate::Lost, false) => {
                    seen.gone.get_or_insert((event, at));
                    true
                }
                (Fate::Committed, _) => false,
                (Fate::Open, _) => true,
            }
        });
    }

    /// What the run lost up to where it stands: what was acknowledged or broken first, then what clients asked for, then the
    /// latest.
    pub fn losses(&self, runner: &Runner) -> Vec<Lost> {
        let gone = self.seen.iter().filter_map(|(&(index, term), seen)| {
            let (event, at) = seen.gone?;
            Some(seen.lost(runner, LogPosition { term, index }, event, at))
        });
        let mut losses: Vec<Lost> = self.lost.iter().cloned().chain(gone).collect();
        sorted::sort_by_key(&mut losses, |lost| {
            let holds_request = lost.entry.as_ref().is_none_or(|(entry, ..)| request_of(entry).is_some());
            let is_grave = lost.entry.as_ref().is_none_or(|(.., acknowledged)| *acknowledged);
            (!is_grave, !holds_request, Reverse(lost.event))
        });
        losses.truncate(LOSSES_MAX);
        losses
    }
}

impl Seen {
    fn lost(&self, runner: &Runner, position: LogPosition, event: EventId, at: Instant) -> Lost {
        let acknowledged = request_of(&self.entry).is_some_and(|request| is_owed(runner, &request));
        let entry = Some((self.entry.clone(), self.holders, acknowledged));
        Lost { loss: Loss::Entry(position), since: self.since, event, at, entry }
    }
}

/// A loss, for the page.
pub fn loss_view(lost: &Lost) -> LossView {
    let (broken, entry) = match (lost.loss, &lost.entry) {
        (Loss::Broken(broken), _) => (Some(broken.name().into()), None),
        (Loss::Entry(position), Some((entry, holders, acknowledged))) => {
            (None, Some(open_entry(position, entry, *holders, *acknowledged)))
        }
        (Loss::Entry(_), None) => (None, None),
    };
    LossView { broken, entry, at_us: lost.at.0 as f64, event: lost.event.0 as f64 }
}
