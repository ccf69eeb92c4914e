//! The search for counterexamples: random scripts, each from one number, run with all checks; and what they break,
//! shortened until nothing can be taken away.
//!
//! | file | part |
//! |---|---|
//! | `generate.rs` | the script of a number |
//! | `judge.rs` | what a run breaks |
//! | `find.rs` | a script in which something breaks |
//! | `forks.rs` | the runs of a number: its script, and forks from where that met something new |
//! | `search.rs` | one number after the other, and the shortest of a few finds |
//! | `shorten.rs` | takes lines and words away as long as the same breaks |
//! | `schedule/` | the steps of a shortened run without its clock, shortened again |
//! | `coverage.rs` | the abstract states that were met |
//! | `exhaust/` | the other way to search: every run of a small cluster, up to a number of steps |
//!
//! Nothing here chooses by a flaw of the protocol: a script is drawn before anything runs, without a look at any flaw,
//! and the shortener drops a `flaw` as it drops any other line. So a search starts from a number alone, and finds flaws
//! that no list has.

mod coverage;
pub mod exhaust;
mod find;
mod forks;
mod generate;
mod judge;
pub mod schedule;
mod search;
mod shorten;

pub use coverage::Coverage;
pub use find::Find;
pub use generate::{Generated, generate, generate_after};
pub use judge::{Broken, Judged, Verdict, judge};
pub use search::{FINDS_MAX, NUMBERS_MORE, STATEMENTS_ENOUGH, Shortest, Start, Tried, explore};
pub use shorten::{Effort, Short, shorten};
