//! What a leader knows of one peer (Figure 2, "Volatile state on leaders").

use super::storage::Snapshot;
use super::types::{LocalTime, LogIndex, Round};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::sync::Arc;

/// A leader's view of one peer.
///
/// Invariants:
/// - `match_index` never falls, and is below `next_index` unless the peer lost its disk;
/// - in [`Mode::Probe`] at most one AppendEntries with entries is in flight and `next_index` stays
///   before it; in [`Mode::Replicate`] `next_index` is one past the last entry in flight, or past
///   `match_index` when none is;
/// - `sending` is there in [`Mode::Snapshot`] and only there, and then nothing else is in flight;
/// - `in_flight` is in order of index, each beginning where the one before it ends.
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
    /// The snapshot that it is being sent.
    pub sending: Option<Box<Sending>>,
    /// The latest round that the peer answered in this term: it took us for its leader then.
    pub answered: Round,
    /// When, by this leader's clock, the latest was sent that the peer answered in this term; 0 before any.
    pub confirmed_at: LocalTime,
    /// When, by this leader's clock, the latest answer of the peer in this term came; 0 before any. No rule asks for it:
    /// where messages are slow, what a leader hears of all the time was sent long before.
    pub heard_at: LocalTime,
    /// The round that was the latest when `match_index` last rose: what is asked after it knows of it.
    pub matched_in: Round,
}

/// Whether a leader looks for the place where the logs agree, or knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mode {
    /// It is looked for: one AppendEntries at a time, back off on each refusal.
    Probe,
    /// It is known: several AppendEntries in flight, each starting where the one before it ends.
    Replicate,
    /// What the peer needs is compacted: it is sent the snapshot, a piece at a time (§7).
    Snapshot,
}

/// A snapshot on its way to a peer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sending {
    /// The snapshot; the leader may have taken a newer one since.
    pub snapshot: Arc<Snapshot>,
    /// The peer has this many bytes of it.
    pub offset: usize,
    /// The round in which the piece from `offset` on was sent, while it is not answered.
    pub in_flight: Option<Round>,
}

/// An AppendEntries with entries that is not answered yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InFlight {
    /// The round in which it was sent.
    pub round: Round,
    /// The index before its first entry.
    pub prev_index: LogIndex,
    /// The index of its last entry.
    pub last_index: LogIndex,
    /// Whether it was refused because it overtook one before it, which is still on its way.
    pub overtook: bool,
}

impl Progress {
    /// What a new leader assumes of a peer: that it lacks nothing, and has nothing for certain.
    pub fn new(last_index: LogIndex) -> Progress {
        Progress {
            next_index: last_index.next(),
            match_index: LogIndex::ZERO,
            mode: Mode::Probe,
            in_flight: VecDeque::new(),
            sending: None,
            answered: Round::default(),
            confirmed_at: LocalTime::default(),
            heard_at: LocalTime::default(),
            matched_in: Round::default(),
        }
    }

    /// Takes note of an AppendEntries with entries, from `next_index` up to `last_index`, that was sent.
    pub fn sent(&mut self, round: Round, last_index: LogIndex) {
        let prev_index = self.next_index.previous();
        self.in_flight.push_back(InFlight { round, prev_index, last_index, overtook: false });
        if self.mode == Mode::Replicate {
            self.next_index = last_index.next();
        }
    }

    /// Begins to send a snapshot; what is in flight is given up.
    pub fn send_snapshot(&mut self, snapshot: Arc<Snapshot>) {
        self.mode = Mode::Snapshot;
        self.in_flight.clear();
        self.sending = Some(Box::new(Sending { snapshot, offset: 0, in_flight: None }));
    }

    /// The peer wants the snapshot that ends at `last_index` from `offset` on, by a reply to the piece at `answers`.
    /// Returns whether that is news: otherwise it is an old reply, or the second to one piece.
    pub fn wanted(&mut self, last_index: LogIndex, answers: usize, offset: usize) -> bool {
        let sending = self.sending.as_mut().filter(|sending| sending.snapshot.last.index == last_index);
        let Some(sending) = sending.filter(|sending| offset <= sending.snapshot.data.len()) else { return false };
        if answers != sending.offset {
            return false;
        }
        sending.offset = offset;
        sending.in_flight = None;
        true
    }

    /// The peer has all that the snapshot up to `index` holds. Returns whether its match index rose.
    pub fn installed(&mut self, index: LogIndex, now: Round) -> bool {
        if self.sending.take_if(|sending| sending.snapshot.last.index <= index).is_some() {
            self.mode = Mode::Probe;
            self.next_index = index.next();
        }
        self.accepted(index, now)
    }

    /// Where a heartbeat starts from. Where agreement is known it is from there: entries in flight may
    /// arrive after it, and it must not be refused for their sake.
    pub fn heartbeat_after(&self) -> LogIndex {
        match self.mode {
            Mode::Probe => self.next_index.previous(),
            // Of one that is sent a snapshot nothing more is known: perhaps it has all that is compacted by now.
            Mode::Replicate | Mode::Snapshot => self.match_index,
        }
    }

    /// The peer has everything up to `index`; `now` is the leader's latest round. Returns whether that
    /// was news.
    pub fn accepted(&mut self, index: LogIndex, now: Round) -> bool {
        let news = self.match_index < index;
        if news {
            self.match_index = index;
            self.matched_in = now;
        }
        match self.mode {
            Mode::Probe if index < self.match_index => {
                self.come_back(index);
                return false;
            }
            // Entries that went before the snapshot arrived after all, as far as it goes: it is not needed.
            Mode::Snapshot if self.sending.as_ref().is_some_and(|it| it.snapshot.last.index <= index) => {
                self.sending = None;
                self.mode = Mode::Replicate;
            }
            Mode::Snapshot => return news,
            Mode::Probe | Mode::Replicate => self.mode = Mode::Replicate,
        }
        while self.in_flight.front().is_some_and(|sent| sent.last_index <= self.match_index) {
            self.in_flight.pop_front();
        }
        match (self.in_flight.front(), self.in_flight.back()) {
            // What it overtook has arrived: now it can be sent again, and all after it.
            (Some(first), _) if first.overtook => {
                self.next_index = first.prev_index.next();
                self.in_flight.clear();
            }
            (_, Some(last)) => self.next_index = self.next_index.max(last.last_index.next()),
            (_, None) => self.next_index = self.match_index.next(),
        }
        news
    }

    /// A peer that lost its disk is on its way back, one message at a time.
    fn come_back(&mut self, index: LogIndex) {
        if self.next_index <= index {
            self.next_index = index.next();
            self.in_flight.clear();
        }
    }

    /// The peer refused what follows `prev_index`, asked in `round`. Returns how far back that leads at
    /// most; `None` if it is old: nothing on its way begins there, and nothing was lost.
    pub fn refused(&self, prev_index: LogIndex, round: Round) -> Option<LogIndex> {
        // Asked after it acknowledged that very place, it refuses it: it lost its disk.
        let lost_its_disk = prev_index <= self.match_index && self.matched_in < round;
        let is_asked = match self.mode {
            Mode::Probe => self.match_index < prev_index && prev_index == self.next_index.previous(),
            Mode::Replicate => self.in_flight.iter().any(|sent| sent.prev_index == prev_index),
            Mode::Snapshot => return None,
        };
        match (lost_its_disk, self.mode) {
            (true, Mode::Probe) if prev_index != self.next_index.previous() => None,
            (true, _) => Some(LogIndex(1)),
            (false, _) => is_asked.then_some(self.match_index.next()),
        }
    }

    /// A log was too short for what follows `prev_index`. If others in flight come before that, they may
    /// still arrive, and it is sent again then. Returns whether it waits for them.
    pub fn waits_for_earlier(&mut self, prev_index: LogIndex) -> bool {
        let later = self.in_flight.iter_mut().skip(1);
        match later.into_iter().find(|sent| sent.prev_index == prev_index) {
            Some(sent) => {
                sent.overtook = true;
                true
            }
            None => false,
        }
    }

    /// Looks for agreement again from `next_index` on; what is in flight is given up.
    pub fn probe_from(&mut self, next_index: LogIndex) {
        assert!(LogIndex::ZERO < next_index, "the first entry has index 1");
        self.mode = Mode::Probe;
        self.next_index = next_index;
        self.in_flight.clear();
        self.sending = None;
    }

    /// Gives up what a reply to `round` shows to be lost, to be sent again: what was sent a whole
    /// heartbeat interval before that round, and is not answered. Returns whether there was any.
    pub fn give_up(&mut self, round: Round) -> bool {
        let lost = |sent: Round| sent.beat.saturating_add(2) <= round.beat;
        if let Some(sending) = &mut self.sending {
            return sending.in_flight.take_if(|sent| lost(*sent)).is_some();
        }
        let Some(first) = self.in_flight.front().filter(|sent| lost(sent.round)) else {
            return false;
        };
        self.next_index = first.prev_index.next();
        self.in_flight.clear();
        true
    }
}
