//! The steps, one function a family.

use super::conditions;
use super::config;
use super::line::{Line, Result};
use super::values::{self, KindWord};
use crate::kv::Command;
use crate::raft::{Change, NodeId, NodeSet};
use crate::script::error::Expected;
use crate::script::statement::{Influence, Nodes, Step};
use crate::sim::{ClientId, DiskState, Kind, MessageId, Pattern, Tampering, Which};

/// How far `run until` waits when nothing is said, µs.
const WITHIN_US: u64 = 10_000_000;

/// The most events that one `step` carries out, and messages that one trap waits for.
const COUNT_MAX: u64 = 1_000_000_000;

/// Reads a step.
pub fn read(line: &mut Line) -> Result<Step> {
    let place = line.place();
    let Some(keyword) = line.peek_keyword() else {
        return Err(line.error(Expected::Statement));
    };
    line.skip();
    match keyword {
        "run" => run(line),
        "step" => Ok(Step::StepEvents(if line.peek().is_some() { count(line)? } else { 1 })),
        "expect" => {
            let (condition, negated) = conditions::read_maybe_negated(line)?;
            Ok(Step::Expect { condition, negated })
        }
        _ => Ok(Step::Do(influence(keyword, line, place)?)),
    }
}

/// Reads what follows a keyword that does something to the world. `place` is the keyword's.
fn influence(keyword: &str, line: &mut Line, place: usize) -> Result<Influence> {
    match keyword {
        "set" => ask(line, |line| Ok(Command::Set { key: line.text()?, value: line.text()? })),
        "get" => ask(line, |line| Ok(Command::Get { key: line.text()? })),
        "delete" => ask(line, |line| Ok(Command::Delete { key: line.text()? })),
        "cas" => ask(line, |line| Ok(Command::Cas { key: line.text()?, old: line.text()?, new: line.text()? })),
        "load" => load(line),
        "crash" => Ok(Influence::Crash(nodes_or_all(line)?)),
        "restart" => Ok(Influence::Restart(nodes_or_all(line)?)),
        "pause" => Ok(Influence::Pause(line.node()?)),
        "resume" => Ok(Influence::Resume(line.node()?)),
        "wipe" => Ok(Influence::Wipe(line.node()?)),
        "timeout" => Ok(Influence::Timeout(line.node()?)),
        "partition" => partition(line),
        "isolate" => Ok(Influence::Isolate(line.node()?)),
        "cut" => Ok(Influence::Cut(line.link()?)),
        "join" => Ok(Influence::Join(line.link()?)),
        "heal" => Ok(Influence::Heal),
        "drop" => Ok(Influence::Tamper(which(line)?, Tampering::Drop)),
        "duplicate" => Ok(Influence::Tamper(which(line)?, Tampering::Duplicate)),
        "deliver" => Ok(Influence::Tamper(which(line)?, Tampering::Deliver)),
        "delay" => {
            let which = which(line)?;
            Ok(Influence::Tamper(which, Tampering::Delay(line.duration()?)))
        }
        "reseed" => Ok(Influence::Reseed(line.number_in(0..=u64::MAX, Expected::Number)?)),
        "config" => configure(line, place),
        "snapshot" => Ok(Influence::Snapshot(line.node()?)),
        "disk" => disk(line),
        "add" => {
            let change = Change::Add(line.new_node()?);
            Ok(Influence::Change(change, asked(line)?))
        }
        "remove" => {
            let change = Change::Remove(line.node()?);
            Ok(Influence::Change(change, asked(line)?))
        }
        "members" => members(line),
        "transfer" => Ok(Influence::Transfer(line.node()?, asked(line)?)),
        "flaw" | "mend" | "say" | "show" | "pace" | "ask" | "reveal" | "goal" | "title" | "minutes" | "level" => {
            Err(line.error_at(place, Expected::NotYet))
        }
        _ => Err(line.error_at(place, Expected::Statement)),
    }
}

fn count(line: &mut Line) -> Result<u64> {
    line.number_in(1..=COUNT_MAX, Expected::Count)
}

/// `run DURATION [while [not] CONDITION]`, or `run until [not] CONDITION [within DURATION]`.
fn run(line: &mut Line) -> Result<Step> {
    if !line.take_keyword("until") {
        let for_us = line.duration()?;
        if line.peek().is_none() {
            return Ok(Step::Run(for_us));
        }
        line.literal("while", Expected::While)?;
        let (condition, negated) = conditions::read_maybe_negated(line)?;
        return Ok(Step::RunWhile { for_us, condition, negated });
    }
    let (condition, negated) = conditions::read_maybe_negated(line)?;
    let within_us = match line.peek() {
        None => WITHIN_US,
        Some(_) => {
            line.literal("within", Expected::Within)?;
            line.duration()?
        }
    };
    Ok(Step::RunUntil { condition, negated, within_us })
}

/// A client's request, with `from cN` and `to nN` in any order after it.
fn ask(line: &mut Line, command: fn(&mut Line) -> Result<Command>) -> Result<Influence> {
    let command = command(line)?;
    let (mut client, mut to) = (None, None);
    loop {
        if client.is_none() && line.take_keyword("from") {
            client = Some(line.client()?);
        } else if to.is_none() && line.take_keyword("to") {
            to = Some(line.node()?);
        } else {
            let client = client.unwrap_or_else(first_client);
            return Ok(Influence::Ask { client, command, to });
        }
    }
}

fn first_client() -> ClientId {
    ClientId::new(1).expect("there is always a first client")
}

/// `load every DURATION [from cN …] [for DURATION]`, or `load off`.
fn load(line: &mut Line) -> Result<Influence> {
    if line.take_keyword("off") {
        return Ok(Influence::LoadOff);
    }
    line.literal("every", Expected::EveryOff)?;
    let every_us = line.positive_duration()?;
    let mut clients = Vec::new();
    if line.take_keyword("from") {
        clients.push(line.client()?);
        while line.peek_keyword().is_some_and(|word| word != "for") {
            clients.push(line.client()?);
        }
    } else {
        clients.push(first_client());
    }
    let for_us = if line.take_keyword("for") { Some(line.duration()?) } else { None };
    Ok(Influence::Load { every_us, clients, for_us })
}

/// `partition n1 n2 | n3 n4 n5`
fn partition(line: &mut Line) -> Result<Influence> {
    let mut groups = vec![NodeSet::EMPTY];
    let mut named = NodeSet::EMPTY;
    loop {
        let node = line.another_node(named, Expected::NewNode)?;
        named.insert(node);
        if let Some(group) = groups.last_mut() {
            group.insert(node);
        }
        if line.take_keyword("|") {
            groups.push(NodeSet::EMPTY);
        } else if line.peek().is_none() {
            return Ok(Influence::Partition(groups));
        }
    }
}

/// The node that an order is given to, after it: `to n1`, if that is said.
fn asked(line: &mut Line) -> Result<Option<NodeId>> {
    if line.take_keyword("to") { line.node().map(Some) } else { Ok(None) }
}

/// `members n1 n2 n4`: all voters at once.
fn members(line: &mut Line) -> Result<Influence> {
    let mut nodes = NodeSet::EMPTY;
    loop {
        nodes.insert(line.another_node(nodes, Expected::OtherMember)?);
        if line.peek().is_none() || line.peek_keyword() == Some("to") {
            return Ok(Influence::Change(Change::Members(nodes), asked(line)?));
        }
    }
}

/// `n1 n3 n2`, one at least and in this order, or `all`.
fn nodes_or_all(line: &mut Line) -> Result<Nodes> {
    if line.take_keyword("all") {
        return Ok(Nodes::All);
    }
    let first = line.node_or(Expected::NodesOrAll)?;
    let (mut nodes, mut named) = (vec![first], NodeSet::EMPTY.with(first));
    while line.peek().is_some() {
        let node = line.another_node(named, Expected::OtherMember)?;
        named.insert(node);
        nodes.push(node);
    }
    Ok(Nodes::Named(nodes))
}

fn disk(line: &mut Line) -> Result<Influence> {
    let node = line.node()?;
    if line.peek_keyword() == Some("rots") {
        return Err(line.error(Expected::NotYet));
    }
    Ok(Influence::Disk(node, line.take(Expected::DiskState, disk_state)?))
}

fn disk_state(text: &str) -> Option<DiskState> {
    DiskState::ALL.into_iter().find(|state| state.name() == text)
}

/// `m17`, `KIND n1 -> n3`, or `next N KIND n1 -> n3`.
fn which(line: &mut Line) -> Result<Which> {
    if line.take_keyword("next") {
        let count = count(line)?;
        return Ok(Which::Next(count, pattern(line)?));
    }
    if let Some(number) = line.peek_keyword().and_then(|text| values::name("m", text)) {
        line.skip();
        return Ok(Which::One(MessageId(number as u64)));
    }
    if line.peek_keyword().and_then(values::kind).is_none() {
        return Err(line.error(Expected::Which));
    }
    Ok(Which::All(pattern(line)?))
}

fn pattern(line: &mut Line) -> Result<Pattern> {
    let kind = message_kind(line)?;
    let from = line.actor()?;
    line.literal("->", Expected::OneWayArrow)?;
    let to = line.actor()?;
    Ok(Pattern { kind, from, to })
}

fn message_kind(line: &mut Line) -> Result<Option<Kind>> {
    match line.take(Expected::MessageKind, values::kind)? {
        KindWord::Any => Ok(None),
        KindWord::This(kind) => Ok(Some(kind)),
    }
}

/// `config` as a step: only what may change during a run.
fn configure(line: &mut Line, place: usize) -> Result<Influence> {
    let configured = config::read(line)?;
    if !configured.is_step {
        return Err(line.error_at(place, Expected::SetupFirst));
    }
    Ok(Influence::Configure(configured.setting, configured.value))
}
