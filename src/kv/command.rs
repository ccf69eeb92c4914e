//! What a client asks of the store, and what it gets back.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The longest key or value, in bytes of UTF-8.
pub const TEXT_BYTES_MAX: usize = 4096;

/// A key or a value; clones share the bytes.
pub type Text = Arc<str>;

/// What a client asks of the store.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Command {
    /// Write a value.
    Set {
        /// The key.
        key: Text,
        /// Its new value.
        value: Text,
    },
    /// Read a value.
    Get {
        /// The key.
        key: Text,
    },
    /// Remove a key; it need not be there.
    Delete {
        /// The key.
        key: Text,
    },
    /// Compare and set: write `new` if the value is `old`. A missing key matches nothing.
    Cas {
        /// The key.
        key: Text,
        /// The value that it must have.
        old: Text,
        /// Its new value.
        new: Text,
    },
}

impl Command {
    /// The key that it is about.
    pub fn key(&self) -> &Text {
        match self {
            Command::Set { key, .. } | Command::Get { key } | Command::Delete { key } | Command::Cas { key, .. } => key,
        }
    }

    /// Its name: `set`, `get`, `delete` or `cas`.
    pub const fn name(&self) -> &'static str {
        match self {
            Command::Set { .. } => "set",
            Command::Get { .. } => "get",
            Command::Delete { .. } => "delete",
            Command::Cas { .. } => "cas",
        }
    }
}

/// What a client gets back.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// It is done.
    Ok,
    /// The value read.
    Value(Text),
    /// The key read has no value.
    Absent,
    /// The value was not the old one of a compare-and-set.
    Refused,
}
