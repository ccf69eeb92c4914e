//! What the page draws of a node's standing: the configuration that it uses, and its lease.

use crate::raft::{Membership, NodeId, NodeSet};
use crate::sim::{Process, World};

/// A membership as numbers of nodes: voters, old voters, learners, and the voters that learners are caught up for.
pub(super) fn membership_text(membership: &Membership) -> String {
    let mut text = String::with_capacity(16);
    for (place, set) in
        [membership.voters, membership.outgoing, membership.learners, membership.target].iter().enumerate()
    {
        if 0 < place {
            text.push('/');
        }
        push_numbers(&mut text, *set);
    }
    text
}

/// A node has a number of one digit.
fn push_numbers(text: &mut String, nodes: NodeSet) {
    text.extend(nodes.iter().map(|node| char::from(b'0' + node.number() as u8)));
}

/// How long a leader's lease still runs, µs.
pub(super) fn lease_us(world: &World, node: NodeId, process: &Process) -> Option<f64> {
    let left_us = process.node().lease_left_at(world.local_time(node)).filter(|_| process.is_live())?;
    Some(left_us as f64)
}

#[cfg(test)]
mod tests {
    use crate::lab::Lab;
    use crate::lab::view::{ClusterView, SnapshotQuery};

    fn view_after(script: &str) -> ClusterView {
        let mut lab = Lab::new(script).expect("the script is right");
        lab.run_script(1_000_000);
        let view = lab.snapshot(SnapshotQuery { log_from: 1, log_columns: 20, kv_rows: 0 });
        assert_eq!(view.script.state, "free", "{:?}", view.script);
        view
    }

    #[test]
    fn a_joint_configuration_tells_both_sets_and_both_majorities() {
        let view = view_after(
            "nodes 5\nrun until leader\nrun until idle\ntransfer n1\nrun until leader n1\nrun until agreed\n\
             partition n1 n2 | n3 n4 n5\nmembers n1 n2\nrun 20ms\n",
        );
        let leader = &view.nodes[0];
        assert_eq!(leader.membership, "12/12345//");
        assert_eq!((leader.majority, leader.majority_outgoing), (2.0, 3.0));
        assert_eq!(view.nodes[4].membership, "12345///", "it has not heard of it");
        assert_eq!(view.membership, leader.membership);
    }

    #[test]
    fn the_window_of_a_log_begins_after_what_is_compacted() {
        let view = view_after(
            "nodes 3\nrun until leader\nset a 1\nrun until idle\nset b 2\nrun until idle\nrun until agreed\n\
             snapshot n1\nset c 3\nrun until idle\nrun until agreed\nrun 10ms\n",
        );
        let (one, two) = (&view.nodes[0], &view.nodes[1]);
        assert_eq!((one.base_index, one.disk.snapshot_index, two.base_index), (3.0, 3.0, 0.0));
        assert!(0.0 < one.disk.snapshot_bytes);
        assert_eq!(one.entries.iter().map(|entry| entry.index).collect::<Vec<f64>>(), [4.0]);
        assert_eq!(two.entries.len(), 4);
    }

    #[test]
    fn what_is_there_of_a_snapshot_is_what_its_receiver_has() {
        let value = "v".repeat(3_000);
        let before = format!(
            "nodes 3\nrun until leader\ntransfer n1\nrun until leader n1\nset a \"{value}\"\nrun until idle\nwipe n3\n\
             snapshot n1\nrestart n3\n"
        );
        let views = (1..100).map(|ms| view_after(&format!("{before}run {ms}ms\n")));
        let mut seen: Vec<f64> = views
            .filter_map(|view| {
                let of_n3 = view.nodes[0].peers.iter().find(|peer| peer.name == "n3")?;
                let [_, _, all] = of_n3.sending?;
                assert!(view.nodes[2].collected_bytes < all, "with the last piece it is installed");
                Some(view.nodes[2].collected_bytes)
            })
            .collect();
        seen.dedup();
        assert_eq!(seen, [0.0, 1_024.0, 2_048.0, 0.0], "piece by piece, and then it is installed");
    }

    #[test]
    fn a_clock_that_errs_and_a_lease_are_told() {
        let view = view_after("nodes 3\nconfig reads lease\nconfig drift 20%\nrun until leader\nrun 1s\n");
        let errors: Vec<f64> = view.nodes.iter().map(|node| node.clock_ppm).collect();
        assert!(
            errors.iter().all(|error| error.abs() <= 200_000.0) && errors.iter().any(|error| 1_000.0 < error.abs())
        );
        let leases: Vec<&str> =
            view.nodes.iter().filter(|node| node.lease_us.is_some()).map(|node| node.name.as_str()).collect();
        assert_eq!(leases, [view.leader.as_deref().expect("it leads")]);
        let without = view_after("nodes 3\nrun until leader\nrun 1s\n");
        assert!(without.nodes.iter().all(|node| node.clock_ppm == 0.0 && node.lease_us.is_none()));
    }

    #[test]
    fn a_disk_and_a_transfer_are_told() {
        let view = view_after(
            "nodes 3\nrun until leader\nrun until agreed\ntransfer n1\nrun until leader n1\nisolate n2\ndisk n3 full\n\
             transfer n2\nrun 10ms\n",
        );
        assert_eq!(view.nodes[2].disk.state, "full");
        assert_eq!(view.nodes[0].transfer_to.as_deref(), Some("n2"));
    }
}
