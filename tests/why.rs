//! Why something is as it is: causes lead back to a statement or to the start, and explanations of known
//! scripts read as they should, in both languages.

#![cfg(not(target_arch = "wasm32"))]

#[path = "why/causes.rs"]
mod causes;
mod support;
