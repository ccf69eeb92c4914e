//! The same invariants for a search through all states of a cluster, where no world is looked at after every event: what
//! they remember of the past is a part of each state there, so it is kept apart, and small.
//!
//! | what is looked at | what is remembered | invariants |
//! |---|---|---|
//! | [`look_at_node`]: one node before and after an event | nothing | commit-monotonic, match-monotonic, leader-append-only, monotonic-term while it is up |
//! | [`Promises`]: one server | its last vote, the highest term that it sent or has durable | vote-once, monotonic-term over restarts |
//! | [`Memory`]: all nodes that a [`Sighting`] tells of | the leaders, the committed entries, all entries of all logs | election-safety, log-matching, state-machine-safety, leader-completeness at elections |
//! | [`Memory::look_at_cluster`]: all leaders and disks | | leader-completeness at commits, durable-commit |
//!
//! The voters are those of the set-up, and no disk is wiped.

use super::Invariant;
use super::commit_monotonic::CommitMonotonic;
use super::durable_commit::DurableCommit;
use super::election_safety::ElectionSafety;
use super::leader_append_only::LeaderAppendOnly;
use super::leader_completeness;
use super::ledger::Ledger;
use super::log_matching::LogMatching;
use super::match_monotonic::MatchMonotonic;
use super::monotonic_term::MonotonicTerm;
use super::state_machine_safety::{self, Committing};
use super::vote_once::VoteOnce;
use crate::raft::{Canonical, Log, LogIndex, Node, NodeId, NodeSet, Term};
use crate::sim::Vote;

/// A set of invariants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Invariants(u16);

impl Invariants {
    /// No invariant.
    pub const NONE: Invariants = Invariants(0);

    /// Adds an invariant if it is broken.
    fn note<T>(&mut self, invariant: Invariant, broken: Option<T>) {
        if broken.is_some() {
            self.0 |= 1 << invariant as u16;
        }
    }

    /// Those of both sets.
    pub const fn union(self, other: Invariants) -> Invariants {
        Invariants(self.0 | other.0)
    }

    /// Whether it has none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Its invariants, in the order of [`Invariant::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Invariant> {
        Invariant::ALL.into_iter().filter(move |invariant| self.0 & (1 << *invariant as u16) != 0)
    }
}

/// What an event broke by what it made of one node. `changed_from` is where its log changed first, if it changed.
pub fn look_at_node(before: &Node, after: &Node, changed_from: Option<LogIndex>) -> Invariants {
    let (node, mut broken) = (after.id(), Invariants::NONE);
    let mut terms = MonotonicTerm::default();
    terms.look(node, Some(before.current_term()), false, None);
    broken.note(Invariant::MonotonicTerm, terms.look(node, Some(after.current_term()), false, None));
    let mut commits = CommitMonotonic::default();
    commits.look(node, Some(before.commit_index()), false);
    broken.note(Invariant::CommitMonotonic, commits.look(node, Some(after.commit_index()), false));
    if before.leading().is_none() || after.leading().is_none() {
        return broken;
    }
    let (mut append_only, mut matches) = (LeaderAppendOnly::default(), MatchMonotonic::default());
    let (mut overwritten, mut fallen) = (None, None);
    for (raft, changed_from) in [(before, None), (after, changed_from)] {
        let (term, members) = (raft.current_term(), raft.membership().members());
        overwritten = append_only.look(node, term, raft.log().last().index, changed_from);
        fallen =
            raft.leading().and_then(|led| matches.look(node, term, members, |peer| led.progress(peer).match_index));
    }
    broken.note(Invariant::LeaderAppendOnly, overwritten);
    broken.note(Invariant::MatchMonotonic, fallen);
    broken
}

/// What one server promised, over all its lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Promises {
    term: Term,
    vote: Option<Vote>,
}

impl Promises {
    /// It sent a message of a term, or has it durable.
    pub fn note_term(&mut self, term: Term) {
        self.term = self.term.max(term);
    }

    /// It gives a vote.
    pub fn give(&mut self, vote: Vote) -> Invariants {
        let (mut broken, mut votes) = (Invariants::NONE, VoteOnce::default());
        if let Some(last) = self.vote {
            votes.look(last);
        }
        broken.note(Invariant::VoteOnce, votes.look(vote));
        // Of older terms nothing is remembered, see `vote_once.rs`.
        self.vote = Some(vote);
        broken
    }

    /// It starts again, in a term.
    pub fn restart(&self, node: NodeId, term: Term) -> Invariants {
        let (mut broken, mut terms) = (Invariants::NONE, MonotonicTerm::default());
        terms.durable(node, self.term);
        broken.note(Invariant::MonotonicTerm, terms.look(node, Some(term), true, None));
        broken
    }

    /// Writes it.
    pub fn write_canonical(&self, into: &mut Canonical<'_>) {
        into.term(self.term);
        into.term(self.vote.map_or(Term(0), |vote| vote.term));
        into.node(self.vote.map(|vote| vote.candidate));
    }
}

/// A node after an event that may concern others: its log changed, or it was elected, or it committed something.
#[derive(Clone, Debug)]
pub struct Sighting {
    /// The node.
    pub raft: Node,
    /// The lowest index at which the step changed the node's log, if it changed the log.
    pub changed_from: Option<LogIndex>,
    /// Whether it began to lead.
    pub elected: bool,
    /// Its commit index before; 0 if it started.
    pub commit_before: LogIndex,
    /// The log on its disk.
    pub durable: Log,
    /// Whether entries were removed from its disk.
    pub removed: bool,
}

/// What the invariants remember of a whole cluster.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    elections: ElectionSafety,
    matching: LogMatching,
    ledger: Ledger,
}

impl Memory {
    /// Looks at a node, and remembers it. Returns what is broken, and whether the whole cluster is to be looked at.
    pub fn look(&mut self, sighting: &Sighting) -> (Invariants, bool) {
        let Sighting { raft, changed_from, elected, commit_before, durable: _, removed } = sighting;
        let (node, term, mut broken) = (raft.id(), raft.current_term(), Invariants::NONE);
        if let Some(from) = changed_from {
            broken.note(Invariant::LogMatching, self.matching.look(raft.log(), *from));
        }
        if *elected {
            broken.note(Invariant::ElectionSafety, self.elections.look(node, term));
            let lacking = leader_completeness::look_at_election(&self.ledger, node, term, raft.log());
            broken.note(Invariant::LeaderCompleteness, lacking);
        }
        let known = self.ledger.len();
        if *commit_before < raft.commit_index() {
            let other = state_machine_safety::look(&mut self.ledger, Committing::of(raft), commit_before.next());
            broken.note(Invariant::StateMachineSafety, other);
        }
        (broken, *removed || known < self.ledger.len())
    }

    /// Looks at all leaders, and at the logs on all disks, after something was committed or removed.
    pub fn look_at_cluster<'a>(
        &self,
        voters: NodeSet,
        leaders: impl Iterator<Item = &'a Node>,
        disks: impl Iterator<Item = (NodeId, &'a Log)>,
    ) -> Invariants {
        let mut broken = Invariants::NONE;
        for leader in leaders {
            let (term, log) = (leader.current_term(), leader.log());
            let lacking = leader_completeness::look_at_commit(&self.ledger, leader.id(), term, log);
            broken.note(Invariant::LeaderCompleteness, lacking);
        }
        let mut durable = DurableCommit::default();
        for (node, log) in disks {
            durable.look_at_disk(node, log, &self.ledger);
        }
        broken.note(Invariant::DurableCommit, durable.look(voters, self.ledger.len()));
        broken
    }

    /// Writes it.
    pub fn write_canonical(&self, into: &mut Canonical<'_>) {
        let leaders = self.elections.leaders();
        into.number(leaders.len() as u64);
        for (term, leader) in leaders {
            into.term(*term);
            into.node(Some(*leader));
        }
        let entries = self.matching.entries();
        into.number(entries.len() as u64);
        for (index, term, term_before, payload) in entries {
            into.index(index);
            into.term(term);
            into.term(term_before);
            into.payload(payload);
        }
        for index in 1..=self.ledger.len().0 {
            if let Some(committed) = self.ledger.get(LogIndex(index)) {
                into.term(committed.entry.term);
                into.term(committed.in_term);
                into.payload(&committed.entry.payload);
            }
        }
    }
}
