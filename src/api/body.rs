//! Bodies from outside, and how their faults are told.

use super::response::{HttpResponse, Status};
use crate::kv::TEXT_BYTES_MAX;
use serde::Deserialize;
use serde_json::error::Category;

/// A body as JSON, of the form that `form` shows.
pub(super) fn parsed<'a, T: Deserialize<'a>>(body: &'a [u8], form: &str) -> Result<T, HttpResponse> {
    // An array would do for an object: its values for the fields in their order.
    if body.trim_ascii_start().starts_with(b"[") {
        return Err(wrong(&format!("body: expected {form}, found an array")));
    }
    serde_json::from_slice(body).map_err(|error| {
        let what = match error.classify() {
            Category::Eof if body.is_empty() => return wrong(&format!("body: expected {form}, found nothing")),
            Category::Syntax | Category::Eof | Category::Io => "not JSON",
            Category::Data => "not of that form",
        };
        wrong(&format!("body: expected {form}, found what is {what}: {error}"))
    })
}

/// A text of the store: a key or a value.
pub(super) fn value_text<'a>(what: &str, text: &'a str) -> Result<&'a str, HttpResponse> {
    if TEXT_BYTES_MAX < text.len() { Err(too_large(what, TEXT_BYTES_MAX)) } else { Ok(text) }
}

/// The answer to a request that is not of the form that its path asks for.
pub(super) fn wrong(error: &str) -> HttpResponse {
    HttpResponse::error(Status::BadRequest, error)
}

/// The answer to a text or a body that is above its limit.
pub(super) fn too_large(what: &str, max: usize) -> HttpResponse {
    HttpResponse::error(Status::TooLarge, &format!("{what}: expected at most {max} bytes of UTF-8, found more"))
}

/// Text from outside, for an error: in quotes, and not at length.
pub(super) fn quoted(text: &str) -> String {
    const SHOWN_MAX: usize = 60;
    let shown: String = text.chars().take(SHOWN_MAX).collect();
    let rest = if shown.len() < text.len() { "…" } else { "" };
    format!("{shown:?}{rest}")
}
