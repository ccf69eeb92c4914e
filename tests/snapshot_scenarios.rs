//! What a Raft cluster must do with snapshots, scenario by scenario: the tests of the labs of MIT 6.5840 (part 2D), and
//! the same for a cluster whose members come and go.

#![cfg(not(target_arch = "wasm32"))]

#[path = "scenarios/cluster.rs"]
#[allow(dead_code)]
mod cluster;

use cluster::Cluster;
use raftarium::raft::{NodeId, SnapshotEvent};
use raftarium::sim::What;

/// Applied entries after which a node compacts.
const EVERY: u64 = 10;

fn set_up(seed: u64, more: &str) -> Cluster {
    Cluster::new(&format!("nodes 3\nseed {seed}\nconfig snapshot-every {EVERY}\n{more}"))
}

fn log_length(cluster: &Cluster, node: NodeId) -> usize {
    cluster.world().server(node).log().iter().count()
}

fn installed(cluster: &mut Cluster) -> usize {
    let is_install =
        |what: &What| matches!(what, What::Decided(raftarium::raft::Event::Snapshot(SnapshotEvent::Installed { .. })));
    cluster.events().iter().filter(|event| is_install(&event.what)).count()
}

/// Ends all load and faults: then all nodes must agree, and the history must be linearizable.
fn settle(cluster: &mut Cluster) {
    cluster.does("load off\nheal\nrun until idle within 60s\nrun until agreed within 60s\nexpect safe");
    cluster.does("expect linearizable");
}

#[test]
fn the_size_of_a_log_is_bounded() {
    for seed in 0..10 {
        let mut cluster = set_up(seed, "");
        cluster.leader();
        cluster.does("load every 20ms from c1 c2 c3");
        for _ in 0..100 {
            cluster.does("run 100ms");
            for node in cluster.nodes() {
                // Entries that come while replies are in flight are added to that.
                assert!(log_length(&cluster, node) <= 3 * EVERY as usize, "seed {seed}: {node}");
            }
        }
        settle(&mut cluster);
        assert!(cluster.nodes().all(|node| EVERY < cluster.world().server(node).log().base().index.0));
    }
}

/// A quarter of a megabyte takes as many round trips as 32 KiB, so clients that need the node wait no longer for it.
#[test]
fn a_large_snapshot_arrives_in_time() {
    let mut cluster = Cluster::new("nodes 3\ntimeout n1\nrun until agreed\ncrash n3");
    let value = "v".repeat(4000);
    for key in 0..64 {
        cluster.does(&format!("set k{key} {value}"));
    }
    cluster.does("run until idle within 1min\nsnapshot n1\nsnapshot n2\nrestart n3\ncrash n2\nset x 1");
    cluster.does("run until idle within 5s\nexpect value n3 x 1\nexpect safe\nexpect not violated progress");
}

#[test]
fn a_lagging_node_is_sent_a_snapshot() {
    for seed in 0..10 {
        let mut cluster = set_up(seed, "");
        for _ in 0..10 {
            let leader = cluster.leader();
            let victim = cluster.nodes().find(|node| *node != leader).unwrap();
            cluster.does(&format!("isolate {victim}\nload every 5ms from c1 c2 c3\nrun 400ms\nload off\nheal"));
            cluster.does("run until agreed within 30s");
        }
        assert!(0 < installed(&mut cluster), "seed {seed}");
        settle(&mut cluster);
    }
}

#[test]
fn snapshots_get_through_an_unreliable_network() {
    for seed in 0..10 {
        let more = "config loss 10%\nconfig duplicate 10%\nconfig latency 0ms..40ms";
        let mut cluster = set_up(seed, more);
        for _ in 0..10 {
            let victim = cluster.some_nodes(1)[0];
            cluster.does(&format!("isolate {victim}\nload every 10ms from c1 c2 c3\nrun 1s\nheal\nrun 500ms"));
        }
        assert!(0 < installed(&mut cluster), "seed {seed}");
        settle(&mut cluster);
    }
}

#[test]
fn snapshots_survive_crashes_with_and_without_torn_writes() {
    for seed in 0..20 {
        let mut cluster = set_up(seed, "config fsync 1ms..20ms");
        cluster.does("load every 10ms from c1 c2 c3\nrun 500ms");
        for round in 0..20 {
            let victim = cluster.some_nodes(1)[0];
            let disk = if round % 2 == 0 { "torn" } else { "well" };
            cluster.does(&format!("disk {victim} {disk}\nrun 100ms\ncrash {victim}\nrun 300ms\nrestart {victim}"));
        }
        settle(&mut cluster);
    }
}

#[test]
fn all_crash_and_the_state_is_whole_after_two_restarts() {
    for seed in 0..10 {
        let mut cluster = set_up(seed, "");
        cluster.leader();
        for number in 0..25 {
            cluster.does(&format!("set k{} {number}\nrun until idle", number % 7));
        }
        for _ in 0..2 {
            cluster.does("crash n1\ncrash n2\ncrash n3\nrun 50ms\nrestart n1\nrestart n2\nrestart n3");
            cluster.does("run until agreed within 10s");
        }
        for number in 18..25 {
            cluster.does(&format!(
                "expect value n1 k{} {number}\nexpect value n3 k{} {number}",
                number % 7,
                number % 7
            ));
        }
        settle(&mut cluster);
    }
}

#[test]
fn members_come_and_go_while_clients_write() {
    for seed in 0..20 {
        let single = if seed % 2 == 0 { "joint" } else { "single" };
        let mut cluster = set_up(seed, &format!("config membership {single}"));
        cluster.leader();
        cluster.does("load every 20ms from c1 c2 c3");
        for added in 4..=9 {
            let gone = added - 3;
            cluster.does(&format!("add n{added}\nrun until role n{added} follower within 20s"));
            cluster.does(&format!("remove n{gone}\nrun 1s\nexpect not leader n{gone}"));
        }
        let leader = cluster.leader();
        let members = cluster.world().server(leader).process.as_ref().unwrap().node().membership().members();
        assert_eq!(members.iter().map(NodeId::number).collect::<Vec<_>>(), [7, 8, 9], "seed {seed}");
        settle(&mut cluster);
    }
}
