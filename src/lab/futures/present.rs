//! The present that futures begin at, and what is open there.

use crate::kv::{Command, Request, RequestId, SessionId};
use crate::raft::{LogEntry, LogIndex, LogPosition, Payload, Term};
use crate::script::{Influence, Runner, Statement, Step};
use crate::sim::{ClientId, Instant, World};
use std::collections::{BTreeMap, BTreeSet};

/// Entries of which each future tells what became of them, at most: a row of numbers has a bit for each.
pub const ENTRIES_MAX: usize = 48;

/// What became of an entry that was not committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Some log has it, and nothing is committed at its index.
    Open,
    /// It is committed.
    Committed,
    /// Another entry is committed at its index, or no log has it any more.
    Lost,
}

/// A run that keeps no events.
pub fn quiet(mut runner: Runner) -> Runner {
    runner.world_mut().set_recording(false);
    runner.world_mut().take_events();
    runner
}

/// What became of an entry.
pub fn fate(runner: &Runner, position: LogPosition) -> Fate {
    let world = runner.world();
    match runner.checks().committed_entry(position.index) {
        Some(entry) if entry.term == position.term => Fate::Committed,
        Some(_) => Fate::Lost,
        None if world.nodes().iter().any(|node| world.server(node).log().contains(position)) => Fate::Open,
        None => Fate::Lost,
    }
}

/// The entries that some log has above the highest committed index, by index and term.
pub fn undecided(runner: &Runner) -> BTreeMap<(LogIndex, Term), LogEntry> {
    let (world, committed) = (runner.world(), runner.checks().committed());
    let mut found = BTreeMap::new();
    for node in world.nodes().iter() {
        let log = world.server(node).log();
        let mut index = committed.next().max(log.first_index());
        while let Some(entry) = log.get(index) {
            found.entry((index, entry.term)).or_insert_with(|| entry.clone());
            index = index.next();
        }
    }
    found
}

/// The client's request that an entry holds.
pub fn request_of(entry: &LogEntry) -> Option<Request> {
    match &entry.payload {
        Payload::Command(bytes) => Request::decode(bytes),
        Payload::NoOp | Payload::Configuration(_) => None,
    }
}

/// Whether a client was told that its request, which writes, is done, though no entry with it is committed.
pub fn is_owed(runner: &Runner, request: &Request) -> bool {
    let is_it = |entry: &LogEntry| request_of(entry).is_some_and(|other| key(&other) == key(request));
    is_acknowledged(runner.world(), request) && !committed(runner).any(is_it)
}

/// What is committed, the last first.
fn committed(runner: &Runner) -> impl Iterator<Item = &LogEntry> {
    let checks = runner.checks();
    (1..=checks.committed().0).rev().filter_map(|index| checks.committed_entry(LogIndex(index)))
}

/// What tells one request from all others.
fn key(request: &Request) -> (SessionId, RequestId) {
    (request.session, request.id)
}

/// Whether a client was told that its request, which writes, is done.
fn is_acknowledged(world: &World, request: &Request) -> bool {
    let Some(client) = ClientId::of(request.session) else { return false };
    let operations = &world.clients()[client.slot()].operations;
    let latest = (0..operations.len()).rev().filter_map(|place| world.history().get(*operations.get(place)?));
    let mut latest = latest.skip_while(|operation| request.id < operation.request);
    writes(&request.command) && latest.next().is_some_and(|last| last.request == request.id && last.returned.is_some())
}

fn writes(command: &Command) -> bool {
    match command {
        Command::Get { .. } => false,
        Command::Set { .. } | Command::Delete { .. } | Command::Cas { .. } => true,
    }
}

/// Where futures begin: a run at an instant, and what is open there.
#[derive(Clone, Debug)]
pub struct Present {
    /// The run, without the rest of its script.
    runner: Runner,
    /// The first entries that are not committed, by index and term.
    entries: Vec<LogPosition>,
    /// Writes that were acknowledged, though their entries are not committed.
    owed: BTreeSet<(SessionId, RequestId)>,
    /// The operations that have not returned, by their places in the history.
    open: Vec<usize>,
}

impl Present {
    /// A run as it stands.
    pub fn new(mut runner: Runner) -> Present {
        runner.cut_and_append(Vec::new(), Vec::new());
        runner.world_mut().take_events();
        runner.world_mut().set_recording(true);
        let found = undecided(&runner);
        let requests = found.values().filter_map(request_of);
        let owed = requests.filter(|request| is_owed(&runner, request)).map(|request| key(&request)).collect();
        let entries = found.keys().take(ENTRIES_MAX).map(|&(index, term)| LogPosition { term, index }).collect();
        let clients = runner.world().clients().iter();
        let open = clients.filter_map(|client| Some(client.outstanding.as_ref()?.operation)).collect();
        Present { runner, entries, owed, open }
    }

    /// The run.
    pub fn runner(&self) -> &Runner {
        &self.runner
    }

    /// When.
    pub fn now(&self) -> Instant {
        self.runner.world().now()
    }

    /// The first entries that are not committed, by index and term; [`ENTRIES_MAX`] at most.
    pub fn entries(&self) -> &[LogPosition] {
        &self.entries
    }

    /// A future as it begins: the run up to the present, whose random numbers are then drawn anew from `number`.
    pub fn future(&self, number: u64) -> Runner {
        let mut runner = self.runner.clone();
        let reseed = Statement::new(Step::Do(Influence::Reseed(number)));
        runner.cut_and_append(Vec::new(), vec![reseed]);
        runner
    }

    /// How many acknowledged writes are lost where a future has come to: their entries are neither committed nor in any
    /// log. Those count that were acknowledged since the present, and those whose entries were not committed there.
    pub fn writes_lost(&self, runner: &Runner) -> usize {
        let history = runner.world().history();
        let new = self.runner.world().history().len()..history.len();
        let operations = self.open.iter().copied().chain(new).filter_map(|place| history.get(place));
        let returned = operations.filter(|operation| operation.returned.is_some() && writes(&operation.command));
        let mut owed = self.owed.clone();
        owed.extend(returned.map(|operation| (operation.client.session(), operation.request)));
        if owed.is_empty() {
            return 0;
        }
        // The last entries are looked at first: what was acknowledged lately is among them.
        for entry in undecided(runner).values().chain(committed(runner)) {
            if let Some(request) = request_of(entry) {
                owed.remove(&key(&request));
            }
            if owed.is_empty() {
                break;
            }
        }
        owed.len()
    }
}
