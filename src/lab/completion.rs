//! What may stand at a place of a script, for the page: places are counted as JavaScript counts them.

use super::Lab;
use super::naming::{LEADER, LEADER_KEY, is_node, name_leader};
use super::view::{CompletionView, LanguageView, OfferView, WordView};
use crate::script::{Completion, Lesson, OfferKind, Offered, Script, WordKind, complete, complete_more, lessons};

/// The statements, settings and conditions of the language.
pub fn language() -> LanguageView {
    let of_kind = |kind: WordKind| -> Vec<WordView> {
        let lessons = lessons().into_iter().filter(|lesson| lesson.kind == kind);
        let view =
            |lesson: Lesson| WordView { name: lesson.word.into(), key: lesson.key(), example: lesson.example.into() };
        lessons.map(view).collect()
    };
    LanguageView {
        statements: of_kind(WordKind::Statement),
        settings: of_kind(WordKind::Setting),
        conditions: of_kind(WordKind::Condition),
    }
}

/// What may stand at a place of a script, in UTF-16 code units. A place beyond the end is the end, and one within a
/// character is its beginning.
pub fn completion(text: &str, offset: usize) -> CompletionView {
    view(text, complete(text, byte_of(text, offset)))
}

impl Lab {
    /// What may stand at a place of statements that are about to be done here, as [`completion`]. Where a node may
    /// stand, `leader` may too, if one leads.
    pub fn completion(&self, statements: &str, offset: usize) -> CompletionView {
        let script = self.runner.script();
        let done = script.statements[..self.runner.place().min(script.statements.len())].to_vec();
        let before = Script { setup: script.setup.clone(), statements: done };
        let (leader, byte) = (self.runner.world().leading(), byte_of(statements, offset));
        // Where no node leads, a line is wrong at that word, and nothing may follow it.
        let Ok(named) = name_leader(statements, &before, leader, Some(byte)) else {
            return view(statements, complete_more(statements, byte, &before));
        };
        let mut completion = complete_more(&named.text, named.place(byte), &before);
        completion.from = named.original(completion.from);
        completion.to = named.original(completion.to);
        let mut view = view(statements, completion.clone());
        let is_leader =
            |offered: &Offered| is_node(offered) && Some(&offered.word) == leader.map(|it| it.to_string()).as_ref();
        if completion.offers.iter().any(is_leader) {
            let first = completion.offers.iter().position(is_node).unwrap_or_default();
            view.offers.insert(first, leader_offer());
        }
        view
    }
}

fn leader_offer() -> OfferView {
    OfferView {
        word: LEADER.into(),
        kind: OfferKind::Node.name().into(),
        is_example: false,
        key: LEADER_KEY.into(),
        bounds: None,
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
    fn the_language_is_listed_whole_and_each_word_once() {
        let LanguageView { statements, settings, conditions } = language();
        assert_eq!((statements.len(), settings.len(), conditions.len()), (46, 20, 18));
        assert_eq!((statements[0].name.as_str(), statements[0].example.as_str()), ("raftarium", "raftarium 1"));
        let all: Vec<WordView> = [statements, settings, conditions].concat();
        let keys: std::collections::BTreeSet<&str> = all.iter().map(|word| word.key.as_str()).collect();
        assert_eq!(keys.len(), all.len());
        assert!(all.iter().all(|word| Lab::new(&word.example).is_ok()));
    }

    #[test]
    fn statements_are_completed_where_one_stands() {
        let mut lab = Lab::new("nodes 2\nrun until leader\nadd n4\nrun 1s\nadd n5\n").unwrap();
        let words = |lab: &Lab| -> Vec<String> {
            lab.completion("pause ", 6).offers.into_iter().map(|offer| offer.word).collect()
        };
        assert_eq!(words(&lab), ["n1", "n2"], "n4 is added later");
        lab.run_script(u64::MAX);
        assert_eq!(words(&lab), ["leader", "n1", "n2", "n4", "n5"]);
        let offers = lab.completion("", 0).offers;
        assert!(offers.iter().all(|offer| offer.word != "nodes" && offer.kind == "statement" && !offer.is_example));
    }
}
