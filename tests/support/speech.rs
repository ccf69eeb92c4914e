//! Sentences from the core's catalogues, and the facts of films.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use raftarium::lab::view::{Arg, EventView, Explanation};
use std::collections::BTreeMap;

const CATALOGUES: [(&str, &str); 2] = [
    ("en", concat!(include_str!("../../www/i18n/core.en.ftl"), include_str!("../../www/i18n/ledger.en.ftl"))),
    ("fr", concat!(include_str!("../../www/i18n/core.fr.ftl"), include_str!("../../www/i18n/ledger.fr.ftl"))),
];

/// The words of one language.
#[allow(dead_code, reason = "not every test that shares this module needs all of it")]
pub struct Speech(FluentBundle<FluentResource>);

#[allow(dead_code, reason = "not every test that shares this module needs all of it")]
impl Speech {
    /// The words of `en` or `fr`.
    pub fn new(language: &str) -> Speech {
        let (_, source) = CATALOGUES.into_iter().find(|(name, _)| *name == language).unwrap();
        let mut bundle = FluentBundle::new(vec![language.parse().unwrap()]);
        bundle.set_use_isolating(false);
        bundle.add_resource(FluentResource::try_new(source.to_string()).unwrap()).unwrap();
        Speech(bundle)
    }

    /// A sentence. Panics if its key or an argument is missing.
    pub fn say(&self, key: &str, args: &BTreeMap<String, Arg>) -> String {
        let pattern = self.0.get_message(key).and_then(|message| message.value());
        let pattern = pattern.unwrap_or_else(|| panic!("{key} is missing"));
        let mut fluent = FluentArgs::new();
        for (name, arg) in args {
            match arg {
                Arg::Number(number) => fluent.set(name.as_str(), *number),
                Arg::Text(text) => fluent.set(name.as_str(), FluentValue::from(text.as_str())),
            }
        }
        let mut errors = Vec::new();
        let said = self.0.format_pattern(pattern, Some(&fluent), &mut errors).into_owned();
        assert!(errors.is_empty(), "{key}: {errors:?} with {args:?}");
        said
    }

    /// An event's sentence, or that of a broken invariant, whose kind is its key.
    pub fn event(&self, event: &EventView) -> String {
        let mut args = event.args.clone();
        args.extend(event.actor.iter().map(|actor| ("actor".to_string(), Arg::Text(actor.clone()))));
        let key =
            if event.kind.starts_with("violation-") { event.kind.clone() } else { format!("event-{}", event.kind) };
        self.say(&key, &args)
    }

    /// A whole explanation.
    pub fn explanation(&self, why: &Explanation) -> String {
        let mut text = format!("{}\n", self.say(&why.asked, &why.args));
        for finding in &why.findings {
            text.push_str(&format!("! {}\n", self.say(&finding.key, &finding.args)));
        }
        text.push_str(&format!("{}\n", self.say(&why.answer, &why.args)));
        for link in &why.links {
            if 0.0 < link.skipped {
                let args = BTreeMap::from([("count".to_string(), Arg::Number(link.skipped))]);
                text.push_str(&format!("    ({})\n", self.say("why-skipped", &args)));
            }
            let ms = link.event.at_us / 1_000.0;
            let section = link.event.section.as_deref().unwrap_or("");
            let line = format!("  {ms:>8.3} {section:<6} {}", self.event(&link.event));
            text.push_str(&format!("{line}\n"));
            for because in &link.because {
                text.push_str(&format!("      <- {:>8.3} {}\n", because.at_us / 1_000.0, self.event(because)));
            }
        }
        text.push_str(&format!("{}\n", self.say(&why.root, &BTreeMap::new())));
        for missing in &why.missing {
            text.push_str(&format!("  - {}\n", self.say(&missing.key, &missing.args)));
            for offer in &missing.offers {
                text.push_str(&format!("      > {} ({})\n", self.say(&offer.key, &offer.args), offer.statement));
            }
        }
        text
    }
}
