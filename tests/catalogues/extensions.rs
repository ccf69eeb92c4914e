//! Samples of what the core decides beyond Figure 2: snapshots, membership, pre-votes, transfers.

use super::{at, node, nodes};
use raftarium::raft::{
    Change, ChangeEvent, ChangeRefusal, LogIndex, Membership, PreVoteEvent, RoleName, SnapshotEvent, Term,
    TransferEvent, TransferFailure, TransferRefusal, VoteRefusal,
};
use raftarium::sim::Order;
use std::collections::BTreeSet;

/// A configuration at each stage of a change, and that of a server that knows none.
pub fn configurations() -> [Membership; 6] {
    let settled = Membership::of(nodes(&[1, 2, 3]));
    [
        settled,
        Membership { learners: nodes(&[4]), target: nodes(&[1, 2, 3, 4]), ..settled },
        Membership { learners: nodes(&[4, 5]), target: nodes(&[1, 4, 5]), ..settled },
        // No server is to be added any more.
        Membership { target: nodes(&[1, 2]), ..settled },
        Membership { outgoing: nodes(&[1, 2, 3]), ..Membership::of(nodes(&[1, 4, 5])) },
        Membership::default(),
    ]
}

fn asked() -> [Change; 3] {
    let asked = [Change::Add(node(4)), Change::Remove(node(2)), Change::Members(nodes(&[1, 4, 5]))];
    assert_all!(asked, Change: Add Remove Members);
    asked
}

pub fn orders() -> Vec<Order> {
    let mut orders = vec![Order::Snapshot, Order::Transfer(node(2))];
    orders.extend(asked().map(Order::Change));
    assert_all!(orders, Order: Snapshot Change Transfer);
    orders
}

pub fn snapshots() -> Vec<SnapshotEvent> {
    let (leader, peer, last) = (node(2), node(3), at(3, 6));
    let mut snapshots = vec![
        SnapshotEvent::Sent { peer, last, offset: 0, bytes: 1500 },
        SnapshotEvent::Sent { peer, last, offset: 1024, bytes: 1500 },
        SnapshotEvent::Collected { leader, last, received: 0 },
        SnapshotEvent::Collected { leader, last, received: 1024 },
        SnapshotEvent::Refused { leader, leader_term: Term(2), term: Term(3) },
        SnapshotEvent::NotNeeded { leader, last, commit_index: LogIndex(8) },
    ];
    for count in [0, 1, 2] {
        snapshots.push(SnapshotEvent::Taken { last, compacted: count, bytes: 1500 });
        snapshots.push(SnapshotEvent::Installed { leader, last, kept: count });
    }
    assert_all!(snapshots, SnapshotEvent: Taken Sent Collected Refused NotNeeded Installed);
    snapshots
}

pub fn changes() -> Vec<ChangeEvent> {
    let refusals = [
        ChangeRefusal::NotLeader,
        ChangeRefusal::NothingToChange,
        ChangeRefusal::Nobody,
        ChangeRefusal::MoreThanOne,
        ChangeRefusal::TooMany,
    ];
    assert_all!(refusals, ChangeRefusal: NotLeader NothingToChange Nobody MoreThanOne TooMany);
    let match_index = LogIndex(6);
    let mut changes = vec![
        ChangeEvent::CaughtUp { learners: nodes(&[4]), match_index },
        ChangeEvent::CaughtUp { learners: nodes(&[4, 5]), match_index },
    ];
    for change in asked() {
        changes.push(ChangeEvent::Asked { change });
        changes.extend(refusals.map(|why| ChangeEvent::Refused { change, why }));
    }
    for index in [0, 6].map(LogIndex) {
        changes.extend(configurations().map(|membership| ChangeEvent::InForce {
            index,
            membership,
            answers_as: RoleName::Learner,
        }));
    }
    assert_all!(changes, ChangeEvent: InForce Asked Refused CaughtUp);
    changes
}

pub fn pre_votes() -> Vec<PreVoteEvent> {
    let (candidate, from, next_term) = (node(1), node(2), Term(5));
    let refusals = [
        // The voter may be in the term that is asked about already.
        VoteRefusal::AlreadyVoted { voted_for: node(3) },
        VoteRefusal::StaleTerm { candidate_term: Term(2), term: Term(3) },
        VoteRefusal::LogBehind { candidate_last: at(3, 9), own_last: at(4, 7) },
        VoteRefusal::LeaderAlive { leader: None },
        VoteRefusal::LeaderAlive { leader: Some(node(2)) },
    ];
    let mut pre_votes = vec![
        PreVoteEvent::Granted { candidate, next_term },
        PreVoteEvent::Counted { from, granted: nodes(&[2]) },
        PreVoteEvent::Counted { from, granted: nodes(&[1, 2]) },
        PreVoteEvent::Denied { from, refused: nodes(&[2]) },
        PreVoteEvent::Denied { from, refused: nodes(&[2, 3]) },
    ];
    pre_votes.extend([false, true].map(|again| PreVoteEvent::Started { next_term, last: at(3, 9), again }));
    pre_votes.extend(refusals.map(|refusal| PreVoteEvent::Refused { candidate, refusal }));
    assert_all!(pre_votes, PreVoteEvent: Started Granted Refused Counted Denied);
    pre_votes
}

pub fn transfers() -> Vec<TransferEvent> {
    let to = node(2);
    let failures = [TransferFailure::TookTooLong, TransferFailure::NoVoter];
    assert_all!(failures, TransferFailure: TookTooLong NoVoter);
    let mut transfers =
        vec![TransferEvent::Started { to }, TransferEvent::Ordered { to }, TransferEvent::Blocks { to }];
    let refusals = [
        TransferRefusal::NotLeader,
        TransferRefusal::LeadsAlready,
        TransferRefusal::NoVoter,
        TransferRefusal::UnderWay,
        TransferRefusal::TooMany,
    ];
    assert_all!(refusals, TransferRefusal: NotLeader LeadsAlready NoVoter UnderWay TooMany);
    transfers.push(TransferEvent::Waits { to, behind: node(3) });
    transfers.extend(refusals.map(|why| TransferEvent::Refused { to, why }));
    transfers.extend(failures.map(|why| TransferEvent::Abandoned { to, why }));
    assert_all!(transfers, TransferEvent: Started Waits Refused Ordered Abandoned Blocks);
    transfers
}
