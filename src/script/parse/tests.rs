use super::*;
use crate::raft::{Change, Flaw, NodeId, NodeSet, Preset};
use crate::script::condition::{Condition, Members};
use crate::script::statement::{Influence, Nodes, Step};
use crate::sim::{Actor, FlawName, Link, Setting};

fn error(text: &str) -> (usize, usize, &'static str, String) {
    let error = parse(text).expect_err(text);
    (error.line, error.column, error.expected.key(), error.found)
}

/// Every statement of the language that this version has, in every form.
const EVERYTHING: &str = r#"
raftarium 1
nodes 5   # a comment
seed 18446744073709551615
config election-timeout 150ms..300ms
config election-timeout 300ms..600ms n2
config heartbeat 50ms
config latency 5ms..15ms
config latency 40ms..60ms n1 -> n3
config latency 40ms c1 - n3
config loss 2.5%
config loss 20% n1 -> n2
config duplicate 0%
config duplicate 20% c1 - n2
config drift 1%
config drift -90% n3
config snapshot-keep 0
flaw any-log-wins
mend chapter
config fsync 1ms
config fsync 0.5ms..2ms n2
config reads local
config reads log
config reads read-index
config max-entries 64
config max-inflight 8
config client-timeout 500ms
config no-op off
title en "Two leaders" fr "Deux leaders"
minutes 5
level 2

run 1s
say @key at n1 - n2
say fr "Deux" en "Two"
show nothing
show n1 c1 n1 -> n2 m4 n2@7 logs diagram
pace 1/50
pace 2
ask who "Who?" | "n1" if leader n1 | @none otherwise
ask many @many | "a" if log n1 = 1 1 | "b" if not idle | "c" if learners | "d" if value n1 x 5
reveal who
goal role n1 down
goal not log n1 = 1 2 says "A log" hint @hint do "set x 1"
goal leader hint "Wait" says en "One leads" fr "Il y en a un"
run 1s while not leader n2
run until leader
run until leader n3 within 5s
run until not leader within 0s
run until log n1 = 1 1 2 within 1min
step
step 12
set x 1
set "a b" "" from c2 to n3
get x to n1 from c9
delete x
cas x 1 2 from c3
load every 100ms
load every 100ms from c1 c2 c3 for 10s
load off
crash n1
crash n3 n1 n2
crash all
restart n1
restart n2 n1
restart all
pause n1
resume n1
wipe n1
timeout n1
partition n1 n2 | n3 n4 n5
partition n1
isolate n1
cut n1 -> n2
cut n1 - n2
cut c1 -> n2
cut n2 - c1
join n1 -> n2
join c1 - n2
join n1 - n2
heal
drop m17
delay AppendEntries n1 -> n3 20ms
duplicate next 3 RequestVoteReply n1 -> n3
deliver any c1 -> n3
drop ClientReply n3 -> c1
config loss 0.01%
config loss 1% n2 - n3
config duplicate 1% n2 -> n3
config election-timeout 1h
config election-timeout 1h n1
reseed 7
expect leader
expect not leader n2
expect role n1 pre-candidate
expect term n1 = 3
expect commit n1 >= 4
expect applied n1 <= 4
expect last n1 = 7
expect log n1 = 1 1 2
expect log n1 =
expect value n1 x 5
expect absent n1 x
expect reply c1 ok
expect reply c1 value "a b"
expect reply c1 absent
expect reply c1 refused
expect reply c1 pending
expect voters n3 n1 n2
expect voters n4 = n1 n2
expect voters n4 =
expect not learners
expect learners n4
expect learners n1 = n4 n5
expect learners n1 =
run until learners within 1s
run until learners n4 within 1s
run until voters n4 = within 1s
expect idle
expect agreed
expect violated durable-commit
expect not linearizable
expect violated linearizability
expect safe
"#;

#[test]
fn the_whole_language_is_read() {
    let (script, lines) = parse_with_lines(EVERYTHING).unwrap();
    assert_eq!(script.setup.nodes, 5);
    assert_eq!(script.setup.seed, u64::MAX);
    assert_eq!(script.setup.settings.len(), 24);
    assert_eq!(script.statements.len(), EVERYTHING.lines().skip(31).filter(|line| !line.is_empty()).count());
    assert_eq!((lines[0], lines.len()), (33, script.statements.len()));
    assert_eq!(script.statements[0].step, Step::Run(1_000_000));
    assert_eq!(parse("").unwrap(), Script::default());
}

#[test]
fn an_error_names_line_column_and_what_was_expected() {
    assert_eq!(error("nodes 5\nrun untl leader"), (2, 5, "duration", "untl".into()));
    assert_eq!(error("  # é\n  sett x 1"), (2, 3, "statement", "sett".into()));
    assert_eq!(error("set x # 1"), (1, 6, "word", String::new()));
    assert_eq!(error("set é \"a"), (1, 7, "json-string", "\"a".into()));
    assert_eq!(error("set x 1 2"), (1, 9, "end-of-line", "2".into()));
    assert_eq!(error("nodes 10"), (1, 7, "node-count", "10".into()));
    assert_eq!(error("nodes 0"), (1, 7, "node-count", "0".into()));
    assert_eq!(error("seed -1"), (1, 6, "number", "-1".into()));
    assert_eq!(error("seed 18446744073709551616").2, "number");
    assert_eq!(error("run until leader within 25h"), (1, 25, "duration", "25h".into()));
    assert_eq!(error("config loss 101%"), (1, 13, "percentage", "101%".into()));
    assert_eq!(error("config heartbeat 0.5ms").2, "timer-duration");
    assert_eq!(error("config heartbeat 50ms..60ms").2, "timer-duration");
    assert_eq!(error("config election-timeout 300ms..150ms").2, "range");
    assert_eq!(error("config election-timeout 150ms..2h").2, "timer-duration");
    assert_eq!(error("config speed 3").2, "config-key");
    assert_eq!(error("config").2, "config-key");
    assert_eq!(error("partition n1 n2 | n2"), (1, 19, "new-node", "n2".into()));
    assert_eq!(error("partition n1 |").2, "node");
    assert_eq!(error("cut n1 n2").2, "arrow");
    assert_eq!(error("cut n1 -> n1"), (1, 11, "other-node", "n1".into()));
    assert_eq!(error("cut c1 - c2"), (1, 10, "node", "c2".into()));
    assert_eq!(error("cut c1 - c1"), (1, 10, "node", "c1".into()));
    assert_eq!(error("join n1 - x"), (1, 11, "actor", "x".into()));
    assert_eq!(error("cut c10 - n1"), (1, 5, "client", "c10".into()));
    assert_eq!(error("drop n1 -> n2").2, "which");
    assert_eq!(error("drop next 2 n1 -> n2").2, "message-kind");
    assert_eq!(error("drop any n1 - n2").2, "one-way-arrow");
    assert_eq!(error("expect term n1 > 3").2, "comparison");
    assert_eq!(error("expect violated everything").2, "invariant");
    assert_eq!(error("expect role n1 boss").2, "role");
    assert_eq!(error("expect").2, "condition");
    assert_eq!(error("\"set\" x 1").2, "statement");
    assert_eq!(error("load every 0s").2, "positive-duration");
    assert_eq!(error("load fast").2, "every-off");
    assert_eq!(error("run until leader 5s"), (1, 18, "node", "5s".into()));
    assert_eq!(error("run until idle 5s").2, "within");
}

#[test]
fn nodes_are_those_of_the_cluster_wherever_its_size_is_said() {
    assert_eq!(error("crash n4"), (1, 7, "node", "n4".into()));
    assert!(parse("config fsync 1ms n5\nnodes 5").is_ok());
    assert_eq!(error("config fsync 1ms n6\nnodes 5\nnonsense"), (1, 18, "node", "n6".into()));
    assert_eq!(error("nonsense\ncrash n9").2, "statement");
    assert_eq!(error("crash n0").2, "nodes-or-all");
    assert_eq!(error("pause n10").2, "node");
    assert_eq!(error("set x 1 from c10").2, "client");
}

#[test]
fn the_set_up_comes_first_and_once() {
    assert_eq!(error("nodes 3\nnodes 3"), (2, 1, "once", "nodes".into()));
    assert_eq!(error("seed 3\nseed 3").2, "once");
    assert_eq!(error("run 1s\nnodes 3").2, "setup-first");
    assert_eq!(error("nodes 3\nrun 1s\nseed 3").2, "setup-first");
    assert_eq!(error("run 1s\nconfig reads local"), (2, 1, "setup-first", "config".into()));
    assert_eq!(error("nodes 3\nraftarium 1"), (2, 1, "version-first", "raftarium".into()));
    assert_eq!(error("raftarium 2").2, "version");
    assert_eq!(error("raftarium 1\nraftarium 1").2, "once");
}

/// A flaw may stand in the set-up and among the steps; `mend` undoes it, and presets are sets of flaws.
#[test]
fn flaws_are_set_up_and_steps() {
    let settings = |text: &str| parse(text).unwrap().setup.settings;
    let (any_log, chapter) = (FlawName::One(Flaw::AnyLogWins), FlawName::Preset(Preset::Chapter));
    assert_eq!(settings("flaw any-log-wins"), [Setting::Flaw(any_log)]);
    assert_eq!(settings("flaw chapter\nmend any-log-wins"), [Setting::Flaw(chapter), Setting::Mend(any_log)]);
    let script = parse("flaw chapter\nrun 1s\nmend chapter\nflaw any-log-wins").unwrap();
    let steps: Vec<_> = script.statements.iter().map(|statement| statement.to_string()).collect();
    assert_eq!(steps, ["run 1s", "mend chapter", "flaw any-log-wins"]);
    assert_eq!(error("flaw any-log-win"), (1, 6, "flaw", "any-log-win".into()));
    assert_eq!(error("run 1s\nmend"), (2, 5, "flaw", String::new()));
    assert!(parse("disk n1 rots").is_ok());
}

/// A story tells, and changes nothing: it may stand amid the set-up, which goes on after it.
#[test]
fn a_story_step_does_not_end_the_set_up() {
    let script = parse("title \"A\"\nsay \"b\"\nnodes 5\npace 1/2\nconfig pre-vote on\nseed 9\n").unwrap();
    assert_eq!((script.setup.nodes, script.setup.seed, script.setup.settings.len()), (5, 9, 1));
    assert_eq!(error("say \"b\"\nraftarium 1"), (2, 1, "version-first", "raftarium".into()));
    assert_eq!(error("level 1\nlevel 2"), (2, 1, "once", "level".into()));
    assert_eq!(error("run 1s\nminutes 2"), (2, 1, "setup-first", "minutes".into()));
    assert_eq!(error("say \"b\"\nrun 1s\nconfig pre-vote on").2, "setup-first");
}

#[test]
fn an_error_in_a_story_names_what_was_expected() {
    let expects = |line: &str, column: usize, expected: &str| {
        let found = error(line);
        assert_eq!((found.1, found.2), (column, expected), "{line}");
    };
    for (line, column, expected) in [
        ("say hello", 5, "caption"),
        ("say @-x", 5, "caption"),
        ("say \"a\" at", 11, "target"),
        ("say \"a\" at n4", 12, "node"),
        ("say en \"a\"", 11, "other-language"),
        ("say fr \"a\" en b", 15, "string"),
        ("show", 5, "target-nothing"),
        ("show n1@x", 6, "node"),
        ("show n1 - n1", 11, "other-node"),
        ("show c1 - c2", 11, "node"),
        ("show n5@2", 6, "node"),
        ("pace 0", 6, "pace"),
        ("pace 1/1001", 6, "pace"),
        ("pace 1/2/3", 6, "pace"),
        ("ask \"a\" \"b\"", 5, "name"),
        ("ask a \"b\"", 10, "answers"),
        ("ask a \"b\" | \"c\" if idle", 24, "answers"),
        ("ask a \"b\" | \"c\"", 16, "if"),
        ("ask a \"b\" | \"c\" otherwise | \"d\" if idle", 27, "conditions"),
        ("ask a \"b\" | \"c\" if idle | \"d\" otherwise | \"e\" if safe", 41, "end-of-line"),
        ("reveal a", 8, "asked"),
        ("goal", 5, "condition"),
        ("goal idle says", 15, "caption"),
        ("goal idle says \"a\" says \"b\"", 20, "end-of-line"),
        ("goal idle do crash", 14, "string"),
        ("minutes 601", 9, "minutes"),
        ("level 0", 7, "level"),
    ] {
        expects(line, column, expected);
    }
    let answers = " | \"a\" if idle".repeat(5);
    assert_eq!(error(&format!("ask a \"b\"{answers}")).2, "end-of-line");
    assert_eq!(error("ask a \"b\" | \"c\" if idle | \"d\" otherwise\nask a \"b\"").2, "new-name");
    assert_eq!(error(&format!("say \"{}\"", "x".repeat(5_000))).2, "short-text");
}

/// An order may name the node that it is given to, and what became of the latest can be asked.
#[test]
fn orders_name_the_node_that_is_asked() {
    let node = |number| NodeId::new(number).unwrap();
    let steps = |text: &str| -> Vec<Step> {
        parse(text).unwrap_or_else(|error| panic!("{error:?}")).statements.into_iter().map(|it| it.step).collect()
    };
    let given = steps("add n4 to n1\nremove n2\nmembers n1 n2 to n3\ntransfer n3 to n1\ntransfer n2");
    let change = |change, to| Step::Do(Influence::Change(change, to));
    let expected = [
        change(Change::Add(node(4)), Some(node(1))),
        change(Change::Remove(node(2)), None),
        change(Change::Members(NodeSet::first(2)), Some(node(3))),
        Step::Do(Influence::Transfer(node(3), Some(node(1)))),
        Step::Do(Influence::Transfer(node(2), None)),
    ];
    assert_eq!(given, expected);
    for state in ["done", "refused", "lost", "pending"] {
        assert_eq!(steps(&format!("expect order {state}\nrun until not order {state} within 1s")).len(), 2);
    }
    assert_eq!(error("expect order"), (1, 13, "order-state", String::new()));
    assert_eq!(error("run until order over"), (1, 17, "order-state", "over".into()));
    assert_eq!(error("remove n2 to"), (1, 13, "node", String::new()));
    assert_eq!(error("remove n2 from n1"), (1, 11, "end-of-line", "from".into()));
    assert_eq!(error("members to n1"), (1, 9, "node", "to".into()));
    assert_eq!(error("transfer n2 to n9"), (1, 16, "node", "n9".into()));
}

#[test]
fn a_server_can_be_named_once_it_was_added() {
    assert!(parse("nodes 5\nadd n6\ncrash n6\nexpect role n6 down").is_ok());
    assert_eq!(error("nodes 5\ncrash n6\nadd n6"), (2, 7, "node", "n6".into()));
    assert_eq!(error("nodes 5\nadd n7\ncrash n6"), (3, 7, "node", "n6".into()));
    assert_eq!(error("nodes 9\nadd n10"), (2, 5, "added-node", "n10".into()));
    assert_eq!(error("members n1 n2 n1").2, "other-member");
    assert_eq!(error("members n1 n2 n4").2, "node");
    let added = parse("nodes 5\nadd n7").unwrap();
    assert!(parse_more("crash n7", &added).is_ok());
    assert_eq!(parse_more("crash n6", &added).unwrap_err().expected, Expected::Node);
}

#[test]
fn of_two_errors_in_a_line_the_first_is_reported() {
    assert_eq!(error("crash n9 foo"), (1, 7, "node", "n9".into()));
    assert_eq!(error("partition n1 n9 | n9"), (1, 14, "node", "n9".into()));
    assert_eq!(error("run until leader n9 5s"), (1, 18, "node", "n9".into()));
    assert_eq!(error("crash foo n9"), (1, 7, "nodes-or-all", "foo".into()));
}

#[test]
fn blanks_that_nobody_sees_do_no_harm() {
    let script = parse("\u{feff}raftarium 1\r\nnodes 5\r\nset a\u{a0}b \u{2003}\r\n").unwrap();
    assert_eq!(script.setup.nodes, 5);
    assert_eq!(script.statements[0].text, "set a\u{a0}b \u{2003}", "part of key and value");
    assert_eq!(error("\u{feff}crash n9").1, 7, "the mark takes no column");
}

#[test]
fn a_setting_may_be_for_one_node_or_one_link() {
    let settings = |text: &str| parse(text).unwrap().setup.settings;
    let (n1, n2) = (NodeId::new(1).unwrap(), NodeId::new(2).unwrap());
    let both = Link { from: Actor::Node(n1), to: Actor::Node(n2), both_ways: true };
    assert_eq!(settings("config loss 20% n1 - n2"), [Setting::Loss(200_000, Some(both))]);
    assert_eq!(settings("config drift 2% n2"), [Setting::NodeDrift(20_000, n2)]);
    assert_eq!(settings("config drift -2% n2"), [Setting::NodeDrift(-20_000, n2)]);
    assert_eq!(settings("config drift 2%"), [Setting::Drift(20_000)]);
    assert_eq!(settings("config snapshot-keep 7"), [Setting::SnapshotKeep(7)]);
    assert_eq!(error("config loss 20% n1"), (1, 19, "arrow", String::new()));
    assert_eq!(error("config loss 20% n1 -> n1"), (1, 23, "other-node", "n1".into()));
    assert_eq!(error("config duplicate 20% c1 - c2"), (1, 27, "node", "c2".into()));
    assert_eq!(error("config latency 1ms n1 - n1").2, "other-node");
    assert_eq!(error("config loss 20% n1 -> n4"), (1, 23, "node", "n4".into()));
    assert_eq!(error("config election-timeout 1s n4"), (1, 28, "node", "n4".into()));
    assert_eq!(error("config election-timeout 1s n1 n2"), (1, 31, "end-of-line", "n2".into()));
    assert_eq!(error("config heartbeat 50ms n1"), (1, 23, "end-of-line", "n1".into()));
    assert_eq!(error("config drift -1%"), (1, 14, "percentage", "-1%".into()));
    assert_eq!(error("config drift -91% n1"), (1, 14, "clock-error", "-91%".into()));
    assert_eq!(error("config drift 101% n1"), (1, 14, "clock-error", "101%".into()));
    assert_eq!(error("config snapshot-keep -1"), (1, 22, "keep", "-1".into()));
    assert_eq!(error("config snapshot-keep 1000000001"), (1, 22, "keep", "1000000001".into()));
}

#[test]
fn a_setting_as_a_step_says_what_it_changes() {
    let value = |line: &str| {
        let script = parse(&format!("run 1s\n{line}")).unwrap();
        let Step::Do(Influence::Configure(setting, value)) = &script.statements[1].step else { panic!("{line}") };
        format!("{} {value}", setting.key())
    };
    assert_eq!(value("config election-timeout 0.3s..600ms n2"), "election-timeout 300ms..600ms n2");
    assert_eq!(value("config loss 20.0% n1 -> c2"), "loss 20.0% n1 -> c2");
    assert_eq!(value("config duplicate 5% n1  -  n2"), "duplicate 5% n1 - n2");
    assert_eq!(value("config latency 0.04s"), "latency 0.04s", "as it is written");
    for line in ["config drift 1% n1", "config snapshot-keep 5"] {
        assert_eq!(error(&format!("run 1s\n{line}")), (2, 1, "setup-first", "config".into()), "{line}");
    }
}

#[test]
fn several_nodes_stand_in_one_line_each_once() {
    let step = |line: &str| parse(line).unwrap().statements[0].step.clone();
    let nodes = |numbers: &[usize]| Nodes::Named(numbers.iter().map(|n| NodeId::new(*n).unwrap()).collect());
    assert_eq!(step("crash n3 n1"), Step::Do(Influence::Crash(nodes(&[3, 1]))));
    assert_eq!(step("restart all"), Step::Do(Influence::Restart(Nodes::All)));
    assert_eq!(error("crash n1 n2 n1"), (1, 13, "other-member", "n1".into()));
    assert_eq!(error("crash all n1"), (1, 11, "end-of-line", "n1".into()));
    assert_eq!(error("crash n1 all"), (1, 10, "node", "all".into()));
    assert_eq!(error("crash"), (1, 6, "nodes-or-all", String::new()));
    assert_eq!(error("restart everyone"), (1, 9, "nodes-or-all", "everyone".into()));
    assert_eq!(error("pause n1 n2"), (1, 10, "end-of-line", "n2".into()));
}

#[test]
fn members_of_a_configuration_are_named_each_once() {
    assert_eq!(error("expect voters"), (1, 14, "node", String::new()));
    assert_eq!(error("run until voters within 5s"), (1, 18, "node", "within".into()));
    assert_eq!(error("expect voters n1 n2 n1"), (1, 21, "other-member", "n1".into()));
    assert_eq!(error("expect voters n1 = n2 n2"), (1, 23, "other-member", "n2".into()));
    assert_eq!(error("expect voters n1 n2 = n1"), (1, 21, "node", "=".into()));
    assert_eq!(error("expect learners = n1"), (1, 17, "node", "=".into()));
    assert_eq!(error("expect learners n1 within 5s"), (1, 20, "end-of-line", "within".into()));
    assert_eq!(error("expect voters n1 n4"), (1, 18, "node", "n4".into()));
    let (one, two) = (NodeSet::first(1), NodeSet::first(2));
    let condition = |line: &str| {
        let step = parse(line).unwrap().statements[0].step.clone();
        let (Step::Expect { condition, .. } | Step::RunUntil { condition, .. }) = step else { panic!("{line}") };
        condition
    };
    let n1 = NodeId::new(1);
    assert_eq!(condition("expect voters n2 n1"), Condition::Members(Members::Voters, None, two));
    assert_eq!(condition("expect voters n1 = n1"), Condition::Members(Members::Voters, n1, one));
    assert_eq!(condition("run until learners within 1s"), Condition::Members(Members::Learners, None, NodeSet::EMPTY));
    assert_eq!(
        condition("run until learners n1 = within 1s").clone(),
        Condition::Members(Members::Learners, n1, NodeSet::EMPTY)
    );
}

#[test]
fn a_condition_may_have_to_hold_for_a_time() {
    assert_eq!(error("run 1s until leader"), (1, 8, "while", "until".into()));
    assert_eq!(error("run 1s while"), (1, 13, "condition", String::new()));
    assert_eq!(error("run 1s while leader within 1s"), (1, 21, "end-of-line", "within".into()));
    assert_eq!(error("run while leader"), (1, 5, "duration", "while".into()));
    assert_eq!(error("run 1s while idle 2s"), (1, 19, "end-of-line", "2s".into()));
}

#[test]
fn numbers_say_how_large_they_may_be() {
    assert_eq!(error("seed 18446744073709551616").2, "number");
    assert_eq!(error("step 0").2, "count");
    assert_eq!(error("drop next 0 any n1 -> n2").2, "count");
    assert_eq!(error("run 25h").2, "duration");
}

#[test]
fn the_settings_of_the_extensions_say_what_they_take() {
    for (line, expected) in [
        ("config pre-vote maybe", "on-off"),
        ("config check-quorum", "on-off"),
        ("config membership both", "joint-single"),
        ("config reads none", "read-mode"),
        ("config drift 1", "percentage"),
        ("config snapshot-every 0", "count-off"),
        ("disk n1 broken", "disk-state"),
        ("run 1s\nconfig pre-vote on", "setup-first"),
        ("run 1s\nconfig drift 1%", "setup-first"),
    ] {
        assert_eq!(error(line).2, expected, "{line}");
    }
    assert!(parse("config reads lease\nconfig snapshot-every off\nconfig membership joint\nconfig drift 0.5%").is_ok());
}

#[test]
fn keys_and_values_have_at_most_4_kib() {
    let long = "é".repeat(2048);
    assert!(parse(&format!("set {long} {long}")).is_ok());
    assert_eq!(error(&format!("set x {long}a")).2, "short-text");
    assert_eq!(error(&format!("set x {long}a")).3.chars().count(), ScriptError::FOUND_CHARS_MAX + 1);
    assert_eq!(error(&"#".repeat(SCRIPT_BYTES_MAX + 1)).2, "short-script");
    assert_eq!(error(&"\n".repeat(STATEMENTS_MAX + 1)).2, "short-script");
}

#[test]
fn more_steps_are_read_in_the_light_of_the_set_up() {
    let before = parse("nodes 5").unwrap();
    let (more, lines) = parse_more("crash n5\n\nset x 1", &before).unwrap();
    assert_eq!((more.len(), lines), (2, vec![1, 3]));
    assert_eq!(parse_more("\ncrash n6", &before).unwrap_err().line, 2);
    assert_eq!(parse_more("nodes 3", &before).unwrap_err().expected, Expected::SetupFirst);
    assert_eq!(parse_more("config no-op off", &before).unwrap_err().expected, Expected::SetupFirst);
    assert!(parse_more("config loss 5%", &before).is_ok());
}
