//! Takes any bytes for a frame of a peer: see `serve_bodies::frame`.

#![no_main]

#[path = "../../tests/fuzz/serve_bodies.rs"]
mod serve_bodies;

libfuzzer_sys::fuzz_target!(|data: &[u8]| serve_bodies::frame(data));
