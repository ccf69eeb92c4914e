//! Every event has a cause before it, down to a statement or the start; and what stood in a message's way is
//! named.

#![allow(clippy::wildcard_enum_match_arm, reason = "each test looks at a few kinds of events")]

use crate::support::{ScriptFile, read, scenes, scripts_in};
use raftarium::raft::{Event as Decision, PreVoteEvent};
use raftarium::script::{Limit, Runner};
use raftarium::sim::{Event, EventId, Instant, Loss, What};

/// The scripts whose runs are looked at.
fn scripts() -> Vec<ScriptFile> {
    ["tests/scripts", "tests/narration", "tests/why"].into_iter().flat_map(scripts_in).chain(scenes()).collect()
}

/// The events of a run to its script's end, and for a while after.
fn events(text: &str) -> Vec<Event> {
    let mut runner = Runner::new(read(text), true);
    runner.advance(Limit::events(u64::MAX));
    let later = Instant(runner.world().now().0 + 2_000_000);
    runner.run(Limit::until(later, 100_000));
    runner.world_mut().take_events()
}

/// Whether an event needs no cause: a statement did it, or the start.
fn is_root(what: &What) -> bool {
    matches!(
        what,
        What::Started { .. }
            | What::Ordered { .. }
            | What::Prepared
            | What::DiskChanged { .. }
            | What::RecordDamaged { .. }
            | What::Crashed
            | What::Wiped
            | What::Paused
            | What::Resumed
            | What::ElectionTimerFired { waited_us: None }
            | What::MessageDelayed { .. }
            | What::ClientCalled { .. }
            | What::HttpCalled { .. }
            | What::Partitioned { .. }
            | What::LinkCut { .. }
            | What::LinkJoined { .. }
            | What::Healed
            | What::Configured { .. }
            | What::LeasesUnsafe { .. }
            | What::Reseeded { .. }
            | What::LoadStarted { .. }
            | What::LoadStopped
            | What::NothingToDo { .. }
    )
}

#[test]
fn every_walk_back_ends_at_a_statement_or_at_the_start() {
    let mut roots = 0;
    for script in &scripts() {
        for event in events(&script.text) {
            match event.cause {
                Some(cause) => assert!(EventId(0) < cause && cause < event.id, "{}: {event:?}", script.name()),
                None => {
                    assert!(is_root(&event.what), "{}: {event:?}", script.name());
                    roots += 1;
                }
            }
            assert!(event.because.iter().all(|because| *because < event.id), "{}: {event:?}", script.name());
        }
    }
    assert!(500 < roots, "{roots}");
}

/// What the event with this id tells.
fn what(events: &[Event], id: EventId) -> &What {
    &events[id.0 as usize - 1].what
}

#[test]
fn what_stood_in_a_messages_way_is_named() {
    let (mut cuts, mut crashes, mut pauses, mut held) = (0, 0, 0, 0);
    for script in &scripts() {
        let events = events(&script.text);
        for event in &events {
            let because = || event.because.iter().map(|because| what(&events, *because));
            match &event.what {
                What::MessageLost { why: Loss::Cut, .. } => {
                    assert!(because().all(|what| matches!(what, What::Partitioned { .. } | What::LinkCut { .. })));
                    cuts += event.because.len();
                }
                What::MessageLost { why: Loss::ReceiverDown, .. } | What::Started { again: true, .. } => {
                    assert!(because().all(|what| matches!(what, What::Crashed | What::Stopped { .. } | What::Wiped)));
                    crashes += event.because.len();
                }
                What::MessageWaits { .. } => {
                    assert!(because().all(|what| matches!(what, What::Paused)));
                    pauses += event.because.len();
                }
                What::MessageSent { .. } if !event.because.is_empty() => {
                    assert!(matches!(event.cause.map(|cause| what(&events, cause)), Some(What::WriteDurable { .. })));
                    assert!(because().all(|what| matches!(what, What::Decided(_))));
                    held += 1;
                }
                _ => continue,
            }
            assert!(event.because.len() <= 1, "{event:?}");
        }
    }
    assert!(100 < cuts && 10 < crashes && 10 < pauses && 1_000 < held, "{cuts} {crashes} {pauses} {held}");
}

#[test]
fn a_decision_follows_from_the_one_that_it_rests_on() {
    let mut checked = [0; 6];
    for script in &scripts() {
        let events = events(&script.text);
        for event in &events {
            let Some(cause) = event.cause.map(|cause| what(&events, cause)) else { continue };
            let (place, fits) = match &event.what {
                What::Decided(Decision::ElectionWon { .. }) => {
                    (0, matches!(cause, What::Decided(Decision::VoteCounted { .. })))
                }
                What::Decided(Decision::CommitAdvanced { .. }) => {
                    (1, matches!(cause, What::Decided(Decision::MatchAdvanced { .. })))
                }
                What::HeartbeatTimerFired => (2, matches!(cause, What::Decided(Decision::ElectionWon { .. }))),
                What::Applied { .. } => (
                    3,
                    matches!(cause, What::Decided(Decision::CommitAdvanced { .. } | Decision::CommitLearned { .. })),
                ),
                What::ElectionTimerFired { .. } => (
                    4,
                    matches!(
                        cause,
                        What::Started { .. }
                            | What::Decided(
                                Decision::ElectionStarted { .. }
                                    | Decision::ElectionWithheld { .. }
                                    | Decision::PreVote(PreVoteEvent::Started { .. })
                                    | Decision::SteppedDown { .. }
                                    | Decision::Snapshot(_)
                                    | Decision::VoteGranted { .. }
                                    | Decision::TermAdopted { .. }
                                    | Decision::AppendAccepted { .. }
                                    | Decision::AppendRefused { .. }
                            )
                    ),
                ),
                What::ClientTimedOut { .. } => (5, matches!(cause, What::MessageSent { .. })),
                _ => continue,
            };
            assert!(fits, "{}: {event:?} because of {cause:?}", script.name());
            checked[place] += 1;
        }
    }
    assert!(checked.iter().all(|checked| 5 < *checked), "{checked:?}");
}
