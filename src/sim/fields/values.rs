//! What a field of each type of the world says; the types of the protocol have it in `raft/tell.rs`.

use super::{Field, Named};
use crate::kv::{Command, Outcome, RequestId};
use crate::raft::{HardState, IfAny, Log, NodeSet, Tell, Term, Value};
use crate::sim::actor::{Actor, ClientId};
use crate::sim::client::Wait;
use crate::sim::disk::DiskState;
use crate::sim::event::id::Travel;
use crate::sim::network::{Kind, MessageId};
use crate::sim::time::Instant;

impl From<Value> for Field {
    fn from(value: Value) -> Field {
        match value {
            Value::Number(number) => Field::Number(number),
            Value::Flag(flag) => Field::Flag(flag),
            Value::Word(word) => Field::Word(word),
            Value::Node(node) => Field::Who(node.map(Actor::Node)),
            Value::Nodes(nodes) => Field::Nodes(nodes),
            Value::Position(position) => Field::Position(position),
            Value::Entries(first, entries) => Field::Entries(first, entries),
        }
    }
}

/// States that a type says one value, which an expression makes of it.
macro_rules! one_value {
    ($($type:ty, $it:ident => $value:expr;)*) => {
        $(impl Tell<Field> for $type {
            fn tell(&self, name: &'static str, fields: &mut Vec<Named>) {
                let $it = self;
                fields.push((name, $value));
            }
        })*
    };
}

one_value! {
    u32, number => Field::Number(u64::from(*number));
    String, text => Field::Text(text.clone());
    Instant, at => Field::Number(at.0);
    MessageId, message => Field::Number(message.0);
    RequestId, request => Field::Number(request.0);
    Kind, kind => Field::Word(kind.name());
    DiskState, disk => Field::Word(disk.name());
    Actor, actor => Field::Who(Some(*actor));
    Option<ClientId>, client => Field::Who(client.map(Actor::Client));
    Vec<NodeSet>, groups => Field::Groups(groups.clone());
    Log, log => Field::Log(log.clone());
    Command, command => Field::Command(Some(command.clone()));
    Option<Command>, command => Field::Command(command.clone());
    Outcome, outcome => Field::Outcome(Some(outcome.clone()));
    Option<Outcome>, outcome => Field::Outcome(outcome.clone());
    Field, field => field.clone();
}

/// Messages between nodes have a term, and others have nothing to say of it.
impl Tell<Field> for Option<Term> {
    fn tell(&self, name: &'static str, fields: &mut Vec<Named>) {
        IfAny(*self).tell(name, fields);
    }
}

impl Tell<Field> for HardState {
    fn tell(&self, _: &'static str, fields: &mut Vec<Named>) {
        self.current_term.tell("term", fields);
        self.voted_for.tell("voted-for", fields);
    }
}

/// A diagram draws it, and says nothing.
impl Tell<Field> for Travel {
    fn tell(&self, _: &'static str, _: &mut Vec<Named>) {}
}

impl Tell<Field> for Wait {
    fn tell(&self, name: &'static str, fields: &mut Vec<Named>) {
        match self {
            Wait::NoLeader => "no-leader".tell(name, fields),
            Wait::HandingOver(to) => {
                "handing-over".tell(name, fields);
                to.tell("successor", fields);
            }
            Wait::Unconfirmed => "unconfirmed".tell(name, fields),
        }
    }
}
