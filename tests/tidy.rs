//! The rules for the sources: which layer may use which, what the deterministic layers may not mention, and how long a
//! file or a function may be. The tests read the sources as text, so they need nothing beyond `cargo test`.
//!
//! A new layer, module or exception is a line in the tables below. `tidy/samples.rs` shows each rule bad samples,
//! because a check that was never seen to fail is not trusted.

#![cfg(not(target_arch = "wasm32"))]

#[path = "tidy/circles.rs"]
mod circles;
#[path = "tidy/scan.rs"]
mod scan;

use circles::circles;
use scan::{Language, Source, closing};
use std::fs;
use std::path::Path;

/// What each layer of `src` may use besides itself. Arrows point one way.
const LAYERS: [(&str, &[&str]); 13] = [
    ("sorted", &[]),
    ("raft", &[]),
    ("kv", &["raft"]),
    ("replica", &["raft", "kv"]),
    ("api", &["raft", "kv", "replica"]),
    ("sim", &["raft", "kv", "replica", "api"]),
    ("serve", &["raft", "kv", "replica", "api", "sim"]),
    ("trace", &["raft", "kv", "sim"]),
    ("check", &["sorted", "raft", "kv", "replica", "sim", "trace"]),
    ("script", &["sorted", "raft", "kv", "replica", "api", "sim", "check"]),
    ("explore", &["sorted", "raft", "kv", "replica", "sim", "check", "script"]),
    ("lab", &["sorted", "raft", "kv", "replica", "api", "sim", "trace", "check", "script", "explore"]),
    // The boundary is thin: everything that the page can do is in the lab, where it is tested natively.
    ("wasm", &["lab"]),
];

/// Outside the layers: the crate's root, and the command line, which uses the crate from outside.
const ABOVE_LAYERS: [&str; 2] = ["src/lib.rs", "src/bin/"];

/// Names that make one run differ from the next: random orders, rounding, clocks, random numbers.
const NEVER_IN_A_RUN: [&str; 8] = ["HashMap", "HashSet", "RandomState", "f32", "f64", "SystemTime", "getrandom", "rng"];
/// Modules of the standard library that do the same; our own modules may have these names.
const NEVER_FROM_STD: [&str; 5] = ["time", "thread", "env", "fs", "net"];
/// Random generators: only the world draws numbers, not the layers below it.
const NEVER_IN_THE_CORE: [&str; 4] = ["rand", "rand_pcg", "Rng", "RngExt"];

/// The most lines of a file, without its unit tests, and of a function. Exceptions are in [`LONGER`].
const FILE_LINES_MAX: usize = 600;
const FUNCTION_LINES_MAX: usize = 70;

/// Files and functions (`path` or `path name`) that may be longer, each with the reason. So far there is none.
const LONGER: [(&str, &str); 0] = [];

/// The page's folders: `core` with the shared modules, the features, and the `shell` that joins them. A feature uses
/// `core` and itself; only the shell uses features.
const PAGE_CORE: &str = "core";
const PAGE_SHELL: &str = "shell";
/// The shared modules that drive a run. The other shared modules, and [`GLUE_MODULE`], may not use them.
const PAGE_RUN: &str = "core/run/";
/// Only `core` and `shell` use the store. Features are given the state, and change it through actions only.
const PAGE_STORE: &str = "core/store.js";
/// The only modules that ask for the time or for random numbers.
const PAGE_ENTRIES: [&str; 4] = ["shell/main.js", "stage/worker.js", "rules/hunt-worker.js", "futures/worker.js"];
/// The one module that knows the wasm glue.
const GLUE_MODULE: &str = "core/run/lab-client.js";
const GLUE: &str = "raftarium.js";

/// A string that becomes markup or code can inject a script; a style attribute is refused by the page's policy.
const NEVER_IN_THE_PAGE: [&str; 9] = [
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "createContextualFragment",
    "eval(",
    "new Function",
    "setAttribute(\"style\"",
    "attr(\"style\"",
];
const ONLY_IN_ENTRIES: [&str; 5] = ["Math.random", "Date.now", "new Date", "performance.now", "crypto.getRandom"];

#[test]
fn layers_of_the_crate_point_one_way() {
    expect_none(rust_sources("src").iter().flat_map(layer_faults).collect());
}

#[test]
fn files_of_the_crate_use_one_another_one_way() {
    let mut sources = rust_sources("src");
    sources.retain(|source| !is_test_file(source) && !source.path.starts_with("src/bin/"));
    let circles: Vec<String> = circles(&sources).into_iter().map(|files| files.join(", ")).collect();
    assert!(circles.is_empty(), "\n{}\n", circles.join("\n"));
}

#[test]
fn a_run_depends_on_nothing_but_its_script() {
    expect_none(rust_sources("src").iter().flat_map(determinism_faults).collect());
}

#[test]
fn modules_of_the_page_point_one_way() {
    expect_none(javascript_sources("www/src").iter().flat_map(page_layer_faults).collect());
}

#[test]
fn the_page_makes_no_markup_from_strings_and_asks_for_no_time() {
    expect_none(javascript_sources("www/src").iter().flat_map(page_faults).collect());
}

#[test]
fn files_and_functions_are_short() {
    let rust = ["src", "tests", "xtask/src"].map(rust_sources);
    let javascript = ["www/src", "www/tools", "www/tests", "www/e2e"].map(javascript_sources);
    let mut faults: Vec<Fault> = rust.iter().flatten().flat_map(|s| length_faults(s, Language::Rust)).collect();
    faults.extend(javascript.iter().flatten().flat_map(|s| length_faults(s, Language::JavaScript)));
    for (what, _) in LONGER {
        let still = faults.iter().any(|fault| fault.what == what);
        assert!(still, "{what} is short enough by now: take it off the list of exceptions");
    }
    faults.retain(|fault| !LONGER.iter().any(|(what, _)| fault.what == *what));
    expect_none(faults);
}

#[test]
fn what_is_left_to_do_says_when() {
    let rust = ["src", "tests", "xtask/src"].map(rust_sources);
    let javascript = ["www/src", "www/tools", "www/tests", "www/e2e"].map(javascript_sources);
    expect_none(rust.iter().chain(&javascript).flatten().flat_map(todo_faults).collect());
}

/// A broken rule, and where.
#[derive(PartialEq, Eq, Debug)]
struct Fault {
    /// The name by which [`LONGER`] can make an exception of it.
    what: String,
    words: String,
}

impl Fault {
    fn new(source: &Source, line: usize, words: String) -> Fault {
        Fault { what: source.path.clone(), words: format!("{}:{line}: {words}", source.path) }
    }
}

fn expect_none(faults: Vec<Fault>) {
    let words: Vec<String> = faults.into_iter().map(|fault| fault.words).collect();
    assert!(words.is_empty(), "\n{}\n", words.join("\n"));
}

// The rules.

/// Whether a file is a test module. Such a file is exempt, as a module under `#[cfg(test)]` is.
fn is_test_file(source: &Source) -> bool {
    source.path.ends_with("tests.rs") || source.path.contains("/tests/")
}

fn layer_faults(source: &Source) -> Vec<Fault> {
    let is_above = |above: &&str| source.path.starts_with(*above);
    if is_test_file(source) || ABOVE_LAYERS.iter().any(is_above) {
        return Vec::new();
    }
    let layer = layer_of(&source.path);
    let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == layer) else {
        return vec![Fault::new(source, 1, format!("`{layer}` is not a layer yet: say in LAYERS what it may use"))];
    };
    let uses = layers_used(&source.words(), module_depth(&source.path));
    let forbidden = uses.into_iter().filter(|(_, used)| *used != layer && !allowed.contains(used));
    forbidden
        .map(|(i, used)| Fault::new(source, source.tokens[i].line, format!("`{layer}` may not use `{used}`")))
        .collect()
}

/// `src/sim/disk.rs` and `src/sim.rs` belong to `sim`.
fn layer_of(path: &str) -> &str {
    let inside = path.strip_prefix("src/").expect("a source of the crate");
    let first = inside.split('/').next().expect("a path has a first part");
    first.strip_suffix(".rs").unwrap_or(first)
}

/// How many `super` lead from a file to the crate's root.
fn module_depth(path: &str) -> usize {
    path.matches('/').count() - usize::from(path.ends_with("/mod.rs"))
}

/// Every name directly below the crate's root that a path mentions, with its token's place.
fn layers_used<'a>(words: &[&'a str], depth: usize) -> Vec<(usize, &'a str)> {
    let mut used = Vec::new();
    let mut i = 0;
    while i < words.len() {
        let mut next = i;
        while words[next..].starts_with(&["super", "::"]) {
            next += 2;
        }
        let reaches_root = next - i >= 2 * depth && next > i;
        if words[i..].starts_with(&["crate", "::"]) {
            next = i + 2;
        } else if words[i..].starts_with(&["crate", "as"]) {
            // Under another name, the crate's root would slip past this scanner.
            used.push((i, "crate as"));
        }
        if reaches_root || next == i + 2 && words[i] == "crate" {
            used.extend(first_names(words, next));
        }
        i = next.max(i + 1);
    }
    used
}

/// The first name of a path, or of each path in a group.
fn first_names<'a>(words: &[&'a str], at: usize) -> Vec<(usize, &'a str)> {
    match words.get(at) {
        None => Vec::new(),
        Some(&"{") => {
            let end = closing(words, at).unwrap_or(words.len());
            let mut names = Vec::new();
            let mut depth = 0;
            for i in at..end {
                match words[i] {
                    "{" => depth += 1,
                    "}" => depth -= 1,
                    _ if depth == 1 && (words[i - 1] == "{" || words[i - 1] == ",") => names.push((i, words[i])),
                    _ => {}
                }
            }
            names
        }
        Some(name) => vec![(at, *name)],
    }
}

fn determinism_faults(source: &Source) -> Vec<Fault> {
    let layer = layer_of(&source.path);
    let in_core = ["raft", "kv", "replica", "api"].contains(&layer);
    if is_test_file(source) || !in_core && layer != "sim" {
        return Vec::new();
    }
    let words = source.words();
    let is_forbidden =
        |word| NEVER_IN_A_RUN.contains(&word) || in_core && NEVER_IN_THE_CORE.contains(&word) || is_float(word);
    let mut places: Vec<usize> = (0..words.len()).filter(|&i| is_forbidden(words[i])).collect();
    for i in 0..words.len() {
        if words[i..].starts_with(&["std", "::"]) || words[i..].starts_with(&["core", "::"]) {
            let modules = first_names(&words, i + 2);
            places.extend(modules.into_iter().filter(|(_, name)| NEVER_FROM_STD.contains(name)).map(|(i, _)| i));
        }
    }
    places
        .into_iter()
        .map(|i| Fault::new(source, source.tokens[i].line, format!("`{layer}` never mentions `{}`", words[i])))
        .collect()
}

fn is_float(word: &str) -> bool {
    let is_decimal = word.starts_with(|c: char| c.is_ascii_digit()) && !word.starts_with("0x");
    is_decimal && (word.contains(['.', 'e']) || word.ends_with("f64") || word.ends_with("f32"))
}

fn page_layer_faults(source: &Source) -> Vec<Fault> {
    let module = source.path.strip_prefix("www/src/").expect("a module of the page");
    let own = folder(module);
    let mut faults = Vec::new();
    for (line, address) in relative_addresses(&source.text) {
        if address.contains(GLUE) {
            if module != GLUE_MODULE {
                faults.push(Fault::new(source, line, format!("only {GLUE_MODULE} may load {GLUE}")));
            }
            continue;
        }
        // A worker's address is relative to the page. Read as an import it stays in this folder, and so passes.
        let used = resolve(module, address);
        if own == PAGE_SHELL || !address.ends_with(".js") || !used.contains('/') {
            continue;
        }
        let is_upward =
            own == PAGE_CORE && used.starts_with(PAGE_RUN) && !(module.starts_with(PAGE_RUN) && module != GLUE_MODULE);
        if ![own, PAGE_CORE].contains(&folder(&used)) || is_upward {
            faults.push(Fault::new(source, line, format!("{own}/ may not use {used}")));
        } else if used == PAGE_STORE && own != PAGE_CORE {
            faults.push(Fault::new(source, line, format!("{own}/ is given the state, and does not use {used}")));
        }
    }
    faults
}

/// The first folder of a path.
fn folder(module: &str) -> &str {
    module.split('/').next().unwrap_or_default()
}

/// The strings that are relative addresses, of imported and of loaded files, each with its line.
fn relative_addresses(text: &str) -> Vec<(usize, &str)> {
    let mut addresses = Vec::new();
    for quote in ['"', '\'', '`'] {
        for prefix in ["./", "../"] {
            for (start, _) in text.match_indices(&format!("{quote}{prefix}")) {
                let inside = &text[start + 1..];
                let end = inside.find(quote).unwrap_or(inside.len());
                addresses.push((Source::line_of(text, start), &inside[..end]));
            }
        }
    }
    addresses
}

/// The path of an address in a module, from `www/src`.
fn resolve(module: &str, address: &str) -> String {
    let mut parts: Vec<&str> = module.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn page_faults(source: &Source) -> Vec<Fault> {
    let module = source.path.strip_prefix("www/src/").expect("a module of the page");
    let is_entry = PAGE_ENTRIES.contains(&module);
    let only_in_entries = ONLY_IN_ENTRIES.iter().filter(|_| !is_entry);
    let mut faults = Vec::new();
    for word in NEVER_IN_THE_PAGE.iter().chain(only_in_entries) {
        for (at, _) in source.text.match_indices(word) {
            let before = source.text[..at].chars().next_back();
            if !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
                faults.push(Fault::new(source, Source::line_of(&source.text, at), format!("no `{word}` here")));
            }
        }
    }
    faults
}

fn length_faults(source: &Source, language: Language) -> Vec<Fault> {
    let mut faults = Vec::new();
    if source.line_count > FILE_LINES_MAX {
        let words = format!("{} lines, over {FILE_LINES_MAX}", source.line_count);
        faults.push(Fault::new(source, 1, words));
    }
    for function in source.functions(language) {
        if function.length > FUNCTION_LINES_MAX {
            let words = format!("`{}` has {} lines, over {FUNCTION_LINES_MAX}", function.name, function.length);
            let mut fault = Fault::new(source, function.line, words);
            fault.what = format!("{} {}", source.path, function.name);
            faults.push(fault);
        }
    }
    faults
}

/// A `TODO` must state its condition, as in `TODO(once nodes can join): …`; `FIXME` and `XXX` are not allowed.
fn todo_faults(source: &Source) -> Vec<Fault> {
    let mut faults = Vec::new();
    for word in ["TODO", "FIXME", "XXX"] {
        for (at, _) in source.comments.match_indices(word) {
            let condition = source.comments[at + word.len()..].strip_prefix('(').and_then(|rest| rest.split_once(')'));
            // A word in backquotes is only mentioned.
            let is_quoted = source.comments[..at].ends_with('`');
            if !is_quoted && (word != "TODO" || condition.is_none_or(|(when, _)| when.trim().len() < 3)) {
                let line = Source::line_of(&source.comments, at);
                faults.push(Fault::new(source, line, format!("{word} without its condition: TODO(when …): what")));
            }
        }
    }
    faults
}

// The files.

fn rust_sources(directory: &str) -> Vec<Source> {
    sources(directory, Language::Rust, &[".rs"])
}

fn javascript_sources(directory: &str) -> Vec<Source> {
    sources(directory, Language::JavaScript, &[".js", ".mjs"])
}

fn sources(directory: &str, language: Language, endings: &[&str]) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    collect(&root.join(directory), &mut paths);
    let mut sources = Vec::new();
    for path in paths {
        let relative = path.strip_prefix(root).expect("it was found below the root");
        let name = relative.to_str().expect("our names are ASCII").replace('\\', "/");
        if endings.iter().any(|ending| name.ends_with(ending)) {
            let content = fs::read_to_string(&path).expect("a source can be read");
            sources.push(Source::new(&name, &content, language));
        }
    }
    sources
}

fn collect(directory: &Path, paths: &mut Vec<std::path::PathBuf>) {
    // A missing folder has no files; a test in `tidy/samples.rs` checks that the main folders exist.
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { collect(&path, paths) } else { paths.push(path) }
    }
    paths.sort();
}

// Samples of what the rules must find, and of what they must leave alone.

#[cfg(test)]
#[path = "tidy/samples.rs"]
mod samples;
