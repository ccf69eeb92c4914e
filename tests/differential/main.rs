//! Our core and an independent one, raft-rs (the crate `raft`, the core of TiKV), on the same schedules.
//!
//! A schedule is a list of acts drawn from a seed: an election timer fires, a client proposes, links are cut and
//! healed, servers crash and start from their disks, time passes. Two clusters go through it, one of each core, each
//! with messages of its own. An act says what happens and never which message: all that follows from it is delivered,
//! or lost where the act says so, link by link and direction by direction, until nothing is under way. So both cores
//! are asked the same questions in the same order, whatever they spend on asking.
//!
//! # What is compared
//! After **every** act, of every server, also of those that are off: term, vote, the leader that it knows, role, the
//! index that its log begins after, and the term of every entry of the log (so the last index too); and the highest commit
//! index that any server ever had. Of leaders with a commit in their term also the commit index, the commands that the state machine was given, in order, and the voters. After each settlement (time
//! passes and leaders beat, on the links that there are; before most acts, and as an act of its own) those of every
//! server that a leader reaches as well. A schedule ends with all faults mended and one server after the other standing
//! until there is a leader that all follow, with everything committed: then all of this is compared of all servers.
//!
//! | kind of schedule | besides the plain one |
//! |---|---|
//! | `plain_raft` | crashes, partitions, losses in one direction or from some moment on, three and five servers |
//! | `with_single_entries` | each AppendEntries carries one entry, so that a loss may come between two |
//! | `with_compaction` | logs are compacted at any time, snapshots bring servers up to date |
//! | `with_transfer` | leadership is handed over, also to who cannot take it; logs are compacted |
//! | `with_check_quorum`, `with_pre_vote_and_check_quorum` | leases and promises; logs are compacted |
//! | `with_pre_vote` | promises alone |
//! | `with_membership_changes` | the voters change among five servers, by joint consensus |
//!
//! # What legitimately differs, and how it is taken out
//! Where both are right, theirs is brought to our way, in `theirs.rs`; nothing in ours is touched.
//!
//! - Time-outs are not drawn: raft-rs has one value to draw from, and its timer fires when the schedule says so.
//! - A message of an older term: Figure 2 has it answered with the own term, so that its sender learns of it; raft-rs is
//!   silent, except for AppendEntries with pre-vote or check-quorum. The adapter gives the answer.
//! - A server that has its vote and knows the term's leader: by Figure 2 the vote may be had, and ours gives it; raft-rs
//!   keeps it. It decides nothing, because that term has its leader. The adapter lets raft-rs forget the leader for
//!   that one message.
//! - raft-rs adds commit indexes to what is said about votes, so that they spread by elections too, and it stores the
//!   commit index. The adapter leaves out the one and forgets the other: in the paper it is volatile.
//! - A candidate that cannot win any more is a follower in raft-rs and a candidate in ours, until its timer fires. So a
//!   candidate that is refused by a majority counts as a follower. With check-quorum every candidate does: some are
//!   refused in one core and not answered in the other. Whoever asks for promises only is a follower here anyway.
//! - Ours promises a vote only if it hears no leader (thesis, §9.6); raft-rs cares for leaders with check-quorum alone.
//!   The adapter refuses as ours does.
//! - Ours disregards candidates from outside the configuration always (§6), raft-rs with check-quorum alone. The adapter
//!   does.
//! - When exactly a leader that lost its quorum steps down: within one time-out in ours, two in raft-rs. A settlement
//!   lasts three, so that it is over in both, and so is any lease.
//! - With pre-votes alone, ours steps down without a majority too, since voters refuse others for its sake; raft-rs does
//!   not. In those schedules ours waits for ever.
//! - Commit indexes spread at once in raft-rs and with the next message in ours, and of servers that do not answer raft-rs
//!   assumes less. So those of followers are compared when a leader reaches them and a settlement has passed.
//! - When a snapshot goes, and so which: ours first asks for its base where only answers may be lost, raft-rs for less.
//!   A follower that was sent a later one in ours is made to compact as much in theirs, if what it has committed allows
//!   that. How often that was so is counted; it must stay rare.
//! - A snapshot goes at once in ours, and to who gave a sign of life in raft-rs. It shows only if the beat that brings it
//!   also costs the leader its place. So where logs are compacted, a leader hears of a later term before it beats.
//! - Who refuses an AppendEntries because its log is too short tells the term of its last entry in raft-rs, and not in
//!   ours: ours may need another round trip to find where the logs part. Where all is lost from some moment on, and ours
//!   needed more than one, the schedule ends there. How often that was so is counted, too.
//! - raft-rs takes a configuration when it is applied, ours when it is in the log (§6), and there the steps of a change
//!   are the application's. The adapter takes the steps that our leader takes by itself: a newcomer learns, the joint
//!   configuration, the new one. So a change is made where its leader reaches enough servers to see it through, and
//!   nothing is lost in one direction: no server holds on to a configuration that is not committed.
//!
//! # What is not compared
//! - Messages, and what a leader knows of its peers.
//! - Half-made changes of the voters, a leader that removes itself (raft-rs goes on leading), servers that are out (they
//!   are switched off), changes with compaction (a snapshot of raft-rs must name who joined after it), and one server at
//!   a time (raft-rs does not insist on a commit in the own term).
//! - Transfers with check-quorum: who adopted a term from a chosen successor knows no leader in raft-rs, and in ours still
//!   heard one.
//! - Reads: `tests/paper/reads.rs` and the checker of linearizability hold ours to their sections.

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

/// Schedules of each kind. `RAFTARIUM_DIFFERENTIAL=100000 cargo test --test differential` runs so many.
const SCHEDULES: u64 = 5_000;

/// How often, in a thousand schedules, each rule must at least have decided something. Otherwise they miss their point.
const TIMES_A_THOUSAND: u64 = 10;

const PLAIN: Profile = Profile {
    single_entries: false,
    pre_vote: false,
    check_quorum: false,
    compaction: false,
    transfer: false,
    membership: false,
};

/// What happens in schedules of every kind.
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

/// Runs schedules until the cores disagree; then the message has the seed, the acts that are left when all that can be
/// left out is, and what they disagree on. `rules` are what this kind of schedule is about.
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

/// §5.4.2: a majority stores entries of older terms, and not yet one of the leader's.
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
