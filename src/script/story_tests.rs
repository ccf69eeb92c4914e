//! What belongs on one card, where time stands, and what a story changes of a run: nothing.

use super::*;
use crate::check::Invariant;

fn script(text: &str) -> Script {
    with_lines(text).0
}

fn with_lines(text: &str) -> (Script, Vec<usize>) {
    parse_with_lines(text).unwrap_or_else(|error| panic!("{error:?} in {text}"))
}

/// The cards of a script, each by the lines of its statements: answer, caption, question, goals.
fn cards(text: &str) -> Vec<String> {
    let (script, lines) = with_lines(text);
    let line = |place: usize| lines[place].to_string();
    let card = |card: &Card| {
        let parts = [("reveal", card.reveal), ("say", card.say), ("ask", card.ask)];
        let single = parts.iter().filter_map(|(name, place)| place.map(|place| format!("{name} {}", line(place))));
        let goals = card.goals.iter().map(|place| format!("goal {}", line(*place)));
        single.chain(goals).collect::<Vec<_>>().join(", ")
    };
    script.cards().iter().map(card).collect()
}

/// The lines at which time stands.
fn stands(text: &str) -> Vec<usize> {
    let (script, lines) = with_lines(text);
    let places = (0..script.statements.len()).filter(|place| script.stands_at(*place));
    places.map(|place| lines[place]).collect()
}

const STORY: &str = r#"say "1"
say "2"
ask a "3" | "x" if leader | "y" otherwise
run until leader
show n1
reveal a
show n2
say "8"
goal leader
crash n1
goal not leader n1
reveal a
run 1s
say "14"
run 1s
ask b "16" | "x" if leader | "y" otherwise
reveal b
say "18"
ask c "19" | "x" if leader | "y" otherwise
"#;

#[test]
fn what_belongs_together_is_one_card() {
    let expected = [
        "say 1",
        "say 2, ask 3",
        "reveal 6, say 8, goal 9, goal 11",
        "reveal 12",
        "say 14",
        "ask 16",
        // There is no room for a second question beside an answer.
        "reveal 17, say 18",
        "ask 19",
    ];
    assert_eq!(cards(STORY), expected);
}

#[test]
fn time_stands_once_a_card_and_at_no_goal() {
    assert_eq!(stands(STORY), [1, 3, 8, 12, 14, 16, 18, 19]);
}

/// Runs a script natively, and returns how it ended and its digest.
fn ended(text: &str) -> (Outcome, Digest) {
    let mut runner = Runner::new(script(text), true);
    let mut trace = Trace::default();
    while matches!(runner.advance(Limit::events(100)), Stop::Events) {}
    for event in runner.world_mut().take_events() {
        trace.take(&event);
    }
    (runner.outcome().clone(), trace.digest())
}

#[test]
fn a_goal_must_hold_as_an_expectation_must() {
    let failed = |text: &str| match ended(text).0 {
        Outcome::Failed(failure) => Some((failure.statement, failure.reason)),
        Outcome::Running | Outcome::Passed => None,
    };
    assert_eq!(failed("run until leader\ngoal leader\n"), None);
    assert_eq!(failed("goal leader\nrun 1s\n"), Some((0, Reason::Expectation)));
    assert_eq!(failed("goal not idle\n"), Some((0, Reason::Expectation)));
}

/// Predictions are checked against the run: of no answer and of two, none is right.
#[test]
fn exactly_one_answer_must_be_right() {
    let question = |answers: &str| format!("ask a \"?\" | {answers}\nrun until leader\nreveal a\n");
    let outcome = |answers: &str| ended(&question(answers)).0;
    assert_eq!(outcome("\"x\" if leader | \"y\" otherwise"), Outcome::Passed);
    assert_eq!(outcome("\"x\" if not leader | \"y\" otherwise"), Outcome::Passed);
    let fails = Outcome::Failed(Failure { statement: 2, reason: Reason::Answers });
    assert_eq!(outcome("\"x\" if leader | \"y\" if idle"), fails, "two are right");
    assert_eq!(outcome("\"x\" if not leader | \"y\" if not idle"), fails, "none is");
    let script = script(&question("\"x\" if not leader | \"y\" if leader | \"z\" otherwise"));
    let mut runner = Runner::new(script, true);
    runner.advance(Limit::events(u64::MAX));
    assert_eq!(runner.passed().iter().map(|passed| passed.answer).collect::<Vec<_>>(), [Some(1)]);
}

/// A story asks for a broken invariant as `expect violated` does: nothing else holds the run up at it.
#[test]
fn a_goal_may_be_a_violation() {
    let told = "goal violated election-safety\n";
    let parsed = script(told);
    let Some(StoryStep::Goal { condition, negated: false, text, .. }) = parsed.story_step(0) else { panic!("{told}") };
    assert_eq!(
        (condition, text.as_str()),
        (&Condition::Violated(Invariant::ElectionSafety), "violated election-safety")
    );
}

#[test]
fn a_story_changes_nothing_of_the_run() {
    let told = "title \"t\"\nnodes 5\nsay \"a\"\nconfig pre-vote on\npace 1/9\nrun until leader\nshow n1\nset x 1\n\
        ask q \"?\" | \"a\" if idle | \"b\" otherwise\nrun until idle\nreveal q\ngoal idle do \"crash n1\"\nsay \"end\"\nrun 1s\n";
    let bare = "nodes 5\nconfig pre-vote on\nrun until leader\nset x 1\nrun until idle\nrun 1s\n";
    assert_eq!(ended(told), ended(bare));
}
