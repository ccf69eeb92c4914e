//! What a leader knows of one peer (Figure 2, "Volatile state on leaders").

use super::types::{LogIndex, Round};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// A leader's view of one peer.
///
/// Invariants:
/// - `match_index` never falls;
/// - in [`Mode::Probe`] at most one AppendEntries with entries is in flight and `next_index` stays
///   before it; in [`Mode::Replicate`] `next_index` is one past the last entry in flight;
/// - `in_flight` is in order of index, and every index in it is above `match_index`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The index of the next entry to send. Starts after the leader's last entry (§5.3).
    pub next_index: LogIndex,
    /// The highest index known to be durable at the peer. Starts at 0.
    pub match_index: LogIndex,
    /// Whether the place where the logs agree is known.
    pub mode: Mode,
    /// AppendEntries with entries that are not answered yet.
    pub in_flight: VecDeque<InFlight>,
    /// The latest round that the peer answered in this term: it took us for its leader then.
    pub answered: Round,
    /// The round in which `match_index` last rose.
    pub matched_in: Round,
}

/// Whether a leader looks for the place where the logs agree, or knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mode {
    /// It is looked for: one AppendEntries at a time, back off on each refusal.
    Probe,
    /// It is known: several AppendEntries in flight, each starting where the one before it ends.
    Replicate,
}

/// An AppendEntries with entries that is not answered yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InFlight {
    /// The round in which it was sent.
    pub round: Round,
    /// The index of its last entry.
    pub last_index: LogIndex,
}

impl Progress {
    /// What a new leader assumes of a peer: that it lacks nothing, until it says otherwise.
    pub fn new(last_index: LogIndex) -> Progress {
        Progress {
            next_index: last_index.next(),
            match_index: LogIndex::ZERO,
            mode: Mode::Probe,
            in_flight: VecDeque::new(),
            answered: Round::default(),
            matched_in: Round::default(),
        }
    }

    /// Takes note of an AppendEntries with entries, up to `last_index`, that was sent.
    pub fn sent(&mut self, round: Round, last_index: LogIndex) {
        self.in_flight.push_back(InFlight { round, last_index });
        match self.mode {
            Mode::Probe => {}
            Mode::Replicate => self.next_index = last_index.next(),
        }
    }

    /// The peer has everything up to `index`. Returns whether that was news.
    pub fn accepted(&mut self, index: LogIndex, round: Round) -> bool {
        self.mode = Mode::Replicate;
        let news = self.match_index < index;
        if news {
            self.match_index = index;
            self.matched_in = self.matched_in.max(round);
        }
        while self.in_flight.front().is_some_and(|sent| sent.last_index <= self.match_index) {
            self.in_flight.pop_front();
        }
        let sent_up_to = self.in_flight.back().map_or(self.match_index, |sent| sent.last_index);
        self.next_index = self.next_index.max(sent_up_to.next());
        news
    }

    /// The peer refused an AppendEntries after `prev_index`: whether that still says something.
    /// A late refusal of what was since accepted does not (§5.3 allows any order of replies).
    pub fn refusal_counts(&self, prev_index: LogIndex, round: Round) -> bool {
        match self.mode {
            Mode::Probe => prev_index == self.next_index.previous(),
            // A refusal at or below match_index, of a question asked after match_index was learned,
            // comes from a peer that lost what it had acknowledged: it has to be sent again.
            Mode::Replicate => self.match_index < prev_index || self.matched_in < round,
        }
    }

    /// Looks for agreement again from `next_index` on; what is in flight is given up.
    pub fn probe_from(&mut self, next_index: LogIndex) {
        assert!(LogIndex::ZERO < next_index, "the first entry has index 1");
        self.mode = Mode::Probe;
        self.next_index = next_index;
        self.in_flight.clear();
    }

    /// Gives up what a reply to `round` shows to be lost, to be sent again: what was sent a whole
    /// heartbeat interval before that round, and is not answered. Returns whether there was any.
    pub fn give_up(&mut self, round: Round) -> bool {
        let lost = self.in_flight.front().is_some_and(|sent| sent.round.beat + 2 <= round.beat);
        if lost {
            self.in_flight.clear();
            match self.mode {
                Mode::Probe => {}
                Mode::Replicate => self.next_index = self.match_index.next(),
            }
        }
        lost
    }
}
