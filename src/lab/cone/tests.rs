use super::*;

/// The definition, step by step: the events that come before an event.
fn before(events: &[Event], id: EventId) -> BTreeSet<EventId> {
    let mut inside = BTreeSet::from([id]);
    for event in events.iter().rev() {
        if !inside.contains(&event.id) {
            continue;
        }
        let earlier = |other: &&Event| other.id < event.id && other.actor.is_some() && other.actor == event.actor;
        inside.extend(events.iter().rev().find(earlier).map(|other| other.id));
        if matches!(event.what, What::MessageDelivered { .. }) {
            inside.extend(event.cause);
        }
    }
    inside
}

fn rows(numbers: &[f64]) -> Vec<&[f64]> {
    let rows = &numbers[CONE_HEAD..CONE_HEAD + numbers[3] as usize * 5];
    rows.chunks(5).collect()
}

fn lab() -> Lab {
    let mut lab = Lab::new(
        "nodes 5\nseed 4\nrun until leader\nset x 1\nrun until idle\nrun 100ms\nset y 1 from c2\n\
        run until idle\nrun 200ms\n",
    )
    .unwrap();
    lab.advance(2_000_000, u64::MAX);
    lab
}

#[test]
fn the_cones_are_what_happened_before_and_after() {
    let lab = lab();
    let events: Vec<Event> = lab.replay(1, u64::MAX).collect();
    let of = |event: &Event| event.actor.map_or(0.0, actor_code);
    for id in (60..events.len() as u64).step_by(41) {
        let event = &events[id as usize - 1];
        let cone = lab.cone(id);
        assert_eq!(cone[..3], [id as f64, event.at.0 as f64, of(event)]);
        if event.actor.is_none() {
            assert!(rows(&cone).is_empty());
            continue;
        }
        let past = before(&events, EventId(id));
        let future: BTreeSet<EventId> = events
            .iter()
            .filter(|other| id <= other.id.0 && before(&events, other.id).contains(&EventId(id)))
            .map(|other| other.id)
            .collect();
        for row in rows(&cone) {
            let lane = || events.iter().filter(|other| of(other) == row[0]);
            let last = lane().rfind(|other| past.contains(&other.id));
            let first = lane().find(|other| future.contains(&other.id));
            let told = |event: Option<&Event>| event.map_or((0.0, 0.0), |event| (event.id.0 as f64, event.at.0 as f64));
            assert_eq!((row[1], row[2]), told(last), "past of e{id} at {}", row[0]);
            assert_eq!((row[3], row[4]), told(first), "future of e{id} at {}", row[0]);
        }
        let reached: BTreeSet<u64> = rows(&cone).iter().map(|row| row[0] as u64).collect();
        for other in events.iter().filter(|other| past.contains(&other.id) || future.contains(&other.id)) {
            assert!(reached.contains(&(of(other) as u64)), "e{id} reaches e{}", other.id.0);
        }
    }
}

#[test]
fn a_commit_names_the_messages_that_made_it() {
    let lab = lab();
    let commit = lab
        .replay(1, u64::MAX)
        .filter(|event| matches!(event.what, What::Decided(crate::raft::Event::CommitAdvanced { .. })))
        .last()
        .unwrap();
    let cone = lab.cone(commit.id.0);
    let named = &cone[CONE_HEAD + cone[3] as usize * 5..];
    assert_eq!(named.len(), cone[4] as usize);
    let sent: Vec<(String, String)> = lab
        .replay(1, u64::MAX)
        .filter_map(|event| {
            let What::MessageSent { message, kind, .. } = event.what else {
                return None;
            };
            let sender = event.actor.unwrap().to_string();
            named.contains(&(message.0 as f64)).then(|| (kind.name().to_string(), sender))
        })
        .collect();
    let count = |kind: &str| sent.iter().filter(|(other, _)| other == kind).count();
    assert!(2 <= count("AppendEntriesReply") && 2 <= count("AppendEntries"), "{sent:?}");
    assert!(sent.contains(&("ClientRequest".into(), "c2".into())), "it was for a client: {sent:?}");
}

#[test]
fn a_cone_reaches_back_over_checkpoints() {
    let mut lab = Lab::new("nodes 3\nseed 7\nload every 5ms from c1 c2\n").unwrap();
    lab.advance(30_000_000, u64::MAX);
    let stretches = lab.stretches();
    let start = stretches[crate::lab::view::STRETCHES_HEAD + 3] as u64;
    // The first events of a stretch, whose causes lie in the one before.
    let delivered = lab
        .replay(start + 1, u64::MAX)
        .find(|event| matches!(event.what, What::MessageDelivered { from: Actor::Node(_), .. } if matches!(event.actor, Some(Actor::Node(_)))))
        .unwrap();
    assert!(delivered.cause.unwrap().0 <= start);
    let cone = lab.cone(delivered.id.0);
    assert_eq!(rows(&cone).iter().filter(|row| row[0] < 10.0 && 0.0 < row[2] && 0.0 < row[3]).count(), 3);
    assert!(lab.cone(u64::MAX / 2).is_empty());
}
