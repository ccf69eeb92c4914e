//! lab
pub mod bench;
pub mod view;
