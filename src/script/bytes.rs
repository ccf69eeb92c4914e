//! A run as bytes, so that another process can go on with it: a worker, or a later visit.

use super::parse::parse;
use super::runner::Runner;
use std::sync::Arc;
use xxhash_rust::xxh64::xxh64;

/// The version of what follows; other versions are not read.
const VERSION: u8 = 3;

/// The bytes of the check sum at the end.
const SUM_BYTES: usize = 8;

/// Why bytes are not a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BytesError {
    /// They were written by another version.
    Version,
    /// They are not whole, or not as they were written.
    Damaged,
    /// The script in them is none.
    Script,
}

/// A run, and the script that it is under.
pub fn to_bytes(script: &str, runner: &Runner) -> Vec<u8> {
    // Writing to a growing buffer has no way to fail, and every fact has its place.
    let body = postcard::to_allocvec(&(script, runner)).expect("a run is encodable");
    let mut bytes = vec![VERSION];
    bytes.extend(body);
    bytes.extend(xxh64(&bytes, 0).to_le_bytes());
    bytes
}

/// The run that bytes hold, and the text of its script.
///
/// # Errors
/// If they are not what [`to_bytes`] wrote. The check sum finds accidents; it is no proof against malice, so
/// bytes from strangers are not to be read.
pub fn from_bytes(bytes: &[u8]) -> Result<(String, Runner), BytesError> {
    let Some((whole, sum)) = bytes.split_last_chunk::<SUM_BYTES>() else {
        return Err(BytesError::Damaged);
    };
    if u64::from_le_bytes(*sum) != xxh64(whole, 0) {
        return Err(BytesError::Damaged);
    }
    let Some((&VERSION, body)) = whole.split_first() else {
        return Err(BytesError::Version);
    };
    let (script, runner): (String, Runner) = postcard::from_bytes(body).map_err(|_| BytesError::Damaged)?;
    let parsed = parse(&script).map_err(|_| BytesError::Script)?;
    Ok((script, runner.under(Arc::new(parsed))))
}
