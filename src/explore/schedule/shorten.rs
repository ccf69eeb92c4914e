//! Takes steps away from a schedule as long as it breaks something.
//!
//! First the same must break. Then anything may: a shorter run that breaks something else under the same rules says as much.

use super::play::{Case, Played, play};
use super::step::{Numbered, Step};
use crate::explore::judge::Broken;
use crate::raft::NodeId;

/// Steps that all candidates take together, about: then the shortest so far has to do.
const STEPS_IN_ALL: u64 = 400_000;

/// A schedule of no more steps is tried without each pair of them, and one of no more without each three.
const PAIRS_MAX: usize = 40;
const THREES_MAX: usize = 24;

/// A schedule while it is shortened.
#[derive(Clone, Debug)]
pub struct Shortening {
    /// What it is played in.
    pub case: Case,
    /// The steps. Something breaks in the last of them.
    pub steps: Vec<Numbered>,
    /// What breaks.
    pub broken: Broken,
    /// Whether nothing else may break instead.
    is_strict: bool,
    /// Steps of candidates that were played.
    spent: u64,
}

/// How many steps count.
pub fn depth(steps: &[Numbered]) -> usize {
    steps.iter().map(|numbered| &numbered.step).filter(|step| Step::counts(step)).count()
}

impl Shortening {
    /// Begins with steps in which what shall break does. None if it does not.
    pub fn new(case: Case, steps: &[Numbered]) -> Option<Shortening> {
        let (Played { steps, broken, .. }, wanted) = (play(&case, steps), case.broken);
        let spent = steps.len() as u64;
        (broken == Some(wanted)).then_some(Shortening { case, steps, broken: wanted, is_strict: true, spent })
    }

    /// Takes away whatever can be, until nothing more can.
    pub fn go(&mut self) {
        for is_strict in [true, false] {
            self.is_strict = is_strict;
            loop {
                let before = self.size();
                self.remove_chunks();
                self.fewer_nodes();
                self.fewer_settings();
                self.remove_pairs();
                self.remove_threes();
                if self.size() == before {
                    break;
                }
            }
        }
    }

    /// Steps that count, all steps, nodes, settings.
    fn size(&self) -> [usize; 4] {
        size(&self.case, &self.steps)
    }

    /// Takes other steps, if they are fewer and enough breaks in them.
    fn attempt(&mut self, case: Case, steps: &[Numbered]) -> bool {
        if STEPS_IN_ALL < self.spent {
            return false;
        }
        self.spent += steps.len() as u64;
        let Played { steps, broken: Some(broken), .. } = play(&case, steps) else { return false };
        let is_taken = (broken == self.broken || !self.is_strict) && size(&case, &steps) < self.size();
        if is_taken {
            (self.case, self.steps, self.broken) = (case, steps, broken);
        }
        is_taken
    }

    fn attempt_without(&mut self, gone: &[usize]) -> bool {
        let kept = self.steps.iter().enumerate().filter(|(place, _)| !gone.contains(place));
        let kept: Vec<Numbered> = kept.map(|(_, step)| step.clone()).collect();
        self.attempt(self.case.clone(), &kept)
    }

    /// Half of the steps, then a quarter, and so on, down to single ones.
    fn remove_chunks(&mut self) {
        let mut chunk = self.steps.len().div_ceil(2);
        while 0 < chunk {
            // From the end: what comes late depends on what came before.
            let mut end = self.steps.len();
            while 0 < end {
                let start = end.saturating_sub(chunk);
                let mut steps = self.steps.clone();
                steps.drain(start..end);
                self.attempt(self.case.clone(), &steps);
                end = start.min(self.steps.len());
            }
            chunk /= 2;
        }
    }

    /// Two steps, wherever they are.
    fn remove_pairs(&mut self) {
        let mut first = 0;
        while self.steps.len() <= PAIRS_MAX && first < self.steps.len() {
            let is_shorter = (first + 1..self.steps.len()).any(|second| self.attempt_without(&[first, second]));
            first = if is_shorter { 0 } else { first + 1 };
        }
    }

    /// Three steps, wherever they are.
    fn remove_threes(&mut self) {
        let mut first = 0;
        while self.steps.len() <= THREES_MAX && first < self.steps.len() {
            let all = self.steps.len();
            let mut others = (first + 1..all).flat_map(|second| (second + 1..all).map(move |third| (second, third)));
            let is_shorter = others.any(|(second, third)| self.attempt_without(&[first, second, third]));
            first = if is_shorter { 0 } else { first + 1 };
        }
    }

    /// Each node, and each two nodes, with all that happens at them.
    fn fewer_nodes(&mut self) {
        let nodes = self.case.nodes;
        for one in (1..=nodes).rev() {
            for other in (one..=nodes).rev() {
                if other <= self.case.nodes {
                    self.attempt_without_nodes(one, other);
                }
            }
        }
    }

    /// Takes away two nodes, or one that is named twice; the names of those after them move up.
    fn attempt_without_nodes(&mut self, one: usize, other: usize) {
        let count = if one == other { 1 } else { 2 };
        if self.case.nodes <= count {
            return;
        }
        let name = |node: NodeId| {
            let number = node.slot() + 1;
            let lower = usize::from(one < number) + usize::from(other < number && one != other);
            NodeId::new(number - lower).filter(|_| number != one && number != other)
        };
        let renamed = |Numbered { id, step }: &Numbered| Some(Numbered { id: *id, step: step.renamed(&name)? });
        let steps: Vec<Numbered> = self.steps.iter().filter_map(renamed).collect();
        self.attempt(Case { nodes: self.case.nodes - count, ..self.case.clone() }, &steps);
    }

    fn fewer_settings(&mut self) {
        for place in (0..self.case.settings.len()).rev() {
            let mut case = self.case.clone();
            case.settings.remove(place);
            let steps = self.steps.clone();
            self.attempt(case, &steps);
        }
    }
}

fn size(case: &Case, steps: &[Numbered]) -> [usize; 4] {
    [depth(steps), steps.len(), case.nodes, case.settings.len()]
}
