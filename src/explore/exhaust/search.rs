//! Breadth first through all states: level by level, so that the first run that breaks something is among the shortest.
//!
//! A level is searched in blocks of states. Threads share the work on a block, in three phases between which all meet:
//! where the moves lead, which of that is new, and what was missing in the tables. Nothing depends on how many threads
//! there are: the pieces of work are the same, and their results are used in their order.

use super::bounds::{Bounds, Cluster};
use super::moves::{Kind, Layout, Left, Move};
use super::parallel::in_parallel;
use super::server::{Act, Rules, Server};
use super::tables::{Missing, Tables, Worked};
use super::visited::{Rows, Shard, Ways};
use crate::check::untimed::{Invariants, Memory};
use crate::raft::{Message, Names, NodeId, NodeSet};
use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The visited states are kept in so many tables, each of which one thread fills at a time; a power of two.
const SHARDS: usize = 64;

/// States of a piece of work, at most.
const PIECE_STATES: usize = 1_024;

/// Pieces of a block, at most.
const BLOCK_PIECES: usize = 128;

/// Missing steps and looks of a piece of work, at most.
const PIECE_MISSING: usize = 64;

/// A step of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A message is delivered.
    Deliver {
        /// The message.
        message: Message,
        /// Whether a copy of it stays in flight.
        stays: bool,
    },
    /// A message is lost.
    Drop(Message),
    /// Something else happens to a node.
    Node(NodeId, Act),
}

/// A run that breaks something: no run with fewer steps does, within the bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterexample {
    /// Its steps.
    pub steps: Vec<Step>,
    /// What the last of them breaks.
    pub broken: Invariants,
}

/// What a search met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exhausted {
    /// How many states need so many steps, from 0 on. With symmetry, states that differ by names count once.
    pub levels: Vec<u64>,
    /// Moves that were looked at.
    pub moves: u64,
    /// The first run that breaks something, if one does.
    pub found: Option<Counterexample>,
    /// Whether there are no more states within the bounds, however long the run.
    pub is_complete: bool,
    /// Whether the search gave up because there are too many states.
    pub is_cut: bool,
    /// How many different servers, messages, memories of the invariants, and steps of servers there are.
    pub parts: [usize; 4],
    /// Bytes that the states took at most: hashes, rows and ways.
    pub bytes: usize,
}

impl Exhausted {
    /// The steps of the longest runs that it looked at.
    pub fn depth(&self) -> usize {
        self.levels.len() - 1
    }

    /// All states.
    pub fn states(&self) -> u64 {
        self.levels.iter().sum()
    }
}

/// Searches through all states of a cluster, with so many threads.
pub fn search<const N: usize>(cluster: &Cluster, bounds: &Bounds, names: Vec<Names>, jobs: usize) -> Exhausted {
    let rules = Rules { voters: NodeSet::first(cluster.nodes), config: cluster.config, fsyncs: bounds.fsyncs };
    let layout = Layout { nodes: cluster.nodes, begins_with: Left::all(bounds) };
    let mut tables = Tables::<N>::new(rules, names);
    let servers: Vec<u32> = rules.voters.iter().map(|node| tables.number_server(Server::first(node, &rules))).collect();
    let memory = tables.number_memory(Memory::default());
    let first = layout.first(&servers, memory);
    let shards = (0..SHARDS).map(|_| Mutex::default()).collect();
    let mut search = Search { layout, tables, jobs, first, shards, ways: Vec::new(), done: Exhausted::default() };
    search.run(bounds);
    search.done.parts = search.tables.sizes();
    search.done
}

/// States to leave, of one part of a level.
struct Piece {
    part: usize,
    places: Vec<usize>,
}

/// A move to a state that may be new.
#[derive(Clone, Copy)]
struct Target {
    hash: u64,
    part: u32,
    place: u32,
    made: Move,
}

/// A move that breaks something.
struct Breach {
    part: usize,
    place: usize,
    made: Move,
    broken: Invariants,
}

/// Where the moves from the states of a piece lead.
#[derive(Default)]
struct Departed {
    /// For each shard.
    targets: Vec<Vec<Target>>,
    moves: u64,
    missing: Vec<Missing>,
    /// The states that cannot be left before what is missing is known.
    again: Vec<usize>,
    breach: Option<Breach>,
}

/// The states of a level in parts, and where each part begins in the level.
struct Level {
    parts: Vec<Rows>,
    begins: Vec<u32>,
}

struct Search<const N: usize> {
    layout: Layout,
    tables: Tables<N>,
    jobs: usize,
    first: Vec<u32>,
    shards: Vec<Mutex<Shard>>,
    /// The ways to the states of each level after the first.
    ways: Vec<Ways>,
    done: Exhausted,
}

fn lock(shard: &Mutex<Shard>) -> MutexGuard<'_, Shard> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The shard of a hash, which the tables within a shard do not look at.
fn shard_of(hash: u64) -> usize {
    (hash >> (u64::BITS - SHARDS.ilog2())) as usize
}

impl<const N: usize> Search<N> {
    fn run(&mut self, bounds: &Bounds) {
        let mut rows = Rows { words: self.first.clone(), ends: Vec::new() };
        rows.end_row();
        // No move leads back to the first state: nothing has happened only there.
        self.done.levels.push(1);
        let mut level = Level { parts: vec![rows], begins: vec![0] };
        for depth in 1..=bounds.depth {
            if let Some(breach) = self.leave_level(&level, depth == bounds.depth) {
                self.done.found = Some(self.counterexample(&level, &breach));
                return;
            }
            self.done.is_complete = self.done.levels[depth] == 0;
            self.done.is_cut = bounds.states < self.done.states() && depth < bounds.depth;
            if self.done.is_complete || self.done.is_cut {
                return;
            }
            level = self.next_level(level);
        }
    }

    /// Makes every move from every state of a level. Returns the first that breaks something.
    fn leave_level(&mut self, level: &Level, is_last: bool) -> Option<Breach> {
        let (mut pieces, mut new) = (Vec::new(), 0);
        for (part, rows) in level.parts.iter().enumerate() {
            let places: Vec<usize> = (0..rows.ends.len()).collect();
            pieces.extend(places.chunks(PIECE_STATES).map(|places| Piece { part, places: places.to_vec() }));
        }
        let mut pieces = pieces.into_iter().peekable();
        while pieces.peek().is_some() {
            let mut block: Vec<Piece> = pieces.by_ref().take(BLOCK_PIECES).collect();
            while !block.is_empty() {
                let departed = in_parallel(self.jobs, block.len(), |piece| self.leave(level, &block[piece]));
                self.done.moves += departed.iter().map(|departed| departed.moves).sum::<u64>();
                new += self.arrive(level, &departed, is_last);
                self.work(departed.iter().flat_map(|departed| &departed.missing));
                let mut again = Vec::new();
                for (Departed { again: places, breach, .. }, Piece { part, .. }) in departed.into_iter().zip(block) {
                    if breach.is_some() {
                        return breach;
                    }
                    if !places.is_empty() {
                        again.push(Piece { part, places });
                    }
                }
                block = again;
            }
        }
        self.done.levels.push(new);
        None
    }

    /// Where the moves from the states of a piece lead.
    fn leave(&self, level: &Level, Piece { part, places }: &Piece) -> Departed {
        let Search { layout, tables, .. } = self;
        let mut departed = Departed { targets: vec![Vec::new(); SHARDS], ..Departed::default() };
        let (mut moves, mut targets) = (Vec::new(), Vec::new());
        for place in places {
            let row = level.parts[*part].row(*place);
            layout.moves(tables, row, &mut moves);
            let sums = layout.hashes(tables, row);
            let known = departed.missing.len();
            targets.clear();
            let mut breach = None;
            for made in &moves {
                match layout.candidate(tables, row, sums, *made) {
                    Ok(candidate) => {
                        if !candidate.broken.is_empty() {
                            let broken = candidate.broken;
                            breach.get_or_insert(Breach { part: *part, place: *place, made: *made, broken });
                        }
                        let (part, place) = (*part as u32, *place as u32);
                        targets.push(Target { hash: candidate.hash, part, place, made: *made });
                    }
                    Err(missing) => departed.missing.push(missing),
                }
            }
            if known < departed.missing.len() {
                departed.again.push(*place);
                continue;
            }
            departed.moves += moves.len() as u64;
            departed.breach = departed.breach.or(breach);
            targets.iter().for_each(|target| departed.targets[shard_of(target.hash)].push(*target));
        }
        departed
    }

    /// Enters the states that moves lead to, and keeps the rows of those that are new. Returns how many are.
    fn arrive(&self, level: &Level, departed: &[Departed], is_last: bool) -> u64 {
        let Search { layout, tables, .. } = self;
        let enter = |shard: usize| {
            let (mut into, mut new) = (lock(&self.shards[shard]), 0);
            for target in departed.iter().flat_map(|departed| &departed.targets[shard]) {
                if !into.enter(target.hash) {
                    continue;
                }
                new += 1;
                if is_last {
                    continue;
                }
                let Target { part, place, made, .. } = *target;
                let row = level.parts[part as usize].row(place as usize);
                layout.follow(tables, row, made, &mut into.rows.words);
                into.rows.end_row();
                into.ways.push(level.begins[part as usize] + place, made.code());
            }
            new
        };
        in_parallel(self.jobs, SHARDS, enter).into_iter().sum()
    }

    /// Works out what is missing in the tables, and enters it in the order in which it was missed.
    fn work<'a>(&mut self, missing: impl Iterator<Item = &'a Missing>) {
        let mut seen = HashSet::new();
        let missing: Vec<Missing> = missing.copied().filter(|missing| seen.insert(*missing)).collect();
        let pieces: Vec<&[Missing]> = missing.chunks(PIECE_MISSING).collect();
        let tables = &self.tables;
        let work =
            |piece: usize| -> Vec<Worked> { pieces[piece].iter().map(|missing| tables.work(*missing)).collect() };
        for worked in in_parallel(self.jobs, pieces.len(), work).into_iter().flatten() {
            self.tables.enter(worked);
        }
    }

    /// Takes the next level out of the shards, and lets this one go.
    fn next_level(&mut self, level: Level) -> Level {
        let old: usize = level.parts.iter().map(Rows::bytes).sum();
        let shards: usize = self.shards.iter().map(|shard| lock(shard).bytes()).sum();
        let bytes = old + shards + self.ways.iter().map(Ways::bytes).sum::<usize>();
        self.done.bytes = self.done.bytes.max(bytes);
        let (mut next, mut ways, mut begin) = (Level { parts: Vec::new(), begins: Vec::new() }, Ways::default(), 0);
        for shard in &self.shards {
            let mut shard = lock(shard);
            let rows = std::mem::take(&mut shard.rows);
            ways.append(std::mem::take(&mut shard.ways));
            if !rows.ends.is_empty() {
                next.begins.push(begin);
                begin += rows.ends.len() as u32;
                next.parts.push(rows);
            }
        }
        self.ways.push(ways);
        next
    }

    /// The run that leads to a state of a level, and the move that breaks something there.
    fn counterexample(&self, level: &Level, breach: &Breach) -> Counterexample {
        let mut moves = vec![breach.made];
        let mut place = level.begins[breach.part] as usize + breach.place;
        for ways in self.ways.iter().rev() {
            let (before, code) = ways.get(place);
            moves.push(Move::of(code));
            place = before;
        }
        let (mut row, mut steps) = (self.first.clone(), Vec::new());
        for made in moves.into_iter().rev() {
            steps.push(self.step(&row, made));
            let mut next = Vec::new();
            self.layout.follow(&self.tables, &row, made, &mut next);
            row = next;
        }
        Counterexample { steps, broken: breach.broken }
    }

    /// A move as a step of a run.
    fn step(&self, row: &[u32], made: Move) -> Step {
        let message = || self.tables.message(row[usize::from(made.place)]).clone();
        match (made.kind, self.layout.act(&self.tables, row, made)) {
            (Kind::Deliver, _) => Step::Deliver { message: message(), stays: false },
            (Kind::Duplicate, _) => Step::Deliver { message: message(), stays: true },
            (_, Some((place, code))) => {
                let node = NodeId::new(place + 1).expect("a cluster has 9 nodes at most");
                Step::Node(node, self.tables.act(code))
            }
            (_, None) => Step::Drop(message()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::search::Start;
    use crate::raft::Canonical;
    use crate::script::{Limit, Runner};
    use crate::sim::{Content, World};

    /// What the world has of a server, as the search writes it.
    fn node_in(world: &World, node: NodeId) -> Option<Vec<u8>> {
        let names = &Names::permutations(1)[0];
        let server = world.server(node);
        let mut into = Canonical::new(names, server.disk.durable_write());
        server.process.as_deref()?.node().write_canonical(&mut into);
        into.durable(server.disk.contents());
        Some(into.into_bytes())
    }

    fn node_of(server: &Server) -> Option<Vec<u8>> {
        let names = &Names::permutations(1)[0];
        let mut into = Canonical::new(names, server.disk().durable_write());
        server.node()?.write_canonical(&mut into);
        into.durable(server.disk().contents());
        Some(into.into_bytes())
    }

    /// Runs of moves drawn at random, of every kind, are told as scripts, and in the simulation every server ends as it does
    /// in the search, with as many messages in flight.
    #[test]
    fn random_runs_end_in_the_simulation_as_they_do_in_the_search() {
        let cluster = Cluster::of(&Start::default()).unwrap();
        let (mut drawn, mut told, mut kinds) = (1u64, 0, HashSet::new());
        for number in 0..120 {
            let bounds = Bounds {
                elections: 4,
                writes: 2,
                beats: 4,
                crashes: 2,
                drops: 2,
                duplicates: 2,
                fsyncs: number % 3 == 0,
                ..Bounds::default()
            };
            let rules = Rules { voters: NodeSet::first(3), config: cluster.config, fsyncs: bounds.fsyncs };
            let layout = Layout { nodes: 3, begins_with: Left::all(&bounds) };
            let mut tables = Tables::<1>::new(rules, Names::permutations(1));
            let servers: Vec<u32> =
                rules.voters.iter().map(|node| tables.number_server(Server::first(node, &rules))).collect();
            let memory = tables.number_memory(Memory::default());
            let first = layout.first(&servers, memory);
            let (shards, ways) = (Vec::new(), Vec::new());
            let done = Exhausted::default();
            let mut search = Search { layout, tables, jobs: 1, first: first.clone(), shards, ways, done };
            let (mut row, mut steps, mut moves) = (first, Vec::new(), Vec::new());
            for _ in 0..40 {
                layout.moves(&search.tables, &row, &mut moves);
                drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let Some(made) = moves.get((drawn >> 33) as usize % moves.len().max(1)).copied() else { break };
                let sums = layout.hashes(&search.tables, &row);
                while let Err(missing) = layout.candidate(&search.tables, &row, sums, made) {
                    search.work([missing].iter());
                }
                steps.push(search.step(&row, made));
                kinds.insert(made.code() >> 8);
                let mut next = Vec::new();
                layout.follow(&search.tables, &row, made, &mut next);
                row = next;
            }
            let run = Counterexample { steps, broken: Invariants::NONE };
            let script = run.script(&cluster, &bounds).unwrap_or_else(|| panic!("run {number} is told"));
            let mut runner = Runner::new(script.clone(), false);
            runner.advance(Limit::events(100_000));
            for (place, node) in rules.voters.iter().enumerate() {
                let ours = node_of(search.tables.server(row[place]));
                assert_eq!(node_in(runner.world(), node), ours, "run {number}: {node} in\n{script}");
            }
            let is_of_nodes = |content: &Content| matches!(content, Content::Raft(_));
            let in_flight = runner.world().network().in_flight().filter(|it| is_of_nodes(&it.content)).count();
            assert_eq!(in_flight, row.len() - 5, "run {number}: messages in flight in\n{script}");
            told += 1;
        }
        assert_eq!((told, kinds.len()), (120, 9), "every kind of move was made");
    }
}
