//! `config KEY VALUE`.

use super::line::{Line, Result};
use super::values;
use crate::raft::DurationRange;
use crate::script::error::Expected;
use crate::script::print::print_duration;
use crate::sim::{Link, ReadMode, Setting};

/// A setting, whether it may change during a run, and its value as a script writes it.
pub struct Configured {
    /// The setting.
    pub setting: Setting,
    /// Whether it is a step as well.
    pub is_step: bool,
    /// The value.
    pub value: String,
}

const MILLISECOND_US: u64 = 1_000;
const HOUR_US: u64 = 3_600_000_000;
const LIMIT_MAX: u64 = 10_000;
const COUNT_MAX: u64 = 1_000_000_000;

/// Reads what follows `config`.
pub fn read(line: &mut Line) -> Result<Configured> {
    let key = line.peek_keyword();
    let place = line.place();
    match key {
        Some(_) => line.skip(),
        None => return Err(line.error(Expected::ConfigKey)),
    }
    let written = line.peek_keyword().unwrap_or_default();
    let setting = match key {
        Some("election-timeout") => {
            let range = timer_range(line)?;
            Setting::ElectionTimeout(range, of_one(line, Line::node)?)
        }
        Some("heartbeat") => Setting::Heartbeat(timer(line)?),
        Some("client-timeout") => Setting::ClientTimeout(timer(line)?),
        Some("latency") => {
            let range = line.range()?;
            Setting::Latency(range, of_one(line, Line::link)?)
        }
        Some("fsync") => {
            let range = line.range()?;
            Setting::Fsync(range, of_one(line, Line::node)?)
        }
        Some("loss") => {
            let ppm = percentage(line)?;
            Setting::Loss(ppm, of_one(line, Line::link)?)
        }
        Some("duplicate") => {
            let ppm = percentage(line)?;
            Setting::Duplicate(ppm, of_one(line, Line::link)?)
        }
        Some("drift") => drift(line)?,
        Some("reads") => Setting::Reads(line.take(Expected::ReadMode, read_mode)?),
        Some("max-entries") => Setting::MaxEntries(limit(line)?),
        Some("max-inflight") => Setting::MaxInflight(limit(line)?),
        Some("no-op") => Setting::NoOp(line.take(Expected::OnOff, on_off)?),
        Some("pre-vote") => Setting::PreVote(line.take(Expected::OnOff, on_off)?),
        Some("check-quorum") => Setting::CheckQuorum(line.take(Expected::OnOff, on_off)?),
        Some("membership") => Setting::SingleServerChanges(line.take(Expected::JointSingle, joint_single)?),
        Some("snapshot-every") => Setting::SnapshotEvery(snapshot_every(line)?),
        Some("snapshot-keep") => Setting::SnapshotKeep(line.number_in(0..=COUNT_MAX, Expected::Keep)?),
        Some(_) | None => return Err(line.error_at(place, Expected::ConfigKey)),
    };
    Ok(Configured { setting, is_step: is_step(&setting), value: value_text(&setting, written) })
}

/// The value of a setting as a script writes it: of one for a node or a link, in the shortest form.
fn value_text(setting: &Setting, written: &str) -> String {
    match setting {
        Setting::ElectionTimeout(range, Some(node)) | Setting::Fsync(range, Some(node)) => {
            format!("{} {node}", print_range(*range))
        }
        Setting::Latency(range, Some(link)) => format!("{} {}", print_range(*range), print_link(link)),
        Setting::Loss(_, Some(link)) | Setting::Duplicate(_, Some(link)) => format!("{written} {}", print_link(link)),
        Setting::ElectionTimeout(_, None)
        | Setting::Fsync(_, None)
        | Setting::Latency(_, None)
        | Setting::Loss(_, None)
        | Setting::Duplicate(_, None)
        | Setting::Heartbeat(_)
        | Setting::ClientTimeout(_)
        | Setting::Drift(_)
        | Setting::NodeDrift(..)
        | Setting::Reads(_)
        | Setting::MaxEntries(_)
        | Setting::MaxInflight(_)
        | Setting::NoOp(_)
        | Setting::PreVote(_)
        | Setting::CheckQuorum(_)
        | Setting::SingleServerChanges(_)
        | Setting::SnapshotEvery(_)
        | Setting::SnapshotKeep(_) => written.to_string(),
    }
}

fn print_link(link: &Link) -> String {
    let Link { from, to, both_ways } = link;
    format!("{from} {} {to}", if *both_ways { "-" } else { "->" })
}

/// Whether a setting may change during a run.
const fn is_step(setting: &Setting) -> bool {
    match setting {
        Setting::ElectionTimeout(..)
        | Setting::Heartbeat(_)
        | Setting::ClientTimeout(_)
        | Setting::Latency(..)
        | Setting::Fsync(..)
        | Setting::Loss(..)
        | Setting::Duplicate(..) => true,
        Setting::Drift(_)
        | Setting::NodeDrift(..)
        | Setting::Reads(_)
        | Setting::MaxEntries(_)
        | Setting::MaxInflight(_)
        | Setting::NoOp(_)
        | Setting::PreVote(_)
        | Setting::CheckQuorum(_)
        | Setting::SingleServerChanges(_)
        | Setting::SnapshotEvery(_)
        | Setting::SnapshotKeep(_) => false,
    }
}

/// The node or the link that a setting is for alone, if one is named.
fn of_one<'a, T>(line: &mut Line<'a>, read: fn(&mut Line<'a>) -> Result<T>) -> Result<Option<T>> {
    if line.peek().is_none() { Ok(None) } else { read(line).map(Some) }
}

fn percentage(line: &mut Line) -> Result<u32> {
    line.take(Expected::Percentage, values::percentage_ppm)
}

/// `drift 1%` is the most that any clock errs; `drift -2% n3` is what one errs by.
fn drift(line: &mut Line) -> Result<Setting> {
    if line.peek_after().is_none() {
        return Ok(Setting::Drift(percentage(line)?));
    }
    let error_ppm = line.take(Expected::ClockError, values::clock_error_ppm)?;
    Ok(Setting::NodeDrift(error_ppm, line.node()?))
}

fn timer(line: &mut Line) -> Result<u64> {
    line.duration_in(MILLISECOND_US..=HOUR_US, Expected::TimerDuration)
}

fn timer_range(line: &mut Line) -> Result<DurationRange> {
    let place = line.place();
    let range = line.range()?;
    let fits = MILLISECOND_US <= range.min_us && range.max_us <= HOUR_US;
    if fits { Ok(range) } else { Err(line.error_at(place, Expected::TimerDuration)) }
}

fn print_range(range: DurationRange) -> String {
    if range.min_us == range.max_us {
        return print_duration(range.min_us);
    }
    format!("{}..{}", print_duration(range.min_us), print_duration(range.max_us))
}

fn limit(line: &mut Line) -> Result<usize> {
    Ok(line.number_in(1..=LIMIT_MAX, Expected::Limit)? as usize)
}

fn read_mode(text: &str) -> Option<ReadMode> {
    ReadMode::ALL.into_iter().find(|mode| mode.name() == text)
}

fn joint_single(text: &str) -> Option<bool> {
    match text {
        "joint" => Some(false),
        "single" => Some(true),
        _ => None,
    }
}

/// A number of applied entries, or `off`.
fn snapshot_every(line: &mut Line) -> Result<Option<u64>> {
    if line.take_keyword("off") {
        return Ok(None);
    }
    Ok(Some(line.number_in(1..=COUNT_MAX, Expected::CountOff)?))
}

fn on_off(text: &str) -> Option<bool> {
    match text {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    }
}
