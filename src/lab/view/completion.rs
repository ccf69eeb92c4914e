//! The script language, for the page.

use serde::Serialize;
#[cfg(target_arch = "wasm32")]
use tsify::Tsify;

/// What may stand at a place of a script. Places are UTF-16 code units, as in JavaScript's strings.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct CompletionView {
    /// Where the word under the cursor starts, which an offer would replace; the place itself if there is none.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// What may stand there, whatever that word is.
    pub offers: Vec<OfferView>,
}

/// Something that may stand at a place.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct OfferView {
    /// The word to be inserted, or an example of what may stand there.
    pub word: String,
    /// `"statement"`, `"setting"`, `"condition"`, `"keyword"`, `"value"`, `"role"`, `"result"`, `"message-kind"`,
    /// `"invariant"`, `"node"`, `"client"`; of examples `"message"`, `"text"`, `"number"`, `"duration"`, `"range"`,
    /// `"percentage"`.
    pub kind: String,
    /// Whether others of its kind may stand there as well.
    pub is_example: bool,
    /// The sentence that explains it.
    pub key: String,
    /// The least and the greatest, of a number, a duration, a range or a percentage.
    pub bounds: Option<[String; 2]>,
}

/// The words of the language that a list for readers shows, each list in the order of its table.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct LanguageView {
    /// Statements: those of the set-up first.
    pub statements: Vec<WordView>,
    /// Keys of `config`.
    pub settings: Vec<WordView>,
    /// Conditions.
    pub conditions: Vec<WordView>,
}

/// A word of the language.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify), tsify(missing_as_null, hashmap_as_object))]
#[serde(rename_all = "camelCase")]
pub struct WordView {
    /// The word.
    pub name: String,
    /// The sentence that explains it.
    pub key: String,
    /// A statement in which it stands, right in a script of three nodes.
    pub example: String,
}
