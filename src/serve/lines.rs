//! A stream of events as trace lines. Their numbers rise by one from line to line, whatever was left out, and a line names
//! as its cause a line of the same stream.

use crate::sim::{Event, EventId};
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::sync::mpsc::Receiver;

/// Gaps that are remembered, at most. A cause from before that many gaps is not named.
const RUNS_MAX: usize = 1024;

/// Events that follow one another without a gap.
#[derive(Clone, Copy)]
struct Run {
    first: u64,
    last: u64,
    /// The number of the line of the first.
    line: u64,
}

/// The numbers of the lines of a stream.
pub struct Numbering {
    /// The number of the latest line.
    last: u64,
    /// Oldest first.
    runs: VecDeque<Run>,
}

impl Numbering {
    /// The numbers of a stream that goes on after the line with this number; 0 for a new stream.
    pub fn after(last: u64) -> Numbering {
        Numbering { last, runs: VecDeque::new() }
    }

    /// The number of the next line, which tells this event.
    fn next(&mut self, event: EventId) -> u64 {
        self.last += 1;
        match self.runs.back_mut() {
            // An event without a number is told to this stream alone, and is no event's cause.
            _ if event == EventId::default() => {}
            Some(run) if run.last + 1 == event.0 && run.line + (event.0 - run.first) == self.last => run.last = event.0,
            Some(_) | None => {
                if self.runs.len() == RUNS_MAX {
                    self.runs.pop_front();
                }
                self.runs.push_back(Run { first: event.0, last: event.0, line: self.last });
            }
        }
        self.last
    }

    /// The line that told an event, if there is one.
    fn line_of(&self, event: EventId) -> Option<EventId> {
        let after = self.runs.partition_point(|run| run.first <= event.0);
        let run = self.runs.get(after.checked_sub(1)?)?;
        (event.0 <= run.last).then(|| EventId(run.line + (event.0 - run.first)))
    }

    /// The line of an event, and its number.
    pub fn line(&mut self, event: Arc<Event>) -> (u64, String) {
        let mut event = Arc::unwrap_or_clone(event);
        let number = self.next(event.id);
        event.id = EventId(number);
        event.cause = event.cause.and_then(|cause| self.line_of(cause));
        event.because = event.because.iter().filter_map(|other| self.line_of(*other)).collect();
        // Texts and numbers have no way to fail.
        (number, serde_json::to_string(&event).expect("an event is JSON"))
    }
}

/// The events that a reader is told, as lines.
pub struct Lines {
    events: Receiver<Arc<Event>>,
    numbering: Numbering,
}

impl Lines {
    /// The lines of a new stream.
    pub fn of(events: Receiver<Arc<Event>>) -> Lines {
        Lines { events, numbering: Numbering::after(0) }
    }

    /// The next line and its number; none when the server ends.
    pub async fn next(&mut self) -> Option<(u64, String)> {
        let event = self.events.recv().await?;
        Some(self.numbering.line(event))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::{Instant, What};

    fn line(numbering: &mut Numbering, id: u64, cause: u64, because: &[u64]) -> serde_json::Value {
        let because = because.iter().map(|id| EventId(*id)).collect();
        let what = What::HeartbeatTimerFired;
        let event = Event { id: EventId(id), at: Instant(0), actor: None, what, cause: Some(EventId(cause)), because };
        let (number, line) = numbering.line(Arc::new(event));
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(line["id"], number);
        line
    }

    /// A cause is named by its line in the stream. An event that the stream did not tell is named nowhere.
    #[test]
    fn numbers_rise_by_one_whatever_is_left_out() {
        let mut numbering = Numbering::after(7);
        assert_eq!(line(&mut numbering, 0, 0, &[])["id"], 8, "how the node stands");
        assert_eq!(line(&mut numbering, 100, 99, &[98])["cause"], serde_json::Value::Null, "before the stream");
        assert_eq!(line(&mut numbering, 101, 100, &[])["cause"], 9);
        assert_eq!(line(&mut numbering, 0, 0, &[])["id"], 11, "how the node stands after a gap");
        let after = line(&mut numbering, 200, 101, &[100, 150, 200, 201]);
        assert_eq!((&after["id"], &after["cause"]), (&12.into(), &10.into()));
        assert_eq!(after["because"], serde_json::json!([9, 12]), "150 was left out, and 201 is not there yet");
    }

    #[test]
    fn a_stream_with_many_gaps_remembers_the_latest() {
        let mut numbering = Numbering::after(0);
        (1..=3000).for_each(|at| drop(line(&mut numbering, 2 * at, 0, &[])));
        assert_eq!(numbering.runs.len(), RUNS_MAX);
        assert_eq!(numbering.line_of(EventId(6000)), Some(EventId(3000)));
        assert_eq!(numbering.line_of(EventId(2)), None);
    }
}
