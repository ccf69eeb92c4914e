//! A cluster that a test controls: the test gives statements, looks at the cluster, and decides what to do next.

use raftarium::check::linearizability::Verdict;
use raftarium::kv::Command;
use raftarium::raft::{Change, NodeId};
use raftarium::script::{Influence, Limit, Outcome, Runner, Script, Statement, Step, Stop, parse, parse_more};
use raftarium::sim::fields::request_of;
use raftarium::sim::{ClientId, Event, World};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::collections::BTreeSet;

/// World events under one call of [`Cluster::does`] at most.
const EVENTS_MAX: u64 = 10_000_000;

pub struct Cluster {
    runner: Runner,
    chance: Pcg64Mcg,
    /// The statements that added servers: later statements may name these servers.
    added: Vec<Statement>,
}

impl Cluster {
    /// A cluster from set-up statements.
    pub fn new(set_up: &str) -> Cluster {
        let script = parse(set_up).unwrap_or_else(|error| panic!("{error:?} in\n{set_up}"));
        let chance = Pcg64Mcg::seed_from_u64(script.setup.seed);
        Cluster { runner: Runner::new(script, true), chance, added: Vec::new() }
    }

    /// Carries out statements. Panics if an expectation fails or an invariant breaks.
    pub fn does(&mut self, statements: &str) {
        let setup = self.runner.script().setup.clone();
        let before = Script { setup, statements: self.added.clone() };
        let (more, _) = parse_more(statements, &before).unwrap_or_else(|error| panic!("{error:?} in\n{statements}"));
        let adds = |statement: &&Statement| matches!(statement.step, Step::Do(Influence::Change(Change::Add(_), _)));
        self.added.extend(more.iter().filter(adds).cloned());
        self.runner.cut_and_append(Vec::new(), more);
        let stop = self.runner.advance(Limit::events(EVENTS_MAX));
        let at = self.world().now().0;
        assert_eq!(stop, Stop::Done, "at {at} us {:?} of\n{statements}", self.runner.outcome());
        assert_eq!(*self.runner.outcome(), Outcome::Passed);
        assert_eq!(self.runner.checks().violations(), [], "at {at} us in\n{statements}");
    }

    pub fn world(&self) -> &World {
        self.runner.world()
    }

    /// The events since the last call.
    pub fn events(&mut self) -> Vec<Event> {
        self.runner.world_mut().take_events()
    }

    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + use<> {
        self.world().nodes().iter().collect::<Vec<_>>().into_iter()
    }

    /// The leader that a majority follows; waits for one.
    pub fn leader(&mut self) -> NodeId {
        self.does("run until leader");
        raftarium::script::condition::leader(self.world()).expect("the run went on until there was one")
    }

    /// All live nodes that think that they lead.
    pub fn leaders(&self) -> Vec<NodeId> {
        let leads =
            |node: &NodeId| self.world().server(*node).live().is_some_and(|process| process.node().leading().is_some());
        self.nodes().filter(leads).collect()
    }

    /// A node that thinks that it leads, as soon as there is one.
    pub fn anyone_who_leads(&mut self) -> NodeId {
        for _ in 0..1_000_000 {
            if let Some(leader) = self.leaders().first() {
                return *leader;
            }
            self.does("step");
            self.events();
        }
        panic!("nobody comes to lead");
    }

    pub fn down(&self) -> Vec<NodeId> {
        self.nodes().filter(|node| self.world().server(*node).process.is_none()).collect()
    }

    pub fn term(&self, node: NodeId) -> u64 {
        self.world().server(node).current_term().0
    }

    pub fn commit(&self, node: NodeId) -> u64 {
        self.world().server(node).commit_index().0
    }

    pub fn last(&self, node: NodeId) -> u64 {
        self.world().server(node).log().last().index.0
    }

    /// Some nodes: at least one, at most `count_max`.
    pub fn some_nodes(&mut self, count_max: usize) -> Vec<NodeId> {
        let mut nodes: Vec<NodeId> = self.nodes().collect();
        let count = self.chance.random_range(1..=count_max);
        (0..count).map(|_| nodes.swap_remove(self.chance.random_range(0..nodes.len()))).collect()
    }

    pub fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }

    /// A number from 0 to one below this.
    pub fn below(&mut self, end: u64) -> u64 {
        self.chance.random_range(0..end)
    }

    /// Calls of clients that were answered.
    pub fn answered(&self) -> usize {
        self.world().history().iter().filter(|operation| operation.returned.is_some()).count()
    }

    /// Asserts that the answers to clients were true: each acknowledged write is in every node's log, and the history
    /// is linearizable.
    pub fn assert_history_stands(&self) {
        for node in self.nodes() {
            let log = self.world().server(node).log();
            let logged: BTreeSet<_> = log
                .iter()
                .filter_map(|entry| request_of(&entry.payload))
                .map(|request| (ClientId::of(request.session), request.id))
                .collect();
            for operation in self.world().history() {
                let is_write = !matches!(operation.command, Command::Get { .. });
                let stands = logged.contains(&(Some(operation.client), operation.request));
                assert!(stands || !is_write || operation.returned.is_none(), "{node} lacks {operation:?}");
            }
        }
        assert_eq!(self.runner.checks().linearizability().verdict(self.world()), Verdict::Linearizable);
    }
}
