//! Which file of the crate uses which, and the circles among them.

use super::scan::Source;
use std::collections::{BTreeMap, BTreeSet};

/// A module by its path: `src/raft/leader/reads.rs` is `raft`, `leader`, `reads`.
type Module = Vec<String>;

/// The circles among files: each file of one uses, directly or by way of others, all the others. A file and the modules
/// below it may use one another.
pub fn circles(sources: &[Source]) -> Vec<Vec<String>> {
    let paths: BTreeMap<Module, &Source> = sources.iter().map(|source| (module(&source.path), source)).collect();
    let uses: BTreeMap<&Module, BTreeSet<&Module>> = paths
        .iter()
        .map(|(own, source)| {
            let used = used(&source.words(), own).into_iter().filter_map(|path| file_of(&path, &paths));
            (own, used.filter(|other| !own.starts_with(other) && !other.starts_with(own)).collect())
        })
        .collect();
    let reached: BTreeMap<&Module, BTreeSet<&Module>> = uses.keys().map(|own| (*own, reached(own, &uses))).collect();
    let mutual = |own: &Module| -> BTreeSet<&str> {
        let back = reached[own].iter().filter(|other| reached[**other].contains(own));
        back.map(|other| paths[*other].path.as_str()).collect()
    };
    let circles: BTreeSet<BTreeSet<&str>> = uses.keys().map(|own| mutual(own)).filter(|all| !all.is_empty()).collect();
    circles.into_iter().map(|circle| circle.into_iter().map(str::to_string).collect()).collect()
}

fn module(path: &str) -> Module {
    let inside = path.strip_prefix("src/").and_then(|path| path.strip_suffix(".rs")).expect("a source of the crate");
    let inside = inside.strip_suffix("/mod").unwrap_or(inside);
    if inside == "lib" { Vec::new() } else { inside.split('/').map(str::to_string).collect() }
}

/// The file in which a path of names ends: the longest beginning that is one. The crate's root is none.
fn file_of<'a>(path: &Module, files: &'a BTreeMap<Module, &Source>) -> Option<&'a Module> {
    let known = (1..=path.len()).rev().find_map(|length| files.get_key_value(&path[..length]));
    known.map(|(module, _)| module)
}

/// All that a module reaches by way of what it uses.
fn reached<'a>(own: &'a Module, uses: &BTreeMap<&'a Module, BTreeSet<&'a Module>>) -> BTreeSet<&'a Module> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&Module> = uses[own].iter().copied().collect();
    while let Some(next) = open.pop() {
        if reached.insert(next) {
            open.extend(&uses[next]);
        }
    }
    reached
}

/// The paths that begin at the crate's root, or above the module.
fn used(words: &[&str], own: &Module) -> Vec<Module> {
    let mut paths = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let mut next = at;
        let mut base = own.clone();
        while words[next..].starts_with(&["super", "::"]) {
            base.pop();
            next += 2;
        }
        if words[at..].starts_with(&["crate", "::"]) {
            (base, next) = (Vec::new(), at + 2);
        }
        if at < next {
            follow(words, next, base, &mut paths);
        }
        at = next.max(at + 1);
    }
    paths
}

/// Follows a path, and each path of a group. Returns the place after it.
fn follow(words: &[&str], mut at: usize, mut base: Module, paths: &mut Vec<Module>) -> usize {
    if words.get(at) == Some(&"{") {
        at += 1;
        while words.get(at).is_some_and(|word| *word != "}") {
            at = if words[at] == "," { at + 1 } else { follow(words, at, base.clone(), paths).max(at + 1) };
        }
        return at + 1;
    }
    let Some(name) = words.get(at) else { return at };
    base.push(name.to_string());
    if words.get(at + 1) == Some(&"::") {
        return follow(words, at + 2, base, paths);
    }
    paths.push(base);
    at + 1
}
