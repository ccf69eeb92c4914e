//! The canonical form of servers and messages, for a search through all states of a cluster without a clock: the bytes
//! of what matters there, under other names of the nodes if need be. Two servers with equal bytes do the same from then on.
//!
//! These things do not matter to such a search, and are left out, each where it stands:
//! - readings of clocks: when something was heard, sent or begun. No rule asks for them unless pre-vote, check-quorum or
//!   leases are on, and a search without a clock refuses those;
//! - numbers of writes, but for those that are not durable: they are counted from the last that is;
//! - what only reads, orders and snapshots need, none of which a search asks for;
//! - what is kept for those who look on, such as who voted for a leader.

use super::log::{Log, LogEntry, Payload};
use super::membership::Membership;
use super::message::{AppendAnswer, AppendEntries, Body, Conflict, Message, SnapshotAnswer};
use super::storage::{Durable, HardState, Write};
use super::types::{LogIndex, LogPosition, MAX_NODES, NodeId, NodeSet, Round, Term, WriteSeq};

/// Other names for the nodes: a permutation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names([NodeId; MAX_NODES]);

impl Names {
    /// All permutations of the nodes n1 … n`count`, the one that changes nothing first.
    pub fn permutations(count: usize) -> Vec<Names> {
        let nodes: Vec<NodeId> = (1..=MAX_NODES).filter_map(NodeId::new).collect();
        let mut all = vec![Names(std::array::from_fn(|slot| nodes[slot]))];
        for last in 1..count {
            // Each permutation of the nodes before `last`, with that one in every place.
            let shorter = all.clone();
            for place in (0..last).rev() {
                all.extend(shorter.iter().map(|names| {
                    let mut names = names.clone();
                    names.0[place..=last].rotate_right(1);
                    names
                }));
            }
        }
        all
    }

    /// The other name of a node.
    pub fn of(&self, node: NodeId) -> NodeId {
        self.0[node.slot()]
    }

    /// The node that has this other name.
    fn behind(&self, name: NodeId) -> Option<NodeId> {
        self.0.iter().position(|other| *other == name).and_then(|slot| NodeId::new(slot + 1))
    }
}

/// The bytes of what matters, as they are written. Numbers have no fixed length, and none begins as another does.
#[derive(Debug)]
pub struct Canonical<'a> {
    names: &'a Names,
    /// The last durable write of the server that is written; the numbers of later ones are counted from it.
    durable: WriteSeq,
    bytes: Vec<u8>,
}

impl Canonical<'_> {
    /// Nothing yet; of a server's writes, those up to `durable` are durable.
    pub fn new(names: &Names, durable: WriteSeq) -> Canonical<'_> {
        Canonical { names, durable, bytes: Vec::new() }
    }

    /// The bytes.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// A number.
    pub fn number(&mut self, mut number: u64) {
        while 0x80 <= number {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    /// Bytes, with their number before them.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
    }

    /// Whether something is so.
    pub fn flag(&mut self, flag: bool) {
        self.number(u64::from(flag));
    }

    /// A node, or none.
    pub fn node(&mut self, node: Option<NodeId>) {
        self.number(node.map_or(0, |node| self.names.of(node).number() as u64));
    }

    /// Some nodes.
    pub fn nodes(&mut self, nodes: NodeSet) {
        let renamed: NodeSet = nodes.iter().map(|node| self.names.of(node)).collect();
        self.number(renamed.iter().map(|node| 1 << node.slot()).sum());
    }

    /// Every node that there may be, in the order of the other names.
    pub fn in_order(&self) -> impl Iterator<Item = NodeId> + use<> {
        let nodes: Vec<NodeId> =
            (1..=MAX_NODES).filter_map(NodeId::new).filter_map(|name| self.names.behind(name)).collect();
        nodes.into_iter()
    }

    /// A term.
    pub fn term(&mut self, term: Term) {
        self.number(term.0);
    }

    /// An index.
    pub fn index(&mut self, index: LogIndex) {
        self.number(index.0);
    }

    /// A place in a log.
    pub fn position(&mut self, position: LogPosition) {
        self.term(position.term);
        self.index(position.index);
    }

    /// A round.
    pub fn round(&mut self, round: Round) {
        self.number(round.beat);
        self.number(round.read);
    }

    /// The number of a write, counted from the last that is durable.
    pub fn write_seq(&mut self, seq: WriteSeq) {
        self.number(seq.0.saturating_sub(self.durable.0));
    }

    /// Term and vote.
    pub fn hard_state(&mut self, hard_state: HardState) {
        self.term(hard_state.current_term);
        self.node(hard_state.voted_for);
    }

    /// A configuration.
    pub fn membership(&mut self, membership: &Membership) {
        let Membership { voters, outgoing, learners, target } = membership;
        for nodes in [voters, outgoing, learners, target] {
            self.nodes(*nodes);
        }
    }

    /// What an entry holds.
    pub fn payload(&mut self, payload: &Payload) {
        match payload {
            Payload::NoOp => self.number(0),
            Payload::Command(bytes) => {
                self.number(1);
                self.bytes(bytes);
            }
            Payload::Configuration(membership) => {
                self.number(2);
                self.membership(membership);
            }
        }
    }

    fn entries<'e>(&mut self, entries: impl ExactSizeIterator<Item = &'e LogEntry>) {
        self.number(entries.len() as u64);
        for LogEntry { term, payload } in entries {
            self.term(*term);
            self.payload(payload);
        }
    }

    /// A log.
    pub fn log(&mut self, log: &Log) {
        self.position(log.base());
        let entries: Vec<&LogEntry> = log.iter().collect();
        self.entries(entries.into_iter());
    }

    /// What a disk holds.
    pub fn durable(&mut self, Durable { hard_state, snapshot, log }: &Durable) {
        self.hard_state(*hard_state);
        self.index(snapshot.as_ref().map_or(LogIndex::ZERO, |snapshot| snapshot.last.index));
        self.log(log);
    }

    /// A write on its way to the disk.
    pub fn write(&mut self, Write { seq, hard_state, snapshot, log }: &Write) {
        self.write_seq(*seq);
        self.flag(hard_state.is_some());
        self.hard_state(hard_state.unwrap_or_default());
        self.flag(snapshot.is_some());
        self.index(log.as_ref().map_or(LogIndex::ZERO, |change| change.from));
        self.entries(log.as_ref().map(|change| change.entries.as_slice()).unwrap_or_default().iter());
    }

    /// A message.
    pub fn message(&mut self, Message { from, to, term, body }: &Message) {
        self.node(Some(*from));
        self.node(Some(*to));
        self.term(*term);
        self.body(body);
    }

    fn body(&mut self, body: &Body) {
        match body {
            Body::RequestVote { last, by_transfer } => {
                self.number(0);
                self.position(*last);
                self.flag(*by_transfer);
            }
            Body::RequestVoteReply { granted } => {
                self.number(1);
                self.flag(*granted);
            }
            Body::AppendEntries(AppendEntries { round, sent_at: _, prev, entries, leader_commit }) => {
                self.number(2);
                self.round(*round);
                self.position(*prev);
                self.entries(entries.iter());
                self.index(*leader_commit);
            }
            Body::AppendEntriesReply { round, sent_at: _, answer } => {
                self.number(3);
                self.round(*round);
                self.append_answer(answer);
            }
            Body::InstallSnapshot(piece) => {
                self.number(4);
                self.round(piece.round);
                self.position(piece.last);
                self.number(piece.offset as u64);
                self.flag(piece.done);
            }
            Body::InstallSnapshotReply { round, sent_at: _, answer } => {
                self.number(5);
                self.round(*round);
                self.snapshot_answer(answer);
            }
            Body::PreVote { next_term, asked_at: _, last } => {
                self.number(6);
                self.term(*next_term);
                self.position(*last);
            }
            Body::PreVoteReply { next_term, asked_at: _, granted } => {
                self.number(7);
                self.term(*next_term);
                self.flag(*granted);
            }
            Body::TimeoutNow => self.number(8),
            Body::ReadIndex { request } => {
                self.number(9);
                self.number(request.0);
            }
            Body::ReadIndexReply { request, index } => {
                self.number(10);
                self.number(request.0);
                self.flag(index.is_some());
                self.index(index.unwrap_or_default());
            }
        }
    }

    fn append_answer(&mut self, answer: &AppendAnswer) {
        match answer {
            AppendAnswer::Accepted { match_index } => {
                self.number(0);
                self.index(*match_index);
            }
            AppendAnswer::Rejected { prev_index, conflict: Conflict::TooShort { end } } => {
                self.number(1);
                self.index(*prev_index);
                self.index(*end);
            }
            AppendAnswer::Rejected { prev_index, conflict: Conflict::OtherTerm { term, first_index } } => {
                self.number(2);
                self.index(*prev_index);
                self.term(*term);
                self.index(*first_index);
            }
            AppendAnswer::StaleTerm => self.number(3),
        }
    }

    fn snapshot_answer(&mut self, answer: &SnapshotAnswer) {
        match answer {
            SnapshotAnswer::Wants { last_index, answers, offset } => {
                self.number(0);
                self.index(*last_index);
                self.number(*answers as u64);
                self.number(*offset as u64);
            }
            SnapshotAnswer::Installed { match_index } => {
                self.number(1);
                self.index(*match_index);
            }
            SnapshotAnswer::StaleTerm => self.number(2),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(number: usize) -> NodeId {
        NodeId::new(number).unwrap()
    }

    #[test]
    fn there_are_as_many_names_as_permutations() {
        for (count, all) in [(1, 1), (2, 2), (3, 6), (4, 24), (5, 120)] {
            let mut names: Vec<Vec<NodeId>> = Names::permutations(count).iter().map(|names| names.0.to_vec()).collect();
            assert!(names[0].is_sorted(), "the first changes nothing");
            names.sort();
            names.dedup();
            assert_eq!(names.len(), all);
            for names in Names::permutations(count) {
                assert!((1..=MAX_NODES).all(|number| names.behind(names.of(node(number))) == Some(node(number))));
                assert!((count + 1..=MAX_NODES).all(|number| names.of(node(number)) == node(number)));
            }
        }
    }

    /// A message under other names is the message between those that have the names.
    #[test]
    fn messages_are_the_same_under_other_names() {
        let bytes = |from, to, names: &Names| {
            let mut canonical = Canonical::new(names, WriteSeq(0));
            let body = Body::RequestVoteReply { granted: true };
            canonical.message(&Message { from: node(from), to: node(to), term: Term(300), body });
            canonical.into_bytes()
        };
        let all = Names::permutations(3);
        let swaps = all.iter().find(|names| names.of(node(1)) == node(3) && names.of(node(2)) == node(2)).unwrap();
        assert_eq!(bytes(1, 2, swaps), bytes(3, 2, &all[0]));
        assert_ne!(bytes(1, 2, swaps), bytes(1, 2, &all[0]));
    }

    #[test]
    fn writes_are_counted_from_the_last_durable_one() {
        let names = &Names::permutations(1)[0];
        let bytes = |seq, durable| {
            let mut canonical = Canonical::new(names, WriteSeq(durable));
            canonical.write_seq(WriteSeq(seq));
            canonical.into_bytes()
        };
        assert_eq!(bytes(5, 3), bytes(4, 2));
        assert_eq!(bytes(1, 9), bytes(9, 9));
        assert_ne!(bytes(5, 3), bytes(5, 4));
    }
}
