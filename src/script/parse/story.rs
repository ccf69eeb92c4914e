//! What a script tells.

use super::conditions;
use super::line::{Line, Result};
use super::values;
use super::words::{Keyword, StoryWord};
use crate::raft::{LogIndex, NodeSet};
use crate::script::error::Expected;
use crate::script::offer::Offer;
use crate::script::story::{Answer, Caption, Pace, Panel, StoryStep, Target};
use crate::sim::{Actor, Link};
use std::sync::Arc;

/// A question has at least so many answers.
const ANSWERS_MIN: usize = 2;

/// And at most so many: as many as a card has room for.
const ANSWERS_MAX: usize = 4;

/// A pace is a fraction of two numbers of at most so much.
const PACE_MAX: u64 = 1_000;

/// The questions that a script has asked so far.
pub type Asked = Vec<(String, Arc<[Answer]>)>;

/// Reads what follows the word that a step of a story begins with.
pub fn read(line: &mut Line, word: StoryWord, asked: &mut Asked) -> Result<StoryStep> {
    Ok(match word {
        StoryWord::Say => {
            let caption = caption(line)?;
            let at = if line.take_keyword(Keyword::At) { Some(target(line, Expected::Target)?) } else { None };
            StoryStep::Say { caption, at }
        }
        StoryWord::Show => show(line)?,
        StoryWord::Pace => StoryStep::Pace(pace(line)?),
        StoryWord::Ask => ask(line, asked)?,
        StoryWord::Reveal => {
            let place = line.place();
            let name = line.name(Offer::Asked)?;
            let answers = asked.iter().find(|(other, _)| *other == name).map(|(_, answers)| Arc::clone(answers));
            StoryStep::Reveal { name, answers: answers.ok_or_else(|| line.error_at(place, Expected::Asked))? }
        }
        StoryWord::Goal => goal(line)?,
    })
}

/// `@key`, a JSON string, or `en "…" fr "…"` in any order.
pub fn caption(line: &mut Line) -> Result<Caption> {
    if let Some(key) = line.caption_key() {
        return Ok(Caption::Key(key));
    }
    if line.take_keyword(Keyword::English) {
        let en = line.string()?;
        line.keyword(Keyword::French, Expected::OtherLanguage)?;
        return Ok(Caption::Both { en, fr: line.string()? });
    }
    if line.take_keyword(Keyword::French) {
        let fr = line.string()?;
        line.keyword(Keyword::English, Expected::OtherLanguage)?;
        return Ok(Caption::Both { en: line.string()?, fr });
    }
    Ok(Caption::Text(line.string_or(Expected::Caption)?))
}

/// `show TARGET…` or `show nothing`.
fn show(line: &mut Line) -> Result<StoryStep> {
    if line.take_keyword(Keyword::Nothing) {
        return Ok(StoryStep::Show(Vec::new()));
    }
    let mut targets = vec![target(line, Expected::TargetNothing)?];
    while let Some(next) = line.optional(|line| target(line, Expected::Target))? {
        targets.push(next);
    }
    Ok(StoryStep::Show(targets))
}

/// A node, a client, a link, a message, an entry of a log, or a panel.
fn target(line: &mut Line, expected: Expected) -> Result<Target> {
    if let Some(panel) = line.choose_if(|_: Panel| true) {
        return Ok(Target::Panel(panel));
    }
    if let Some(message) = line.message() {
        return Ok(Target::Message(message));
    }
    if let Some((node, index)) = line.cell() {
        return Ok(Target::Cell(node, LogIndex(index)));
    }
    let from = line.actor_or(NodeSet::EMPTY, expected)?;
    let one_way = line.take_keyword(Keyword::OneWay);
    if !one_way && !line.take_keyword(Keyword::BothWays) {
        return Ok(match from {
            Actor::Node(node) => Target::Node(node),
            Actor::Client(client) => Target::Client(client),
        });
    }
    Ok(Target::Link(Link { from, to: line.other_end(from)?, both_ways: !one_way }))
}

/// A fraction such as `1/50`, or a whole number.
fn pace(line: &mut Line) -> Result<Pace> {
    let read = |text: &str| {
        let (virtual_s, real_s) = text.split_once('/').unwrap_or((text, "1"));
        let number = |text| values::number(text).filter(|value| (1..=PACE_MAX).contains(value));
        Some(Pace { virtual_s: number(virtual_s)?, real_s: number(real_s)? })
    };
    line.take(read, Offer::Pace).ok_or_else(|| line.error(Expected::Pace))
}

/// `ask NAME QUESTION | ANSWER if CONDITION | … | ANSWER otherwise`.
fn ask(line: &mut Line, asked: &mut Asked) -> Result<StoryStep> {
    let place = line.place();
    let name = line.name(Offer::Name)?;
    if asked.iter().any(|(other, _)| *other == name) {
        return Err(line.error_at(place, Expected::NewName));
    }
    let question = caption(line)?;
    let mut answers = Vec::new();
    loop {
        let is_closed = answers.last().is_some_and(|answer: &Answer| answer.condition.is_none());
        if is_closed && answers.len() < ANSWERS_MIN {
            return Err(line.error(Expected::Conditions));
        }
        if is_closed || answers.len() == ANSWERS_MAX {
            break;
        }
        if answers.len() < ANSWERS_MIN {
            line.keyword(Keyword::Wall, Expected::Answers)?;
        } else if !line.take_keyword(Keyword::Wall) {
            break;
        }
        answers.push(answer(line)?);
    }
    let answers: Arc<[Answer]> = answers.into();
    asked.push((name.clone(), Arc::clone(&answers)));
    Ok(StoryStep::Ask { name, question, answers })
}

/// `ANSWER if CONDITION`, or `ANSWER otherwise`.
fn answer(line: &mut Line) -> Result<Answer> {
    let caption = caption(line)?;
    if line.take_keyword(Keyword::Otherwise) {
        return Ok(Answer { caption, condition: None });
    }
    line.keyword(Keyword::If, Expected::If)?;
    Ok(Answer { caption, condition: Some(conditions::read_maybe_negated(line)?) })
}

/// `goal CONDITION [says CAPTION] [hint CAPTION] [do STATEMENTS]`, the last three in any order.
fn goal(line: &mut Line) -> Result<StoryStep> {
    let first = line.place();
    let (condition, negated) = conditions::read_maybe_negated(line)?;
    let text = line.written(first);
    let (mut says, mut hint, mut action) = (None, None, None);
    loop {
        if says.is_none() && line.take_keyword(Keyword::Says) {
            says = Some(caption(line)?);
        } else if hint.is_none() && line.take_keyword(Keyword::Hint) {
            hint = Some(caption(line)?);
        } else if action.is_none() && line.take_keyword(Keyword::Do) {
            action = Some(line.string()?);
        } else {
            return Ok(StoryStep::Goal { condition, negated, text, says, hint, action });
        }
    }
}
