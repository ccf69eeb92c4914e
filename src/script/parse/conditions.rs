//! Conditions.

use super::line::{Line, Result};
use super::values;
use crate::check::Invariant;
use crate::kv::Outcome;
use crate::raft::{NodeId, NodeSet};
use crate::script::condition::{Comparison, Condition, Members, NodeRole, Quantity, Reply};
use crate::script::error::Expected;
use crate::sim::OrderState;

/// A condition, perhaps with `not` before it.
pub fn read_maybe_negated(line: &mut Line) -> Result<(Condition, bool)> {
    let negated = line.take_keyword("not");
    Ok((read(line)?, negated))
}

fn read(line: &mut Line) -> Result<Condition> {
    let place = line.place();
    let Some(keyword) = line.peek_keyword() else {
        return Err(line.error(Expected::Condition));
    };
    line.skip();
    match keyword {
        "leader" => match line.peek_keyword() {
            None | Some("within") => Ok(Condition::Leader(None)),
            Some(_) => Ok(Condition::Leader(Some(line.node()?))),
        },
        "role" => Ok(Condition::Role(line.node()?, line.take(Expected::Role, role)?)),
        "term" => number(line, Quantity::Term),
        "commit" => number(line, Quantity::Commit),
        "applied" => number(line, Quantity::Applied),
        "last" => number(line, Quantity::Last),
        "log" => log(line),
        "value" => Ok(Condition::Value(line.node()?, line.text()?, line.text()?)),
        "absent" => Ok(Condition::Absent(line.node()?, line.text()?)),
        "reply" => reply(line),
        "order" => Ok(Condition::Order(line.take(Expected::OrderState, order_state)?)),
        "voters" => voters(line),
        "learners" => learners(line),
        "idle" => Ok(Condition::Idle),
        "agreed" => Ok(Condition::Agreed),
        "violated" => match line.peek_keyword() {
            Some("linearizability" | "linearizable") => Err(line.error(Expected::NotYet)),
            _ => Ok(Condition::Violated(line.take(Expected::Invariant, invariant)?)),
        },
        "safe" => Ok(Condition::Safe),
        "linearizable" => Err(line.error_at(place, Expected::NotYet)),
        _ => Err(line.error_at(place, Expected::Condition)),
    }
}

fn order_state(text: &str) -> Option<OrderState> {
    OrderState::ALL.into_iter().find(|state| state.name() == text)
}

fn number(line: &mut Line, quantity: Quantity) -> Result<Condition> {
    let node = line.node()?;
    let comparison = line.take(Expected::Comparison, comparison)?;
    let number = line.number_in(0..=u64::MAX, Expected::Number)?;
    Ok(Condition::Number(quantity, node, comparison, number))
}

fn comparison(text: &str) -> Option<Comparison> {
    match text {
        "=" => Some(Comparison::Equal),
        ">=" => Some(Comparison::AtLeast),
        "<=" => Some(Comparison::AtMost),
        _ => None,
    }
}

/// `log n1 = 1 1 2`; with nothing after the sign, the empty log.
fn log(line: &mut Line) -> Result<Condition> {
    let node = line.node()?;
    line.literal("=", Expected::Equals)?;
    let mut terms = Vec::new();
    while line.peek_keyword().is_some_and(|word| word != "within") {
        terms.push(line.take(Expected::Number, values::number)?);
    }
    Ok(Condition::Log(node, terms))
}

/// `voters n1 n2`, of the leader's configuration, or `voters n4 = n1 n2`; with nothing after the sign, n4 knows of none.
fn voters(line: &mut Line) -> Result<Condition> {
    let first = line.node()?;
    members(line, Members::Voters, first)
}

/// `learners n4`, of the leader's configuration, or `learners n1 = n4`; with no node, there are none.
fn learners(line: &mut Line) -> Result<Condition> {
    if line.peek_keyword().is_none_or(|word| word == "within") {
        return Ok(Condition::Members(Members::Learners, None, NodeSet::EMPTY));
    }
    let first = line.node()?;
    members(line, Members::Learners, first)
}

/// What follows the first node: it is one of those that are meant, unless a sign says that it is where they are meant.
fn members(line: &mut Line, members: Members, first: NodeId) -> Result<Condition> {
    if line.take_keyword("=") {
        return Ok(Condition::Members(members, Some(first), line.nodes_until(NodeSet::EMPTY, "within")?));
    }
    Ok(Condition::Members(members, None, line.nodes_until(NodeSet::EMPTY.with(first), "within")?))
}

fn role(text: &str) -> Option<NodeRole> {
    match text {
        "follower" => Some(NodeRole::Follower),
        "candidate" => Some(NodeRole::Candidate),
        "pre-candidate" => Some(NodeRole::PreCandidate),
        "leader" => Some(NodeRole::Leader),
        "learner" => Some(NodeRole::Learner),
        "paused" => Some(NodeRole::Paused),
        "down" => Some(NodeRole::Down),
        _ => None,
    }
}

fn reply(line: &mut Line) -> Result<Condition> {
    let client = line.client()?;
    let place = line.place();
    let Some(keyword) = line.peek_keyword() else {
        return Err(line.error(Expected::Reply));
    };
    line.skip();
    let reply = match keyword {
        "ok" => Reply::Answered(Outcome::Ok),
        "value" => Reply::Answered(Outcome::Value(line.text()?)),
        "absent" => Reply::Answered(Outcome::Absent),
        "refused" => Reply::Answered(Outcome::Refused),
        "pending" => Reply::Pending,
        _ => return Err(line.error_at(place, Expected::Reply)),
    };
    Ok(Condition::Reply(client, reply))
}

fn invariant(text: &str) -> Option<Invariant> {
    Invariant::ALL.into_iter().find(|invariant| invariant.name() == text)
}
