//! A run of the search as a script: the same steps in the real simulation, with its clock.
//!
//! Messages take an hour, so that each is delivered by hand. Election timers take an hour too, and fire by `timeout`. After
//! each step the clock goes on by a microsecond, in which the disks do what they have to do. A heartbeat timer fires by its
//! own time, while leaders that are not meant are paused. Where an fsync is a step, each is given the time that it takes up
//! to that step.

use super::bounds::{Bounds, Cluster};
use super::search::{Counterexample, Step};
use super::server::{Act, Rules, Server, request};
use crate::raft::{Canonical, DurationRange, Message, Names, NodeId, NodeSet, WriteSeq};
use crate::script::{Condition, Influence, Limit, Nodes, Runner, Script, Setup, Statement, Step as Line};
use crate::sim::{Actor, ClientId, Content, Kind, MessageId, Pattern, Setting, Tampering, Which, World};

/// As good as for ever.
const HOUR_US: u64 = 3_600_000_000;

/// Between two heartbeats.
const BEAT_US: u64 = 50_000;

/// What a step takes.
const STEP_US: u64 = 1;

/// Events of such a run, at most.
const EVENTS_MAX: u64 = 100_000;

impl Counterexample {
    /// The run as a script that ends with an `expect violated` for everything that it breaks there. None if the real
    /// simulation does otherwise, which would be a fault of the search.
    pub fn script(&self, cluster: &Cluster, bounds: &Bounds) -> Option<Script> {
        Retelling::new(cluster, bounds).retell(self)
    }
}

struct Retelling {
    rules: Rules,
    script: Script,
    /// The servers as the search has them.
    servers: Vec<Server>,
    /// How long the next fsync of each server takes, as the script has it.
    fsync_us: Vec<u64>,
    now_us: u64,
}

fn play(script: &Script) -> Runner {
    let mut runner = Runner::new(script.clone(), false);
    runner.advance(Limit::events(EVENTS_MAX));
    runner
}

impl Retelling {
    fn new(cluster: &Cluster, bounds: &Bounds) -> Retelling {
        let rules = Rules { voters: NodeSet::first(cluster.nodes), config: cluster.config, fsyncs: bounds.fsyncs };
        let hour = DurationRange::exactly(HOUR_US);
        let fsync_us = if rules.fsyncs { HOUR_US } else { 0 };
        let timings = [
            Setting::ElectionTimeout(hour, None),
            Setting::Heartbeat(BEAT_US),
            Setting::Latency(hour, None),
            Setting::Fsync(DurationRange::exactly(fsync_us), None),
            Setting::ClientTimeout(HOUR_US),
        ];
        let settings = cluster.settings.iter().filter(|setting| setting.is_about_rules()).copied().chain(timings);
        let setup = Setup { nodes: cluster.nodes, settings: settings.collect(), ..Setup::default() };
        let servers = rules.voters.iter().map(|node| Server::first(node, &rules)).collect();
        let script = Script { setup, statements: Vec::new() };
        Retelling { rules, script, servers, fsync_us: vec![fsync_us; cluster.nodes], now_us: 0 }
    }

    fn retell(mut self, run: &Counterexample) -> Option<Script> {
        for (place, step) in run.steps.iter().enumerate() {
            self.time_fsync(step, &run.steps[place + 1..])?;
            match step {
                Step::Deliver { message, stays } => {
                    let world = play(&self.script);
                    let (which, id) = find(world.world(), message)?;
                    if *stays {
                        self.say(Influence::Tamper(which, Tampering::Duplicate));
                    }
                    let which = if *stays { Which::One(id) } else { which };
                    self.say(Influence::Tamper(which, Tampering::Deliver));
                }
                Step::Drop(message) => {
                    let world = play(&self.script);
                    let (which, _) = find(world.world(), message)?;
                    self.say(Influence::Tamper(which, Tampering::Drop));
                }
                Step::Node(node, act) => self.act(*node, act)?,
            }
            self.run(STEP_US);
        }
        self.expect_all(run)
    }

    fn act(&mut self, node: NodeId, act: &Act) -> Option<()> {
        let named = || Nodes::Named(vec![node]);
        match act {
            Act::Timeout => self.say(Influence::Timeout(node)),
            Act::Crash => self.say(Influence::Crash(named())),
            Act::Restart => self.say(Influence::Restart(named())),
            Act::Write(number) => {
                let client = ClientId::new(usize::from(*number))?;
                self.say(Influence::Ask { client, command: request(*number).command, to: Some(node) });
                let (from, to) = (Actor::Client(client), Actor::Node(node));
                let which = Which::All(Pattern { kind: Some(Kind::ClientRequest), from, to });
                self.say(Influence::Tamper(which, Tampering::Deliver));
            }
            Act::Beat => {
                let others: Vec<NodeId> = self.servers.iter().filter(|server| server.leads()).map(Server::id).collect();
                let others = others.into_iter().filter(|other| *other != node);
                others.clone().for_each(|other| self.say(Influence::Pause(other)));
                self.run(BEAT_US);
                others.for_each(|other| self.say(Influence::Resume(other)));
            }
            // It happens by its own time.
            Act::Fsync | Act::Receive(_) => {}
        }
        Some(())
    }

    fn say(&mut self, influence: Influence) {
        let said = Statement::new(Line::Do(influence));
        self.script.statements.push(said);
    }

    fn run(&mut self, us: u64) {
        self.now_us += us;
        self.script.statements.push(Statement::new(Line::Run(us)));
    }

    /// Has the fsync that a step begins end in the step in which it shall, if there is one among those to come. None if
    /// the step begins it at an instant that is not known.
    fn time_fsync(&mut self, step: &Step, to_come: &[Step]) -> Option<()> {
        let (node, act) = match step {
            Step::Deliver { message, .. } => (message.to, Act::Receive(message.clone())),
            Step::Node(node, act) => (*node, act.clone()),
            Step::Drop(_) => return Some(()),
        };
        let server = &mut self.servers[node.slot()];
        let was_busy = 0 < server.disk().covered_by_fsync() && act != Act::Fsync;
        *server = server.act(act.clone(), &self.rules)?.server;
        if was_busy || server.disk().covered_by_fsync() == 0 {
            return Some(());
        }
        if act == Act::Beat {
            return None;
        }
        let began_us = self.now_us + if act == Act::Fsync { STEP_US } else { 0 };
        let mut ends_us = self.now_us + STEP_US;
        let mut lasts_us = HOUR_US;
        for step in to_come {
            match step {
                Step::Node(other, Act::Fsync) if *other == node => {
                    lasts_us = ends_us + STEP_US - began_us;
                    break;
                }
                Step::Node(other, Act::Crash) if *other == node => break,
                Step::Node(_, Act::Beat) => ends_us += BEAT_US + STEP_US,
                Step::Node(..) | Step::Deliver { .. } | Step::Drop(_) => ends_us += STEP_US,
            }
        }
        if self.fsync_us[node.slot()] != lasts_us {
            self.fsync_us[node.slot()] = lasts_us;
            let setting = Setting::Fsync(DurationRange::exactly(lasts_us), Some(node));
            match self.script.statements.is_empty() {
                true => self.script.setup.settings.push(setting),
                false => self.say(Influence::configure(setting)),
            }
        }
        Some(())
    }

    /// Ends the script with what it breaks.
    fn expect_all(self, run: &Counterexample) -> Option<Script> {
        let mut script = self.script;
        loop {
            let runner = play(&script);
            let known = script.statements.len();
            for violation in runner.checks().violations() {
                let condition = Condition::Violated(violation.invariant);
                let line = Statement::new(Line::Expect { condition, negated: false });
                if !script.statements.contains(&line) {
                    script.statements.push(line);
                }
            }
            if known == script.statements.len() {
                let is_broken = |invariant| runner.checks().is_violated(invariant);
                return run.broken.iter().all(is_broken).then_some(script);
            }
        }
    }
}

/// How a script names a message that is in flight, and its number.
fn find(world: &World, message: &Message) -> Option<(Which, MessageId)> {
    let names = &Names::permutations(1)[0];
    let bytes = |message: &Message| {
        let mut into = Canonical::new(names, WriteSeq(0));
        into.message(message);
        into.into_bytes()
    };
    let wanted = bytes(message);
    let is_it = |content: &Content| match content {
        Content::Raft(other) => bytes(other) == wanted,
        Content::Request(_) | Content::Reply { .. } | Content::HttpRequest(_) | Content::HttpResponse(_) => false,
    };
    let envelope = world.network().in_flight().filter(|it| is_it(&it.content)).min_by_key(|it| it.id)?;
    let pattern = Pattern { kind: Some(envelope.content.kind()), from: envelope.from, to: envelope.to };
    let is_only = world.network().places_of(pattern).len() == 1;
    Some((if is_only { Which::All(pattern) } else { Which::One(envelope.id) }, envelope.id))
}
