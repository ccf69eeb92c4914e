//! Takes any bytes for a segment of a disk: see `serve_bodies::segment` and `serve_bodies::records`.

#![no_main]

#[path = "../../tests/fuzz/serve_bodies.rs"]
mod serve_bodies;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    serve_bodies::segment(data);
    serve_bodies::records(data);
});
