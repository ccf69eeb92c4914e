//! Pictures of nodes of whose logs the trace tells the end alone.

use super::{Misfit, Picture};
use crate::raft::{
    AppendedBy, Event as Decision, HardState, Log, LogEntry, LogIndex, LogPosition, Membership, NodeId, NodeSet,
    Payload, RoleName, SnapshotEvent, Term,
};
use crate::sim::{Actor, Event, EventId, Instant, NodeState, What};

const COMPACTED: u64 = 100;
const TOLD_AFTER: u64 = 300;
const LAST: u64 = 400;

fn node() -> NodeId {
    NodeId::new(1).unwrap()
}

fn at(index: u64) -> LogPosition {
    LogPosition { term: Term(1), index: LogIndex(index) }
}

/// A node whose log has the entries from 101 to 400, of which those from 301 are told.
fn standing(compacted_to: Option<u64>) -> What {
    let mut log = Log::default();
    log.compact_to(at(TOLD_AFTER));
    for _ in TOLD_AFTER..LAST {
        log.push(LogEntry { term: Term(1), payload: Payload::NoOp });
    }
    let state = NodeState {
        hard_state: HardState { current_term: Term(1), voted_for: None },
        role: RoleName::Follower,
        leader: None,
        log,
        compacted_to: compacted_to.map(LogIndex),
        snapshot: Some(at(COMPACTED)),
        membership: Membership::of(NodeSet::first(3)),
        commit_index: LogIndex(200),
        applied_index: LogIndex(200),
        keys: Vec::new(),
        keys_count: 0,
        missed: 0,
    };
    What::Standing { state: Box::new(state) }
}

fn take(picture: &mut Picture, what: What) -> Result<(), Misfit> {
    let actor = Some(Actor::Node(node()));
    let event = Event { id: EventId(1), at: Instant(0), actor, what, cause: None, because: Vec::new() };
    picture.take(&event).map(drop)
}

/// The picture of the node after a decision, if anything is known of it then.
fn after(compacted_to: Option<u64>, decision: Decision) -> Result<Picture, Misfit> {
    let mut picture = Picture::default();
    take(&mut picture, standing(compacted_to))?;
    take(&mut picture, What::Decided(decision))?;
    Ok(picture)
}

fn removed_from(from: u64) -> Decision {
    Decision::LogTruncated { from: LogIndex(from), removed: 1, own_term: Term(1), entry_term: Term(2) }
}

fn installed(last: u64, kept: u64) -> Decision {
    let leader = NodeId::new(2).unwrap();
    Decision::Snapshot(SnapshotEvent::Installed { leader, last: at(last), kept })
}

fn taken(compacted: u64) -> Decision {
    Decision::Snapshot(SnapshotEvent::Taken { last: at(200), compacted, bytes: 1 })
}

/// The base and the last index of the log that is pictured.
fn log_of(picture: &Picture) -> Option<(u64, u64)> {
    picture.node(node()).map(|node| (node.log.base().index.0, node.log.last().index.0))
}

/// The picture knows nothing of the node then, and each event fits, until the node tells how it stands.
#[test]
fn a_log_that_ends_before_what_was_told_is_not_known() {
    for from in [COMPACTED + 1, TOLD_AFTER] {
        let mut picture = after(Some(COMPACTED), removed_from(from)).unwrap();
        assert_eq!((log_of(&picture), picture.names()), (None, NodeSet::EMPTY));
        let first_index = LogIndex(from);
        let entries = vec![LogEntry { term: Term(2), payload: Payload::NoOp }];
        let by = AppendedBy::Leader { leader: NodeId::new(2).unwrap() };
        take(&mut picture, What::Decided(Decision::LogAppended { first_index, entries, by })).unwrap();
        take(&mut picture, standing(Some(COMPACTED))).unwrap();
        assert_eq!(log_of(&picture), Some((TOLD_AFTER, LAST)));
    }
    assert_eq!(log_of(&after(Some(COMPACTED), removed_from(TOLD_AFTER + 1)).unwrap()), Some((TOLD_AFTER, TOLD_AFTER)));
    assert!(after(Some(COMPACTED), removed_from(COMPACTED)).is_err(), "what is compacted cannot go");
    assert!(after(None, removed_from(TOLD_AFTER)).is_ok(), "where the log begins is not told");
}

#[test]
fn a_snapshot_that_ends_before_what_was_told_is_installed() {
    let log_after = |last, kept| log_of(&after(Some(COMPACTED), installed(last, kept)).unwrap());
    assert_eq!(log_after(250, LAST - 250), Some((TOLD_AFTER, LAST)), "what it keeps is told from 301 on");
    assert_eq!(log_after(TOLD_AFTER, LAST - TOLD_AFTER), Some((TOLD_AFTER, LAST)));
    assert_eq!(log_after(350, LAST - 350), Some((350, LAST)));
    assert_eq!(log_after(250, 0), Some((250, 250)));
    assert!(after(Some(COMPACTED), installed(COMPACTED, LAST - COMPACTED)).is_err(), "it has that already");
    assert!(after(None, installed(250, LAST - 250)).is_ok(), "where the log begins is not told");
}

#[test]
fn a_snapshot_is_taken_where_the_log_begins_and_not_where_it_is_told() {
    let log_after = |compacted_to, compacted| log_of(&after(compacted_to, taken(compacted)).unwrap());
    assert_eq!(log_after(Some(COMPACTED), 150), Some((TOLD_AFTER, LAST)));
    assert_eq!(log_after(Some(COMPACTED), 250), Some((350, LAST)));
    assert!(after(Some(COMPACTED), taken(301)).is_err(), "the log has no more than 300 entries");
    assert_eq!(log_after(None, 250), Some((TOLD_AFTER, LAST)), "where the log begins is not told");
}
