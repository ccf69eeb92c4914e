//! What became of the messages that left the flight since the last question.
//!
//! The page draws the end of a message while time plays: the message arrives, or it is crossed out. Two looks at the
//! flight do not tell which, so the lab remembers the ends between them. A row takes eight stores beside what the
//! feed's collector does with the same event, and rows are bounded, so that a page which never asks pays nothing.

use super::numbers::{FATE_STRIDE, FATES_MAX};
use super::snapshot::{actor_code, kind_code};
use crate::sim::{Actor, Event, Kind, Loss, MessageId, Travel, What};
use std::collections::VecDeque;

/// What became of a message, as `view::SENT_STRIDE` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    OnItsWay = 0,
    Delivered = 1,
    Waits = 2,
    Cut = 3,
    ReceiverDown = 4,
    Chance = 5,
    Dropped = 6,
    Overflow = 7,
    EndsLater = 8,
}

impl Fate {
    /// The fate of a lost message.
    pub(super) fn of(why: Loss) -> Fate {
        match why {
            Loss::Cut => Fate::Cut,
            Loss::ReceiverDown => Fate::ReceiverDown,
            Loss::Chance => Fate::Chance,
            Loss::Dropped => Fate::Dropped,
            Loss::Overflow => Fate::Overflow,
        }
    }
}

/// The messages that left the flight and were not told of yet, oldest first.
#[derive(Default)]
pub(super) struct Fates {
    gone: VecDeque<[f64; FATE_STRIDE]>,
}

impl Fates {
    /// Takes an event: most are no message's end.
    pub(super) fn take(&mut self, event: &Event) {
        if let What::MessageDelivered { message, kind, from, travel } = &event.what {
            // What a paused node is handed when it goes on left the flight when it arrived there.
            if event.because.is_empty() {
                self.put(event, *message, *kind, (Some(*from), event.actor), *travel, Fate::Delivered);
            }
        } else if let What::MessageWaits { message, kind, from, travel } = &event.what {
            self.put(event, *message, *kind, (Some(*from), event.actor), *travel, Fate::Waits);
        } else if let What::MessageLost { message, kind, from, to, why, travel, .. } = &event.what {
            self.put(event, *message, *kind, (Some(*from), Some(*to)), *travel, Fate::of(*why));
        }
    }

    fn put(
        &mut self,
        event: &Event,
        message: MessageId,
        kind: Kind,
        (from, to): (Option<Actor>, Option<Actor>),
        travel: Travel,
        fate: Fate,
    ) {
        let (Some(from), Some(to)) = (from, to) else { return };
        if FATES_MAX <= self.gone.len() {
            self.gone.pop_front();
        }
        self.gone.push_back([
            message.0 as f64,
            kind_code(kind),
            actor_code(from),
            actor_code(to),
            travel.sent_at.0 as f64,
            travel.due_at.0 as f64,
            event.at.0 as f64,
            f64::from(fate as u8),
        ]);
    }

    /// Forgets what was not told: one stands elsewhere in the run now.
    pub(super) fn clear(&mut self) {
        self.gone.clear();
    }

    /// Tells of all that left since the last time.
    pub(super) fn tell(&mut self) -> Vec<f64> {
        let numbers = self.gone.iter().flatten().copied().collect();
        self.gone.clear();
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::super::Lab;
    use super::super::numbers::{FATE_STRIDE, FATES_MAX, FLAG_BARRED, MESSAGE_STRIDE};
    use std::collections::BTreeSet;

    const ID: usize = 0;
    const KIND: usize = 1;
    const FROM: usize = 2;
    const TO: usize = 3;
    const SENT: usize = 4;
    const DUE: usize = 5;
    const AT: usize = 6;
    const FATE: usize = 7;
    const FLAGS: usize = 6;

    fn rows(numbers: &[f64]) -> Vec<[f64; FATE_STRIDE]> {
        numbers.chunks(FATE_STRIDE).map(|row| row.try_into().expect("rows are whole")).collect()
    }

    fn flight(lab: &Lab) -> BTreeSet<u64> {
        lab.messages().chunks(MESSAGE_STRIDE).map(|row| row[ID] as u64).collect()
    }

    /// A universe whose first messages are under way, at the end of its script.
    fn after(script: &str) -> Lab {
        let mut lab = Lab::new(script).expect("the script is right");
        lab.run_script(1_000_000);
        lab
    }

    #[test]
    fn whatever_leaves_the_flight_between_two_looks_is_told_once() {
        let mut lab = Lab::new("nodes 5\nseed 3\nconfig loss 10%\nload every 20ms from c1 c2 c3\n").unwrap();
        let (mut before, mut told) = (flight(&lab), BTreeSet::new());
        for ms in 1..5_000 {
            lab.advance(1_000 * ms, u64::MAX);
            let (now, gone) = (flight(&lab), rows(&lab.fates()));
            let gone_ids: BTreeSet<u64> = gone.iter().map(|row| row[ID] as u64).collect();
            assert!(before.difference(&now).all(|id| gone_ids.contains(id)), "none vanishes untold");
            assert!(gone_ids.iter().all(|id| !now.contains(id) && told.insert(*id)), "none is told twice, or flies on");
            assert!(
                gone.iter().all(|row| row[SENT] <= row[AT] && row[DUE] == row[AT] && row[AT] <= 1_000.0 * ms as f64)
            );
            before = now;
        }
        assert!(500 < told.len(), "{}", told.len());
        assert_eq!(lab.fates(), [0.0; 0]);
    }

    #[test]
    fn each_way_to_leave_the_flight_has_its_number() {
        let sent = "nodes 3\nconfig latency 10ms\ntimeout n1\nrun 5ms\n";
        for (then, fate) in [
            ("run 20ms\n", 1.0),
            ("pause n2\nrun 20ms\n", 2.0),
            ("cut n1 -> n2\nrun 20ms\n", 3.0),
            ("crash n2\nrun 20ms\n", 4.0),
            ("drop RequestVote n1 -> n2\n", 6.0),
            ("deliver RequestVote n1 -> n2\n", 1.0),
        ] {
            let mut lab = after(&format!("{sent}{then}"));
            let found = rows(&lab.fates()).into_iter().find(|row| (row[KIND], row[TO]) == (0.0, 2.0)).expect(then);
            let at = if then.starts_with('d') { 5_000.0 } else { found[DUE] };
            assert_eq!((found[FROM], found[FATE], found[AT]), (1.0, fate, at), "{then}");
            assert!(found[SENT] < found[DUE] && found[AT] <= found[DUE], "{then}{found:?}");
        }
        let mut lab = after("nodes 3\nconfig loss 100%\ntimeout n1\nrun 30ms\n");
        assert!(rows(&lab.fates()).iter().any(|row| (row[TO], row[FATE]) == (2.0, 5.0)));
    }

    #[test]
    fn what_waited_at_a_paused_node_left_the_flight_when_it_came_there() {
        let mut lab = after("nodes 3\nconfig latency 10ms\ntimeout n1\nrun 5ms\npause n2\nrun 20ms\n");
        let waits: Vec<f64> = rows(&lab.fates()).iter().filter(|row| row[FATE] == 2.0).map(|row| row[ID]).collect();
        assert!(!waits.is_empty());
        lab.act("resume n2").unwrap();
        assert!(rows(&lab.fates()).iter().all(|row| !waits.contains(&row[ID])), "{waits:?}");
    }

    #[test]
    fn a_step_tells_and_a_seek_does_not() {
        let mut lab = Lab::new("nodes 3\nconfig loss 20%\nload every 20ms\n").unwrap();
        lab.advance(2_000_000, u64::MAX);
        assert!(!lab.fates().is_empty());
        for us in [1_000_000, 1_100_000, 1_990_000, 10_000] {
            lab.seek_us(us);
            assert_eq!(lab.fates(), [0.0; 0], "at {us}");
        }
        lab.seek_landmark("event", false);
        assert_eq!(lab.fates(), [0.0; 0], "a step back");
        lab.seek_us(1_000_000);
        let mut told = 0;
        for _ in 0..100 {
            lab.seek_landmark("event", true);
            told += rows(&lab.fates()).len();
        }
        assert!(10 < told, "{told}");
        lab.seek_end();
        assert_eq!((lab.fates(), lab.fork().fates()), (Vec::new(), Vec::new()));
    }

    #[test]
    fn of_too_many_the_newest_are_kept() {
        let mut lab = Lab::new("nodes 9\nload every 5ms\n").unwrap();
        lab.advance(20_000_000, u64::MAX);
        let gone = rows(&lab.fates());
        assert_eq!(gone.len(), FATES_MAX);
        assert!(gone.iter().all(|row| 15_000_000.0 < row[AT]), "{}", gone[0][AT]);
    }

    #[test]
    fn a_message_says_that_its_way_is_barred_while_it_is() {
        let mut lab = after("nodes 3\nconfig latency 10ms\ntimeout n1\nrun 5ms\n");
        let barred = |lab: &Lab| -> Vec<f64> {
            let numbers = lab.messages();
            let rows = numbers.chunks(MESSAGE_STRIDE);
            rows.filter(|row| row[FLAGS] as u32 & FLAG_BARRED as u32 != 0).map(|row| row[TO]).collect()
        };
        assert_eq!(barred(&lab), [0.0; 0]);
        lab.act("cut n1 -> n2\ncrash n3").unwrap();
        assert_eq!(barred(&lab), [2.0, 3.0]);
        lab.act("cut n2 -> n1\nheal\npause n2").unwrap();
        assert_eq!(barred(&lab), [3.0], "at a paused node it waits");
        lab.act("restart n3").unwrap();
        assert_eq!(barred(&lab), [0.0; 0]);
    }
}
