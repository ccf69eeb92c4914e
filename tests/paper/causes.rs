//! Each thing that a step asks for names the decision that asks for it: what the page answers to "why?" begins here.

use super::harness::*;
use raftarium::raft::{
    Body, Caused, Change, ChangeEvent, Config, Effects, Event, HardState, Input, Message, NodeId, OrderAnswer,
    ReadAnswer, Reply, RequestToken, Term, TransferEvent, Why,
};

const OWN_READS: Config = Config { check_quorum: true, ..CONFIG };

/// The decision that something follows from; `None` if it follows from the input.
fn decision(effects: &Effects, why: Why) -> Option<&Event> {
    why.decision().map(|place| &effects.events[place].what)
}

/// What each decision of a step follows from, by their places; `None` for the input.
fn chain(effects: &Effects) -> Vec<Option<usize>> {
    effects.events.iter().map(|event| event.why.decision()).collect()
}

fn message(from: usize, term: u64, body: Body) -> Input {
    Input::Message(Message { from: n(from), to: n(1), term: Term(term), body })
}

fn cause_of_message_to(effects: &Effects, to: NodeId) -> Option<&Event> {
    let sent = effects.messages.iter().find(|sent| sent.what.message.to == to).expect("a message goes there");
    decision(effects, sent.why)
}

/// §5.1, §5.2: a candidate of a higher term is voted for. The term is written because it was adopted, and again with
/// the vote, because that was given; the vote resets the timer and is the answer's cause.
#[test]
fn a_vote_causes_its_answer_its_write_and_the_timer() {
    let mut voter = Bench::new(3);
    let effects = voter.effects_of(message(2, 5, request_vote(at(0, 0))));
    assert!(matches!(effects.events[0].what, Event::TermAdopted { .. }));
    assert_eq!(chain(&effects), [None, None]);
    let is_vote = |why: Why| matches!(decision(&effects, why), Some(Event::VoteGranted { .. }));
    assert!(is_vote(effects.write.as_ref().expect("term and vote").why));
    assert!(is_vote(effects.election_timer.expect("it waits anew").why));
    assert!(is_vote(effects.messages[0].why));
}

/// §5.2: the vote that makes a majority wins the election, and the election sends the first AppendEntries.
#[test]
fn a_leadership_follows_from_the_vote_that_made_the_majority() {
    let mut candidate = Bench::new(3);
    candidate.times_out();
    candidate.sync();
    let effects = candidate.effects_of(message(2, 1, vote(true)));
    let [counted, won, no_op] = &effects.events[..] else { panic!("{effects:?}") };
    assert!(matches!(counted.what, Event::VoteCounted { .. }) && matches!(won.what, Event::ElectionWon { .. }));
    assert!(matches!(no_op.what, Event::LogAppended { .. }));
    assert_eq!(chain(&effects), [None, Some(0), Some(1)]);
    assert!(matches!(cause_of_message_to(&effects, n(3)), Some(Event::LogAppended { .. })));
    let beat = effects.heartbeat_timer.expect("a leader beats");
    assert!(matches!(decision(&effects, beat.why), Some(Event::ElectionWon { .. })));
}

/// §5.3: a follower accepts, removes and appends, and learns what is committed: all follows from the acceptance.
#[test]
fn what_a_follower_does_follows_from_what_it_accepted() {
    let mut follower = Bench::with_log(3, 2, &[1, 1]);
    let effects = follower.effects_of(message(2, 2, append(at(1, 1), &[2], 2)));
    let kinds: Vec<bool> = vec![
        matches!(effects.events[0].what, Event::LeaderRecognised { .. }),
        matches!(effects.events[1].what, Event::AppendAccepted { .. }),
        matches!(effects.events[2].what, Event::LogTruncated { .. }),
        matches!(effects.events[3].what, Event::LogAppended { .. }),
        matches!(effects.events[4].what, Event::CommitLearned { .. }),
    ];
    assert_eq!(kinds, [true; 5], "{effects:?}");
    assert_eq!(chain(&effects), [None, None, Some(1), Some(1), Some(1)]);
    assert!(matches!(cause_of_message_to(&effects, n(2)), Some(Event::AppendAccepted { .. })));
    let committed = effects.committed.expect("both entries");
    assert!(matches!(decision(&effects, committed.why), Some(Event::CommitLearned { .. })));
    let write = effects.write.as_ref().expect("the new entry");
    assert!(matches!(decision(&effects, write.why), Some(Event::LogAppended { .. })));
}

/// §8: two reads are confirmed by one answer, and each client's answer names the confirmation of its own read.
#[test]
fn each_read_is_answered_because_of_its_own_confirmation() {
    let mut leader = Bench::leading(3, CONFIG, 0, &[]);
    leader.hears(2, 1, accepted(beat(1), 1));
    leader.reads(1);
    leader.reads(2);
    let round = leader.node.leading().expect("it leads").pending_read(RequestToken(2), None).expect("it waits").0;
    let effects = leader.effects_of(message(2, 1, accepted(round, 1)));
    let confirmed: Vec<usize> = effects
        .replies
        .iter()
        .map(|Caused { why, what: (_, reply) }| {
            assert!(matches!(reply, Reply::Read(ReadAnswer::Ready(_))));
            assert!(matches!(decision(&effects, *why), Some(Event::ReadConfirmed { .. })));
            why.decision().expect("a decision")
        })
        .collect();
    assert_eq!(confirmed.len(), 2);
    assert_ne!(confirmed[0], confirmed[1]);
}

/// §5.1: a leader that hears of a higher term answers its clients because of that, and not of the vote that it gives in
/// the same step.
#[test]
fn a_deposed_leader_sends_its_clients_away_because_of_the_term() {
    let mut leader = Bench::leading(3, CONFIG, 0, &[]);
    leader.hears(2, 1, accepted(beat(1), 1));
    leader.reads(1);
    let effects = leader.effects_of(message(3, 9, request_vote(at(9, 9))));
    let [Caused { why, what: (_, Reply::Read(ReadAnswer::NotLeader(None))) }] = effects.replies[..] else {
        panic!("{effects:?}");
    };
    assert!(matches!(decision(&effects, why), Some(Event::TermAdopted { .. })));
    assert!(matches!(cause_of_message_to(&effects, n(3)), Some(Event::VoteGranted { .. })));
}

/// Thesis, §3.10: the successor is told to stand because its log became whole; and of the orders that wait, each
/// begins because the one before was given up.
#[test]
fn a_transfer_follows_from_what_made_it_possible() {
    let mut leader = Bench::leading(3, CONFIG, 0, &[]);
    leader.step(Input::Transfer { to: n(2), order: RequestToken(1) });
    leader.step(Input::Transfer { to: n(3), order: RequestToken(2) });
    let mut other = leader.clone();
    let effects = other.effects_of(message(2, 1, accepted(beat(1), 1)));
    let ordered =
        effects.events.iter().find(|event| matches!(event.what, Event::Transfer(TransferEvent::Ordered { .. })));
    let cause = decision(&effects, ordered.expect("its log is whole").why);
    assert!(matches!(cause, Some(Event::MatchAdvanced { .. })), "{effects:?}");

    leader.now = leader.now.after(CONFIG.election_timeout.max_us);
    let effects = leader.effects_of(Input::HeartbeatTimeout);
    let started =
        effects.events.iter().find(|event| matches!(event.what, Event::Transfer(TransferEvent::Started { .. })));
    let cause = decision(&effects, started.expect("the next one's turn").why);
    assert!(matches!(cause, Some(Event::Transfer(TransferEvent::Abandoned { .. }))), "{effects:?}");
}

/// §6: the next entry of a change is appended because the one before is committed, whatever else the same answer does.
#[test]
fn a_change_goes_on_because_its_entry_is_committed() {
    let mut leader = Bench::leading(3, OWN_READS, 0, &[]);
    leader.hears(2, 1, accepted(beat(1), 1));
    leader.sync();
    leader.step(Input::Change { change: Change::Remove(n(3)), order: RequestToken(1) });
    leader.sync();
    let effects = leader.effects_of(message(2, 1, accepted(beat(1), 2)));
    let place = |is: fn(&Event) -> bool| effects.events.iter().position(|event| is(&event.what)).expect("it is told");
    let committed = place(|event| matches!(event, Event::CommitAdvanced { .. }));
    let appended = place(|event| matches!(event, Event::LogAppended { .. }));
    let in_force = place(|event| matches!(event, Event::Change(ChangeEvent::InForce { .. })));
    assert_eq!(effects.events[appended].why.decision(), Some(committed));
    assert_eq!(effects.events[in_force].why.decision(), Some(appended));
}

/// A refusal is the cause of its reply.
#[test]
fn a_refused_order_names_its_refusal() {
    let mut follower = Bench::on_disk(1, 3, CONFIG, HardState::default(), log(&[]));
    for input in [
        Input::Change { change: Change::Remove(n(3)), order: RequestToken(7) },
        Input::Transfer { to: n(2), order: RequestToken(7) },
    ] {
        let effects = follower.effects_of(input);
        let [Caused { why, what: (RequestToken(7), Reply::Order(OrderAnswer::Refused(_))) }] = effects.replies[..]
        else {
            panic!("{effects:?}");
        };
        assert_eq!(why.decision(), Some(0));
    }
}
