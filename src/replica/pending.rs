//! The clients that wait for a server. Thousands may: each is found by what it waits for, and by its session.

use crate::kv::{RequestId, SessionId, Text};
use crate::raft::{LogIndex, LogPosition, RequestToken};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Pending entries, and reads, of one client's request, at most: a cut-off leader may be asked again and again.
pub const PENDING_MAX: usize = 16;

/// A client that waits for an entry to be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingCommand {
    /// The client's session.
    pub client: SessionId,
    /// The request.
    pub request: RequestId,
    /// The entry: only if it is this one that is applied is the client answered.
    pub entry: LogPosition,
    /// Whether the command only reads.
    pub reads: bool,
}

/// A client that waits for a read to be confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingRead {
    /// What the node calls it.
    pub token: RequestToken,
    /// The client's session.
    pub client: SessionId,
    /// The request.
    pub request: RequestId,
    /// The key.
    pub key: Text,
    /// What must be applied first, once that is known.
    pub index: Option<LogIndex>,
}

/// Something of a client's request that waits.
trait Pending {
    /// What it waits for.
    fn waits_for(&self) -> Awaited;
    fn whose(&self) -> (SessionId, RequestId);
}

/// What something waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Awaited {
    /// That this index is applied.
    Applied(LogIndex),
    /// That this read, or a later one, is confirmed.
    Confirmed(RequestToken),
}

impl Pending for PendingCommand {
    fn waits_for(&self) -> Awaited {
        Awaited::Applied(self.entry.index)
    }

    fn whose(&self) -> (SessionId, RequestId) {
        (self.client, self.request)
    }
}

impl Pending for PendingRead {
    fn waits_for(&self) -> Awaited {
        self.index.map_or(Awaited::Confirmed(self.token), Awaited::Applied)
    }

    fn whose(&self) -> (SessionId, RequestId) {
        (self.client, self.request)
    }
}

/// What is awaited, and a number that rises with each that is added.
type Place = (Awaited, u64);

/// All requests that wait, in the order of the entries or tokens that they wait for.
///
/// Invariant: `of_client` has the place of each, in the order in which they were added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Waiting<T> {
    all: BTreeMap<Place, T>,
    of_client: BTreeMap<SessionId, Vec<Place>>,
    added: u64,
}

impl<T> Default for Waiting<T> {
    fn default() -> Waiting<T> {
        Waiting { all: BTreeMap::new(), of_client: BTreeMap::new(), added: 0 }
    }
}

impl<T: Pending> Waiting<T> {
    /// Adds a pending request of a client. A client has one request outstanding: pending copies of an older request are
    /// forgotten, and a new one that is older itself is a late copy. Of the requests under an idempotency key none is older. Of too many retries the first are kept, which are
    /// answered first, and the last, which alone is known to have reached the present leader.
    fn add(&mut self, new: T) {
        let (client, request) = new.whose();
        let is_older = |one: RequestId, than: RequestId| !client.is_of_key() && one < than;
        let its = self.of_client.get(&client).map_or(&[][..], Vec::as_slice);
        if its.iter().any(|place| is_older(request, self.all[place].whose().1)) {
            return;
        }
        let older = its.iter().copied().filter(|place| is_older(self.all[place].whose().1, request));
        let excess = its.last().copied().filter(|_| PENDING_MAX <= its.len());
        let forgotten: Vec<Place> = older.chain(excess).collect();
        for place in forgotten {
            self.take(place);
        }
        self.insert(new);
    }

    /// Adds without a look at the client's others.
    fn insert(&mut self, new: T) {
        let (place, client) = ((new.waits_for(), self.added), new.whose().0);
        self.added += 1;
        self.of_client.entry(client).or_default().push(place);
        self.all.insert(place, new);
    }

    fn take(&mut self, place: Place) -> Option<T> {
        let taken = self.all.remove(&place)?;
        let client = taken.whose().0;
        if let Some(its) = self.of_client.get_mut(&client) {
            its.retain(|other| *other != place);
            if its.is_empty() {
                self.of_client.remove(&client);
            }
        }
        Some(taken)
    }

    /// Takes the first that waits for something of a range.
    fn take_first(&mut self, from: Awaited, to: Awaited) -> Option<T> {
        let (place, _) = self.all.range((from, 0)..=(to, u64::MAX)).next()?;
        self.take(*place)
    }

    /// Forgets all of a client.
    fn forget(&mut self, client: SessionId) {
        for place in self.of_client.remove(&client).unwrap_or_default() {
            self.all.remove(&place);
        }
    }

    /// All of a client, in the order in which they were added.
    fn of(&self, client: SessionId) -> impl DoubleEndedIterator<Item = &T> {
        self.of_client.get(&client).into_iter().flatten().map(|place| &self.all[place])
    }
}

/// Commands that wait for their entry to be applied: of each client those of one request, once for each time it was taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingCommands(Waiting<PendingCommand>);

impl PendingCommands {
    /// Those of a client, in the order in which its request was taken.
    pub fn of(&self, client: SessionId) -> impl DoubleEndedIterator<Item = &PendingCommand> {
        self.0.of(client)
    }

    /// Remembers the client to answer when an entry is applied. A retry appends another entry, and the first that is
    /// applied is answered.
    pub(super) fn add(&mut self, pending: PendingCommand) {
        self.0.add(pending);
    }

    /// Takes the command that waits for exactly this entry, and forgets those that wait for others up to here: an entry
    /// of another term has taken their place, or a snapshot held them. `by_index`, a flaw, takes any that waits for an entry
    /// at that index.
    pub(super) fn take(&mut self, applied: LogPosition, by_index: bool) -> Option<PendingCommand> {
        let mut found = None;
        let (first, last) = (Awaited::Applied(LogIndex::ZERO), Awaited::Applied(applied.index));
        while let Some(pending) = self.0.take_first(first, last) {
            let is_it = match by_index {
                true => pending.entry.index == applied.index,
                false => pending.entry == applied,
            };
            found = found.or_else(|| is_it.then_some(pending));
        }
        found
    }
}

/// Reads that are not answered: of each client those of one request, once for each time it was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingReads(Waiting<PendingRead>);

impl PendingReads {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.all.is_empty()
    }

    /// Those of a client, in the order in which they were asked or confirmed.
    pub fn of(&self, client: SessionId) -> impl DoubleEndedIterator<Item = &PendingRead> {
        self.0.of(client)
    }

    /// Remembers the client to answer when a read is confirmed. The first confirmation answers it, however often it was
    /// asked: a client that is less patient than the network would never get its answer otherwise.
    pub(super) fn add(&mut self, pending: PendingRead) {
        self.0.add(pending);
    }

    /// A read is confirmed, and waits for what it must see.
    pub(super) fn confirmed(&mut self, pending: PendingRead, index: LogIndex) {
        self.0.insert(PendingRead { index: Some(index), ..pending });
    }

    /// Takes the first that has no confirmation yet and is named by this token, or by a lower one.
    pub(super) fn take_up_to(&mut self, token: RequestToken) -> Option<PendingRead> {
        self.0.take_first(Awaited::Confirmed(RequestToken(0)), Awaited::Confirmed(token))
    }

    /// Takes one that has no confirmation yet and is named by this token.
    pub(super) fn take_named(&mut self, token: RequestToken) -> Option<PendingRead> {
        self.0.take_first(Awaited::Confirmed(token), Awaited::Confirmed(token))
    }

    /// Takes those that waited for what is applied now, in the order in which they were confirmed.
    pub(super) fn take_applied(&mut self, last_applied: LogIndex) -> Vec<PendingRead> {
        let range = (Awaited::Applied(LogIndex::ZERO), 0)..=(Awaited::Applied(last_applied), u64::MAX);
        let mut places: Vec<Place> = self.0.all.range(range).map(|(place, _)| *place).collect();
        places.sort_unstable_by_key(|(_, added)| *added);
        places.into_iter().filter_map(|place| self.0.take(place)).collect()
    }

    /// A client is answered.
    pub(super) fn forget(&mut self, client: SessionId) {
        self.0.forget(client);
    }
}
