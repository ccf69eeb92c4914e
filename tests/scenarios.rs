//! What can be observed of a Raft cluster, scenario by scenario: the tests of the labs of MIT 6.5840 that need no
//! snapshot. Most numbers are theirs too.

#![cfg(not(target_arch = "wasm32"))]

#[path = "scenarios/cluster.rs"]
mod cluster;

use cluster::Cluster;
use raftarium::raft::{self, AppendRefusal};
use raftarium::sim::{Event, Kind, Summary, What};

// Elections.

#[test]
fn one_leader_is_elected_and_its_term_is_stable_while_nothing_fails() {
    for seed in 0..50 {
        let mut cluster = Cluster::new(&format!("nodes 3\nseed {seed}"));
        let leader = cluster.leader();
        let term = cluster.term(leader);
        cluster.does("run 60s");
        assert_eq!(cluster.leaders(), [leader], "seed {seed}");
        assert!(cluster.nodes().all(|node| cluster.term(node) == term), "seed {seed}");
    }
}

#[test]
fn a_lost_leader_is_replaced_and_rejoins_harmlessly() {
    for seed in 0..20 {
        let mut cluster = Cluster::new(&format!("nodes 3\nseed {seed}"));
        let old = cluster.leader();
        cluster.does(&format!("isolate {old}\nrun until not leader {old}\nrun until leader"));
        let new = cluster.leader();
        assert_ne!(old, new);
        // The old leader comes back, and disturbs no other node.
        let term = cluster.term(new);
        cluster.does("heal\nrun until agreed\nrun 2s");
        assert_eq!((cluster.leaders(), cluster.term(new)), (vec![new], term), "seed {seed}");
    }
}

#[test]
fn without_a_quorum_there_is_no_leader() {
    let mut cluster = Cluster::new("nodes 3");
    let leader = cluster.leader();
    let other = cluster.nodes().find(|node| *node != leader).unwrap();
    // The leader and one follower are cut off, so that no node reaches another.
    cluster.does(&format!("isolate {leader}\nisolate {other}\nrun until not leader\nrun 10s\nexpect not leader"));
    let third = cluster.nodes().find(|node| *node != leader && *node != other).unwrap();
    cluster.does(&format!("expect role {third} candidate\nheal\nrun until agreed\nrun 1s"));
    assert_eq!(cluster.leaders().len(), 1);
}

#[test]
fn seven_nodes_with_up_to_three_off_elect_one_leader_in_each_of_many_rounds() {
    let mut cluster = Cluster::new("nodes 7\nseed 7");
    for _ in 0..100 {
        let off = cluster.some_nodes(3);
        for node in &off {
            cluster.does(&format!("isolate {node}"));
        }
        // The four that are left are just a majority.
        let linked: Vec<_> = cluster.nodes().filter(|node| !off.contains(node)).collect();
        cluster.does("run 300ms\nrun until leader\nrun 200ms");
        let newest = cluster.leaders().into_iter().max_by_key(|node| cluster.term(*node)).unwrap();
        assert!(linked.contains(&newest), "{newest} leads, and {off:?} are off");
        cluster.does("heal\nrun until agreed");
        assert_eq!(cluster.leaders().len(), 1);
    }
}

// Agreement.

#[test]
fn nothing_commits_before_it_was_asked_for() {
    let mut cluster = Cluster::new("nodes 5\nconfig no-op off");
    for index in 1..=3 {
        cluster.does("run 500ms");
        assert!(cluster.nodes().all(|node| cluster.commit(node) == index - 1));
        cluster.does("run until leader\nset x 1\nrun until idle\nrun until agreed");
        assert!(cluster.nodes().all(|node| cluster.commit(node) == index));
    }
}

#[test]
fn each_command_is_sent_to_each_peer_once() {
    let mut cluster = Cluster::new("nodes 3\nconfig no-op off");
    cluster.leader();
    cluster.events();
    let value = "v".repeat(4096);
    for _ in 0..10 {
        cluster.does(&format!("set x {value}\nrun until idle"));
    }
    cluster.does("run until agreed\nrun 1s");
    let entries: usize = cluster.events().iter().filter_map(entries_sent).sum();
    assert_eq!(entries, 10 * 2, "ten entries, each to two peers");
}

fn entries_sent(event: &Event) -> Option<usize> {
    let What::MessageSent { summary, .. } = &event.what else { return None };
    if let Summary::AppendEntries { entries, .. } = summary { Some(*entries) } else { None }
}

#[test]
fn agreement_goes_on_while_followers_fail_one_after_the_other_and_stops_without_a_quorum() {
    let mut cluster = Cluster::new("nodes 5");
    let leader = cluster.leader();
    let followers: Vec<_> = cluster.nodes().filter(|node| *node != leader).collect();
    for (off, follower) in followers[..2].iter().enumerate() {
        cluster.does(&format!("isolate {follower}\nset x {off}\nrun until idle\nrun 1s\nset y {off}\nrun until idle"));
    }
    cluster.does(&format!("isolate {}", followers[2]));
    let commit = cluster.commit(leader);
    cluster.does("set x lost\nrun 2s\nexpect reply c1 pending");
    assert!(cluster.nodes().all(|node| cluster.commit(node) <= commit), "three of five are off: no quorum");
    cluster.does("heal\nrun until idle\nrun until agreed");
}

#[test]
fn agreement_goes_on_while_leaders_fail_one_after_the_other() {
    let mut cluster = Cluster::new("nodes 5");
    for round in 0..2 {
        let leader = cluster.leader();
        cluster.does(&format!("isolate {leader}\nrun until not leader {leader}\nrun until leader"));
        cluster.does(&format!("set x {round}\nrun until idle"));
    }
    cluster.does("heal\nrun until agreed\nexpect value n1 x 1\nexpect value n5 x 1");
}

#[test]
fn a_reconnected_node_agrees() {
    let mut cluster = Cluster::new("nodes 3");
    let leader = cluster.leader();
    let off = cluster.nodes().find(|node| *node != leader).unwrap();
    cluster.does(&format!("set a 1\nrun until idle\nisolate {off}\nset b 2\nset c 3\nrun until idle\nrun 1s\nset d 4"));
    cluster.does(&format!("run until idle\nexpect absent {off} b\nheal\nset e 5\nrun until idle\nrun until agreed"));
    cluster.does(&format!("expect value {off} b 2\nexpect value {off} d 4\nexpect value {off} e 5"));
}

#[test]
fn the_commands_of_concurrent_clients_are_all_taken_once() {
    for seed in 0..20 {
        let mut cluster = Cluster::new(&format!("nodes 3\nseed {seed}\nconfig no-op off"));
        cluster.leader();
        for client in 1..=9 {
            cluster.does(&format!("set k{client} {client} from c{client}"));
        }
        cluster.does("run until idle\nrun until agreed\nexpect last n1 = 9");
        for client in 1..=9 {
            cluster.does(&format!("expect value n3 k{client} {client}"));
        }
    }
}

#[test]
fn a_cut_off_leader_with_uncommitted_entries_rejoins() {
    let mut cluster = Cluster::new("nodes 3\nconfig client-timeout 10s");
    let first = cluster.leader();
    cluster.does(&format!("set a 1\nrun until idle\nisolate {first}"));
    cluster
        .does(&format!("set b lost from c2 to {first}\nset c lost from c3 to {first}\nrun until not leader {first}"));
    let second = cluster.leader();
    // The second leader commits one entry, and is cut off in its turn; the first is back.
    cluster.does(&format!("set a 2 to {second}\nrun until reply c1 ok"));
    cluster.does(&format!("heal\nisolate {second}\nset d lost from c4 to {second}\nrun until not leader {second}"));
    cluster.does(&format!(
        "run until leader\nexpect not leader {second}\nset a 3 from c5\nrun until reply c5 ok within 20s"
    ));
    cluster.does("heal\nrun until agreed\nexpect value n1 a 3\nexpect value n2 a 3\nexpect value n3 a 3");
}

/// Twice, a leader on the minority's side takes entries that cannot be committed, while the majority goes on for fifty
/// entries.
#[test]
fn long_divergences_back_up_fast() {
    let mut cluster = Cluster::new("nodes 5\nseed 5");
    for _ in 0..2 {
        let old = cluster.leader();
        let mate = cluster.nodes().find(|node| *node != old).unwrap();
        cluster.does(&format!("run until agreed\npartition {old} {mate}"));
        let rest: Vec<String> =
            cluster.nodes().filter(|node| *node != old && *node != mate).map(|node| node.to_string()).collect();
        cluster.does(&format!("partition {old} {mate} | {}", rest.join(" ")));
        let last = cluster.last(old);
        // Eight copies of each of seven requests: fifty-six entries that cannot be committed.
        for client in 1..=7 {
            let doubled = format!("duplicate ClientRequest c{client} -> {old}\n").repeat(3);
            cluster.does(&format!("set x {client} from c{client} to {old}\n{doubled}"));
        }
        cluster.does(&format!("run until last {old} = {}\nrun until not leader {old}\nrun until leader", last + 56));
        for value in 0..50 {
            cluster.does(&format!("set y {value} from c9 to {}\nrun until reply c9 ok", rest[0]));
        }
        // A new leader first assumes that the logs of the two agree with its own to the end.
        let leader = cluster.leader();
        cluster.does(&format!("crash {leader}\nrestart {leader}\nrun until not leader {leader}\nrun until leader"));
        cluster.events();
        cluster.does("heal\nrun until agreed within 1s");
        let refusals = cluster.events().iter().filter(|event| is_mismatch(event)).count();
        assert!(
            (1..=6).contains(&refusals),
            "{refusals} refusals: the leader goes back term by term, not entry by entry"
        );
        cluster.does("run until idle\nrun until agreed");
    }
}

fn is_mismatch(event: &Event) -> bool {
    matches!(
        &event.what,
        What::Decided(raft::Event::AppendRefused {
            refusal: AppendRefusal::TooShort { .. } | AppendRefusal::OtherTerm { .. },
            ..
        })
    )
}

#[test]
fn three_nodes_need_few_rpcs_to_elect_to_agree_and_to_idle() {
    for seed in 0..50 {
        let mut cluster = Cluster::new(&format!("nodes 3\nseed {seed}"));
        cluster.leader();
        let to_elect = rpcs(&mut cluster);
        assert!((1..=30).contains(&to_elect), "seed {seed}: {to_elect} to elect");
        cluster.does("run until agreed");

        cluster.events();
        for client in (1..=9).chain([1]) {
            cluster.does(&format!("set k {client} from c{client}"));
        }
        cluster.does("run until idle");
        let to_agree = rpcs(&mut cluster);
        assert!(to_agree <= (10 + 4) * 3, "seed {seed}: {to_agree} for ten entries");

        cluster.does("run until agreed");
        cluster.events();
        cluster.does("run 1s");
        let to_idle = rpcs(&mut cluster);
        assert!((1..=60).contains(&to_idle), "seed {seed}: {to_idle} an idle second");
    }
}

/// The remote procedure calls since the last look; a call and its reply are one.
fn rpcs(cluster: &mut Cluster) -> usize {
    let is_call =
        |event: &&Event| matches!(&event.what, What::MessageSent { kind: Kind::RequestVote | Kind::AppendEntries, .. });
    cluster.events().iter().filter(is_call).count()
}

// Persistence.

#[test]
fn what_was_acknowledged_outlives_every_kind_of_restart() {
    for seed in 0..20 {
        let mut cluster = Cluster::new(&format!("nodes 3\nseed {seed}"));
        cluster.leader();
        cluster.does("set x 1\nrun until idle");
        // All of them at once.
        cluster.does("crash n1\ncrash n2\ncrash n3\nrestart n1\nrestart n2\nrestart n3\nrun until leader");
        cluster.does("set x 2\nrun until idle");
        // The leader, restarted at once.
        let leader = cluster.leader();
        cluster.does(&format!("crash {leader}\nrestart {leader}\nset x 3\nrun until idle"));
        // The leader, while the others go on; then a follower, while they go on.
        let leader = cluster.leader();
        cluster.does(&format!("crash {leader}\nset x 4\nrun until idle\nrestart {leader}\nrun until agreed"));
        let leader = cluster.leader();
        let follower = cluster.nodes().find(|node| *node != leader).unwrap();
        cluster.does(&format!("crash {follower}\nset x 5\nrun until idle\nrestart {follower}\nrun until agreed"));
        cluster.does("expect value n1 x 5\nexpect value n2 x 5\nexpect value n3 x 5");
    }
}

#[test]
fn agreement_survives_two_restarts_of_changing_majorities() {
    let mut cluster = Cluster::new("nodes 5\nseed 3");
    for round in 0..5 {
        let leader = cluster.leader();
        let others: Vec<_> = cluster.nodes().filter(|node| *node != leader).collect();
        let [a, b, c, d] = others[..] else { panic!("four others") };
        cluster
            .does(&format!("set x {round}.1\nrun until idle\ncrash {a}\ncrash {b}\nset x {round}.2\nrun until idle"));
        cluster.does(&format!(
            "crash {leader}\ncrash {c}\ncrash {d}\nrestart {a}\nrestart {b}\nrun 1s\nexpect not leader"
        ));
        // One node with the whole log is back: the two others cannot win without it.
        cluster.does(&format!("restart {c}\nset x {round}.3\nrun until idle\nexpect leader"));
        cluster.does(&format!("restart {d}\nrestart {leader}\nrun until agreed\nexpect value {leader} x {round}.3"));
    }
}

#[test]
fn a_minority_that_was_partitioned_before_a_restart_brings_no_harm() {
    let mut cluster = Cluster::new("nodes 3");
    let leader = cluster.leader();
    let others: Vec<_> = cluster.nodes().filter(|node| *node != leader).collect();
    let (a, b) = (others[0], others[1]);
    cluster.does(&format!("set x 1\nrun until idle\nisolate {b}\nset x 2\nrun until idle"));
    cluster.does(&format!("crash {leader}\ncrash {a}\nheal\nrestart {leader}\nset x 3\nrun until idle\nrestart {a}"));
    cluster.does(&format!("run until agreed\nexpect value {a} x 3\nexpect value {b} x 3"));
}

/// Crashes leaders as soon as they are elected, or a little later, some with an entry in flight: the figure's (a) to
/// (e), and everything between them.
fn figure_8(cluster: &mut Cluster, crashes: usize) {
    for crash in 0..crashes {
        let leader = cluster.anyone_who_leads();
        // Some leaders get no command of their own, and only replicate the entries that they found.
        if cluster.one_in(2) {
            cluster.does(&format!("set k {crash} from c{} to {leader}", crash % 9 + 1));
        }
        let us = if cluster.one_in(10) { cluster.below(75_000) } else { cluster.below(30_000) };
        cluster.does(&format!("run {us}us\ncrash {leader}"));
        while cluster.down().len() > 2 {
            let down = cluster.down();
            let node = down[cluster.below(down.len() as u64) as usize];
            cluster.does(&format!("restart {node}"));
        }
    }
    for node in cluster.down() {
        cluster.does(&format!("restart {node}"));
    }
}

#[test]
fn figure_8_with_a_thousand_leader_crashes() {
    let mut cluster = Cluster::new("nodes 5\nseed 8\nconfig no-op off\nconfig max-entries 1\nconfig latency 1ms..30ms");
    figure_8(&mut cluster, 1_000);
    cluster.does("run until idle within 60s\nset k end\nrun until idle\nrun until agreed");
    cluster.assert_history_stands();
}

#[test]
fn agreement_on_an_unreliable_network() {
    let mut cluster = Cluster::new("nodes 5\nseed 9\nconfig loss 10%\nconfig duplicate 5%\nconfig latency 0ms..27ms");
    for round in 0..50 {
        for client in 1..=4 {
            cluster.does(&format!("set k{client} {round} from c{client}"));
        }
        cluster.does("run until idle within 60s");
    }
    cluster.does("config loss 0%\nrun until agreed within 60s\nexpect value n1 k4 49\nexpect value n5 k1 49");
    cluster.assert_history_stands();
}

#[test]
fn figure_8_on_an_unreliable_network_with_long_reordering() {
    let mut cluster = Cluster::new(
        "nodes 5\nseed 10\nconfig no-op off\nconfig max-entries 1\nconfig loss 10%\nconfig latency 0ms..27ms",
    );
    figure_8(&mut cluster, 200);
    // From now on a message may take a quarter of a second longer than the next.
    cluster.does("config latency 0ms..250ms\nconfig election-timeout 400ms..800ms");
    figure_8(&mut cluster, 300);
    cluster.does("config loss 0%\nconfig latency 5ms..15ms\nrun until idle within 60s\nset k end\nrun until idle");
    cluster.does("run until agreed");
    cluster.assert_history_stands();
}

fn churn(set_up: &str) {
    let mut cluster = Cluster::new(set_up);
    cluster.does("load every 30ms from c1 c2 c3");
    for _ in 0..200 {
        let node = cluster.some_nodes(1)[0];
        if cluster.one_in(5) {
            cluster.does(&format!("isolate {node}"));
        }
        if cluster.one_in(2) {
            cluster.does(&format!("restart {node}"));
        }
        if cluster.one_in(3) {
            cluster.does("heal");
        }
        if cluster.one_in(5) {
            cluster.does(&format!("crash {node}"));
        }
        let us = 70_000 + cluster.below(210_000);
        cluster.does(&format!("run {us}us"));
    }
    cluster.does("load off\nheal\nconfig loss 0%");
    for node in cluster.down() {
        cluster.does(&format!("restart {node}"));
    }
    cluster.does("run 2s\nset end 1 from c4\nrun until idle within 60s\nrun until agreed");
    cluster.assert_history_stands();
    assert!(100 < cluster.answered(), "the clients got on: {}", cluster.answered());
}

#[test]
fn churn_keeps_every_value_that_a_client_saw() {
    churn("nodes 5\nseed 11");
}

#[test]
fn churn_on_an_unreliable_network_keeps_every_value_that_a_client_saw() {
    churn("nodes 5\nseed 12\nconfig loss 5%\nconfig duplicate 5%\nconfig latency 0ms..40ms");
}
