//! Narrates a story in the words of its own catalogue, which lies beside the script: `first-steps.fr.ftl` beside
//! `first-steps.raft`.

use super::words::{Told, Words};
use fluent_bundle::{FluentBundle, FluentResource};
use raftarium::script::{Caption, Runner, StoryStep, right_answer};
use std::fs;
use std::path::Path;

/// A story that is told line by line.
pub struct Story {
    lang: String,
    catalogue: Option<FluentBundle<FluentResource>>,
    /// The place of the first statement that is not told yet.
    next: usize,
}

impl Story {
    /// The story of the script at `path`. If its catalogue is missing or unreadable, keys are shown instead of texts.
    pub fn new(path: &Path, lang: &str) -> Story {
        let source = fs::read_to_string(path.with_extension(format!("{lang}.ftl"))).ok();
        let catalogue = source.and_then(|source| {
            let mut bundle = FluentBundle::new(vec![lang.parse().ok()?]);
            bundle.set_use_isolating(false);
            // The well-formed messages of a faulty catalogue are still shown.
            let resource = FluentResource::try_new(source).unwrap_or_else(|(resource, _)| resource);
            bundle.add_resource(resource).ok()?;
            Some(bundle)
        });
        Story { lang: lang.to_string(), catalogue, next: 0 }
    }

    /// The place of the next statement that tells something. The run must stop before it.
    pub fn ahead(&self, runner: &Runner) -> Option<usize> {
        let script = runner.script();
        (self.next..script.statements.len()).find(|place| script.story_step(*place).is_some())
    }

    /// The lines that the run's current statement tells; none if it tells nothing, or was told before.
    pub fn tell(&mut self, runner: &Runner, words: &Words) -> Vec<String> {
        let place = runner.place();
        let Some(step) = runner.script().story_step(place).filter(|_| self.next <= place) else { return Vec::new() };
        self.next = place + 1;
        let at_us = runner.world().now().0;
        match step {
            StoryStep::Say { caption, .. } => vec![words.told(Told::Say, at_us, &self.text(caption))],
            StoryStep::Ask { question, answers, .. } => {
                let mut lines = vec![words.told(Told::Ask, at_us, &self.text(question))];
                let answers = answers.iter().enumerate();
                lines.extend(
                    answers.map(|(n, answer)| words.told(Told::Answer(n + 1), at_us, &self.text(&answer.caption))),
                );
                lines
            }
            StoryStep::Reveal { answers, .. } => {
                let right = right_answer(answers, runner.world(), runner.checks());
                let right = right.map(|right| words.told(Told::Reveal, at_us, &self.text(&answers[right].caption)));
                right.into_iter().collect()
            }
            StoryStep::Goal { says, text, .. } => {
                let said = says.as_ref().map_or_else(|| text.clone(), |says| self.text(says));
                vec![words.told(Told::Goal, at_us, &said)]
            }
            StoryStep::Show(_) | StoryStep::Pace(_) => Vec::new(),
        }
    }

    /// The title of the script, if it has one.
    pub fn title(&self, runner: &Runner) -> Option<String> {
        runner.script().setup.heading.title.as_ref().map(|title| self.text(title))
    }

    fn text(&self, caption: &Caption) -> String {
        match caption {
            Caption::Text(text) => text.clone(),
            Caption::Both { en, fr } => if self.lang == "fr" { fr } else { en }.clone(),
            Caption::Key(key) => self.looked_up(key).unwrap_or_else(|| format!("@{key}")),
        }
    }

    fn looked_up(&self, key: &str) -> Option<String> {
        let catalogue = self.catalogue.as_ref()?;
        let pattern = catalogue.get_message(key)?.value()?;
        Some(catalogue.format_pattern(pattern, None, &mut Vec::new()).into_owned())
    }
}
