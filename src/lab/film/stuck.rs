//! Why a request goes unanswered: what it lacked for most of the time for which it waited, and since when.
//!
//! At the end of such a run nothing happens that says why. So the run is looked at again, every so often from the
//! request's call on, by the same rules that answer the question why a request is not answered.

use super::footage::{Broken, Footage};
use crate::check::Invariant;
use crate::kv::RequestId;
use crate::lab::lack::Lack;
use crate::lab::question::Question;
use crate::lab::why_not;
use crate::script::{Limit, Runner, Stop};
use crate::sim::{Actor, ClientId, EventId, Field, Instant, World};

/// The time between two looks, µs.
const PACE_US: u64 = 10_000;
/// Looks, at most.
const LOOKS_MAX: usize = 2_000;
/// What is lacked in fewer of a hundred looks is passing.
const SHARE_MIN: usize = 30;
/// What is lacking on the client's side, or on the way to a node and back.
const ON_THE_WAY: [&str; 4] = ["client-waits", "on-its-way", "queued", "request-lost"];
/// What is told, at most.
const TOLD_MAX: usize = 2;

/// What a request lacked.
pub struct Stuck {
    /// What, as of the first look at which it was so.
    pub lack: Lack,
    /// The event that was last then.
    pub since: EventId,
    /// The instant of that look.
    pub at: Instant,
    looks: usize,
}

/// What the request lacked that the run leaves unanswered, the longest first; nothing if it breaks something else.
pub fn stuck(footage: &Footage) -> Vec<Stuck> {
    let (Some((client, request)), Some(end)) = (unanswered(footage), footage.events.last()) else { return Vec::new() };
    let mut runner = Runner::new(footage.script(), false);
    let (mut found, mut looks, mut next): (Vec<Stuck>, usize, Instant) = (Vec::new(), 0, Instant::default());
    while runner.world().last_event() < end.id && runner.advance(Limit::events(1)) == Stop::Events && looks < LOOKS_MAX
    {
        let world = runner.world();
        if world.now() < next || !waits(world, client, request) {
            continue;
        }
        looks += 1;
        next = world.now().after(PACE_US);
        for lack in why_not::lacks(world, Question::Request(client, request)) {
            // Terms, indexes and who is asked change while the same thing is lacking.
            match found.iter_mut().find(|known| known.lack.key == lack.key) {
                Some(known) => known.looks += 1,
                None => found.push(Stuck { lack, since: world.last_event(), at: world.now(), looks: 1 }),
            }
        }
    }
    found.retain(|known| looks * SHARE_MIN <= known.looks * 100);
    // The reason why a client waits says more than that it waits.
    if found.iter().any(|known| !ON_THE_WAY.contains(&known.lack.key)) {
        found.retain(|known| !ON_THE_WAY.contains(&known.lack.key));
    }
    let mut longest = Vec::new();
    while longest.len() < TOLD_MAX
        && let Some(place) = (0..found.len()).max_by_key(|place| found[*place].looks)
    {
        longest.push(found.remove(place));
    }
    longest
}

/// The request that progress is broken by.
fn unanswered(footage: &Footage) -> Option<(ClientId, RequestId)> {
    let Some(Broken::Invariant(violation)) = &footage.broken else { return None };
    if violation.invariant != Invariant::Progress {
        return None;
    }
    let fact = |wanted: &str| violation.facts.iter().find(|(name, _)| *name == wanted).map(|(_, field)| field);
    match (fact("client"), fact("request")) {
        (Some(Field::Who(Some(Actor::Client(client)))), Some(Field::Number(request))) => {
            Some((*client, RequestId(*request)))
        }
        (_, _) => None,
    }
}

fn waits(world: &World, client: ClientId, request: RequestId) -> bool {
    let outstanding = &world.clients()[client.slot()].outstanding;
    outstanding.as_ref().is_some_and(|outstanding| outstanding.request.id == request)
}
