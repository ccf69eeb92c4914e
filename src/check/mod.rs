//! The safety invariants, checked after every event, incrementally, from the outside: nothing here
//! changes the world, and nothing takes a node's word for what its log or its disk holds.
//!
//! One file a property. Each is fed plain facts, so that a test can show it a world in which the
//! property is broken; `Checks` takes the facts from the real one.

mod claims;
mod commit_monotonic;
mod durable_commit;
mod election_safety;
mod facts;
mod leader_append_only;
mod leader_completeness;
mod ledger;
pub mod linearizability;
mod liveness;
mod log_matching;
mod match_monotonic;
mod monotonic_term;
mod progress;
mod snapshots;
mod stability;
mod state_machine_safety;
pub mod traced;
pub mod untimed;
mod vote_once;

use crate::raft::{LogEntry, LogIndex, Node, NodeId, NodeSet, Payload};
use crate::sim::{Field, Instant, Process, World};
use claims::Claims;
use commit_monotonic::CommitMonotonic;
use durable_commit::DurableCommit;
use election_safety::ElectionSafety;
use leader_append_only::LeaderAppendOnly;
use ledger::Ledger;
use linearizability::{Limits, Live};
use liveness::Liveness;
use log_matching::LogMatching;
use match_monotonic::MatchMonotonic;
use monotonic_term::MonotonicTerm;
use serde::{Deserialize, Serialize};
use snapshots::Snapshots;
use state_machine_safety::Committing;
use vote_once::VoteOnce;

/// A safety invariant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Invariant {
    /// At most one leader is elected in a term (Figure 3).
    ElectionSafety,
    /// A leader never overwrites or removes entries of its own log (Figure 3).
    LeaderAppendOnly,
    /// Entries with the same index and term are the same, and so is all before them (Figure 3).
    LogMatching,
    /// A committed entry is in the logs of the leaders of all later terms (Figure 3).
    LeaderCompleteness,
    /// No two servers apply different entries at an index (Figure 3).
    StateMachineSafety,
    /// A node gives at most one candidate its vote in a term, over restarts too.
    VoteOnce,
    /// A term never falls, and after a restart is not below what was sent or durable.
    MonotonicTerm,
    /// A commit index never falls while a node is up.
    CommitMonotonic,
    /// A match index never falls within one leadership.
    MatchMonotonic,
    /// A committed entry is durable on a majority of the voters' disks.
    DurableCommit,
    /// 5 s after the last fault, with a majority of the voters live and linked, every request is answered.
    Progress,
    /// With all nodes up and linked for 2 s, only a transfer changes the term, and it succeeds.
    Stability,
}

impl Invariant {
    /// Every invariant: those of safety, then those of liveness.
    pub const ALL: [Invariant; 12] = [
        Invariant::ElectionSafety,
        Invariant::LeaderAppendOnly,
        Invariant::LogMatching,
        Invariant::LeaderCompleteness,
        Invariant::StateMachineSafety,
        Invariant::VoteOnce,
        Invariant::MonotonicTerm,
        Invariant::CommitMonotonic,
        Invariant::MatchMonotonic,
        Invariant::DurableCommit,
        Invariant::Progress,
        Invariant::Stability,
    ];

    /// Whether it says that nothing bad happens, and not that something good does.
    pub const fn is_of_safety(self) -> bool {
        !matches!(self, Invariant::Progress | Invariant::Stability)
    }

    /// Its name in a script.
    pub const fn name(self) -> &'static str {
        match self {
            Invariant::ElectionSafety => "election-safety",
            Invariant::LeaderAppendOnly => "leader-append-only",
            Invariant::LogMatching => "log-matching",
            Invariant::LeaderCompleteness => "leader-completeness",
            Invariant::StateMachineSafety => "state-machine-safety",
            Invariant::VoteOnce => "vote-once",
            Invariant::MonotonicTerm => "monotonic-term",
            Invariant::CommitMonotonic => "commit-monotonic",
            Invariant::MatchMonotonic => "match-monotonic",
            Invariant::DurableCommit => "durable-commit",
            Invariant::Progress => "progress",
            Invariant::Stability => "stability",
        }
    }
}

/// What was compared when an invariant was found broken, by name.
pub type Facts = Vec<(&'static str, Field)>;

/// An invariant that was found broken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// Which.
    pub invariant: Invariant,
    /// When.
    pub at: Instant,
    /// What was compared.
    #[serde(with = "facts")]
    pub facts: Facts,
}

/// All invariants over one run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Checks {
    /// Whether a broken invariant counts.
    claims: Claims,
    /// At most one of each invariant: the first.
    violations: Vec<Violation>,
    /// At most one violation of each invariant: the first that happened while nothing was claimed, or that is set aside.
    unclaimed: Vec<Violation>,
    /// The only invariant whose violation counts; none if each does.
    wanted: Option<Invariant>,
    ledger: Ledger,
    elections: ElectionSafety,
    append_only: LeaderAppendOnly,
    matching: LogMatching,
    votes: VoteOnce,
    terms: MonotonicTerm,
    commits: CommitMonotonic,
    matches: MatchMonotonic,
    durable: DurableCommit,
    snapshots: Snapshots,
    liveness: Liveness,
    /// The clients' history. That it is not linearizable is no broken invariant: a cluster may be set up so that reads
    /// are stale.
    linearizability: Live,
    /// Whether a wipe ends the claims; false only where a checker is to be seen failing.
    wipe_ends_claims: bool,
}

impl Default for Checks {
    fn default() -> Checks {
        Checks {
            claims: Claims::default(),
            violations: Vec::new(),
            unclaimed: Vec::new(),
            wanted: None,
            ledger: Ledger::default(),
            elections: ElectionSafety::default(),
            append_only: LeaderAppendOnly::default(),
            matching: LogMatching::default(),
            votes: VoteOnce::default(),
            terms: MonotonicTerm::default(),
            commits: CommitMonotonic::default(),
            matches: MatchMonotonic::default(),
            durable: DurableCommit::default(),
            snapshots: Snapshots::default(),
            liveness: Liveness::default(),
            linearizability: Live::default(),
            wipe_ends_claims: true,
        }
    }
}

impl Checks {
    /// Checks that claim everything even after a wipe: the way to see them fail on a correct core.
    pub fn blind_to_wipes() -> Checks {
        Checks { wipe_ends_claims: false, ..Checks::default() }
    }

    /// Checks that spend no more than this on linearizability.
    pub fn with_limits(limits: Limits) -> Checks {
        Checks { linearizability: Live::new(limits), ..Checks::default() }
    }

    /// The same checks, which set aside what breaks any other invariant than this one: a run goes on after that.
    pub fn wanting(self, wanted: Option<Invariant>) -> Checks {
        Checks { wanted, ..self }
    }

    /// The only invariant whose violation counts; none if each does.
    pub fn wanted(&self) -> Option<Invariant> {
        self.wanted
    }

    /// Whether anything is claimed of this run.
    pub fn claimed(&self) -> bool {
        self.claims.hold()
    }

    /// The servers since the wipe of which nothing is claimed; none while something is.
    pub fn unclaimed_since(&self) -> NodeSet {
        self.claims.lost()
    }

    /// The servers that were given messages which no server sent; nothing is claimed since.
    pub fn forged_at(&self) -> NodeSet {
        self.claims.forged_at()
    }

    /// Whether nothing is claimed for the rest of the run.
    pub fn are_given_up(&self) -> bool {
        self.claims.are_given_up()
    }

    /// What was found broken, first to last, while it was claimed.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// What was found broken, first to last, while nothing was claimed, or is set aside: it ends no run.
    pub fn unclaimed_violations(&self) -> &[Violation] {
        &self.unclaimed
    }

    /// Whether it is claimed now that no invariant of safety was broken at any instant.
    pub fn are_safe(&self) -> bool {
        self.claimed() && !self.violations.iter().any(|violation| violation.invariant.is_of_safety())
    }

    /// Whether an invariant was broken at some instant, claimed or not.
    pub fn is_violated(&self, invariant: Invariant) -> bool {
        self.violations.iter().chain(&self.unclaimed).any(|violation| violation.invariant == invariant)
    }

    /// The highest index that was ever committed.
    pub fn committed(&self) -> LogIndex {
        self.ledger.len()
    }

    /// The entry that was committed first at an index.
    pub fn committed_entry(&self, index: LogIndex) -> Option<&LogEntry> {
        self.ledger.get(index).map(|committed| &committed.entry)
    }

    /// What is known of the clients' history, and which answers no order explains.
    pub fn linearizability(&self) -> &Live {
        &self.linearizability
    }

    /// Looks at what the world's last step or influence touched. Returns how many violations are new, of what is claimed.
    pub fn look(&mut self, world: &World) -> usize {
        let footprint = world.footprint();
        if self.wipe_ends_claims {
            for node in footprint.wiped.iter() {
                self.claims.wiped(node);
                self.votes.forget(node);
                self.terms.forget(node);
            }
            if !footprint.forged.is_empty() {
                self.claims.forged(footprint.forged);
            }
        }
        self.linearizability.look(world);
        let before = self.violations.len();
        for vote in &footprint.votes {
            if self.votes.was_forgotten(*vote) {
                self.claims.give_up();
            }
            let broken = self.votes.look(*vote);
            self.note(world, Invariant::VoteOnce, broken);
        }
        for node in footprint.nodes.iter() {
            let raft = world.server(node).process.as_deref().map(Process::node);
            self.look_at_term(world, node, raft);
            self.look_at_log(world, node);
            self.look_at_leader(world, node, raft);
            self.look_at_commit(world, node, raft);
        }
        self.look_at_disks(world, footprint.disks);
        if let Some(found) = self.liveness.look(world) {
            self.note(world, Invariant::Progress, found.progress);
            self.note(world, Invariant::Stability, found.stability);
        }
        self.violations.len() - before
    }

    #[inline(always)]
    fn note(&mut self, world: &World, invariant: Invariant, broken: Option<Facts>) {
        if let Some(facts) = broken {
            self.note_broken(world, invariant, facts);
        }
    }

    /// Out of line: it is looked for after every event, and hardly ever found.
    #[cold]
    #[inline(never)]
    fn note_broken(&mut self, world: &World, invariant: Invariant, facts: Facts) {
        let list = if self.wanted.is_some_and(|wanted| wanted != invariant) {
            &mut self.unclaimed
        } else if self.claims.hold() {
            &mut self.violations
        } else {
            if invariant.is_of_safety() {
                self.claims.give_up();
            }
            &mut self.unclaimed
        };
        if !list.iter().any(|violation| violation.invariant == invariant) {
            list.push(Violation { invariant, at: world.now(), facts });
        }
    }

    fn look_at_term(&mut self, world: &World, node: NodeId, raft: Option<&Node>) {
        let footprint = world.footprint();
        let term = raft.map(Node::current_term);
        let started = footprint.started.contains(node);
        let broken = self.terms.look(node, term, started, footprint.sent_term(node));
        self.note(world, Invariant::MonotonicTerm, broken);
    }

    fn look_at_log(&mut self, world: &World, node: NodeId) {
        let footprint = world.footprint();
        let started = footprint.started.contains(node);
        let from = if started { Some(LogIndex(1)) } else { footprint.log_from(node) };
        let Some(from) = from else { return };
        let broken = self.matching.look(world.server(node).log(), from);
        self.note(world, Invariant::LogMatching, broken);
    }

    fn look_at_leader(&mut self, world: &World, node: NodeId, raft: Option<&Node>) {
        let Some((raft, leader)) = raft.and_then(|raft| Some((raft, raft.leading()?))) else {
            self.append_only.no_leader(node);
            self.matches.no_leader(node);
            return;
        };
        let term = raft.current_term();
        let changed_from = world.footprint().log_from(node);
        let broken = self.append_only.look(node, term, raft.log().last().index, changed_from);
        self.note(world, Invariant::LeaderAppendOnly, broken);
        let members = raft.membership().members();
        let broken = self.matches.look(node, term, members, |peer| leader.progress(peer).match_index);
        self.note(world, Invariant::MatchMonotonic, broken);
        if self.elections.is_news(node, term) {
            let broken = self.elections.look(node, term);
            self.note(world, Invariant::ElectionSafety, broken);
            let broken = leader_completeness::look_at_election(&self.ledger, node, term, raft.log());
            self.note(world, Invariant::LeaderCompleteness, broken);
        }
    }

    fn look_at_commit(&mut self, world: &World, node: NodeId, raft: Option<&Node>) {
        let commit_index = raft.map(Node::commit_index);
        let started = world.footprint().started.contains(node);
        let seen = self.commits.seen(node, started);
        let broken = self.commits.look(node, commit_index, started);
        self.note(world, Invariant::CommitMonotonic, broken);
        let Some(raft) = raft else { return };
        let broken = self.snapshots.look(node, raft);
        self.note(world, Invariant::StateMachineSafety, broken);
        if raft.commit_index() <= seen {
            return;
        }
        let known = self.ledger.len();
        let broken = state_machine_safety::look(&mut self.ledger, Committing::of(raft), seen.next());
        self.note(world, Invariant::StateMachineSafety, broken);
        if known < self.ledger.len() {
            // The leader that made a commit knows of it first, even if it stepped down by it.
            self.durable.counted_by(raft.configurations().since(raft.commit_index()));
            self.note_configurations(known);
            for other in world.nodes().iter() {
                let Some(process) = &world.server(other).process else {
                    continue;
                };
                if process.node().leading().is_some() {
                    let (term, log) = (process.node().current_term(), process.node().log());
                    let broken = leader_completeness::look_at_commit(&self.ledger, other, term, log);
                    self.note(world, Invariant::LeaderCompleteness, broken);
                }
            }
            self.look_at_disks(world, world.nodes());
        }
    }

    /// Entries after an index of the ledger are new: there may be configurations among them.
    fn note_configurations(&mut self, known: LogIndex) {
        for index in known.0 + 1..=self.ledger.len().0 {
            if let Some(Payload::Configuration(membership)) =
                self.ledger.get(LogIndex(index)).map(|committed| &committed.entry.payload)
            {
                self.claims.configured(*membership);
            }
        }
    }

    fn look_at_disks(&mut self, world: &World, disks: NodeSet) {
        if disks.is_empty() {
            return;
        }
        for node in disks.iter() {
            let disk = &world.server(node).disk;
            self.terms.durable(node, disk.hard_state().current_term);
            self.durable.look_at_disk(node, disk.log(), &self.ledger);
        }
        let broken = self.durable.look(world.first_voters(), self.ledger.len());
        self.note(world, Invariant::DurableCommit, broken);
    }
}

#[cfg(test)]
mod tests;
