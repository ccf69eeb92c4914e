//! Leader Completeness: if a log entry is committed in a given term, then that entry will be present
//! in the logs of the leaders for all higher-numbered terms (Figure 3, §5.4).

use super::Facts;
use super::ledger::Ledger;
use crate::raft::{Log, LogIndex, LogPosition, NodeId, Term};
use crate::sim::{Actor, Field};

/// A leader is elected. The last entry that was committed in an earlier term is enough: with Log
/// Matching, a log that has it has all before it. Few entries are newer, so it is soon found.
pub fn look_at_election(ledger: &Ledger, leader: NodeId, term: Term, log: &Log) -> Option<Facts> {
    let mut index = ledger.len();
    while ledger.get(index).is_some_and(|committed| term <= committed.in_term) {
        index = index.previous();
    }
    look_at(ledger, index, leader, term, log)
}

/// Something was committed while a leader leads: by an older term, if the leader lacks it.
pub fn look_at_commit(ledger: &Ledger, leader: NodeId, term: Term, log: &Log) -> Option<Facts> {
    look_at(ledger, ledger.len(), leader, term, log)
}

fn look_at(ledger: &Ledger, index: LogIndex, leader: NodeId, term: Term, log: &Log) -> Option<Facts> {
    let committed = ledger.get(index).filter(|committed| committed.in_term < term)?;
    let entry_term = committed.entry.term;
    // What the log compacted was committed: whether it was the same, State Machine Safety asks.
    let has = index < log.base().index || log.contains(LogPosition { term: entry_term, index });
    (!has).then(|| {
        vec![
            ("leader", Field::Who(Some(Actor::Node(leader)))),
            ("term", Field::Number(term.0)),
            ("index", Field::Number(index.0)),
            ("entry-term", Field::Number(entry_term.0)),
        ]
    })
}
