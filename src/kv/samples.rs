//! Requests for the tests of this folder.

use super::{Command, Request, RequestId, SessionId};

/// A request of one session.
pub fn request(id: u64, command: Command) -> Request {
    Request { session: SessionId(1), id: RequestId(id), command }
}

/// `set KEY VALUE`.
pub fn set(key: &str, value: &str) -> Command {
    Command::Set { key: key.into(), value: value.into() }
}

/// `get KEY`.
pub fn get(key: &str) -> Command {
    Command::Get { key: key.into() }
}

/// `cas KEY OLD NEW`.
pub fn cas(key: &str, old: &str, new: &str) -> Command {
    Command::Cas { key: key.into(), old: old.into(), new: new.into() }
}
