//! Exploration: random scripts, each from one number.
//!
//! A random script is the seed of a search for counterexamples: a run in which an invariant breaks, a client sees
//! something that no single store could answer, or a calm cluster does not come to rest. [`generate()`] writes the script;
//! running it and judging the run is the caller's part, as in `tests/campaign.rs`.
//!
//! The script is drawn before anything runs. So nothing in it is chosen by a flaw of the protocol or by the way in which
//! a checker looks for one: of the checks, this layer knows the condition `expect safe` alone.

mod generate;

pub use generate::{Generated, generate};
