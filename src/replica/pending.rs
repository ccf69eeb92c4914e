//! The clients that wait for a server.

use crate::kv::{RequestId, SessionId, Text};
use crate::raft::{LogIndex, LogPosition, RequestToken};
use serde::{Deserialize, Serialize};

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

/// Remembers the client to answer when an entry is applied. A retry appends another entry, and the first that is
/// applied is answered.
pub(super) fn add_command(all: &mut Vec<PendingCommand>, pending: PendingCommand) {
    add(all, pending, |pending| (pending.client, pending.request));
}

/// Takes the command that waits for exactly this entry, and forgets those that wait for others up to here: an entry
/// of another term has taken their place, or a snapshot held them. `by_index`, a flaw, takes any that waits for an entry
/// at that index.
pub(super) fn take_command(
    all: &mut Vec<PendingCommand>,
    applied: LogPosition,
    by_index: bool,
) -> Option<PendingCommand> {
    let is_it = |pending: &&PendingCommand| match by_index {
        true => pending.entry.index == applied.index,
        false => pending.entry == applied,
    };
    let pending = all.iter().find(is_it).copied();
    all.retain(|pending| applied.index < pending.entry.index);
    pending
}

/// Remembers the client to answer when a read is confirmed. The first confirmation answers it, however often it was
/// asked: a client that is less patient than the network would never get its answer otherwise.
pub(super) fn add_read(all: &mut Vec<PendingRead>, pending: PendingRead) {
    add(all, pending, |pending| (pending.client, pending.request));
}

/// Takes a pending read.
pub(super) fn take_read(all: &mut Vec<PendingRead>, which: impl Fn(&PendingRead) -> bool) -> Option<PendingRead> {
    let place = all.iter().position(which)?;
    Some(all.remove(place))
}

/// Adds a pending request of a client. A client has one request outstanding: pending copies of an older request are
/// forgotten, and a new one that is older itself is a late copy. Of too many retries the first are kept, which are
/// answered first, and the last, which alone is known to have reached the present leader.
fn add<T>(all: &mut Vec<T>, new: T, whose: impl Fn(&T) -> (SessionId, RequestId)) {
    let (client, request) = whose(&new);
    let is_its = |pending: &T| whose(pending).0 == client;
    if all.iter().any(|pending| is_its(pending) && request < whose(pending).1) {
        return;
    }
    all.retain(|pending| !is_its(pending) || whose(pending).1 == request);
    if PENDING_MAX <= all.iter().filter(|pending| is_its(pending)).count()
        && let Some(last) = all.iter().rposition(is_its)
    {
        all.remove(last);
    }
    all.push(new);
}
