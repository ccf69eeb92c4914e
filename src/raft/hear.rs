//! The way back from what [`Tell`](super::Tell) says: the tables of events (`told!`) read their rows from named fields, and
//! [`Hear`] is how a field of each type is read. A layer above has read the fields from somewhere, and says what is wrong.

use super::flaw::Flaw;
use super::log::LogEntry;
use super::membership::{Change, ChangeRefusal, Membership};
use super::types::{LogIndex, LogPosition, NodeId, NodeSet, Round, Term};

/// Numbers that count something are below this, so that counting on from them is safe, and so that they survive in JSON.
pub const COUNT_END: u64 = 1 << 53;

/// Fields by name, in kebab case. Each method but the last four fails if the field is missing, or says something else.
pub trait Fields {
    /// What is wrong with a field.
    type Wrong;

    /// A number.
    fn number(&self, name: &'static str) -> Result<u64, Self::Wrong>;
    /// Yes or no.
    fn flag(&self, name: &'static str) -> Result<bool, Self::Wrong>;
    /// A word.
    fn word(&self, name: &'static str) -> Result<&str, Self::Wrong>;
    /// A node, or nobody.
    fn node(&self, name: &'static str) -> Result<Option<NodeId>, Self::Wrong>;
    /// Nodes.
    fn nodes(&self, name: &'static str) -> Result<NodeSet, Self::Wrong>;
    /// A place in a log.
    fn position(&self, name: &'static str) -> Result<LogPosition, Self::Wrong>;
    /// Entries from an index on, without gaps.
    fn entries(&self, name: &'static str, first: LogIndex) -> Result<Vec<LogEntry>, Self::Wrong>;

    /// Whether there is such a field.
    fn has(&self, name: &'static str) -> bool;
    /// A field says a number that is none of those that it can say.
    fn no_such_number(&self, name: &'static str) -> Self::Wrong;
    /// A field says a word that is none of those that it can say.
    fn no_such_word(&self, name: &'static str) -> Self::Wrong;
    /// A field says nobody, and must say a node.
    fn nobody(&self, name: &'static str) -> Self::Wrong;
}

/// What can be made of the fields that [`Tell`](super::Tell) makes of it. `F` is what a layer has fields in.
///
/// What a type does not say is not known to its reader: it is the default.
pub trait Hear<F: Fields>: Sized {
    /// Reads it: mostly from one field, of this name.
    ///
    /// # Errors
    /// If a field that it needs is missing, or says something else.
    fn hear(name: &'static str, fields: &F) -> Result<Self, F::Wrong>;
}

/// One of a few, by its name.
pub fn named<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str, word: &str) -> Option<T> {
    all.iter().copied().find(|one| name(*one) == word)
}

/// States how a type is read, by an expression.
macro_rules! heard {
    ($($type:ty, $name:ident in $fields:ident => $value:expr;)*) => {
        $(impl<F: Fields> Hear<F> for $type {
            fn hear($name: &'static str, $fields: &F) -> Result<$type, F::Wrong> {
                $value
            }
        })*
    };
}

heard! {
    u64, name in fields => fields.number(name);
    usize, name in fields => usize::try_from(count(name, fields)?).map_err(|_| fields.no_such_number(name));
    bool, name in fields => fields.flag(name);
    Term, name in fields => fields.number(name).map(Term);
    LogIndex, name in fields => count(name, fields).map(LogIndex);
    LogPosition, name in fields => fields.position(name);
    NodeId, name in fields => fields.node(name)?.ok_or_else(|| fields.nobody(name));
    Option<NodeId>, name in fields => fields.node(name);
    NodeSet, name in fields => fields.nodes(name);
    Flaw, name in fields => {
        named(Flaw::ALL, Flaw::name, fields.word(name)?).ok_or_else(|| fields.no_such_word(name))
    };
    ChangeRefusal, name in fields => {
        named(&ChangeRefusal::ALL, ChangeRefusal::name, fields.word(name)?).ok_or_else(|| fields.no_such_word(name))
    };
    Round, _name in _fields => Ok(Round::default());
    Option<LogIndex>, name in fields => {
        if fields.flag("success")? { LogIndex::hear(name, fields).map(Some) } else { Ok(None) }
    };
    Change, name in fields => match fields.word(name)? {
        "add" => NodeId::hear("which", fields).map(Change::Add),
        "remove" => NodeId::hear("which", fields).map(Change::Remove),
        "members" => fields.nodes("members").map(Change::Members),
        _ => Err(fields.no_such_word(name)),
    };
    Membership, _name in fields => Ok(Membership {
        voters: fields.nodes("voters")?,
        outgoing: fields.nodes("outgoing")?,
        learners: fields.nodes("learners")?,
        target: fields.nodes("target")?,
    });
}

/// A number that counts something.
fn count<F: Fields>(name: &'static str, fields: &F) -> Result<u64, F::Wrong> {
    let number = fields.number(name)?;
    if number < COUNT_END { Ok(number) } else { Err(fields.no_such_number(name)) }
}
