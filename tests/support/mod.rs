//! What several tests share: the scripts and their golden files.

use raftarium::lab::run_to_digest;
use raftarium::script::{Runner, Script, parse};
use std::fs;
use std::path::{Path, PathBuf};

/// A script of the repository.
#[allow(dead_code, reason = "not every test that shares this module needs all of it")]
pub struct ScriptFile {
    /// Its path.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

#[allow(dead_code, reason = "not every test that shares this module needs all of it")]
impl ScriptFile {
    /// Its name, without folder and extension.
    pub fn name(&self) -> String {
        self.path.file_stem().unwrap().to_string_lossy().into_owned()
    }
}

/// The scenes of the page, in order of their names.
#[allow(dead_code, reason = "not every test that shares this module needs all of it")]
pub fn scenes() -> Vec<ScriptFile> {
    scripts_in("www/scenes")
}

/// The scripts in a folder of the repository, in order of their names; at least one.
#[allow(dead_code, reason = "not every test that shares this module needs all of it")]
pub fn scripts_in(folder: &str) -> Vec<ScriptFile> {
    let mut paths: Vec<PathBuf> = fs::read_dir(repository().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "raft"))
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "{folder} has scripts");
    paths.into_iter().map(|path| ScriptFile { text: fs::read_to_string(&path).unwrap(), path }).collect()
}

/// The root of the repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Parses a correct script.
///
/// # Panics
/// If the script is wrong.
#[allow(dead_code, reason = "not every test that shares this module needs all of it")]
pub fn read(text: &str) -> Script {
    parse(text).unwrap_or_else(|error| panic!("{error:?} in\n{text}"))
}

/// The digest of a run from its start to the end of its script.
#[allow(dead_code, reason = "not every test that shares this module needs all of it")]
pub fn digest(text: &str) -> String {
    run_to_digest(Runner::new(read(text), true)).to_string()
}

#[allow(dead_code, reason = "not every test that shares this module needs all of it")]
/// Compares with a golden file, or writes it if the environment has `UPDATE_GOLDEN`. The error is the first difference.
pub fn compare_golden(path: &Path, actual: &str) -> Result<(), String> {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(path, actual).unwrap();
        return Ok(());
    }
    let golden = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    if golden == actual {
        return Ok(());
    }
    let place = golden.lines().zip(actual.lines()).take_while(|(old, new)| old == new).count();
    let line = |text: &str| text.lines().nth(place).unwrap_or("the end").to_string();
    let (old, new) = (line(&golden), line(actual));
    Err(format!("{} line {}:\n  golden: {old}\n  actual: {new}", path.display(), place + 1))
}
