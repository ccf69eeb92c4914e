//! The paper, rule by rule: each test names the section of "In Search of an Understandable Consensus Algorithm"
//! (extended version) whose sentence it holds the core to, and drives `raft::Node` through its one door.
//!
//! | file | what it holds the core to |
//! |---|---|
//! | `terms.rs` | §5.1: terms |
//! | `elections.rs` | §5.2: standing, voting, winning, beating |
//! | `timers.rs` | §5.2: timeouts and what resets them, in a whole world where chance draws them |
//! | `followers.rs` | §5.3: what a follower checks, removes, appends and commits |
//! | `leaders.rs` | §5.3: what a leader sends, counts and commits |
//! | `repair.rs` | §5.3: bringing a log in line, and replies that come late, twice or never |
//! | `safety.rs` | §5.4: whose log may win, and what counting may commit |
//! | `persistence.rs` | §5, figure 2: nothing is said before it is durable |
//! | `reads.rs` | §8: the empty entry, and reads without one |
//! | `snapshots.rs` | §7: compaction, and InstallSnapshot |
//! | `membership.rs` | §6: changes of the configuration, and what a removed server may not do |
//! | `leadership.rs` | thesis, §3.10, §6.2, §9.6: handing over, stepping down, asking first |
//! | `leases.rs` | thesis, §6.4: reads by lease, and by followers |
//! | `economy.rs` | §5.5: what agreement costs in a whole world |
//! | `causes.rs` | each thing that a step asks for names the decision that asks for it |
//! | `any_schedule.rs` | any schedule of an honest cluster is safe, and ends in agreement |
//! | `any_input.rs` | no input whatever makes the core panic or break its own invariants |

#![cfg(not(target_arch = "wasm32"))]

mod any_input;
mod any_schedule;
mod causes;
mod economy;
mod elections;
mod followers;
mod harness;
mod leaders;
mod leadership;
mod leases;
mod membership;
mod persistence;
mod reads;
mod repair;
mod safety;
mod snapshots;
mod terms;
mod timers;
