//! The states that a search has been in (Lowe, "Testing for Linearizability", 2017), so that it explores none twice.

/// Words that name a state: a base, compared for equality, and a set, of which less is better. A state from which no
/// order was found rules out every state of the same base whose set holds at least the same.
#[derive(Default)]
pub struct Cache {
    /// All words of all states.
    words: Vec<u64>,
    states: Vec<State>,
    /// Places in `states`, plus 1, by hash of the base; 0 where there is none. A power of two of them, half of them free.
    slots: Vec<u32>,
    /// States that were compared with others so far.
    pub compared: u64,
}

#[derive(Clone, Copy)]
struct State {
    hash: u64,
    start: usize,
    base_len: u32,
    set_len: u32,
}

/// An odd number without a pattern: the golden ratio, as in Knuth's multiplicative hashing.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

fn hash(words: &[u64]) -> u64 {
    let mut hash = words.len() as u64;
    for word in words {
        let product = u128::from(hash ^ word).wrapping_mul(u128::from(MIX) << 1 | 1);
        hash = (product as u64 ^ (product >> 64) as u64).wrapping_add(MIX);
    }
    hash
}

impl Cache {
    /// Takes a state in, unless one that is as good was here before. Returns whether it was taken in.
    pub fn insert(&mut self, base: &[u64], set: &[u64]) -> bool {
        if self.slots.len() <= 2 * self.states.len() {
            self.grow();
        }
        let hash = hash(base);
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        while let Some(place) = self.slots[slot].checked_sub(1) {
            self.compared += 1;
            let state = self.states[place as usize];
            if state.hash == hash && self.rules_out(state, base, set) {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        self.states.push(State {
            hash,
            start: self.words.len(),
            base_len: base.len() as u32,
            set_len: set.len() as u32,
        });
        self.words.extend_from_slice(base);
        self.words.extend_from_slice(set);
        self.slots[slot] = self.states.len() as u32;
        true
    }

    fn rules_out(&self, state: State, base: &[u64], set: &[u64]) -> bool {
        let (its_base, rest) = self.words[state.start..].split_at(state.base_len as usize);
        its_base == base && rest[..state.set_len as usize].iter().zip(set).all(|(its, word)| its & !word == 0)
    }

    fn grow(&mut self) {
        let size = (2 * self.slots.len()).max(1024);
        self.slots.clear();
        self.slots.resize(size, 0);
        for (place, state) in self.states.iter().enumerate() {
            let mut slot = state.hash as usize & (size - 1);
            while self.slots[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            self.slots[slot] = place as u32 + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Cache;

    #[test]
    fn a_state_is_taken_in_once_and_ruled_out_by_one_that_used_less() {
        let mut cache = Cache::default();
        assert!(cache.insert(&[1, 2], &[0b0110]));
        assert!(!cache.insert(&[1, 2], &[0b0110]), "it was here before");
        assert!(!cache.insert(&[1, 2], &[0b1110]), "it used more");
        assert!(cache.insert(&[1, 2], &[0b0010]), "it used less");
        assert!(cache.insert(&[1, 2], &[0b1001]), "it used other calls");
        assert!(cache.insert(&[1, 3], &[0b0110]), "it is another state");
        assert!(cache.insert(&[1], &[0b0110]), "a shorter base is another");
    }

    #[test]
    fn states_are_still_known_after_the_table_has_grown() {
        let mut cache = Cache::default();
        for number in 0..10_000 {
            assert!(cache.insert(&[number, number % 7], &[]));
        }
        for number in 0..10_000 {
            assert!(!cache.insert(&[number, number % 7], &[]));
        }
    }
}
