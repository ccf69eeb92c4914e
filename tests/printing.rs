//! A script that is printed is read as the same script: those of the repository, one with every form of the language,
//! and generated ones.

#![cfg(not(target_arch = "wasm32"))]

mod support;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use raftarium::check::Invariant;
use raftarium::explore::generate;
use raftarium::kv::{Command, Outcome, Text};
use raftarium::raft::{Change, DurationRange, NodeId, NodeSet};
use raftarium::script::condition::{Comparison, Condition, Members, NodeRole, Quantity, Reply};
use raftarium::script::{
    Answer, Caption, DURATION_US_MAX, Influence, Nodes, Script, Setup, Statement, Step, StoryStep, Target, parse,
};
use raftarium::sim::{
    Actor, ClientId, DiskState, Kind, Link, MessageId, OrderState, Pattern, ReadMode, Setting, Tampering, Which,
};
use support::scripts_in;

const EVERY_FORM: &str = include_str!("support/every-form.raft");

/// A step without the parts that only record how a value or a condition was written.
fn bare(step: &Step) -> Step {
    let mut step = step.clone();
    if let Step::Do(Influence::Configure(_, written)) | Step::Story(StoryStep::Goal { text: written, .. }) = &mut step {
        written.clear();
    }
    step
}

fn assert_printed(script: &Script) -> Result<(), TestCaseError> {
    let printed = script.to_string();
    let read = parse(&printed).map_err(|error| TestCaseError::fail(format!("{error:?} in\n{printed}")))?;
    prop_assert_eq!(&read.setup, &script.setup);
    let steps = |script: &Script| script.statements.iter().map(|statement| bare(&statement.step)).collect::<Vec<_>>();
    prop_assert_eq!(steps(&read), steps(script), "{}", printed);
    // Reading a printed script and printing it again gives the same text.
    prop_assert_eq!(read.to_string(), printed);
    Ok(())
}

#[test]
fn the_scripts_of_the_repository_are_printed_as_they_are_read() {
    let folders = ["tests/scripts", "www/scenes", "www/lessons", "www/lessons/quiz/runs"];
    let texts = folders.iter().flat_map(|folder| scripts_in(folder)).map(|script| (script.name(), script.text));
    for (name, text) in texts.chain([("every form".to_string(), EVERY_FORM.to_string())]) {
        let script = parse(&text).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_printed(&script).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

/// These have no step whose text says more than its value: so they are read as they are, texts included.
#[test]
fn random_scripts_are_read_as_they_are_printed() {
    for number in (0..500).chain(u64::MAX - 4..=u64::MAX) {
        let script = generate(number).script;
        assert_eq!(parse(&script.to_string()), Ok(script), "script {number}");
    }
}

fn node() -> impl Strategy<Value = NodeId> {
    (1usize..=5).prop_map(|number| NodeId::new(number).expect("five nodes"))
}

/// Some of the nodes, at least `least`.
fn nodes(least: usize) -> impl Strategy<Value = NodeSet> {
    subsequence((1usize..=5).collect::<Vec<_>>(), least..=5)
        .prop_map(|numbers| numbers.into_iter().filter_map(NodeId::new).collect())
}

fn client() -> impl Strategy<Value = ClientId> {
    (1usize..=9).prop_map(|number| ClientId::new(number).expect("nine clients"))
}

fn actor() -> impl Strategy<Value = Actor> {
    prop_oneof![node().prop_map(Actor::Node), client().prop_map(Actor::Client)]
}

/// Keys and values: any text, also with signs of the language.
fn text() -> impl Strategy<Value = Text> {
    prop_oneof![
        "\\PC{0,8}",
        select(vec!["", " ", "|", "#", "\"", "to", "from", "=", "->", "@key", "not", "a\nb", "\u{2028}"])
            .prop_map(str::to_string),
    ]
    .prop_map(|text: String| text.as_str().into())
}

fn us() -> impl Strategy<Value = u64> {
    prop_oneof![0..=DURATION_US_MAX, 0..=10_000u64, (0..=86_400u64).prop_map(|seconds| seconds * 1_000_000)]
}

fn range() -> impl Strategy<Value = DurationRange> {
    (us(), us()).prop_map(|(a, b)| DurationRange { min_us: a.min(b), max_us: a.max(b) })
}

/// The duration of a timer: 1 ms to 1 h, in µs.
fn timer() -> impl Strategy<Value = u64> {
    1_000..=3_600_000_000u64
}

fn link() -> impl Strategy<Value = Link> {
    (node(), actor(), any::<bool>(), any::<bool>())
        .prop_filter("two ends", |(from, to, ..)| Actor::Node(*from) != *to)
        .prop_map(|(node, to, both_ways, turned)| {
            let (from, to) = if turned { (to, Actor::Node(node)) } else { (Actor::Node(node), to) };
            Link { from, to, both_ways }
        })
}

fn setting() -> impl Strategy<Value = Setting> {
    let timers = (timer(), timer()).prop_map(|(a, b)| DurationRange { min_us: a.min(b), max_us: a.max(b) });
    prop_oneof![
        (timers, proptest::option::of(node())).prop_map(|(range, node)| Setting::ElectionTimeout(range, node)),
        timer().prop_map(Setting::Heartbeat),
        timer().prop_map(Setting::ClientTimeout),
        (range(), proptest::option::of(link())).prop_map(|(range, link)| Setting::Latency(range, link)),
        (range(), proptest::option::of(node())).prop_map(|(range, node)| Setting::Fsync(range, node)),
        (0..=1_000_000u32, proptest::option::of(link())).prop_map(|(ppm, link)| Setting::Loss(ppm, link)),
        (0..=1_000_000u32, proptest::option::of(link())).prop_map(|(ppm, link)| Setting::Duplicate(ppm, link)),
    ]
}

/// Settings that only the set-up may have.
fn fixed_setting() -> impl Strategy<Value = Setting> {
    prop_oneof![
        (0..=1_000_000u32).prop_map(Setting::Drift),
        (-900_000..=1_000_000i32, node()).prop_map(|(ppm, node)| Setting::NodeDrift(ppm, node)),
        select(ReadMode::ALL.to_vec()).prop_map(Setting::Reads),
        (1..=10_000usize).prop_map(Setting::MaxEntries),
        (1..=10_000usize).prop_map(Setting::MaxInflight),
        any::<bool>().prop_map(Setting::NoOp),
        any::<bool>().prop_map(Setting::PlainReplication),
        any::<bool>().prop_map(Setting::FollowerReads),
        any::<bool>().prop_map(Setting::ClientRetries),
        any::<bool>().prop_map(Setting::PreVote),
        any::<bool>().prop_map(Setting::CheckQuorum),
        any::<bool>().prop_map(Setting::SingleServerChanges),
        proptest::option::of(1..=1_000_000_000u64).prop_map(Setting::SnapshotEvery),
        (0..=1_000_000_000u64).prop_map(Setting::SnapshotKeep),
    ]
}

fn condition() -> impl Strategy<Value = Condition> {
    let quantity = select(vec![Quantity::Term, Quantity::Commit, Quantity::Applied, Quantity::Last]);
    let reply = prop_oneof![
        Just(Reply::Pending),
        Just(Reply::Error),
        text().prop_map(|value| Reply::Answered(Outcome::Value(value))),
        select(vec![Outcome::Ok, Outcome::Absent, Outcome::Refused]).prop_map(Reply::Answered),
    ];
    prop_oneof![
        proptest::option::of(node()).prop_map(Condition::Leader),
        (node(), select(NodeRole::ALL.to_vec())).prop_map(|(node, role)| Condition::Role(node, role)),
        (quantity, node(), select(Comparison::ALL.to_vec()), any::<u64>())
            .prop_map(|(quantity, node, sign, number)| Condition::Number(quantity, node, sign, number)),
        (node(), vec(any::<u64>(), 0..4)).prop_map(|(node, terms)| Condition::Log(node, terms)),
        (node(), text(), text()).prop_map(|(node, key, value)| Condition::Value(node, key, value)),
        (node(), text()).prop_map(|(node, key)| Condition::Absent(node, key)),
        (client(), reply).prop_map(|(client, reply)| Condition::Reply(client, reply)),
        select(OrderState::ALL.to_vec()).prop_map(Condition::Order),
        nodes(1).prop_map(|set| Condition::Members(Members::Voters, None, set)),
        nodes(0).prop_map(|set| Condition::Members(Members::Learners, None, set)),
        (select(vec![Members::Voters, Members::Learners]), node(), nodes(0))
            .prop_map(|(members, node, set)| Condition::Members(members, Some(node), set)),
        select(Invariant::ALL.to_vec()).prop_map(Condition::Violated),
        select(vec![
            Condition::Idle,
            Condition::Agreed,
            Condition::Safe,
            Condition::Linearizable,
            Condition::ViolatedLinearizability
        ]),
    ]
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        (text(), text()).prop_map(|(key, value)| Command::Set { key, value }),
        text().prop_map(|key| Command::Get { key }),
        text().prop_map(|key| Command::Delete { key }),
        (text(), text(), text()).prop_map(|(key, old, new)| Command::Cas { key, old, new }),
    ]
}

fn which() -> impl Strategy<Value = Which> {
    let pattern = || {
        (proptest::option::of(select(Kind::ALL.to_vec())), actor(), actor()).prop_map(|(kind, from, to)| Pattern {
            kind,
            from,
            to,
        })
    };
    prop_oneof![
        (1..1_000_000u64).prop_map(|number| Which::One(MessageId(number))),
        pattern().prop_map(Which::All),
        (1..=1_000_000_000u64, pattern()).prop_map(|(count, pattern)| Which::Next(count, pattern)),
    ]
}

fn influence() -> impl Strategy<Value = Influence> {
    let tampering = prop_oneof![
        select(vec![Tampering::Drop, Tampering::Duplicate, Tampering::Deliver]),
        us().prop_map(Tampering::Delay),
    ];
    let change = prop_oneof![
        node().prop_map(Change::Remove),
        nodes(1).prop_map(Change::Members),
        (1usize..=9).prop_map(|number| Change::Add(NodeId::new(number).expect("nine nodes"))),
    ];
    let groups = vec(0usize..3, 5).prop_map(|of| {
        let all =
            (0..3).map(|group| (1..=5).filter(|number| of[number - 1] == group).filter_map(NodeId::new).collect());
        all.filter(|group: &NodeSet| !group.is_empty()).collect::<Vec<NodeSet>>()
    });
    let named = subsequence((1usize..=5).collect::<Vec<_>>(), 1..=5)
        .prop_shuffle()
        .prop_map(|numbers| Nodes::Named(numbers.into_iter().filter_map(NodeId::new).collect()));
    let some = prop_oneof![Just(Nodes::All), named].boxed();
    prop_oneof![
        (client(), command(), proptest::option::of(node())).prop_map(|(client, command, to)| Influence::Ask {
            client,
            command,
            to
        }),
        (1..=DURATION_US_MAX, vec(client(), 1..4), proptest::option::of(us()))
            .prop_map(|(every_us, clients, for_us)| Influence::Load { every_us, clients, for_us }),
        some.clone().prop_map(Influence::Crash),
        some.prop_map(Influence::Restart),
        (node(), select(DiskState::ALL.to_vec())).prop_map(|(node, state)| Influence::Disk(node, state)),
        (change, proptest::option::of(node())).prop_map(|(change, to)| Influence::Change(change, to)),
        (node(), proptest::option::of(node())).prop_map(|(node, to)| Influence::Transfer(node, to)),
        groups.prop_map(Influence::Partition),
        link().prop_map(Influence::Cut),
        link().prop_map(Influence::Join),
        (which(), tampering).prop_map(|(which, tampering)| Influence::Tamper(which, tampering)),
        setting().prop_map(|setting| Influence::Configure(setting, String::new())),
        any::<u64>().prop_map(Influence::Reseed),
        node().prop_flat_map(|node| {
            select(vec![
                Influence::LoadOff,
                Influence::Heal,
                Influence::Pause(node),
                Influence::Resume(node),
                Influence::Wipe(node),
                Influence::Timeout(node),
                Influence::Snapshot(node),
                Influence::Isolate(node),
            ])
        }),
    ]
}

fn caption() -> impl Strategy<Value = Caption> {
    prop_oneof![
        "[a-z][a-z0-9_-]{0,8}".prop_map(Caption::Key),
        "\\PC{0,12}".prop_map(Caption::Text),
        ("\\PC{0,12}", "\\PC{0,12}").prop_map(|(en, fr)| Caption::Both { en, fr }),
    ]
}

fn story_step() -> impl Strategy<Value = StoryStep> {
    let target = prop_oneof![node().prop_map(Target::Node), link().prop_map(Target::Link)].boxed();
    let answer = (caption(), condition(), any::<bool>())
        .prop_map(|(caption, condition, negated)| Answer { caption, condition: Some((condition, negated)) });
    prop_oneof![
        (caption(), proptest::option::of(target.clone())).prop_map(|(caption, at)| StoryStep::Say { caption, at }),
        vec(target, 0..4).prop_map(StoryStep::Show),
        ("[a-z]{9}", caption(), vec(answer, 2..4)).prop_map(|(name, question, answers)| StoryStep::Ask {
            name,
            question,
            answers: answers.into()
        }),
        (condition(), any::<bool>(), proptest::option::of(caption()), proptest::option::of("\\PC{0,12}")).prop_map(
            |(condition, negated, hint, action)| StoryStep::Goal {
                condition,
                negated,
                text: String::new(),
                says: None,
                hint,
                action
            }
        ),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        us().prop_map(Step::Run),
        (us(), condition(), any::<bool>()).prop_map(|(for_us, condition, negated)| Step::RunWhile {
            for_us,
            condition,
            negated
        }),
        (us(), condition(), any::<bool>()).prop_map(|(within_us, condition, negated)| Step::RunUntil {
            condition,
            negated,
            within_us
        }),
        (1..=1_000_000_000u64).prop_map(Step::StepEvents),
        (condition(), any::<bool>()).prop_map(|(condition, negated)| Step::Expect { condition, negated }),
        influence().prop_map(Step::Do),
        influence().prop_map(Step::Do),
        story_step().prop_map(Step::Story),
    ]
}

fn script() -> impl Strategy<Value = Script> {
    let settings = vec(prop_oneof![setting(), fixed_setting()], 0..5);
    (any::<u64>(), settings, vec(step(), 0..12)).prop_map(|(seed, settings, steps)| Script {
        setup: Setup { nodes: 5, seed, settings, ..Setup::default() },
        // A `config` before any step belongs to the set-up.
        statements: [Step::Run(0)]
            .into_iter()
            .chain(steps)
            .map(|step| Statement { text: String::new(), step, by_reader: false })
            .collect(),
    })
}

proptest! {
    // A failing case is written into a test here, not into a file beside it.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_generated_script_is_printed_as_it_is_read(script in script()) {
        assert_printed(&script)?;
    }
}
