//! The nodes' decisions beyond Figure 2: snapshots, membership, pre-votes and transfers; and what leases risk.

use super::super::event::Order;
use super::super::leases::LeaseRisk;
use super::{Field, Named, count, describe_refusal, index, node, role_name};
use crate::raft::{
    Change, ChangeEvent, ChangeRefusal, PreVoteEvent, SnapshotEvent, TransferEvent, TransferFailure, TransferRefusal,
};

/// A decision about a snapshot.
pub fn describe_snapshot(event: &SnapshotEvent) -> (&'static str, Vec<Named>) {
    match event {
        SnapshotEvent::Taken { last, compacted, bytes } => (
            "snapshot-taken",
            vec![("last", Field::Position(*last)), ("compacted", Field::Number(*compacted)), ("bytes", count(*bytes))],
        ),
        SnapshotEvent::Sent { peer, last, offset, bytes } => (
            "snapshot-sent",
            vec![
                ("peer", node(*peer)),
                ("last", Field::Position(*last)),
                ("offset", count(*offset)),
                ("bytes", count(*bytes)),
            ],
        ),
        SnapshotEvent::Collected { leader, last, received } => (
            "snapshot-collected",
            vec![("leader", node(*leader)), ("last", Field::Position(*last)), ("received", count(*received))],
        ),
        SnapshotEvent::Refused { leader, leader_term, term } => (
            "snapshot-refused",
            vec![
                ("leader", node(*leader)),
                ("leader-term", Field::Number(leader_term.0)),
                ("term", Field::Number(term.0)),
            ],
        ),
        SnapshotEvent::NotNeeded { leader, last, commit_index } => (
            "snapshot-not-needed",
            vec![("leader", node(*leader)), ("last", Field::Position(*last)), ("commit-index", index(*commit_index))],
        ),
        SnapshotEvent::Installed { leader, last, kept } => (
            "snapshot-installed",
            vec![("leader", node(*leader)), ("last", Field::Position(*last)), ("kept", Field::Number(*kept))],
        ),
    }
}

/// A decision about the configuration.
pub fn describe_change(event: &ChangeEvent) -> (&'static str, Vec<Named>) {
    match event {
        ChangeEvent::InForce { index: at, membership, answers_as } => (
            "configuration-in-force",
            vec![
                ("index", index(*at)),
                ("stage", Field::Word(stage(membership.is_joint(), membership.is_changing()))),
                ("voters", Field::Nodes(membership.voters)),
                ("outgoing", Field::Nodes(membership.outgoing)),
                ("learners", Field::Nodes(membership.learners)),
                ("target", Field::Nodes(membership.target)),
                ("answers-as", Field::Word(role_name(*answers_as))),
            ],
        ),
        ChangeEvent::Asked { change } => ("change-asked", asked(*change)),
        ChangeEvent::Refused { change, why } => {
            let mut fields = asked(*change);
            let why = match why {
                ChangeRefusal::NotLeader => "not-leader",
                ChangeRefusal::NothingToChange => "nothing-to-change",
                ChangeRefusal::Nobody => "nobody",
                ChangeRefusal::MoreThanOne => "more-than-one",
                ChangeRefusal::TooMany => "too-many",
            };
            fields.push(("why", Field::Word(why)));
            ("change-refused", fields)
        }
        ChangeEvent::CaughtUp { learners, match_index } => {
            ("caught-up", vec![("learners", Field::Nodes(*learners)), ("match-index", index(*match_index))])
        }
    }
}

/// How far a change is.
pub const fn stage(is_joint: bool, is_changing: bool) -> &'static str {
    match (is_joint, is_changing) {
        (true, _) => "joint",
        (false, true) => "learning",
        (false, false) => "settled",
    }
}

/// What somebody who runs the cluster has a node do.
pub fn describe_order(order: Order) -> Vec<Named> {
    match order {
        Order::Snapshot => vec![("order", Field::Word("snapshot"))],
        Order::Change(change) => asked(change)
            .into_iter()
            .map(|(name, field)| match name {
                "change" => ("order", field),
                name => (name, field),
            })
            .collect(),
        Order::Transfer(to) => vec![("order", Field::Word("transfer")), ("which", node(to))],
    }
}

fn asked(change: Change) -> Vec<Named> {
    match change {
        Change::Add(which) => vec![("change", Field::Word("add")), ("which", node(which))],
        Change::Remove(which) => vec![("change", Field::Word("remove")), ("which", node(which))],
        Change::Members(nodes) => vec![("change", Field::Word("members")), ("members", Field::Nodes(nodes))],
    }
}

/// A decision about a pre-vote.
pub fn describe_pre_vote(event: &PreVoteEvent) -> (&'static str, Vec<Named>) {
    match event {
        PreVoteEvent::Started { next_term, last, again } => (
            "pre-vote-started",
            vec![
                ("next-term", Field::Number(next_term.0)),
                ("last", Field::Position(*last)),
                ("again", Field::Flag(*again)),
            ],
        ),
        PreVoteEvent::Granted { candidate, next_term } => {
            ("pre-vote-granted", vec![("candidate", node(*candidate)), ("next-term", Field::Number(next_term.0))])
        }
        PreVoteEvent::Refused { candidate, refusal } => ("pre-vote-refused", describe_refusal(*candidate, refusal)),
        PreVoteEvent::Counted { from, granted } => {
            ("pre-vote-counted", vec![("from", node(*from)), ("granted", Field::Nodes(*granted))])
        }
        PreVoteEvent::Denied { from, refused } => {
            ("pre-vote-denied", vec![("from", node(*from)), ("refused", Field::Nodes(*refused))])
        }
    }
}

/// A decision about handing leadership over.
pub fn describe_transfer(event: &TransferEvent) -> (&'static str, Vec<Named>) {
    match event {
        TransferEvent::Started { to } => ("transfer-started", vec![("to", node(*to))]),
        TransferEvent::Waits { to, behind } => ("transfer-waits", vec![("to", node(*to)), ("behind", node(*behind))]),
        TransferEvent::Refused { to, why } => {
            let why = match why {
                TransferRefusal::NotLeader => "not-leader",
                TransferRefusal::LeadsAlready => "leads-already",
                TransferRefusal::NoVoter => "no-voter",
                TransferRefusal::UnderWay => "under-way",
                TransferRefusal::TooMany => "too-many",
            };
            ("transfer-refused", vec![("to", node(*to)), ("why", Field::Word(why))])
        }
        TransferEvent::Ordered { to } => ("transfer-ordered", vec![("to", node(*to))]),
        TransferEvent::Abandoned { to, why } => {
            let why = match why {
                TransferFailure::TookTooLong => "took-too-long",
                TransferFailure::NoVoter => "no-voter",
            };
            ("transfer-abandoned", vec![("to", node(*to)), ("why", Field::Word(why))])
        }
        TransferEvent::Blocks { to } => ("transfer-blocks", vec![("to", node(*to))]),
    }
}

/// What makes leases unsafe.
pub fn describe_lease_risk(risk: LeaseRisk) -> Vec<Named> {
    match risk {
        LeaseRisk::Timeouts { shorter, shorter_us, longer, longer_us } => vec![
            ("why", Field::Word("timeouts")),
            ("shorter", node(shorter)),
            ("shorter-us", Field::Number(shorter_us)),
            ("longer", node(longer)),
            ("longer-us", Field::Number(longer_us)),
        ],
        LeaseRisk::Clock { node: erring, error_ppm } => vec![
            ("why", Field::Word("clock")),
            ("clock", node(erring)),
            ("way", Field::Word(if error_ppm < 0 { "slow" } else { "fast" })),
            ("error-ppm", Field::Number(error_ppm.unsigned_abs())),
        ],
    }
}
