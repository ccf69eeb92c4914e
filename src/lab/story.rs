//! A story and its reader: where time stands until the reader goes on, which goals are reached, and how what the reader
//! does becomes a part of the script.

use super::history::Extent;
use super::naming::name_leader;
use super::view::{Advance, CaptionView, CardView, GoalView, ScriptErrorView, StoryPlace, StoryView};
use super::{Lab, Written};
use crate::raft::NodeId;
use crate::script::{Answer, Caption, Card, Limit, Script, Statement, StoryStep, parse_more, right_answer};
use std::sync::Arc;

impl Lab {
    /// What the script tells; nothing if it tells nothing.
    pub fn story(&self) -> Option<StoryView> {
        let script = self.runner.script();
        let heading = &script.setup.heading;
        let cards = script.cards();
        let is_story = !cards.is_empty() || heading.title.is_some();
        is_story.then(|| StoryView {
            title: heading.title.as_ref().map(caption_view),
            minutes: heading.minutes.map(|minutes| minutes as f64),
            level: heading.level.map(|level| level as f64),
            cards: cards.iter().map(|card| card_view(script, card, &cards)).collect(),
            left: self.left_story,
        })
    }

    /// Where its reader is.
    pub fn story_place(&self) -> StoryPlace {
        let script = self.runner.script();
        let cards = script.cards();
        // What the reader did before a goal, and the run carries out again, belongs to that goal.
        let here = self.runner.place();
        let goal = script.goal_ahead(here);
        let place = goal.unwrap_or(here);
        let is_there = self.is_told || goal.is_some();
        let card = cards.iter().rposition(|card| card.first() < place || (is_there && card.first() == place));
        let passed = |place: usize| self.runner.passed().iter().find(|passed| passed.place == place);
        let (mut goals, mut answer) = (Vec::new(), None);
        if let Some(card) = card.and_then(|card| cards.get(card)) {
            goals = card.goals.iter().map(|goal| passed(*goal).map(|passed| passed.at.0 as f64)).collect();
            answer = card.reveal.and_then(|reveal| match (passed(reveal), script.story_step(reveal)) {
                (Some(passed), _) => passed.answer,
                (None, Some(StoryStep::Reveal { answers, .. })) => self.right_answer(answers),
                (None, _) => None,
            });
        }
        StoryPlace {
            card: card.map(|card| card as f64),
            stands: self.is_told,
            waits: goal.is_some(),
            goals,
            answer: answer.map(|answer| answer as f64),
            spot: self.spot(place),
            pace: self.pace(place),
        }
    }

    fn right_answer(&self, answers: &[Answer]) -> Option<usize> {
        right_answer(answers, self.runner.world(), self.runner.checks())
    }

    /// What is pointed at: by the last `show`, and by the caption at which time stands.
    fn spot(&self, place: usize) -> Vec<String> {
        let script = self.runner.script();
        let before = |place: usize| (0..place).rev();
        let shown = before(place).find_map(|place| match script.story_step(place)? {
            StoryStep::Show(targets) => Some(targets.iter().map(ToString::to_string).collect::<Vec<_>>()),
            StoryStep::Say { .. }
            | StoryStep::Pace(_)
            | StoryStep::Ask { .. }
            | StoryStep::Reveal { .. }
            | StoryStep::Goal { .. } => None,
        });
        let mut spot = shown.unwrap_or_default();
        if self.is_told {
            // The caption of a question stands right before it.
            let said = (0..=place).rev().find_map(|place| match script.story_step(place)? {
                StoryStep::Say { at, .. } => Some(*at),
                StoryStep::Show(_) | StoryStep::Pace(_) | StoryStep::Ask { .. } => None,
                StoryStep::Reveal { .. } | StoryStep::Goal { .. } => Some(None),
            });
            spot.extend(said.flatten().map(|target| target.to_string()));
        }
        spot
    }

    fn pace(&self, place: usize) -> Option<[f64; 2]> {
        (0..place).rev().find_map(|place| match self.runner.script().story_step(place)? {
            StoryStep::Pace(pace) => Some([pace.virtual_s as f64, pace.real_s as f64]),
            StoryStep::Say { .. }
            | StoryStep::Show(_)
            | StoryStep::Ask { .. }
            | StoryStep::Reveal { .. }
            | StoryStep::Goal { .. } => None,
        })
    }

    /// The reader goes on from where time stands.
    pub fn go_on(&mut self) {
        if std::mem::take(&mut self.is_told) {
            self.heard = self.runner.place() + 1;
        }
    }

    /// Where what the reader does now is inserted before a goal: where the run stands, or, where time stands at a caption
    /// with goals, behind that, since whoever acts has read it. Nothing, if there is no goal to work at.
    pub(super) fn place_at_goal(&self) -> Option<usize> {
        let script = self.runner.script();
        let here = self.runner.place();
        if self.is_told {
            return script.next_at_once(here).filter(|next| script.goal_ahead(*next).is_some());
        }
        matches!(script.story_step(here), Some(StoryStep::Goal { .. })).then_some(here)
    }

    /// Goes past the caption at which time stands, to where its goals begin.
    pub(super) fn take_up_goal(&mut self) {
        if let Some(place) = self.place_at_goal().filter(|_| self.is_told) {
            self.go_on();
            self.runner.advance(Limit { before: Some(place), ..Limit::until(self.runner.world().now(), 0) });
            self.history.reach(&self.runner);
        }
    }

    /// Where a card begins, if the reader has come so far.
    fn begins(&self, card: usize) -> Option<usize> {
        let cards = self.runner.script().cards();
        cards.get(card).map(Card::first).filter(|place| *place <= self.runner.place())
    }

    /// The reader goes back to a card: where time stood, or a goal was given. Nothing of the run is lost.
    pub fn go_back(&mut self, card: usize) -> Advance {
        let Some(place) = self.begins(card) else { return self.place() };
        let script = Arc::clone(self.runner.script());
        self.restore(self.history.before_place(place, &script));
        self.runner.advance(Limit { before: Some(place), ..Limit::events(u64::MAX) });
        self.collect();
        self.heard = place;
        self.fates.clear();
        self.arrive()
    }

    /// The story from a card on, without what the reader did there, and without the future of the run.
    pub fn start_again(&mut self, card: usize) -> Advance {
        if self.begins(card).is_none() {
            return self.place();
        }
        self.go_back(card);
        let script = Arc::clone(self.runner.script());
        let place = self.runner.place();
        let (rest_written, rest) = self.without_reader(place);
        self.written = self.written.above(place);
        self.written.append(rest_written);
        self.forget_future();
        self.runner.cut_and_append(script.statements[..place].to_vec(), rest);
        self.arrive()
    }

    /// The script from the statement at a place on, as its text and as its statements, without what a reader's acts added.
    pub(super) fn without_reader(&self, place: usize) -> (Written, Vec<Statement>) {
        let statements = &self.runner.script().statements;
        let kept = statements[place..].iter().filter(|statement| !statement.by_reader).cloned().collect();
        (self.written.below(place, |place| !statements[place].by_reader), kept)
    }

    /// Goes to where the reader stands, if something is told at this instant.
    pub(super) fn arrive(&mut self) -> Advance {
        let now = self.runner.world().now();
        self.run(Limit::until(now, 0))
    }

    /// A goal is reached: the time that this took is said before it, and the goal is behind.
    pub(super) fn pass_goal(&mut self) {
        let place = self.runner.place();
        let script = self.runner.script();
        let mut written = self.written.above(place);
        let mut statements = script.statements[..place].to_vec();
        let time = self.runner.time_passed();
        let added = time.len();
        for step in time {
            let statement = Statement { by_reader: true, ..Statement::new(step) };
            written.push(statement.text.clone());
            statements.push(statement);
        }
        written.append(self.written.below(place, |_| true));
        statements.extend_from_slice(&script.statements[place..]);
        let setup = script.setup.clone();
        self.written = written;
        self.runner.reach_goal(Arc::new(Script { setup, statements }), added);
        self.heard = self.heard.max(self.runner.place());
        // The run goes on under another script, and so does whatever is looked up in its past.
        self.history.reach(&self.runner);
        if 0 < added {
            // Whoever reads the run under the script of before would wait at that goal for ever.
            self.history.cut(Extent::of(&self.runner), self.tally_here());
        }
    }
}

/// What is wrong with the statements that reach a goal, if anything is: they are data until somebody asks for them.
///
/// # Errors
/// The place of the first goal whose statements cannot be carried out.
pub(super) fn check_actions(script: &Script, lines: &[usize]) -> Result<(), ScriptErrorView> {
    for (place, (statement, line)) in script.statements.iter().zip(lines).enumerate() {
        let Some(StoryStep::Goal { action: Some(action), .. }) = script.story_step(place) else { continue };
        let before = Script { setup: script.setup.clone(), statements: script.statements[..place].to_vec() };
        // Any node may lead by then.
        let named = name_leader(action, &before, NodeId::new(1), None);
        let error = named
            .and_then(|named| parse_more(&named.text, &before).map_err(|error| named.error(super::error_view(error))));
        if let Err(error) = error {
            let column = statement.text.find(" do ").map_or(1, |at| statement.text[..at].chars().count() + 5);
            return Err(ScriptErrorView { line: *line as f64, column: column as f64, ..error });
        }
    }
    Ok(())
}

fn caption_view(caption: &Caption) -> CaptionView {
    let view = CaptionView { key: None, en: None, fr: None };
    match caption {
        Caption::Key(key) => CaptionView { key: Some(key.clone()), ..view },
        Caption::Text(text) => CaptionView { en: Some(text.clone()), fr: Some(text.clone()), ..view },
        Caption::Both { en, fr } => CaptionView { en: Some(en.clone()), fr: Some(fr.clone()), ..view },
    }
}

fn card_view(script: &Script, card: &Card, cards: &[Card]) -> CardView {
    let mut view = CardView { caption: None, question: None, answers: Vec::new(), goals: Vec::new(), asked: None };
    if let Some(StoryStep::Say { caption, .. }) = card.say.and_then(|say| script.story_step(say)) {
        view.caption = Some(caption_view(caption));
    }
    let answers_view = |answers: &[Answer]| answers.iter().map(|answer| caption_view(&answer.caption)).collect();
    if let Some(StoryStep::Ask { question, answers, .. }) = card.ask.and_then(|ask| script.story_step(ask)) {
        view.question = Some(caption_view(question));
        view.answers = answers_view(answers);
    }
    if let Some(StoryStep::Reveal { name, answers }) = card.reveal.and_then(|reveal| script.story_step(reveal)) {
        let asks = |other: &Card| match other.ask.and_then(|ask| script.story_step(ask)) {
            Some(StoryStep::Ask { name: asked, question, .. }) => (asked == name).then_some(question),
            Some(_) | None => None,
        };
        view.answers = answers_view(answers);
        view.question = cards.iter().find_map(asks).map(caption_view);
        view.asked = cards.iter().position(|other| asks(other).is_some()).map(|card| card as f64);
    }
    for goal in &card.goals {
        if let Some(StoryStep::Goal { text, says, hint, action, .. }) = script.story_step(*goal) {
            view.goals.push(GoalView {
                condition: text.clone(),
                says: says.as_ref().map(caption_view),
                hint: hint.as_ref().map(caption_view),
                action: action.clone(),
            });
        }
    }
    view
}
