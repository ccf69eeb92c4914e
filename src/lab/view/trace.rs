//! Traces, as the page opens them.

use serde::Serialize;
#[cfg(target_arch = "wasm32")]
use tsify::Tsify;

/// What is wrong with a trace, and where.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct TraceErrorView {
    /// Which of the sources, from 0.
    pub source: f64,
    /// The line, from 1.
    pub line: f64,
    /// The field of the line that is wrong.
    pub field: Option<String>,
    /// Or the column, from 1, in bytes.
    pub column: Option<f64>,
    /// The key of the sentence about what was expected there.
    pub expected: String,
    /// A number in that sentence.
    pub value: Option<String>,
}
