//! Conditions.

use super::line::{Line, Result};
use super::measures::{PLAIN, STATUS};
use super::words::{BrokenWord, ConditionWord, Keyword, ReplyWord};
use crate::kv::Outcome;
use crate::raft::{NodeId, NodeSet};
use crate::script::condition::{Condition, Members, Quantity, Reply};
use crate::script::error::Expected;

/// What ends a condition within a statement: of time, of an answer, of a goal.
const END: &[Keyword] = &[Keyword::Within, Keyword::Wall, Keyword::Says, Keyword::Hint, Keyword::Do];

/// A condition, perhaps with `not` before it.
pub fn read_maybe_negated(line: &mut Line) -> Result<(Condition, bool)> {
    let negated = line.take_keyword(Keyword::Not);
    Ok((read(line)?, negated))
}

/// A condition without `not`.
fn read(line: &mut Line) -> Result<Condition> {
    match line.choose(Expected::Condition)? {
        ConditionWord::Leader => Ok(Condition::Leader(line.one_more(END, Line::node)?)),
        ConditionWord::Role => Ok(Condition::Role(line.node()?, line.choose(Expected::Role)?)),
        ConditionWord::Term => number(line, Quantity::Term),
        ConditionWord::Commit => number(line, Quantity::Commit),
        ConditionWord::Applied => number(line, Quantity::Applied),
        ConditionWord::Last => number(line, Quantity::Last),
        ConditionWord::Log => log(line),
        ConditionWord::Value => Ok(Condition::Value(line.node()?, line.key()?, line.value()?)),
        ConditionWord::Absent => Ok(Condition::Absent(line.node()?, line.key()?)),
        ConditionWord::Reply => Ok(Condition::Reply(line.client()?, reply(line)?)),
        ConditionWord::Order => Ok(Condition::Order(line.choose(Expected::OrderState)?)),
        ConditionWord::Voters => {
            let first = line.node()?;
            members(line, Members::Voters, first)
        }
        ConditionWord::Learners => match line.one_more(END, Line::node)? {
            Some(first) => members(line, Members::Learners, first),
            None => Ok(Condition::Members(Members::Learners, None, NodeSet::EMPTY)),
        },
        ConditionWord::Idle => Ok(Condition::Idle),
        ConditionWord::Agreed => Ok(Condition::Agreed),
        ConditionWord::Violated => match line.choose(Expected::Invariant)? {
            BrokenWord::Invariant(invariant) => Ok(Condition::Violated(invariant)),
            BrokenWord::Linearizability => Ok(Condition::ViolatedLinearizability),
        },
        ConditionWord::Safe => Ok(Condition::Safe),
        ConditionWord::Linearizable => Ok(Condition::Linearizable),
    }
}

/// What follows a quantity: a node, a comparison and a number.
fn number(line: &mut Line, quantity: Quantity) -> Result<Condition> {
    Ok(Condition::Number(quantity, line.node()?, line.choose(Expected::Comparison)?, line.number(&PLAIN)?))
}

/// `log n1 = 1 1 2`; with nothing after the sign, the empty log.
fn log(line: &mut Line) -> Result<Condition> {
    let node = line.node()?;
    line.keyword(Keyword::Equal, Expected::Equals)?;
    let mut terms = Vec::new();
    while let Some(term) = line.one_more(END, |line| line.number(&PLAIN))? {
        terms.push(term);
    }
    Ok(Condition::Log(node, terms))
}

/// What follows the first node: `voters n1 n2` are the leader's, `voters n4 = n1 n2` those of n4. With nothing after the
/// sign, there are none.
fn members(line: &mut Line, members: Members, first: NodeId) -> Result<Condition> {
    if line.take_keyword(Keyword::Equal) {
        return Ok(Condition::Members(members, Some(first), line.nodes_until(NodeSet::EMPTY, END)?));
    }
    Ok(Condition::Members(members, None, line.nodes_until(NodeSet::EMPTY.with(first), END)?))
}

/// What a client was answered.
fn reply(line: &mut Line) -> Result<Reply> {
    Ok(match line.choose(Expected::Reply)? {
        ReplyWord::Ok => Reply::Answered(Outcome::Ok),
        ReplyWord::Value => Reply::Answered(Outcome::Value(line.value()?)),
        ReplyWord::Absent => Reply::Answered(Outcome::Absent),
        ReplyWord::Refused => Reply::Answered(Outcome::Refused),
        ReplyWord::Pending => Reply::Pending,
        ReplyWord::Error => Reply::Error,
        ReplyWord::Status => Reply::Status(line.number(&STATUS)? as u16),
    })
}
