//! The nodes' decisions: a table of kinds and fields.

use super::extensions;
use super::{Field, Named, count, describe_refusal, index, maybe, node, role_name};
use crate::raft::{AppendRefusal, AppendedBy, Event as E, NodeId, StaleReply, Standing, StepDown, Withheld};

/// The kind of a decision, in kebab case, and its fields in order.
pub fn describe(decision: &E) -> (&'static str, Vec<Named>) {
    match decision {
        E::TermAdopted { old_term, term, from, was } => (
            "term-adopted",
            vec![
                ("old-term", Field::Number(old_term.0)),
                ("term", Field::Number(term.0)),
                ("from", node(*from)),
                ("was", Field::Word(role_name(*was))),
            ],
        ),
        E::LeaderRecognised { leader, was } => {
            ("leader-recognised", vec![("leader", node(*leader)), ("was", Field::Word(role_name(*was)))])
        }
        E::ReplyIgnored { from, why } => ("reply-ignored", describe_stale(*from, why)),
        E::RuleBroken { flaw } => ("rule-broken", vec![("flaw", Field::Word(flaw.name()))]),
        E::RivalIgnored { from } => ("rival-ignored", vec![("from", node(*from))]),
        E::ClientRefused { leader } => ("client-refused", vec![("leader", maybe(*leader))]),
        E::ReadStarted { .. } => ("read-started", vec![]),
        E::ReadHeldBack { commit_index, commit_term, term } => (
            "read-held-back",
            vec![
                ("commit-index", index(*commit_index)),
                ("commit-term", Field::Number(commit_term.0)),
                ("term", Field::Number(term.0)),
            ],
        ),
        E::ReadConfirmed { index: at, quorum } => {
            ("read-confirmed", vec![("index", index(*at)), ("quorum", Field::Nodes(*quorum))])
        }
        E::ElectionStarted { term, last, by } => (
            "election-started",
            vec![("term", Field::Number(term.0)), ("last", Field::Position(*last)), ("by", Field::Word(standing(*by)))],
        ),
        E::VoteGranted { candidate, candidate_last, own_last } => (
            "vote-granted",
            vec![
                ("candidate", node(*candidate)),
                ("candidate-last", Field::Position(*candidate_last)),
                ("own-last", Field::Position(*own_last)),
            ],
        ),
        E::VoteRefused { candidate, refusal } => ("vote-refused", describe_refusal(*candidate, refusal)),
        E::VoteCounted { from, granted, majority, joint } => (
            "vote-counted",
            vec![
                ("from", node(*from)),
                ("granted", Field::Nodes(*granted)),
                ("majority", count(*majority)),
                ("joint", Field::Flag(*joint)),
            ],
        ),
        E::VoteDenied { from, refused } => {
            ("vote-denied", vec![("from", node(*from)), ("refused", Field::Nodes(*refused))])
        }
        E::ElectionWon { term, votes } => {
            ("election-won", vec![("term", Field::Number(term.0)), ("votes", Field::Nodes(*votes))])
        }
        E::AppendAccepted { leader, match_index, entries } => (
            "append-accepted",
            vec![("leader", node(*leader)), ("match-index", index(*match_index)), ("entries", count(*entries))],
        ),
        E::AppendRefused { leader, refusal } => {
            let mut fields = vec![("leader", node(*leader))];
            match refusal {
                AppendRefusal::StaleTerm { leader_term, term } => fields.extend([
                    ("why", Field::Word("stale-term")),
                    ("leader-term", Field::Number(leader_term.0)),
                    ("term", Field::Number(term.0)),
                ]),
                AppendRefusal::TooShort { prev, last_index } => fields.extend([
                    ("why", Field::Word("too-short")),
                    ("prev", Field::Position(*prev)),
                    ("last-index", index(*last_index)),
                ]),
                AppendRefusal::OtherTerm { prev, own_term } => fields.extend([
                    ("why", Field::Word("other-term")),
                    ("prev", Field::Position(*prev)),
                    ("own-term", Field::Number(own_term.0)),
                ]),
            }
            ("append-refused", fields)
        }
        E::LogTruncated { from, removed, own_term, entry_term } => (
            "log-truncated",
            vec![
                ("from-index", index(*from)),
                ("removed", Field::Number(*removed)),
                ("own-term", Field::Number(own_term.0)),
                ("entry-term", Field::Number(entry_term.0)),
            ],
        ),
        E::LogAppended { first_index, entries, by } => {
            let (by, leader) = match by {
                AppendedBy::Command => ("command", None),
                AppendedBy::NoOp => ("no-op", None),
                AppendedBy::Change { .. } => ("change", None),
                AppendedBy::Leader(leader) => ("leader", Some(*leader)),
            };
            let mut fields = vec![("by", Field::Word(by)), ("first-index", index(*first_index))];
            fields.extend(leader.map(|leader| ("leader", node(leader))));
            fields.push(("entries", Field::Entries(*first_index, entries.clone())));
            ("log-appended", fields)
        }
        E::HeartbeatRound { .. } => ("heartbeat-round", vec![]),
        E::MatchAdvanced { peer, match_index } => {
            ("match-advanced", vec![("peer", node(*peer)), ("match-index", index(*match_index))])
        }
        E::BackedOff { peer, prev_index, next_index } => (
            "backed-off",
            vec![("peer", node(*peer)), ("prev-index", index(*prev_index)), ("next-index", index(*next_index))],
        ),
        E::Overtaken { peer, prev_index } => {
            ("overtaken", vec![("peer", node(*peer)), ("prev-index", index(*prev_index))])
        }
        E::SentAgain { peer, next_index } => {
            ("sent-again", vec![("peer", node(*peer)), ("next-index", index(*next_index))])
        }
        E::CommitAdvanced { index: at, quorum } => {
            ("commit-advanced", vec![("index", index(*at)), ("quorum", Field::Nodes(*quorum))])
        }
        E::CommitHeldBack { index: at, entry_term, term } => (
            "commit-held-back",
            vec![("index", index(*at)), ("entry-term", Field::Number(entry_term.0)), ("term", Field::Number(term.0))],
        ),
        E::CommitLearned { index: at, leader } => {
            ("commit-learned", vec![("index", index(*at)), ("leader", node(*leader))])
        }
        E::ReadForwarded { leader } => ("read-forwarded", vec![("leader", node(*leader))]),
        E::ReadIndexLearned { leader, index: at } => {
            let mut fields = vec![("leader", node(*leader)), ("success", Field::Flag(at.is_some()))];
            fields.extend(at.map(|at| ("index", index(at))));
            ("read-index-learned", fields)
        }
        E::LeaseHeld { index: at, left_us } => {
            ("lease-held", vec![("index", index(*at)), ("left-us", Field::Number(*left_us))])
        }
        E::CandidateDisregarded { candidate, candidate_term, asks, leader } => (
            "candidate-disregarded",
            vec![
                ("candidate", node(*candidate)),
                ("candidate-term", Field::Number(candidate_term.0)),
                ("asks", Field::Flag(*asks)),
                ("leader", maybe(*leader)),
            ],
        ),
        E::ElectionWithheld { why } => {
            let why = match why {
                Withheld::NoVoter => "no-voter",
                Withheld::LeaderAlive => "leader-alive",
            };
            ("election-withheld", vec![("why", Field::Word(why))])
        }
        E::SteppedDown { why: StepDown::NoQuorum { heard } } => {
            ("stepped-down", vec![("why", Field::Word("no-quorum")), ("heard", Field::Nodes(*heard))])
        }
        E::SteppedDown { why: StepDown::Removed } => ("stepped-down", vec![("why", Field::Word("removed"))]),
        E::Snapshot(event) => extensions::describe_snapshot(event),
        E::Change(event) => extensions::describe_change(event),
        E::PreVote(event) => extensions::describe_pre_vote(event),
        E::Transfer(event) => extensions::describe_transfer(event),
    }
}

/// What makes a node stand for election.
const fn standing(by: Standing) -> &'static str {
    match by {
        Standing::Silence => "silence",
        Standing::Again => "again",
        Standing::Promises => "promises",
        Standing::Transfer => "transfer",
    }
}

fn describe_stale(from: NodeId, why: &StaleReply) -> Vec<Named> {
    let mut fields = vec![("from", node(from))];
    match why {
        StaleReply::OlderTerm { reply_term, term } => fields.extend([
            ("why", Field::Word("older-term")),
            ("reply-term", Field::Number(reply_term.0)),
            ("term", Field::Number(term.0)),
        ]),
        StaleReply::NotAsking => fields.push(("why", Field::Word("not-asking"))),
        StaleReply::Answered { prev_index } => {
            fields.extend([("why", Field::Word("answered")), ("prev-index", index(*prev_index))]);
        }
    }
    fields
}
