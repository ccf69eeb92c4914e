//! What agreement costs, in a whole world: "Raft RPCs are idempotent, so this causes no harm" (§5.5), but each costs.

use raftarium::raft::Event;
use raftarium::sim::{ClientId, Settings, What, World};

/// Runs until an instant, µs; returns how many entries were in the AppendEntries that followers accepted.
fn run_until(world: &mut World, us: u64) -> u64 {
    let mut taken = 0;
    while world.now().0 < us {
        world.step();
        for event in world.take_events() {
            if let What::Decided(Event::AppendAccepted { entries, .. }) = event.what {
                taken += entries as u64;
            }
        }
    }
    taken
}

fn longest_log(world: &World) -> u64 {
    world.nodes().iter().map(|node| world.server(node).log().last().index.0).max().unwrap_or(0)
}

/// §5.2: an idle cluster beats, and does nothing else: 20 calls a second to each of two peers.
#[test]
fn an_idle_cluster_costs_a_heartbeat_an_interval() {
    let mut world = World::new(3, 1, Settings::default(), false);
    run_until(&mut world, 2_000_000);
    let before = world.delivered_between_nodes();
    run_until(&mut world, 12_000_000);
    let messages = world.delivered_between_nodes() - before;
    assert!((790..=810).contains(&messages), "{messages} messages in ten seconds, replies included");
}

/// Messages may overtake one another on the default network, and nine clients keep several in flight. What a peer has is
/// not sent to it again for that.
#[test]
fn hardly_an_entry_is_sent_twice_because_messages_overtake() {
    let mut world = World::new(3, 1, Settings::default(), true);
    let clients: Vec<ClientId> = (1..=9).filter_map(ClientId::new).collect();
    run_until(&mut world, 2_000_000);
    world.start_load(20_000, &clients, None);
    let before = longest_log(&world);
    let taken = run_until(&mut world, 12_000_000);
    let copies = 2 * (longest_log(&world) - before);
    assert!(1000 < copies, "the load is heavy");
    assert!(taken * 100 < copies * 110, "{taken} entries were taken for {copies} copies");
}
