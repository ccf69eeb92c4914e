//! §5.2: "Raft uses randomized election timeouts to ensure that split votes are rare and that they are resolved
//! quickly." The core only names the range; here the world draws.

use super::harness::*;
use raftarium::raft::{LogIndex, NodeSet};
use raftarium::sim::{Settings, World};

/// The share of a range that each tenth of it gets, of so many draws: a draw less than a third, or more than twice,
/// of its due in any tenth is no uniform draw.
fn covers_the_range(drawn_us: &[u64]) {
    let (min, max) = (CONFIG.election_timeout.min_us, CONFIG.election_timeout.max_us);
    let mut tenths = [0; 10];
    for us in drawn_us {
        assert!(min <= *us && *us <= max, "{us} µs");
        tenths[((us - min) * 10 / (max - min + 1)) as usize] += 1;
    }
    let due = drawn_us.len() / 10;
    assert!(tenths.iter().all(|count| due / 3 < *count && *count < 2 * due), "{tenths:?}");
}

fn election_timeout_us(world: &World, node: usize) -> u64 {
    let process = world.server(n(node)).process.as_ref().expect("it is up");
    let timer = process.election_timer.expect("it has an election timer");
    timer.due_at.since(timer.armed_at)
}

/// §5.2: "election timeouts are chosen randomly from a fixed interval": of followers, when they start.
#[test]
fn followers_draw_from_the_whole_range() {
    let mut drawn = Vec::new();
    for seed in 0..200 {
        let world = World::new(5, seed, Settings::default(), false);
        drawn.extend((1..=5).map(|node| election_timeout_us(&world, node)));
    }
    covers_the_range(&drawn);
}

/// §5.2: "Each candidate restarts its randomized election timeout at the start of an election."
#[test]
fn candidates_draw_anew_for_each_election() {
    let mut world = World::new(3, 1, Settings::default(), false);
    world.isolate(n(1));
    let drawn: Vec<u64> = (0..1000)
        .map(|_| {
            world.time_out(n(1));
            election_timeout_us(&world, 1)
        })
        .collect();
    covers_the_range(&drawn);
}

/// The first leader of a world: the term in which it was elected, which is 1 unless candidates were in each other's
/// way.
fn first_leaders_term(seed: u64) -> u64 {
    let mut world = World::new(5, seed, Settings::default(), false);
    while world.step() {
        let leads = |node: &raftarium::raft::NodeId| {
            world.server(*node).process.as_ref().is_some_and(|process| process.node().leading().is_some())
        };
        if let Some(leader) = NodeSet::first(5).iter().find(leads) {
            return world.server(leader).current_term().0;
        }
    }
    unreachable!("a world with timers always goes on");
}

/// §5.2, §9.3: with five servers, few elections of a thousand need a second term, and hardly any a third.
#[test]
fn conflicts_are_rare_over_a_thousand_elections() {
    let terms: Vec<u64> = (0..1000).map(first_leaders_term).collect();
    let later_than = |term: u64| terms.iter().filter(|elected| term < **elected).count();
    assert!(0 < later_than(1), "a thousand elections without any conflict are not random");
    assert!(later_than(1) < 50, "{} of 1,000 were split", later_than(1));
    assert!(later_than(2) < 5, "{} of 1,000 were split twice", later_than(2));
}

/// Figure 2, Leaders: heartbeats go out "during idle periods to prevent election timeouts": while nothing fails,
/// terms stay what they are.
#[test]
fn a_leader_keeps_its_followers_from_standing() {
    let mut world = World::new(5, 1, Settings::default(), false);
    while world.now().0 < 1_000_000 {
        world.step();
    }
    let term = world.server(n(1)).current_term();
    while world.now().0 < 60_000_000 {
        world.step();
    }
    for node in world.nodes().iter() {
        assert_eq!(world.server(node).current_term(), term);
        assert_eq!(world.server(node).log().last().index, LogIndex(1), "the empty entry of its one leader");
    }
}
