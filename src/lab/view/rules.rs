//! The rules of the paper, and the ways to break them.

use serde::Serialize;
#[cfg(target_arch = "wasm32")]
use tsify::Tsify;

/// The rules, their flaws, and the sets of flaws with a name: the same for every universe.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct RulebookView {
    /// The rules, in the paper's order.
    pub rules: Vec<RuleView>,
    /// The names of all flaws, in the core's order.
    pub flaws: Vec<String>,
    /// The sets of flaws that one name stands for.
    pub presets: Vec<PresetView>,
}

/// A rule of the paper.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct RuleView {
    /// Its name.
    pub name: String,
    /// The section that states it, such as `§5.2` or `thesis §4.1`.
    pub section: String,
    /// The flaws that break it.
    pub flaws: Vec<String>,
}

/// A set of flaws with a name.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct PresetView {
    /// Its name in a script.
    pub name: String,
    /// Its flaws.
    pub flaws: Vec<String>,
}
