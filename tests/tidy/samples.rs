//! Bad samples, which the rules must find, and good ones that look like them.

use super::*;

fn rust(path: &str, content: &str) -> Source {
    Source::new(path, content, Language::Rust)
}

fn javascript(path: &str, content: &str) -> Source {
    Source::new(path, content, Language::JavaScript)
}

fn words(faults: Vec<Fault>) -> Vec<String> {
    faults.into_iter().map(|fault| fault.words).collect()
}

#[test]
fn the_sources_are_found() {
    for (directory, least) in [("src", 20), ("xtask/src", 4), ("tests", 3)] {
        assert!(rust_sources(directory).len() >= least, "{directory} has moved");
    }
    assert!(javascript_sources("www/src").len() >= 5, "www/src has moved");
    assert!(javascript_sources("www/tools").len() >= 3, "www/tools has moved");
}

#[test]
fn a_circle_of_files_is_found_however_the_paths_are_written() {
    let circle = [
        rust("src/a/one.rs", "use super::{mod_b::X, two::{self, Y}};"),
        rust("src/a/two.rs", "fn f() { crate::a::three::g() }"),
        rust("src/a/three.rs", "use crate::{a::{one::Z}, b};"),
        rust("src/b.rs", "pub struct B;"),
    ];
    assert_eq!(circles(&circle), [["src/a/one.rs", "src/a/three.rs", "src/a/two.rs"].map(String::from).to_vec()]);
    assert!(circles(&circle[..2]).is_empty());
    let family =
        [rust("src/a.rs", "mod child; use child::X;"), rust("src/a/child.rs", "use super::Y; use crate::a::Z;")];
    assert!(circles(&family).is_empty(), "a module and its child may use one another");
}

/// A scanner that takes code for a string finds nothing in it; then the brackets no longer match.
#[test]
fn the_scanner_keeps_its_footing_in_every_source() {
    let rust = ["src", "tests", "xtask/src"].map(rust_sources);
    let javascript = ["www/src", "www/tools", "www/tests", "www/e2e"].map(javascript_sources);
    for source in rust.iter().chain(&javascript).flatten() {
        let mut open = Vec::new();
        for token in &source.tokens {
            match token.word.as_str() {
                "(" => open.push(")"),
                "[" => open.push("]"),
                "{" => open.push("}"),
                bracket @ (")" | "]" | "}") => {
                    assert_eq!(open.pop(), Some(bracket), "{}:{}", source.path, token.line);
                }
                _ => {}
            }
        }
        assert!(open.is_empty(), "{} leaves brackets open", source.path);
    }
}

#[test]
fn an_arrow_that_points_up_is_found() {
    let faults = |path, content| words(layer_faults(&rust(path, content)));
    assert_eq!(faults("src/raft/log.rs", "\nuse crate::sim::World;"), ["src/raft/log.rs:2: `raft` may not use `sim`"]);
    assert_eq!(faults("src/kv/mod.rs", "fn f(w: &crate::check::Checker) {}").len(), 1);
    assert_eq!(faults("src/sim/disk.rs", "use crate::{raft::{Log, Term}, script::Script, kv};").len(), 1);
    assert_eq!(faults("src/raft/log.rs", "use super::super::kv::Command;").len(), 1);
    assert_eq!(faults("src/raft/mod.rs", "use super::kv::Command;").len(), 1);
    assert_eq!(faults("src/kv/mod.rs", "use super::sim;").len(), 1);
    assert_eq!(faults("src/kv/mod.rs", "use super::{raft, sim, lab};").len(), 2);
    assert_eq!(faults("src/wasm.rs", "use crate::raft::NodeId;").len(), 1);
    assert_eq!(faults("src/lab/view.rs", "use crate as everything;").len(), 1);
    assert_eq!(faults("src/raft/log.rs", "use crate::*;").len(), 1);
    assert_eq!(faults("src/other/mod.rs", "").len(), 1, "an unknown layer");
}

#[test]
fn arrows_that_point_down_are_left_alone() {
    let faults = |path, content| words(layer_faults(&rust(path, content)));
    let none: [String; 0] = [];
    assert_eq!(faults("src/sim/disk.rs", "use crate::{raft::{Log, sim}, kv::Store};\nuse super::actor::Actor;"), none);
    assert_eq!(
        faults("src/raft/log.rs", "// crate::sim does that\npub(crate) struct A; const S: &str = \"crate::sim\";"),
        none
    );
    assert_eq!(
        faults("src/raft/log.rs", "#[cfg(test)]\nmod tests {\n use crate::sim::World;\n}\nuse crate::raft::Term;"),
        none
    );
    assert_eq!(faults("src/lib.rs", "pub mod sim; use crate::sim::World;"), none);
}

#[test]
fn only_test_items_are_exempt() {
    let after = "#[cfg(test)]\nuse crate::lab::Lab;\nuse crate::sim::World;";
    assert_eq!(words(layer_faults(&rust("src/raft/log.rs", after))).len(), 1);
    assert!(layer_faults(&rust("src/raft/tests.rs", after)).is_empty());
    let not = "#[cfg(not(test))]\nuse crate::sim::World;";
    assert_eq!(words(layer_faults(&rust("src/raft/log.rs", not))).len(), 1);
}

#[test]
fn what_makes_runs_differ_is_found() {
    let faults = |path, content| words(determinism_faults(&rust(path, content)));
    assert_eq!(
        faults("src/raft/log.rs", "use std::collections::HashMap;"),
        ["src/raft/log.rs:1: `raft` never mentions `HashMap`"]
    );
    for line in [
        "use std::collections::{BTreeMap, HashSet};",
        "let share: f64 = x;",
        "let half = 0.5;",
        "let many = 1e9;",
        "let one = 1f32;",
        "use std::time::Duration;",
        "use std::{fmt, time::Instant};",
        "std::thread::yield_now();",
    ] {
        assert_eq!(faults("src/sim/queue.rs", line).len(), 1, "{line}");
    }
    assert_eq!(faults("src/kv/mod.rs", "use rand::RngExt;").len(), 2);
}

#[test]
fn what_only_looks_like_it_is_left_alone() {
    let faults = |path, content| words(determinism_faults(&rust(path, content)));
    for line in [
        "// no HashMap, no f64",
        "let s = \"thread f64\"; let c = '\"'; let d = r#\"a \" f64\"#;",
        "let a = pair.0.1; for i in 0..9 {} let h = 0x1e5; let n = 1_000_000;",
        "use super::time::Micros;",
        "fn f<'a>(x: &'a str) -> &'a str { x } // 'f64'",
        "#[cfg(test)]\nmod tests { use std::collections::HashMap; }",
    ] {
        assert!(faults("src/sim/queue.rs", line).is_empty(), "{line}: {:?}", faults("src/sim/queue.rs", line));
    }
    assert!(faults("src/sim/chance.rs", "use rand::RngExt;").is_empty(), "the world draws");
    assert!(faults("src/lab/view.rs", "let x: f64 = 0.5;").is_empty(), "numbers for the page are floats");
}

#[test]
fn long_files_and_functions_are_found() {
    let body = "    step();\n".repeat(69);
    let long = format!("fn long() {{\n{body}}}\n");
    let fits = format!("fn fits() {{\n{}}}\n", "    step();\n".repeat(68));
    assert_eq!(
        words(length_faults(&rust("src/a.rs", &long), Language::Rust)),
        ["src/a.rs:1: `long` has 71 lines, over 70"]
    );
    assert_eq!(length_faults(&rust("src/a.rs", &long), Language::Rust)[0].what, "src/a.rs long");
    assert!(length_faults(&rust("src/a.rs", &fits), Language::Rust).is_empty());

    let file = "use a::b;\n".repeat(601);
    assert_eq!(words(length_faults(&rust("src/a.rs", &file), Language::Rust)), ["src/a.rs:1: 601 lines, over 600"]);
    let tests = format!("{}#[cfg(test)]\nmod tests {{\n{}}}\n", "use a::b;\n".repeat(599), "use a::b;\n".repeat(99));
    assert!(length_faults(&rust("src/a.rs", &tests), Language::Rust).is_empty(), "unit tests don't count");
}

#[test]
fn functions_inside_functions_count_once() {
    let inner = "step();\n".repeat(60);
    for inside in [
        format!("const inner = (a, b) => {{\n{inner}}};\n"),
        format!("function inner() {{\n{inner}}}\n"),
        format!("return {{ inner(a) {{\n{inner}}} }};\n"),
        format!("list.forEach(a => {{\n{inner}}});\n"),
    ] {
        let outer = format!("export function outer() {{\n{inside}{}}}\n", "step();\n".repeat(30));
        let source = javascript("www/src/core/a.js", &outer);
        assert_eq!(source.functions(Language::JavaScript).len(), 2, "{inside}");
        assert!(length_faults(&source, Language::JavaScript).is_empty(), "{inside}");
    }
    let branch = format!("function outer() {{\nif (a) {{\n{inner}}}\n{}}}\n", "step();\n".repeat(10));
    let source = javascript("www/src/core/a.js", &branch);
    assert_eq!(
        words(length_faults(&source, Language::JavaScript)),
        ["www/src/core/a.js:1: `outer` has 74 lines, over 70"]
    );
}

#[test]
fn modules_that_reach_up_are_found() {
    let faults = |path, content| words(page_layer_faults(&javascript(path, content)));
    assert_eq!(
        faults("www/src/logs/logs.js", "import { a } from \"../stage/stage.js\";"),
        ["www/src/logs/logs.js:1: logs/ may not use stage/stage.js"]
    );
    assert_eq!(faults("www/src/logs/logs.js", "import { store } from \"../core/store.js\";").len(), 1);
    assert_eq!(faults("www/src/logs/logs.js", "import \"../shell/main.js\";").len(), 1);
    assert_eq!(faults("www/src/logs/logs.js", "const later = await import(`../why/why.js`);").len(), 1);
    assert_eq!(faults("www/src/core/dom.js", "import { drawLogs } from '../logs/logs.js';").len(), 1);
    assert_eq!(faults("www/src/core/i18n.js", "const lab = await import(`./run/lab-client.js`);").len(), 1);
    assert_eq!(faults("www/src/core/run/lab-client.js", "import { a } from \"./loop.js\";").len(), 1);
    assert_eq!(faults("www/src/shell/main.js", "import init from \"./raftarium.js\";").len(), 1);
    assert_eq!(faults("www/src/core/store.js", "const url = `./raftarium.js?instance=${n}`;").len(), 1);
}

#[test]
fn modules_that_reach_down_are_left_alone() {
    let faults = |path, content| words(page_layer_faults(&javascript(path, content)));
    let none: [String; 0] = [];
    assert_eq!(faults("www/src/logs/logs.js", "import a from \"../core/dom.js\"; import b from \"./kv.js\";"), none);
    assert_eq!(faults("www/src/logs/logs.js", "/** @typedef {import(\"../core/store.js\").State} State */"), none);
    assert_eq!(
        faults("www/src/shell/main.js", "import a from \"../logs/logs.js\"; import b from \"../core/store.js\";"),
        none
    );
    assert_eq!(
        faults("www/src/core/run/loop.js", "import a from \"./lab-client.js\"; import b from \"../dom.js\";"),
        none
    );
    assert_eq!(faults("www/src/stage/crowd.js", "new Worker(new URL(\"./stage-worker.js\", document.baseURI))"), none);
    assert_eq!(faults("www/src/core/run/lab-client.js", "await import(`./raftarium.js?instance=${n}`)"), none);
    assert_eq!(faults("www/src/core/i18n.js", "import en from \"../i18n/ui.en.ftl\";"), none);
}

#[test]
fn markup_from_strings_and_wall_clocks_are_found() {
    let faults = |path, content| words(page_faults(&javascript(path, content)));
    for line in [
        "element.innerHTML = words;",
        "element[\"outerHTML\"] = words;",
        "element.insertAdjacentHTML('beforeend', words);",
        "document.write(words);",
        "eval(words);",
        "const f = new Function(words);",
        "element.setAttribute(\"style\", words);",
    ] {
        assert_eq!(faults("www/src/logs/logs.js", line).len(), 1, "{line}");
        assert_eq!(faults("www/src/shell/main.js", line).len(), 1, "{line}");
    }
    for line in
        ["const now = Date.now();", "const a = `${Math.random()}`;", "const d = new Date();", "performance.now()"]
    {
        assert_eq!(faults("www/src/core/run/loop.js", line).len(), 1, "{line}");
        assert_eq!(faults("www/src/shell/main.js", line).len(), 0, "{line}");
    }
    let innocent = "// innerHTML is out\nconst retrieval = medieval(/[/`]innerText/, `a ${b({ c: `d` })} e`);";
    assert!(faults("www/src/logs/logs.js", innocent).is_empty());
}

#[test]
fn what_is_left_without_a_condition_is_found() {
    let count = |line: &str| todo_faults(&rust("src/a.rs", line)).len();
    assert_eq!(count("// TODO: later"), 1);
    assert_eq!(count("/* FIXME(now): this */"), 1);
    assert_eq!(count("// TODO(): later"), 1);
    assert_eq!(count("// TODO(once nodes can join): count the new ones too"), 0);
    assert_eq!(count("let list = \"TODO\"; // done"), 0);
}
