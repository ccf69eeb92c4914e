//! The words of the lanes of a history.

use super::{Asked, say};
use raftarium::check::linearizability::{Call, Moment};
use raftarium::kv::{Command, Outcome, Text};
use raftarium::lab::unordered_view_of;
use raftarium::lab::view::Arg;
use std::collections::BTreeMap;

#[test]
fn the_lanes_of_a_history_have_their_words() {
    for (key, args) in lanes() {
        for (language, said) in say(&key, &args) {
            assert!(key != "lanes-reason" || said.ends_with('.'), "{key} ({language}) is no whole sentence: {said}");
        }
    }
}

/// The keys and arguments of lanes: of calls of all kinds, for all reasons.
pub fn lanes() -> Vec<Asked> {
    let text = |text: &str| Text::from(text);
    let (key, old, new) = (text("x"), text("1"), text("2"));
    let calls = [
        (Command::Get { key: key.clone() }, Some(Outcome::Value(old.clone()))),
        (Command::Get { key: key.clone() }, Some(Outcome::Absent)),
        (Command::Set { key: key.clone(), value: new.clone() }, Some(Outcome::Ok)),
        (Command::Delete { key: key.clone() }, None),
        (Command::Cas { key: key.clone(), old: old.clone(), new: new.clone() }, Some(Outcome::Ok)),
        (Command::Cas { key: key.clone(), old: old.clone(), new: new.clone() }, Some(Outcome::Refused)),
        (Command::Cas { key, old, new }, None),
    ];
    let moment = Moment { at_us: 1, event: None };
    let mut asked: Vec<Asked> = vec![("lanes-stop".into(), BTreeMap::new())];
    for n in [0.0, 1.0, 2.0] {
        let count = |name: &str| BTreeMap::from([(name.to_string(), Arg::Number(n))]);
        asked.extend(
            [("lanes-smallest", "n"), ("lanes-order", "n"), ("lanes-line", "line")]
                .map(|(key, name)| (key.into(), count(name))),
        );
    }
    for (command, outcome) in calls {
        let is_blocked = !matches!(command, Command::Set { .. } | Command::Delete { .. });
        // Only these saw a value that can be written by no call.
        let sought = matches!(outcome, Some(Outcome::Value(_) | Outcome::Ok)) && is_blocked;
        let call = Call { client: 1, command, called: moment, returned: outcome.map(|outcome| (moment, outcome)) };
        let mut args = unordered_view_of("c1", &call).args;
        asked.extend(["lanes-answer", "lanes-call", "lanes-by"].map(|key| (key.into(), args.clone())));
        for name in ["by", "later", "is", "was"] {
            args.insert(name.into(), Arg::Text("…".into()));
        }
        asked.push(("lanes-order-with".into(), args.clone()));
        for (why, there, chars) in REASONS.into_iter().flat_map(|why| [(why, "yes", 0.0), (why, "no", 80.0)]) {
            args.insert("why".into(), Arg::Text(why.into()));
            for name in ["is", "was"] {
                args.insert(format!("{name}-there"), Arg::Text(there.into()));
                args.insert(format!("{name}-chars"), Arg::Number(chars));
            }
            let keys = ["lanes-reason", "lanes-saw", "lanes-sought", "lanes-is", "lanes-was", "shown-is", "shown-was"];
            let is_said = |key: &&str| is_blocked && (sought || *key != "lanes-sought" && why != "never-written");
            asked.extend(keys.into_iter().filter(is_said).map(|key| (key.into(), args.clone())));
        }
    }
    asked
}

/// Why a call cannot come next.
const REASONS: [&str; 6] = ["never-written", "nothing-written", "returned", "later", "changes", "fits"];
