//! The states that a search has met: of all of them a hash, of those of the next level the row, and how they were reached.

/// Rows of some states of one level.
#[derive(Debug, Default)]
pub struct Rows {
    /// The rows, one after the other.
    pub words: Vec<u32>,
    /// Where each row ends.
    pub ends: Vec<u32>,
}

impl Rows {
    /// The row of a state.
    pub fn row(&self, place: usize) -> &[u32] {
        let begin = if place == 0 { 0 } else { self.ends[place - 1] as usize };
        &self.words[begin..self.ends[place] as usize]
    }

    /// Ends the row that was written last.
    pub fn end_row(&mut self) {
        self.ends.push(u32::try_from(self.words.len()).expect("a part of a level has less than 16 GB of rows"));
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        4 * (self.words.capacity() + self.ends.capacity())
    }
}

/// How each state of a level was reached: the place of the state before it in its own level, and the move.
#[derive(Debug, Default)]
pub struct Ways {
    before: Vec<u32>,
    moves: Vec<u16>,
}

impl Ways {
    /// Adds the way to another state.
    pub fn push(&mut self, before: u32, code: u16) {
        self.before.push(before);
        self.moves.push(code);
    }

    /// The way to a state.
    pub fn get(&self, place: usize) -> (usize, u16) {
        (self.before[place] as usize, self.moves[place])
    }

    /// Adds others after these.
    pub fn append(&mut self, mut others: Ways) {
        self.before.append(&mut others.before);
        self.moves.append(&mut others.moves);
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        4 * self.before.capacity() + 2 * self.moves.capacity()
    }
}

/// The visited states of some hashes, and of the next level's the rows and ways.
#[derive(Debug, Default)]
pub struct Shard {
    /// Hashes, 0 for a free place; its length is a power of two, and a quarter of it is free at least.
    hashes: Vec<u64>,
    count: usize,
    /// The rows of the next level.
    pub rows: Rows,
    /// The ways to them.
    pub ways: Ways,
}

impl Shard {
    /// Enters a hash, which is not 0. Returns whether it is new.
    pub fn enter(&mut self, hash: u64) -> bool {
        if self.hashes.len() * 3 <= self.count * 4 {
            let longer = vec![0; (self.hashes.len() * 2).max(64)];
            for known in std::mem::replace(&mut self.hashes, longer).into_iter().filter(|known| *known != 0) {
                let place = self.place_of(known);
                self.hashes[place] = known;
            }
        }
        let place = self.place_of(hash);
        let is_new = self.hashes[place] == 0;
        self.hashes[place] = hash;
        self.count += usize::from(is_new);
        is_new
    }

    /// Where a hash is, or would be.
    fn place_of(&self, hash: u64) -> usize {
        let mask = self.hashes.len() - 1;
        let mut place = hash as usize & mask;
        while self.hashes[place] != 0 && self.hashes[place] != hash {
            place = (place + 1) & mask;
        }
        place
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        8 * self.hashes.capacity() + self.rows.bytes() + self.ways.bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_new_once() {
        let mut shard = Shard::default();
        let hashes = || (1..1_000u64).map(|number| number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        assert!(hashes().all(|hash| shard.enter(hash)));
        assert!(!hashes().any(|hash| shard.enter(hash)));
        assert_eq!(shard.count, 999);
        assert!(shard.count * 4 <= shard.hashes.len() * 3);
    }
}
