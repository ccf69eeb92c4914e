//! Draws for the generator: the same seed gives the same draws.

use rand::{Rng, RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// A stream of chance.
pub struct Chance(Pcg64Mcg);

impl Chance {
    /// The stream of a seed.
    pub fn of(seed: u64) -> Chance {
        Chance(Pcg64Mcg::seed_from_u64(seed))
    }

    /// A number below `end`, which is above 0.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0.random_range(0..end)
    }

    /// A number from `first` to `last`, both included.
    pub fn between(&mut self, first: u64, last: u64) -> u64 {
        self.0.random_range(first..=last)
    }

    /// A number from `first`, above 0, up to about `last`: each doubling of it is as likely as the next, so that small
    /// and large scales come equally often.
    pub fn scale(&mut self, first: u64, last: u64) -> u64 {
        let doublings = u64::from((last / first).max(1).ilog2());
        let low = first << self.between(0, doublings);
        self.between(low, (2 * low).min(last.max(low)))
    }

    /// Whether an event happens that happens so often in a hundred times.
    pub fn happens(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of the choices, each as likely as the next.
    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u64) as usize]
    }

    /// The place of one of some weights, each as likely as it is heavy; one at least is above 0.
    pub fn weighed(&mut self, weights: &[u64]) -> usize {
        let mut left = self.below(weights.iter().sum());
        let is_reached = |weight: &u64| {
            let reached = left < *weight;
            left = left.saturating_sub(*weight);
            reached
        };
        weights.iter().position(is_reached).expect("the draw is below the sum of all weights")
    }

    /// Puts a list into an order drawn by chance.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        list.sort_by_cached_key(|_| self.0.next_u64());
    }

    /// Any number.
    pub fn seed(&mut self) -> u64 {
        self.0.next_u64()
    }
}
