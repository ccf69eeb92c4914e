//! States of a cluster as short rows of numbers, and the moves that lead from one to the next.
//!
//! A state is a row: a number for each server, one for the memory of the invariants, one for what is [`Left`], then those
//! of the messages in flight, in rising order. Messages are a bag: their order does not matter, and two that are alike
//! count as two.

use super::bounds::Bounds;
use super::tables::{Code, Missing, Part, Tables, mix};
use crate::check::untimed::Invariants;
use crate::raft::NodeId;

/// A kind of moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A message is delivered.
    Deliver,
    /// A message is delivered, and a copy of it stays in flight.
    Duplicate,
    /// A message is lost.
    Drop,
    /// An election timer fires.
    Timeout,
    /// A heartbeat timer fires.
    Beat,
    /// A client has a leader write.
    Write,
    /// An fsync is done.
    Fsync,
    /// A server crashes.
    Crash,
    /// A server starts again.
    Restart,
}

impl Kind {
    const ALL: [Kind; 9] = [
        Kind::Deliver,
        Kind::Duplicate,
        Kind::Drop,
        Kind::Timeout,
        Kind::Beat,
        Kind::Write,
        Kind::Fsync,
        Kind::Crash,
        Kind::Restart,
    ];
}

/// A move from a state: the place is that of the message in the state's row, or that of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// What happens.
    pub kind: Kind,
    /// To which message or server.
    pub place: u8,
}

impl Move {
    /// As a number.
    pub const fn code(self) -> u16 {
        (self.kind as u16) << 8 | self.place as u16
    }

    /// The move with a number that [`Move::code`] gave.
    pub fn of(code: u16) -> Move {
        Move { kind: Kind::ALL[usize::from(code >> 8)], place: code as u8 }
    }
}

/// What is left of the bounds, packed: four bits for each kind of moves that are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left(pub u32);

impl Left {
    /// All of it.
    pub fn all(bounds: &Bounds) -> Left {
        let Bounds { elections, writes, beats, crashes, drops, duplicates, .. } = *bounds;
        let counts = [duplicates, drops, elections, beats, writes, crashes];
        Left(counts.into_iter().rev().fold(0, |packed, count| packed << 4 | u32::from(count.min(15))))
    }

    fn shift(kind: Kind) -> Option<u32> {
        match kind {
            Kind::Duplicate => Some(0),
            Kind::Drop => Some(4),
            Kind::Timeout => Some(8),
            Kind::Beat => Some(12),
            Kind::Write => Some(16),
            Kind::Crash => Some(20),
            Kind::Deliver | Kind::Fsync | Kind::Restart => None,
        }
    }

    /// How many moves of a kind are left; nothing if they are not counted.
    fn of(self, kind: Kind) -> Option<u32> {
        Self::shift(kind).map(|shift| self.0 >> shift & 15)
    }

    /// Whether another move of this kind may be made.
    fn allows(self, kind: Kind) -> bool {
        self.of(kind).is_none_or(|count| 0 < count)
    }

    /// What is left after a move of this kind.
    fn after(self, kind: Kind) -> Left {
        Left(self.0 - Self::shift(kind).map_or(0, |shift| 1 << shift))
    }

    fn hash(self) -> u64 {
        mix(u64::from(self.0) ^ 4 << 60)
    }
}

/// How states are laid out, and what may happen in them.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// How many servers there are.
    pub nodes: usize,
    /// What a search begins with.
    pub begins_with: Left,
}

/// Where a move leads, as far as the search has to know it.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// The hash of the state that it leads to: the same for all states that differ by the names of the nodes.
    pub hash: u64,
    /// What the move breaks.
    pub broken: Invariants,
}

impl Layout {
    /// The row of the first state.
    pub fn first(&self, servers: &[Part], memory: Part) -> Vec<u32> {
        let mut row = servers.to_vec();
        row.extend([memory, self.begins_with.0]);
        row
    }

    fn memory(&self, row: &[u32]) -> Part {
        row[self.nodes]
    }

    fn left(&self, row: &[u32]) -> Left {
        Left(row[self.nodes + 1])
    }

    fn messages_from(&self) -> usize {
        self.nodes + 2
    }

    /// Every move that can be made, in an order that depends on the row alone.
    pub fn moves<const N: usize>(&self, tables: &Tables<N>, row: &[u32], into: &mut Vec<Move>) {
        into.clear();
        let left = self.left(row);
        let mut add = |kind: Kind, place: usize| {
            if left.allows(kind) {
                into.push(Move { kind, place: place as u8 });
            }
        };
        assert!(row.len() <= 256, "a place in a row is a byte");
        for place in self.messages_from()..row.len() {
            // Of messages that are alike, one is enough.
            if row[place] == row[place - 1] && self.messages_from() < place {
                continue;
            }
            if tables.can(row[tables.receiver(row[place])]).is_up {
                add(Kind::Deliver, place);
                add(Kind::Duplicate, place);
            }
            add(Kind::Drop, place);
        }
        for (place, server) in row[..self.nodes].iter().enumerate() {
            let can = tables.can(*server);
            if !can.is_up {
                add(Kind::Restart, place);
                continue;
            }
            if can.leads {
                add(Kind::Beat, place);
                add(Kind::Write, place);
            } else {
                add(Kind::Timeout, place);
            }
            if can.fsyncs {
                add(Kind::Fsync, place);
            }
            add(Kind::Crash, place);
        }
    }

    /// The server that a move concerns, and what happens to it; nothing for a message that is lost.
    pub fn act<const N: usize>(&self, tables: &Tables<N>, row: &[u32], made: Move) -> Option<(usize, Code)> {
        let place = usize::from(made.place);
        Some(match made.kind {
            Kind::Deliver | Kind::Duplicate => (tables.receiver(row[place]), Code(row[place])),
            Kind::Drop => return None,
            Kind::Timeout => (place, Code::TIMEOUT),
            Kind::Beat => (place, Code::BEAT),
            Kind::Write => (place, Code::write(self.write_number(row))),
            Kind::Fsync => (place, Code::FSYNC),
            Kind::Crash => (place, Code::CRASH),
            Kind::Restart => (place, Code::RESTART),
        })
    }

    /// The number of the next write in the run, from 1.
    fn write_number(&self, row: &[u32]) -> u8 {
        let all = self.begins_with.of(Kind::Write).unwrap_or(0);
        (all + 1 - self.left(row).of(Kind::Write).unwrap_or(0)) as u8
    }

    /// The sum of the hashes of all that a row holds, under each of the names.
    pub fn hashes<const N: usize>(&self, tables: &Tables<N>, row: &[u32]) -> [u64; N] {
        let mut sums = [self.left(row).hash(); N];
        add(&mut sums, tables.memory_hashes(self.memory(row)));
        row[..self.nodes].iter().for_each(|server| add(&mut sums, tables.server_hashes(*server)));
        row[self.messages_from()..].iter().for_each(|message| add(&mut sums, tables.message_hashes(*message)));
        sums
    }

    /// Where a move leads. `sums` are the hashes of the row.
    pub fn candidate<const N: usize>(
        &self,
        tables: &Tables<N>,
        row: &[u32],
        mut sums: [u64; N],
        made: Move,
    ) -> Result<Candidate, Missing> {
        let mut broken = Invariants::NONE;
        if let Some((place, code)) = self.act(tables, row, made) {
            let server = row[place];
            let (number, outcome) = tables.step(server, code).ok_or(Missing::Step(server, code))?;
            subtract(&mut sums, tables.server_hashes(server));
            add(&mut sums, tables.server_hashes(outcome.server));
            outcome.sent.iter().for_each(|sent| add(&mut sums, tables.message_hashes(*sent)));
            broken = outcome.broken;
            if !outcome.sightings.is_empty() {
                let memory = self.memory(row);
                let look = tables.look(memory, number).ok_or(Missing::Look(memory, number))?;
                subtract(&mut sums, tables.memory_hashes(memory));
                add(&mut sums, tables.memory_hashes(look.memory));
                broken = broken.union(look.broken);
                if !look.of_cluster.is_empty() {
                    let changed = NodeId::new(place + 1).expect("a cluster has 9 nodes at most");
                    broken = broken.union(tables.look_at_cluster(&row[..self.nodes], changed, outcome, look));
                }
            }
        }
        if let Kind::Deliver | Kind::Drop = made.kind {
            subtract(&mut sums, tables.message_hashes(row[usize::from(made.place)]));
        }
        let left = self.left(row);
        let spent = left.after(made.kind).hash().wrapping_sub(left.hash());
        let lowest = sums.into_iter().map(|sum| sum.wrapping_add(spent)).min().unwrap_or_default();
        Ok(Candidate { hash: mix(lowest).max(1), broken })
    }

    /// The row that a move leads to, at the end of `into`. What the move needs is known.
    pub fn follow<const N: usize>(&self, tables: &Tables<N>, row: &[u32], made: Move, into: &mut Vec<u32>) {
        let begin = into.len();
        into.extend_from_slice(row);
        if let Kind::Deliver | Kind::Drop = made.kind {
            into.remove(begin + usize::from(made.place));
        }
        into[begin + self.nodes + 1] = self.left(row).after(made.kind).0;
        let Some((place, code)) = self.act(tables, row, made) else { return };
        let (number, outcome) = tables.step(row[place], code).expect("the step was looked up before");
        into[begin + place] = outcome.server;
        if let Some(look) = tables.look(self.memory(row), number).filter(|_| !outcome.sightings.is_empty()) {
            into[begin + self.nodes] = look.memory;
        }
        into.extend_from_slice(&outcome.sent);
        into[begin + self.messages_from()..].sort_unstable();
    }
}

fn add<const N: usize>(sums: &mut [u64; N], more: &[u64; N]) {
    sums.iter_mut().zip(more).for_each(|(sum, more)| *sum = sum.wrapping_add(*more));
}

fn subtract<const N: usize>(sums: &mut [u64; N], less: &[u64; N]) {
    sums.iter_mut().zip(less).for_each(|(sum, less)| *sum = sum.wrapping_sub(*less));
}
