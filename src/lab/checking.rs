//! A script that is being written, for the page: what is wrong with it, and which of its words are the language's.
//! Nothing of it is run.

use super::error_view;
use super::view::ScriptErrorView;
use crate::script::complete::vocabulary;
use crate::script::{OfferKind, WordKind, check, edit};
use serde::Serialize;
#[cfg(target_arch = "wasm32")]
use tsify::Tsify;

/// What is wrong with a script.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct CheckView {
    /// One error a line at most, in the order of the lines, and 100 at most. Without any, the script can be opened.
    pub errors: Vec<ScriptErrorView>,
}

/// What is wrong with a script.
pub fn check_script(text: &str) -> CheckView {
    CheckView { errors: check(text).into_iter().map(error_view).collect() }
}

/// A script with another setting in its set-up; without a value the default holds.
///
/// # Errors
/// If the script or the setting is wrong.
pub fn with_config(text: &str, key: &str, value: Option<&str>) -> Result<String, ScriptErrorView> {
    edit::with_config(text, key, value).map_err(error_view)
}

/// A script with another size, if one is given, and another seed.
///
/// # Errors
/// If the script is wrong, or names a node that the cluster has no longer.
pub fn with_setup(text: &str, nodes: Option<usize>, seed: u64) -> Result<String, ScriptErrorView> {
    edit::with_setup(text, nodes, seed).map_err(error_view)
}

/// The words that begin a statement or join its parts, but for signs.
pub fn keywords() -> Vec<String> {
    let is_one = |kind| matches!(kind, OfferKind::Word(WordKind::Statement | WordKind::Keyword));
    let words = vocabulary().into_iter().filter(|offered| is_one(offered.kind)).map(|offered| offered.word);
    words.filter(|word| word.starts_with(|c: char| c.is_ascii_alphabetic())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::Lab;

    #[test]
    fn a_script_that_has_no_error_can_be_opened_and_another_tells_what_opening_it_would() {
        for text in
            ["nodes 3\nset x 1\n", "nodes 3\n  crush n1\n", "nodes 3\npause n7\n", "set \"é\u{1f600}\" to n9\n", "run"]
        {
            assert_eq!(check_script(text).errors.first(), Lab::new(text).err().as_ref(), "{text:?}");
        }
        assert_eq!(check_script("crush\nnodes 3\ncrash n8").errors.len(), 2);
    }

    #[test]
    fn keywords_are_words_of_statements() {
        let all = keywords();
        assert!(["run", "nodes", "until", "within", "from"].iter().all(|word| all.contains(&word.to_string())));
        assert!(["agreed", "->", "=", "|", "1", "follower"].iter().all(|word| !all.contains(&word.to_string())));
    }
}
