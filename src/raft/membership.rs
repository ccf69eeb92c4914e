//! The configuration of the cluster: its members, and the majorities that must agree (§6).

use super::quorum::{self, Needed};
use super::types::{LogIndex, NodeId, NodeSet};
use serde::{Deserialize, Serialize};

/// A configuration of the cluster.
///
/// Invariants:
/// - no node is both a voter and a learner;
/// - `outgoing` and `target` are not both set: first newcomers catch up on the way to `target`, then the joint
///   configuration has it as its `voters`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub struct Membership {
    /// The voters; of a joint configuration, the new set.
    pub voters: NodeSet,
    /// The old set of voters, of a joint configuration; empty otherwise.
    pub outgoing: NodeSet,
    /// Servers that get the log and have no vote.
    pub learners: NodeSet,
    /// The voters that this change leads to once the learners have caught up; empty if no change is at that stage.
    /// It stands in the log so that any later leader can go on with the change.
    pub target: NodeSet,
}

impl Membership {
    /// These voters, and nothing under way.
    pub const fn of(voters: NodeSet) -> Membership {
        Membership { voters, outgoing: NodeSet::EMPTY, learners: NodeSet::EMPTY, target: NodeSet::EMPTY }
    }

    /// The first configuration of a change of the voters. Newcomers learn first; without newcomers the voters change;
    /// and where the voters are the target already, no change is under way.
    pub fn first_step(voters: NodeSet, target: NodeSet, single: bool) -> Membership {
        let learners = target.difference(voters);
        if target == voters {
            return Membership::of(voters);
        }
        let catching_up = Membership { learners, target, ..Membership::of(voters) };
        if learners.is_empty() { catching_up.with_new_voters(single) } else { catching_up }
    }

    /// The configuration after this one, when its learners have caught up: both sets of voters (§6), or the new one at
    /// once if the two differ by one server (thesis, §4.1).
    pub fn with_new_voters(&self, single: bool) -> Membership {
        let outgoing = if single { NodeSet::EMPTY } else { self.voters };
        Membership { outgoing, ..Membership::of(self.target) }
    }

    /// Whether two sets of voters must agree.
    pub const fn is_joint(&self) -> bool {
        !self.outgoing.is_empty()
    }

    /// Whether a change is under way.
    pub const fn is_changing(&self) -> bool {
        self.is_joint() || !self.target.is_empty()
    }

    /// Whether it names no voter: the configuration of a server that was not told of any.
    pub const fn is_unknown(&self) -> bool {
        self.voters.is_empty()
    }

    /// All voters, of both sets if it is joint.
    pub const fn all_voters(&self) -> NodeSet {
        self.voters.union(self.outgoing)
    }

    /// All servers that get the log.
    pub const fn members(&self) -> NodeSet {
        self.all_voters().union(self.learners)
    }

    /// Whether these nodes are a majority; of a joint configuration, of both sets, each for itself.
    pub fn is_quorum(&self, nodes: NodeSet) -> bool {
        self.is_quorum_of(nodes, quorum::majority)
    }

    /// The highest value that a majority has reached, of every voter's own.
    pub fn reached<T: Ord + Copy + Default>(&self, of: impl Fn(NodeId) -> T) -> T {
        self.reached_by(of, quorum::majority)
    }

    /// As [`Membership::is_quorum`], for another size of a quorum.
    pub(super) fn is_quorum_of(&self, nodes: NodeSet, needed: Needed) -> bool {
        quorum::is_quorum(nodes, self.voters, needed)
            && (self.outgoing.is_empty() || quorum::is_quorum(nodes, self.outgoing, needed))
    }

    /// As [`Membership::reached`], for another size of a quorum.
    #[inline]
    pub(super) fn reached_by<T: Ord + Copy + Default>(&self, of: impl Fn(NodeId) -> T, needed: Needed) -> T {
        let incoming = quorum::quorum_value(self.voters.iter().map(&of), needed);
        if self.outgoing.is_empty() {
            return incoming;
        }
        incoming.min(quorum::quorum_value(self.outgoing.iter().map(&of), needed))
    }
}

/// A change of the configuration that an operator asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Change {
    /// Add a server.
    Add(NodeId),
    /// Remove a server.
    Remove(NodeId),
    /// Have these voters and no others.
    Members(NodeSet),
}

impl Change {
    /// The voters that it leads to.
    pub fn target(self, voters: NodeSet) -> NodeSet {
        match self {
            Change::Add(node) => voters.with(node),
            Change::Remove(node) => voters.without(node),
            Change::Members(nodes) => nodes,
        }
    }

    /// Whether it may be made of these voters; `single` if only one server may be added or removed at a time.
    pub(super) fn check(self, voters: NodeSet, single: bool) -> Result<(), ChangeRefusal> {
        let target = self.target(voters);
        let distance = target.difference(voters).len() + voters.difference(target).len();
        if target.is_empty() {
            Err(ChangeRefusal::Nobody)
        } else if target == voters {
            Err(ChangeRefusal::NothingToChange)
        } else if single && 1 < distance {
            Err(ChangeRefusal::MoreThanOne)
        } else {
            Ok(())
        }
    }
}

/// Why a change is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeRefusal {
    /// This node does not lead.
    NotLeader,
    /// The voters are these already, or will be after what is under way.
    NothingToChange,
    /// A cluster needs a voter.
    Nobody,
    /// It takes more than one server in or out, and only one at a time may be (thesis, §4.1).
    MoreThanOne,
    /// Too many changes wait already.
    TooMany,
}

impl ChangeRefusal {
    /// Every reason.
    pub const ALL: [ChangeRefusal; 5] = [
        ChangeRefusal::NotLeader,
        ChangeRefusal::NothingToChange,
        ChangeRefusal::Nobody,
        ChangeRefusal::MoreThanOne,
        ChangeRefusal::TooMany,
    ];

    /// Its name, in kebab case.
    pub const fn name(self) -> &'static str {
        match self {
            ChangeRefusal::NotLeader => "not-leader",
            ChangeRefusal::NothingToChange => "nothing-to-change",
            ChangeRefusal::Nobody => "nobody",
            ChangeRefusal::MoreThanOne => "more-than-one",
            ChangeRefusal::TooMany => "too-many",
        }
    }
}

/// The configurations that a log holds, oldest first: the one that it starts from, and that of each entry.
///
/// Invariants: there is always one, and the indexes rise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Configurations {
    list: Vec<(LogIndex, Membership)>,
}

impl Configurations {
    /// Those of a log that starts with this one, at this index.
    pub fn starting_with(index: LogIndex, membership: Membership) -> Configurations {
        Configurations { list: vec![(index, membership)] }
    }

    /// The one in force: a server uses the latest in its log, committed or not (§6).
    #[inline]
    pub fn latest(&self) -> &Membership {
        &self.list[self.list.len() - 1].1
    }

    /// Where the one in force stands in the log; 0 for the set-up's, which is no entry.
    pub fn latest_index(&self) -> LogIndex {
        self.list[self.list.len() - 1].0
    }

    /// The one that was the latest at an index of the log.
    #[inline(never)]
    pub fn at(&self, index: LogIndex) -> &Membership {
        let place = self.list.partition_point(|(other, _)| *other <= index);
        &self.list[place.saturating_sub(1)].1
    }

    /// Whether a node has a vote in any of them.
    pub(super) fn ever_voted(&self, node: NodeId) -> bool {
        self.list.iter().any(|(_, membership)| membership.all_voters().contains(node))
    }

    /// The last that is committed, and all after it.
    pub fn since(&self, commit_index: LogIndex) -> &[(LogIndex, Membership)] {
        let committed = self.list.partition_point(|(index, _)| *index <= commit_index).saturating_sub(1);
        &self.list[committed..]
    }

    /// Whether a node has a vote in the last that is committed, or in any after it.
    pub fn may_need(&self, node: NodeId, commit_index: LogIndex) -> bool {
        self.since(commit_index).iter().any(|(_, membership)| membership.all_voters().contains(node))
    }

    /// An entry with a configuration was appended.
    pub fn append(&mut self, index: LogIndex, membership: Membership) {
        self.list.push((index, membership));
    }

    /// The log lost its entries from an index on, never the one that it starts from. Returns whether another
    /// configuration is in force now.
    pub fn truncate_from(&mut self, from: LogIndex) -> bool {
        let (before, start) = (self.list.len(), self.list[0].0);
        self.list.retain(|(index, _)| *index < from || *index == start);
        self.list.len() < before
    }

    /// A snapshot took the place of the log up to an index: what it holds is where the log starts from.
    pub fn compact_to(&mut self, index: LogIndex, membership: Membership) {
        self.list.retain(|(other, _)| index < *other);
        self.list.insert(0, (index, membership));
    }

    /// A snapshot took the place of the whole log.
    pub fn reset(&mut self, index: LogIndex, membership: Membership) {
        self.list = vec![(index, membership)];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nodes(numbers: &[usize]) -> NodeSet {
        numbers.iter().filter_map(|number| NodeId::new(*number)).collect()
    }

    /// §6: "Agreement (for elections and entry commitment) requires separate majorities from both the old and new
    /// configurations."
    #[test]
    fn a_joint_configuration_needs_a_majority_of_both() {
        let joint = Membership { outgoing: nodes(&[1, 2, 3]), ..Membership::of(nodes(&[3, 4, 5])) };
        assert!(!joint.is_quorum(nodes(&[1, 2])));
        assert!(!joint.is_quorum(nodes(&[4, 5])));
        assert!(!joint.is_quorum(nodes(&[1, 2, 4])));
        assert!(joint.is_quorum(nodes(&[2, 3, 4])));
        let reached = joint.reached(|node| [9, 9, 1, 4, 5][node.slot()]);
        assert_eq!(reached, 4, "the old set has reached 9, the new one 4");
    }

    #[test]
    fn learners_do_not_count() {
        let membership = Membership { learners: nodes(&[4, 5]), ..Membership::of(nodes(&[1, 2, 3])) };
        assert!(!membership.is_quorum(nodes(&[1, 4, 5])));
        assert!(membership.is_quorum(nodes(&[1, 2])));
        assert_eq!(membership.members().len(), 5);
    }

    /// §6: a change is under way while newcomers catch up, and while both sets vote.
    #[test]
    fn a_configuration_tells_what_is_under_way() {
        let settled = Membership::of(nodes(&[1, 2, 3]));
        let joint = Membership { outgoing: nodes(&[1, 2]), ..settled };
        let catching_up = Membership { learners: nodes(&[4]), target: nodes(&[1, 2, 3, 4]), ..settled };
        assert!(joint.is_changing() && catching_up.is_changing() && !settled.is_changing());
        assert!(Membership::default().is_unknown() && !settled.is_unknown());
    }

    /// §6, and thesis §4.1: each change leads from the voters to the target, and never through two majorities that
    /// share no server. Tried for all pairs of voters and targets among four servers.
    #[test]
    fn a_change_leads_through_overlapping_majorities() {
        let all = || (1u16..16).map(|bits| (0..4).filter(|bit| bits & (1 << bit) != 0).map(|bit| bit + 1).collect());
        let sets: Vec<Vec<usize>> = all().collect();
        let shared = |a: &Membership, b: &Membership| {
            let quorums = |of: &Membership| {
                sets.iter().map(|set| nodes(set)).filter(|set| of.is_quorum(*set)).collect::<Vec<_>>()
            };
            quorums(a).iter().all(|one| quorums(b).iter().all(|other| !one.intersection(*other).is_empty()))
        };
        for (voters, target) in sets.iter().flat_map(|a| sets.iter().map(move |b| (nodes(a), nodes(b)))) {
            for single in [false, true] {
                if Change::Members(target).check(voters, single).is_err() {
                    continue;
                }
                let mut steps = vec![Membership::of(voters), Membership::first_step(voters, target, single)];
                while let Some(last) = steps.last().filter(|last| last.is_changing()).copied() {
                    let settled = Membership::of(last.voters);
                    steps.push(if last.is_joint() { settled } else { last.with_new_voters(single) });
                }
                assert_eq!(steps.last(), Some(&Membership::of(target)), "{voters:?} to {target:?}");
                for pair in steps.windows(2) {
                    assert!(shared(&pair[0], &pair[1]), "{pair:?}");
                }
            }
        }
    }

    #[test]
    fn the_latest_configuration_goes_and_comes_with_the_log() {
        let (old, new) = (Membership::of(nodes(&[1, 2, 3])), Membership::of(nodes(&[1, 2])));
        let mut all = Configurations::starting_with(LogIndex(0), old);
        all.append(LogIndex(4), new);
        assert_eq!((*all.latest(), *all.at(LogIndex(3)), *all.at(LogIndex(4))), (new, old, new));
        let three = NodeId::new(3).unwrap();
        assert!(all.may_need(three, LogIndex(3)), "the entry that removes it is not committed");
        assert!(!all.may_need(three, LogIndex(4)));
        assert!(!all.truncate_from(LogIndex(5)));
        assert!(all.truncate_from(LogIndex(4)));
        assert_eq!(*all.latest(), old);
        all.append(LogIndex(6), new);
        all.compact_to(LogIndex(5), old);
        assert_eq!(all.since(LogIndex(0)), [(LogIndex(5), old), (LogIndex(6), new)]);
        all.compact_to(LogIndex(6), new);
        assert_eq!(all.since(LogIndex(0)), [(LogIndex(6), new)]);
        all.reset(LogIndex(9), old);
        assert_eq!((all.latest_index(), *all.latest()), (LogIndex(9), old));
    }
}
