//! What the replica does, as events of the simulator's table, for its readers: a trace file, and readers of `/events`.
//!
//! The thread of the replica makes the events and waits for no reader: each has a queue of its own, with a limit. Where the
//! queue is full, events are left out for that reader, and once there is room it is told how the node stands and how many it
//! has missed. Without a reader, no event is made.

use super::standing;
use crate::raft::{Event as Decision, LogIndex, NodeId};
use crate::replica::Replica;
use crate::sim::{Actor, Event, EventId, Instant, What};
use std::sync::Arc;
use std::time::SystemTime;
use tokio::sync::mpsc::Sender;
use tokio::sync::mpsc::error::TrySendError;

/// Events that wait for a reader of `/events`, at most.
pub const QUEUE_MAX: usize = 8192;

/// Events that wait to be written to a trace file, at most: a disk may be slow for a while.
pub const TRACE_QUEUE_MAX: usize = 65_536;

/// Readers and trace files at one time, at most. The recorder refuses one more.
pub const WATCHERS_MAX: usize = 16;

/// Readers from one address, at most.
pub const WATCHERS_OF_ADDRESS_MAX: usize = 8;

/// The queue of a reader, or of a trace file.
pub type ToWatcher = Sender<Arc<Event>>;

struct Watcher {
    to: ToWatcher,
    /// Events that were left out since it was last told one.
    missed: u64,
    /// The entries after this index were told, where the stream began or went on after a gap.
    told_after: LogIndex,
    /// Whether the node removed entries that this reader was never told, so that the reader cannot know the log any more.
    lacks_log: bool,
}

impl Watcher {
    fn new(to: ToWatcher) -> Watcher {
        Watcher { to, missed: 0, told_after: LogIndex::ZERO, lacks_log: false }
    }
}

/// Makes the events of one node, and hands them out.
pub struct Recorder {
    node: NodeId,
    watchers: Vec<Watcher>,
    /// The latest event. Numbers rise while there is a reader; an event that is told to one reader alone has none.
    last: EventId,
    last_at: Instant,
}

impl Recorder {
    /// A recorder without readers.
    pub fn of(node: NodeId) -> Recorder {
        Recorder { node, watchers: Vec::new(), last: EventId::default(), last_at: Instant::default() }
    }

    /// Whether it has a reader or a trace file.
    #[inline]
    pub fn is_watched(&self) -> bool {
        !self.watchers.is_empty()
    }

    /// Records what happens, if it has a reader or a trace file. Returns the number of the event, or 0.
    #[inline]
    pub fn record(&mut self, cause: EventId, what: impl FnOnce() -> What) -> EventId {
        self.record_because(cause, Vec::new(), what)
    }

    /// The same, with further events that it depends on.
    #[inline]
    pub fn record_because(&mut self, cause: EventId, because: Vec<EventId>, what: impl FnOnce() -> What) -> EventId {
        if self.watchers.is_empty() { EventId::default() } else { self.keep(cause, because, what()) }
    }

    #[inline(never)]
    fn keep(&mut self, cause: EventId, because: Vec<EventId>, what: What) -> EventId {
        self.last = EventId(self.last.0 + 1);
        let event = Arc::new(self.event(self.last, cause, because, what));
        let removed_from =
            if let What::Decided(Decision::LogTruncated { from, .. }) = &event.what { Some(*from) } else { None };
        for Watcher { to, missed, told_after, lacks_log } in &mut self.watchers {
            *lacks_log |= removed_from.is_some_and(|from| from <= *told_after);
            // One that has gone is forgotten when the turn is over.
            if 0 < *missed || matches!(to.try_send(Arc::clone(&event)), Err(TrySendError::Full(_))) {
                *missed += 1;
            }
        }
        self.last
    }

    fn event(&mut self, id: EventId, cause: EventId, because: Vec<EventId>, what: What) -> Event {
        // A clock may be set back. Times stand still until it has caught up, so that they never fall within a stream.
        self.last_at = self.last_at.max(now());
        Event { id, at: self.last_at, actor: Some(Actor::Node(self.node)), what, cause: Some(cause), because }
    }

    /// Adds a reader, which is told first how the node stands. Returns false if there are too many.
    pub fn watch(&mut self, to: ToWatcher, replica: &Replica<EventId>) -> bool {
        self.forget_gone();
        let has_room = self.watchers.len() < WATCHERS_MAX;
        if has_room {
            self.watchers.push(Watcher::new(to));
            let place = self.watchers.len() - 1;
            self.tell_standing(place, replica);
        }
        has_room
    }

    /// The node starts. Its first reader is told so before it is told how the node stands.
    pub fn start(&mut self, to: Option<ToWatcher>, replica: &Replica<EventId>, again: bool) -> EventId {
        self.watchers.extend(to.map(Watcher::new));
        let started = self.record(EventId::default(), || standing::started(replica, again));
        (0..self.watchers.len()).for_each(|place| self.tell_standing(place, replica));
        started
    }

    /// A turn is over: those that have missed something and have room again are told how the node stands; and those that cannot
    /// know its log any more.
    #[inline]
    pub fn end_turn(&mut self, replica: &Replica<EventId>) {
        if !self.watchers.is_empty() {
            self.catch_up(replica);
        }
    }

    fn catch_up(&mut self, replica: &Replica<EventId>) {
        self.forget_gone();
        for place in 0..self.watchers.len() {
            let Watcher { to, missed, lacks_log, .. } = &self.watchers[place];
            // Half of the queue: one that is told for one event at a time is told nothing but how the node stands.
            if (0 < *missed || *lacks_log) && to.max_capacity() / 2 <= to.capacity() {
                self.tell_standing(place, replica);
            }
        }
    }

    fn forget_gone(&mut self) {
        self.watchers.retain(|watcher| !watcher.to.is_closed());
    }

    fn tell_standing(&mut self, place: usize, replica: &Replica<EventId>) {
        let missed = self.watchers[place].missed;
        let (what, told_after) = standing::standing(replica, missed);
        let event = Arc::new(self.event(EventId::default(), EventId::default(), Vec::new(), what));
        let watcher = &mut self.watchers[place];
        if watcher.to.try_send(event).is_ok() {
            (watcher.missed, watcher.told_after, watcher.lacks_log) = (0, told_after, false);
        }
    }
}

/// Microseconds since the Unix epoch.
fn now() -> Instant {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Instant(u64::try_from(since.as_micros()).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raft::{Config, Durable, LocalTime, NodeSet, Term};
    use tokio::sync::mpsc::{Receiver, channel};

    fn recorder() -> (Recorder, Replica<EventId>) {
        let node = NodeId::new(1).unwrap();
        let voters = NodeSet::first(3);
        let (replica, _) = Replica::recover(node, voters, Config::DEFAULT, Durable::default(), LocalTime(0));
        (Recorder::of(node), replica)
    }

    fn told(events: &mut Receiver<Arc<Event>>) -> Vec<(u64, &'static str)> {
        std::iter::from_fn(|| events.try_recv().ok()).map(|event| (event.id.0, event.describe().0)).collect()
    }

    #[test]
    fn nothing_is_made_where_nobody_looks() {
        let (mut recorder, replica) = recorder();
        assert_eq!(recorder.record(EventId(0), || panic!("nobody looks")), EventId::default());
        let (to, events) = channel(8);
        assert!(recorder.watch(to, &replica));
        assert_eq!(recorder.record(EventId(0), || What::HeartbeatTimerFired), EventId(1));
        drop(events);
        recorder.end_turn(&replica);
        assert!(!recorder.is_watched(), "the one that looked has gone");
    }

    /// One that falls behind is told how much it has missed, and how the node stands then; others miss nothing.
    #[test]
    fn a_full_queue_leaves_events_out() {
        let (mut recorder, replica) = recorder();
        let ((slow, mut of_slow), (fast, mut of_fast)) = (channel(4), channel(40));
        assert!(recorder.watch(slow, &replica) && recorder.watch(fast, &replica));
        for _ in 0..10 {
            recorder.record(EventId(0), || What::HeartbeatTimerFired);
        }
        recorder.end_turn(&replica);
        let beats = |ids: std::ops::RangeInclusive<u64>| ids.map(|id| (id, "heartbeat-timer-fired"));
        let standing = (0, "standing");
        assert_eq!(told(&mut of_slow), [standing].into_iter().chain(beats(1..=3)).collect::<Vec<_>>());
        recorder.record(EventId(0), || What::HeartbeatTimerFired);
        recorder.end_turn(&replica);
        recorder.record(EventId(0), || What::HeartbeatTimerFired);
        let event = of_slow.try_recv().unwrap();
        let missed = event.describe().1.into_iter().find(|(name, _)| *name == "missed");
        assert_eq!(missed, Some(("missed", crate::sim::Field::Number(8))));
        assert_eq!(told(&mut of_slow), beats(12..=12).collect::<Vec<_>>());
        assert_eq!(told(&mut of_fast), [standing].into_iter().chain(beats(1..=12)).collect::<Vec<_>>());
    }

    /// One that was told the end of a log alone is told how the node stands when less than that is left.
    #[test]
    fn what_is_left_of_a_log_is_told_again() {
        let (mut recorder, replica) = recorder();
        let (to, mut events) = channel(40);
        assert!(recorder.watch(to, &replica));
        recorder.watchers[0].told_after = LogIndex(5);
        let mut told_after_removing_from = |from| {
            let (own_term, entry_term) = (Term(1), Term(2));
            let removed = Decision::LogTruncated { from: LogIndex(from), removed: 2, own_term, entry_term };
            recorder.record(EventId(0), || What::Decided(removed));
            recorder.end_turn(&replica);
            told(&mut events).into_iter().map(|(_, kind)| kind).filter(|kind| *kind == "standing").count()
        };
        assert_eq!(
            (told_after_removing_from(6), told_after_removing_from(7)),
            (1, 0),
            "the first is that of the start"
        );
        assert_eq!((told_after_removing_from(5), told_after_removing_from(5)), (1, 0), "then it was told all there is");
    }

    #[test]
    fn there_is_a_limit() {
        let (mut recorder, replica) = recorder();
        let mut queues = Vec::new();
        let mut watch = || {
            let (to, events) = channel(8);
            queues.push(events);
            recorder.watch(to, &replica)
        };
        assert_eq!((0..WATCHERS_MAX + 1).filter(|_| watch()).count(), WATCHERS_MAX);
        queues.pop();
        queues.pop();
        let (to, _events) = channel(8);
        assert!(recorder.watch(to, &replica), "another has gone");
    }
}
