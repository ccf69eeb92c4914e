//! What a violation compared, as bytes and back: the names of facts are few and fixed.

use super::Facts;
use crate::raft::NodeSet;
use crate::sim::{Actor, Field};
use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Every name of a fact. Bytes hold places in this table: what is new goes to its end.
const NAMES: [&str; 16] = [
    "before",
    "candidate",
    "entry-term",
    "holders",
    "index",
    "leader",
    "node",
    "other",
    "other-term",
    "peer",
    "term",
    "voter",
    "client",
    "request",
    "waits-us",
    "successor",
];

#[derive(Serialize, Deserialize)]
enum Fact {
    Number(u64),
    Who(Option<Actor>),
    Nodes(NodeSet),
}

fn place_of(name: &str) -> Option<u8> {
    NAMES.iter().position(|known| *known == name).map(|place| place as u8)
}

pub fn serialize<S: Serializer>(facts: &Facts, serializer: S) -> Result<S::Ok, S::Error> {
    let fact = |(name, field): &(&'static str, Field)| {
        let fact = if let Field::Number(number) = field {
            Fact::Number(*number)
        } else if let Field::Who(who) = field {
            Fact::Who(*who)
        } else if let Field::Nodes(nodes) = field {
            Fact::Nodes(*nodes)
        } else {
            return None;
        };
        Some((place_of(name)?, fact))
    };
    let facts: Option<Vec<(u8, Fact)>> = facts.iter().map(fact).collect();
    facts.ok_or_else(|| S::Error::custom("a fact without a place in the table of facts"))?.serialize(serializer)
}

pub fn deserialize<'a, D: Deserializer<'a>>(deserializer: D) -> Result<Facts, D::Error> {
    let facts = Vec::<(u8, Fact)>::deserialize(deserializer)?;
    let named = |(place, fact): (u8, Fact)| {
        let name = *NAMES.get(usize::from(place)).ok_or_else(|| D::Error::custom("a fact that has no name"))?;
        let field = match fact {
            Fact::Number(number) => Field::Number(number),
            Fact::Who(who) => Field::Who(who),
            Fact::Nodes(nodes) => Field::Nodes(nodes),
        };
        Ok((name, field))
    };
    facts.into_iter().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Invariant, Violation};
    use super::*;
    use crate::raft::NodeId;
    use crate::sim::Instant;

    /// The checkers, as text.
    const CHECKERS: [&str; 12] = [
        include_str!("commit_monotonic.rs"),
        include_str!("durable_commit.rs"),
        include_str!("election_safety.rs"),
        include_str!("leader_append_only.rs"),
        include_str!("leader_completeness.rs"),
        include_str!("log_matching.rs"),
        include_str!("match_monotonic.rs"),
        include_str!("monotonic_term.rs"),
        include_str!("progress.rs"),
        include_str!("stability.rs"),
        include_str!("state_machine_safety.rs"),
        include_str!("vote_once.rs"),
    ];

    #[test]
    fn every_name_of_a_fact_has_its_place_and_no_other_has() {
        let pieces = CHECKERS.iter().flat_map(|text| text.split("(\"").skip(1));
        let mut used: Vec<&str> =
            pieces.filter_map(|piece| piece.split_once("\", Field::")).map(|(name, _)| name).collect();
        used.sort_unstable();
        used.dedup();
        let mut known = NAMES;
        known.sort_unstable();
        assert_eq!(used, known);
    }

    #[test]
    fn a_violation_survives_a_round_trip_through_bytes() {
        let node = NodeId::new(3).unwrap();
        let fields =
            [Field::Number(7), Field::Who(Some(Actor::Node(node))), Field::Who(None), Field::Nodes(NodeSet::first(2))];
        let facts: Facts = NAMES.iter().zip(fields.into_iter().cycle()).map(|(name, field)| (*name, field)).collect();
        let violation = Violation { invariant: Invariant::DurableCommit, at: Instant(5), facts };
        let bytes = postcard::to_allocvec(&violation).unwrap();
        assert_eq!(postcard::from_bytes::<Violation>(&bytes).unwrap(), violation);
    }
}
