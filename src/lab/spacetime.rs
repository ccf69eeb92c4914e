//! The space-time diagram's numbers, stretch by stretch: which message went from where to where and what
//! became of it, in which state each lane was and for how long, and what else is worth a dot.
//!
//! A stretch is what lies between two checkpoints, by event: stretches tile the run without loss or doubling,
//! and a message belongs to the one in which it was sent. A stretch is read by running it again, a few moves
//! at a time, so that no frame of the page has to wait for it. Since the last stretch grows while the run goes
//! on, reading can go on too.

use super::Lab;
use super::fates::Fate;
use super::history::{Extent, Replay};
use super::sign::{Landmark, Sign, row};
use super::snapshot::{actor_code, kind_code};
use super::view::{
    BAND_STRIDE, DOT_STRIDE, FLAG_COPY, FLAG_ENTRIES, FLAG_REFUSED, SENT_STRIDE, STRETCH_HEAD, STRETCHES_HEAD,
};
use crate::raft::{MAX_NODES, NodeId, RoleName};
use crate::script::Runner;
use crate::sim::actor::ACTORS;
use crate::sim::{Actor, Event, EventId, Instant, MessageId, Summary, What, World};
use std::collections::BTreeMap;

/// Moves beyond the end of a stretch in which its messages may still arrive. What takes longer is told to end
/// when it is due.
const BEYOND_MAX: u32 = 4096;

/// Columns of a message's row that are written when it ends.
const END_US: usize = 5;
const FATE: usize = 6;
const END_EVENT: usize = 9;

/// The state of a lane, as `view::BAND_STRIDE` says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Follower = 0,
    Candidate = 1,
    Leader = 2,
    Paused = 3,
    Down = 4,
    Partitioned = 5,
    Cut = 6,
    Asking = 7,
}

/// What a dot stands for, as `view::DOT_STRIDE` says.
#[derive(Clone, Copy)]
pub(super) enum Dot {
    ElectionStarted = 0,
    ElectionWon = 1,
    Committed = 2,
    Applied = 3,
    Answered = 4,
    Fault = 5,
    Mend = 6,
    Violation = 7,
    Appended = 8,
    Unordered = 9,
}

/// A lane's state, and the number that goes with it: a term, or a request's.
type State = Option<(Status, u64)>;

/// Lanes that have states: the network, the nodes, the clients.
pub(super) const LANES: usize = 1 + ACTORS;

/// A state that lasts.
#[derive(Clone, Copy)]
struct Band {
    state: State,
    since: Instant,
    /// The event that brought it; none if it was there before.
    event: EventId,
}

/// How far one reading came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// There is more to read.
    More,
    /// All that was run is read; what is run later may change or add something.
    Caught,
    /// All is read, and will stay so.
    Settled,
}

/// A stretch of a run, being read.
pub struct Stretch {
    replay: Replay,
    from: Extent,
    /// Its end, once there is a checkpoint.
    to: Option<Extent>,
    /// How far the run was when it was read last.
    end: Extent,
    messages: Vec<f64>,
    /// The messages that have not ended, by id, and the places of their rows.
    pending: BTreeMap<MessageId, usize>,
    bands: Vec<f64>,
    open: [Band; LANES],
    dots: Vec<f64>,
    violations: usize,
    unordered: usize,
    beyond: u32,
}

impl Lab {
    /// The stretches of the run, as numbers: see [`STRETCHES_HEAD`](super::view::STRETCHES_HEAD).
    pub fn stretches(&self) -> Vec<f64> {
        let end = self.history.end();
        let (cuts, kept) = self.history.cuts();
        let mut numbers = vec![end.event.0 as f64, end.now.0 as f64, end.steps as f64, cuts as f64, kept.0 as f64];
        assert_eq!(numbers.len(), STRETCHES_HEAD, "the head has the numbers that its description names");
        numbers.extend([0.0; 3]);
        for (_, at) in self.history.checkpoints() {
            numbers.extend([at.event.0 as f64, at.now.0 as f64, at.steps as f64]);
        }
        numbers
    }

    /// One stretch, to be read.
    pub fn stretch(&self, place: usize) -> Stretch {
        let mut checkpoints = self.history.checkpoints().map(|(_, at)| at);
        let before = place.checked_sub(1).and_then(|before| checkpoints.nth(before));
        let from = before.unwrap_or_default();
        Stretch::new(self.replay(from.event.0 + 1, u64::MAX), from, self.history.end())
    }

    /// The states of all lanes as far as the checkpoints alone show them, in the form of a stretch without
    /// messages: a state that is the same at both ends of a stretch is told for all of it, and what may lie
    /// between (an election, a fault) is a dot without an event.
    pub fn outline(&self) -> Vec<f64> {
        let tip = self.tip.as_deref().unwrap_or(&self.runner);
        let ends: Vec<(&Runner, Instant)> = self.history.checkpoints().map(|(runner, at)| (runner, at.now)).collect();
        let ends: Vec<(&Runner, Instant)> = ends.into_iter().chain([(tip, self.history.end().now)]).collect();
        let (mut bands, mut dots) = (Vec::new(), Vec::new());
        let mut from = (None, Instant(0));
        for (stretch, (runner, now)) in ends.into_iter().enumerate() {
            let states = states(runner.world());
            for (lane, state) in states.iter().enumerate() {
                let before = from.0.as_ref().map(|before: &[State; LANES]| before[lane]);
                if let (Some((status, number)), Some(true)) = (state, before.map(|before| before == *state)) {
                    bands.extend(band_row(lane, *status, from.1, now, *number, EventId(0)));
                }
            }
            for (kind, dot) in [(Landmark::Election, Dot::ElectionWon), (Landmark::Fault, Dot::Fault)] {
                if self.history.has_landmark(stretch, kind) {
                    dots.extend([0.0, (from.1.0 + now.0) as f64 / 2.0, 0.0, f64::from(dot as u8)]);
                }
            }
            from = (Some(states), now);
        }
        let end = self.history.end();
        joined([0.0, end.event.0 as f64, 0.0, end.now.0 as f64], &[], &bands, &dots)
    }
}

impl Stretch {
    fn new(replay: Replay, from: Extent, end: Extent) -> Stretch {
        let runner = replay.runner();
        let open = states(runner.world()).map(|state| Band { state, since: from.now, event: EventId(0) });
        Stretch {
            violations: runner.checks().violations().len(),
            unordered: runner.checks().linearizability().unordered().len(),
            replay,
            from,
            to: None,
            end,
            messages: Vec::new(),
            pending: BTreeMap::new(),
            bands: Vec::new(),
            open,
            dots: Vec::new(),
            beyond: 0,
        }
    }

    /// Reads on, at most so many moves.
    pub fn read(&mut self, lab: &Lab, moves: u32) -> Reading {
        self.end = lab.history.end();
        if self.to.is_none() {
            let next = |(_, at): (&Runner, Extent)| (self.from.steps < at.steps).then_some(at);
            self.to = lab.history.checkpoints().find_map(next);
        }
        self.replay.extend(self.end.event);
        for _ in 0..moves {
            let at = self.replay.runner().world().last_event();
            let inside = self.to.is_none_or(|to| at < to.event);
            if !inside && (self.pending.is_empty() || BEYOND_MAX <= self.beyond) {
                return Reading::Settled;
            }
            let events = self.replay.next_move();
            if events.is_empty() {
                return Reading::Caught;
            }
            if inside {
                self.take(&events);
            } else {
                self.beyond += 1;
                events.iter().for_each(|event| self.end_message(event));
            }
        }
        Reading::More
    }

    /// What one move recorded.
    fn take(&mut self, events: &[Event]) {
        for event in events {
            self.begin_message(event);
            self.end_message(event);
            if let Some(dot) = dot_of(row(&event.what).1) {
                self.dot(event, dot);
            }
        }
        let Some(last) = events.last() else {
            return;
        };
        self.mark_alarms(events, last);
        for (lane, state) in states(self.replay.runner().world()).into_iter().enumerate() {
            let open = self.open[lane];
            if open.state == state {
                continue;
            }
            self.close(lane, open, last.at);
            let own = || events.iter().filter(|event| lane_of(event.actor) == lane);
            let told = own().find(|event| row(&event.what).1.brings_state()).or(own().next()).unwrap_or(last);
            self.open[lane] = Band { state, since: last.at, event: told.id };
        }
    }

    /// A broken invariant is marked at what broke it, and an answer that no order explains at its client.
    fn mark_alarms(&mut self, events: &[Event], last: &Event) {
        let checks = self.replay.runner().checks();
        let violations = checks.violations().len();
        let unordered = checks.linearizability().unordered();
        let answers: Vec<EventId> = unordered.iter().skip(self.unordered).map(|unordered| unordered.event).collect();
        self.unordered = unordered.len();
        if self.violations < violations {
            self.violations = violations;
            self.dot(last, Dot::Violation);
        }
        for event in events.iter().filter(|event| answers.contains(&event.id)) {
            self.dot(event, Dot::Unordered);
        }
    }

    fn begin_message(&mut self, event: &Event) {
        if let (What::MessageSent { message, kind, to, summary, .. }, Some(from)) = (&event.what, event.actor) {
            let ends = (actor_code(from), actor_code(*to));
            self.add_message(*message, kind_code(*kind), ends, flags_of(summary), event);
        }
        if let What::MessageDuplicated { kind, copy, .. } = &event.what {
            // The event does not name the receiver; the copy itself does, unless it was lost on the spot.
            let world = self.replay.runner().world();
            let found = world.network().in_flight().find(|envelope| envelope.id == *copy).map(|copied| {
                let flags = flags_of(&Summary::of(&copied.content)) + FLAG_COPY;
                ((actor_code(copied.from), actor_code(copied.to)), flags)
            });
            if let Some((ends, flags)) = found {
                self.add_message(*copy, kind_code(*kind), ends, flags, event);
            }
        }
    }

    fn add_message(&mut self, id: MessageId, kind: f64, (from, to): (f64, f64), flags: f64, event: &Event) {
        let at = event.at.0 as f64;
        self.pending.insert(id, self.messages.len());
        let fate = f64::from(Fate::OnItsWay as u8);
        self.messages.extend([id.0 as f64, kind, from, to, at, at, fate, flags, event.id.0 as f64, 0.0]);
    }

    /// A message that came to a paused node ends there, however long it waits.
    fn end_message(&mut self, event: &Event) {
        let (message, fate) = if let What::MessageDelivered { message, .. } = &event.what {
            (message, Fate::Delivered)
        } else if let What::MessageWaits { message, .. } = &event.what {
            (message, Fate::Waits)
        } else if let What::MessageLost { message, why, .. } = &event.what {
            (message, Fate::of(*why))
        } else {
            return;
        };
        if let Some(row) = self.pending.remove(message) {
            let row = &mut self.messages[row..row + SENT_STRIDE];
            row[END_US] = event.at.0 as f64;
            row[FATE] = f64::from(fate as u8);
            row[END_EVENT] = event.id.0 as f64;
        }
    }

    fn dot(&mut self, event: &Event, dot: Dot) {
        let row = [event.id.0 as f64, event.at.0 as f64, code_of(lane_of(event.actor)), f64::from(dot as u8)];
        assert_eq!(row.len(), DOT_STRIDE, "a row has the numbers that its description names");
        self.dots.extend(row);
    }

    fn close(&mut self, lane: usize, band: Band, until: Instant) {
        if let Some((status, number)) = band.state.filter(|_| band.since < until) {
            self.bands.extend(band_row(lane, status, band.since, until, number, band.event));
        }
    }

    /// What was read, as numbers: see [`STRETCH_HEAD`](super::view::STRETCH_HEAD).
    pub fn numbers(&self) -> Vec<f64> {
        let mut messages = self.messages.clone();
        for envelope in self.replay.runner().world().network().in_flight() {
            if let Some(row) = self.pending.get(&envelope.id) {
                messages[row + END_US] = envelope.due_at.0 as f64;
            }
        }
        if BEYOND_MAX <= self.beyond {
            for row in self.pending.values() {
                messages[row + FATE] = f64::from(Fate::EndsLater as u8);
            }
        }
        let to = self.to.unwrap_or(self.end);
        let mut bands = self.bands.clone();
        for (lane, band) in self.open.iter().enumerate() {
            if let Some((status, number)) = band.state.filter(|_| band.since < to.now) {
                bands.extend(band_row(lane, status, band.since, to.now, number, band.event));
            }
        }
        let extent = [self.from.event.0, to.event.0, self.from.now.0, to.now.0].map(|number| number as f64);
        joined(extent, &messages, &bands, &self.dots)
    }
}

pub(super) fn joined(extent: [f64; 4], messages: &[f64], bands: &[f64], dots: &[f64]) -> Vec<f64> {
    let counts = [messages.len() / SENT_STRIDE, bands.len() / BAND_STRIDE, dots.len() / DOT_STRIDE];
    let mut numbers = Vec::with_capacity(STRETCH_HEAD + messages.len() + bands.len() + dots.len());
    numbers.extend(extent);
    numbers.extend(counts.map(|count| count as f64));
    assert_eq!(numbers.len(), STRETCH_HEAD, "the head has the numbers that its description names");
    numbers.extend_from_slice(messages);
    numbers.extend_from_slice(bands);
    numbers.extend_from_slice(dots);
    numbers
}

pub(super) fn band_row(
    lane: usize,
    status: Status,
    from: Instant,
    to: Instant,
    number: u64,
    event: EventId,
) -> [f64; BAND_STRIDE] {
    [code_of(lane), f64::from(status as u8), from.0 as f64, to.0 as f64, number as f64, event.0 as f64]
}

/// A place for each lane: 0 is the network's.
pub(super) fn lane_of(actor: Option<Actor>) -> usize {
    actor.map_or(0, |actor| 1 + actor.slot())
}

/// What the page calls a lane: 0 the network's, 1 to 9 a node's, 11 to 19 a client's.
pub(super) fn code_of(lane: usize) -> f64 {
    if lane <= MAX_NODES { lane as f64 } else { (lane - MAX_NODES + 10) as f64 }
}

fn states(world: &World) -> [State; LANES] {
    let mut states = [None; LANES];
    let network = world.network();
    states[0] = match (world.partition_groups().is_empty(), network.has_cuts_between_nodes()) {
        (false, true) => Some((Status::Partitioned, 0)),
        (true, true) => Some((Status::Cut, 0)),
        (_, false) => network.has_cuts().then_some((Status::Cut, 0)),
    };
    for node in world.nodes().iter() {
        states[lane_of(Some(Actor::Node(node)))] = Some(node_state(world, node));
    }
    for client in world.clients() {
        let calling = client.calling.as_ref().map(|calling| calling.request);
        let asked = client.outstanding.as_ref().map(|outstanding| outstanding.request.id).or(calling);
        let asking = asked.map(|request| (Status::Asking, request.0));
        states[lane_of(Some(Actor::Client(client.id)))] = asking;
    }
    states
}

fn node_state(world: &World, node: NodeId) -> (Status, u64) {
    let server = world.server(node);
    let status = match &server.process {
        None => Status::Down,
        Some(process) if !process.is_live() => Status::Paused,
        Some(process) => match process.node().role_name() {
            RoleName::Follower | RoleName::Learner => Status::Follower,
            RoleName::PreCandidate | RoleName::Candidate => Status::Candidate,
            RoleName::Leader => Status::Leader,
        },
    };
    (status, server.current_term().0)
}

pub(super) const fn dot_of(sign: Sign) -> Option<Dot> {
    match sign {
        Sign::ElectionStarted => Some(Dot::ElectionStarted),
        Sign::ElectionWon => Some(Dot::ElectionWon),
        Sign::Committed => Some(Dot::Committed),
        Sign::Appended => Some(Dot::Appended),
        Sign::Applied => Some(Dot::Applied),
        Sign::Answered => Some(Dot::Answered),
        Sign::Fault => Some(Dot::Fault),
        Sign::Mend => Some(Dot::Mend),
        Sign::Plain | Sign::Step | Sign::Detail | Sign::Arrival | Sign::Follows => None,
    }
}

pub(super) fn flags_of(summary: &Summary) -> f64 {
    match summary {
        Summary::RequestVoteReply { granted: false }
        | Summary::PreVoteReply { granted: false, .. }
        | Summary::ReadIndexReply { index: None }
        | Summary::Rejected { .. }
        | Summary::NotLeader { .. }
        | Summary::HandingOver { .. }
        | Summary::Unconfirmed { .. } => FLAG_REFUSED,
        Summary::HttpResponse { status, .. } if 300 <= *status => FLAG_REFUSED,
        Summary::AppendEntries { entries: 1.., .. } => FLAG_ENTRIES,
        Summary::AppendEntries { .. }
        | Summary::RequestVote { .. }
        | Summary::RequestVoteReply { .. }
        | Summary::Accepted { .. }
        | Summary::InstallSnapshot { .. }
        | Summary::SnapshotWanted { .. }
        | Summary::PreVote { .. }
        | Summary::PreVoteReply { .. }
        | Summary::TimeoutNow
        | Summary::ReadIndex
        | Summary::ReadIndexReply { .. }
        | Summary::Request { .. }
        | Summary::HttpResponse { .. }
        | Summary::Done { .. } => 0.0,
    }
}

#[cfg(test)]
mod tests;
