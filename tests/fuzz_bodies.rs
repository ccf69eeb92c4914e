//! Runs the bodies of the fuzz targets on stable Rust, for a bounded number of cases: any bytes, and damaged scripts.

#![cfg(not(target_arch = "wasm32"))]

#[path = "fuzz/bodies.rs"]
mod bodies;
mod support;

use proptest::prelude::*;
use support::{scenes, scripts_in};

/// The lines of all known scripts, from which new scripts are put together.
fn lines() -> Vec<String> {
    let scripts = scripts_in("tests/scripts").into_iter().chain(scenes());
    scripts.flat_map(|script| script.text.lines().map(str::to_string).collect::<Vec<_>>()).collect()
}

/// Edits that damage a text: at a place, characters are inserted, one is replaced, or the rest is cut off.
fn damages() -> impl Strategy<Value = Vec<(usize, u8, String)>> {
    let sign = prop_oneof![
        any::<char>().prop_map(String::from),
        "[0-9]{1,25}",
        "\\PC{0,8}",
        prop::sample::select(vec![
            "\"",
            "\\u",
            "\r",
            "\t",
            "#",
            "|",
            "n1",
            "->",
            "18446744073709551616",
            "\u{202e}",
            "\u{0}"
        ])
        .prop_map(String::from),
    ];
    prop::collection::vec((any::<usize>(), 0_u8..3, sign), 0..6)
}

fn damaged(mut text: Vec<char>, damages: &[(usize, u8, String)]) -> String {
    for (at, how, sign) in damages {
        let at = at % (text.len() + 1);
        match how {
            0 => drop(text.splice(at..at, sign.chars())),
            1 => drop(text.splice(at..(at + 1).min(text.len()), sign.chars())),
            _ => text.truncate(at.max(1)),
        }
    }
    text.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_without_a_panic(data in prop::collection::vec(any::<u8>(), 0..400)) {
        bodies::script(&data);
        bodies::script(String::from_utf8_lossy(&data).as_bytes());
    }

    #[test]
    fn lines_of_known_scripts_in_any_order_are_read_and_run(
        chosen in prop::collection::vec(prop::sample::select(lines()), 0..12),
        damages in damages(),
    ) {
        let text = chosen.join("\n");
        bodies::script(text.as_bytes());
        bodies::script(damaged(text.chars().collect(), &damages).as_bytes());
    }

    #[test]
    fn damaged_scripts_are_read_and_run(which in any::<prop::sample::Index>(), damages in damages()) {
        let scripts = scripts_in("tests/scripts");
        let text = &scripts[which.index(scripts.len())].text;
        bodies::script(damaged(text.chars().collect(), &damages).as_bytes());
    }
}

#[test]
fn every_known_script_passes_the_same_body() {
    for script in scripts_in("tests/scripts").into_iter().chain(scenes()) {
        bodies::script(script.text.as_bytes());
    }
}
