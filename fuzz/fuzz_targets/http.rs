//! Takes any bytes for an HTTP request: see `serve_bodies::http`.

#![no_main]

#[path = "../../tests/fuzz/serve_bodies.rs"]
mod serve_bodies;

libfuzzer_sys::fuzz_target!(|data: &[u8]| serve_bodies::http(data));
