//! What the command line says, from the catalogues that the page has.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use raftarium::script::ScriptError;
use std::io;
use std::path::Path;
use unic_langid::LanguageIdentifier;

const EN: &str = include_str!("../../../www/i18n/core.en.ftl");
const FR: &str = include_str!("../../../www/i18n/core.fr.ftl");

/// The words of one language.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// English, unless the language is `fr`.
    pub fn new(lang: &str) -> Words {
        let (name, source) = if lang == "fr" { ("fr", FR) } else { ("en", EN) };
        let language: LanguageIdentifier = name.parse().expect("both names are well-formed");
        let mut bundle = FluentBundle::new(vec![language]);
        // A terminal shows isolating marks as noise.
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(source.to_string()).expect("the catalogues are tested");
        bundle.add_resource(resource).expect("the catalogues are tested");
        Words { bundle }
    }

    fn say(&self, key: &str, args: &FluentArgs) -> String {
        let pattern = self.bundle.get_message(key).and_then(|message| message.value());
        // A test walks through all keys: this is for a reader who runs a build that skipped it.
        let Some(pattern) = pattern else {
            return key.to_string();
        };
        self.bundle.format_pattern(pattern, Some(args), &mut Vec::new()).into_owned()
    }

    /// A script that is wrong.
    pub fn script_error(&self, error: &ScriptError) -> String {
        let none = FluentArgs::new();
        let mut args = FluentArgs::new();
        args.set("line", error.line);
        args.set("column", error.column);
        args.set("expected", self.say(&format!("expected-{}", error.expected.key()), &none));
        args.set("found", error.found.clone());
        self.say(if error.found.is_empty() { "script-error-end" } else { "script-error" }, &args)
    }

    /// A file that cannot be read or written.
    pub fn file_error(&self, path: &Path, error: &io::Error) -> String {
        let mut args = FluentArgs::new();
        args.set("path", path.display().to_string());
        args.set("error", error.to_string());
        self.say("file-error", &args)
    }

    /// A run that went on for too many events.
    pub fn too_long(&self, events: u64) -> String {
        let mut args = FluentArgs::new();
        args.set("events", events);
        self.say("run-too-long", &args)
    }

    /// An `expect` that did not hold.
    pub fn failed_expectation(&self, line: usize, text: &str) -> String {
        self.failed("failed-expectation", line, text)
    }

    /// A `run until` that did not come true.
    pub fn failed_timeout(&self, line: usize, text: &str) -> String {
        self.failed("failed-timeout", line, text)
    }

    /// An invariant that broke.
    pub fn failed_violation(&self, line: usize, invariant: &str) -> String {
        self.failed("failed-violation", line, invariant)
    }

    fn failed(&self, key: &str, line: usize, text: &str) -> String {
        let mut args = FluentArgs::new();
        args.set("line", line);
        args.set("text", text.to_string());
        self.say(key, &args)
    }
}
