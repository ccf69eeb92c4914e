//! What the fuzz targets do with the bytes that they are given.

use raftarium::lab::Lab;
use raftarium::lab::export::Export;
use raftarium::script::{complete, parse};

/// The steps for which a script is run: enough for elections and commands, and few enough to be fast.
const STEPS: u64 = 2_000;

/// Places of a text at which completion is asked for, about.
const PLACES: usize = 16;

/// Asks for completion at places all over a text. The text to be replaced is on one line, around the place.
fn completions(text: &str) {
    for at in (0..=text.len() + 1).step_by(1 + text.len() / PLACES) {
        let completion = complete(text, at);
        let replaced = text.get(completion.from..completion.to).expect("a part of the text");
        assert!(!replaced.contains('\n'), "{replaced:?}");
        assert!(
            completion.from <= text.floor_char_boundary(at).max(3) && completion.to + 3 >= at.min(text.len()),
            "{at}"
        );
    }
}

/// Reads any bytes as a script. An error points into the text. A correct script runs for a while; the script of that
/// run leads to the same place when it is run. Nothing panics.
pub fn script(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    completions(text);
    if let Err(error) = parse(text) {
        let line = text.lines().nth(error.line.saturating_sub(1)).unwrap_or_default();
        assert!(1 <= error.line && error.line <= text.lines().count().max(1), "{error:?}");
        assert!(1 <= error.column && error.column <= line.chars().count() + 1, "{error:?}");
        return;
    }
    let Ok(mut lab) = Lab::new(text) else {
        unreachable!("the lab reads what the parser reads");
    };
    let here = lab.run_script(STEPS);
    lab.feed();
    let led = lab.script();
    let Ok(mut again) = Lab::new(&led) else {
        panic!("the script of the present is wrong:\n{led}");
    };
    // A run that stopped because an expectation failed is not replayed: the failed statement is cut off its script.
    if here.stop != "stopped" {
        let there = again.run_script(u64::MAX);
        assert_eq!((here.now_us, here.event), (there.now_us, there.event), "{led}");
    }
    for format in Export::FORMATS {
        let Ok(Some(mut export)) = Export::new(text, format) else {
            unreachable!("it was right a moment ago");
        };
        export.go(STEPS / 10);
    }
}
