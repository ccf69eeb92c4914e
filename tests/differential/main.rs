//! Our core and an independent one, raft-rs (the crate `raft`, the core of TiKV), on the same schedules.
//!
//! A schedule is a list of acts drawn from a seed: an election timer fires, a client proposes, links are cut and
//! healed, servers crash and start from their disks, time passes. Two clusters go through it, one of each core, each
//! with messages of its own. An act says what happens and never names a message: all messages that follow from it are
//! delivered, or lost where the act says so, link by link and direction by direction, until none is in flight. So both
//! cores are asked the same questions in the same order, however many messages they need.
//!
//! # What is compared
//! After **every** act, of every member of the cluster, also of those that crashed: term, vote, the leader that it
//! knows, role, the index that its log begins after, and the term of every entry of the log (so the last index too);
//! and the highest commit index that any server had after a delivery. Of leaders that have committed an entry of their
//! term also the commit index and the commands that the state machine was given, in order. After each settlement (time
//! passes and leaders send heartbeats, on the links that work; before each proposal, compaction, transfer and change,
//! and as an act of its own) also the commit index and the commands of every server that such a leader reaches. A
//! schedule ends with all faults repaired, and one server after the other starts an election until all follow one
//! leader and everything is committed: then all of this is compared of all members.
//!
//! | kind of schedule | besides the plain one |
//! |---|---|
//! | `plain_raft` | crashes, partitions, losses in one direction or from some moment on, three and five servers |
//! | `with_single_entries` | each AppendEntries carries one entry, so that a loss may come between two |
//! | `with_compaction` | logs are compacted at any time, snapshots bring servers up to date |
//! | `with_transfer` | leadership is transferred, also to servers that cannot take it; logs are compacted |
//! | `with_check_quorum`, `with_pre_vote_and_check_quorum` | leases and promises; logs are compacted |
//! | `with_pre_vote` | promises alone |
//! | `with_membership_changes` | the voters change among five servers, by joint consensus |
//!
//! # Legitimate differences, and how they are removed
//! Where both cores are right, `theirs.rs` makes raft-rs behave as ours does; our core is not adapted.
//!
//! - Timeouts are not drawn: raft-rs has one value to draw from, and its timer fires when the schedule says so.
//! - A message of an older term: by Figure 2 the receiver replies with its own term, so that the sender learns of it;
//!   raft-rs does not reply, except to AppendEntries with pre-vote or check-quorum. The adapter sends the reply.
//! - A server that has not voted and knows the term's leader: by Figure 2 it may still vote, and ours does; raft-rs
//!   refuses. Such a vote decides nothing, because that term has its leader. The adapter lets raft-rs forget the leader
//!   for that one message.
//! - raft-rs adds commit indexes to messages about votes, so that they spread by elections too, and it stores the
//!   commit index. The adapter removes them from the messages, and forgets the stored one at a restart: in the paper it
//!   is volatile.
//! - A candidate that cannot win any more is a follower in raft-rs and a candidate in ours, until its timer fires. So a
//!   candidate that a majority has refused counts as a follower. With check-quorum every candidate does: some are
//!   refused in one core and not answered in the other. A pre-candidate always counts as a follower.
//! - Ours promises a vote only if it hears no leader (thesis, §9.6); raft-rs checks for a leader with check-quorum
//!   only. The adapter refuses as ours does.
//! - Ours always disregards candidates from outside the configuration (§6); raft-rs does so with check-quorum only. The
//!   adapter always does.
//! - A leader that lost its quorum steps down within one timeout in ours, two in raft-rs. A settlement lasts three, so
//!   that both have stepped down, and any lease has ended.
//! - With pre-vote alone, ours steps down without a majority too, because voters refuse other candidates for its sake;
//!   raft-rs does not. In those schedules ours waits forever.
//! - Commit indexes spread at once in raft-rs and with the next message in ours, and raft-rs assumes less of servers
//!   that do not answer. So those of followers are compared when a leader reaches them and a settlement has passed.
//! - When a snapshot is sent, and so which one: where only replies may be lost, ours first asks whether the peer has
//!   the base; raft-rs asks for less. A follower that was sent a later snapshot in ours is made to compact as much in
//!   theirs, if its commit index allows that. How often this happened is counted; it must stay rare.
//! - Ours sends a snapshot at once, raft-rs only to a peer that gave a sign of life. The difference shows only if the
//!   heartbeat that brings the snapshot also deposes the leader. So where logs are compacted, a leader hears of a later
//!   term before it sends heartbeats.
//! - A server that refuses an AppendEntries because its log is too short tells the term of its last entry in raft-rs,
//!   and not in ours: ours may need another round trip to find where the logs diverge. Where all messages are lost from
//!   some moment on, and a server of ours refused more than once, the schedule ends there. How often this happened is
//!   counted, too.
//! - raft-rs uses a configuration when it is applied, ours when it is in the log (§6), and in raft-rs the application
//!   makes the steps of a change. The adapter makes the steps that our leader makes by itself: the new server as a
//!   learner, the joint configuration, the new one. So a change is made where its leader reaches enough servers to
//!   complete it, and no message is lost in one direction only: no server keeps a configuration that is not committed.
//!
//! # What is not compared
//! - Messages, and what a leader knows of its peers.
//! - The voters themselves, unfinished changes of the voters, a leader that removes itself (raft-rs goes on leading),
//!   removed servers (they are switched off), changes with compaction (a snapshot of raft-rs must name the servers that
//!   joined after it), and changes of one server at a time (raft-rs does not require a commit in the leader's own
//!   term).
//! - Transfers with check-quorum: a server that adopted a term from a chosen successor knows no leader in raft-rs, and
//!   in ours still hears one.
//! - Reads: `tests/paper/reads.rs` and the linearizability checker test ours.

#![cfg(not(target_arch = "wasm32"))]

mod acts;
mod cluster;
mod core;
mod ours;
mod pair;
mod theirs;

use acts::Schedule;
use core::Profile;
use pair::{Pair, Report};
use raftarium::raft::Rule;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Schedules of each kind. `RAFTARIUM_DIFFERENTIAL=100000 cargo test --test differential` runs this many.
const SCHEDULES: u64 = 5_000;

/// How often each rule must decide something in a thousand schedules. Schedules that do so less often miss their point.
const TIMES_A_THOUSAND: u64 = 10;

const PLAIN: Profile = Profile {
    single_entries: false,
    pre_vote: false,
    check_quorum: false,
    compaction: false,
    transfer: false,
    membership: false,
};

/// The rules that schedules of every kind must exercise.
const ALWAYS: [Rule; 6] = [
    Rule::OneVoteATerm,
    Rule::UpToDateLog,
    Rule::BackOff,
    Rule::RemoveConflict,
    Rule::SendAgain,
    Rule::CommitByMajority,
];

fn run(schedule: &Schedule, profile: Profile) -> Result<Report, String> {
    let run = || Pair::run(schedule, profile);
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        Err(text.or(panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default())
    })
}

/// Runs schedules until the cores disagree; then the message has the seed, the acts of the shortened schedule, and the
/// disagreement. `rules` are those that this kind of schedule is about.
fn agree(profile: Profile, rules: &[Rule]) {
    let count = std::env::var("RAFTARIUM_DIFFERENTIAL").ok();
    let count = count.map_or(SCHEDULES, |count| count.parse().expect("RAFTARIUM_DIFFERENTIAL is a number"));
    let mut all = Report::default();
    for seed in 0..count {
        let schedule = Schedule::of(seed, profile);
        match run(&schedule, profile) {
            Ok(report) => all.add(&report),
            Err(_) => disagree(seed, schedule, profile),
        }
    }
    println!("{count} schedules: {all:?}");
    for rule in ALWAYS.iter().chain(rules) {
        let times = all.fired.get(rule).copied().unwrap_or_default();
        assert!(TIMES_A_THOUSAND * count <= 1_000 * times, "{rule:?} decides too rarely: {times} times");
    }
    assert!(100 * all.levelled <= count, "theirs was levelled {} times", all.levelled);
    assert!(100 * all.ended_early <= count, "{} schedules ended early", all.ended_early);
}

fn disagree(seed: u64, schedule: Schedule, profile: Profile) -> ! {
    let shortened = schedule.shortened(|shorter| run(shorter, profile).is_err());
    let fault = run(&shortened, profile).err().unwrap_or_default();
    let acts: Vec<String> = shortened.acts.iter().map(|act| format!("  {act:?}\n")).collect();
    panic!("seed {seed}, {} voters, {profile:?}:\n{}{fault}", shortened.voters, acts.concat());
}

/// §5.
#[test]
fn plain_raft() {
    agree(PLAIN, &[Rule::RetryElection, Rule::CandidateYields, Rule::RefuseStaleTerm]);
}

/// §5.4.2: a majority stores entries of older terms, and none of the leader's term yet.
#[test]
fn with_single_entries() {
    agree(Profile { single_entries: true, ..PLAIN }, &[Rule::CommitOwnTerm]);
}

/// §7.
#[test]
fn with_compaction() {
    agree(Profile { compaction: true, ..PLAIN }, &[Rule::CompactLog, Rule::SendSnapshot, Rule::RestoreSnapshot]);
}

/// Thesis, §3.10.
#[test]
fn with_transfer() {
    agree(Profile { transfer: true, compaction: true, ..PLAIN }, &[Rule::TransferLeadership]);
}

/// Thesis, §6.2.
#[test]
fn with_check_quorum() {
    agree(Profile { check_quorum: true, compaction: true, ..PLAIN }, &[Rule::CheckQuorum, Rule::DisregardCandidates]);
}

/// Thesis, §9.6.
#[test]
fn with_pre_vote() {
    agree(Profile { pre_vote: true, ..PLAIN }, &[Rule::PreVote]);
}

/// Thesis, §9.6 and §6.2.
#[test]
fn with_pre_vote_and_check_quorum() {
    agree(
        Profile { pre_vote: true, check_quorum: true, compaction: true, ..PLAIN },
        &[Rule::PreVote, Rule::CheckQuorum],
    );
}

/// §6.
#[test]
fn with_membership_changes() {
    let rules = [Rule::JointConsensus, Rule::CatchUp, Rule::LatestConfiguration];
    agree(Profile { membership: true, ..PLAIN }, &rules);
}
