//! What a leader can know of its leadership: the voters that elected it, the nodes that have answered it since, and how
//! long ago.

use super::args::{Args, name, number};
use super::view::HeardView;
use crate::raft::{LocalTime, NodeId, NodeSet, quorum};
use crate::sim::World;

/// The nodes that answered a leader, and the voters of which a majority is needed.
pub(super) struct Heard {
    /// The voters that answered.
    pub(super) by: NodeSet,
    /// The voters that are counted.
    pub(super) of: NodeSet,
    /// Whether no majority answered for an election timeout.
    pub(super) doubted: bool,
}

impl Heard {
    pub(super) fn view(&self) -> HeardView {
        HeardView {
            by: self.by.iter().map(|node| node.to_string()).collect(),
            needed: quorum::majority(self.of.len()) as f64,
            of: self.of.len() as f64,
            doubted: self.doubted,
        }
    }
}

/// The nodes that answered a node that leads, and is neither down nor paused, within the last election timeout.
pub(super) fn heard(world: &World, node: NodeId) -> Option<Heard> {
    let process = world.server(node).live()?;
    let (leader, now) = (process.node().leading()?, world.local_time(node));
    let timeout_us = timeout_us(world, node);
    let is_recent = |at: LocalTime| now < at.after(timeout_us);
    let has_answered = |peer: &NodeId| {
        let heard_at = leader.progress(*peer).heard_at;
        let answered = heard_at != LocalTime::default() && is_recent(heard_at);
        let voted = leader.votes().contains(*peer) && is_recent(leader.since());
        *peer == node || answered || voted
    };
    let membership = process.node().membership();
    let all: NodeSet = membership.all_voters().iter().filter(has_answered).collect();
    let lacks = |set: &NodeSet| quorum::majority(set.len()).saturating_sub(all.intersection(*set).len());
    // Of two sets that lack the same, the new one is the last.
    let sets = [membership.outgoing, membership.voters].into_iter().filter(|set| !set.is_empty());
    let of = sets.max_by_key(lacks).unwrap_or_default();
    let doubted = !is_recent(leader.since()) && !membership.is_quorum(all);
    Some(Heard { by: all.intersection(of), of, doubted })
}

/// The shortest election timeout of a node, µs by its clock.
fn timeout_us(world: &World, node: NodeId) -> u64 {
    world.settings().raft_of(node).election_timeout.min_us
}

/// The arguments of the sentence about a leader: nothing of it is what others believe, but what reached it.
///
/// `known` is `alone` (it is the only voter), `elected` (a majority has answered nothing yet but for its votes),
/// `answered` (a majority answered within the shortest election timeout) or `doubtful`.
pub fn args(world: &World, node: NodeId) -> Option<Args> {
    let process = world.server(node).live()?;
    let (leader, now) = (process.node().leading()?, world.local_time(node));
    let (membership, timeout_us) = (process.node().membership(), timeout_us(world, node));
    let doubted = heard(world, node).is_some_and(|heard| heard.doubted);
    let confirmed_at = |peer: NodeId| if peer == node { now } else { leader.confirmed_at(peer) };
    let (reached_at, voters) = (membership.reached(confirmed_at), membership.all_voters());
    let has_answered = |peer: &NodeId| *peer == node || leader.progress(*peer).confirmed_at != LocalTime::default();
    let is_silent = |peer: &NodeId| confirmed_at(*peer).after(timeout_us) <= now;
    let (silent, known): (NodeSet, &str) = if voters == NodeSet::EMPTY.with(node) {
        (NodeSet::EMPTY, "alone")
    } else if doubted {
        (voters.iter().filter(is_silent).collect(), "doubtful")
    } else if !membership.is_quorum(voters.iter().filter(has_answered).collect()) {
        (NodeSet::EMPTY, "elected")
    } else {
        (NodeSet::EMPTY, "answered")
    };
    let answered = voters.iter().filter(|peer| has_answered(peer) && reached_at <= confirmed_at(*peer)).collect();
    // Of those that are silent, the one that answered last: for so long all of them have been.
    let last_word_at = if known == "doubtful" { silent.iter().map(confirmed_at).max() } else { Some(reached_at) };
    let ago_us = |at: LocalTime| world.true_us(node, now.0.saturating_sub(at.0));
    let mut args = Args::new();
    let mut add = |key: &str, arg| args.insert(key.into(), arg);
    add("known", name(known));
    add("ago-ms", super::view::Arg::Number(ago_us(last_word_at.unwrap_or(now)) as f64 / 1_000.0));
    for (key, nodes) in [("votes", leader.votes()), ("answered", answered), ("silent", silent)] {
        add(&format!("{key}-count"), number(nodes.len() as u64));
        add(key, name(super::feed::list(nodes, ", ")));
    }
    Some(args)
}

#[cfg(test)]
mod tests {
    use super::super::Lab;
    use super::super::view::{Arg, ClusterView, SnapshotQuery};
    use super::HeardView;

    fn picture(lab: &Lab) -> ClusterView {
        lab.snapshot(SnapshotQuery { log_from: 1, log_columns: 0, kv_rows: 0 })
    }

    /// The nodes that heard n1 at the end of a script: the nodes' numbers, how many of how many, and whether it is doubted.
    fn heard(script: &str) -> Option<(String, f64, f64, bool)> {
        let mut lab = Lab::new(script).expect("the script is right");
        lab.run_script(1_000_000);
        let view = picture(&lab);
        assert_eq!(view.script.state, "free", "{:?}", view.script);
        let HeardView { by, needed, of, doubted } = view.nodes[0].heard.clone()?;
        Some((by.concat().replace('n', ""), needed, of, doubted))
    }

    const FIVE: &str = "nodes 5\ntimeout n1\nrun until leader n1\nrun until agreed\nrun 200ms\n";

    fn is(then: &str, by: &str, of: (f64, f64), doubted: bool) {
        assert_eq!(heard(&format!("{FIVE}{then}")), Some((by.into(), of.0, of.1, doubted)), "{then}");
    }

    #[test]
    fn a_leader_without_a_majoritys_answer_for_an_election_timeout_is_doubted() {
        is("", "12345", (3.0, 5.0), false);
        is("partition n1 n2 | n3 n4 n5\nrun 100ms\n", "12345", (3.0, 5.0), false);
        is("partition n1 n2 | n3 n4 n5\nrun 200ms\n", "12", (3.0, 5.0), true);
        is("partition n1 n2 n3 | n4 n5\nrun 1s\n", "123", (3.0, 5.0), false);
        is("partition n1 n2 | n3 n4 n5\nrun 1s\nheal\npartition n1 n2 n3 | n4 n5\nrun 4ms\n", "12", (3.0, 5.0), true);
        // What it sends arrives, and no answer does.
        is("cut n3 -> n1\ncut n4 -> n1\ncut n5 -> n1\nrun 1s\n", "12", (3.0, 5.0), true);
        is("crash n2\ncrash n3\npause n4\nrun 300ms\n", "15", (3.0, 5.0), true);
    }

    #[test]
    fn it_is_of_live_leaders_alone() {
        let then = |then: &str| heard(&format!("{FIVE}{then}"));
        for gone in ["pause n1\n", "crash n1\n", "transfer n2\nrun until leader n2\n"] {
            assert_eq!(then(gone), None, "{gone}");
        }
        assert_eq!(then("isolate n1\nrun 5s\n").map(|heard| heard.0), Some("1".into()));
        assert_eq!(heard("nodes 1\nrun until leader\nrun 5s\n"), Some(("1".into(), 1.0, 1.0, false)));
    }

    #[test]
    fn votes_are_answers_and_a_new_leader_is_not_doubted() {
        let elected = "nodes 5\nconfig latency 10ms\ntimeout n1\nrun until role n1 leader\n";
        let (by, needed, of, doubted) = heard(elected).unwrap();
        assert_eq!((by.len(), needed, of, doubted), (3, 3.0, 5.0, false), "{by}: who voted");
        let cut = format!("{elected}isolate n1\n");
        assert_eq!(heard(&format!("{cut}run 149ms\n")), Some((by, 3.0, 5.0, false)));
        assert_eq!(heard(&format!("{cut}run 150ms\n")), Some(("1".into(), 3.0, 5.0, true)));
    }

    #[test]
    fn it_goes_by_the_leaders_own_timeout_and_clock() {
        let slow = |setting: &str, run: &str| {
            let script = format!("nodes 3\n{setting}\ntimeout n1\nrun until leader n1\nrun until agreed\nrun 300ms\n");
            heard(&format!("{script}isolate n1\n{run}\n")).unwrap().3
        };
        let patient = "config election-timeout 600ms..900ms n1";
        assert!(!slow(patient, "run 500ms") && slow(patient, "run 650ms"));
        assert!(slow("config election-timeout 600ms..900ms n2", "run 200ms"));
        assert!(!slow("config drift -50% n1", "run 150ms") && slow("config drift -50% n1", "run 350ms"));
    }

    #[test]
    fn where_messages_are_slow_a_leader_that_is_answered_all_the_time_is_not_doubted() {
        let mut lab = Lab::new("nodes 3\nconfig latency 70ms\ntimeout n1\nrun until leader n1\nrun 300ms\n").unwrap();
        lab.run_script(1_000_000);
        for _ in 0..500 {
            lab.step(1);
            let heard = picture(&lab).nodes[0].heard.clone().expect("it leads on");
            assert!(!heard.doubted && heard.by.len() == 3, "{heard:?}");
        }
    }

    #[test]
    fn of_two_sets_the_one_that_lacks_more_is_told() {
        let members = "nodes 5\nrun until leader\ntransfer n1\nrun until leader n1\nrun until agreed\n";
        let old = heard(&format!("{members}partition n1 n2 | n3 n4 n5\nmembers n1 n2\nrun 400ms\n"));
        assert_eq!(old, Some(("12".into(), 3.0, 5.0, true)), "the new set has its majority, the old one has not");
        let new = heard(&format!("{members}partition n1 n2 n3 | n4 n5\nmembers n1 n4 n5\nrun 400ms\n"));
        assert_eq!(new, Some(("1".into(), 2.0, 3.0, true)), "the old set has its majority, the new one has not");
    }

    #[test]
    fn the_picture_and_the_answer_doubt_the_same_leaders() {
        let mut lab = Lab::new(
            "nodes 5\nconfig check-quorum on\nload every 50ms\nrun until leader\nrun 1s\npartition n1 n2 | n3 n4 n5\nrun 2s\n\
             partition n1 n3 | n2 n4 n5\nrun 2s\npartition n4 n5 | n1 n2 n3\nrun 2s\nheal\nrun 1s\n",
        )
        .unwrap();
        let (mut doubted, mut sure) = (0, 0);
        for ms in (0..8_000).step_by(5) {
            lab.advance(1_000 * ms, u64::MAX);
            for node in picture(&lab).nodes {
                let Some(heard) = node.heard else { continue };
                let known = lab.why(&format!("role {}", node.name)).unwrap().args["known"].clone();
                assert_eq!(heard.doubted, known == Arg::Text("doubtful".into()), "{} at {ms} ms", node.name);
                *if heard.doubted { &mut doubted } else { &mut sure } += 1;
            }
        }
        assert!(20 < doubted && 200 < sure, "{doubted} and {sure}");
    }
}
