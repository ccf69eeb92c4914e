//! The steps of a run of the simulation, without its clock.
//!
//! A message is named by the step in which its sender decided to send it: where it waited for the disk, that is an earlier
//! step than the one in which it left.

use super::step::{Numbered, Parcel, Step, StepId};
use crate::explore::judge::{broken_in, runner_of};
use crate::kv::Command;
use crate::raft::NodeId;
use crate::script::{Limit, Script, Stop, parse};
use crate::sim::{Actor, ClientId, DiskState, Event, EventId, MessageId, Order, Setting, What};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Events of a run that is recorded, at most.
const EVENTS_MAX: u64 = 100_000;

/// The steps of a script's run, up to its end or to the first thing that it breaks.
pub fn record(script: &Script, is_linearizable: bool) -> Vec<Numbered> {
    let mut runner = runner_of(&Arc::new(script.clone()), true);
    let mut recording = Recording::default();
    let mut stop = Stop::Events;
    while stop == Stop::Events && broken_in(&runner, is_linearizable).is_none() && runner.world().steps() < EVENTS_MAX {
        stop = runner.advance(Limit::events(1));
        runner.world_mut().take_events().into_iter().for_each(|event| recording.take(event));
    }
    recording.steps
}

#[derive(Default)]
struct Recording {
    steps: Vec<Numbered>,
    /// The step that each event follows from.
    origins: Vec<StepId>,
    /// The messages between nodes.
    parcels: BTreeMap<MessageId, Parcel>,
    /// How many messages of a kind each step sent on a link.
    sent: BTreeMap<(StepId, u8, NodeId, NodeId), u8>,
    /// What each client asks for at present, and what its messages say.
    asked: BTreeMap<ClientId, Command>,
    requests: BTreeMap<MessageId, Command>,
}

impl Recording {
    fn origin(&self, event: Option<EventId>) -> StepId {
        event.and_then(|event| self.origins.get(event.0 as usize)).copied().unwrap_or_default()
    }

    fn take(&mut self, event: Event) {
        let Event { id, actor, what, cause, because, .. } = event;
        let step = match actor {
            Some(Actor::Node(node)) => self.step_at(node, &what),
            Some(Actor::Client(client)) => {
                if let What::ClientCalled { command, .. } = &what {
                    self.asked.insert(client, command.clone());
                }
                None
            }
            None => rule_configured(&what).map(Step::Configure),
        };
        let origin = match step {
            Some(step) => {
                let id = StepId(self.steps.len() as u32 + 1);
                self.steps.push(Numbered { id, step });
                id
            }
            None => self.origin(cause),
        };
        let place = id.0 as usize;
        self.origins.resize(place.max(self.origins.len()), StepId::default());
        self.origins.push(origin);
        match (actor, what) {
            (Some(Actor::Node(from)), What::MessageSent { message, kind, to: Actor::Node(to), .. }) => {
                // A message that waited for the disk was decided on before.
                let sent_in = if because.is_empty() { origin } else { self.origin(because.first().copied()) };
                let count = self.sent.entry((sent_in, kind as u8, from, to)).or_default();
                let parcel = Parcel { sent_in, kind, from, to, place: *count };
                *count = count.saturating_add(1);
                self.parcels.insert(message, parcel);
            }
            (Some(Actor::Client(client)), What::MessageSent { message, .. }) => {
                self.requests.extend(self.asked.get(&client).map(|command| (message, command.clone())));
            }
            (_, What::MessageDuplicated { message, copy, .. }) => {
                self.parcels.extend(self.parcels.get(&message).map(|parcel| (copy, *parcel)));
                self.requests.extend(self.requests.get(&message).map(|command| (copy, command.clone())));
            }
            _ => {}
        }
    }

    /// The step that an event at a node is, if it is one.
    #[expect(clippy::wildcard_enum_match_arm, reason = "few events are steps of their own")]
    fn step_at(&self, node: NodeId, what: &What) -> Option<Step> {
        Some(match what {
            What::MessageDelivered { message, from: Actor::Client(_), .. } => {
                Step::Request(self.requests.get(message)?.clone(), node)
            }
            What::MessageDelivered { message, .. } => Step::Deliver(*self.parcels.get(message)?),
            What::ElectionTimerFired { .. } => Step::Timeout(node),
            What::HeartbeatTimerFired => Step::Beat(node),
            What::Crashed | What::Stopped { .. } => Step::Crash(node),
            What::Wiped => Step::Wipe(node),
            What::Started { again: true, .. } => Step::Restart(node),
            What::DiskChanged { disk } => Step::Disk(node, *disk),
            What::RecordDamaged { .. } => Step::Disk(node, DiskState::Rotten),
            What::Ordered { order: Order::Snapshot } => Step::Snapshot(node),
            What::Ordered { order: Order::Change(change) } => Step::Change(*change, node),
            What::Ordered { order: Order::Transfer(to) } => Step::Transfer(*to, node),
            _ => return None,
        })
    }
}

/// The setting that an event changes, if it says what nodes do and not how long something takes.
fn rule_configured(what: &What) -> Option<Setting> {
    let What::Configured { key, value } = what else { return None };
    let is_flaw = ["flaw", "mend"].contains(key);
    let text = if is_flaw { format!("{key} {value}") } else { format!("config {key} {value}") };
    parse(&text).ok()?.setup.settings.first().copied().filter(Setting::is_about_rules)
}
