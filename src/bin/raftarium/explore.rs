//! `raftarium explore`.

use super::run::read;
use super::words::Words;
use clap::Args;
use raftarium::check::Invariant;
use raftarium::explore::schedule::Schedule;
use raftarium::explore::{Coverage, Effort, Find, Short, Shortest, Start, Tried, explore as explore_one};
use raftarium::script::{Script, parse};
use raftarium::sim::{FlawName, Setting};
use serde_json::json;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

const NOTHING_FOUND: u8 = 0;
const FOUND: u8 = 1;
const UNREADABLE: u8 = 2;

/// What `--help` says about the search and its output.
pub const FORMAT: &str = "\
Each seed stands for one random script: its cluster, timings, disks, faults and requests; and for a fork of its run, which
goes on otherwise from where that met something new. The find of the lowest seed is shortened until no statement, no word and
no digit can be taken away; if more than 15 statements are left, the next finds are shortened too, 6 at most, up to three
times that seed and 500 more, and the shortest is printed. The number of jobs changes nothing of that. Ranges of seeds are
independent of one another, so that a campaign splits over machines: --share 3/8 takes the fourth of eight parts, and the
lines of all parts, one after the other, are the result.
Beside the script stands its schedule: the steps that lead to what breaks, without a clock, from which none can be taken away.
Deliveries, timeouts, requests, crashes and restarts are steps. It may break something else than the script does. A run that
rests on time has none.
With --json, one object a line:
  from, to      the seeds that were asked for
  runs, events  how many runs were made, and their events
  states        how many abstract states of the cluster were met
  seed, broken, at_us, statements, script   of the find: its seed, what it breaks, when, and its shortened script; null
                if nothing was found
  schedule      of the find: what its schedule breaks (broken), how many steps it has (depth), the steps, and the script that
                plays them; null if there is none";

/// How `raftarium explore` is called.
#[derive(Args)]
pub struct Options {
    /// A script that every run begins with; `-` is the standard input. Without it, clusters are drawn.
    file: Option<PathBuf>,
    /// Break a rule in every run: the name of a flaw, or `chapter` or `chapter-python`. May be given several times.
    #[arg(long, value_name = "NAME", value_parser = flaw_named)]
    flaw: Vec<FlawName>,
    /// Look for a run that breaks this invariant, and set aside whatever else breaks: with two broken rules, one may break
    /// something long before the other does.
    #[arg(long, value_name = "NAME", value_parser = invariant_named)]
    breaks: Option<Invariant>,
    /// The seeds, the last not included.
    #[arg(long, value_name = "A..B", default_value = "0..10000", value_parser = seeds)]
    seeds: Range<u64>,
    /// One part of the seeds: the I-th of N, counted from 0. The parts together are the whole range.
    #[arg(long, value_name = "I/N", value_parser = share)]
    share: Option<Share>,
    /// Threads; as many as there are processors, if it is not said.
    #[arg(long)]
    jobs: Option<usize>,
    /// Print the script of the schedule, and not the script that was shortened.
    #[arg(long)]
    schedule: bool,
    /// Print one line of JSON.
    #[arg(long)]
    json: bool,
    /// The language of what is said: en or fr.
    #[arg(long, default_value = "en", value_parser = ["en", "fr"])]
    lang: String,
}

/// The flaw, or set of flaws, that an option names.
pub fn flaw_named(name: &str) -> Result<FlawName, String> {
    FlawName::all().find(|flaw| flaw.name() == name).ok_or_else(|| {
        let names: Vec<&str> = FlawName::all().map(FlawName::name).collect();
        format!("there is no such flaw; the flaws are: {}", names.join(", "))
    })
}

fn invariant_named(name: &str) -> Result<Invariant, String> {
    Invariant::ALL.into_iter().find(|invariant| invariant.name() == name).ok_or_else(|| {
        let names = Invariant::ALL.map(Invariant::name);
        format!("there is no such invariant; the invariants are: {}", names.join(", "))
    })
}

fn seeds(text: &str) -> Result<Range<u64>, String> {
    let wanted = || "two numbers are wanted, such as 0..10000, the first not above the second".to_string();
    let (first, last) = text.split_once("..").ok_or_else(wanted)?;
    let number = |digits: &str| digits.parse::<u64>().map_err(|_| wanted());
    let (first, last) = (number(first)?, number(last)?);
    if first <= last { Ok(first..last) } else { Err(wanted()) }
}

/// One of several parts of equal size.
#[derive(Clone, Copy, Debug)]
struct Share {
    part: u64,
    parts: u64,
}

impl Share {
    /// This part of a range; parts differ in length by one at most.
    fn of(self, whole: &Range<u64>) -> Range<u64> {
        let length = u128::from(whole.end - whole.start);
        let begin = |part: u64| whole.start + (length * u128::from(part) / u128::from(self.parts)) as u64;
        begin(self.part)..begin(self.part + 1)
    }
}

fn share(text: &str) -> Result<Share, String> {
    let wanted = || "a part of a number of parts is wanted, such as 0/8 for the first of eight".to_string();
    let (part, parts) = text.split_once('/').ok_or_else(wanted)?;
    let number = |digits: &str| digits.parse::<u64>().map_err(|_| wanted());
    let share = Share { part: number(part)?, parts: number(parts)? };
    if share.part < share.parts { Ok(share) } else { Err(wanted()) }
}

/// Searches, and prints what was found.
pub fn explore(options: &Options) -> ExitCode {
    let words = Words::new(&options.lang);
    let script = match options.file.as_ref().map(|file| read_script(file, &words)).transpose() {
        Ok(script) => script,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::from(UNREADABLE);
        }
    };
    let start = Start {
        settings: options.flaw.iter().map(|name| Setting::Flaw(*name)).collect(),
        script,
        wanted: options.breaks,
    };
    let jobs = options.jobs.or_else(|| thread::available_parallelism().ok().map(usize::from)).unwrap_or(1).max(1);
    let mut search = Search { start, jobs, runs: 0, events: 0, coverage: Coverage::default() };
    let seeds = options.share.map_or(options.seeds.clone(), |share| share.of(&options.seeds));
    let found = search.shortest(seeds.clone());
    let schedule = found.as_ref().and_then(|(_, short)| Schedule::of(&short.script, short.verdict.broken));
    let schedule = schedule.map(Schedule::or_exhausted);
    if options.json {
        println!("{}", search.line(&seeds, found.as_ref(), schedule.as_ref()));
    } else {
        search.tell(&words, found.as_ref(), schedule.as_ref(), options.schedule);
    }
    ExitCode::from(if found.is_some() { FOUND } else { NOTHING_FOUND })
}

/// The script in a file.
pub fn read_script(file: &Path, words: &Words) -> Result<Script, String> {
    let text = read(file).map_err(|error| words.file_error(file, &error))?;
    parse(&text).map_err(|error| words.script_error(&error))
}

struct Search {
    start: Start,
    jobs: usize,
    runs: u64,
    events: u64,
    coverage: Coverage,
}

impl Search {
    fn shortest(&mut self, mut seeds: Range<u64>) -> Option<(Find, Short)> {
        let mut shortest = Shortest::default();
        while !shortest.is_enough() {
            let wanted = seeds.start..seeds.end.min(shortest.until().saturating_add(1));
            let Some(find) = self.first_find(wanted) else { break };
            seeds.start = find.number + 1;
            if let Some(short) = find.shorten(Effort::Some) {
                shortest.take(find, short);
            }
        }
        shortest.into_best()
    }

    /// The find of the lowest seed.
    fn first_find(&mut self, seeds: Range<u64>) -> Option<Find> {
        let (next, lowest) = (AtomicU64::new(seeds.start), AtomicU64::new(seeds.end));
        let first: Mutex<Option<Find>> = Mutex::new(None);
        let work = || {
            let (mut runs, mut events, mut coverage) = (0, 0, Coverage::default());
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                // Lower seeds that others have in hand still count.
                if lowest.load(Ordering::Relaxed) <= number {
                    return (runs, events, coverage);
                }
                let tried: Tried = explore_one(number, &self.start, &mut coverage);
                (runs, events) = (runs + tried.runs, events + tried.events);
                if let Some(find) = tried.find {
                    lowest.fetch_min(number, Ordering::Relaxed);
                    let mut first = first.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
                    if first.as_ref().is_none_or(|first| number < first.number) {
                        *first = Some(find);
                    }
                }
            }
        };
        let tallies: Vec<(u64, u64, Coverage)> = thread::scope(|scope| {
            let workers: Vec<_> = (0..self.jobs).map(|_| scope.spawn(work)).collect();
            workers.into_iter().filter_map(|worker| worker.join().ok()).collect()
        });
        for (runs, events, coverage) in tallies {
            (self.runs, self.events) = (self.runs + runs, self.events + events);
            self.coverage.add(coverage);
        }
        first.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn line(
        &self,
        seeds: &Range<u64>,
        found: Option<&(Find, Short)>,
        schedule: Option<&Schedule>,
    ) -> serde_json::Value {
        json!({
            "from": seeds.start,
            "to": seeds.end,
            "runs": self.runs,
            "events": self.events,
            "states": self.coverage.len(),
            "seed": found.map(|(find, _)| find.number),
            "broken": found.map(|(_, short)| short.verdict.broken.name()),
            "at_us": found.map(|(_, short)| short.verdict.at.0),
            "statements": found.map(|(_, short)| short.statements()),
            "script": found.map(|(_, short)| short.script.to_string()),
            "schedule": schedule.map(|schedule| json!({
                "broken": schedule.broken().name(),
                "depth": schedule.depth(),
                "steps": schedule.lines(),
                "script": schedule.script().to_string(),
            })),
        })
    }

    fn tell(
        &self,
        words: &Words,
        found: Option<&(Find, Short)>,
        schedule: Option<&Schedule>,
        is_schedule_wanted: bool,
    ) {
        eprintln!("{}", words.explored(self.runs, self.events, self.coverage.len()));
        match found {
            None => eprintln!("{}", words.nothing_found()),
            Some((find, short)) => {
                eprintln!("{}", words.found(short.verdict.broken.name(), find.number, short.statements()));
                let script = schedule.filter(|_| is_schedule_wanted).map(Schedule::script);
                print!("{}", script.as_ref().unwrap_or(&short.script));
            }
        }
        if let Some(schedule) = schedule {
            eprintln!("{}", words.schedule(schedule.broken().name(), schedule.depth()));
            schedule.lines().iter().zip(1..).for_each(|(line, number)| eprintln!("{number:>4}  {line}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shares of a range follow one another, and leave nothing out.
    #[test]
    fn shares_are_the_whole_range() {
        for (whole, parts) in [(0..10, 3), (5..7, 4), (7..7, 2), (u64::MAX - 9..u64::MAX, 10)] {
            let shares: Vec<Range<u64>> = (0..parts).map(|part| Share { part, parts }.of(&whole)).collect();
            let lengths = || shares.iter().map(|share| share.end - share.start);
            assert_eq!((shares[0].start, shares[parts as usize - 1].end), (whole.start, whole.end));
            assert!(shares.windows(2).all(|two| two[0].end == two[1].start), "{shares:?}");
            assert!(lengths().max() <= lengths().min().map(|least| least + 1), "{shares:?}");
        }
        assert!(share("3/8").is_ok());
        for wrong in ["8/8", "1/0", "1", "a/b", "-1/2"] {
            assert!(share(wrong).is_err(), "{wrong}");
        }
    }
}
