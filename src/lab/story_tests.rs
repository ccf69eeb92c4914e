//! A reader in a story: going on and back, goals, and what the reader does on the way to them.

use super::tests::assert_replays;
use super::view::StoryPlace;
use super::*;

const LESSON: &str = r#"raftarium 1
title "A lesson"
nodes 3
seed 4
say "One"
pace 1/20
say "Two" at n1
ask who "Who?" | "n1" if leader n1 | "another" otherwise
run until leader
reveal who
say "Three" at n2
# What the reader does.
goal role n1 down says "n1 is down" hint "Crash it" do "crash leader"
goal leader
show n3
say "Four"
restart n1
run 2s
say "Five"
"#;

fn lesson() -> Lab {
    Lab::new(LESSON).unwrap()
}

/// Goes on as the reader and the page would, until time stands again or a goal is reached.
fn plays(lab: &mut Lab) -> Advance {
    lab.go_on();
    lab.advance(lab.runner.world().now().0 + 20_000_000, u64::MAX)
}

/// The card, whether time stands, and which goals are reached.
fn stand(lab: &Lab) -> (Option<f64>, bool, usize) {
    let StoryPlace { card, stands, goals, .. } = lab.story_place();
    (card, stands, goals.iter().flatten().count())
}

#[test]
fn time_stands_at_each_card_until_the_reader_goes_on() {
    let mut lab = lesson();
    assert_eq!(stand(&lab), (Some(0.0), true, 0));
    let stays = lab.advance(1_000_000, u64::MAX);
    assert_eq!((stays.stop.as_str(), stays.now_us, stays.changed), ("told", 0.0, false));
    assert_eq!(lab.step(1).stop, "told", "no step goes past it either");
    assert_eq!(plays(&mut lab).stop, "told");
    assert_eq!(stand(&lab), (Some(1.0), true, 0));
    let StoryPlace { pace, spot, .. } = lab.story_place();
    assert_eq!((pace, spot), (Some([1.0, 20.0]), vec!["n1".to_string()]));
    assert_eq!(plays(&mut lab).stop, "told");
    assert_eq!(stand(&lab), (Some(2.0), true, 0));
    let StoryPlace { answer, spot, .. } = lab.story_place();
    assert_eq!((answer, spot), (Some(0.0), vec!["n2".to_string()]));
    assert!(0.0 < lab.place().now_us);
}

#[test]
fn a_goal_lets_time_go_on_until_the_reader_reaches_it() {
    let mut lab = at_the_goals();
    let waited = lab.place().now_us;
    assert_eq!((lab.story_place().waits, stand(&lab)), (true, (Some(2.0), false, 0)));
    let acted = lab.act("crash n1").unwrap();
    assert_eq!(acted.cut, 0.0);
    assert!(acted.script.ends_with("say \"Five\"\n"), "the rest of the story stays: {}", acted.script);
    let reached = lab.advance(lab.runner.world().now().0 + 20_000_000, u64::MAX);
    assert_eq!((reached.stop.as_str(), reached.now_us), ("goal", waited));
    assert_eq!(lab.story_place().goals, [Some(waited), None]);
    let reached = lab.advance(lab.runner.world().now().0 + 20_000_000, u64::MAX);
    assert_eq!(reached.stop, "goal", "another node is elected");
    assert_eq!(stand(&lab), (Some(2.0), false, 2), "the card stays until the reader goes on");
    assert_eq!(plays(&mut lab).stop, "told");
    assert_eq!((stand(&lab), lab.story_place().spot), ((Some(3.0), true, 0), vec!["n3".to_string()]));
    assert_eq!(plays(&mut lab).stop, "told");
    assert_eq!(stand(&lab), (Some(4.0), true, 0));
    assert_replays(&lab);
    let script = lab.whole_script();
    let again = run_to_digest(Runner::new(parse(&script).unwrap(), true));
    assert_eq!(again, lab.digest(), "a solved lesson is a script like any other:\n{script}");
    assert!(script.contains("# What the reader does.\nrun 1s\ncrash n1\ngoal role n1 down"), "{script}");
}

/// A lesson at its goals, one second after they were given.
fn at_the_goals() -> Lab {
    let mut lab = lesson();
    for _ in 0..2 {
        plays(&mut lab);
    }
    lab.go_on();
    lab.advance(lab.runner.world().now().0 + 1_000_000, u64::MAX);
    lab
}

#[test]
fn doing_nothing_reaches_no_goal_and_time_goes_on() {
    let mut lab = at_the_goals();
    let later = lab.advance(60_000_000, u64::MAX);
    assert_eq!((later.stop.as_str(), later.now_us, stand(&lab)), ("reached", 60e6, (Some(2.0), false, 0)));
    let mut native = Runner::new(parse(&lab.whole_script()).unwrap(), true);
    assert_eq!(native.advance(Limit::events(u64::MAX)), Stop::Failed, "without a reader a goal must hold");
}

#[test]
fn the_reader_goes_back_and_nothing_is_lost() {
    let mut lab = at_the_goals();
    lab.act("crash n1").unwrap();
    let end = lab.advance(lab.runner.world().now().0 + 500_000, u64::MAX);
    lab.go_back(1);
    assert_eq!((stand(&lab), lab.place().now_us, lab.place().end_us), ((Some(1.0), true, 0), 0.0, end.end_us));
    plays(&mut lab);
    assert_eq!(stand(&lab), (Some(2.0), true, 0), "what was told is told again");
    lab.go_back(0);
    assert_eq!(stand(&lab), (Some(0.0), true, 0));
    lab.go_back(4);
    assert_eq!(stand(&lab), (Some(0.0), true, 0), "a card that is ahead is no way back");
    lab.seek_end();
    assert_eq!((stand(&lab), lab.place().now_us), ((Some(2.0), false, 1), end.now_us));
    assert_replays(&lab);
}

#[test]
fn going_back_in_time_shows_the_card_of_that_time() {
    let mut lab = at_the_goals();
    let told = lab.place().now_us;
    lab.seek_us(1_000);
    assert_eq!(stand(&lab), (Some(1.0), false, 0));
    lab.advance(told as u64 - 500_000, u64::MAX);
    assert_eq!(stand(&lab), (Some(2.0), false, 0), "what was heard holds nothing up");
    assert!(lab.story_place().waits);
    assert!(lab.has_future());
}

#[test]
fn what_the_reader_does_in_the_past_of_a_goal_takes_its_place() {
    let mut lab = at_the_goals();
    lab.act("pause n3").unwrap();
    let paused = lab.place().now_us as u64;
    lab.advance(paused + 300_000, u64::MAX);
    lab.act("crash n2").unwrap();
    lab.advance(paused + 600_000, u64::MAX);
    lab.seek_us(paused + 100_000);
    assert!(lab.has_future());
    let acted = lab.act("crash n1").unwrap();
    assert!(!acted.script.contains("crash n2") && acted.script.contains("pause n3"), "{}", acted.script);
    assert!(acted.script.ends_with("say \"Five\"\n"));
    assert_eq!(lab.advance(paused + 100_000, 1).stop, "goal");
    assert_replays(&lab);
}

/// Whoever acts at a caption with goals has read it: that is no way out of the story.
#[test]
fn acting_at_the_caption_of_goals_goes_on_to_them() {
    let mut lab = lesson();
    plays(&mut lab);
    plays(&mut lab);
    assert_eq!(stand(&lab), (Some(2.0), true, 0));
    let told = lab.place().now_us;
    assert!(!lab.has_future());
    let acted = lab.act("crash n1").unwrap();
    assert!(acted.script.contains("# What the reader does.\ncrash n1\ngoal role n1 down"), "{}", acted.script);
    assert!(acted.script.ends_with("say \"Five\"\n") && !lab.story().unwrap().left);
    let reached = lab.advance(told as u64 + 20_000_000, u64::MAX);
    assert_eq!((reached.stop.as_str(), reached.now_us, stand(&lab)), ("goal", told, (Some(2.0), false, 1)));
    assert_replays(&lab);
}

/// Behind a goal that took time the run goes on under another script. Whoever reads a stretch of it is told, since under
/// the script of before that stretch waits at the goal for ever.
#[test]
fn whoever_reads_the_run_is_told_that_a_goal_is_reached() {
    let mut lab = at_the_goals();
    let [_, _, _, cuts, _] = *lab.stretches().first_chunk().unwrap();
    lab.act("crash n1").unwrap();
    lab.advance(lab.runner.world().now().0, u64::MAX);
    lab.advance(lab.runner.world().now().0 + 20_000_000, u64::MAX);
    assert_eq!(stand(&lab), (Some(2.0), false, 2));
    let [event, _, _, then, kept] = *lab.stretches().first_chunk().unwrap();
    assert_eq!((then, kept), (cuts + 2.0, event), "the act, and the second goal, which took time");
}

#[test]
fn acting_elsewhere_ends_the_story_there() {
    let mut lab = lesson();
    assert!(lab.has_future(), "what acts against a story begins another universe");
    let acted = lab.act("crash n1").unwrap();
    assert!(lab.story().unwrap().left && !acted.script.contains("Two"), "{}", acted.script);
    lab.go_on();
    assert_eq!(lab.advance(1_000_000, u64::MAX).stop, "reached");
}

/// What a story tells may stand amid the set-up.
#[test]
fn acting_at_the_beginning_of_a_story_keeps_the_set_up() {
    for (told, acted) in [
        ("say \"a\"\nnodes 5\nrun 1s\n", "nodes 5\ncrash n4\n"),
        ("goal leader\n# why\nnodes 5\n", "nodes 5\nrun 100ms\ncrash n4\ngoal leader\n# why\n"),
    ] {
        let mut lab = Lab::new(told).unwrap();
        lab.advance(100_000, u64::MAX);
        assert_eq!(lab.act("crash n4").unwrap().script, acted);
        assert_replays(&lab);
    }
}

#[test]
fn a_card_is_started_again_without_what_the_reader_did() {
    let mut lab = at_the_goals();
    lab.act("crash n1\ncrash n2").unwrap();
    lab.advance(lab.runner.world().now().0 + 1_000_000, u64::MAX);
    assert_eq!(stand(&lab), (Some(2.0), false, 1));
    let whole = lab.whole_script();
    assert!(whole.contains("crash n2"), "{whole}");
    lab.start_again(2);
    assert_eq!(stand(&lab), (Some(2.0), true, 0));
    assert_eq!(lab.whole_script(), LESSON, "the lesson is as it was");
    lab.go_on();
    lab.advance(lab.runner.world().now().0 + 1_000, u64::MAX);
    lab.act("crash n1").unwrap();
    assert_eq!(lab.advance(lab.runner.world().now().0, 1).stop, "goal");
    assert_replays(&lab);
}

#[test]
fn a_solved_lesson_is_opened_and_read_like_any_other() {
    let mut lab = at_the_goals();
    lab.act("crash n1").unwrap();
    let solved = lab.whole_script();
    let mut again = Lab::new(&solved).unwrap();
    let advance = again.run_script(u64::MAX);
    assert_eq!((advance.stop.as_str(), stand(&again)), ("reached", (Some(2.0), false, 1)), "the next goal waits");
    again.go_back(0);
    for card in 1..3 {
        plays(&mut again);
        assert_eq!(stand(&again), (Some(f64::from(card)), true, 0));
    }
    assert_eq!(plays(&mut again).stop, "goal");
    assert_eq!(stand(&again), (Some(2.0), false, 1));
}

#[test]
fn statements_that_reach_a_goal_are_right_or_the_script_is_wrong() {
    let wrong = Lab::new("run until leader\ngoal idle says \"x\" do \"jump n1\"\n").err().unwrap();
    assert_eq!((wrong.line, wrong.expected.as_str(), wrong.found.as_str()), (2.0, "statement", "jump"));
    assert_eq!(wrong.column, 23.0, "it is the string that is wrong");
    assert!(Lab::new("goal idle do \"crash leader\\nrun 1s\"\n").is_ok());
    assert!(Lab::new("nodes 3\ngoal idle do \"crash n4\"\n").is_err());
}

/// Whatever a reader does, in whatever order, the text leads to exactly where the universe stands.
#[test]
fn any_reader_ends_where_the_script_leads() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = move |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    let actions = [
        "crash n1",
        "restart all",
        "crash n2\nrun 1ms",
        "set x 1",
        "pause n3",
        "resume n3",
        "partition n1 | n2 n3",
        "heal",
    ];
    let (mut goals, mut acts, mut left) = (0, 0, 0);
    for _ in 0..150 {
        let mut lab = lesson();
        for _ in 0..25 {
            let now = lab.runner.world().now().0;
            let end = lab.place().end_us as u64;
            let stop = match draw(10) {
                0..=2 => {
                    lab.go_on();
                    lab.advance(now + draw(400_000), 5_000).stop
                }
                3 | 4 => lab.advance(now + draw(2_000_000), 5_000).stop,
                5 => lab.step(1 + draw(5)).stop,
                6 => lab.seek_us(draw(end + 1)).stop,
                7 => lab.seek_end().stop,
                8 => {
                    let card = draw(5) as usize;
                    if draw(3) == 0 { lab.start_again(card).stop } else { lab.go_back(card).stop }
                }
                _ if lab.story_place().waits || draw(8) == 0 => {
                    acts += 1;
                    lab.act(actions[draw(actions.len() as u64) as usize]).unwrap();
                    String::new()
                }
                _ => lab.seek_landmark("event", draw(2) == 0).stop,
            };
            goals += usize::from(stop == "goal");
            let StoryPlace { card, goals: reached, .. } = lab.story_place();
            let story = lab.story().unwrap();
            assert!(card.is_none_or(|card| (card as usize) < story.cards.len()), "{card:?}");
            let opened = reached.iter().position(Option::is_none).unwrap_or(reached.len());
            assert!(reached[opened..].iter().all(Option::is_none), "goals are reached in their order: {reached:?}");
            assert!(Lab::new(&lab.whole_script()).is_ok(), "{}", lab.whole_script());
        }
        left += usize::from(lab.story().unwrap().left);
        assert_replays(&lab);
    }
    assert!(20 < goals && 50 < acts && 5 < left && left < 55, "{goals} goals, {acts} actions, {left} left the story");
}
