//! The space-time diagram's numbers of a trace, in the form of those of a run (`spacetime.rs`).

use super::faults::Faults;
use super::{Mirror, SPACING, State};
use crate::lab::fates::Fate;
use crate::lab::sign::{Landmark, row};
use crate::lab::snapshot::{actor_code, kind_code};
use crate::lab::spacetime::{Dot, LANES, Status, band_row, code_of, dot_of, flags_of, joined, lane_of};
use crate::lab::view::{FLAG_COPY, STRETCHES_HEAD};
use crate::raft::{NodeSet, RoleName};
use crate::sim::{Actor, Event, EventId, Instant, What};
use crate::trace::{Life, NodePicture, Picture};

/// A stretch of a trace. All of it is read at once.
pub struct TraceStretch {
    numbers: Vec<f64>,
    /// Whether more may come to it.
    is_last: bool,
}

impl TraceStretch {
    /// What was read, as numbers: see [`STRETCH_HEAD`](crate::lab::view::STRETCH_HEAD).
    pub fn numbers(&self) -> Vec<f64> {
        self.numbers.clone()
    }

    /// Whether more may come to it.
    pub fn is_last(&self) -> bool {
        self.is_last
    }
}

/// The state of a node's lane, and its term.
fn lane_state(node: &NodePicture) -> (Status, u64) {
    let status = match (node.life, node.role) {
        (Life::Down, _) => Status::Down,
        (Life::Paused, _) => Status::Paused,
        (Life::Up, RoleName::Follower | RoleName::Learner) => Status::Follower,
        (Life::Up, RoleName::PreCandidate | RoleName::Candidate) => Status::Candidate,
        (Life::Up, RoleName::Leader) => Status::Leader,
    };
    (status, node.hard_state.current_term.0)
}

type States = [Option<(Status, u64)>; LANES];

/// The state of the network's lane.
fn network_state(faults: &Faults) -> Option<(Status, u64)> {
    let is_parted = !faults.groups.is_empty() && faults.has_cuts_between_nodes();
    let cut = (!faults.cuts.is_empty()).then_some((Status::Cut, 0));
    if is_parted { Some((Status::Partitioned, 0)) } else { cut }
}

fn states(picture: &Picture, faults: &Faults, silent: NodeSet) -> States {
    let mut states = [None; LANES];
    states[lane_of(None)] = network_state(faults);
    for node in picture.nodes() {
        let (status, term) = lane_state(node);
        let status = if silent.contains(node.node) { Status::Down } else { status };
        states[lane_of(Some(Actor::Node(node.node)))] = Some((status, term));
    }
    states
}

impl Mirror {
    /// The stretches of the trace, as numbers: see [`STRETCHES_HEAD`].
    pub fn stretches(&self) -> Vec<f64> {
        let end = self.events.len() as f64;
        let mut numbers = vec![end, self.end_now().0 as f64, end, 0.0, 0.0];
        assert_eq!(numbers.len(), STRETCHES_HEAD, "the head has the numbers that its description names");
        numbers.extend([0.0; 3]);
        for place in (SPACING..self.events.len()).step_by(SPACING) {
            numbers.extend([place as f64, self.events[place - 1].at.0 as f64, place as f64]);
        }
        numbers
    }

    /// One stretch, read.
    pub fn stretch(&self, stretch: usize) -> TraceStretch {
        let from = (stretch * SPACING).min(self.events.len());
        let to = (from + SPACING).min(self.events.len());
        let State { mut picture, mut faults, .. } = self.kept.get(stretch).cloned().unwrap_or_default();
        let (mut messages, mut bands, mut dots) = (Vec::new(), Vec::new(), Vec::new());
        let at_start = self.instant_before(from);
        let mut open = states(&picture, &faults, self.silent_at(from)).map(|state| (state, at_start, EventId(0)));
        let falls_silent: Vec<usize> = self.silences().map(|silence| silence.last).collect();
        for place in from..to {
            let event = &self.events[place];
            // It was taken before, so that it fits.
            let _ = picture.take(event);
            faults.take(event);
            messages.extend(self.message_row(event).into_iter().flatten());
            dots.extend(dot_of(row(&event.what).1).map(|dot| dot_row(event, dot)).into_iter().flatten());
            let broken = self.violations.iter().filter(|(by, _)| *by == event.id);
            dots.extend(broken.flat_map(|_| dot_row(event, Dot::Violation)));
            let lane = lane_of(event.actor);
            let state = match event.actor {
                Some(Actor::Node(node)) if falls_silent.contains(&place) => {
                    picture.node(node).map(|node| (Status::Down, lane_state(node).1))
                }
                Some(Actor::Node(node)) => picture.node(node).map(lane_state),
                Some(Actor::Client(_)) => None,
                None => network_state(&faults),
            };
            let (held, since, by) = open[lane];
            if held != state {
                if let Some((status, term)) = held.filter(|_| since < event.at) {
                    bands.extend(band_row(lane, status, since, event.at, term, by));
                }
                open[lane] = (state, event.at, event.id);
            }
        }
        let until = self.instant_before(to);
        for (lane, (state, since, by)) in open.into_iter().enumerate() {
            if let Some((status, term)) = state.filter(|_| since < until) {
                bands.extend(band_row(lane, status, since, until, term, by));
            }
        }
        let extent = [from as f64, to as f64, at_start.0 as f64, until.0 as f64];
        let numbers = joined(extent, &messages, &bands, &dots);
        TraceStretch { numbers, is_last: to == self.events.len() }
    }

    /// The whole trace in the form of a stretch without messages: a state that is the same at both ends of a stretch is
    /// told for all of it, and what lies between (an election, a fault) is a dot without an event.
    pub fn outline(&self) -> Vec<f64> {
        let (mut bands, mut dots) = (Vec::new(), Vec::new());
        let mut from = (States::default(), Instant(0));
        let kept = self.kept.iter().enumerate().map(|(stretch, kept)| (stretch * SPACING, &kept.picture, &kept.faults));
        let all = kept.chain([(self.events.len(), self.traced.picture(), &self.faults)]);
        for (stretch, (place, picture, faults)) in all.enumerate() {
            let (now, at) = (states(picture, faults, self.silent_at(place)), self.instant_before(place));
            for (lane, state) in now.iter().enumerate().filter(|(lane, state)| from.0[*lane] == **state) {
                let row = |(status, term): &(Status, u64)| band_row(lane, *status, from.1, at, *term, EventId(0));
                bands.extend(state.iter().flat_map(row));
            }
            let events = stretch.checked_sub(1).and_then(|stretch| self.events.chunks(SPACING).nth(stretch));
            for (kind, dot) in [(Landmark::Election, Dot::ElectionWon), (Landmark::Fault, Dot::Fault)] {
                if events.is_some_and(|events| events.iter().any(|event| kind.is_at(&event.what))) {
                    dots.extend([0.0, (from.1.0 + at.0) as f64 / 2.0, 0.0, f64::from(dot as u8)]);
                }
            }
            from = (now, at);
        }
        let end = [self.events.len() as f64, self.end_now().0 as f64];
        joined([0.0, end[0], 0.0, end[1]], &[], &bands, &dots)
    }

    /// The row of a message that leaves with an event, if its end is told.
    fn message_row(&self, event: &Event) -> Option<[f64; 10]> {
        let (message, original, is_copy) = if let What::MessageSent { message, .. } = &event.what {
            (message, event, false)
        } else if let What::MessageDuplicated { copy, .. } = &event.what {
            (copy, self.events.get(event.cause?.0.checked_sub(1)? as usize)?, true)
        } else {
            return None;
        };
        let end = &self.events[*self.ends.get(&message.0)?];
        let (What::MessageSent { kind, to, summary, .. }, Some(from)) = (&original.what, original.actor) else {
            return None;
        };
        let fate = if let What::MessageWaits { .. } = end.what {
            Fate::Waits
        } else if let What::MessageLost { why, .. } = end.what {
            Fate::of(why)
        } else {
            Fate::Delivered
        };
        let flags = flags_of(summary) + if is_copy { FLAG_COPY } else { 0.0 };
        let (sent, arrives) = (event.at.0 as f64, end.at.0 as f64);
        let ends = (actor_code(from), actor_code(*to));
        let (left, came) = (event.id.0 as f64, end.id.0 as f64);
        Some([
            message.0 as f64,
            kind_code(*kind),
            ends.0,
            ends.1,
            sent,
            arrives,
            f64::from(fate as u8),
            flags,
            left,
            came,
        ])
    }
}

fn dot_row(event: &Event, dot: Dot) -> [f64; 4] {
    [event.id.0 as f64, event.at.0 as f64, code_of(lane_of(event.actor)), f64::from(dot as u8)]
}
