//! No input whatever makes `step` panic, or break what a node promises of itself: messages of any term, index and
//! entries, forged, late or doubled, and timers that fire though they are not armed.

use super::harness::*;
use proptest::collection::vec;
use proptest::prelude::*;
use raftarium::raft::{
    AppendAnswer, AppendEntries, Body, Change, Config, Conflict, Event, HardState, Input, InstallSnapshot, LocalTime,
    LogEntry, LogIndex, LogPosition, MAX_NODES, Membership, Message, NodeId, NodeSet, Payload, Proposal, ReadAnswer,
    RequestToken, Round, SnapshotAnswer, StaleReply, Term, TimerRequest, WriteSeq,
};
use std::collections::BTreeSet;

/// What comes next: an input, or the disk's word that all is durable that was written.
#[derive(Clone, Debug)]
enum Next {
    Input(Input),
    /// A message whose term is so far from the receiver's, which makes most of them matter.
    Near {
        from: NodeId,
        term_step: i64,
        body: Body,
    },
    Sync,
}

fn positions(numbers: &BoxedStrategy<u64>) -> impl Strategy<Value = LogPosition> + use<> {
    (numbers.clone(), numbers.clone()).prop_map(|(term, index)| at(term, index))
}

fn rounds(numbers: &BoxedStrategy<u64>) -> impl Strategy<Value = Round> + use<> {
    (numbers.clone(), numbers.clone()).prop_map(|(beat, read)| Round { beat, read })
}

fn log_entries(numbers: &BoxedStrategy<u64>) -> impl Strategy<Value = Vec<LogEntry>> + use<> {
    vec(numbers.clone().prop_map(entry), 0..5)
}

fn answers(numbers: &BoxedStrategy<u64>) -> impl Strategy<Value = AppendAnswer> + use<> {
    let index = || numbers.clone().prop_map(LogIndex);
    let too_short = index().prop_map(|end| Conflict::TooShort { end });
    let other_term = (numbers.clone(), index())
        .prop_map(|(term, first_index)| Conflict::OtherTerm { term: Term(term), first_index });
    let conflict = prop_oneof![too_short, other_term];
    prop_oneof![
        3 => index().prop_map(|match_index| AppendAnswer::Accepted { match_index }),
        3 => (index(), conflict).prop_map(|(prev_index, conflict)| AppendAnswer::Rejected { prev_index, conflict }),
        1 => Just(AppendAnswer::StaleTerm),
    ]
}

fn bodies(numbers: &BoxedStrategy<u64>) -> impl Strategy<Value = Body> + use<> {
    let leaders = (rounds(numbers), positions(numbers), log_entries(numbers), numbers.clone());
    let append = leaders.prop_map(|(round, prev, entries, leader_commit)| {
        Body::AppendEntries(AppendEntries {
            round,
            sent_at: LocalTime(0),
            prev,
            entries,
            leader_commit: LogIndex(leader_commit),
        })
    });
    prop_oneof![
        1 => (positions(numbers), any::<bool>()).prop_map(|(last, by_transfer)| Body::RequestVote { last, by_transfer }),
        3 => beyond(numbers),
        3 => any::<bool>().prop_map(|granted| Body::RequestVoteReply { granted }),
        4 => append,
        4 => (rounds(numbers), answers(numbers)).prop_map(|(round, answer)| Body::AppendEntriesReply { round, sent_at: LocalTime(0), answer }),
    ]
}

/// What goes beyond Figure 2.
fn beyond(numbers: &BoxedStrategy<u64>) -> impl Strategy<Value = Body> + use<> {
    // No log has so many entries that their numbers end.
    let last = positions(numbers).prop_map(|last| at(last.term.0, last.index.0.min(1 << 62)));
    let piece = (rounds(numbers), last, 0..3_usize, any::<bool>()).prop_map(|(round, last, offset, done)| {
        Body::InstallSnapshot(Box::new(InstallSnapshot {
            round,
            sent_at: LocalTime(0),
            last,
            membership: Membership::of(NodeSet::first(3)),
            offset,
            data: [7].into(),
            done,
        }))
    });
    let answer = prop_oneof![
        (numbers.clone(), 0..3_usize, 0..3_usize).prop_map(|(index, answers, offset)| SnapshotAnswer::Wants {
            last_index: LogIndex(index),
            answers,
            offset
        }),
        numbers.clone().prop_map(|index| SnapshotAnswer::Installed { match_index: LogIndex(index) }),
        Just(SnapshotAnswer::StaleTerm),
    ];
    let name = || any::<u64>().prop_map(RequestToken);
    prop_oneof![
        piece,
        (rounds(numbers), answer).prop_map(|(round, answer)| Body::InstallSnapshotReply {
            round,
            sent_at: LocalTime(0),
            answer
        }),
        (numbers.clone(), positions(numbers)).prop_map(|(next_term, last)| Body::PreVote {
            next_term: Term(next_term),
            asked_at: LocalTime(0),
            last
        }),
        (numbers.clone(), any::<bool>()).prop_map(|(next_term, granted)| Body::PreVoteReply {
            next_term: Term(next_term),
            asked_at: LocalTime(0),
            granted
        }),
        Just(Body::TimeoutNow),
        name().prop_map(|request| Body::ReadIndex { request }),
    ]
}

fn changes() -> impl Strategy<Value = Change> {
    let node = || (1..=5_usize).prop_map(n);
    prop_oneof![
        node().prop_map(Change::Add),
        node().prop_map(Change::Remove),
        vec(node(), 0..4).prop_map(|nodes| Change::Members(nodes.into_iter().collect())),
    ]
}

fn local_inputs() -> impl Strategy<Value = Next> {
    prop_oneof![
        Just(Input::ElectionTimeout),
        Just(Input::HeartbeatTimeout),
        any::<u8>().prop_map(|byte| Input::Propose {
            payload: Payload::Command([byte].into()),
            request: RequestToken(u64::from(byte))
        }),
        any::<u64>().prop_map(|number| Input::Read { request: RequestToken(number) }),
        (0..14_u64).prop_map(|applied| Input::Compact {
            applied: LogIndex(applied),
            data: [1, 2, 3].into(),
            keep: applied % 3
        }),
        changes().prop_map(|change| Input::Change { change, order: RequestToken(7) }),
        (1..=5_usize).prop_map(|to| Input::Transfer { to: n(to), order: RequestToken(8) }),
    ]
    .prop_map(Next::Input)
}

/// What members of the cluster might say, with small numbers, so that terms and indexes meet.
fn plausible() -> impl Strategy<Value = Next> {
    let numbers = (0..12_u64).boxed();
    let term_step = prop_oneof![1 => -2..0_i64, 8 => Just(0), 1 => 1..3_i64];
    let near = ((2..=3_usize).prop_map(n), term_step, bodies(&numbers))
        .prop_map(|(from, term_step, body)| Next::Near { from, term_step, body });
    prop_oneof![8 => near, 4 => local_inputs(), 4 => Just(Next::Sync)]
}

/// What anybody might say, with any numbers, and a disk that says anything.
fn arbitrary() -> impl Strategy<Value = Next> {
    let numbers = prop_oneof![6 => 0..12_u64, 1 => any::<u64>(), 1 => u64::MAX - 1..=u64::MAX].boxed();
    let sender = || (1..=MAX_NODES).prop_map(n);
    let near = (sender(), -1..=1_i64, bodies(&numbers)).prop_map(|(from, term_step, body)| Next::Near {
        from,
        term_step,
        body,
    });
    let message = (sender(), numbers.clone(), bodies(&numbers))
        .prop_map(|(from, term, body)| Next::Input(Input::Message(Message { from, to: n(1), term: Term(term), body })));
    let persisted = (numbers.clone(), positions(&numbers))
        .prop_map(|(up_to, log_end)| Next::Input(Input::Persisted { up_to: WriteSeq(up_to), log_end }));
    prop_oneof![8 => near, 1 => message, 4 => local_inputs(), 4 => Just(Next::Sync), 1 => persisted]
}

fn configs() -> impl Strategy<Value = Config> {
    let switches = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (1..4_usize, 1..3_usize, switches).prop_map(
        |(max_entries, max_inflight, (no_op, pre_vote, check_quorum, lease, single_server_changes))| Config {
            max_entries,
            max_inflight,
            no_op,
            pre_vote,
            check_quorum,
            lease,
            single_server_changes,
            ..CONFIG
        },
    )
}

/// What is remembered of a node between its steps.
struct Watch {
    bench: Bench,
    election_timer: bool,
    heartbeat_timer: bool,
    written: WriteSeq,
    unanswered: BTreeSet<RequestToken>,
}

impl Watch {
    fn over(bench: Bench) -> Watch {
        let unanswered = BTreeSet::new();
        Watch { bench, election_timer: true, heartbeat_timer: false, written: WriteSeq(0), unanswered }
    }

    fn step(&mut self, next: Next) {
        let before = self.bench.clone();
        let input = match next {
            Next::Input(input) => input,
            Next::Near { from, term_step, body } => {
                let term = Term(self.bench.term().saturating_add_signed(term_step));
                Input::Message(Message { from, to: n(1), term, body })
            }
            Next::Sync => {
                let effects = self.bench.sync();
                assert_eq!(effects.proposal, None);
                return self.look(&before, &effects);
            }
        };
        let proposed = matches!(input, Input::Propose { .. });
        match &input {
            Input::ElectionTimeout => self.election_timer = false,
            Input::HeartbeatTimeout => self.heartbeat_timer = false,
            // A follower's read waits for its leader's word, and for nothing that this node remembers.
            Input::Read { request } if self.bench.is_leader() || self.bench.node.leader().is_none() => {
                self.unanswered.insert(*request);
            }
            Input::Read { .. } => {}
            Input::Message(_)
            | Input::Propose { .. }
            | Input::Persisted { .. }
            | Input::Compact { .. }
            | Input::Change { .. }
            | Input::Transfer { .. } => {}
        }
        let effects = self.bench.step(input);
        assert_eq!(effects.proposal.is_some(), proposed, "a proposal, and nothing else, is told what became of it");
        if let Some(Proposal::Appended(position)) = effects.proposal {
            assert!(self.bench.is_leader());
            assert_eq!(self.bench.node.log().last(), position);
        }
        self.look(&before, &effects);
    }

    fn look(&mut self, before: &Bench, effects: &Told) {
        self.look_at_state(before, effects);
        self.look_at_promises(effects);
        self.look_at_timers(effects);
        self.look_at_reads(effects);
    }

    /// Terms and commits only rise, a vote is given once a term, a leader's log and what it knows of its peers only
    /// grow.
    fn look_at_state(&self, before: &Bench, effects: &Told) {
        let after = &self.bench;
        assert!(before.term() <= after.term(), "the term never falls");
        if before.term() == after.term() && before.node.voted_for().is_some() {
            assert_eq!(before.node.voted_for(), after.node.voted_for(), "one vote a term");
        }
        assert!(before.commit_index() <= after.commit_index(), "the commit index never falls");
        let rose = before.commit_index() < after.commit_index();
        if effects.install.is_none() {
            assert_eq!(effects.committed, rose.then_some(after.node.commit_index()));
        }
        if rose {
            assert!(after.node.commit_index() <= after.node.log().last().index, "what is committed is there");
        }
        if let (Some(led), Some(leads)) = (before.node.leading(), after.node.leading())
            && before.term() == after.term()
        {
            let (old, new) = (before.node.log(), after.node.log());
            assert!(old.last().index <= new.last().index, "a leader only appends");
            for index in new.first_index().0..=old.last().index.0 {
                assert_eq!(old.get(LogIndex(index)), new.get(LogIndex(index)), "a leader only appends");
            }
            let members = before.node.membership().members();
            for peer in (1..=3).filter(|peer| members.contains(n(*peer))) {
                assert!(led.progress(n(peer)).match_index <= leads.progress(n(peer)).match_index);
            }
        }
    }

    /// At most one write a step, and whatever is said is in one that is named.
    fn look_at_promises(&mut self, effects: &Told) {
        if let Some(write) = &effects.write {
            assert_eq!(write.seq, WriteSeq(self.written.0 + 1), "writes are numbered without a gap");
            self.written = write.seq;
        }
        // What the disk will hold when all that is written is durable.
        let mut disk = self.bench.clone();
        disk.sync();
        let disk = disk.restarted();
        let kept = HardState { current_term: self.bench.node.current_term(), voted_for: self.bench.node.voted_for() };
        assert_eq!((disk.node.current_term(), disk.node.voted_for()), (kept.current_term, kept.voted_for));
        // Entries that stay behind a snapshot stay in this life alone.
        let mut log = self.bench.node.log().clone();
        log.compact_to(self.bench.node.snapshot().map(|snapshot| snapshot.last).unwrap_or_default());
        assert_eq!(*disk.node.log(), log, "what changes is written");
        for outgoing in &effects.messages {
            assert!(outgoing.after <= self.written, "a message waits for nothing that was not asked for");
            assert_eq!((outgoing.message.from, outgoing.message.term), (n(1), kept.current_term));
            let rests_on_the_log = match outgoing.message.body {
                Body::RequestVoteReply { granted } => {
                    assert!(!granted || kept.voted_for == Some(outgoing.message.to), "a vote is its candidate's");
                    true
                }
                Body::AppendEntriesReply { .. } | Body::InstallSnapshotReply { .. } => true,
                // What a read index names is committed, and a promise binds to nothing.
                Body::ReadIndexReply { .. } | Body::PreVoteReply { .. } => false,
                Body::RequestVote { .. }
                | Body::AppendEntries(_)
                | Body::InstallSnapshot(_)
                | Body::PreVote { .. }
                | Body::TimeoutNow
                | Body::ReadIndex { .. } => false,
            };
            assert!(!rests_on_the_log || outgoing.after == self.written, "an answer waits for all that was written");
        }
    }

    /// A server that does not lead may stand one day, and a leader beats.
    fn look_at_timers(&mut self, effects: &Told) {
        let armed = |timer: Option<TimerRequest>, was: bool| match timer {
            None => was,
            Some(TimerRequest::Arm(_)) => true,
            Some(TimerRequest::Disarm) => false,
        };
        self.election_timer = armed(effects.election_timer, self.election_timer);
        self.heartbeat_timer = armed(effects.heartbeat_timer, self.heartbeat_timer);
        assert!(self.bench.is_leader() || self.election_timer, "{:?}", self.bench.node.role());
        assert_eq!(self.bench.is_leader(), self.heartbeat_timer, "{:?}", self.bench.node.role());
    }

    /// A read is answered once, by a leader with a commit of its term, and no read waits at a server that no longer
    /// leads.
    fn look_at_reads(&mut self, effects: &Told) {
        for (request, answer) in &effects.reads {
            assert!(self.unanswered.remove(request), "{request:?} was answered before");
            if let ReadAnswer::Ready(index) = answer {
                // A follower takes its leader's word, and its server waits until it has applied as much.
                assert!(!self.bench.is_leader() || *index <= self.bench.node.commit_index());
            }
        }
        assert!(self.bench.is_leader() || self.unanswered.is_empty());
    }
}

fn run(servers: usize, config: Config, inputs: Vec<Next>) {
    let bench = Bench::on_disk(1, servers, config, HardState::default(), Default::default());
    let mut watch = Watch::over(bench);
    let mut asked = BTreeSet::new();
    for next in inputs {
        // The caller's names for reads are its own: it does not give one twice.
        if let Next::Input(Input::Read { request }) = next
            && !asked.insert(request)
        {
            continue;
        }
        watch.step(next);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    /// What members of the cluster might say, true or not.
    #[test]
    fn a_node_keeps_its_promises_whatever_its_peers_say(
        config in configs(), inputs in vec(plausible(), 0..120),
    ) {
        run(3, config, inputs);
    }

    /// What anybody might say, with any number.
    #[test]
    fn a_node_does_not_panic_whatever_anybody_says(
        config in configs(), inputs in vec(arbitrary(), 0..120),
    ) {
        let mut bench = Bench::on_disk(1, 3, config, HardState::default(), Default::default());
        for next in inputs {
            match next {
                Next::Input(input) => bench.step(input),
                Next::Near { from, term_step, body } => {
                    let term = bench.term().saturating_add_signed(term_step);
                    bench.hears(from.number(), term, body)
                }
                Next::Sync => bench.sync(),
            };
        }
    }
}

/// "I have all that the snapshot up to this index holds", in answer to a round.
fn installed(round: Round, match_index: u64) -> Body {
    let answer = SnapshotAnswer::Installed { match_index: LogIndex(match_index) };
    Body::InstallSnapshotReply { round, sent_at: LocalTime(0), answer }
}

/// A server that is no member, or a leader itself, acknowledges nothing.
#[test]
fn replies_of_strangers_and_of_oneself_are_ignored() {
    for from in [9, 1] {
        for reply in [accepted(beat(1), 1), too_short(beat(1), 1, 1), installed(beat(1), 1)] {
            let mut leader = Bench::leading(3, CONFIG, 0, &[]);
            leader.proposes("x");
            let before = leader.node.clone();
            assert!(leader.hears(from, 1, reply).messages.is_empty());
            assert_eq!(leader.node, before);
        }
    }
}

/// A reply cannot acknowledge, or refuse, what the leader's log does not have.
#[test]
fn replies_beyond_the_end_of_the_log_are_ignored() {
    for index in [2, 90, u64::MAX] {
        let refusals = [too_short(beat(1), index, index), too_short(beat(9), index, index)];
        for reply in refusals.into_iter().chain([accepted(beat(1), index), installed(beat(1), index)]) {
            let mut leader = Bench::leading(2, CONFIG, 0, &[]);
            leader.hears(2, 1, accepted(beat(1), 1));
            leader.hears(2, 1, reply.clone());
            assert_eq!(leader.progress(2).next_index, LogIndex(2), "{reply:?}");
            assert_eq!(sent_up_to(&leader.proposes("x"), 2), [2], "{reply:?}");
        }
    }
}

/// Nothing comes before the first entry: a refusal of what begins there means nothing.
#[test]
fn the_beginning_cannot_be_refused() {
    let mut leader = Bench::leading(3, CONFIG, 0, &[]);
    let effects = leader.hears(2, 1, too_short(beat(1), 0, 1));
    let why = StaleReply::Answered { prev_index: LogIndex(0) };
    assert_eq!((effects.events, effects.messages), (vec![Event::ReplyIgnored { from: n(2), why }], vec![]));
}

/// A hint may name any term.
#[test]
fn a_hint_may_name_any_term() {
    let mut leader = Bench::leading(3, CONFIG, 1, &[1, 1]);
    let effects = leader.hears(2, 2, other_term(beat(1), 2, u64::MAX, 1));
    assert_eq!(appends_to(&effects, 2)[0].prev, at(0, 0));
}

/// There is no term after the last: a server that is made to believe in it stays what it is, and does not begin again
/// from 0.
#[test]
fn nobody_stands_after_the_last_term() {
    let mut follower = Bench::new(3);
    follower.hears(2, u64::MAX, request_vote(at(0, 0)));
    let effects = follower.times_out();
    assert_eq!((follower.term(), follower.node.voted_for()), (u64::MAX, Some(n(2))));
    assert!(follower.is_follower() && effects.messages.is_empty());
    assert_eq!(effects.election_timer, Some(TimerRequest::Arm(CONFIG.election_timeout)));
}
