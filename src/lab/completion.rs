//! What may stand at a place of a script, for the page: places are counted as JavaScript counts them.

use super::Lab;
use crate::script::{Completion, Offered, Script, complete, complete_more};
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

/// What may stand at a place of a script, in UTF-16 code units. A place beyond the end is the end, and one within a
/// character is its beginning.
pub fn completion(text: &str, offset: usize) -> CompletionView {
    view(text, complete(text, byte_of(text, offset)))
}

impl Lab {
    /// What may stand at a place of statements that are about to be done here, as [`completion`].
    pub fn completion(&self, statements: &str, offset: usize) -> CompletionView {
        let script = self.runner.script();
        let done = script.statements[..self.runner.place().min(script.statements.len())].to_vec();
        let before = Script { setup: script.setup.clone(), statements: done };
        view(statements, complete_more(statements, byte_of(statements, offset), &before))
    }
}

fn view(text: &str, completion: Completion) -> CompletionView {
    let units = |byte: usize| text[..byte].encode_utf16().count() as f64;
    let offer = |Offered { word, kind, key, bounds }| OfferView {
        word,
        kind: kind.name().into(),
        is_example: kind.is_example(),
        key,
        bounds,
    };
    CompletionView {
        from: units(completion.from),
        to: units(completion.to),
        offers: completion.offers.into_iter().map(offer).collect(),
    }
}

/// The byte at which a UTF-16 code unit's character begins.
fn byte_of(text: &str, offset: usize) -> usize {
    let mut units = 0;
    let is_it = |c: char| {
        units += c.len_utf16();
        offset < units
    };
    text.find(is_it).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_utf_16() {
        let text = "nodes 3\nset é\u{1f600} val to ";
        let at = |offset: usize| {
            let CompletionView { from, to, offers } = completion(text, offset);
            (from, to, offers.len())
        };
        let end = text.encode_utf16().count();
        assert_eq!(at(end), (end as f64, end as f64, 3), "three nodes");
        assert_eq!((at(end + 1), at(usize::MAX)), (at(end), at(end)));
        let key = (12.0, 15.0, 1);
        assert_eq!([at(12), at(13), at(14), at(15)], [key; 4], "the key, from before it and within it");
        assert_eq!(at(17), (16.0, 19.0, 1));
    }

    #[test]
    fn statements_are_completed_where_one_stands() {
        let mut lab = Lab::new("nodes 2\nrun until leader\nadd n4\nrun 1s\nadd n5\n").unwrap();
        let words = |lab: &Lab| -> Vec<String> {
            lab.completion("pause ", 6).offers.into_iter().map(|offer| offer.word).collect()
        };
        assert_eq!(words(&lab), ["n1", "n2"], "n4 is added later");
        lab.run_script(u64::MAX);
        assert_eq!(words(&lab), ["n1", "n2", "n4", "n5"]);
        let offers = lab.completion("", 0).offers;
        assert!(offers.iter().all(|offer| offer.word != "nodes" && offer.kind == "statement" && !offer.is_example));
    }
}
