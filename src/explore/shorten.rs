//! Shortens a script in which something breaks, until nothing can be taken away.
//!
//! It works on the words of the script, and knows no statement: it takes lines and words away, and writes times and
//! numbers shorter; a script that cannot be read, or in which that very thing does not break, is put aside. So a flaw, a
//! fault and a request are all the same to it, and what is left is what the counterexample needs.

use super::judge::{Broken, Judged, Verdict, judge_wanted};
use crate::check::Invariant;
use crate::script::{Failure, Limit, Outcome, Reason, Runner, Script, Setup, Step, Stop, parse, print_duration};
use crate::sim::{FlawName, Setting};

/// A shortened script may run for so many times the events of the one that was found, or for [`EVENTS_MIN`].
const EVENTS_FACTOR: u64 = 2;
const EVENTS_MIN: u64 = 2_000;

/// Events that all candidates take together, about: then the shortest so far has to do. Several finds are compared as they
/// are after [`Effort::Some`]; the best of them is worth [`Effort::All`].
const EVENTS_OF_SOME: u64 = 700_000;
const EVENTS_OF_ALL: u64 = 5_000_000;

/// So much of that is spent on taking much away at once, at the beginning; and a script of so many lines is a long one.
const SHARE_OF_MUCH: u64 = 3;
const LINES_MANY: usize = 24;

/// Events that are spent on one candidate under other seeds, about; and so many seeds, at least and at most.
const EVENTS_A_CANDIDATE: u64 = 10_000;
const SEEDS_MIN: u64 = 4;
const SEEDS_MAX: u64 = 32;

/// How long a script is worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// Until it is known how short it becomes, about.
    Some,
    /// Until nothing can be taken away, or that takes too long.
    All,
}

/// A script that was shortened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Short {
    /// The script, with an `expect violated` at its end: it passes.
    pub script: Script,
    /// What breaks, and when.
    pub verdict: Verdict,
    /// The events of its run up to there.
    pub events: u64,
    /// How many scripts were tried.
    pub tried: u64,
    /// Whether more effort would make it no shorter: nothing can be taken away, or all effort was spent.
    pub is_final: bool,
}

impl Short {
    /// How many statements it has: its settings and its steps.
    pub fn statements(&self) -> usize {
        self.script.setup.settings.len() + self.script.statements.len()
    }
}

/// Shortens a script in which something breaks; with `wanted`, that invariant. Nothing if it does not break within `events`
/// events. More effort begins with what less does.
pub fn shorten(
    script: &Script,
    wanted: Option<Invariant>,
    is_linearizable: bool,
    events: u64,
    effort: Effort,
) -> Option<Short> {
    let lines = lines_of(script);
    let events_max = EVENTS_MIN.max(events.saturating_mul(EVENTS_FACTOR));
    let Judged { verdict, events } = judge_wanted(read(&lines)?, wanted, is_linearizable, events_max);
    let verdict = verdict?;
    let mut search = Search {
        lines,
        verdict,
        events,
        wanted,
        is_linearizable,
        events_max,
        tried: 1,
        spent: events,
        spent_max: match effort {
            Effort::Some => EVENTS_OF_SOME,
            Effort::All => EVENTS_OF_ALL,
        },
        tries_seeds: false,
    };
    search.cut_tail();
    search.remove_much();
    search.go();
    search.tries_seeds = true;
    search.go();
    let is_final = effort == Effort::All || !search.is_spent();
    let Search { mut lines, verdict, events, tried, .. } = search;
    lines.retain(|line| !is_default(line));
    let expected = |broken: Broken| Step::Expect { condition: broken.condition(), negated: false }.to_string();
    lines.push(vec![expected(verdict.broken)]);
    // More may break at the very instant, in events that come after, or before, if one invariant was looked for. What was
    // found stays last: a film is of that.
    while let Some(other) = unasked(read(&lines)?) {
        lines.insert(lines.len() - 1, vec![expected(Broken::Invariant(other))]);
    }
    Some(Short { script: read(&lines)?, verdict, events, tried, is_final })
}

/// The first invariant that a run breaks and its script does not ask for.
fn unasked(script: Script) -> Option<Invariant> {
    let mut runner = Runner::new(script, false);
    while runner.advance(Limit::events(EVENTS_A_CANDIDATE)) == Stop::Events {}
    match runner.outcome() {
        Outcome::Failed(Failure { reason: Reason::Violation(invariant), .. }) => Some(*invariant),
        Outcome::Running | Outcome::Passed | Outcome::Failed(_) => None,
    }
}

type Line = Vec<String>;

/// The lines that stand at the head during the search, even if they say what holds anyway.
const NODES: usize = 0;
const SEED: usize = 1;
const HEAD: usize = 2;

/// Whether a line of the head says what holds without it.
fn is_default(line: &Line) -> bool {
    ["nodes 3", "seed 1"].contains(&line.join(" ").as_str())
}

/// How long a script is: statements, words, characters, time.
type Size = (usize, usize, usize, u64);

struct Search {
    lines: Vec<Line>,
    verdict: Verdict,
    events: u64,
    wanted: Option<Invariant>,
    is_linearizable: bool,
    events_max: u64,
    /// Candidates that were run, and the events of their runs.
    tried: u64,
    spent: u64,
    /// So many may be spent.
    spent_max: u64,
    /// Whether other seeds are tried for a candidate.
    tries_seeds: bool,
}

/// What a script tells, expects, or says of itself: nothing of that is needed for a run to break.
const LEFT_OUT: [&str; 11] =
    ["raftarium", "title", "minutes", "level", "say", "show", "pace", "ask", "reveal", "goal", "expect"];

/// The statements as words; presets stand as the settings that they are sets of.
fn lines_of(script: &Script) -> Vec<Line> {
    let text = script.to_string();
    let lines = text.lines().filter(|text| !LEFT_OUT.contains(&line(text)[0].as_str()));
    lines.flat_map(expanded).collect()
}

fn expanded(text: &str) -> Vec<Line> {
    let settings = parse(text).map_or(Vec::new(), |script| script.setup.settings);
    let [setting @ (Setting::Flaw(FlawName::Preset(_)) | Setting::Mend(FlawName::Preset(_)))] = &settings[..] else {
        return vec![line(text)];
    };
    let apart = Setup { settings: setting.apart(), ..Setup::default() }.to_string();
    let is_setting = |line: &Line| ["flaw", "mend", "config"].contains(&line[0].as_str());
    apart.lines().map(line).filter(is_setting).collect()
}

fn line(text: &str) -> Line {
    text.split(' ').map(String::from).collect()
}

fn read(lines: &[Line]) -> Option<Script> {
    let text: Vec<String> = lines.iter().map(|line| line.join(" ")).collect();
    parse(&text.join("\n")).ok()
}

/// A duration, µs.
fn duration(word: &str) -> Option<u64> {
    // Nearly all words are none, and each is looked at for every candidate.
    if !word.starts_with(|first: char| first.is_ascii_digit())
        || !word.ends_with(|last: char| last.is_ascii_lowercase())
    {
        return None;
    }
    let script = parse(&format!("run {word}")).ok()?;
    if let Step::Run(us) = script.statements.first()?.step { Some(us) } else { None }
}

impl Search {
    /// Takes away and writes shorter, until neither changes anything.
    fn go(&mut self) {
        loop {
            let before = self.size();
            self.remove_lines(1);
            self.fewer_nodes();
            self.remove_words();
            self.rename();
            self.join_runs();
            self.round_numbers();
            if self.is_spent() || self.size() == before {
                return;
            }
        }
    }

    fn size_of(lines: &[Line]) -> Size {
        let words = lines.iter().map(Vec::len).sum();
        let characters = lines.iter().flatten().map(String::len).sum();
        let time_us = lines.iter().flatten().filter_map(|word| duration(word)).sum();
        (lines.len(), words, characters, time_us)
    }

    fn size(&self) -> Size {
        Search::size_of(&self.lines)
    }

    /// Takes other lines instead, if they are shorter and the same breaks.
    fn attempt(&mut self, lines: Vec<Line>) -> bool {
        if self.size() <= Search::size_of(&lines) {
            return false;
        }
        self.take_with_any_seed(lines)
    }

    /// Takes other lines if the same breaks, with the seed that they have or with another. A script that lacks a line
    /// draws other times than the one that had it, so that one seed alone says little about the line.
    fn take_with_any_seed(&mut self, lines: Vec<Line>) -> bool {
        if self.take_if_broken(lines.clone()) {
            return true;
        }
        if !self.tries_seeds {
            return false;
        }
        let seeds = (EVENTS_A_CANDIDATE / self.events.max(1)).clamp(SEEDS_MIN, SEEDS_MAX);
        (1..=seeds).any(|seed| {
            let mut lines = lines.clone();
            lines[SEED][1] = seed.to_string();
            self.take_if_broken(lines)
        })
    }

    /// Whether no more candidates are run.
    fn is_spent(&self) -> bool {
        self.spent_max < self.spent
    }

    fn take_if_broken(&mut self, lines: Vec<Line>) -> bool {
        if self.is_spent() {
            return false;
        }
        let Some(script) = read(&lines) else { return false };
        let Judged { verdict, events } = judge_wanted(script, self.wanted, self.is_linearizable, self.events_max);
        (self.tried, self.spent) = (self.tried + 1, self.spent + events);
        match verdict.filter(|verdict| verdict.broken == self.verdict.broken) {
            Some(verdict) => {
                (self.lines, self.verdict, self.events) = (lines, verdict, events);
                self.cut_tail();
                true
            }
            None => false,
        }
    }

    /// Leaves out what follows the statement in which it breaks, and the time that follows the instant.
    fn cut_tail(&mut self) {
        let Some(script) = read(&self.lines) else { return };
        let steps = script.statements.len();
        let first_step = self.lines.len() - steps;
        let place = self.verdict.place.min(steps.saturating_sub(1));
        self.lines.truncate(first_step + place + 1);
        let needed_us = self.verdict.at.since(self.verdict.began).max(1);
        let passes = match script.statements.get(place).map(|statement| &statement.step) {
            Some(Step::Run(us)) => needed_us < *us,
            // Once it is broken, there is nothing more to wait for.
            Some(Step::RunUntil { .. } | Step::RunWhile { .. }) => true,
            Some(Step::StepEvents(_) | Step::Do(_) | Step::Expect { .. } | Step::Story(_)) | None => false,
        };
        if passes {
            self.lines[first_step + place] = line(&Step::Run(needed_us).to_string());
        }
    }

    /// Takes away much of a long script at once, under other seeds. Mostly what breaks needs its last part alone, and a certain
    /// leader there; which node leads depends on all that came before, so under one seed hardly a line can go.
    fn remove_much(&mut self) {
        if self.lines.len() <= LINES_MANY {
            return;
        }
        let spent_max = self.spent_max;
        self.spent_max /= SHARE_OF_MUCH;
        self.tries_seeds = true;
        self.remove_lines(LINES_MANY / 4);
        self.tries_seeds = false;
        self.spent_max = spent_max;
    }

    /// Takes away lines: first half of them, then a quarter, and so on, down to so many.
    fn remove_lines(&mut self, least: usize) {
        let mut chunk = self.lines.len() / 2;
        while least <= chunk {
            // From the end: what comes late depends on what came before.
            let mut end = self.lines.len();
            while HEAD < end && !self.is_spent() {
                let start = end.saturating_sub(chunk).max(HEAD);
                let mut lines = self.lines.clone();
                lines.drain(start..end);
                end = match self.attempt(lines) {
                    true => start.min(self.lines.len()),
                    false => start,
                };
            }
            chunk /= 2;
        }
    }

    /// Takes away single words, and pairs of words such as `to n1`.
    fn remove_words(&mut self) {
        let mut place = HEAD;
        while place < self.lines.len() && !self.is_spent() {
            let mut word = self.lines[place].len();
            while 1 < word {
                word = (word - 1).min(self.lines.get(place).map_or(0, |line| line.len().saturating_sub(1)));
                for count in [2, 1] {
                    let is_there = self.lines.get(place).is_some_and(|line| 0 < word && word + count <= line.len());
                    if is_there {
                        let mut lines = self.lines.clone();
                        lines[place].drain(word..word + count);
                        self.attempt(lines);
                    }
                }
            }
            place += 1;
        }
    }

    /// Takes away the last node, with all that names it; where a line names others as well, only its name.
    fn fewer_nodes(&mut self) {
        while let Some(script) = read(&self.lines) {
            let nodes = script.setup.nodes;
            let last = format!("n{nodes}");
            let named = |line: &Line| line.contains(&last);
            let without: Vec<Line> = self.lines.iter().filter(|line| !named(line)).cloned().collect();
            let unnamed: Vec<Line> = self.lines.iter().map(|line| except(line, &last)).collect();
            let renamed: Vec<Vec<Line>> =
                (1..nodes).map(|node| swapped(&self.lines, &last, &format!("n{node}"))).collect();
            let renamed = renamed.into_iter().map(|lines| lines.into_iter().filter(|line| !named(line)).collect());
            let candidates: Vec<Vec<Line>> = [without, unnamed].into_iter().chain(renamed).collect();
            if nodes <= 1 || !candidates.into_iter().any(|lines| self.attempt_with_nodes(lines, nodes - 1)) {
                return;
            }
        }
    }

    /// Takes a smaller cluster, if the same breaks in it.
    fn attempt_with_nodes(&mut self, mut lines: Vec<Line>, nodes: usize) -> bool {
        lines[NODES][1] = nodes.to_string();
        self.take_with_any_seed(lines)
    }

    /// Shorter values; then shorter names for keys and values, and lower numbers for clients.
    fn rename(&mut self) {
        let mut lines = self.lines.clone();
        for line in &mut lines {
            let texts = texts_of(line);
            line.iter_mut().skip(2).take(texts.saturating_sub(1)).for_each(|value| {
                value.truncate(value.trim_end_matches('-').len());
            });
        }
        self.attempt(lines);
        let mut lines = self.lines.clone();
        let (mut keys, mut values, mut clients) = (Vec::new(), Vec::new(), Vec::new());
        for line in &mut lines {
            let texts = texts_of(line);
            for (place, word) in line.iter_mut().enumerate().skip(1).take(texts) {
                *word = match place {
                    1 => KEYS.get(number_of(&mut keys, word)).map_or(word.clone(), |key| key.to_string()),
                    _ => (number_of(&mut values, word) + 1).to_string(),
                };
            }
            for word in line.iter_mut().skip(1 + texts).filter(|word| is_client(word)) {
                *word = format!("c{}", number_of(&mut clients, word) + 1);
            }
        }
        self.attempt(lines);
    }

    /// Two times that pass one after the other are one.
    fn join_runs(&mut self) {
        let mut place = 1;
        while place < self.lines.len() {
            let runs = [place - 1, place].map(|place| match self.lines[place].as_slice() {
                [run, time] if run == "run" => duration(time),
                _ => None,
            });
            if let [Some(first), Some(second)] = runs {
                let mut lines = self.lines.clone();
                lines[place - 1] = line(&Step::Run(first + second).to_string());
                lines.remove(place);
                if self.attempt(lines) {
                    continue;
                }
            }
            place += 1;
        }
    }

    /// Writes times and numbers rounder, and ranges as a single time.
    fn round_numbers(&mut self) {
        let mut place = 0;
        while place < self.lines.len() {
            for word in 1..self.lines[place].len() {
                for shorter in shorter_words(&self.lines[place][word]) {
                    let mut lines = self.lines.clone();
                    lines[place][word] = shorter;
                    if self.attempt(lines) || self.lines.len() <= place || self.lines[place].len() <= word {
                        break;
                    }
                }
                if self.lines.len() <= place {
                    return;
                }
            }
            place += 1;
        }
    }
}

/// The names that keys get.
const KEYS: [&str; 6] = ["x", "y", "z", "u", "v", "w"];

/// How many words after the first are a key or a value.
fn texts_of(line: &Line) -> usize {
    match line[0].as_str() {
        "set" => 2,
        "get" | "delete" => 1,
        "cas" => 3,
        _ => 0,
    }
}

/// A line without a word.
fn except(line: &Line, word: &str) -> Line {
    line.iter().filter(|other| *other != word).cloned().collect()
}

/// The lines with two names exchanged.
fn swapped(lines: &[Line], one: &str, other: &str) -> Vec<Line> {
    let swap = |word: &String| match word.as_str() {
        word if word == one => other.to_string(),
        word if word == other => one.to_string(),
        word => word.to_string(),
    };
    lines.iter().map(|line| line.iter().map(swap).collect()).collect()
}

/// The place of a word among those met so far.
fn number_of(met: &mut Vec<String>, word: &str) -> usize {
    met.iter().position(|other| other == word).unwrap_or_else(|| {
        met.push(word.to_string());
        met.len() - 1
    })
}

fn is_client(word: &str) -> bool {
    word.strip_prefix('c').is_some_and(|number| number.parse::<u8>().is_ok())
}

/// Words that may stand for a number, a time or a range, and are shorter: the roundest first.
fn shorter_words(word: &str) -> Vec<String> {
    if let Some((least, most)) = word.split_once("..") {
        return vec![least.to_string(), most.to_string()];
    }
    if let Ok(number) = word.parse::<u64>() {
        return (1..number.min(10)).map(|number| number.to_string()).collect();
    }
    let Some(us) = duration(word) else { return Vec::new() };
    let units = [1_000_000, 500_000, 100_000, 50_000, 10_000, 5_000, 1_000, 500, 100, 10];
    let rounded = units.into_iter().flat_map(|unit| [us / unit * unit, us.div_ceil(unit) * unit]);
    rounded.filter(|rounded| *rounded != us && *rounded <= us * 2).map(print_duration).collect()
}
