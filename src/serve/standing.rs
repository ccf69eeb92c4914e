//! How a node stands, where a stream of its events begins: what the events after that change.

use crate::raft::{HardState, Log, LogPosition, Payload};
use crate::replica::Replica;
use crate::sim::event::{NodeState, TOLD_ENTRIES_MAX, TOLD_KEYS_MAX};
use crate::sim::{EventId, What};

/// Bytes of the entries that are told, at most.
const ENTRIES_BYTES_MAX: usize = 4 * 1024 * 1024;

/// The start of a node, from what its disk holds.
pub fn started(replica: &Replica<EventId>, again: bool) -> What {
    let node = replica.node();
    What::Started {
        again,
        hard_state: hard_state(replica),
        log: end_of(node.log()),
        membership: *node.membership(),
        answers_as: node.answers_as(),
    }
}

/// How a node stands now. So many events were left out before. No value of the store is so long that it would have to be cut
/// ([`crate::kv::TEXT_BYTES_MAX`]).
pub fn standing(replica: &Replica<EventId>, missed: u64) -> What {
    let (node, store) = (replica.node(), replica.store());
    let keys = store.iter().take(TOLD_KEYS_MAX).map(|(key, value)| (key.clone(), value.clone()));
    let state = NodeState {
        hard_state: hard_state(replica),
        role: node.role_name(),
        leader: node.leader(),
        log: end_of(node.log()),
        membership: *node.membership(),
        commit_index: node.commit_index(),
        applied_index: replica.last_applied(),
        keys: keys.collect(),
        keys_count: store.len() as u64,
        missed,
    };
    What::Standing { state: Box::new(state) }
}

fn hard_state(replica: &Replica<EventId>) -> HardState {
    let node = replica.node();
    HardState { current_term: node.current_term(), voted_for: node.voted_for() }
}

/// The end of a log. Its base is the place before the first entry that is told.
fn end_of(log: &Log) -> Log {
    let (mut first, mut bytes) = (log.last().index.next(), 0);
    while log.first_index() < first && log.last().index.0 - first.previous().0 < TOLD_ENTRIES_MAX as u64 {
        let before = first.previous();
        bytes += match log.get(before).map(|entry| &entry.payload) {
            Some(Payload::Command(command)) => command.len(),
            Some(Payload::NoOp | Payload::Configuration(_)) | None => 0,
        };
        if ENTRIES_BYTES_MAX < bytes {
            break;
        }
        first = before;
    }
    let base = first.previous();
    let mut end = log.clone();
    end.compact_to(LogPosition { term: log.term_at(base).unwrap_or_default(), index: base });
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kv::{Command, Request, RequestId, SessionId};
    use crate::raft::{LogEntry, LogIndex, Term};

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
            let end = end_of(&whole);
            assert_eq!((end.iter().count(), end.last()), (told, whole.last()));
            assert_eq!(end.base().index.0, whole.last().index.0 - told as u64);
            assert_eq!(Some(end.base().term), whole.term_at(end.base().index));
        }
        let long = log(2000, 8000);
        let end = end_of(&long);
        assert!((500..530).contains(&end.iter().count()), "4 MiB");
        let mut compacted = log(20, 1);
        compacted.compact_to(LogPosition { term: Term(15), index: LogIndex(15) });
        assert_eq!(end_of(&compacted), compacted);
    }
}
