//! What is so where a condition does not hold, in the words of the language.

use super::condition::{Condition, Reply, leader, members_of, quantity_of, role_of, status_of, value_of};
use super::print::print_word;
use crate::check::Checks;
use crate::kv::Outcome;
use crate::sim::{Latest, World};

/// Terms of a log that are told, at most: the last ones.
const TERMS_TOLD: usize = 20;

/// A condition of the same kind that holds now; none where only another look at the cluster tells more.
pub fn found(condition: &Condition, world: &World, checks: &Checks) -> Option<String> {
    match condition {
        Condition::Leader(_) => Some(leader(world).map_or("not leader".into(), |node| format!("leader {node}"))),
        Condition::Role(node, _) => Some(format!("role {node} {}", role_of(world, *node).name())),
        Condition::Number(quantity, node, _, _) => {
            Some(format!("{} {node} = {}", quantity.name(), quantity_of(world, *node, *quantity)))
        }
        Condition::Log(node, _) => {
            let terms: Vec<String> = world.server(*node).log().iter().map(|entry| entry.term.0.to_string()).collect();
            let left_out = terms.len().saturating_sub(TERMS_TOLD);
            let dots = if left_out == 0 { "" } else { "… " };
            Some(format!("log {node} = {dots}{}", terms[left_out..].join(" ")).trim_end().to_string())
        }
        Condition::Value(node, key, _) | Condition::Absent(node, key) => Some(match value_of(world, *node, key) {
            Some(value) => format!("value {node} {} {}", print_word(key), print_word(value)),
            None => format!("absent {node} {}", print_word(key)),
        }),
        Condition::Reply(client, Reply::Status(_)) if status_of(world, *client).is_some() => {
            status_of(world, *client).map(|status| format!("reply {client} status {status}"))
        }
        Condition::Reply(client, _) => {
            let said = match &world.clients()[client.slot()].latest {
                Latest::None => return None,
                Latest::Pending(_) => "pending".into(),
                Latest::Failed => "error".into(),
                Latest::Answered(Outcome::Ok) => "ok".into(),
                Latest::Answered(Outcome::Value(value)) => format!("value {}", print_word(value)),
                Latest::Answered(Outcome::Absent) => "absent".into(),
                Latest::Answered(Outcome::Refused) => "refused".into(),
            };
            Some(format!("reply {client} {said}"))
        }
        Condition::Order(_) => world.latest_order().map(|state| format!("order {}", state.name())),
        Condition::Members(members, node, _) => {
            let Some(nodes) = members_of(world, *node, *members) else { return Some("not leader".into()) };
            let at = node.map_or(String::new(), |node| format!(" {node} ="));
            let names: String = nodes.iter().map(|node| format!(" {node}")).collect();
            Some(format!("{}{at}{names}", members.name()))
        }
        Condition::Safe => {
            let broken = checks.violations().iter().find(|violation| violation.invariant.is_of_safety());
            broken.map(|violation| format!("violated {}", violation.invariant.name()))
        }
        Condition::Idle
        | Condition::Agreed
        | Condition::Violated(_)
        | Condition::Linearizable
        | Condition::ViolatedLinearizability => None,
    }
}

#[cfg(test)]
mod tests {
    use super::found;
    use crate::script::{Condition, Limit, Outcome, Runner, Step, parse};

    /// What is found in the place of a condition, after a run up to it.
    fn found_of(condition: &str) -> Option<String> {
        let text = format!(
            "nodes 3\ntimeout n1\nrun until leader n1\nset \"a key\" 1\nset x 1\nrun until agreed\ncas x 2 3 from c2\n\
             run until idle\ncrash n3\nexpect {condition}\n"
        );
        let mut runner = Runner::new(parse(&text).unwrap(), false);
        runner.advance(Limit::events(u64::MAX));
        let statement = runner.current().unwrap_or_else(|| panic!("{condition} holds: {:?}", runner.outcome()));
        let Step::Expect { condition, .. } = &statement.step else { panic!("{statement:?}") };
        assert!(matches!(runner.outcome(), Outcome::Failed(_)));
        found(condition, runner.world(), runner.checks())
    }

    #[test]
    fn what_is_found_is_a_condition_that_holds() {
        for (wanted, is) in [
            ("leader n2", "leader n1"),
            ("not leader", "leader n1"),
            ("role n3 follower", "role n3 down"),
            ("role n2 leader", "role n2 follower"),
            ("term n1 = 7", "term n1 = 1"),
            ("commit n3 >= 1", "commit n3 = 0"),
            ("applied n1 <= 1", "applied n1 = 4"),
            ("last n1 = 2", "last n1 = 4"),
            ("log n1 = 1", "log n1 = 1 1 1 1"),
            ("value n1 x 2", "value n1 x 1"),
            ("absent n1 \"a key\"", "value n1 \"a key\" 1"),
            ("value n1 y 2", "absent n1 y"),
            ("reply c1 pending", "reply c1 ok"),
            ("reply c2 ok", "reply c2 refused"),
            ("voters n1 n2", "voters n1 n2 n3"),
            ("voters n2 = n1", "voters n2 = n1 n2 n3"),
            ("not learners", "learners"),
            ("learners n3 = n1", "learners n3 ="),
        ] {
            assert_eq!(found_of(wanted).as_deref(), Some(is), "{wanted}");
            let text = format!("nodes 3\nexpect {is}\n");
            assert!(matches!(parse(&text).unwrap().statements[0].step, Step::Expect { .. }), "{is} is a condition");
        }
        assert_eq!(found_of("reply c9 ok"), None);
        let mut alone = Runner::new(parse("nodes 3\nexpect voters n1 n2 n3\n").unwrap(), false);
        alone.advance(Limit::events(u64::MAX));
        assert_eq!(alone.found().as_deref(), Some("not leader"), "nobody whose configuration counts");
        assert_eq!(found_of("violated progress"), None);
    }

    #[test]
    fn an_order_is_found_as_it_stands() {
        for (orders, is) in [("remove n3", "order pending"), ("remove n3 to n2", "order refused")] {
            let text = format!("nodes 3\ntimeout n1\nrun until leader n1\n{orders}\nexpect order done\n");
            let mut runner = Runner::new(parse(&text).unwrap(), false);
            runner.advance(Limit::events(u64::MAX));
            assert_eq!(runner.found().as_deref(), Some(is), "{orders}");
        }
    }

    #[test]
    fn a_long_log_is_told_by_its_end() {
        let text = "nodes 1\nrun until leader\nload every 10ms\nrun 2s\nexpect log n1 = 1\n";
        let mut runner = Runner::new(parse(text).unwrap(), false);
        runner.advance(Limit::events(u64::MAX));
        let log = crate::raft::NodeId::new(1).map(|node| Condition::Log(node, Vec::new())).unwrap();
        assert!(found(&log, runner.world(), runner.checks()).unwrap().starts_with("log n1 = … 1 1"));
    }
}
