//! Leader Completeness: if a log entry is committed in a given term, then that entry will be present
//! in the logs of the leaders for all higher-numbered terms (Figure 3, §5.4).

use super::Facts;
use super::ledger::Ledger;
use crate::raft::{Log, LogIndex, LogPosition, NodeId, Term};
use crate::sim::{Actor, Field};

/// A leader's log is looked at: when it is elected, and when an older term still commits something.
///
/// The last entry that was committed in an earlier term is enough: with Log Matching, a log that has
/// it has all before it.
pub fn look_at_leader(ledger: &Ledger, leader: NodeId, term: Term, log: &Log) -> Option<Facts> {
    let mut index = ledger.len();
    while LogIndex::ZERO < index {
        let committed = ledger.get(index)?;
        if committed.in_term < term {
            let entry_term = committed.entry.term;
            return (!log.contains(LogPosition { term: entry_term, index })).then(|| {
                vec![
                    ("leader", Field::Who(Some(Actor::Node(leader)))),
                    ("term", Field::Number(term.0)),
                    ("index", Field::Number(index.0)),
                    ("entry-term", Field::Number(entry_term.0)),
                ]
            });
        }
        index = index.previous();
    }
    None
}
