//! How a node stands, where a stream of its events begins: what the events after that change.

use crate::kv::Text;
use crate::raft::{HardState, Log, LogIndex, LogPosition, Payload};
use crate::replica::Replica;
use crate::sim::event::{NodeState, TOLD_BYTES_MAX, TOLD_COMMITTED_MAX, TOLD_KEYS_MAX};
use crate::sim::{EventId, What};

/// Bytes that an entry or a pair takes in a line besides its texts, at most: names of fields, numbers, and a configuration.
const FRAME_BYTES: usize = 512;

/// The start of a node, from what its disk holds. How the node stands, the next event tells: the end of the log is enough here.
pub fn started(replica: &Replica<EventId>, again: bool) -> What {
    let node = replica.node();
    What::Started {
        again,
        hard_state: hard_state(replica),
        log: end_of(node.log(), node.log().last().index),
        compacted_to: node.log().base().index,
        membership: *node.membership(),
        answers_as: node.answers_as(),
    }
}

/// How a node stands now. So many events were left out before. Returns also after which index entries of its log are told.
pub fn standing(replica: &Replica<EventId>, missed: u64) -> (What, LogIndex) {
    let (node, store) = (replica.node(), replica.store());
    let state = NodeState {
        hard_state: hard_state(replica),
        role: node.role_name(),
        leader: node.leader(),
        log: end_of(node.log(), node.commit_index()),
        compacted_to: Some(node.log().base().index),
        snapshot: Some(node.snapshot().map(|snapshot| snapshot.last).unwrap_or_default()),
        membership: *node.membership(),
        commit_index: node.commit_index(),
        applied_index: replica.last_applied(),
        keys: first_of(store.iter()),
        keys_count: store.len() as u64,
        missed,
    };
    let told_after = state.log.base().index;
    (What::Standing { state: Box::new(state) }, told_after)
}

fn hard_state(replica: &Replica<EventId>) -> HardState {
    let node = replica.node();
    HardState { current_term: node.current_term(), voted_for: node.voted_for() }
}

/// The end of a log: what follows an index, and [`TOLD_COMMITTED_MAX`] entries at least, as far as [`TOLD_BYTES_MAX`] allows. Its
/// base is the place before the first entry that is told.
fn end_of(log: &Log, committed: LogIndex) -> Log {
    let (last, mut base, mut bytes) = (log.last().index, log.last().index, 0);
    while log.base().index < base && (committed < base || last.0 - base.0 < TOLD_COMMITTED_MAX) {
        bytes += match log.get(base).map(|entry| &entry.payload) {
            Some(Payload::Command(command)) => bytes_in_line(command),
            Some(Payload::NoOp | Payload::Configuration(_)) | None => FRAME_BYTES,
        };
        if TOLD_BYTES_MAX < bytes {
            break;
        }
        base = base.previous();
    }
    let mut end = log.clone();
    end.compact_to(LogPosition { term: log.term_at(base).unwrap_or_default(), index: base });
    end
}

/// The first keys and values.
fn first_of<'a>(pairs: impl Iterator<Item = (&'a Text, &'a Text)>) -> Vec<(Text, Text)> {
    let mut bytes = 0;
    let has_room = |(key, value): &(&Text, &Text)| {
        bytes += bytes_in_line(key.as_bytes()) + bytes_in_line(value.as_bytes());
        bytes <= TOLD_BYTES_MAX
    };
    pairs.take(TOLD_KEYS_MAX).take_while(has_room).map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// The most bytes that a line takes to tell texts which stand among these bytes: JSON escapes some characters.
fn bytes_in_line(bytes: &[u8]) -> usize {
    let in_json = |byte: &u8| match byte {
        0..0x20 => 6,
        b'"' | b'\\' => 2,
        0x20..=0xff => 1,
    };
    FRAME_BYTES + bytes.iter().map(in_json).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kv::{Command, Request, RequestId, SessionId, StateMachine, TEXT_BYTES_MAX};
    use crate::raft::{
        Config, Durable, Event as Decision, LocalTime, LogEntry, Membership, NodeId, NodeSet, Snapshot, SnapshotEvent,
        Term,
    };
    use crate::sim::{Actor, Event, Instant, LINE_BYTES_MAX};
    use crate::trace::Picture;
    use std::sync::Arc;

    fn log(entries: u64, value_bytes: usize) -> Log {
        let mut log = Log::default();
        for at in 1..=entries {
            let command = Command::Set { key: "k".into(), value: "v".repeat(value_bytes).into() };
            let request = Request { session: SessionId(1), id: RequestId(at), command };
            log.push(LogEntry { term: Term(at), payload: Payload::Command(request.encode()) });
        }
        log
    }

    /// The end of a log begins after its base, whose term stands in the whole log.
    #[test]
    fn the_end_of_a_log_is_told() {
        for (whole, told) in [(log(0, 1), 0), (log(999, 1), 999), (log(1000, 1), 1000), (log(2500, 1), 1000)] {
            let end = end_of(&whole, whole.last().index);
            assert_eq!((end.iter().count(), end.last()), (told, whole.last()));
            assert_eq!(end.base().index.0, whole.last().index.0 - told as u64);
            assert_eq!(Some(end.base().term), whole.term_at(end.base().index));
        }
        let long = log(2000, 8000);
        let end = end_of(&long, LogIndex::ZERO);
        assert!((950..990).contains(&end.iter().count()), "8 MiB");
        let mut compacted = log(20, 1);
        compacted.compact_to(LogPosition { term: Term(15), index: LogIndex(15) });
        assert_eq!(end_of(&compacted, LogIndex::ZERO), compacted);
    }

    /// What is not known to be committed may be removed again: a reader must know what is left then.
    #[test]
    fn all_that_follows_the_commit_index_is_told() {
        let whole = log(2500, 1);
        for (committed, base) in [(0, 0), (700, 700), (1499, 1499), (1500, 1500), (1501, 1500), (2500, 1500)] {
            assert_eq!(end_of(&whole, LogIndex(committed)).base().index.0, base, "{committed}");
        }
    }

    /// Keys, values and entries of the longest texts, of which each character is escaped: a reader takes the line.
    #[test]
    fn the_longest_line_is_read() {
        let text = |place: usize| Text::from(format!("{place:04}{}", "\u{1}".repeat(TEXT_BYTES_MAX - 4)));
        let (mut store, mut log) = (StateMachine::default(), Log::default());
        for place in 0..TOLD_KEYS_MAX {
            let command = Command::Cas { key: text(place), old: text(place), new: text(place) };
            let request = Request { session: SessionId(1), id: RequestId(place as u64 + 1), command };
            log.push(LogEntry { term: Term(1), payload: Payload::Command(request.encode()) });
            let set = Command::Set { key: text(place), value: text(place) };
            store.apply(&Request { command: set, ..request });
        }
        let (last, membership) = (LogPosition::default(), Membership::of(NodeSet::first(1)));
        let snapshot = Arc::new(Snapshot { last, membership, data: store.to_bytes() });
        let disk = Durable { snapshot: Some(snapshot), log, ..Durable::default() };
        let node = NodeId::new(1).unwrap();
        let (replica, _) = Replica::recover(node, NodeSet::first(1), Config::DEFAULT, disk, LocalTime(0));
        let (what, told_after) = standing(&replica, 0);
        let (actor, id) = (Some(Actor::Node(node)), EventId(1));
        let event = Event { id, at: Instant(0), actor, what, cause: None, because: Vec::new() };
        let line = serde_json::to_string(&event).unwrap();
        assert!(LINE_BYTES_MAX / 3 < line.len() && line.len() < LINE_BYTES_MAX, "{}", line.len());
        let mut picture = Picture::default();
        picture.take(&Event::read(&line).unwrap()).unwrap();
        let picture = picture.node(node).unwrap();
        assert!(LogIndex::ZERO < told_after && picture.log.base().index == told_after);
        assert!(!picture.store.is_empty() && picture.store.is_partial());
    }

    /// A reader that is told the end of a log alone follows the snapshots that the node takes from there, and a start that tells
    /// the end alone begins where the snapshot ends.
    #[test]
    fn a_reader_that_knows_the_end_of_a_log_follows_its_snapshots() {
        let (node, at) = (NodeId::new(1).unwrap(), |index| LogPosition { term: Term(index), index: LogIndex(index) });
        let (data, membership) = (StateMachine::default().to_bytes(), Membership::of(NodeSet::first(1)));
        let snapshot = Arc::new(Snapshot { last: at(1000), membership, data });
        let mut whole = log(2500, 1);
        whole.compact_to(at(1000));
        let disk = Durable { snapshot: Some(snapshot), log: whole, ..Durable::default() };
        let (replica, _) = Replica::recover(node, NodeSet::first(1), Config::DEFAULT, disk, LocalTime(0));
        let (What::Standing { mut state }, LogIndex(1000)) = standing(&replica, 0) else { panic!("all may go again") };
        // Later, it knows more to be committed.
        (state.commit_index, state.applied_index) = (LogIndex(2400), LogIndex(2400));
        state.log = end_of(&state.log, state.commit_index);
        let mut picture = Picture::default();
        let mut take = |what| {
            let actor = Some(Actor::Node(node));
            let event = Event { id: EventId(1), at: Instant(0), actor, what, cause: None, because: Vec::new() };
            let line = serde_json::to_string(&event).unwrap();
            picture.take(&Event::read(&line).unwrap()).unwrap_or_else(|misfit| panic!("{misfit:?} at {line}"));
            let picture = picture.node(node).unwrap();
            (picture.commit_index.0, picture.snapshot.index.0, picture.log.base().index.0)
        };
        assert_eq!(take(started(&replica, true)).0, 1000);
        assert_eq!(take(What::Standing { state }), (2400, 1000, 1500));
        let mut taken = |last, compacted| {
            take(What::Decided(Decision::Snapshot(SnapshotEvent::Taken { last: at(last), compacted, bytes: 1 })))
        };
        assert_eq!(taken(2450, 300), (2400, 2450, 1500), "what it let go of was not told");
        assert_eq!(taken(2500, 700), (2400, 2500, 2000));
        assert_eq!(taken(2500, 500), (2400, 2500, 2500));
    }
}
