//! The events of several nodes in one order.
//!
//! The order is that of the clocks: by instant, then by node. The events of one node stay in their own order, whatever
//! its clock did; and a message arrives after it was sent, where both are known. An arrival waits for its message no
//! longer than clocks may differ, so that a missing line holds nothing up.

use crate::raft::NodeId;
use crate::sim::{Actor, Event, EventId, Instant, Travel, What};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// By how much the clocks of two machines may differ, µs: an arrival waits for its message no longer.
const SKEW_MAX_US: u64 = 10_000_000;

/// Messages that were sent and are not known to have arrived, at most; older ones are forgotten.
const SENT_MAX: usize = 1 << 18;

/// Brings the streams of several nodes, one of each, into one order of events.
#[derive(Debug)]
pub struct Merge {
    streams: Vec<Stream>,
    /// The messages that were sent, oldest first, and those among them that have not arrived.
    sent: VecDeque<u64>,
    open: BTreeSet<u64>,
}

#[derive(Debug, Default)]
struct Stream {
    waiting: VecDeque<Event>,
    /// The node, once an event has come.
    node: Option<NodeId>,
    has_ended: bool,
}

/// The number of a stream, and an event of it.
pub type Streamed = (usize, Event);

impl Merge {
    /// So many streams.
    pub fn of(streams: usize) -> Merge {
        Merge {
            streams: (0..streams).map(|_| Stream::default()).collect(),
            sent: VecDeque::new(),
            open: BTreeSet::new(),
        }
    }

    /// The next event of a stream.
    pub fn push(&mut self, stream: usize, event: Event) {
        let stream = &mut self.streams[stream];
        if let (None, Some(Actor::Node(node))) = (stream.node, event.actor) {
            stream.node = Some(node);
        }
        stream.waiting.push_back(event);
    }

    /// Nothing more comes of a stream.
    pub fn end(&mut self, stream: usize) {
        self.streams[stream].has_ended = true;
    }

    /// How many events wait.
    pub fn waiting(&self) -> usize {
        self.streams.iter().map(|stream| stream.waiting.len()).sum()
    }

    /// A stream that must tell an event, or end, before it is known which event is next.
    pub fn lacks(&self) -> Option<usize> {
        self.streams.iter().position(|stream| stream.waiting.is_empty() && !stream.has_ended)
    }

    /// The next event, where all streams have one or have ended.
    pub fn pop(&mut self) -> Option<Streamed> {
        if self.lacks().is_some() { None } else { self.pop_up_to(Instant(u64::MAX)) }
    }

    /// The next event, if it happened up to an instant. An event that comes later is placed behind it, even if it
    /// happened before.
    pub fn pop_up_to(&mut self, at: Instant) -> Option<Streamed> {
        let mut heads: Vec<(Instant, Option<NodeId>, usize)> = Vec::with_capacity(self.streams.len());
        for (place, stream) in self.streams.iter().enumerate() {
            heads.extend(stream.waiting.front().map(|event| (event.at, stream.node, place)));
        }
        heads.sort_unstable();
        let is_free = |(_, _, place): &&(Instant, Option<NodeId>, usize)| !self.waits_for_message(*place, at);
        // If all wait for one another, lines were changed; then the clocks decide.
        let (head_at, _, place) = *heads.iter().find(is_free).or(heads.first())?;
        if at < head_at {
            return None;
        }
        let event = self.streams[place].waiting.pop_front()?;
        self.note_message(&event);
        Some((place, event))
    }

    /// Whether the head of a stream is the arrival of a message that another stream is still to send.
    fn waits_for_message(&self, place: usize, now: Instant) -> bool {
        let Some(event) = self.streams[place].waiting.front() else { return false };
        let What::MessageDelivered { message, from: Actor::Node(from), .. } = event.what else { return false };
        if self.open.contains(&message.0) || event.cause.is_some() {
            return false;
        }
        let limit = event.at.after(SKEW_MAX_US);
        self.streams.iter().enumerate().any(|(other, stream)| {
            let is_sender = other != place && stream.node == Some(from);
            is_sender
                && match stream.waiting.front() {
                    Some(head) => head.at <= limit,
                    None => !stream.has_ended && now <= limit,
                }
        })
    }

    fn note_message(&mut self, event: &Event) {
        if let What::MessageSent { message, .. } = event.what {
            self.open.insert(message.0);
            self.sent.push_back(message.0);
            if SENT_MAX < self.sent.len()
                && let Some(oldest) = self.sent.pop_front()
            {
                self.open.remove(&oldest);
            }
        } else if let What::MessageDelivered { message, .. } = event.what {
            self.open.remove(&message.0);
        }
    }
}

/// Numbers events anew from 1, in the order in which they come, and adds what the line of an arrival does not tell.
#[derive(Debug, Default)]
pub struct Numbering {
    last: u64,
    /// The instant of the first event: time is counted from there.
    origin: Option<Instant>,
    now: Instant,
    /// For each stream, the number that it gave first, and the new numbers of its events since.
    known: Vec<(u64, Vec<EventId>)>,
    /// The messages on their way, each with the event of its sending, oldest first.
    sent: VecDeque<u64>,
    open: BTreeMap<u64, (EventId, Instant)>,
}

impl Numbering {
    /// The event in its new numbers. Time begins with the first event, and never runs backwards.
    pub fn take(&mut self, (stream, mut event): Streamed) -> Event {
        if self.known.len() <= stream {
            self.known.resize_with(stream + 1, Default::default);
        }
        self.last += 1;
        let new = EventId(self.last);
        let (first, ids) = &mut self.known[stream];
        if ids.is_empty() || event.id.0 != *first + ids.len() as u64 {
            // The node started again, or lines are missing: the numbers above mean other events.
            (*first, *ids) = (event.id.0, Vec::new());
        }
        ids.push(new);
        let (first, ids) = (*first, &*ids);
        let known = |old: &EventId| old.0.checked_sub(first).and_then(|place| ids.get(place as usize)).copied();
        event.cause = event.cause.as_ref().and_then(known);
        event.because = event.because.iter().filter_map(known).collect();
        let origin = *self.origin.get_or_insert(event.at);
        self.now = self.now.max(Instant(event.at.since(origin)));
        event.id = new;
        event.at = self.now;
        self.follow_message(&mut event);
        event
    }

    /// What the first event's clock showed.
    pub fn origin(&self) -> Instant {
        self.origin.unwrap_or_default()
    }

    fn follow_message(&mut self, event: &mut Event) {
        let (id, at) = (event.id, event.at);
        if let What::MessageSent { message, .. } = event.what {
            self.open_message(message.0, (id, at));
        } else if let What::MessageDuplicated { message, copy, .. } = event.what {
            if let Some((_, sent_at)) = self.open.get(&message.0).copied() {
                self.open_message(copy.0, (id, sent_at));
            }
        } else if let What::MessageDelivered { message, travel, .. }
        | What::MessageLost { message, travel, .. }
        | What::MessageWaits { message, travel, .. } = &mut event.what
        {
            let sent = self.open.get(&message.0).copied();
            *travel = Travel { sent_at: sent.map_or(at, |(_, sent_at)| sent_at), due_at: at };
            event.cause = event.cause.or(sent.map(|(sent, _)| sent));
        }
    }

    fn open_message(&mut self, message: u64, sent: (EventId, Instant)) {
        self.open.insert(message, sent);
        self.sent.push_back(message);
        if SENT_MAX < self.sent.len()
            && let Some(oldest) = self.sent.pop_front()
        {
            self.open.remove(&oldest);
        }
    }
}
