//! The steps, one function a family.

use super::conditions;
use super::line::{Line, Result};
use super::measures::{COUNT, PACE, SEED};
use super::words::{Keyword, KindWord, MethodWord, StepWord};
use crate::api::HttpRequest;
use crate::kv::Command;
use crate::raft::{Change, NodeId, NodeSet};
use crate::script::error::Expected;
use crate::script::offer::Vocabulary;
use crate::script::statement::{Influence, Nodes, Step};
use crate::sim::{ClientId, Pattern, Tampering, Which};
use std::sync::Arc;

/// How far `run until` waits when nothing is said, µs.
const WITHIN_US: u64 = 10_000_000;

/// Reads a step, other than `config`.
pub fn read(line: &mut Line) -> Result<Step> {
    let word = line.choose(Expected::Statement)?;
    let influence = match word {
        StepWord::Run => return run(line),
        StepWord::Step => {
            return Ok(Step::StepEvents(line.optional(|line| line.number(&COUNT))?.unwrap_or(1)));
        }
        StepWord::Expect => {
            let (condition, negated) = conditions::read_maybe_negated(line)?;
            return Ok(Step::Expect { condition, negated });
        }
        StepWord::Set => ask(line, |line| Ok(Command::Set { key: line.key()?, value: line.value()? }))?,
        StepWord::Get => ask(line, |line| Ok(Command::Get { key: line.key()? }))?,
        StepWord::Delete => ask(line, |line| Ok(Command::Delete { key: line.key()? }))?,
        StepWord::Cas => {
            ask(line, |line| Ok(Command::Cas { key: line.key()?, old: line.value()?, new: line.value()? }))?
        }
        StepWord::Http => http(line)?,
        StepWord::Load => load(line)?,
        StepWord::Crash => Influence::Crash(nodes_or_all(line)?),
        StepWord::Restart => Influence::Restart(nodes_or_all(line)?),
        StepWord::Pause => Influence::Pause(line.node()?),
        StepWord::Resume => Influence::Resume(line.node()?),
        StepWord::Wipe => Influence::Wipe(line.node()?),
        StepWord::Disk => Influence::Disk(line.node()?, line.choose(Expected::DiskState)?),
        StepWord::Timeout => Influence::Timeout(line.node()?),
        StepWord::Snapshot => Influence::Snapshot(line.node()?),
        StepWord::Partition => partition(line)?,
        StepWord::Isolate => Influence::Isolate(line.node()?),
        StepWord::Cut => Influence::Cut(line.link()?),
        StepWord::Join => Influence::Join(line.link()?),
        StepWord::Heal => Influence::Heal,
        StepWord::Drop => Influence::Tamper(which(line)?, Tampering::Drop),
        StepWord::Delay => Influence::Tamper(which(line)?, Tampering::Delay(line.time()?)),
        StepWord::Duplicate => Influence::Tamper(which(line)?, Tampering::Duplicate),
        StepWord::Deliver => Influence::Tamper(which(line)?, Tampering::Deliver),
        StepWord::Add => Influence::Change(Change::Add(line.new_node()?), asked(line)?),
        StepWord::Remove => Influence::Change(Change::Remove(line.node()?), asked(line)?),
        StepWord::Members => Influence::Change(Change::Members(members(line)?), asked(line)?),
        StepWord::Transfer => Influence::Transfer(line.node()?, asked(line)?),
        StepWord::Reseed => Influence::Reseed(line.number(&SEED)?),
    };
    Ok(Step::Do(influence))
}

/// `run DURATION [while [not] CONDITION]`, or `run until [not] CONDITION [within DURATION]`.
fn run(line: &mut Line) -> Result<Step> {
    if line.take_keyword(Keyword::Until) {
        let (condition, negated) = conditions::read_maybe_negated(line)?;
        let within_us = line.optional(|line| {
            line.keyword(Keyword::Within, Expected::Within)?;
            line.time()
        })?;
        return Ok(Step::RunUntil { condition, negated, within_us: within_us.unwrap_or(WITHIN_US) });
    }
    let for_us = line.time()?;
    let condition = line.optional(|line| {
        line.keyword(Keyword::While, Expected::While)?;
        conditions::read_maybe_negated(line)
    })?;
    Ok(match condition {
        None => Step::Run(for_us),
        Some((condition, negated)) => Step::RunWhile { for_us, condition, negated },
    })
}

/// A client's request, with `from cN` and `to nN` in any order after it.
fn ask(line: &mut Line, command: fn(&mut Line) -> Result<Command>) -> Result<Influence> {
    let command = command(line)?;
    let (mut client, mut to) = (None, None);
    loop {
        if client.is_none() && line.take_keyword(Keyword::From) {
            client = Some(line.client()?);
        } else if to.is_none() && line.take_keyword(Keyword::To) {
            to = Some(line.node()?);
        } else {
            let client = client.unwrap_or_else(first_client);
            return Ok(Influence::Ask { client, command, to });
        }
    }
}

/// `http METHOD PATH [JSON] [key WORD] [to nN] [from cN]`, what follows the path in any order.
fn http(line: &mut Line) -> Result<Influence> {
    let method: MethodWord = line.choose(Expected::Method)?;
    let mut request = HttpRequest { method: method.word().into(), path: line.path()?, ..HttpRequest::default() };
    let (mut has_body, mut client, mut to) = (false, None, None);
    loop {
        if !has_body && let Some(body) = line.body()? {
            request.body = body;
            has_body = true;
        } else if request.idempotency_key.is_none() && line.take_keyword(Keyword::Key) {
            request.idempotency_key = Some(line.idempotency_key()?);
        } else if to.is_none() && line.take_keyword(Keyword::To) {
            to = Some(line.node()?);
        } else if client.is_none() && line.take_keyword(Keyword::From) {
            client = Some(line.client()?);
        } else if line.peek().is_some() {
            return Err(line.error(Expected::HttpPart));
        } else {
            let (client, to) = (client.unwrap_or_else(first_client), to.unwrap_or_else(first_node));
            return Ok(Influence::Http { client, request: Arc::new(request), to });
        }
    }
}

/// The node of an HTTP request that names none.
fn first_node() -> NodeId {
    NodeId::new(1).expect("there is always a first node")
}

/// The client of a request that names none.
fn first_client() -> ClientId {
    ClientId::new(1).expect("there is always a first client")
}

/// `load every DURATION [from cN …] [for DURATION]`, or `load off`.
fn load(line: &mut Line) -> Result<Influence> {
    if line.take_keyword(Keyword::Off) {
        return Ok(Influence::LoadOff);
    }
    line.keyword(Keyword::Every, Expected::EveryOff)?;
    let every_us = line.duration(&PACE)?;
    let mut clients = Vec::new();
    if line.take_keyword(Keyword::From) {
        clients.push(line.client()?);
        while let Some(client) = line.one_more(&[Keyword::For], Line::client)? {
            clients.push(client);
        }
    } else {
        clients.push(first_client());
    }
    let for_us = if line.take_keyword(Keyword::For) { Some(line.time()?) } else { None };
    Ok(Influence::Load { every_us, clients, for_us })
}

/// `partition n1 n2 | n3 n4 n5`
fn partition(line: &mut Line) -> Result<Influence> {
    let mut groups = Vec::new();
    let mut named = NodeSet::EMPTY;
    loop {
        let first = line.another_node(named, Expected::NewNode)?;
        named.insert(first);
        let mut group = NodeSet::EMPTY.with(first);
        while let Some(node) = line.one_more(&[Keyword::Wall], |line| line.another_node(named, Expected::NewNode))? {
            named.insert(node);
            group.insert(node);
        }
        groups.push(group);
        if !line.take_keyword(Keyword::Wall) {
            return Ok(Influence::Partition(groups));
        }
    }
}

/// The node that an order is given to, if one is named.
fn asked(line: &mut Line) -> Result<Option<NodeId>> {
    if line.take_keyword(Keyword::To) { line.node().map(Some) } else { Ok(None) }
}

/// All voters at once: one at least.
fn members(line: &mut Line) -> Result<NodeSet> {
    let first = line.node()?;
    line.nodes_until(NodeSet::EMPTY.with(first), &[Keyword::To])
}

/// `n1 n3 n2`, one at least and in this order, or `all`.
fn nodes_or_all(line: &mut Line) -> Result<Nodes> {
    if line.take_keyword(Keyword::All) {
        return Ok(Nodes::All);
    }
    let first = line.node_or(Expected::NodesOrAll)?;
    let (mut nodes, mut named) = (vec![first], NodeSet::EMPTY.with(first));
    while let Some(node) = line.optional(|line| line.another_node(named, Expected::OtherMember))? {
        named.insert(node);
        nodes.push(node);
    }
    Ok(Nodes::Named(nodes))
}

/// `m17`, `KIND n1 -> n3`, or `next N KIND n1 -> n3`.
fn which(line: &mut Line) -> Result<Which> {
    if line.take_keyword(Keyword::Next) {
        let count = line.number(&COUNT)?;
        return Ok(Which::Next(count, pattern(line, Expected::MessageKind)?));
    }
    match line.message() {
        Some(message) => Ok(Which::One(message)),
        None => Ok(Which::All(pattern(line, Expected::Which)?)),
    }
}

/// A kind of message and a way: `KIND n1 -> n3`.
fn pattern(line: &mut Line, expected: Expected) -> Result<Pattern> {
    let kind = match line.choose(expected)? {
        KindWord::Any => None,
        KindWord::This(kind) => Some(kind),
    };
    let from = line.actor(NodeSet::EMPTY)?;
    line.keyword(Keyword::OneWay, Expected::OneWayArrow)?;
    Ok(Pattern { kind, from, to: line.actor(NodeSet::EMPTY)? })
}
