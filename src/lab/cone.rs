//! What an event could have been influenced by, and what it could influence: its light cones.
//!
//! One event comes before another if it happened earlier at the same node or client, or if a message leads from
//! it to the other, or by both in turn (Lamport, 1978). At each lane the past cone is all up to some event and the
//! future cone all from some event on, so two events a lane say everything.

use super::Lab;
use super::snapshot::actor_code;
use super::view::CONE_HEAD;
use crate::raft::NodeId;
use crate::sim::actor::ACTORS;
use crate::sim::{Actor, ClientId, Event, EventId, Instant, MessageId, What};
use std::collections::{BTreeSet, VecDeque};

/// Stretches before the event's own that are looked at, for lanes that the past cone has not reached.
const STRETCHES_BACK: usize = 3;

/// Events after it that are looked at, for lanes that the future cone has not reached; and once all nodes are
/// reached, for those of clients.
const EVENTS_ON: usize = 20_000;
const EVENTS_ON_FOR_CLIENTS: usize = 1_000;

/// Messages that are named as those by which it came about, at most.
const CHAIN_MAX: usize = 64;

/// What matters of an event here.
struct Link {
    id: EventId,
    at: Instant,
    lane: Option<usize>,
    cause: Option<EventId>,
    /// Whether a message is sent a second time with it: what the copy says was said when the first was sent.
    is_copying: bool,
    /// The message that arrives with it, and the place of its sender.
    arrives: Option<(MessageId, usize)>,
}

impl Link {
    fn of(event: &Event) -> Link {
        let arrives = if let What::MessageDelivered { message, from, .. } = &event.what {
            Some((*message, from.slot()))
        } else {
            None
        };
        let is_copying = matches!(event.what, What::MessageDuplicated { .. });
        Link { is_copying, id: event.id, at: event.at, lane: event.actor.map(Actor::slot), cause: event.cause, arrives }
    }
}

/// Where a cone's edge is, lane by lane. The instant is 0 until the event was come across.
type Edge = [Option<(EventId, Instant)>; ACTORS];

impl Lab {
    /// The past and the future of an event, as numbers: see [`CONE_HEAD`]. Nothing for an event that is not there.
    pub fn cone(&self, event: u64) -> Vec<f64> {
        let id = EventId(event);
        let mut replay = self.replay(event, u64::MAX);
        let mut links: Vec<Link> = Vec::new();
        let mut because = Vec::new();
        for event in &mut replay {
            links.push(Link::of(&event));
            if event.id == id {
                because = event.because;
                break;
            }
        }
        let Some((at, lane, cause)) =
            links.last().filter(|link| link.id == id).map(|link| (link.at, link.lane, link.cause))
        else {
            return Vec::new();
        };
        let mut past: Edge = [None; ACTORS];
        let mut future: Edge = [None; ACTORS];
        if let Some(lane) = lane {
            past[lane] = Some((id, at));
            future[lane] = Some((id, at));
            go_on(replay, id, self.nodes(), &mut future);
        }
        let mut ways = VecDeque::from(because);
        ways.extend(cause);
        let mut chain = BTreeSet::new();
        go_back(&links, &mut past, &mut ways, &mut chain);
        for _ in 0..STRETCHES_BACK {
            let first = links.first().map_or(EventId(0), |link| link.id);
            if first.0 <= 1 || self.is_whole(&past) {
                break;
            }
            links = self.replay(first.0 - 1, first.0 - 1).map(|event| Link::of(&event)).collect();
            go_back(&links, &mut past, &mut ways, &mut chain);
        }
        numbers((id, at, lane), &past, &future, &chain)
    }

    /// The cone of an event of a trace, whose events are numbered from 1 without gaps.
    pub(super) fn cone_of_trace(events: &[Event], event: u64, nodes: usize) -> Vec<f64> {
        let Some(place) = event.checked_sub(1).map(|place| place as usize).filter(|place| *place < events.len()) else {
            return Vec::new();
        };
        let this = Link::of(&events[place]);
        let (mut past, mut future): (Edge, Edge) = ([None; ACTORS], [None; ACTORS]);
        if let Some(lane) = this.lane {
            past[lane] = Some((this.id, this.at));
            future[lane] = Some((this.id, this.at));
            go_on(events[place + 1..].iter().cloned(), this.id, nodes, &mut future);
        }
        let mut ways = VecDeque::from(events[place].because.clone());
        ways.extend(this.cause);
        let links: Vec<Link> = events[place.saturating_sub(EVENTS_ON)..=place].iter().map(Link::of).collect();
        let mut chain = BTreeSet::new();
        go_back(&links, &mut past, &mut ways, &mut chain);
        numbers((this.id, this.at, this.lane), &past, &future, &chain)
    }

    fn nodes(&self) -> usize {
        self.runner.world().nodes().len()
    }

    /// Whether every node is reached, and every instant known.
    fn is_whole(&self, past: &Edge) -> bool {
        let is_known = |edge: &Option<(EventId, Instant)>| edge.is_none_or(|(_, at)| Instant(0) < at);
        past[..self.nodes()].iter().all(Option::is_some) && past.iter().all(is_known)
    }
}

/// The edge of the past, through events in the order in which they happened, taken from the last on; and the
/// messages through which the causes lead.
fn go_back(links: &[Link], past: &mut Edge, ways: &mut VecDeque<EventId>, chain: &mut BTreeSet<MessageId>) {
    let Some(first) = links.first().map(|link| link.id) else {
        return;
    };
    // Events are numbered without gaps, so that each is found at once.
    let link_of = |id: EventId| id.0.checked_sub(first.0).and_then(|place| links.get(place as usize));
    for link in links.iter().rev() {
        let (Some(lane), Some((_, from)), Some(sent)) = (link.lane, link.arrives, link.cause) else {
            continue;
        };
        let sent = link_of(sent).filter(|link| link.is_copying).and_then(|link| link.cause).unwrap_or(sent);
        if past[lane].is_some_and(|(edge, _)| link.id <= edge) && past[from].is_none_or(|(edge, _)| edge < sent) {
            past[from] = Some((sent, Instant(0)));
        }
    }
    for (id, at) in past.iter_mut().flatten() {
        *at = link_of(*id).map_or(*at, |link| link.at);
    }
    let mut elsewhere = VecDeque::new();
    while let Some(id) = ways.pop_front() {
        let Some(link) = link_of(id) else {
            elsewhere.push_back(id);
            continue;
        };
        if CHAIN_MAX <= chain.len() {
            break;
        }
        // What was followed once is not followed again.
        if link.arrives.is_none_or(|(message, _)| chain.insert(message)) {
            ways.extend(link.cause);
        }
    }
    *ways = elsewhere;
}

/// The edge of the future, through the events that follow.
fn go_on(replay: impl Iterator<Item = Event>, event: EventId, nodes: usize, future: &mut Edge) {
    // The event may be the sending of a message itself.
    let mut carried = BTreeSet::from([event]);
    let mut left = EVENTS_ON;
    for event in replay {
        if left == 0 {
            return;
        }
        left -= 1;
        let Some(lane) = event.actor.map(Actor::slot) else {
            continue;
        };
        let is_inside = future[lane].is_some();
        let copies = matches!(event.what, What::MessageDuplicated { .. })
            && event.cause.is_some_and(|sent| carried.contains(&sent));
        if copies || is_inside && matches!(event.what, What::MessageSent { .. }) {
            carried.insert(event.id);
        }
        let brings = matches!(event.what, What::MessageDelivered { .. })
            && event.cause.is_some_and(|sent| carried.contains(&sent));
        if brings && !is_inside {
            future[lane] = Some((event.id, event.at));
            if future[..nodes].iter().all(Option::is_some) {
                left = left.min(EVENTS_ON_FOR_CLIENTS);
            }
        }
    }
}

fn numbers(
    (id, at, lane): (EventId, Instant, Option<usize>),
    past: &Edge,
    future: &Edge,
    chain: &BTreeSet<MessageId>,
) -> Vec<f64> {
    let rows: Vec<usize> = (0..ACTORS).filter(|lane| past[*lane].is_some() || future[*lane].is_some()).collect();
    let code = |slot: usize| actor_of(slot).map_or(0.0, actor_code);
    let mut numbers = vec![id.0 as f64, at.0 as f64, lane.map_or(0.0, code), rows.len() as f64, chain.len() as f64];
    assert_eq!(numbers.len(), CONE_HEAD, "the head has the numbers that its description names");
    for row in rows {
        numbers.push(code(row));
        for edge in [past[row], future[row]] {
            let (event, at) = edge.unwrap_or_default();
            numbers.extend([event.0 as f64, at.0 as f64]);
        }
    }
    numbers.extend(chain.iter().map(|message| message.0 as f64));
    numbers
}

fn actor_of(slot: usize) -> Option<Actor> {
    let node = NodeId::new(slot + 1).map(Actor::Node);
    node.or_else(|| ClientId::new((slot + 1).checked_sub(crate::raft::MAX_NODES)?).map(Actor::Client))
}

#[cfg(test)]
mod tests;
