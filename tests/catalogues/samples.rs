//! At least one value of everything that a sentence can be about.

use extensions::{changes, configurations, orders, pre_votes, snapshots, transfers};
use raftarium::kv::{Command, Outcome, Request, RequestId, SessionId};
use raftarium::raft::{
    AppendRefusal, AppendedBy, Event as Decision, Flaw, HardState, Log, LogEntry, LogIndex, LogPosition, NodeId,
    NodeSet, Payload, RoleName, Round, StaleReply, Standing, StepDown, Term, VoteRefusal, Withheld,
};
use raftarium::sim::{
    Actor, ClientId, DiskState, Instant, Kind, LeaseRisk, Loss, MessageId, NoAnswer, NodeState, Order, OrderLoss,
    Summary, Travel, Wait, What,
};
use std::collections::BTreeSet;

/// Asserts that samples hold every variant of their type. The match has no wildcard: a new variant does not compile
/// until it is listed here, and then is missed until it has a sample.
macro_rules! assert_all {
    ($samples:expr, $type:ident: $($variant:ident)*) => {{
        let held: BTreeSet<&str> =
            $samples.iter().map(|sample| match sample { $($type::$variant { .. } => stringify!($variant),)* }).collect();
        for variant in [$(stringify!($variant)),*] {
            assert!(held.contains(variant), "{} has no sample of {variant}", stringify!($type));
        }
    }};
}

#[path = "extensions.rs"]
mod extensions;

pub fn node(number: usize) -> NodeId {
    NodeId::new(number).expect("samples are of nodes that there can be")
}

fn client(number: usize) -> ClientId {
    ClientId::new(number).expect("samples are of clients that there can be")
}

fn nodes(numbers: &[usize]) -> NodeSet {
    numbers.iter().map(|number| node(*number)).collect()
}

fn at(term: u64, index: u64) -> LogPosition {
    LogPosition { term: Term(term), index: LogIndex(index) }
}

pub fn roles() -> Vec<RoleName> {
    use RoleName::{Candidate, Follower, Leader, Learner, PreCandidate};
    let roles = vec![Follower, Learner, PreCandidate, Candidate, Leader];
    assert_all!(roles, RoleName: Follower Learner PreCandidate Candidate Leader);
    roles
}

fn commands() -> Vec<Command> {
    let commands = vec![
        Command::Set { key: "x".into(), value: "1".into() },
        Command::Get { key: "x".into() },
        Command::Delete { key: "x".into() },
        Command::Cas { key: "x".into(), old: "1".into(), new: "2".into() },
    ];
    assert_all!(commands, Command: Set Get Delete Cas);
    commands
}

fn outcomes() -> Vec<Outcome> {
    let outcomes = vec![Outcome::Ok, Outcome::Value("1".into()), Outcome::Absent, Outcome::Refused];
    assert_all!(outcomes, Outcome: Ok Value Absent Refused);
    outcomes
}

/// No-op, a configuration, and an entry for each command.
fn entries() -> Vec<LogEntry> {
    let asked = commands()
        .into_iter()
        .map(|command| Payload::Command(Request { session: SessionId(1), id: RequestId(1), command }.encode()));
    let held = [Payload::NoOp, Payload::Configuration(configurations()[0])];
    let payloads: Vec<Payload> = held.into_iter().chain(asked).collect();
    assert_all!(payloads, Payload: NoOp Configuration Command);
    payloads.into_iter().map(|payload| LogEntry { term: Term(3), payload }).collect()
}

/// What a disk can hold: nothing, something, and something that follows a snapshot.
fn disks() -> Vec<(HardState, Log)> {
    let mut log = Log::default();
    entries().into_iter().for_each(|entry| {
        log.push(entry);
    });
    let mut compacted = log.clone();
    compacted.compact_to(at(3, 2));
    let voted = HardState { current_term: Term(4), voted_for: Some(node(2)) };
    vec![
        (voted, compacted.clone()),
        (HardState { voted_for: None, ..voted }, compacted),
        (HardState::default(), Log::default()),
        (HardState { voted_for: None, ..voted }, log.clone()),
        (voted, Log::default()),
        (voted, log),
    ]
}

/// Everything that can happen.
pub fn whats() -> Vec<What> {
    let mut whats: Vec<What> = decisions().into_iter().map(What::Decided).collect();
    whats.extend(lives());
    whats.extend(messages());
    whats.extend(requests());
    whats.extend([
        What::Partitioned { groups: vec![nodes(&[1, 2]), nodes(&[3])] },
        What::LinkCut { from: Actor::Node(node(1)), to: Actor::Node(node(2)) },
        What::LinkJoined { from: Actor::Node(node(1)), to: Actor::Node(node(2)) },
        What::Healed,
        What::Configured { key: "latency", value: "5ms..15ms".into() },
        What::Configured { key: "flaw", value: "any-log-wins".into() },
        What::Configured { key: "mend", value: "any-log-wins".into() },
        What::LeasesUnsafe {
            risk: LeaseRisk::Timeouts { shorter: node(1), shorter_us: 150_000, longer: node(2), longer_us: 200_000 },
        },
        What::LeasesUnsafe { risk: LeaseRisk::Clock { node: node(1), error_ppm: 52_500 } },
        What::LeasesUnsafe { risk: LeaseRisk::Clock { node: node(1), error_ppm: -52_500 } },
        What::Reseeded { seed: u64::MAX },
        What::LoadStarted { every_us: 100_000 },
        What::LoadStopped,
        What::NothingToDo { statement: "restart n1".into() },
    ]);
    assert_all!(whats, What:
        Started Standing Ordered OrderLost Prepared Stopped DiskChanged RecordDamaged DamageFound TailRead Crashed Wiped Paused Resumed Decided MessageSent MessageDelivered MessageWaits MessageLost
        MessageDelayed MessageDuplicated ElectionTimerFired HeartbeatTimerFired WriteStarted WriteDurable Applied
        ClientCalled ClientTimedOut ClientRedirected ClientWaits ClientFailed ClientRetried ClientAnswered HttpCalled HttpForwarded HttpAnswered HttpFailed Partitioned LinkCut
        LinkJoined Healed Configured LeasesUnsafe Reseeded LoadStarted LoadStopped NothingToDo);
    whats
}

fn lives() -> Vec<What> {
    let mut lives = vec![
        What::Crashed,
        What::Wiped,
        What::Paused,
        What::Resumed,
        What::ElectionTimerFired { waited_us: None },
        What::ElectionTimerFired { waited_us: Some(212_345) },
        What::HeartbeatTimerFired,
        What::Prepared,
        What::RecordDamaged { index: LogIndex(7) },
        What::DamageFound { index: LogIndex(7) },
    ];
    lives.extend(orders().into_iter().map(|order| What::Ordered { order }));
    let losses = [
        OrderLoss::LeadershipOver,
        OrderLoss::Replaced,
        OrderLoss::TurnedElsewhere,
        OrderLoss::GivenUp,
        OrderLoss::OtherElected,
    ];
    assert_all!(losses, OrderLoss: LeadershipOver Replaced TurnedElsewhere GivenUp OtherElected);
    for order in orders().into_iter().filter(|order| *order != Order::Snapshot) {
        lives.extend(losses.map(|why| What::OrderLost { order, why }));
    }
    assert_all!(DiskState::ALL, DiskState: Well Full Failing Torn Rotten);
    for disk in DiskState::ALL {
        lives.extend([What::Stopped { disk }, What::DiskChanged { disk }]);
    }
    for (kept, discarded) in [(0, 17), (1, 0), (1, 17), (2, 0), (2, 17)] {
        lives.push(What::TailRead { kept, discarded });
    }
    for configuration in [None, Some(configurations()[0])] {
        let (index, client, outcome) = (LogIndex(7), None, None);
        lives.push(What::Applied { index, command: None, configuration, client, outcome, repeated: false });
    }
    for (hard_state, log) in disks() {
        lives.push(What::WriteDurable { hard_state, last: log.last() });
        for membership in configurations() {
            lives.extend([false, true].map(|again| What::Started {
                again,
                hard_state,
                log: log.clone(),
                compacted_to: log.base().index,
                membership,
                answers_as: RoleName::Follower,
            }));
        }
    }
    lives.extend(standings());
    for (entries, snapshot) in [(0, false), (1, false), (2, false), (0, true), (1, true), (2, true)] {
        lives.extend([false, true].map(|hard_state| What::WriteStarted { hard_state, snapshot, entries }));
    }
    for (command, outcome) in commands().into_iter().zip(outcomes()) {
        lives.extend([false, true].map(|repeated| What::Applied {
            index: LogIndex(7),
            command: Some(command.clone()),
            configuration: None,
            client: Some(client(1)),
            outcome: Some(outcome.clone()),
            repeated,
        }));
    }
    lives
}

/// States in every role, at the beginning of a stream and after gaps.
fn standings() -> Vec<What> {
    let kinds = roles().into_iter().zip([0, 0, 1, 2, 0].into_iter().zip(disks()));
    let states = kinds.map(|(role, (missed, (hard_state, log)))| NodeState {
        hard_state,
        role,
        leader: (role == RoleName::Leader).then(|| node(5)),
        commit_index: log.base().index,
        applied_index: log.base().index,
        compacted_to: Some(log.base().index),
        snapshot: Some(log.base()),
        log,
        membership: configurations()[0],
        keys: vec![("x".into(), "1".into()), ("y".into(), "2".into())],
        keys_count: 2,
        missed,
    });
    states.map(|state| What::Standing { state: Box::new(state) }).collect()
}

fn messages() -> Vec<What> {
    let message = MessageId(17);
    let from = Actor::Node(node(1));
    let travel = Travel { sent_at: Instant(1_200_000), due_at: Instant(1_234_567) };
    let mut messages: Vec<What> = Kind::ALL
        .iter()
        .copied()
        .flat_map(|kind| {
            [
                What::MessageDelivered { message, kind, from, travel },
                What::MessageWaits { message, kind, from, travel },
                What::MessageDelayed { message, kind, due_at: Instant(1_234_567) },
                What::MessageDuplicated { message, kind, copy: MessageId(18) },
            ]
        })
        .collect();
    let losses = [Loss::Cut, Loss::ReceiverDown, Loss::Chance, Loss::Dropped, Loss::Overflow];
    assert_all!(losses, Loss: Cut ReceiverDown Chance Dropped Overflow);
    let to = Actor::Node(node(3));
    for forced in [false, true] {
        messages.extend(losses.map(|why| What::MessageLost {
            message,
            kind: Kind::RequestVote,
            from,
            to,
            why,
            forced,
            travel,
        }));
    }
    messages.extend(summaries().into_iter().map(|(kind, summary)| {
        let is_client = matches!(kind, Kind::ClientRequest | Kind::ClientReply);
        What::MessageSent { message, kind, to, term: (!is_client).then_some(Term(4)), summary }
    }));
    messages
}

fn summaries() -> Vec<(Kind, Summary)> {
    let (prev, leader_commit, request) = (at(3, 6), LogIndex(5), RequestId(2));
    let (last, last_index, next_term) = (at(3, 6), LogIndex(6), Term(5));
    let mut summaries = vec![
        (Kind::RequestVote, Summary::RequestVote { last: at(3, 6) }),
        (Kind::RequestVoteReply, Summary::RequestVoteReply { granted: true }),
        (Kind::RequestVoteReply, Summary::RequestVoteReply { granted: false }),
        (Kind::AppendEntriesReply, Summary::Accepted { match_index: LogIndex(6) }),
        (Kind::AppendEntriesReply, Summary::Rejected { prev_index: Some(LogIndex(6)) }),
        (Kind::AppendEntriesReply, Summary::Rejected { prev_index: None }),
        (Kind::InstallSnapshot, Summary::InstallSnapshot { last, offset: 0, bytes: 1024, done: false }),
        (Kind::InstallSnapshot, Summary::InstallSnapshot { last, offset: 1024, bytes: 17, done: true }),
        (Kind::InstallSnapshotReply, Summary::SnapshotWanted { last_index, offset: 0 }),
        (Kind::InstallSnapshotReply, Summary::SnapshotWanted { last_index, offset: 1024 }),
        (Kind::InstallSnapshotReply, Summary::Accepted { match_index: LogIndex(6) }),
        (Kind::InstallSnapshotReply, Summary::Rejected { prev_index: None }),
        (Kind::PreVote, Summary::PreVote { next_term, last }),
        (Kind::PreVoteReply, Summary::PreVoteReply { next_term, granted: true }),
        (Kind::PreVoteReply, Summary::PreVoteReply { next_term, granted: false }),
        (Kind::TimeoutNow, Summary::TimeoutNow),
        (Kind::ReadIndex, Summary::ReadIndex),
        (Kind::ReadIndexReply, Summary::ReadIndexReply { index: Some(LogIndex(6)) }),
        (Kind::ReadIndexReply, Summary::ReadIndexReply { index: None }),
        (Kind::ClientRequest, Summary::Request { request }),
        (Kind::ClientReply, Summary::Done { request }),
        (Kind::ClientReply, Summary::NotLeader { request, leader: None }),
        (Kind::ClientReply, Summary::NotLeader { request, leader: Some(node(2)) }),
        (Kind::ClientReply, Summary::HandingOver { request, successor: node(2) }),
        (Kind::ClientReply, Summary::Unconfirmed { request }),
        (Kind::HttpRequest, Summary::Request { request }),
        (Kind::HttpResponse, Summary::HttpResponse { request, status: 503 }),
    ];
    summaries.extend(
        [0, 1, 2].map(|entries| (Kind::AppendEntries, Summary::AppendEntries { prev, entries, leader_commit })),
    );
    let said: Vec<&Summary> = summaries.iter().map(|(_, summary)| summary).collect();
    assert_all!(said, Summary:
        RequestVote RequestVoteReply AppendEntries Accepted Rejected InstallSnapshot SnapshotWanted PreVote PreVoteReply
        TimeoutNow ReadIndex ReadIndexReply Request Done NotLeader HandingOver Unconfirmed HttpResponse);
    let kinds: Vec<Kind> = summaries.iter().map(|(kind, _)| *kind).collect();
    assert!(Kind::ALL.iter().all(|kind| kinds.contains(kind)), "a message of each kind is sent");
    summaries
}

fn requests() -> Vec<What> {
    let (request, from, to) = (RequestId(2), node(1), node(2));
    let mut requests = vec![
        What::ClientTimedOut { request, from, to },
        What::ClientRedirected { request, from, to },
        What::ClientRetried { request, to },
        What::HttpCalled { request, method: "GET".into(), path: "/kv/x".into(), to },
        What::HttpForwarded { client: ClientId::new(1), request, to },
        What::HttpAnswered { request, from, status: 200, body: "{}".into(), took_us: 23_456 },
    ];
    let reasons = [NoAnswer::Refused, NoAnswer::Reset, NoAnswer::TimedOut];
    assert_all!(reasons, NoAnswer: Refused Reset TimedOut);
    requests.extend(reasons.map(|why| What::HttpFailed { request, to, why, took_us: 23_456 }));
    let reasons = [Wait::NoLeader, Wait::HandingOver(node(3)), Wait::Unconfirmed];
    assert_all!(reasons, Wait: NoLeader HandingOver Unconfirmed);
    requests.extend(reasons.map(|why| What::ClientWaits { request, from, why }));
    for command in commands() {
        for leader in [None, Some(to)] {
            requests.push(What::ClientFailed { request, command: command.clone(), from, leader });
        }
        requests.push(What::ClientCalled { request, command: command.clone(), to });
        requests.extend(outcomes().into_iter().map(|outcome| What::ClientAnswered {
            request,
            command: command.clone(),
            outcome,
            took_us: 23_456,
            tries: 2,
        }));
    }
    requests
}

/// Everything that a node can decide.
fn decisions() -> Vec<Decision> {
    let mut decisions = elections();
    decisions.extend(replications());
    decisions.extend(reads_and_strays());
    decisions.extend(snapshots().into_iter().map(Decision::Snapshot));
    decisions.extend(changes().into_iter().map(Decision::Change));
    decisions.extend(pre_votes().into_iter().map(Decision::PreVote));
    decisions.extend(transfers().into_iter().map(Decision::Transfer));
    decisions.extend(Flaw::ALL.iter().map(|flaw| Decision::RuleBroken { flaw: *flaw }));
    assert_all!(decisions, Decision:
        TermAdopted ElectionStarted VoteGranted VoteRefused VoteCounted VoteDenied ElectionWon LeaderRecognised
        AppendAccepted AppendRefused LogTruncated LogAppended HeartbeatRound MatchAdvanced BackedOff Overtaken SentAgain
        CommitAdvanced CommitHeldBack CommitLearned ReplyIgnored RivalIgnored ClientRefused ReadStarted ReadHeldBack
        ReadConfirmed ReadForwarded ReadIndexLearned LeaseHeld CandidateDisregarded ElectionWithheld Snapshot Change
        PreVote Transfer SteppedDown RuleBroken);
    decisions
}

fn elections() -> Vec<Decision> {
    let candidate = node(1);
    let refusals = [
        VoteRefusal::StaleTerm { candidate_term: Term(2), term: Term(3) },
        VoteRefusal::AlreadyVoted { voted_for: node(2) },
        VoteRefusal::LogBehind { candidate_last: at(3, 9), own_last: at(4, 7) },
        VoteRefusal::LeaderAlive { leader: None },
        VoteRefusal::LeaderAlive { leader: Some(node(2)) },
    ];
    assert_all!(refusals, VoteRefusal: StaleTerm AlreadyVoted LogBehind LeaderAlive);
    let withheld = [Withheld::NoVoter, Withheld::LeaderAlive];
    assert_all!(withheld, Withheld: NoVoter LeaderAlive);
    let reasons = [
        StepDown::NoQuorum { heard: nodes(&[5]) },
        StepDown::NoQuorum { heard: nodes(&[3, 5]) },
        StepDown::NoQuorum { heard: nodes(&[]) },
        StepDown::Removed,
    ];
    assert_all!(reasons, StepDown: NoQuorum Removed);
    let mut elections = vec![
        Decision::VoteGranted { candidate, candidate_last: at(0, 0), own_last: at(0, 0) },
        Decision::VoteGranted { candidate, candidate_last: at(3, 9), own_last: at(3, 7) },
        Decision::VoteCounted { from: node(2), granted: nodes(&[2, 3]), majority: 3, joint: false },
        Decision::VoteCounted { from: node(2), granted: nodes(&[2, 3]), majority: 2, joint: true },
        Decision::VoteDenied { from: node(2), refused: nodes(&[2]) },
        Decision::VoteDenied { from: node(4), refused: nodes(&[2, 4]) },
        Decision::ElectionWon { term: Term(4), votes: nodes(&[1, 3]) },
    ];
    elections.extend(refusals.map(|refusal| Decision::VoteRefused { candidate, refusal }));
    elections.extend(withheld.map(|why| Decision::ElectionWithheld { why }));
    elections.extend(reasons.map(|why| Decision::SteppedDown { why }));
    elections.extend([(true, None), (true, Some(node(2))), (false, Some(node(2)))].map(|(asks, leader)| {
        let candidate_term = Term(5);
        Decision::CandidateDisregarded { candidate, candidate_term, asks, leader }
    }));
    let standings = [Standing::Silence, Standing::Again, Standing::Promises, Standing::Transfer];
    assert_all!(standings, Standing: Silence Again Promises Transfer);
    elections.extend(standings.map(|by| Decision::ElectionStarted { term: Term(4), last: at(3, 9), by }));
    for was in roles() {
        elections.push(Decision::TermAdopted { old_term: Term(3), term: Term(4), from: node(2), was });
        elections.push(Decision::LeaderRecognised { leader: node(2), was });
    }
    elections
}

fn replications() -> Vec<Decision> {
    let (leader, peer, match_index) = (node(2), node(1), LogIndex(6));
    let refusals = [
        AppendRefusal::StaleTerm { leader_term: Term(2), term: Term(3) },
        AppendRefusal::TooShort { prev: at(3, 6), last_index: LogIndex(4) },
        AppendRefusal::OtherTerm { prev: at(3, 6), own_term: Term(2) },
    ];
    assert_all!(refusals, AppendRefusal: StaleTerm TooShort OtherTerm);
    let reasons = [
        AppendedBy::Command,
        AppendedBy::NoOp,
        AppendedBy::Change { single: false },
        AppendedBy::Change { single: true },
        AppendedBy::Leader { leader },
    ];
    assert_all!(reasons, AppendedBy: Command NoOp Change Leader);
    let mut replications = vec![
        Decision::HeartbeatRound { round: Round::default() },
        Decision::MatchAdvanced { peer, match_index },
        Decision::BackedOff { peer, prev_index: LogIndex(6), next_index: LogIndex(4) },
        Decision::Overtaken { peer, prev_index: LogIndex(4) },
        Decision::SentAgain { peer, next_index: LogIndex(4) },
        Decision::CommitAdvanced { index: LogIndex(6), quorum: nodes(&[1, 3]) },
        Decision::CommitHeldBack { index: LogIndex(6), entry_term: Term(2), term: Term(4) },
        Decision::CommitLearned { index: LogIndex(6), leader },
    ];
    replications.extend([0, 1, 2].map(|entries| Decision::AppendAccepted { leader, match_index, entries }));
    replications.extend([1, 2].map(|removed| Decision::LogTruncated {
        from: LogIndex(5),
        removed,
        own_term: Term(2),
        entry_term: Term(3),
    }));
    replications.extend(refusals.map(|refusal| Decision::AppendRefused { leader, refusal }));
    let appended = |entries, by| Decision::LogAppended { first_index: LogIndex(5), entries, by };
    for by in reasons {
        replications.push(appended(entries(), by));
        replications.extend(entries().into_iter().map(|entry| appended(vec![entry], by)));
    }
    replications
}

fn reads_and_strays() -> Vec<Decision> {
    let reasons = [
        StaleReply::OlderTerm { reply_term: Term(2), term: Term(3) },
        StaleReply::NotAsking,
        StaleReply::Answered { prev_index: LogIndex(6) },
    ];
    assert_all!(reasons, StaleReply: OlderTerm NotAsking Answered);
    let mut decisions = vec![
        Decision::RivalIgnored { from: node(2) },
        Decision::ClientRefused { leader: None },
        Decision::ClientRefused { leader: Some(node(2)) },
        Decision::ReadStarted { round: Round::default() },
        Decision::ReadHeldBack { commit_index: LogIndex(3), commit_term: Term(1), term: Term(2) },
        Decision::ReadConfirmed { index: LogIndex(6), quorum: nodes(&[1, 3]) },
        Decision::ReadForwarded { leader: node(2) },
        Decision::ReadIndexLearned { leader: node(2), index: None },
        Decision::ReadIndexLearned { leader: node(2), index: Some(LogIndex(6)) },
        Decision::LeaseHeld { index: LogIndex(6), left_us: 61_234 },
    ];
    decisions.extend(reasons.map(|why| Decision::ReplyIgnored { from: node(2), why }));
    decisions
}
