//! Reads the types of the simulation from the fields of a trace line; `raft/hear.rs` reads those of the protocol.

use super::line::{Line, LineError, LineExpected};
use crate::kv::{Command, Outcome, RequestId};
use crate::raft::{Fields, HardState, Hear, Log, NodeId, NodeSet, Term, named};
use crate::sim::actor::{Actor, ClientId};
use crate::sim::client::Wait;
use crate::sim::disk::DiskState;
use crate::sim::event::id::Travel;
use crate::sim::network::{Kind, MessageId};
use crate::sim::time::Instant;

/// States how a type is read, by an expression.
macro_rules! heard {
    ($($type:ty, $name:ident in $line:ident => $value:expr;)*) => {
        $(impl Hear<Line> for $type {
            fn hear($name: &'static str, $line: &Line) -> Result<$type, LineError> {
                $value
            }
        })*
    };
}

heard! {
    u32, name in line => u32::try_from(line.count(name)?).map_err(|_| line.no_such_number(name));
    String, name in line => line.text(name).map(String::from);
    Instant, name in line => line.count(name).map(Instant);
    MessageId, name in line => line.count(name).map(MessageId);
    RequestId, name in line => line.number(name).map(RequestId);
    Kind, name in line => {
        named(Kind::ALL, Kind::name, line.word(name)?).ok_or_else(|| line.no_such_word(name))
    };
    DiskState, name in line => {
        named(&DiskState::ALL, DiskState::name, line.word(name)?).ok_or_else(|| line.no_such_word(name))
    };
    Actor, name in line => line.who(name)?.ok_or_else(|| line.wrong(name, LineExpected::Actor));
    Option<ClientId>, name in line => match line.who(name)? {
        None => Ok(None),
        Some(Actor::Client(client)) => Ok(Some(client)),
        Some(Actor::Node(_)) => Err(line.wrong(name, LineExpected::ActorOrNull)),
    };
    Log, name in line => {
        let mut log = Log::default();
        log.compact_to(line.position("base")?);
        for entry in line.entries(name, log.first_index())? {
            log.push(entry);
        }
        Ok(log)
    };
    Vec<NodeSet>, name in line => line.groups(name);
    Command, name in line => line.command(name)?.ok_or_else(|| line.wrong(name, LineExpected::Command));
    Option<Command>, name in line => line.command(name);
    Outcome, name in line => line.outcome(name)?.ok_or_else(|| line.wrong(name, LineExpected::Outcome));
    Option<Outcome>, name in line => line.outcome(name);
    Option<Term>, name in line => {
        if line.has(name) { Term::hear(name, line).map(Some) } else { Ok(None) }
    };
    HardState, _name in line => Ok(HardState {
        current_term: Term::hear("term", line)?,
        voted_for: Option::<NodeId>::hear("voted-for", line)?,
    });
    Travel, _name in _line => Ok(Travel { sent_at: Instant(0), due_at: Instant(0) });
    Wait, name in line => match line.word(name)? {
        "no-leader" => Ok(Wait::NoLeader),
        "handing-over" => NodeId::hear("successor", line).map(Wait::HandingOver),
        "unconfirmed" => Ok(Wait::Unconfirmed),
        _ => Err(line.no_such_word(name)),
    };
}
