//! How often each rule fired and each flaw broke its rule, up to an instant of the run.
//!
//! A tally counts the events in their order. One stands at the end of the run and one at each checkpoint; between two
//! checkpoints the events are read again, as everything else of the past is.

use super::Lab;
use super::view::{PresetView, RuleView, RulebookView};
use crate::raft::{Event as Decision, Flaw, Preset, Rule};
use crate::sim::{Event, EventId, What};

/// The rules, then the flaws.
const SLOTS: usize = Rule::ALL.len() + Flaw::ALL.len();

/// How often a rule fired, or a flaw broke its rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    events: u64,
    /// The latest of them; 0 if there is none.
    last: EventId,
}

/// The counts up to an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The last event that was taken.
    upto: EventId,
    counts: [Count; SLOTS],
}

impl Tally {
    /// Whether it counts up to this event.
    pub fn is_at(&self, event: u64) -> bool {
        self.upto.0 == event
    }

    /// Nothing has happened yet.
    pub const NONE: Tally = Tally { upto: EventId(0), counts: [Count { events: 0, last: EventId(0) }; SLOTS] };

    /// Takes the next event. An event that does not come next is ignored.
    pub fn take(&mut self, event: &Event) {
        if event.id.0 != self.upto.0 + 1 {
            return;
        }
        self.upto = event.id;
        if let Some(slot) = slot(event) {
            let count = &mut self.counts[slot];
            *count = Count { events: count.events + 1, last: event.id };
        }
    }

    /// As [`super::view::FIRING_STRIDE`] says.
    pub(super) fn numbers(&self) -> Vec<f64> {
        self.counts.iter().flat_map(|count| [count.events as f64, count.last.0 as f64]).collect()
    }
}

/// A flaw that breaks its rule is counted for the flaw: the rule did not fire.
pub(super) fn slot(event: &Event) -> Option<usize> {
    if let What::Decided(Decision::RuleBroken { flaw }) = event.what {
        return Some(Rule::ALL.len() + flaw as usize);
    }
    event.rule().map(|rule| rule as usize)
}

/// The rules, the ways to break them, and the sets of flaws with a name.
pub fn rulebook() -> RulebookView {
    let flaws_of = |rule: Rule| Flaw::ALL.iter().filter(move |flaw| flaw.rule() == rule);
    RulebookView {
        rules: Rule::ALL
            .iter()
            .map(|rule| RuleView {
                name: rule.name().into(),
                section: rule.section().into(),
                flaws: flaws_of(*rule).map(|flaw| flaw.name().into()).collect(),
            })
            .collect(),
        flaws: Flaw::ALL.iter().map(|flaw| flaw.name().into()).collect(),
        presets: Preset::ALL
            .iter()
            .map(|preset| PresetView {
                name: preset.name().into(),
                flaws: preset.flaws().iter().map(|flaw| flaw.name().into()).collect(),
            })
            .collect(),
    }
}

impl Lab {
    /// How often each rule fired and each flaw broke its rule up to here, as numbers: see
    /// [`super::view::FIRING_STRIDE`].
    pub fn firings(&mut self) -> Vec<f64> {
        self.tally = self.tally_here();
        self.tally.numbers()
    }

    /// The tally at the last event that was recorded here.
    pub(super) fn tally_here(&self) -> Tally {
        let here = self.runner.world().last_event();
        let known = [self.history.tally(), &self.tally].into_iter().find(|tally| tally.upto == here);
        if let Some(tally) = known {
            return tally.clone();
        }
        let mut tally = self.history.tally_before(here).clone();
        self.replay(tally.upto.0 + 1, here.0).for_each(|event| tally.take(&event));
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::view::FIRING_STRIDE;
    use std::collections::BTreeMap;

    /// Two flaws that decide something within seconds, and time enough for several checkpoints.
    const BROKEN: &str = "raftarium 1\nnodes 5\nseed 7\nflaw vote-not-durable\nflaw leader-reads-local\n\
        load every 20ms from c1 c2\nrun 20s\ncrash n1\nrun 20s\nmend leader-reads-local\nrestart n1\nrun 20s\n";

    /// The counts up to an event, from the trace alone: by the names that it gives rules and flaws.
    fn naive(lab: &Lab, upto: u64) -> BTreeMap<String, [f64; 2]> {
        let mut counts: BTreeMap<String, [f64; 2]> = BTreeMap::new();
        for event in lab.replay(1, upto).filter(|event| event.id.0 <= upto) {
            let mut name = event.rule().map(Rule::name);
            if let What::Decided(Decision::RuleBroken { flaw }) = &event.what {
                name = Some(flaw.name());
            }
            if let Some(name) = name {
                let count = counts.entry(name.into()).or_default();
                *count = [count[0] + 1.0, event.id.0 as f64];
            }
        }
        counts
    }

    fn named(numbers: &[f64]) -> BTreeMap<String, [f64; 2]> {
        let names = Rule::ALL.iter().map(|rule| rule.name()).chain(Flaw::ALL.iter().map(|flaw| flaw.name()));
        let rows = numbers.chunks_exact(FIRING_STRIDE).map(|row| [row[0], row[1]]);
        assert_eq!(numbers.len(), FIRING_STRIDE * SLOTS);
        names.map(String::from).zip(rows).filter(|(_, [events, _])| 0.0 < *events).collect()
    }

    fn assert_counts(lab: &mut Lab) {
        let here = lab.runner.world().last_event().0;
        let counted = named(&lab.firings());
        assert_eq!(counted, naive(lab, here), "at event {here}");
    }

    #[test]
    fn the_counts_are_those_of_the_trace_wherever_one_stands() {
        let mut lab = Lab::new(BROKEN).unwrap();
        assert_counts(&mut lab);
        lab.advance(70_000_000, u64::MAX);
        assert!(2 < lab.history.checkpoints().count());
        assert_counts(&mut lab);
        let all = named(&lab.firings());
        assert!(["vote-not-durable", "leader-reads-local", "heartbeat"].iter().all(|name| all.contains_key(*name)));
        let end = lab.runner.world().last_event().0;
        for event in [end - 1, end / 2, end / 2 + 1, end / 2, 1, 17, end / 3, end] {
            lab.seek_event(event);
            assert_counts(&mut lab);
            // What is lived through again is counted as it comes, and so is what comes after the end.
            lab.step(50);
            assert_counts(&mut lab);
        }
        lab.seek_us(0);
        assert_counts(&mut lab);
        lab.seek_end();
        assert_counts(&mut lab);
    }

    #[test]
    fn a_universe_that_goes_another_way_counts_its_own() {
        let mut lab = Lab::new(BROKEN).unwrap();
        lab.advance(60_000_000, u64::MAX);
        lab.seek_us(31_000_000);
        let mut other = lab.fork();
        assert_counts(&mut other);
        other.act("crash n2\nflaw any-log-wins").unwrap();
        other.advance(62_000_000, u64::MAX);
        assert_counts(&mut other);
        other.seek_us(40_000_000);
        assert_counts(&mut other);
        // An act in the midst of the same universe cuts its future off.
        lab.act("mend vote-not-durable").unwrap();
        lab.advance(50_000_000, u64::MAX);
        assert_counts(&mut lab);
        lab.seek_us(30_000_000);
        assert_counts(&mut lab);
    }

    #[test]
    fn the_rulebook_names_each_flaw_at_one_rule() {
        let book = rulebook();
        let mut of_rules: Vec<&String> = book.rules.iter().flat_map(|rule| &rule.flaws).collect();
        let mut all: Vec<&String> = book.flaws.iter().collect();
        of_rules.sort();
        all.sort();
        assert_eq!(of_rules, all);
        assert!(book.presets.iter().all(|preset| preset.flaws.iter().all(|flaw| book.flaws.contains(flaw))));
    }
}
